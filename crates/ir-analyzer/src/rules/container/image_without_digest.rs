//! `image-without-digest`

use ir_model::{Diagnostic, Severity};

use crate::facts::image::{self, Image};
use crate::facts::step::{containers, part};
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "image-without-digest",
    family: Family::Container,
    severity: Severity::Info,
    summary: "an image that is not pinned by its digest",
    explanation: "\
An image is named by a tag. Whoever can push to the registry can put another image under the same tag.

For teams that must be able to repeat a run exactly, or that must know what ran. Off unless it is switched on.

Pin the image by its digest: `python:3.12@sha256:…`. `docker buildx imagetools inspect IMAGE` shows it.",
    fixable: false,
    examples: &[
        Example {
            title: "a tag alone",
            text: "\
name: Train
implementation:
  container:
    image: python:3.12
#          ^^^^^^^^^^^ image-without-digest: image `python:3.12` is not pinned by a digest
    command: [train]
",
        },
        Example {
            title: "pinned",
            text: "\
name: Train
implementation:
  container:
    image: python:3.12@sha256:3b7d2b9d3a3c8c9c40e5a1e0f2a4bdbd0d2a8c5e6f7a8b9c0d1e2f3a4b5c6d7e
    command: [train]
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    for (_, step) in containers(context.package) {
        let Some(node) = step.image.known() else { continue };
        let node = context.source.tree.node(*node);
        if let Some(Ok(Image { digest: None, .. })) = image::read(node.text()) {
            let title = format!("image {} is not pinned by a digest", quote(node.text()));
            context.report(Diagnostic::new(RULE.id, RULE.severity, part(node, 0..node.text().len()), title));
        }
    }
}
