//! No text makes the parser or the checker fail, and every span lies in the text.

use super::super::{constant, parse};

const SEEDS: &[&str] = &[
    "inputs.parameter_values['x'] == 'foo' && int(inputs.parameter_values[\"n\"]) > 5",
    "!(inputs.artifacts['m'].artifacts[0].metadata['acc'] * 100.0 > 90.0) ? 'é' : r'''ü'''",
    "has(a.b) || [1, 2u, 0x1f, .5e-3,].all(x, x in {'k': b\"\\x41\", ?y: null})",
    "a.`b c`.?d[?e].F{g: -1 % 2, h: \"\"\"i\"\"\"} // j",
];

const PIECES: &[&str] = &[
    "'", "\"", "'''", "\\", "(", ")", "[", "]", "{", "}", "é", "🎵", "\n", "?", ":", ".", "==", " in ", "r'", "`",
    "//", "0x", "1e", ",", "!", "-", "a.map(x,",
];

/// A small generator of the same numbers on every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

fn mutate(text: &mut String, numbers: &mut Numbers) {
    let places: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
    let from = places[numbers.below(places.len())];
    let to = places[numbers.below(places.len())];
    let (from, to) = (from.min(to), from.max(to));
    match numbers.below(4) {
        0 if to - from < 12 => text.replace_range(from..to, ""),

        1 => text.insert_str(from, PIECES[numbers.below(PIECES.len())]),
        2 if text.len() < 400 => {
            let copy = text[from..to].to_owned();
            text.insert_str(from, &copy);
        }
        _ => text.truncate(to),
    }
}

#[test]
fn no_text_breaks_the_parser() {
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    for round in 0..20_000 {
        let mut text = SEEDS[round % SEEDS.len()].to_owned();
        for _ in 0..=numbers.below(4) {
            mutate(&mut text, &mut numbers);
        }
        examine(&text);
    }
}

fn examine(text: &str) {
    let tree = parse(text);
    for (id, node) in tree.iter() {
        assert!(text.get(node.span.range()).is_some(), "{text}: {node:?}");
        tree.children(id, |child| assert!(child < id, "{text}: a child behind its parent"));
    }
    for problem in &tree.problems {
        assert!(text.get(problem.span.range()).is_some(), "{text}: {problem:?}");
        for (span, _) in problem.fix.iter().flat_map(|f| &f.edits) {
            assert!(text.get(span.range()).is_some(), "{text}: {problem:?}");
        }
    }
    let checked = super::super::check(&tree, &super::types::ENVIRONMENT);
    for problem in &checked.problems {
        assert!(text.get(problem.span.range()).is_some(), "{text}: {problem:?}");
    }
    let _ = constant(&tree);
}
