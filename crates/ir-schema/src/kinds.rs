//! Sets of JSON kinds, what a scalar may be read as, and the words for both.

use std::fmt;

use ir_syntax::{Kind, Node, Scalar, Style};

/// A set of JSON kinds. Whole numbers are apart from the other numbers.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct KindSet(u8);

impl KindSet {
    /// `null`, or nothing written.
    pub const NULL: Self = Self(1);
    /// `true` and `false`.
    pub const BOOLEAN: Self = Self(2);
    /// Numbers without a fraction.
    pub const INTEGER: Self = Self(4);
    /// Numbers with a fraction.
    pub const FRACTION: Self = Self(8);
    /// All numbers.
    pub const NUMBER: Self = Self(4 | 8);
    /// Text.
    pub const STRING: Self = Self(16);
    /// Lists.
    pub const ARRAY: Self = Self(32);
    /// Keys with values.
    pub const OBJECT: Self = Self(64);
    /// Every kind.
    pub const ANY: Self = Self(127);
    /// No kind.
    pub const NONE: Self = Self(0);

    /// Whether the two sets share a kind.
    #[must_use]
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether every kind of `other` is in this set.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The kinds of either set.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The kinds both sets have.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The kinds of this set that `other` lacks.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether no kind is in the set.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The kind that JSON Schema calls `name`.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "null" => Self::NULL,
            "boolean" => Self::BOOLEAN,
            "integer" => Self::INTEGER,
            "number" => Self::NUMBER,
            "string" => Self::STRING,
            "array" => Self::ARRAY,
            "object" => Self::OBJECT,
            _ => return None,
        })
    }

    /// The kinds in plain words: `text`, `a whole number or text`. `null` goes without saying where
    /// there is anything else.
    #[must_use]
    pub fn words(self) -> String {
        self.words_with(None)
    }

    /// As [`KindSet::words`], with `object` for the kind of keys with values.
    pub(crate) fn words_with(self, object: Option<&str>) -> String {
        if self.contains(Self::ANY) {
            return "any value".into();
        }
        let all = [
            (Self::STRING, "text"),
            (Self::NUMBER, "a number"),
            (Self::INTEGER, "a whole number"),
            (Self::BOOLEAN, "true or false"),
            (Self::ARRAY, "a list"),
            (Self::OBJECT, object.unwrap_or("keys with values")),
        ];
        let mut left = self;
        let mut parts: Vec<&str> = Vec::new();
        for (kind, word) in all {
            if !kind.is_empty() && left.contains(kind) {
                parts.push(word);
                left = left.without(kind);
            }
        }
        match parts.as_slice() {
            [] => "nothing".into(),
            [one] => (*one).into(),
            [first @ .., last] => format!("{} or {last}", first.join(", ")),
        }
    }
}

impl fmt::Debug for KindSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words())
    }
}

/// The kinds that `node` may be read as by the loaders: one, but for plain words on which YAML 1.1
/// and 1.2 disagree. Nothing for an alias that leads nowhere.
pub(crate) fn readings(node: Node<'_>) -> KindSet {
    match node.kind() {
        Kind::Mapping => KindSet::OBJECT,
        Kind::Sequence => KindSet::ARRAY,
        Kind::Alias => KindSet::NONE,
        Kind::Scalar => scalar_readings(node),
    }
}

fn scalar_readings(node: Node<'_>) -> KindSet {
    let kind = match node.scalar() {
        None | Some(Scalar::Null) => KindSet::NULL,
        Some(Scalar::Bool(_)) => KindSet::BOOLEAN,
        Some(Scalar::Int(_)) => KindSet::INTEGER,
        Some(Scalar::Float(f)) if f.fract() == 0.0 => KindSet::INTEGER,
        Some(Scalar::Float(_)) => KindSet::FRACTION,
        Some(Scalar::String(_)) => KindSet::STRING,
    };
    if node.style() == Style::Plain { kind.or(other_version(node.text())) } else { kind }
}

/// What PyYAML (YAML 1.1) and Go's reader (in between) make of a plain word, beyond what YAML 1.2
/// makes of it. Which of them reads the file is not known here, so each reading is allowed.
fn other_version(text: &str) -> KindSet {
    let Some(first) = text.bytes().next() else { return KindSet::NONE };
    match first {
        b'y' | b'Y' | b'n' | b'N' | b'o' | b'O' => match text {
            "yes" | "Yes" | "YES" | "no" | "No" | "NO" | "on" | "On" | "ON" | "off" | "Off" | "OFF" => KindSet::BOOLEAN,
            _ => KindSet::NONE,
        },
        b'0'..=b'9' | b'+' | b'-' | b'.' => other_number(text),
        _ => KindSet::NONE,
    }
}

fn other_number(text: &str) -> KindSet {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let digits_and = |extra: &[u8]| unsigned.bytes().all(|b| b.is_ascii_digit() || extra.contains(&b));
    if unsigned.strip_prefix("0o").is_some() {
        return KindSet::STRING;
    }
    if let Some(binary) = unsigned.strip_prefix("0b")
        && !binary.is_empty()
        && binary.bytes().all(|b| matches!(b, b'0' | b'1' | b'_'))
    {
        return KindSet::INTEGER;
    }
    if let Some(hex) = unsigned.strip_prefix("0x")
        && hex.contains('_')
        && hex.bytes().all(|b| b.is_ascii_hexdigit() || b == b'_')
    {
        return KindSet::INTEGER;
    }
    // 1_000 and 1:30 are numbers in YAML 1.1 alone.
    if unsigned.contains(['_', ':']) && digits_and(b"_:") {
        return KindSet::INTEGER;
    }
    if unsigned.contains(['_', ':']) && digits_and(b"_:.") {
        return KindSet::NUMBER;
    }
    // 1e3 lacks the dot, 1.5e3 the sign, that YAML 1.1 wants.
    if unsigned.contains(['e', 'E']) && !(unsigned.contains('.') && unsigned.contains(['+', '-'])) {
        return KindSet::STRING;
    }
    KindSet::NONE
}

/// The number that YAML 1.1 makes of digits after a zero: permission bits such as `0755`.
pub(crate) fn octal(node: Node<'_>) -> Option<f64> {
    let digits = node.text().strip_prefix('0').filter(|_| node.style() == Style::Plain)?;
    u32::from_str_radix(digits, 8).ok().map(f64::from)
}

/// Whether the node is, or holds, a hole that some template engine fills before the file is read:
/// what stands there now proves nothing. KFP's own placeholders (`{{$…}}`) are filled later and do
/// not count.
pub(crate) fn has_hole(node: Node<'_>) -> bool {
    match node.kind() {
        Kind::Scalar => text_has_hole(node.text()),
        Kind::Mapping => node.style() == Style::Flow && node.span().slice(node.tree().text()).starts_with("{{"),
        Kind::Sequence | Kind::Alias => false,
    }
}

pub(crate) fn text_has_hole(text: &str) -> bool {
    if !text.contains(['{', '$']) {
        return false;
    }
    text.contains("${") || text.contains("{%") || text.split("{{").skip(1).any(|after| !after.starts_with('$'))
}

/// What stands in the text, in plain words: `the number 3`, `the text "a"`, `a list`.
pub(crate) fn found_words(node: Node<'_>) -> String {
    match node.kind() {
        Kind::Mapping => "keys with values".into(),
        Kind::Sequence => "a list".into(),
        Kind::Alias => "an alias".into(),
        Kind::Scalar => match node.scalar() {
            None | Some(Scalar::Null) if node.is_missing() => "nothing".into(),
            None | Some(Scalar::Null) => "null".into(),
            Some(Scalar::Bool(_)) => node.text().into(),
            Some(Scalar::Int(_) | Scalar::Float(_)) => format!("the number {}", node.text()),
            Some(Scalar::String(_)) => "text".into(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ir_syntax::Tree;

    fn read(text: &str) -> KindSet {
        let tree = Tree::parse(format!("k: {text}\n"));
        let root = tree.roots().next().unwrap();
        readings(root.get("k").unwrap())
    }

    #[test]
    fn plain_words_are_read_as_yaml_1_2_reads_them() {
        assert_eq!(read("true"), KindSet::BOOLEAN);
        assert_eq!(read("3"), KindSet::INTEGER);
        assert_eq!(read("3.0"), KindSet::INTEGER);
        assert_eq!(read("3.5"), KindSet::FRACTION);
        assert_eq!(read("~"), KindSet::NULL);
        assert_eq!(read("word"), KindSet::STRING);
        assert_eq!(read("'3'"), KindSet::STRING);
        assert_eq!(read("[]"), KindSet::ARRAY);
        assert_eq!(read("{}"), KindSet::OBJECT);
    }

    #[test]
    fn words_on_which_yaml_versions_disagree_have_both_readings() {
        for word in ["yes", "No", "ON", "off"] {
            assert_eq!(read(word), KindSet::BOOLEAN.or(KindSet::STRING), "{word}");
        }
        for word in ["1:30", "1_000", "0b11"] {
            assert_eq!(read(word), KindSet::INTEGER.or(KindSet::STRING), "{word}");
        }
        for word in ["1e3", "0o10"] {
            assert_eq!(read(word), KindSet::INTEGER.or(KindSet::STRING), "{word}");
        }
        assert_eq!(read("y"), KindSet::STRING, "neither loader takes y for a boolean");
        assert_eq!(read("'yes'"), KindSet::STRING, "quotes settle it");
        assert_eq!(read("2020-01-01"), KindSet::STRING);
    }

    #[test]
    fn words_name_kinds_the_way_a_person_would() {
        assert_eq!(KindSet::STRING.or(KindSet::NULL).words(), "text");
        assert_eq!(KindSet::STRING.or(KindSet::INTEGER).words(), "text or a whole number");
        assert_eq!(KindSet::NUMBER.or(KindSet::BOOLEAN).or(KindSet::STRING).words(), "text, a number or true or false");
        assert_eq!(KindSet::NULL.words(), "nothing");
        assert_eq!(KindSet::ANY.words(), "any value");
    }

    #[test]
    fn holes_are_template_holes_but_not_run_time_placeholders() {
        assert!(text_has_hole("{{ .Values.image }}"));
        assert!(text_has_hole("${IMAGE}"));
        assert!(text_has_hole("{% if x %}"));
        assert!(!text_has_hole("{{$.inputs.parameters['x']}}"));
        assert!(!text_has_hole("costs $5"));
    }
}
