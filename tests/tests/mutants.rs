//! Seeded defects: one thing at a time is broken in valid files, and must be found where it was broken.
//!
//! `IR_MUTANTS=verbose` lists every miss; `cargo test -p ir-tests --test mutants -- --nocapture` shows the table.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use ir_analyzer::{Found, Source, Workspace, check};
use ir_model::{Base, Diagnostic, Severity};
use ir_syntax::{LineIndex, Node};
use ir_tests::corpus;
use ir_tests::mutate::defects::BROKEN;
use ir_tests::mutate::{File, Mutant, Ports};
use ir_tests::rng::Rng;
use rayon::prelude::*;

/// Which places of a file are broken, and how a word is misspelt, is drawn: two draws, so that none is fitted to.
const SEEDS: [u64; 2] = [20_26, 7];

/// What became of a mutant.
struct Outcome {
    path: String,
    mutant: Mutant,
    found: bool,
    on_line: bool,
    /// The errors that the valid text does not have: place, rule, title.
    new: Vec<(u32, &'static str, String)>,
    /// The lesser findings that it does not have.
    lesser: Vec<(u32, &'static str, String)>,
}

/// The valid files to break: of the corpus, or else the examples.
fn files() -> Vec<Source> {
    let Some(cases) = corpus::cases() else {
        let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/churn");
        return ["components", "pipelines"]
            .iter()
            .flat_map(|folder| std::fs::read_dir(examples.join(folder)).unwrap())
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|e| e == "yaml" || e == "json"))
            .map(|path| Source::new(&*path, std::fs::read_to_string(&path).unwrap()))
            .collect();
    };
    // All graphs, and every so-many-th of the rest: small files first, for time's sake.
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    let mut chosen = Vec::new();
    for case in cases.into_iter().filter(|c| c.is_kfp() && c.verdict == "valid" && c.text.len() < 150_000) {
        let number = taken.entry(case.dialect.clone()).or_default();
        *number += 1;
        let step = match &*case.dialect {
            "kfp-component-graph" | "kfp-pipeline-job" => 1,
            // Few have settings of a platform.
            "kfp-ir" if case.text.contains("platforms:") => 1,
            "kfp-ir" => 2,
            _ => 6,
        };
        if number.is_multiple_of(step) {
            chosen.push(Source::new(&*case.path, case.text));
        }
    }
    chosen
}

/// The workspace of the files: with the corpus, all of it.
fn workspace(files: &[Source]) -> Workspace {
    match corpus::cases() {
        Some(cases) => {
            let all: Vec<Source> =
                cases.into_par_iter().filter(|c| c.is_kfp()).map(|c| Source::new(&*c.path, c.text)).collect();
            corpus::workspace(all.iter())
        }
        None => corpus::workspace(files.iter()),
    }
}

/// The ports of what a v1 task runs, where the workspace knows its file.
fn callee(source: &Source, workspace: &Workspace, task: Node<'_>) -> Option<Ports> {
    let package = source.package.as_ref()?;
    let task = package.tasks.values().find(|t| t.node == task.id())?;
    let ir_model::Callee::Ref(reference) = task.callee else { return None };
    let keys = match package.reference(reference)?.base {
        base @ Base::Keys(..) => package.symbols.keys_of(base),
        _ => return None,
    };
    let Found::One(file) = workspace.find(&source.path, keys) else { return None };
    let mut ports = Ports::default();
    for port in &workspace.interface(file)?.ports {
        if port.input {
            ports.inputs.push((port.name.to_string(), port.required == ir_model::Tri::Yes));
        } else {
            ports.outputs.push(port.name.to_string());
        }
    }
    Some(ports)
}

fn outcomes(files: &[Source], workspace: &Workspace, seed: u64) -> Vec<Outcome> {
    let each = if files.len() > 50 { 2 } else { 12 };
    let of_file = |source: &Source| {
        let lookup = |task: Node<'_>| callee(source, workspace, task);
        let file = File::new(source, &lookup);
        let path = source.path.display().to_string();
        let before = check(source, workspace);
        let mutants = file.mutants(&mut Rng::new(seed, source.path.file_name().unwrap().to_str().unwrap()), each);
        mutants.into_iter().map(|m| outcome(&path, source, workspace, &before, m)).collect::<Vec<_>>()
    };
    files.par_iter().flat_map_iter(of_file).collect()
}

fn outcome(path: &str, source: &Source, workspace: &Workspace, before: &[Diagnostic], mutant: Mutant) -> Outcome {
    let text = mutant.apply(source.text());
    let index = LineIndex::new(&text);
    let mut old: Vec<(&str, &str)> = before.iter().map(|f| (f.rule, &*f.title)).collect();
    let broken = Source::new(&*source.path, text);
    let mut new = check(&broken, workspace);
    new.retain(|f| match old.iter().position(|o| *o == (f.rule, &*f.title)) {
        Some(at) => {
            old.swap_remove(at);
            false
        }
        None => true,
    });
    let line = |f: &Diagnostic| index.line_of(f.span.start);
    let bad: Vec<&Diagnostic> = new.iter().filter(|f| f.severity >= mutant.level).collect();
    let found = !bad.is_empty();
    let on_line = bad.iter().any(|f| mutant.lines.contains(&line(f)));
    let (new, lesser) = new.iter().partition::<Vec<&Diagnostic>, _>(|f| f.severity == Severity::Error);
    let told = |all: Vec<&Diagnostic>| all.iter().map(|f| (line(f) + 1, f.rule, f.title.clone())).collect();
    Outcome { path: path.to_owned(), mutant, found, on_line, new: told(new), lesser: told(lesser) }
}

/// Per kind: found, on the line, of how many, with more than one error.
fn table(outcomes: &[Outcome]) -> String {
    let mut kinds: BTreeMap<&str, [usize; 4]> = BTreeMap::new();
    for o in outcomes {
        for kind in [o.mutant.kind, "~ all"] {
            let row = kinds.entry(kind).or_default();
            row[0] += usize::from(o.found);
            row[1] += usize::from(o.on_line);
            row[2] += 1;
            row[3] += usize::from(o.new.len() > 1);
        }
    }
    let mut table =
        format!("{:24} {:>6} {:>8} {:>6} {:>7} {:>10}\n", "kind", "found", "on line", "total", "%", "more than 1");
    for (kind, [found, on_line, total, more]) in kinds {
        let percent = 100.0 * on_line as f64 / total as f64;
        table += &format!("{kind:24} {found:6} {on_line:8} {total:6} {percent:6.1}% {more:10}\n");
    }
    table
}

/// The most frequent sets of rules that one defect sets off.
fn chords(outcomes: &[Outcome]) -> String {
    let mut sets: BTreeMap<(Vec<&str>, &str), usize> = BTreeMap::new();
    for o in outcomes.iter().filter(|o| o.new.len() > 1) {
        let mut rules: Vec<&str> = o.new.iter().map(|(_, rule, _)| *rule).collect();
        rules.sort_unstable();
        rules.dedup_by(|a, b| a == b);
        *sets.entry((rules, o.mutant.kind)).or_default() += 1;
    }
    let mut sets: Vec<_> = sets.into_iter().collect();
    sets.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
    sets.iter()
        .take(20)
        .map(|((rules, kind), times)| format!("{times:5}  {}  <- {kind}\n", rules.join(" + ")))
        .collect()
}

fn misses(outcomes: &[Outcome]) -> String {
    let mut lines: Vec<String> = outcomes
        .iter()
        .filter(|o| !o.on_line)
        .map(|o| {
            let m = &o.mutant;
            let at: Vec<u32> = m.lines.iter().take(4).map(|l| l + 1).collect();
            let at = format!("{at:?}");
            let instead = o.new.iter().map(|(line, rule, title)| format!("\n      {line}: {rule}: {title}"));
            let lesser = o.lesser.iter().map(|(line, rule, title)| format!("\n      ({line}: {rule}: {title})"));
            format!("{}: {} {}:{at}{}\n", m.kind, m.what, o.path, instead.chain(lesser).collect::<String>())
        })
        .collect();
    lines.sort();
    lines.concat()
}

fn doubles(outcomes: &[Outcome]) -> String {
    let mut lines: Vec<String> = outcomes
        .iter()
        .filter(|o| o.new.len() > 1)
        .map(|o| {
            let m = &o.mutant;
            let said = o.new.iter().map(|(line, rule, title)| format!("\n      {line}: {rule}: {title}"));
            format!("{}: {} {}:{}{}\n", m.kind, m.what, o.path, m.lines[0] + 1, said.collect::<String>())
        })
        .collect();
    lines.sort();
    lines.concat()
}

/// Kinds of defect for which more than one error may be told, and how many of a hundred: a closing sign or a dash that
/// is lost lets the parser read the lines behind it as something else, and each has its own trouble.
const CASCADES: &[(&str, usize)] =
    &[("bracket not closed", 3), ("indentation", 1), ("item indented more", 3), ("quote not closed", 2)];

#[test]
fn seeded_defects_are_found_where_they_are() {
    let files = files();
    let workspace = workspace(&files);
    let corpus = files.len() > 50;
    for seed in SEEDS {
        let outcomes = outcomes(&files, &workspace, seed);
        let total = outcomes.len();
        println!("seed {seed}: {total} mutants of {} files\n{}", files.len(), table(&outcomes));
        println!("more than one error for one defect:\n{}", chords(&outcomes));
        if std::env::var_os("IR_MUTANTS").is_some_and(|v| v == "verbose") {
            println!("== misses\n{}\n== more than one\n{}", misses(&outcomes), doubles(&outcomes));
        }
        assert!(total >= if corpus { 15_000 } else { 1000 }, "only {total} mutants");
        let count = |test: fn(&Outcome) -> bool| outcomes.iter().filter(|o| test(o)).count();
        let (found, on_line) = (count(|o| o.found), count(|o| o.on_line));
        assert!(found * 1000 >= total * 995, "{found} of {total} found\n{}", misses(&outcomes));
        assert!(on_line * 1000 >= total * 990, "{on_line} of {total} on the line\n{}", misses(&outcomes));
        each_kind(&outcomes);
        if corpus {
            every_defect_is_seeded(&outcomes);
        }
    }
}

/// No kind hides behind the others: nine of ten are found, each on its line, and one defect is one error.
fn each_kind(outcomes: &[Outcome]) {
    let mut kinds: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for o in outcomes {
        let [on_line, total, cascades] = kinds.entry(o.mutant.kind).or_default();
        *on_line += usize::from(o.on_line);
        *total += 1;
        *cascades += usize::from(o.new.len() > 1);
    }
    for (kind, [on_line, total, cascades]) in kinds {
        // One miss of a rare kind says little.
        assert!((on_line + 1) * 10 >= total * 9, "{kind}: {on_line} of {total}\n{}", misses(outcomes));
        let most = CASCADES.iter().find(|(k, _)| *k == kind).map_or(0, |(_, percent)| (total * percent).div_ceil(100));
        assert!(cascades <= most, "{kind}: {cascades} of {total} with more than one error\n{}", doubles(outcomes));
    }
}

fn every_defect_is_seeded(outcomes: &[Outcome]) {
    let made: BTreeSet<&str> = outcomes.iter().map(|o| o.mutant.kind).collect();
    let known: BTreeSet<&str> = BROKEN.iter().flat_map(|b| b.kinds).copied().collect();
    assert_eq!(known.difference(&made).collect::<Vec<_>>(), Vec::<&&str>::new(), "listed and never seeded");
    assert_eq!(made.difference(&known).collect::<Vec<_>>(), Vec::<&&str>::new(), "seeded and not listed");
}

#[test]
fn every_rule_of_the_format_is_broken_or_says_why_not() {
    for broken in BROKEN {
        assert_eq!(broken.kinds.is_empty(), !broken.why.is_empty(), "{}", broken.rule);
    }
}
