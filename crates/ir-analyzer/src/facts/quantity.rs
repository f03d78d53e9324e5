//! Quantities of Kubernetes: `500m`, `1.5`, `2Gi`, `1e9`.

/// A quantity that Kubernetes reads.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Quantity<'t> {
    /// In units: processors, or bytes.
    pub(crate) value: f64,
    pub(crate) suffix: &'t str,
}

const SUFFIXES: [(&str, f64); 16] = [
    ("", 1.0),
    ("n", 1e-9),
    ("u", 1e-6),
    ("m", 1e-3),
    ("k", 1e3),
    ("M", 1e6),
    ("G", 1e9),
    ("T", 1e12),
    ("P", 1e15),
    ("E", 1e18),
    ("Ki", 1024.0),
    ("Mi", 1_048_576.0),
    ("Gi", 1_073_741_824.0),
    ("Ti", 1_099_511_627_776.0),
    ("Pi", 1_125_899_906_842_624.0),
    ("Ei", 1_152_921_504_606_846_976.0),
];

/// Reads a quantity, or says what was probably meant.
pub(crate) fn read(text: &str) -> Result<Quantity<'_>, Option<String>> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '+' | '-'))).unwrap_or(text.len());
    let (number, suffix) = text.split_at(end);
    let Some(amount) = decimal(number) else { return Err(None) };
    if let Some((_, factor)) = SUFFIXES.iter().find(|(s, _)| *s == suffix) {
        return Ok(Quantity { value: amount * factor, suffix });
    }
    if let Some(exponent) = suffix.strip_prefix(['e', 'E'])
        && let Ok(exponent) = exponent.parse::<i32>()
    {
        return Ok(Quantity { value: amount * 10f64.powi(exponent), suffix });
    }
    if suffix.starts_with(',') {
        let dotted = text.replacen(',', ".", 1);
        return Err(read(&dotted).is_ok().then_some(dotted));
    }
    let bare = suffix.trim().trim_end_matches(['b', 'B']);
    let meant = SUFFIXES.iter().find(|(s, _)| !s.is_empty() && s.eq_ignore_ascii_case(bare)).map(|(s, _)| s);
    Err(meant.map(|s| format!("{number}{s}")))
}

fn decimal(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let digits = unsigned.bytes().filter(u8::is_ascii_digit).count();
    let dots = unsigned.matches('.').count();
    (digits > 0 && dots <= 1 && digits + dots == unsigned.len()).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_have_their_value() {
        let value = |text| read(text).map(|q| q.value);
        assert_eq!(value("500m"), Ok(0.5));
        assert_eq!(value("1.5"), Ok(1.5));
        assert_eq!(value(".5Ki"), Ok(512.0));
        assert_eq!(value("1e3"), Ok(1000.0));
        assert_eq!(value("2G"), Ok(2e9));
    }

    #[test]
    fn slips_are_told_with_what_was_meant() {
        let meant = |text: &str| read(text).unwrap_err();
        assert_eq!(meant("2gi").as_deref(), Some("2Gi"));
        assert_eq!(meant("2GB").as_deref(), Some("2G"));
        assert_eq!(meant("64K").as_deref(), Some("64k"));
        assert_eq!(meant("1,5").as_deref(), Some("1.5"));
        assert_eq!(meant("2 Gi").as_deref(), Some("2Gi"));
        assert_eq!(meant("1,5Gi").as_deref(), Some("1.5Gi"));
        assert_eq!(meant("two"), None);
        assert_eq!(meant("1.2.3"), None);
        assert_eq!(meant(""), None);
    }
}
