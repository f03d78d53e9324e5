//! What a `$ref` leads to: a definition or a property, of this file or of another embedded one.
//!
//! Definitions of the file at hand are compiled whether used or not, so that no mistake hides in one;
//! of other files, only what is referred to.

use std::mem;
use std::rc::Rc;

use rustc_hash::FxHashMap;
use serde_json::{Map, Value};

use crate::compile::{At, Compiler, Result, object};
use crate::schema::{Shape, Slot};

/// The documents that references lead into, and what was compiled of them.
pub(crate) struct References {
    /// By file name; the file at hand has the empty name.
    documents: FxHashMap<String, Rc<Value>>,
    /// From `file#/$defs/Name` to its shape.
    shapes: FxHashMap<String, u32>,
    /// The file that is being read.
    file: String,
}

impl References {
    pub(crate) fn from(document: Rc<Value>) -> Self {
        let documents = FxHashMap::from_iter([(String::new(), document)]);
        Self { documents, shapes: FxHashMap::default(), file: String::new() }
    }

    /// The document called `file`, read when it is first asked for.
    fn document(&mut self, file: &str) -> Option<Rc<Value>> {
        if let Some(known) = self.documents.get(file) {
            return Some(Rc::clone(known));
        }
        let name = file.strip_suffix(".schema.json")?;
        let (_, text) = crate::PUBLISHED.iter().find(|(published, _)| *published == name)?;
        let document = Rc::new(serde_json::from_str(text).ok()?);
        self.documents.insert(file.to_owned(), Rc::clone(&document));
        Some(document)
    }
}

impl Compiler {
    /// The slot that `target` stands for, without what is said beside the reference.
    pub(crate) fn referred(&mut self, target: &str, at: &At<'_>) -> Result<Slot> {
        if at.depth > crate::compile::MAX_DEPTH {
            return Err(at.fail("references too deep"));
        }
        let (file, definition) = self.definition(target, at)?;
        if let Some((owner, property)) = definition.split_once("/properties/") {
            let document = self.references.document(&file);
            let properties = find(document.as_deref(), owner, target, at)?.get("properties");
            let property = properties.and_then(|p| p.get(property));
            let property = property.ok_or_else(|| at.fail(format!("no property `{definition}`")))?;
            return self.within(file, |compiler| compiler.slot(property, at));
        }
        let key = format!("{file}#/$defs/{definition}");
        if let Some(shape) = self.references.shapes.get(&key) {
            return Ok(Slot::to(*shape));
        }
        let document = self.references.document(&file);
        let target = find(document.as_deref(), &definition, target, at)?;
        // The place is taken before the shape is known: it may lead back to itself.
        let index = self.push(Shape::default(), at)?;
        self.references.shapes.insert(key, index);
        let shape = self.within(file, |compiler| compiler.shape(target, &at.to(&definition)))?;
        if let Some(place) = self.shapes.get_mut(index as usize) {
            *place = shape;
        }
        Ok(Slot::to(index))
    }

    /// The slot for a definition of which this place demands more: further required fields, groups.
    pub(crate) fn narrowed(&mut self, target: &str, demands: &Map<String, Value>, at: &At<'_>) -> Result<Slot> {
        let (file, definition) = self.definition(target, at)?;
        let document = self.references.document(&file);
        let mut narrowed = find(document.as_deref(), &definition, target, at)?.clone();
        for keyword in ["required", "allOf"] {
            let Some(Value::Array(more)) = demands.get(keyword) else { continue };
            match narrowed.entry(keyword).or_insert_with(|| Value::Array(Vec::new())) {
                Value::Array(all) => all.extend(more.iter().cloned()),
                _ => return Err(at.fail(format!("`{keyword}` must be a list"))),
            }
        }
        let shape = self.within(file, |compiler| compiler.shape(&narrowed, &at.to(&definition)))?;
        Ok(Slot::to(self.push(shape, at)?))
    }

    /// The file and the definition that `target` names: `other.schema.json#/$defs/Name`.
    fn definition(&self, target: &str, at: &At<'_>) -> Result<(String, String)> {
        let parts = target.split_once('#').and_then(|(file, way)| Some((file, way.strip_prefix("/$defs/")?)));
        let (file, definition) = parts.ok_or_else(|| at.fail(format!("no definition `{target}`")))?;
        let file = if file.is_empty() { self.references.file.clone() } else { file.to_owned() };
        Ok((file, definition.to_owned()))
    }

    /// Runs `read` with references meant as in `file`.
    fn within<T>(&mut self, file: String, read: impl FnOnce(&mut Self) -> T) -> T {
        let outer = mem::replace(&mut self.references.file, file);
        let out = read(self);
        self.references.file = outer;
        out
    }
}

/// The definition that `target` names, out of the document it leads into.
fn find<'v>(document: Option<&'v Value>, name: &str, target: &str, at: &At<'_>) -> Result<&'v Map<String, Value>> {
    let found = document.and_then(|d| d.get("$defs")).and_then(|d| d.get(name));
    object(found.ok_or_else(|| at.fail(format!("no definition `{target}`")))?, at)
}
