//! What YAML lets pass and JSON does not.

use crate::gaps;
use crate::node::Node;
use crate::span::Span;
use crate::tree::{Kind, Style, SyntaxError, Tree};

/// What keeps the text of `tree` from being JSON (RFC 8259), for files that must be: comments, words
/// and single quotes, trailing commas, block style, anchors, more than one value …, in source order.
///
/// Empty where the tree has errors of its own ([`Tree::errors`]): a text that is not even YAML has
/// been told so already.
#[must_use]
pub fn strict_json_errors(tree: &Tree) -> Vec<SyntaxError> {
    let mut found = Vec::new();
    if !tree.errors().is_empty() {
        return found;
    }
    for comment in tree.comments() {
        found.push(error(comment.span, "JSON has no comments", "take the comment away"));
    }
    for anchor in tree.anchors() {
        found.push(error(anchor.span, "JSON has no anchors", "write the value out where it is used"));
    }
    for tag in tree.tags() {
        found.push(error(tag.span, "JSON has no tags", "take the tag away"));
    }
    match tree.documents() {
        [] => found.push(error(Span::at(0), "JSON needs one value", "write at least `{}`")),
        [first, rest @ ..] => {
            let root = tree.node(first.root).span();
            for marker in [Span::new(first.span.start, root.start), Span::new(root.end, first.span.end)] {
                let text = marker.slice(tree.text());
                let used = text.trim_end().len() as u32;
                if text.starts_with("---") || text.trim_start().starts_with("...") {
                    let start = marker.start + (text.len() - text.trim_start().len()) as u32;
                    let span = Span::new(start, start + 3.min(used));
                    found.push(error(span, "JSON has no document markers", "take the marker away"));
                }
            }
            if let Some(second) = rest.first() {
                let span = tree.node(second.root).span();
                let span = Span::new(second.span.start, second.span.start.max(span.start) + 1);
                found.push(error(span, "JSON holds one value, and here a second begins", "make a list of them"));
            }
            value(tree.node(first.root), &mut found);
        }
    }
    found.sort_by_key(|e| e.span.start);
    found
}

fn error(span: Span, message: &str, help: &str) -> SyntaxError {
    SyntaxError { span, message: message.into(), help: Some(help.into()), related: None }
}

fn value(node: Node<'_>, found: &mut Vec<SyntaxError>) {
    let text = node.tree().text();
    if node.is_alias() {
        found.push(error(node.span(), "JSON has no aliases", "write the value out"));
        return;
    }
    match node.kind() {
        Kind::Scalar => scalar(node, false, found),
        Kind::Mapping | Kind::Sequence => {
            let span = node.span();
            let (open, close) = if node.is_mapping() { ("{", "}") } else { ("[", "]") };
            if node.style() == Style::Block || !span.slice(text).starts_with(open) {
                let first = span.slice(text).lines().next().unwrap_or("").trim_end().len();
                let here = Span::new(span.start, span.start + first as u32);
                let help = format!("put `{open}` and `{close}` around it, and commas between its entries");
                found.push(error(here, &format!("JSON needs `{open}…{close}` here"), &help));
                return;
            }
            for entry in node.own_entries() {
                if entry.key.is_scalar() && !entry.key.is_alias() {
                    scalar(entry.key, true, found);
                } else {
                    found.push(error(entry.key.span(), "a JSON key must be a text", "put it in double quotes"));
                }
                value(entry.value, found);
            }
            node.items().for_each(|item| value(item, found));
            if let Some(last) = node.children().last() {
                trailing_comma(text, last.span().end, span.end, found);
            }
        }
        Kind::Alias => {}
    }
}

fn trailing_comma(text: &str, from: u32, to: u32, found: &mut Vec<SyntaxError>) {
    let mut comments = Vec::new();
    gaps::comments(text, from as usize, to as usize, |c| comments.push(c));
    let outside = |at: u32| !comments.iter().any(|c| c.start <= at && at < c.end);
    let gap = Span::new(from, to).slice(text);
    if let Some(at) = gap.match_indices(',').map(|(at, _)| from + at as u32).find(|at| outside(*at)) {
        found.push(error(Span::new(at, at + 1), "JSON allows no comma behind the last entry", "take the comma away"));
    }
}

fn scalar(node: Node<'_>, key: bool, found: &mut Vec<SyntaxError>) {
    let span = node.span();
    let source = span.slice(node.tree().text());
    let shown: String = source.chars().take(40).collect();
    match node.style() {
        Style::DoubleQuoted => escapes(span, source, found),
        Style::SingleQuoted => {
            found.push(error(span, "JSON quotes with `\"`, not with `'`", "use double quotes"));
        }
        Style::Literal | Style::Folded => {
            let header = Span::new(span.start, span.start + 1);
            found.push(error(
                header,
                "JSON has no block texts",
                "put the text in double quotes, with `\\n` for line ends",
            ));
        }
        _ if node.is_missing() => {
            let at = Span::new(span.start.saturating_sub(1), span.start);
            found.push(error(at, "a value is missing here", "write `null` if none is meant"));
        }
        _ if !key && (matches!(source, "true" | "false" | "null") || is_number(source)) => {}
        _ => {
            let message = if key {
                format!("the key `{shown}` must be quoted in JSON")
            } else {
                format!("`{shown}` must be quoted in JSON")
            };
            found.push(error(span, &message, "put it in double quotes"));
        }
    }
}

/// A number by JSON's grammar: no sign `+`, no leading zeros, digits on both sides of the point.
fn is_number(text: &str) -> bool {
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let text = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|e| digits(e.strip_prefix(['+', '-']).unwrap_or(e)))
}

/// The escapes and control characters in a text that YAML reads.
fn escapes(span: Span, source: &str, found: &mut Vec<SyntaxError>) {
    let mut chars = source.char_indices();
    while let Some((at, c)) = chars.next() {
        let start = span.start + at as u32;
        if c == '\\' {
            let Some((_, escaped)) = chars.next() else { return };
            if !matches!(escaped, '"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u') {
                let here = Span::new(start, start + 1 + escaped.len_utf8() as u32);
                found.push(error(here, "JSON does not know this escape", "write it as `\\u` with four digits"));
            }
        } else if c < ' ' {
            let what = if c == '\n' || c == '\r' {
                "a JSON text must stand on one line"
            } else {
                "JSON allows no control character in a text"
            };
            let help = if c == '\t' { "write `\\t`" } else { "write `\\n`" };
            found.push(error(Span::new(start, start + 1), what, help));
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<(String, String)> {
        let tree = Tree::parse(text);
        assert!(tree.errors().is_empty(), "{:?}", tree.errors());
        strict_json_errors(&tree).into_iter().map(|e| (e.span.slice(text).to_owned(), e.message.into())).collect()
    }

    fn first(text: &str) -> (String, String) {
        let told = told(text);
        assert_eq!(told.len(), 1, "{told:?}");
        told.into_iter().next().unwrap()
    }

    #[test]
    fn json_is_json() {
        for text in
            ["{}", "[]", " {\"a\": [1, -0.5e+3, true, null, \"\\u00e9\\/\"]}\n", "\"x\"", "3", "{\"a\":{\"b\":[]}}"]
        {
            assert!(serde_json::from_str::<serde_json::Value>(text).is_ok());
            assert_eq!(told(text), [], "{text}");
        }
    }

    #[test]
    fn each_liberty_of_yaml_is_told_once() {
        for (text, token, message) in [
            ("{\"a\": 1} # c", "# c", "JSON has no comments"),
            ("{\"a\": 1,}", ",", "JSON allows no comma behind the last entry"),
            ("[1, 2 , ]", ",", "JSON allows no comma behind the last entry"),
            ("{'a': 1}", "'a'", "JSON quotes with `\"`, not with `'`"),
            ("{a: 1}", "a", "the key `a` must be quoted in JSON"),
            ("{\"a\": yes}", "yes", "`yes` must be quoted in JSON"),
            ("[01]", "01", "`01` must be quoted in JSON"),
            ("[.5]", ".5", "`.5` must be quoted in JSON"),
            ("a: 1\nb: 2", "a: 1", "JSON needs `{…}` here"),
            ("- 1", "- 1", "JSON needs `[…]` here"),
            ("[\"a\": 1]", "\"a\": 1", "JSON needs `{…}` here"),
            ("{\"a\": }", ":", "a value is missing here"),
            ("[\"a\\x41\"]", "\\x", "JSON does not know this escape"),
            ("[\"a\n b\"]", "\n", "a JSON text must stand on one line"),
            ("--- {}", "---", "JSON has no document markers"),
            ("{}\n--- {}", "--- {", "JSON holds one value, and here a second begins"),
            ("", "", "JSON needs one value"),
        ] {
            assert!(serde_json::from_str::<serde_json::Value>(text).is_err());
            assert_eq!(first(text), (token.to_owned(), message.to_owned()), "{text}");
        }
        assert_eq!(told("[&a 1, *a, !t \"x\"]").len(), 3);
    }

    #[test]
    fn a_text_that_is_not_yaml_is_told_by_the_tree() {
        let tree = Tree::parse("{\"a\": [1}");
        assert!(!tree.errors().is_empty());
        assert!(strict_json_errors(&tree).is_empty());
    }
}
