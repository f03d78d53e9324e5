//! What the schema has to say about a place: the material of a hover.

use ir_syntax::Node;
use serde_json::Value;

use crate::kinds::KindSet;
use crate::locate::{Spot, trail};
use crate::schema::Schema;

/// What is known of a key and its value.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldInfo<'s> {
    /// The field's name in the schema, which may not be the spelling in the document. Nothing where a
    /// user chose the key, for items of a list and for the root.
    pub name: Option<&'s str>,
    /// The word for what a user named by this key: `task`.
    pub named: Option<&'s str>,
    /// What the value is, in words: `an executor's container`.
    pub title: Option<&'s str>,
    /// One or two sentences on the meaning.
    pub description: Option<&'s str>,
    /// Kinds the value may be of.
    pub kinds: KindSet,
    /// For a list, the kinds of its items.
    pub item_kinds: Option<KindSet>,
    /// The words the value may be, if they are few and known.
    pub values: Vec<ValueInfo<'s>>,
    /// The value that holds when nothing is written.
    pub default: Option<&'s Value>,
    /// Values that are typical.
    pub examples: &'s [Value],
    /// Whether the object is incomplete without this key.
    pub required: bool,
    /// Whether the key should no longer be used.
    pub deprecated: bool,
    /// The key to use instead.
    pub replaced_by: Option<&'s str>,
}

/// A word that a value may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ValueInfo<'s> {
    /// The word.
    pub value: &'s str,
    /// What it means.
    pub description: Option<&'s str>,
}

impl Schema {
    /// What the schema says about `node`, a key or a value somewhere under `root`, where the document
    /// that the schema describes begins. `None` where the schema says nothing of the place.
    #[must_use]
    pub fn describe(&self, root: Node<'_>, node: Node<'_>) -> Option<FieldInfo<'_>> {
        let trail = trail(root, node)?;
        let value = trail.values.last().map(|(_, value)| *value)?;
        let spots = self.fitting(self.spots(&trail), value);
        spots.first().map(|spot| self.info(*spot))
    }

    pub(crate) fn info<'s>(&'s self, spot: Spot<'s>) -> FieldInfo<'s> {
        let [own, general] = self.docs(spot.slot);
        let shape = self.shape(spot.slot);
        let leaves = self.leaves(&[spot], KindSet::ANY);
        let values = leaves.iter().flat_map(|leaf| &self.shape(leaf.slot).values);
        FieldInfo {
            name: spot.name,
            named: spot.slot.named.as_deref(),
            title: own.title.as_deref().or(general.title.as_deref()),
            description: own.description.as_deref().or(general.description.as_deref()),
            kinds: self.kinds(spot.slot),
            item_kinds: shape.items.as_ref().map(|i| self.kinds(i)),
            values: values.map(|v| ValueInfo { value: &v.text, description: v.description.as_deref() }).collect(),
            default: own.default.as_ref().or(general.default.as_ref()),
            examples: if own.examples.is_empty() { &general.examples } else { &own.examples },
            required: spot.required,
            deprecated: own.deprecated || general.deprecated,
            replaced_by: own.replaced_by.as_deref().or(general.replaced_by.as_deref()),
        }
    }
}
