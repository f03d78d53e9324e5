//! Values that are passed: the same or not, and in words.

use ir_model::{Binding, BindingId, LiteralKind, Package, Type};
use ir_syntax::Span;

use crate::canon;
use crate::rename::{self, Renames};
use crate::side::Side;
use crate::words::{VALUE, quote, short};

/// A value, ready to be compared.
pub(crate) struct Value {
    /// Equal for equal values.
    pub(crate) key: String,
    /// For people.
    pub(crate) words: String,
    /// Where it stands.
    pub(crate) at: Option<Span>,
}

/// Whether texts and numbers that are spelt the same are the same: `5` and `"5"`.
pub(crate) fn all_text(package: &Package, ty: Option<&Type>) -> bool {
    let knobs = &package.dialect.traits.types;
    let loose = knobs.to_text == ir_model::Verdict::Fits && knobs.from_text == ir_model::Verdict::Fits;
    loose || knobs.reads.is_some() || ty == Some(&Type::String)
}

/// The value of a binding; `plain` where all scalars are texts.
pub(crate) fn value(side: &Side<'_>, id: BindingId, plain: bool, renames: &Renames) -> Value {
    nested(side, id, plain, renames, 0)
}

fn nested(side: &Side<'_>, id: BindingId, plain: bool, renames: &Renames, depth: usize) -> Value {
    let at = |reference| side.package.reference(reference).map(|r| r.at.span);
    let many = |all: &[BindingId], word: &str, between: &str| {
        let values: Vec<Value> = all.iter().map(|b| nested(side, *b, plain, renames, depth + 1)).collect();
        let join = |pick: fn(&Value) -> &str, between| values.iter().map(pick).collect::<Vec<_>>().join(between);
        Value {
            key: format!("{word}[{}]", join(|v| &v.key, "\n")),
            words: short(&join(|v| &v.words, between), VALUE),
            at: values.iter().find_map(|v| v.at),
        }
    };
    match side.package.bindings.get(id) {
        Some(_) if depth > 16 => Value { key: "…".to_owned(), words: "…".to_owned(), at: None },
        Some(Binding::Literal(literal, origin)) => {
            let node = side.node(literal.node);
            let key = match literal.kind {
                LiteralKind::List | LiteralKind::Map => canon::canon(side, node, renames),
                _ if plain => canon::text(side, node, renames),
                _ => canon::canon(side, node, renames),
            };
            Value { key: format!("value {key}"), words: canon::shown(side, node), at: Some(origin.span) }
        }
        Some(Binding::Template(_, origin)) => {
            let node = side.node(origin.node);
            // A template is only that for who fills it: as a text it may equal a written one.
            Value {
                key: format!(
                    "value {}",
                    if plain { canon::text(side, node, renames) } else { canon::canon(side, node, renames) }
                ),
                words: canon::shown(side, node),
                at: Some(origin.span),
            }
        }
        Some(Binding::Input(input)) => {
            let name = rename::name(side, *input, renames);
            Value { key: format!("input {name}"), words: format!("input {}", quote(&name)), at: at(*input) }
        }
        Some(Binding::Output { task, port }) => {
            let (task_name, port_name) = (rename::name(side, *task, renames), rename::name(side, *port, renames));
            Value {
                key: format!("output {task_name}\n{port_name}"),
                words: format!("{} of {}", quote(&port_name), quote(&task_name)),
                at: at(*task),
            }
        }
        Some(Binding::Status(Some(task))) => {
            let name = rename::name(side, *task, renames);
            Value { key: format!("status {name}"), words: format!("how {} ended", quote(&name)), at: at(*task) }
        }
        Some(Binding::Status(None)) => {
            Value { key: "status".to_owned(), words: "how the tasks before ended".to_owned(), at: None }
        }
        Some(Binding::OneOf(all)) => many(all, "one", " or "),
        Some(Binding::Gather(all)) => many(all, "all", ", "),
        Some(Binding::Absent(span)) => {
            Value { key: "nothing".to_owned(), words: "nothing".to_owned(), at: Some(*span) }
        }
        Some(Binding::Unknown(origin, _)) => {
            let node = side.node(origin.node);
            Value {
                key: format!("unread {}", canon::canon(side, node, renames)),
                words: canon::shown(side, node),
                at: Some(origin.span),
            }
        }
        None => Value { key: String::new(), words: "nothing".to_owned(), at: None },
    }
}
