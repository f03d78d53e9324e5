//! The evidence is sound: it fits its schema, its names are right, and everything in it is looked for.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

use std::collections::BTreeSet;

use ir_syntax::{Kind, Node, Scalar, Tree};
use ir_targets::{Cells, Evidence, Support, has_detector};
use serde_json::{Map, Value};

fn as_json(node: Node<'_>) -> Value {
    match node.kind() {
        Kind::Mapping => {
            let entries = node.entries().into_iter().map(|e| (e.key.text().to_owned(), as_json(e.value)));
            Value::Object(entries.collect::<Map<_, _>>())
        }
        Kind::Sequence => node.items().map(as_json).collect(),
        _ => match node.scalar() {
            Some(Scalar::String(text)) => text.into(),
            Some(Scalar::Bool(value)) => value.into(),
            other => panic!("{other:?} is no value of the evidence: quote it"),
        },
    }
}

#[test]
fn the_files_fit_their_schema() {
    let schema: Value = serde_json::from_str(include_str!("../../../schemas/engines.schema.json")).unwrap();
    let schema = jsonschema::draft202012::new(&schema).unwrap();
    for (name, text) in Evidence::files() {
        let tree = Tree::parse(text);
        assert!(tree.errors().is_empty(), "{name}: {:?}", tree.errors());
        assert!(tree.duplicate_keys().is_empty(), "{name}: {:?}", tree.duplicate_keys());
        let value = as_json(tree.roots().next().unwrap());
        let errors: Vec<String> =
            schema.iter_errors(&value).map(|e| format!("{} at {}", e, e.instance_path())).collect();
        assert!(errors.is_empty(), "engines/{name}.yaml: {}", errors.join("\n"));
    }
}

#[test]
fn every_feature_has_a_detector_or_a_reason_for_none() {
    for feature in Evidence::embedded().features() {
        let (id, reason) = (&feature.id, feature.undetected.as_ref());
        assert!(has_detector(id) || reason.is_some(), "{id} has neither a detector nor `undetected`");
        assert!(!(has_detector(id) && reason.is_some()), "{id} has a detector and says that it has none");
    }
}

#[test]
fn ids_are_unique_and_cells_name_engines() {
    let evidence = Evidence::embedded();
    let mut ids = BTreeSet::new();
    for feature in evidence.features() {
        assert!(ids.insert(&feature.id), "{} is there twice", feature.id);
        let mut covered = BTreeSet::new();
        for (name, _) in feature.cells() {
            assert!(evidence.named(name).next().is_some(), "{}: no engine is called {name}", feature.id);
            // A cell of a family speaks for those that have none of their own.
            covered.extend(evidence.named(name).map(|engine| &engine.id));
        }
        if feature.kfp_only {
            let others = evidence.engines.iter().filter(|e| e.cells == Cells::Notion && covered.contains(&e.id));
            // Who takes a format because of a feature may say what it makes of that.
            let strange: Vec<_> = others.filter(|e| e.id != "argo" || feature.id != "compiled-by-v1").collect();
            assert!(strange.is_empty(), "{} is KFP's alone and has cells of others", feature.id);
        }
    }
    for engine in &evidence.engines {
        for (_, feature) in &engine.reads_with {
            assert!(ids.contains(feature), "{} reads a format with {feature}, which does not exist", engine.id);
        }
    }
}

#[test]
fn every_repository_of_a_source_has_a_version() {
    let evidence = Evidence::embedded();
    let known: BTreeSet<&str> = evidence.repositories.iter().map(|r| r.name.as_str()).collect();
    let cells = evidence.features().flat_map(|f| f.cells().iter().map(move |(_, cell)| (f, cell)));
    for (feature, cell) in cells {
        for source in &cell.sources {
            let is_path = !source.starts_with("https://") && !source.starts_with("executed: ");
            if let Some((repository, _)) = source.split_once(' ').filter(|_| is_path) {
                assert!(known.contains(repository), "{}: {repository} has no version in engines.yaml", feature.id);
            }
        }
    }
}

#[test]
fn whatever_the_kfp_engines_do_not_do_has_a_note() {
    let evidence = Evidence::embedded();
    for engine in evidence.engines.iter().filter(|e| e.cells == Cells::File) {
        for feature in evidence.features() {
            let Some(cell) = feature.cell(&engine.id).filter(|cell| cell.support != Support::Full) else { continue };
            assert!(cell.note.is_some(), "{}: {} says no more than that it is not there", feature.id, engine.id);
        }
    }
}

#[test]
fn a_family_speaks_for_its_members_and_for_nobody_else() {
    let evidence = Evidence::embedded();
    let named = |name: &str| evidence.named(name).map(|e| e.id.as_str()).collect::<Vec<_>>();
    assert_eq!(named("kfp-local"), ["kfp-local-subprocess", "kfp-local-docker"]);
    assert_eq!(named("kfp-argo"), ["kfp-argo"]);
    assert!(named("kfp-lo").is_empty() && named("argo-lint").is_empty());
    let shared = evidence.feature("secrets").unwrap();
    assert_eq!(shared.cell("kfp-local-docker"), shared.cell("kfp-local-subprocess"));
    // Where one of the family has a cell of its own, that counts.
    let own = evidence.feature("container").unwrap();
    assert_ne!(own.cell("kfp-local-docker"), own.cell("kfp-local-subprocess"));
}
