//! Names that are used and do not exist.

use ir_model::Severity;
use ir_syntax::{Node, Scalar, Span};

use super::grammar::{Site, What};
use super::{File, Mutant, bare};
use crate::rng::Rng;

pub(super) fn mutants(file: &File<'_>, rng: &mut Rng, all: &mut Vec<Mutant>) {
    for site in &file.sites {
        if let What::Name(kind, node) = site.what {
            all.extend(name(file, site, kind, node, rng));
        }
    }
    let text = file.source.text();
    for root in file.source.tree.roots() {
        placeholders(file, root, text, rng, all);
    }
}

fn name(file: &File<'_>, site: &Site<'_>, kind: &'static str, node: Node<'_>, rng: &mut Rng) -> Option<Mutant> {
    let span = bare(node)?;
    let new = file.slip(node.text(), rng)?;
    let mut lines = vec![file.line(span.start)];
    let mut kind = kind;
    let mut level = Severity::Error;
    match kind {
        "argument" | "v1Argument" => {
            let inputs = inputs(file, site.task?)?;
            // An input that the component does not declare is passed on purpose.
            let (_, required) = inputs.iter().find(|(name, _)| name == node.text())?;
            if *required {
                // That the input is missing is said at the task.
                lines.push(file.line(task_key(site.task?)?.span().start));
            } else if node.text().starts_with("pipelinechannel--") {
                // Undeclared values under this prefix are a compiler's own.
                return None;
            } else {
                // The engine does not look: the value is lost, the default is used.
                level = Severity::Warning;
                kind = "argument (optional)";
            }
        }
        "outputName" => {
            let outputs = producer(file, node)?;
            if !outputs.iter().any(|o| o == node.text()) {
                return None;
            }
        }
        _ => {}
    }
    let what = format!("`{}` to `{new}`", node.text());
    Some(Mutant { kind, what, edits: vec![(span, new)], lines, level })
}

/// The key of a task.
fn task_key(task: Node<'_>) -> Option<Node<'_>> {
    task.key()
}

/// The inputs of the component that a task runs, with whether they must be passed.
fn inputs(file: &File<'_>, task: Node<'_>) -> Option<Vec<(String, bool)>> {
    let component_ref = task.get("componentRef")?;
    let Some(name) = component_ref.get("name").filter(|_| task.get("arguments").is_none()) else {
        return Some((file.callee)(task)?.inputs);
    };
    let component = file.source.tree.roots().next()?.get("components")?.get(name.text())?;
    let definitions = component.get("inputDefinitions")?;
    let mut inputs = Vec::new();
    for map in ["parameters", "artifacts"] {
        for entry in definitions.get(map).into_iter().flat_map(Node::entries) {
            let optional = entry.value.get("isOptional").is_some_and(|o| o.scalar() == Some(Scalar::Bool(true)));
            let default = entry.value.get("defaultValue").is_some();
            let filled = entry.value.get("parameterType").is_some_and(|t| t.text() == "TASK_CONFIG");
            inputs.push((entry.key.text().to_owned(), !optional && !default && !filled));
        }
    }
    Some(inputs)
}

/// The outputs of the task that a v1 `taskOutput` names.
fn producer(file: &File<'_>, output_name: Node<'_>) -> Option<Vec<String>> {
    let id = output_name.parent()?.get("taskId")?.text();
    let root = file.source.tree.roots().next()?;
    let task = root.get("implementation")?.get("graph")?.get("tasks")?.get(id)?;
    Some((file.callee)(task)?.outputs)
}

/// Names inside `{{$.inputs.parameters['name']}}` and the like, wherever these stand.
fn placeholders(file: &File<'_>, node: Node<'_>, text: &str, rng: &mut Rng, all: &mut Vec<Mutant>) {
    if node.is_alias() {
        return;
    }
    node.children().for_each(|child| placeholders(file, child, text, rng, all));
    if !node.is_scalar() || node.is_key() || !node.text().contains("{{$.") {
        return;
    }
    let span = node.span();
    let raw = span.slice(text);
    for (at, word) in raw.match_indices("puts.") {
        let rest = &raw[at + word.len()..];
        let Some(open) = ["parameters[", "artifacts["].iter().find(|w| rest.starts_with(**w)) else { continue };
        // Quotes are doubled inside single quotes.
        let after = &rest[open.len()..];
        let quotes = after.len() - after.trim_start_matches('\'').len();
        let name: &str = after[quotes..].split('\'').next().unwrap_or("");
        if quotes == 0 || name.is_empty() || !raw[..at].ends_with("{{$.in") && !raw[..at].ends_with("{{$.out") {
            continue;
        }
        let start = span.start + (at + word.len() + open.len() + quotes) as u32;
        let Some(new) = file.slip(name, rng) else { continue };
        all.push(Mutant {
            kind: "placeholder",
            what: format!("`{name}` to `{new}`"),
            lines: vec![file.line(start)],
            edits: vec![(Span::new(start, start + name.len() as u32), new)],
            level: Severity::Error,
        });
    }
}
