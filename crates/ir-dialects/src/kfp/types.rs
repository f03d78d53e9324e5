//! The types of both generations, and how they are compared.

use ir_model::{Origin, Type, TypeKnobs, TypeUse, Val, Verdict};
use ir_syntax::{Kind, Node};

use crate::lowering::{Lowering, text_origin};

/// What the driver of the open-source backend does with parameters (`driver/resolve.go`): any value becomes text
/// where a STRING is wanted, the two numbers are one, the rest must be equal. The SDK wants equal types when it
/// compiles (`type_utils.py`); artifacts are compared by it alone.
pub(super) static PIPELINE: TypeKnobs = TypeKnobs {
    widen: Verdict::MayFail,
    narrow: Verdict::MayFail,
    to_text: Verdict::MayFail,
    from_text: Verdict::Cannot,
    kind: Verdict::Cannot,
    artifact: Verdict::MayFail,
    name: Verdict::MayFail,
    generic_artifact: Some("system.Artifact"),
    meaning: |_| None,
    names: &[],
    null: Verdict::Cannot,
    doubles: true,
    reads: None,
};

/// Values of v1 are text until a component reads them: nothing is certain, the SDK compares the names of types when
/// a pipeline is built.
pub(super) static COMPONENT: TypeKnobs = TypeKnobs {
    from_text: Verdict::MayFail,
    kind: Verdict::MayFail,
    meaning,
    names: NAMES,
    doubles: false,
    reads: Some(reads),
    ..PIPELINE
};

/// The names that [`meaning`] knows.
const NAMES: &[&str] = &[
    "integer",
    "int",
    "double",
    "float",
    "string",
    "str",
    "text",
    "bool",
    "boolean",
    "list",
    "jsonarray",
    "dict",
    "jsonobject",
    "pipelinetaskfinalstatus",
    "artifact",
];

/// The names of parameter types of v1 (`PARAMETER_TYPES_MAPPING`), in any case, `List[str]` and `typing.Dict` too.
fn meaning(name: &str) -> Option<Type> {
    let lower = name.strip_prefix("typing.").unwrap_or(name).to_ascii_lowercase();
    let outer = lower.split('[').next().unwrap_or(&lower);
    Some(match outer {
        "integer" | "int" => Type::Int,
        "double" | "float" => Type::Number,
        "string" | "str" | "text" => Type::String,
        "bool" | "boolean" => Type::Bool,
        "list" | "jsonarray" => Type::List(Box::new(Type::Any)),
        "dict" | "jsonobject" => Type::Map(Box::new(Type::Any)),
        "pipelinetaskfinalstatus" => Type::Status,
        "artifact" => Type::Artifact { schema: None, version: None },
        _ => return None,
    })
}

/// Whether the SDK can read a default of v1 from text: `int(…)`, `float(…)`, `strtobool(…)`; lists and objects are
/// taken as they are where they are no JSON.
fn reads(ty: &Type, text: &str) -> bool {
    match ty {
        Type::Int => python_digits(text.trim().trim_start_matches(['+', '-'])) && signs(text) < 2,
        Type::Number => {
            let word = text.trim().to_ascii_lowercase();
            let plain = word.replace('_', "");
            plain.parse::<f64>().is_ok() && !word.starts_with('_') && !word.ends_with('_') && !word.contains("__")
        }
        Type::Bool => matches!(
            &*text.to_ascii_lowercase(),
            "y" | "yes" | "t" | "true" | "on" | "1" | "n" | "no" | "f" | "false" | "off" | "0"
        ),
        _ => true,
    }
}

fn signs(text: &str) -> usize {
    text.bytes().filter(|b| matches!(b, b'+' | b'-')).count()
}

/// Digits, with single underscores between them; of any script.
fn python_digits(text: &str) -> bool {
    !text.is_empty() && text.split('_').all(|part| !part.is_empty() && part.chars().all(char::is_numeric))
}

/// `parameterType`, or `type` of the older form.
pub(super) fn parameter<'t>(l: &Lowering<'t>, port: Node<'t>) -> TypeUse {
    let Some(node) = l.field(port, "parameterType").or_else(|| l.field(port, "type")) else {
        return TypeUse::unknown();
    };
    let ty = match node.text() {
        "STRING" | "3" => Type::String,
        "NUMBER_INTEGER" | "INT" | "2" => Type::Int,
        "NUMBER_DOUBLE" | "DOUBLE" | "1" => Type::Number,
        "BOOLEAN" | "4" => Type::Bool,
        "LIST" | "5" => Type::List(Box::new(Type::Any)),
        "STRUCT" | "6" => Type::Map(Box::new(Type::Any)),
        "TASK_FINAL_STATUS" | "7" => Type::Status,
        "TASK_CONFIG" | "8" => Type::Config,
        _ => Type::Unknown,
    };
    TypeUse::new(ty, Some(text_origin(node)))
}

/// `artifactType`, and `isArtifactList` beside it.
pub(super) fn artifact<'t>(l: &mut Lowering<'t>, port: Node<'t>) -> TypeUse {
    let Some(node) = l.field(port, "artifactType") else { return TypeUse::unknown() };
    let written = |n: &Node<'t>| n.is_scalar() && !n.is_missing();
    let version = l.field(node, "schemaVersion").filter(written);
    let Some(title) = l.field(node, "schemaTitle").filter(written) else {
        // A schema by address or in place: some artifact, its type is another's business.
        let document = l.field(node, "instanceSchema").filter(written).map(Node::id);
        let at = Some(Origin { span: node.span(), node: node.id() });
        return TypeUse { document, ..TypeUse::new(Type::Unknown, at) };
    };
    let artifact = Type::Artifact { schema: Some(l.name(title.text())), version: version.map(|v| l.name(v.text())) };
    let list = l.field(port, "isArtifactList");
    let ty = match l.bool_value(list) {
        Val::Known(true, _) => Type::List(Box::new(artifact)),
        Val::Unknown(..) => Type::Unknown,
        _ => artifact,
    };
    TypeUse { version: version.map(text_origin), ..TypeUse::new(ty, Some(text_origin(title))) }
}

/// The type of a v1 port: a name, or a name with properties.
pub(super) fn nominal<'t>(l: &mut Lowering<'t>, node: Node<'t>) -> TypeUse {
    let ty = match node.kind() {
        Kind::Scalar if !node.is_missing() => Type::Nominal(l.name(node.text())),
        Kind::Mapping => match node.own_entries().next() {
            Some(only) => Type::Nominal(l.name(only.key.text())),
            None => Type::Any,
        },
        _ => Type::Unknown,
    };
    TypeUse::new(ty, Some(text_origin(node)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_are_read_as_python_reads_them() {
        for good in ["5", " -5 ", "1_000", "+3"] {
            assert!(reads(&Type::Int, good), "{good}");
        }
        for bad in ["", "abc", "0.1", "5%", "1__0", "+-3", "1e3"] {
            assert!(!reads(&Type::Int, bad), "{bad}");
        }
        for good in ["0.1", "1e-3", " 5 ", "nan", "-inf", ".5", "5."] {
            assert!(reads(&Type::Number, good), "{good}");
        }
        for bad in ["", "abc", "0,1", "1.2.3"] {
            assert!(!reads(&Type::Number, bad), "{bad}");
        }
        assert!(reads(&Type::Bool, "Yes"));
        assert!(!reads(&Type::Bool, "maybe"));
        assert!(reads(&Type::List(Box::new(Type::Any)), "no JSON at all"));
    }

    #[test]
    fn names_of_types_mean_the_same_in_any_case() {
        assert!(NAMES.iter().all(|name| meaning(name).is_some()));
        assert_eq!(meaning("integer"), Some(Type::Int));
        assert_eq!(meaning("List[str]"), meaning("JsonArray"));
        assert_eq!(meaning("typing.Dict[str, int]"), meaning("dict"));
        assert_eq!(meaning("GCSPath"), None);
    }
}
