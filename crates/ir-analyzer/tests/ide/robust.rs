use std::fs;
use std::path::Path;

use ir_analyzer::ide::{self, OutlineItem};
use ir_analyzer::{Source, Workspace};

use crate::support::{GRAPH, PIPELINE, Project, TRAIN, project};

/// Every question at one place.
fn ask(p: &Project, offset: u32) {
    let (source, workspace) = (&p.source, &p.workspace);
    let text = source.text();
    if let Some(hover) = ide::hover(source, workspace, offset) {
        assert!(hover.span.touches(offset) && !hover.markdown.is_empty(), "{offset} {hover:?}");
    }
    let uses = ide::references(source, workspace, offset, true);
    assert!(uses.iter().all(|u| text.get(u.span.range()).is_some()));
    for place in ide::definition(source, workspace, offset).iter().filter(|l| l.path == source.path) {
        assert!(text.get(place.span.range()).is_some());
    }
    for proposal in ide::complete(source, workspace, offset) {
        assert!(proposal.replace.touches(offset), "{offset} {proposal:?}");
        assert!(!proposal.replace.slice(text).contains('\n'), "{offset} {proposal:?}");
        assert!(!format!("{proposal:?}").contains("zqCursor"), "{offset} {proposal:?}");
    }
}

/// Everything, everywhere.
fn ask_all(p: &Project) {
    let text = p.source.text();
    for (offset, _) in text.char_indices().chain([(text.len(), ' '), (text.len() + 7, ' ')]) {
        ask(p, offset as u32);
    }
    ide::outline(&p.source).iter().for_each(well_formed);
}

const OTHERS: &[(&str, &str)] = &[("parts/train.yaml", TRAIN)];

#[test]
fn no_cursor_breaks_anything() {
    for text in [PIPELINE, TRAIN, GRAPH] {
        ask_all(&project(&format!("$0{text}"), OTHERS));
        // What an editor on another system would have written, with letters of several bytes.
        let foreign = text.replace("\n", "\r\n").replace("Table", "Täb\u{1F4C8}le");
        ask_all(&project(&format!("$0{foreign}"), OTHERS));
    }
}

/// The files of `examples/`, good and broken.
fn examples(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()) {
        if entry.is_dir() {
            examples(&entry, found);
        } else if entry.extension().is_some_and(|e| e == "yaml" || e == "json") {
            found.push(fs::read_to_string(entry).unwrap());
        }
    }
}

#[test]
fn no_example_breaks_anything() {
    let mut texts = Vec::new();
    examples(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples"), &mut texts);
    assert!(texts.len() > 5);
    for text in texts {
        let source = Source::new("/w/main.yaml", &*text);
        let p = Project { source, workspace: Workspace::new(), offset: 0 };
        // Every offset of the small ones; of the large ones as many as there is patience for.
        let step = text.len() / 300 + 1;
        for (offset, _) in text.char_indices().step_by(step) {
            ask(&p, offset as u32);
        }
        ide::outline(&p.source).iter().for_each(well_formed);
    }
}

fn well_formed(item: &OutlineItem) {
    assert!(!item.name.is_empty() && item.span.contains(item.selection), "{item:?}");
    assert!(item.children.iter().all(|c| item.span.contains(c.span)), "{item:?}");
    item.children.iter().for_each(well_formed);
}

#[test]
fn no_half_of_a_text_breaks_anything() {
    for text in [PIPELINE, GRAPH] {
        for cut in (0..text.len()).step_by(37) {
            let p = project(&format!("$0{}", &text[..cut]), OTHERS);
            ask(&p, cut as u32);
            ide::outline(&p.source).iter().for_each(well_formed);
        }
    }
}

#[test]
fn a_file_of_another_kind_gets_no_answers() {
    let p = project("shop$0ping: [milk]\n", &[]);
    assert!(ide::complete(&p.source, &p.workspace, p.offset).is_empty());
    assert!(ide::outline(&p.source).is_empty());
    assert_eq!(ide::hover(&p.source, &p.workspace, p.offset), None);
}
