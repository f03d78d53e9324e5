//! `diff`: what changed between two versions of pipeline files.

mod git;
mod json;
mod markdown;
mod text;
mod versions;

use ir_diff::{Difference, Verdict, diff as compare};

use crate::args::{Changes, Diff};
use crate::failure::{self, Failure};
use crate::output::{Abilities, print, say};
use crate::summary::Exit;
use crate::{clean, guard};
use versions::Versions;

/// Tells what changed.
pub fn diff(options: &Diff) -> Result<Exit, Failure> {
    let versions = match &options.against {
        Some(revision) => Versions::against(revision, &options.paths, &options.reading)?,
        None => Versions::of_two(&options.paths, &options.reading)?,
    };
    let mut found = guard::run("", || compare(&versions.old_files(), &versions.new_files()))?;
    found.unread.extend(versions.unread.iter().cloned());
    let shown = Shown { versions: &versions, found: &found };
    let text = match options.format {
        Changes::Text => text::render(&shown, Abilities::of_stdout().color),
        Changes::Json => json::render(&shown),
        Changes::Markdown => markdown::render(&shown),
    };
    print(|out| out.write_all(text.as_bytes()))?;
    if !options.quiet {
        for notice in &versions.notices {
            say(&format!("warning: {}", clean::line(notice)));
        }
    }
    failure::show(&versions.failures);
    if !options.quiet {
        conclude(&shown);
    }
    Ok(match found.worst() {
        _ if !found.unread.is_empty() || !versions.failures.is_empty() => Exit::Failed,
        Some(worst) if options.fail_on.fails(worst) => Exit::Findings,
        _ => Exit::Clean,
    })
}

/// What is to be shown.
struct Shown<'a> {
    versions: &'a Versions,
    found: &'a Difference,
}

impl Shown<'_> {
    /// "1 breaking, 3 internal"; empty where nothing changed.
    fn counts<'c>(changes: impl Iterator<Item = &'c ir_diff::Change> + Clone) -> String {
        let of = |verdict: &Verdict| changes.clone().filter(|c| c.verdict == *verdict).count();
        let counts = Verdict::ALL.iter().map(|v| (of(v), v.word())).filter(|(n, _)| *n > 0);
        counts.map(|(n, word)| format!("{n} {word}")).collect::<Vec<_>>().join(", ")
    }
}

/// The last line.
fn conclude(shown: &Shown<'_>) {
    let all: Vec<&ir_diff::Change> = shown.found.changes().collect();
    let files = shown.versions.old.len().max(shown.versions.new.len());
    let files = format!("{files} pipeline file{}", if files == 1 { "" } else { "s" });
    let counts = Shown::counts(all.iter().copied());
    let mut unread = match shown.found.unread.len() {
        0 => String::new(),
        n => format!("; nothing can be said about {n}"),
    };
    let open: usize = shown.found.files.iter().map(|f| f.unknown.len()).sum();
    if open > 0 {
        unread += &format!("; {open} question{} left open", if open == 1 { "" } else { "s" });
    }
    match counts.is_empty() {
        true if files.starts_with("0 ") && unread.is_empty() => say("no pipeline files found"),
        true => say(&format!("{files}: no change{unread}")),
        false => say(&format!("{files}: {counts}{unread}")),
    }
}
