//! Each kind of violation on the token it belongs to. A line reads `token: title (label)`.

// Helpers outside of `#[test]` functions fail as tests do: loudly.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout)]

mod common;

use ir_schema::{Schema, Step, UnknownKeys, ViolationKind};
use ir_syntax::Tree;

/// A complete pipeline around the given executor and task lines.
fn pipeline(container: &str, task: &str) -> String {
    format!(
        "pipelineInfo: {{name: p}}\nschemaVersion: 2.1.0\n\
         components:\n  comp-a: {{executorLabel: exec-a}}\n\
         deploymentSpec:\n  executors:\n    exec-a:\n      container:\n{container}\
         root:\n  dag:\n    tasks:\n      a:\n{task}"
    )
}

const IMAGE: &str = "        image: i\n";
const REF: &str = "        componentRef: {name: comp-a}\n";

fn container(lines: &str) -> Vec<String> {
    common::check(Schema::kfp_pipeline_spec(), &pipeline(lines, REF))
}

fn task(lines: &str) -> Vec<String> {
    common::check(Schema::kfp_pipeline_spec(), &pipeline(IMAGE, lines))
}

fn component(container: &str) -> Vec<String> {
    common::check(Schema::kfp_component(), &format!("implementation:\n  container:\n    image: i\n{container}"))
}

const NONE: [&str; 0] = [];

#[test]
fn a_sound_pipeline_has_none() {
    assert_eq!(container(IMAGE), NONE);
}

#[test]
fn unknown_keys_are_named_with_their_neighbours() {
    assert_eq!(
        container("        image: i\n        comand: [a]\n"),
        ["comand: unknown key `comand` in an executor's container (did you mean `command`?)"]
    );
    assert_eq!(
        component("    volumes: []\n"),
        ["volumes: unknown key `volumes` in the container (known here: image, command, args, env, fileOutputs)"]
    );
    assert_eq!(
        component("    file_outputs: {}\n"),
        ["file_outputs: unknown key `file_outputs` in the container (did you mean `fileOutputs`?)"]
    );
}

#[test]
fn a_misspelt_required_key_is_one_finding() {
    assert_eq!(
        container("        imag: i\n"),
        ["imag: unknown key `imag` in an executor's container (did you mean `image`?)"]
    );
    assert_eq!(
        common::check(Schema::kfp_component(), "implementation: {contaner: {image: i}}\n"),
        ["contaner: unknown key `contaner` in the implementation (did you mean `container`?)"]
    );
}

#[test]
fn a_missing_key_is_shown_at_the_key_of_the_object_that_lacks_it() {
    assert_eq!(container("        args: [a]\n"), ["container: executor `exec-a` has no `image`"]);
    assert_eq!(task("        inputs: {}\n"), ["a: task `a` has no `componentRef`"]);
    assert_eq!(
        common::check(Schema::kfp_component(), "name: x\n"),
        ["name: `implementation` is missing in a component"]
    );
    assert_eq!(
        common::check(Schema::kfp_component(), "inputs:\n- type: String\nimplementation: {container: {image: i}}\n"),
        ["type: `name` is missing in an input"]
    );
}

#[test]
fn a_required_key_without_a_value_is_shown_at_the_key() {
    assert_eq!(container("        image:\n"), ["image: `image` has no value in an executor's container"]);
    assert_eq!(container("        image: null\n"), ["image: `image` has no value in an executor's container"]);
}

#[test]
fn nothing_unsets_an_optional_field_of_a_proto() {
    assert_eq!(task(&format!("{REF}        cachingOptions:\n        inputs: ~\n")), NONE);
}

#[test]
fn nothing_is_no_value_for_an_entry_that_a_user_named() {
    assert_eq!(task(&format!("{REF}      b:\n")), ["b: `b` must be a task, not nothing"]);
}

#[test]
fn values_of_the_wrong_kind_are_told_in_words() {
    assert_eq!(container("        image: 3\n"), ["3: `image` must be text, not the number 3"]);
    assert_eq!(container("        image: i\n        args: a\n"), ["a: `args` must be a list, not text"]);
    assert_eq!(container("        image: i\n        args: [a, 1]\n"), ["1: this item must be text, not the number 1"]);
    assert_eq!(component("    command: python\n"), ["python: `command` must be a list, not text"]);
    assert_eq!(component("    args: [[a]]\n"), ["[a]: this item must be text or a placeholder, not a list"]);
    assert_eq!(component("    env: {A: true}\n"), ["true: `A` must be text, not true"]);
    assert_eq!(
        task(&format!("{REF}        cachingOptions: {{enableCache: 'true'}}\n")),
        ["'true': `enableCache` must be true or false, not text"]
    );
    assert_eq!(common::check(Schema::kfp_component(), "[]\n"), ["[]: the document must be a component, not a list"]);
}

#[test]
fn words_that_are_no_value_of_the_enum() {
    let found = common::check(
        Schema::kfp_pipeline_spec(),
        &pipeline(IMAGE, REF).replace(
            "{executorLabel: exec-a}",
            "{executorLabel: e, inputDefinitions: {parameters: {x: {parameterType: STRNG}}}}",
        ),
    );
    assert_eq!(found, ["STRNG: `STRNG` is not a parameter type (did you mean `STRING`?)"]);
    assert_eq!(
        task(&format!("{REF}        triggerPolicy: {{strategy: LATER}}\n")),
        ["LATER: `LATER` is not a trigger strategy (known here: TRIGGER_STRATEGY_UNSPECIFIED, \
          ALL_UPSTREAM_TASKS_SUCCEEDED, ALL_UPSTREAM_TASKS_COMPLETED)"]
    );
    assert_eq!(task(&format!("{REF}        triggerPolicy: {{strategy: 2}}\n")), NONE, "an enum may be a number");
    assert_eq!(task(&format!("{REF}        triggerPolicy: {{strategy: 3}}\n")), ["3: 3 is not between 0 and 2"]);
}

#[test]
fn keys_that_exclude_each_other() {
    let text = pipeline(IMAGE, REF).replace("{executorLabel: exec-a}", "{dag: {}, executorLabel: e}");
    let tree = Tree::parse(text.as_str());
    let found = Schema::kfp_pipeline_spec().check(tree.roots().next().unwrap());
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].to_string(), "`executorLabel` and `dag` exclude each other in a component");
    assert_eq!(found[0].span.slice(&text), "executorLabel");
    assert_eq!(found[0].related.unwrap().slice(&text), "dag");
}

#[test]
fn a_group_of_which_one_is_needed() {
    let text = pipeline(IMAGE, REF).replace("{executorLabel: exec-a}", "{inputDefinitions: {}}");
    assert_eq!(
        common::check(Schema::kfp_pipeline_spec(), &text),
        ["comp-a: component `comp-a` has none of `executorLabel` and `dag`"]
    );
    let unset = pipeline(IMAGE, REF).replace("{executorLabel: exec-a}", "{dag: , executorLabel: e}");
    assert_eq!(common::check(Schema::kfp_pipeline_spec(), &unset), NONE, "an unset member does not count");
}

#[test]
fn texts_without_the_form_wanted() {
    assert_eq!(
        task(&format!("{REF}        retryPolicy: {{backoffDuration: '30', maxRetryCount: three}}\n")),
        ["'30': `30` is not seconds such as `30s`", "three: `three` is not a whole number"]
    );
    assert_eq!(
        task(&format!(
            "{REF}        retryPolicy: {{backoffDuration: 1.5s, maxRetryCount: '3', backoffFactor: '2.5'}}\n"
        )),
        NONE
    );
}

#[test]
fn numbers_out_of_bounds() {
    assert_eq!(task(&format!("{REF}        iteratorPolicy: {{parallelismLimit: -1}}\n")), ["-1: -1 is below 0"]);
}

#[test]
fn both_spellings_of_one_key() {
    assert_eq!(
        task(&format!("{REF}        component_ref: {{name: comp-a}}\n")),
        ["component_ref: `component_ref` and `componentRef` are the same key"]
    );
    let snake = pipeline(IMAGE, REF).replace("componentRef", "component_ref").replace("pipelineInfo", "pipeline_info");
    assert_eq!(common::check(Schema::kfp_pipeline_spec(), &snake), NONE);
}

#[test]
fn replacements_mend_what_is_surely_meant() {
    let mended = |lines: &str| {
        let text = pipeline(IMAGE, &format!("{REF}{lines}"));
        let tree = Tree::parse(text.as_str());
        let found = Schema::kfp_pipeline_spec().check(tree.roots().next().unwrap());
        assert_eq!(found.len(), 1, "{found:?}");
        found[0].replacement.as_ref().map(|r| (r.span.slice(&text).to_owned(), r.text.clone()))
    };
    let pair = |a: &str, b: &str| Some((a.to_owned(), b.to_owned()));
    assert_eq!(mended("        taskInfo: {name: 3}\n"), pair("3", "\"3\""));
    assert_eq!(mended("        cachingOptions: {enableCache: 'true'}\n"), pair("'true'", "true"));
    assert_eq!(
        mended("        triggerPolicy: {strategy: 'all_upstream_tasks_completed'}\n"),
        pair("'all_upstream_tasks_completed'", "'ALL_UPSTREAM_TASKS_COMPLETED'")
    );
    assert_eq!(mended("        dependentTasks: b\n"), None);
}

#[test]
fn a_violation_knows_its_way_its_owner_and_what_the_engine_does() {
    let text = pipeline("        image: i\n        resources: {accelerator: {kind: x}}\n", REF);
    let tree = Tree::parse(text.as_str());
    let found = Schema::kfp_pipeline_spec().check(tree.roots().next().unwrap());
    let way: Vec<String> = found[0].path.iter().map(Step::to_string).collect();
    assert_eq!(way.join("."), "deploymentSpec.executors.exec-a.container.resources.accelerator");
    let owner = found[0].owner.as_ref().unwrap();
    assert_eq!((owner.noun, &*owner.name), ("executor", "exec-a"));
    assert_eq!(found[0].unknown_keys, UnknownKeys::Ignored);
}

#[test]
fn an_unknown_key_of_the_platform_document_costs_the_document_and_below_executors_the_pipeline() {
    let effects = |text: &str| -> Vec<UnknownKeys> {
        let tree = Tree::parse(text);
        Schema::kfp_platform_spec().check(tree.roots().next().unwrap()).iter().map(|v| v.unknown_keys).collect()
    };
    assert_eq!(effects("platforms: {kubernetes: {deploymentSpecs: {}}}\n"), [UnknownKeys::DropsDocument]);
    assert_eq!(
        effects("platforms: {kubernetes: {deploymentSpec: {executors: {e: {secretAsVolumes: []}}}}}\n"),
        [UnknownKeys::Rejected]
    );
}

#[test]
fn what_is_deep_inside_a_named_thing_is_called_by_its_own_name() {
    let text = "platforms: {kubernetes: {pipelineConfig: {workspace: {kubernetes: {}}}}}\n";
    assert_eq!(common::check(Schema::kfp_platform_spec(), text), ["workspace: `size` is missing in a workspace"]);
}

#[test]
fn platforms_other_than_kubernetes_keep_their_own_form() {
    let text = "platforms: {kubernetes: {}, mine: {deploymentSpec: {executors: {e: {anything: [1]}}}}}\n";
    assert_eq!(common::check(Schema::kfp_platform_spec(), text), NONE);
}

// What the checker is silent on.

#[test]
fn silent_on_aliases_that_lead_nowhere() {
    assert_eq!(container("        image: *gone\n"), NONE);
    assert_eq!(container("        <<: *gone\n"), NONE, "the image may come from there");
}

#[test]
fn merged_keys_count_as_written() {
    let text = pipeline("        <<: *base\n", REF).replacen("pipelineInfo", "deployment_spec: &x {}\npipelineInfo", 0);
    let text = text.replace("components:\n", "components:\n  comp-b: {executorLabel: &base {image: i}}\n");
    let found = common::check(Schema::kfp_pipeline_spec(), &text);
    assert_eq!(found, ["{image: i}: `executorLabel` must be text, not keys with values"], "and not a missing image");
}

#[test]
fn what_is_reached_by_many_aliases_is_reported_once() {
    let text = pipeline("        image: i\n        env: [&v {nam: x}, *v, *v]\n", REF);
    assert_eq!(
        common::check(Schema::kfp_pipeline_spec(), &text),
        ["nam: unknown key `nam` in an environment variable (did you mean `name`?)"]
    );
}

#[test]
fn silent_on_missing_keys_beside_unreadable_text() {
    let text = pipeline("        args: [a]\n        ? ]\n", REF);
    let tree = Tree::parse(text.as_str());
    assert!(!tree.errors().is_empty());
    let container = ["deploymentSpec", "executors", "exec-a", "container"];
    let container = container.iter().try_fold(tree.roots().next().unwrap(), |n, k| n.get(k));
    let unsure = container.is_some_and(ir_syntax::Node::has_loss);
    let found = Schema::kfp_pipeline_spec().check(tree.roots().next().unwrap());
    let missing = found.iter().any(|v| matches!(v.kind, ViolationKind::MissingKey { key: "image", .. }));
    assert_eq!(missing, !unsure, "{found:?}");
}

#[test]
fn silent_on_words_that_yaml_versions_read_differently() {
    assert_eq!(task(&format!("{REF}        cachingOptions: {{enableCache: yes, cacheKey: off}}\n")), NONE);
    assert_eq!(
        task(&format!("{REF}        retryPolicy: {{maxRetryCount: 1_000}}\n        taskInfo: {{name: 1:30}}\n")),
        NONE
    );
}

#[test]
fn silent_on_template_holes_but_not_on_run_time_placeholders() {
    assert_eq!(task(&format!("{REF}        triggerPolicy: {{strategy: '{{{{ strategy }}}}'}}\n")), NONE);
    assert_eq!(task(&format!("{REF}        cachingOptions:\n          enableCache: ${{CACHE}}\n")), NONE);
    assert_eq!(
        task(&format!("{REF}        retryPolicy: {{maxRetryCount: \"{{{{$.inputs.parameters['n']}}}}\"}}\n")).len(),
        1
    );
}

#[test]
fn any_tree_at_all_is_survived() {
    let deep = format!("{}{}", "{concat: [".repeat(100), "]}".repeat(100));
    for text in [deep.as_str(), "", "~\n", "? [a]\n: b\n", "{}\n", "- - - a\n", "<<: {a: 1}\n"] {
        let args = format!("implementation: {{container: {{image: i, args: [{text}]}}}}\n");
        for document in [text, args.as_str()] {
            let tree = Tree::parse(document);
            for root in tree.roots() {
                for schema in common::schemas() {
                    let _ = schema.check(root);
                }
            }
        }
    }
}

#[test]
fn placeholders_of_a_component_have_exactly_one_key() {
    assert_eq!(component("    args: [{inputValue: a}, {concat: [x, {inputPath: b}]}, {executorInput: }]\n"), NONE);
    assert_eq!(
        component("    args: [{inputValue: a, inputPath: b}]\n"),
        ["inputPath: `inputPath` and `inputValue` exclude each other in a placeholder (excludes `inputValue`)"]
    );
    assert_eq!(component("    args: [{}]\n").len(), 1);
    assert_eq!(
        component("    args: [{if: {cond: {isPresent: a}, then: [x, {inputValue: a}], else: 3}}]\n"),
        ["3: `else` must be text, a list or a placeholder, not the number 3"]
    );
}

#[test]
fn a_graph_component_wants_references_in_their_wrapper() {
    let graph = |arguments: &str| {
        common::check(
            Schema::kfp_component(),
            &format!(
                "implementation: {{graph: {{tasks: {{t: {{componentRef: {{url: u}}, arguments: {arguments}}}}}}}}}\n"
            ),
        )
    };
    assert_eq!(graph("{a: {graphInput: {inputName: x}}, b: 3, c: {taskOutput: {taskId: t, outputName: o}}}"), NONE);
    assert_eq!(graph("{a: {graphInput: x}}"), ["x: `graphInput` must be a graph input reference, not text"]);
    assert_eq!(graph("{a: [x]}").len(), 1);
}

#[test]
fn a_file_of_another_kind_does_not_drown_its_reader() {
    let keys: String = (0..5000).map(|i| format!("key{i}: 1\n")).collect();
    assert_eq!(common::check(Schema::kfp_pipeline_spec(), &keys).len(), 1000);
}
