//! `invalid-suppression`

use ir_model::{Diagnostic, Fix, Safety, Severity};

use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "invalid-suppression",
    family: Family::Style,
    severity: Severity::Warning,
    summary: "a comment that leaves nothing out, for it is misspelt",
    explanation: "\
A comment begins with `ir-lint:` and cannot be read: its rule does not exist, it names none, its bracket is not closed, or what it
begins never ends.

Such a comment does nothing, and the finding that it was written for is shown all the same.

These can be read:

```yaml
key: value  # ir-lint: ignore[rule] findings on this line
# ir-lint: ignore[rule, another-rule] findings in the entry or item below
# ir-lint: ignore-begin[rule] findings from here
# ir-lint: ignore-end[rule] to here
# ir-lint: ignore-file[rule] findings of the whole file
```

Rules are named one by one; there is no comment that leaves everything out.",
    fixable: true,
    examples: &[
        Example {
            title: "a rule that does not exist",
            text: "\
name: Train
# ir-lint: ignore[untyped-inputs] the loader knows
#                 ^^^^^^^^^^^^^^ invalid-suppression: no rule `untyped-inputs`
inputs:
- {name: epochs}
implementation:
  container: {image: 'python:3.12', command: [train, {inputValue: epochs}]}
",
        },
        Example {
            title: "no rule at all",
            text: "\
name: Train
implementation:
  container: {image: 'python:3.12', command: [train]}  # ir-lint: ignore
#                                                                 ^^^^^^ invalid-suppression: a suppression that names no rule
",
        },
        Example {
            title: "a rule and a reason",
            text: "\
name: Train
implementation:
  container:
    image: python  # ir-lint: ignore[image-without-tag] the newest is what we want to test
    command: [train]
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    for slip in context.suppressions.slips() {
        let mut finding =
            Diagnostic::new(RULE.id, RULE.severity, slip.at, slip.title.clone()).label(slip.label.clone());
        if let Some(meant) = slip.meant {
            let title = format!("write {}", quote(meant));
            finding = finding.fix(Fix::replace(slip.at, meant, title, Safety::Suggested));
        }
        context.report(finding);
    }
}
