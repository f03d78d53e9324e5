//! The answers in Markdown, for comments and summaries.

use std::fmt::Write as _;

use ir_targets::{Mode, Target, Weight};

use super::{Answer, Wanted, words};

pub(super) fn render(answers: &[Answer], wanted: &Wanted) -> String {
    let pieces: Vec<String> = answers.iter().map(|answer| file(answer, wanted)).collect();
    pieces.join("\n")
}

fn file(answer: &Answer, wanted: &Wanted) -> String {
    let path = crate::clean::line(&answer.path);
    let mut out = format!("### `{path}`\n\n{}, uses {}", answer.format, words::features(answer));
    for remark in [words::errors(answer), words::elsewhere(answer)].into_iter().flatten() {
        let _ = write!(out, ". {remark}");
    }
    out.push_str(".\n");
    for (mode, head) in [(Mode::AsItIs, "as it is"), (Mode::ByTranslation, "by translation")] {
        let targets: Vec<&Target> = answer.targets.iter().filter(|t| t.mode == mode).collect();
        if targets.is_empty() {
            continue;
        }
        let _ = write!(out, "\n| engine | {head} | what decides |\n|---|---|---|\n");
        for target in targets {
            let ids = words::decisive(answer, target)
                .into_iter()
                .map(|id| if id.contains(' ') { id } else { format!("`{id}`") });
            let word = words::verdict(target.mode, target.verdict);
            let _ = writeln!(out, "| {} | {word} | {} |", target.engine.title, ids.collect::<Vec<_>>().join(", "));
        }
    }
    if wanted.details {
        answer.targets.iter().for_each(|target| details(&mut out, answer, target, wanted));
    }
    out
}

fn details(out: &mut String, answer: &Answer, target: &Target, wanted: &Wanted) {
    let brief = target.mode == Mode::ByTranslation && !wanted.chosen;
    let told: Vec<_> = target.reasons.iter().filter(|r| r.weight != Weight::Unknown).collect();
    if brief || (told.is_empty() && target.switches.is_empty()) {
        return;
    }
    let word = words::verdict(target.mode, target.verdict);
    let _ = write!(out, "\n**{}**, version {}: {word}\n\n", target.engine.title, target.engine.version);
    for reason in told {
        let Some(used) = answer.uses.get(reason.of) else { continue };
        let (weight, note, title) = (words::weight(reason.weight), words::note(reason), &used.feature.title);
        let _ = writeln!(out, "- {weight}: {title}. {note} ({})", words::places(answer, reason.of));
        if wanted.sources {
            for source in reason.cell.iter().flat_map(|cell| &cell.sources) {
                let _ = writeln!(out, "  - `{source}`");
            }
        }
    }
    for switch in &target.switches {
        let _ = writeln!(out, "- limited: {} needs `{}: {}`.", switch.thing, switch.flag, switch.value);
    }
}
