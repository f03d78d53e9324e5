//! What Tekton's controller refuses once a run begins (Z1 to Z14), told from the files alone: each with the error that
//! must be found, and a sound file beside it in which none is.

use ir_model::Severity;
use ir_tests::findings;

const TASK: &str = "\
apiVersion: tekton.dev/v1
kind: Task
metadata: {name: build}
spec:
  params:
  - {name: mode, enum: [fast, good]}
  - {name: address, type: object, properties: {host: {}, port: {}}}
  workspaces: [{name: source}]
  steps: [{name: compile, image: 'alpine:3.20', args: [$(params.mode), $(params.address.host), $(params.address.port)]}]
  sidecars: [{name: cache, image: 'alpine:3.20'}]
---
";

/// The errors of a file, those left out that a switch would turn off.
fn errors(text: &str) -> Vec<(&'static str, String)> {
    let all = findings("run.yaml", text).into_iter().filter(|f| f.severity == Severity::Error);
    all.map(|f| (f.rule, f.title)).collect()
}

#[track_caller]
fn only(text: &str, rule: &str, title: &str) {
    let errors = errors(text);
    assert!(
        matches!(errors.as_slice(), [(r, t)] if *r == rule && t.starts_with(title)),
        "not {rule}: {title}\n{errors:#?}"
    );
}

#[track_caller]
fn sound(text: &str) {
    assert_eq!(errors(text), [], "{text}");
}

fn run(params: &str, more: &str) -> String {
    format!(
        "{TASK}apiVersion: tekton.dev/v1\nkind: TaskRun\nmetadata: {{name: run}}\nspec:\n  taskRef: {{name: build}}\n  \
         params: {params}\n  workspaces: [{{name: source, emptyDir: {{}}}}]\n{more}"
    )
}

const GOOD: &str = "[{name: mode, value: fast}, {name: address, value: {host: a, port: b}}]";

#[test]
fn a_run_gives_what_the_task_needs() {
    sound(&run(GOOD, ""));
    only(
        &run("[{name: mode, value: fast}]", ""),
        "missing-input",
        "the run does not pass the required input `address`",
    );
}

#[test]
fn z3_all_keys_of_an_object() {
    let params = "[{name: mode, value: fast}, {name: address, value: {host: a}}]";
    only(&run(params, ""), "missing-field", "`address` lacks the key `port`");
}

#[test]
fn z11_values_of_an_enum() {
    let params = "[{name: mode, value: slow}, {name: address, value: {host: a, port: b}}]";
    only(&run(params, ""), "argument-not-in-literals", "`mode` does not allow the value `slow`");
}

#[test]
fn z12_steps_and_sidecars_that_a_run_speaks_of() {
    let limits = "computeResources: {limits: {cpu: '1'}}";
    sound(&run(
        GOOD,
        &format!("  stepSpecs: [{{name: compile, {limits}}}]\n  sidecarSpecs: [{{name: cache, {limits}}}]\n"),
    ));
    let steps = run(GOOD, &format!("  stepSpecs: [{{name: complie, {limits}}}]\n"));
    only(&steps, "unknown-step", "`build` has no container `complie`");
    let sidecars = run(GOOD, &format!("  sidecarSpecs: [{{name: compile, {limits}}}]\n"));
    only(&sidecars, "unknown-step", "`build` has no container `compile`");
}

fn pipeline(params: &str, workspaces: &str, task: &str) -> String {
    format!(
        "{TASK}apiVersion: tekton.dev/v1\nkind: Pipeline\nmetadata: {{name: release}}\nspec:\n  params: {params}\n  \
         workspaces: {workspaces}\n  tasks:\n  - name: build\n    taskRef: {{name: build}}\n{task}"
    )
}

const ADDRESS: &str = "{name: address, value: {host: a, port: b}}";

#[test]
fn z8_an_optional_workspace_for_one_that_is_needed() {
    let task = format!(
        "    params: [{{name: mode, value: fast}}, {ADDRESS}]\n    workspaces: [{{name: source, workspace: code}}]\n"
    );
    sound(&pipeline("[]", "[{name: code}]", &task));
    let optional = pipeline("[]", "[{name: code, optional: true}]", &task);
    only(&optional, "optional-workspace-passed", "`code` may be missing, `build` needs it");
}

#[test]
fn z11_an_enum_of_the_pipeline_is_part_of_the_tasks() {
    let task =
        format!("    params: [{{name: mode, value: $(params.mode)}}, {ADDRESS}]\n    workspaces: [{{name: source}}]\n");
    let with = |choices: &str| pipeline(&format!("[{{name: mode{choices}}}]"), "[{name: source}]", &task);
    sound(&with(", enum: [fast]"));
    only(&with(", enum: [fast, slow]"), "argument-not-in-literals", "`mode` allows `slow`, which `mode` does not");
    only(&with(""), "argument-not-in-literals", "`mode` allows any value, `mode` only some");
}

fn pipeline_run(more: &str) -> String {
    let task = format!("    params: [{{name: mode, value: fast}}, {ADDRESS}]\n    workspaces: [{{name: source}}]\n");
    let pipeline = pipeline("[]", "[{name: source}]", &task);
    format!(
        "{pipeline}---\napiVersion: tekton.dev/v1\nkind: PipelineRun\nmetadata: {{name: run}}\nspec:\n  pipelineRef: {{name: \
         release}}\n  workspaces: [{{name: source, emptyDir: {{}}}}]\n{more}"
    )
}

#[test]
fn z10_tasks_that_a_run_speaks_of() {
    sound(&pipeline_run("  taskRunSpecs: [{pipelineTaskName: build, serviceAccountName: builder}]\n"));
    let slip = pipeline_run("  taskRunSpecs: [{pipelineTaskName: biuld, serviceAccountName: builder}]\n");
    only(&slip, "unknown-task", "no task `biuld`");
    let step = pipeline_run(
        "  taskRunSpecs: [{pipelineTaskName: build, stepSpecs: [{name: link, computeResources: {limits: {cpu: '1'}}}]}]\n",
    );
    only(&step, "unknown-step", "`build` has no container `link`");
}

#[test]
fn z6_elements_that_a_list_does_not_have() {
    let run = |at: u32| {
        format!(
            "apiVersion: tekton.dev/v1\nkind: TaskRun\nmetadata: {{name: run}}\nspec:\n  params: [{{name: colours, value: [red, \
             green]}}]\n  taskSpec:\n    params: [{{name: colours, type: array}}]\n    steps: [{{name: paint, image: \
             'alpine:3.20', args: ['$(params.colours[{at}])']}}]\n"
        )
    };
    sound(&run(1));
    only(&run(2), "index-out-of-range", "`colours` has no element 2");
}

fn step_action(params: &str) -> String {
    format!(
        "apiVersion: tekton.dev/v1beta1\nkind: StepAction\nmetadata: {{name: clone}}\nspec:\n  params: [{{name: url}}, {{name: \
         depth, default: '1'}}]\n  image: alpine:3.20\n  args: [$(params.url), $(params.depth)]\n---\napiVersion: \
         tekton.dev/v1\nkind: Task\nmetadata: {{name: fetch}}\nspec:\n  steps:\n  - name: get\n    ref: {{name: clone}}\n    \
         params: {params}\n"
    )
}

#[test]
fn z13_what_a_step_passes_to_a_step_action() {
    sound(&step_action("[{name: url, value: a}]"));
    only(&step_action("[]"), "missing-input", "the step does not pass the required input `url` to `clone`");
    let extra = step_action("[{name: url, value: a}, {name: branch, value: b}]");
    only(&extra, "unknown-argument", "`clone` has no input `branch`");
}

#[test]
fn z14_one_claim_for_each_task() {
    let run = |second: &str| {
        format!(
            "apiVersion: tekton.dev/v1\nkind: PipelineRun\nmetadata: {{name: run}}\nspec:\n  workspaces:\n  - {{name: a, \
             persistentVolumeClaim: {{claimName: one}}}}\n  - {{name: b, persistentVolumeClaim: {{claimName: {second}}}}}\n  \
             pipelineSpec:\n    workspaces: [{{name: a}}, {{name: b}}]\n    tasks: [{{name: t, taskRef: {{name: t}}, workspaces: \
             [{{name: a}}, {{name: b}}]}}]\n"
        )
    };
    let said = |text: &str| findings("run.yaml", text).iter().any(|f| f.title.starts_with("a second volume claim"));
    assert!(said(&run("two")));
    assert!(!said(&run("one")));
}

#[test]
fn p23_conditions_in_cel() {
    let when = |cel: &str| {
        format!(
            "apiVersion: tekton.dev/v1\nkind: Pipeline\nmetadata: {{name: p}}\nspec:\n  params: [{{name: x}}]\n  tasks: [{{name: t, \
             taskRef: {{name: t}}, when: [{{cel: \"{cel}\"}}]}}]\n"
        )
    };
    sound(&when("'$(params.x)' == 'a' || '$(params.x)' in ['b', 'c']"));
    only(&when("'$(params.x)' == "), "invalid-expression", "");
    only(&when("$(params.x) == 'a'"), "invalid-expression", "a variable in a condition stands in quotes");
    only(&when("params.x == 'a'"), "unknown-expression-name", "");
}

#[test]
fn x3_patterns_of_policies() {
    let policy = |pattern: &str| {
        format!(
            "apiVersion: tekton.dev/v1alpha1\nkind: VerificationPolicy\nmetadata: {{name: p}}\nspec:\n  resources: [{{pattern: \
             '{pattern}'}}]\n  authorities: [{{name: a, key: {{data: k}}}}]\n"
        )
    };
    for right in ["https://example.org/.*", "^[^]a-z]+$", r"a{2,3}?\Q(\E", "(?i)x", "[[:alpha:]]"] {
        sound(&policy(right));
    }
    for wrong in ["(a", "a)", "[a", "*a", "a**", r"(a)\1", "(?=a)"] {
        only(&policy(wrong), "malformed-value", "");
    }
}
