//! Compiled pipelines of Kubeflow Pipelines.

use std::fmt::Write;

/// A compiled pipeline with `tasks` tasks, each of its own component and executor: about
/// 50 lines a task.
#[must_use]
pub fn pipeline(tasks: usize) -> String {
    let mut components = String::new();
    let mut executors = String::new();
    let mut graph = String::new();
    for n in 0..tasks {
        let _ = write!(
            components,
            "  comp-step-{n}:
    executorLabel: exec-step-{n}
    inputDefinitions:
      parameters:
        rate:
          defaultValue: 0.1
          isOptional: true
          parameterType: NUMBER_DOUBLE
        message:
          parameterType: STRING
    outputDefinitions:
      artifacts:
        model:
          artifactType:
            schemaTitle: system.Model
            schemaVersion: 0.0.1
      parameters:
        Output:
          parameterType: STRING
"
        );
        let _ = write!(
            executors,
            "    exec-step-{n}:
      container:
        args:
        - --message
        - '{{{{$.inputs.parameters[''message'']}}}}'
        - --rate
        - '{{{{$.inputs.parameters[''rate'']}}}}'
        - --said
        - '{{{{$.outputs.parameters[''Output''].output_file}}}}'
        - --model
        - '{{{{$.outputs.artifacts[''model''].uri}}}}'
        command:
        - python3
        - -c
        - \"print('step {n}')\\n\"
        image: python:3.12
"
        );
        let _ = write!(
            graph,
            "      step-{n}:
        cachingOptions:
          enableCache: true
        componentRef:
          name: comp-step-{n}
"
        );
        match n.checked_sub(1) {
            None => {
                graph += "        inputs:\n          parameters:\n            message:\n              componentInputParameter: text\n"
            }
            Some(before) => {
                let _ = write!(
                    graph,
                    "        dependentTasks:
        - step-{before}
        inputs:
          parameters:
            message:
              taskOutputParameter:
                outputParameterKey: Output
                producerTask: step-{before}
"
                );
            }
        }
        let _ = write!(graph, "        taskInfo:\n          name: step-{n}\n");
    }
    format!(
        "components:
{components}deploymentSpec:
  executors:
{executors}pipelineInfo:
  name: generated
root:
  dag:
    tasks:
{graph}  inputDefinitions:
    parameters:
      text:
        parameterType: STRING
schemaVersion: 2.1.0
sdkVersion: kfp-2.17.0
"
    )
}
