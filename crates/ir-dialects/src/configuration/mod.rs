//! The configuration of a team, `.ir-lint.yaml`: no pipeline file, but a file with keys like theirs, known by its name. It
//! has a schema and no graphs; what the schema cannot say are faults here.

mod dialect;
mod patterns;

use std::path::Path;

use ir_model::{Fault, FaultKind, Note, NoteKind, Package};
use ir_syntax::{Node, Tree};

use crate::{DocumentKind, Recognised};

pub use patterns::Patterns;

/// The names of the file, the first one being preferred.
pub const NAMES: [&str; 2] = [".ir-lint.yaml", ".ir-lint.yml"];

/// Whether a file is a configuration, by its name.
#[must_use]
pub fn is_configuration(path: &Path) -> bool {
    path.file_name().is_some_and(|name| NAMES.iter().any(|known| name == *known))
}

/// A file that is a configuration, whatever it holds. Only its first document counts.
#[must_use]
pub fn recognised(tree: &Tree) -> Recognised {
    let later = tree.roots().skip(1).map(|_| DocumentKind::Other);
    let documents = std::iter::once(DocumentKind::Configuration).chain(later).collect();
    Recognised { dialect: &dialect::CONFIGURATION, documents, lower }
}

fn lower(tree: &Tree, _: &Recognised) -> Package {
    let mut package = Package::new(&dialect::CONFIGURATION);
    let Some(root) = tree.roots().next() else { return package };
    let overrides = root.get("overrides").into_iter().flat_map(|list| list.items());
    for block in std::iter::once(root).chain(overrides) {
        registries(block, &mut package);
        for key in ["files", "exclude"] {
            block.get(key).into_iter().flat_map(texts).for_each(|pattern| self::pattern(pattern, &mut package));
        }
    }
    package
}

/// The texts of a value that is one, or a list of them.
#[must_use]
pub fn texts(value: Node<'_>) -> Vec<Node<'_>> {
    let all = if value.is_sequence() { value.items().collect() } else { vec![value] };
    all.into_iter().filter(|node| node.as_str().is_some() && !node.is_missing()).collect()
}

/// The name of a registry as it is compared, where it can be one: a host, maybe with a path.
#[must_use]
pub fn registry(written: &str) -> Option<&str> {
    let name = written.trim_end_matches('/');
    let odd = name.is_empty() || name.contains("://") || name.contains(char::is_whitespace);
    (!odd).then_some(name)
}

fn registries(block: Node<'_>, package: &mut Package) {
    for item in block.get("registries").into_iter().filter(|list| list.is_sequence()).flat_map(|list| list.items()) {
        if item.as_str().is_some_and(|name| registry(name).is_none()) {
            let title = format!("{} cannot be a registry", quote(item.text()));
            malformed(item, title, "a host, maybe with a path: `ghcr.io/our-team`".into(), package);
        }
    }
}

fn pattern(node: Node<'_>, package: &mut Package) {
    if let Err(why) = patterns::globs(node.text()) {
        malformed(node, format!("{} is no pattern for files", quote(node.text())), why, package);
    }
}

fn malformed(node: Node<'_>, title: String, label: String, package: &mut Package) {
    let fault = Fault {
        kind: FaultKind::MalformedValue,
        severity: None,
        title,
        label,
        related: None,
        engines: &[],
        note: None,
        fix: None,
    };
    package.notes.push(Note { kind: NoteKind::Fault(Box::new(fault)), at: node.span() });
}

/// A name in backticks, on one line.
fn quote(name: &str) -> String {
    let clean = |c: char| if c.is_control() { ' ' } else { c };
    format!("`{}`", name.chars().take(44).map(clean).collect::<String>())
}
