//! How a name is written at a place: bare, or inside quotes that are there already.

use ir_syntax::{Kind, Node, Scalar, Style};

/// What surrounds the text to be written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Spelling {
    /// Nothing: quotes are added where the text needs them.
    Bare,
    /// Brackets or braces: commas and brackets need quotes too.
    Flow,
    /// A text in which everything is in double quotes (JSON).
    Json,
    /// Single quotes.
    Single,
    /// Double quotes.
    Double,
    /// Text that is written as it is.
    Raw,
}

impl Spelling {
    /// Inside the quotes of a scalar, or in its stead where it has none.
    pub(super) fn of(node: Node<'_>) -> Self {
        match node.style() {
            Style::SingleQuoted => Self::Single,
            Style::DoubleQuoted => Self::Double,
            Style::Literal | Style::Folded => Self::Raw,
            _ => Self::beside(node),
        }
    }

    /// For a new scalar beside `node`, in the same collection.
    pub(super) fn beside(node: Node<'_>) -> Self {
        let parent = node.parent().filter(|p| p.style() == Style::Flow);
        let Some(parent) = parent else { return Self::Bare };
        let json = |n: Node<'_>| n.style() == Style::DoubleQuoted;
        // A mapping whose other keys are all quoted, or the same one step out, is JSON.
        let outer = std::iter::successors(Some(parent), |p| p.parent()).take(3);
        let keys: Vec<bool> = outer
            .filter(|p| p.kind() == Kind::Mapping)
            .flat_map(|p| p.own_entries().take(8).map(|e| e.key))
            .filter(|k| k.id() != node.id())
            .map(json)
            .collect();
        if !keys.is_empty() && keys.iter().all(|k| *k) { Self::Json } else { Self::Flow }
    }

    /// Whether the place is inside brackets or braces.
    pub(super) fn is_flow(self) -> bool {
        matches!(self, Self::Flow | Self::Json)
    }

    /// `text` as it has to be written here.
    pub(super) fn write(self, text: &str) -> String {
        match self {
            Self::Raw => text.to_owned(),
            Self::Single => text.replace('\'', "''"),
            Self::Double => escape(text),
            Self::Json => format!("\"{}\"", escape(text)),
            Self::Bare | Self::Flow if !needs_quotes(text, self == Self::Flow) => text.to_owned(),
            Self::Bare | Self::Flow if text.chars().any(char::is_control) => format!("\"{}\"", escape(text)),
            Self::Bare | Self::Flow => format!("'{}'", text.replace('\'', "''")),
        }
    }
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

/// Whether `text`, unquoted, would be read as something else by YAML 1.1 or 1.2.
pub(super) fn needs_quotes(text: &str, flow: bool) -> bool {
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return true };
    let second = chars.next();
    let indicator = match first {
        '-' | '?' | ':' => second.is_none_or(|c| c.is_whitespace() || flow),
        c => ",[]{}#&*!|>'\"%@`".contains(c),
    };
    // YAML 1.1 reads more words as booleans, and more digits as numbers and times.
    let old_word = ["yes", "no", "on", "off", "y", "n", "<<", "="].contains(&&*text.to_ascii_lowercase());
    let digits = matches!(first, '0'..='9' | '+' | '-' | '.')
        && text.chars().all(|c| c.is_ascii_digit() || "+-._:eE".contains(c))
        && text.contains(|c: char| c.is_ascii_digit());
    let edges = text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace) || text.ends_with(':');
    indicator
        || old_word
        || digits
        || edges
        || !matches!(Scalar::read(text, Style::Plain, None), Scalar::String(_))
        || text.contains(": ")
        || text.contains(" #")
        || text.contains(char::is_control)
        || (flow && text.contains([',', '[', ']', '{', '}']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_to_yaml_is_quoted() {
        for text in ["yes", "on", "", "1.5", "12:30", "null", "~", "- a", "a: b", "a #b", "*x", "@a", "a:", " a", "'"] {
            assert!(needs_quotes(text, false), "{text:?}");
        }
        for text in ["train", "a-b", "-x", "a,b", "./train.yaml", "http://x", "pipelinechannel--a", "Load data", "v1"] {
            assert!(!needs_quotes(text, false), "{text:?}");
        }
        assert!(needs_quotes("a,b", true));
    }

    #[test]
    fn a_name_is_written_as_its_place_demands() {
        assert_eq!(Spelling::Bare.write("it's"), "it's");
        assert_eq!(Spelling::Bare.write("'a"), "'''a'");
        assert_eq!(Spelling::Single.write("it's"), "it''s");
        assert_eq!(Spelling::Json.write("a\"b"), "\"a\\\"b\"");
        assert_eq!(Spelling::Bare.write("no"), "'no'");
    }
}
