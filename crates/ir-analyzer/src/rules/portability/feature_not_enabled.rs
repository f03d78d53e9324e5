//! `feature-not-enabled`

use crate::rule::{Context, Example, Family, Rule};
use ir_model::{Diagnostic, FlagValues, Need, Severity};

pub(crate) static RULE: Rule = Rule {
    id: "feature-not-enabled",
    family: Family::Portability,
    severity: Severity::Warning,
    summary: "something that an engine only has where someone switched it on",
    explanation: "\
A file uses what the engine only takes with a switch: in Tekton `enable-api-fields: alpha` for pipelines in pipelines, `enable-cel-in-whenexpression` for conditions in
CEL, and others of the config map `feature-flags`.

Where it is off, Tekton's webhook refuses the object: \"requires feature gate to be alpha\". The tool takes the engine's own defaults, and warns. A team that says
in `.ir-lint.yaml` what its cluster has gets an error for each of the rest; where nothing is said, the first place of a kind stands for all in its file:

```yaml
features:
  tekton: {enable-api-fields: alpha, enable-cel-in-whenexpression: true}
```

Switch the feature on, or do without.",
    fixable: false,
    examples: &[
        Example {
            title: "a condition in CEL",
            text: "\
apiVersion: tekton.dev/v1
kind: Pipeline
metadata: {name: training}
spec:
  tasks:
  - name: train
    taskRef: {name: fit}
    when:
    - cel: \"'a' == 'b'\"
#     ^^^ feature-not-enabled: a condition in CEL needs `enable-cel-in-whenexpression: true`
",
        },
        Example {
            title: "a second condition needs the same switch",
            text: "\
apiVersion: tekton.dev/v1
kind: Pipeline
metadata: {name: training}
spec:
  tasks:
  - name: train
    taskRef: {name: fit}
    when:
    - cel: \"'a' == 'b'\"
#     ^^^ feature-not-enabled: a condition in CEL needs `enable-cel-in-whenexpression: true`
  - name: test
    taskRef: {name: try}
    when:
    - cel: \"'a' == 'c'\"
",
        },
        Example {
            title: "a condition without",
            text: "\
apiVersion: tekton.dev/v1
kind: Pipeline
metadata: {name: training}
spec:
  params: [{name: kind}]
  tasks:
  - name: train
    taskRef: {name: fit}
    when:
    - {input: $(params.kind), operator: in, values: [full]}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let (package, settings) = (context.package, context.settings);
    let dialect = package.dialect;
    // One switch mends them all: where nobody said what the cluster has, the first place of a kind is enough to know it.
    let mut kinds: Vec<(&Need, usize)> = Vec::new();
    let mut findings: Vec<(Diagnostic, usize)> = Vec::new();
    for need in &package.needs {
        let Some(flag) = dialect.traits.features.iter().find(|f| f.key == need.flag) else { continue };
        let said = settings.feature(dialect.id, flag.key);
        let value = said.unwrap_or(flag.default);
        if flag.has(value, &need.value) {
            continue;
        }
        if said.is_none() {
            let alike = |first: &Need| (first.flag, first.thing, &first.value) == (need.flag, need.thing, &need.value);
            let first = kinds.iter().find(|(first, _)| alike(first)).map(|(_, at)| *at);
            if let Some((_, more)) = first.and_then(|at| findings.get_mut(at)) {
                *more += 1;
                continue;
            }
            kinds.push((need, findings.len()));
        }
        let title = match flag.values {
            FlagValues::Steps(_) => format!("{} needs `{}: {}`", need.thing, need.flag, need.value),
            FlagValues::Off(_) => format!("{} is switched off by `{}: {value}`", need.thing, need.flag),
        };
        let severity = if said.is_some() { Severity::Error } else { RULE.severity };
        let label = match said {
            Some(value) => format!("the configuration says `{value}`"),
            None => format!("`{value}` where nothing is said"),
        };
        let note = "the engine refuses the object where this is not switched on";
        findings.push((Diagnostic::new(RULE.id, severity, need.at, title).label(label).note(note), 0));
    }
    for (finding, more) in findings {
        context.report(match more {
            0 => finding,
            1 => finding.note("one more place of the file is like it"),
            n => finding.note(format!("{n} more places of the file are like it")),
        });
    }
}
