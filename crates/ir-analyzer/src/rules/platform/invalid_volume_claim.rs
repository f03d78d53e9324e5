//! `invalid-volume-claim`

use ir_model::{ClaimAction, Diagnostic, Engine, Fix, Safety, Severity, Val};
use ir_schema::Format;

use crate::rule::{Context, Example, Family, Rule};
use crate::words::{instead, near, quote};

pub(crate) static RULE: Rule = Rule {
    id: "invalid-volume-claim",
    family: Family::Reliability,
    severity: Severity::Error,
    summary: "a volume that cannot be made as it is asked for",
    explanation: "\
A task of image `argostub/createpvc` makes a volume. It takes a whole name or the end of one, not both; its access modes are
ReadWriteOnce, ReadOnlyMany, ReadWriteMany and ReadWriteOncePod, and the driver turns any other into none without a word; its size
is a Kubernetes quantity.

Pass one name and known modes.",
    fixable: true,
    examples: &[
        Example {
            title: "an unknown mode",
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
            access_modes: {runtimeValue: {constant: [ReadWriteEverywhere]}}
#                                                    ^^^^^^^^^^^^^^^^^^^ invalid-volume-claim: `ReadWriteEverywhere` is no access mode
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
        Example {
            title: "a sound claim",
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

const MODES: [&str; 4] = ["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"];

fn check(context: &mut Context<'_>) {
    let package = context.package;
    for claim in &package.claims {
        let ClaimAction::Create { name, suffix, modes, size } = &claim.action else { continue };
        if let (Some(name), Some(suffix)) = (name, suffix) {
            let finding = Diagnostic::new(
                RULE.id,
                RULE.severity,
                suffix.span,
                "a volume has a whole name or the end of one, not both",
            )
            .label("drop one of the two")
            .related(name.span, "the whole name")
            .note("the driver fails")
            .only(&[Engine::KfpArgo]);
            context.report(finding);
        }
        for (mode, at) in modes {
            let mode = package.names.text(*mode);
            if MODES.contains(&mode) {
                continue;
            }
            let title = format!("{} is no access mode", quote(mode));
            let mut finding = Diagnostic::new(RULE.id, RULE.severity, at.span, title)
                .label(instead(mode, &MODES, ""))
                .note("the driver leaves the mode out; the cluster refuses the volume")
                .only(&[Engine::KfpArgo]);
            if let Some(near) = near(mode, MODES) {
                let words = format!("replace {} by {}", quote(mode), quote(near));
                finding = finding.fix(Fix::replace(at.span, near, words, Safety::Suggested));
            }
            context.report(finding);
        }
        if let Val::Known(size, at) = size {
            let size = package.names.text(*size);
            if !size.contains("{{") && !Format::Quantity.admits(size) {
                let title = format!("{} is no size", quote(size));
                let finding = Diagnostic::new(RULE.id, RULE.severity, at.span, title)
                    .label(format!("must be {}", Format::Quantity.words()))
                    .note("the driver fails")
                    .only(&[Engine::KfpArgo]);
                context.report(finding);
            }
        }
    }
}
