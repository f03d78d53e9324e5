//! `invalid-task-name`

use ir_model::{Body, DefId, Diagnostic, Engine, Safety, Severity};

use crate::facts::mend;
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "invalid-task-name",
    family: Family::Style,
    severity: Severity::Error,
    summary: "a task or graph with a name that Argo refuses",
    explanation: "\
The name of a task, or of a component that is a graph, has other signs than letters, digits and `-`, starts with a digit, or is longer
than 121 characters.

The open-source backend takes the names as they are for those of Argo's templates and tasks. Argo refuses the workflow: \"name must
consist of alpha-numeric characters or '-'\", \"name cannot begin with a digit\". The Python compiler cleans names; files written by hand do not.

Give it another name, wherever it is used.",
    fixable: true,
    examples: &[
        Example {
            title: "an underscore",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train]}}
components:
  comp-train: {executorLabel: exec-train}
root:
  dag:
    tasks:
      train_model:
#     ^^^^^^^^^^^ invalid-task-name: `train_model` cannot be the name of a task
        componentRef: {name: comp-train}
        taskInfo: {name: train_model}
",
        },
        Example {
            title: "a dash",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train]}}
components:
  comp_train: {executorLabel: exec-train}
root:
  dag:
    tasks:
      train-model:
        componentRef: {name: comp_train}
        taskInfo: {name: train_model}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    let Some(form) = package.dialect.traits.task_name_form else { return };
    let tasks = package.tasks.values().filter(|t| !package.is_run(t)).map(|t| (t.def, "a task"));
    let graphs = package.components.values().filter(|c| matches!(c.body, Body::Graph(_)));
    let graphs = graphs.map(|c| (c.def, "a component with a graph"));
    let named: Vec<(DefId, &str)> = tasks.chain(graphs).collect();
    for (id, what) in named {
        let Some(def) = package.def(id) else { continue };
        let name = package.names.text(def.name);
        if name.is_empty() || (form.accepts)(name) || crate::facts::has_hole(name) {
            continue;
        }
        let title = format!("{} cannot be the name of {what}", quote(name));
        let repaired = (form.repair)(name);
        let good = (form.accepts)(&repaired);
        let label = if good { format!("{} could", quote(&repaired)) } else { form.words.to_owned() };
        let finding = Diagnostic::new(RULE.id, RULE.severity, def.at.span, title)
            .label(label)
            .note(format!("Argo refuses the workflow; a name is {}", form.words))
            .only(&[Engine::KfpArgo]);
        let edits = good.then(|| mend::renamed(&context.source.tree, package, id, &repaired)).flatten();
        let words = format!("rename {} to {}", quote(name), quote(&repaired));
        context.report(mend::with(finding, edits, words, Safety::Suggested));
    }
}
