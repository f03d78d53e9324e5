//! `conflicting-timeouts`

use ir_model::{FaultKind, Severity};

use crate::rule::{Context, Example, Family, Rule};
use crate::rules::fault;

pub(crate) static RULE: Rule = Rule {
    id: "conflicting-timeouts",
    family: Family::Reliability,
    severity: Severity::Error,
    summary: "a timeout that is longer than the one around it",
    explanation: "\
A part of a run may take longer than the whole.

Tekton's webhook refuses the run: \"should be <= pipeline duration\". The time of the tasks and of `finally` together must not be longer than that of the pipeline,
which is an hour where nothing is said.

Shorten the one or lengthen the other.",
    fixable: false,
    examples: &[
        Example {
            title: "tasks that may take longer than the pipeline",
            text: "\
apiVersion: tekton.dev/v1
kind: PipelineRun
metadata: {name: run}
spec:
  pipelineRef: {name: training}
  timeouts: {pipeline: 1h, tasks: 2h}
#                                 ^^ conflicting-timeouts: this is longer than the timeout of the pipeline
",
        },
        Example {
            title: "parts of the whole",
            text: "\
apiVersion: tekton.dev/v1
kind: PipelineRun
metadata: {name: run}
spec:
  pipelineRef: {name: training}
  timeouts: {pipeline: 3h, tasks: 2h, finally: 1h}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    fault::report(context, &RULE, FaultKind::TimeoutOrder);
}
