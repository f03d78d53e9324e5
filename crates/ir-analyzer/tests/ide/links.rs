use ir_analyzer::ide::{self, LinkTarget};

use crate::support::{GRAPH, TRAIN, project};

fn links(text: &str, others: &[(&str, &str)]) -> Vec<String> {
    let p = project(&format!("{text}$0"), others);
    let shown = |l: &ide::Link| {
        let target = match &l.target {
            LinkTarget::Page(page) => page.clone(),
            LinkTarget::File(path) => path.display().to_string(),
        };
        format!("{} > {target}", l.span.slice(p.source.text()))
    };
    ide::links(&p.source, &p.workspace).iter().map(shown).collect()
}

#[test]
fn files_at_hand_and_addresses_are_links() {
    assert_eq!(
        links(GRAPH, &[("parts/train.yaml", TRAIN)]),
        ["./parts/train.yaml > /w/parts/train.yaml", "https://example.com/other.yaml > https://example.com/other.yaml"]
    );
    // What is not at hand cannot be opened.
    assert_eq!(links(GRAPH, &[]).len(), 1);
}

#[test]
fn images_are_links_where_their_registry_has_pages() {
    let text = TRAIN.replace("example.com/train:1", "'python:3.12'");
    assert_eq!(links(&text, &[]), ["python:3.12 > https://hub.docker.com/_/python/tags?name=3.12"]);
    assert!(links(TRAIN, &[]).is_empty());
    assert!(links(&TRAIN.replace("example.com/train:1", "'{{image}}'"), &[]).is_empty());
}

#[test]
fn comments_and_texts_hold_links_too() {
    let text = format!("# From https://example.com/a.\n{TRAIN}").replace("Fits a model.", "See http://b.example/c");
    assert_eq!(
        links(&text, &[]),
        ["https://example.com/a > https://example.com/a", "http://b.example/c > http://b.example/c"]
    );
}
