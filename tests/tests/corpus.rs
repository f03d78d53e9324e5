//! The corpus of real files: no error on what is valid, silence on what is not ours, and every finding in a reviewed
//! lock file. `IR_BLESS=1` rewrites the lock file: look at each changed line before it is committed.

use std::collections::BTreeMap;
use std::path::Path;

use ir_analyzer::{Source, Workspace, check_with};
use ir_model::{Diagnostic, Severity};
use ir_syntax::LineIndex;
use ir_tests::corpus::{self, Case};
use ir_tests::{errors, place};
use rayon::prelude::*;

/// Files that their source calls valid and that are truly broken: the rule, and the proof.
const BROKEN: &[(&str, &str, &str)] = &[
    (
        "kfp-ir/valid/fondant/tests/pipeline/examples/pipelines/compiled_pipeline/kubeflow_pipeline.yml",
        "missing-input",
        "`storage_args` has neither a default nor `isOptional`, and the only task of its component does not pass it: the \
         loader does not look, the driver fails",
    ),
    (
        "argo/valid/argo-workflows/examples/k8s-patch-json-workflow.yaml",
        "duplicate-key",
        "`metadata` has two `annotations`: `argo lint` reads strictly by default, which refuses a key that is there twice",
    ),
    (GENERATED, "component-cycle", "its component `comp-1` runs a task whose component is `comp-1`"),
    (GENERATED, "unknown-task", "an output of a subtask `foo`; the only task is `task1`"),
    (GENERATED, "unknown-executor", "`root-executor`, with an empty `deployment_spec`"),
];

/// A protobuf round-trip test's data: every field has a value, none of them needs to make sense.
const GENERATED: &str =
    "kfp-ir/legacy/pipelines/backend/test/proto_tests/testdata/generated-1791485/pipeline_spec.json";

/// Files that their source calls invalid and in which nothing is wrong that a file can show.
const ACCEPTED: &[(&str, &str)] = &[
    (
        "argo/invalid/cases/templateRefWithPlaceholderInName.yaml",
        "it runs a template of an object that is in no file at hand, and may be in the cluster",
    ),
    (
        "argo/invalid/cases/workflowSubTest1WithTemplate1.yaml",
        "the template that it runs, in another file, reads labels of the workflow; controllers add labels of their own",
    ),
];

struct Checked {
    case: Case,
    source: Source,
    /// With the interfaces of all other files.
    together: Vec<Diagnostic>,
    /// With nothing else known.
    alone: Vec<Diagnostic>,
}

fn checked() -> Option<Vec<Checked>> {
    let mut cases = corpus::cases()?;
    cases.retain(|c| !c.is_tekton());
    let read = |case: Case| {
        let source = Source::new(&*case.path, case.text.clone());
        Checked { case, source, together: Vec::new(), alone: Vec::new() }
    };
    let mut all: Vec<Checked> = cases.into_par_iter().map(read).collect();
    let workspace = corpus::workspace(all.iter().map(|c| &c.source));
    all.par_iter_mut().for_each(|c| {
        let settings = c.case.settings();
        c.together = check_with(&c.source, &c.case.beside(&workspace), &settings);
        c.alone = check_with(&c.source, &Workspace::new(), &settings);
    });
    Some(all)
}

fn line(checked: &Checked, finding: &Diagnostic) -> String {
    let text = checked.source.text();
    let at = place(&LineIndex::new(text), text, finding.span.start);
    format!("{at} {}[{}] {}", finding.severity.as_str(), finding.rule, finding.title)
}

fn is_known(path: &str, finding: &Diagnostic) -> bool {
    BROKEN.iter().any(|(file, rule, _)| *file == path && *rule == finding.rule)
}

/// What no file of the corpus may do.
fn offences(all: &[Checked]) -> Vec<String> {
    let mut wrong = Vec::new();
    for c in all {
        let verdict = (c.case.is_ours(), &*c.case.dialect, &*c.case.verdict);
        for (way, findings) in [("together", &c.together), ("alone", &c.alone)] {
            let mut offend = |finding: &Diagnostic, what: &str| {
                wrong.push(format!("{what} ({way}): {}:{}", c.case.path, line(c, finding)));
            };
            match verdict {
                (true, _, "valid" | "compiled") => errors(findings)
                    .filter(|f| !is_known(&c.case.path, f))
                    .for_each(|f| offend(f, "error in a valid file")),
                (true, _, "legacy") => errors(findings)
                    .filter(|f| f.rule != "unsupported-version" && !is_known(&c.case.path, f))
                    .for_each(|f| offend(f, "error in an old file")),
                // What is wrong with it, only the other file shows.
                (true, _, _) if way == "alone" && c.case.companion().is_some() => {}
                (true, _, _) if ACCEPTED.iter().any(|(path, _)| *path == c.case.path) => {}
                (true, _, _) => {
                    if errors(findings).next().is_none() {
                        wrong.push(format!("no error ({way}): {}", c.case.path));
                    }
                }
                (false, ..) => findings.iter().for_each(|f| offend(f, "finding in a file that is not ours")),
            }
        }
        if c.case.is_ours() && !c.source.is_ours() {
            wrong.push(format!("not recognised: {}", c.case.path));
        }
    }
    wrong
}

/// Findings of one rule with one title are listed once a file, with their number.
fn lock(all: &[Checked]) -> String {
    let mut rules: BTreeMap<(std::cmp::Reverse<Severity>, &str), usize> = BTreeMap::new();
    let ours: Vec<&Checked> = all.iter().filter(|c| c.case.is_ours()).collect();
    let mut body = String::new();
    for c in ours.iter().filter(|c| !c.together.is_empty()) {
        body += &format!("\n{}\n", c.case.path);
        let mut times: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for finding in &c.together {
            *rules.entry((std::cmp::Reverse(finding.severity), finding.rule)).or_default() += 1;
            *times.entry((finding.rule, &finding.title)).or_default() += 1;
        }
        for finding in &c.together {
            match times.remove(&(finding.rule, &*finding.title)) {
                Some(1) => body += &format!("  {}\n", line(c, finding)),
                Some(n) => body += &format!("  {} ({n} times)\n", line(c, finding)),
                None => {}
            }
        }
    }
    let silent = ours.iter().filter(|c| c.together.is_empty()).count();
    let mut head = format!(
        "# What is found in the corpus. Written by `IR_BLESS=1 cargo test -p ir-tests --test corpus`.\n\
         # {} files, {silent} without a finding.\n",
        ours.len()
    );
    for ((severity, rule), count) in rules {
        head += &format!("# {count:6}  {}[{rule}]\n", severity.0.as_str());
    }
    head + &body
}

#[test]
fn nothing_false_is_said_about_real_files() {
    let Some(all) = checked() else { return };
    let wrong = offences(&all);
    assert!(wrong.is_empty(), "{} offences\n{}", wrong.len(), wrong.join("\n"));
    for (path, rule, _) in BROKEN {
        let found = all.iter().any(|c| c.case.path == *path && c.together.iter().any(|f| f.rule == *rule));
        assert!(found, "{path} is not broken by {rule} any more");
    }
}

#[test]
fn every_finding_in_real_files_was_looked_at() {
    let Some(all) = checked() else { return };
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus.lock");
    let now = lock(&all);
    if std::env::var_os("IR_BLESS").is_some() {
        std::fs::write(&path, now).unwrap();
        return;
    }
    let reviewed = std::fs::read_to_string(&path).unwrap_or_default();
    if now != reviewed {
        let old: std::collections::HashSet<&str> = reviewed.lines().collect();
        let new: std::collections::HashSet<&str> = now.lines().collect();
        let gone = reviewed.lines().filter(|l| !new.contains(l)).map(|l| format!("- {l}"));
        let come = now.lines().filter(|l| !old.contains(l)).map(|l| format!("+ {l}"));
        let changes: Vec<String> = gone.chain(come).take(200).collect();
        panic!("the findings have changed; IR_BLESS=1 accepts them\n{}", changes.join("\n"));
    }
}
