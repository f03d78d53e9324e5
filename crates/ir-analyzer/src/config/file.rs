//! The text of one configuration, read as far as it can be. What is wrong in it the schema and the rules say: to them it is
//! a file as any other.

use ir_dialects::configuration::{registry, texts};
use ir_model::Engine;
use ir_syntax::{Node, Scalar, Span, Tree};

use super::decision::{Change, Decision};
use crate::settings::{Level, Settings};

/// A text of a configuration, and the token that says it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Written {
    /// The text.
    pub text: Box<str>,
    /// The token.
    pub at: Span,
}

/// What one file decides.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Configuration {
    /// The configurations over which it is laid: paths from its folder.
    pub extends: Vec<Written>,
    /// What it decides for all files.
    pub decisions: Vec<Decision>,
    /// What it decides for some, in order.
    pub overrides: Vec<Override>,
    /// Patterns of files that are not looked at in folders.
    pub exclude: Vec<Written>,
    /// Folders in which components that files name by path may be read: paths from its folder.
    pub roots: Vec<Written>,
}

/// Decisions for some files.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Override {
    /// Patterns of these files.
    pub files: Vec<Written>,
    /// What is decided for them.
    pub decisions: Vec<Decision>,
}

impl Configuration {
    /// Reads what can be read of the first document; nothing else is looked at.
    #[must_use]
    pub fn read(tree: &Tree) -> Self {
        let Some(root) = tree.roots().next().filter(|root| root.is_mapping()) else { return Self::default() };
        let overrides = root.get("overrides").into_iter().flat_map(|list| list.items());
        Self {
            extends: written(root, "extends"),
            decisions: decisions(root),
            overrides: overrides
                .map(|block| Override { files: written(block, "files"), decisions: decisions(block) })
                .collect(),
            exclude: written(root, "exclude"),
            roots: written(root, "roots"),
        }
    }
}

/// A text or several.
fn written(block: Node<'_>, key: &str) -> Vec<Written> {
    let values = block.get(key).into_iter().flat_map(texts);
    values.map(|node| Written { text: node.text().into(), at: node.span() }).collect()
}

fn decisions(block: Node<'_>) -> Vec<Decision> {
    let mut all = Vec::new();
    for entry in block.entries() {
        let at = entry.key.span();
        match entry.key.text() {
            "target" => {
                let mut engines: Vec<Engine> = Vec::new();
                for engine in texts(entry.value).into_iter().filter_map(|node| Engine::from_id(node.text())) {
                    if !engines.contains(&engine) {
                        engines.push(engine);
                    }
                }
                let says = entry.value.is_sequence() || !engines.is_empty();
                all.extend(says.then_some(Decision { change: Change::Targets(engines), at }));
            }
            "registries" if entry.value.is_sequence() => {
                let names = entry.value.items().filter_map(|item| registry(item.as_str()?).map(Box::from)).collect();
                all.push(Decision { change: Change::Registries(names), at });
            }
            "rules" => all.extend(entry.value.entries().iter().filter_map(|rule| level(rule.key, rule.value))),
            "features" => {
                for format in entry.value.entries() {
                    all.extend(format.value.entries().iter().map(|switch| {
                        let name = |node: Node<'_>| Box::from(node.text());
                        let change = Change::Feature(name(format.key), name(switch.key), name(switch.value));
                        Decision { change, at: switch.key.span() }
                    }));
                }
            }
            _ => {}
        }
    }
    // What is decided about nothing that exists is a matter of the schema.
    all.retain(|decision| decision.change.apply(&mut Settings::default()));
    all
}

fn level(name: Node<'_>, value: Node<'_>) -> Option<Decision> {
    // YAML 1.1 reads `off` and `on` as booleans, and many editors colour them so.
    let word = match value.scalar() {
        Some(Scalar::Bool(false)) => "off",
        Some(Scalar::Bool(true)) => "on",
        _ => value.text(),
    };
    Some(Decision { change: Change::Level(name.text().into(), Level::read(word)?), at: name.span() })
}
