use ir_analyzer::{Interface, Source, interfaces};
use ir_model::{Key, Tri};

use crate::support::{GRAPH, PIPELINE, TRAIN};

/// Name, description, ports, keys.
fn shown(text: &str) -> String {
    let source = Source::new("/w/main.yaml", text);
    let i = entry(&source);
    let mut lines = vec![format!("{} {:?} at {:?}: {:?}", i.format, i.name, i.at.slice(text), i.description)];
    for p in &i.ports {
        let direction = if p.input { "input" } else { "output" };
        let required = if p.required == Tri::Yes { " required" } else { "" };
        lines.push(format!("{direction} {} {:?} {:?}{required}", p.at.slice(text), p.kind, p.ty));
    }
    lines.extend(i.keys.iter().map(|k| match k {
        // Digits of a digest say nothing to a reader.
        Key::Digest(d) => format!("digest of {} digits", d.len()),
        other => format!("{other:?}"),
    }));
    lines.join("\n")
}

/// What others see of the component that the file's path stands for.
fn entry(source: &Source) -> Interface {
    interfaces(source).first().cloned().expect("an interface")
}

#[test]
fn a_component_shows_its_ports() {
    insta::assert_snapshot!(shown(&TRAIN.replace(
        "inputs:\n",
        "metadata: {annotations: {canonical_location: 'https://example.com/train.yaml'}}\ninputs:\n",
    )));
}

#[test]
fn a_graph_and_a_pipeline_show_what_a_caller_passes() {
    insta::assert_snapshot!([shown(GRAPH), shown(PIPELINE)].join("\n\n"));
}

#[test]
fn the_digest_is_that_of_the_bytes() {
    let text = "implementation: {container: {image: a}}\ninputs: []\n";
    let i = entry(&Source::new("/w/main.yaml", text));
    assert_eq!(i.name, None);
    let digest = "536a0a0ed2834455";
    assert!(matches!(&*i.keys, [Key::Digest(d)] if d.starts_with(digest)), "{:?}", i.keys);
}

#[test]
fn what_is_no_pipeline_file_has_none() {
    assert!(interfaces(&Source::new("/w/main.yaml", "shopping: [milk]\n")).is_empty());
}
