//! The words for types: as the file writes them where it does, else in plain English.

use ir_model::{LiteralKind, Package, Type, TypeUse};

use crate::ide::words::{shorten, type_as_written};
use crate::rule::Context;

/// A declared type in the file's own words, with an article: "a STRING", "a list of system.Model".
pub(crate) fn declared(context: &Context<'_>, ty: &TypeUse) -> String {
    // Types can be written as numbers, which nobody reads.
    let readable = |words: &String| words.parse::<u8>().is_err() && !words.starts_with('{');
    match type_as_written(context.source, ty).filter(readable) {
        Some(words) => with_article(&words),
        None => plain(context.package, &ty.ty),
    }
}

/// A type in plain words.
pub(crate) fn plain(package: &Package, ty: &Type) -> String {
    match ty {
        Type::Unknown | Type::Any => "a value".to_owned(),
        Type::Bool => "a boolean".to_owned(),
        Type::Int => "a whole number".to_owned(),
        Type::Number => "a number".to_owned(),
        Type::String => "a text".to_owned(),
        Type::List(_) => "a list".to_owned(),
        Type::Map(_) => "a map".to_owned(),
        Type::Artifact { schema: None, .. } => "an artifact".to_owned(),
        Type::Artifact { schema: Some(name), .. } | Type::Nominal(name) => {
            with_article(&shorten(package.names.text(*name), 40))
        }
        Type::Status => "the final status of a task".to_owned(),
        Type::Config => "the configuration of the task".to_owned(),
    }
}

/// A written value's kind.
pub(crate) fn literal(kind: LiteralKind) -> &'static str {
    match kind {
        LiteralKind::Null => "nothing",
        LiteralKind::Bool => "a boolean",
        LiteralKind::Int => "a whole number",
        LiteralKind::Number => "a number with a fraction",
        LiteralKind::String => "a text",
        LiteralKind::List => "a list",
        LiteralKind::Map => "a map",
    }
}

/// "a STRING", "an Integer".
pub(crate) fn with_article(word: &str) -> String {
    let vowel = word.starts_with(['a', 'e', 'i', 'o', 'A', 'E', 'I', 'O']);
    format!("{} {word}", if vowel { "an" } else { "a" })
}

/// Without the article, for "wants …".
pub(crate) fn bare(words: &str) -> &str {
    words.strip_prefix("a ").or_else(|| words.strip_prefix("an ")).unwrap_or(words)
}
