//! What the tests of the languages share: places shown by carets, broken texts, and real ones.

use std::path::{Path, PathBuf};

use ir_syntax::Span;

/// `text`, and below it a line of carets for each place with what is said about it.
pub(crate) fn carets<'n>(text: &str, notes: impl IntoIterator<Item = (Span, &'n str)>) -> String {
    let mut shown = text.to_owned();
    for (span, note) in notes {
        let before = text[..span.start as usize].chars().count();
        let under = "^".repeat(text[span.range()].chars().count().max(1));
        shown.push_str(&format!("\n{}{under} {note}", " ".repeat(before)));
    }
    shown
}

/// What `value` holds, each place in it as the text there.
pub(crate) fn words(text: &str, value: &impl std::fmt::Debug) -> String {
    let told = format!("{value:?}");
    let mut out = String::new();
    for part in told.split_inclusive(|c: char| !(c.is_ascii_digit() || c == '.')) {
        let place = part.trim_end_matches(|c: char| !(c.is_ascii_digit() || c == '.'));
        match place.split_once("..").map(|(a, b)| (a.parse::<usize>(), b.parse::<usize>())) {
            Some((Ok(a), Ok(b))) => {
                out.push_str(&text[a..b]);
                out.push_str(&part[place.len()..]);
            }
            _ => out.push_str(part),
        }
    }
    out
}

/// Calls `examine` for many texts that come from `seeds` by cutting, copying and inserting `pieces`: the same on
/// every run.
pub(crate) fn mutate(seeds: &[&str], pieces: &[&str], examine: impl Fn(&str)) {
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    for round in 0..10_000 {
        let mut text = seeds[round % seeds.len()].to_owned();
        for _ in 0..=numbers.below(4) {
            step(&mut text, pieces, &mut numbers);
        }
        examine(&text);
    }
}

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

fn step(text: &mut String, pieces: &[&str], numbers: &mut Numbers) {
    let places: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
    let from = places[numbers.below(places.len())];
    let to = places[numbers.below(places.len())];
    let (from, to) = (from.min(to), from.max(to));
    match numbers.below(4) {
        0 if to - from < 12 => text.replace_range(from..to, ""),
        1 => text.insert_str(from, pieces[numbers.below(pieces.len())]),
        2 if text.len() < 400 => {
            let copy = text[from..to].to_owned();
            text.insert_str(from, &copy);
        }
        _ => text.truncate(to),
    }
}

/// Calls `visit` with each string of each file in a folder of the corpus; how many files there were, or `None`
/// where there is no corpus.
pub(crate) fn corpus(folder: &str, mut visit: impl FnMut(&Path, &[&str], &str)) -> Option<usize> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    let root = std::env::var_os("IR_CORPUS").map_or(beside, PathBuf::from).join(folder);
    let mut folders = vec![root];
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries.flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let Ok(text) = std::fs::read_to_string(&path) else { continue };
            let tree = ir_syntax::Tree::parse(text.as_str());
            files += 1;
            for root in tree.roots() {
                strings(root, &mut Vec::new(), &mut |keys, value| visit(&path, keys, value));
            }
        }
    }
    if files == 0 {
        eprintln!("no corpus at {folder}: nothing was compared");
        return None;
    }
    Some(files)
}

fn strings<'t>(node: ir_syntax::Node<'t>, keys: &mut Vec<&'t str>, visit: &mut dyn FnMut(&[&str], &str)) {
    for entry in node.own_entries() {
        keys.push(entry.key.text());
        strings(entry.value, keys, visit);
        keys.pop();
    }
    for item in node.items() {
        strings(item, keys, visit);
    }
    if node.is_scalar() {
        visit(keys, node.text());
    }
}
