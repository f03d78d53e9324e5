//! Hover and completion, at the place marked `$0`.

// Helpers outside of `#[test]` functions fail as tests do: loudly.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout)]

use ir_schema::{KindSet, Schema};
use ir_syntax::Tree;

/// The text without its mark, and the mark's offset.
fn marked(text: &str) -> (Tree, u32) {
    let at = text.find("$0").unwrap();
    (Tree::parse(text.replacen("$0", "", 1)), u32::try_from(at).unwrap())
}

fn with_info<T>(schema: &'static Schema, text: &str, read: impl Fn(Option<ir_schema::FieldInfo<'_>>) -> T) -> T {
    let (tree, at) = marked(text);
    read(schema.describe(tree.roots().next().unwrap(), tree.node_at(at).unwrap()))
}

fn completed(schema: &'static Schema, text: &str) -> (Vec<&'static str>, Vec<&'static str>) {
    let (tree, at) = marked(text);
    let node = tree.node_at(at).unwrap();
    // A cursor behind `key: ` touches no value, as there is none: what is meant is the missing one.
    let missing = node.own_entries().map(|e| e.value).find(|v| v.is_missing() && v.span().start <= at);
    let found = schema.complete(tree.roots().next().unwrap(), missing.unwrap_or(node));
    (found.keys.iter().map(|k| k.name).collect(), found.values.iter().map(|v| v.value).collect())
}

#[test]
fn a_key_is_described_with_its_kind_and_default() {
    with_info(
        Schema::kfp_pipeline_spec(),
        "root: {dag: {tasks: {a: {cachingOptions: {enab$0leCache: true}}}}}\n",
        |info| {
            let info = info.unwrap();
            assert_eq!(info.name, Some("enableCache"));
            assert!(info.description.unwrap().starts_with("Whether results"));
            assert_eq!(info.kinds.words(), "true or false");
            assert_eq!(info.default, Some(&false.into()));
            assert!(!info.required && !info.deprecated);
        },
    );
}

#[test]
fn the_words_of_the_place_come_before_those_of_its_type() {
    with_info(Schema::kfp_pipeline_spec(), "ro$0ot: {dag: {}}\n", |info| {
        let info = info.unwrap();
        assert_eq!(info.title, Some("a component"), "the type's, as the place has no title");
        assert!(info.description.unwrap().starts_with("The pipeline itself"));
        assert!(info.required);
    });
}

#[test]
fn an_enum_is_described_with_its_words_through_its_alternatives() {
    let text = "root: {inputDefinitions: {parameters: {x: {parameterType: STR$0ING}}}, dag: {}}\n";
    with_info(Schema::kfp_pipeline_spec(), text, |info| {
        let info = info.unwrap();
        assert_eq!(info.title, Some("a parameter type"));
        assert_eq!(info.values.len(), 8);
        let string = info.values.iter().find(|v| v.value == "STRING").unwrap();
        assert!(string.description.unwrap().starts_with("Text."));
    });
}

#[test]
fn names_that_users_chose_are_described_by_what_they_name() {
    with_info(Schema::kfp_pipeline_spec(), "root: {dag: {tasks: {tr$0ain: {}}}}\n", |info| {
        let info = info.unwrap();
        assert_eq!((info.name, info.named, info.title), (None, Some("task"), Some("a task")));
        assert_eq!(info.kinds, KindSet::OBJECT);
    });
}

#[test]
fn deprecated_fields_name_their_successor_in_any_spelling() {
    let text = "deploymentSpec: {executors: {e: {container: {resources: {cpu_li$0mit: 1}}}}}\n";
    with_info(Schema::kfp_pipeline_spec(), text, |info| {
        let info = info.unwrap();
        assert!(info.deprecated);
        assert_eq!((info.name, info.replaced_by), (Some("cpuLimit"), Some("resourceCpuLimit")));
    });
}

#[test]
fn nothing_is_known_below_unknown_keys_and_in_open_places() {
    assert!(with_info(Schema::kfp_pipeline_spec(), "nonsense: {a$0: 1}\n", |i| i.is_none()));
    let open = "root: {dag: {}, outputDefinitions: {artifacts: {m: {metadata: {a$0: 1}}}}}\n";
    assert!(with_info(Schema::kfp_pipeline_spec(), open, |i| i.is_none()));
}

#[test]
fn a_document_inside_another_is_described_from_its_own_root() {
    let (tree, at) = marked("pipelineSpec: {pipelineInfo: {na$0me: x}}\n");
    let root = tree.roots().next().unwrap().get("pipelineSpec").unwrap();
    let info = Schema::kfp_pipeline_spec().describe(root, tree.node_at(at).unwrap()).unwrap();
    assert_eq!(info.name, Some("name"));
}

#[test]
fn keys_not_yet_there_are_offered_required_first_deprecated_last() {
    let text = "deploymentSpec: {executors: {e: {container: {args: [a]$0 }}}}\n";
    let (tree, _) = marked(text);
    let node = tree.roots().next().unwrap();
    let node = ["deploymentSpec", "executors", "e", "container"].iter().fold(node, |n, k| n.get(k).unwrap());
    let found = Schema::kfp_pipeline_spec().complete(tree.roots().next().unwrap(), node);
    let keys: Vec<&str> = found.keys.iter().map(|k| k.name).collect();
    assert_eq!(keys, ["image", "command", "env", "resources", "lifecycle"]);

    let (keys, _) =
        completed(Schema::kfp_pipeline_spec(), "root: {inputDefinitions: {parameters: {x: $0}}, dag: {}}\n");
    assert_eq!(keys, ["parameterType", "defaultValue", "isOptional", "description", "literals", "type"]);
}

#[test]
fn a_half_typed_key_is_a_value_where_keys_should_be() {
    let (keys, values) =
        completed(Schema::kfp_pipeline_spec(), "root:\n  dag:\n    tasks:\n      a:\n        comp$0\n");
    assert_eq!(keys.first(), Some(&"componentRef"));
    assert!(keys.contains(&"triggerPolicy") && values.is_empty());
}

#[test]
fn at_a_key_its_own_name_is_offered_again() {
    let (keys, values) = completed(Schema::kfp_pipeline_spec(), "pipelineInfo: {na$0me: x, description: y}\n");
    assert_eq!((keys, values), (vec!["name", "displayName"], vec![]));
}

#[test]
fn what_excludes_a_key_at_hand_is_not_offered() {
    let (keys, _) = completed(Schema::kfp_pipeline_spec(), "root: {dag: {}, inp$0: }\n");
    assert!(keys.contains(&"inputDefinitions") && !keys.contains(&"executorLabel"), "{keys:?}");
}

#[test]
fn a_required_key_brings_what_it_needs_itself() {
    let (tree, at) = marked("root: {dag: {tasks: {a: {x$0: 1}}}}\n");
    let found = Schema::kfp_pipeline_spec().complete(tree.roots().next().unwrap(), tree.node_at(at).unwrap());
    let reference = found.keys.iter().find(|k| k.name == "componentRef").unwrap();
    assert_eq!(reference.required_children, ["name"]);
}

#[test]
fn values_are_offered_from_enums_booleans_and_examples() {
    let (_, values) =
        completed(Schema::kfp_pipeline_spec(), "root: {inputDefinitions: {parameters: {x: {parameterType: $0}}}}\n");
    assert!(values.contains(&"STRING") && values.contains(&"LIST"));
    let (_, values) =
        completed(Schema::kfp_pipeline_spec(), "root: {dag: {tasks: {a: {cachingOptions: {enableCache: $0}}}}}\n");
    assert_eq!(values, ["true", "false"]);
    let (keys, values) = completed(Schema::kfp_component(), "inputs: [{name: a, type: Str$0}]\n");
    assert!(keys.is_empty() && values.contains(&"String"));
}

#[test]
fn alternatives_are_told_apart_by_what_stands_there() {
    let base = "implementation: {container: {image: i, args: [";
    let (keys, _) =
        completed(Schema::kfp_component(), &format!("{base}{{if: {{cond: x, then: {{inp$0: a}}}}}}]}}}}\n"));
    assert_eq!(keys.first(), Some(&"inputValue"));
}

#[test]
fn half_written_documents_are_survived_at_every_node() {
    let text = "pipelineInfo: {name: p}\nroot:\n  dag:\n    tasks:\n      a: &a\n        componentRef: {name: c}\n      b:\n        <<: *a\n        inputs: [{}, *a]\n";
    for end in 0..=text.len() {
        let tree = Tree::parse(&text[..end]);
        for root in tree.roots() {
            for offset in 0..=u32::try_from(end).unwrap() {
                let Some(node) = tree.node_at(offset) else { continue };
                for schema in [Schema::kfp_component(), Schema::kfp_pipeline_spec(), Schema::kfp_platform_spec()] {
                    let _ = (schema.describe(root, node), schema.complete(root, node), schema.check(root));
                }
            }
        }
    }
}
