//! Broken text: indentation, quotes, brackets.

use ir_model::Severity;
use ir_syntax::{Kind, Node, Span, Style, Tree};

use super::{File, Mutant};
use crate::rng::Rng;

pub(super) fn mutants(file: &File<'_>, rng: &mut Rng, all: &mut Vec<Mutant>) {
    indentation(file, rng, all);
    file.source.tree.roots().for_each(|root| ends(file, root, all));
}

fn indentation(file: &File<'_>, rng: &mut Rng, all: &mut Vec<Mutant>) {
    let text = file.source.text();
    for _ in 0..24 {
        let line = rng.below(file.index.line_count() as usize) as u32;
        let span = file.index.line_span(text, line);
        let words = span.slice(text);
        if words.trim().is_empty() || words.trim_start().starts_with(['#', '%']) || words.starts_with("---") {
            continue;
        }
        let (what, edit) = if words.starts_with(' ') && rng.below(2) == 0 {
            ("less", (Span::new(span.start, span.start + 1), String::new()))
        } else {
            ("more", (Span::at(span.start), " ".to_owned()))
        };
        let swallowed = what == "more" && words.trim_start().starts_with("- ");
        all.push(Mutant {
            kind: if swallowed { "item indented more" } else { "indentation" },
            what: format!("one space {what} before `{}`", words.trim().chars().take(30).collect::<String>()),
            edits: vec![edit],
            lines: neighbours(file, line),
            // YAML reads `- sh` and, deeper, `- -c` as the one item `sh - -c`: no engine refuses that.
            level: if swallowed { Severity::Warning } else { Severity::Error },
        });
    }
}

/// A line, the ones above and below that hold anything, and the keys beside the key that starts on it: no one can
/// tell which of two keys is the one that moved.
fn neighbours(file: &File<'_>, line: u32) -> Vec<u32> {
    let text = file.source.text();
    let holds = |l: &u32| {
        let words = file.index.line_span(text, *l).slice(text).trim();
        !words.is_empty() && !words.starts_with('#')
    };
    let above = (0..line).rev().find(holds);
    let below = (line + 1..file.index.line_count()).find(holds);
    let mut lines: Vec<u32> = [Some(line), above, below].into_iter().flatten().collect();
    let span = file.index.line_span(text, line);
    let words = span.slice(text);
    let start = span.start + (words.len() - words.trim_start_matches([' ', '-']).len()) as u32;
    let entry = file.source.tree.node_at(start).filter(|n| n.is_key() && n.span().start == start);
    if let Some(key) = entry {
        let keys: Vec<Node<'_>> = key.parent().into_iter().flat_map(Node::own_entries).map(|e| e.key).collect();
        if let Some(at) = keys.iter().position(|k| k.id() == key.id()) {
            let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter_map(|i| keys.get(i));
            lines.extend(beside.map(|k| file.line(k.span().start)));
        }
    }
    lines
}

/// Takes away closing quotes and brackets.
fn ends(file: &File<'_>, node: Node<'_>, all: &mut Vec<Mutant>) {
    if node.is_alias() {
        return;
    }
    node.children().for_each(|child| ends(file, child, all));
    let kind = match (node.kind(), node.style()) {
        (Kind::Scalar, Style::SingleQuoted | Style::DoubleQuoted) => "quote not closed",
        (Kind::Sequence | Kind::Mapping, Style::Flow) => "bracket not closed",
        _ => return,
    };
    let span = node.span();
    let mut lines: Vec<u32> = file.lines(span).collect();
    if lines.len() > 2 {
        lines = vec![lines[0], lines[lines.len() - 1]];
    }
    all.push(Mutant {
        kind,
        what: span.slice(file.source.text()).chars().take(40).collect(),
        edits: vec![(Span::new(span.end - 1, span.end), String::new())],
        lines,
        level: Severity::Error,
    });
}

/// Whether the text still means something else than before: a change of indentation may change nothing, or nothing
/// but the inside of a text that runs over several lines.
pub(super) fn breaks(file: &File<'_>, mutant: &Mutant) -> bool {
    if !matches!(mutant.kind, "indentation" | "item indented more") {
        return true;
    }
    let broken = Tree::parse(mutant.apply(file.source.text()));
    if !broken.errors().is_empty() || broken.documents().len() != file.source.tree.documents().len() {
        return true;
    }
    let at = mutant.edits[0].0.start;
    let inside = file.source.tree.roots().any(|root| inside_text(root, at));
    let pairs = file.source.tree.roots().zip(broken.roots());
    !pairs.into_iter().all(|(a, b)| same(a, b, inside))
}

/// Whether `at` lies inside a text of several lines, behind its first.
fn inside_text(node: Node<'_>, at: u32) -> bool {
    let span = node.span();
    if !(span.start < at && at < span.end) {
        return false;
    }
    (node.is_scalar() && span.slice(node.tree().text()).contains('\n')) || node.children().any(|c| inside_text(c, at))
}

/// Whether two trees hold the same data; with `words_may_differ` whether they have the same shape and keys.
fn same(a: Node<'_>, b: Node<'_>, words_may_differ: bool) -> bool {
    if a.kind() != b.kind() {
        return false;
    }
    match a.kind() {
        Kind::Scalar => words_may_differ && !a.is_key() || a.scalar() == b.scalar(),
        _ => {
            let (mut x, mut y) = (a.children(), b.children());
            loop {
                match (x.next(), y.next()) {
                    (None, None) => return true,
                    (Some(x), Some(y)) if same(x, y, words_may_differ) => {}
                    _ => return false,
                }
            }
        }
    }
}
