//! Types along edges, where a rule's examples would be too long or need a second file.

use std::fs;
use std::path::{Path, PathBuf};

use ir_analyzer::{Family, Source, Workspace, check, interfaces, rules};
use ir_model::Severity;

mod support;
use support::agree;

const HEAD: &str = "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec: {container: {image: 'python:3.12', command: [run, '{{$}}']}}
";

/// A pipeline with the given components and root.
fn pipeline(rest: &str) -> String {
    format!("{HEAD}{rest}")
}

fn agrees(rest: &str) {
    let answer = agree(&pipeline(rest));
    assert!(answer.is_ok(), "\n{}", answer.err().unwrap_or_default());
}

#[test]
fn what_the_driver_converts_is_a_warning_and_what_it_refuses_an_error() {
    let text = pipeline(
        "\
components:
  comp-a:
    executorLabel: exec
    outputDefinitions: {parameters: {i: {parameterType: NUMBER_INTEGER}, s: {parameterType: STRING}}}
  comp-b:
    executorLabel: exec
    inputDefinitions:
      parameters: {d: {parameterType: NUMBER_DOUBLE}, s: {parameterType: STRING}, b: {parameterType: BOOLEAN}}
root:
  dag:
    tasks:
      a: {componentRef: {name: comp-a}, taskInfo: {name: a}}
      b:
        componentRef: {name: comp-b}
        taskInfo: {name: b}
        dependentTasks: [a]
        inputs:
          parameters:
            d: {taskOutputParameter: {producerTask: a, outputParameterKey: i}}
            s: {taskOutputParameter: {producerTask: a, outputParameterKey: i}}
            b: {taskOutputParameter: {producerTask: a, outputParameterKey: s}}
",
    );
    let source = Source::new("p.yaml", text);
    let found = check(&source, &Workspace::new());
    let said: Vec<_> = found.iter().map(|f| (f.rule, f.severity, f.title.as_str())).collect();
    assert_eq!(
        said,
        [
            ("type-mismatch", Severity::Warning, "a NUMBER_INTEGER is passed where `d` wants NUMBER_DOUBLE"),
            ("type-mismatch", Severity::Warning, "a NUMBER_INTEGER is passed where `s` wants STRING"),
            ("type-mismatch", Severity::Error, "a STRING is passed where `b` wants BOOLEAN"),
        ]
    );
    let related: Vec<_> = found[2].related.iter().map(|r| r.span.slice(source.text())).collect();
    assert_eq!(related, ["STRING", "BOOLEAN"], "both declarations");
}

#[test]
fn inputs_are_passed_through_with_their_declared_type() {
    agrees(
        "\
components:
  comp-a:
    executorLabel: exec
    inputDefinitions:
      parameters: {n: {parameterType: NUMBER_INTEGER}, l: {parameterType: LIST}}
      artifacts: {m: {artifactType: {schemaTitle: system.Model, schemaVersion: 0.0.1}, isArtifactList: true}}
root:
  dag:
    tasks:
      a:
        componentRef: {name: comp-a}
        taskInfo: {name: a}
        inputs:
          parameters:
            n: {componentInputParameter: flag}
#                                        ^^^^ type-mismatch: a BOOLEAN is passed where `n` wants NUMBER_INTEGER
            l: {componentInputParameter: options}
#                                        ^^^^^^^ type-mismatch: a STRUCT is passed where `l` wants LIST
          artifacts:
            m: {componentInputArtifact: model}
#                                       ^^^^^ type-mismatch: a system.Model is passed where `m` wants list of system.Model
  inputDefinitions:
    parameters: {flag: {parameterType: BOOLEAN}, options: {parameterType: STRUCT}}
    artifacts: {model: {artifactType: {schemaTitle: system.Model, schemaVersion: 0.0.1}}}
",
    );
}

#[test]
fn an_expression_on_the_way_makes_the_type_unknown() {
    agrees(
        "\
components:
  comp-a:
    executorLabel: exec
    inputDefinitions: {parameters: {n: {parameterType: NUMBER_INTEGER}}}
root:
  dag:
    tasks:
      a:
        componentRef: {name: comp-a}
        taskInfo: {name: a}
        inputs:
          parameters:
            n:
              componentInputParameter: item
              parameterExpressionSelector: parseJson(string_value)[\"n\"]
  inputDefinitions: {parameters: {item: {parameterType: STRING}}}
",
    );
}

#[test]
fn text_items_of_a_loop_may_be_anything() {
    agrees(
        "\
components:
  comp-a:
    executorLabel: exec
    inputDefinitions: {parameters: {n: {parameterType: NUMBER_INTEGER}}}
  comp-loop:
    dag:
      tasks:
        a:
          componentRef: {name: comp-a}
          taskInfo: {name: a}
          inputs: {parameters: {n: {componentInputParameter: item}}}
    inputDefinitions: {parameters: {items: {parameterType: LIST}, item: {parameterType: STRING}}}
root:
  dag:
    tasks:
      loop:
        componentRef: {name: comp-loop}
        taskInfo: {name: loop}
        inputs: {parameters: {items: {componentInputParameter: items}}}
        parameterIterator: {items: {inputParameter: items}, itemInput: item}
  inputDefinitions: {parameters: {items: {parameterType: LIST}}}
",
    );
}

#[test]
fn lists_appear_where_loops_end_and_nowhere_else() {
    agrees(
        "\
components:
  comp-a:
    executorLabel: exec
    outputDefinitions:
      parameters: {n: {parameterType: NUMBER_INTEGER}}
      artifacts: {m: {artifactType: {schemaTitle: system.Model, schemaVersion: 0.0.1}}}
  comp-inner:
    dag:
      tasks:
        a: {componentRef: {name: comp-a}, taskInfo: {name: a}}
      outputs:
        parameters: {ns: {valueFromParameter: {producerSubtask: a, outputParameterKey: n}}}
        artifacts: {ms: {artifactSelectors: [{producerSubtask: a, outputArtifactKey: m}]}}
    outputDefinitions:
      parameters: {ns: {parameterType: LIST}}
      artifacts: {ms: {artifactType: {schemaTitle: system.Model, schemaVersion: 0.0.1}, isArtifactList: true}}
  comp-loop:
    dag:
      tasks:
        inner: {componentRef: {name: comp-inner}, taskInfo: {name: inner}}
      outputs:
        parameters: {ns: {valueFromParameter: {producerSubtask: inner, outputParameterKey: ns}}}
    inputDefinitions: {parameters: {item: {parameterType: NUMBER_INTEGER}}}
    outputDefinitions: {parameters: {ns: {parameterType: LIST}}}
  comp-plain:
    dag:
      tasks:
        a: {componentRef: {name: comp-a}, taskInfo: {name: a}}
      outputs:
        parameters:
          ns: {valueFromParameter: {producerSubtask: a, outputParameterKey: n}}
#                                                                           ^ type-mismatch: a NUMBER_INTEGER is handed out where `ns` declares LIST
          pipelinechannel--n: {valueFromParameter: {producerSubtask: a, outputParameterKey: n}}
    outputDefinitions: {parameters: {ns: {parameterType: LIST}, pipelinechannel--n: {parameterType: LIST}}}
root:
  dag:
    tasks:
      plain: {componentRef: {name: comp-plain}, taskInfo: {name: plain}}
      loop:
        componentRef: {name: comp-loop}
        taskInfo: {name: loop}
        parameterIterator: {items: {raw: '[1]'}, itemInput: item}
",
    );
}

#[test]
fn items_are_found_inside_any_kind_of_string() {
    agrees(
        "\
components:
  comp-a:
    executorLabel: exec
    inputDefinitions: {parameters: {n: {parameterType: NUMBER_INTEGER}}}
root:
  dag:
    tasks:
      double:
        componentRef: {name: comp-a}
        taskInfo: {name: double}
        parameterIterator: {items: {raw: \"[1, \\\"two\\\"]\"}, itemInput: n}
#                                             ^^^^^^^ type-mismatch: a text is passed where `n` wants NUMBER_INTEGER
      block:
        componentRef: {name: comp-a}
        taskInfo: {name: block}
        parameterIterator:
          itemInput: n
          items:
            raw: |
              [
                1,
                true]
#               ^^^^ type-mismatch: a boolean is passed where `n` wants NUMBER_INTEGER
",
    );
}

#[test]
fn a_list_with_a_hole_in_its_json() {
    agrees(
        "\
components:
  comp-a:
    executorLabel: exec
    inputDefinitions: {parameters: {l: {parameterType: STRING}, n: {parameterType: NUMBER_INTEGER}}}
root:
  dag:
    tasks:
      raw:
        componentRef: {name: comp-a}
        taskInfo: {name: raw}
        inputs: {parameters: {l: {runtimeValue: {constant: x}}}}
        parameterIterator: {items: {raw: '[1, , 2]'}, itemInput: n}
#                                             ^ invalid-loop-items: the items of task `raw` are no JSON
      passed:
        componentRef: {name: comp-a}
        taskInfo: {name: passed}
        inputs: {parameters: {l: {runtimeValue: {constant: 'one, two'}}}}
#                                                           ^^^ invalid-loop-items: the items of task `passed` are no JSON
        parameterIterator: {items: {inputParameter: l}, itemInput: n}
",
    );
}

#[test]
fn artifacts_of_a_loop_are_compared_one_by_one() {
    agrees(
        "\
components:
  comp-a:
    executorLabel: exec
    inputDefinitions:
      artifacts:
        all: {artifactType: {schemaTitle: system.Model, schemaVersion: 0.0.1}, isArtifactList: true}
        one: {artifactType: {schemaTitle: system.Dataset, schemaVersion: 0.0.1}}
root:
  dag:
    tasks:
      a:
        componentRef: {name: comp-a}
        taskInfo: {name: a}
        inputs: {artifacts: {all: {componentInputArtifact: models}}}
        artifactIterator: {items: {inputArtifact: all}, itemInput: one}
#                                                 ^^^ type-mismatch: a system.Model is passed where `one` wants system.Dataset
#                                                 ^^^ refused-feature: a loop over artifacts
  inputDefinitions:
    artifacts: {models: {artifactType: {schemaTitle: system.Model, schemaVersion: 0.0.1}, isArtifactList: true}}
",
    );
}

#[test]
fn other_spellings_and_old_versions() {
    // snake_case keys are the same keys; the older version writes constants with their kind.
    agrees(
        "\
components:
  comp-a:
    executorLabel: exec
    inputDefinitions: {parameters: {n: {parameter_type: NUMBER_INTEGER, default_value: 'x', is_optional: true}}}
#                                                                                       ^ default-type
root:
  dag:
    tasks:
      a: {componentRef: {name: comp-a}, taskInfo: {name: a}}
",
    );
    let old = pipeline(
        "\
components:
  comp-a:
    executorLabel: exec
    inputDefinitions: {parameters: {n: {parameterType: NUMBER_INTEGER}}}
root:
  dag:
    tasks:
      a:
        componentRef: {name: comp-a}
        taskInfo: {name: a}
        inputs: {parameters: {n: {runtimeValue: {constant: {intValue: 3}}}}}
",
    );
    let family = |text: String| {
        let source = Source::new("p.yaml", text);
        let found = check(&source, &Workspace::new());
        found.into_iter().map(|f| f.rule).filter(|r| r.starts_with("type")).collect::<Vec<_>>()
    };
    assert_eq!(family(old.clone()), ["type-mismatch"]);
    assert_eq!(family(old.replace("schemaVersion: 2.1.0", "schemaVersion: 2.0.0")), [""; 0]);
}

#[test]
fn a_default_is_an_error_where_a_task_passes_it_on() {
    let severity = |used: &str| {
        let text = pipeline(&format!(
            "\
components:
  comp-a:
    executorLabel: exec
    inputDefinitions: {{parameters: {{n: {{parameterType: NUMBER_INTEGER, isOptional: true}}}}}}
root:
  dag:
    tasks:
      a: {{componentRef: {{name: comp-a}}, taskInfo: {{name: a}}, inputs: {{parameters: {{n: {used}}}}}}}
  inputDefinitions: {{parameters: {{n: {{parameterType: NUMBER_INTEGER, defaultValue: '1', isOptional: true}}}}}}
"
        ));
        let found = check(&Source::new("p.yaml", text), &Workspace::new());
        found.iter().find(|f| f.rule == "default-type").map(|f| f.severity)
    };
    assert_eq!(severity("{componentInputParameter: n}"), Some(Severity::Error));
    assert_eq!(severity("{runtimeValue: {constant: 2}}"), Some(Severity::Warning));
}

#[test]
fn null_is_a_value_of_no_type_but_text() {
    agrees(
        "\
components:
  comp-a:
    executorLabel: exec
    inputDefinitions: {parameters: {n: {parameterType: NUMBER_INTEGER, isOptional: true}, s: {parameterType: STRING}}}
root:
  dag:
    tasks:
      a:
        componentRef: {name: comp-a}
        taskInfo: {name: a}
        inputs:
          parameters:
            n: {runtimeValue: {constant: null}}
#                                        ^^^^ type-mismatch: nothing is passed where `n` wants NUMBER_INTEGER
            s: {runtimeValue: {constant: null}}
",
    );
}

/// Checks `user` beside the component `./other.yaml`.
fn beside(user: &str, other: &str) -> Vec<(String, Option<String>)> {
    let folder = Path::new("/work");
    let mut workspace = Workspace::new();
    let other = Source::new(folder.join("other.yaml"), other);
    workspace.update(&other.path, interfaces(&other));
    let user = Source::new(folder.join("user.yaml"), user);
    check(&user, &workspace)
        .into_iter()
        .map(|f| {
            assert_eq!(f.severity, Severity::Warning, "{}", f.title);
            let there = f.related.iter().find(|r| r.file.is_some()).map(|r| r.span.slice(other.text()).to_owned());
            (format!("{}: {}", f.rule, f.title), there)
        })
        .collect()
}

#[test]
fn components_of_other_files_are_compared_by_the_names_of_types() {
    let other = "\
name: Load
inputs: [{name: Limit, type: Integer}, {name: Where}]
outputs: [{name: Table, type: CSV}]
implementation: {container: {image: 'python:3.12', command: [load, {inputValue: Limit}, {inputValue: Where}, {outputPath: Table}]}}
";
    let user = |limit: &str, table: &str| {
        format!(
            "\
name: Use
inputs: [{{name: Limit, type: {limit}}}]
outputs: [{{name: Out, type: CSV}}]
implementation:
  graph:
    tasks:
      Load:
        componentRef: {{url: ./other.yaml}}
        arguments:
          Limit: {{graphInput: {{inputName: Limit}}}}
          Where: {{graphInput: {{inputName: Limit}}}}
      Show:
        componentRef:
          spec:
            inputs: [{{name: table, type: {table}}}]
            implementation: {{container: {{image: 'python:3.12', command: [show, {{inputPath: table}}]}}}}
        arguments: {{table: {{taskOutput: {{taskId: Load, outputName: Table}}}}}}
    outputValues: {{Out: {{taskOutput: {{taskId: Load, outputName: Table}}}}}}
"
        )
    };
    assert_eq!(beside(&user("Int", "CSV"), other), []);
    assert_eq!(
        beside(&user("Integer", "TSV"), other),
        [("type-mismatch: a CSV is passed where `table` wants TSV".to_owned(), Some("Table".to_owned()))]
    );
    assert_eq!(
        beside(&user("GCSPath", "CSV"), other),
        [("type-mismatch: a GCSPath is passed where `Limit` wants Integer".to_owned(), Some("Limit".to_owned()))]
    );
}

#[test]
fn a_use_may_claim_a_type() {
    let text = "\
name: Use
implementation:
  graph:
    tasks:
      Load:
        componentRef: {spec: {outputs: [{name: t, type: CSV}], implementation: {container: {image: 'a:1', command: [l, {outputPath: t}]}}}}
      Show:
        componentRef: {spec: {inputs: [{name: t, type: TSV}], implementation: {container: {image: 'a:1', command: [s, {inputPath: t}]}}}}
        arguments: {t: {taskOutput: {taskId: Load, outputName: t, type: TSV}}}
      Tell:
        componentRef: {spec: {inputs: [{name: t, type: CSV}], implementation: {container: {image: 'a:1', command: [s, {inputPath: t}]}}}}
        arguments: {t: {taskOutput: {taskId: Load, outputName: t, type: XML}}}
#                                                                       ^^^ type-mismatch: a XML is passed where `t` wants CSV
";
    assert_eq!(agree(text), Ok(()));
}

#[test]
fn quotes_are_put_and_taken_away() {
    let fixed = |constant: &str, ty: &str| {
        let text = pipeline(&format!(
            "\
components:
  comp-a:
    executorLabel: exec
    inputDefinitions: {{parameters: {{x: {{parameterType: {ty}}}}}}}
root:
  dag:
    tasks:
      a:
        componentRef: {{name: comp-a}}
        taskInfo: {{name: a}}
        inputs: {{parameters: {{x: {{runtimeValue: {{constant: {constant}}}}}}}}}
"
        ));
        let source = Source::new("p.yaml", text.as_str());
        let found = check(&source, &Workspace::new());
        let [finding] = found.as_slice() else { panic!("{found:?}") };
        let edit = finding.fixes.first()?.edits.first()?;
        assert_eq!(edit.span.slice(&text), constant);
        Some(edit.text.clone())
    };
    assert_eq!(fixed("'10'", "NUMBER_INTEGER").as_deref(), Some("10"));
    assert_eq!(fixed("\"0.5\"", "NUMBER_DOUBLE").as_deref(), Some("0.5"));
    assert_eq!(fixed("'true'", "BOOLEAN").as_deref(), Some("true"));
    assert_eq!(fixed("10", "STRING").as_deref(), Some("\"10\""));
    assert_eq!(fixed("'010'", "NUMBER_INTEGER"), None, "YAML's versions differ on it");
    assert_eq!(fixed("'ten'", "NUMBER_INTEGER"), None);
    assert_eq!(fixed("[1]", "STRING"), None);
}

#[test]
fn real_files_that_are_valid_have_no_error_of_type() {
    let Some(corpus) = corpus() else {
        eprintln!("no corpus beside the checkout: nothing compared");
        return;
    };
    let mut files = Vec::new();
    for folder in ["kfp-ir/valid", "kfp-ir/legacy", "kfp-component-container/valid", "kfp-component-graph"] {
        collect(&corpus.join(folder), &mut files);
    }
    assert!(files.len() > 300, "only {} files in {}", files.len(), corpus.display());
    let mut wrong = String::new();
    for path in files {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let source = Source::new(&path, text);
        for finding in check(&source, &Workspace::new()) {
            let family = rules::find(finding.rule).map(|r| r.family);
            if family == Some(Family::Type) && finding.severity == Severity::Error {
                wrong += &format!("{}: {}: {}\n", path.display(), finding.rule, finding.title);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

fn corpus() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    Some(std::env::var_os("IR_CORPUS").map_or_else(beside, PathBuf::from)).filter(|p| p.is_dir())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(path);
        }
    }
}
