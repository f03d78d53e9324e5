//! Values in one spelling, whatever their quoting, order of keys and format.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use ir_syntax::{Kind, Node, Scalar};

use crate::rename::{self, Renames};
use crate::side::Side;

/// What is nested deeper is not read.
const DEPTH: usize = 120;

/// The value of a node in one spelling: JSON with sorted keys.
pub(crate) fn canon(side: &Side<'_>, node: Node<'_>, renames: &Renames) -> String {
    let mut out = String::new();
    write(side, node, renames, 0, &mut out);
    out
}

fn write(side: &Side<'_>, node: Node<'_>, renames: &Renames, depth: usize, out: &mut String) {
    if depth > DEPTH {
        return;
    }
    match node.kind() {
        Kind::Mapping => {
            // Of a repeated key the last one counts.
            let entries: BTreeMap<&str, Node<'_>> = node.entries().iter().map(|e| (e.key.text(), e.value)).collect();
            out.push('{');
            for (number, (key, value)) in entries.into_iter().enumerate() {
                if number > 0 {
                    out.push_str(", ");
                }
                let _ = write!(out, "{key:?}: ");
                write(side, value, renames, depth + 1, out);
            }
            out.push('}');
        }
        Kind::Sequence => {
            out.push('[');
            for (number, item) in node.items().enumerate() {
                if number > 0 {
                    out.push_str(", ");
                }
                write(side, item, renames, depth + 1, out);
            }
            out.push(']');
        }
        Kind::Alias => {
            let _ = write!(out, "*{}", node.span().slice(side.source.text()));
        }
        Kind::Scalar => scalar(side, node, renames, out),
    }
}

fn scalar(side: &Side<'_>, node: Node<'_>, renames: &Renames, out: &mut String) {
    let doubles = side.package.dialect.traits.types.doubles;
    // Writing to a string cannot fail.
    let _ = match node.scalar() {
        None | Some(Scalar::Null) => write!(out, "null"),
        Some(Scalar::Bool(b)) => write!(out, "{b}"),
        Some(Scalar::Int(i)) if doubles => write!(out, "{}", i as f64),
        Some(Scalar::Int(i)) => write!(out, "{i}"),
        Some(Scalar::Float(f)) => write!(out, "{f:?}").map(|()| {
            // A whole number that is written with a point is the same where all numbers are floating ones.
            if doubles && f.fract() == 0.0 && out.ends_with(".0") {
                out.truncate(out.len() - 2);
            }
        }),
        Some(Scalar::String(_)) => write!(out, "{:?}", rename::text(side, node, renames)),
    };
}

/// The text of a scalar whatever it reads as, or the value of anything else: for places where all scalars are texts.
pub(crate) fn text(side: &Side<'_>, node: Node<'_>, renames: &Renames) -> String {
    match node.scalar() {
        Some(Scalar::Float(f)) => format!("{f}"),
        Some(Scalar::Int(i)) => format!("{i}"),
        Some(Scalar::Bool(b)) => format!("{b}"),
        Some(Scalar::Null) => "null".to_owned(),
        Some(_) => rename::text(side, node, renames),
        None => canon(side, node, renames),
    }
}

/// The value as people read it, short.
pub(crate) fn shown(side: &Side<'_>, node: Node<'_>) -> String {
    let text = match node.scalar() {
        Some(Scalar::String(text)) if text.trim().is_empty() => format!("{text:?}"),
        Some(Scalar::Null) => "null".to_owned(),
        Some(_) => node.text().to_owned(),
        None => canon(side, node, &Renames::default()),
    };
    crate::words::short(&crate::words::plain(&text), crate::words::VALUE)
}
