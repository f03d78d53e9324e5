//! What may stand at a place: the material of completion.

use ir_syntax::{Kind, Node};
use rustc_hash::FxHashSet;

use crate::describe::{FieldInfo, ValueInfo};
use crate::kinds::KindSet;
use crate::locate::{Spot, trail};
use crate::schema::{ObjectShape, Schema, bit};

/// What may be written at a place.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Completion<'s> {
    /// Keys not yet there: the required ones first, the deprecated ones last.
    pub keys: Vec<KeyItem<'s>>,
    /// Values: the words of an enum, `true` and `false`, typical values.
    pub values: Vec<ValueInfo<'s>>,
}

/// A key that may be added.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyItem<'s> {
    /// The key.
    pub name: &'s str,
    /// All about it.
    pub info: FieldInfo<'s>,
    /// Keys its value must have, for a snippet, in the schema's order. Of fields that exclude each other
    /// none is here: which one is meant is not known.
    pub required_children: Vec<&'s str>,
}

impl Schema {
    /// What may stand at `node`, under the `root` where the document that the schema describes begins.
    ///
    /// At a mapping: its further keys. At a key: the keys that may stand in its stead. At a value: its
    /// further keys if it is, or may become, keys with values, and the values it may have.
    #[must_use]
    pub fn complete<'s>(&'s self, root: Node<'_>, node: Node<'_>) -> Completion<'s> {
        let Some(mut trail) = trail(root, node) else { return Completion::default() };
        let mut instead_of = None;
        if trail.is_key {
            trail.values.pop();
            instead_of = Some(node);
        }
        let Some((_, value)) = trail.values.last().copied() else { return Completion::default() };
        let spots = self.spots(&trail);
        let mut out = Completion::default();
        if matches!(value.kind(), Kind::Mapping | Kind::Scalar) {
            for spot in self.leaves(&spots, KindSet::OBJECT) {
                self.keys(spot, value, instead_of, &mut out.keys);
            }
        }
        if value.kind() == Kind::Scalar && !trail.is_key {
            self.values(&spots, &mut out.values);
        }
        // A stable sort: within the three classes the schema's order tells what belongs together.
        out.keys.sort_by_key(|k| (k.info.deprecated, !k.info.required));
        out
    }

    fn keys<'s>(&'s self, spot: Spot<'s>, at: Node<'_>, instead_of: Option<Node<'_>>, out: &mut Vec<KeyItem<'s>>) {
        let Some(object) = &self.shape(spot.slot).object else { return };
        let others = at.entries().into_iter().filter(|e| instead_of.is_none_or(|key| key.id() != e.key.id()));
        let written: FxHashSet<usize> =
            others.filter_map(|e| object.known(e.key.text())).map(|i| usize::from(i.field)).collect();
        let present = written.iter().fold(0, |mask, index| mask | bit(*index));
        let offered: FxHashSet<&str> = out.iter().map(|k| k.name).collect();
        for (index, field) in object.fields.iter().enumerate() {
            let mask = bit(index);
            let is_there = written.contains(&index) || offered.contains(&*field.name);
            if is_there || excluded(object, mask, present) {
                continue;
            }
            let required = object.required & mask != 0;
            let info = self.info(Spot { slot: &field.slot, name: Some(&field.name), required });
            out.push(KeyItem { name: &field.name, info, required_children: self.required_children(&field.slot) });
        }
    }

    fn required_children<'s>(&'s self, slot: &'s crate::schema::Slot) -> Vec<&'s str> {
        let object = self.shape(slot).object.as_ref();
        object.map(|o| o.of_mask(o.required).map(|f| &*f.name).collect()).unwrap_or_default()
    }

    fn values<'s>(&'s self, spots: &[Spot<'s>], out: &mut Vec<ValueInfo<'s>>) {
        for spot in spots {
            let info = self.info(*spot);
            out.extend(info.values.into_iter().filter(|v| !v.value.is_empty()));
            if info.kinds.contains(KindSet::BOOLEAN) && info.kinds != KindSet::ANY {
                out.extend(["true", "false"].map(|value| ValueInfo { value, description: None }));
            }
            let typical = info.examples.iter().chain(info.default).filter_map(serde_json::Value::as_str);
            for value in typical {
                if !out.iter().any(|v| v.value == value) {
                    out.push(ValueInfo { value, description: None });
                }
            }
        }
    }
}

/// Whether a field excludes another one that is there already.
fn excluded(object: &ObjectShape, mask: u64, present: u64) -> bool {
    object.groups.iter().any(|g| g.at_most_one && g.members & mask != 0 && g.members & present != 0)
}
