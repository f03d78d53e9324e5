//! Values and names as people read them.

/// Longest values, in characters.
pub(crate) const VALUE: usize = 60;

/// `text` on one line with at most `limit` characters.
pub(crate) fn short(text: &str, limit: usize) -> String {
    // Of a long text only the start is looked at.
    let head = text.char_indices().nth(limit * 4).map_or(text, |(at, _)| text.get(..at).unwrap_or(text));
    let mut out = String::new();
    let mut count = 0;
    for word in head.split_whitespace() {
        if count > 0 {
            out.push(' ');
            count += 1;
        }
        for c in word.chars() {
            if count >= limit {
                out.push('…');
                return out;
            }
            out.push(c);
            count += 1;
        }
    }
    if head.len() < text.len() {
        out.push('…');
    }
    out
}

/// What a file says, without backticks: these are for names, and must not be ended by one.
pub(crate) fn plain(text: &str) -> std::borrow::Cow<'_, str> {
    if text.contains('`') { text.replace('`', "'").into() } else { text.into() }
}

/// A name in backticks.
pub(crate) fn quote(name: &str) -> String {
    format!("`{}`", short(&plain(name), VALUE))
}

/// "1 line", "2 lines".
pub(crate) fn count(n: usize, word: &str) -> String {
    format!("{n} {word}{}", if n == 1 { "" } else { "s" })
}

/// How many lines of two texts differ, the moved ones aside: those that are new or gone, whichever are more.
pub(crate) fn lines_changed(old: &str, new: &str) -> usize {
    let mut counts = rustc_hash::FxHashMap::<&str, i64>::default();
    for line in old.lines() {
        *counts.entry(line.trim_end()).or_default() -= 1;
    }
    for line in new.lines() {
        *counts.entry(line.trim_end()).or_default() += 1;
    }
    let gone: i64 = counts.values().filter(|n| **n < 0).map(|n| -n).sum();
    let added: i64 = counts.values().filter(|n| **n > 0).sum();
    usize::try_from(gone.max(added)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{lines_changed, short};

    #[test]
    fn lines() {
        assert_eq!(lines_changed("a\nb\nc\n", "a\nB\nc\nd\n"), 2);
        assert_eq!(lines_changed("a\nb\n", "b\na\n"), 0);
    }

    #[test]
    fn long_text_is_cut() {
        assert_eq!(short("a  b\nc", 10), "a b c");
        assert_eq!(short("abcdef", 3), "abc…");
    }
}
