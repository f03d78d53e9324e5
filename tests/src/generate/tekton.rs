//! Tasks and pipelines of Tekton.

use std::fmt::Write;

/// A file with `tasks` objects `Task` and a `Pipeline` of as many tasks, each of which runs its own: about 45 lines
/// a task.
#[must_use]
pub fn manifests(tasks: usize) -> String {
    let mut objects = String::new();
    let mut graph = String::new();
    for n in 0..tasks {
        let _ = write!(
            objects,
            "apiVersion: tekton.dev/v1
kind: Task
metadata:
  name: work-{n}
spec:
  params:
  - name: message
    type: string
  - name: rate
    type: string
    default: '0.5'
  workspaces:
  - name: source
  results:
  - name: said
    description: What step {n} said.
  steps:
  - name: run
    image: python:3.12
    workingDir: $(workspaces.source.path)
    env:
    - name: RATE
      value: $(params.rate)
    computeResources:
      limits:
        cpu: 500m
        memory: 256Mi
    script: |
      #!/usr/bin/env bash
      set -e
      python3 step.py --message \"$(params.message)\" --rate \"$RATE\"
      echo -n 'step {n}' > $(results.said.path)
---
"
        );
        let _ = write!(graph, "  - name: step-{n}\n    taskRef:\n      name: work-{n}\n");
        let message = match n.checked_sub(1) {
            None => "$(params.text)".to_owned(),
            Some(before) => {
                let _ = write!(graph, "    runAfter:\n    - step-{before}\n");
                format!("$(tasks.step-{before}.results.said)")
            }
        };
        let _ = write!(
            graph,
            "    params:
    - name: message
      value: {message}
    - name: rate
      value: '0.1'
    workspaces:
    - name: source
      workspace: source
"
        );
    }
    format!(
        "{objects}apiVersion: tekton.dev/v1
kind: Pipeline
metadata:
  name: generated
spec:
  params:
  - name: text
    type: string
    default: hello
  workspaces:
  - name: source
  tasks:
{graph}"
    )
}
