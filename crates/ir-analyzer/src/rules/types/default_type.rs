//! `default-type`

use ir_model::{Binding, DefId, Diagnostic, Fit, LiteralKind, Package, Port, Reason, RefId, Severity, Type, fits};
use ir_syntax::{Node, Style};
use rustc_hash::FxHashMap;

use super::ends::End;
use super::rewrite::as_type;
use crate::flow::{self, node_fits, value_span};
use crate::rule::{Context, Example, Family, Rule};
use crate::type_words::{bare, literal};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "default-type",
    family: Family::Type,
    severity: Severity::Warning,
    summary: "a default is not of the type of its input",
    explanation: "\
The default of an input is not of the type that the input declares.

In compiled pipelines nothing converts a default: a component that runs a container receives a text where it expects a number.
The default of an input of a graph is passed on to the graph's tasks, and the driver fails with \"type mismatch\": that is an
error. `100.0` is a whole number, the compiler writes them so.

In components of KFP v1 the defaults are text, and the SDK reads them by the declared type: `int('abc')` fails with
\"ValueError: invalid literal for int() with base 10\" when the component is loaded.

Write the default as a value of the declared type, or declare another type.",
    fixable: true,
    examples: &[
        Example {
            title: "numbers in quotes",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train, '{{$}}']}}
components:
  comp-train:
    executorLabel: exec-train
    inputDefinitions:
      parameters:
        epochs: {parameterType: NUMBER_INTEGER, defaultValue: '10', isOptional: true}
#                                                              ^^ default-type: the default of `epochs` is a text, not a NUMBER_INTEGER
        rate: {parameterType: NUMBER_DOUBLE, defaultValue: 1, isOptional: true}
        rounds: {parameterType: NUMBER_INTEGER, defaultValue: 100.0, isOptional: true}
        seeds: {parameterType: LIST}
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
        inputs: {parameters: {seeds: {componentInputParameter: seeds}}}
  inputDefinitions:
    parameters:
      seeds: {parameterType: LIST, defaultValue: '[1, 2]', isOptional: true}
#                                                 ^^^^^^ default-type: the default of `seeds` is a text, not a LIST
",
        },
        Example {
            title: "a default that cannot be read as what it is declared to be",
            text: "\
name: Train
inputs:
- {name: Epochs, type: Integer, default: many}
#                                        ^^^^ default-type: the default of `Epochs` cannot be read as an Integer
- {name: Rate, type: Float, default: '0.1'}
- {name: Table, type: CSV, default: 'a,b'}
implementation:
  container:
    image: python:3.12
    command: [train, {inputValue: Epochs}, {inputValue: Rate}, {inputPath: Table}]
",
        },
        Example {
            title: "defaults of the declared types",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train, '{{$}}']}}
components:
  comp-train:
    executorLabel: exec-train
    inputDefinitions:
      parameters:
        epochs: {parameterType: NUMBER_INTEGER, defaultValue: 10, isOptional: true}
        options: {parameterType: STRUCT, defaultValue: {fast: true}, isOptional: true}
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

fn check(context: &mut Context<'_>) {
    let package = context.package;
    let passes = passed_on(package);
    let mut found = Vec::new();
    for component in package.components.values() {
        for port in component.inputs.ids().filter_map(|id| package.ports.get(id)) {
            let finding = match package.dialect.traits.types.reads {
                Some(reads) => unreadable(context, port, reads),
                None => mistyped(context, port, &passes),
            };
            found.extend(finding);
        }
    }
    for finding in found {
        context.report(finding);
    }
}

/// A default of another kind.
fn mistyped(context: &Context<'_>, port: &Port, passes: &FxHashMap<DefId, Vec<RefId>>) -> Option<Diagnostic> {
    let package = context.package;
    let (value, at) = port.default?;
    // No default and a default of nothing are the same to all who read it.
    if value.kind == LiteralKind::Null {
        return None;
    }
    let node = context.source.tree.node(value.node);
    let refuses = |wanted: &RefId| {
        let wanted = flow::port(package, *wanted).map(|p| &p.ty.ty);
        matches!(wanted.and_then(|ty| node_fits(package, node, value.kind, ty)), Some(Fit::Cannot(_)))
    };
    let severity = match node_fits(package, node, value.kind, &port.ty.ty)? {
        Fit::Fits | Fit::MayFail(Reason::Open) => return None,
        Fit::Cannot(_) if package.dialect.traits.default_refused => Severity::Error,
        Fit::Cannot(_) if passes.get(&port.def).into_iter().flatten().any(refuses) => Severity::Error,
        Fit::MayFail(_) | Fit::Cannot(_) => Severity::Warning,
    };
    let name = package.def(port.def)?.at.span;
    let wanted = End::here(&port.ty.ty, Some(&port.ty));
    let title = format!(
        "the default of {} is {}, not {}",
        quote(package.def_name(port.def)),
        literal(value.kind),
        wanted.words(context)
    );
    let words = &package.dialect.traits.consequences;
    let note = if severity == Severity::Error { words.type_mismatch } else { words.bad_default };
    let finding = Diagnostic::new(RULE.id, severity, value_span(context, value, at.span, name), title)
        .label(format!("{} is declared", bare(&wanted.words(context))));
    let mut finding = wanted.relate(finding, "declared here").note(note);
    finding.fixes.extend(as_type(node, value.kind, &port.ty.ty));
    Some(finding)
}

/// The inputs of tasks to which the inputs of the components around them are passed on, as they are.
fn passed_on(package: &Package) -> FxHashMap<DefId, Vec<RefId>> {
    let mut found: FxHashMap<DefId, Vec<RefId>> = FxHashMap::default();
    for argument in package.tasks.values().flat_map(|t| &t.args).filter(|a| a.transform.is_none()) {
        if let Some(Binding::Input(reference)) = package.bindings.get(argument.binding)
            && let Some(input) = package.target(*reference)
        {
            found.entry(input).or_default().push(argument.port);
        }
    }
    found
}

/// A text that does not say what its type says.
fn unreadable(context: &Context<'_>, port: &Port, reads: fn(&Type, &str) -> bool) -> Option<Diagnostic> {
    let package = context.package;
    let (value, at) = port.default?;
    let node = context.source.tree.node(value.node);
    if value.kind != LiteralKind::String || node.has_loss() || may_be_a_number(node) {
        return None;
    }
    let Type::Nominal(name) = port.ty.ty else { return None };
    let ty = (package.dialect.traits.types.meaning)(package.names.text(name))?;
    if reads(&ty, node.text()) || fits(&Type::String, &ty, &package.names, &package.dialect.traits.types)? == Fit::Fits
    {
        return None;
    }
    let wanted = End::here(&port.ty.ty, Some(&port.ty));
    let title =
        format!("the default of {} cannot be read as {}", quote(package.def_name(port.def)), wanted.words(context));
    let span = value_span(context, value, at.span, package.def(port.def)?.at.span);
    let finding =
        Diagnostic::new(RULE.id, Severity::Error, span, title).label(format!("no {}", bare(&wanted.words(context))));
    Some(wanted.relate(finding, "declared here").note(package.dialect.traits.consequences.bad_default))
}

/// Words without quotes that YAML 1.1 reads as numbers or booleans, and YAML 1.2 as text.
fn may_be_a_number(node: Node<'_>) -> bool {
    let text = node.text();
    let digits = || text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.'));
    let numeric =
        || text.bytes().all(|b| b.is_ascii_hexdigit() || matches!(b, b'_' | b':' | b'.' | b'+' | b'-' | b'x'));
    let boolean = || matches!(&*text.to_ascii_lowercase(), "yes" | "no" | "on" | "off");
    node.style() == Style::Plain && (boolean() || digits() && numeric())
}
