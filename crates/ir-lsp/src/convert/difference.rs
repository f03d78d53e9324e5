//! From one text to another by few edits.

use ir_syntax::Span;
use similar::{DiffTag, TextDiff};

/// The stretches of `old` (bytes, whole lines, in order) that are to be replaced, and by what, so that it becomes `new`.
pub(crate) fn difference(old: &str, new: &str) -> Vec<(Span, String)> {
    let diff = TextDiff::from_lines(old, new);
    let starts = |count: usize, slice: &dyn Fn(usize) -> usize| {
        let mut starts = vec![0_usize];
        for index in 0..count {
            starts.push(starts.last().copied().unwrap_or(0) + slice(index));
        }
        starts
    };
    let old_starts = starts(diff.old_len(), &|index| diff.old_slice(index).map_or(0, str::len));
    let new_starts = starts(diff.new_len(), &|index| diff.new_slice(index).map_or(0, str::len));
    let byte = |starts: &[usize], line: usize| starts.get(line).copied().unwrap_or(0);
    let mut edits = Vec::new();
    for op in diff.ops() {
        let (tag, from, to) = op.as_tag_tuple();
        if tag == DiffTag::Equal {
            continue;
        }
        let offset = |line| u32::try_from(byte(&old_starts, line)).unwrap_or(u32::MAX);
        let text = new.get(byte(&new_starts, to.start)..byte(&new_starts, to.end)).unwrap_or("");
        edits.push((Span::new(offset(from.start), offset(from.end)), text.to_owned()));
    }
    edits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lines_that_differ_are_replaced() {
        let (old, new) = ("a: 1\r\nb: é\nc: 3\nd", "a: 1\r\nb: e\nc: 3\nd\nf\n");
        let edits = difference(old, new);
        assert_eq!(edits, [(Span::new(6, 12), "b: e\n".into()), (Span::new(17, 18), "d\nf\n".into())]);
        assert_eq!(difference(old, old), []);
    }

    #[test]
    fn the_edits_make_the_new_text() {
        for (old, new) in [("", "a\n"), ("a\nb\n", ""), ("a\rb\rc", "a\rc"), ("x\ny\nz\n", "y\nz\nx\n")] {
            let mut text = old.to_owned();
            for (span, with) in difference(old, new).into_iter().rev() {
                text.replace_range(span.range(), &with);
            }
            assert_eq!(text, new);
        }
    }
}
