//! `output-types-differ`

use ir_model::{Binding, Diagnostic, Fit, Reason, Severity};

use super::ends::End;
use crate::flow::sources;
use crate::rule::{Context, Example, Family, Rule};
use crate::type_words::bare;

pub(crate) static RULE: Rule = Rule {
    id: "output-types-differ",
    family: Family::Type,
    severity: Severity::Warning,
    summary: "the alternatives of an output are of different types",
    explanation: "\
An output comes from the one of several tasks that has run, and these tasks hand out different types.

The SDK refuses this when it compiles. No engine compares the types later: what uses the output fails in those runs in which the
other branch was taken.

Let all branches hand out the same type.",
    fixable: false,
    examples: &[
        Example {
            title: "a text in one branch, a number in the other",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-a: {container: {image: 'python:3.12', command: [a, '{{$}}']}}
    exec-b: {container: {image: 'python:3.12', command: [b, '{{$}}']}}
components:
  comp-a:
    executorLabel: exec-a
    outputDefinitions: {parameters: {out: {parameterType: STRING}}}
  comp-b:
    executorLabel: exec-b
    outputDefinitions: {parameters: {out: {parameterType: NUMBER_INTEGER}}}
root:
  dag:
    tasks:
      a: {componentRef: {name: comp-a}, taskInfo: {name: a}}
      b: {componentRef: {name: comp-b}, taskInfo: {name: b}}
    outputs:
      parameters:
        out:
          valueFromOneof:
            parameterSelectors:
            - {producerSubtask: a, outputParameterKey: out}
            - {producerSubtask: b, outputParameterKey: out}
#                                                      ^^^ output-types-differ: a NUMBER_INTEGER, the alternative before it is a STRING
  outputDefinitions: {parameters: {out: {parameterType: STRING}}}
",
        },
        Example {
            title: "the same type in both branches",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-a: {container: {image: 'python:3.12', command: [a, '{{$}}']}}
    exec-b: {container: {image: 'python:3.12', command: [b, '{{$}}']}}
components:
  comp-a:
    executorLabel: exec-a
    outputDefinitions: {parameters: {out: {parameterType: STRING}}}
  comp-b:
    executorLabel: exec-b
    outputDefinitions: {parameters: {out: {parameterType: STRING}}}
root:
  dag:
    tasks:
      a: {componentRef: {name: comp-a}, taskInfo: {name: a}}
      b: {componentRef: {name: comp-b}, taskInfo: {name: b}}
    outputs:
      parameters:
        out:
          valueFromOneof:
            parameterSelectors:
            - {producerSubtask: a, outputParameterKey: out}
            - {producerSubtask: b, outputParameterKey: out}
  outputDefinitions: {parameters: {out: {parameterType: STRING}}}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    for output in package.graphs.values().flat_map(|g| &g.outputs) {
        if !matches!(package.bindings.get(output.binding), Some(Binding::OneOf(_))) {
            continue;
        }
        let mut alternatives = sources(package, output.binding).into_iter();
        let Some(first) = alternatives.next() else { continue };
        let expected = End::of_flow(&first);
        for other in alternatives {
            let end = End::of_flow(&other);
            if matches!(end.fits(context, &expected), None | Some(Fit::Fits | Fit::MayFail(Reason::Open))) {
                continue;
            }
            let title = format!("{}, the alternative before it is {}", end.words(context), expected.words(context));
            let finding = Diagnostic::new(RULE.id, RULE.severity, other.at, title)
                .label(format!("not {}", bare(&expected.words(context))))
                .related(first.at, "the alternative");
            let finding = end.relate(finding, "declared here");
            context.report(finding.note("what uses the output fails in runs that take the other branch"));
        }
    }
}
