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
    /// Go's duration: numbers with units from `ns` to `h`, one after the other, or `0`.
    GoDuration,
    /// Kubernetes' quantity: a number with a unit.
    Quantity,
    /// The name of a Kubernetes object.
    ObjectName,
    /// Text with a variable of Argo's or Tekton's in it, whose value is not known before the run.
    Variable,
}

/// Every pattern that may stand in a schema.
pub(crate) const PATTERNS: [(&str, Format); 7] = [
    ("^-?[0-9]+$", Format::Integer),
    (r"^(-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?|NaN|-?Infinity)$", Format::Number),
    (r"^-?[0-9]+(\.[0-9]{1,9})?s$", Format::Duration),
    (r"^[+-]?(0|(([0-9]+(\.[0-9]*)?|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))+)$", Format::GoDuration),
    (r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([numkMGTPE]|[KMGTPE]i|[eE][+-]?[0-9]+)?$", Format::Quantity),
    ("^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$", Format::ObjectName),
    (r"\{\{|\$\(", Format::Variable),
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
            Self::GoDuration => "a duration such as `1h30m`",
            Self::Quantity => "a quantity such as `5Gi`",
            Self::ObjectName => "a name of lower-case letters, digits, `-` and `.`, at most 253 long",
            Self::Variable => "text with a variable in it",
        }
    }

    /// What was surely meant by `text`, which does not have the form: a duration in another unit, or without one.
    pub(crate) fn meant(self, text: &str) -> Option<String> {
        let number = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let seconds = match (self, text.get(number.len()..)?) {
            (Self::Duration, "" | "sec" | "secs") => 1,
            (Self::Duration, "m" | "min") => 60,
            (Self::Duration, "h") => 3600,
            _ => return None,
        };
        // More digits than these are nobody's duration.
        let number: u64 = number.parse().ok().filter(|n| *n < 1_000_000_000)?;
        Some(format!("{}s", number * seconds))
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
            Self::GoDuration => go_duration(text.strip_prefix(['+', '-']).unwrap_or(text)),
            Self::Quantity => quantity(text.strip_prefix(['+', '-']).unwrap_or(text)),
            Self::ObjectName => {
                let end = |b: Option<u8>| b.is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
                let inner = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'.';
                let mut bytes = text.bytes();
                text.len() <= 253 && end(bytes.clone().next()) && end(bytes.next_back()) && bytes.all(inner)
            }
            Self::Variable => text.contains("{{") || text.contains("$("),
        }
    }
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn go_duration(text: &str) -> bool {
    let mut rest = text;
    while !rest.is_empty() {
        let (number, after) = rest.split_at(rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len()));
        // The longer units first, `ms` before `m`.
        let unit = ["ns", "us", "µs", "μs", "ms", "s", "m", "h"].iter().find_map(|unit| after.strip_prefix(unit));
        let Some(after) = unit.filter(|_| decimal(number)) else { return text == "0" };
        rest = after;
    }
    !text.is_empty()
}

/// Digits, with a point anywhere among them.
fn decimal(text: &str) -> bool {
    let all = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    match text.split_once('.') {
        None => digits(text),
        Some((whole, part)) => all(whole) && all(part) && whole.len() + part.len() > 0,
    }
}

fn quantity(text: &str) -> bool {
    let unit = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(unit);
    let good_unit = match unit.as_bytes() {
        [] | [b'n' | b'u' | b'm' | b'k' | b'M' | b'G' | b'T' | b'P' | b'E'] => true,
        [b'K' | b'M' | b'G' | b'T' | b'P' | b'E', b'i'] => true,
        [b'e' | b'E', ..] => digits(unit.get(1..).map_or("", |e| e.strip_prefix(['+', '-']).unwrap_or(e))),
        _ => false,
    };
    decimal(number) && good_unit
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
    const SAMPLES: [&str; 61] = [
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
        "5Gi",
        "5gi",
        "5GB",
        "1e3",
        "1E",
        "1E3",
        "1Ei",
        "+5.Ki",
        ".Ki",
        "5 Gi",
        "kube-flow.v1",
        "Kube",
        "-kube",
        "kube-",
        "k",
        "k8s_",
        "..",
        "a..b",
        "1h30m",
        "1.h.5m300µs",
        "1d",
        "1h30",
        "-0",
        "h",
        "x{{y}}",
        "$(params.x)",
        "{ {",
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
