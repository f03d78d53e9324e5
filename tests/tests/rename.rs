//! Names of real files, changed and changed back.

use std::collections::BTreeMap;

use ir_analyzer::ide::{self, Refusal, Renaming};
use ir_analyzer::{Source, Workspace, check, interfaces, uses};
use ir_model::Severity;
use ir_syntax::edit;
use ir_tests::corpus::{self, Case};
use ir_tests::rng::Rng;
use rayon::prelude::*;

const SEED: u64 = 11;
/// So many names of each file are changed.
const NAMES: usize = 8;

/// Rules that a name may break by itself; a workspace of Tekton is mounted where its name says.
const NAMES_ONLY: [&str; 6] =
    ["duplicate-mount-path", "invalid-name", "invalid-task-name", "name-collision", "name-style", "reserved-name"];

/// What became of a name: whether it was changed, or the kind of refusal.
type Outcome = Result<(), &'static str>;

fn alone(source: &Source) -> Workspace {
    let mut workspace = Workspace::new();
    workspace.update(&source.path, interfaces(source));
    workspace.note_uses(&source.path, uses(source));
    workspace
}

fn rename(source: &Source, offset: u32, new: &str) -> Result<Renaming, Refusal> {
    ide::rename(source, &alone(source), &|_| None, offset, new)
}

/// What is found, without the words: they hold names.
fn rules(source: &Source) -> BTreeMap<(&'static str, Severity), usize> {
    let mut counted = BTreeMap::new();
    for finding in check(source, &alone(source)) {
        *counted.entry((finding.rule, finding.severity)).or_default() += 1;
    }
    counted
}

fn kind(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::NoName => "no name",
        Refusal::Fixed(_) => "a word of the format",
        Refusal::NotLegal(_) => "not legal",
        Refusal::Taken { .. } => "taken",
        Refusal::Meaning { .. } => "another meaning",
        Refusal::Spelling { .. } => "spelling",
        Refusal::Alias { .. } => "alias",
        Refusal::Outside(_) => "outside",
        _ => "another file",
    }
}

/// Changes the name at `offset` and changes it back.
fn there_and_back(source: &Source, offset: u32, name: &str) -> Result<Outcome, String> {
    let new = format!("{name}xq");
    let renaming = match rename(source, offset, &new) {
        Ok(renaming) => renaming,
        Err(refusal) => return Ok(Err(kind(&refusal))),
    };
    let [file] = &renaming.files[..] else { return Err(format!("`{name}`: {} files change", renaming.files.len())) };
    let there = &file.edits;
    let text = edit::apply(source.text(), there).map_err(|why| format!("`{name}`: {why}"))?;
    let after = Source::new(&*source.path, text);
    let (before, found) = (rules(source), rules(&after));
    if before != found {
        // A name that was none may be one now; then it cannot become what it was.
        let gone = |rule: &str| before.iter().filter(|((r, _), _)| *r == rule).map(|(_, n)| n).sum::<usize>();
        let better = found.iter().all(|((rule, _), n)| *n <= gone(rule));
        let of_names =
            before.keys().filter(|key| before.get(key) != found.get(key)).all(|(rule, _)| NAMES_ONLY.contains(rule));
        if better && of_names {
            return Ok(Err("no name before"));
        }
        return Err(format!("`{name}`: other findings\n  before {before:?}\n  after  {found:?}"));
    }
    let grown: usize =
        file.edits.iter().filter(|e| e.span.end <= offset).map(|e| e.text.len() - e.span.len() as usize).sum();
    let back = match rename(&after, offset + grown as u32, name) {
        Ok(back) => back,
        // One of two that had the same name.
        Err(Refusal::Taken { .. }) => return Ok(Err("one of two")),
        Err(why) => return Err(format!("`{new}` back to `{name}`: {why}")),
    };
    let [file] = &back.files[..] else { return Err(format!("`{new}`: {} files change", back.files.len())) };
    let text = edit::apply(after.text(), &file.edits).map_err(|why| format!("`{new}`: {why}"))?;
    // What looks like a number gets quotes, and what ran over several lines stands on one.
    let plain = |e: &edit::Edit| e.span.slice(source.text()) == name;
    if text != source.text() && there.iter().all(plain) && !edit::needs_quotes(name, false) {
        return Err(format!("`{name}` to `{new}` and back leaves another text"));
    }
    Ok(Ok(()))
}

fn of_case(case: &Case) -> (Vec<Outcome>, Vec<String>) {
    let source = Source::new(&*case.path, std::sync::Arc::clone(&case.text));
    let Some(package) = &source.package else { return (Vec::new(), Vec::new()) };
    let mut rng = Rng::new(SEED, &case.path);
    // Of two with the same name no one can tell which is meant.
    let alone = |d: &ir_model::Def| package.resolutions.named(d.scope, d.ns, d.name).count() == 1;
    let named = |d: &ir_model::Def| !d.at.span.is_empty() && !d.flags.implied && !d.flags.generated && alone(d);
    let mut defs: Vec<_> = package.symbols.defs.values().filter(|d| named(d)).collect();
    while defs.len() > NAMES {
        defs.swap_remove(rng.below(defs.len()));
    }
    let (mut outcomes, mut wrong) = (Vec::new(), Vec::new());
    for def in defs {
        let name = package.names.text(def.name);
        match there_and_back(&source, def.at.span.start, name) {
            Ok(outcome) => {
                if let (Err(why), true) = (outcome, std::env::var_os("IR_SHOW").is_some()) {
                    println!("{}: {:?} `{name}`: {why}", case.path, def.ns);
                }
                outcomes.push(outcome);
            }
            Err(why) => wrong.push(format!("{}: {why}", case.path)),
        }
    }
    (outcomes, wrong)
}

#[test]
fn names_of_real_files_change_and_change_back() {
    let Some(cases) = corpus::cases() else { return };
    let ours = |case: &&Case| (case.is_ours() || case.is_tekton()) && case.text.len() < 60_000;
    let cases: Vec<&Case> = cases.iter().filter(ours).collect();
    let of_all: Vec<(Vec<Outcome>, Vec<String>)> = cases.par_iter().map(|case| of_case(case)).collect();
    let wrong: Vec<&String> = of_all.iter().flat_map(|(_, wrong)| wrong).collect();
    let mut counted: BTreeMap<Outcome, usize> = BTreeMap::new();
    for outcome in of_all.iter().flat_map(|(outcomes, _)| outcomes) {
        *counted.entry(*outcome).or_default() += 1;
    }
    println!("{counted:?}");
    let shown: Vec<&str> = wrong.iter().take(40).map(|w| w.as_str()).collect();
    assert!(wrong.is_empty(), "{} names go wrong\n{}", wrong.len(), shown.join("\n"));
    let all: usize = counted.values().sum();
    assert!(counted[&Ok(())] * 10 > all * 8, "too many names cannot be changed: {counted:?}");
}
