use insta::assert_snapshot;
use ir_analyzer::Source;
use ir_analyzer::ide;

/// The lines of `text`, each fold as its number at the line where it begins and the one where it ends.
fn folded(text: &str) -> String {
    let source = Source::new("/w/main.yaml", text);
    let line = |offset: u32| text[..offset as usize].matches('\n').count();
    let folds = ide::folds(&source);
    let marks = |at: usize| {
        let here = folds.iter().enumerate().filter(|(_, f)| line(f.span.start) == at || line(f.span.end) == at);
        let mark = |(n, f): (usize, &ide::Fold)| {
            if line(f.span.start) == at { format!("{n}+{:?}", f.kind) } else { format!("{n}-") }
        };
        here.map(mark).collect::<Vec<_>>().join(" ")
    };
    let rows = text.lines().enumerate().map(|(at, row)| format!("{row:<40}| {}", marks(at)));
    rows.map(|r| r.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

#[test]
fn what_goes_over_several_lines_can_be_folded() {
    assert_snapshot!(folded(
        "\
# Written by hand,
# in two lines.
name: Train
inputs:
- {name: Table}
- name: Rate
  type: Float

# region what it does
implementation:
  container:
    image: python:3.12
    # one line
    command: [
      train,
      --fast
    ]
    args:
    - |
      a

      b

# endregion
"
    ));
}

#[test]
fn documents_can_be_folded_where_there_are_several() {
    assert_snapshot!(folded(
        "\
pipelineInfo: {name: a}
root:
  dag: {}
schemaVersion: 2.1.0
---
platforms:
  kubernetes: {}
"
    ));
}
