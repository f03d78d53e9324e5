//! Keys that the schema knows and that had better be written otherwise.

use ir_syntax::{Entry, Node, Span};

use crate::check::Checker;
use crate::schema::{FieldIndex, ObjectShape, Schema};

/// A key that is right, and that has a better spelling or a successor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Remark<'s> {
    /// The key.
    pub span: Span,
    /// The field's name in the schema.
    pub name: &'s str,
    /// What there is to say.
    pub kind: RemarkKind<'s>,
}

/// What there is to say of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RemarkKind<'s> {
    /// It is spelt in another way than the field's name.
    Spelling,
    /// It should no longer be used.
    Deprecated {
        /// The key to use instead.
        replaced_by: Option<&'s str>,
    },
}

impl Schema {
    /// The deprecated and the unusually spelt keys under `root`. A deprecated key beside its successor is
    /// none: tools write both for old readers.
    #[must_use]
    pub fn remarks(&self, root: Node<'_>) -> Vec<Remark<'_>> {
        let mut out = Vec::new();
        self.walk(root, &mut Vec::new(), Some(&mut out));
        out.sort_by_key(|r: &Remark<'_>| r.span);
        out.dedup();
        out
    }
}

impl<'s> Checker<'s, '_> {
    pub(crate) fn remark<'t>(&mut self, object: &'s ObjectShape, node: Node<'t>, entry: Entry<'t>, index: FieldIndex) {
        let Some(remarks) = &mut self.remarks else { return };
        let Some(field) = object.field(index) else { return };
        let mut push = |kind| remarks.push(Remark { span: entry.key.span(), name: &field.name, kind });
        if index.alias {
            push(RemarkKind::Spelling);
        }
        let [own, general] = self.schema.docs(&field.slot);
        if own.deprecated || general.deprecated {
            let replaced_by = own.replaced_by.as_deref().or(general.replaced_by.as_deref());
            let successor = replaced_by.and_then(|name| object.known(name)).map(|i| i.field);
            let is_there = |e: Entry<'t>| object.known(e.key.text()).is_some_and(|i| Some(i.field) == successor);
            if !node.own_entries().any(is_there) {
                push(RemarkKind::Deprecated { replaced_by });
            }
        }
    }
}
