//! `python-syntax`

use std::ops::Range;

use ir_model::{Diagnostic, Severity};
use ruff_python_parser::parse_module;

use crate::facts::python;
use crate::rule::{Context, Example, Family, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "python-syntax",
    family: Family::Container,
    severity: Severity::Error,
    summary: "Python inside a command that does not parse",
    explanation: "\
The program behind `python3 -c`, in a script that Python runs, or in a component that the SDK made of a function, is no valid Python 3.

The file loads and compiles. The pod then fails: \"SyntaxError: invalid syntax\" or \"IndentationError\". It happens where a compiled
file is edited by hand, and where YAML folds the lines of a program (`>` instead of `|`).

Programs with placeholders are not looked at, nor those that `python` runs, which may be version 2.",
    fixable: false,
    examples: &[
        Example {
            title: "a colon was lost",
            text: "\
name: Add
implementation:
  container:
    image: python:3.12
    command:
    - python3
    - -c
    - |
      import sys
      for path in sys.argv
#                 ^^^^^^^^ python-syntax: this Python does not parse
",
        },
        Example {
            title: "a source that a shell script saves",
            text: "\
name: Add
implementation:
  container:
    image: python:3.12
    command:
    - sh
    - -ec
    - |
      program_path=$(mktemp -d)
      printf \"%s\" \"$0\" > \"$program_path/ephemeral_component.py\"
      python3 -m kfp.dsl.executor_main --component_module_path \"$program_path/ephemeral_component.py\" \"$@\"
    - |
      def add(a: int, b: int) -> int:
          return a + + * b
#                      ^^^ python-syntax: this Python does not parse
",
        },
        Example {
            title: "a program, and one that a placeholder changes",
            text: "\
name: Add
inputs: [{name: a, type: Integer}]
implementation:
  container:
    image: python:3.12
    command: [python3, -u, -c, \"print(1 if True else 2)\"]
    args: [{inputValue: a}]
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let tree = &context.source.tree;
    for command in &*context.commands() {
        let Some(source) = python::source(tree, command) else { continue };
        let Err(error) = parse_module(source.text()) else { continue };
        let range = token(source.text(), error.location.start().to_usize()..error.location.end().to_usize());
        let message = error.error.to_string();
        let title = "this Python does not parse";
        let finding = Diagnostic::new(RULE.id, RULE.severity, source.text_map().span(range), title)
            .label(lower_first(&message))
            .note("the pod fails with a `SyntaxError`; the file itself loads and compiles");
        context.report(finding);
    }
}

/// What a person sees at a place: where there are blanks alone, the word before.
fn token(text: &str, range: Range<usize>) -> Range<usize> {
    if text.get(range.clone()).is_none_or(|t| !t.trim().is_empty()) {
        return range;
    }
    let before = text.get(..range.start).unwrap_or("").trim_end();
    let start = before.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    if start < before.len() { start..before.len() } else { range }
}

fn lower_first(message: &str) -> String {
    let mut letters = message.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
