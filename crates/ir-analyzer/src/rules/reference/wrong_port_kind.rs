//! `wrong-port-kind`

use ir_dialects::write;
use ir_model::{Diagnostic, PortKind, Resolution, Safety, Severity};

use super::unknown::named;
use crate::facts::mend;
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "wrong-port-kind",
    family: Family::Reference,
    severity: Severity::Error,
    summary: "an artifact where a parameter is needed, or the other way round",
    explanation: "\
Parameters are small values, artifacts are files that are passed by reference. A name exists, and is of the other kind than
the place needs: `componentInputParameter` names an artifact, `{{$.inputs.artifacts['x'].path}}` names a parameter, an
argument under `parameters` belongs under `artifacts`.

The SDK and the upload accept the file; the driver or the launcher fails in the cluster.

Use the form for the other kind, or change the declaration.",
    fixable: true,
    examples: &[
        Example {
            title: "an artifact passed as a parameter",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train, \"{{$.inputs.parameters['table']}}\"]}}
#                                                                                           ^^^^^ wrong-port-kind: `table` is an artifact, a parameter is needed here
components:
  comp-train:
    executorLabel: exec-train
    inputDefinitions:
      artifacts: {table: {artifactType: {schemaTitle: system.Dataset, schemaVersion: 0.0.1}, isOptional: true}}
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
",
        },
        Example {
            title: "the right form",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train, \"{{$.inputs.artifacts['table'].path}}\"]}}
components:
  comp-train:
    executorLabel: exec-train
    inputDefinitions:
      artifacts: {table: {artifactType: {schemaTitle: system.Dataset, schemaVersion: 0.0.1}, isOptional: true}}
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
",
        },
    ],
    check,
};

fn word(kind: Option<PortKind>) -> &'static str {
    match kind {
        Some(PortKind::Artifact) => "an artifact",
        Some(PortKind::Volume) => "a workspace",
        Some(PortKind::Parameter) => "a parameter",
        _ => "a value",
    }
}

fn check(context: &mut Context<'_>) {
    let package = context.package;
    for (id, reference) in package.symbols.refs.iter() {
        let Resolution::WrongKind(target) = package.resolutions.of(id) else { continue };
        let Some(def) = package.def(target) else { continue };
        let title =
            format!("{} is {}, {} is needed here", named(package, target), word(def.kind), word(reference.want));
        let finding = Diagnostic::new(RULE.id, RULE.severity, reference.at.span, title)
            .label(format!("names {}", word(def.kind)))
            .related(def.at.span, "declared here")
            .note(package.dialect.traits.consequences.unknown_input);
        let meant = reference.shown.zip(def.kind).and_then(|(shown, kind)| {
            let meant = write::placeholder(package.dialect, def.ns, kind, package.def_name(target))?;
            Some((shown, meant))
        });
        let Some((shown, meant)) = meant.filter(|(shown, _)| context.text_at(*shown).starts_with("{{")) else {
            context.report(finding);
            continue;
        };
        let words = format!("replace {} by {}", quote(context.text_at(shown)), quote(&meant));
        let edits = mend::rewritten(&context.source.tree, shown, &meant);
        context.report(mend::with(finding, edits, words, Safety::Suggested));
    }
}
