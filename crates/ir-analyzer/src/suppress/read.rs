//! From comments to suppressions.

use std::cell::Cell;

use ir_syntax::{Span, Tree};

use super::extent::{behind, below, line};
use super::{Entry, MOST, Slip, Suppressions};
use crate::rules;
use crate::words::{instead, near, quote};

/// How a comment begins that speaks to us.
pub(super) const MARK: &str = "ir-lint:";

/// What may follow.
const WORDS: [&str; 4] = ["ignore", "ignore-file", "ignore-begin", "ignore-end"];

/// A comment, taken apart.
#[derive(Clone, Copy)]
pub(super) struct Directive<'t> {
    /// The whole comment.
    pub comment: Span,
    /// Whether nothing stands before it on its line, not even other words of the comment.
    pub alone: bool,
    /// `ignore` and the like.
    pub word: (&'t str, Span),
    /// What stands between the brackets; `None` without brackets.
    pub rules: Option<Span>,
    /// Whether text follows.
    pub reasoned: bool,
    /// Whether the bracket is closed.
    pub closed: bool,
}

impl<'t> Directive<'t> {
    /// Reads a comment: `# ir-lint: word[rule, rule] reason`, also behind other words and a second `#`.
    pub(super) fn read(text: &'t str, comment: Span) -> Option<Self> {
        let raw = comment.slice(text);
        let (mark, _) = raw.match_indices(MARK).find(|(i, _)| {
            let before = raw.get(..*i).unwrap_or("").trim_end();
            before.ends_with('#') && (before.len() == 1 || before.trim_end_matches('#').ends_with([' ', '\t']))
        })?;
        let before = Span::new(line(text, comment.start).start, comment.start + mark as u32).slice(text).trim_end();
        let alone = before.strip_suffix('#').unwrap_or(before).trim().is_empty();
        let mut at = mark + MARK.len();
        at += blanks(raw.get(at..)?);
        let rest = raw.get(at..)?;
        let word = rest.get(..rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(rest.len()))?;
        let place = |from: usize, to: usize| Span::new(comment.start + from as u32, comment.start + to as u32);
        let word_at = place(at, at + word.len());
        at += word.len();
        let mut directive = Self { comment, alone, word: (word, word_at), rules: None, reasoned: false, closed: true };
        let rest = raw.get(at..)?;
        let open = at + blanks(rest);
        if raw.get(open..)?.starts_with('[') {
            let inside = raw.get(open + 1..)?;
            let length = inside.find(']').unwrap_or(inside.len());
            directive.closed = length < inside.len();
            directive.rules = Some(place(open + 1, open + 1 + length));
            at = (open + 2 + length).min(raw.len());
        }
        directive.reasoned = raw.get(at..)?.contains(char::is_alphanumeric);
        Some(directive)
    }

    /// Each name between the brackets.
    pub(super) fn names(self, text: &'t str) -> impl Iterator<Item = (&'t str, Span)> {
        let inside = self.rules.unwrap_or(Span::new(self.comment.end, self.comment.end));
        let mut at = inside.start;
        inside.slice(text).split(',').map(move |piece| {
            let start = at + (piece.len() - piece.trim_start().len()) as u32;
            at += piece.len() as u32 + 1;
            let name = piece.trim();
            (name, Span::new(start, start + name.len() as u32))
        })
    }
}

fn blanks(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\t']).len()
}

/// All suppressions of a file, and all slips.
pub(super) fn read(tree: &Tree) -> Suppressions {
    let text = tree.text();
    let mut found = Suppressions::default();
    // Places in `found.entries` of those that wait for their end.
    let mut open: Vec<usize> = Vec::new();
    for directive in tree.comments().iter().filter_map(|c| Directive::read(text, c.span)) {
        if found.entries.len() >= MOST {
            break;
        }
        match directive.word.0 {
            "ignore-end" => end(text, directive, &mut found, &mut open),
            "ignore" | "ignore-file" | "ignore-begin" => begin(tree, directive, &mut found, &mut open),
            _ => found.slips.push(unknown_word(directive)),
        }
    }
    for entry in open.into_iter().filter_map(|i| found.entries.get(i)) {
        found.slips.push(Slip {
            at: entry.token,
            title: format!("nothing ends the suppression of {}", quote(entry.rule.id)),
            label: format!("write `# ir-lint: ignore-end[{}]` below, or `ignore-file`", entry.rule.id),
            meant: None,
        });
    }
    found.slips.sort_by_key(|slip| slip.at);
    found
}

fn begin(tree: &Tree, directive: Directive<'_>, found: &mut Suppressions, open: &mut Vec<usize>) {
    let text = tree.text();
    let (word, at) = directive.word;
    let comment = directive.comment;
    if directive.rules.is_none_or(|inside| inside.slice(text).trim().is_empty()) || !directive.closed {
        found.slips.push(unnamed(directive));
        return;
    }
    let covers = match word {
        "ignore-file" => Span::new(0, text.len() as u32),
        "ignore-begin" => Span::new(comment.end, text.len() as u32),
        _ if directive.alone => match below(tree, comment) {
            Some(covers) => covers,
            None => {
                found.slips.push(Slip {
                    at,
                    title: "nothing follows this suppression".to_owned(),
                    label: "stands above the entry, or behind it on its line".to_owned(),
                    meant: None,
                });
                return;
            }
        },
        _ => behind(tree, comment),
    };
    for (name, token) in directive.names(text) {
        match rules::find(name) {
            Some(rule) => {
                if word == "ignore-begin" {
                    open.push(found.entries.len());
                }
                let reasoned = directive.reasoned;
                found.entries.push(Entry { comment, token, rule, covers, reasoned, used: Cell::new(false) });
            }
            None => found.slips.push(unknown_rule(name, token)),
        }
    }
}

fn end(text: &str, directive: Directive<'_>, found: &mut Suppressions, open: &mut Vec<usize>) {
    let (_, at) = directive.word;
    let close = |place: usize, found: &mut Suppressions| {
        if let Some(entry) = found.entries.get_mut(place) {
            entry.covers = Span::new(entry.covers.start, directive.comment.start);
        }
    };
    if directive.rules.is_none() {
        if open.is_empty() {
            found.slips.push(nothing_began(at, "no suppression"));
        }
        open.drain(..).for_each(|place| close(place, found));
        return;
    }
    for (name, token) in directive.names(text) {
        let last = open.iter().rposition(|i| found.entries.get(*i).is_some_and(|e| e.rule.id == name));
        match last {
            Some(last) => close(open.remove(last), found),
            None if rules::find(name).is_none() => found.slips.push(unknown_rule(name, token)),
            None => found.slips.push(nothing_began(token, &format!("no suppression of {}", quote(name)))),
        }
    }
}

fn nothing_began(at: Span, what: &str) -> Slip {
    Slip {
        at,
        title: format!("{what} is open here"),
        label: "one begins with `# ir-lint: ignore-begin[rule]`".to_owned(),
        meant: None,
    }
}

fn unnamed(directive: Directive<'_>) -> Slip {
    let (word, at) = directive.word;
    let title = if directive.closed { "a suppression that names no rule" } else { "a bracket that is not closed" };
    Slip {
        at,
        title: title.to_owned(),
        label: format!("write the rule in brackets: `{word}[rule] reason`"),
        meant: None,
    }
}

fn unknown_word(directive: Directive<'_>) -> Slip {
    let (word, at) = directive.word;
    let meant = near(word, WORDS);
    let title = match word {
        "" => "a comment that tells ir-lint nothing".to_owned(),
        word => format!("{} is nothing that a comment can tell ir-lint", quote(word)),
    };
    Slip { at, title, label: instead(word, &WORDS, ""), meant }
}

fn unknown_rule(name: &str, at: Span) -> Slip {
    let meant = near(name, rules::all().iter().map(|r| r.id));
    let title =
        if name.is_empty() { "a rule's name is missing".to_owned() } else { format!("no rule {}", quote(name)) };
    let label = match meant {
        Some(meant) => format!("did you mean {}?", quote(meant)),
        None => "`ir-lint rules` lists them all".to_owned(),
    };
    Slip { at, title, label, meant }
}
