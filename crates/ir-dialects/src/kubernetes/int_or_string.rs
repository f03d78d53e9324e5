//! Values that may be a whole number, or a text.

/// What such a value says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum IntOrString<'t> {
    /// A number, with or without quotes.
    Int(i64),
    /// `25%`
    Percent(i64),
    Text(&'t str),
}

/// Reads a value.
pub(crate) fn read(text: &str) -> IntOrString<'_> {
    let percent = text.strip_suffix('%').and_then(|number| number.parse().ok());
    match (text.parse(), percent) {
        (Ok(number), _) => IntOrString::Int(number),
        (_, Some(number)) => IntOrString::Percent(number),
        _ => IntOrString::Text(text),
    }
}
