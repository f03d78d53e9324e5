//! What the driver lets expressions see, in the format's own messages and names.

use crate::cel;
use crate::cel::types::{Environment, Field, Function, Message, Type};

const JSON_MAP: Type = Type::Map(&Type::String, &Type::Json);

const fn field(name: &'static str, ty: Type) -> Field {
    Field { name, ty, instead: None }
}

/// The value of a parameter as the format had it before `google.protobuf.Value`.
static OLD_VALUE: Message = Message {
    name: "Value",
    fields: &[field("int_value", Type::Int), field("double_value", Type::Double), field("string_value", Type::String)],
    list: None,
};

static ARTIFACT_TYPE: Message = Message {
    name: "ArtifactTypeSchema",
    fields: &[
        field("schema_title", Type::String),
        field("schema_uri", Type::String),
        field("instance_schema", Type::String),
        field("schema_version", Type::String),
    ],
    list: None,
};

static ARTIFACT: Message = Message {
    name: "RuntimeArtifact",
    fields: &[
        field("name", Type::String),
        field("type", Type::Message(&ARTIFACT_TYPE)),
        field("uri", Type::String),
        field("properties", Type::Map(&Type::String, &Type::Message(&OLD_VALUE))),
        field("custom_properties", Type::Map(&Type::String, &Type::Message(&OLD_VALUE))),
        field("metadata", JSON_MAP),
        field("custom_path", Type::String),
    ],
    list: None,
};

static ARTIFACT_LIST: Message = Message {
    name: "ArtifactList",
    fields: &[field("artifacts", Type::List(&Type::Message(&ARTIFACT)))],
    list: Some("artifacts"),
};

static INPUTS: Message = Message {
    name: "Inputs",
    fields: &[
        field("parameter_values", JSON_MAP),
        field("artifacts", Type::Map(&Type::String, &Type::Message(&ARTIFACT_LIST))),
        Field {
            name: "parameters",
            ty: Type::Map(&Type::String, &Type::Message(&OLD_VALUE)),
            instead: Some("parameter_values"),
        },
    ],
    list: None,
};

static OUTPUT_PARAMETER: Message =
    Message { name: "OutputParameter", fields: &[field("output_file", Type::String)], list: None };

static OUTPUTS: Message = Message {
    name: "Outputs",
    fields: &[
        field("parameters", Type::Map(&Type::String, &Type::Message(&OUTPUT_PARAMETER))),
        field("artifacts", Type::Map(&Type::String, &Type::Message(&ARTIFACT_LIST))),
        field("output_file", Type::String),
    ],
    list: None,
};

static FUNCTIONS: &[Function] =
    &[Function { name: "parseJson", overloads: &[cel::global(&[Type::String], Type::Json)] }];

/// What a condition sees: the fields of the task's ExecutorInput.
pub(super) static CONDITION: Environment = Environment {
    title: "a condition",
    variables: &[("inputs", Type::Message(&INPUTS)), ("outputs", Type::Message(&OUTPUTS))],
    functions: FUNCTIONS,
    packages: &["google", "ml_pipelines"],
    condition: true,
};

/// What a selector sees: the fields of the `google.protobuf.Value` that is passed.
pub(super) static SELECTOR: Environment = Environment {
    title: "a selector",
    variables: &[
        ("string_value", Type::String),
        ("number_value", Type::Double),
        ("bool_value", Type::Bool),
        ("struct_value", JSON_MAP),
        ("list_value", Type::List(&Type::Json)),
        ("null_value", Type::Dyn),
    ],
    functions: FUNCTIONS,
    packages: &["google", "ml_pipelines"],
    condition: false,
};
