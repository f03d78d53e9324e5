//! What stands under a cursor, explained.

use ir_model::{Base, RefId, RefName};

use super::view::{Symbol, View};
use super::words::{self, code};
use super::{Hover, card, schema};
use crate::source::Source;
use crate::workspace::{Found, Workspace};

/// What stands at `offset` (bytes), explained: the thing and its type first, then what its author says,
/// then where it comes from; for a key or a value of the format, the words of its schema.
#[must_use]
pub fn hover(source: &Source, workspace: &Workspace, offset: u32) -> Option<Hover> {
    let view = View::new(source, workspace)?;
    symbol(&view, offset).or_else(|| schema::hover(source, offset))
}

fn symbol(view: &View<'_>, offset: u32) -> Option<Hover> {
    let symbol = view.symbol_at(offset)?;
    let markdown = match symbol.entities.as_slice() {
        [] => unresolved(view, &symbol)?,
        [one] => card::full(view, *one)?,
        // Several are meant, or it cannot be told which: the first in full, the others by count.
        [first, others @ ..] => {
            let more = if others.len() == 1 { "1 other" } else { "others" };
            format!("{}\n\nand {more} of the same name", card::full(view, *first)?)
        }
    };
    Some(Hover { span: symbol.span, markdown })
}

/// A reference that finds nothing is worth a word where that is nobody's mistake.
fn unresolved(view: &View<'_>, symbol: &Symbol) -> Option<String> {
    let id = symbol.reference?;
    let reference = view.package.reference(id)?;
    let RefName::Name(name) = reference.name else { return None };
    let name = code(&words::shorten(view.package.names.text(name), 100));
    let (of, whose) = match reference.base {
        Base::Member(of) => (of, "its component: "),
        _ => (id, ""),
    };
    let why = not_at_hand(view, of)?;
    Some(format!("{} {name}\n\n{whose}{why}", reference.ns.word()))
}

/// Why the file in which the members of what `reference` finds stand cannot be shown.
pub(super) fn not_at_hand(view: &View<'_>, reference: RefId) -> Option<&'static str> {
    let ir_model::Inside::File(keys) = view.package.inside(reference) else { return None };
    match view.files(view.package.reference(keys)?) {
        Found::Absent(_) => Some("no such file"),
        Found::Unknown => Some("not among the files at hand"),
        Found::NoSuchPart(_) => Some("the object has no such part"),
        Found::One(_) | Found::Many(_) => None,
    }
}
