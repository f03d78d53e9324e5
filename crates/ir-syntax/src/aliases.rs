//! What is said of aliases that are not followed.

use crate::build::{AliasTrouble, BadAlias, Draft};
use crate::span::Span;
use crate::tree::{SyntaxError, Tree};

/// So many unknown names get a suggestion: beyond, the file has another problem.
const SUGGESTIONS: usize = 20;
/// Anchors looked through for one suggestion.
const CANDIDATES: usize = 1000;

/// Turns the aliases that are not followed into errors.
pub(crate) fn report(draft: &mut Draft) {
    let mut big_in = None;
    for (nth, bad) in std::mem::take(&mut draft.bad_aliases).into_iter().enumerate() {
        if bad.trouble == AliasTrouble::TooBig && big_in.replace(bad.document) == Some(bad.document) {
            continue; // one bomb, one error
        }
        let error = error(&draft.tree, bad, nth < SUGGESTIONS);
        draft.tree.errors.push(error);
    }
}

fn error(tree: &Tree, bad: BadAlias, suggest: bool) -> SyntaxError {
    let written = bad.span.slice(&tree.text);
    let name = written.strip_prefix('*').unwrap_or(written);
    let label = |span: Span, label: &str| (span, Box::<str>::from(label));
    let (message, help, related) = match bad.trouble {
        AliasTrouble::Unknown => {
            let near = if suggest { nearest(tree, bad, name) } else { None };
            let help = match near {
                Some((near, _)) => format!("did you mean `*{near}`?"),
                None => format!("define `&{name}` before this line, or quote the value if it is meant as text"),
            };
            let related = near.map(|(near, span)| label(span, &format!("`&{near}` is here")));
            (format!("no anchor named `{name}`"), help, related)
        }
        AliasTrouble::InsideItself => (
            format!("`{written}` lies inside the value it stands for"),
            "an alias can only stand for a value that ends before it".to_owned(),
            anchor(tree, bad, name).map(|span| label(span, "the value starts here")),
        ),
        AliasTrouble::TooBig => (
            format!("`{written}` would make this document too large to read"),
            "aliases of aliases multiply: write out fewer of them".to_owned(),
            anchor(tree, bad, name).map(|span| label(span, "the value it stands for")),
        ),
    };
    SyntaxError { span: bad.span, message: message.into(), help: Some(help.into()), related }
}

/// The anchors an alias could mean: those before it in its document, the nearest last.
fn names(tree: &Tree, bad: BadAlias) -> impl DoubleEndedIterator<Item = (&str, Span)> {
    let document = tree.documents.get(bad.document as usize).map_or(Span::default(), |d| d.span);
    let first = tree.anchors.partition_point(|a| a.span.start < document.start);
    let last = tree.anchors.partition_point(|a| a.span.start < bad.span.start);
    let first = first.max(last.saturating_sub(CANDIDATES));
    let anchors = tree.anchors.get(first..last).unwrap_or(&[]);
    anchors.iter().map(|a| (a.span.slice(&tree.text).trim_start_matches('&'), a.span))
}

fn anchor(tree: &Tree, bad: BadAlias, name: &str) -> Option<Span> {
    names(tree, bad).rev().find(|(n, _)| *n == name).map(|(_, span)| span)
}

/// The anchor whose name differs by a third of its letters at most.
fn nearest<'t>(tree: &'t Tree, bad: BadAlias, name: &str) -> Option<(&'t str, Span)> {
    let limit = name.chars().count().max(3) / 3;
    names(tree, bad)
        .filter(|(n, _)| n.len().abs_diff(name.len()) <= limit * 4)
        .map(|found| (strsim::osa_distance(name, found.0), found))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, found)| found)
}
