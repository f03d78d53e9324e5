//! What carries a PipelineSpec: jobs, Kubernetes objects, platform documents alone. Findings stand where the nested text
//! stands.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use ir_analyzer::{Settings, Source, Workspace, check, check_with, ide};
use ir_model::Engine;

/// A PipelineSpec that is right, its lines indented by `indent`.
fn pipeline(indent: usize) -> String {
    let text = "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train, '{{$}}']}}
components:
  comp-train:
    executorLabel: exec-train
    inputDefinitions:
      parameters:
        epochs: {parameterType: NUMBER_INTEGER}
        note: {parameterType: STRING, isOptional: true}
root:
  inputDefinitions:
    parameters:
      epochs: {parameterType: NUMBER_INTEGER}
      note: {parameterType: STRING, isOptional: true}
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
        inputs: {parameters: {epochs: {componentInputParameter: epochs}, note: {componentInputParameter: note}}}
";
    text.lines().map(|line| format!("{}{line}\n", " ".repeat(indent))).collect()
}

fn job(run: &str) -> String {
    format!("displayName: first\npipelineSpec:\n{}{run}", pipeline(2))
}

fn version(name: &str) -> String {
    format!(
        "apiVersion: pipelines.kubeflow.org/v2beta1\nkind: PipelineVersion\nmetadata: {{name: {name}}}\nspec:\n  \
         pipelineName: training\n  pipelineSpec:\n{}",
        pipeline(4)
    )
}

/// The findings of a text, each with what it points at.
fn found(text: &str) -> Vec<String> {
    let source = Source::new("a.yaml", text);
    let findings = check(&source, &Workspace::new());
    findings
        .iter()
        .map(|f| format!("{}[{}] {}: {}", f.severity.as_str(), f.rule, f.span.slice(text), f.title))
        .collect()
}

fn format(text: &str) -> Option<&'static str> {
    Source::new("a.yaml", text).package.map(|p| p.dialect.id)
}

#[test]
fn each_is_known_by_its_content() {
    assert_eq!(format(&pipeline(0)), Some("kfp-pipeline"));
    assert_eq!(format(&job("")), Some("kfp-pipeline-job"));
    assert_eq!(format(&version("v1")), Some("kfp-manifest"));
    let name = "apiVersion: pipelines.kubeflow.org/v2beta1\nkind: Pipeline\nmetadata: {name: training}\n";
    assert_eq!(format(name), Some("kfp-manifest"));
    assert_eq!(format("platforms: {kubernetes: {deploymentSpec: {executors: {}}}}"), Some("kfp-platform"));
    assert_eq!(format("platforms: {kubernetes: {pipelineConfig: {}}}"), Some("kfp-platform"));
    assert_eq!(format("apiVersion: tekton.dev/v1\nkind: Pipeline\nmetadata: {name: a}"), Some("tekton"));
    assert_eq!(format("apiVersion: tekton.dev/v1\nkind: PipelineRun\nspec: {pipelineSpec: {}}"), Some("tekton"));
}

#[test]
fn their_likes_are_not_ours() {
    for text in [
        "apiVersion: pipelines.kubeflow.org/v1beta1\nkind: Pipeline\nmetadata: {name: a}",
        "apiVersion: v1\nkind: List\nitems: [{apiVersion: v1, kind: ConfigMap}]",
        "pipelineSpec: {stages: [build]}",
        "pipelineSpec: {components: {a: {}}}",
        "platforms: {linux: {config: {jobs: 2}}}",
        "platforms: [linux]",
        "platforms: {kubernetes: {deploymentSpec: later}}",
    ] {
        assert_eq!(format(text), None, "{text}");
    }
}

#[test]
fn what_is_right_is_silent() {
    assert_eq!(found(&job("runtimeConfig: {parameterValues: {epochs: 3}}\n")), [""; 0]);
    assert_eq!(found(&version("v1")), [""; 0]);
}

#[test]
fn findings_stand_in_the_nested_text() {
    let slip = |text: &str| text.replace("componentRef: {name: comp-train}", "componentRef: {name: comp-trian}");
    let expected = "error[unknown-component] comp-trian: no component `comp-trian` in this file";
    assert_eq!(found(&slip(&version("v1"))), [expected]);
    let run = "runtimeConfig: {parameterValues: {epochs: 3}}\n";
    assert_eq!(found(&slip(&job(run))), [expected]);
    let key = |text: &str| text.replace("executorLabel", "executrLabel");
    let unknown = found(&key(&job(run)));
    assert!(unknown.iter().any(|f| f.starts_with("error[unknown-key] executrLabel")), "{unknown:?}");
}

#[test]
fn a_run_passes_what_its_pipeline_wants() {
    assert_eq!(
        found(&job("runtimeConfig: {parameterValues: {note: x}}\n")),
        ["warning[missing-input] runtimeConfig: the run does not pass the required input `epochs`"]
    );
    assert_eq!(
        found(&job("")),
        ["warning[missing-input] pipelineSpec: the run does not pass the required input `epochs`"]
    );
    assert_eq!(
        found(&job("runtimeConfig: {parameterValues: {epochs: 3, other: 1}}\n")),
        ["error[unknown-argument] other: the pipeline has no input `other`"]
    );
    let wrong = found(&job("runtimeConfig: {parameterValues: {epochs: many}}\n"));
    assert!(matches!(wrong.as_slice(), [one] if one.starts_with("error[type-mismatch] many")), "{wrong:?}");
}

#[test]
fn a_job_of_the_old_version_is_a_template() {
    let old = |run: &str| job(run).replace("2.1.0", "2.0.0");
    assert_eq!(found(&old("runtimeConfig: {gcsOutputDirectory: 'gs://a'}\n")), [""; 0]);
    assert_eq!(found(&old("runtimeConfig: {parameters: {epochs: {intValue: '3'}}}\n")), [""; 0]);
    assert_eq!(
        found(&old("runtimeConfig: {parameterValues: {epochs: 3}}\n")),
        ["error[run-values-unread] parameterValues: `parameterValues` is not read for this pipeline"]
    );
}

#[test]
fn several_objects_of_one_file_have_names_of_their_own() {
    let two = format!("{}---\n{}", version("v1"), version("v2"));
    assert_eq!(found(&two), [""; 0]);
    // What the second lacks is not found in the first.
    let (first, second) = (version("v1"), version("v2").replace("comp-train:", "comp-other:"));
    let broken = format!("{first}---\n{second}");
    let titles = found(&broken);
    assert_eq!(titles, ["error[unknown-component] comp-train: no component `comp-train` in this file"]);
    let at = broken.find("---").unwrap();
    let source = Source::new("a.yaml", &*broken);
    assert!(check(&source, &Workspace::new()).iter().all(|f| f.span.start as usize > at));
    // Names and versions are looked at in every one.
    let names = format!("{first}---\n{}", second.replace("name: training", "name: My Training"));
    assert!(found(&names).iter().any(|f| f.contains("`My Training` cannot name a pipeline")));
}

#[test]
fn other_objects_may_stand_beside_and_lists_around() {
    let config = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {x: [wrong]}\n---\n";
    assert_eq!(found(&format!("{config}{}", version("v1"))), [""; 0]);
    let items: String = version("V1").lines().enumerate().fold(String::new(), |mut out, (i, line)| {
        out += if i == 0 { "- " } else { "  " };
        out + line + "\n"
    });
    let list = format!("apiVersion: v1\nkind: List\nitems:\n{items}");
    assert_eq!(format(&list), Some("kfp-manifest"));
    let titles = found(&list);
    assert!(matches!(titles.as_slice(), [one] if one.starts_with("error[malformed-value] V1")), "{titles:?}");
}

#[test]
fn platform_settings_of_a_manifest_belong_to_its_pipeline() {
    let with = |label: &str| {
        let settings = format!(
            "  platformSpec: {{platforms: {{kubernetes: {{deploymentSpec: {{executors: {{{label}: {{}}}}}}}}}}}}\n"
        );
        version("v1") + &settings
    };
    assert_eq!(found(&with("exec-train")), [""; 0]);
    assert!(found(&with("exec-trian")).iter().any(|f| f.contains("[unknown-executor] exec-trian")));
    // Without the pipeline nothing can be said of executors.
    let alone = "platforms: {kubernetes: {deploymentSpec: {executors: {exec-a: {secretAsEnv: [{keyToEnv: []}]}}}}}";
    let titles = found(alone);
    assert!(titles.iter().any(|f| f.starts_with("info[unexpected-document] platforms")), "{titles:?}");
    assert!(titles.iter().any(|f| f.starts_with("warning[nameless-object]")), "{titles:?}");
    assert_eq!(titles.len(), 2);
}

#[test]
fn only_what_engines_that_take_the_file_object_to_is_said() {
    // The open-source backend does not resolve this; Vertex AI, for which jobs are, does.
    let text =
        job("runtimeConfig: {parameterValues: {epochs: 3}}\n").replace("'{{$}}'", "'{{$}}', '{{$.pipeline_root}}'");
    assert_eq!(found(&text), [""; 0]);
    // What all the takers object to is an error without a choice of target.
    let text =
        version("v1") + "  platformSpec: {platforms: {kubernetes: {pipelineConfig: {workspace: {size: 1Gi}}}}}\n";
    assert_eq!(found(&text), ["error[workspace-without-kubernetes] workspace: this workspace is never made"]);
    let mut settings = Settings::default();
    settings.targets = vec![Engine::Vertex];
    assert_eq!(check_with(&Source::new("a.yaml", &*text), &Workspace::new(), &settings), []);
}

#[test]
fn the_editor_knows_the_nested_text() {
    let text = job("runtimeConfig: {parameterValues: {epochs: 3}}\n");
    let source = Source::new("a.yaml", &*text);
    let hover = |word: &str| {
        let at = u32::try_from(text.find(word).unwrap()).unwrap();
        ide::hover(&source, &Workspace::new(), at).map(|h| h.markdown).unwrap_or_default()
    };
    assert!(hover("executorLabel").contains("executor"), "{}", hover("executorLabel"));
    assert!(hover("parameterValues").contains("input parameters"), "{}", hover("parameterValues"));
    assert!(hover("pipelineSpec").contains("PipelineSpec"), "{}", hover("pipelineSpec"));
}
