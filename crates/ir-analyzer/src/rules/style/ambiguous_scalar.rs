//! `ambiguous-scalar`

use ir_model::{Binding, Diagnostic, Package, Safety, Severity, Type};
use ir_schema::{KindSet, Schema};
use ir_syntax::{Kind, Node, NodeId, Style, edit};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::facts::ambiguous::{self, Ambiguous, Reading};
use crate::facts::mend;
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "ambiguous-scalar",
    family: Family::Syntax,
    severity: Severity::Warning,
    summary: "an unquoted word that readers of YAML take for different things",
    explanation: "\
A value is written without quotes and means one thing by YAML 1.1 and another by YAML 1.2: `yes`, `off`, `010`, `0o10`, `1:30`, `1_000`,
`1e3`, a date.

The Python SDK reads YAML 1.1, the backend mostly YAML 1.2. So one takes `no` for `false` and the other for text, `010` is eight or ten,
and a date makes the SDK's loader fail.

Put text into quotes; write `true`, `false` and numbers plainly (`1000`, `1.0e+3`).",
    fixable: true,
    examples: &[
        Example {
            title: "a country, a time and a number",
            text: "\
name: Train
implementation:
  container:
    image: python:3.12
    command: [train, --country, no, --at, 1:30]
#                               ^^ ambiguous-scalar: `no` is false or text, by the reader
#                                         ^^^^ ambiguous-scalar: `1:30` is a number of base 60 or text, by the reader
",
        },
        Example {
            title: "in quotes there is no doubt",
            text: "\
name: Train
implementation:
  container:
    image: python:3.12
    command: [train, --country, 'no', --at, '1:30', --version, 1.2.3]
",
        },
    ],
    check,
};

/// More of them are a table, and each is explained by a walk through the schema.
const MOST: usize = 100;

fn check(context: &mut Context<'_>) {
    let source = context.source;
    let mut found = Vec::new();
    let mut seen = FxHashSet::default();
    let parts: Vec<_> = source.recognised.iter().flat_map(|r| r.parts(&source.tree)).collect();
    // What is inside of another part is explained by its own schema.
    for part in parts.into_iter().rev() {
        if let Some(schema) = part.kind.schema().filter(|_| part.kind.has_many_readers() && !is_json(part.root)) {
            collect(part.root, |node, reading| {
                if seen.insert(node.id()) {
                    found.push((part.root, schema, node, reading));
                }
            });
        }
    }
    if found.is_empty() {
        return;
    }
    let types = types(context.package);
    for (root, schema, node, reading) in found.into_iter().take(MOST) {
        let wanted = wanted(root, schema, node, &types);
        context.report(finding(node, reading, wanted));
    }
}

/// JSON has its own readers, and none of these words but numbers.
fn is_json(root: Node<'_>) -> bool {
    root.style() == Style::Flow && root.own_entries().next().is_some_and(|e| e.key.style() == Style::DoubleQuoted)
}

/// Every value below `root` on which readers disagree, in the order of the text.
fn collect<'t>(root: Node<'t>, mut report: impl FnMut(Node<'t>, Ambiguous)) {
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        if node.is_alias() {
            continue;
        }
        match node.kind() {
            Kind::Scalar if node.style() == Style::Plain && node.tag().is_none() => {
                if let Some(reading) = ambiguous::read(node.text()) {
                    report(node, reading);
                }
            }
            Kind::Mapping => open.extend(node.own_entries().map(|e| e.value)),
            Kind::Sequence => open.extend(node.items()),
            _ => {}
        }
    }
}

/// What is wanted of a value.
#[derive(Clone, Copy, PartialEq)]
enum Wanted {
    Text,
    Bool,
    Number,
    Anything,
}

/// The types of the inputs that take values written in the file.
fn types(package: &Package) -> FxHashMap<NodeId, Wanted> {
    let wanted = |ty: &Type| match ty {
        Type::String => Wanted::Text,
        Type::Bool => Wanted::Bool,
        Type::Int | Type::Number => Wanted::Number,
        _ => Wanted::Anything,
    };
    let defaults = package.ports.values().filter_map(|p| Some((p.default?.0.node, wanted(&p.ty.ty))));
    let arguments = package.tasks.values().flat_map(|t| &t.args).filter_map(|argument| {
        let Some(Binding::Literal(literal, _)) = package.bindings.get(argument.binding) else { return None };
        Some((literal.node, wanted(&package.port_of(package.target(argument.port)?)?.ty.ty)))
    });
    defaults.chain(arguments).collect()
}

fn wanted(root: Node<'_>, schema: &Schema, node: Node<'_>, types: &FxHashMap<NodeId, Wanted>) -> Wanted {
    if let Some(wanted) = types.get(&node.id()) {
        return *wanted;
    }
    let Some(kinds) = schema.describe(root, node).map(|info| info.kinds.without(KindSet::NULL)) else {
        return Wanted::Anything;
    };
    if kinds == KindSet::STRING {
        Wanted::Text
    } else if kinds == KindSet::BOOLEAN {
        Wanted::Bool
    } else {
        Wanted::Anything
    }
}

fn finding(node: Node<'_>, Ambiguous { old, new }: Ambiguous, wanted: Wanted) -> Diagnostic {
    let text = node.text();
    let title = format!("{} is {} or {}, by the reader", quote(text), old.words(), new.words());
    let label = format!("{} by YAML 1.1, {} by YAML 1.2", old.words(), new.words());
    let finding = Diagnostic::new(RULE.id, RULE.severity, node.span(), title).label(label);
    let (safety, written) = match (wanted, old) {
        (Wanted::Bool, Reading::True) => (Safety::Safe, "true".to_owned()),
        (Wanted::Bool, Reading::False) => (Safety::Safe, "false".to_owned()),
        (Wanted::Text, _) => (Safety::Safe, String::new()),
        // What was meant by `010` or `1e3` where a number is wanted, only its author knows.
        (Wanted::Number, _) => return finding,
        _ => (Safety::Suggested, String::new()),
    };
    if written.is_empty() {
        let edits = edit::replace_scalar(node, text);
        return mend::with(finding, edits, format!("put {} into quotes", quote(text)), safety);
    }
    let words = format!("replace {} by {}", quote(text), quote(&written));
    finding.fix(ir_model::Fix::replace(node.span(), written, words, safety))
}
