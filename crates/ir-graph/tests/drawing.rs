//! Small drawings, whole.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use ir_analyzer::{Source, Workspace, check};
use ir_graph::{Drawing, FlowKind, Format, Kind, Mark, Options, Theme, draw, render};

const PIPELINE: &str = r#"
pipelineInfo: {name: churn}
schemaVersion: 2.1.0
sdkVersion: kfp-2.9.0
root:
  dag:
    tasks:
      load:
        taskInfo: {name: load}
        cachingOptions: {enableCache: true}
        componentRef: {name: comp-load}
      each-rate:
        taskInfo: {name: for-loop-1}
        componentRef: {name: comp-loop}
        dependentTasks: [load]
        iteratorPolicy: {parallelismLimit: 2}
        parameterIterator: {itemInput: rate, items: {raw: "[0.1, 0.2]"}}
        inputs:
          artifacts:
            table: {taskOutputArtifact: {producerTask: load, outputArtifactKey: table}}
      notify:
        taskInfo: {name: notify}
        componentRef: {name: comp-notify}
        dependentTasks: [each-rate]
        triggerPolicy: {strategy: ALL_UPSTREAM_TASKS_COMPLETED}
        retryPolicy: {maxRetryCount: 3}
components:
  comp-load:
    executorLabel: exec-load
    outputDefinitions: {artifacts: {table: {artifactType: {schemaTitle: system.Dataset, schemaVersion: 0.0.1}}}}
  comp-loop:
    inputDefinitions:
      artifacts: {table: {artifactType: {schemaTitle: system.Dataset, schemaVersion: 0.0.1}}}
      parameters: {rate: {parameterType: NUMBER_DOUBLE}}
    dag:
      tasks:
        train:
          taskInfo: {name: Train & test}
          componentRef: {name: comp-train}
          inputs:
            artifacts: {table: {componentInputArtifact: table}}
            parameters: {rate: {componentInputParameter: rate}}
          triggerPolicy: {condition: "inputs.parameter_values['rate'] > 0.1"}
  comp-train:
    executorLabel: exec-train
    inputDefinitions:
      artifacts: {table: {artifactType: {schemaTitle: system.Dataset, schemaVersion: 0.0.1}}}
      parameters: {rate: {parameterType: NUMBER_DOUBLE}}
  comp-notify: {executorLabel: exec-notify}
deploymentSpec:
  executors:
    exec-load: {container: {image: "python:3.12", command: [load, "{{$.outputs.artifacts['table'].path}}"]}}
    exec-train:
      container:
        image: "python:3.12"
        command: [train, "{{$.inputs.artifacts['table'].path}}", "{{$.inputs.parameters['rate']}}"]
    exec-notify: {container: {image: "python:3.12", command: [notify]}}
"#;

fn drawn(text: &str, options: &Options) -> Drawing {
    let source = Source::new("churn.yaml", text);
    draw(&source, &check(&source, &Workspace::new()), options)
}

#[test]
fn what_is_around_tasks_and_between_them() {
    let drawing = drawn(PIPELINE, &Options::default());
    let all: Vec<(&str, Kind)> = drawing.nodes().map(|n| (&*n.id, n.kind)).collect();
    assert_eq!(
        all,
        [
            ("churn", Kind::Pipeline),
            ("churn/load", Kind::Container),
            ("churn/each-rate", Kind::Graph),
            ("churn/notify", Kind::Container),
            ("churn/each-rate/train", Kind::Container),
        ]
    );
    let node = |id: &str| drawing.node(id).unwrap();
    let words = |id: &str| node(id).marks.iter().map(Mark::words).collect::<Vec<_>>();
    assert_eq!(words("churn/each-rate"), ["for each of [0.1, 0.2], 2 at once"]);
    assert_eq!(words("churn/each-rate/train"), ["if rate > 0.1"]);
    assert_eq!(words("churn/notify"), ["runs in any case", "retry 3\u{d7}"]);
    assert_eq!(node("churn/each-rate/train").title, "Train & test");
    assert_eq!(node("churn/each-rate/train").inputs[1].value.as_deref(), Some("input `table`"));

    let edges = &node("churn").group.as_ref().unwrap().edges;
    let ends: Vec<_> = edges.iter().map(|e| (e.from, e.to, e.kind, e.flows.len())).collect();
    assert_eq!(ends, [(0, 1, FlowKind::Artifact, 2), (1, 2, FlowKind::Order, 1)]);
}

#[test]
fn a_place_in_the_text_leads_to_the_innermost_task() {
    let drawing = drawn(PIPELINE, &Options::default());
    let at = |text: &str| drawing.node_at(PIPELINE.find(text).unwrap() as u32).map(|n| &*n.id);
    assert_eq!(at("parallelismLimit"), Some("churn/each-rate"));
    assert_eq!(at("Train & test"), Some("churn/each-rate/train"));
    let train = drawing.node("churn/each-rate/train").unwrap();
    assert_eq!(&PIPELINE[train.place.name.range()], "train");
    assert_eq!(PIPELINE.lines().nth(train.place.line as usize - 1).map(str::trim), Some("train:"));
}

#[test]
fn the_picture() {
    insta::assert_snapshot!(render(&drawn(PIPELINE, &Options::default()), Format::Svg, Theme::Light));
}

#[test]
fn the_flowchart() {
    insta::assert_snapshot!(render(&drawn(PIPELINE, &Options::default()), Format::Mermaid, Theme::Light));
}

#[test]
fn the_digraph() {
    insta::assert_snapshot!(render(&drawn(PIPELINE, &Options::default()), Format::Dot, Theme::Light));
}

#[test]
fn the_document() {
    insta::assert_snapshot!(render(&drawn(PIPELINE, &Options::default()), Format::Json, Theme::Light));
}

#[test]
fn a_collapsed_group_hides_what_is_inside_and_counts_its_findings() {
    let text = PIPELINE.replace("componentInputParameter: rate}", "componentInputParameter: raet}");
    let drawing = drawn(&text, &Options { depth: Some(1), ..Options::default() });
    let group = drawing.node("churn/each-rate").unwrap();
    assert!(group.collapsed);
    assert_eq!((group.count.errors, group.inner.errors), (0, 1));
    let picture = render(&drawing, Format::Svg, Theme::Light);
    assert!(!picture.contains("churn/each-rate/train"), "{picture}");
    assert!(picture.contains(">1 error<"), "{picture}");
    let page = render(&drawing, Format::Html, Theme::Light);
    assert!(page.contains("churn/each-rate/train"), "a page can open it");
}

#[test]
fn what_uses_itself_is_drawn_once() {
    let text = PIPELINE.replace("componentRef: {name: comp-train}", "componentRef: {name: comp-loop}");
    let drawing = drawn(&text, &Options::default());
    let inner = drawing.node("churn/each-rate/train").unwrap();
    assert_eq!((inner.kind, inner.group.is_none()), (Kind::Recursion, true));
    assert!(inner.note.is_some());
}

#[test]
fn a_component_used_over_and_over_does_not_explode() {
    // Ten levels, each with ten uses of the next: ten thousand million tasks.
    let mut text = PIPELINE.replace("{name: comp-load}", "{name: level-0}");
    for level in 0..10 {
        let uses: String =
            (0..10).map(|n| format!("        t{n}: {{componentRef: {{name: level-{}}}}}\n", level + 1)).collect();
        text = text.replace("components:\n", &format!("components:\n  level-{level}:\n    dag:\n      tasks:\n{uses}"));
    }
    let text = text.replace("name: level-10}", "name: comp-notify}");
    let drawing = drawn(&text, &Options { depth: None, nodes: 300 });
    assert_eq!(drawing.tasks(), 300);
    let left_out = drawing.nodes().filter(|n| n.note.as_ref().is_some_and(|n| n.contains("not drawn"))).count();
    assert!(left_out > 100, "{left_out}");
}

#[test]
fn edges_that_are_left_out_are_counted() {
    let tasks: String = (0..300)
        .map(|n| {
            let before: Vec<String> = (0..n).map(|b| format!("t{b}")).collect();
            format!("      t{n}: {{componentRef: {{name: comp-load}}, dependentTasks: [{}]}}\n", before.join(", "))
        })
        .collect();
    let drawing = drawn(
        &PIPELINE.replace("    tasks:\n      load", &format!("    tasks:\n{tasks}      load")),
        &Options::default(),
    );
    let note = drawing.node("churn").unwrap().note.clone().unwrap();
    assert!(note.ends_with("edges too long to be drawn"), "{note}");
}

#[test]
fn a_component_of_another_file_is_a_box_that_names_it() {
    let text = "name: all\nimplementation:\n  graph:\n    tasks:\n      train:\n        componentRef: {url: ./train/component.yaml}\n";
    let drawing = drawn(text, &Options::default());
    let task = drawing.nodes().find(|n| n.name == "train").unwrap();
    assert_eq!((task.kind, task.note.as_deref()), (Kind::Elsewhere, Some("./train/component.yaml")));
}

#[test]
fn a_file_with_one_component_is_one_box() {
    let text = "name: Train\ninputs: [{name: rate, type: Float}]\nimplementation: {container: {image: 'python:3.12', command: [train]}}\n";
    let drawing = drawn(text, &Options::default());
    let all: Vec<(&str, Kind)> = drawing.nodes().map(|n| (&*n.id, n.kind)).collect();
    assert_eq!(all, [("Train", Kind::Pipeline), ("Train/Train", Kind::Container)]);
    assert_eq!(drawing.node("Train/Train").unwrap().images, ["python:3.12"]);
    let picture = render(&drawing, Format::Svg, Theme::Light);
    assert!(picture.contains("warning") && picture.contains("data-id=\"Train/Train\""), "{picture}");
}

#[test]
fn a_page_may_load_nothing_and_cannot_be_broken_out_of() {
    let text = PIPELINE.replace("Train & test", "</script><script>alert(1)</script>");
    let page = render(&drawn(&text, &Options::default()), Format::Html, Theme::Auto);
    assert!(page.contains("default-src 'none'"));
    assert_eq!(page.matches("<script").count(), 2, "the data and the program");
    assert_eq!(page.matches("</script>").count(), 2);
    assert!(
        !page.contains("http://")
            || page.matches("http://").count() == page.matches("http://www.w3.org/2000/svg").count()
    );
    assert!(!page.contains("https://"));
}

#[test]
fn files_that_are_no_pipelines_are_an_empty_picture() {
    for format in [Format::Svg, Format::Html, Format::Mermaid, Format::Dot, Format::Json] {
        assert!(!render(&drawn("shopping: [milk]\n", &Options::default()), format, Theme::Auto).is_empty());
    }
}
