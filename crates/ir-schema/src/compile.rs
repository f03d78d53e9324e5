//! From a published JSON Schema to the form the checker walks.
//!
//! Only the keywords that the published schemas use are known; any other is an error, so that no part
//! of a schema is silently without effect.

use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde_json::{Map, Value};

use crate::format::Format;
use crate::kinds::KindSet;
use crate::reference::References;
use crate::remark::Successor;
use crate::schema::{
    Doc, EnumValue, Field, FieldIndex, Group, ObjectShape, Rest, Schema, Shape, Slot, UnknownKeys, bit,
};

/// Why a schema could not be compiled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompileError {
    /// JSON pointer to the place.
    pub pointer: String,
    /// What is wrong there.
    pub message: String,
}

impl std::fmt::Display for CompileError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} at `{}`", self.message, self.pointer)
    }
}

impl std::error::Error for CompileError {}

pub(crate) type Result<T> = std::result::Result<T, CompileError>;
type Object = Map<String, Value>;

/// Keywords that are read here or that mean nothing for checking.
const KEYWORDS: [&str; 32] = [
    "$defs",
    "$id",
    "$ref",
    "$schema",
    "additionalProperties",
    "allOf",
    "anyOf",
    "default",
    "deprecated",
    "description",
    "doNotSuggest",
    "enum",
    "examples",
    "items",
    "maxProperties",
    "maximum",
    "minProperties",
    "minimum",
    "not",
    "oneOf",
    "pattern",
    "properties",
    "required",
    "title",
    "type",
    "x-alias",
    "x-enum-descriptions",
    "x-named",
    "x-replaced-by",
    "x-replaced-how",
    "x-unknown-keys",
    "$comment",
];

/// References within references, and schemas within schemas: far beyond any published schema.
pub(crate) const MAX_DEPTH: u32 = 200;

/// Keywords that may stand beside `$ref`: they say more about the place, allow fewer kinds in it, or
/// demand more fields.
const BESIDE_REF: [&str; 18] = [
    "$comment",
    "$defs",
    "$id",
    "$ref",
    "$schema",
    "allOf",
    "default",
    "deprecated",
    "description",
    "doNotSuggest",
    "examples",
    "required",
    "title",
    "type",
    "x-named",
    "x-replaced-by",
    "x-replaced-how",
    "x-unknown-keys",
];

impl Schema {
    /// Compiles a JSON Schema (2020-12) given as text.
    ///
    /// # Errors
    ///
    /// Where the text is not JSON, or uses a keyword, pattern or reference that is not known here.
    pub fn compile(text: &str) -> Result<Self> {
        let (mut compiler, document) = Compiler::over(text)?;
        let root = compiler.slot(&document, &At::root())?;
        Ok(Self { shapes: compiler.settled(), root })
    }
}

/// Several schemas over the definitions of one file, whose root is a `oneOf` of them.
#[derive(Debug)]
pub struct Family {
    members: Vec<(Box<str>, Schema)>,
}

impl Family {
    /// Compiles a JSON Schema (2020-12) whose root says no more than `oneOf` some definitions.
    ///
    /// # Errors
    ///
    /// As [`Schema::compile`]; and where the root is of another form.
    pub fn compile(text: &str) -> Result<Self> {
        let (mut compiler, document) = Compiler::over(text)?;
        let at = At::root();
        let branches = document.get("oneOf").and_then(Value::as_array);
        let mut roots = Vec::new();
        for branch in branches.ok_or_else(|| at.fail("the root is no `oneOf`"))? {
            let target = branch.get("$ref").and_then(Value::as_str).and_then(|r| r.strip_prefix("#/$defs/"));
            let name = target.ok_or_else(|| at.fail("an alternative that is no definition"))?;
            roots.push((Box::from(name), compiler.slot(branch, &at)?));
        }
        let shapes = compiler.settled();
        let member = |(name, root)| (name, Schema { shapes: Arc::clone(&shapes), root });
        Ok(Self { members: roots.into_iter().map(member).collect() })
    }

    /// The schema of the definition called `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Schema> {
        self.find(|member| member == name)
    }

    /// The schema of the first definition whose name `is_it`.
    pub(crate) fn find(&self, is_it: impl Fn(&str) -> bool) -> Option<&Schema> {
        self.members.iter().find(|(member, _)| is_it(member)).map(|(_, schema)| schema)
    }

    /// The definitions that are schemas of their own, in the file's order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.members.iter().map(|(name, _)| &**name)
    }
}

impl Compiler {
    /// A compiler that has read the definitions of the file `text`.
    fn over(text: &str) -> Result<(Self, Rc<Value>)> {
        let value: Value =
            serde_json::from_str(text).map_err(|e| CompileError { pointer: String::new(), message: e.to_string() })?;
        if !value.is_object() {
            return Err(fail("", "a schema must be an object"));
        }
        let document = Rc::new(value);
        let mut compiler = Self { shapes: Vec::new(), references: References::from(Rc::clone(&document)) };
        for name in document.get("$defs").and_then(Value::as_object).into_iter().flat_map(Map::keys) {
            compiler.referred(&format!("#/$defs/{name}"), &At::root())?;
        }
        Ok((compiler, document))
    }

    pub(crate) fn push(&mut self, shape: Shape, at: &At<'_>) -> Result<u32> {
        let index = u32::try_from(self.shapes.len()).map_err(|_| at.fail("too many shapes"))?;
        self.shapes.push(shape);
        Ok(index)
    }

    /// The shapes, those made of alternatives with the kinds of these. Alternatives of alternatives
    /// settle in as many rounds as they are deep.
    fn settled(self) -> Arc<[Shape]> {
        const ROUNDS: usize = 4;
        let mut shapes = self.shapes;
        let composed: Vec<usize> =
            shapes.iter().enumerate().filter(|(_, s)| !s.any_of.is_empty()).map(|(i, _)| i).collect();
        for _ in 0..ROUNDS {
            for &i in &composed {
                let Some(shape) = shapes.get(i) else { continue };
                let of =
                    |slot: &Slot| slot.narrow.and(shapes.get(slot.shape as usize).map_or(KindSet::ANY, |s| s.kinds));
                let kinds = shape.any_of.iter().fold(KindSet::NONE, |k, s| k.or(of(s)));
                if let Some(shape) = shapes.get_mut(i) {
                    shape.kinds = kinds;
                }
            }
        }
        shapes.into()
    }
}

/// Where the compiler is, for error messages.
pub(crate) struct At<'a> {
    up: Option<&'a At<'a>>,
    step: &'a str,
    pub(crate) depth: u32,
}

impl<'a> At<'a> {
    fn root() -> Self {
        At { up: None, step: "", depth: 0 }
    }

    pub(crate) fn to(&'a self, step: &'a str) -> At<'a> {
        At { up: Some(self), step, depth: self.depth + 1 }
    }

    fn pointer(&self) -> String {
        let mut out = self.up.map(At::pointer).unwrap_or_default();
        out.push('/');
        out.push_str(self.step);
        out
    }

    pub(crate) fn fail(&self, message: impl Into<String>) -> CompileError {
        CompileError { pointer: self.pointer(), message: message.into() }
    }
}

fn fail(pointer: &str, message: &str) -> CompileError {
    CompileError { pointer: pointer.into(), message: message.into() }
}

pub(crate) fn object<'v>(value: &'v Value, at: &At<'_>) -> Result<&'v Object> {
    value.as_object().ok_or_else(|| at.fail("an object is wanted"))
}

pub(crate) struct Compiler {
    pub(crate) shapes: Vec<Shape>,
    pub(crate) references: References,
}

impl Compiler {
    /// The slot for a schema found anywhere but directly under `$defs`.
    pub(crate) fn slot(&mut self, value: &Value, at: &At<'_>) -> Result<Slot> {
        if value == &Value::Bool(true) {
            return self.slot(&Value::Object(Object::new()), at);
        }
        let schema = object(value, at)?;
        let mut slot = if let Some(Value::String(target)) = schema.get("$ref") {
            if let Some(keyword) = schema.keys().find(|k| !BESIDE_REF.contains(&k.as_str())) {
                return Err(at.fail(format!("keyword `{keyword}` beside `$ref`")));
            }
            let demands = schema.contains_key("required") || schema.contains_key("allOf");
            let target =
                if demands { self.narrowed(target, schema, at)? } else { self.referred(target, &at.to(target))? };
            Slot { narrow: target.narrow.and(kinds(schema, at)?), doc: doc(schema, at)?.or(target.doc), ..target }
        } else {
            let shape = self.shape(schema, at)?;
            Slot::to(self.push(shape, at)?)
        };
        slot.named = text(schema, "x-named").or(slot.named);
        let unknown = match schema.get("x-unknown-keys").map(Value::as_str) {
            None => None,
            Some(Some("rejected")) => Some(UnknownKeys::Rejected),
            Some(Some("ignored")) => Some(UnknownKeys::Ignored),
            Some(Some("drops-document")) => Some(UnknownKeys::DropsDocument),
            Some(_) => return Err(at.fail("unknown value of `x-unknown-keys`")),
        };
        slot.unknown = unknown.or(slot.unknown);
        Ok(slot)
    }

    pub(crate) fn shape(&mut self, schema: &Object, at: &At<'_>) -> Result<Shape> {
        if let Some(keyword) = schema.keys().find(|k| !KEYWORDS.contains(&k.as_str())) {
            return Err(at.fail(format!("unknown keyword `{keyword}`")));
        }
        if schema.contains_key("$ref") {
            return Err(at.fail("a definition that is only a reference"));
        }
        let values = enum_values(schema, at)?;
        let mut kinds = kinds(schema, at)?;
        if !values.is_empty() && !schema.contains_key("type") {
            kinds = KindSet::STRING;
        }
        let object = self.object_shape(schema, at)?;
        let any_of = match schema.get("anyOf") {
            Some(Value::Array(branches)) if object.is_none() => {
                branches.iter().map(|b| self.slot(b, &at.to("anyOf"))).collect::<Result<Vec<_>>>()?
            }
            _ => Vec::new(),
        };
        let format = match schema.get("pattern").and_then(Value::as_str) {
            None => None,
            Some(pattern) => {
                Some(Format::of_pattern(pattern).ok_or_else(|| at.fail(format!("unknown pattern `{pattern}`")))?)
            }
        };
        Ok(Shape {
            kinds,
            doc: doc(schema, at)?,
            object,
            items: schema.get("items").map(|i| self.slot(i, &at.to("items"))).transpose()?,
            values,
            format,
            minimum: schema.get("minimum").and_then(Value::as_f64),
            maximum: schema.get("maximum").and_then(Value::as_f64),
            any_of: any_of.into(),
        })
    }

    fn object_shape(&mut self, schema: &Object, at: &At<'_>) -> Result<Option<ObjectShape>> {
        let properties = schema.get("properties");
        let additional = schema.get("additionalProperties");
        if properties.is_none() && additional.is_none() {
            return Ok(None);
        }
        let mut fields = Vec::new();
        let mut index = FxHashMap::default();
        let mut aliases = Vec::new();
        let at_properties = at.to("properties");
        for (name, value) in properties.map(|p| object(p, &at_properties)).transpose()?.into_iter().flatten() {
            let at = at_properties.to(name);
            if value.get("x-alias").is_some() {
                aliases.push((name, alias_target(value, &at)?));
                continue;
            }
            let field = u8::try_from(fields.len()).ok().filter(|f| *f < 64).ok_or_else(|| at.fail("over 64 fields"))?;
            fields.push(Field { name: name.as_str().into(), slot: self.slot(value, &at)? });
            index.insert(name.as_str().into(), FieldIndex { field, alias: false });
        }
        for (name, target) in aliases {
            let known: Option<&FieldIndex> = index.get(target);
            let field = known.ok_or_else(|| at.fail(format!("`{name}` is another name of nothing")))?.field;
            index.insert(name.as_str().into(), FieldIndex { field, alias: true });
        }
        let rest = match additional {
            None => Rest::Open,
            Some(Value::Bool(false)) => Rest::Closed,
            Some(value) => Rest::Named(self.slot(value, &at.to("additionalProperties"))?),
        };
        let mut shape = ObjectShape { fields, index, rest, required: 0, groups: Box::default() };
        presence(&mut shape, schema, at)?;
        Ok(Some(shape))
    }
}

/// Reads the keywords that say which keys must, or must not, stand together. Each alternative in them
/// is "the object has this field", in any of its spellings.
fn presence(shape: &mut ObjectShape, schema: &Object, at: &At<'_>) -> Result<()> {
    let mut groups = Vec::new();
    if let Some(required) = schema.get("required") {
        for name in required.as_array().into_iter().flatten().filter_map(Value::as_str) {
            shape.required |= mask_of(shape, name, at)?;
        }
    }
    let every = shape.fields.iter().enumerate().fold(0, |mask, (i, _)| mask | bit(i));
    let one = Value::from(1);
    let group = Group {
        members: every,
        at_most_one: schema.get("maxProperties") == Some(&one),
        at_least_one: schema.get("minProperties") == Some(&one),
    };
    if group.at_most_one || group.at_least_one {
        groups.push(group);
    } else if schema.contains_key("maxProperties") || schema.contains_key("minProperties") {
        return Err(at.fail("`minProperties` and `maxProperties` are known with the value 1 alone"));
    }
    for demand in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
        let demand = object(demand, at)?;
        if let Some(mask) = has(shape, demand, at)? {
            shape.required |= mask;
        } else if let Some(branches) = demand.get("anyOf").and_then(Value::as_array) {
            let members = union(shape, branches, at)?;
            groups.push(Group { members, at_most_one: false, at_least_one: true });
        } else if let Some(branches) = demand.get("oneOf").and_then(Value::as_array) {
            // A last alternative "none of them" makes the group optional.
            let (branches, optional) = match branches.split_last() {
                Some((last, rest)) if last.get("not").is_some() => (rest, Some(last)),
                _ => (branches.as_slice(), None),
            };
            let members = union(shape, branches, at)?;
            if let Some(none) = optional {
                let listed = none.pointer("/not/anyOf").and_then(Value::as_array);
                if union(shape, listed.map_or(&[], Vec::as_slice), at)? != members {
                    return Err(at.fail("the alternative \"none\" lists other fields than the group"));
                }
            }
            groups.push(Group { members, at_most_one: true, at_least_one: optional.is_none() });
        } else {
            return Err(at.fail("unknown form of `allOf`"));
        }
    }
    shape.groups = groups.into();
    Ok(())
}

fn union(shape: &ObjectShape, branches: &[Value], at: &At<'_>) -> Result<u64> {
    branches.iter().try_fold(0, |mask, branch| {
        let found = has(shape, object(branch, at)?, at)?;
        Ok(mask | found.ok_or_else(|| at.fail("an alternative that is not one field"))?)
    })
}

/// The field of `{"required": [name]}`, or of an `anyOf` of these over the spellings of one field.
fn has(shape: &ObjectShape, demand: &Object, at: &At<'_>) -> Result<Option<u64>> {
    if let Some(Value::Array(names)) = demand.get("required") {
        return match names.as_slice() {
            [Value::String(name)] if demand.len() == 1 => mask_of(shape, name, at).map(Some),
            _ => Ok(None),
        };
    }
    let Some(Value::Array(branches)) = demand.get("anyOf") else { return Ok(None) };
    let mut mask = 0_u64;
    for branch in branches {
        match branch.get("required").and_then(Value::as_array).map(Vec::as_slice) {
            Some([Value::String(name)]) => mask |= mask_of(shape, name, at)?,
            _ => return Ok(None),
        }
    }
    Ok((mask.count_ones() == 1).then_some(mask))
}

fn mask_of(shape: &ObjectShape, name: &str, at: &At<'_>) -> Result<u64> {
    let known = shape.known(name).ok_or_else(|| at.fail(format!("no property `{name}`")))?;
    Ok(bit(known.field.into()))
}

fn alias_target<'v>(value: &'v Value, at: &At<'_>) -> Result<&'v str> {
    let target = value.get("$ref").and_then(Value::as_str).and_then(|r| r.rsplit_once("/properties/"));
    target.map(|(_, name)| name).ok_or_else(|| at.fail("another name needs a `$ref` to the property"))
}

fn kinds(schema: &Object, at: &At<'_>) -> Result<KindSet> {
    let of =
        |name: &Value| name.as_str().and_then(KindSet::from_name).ok_or_else(|| at.fail("unknown value of `type`"));
    match schema.get("type") {
        None => Ok(KindSet::ANY),
        Some(Value::Array(names)) => names.iter().try_fold(KindSet::NONE, |k, name| Ok(k.or(of(name)?))),
        Some(name) => of(name),
    }
}

/// The words of an `enum`. A `null` in it only repeats what `type` says.
fn enum_values(schema: &Object, at: &At<'_>) -> Result<Box<[EnumValue]>> {
    let docs = schema.get("x-enum-descriptions");
    let mut out = Vec::new();
    for value in schema.get("enum").and_then(Value::as_array).into_iter().flatten() {
        match value {
            Value::Null => {}
            Value::String(word) => {
                let description = docs.and_then(|d| d.get(word)).and_then(Value::as_str).map(Into::into);
                out.push(EnumValue { text: word.as_str().into(), description });
            }
            _ => return Err(at.fail("a value of `enum` that is not text")),
        }
    }
    Ok(out.into())
}

fn doc(schema: &Object, at: &At<'_>) -> Result<Doc> {
    let examples = match schema.get("examples") {
        None => Box::default(),
        Some(Value::Array(examples)) => examples.clone().into(),
        Some(_) => return Err(at.fail("`examples` must be a list")),
    };
    Ok(Doc {
        title: text(schema, "title"),
        description: text(schema, "description"),
        default: schema.get("default").cloned(),
        examples,
        deprecated: schema.get("deprecated") == Some(&Value::Bool(true)),
        replaced_by: text(schema, "x-replaced-by"),
        replaced_how: match text(schema, "x-replaced-how") {
            None => None,
            Some(word) => {
                Some(Successor::read(&word).ok_or_else(|| at.fail("`x-replaced-how` is a word that is known"))?)
            }
        },
    })
}

fn text(schema: &Object, key: &str) -> Option<Box<str>> {
    schema.get(key).and_then(Value::as_str).map(Into::into)
}
