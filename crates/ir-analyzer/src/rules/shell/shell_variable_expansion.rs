//! `shell-variable-expansion`

use ir_model::{Diagnostic, Safety, Severity};
use memchr::memmem;
use rustc_hash::FxHashSet;

use crate::facts::memo::Command;
use crate::facts::mend;
use crate::facts::shell::script;
use crate::facts::step::part;
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "shell-variable-expansion",
    family: Family::Container,
    severity: Severity::Warning,
    summary: "`$(NAME)` where no such variable is set",
    explanation: "\
A command or argument holds `$(NAME)`, and the container has no environment variable of that name.

Kubernetes puts in variables that are written so, and leaves the rest as it is: the program gets the text `$(NAME)`. In a shell script it is
worse: there `$(NAME)` runs a program called `NAME`. Names that occur anywhere else in the file, and those that start with `KFP_`, are left
alone.

Set the variable in `env`. In a shell script write `${NAME}`; for a program's output, its name in small letters as ever. `$$(NAME)` stands
for the text itself.",
    fixable: true,
    examples: &[
        Example {
            title: "a variable that nobody sets",
            text: "\
name: Train
implementation:
  container:
    image: python:3.12
    command: [train, --bucket, $(BUCKET)]
#                              ^^^^^^^^^ shell-variable-expansion: the container has no variable
",
        },
        Example {
            title: "a variable, and a program that the shell runs",
            text: "\
name: Train
implementation:
  container:
    image: python:3.12
    command: [sh, -ec, 'train --bucket $(BUCKET) --day $(date)']
    env: {BUCKET: data}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let tree = &context.source.tree;
    // Most files have none.
    if memmem::find(context.source.text().as_bytes(), b"$(").is_none() {
        return;
    }
    let mut findings = Vec::new();
    let mut known = Known::default();
    for Command { step, texts } in &*context.commands() {
        let set: FxHashSet<&str> = step.env.iter().map(|(name, _)| tree.node(*name).text()).collect();
        let script = script(tree, step).map(|s| s.node.id());
        for node in texts {
            let text = node.text();
            // Other scripts have their own meaning for it.
            if script != Some(node.id()) && text.contains('\n') {
                continue;
            }
            for at in memchr::memchr_iter(b'$', text.as_bytes()) {
                let Some(rest) = text.get(at + 1..).and_then(|rest| rest.strip_prefix('(')) else { continue };
                let Some(name) = rest.split_once(')').map(|(name, _)| name).filter(|name| is_variable(name)) else {
                    continue;
                };
                let escaped = text.get(..at).is_some_and(|before| before.ends_with('$'));
                if escaped
                    || set.contains(name)
                    || name.starts_with("KFP_")
                    || known.elsewhere(context.source.text(), name)
                {
                    continue;
                }
                let title = format!("the container has no variable {}", quote(name));
                let in_script = script == Some(node.id());
                let (label, note) = if in_script {
                    (format!("did you mean `${{{name}}}`?"), "in a shell this runs a program of that name")
                } else {
                    ("not set in its `env`".to_owned(), "the program gets the text as it stands here")
                };
                let range = at..at + name.len() + 3;
                let finding = Diagnostic::new(RULE.id, RULE.severity, part(*node, range.clone()), title);
                let finding = finding.label(label).note(note);
                // What is meant to reach the program has its dollar doubled.
                let meant = if in_script { format!("${{{name}}}") } else { format!("$$({name})") };
                let words = format!("replace {} by {}", quote(&format!("$({name})")), quote(&meant));
                findings.push(mend::with(finding, mend::spliced(*node, range, &meant), words, Safety::Suggested));
            }
        }
    }
    findings.into_iter().for_each(|f| context.report(f));
}

/// Names in capitals, as variables have them and programs do not.
fn is_variable(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.len() > 1
        && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
}

/// Which names the file has outside of `$(…)`: settings of a platform set variables, too.
#[derive(Default)]
struct Known(rustc_hash::FxHashMap<Box<str>, bool>);

impl Known {
    fn elsewhere(&mut self, text: &str, name: &str) -> bool {
        if let Some(known) = self.0.get(name) {
            return *known;
        }
        // So many different names are nobody's pipeline, and each costs a walk through the text.
        if self.0.len() >= 100 {
            return true;
        }
        let word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
        let found = text.match_indices(name).any(|(at, _)| {
            let (before, after) = (text.get(..at).unwrap_or(""), text.get(at + name.len()..).unwrap_or(""));
            !before.ends_with("$(") && !word(before.chars().next_back()) && !word(after.chars().next())
        });
        self.0.insert(name.into(), found);
        found
    }
}
