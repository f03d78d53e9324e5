//! `invalid-placement`

use ir_model::{Diagnostic, Engine, NameId, Package, Selector, Severity, Toleration, Val};
use ir_syntax::Span;

use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "invalid-placement",
    family: Family::Reliability,
    severity: Severity::Error,
    summary: "a condition on nodes that Kubernetes refuses",
    explanation: "\
A condition on nodes or a toleration has parts that do not go together. `In` and `NotIn` need values, `Exists` and `DoesNotExist`
take none, `Gt` and `Lt` take one whole number. A toleration with `Exists` has no value, one with seconds must be of effect
`NoExecute`, one without a key must say `Exists`. Kubernetes refuses the pod otherwise.

Complete the condition.",
    fixable: false,
    examples: &[
        Example {
            title: "no values to choose from",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train]}}
components:
  comp-train: {executorLabel: exec-train}
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
---
platforms:
  kubernetes:
    deploymentSpec:
      executors:
        exec-train:
          nodeAffinity:
          - matchExpressions: [{key: disk, operator: In}]
#                                                    ^^ invalid-placement: `In` needs values
",
        },
        Example {
            title: "a value beside `Exists`",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train]}}
components:
  comp-train: {executorLabel: exec-train}
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
---
platforms:
  kubernetes:
    deploymentSpec:
      executors:
        exec-train:
          tolerations: [{key: gpu, operator: Exists, value: 'yes'}]
#                                                            ^^^ invalid-placement: a toleration with `Exists` has no value
",
        },
        Example {
            title: "sound conditions",
            text: "\
pipelineInfo: {name: training}
schemaVersion: 2.1.0
deploymentSpec:
  executors:
    exec-train: {container: {image: 'python:3.12', command: [train]}}
components:
  comp-train: {executorLabel: exec-train}
root:
  dag:
    tasks:
      train:
        componentRef: {name: comp-train}
        taskInfo: {name: train}
---
platforms:
  kubernetes:
    deploymentSpec:
      executors:
        exec-train:
          nodeAffinity:
          - matchExpressions: [{key: disk, operator: In, values: [ssd]}]
          tolerations: [{key: gpu, operator: Exists, effect: NoSchedule}]
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    for settings in package.platforms.iter().flat_map(|p| &p.settings) {
        let selectors = settings.selectors.iter().filter_map(|s| selector(package, s));
        let tolerations = settings.tolerations.iter().filter_map(|t| toleration(package, t));
        for (span, title, label) in selectors.chain(tolerations) {
            let finding = Diagnostic::new(RULE.id, RULE.severity, span, title)
                .label(label)
                .note("the upload accepts the file; Kubernetes refuses the pod")
                .only(&[Engine::KfpArgo]);
            context.report(finding);
        }
    }
}

type Wrong = (Span, String, &'static str);

fn selector(package: &Package, selector: &Selector) -> Option<Wrong> {
    let Val::Known(operator, at) = selector.operator else { return None };
    let operator = package.names.text(operator);
    let (count, span) = match selector.values {
        Val::Absent => (0, at.span),
        Val::Known(count, values) => (count, if count == 0 { at.span } else { values.span }),
        Val::Unknown(..) => return None,
    };
    let name = quote(operator);
    match operator {
        "In" | "NotIn" if count == 0 => Some((span, format!("{name} needs values"), "there is none to compare with")),
        "Exists" | "DoesNotExist" if count > 0 => Some((span, format!("{name} takes no values"), "drop them")),
        "Gt" | "Lt" if count != 1 || !selector.numeric => {
            Some((span, format!("{name} takes one whole number"), "write it in quotes"))
        }
        _ => None,
    }
}

fn toleration(package: &Package, toleration: &Toleration) -> Option<Wrong> {
    let text = |value: Val<NameId>| match value {
        Val::Known(name, at) => Some((package.names.text(name), at.span)),
        Val::Absent => Some(("", toleration.at)),
        Val::Unknown(..) => None,
    };
    let (key, operator, value, effect) =
        (text(toleration.key)?, text(toleration.operator)?, text(toleration.value)?, text(toleration.effect)?);
    if operator.0 == "Exists" && !value.0.is_empty() {
        return Some((value.1, "a toleration with `Exists` has no value".into(), "drop the value, or write `Equal`"));
    }
    if key.0.is_empty() && operator.0 != "Exists" {
        let span = if key.1 == toleration.at { operator.1 } else { key.1 };
        return Some((span, "a toleration without a key must say `Exists`".into(), "add a key, or the operator"));
    }
    match toleration.seconds {
        Val::Known(_, at) if effect.0 != "NoExecute" => Some((
            at.span,
            "seconds mean something for effect `NoExecute` alone".into(),
            "drop them, or change the effect",
        )),
        _ => None,
    }
}
