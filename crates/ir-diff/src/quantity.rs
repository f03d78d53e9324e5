//! Kubernetes quantities: `1`, `1000m` and `1e0` are the same.

/// The quantity as a decimal number in its shortest form, times a power of two where its suffix is binary; `None` for
/// text that is no quantity.
pub(crate) fn canonical(text: &str) -> Option<String> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '+' | '-'))).unwrap_or(text.len());
    let (number, suffix) = text.split_at_checked(end)?;
    let (exponent, factor): (i32, u128) = match suffix {
        "" => (0, 1),
        "n" => (-9, 1),
        "u" => (-6, 1),
        "m" => (-3, 1),
        "k" => (3, 1),
        "M" => (6, 1),
        "G" => (9, 1),
        "T" => (12, 1),
        "P" => (15, 1),
        "E" => (18, 1),
        "Ki" => (0, 1 << 10),
        "Mi" => (0, 1 << 20),
        "Gi" => (0, 1 << 30),
        "Ti" => (0, 1 << 40),
        "Pi" => (0, 1 << 50),
        "Ei" => (0, 1 << 60),
        other => (other.strip_prefix(['e', 'E'])?.parse::<i8>().ok()?.into(), 1),
    };
    let (negative, digits) = match number.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, number.strip_prefix('+').unwrap_or(number)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.len() + fraction.len() > 18 || (whole.is_empty() && fraction.is_empty()) {
        return None;
    }
    let mut value = format!("{whole}{fraction}").parse::<u128>().ok()?.checked_mul(factor)?;
    let mut exponent = exponent - fraction.len() as i32;
    while value != 0 && value.is_multiple_of(10) {
        value /= 10;
        exponent += 1;
    }
    if value == 0 {
        return Some("0".to_owned());
    }
    Some(format!("{}{value}e{exponent}", if negative { "-" } else { "" }))
}

#[cfg(test)]
mod tests {
    use super::canonical;

    #[test]
    fn one_quantity_has_many_spellings() {
        for (a, b) in [("1", "1000m"), ("0.5", "500m"), ("1Gi", "1024Mi"), ("1G", "1000M"), ("1e3", "1k"), ("1.0", "1")]
        {
            assert_eq!(canonical(a), canonical(b), "{a} {b}");
            assert!(canonical(a).is_some(), "{a}");
        }
        assert_ne!(canonical("1G"), canonical("1Gi"));
        for text in ["", "m", "one", "1.2.3", "1x", "{{x}}", "1e999999999"] {
            assert_eq!(canonical(text), None, "{text}");
        }
    }
}
