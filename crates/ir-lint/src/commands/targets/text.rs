//! The answers for people: tables first, reasons below.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use ir_targets::{Evidence, Mode, Reason, Target, Verdict, Weight};

use super::{Answer, Wanted, words};
use crate::style::{BOLD, DIM, paint};

/// Nothing is wider, in characters, but single words.
const WIDTH: usize = 100;
/// Where what decides begins.
const REASONS: usize = 46;

pub(super) fn render(answers: &[Answer], wanted: &Wanted) -> String {
    let mut out = String::new();
    for answer in answers {
        file(&mut out, answer, wanted);
    }
    if answers.len() > 1 {
        totals(&mut out, answers, wanted);
    }
    out
}

fn file(out: &mut String, answer: &Answer, wanted: &Wanted) {
    let path = paint(&crate::clean::line(&answer.path), BOLD, wanted.color);
    let _ = writeln!(out, "{path}: {}, uses {}", answer.format, words::features(answer));
    for remark in [words::errors(answer), words::elsewhere(answer)].into_iter().flatten() {
        wrapped(out, "", &remark);
    }
    for (mode, title) in [
        (Mode::AsItIs, "as it is"),
        (Mode::ByTranslation, "by translation: whether what it uses exists there; nothing says that a translator does"),
    ] {
        let targets: Vec<&Target> = answer.targets.iter().filter(|t| t.mode == mode).collect();
        if targets.is_empty() {
            continue;
        }
        let _ = writeln!(out, "\n  {}", paint(title, DIM, wanted.color));
        for target in targets {
            row(out, answer, target, wanted);
        }
    }
    out.push('\n');
    if wanted.details {
        for target in &answer.targets {
            details(out, answer, target, wanted);
        }
        if !wanted.chosen && answer.targets.iter().any(|t| t.mode == Mode::ByTranslation && !t.reasons.is_empty()) {
            out.push_str("--engine argo, and so on, tells the reasons of an engine that does not read the file\n");
        }
    }
}

fn row(out: &mut String, answer: &Answer, target: &Target, wanted: &Wanted) {
    let word = words::verdict(target.mode, target.verdict);
    let padded = format!("{word:<20}");
    let verdict = paint(&padded, color(target.verdict), wanted.color);
    let ids = words::decisive(answer, target);
    let line = format!("  {:<23} {verdict} {}", target.engine.title, fitting(&ids, WIDTH - REASONS));
    let _ = writeln!(out, "{}", line.trim_end());
}

/// As many of the ids as fit, and how many more there are.
fn fitting(ids: &[String], width: usize) -> String {
    let mut line = String::new();
    for (i, id) in ids.iter().enumerate() {
        let rest = ids.len() - i;
        let more = if rest > 1 { format!(", +{}", rest - 1) } else { String::new() };
        let comma = if i == 0 { "" } else { ", " };
        if i > 0 && line.len() + comma.len() + id.len() + more.len() > width {
            let _ = write!(line, ", +{rest}");
            break;
        }
        line.push_str(comma);
        line.push_str(id);
    }
    line
}

fn details(out: &mut String, answer: &Answer, target: &Target, wanted: &Wanted) {
    let (unknown, told): (Vec<&Reason>, Vec<&Reason>) =
        target.reasons.iter().partition(|r| r.weight == Weight::Unknown);
    // Of engines that would need a translator, the table is enough unless someone asks.
    let brief = target.mode == Mode::ByTranslation && !wanted.chosen;
    if brief || (told.is_empty() && target.switches.is_empty() && unknown.is_empty()) {
        return;
    }
    let title = format!("{} ({})", target.engine.title, target.engine.id);
    let word = words::verdict(target.mode, target.verdict);
    let about = format!("version {}", target.engine.version);
    let _ = writeln!(
        out,
        "{}: {}, {about}",
        paint(&title, BOLD, wanted.color),
        paint(word, color(target.verdict), wanted.color)
    );
    for reason in told {
        told_reason(out, answer, reason, wanted);
    }
    for switch in &target.switches {
        let at = answer.place(switch.place);
        let path = crate::clean::line(&answer.path);
        let _ = writeln!(out, "  limited  {} needs `{}: {}`", switch.thing, switch.flag, switch.value);
        let _ = writeln!(out, "           {path}:{}:{}", at.line, at.column);
    }
    if !unknown.is_empty() {
        let ids = unknown.iter().filter_map(|r| Some(answer.uses.get(r.of)?.feature.id.as_str()));
        wrapped(out, "  unknown  ", &ids.collect::<Vec<_>>().join(", "));
    }
    out.push('\n');
}

fn told_reason(out: &mut String, answer: &Answer, reason: &Reason, wanted: &Wanted) {
    let Some(used) = answer.uses.get(reason.of) else { return };
    let weight = format!("{:<8}", words::weight(reason.weight));
    let head = format!("  {} ", paint(&weight, weight_color(reason.weight), wanted.color));
    let title = format!("{} [{}]", used.feature.title, used.feature.id);
    let mut lines = String::new();
    wrapped(&mut lines, "           ", &title);
    let _ = write!(out, "{head}{}", lines.trim_start());
    wrapped(out, "           ", &words::note(reason));
    wrapped(out, "           ", &paint(&words::places(answer, reason.of), DIM, wanted.color));
    if wanted.sources {
        for source in reason.cell.iter().flat_map(|cell| &cell.sources) {
            wrapped(out, "           source: ", source);
        }
    }
}

/// Words in lines, the first behind `head`, the others below its end.
fn wrapped(out: &mut String, head: &str, text: &str) {
    let indent = " ".repeat(head.len());
    let mut line = head.to_owned();
    let mut empty = true;
    for word in text.split(' ') {
        if !empty && line.chars().count() + 1 + word.chars().count() > WIDTH {
            let _ = writeln!(out, "{}", line.trim_end());
            line.clone_from(&indent);
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line.push_str(word);
        empty = false;
    }
    let _ = writeln!(out, "{}", line.trim_end());
}

/// How many files came to what on each engine.
fn totals(out: &mut String, answers: &[Answer], wanted: &Wanted) {
    let _ = writeln!(out, "{}", paint(&format!("{} files", answers.len()), BOLD, wanted.color));
    for engine in &Evidence::embedded().engines {
        let mut counts: BTreeMap<(bool, Verdict), (usize, &str)> = BTreeMap::new();
        for target in answers.iter().flat_map(|a| &a.targets).filter(|t| t.engine.id == engine.id) {
            let key = (target.mode == Mode::ByTranslation, target.verdict);
            let word = words::verdict(target.mode, target.verdict);
            counts.entry(key).or_insert((0, word)).0 += 1;
        }
        if counts.is_empty() {
            continue;
        }
        let parts: Vec<String> = counts.values().map(|(n, word)| format!("{n} {word}")).collect();
        wrapped(out, &format!("  {:<23} ", engine.title), &parts.join("; "));
    }
    if !wanted.details {
        out.push_str("\nname one file, or an engine with --engine, to see the reasons\n");
    }
}

const fn color(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Runs => "\x1b[32m",
        Verdict::Partly | Verdict::Differently => "\x1b[33m",
        Verdict::Unknown => "\x1b[36m",
        Verdict::Cannot => "\x1b[31m",
    }
}

const fn weight_color(weight: Weight) -> &'static str {
    match weight {
        Weight::Limited | Weight::Changed => "\x1b[33m",
        Weight::Unknown => "\x1b[36m",
        Weight::Stops => "\x1b[31m",
    }
}
