//! Python inside commands: `[python3, -c, "…"]`, scripts, and the sources that the SDK puts behind a shell script.

use ir_model::Step;
use ir_syntax::{Node, Tree};

use super::memo::Command;
use super::shell;

/// The Python of a container, where what is run is certainly Python 3 and all of it is written out.
pub(crate) fn source<'t>(tree: &'t Tree, command: &Command<'t>) -> Option<Node<'t>> {
    let source = script(tree, command.step).or_else(|| option(command)).or_else(|| saved(tree, command))?;
    (source.is_scalar() && !source.is_alias() && !source.has_loss() && is_written_out(source.text())).then_some(source)
}

/// A script that the engine hands to an interpreter.
fn script<'t>(tree: &'t Tree, step: &Step) -> Option<Node<'t>> {
    let script = tree.node(step.script?);
    let is_ours = match script.text().strip_prefix("#!") {
        Some(rest) => rest.lines().next()?.split([' ', '\t']).any(is_python3),
        None => step.command.iter().map(|id| tree.node(*id).text()).next().is_some_and(is_python3),
    };
    is_ours.then_some(script)
}

/// What stands behind `python3 -c`.
fn option<'t>(command: &Command<'t>) -> Option<Node<'t>> {
    let mut words = command.texts.iter().copied();
    if !is_python3(words.next()?.text()) {
        return None;
    }
    for word in words.by_ref() {
        let flags = word.text().strip_prefix('-')?;
        if flags.ends_with('c') && !flags.starts_with('-') {
            return words.next();
        }
        // Flags with a value of their own.
        if flags.ends_with(['W', 'X']) {
            return None;
        }
    }
    None
}

/// The text behind a shell script that saves its `$0` and runs Python on it.
fn saved<'t>(tree: &'t Tree, command: &Command<'t>) -> Option<Node<'t>> {
    let script = shell::script(tree, command.step)?.node;
    let text = script.text();
    let saves = text.contains("\"$0\"") && (text.contains("python3 ") || text.contains("kfp.dsl.executor_main"));
    let words = &command.texts;
    let at = words.iter().position(|w| w.id() == script.id()).filter(|_| saves)?;
    let source = *words.get(at + 1)?;
    let is_code = |line: &str| ["def ", "import ", "from ", "class "].iter().any(|start| line.starts_with(start));
    source.text().lines().any(is_code).then_some(source)
}

/// `python3`, `/usr/bin/python3.11`; not `python`, which may be version 2.
fn is_python3(word: &str) -> bool {
    word.rsplit('/').next().is_some_and(|name| name == "python3" || name.starts_with("python3."))
}

/// Whether no engine fills anything in: what comes out of a placeholder can be any text.
fn is_written_out(text: &str) -> bool {
    let hole = |rest: &str| rest.starts_with(['$', '=', ' ']) || rest.starts_with(|c: char| c.is_ascii_lowercase());
    !text.contains("$(") && !text.match_indices("{{").any(|(at, mark)| text.get(at + mark.len()..).is_some_and(hole))
}
