//! `volume-removed-early`

use ir_model::{Diagnostic, Engine, Severity};
use rustc_hash::FxHashMap;

use crate::facts::order::Order;
use crate::facts::volume::volumes;
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "volume-removed-early",
    family: Family::Reliability,
    severity: Severity::Warning,
    summary: "a volume that is removed without waiting for those who use it",
    explanation: "\
A task removes a volume, and a task that mounts it is not among those that it waits for.

The two may then run in any order. Kubernetes keeps a volume while a pod has it mounted, but a pod that starts later finds nothing:
it stays pending with \"persistentvolumeclaim … not found\", until the run is stopped by hand.

Let the removal wait for every task that mounts the volume.",
    fixable: false,
    examples: &[
        Example {
            title: "the test is forgotten",
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
#     ^^^^^^ volume-removed-early: `remove` does not wait for `test`, which mounts the volume
        componentRef: {name: comp-deletepvc}
        taskInfo: {name: remove}
        dependentTasks: [train]
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
            title: "it waits for the last one, which waits for the others",
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
        dependentTasks: [test]
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
    let mut orders = FxHashMap::default();
    for volume in volumes(package, &context.source.tree) {
        for (_, remover) in &volume.removers {
            if remover.graph != volume.maker.graph || volume.users.is_empty() {
                continue;
            }
            let Some(graph) = package.graphs.get(remover.graph).filter(|g| g.open.is_none()) else { continue };
            let order = orders.entry(remover.graph).or_insert_with(|| Order::of(package, graph));
            let waits = order.before(remover.def);
            let Some((_, user, item)) = volume.users.iter().find(|(_, user, _)| !waits.contains(&user.def)) else {
                continue;
            };
            let Some(at) = package.def_span(remover.def) else { continue };
            let (name, other) = (quote(package.def_name(remover.def)), quote(package.def_name(user.def)));
            let title = format!("{name} does not wait for {other}, which mounts the volume");
            let finding = Diagnostic::new(RULE.id, RULE.severity, at, title)
                .label("may remove it before")
                .related(*item, "mounted here")
                .note("a pod that starts later stays pending: \"persistentvolumeclaim not found\"");
            context.report(finding.only(&[Engine::KfpArgo]));
        }
    }
}
