//! The comment that the compiler writes at the top: the pipeline's inputs and outputs.
//!
//! ```text
//! # PIPELINE DEFINITION
//! # Name: training
//! # Inputs:
//! #    epochs: int [Default: 10.0]
//! # Outputs:
//! #    Output: str
//! ```

use ir_model::{Mention, Note, NoteKind, Ports};
use ir_syntax::{Span, Tree};
use rustc_hash::FxHashMap;

use crate::lowering::Lowering;

/// Notes what the comment and the body do not agree on, and where the comment names what the body has.
pub(crate) fn lower(l: &mut Lowering<'_>, tree: &Tree) {
    let text = tree.text();
    if !text.starts_with("# PIPELINE DEFINITION") {
        return;
    }
    let Some(entry) = l.package.entry.and_then(|id| l.package.components.get(id)) else { return };
    let written = read(text);
    let sides = [(&entry.inputs, true), (&entry.outputs, false)];
    let mut notes: Vec<Note> = sides.iter().flat_map(|(ports, input)| compare(l, &written, ports, *input)).collect();
    notes.sort_by_key(|note| note.at);
    let ports = sides.iter().flat_map(|(ports, input)| ports.ids().map(move |id| (id, *input)));
    let ports = ports.filter_map(|(id, input)| Some((l.package.ports.get(id)?.def, input)));
    let mentioned = |(def, input)| Some(Mention { def, at: *written.get(&(l.package.def_name(def), input))? });
    let mentions: Vec<Mention> = ports.filter_map(mentioned).collect();
    l.package.notes.extend(notes);
    l.package.mentions.extend(mentions);
}

/// The lines of the comment: the name, whether it is an input, where it stands.
type Written<'t> = FxHashMap<(&'t str, bool), Span>;

fn read(text: &str) -> Written<'_> {
    let mut found = Written::default();
    let mut input = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let Some(comment) = line.trim_end().strip_prefix('#') else { break };
        match comment.trim() {
            "Inputs:" => input = Some(true),
            "Outputs:" => input = Some(false),
            _ => {
                let Some(input) = input else { continue };
                // A default may go on over lines, which are indented otherwise.
                let port = comment.strip_prefix("    ").and_then(|c| c.split_once(':')).map(|(name, _)| name);
                if let Some(name) = port.filter(|n| !n.is_empty() && !n.contains(char::is_whitespace)) {
                    let start = (start + 5) as u32;
                    found.insert((name, input), Span::new(start, start + name.len() as u32));
                }
            }
        }
    }
    found
}

fn compare(l: &Lowering<'_>, written: &Written<'_>, ports: &Ports, input: bool) -> Vec<Note> {
    if ports.open.is_some() {
        return Vec::new();
    }
    let mut left: FxHashMap<&str, Span> =
        written.iter().filter(|((_, side), _)| *side == input).map(|((name, _), at)| (*name, *at)).collect();
    let mut notes = Vec::new();
    let note = |name: &str, added, at| {
        let kind = NoteKind::StaleHeader { name: name.into(), input, added };
        Note { kind, at }
    };
    for port in ports.ids().filter_map(|id| l.package.ports.get(id)) {
        let name = l.package.def_name(port.def);
        if left.remove(name).is_none()
            && let Some(at) = l.package.def_span(port.def)
        {
            notes.push(note(name, true, at));
        }
    }
    notes.extend(left.into_iter().map(|(name, at)| note(name, false, at)));
    notes
}
