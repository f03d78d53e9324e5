//! `final-status-misplaced`

use ir_model::{Binding, Diagnostic, Severity, TaskId, Tri, Trigger, Type};
use rustc_hash::FxHashSet;

use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "final-status-misplaced",
    family: Family::Type,
    severity: Severity::Error,
    summary: "a task reads how another ended without running after its end",
    explanation: "\
A task receives the final status of another task.

The driver takes the status from the first task that this one depends on; without any it fails with \"task … has no dependent
tasks\". That is an error. And only a task that runs however the others ended (`strategy: ALL_UPSTREAM_TASKS_COMPLETED`) can ever
see a status other than success: without it the value says nothing, which is a warning.

A pipeline itself cannot receive a status: nothing ends before it. The API server answers \"requires type TASK_FINAL_STATUS, which
is invalid for root component\" when a value is given, and refuses the run when none is.

Name the task under `dependentTasks`, and set the trigger's strategy.",
    fixable: false,
    examples: &[
        Example {
            title: "a status of nobody, and one that is always the same",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train, '{{$}}']}}
    exec-tell: {container: {image: 'python:3.12', command: [tell, '{{$}}']}}
components:
  comp-train: {executorLabel: exec-train}
  comp-tell:
    executorLabel: exec-tell
    inputDefinitions: {parameters: {status: {parameterType: TASK_FINAL_STATUS, isOptional: true}}}
root:
  dag:
    tasks:
      train: {componentRef: {name: comp-train}, taskInfo: {name: train}}
      tell:
        componentRef: {name: comp-tell}
        taskInfo: {name: tell}
        inputs: {parameters: {status: {taskFinalStatus: {producerTask: train}}}}
#                             ^^^^^^ final-status-misplaced: task `tell` depends on no task whose status it could read
        triggerPolicy: {strategy: ALL_UPSTREAM_TASKS_COMPLETED}
      again:
        componentRef: {name: comp-tell}
        taskInfo: {name: again}
        dependentTasks: [train]
        inputs: {parameters: {status: {taskFinalStatus: {producerTask: train}}}}
#                             ^^^^^^ final-status-misplaced: task `again` only runs after success
",
        },
        Example {
            title: "a pipeline that wants to know how something ended",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train, '{{$}}']}}
components:
  comp-train: {executorLabel: exec-train}
root:
  dag:
    tasks:
      train: {componentRef: {name: comp-train}, taskInfo: {name: train}}
  inputDefinitions: {parameters: {status: {parameterType: TASK_FINAL_STATUS}}}
#                                 ^^^^^^ final-status-misplaced: nothing ends before this pipeline, `status` stays empty
",
        },
        Example {
            title: "a task for the end",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train, '{{$}}']}}
    exec-tell: {container: {image: 'python:3.12', command: [tell, '{{$}}']}}
components:
  comp-train: {executorLabel: exec-train}
  comp-tell:
    executorLabel: exec-tell
    inputDefinitions: {parameters: {status: {parameterType: TASK_FINAL_STATUS, isOptional: true}}}
root:
  dag:
    tasks:
      train: {componentRef: {name: comp-train}, taskInfo: {name: train}}
      tell:
        componentRef: {name: comp-tell}
        taskInfo: {name: tell}
        dependentTasks: [train]
        inputs: {parameters: {status: {taskFinalStatus: {producerTask: train}}}}
        triggerPolicy: {strategy: ALL_UPSTREAM_TASKS_COMPLETED}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    let waiting: FxHashSet<TaskId> = package.graphs.values().flat_map(|g| &g.edges).map(|e| e.waits).collect();
    for (id, task) in package.tasks.iter() {
        let status = |a: &&ir_model::Argument| matches!(package.bindings.get(a.binding), Some(Binding::Status(_)));
        let Some(argument) = task.args.iter().find(status).filter(|_| task.args_open.is_none()) else { continue };
        let Some(at) = package.reference(argument.port).map(|r| r.at.span) else { continue };
        let name = quote(package.def_name(task.def));
        if task.trigger == Trigger::Unknown {
            continue;
        }
        if !waiting.contains(&id) {
            let title = format!("task {name} depends on no task whose status it could read");
            let finding = Diagnostic::new(RULE.id, Severity::Error, at, title).label("no status to read");
            context.report(finding.note("the driver fails with \"has no dependent tasks\""));
        } else if task.trigger == Trigger::AllSucceeded {
            let title = format!("task {name} only runs after success, the status is always the same");
            let finding = Diagnostic::new(RULE.id, Severity::Warning, at, title);
            context.report(finding.label("the task does not run after a failure"));
        }
    }
    let entry = package.entry.and_then(|id| package.components.get(id));
    for port in entry.into_iter().flat_map(|c| c.inputs.ids()).filter_map(|id| package.ports.get(id)) {
        // Used as a component in another pipeline, the file may receive one: its compiler makes it optional.
        if let (Type::Status, Tri::Yes, Some(at)) = (&port.ty.ty, port.required(), package.def_span(port.def)) {
            let name = quote(package.def_name(port.def));
            let title = format!("nothing ends before this pipeline, {name} stays empty");
            let finding = Diagnostic::new(RULE.id, Severity::Warning, at, title);
            context.report(finding.label("a required input that no run can fill"));
        }
    }
}
