//! Files that move, and the paths that lead to them.

use std::collections::BTreeMap;
use std::path::{Component as Part, Path, PathBuf};

use ir_model::Key;
use ir_syntax::edit;

use super::rename::{FileEdits, Lookup};
use crate::source::Source;
use crate::workspace::{Workspace, normalise, target_path};

/// What must change in which files so that paths still lead where they did when each first path of `moves`, a file
/// or a folder, becomes the second. The edits are for the files where they are now. A path that leads nowhere stays.
#[must_use]
pub fn moved(workspace: &Workspace, lookup: Lookup<'_>, moves: &[(PathBuf, PathBuf)]) -> Vec<FileEdits> {
    let moves: Vec<(PathBuf, PathBuf)> = moves.iter().map(|(from, to)| (normalise(from), normalise(to))).collect();
    let mut changes: BTreeMap<&Path, Vec<(&str, String)>> = BTreeMap::new();
    for (file, written) in workspace.paths_used() {
        let target = target_path(file, written);
        let (new_file, new_target) = (place(&moves, file), place(&moves, &target));
        if target_path(&new_file, written) == new_target || workspace.is_absent(&target) {
            continue;
        }
        if let Some(path) = path_from(&new_file, &new_target, written) {
            changes.entry(file).or_default().push((written, path));
        }
    }
    let edits = changes.into_iter().filter_map(|(file, changes)| {
        let source = lookup(file)?;
        let edits = rewrite(&source, &changes);
        (!edits.is_empty()).then(|| FileEdits { path: file.to_path_buf(), edits })
    });
    edits.collect()
}

/// Where a path will be.
fn place(moves: &[(PathBuf, PathBuf)], path: &Path) -> PathBuf {
    let moved =
        moves.iter().filter(|(from, _)| path.starts_with(from)).max_by_key(|(from, _)| from.components().count());
    match moved.and_then(|(from, to)| Some((path.strip_prefix(from).ok()?, to))) {
        Some((rest, to)) if rest.as_os_str().is_empty() => to.clone(),
        Some((rest, to)) => to.join(rest),
        None => path.to_path_buf(),
    }
}

/// The path of `target` as `file` writes it: absolute if it was, else relative.
fn path_from(file: &Path, target: &Path, written: &str) -> Option<String> {
    if written.starts_with("file://") {
        return Some(format!("file://{}", target.to_str()?));
    }
    if Path::new(written).is_absolute() {
        return Some(target.to_str()?.to_owned());
    }
    let from: Vec<Part<'_>> = file.parent()?.components().collect();
    let to: Vec<Part<'_>> = target.components().collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = from.len() - shared;
    let mut words: Vec<&str> = vec![".."; up];
    if up == 0 && written.starts_with("./") {
        words.push(".");
    }
    for part in to.iter().skip(shared) {
        words.push(part.as_os_str().to_str()?);
    }
    Some(words.join("/"))
}

fn rewrite(source: &Source, changes: &[(&str, String)]) -> Vec<edit::Edit> {
    let Some(package) = &source.package else { return Vec::new() };
    let mut edits = Vec::new();
    for reference in package.symbols.refs.values() {
        for key in package.symbols.keys_of(reference.base) {
            let Key::Path(written) = key else { continue };
            let node = source.tree.node(reference.at.node);
            let change = changes.iter().find(|(old, _)| *old == &**written && node.text() == *old);
            edits.extend(change.and_then(|(_, new)| edit::replace_scalar(node, new)).into_iter().flatten());
        }
    }
    edits.sort_by_key(|edit| edit.span);
    edits.dedup();
    edits
}
