//! `python-function-missing`

use ir_model::{Diagnostic, Severity};

use crate::facts::has_hole;
use crate::facts::step::whole;
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "python-function-missing",
    family: Family::Container,
    severity: Severity::Error,
    summary: "a Python function that its source does not have",
    explanation: "\
The SDK puts the source of a Python function into the command and names the function behind `--function_to_execute`. The source has no such
name.

The file loads and compiles. The pod then fails: \"AttributeError: module 'ephemeral_component' has no attribute …\". It happens where a
compiled file was edited by hand.

Give the function the name that the argument says, or the other way round.",
    fixable: false,
    examples: &[
        Example {
            title: "the function was renamed in one place",
            text: "\
name: Add
implementation:
  container:
    image: python:3.12
    command:
    - sh
    - -ec
    - python3 -m kfp.dsl.executor_main --component_module_path \"$0\" \"$@\"
    - |
      def add_numbers(a: int, b: int) -> int:
          return a + b
    args: [--executor_input, {executorInput: null}, --function_to_execute, add]
#                                                                          ^^^ python-function-missing: the source has no function `add`
",
        },
        Example {
            title: "the same name",
            text: "\
name: Add
implementation:
  container:
    image: python:3.12
    command:
    - sh
    - -ec
    - python3 -m kfp.dsl.executor_main --component_module_path \"$0\" \"$@\"
    - |
      def add(a: int, b: int) -> int:
          return a + b
    args: [--executor_input, {executorInput: null}, --function_to_execute, add]
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    for command in &*context.commands() {
        let texts = &command.texts;
        let Some(flag) = texts.iter().position(|t| t.text() == "--function_to_execute") else { continue };
        let Some(name) = texts.get(flag + 1).filter(|n| !n.text().is_empty() && !has_hole(n.text())) else { continue };
        let is_source =
            |text: &str| text.lines().any(|line| line.starts_with("def ") || line.starts_with("async def "));
        let sources: Vec<&str> = texts.iter().map(|t| t.text()).filter(|t| is_source(t)).collect();
        // A source that lies in the image is not to be seen; an import of everything hides where names come from.
        if sources.is_empty() || sources.iter().any(|s| s.contains("import *") || has_word(s, name.text())) {
            continue;
        }
        let functions = sources.iter().flat_map(|s| s.lines()).filter_map(|line| {
            line.trim_start_matches("async ").strip_prefix("def ")?.split('(').next().map(str::trim)
        });
        let functions: Vec<&str> = functions.collect();
        let title = format!("the source has no function {}", quote(name.text()));
        let finding = Diagnostic::new(RULE.id, RULE.severity, whole(*name), title)
            .label(crate::words::instead(name.text(), &functions, ""))
            .note("the pod fails: \"AttributeError: module 'ephemeral_component' has no attribute\"");
        context.report(finding);
    }
}

/// Whether a word stands anywhere in a text.
fn has_word(text: &str, word: &str) -> bool {
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|t| t.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|t| t.chars().next());
        !is_part(before) && !is_part(after)
    })
}
