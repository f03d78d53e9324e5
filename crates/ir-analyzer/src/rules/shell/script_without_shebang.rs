//! `script-without-shebang`

use crate::rule::{Context, Example, Family, Rule};
use ir_model::{Diagnostic, Severity};

pub(crate) static RULE: Rule = Rule {
    id: "script-without-shebang",
    family: Family::Style,
    severity: Severity::Info,
    summary: "a script that does not say what runs it",
    explanation: "\
The script of a step does not begin with `#!`. What runs it then is the engine's choice.

Tekton writes `#!/bin/sh` and `set -e` before such a script; of a script in Python or Bash that breaks at the first line. Off unless it is switched on.

Begin the script with the interpreter: `#!/usr/bin/env bash`.",
    fixable: false,
    examples: &[
        Example {
            title: "a script of the shell",
            text: "\
apiVersion: tekton.dev/v1
kind: Task
metadata: {name: train}
spec:
  steps:
  - name: train
    image: python:3.12
    script: python train.py
#   ^^^^^^ script-without-shebang: the script does not say what runs it
",
        },
        Example {
            title: "a script that says",
            text: "\
apiVersion: tekton.dev/v1
kind: Task
metadata: {name: train}
spec:
  steps:
  - name: train
    image: python:3.12
    script: |
      #!/bin/sh
      python train.py
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let (package, tree) = (context.package, &context.source.tree);
    for step in package.pods.values().flat_map(|p| &p.steps) {
        let Some(script) = step.script.map(|id| tree.node(id)) else { continue };
        if script.text().trim_start().starts_with("#!") || script.text().starts_with("$(") {
            continue;
        }
        let entries = tree.node(step.node).own_entries();
        let key = entries.into_iter().find(|e| e.value.id() == script.id()).map(|e| e.key.span());
        let title = "the script does not say what runs it";
        let finding = Diagnostic::new(RULE.id, RULE.severity, key.unwrap_or(script.span()), title);
        context.report(finding.label("begin it with `#!`"));
    }
}
