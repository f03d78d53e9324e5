//! Durations, and how those of a run must go together (R5, R6, R7).

use ir_model::FaultKind;
use ir_syntax::{Node, Span};

use super::super::file::File;
use super::super::report::quote;
use crate::lowering::text_origin;

/// Nanoseconds of a duration as Go writes it; `None` where it is none.
pub(crate) fn duration(text: &str) -> Option<i64> {
    crate::kubernetes::duration::read(text).ok()
}

const HOUR: i64 = 3_600_000_000_000;

/// A duration of a run.
#[derive(Clone, Copy)]
struct Bound {
    length: i64,
    at: Span,
}

impl<'t> File<'t> {
    fn bound(&mut self, node: Node<'t>, key: &str) -> Option<Bound> {
        let value = self.l.field(node, key).filter(|v| v.is_scalar() && !v.is_missing())?;
        let length = duration(value.text())?;
        let at = text_origin(value).span;
        if length < 0 {
            let title = format!("{} is below 0", quote(value.text()));
            let note = "the webhook refuses the run: \"should be >= 0\"";
            self.fault(FaultKind::MalformedValue, at, title, "", note);
            return None;
        }
        Some(Bound { length, at })
    }

    fn longer(&mut self, bound: Bound, than: &str, related: Option<Span>) {
        let text = if bound.length == 0 { "no limit" } else { "this" };
        let fault = ir_model::Fault {
            kind: FaultKind::TimeoutOrder,
            severity: None,
            title: format!("{text} is longer than {than}"),
            label: String::new(),
            related: related.map(|at| (at, "the whole")),
            engines: &[],
            note: Some("the webhook refuses the run: \"should be <= pipeline duration\""),
            fix: None,
        };
        self.report(bound.at, fault);
    }

    /// The timeouts of a pipeline's run.
    pub(super) fn check_timeouts(&mut self, spec: Node<'t>) {
        let mut whole = self.bound(spec, "timeout");
        let (mut tasks, mut end) = (None, None);
        let mut written = None;
        if let Some(timeouts) = self.l.field(spec, "timeouts").filter(|t| t.is_mapping()) {
            whole = self.bound(timeouts, "pipeline").or(whole);
            tasks = self.bound(timeouts, "tasks");
            end = self.bound(timeouts, "finally");
            written = Some(timeouts);
        }
        let limit = whole.map_or(HOUR, |w| w.length);
        let words = if whole.is_some() { "the timeout of the pipeline" } else { "an hour, which the pipeline has" };
        let at = whole.map(|w| w.at);
        if written.is_some() && limit != 0 {
            let mut told = false;
            for part in [tasks, end].into_iter().flatten() {
                if part.length > limit || part.length == 0 {
                    self.longer(part, words, at);
                    told = true;
                }
            }
            if let (Some(tasks), Some(end), false) = (tasks, end, told)
                && tasks.length.saturating_add(end.length) > limit
            {
                let sum = format!("{words}: together with the tasks");
                self.longer(end, &sum, Some(tasks.at));
            }
        }
        if let (Some(tasks), Some(end)) = (tasks, end)
            && limit == 0
            && whole.is_some()
            && tasks.length + end.length > 0
        {
            let fault = ir_model::Fault {
                kind: FaultKind::TimeoutOrder,
                severity: None,
                title: "tasks and `finally` have limits, the pipeline has none".to_owned(),
                label: String::new(),
                related: at.map(|at| (at, "no limit")),
                engines: &[],
                note: Some("the webhook refuses the run: it compares the sum with 0"),
                fix: None,
            };
            self.report(end.at, fault);
        }
        let most = tasks.filter(|t| t.length > 0).or(whole).map_or(HOUR, |b| b.length);
        for task in self.items(spec, "taskRunSpecs") {
            if let Some(bound) = self.bound(task, "timeout")
                && most != 0
                && bound.length > most
            {
                self.longer(bound, "the timeout of the pipeline", tasks.or(whole).map(|b| b.at));
            }
        }
    }
}
