//! `volume-shared-in-parallel`

use ir_model::{Diagnostic, Engine, Severity, Task};
use ir_syntax::Span;

use crate::facts::order::Order;
use crate::facts::volume::{Volume, volumes};
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "volume-shared-in-parallel",
    family: Family::Reliability,
    severity: Severity::Warning,
    summary: "a volume for one node that several tasks mount at the same time",
    explanation: "\
A task makes a volume that can only be mounted `ReadWriteOnce`, and tasks that may run at the same time mount it.

Such a volume belongs to one node at a time. If the cluster puts the pods on different nodes, one waits for the other with
\"Multi-Attach error for volume\", and never starts where the other does not end. Some clusters have one node only, or volumes that
bind all pods to one node: there it works. Off unless it is switched on.

Make the volume `ReadWriteMany`, where its storage class can, or let one task wait for the other.",
    fixable: false,
    examples: &[
        Example {
            title: "two tasks that do not wait for each other",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-createpvc: {container: {image: argostub/createpvc}}
    exec-deletepvc: {container: {image: argostub/deletepvc}}
    exec-train: {container: {image: 'python:3.12', command: [train]}}
    exec-test: {container: {image: 'python:3.12', command: [test]}}
components:
  comp-createpvc:
    executorLabel: exec-createpvc
    inputDefinitions:
      parameters:
        access_modes: {parameterType: LIST}
        size: {parameterType: STRING}
        pvc_name_suffix: {parameterType: STRING, isOptional: true}
    outputDefinitions: {parameters: {name: {parameterType: STRING}}}
  comp-deletepvc:
    executorLabel: exec-deletepvc
    inputDefinitions: {parameters: {pvc_name: {parameterType: STRING}}}
  comp-train: {executorLabel: exec-train}
  comp-test: {executorLabel: exec-test}
root:
  dag:
    tasks:
      make:
        componentRef: {name: comp-createpvc}
        taskInfo: {name: make}
        inputs:
          parameters:
            access_modes: {runtimeValue: {constant: [ReadWriteOnce]}}
            size: {runtimeValue: {constant: 5Gi}}
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
        dependentTasks: [make]
      test:
        componentRef: {name: comp-test}
        taskInfo: {name: test}
        dependentTasks: [make]
      remove:
        componentRef: {name: comp-deletepvc}
        taskInfo: {name: remove}
        dependentTasks: [train, test]
        inputs:
          parameters:
            pvc_name: {taskOutputParameter: {producerTask: make, outputParameterKey: name}}
---
platforms:
  kubernetes:
    deploymentSpec:
      executors:
        exec-train:
          pvcMount:
          - {mountPath: /data, pvcNameParameter: {taskOutputParameter: {producerTask: make, outputParameterKey: name}}}
        exec-test:
          pvcMount:
          - {mountPath: /data, pvcNameParameter: {taskOutputParameter: {producerTask: make, outputParameterKey: name}}}
#            ^^^^^^^^^ volume-shared-in-parallel: `test` and `train` may mount the volume of `make` at once
",
        },
        Example {
            title: "one after the other",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-createpvc: {container: {image: argostub/createpvc}}
    exec-deletepvc: {container: {image: argostub/deletepvc}}
    exec-train: {container: {image: 'python:3.12', command: [train]}}
    exec-test: {container: {image: 'python:3.12', command: [test]}}
components:
  comp-createpvc:
    executorLabel: exec-createpvc
    inputDefinitions:
      parameters:
        access_modes: {parameterType: LIST}
        size: {parameterType: STRING}
        pvc_name_suffix: {parameterType: STRING, isOptional: true}
    outputDefinitions: {parameters: {name: {parameterType: STRING}}}
  comp-deletepvc:
    executorLabel: exec-deletepvc
    inputDefinitions: {parameters: {pvc_name: {parameterType: STRING}}}
  comp-train: {executorLabel: exec-train}
  comp-test: {executorLabel: exec-test}
root:
  dag:
    tasks:
      make:
        componentRef: {name: comp-createpvc}
        taskInfo: {name: make}
        inputs:
          parameters:
            access_modes: {runtimeValue: {constant: [ReadWriteOnce]}}
            size: {runtimeValue: {constant: 5Gi}}
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
        dependentTasks: [make]
      test:
        componentRef: {name: comp-test}
        taskInfo: {name: test}
        dependentTasks: [train]
      remove:
        componentRef: {name: comp-deletepvc}
        taskInfo: {name: remove}
        dependentTasks: [train, test]
        inputs:
          parameters:
            pvc_name: {taskOutputParameter: {producerTask: make, outputParameterKey: name}}
---
platforms:
  kubernetes:
    deploymentSpec:
      executors:
        exec-train:
          pvcMount:
          - {mountPath: /data, pvcNameParameter: {taskOutputParameter: {producerTask: make, outputParameterKey: name}}}
        exec-test:
          pvcMount:
          - {mountPath: /data, pvcNameParameter: {taskOutputParameter: {producerTask: make, outputParameterKey: name}}}
",
        },
        Example {
            title: "a volume for many nodes",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-createpvc: {container: {image: argostub/createpvc}}
    exec-deletepvc: {container: {image: argostub/deletepvc}}
    exec-train: {container: {image: 'python:3.12', command: [train]}}
    exec-test: {container: {image: 'python:3.12', command: [test]}}
components:
  comp-createpvc:
    executorLabel: exec-createpvc
    inputDefinitions:
      parameters:
        access_modes: {parameterType: LIST}
        size: {parameterType: STRING}
        pvc_name_suffix: {parameterType: STRING, isOptional: true}
    outputDefinitions: {parameters: {name: {parameterType: STRING}}}
  comp-deletepvc:
    executorLabel: exec-deletepvc
    inputDefinitions: {parameters: {pvc_name: {parameterType: STRING}}}
  comp-train: {executorLabel: exec-train}
  comp-test: {executorLabel: exec-test}
root:
  dag:
    tasks:
      make:
        componentRef: {name: comp-createpvc}
        taskInfo: {name: make}
        inputs:
          parameters:
            access_modes: {runtimeValue: {constant: [ReadWriteMany]}}
            size: {runtimeValue: {constant: 5Gi}}
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
        dependentTasks: [make]
      test:
        componentRef: {name: comp-test}
        taskInfo: {name: test}
        dependentTasks: [make]
      remove:
        componentRef: {name: comp-deletepvc}
        taskInfo: {name: remove}
        dependentTasks: [train, test]
        inputs:
          parameters:
            pvc_name: {taskOutputParameter: {producerTask: make, outputParameterKey: name}}
---
platforms:
  kubernetes:
    deploymentSpec:
      executors:
        exec-train:
          pvcMount:
          - {mountPath: /data, pvcNameParameter: {taskOutputParameter: {producerTask: make, outputParameterKey: name}}}
        exec-test:
          pvcMount:
          - {mountPath: /data, pvcNameParameter: {taskOutputParameter: {producerTask: make, outputParameterKey: name}}}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    for volume in volumes(package, &context.source.tree) {
        let many = |mode: &&str| matches!(*mode, "ReadWriteMany" | "ReadOnlyMany");
        if volume.modes.is_empty() || volume.modes.iter().any(many) {
            continue;
        }
        let name = |task: &Task| quote(package.def_name(task.def));
        let maker = name(volume.maker);
        let (title, at) = match (repeated(&volume), pair(context, &volume)) {
            (Some((task, at)), _) => {
                (format!("several runs of {} may mount the volume of {maker} at once", name(task)), at)
            }
            (None, Some((one, other, at))) => {
                (format!("{} and {} may mount the volume of {maker} at once", name(one), name(other)), at)
            }
            (None, None) => continue,
        };
        let mut finding = Diagnostic::new(RULE.id, RULE.severity, at, title)
            .label(format!("it is {} alone", volume.modes.join(" or ")))
            .note("on different nodes the second pod waits: \"Multi-Attach error for volume\"");
        if let Some(at) = package.def_span(volume.maker.def) {
            finding = finding.related(at, "makes the volume");
        }
        context.report(finding.only(&[Engine::KfpArgo]));
    }
}

/// A task that mounts the volume and runs several times at once.
fn repeated<'a>(volume: &Volume<'a>) -> Option<(&'a Task, Span)> {
    let several = |task: &Task| task.each.as_ref().is_some_and(|each| each.limit.known() != Some(&1));
    volume.users.iter().find(|(_, task, _)| several(task)).map(|(_, task, item)| (*task, *item))
}

/// A pair of tasks of which none waits for the other, and where the later one mounts the volume.
fn pair<'a>(context: &Context<'a>, volume: &Volume<'a>) -> Option<(&'a Task, &'a Task, Span)> {
    /// More tasks are compared with each other by nobody who reads the finding.
    const MOST: usize = 40;
    let users = volume.users.get(..volume.users.len().min(MOST))?;
    if users.len() < 2 {
        return None;
    }
    let order = Order::of(context.package, context.package.graphs.get(volume.maker.graph)?);
    let before: Vec<_> = users.iter().map(|(_, task, _)| order.before(task.def)).collect();
    for (at, (_, later, item)) in users.iter().enumerate() {
        for (earlier, its) in users.iter().zip(&before).take(at) {
            let ordered = its.contains(&later.def) || before.get(at).is_some_and(|b| b.contains(&earlier.1.def));
            if !ordered {
                return Some((*later, earlier.1, *item));
            }
        }
    }
    None
}
