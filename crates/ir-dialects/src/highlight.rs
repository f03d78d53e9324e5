//! The words of the little languages by what they look like: the material of colours.
//!
//! Nothing is judged here. A text that its own parser refuses is still cut into words, as far as that goes.

use ir_model::Language;
use ir_syntax::Span;

/// A word of an expression that is no name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Word {
    /// Bytes of the text it was found in.
    pub span: Span,
    /// What it looks like.
    pub kind: WordKind,
}

/// What a [`Word`] looks like.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WordKind {
    /// A sign that combines values: `&&`, `==`.
    Operator,
    /// A word of the language: `in`, `true`.
    Keyword,
    /// The name of a function, right before its bracket.
    Function,
    /// A literal in quotes, quotes included.
    String,
    /// A literal of digits.
    Number,
    /// One of a few words that a language has for how things ended.
    Constant,
}

/// How a language is cut.
struct Style {
    /// Words of the language.
    keywords: &'static [&'static str],
    /// Signs, longer ones before their beginnings.
    signs: &'static [&'static str],
    /// Characters that open and close a literal.
    quotes: &'static str,
    /// Whether a dash may be a part of a name.
    dashes: bool,
    /// Whether what follows a dot is one of the language's constants.
    constants: bool,
}

const CEL: Style = Style {
    keywords: &["true", "false", "null", "in"],
    signs: &["&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "+", "-", "*", "/", "%", "?", ":"],
    quotes: "'\"",
    dashes: false,
    constants: false,
};

const EXPR_LANG: Style = Style {
    keywords: &[
        "true",
        "false",
        "nil",
        "not",
        "in",
        "or",
        "and",
        "matches",
        "contains",
        "startsWith",
        "endsWith",
        "let",
        "if",
        "else",
    ],
    signs: &[
        "?.", "??", "||", "::", "..", "&&", "==", "!=", "<=", ">=", "**", "<", ">", "!", "+", "-", "*", "/", "%", "^",
        "?", ":", "|",
    ],
    quotes: "'\"`",
    dashes: false,
    constants: false,
};

const GOVALUATE: Style = Style {
    keywords: &["true", "false", "in"],
    signs: &[
        "&&", "||", "==", "!=", "<=", ">=", "=~", "!~", "??", "<<", ">>", "**", "<", ">", "!", "+", "-", "*", "/", "%",
        "?", ":",
    ],
    quotes: "'\"",
    dashes: true,
    constants: false,
};

const DEPENDS: Style = Style { keywords: &[], signs: &["&&", "||", "!"], quotes: "", dashes: true, constants: true };

/// The words of `text`, an expression of `language`, in order, names left out. Spans are bytes of `text`. Nothing
/// for languages in which everything is a name.
#[must_use]
pub fn words(language: Language, text: &str) -> Vec<Word> {
    let style = match language {
        Language::Cel => &CEL,
        Language::ExprLang => &EXPR_LANG,
        Language::Govaluate => &GOVALUATE,
        Language::Depends => &DEPENDS,
        Language::ArgoTag => return in_tags(text),
        Language::KfpPlaceholder | Language::Predicate | Language::TektonVariable => return Vec::new(),
    };
    let mut cutter = Cutter { text, at: 0, style, words: Vec::new() };
    cutter.run(text.len());
    cutter.words
}

/// The expressions inside of tags (`{{=…}}`).
fn in_tags(text: &str) -> Vec<Word> {
    let mut cutter = Cutter { text, at: 0, style: &EXPR_LANG, words: Vec::new() };
    while let Some(start) = text.get(cutter.at..).and_then(|t| t.find("{{=")) {
        cutter.at += start + 3;
        let end = text.get(cutter.at..).and_then(|t| t.find("}}")).map_or(text.len(), |at| cutter.at + at);
        cutter.run(end);
        cutter.at = end;
    }
    cutter.words
}

struct Cutter<'t> {
    text: &'t str,
    at: usize,
    style: &'static Style,
    words: Vec<Word>,
}

impl Cutter<'_> {
    fn run(&mut self, end: usize) {
        while self.at < end {
            let start = self.at;
            let kind = self.next(end);
            self.at = self.at.clamp(start + 1, end.max(start + 1));
            if let Some(kind) = kind {
                self.words.push(Word { span: Span::new(start as u32, self.at as u32), kind });
            }
            // A letter of several bytes is left out whole.
            while !self.text.is_char_boundary(self.at) {
                self.at += 1;
            }
        }
    }

    fn rest(&self, end: usize) -> &str {
        self.text.get(self.at..end).unwrap_or("")
    }

    fn next(&mut self, end: usize) -> Option<WordKind> {
        let rest = self.rest(end);
        let first = rest.chars().next()?;
        if rest.starts_with("{{") {
            // What will stand there is not known.
            self.at += rest.find("}}").map_or(rest.len(), |at| at + 2);
            return None;
        }
        if self.style.quotes.contains(first) {
            self.at += literal(rest, first);
            return Some(WordKind::String);
        }
        if first.is_alphabetic() || matches!(first, '_' | '$') {
            return self.word(end);
        }
        if first.is_ascii_digit() {
            self.at += rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '.')).unwrap_or(rest.len());
            return Some(WordKind::Number);
        }
        let sign = self.style.signs.iter().find(|s| rest.starts_with(**s))?;
        self.at += sign.len();
        Some(WordKind::Operator)
    }

    fn word(&mut self, end: usize) -> Option<WordKind> {
        let (style, start) = (self.style, self.at);
        let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$') || (style.dashes && c == '-');
        let rest = self.rest(end);
        let length = rest.find(|c| !part(c)).unwrap_or(rest.len());
        let (word, behind) = rest.split_at(length);
        let member = self.text.get(..start).is_some_and(|t| t.ends_with('.'));
        let kind = match member {
            true if style.constants => Some(WordKind::Constant),
            _ if behind.starts_with('(') && !style.keywords.contains(&word) => Some(WordKind::Function),
            false if style.keywords.contains(&word) => Some(WordKind::Keyword),
            _ => None,
        };
        self.at += length;
        kind
    }
}

/// The length of the literal at the start of `text`.
fn literal(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' if quote != '`' => escaped = true,
            c if c == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(language: Language, text: &str) -> String {
        let word = |w: &Word| format!("{:?} {}", w.kind, w.span.slice(text));
        words(language, text).iter().map(word).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn names_are_left_to_whoever_knows_them() {
        assert_eq!(
            cut(Language::Cel, "inputs.parameter_values['a-b'] >= 3 && !size(x) in [true]"),
            "String 'a-b', Operator >=, Number 3, Operator &&, Operator !, Function size, Keyword in, Keyword true"
        );
        assert_eq!(cut(Language::Depends, "a-b.Succeeded || !c"), "Constant Succeeded, Operator ||, Operator !");
        assert_eq!(
            cut(Language::Govaluate, "{{steps.a.outputs.result}} == heads && true"),
            "Operator ==, Operator &&, Keyword true"
        );
    }

    #[test]
    fn tags_hold_expressions_only_behind_an_equals_sign() {
        assert_eq!(
            cut(Language::ArgoTag, "a + {{inputs.x}} {{=asInt(inputs.x) + 1}} 7 {{='é' in y"),
            "Function asInt, Operator +, Number 1, String 'é', Keyword in"
        );
    }

    #[test]
    fn no_text_breaks_it() {
        for text in ["", "'", "'\\", "é", "日 == '本", "{{", "a.", "{{={{", "\u{1F4C8}-\u{1F4C8}"] {
            for language in [Language::Cel, Language::ArgoTag, Language::Depends, Language::Govaluate] {
                for word in words(language, text) {
                    assert!(text.get(word.span.range()).is_some(), "{text:?} {word:?}");
                }
            }
        }
    }
}
