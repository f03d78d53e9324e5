//! A few files, and a cursor in the first of them.

use std::path::Path;

use ir_analyzer::ide::Location;
use ir_analyzer::{Source, Workspace, interfaces};
use ir_syntax::Span;

/// A pipeline of two components, all that most questions need.
pub const PIPELINE: &str = "\
pipelineInfo: {name: churn, description: Who will leave?}
components:
  comp-train:
    executorLabel: exec-train
    inputDefinitions:
      parameters:
        epochs: {parameterType: NUMBER_INTEGER, defaultValue: 10, description: Passes over the table.}
        rate: {parameterType: NUMBER_DOUBLE}
      artifacts:
        table: {artifactType: {schemaTitle: system.Dataset, schemaVersion: 0.0.1}}
    outputDefinitions:
      artifacts:
        model: {artifactType: {schemaTitle: system.Model, schemaVersion: 0.0.1}}
      parameters:
        loss: {parameterType: NUMBER_DOUBLE}
  comp-load:
    executorLabel: exec-load
    outputDefinitions:
      artifacts:
        table: {artifactType: {schemaTitle: system.Dataset, schemaVersion: 0.0.1}}
deploymentSpec:
  executors:
    exec-train:
      container:
        image: example.com/train:1
        command: [python, -m, train]
        args: ['--epochs', '{{$.inputs.parameters[''epochs'']}}', \"{{$.outputs.artifacts['model'].path}}\"]
    exec-load:
      container: {image: example.com/load:1}
root:
  inputDefinitions:
    parameters:
      rate: {parameterType: NUMBER_DOUBLE, defaultValue: 0.1}
      label: {parameterType: STRING, isOptional: true}
  dag:
    tasks:
      load:
        componentRef: {name: comp-load}
      train:
        componentRef: {name: comp-train}
        dependentTasks: [load]
        inputs:
          parameters:
            rate: {componentInputParameter: rate}
          artifacts:
            table:
              taskOutputArtifact: {producerTask: load, outputArtifactKey: table}
schemaVersion: 2.1.0
";

/// A component that others use, and the graph component that uses it.
pub const TRAIN: &str = "\
name: Train
description: Fits a model.
inputs:
- {name: Table, type: CSV, description: What to learn from.}
- {name: Rate, type: Float, default: '0.1'}
outputs:
- {name: Model}
implementation:
  container:
    image: example.com/train:1
    command: [python, -m, train, --table, {inputPath: Table}, --rate, {inputValue: Rate}]
    args: [--model, {outputPath: Model}]
";

pub const GRAPH: &str = "\
name: Both
inputs:
- {name: Table, type: CSV}
outputs:
- {name: Model}
implementation:
  graph:
    tasks:
      Fit it:
        componentRef: {url: ./parts/train.yaml}
        arguments:
          Table: {graphInput: {inputName: Table}}
      Elsewhere:
        componentRef: {url: https://example.com/other.yaml}
        arguments:
          x: {taskOutput: {taskId: Fit it, outputName: Model}}
    outputValues:
      Model: {taskOutput: {taskId: Fit it, outputName: Model}}
";

/// The first file with a cursor in it, and all others around it.
pub struct Project {
    pub source: Source,
    pub workspace: Workspace,
    pub offset: u32,
}

/// `text` (with `$0`) as `/w/main.yaml` beside `others`.
pub fn project(text: &str, others: &[(&str, &str)]) -> Project {
    let offset = text.find("$0").expect("a cursor `$0`") as u32;
    let source = Source::new("/w/main.yaml", text.replacen("$0", "", 1));
    let mut workspace = Workspace::new();
    workspace.update(Path::new("/w/main.yaml"), interfaces(&source));
    for (path, text) in others {
        let path = Path::new("/w").join(path);
        workspace.update(&path, interfaces(&Source::new(&path, *text)));
    }
    Project { source, workspace, offset }
}

/// `text` with a cursor behind the first `needle` after `context`.
pub fn with_cursor(text: &str, context: &str, needle: &str) -> String {
    let from = text.find(context).unwrap_or_else(|| panic!("no {context:?}"));
    let at = from + text[from..].find(needle).unwrap_or_else(|| panic!("no {needle:?}")) + needle.len();
    format!("{}$0{}", &text[..at], &text[at..])
}

/// A place as `line: text with [the token] in brackets`, lines from 1.
pub fn shown(text: &str, span: Span) -> String {
    let (start, end) = (span.start as usize, span.end as usize);
    let line = text[..start].matches('\n').count() + 1;
    let from = text[..start].rfind('\n').map_or(0, |n| n + 1);
    let to = text[end..].find('\n').map_or(text.len(), |n| end + n);
    format!("{line}: {}[{}]{}", text[from..start].trim_start(), &text[start..end], &text[end..to])
}

/// Locations of this file as [`shown`], those of others by path and token.
pub fn places(project: &Project, others: &[(&str, &str)], locations: &[Location]) -> String {
    let line = |l: &Location| {
        if l.path == project.source.path {
            return shown(project.source.text(), l.span);
        }
        let other = others.iter().find(|(path, _)| Path::new("/w").join(path) == l.path);
        other.map_or_else(String::new, |(path, text)| format!("{path}:{}", shown(text, l.span)))
    };
    locations.iter().map(line).collect::<Vec<_>>().join("\n")
}
