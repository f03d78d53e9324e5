//! The expressions of real pipelines: nothing is wrong with them, and every name in them is found in its place.

use std::path::{Path, PathBuf};

use ir_analyzer::{Family, Source, Workspace, check, rules};
use ir_model::{Language, RefName, Resolution};

/// The files of the corpus below `folder`; none, saying so, where it is absent.
fn files(folder: &str) -> Vec<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    let corpus = std::env::var_os("IR_CORPUS").map_or(beside, PathBuf::from);
    let mut found = Vec::new();
    let mut todo = vec![corpus.join(folder)];
    while let Some(here) = todo.pop() {
        let Ok(entries) = std::fs::read_dir(&here) else {
            println!("no corpus at {}: nothing checked", here.display());
            continue;
        };
        for path in entries.map(|e| e.unwrap().path()) {
            if path.is_dir() { todo.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

#[test]
fn nothing_is_wrong_with_real_expressions() {
    let (mut expressions, mut names) = (0, 0);
    for path in ["kfp-ir", "kfp-pipeline-job"].iter().flat_map(|f| files(f)) {
        let source = Source::new(&path, std::fs::read_to_string(&path).unwrap());
        let Some(package) = &source.package else { continue };
        for expression in package.exprs.values().filter(|e| e.language == Language::Cel) {
            expressions += 1;
            for id in &expression.refs {
                let reference = package.reference(*id).unwrap();
                let RefName::Name(name) = reference.name else { panic!("{}: {reference:?}", path.display()) };
                assert_eq!(reference.at.span.slice(source.text()), package.names.text(name), "{}", path.display());
                assert!(
                    matches!(package.resolutions.of(*id), Resolution::Found(_)),
                    "{}: {reference:?}",
                    path.display()
                );
                names += 1;
            }
        }
        for finding in check(&source, &Workspace::new()) {
            let family = rules::find(finding.rule).unwrap().family;
            assert_ne!(family, Family::Expression, "{}: {finding:?}", path.display());
        }
    }
    println!("{expressions} expressions with {names} names");
}

/// What the fixes of the only finding make of a condition, written as it stands in the file.
fn mended(condition: &str) -> String {
    let text = format!(
        "\
pipelineInfo: {{name: training}}
schemaVersion: 2.1.0
deploymentSpec: {{executors: {{exec-train: {{container: {{image: 'python:3.12'}}}}}}}}
components:
  comp-train:
    executorLabel: exec-train
    inputDefinitions: {{parameters: {{mode: {{parameterType: STRING}}}}}}
root:
  dag:
    tasks:
      train:
        componentRef: {{name: comp-train}}
        inputs: {{parameters: {{mode: {{runtimeValue: {{constant: fast}}}}}}}}
        triggerPolicy:
          condition: {condition}
"
    );
    let source = Source::new("pipeline.yaml", text.as_str());
    let mut findings = check(&source, &Workspace::new());
    findings.retain(|f| f.rule != "missing-key");
    let [finding] = findings.as_slice() else { panic!("not one finding: {findings:?}") };
    let Some(fix) = finding.fixes.first() else { return "no fix".to_owned() };
    let mut fixed = text.clone();
    for edit in fix.edits.iter().rev() {
        fixed.replace_range(edit.span.range(), &edit.text);
    }
    let again = check(&Source::new("pipeline.yaml", fixed.as_str()), &Workspace::new());
    assert!(again.iter().all(|f| f.rule == "missing-key"), "{again:?}");
    fixed.split("condition: ").nth(1).unwrap().trim_end().to_owned()
}

#[test]
fn fixes_fit_the_quotes_around_the_expression() {
    assert_eq!(mended("inputs.parameters['mode'] == 'a'"), "inputs.parameter_values['mode'] == 'a'");
    assert_eq!(mended("'inputs.parameters[''mode''] == ''a'''"), "'inputs.parameter_values[''mode''] == ''a'''");
    assert_eq!(mended("inputs.parameter_values['mode'] == 'it's'"), r"inputs.parameter_values['mode'] == 'it\'s'");
    assert_eq!(
        mended("\"inputs.parameter_values['mode'] == 'it's'\""),
        r#""inputs.parameter_values['mode'] == 'it\\'s'""#
    );
    assert_eq!(
        mended("'inputs.parameter_values[''mode''] == ''it''s'''"),
        r"'inputs.parameter_values[''mode''] == ''it\''s'''"
    );
    assert_eq!(
        mended(">-\n            inputs.parameters['mode'].string_value\n            == 'a'"),
        ">-\n            inputs.parameter_values['mode']\n            == 'a'"
    );
    assert_eq!(
        mended("inputs.parameter_values['mdoe']\n            == 'a'"),
        "inputs.parameter_values['mode']\n            == 'a'"
    );
    assert_eq!(mended("\"inputs.parameter_values[mode] == 'a'\""), "\"inputs.parameter_values['mode'] == 'a'\"");
    // A plain scalar cannot begin with a quote or a sign of YAML.
    assert_eq!(mended("has(inputs.parameter_values['mode'])"), "no fix");
    assert_eq!(mended("not inputs.parameter_values['mode']"), "no fix");
}

#[test]
fn a_name_that_the_condition_tests_need_not_be_there() {
    let text = |condition: &str| {
        format!(
            "\
pipelineInfo: {{name: training}}
schemaVersion: 2.1.0
root:
  dag:
    tasks:
      train:
        componentRef: {{name: comp-train}}
        triggerPolicy:
          condition: {condition}
"
        )
    };
    let rules = |condition: &str| {
        let source = Source::new("pipeline.yaml", text(condition));
        let found = check(&source, &Workspace::new());
        found.iter().map(|f| f.rule).filter(|r| *r == "unknown-input" || r.contains("expression")).collect::<Vec<_>>()
    };
    assert_eq!(rules("inputs.parameter_values['x'] == 'a'"), ["unknown-input"]);
    assert_eq!(rules("inputs.artifacts.x.artifacts[0].uri == 'a'"), ["unknown-input"]);
    assert_eq!(rules("\"'x' in inputs.parameter_values && inputs.parameter_values['x'] == 'a'\""), [""; 0]);
    assert_eq!(rules("has(inputs.parameter_values.x) && inputs.parameter_values.x == 'a'"), [""; 0]);
    // Reported once, as what is always empty.
    assert_eq!(rules("inputs.parameters['x'] == 'a'"), ["unknown-expression-name"]);
    assert_eq!(rules("\"{{$.inputs.parameters['x']}} == 'a'\""), [""; 0]);
}
