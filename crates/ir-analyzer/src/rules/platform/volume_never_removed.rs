//! `volume-never-removed`

use ir_model::{ClaimAction, Diagnostic, Engine, Severity};
use rustc_hash::FxHashSet;

use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "volume-never-removed",
    family: Family::Reliability,
    severity: Severity::Info,
    summary: "a volume that no task removes",
    explanation: "\
A task of image `argostub/createpvc` makes a volume, and no task of the pipeline removes it. It stays in the cluster after the run,
one more with every run where its name is made anew, and is paid for.

Remove it by a `argostub/deletepvc` task behind all that use it, best one that runs whatever happens. Where the volume is meant to
stay, ignore this.",
    fixable: false,
    examples: &[
        Example {
            title: "made and left",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-createpvc: {container: {image: argostub/createpvc}}
components:
  comp-createpvc:
    executorLabel: exec-createpvc
    inputDefinitions:
      parameters:
        access_modes: {parameterType: LIST}
        size: {parameterType: STRING}
        pvc_name: {parameterType: STRING, isOptional: true}
        pvc_name_suffix: {parameterType: STRING, isOptional: true}
    outputDefinitions: {parameters: {name: {parameterType: STRING}}}
root:
  dag:
    tasks:
      make:
#     ^^^^ volume-never-removed: nothing removes the volume that `make` makes
        componentRef: {name: comp-createpvc}
        taskInfo: {name: make}
        inputs:
          parameters:
            access_modes: {runtimeValue: {constant: [ReadWriteOnce]}}
            size: {runtimeValue: {constant: 5Gi}}
",
        },
        Example {
            title: "made and removed",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-createpvc: {container: {image: argostub/createpvc}}
    exec-deletepvc: {container: {image: argostub/deletepvc}}
components:
  comp-createpvc:
    executorLabel: exec-createpvc
    inputDefinitions:
      parameters:
        access_modes: {parameterType: LIST}
        size: {parameterType: STRING}
        pvc_name: {parameterType: STRING, isOptional: true}
        pvc_name_suffix: {parameterType: STRING, isOptional: true}
    outputDefinitions: {parameters: {name: {parameterType: STRING}}}
  comp-deletepvc:
    executorLabel: exec-deletepvc
    inputDefinitions: {parameters: {pvc_name: {parameterType: STRING}}}
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
      remove:
        componentRef: {name: comp-deletepvc}
        taskInfo: {name: remove}
        dependentTasks: [make]
        inputs:
          parameters:
            pvc_name: {taskOutputParameter: {producerTask: make, outputParameterKey: name}}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    let mut removed = FxHashSet::default();
    for claim in &package.claims {
        let ClaimAction::Delete { made_by } = claim.action else { continue };
        // What a removal by a name of unknown origin removes cannot be told.
        let Some(task) = made_by.and_then(|r| package.target(r)) else { return };
        removed.insert(task);
    }
    for claim in &package.claims {
        let ClaimAction::Create { .. } = claim.action else { continue };
        let Some(task) = package.tasks.get(claim.task) else { continue };
        let Some(def) = package.def(task.def).filter(|_| !removed.contains(&task.def)) else { continue };
        let title = format!("nothing removes the volume that {} makes", quote(package.def_name(task.def)));
        let finding = Diagnostic::new(RULE.id, RULE.severity, def.at.span, title)
            .label("stays in the cluster after the run")
            .only(&[Engine::KfpArgo]);
        context.report(finding);
    }
}
