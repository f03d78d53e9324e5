//! `exit-task-skipped`

use ir_model::{Binding, Diagnostic, Severity, TaskRole, Trigger};

use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "exit-task-skipped",
    family: Family::Reliability,
    severity: Severity::Info,
    summary: "a task that runs at the end, and only if another ran that may be skipped",
    explanation: "\
A task that runs whatever happened reads an output of a task with a condition. Where the condition does not hold there is no output, and the task
at the end is skipped, too. What was meant to clean up or to report does nothing.

Give the output another way, or let the last task do without it. Off unless it is switched on: for a report on that task it may be what is meant.",
    fixable: false,
    examples: &[
        Example {
            title: "a report on what need not have run",
            text: "\
apiVersion: tekton.dev/v1
kind: Pipeline
metadata: {name: release}
spec:
  params: [{name: publish}]
  tasks:
  - name: push
    taskRef: {name: push}
    when: [{input: $(params.publish), operator: in, values: ['yes']}]
  finally:
  - name: report
    taskRef: {name: report}
    params: [{name: digest, value: $(tasks.push.results.digest)}]
#                                          ^^^^ exit-task-skipped: `report` is skipped where `push` is
",
        },
        Example {
            title: "a report on what always runs",
            text: "\
apiVersion: tekton.dev/v1
kind: Pipeline
metadata: {name: release}
spec:
  tasks:
  - name: push
    taskRef: {name: push}
  finally:
  - name: report
    taskRef: {name: report}
    params: [{name: digest, value: $(tasks.push.results.digest)}]
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    let at_end = |role, trigger| role == TaskRole::Exit(None) && trigger == Trigger::AllCompleted;
    for task in package.tasks.values().filter(|t| at_end(t.role, t.trigger)) {
        for argument in &task.args {
            let Some(Binding::Output { task: on, .. }) = package.bindings.get(argument.binding) else { continue };
            let Some((_, producer)) = package.target(*on).and_then(|def| package.task_of(def)) else { continue };
            let (Some(condition), Some(reference)) =
                (producer.when.and_then(|w| package.exprs.get(w)), package.reference(*on))
            else {
                continue;
            };
            let (name, on) = (quote(package.def_name(task.def)), quote(package.def_name(producer.def)));
            let title = format!("{name} is skipped where {on} is");
            let finding = Diagnostic::new(RULE.id, RULE.severity, reference.at.span, title)
                .label("without the output there is nothing to run with")
                .related(condition.at.span, format!("{on} runs under a condition"));
            context.report(finding);
        }
    }
}
