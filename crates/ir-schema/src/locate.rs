//! From a node of a document to the places of the schema that it stands in.

use ir_syntax::Node;

use crate::kinds::{KindSet, readings};
use crate::schema::{Doc, Rest, Schema, Slot};

/// A place of the schema, with the object's field it is the value of.
#[derive(Clone, Copy)]
pub(crate) struct Spot<'s> {
    pub(crate) slot: &'s Slot,
    pub(crate) name: Option<&'s str>,
    pub(crate) required: bool,
}

/// The way from a root down to a node.
pub(crate) struct Trail<'t> {
    /// The values on the way, the root first, the node's own value (or the node) last.
    pub(crate) values: Vec<(Step<'t>, Node<'t>)>,
    /// Whether the node asked for is a key.
    pub(crate) is_key: bool,
}

#[derive(Clone, Copy)]
pub(crate) enum Step<'t> {
    Root,
    Key(Node<'t>),
    Item,
}

/// The way from `root` to `node`; `None` where `node` is not under `root`.
pub(crate) fn trail<'t>(root: Node<'t>, node: Node<'t>) -> Option<Trail<'t>> {
    let mut values = Vec::new();
    let mut here = node;
    let mut is_key = false;
    while here.id() != root.id() {
        let parent = here.parent()?;
        if parent.is_mapping() {
            let entry = parent.own_entries().find(|e| e.key.id() == here.id() || e.value.id() == here.id())?;
            is_key |= here.id() == node.id() && entry.key.id() == here.id();
            values.push((Step::Key(entry.key), entry.value));
        } else {
            values.push((Step::Item, here));
        }
        here = parent;
    }
    values.push((Step::Root, root));
    values.reverse();
    Some(Trail { values, is_key })
}

impl Schema {
    /// The places of the schema where the last value of `trail` stands. Several where the schema has
    /// alternatives that the document does not yet tell apart.
    pub(crate) fn spots<'s>(&'s self, trail: &Trail<'_>) -> Vec<Spot<'s>> {
        let mut spots = vec![Spot { slot: &self.root, name: None, required: false }];
        for (step, _) in &trail.values {
            spots = match step {
                Step::Root => spots,
                Step::Key(key) => self.below_key(&spots, key.text()),
                Step::Item => self.leaves(&spots, KindSet::ARRAY).into_iter().filter_map(|s| self.item(s)).collect(),
            };
        }
        spots
    }

    fn item<'s>(&'s self, spot: Spot<'s>) -> Option<Spot<'s>> {
        let slot = self.shape(spot.slot).items.as_ref()?;
        Some(Spot { slot, name: None, required: false })
    }

    fn below_key<'s>(&'s self, spots: &[Spot<'s>], key: &str) -> Vec<Spot<'s>> {
        let mut out = Vec::new();
        for spot in self.leaves(spots, KindSet::OBJECT) {
            let Some(object) = &self.shape(spot.slot).object else { continue };
            if let Some(index) = object.known(key) {
                if let Some(field) = object.field(index) {
                    let required = object.required & crate::schema::bit(index.field.into()) != 0;
                    out.push(Spot { slot: &field.slot, name: Some(&field.name), required });
                }
            } else if let Rest::Named(slot) = &object.rest {
                out.push(Spot { slot, name: None, required: false });
            }
        }
        out
    }

    /// The spots with their alternatives laid out, those that may be of one of `kinds`.
    pub(crate) fn leaves<'s>(&'s self, spots: &[Spot<'s>], kinds: KindSet) -> Vec<Spot<'s>> {
        /// Alternatives of alternatives are rarely two deep; the bound is for broken schemas.
        const DEEPEST: u32 = 8;
        let mut out = Vec::new();
        let mut todo: Vec<(Spot<'s>, u32)> = spots.iter().rev().map(|s| (*s, 0)).collect();
        while let Some((spot, depth)) = todo.pop() {
            if !self.kinds(spot.slot).meets(kinds) || depth > DEEPEST {
                continue;
            }
            let shape = self.shape(spot.slot);
            if shape.any_of.is_empty() {
                out.push(spot);
            }
            todo.extend(shape.any_of.iter().rev().map(|slot| (Spot { slot, ..spot }, depth + 1)));
        }
        out
    }

    /// Of alternatives, those that the value at hand can still become.
    pub(crate) fn fitting<'s>(&'s self, spots: Vec<Spot<'s>>, value: Node<'_>) -> Vec<Spot<'s>> {
        let fits = |s: &Spot<'s>| self.kinds(s.slot).meets(readings(value));
        if spots.iter().any(fits) { spots.into_iter().filter(fits).collect() } else { spots }
    }

    /// What the schema says of a place: of the place itself first, else of its shape.
    pub(crate) fn docs<'s>(&'s self, slot: &'s Slot) -> [&'s Doc; 2] {
        [&slot.doc, &self.shape(slot).doc]
    }
}
