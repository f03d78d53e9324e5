//! `misspelt-type`

use ir_model::{Diagnostic, Safety, Severity, Type};
use ir_syntax::edit;

use crate::facts::mend;
use crate::rule::{Context, Example, Family, Rule};
use crate::words::quote;

pub(crate) static RULE: Rule = Rule {
    id: "misspelt-type",
    family: Family::Type,
    severity: Severity::Warning,
    summary: "a type that is nearly one of those with a meaning",
    explanation: "\
Any word may be a type, and only some have a meaning: `String`, `Integer`, `Float`, `Boolean`, `List`, `Dict`. A type is one slip away
from one of these.

The SDK takes it for a type of its own. Version 2 makes an artifact of the input, and a value cannot be passed to it: \"Argument type
'STRING' is incompatible with the input type 'system.Artifact@0.0.1'\". Version 1 lets nothing of the right type in.

Write the type that was meant. Where the word is truly a type of the team, ignore this.",
    fixable: true,
    examples: &[
        Example {
            title: "two letters in the wrong order",
            text: "\
name: Evaluate
inputs:
- {name: threshold, type: Flaot}
#                         ^^^^^ misspelt-type: `Flaot` is no type with a meaning
implementation:
  container:
    image: python:3.12
    command: [evaluate, {inputValue: threshold}]
",
        },
        Example {
            title: "types of the SDK and of the team",
            text: "\
name: Evaluate
inputs:
- {name: threshold, type: float}
- {name: table, type: CSV}
- {name: names, type: Strings}
implementation:
  container:
    image: python:3.12
    command: [evaluate, {inputValue: threshold}, {inputPath: table}, {inputPath: names}]
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    let package = context.package;
    let ir_model::TypeKnobs { meaning, names, .. } = package.dialect.traits.types;
    let mut findings = Vec::new();
    for port in package.ports.values() {
        let (Type::Nominal(name), Some(at)) = (&port.ty.ty, port.ty.at) else { continue };
        let written = package.names.text(*name);
        let node = context.source.tree.node(at.node);
        // Something longer than the name, such as a type with parameters, is not looked into.
        if node.text() != written || meaning(written).is_some() {
            continue;
        }
        let Some(meant) = names.iter().find(|word| is_slip(written, word)) else { continue };
        let meant = dressed(written, meant);
        let title = format!("{} is no type with a meaning", quote(written));
        let finding = Diagnostic::new(RULE.id, RULE.severity, at.span, title)
            .label(format!("did you mean {}?", quote(&meant)))
            .note("the SDK takes it for an artifact of a type of its own");
        let words = format!("replace {} by {}", quote(written), quote(&meant));
        findings.push(mend::with(finding, edit::replace_scalar(node, &meant), words, Safety::Suggested));
    }
    findings.into_iter().for_each(|f| context.report(f));
}

/// Whether `written` is `word` with one slip: two letters exchanged, one wrong, one too many, one left out. Short words
/// are too near to each other, and a plural is a word of its own.
fn is_slip(written: &str, word: &str) -> bool {
    if written.len() < 4 || written.len().abs_diff(word.len()) > 1 || !written.bytes().all(|b| b.is_ascii_alphabetic())
    {
        return false;
    }
    let (a, b) = (written.as_bytes(), word.as_bytes());
    let shorter = a.len().min(b.len());
    let same = |(x, y): &(&u8, &u8)| x.eq_ignore_ascii_case(y);
    let front = a.iter().zip(b).take_while(same).count();
    let back = a.iter().rev().zip(b.iter().rev()).take(shorter - front).take_while(same).count();
    let rest = |text: &[u8]| text.get(front..text.len() - back).unwrap_or_default().to_ascii_lowercase();
    match (&*rest(a), &*rest(b)) {
        ([x, y], [v, w]) => x == w && y == v,
        ([_], [_]) | ([], [_]) => a.len() > 4,
        ([letter], []) => a.len() > 5 && !(*letter == b's' && back == 0),
        _ => false,
    }
}

/// The word with the capital that the other has.
fn dressed(like: &str, word: &str) -> String {
    let capital = like.starts_with(|c: char| c.is_ascii_uppercase());
    let mut letters = word.chars();
    match letters.next() {
        Some(first) if capital => first.to_ascii_uppercase().to_string() + letters.as_str(),
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(word: &str) -> Option<&'static str> {
        let known = ["float", "string", "integer", "int", "str", "list", "text", "bool", "boolean", "double"];
        known.into_iter().find(|known| is_slip(word, known))
    }

    #[test]
    fn a_slip_is_near_its_word() {
        for (word, right) in [
            ("Flaot", "float"),
            ("Sting", "string"),
            ("Interger", "integer"),
            ("Boolaen", "boolean"),
            ("Doublee", "double"),
            ("Lsit", "list"),
        ] {
            assert_eq!(meant(word), Some(right), "{word}");
        }
    }

    #[test]
    fn words_of_their_own_are_left_alone() {
        for word in ["Strings", "Floats", "Ints", "Test", "Pool", "Lint", "CSV", "Model", "GCSPath", "Tests"] {
            assert_eq!(meant(word), None, "{word}");
        }
    }
}
