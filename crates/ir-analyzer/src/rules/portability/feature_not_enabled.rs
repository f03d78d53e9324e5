//! `feature-not-enabled`

use crate::rule::{Context, Example, Family, Rule};
use ir_model::{Diagnostic, FlagValues, Severity};

pub(crate) static RULE: Rule = Rule {
    id: "feature-not-enabled",
    family: Family::Portability,
    severity: Severity::Warning,
    summary: "something that an engine only has where someone switched it on",
    explanation: "\
A file uses what the engine only takes with a switch: in Tekton `enable-api-fields: alpha` for pipelines in pipelines, `enable-cel-in-whenexpression` for conditions in
CEL, and others of the config map `feature-flags`.

Where it is off, Tekton's webhook refuses the object: \"requires feature gate to be alpha\". The tool takes the engine's own defaults, and warns. A team that says
in `.ir-lint.yaml` what its cluster has gets errors for the rest:

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
    for need in &package.needs {
        let Some(flag) = dialect.traits.features.iter().find(|f| f.key == need.flag) else { continue };
        let said = settings.feature(dialect.id, flag.key);
        let value = said.unwrap_or(flag.default);
        if flag.has(value, &need.value) {
            continue;
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
        context.report(Diagnostic::new(RULE.id, severity, need.at, title).label(label).note(note));
    }
}
