//! Reading on behind an error: say what is wrong, change the smallest piece so that the parser gets
//! past it, and read the document again. Offsets stay those of the file, see [`patch`].
//!
//! Only the document with the error is read again, and only so often: what remains unread then is
//! one lost piece.

mod column;
mod flow;
mod indent;
mod line;
mod patch;
mod quotes;
mod repair;
mod trouble;
mod value;

use granit_parser::ErrorKind;

use crate::build::{self, Draft, Mark, Stop, source_value};
use crate::gaps::line_end;
use crate::span::Span;
use crate::tree::{Kind, NONE, Style, SyntaxError};
use line::{Line, line_start};
use patch::{Patch, Patched};
use repair::{Repair, span};
use trouble::Scene;

/// Bytes that may be read again, over all documents of a text: about half a second.
const BYTES: usize = 24 << 20;
/// How often one document is read again.
const TRIES: usize = 48;
/// Findings in one document.
const FINDINGS: usize = 20;

/// What may still be spent on a text.
pub(crate) struct Budget {
    bytes: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self { bytes: BYTES }
    }
}

/// A repair that was made, and how often it was not enough.
struct Made {
    patches: Vec<Patch>,
    /// Starts of the lines it changed or speaks of.
    lines: Vec<usize>,
    lost: Vec<Span>,
    level: u8,
}

impl Made {
    fn new(text: &str, repair: &Repair) -> Self {
        let mut made = Self { patches: Vec::new(), lines: Vec::new(), lost: Vec::new(), level: 0 };
        made.add(text, repair);
        made
    }

    fn add(&mut self, text: &str, repair: &Repair) {
        self.patches.extend(repair.patches.iter().cloned());
        self.lost.push(repair.lost);
        let places = repair.patches.iter().map(|p| p.at).chain([repair.span.start as usize]);
        self.lines.extend(places.map(|at| line_start(text, at)));
        self.lines.sort_unstable();
        self.lines.dedup();
    }
}

/// Adds the document of `text` that could not be read to `draft`, as far as it can be made to.
/// Gives the place to go on from.
pub(crate) fn document(draft: &mut Draft, text: &str, from: usize, stop: Stop, budget: &mut Budget) -> usize {
    let start = stop.document.max(from).min(text.len());
    let end = document_end(text, start).max(start + 1).min(text.len());
    let Some(source) = text.get(start..end) else { return text.len() };
    let mut rescue = Rescue { source, start, made: Vec::new(), errors: Vec::new() };
    rescue.conflicts();
    let mut at = stop.offset.clamp(start, end) - start;
    let mut kind = stop.error.kind().clone();
    let mut brackets: Vec<usize> = stop.brackets.iter().filter_map(|b| b.checked_sub(start)).collect();
    let mut untold = stop.untold.saturating_sub(start);
    let mut tries = 0;
    let mut repaired = !rescue.made.is_empty();
    loop {
        let known = rescue.errors.len();
        let another = repaired || rescue.repair(&kind, Scene { text: source, at, brackets, untold }, budget);
        if !another || tries >= TRIES || source.len() > budget.bytes {
            // Where the last error is not told yet, this is the time.
            if !another && known < FINDINGS && !rescue.told(at) || rescue.errors.is_empty() {
                rescue.say(&kind, at);
            }
            break;
        }
        repaired = false;
        tries += 1;
        budget.bytes -= source.len();
        draft.back_to(stop.before);
        let patches: Vec<Patch> = rescue.made.iter().flat_map(|m| m.patches.iter().cloned()).collect();
        let patched = Patched::new(source, &patches);
        let result = build::build(draft, &patched.text, 0);
        settle(draft, stop.before, source, start, &patched);
        match result {
            Ok(()) => {
                rescue.finish(draft, None);
                return end;
            }
            Err(next) => {
                at = patched.to_source(next.offset).min(source.len());
                kind = next.error.kind().clone();
                untold = patched.to_source(next.untold).min(at);
                brackets = next.brackets.iter().map(|b| patched.to_source(*b)).collect();
            }
        }
    }
    // What the last try gave is kept; the rest is lost.
    rescue.finish(draft, Some(line_start(source, at)));
    end
}

/// Where the document that starts at `from` ends: before the next `---`, or behind the next `...`.
fn document_end(text: &str, from: usize) -> usize {
    let mut content = false;
    let mut here = line_start(text, from).max(from);
    while here < text.len() {
        let end = line_end(text, here);
        let line = text.get(here..end).unwrap_or("").trim_start_matches('\u{feff}');
        let next = end + 1;
        let marker =
            |m: &str| line.strip_prefix(m).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']));
        if marker("---") {
            if content {
                return here;
            }
            content = true;
        } else if marker("...") {
            if content {
                return next.min(text.len());
            }
        } else if !(line.trim().is_empty() || line.starts_with('#') || !content && line.starts_with('%')) {
            content = true;
        }
        here = next;
    }
    text.len()
}

struct Rescue<'t> {
    /// The document.
    source: &'t str,
    /// Where it starts in the text.
    start: usize,
    made: Vec<Made>,
    errors: Vec<SyntaxError>,
}

impl Rescue<'_> {
    /// Takes away the marker lines of merge conflicts.
    fn conflicts(&mut self) {
        let marker = |line: &str, sign: &str| {
            line.strip_prefix(sign).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\r']))
        };
        let mut open: Option<(usize, Vec<Patch>)> = None;
        let mut at = 0;
        let mut found = Vec::new();
        for line in self.source.split_inclusive('\n') {
            let end = at + line.trim_end_matches(['\n', '\r']).len();
            let bare = line.trim_end_matches('\n');
            if marker(bare, "<<<<<<<") && open.is_none() {
                open = Some((at, vec![Patch::delete(at, end)]));
            } else if let Some((_, patches)) = &mut open {
                let last = marker(bare, ">>>>>>>");
                if last || marker(bare, "=======") || marker(bare, "|||||||") {
                    patches.push(Patch::delete(at, end));
                }
                if last && let Some((first, patches)) = open.take() {
                    found.push((first, at, end, patches));
                }
            }
            at += line.len();
        }
        if let Some((first, patches)) = open {
            let end = line_end(self.source, first);
            found.push((first, first, end, patches));
        }
        for (first, last, end, patches) in found {
            let mut repair =
                Repair::new(span(first, line_end(self.source, first)), "a merge conflict is left in this file")
                    .help("keep one side, or both, and take the marker lines away")
                    .patches(patches)
                    .lost(first, end);
            if last > first {
                repair = repair.related(span(last, end), "it ends here");
            }
            self.accept(repair);
        }
    }

    /// Records a new finding with its repair.
    fn accept(&mut self, repair: Repair) {
        self.made.push(Made::new(self.source, &repair));
        self.report(repair);
    }

    fn report(&mut self, repair: Repair) {
        let here = |s: Span| {
            let from = floor(self.source, s.start as usize);
            let to = floor(self.source, s.end as usize).max(from);
            span(from + self.start, to + self.start)
        };
        self.errors.push(SyntaxError {
            span: here(repair.span),
            message: repair.message.into(),
            help: repair.help.map(Into::into),
            related: repair.related.map(|(s, label)| (here(s), label.into())),
        });
    }

    /// Whether something on the line of `at` was told, or repaired.
    fn told(&self, at: usize) -> bool {
        let line = line_start(self.source, at);
        self.made.iter().any(|m| m.lines.contains(&line))
    }

    /// Says what is wrong without a try to repair it.
    fn say(&mut self, kind: &ErrorKind, at: usize) {
        let repair = trouble::first_repair(kind, &Scene { text: self.source, at, brackets: Vec::new(), untold: at });
        self.report(repair);
    }

    /// Makes the next try; `false` if there is none left.
    fn repair(&mut self, kind: &ErrorKind, scene: Scene<'_>, budget: &mut Budget) -> bool {
        let line = scene.line();
        if let Some(again) = self.made.iter().rposition(|m| m.lines.contains(&line.start)) {
            return self.again(again, kind, &scene);
        }
        let guesses = trouble::guesses(kind, &scene);
        // What it would change was changed before, in vain.
        let tried =
            |repair: &Repair| self.made.iter().rposition(|m| m.patches.iter().any(|p| repair.patches.contains(p)));
        let (old, new): (Vec<_>, Vec<_>) = guesses.into_iter().partition(|repair| tried(repair).is_some());
        let Some(repair) = self.farthest(new, budget) else {
            return old.first().and_then(tried).is_some_and(|before| self.again(before, kind, &scene));
        };
        if self.errors.len() >= FINDINGS || repair.patches.is_empty() {
            return false;
        }
        self.accept(repair);
        true
    }

    /// The repair with which the parser gets farthest, the first of several; untried, where trying costs
    /// too much.
    fn farthest(&self, guesses: Vec<Repair>, budget: &mut Budget) -> Option<Repair> {
        let mut best: Option<(usize, Repair)> = None;
        let choice = guesses.len() > 1;
        for guess in guesses {
            if !choice || budget.bytes < self.source.len() {
                return Some(best.map_or(guess, |(_, repair)| repair));
            }
            budget.bytes -= self.source.len();
            let patches: Vec<Patch> =
                self.made.iter().flat_map(|m| &m.patches).chain(&guess.patches).cloned().collect();
            let patched = Patched::new(self.source, &patches);
            let Some(reach) = build::reach(&patched.text) else { return Some(guess) };
            let reach = patched.to_source(reach);
            if best.as_ref().is_none_or(|(farthest, _)| reach > *farthest) {
                best = Some((reach, guess));
            }
        }
        best.map(|(_, repair)| repair)
    }

    /// A repair was not enough: goes on with it, or gives up more of the text around it.
    fn again(&mut self, nth: usize, kind: &ErrorKind, scene: &Scene<'_>) -> bool {
        let source = self.source;
        let Some(made) = self.made.get_mut(nth) else { return false };
        made.level += 1;
        let blank = || Repair::new(span(scene.at, scene.at), "");
        let line = scene.line();
        let done =
            made.patches.iter().filter(|p| line.start <= p.at && p.at <= line.end).map(|p| p.at + p.delete).max();
        let on_line = |p: &Patch| line.start <= p.at && p.at <= line.end;
        let repair = match made.level {
            // Another slip on the same line, behind the first.
            1 | 2 if done.is_some_and(|end| end < scene.at) => {
                let next = trouble::first_repair(kind, scene);
                if next.patches.iter().any(|p| done.is_some_and(|end| p.at <= end)) {
                    made.patches.retain(|p| !on_line(p));
                    trouble::skip_value(scene, blank())
                } else {
                    next
                }
            }
            1 | 2 => {
                made.patches.retain(|p| !on_line(p));
                trouble::skip_value(scene, blank())
            }
            3 => {
                made.patches.retain(|p| !on_line(p));
                trouble::skip_line(scene, blank())
            }
            4..=6 => {
                // The line before must be at fault as well.
                let lines = std::mem::take(&mut made.lines);
                made.patches.clear();
                let mut block: Vec<Line<'_>> = lines.iter().map(|l| Line::at(source, *l)).collect();
                block.extend(line.block());
                block.extend(block.first().and_then(Line::previous));
                block.sort_by_key(|l| l.start);
                block.dedup_by_key(|l| l.start);
                block.retain(|l| !l.is_blank());
                blank().skip(&block)
            }
            _ => return false,
        };
        made.add(source, &repair);
        true
    }

    /// Hands errors and lost pieces over.
    fn finish(self, draft: &mut Draft, rest: Option<usize>) {
        let tree = &mut draft.tree;
        let (start, source) = (self.start, self.source);
        tree.errors.extend(self.errors);
        let rest = rest.map(|from| span(from, source.trim_end().len().max(from)));
        let lost = self.made.iter().flat_map(|m| m.lost.iter().copied()).chain(rest);
        tree.lost.extend(lost.map(|l| {
            let from = floor(source, l.start as usize);
            span(from + start, floor(source, l.end as usize).max(from) + start)
        }));
    }
}

/// The character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at)
}

/// Brings what was added to `draft` since `mark` from places in the patched text to places in the
/// file, where the document starts at `start`.
fn settle(draft: &mut Draft, mark: Mark, source: &str, start: usize, patched: &Patched) {
    let back = |s: Span| {
        let from = patched.to_source(s.start as usize);
        let to = patched.to_source(s.end as usize).max(from);
        span(from + start, to + start)
    };
    let tree = &mut draft.tree;
    let mut strings = std::mem::take(&mut tree.strings);
    for node in tree.nodes.iter_mut().skip(mark.nodes) {
        let written = node.span;
        node.span = back(written);
        if node.kind != Kind::Scalar || node.alias || written.is_empty() {
            continue;
        }
        // A little more than the node itself: quotes may have been put right beside it.
        if !patched.differs((written.start as usize).saturating_sub(1), written.end as usize + 1) {
            continue;
        }
        let value: Box<str> = match strings.get(node.first as usize) {
            Some(value) => value.clone(),
            None => source_value(&patched.text, node.style, written).unwrap_or("").into(),
        };
        let local = Span::new(node.span.start - start as u32, node.span.end - start as u32);
        let quote = matches!(node.style, Style::SingleQuoted | Style::DoubleQuoted);
        if quote && !local.slice(source).starts_with(['"', '\'']) {
            node.style = Style::Plain;
        }
        if source_value(source, node.style, local) == Some(&*value) {
            node.first = NONE;
        } else {
            node.first = strings.len() as u32;
            strings.push(value);
        }
    }
    tree.strings = strings;
    for document in tree.documents.iter_mut().skip(mark.documents) {
        document.span = back(document.span);
    }
    for comment in tree.comments.iter_mut().skip(mark.comments) {
        comment.span = back(comment.span);
    }
    for anchor in tree.anchors.iter_mut().skip(mark.anchors) {
        anchor.span = back(anchor.span);
    }
    for tag in tree.tags.iter_mut().skip(mark.tags) {
        tag.span = back(tag.span);
    }
    for alias in draft.bad_aliases.iter_mut().skip(mark.bad_aliases) {
        alias.span = back(alias.span);
    }
}
