//! The corpus of Tekton: no error on what is valid, the error that is expected on what is not, and what tekton-lint
//! finds.

use std::collections::BTreeMap;

use ir_analyzer::{Level, Settings, Source, Workspace, check_with};
use ir_model::{Diagnostic, Severity};
use ir_syntax::{Encoding, LineIndex};
use ir_tests::corpus::{self, Case};
use rayon::prelude::*;

/// Files that were only held against a part of the rules, and that are truly broken: the end of the path, the rule, the
/// proof.
const BROKEN: &[(&str, &str, &str)] = &[
    ("pipeline__param-with-different-type-of-values-with-matrix.yaml", "unknown-output", UNDECLARED),
    ("pipeline__param-with-different-type-of-values-without-matrix.yaml", "unknown-output", UNDECLARED),
    ("pipeline__valid-string-context-variable-for-pipelinetask-retries.yaml", "duplicate-name", MATRIX),
    ("pipeline__valid-string-context-variable-for-pipelinetask-retries.yaml", "type-mismatch", MATRIX),
    (
        "the-spec-of-object-type-parameter-misses-the-definition-of-properties.yaml",
        "missing-key",
        "the webhook refuses a task whose object parameter has no `properties` (G7, ValidateObjectParamsHaveProperties); \
         the case calls the check of the spec alone, which does not ask for them",
    ),
    ("valid-use-of-params-with-ref.yaml", "missing-key", FRAGMENT),
    ("use-of-resolver-params.yaml", "missing-key", FRAGMENT),
    ("taskrun__propagating-partial-params-in-taskrun.yaml", "missing-input", NOT_GIVEN),
    ("taskrun__propagating-partial-params-with-different-provided-and-default-names.yaml", "missing-input", NOT_GIVEN),
    (
        "v1beta1_pipeline__valid-matrix-emitting-string-results-consumed-in-aggregate-by-another-pipelineta.yaml",
        "unknown-argument",
        "`url` has no default, and the value goes to `b-param`: the run fails for want of a value (Z1)",
    ),
    ("v1beta1_pipelinerun__array-param-with-pipelinespec-and-taskspec.yaml", "missing-input", NOT_GIVEN),
];

const FRAGMENT: &str =
    "the CustomResourceDefinition requires `name` and `value` of a parameter: the cluster refuses the object";
const UNDECLARED: &str =
    "the task declares no such result: the run fails, \"is not a named result returned by pipeline task\" (Z7)";
const MATRIX: &str = "the webhook refuses a parameter both in `params` and in the matrix (P25), the controller a matrix of \
                      a text (Z5); this case looks at the variables alone";
const NOT_GIVEN: &str = "the webhook lets it pass; the run fails for want of a value (Z1, Z4)";

/// Invalid cases that are not found, with the reason.
const NOT_FOUND: &[(&str, &str)] = &[(
    "invalid-matrix-emitting-array-results-consumed-in-aggregate-by-another-pipelinet-2.yaml",
    "the task with a matrix runs a task that is not in the file; upstream takes a task of the pipeline for it that has its name",
)];

/// What upstream says, and the rules of ours that say the same. The first that stands in the text counts.
const MEANINGS: &[(&str, &[&str])] = &[
    ("expected at least one, got none", &["missing-key"]),
    ("feature flag", &["feature-not-enabled", "missing-key"]),
    ("feature gate", &["feature-not-enabled", "missing-key"]),
    ("must not set the field(s): taskSpec", &["feature-not-enabled"]),
    ("must not set the field(s): pipelineSpec", &["feature-not-enabled"]),
    ("must not set the field(s): spec.tasks[0].taskSpec", &["feature-not-enabled"]),
    ("must not set the field(s): spec.tasks[0].pipelineSpec", &["feature-not-enabled"]),
    ("must not set the field(s): tasks[0].taskSpec.resources", &["removed-feature"]),
    ("must not set the field(s): finally[0].taskSpec.resources", &["removed-feature"]),
    ("must not set the field(s)", &["feature-not-enabled", "conflicting-keys", "removed-feature"]),
    ("forbidden env", &["feature-not-enabled"]),
    (
        "non-existent variable",
        &["unknown-input", "unknown-variable", "unknown-field", "unknown-output", "list-in-text"],
    ),
    ("variable is not properly isolated", &["list-in-text"]),
    ("variable type invalid", &["list-in-text"]),
    ("invalid variable reference", &["unknown-variable"]),
    ("type does not match default value", &["default-type"]),
    ("missing field(s): resolver", &["missing-key", "conflicting-keys"]),
    ("missing field(s): tasks[", &["missing-key"]),
    ("missing field(s)", &["missing-key"]),
    ("mount path", &["duplicate-mount-path"]),
    ("volumeMount cannot be mounted", &["invalid-mount-path"]),
    ("cannot start with", &["invalid-name"]),
    ("is not defined in the pipeline", &["unknown-task", "unreachable-task"]),
    ("non-empty values", &["missing-key"]),
    ("operator", &["unknown-value", "missing-key"]),
    ("must be a valid DNS", &["invalid-name", "invalid-task-name", "missing-key", "conflicting-keys", "unknown-key"]),
    ("length must be no more than", &["invalid-name"]),
    ("expected exactly one, got both: name, params", &["conflicting-keys"]),
    ("expected exactly one, got both: taskRef", &["conflicting-keys"]),
    ("expected exactly one, got both: pipelineRef", &["conflicting-keys"]),
    ("got both", &["duplicate-name", "duplicate-port", "conflicting-keys"]),
    ("got multiple", &["conflicting-keys"]),
    ("got neither", &["missing-key"]),
    ("result propagation from child Pipelines", &["misplaced-variable"]),
    ("can not refer to execution status", &["misplaced-variable"]),
    ("expects workspace with name", &["unknown-input"]),
    ("undefined workspace", &["unknown-input"]),
    ("invalidtype", &["unknown-value"]),
    ("couldn't add link", &["unknown-task", "unreachable-task", "unknown-variable"]),
    ("cycle", &["task-cycle"]),
    ("Matrixed", &["list-in-text"]),
    ("matrixed", &["list-in-text"]),
    ("combinations", &["loop-too-large"]),
    ("The value type specified", &["unknown-value"]),
    ("value type", &["unknown-value"]),
    ("must be unique", &["duplicate-name", "duplicate-port"]),
    ("appears more than once", &["duplicate-name", "duplicate-port"]),
    ("more than once", &["duplicate-name", "duplicate-port"]),
    ("defined multiple times", &["duplicate-name", "duplicate-port"]),
    ("multiple volumes with same name", &["duplicate-name", "duplicate-port"]),
    ("cannot be used with Ref", &["conflicting-keys"]),
    ("params cannot be used without Ref", &["conflicting-keys"]),
    ("cannot be used with", &["conflicting-keys"]),
    ("cannot be specified when", &["conflicting-keys"]),
    ("onFailure", &["unknown-value"]),
    ("spec.tasks is empty", &["missing-key"]),
    ("nonexistent task", &["unknown-task", "unreachable-task", "malformed-value", "unknown-variable"]),
    ("OnError cannot be set", &["conflicting-keys"]),
    ("OnError", &["unknown-value"]),
    ("which is not defined in the pipeline", &["unknown-task"]),
    ("from a final task", &["unreachable-task"]),
    ("result expressions", &["misplaced-variable", "malformed-value", "unknown-variable"]),
    ("invalid URI", &["conflicting-keys", "malformed-value"]),
    ("should be <=", &["conflicting-timeouts"]),
    ("should be >= 0", &["malformed-value"]),
    ("negative timeout", &["malformed-value"]),
    ("enum", &["conflicting-keys", "duplicate-name", "default-not-in-literals"]),
    ("Enum", &["conflicting-keys", "duplicate-name", "default-not-in-literals"]),
    ("variable names is invalid", &["invalid-name"]),
    ("name format is invalid", &["invalid-name"]),
    ("substitutions are only allowed", &["misplaced-variable"]),
    ("param substitution in scripts", &["misplaced-variable"]),
    ("empty name", &["missing-key"]),
    ("no runAfter allowed", &["conflicting-keys"]),
    ("single param reference", &["malformed-value"]),
    ("PipelineRunCancell", &["unknown-value"]),
    ("invalid key name", &["invalid-name"]),
    ("invalid extracted step name", &["invalid-name"]),
    ("reserved sidecar name", &["invalid-name"]),
    ("name part must consist", &["invalid-name"]),
    ("Wanted string but got", &["unknown-value", "malformed-value"]),
    ("type must be string", &["unknown-value"]),
    ("Could not extract step name", &["malformed-value"]),
    ("invalid value: wrong", &["unknown-value"]),
    ("already defined", &["duplicate-name", "duplicate-port"]),
];

/// Where the validator's words were not kept, by the name of the case.
const NAMES: &[(&str, &[&str])] = &[
    ("timeout-exceeds", &["conflicting-timeouts"]),
    ("cel-should-not-coexist", &["conflicting-keys"]),
    ("missing-values", &["missing-key"]),
    ("missing-when-expression", &["missing-key"]),
    ("variable-reference-should-be-wrapped", &["invalid-expression", "feature-not-enabled"]),
    (
        "variables-not-declared-in-environment",
        &["unknown-expression-name", "invalid-expression", "feature-not-enabled"],
    ),
];

/// The switches under which a case was judged.
fn settings(case: &Case) -> Settings {
    let mut settings = Settings::default();
    let flags = case.options.split(';').filter(|o| !o.starts_with("kind=")).collect::<Vec<_>>().join(";");
    let mut set = |key: &str, value: &str| assert!(settings.set_feature("tekton", key, value), "{key}");
    let alpha = flags.contains("Alpha") || flags.contains("\"enable-api-fields\":\"alpha\"");
    if flags.contains("Stable") || flags.contains("invalid at stable") && case.verdict == "invalid" {
        set("enable-api-fields", "stable");
    } else if alpha || case.path.contains("/alpha/") {
        set("enable-api-fields", "alpha");
    }
    for (words, key) in [
        ("EnableArtifacts: true", "enable-artifacts"),
        ("\"enable-artifacts\":\"true\"", "enable-artifacts"),
        ("enableConciseResolverSyntax", "enable-concise-resolver-syntax"),
        ("enable-param-enum", "enable-param-enum"),
    ] {
        if flags.contains(words) {
            set(key, "true");
        }
    }
    if flags.contains("EnableForbiddenEnv") {
        set("default-forbidden-env", "TEST_ENV");
    }
    for mark in ["DisableInlineSpec:\"", "\"disable-inline-spec\":\""] {
        if let Some((_, rest)) = flags.split_once(mark) {
            set("disable-inline-spec", rest.split('"').next().unwrap_or_default());
        }
    }
    settings
}

fn findings(case: &Case) -> Vec<Diagnostic> {
    check_with(&Source::new(&*case.path, case.text.clone()), &Workspace::new(), &settings(case))
}

fn cases(verdict: &str) -> Option<Vec<(Case, Vec<Diagnostic>)>> {
    let cases: Vec<Case> = corpus::cases()?.into_iter().filter(|c| c.is_tekton() && c.verdict == verdict).collect();
    Some(cases.into_par_iter().map(|c| (findings(&c), c)).map(|(f, c)| (c, f)).collect())
}

/// What only says that a switch is not told of.
fn is_gate(finding: &Diagnostic) -> bool {
    finding.rule == "feature-not-enabled"
}

#[test]
fn nothing_false_is_said_about_valid_files() {
    let Some(all) = cases("valid") else { return };
    assert!(all.len() > 300, "the corpus has shrunk: {}", all.len());
    let mut wrong = Vec::new();
    let mut known = vec![false; BROKEN.len()];
    for (case, findings) in &all {
        for finding in findings.iter().filter(|f| f.severity == Severity::Error && !is_gate(f)) {
            let place = BROKEN.iter().position(|(path, rule, _)| case.path.ends_with(path) && *rule == finding.rule);
            match place.and_then(|at| known.get_mut(at)) {
                Some(seen) => *seen = true,
                None => wrong.push(format!("{}: {} {}", case.path, finding.rule, finding.title)),
            }
        }
    }
    assert!(wrong.is_empty(), "{} errors in valid files\n{}", wrong.len(), wrong.join("\n"));
    let stale: Vec<_> = BROKEN.iter().zip(known).filter(|(_, seen)| !seen).map(|(b, _)| b).collect();
    assert!(stale.is_empty(), "not broken any more: {stale:?}");
}

/// The rules of which one must speak.
fn wanted(case: &Case) -> Option<&'static [&'static str]> {
    let named = || NAMES.iter().find(|(words, _)| case.path.contains(words));
    let said = MEANINGS.iter().find(|(words, _)| case.expected.contains(words));
    said.or_else(named).map(|(_, rules)| *rules)
}

#[test]
fn what_upstream_refuses_is_found_in_its_meaning() {
    let Some(all) = cases("invalid") else { return };
    let mut wrong = Vec::new();
    for (case, findings) in &all {
        let Some(wanted) = wanted(case) else {
            wrong.push(format!("no meaning: {}: {}", case.path, case.expected));
            continue;
        };
        let speaks = |f: &Diagnostic| (f.severity == Severity::Error || is_gate(f)) && wanted.contains(&f.rule);
        let excused = NOT_FOUND.iter().any(|(path, _)| case.path.ends_with(path));
        match (findings.iter().any(speaks), excused) {
            (true, false) | (false, true) => {}
            (true, true) => wrong.push(format!("found after all: {}", case.path)),
            (false, false) => {
                let found: Vec<&str> = findings.iter().map(|f| f.rule).collect();
                wrong.push(format!("{}: {} / {found:?}", case.path, case.expected));
            }
        }
    }
    println!("{} of {} invalid cases are found in their meaning", all.len() - wrong.len() - NOT_FOUND.len(), all.len());
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
    assert!(NOT_FOUND.len() * 50 <= all.len(), "more than one in fifty is not found");
}

/// tekton-lint's rules and ours.
const LINT: &[(&str, &[&str])] = &[
    ("no-duplicate-param", &["duplicate-name", "duplicate-port"]),
    ("no-duplicate-env", &["duplicate-environment-name", "duplicate-name"]),
    ("no-duplicate-resource", &["duplicate-name", "duplicate-port"]),
    ("no-invalid-name", &["invalid-name", "invalid-task-name"]),
    (
        "no-invalid-param-type",
        &["unknown-value", "list-in-text", "default-type", "type-mismatch", "missing-key", "missing-input"],
    ),
    ("no-pipeline-missing-task", &["unknown-task", "wrong-kind"]),
    ("no-pipeline-task-cycle", &["task-cycle"]),
    ("no-pipeline-missing-parameters", &["missing-input"]),
    ("no-extra-param", &["unknown-argument"]),
    ("no-missing-param", &["missing-input", "unknown-argument"]),
    ("no-missing-workspace", &["unknown-input", "missing-input"]),
    // No cluster has what is of a kind that is gone.
    ("no-missing-resource", &["missing-object", "missing-key", "wrong-kind", "removed-feature"]),
    ("no-undefined-result", &["unknown-output", "unknown-task"]),
    ("no-undefined-volume", &["unknown-volume"]),
    ("no-undefined-param", &["unknown-input"]),
    ("no-latest-image", &["image-without-tag"]),
    ("no-unused-param", &["unused-input", "unused-pipeline-input"]),
    ("no-deprecated-resource", &["deprecated-object"]),
    ("no-missing-hashbang", &["script-without-shebang"]),
    ("no-resourceversion", &["managed-field"]),
    ("no-wrong-param-type", &["type-mismatch"]),
    ("prefer-beta", &["outdated-version", "unknown-key"]),
    ("prefer-kebab-case", &["name-style"]),
    ("prefer-camel-kebab-case", &["name-style"]),
    ("prefer-when-expression", &["removed-feature"]),
];

/// What tekton-lint finds and we do not say, on purpose: its rule, a part of its message, the reason.
const DELIBERATE: &[(&str, &str, &str)] = &[
    ("no-unused-param", "Condition '", GONE),
    ("no-invalid-name", "Condition '", GONE),
    (
        "no-invalid-param-type",
        "defines parameter 'qux'",
        "`default: false` is the text `false` to the webhook (ParamValue.UnmarshalJSON), which is what people mean",
    ),
    ("no-pipeline-missing-task", "depends on 'null'", "an item that is not written yet"),
    ("no-invalid-name", "'1-no-invalid-name'", "the webhook takes names that begin with a digit"),
    (
        "no-duplicate-env",
        "StepTemplate in task",
        "a step's own variable goes before that of the template: that is what templates are for",
    ),
    ("no-undefined-param", "'psone'", "the pipeline declares it, twice: that is said"),
    (
        "no-undefined-param",
        "Undefined param 'g11n-step-undefined'",
        "only the first version of templates fills it in: elsewhere the text goes to the run as it is",
    ),
    ("prefer-beta", "defines an inlined task", OLD_KEYS),
    ("prefer-beta", "but defines spec.params", OLD_KEYS),
    ("prefer-beta", "but defined spec.inputs.params", OLD_KEYS),
    ("no-latest-image", "'alpine'", FOREIGN),
    ("no-undefined-param", "at .spec.steps[0].args[0] in 'foo'", FOREIGN),
];

const GONE: &str = "conditions are gone, which is said of each use";
const OLD_KEYS: &str = "the version is said to be old at `apiVersion`; keys of other versions are the schema's matter";
const FOREIGN: &str = "without `apiVersion` a lone document is nobody's";

/// A finding of tekton-lint.
#[derive(Debug)]
struct Lint {
    rule: String,
    message: String,
    lines: std::ops::RangeInclusive<u32>,
}

fn expected(text: &str) -> Vec<Lint> {
    let read: Vec<serde_json::Value> = serde_json::from_str(text).expect("a list of findings");
    let lint = |value: &serde_json::Value| {
        let line = |key: &str| value["loc"][key].as_u64().map(|n| n as u32);
        let (start, end) = (line("startLine")?, line("endLine")?);
        // A range that ends in the first column of a line ends before it.
        let end = if value["loc"]["endColumn"].as_u64() == Some(1) { end - 1 } else { end };
        Some(Lint {
            rule: value["rule"].as_str()?.into(),
            message: value["message"].as_str()?.into(),
            lines: start..=end.max(start),
        })
    };
    read.iter().filter_map(lint).collect()
}

#[test]
fn what_tekton_lint_finds_is_found() {
    let Some(folder) = corpus::folder() else { return };
    let mut settings = Settings::default();
    for (_, ours) in LINT {
        for rule in *ours {
            settings.set(rule, Level::On);
        }
    }
    let mut total = 0;
    let mut matched = 0;
    let mut different = 0;
    let mut missed: BTreeMap<String, usize> = BTreeMap::new();
    let mut lines = Vec::new();
    let mut files: Vec<_> =
        std::fs::read_dir(folder.join("tekton/tekton-lint")).unwrap().flatten().map(|e| e.path()).collect();
    files.sort();
    for json in files.iter().filter(|p| p.to_string_lossy().ends_with(".expect.json")) {
        let yaml = json.to_string_lossy().replace(".expect.json", "");
        let text = std::fs::read_to_string(&yaml).unwrap();
        let source = Source::new(&*yaml, &*text);
        let found = check_with(&source, &Workspace::new(), &settings);
        let index = LineIndex::new(&text);
        let line = |at: u32| index.position(&text, at, Encoding::Utf32).line + 1;
        for lint in expected(&std::fs::read_to_string(json).unwrap()) {
            total += 1;
            let ours = LINT.iter().find(|(rule, _)| *rule == lint.rule).map_or(&[][..], |(_, ours)| *ours);
            let touches = |f: &Diagnostic| {
                // tekton-lint points at a value, we at its key, which may stand a line above.
                let value = |span: ir_syntax::Span| {
                    let key = source.tree.node_at(span.start).filter(|n| n.is_key() && n.span() == span)?;
                    Some(key.parent()?.own_entries().find(|e| e.key.id() == key.id())?.value.span().start)
                };
                let at = |span: ir_syntax::Span| {
                    lint.lines.contains(&line(span.start)) || value(span).is_some_and(|v| lint.lines.contains(&line(v)))
                };
                ours.contains(&f.rule) && (at(f.span) || f.related.iter().any(|r| r.file.is_none() && at(r.span)))
            };
            // A circle is one defect: we report it once, with all its tasks.
            let circle = |f: &Diagnostic| {
                let names = lint.message.split_once(": ").map_or("", |(_, names)| names);
                f.rule == "task-cycle" && names.split(" -> ").all(|name| f.title.contains(&format!("`{name}`")))
            };
            let found_circle = lint.rule == "no-pipeline-task-cycle" && found.iter().any(circle);
            if found_circle || found.iter().any(touches) {
                matched += 1;
            } else if DELIBERATE.iter().any(|(rule, words, _)| *rule == lint.rule && lint.message.contains(words)) {
                different += 1;
            } else {
                *missed.entry(lint.rule.clone()).or_default() += 1;
                let name = yaml.rsplit('/').next().unwrap_or_default().to_owned();
                lines.push(format!("{name}:{} {}: {}", lint.lines.start(), lint.rule, lint.message));
            }
        }
    }
    println!("{matched} of {total} findings of tekton-lint, {different} on purpose not; missed: {missed:?}");
    assert!(missed.is_empty(), "{matched} of {total}: {missed:?}\n{}", lines.join("\n"));
    assert!(matched * 100 >= total * 95, "{matched} of {total}");
}

/// Findings in valid files, each with its place. Warnings alone: errors have a test of their own.
fn lock() -> Option<String> {
    let mut lines = String::from(
        "# What is found in the valid files of Tekton. Written by `IR_BLESS=1 cargo test -p ir-tests --test tekton`.\n",
    );
    for (case, findings) in cases("valid")?.iter().filter(|(_, findings)| !findings.is_empty()) {
        lines += &format!("\n{}\n", case.path);
        let index = LineIndex::new(&case.text);
        for finding in findings {
            let at = ir_tests::place(&index, &case.text, finding.span.start);
            lines += &format!("  {at} {}[{}] {}\n", finding.severity.as_str(), finding.rule, finding.title);
        }
    }
    Some(lines)
}

#[test]
fn every_finding_in_valid_files_was_looked_at() {
    let Some(now) = lock() else { return };
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tekton.lock");
    if std::env::var_os("IR_BLESS").is_some() {
        std::fs::write(&path, now).unwrap();
        return;
    }
    let reviewed = std::fs::read_to_string(&path).unwrap_or_default();
    let changed = now.lines().zip(reviewed.lines()).find(|(a, b)| a != b);
    assert!(now == reviewed, "the findings have changed; IR_BLESS=1 accepts them; the first: {changed:?}");
}
