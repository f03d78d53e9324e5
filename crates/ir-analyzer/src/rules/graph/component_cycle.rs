//! `component-cycle`

use ir_model::{Body, Callee, ComponentId, Diagnostic, Package, RefId, Severity};

use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "component-cycle",
    family: Family::Graph,
    severity: Severity::Error,
    summary: "a component that runs itself, directly or through others",
    explanation: "\
A component's graph has a task that runs the component itself, directly or through other components. The pipeline would
never end.

The SDK loads such a file, and the compiler to Argo does not notice either: it stops at components that it has seen and
leaves a broken workflow behind.

Let the task run another component.",
    fixable: false,
    examples: &[
        Example {
            title: "a graph that contains itself",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec: {executors: {}}
components:
  comp-loop:
    dag:
      tasks:
        again:
          componentRef: {name: comp-loop}
#                              ^^^^^^^^^ component-cycle: `comp-loop` runs itself
          taskInfo: {name: again}
root:
  dag:
    tasks:
      start:
        componentRef: {name: comp-loop}
        taskInfo: {name: start}
",
        },
        Example {
            title: "a component used twice",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-work: {container: {image: 'python:3.12', command: [work]}}
components:
  comp-work: {executorLabel: exec-work}
root:
  dag:
    tasks:
      one:
        componentRef: {name: comp-work}
        taskInfo: {name: one}
      two:
        componentRef: {name: comp-work}
        taskInfo: {name: two}
",
        },
    ],
    check,
};

/// How far a search has come with a component.
#[derive(Clone, Copy, PartialEq)]
enum Seen {
    Not,
    Open,
    Done,
}

fn check(context: &mut Context<'_>) {
    let package = context.package;
    if package.dialect.traits.recursion {
        return;
    }
    let mut seen = vec![Seen::Not; package.components.len()];
    let calls: Vec<Vec<(ComponentId, RefId)>> = package.components.values().map(|c| calls(package, &c.body)).collect();
    let mut back = Vec::new();
    for (start, _) in package.components.iter() {
        // An explicit stack: chains of components can be long.
        let mut stack = vec![(start, 0)];
        if !enter(&mut seen, start) {
            continue;
        }
        while let Some((here, next)) = stack.last_mut() {
            let Some((callee, reference)) = calls.get(here.index()).and_then(|c| c.get(*next)).copied() else {
                if let Some(state) = seen.get_mut(here.index()) {
                    *state = Seen::Done;
                }
                stack.pop();
                continue;
            };
            *next += 1;
            match seen.get(callee.index()) {
                Some(Seen::Open) => {
                    let from = stack.iter().position(|(c, _)| *c == callee).unwrap_or(0);
                    let path: Vec<ComponentId> = stack.iter().skip(from).map(|(c, _)| *c).collect();
                    back.push((reference, path));
                }
                Some(Seen::Not) => {
                    enter(&mut seen, callee);
                    stack.push((callee, 0));
                }
                _ => {}
            }
        }
    }
    for (reference, path) in back {
        let Some(at) = package.reference(reference).map(|r| r.at.span) else { continue };
        let name = |id: &ComponentId| quote(package.components.get(*id).map_or("", |c| package.def_name(c.def)));
        let first = path.first().map_or_else(String::new, name);
        let title = match path.as_slice() {
            [_] => format!("{first} runs itself"),
            [_, through, ..] => format!("{first} runs itself through {}", name(through)),
            [] => continue,
        };
        context.report(
            Diagnostic::new(RULE.id, RULE.severity, at, title)
                .label("the circle closes here")
                .note("the SDK and the compiler do not notice; the workflow that comes out is broken"),
        );
    }
}

fn enter(seen: &mut [Seen], id: ComponentId) -> bool {
    match seen.get_mut(id.index()) {
        Some(state @ Seen::Not) => {
            *state = Seen::Open;
            true
        }
        _ => false,
    }
}

/// The components of this file that a body's tasks run.
fn calls(package: &Package, body: &Body) -> Vec<(ComponentId, RefId)> {
    let Body::Graph(graph) = body else { return Vec::new() };
    let tasks = package.graphs.get(*graph).into_iter().flat_map(|g| &g.tasks).filter_map(|t| package.tasks.get(*t));
    tasks
        .filter_map(|task| match task.callee {
            Callee::Ref(reference) => Some((package.callee(task)?.0, reference)),
            _ => None,
        })
        .collect()
}
