//! `image-untrusted-registry`

use ir_model::{Diagnostic, Severity};

use crate::facts::image;
use crate::facts::step::{containers, part};
use crate::rule::{Context, Example, Family, Rule};
use crate::words::{list, quote};

pub(crate) static RULE: Rule = Rule {
    id: "image-untrusted-registry",
    family: Family::Security,
    severity: Severity::Warning,
    summary: "an image from a registry that the team has not named",
    explanation: "\
The configuration lists the registries from which images may be pulled, and an image comes from another.

Whoever holds a registry decides what runs in the cluster, with its secrets and its data. Many clusters refuse such pods, too, but only
when the pipeline runs.

```yaml
# .ir-lint.yaml
registries: [ghcr.io/our-team, docker.io/library]
```

An entry is a registry or the beginning of a name in it, in whole parts. Images without a registry come from `docker.io`, those of one
part from `docker.io/library`. Without the list nothing is checked. Names with placeholders are left alone.

Mirror the image to a registry of the list, or add its registry.",
    fixable: false,
    examples: &[
        Example {
            title: "an image of somebody, where only `registry.example.com` is named",
            text: "\
name: Train
implementation:
  container:
    image: somebody/trainer:1.4
#          ^^^^^^^^ image-untrusted-registry: no image may come from `docker.io/somebody`
    command: [train]
",
        },
        Example {
            title: "an image of the team",
            text: "\
name: Train
implementation:
  container:
    image: registry.example.com/team/trainer:1.4
    command: [train]
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let allowed = &context.settings.registries;
    if allowed.is_empty() {
        return;
    }
    let mut findings = Vec::new();
    for (_, step) in containers(context.package) {
        let Some(node) = step.image.known() else { continue };
        let node = context.source.tree.node(*node);
        let Some(Ok(image)) = image::read(node.text()) else { continue };
        let name = node.text().get(image.name.clone()).unwrap_or("");
        let full = full(name);
        let within =
            |entry: &str| full.strip_prefix(entry).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        if allowed.iter().any(|entry| within(entry)) {
            continue;
        }
        // What is wrong is where the image comes from, not what it is called there.
        let (place, end) = match name.rfind('/') {
            Some(slash) => (full.get(..full.rfind('/').unwrap_or(0)).unwrap_or(&full).to_owned(), slash),
            None => ("docker.io/library".to_owned(), name.len()),
        };
        let title = format!("no image may come from {}", quote(&place));
        let span = part(node, image.name.start..image.name.start + end);
        let finding = Diagnostic::new(RULE.id, RULE.severity, span, title);
        findings.push(finding.label(format!("allowed: {}", list(allowed.iter().map(|a| &**a).take(5)))));
    }
    findings.into_iter().for_each(|f| context.report(f));
}

/// A name with its registry, as container engines complete it.
fn full(name: &str) -> String {
    match name.split_once('/') {
        None => format!("docker.io/library/{name}"),
        Some((host, _)) if host.contains(['.', ':']) || host == "localhost" => name.to_owned(),
        Some(_) => format!("docker.io/{name}"),
    }
}
