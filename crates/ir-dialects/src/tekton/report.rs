//! How a defect is said: what needs a switch, what is wrong, what is doubtful.

use ir_model::{Fault, FaultKind, Need, NoteKind, Severity};
use ir_syntax::Span;

use super::file::File;

impl File<'_> {
    /// Says that something needs a switch.
    pub(crate) fn need(&mut self, flag: &'static str, value: &'static str, thing: &'static str, at: Span) {
        self.l.package.needs.push(Need { flag, value: value.into(), thing, at });
    }

    /// Says that something must not be among the words of a switch.
    pub(crate) fn need_word(&mut self, flag: &'static str, word: &str, thing: &'static str, at: Span) {
        self.l.package.needs.push(Need { flag, value: word.to_owned().into(), thing, at });
    }

    /// Reports a defect.
    pub(crate) fn fault(
        &mut self,
        kind: FaultKind,
        at: Span,
        title: String,
        label: impl Into<String>,
        note: &'static str,
    ) {
        let fault = Fault {
            kind,
            severity: None,
            title,
            label: label.into(),
            related: None,
            engines: &[],
            note: Some(note),
            fix: None,
        };
        self.report(at, fault);
    }

    pub(crate) fn report(&mut self, at: Span, fault: Fault) {
        self.l.package.notes.push(ir_model::Note { kind: NoteKind::Fault(Box::new(fault)), at });
    }

    /// A warning in place of the rule's own severity.
    pub(crate) fn doubt(
        &mut self,
        kind: FaultKind,
        at: Span,
        title: String,
        label: impl Into<String>,
        note: &'static str,
    ) {
        let severity = Some(Severity::Warning);
        self.report(
            at,
            Fault {
                kind,
                severity,
                title,
                label: label.into(),
                related: None,
                engines: &[],
                note: Some(note),
                fix: None,
            },
        );
    }
}

/// A name in backticks, on one line.
pub(crate) fn quote(name: &str) -> String {
    const MOST: usize = 44;
    let clean = |c: char| if c.is_control() { ' ' } else { c };
    if name.chars().count() <= MOST {
        return format!("`{}`", name.chars().map(clean).collect::<String>());
    }
    let head: String = name.chars().take(MOST - 1).map(clean).collect();
    format!("`{head}…`")
}
