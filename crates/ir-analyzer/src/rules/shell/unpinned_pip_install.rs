//! `unpinned-pip-install`

use ir_model::{Diagnostic, Safety, Severity};
use rustc_hash::FxHashMap;

use crate::facts::mend;
use crate::facts::step::part;
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "unpinned-pip-install",
    family: Family::Container,
    severity: Severity::Info,
    summary: "a Python package that is installed in whatever version there is",
    explanation: "\
A command installs a package with `pip install` and names no version.

Each run takes the newest version of its day. What worked yesterday can fail today, and a cached result does not show which version made
it. Off unless it is switched on.

Name the version: `packages_to_install=['pandas==2.2.3']` in Python.",
    fixable: true,
    examples: &[
        Example {
            title: "whatever there is",
            text: "\
name: Train
implementation:
  container:
    image: python:3.12
    command: [sh, -ec, 'pip install --quiet pandas numpy==2.1.0 && train']
#                                           ^^^^^^ unpinned-pip-install: `pandas` is installed in whatever version there is
",
        },
        Example {
            title: "one version here, any there",
            text: "\
name: Train
implementation:
  container:
    image: python:3.12
    command: [sh, -ec, 'pip install pandas && pip install --target /plugins pandas==2.2.3 && train']
#                                   ^^^^^^ unpinned-pip-install: `pandas` is installed in whatever version there is
",
        },
        Example {
            title: "versions, a file and a folder",
            text: "\
name: Train
implementation:
  container:
    image: python:3.12
    command: [sh, -ec, 'pip install pandas==2.2.3 && pip install -r requirements.txt && pip install . && train']
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let mut findings = Vec::new();
    let pins = Pins::of(context);
    for command in &*context.commands() {
        for node in &command.texts {
            let text = node.text();
            for (at, found) in text.match_indices("pip install ") {
                for (start, word) in unpinned(text, at + found.len()) {
                    let title = format!("{} is installed in whatever version there is", quote(word));
                    let span = part(*node, start..start + word.len());
                    let finding = Diagnostic::new(RULE.id, RULE.severity, span, title);
                    let pinned = pins.version(word).map(|version| format!("{word}=={version}"));
                    let edits = pinned.as_ref().and_then(|new| mend::spliced(*node, start..start + word.len(), new));
                    let words = format!("write {}, as elsewhere in this file", quote(&pinned.unwrap_or_default()));
                    findings.push(mend::with(finding, edits, words, Safety::Suggested));
                }
            }
        }
    }
    findings.into_iter().for_each(|f| context.report(f));
}

/// Packages without a version among the words of one `pip install`.
fn unpinned(text: &str, from: usize) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut at = from;
    let mut skip = false;
    for word in text.get(from..).unwrap_or("").split_inclusive([' ', '\n']) {
        let start = at;
        at += word.len();
        let ends = word.ends_with('\n');
        let bare = word.trim().trim_matches(['\'', '"']);
        let start = start + word.find(bare).unwrap_or(0);
        if bare.starts_with(['&', '|', ';', '>', '<', '#', '$', '(', ')', '\\']) {
            break;
        }
        let value = std::mem::replace(&mut skip, false);
        if bare.starts_with('-') {
            skip = matches!(bare, "-r" | "-c" | "-i" | "-f" | "-t" | "-e" | "--index-url" | "--extra-index-url")
                || matches!(bare, "--trusted-host" | "--find-links" | "--target" | "--requirement" | "--constraint");
        } else if !value && is_package(bare.trim_end_matches([';', '&'])) {
            found.push((start, bare.trim_end_matches([';', '&'])));
        }
        if ends || bare.ends_with(';') {
            break;
        }
    }
    found
}

/// A bare name, maybe with extras.
fn is_package(word: &str) -> bool {
    let name = word.split('[').next().unwrap_or(word);
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
        && !name.ends_with(".whl")
        && !name.ends_with(".txt")
        && (name.len() == word.len() || word.ends_with(']'))
}

/// The versions that a file has of packages: what its other commands install, and what wrote it.
struct Pins<'a>(FxHashMap<&'a str, Option<&'a str>>);

impl<'a> Pins<'a> {
    fn of(context: &Context<'a>) -> Self {
        let package = context.package;
        let mut pins: FxHashMap<&str, Option<&str>> = FxHashMap::default();
        let tool = package.tool.known().and_then(|tool| package.names.text(*tool).split_once('-'));
        pins.extend(tool.map(|(name, version)| (name, Some(version))));
        for command in &*context.commands() {
            for node in command.texts.iter().filter(|n| n.text().contains("pip install ")) {
                for word in node.text().split(|c: char| c.is_whitespace() || matches!(c, '\'' | '"' | ';' | '&')) {
                    let Some((name, version)) = word.split_once("==") else { continue };
                    let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+' | '!');
                    if !version.is_empty() && version.chars().all(good) {
                        // Of two versions neither is the one.
                        let known = pins.entry(name).or_insert(Some(version));
                        *known = known.filter(|k| *k == version);
                    }
                }
            }
        }
        Self(pins)
    }

    fn version(&self, package: &str) -> Option<&'a str> {
        self.0.get(package).copied().flatten()
    }
}
