//! Unquoted words on which readers of YAML disagree.
//!
//! PyYAML, which the SDK loads with, follows YAML 1.1; the backend's readers follow YAML 1.2 for the most part.

/// How an unquoted word is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Ambiguous {
    /// By YAML 1.1.
    pub(crate) old: Reading,
    /// By YAML 1.2.
    pub(crate) new: Reading,
}

/// What a word is read as.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Reading {
    True,
    False,
    Number,
    Octal,
    Decimal,
    Seconds,
    Date,
    Text,
    /// PyYAML cannot load it.
    Nothing,
}

impl Reading {
    /// The reading in words.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Reading::True => "true",
            Reading::False => "false",
            Reading::Number => "a number",
            Reading::Octal => "an octal number",
            Reading::Decimal => "a decimal number",
            Reading::Seconds => "a number of base 60",
            Reading::Date => "a date",
            Reading::Text => "text",
            Reading::Nothing => "an error",
        }
    }
}

/// How an unquoted word is read, where readers disagree.
pub(crate) fn read(word: &str) -> Option<Ambiguous> {
    let both = |old, new| Some(Ambiguous { old, new });
    match word {
        "yes" | "Yes" | "YES" | "on" | "On" | "ON" => return both(Reading::True, Reading::Text),
        "no" | "No" | "NO" | "off" | "Off" | "OFF" => return both(Reading::False, Reading::Text),
        "=" => return both(Reading::Nothing, Reading::Text),
        _ => {}
    }
    // The longest is a point in time with its zone.
    if word.len() > 40 || !word.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.')) {
        return None;
    }
    let unsigned = word.strip_prefix(['+', '-']).unwrap_or(word);
    if let Some(octal) = word.strip_prefix("0o") {
        let new = !octal.is_empty() && octal.bytes().all(|b| matches!(b, b'0'..=b'7'));
        return if new { both(Reading::Text, Reading::Octal) } else { None };
    }
    if let Some(binary) = unsigned.strip_prefix("0b") {
        let old = !binary.is_empty() && binary.bytes().all(|b| matches!(b, b'0' | b'1' | b'_'));
        return if old { both(Reading::Number, Reading::Text) } else { None };
    }
    if is_date(word) {
        return both(Reading::Date, Reading::Text);
    }
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if unsigned.len() > 1 && unsigned.starts_with('0') && digits(unsigned) {
        let octal = unsigned.bytes().all(|b| b <= b'7');
        let zero = unsigned.bytes().all(|b| b == b'0');
        let old = if octal { Reading::Octal } else { Reading::Text };
        return if zero { None } else { both(old, Reading::Decimal) };
    }
    if unsigned.contains('_') && unsigned.bytes().all(|b| b.is_ascii_digit() || b == b'_') && !unsigned.starts_with('_')
    {
        return both(Reading::Number, Reading::Text);
    }
    if unsigned.contains(':') {
        let (last, first) = (unsigned.rsplit(':'), unsigned.split(':').next().unwrap_or(""));
        let sixty =
            |s: &str| digits(s) && s.len() <= 2 && (s.len() < 2 || s.starts_with(['0', '1', '2', '3', '4', '5']));
        let whole = digits(first) && !first.starts_with('0') && last.take(unsigned.matches(':').count()).all(sixty);
        return if whole { both(Reading::Seconds, Reading::Text) } else { None };
    }
    exponent(unsigned).then_some(Ambiguous { old: Reading::Text, new: Reading::Number })
}

/// A number with an exponent that YAML 1.1 does not take for one: it wants a dot before and a sign behind the `e`.
fn exponent(word: &str) -> bool {
    let Some(at) = word.find(['e', 'E']) else { return false };
    let (mantissa, exponent) = (word.get(..at).unwrap_or(""), word.get(at + 1..).unwrap_or(""));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let power = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let number =
        digits(whole) && digits(fraction) && whole.len() + fraction.len() > 0 && digits(power) && !power.is_empty();
    number && !(mantissa.contains('.') && power.len() < exponent.len())
}

/// `2001-12-14`, with or without a time behind it.
fn is_date(word: &str) -> bool {
    let (date, time) = match word.find(['T', 't', ' ']) {
        Some(at) => (word.get(..at).unwrap_or(""), word.get(at + 1..).unwrap_or("")),
        None => (word, ""),
    };
    let mut parts = date.split('-');
    let mut part = |least: usize, most: usize| {
        parts.next().is_some_and(|p| (least..=most).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit()))
    };
    // A date alone has two digits in each part; before a time one is enough.
    let least = if time.is_empty() { 2 } else { 1 };
    let day = part(4, 4) && part(least, 2) && part(least, 2) && parts.next().is_none();
    let clock =
        time.is_empty() || (time.contains(':') && time.bytes().all(|b| b.is_ascii_digit() || b":.+-Zz ".contains(&b)));
    day && clock && !word.ends_with(['T', 't', ' '])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readers_disagree_on_few_words() {
        let old = |word: &str| read(word).map(|a| a.old);
        assert_eq!(old("yes"), Some(Reading::True));
        assert_eq!(old("Off"), Some(Reading::False));
        assert_eq!(old("010"), Some(Reading::Octal));
        assert_eq!(old("089"), Some(Reading::Text));
        assert_eq!(old("0o10"), Some(Reading::Text));
        assert_eq!(old("1_000"), Some(Reading::Number));
        assert_eq!(old("1:30"), Some(Reading::Seconds));
        assert_eq!(old("2020-01-01"), Some(Reading::Date));
        assert_eq!(old("2020-01-01T10:00:00Z"), Some(Reading::Date));
        assert_eq!(old("1e3"), Some(Reading::Text));
        assert_eq!(old("1.5e3"), Some(Reading::Text));
        for word in [
            "y",
            "n",
            "true",
            "1",
            "0",
            "00",
            "1.5",
            "1.5e+3",
            "-1",
            "1.2.3",
            "10:99",
            "0x1F",
            "2020-1",
            "-e",
            "3d",
            "8080:80:x",
            "e3",
        ] {
            assert_eq!(old(word), None, "{word}");
        }
    }
}
