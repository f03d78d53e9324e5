//! `ambiguous-component`

use ir_model::{Base, Diagnostic, Key, Severity};

use crate::rule::{Context, Example, Family, Rule};
use crate::workspace::Found;

pub(crate) static RULE: Rule = Rule {
    id: "ambiguous-component",
    family: Family::Reference,
    severity: Severity::Warning,
    summary: "a component of which several files claim to be the one",
    explanation: "\
A task names a component of another file by an address, and several files say that the address is their own (`canonical_location`),
with different contents. None of them is nearer than the others.

Which one is meant cannot be told. What is checked against one may be wrong for the other, so that nothing is checked: neither the
names of inputs nor what is missing. Mostly a file was copied and its annotation was not changed.

Change the address of the copy, or name the file by its path. Files of equal content, and components that are told apart by their
paths or digests, may have equal names.",
    fixable: false,
    examples: &[
        Example {
            title: "two files, one address",
            text: "\
name: Training
implementation:
  graph:
    tasks:
      train:
        componentRef: {url: 'https://example.org/train.yaml'}
#                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ambiguous-component: two files claim to be this component
# file: train.yaml
name: Train
metadata: {annotations: {canonical_location: 'https://example.org/train.yaml'}}
implementation: {container: {image: 'python:3.12', command: [train]}}
# file: tune.yaml
name: Tune
metadata: {annotations: {canonical_location: 'https://example.org/train.yaml'}}
implementation: {container: {image: 'python:3.12', command: [tune]}}
",
        },
        Example {
            title: "two files that say the same",
            text: "\
name: Training
implementation:
  graph:
    tasks:
      train:
        componentRef: {url: 'https://example.org/train.yaml'}
# file: train.yaml
name: Train
metadata: {annotations: {canonical_location: 'https://example.org/train.yaml'}}
implementation: {container: {image: 'python:3.12', command: [train]}}
# file: again.yaml
name: Train
metadata: {annotations: {canonical_location: 'https://example.org/train.yaml'}}
implementation: {container: {image: 'python:3.12', command: [train]}}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    let workspace = context.workspace;
    for reference in package.symbols.refs.values() {
        if !matches!(reference.base, Base::Keys(..)) {
            continue;
        }
        let keys = package.symbols.keys_of(reference.base);
        // Objects of one name live side by side in several namespaces, and in the versions of a catalogue.
        if keys.iter().any(|key| matches!(key, Key::Object { .. })) {
            continue;
        }
        let Found::Many(files) = workspace.find(&context.source.path, keys) else { continue };
        let interfaces: Vec<_> = files.iter().filter_map(|f| Some((*f, workspace.interface(*f)?))).collect();
        let digests: Vec<Option<&str>> = interfaces.iter().map(|(_, i)| digest(&i.keys)).collect();
        let same = digests.windows(2).all(|pair| matches!(pair, [Some(a), Some(b)] if a == b));
        if same {
            continue;
        }
        let many = if interfaces.len() == 2 { "two".to_owned() } else { interfaces.len().to_string() };
        let title = format!("{many} files claim to be this component");
        let mut finding = Diagnostic::new(RULE.id, RULE.severity, reference.at.span, title)
            .label("nothing is checked against any of them");
        for (file, interface) in interfaces.iter().take(5) {
            finding = finding.related_in(file.file, interface.at, "one of them");
        }
        context.report(finding);
    }
}

fn digest(keys: &[Key]) -> Option<&str> {
    keys.iter().find_map(|key| if let Key::Digest(digest) = key { Some(&**digest) } else { None })
}
