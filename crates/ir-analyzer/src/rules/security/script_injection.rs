//! `script-injection`

use ir_model::{Base, Diagnostic, Ns, PortKind, RefName, Role, Severity, Type};
use rustc_hash::FxHashSet;

use crate::facts::step::containers;
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "script-injection",
    family: Family::Security,
    severity: Severity::Warning,
    summary: "a value that becomes a part of a script",
    explanation: "\
The text of a script holds a parameter, or what another task gave.

The engine puts the value in before anybody reads the script. Whoever chooses the value (who opens a pull request, by its title) can end the quotes
and write commands, which run with the rights of the task. Quotes in the script do not help. Off unless it is switched on.

Give the value to the script by an environment variable, and read that in quotes: `\"$TITLE\"`.",
    fixable: false,
    examples: &[
        Example {
            title: "a title that may be a command",
            text: "\
apiVersion: tekton.dev/v1
kind: Task
metadata: {name: greet}
spec:
  params: [{name: title}]
  steps:
  - name: greet
    image: alpine:3.20
    script: echo '$(params.title)'
#                 ^^^^^^^^^^^^^^^ script-injection: `title` becomes a part of the script
",
        },
        Example {
            title: "a title in an environment variable",
            text: "\
apiVersion: tekton.dev/v1
kind: Task
metadata: {name: greet}
spec:
  params: [{name: title}]
  steps:
  - name: greet
    image: alpine:3.20
    env: [{name: TITLE, value: $(params.title)}]
    script: echo \"$TITLE\"
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    let scripts: FxHashSet<_> = containers(package).filter_map(|(_, step)| step.script).collect();
    if scripts.is_empty() {
        return;
    }
    let mut said = FxHashSet::default();
    for (id, reference) in package.symbols.refs.iter().filter(|(_, r)| scripts.contains(&r.at.node)) {
        let (Some(shown), RefName::Name(name)) = (reference.shown, reference.name) else { continue };
        let value = match reference.ns {
            Ns::Input => reference.want == Some(PortKind::Parameter),
            Ns::Output => matches!(reference.base, Base::Member(_)) && reference.role == Role::Read,
            _ => false,
        };
        // A number has no commands in it, and of some values only one is chosen.
        let port = package.target(id).and_then(|def| package.port_of(def));
        let text = port.is_none_or(|p| {
            matches!(p.ty.ty, Type::String | Type::List(_) | Type::Map(_) | Type::Unknown) && p.choices.is_empty()
        });
        if !value || !text || !said.insert((reference.at.node, name)) {
            continue;
        }
        let title = format!("{} becomes a part of the script", quote(package.names.text(name)));
        let finding = Diagnostic::new(RULE.id, RULE.severity, shown, title)
            .label("whoever chooses the value can write commands")
            .note("give it to the script by an environment variable, and read that in quotes");
        context.report(finding);
    }
}
