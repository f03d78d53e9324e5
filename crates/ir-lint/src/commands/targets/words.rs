//! The words for verdicts, weights and places, in text and Markdown alike.

use ir_targets::{Mode, Reason, Target, Unseen, Verdict, Weight};

use super::Answer;

/// So many places of a feature are shown.
const PLACES: usize = 3;

/// A verdict as people read it.
pub(super) const fn verdict(mode: Mode, verdict: Verdict) -> &'static str {
    match (mode, verdict) {
        (Mode::AsItIs, Verdict::Runs) => "runs",
        (Mode::AsItIs, Verdict::Partly) => "runs, with limits",
        (Mode::AsItIs, Verdict::Differently) => "runs differently",
        (Mode::AsItIs, Verdict::Cannot) => "cannot run",
        (Mode::ByTranslation, Verdict::Runs) => "all there",
        (Mode::ByTranslation, Verdict::Partly) => "there, with limits",
        (Mode::ByTranslation, Verdict::Differently) => "there, differently",
        (Mode::ByTranslation, Verdict::Cannot) => "not all there",
        (_, Verdict::Unknown) => "unknown",
    }
}

/// What a reason does, in a word.
pub(super) const fn weight(weight: Weight) -> &'static str {
    match weight {
        Weight::Stops => "stops",
        Weight::Changed => "changed",
        Weight::Limited => "limited",
        Weight::Unknown => "unknown",
    }
}

/// What is known of a reason, in a sentence.
pub(super) fn note(reason: &Reason) -> String {
    let Some(cell) = reason.cell else { return "Nobody has looked at this yet.".to_owned() };
    if let Some(note) = &cell.note {
        return note.clone();
    }
    match cell.effect {
        Some(ir_targets::Effect::Reject) => "Refused.",
        Some(ir_targets::Effect::Fail) => "The task or the run fails.",
        Some(ir_targets::Effect::Ignore) => "Has no effect.",
        Some(ir_targets::Effect::Differ) => "Means something else.",
        None => "There is no such thing.",
    }
    .to_owned()
}

/// `pipeline.yaml:14:9, 20:11 and 3 more`
pub(super) fn places(answer: &Answer, of: usize) -> String {
    let Some(used) = answer.uses.get(of) else { return String::new() };
    let shown = used.places.iter().take(PLACES).map(|span| {
        let at = answer.place(*span);
        format!("{}:{}", at.line, at.column)
    });
    let shown: Vec<String> = shown.collect();
    let more = used.places.len().saturating_sub(PLACES);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}:{}{more}", crate::clean::line(&answer.path), shown.join(", "))
}

/// What decides: the ids of features, the heaviest kind alone, or why nothing can be said.
pub(super) fn decisive(answer: &Answer, target: &Target) -> Vec<String> {
    let heaviest = target.reasons.first().map(|reason| reason.weight);
    let features = target
        .reasons
        .iter()
        .filter(|reason| Some(reason.weight) == heaviest)
        .filter_map(|reason| Some(answer.uses.get(reason.of)?.feature.id.clone()));
    match target.unseen {
        // What is known does not decide where more is not.
        Some(unseen) if heaviest < Some(Weight::Unknown) => vec![self::unseen(unseen).to_owned()],
        Some(unseen) if heaviest == Some(Weight::Unknown) => {
            features.chain([self::unseen(unseen).to_owned()]).collect()
        }
        _ if heaviest.is_some() => features.collect(),
        _ => target.switches.iter().map(|switch| format!("{}: {}", switch.flag, switch.value)).collect(),
    }
}

const fn unseen(unseen: Unseen) -> &'static str {
    match unseen {
        Unseen::Elsewhere => "what other files use",
        Unseen::Nothing => "it uses nothing that is known",
    }
}

/// A remark where tasks run what is not in the file.
pub(super) fn elsewhere(answer: &Answer) -> Option<String> {
    let first = answer.place(*answer.elsewhere.first()?);
    let path = crate::clean::line(&answer.path);
    let tasks = match answer.elsewhere.len() {
        1 => "1 task runs".to_owned(),
        n => format!("{n} tasks run"),
    };
    let place = format!("{path}:{}:{}", first.line, first.column);
    Some(format!("{tasks} what stands in other files ({place}), and what is used there is not known"))
}

/// `12 features`
pub(super) fn features(answer: &Answer) -> String {
    let n = answer.uses.len();
    format!("{n} feature{}", if n == 1 { "" } else { "s" })
}

/// A remark where the file has errors: what runs is then another question.
pub(super) fn errors(answer: &Answer) -> Option<String> {
    match answer.errors {
        0 => None,
        1 => Some("1 error in this file (`ir-lint check`): the table takes it as mended".to_owned()),
        n => Some(format!("{n} errors in this file (`ir-lint check`): the table takes them as mended")),
    }
}
