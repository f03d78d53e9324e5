//! `artifact-type-form`

use ir_model::{ArtifactForm, Diagnostic, Package, Port, Severity, Type};
use ir_syntax::Span;

use crate::rule::{Context, Example, Family, Rule};
use crate::words::{list, quote};

pub(crate) static RULE: Rule = Rule {
    id: "artifact-type-form",
    family: Family::Type,
    severity: Severity::Error,
    summary: "the name or version of an artifact's type is not of the form that the SDK reads",
    explanation: "\
The type of an artifact has a title of two parts, `system.Model` or `google.VertexModel`, and a version of three, `0.0.1`.

When the SDK loads a file as a component it reads the types of the file's own inputs and outputs, and refuses another form:
\"Artifact schema_title must have both a namespace and a name\", \"must belong to `system` or `google` namespace\", \"Artifact
schema_version must use three-part semantic versioning\", or plainly \"KeyError: 'schemaVersion'\" or \"KeyError: 'schemaTitle'\". Inside the pipeline nobody reads
the form; there it is a warning, and artifacts of such a type are treated as generic ones.

Write one of the known types, or `system.Artifact`.",
    fixable: false,
    examples: &[
        Example {
            title: "a name of one's own",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train, '{{$}}']}}
components:
  comp-train:
    executorLabel: exec-train
    outputDefinitions:
      artifacts:
        model: {artifactType: {schemaTitle: Model, schemaVersion: 0.0.1}}
#                                           ^^^^^ artifact-type-form: `Model` is no artifact type
        table: {artifactType: {schemaTitle: acme.Table, schemaVersion: '1'}}
#                                           ^^^^^^^^^^ artifact-type-form: `acme.Table` is no artifact type
        plot: {artifactType: {schemaTitle: system.HTML, schemaVersion: '1'}}
#                                                                       ^ artifact-type-form: `1` is no version of an artifact type
    inputDefinitions: {artifacts: {table: {artifactType: {schemaTitle: system.Dataset, schemaVersion: 0.0.1}}}}
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
        inputs: {artifacts: {table: {componentInputArtifact: table}}}
  inputDefinitions: {artifacts: {table: {artifactType: {schemaTitle: system.Dataset}}}}
#                                                                    ^^^^^^^^^^^^^^ artifact-type-form: the artifact type `system.Dataset` has no version
",
        },
        Example {
            title: "known types",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train, '{{$}}']}}
components:
  comp-train:
    executorLabel: exec-train
    outputDefinitions:
      artifacts:
        model: {artifactType: {schemaTitle: system.Model, schemaVersion: 0.0.1}}
        endpoint: {artifactType: {schemaTitle: google.VertexEndpoint, schemaVersion: 0.0.1}}
root:
  dag:
    tasks:
      train: {componentRef: {name: comp-train}, taskInfo: {name: train}}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    let Some(form) = package.dialect.traits.artifact_form else { return };
    let mut found = Vec::new();
    for (id, component) in package.components.iter() {
        let entry = package.entry == Some(id);
        for port in component.inputs.ids().chain(component.outputs.ids()).filter_map(|p| package.ports.get(p)) {
            let Some((span, title, label)) = defect(package, port, &form, entry) else { continue };
            let severity = if entry { RULE.severity } else { Severity::Warning };
            let finding = Diagnostic::new(RULE.id, severity, span, title).label(label);
            found.push(if entry {
                finding.only(form.engines).note("the SDK cannot load the file as a component")
            } else {
                finding.note("the engine treats it as a generic artifact")
            });
        }
    }
    for finding in found {
        context.report(finding);
    }
}

/// What is wrong, title before version: one defect, one finding.
fn defect(package: &Package, port: &Port, form: &ArtifactForm, entry: bool) -> Option<(Span, String, String)> {
    if entry && port.ty.document.is_some() {
        let title = format!("the artifact type of {} has no name", quote(package.def_name(port.def)));
        let label = "a schema in place says nothing to the SDK".to_owned();
        return Some((package.def_span(port.def)?, title, label));
    }
    let ty = match &port.ty.ty {
        Type::List(item) => item,
        ty => ty,
    };
    let Type::Artifact { schema: Some(schema), version } = ty else { return None };
    let at = port.ty.at?.span;
    let title = package.names.text(*schema);
    if title.contains("{{") {
        return None;
    }
    let parts: Vec<&str> = title.split('.').collect();
    if parts.len() != 2 || parts.iter().any(|p| p.is_empty()) {
        let label = format!("a namespace, a dot, a name: `{}.Artifact`", form.namespaces.first().unwrap_or(&""));
        return Some((at, format!("{} is no artifact type", quote(title)), label));
    }
    if !parts.first().is_some_and(|p| form.namespaces.contains(p)) {
        let label = format!("the namespaces are {}", list(form.namespaces.iter().copied()));
        return Some((at, format!("{} is no artifact type", quote(title)), label));
    }
    match version {
        None if entry => {
            let title = format!("the artifact type {} has no version", quote(title));
            Some((at, title, "it also needs a version: `0.0.1`".to_owned()))
        }
        Some(version) => {
            let text = package.names.text(*version);
            let title = format!("{} is no version of an artifact type", quote(text));
            let good = text.split('.').count() == 3;
            (!good).then_some((port.ty.version.map_or(at, |v| v.span), title, "three parts: `0.0.1`".to_owned()))
        }
        None => None,
    }
}
