//! `syntax-error`

use ir_model::{Diagnostic, Severity};
use ir_syntax::strict_json_errors;

use crate::rule::{Context, Example, Family, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "syntax-error",
    family: Family::Syntax,
    severity: Severity::Error,
    summary: "text that is not YAML, or not JSON in a `.json` file",
    explanation: "\
The text breaks a rule of YAML (or of JSON, where the file's name says so): a bracket or quote that is never closed, a tab
in the indentation, a list item that is indented less than its list.

No loader reads the file. The API server answers \"unknown template format\" without a position.

What could be read around the broken place is still checked; names that may stand in it are not reported as missing.",
    fixable: false,
    examples: &[
        Example {
            title: "a tab as indentation",
            text: "\
name: Train
implementation:
  container:
    image: python:3.12
\tcommand: [train]
#^ syntax-error: a tab indents this line
",
        },
        Example {
            title: "spaces",
            text: "\
name: Train
implementation:
  container:
    image: python:3.12
    command: [train]
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let tree = &context.source.tree;
    let json = context.source.path.extension().is_some_and(|e| e.eq_ignore_ascii_case("json"));
    // What is not even YAML is not told again as bad JSON.
    let strict = if json && tree.errors().is_empty() { strict_json_errors(tree) } else { Vec::new() };
    for error in tree.errors().iter().chain(&strict) {
        let mut finding = Diagnostic::new(RULE.id, RULE.severity, error.span, &*error.message);
        if let Some((span, words)) = &error.related {
            finding = finding.related(*span, &**words);
        }
        if let Some(help) = &error.help {
            finding = finding.label(&**help);
        }
        context.report(finding);
    }
}
