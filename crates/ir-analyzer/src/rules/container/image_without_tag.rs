//! `image-without-tag`

use ir_model::{Diagnostic, Severity};

use crate::facts::image::{self, Image};
use crate::facts::step::{containers, part};
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "image-without-tag",
    family: Family::Container,
    severity: Severity::Warning,
    summary: "an image without a tag, or with the tag `latest`",
    explanation: "\
An image is named without a tag, which means `latest`, or with that tag itself.

What `latest` is changes without the pipeline: a run of today and one of tomorrow may do different things, a cached result does not
show it, and what failed cannot be run again as it was. Kubernetes also pulls such an image anew for each container.

Name a version (`python:3.12`), or pin the image by its digest (`python@sha256:…`).",
    fixable: false,
    examples: &[
        Example {
            title: "no tag, and a tag that says nothing",
            text: "\
name: Train
implementation:
  container:
    image: tensorflow/tensorflow
#          ^^^^^^^^^^^^^^^^^^^^^ image-without-tag: image `tensorflow/tensorflow` has no tag
    command: [train]
",
        },
        Example {
            title: "the tag that moves",
            text: "\
name: Train
implementation:
  container:
    image: tensorflow/tensorflow:latest
#                                ^^^^^^ image-without-tag: image `tensorflow/tensorflow` is used with the tag `latest`
    command: [train]
",
        },
        Example {
            title: "a version",
            text: "\
name: Train
implementation:
  container:
    image: tensorflow/tensorflow:2.16.1
    command: [train]
",
        },
        Example {
            title: "a patch of the pod says which image runs",
            text: "\
apiVersion: argoproj.io/v1alpha1
kind: WorkflowTemplate
metadata:
  name: train
spec:
  templates:
    - name: train
      inputs:
        parameters: [{name: patch}]
      podSpecPatch: '{{inputs.parameters.patch}}'
      container:
        image: tensorflow/tensorflow
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
        let text = node.text();
        let Some(Ok(Image { name, tag, digest: None })) = image::read(text) else { continue };
        let shown = quote(text.get(name.clone()).unwrap_or(text));
        let finding = match tag {
            None => Diagnostic::new(RULE.id, RULE.severity, part(node, name), format!("image {shown} has no tag"))
                .label("`latest` is meant, which changes with time"),
            Some(tag) if text.get(tag.clone()) == Some("latest") => {
                let title = format!("image {shown} is used with the tag `latest`");
                Diagnostic::new(RULE.id, RULE.severity, part(node, tag), title).label("changes with time")
            }
            Some(_) => continue,
        };
        context.report(finding);
    }
}
