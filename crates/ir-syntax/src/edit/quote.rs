//! Writing a text as a scalar, so that every reader takes it for that very text.

use super::{Edit, layout};
use crate::node::Node;
use crate::scalar::Scalar;
use crate::tree::{Kind, Style};

/// Whether an unquoted `text` would not be read as that very text: it is empty, has signs of YAML in
/// it, or is a number, boolean, null or date by YAML 1.2 or 1.1 (which Python's and Go's loaders speak
/// in part: `yes`, `on`, `0o7`, `1:30`, `2001-12-14`). `flow`: whether it stands inside brackets.
#[must_use]
pub fn needs_quotes(text: &str, flow: bool) -> bool {
    let Some(first) = text.chars().next() else { return true };
    let second = text.chars().nth(1);
    let indicator = match first {
        '-' | '?' | ':' => second.is_none_or(|c| c.is_whitespace() || flow && ",[]{}".contains(c)),
        ',' | '[' | ']' | '{' | '}' | '#' | '&' | '*' | '!' | '|' | '>' | '\'' | '"' | '%' | '@' | '`' => true,
        _ => false,
    };
    indicator
        || text.starts_with(char::is_whitespace)
        || text.ends_with(char::is_whitespace)
        || text.ends_with(':')
        || text.contains(": ")
        || text.contains(" #")
        || text.contains(must_escape)
        || text.starts_with("---")
        || text.starts_with("...")
        || flow && text.contains([',', '[', ']', '{', '}'])
        || flow && text.contains(":\"")
        || !matches!(Scalar::read(text, Style::Plain, None), Scalar::String(_))
        || is_word_of_yaml_1_1(text)
        || is_like_a_number(text)
}

fn is_word_of_yaml_1_1(text: &str) -> bool {
    const WORDS: [&str; 12] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "~", "=", "<<"];
    WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// Numbers with underscores, of base 2, 8, 16 or 60, and dates.
fn is_like_a_number(text: &str) -> bool {
    let unsigned = text.trim_start_matches(['+', '-']);
    let starts = unsigned.starts_with(|c: char| c.is_ascii_digit())
        || unsigned.strip_prefix('.').is_some_and(|rest| {
            rest.starts_with(|c: char| c.is_ascii_digit())
                || ["inf", "nan"].iter().any(|w| w.eq_ignore_ascii_case(rest))
        });
    starts && text.chars().all(|c| c.is_ascii_hexdigit() || "xXoO_:.+- TtZz".contains(c))
}

/// Characters that only double quotes can hold.
fn must_escape(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// `text` in double quotes, with escapes that JSON knows as well.
#[must_use]
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if must_escape(c) => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// `text` as a scalar on one line, in the quotes of `like` where they can hold it. A block style is
/// written in double quotes. `flow`: whether it stands inside brackets.
#[must_use]
pub fn scalar(text: &str, like: Style, flow: bool) -> String {
    match like {
        Style::SingleQuoted if !text.contains(must_escape) => format!("'{}'", text.replace('\'', "''")),
        Style::Plain if !needs_quotes(text, flow) => text.to_owned(),
        Style::Plain if text.contains(['"', '\\']) && !text.contains(must_escape) => {
            format!("'{}'", text.replace('\'', "''"))
        }
        _ => quoted(text),
    }
}

/// Gives a scalar another text: as a string, in the style it has where that can hold it. A missing
/// value gets the text behind a space.
#[must_use]
pub fn replace_scalar(node: Node<'_>, text: &str) -> Option<Vec<Edit>> {
    if node.is_alias() || node.kind() != Kind::Scalar {
        return None;
    }
    let flow = layout::in_brackets(node);
    let span = node.span();
    let mut new = match node.style() {
        Style::Literal | Style::Folded => block(node, text).unwrap_or_else(|| quoted(text)),
        // In JSON a key or value that was missing must be quoted like all else.
        Style::Plain if layout::is_json(node) => quoted(text),
        style => scalar(text, style, flow),
    };
    if node.is_missing() {
        let after = node.tree().text().get(span.start as usize..)?;
        new.insert_str(0, layout::lead(node));
        if after.starts_with(|c: char| !c.is_whitespace() && !",]}".contains(c)) {
            new.push(' ');
        }
    }
    Some(vec![Edit::new(span, new)])
}

/// `text` as a literal block scalar in place of `node`, with the indentation that it has. `None` where
/// a block cannot hold it.
fn block(node: Node<'_>, text: &str) -> Option<String> {
    let body = text.strip_suffix('\n').unwrap_or(text);
    let hard = |c: char| c != '\n' && c != '\t' && must_escape(c);
    if body.is_empty() || body.ends_with('\n') || body.starts_with([' ', '\n', '\t']) || body.contains(hard) {
        return None;
    }
    let source = node.span().slice(node.tree().text());
    let comment = source.lines().next()?.find('#').and_then(|at| source.lines().next()?.get(at..));
    let explicit = source.get(1..3).is_some_and(|h| h.contains(|c: char| c.is_ascii_digit()));
    let first = source.lines().skip(1).find(|l| !l.trim().is_empty()).filter(|_| !explicit)?;
    let indent = first.len() - first.trim_start_matches(' ').len();
    if indent == 0 {
        return None;
    }
    let end = layout::line_break(node.tree().text());
    let mut out = if text.ends_with('\n') { "|".to_owned() } else { "|-".to_owned() };
    if let Some(comment) = comment {
        out.push(' ');
        out.push_str(comment.trim_end());
    }
    for line in body.split('\n') {
        out.push_str(end);
        if !line.is_empty() {
            out.push_str(&" ".repeat(indent));
            out.push_str(line);
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_reader_would_misread_is_quoted() {
        for text in [
            "",
            " a",
            "a ",
            "yes",
            "No",
            "ON",
            "off",
            "y",
            "null",
            "~",
            "true",
            "1",
            "-1",
            "1_000",
            "0x1F",
            "0o7",
            "0b1",
            "1:30",
            "1e3",
            ".5",
            ".inf",
            "2001-12-14",
            "2001-12-14 21:59:43",
            "*a",
            "&a",
            "!t",
            "%x",
            "@x",
            "`x",
            "- a",
            "?",
            "-",
            "a: b",
            "a #b",
            "a:",
            "[a",
            "{a",
            "|",
            ">",
            "#a",
            "'a",
            "\"a",
            "a\nb",
            "\u{7}",
            "---",
            "=",
            "<<",
        ] {
            assert!(needs_quotes(text, false), "{text:?}");
        }
        for text in ["a", "a b", "a:b", "http://x/y#z", "-a", "python:3.12", "décor", "a, b", "x]"] {
            assert!(!needs_quotes(text, false), "{text:?}");
        }
        assert!(needs_quotes("a, b", true) && needs_quotes("x]", true));
    }
}
