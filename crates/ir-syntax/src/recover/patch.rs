//! Small changes of a text, made only for the parser, with the way back to the text as it is.

use std::borrow::Cow;

/// Takes `delete` bytes away at `at` and puts `insert` there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Patch {
    pub(super) at: usize,
    pub(super) delete: usize,
    pub(super) insert: Cow<'static, str>,
}

impl Patch {
    pub(super) fn insert(at: usize, text: impl Into<Cow<'static, str>>) -> Self {
        Self { at, delete: 0, insert: text.into() }
    }

    pub(super) fn delete(from: usize, to: usize) -> Self {
        Self { at: from, delete: to.saturating_sub(from), insert: Cow::Borrowed("") }
    }
}

/// One piece of the patched text: from `patched` on, it is the source from `source` on.
struct Piece {
    patched: usize,
    source: usize,
    /// Bytes at its start that are not in the source at all.
    inserted: usize,
}

/// A patched text, with the way back.
pub(super) struct Patched {
    pub(super) text: String,
    pieces: Vec<Piece>,
}

impl Patched {
    /// Applies patches in any order to `source`; where two overlap, the later one loses.
    pub(super) fn new(source: &str, patches: &[Patch]) -> Self {
        let mut sorted: Vec<&Patch> = patches.iter().collect();
        sorted.sort_by_key(|p| p.at);
        let mut text = String::with_capacity(source.len() + 64);
        let mut pieces = vec![Piece { patched: 0, source: 0, inserted: 0 }];
        let mut done = 0;
        for patch in sorted {
            if patch.at < done {
                continue;
            }
            text.push_str(source.get(done..patch.at).unwrap_or(""));
            done = patch.at + patch.delete;
            pieces.push(Piece { patched: text.len(), source: done, inserted: patch.insert.len() });
            text.push_str(&patch.insert);
        }
        text.push_str(source.get(done..).unwrap_or(""));
        Self { text, pieces }
    }

    /// The place in the source of a place in the patched text.
    pub(super) fn to_source(&self, patched: usize) -> usize {
        let after = self.pieces.partition_point(|p| p.patched <= patched);
        let Some(piece) = after.checked_sub(1).and_then(|at| self.pieces.get(at)) else { return patched };
        piece.source + (patched - piece.patched).saturating_sub(piece.inserted)
    }

    /// Whether the patched text between two places is not that of the source.
    pub(super) fn differs(&self, from: usize, to: usize) -> bool {
        let after = self.pieces.partition_point(|p| p.patched < from);
        self.pieces.get(after).is_some_and(|p| p.patched < to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lead_back_to_the_source() {
        let source = "a: b: c\nd: 1\n";
        let patched = Patched::new(source, &[Patch::insert(7, "\""), Patch::insert(3, "\""), Patch::delete(8, 11)]);
        assert_eq!(patched.text, "a: \"b: c\"\n1\n");
        for (place, back) in [(0, 0), (3, 3), (4, 3), (8, 7), (9, 7), (10, 11), (11, 12)] {
            assert_eq!(patched.to_source(place), back, "{place}");
        }
    }
}
