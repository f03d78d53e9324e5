//! `import-address`

use ir_model::{Binding, Body, Component, Diagnostic, Imports, LiteralKind, Package, RefName, Severity, Task, Type};

use crate::rule::{Context, Example, Family, Rule};
use crate::words::{list, quote};

pub(crate) static RULE: Rule = Rule {
    id: "import-address",
    family: Family::Portability,
    severity: Severity::Error,
    summary: "an address from which nothing can be imported",
    explanation: "\
An importer needs the address of what it registers: a text that is not empty, with a scheme that the backend has a store for (`gs`, `s3`,
`minio`; `oci` for artifacts of type `system.Model` only). Where the address is a parameter, the open-source backend takes it from an input
of the pipeline or graph around the task; the output of another task, or a value written in the task, is not looked at.

The SDK and the upload accept all of this. The importer then fails in the cluster: \"empty Artifact URI constant value\", \"no provider
scheme found in artifact URI\", \"parent DAG does not have input parameter\".

Write the address, or pass it through as an input of the graph around.",
    fixable: false,
    examples: &[
        Example {
            title: "an address on the web",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-load: {importer: {artifactUri: {constant: 'https://example.org/table.csv'}}}
#                                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ import-address: nothing can be imported from `https://
components:
  comp-load:
    executorLabel: exec-load
    outputDefinitions: {artifacts: {artifact: {artifactType: {schemaTitle: system.Dataset, schemaVersion: 0.0.1}}}}
root:
  dag:
    tasks:
      load: {componentRef: {name: comp-load}, taskInfo: {name: load}}
",
        },
        Example {
            title: "an address that another task makes",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-find: {container: {image: 'python:3.12', command: [find, '{{$}}']}}
    exec-load: {importer: {artifactUri: {runtimeParameter: uri}}}
components:
  comp-find:
    executorLabel: exec-find
    outputDefinitions: {parameters: {uri: {parameterType: STRING}}}
  comp-load:
    executorLabel: exec-load
    inputDefinitions: {parameters: {uri: {parameterType: STRING}}}
    outputDefinitions: {artifacts: {artifact: {artifactType: {schemaTitle: system.Dataset, schemaVersion: 0.0.1}}}}
root:
  dag:
    tasks:
      find: {componentRef: {name: comp-find}, taskInfo: {name: find}}
      load:
        componentRef: {name: comp-load}
        dependentTasks: [find]
        inputs:
          parameters:
            uri: {taskOutputParameter: {producerTask: find, outputParameterKey: uri}}
#           ^^^ import-address: task `load` does not get its address from an input of the graph
        taskInfo: {name: load}
",
        },
        Example {
            title: "an address that the pipeline is given",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-load: {importer: {artifactUri: {runtimeParameter: uri}}}
components:
  comp-load:
    executorLabel: exec-load
    inputDefinitions: {parameters: {uri: {parameterType: STRING}}}
    outputDefinitions: {artifacts: {artifact: {artifactType: {schemaTitle: system.Dataset, schemaVersion: 0.0.1}}}}
root:
  inputDefinitions: {parameters: {table: {parameterType: STRING}}}
  dag:
    tasks:
      load:
        componentRef: {name: comp-load}
        inputs: {parameters: {uri: {componentInputParameter: table}}}
        taskInfo: {name: load}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    let Some(imports) = &package.dialect.traits.imports else { return };
    let mut findings = Vec::new();
    findings.extend(package.components.values().filter_map(|component| constant(context, imports, component)));
    findings.extend(package.tasks.values().filter_map(|task| passed(package, task)));
    findings.into_iter().for_each(|finding| context.report(finding.only(imports.engines)));
}

/// An address that is written out.
fn constant(context: &Context<'_>, imports: &Imports, component: &Component) -> Option<Diagnostic> {
    let package = context.package;
    let Body::Import { uri: Some(uri) } = component.body else { return None };
    let Some(Binding::Literal(literal, at)) = package.bindings.get(uri) else { return None };
    let node = context.source.tree.node(literal.node);
    let finding = |title: String| {
        Diagnostic::new(RULE.id, RULE.severity, if at.span.is_empty() { node.span() } else { at.span }, title)
    };
    if literal.kind != LiteralKind::String {
        let wrong = !matches!(literal.kind, LiteralKind::Null) && !node.has_loss();
        return wrong.then(|| finding("the address of an artifact must be a text".to_owned()));
    }
    let address = node.text();
    // Somebody else's tags are filled in before any engine reads the file.
    if address.contains("{{") || address.contains("${") {
        return None;
    }
    if address.is_empty() {
        let finding = finding("the address of an artifact is empty".to_owned()).label("an address is wanted here");
        return Some(finding.note("the importer fails with \"empty Artifact URI constant value\""));
    }
    let scheme = address.split_once("://").map_or("", |(scheme, _)| scheme);
    if !imports.schemes.contains(&scheme) {
        let schemes: Vec<&str> = imports.schemes.iter().copied().filter(|s| *s != "mem").collect();
        let finding = finding(format!("nothing can be imported from {}", quote(address)));
        let finding = finding.label(format!("the backend has stores for {}", list(schemes)));
        return Some(finding.note("the importer fails with \"no provider scheme found in artifact URI\""));
    }
    let (_, wanted) = imports.only_for.iter().find(|(only, _)| *only == scheme)?;
    let artifacts = component.outputs.ids().filter_map(|id| package.ports.get(id));
    let other = artifacts.filter_map(|port| match port.ty.ty {
        Type::Artifact { schema: Some(schema), .. } => Some((package.names.text(schema), port)),
        _ => None,
    });
    let (name, port) = other.into_iter().find(|(name, _)| name != wanted)?;
    let finding = finding(format!("{} cannot be imported by `{scheme}`", quote(name)));
    let finding = finding.label(format!("only {} can", quote(wanted)));
    let finding = match port.ty.at {
        Some(at) => finding.related(at.span, "the type of the artifact"),
        None => finding,
    };
    Some(finding.note("the importer fails with \"artifact type does not support OCI registries\""))
}

/// An address that comes from a parameter: the engine looks it up among the inputs of the graph around.
fn passed(package: &Package, task: &Task) -> Option<Diagnostic> {
    let (_, component) = package.callee(task)?;
    let Body::Import { uri: Some(uri) } = component.body else { return None };
    let Some(Binding::Input(input)) = package.bindings.get(uri) else { return None };
    let RefName::Name(name) = package.reference(*input)?.name else { return None };
    let named = |argument: &&ir_model::Argument| {
        package.reference(argument.port).is_some_and(|port| port.name == RefName::Name(name))
    };
    let argument = task.args.iter().find(named)?;
    let elsewhere = matches!(
        package.bindings.get(argument.binding),
        Some(Binding::Output { .. } | Binding::Literal(..) | Binding::Template(..))
    );
    let at = package.reference(argument.port).filter(|_| elsewhere)?.at.span;
    let task = quote(package.def_name(task.def));
    let title = format!("task {task} does not get its address from an input of the graph");
    let finding = Diagnostic::new(RULE.id, RULE.severity, at, title).label("the importer only looks at such inputs");
    Some(finding.note("the importer fails with \"parent DAG does not have input parameter\""))
}
