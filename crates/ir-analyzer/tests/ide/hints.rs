use ir_analyzer::ide::{self, HintKinds};
use ir_syntax::Span;

use crate::support::{GRAPH, PIPELINE, TRAIN, project};

const ALL: HintKinds = HintKinds { components: true, types: true, defaults: true, order: true };

/// The lines of `text` that hold hints, each hint in angle brackets.
fn hinted(text: &str, others: &[(&str, &str)], kinds: HintKinds) -> Vec<String> {
    let p = project(&format!("{text}$0"), others);
    let whole = Span::new(0, text.len() as u32);
    let hints = ide::hints(&p.source, &p.workspace, whole, kinds, false);
    let mut out = text.to_owned();
    for hint in hints.iter().rev() {
        out.insert_str(hint.offset as usize, &format!("<{}>", hint.label));
    }
    // Texts of this test hold no angle brackets of their own.
    out.lines().filter(|l| l.contains('<')).map(|l| l.trim().to_owned()).collect()
}

#[test]
fn a_task_shows_its_defaults_the_types_it_takes_and_whom_it_waits_for() {
    let text = PIPELINE.replace("        dependentTasks: [load]\n", "");
    assert_eq!(
        hinted(&text, &[], ALL),
        [
            "train:<epochs = 10><after load>",
            "rate: {componentInputParameter: rate<: NUMBER_DOUBLE>}",
            "taskOutputArtifact: {producerTask: load, outputArtifactKey: table<: system.Dataset>}",
        ]
    );
}

#[test]
fn what_is_written_is_not_repeated() {
    let lines = hinted(PIPELINE, &[], ALL);
    assert!(lines.iter().all(|l| !l.contains("after")), "{lines:?}");
    let others: &[_] = &[("parts/train.yaml", TRAIN)];
    // The path says the name already.
    let table = "Table: {graphInput: {inputName: Table<: CSV>}}";
    assert_eq!(hinted(GRAPH, others, ALL), [table, "Elsewhere:<after Fit it>"]);
}

#[test]
fn a_component_of_another_file_shows_its_name() {
    let lines = hinted(&GRAPH.replace("./parts/train.yaml", "./b.yaml"), &[("b.yaml", TRAIN)], ALL);
    assert!(lines.contains(&"componentRef: {url: ./b.yaml<Train>}".to_owned()), "{lines:?}");
}

#[test]
fn each_kind_can_be_left_out() {
    let text = PIPELINE.replace("        dependentTasks: [load]\n", "");
    let none = HintKinds { components: false, types: false, defaults: false, order: false };
    assert!(hinted(&text, &[], none).is_empty());
    assert_eq!(hinted(&text, &[], HintKinds { order: true, ..none }), ["train:<after load>"]);
    assert_eq!(hinted(&text, &[], HintKinds { defaults: true, ..none }), ["train:<epochs = 10>"]);
}

#[test]
fn a_range_has_the_hints_that_are_in_it() {
    let p = project(&format!("{PIPELINE}$0"), &[]);
    let at = PIPELINE.find("componentInputParameter").unwrap() as u32;
    let line = Span::new(at, at + 30);
    let hints = ide::hints(&p.source, &p.workspace, line, ALL, true);
    assert_eq!(hints.len(), 1, "{hints:?}");
    assert!(hints[0].tooltip.as_deref().unwrap().contains("`rate` : NUMBER_DOUBLE = 0.1"), "{hints:?}");
}
