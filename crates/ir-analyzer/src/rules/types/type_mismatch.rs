//! `type-mismatch`

use ir_model::{Argument, Binding, Diagnostic, Fit, Graph, Items, Literal, Port, Reason, Severity, Task, Type};
use ir_syntax::Span;

use super::ends::{End, is_artifact, kind_word};
use super::items::written;
use super::rewrite::as_type;
use crate::flow::{Loops, argument, is_generated, kind_of, node_fits, port, sources, value_span};
use crate::rule::{Context, Example, Family, Rule};
use crate::rules::fault;
use crate::type_words::{bare, literal};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "type-mismatch",
    family: Family::Type,
    severity: Severity::Error,
    summary: "a value of one type is passed where another is wanted",
    explanation: "\
Compares what a task receives with what its component's input declares: inputs of the component around it, outputs of other
tasks, constants, the items of loops. And what a graph hands out with the output that its component declares.

In compiled pipelines the driver compares the value with the declared type when the task starts, and fails with
\"input parameter \"epochs\" type mismatch: expect NUMBER_INTEGER, got string\". It takes any value where a STRING is wanted
and makes no difference between the two kinds of number; the SDK does, and answers \"Argument type 'NUMBER_INTEGER' is
incompatible with the input type 'STRING'\" when such a pipeline is compiled again. That is a warning. Artifacts are compared by
the SDK alone: title and major version must agree, `system.Artifact` goes with all, a list of artifacts is no artifact. Outputs
of graphs are not compared by any engine: the task that uses them fails.

Inside a loop, the outputs of a graph are declared as lists of what each round hands out. That is right.

In components of KFP v1 the names of types are compared where both sides are known, also in other files. The SDK does this when
a pipeline is built: \"InconsistentTypeException\".

Change the type of the input or of the output, or convert the value in between.",
    fixable: true,
    examples: &[
        Example {
            title: "a constant in quotes",
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
        epochs: {parameterType: NUMBER_INTEGER}
        rate: {parameterType: NUMBER_DOUBLE}
        name: {parameterType: STRING}
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
        inputs:
          parameters:
            epochs: {runtimeValue: {constant: '10'}}
#                                              ^^ type-mismatch: a text is passed where `epochs` wants NUMBER_INTEGER
            rate: {runtimeValue: {constant: 1}}
            name: {runtimeValue: {constant: 7}}
#                                           ^ type-mismatch: a whole number is passed where `name` wants STRING
",
        },
        Example {
            title: "what one task makes is not what the next one reads",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-load: {container: {image: 'python:3.12', command: [load, '{{$}}']}}
    exec-train: {container: {image: 'python:3.12', command: [train, '{{$}}']}}
components:
  comp-load:
    executorLabel: exec-load
    outputDefinitions:
      parameters: {columns: {parameterType: STRING}}
      artifacts: {table: {artifactType: {schemaTitle: system.Dataset, schemaVersion: 0.0.1}}}
  comp-train:
    executorLabel: exec-train
    inputDefinitions:
      parameters: {columns: {parameterType: LIST}}
      artifacts: {model: {artifactType: {schemaTitle: system.Model, schemaVersion: 0.0.1}}}
root:
  dag:
    tasks:
      load:
        componentRef: {name: comp-load}
        taskInfo: {name: load}
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
        dependentTasks: [load]
        inputs:
          parameters:
            columns: {taskOutputParameter: {producerTask: load, outputParameterKey: columns}}
#                                                                                   ^^^^^^^ type-mismatch: a STRING is passed where `columns` wants LIST
          artifacts:
            model: {taskOutputArtifact: {producerTask: load, outputArtifactKey: table}}
#                                                                               ^^^^^ type-mismatch: a system.Dataset is passed where `model` wants system.Model
",
        },
        Example {
            title: "types that fit: any artifact, a list from the rounds of a loop",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train, '{{$}}']}}
    exec-best: {container: {image: 'python:3.12', command: [best, '{{$}}']}}
components:
  comp-train:
    executorLabel: exec-train
    inputDefinitions: {parameters: {rate: {parameterType: NUMBER_DOUBLE}}}
    outputDefinitions: {parameters: {score: {parameterType: NUMBER_DOUBLE}}}
  comp-best:
    executorLabel: exec-best
    inputDefinitions: {parameters: {scores: {parameterType: LIST}}}
  comp-loop:
    dag:
      tasks:
        train:
          componentRef: {name: comp-train}
          taskInfo: {name: train}
          inputs: {parameters: {rate: {componentInputParameter: item}}}
      outputs: {parameters: {scores: {valueFromParameter: {producerSubtask: train, outputParameterKey: score}}}}
    inputDefinitions: {parameters: {item: {parameterType: NUMBER_DOUBLE}}}
    outputDefinitions: {parameters: {scores: {parameterType: LIST}}}
root:
  dag:
    tasks:
      loop:
        componentRef: {name: comp-loop}
        taskInfo: {name: loop}
        parameterIterator: {items: {raw: '[1, 0.5]'}, itemInput: item}
      best:
        componentRef: {name: comp-best}
        taskInfo: {name: best}
        dependentTasks: [loop]
        inputs:
          parameters: {scores: {taskOutputParameter: {producerTask: loop, outputParameterKey: scores}}}
",
        },
        Example {
            title: "an item that is not like the others",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train, '{{$}}']}}
components:
  comp-train:
    executorLabel: exec-train
    inputDefinitions: {parameters: {epochs: {parameterType: NUMBER_INTEGER}}}
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
        parameterIterator: {items: {raw: '[1, \"many\", 3]'}, itemInput: epochs}
#                                             ^^^^^^ type-mismatch: a text is passed where `epochs` wants NUMBER_INTEGER
",
        },
        Example {
            title: "a component that says what a value is",
            text: "\
name: Train and show
inputs: [{name: Rate, type: Float}]
implementation:
  graph:
    tasks:
      Train:
        componentRef:
          spec:
            inputs: [{name: table, type: CSV}, {name: rate, type: Float}]
            outputs: [{name: model, type: XGBoost}]
            implementation: {container: {image: 'python:3.12', command: [train, {inputPath: table}, {inputValue: rate}, {outputPath: model}]}}
        arguments:
          rate: {graphInput: {inputName: Rate}}
          table: 'a,b'
      Show:
        componentRef:
          spec:
            inputs: [{name: model, type: ONNX}]
            implementation: {container: {image: 'python:3.12', command: [show, {inputPath: model}]}}
        arguments:
          model: {taskOutput: {taskId: Train, outputName: model}}
#                                                         ^^^^^ type-mismatch: a XGBoost is passed where `model` wants ONNX
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    fault::report(context, &RULE, ir_model::FaultKind::TypeMismatch);
    let package = context.package;
    let loops = Loops::of(package);
    let mut found = Vec::new();
    for task in package.tasks.values() {
        for argument in &task.args {
            passed(context, &loops, argument, &mut found);
        }
        items(context, task, &mut found);
    }
    for graph in package.graphs.values() {
        for output in &graph.outputs {
            handed_out(context, &loops, graph, output, &mut found);
        }
    }
    for finding in found {
        context.report(finding);
    }
}

/// An argument of a task.
fn passed<'a>(context: &Context<'a>, loops: &Loops, argument: &'a Argument, found: &mut Vec<Diagnostic>) {
    let package = context.package;
    let wanted = port(package, argument.port);
    // The engine fills this in itself, whatever is passed.
    if argument.transform.is_some() || wanted.is_some_and(|p| p.ty.ty == Type::Config) {
        return;
    }
    let Some(sink) = End::wanted(context, argument) else { return };
    let name = || name_of(context, argument);
    let bearer = package.reference(argument.port).map_or(Span::at(0), |r| r.at.span);
    match package.bindings.get(argument.binding) {
        Some(Binding::Literal(value, at)) => {
            if let Some(port) = wanted {
                let span = value_span(context, *value, at.span, bearer);
                found.extend(value_passed(context, *value, span, port));
            }
        }
        Some(Binding::Status(_)) => {
            let source = End::here(&Type::Status, None);
            found.extend(compare(context, &source, &sink, name, bearer));
        }
        _ if argument.claims.is_some() || wanted.is_none() => {
            if let Some((source, at)) = End::claimed(context, argument).or_else(|| first_source(context, argument)) {
                found.extend(compare(context, &source, &sink, name, at));
            }
        }
        _ => {
            for flow in sources(package, argument.binding) {
                // The SDK does not know the type of many items and calls them STRING.
                let item = flow.from.is_some_and(|f| loops.items.contains(&f)) && flow.ty == Type::String;
                let source = End::of_flow(&flow);
                if !item {
                    found.extend(compare(context, &source, &sink, name, flow.at));
                }
            }
            if let Some((source, at)) = End::claimed(context, argument) {
                found.extend(compare(context, &source, &sink, name, at));
            }
        }
    }
}

fn first_source<'a>(context: &Context<'a>, argument: &Argument) -> Option<(End<'a>, Span)> {
    let flow = sources(context.package, argument.binding).into_iter().next()?;
    Some((End::of_flow(&flow), flow.at))
}

fn name_of(context: &Context<'_>, argument: &Argument) -> String {
    let name = context.package.reference(argument.port).map(|r| r.name);
    match name {
        Some(ir_model::RefName::Name(name)) => quote(context.package.names.text(name)),
        _ => "the input".to_owned(),
    }
}

fn compare(
    context: &Context<'_>,
    source: &End<'_>,
    sink: &End<'_>,
    name: impl Fn() -> String,
    at: Span,
) -> Option<Diagnostic> {
    let (severity, reason) = weigh(source.fits(context, sink)?)?;
    let title = format!("{} is passed where {} wants {}", source.words(context), name(), bare(&sink.words(context)));
    let finding = Diagnostic::new(RULE.id, severity, at, title).label(label(reason));
    let finding = source.relate(finding, "what is passed is declared here");
    let finding = sink.relate(finding, "what is wanted is declared here");
    Some(finding.note(note(context, severity, reason)))
}

/// A value that is written out.
fn value_passed(context: &Context<'_>, value: Literal, span: Span, port: &Port) -> Option<Diagnostic> {
    let package = context.package;
    // Where all values are text, the component that reads them decides.
    if package.dialect.traits.types.reads.is_some() {
        return None;
    }
    let node = context.source.tree.node(value.node);
    let (severity, reason) = weigh(node_fits(package, node, value.kind, &port.ty.ty)?)?;
    let sink = End::here(&port.ty.ty, Some(&port.ty));
    let title = format!(
        "{} is passed where {} wants {}",
        literal(value.kind),
        quote(package.def_name(port.def)),
        bare(&sink.words(context))
    );
    let finding = Diagnostic::new(RULE.id, severity, span, title).label(label(reason));
    let mut finding = sink.relate(finding, "what is wanted is declared here").note(note(context, severity, reason));
    finding.fixes.extend(as_type(node, value.kind, &port.ty.ty));
    Some(finding)
}

/// The items of a loop, against the input that receives them. The first that does not fit stands for all.
fn items(context: &Context<'_>, task: &Task, found: &mut Vec<Diagnostic>) {
    let package = context.package;
    let Some(each) = &task.each else { return };
    let Some(wanted) = each.item.and_then(|item| port(package, item)) else { return };
    let (package, types) = (context.package, &wanted.ty);
    if let Some(items) = written(context, task) {
        items.visit(|item, at| {
            let kind = kind_of(item);
            let Some((severity, reason)) = node_fits(package, item, kind, &types.ty).and_then(weigh) else {
                return false;
            };
            let sink = End::here(&types.ty, Some(types));
            let name = quote(package.def_name(wanted.def));
            let title = format!("{} is passed where {name} wants {}", literal(kind), bare(&sink.words(context)));
            let finding = Diagnostic::new(RULE.id, severity, at, title).label("each item is passed by itself");
            let finding = sink.relate(finding, "what is wanted is declared here");
            found.push(finding.note(note(context, severity, reason)));
            true
        });
        return;
    }
    // A list whose items have a type: artifacts.
    let Items::Argument(reference) = each.items else { return };
    let Some(argument) = argument(package, task, reference) else { return };
    let Some(flow) = sources(package, argument.binding).into_iter().next() else { return };
    let (Type::List(item), None) = (&flow.ty, argument.transform) else { return };
    if is_artifact(item) {
        let source = End::here(item, flow.declared);
        let sink = End::here(&types.ty, Some(types));
        let name = || quote(package.def_name(wanted.def));
        let at = package.reference(reference).map_or(flow.at, |r| r.at.span);
        found.extend(compare(context, &source, &sink, name, at));
    }
}

/// An output of a graph.
fn handed_out(context: &Context<'_>, loops: &Loops, graph: &Graph, output: &Argument, found: &mut Vec<Diagnostic>) {
    let package = context.package;
    let Some(declared) = port(package, output.port) else { return };
    let flows = sources(package, output.binding);
    // Alternatives that differ among themselves have a rule of their own.
    if flows.iter().any(|f| flows.first().is_some_and(|first| first.ty != f.ty)) {
        return;
    }
    let Some(flow) = flows.first() else { return };
    let sink = End::here(&declared.ty.ty, Some(&declared.ty));
    let source = End::of_flow(flow);
    let collected = graph.owner.is_some_and(|o| loops.repeated.contains(&o)) || is_generated(package, declared.def);
    if collected && gathers(&flow.ty, &declared.ty.ty) {
        return;
    }
    let Some((_, reason)) = source.fits(context, &sink).and_then(weigh) else { return };
    let name = quote(package.def_name(declared.def));
    let title = format!("{} is handed out where {name} declares {}", source.words(context), bare(&sink.words(context)));
    let finding = Diagnostic::new(RULE.id, Severity::Warning, flow.at, title).label(label(reason));
    let finding = source.relate(finding, "what is handed out is declared here");
    let finding = sink.relate(finding, "what the output should be is declared here");
    let kind = kind_word(declared.kind);
    found.push(
        finding.note(format!("no engine compares the two: who uses the output gets another {kind} than declared")),
    );
}

/// Whether an output is the list of what each round of a loop around it hands out.
fn gathers(inner: &Type, declared: &Type) -> bool {
    let Type::List(item) = declared else { return false };
    **item == Type::Any || **item == *inner || is_artifact(item) && is_artifact(inner)
}

/// The severity of a misfit; `None` where it is none worth a word.
fn weigh(fit: Fit) -> Option<(Severity, Reason)> {
    match fit {
        Fit::Fits | Fit::MayFail(Reason::Open) => None,
        Fit::MayFail(reason) => Some((Severity::Warning, reason)),
        Fit::Cannot(reason) => Some((Severity::Error, reason)),
    }
}

fn note(context: &Context<'_>, severity: Severity, reason: Reason) -> &'static str {
    let words = &context.package.dialect.traits.consequences;
    match reason {
        Reason::Schema | Reason::Version | Reason::OneForMany | Reason::ManyForOne => words.artifact_mismatch,
        _ if severity == Severity::Error => words.type_mismatch,
        _ => words.type_doubt,
    }
}

fn label(reason: Reason) -> &'static str {
    match reason {
        Reason::Kind | Reason::Name | Reason::Schema | Reason::Open => "another type",
        Reason::Widened | Reason::Narrowed => "another kind of number",
        Reason::ToText => "not a text",
        Reason::FromText => "a text is not converted",
        Reason::Record => "may lack what the engine would write",
        Reason::OneForMany => "one artifact, not a list",
        Reason::ManyForOne => "a list, not one artifact",
        Reason::Version => "another major version",
        Reason::Null => "nothing is passed",
    }
}
