//! What several tests need: the corpus, and trees as plain JSON for the stock validator.
#![allow(dead_code)] // each test uses its part

pub mod broken;

use std::path::{Path, PathBuf};

use ir_schema::Schema;
use ir_syntax::{Kind, Node, Scalar, Tree};
use serde_json::Value;

/// The corpus of real files: `IR_CORPUS`, or `../shared/corpus` beside the checkout.
pub fn corpus() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    let found = std::env::var_os("IR_CORPUS").map_or(beside, PathBuf::from);
    if found.is_dir() {
        return Some(found);
    }
    println!("no corpus at {}: nothing checked", found.display());
    None
}

/// All files below `folder`, in order.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    let mut todo = vec![folder.to_owned()];
    while let Some(here) = todo.pop() {
        for entry in std::fs::read_dir(&here).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { todo.push(path) } else { out.push(path) }
        }
    }
    out.sort();
    out
}

/// A document of the corpus with the schema that describes it.
pub struct Case {
    pub name: String,
    pub tree: Tree,
    pub document: usize,
    pub schema: usize,
}

impl Case {
    pub fn root(&self) -> Node<'_> {
        let root = self.tree.roots().nth(self.document).unwrap();
        if self.schema == PIPELINE { root.get("pipelineSpec").unwrap_or(root) } else { root }
    }

    pub fn schema(&self) -> &'static Schema {
        schemas()[self.schema]
    }
}

pub const COMPONENT: usize = 0;
pub const PIPELINE: usize = 1;
pub const PLATFORM: usize = 2;

pub fn schemas() -> [&'static Schema; 3] {
    [Schema::kfp_component(), Schema::kfp_pipeline_spec(), Schema::kfp_platform_spec()]
}

/// Every KFP document of the corpus.
pub fn cases() -> Vec<Case> {
    let Some(corpus) = corpus() else { return Vec::new() };
    let mut out = Vec::new();
    for (folder, schema) in [
        ("kfp-component-container", COMPONENT),
        ("kfp-component-graph", COMPONENT),
        ("kfp-ir", PIPELINE),
        ("kfp-pipeline-job", PIPELINE),
    ] {
        for path in files(&corpus.join(folder)) {
            let name = path.strip_prefix(&corpus).unwrap().display().to_string();
            let tree = Tree::parse(std::fs::read_to_string(&path).unwrap());
            for document in 0..tree.documents().len() {
                if tree.roots().nth(document).unwrap().is_missing() {
                    continue;
                }
                let schema = if document > 0 { PLATFORM } else { schema };
                out.push(Case { name: name.clone(), tree: tree.clone(), document, schema });
            }
        }
    }
    assert!(out.len() > 600, "the corpus has shrunk to {} documents", out.len());
    out
}

/// A stock validator for each published schema.
pub fn stock() -> Vec<jsonschema::Validator> {
    let parsed: Vec<Value> = ir_schema::PUBLISHED.iter().map(|(_, text)| serde_json::from_str(text).unwrap()).collect();
    let mut registry = jsonschema::Registry::new();
    for schema in &parsed {
        registry = registry.add(schema["$id"].as_str().unwrap(), schema).unwrap();
    }
    let registry = registry.prepare().unwrap();
    let options = jsonschema::options().with_draft(jsonschema::Draft::Draft202012).with_registry(&registry);
    parsed.iter().map(|schema| options.build(schema).unwrap()).collect()
}

/// The tree as JSON, the way YAML 1.2 reads it; but digits after a zero are octal, as for YAML 1.1.
pub fn json(node: Node<'_>) -> Value {
    match node.kind() {
        Kind::Mapping => node
            .entries()
            .into_iter()
            .rev()
            .map(|e| (e.key.text().to_owned(), json(e.value)))
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect::<serde_json::Map<_, _>>()
            .into(),
        Kind::Sequence => node.items().map(json).collect(),
        Kind::Alias => Value::Null,
        Kind::Scalar => match node.scalar() {
            None | Some(Scalar::Null) => Value::Null,
            Some(Scalar::Bool(b)) => b.into(),
            Some(Scalar::Int(i)) => match node.text().strip_prefix('0') {
                Some(digits) => i64::from_str_radix(digits, 8).unwrap_or(i).into(),
                None => i.into(),
            },
            Some(Scalar::Float(f)) => f.into(),
            Some(Scalar::String(s)) => s.into(),
        },
    }
}

/// Parses `text` and checks its first document; gives the messages with the text they point at.
pub fn check(schema: &'static Schema, text: &str) -> Vec<String> {
    let tree = Tree::parse(text);
    let root = tree.roots().next().unwrap();
    let show = |v: ir_schema::Violation<'_>| {
        let at = v.span.slice(tree.text()).to_owned();
        let label = v.label().map(|l| format!(" ({l})")).unwrap_or_default();
        format!("{at}: {v}{label}")
    };
    schema.check(root).into_iter().map(show).collect()
}
