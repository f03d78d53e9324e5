//! Old, new, and what is told: one line for each change, with its sign, verdict, component and place.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use ir_analyzer::Source;
use ir_diff::{Difference, File, KINDS, diff};

/// Lines of the form `- breaking | train | input `rate` is gone`.
fn told(found: &Difference) -> String {
    let mut lines: Vec<String> = found
        .changes()
        .map(|c| format!("{} {} | {} | {}\n", c.sign.symbol(), c.verdict.word(), c.component, c.title))
        .collect();
    lines.extend(found.files.iter().flat_map(|f| &f.unknown).map(|u| format!("? {u}\n")));
    lines.extend(found.unread.iter().map(|u| format!("? {}: {}\n", u.name, u.why)));
    lines.concat()
}

fn compare(old: &str, new: &str) -> String {
    let (old, new) = (Source::new("file.yaml", old), Source::new("file.yaml", new));
    assert!(old.is_ours() && new.is_ours());
    let found = diff(&[File { name: "file.yaml", source: &old }], &[File { name: "file.yaml", source: &new }]);
    for change in found.changes() {
        assert!(KINDS.iter().any(|(kind, ..)| *kind == change.kind), "{} is no kind of change", change.kind);
        assert!(!change.reason().is_empty(), "{} {:?} has no reason", change.kind, change.verdict);
    }
    told(&found)
}

/// `text` with each first string replaced by the second, which must be there.
fn with(text: &str, edits: &[(&str, &str)]) -> String {
    edits.iter().fold(text.to_owned(), |text, (old, new)| {
        assert!(text.contains(old), "{old}");
        text.replacen(old, new, 1)
    })
}

const PIPELINE: &str = r#"
components:
  comp-prepare:
    executorLabel: exec-prepare
    outputDefinitions:
      artifacts:
        table: {artifactType: {schemaTitle: system.Dataset, schemaVersion: 0.0.1}}
  comp-train:
    executorLabel: exec-train
    inputDefinitions:
      artifacts:
        table: {artifactType: {schemaTitle: system.Dataset, schemaVersion: 0.0.1}}
      parameters:
        rate: {parameterType: NUMBER_DOUBLE}
    outputDefinitions:
      parameters:
        loss: {parameterType: NUMBER_DOUBLE}
deploymentSpec:
  executors:
    exec-prepare:
      container:
        command: [sh, -c, "echo one\necho two\necho three\n"]
        image: registry.example/prepare:1.0
    exec-train:
      container:
        args: [--rate, "{{$.inputs.parameters['rate']}}"]
        command: [train]
        image: registry.example/train:1.0
        resources: {resourceCpuLimit: "1"}
pipelineInfo: {name: churn}
root:
  dag:
    outputs:
      parameters:
        loss: {valueFromParameter: {outputParameterKey: loss, producerSubtask: train}}
    tasks:
      prepare:
        cachingOptions: {enableCache: true}
        componentRef: {name: comp-prepare}
        taskInfo: {name: prepare}
      train:
        componentRef: {name: comp-train}
        dependentTasks: [prepare]
        inputs:
          artifacts:
            table: {taskOutputArtifact: {outputArtifactKey: table, producerTask: prepare}}
          parameters:
            rate: {componentInputParameter: rate}
        taskInfo: {name: train}
  inputDefinitions:
    parameters:
      epochs: {defaultValue: 10.0, isOptional: true, parameterType: NUMBER_INTEGER}
      rate: {description: How fast, parameterType: NUMBER_DOUBLE}
  outputDefinitions:
    parameters:
      loss: {parameterType: NUMBER_DOUBLE}
schemaVersion: 2.1.0
sdkVersion: kfp-2.9.0
"#;

#[test]
fn pipeline_what_callers_pass() {
    let new = with(
        PIPELINE,
        &[
            ("defaultValue: 10.0", "defaultValue: 20"),
            (
                "rate: {description: How fast, parameterType: NUMBER_DOUBLE}",
                "rate: {description: How fast, parameterType: STRING}\n      seed: {parameterType: NUMBER_INTEGER}\n      tag: {isOptional: true, parameterType: STRING}",
            ),
        ],
    );
    assert_eq!(
        compare(PIPELINE, &new),
        "\
~ behaviour | root | the default of input `epochs`: 10.0 → 20
~ breaking | root | the type of input `rate` changed: NUMBER_DOUBLE → STRING
+ breaking | root | input `seed` is new, and must be passed
+ compatible | root | input `tag` is new, and may be left out
"
    );
}

#[test]
fn pipeline_required_and_gone() {
    let new = with(
        PIPELINE,
        &[
            (
                "epochs: {defaultValue: 10.0, isOptional: true, parameterType: NUMBER_INTEGER}",
                "epochs: {parameterType: NUMBER_INTEGER}",
            ),
            ("description: How fast", "description: \"How fast it learns\""),
            ("        loss: {valueFromParameter: {outputParameterKey: loss, producerSubtask: train}}", "        {}"),
            ("  outputDefinitions:\n    parameters:\n      loss: {parameterType: NUMBER_DOUBLE}\nschema", "schema"),
        ],
    );
    assert_eq!(
        compare(PIPELINE, &new),
        "\
- breaking | root | input `epochs` lost its default, 10.0, and must be passed
~ info | root | the description of input `rate` changed
- breaking | root | output `loss` is gone
- internal | root | source of output `loss` is gone: `loss` of `train`
"
    );
}

#[test]
fn pipeline_what_is_done_inside() {
    let new = with(
        PIPELINE,
        &[
            ("prepare:1.0", "prepare:1.1"),
            ("echo two", "echo 2"),
            ("train:1.0", "train@sha256:00"),
            ("resourceCpuLimit: \"1\"", "resourceCpuLimit: \"2\""),
            ("enableCache: true", "enableCache: false"),
            ("        dependentTasks: [prepare]\n", ""),
            ("rate: {componentInputParameter: rate}", "rate: {runtimeValue: {constant: 0.5}}"),
            ("kfp-2.9.0", "kfp-2.10.0"),
        ],
    );
    assert_eq!(
        compare(PIPELINE, &new),
        "\
~ info |  | written by: kfp-2.9.0 → kfp-2.10.0
~ internal | root | results of task `prepare` are no longer reused
~ internal | root | argument `rate`: input `rate` → 0.5
- internal | root | task `train` no longer waits for `prepare`
~ internal | comp-prepare | the tag of the image: 1.0 → 1.1
~ internal | comp-prepare | the program in the command changed, 1 line
~ internal | comp-train | the tag and digest of the image: registry.example/train:1.0 → registry.example/train@sha256:00
~ internal | comp-train | the cpu limit: 1 → 2
"
    );
}

#[test]
fn pipeline_what_means_the_same() {
    let new = with(
        PIPELINE,
        &[
            ("resourceCpuLimit: \"1\"", "resourceCpuLimit: 1000m"),
            ("defaultValue: 10.0", "defaultValue: 10"),
            ("executorLabel: exec-train", "executorLabel: \"exec-fit\"  # another label that nobody sees"),
            ("    exec-train:\n", "    exec-fit:\n"),
            ("dependentTasks: [prepare]", "dependentTasks:\n        - prepare"),
        ],
    );
    assert_eq!(compare(PIPELINE, &new), "");
}

#[test]
fn pipeline_names_that_are_new() {
    let new = PIPELINE.replace("comp-prepare", "comp-load").replace("      prepare:\n", "      load:\n");
    let new = new
        .replace("dependentTasks: [prepare]", "dependentTasks: [load]")
        .replace("producerTask: prepare", "producerTask: load");
    let new = new.replace("taskInfo: {name: prepare}", "taskInfo: {name: load}");
    assert_eq!(
        compare(PIPELINE, &new),
        "\
~ internal | root | task `prepare` is called `load` now
~ internal | comp-load | `comp-prepare` is called `comp-load` now
"
    );
}

#[test]
fn what_an_inner_component_takes_is_internal() {
    let new = with(
        PIPELINE,
        &[(
            "        rate: {parameterType: NUMBER_DOUBLE}\n    output",
            "        rate: {parameterType: NUMBER_DOUBLE}\n        seed: {parameterType: NUMBER_INTEGER}\n    output",
        )],
    );
    assert_eq!(compare(PIPELINE, &new), "+ internal | comp-train | input `seed` is new, and must be passed\n");
}

const COMPONENT: &str = "
name: Fit
inputs:
- {name: Table, type: CSV}
- {name: Rate, type: Float, default: '0.1'}
outputs:
- {name: Model}
implementation:
  container:
    image: registry.example/fit:1
    command: [fit, {inputPath: Table}, {inputValue: Rate}, {outputPath: Model}]
    env: {LEVEL: info}
";

#[test]
fn component() {
    let new = with(
        COMPONENT,
        &[
            ("type: CSV", "type: TSV"),
            (", default: '0.1'", ""),
            ("- {name: Model}", "- {name: Model}\n- {name: Log}"),
            ("LEVEL: info", "LEVEL: debug"),
        ],
    );
    assert_eq!(
        compare(COMPONENT, &new),
        "\
~ breaking | Fit | the type of input `Table` changed: CSV → TSV
- breaking | Fit | input `Rate` lost its default, 0.1, and must be passed
+ compatible | Fit | output `Log` is new
~ internal | Fit | variable `LEVEL`: info → debug
"
    );
}

#[test]
fn component_spelt_otherwise() {
    let new = "{\"name\": \"Fit\", \"inputs\": [{\"type\": \"CSV\", \"name\": \"Table\"}, {\"default\": 0.1, \"name\": \"Rate\", \
               \"type\": \"Float\"}], \"outputs\": [{\"name\": \"Model\"}], \"implementation\": {\"container\": {\"env\": {\"LEVEL\": \
               \"info\"}, \"command\": [\"fit\", {\"inputPath\": \"Table\"}, {\"inputValue\": \"Rate\"}, {\"outputPath\": \"Model\"}], \
               \"image\": \"registry.example/fit:1\"}}}";
    assert_eq!(compare(COMPONENT, new), "");
}

const ARGO: &str = "
apiVersion: argoproj.io/v1alpha1
kind: WorkflowTemplate
metadata: {name: hello}
spec:
  entrypoint: main
  arguments: {parameters: [{name: who, value: ann}]}
  templates:
  - name: main
    dag:
      tasks:
      - {name: a, template: say, arguments: {parameters: [{name: m, value: '{{workflow.parameters.who}}'}]}}
      - {name: b, template: say, depends: a.Succeeded, arguments: {parameters: [{name: m, value: bye}]}}
  - name: say
    inputs: {parameters: [{name: m}]}
    activeDeadlineSeconds: 60
    container: {image: 'alpine:3', command: [echo], args: ['{{inputs.parameters.m}}']}
";

#[test]
fn argo() {
    let new = with(
        ARGO,
        &[
            ("value: ann", "value: bob"),
            ("depends: a.Succeeded", "depends: a.Succeeded || a.Failed"),
            ("value: bye", "value: ciao"),
            ("parameters: [{name: m}]", "parameters: [{name: m}, {name: loud}]"),
            ("activeDeadlineSeconds: 60", "activeDeadlineSeconds: 90"),
            ("alpine:3", "busybox:3"),
        ],
    );
    assert_eq!(
        compare(ARGO, &new),
        "\
~ behaviour | hello | the default of input `who`: ann → bob
~ internal | main | argument `m`: bye → ciao
~ internal | main | what task `b` wants of the tasks before it: a.Succeeded → a.Succeeded || a.Failed
+ breaking | say | input `loud` is new, and must be passed
~ internal | say | the image: alpine:3 → busybox:3
~ internal | say | setting `activeDeadlineSeconds`: 60 → 90
"
    );
}

#[test]
fn argo_tasks_by_another_name() {
    let new = with(
        ARGO,
        &[("{name: a, template", "{name: first, template"), ("depends: a.Succeeded", "depends: first.Succeeded")],
    );
    assert_eq!(compare(ARGO, &new), "~ internal | main | task `a` is called `first` now\n");
}

#[test]
fn argo_a_template_that_others_use_is_gone() {
    let new = with(ARGO, &[("metadata: {name: hello}", "metadata: {name: hi}")]);
    let told = compare(ARGO, &new);
    assert!(told.contains("- breaking | hi | it is no longer found as WorkflowTemplate `hello`"), "{told}");
}

const TEKTON: &str = "
apiVersion: tekton.dev/v1
kind: Task
metadata: {name: build}
spec:
  params:
  - {name: target, type: string, enum: [all, test]}
  - {name: flags, type: array, default: []}
  workspaces: [{name: src}]
  results: [{name: digest}]
  steps:
  - name: make
    image: make:1
    script: |
      cd src
      make $(params.target)
  - {name: push, image: 'push:1', timeout: 5m}
";

#[test]
fn tekton() {
    let new = with(
        TEKTON,
        &[
            ("enum: [all, test]", "enum: [all]"),
            ("workspaces: [{name: src}]", "workspaces: [{name: src}, {name: cache, optional: true}]"),
            ("cd src\n", "cd src/main\n"),
            ("timeout: 5m", "timeout: 10m"),
            ("results: [{name: digest}]", "results: [{name: sha}]"),
        ],
    );
    assert_eq!(
        compare(TEKTON, &new),
        "\
~ breaking | build | input `target` no longer takes `test`
+ compatible | build | input `cache` is new, and may be left out
- breaking | build | output `digest` is gone
+ compatible | build | output `sha` is new
~ internal | build | the script of container `make` changed, 1 line
~ internal | build | setting `timeout` of container `push`: 5m → 10m
"
    );
}

#[test]
fn tekton_a_step_that_is_elsewhere() {
    let old = with(TEKTON, &[("image: 'push:1', ", "ref: {name: push}, ")]);
    let new = with(&old, &[("ref: {name: push}", "ref: {name: upload}")]);
    assert_eq!(compare(&old, &new), "~ internal | build | setting `ref.name` of container `push`: push → upload\n");
}

#[test]
fn files_come_go_and_move() {
    let (a, b) = (Source::new("a.yaml", TEKTON), Source::new("b.yaml", COMPONENT));
    let file = |name, source| File { name, source };
    let found = diff(&[file("a.yaml", &a), file("b.yaml", &b)], &[file("c.yaml", &a), file("d/b.yaml", &b)]);
    assert_eq!(
        told(&found),
        "~ internal |  | the file was `a.yaml` before\n~ breaking |  | the file was `b.yaml` before\n"
    );
    let found = diff(&[file("a.yaml", &a)], &[file("b.yaml", &b)]);
    assert_eq!(
        told(&found),
        "- breaking |  | the file with `build` is gone\n+ compatible |  | the file with `Fit` is new\n"
    );
}

#[test]
fn nothing_is_told_of_what_cannot_be_read() {
    let old = Source::new("a.yaml", TEKTON);
    let new = Source::new("a.yaml", TEKTON.replace("metadata: {name: build}", "metadata: {name: build"));
    let found = diff(&[File { name: "a.yaml", source: &old }], &[File { name: "a.yaml", source: &new }]);
    assert_eq!(found.changes().count(), 0);
    assert_eq!(found.unread.len(), 1);
    assert_eq!(found.unread[0].name, "a.yaml");
}

#[test]
fn the_documentation_has_every_kind_of_change() {
    let page = include_str!("../../../docs/diff.md");
    for (kind, verdict, reason) in KINDS {
        let row = format!("| `{kind}` | {} | {reason} |", verdict.word());
        assert!(page.contains(&row), "docs/diff.md lacks the row\n{row}");
    }
}
