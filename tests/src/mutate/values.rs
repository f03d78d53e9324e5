//! Values of the wrong kind.

use ir_model::Severity;
use ir_syntax::{Node, Span};

use super::grammar::{Type, What};
use super::{File, Mutant, bare};
use crate::rng::Rng;

pub(super) fn mutants(file: &File<'_>, rng: &mut Rng, all: &mut Vec<Mutant>) {
    for site in &file.sites {
        let What::Field { field, key, value, .. } = site.what else { continue };
        if value.is_missing() || value.is_alias() {
            continue;
        }
        match &field.ty {
            Type::Enum => all.extend(word(file, value, rng)),
            ty => all.extend(kind(file, key, value, ty)),
        }
    }
}

fn word(file: &File<'_>, value: Node<'_>, rng: &mut Rng) -> Option<Mutant> {
    let span = bare(value)?;
    let new = file.slip(value.text(), rng)?;
    Some(Mutant {
        kind: "enum value",
        what: format!("`{}` to `{new}`", value.text()),
        lines: vec![file.line(span.start)],
        edits: vec![(span, new)],
        level: Severity::Error,
    })
}

fn kind(file: &File<'_>, key: Node<'_>, value: Node<'_>, ty: &Type) -> Option<Mutant> {
    let (kind, new) = match ty {
        Type::Any | Type::Enum | Type::Many(_) => return None,
        Type::List(_) if value.is_sequence() => ("text for list", "\"broken\""),
        Type::Shape(_) | Type::Map(..) if value.is_mapping() => ("text for mapping", "\"broken\""),
        Type::Bool if value.is_scalar() => ("text for boolean", "\"maybe\""),
        Type::Int if value.is_scalar() => ("text for number", "\"many\""),
        Type::Text | Type::Ref(_) if value.is_scalar() => ("list for text", "[\"broken\"]"),
        _ => return None,
    };
    let text = file.source.text();
    // What stands between key and value stays on the key's line: an anchor, a tag or a comment would be lost.
    let between = Span::new(key.span().end, value.span().start);
    if between.slice(text).trim() != ":" {
        return None;
    }
    Some(Mutant {
        kind,
        what: format!("`{}`", key.text()),
        lines: vec![file.line(key.span().end)],
        edits: vec![(Span::new(key.span().end, value.span().end), format!(": {new}"))],
        level: Severity::Error,
    })
}
