//! Pieces of the text, short enough to be shown.

use ir_model::{Type, TypeUse};
use ir_syntax::Span;

use crate::source::Source;

/// `text` on one line, white space collapsed, with an ellipsis where it is longer than `limit` characters.
pub(crate) fn shorten(text: &str, limit: usize) -> String {
    let mut out = String::new();
    let mut count = 0;
    for word in text.split_whitespace() {
        if count > 0 {
            out.push(' ');
            count += 1;
        }
        for c in word.chars() {
            if count >= limit {
                out.push('…');
                return out;
            }
            out.push(c);
            count += 1;
        }
    }
    out
}

/// A stretch of the source, short.
pub(crate) fn piece(source: &Source, span: Span) -> String {
    // Only the start can be shown; a long text need not be looked at to its end.
    let text = span.slice(source.text());
    let head = text.char_indices().nth(400).map_or(text, |(at, _)| text.get(..at).unwrap_or(text));
    shorten(head, 60)
}

/// A type as its author wrote it; `None` where none is written.
pub(crate) fn type_as_written(source: &Source, ty: &TypeUse) -> Option<String> {
    let written = piece(source, ty.at?.span);
    if written.is_empty() {
        return None;
    }
    // A list of artifacts is written as a type and a flag.
    let list = matches!(&ty.ty, Type::List(item) if matches!(**item, Type::Artifact { .. }));
    Some(if list { format!("list of {written}") } else { written })
}

/// The name of the file, without its folder.
pub(crate) fn file_name(source: &Source) -> String {
    source.path.file_name().map_or_else(|| "pipeline".to_owned(), |n| n.to_string_lossy().into_owned())
}

/// `text` as a code span of Markdown.
pub(crate) fn code(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}

/// `text` as Markdown that shows it as it is.
pub(crate) fn markdown(text: &str) -> String {
    let simple = text.chars().all(|c| c.is_alphanumeric() || " .,:-_/…".contains(c));
    if simple { text.to_owned() } else { code(text) }
}

/// How to get from the folder of the file `from` to the file `to`, with slashes, `./` or `../` first.
pub(crate) fn relative(from: &std::path::Path, to: &std::path::Path) -> String {
    let folder = from.parent().unwrap_or(std::path::Path::new(""));
    let shared = folder.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    let up = folder.components().count() - shared;
    let down: Vec<_> = to.components().skip(shared).map(|c| c.as_os_str().to_string_lossy()).collect();
    let start = if up == 0 { "./".to_owned() } else { "../".repeat(up) };
    start + &down.join("/")
}

/// Whether two names differ in nothing but case, blanks and punctuation, or one is the file name of the other.
pub(crate) fn same_letters(written: &str, name: &str) -> bool {
    let letters = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let file = written.rsplit('/').next().unwrap_or(written);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    [written, file, stem].iter().any(|w| letters(w) == letters(name))
}
