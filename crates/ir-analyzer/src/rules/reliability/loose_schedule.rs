//! `loose-schedule`

use ir_model::{FaultKind, Severity};

use crate::rule::{Context, Example, Family, Rule};
use crate::rules::fault;

pub(crate) static RULE: Rule = Rule {
    id: "loose-schedule",
    family: Family::Reliability,
    severity: Severity::Info,
    summary: "a schedule that leaves open what happens when runs meet or are missed",
    explanation: "\
A workflow runs by a schedule, and something about it is left to defaults: whether a run may begin while the one before it still runs, how
late a missed one may begin, or in which time zone the schedule is read. Off unless it is switched on.

Say it: `concurrencyPolicy`, `startingDeadlineSeconds`, `timezone`.",
    fixable: false,
    examples: &[
        Example {
            title: "no time zone",
            text: "\
apiVersion: argoproj.io/v1alpha1
kind: CronWorkflow
metadata: {name: nightly}
spec:
  schedules: ['0 2 * * *']
# ^^^^^^^^^ loose-schedule: the schedule is read in the time zone of the controller
  concurrencyPolicy: Forbid
  startingDeadlineSeconds: 600
  workflowSpec:
    entrypoint: train
    templates:
    - {name: train, container: {image: 'python:3.12', command: [train]}}
",
        },
        Example {
            title: "all is said",
            text: "\
apiVersion: argoproj.io/v1alpha1
kind: CronWorkflow
metadata: {name: nightly}
spec:
  schedules: ['0 2 * * *']
  timezone: Europe/Berlin
  concurrencyPolicy: Forbid
  startingDeadlineSeconds: 600
  workflowSpec:
    entrypoint: train
    templates:
    - {name: train, container: {image: 'python:3.12', command: [train]}}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    fault::report(context, &RULE, FaultKind::LooseSchedule);
}
