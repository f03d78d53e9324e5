//! What Tekton's webhook lets pass, and mostly its controller, too: each hole as a file that a person can read, with the
//! finding that closes it. The numbers are those of `docs/coverage/tekton.md`.

use ir_analyzer::{Level, Settings, Source, Workspace, check_with};
use ir_model::Diagnostic;

/// The findings in an object of v1, all rules switched on that are off by default and that a hole needs.
fn findings(kind: &str, spec: &str) -> Vec<Diagnostic> {
    let mut settings = Settings::default();
    for rule in
        ["deadline-missing", "exit-task-skipped", "redundant-dependency", "resources-missing", "script-injection"]
    {
        settings.set(rule, Level::On);
    }
    settings.set("unguarded-workspace", Level::On);
    let text = format!("apiVersion: tekton.dev/v1\nkind: {kind}\nmetadata: {{name: hole}}\nspec:\n{spec}");
    check_with(&Source::new("hole.yaml", text), &Workspace::new(), &settings)
}

/// Says what `rule` must say of `spec`: the beginning of a title.
#[track_caller]
fn found(kind: &str, spec: &str, rule: &str, title: &str) {
    let all = findings(kind, spec);
    let speaks = all.iter().any(|f| f.rule == rule && f.title.starts_with(title));
    let said: Vec<String> = all.iter().map(|f| format!("{}: {}", f.rule, f.title)).collect();
    assert!(speaks, "not {rule}: {title}\n{}", said.join("\n"));
}

const STEP: &str = "  steps: [{name: s, image: 'alpine:3.20'}]\n";

#[test]
fn k19_parameters_of_sidecars() {
    let spec = format!("{STEP}  sidecars: [{{name: proxy, image: 'alpine:3.20', args: [$(params.port)]}}]\n");
    found("Task", &spec, "unknown-input", "`hole` has no input `port`");
}

#[test]
fn k19_parameters_of_the_template_of_steps() {
    let spec = format!("{STEP}  stepTemplate: {{env: [{{name: A, value: $(params.a)}}]}}\n");
    found("Task", &spec, "unknown-input", "`hole` has no input `a`");
}

#[test]
fn k19_parameters_of_volumes() {
    let spec = format!("{STEP}  volumes: [{{name: v, configMap: {{name: $(params.config)}}}}]\n");
    found("Task", &spec, "unknown-input", "`hole` has no input `config`");
}

#[test]
fn k19_parameters_of_where_workspaces_are_mounted() {
    let spec = format!("{STEP}  workspaces: [{{name: w, mountPath: $(params.path)}}]\n");
    found("Task", &spec, "unknown-input", "`hole` has no input `path`");
}

#[test]
fn k21_results_in_arguments() {
    let spec = "  steps: [{name: s, image: 'alpine:3.20', args: [$(results.digest.path)]}]\n";
    found("Task", spec, "unknown-output", "`hole` declares no output parameter `digest`");
}

#[test]
fn workspaces_that_are_not_declared() {
    let spec = "  steps: [{name: s, image: 'alpine:3.20', script: cd $(workspaces.source.path)}]\n";
    found("Task", spec, "unknown-input", "`hole` has no workspace `source`");
}

#[test]
fn k22_values_of_steps_that_are_not_there() {
    let spec = format!("{STEP}  results: [{{name: r, value: $(steps.build.results.r)}}]\n");
    found("Task", &spec, "unknown-step", "`hole` has no step `build`");
}

#[test]
fn p14_the_context_in_any_task() {
    let spec = "  tasks:\n  - {name: a, taskRef: {name: t}, params: [{name: x, value: $(context.pipelineRun.nme)}]}\n  - \
                {name: b, taskRef: {name: t}, params: [{name: x, value: y}]}\n";
    found("Pipeline", spec, "unknown-variable", "there is no variable `$(context.pipelineRun.nme)`");
}

#[test]
fn p16_how_a_task_ended_beside_a_result() {
    let spec = "  tasks: [{name: a, taskRef: {name: t}}]\n  finally:\n  - name: f\n    taskRef: {name: t}\n    params: \
                [{name: x, value: '$(tasks.a.results.r) $(tasks.b.status)'}]\n";
    found("Pipeline", spec, "unknown-task", "no task `b`");
}

#[test]
fn retries_below_0() {
    found("Pipeline", "  tasks: [{name: a, taskRef: {name: t}, retries: -1}]\n", "malformed-value", "`-1` is below 0");
}

#[test]
fn timeouts_below_0() {
    let spec = "  tasks: [{name: a, taskRef: {name: t}, timeout: -1h}]\n";
    found("Pipeline", spec, "malformed-value", "`-1h` is below 0");
}

#[test]
fn words_one_letter_off() {
    let spec = "  params: [{name: x}]\n  steps: [{name: s, image: 'alpine:3.20', args: [$(parms.x), $(params.x)]}]\n";
    found("Task", spec, "unknown-variable", "`$(parms.x)` is no variable");
}

#[test]
fn volumes_that_nobody_lists() {
    let spec = "  steps: [{name: s, image: 'alpine:3.20', volumeMounts: [{name: v, mountPath: /v}]}]\n";
    found("Task", spec, "unknown-volume", "`hole` has no volume `v`");
}

#[test]
fn volumes_that_nobody_mounts() {
    let spec = format!("{STEP}  volumes: [{{name: cache, emptyDir: {{}}}}]\n");
    found("Task", &spec, "unused-volume", "nothing mounts the volume `cache`");
}

#[test]
fn parameters_that_nobody_reads() {
    found(
        "Task",
        &format!("{STEP}  params: [{{name: rate}}]\n"),
        "unused-input",
        "`hole` never reads its input `rate`",
    );
}

#[test]
fn results_that_nobody_writes() {
    let spec = format!("{STEP}  results: [{{name: digest}}]\n");
    found("Task", &spec, "output-never-written", "`hole` is never told where to write `digest`");
}

#[test]
fn parameters_of_a_matrix_and_of_the_task() {
    let spec = "  tasks:\n  - name: a\n    taskRef: {name: t}\n    params: [{name: x, value: y}]\n    matrix: {params: [{name: \
                x, value: [a]}]}\n";
    found("Pipeline", spec, "duplicate-name", "");
}

#[test]
fn a_matrix_of_a_text() {
    let spec = "  tasks: [{name: a, taskRef: {name: t}, matrix: {params: [{name: x, value: linux}]}}]\n";
    found("Pipeline", spec, "type-mismatch", "the matrix needs a list for `x`");
}

#[test]
fn an_order_that_a_value_gives() {
    let spec = "  tasks:\n  - {name: a, taskRef: {name: t}}\n  - {name: b, taskRef: {name: t}, params: [{name: x, value: \
                $(tasks.a.results.r)}]}\n  - {name: c, taskRef: {name: t}, runAfter: [a, b]}\n";
    found("Pipeline", spec, "redundant-dependency", "task `c` waits for `a` by way of `b`");
}

#[test]
fn an_optional_workspace_that_nobody_asks_for() {
    let spec = "  workspaces: [{name: cache, optional: true}]\n  steps: [{name: s, image: 'alpine:3.20', script: ls \
                $(workspaces.cache.path)}]\n";
    found("Task", spec, "unguarded-workspace", "nothing asks whether the optional workspace `cache` is there");
}

#[test]
fn a_task_at_the_end_that_may_be_skipped() {
    let spec = "  tasks: [{name: a, taskRef: {name: t}, when: [{input: x, operator: in, values: [y]}]}]\n  finally: [{name: \
                f, taskRef: {name: t}, params: [{name: x, value: $(tasks.a.results.r)}]}]\n";
    found("Pipeline", spec, "exit-task-skipped", "`f` is skipped where `a` is");
}

#[test]
fn a_default_that_is_half_a_list() {
    let spec = format!("{STEP}  params: [{{name: x, default: [1, a]}}]\n");
    found("Task", &spec, "type-mismatch", "the list is taken for a text");
}

#[test]
fn an_element_beyond_the_default() {
    let spec = "  params: [{name: x, type: array, default: [a]}]\n  steps: [{name: s, image: 'alpine:3.20', args: \
                ['$(params.x[1])']}]\n";
    found("Task", spec, "index-out-of-range", "`x` has no element 1");
}

#[test]
fn values_in_scripts() {
    let spec = "  params: [{name: x}]\n  steps: [{name: s, image: 'alpine:3.20', script: 'echo \"$(params.x)\"'}]\n";
    found("Task", spec, "script-injection", "`x` becomes a part of the script");
}

#[test]
fn a_run_without_end() {
    found("TaskRun", "  taskRef: {name: t}\n  timeout: 0s\n", "deadline-missing", "nothing ends the run");
}
