use std::fs;
use std::path::Path;

use ir_analyzer::ide::{self, OutlineItem};
use ir_analyzer::{Source, Workspace};
use ir_syntax::Span;

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
    let mut inner = None;
    for span in ide::selections(source, offset) {
        assert!(text.get(span.range()).is_some(), "{offset} {span:?}");
        let grows = inner.is_none_or(|i| span.contains(i) && span != i);
        assert!(grows, "{offset}: {span:?} around {inner:?}");
        inner = Some(span);
    }
    if let Some(signature) = ide::signature(source, workspace, offset) {
        assert!(signature.active.is_none_or(|a| a < signature.parameters.len()), "{offset} {signature:?}");
        assert!(signature.parameters.iter().all(|p| !p.span.slice(&signature.label).is_empty()), "{signature:?}");
        assert!(!format!("{signature:?}").contains("zqCursor"), "{offset} {signature:?}");
    }
    if let Some((span, _)) = ide::indentation(source, offset, 2) {
        assert!(span.touches(offset) && span.slice(text).trim().is_empty(), "{offset} {span:?}");
    }
    for found in ide::callables(source, workspace, offset) {
        assert!(!found.name.is_empty() && found.span.contains(found.selection), "{offset} {found:?}");
    }
}

/// What is asked about a file as a whole.
fn ask_whole(p: &Project) {
    let (source, workspace) = (&p.source, &p.workspace);
    let text = source.text();
    let inside = |span: Span| text.get(span.range()).is_some();
    let whole = Span::new(0, text.len() as u32);
    let mut end = 0;
    for token in ide::tokens(source, None) {
        assert!(inside(token.span) && token.span.start >= end && !token.span.is_empty(), "{token:?} after {end}");
        end = token.span.end;
    }
    for fold in ide::folds(source) {
        assert!(inside(fold.span) && fold.span.slice(text).contains(['\n', '\r']), "{fold:?}");
    }
    for hint in ide::hints(source, workspace, whole, ide::HintKinds::default(), true) {
        assert!(inside(Span::at(hint.offset)) && !hint.label.is_empty() && !hint.label.contains('\n'), "{hint:?}");
    }
    let mut end = 0;
    for link in ide::links(source, workspace) {
        assert!(inside(link.span) && link.span.start >= end, "{link:?} after {end}");
        end = link.span.end;
    }
    for lens in ide::lenses(source) {
        assert!(inside(lens.span), "{lens:?}");
        for call in ide::outgoing(source, workspace, lens.span.start) {
            assert!(call.at.iter().all(|s| inside(*s)) && !call.other.name.is_empty(), "{call:?}");
        }
        for call in ide::incoming(source, workspace, &source.path, lens.span.start) {
            assert!(inside(call.other.span) && call.other.span.contains(call.other.selection), "{call:?}");
        }
    }
}

/// Everything, everywhere.
fn ask_all(p: &Project) {
    ask_whole(p);
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
        ask_whole(&p);
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
            ask_whole(&p);
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
