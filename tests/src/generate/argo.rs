//! Workflows of Argo.

use std::fmt::Write;

/// A workflow with a graph of `tasks` tasks, each of its own template: about 40 lines a task.
#[must_use]
pub fn workflow(tasks: usize) -> String {
    let mut graph = String::new();
    let mut templates = String::new();
    for n in 0..tasks {
        let _ = write!(graph, "      - name: step-{n}\n        template: work-{n}\n");
        let message = match n.checked_sub(1) {
            None => "'{{workflow.parameters.text}}'".to_owned(),
            Some(before) => {
                let _ = writeln!(graph, "        dependencies: [step-{before}]");
                format!("'{{{{tasks.step-{before}.outputs.parameters.said}}}}'")
            }
        };
        let _ = write!(
            graph,
            "        arguments:
          parameters:
          - name: message
            value: {message}
          - name: rate
            value: '0.1'
"
        );
        let _ = write!(
            templates,
            "  - name: work-{n}
    inputs:
      parameters:
      - name: message
      - name: rate
        value: '0.5'
    outputs:
      parameters:
      - name: said
        valueFrom:
          path: /tmp/said
    retryStrategy:
      limit: 2
      retryPolicy: OnFailure
    container:
      image: python:3.12
      command: [python3, /work/step.py]
      args:
      - --message
      - '{{{{inputs.parameters.message}}}}'
      - --rate={{{{inputs.parameters.rate}}}}
      - --run
      - '{{{{workflow.name}}}}/{{{{pod.name}}}}'
      env:
      - name: STEP
        value: 'number {n}'
      resources:
        limits:
          cpu: 500m
          memory: 256Mi
"
        );
    }
    format!(
        "apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata:
  generateName: generated-
spec:
  entrypoint: main
  arguments:
    parameters:
    - name: text
      value: hello
  templates:
  - name: main
    dag:
      tasks:
{graph}{templates}"
    )
}
