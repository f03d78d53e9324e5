use insta::assert_snapshot;
use ir_analyzer::ide::{self, Completion};

use crate::support::{GRAPH, PIPELINE, Project, TRAIN, project, with_cursor};

const FILES: &[(&str, &str)] =
    &[("parts/train.yaml", TRAIN), ("other/load.yaml", "name: Load\nimplementation: {container: {image: a}}\n")];

fn proposals(text: &str) -> (Project, Vec<Completion>) {
    let p = project(text, FILES);
    let found = ide::complete(&p.source, &p.workspace, p.offset);
    (p, found)
}

/// Labels with their details, the best first.
fn list(text: &str) -> String {
    let (_, found) = proposals(text);
    let line = |c: &Completion| {
        let detail = c.detail.as_deref().map(|d| format!(" : {d}")).unwrap_or_default();
        format!("{}{}{}", c.label, detail, if c.deprecated { " (deprecated)" } else { "" })
    };
    found.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn labels(text: &str) -> Vec<String> {
    proposals(text).1.into_iter().map(|c| c.label).collect()
}

/// The text around the cursor after the proposal `label` was accepted.
fn accept(text: &str, label: &str) -> String {
    let (p, found) = proposals(text);
    let labels: Vec<&str> = found.iter().map(|c| &*c.label).collect();
    let chosen = found.iter().find(|c| c.label == label).unwrap_or_else(|| panic!("no {label:?} in {labels:?}"));
    let source = p.source.text();
    let (before, after) = (&source[..chosen.replace.start as usize], &source[chosen.replace.end as usize..]);
    // As editors do: further lines are indented like the line of the cursor.
    let line = before.rfind('\n').map_or(before, |at| &before[at + 1..]);
    let indent = &line[..line.len() - line.trim_start().len()];
    let insert = chosen.insert.replace('\n', &format!("\n{indent}"));
    let after = after.lines().next().unwrap_or("");
    format!("{}{insert}{after}", line)
}

fn after(context: &str, needle: &str) -> String {
    with_cursor(PIPELINE, context, needle)
}

// Names.

#[test]
fn a_task_is_named_where_one_is_wanted() {
    let text = PIPELINE.replace("producerTask: load", "producerTask: $0");
    assert_eq!(labels(&text), ["load", "train"]);
    assert_eq!(
        accept(&text, "load"),
        "              taskOutputArtifact: {producerTask: load, outputArtifactKey: table}"
    );
    let half = PIPELINE.replace("producerTask: load", "producerTask: lo$0");
    assert_eq!(
        accept(&half, "load"),
        "              taskOutputArtifact: {producerTask: load, outputArtifactKey: table}"
    );
}

#[test]
fn a_value_that_is_missing_altogether_is_named() {
    let text = "
root:
  dag:
    tasks:
      a:
        componentRef:
          name:$0
components:
  comp-a: {executorLabel: x}
deploymentSpec: {}
";
    assert_eq!(labels(text), ["comp-a"]);
    assert_eq!(accept(text, "comp-a"), "          name: comp-a");
    assert_eq!(accept(&text.replace("name:$0", "name: $0"), "comp-a"), "          name: comp-a");
}

#[test]
fn components_say_what_they_run() {
    assert_snapshot!(list(&PIPELINE.replace("{name: comp-train}", "{name: $0}")));
}

#[test]
fn outputs_of_the_named_task_and_the_wanted_kind_come_first() {
    let text =
        PIPELINE.replace("producerTask: load, outputArtifactKey: table", "producerTask: train, outputArtifactKey: $0");
    assert_snapshot!(list(&text), @r"
    model : system.Model
    loss : NUMBER_DOUBLE
    ");
}

#[test]
fn inputs_of_the_fitting_type_come_first() {
    let text = PIPELINE.replace("{componentInputParameter: rate}", "{componentInputParameter: $0}");
    assert_snapshot!(list(&text), @r"
    rate : NUMBER_DOUBLE = 0.1 · optional
    label : STRING · optional
    ");
}

#[test]
fn inputs_that_are_not_passed_yet_are_offered_as_arguments() {
    let text = PIPELINE.replace("            rate: {componentInputParameter: rate}\n", "            $0\n");
    assert_snapshot!(list(&text), @r"
    rate : NUMBER_DOUBLE
    epochs : NUMBER_INTEGER = 10 · optional
    table : system.Dataset
    ");
    assert_snapshot!(accept(&text, "rate"));
    let second =
        PIPELINE.replace("componentInputParameter: rate}\n", "componentInputParameter: rate}\n            ep$0\n");
    assert_eq!(labels(&second), ["epochs", "table"]);
}

#[test]
fn inputs_of_another_file_are_offered_as_arguments() {
    let text = GRAPH.replace("          Table: {graphInput: {inputName: Table}}\n", "          $0\n");
    assert_snapshot!(list(&text), @r"
    Table : CSV
    Rate : Float · optional
    ");
    assert_eq!(accept(&text, "Table"), "          Table: ");
}

#[test]
fn outputs_of_another_file_are_offered() {
    let text = GRAPH.replace(
        "taskId: Fit it, outputName: Model}}\n    outputValues",
        "taskId: Fit it, outputName: $0}}\n    outputValues",
    );
    assert_eq!(labels(&text), ["Model"]);
}

#[test]
fn files_are_offered_by_path_and_digest() {
    let url = GRAPH.replace("./parts/train.yaml", "$0");
    assert_snapshot!(list(&url), @r"
    ./other/load.yaml : KFP component ./other/load.yaml
    ./parts/train.yaml : KFP component ./parts/train.yaml
    ");
    let digest = GRAPH.replace("url: ./parts/train.yaml", "digest: $0");
    let (_, found) = proposals(&digest);
    assert_eq!(found[0].insert.len(), 64);
}

#[test]
fn what_a_task_waits_for_already_is_not_offered_again() {
    let text = PIPELINE.replace("dependentTasks: [load]", "dependentTasks: [load, $0]");
    assert_eq!(labels(&text), ["train"]);
    let block = PIPELINE.replace("dependentTasks: [load]", "dependentTasks:\n        - $0");
    assert_eq!(labels(&block), ["load", "train"]);
    let dash = PIPELINE.replace("dependentTasks: [load]", "dependentTasks:\n        -$0");
    assert_eq!(accept(&dash, "load"), "        - load");
}

#[test]
fn outputs_of_the_graph_are_offered_as_keys() {
    let text = GRAPH.replace("      Model: {taskOutput: {taskId: Fit it, outputName: Model}}\n", "      $0\n");
    assert_eq!(labels(&text), ["Model"]);
}

#[test]
fn names_that_yaml_would_read_otherwise_are_quoted() {
    let text =
        PIPELINE.replace("      load:\n", "      'no':\n").replace("dependentTasks: [load]", "dependentTasks: [$0]");
    assert_eq!(accept(&text, "no"), "        dependentTasks: ['no']");
}

// Placeholders.

#[test]
fn a_placeholder_that_was_begun_is_finished() {
    let args = |written: &str| PIPELINE.replace("'--epochs', ", &format!("{written}, "));
    let text = args("\"{{$.inputs.parameters['$0\"");
    assert_eq!(labels(&text), ["epochs", "rate"]);
    assert!(accept(&text, "epochs").contains("[\"{{$.inputs.parameters['epochs']}}\", "));
    let quoted = args("'{{$.inputs.artifacts[''t$0'");
    assert!(accept(&quoted, "table").contains("['{{$.inputs.artifacts[''table''].path}}', "));
    let head = args("\"--x={{$.out$0\"");
    assert_snapshot!(labels(&head).join("\n"), @r"
    {{$.outputs.parameters['loss'].output_file}}
    {{$.outputs.artifacts['model'].path}}
    ");
    assert!(
        accept(&head, "{{$.outputs.artifacts['model'].path}}")
            .contains("[\"--x={{$.outputs.artifacts['model'].path}}\", ")
    );
}

#[test]
fn a_name_inside_a_placeholder_is_replaced_alone() {
    let text = PIPELINE.replace("parameters[''epochs'']", "parameters[''ep$0ox'']");
    assert!(accept(&text, "rate").contains("'{{$.inputs.parameters[''rate'']}}'"));
}

// Keys.

#[test]
fn keys_that_are_not_there_yet_are_offered_on_an_empty_line() {
    let text = PIPELINE.replace("        args: [", "        $0\n        args: [");
    assert_snapshot!(list(&text));
    assert_eq!(accept(&text, "env"), "        env:\n          - $0");
}

#[test]
fn a_half_typed_key_is_finished() {
    let text = PIPELINE.replace("        image: example.com/train:1\n", "        ima$0\n");
    assert_eq!(accept(&text, "image"), "        image: ");
    let last = format!("{PIPELINE}sdkV$0");
    assert_eq!(accept(&last, "sdkVersion"), "sdkVersion: ");
}

#[test]
fn an_empty_line_belongs_to_the_keys_of_its_column() {
    let inner = PIPELINE.replace("  comp-load:\n", "    $0\n  comp-load:\n");
    assert_eq!(labels(&inner), ["singlePlatformSpecs", "taskConfigPassthroughs"]);
    let outer = PIPELINE.replace("  comp-load:\n", "$0\n  comp-load:\n");
    assert_eq!(labels(&outer), ["sdkVersion", "defaultPipelineRoot"]);
    let none = PIPELINE.replace("  comp-load:\n", "   $0\n  comp-load:\n");
    assert_eq!(labels(&none), [] as [&str; 0]);
}

#[test]
fn an_object_brings_its_required_keys() {
    let text = "\
name: A
implementation:
  $0
inputs: [{name: x}]
";
    assert_eq!(accept(text, "container"), "  container:\n    image: $1");
    let item = "\
name: A
inputs:
- na$0
implementation: {container: {image: a}}
";
    assert_eq!(accept(item, "name"), "- name: ");
}

#[test]
fn keys_between_braces_are_offered() {
    let text = PIPELINE.replace("rate: {parameterType: NUMBER_DOUBLE}", "rate: {parameterType: NUMBER_DOUBLE, $0}");
    assert_snapshot!(list(&text));
    assert!(accept(&text, "isOptional").ends_with("rate: {parameterType: NUMBER_DOUBLE, isOptional: }"));
    let half = PIPELINE.replace("rate: {parameterType: NUMBER_DOUBLE}", "rate: {para$0}");
    assert!(accept(&half, "parameterType").ends_with("rate: {parameterType: }"));
}

#[test]
fn json_is_completed_in_json() {
    let text = r#"{
  "name": "A",
  "implementation": {
    "container": {
      "image": "a",
      $0
    }
  }
}"#;
    assert_eq!(accept(text, "args"), "      \"args\": [$0]");
    let quoted = text.replace("$0", "\"ar$0\"");
    assert_eq!(accept(&quoted, "args"), "      \"args\"");
}

#[test]
fn keys_in_use_can_be_replaced() {
    let text = PIPELINE.replace("        image: example.com/train:1\n", "        ima$0: example.com/train:1\n");
    assert_eq!(accept(&text, "image"), "        image: example.com/train:1");
}

// Values.

#[test]
fn the_words_of_a_closed_list_are_offered() {
    let text = PIPELINE.replace("label: {parameterType: STRING", "label: {parameterType: $0");
    assert_snapshot!(list(&text));
    assert!(accept(&text, "BOOLEAN").contains("{parameterType: BOOLEAN, "));
    let half = PIPELINE.replace("label: {parameterType: STRING", "label: {parameterType: STR$0");
    assert!(accept(&half, "STRUCT").contains("{parameterType: STRUCT, "));
}

#[test]
fn true_and_false_are_offered() {
    let text = PIPELINE.replace("isOptional: true", "isOptional: $0");
    assert_eq!(labels(&text), ["true", "false"]);
}

// Nothing.

#[test]
fn comments_and_block_scalars_are_left_alone() {
    let comment = PIPELINE.replace("root:\n", "# ro$0\nroot:\n");
    assert_eq!(labels(&comment), [] as [&str; 0]);
    let script = PIPELINE.replace(
        "        command: [python, -m, train]\n",
        "        command:\n        - |\n          imp$0\n          x\n",
    );
    assert_eq!(labels(&script), [] as [&str; 0]);
    let blank = PIPELINE.replace(
        "        command: [python, -m, train]\n",
        "        command:\n        - |\n          x\n          $0\n          y\n",
    );
    assert_eq!(labels(&blank), [] as [&str; 0]);
}

#[test]
fn a_broken_line_elsewhere_does_not_matter() {
    let text = PIPELINE.replace("      load:\n", "      load\n").replace("{name: comp-train}", "{name: $0}");
    assert_eq!(labels(&text), ["comp-train", "comp-load"]);
}

#[test]
fn after_is_a_place_between_names() {
    assert_eq!(labels(&after("dependentTasks", "[load")), ["load", "train"]);
}

#[test]
fn an_input_is_named_in_a_condition() {
    let with = |condition: &str| {
        let task = "dependentTasks: [load]\n";
        assert!(PIPELINE.contains(task));
        PIPELINE.replace(task, &format!("{task}        triggerPolicy: {{condition: \"{condition}\"}}\n"))
    };
    let begun = with("inputs.parameter_values['$0");
    assert_eq!(accept(&begun, "rate"), "        triggerPolicy: {condition: \"inputs.parameter_values['rate']\"}");
    let half = with("inputs.parameter_values['ra$0'] > 0.5");
    assert_eq!(accept(&half, "rate"), "        triggerPolicy: {condition: \"inputs.parameter_values['rate'] > 0.5\"}");
    // What fits comes first.
    assert_eq!(labels(&with("inputs.artifacts['$0'].artifacts[0].uri == ''"))[0], "table");
}

#[test]
fn images_that_are_run_already_are_proposed() {
    let text = TRAIN.replace("image: example.com/train:1", "image: $0");
    // `python` stands in the schema; the component of another file brings `a`.
    assert!(labels(&text).contains(&"a".to_owned()), "{:?}", labels(&text));
    let text = PIPELINE.replace("image: example.com/train:1", "image: $0");
    assert_eq!(accept(&text, "example.com/load:1"), "        image: example.com/load:1");
    let half = PIPELINE.replace("{image: example.com/load:1}", "{image: 'exam$0'}");
    assert_eq!(accept(&half, "example.com/train:1"), "      container: {image: 'example.com/train:1'}");
    // What is being written is none of them.
    assert!(!labels(&half).contains(&"exam".to_owned()));
    assert!(
        !labels(&PIPELINE.replace("command: [python,", "command: [$0,")).contains(&"example.com/load:1".to_owned())
    );
}
