//! The keys and values that the schema of the format knows.

use ir_schema::{FieldInfo, KeyItem, KindSet};

use super::probe::Probe;
use super::{plain, rank, snippet_text};
use crate::ide::schema::Place;
use crate::ide::spell::Spelling;
use crate::ide::{Completion, CompletionKind, schema};
use crate::source::Source;

/// The keys and values that may stand where the probe has a scalar.
pub(super) fn complete(source: &Source, probe: &Probe<'_>) -> Vec<Completion> {
    let Some(node) = probe.node() else { return Vec::new() };
    let Some(place) = Place::of(probe.source(), node) else { return Vec::new() };
    let at_key = probe.at_key();
    let offered = place.schema.complete(place.root, node);
    let spelling = match probe.spelling {
        Some(spelling) => spelling,
        None if probe.replace.is_some() => Spelling::beside(node),
        None => Spelling::of(node),
    };
    let replace = probe.replace.unwrap_or_else(|| schema::inner(node));
    if replace.slice(source.text()).contains(['\n', '\r']) {
        return Vec::new();
    }
    let mut found = Vec::new();
    if at_key {
        for key in &offered.keys {
            let mut proposal = plain(key.name, CompletionKind::Key, replace, spelling.write(key.name));
            proposal.detail = schema::kinds_in_words(&key.info);
            proposal.documentation = schema::words(&key.info);
            proposal.deprecated = key.info.deprecated;
            proposal.rank = match (key.info.deprecated, key.info.required) {
                (true, _) => rank::DEPRECATED,
                (_, true) => rank::NEEDED,
                _ => rank::FITS,
            };
            if probe.new_key {
                let written = proposal.insert.clone();
                finish_key(&mut proposal, probe, &written, Holds::of(key));
            }
            found.push(proposal);
        }
    } else {
        for value in &offered.values {
            // `true` is no text: it stands as it is, but inside quotes that are there already.
            let plain_word = matches!(value.value, "true" | "false");
            let written = if plain_word { value.value.to_owned() } else { spelling.write(value.value) };
            let insert = format!("{}{written}", probe.lead);
            let mut proposal = plain(value.value, CompletionKind::Value, replace, insert);
            proposal.documentation = value.description.map(str::to_owned);
            found.push(proposal);
        }
    }
    found
}

/// What the value of a key holds.
pub(super) enum Holds {
    /// Text, a number or anything else.
    Scalar,
    /// A list.
    List,
    /// Keys with values, of which these must be there.
    Keys(Vec<String>),
}

impl Holds {
    fn of(key: &KeyItem<'_>) -> Self {
        match Self::kinds(&key.info) {
            Self::Keys(_) => Self::Keys(key.required_children.iter().map(|c| (*c).to_owned()).collect()),
            other => other,
        }
    }

    fn kinds(info: &FieldInfo<'_>) -> Self {
        let kinds = info.kinds.without(KindSet::NULL);
        if kinds == KindSet::OBJECT {
            Self::Keys(Vec::new())
        } else if kinds == KindSet::ARRAY {
            Self::List
        } else {
            Self::Scalar
        }
    }
}

/// What the value of the key at `offset` holds.
pub(super) fn holds(source: &Source, offset: u32) -> Holds {
    let node = source.tree.node_at(offset);
    let place = node.and_then(|n| Some((Place::of(source, n)?, n)));
    let info = place.as_ref().and_then(|(place, node)| place.schema.describe(place.root, *node));
    info.map_or(Holds::Scalar, |info| Holds::kinds(&info))
}

/// Turns the proposal of a key into one of a whole entry: colon, and the start of the value.
///
/// Lines after the first are indented relative to the line of the cursor, as editors expect.
pub(super) fn finish_key(proposal: &mut Completion, probe: &Probe<'_>, written: &str, holds: Holds) {
    let Some(node) = probe.node() else { return };
    let lead = probe.lead;
    // Inside quotes that are there already the colon would become a part of the key.
    if matches!(probe.spelling.unwrap_or_else(|| Spelling::of(node)), Spelling::Single | Spelling::Double) {
        proposal.insert = format!("{lead}{written}");
        return;
    }
    let spelling = Spelling::beside(node);
    let key = snippet_text(written);
    let indent = " ".repeat(probe.shift + 2);
    let snippet = match (holds, spelling.is_flow()) {
        (Holds::Scalar, _) => {
            proposal.insert = format!("{lead}{written}: ");
            return;
        }
        (Holds::List, true) => format!("{key}: [$0]"),
        (Holds::List, false) => format!("{key}:\n{indent}- $0"),
        (Holds::Keys(children), true) => format!("{key}: {{{}$0\\}}", entries(&children, spelling, ", ")),
        (Holds::Keys(children), false) => {
            let children = entries(&children, spelling, &format!("\n{indent}"));
            format!("{key}:\n{indent}{}", if children.is_empty() { "$0" } else { &children })
        }
    };
    proposal.insert = format!("{lead}{snippet}");
    proposal.snippet = true;
}

/// The keys that must be there, each with a stop for its value.
fn entries(children: &[String], spelling: Spelling, between: &str) -> String {
    let entry = |(i, c): (usize, &String)| format!("{}: ${}", snippet_text(&spelling.write(c)), i + 1);
    children.iter().enumerate().map(entry).collect::<Vec<_>>().join(between)
}
