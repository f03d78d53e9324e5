//! Fixes, applied to a whole file until there is nothing left to fix.

use ir_model::{Diagnostic, Fix, Safety};
use ir_syntax::Span;
use ir_syntax::edit::{self, Edit};

use crate::source::Source;

/// One fix opens the way for another, but not for ever.
const MOST_PASSES: usize = 256;

/// A file with its fixes made.
#[derive(Debug)]
pub struct Repaired {
    /// The file as it is now.
    pub source: Source,
    /// What was done, in the order of doing.
    pub done: Vec<Done>,
}

/// A fix that was made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Done {
    /// The rule that found what was wrong.
    pub rule: &'static str,
    /// What the fix did.
    pub title: String,
    /// Where, in the text as it was just before: bytes.
    pub at: Span,
}

/// Makes the fixes of `source`, those that are safe or at least as safe as `safety`, again and again until a check finds
/// nothing that it can fix. Of fixes that meet, the first is made and the others have their turn in the next round. A
/// fix that would leave text that reads worse than before is not made. `None` where nothing was done.
///
/// `check` must find what [`crate::check_with`] finds under the settings that count.
pub fn repair(source: &Source, safety: Safety, check: &dyn Fn(&Source) -> Vec<Diagnostic>) -> Option<Repaired> {
    let mut repaired: Option<Repaired> = None;
    let mut spoilt: Vec<(&'static str, String)> = Vec::new();
    for _ in 0..MOST_PASSES {
        let now = repaired.as_ref().map_or(source, |r| &r.source);
        let findings = check(now);
        let mut chosen = choose(&findings, safety, &spoilt);
        if chosen.is_empty() {
            break;
        }
        let mut next = made(now, &chosen);
        if next.is_none() {
            // Some of them spoil the text: those go, or where only several together do, all but the first.
            let (sound, bad): (Vec<_>, Vec<_>) = chosen.into_iter().partition(|one| made(now, &[*one]).is_some());
            spoilt.extend(bad.iter().map(|(finding, fix)| (finding.rule, fix.title.clone())));
            chosen = if bad.is_empty() { sound.into_iter().take(1).collect() } else { sound };
            next = made(now, &chosen);
        }
        let Some(next) = next else { continue };
        let mut done = repaired.map_or_else(Vec::new, |r| r.done);
        done.extend(chosen.into_iter().map(Done::of));
        repaired = Some(Repaired { source: next, done });
    }
    repaired.filter(|r| r.source.text() != source.text())
}

impl Done {
    fn of((finding, fix): (&Diagnostic, &Fix)) -> Self {
        Self { rule: finding.rule, title: fix.title.clone(), at: finding.span }
    }
}

/// The fix that may be made for a finding: the first that is safe enough.
#[must_use]
pub fn fix_of(finding: &Diagnostic, safety: Safety) -> Option<&Fix> {
    finding.fixes.iter().find(|fix| fix.safety >= safety)
}

/// For each finding its fix, without those that meet an earlier one.
fn choose<'f>(
    findings: &'f [Diagnostic],
    safety: Safety,
    spoilt: &[(&'static str, String)],
) -> Vec<(&'f Diagnostic, &'f Fix)> {
    let mut taken: Vec<Span> = Vec::new();
    let mut chosen = Vec::new();
    for finding in findings {
        let Some(fix) = fix_of(finding, safety) else { continue };
        if spoilt.iter().any(|(rule, title)| *rule == finding.rule && *title == fix.title) {
            continue;
        }
        let meets = |span: Span| {
            // Taken spans are sorted and apart, so only the neighbours count.
            let after = taken.partition_point(|t| t.start < span.start);
            let before = after.checked_sub(1).and_then(|i| taken.get(i));
            let around = [before, taken.get(after)].into_iter().flatten();
            around.into_iter().any(|t| t.start <= span.end && span.start <= t.end)
        };
        if fix.edits.iter().any(|e| meets(e.span)) {
            continue;
        }
        for edit in &fix.edits {
            let at = taken.partition_point(|t| t.start < edit.span.start);
            taken.insert(at, edit.span);
        }
        chosen.push((finding, fix));
    }
    chosen
}

/// The file with these fixes made, unless it reads worse then.
fn made(source: &Source, chosen: &[(&Diagnostic, &Fix)]) -> Option<Source> {
    let edits = chosen.iter().flat_map(|(_, fix)| &fix.edits);
    let edits: Vec<Edit> = edits.map(|e| Edit { span: e.span, text: e.text.clone() }).collect();
    let text = edit::apply(source.text(), &edits).ok()?;
    let next = Source::new(&*source.path, text);
    let worse = next.tree.errors().len() > source.tree.errors().len() || next.is_ours() != source.is_ours();
    (!worse && next.text() != source.text()).then_some(next)
}
