//! What an unquoted word means: null, boolean, number or text.

use crate::tree::Style;

/// A scalar read under YAML 1.2's core schema.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Scalar<'t> {
    /// `null`, `~`, or nothing at all.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number that fits 64 bits.
    Int(i64),
    /// Any other number.
    Float(f64),
    /// Text.
    String(&'t str),
}

impl<'t> Scalar<'t> {
    /// Reads decoded `text` written in `style`, with an explicit tag if it has one.
    #[must_use]
    pub fn read(text: &'t str, style: Style, tag: Option<&str>) -> Self {
        match tag {
            Some("tag:yaml.org,2002:str" | "!") => return Scalar::String(text),
            None if style != Style::Plain => return Scalar::String(text),
            // An explicit !!int "3" reads as the plain word would; custom tags keep the text.
            Some(t) if !t.starts_with("tag:yaml.org,2002:") => return Scalar::String(text),
            _ => {}
        }
        Self::read_plain(text)
    }

    fn read_plain(text: &'t str) -> Self {
        let Some(first) = text.bytes().next() else { return Scalar::Null };
        // Most words are told to be words by their first letter.
        match first {
            b'~' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' => match text {
                "~" | "null" | "Null" | "NULL" => Scalar::Null,
                "true" | "True" | "TRUE" => Scalar::Bool(true),
                "false" | "False" | "FALSE" => Scalar::Bool(false),
                _ => Scalar::String(text),
            },
            b'0'..=b'9' | b'+' | b'-' | b'.' => number(text).unwrap_or(Scalar::String(text)),
            _ => Scalar::String(text),
        }
    }
}

fn number(text: &str) -> Option<Scalar<'static>> {
    if let Some(hex) = text.strip_prefix("0x") {
        return i64::from_str_radix(hex, 16).ok().map(Scalar::Int);
    }
    if let Some(octal) = text.strip_prefix("0o") {
        return i64::from_str_radix(octal, 8).ok().map(Scalar::Int);
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    match unsigned {
        ".inf" | ".Inf" | ".INF" => {
            return Some(Scalar::Float(if text.starts_with('-') { f64::NEG_INFINITY } else { f64::INFINITY }));
        }
        ".nan" | ".NaN" | ".NAN" if unsigned.len() == text.len() => return Some(Scalar::Float(f64::NAN)),
        _ => {}
    }
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if !unsigned.is_empty() && digits(unsigned) {
        return Some(text.parse().map_or_else(|_| Scalar::Float(text.parse().unwrap_or(f64::INFINITY)), Scalar::Int));
    }
    let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
        Some(at) => (unsigned.get(..at)?, unsigned.get(at + 1..)),
        None => (unsigned, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let some_digit = !whole.is_empty() || !fraction.is_empty();
    let good_exponent = exponent.is_none_or(|e| {
        let e = e.strip_prefix(['+', '-']).unwrap_or(e);
        !e.is_empty() && digits(e)
    });
    (some_digit && digits(whole) && digits(fraction) && good_exponent)
        .then(|| text.parse().ok().map(Scalar::Float))
        .flatten()
}
