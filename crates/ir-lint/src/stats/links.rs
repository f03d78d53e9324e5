//! Which file names which.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::PathBuf;

use ir_analyzer::{Exported, Found};
use ir_model::{Base, Key};
use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use super::{Elsewhere, Link};
use crate::failure::shown;
use crate::project::Project;

/// All references to other files.
#[derive(Default)]
pub(super) struct Links {
    pub links: Vec<Link>,
    pub elsewhere: Vec<Elsewhere>,
    pub cycles: Vec<Vec<String>>,
    /// The components that some file names.
    pub used: HashSet<Exported>,
    /// References in all.
    pub references: usize,
}

/// Follows every reference to another file.
pub(super) fn links(project: &Project) -> Links {
    let here = std::env::current_dir().unwrap_or_else(|_| PathBuf::new());
    let mut found: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut lost: BTreeMap<(String, String, &'static str), usize> = BTreeMap::new();
    let mut links = Links::default();
    for file in &project.files {
        let Some(package) = &file.source.package else { continue };
        for reference in package.symbols.refs.values().filter(|r| matches!(r.base, Base::Keys(..))) {
            let keys = package.symbols.keys_of(reference.base);
            if keys.is_empty() {
                continue;
            }
            links.references += 1;
            let status = match project.workspace.find(&file.source.path, keys) {
                Found::One(place) => {
                    links.used.insert(place);
                    let path = project.workspace.path(place.file).map_or_else(String::new, |p| shown(&here, p));
                    *found.entry((file.shown.clone(), path)).or_default() += 1;
                    continue;
                }
                Found::Many(places) => {
                    links.used.extend(places);
                    "ambiguous"
                }
                Found::Absent(_) | Found::NoSuchPart(_) => "absent",
                Found::Unknown => "unknown",
            };
            *lost.entry((file.shown.clone(), words(keys), status)).or_default() += 1;
        }
    }
    links.cycles = cycles(found.keys());
    links.links = found.into_iter().map(|((from, to), references)| Link { from, to, references }).collect();
    let lost = lost.into_iter();
    links.elsewhere =
        lost.map(|((file, names, status), references)| Elsewhere { file, names, status, references }).collect();
    // Those of equal numbers keep the order of paths.
    links.links.sort_by_key(|link| std::cmp::Reverse(link.references));
    links.elsewhere.sort_by_key(|lost| std::cmp::Reverse(lost.references));
    links
}

/// Circles, each sorted.
fn cycles<'a>(edges: impl Iterator<Item = &'a (String, String)>) -> Vec<Vec<String>> {
    let mut graph = DiGraph::<&str, ()>::new();
    let mut nodes: HashMap<&str, NodeIndex> = HashMap::new();
    for (from, to) in edges {
        let [from, to] = [&**from, &**to].map(|f| *nodes.entry(f).or_insert_with(|| graph.add_node(f)));
        graph.add_edge(from, to, ());
    }
    let mut cycles: Vec<Vec<String>> = tarjan_scc(&graph)
        .into_iter()
        .filter(|group| group.len() > 1 || group.first().is_some_and(|f| graph.contains_edge(*f, *f)))
        .map(|group| group.iter().filter_map(|f| graph.node_weight(*f)).map(|f| (*f).to_owned()).collect())
        .collect();
    cycles.iter_mut().for_each(|cycle| cycle.sort());
    cycles.sort();
    cycles
}

/// The way of naming that people know best.
fn words(keys: &[Key]) -> String {
    let said = |key: &Key| match key {
        Key::Path(path) => (0, path.to_string()),
        Key::Object { kind, name, part } => {
            let part = part.as_deref().map_or_else(String::new, |part| format!(", {part}"));
            (1, format!("{kind} {name}{part}"))
        }
        Key::Location(url) => (2, url.to_string()),
        Key::Digest(digest) => (3, format!("digest {digest}")),
    };
    keys.iter().map(said).min().map_or_else(String::new, |(_, words)| words)
}

#[cfg(test)]
mod tests {
    #[test]
    fn circles_are_told_once() {
        let edge = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        let edges = [edge("c", "a"), edge("a", "b"), edge("b", "c"), edge("b", "d"), edge("e", "e")];
        assert_eq!(super::cycles(edges.iter()), [vec!["a", "b", "c"], vec!["e"]]);
    }
}
