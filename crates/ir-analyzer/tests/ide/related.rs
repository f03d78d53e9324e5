//! Highlights, types, implementations, names of the workspace, files that move.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ir_analyzer::ide::{self, HighlightKind};
use ir_analyzer::{Source, Workspace, interfaces, uses};
use ir_syntax::edit;

use crate::support::{GRAPH, PIPELINE, TRAIN, places, project, shown, with_cursor};

const FILES: &[(&str, &str)] = &[("parts/train.yaml", TRAIN)];

fn highlighted(text: &str) -> String {
    let p = project(text, FILES);
    let line = |h: &ide::Highlight| {
        let kind = match h.kind {
            HighlightKind::Text => "text ",
            HighlightKind::Read => "read ",
            HighlightKind::Write => "write",
        };
        format!("{kind} {}", shown(p.source.text(), h.span))
    };
    ide::highlights(&p.source, &p.workspace, p.offset).iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn highlights_tell_who_reads_and_who_writes() {
    assert_eq!(
        highlighted(&with_cursor(PIPELINE, "producerTask", "lo")),
        "\
write 37: [load]:
read  41: dependentTasks: [[load]]
read  47: taskOutputArtifact: {producerTask: [load], outputArtifactKey: table}"
    );
    let header = "# PIPELINE DEFINITION\n# Inputs:\n#    label: str\n#    rate: float\n";
    assert_eq!(
        highlighted(&with_cursor(&format!("{header}{PIPELINE}"), "componentInputParameter", ": ra")),
        "\
text  4: #    [rate]: float
write 37: [rate]: {parameterType: NUMBER_DOUBLE, defaultValue: 0.1}
read  48: rate: {componentInputParameter: [rate]}"
    );
}

#[test]
fn a_type_is_a_component_or_the_word_that_gives_it() {
    let to = |text: &str, context, needle| {
        let p = project(&with_cursor(text, context, needle), FILES);
        places(&p, FILES, &ide::type_definition(&p.source, &p.workspace, p.offset))
    };
    assert_eq!(to(PIPELINE, "producerTask", "lo"), "16: [comp-load]:");
    assert_eq!(
        to(PIPELINE, "componentInputParameter", ": ra"),
        "33: rate: {parameterType: [NUMBER_DOUBLE], defaultValue: 0.1}"
    );
    assert_eq!(
        to(PIPELINE, "outputArtifactKey", "tab"),
        "20: table: {artifactType: {schemaTitle: [system.Dataset], schemaVersion: 0.0.1}}"
    );
    assert_eq!(to(GRAPH, "taskId", "Fit"), "parts/train.yaml:1: name: [Train]");
    assert_eq!(
        to(GRAPH, "arguments:", "Tab"),
        "parts/train.yaml:4: - {name: [Table], type: CSV, description: What to learn from.}"
    );
}

#[test]
fn an_implementation_is_what_carries_a_component_out() {
    let to = |text: &str, context, needle| {
        let p = project(&with_cursor(text, context, needle), FILES);
        let train = Arc::new(Source::new("/w/parts/train.yaml", TRAIN));
        let lookup = |path: &Path| (path == train.path).then(|| Arc::clone(&train));
        places(&p, FILES, &ide::implementation(&p.source, &p.workspace, &lookup, p.offset))
    };
    assert_eq!(to(PIPELINE, "components:", "comp-tr"), "23: [exec-train]:");
    assert_eq!(to(PIPELINE, "producerTask", "lo"), "28: [exec-load]:");
    assert!(to(GRAPH, "taskId", "Fit").starts_with("parts/train.yaml:"), "{}", to(GRAPH, "taskId", "Fit"));
}

/// Files of `/w`.
fn workspace(files: &[(&str, &str)]) -> (Workspace, Vec<Arc<Source>>) {
    let mut workspace = Workspace::new();
    let sources: Vec<Arc<Source>> =
        files.iter().map(|(path, text)| Arc::new(Source::new(Path::new("/w").join(path), *text))).collect();
    for source in &sources {
        workspace.update(&source.path, interfaces(source));
        workspace.note_uses(&source.path, uses(source));
    }
    (workspace, sources)
}

#[test]
fn names_of_the_workspace_are_found_by_their_letters() {
    let (workspace, _) = workspace(&[("main.yaml", GRAPH), ("parts/train.yaml", TRAIN)]);
    let found = |query, most| {
        let hits = ide::search(&workspace, query, most);
        hits.iter().map(|h| format!("{} of {}", h.name, h.container)).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(found("", 9), "Both of KFP component, Train of KFP component");
    assert_eq!(found("rat", 9), "Rate of Train");
    assert_eq!(found("TRN", 9), "Train of KFP component");
    assert_eq!(found("t", 3), "Train of KFP component, Table of Both, Table of Train");
    assert_eq!(found("nothing", 9), "");
}

/// What the files say after moves, as far as it changes.
fn after(files: &[(&str, &str)], moves: &[(&str, &str)]) -> String {
    let (workspace, sources) = workspace(files);
    let lookup = |path: &Path| sources.iter().find(|s| s.path == path).cloned();
    let moves: Vec<(PathBuf, PathBuf)> =
        moves.iter().map(|(a, b)| (Path::new("/w").join(a), Path::new("/w").join(b))).collect();
    let mut out = String::new();
    for file in ide::moved(&workspace, &lookup, &moves) {
        let source = lookup(&file.path).unwrap();
        let text = edit::apply(source.text(), &file.edits).unwrap();
        let changed = source.text().lines().zip(text.lines()).filter(|(a, b)| a != b);
        let path = file.path.strip_prefix("/w").unwrap().display().to_string();
        changed.for_each(|(_, line)| out += &format!("{path}: {}\n", line.trim()));
    }
    out
}

#[test]
fn paths_follow_the_files_they_lead_to() {
    let files = [("main.yaml", GRAPH), ("parts/train.yaml", TRAIN)];
    assert_eq!(
        after(&files, &[("parts/train.yaml", "lib/fit.yaml")]),
        "main.yaml: componentRef: {url: ./lib/fit.yaml}\n"
    );
    assert_eq!(after(&files, &[("parts", "lib/parts")]), "main.yaml: componentRef: {url: ./lib/parts/train.yaml}\n");
    assert_eq!(
        after(&files, &[("main.yaml", "sub/main.yaml")]),
        "main.yaml: componentRef: {url: ../parts/train.yaml}\n"
    );
    // What moves together stays together.
    assert_eq!(after(&files, &[("main.yaml", "x/main.yaml"), ("parts", "x/parts")]), "");
    assert_eq!(after(&files, &[("other.yaml", "x.yaml")]), "");
}

#[test]
fn absolute_paths_stay_absolute_and_quotes_stay() {
    let quoted = GRAPH.replace("{url: ./parts/train.yaml}", "{url: 'file:///w/parts/train.yaml'}");
    let files = [("main.yaml", &*quoted), ("parts/train.yaml", TRAIN)];
    assert_eq!(
        after(&files, &[("parts/train.yaml", "fit.yaml")]),
        "main.yaml: componentRef: {url: 'file:///w/fit.yaml'}\n"
    );
    assert_eq!(after(&files, &[("main.yaml", "x/main.yaml")]), "");
}
