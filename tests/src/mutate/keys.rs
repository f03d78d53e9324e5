//! Keys: misspelt, missing, given twice.

use ir_model::Severity;
use ir_syntax::{Entry, Node, Span};

use super::grammar::{What, fields};
use super::{File, Mutant, bare, is_flow};
use crate::rng::Rng;

pub(super) fn mutants(file: &File<'_>, rng: &mut Rng, all: &mut Vec<Mutant>) {
    for site in &file.sites {
        let What::Field { shape, field, map, key, value } = site.what else { continue };
        let entry = Entry { key, value, merged: None };
        // Without its `implementation` a file is no component any more, and nothing else either.
        if field.key != "implementation" {
            all.extend(typo(file, shape, key, rng));
            if field.required {
                all.extend(removed(file, map, entry));
            }
        }
        all.extend(twice(file, map, entry));
    }
}

fn typo(file: &File<'_>, shape: &str, key: Node<'_>, rng: &mut Rng) -> Option<Mutant> {
    let span = bare(key)?;
    let new = file.slip(key.text(), rng).filter(|new| fields(shape).iter().all(|f| f.key != new))?;
    Some(Mutant {
        kind: "key typo",
        what: format!("`{}` to `{new}` in {shape}", key.text()),
        lines: vec![file.line(span.start)],
        edits: vec![(span, new)],
        level: Severity::Error,
    })
}

pub(super) fn removed(file: &File<'_>, map: Node<'_>, entry: Entry<'_>) -> Option<Mutant> {
    let entries: Vec<Entry<'_>> = map.own_entries().collect();
    let at = entries.iter().position(|e| e.key.id() == entry.key.id())?;
    let (span, new) = match (entries.get(at + 1), at.checked_sub(1).and_then(|p| entries.get(p))) {
        (Some(next), _) => (Span::new(entry.key.span().start, next.key.span().start), ""),
        (None, Some(previous)) => (Span::new(previous.value.span().end, entry.value.span().end), ""),
        (None, None) if is_flow(map) => (Span::new(entry.key.span().start, entry.value.span().end), ""),
        (None, None) => (Span::new(entry.key.span().start, entry.value.span().end), "{}"),
    };
    // The keys beside it, and the key (or the item's start) above.
    let gone = file.line(span.end) - file.line(span.start);
    let place =
        |line: u32| if line >= file.line(span.end) && line > file.line(span.start) { line - gone } else { line };
    let mut lines: Vec<u32> =
        entries.iter().filter(|e| e.key.id() != entry.key.id()).map(|e| place(file.line(e.key.span().start))).collect();
    lines.push(file.line(map.span().start));
    let above = map.key().or_else(|| map.parent().filter(|p| p.is_sequence()).and_then(|list| list.key()));
    lines.extend(above.map(|key| file.line(key.span().start)));
    Some(Mutant {
        kind: "key removed",
        what: format!("`{}`", entry.key.text()),
        edits: vec![(span, new.to_owned())],
        lines,
        level: Severity::Error,
    })
}

fn twice(file: &File<'_>, map: Node<'_>, entry: Entry<'_>) -> Option<Mutant> {
    let span = entry.key.span().cover(entry.value.span());
    let copy = span.slice(file.source.text());
    if copy.contains('\n') || entry.value.is_missing() || entry.value.is_alias() {
        return None;
    }
    let line = file.line(span.start);
    let (between, lines) = if is_flow(map) {
        (", ".to_owned(), vec![line])
    } else {
        let start = file.index.line_start(line);
        let column = Span::new(start, span.start).slice(file.source.text()).chars().count();
        (format!("\n{}", " ".repeat(column)), vec![line, line + 1])
    };
    Some(Mutant {
        kind: "key twice",
        what: format!("`{}`", entry.key.text()),
        edits: vec![(Span::at(span.start), format!("{copy}{between}"))],
        lines,
        level: Severity::Error,
    })
}
