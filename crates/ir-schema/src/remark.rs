//! Keys that the schema knows and that had better be written otherwise.

use ir_syntax::{Entry, Node, Scalar, Span, Style, edit};

use crate::check::Checker;
use crate::schema::{FieldIndex, ObjectShape, Schema};
use crate::violation::Violation;

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
        /// What becomes of the value there, where that can be told.
        how: Option<Successor>,
    },
}

/// What becomes of a value when its key gives way to a successor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Successor {
    /// It stays as it is.
    Same,
    /// It becomes text.
    Text,
    /// A number of gigabytes becomes text with the unit.
    Gigabytes,
    /// An old type becomes a new one.
    Type,
    /// The one value inside of it comes out.
    Inner,
    /// It becomes a constant inside of a reference.
    Constant,
    /// It moves inside of the successor, under its old key.
    Inside,
}

impl Successor {
    /// The word for it in a schema.
    pub(crate) fn read(word: &str) -> Option<Self> {
        Some(match word {
            "same" => Self::Same,
            "text" => Self::Text,
            "gigabytes" => Self::Gigabytes,
            "type" => Self::Type,
            "inner" => Self::Inner,
            "constant" => Self::Constant,
            "inside" => Self::Inside,
            _ => return None,
        })
    }

    /// The value as it is written under the successor. `None` where it is of another form than the old key wants,
    /// or cannot be written on one line.
    #[must_use]
    pub fn value(self, old: Entry<'_>) -> Option<String> {
        let node = old.value;
        let text = node.text();
        let block = |n: Node<'_>| matches!(n.style(), Style::Literal | Style::Folded);
        let plain = |n: Node<'_>| n.is_scalar() && !n.is_alias() && !n.is_missing() && !block(n);
        let written = |n: Node<'_>| plain(n).then(|| n.span().slice(n.tree().text()).to_owned());
        let json = old.key.style() == Style::DoubleQuoted;
        let key = |name: &str| if json { format!("\"{name}\"") } else { name.to_owned() };
        match self {
            Self::Same => written(node),
            Self::Text => plain(node).then(|| edit::quoted(text)),
            Self::Gigabytes => {
                let number = plain(node) && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
                number.then(|| edit::quoted(&format!("{text}G")))
            }
            Self::Type => {
                let new = match text {
                    "INT" => "NUMBER_INTEGER",
                    "DOUBLE" => "NUMBER_DOUBLE",
                    "STRING" => "STRING",
                    _ => return None,
                };
                plain(node).then(|| key(new))
            }
            Self::Inner => {
                let mut entries = node.own_entries();
                let (Some(only), None) = (entries.next(), entries.next()) else { return None };
                match (only.key.text(), only.value.scalar()?) {
                    // Whole numbers may stand as text there.
                    ("intValue" | "doubleValue", Scalar::String(number)) => {
                        matches!(Scalar::read(number, Style::Plain, None), Scalar::Int(_) | Scalar::Float(_))
                            .then(|| number.to_string())
                    }
                    ("intValue" | "doubleValue", _) => written(only.value),
                    ("stringValue", Scalar::String(_)) => written(only.value),
                    _ => None,
                }
            }
            Self::Constant => {
                let value = written(node)?;
                Some(format!("{{{}: {{{}: {value}}}}}", key("runtimeValue"), key("constant")))
            }
            Self::Inside => {
                let name = old.key.text();
                if name == "constant" {
                    return Self::Constant.value(old);
                }
                let flow = node.style() == Style::Flow && !node.span().slice(node.tree().text()).contains('\n');
                let value = if flow { node.span().slice(node.tree().text()).to_owned() } else { written(node)? };
                Some(format!("{{{}: {value}}}", key(name)))
            }
        }
    }
}

impl Schema {
    /// The deprecated and the unusually spelt keys under `root`. A deprecated key beside its successor is
    /// none: tools write both for old readers.
    #[must_use]
    pub fn remarks(&self, root: Node<'_>) -> Vec<Remark<'_>> {
        let mut out = Vec::new();
        self.check_and_remark_into(root, &mut Vec::new(), &mut out);
        out
    }

    /// As [`Schema::check_into`] and [`Schema::remarks`], in one walk.
    pub fn check_and_remark_into<'s>(
        &'s self,
        root: Node<'_>,
        out: &mut Vec<Violation<'s>>,
        remarks: &mut Vec<Remark<'s>>,
    ) {
        let mut found = Vec::new();
        self.walk(root, out, Some(&mut found));
        found.sort_by_key(|r: &Remark<'_>| r.span);
        found.dedup();
        remarks.append(&mut found);
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
                let how = own.replaced_how.or(general.replaced_how);
                push(RemarkKind::Deprecated { replaced_by, how });
            }
        }
    }
}
