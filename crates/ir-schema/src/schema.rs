//! A schema in the form the checker walks: shapes in a table, references as indices.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde_json::Value;

use crate::format::Format;
use crate::kinds::KindSet;
use crate::remark::Successor;

/// A compiled JSON Schema: checks trees, explains places in them, and lists what may stand there.
#[derive(Debug)]
pub struct Schema {
    pub(crate) shapes: Arc<[Shape]>,
    pub(crate) root: Slot,
}

/// What a schema says about a place for people.
#[derive(Debug, Default, Clone)]
pub(crate) struct Doc {
    pub(crate) title: Option<Box<str>>,
    pub(crate) description: Option<Box<str>>,
    pub(crate) default: Option<Value>,
    pub(crate) examples: Box<[Value]>,
    pub(crate) deprecated: bool,
    pub(crate) replaced_by: Option<Box<str>>,
    pub(crate) replaced_how: Option<Successor>,
}

/// A place where a value may stand: the shape it must have, and what holds for this place alone.
#[derive(Debug, Clone)]
pub(crate) struct Slot {
    /// Index into [`Schema::shapes`].
    pub(crate) shape: u32,
    /// Kinds allowed here, out of those of the shape.
    pub(crate) narrow: KindSet,
    pub(crate) doc: Doc,
    /// What the thing is called whose name a user chose as the key of this place: `task`.
    pub(crate) named: Option<Box<str>>,
    /// What becomes of unknown keys from here on down.
    pub(crate) unknown: Option<UnknownKeys>,
}

/// What the engine does when it meets a key it does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum UnknownKeys {
    /// It refuses the file.
    #[default]
    Rejected,
    /// It goes on without the key and without a word.
    Ignored,
    /// It drops the whole document without a word.
    DropsDocument,
}

#[derive(Debug, Default)]
pub(crate) struct Shape {
    pub(crate) kinds: KindSet,
    pub(crate) doc: Doc,
    pub(crate) object: Option<ObjectShape>,
    pub(crate) items: Option<Slot>,
    pub(crate) values: Box<[EnumValue]>,
    pub(crate) format: Option<Format>,
    pub(crate) minimum: Option<f64>,
    pub(crate) maximum: Option<f64>,
    /// Alternatives, told apart by their kinds.
    pub(crate) any_of: Box<[Slot]>,
}

#[derive(Debug)]
pub(crate) struct EnumValue {
    pub(crate) text: Box<str>,
    pub(crate) description: Option<Box<str>>,
}

#[derive(Debug)]
pub(crate) struct ObjectShape {
    /// Sets of fields are `u64` masks: of more than 64, only the first can be required or belong to a group.
    pub(crate) fields: Vec<Field>,
    /// From every spelling of a key to its field.
    pub(crate) index: FxHashMap<Box<str>, FieldIndex>,
    pub(crate) rest: Rest,
    pub(crate) required: u64,
    pub(crate) groups: Box<[Group]>,
}

#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: Box<str>,
    pub(crate) slot: Slot,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct FieldIndex {
    pub(crate) field: u16,
    /// Whether the key is another spelling of the field's name.
    pub(crate) alias: bool,
}

/// What keys other than the fields may stand in an object.
#[derive(Debug)]
pub(crate) enum Rest {
    /// None.
    Closed,
    /// Any, and nothing is known of their values.
    Open,
    /// Names that users choose.
    Named(Slot),
}

/// Fields that exclude each other, or of which one is needed, or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Group {
    pub(crate) members: u64,
    pub(crate) at_most_one: bool,
    pub(crate) at_least_one: bool,
}

impl Schema {
    pub(crate) fn shape(&self, slot: &Slot) -> &Shape {
        static ANYTHING: std::sync::LazyLock<Shape> =
            std::sync::LazyLock::new(|| Shape { kinds: KindSet::ANY, ..Shape::default() });
        self.shapes.get(slot.shape as usize).unwrap_or(&ANYTHING)
    }

    /// The kinds that may stand in `slot`.
    pub(crate) fn kinds(&self, slot: &Slot) -> KindSet {
        slot.narrow.and(self.shape(slot).kinds)
    }

    /// The schema that knows nothing and so accepts everything.
    pub(crate) fn open() -> Self {
        Self { shapes: Arc::new([Shape { kinds: KindSet::ANY, ..Shape::default() }]), root: Slot::to(0) }
    }
}

impl Doc {
    /// This where it says anything, else `general`.
    pub(crate) fn or(self, general: Self) -> Self {
        Self {
            title: self.title.or(general.title),
            description: self.description.or(general.description),
            default: self.default.or(general.default),
            examples: if self.examples.is_empty() { general.examples } else { self.examples },
            deprecated: self.deprecated || general.deprecated,
            replaced_by: self.replaced_by.or(general.replaced_by),
            replaced_how: self.replaced_how.or(general.replaced_how),
        }
    }
}

impl Slot {
    pub(crate) fn to(shape: u32) -> Self {
        Self { shape, narrow: KindSet::ANY, doc: Doc::default(), named: None, unknown: None }
    }
}

impl ObjectShape {
    pub(crate) fn field(&self, index: FieldIndex) -> Option<&Field> {
        self.fields.get(index.field as usize)
    }

    pub(crate) fn known(&self, key: &str) -> Option<FieldIndex> {
        self.index.get(key).copied()
    }

    /// The fields of a mask, in the schema's order.
    pub(crate) fn of_mask(&self, mask: u64) -> impl Iterator<Item = &Field> {
        self.fields.iter().enumerate().filter(move |(i, _)| mask & bit(*i) != 0).map(|(_, f)| f)
    }
}

/// The mask of the field at `index`.
pub(crate) fn bit(index: usize) -> u64 {
    u32::try_from(index).ok().and_then(|i| 1_u64.checked_shl(i)).unwrap_or(0)
}
