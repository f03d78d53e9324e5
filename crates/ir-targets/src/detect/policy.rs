//! Retries, timeouts, caching.

use ir_dialects::DocumentKind;
use ir_model::Val;
use ir_syntax::{Entry, Node, Span};

use super::Detector;
use crate::look::{Look, entry, field};

pub(super) const DETECTORS: &[(&str, Detector)] = &[
    ("retries", |look| retries(look, |_| true)),
    ("retry-backoff", backoff),
    ("task-timeout", task_timeouts),
    ("pipeline-timeout", pipeline_timeouts),
    ("cache", |look| {
        let cached = look.tasks().filter_map(|(_, task)| match task.cache {
            Val::Known(true, at) => Some(at.span),
            _ => None,
        });
        let mut found: Vec<Span> = cached.collect();
        found.extend(look.object_keys(&["memoize"], |e| e.value.is_mapping()));
        found
    }),
    ("cache-key", |look| {
        let options = look.tasks().filter_map(|(_, task)| field(look.node(task.node), "cachingOptions"));
        let keys = options.filter_map(|options| entry(options, "cacheKey"));
        let mut found: Vec<Span> = keys.filter(|e| !e.value.text().is_empty()).map(|e| e.key.span()).collect();
        let memo = look.keys.iter().filter(|e| e.key.says("memoize"));
        found.extend(memo.filter_map(|e| e.value.entry("key")).map(|e| e.key.span()));
        found
    }),
];

fn retries(look: &Look<'_>, pick: impl Fn(&ir_model::Retry) -> bool) -> Vec<Span> {
    let of_tasks = look.tasks().filter_map(|(_, task)| task.retry.as_ref());
    let of_components = look.package.components.values().filter_map(|component| component.retry.as_ref());
    // No retries is what happens without the key as well.
    let some = of_tasks.chain(of_components).filter(|retry| retry.max.known() != Some(&0) && pick(retry));
    some.map(|retry| retry.span).collect()
}

/// The SDK writes a delay of no time where nobody asked for one.
fn backoff(look: &Look<'_>) -> Vec<Span> {
    let policies = look.tasks().filter_map(|(_, task)| field(look.node(task.node), "retryPolicy"));
    let delays = policies.filter_map(|policy| entry(policy, "backoffDuration"));
    let mut found: Vec<Span> = delays.filter(|e| !is_zero(e.value)).map(|e| e.key.span()).collect();
    let components = look.package.components.values().filter_map(|component| component.retry.as_ref());
    found.extend(components.filter(|retry| retry.waits).map(|retry| retry.span));
    found
}

fn is_zero(node: Node<'_>) -> bool {
    node.text().trim_end_matches(['s', 'm', 'h']).parse::<f64>().is_ok_and(|n| n == 0.0)
}

fn task_timeouts(look: &Look<'_>) -> Vec<Span> {
    let mut found = look.settings(&["activeDeadlineSeconds"]);
    // On the specification of a whole workflow or run the same keys are about all of it.
    let of_task = |e: &Entry<'_>| !is_spec(look, e.key);
    found.extend(look.object_keys(&["activeDeadlineSeconds", "timeout"], of_task));
    found
}

fn pipeline_timeouts(look: &Look<'_>) -> Vec<Span> {
    let configs = look.platforms().into_iter().filter_map(|p| field(p, "pipelineConfig"));
    let mut found: Vec<Span> =
        configs.filter_map(|config| entry(config, "activeDeadlineSeconds")).map(|e| e.key.span()).collect();
    let of_run = |e: &Entry<'_>| is_spec(look, e.key);
    found.extend(look.object_keys(&["activeDeadlineSeconds", "timeout", "timeouts"], of_run));
    found
}

/// Whether a key stands directly in the `spec` of a workflow or of a run of a pipeline, or in one inside of these.
fn is_spec(look: &Look<'_>, key: Node<'_>) -> bool {
    let Some(spec) = key.parent() else { return false };
    let objects = look.parts.iter().filter(|part| {
        let argo = matches!(
            part.kind,
            DocumentKind::ArgoWorkflow
                | DocumentKind::ArgoWorkflowTemplate
                | DocumentKind::ArgoClusterWorkflowTemplate
                | DocumentKind::ArgoCronWorkflow
        );
        argo || part.root.get("kind").is_some_and(|kind| kind.says("PipelineRun"))
    });
    let specs = objects.filter_map(|part| part.root.get("spec"));
    let all = specs.flat_map(|spec| std::iter::once(spec).chain(spec.get("workflowSpec")));
    all.into_iter().any(|node| node.id() == spec.id())
}
