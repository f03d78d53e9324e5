//! Objects of Argo Workflows and Tekton. A line reads `token: title (label)`.

// Helpers outside of `#[test]` functions fail as tests do: loudly.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout)]

mod common;

use ir_schema::Schema;
use ir_syntax::Tree;

const NONE: [&str; 0] = [];

/// What is found in a workflow with one template of these lines.
fn template(lines: &str) -> Vec<String> {
    let lines: String = lines.lines().map(|line| format!("    {line}\n")).collect();
    let text = format!("apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nspec:\n  templates:\n  - name: a\n{lines}");
    common::check(Schema::argo("Workflow").unwrap(), &text)
}

/// What is found in a task with these lines as its spec.
fn task(version: &str, lines: &str) -> Vec<String> {
    let lines: String = lines.lines().map(|line| format!("  {line}\n")).collect();
    let text = format!("apiVersion: tekton.dev/{version}\nkind: Task\nspec:\n{lines}");
    common::check(Schema::tekton(version, "Task").unwrap(), &text)
}

#[test]
fn objects_are_found_by_kind_and_version() {
    assert!(Schema::argo("CronWorkflow").is_some());
    assert!(Schema::argo("Sensor").is_none());
    assert!(Schema::tekton("v1beta1", "Task").is_some());
    assert!(Schema::tekton("v1", "ClusterTask").is_none(), "there was only one of v1beta1");
    assert!(Schema::tekton("v2", "Task").is_none());
}

#[test]
fn keys_of_kubernetes_types_are_known() {
    assert_eq!(
        template("container: {image: i, env: [{nam: A}], imagePullPolicy: Allways}"),
        [
            "nam: unknown key `nam` in an environment variable (did you mean `name`?)",
            "Allways: `Allways` is not an image pull policy (did you mean `Always`?)"
        ]
    );
    assert_eq!(
        template("container: {image: i, resources: {limits: {cpu: 1, memory: 2GB}}}"),
        ["2GB: `2GB` is not a quantity such as `5Gi`"]
    );
}

#[test]
fn a_template_has_one_type() {
    assert_eq!(
        template("container: {image: i}\nsuspend: {}"),
        ["suspend: `suspend` and `container` exclude each other in a template (excludes `container`)"]
    );
    assert_eq!(template("metadata: {}"), NONE, "the type may come from templateDefaults");
}

#[test]
fn words_with_a_variable_are_not_judged() {
    assert_eq!(template("resource: {action: \"{{inputs.parameters.action}}\"}"), NONE);
    assert_eq!(template("resource: {action: \"{{=inputs.parameters.action}}\"}"), NONE);
    assert_eq!(
        template("resource: {action: made}"),
        ["made: `made` is not an action (known here: get, create, apply, delete, replace, patch)"]
    );
    assert_eq!(task("v1", "steps: [{image: i, onError: $(params.a), timeout: $(params.b)}]"), NONE);
    assert_eq!(
        task("v1", "steps: [{image: i, onError: proceed, timeout: 5}]"),
        [
            "proceed: `proceed` is not a way to meet failure (known here: continue, stopAndFail)",
            "5: `timeout` must be text, not the number 5"
        ]
    );
}

#[test]
fn values_of_parameters_may_be_any_scalar() {
    let value = |value: &str| template(&format!("inputs: {{parameters: [{{name: p, value: {value}}}]}}"));
    assert_eq!(value("3"), NONE);
    assert_eq!(value("true"), NONE);
    assert_eq!(value("[3]"), ["[3]: `value` must be text, a number or true or false, not a list"]);
}

#[test]
fn permission_bits_are_octal() {
    let mode = |mode: &str| template(&format!("inputs: {{artifacts: [{{name: a, path: /a, mode: {mode}}}]}}"));
    assert_eq!(mode("0755"), NONE);
    assert_eq!(mode("493"), NONE);
    assert_eq!(mode("755"), ["755: 755 is not between 0 and 511"]);
    assert_eq!(mode("01777"), ["01777: 01777 is not between 0 and 511"]);
}

#[test]
fn each_version_of_tekton_has_its_own_fields() {
    assert_eq!(task("v1", "steps: [{image: i, computeResources: {}}]"), NONE);
    assert_eq!(task("v1beta1", "steps: [{image: i, resources: {}}]"), NONE);
    assert!(task("v1", "steps: [{image: i, resources: {}}]")[0].contains("unknown key `resources` in a step"));
    assert!(task("v1beta1", "steps: [{image: i, computeResources: {}}]")[0].contains("unknown key"));
}

#[test]
fn a_step_is_written_in_place_or_referred_to() {
    assert_eq!(task("v1", "steps: [{ref: {name: a}, params: [{name: p, value: [a, b]}]}]"), NONE);
    assert_eq!(
        task("v1", "steps: [{ref: {name: a}, script: echo}]"),
        ["script: `script` and `ref` exclude each other in a step (excludes `ref`)"]
    );
}

#[test]
fn custom_tasks_speak_their_own_terms() {
    let pipeline = |spec: &str| {
        let spec = format!("tasks: [{{name: a, taskSpec: {{apiVersion: x.dev/v1, kind: Loop, {spec}}}}}]");
        let text = format!("apiVersion: tekton.dev/v1\nkind: Pipeline\nspec: {{{spec}}}\n");
        common::check(Schema::tekton("v1", "Pipeline").unwrap(), &text)
    };
    assert_eq!(pipeline("spec: {anything: [goes]}"), NONE);
    assert!(pipeline("anything: [goes]")[0].contains("unknown key `anything`"));
}

#[test]
fn fields_of_another_file_are_described_by_it() {
    let text = "kind: Task\nspec: {steps: [{image: i, env: [{name: A, value: b}]}]}\n";
    let tree = Tree::parse(text);
    let root = tree.roots().next().unwrap();
    let step = root.get("spec").unwrap().get("steps").unwrap().items().next().unwrap();
    let schema = Schema::tekton("v1", "Task").unwrap();
    let told = |node| schema.describe(root, node).unwrap().description.unwrap();
    assert_eq!(told(step.get("image").unwrap()), "Image to run: `registry/name:tag` or `registry/name@digest`.");
    let variable = step.get("env").unwrap().items().next().unwrap();
    assert_eq!(told(variable.get("name").unwrap()), "Name of the variable.");
}
