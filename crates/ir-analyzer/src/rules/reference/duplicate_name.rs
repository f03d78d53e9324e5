//! `duplicate-name`

use ir_model::{Diagnostic, FaultKind, NameId, Ns, PortKind, Safety, ScopeId, ScopeKind, Severity};
use ir_syntax::Span;
use rustc_hash::FxHashMap;

use crate::facts::mend::removing;
use crate::rule::{Context, Example, Family, Rule};
use crate::rules::fault;
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "duplicate-name",
    family: Family::Reference,
    severity: Severity::Error,
    summary: "two things of one kind with the same name",
    explanation: "\
Two components, tasks, inputs, outputs, volumes or containers of one list have the same name: whoever uses the name can mean only one of them.

Mostly an entry was copied and its name was not changed. Argo Workflows refuses the file: \"name 'train' is not unique\", \"duplicated
nodeName\"; the SDK of Kubeflow refuses the component: \"Non-unique output name\"; Tekton's webhook refuses most of them: \"expected exactly one, got
both\", \"parameter appears more than once\". Of two objects with one name in a file the cluster keeps the last one: that is a warning.

Give one of them another name, or remove it. Where names are keys of a mapping, the same defect is a `duplicate-key`.",
    fixable: true,
    examples: &[
        Example {
            title: "an output that was copied",
            text: "\
name: Evaluate
outputs:
- {name: accuracy, type: Float}
- {name: accuracy, type: Float}
#        ^^^^^^^^ duplicate-name: there are two outputs `accuracy`
implementation:
  container:
    image: python:3.12
    command: [evaluate, {outputPath: accuracy}]
",
        },
        Example {
            title: "two templates",
            text: "\
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: training-}
spec:
  entrypoint: train
  templates:
  - name: train
    container: {image: 'python:3.12', command: [train]}
  - name: train
#         ^^^^^ duplicate-name: there are two templates `train`
    container: {image: 'python:3.12', command: [evaluate]}
",
        },
        Example {
            title: "two tasks",
            text: "\
apiVersion: tekton.dev/v1
kind: Pipeline
metadata: {name: training}
spec:
  tasks:
  - name: train
    taskRef: {name: fit}
  - name: train
#         ^^^^^ duplicate-name: there are two tasks `train`
    taskRef: {name: evaluate}
",
        },
        Example {
            title: "names of different kinds",
            text: "\
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: training-}
spec:
  entrypoint: train
  arguments: {parameters: [{name: train, value: x}]}
  templates:
  - name: train
    inputs: {parameters: [{name: train}]}
    container: {image: 'python:3.12', command: [train, '{{inputs.parameters.train}}']}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    fault::report(context, &RULE, FaultKind::DuplicateName);
    let package = context.package;
    let Some(consequence) = package.dialect.traits.unique_names else { return };
    let mut known: FxHashMap<(ScopeId, Ns, NameId, Option<PortKind>), Span> = FxHashMap::default();
    for def in package.symbols.defs.values() {
        // What keys introduce cannot be there twice, or is another rule's finding.
        let listed = !context.source.tree.node(def.at.node).is_key() && !def.at.span.is_empty();
        let named =
            matches!(def.ns, Ns::Component | Ns::Task | Ns::Input | Ns::Output | Ns::Argument | Ns::Step | Ns::Volume);
        let name = package.names.text(def.name);
        // Several components may give the whole one output of a name: which one, the run decides.
        let scope = package.symbols.scopes.get(def.scope);
        let global = def.ns == Ns::Output && scope.is_some_and(|s| s.kind == ScopeKind::File);
        if global
            || !listed
            || !named
            || def.flags.implied
            || name.is_empty()
            || name.contains(package.dialect.traits.hole)
        {
            continue;
        }
        let Some(first) = known.insert((def.scope, def.ns, def.name, def.kind), def.at.span) else { continue };
        let things = match (def.ns, def.kind) {
            (Ns::Component, _) => format!("{}s", package.dialect.traits.component),
            (Ns::Input, Some(PortKind::Artifact)) => "input artifacts".to_owned(),
            (Ns::Output, Some(PortKind::Artifact)) => "output artifacts".to_owned(),
            (Ns::Input | Ns::Argument, Some(PortKind::Volume)) => "workspaces".to_owned(),
            (Ns::Argument, _) => "arguments".to_owned(),
            (Ns::Step, _) => "containers".to_owned(),
            (ns, _) => format!("{}s", ns.word()),
        };
        let title = format!("there are two {things} {}", quote(name));
        // The whole objects of a file belong to nothing.
        let object = def.ns == Ns::Component && scope.is_some_and(|s| s.owner.is_none());
        let (severity, note) = match object {
            true => (Severity::Warning, "the cluster keeps the last one of the file"),
            false => (RULE.severity, consequence),
        };
        let mut finding = Diagnostic::new(RULE.id, severity, def.at.span, title)
            .label("the name is taken")
            .related(first, "the first one")
            .note(note);
        if matches!(def.ns, Ns::Input | Ns::Output) {
            let words = format!("remove the second {}", quote(name));
            finding = removing(finding, context.source.tree.node(def.node), words, Safety::Suggested);
        }
        context.report(finding);
    }
}
