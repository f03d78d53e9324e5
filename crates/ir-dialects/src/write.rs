//! Saying something in a format's own words, for fixes: the way back from the neutral representation to text.
//!
//! Each function gives edits of the text that the tree was read from, and `None` where the format cannot say it, or
//! not at that place.

use ir_model::{Dialect, Ns, PortKind};
use ir_syntax::edit::{self, Edit, Place};
use ir_syntax::{Node, Span, Style, Tree};

use crate::{DocumentKind, Recognised, kfp};

/// The placeholder for an input or output: `{{$.inputs.parameters['rate']}}`.
#[must_use]
pub fn placeholder(dialect: &Dialect, ns: Ns, kind: PortKind, name: &str) -> Option<String> {
    let (root, group, end) = match (ns, kind) {
        (Ns::Input, PortKind::Parameter) => ("inputs", "parameters", ""),
        (Ns::Input, PortKind::Artifact) => ("inputs", "artifacts", ".path"),
        (Ns::Output, PortKind::Parameter) => ("outputs", "parameters", ".output_file"),
        (Ns::Output, PortKind::Artifact) => ("outputs", "artifacts", ".path"),
        _ => return None,
    };
    kfp::is_pipeline(dialect).then(|| format!("{{{{$.{root}.{group}['{name}']{end}}}}}"))
}

/// An argument of a command that is only there if an input is passed: `then` are the words, each as it is to reach
/// the program.
#[must_use]
pub fn if_present(dialect: &Dialect, input: &str, then: &[&str]) -> Option<String> {
    let words: Vec<String> = then.iter().map(|w| edit::quoted(w)).collect();
    let then = match words.as_slice() {
        [alone] => alone.clone(),
        all => format!("[{}]", all.join(", ")),
    };
    let input = edit::quoted(input);
    kfp::is_pipeline(dialect).then(|| format!("{{\"IfPresent\": {{\"InputName\": {input}, \"Then\": {then}}}}}"))
}

/// Lets a task pass a value to a parameter; `value` is YAML on one line, or JSON in a JSON file.
#[must_use]
pub fn argument(dialect: &Dialect, task: Node<'_>, parameter: &str, value: &str) -> Option<Vec<Edit>> {
    if !kfp::is_pipeline(dialect) {
        return None;
    }
    insert_at(task, &["inputs", "parameters", parameter, "runtimeValue", "constant"], value)
}

/// Lets a container take an environment variable from a secret of the cluster.
#[must_use]
pub fn secret_variable(
    recognised: &Recognised,
    tree: &Tree,
    executor: &str,
    variable: &str,
    secret: &str,
) -> Option<Vec<Edit>> {
    if recognised.documents.first() != Some(&DocumentKind::KfpPipelineSpec) {
        return None;
    }
    let root = tree.roots().next().filter(|r| r.style() == Style::Block)?;
    let item = format!(
        "{{secretNameParameter: {{runtimeValue: {{constant: {}}}}}, keyToEnv: [{{secretKey: {}, envVar: {}}}]}}",
        edit::scalar(secret, Style::Plain, true),
        edit::scalar(variable, Style::Plain, true),
        edit::scalar(variable, Style::Plain, true),
    );
    let keys = ["platforms", "kubernetes", "deploymentSpec", "executors", executor, "secretAsEnv"];
    let settings = recognised.documents.iter().position(|d| *d == DocumentKind::KfpPlatformSpec);
    if let Some(document) = settings.and_then(|at| tree.roots().nth(at)) {
        let there = keys.iter().try_fold(document, |node, key| node.get(key));
        return match there {
            Some(list) => edit::insert_item(list, &item, Place::Last),
            None => insert_at(document, &keys, &format!("[{item}]")),
        };
    }
    // Whatever else follows the pipeline is no place for a document of ours.
    let text = tree.text();
    let tail = text.get(root.span().end as usize..)?;
    if recognised.documents.len() > 1 || tail.lines().any(|l| l.starts_with("...") || l.starts_with("---")) {
        return None;
    }
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut added = String::new();
    if !text.ends_with('\n') {
        added.push_str(end);
    }
    added.push_str("---");
    for (depth, key) in keys.iter().enumerate() {
        added.push_str(end);
        added.push_str(&" ".repeat(2 * depth));
        added.push_str(&edit::scalar(key, Style::Plain, false));
        added.push(':');
    }
    added.push_str(&format!(" [{item}]{end}"));
    Some(vec![Edit { span: Span::at(text.len() as u32), text: added }])
}

/// Puts a value below a node, under keys one inside of the other; those that are there already are used.
fn insert_at(node: Node<'_>, keys: &[&str], value: &str) -> Option<Vec<Edit>> {
    let (key, rest) = keys.split_first()?;
    match node.get(key) {
        Some(_) if rest.is_empty() => None,
        Some(inner) => insert_at(inner, rest, value),
        None => edit::insert_entry(node, key, &nested(node, rest, value), Place::Last),
    }
}

/// The value under all of the keys, as it is written inside of `around`.
fn nested(around: Node<'_>, keys: &[&str], value: &str) -> String {
    let json = around.ancestors().last().unwrap_or(around);
    let json = json.style() == Style::Flow && json.own_entries().any(|e| e.key.style() == Style::DoubleQuoted);
    let style = if json { Style::DoubleQuoted } else { Style::Plain };
    let written = |key: &&str| edit::scalar(key, style, true);
    let flow = |node: Node<'_>| node.style() == Style::Flow;
    let empty = around.children().next().is_none();
    let in_block = if empty { around.parent().is_none_or(|p| !flow(p)) } else { !flow(around) };
    if !in_block || keys.is_empty() {
        return keys.iter().rev().fold(value.to_owned(), |inner, key| format!("{{{}: {inner}}}", written(key)));
    }
    let mut out = String::new();
    for (depth, key) in keys.iter().enumerate() {
        if depth > 0 {
            out.push('\n');
        }
        out.push_str(&" ".repeat(2 * depth));
        out.push_str(&edit::scalar(key, Style::Plain, false));
        out.push(':');
    }
    out.push(' ');
    out.push_str(value);
    out
}
