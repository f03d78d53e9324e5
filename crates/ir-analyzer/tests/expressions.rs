//! Expressions inside documents: their fixes and the names in them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

use ir_analyzer::{Source, Workspace, check};

/// What the fixes of the only finding make of a condition, written as it stands in the file.
fn mended(condition: &str) -> String {
    let text = format!(
        "\
pipelineInfo: {{name: training}}
schemaVersion: 2.1.0
deploymentSpec: {{executors: {{exec-train: {{container: {{image: 'python:3.12', command: [train, '{{{{$}}}}']}}}}}}}}
components:
  comp-train:
    executorLabel: exec-train
    inputDefinitions: {{parameters: {{mode: {{parameterType: STRING}}}}}}
root:
  dag:
    tasks:
      train:
        componentRef: {{name: comp-train}}
        taskInfo: {{name: train}}
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
