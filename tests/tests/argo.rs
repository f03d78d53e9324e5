//! Argo Workflows: each demand of its validator on a small file, and what it lets pass and the run then meets.

use std::path::PathBuf;

use ir_analyzer::{Settings, Source, Workspace, check_with};
use ir_model::Engine;
use ir_tests::corpus;
use ir_tests::errors;

/// The head of a workflow whose templates follow.
const WORKFLOW: &str = "\
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: w-}
spec:
";

/// A workflow of one container that runs nothing else.
const LEAF: &str = "\
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: w-}
spec:
  entrypoint: t
  templates:
  - name: t
    container: {image: 'alpine:3.20', command: [run]}
";

/// A template that the others use.
const WORK: &str = "  - name: work\n    container: {image: 'alpine:3.20', command: [run]}\n";

/// A template that needs a parameter, and one that needs an artifact.
const SAY: &str = "  - name: say\n    inputs: {parameters: [{name: m}]}\n    container: {image: 'alpine:3.20', command: [echo, \
                   '{{inputs.parameters.m}}']}\n";
const TAKE: &str = "  - name: take\n    inputs: {artifacts: [{name: a, path: /a}]}\n    container: {image: 'alpine:3.20', command: \
                    [cat, '{{inputs.artifacts.a.path}}']}\n";

/// A template of workflows in the same file.
const SHARED: &str = "\
---
apiVersion: argoproj.io/v1alpha1
kind: WorkflowTemplate
metadata: {name: shared}
spec:
  templates:
  - {name: there, suspend: {}}
";

/// What makes a workflow of an event: nothing of it is checked but its keys.
const BINDING: &str = "\
apiVersion: argoproj.io/v1alpha1
kind: WorkflowEventBinding
metadata: {name: e}
spec:
  event: {selector: payload.x == 'y'}
  submit: {workflowTemplateRef: {name: shared}}
";

/// More templates than the cluster takes.
fn many_templates() -> String {
    let more = (0..201).map(|n| format!("  - {{name: t-{n}, suspend: {{}}}}\n"));
    LEAF.to_owned() + &more.collect::<String>()
}

/// The findings of a file as `severity[rule] title`, with all that is off by default left off.
fn found(text: &str, targets: &[Engine]) -> Vec<String> {
    let source = Source::new(PathBuf::from("w.yaml"), text.to_owned());
    assert!(source.is_ours(), "not recognised:\n{text}");
    let mut settings = Settings::default();
    settings.targets = targets.to_vec();
    let findings = check_with(&source, &Workspace::new(), &settings);
    findings.iter().map(|f| format!("{}[{}] {}", f.severity.as_str(), f.rule, f.title)).collect()
}

/// A demand of `argo lint` or the API server: its number, the rule that sees to it, the file.
struct Demand {
    number: &'static str,
    rule: &'static str,
    file: String,
}

fn demand(number: &'static str, rule: &'static str, file: impl Into<String>) -> Demand {
    Demand { number, rule, file: file.into() }
}

/// [`LEAF`] with more lines in its template.
fn leaf(more: &str) -> String {
    format!("{LEAF}{more}")
}

/// A workflow whose entrypoint is this template `t`; `work` is there to be used.
fn template(body: &str) -> String {
    format!("{WORKFLOW}  entrypoint: t\n  templates:\n{WORK}  - name: t\n{body}")
}

fn steps(step: &str) -> String {
    template(&format!("    steps:\n    - - {step}\n"))
}

fn tasks(tasks: &[&str]) -> String {
    let lines: Vec<String> = tasks.iter().map(|t| format!("      - {t}\n")).collect();
    template(&format!("    dag:\n      tasks:\n{}", lines.concat()))
}

#[allow(clippy::too_many_lines, reason = "a table")]
fn demands() -> Vec<Demand> {
    let long = "a".repeat(64);
    let named = |name: &str| LEAF.replace("generateName: w-", &format!("name: {name}"));
    let arguments = |text: &str| LEAF.replace("spec:\n", &format!("spec:\n  arguments: {text}\n"));
    let cron = |text: &str| {
        format!(
            "apiVersion: argoproj.io/v1alpha1\nkind: CronWorkflow\nmetadata: {{name: c}}\nspec:\n  {text}\n  workflowSpec:\n    \
             entrypoint: t\n    templates:\n    - {{name: t, container: {{image: 'alpine:3.20', command: [run]}}}}\n"
        )
    };
    let at_spec = |text: &str| LEAF.replace("spec:\n", &format!("spec:\n  {text}\n"));
    vec![
        demand("A1", "invalid-name", named(&long)),
        demand("A2", "conflicting-keys", at_spec("workflowTemplateRef: {name: other}")),
        demand(
            "A3",
            "unknown-component",
            WORKFLOW.to_owned()
                + "  entrypoint: t\n  templates:\n  - name: t\n    steps:\n    - - name: s\n        templateRef: {name: shared, template: nope}\n"
                + SHARED,
        ),
        demand("A4", "missing-key", LEAF.replace("  entrypoint: t\n", "")),
        demand("A5", "unknown-component", LEAF.replace("entrypoint: t", "entrypoint: nope")),
        demand("A5", "unknown-component", at_spec("onExit: nope")),
        demand("A6", "duplicate-name", leaf("  - name: t\n    suspend: {}\n")),
        demand("A6", "invalid-name", LEAF.replace(" t\n", " a.b\n")),
        demand("A6", "missing-key", leaf("  - container: {image: 'alpine:3.20'}\n")),
        demand("A7", "invalid-name", arguments("{parameters: [{name: 'p#1', value: x}]}")),
        demand("A7", "duplicate-name", arguments("{parameters: [{name: p, value: x}, {name: p, value: y}]}")),
        demand("A9", "misplaced-key", arguments("{parameters: [{name: p, valueFrom: {path: /x}}]}")),
        demand(
            "A9",
            "missing-key",
            steps("{name: s, template: work, arguments: {parameters: [{name: m, valueFrom: {default: x}}]}}"),
        ),
        demand(
            "A10",
            "default-not-in-literals",
            steps("{name: s, template: say, arguments: {parameters: [{name: m, value: c, enum: [a]}]}}") + SAY,
        ),
        demand("A10", "default-not-in-literals", arguments("{parameters: [{name: p, value: c, enum: [a, b]}]}")),
        demand("A10", "malformed-value", arguments("{parameters: [{name: p, value: c, enum: []}]}")),
        demand("A11", "missing-key", arguments("{artifacts: [{name: a}]}")),
        demand("A11", "missing-key", arguments("{artifacts: [{name: a, s3: {bucket: b}}]}")),
        demand(
            "A11",
            "missing-key",
            steps("{name: s, template: take, arguments: {artifacts: [{name: a, fromExpression: 'x'}]}}") + TAKE,
        ),
        demand("A12", "missing-key", at_spec("hooks: {running: {template: t}}")),
        demand("A13", "unknown-value", at_spec("podGC: {strategy: Foo}")),
        demand("A13", "unknown-value", at_spec("podGC: {labelSelector: {matchExpressions: [{key: a, operator: Is}]}}")),
        demand("A13", "missing-key", at_spec("podGC: {labelSelector: {matchExpressions: [{key: a, operator: In}]}}")),
        demand(
            "A13",
            "misplaced-key",
            at_spec("podGC: {labelSelector: {matchExpressions: [{key: a, operator: Exists, values: [b]}]}}"),
        ),
        demand("A13", "malformed-value", at_spec("podGC: {labelSelector: {matchLabels: {a: 'b c'}}}")),
        demand("A14", "unknown-key", at_spec("podResources: {limits: {nvidia.com/gpu: 1}}")),
        demand("A14", "misplaced-key", at_spec("podResources: {claims: [{name: a}]}")),
        demand("A15", "missing-key", at_spec("executorPlugins: [{spec: {sidecar: {container: {name: a, image: b}}}}]")),
        demand(
            "A15",
            "missing-key",
            at_spec(
                "executorPlugins: [{metadata: {name: a}, spec: {sidecar: {container: {name: a, image: b, ports: [], resources: {limits: {cpu: 1}, requests: {cpu: 1}}, securityContext: {}}}}}]",
            ),
        ),
        demand("A16", "unknown-input", leaf("  - name: u\n    container: {image: 'a:{{inputs.parameters.v}}'}\n")),
        demand("A17", "malformed-value", cron("schedules: ['* * *']")),
        demand("A17", "missing-key", cron("suspend: true")),
        demand("A17", "missing-key", cron("schedules: []")),
        demand("A18", "malformed-value", cron("schedules: ['* * * * *']\n  timezone: Mars Olympus")),
        demand("A18", "malformed-value", cron("schedules: ['* * * * *']\n  timezone: Europe/Berln")),
        demand("A19", "unknown-value", cron("schedules: ['* * * * *']\n  concurrencyPolicy: Never")),
        demand("A20", "malformed-value", cron("schedules: ['* * * * *']\n  startingDeadlineSeconds: -1")),
        demand(
            "A21",
            "unknown-component",
            cron("schedules: ['* * * * *']").replace("entrypoint: t", "entrypoint: nope"),
        ),
        demand(
            "A21",
            "missing-input",
            cron("schedules: ['* * * * *']")
                .replace("    entrypoint", "    arguments: {parameters: [{name: p}]}\n    entrypoint"),
        ),
        demand("A22", "unknown-key", BINDING.replace("submit:", "sbmt:")),
        demand("B1", "missing-key", template("    inputs: {}\n")),
        demand("B1", "conflicting-keys", leaf("    suspend: {}\n")),
        demand("B2", "misplaced-key", template("    podResources: {limits: {cpu: 1}}\n    http: {url: 'https://a'}\n")),
        demand("B2", "misplaced-key", template("    resourceClaims: [{name: a}]\n    suspend: {}\n")),
        demand("B3", "duplicate-name", leaf("    inputs: {parameters: [{name: a, value: 1}, {name: a, value: 2}]}\n")),
        demand("B3", "invalid-name", leaf("    inputs: {parameters: [{name: a.b, value: 1}]}\n")),
        demand("B3", "missing-key", leaf("    inputs: {parameters: [{name: '', value: 1}]}\n")),
        demand("B4", "missing-key", leaf("    inputs: {artifacts: [{name: a, optional: true}]}\n")),
        demand(
            "B4",
            "malformed-value",
            leaf("    inputs: {artifacts: [{name: a, path: /a/../../b, raw: {data: x}}]}\n"),
        ),
        demand(
            "B4",
            "misplaced-key",
            template(
                "    inputs: {artifacts: [{name: a, path: /x, raw: {data: x}}]}\n    steps: [[{name: s, template: work}]]\n",
            ),
        ),
        demand(
            "B5",
            "misplaced-key",
            leaf("    inputs: {artifacts: [{name: a, path: /x, from: elsewhere, raw: {data: x}}]}\n"),
        ),
        demand("B6", "missing-key", leaf("    inputs: {artifacts: [{name: a, path: /x, git: {revision: main}}]}\n")),
        demand(
            "B6",
            "missing-key",
            leaf("    inputs: {artifacts: [{name: a, path: /x, hdfs: {addresses: ['a:1'], path: /a}}]}\n"),
        ),
        demand(
            "B6",
            "missing-key",
            leaf(
                "    inputs: {artifacts: [{name: a, path: /x, hdfs: {addresses: ['a:1'], path: /a, krbKeytabSecret: {name: s, key: k}}}]}\n",
            ),
        ),
        demand("B7", "missing-key", leaf("    initContainers: [{image: 'alpine:3.20'}]\n")),
        demand(
            "B8",
            "missing-input",
            template(
                "    steps: [[{name: s, template: u}]]\n  - name: u\n    inputs: {parameters: [{name: m}]}\n    suspend: {}\n",
            ),
        ),
        demand(
            "B8",
            "missing-input",
            template(
                "    steps: [[{name: s, template: u}]]\n  - name: u\n    inputs: {parameters: [{name: m, valueFrom: {default: x}}]}\n    suspend: {}\n",
            ),
        ),
        demand(
            "B8",
            "missing-input",
            template(
                "    steps: [[{name: s, template: u}]]\n  - name: u\n    inputs: {artifacts: [{name: m, s3: {bucket: b}}]}\n    suspend: {}\n",
            ),
        ),
        demand("B9", "misplaced-key", template("    timeout: 1h\n    steps: [[{name: s, template: work}]]\n")),
        demand("B9", "malformed-value", leaf("    timeout: '30'\n")),
        demand("B10", "misplaced-key", template("    pendingTimeout: 1h\n    suspend: {}\n")),
        demand("B11", "unknown-value", leaf("    retryStrategy: {retryPolicy: Sometimes}\n")),
        demand(
            "B12",
            "misplaced-key",
            template("    activeDeadlineSeconds: 5\n    dag: {tasks: [{name: s, template: work}]}\n"),
        ),
        demand("B12", "malformed-value", leaf("    activeDeadlineSeconds: -5\n")),
        demand("B12", "malformed-value", leaf("    activeDeadlineSeconds: foo\n")),
        demand("B13", "misplaced-key", leaf("    parallelism: 2\n")),
        demand("B14", "unknown-input", leaf("").replace("alpine:3.20", "x:{{inputs.parameters.undeclared}}")),
        demand("B14", "invalid-expression", leaf("").replace("alpine:3.20", "x:{{inputs.parameters.y")),
        demand("B14", "unknown-expression-name", leaf("    podSpecPatch: '{{workflow.parameters}}'\n")),
        demand("B14", "unknown-expression-name", template("    suspend: {duration: '{{pod.name}}'}\n")),
        demand(
            "B15",
            "duplicate-mount-path",
            leaf("    inputs: {artifacts: [{name: a, path: /src, raw: {data: x}}]}\n")
                .replace("command: [run]", "command: [run], volumeMounts: [{name: v, mountPath: /src}]"),
        ),
        demand(
            "B15",
            "duplicate-mount-path",
            leaf("")
                .replace("command: [run]", "volumeMounts: [{name: v, mountPath: /src}, {name: w, mountPath: /src}]"),
        ),
        demand("B16", "missing-key", LEAF.replace("image: 'alpine:3.20', ", "")),
        demand("B17", "missing-key", template("    containerSet: {containers: []}\n").replace("[]", "")),
        demand(
            "B17",
            "invalid-dependency",
            template("    containerSet: {containers: [{name: main, image: 'a:1', dependencies: [nope]}]}\n"),
        ),
        demand(
            "B17",
            "invalid-dependency",
            template(
                "    containerSet: {containers: [{name: main, image: 'a:1', dependencies: [b]}, {name: b, image: 'a:1', \
                 dependencies: [main]}]}\n",
            ),
        ),
        demand(
            "B17",
            "duplicate-name",
            template("    containerSet: {containers: [{name: main, image: 'a:1'}, {name: main, image: 'a:1'}]}\n"),
        ),
        demand(
            "B18",
            "missing-key",
            template(
                "    containerSet: {containers: [{name: b, image: 'a:1'}]}\n    outputs: {parameters: [{name: o, valueFrom: {path: \
                 /o}}]}\n",
            ),
        ),
        demand("B19", "reserved-name", template("    containerSet: {containers: [{name: wait, image: 'a:1'}]}\n")),
        demand("B19", "reserved-name", leaf("    sidecars: [{name: supervisor, image: 'a:1'}]\n")),
        demand("B20", "unknown-value", template("    resource: {action: foo, manifest: 'a: b'}\n")),
        demand("B21", "missing-key", template("    resource: {action: create}\n")),
        demand("B21", "missing-key", template("    resource: {action: create, manifest: ''}\n")),
        demand(
            "B21",
            "malformed-value",
            template("    resource: {action: create, manifest: 'a: [{{workflow.name}}'}\n"),
        ),
        demand("B21", "malformed-value", template("    resource: {action: create, manifest: 'a: [b'}\n")),
        demand(
            "B22",
            "duplicate-name",
            leaf("    outputs: {parameters: [{name: a, value: 1}, {name: a, value: 2}]}\n"),
        ),
        demand("B23", "missing-key", leaf("    outputs: {artifacts: [{name: a}]}\n")),
        demand(
            "B23",
            "misplaced-key",
            template("    steps: [[{name: s, template: work}]]\n    outputs: {artifacts: [{name: a, path: /x}]}\n"),
        ),
        demand(
            "B24",
            "invalid-name",
            leaf("    outputs: {parameters: [{name: a, globalName: 'x y', valueFrom: {path: /x}}]}\n"),
        ),
        demand("B25", "missing-key", leaf("    outputs: {parameters: [{name: o}]}\n")),
        demand(
            "B25",
            "conflicting-keys",
            leaf("    outputs: {parameters: [{name: o, value: 1, valueFrom: {path: /x}}]}\n"),
        ),
        demand(
            "B26",
            "conflicting-keys",
            leaf("    outputs: {parameters: [{name: o, valueFrom: {path: /a, parameter: b}}]}\n"),
        ),
        demand("B27", "misplaced-key", leaf("    outputs: {parameters: [{name: o, valueFrom: {parameter: x}}]}\n")),
        demand(
            "B27",
            "misplaced-key",
            template(
                "    steps: [[{name: s, template: work}]]\n    outputs: {parameters: [{name: o, valueFrom: {path: x}}]}\n",
            ),
        ),
        demand("B28", "missing-key", leaf("    archiveLocation: {git: {revision: main}}\n")),
        demand(
            "B29",
            "invalid-name",
            leaf("    metrics: {prometheus: [{name: a.b, help: h, counter: {value: '1'}}]}\n"),
        ),
        demand("B29", "missing-key", leaf("    metrics: {prometheus: [{name: a, counter: {value: '1'}}]}\n")),
        demand("B30", "malformed-value", template("    plugin: {a: {}, b: {}}\n")),
        demand(
            "C1",
            "duplicate-name",
            template("    steps:\n    - - {name: s, template: work}\n    - - {name: s, template: work}\n"),
        ),
        demand("C1", "invalid-name", steps("{name: a_b, template: work}")),
        demand("C2", "conflicting-keys", steps("{name: s, template: work, withItems: [1], withParam: '[]'}")),
        demand("C3", "conflicting-keys", steps("{name: s, template: work, withSequence: {count: 1, end: 2}}")),
        demand(
            "C4",
            "missing-key",
            template(
                "    steps: [[{name: s, template: u, arguments: {parameters: [{name: m}]}}]]\n  - name: u\n    inputs: {parameters: \
                 [{name: m}]}\n    suspend: {}\n",
            ),
        ),
        demand("C5", "conflicting-keys", steps("{name: s, template: work, templateRef: {name: a, template: b}}")),
        demand("C5", "unknown-component", steps("{name: s, template: nope}")),
        demand("C5", "missing-key", steps("{name: s}")),
        demand("C5", "missing-key", steps("{name: s, templateRef: {name: a}}")),
        demand(
            "C7",
            "data-without-order",
            template(
                "    steps:\n    - - {name: one, template: work, when: '{{steps.two.outputs.result}} == x'}\n    - - {name: two, \
                 template: work}\n",
            ),
        ),
        demand("D1", "missing-key", template("    dag: {}\n")),
        demand("D2", "unknown-task", tasks(&["{name: a, template: work, dependencies: [nope]}"])),
        demand("D2", "duplicate-name", tasks(&["{name: a, template: work}", "{name: a, template: work}"])),
        demand(
            "D2",
            "task-cycle",
            tasks(&["{name: a, template: work, dependencies: [b]}", "{name: b, template: work, dependencies: [a]}"]),
        ),
        demand("D3", "invalid-name", tasks(&["{name: a_b, template: work}"])),
        demand(
            "D4",
            "invalid-name",
            tasks(&["{name: a, template: work}", "{name: 5a, template: work, dependencies: [a]}"]),
        ),
        demand(
            "D5",
            "conflicting-keys",
            tasks(&[
                "{name: a, template: work}",
                "{name: b, template: work, dependencies: [a]}",
                "{name: c, template: work, depends: a}",
            ]),
        ),
        demand(
            "D6",
            "conflicting-keys",
            tasks(&["{name: a, template: work}", "{name: b, template: work, depends: a, continueOn: {failed: true}}"]),
        ),
        demand(
            "D7",
            "unknown-expression-name",
            tasks(&["{name: a, template: work}", "{name: b, template: work, depends: a.Done}"]),
        ),
        demand(
            "D8",
            "invalid-dependency",
            tasks(&["{name: a, template: work}", "{name: b, template: work, depends: a.AnySucceeded}"]),
        ),
        demand("D9", "unknown-task", template("    dag: {target: nope, tasks: [{name: a, template: work}]}\n")),
        demand("D10", "conflicting-keys", tasks(&["{name: s, template: work, withItems: [1], withParam: '[]'}"])),
        demand(
            "D11",
            "data-without-order",
            tasks(&["{name: a, template: work, when: '{{tasks.b.status}} == Failed'}", "{name: b, template: work}"]),
        ),
        demand(
            "D12",
            "data-without-order",
            tasks(&[
                "{name: a, template: u, arguments: {parameters: [{name: m, value: '{{tasks.b.outputs.result}}'}]}}",
                "{name: b, template: work}",
            ]) + "  - name: u\n    inputs: {parameters: [{name: m}]}\n    suspend: {}\n",
        ),
        demand(
            "C6",
            "missing-input",
            steps(
                "{name: s, template: say, arguments: {parameters: [{name: m, value: x}]}}\n    - - {name: u, template: say}",
            ) + SAY,
        ),
        demand(
            "C7",
            "unknown-variable",
            steps(
                "{name: a, template: work}\n    - - {name: b, template: work, when: '{{steps.a.outputs.parameters}} == 1'}",
            ),
        ),
        demand("C7", "unknown-variable", steps("{name: a, template: work, withItems: [x], when: '{{item.k}} == 1'}")),
        demand(
            "C7",
            "unknown-variable",
            steps("{name: a, template: work, withItems: [[x]], when: '{{item.[1]}} == 1'}"),
        ),
        demand(
            "C7",
            "unknown-variable",
            steps("{name: a, template: work, withSequence: {count: 2}, when: '{{item.k}} == 1'}"),
        ),
        demand(
            "C7",
            "unknown-expression-name",
            template(
                "    inputs: {artifacts: [{name: a, optional: true}]}\n    steps: [[{name: s, template: work, when: '{{inputs.artifacts.a.path}} == 1'}]]\n",
            ),
        ),
        demand("C8", "wrong-kind", template("    steps:\n    - {name: s, template: work}\n")),
        demand("S1", "malformed-value", many_templates()),
        demand(
            "S1",
            "misplaced-key",
            template("    activeDeadlineSeconds: 1\n    steps: [[{name: s, template: work}]]\n"),
        ),
        demand("S2", "malformed-value", at_spec("parallelism: 0")),
        demand(
            "S3",
            "malformed-value",
            leaf("    inputs: {artifacts: [{name: a, path: /x, mode: 512, raw: {data: x}}]}\n"),
        ),
        demand(
            "S4",
            "conflicting-keys",
            tasks(&["{name: a, template: work}", "{name: b, template: work, depends: a, dependencies: [a]}"]),
        ),
        demand(
            "S5",
            "invalid-name",
            leaf(
                "    metrics: {prometheus: [{name: a, help: b, labels: [{key: a-b, value: c}], counter: {value: '1'}}]}\n",
            ),
        ),
        demand("S5", "missing-key", leaf("    metrics: {prometheus: [{name: a, help: b, gauge: {realtime: true}}]}\n")),
        demand("S6", "unknown-key", leaf("    contaner: {}\n")),
        demand("S6", "duplicate-key", LEAF.replace("entrypoint: t\n", "entrypoint: t\n  entrypoint: t\n")),
        demand("S6", "wrong-kind", LEAF.replace("entrypoint: t", "entrypoint: [t]")),
    ]
}

#[test]
fn a_right_workflow_has_no_findings() {
    for file in [LEAF.to_owned(), steps("{name: s, template: work}"), tasks(&["{name: a, template: work}"])] {
        let found = found(&file, &[Engine::ArgoSubmit]);
        let rest: Vec<&String> = found.iter().filter(|f| !f.contains("unused-component")).collect();
        assert!(rest.is_empty(), "{rest:?}\n{file}");
    }
}

/// One defect, one error, by the rule that is named.
#[test]
fn each_demand_of_the_validator_is_seen_to() {
    let mut wrong = Vec::new();
    for demand in demands() {
        let found = found(&demand.file, &[Engine::ArgoSubmit]);
        let errors: Vec<&String> = found.iter().filter(|f| f.starts_with("error")).collect();
        let wanted = format!("error[{}]", demand.rule);
        match errors.as_slice() {
            [only] if only.starts_with(&wanted) => {}
            other => wrong.push(format!("{} wants {}: {other:?}", demand.number, demand.rule)),
        }
    }
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), demands().len(), wrong.join("\n"));
}

/// What the original validator says, and the rules that say the same.
const MEANINGS: &[(&str, &[&str])] = &[
    ("not unique", &["duplicate-name"]),
    ("is not a valid label selector operator", &["unknown-value"]),
    ("unknown strategy", &["unknown-value"]),
    ("reserved Argo container name", &["reserved-name"]),
    ("cannot begin with a digit", &["invalid-name"]),
    ("must not be more than", &["invalid-name"]),
    ("Metric names must contain", &["invalid-name"]),
    ("is invalid", &["invalid-name"]),
    ("cannot use both", &["conflicting-keys"]),
    ("multiple valueFrom", &["conflicting-keys"]),
    ("valueFrom only allows", &["misplaced-key"]),
    ("must be specified for", &["misplaced-key", "missing-key"]),
    ("is not supported for", &["misplaced-key"]),
    ("tasks.B.status", &["data-without-order"]),
    ("workflow.thisdoesnotexist", &["unknown-expression-name"]),
    ("failed to resolve", &["unknown-output", "unknown-input", "unknown-task"]),
    ("was not supplied", &["missing-input"]),
    ("template name", &["unknown-component"]),
    ("name is required", &["missing-key"]),
    ("name is mandatory", &["missing-key"]),
    ("does not have valueFrom or value", &["missing-key"]),
    ("artifact location, or key is required", &["missing-key"]),
    ("must have a container named", &["missing-key"]),
    ("may not be empty", &["missing-key"]),
    (".value or  && .valueFrom is required", &["missing-key"]),
    ("valueFrom is required", &["missing-input"]),
    ("must be a valid yaml", &["malformed-value"]),
    ("should contain at least one value", &["malformed-value"]),
    ("enum list", &["default-not-in-literals"]),
    ("already mounted", &["duplicate-mount-path"]),
    ("is not a valid pod-level resource", &["unknown-key"]),
];

/// Verdicts of the original validator that are not met, and why.
const NOT_MET: &[(&str, &str)] = &[
    (
        "templateRefWithPlaceholderInName.yaml",
        "the template is in no file at hand: the validator asked a cluster that does not have it",
    ),
    (
        "workflowSubTest1WithTemplate1.yaml",
        "a template of another file reads labels that the workflow does not have: a controller may add them, as the \
         validator was told for a label of the same template",
    ),
];

#[test]
fn what_the_original_validator_refuses_is_refused_for_the_same_reason() {
    let Some(cases) = corpus::cases() else { return };
    let mut wrong = Vec::new();
    let mut count = 0;
    for case in cases.iter().filter(|c| c.dialect == "argo" && c.verdict == "invalid") {
        let source = Source::new(PathBuf::from(&case.path), case.text.clone());
        let findings = check_with(&source, &case.beside(&Workspace::new()), &case.settings());
        let found: Vec<&str> = errors(&findings).map(|f| f.rule).collect();
        let wanted = MEANINGS.iter().find(|(words, _)| case.expected.contains(words));
        let met = match wanted {
            Some((_, rules)) => found.iter().any(|rule| rules.contains(rule)),
            // Only that something is wrong is known.
            None => case.expected.is_empty() && !found.is_empty(),
        };
        let excused = NOT_MET.iter().any(|(name, _)| case.path.ends_with(name));
        count += 1;
        if met == excused {
            wrong.push(format!("{}: {:?} and not {:?}", case.path, found, case.expected));
        }
    }
    assert!(wrong.is_empty(), "{} of {count}\n{}", wrong.len(), wrong.join("\n"));
    println!("{} of {count} verdicts are met", count - NOT_MET.len());
}

/// What `argo lint` lets pass and the run meets: a warning, and an error for who asks about the run.
#[test]
fn what_only_the_run_meets_is_a_warning() {
    let say = "  - name: say\n    inputs: {parameters: [{name: m}]}\n    container: {image: 'alpine:3.20', command: [echo, \
               '{{inputs.parameters.m}}']}\n";
    let says = |value: &str| {
        let step = format!("{{name: s, template: say, arguments: {{parameters: [{{name: m, value: {value}}}]}}}}");
        steps(&step) + say
    };
    let two = |when: &str| {
        tasks(&[
            "{name: a, template: work}",
            "{name: c, template: work}",
            &format!("{{name: b, template: work, {when}}}"),
        ])
    };
    let cases = [
        ("an item without a loop", "unknown-variable", says("'{{item}}'")),
        ("a root that is misspelt", "unknown-expression-name", says("'{{workflows.name}}'")),
        ("an input that an expression names", "unknown-input", says("\"{{=inputs.parameters.nope}}\"")),
        ("an expression that cannot be read", "invalid-expression", says("'{{=1 +}}'")),
        ("a task in the middle of a text", "data-without-order", two("when: 'x{{tasks.a.outputs.result}} == x1'")),
        ("a task in an expression", "data-without-order", two("when: '{{=tasks.a.outputs.result}} == 1'")),
        ("a condition that cannot be read", "invalid-expression", two("when: '1 == == 2'")),
        ("a dependency that cannot be read", "invalid-expression", two("depends: 'a && || c'")),
        (
            "a step of the same group",
            "data-without-order",
            template(
                "    steps:\n    - - {name: one, template: work}\n      - {name: two, template: work, when: \
                 '{{steps.one.outputs.result}} == x'}\n",
            ),
        ),
    ];
    let mut wrong = Vec::new();
    for (what, rule, file) in &cases {
        let found = |targets: &[Engine]| -> Vec<String> {
            found(file, targets).into_iter().filter(|f| !f.contains("unused-")).collect()
        };
        if !matches!(found(&[]).as_slice(), [only] if only.starts_with(&format!("warning[{rule}]"))) {
            wrong.push(format!("{what}: {:?}", found(&[])));
        }
        if !matches!(found(&[Engine::Argo]).as_slice(), [only] if only.starts_with(&format!("error[{rule}]"))) {
            wrong.push(format!("{what}, when run: {:?}", found(&[Engine::Argo])));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What nobody refuses, and is not meant.
#[test]
fn what_is_right_and_not_meant_is_a_warning() {
    let extra = steps("{name: s, template: work, arguments: {parameters: [{name: x, value: 1}]}}");
    assert_eq!(found(&extra, &[]), ["warning[unknown-argument] `work` has no input `x`"]);
    let idle = leaf("  - name: idle\n    suspend: {}\n");
    assert_eq!(found(&idle, &[]), ["warning[unused-component] no task runs `idle`"]);
}
