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
    let meaning = package.dialect.traits.types.meaning;
    let mut findings = Vec::new();
    for port in package.ports.values() {
        let (Type::Nominal(name), Some(at)) = (&port.ty.ty, port.ty.at) else { continue };
        let written = package.names.text(*name);
        let node = context.source.tree.node(at.node);
        // Something longer than the name, such as a type with parameters, is not looked into.
        if node.text() != written || meaning(written).is_some() {
            continue;
        }
        let Some(meant) = slips(written).into_iter().find(|word| meaning(word).is_some()) else { continue };
        let meant = dressed(written, &meant);
        let title = format!("{} is no type with a meaning", quote(written));
        let finding = Diagnostic::new(RULE.id, RULE.severity, at.span, title)
            .label(format!("did you mean {}?", quote(&meant)))
            .note("the SDK takes it for an artifact of a type of its own");
        let words = format!("replace {} by {}", quote(written), quote(&meant));
        findings.push(mend::with(finding, edit::replace_scalar(node, &meant), words, Safety::Suggested));
    }
    findings.into_iter().for_each(|f| context.report(f));
}

/// What a word may have been before one slip: two letters exchanged, one wrong, one too many, one left out. Short words
/// are too near to each other, and a plural is a word of its own.
fn slips(word: &str) -> Vec<String> {
    const LONGEST: usize = 24;
    let letters: Vec<char> = word.to_ascii_lowercase().chars().collect();
    if letters.len() < 4 || letters.len() > LONGEST || !letters.iter().all(char::is_ascii_alphabetic) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for at in 1..letters.len() {
        let mut other = letters.clone();
        other.swap(at - 1, at);
        found.push(other);
    }
    let plural = letters.last() == Some(&'s');
    for at in 0..letters.len() {
        if letters.len() > 5 && !(plural && at + 1 == letters.len()) {
            let mut other = letters.clone();
            other.remove(at);
            found.push(other);
        }
    }
    if letters.len() > 4 {
        for letter in 'a'..='z' {
            for at in 0..letters.len() {
                let (mut wrong, mut missing) = (letters.clone(), letters.clone());
                if let Some(place) = wrong.get_mut(at) {
                    *place = letter;
                }
                missing.insert(at, letter);
                found.extend([wrong, missing]);
            }
        }
    }
    found.into_iter().map(|letters| letters.into_iter().collect()).collect()
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

    fn meant(word: &str) -> Option<String> {
        let known = ["float", "string", "integer", "int", "str", "list", "text", "bool", "boolean", "double"];
        slips(word).into_iter().find(|w| known.contains(&&**w))
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
            assert_eq!(meant(word).as_deref(), Some(right), "{word}");
        }
    }

    #[test]
    fn words_of_their_own_are_left_alone() {
        for word in ["Strings", "Floats", "Ints", "Test", "Pool", "Lint", "CSV", "Model", "GCSPath", "Tests"] {
            assert_eq!(meant(word), None, "{word}");
        }
    }
}
