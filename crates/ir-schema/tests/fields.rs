//! The schemas against hand-written tables of the formats' fields: nothing missing, nothing invented.

// Helpers outside of `#[test]` functions fail as tests do: loudly.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout)]

use std::collections::{BTreeMap, BTreeSet};

use ir_schema::PUBLISHED;
use serde_json::Value;

/// By message and field: kind and flags.
type Table = BTreeMap<(String, String), String>;

#[test]
fn the_component_schema_has_the_fields_of_its_table() {
    compare("kfp-component", include_str!("fields/kfp-component.txt"));
}

#[test]
fn the_pipeline_schema_has_the_fields_of_its_table() {
    compare("kfp-pipeline-spec", include_str!("fields/kfp-pipeline-spec.txt"));
}

#[test]
fn the_platform_schema_has_the_fields_of_its_table() {
    compare("kfp-platform-spec", include_str!("fields/kfp-platform-spec.txt"));
}

#[test]
fn the_job_schema_has_the_fields_of_its_table() {
    compare("kfp-pipeline-job", include_str!("fields/kfp-pipeline-job.txt"));
}

#[test]
fn the_manifest_schemas_have_the_fields_of_their_tables() {
    compare("kfp-pipeline-manifest", include_str!("fields/kfp-pipeline-manifest.txt"));
    compare("kfp-version-manifest", include_str!("fields/kfp-version-manifest.txt"));
}

#[test]
fn the_argo_schema_has_the_fields_of_its_table() {
    compare("argo", include_str!("fields/argo.txt"));
}

#[test]
fn the_tekton_schema_has_the_fields_of_its_table() {
    compare("tekton", include_str!("fields/tekton.txt"));
}

fn read_published(name: &str) -> Value {
    let (_, text) = PUBLISHED.iter().find(|(n, _)| *n == name).unwrap();
    serde_json::from_str(text).unwrap()
}

fn compare(name: &str, table: &str) {
    let schema = read_published(name);
    let (wanted, found) = (read_table(table), read_schema(&schema));
    assert!(!wanted.is_empty());
    let lines = |t: &Table| -> BTreeSet<String> { t.iter().map(|((m, f), k)| format!("{m}.{f}: {k}")).collect() };
    let (wanted, found) = (lines(&wanted), lines(&found));
    let only = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.difference(b).cloned().collect::<Vec<_>>().join("\n  ");
    assert!(
        wanted == found,
        "only in the table:\n  {}\nonly in the schema:\n  {}",
        only(&wanted, &found),
        only(&found, &wanted)
    );
}

fn read_table(table: &str) -> Table {
    let mut out = Table::new();
    let mut message = None;
    for line in table.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            [] => message = None,
            ["#", ..] => {}
            [name] if message.is_none() => message = Some((*name).to_owned()),
            [field, rest @ ..] => {
                let message = message.clone().expect("a field before its message");
                assert!(out.insert((message, (*field).to_owned()), rest.join(" ")).is_none(), "{field} stands twice");
            }
        }
    }
    out
}

fn read_schema(schema: &Value) -> Table {
    let mut out = Table::new();
    let defs = schema["$defs"].as_object().unwrap();
    let definitions = defs.iter().map(|(name, d)| (name.as_str(), d));
    for (message, shape) in definitions.chain([("(root)", schema), ("(platforms)", &schema["properties"]["platforms"])])
    {
        for (field, value) in shape["properties"].as_object().into_iter().flatten() {
            if value.get("x-alias").is_none() {
                let kind = [kind(defs, value), flags(shape, field, value)].join(" ");
                out.insert((message.to_owned(), field.clone()), kind.trim().to_owned());
            }
        }
    }
    out
}

fn kind(defs: &serde_json::Map<String, Value>, value: &Value) -> String {
    if let Some(target) = value["$ref"].as_str() {
        let (file, way) = target.split_once('#').unwrap();
        if let Some(file) = file.strip_suffix(".schema.json") {
            let other = read_published(file);
            return kind(other["$defs"].as_object().unwrap(), &serde_json::json!({ "$ref": format!("#{way}") }));
        }
        if let Some((owner, field)) = way.strip_prefix("/$defs/").unwrap().split_once("/properties/") {
            return kind(defs, &defs[owner]["properties"][field]);
        }
        let name = target.rsplit('/').next().unwrap();
        return if defs[name].get("properties").is_some() || name == "TypeSpec" {
            name.to_owned()
        } else {
            kind(defs, &defs[name])
        };
    }
    if let Some(words) = value["enum"].as_array() {
        return format!("enum {}", words.iter().filter(|w| !w.is_null()).count());
    }
    if let Some(branches) = value["anyOf"].as_array() {
        // A variable may stand anywhere: that is no news of the field.
        let is_news = |b: &&Value| !b["$ref"].as_str().is_some_and(|target| target.ends_with("/Variable"));
        let kinds: Vec<String> = branches.iter().filter(is_news).map(|b| kind(defs, b)).collect();
        let several: Vec<&str> =
            kinds.iter().map(String::as_str).filter(|k| !matches!(*k, "nothing" | "number")).collect();
        return several.join(" or ");
    }
    if value.get("properties").is_some() {
        return "(platforms)".into();
    }
    let types: Vec<&str> = match &value["type"] {
        Value::String(one) => vec![one],
        Value::Array(many) => many.iter().filter_map(Value::as_str).filter(|t| *t != "null").collect(),
        _ => return "any".into(),
    };
    match (types.as_slice(), value["pattern"].as_str()) {
        (["array"], _) => format!("list {}", value.get("items").map_or("any".into(), |i| kind(defs, i))),
        (["object"], _) => {
            value.get("additionalProperties").map_or("struct".into(), |v| format!("map {}", kind(defs, v)))
        }
        (["integer", "string"], Some(_)) => "int".into(),
        (["number", "string"], Some(_)) => "double".into(),
        (["string"], Some(pattern)) if pattern.contains("|h)") => "go-duration".into(),
        (["string"], Some(pattern)) if pattern.ends_with("s$") => "duration".into(),
        (["string"], Some(pattern)) if pattern.starts_with("^[+-]") => "quantity".into(),
        (["string"], Some(_)) => "text".into(),
        (["string"], None) => "text".into(),
        (["boolean"], _) => "bool".into(),
        (["integer"], _) => "number".into(),
        (["number"], _) => "fraction".into(),
        (["string", "number", "boolean"], _) => "scalar".into(),
        (["string", "number", "boolean", "array", "object"], _) => "any".into(),
        (["string", "integer"] | ["integer", "string"], None) => "text or number".into(),
        (["null"], _) => "nothing".into(),
        (["string", "integer", "number", "boolean"], _) => "text or number or bool".into(),
        other => format!("{other:?}"),
    }
}

/// Read from the standard keywords, which is what every validator goes by.
fn flags(shape: &Value, field: &str, value: &Value) -> String {
    let lists = |v: &Value| v.to_string().contains(&format!("\"required\":[\"{field}\"]"));
    let mut out = Vec::new();
    let mut required = shape["required"].as_array().into_iter().flatten().any(|r| r == field);
    let mut letters = 'a'..;
    for demand in shape["allOf"].as_array().into_iter().flatten() {
        if is_one_field(shape, demand) {
            required |= lists(demand);
            continue;
        }
        let letter = letters.next().unwrap();
        let optional = demand["oneOf"].as_array().is_some_and(|b| b.iter().any(|b| b.get("not").is_some()));
        match demand.get("oneOf") {
            _ if !lists(demand) => {}
            Some(_) if optional => out.push(format!("at-most-one-{letter}")),
            Some(_) => out.push(format!("exactly-one-{letter}")),
            None => out.push(format!("at-least-one-{letter}")),
        }
    }
    match (shape.get("minProperties").is_some(), shape.get("maxProperties").is_some()) {
        (true, true) => out.push("exactly-one-a".into()),
        (false, true) => out.push("at-most-one-a".into()),
        _ => {}
    }
    if required {
        out.push("required".into());
    }
    if value["deprecated"] == true {
        out.push("deprecated".into());
    }
    out.join(" ")
}

/// Whether a demand is for a single field in either of its spellings.
fn is_one_field(shape: &Value, demand: &Value) -> bool {
    let names = demand["anyOf"].as_array().into_iter().flatten().filter_map(|b| b["required"][0].as_str());
    names.filter(|name| shape["properties"][*name].get("x-alias").is_none()).count() == 1
}
