//! Markdown, or the plain text that is in it.

use tower_lsp_server::ls_types::{MarkupContent, MarkupKind};

/// `markdown` for a client that shows it, else its plain text.
pub(crate) fn markup(markdown: String, shown: bool) -> MarkupContent {
    if shown {
        MarkupContent { kind: MarkupKind::Markdown, value: markdown }
    } else {
        MarkupContent { kind: MarkupKind::PlainText, value: plain(&markdown) }
    }
}

/// The text without fences, code marks, emphasis and headings; links keep their words. Code keeps all
/// its characters. Good for what the analyzer writes, not for all of Markdown.
fn plain(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    let mut fenced = false;
    for line in markdown.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
            continue;
        }
        if fenced {
            out.push_str(line);
        } else {
            inline(line.trim_start_matches('#').trim_start_matches(' '), line, &mut out);
        }
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out
}

fn inline(heading: &str, line: &str, out: &mut String) {
    let mut rest = if line.starts_with('#') { heading } else { line };
    while let Some(at) = rest.find(['`', '*', '[', '\\']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let behind = from.get(1..).unwrap_or("");
        rest = match from.as_bytes().first() {
            Some(b'`') => code(from, out),
            Some(b'[') => match link(behind) {
                Some((words, behind)) => {
                    inline(words, words, out);
                    behind
                }
                None => {
                    out.push('[');
                    behind
                }
            },
            Some(b'\\') => {
                let escaped = behind.chars().next();
                out.extend(escaped);
                behind.get(escaped.map_or(0, char::len_utf8)..).unwrap_or("")
            }
            _ => {
                let behind = from.trim_start_matches('*');
                // Emphasis, unless it stands alone as in `2 * 3`.
                if behind.starts_with(' ') && (out.is_empty() || out.ends_with([' ', '\n'])) {
                    out.push('*');
                }
                behind
            }
        };
    }
    out.push_str(rest);
}

/// What a run of backticks opens: pushes the code, gives the rest.
fn code<'a>(from: &'a str, out: &mut String) -> &'a str {
    let body = from.trim_start_matches('`');
    let ticks = from.get(..from.len() - body.len()).unwrap_or("");
    match body.split_once(ticks) {
        Some((code, rest)) => {
            out.push_str(if ticks.len() > 1 { code.trim_matches(' ') } else { code });
            rest
        }
        None => {
            out.push_str(ticks);
            body
        }
    }
}

/// `words](address)rest`.
fn link(behind: &str) -> Option<(&str, &str)> {
    let (words, rest) = behind.split_once("](")?;
    let (_, rest) = rest.split_once(')')?;
    (!words.contains('[')).then_some((words, rest))
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn words_stay_marks_go() {
        let markdown = "## input `epochs` : NUMBER\n\n**how** *often*, see [the `docs`](https://x.y/z)\n- 2 * 3\n";
        assert_eq!(plain(markdown), "input epochs : NUMBER\n\nhow often, see the docs\n- 2 * 3");
    }

    #[test]
    fn code_keeps_its_characters() {
        assert_eq!(plain("`` a`b ``, `*x*` and `[x](y)`"), "a`b, *x* and [x](y)");
        assert_eq!(plain("```yaml\na: *b\n```\nend \\* `open"), "a: *b\nend * `open");
    }
}
