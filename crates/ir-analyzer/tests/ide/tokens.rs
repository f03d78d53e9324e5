use insta::assert_snapshot;
use ir_analyzer::Source;
use ir_analyzer::ide::{self, Token};
use ir_syntax::Span;

use crate::support::{GRAPH, PIPELINE};

fn tokens(text: &str) -> String {
    let source = Source::new("/w/main.yaml", text);
    let shown = |t: &Token| {
        let all = [
            (t.modifiers.declaration, " declaration"),
            (t.modifiers.readonly, " readonly"),
            (t.modifiers.modification, " modification"),
            (t.modifiers.deprecated, " deprecated"),
        ];
        let modifiers: String = all.iter().filter(|(on, _)| *on).map(|(_, word)| *word).collect();
        format!("{}\t{:?}{modifiers}", t.span.slice(text).replace('\n', "⏎"), t.kind)
    };
    ide::tokens(&source, None).iter().map(shown).collect::<Vec<_>>().join("\n")
}

#[test]
fn names_have_the_colour_of_what_they_are() {
    assert_snapshot!(tokens(PIPELINE));
    assert_snapshot!(tokens(GRAPH));
}

#[test]
fn names_in_tags_and_the_words_of_expressions_are_seen() {
    assert_snapshot!(tokens(
        "\
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: a-}
spec:
  entrypoint: main
  arguments: {parameters: [{name: rate, value: '1'}]}
  templates:
  - name: main
    dag:
      tasks:
      - {name: load, template: work}
      - name: train
        template: work
        depends: load.Succeeded || !load
        when: '{{tasks.load.status}} == Succeeded && true'
        withItems: [1, 2]
        arguments: {parameters: [{name: x, value: '{{=asInt(workflow.parameters.rate) + 1}}{{item}}'}]}
  - name: work
    inputs: {parameters: [{name: x, default: '0'}]}
    script:
      image: python:3.12
      source: |
        print('{{inputs.parameters.x}}',
              \"ü\")
"
    ));
}

#[test]
fn a_condition_and_an_old_key_are_seen() {
    let text = PIPELINE
        .replace("dependentTasks: [load]", "triggerPolicy: {condition: \"inputs.parameter_values['rate'] > 0.5\"}")
        .replace("{componentInputParameter: rate}", "{runtimeValue: {constantValue: {doubleValue: 1}}}");
    assert_snapshot!(tokens(&text));
}

#[test]
fn a_range_gives_what_touches_it() {
    let source = Source::new("/w/main.yaml", PIPELINE);
    let all = ide::tokens(&source, None);
    let start = PIPELINE.find("root:").unwrap() as u32;
    let range = Span::new(start, PIPELINE.len() as u32);
    let some = ide::tokens(&source, Some(range));
    let expected: Vec<Token> = all.into_iter().filter(|t| t.span.end >= start).collect();
    assert_eq!(some, expected);
}

#[test]
fn a_file_of_another_kind_has_none() {
    assert_eq!(tokens("shopping: [milk]\n"), "");
}
