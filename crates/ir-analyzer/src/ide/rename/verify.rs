//! Whether a file still says the same after its names were changed: the only judge is the file itself, read anew.

use std::hash::BuildHasher as _;

use ir_model::{Diagnostic, Ns, Package, Ref, RefId, RefName, Resolution, Severity, TextEdit};
use ir_syntax::Span;
use ir_syntax::edit::{self, Edit};
use rustc_hash::FxBuildHasher;

use crate::check::check;
use crate::ide::view::View;
use crate::rule::Family;
use crate::source::Source;
use crate::workspace::Workspace;

/// Leads from the offsets of the old text and of the new one to common ones.
struct Shift {
    /// Each edit: where the old text begins and ends, where the new one does.
    rows: Vec<[u32; 4]>,
}

impl Shift {
    fn new(edits: &[Edit]) -> Self {
        let mut by = 0_i64;
        let row = |edit: &Edit| {
            let start = i64::from(edit.span.start) + by;
            let end = start + edit.text.len() as i64;
            by = end - i64::from(edit.span.end);
            [edit.span.start, edit.span.end, start as u32, end as u32]
        };
        Self { rows: edits.iter().map(row).collect() }
    }

    /// Whether an offset of the old text is inside of an edit.
    fn holds(&self, offset: u32) -> bool {
        let after = self.rows.partition_point(|[start, ..]| *start <= offset);
        after.checked_sub(1).and_then(|i| self.rows.get(i)).is_some_and(|[_, end, ..]| offset < *end)
    }

    /// Offsets inside of an edit lead to its start, all others to where they are in the old text.
    fn common(&self, offset: u32, new: bool) -> u32 {
        let column = if new { 2 } else { 0 };
        let at = |row: &[u32; 4], i: usize| row.get(i).copied().unwrap_or(0);
        let after = self.rows.partition_point(|row| at(row, column) <= offset);
        let Some(row) = after.checked_sub(1).and_then(|i| self.rows.get(i)) else { return offset };
        match offset.checked_sub(at(row, column + 1)) {
            None => at(row, 0),
            Some(behind) => at(row, 1) + behind,
        }
    }
}

/// What a definition or reference is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Fact {
    at: u32,
    reference: bool,
    ns: Ns,
    /// How it resolves, and to what.
    answer: u8,
    target: u32,
    /// The name's hash, as it is to be after the change; of a name that only follows another, nothing.
    name: u64,
}

/// The facts of the new text; of the old one, where `change` tells the old name and the new one.
fn facts(package: &Package, shift: &Shift, change: Option<(&str, &str)>) -> Vec<Fact> {
    let symbols = &package.symbols;
    let place = |offset| shift.common(offset, change.is_none());
    let named = |name, offset| {
        let text = match (package.names.text(name), change) {
            (text, Some((old, new))) if text == old && shift.holds(offset) => new,
            (text, _) => text,
        };
        FxBuildHasher.hash_one(text)
    };
    let defs = symbols.defs.iter().map(|(id, def)| {
        let flags = u8::from(def.flags.implied) | u8::from(package.task_of(id).is_some()) << 1;
        let start = def.at.span.start;
        let name = if def.flags.implied { 0 } else { named(def.name, start) };
        Fact { at: place(start), reference: false, ns: def.ns, answer: flags, target: 0, name }
    });
    let refs = symbols.refs.iter().map(|(id, r)| {
        let answer = match (r.name, package.resolutions.of(id)) {
            (RefName::Wildcard, _) => 0,
            (RefName::Unknown(_), _) => 1,
            (_, Resolution::Found(_)) => 2,
            (_, Resolution::WrongKind(_)) => 3,
            (_, Resolution::Missing { .. }) => 4,
            (_, Resolution::Elsewhere) => 5,
            (_, Resolution::Unknown) => 6,
        };
        let target = package.target(id).and_then(|def| package.def_span(def)).map_or(0, |span| place(span.start));
        let start = r.at.span.start;
        let name = if let RefName::Name(name) = r.name { named(name, start) } else { 0 };
        Fact { at: place(start), reference: true, ns: r.ns, answer, target, name }
    });
    let mut facts: Vec<Fact> = defs.chain(refs).collect();
    facts.sort_unstable();
    facts
}

/// What is wrong with a file after a change of names.
pub(super) enum Wrong {
    /// It does not mean the same any more: at this offset of the old text.
    Meaning(u32),
    /// The format does not take it: the title of the finding.
    Refused(String),
    /// It only has to be spelt in another way, by these edits of the old text.
    Spelt(Vec<Edit>),
}

/// The file after `edits`, which are in the order of the text and change one name into another.
///
/// # Errors
///
/// Where it does not mean the same any more.
pub(super) fn reread(old: &Source, edits: &[Edit], change: (&str, &str)) -> Result<Source, Wrong> {
    let first = edits.first().map_or(0, |edit| edit.span.start);
    let text = edit::apply(old.text(), edits).map_err(|conflict| Wrong::Meaning(conflict.second.start))?;
    let new = Source::new(&*old.path, text);
    let (Some(before), Some(after)) = (&old.package, &new.package) else { return Err(Wrong::Meaning(first)) };
    if old.recognised != new.recognised || old.tree.errors().len() != new.tree.errors().len() {
        return Err(Wrong::Meaning(first));
    }
    let shift = Shift::new(edits);
    let (before, after) = (facts(before, &shift, Some(change)), facts(after, &shift, None));
    if let Some((fact, _)) = before.iter().zip(&after).find(|(a, b)| a != b) {
        return Err(Wrong::Meaning(fact.at));
    }
    if before.len() != after.len() {
        let end = before.len().min(after.len());
        let last = before.get(end).or(after.get(end)).map_or(first, |fact| fact.at);
        return Err(Wrong::Meaning(last));
    }
    Ok(new)
}

/// Where what a file names of other files is not what it named before.
fn strays((old, before): (&Source, &Workspace), (new, after): (&Source, &Workspace), shift: &Shift) -> Option<u32> {
    let named = |source, workspace, new| {
        let view = View::new(source, workspace)?;
        let refs = view.package.symbols.refs.iter();
        let refs = refs.filter(|(id, _)| view.package.resolutions.of(*id) == Resolution::Elsewhere);
        let found = |(id, r): (RefId, &Ref)| (shift.common(r.at.span.start, new), r.ns, view.entities(id));
        let mut named: Vec<_> = refs.map(found).collect();
        named.sort_by_key(|(at, ns, _)| (*at, *ns));
        Some(named)
    };
    let (before, after) = (named(old, before, false)?, named(new, after, true)?);
    before.iter().zip(&after).find(|(a, b)| a != b).map(|((at, ..), _)| *at)
}

/// Whether the new text names the same of other files, and has no error that the old one had not.
///
/// # Errors
///
/// The first difference.
pub(super) fn judge(
    (old, before): (&Source, &Workspace),
    (new, after): (&Source, &Workspace),
    edits: &[Edit],
) -> Result<(), Wrong> {
    let shift = Shift::new(edits);
    if let Some(at) = strays((old, before), (new, after), &shift) {
        return Err(Wrong::Meaning(at));
    }
    let found = check(new, after);
    let mut grave = found.iter().filter(|f| is_grave(f)).peekable();
    if grave.peek().is_none() {
        return Ok(());
    }
    let known: Vec<(&str, u32)> =
        check(old, before).iter().map(|f| (f.rule, shift.common(f.span.start, false))).collect();
    let is_new = |f: &&Diagnostic| !known.contains(&(f.rule, shift.common(f.span.start, true)));
    let new: Vec<&Diagnostic> = grave.filter(is_new).collect();
    let Some(first) = new.first() else { return Ok(()) };
    // A name in an expression may have another form there; the name itself is not to be mended.
    let of_form = |f: &&&Diagnostic| crate::rules::find(f.rule).is_some_and(|rule| rule.family == Family::Expression);
    let mends = new.iter().map(|finding| Some(&Some(finding).filter(of_form)?.fixes.first()?.edits));
    match mends.collect::<Option<Vec<_>>>().and_then(|mends| joined(edits, mends.into_iter().flatten(), &shift)) {
        Some(spelt) => Err(Wrong::Spelt(spelt)),
        None => Err(Wrong::Refused(first.title.clone())),
    }
}

/// Whether a finding that was not there before says that the new name is none, or means something else. All else that
/// a name may remind a rule of is for the person to judge who chose it.
fn is_grave(finding: &Diagnostic) -> bool {
    let family = crate::rules::find(finding.rule).map(|rule| rule.family);
    let of_names = ["invalid-name", "invalid-task-name", "name-collision", "reserved-name"].contains(&finding.rule);
    let of_meaning = matches!(family, Some(Family::Syntax | Family::Schema | Family::Reference | Family::Expression));
    finding.severity == Severity::Error || finding.severity == Severity::Warning && (of_names || of_meaning)
}

/// The edits of the old text with those of the new one on top of them: `['a-b']` in place of `.a`. `None` where one
/// cuts through another.
fn joined<'e>(edits: &[Edit], mends: impl Iterator<Item = &'e TextEdit>, shift: &Shift) -> Option<Vec<Edit>> {
    let mut all = edits.to_vec();
    for mend in mends {
        let at = |offset: u32| shift.rows.iter().any(|row| matches!(row, [_, _, a, b] if *a < offset && offset < *b));
        if at(mend.span.start) || at(mend.span.end) {
            return None;
        }
        let end =
            |offset| shift.rows.iter().find(|row| row.get(3) == Some(&offset)).and_then(|row| row.get(1).copied());
        let span = Span::new(
            shift.common(mend.span.start, true),
            end(mend.span.end).unwrap_or_else(|| shift.common(mend.span.end, true)),
        );
        all.retain(|edit| !span.contains(edit.span));
        all.push(Edit { span, text: mend.text.clone() });
    }
    all.sort_by_key(|edit| edit.span);
    Some(all)
}
