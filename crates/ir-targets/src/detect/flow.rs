//! Conditions, loops, ends, and how tasks hang together.

use ir_model::{Argument, Binding, Expr, Items, Language, PortKind, Task, TaskRole, Trigger};
use ir_syntax::Span;

use super::{Detector, graphs};
use crate::look::{Look, entry, scalars};
use crate::text::{has_hole, is_beyond_comparison};

pub(super) const DETECTORS: &[(&str, Detector)] = &[
    ("condition", |look| conditions(look).map(|(_, expr)| expr.at.span).collect()),
    ("condition-beyond-comparison", |look| {
        let beyond = conditions(look).filter(|(_, expr)| is_beyond(look, expr));
        beyond.map(|(_, expr)| expr.at.span).collect()
    }),
    ("condition-on-named-output", condition_on_named_output),
    ("condition-on-artifact", |look| {
        let on = conditions(look).filter(|(_, expr)| text(look, expr).contains("inputs.artifacts["));
        on.map(|(_, expr)| expr.at.span).collect()
    }),
    ("else-branch", |look| {
        // The compiler negates the conditions of the branches before.
        let negated =
            conditions(look).filter(|(_, expr)| expr.language == Language::Cel && text(look, expr).contains("!("));
        negated.map(|(_, expr)| expr.at.span).collect()
    }),
    ("parameter-of-branch", |look| of_branch(look, PortKind::Parameter)),
    ("artifact-of-branch", |look| of_branch(look, PortKind::Artifact)),
    ("loop", |look| {
        loops(look, |look, task, items| match items {
            Items::Unknown(_) => !is_filled_later(look, task),
            items => matches!(items, Items::Text(_) | Items::List(_) | Items::Range(_)),
        })
    }),
    ("loop-over-parameter", |look| {
        loops(look, |look, task, items| match items {
            Items::Value(_) => true,
            Items::Unknown(_) => is_filled_later(look, task),
            Items::Argument(items) => {
                look.wants(*items) != Some(PortKind::Artifact) && named_output(look, task, *items).is_none()
            }
            _ => false,
        })
    }),
    ("loop-over-named-output", |look| {
        loops(look, |look, task, items| match items {
            Items::Argument(items) => {
                look.wants(*items) != Some(PortKind::Artifact) && named_output(look, task, *items).is_some()
            }
            _ => false,
        })
    }),
    ("loop-over-artifacts", |look| {
        loops(look, |look, _, items| match items {
            Items::Argument(items) => look.wants(*items) == Some(PortKind::Artifact),
            _ => false,
        })
    }),
    ("loop-in-loop", graphs::loops_in_loops),
    ("loop-limit", |look| {
        let loops = look.tasks().filter_map(|(_, task)| task.each.as_ref());
        loops
            .filter(|each| each.limit.known().is_some_and(|n| *n > 0))
            .filter_map(|e| e.limit.origin())
            .map(|o| o.span)
            .collect()
    }),
    ("collected-parameters", |look| collected(look, PortKind::Parameter)),
    ("collected-artifacts", |look| collected(look, PortKind::Artifact)),
    ("exit-task", exit_tasks),
    ("final-status", final_status),
    ("runs-after-failure", runs_after_failure),
    ("any-dependency", |look| {
        let results = look.tasks().filter_map(|(_, task)| match task.trigger {
            Trigger::Results(expr) => look.package.exprs.get(expr),
            _ => None,
        });
        results.filter(|expr| text(look, expr).contains("||")).map(|expr| expr.at.span).collect()
    }),
    ("nested-pipeline", graphs::nested),
    ("recursion", graphs::recursion),
    ("cycle", graphs::cycles),
    ("failure-policy", failure_policy),
];

/// The tasks that only run on a condition.
fn conditions<'a>(look: &Look<'a>) -> impl Iterator<Item = (&'a Task, &'a Expr)> {
    let package = look.package;
    look.tasks().filter_map(move |(_, task)| Some((task, package.exprs.get(task.when?)?)))
}

/// The text of an expression as it is read, without the quoting of the file.
fn text<'a>(look: &Look<'a>, expr: &Expr) -> &'a str {
    let node = look.node(expr.at.node);
    if node.is_scalar() { node.text() } else { expr.at.span.slice(look.tree.text()) }
}

fn is_beyond(look: &Look<'_>, expr: &Expr) -> bool {
    let text = text(look, expr);
    match expr.language {
        Language::Cel => is_beyond_comparison(text),
        Language::Govaluate => ["{{=", "=~", "!~", " in ", "??"].iter().any(|more| text.contains(more)),
        // A list of comparisons, unless one of them is in another language.
        Language::TektonVariable => look.node(expr.at.node).items().any(|item| item.get("cel").is_some()),
        _ => false,
    }
}

/// An output by another name than the one that the SDK gives to a single output.
fn is_named(name: &str) -> bool {
    name != "Output"
}

/// The argument under a name inside of a task, where it is an output with a name of its own.
fn named_output<'a>(look: &Look<'a>, task: &'a Task, reference: ir_model::RefId) -> Option<&'a Argument> {
    let argument = look.argument(task, reference)?;
    look.output_name(argument.binding).filter(|name| is_named(name)).map(|_| argument)
}

fn condition_on_named_output(look: &Look<'_>) -> Vec<Span> {
    let on = conditions(look).filter(|(task, expr)| {
        expr.refs.iter().any(|reference| match look.wants(*reference) {
            Some(PortKind::Artifact) => false,
            _ => named_output(look, task, *reference).is_some(),
        })
    });
    on.map(|(_, expr)| expr.at.span).collect()
}

fn of_branch(look: &Look<'_>, kind: PortKind) -> Vec<Span> {
    let outputs = look.package.graphs.values().flat_map(|graph| &graph.outputs);
    let one_of = outputs.filter(|output| matches!(look.package.bindings.get(output.binding), Some(Binding::OneOf(_))));
    one_of.filter(|output| look.wants(output.port) == Some(kind)).filter_map(|o| look.ref_span(o.port)).collect()
}

/// Whether something in what a loop runs over, which is not read further, is filled in when the pipeline runs.
fn is_filled_later(look: &Look<'_>, task: &Task) -> bool {
    let span = task.each.as_ref().map(|each| each.span);
    span.is_some_and(|span| has_hole(span.slice(look.tree.text()), look.package.dialect.traits.hole))
}

fn loops(look: &Look<'_>, pick: impl Fn(&Look<'_>, &Task, &Items) -> bool) -> Vec<Span> {
    let loops = look.tasks().filter_map(|(_, task)| Some((task, task.each.as_ref()?)));
    let picked = loops.filter(|(task, each)| pick(look, task, &each.items));
    picked
        .map(|(_, each)| match &each.items {
            Items::Text(at) | Items::List(at) | Items::Range(at) => at.span,
            Items::Argument(items) => look.ref_span(*items).unwrap_or(each.span),
            _ => each.span,
        })
        .collect()
}

/// What a looped task puts out, used by others or handed out by its graph.
fn collected(look: &Look<'_>, kind: PortKind) -> Vec<Span> {
    let arguments = look.tasks().flat_map(|(_, task)| &task.args);
    let outputs = look.package.graphs.values().flat_map(|graph| &graph.outputs);
    let of_loops = arguments.chain(outputs).filter(|argument| {
        look.wants(argument.port) == Some(kind)
            && look.producer(argument.binding).is_some_and(|(_, task)| task.each.is_some())
    });
    of_loops.filter_map(|argument| look.ref_span(argument.port)).collect()
}

/// Whether a task takes what another puts out.
fn reads_outputs(look: &Look<'_>, task: &Task) -> bool {
    task.args.iter().any(|argument| look.producer(argument.binding).is_some())
}

/// In KFP a task that waits for others to end, in whatever way, and takes nothing from them.
fn exit_tasks(look: &Look<'_>) -> Vec<Span> {
    let tasks = look.package.tasks.values().filter(|task| match (task.role, task.trigger) {
        (TaskRole::Exit(_), _) => true,
        (TaskRole::Work, Trigger::AllCompleted) => !reads_outputs(look, task),
        _ => false,
    });
    tasks.filter_map(|task| look.at(task.def)).collect()
}

fn runs_after_failure(look: &Look<'_>) -> Vec<Span> {
    let tasks = look.tasks().filter(|(_, task)| match (task.role, task.trigger) {
        (TaskRole::Work, Trigger::AllCompleted) => reads_outputs(look, task),
        (TaskRole::Work, Trigger::Results(expr)) => look.package.exprs.get(expr).is_some_and(|expr| {
            let text = text(look, expr);
            [".Failed", ".Errored", ".AnyFailed"].iter().any(|word| text.contains(word))
        }),
        _ => false,
    });
    let mut found: Vec<Span> = tasks.filter_map(|(_, task)| look.at(task.def)).collect();
    found.extend(look.object_keys(&["onError"], |e| e.value.says("continue")));
    found.extend(look.object_keys(&["continueOn"], |_| true));
    found
}

fn final_status(look: &Look<'_>) -> Vec<Span> {
    let arguments = look.package.tasks.values().flat_map(|task| &task.args);
    let statuses = arguments.filter(|a| matches!(look.package.bindings.get(a.binding), Some(Binding::Status(_))));
    let mut found: Vec<Span> = statuses.filter_map(|argument| look.ref_span(argument.port)).collect();
    for entry in look.keys.iter().filter(|e| !e.value.is_mapping()) {
        scalars(entry.value, 0, &mut |node| {
            let text = node.text();
            let argo = ["{{workflow.status}}", "{{workflow.failures}}"].iter().any(|word| text.contains(word));
            let tekton = text.contains("$(tasks.") && (text.contains(".status)") || text.contains(".reason)"));
            if argo || tekton {
                found.push(node.span());
            }
        });
    }
    found
}

fn failure_policy(look: &Look<'_>) -> Vec<Span> {
    let mut found = look.object_keys(&["failFast"], |_| true);
    let jobs = look.documents(ir_dialects::DocumentKind::KfpPipelineJob);
    let configs = jobs.filter_map(|job| entry(job, "runtimeConfig")).map(|e| e.value);
    found.extend(configs.filter_map(|config| entry(config, "failurePolicy")).map(|e| e.key.span()));
    found
}
