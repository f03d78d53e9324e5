//! Where the validator of Argo Workflows goes wrong, or says less than there is to say: each of its oddities, and that
//! ours does not share it.

use std::path::PathBuf;

use ir_analyzer::{Settings, Source, Workspace, check_with};
use ir_model::Engine;

/// What a workflow begins with; its templates follow. Its entrypoint is `main`.
const HEAD: &str = "\
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: w-}
spec:
  entrypoint: main
  templates:
";

/// Templates to be run: work, a text to be said, and a value to be had.
const WORK: &str = "  - name: work\n    container: {image: 'alpine:3.20', command: [run]}\n";
const SAY: &str = "  - name: say\n    inputs: {parameters: [{name: m}]}\n    container: {image: 'alpine:3.20', command: [echo, \
                   '{{inputs.parameters.m}}']}\n";
const GIVE: &str = "  - name: give\n    container: {image: 'alpine:3.20', command: [run]}\n    outputs: {parameters: [{name: o, \
                    valueFrom: {path: /o}}]}\n";

/// The errors and warnings of a file, `error[rule] title`, without those on what nobody uses.
fn found(text: &str, targets: &[Engine]) -> Vec<String> {
    let source = Source::new(PathBuf::from("w.yaml"), text.to_owned());
    let mut settings = Settings::default();
    settings.targets = targets.to_vec();
    let findings = check_with(&source, &Workspace::new(), &settings);
    let shown = findings.iter().map(|f| format!("{}[{}] {}", f.severity.as_str(), f.rule, f.title));
    shown.filter(|f| !f.contains("[unused-") && !f.starts_with("info") && !f.starts_with("hint")).collect()
}

/// What somebody hears who lints.
fn linted(text: &str) -> Vec<String> {
    found(text, &[Engine::ArgoLint])
}

fn steps(steps: &[&str]) -> String {
    let lines: Vec<String> = steps.iter().map(|s| format!("    - - {s}\n")).collect();
    format!("{HEAD}{WORK}{SAY}{GIVE}  - name: main\n    steps:\n{}", lines.concat())
}

fn tasks(tasks: &[&str]) -> String {
    let lines: Vec<String> = tasks.iter().map(|s| format!("      - {s}\n")).collect();
    format!("{HEAD}{WORK}{SAY}{GIVE}  - name: main\n    dag:\n      tasks:\n{}", lines.concat())
}

#[test]
fn it_stops_at_the_first_defect_and_we_tell_of_all() {
    let two = steps(&["{name: a, template: nope}", "{name: b_c, template: work}"]);
    let found = linted(&two);
    assert_eq!(found.len(), 2, "{found:?}");
}

/// It remembers templates by their names, and those inside of steps have none: it looks at the first alone.
#[test]
fn every_template_inside_of_a_step_is_looked_at() {
    let second = steps(&["{name: a, inline: {suspend: {}}}", "{name: b, inline: {container: {command: [x]}}}"]);
    assert_eq!(linted(&second), ["error[missing-key] `image` is missing in a container"]);
}

/// It knows a global output only behind the template that it happens to meet first.
#[test]
fn the_order_of_templates_does_not_decide_what_they_see() {
    let global = "  - name: give-all\n    container: {image: 'alpine:3.20', command: [run]}\n    outputs: {parameters: [{name: o, \
                  globalName: g, valueFrom: {path: /o}}]}\n";
    let reads = "  - name: first\n    container: {image: 'alpine:3.20', command: [echo, '{{workflow.outputs.parameters.g}}']}\n";
    let main = "  - name: main\n    steps: [[{name: a, template: give-all}], [{name: b, template: first}]]\n";
    for order in [[reads, global, main], [global, reads, main], [main, reads, global]] {
        assert_eq!(linted(&format!("{HEAD}{}", order.concat())), [""; 0]);
    }
    let wrong = format!("{HEAD}{global}{}{main}", reads.replace(".g}}", ".h}}"));
    assert!(linted(&wrong).iter().any(|f| f.starts_with("error[unknown-output]")), "{:?}", linted(&wrong));
}

/// Waiting is neither work nor a graph: some of its checks take it for one, some for the other.
#[test]
fn what_waits_has_the_limits_that_the_engine_gives_it() {
    let waits = |key: &str| format!("{HEAD}  - name: main\n    suspend: {{}}\n    {key}\n");
    for refused in ["timeout: 1h", "pendingTimeout: 1h", "parallelism: 2", "activeDeadlineSeconds: x"] {
        let found = linted(&waits(refused));
        assert!(matches!(found.as_slice(), [one] if one.starts_with("error")), "{refused}: {found:?}");
    }
    assert_eq!(linted(&waits("activeDeadlineSeconds: 10")), [""; 0]);
}

#[test]
fn templates_may_run_themselves_and_tasks_may_not_wait_for_themselves() {
    let again =
        steps(&["{name: a, template: work}", "{name: b, template: main, when: '{{steps.a.outputs.result}} == no'}"]);
    assert_eq!(linted(&again), [""; 0]);
    let circle =
        tasks(&["{name: a, template: work, dependencies: [b]}", "{name: b, template: work, dependencies: [a]}"]);
    assert!(
        matches!(linted(&circle).as_slice(), [one] if one.starts_with("error[task-cycle]")),
        "{:?}",
        linted(&circle)
    );
}

#[test]
fn a_template_that_nothing_stops_runs_itself_for_ever() {
    let endless = steps(&["{name: a, template: work}", "{name: b, template: main}"]);
    assert_eq!(linted(&endless), ["warning[endless-recursion] `main` runs itself without end"]);
}

/// It leaves the list at the first parameter with choices and without a value.
#[test]
fn choices_behind_a_parameter_without_a_value_are_looked_at() {
    let arguments = "spec:\n  arguments: {parameters: [{name: a, enum: [x]}, {name: b, value: c, enum: [y]}]}\n";
    let file = format!("{HEAD}  - name: main\n    container: {{image: 'alpine:3.20', command: [run]}}\n");
    let found = linted(&file.replace("spec:\n", arguments));
    assert_eq!(found, ["error[default-not-in-literals] the default of `b` is none of the values it allows"]);
}

/// Its sorting speaks before the sentences that would name the place.
#[test]
fn a_dependency_that_is_unknown_is_told_at_its_name() {
    let wrong = tasks(&["{name: a, template: work, dependencies: [nope]}"]);
    assert!(matches!(linted(&wrong).as_slice(), [one] if one.contains("no task `nope`")), "{:?}", linted(&wrong));
    let twice = tasks(&["{name: a, template: work}", "{name: a, template: work}"]);
    assert!(
        matches!(linted(&twice).as_slice(), [one] if one.starts_with("error[duplicate-name]")),
        "{:?}",
        linted(&twice)
    );
}

/// Of a result that only loops have, it names the task that does not loop by the name of another.
#[test]
fn the_task_that_does_not_loop_is_the_one_that_is_named() {
    let wrong = tasks(&["{name: a, template: work}", "{name: b, template: work, depends: a.AllFailed}"]);
    assert_eq!(linted(&wrong), ["error[invalid-dependency] `a` does not loop: it has no `AllFailed`"]);
}

#[test]
fn what_is_merged_into_each_template_counts() {
    let defaults = "spec:\n  templateDefaults: {container: {image: 'alpine:3.20'}}\n";
    let file = format!("{HEAD}  - name: main\n    container: {{command: [run]}}\n");
    assert_eq!(linted(&file), ["error[missing-key] `image` is missing in a container"]);
    assert_eq!(linted(&file.replace("spec:\n", defaults)), [""; 0]);
}

/// A workflow of a template has the template's entrypoint, arguments and templates beside its own.
#[test]
fn a_workflow_has_what_its_template_has() {
    let template = "\
apiVersion: argoproj.io/v1alpha1
kind: WorkflowTemplate
metadata: {name: shared}
spec:
  entrypoint: main
  arguments: {parameters: [{name: p, value: x}]}
  templates:
  - name: main
    container: {image: 'alpine:3.20', command: [echo, '{{workflow.parameters.p}}']}
---
";
    let workflow = "apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: {name: w}\nspec:\n  onExit: main\n  \
                    workflowTemplateRef: {name: shared}\n";
    assert_eq!(linted(&format!("{template}{workflow}")), [""; 0]);
    let wrong = workflow.replace("onExit: main", "onExit: nope");
    assert!(linted(&format!("{template}{wrong}")).iter().any(|f| f.starts_with("error[unknown-component]")));
}

/// Whoever runs a template of workflows may bring parameters that it does not declare.
#[test]
fn a_template_may_read_parameters_that_others_bring() {
    let template = |declared: &str| {
        format!(
            "apiVersion: argoproj.io/v1alpha1\nkind: WorkflowTemplate\nmetadata: {{name: shared}}\nspec:\n{declared}  templates:\n  \
             - name: main\n    container: {{image: 'alpine:3.20', command: [echo, '{{{{workflow.parameters.table}}}}']}}\n"
        )
    };
    assert_eq!(linted(&template("")), [""; 0]);
    let near = template("  arguments: {parameters: [{name: tabel, value: x}]}\n");
    assert_eq!(found(&near, &[]), ["warning[unknown-input] `shared` has no input `table`"]);
}

#[test]
fn steps_of_one_group_do_not_see_each_other() {
    let group = format!(
        "{HEAD}{WORK}  - name: main\n    steps:\n    - - {{name: a, template: work}}\n      - {{name: b, template: work, when: \
         '{{{{steps.a.outputs.result}}}} == x'}}\n"
    );
    assert_eq!(linted(&group), [""; 0], "`argo lint` accepts it");
    let run = found(&group, &[]);
    assert!(matches!(run.as_slice(), [one] if one.starts_with("warning[data-without-order]")), "{run:?}");
}

/// The keys of a loop stay visible for the steps behind it.
#[test]
fn the_item_of_a_step_is_not_there_for_the_next() {
    let say = |name: &str, more: &str| {
        format!(
            "{{name: {name}, template: say, {more}arguments: {{parameters: [{{name: m, value: '{{{{item.k}}}}'}}]}}}}"
        )
    };
    let leaks = steps(&[&say("a", "withItems: [{k: 1}], "), &say("b", "")]);
    let run = found(&leaks, &[]);
    assert!(matches!(run.as_slice(), [one] if one.starts_with("warning[unknown-variable]")), "{run:?}");
    let alone = linted(&steps(&[&say("b", "")]));
    assert!(matches!(alone.as_slice(), [one] if one.starts_with("error[unknown-variable]")), "{alone:?}");
}

/// It looks at no reference inside of a text, a condition or an expression of a DAG.
#[test]
fn a_value_in_the_middle_of_a_text_is_waited_for_too() {
    let reads = |value: &str| {
        let task = format!("{{name: b, template: say, arguments: {{parameters: [{{name: m, value: {value}}}]}}}}");
        tasks(&["{name: a, template: give}", &task])
    };
    let early = linted(&reads("'{{tasks.a.outputs.parameters.o}}'"));
    assert!(matches!(early.as_slice(), [one] if one.starts_with("error[data-without-order]")), "{early:?}");
    for late in ["'x{{tasks.a.outputs.parameters.o}}'", "'{{=tasks.a.outputs.parameters.o}}'"] {
        let run = found(&reads(late), &[]);
        assert!(matches!(run.as_slice(), [one] if one.starts_with("warning[data-without-order]")), "{late}: {run:?}");
    }
}

/// It takes the output of a task that may be skipped for one that is there.
#[test]
fn a_task_that_may_be_skipped_may_have_no_output() {
    let file = tasks(&[
        "{name: a, template: give, when: '{{workflow.name}} == x'}",
        "{name: b, template: say, dependencies: [a], arguments: {parameters: [{name: m, value: \
         '{{tasks.a.outputs.parameters.o}}'}]}}",
    ]);
    let found = linted(&file);
    assert_eq!(found, ["warning[skipped-output] the condition of `a` may leave it out: then it has no `o`"]);
    for default in [
        file.replace("valueFrom: {path: /o}", "valueFrom: {path: /o, default: x}"),
        file.replace("{name: m}]}", "{name: m, default: x}]}"),
        file.replace("dependencies: [a]", "depends: a.Succeeded"),
    ] {
        assert_eq!(linted(&default), [""; 0]);
    }
}

/// Loops over items give lists of all they gave; those over numbers do not, nor does what does not loop.
#[test]
fn only_loops_over_items_have_lists_of_their_outputs() {
    let reads = |loops: &str| {
        let give = format!("{{name: a, template: give{loops}}}");
        let all =
            "{name: b, template: say, arguments: {parameters: [{name: m, value: '{{steps.a.outputs.parameters}}'}]}}";
        linted(&steps(&[&give, all]))
    };
    for loops in [", withItems: [1, 2]", ", withParam: '[1, 2]'"] {
        assert_eq!(reads(loops), [""; 0], "{loops}");
    }
    for loops in ["", ", withSequence: {count: 2}"] {
        assert_eq!(reads(loops), ["error[unknown-variable] task `a` has no list of all its outputs"], "{loops}");
    }
}

/// A template inside of a task sees the inputs of the template around it besides its own.
#[test]
fn a_template_inside_of_a_task_sees_the_inputs_around_it() {
    let file = format!(
        "{HEAD}  - name: main\n    inputs: {{parameters: [{{name: outer, value: x}}]}}\n    dag:\n      tasks:\n      - name: a\n        \
         arguments: {{parameters: [{{name: own, value: y}}]}}\n        inline:\n          inputs: {{parameters: [{{name: own}}]}}\n          \
         container: {{image: 'alpine:3.20', command: [echo, '{{{{inputs.parameters.own}}}}', '{{{{inputs.parameters.outer}}}}']}}\n"
    );
    assert_eq!(linted(&file), [""; 0]);
}

/// Nobody looks for the template of a hook before the hook runs.
#[test]
fn the_template_of_a_hook_must_exist() {
    for hook in ["hooks: {exit: {template: nope}}", "onExit: nope"] {
        let run = found(&steps(&[&format!("{{name: a, template: work, {hook}}}")]), &[]);
        assert!(matches!(run.as_slice(), [one] if one.starts_with("warning[unknown-component]")), "{hook}: {run:?}");
    }
}

/// It refuses mounts at one place only in a template's one container; the cluster refuses every pod that has them.
#[test]
fn mounts_at_one_place_are_told_wherever_they_stand() {
    let mounts = "volumeMounts: [{name: v, mountPath: /a}, {name: w, mountPath: /a}]";
    let script =
        format!("{HEAD}  - name: main\n    script: {{image: 'alpine:3.20', command: [sh], source: x, {mounts}}}\n");
    assert_eq!(linted(&script), [""; 0]);
    let run = found(&script, &[Engine::Argo]);
    assert!(matches!(run.as_slice(), [one] if one.starts_with("error[duplicate-mount-path]")), "{run:?}");
}
