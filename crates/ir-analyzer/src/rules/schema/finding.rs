//! From a schema's violation to a finding: what all rules of the family share.

use ir_model::{Diagnostic, Fix, Package, Safety};
use ir_schema::{Owner, UnknownKeys, Violation, ViolationKind};
use ir_syntax::Span;

use crate::rule::{Context, Rule};
use crate::words::{one_line, quote};

/// Reports every violation that `wanted` picks, as findings of `rule`.
pub(super) fn report(context: &mut Context<'_>, rule: &Rule, wanted: fn(&Violation<'_>) -> bool) {
    for violation in context.violations {
        if wanted(violation) && !displaced(context, violation) {
            let finding = finding(context, rule, violation);
            context.report(finding);
        }
    }
}

/// Whether a key only stands where it does because broken text around it moved it there.
pub(super) fn displaced(context: &Context<'_>, violation: &Violation<'_>) -> bool {
    let tree = &context.source.tree;
    !tree.errors().is_empty()
        && matches!(violation.kind, ViolationKind::UnknownKey { .. } | ViolationKind::WrongKind { .. })
        && tree.node_at(violation.span.start).and_then(|n| n.parent()).is_some_and(|map| map.has_loss())
}

/// The finding, in the schema's words, with the likely word as a fix.
pub(super) fn finding(context: &Context<'_>, rule: &Rule, violation: &Violation<'_>) -> Diagnostic {
    let mut finding = Diagnostic::new(rule.id, rule.severity, violation.span, one_line(&violation.to_string()));
    if let Some(label) = violation.label() {
        finding = finding.label(one_line(&label));
    }
    if let Some(first) = violation.related {
        finding = finding.related(first, "the other one");
    }
    let old = violation.span.slice(context.source.text());
    if let Some(mend) = &violation.replacement {
        let old = mend.span.slice(context.source.text());
        let words = format!("replace {} by {}", quote(old), quote(&mend.text));
        finding = finding.fix(Fix::replace(mend.span, &*mend.text, words, Safety::Suggested));
    } else if let ViolationKind::UnknownKey { key, candidates, .. } = &violation.kind
        && let [meant] = candidates.as_slice()
        && let Some(around) = old.find(&**key)
    {
        // The key keeps the quotes it has.
        let start = violation.span.start + around as u32;
        let span = Span::new(start, start + key.len() as u32);
        let words = format!("replace {} by {}", quote(key), quote(meant));
        finding = finding.fix(Fix::replace(span, *meant, words, Safety::Suggested));
    }
    if let Some(Owner { noun, name }) = &violation.owner
        && !finding.title.contains(&**name)
    {
        finding = finding.note(format!("in {noun} {}", quote(name)));
    }
    finding.note(consequence(context.package, violation))
}

/// What the engine does about it.
fn consequence(package: &Package, violation: &Violation<'_>) -> &'static str {
    match violation.unknown_keys {
        UnknownKeys::Rejected => {
            let words = &package.dialect.traits.consequences;
            let unknown = matches!(violation.kind, ViolationKind::UnknownKey { .. }) || words.off_schema.is_empty();
            if unknown { words.unknown_key } else { words.off_schema }
        }
        UnknownKeys::Ignored => {
            "neither the SDK nor the API server checks this part: the run goes on without it, or breaks"
        }
        UnknownKeys::DropsDocument => {
            "the API server drops the whole platform document without a word: its secrets and volumes vanish"
        }
    }
}
