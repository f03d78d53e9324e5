//! Verdicts: what weighs, what is unknown, and which of the two questions is answered.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use ir_analyzer::Source;
use ir_targets::{Judgement, Mode, Target, Unseen, Verdict, Weight, judge};

fn judged(text: &str) -> Judgement {
    judge(&Source::new("a.yaml", text))
}

fn on<'j>(judgement: &'j Judgement, engine: &str) -> &'j Target {
    judgement.targets.iter().find(|target| target.engine.id == engine).unwrap()
}

fn pipeline(command: &str) -> String {
    format!(
        "pipelineInfo: {{name: a}}
schemaVersion: 2.1.0
deploymentSpec: {{executors: {{exec-a: {{container: {{image: 'python:3.12', command: {command}}}}}}}}}
components: {{comp-a: {{executorLabel: exec-a}}}}
root: {{dag: {{tasks: {{a: {{componentRef: {{name: comp-a}}, taskInfo: {{name: a}}}}}}}}}}
"
    )
}

#[test]
fn the_worst_reason_decides() {
    let plain = judged(&pipeline("[a]"));
    assert_eq!(on(&plain, "kfp-argo").verdict, Verdict::Runs);
    assert_eq!(on(&plain, "kfp-local-subprocess").verdict, Verdict::Cannot);
    // An escape for JSON is left as it is by one, stops another, and works on a third.
    let escaped = judged(&pipeline("[a, '{{$.json_escape[1]}}']"));
    assert_eq!(on(&escaped, "kfp-argo").verdict, Verdict::Differently);
    assert_eq!(on(&escaped, "kfp-local-docker").verdict, Verdict::Cannot);
    assert_eq!(on(&escaped, "vertex").verdict, Verdict::Runs);
}

#[test]
fn what_nobody_has_looked_at_is_no_yes() {
    let bare = judged(&pipeline("[]"));
    let vertex = on(&bare, "vertex");
    assert_eq!(vertex.verdict, Verdict::Unknown);
    let unknown: Vec<&str> = vertex.reasons.iter().map(|r| bare.uses.get(r.of).unwrap().feature.id.as_str()).collect();
    assert_eq!(unknown, ["container-without-command"]);
    assert!(vertex.reasons.iter().all(|r| r.weight == Weight::Unknown && r.cell.is_none()));
}

const TEKTON: &str = "apiVersion: tekton.dev/v1
kind: Pipeline
metadata: {name: p}
spec: {tasks: [{name: a, taskRef: {name: elsewhere}}]}
";

#[test]
fn a_file_that_leans_on_others_is_unknown_but_where_it_is_at_home() {
    let leaning = judged(TEKTON);
    assert_eq!(leaning.elsewhere.len(), 1);
    let (own, other) = (on(&leaning, "tekton"), on(&leaning, "argo"));
    assert_eq!((own.mode, own.verdict, own.unseen), (Mode::AsItIs, Verdict::Runs, None));
    assert_eq!((other.mode, other.verdict), (Mode::ByTranslation, Verdict::Unknown));
    assert_eq!(other.unseen, Some(Unseen::Elsewhere));
}

#[test]
fn what_a_cluster_must_switch_on_is_said() {
    let cel = judged(&TEKTON.replace("name: a,", "name: a, when: [{cel: \"'a' == 'b'\"}],"));
    let tekton = on(&cel, "tekton");
    assert_eq!(tekton.verdict, Verdict::Partly);
    let switch = tekton.switches.first().unwrap();
    assert_eq!((switch.flag, &*switch.value), ("enable-cel-in-whenexpression", "true"));
    assert!(on(&cel, "argo").switches.is_empty());
}

const WORKFLOW: &str = "apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {name: w}
spec:
  entrypoint: a
  templates: [{name: a, container: {image: 'a:1', command: [a]}}]
";

#[test]
fn the_backend_takes_workflows_that_its_own_compiler_made() {
    let (own, compiled) =
        (judged(WORKFLOW), "{name: w, annotations: {pipelines.kubeflow.org/kfp_sdk_version: 1.8.22}}");
    assert_eq!(on(&own, "kfp-argo").mode, Mode::ByTranslation);
    let compiled = judged(&WORKFLOW.replace("{name: w}", compiled));
    let backend = on(&compiled, "kfp-argo");
    assert_eq!((backend.mode, backend.verdict), (Mode::AsItIs, Verdict::Partly));
    assert_eq!(on(&compiled, "vertex").mode, Mode::ByTranslation);
    assert_eq!(on(&compiled, "argo").verdict, Verdict::Runs);
}

#[test]
fn what_is_no_pipeline_has_no_targets() {
    assert!(judged("shopping: [milk]\n").targets.is_empty());
}
