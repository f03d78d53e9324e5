//! `refused-feature`

use ir_model::{Body, Diagnostic, Feature, Items, Package, PortKind, Severity, Task};
use ir_syntax::Span;

use crate::rule::{Context, Example, Family, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "refused-feature",
    family: Family::Portability,
    severity: Severity::Error,
    summary: "a kind of task or loop that some engines do not run",
    explanation: "\
The format has more than every engine runs. The open-source backend has no resolvers (\"resolver not implemented yet\"), no custom jobs,
no loops over artifacts (\"artifact iterator not implemented yet\") and takes no condition on an importer. The local runner has neither
resolvers nor custom jobs.

The SDK loads and even writes such files; the upload then fails without a line number. Without a chosen target (`--target`, or `target`
in the configuration) this is a warning; for a target that runs the thing there is no finding.

Import an artifact instead of looking it up, run the job from a container, loop over parameters, put the condition on a graph around the
importer; or choose a target.",
    fixable: false,
    examples: &[
        Example {
            title: "artifacts that are looked up",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-find: {resolver: {outputArtifactQueries: {model: {filter: 'state=LIVE'}}}}
#               ^^^^^^^^ refused-feature: a task that looks artifacts up does not run everywhere
components:
  comp-find:
    executorLabel: exec-find
    outputDefinitions: {artifacts: {model: {artifactType: {schemaTitle: system.Model, schemaVersion: 0.0.1}}}}
root:
  dag:
    tasks:
      find: {componentRef: {name: comp-find}, taskInfo: {name: find}}
",
        },
        Example {
            title: "a condition on an importer",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-load: {importer: {artifactUri: {constant: 'gs://bucket/table.csv'}}}
components:
  comp-load:
    executorLabel: exec-load
    inputDefinitions: {parameters: {again: {parameterType: BOOLEAN}}}
    outputDefinitions: {artifacts: {artifact: {artifactType: {schemaTitle: system.Dataset, schemaVersion: 0.0.1}}}}
root:
  inputDefinitions: {parameters: {again: {parameterType: BOOLEAN}}}
  dag:
    tasks:
      load:
        componentRef: {name: comp-load}
        inputs: {parameters: {again: {componentInputParameter: again}}}
        taskInfo: {name: load}
        triggerPolicy:
          condition: inputs.parameter_values['again'] == true
#                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ refused-feature: a condition on an importer
",
        },
        Example {
            title: "an importer",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-load: {importer: {artifactUri: {constant: 'gs://bucket/table.csv'}}}
components:
  comp-load:
    executorLabel: exec-load
    outputDefinitions: {artifacts: {artifact: {artifactType: {schemaTitle: system.Dataset, schemaVersion: 0.0.1}}}}
root:
  dag:
    tasks:
      load: {componentRef: {name: comp-load}, taskInfo: {name: load}}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    let bodies = package.components.values().filter_map(|component| match component.body {
        Body::Query(at) => Some((Feature::Query, at.span)),
        Body::External(at) => Some((Feature::External, at.span)),
        _ => None,
    });
    let tasks =
        package.tasks.values().flat_map(|task| [artifact_loop(package, task), conditional_import(package, task)]);
    let found: Vec<(Feature, Span)> = bodies.chain(tasks.flatten()).collect();
    for (feature, at) in found {
        for refusal in package.dialect.traits.refusals.iter().filter(|r| r.feature == feature) {
            let who: Vec<&str> = refusal.engines.iter().map(|e| e.title()).collect();
            let title = format!("{} does not run everywhere", words(feature));
            let finding =
                Diagnostic::new(RULE.id, RULE.severity, at, title).label(format!("not on {}", who.join(" nor ")));
            context.report(finding.note(refusal.consequence).only(refusal.engines));
        }
    }
}

fn words(feature: Feature) -> &'static str {
    match feature {
        Feature::Query => "a task that looks artifacts up",
        Feature::External => "a custom job",
        Feature::ArtifactLoop => "a loop over artifacts",
        Feature::ConditionalImport => "a condition on an importer",
    }
}

/// A loop over artifacts, by the name of what it runs over.
fn artifact_loop(package: &Package, task: &Task) -> Option<(Feature, Span)> {
    let Items::Argument(items) = task.each.as_ref()?.items else { return None };
    let items = package.reference(items)?;
    (items.want == Some(PortKind::Artifact)).then_some((Feature::ArtifactLoop, items.at.span))
}

/// The condition of a task that registers an artifact.
fn conditional_import(package: &Package, task: &Task) -> Option<(Feature, Span)> {
    let (_, component) = package.callee(task)?;
    let condition = package.exprs.get(task.when?)?;
    matches!(component.body, Body::Import { .. }).then_some((Feature::ConditionalImport, condition.at.span))
}
