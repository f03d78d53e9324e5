//! Images: those that this file and others run already.

use rustc_hash::FxHashMap;

use super::plain;
use super::probe::Probe;
use crate::facts::image;
use crate::ide::spell::Spelling;
use crate::ide::{Completion, CompletionKind, schema};
use crate::source::Source;
use crate::workspace::Workspace;

/// The images that are run already, where the probe has the image of a container. Those of this file first, what
/// is run most before the others.
pub(super) fn complete(source: &Source, workspace: &Workspace, probe: &Probe<'_>) -> Vec<Completion> {
    let Some(node) = probe.node().filter(|n| !n.is_key()) else { return Vec::new() };
    let Some(package) = &probe.source().package else { return Vec::new() };
    let mut steps = package.pods.values().flat_map(|p| &p.steps);
    if !steps.any(|s| s.image.origin().is_some_and(|o| o.node == node.id())) {
        return Vec::new();
    }
    let replace = probe.replace.unwrap_or_else(|| schema::inner(node));
    let spelling = match probe.spelling {
        Some(spelling) => spelling,
        None if probe.replace.is_some() => Spelling::beside(node),
        None => Spelling::of(node),
    };
    // What is being written is no image that is run.
    let mut own: FxHashMap<&str, usize> = FxHashMap::default();
    for (text, _) in images(source).filter(|(_, at)| !at.touches(replace.start)) {
        *own.entry(text).or_default() += 1;
    }
    let mut others: FxHashMap<&str, usize> = FxHashMap::default();
    let here = workspace.file(&source.path);
    for (_, interface) in workspace.interfaces().filter(|(place, _)| Some(place.file) != here) {
        for text in interface.images.iter().map(|i| &**i).filter(|i| !own.contains_key(i)) {
            *others.entry(text).or_default() += 1;
        }
    }
    let mut found = Vec::new();
    for (images, place) in [(own, "in this file"), (others, "in other files")] {
        let mut images: Vec<(&str, usize)> = images.into_iter().collect();
        images.sort_by_key(|(text, count)| (std::cmp::Reverse(*count), *text));
        for (text, _) in images {
            let insert = format!("{}{}", probe.lead, spelling.write(text));
            let mut proposal = plain(text, CompletionKind::Value, replace, insert);
            proposal.detail = Some(format!("image {place}"));
            found.push(proposal);
        }
    }
    found
}

/// The well-formed images of the containers of a file, and where they stand.
pub(crate) fn images(source: &Source) -> impl Iterator<Item = (&str, ir_syntax::Span)> {
    let steps = source.package.iter().flat_map(|p| p.pods.values()).flat_map(|p| &p.steps);
    let nodes = steps.filter_map(|s| s.image.known()).map(|n| source.tree.node(*n)).filter(|n| n.is_scalar());
    nodes.filter(|n| matches!(image::read(n.text()), Some(Ok(_)))).map(|n| (n.text(), n.span()))
}
