use ir_analyzer::ide;

use crate::support::{GRAPH, PIPELINE, TRAIN, places, project, with_cursor};

const FILES: &[(&str, &str)] = &[("parts/train.yaml", TRAIN)];

fn definition(text: &str) -> String {
    let p = project(text, FILES);
    places(&p, FILES, &ide::definition(&p.source, &p.workspace, p.offset))
}

fn references(text: &str) -> String {
    let p = project(text, FILES);
    places(&p, FILES, &ide::references(&p.source, &p.workspace, p.offset, true))
}

#[test]
fn names_lead_to_their_definitions() {
    let to = |context, needle| definition(&with_cursor(PIPELINE, context, needle));
    assert_eq!(to("name: comp-train", "comp-t"), "3: [comp-train]:");
    assert_eq!(to("executorLabel", "exec-load"), "28: [exec-load]:");
    assert_eq!(to("producerTask", "lo"), "37: [load]:");
    assert_eq!(
        to("outputArtifactKey", "tab"),
        "20: [table]: {artifactType: {schemaTitle: system.Dataset, schemaVersion: 0.0.1}}"
    );
    assert_eq!(to("dependentTasks", "load"), "37: [load]:");
    assert_eq!(to("componentInputParameter", ": ra"), "33: [rate]: {parameterType: NUMBER_DOUBLE, defaultValue: 0.1}");
}

#[test]
fn names_inside_strings_lead_to_their_definitions() {
    let to = |context, needle| definition(&with_cursor(PIPELINE, context, needle));
    assert!(to("args:", "''epo").starts_with("7: [epochs]:"));
    assert!(to("args:", "['mod").starts_with("13: [model]:"));
}

#[test]
fn an_argument_leads_to_the_input_that_receives_it() {
    assert_eq!(definition(&with_cursor(PIPELINE, "inputs:\n", "  ra")), "8: [rate]: {parameterType: NUMBER_DOUBLE}");
    assert_eq!(
        definition(&with_cursor(GRAPH, "arguments:", "Tab")),
        "parts/train.yaml:4: - {name: [Table], type: CSV, description: What to learn from.}"
    );
}

#[test]
fn a_definition_leads_to_itself() {
    assert_eq!(definition(&with_cursor(PIPELINE, "components:", "comp-tr")), "3: [comp-train]:");
    // What nobody knows better stays where it is.
    assert_eq!(
        definition(&with_cursor(GRAPH, "other.yaml", " x")),
        "16: [x]: {taskOutput: {taskId: Fit it, outputName: Model}}"
    );
}

#[test]
fn a_component_reference_leads_to_its_file() {
    let there = "parts/train.yaml:1: name: [Train]";
    assert_eq!(definition(&with_cursor(GRAPH, "url:", "./parts")), there);
    let digest = GRAPH.replace("{url: ./parts", "{digest: '$00000', url: ./parts");
    assert_eq!(definition(&digest), there);
    let key = GRAPH.replace("{url: ./parts", "{u$0rl: ./parts");
    assert_eq!(definition(&key), "");
    assert_eq!(definition(&with_cursor(GRAPH, "url: https", "exam")), "");
}

#[test]
fn an_output_of_another_files_component_leads_there() {
    assert_eq!(
        definition(&with_cursor(GRAPH, "outputName:", "outputName: Mo")),
        "parts/train.yaml:7: - {name: [Model]}"
    );
}

#[test]
fn an_alias_leads_to_what_it_repeats() {
    let text = "\
implementation:
  container:
    image: &img example.com/a:1
    args: [*i$0mg]
name: A
inputs: []
";
    assert_eq!(definition(text), "3: image: &img [example.com/a:1]");
}

#[test]
fn references_are_all_uses_of_a_name() {
    assert_eq!(
        references(&with_cursor(PIPELINE, "components:", "comp-load")),
        "16: [comp-load]:\n38: componentRef: {name: [comp-load]}"
    );
    insta::assert_snapshot!(references(&with_cursor(PIPELINE, "exec-load\n    outputDefinitions", "tabl")));
}

#[test]
fn an_input_and_the_arguments_that_fill_it_are_one_name() {
    let from_definition = references(&with_cursor(PIPELINE, "comp-train", "rat"));
    insta::assert_snapshot!(from_definition);
    let from_argument = references(&with_cursor(PIPELINE, "inputs:\n", "rat"));
    assert_eq!(from_definition, from_argument);
}

#[test]
fn components_that_share_an_executor_share_the_names_in_its_strings() {
    let text = PIPELINE.replace(
        "    executorLabel: exec-load\n",
        "    executorLabel: exec-train\n    inputDefinitions: {parameters: {epochs: {parameterType: STRING}}}\n",
    );
    insta::assert_snapshot!(references(&with_cursor(&text, "args:", "''epo")));
}

#[test]
fn a_port_of_another_file_is_one_name_here() {
    insta::assert_snapshot!(references(&with_cursor(GRAPH, "outputValues", "outputName: Mo")));
}

#[test]
fn the_declaration_comes_only_when_it_is_asked_for() {
    let p = project(&with_cursor(PIPELINE, "components:", "comp-load"), &[]);
    assert_eq!(ide::references(&p.source, &p.workspace, p.offset, false).len(), 1);
}

#[test]
fn names_in_a_condition_lead_to_the_inputs() {
    let task = "dependentTasks: [load]\n";
    let condition = "        triggerPolicy: {condition: \"inputs.parameter_values['rate'] > 0.5\"}\n";
    let text = PIPELINE.replace(task, &format!("{task}{condition}"));
    // The condition sees what the task passes.
    let argument = definition(&with_cursor(&text, "condition", "['ra"));
    assert!(argument.ends_with("[rate]: {componentInputParameter: rate}"), "{argument}");
    assert!(references(&with_cursor(&text, "condition", "['ra")).contains("parameter_values['[rate]']"));
}
