//! Placeholders of KFP's own format, by where they stand.

use ir_model::Binding;
use ir_syntax::{Node, Span};

use super::Detector;
use crate::look::{Look, scalars};
use crate::text::{Placeholder, is_struct, placeholders};

pub(super) const DETECTORS: &[(&str, Detector)] = &[
    ("placeholder-all", |look| everywhere(look, Placeholder::All)),
    ("placeholder-parameter", |look| in_commands(look, Placeholder::InParameter)),
    ("placeholder-artifact", |look| everywhere(look, Placeholder::InArtifact)),
    ("placeholder-artifact-list", |look| everywhere(look, Placeholder::InWhole)),
    ("placeholder-input-metadata", |look| everywhere(look, Placeholder::InDetail)),
    ("placeholder-output-file", |look| everywhere(look, Placeholder::OutParameter)),
    ("placeholder-output-artifact", |look| everywhere(look, Placeholder::OutArtifact)),
    ("placeholder-output-metadata", |look| everywhere(look, Placeholder::OutDetail)),
    ("placeholder-executor-output", |look| everywhere(look, Placeholder::ExecutorOutput)),
    ("placeholder-run", |look| in_values(look, Placeholder::Run, true)),
    ("placeholder-run-in-text", |look| {
        let mut found = in_commands(look, Placeholder::Run);
        found.extend(in_values(look, Placeholder::Run, false));
        found
    }),
    ("placeholder-run-times", |look| everywhere(look, Placeholder::Times)),
    ("placeholder-pipeline-root", |look| everywhere(look, Placeholder::Root)),
    ("placeholder-workspace", |look| everywhere(look, Placeholder::Workspace)),
    ("if-present", |look| structures(look, "IfPresent")),
    ("concat", |look| structures(look, "Concat")),
    ("placeholder-json-escape", |look| everywhere(look, Placeholder::JsonEscape)),
    ("placeholder-google-cloud", |look| everywhere(look, Placeholder::Google)),
];

/// The texts of commands and arguments.
fn commands<'a>(look: &Look<'a>) -> Vec<Node<'a>> {
    if !look.is_kfp_ir() {
        return Vec::new();
    }
    look.work().flat_map(|step| look.command(step)).collect()
}

/// The texts in values that tasks pass.
fn values<'a>(look: &Look<'a>) -> Vec<Node<'a>> {
    let mut found = Vec::new();
    if !look.is_kfp_ir() {
        return found;
    }
    for argument in look.tasks().flat_map(|(_, task)| &task.args) {
        if let Some(Binding::Literal(_, at) | Binding::Template(_, at) | Binding::Unknown(at, _)) =
            look.package.bindings.get(argument.binding)
        {
            scalars(look.node(at.node), 0, &mut |node| found.push(node));
        }
    }
    found
}

fn spans(nodes: Vec<Node<'_>>, pick: impl Fn(Placeholder, &str, usize) -> bool) -> Vec<Span> {
    let mut found = Vec::new();
    for node in nodes {
        let text = node.text();
        for (kind, range) in placeholders(text) {
            if pick(kind, text, range.len()) {
                found.push(node.text_map().span(range));
            }
        }
    }
    found
}

fn in_commands(look: &Look<'_>, wanted: Placeholder) -> Vec<Span> {
    spans(commands(look), |kind, _, _| kind == wanted)
}

/// As a whole value, or inside of a longer text.
fn in_values(look: &Look<'_>, wanted: Placeholder, whole: bool) -> Vec<Span> {
    spans(values(look), |kind, text, length| kind == wanted && (length == text.len()) == whole)
}

fn everywhere(look: &Look<'_>, wanted: Placeholder) -> Vec<Span> {
    let mut found = in_commands(look, wanted);
    found.extend(spans(values(look), |kind, _, _| kind == wanted));
    found
}

fn structures(look: &Look<'_>, word: &str) -> Vec<Span> {
    commands(look).into_iter().filter(|node| is_struct(node.text(), word)).map(Node::span).collect()
}
