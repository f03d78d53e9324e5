//! The published files themselves: sound, documented, and understood in full.

// Helpers outside of `#[test]` functions fail as tests do: loudly.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout)]

use ir_schema::{Family, PUBLISHED, Schema};
use serde_json::Value;

fn parsed() -> impl Iterator<Item = (&'static str, Value)> {
    PUBLISHED.iter().map(|(name, text)| (*name, serde_json::from_str(text).unwrap()))
}

#[test]
fn every_published_schema_compiles_with_every_keyword_known() {
    for (name, text) in PUBLISHED {
        let schema: Value = serde_json::from_str(text).unwrap();
        let compiled = match schema.get("oneOf") {
            None => Schema::compile(text).map(drop),
            Some(_) => Family::compile(text).map(drop),
        };
        compiled.unwrap_or_else(|e| panic!("{name}: {e}"));
    }
}

#[test]
fn every_published_schema_fits_the_meta_schema() {
    for (name, schema) in parsed() {
        assert!(jsonschema::draft202012::meta::is_valid(&schema), "{name}");
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert!(schema["$id"].as_str().unwrap().ends_with(&format!("/schemas/{name}.schema.json")));
    }
}

/// Of Kubernetes' many types, those that pipelines use every day.
const WELL_KNOWN: [&str; 12] = [
    "Affinity",
    "Container",
    "EnvVar",
    "ObjectMeta",
    "PersistentVolumeClaim",
    "PodSecurityContext",
    "Probe",
    "ResourceRequirements",
    "SecretKeySelector",
    "SecurityContext",
    "Toleration",
    "Volume",
];

#[test]
fn every_definition_has_a_title_and_every_field_a_description() {
    for (name, schema) in parsed() {
        let defs = schema["$defs"].as_object().unwrap();
        for (def, shape) in defs.iter().map(|(n, s)| (n.as_str(), s)).chain([("the root", &schema)]) {
            let title = shape["title"].as_str().unwrap_or_default();
            assert!(!title.is_empty() && !title.ends_with('.'), "{name}: title of {def}");
            let is_rare = name == "kubernetes" && !WELL_KNOWN.contains(&def);
            if is_rare && shape.get("properties").is_some() {
                continue;
            }
            sentence(&shape["description"], &format!("{name}: {def}"));
            for (field, value) in shape["properties"].as_object().into_iter().flatten() {
                let place = format!("{name}: {def}.{field}");
                // What is told at the place that a field refers to holds here too.
                if value["$ref"].as_str().is_some_and(|target| target.contains("/properties/")) {
                    continue;
                }
                sentence(&value["description"], &place);
                if value.get("deprecated").is_some() {
                    let replaced = value.get("x-replaced-by").is_some();
                    assert!(replaced || field == "customJob", "{place}: deprecated in favour of what?");
                }
            }
        }
    }
}

#[test]
fn every_word_of_an_enum_is_explained() {
    fn walk(value: &Value, place: &str) {
        if let Some(words) = value.get("enum").and_then(Value::as_array) {
            for word in words.iter().filter_map(Value::as_str) {
                sentence(&value["x-enum-descriptions"][word], &format!("{place}: {word}"));
            }
        }
        match value {
            Value::Object(map) => map.iter().for_each(|(k, v)| walk(v, &format!("{place}/{k}"))),
            Value::Array(items) => items.iter().for_each(|v| walk(v, place)),
            _ => {}
        }
    }
    for (name, schema) in parsed() {
        walk(&schema, name);
    }
}

/// One or more sentences that an editor can show as they are.
fn sentence(text: &Value, place: &str) {
    let text = text.as_str().unwrap_or_default();
    assert!(text.len() > 5 && text.len() < 200, "{place}: {text:?}");
    assert!(text.ends_with('.') && text.starts_with(|c: char| c.is_uppercase() || c == '`'), "{place}: {text:?}");
}

#[test]
fn every_other_spelling_is_the_snake_case_of_its_field() {
    for (name, schema) in parsed() {
        for (def, shape) in schema["$defs"].as_object().unwrap().iter().chain([(&"root".to_owned(), &schema)]) {
            let Some(fields) = shape["properties"].as_object() else { continue };
            for (alias, value) in fields.iter().filter(|(_, v)| v.get("x-alias").is_some()) {
                let (_, field) = value["$ref"].as_str().unwrap().rsplit_once('/').unwrap();
                assert_eq!(*alias, snake(field), "{name}: {def}");
            }
            let proto = fields.values().any(|v| v.get("x-alias").is_some());
            for field in fields.keys().filter(|f| proto && snake(f) != **f) {
                assert!(fields.contains_key(&snake(field)), "{name}: {def}.{field} has no snake_case spelling");
            }
        }
    }
}

fn snake(name: &str) -> String {
    name.chars().fold(String::new(), |mut out, c| {
        if c.is_ascii_uppercase() {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
        out
    })
}

#[test]
fn references_lead_into_other_published_files() {
    let schema = Schema::compile(
        r##"{
          "properties": {
            "env": {"type": "array", "items": {"$ref": "kubernetes.schema.json#/$defs/EnvVar"}},
            "image": {"$ref": "kubernetes.schema.json#/$defs/Container/properties/image"},
            "named": {"$ref": "kubernetes.schema.json#/$defs/Container", "required": ["name"]}
          }
        }"##,
    )
    .unwrap();
    let tree = ir_syntax::Tree::parse("env: [{nam: A}]\nimage: [a]\nnamed: {image: b}\n");
    let root = tree.roots().next().unwrap();
    let found: Vec<String> = schema.check(root).iter().map(ToString::to_string).collect();
    let name = "unknown key `nam` in an environment variable";
    assert_eq!(found, [name, "`image` must be text, not a list", "`name` is missing in a container"]);
    let image = schema.describe(root, root.get("image").unwrap()).unwrap();
    assert_eq!(image.description, Some("Image to run: `registry/name:tag` or `registry/name@digest`."));
}

#[test]
fn what_is_not_understood_is_refused() {
    let refused = |schema: &str| Schema::compile(schema).unwrap_err().to_string();
    assert_eq!(
        refused(r#"{"properties": {"a": {"maxLength": 3}}}"#),
        "unknown keyword `maxLength` at `//properties/a`"
    );
    assert_eq!(refused(r#"{"pattern": "^x$"}"#), "unknown pattern `^x$` at `/`");
    assert_eq!(refused(r##"{"$ref": "#/$defs/Gone"}"##), "no definition `#/$defs/Gone` at `//#/$defs/Gone`");
    assert!(refused(r#"{"$ref": "gone.schema.json#/$defs/A"}"#).contains("no definition"));
    let ring = r##"{"$defs": {"A": {"properties": {"a": {"$ref": "#/$defs/A/properties/a"}}}}}"##;
    assert!(refused(ring).starts_with("references too deep"));
    assert!(refused(r#"{"minProperties": 2, "properties": {}}"#).contains("with the value 1 alone"));
    assert!(
        refused(r#"{"properties": {"a": {}}, "allOf": [{"not": {"required": ["a"]}}]}"#).contains("form of `allOf`")
    );
    assert!(refused("nonsense").contains("expected"));
}
