use ir_analyzer::Source;
use ir_analyzer::ide::{self, LensKind};

use crate::support::{GRAPH, PIPELINE, TRAIN, shown};

fn lenses(text: &str) -> Vec<String> {
    let source = Source::new("/w/main.yaml", text);
    let line = |l: &ide::Lens| match &l.kind {
        LensKind::Uses { here, exported } => {
            let more = if *exported { " and more elsewhere" } else { "" };
            format!("{}\t{} uses{more}", shown(text, l.span), here.len())
        }
        LensKind::Graph(name) => format!("{}\tgraph of {name}", shown(text, l.span)),
    };
    ide::lenses(&source).iter().map(line).collect()
}

#[test]
fn components_and_tasks_tell_their_uses_and_pipelines_can_be_drawn() {
    assert_eq!(
        lenses(PIPELINE),
        ["3: [comp-train]:\t1 uses", "16: [comp-load]:\t1 uses", "30: [root]:\tgraph of churn", "37: [load]:\t2 uses"]
    );
    assert_eq!(lenses(GRAPH), ["1: name: [Both]\tgraph of Both", "9: [Fit it]:\t2 uses"]);
    assert_eq!(lenses(TRAIN), ["1: name: [Train]\t0 uses and more elsewhere"]);
    assert!(lenses("a: 1\n").is_empty());
}
