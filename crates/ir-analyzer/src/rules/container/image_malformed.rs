//! `image-malformed`

use ir_model::{Diagnostic, Severity};

use crate::facts::image;
use crate::facts::step::{containers, part};
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "image-malformed",
    family: Family::Container,
    severity: Severity::Error,
    summary: "text that cannot be the name of an image",
    explanation: "\
An image's name has blanks, capital letters outside its tag, an address's scheme, a colon without a tag, or a digest that is none.

Loaders and the API server do not look. The pod then never starts: the node reports `InvalidImageName` or \"invalid reference
format: repository name must be lowercase\".

Write `registry/repository:tag` or `registry/repository@sha256:…`.",
    fixable: false,
    examples: &[
        Example {
            title: "capital letters in the repository",
            text: "\
name: Train
implementation:
  container:
    image: gcr.io/MyTeam/trainer:1.2
#                 ^^^^^^ image-malformed: `gcr.io/MyTeam/trainer:1.2` cannot be an image
    command: [train]
",
        },
        Example {
            title: "capital letters in the tag are right",
            text: "\
name: Train
implementation:
  container:
    image: gcr.io/my-team/trainer:V1.2
    command: [train]
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    for (pod, step) in containers(context.package) {
        let Some(node) = step.image.known() else { continue };
        let node = context.source.tree.node(*node);
        // A component that a program fills in before it is used may leave the image open; an executor may not.
        if pod.is_some_and(|p| p.def.is_some()) && node.text().is_empty() && !node.is_missing() && !node.is_alias() {
            let finding = Diagnostic::new(RULE.id, RULE.severity, node.span(), "the name of the image is empty")
                .label("there is nothing to start")
                .note("the pod does not start: `InvalidImageName`");
            context.report(finding);
        }
        if let Some(Err(wrong)) = image::read(node.text()) {
            let title = format!("{} cannot be an image", quote(node.text()));
            let finding = Diagnostic::new(RULE.id, RULE.severity, part(node, wrong.range), title)
                .label(wrong.why)
                .note("the pod does not start: `InvalidImageName`");
            context.report(finding);
        }
    }
}
