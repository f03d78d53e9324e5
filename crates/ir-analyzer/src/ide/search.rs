//! Names of the whole workspace.

use std::path::Path;

use super::{Location, OutlineKind};
use crate::workspace::Workspace;

/// A component, input or output of any file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hit {
    /// Its name; the file's where it has none.
    pub name: String,
    /// What it is.
    pub kind: OutlineKind,
    /// The component it belongs to, or the format of the file.
    pub container: String,
    /// Where it is.
    pub location: Location,
}

/// The components, inputs and outputs of all files whose names hold the letters of `query` in this order, the best
/// first, at most `most`. An empty query finds all components. No file is read.
#[must_use]
pub fn search(workspace: &Workspace, query: &str, most: usize) -> Vec<Hit> {
    let query: Vec<char> = query.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    let mut found: Vec<(u32, usize, Option<usize>)> = Vec::new();
    let all: Vec<_> = workspace.interfaces().collect();
    for (index, (place, interface)) in all.iter().enumerate() {
        let path = workspace.path(place.file).unwrap_or(Path::new(""));
        let name = interface.name.as_deref().map_or_else(|| stem(path), Into::into);
        found.extend(fit(&query, &name).map(|rank| (rank, index, None)));
        if !query.is_empty() {
            let ports = interface.ports.iter().enumerate();
            // Of two that fit alike the component comes first.
            found.extend(ports.filter_map(|(port, p)| Some((fit(&query, &p.name)? + 1, index, Some(port)))));
        }
    }
    if found.len() > most {
        found.select_nth_unstable(most);
        found.truncate(most);
    }
    found.sort_unstable();
    let hit = |(_, index, port): (u32, usize, Option<usize>)| {
        let (place, interface) = all.get(index)?;
        let path = workspace.path(place.file)?.to_path_buf();
        let component = interface.name.as_deref().map_or_else(|| stem(&path).into_owned(), str::to_owned);
        let (name, kind, container, span) = match port {
            None => (component, OutlineKind::Component, interface.format.to_owned(), interface.at),
            Some(port) => {
                let port = interface.ports.get(port)?;
                let kind = if port.input { OutlineKind::Input } else { OutlineKind::Output };
                (port.name.to_string(), kind, component, port.at)
            }
        };
        Some(Hit { name, kind, container, location: Location { path, span } })
    };
    found.into_iter().filter_map(hit).collect()
}

fn stem(path: &Path) -> std::borrow::Cow<'_, str> {
    path.file_stem().unwrap_or_default().to_string_lossy()
}

/// How well a name fits: nothing if it does not hold the letters; else the lower, the better: first the number of
/// pieces into which the letters fall, pieces that do not begin a word counting more, then the length of the name.
fn fit(query: &[char], name: &str) -> Option<u32> {
    let mut wanted = query.iter();
    let mut next = wanted.next();
    let (mut pieces, mut joined, mut length) = (0_u32, false, 0_u32);
    let mut before = ' ';
    for c in name.chars() {
        length += 1;
        let begins = !before.is_alphanumeric() || before.is_lowercase() && c.is_uppercase();
        before = c;
        match next {
            Some(letter) if c == *letter || c.to_lowercase().eq([*letter]) => {
                if !joined {
                    pieces += if begins { 1 } else { 4 };
                }
                joined = true;
                next = wanted.next();
            }
            _ => joined = false,
        }
    }
    next.is_none().then_some(pieces.min(1 << 10) << 16 | length.min(1 << 14) << 1)
}

#[cfg(test)]
mod tests {
    use super::fit;

    fn best<'n>(query: &str, names: &[&'n str]) -> Vec<&'n str> {
        let query: Vec<char> = query.chars().collect();
        let mut fitting: Vec<_> = names.iter().filter_map(|name| Some((fit(&query, name)?, *name))).collect();
        fitting.sort();
        fitting.into_iter().map(|(_, name)| name).collect()
    }

    #[test]
    fn whole_words_come_before_scattered_letters() {
        let names = ["retrain", "train-model", "train", "t-r-a-i-n", "Load data", "tarn"];
        assert_eq!(best("train", &names), ["train", "train-model", "retrain", "t-r-a-i-n"]);
        assert_eq!(best("ld", &names), ["Load data"]);
        assert_eq!(best("tm", &names), ["train-model"]);
    }
}
