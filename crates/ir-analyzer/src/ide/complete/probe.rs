//! What the cursor is in. A text that is being written rarely says so by itself: a half-typed key is no
//! key yet, and an empty line is nothing at all. So the text is read once more with a word at the cursor,
//! as if its author had gone on; where that word lands is where the cursor is.

use ir_syntax::{Kind, Node, Span, Style};

use super::line::Line;
use crate::ide::schema;
use crate::ide::spell::Spelling;
use crate::source::Source;

/// A word that nobody writes.
const WORD: &str = "zqCursorqz";

/// The file as it is, or with a word that is not there.
enum Text<'s> {
    Real(&'s Source),
    Changed(Box<Source>),
}

/// A way to read the text with something at the cursor.
pub(in crate::ide) struct Probe<'s> {
    text: Text<'s>,
    /// A byte of [`Probe::source()`] inside what is being written.
    pub(in crate::ide) offset: u32,
    /// Whether a new key is being written, without its colon.
    pub(super) new_key: bool,
    /// What is replaced in the real text, unless a name's own token says it better.
    pub(super) replace: Option<Span>,
    /// Written before the proposal, where white space is missing.
    pub(super) lead: &'static str,
    /// Columns between the indentation of the line and what is written: behind a dash.
    pub(super) shift: usize,
    /// How the proposal is written, where [`Probe::replace`] is given.
    pub(super) spelling: Option<Spelling>,
}

impl Probe<'_> {
    /// The file, maybe with a word that is not there.
    pub(in crate::ide) fn source(&self) -> &Source {
        match &self.text {
            Text::Real(source) => source,
            Text::Changed(source) => source,
        }
    }

    /// The scalar at the cursor.
    pub(super) fn node(&self) -> Option<Node<'_>> {
        self.source().tree.node_at(self.offset).filter(|n| n.is_scalar() && !n.is_alias())
    }

    /// Whether the key at the cursor stands below the other keys of its mapping, as it must where
    /// indentation alone holds them together. Broken text is read with some tolerance there.
    fn in_column(&self) -> bool {
        let text = self.source().text();
        let column = |n: Node<'_>| {
            let before = text.get(..n.span().start as usize).unwrap_or("");
            before.len() - before.rfind('\n').map_or(0, |at| at + 1)
        };
        let Some(node) = self.node() else { return false };
        let Some(mapping) = node.parent().filter(|m| m.style() == Style::Block) else { return true };
        mapping.own_entries().next().is_none_or(|first| column(first.key) == column(node))
    }

    /// Whether the scalar at the cursor is a key.
    pub(super) fn at_key(&self) -> bool {
        self.node().is_some_and(Node::is_key)
    }
}

/// The ways to read the text at `offset`, the likely one first. None in a comment.
pub(in crate::ide) fn probes(source: &Source, offset: u32) -> Vec<Probe<'_>> {
    let tree = &source.tree;
    if !source.text().is_char_boundary(offset as usize)
        || tree.comments().iter().any(|c| c.span.start < offset && offset <= c.span.end)
    {
        return Vec::new();
    }
    let here = tree.node_at(offset).filter(|n| n.is_scalar() && !n.is_missing() && !n.is_alias());
    let in_text = here.is_some_and(|n| {
        matches!(n.style(), Style::Literal | Style::Folded)
            || (n.style() != Style::Plain && n.span().slice(source.text()).contains('\n'))
    });
    let line = Line::at(source.text(), offset);
    let mut probes = Vec::new();
    if line.is_indentation() {
        return probes;
    }
    if !in_text && let Some(word) = line.lone_word() {
        let key = key_probe(source, &line, word, offset);
        let lonely = key.node().and_then(Node::parent).is_some_and(|m| m.own_entries().count() == 1);
        let found = key.at_key() && key.in_column();
        let in_block_text = key.node().is_some_and(|n| matches!(n.style(), Style::Literal | Style::Folded));
        if found {
            probes.push(key);
        }
        if in_block_text || (found && !lonely) {
            return probes;
        }
    }
    match here {
        // Beside a quote nothing can be written.
        Some(node) if node.style() != Style::Plain && !in_text && !schema::inner(node).touches(offset) => {}
        Some(node) => probes.extend(as_it_is(source, node, offset)),
        None => probes.extend(value_probe(source, &line, offset)),
    }
    probes
}

/// The text says enough by itself: the cursor is in `node`.
fn as_it_is<'s>(source: &'s Source, node: Node<'_>, offset: u32) -> Option<Probe<'s>> {
    let behind = source.text().get(node.span().end as usize..).unwrap_or("");
    let new_key = node.is_key() && !behind.trim_start_matches([' ', '\t']).starts_with(':');
    let text = Text::Real(source);
    let probe = Probe { text, offset, new_key, replace: None, lead: "", shift: 0, spelling: None };
    (!new_key || may_lack_colon(node)).then_some(probe)
}

/// Between braces a key is one before it has a colon. Elsewhere such a word was read as a key by a guess,
/// and [`key_probe`] knows better.
fn may_lack_colon(key: Node<'_>) -> bool {
    key.parent().is_some_and(|m| m.style() == Style::Flow)
}

/// The word on the cursor's line, which holds nothing else, as a key.
fn key_probe<'s>(source: &'s Source, line: &Line<'_>, word: Span, offset: u32) -> Probe<'s> {
    let text = source.text();
    let glued = line.is_glued(word.start);
    let (before, after) = separators(source, line, word);
    let quoted = matches!(text.as_bytes().get(word.start as usize), Some(b'"' | b'\'')) && word.len() >= 2;
    // Behind the opening quote at least, before the closing one at most.
    let inset = u32::from(quoted);
    let at = offset.clamp(word.start + inset, word.end - inset);
    let lead = if glued { " " } else { "" };
    let head = format!("{before}{lead}");
    let mut out = String::with_capacity(text.len() + 32);
    out.push_str(text.get(..word.start as usize).unwrap_or(""));
    out.push_str(&head);
    out.push_str(Span::new(word.start, at).slice(text));
    let cursor = out.len() as u32;
    out.push_str(WORD);
    out.push_str(Span::new(at, word.end).slice(text));
    out.push(':');
    out.push_str(after);
    line.without_children(word, &mut out);
    let inner = Span::new(word.start + inset, word.end - inset);
    let spelling = match text.as_bytes().get(word.start as usize) {
        Some(b'"') if quoted => Some(Spelling::Double),
        Some(b'\'') if quoted => Some(Spelling::Single),
        _ => None,
    };
    Probe {
        text: Text::Changed(Box::new(reread(source, out))),
        offset: cursor + 1,
        new_key: true,
        replace: Some(inner),
        lead,
        shift: line.shift(word.start, glued),
        spelling,
    }
}

/// A word where nothing is yet: a missing value, a further item, a key between braces.
fn value_probe<'s>(source: &'s Source, line: &Line<'_>, offset: u32) -> Option<Probe<'s>> {
    let text = source.text();
    let at = Span::at(offset);
    let (before, after) = separators(source, line, at);
    let glued = line.is_glued(offset);
    // In the middle of a word there is something; what it is could not be read.
    let next = text.get(offset as usize..)?.chars().next();
    if next.is_some_and(|c| c.is_alphanumeric()) {
        return None;
    }
    let lead = if glued { " " } else { "" };
    let (head, tail) = text.split_at_checked(offset as usize)?;
    let out = format!("{head}{before}{lead}{WORD}{after}{tail}");
    let cursor = (head.len() + before.len() + lead.len()) as u32;
    let probe = Probe {
        text: Text::Changed(Box::new(reread(source, out))),
        offset: cursor + 1,
        new_key: false,
        replace: Some(at),
        lead,
        shift: line.shift(offset, glued),
        spelling: None,
    };
    let exact = probe.node().is_some_and(|n| n.text() == WORD);
    let new_key = probe.at_key();
    let sound = !new_key || probe.node().is_some_and(may_lack_colon);
    (exact && sound).then_some(Probe { new_key, ..probe })
}

/// Reads the changed text. A file that no longer shows its format is still of it.
fn reread(source: &Source, text: String) -> Source {
    let changed = Source::new(source.path.clone(), text);
    match &source.recognised {
        Some(real) if changed.tree.documents().len() == real.documents.len() => {
            if changed.recognised.as_ref().is_some_and(|r| r.documents == real.documents) {
                return changed;
            }
            let package = Some(ir_dialects::lower(&changed.tree, real));
            Source { recognised: source.recognised.clone(), package, ..changed }
        }
        _ => changed,
    }
}

/// The commas that a new word between brackets needs before and behind it.
fn separators(source: &Source, line: &Line<'_>, word: Span) -> (&'static str, &'static str) {
    let tree = &source.tree;
    let mut around = tree.node_at(word.start);
    while let Some(node) = around.filter(|n| matches!(n.kind(), Kind::Scalar | Kind::Alias)) {
        around = node.parent();
    }
    let flow = around.is_some_and(|n| n.style() == Style::Flow && n.span().start < word.start);
    if !flow {
        return ("", "");
    }
    let text = source.text();
    let previous = text.get(..word.start as usize).unwrap_or("").trim_end().chars().next_back();
    let next = text.get(word.end as usize..).unwrap_or("").trim_start().chars().next();
    let before = if previous.is_none_or(|c| "{[,:".contains(c)) || line.is_glued(word.start) { "" } else { "," };
    let after = if next.is_none_or(|c| "}],:".contains(c)) { "" } else { "," };
    (before, after)
}
