//! `swallowed-line`

use ir_model::{Diagnostic, Severity};

use crate::rule::{Context, Example, Family, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "swallowed-line",
    family: Family::Syntax,
    severity: Severity::Warning,
    summary: "a line that looks like a list item and is read as more of the text above it",
    explanation: "\
A line that starts with `- ` is indented deeper than the unquoted text above it. YAML joins the two: `- sh` and, below it
and deeper, `- -c` are the one item `sh - -c`. The file stays valid, so no loader says a word; the container then starts
with one argument that it does not know.

Indent the line like the items beside it. Where the dash belongs to a text of several lines, quote the text or start it
with `|` or `>`.",
    fixable: false,
    examples: &[
        Example {
            title: "the second argument became a part of the first",
            text: "\
name: Train
implementation:
  container:
    image: python:3.12
    command:
    - sh
      - -c
#     ^^^^ swallowed-line: this list item is read as more of the text above it
    - echo
",
        },
        Example {
            title: "one space too many",
            text: "\
name: Train
implementation:
  container:
    image: python:3.12
    command: [python]
    args:
    - --name train
     - --verbose
#    ^^^^^^^^^^^ swallowed-line
",
        },
        Example {
            title: "items in one column, and a text in a block",
            text: "\
name: Train
description: |
  Trains
    - a model
implementation:
  container:
    image: python:3.12
    command:
    - sh
    - -c
    - 'echo
      - x'
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let tree = &context.source.tree;
    for line in tree.swallowed_lines() {
        let text = tree.node(line.text);
        // Where the text around it is broken, that was told.
        if text.has_loss() {
            continue;
        }
        let first = text.span().slice(tree.text()).lines().next().map_or(0, |l| l.trim_end().len()) as u32;
        let start = text.span().start;
        let above = ir_syntax::Span::new(start, start + first);
        let finding =
            Diagnostic::new(RULE.id, RULE.severity, line.span, "this list item is read as more of the text above it")
                .label("indent it like the items beside it, or quote the text")
                .related(above, "the text starts here");
        context.report(finding);
    }
}
