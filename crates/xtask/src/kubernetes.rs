//! `cargo xtask kubernetes`: writes `schemas/kubernetes.schema.json`.
//!
//! Names and kinds of fields come from the OpenAPI description of Kubernetes, the words from
//! `kubernetes.json` beside this file. The description is the `_definitions.json` of the Python package
//! `kubernetes-validate` (the `-local` flavour, where optional fields may be `null`); it is read where it
//! was put by hand and never fetched.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::{Map, Value, json};

use crate::Failure;

type Object = Map<String, Value>;

/// Keywords of the description that say nothing for checking, or that `kubernetes.json` says better.
const DROPPED: [&str; 11] = [
    "description",
    "enum",
    "format",
    "x-kubernetes-action",
    "x-kubernetes-group-version-kind",
    "x-kubernetes-list-map-keys",
    "x-kubernetes-list-type",
    "x-kubernetes-map-type",
    "x-kubernetes-patch-merge-key",
    "x-kubernetes-patch-strategy",
    "x-kubernetes-unions",
];

pub(crate) fn run(definitions: &Path) -> Result<(), Failure> {
    let upstream: Value = serde_json::from_str(&fs::read_to_string(definitions)?)?;
    let words: Value = serde_json::from_str(include_str!("kubernetes.json"))?;
    let schema = Generator::new(&upstream, &words)?.schema()?;
    let path = crate::root().join("schemas/kubernetes.schema.json");
    let mut text = String::new();
    write(&schema, 0, 0, &mut text);
    text.push('\n');
    fs::write(path, text)?;
    Ok(())
}

struct Generator<'a> {
    /// The description's types by their last names: `Container`.
    upstream: BTreeMap<&'a str, &'a Object>,
    words: &'a Value,
    /// From `Container.imagePullPolicy` to `ImagePullPolicy`.
    enums: BTreeMap<&'a str, &'a str>,
    done: BTreeMap<String, Value>,
    todo: Vec<String>,
}

impl<'a> Generator<'a> {
    fn new(upstream: &'a Value, words: &'a Value) -> Result<Self, Failure> {
        let mut types = BTreeMap::new();
        let groups = ["io.k8s.api.core.v1.", "io.k8s.api.policy.v1.", "io.k8s.apimachinery."];
        for (name, definition) in upstream.get("$defs").and_then(Value::as_object).ok_or("no `$defs`")? {
            let Some(definition) = definition.as_object() else { continue };
            if groups.iter().any(|group| name.starts_with(group)) {
                types.entry(last(name)).or_insert(definition);
            }
        }
        let mut enums = BTreeMap::new();
        for (name, told) in entries(words, "enums") {
            let fields = told.get("fields").and_then(Value::as_array).into_iter().flatten();
            enums.extend(fields.filter_map(Value::as_str).map(|field| (field, name.as_str())));
        }
        Ok(Self { upstream: types, words, enums, done: BTreeMap::new(), todo: Vec::new() })
    }

    fn schema(mut self) -> Result<Value, Failure> {
        for (name, told) in entries(self.words, "enums") {
            self.done.insert(name.clone(), enumeration(told)?);
        }
        self.done.extend(entries(self.words, "scalars").map(|(name, schema)| (name.clone(), schema.clone())));
        self.todo.extend(texts(self.words, "roots").map(str::to_owned));
        while let Some(name) = self.todo.pop() {
            if !self.done.contains_key(&name) {
                let schema = self.object(&name)?;
                self.done.insert(name, schema);
            }
        }
        self.all_words_are_used()?;
        let definitions: Object = self.done.into_iter().collect();
        Ok(json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": "https://raw.githubusercontent.com/ir-lsp/ir-lsp/main/schemas/kubernetes.schema.json",
            "$comment": "Written by `cargo xtask kubernetes`. Names and kinds of fields after the API of Kubernetes 1.37.",
            "title": "the Kubernetes types that pipelines embed",
            "description": "Definitions for other schemas to refer to; not the schema of a document.",
            "$defs": definitions,
        }))
    }

    fn object(&mut self, name: &str) -> Result<Value, Failure> {
        let upstream = *self.upstream.get(name).ok_or_else(|| format!("no type `{name}`"))?;
        let told = self.words.get("types").and_then(|types| types.get(name));
        let mut out = Object::new();
        let title = told.and_then(|t| t.get("title")).cloned().unwrap_or_else(|| title(name).into());
        out.insert("title".into(), title);
        if let Some(description) = told.and_then(|t| t.get("description")) {
            out.insert("description".into(), description.clone());
        }
        let mut properties = Object::new();
        for (field, schema) in upstream.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let place = format!("{name}.{field}");
            let mut property = Object::new();
            let own = told.and_then(|t| t.get("fields")).and_then(|f| f.get(field));
            if let Some(description) = own.or_else(|| self.words.get("fields").and_then(|f| f.get(field))) {
                property.insert("description".into(), description.clone());
            }
            if texts(self.words, "unread").any(|unread| unread == place) {
                property.insert("type".into(), json!(["object", "array", "null"]));
            } else if let Some(words) = self.enums.remove(place.as_str()) {
                let is_list = schema.get("items").is_some();
                let words = json!({ "$ref": format!("#/$defs/{words}") });
                let list = json!({ "type": ["array", "null"], "items": words });
                property.extend(if is_list { list } else { words }.as_object().cloned().unwrap_or_default());
            } else {
                property.extend(self.cleaned(schema, &place)?);
            }
            properties.insert(field.clone(), property.into());
        }
        out.insert("type".into(), json!(["object", "null"]));
        out.insert("properties".into(), properties.into());
        out.insert("additionalProperties".into(), false.into());
        let required = upstream.get("required").and_then(Value::as_array).into_iter().flatten();
        let is_optional = |field: &&Value| {
            let place = format!("{name}.{}", field.as_str().unwrap_or_default());
            texts(self.words, "optional").any(|optional| optional == place)
        };
        let required: Vec<Value> = required.filter(|field| !is_optional(field)).cloned().collect();
        if !required.is_empty() {
            out.insert("required".into(), required.into());
        }
        Ok(out.into())
    }

    /// What a field's schema says of kinds and references.
    fn cleaned(&mut self, schema: &Value, place: &str) -> Result<Object, Failure> {
        let mut out = Object::new();
        for (keyword, value) in schema.as_object().ok_or_else(|| format!("{place} is no object"))? {
            match (keyword.as_str(), value) {
                ("type", value) => {
                    out.insert("type".into(), value.clone());
                }
                ("$ref", Value::String(target)) => {
                    let name = last(target);
                    self.todo.push(name.to_owned());
                    out.insert("$ref".into(), format!("#/$defs/{name}").into());
                }
                ("items" | "additionalProperties", Value::Object(_)) => {
                    out.insert(keyword.clone(), self.cleaned(value, place)?.into());
                }
                (keyword, _) if DROPPED.contains(&keyword) => {}
                (keyword, _) => return Err(format!("{place}: keyword `{keyword}`").into()),
            }
        }
        Ok(out)
    }

    /// Words for a type or field that there is not would only seem to help.
    fn all_words_are_used(&self) -> Result<(), Failure> {
        if let Some((field, words)) = self.enums.first_key_value() {
            return Err(format!("`{words}` is for `{field}`, which there is not").into());
        }
        let has = |name: &str, field: &str| {
            self.done.get(name).and_then(|schema| schema.get("properties")).is_some_and(|p| p.get(field).is_some())
        };
        for (name, told) in entries(self.words, "types") {
            if !self.done.contains_key(name) {
                return Err(format!("words for the type `{name}`, which is not written").into());
            }
            for (field, _) in entries(told, "fields") {
                if !has(name, field) {
                    return Err(format!("words for `{name}.{field}`, which there is not").into());
                }
            }
        }
        Ok(())
    }
}

/// The words of an enumeration, or text with a variable of some engine in it.
fn enumeration(told: &Value) -> Result<Value, Failure> {
    let words: Vec<&String> = entries(told, "words").map(|(word, _)| word).collect();
    Ok(json!({
        "title": told.get("title").ok_or("an enumeration without a title")?,
        "description": told.get("description").ok_or("an enumeration without a description")?,
        "anyOf": [{ "enum": words, "x-enum-descriptions": told.get("words") }, { "$ref": "#/$defs/Variable" }],
    }))
}

fn entries<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = (&'v String, &'v Value)> {
    value.get(key).and_then(Value::as_object).into_iter().flatten()
}

fn texts<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v str> {
    value.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

fn last(name: &str) -> &str {
    name.rsplit(['.', '/']).next().unwrap_or(name)
}

/// A type's name in words: `a CSI volume source`.
fn title(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = Vec::new();
    for (i, letter) in letters.iter().enumerate() {
        let before = i.checked_sub(1).and_then(|i| letters.get(i));
        let after = letters.get(i + 1);
        let begins = letter.is_uppercase()
            && (before.is_none_or(|b| !b.is_uppercase()) || after.is_some_and(|a| a.is_lowercase()));
        match words.last_mut() {
            Some(word) if !begins => word.push(*letter),
            _ => words.push((*letter).into()),
        }
    }
    let word = |w: &String| if w.len() > 1 && *w == w.to_uppercase() { w.clone() } else { w.to_lowercase() };
    let text = words.iter().map(word).collect::<Vec<_>>().join(" ");
    // By sound: the letters of an abbreviation that are spoken with a vowel first.
    let spelt = words.first().is_some_and(|w| w.len() > 1 && *w == w.to_uppercase());
    let vowel = if spelt { "AEFHILMNORSX" } else { "aeio" };
    let article = if text.starts_with(|c| vowel.contains(c)) { "an" } else { "a" };
    format!("{article} {text}")
}

/// JSON for people: what fits a line stands on one.
fn write(value: &Value, depth: usize, column: usize, out: &mut String) {
    const WIDTH: usize = 120;
    let compact = compact(value);
    let room = WIDTH.saturating_sub(2 * depth + column + 1);
    let (open, close, parts): (_, _, Vec<(String, &Value)>) = match value {
        Value::Object(map) if depth < 2 || compact.chars().count() > room => {
            ('{', '}', map.iter().map(|(key, value)| (format!("{}: ", json!(key)), value)).collect())
        }
        Value::Array(items) if compact.chars().count() > room => {
            ('[', ']', items.iter().map(|item| (String::new(), item)).collect())
        }
        _ => return out.push_str(&compact),
    };
    out.push(open);
    for (i, (key, value)) in parts.iter().enumerate() {
        out.push_str(if i == 0 { "\n" } else { ",\n" });
        out.push_str(&"  ".repeat(depth + 1));
        out.push_str(key);
        write(value, depth + 1, key.chars().count(), out);
    }
    out.push('\n');
    out.push_str(&"  ".repeat(depth));
    out.push(close);
}

fn compact(value: &Value) -> String {
    match value {
        Value::Object(map) if !map.is_empty() => {
            let parts: Vec<String> = map.iter().map(|(k, v)| format!("{}: {}", json!(k), compact(v))).collect();
            format!("{{ {} }}", parts.join(", "))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(compact).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}
