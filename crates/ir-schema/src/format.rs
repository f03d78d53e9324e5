//! The few forms of text that the schemas ask for by `pattern`.
//!
//! A pattern is known by its exact spelling, so that no regular expressions are needed at run time;
//! a schema with another pattern does not compile.

/// A form that text can have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// A whole number written as text.
    Integer,
    /// A number written as text, `NaN`, `Infinity` or `-Infinity`.
    Number,
    /// Proto3's duration: seconds with at most nine decimals and an `s`.
    Duration,
}

/// Every pattern that may stand in a schema.
pub(crate) const PATTERNS: [(&str, Format); 3] = [
    ("^-?[0-9]+$", Format::Integer),
    (r"^(-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?|NaN|-?Infinity)$", Format::Number),
    (r"^-?[0-9]+(\.[0-9]{1,9})?s$", Format::Duration),
];

impl Format {
    pub(crate) fn of_pattern(pattern: &str) -> Option<Self> {
        PATTERNS.iter().find(|(p, _)| *p == pattern).map(|(_, f)| *f)
    }

    /// The form in plain words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Integer => "a whole number",
            Self::Number => "a number",
            Self::Duration => "seconds such as `30s`",
        }
    }

    /// Whether `text` has the form.
    #[must_use]
    pub fn admits(self, text: &str) -> bool {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        match self {
            Self::Integer => digits(unsigned),
            Self::Number => text == "NaN" || unsigned == "Infinity" || number(unsigned),
            Self::Duration => unsigned.strip_suffix('s').is_some_and(|seconds| match seconds.split_once('.') {
                None => digits(seconds),
                Some((whole, part)) => digits(whole) && digits(part) && part.len() <= 9,
            }),
        }
    }
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn number(text: &str) -> bool {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        None => (text, None),
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
    };
    let good_mantissa = match mantissa.split_once('.') {
        None => digits(mantissa),
        Some((whole, part)) => digits(whole) && digits(part),
    };
    good_mantissa && exponent.is_none_or(|e| digits(e.strip_prefix(['+', '-']).unwrap_or(e)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words near every boundary of every form.
    const SAMPLES: [&str; 34] = [
        "",
        "-",
        "s",
        "0",
        "-0",
        "7",
        "-7",
        "+7",
        "007",
        "7 ",
        " 7",
        "7s",
        "-7s",
        "7.s",
        ".5s",
        "7.5s",
        "7.123456789s",
        "7.1234567891s",
        "7.5",
        "-7.5",
        "7.",
        ".5",
        "7e3",
        "7E+3",
        "7e-3",
        "7e",
        "e3",
        "7.5e3",
        "NaN",
        "-NaN",
        "Infinity",
        "-Infinity",
        "inf",
        "30m",
    ];

    #[test]
    fn each_form_means_what_its_pattern_says() {
        for (pattern, format) in PATTERNS {
            let stock = jsonschema::validator_for(&serde_json::json!({ "pattern": pattern })).unwrap();
            for sample in SAMPLES {
                assert_eq!(format.admits(sample), stock.is_valid(&sample.into()), "{format:?} on {sample:?}");
            }
        }
    }
}
