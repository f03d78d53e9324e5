//! Files rewritten before they are checked: their fixes made, or comments put in that leave findings out.

mod difference;
mod write;

use std::path::PathBuf;
use std::sync::Arc;

use ir_analyzer::{Done, Settings, Source, Workspace, check_with, ignore, interfaces, repair};
use ir_model::{Diagnostic, Safety};
use ir_syntax::edit::{self, Edit};

pub use difference::unified;

use crate::args::Reading;
use crate::discover::{Input, Origin};
use crate::failure::Failure;
use crate::guard;
use crate::project::{Known, Reader, Seen};
use crate::report::is_shown;

/// A fix in one file may let another file be fixed, but not for ever.
const MOST_ROUNDS: usize = 5;

/// What to do to files.
#[derive(Clone, Copy, Debug)]
pub enum Wish<'a> {
    /// Make fixes that are at least so safe.
    Fix(Safety),
    /// Leave all findings out by comments, with this reason.
    Ignore(&'a str),
}

/// A file that is different now, or would be.
#[derive(Debug)]
pub struct Rewritten {
    /// As it is shown.
    pub shown: String,
    /// Its text before.
    pub before: Arc<str>,
    /// Its text now.
    pub after: Arc<str>,
    /// What was done.
    pub done: Vec<Done>,
}

/// What became of all files.
#[derive(Debug, Default)]
pub struct Rewrites {
    /// Those that are different, by path.
    pub files: Vec<Rewritten>,
    /// What standard input is now, where it was asked for.
    pub stdin: Option<Arc<str>>,
    /// Findings for which no comment can stand.
    pub unmarked: usize,
    /// What could not be done.
    pub failures: Vec<Failure>,
}

impl Rewrites {
    /// How many fixes were made.
    pub fn fixes(&self) -> usize {
        self.files.iter().map(|f| f.done.len()).sum()
    }
}

/// Rewrites the files of `paths`; on disk only where `write` says so.
pub fn rewrite(
    paths: &[PathBuf],
    reading: &Reading,
    settings: &Settings,
    wish: Wish<'_>,
    write: bool,
) -> Result<Rewrites, Failure> {
    let mut all = Rewrites::default();
    for _ in 0..MOST_ROUNDS {
        let round = round(paths, reading, settings, wish, write, all.stdin.clone())?;
        let again = write && matches!(wish, Wish::Fix(_)) && !round.files.is_empty() && round.failures.is_empty();
        all.unmarked += round.unmarked;
        all.stdin = round.stdin.or(all.stdin);
        all.failures.extend(round.failures);
        for file in round.files {
            match all.files.iter_mut().find(|f| f.shown == file.shown) {
                Some(known) => {
                    known.after = file.after;
                    known.done.extend(file.done);
                }
                None => all.files.push(file),
            }
        }
        if !again {
            break;
        }
    }
    all.files.sort_by(|a, b| a.shown.cmp(&b.shown));
    Ok(all)
}

/// What became of one file.
struct One {
    rewritten: Option<Rewritten>,
    unmarked: usize,
}

fn round(
    paths: &[PathBuf],
    reading: &Reading,
    settings: &Settings,
    wish: Wish<'_>,
    write: bool,
    stdin: Option<Arc<str>>,
) -> Result<Rewrites, Failure> {
    let (reader, inputs) = Reader::new(paths, reading, stdin)?;
    let seen = reader.each(&inputs.files, |input| {
        let shows = || match reader.source(input, false) {
            Seen::Ours(source) => Some((interfaces(&source), Workspace::new().wanted(&source))),
            // The check that follows says it.
            Seen::PassedOver | Seen::Noticed(_) | Seen::Failed(_) => None,
        };
        guard::run(&input.shown, shows).unwrap_or(None)
    });
    let known = inputs.files.iter().zip(&seen).filter_map(|(input, seen)| {
        let (interfaces, wanted) = seen.as_ref()?;
        Some(Known { path: &input.path, interfaces: interfaces.clone(), wanted })
    });
    let workspace = reader.workspace(&inputs, known);
    let ours: Vec<&Input> =
        inputs.files.iter().zip(&seen).filter(|(_, seen)| seen.is_some()).map(|(input, _)| input).collect();
    // Packages are read, never written.
    let ours: Vec<&Input> = ours.into_iter().filter(|i| i.content.is_none()).collect();

    let each = reader.each(&ours, |input| {
        guard::run(&input.shown, || one(&reader, input, &workspace, settings, wish, write)).and_then(|one| one)
    });
    // What is no pipeline file passes through as it is.
    let stdin = inputs.files.iter().find(|f| f.origin == Origin::Stdin).and_then(|f| reader.text(f).ok());
    let mut round = Rewrites { failures: inputs.failures, stdin, ..Rewrites::default() };
    for (input, one) in ours.into_iter().zip(each) {
        match one {
            Ok(One { rewritten, unmarked }) => {
                round.unmarked += unmarked;
                if let (Origin::Stdin, Some(rewritten)) = (input.origin, &rewritten) {
                    round.stdin = Some(Arc::clone(&rewritten.after));
                }
                round.files.extend(rewritten);
            }
            Err(failure) => round.failures.push(failure),
        }
    }
    Ok(round)
}

fn one(
    reader: &Reader<'_>,
    input: &Input,
    workspace: &Workspace,
    settings: &Settings,
    wish: Wish<'_>,
    write: bool,
) -> Result<One, Failure> {
    let Seen::Ours(source) = reader.source(input, false) else {
        return Err(Failure::of(&*input.shown, "changed while it was read"));
    };
    let check = |source: &Source| -> Vec<Diagnostic> {
        let mut findings = check_with(source, workspace, settings);
        findings.retain(is_shown);
        findings
    };
    let before = source.tree.shared_text();
    let (after, done, unmarked) = match wish {
        Wish::Fix(safety) => match repair(&source, safety, &check) {
            Some(repaired) => (Some(repaired.source.tree.shared_text()), repaired.done, 0),
            None => (None, Vec::new(), 0),
        },
        Wish::Ignore(reason) => {
            let findings = check(&source);
            let (edits, left) = ignore(&source, &findings, reason);
            let edits: Vec<Edit> = edits.into_iter().map(|e| Edit { span: e.span, text: e.text }).collect();
            let text = edit::apply(&before, &edits)
                .map_err(|conflict| Failure::of(&*input.shown, format!("no comments can be put in: {conflict}")))?;
            ((!edits.is_empty()).then(|| text.into()), Vec::new(), left.len())
        }
    };
    let Some(after) = after else { return Ok(One { rewritten: None, unmarked }) };
    if write && input.origin != Origin::Stdin {
        write::replace(&input.path, &input.shown, &before, &after)?;
    }
    Ok(One { rewritten: Some(Rewritten { shown: input.shown.clone(), before, after, done }), unmarked })
}
