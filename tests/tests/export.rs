//! Documents of every file that the analyzer reads, whatever is wrong with it.

use std::path::{Path, PathBuf};

use ir_analyzer::{Source, Workspace};
use ir_export::{Options, SCHEMA, export};
use ir_syntax::{Encoding, LineIndex, Tree};
use ir_tests::corpus;
use jsonschema::Validator;
use rayon::prelude::*;
use serde_json::Value;

/// The schema that has nothing of later versions: what we write must be what is described.
fn exact() -> Validator {
    let mut schema: Value = serde_json::from_str(SCHEMA).unwrap();
    schema["$defs"]["later"] = Value::Bool(false);
    jsonschema::validator_for(&schema).unwrap()
}

/// Examples and fixtures.
fn own() -> Vec<Source> {
    let mut files = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["fixtures", "../examples"] {
        collect(&root.join(folder), &mut files);
    }
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        Source::new(path, text)
    };
    let mut sources: Vec<Source> = files.into_iter().map(read).collect();
    sources.retain(Source::is_ours);
    assert!(sources.len() > 30, "fixtures have gone");
    sources
}

/// Every file at hand: examples, fixtures, and the corpus where there is one.
fn sources() -> Vec<Source> {
    let mut sources = own();
    let cases = corpus::cases().unwrap_or_default();
    sources.par_extend(cases.into_par_iter().map(|case| Source::new(case.path, case.text)));
    sources.retain(Source::is_ours);
    sources
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|e| ["yaml", "json"].iter().any(|known| e == *known)) {
            files.push(path);
        }
    }
}

fn document(source: &Source, spans: bool) -> Value {
    let document = export(source, &Workspace::new(), &Options { spans, base: PathBuf::new() }).unwrap();
    let text = document.to_json(true);
    // Readers have bounds on nesting; this one has the usual.
    serde_json::from_str(&text).unwrap_or_else(|why| panic!("{}: {why}", source.path.display()))
}

/// What is wrong with the documents of `sources`, as the exact schema has it.
fn wrong<'s>(sources: impl ParallelIterator<Item = &'s Source>) -> Vec<String> {
    let schema = exact();
    sources
        .flat_map_iter(|source| [false, true].map(|spans| (source, document(source, spans))))
        .filter_map(|(source, document)| {
            // Telling what is wrong costs more than telling that something is.
            let error = if schema.is_valid(&document) { None } else { schema.iter_errors(&document).next() }?;
            let what: String = error.to_string().chars().take(300).collect();
            Some(format!("{} at {}: {what}", source.path.display(), error.instance_path()))
        })
        .collect()
}

#[test]
fn every_document_is_as_the_schema_says() {
    let wrong = wrong(sources().par_iter());
    assert!(wrong.is_empty(), "{} documents\n{}", wrong.len(), wrong[..wrong.len().min(12)].join("\n"));
}

#[test]
fn documents_of_files_that_end_too_early_are_as_the_schema_says() {
    let pieces = own().into_par_iter().flat_map_iter(|source| {
        (1..12).map(move |part| {
            let text = source.text();
            let end = text.floor_char_boundary(text.len() * part / 12);
            Source::following(&source.path, &text[..end], source.recognised.as_ref())
        })
    });
    let mut pieces: Vec<Source> = pieces.collect();
    pieces.retain(|piece| piece.package.is_some());
    assert!(pieces.len() > 200);
    let wrong = wrong(pieces.par_iter());
    assert!(wrong.is_empty(), "{} documents\n{}", wrong.len(), wrong[..wrong.len().min(12)].join("\n"));
}

#[test]
fn deep_nesting_gives_a_document_that_readers_can_read() {
    let list = format!("{}1{}", "[".repeat(60), "]".repeat(60));
    let mut component = "{implementation: {container: {image: x}}}".to_owned();
    for _ in 0..12 {
        component = format!(
            "{{inputs: [{{name: a, default: {list}}}], \
             implementation: {{graph: {{tasks: {{t: {{componentRef: {{spec: {component}}}, arguments: {{a: {list}}}}}}}}}}}}}"
        );
    }
    let deep = Source::new("deep.yaml", component);
    let wrong = wrong([&deep].into_par_iter());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(document(&deep, false).to_string().contains("too-deep"));
}

/// Calls `f` with every object inside of `value` that has a place, with the names of the members that lead there.
fn placed<'v>(value: &'v Value, way: &str, f: &mut impl FnMut(&str, &'v serde_json::Map<String, Value>)) {
    match value {
        Value::Object(map) => {
            if map.contains_key("at") {
                f(way, map);
            }
            for (key, inner) in map {
                placed(inner, &format!("{way}/{key}"), f);
            }
        }
        Value::Array(items) => items.iter().for_each(|inner| placed(inner, way, f)),
        _ => {}
    }
}

/// What a piece of the text may stand for: itself, or what it decodes to, alone or between quotes.
fn readings(slice: &str) -> Vec<String> {
    let parsed = |text: String| Tree::parse(text).roots().next().map(|n| n.text().to_owned());
    // How deep a block is indented is said from where it stands.
    let block = match slice.split_once('\n') {
        Some((head, rest)) => format!("{}\n{rest}", head.trim_end_matches(|c: char| c.is_ascii_digit())),
        None => slice.to_owned(),
    };
    let quotes = slice.replace("\\\"", "\"");
    let ways = [slice.to_owned(), format!("\"{slice}\""), format!("'{slice}'"), quotes, block];
    let mut all: Vec<String> = ways.into_iter().filter_map(parsed).collect();
    all.push(slice.to_owned());
    all
}

/// The first thing in a document whose place leads to something else, and the number of those that were looked at.
fn misplaced(source: &Source) -> (Option<String>, usize) {
    let document = document(source, true);
    let text = source.text();
    let lines = LineIndex::new(text);
    let (mut wrong, mut looked_at) = (None, 0);
    placed(&document, "", &mut |way, map| {
        let place = |key: &str| map["at"][key].as_u64().unwrap() as usize;
        let slice = &text[place("start")..place("end")];
        let from = lines.position(text, place("start") as u32, Encoding::Utf32);
        let bom = usize::from(from.line == 0 && text.starts_with('\u{feff}'));
        let told = (from.line as usize + 1, from.column as usize + 1 - bom);
        // A type may be more than its name, and what an alias stands for is written somewhere else. A condition that
        // is no text is told as it stands.
        let said = ["name", "text"].iter().find_map(|key| map.get(*key)?.as_str());
        let said = said.filter(|_| !way.ends_with("/type") && !slice.starts_with('*'));
        looked_at += usize::from(said.is_some());
        let right = said.is_none_or(|said| readings(slice).iter().any(|r| r.trim_end() == said.trim_end()));
        if (told != (place("line"), place("column")) || !right) && wrong.is_none() {
            let slice: String = slice.chars().take(80).collect();
            wrong = Some(format!("{}: {way} {said:.80?}, at its place {slice:?}", source.path.display()));
        }
    });
    (wrong, looked_at)
}

#[test]
fn places_lead_to_the_names_that_stand_there() {
    let (wrong, looked_at): (Vec<_>, Vec<_>) = sources().par_iter().map(misplaced).unzip();
    let wrong: Vec<String> = wrong.into_iter().flatten().collect();
    assert!(wrong.is_empty(), "{} files\n{}", wrong.len(), wrong[..wrong.len().min(25)].join("\n"));
    assert!(looked_at.iter().sum::<usize>() > 1000);
}
