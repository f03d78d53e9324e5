//! `unsupported-placeholder`

use ir_model::{Binding, Diagnostic, Engine, NoteKind, PortKind, Safety, Severity};
use ir_syntax::{NodeId, Tree, edit};
use rustc_hash::FxHashSet;

use crate::facts::mend;
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "unsupported-placeholder",
    family: Family::Portability,
    severity: Severity::Error,
    summary: "a placeholder that some engines do not resolve",
    explanation: "\
The SDK writes more placeholders than every engine fills in. On the open-source backend `Concat`, an artifact's `.metadata` and
`.name`, `IfPresent` on an artifact or around another one, a list of artifacts, `{{$.pipeline_root}}`, and everything in `env` reach the program as text; names and ids of the job are
only resolved where they are the whole value of a task's input; in `image` and `resources` the parameter replaces the whole text, so
that `repo/app:{{…}}` loses its `repo/app:`. The local runners crash on some of those that only Vertex AI knows.

Without a chosen target (`--target`, or `target` in the configuration) this is a warning, made once in a file for each such kind of
placeholder. For a target that fills the placeholder in there is no finding, for one that does not each place is an error.

Pass the value as an input of the task, or choose a target.",
    fixable: true,
    examples: &[
        Example {
            title: "metadata in an argument",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train:
      container:
        image: python:3.12
        command: [train]
        args: [\"{{$.inputs.artifacts['table'].metadata['rows']}}\"]
#               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unsupported-placeholder: `{{$.inputs.artifact
components:
  comp-train:
    executorLabel: exec-train
    inputDefinitions:
      artifacts: {table: {artifactType: {schemaTitle: system.Dataset, schemaVersion: 0.0.1}, isOptional: true}}
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
",
        },
        Example {
            title: "the presence of an artifact, and what stands inside",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train:
      container:
        image: python:3.12
        command: [train]
        args:
        - '{\"IfPresent\": {\"InputName\": \"table\", \"Then\": \"--table\"}}'
#                                       ^^^^^ unsupported-placeholder: whether `table` is present cannot be asked everywhere
        - '{\"IfPresent\": {\"InputName\": \"rate\", \"Then\": [{\"Concat\": [\"--rate=\", \"1\"]}]}}'
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unsupported-placeholder: `{
components:
  comp-train:
    executorLabel: exec-train
    inputDefinitions:
      artifacts: {table: {artifactType: {schemaTitle: system.Dataset, schemaVersion: 0.0.1}, isOptional: true}}
      parameters: {rate: {parameterType: STRING, isOptional: true}}
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
",
        },
        Example {
            title: "what every engine fills in",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train:
      container:
        image: python:3.12
        command: [train]
        args: [\"{{$.inputs.artifacts['table'].uri}}\"]
components:
  comp-train:
    executorLabel: exec-train
    inputDefinitions:
      artifacts: {table: {artifactType: {schemaTitle: system.Dataset, schemaVersion: 0.0.1}, isOptional: true}}
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    let mut found: Vec<(&'static [Engine], &'static str, Diagnostic)> = Vec::new();
    // The values that tasks pass as they are written.
    let literal = |binding: &Binding| match binding {
        Binding::Literal(_, at) | Binding::Template(_, at) => Some(at.node),
        _ => None,
    };
    let values: FxHashSet<NodeId> = package.bindings.values().filter_map(literal).collect();
    for note in &package.notes {
        let NoteKind::Unsupported { engines, what } = note.kind else { continue };
        let who: Vec<&str> = engines.iter().map(|e| e.title()).collect();
        let written = context.text_at(note.at);
        let title = format!("{} is not filled in everywhere", quote(written));
        let label = format!("not by {}", who.join(" nor "));
        let finding = Diagnostic::new(RULE.id, RULE.severity, note.at, title).label(label);
        let finding = match context.source.tree.node_at(note.at.start) {
            Some(node) if written.trim_start().starts_with("{\"Concat\"") => {
                let edits = joined(written).and_then(|text| edit::replace_scalar(node, &text));
                mend::with(finding, edits, "write the parts behind each other".to_owned(), Safety::Suggested)
            }
            Some(node) if values.contains(&node.id()) && node.text() != written => {
                let words = format!("pass {} alone", quote(written));
                mend::with(finding, edit::replace_scalar(node, written), words, Safety::Suggested)
            }
            _ => finding,
        };
        found.push((engines, what, finding));
    }
    for asked in &package.asked {
        let artifact = package.target(*asked).and_then(|def| package.def(def)?.kind) == Some(PortKind::Artifact);
        let Some(at) = package.reference(*asked).filter(|_| artifact).map(|r| r.at.span) else { continue };
        let title = format!("whether {} is present cannot be asked everywhere", quote(context.text_at(at)));
        let label = format!("not on {}", Engine::KfpArgo.title());
        let finding = Diagnostic::new(RULE.id, RULE.severity, at, title).label(label);
        found.push((
            &[Engine::KfpArgo],
            "`IfPresent` looks at parameters alone: an artifact is always absent",
            finding,
        ));
    }
    // Nobody said that the pipeline is to run there: one remark on each kind is enough to know it.
    let undecided = context.settings.targets.is_empty();
    found.sort_by_key(|(engines, what, finding)| (undecided.then_some((*what, engines.len())), finding.span));
    let same =
        |a: &(&[Engine], &str, Diagnostic), b: &(&[Engine], &str, Diagnostic)| undecided && (a.0, a.1) == (b.0, b.1);
    for alike in found.chunk_by(same) {
        let [(engines, what, first), more @ ..] = alike else { continue };
        let mut finding = first.clone().note(*what).only(engines);
        match more.len() {
            0 => {}
            1 => finding = finding.note("one more place of the file is like it; a chosen target shows each"),
            n => finding = finding.note(format!("{n} more places of the file are like it; a chosen target shows each")),
        }
        context.report(finding);
    }
}

/// The parts of `{"Concat": […]}` as one text, where all of them are texts.
fn joined(text: &str) -> Option<String> {
    let tree = Tree::parse(text);
    let root = tree.roots().next().filter(|_| tree.errors().is_empty())?;
    let parts = root.get("Concat").filter(|p| p.is_sequence())?;
    parts.items().map(|part| part.as_str().filter(|t| !t.trim_start().starts_with("{\""))).collect()
}
