//! What can be folded away.

use ir_syntax::{Comment, Entry, Node, Span, Style, Tree};

use crate::source::Source;

/// A stretch of several lines that can be folded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Fold {
    /// From a byte of the line that stays to the last byte that goes. A closing bracket stays.
    pub span: Span,
    /// What it is.
    pub kind: FoldKind,
}

/// What a [`Fold`] is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FoldKind {
    /// Keys and values, items, a text of several lines.
    Content,
    /// Comments on lines of their own, one below the other.
    Comment,
    /// What stands between `# region` and `# endregion`.
    Region,
    /// One document of several.
    Document,
}

/// What can be folded in `source`, in the order of the text. Each line begins one fold at most, the outermost.
#[must_use]
pub fn folds(source: &Source) -> Vec<Fold> {
    if !source.is_ours() {
        return Vec::new();
    }
    let tree = &source.tree;
    let mut found = Vec::new();
    if tree.documents().len() > 1 {
        found.extend(tree.documents().iter().map(|d| (d.span, FoldKind::Document)));
    }
    let mut open: Vec<Node<'_>> = tree.roots().collect();
    while let Some(node) = open.pop() {
        if node.is_alias() {
            continue;
        }
        match node.is_mapping() {
            true => found.extend(node.own_entries().filter_map(entry)),
            false => found.extend(node.items().filter_map(item)),
        }
        open.extend(node.children().filter(|c| !c.is_scalar()));
    }
    comments(tree, &mut found);
    let text = source.text();
    let mut folds: Vec<Fold> = found
        .into_iter()
        .map(|(span, kind)| Fold { span: trimmed(text, span), kind })
        .filter(|f| lines(text, f))
        .collect();
    folds.sort_by_key(|f| (f.span.start, std::cmp::Reverse(f.span.end)));
    let mut last = None;
    folds.retain(|fold| {
        let line = line_start(text, fold.span.start);
        last.replace(line) != Some(line)
    });
    folds
}

fn entry(entry: Entry<'_>) -> Option<(Span, FoldKind)> {
    (!entry.value.is_alias()).then(|| (Span::new(entry.key.span().start, end(entry.value)), FoldKind::Content))
}

fn item(item: Node<'_>) -> Option<(Span, FoldKind)> {
    (!item.is_alias()).then(|| (Span::new(item.span().start, end(item)), FoldKind::Content))
}

/// Where what goes ends: before a closing bracket.
fn end(node: Node<'_>) -> u32 {
    let span = node.span();
    let brackets = !node.is_scalar() && node.style() == Style::Flow && span.len() >= 2;
    if brackets { span.end - 1 } else { span.end }
}

/// Blank space at the end stays.
fn trimmed(text: &str, span: Span) -> Span {
    Span::new(span.start, span.start + span.slice(text).trim_end().len() as u32)
}

fn lines(text: &str, fold: &Fold) -> bool {
    fold.span.slice(text).contains(['\n', '\r'])
}

fn line_start(text: &str, offset: u32) -> usize {
    text.get(..offset as usize).and_then(|t| t.rfind(['\n', '\r'])).map_or(0, |at| at + 1)
}

fn comments(tree: &Tree, found: &mut Vec<(Span, FoldKind)>) {
    let text = tree.text();
    let mut run: Option<Span> = None;
    let mut regions = Vec::new();
    let alone = |c: &&Comment| text.get(line_start(text, c.span.start)..c.span.start as usize).is_some_and(blank);
    for comment in tree.comments().iter().filter(alone) {
        let span = comment.span;
        let words = span.slice(text).trim_start_matches('#').trim_start();
        let mark = words.split_whitespace().next().unwrap_or("");
        if mark == "region" {
            regions.push(span.start);
        } else if mark == "endregion" {
            found.extend(regions.pop().map(|start| (Span::new(start, span.end), FoldKind::Region)));
        }
        let marks = matches!(mark, "region" | "endregion");
        let below = |r: &Span| {
            let between = Span::new(r.end, span.start).slice(text);
            blank(between) && between.matches('\n').count().max(between.matches('\r').count()) == 1
        };
        run = match run.filter(below).filter(|_| !marks) {
            Some(before) => {
                let all = before.cover(span);
                // One run is one fold, however long it becomes.
                if found.last().is_some_and(|(s, k)| *k == FoldKind::Comment && s.start == before.start) {
                    found.pop();
                }
                found.push((all, FoldKind::Comment));
                Some(all)
            }
            None => (!marks).then_some(span),
        };
    }
}

fn blank(text: &str) -> bool {
    text.trim().is_empty()
}
