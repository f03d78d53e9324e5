//! What the schema of a file's format says about a place.

use ir_schema::{FieldInfo, KindSet, Remark, Schema};
use ir_syntax::{Node, Span, Style};

use super::words::code;
use super::{Hover, words};
use crate::source::Source;

/// A node in a document that a schema describes.
pub(super) struct Place<'s> {
    pub(super) schema: &'static Schema,
    /// Where the document begins.
    pub(super) root: Node<'s>,
}

impl<'s> Place<'s> {
    /// `None` where no schema describes the document of `node`.
    pub(super) fn of(source: &'s Source, node: Node<'s>) -> Option<Self> {
        let recognised = source.recognised.as_ref()?;
        // The innermost part: a document inside of another has a schema of its own.
        let inside = |root: Node<'s>| node.ancestors().any(|a| a.id() == root.id()) || node.id() == root.id();
        let part = recognised.parts(&source.tree).into_iter().rfind(|p| inside(p.root))?;
        let (schema, root) = (part.kind.schema()?, part.root);
        Some(Self { schema, root })
    }
}

/// The words of the schema on the key, or on the word of a closed list, at `offset`.
pub(super) fn hover(source: &Source, offset: u32) -> Option<Hover> {
    let node = source.tree.node_at(offset).filter(|n| n.is_scalar() && !n.is_missing() && !n.is_alias())?;
    let place = Place::of(source, node)?;
    let info = place.schema.describe(place.root, node)?;
    if !node.is_key() {
        let value = info.values.iter().find(|v| v.value == node.text())?;
        let description = value.description.map(|d| format!("\n\n{d}")).unwrap_or_default();
        let markdown = format!("{}{description}", code(value.value));
        return Some(Hover { span: node.span(), markdown });
    }
    let name = info.name.unwrap_or(node.text());
    let kinds = kinds_in_words(&info).map(|k| format!(" : {k}")).unwrap_or_default();
    let required = if info.required { " · required" } else { "" };
    let mut markdown = format!("{}{kinds}{required}", code(name));
    if let Some(words) = self::words(&info) {
        markdown.push_str("\n\n");
        markdown.push_str(&words);
    }
    Some(Hover { span: node.span(), markdown })
}

/// What kinds of value a field takes: `text`, `a list of text`.
pub(super) fn kinds_in_words(info: &FieldInfo<'_>) -> Option<String> {
    let kinds = info.kinds.without(KindSet::NULL);
    if kinds.is_empty() || info.kinds == KindSet::ANY {
        return None;
    }
    match (info.title, info.item_kinds) {
        (_, Some(items)) if kinds == KindSet::ARRAY && items != KindSet::ANY => {
            Some(format!("a list of {}", items.without(KindSet::NULL).words()))
        }
        (Some(title), _) if kinds == KindSet::OBJECT => Some(title.to_owned()),
        _ => Some(kinds.words()),
    }
}

/// What a field means, what it may be, and what to use in its stead.
pub(super) fn words(info: &FieldInfo<'_>) -> Option<String> {
    let mut paragraphs: Vec<String> = info.description.map(str::to_owned).into_iter().collect();
    if !info.values.is_empty() {
        let values: Vec<String> = info.values.iter().take(12).map(|v| code(v.value)).collect();
        let more = if info.values.len() > 12 { ", …" } else { "" };
        paragraphs.push(format!("one of {}{more}", values.join(", ")));
    }
    paragraphs.extend(info.default.map(|d| format!("default {}", code(&words::shorten(&d.to_string(), 60)))));
    if info.deprecated {
        let instead = info.replaced_by.map(|r| format!(": use {}", code(r))).unwrap_or_default();
        paragraphs.push(format!("deprecated{instead}"));
    }
    Some(paragraphs.join("\n\n")).filter(|p| !p.is_empty())
}

/// What the schemas remark on the keys of a file.
pub(super) fn remarks(source: &Source) -> Vec<Remark<'static>> {
    let parts = source.recognised.iter().flat_map(|r| r.parts(&source.tree));
    let schemas = parts.filter_map(|part| Some((part.root, part.kind.schema()?)));
    schemas.flat_map(|(root, schema)| schema.remarks(root)).collect()
}

/// The text of a scalar without its quotes.
pub(super) fn inner(node: Node<'_>) -> Span {
    let span = node.span();
    let quoted = matches!(node.style(), Style::SingleQuoted | Style::DoubleQuoted) && span.len() >= 2;
    if quoted { Span::new(span.start + 1, span.end - 1) } else { span }
}
