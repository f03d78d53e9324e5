//! Scripts inside commands: `[sh, -c, "…"]`.

use ir_model::Step;
use ir_syntax::{Node, Tree};

/// A script that a shell runs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Script<'t> {
    /// The text of the script.
    pub(crate) node: Node<'t>,
    /// The option with the `c`, such as `-ec`.
    pub(crate) option: Node<'t>,
    /// Whether the script stops at the first command that fails.
    pub(crate) errexit: bool,
}

const SHELLS: [&str; 6] = ["sh", "bash", "dash", "ash", "zsh", "ksh"];

/// The script of a container, where a shell runs one.
pub(crate) fn script<'t>(tree: &'t Tree, step: &Step) -> Option<Script<'t>> {
    let mut words = step.command.iter().chain(&step.args).map(|id| tree.node(*id));
    let is_shell = |word: &Node<'_>| SHELLS.contains(&word.text().rsplit('/').next().unwrap_or(""));
    words.by_ref().take(2).find(|word| word.is_scalar() && is_shell(word))?;
    let mut errexit = false;
    let mut option = None;
    while let Some(word) = words.next() {
        let text = word.text();
        let Some(flags) = text.strip_prefix('-').filter(|f| !f.is_empty() && !f.starts_with('-')) else {
            let option = option?;
            let text = text.trim_start();
            let set = |line: &str| line.starts_with("set -") && line.split(' ').nth(1).is_some_and(|f| f.contains('e'));
            errexit |= text.lines().take(10).any(|line| set(line.trim()));
            return word.is_scalar().then_some(Script { node: word, option, errexit });
        };
        errexit |= flags.contains('e');
        if flags.contains('c') {
            option = Some(word);
        }
        if flags.ends_with('o') {
            errexit |= words.next().is_some_and(|w| w.text() == "errexit");
        }
    }
    None
}

/// The first line of a script, in bytes, where it asks for a shell that goes on after a command that fails, and several
/// commands follow.
pub(crate) fn careless_line(text: &str) -> Option<std::ops::Range<usize>> {
    let (first, rest) = text.split_once('\n')?;
    let mut words = first.strip_prefix("#!")?.split_whitespace();
    let shell = words.find(|word| word.rsplit('/').next() != Some("env"))?;
    if !SHELLS.contains(&shell.rsplit('/').next()?) || words.any(|w| w.starts_with('-') && w.contains('e')) {
        return None;
    }
    let lines = rest.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let sets = |line: &str| {
        let mut words = line.split([' ', ';']);
        words.next() == Some("set") && words.any(|w| w == "errexit" || (w.starts_with('-') && w.contains('e')))
    };
    (lines.clone().count() > 1 && !lines.take(10).any(sets)).then_some(0..first.trim_end().len())
}

/// Which of the ranges of a script's text stand outside quotes, where the shell takes blanks and special characters
/// for its own. None where the script has parts that only a shell can read.
pub(crate) fn unquoted(text: &str, ranges: &[std::ops::Range<usize>]) -> Vec<bool> {
    let mut answers = vec![false; ranges.len()];
    if text.contains("<<") {
        return answers;
    }
    // By their places, so that at each byte only the next one matters.
    let mut order: Vec<usize> = (0..ranges.len()).collect();
    order.sort_by_key(|i| ranges.get(*i).map(|r| r.start));
    let mut order = order.into_iter().peekable();
    let mut inside = 0;
    let mut state = State::Plain;
    let mut escaped = false;
    let mut blank_before = true;
    for (at, byte) in text.bytes().enumerate() {
        while let Some((i, range)) =
            order.peek().and_then(|i| Some((*i, ranges.get(*i)?))).filter(|(_, r)| r.start == at)
        {
            order.next();
            inside = range.end.max(inside);
            if let Some(answer) = answers.get_mut(i) {
                *answer = state == State::Plain;
            }
        }
        // Quotes inside a placeholder are its own.
        if at < inside {
            blank_before = false;
            continue;
        }
        if escaped {
            escaped = false;
            continue;
        }
        state = match (state, byte) {
            (State::Plain | State::Double, b'\\') => {
                escaped = true;
                state
            }
            (State::Plain, b'\'') => State::Single,
            (State::Plain, b'"') => State::Double,
            (State::Plain, b'#') if blank_before => State::Comment,
            (State::Single, b'\'') | (State::Double, b'"') | (State::Comment, b'\n') => State::Plain,
            _ => state,
        };
        blank_before = byte.is_ascii_whitespace();
    }
    answers
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Plain,
    Single,
    Double,
    Comment,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_say_whether_they_stop() {
        for careless in ["#!/bin/sh\na\nb", "#!/usr/bin/env bash\nset -x\na"] {
            assert!(careless_line(careless).is_some(), "{careless}");
        }
        let careful =
            ["#!/bin/sh -e\na\nb", "#!/bin/bash\nset -euo pipefail\na", "#!/bin/sh\nset -o errexit\na", "#!/bin/sh\na"];
        for careful in careful.into_iter().chain(["a\nb", "#!/usr/bin/env python3\na\nb"]) {
            assert!(careless_line(careful).is_none(), "{careful}");
        }
    }

    #[test]
    fn quotes_are_followed() {
        let at = |text: &str| {
            let start = text.find("{{").unwrap();
            let range = start..text.find("}}").unwrap() + 2;
            unquoted(text, std::slice::from_ref(&range)) == [true]
        };
        assert!(at("rm {{$.a['b']}}"));
        assert!(at("echo \"a\" {{x}}"));
        assert!(at("echo \\\" {{x}}"));
        assert!(!at("rm \"{{x}}\""));
        assert!(!at("rm '{{x}}'"));
        assert!(!at("true # {{x}}"));
        assert!(at("a#b {{x}}"));
        assert!(!at("cat <<E\n{{x}}\nE"));
    }
}
