//! Names that are new for what stayed the same: what only follows them is no change of its own.

use ir_model::{DefId, RefId, RefName};
use rustc_hash::FxHashMap;

use crate::side::Side;

/// Definitions of the old file that have another name in the new one.
#[derive(Default)]
pub(crate) struct Renames(FxHashMap<DefId, String>);

impl Renames {
    pub(crate) fn note(&mut self, def: DefId, name: &str) {
        self.0.insert(def, name.to_owned());
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn of(&self, def: DefId) -> Option<&str> {
        self.0.get(&def).map(String::as_str)
    }
}

/// The name that a reference uses, as the new file would spell it.
pub(crate) fn name(side: &Side<'_>, id: RefId, renames: &Renames) -> String {
    if let Some(new) = side.package.target(id).and_then(|def| renames.of(def)) {
        return new.to_owned();
    }
    match side.package.reference(id).map(|r| (r.name, r.at.node)) {
        Some((RefName::Name(name), _)) => side.package.names.text(name).to_owned(),
        Some((RefName::Wildcard, _)) => "*".to_owned(),
        Some((RefName::Unknown(_), node)) => side.node(node).text().to_owned(),
        None => String::new(),
    }
}

/// The text of a scalar, as the new file would spell the names in it.
pub(crate) fn text(side: &Side<'_>, node: ir_syntax::Node<'_>, renames: &Renames) -> String {
    let text = node.text();
    if renames.is_empty() {
        return text.to_owned();
    }
    let renamed = |id: &RefId| {
        let reference = side.package.reference(*id)?;
        let new = renames.of(side.package.target(*id)?)?;
        let RefName::Name(old) = reference.name else { return None };
        Some((reference.at.span, side.package.names.text(old), new))
    };
    let found: Vec<_> = side.refs_in(node.id()).iter().filter_map(renamed).collect();
    if found.is_empty() {
        return text.to_owned();
    }
    let map = node.text_map();
    let mut edits: Vec<(std::ops::Range<usize>, &str)> = Vec::new();
    for (span, old, new) in found.into_iter().filter(|(_, old, _)| !old.is_empty()) {
        let places = text.match_indices(old).map(|(at, _)| at..at + old.len());
        edits.extend(places.filter(|range| map.span(range.clone()) == span).map(|range| (range, new)));
    }
    edits.sort_by_key(|(range, _)| range.start);
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (range, new) in edits.into_iter() {
        if range.start < done {
            continue;
        }
        out.push_str(text.get(done..range.start).unwrap_or(""));
        out.push_str(new);
        done = range.end;
    }
    out.push_str(text.get(done..).unwrap_or(""));
    out
}
