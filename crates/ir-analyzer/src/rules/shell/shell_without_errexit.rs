//! `shell-without-errexit`

use ir_model::{Diagnostic, Safety, Severity};
use ir_syntax::edit;

use crate::facts::mend;
use crate::facts::shell::{careless_line, script};
use crate::facts::step::{part, steps, whole};
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "shell-without-errexit",
    family: Family::Container,
    severity: Severity::Info,
    summary: "a script of several lines that goes on after a failure",
    explanation: "\
A shell runs a script of several commands without `-e`.

When a command fails the script goes on, and the task succeeds if the last command does. Off unless it is switched on.

Write `sh -ec`, or `set -e` as the first line.",
    fixable: true,
    examples: &[
        Example {
            title: "a failure that nobody sees",
            text: "\
name: Fetch
implementation:
  container:
    image: alpine:3.20
    command:
    - sh
    - -c
#     ^^ shell-without-errexit: the script goes on after a command that fails
    - |
      wget https://example.org/table.csv
      wc -l table.csv
",
        },
        Example {
            title: "it stops",
            text: "\
name: Fetch
implementation:
  container:
    image: alpine:3.20
    command:
    - sh
    - -ec
    - |
      wget https://example.org/table.csv
      wc -l table.csv
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let tree = &context.source.tree;
    for (_, step) in steps(context.package) {
        let Some(node) = step.script.map(|id| tree.node(id)).filter(|n| n.is_scalar()) else { continue };
        if let Some(line) = careless_line(node.text()) {
            let title = "the script goes on after a command that fails";
            let finding = Diagnostic::new(RULE.id, RULE.severity, part(node, line), title);
            context.report(finding.label("`set -e` behind this line stops it"));
        }
    }
    for (_, step) in steps(context.package) {
        let Some(script) = script(tree, step).filter(|s| !s.errexit) else { continue };
        let lines = script.node.text().lines().map(str::trim);
        let commands = lines.filter(|l| !l.is_empty() && !l.starts_with('#')).count();
        if commands < 2 {
            continue;
        }
        let finding = Diagnostic::new(
            RULE.id,
            RULE.severity,
            whole(script.option),
            "the script goes on after a command that fails",
        )
        .label(format!("did you mean {}?", quote("-ec")));
        let meant = script.option.text().replacen('-', "-e", 1);
        let words = format!("replace {} by {}", quote(script.option.text()), quote(&meant));
        let edits = edit::replace_scalar(script.option, &meant);
        context.report(mend::with(finding, edits, words, Safety::Suggested));
    }
}
