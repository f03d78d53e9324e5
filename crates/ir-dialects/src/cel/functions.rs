//! The standard functions of CEL, as cel-go declares them without extensions.

use super::types::{Function, Overload, Type};

const fn function(name: &'static str, overloads: &'static [Overload]) -> Function {
    Function { name, overloads }
}

/// `f(x, …)`
pub(crate) const fn global(parameters: &'static [Type], result: Type) -> Overload {
    Overload { member: false, parameters, result }
}

/// `x.f(…)`
const fn member(parameters: &'static [Type], result: Type) -> Overload {
    Overload { member: true, parameters, result }
}

const ANY_LIST: Type = Type::List(&Type::Dyn);
const ANY_MAP: Type = Type::Map(&Type::Dyn, &Type::Dyn);

/// Of a string, asked with a string.
const TEST: &[Overload] = &[member(&[Type::String, Type::String], Type::Bool)];

/// A part of a date, in UTC or the time zone that is given.
const DATE: &[Overload] = &[member(&[Type::Timestamp], Type::Int), member(&[Type::Timestamp, Type::String], Type::Int)];

/// A part of a time of day, or a whole duration in that unit.
const TIME: &[Overload] = &[
    member(&[Type::Timestamp], Type::Int),
    member(&[Type::Timestamp, Type::String], Type::Int),
    member(&[Type::Duration], Type::Int),
];

/// All standard functions.
pub(crate) static STANDARD: &[Function] = &[
    function(
        "size",
        &[
            global(&[Type::String], Type::Int),
            global(&[Type::Bytes], Type::Int),
            global(&[ANY_LIST], Type::Int),
            global(&[ANY_MAP], Type::Int),
            member(&[Type::String], Type::Int),
            member(&[Type::Bytes], Type::Int),
            member(&[ANY_LIST], Type::Int),
            member(&[ANY_MAP], Type::Int),
        ],
    ),
    function("type", &[global(&[Type::Dyn], Type::Meta)]),
    function("dyn", &[global(&[Type::Dyn], Type::Dyn)]),
    function("bool", &[global(&[Type::Bool], Type::Bool), global(&[Type::String], Type::Bool)]),
    function("bytes", &[global(&[Type::Bytes], Type::Bytes), global(&[Type::String], Type::Bytes)]),
    function(
        "double",
        &[
            global(&[Type::Double], Type::Double),
            global(&[Type::Int], Type::Double),
            global(&[Type::Uint], Type::Double),
            global(&[Type::String], Type::Double),
        ],
    ),
    function(
        "int",
        &[
            global(&[Type::Int], Type::Int),
            global(&[Type::Double], Type::Int),
            global(&[Type::Uint], Type::Int),
            global(&[Type::String], Type::Int),
            global(&[Type::Duration], Type::Int),
            global(&[Type::Timestamp], Type::Int),
        ],
    ),
    function(
        "uint",
        &[
            global(&[Type::Uint], Type::Uint),
            global(&[Type::Double], Type::Uint),
            global(&[Type::Int], Type::Uint),
            global(&[Type::String], Type::Uint),
        ],
    ),
    function(
        "string",
        &[
            global(&[Type::String], Type::String),
            global(&[Type::Bool], Type::String),
            global(&[Type::Bytes], Type::String),
            global(&[Type::Double], Type::String),
            global(&[Type::Int], Type::String),
            global(&[Type::Uint], Type::String),
            global(&[Type::Duration], Type::String),
            global(&[Type::Timestamp], Type::String),
        ],
    ),
    function("duration", &[global(&[Type::Duration], Type::Duration), global(&[Type::String], Type::Duration)]),
    function(
        "timestamp",
        &[
            global(&[Type::Timestamp], Type::Timestamp),
            global(&[Type::Int], Type::Timestamp),
            global(&[Type::String], Type::Timestamp),
        ],
    ),
    function("contains", TEST),
    function("endsWith", TEST),
    function("startsWith", TEST),
    function(
        "matches",
        &[global(&[Type::String, Type::String], Type::Bool), member(&[Type::String, Type::String], Type::Bool)],
    ),
    function("getFullYear", DATE),
    function("getMonth", DATE),
    function("getDayOfYear", DATE),
    function("getDayOfMonth", DATE),
    function("getDate", DATE),
    function("getDayOfWeek", DATE),
    function("getHours", TIME),
    function("getMinutes", TIME),
    function("getSeconds", TIME),
    function("getMilliseconds", TIME),
];

/// Names that stand for types, as in `type(x) == string`.
pub(crate) const TYPE_NAMES: &[&str] =
    &["bool", "bytes", "double", "dyn", "int", "list", "map", "null_type", "string", "type", "uint"];

/// What other languages call some of them.
pub(crate) fn known_elsewhere(name: &str) -> Option<&'static str> {
    Some(match name {
        "len" | "length" | "count" => "size",
        "str" => "string",
        "float" | "number" => "double",
        "integer" => "int",
        "any" | "some" => "exists",
        "startswith" | "starts_with" | "hasPrefix" => "startsWith",
        "endswith" | "ends_with" | "hasSuffix" => "endsWith",
        "match" => "matches",
        "parse_json" | "fromJson" | "fromJSON" => "parseJson",
        _ => return None,
    })
}
