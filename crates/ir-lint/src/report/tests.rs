//! What findings look like.

use std::sync::Arc;

use clap::ValueEnum;
use ir_model::{Diagnostic, FileId, Fix, Related, Safety, Severity};
use ir_syntax::Span;
use serde_json::Value;

use super::{Ending, Look, Other, Others, Recognised, Reporter, Subject, Text};
use crate::args::Format;
use crate::failure::Failure;
use crate::summary::Tally;

const PIPELINE: &str = "\
# a pipeline
root:
  dag:
    tasks:
      evaluate:
        inputs:
          parameters:
            loss:
              producerTask: trian
      train: {}
";

fn span(text: &str, word: &str) -> Span {
    let start = text.find(word).unwrap() as u32;
    Span::new(start, start + word.len() as u32)
}

fn unknown_task() -> Diagnostic {
    let at = span(PIPELINE, "trian");
    Diagnostic::new("unknown-task", Severity::Error, at, "no task `trian` in the graph of `root`")
        .label("did you mean `train`?")
        .related(span(PIPELINE, "evaluate"), "wanted by task `evaluate`")
        .note("the API server accepts the file; the compiler to Argo then fails without a line number")
        .fix(Fix::replace(at, "train", "replace `trian` by `train`", Safety::Suggested))
}

fn show(format: Format, text: &str, findings: &[Diagnostic], others: &Others) -> String {
    let reporter = Reporter { format, look: Look::default() };
    let file = Text::new("pipelines/training.yaml", text.into());
    reporter.piece(&Subject { file: &file, findings, others })
}

fn full(text: &str, finding: Diagnostic) -> String {
    show(Format::Full, text, &[finding], &Others::new())
}

/// A whole report on one file with these findings, another without any, and one that could not be read.
fn report(format: Format, findings: &[Diagnostic]) -> String {
    let reporter = Reporter { format, look: Look::default() };
    let tally = Tally { files: 3, pipelines: 1, errors: 1, ..Tally::default() };
    let recognised = [
        Recognised { path: "pipelines/training.yaml".to_owned(), format: "KFP pipeline", clean: false },
        Recognised { path: "pipelines/<good>.yaml".to_owned(), format: "KFP pipeline", clean: true },
    ];
    let failures = [Failure::of("gone.yaml", "no such file or folder").help("look again")];
    let ending = Ending { tally: &tally, recognised: &recognised, failures: &failures };
    let pieces = (!findings.is_empty()).then(|| show(format, PIPELINE, findings, &Others::new()));
    let mut out = Vec::new();
    reporter.write(&mut out, pieces.iter(), &ending).unwrap();
    String::from_utf8(out).unwrap()
}

fn document(format: Format, findings: &[Diagnostic]) -> Value {
    serde_json::from_str(&report(format, findings)).unwrap()
}

#[test]
fn full_says_all() {
    insta::assert_snapshot!(full(PIPELINE, unknown_task()));
}

#[test]
fn full_in_colour() {
    let reporter = Reporter { format: Format::Full, look: Look { color: true, links: true } };
    let file = Text::new("training.yaml", PIPELINE.into());
    let piece = reporter.piece(&Subject { file: &file, findings: &[unknown_task()], others: &Others::new() });
    insta::assert_snapshot!(piece.replace('\x1b', "␛"));
}

#[test]
fn short_is_one_line() {
    insta::assert_snapshot!(show(Format::Short, PIPELINE, &[unknown_task()], &Others::new()));
}

#[test]
fn another_file_is_shown_too() {
    let other = "name: Train\ninputs:\n- {name: epochs}\n";
    let mut others = Others::new();
    others.insert(FileId(3), Other::Text(Arc::new(Text::new("components/train.yaml", other.into()))));
    others.insert(FileId(4), Other::Path("components/gone.yaml".to_owned()));
    let mut finding =
        Diagnostic::new("missing-input", Severity::Warning, span(PIPELINE, "train:"), "`train` does not pass `epochs`");
    finding.related = vec![
        Related { file: Some(FileId(3)), span: span(other, "epochs"), message: "declared here".to_owned() },
        Related { file: Some(FileId(4)), span: Span::new(1, 2), message: "and declared there".to_owned() },
    ];
    insta::assert_snapshot!(show(Format::Full, PIPELINE, &[finding], &others));
}

#[test]
fn wide_characters_tabs_and_controls_keep_the_caret_in_place() {
    let text = "имя:\t'東京 \x1b[31m\u{202e} 😀' # trian\r\nb: 1\r\n";
    insta::assert_snapshot!(full(text, Diagnostic::new("r", Severity::Info, span(text, "trian"), "a\x1b]b\nc")));
}

#[test]
fn a_long_line_is_cut_around_the_mark() {
    let text = format!("{{{}\"trian\": 1, {}}}", "\"ключ\": 0, ".repeat(20_000), "\"key\": 0, ".repeat(20_000));
    let finding = Diagnostic::new("r", Severity::Error, span(&text, "trian"), "t")
        .label("here")
        .related(Span::new(0, 1), "far to the left")
        .related(Span::at(text.len() as u32), "far to the right");
    insta::assert_snapshot!(full(&text, finding));
}

#[test]
fn a_token_of_several_lines_is_marked_on_its_first() {
    let text = "a: |\n  one\n  two\nb: 1\n";
    let finding = Diagnostic::new("r", Severity::Error, span(text, "|\n  one\n  two\n"), "t").label("this");
    insta::assert_snapshot!(full(text, finding));
}

#[test]
fn places_between_and_behind_characters_are_drawn() {
    for (text, span) in [("", Span::at(0)), ("a: 1\n", Span::at(5)), ("a: 1", Span::new(4, 4)), ("ж", Span::new(1, 9))]
    {
        let shown = full(text, Diagnostic::new("r", Severity::Error, span, "t").label("here"));
        assert!(shown.contains("^ here"), "{text:?} {span:?}:\n{shown}");
    }
}

#[test]
fn any_span_is_drawn() {
    let long = "日本\t語".repeat(100);
    for text in ["", "\u{feff}ж\r\n\r\n\rb\u{301}\n", "\t😀\0\n", &long] {
        let end = text.len().min(30) as u32 + 3;
        for (start, end) in (0..end).flat_map(|start| (0..end).map(move |end| (start, end))) {
            let finding = Diagnostic::new("r", Severity::Error, Span::new(start, end), "t").label("here");
            let finding = finding.related(Span::new(end, start), "there").related(Span::at(u32::MAX), "nowhere");
            let shown = full(text, finding.clone());
            assert!(shown.contains("here") && shown.contains("there"), "{text:?} {start}..{end}:\n{shown}");
            for format in Format::value_variants().iter().copied() {
                assert!(!show(format, text, std::slice::from_ref(&finding), &Others::new()).is_empty());
            }
        }
    }
}

#[test]
fn lines_near_each_other_are_shown_together() {
    let text = "a: 1\nb: 2\nc: 3\nd: 4\ne: 5\nf: 6\n";
    let finding = Diagnostic::new("r", Severity::Error, span(text, "a"), "t")
        .related(span(text, "c"), "two lines on")
        .related(span(text, "f"), "far on");
    insta::assert_snapshot!(full(text, finding));
}

#[test]
fn json_has_a_stable_shape() {
    insta::assert_snapshot!(format!("{:#}", document(Format::Json, &[unknown_task()])));
}

#[test]
fn sarif_has_what_services_ask_for() {
    let mut document = document(Format::Sarif, &[unknown_task()]);
    let run = &mut document["runs"][0];
    let rules = run["tool"]["driver"]["rules"].take();
    let index = run["results"][0]["ruleIndex"].take().as_u64().unwrap();
    assert_eq!(rules[index as usize]["id"], "unknown-task");
    assert_eq!(rules.as_array().unwrap().len(), ir_analyzer::rules::all().len());
    for rule in rules.as_array().unwrap() {
        assert!(["shortDescription", "fullDescription", "help"].iter().all(|key| rule[*key]["text"].is_string()));
        assert!(rule["helpUri"].as_str().unwrap().starts_with("https://"));
        assert!(["error", "warning", "note"].contains(&rule["defaultConfiguration"]["level"].as_str().unwrap()));
    }
    insta::assert_snapshot!(format!("{document:#}"));
}

/// Set `IR_SARIF_SCHEMA` to a copy of the published schema to check against it.
#[test]
fn sarif_follows_the_published_schema() {
    let Some(path) = std::env::var_os("IR_SARIF_SCHEMA") else {
        println!("IR_SARIF_SCHEMA is not set: nothing checked");
        return;
    };
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for findings in [vec![], vec![unknown_task()], vec![unknown_task(), unknown_task()]] {
        let errors: Vec<String> =
            validator.iter_errors(&document(Format::Sarif, &findings)).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
}

/// A finding whose words are full of what other formats take for their own.
fn awkward() -> Diagnostic {
    Diagnostic::new("odd", Severity::Warning, span(PIPELINE, "evaluate"), "no `a|b` in <c> & \"d\", 100 % e: f;g]h")
        .label("did you mean `x_y*z`?")
        .note("first line\nsecond \u{1} line")
}

#[test]
fn lines_for_people_and_services() {
    for format in [Format::Grouped, Format::Github, Format::Azure, Format::JsonLines, Format::Markdown] {
        let name = format!("{format:?}").to_lowercase();
        insta::assert_snapshot!(name, report(format, &[unknown_task(), awkward()]));
    }
}

#[test]
fn xml_is_sound() {
    for format in [Format::Junit, Format::Checkstyle] {
        let name = format!("{format:?}").to_lowercase();
        for findings in [vec![], vec![unknown_task(), awkward()]] {
            let text = report(format, &findings);
            let document = roxmltree::Document::parse(&text).unwrap_or_else(|why| panic!("{why}\n{text}"));
            let found = document.descendants().filter(|n| n.has_tag_name("failure") || n.has_tag_name("error"));
            let failed = usize::from(format == Format::Junit);
            assert_eq!(found.count(), findings.len() + failed, "{text}");
            if !findings.is_empty() {
                insta::assert_snapshot!(&*name, text);
            }
        }
    }
}

#[test]
fn json_for_services_is_sound() {
    for (format, list) in [(Format::Gitlab, None), (Format::Rdjson, Some("diagnostics"))] {
        let name = format!("{format:?}").to_lowercase();
        let find = |document: &Value| list.map_or(document.clone(), |key| document[key].clone());
        assert_eq!(find(&document(format, &[])).as_array().map(Vec::len), Some(0));
        let full = document(format, &[unknown_task(), awkward(), awkward()]);
        assert_eq!(find(&full).as_array().map(Vec::len), Some(3));
        insta::assert_snapshot!(name, format!("{full:#}"));
    }
    let list = document(Format::Gitlab, &[awkward(), awkward()]);
    assert_ne!(list[0]["fingerprint"], list[1]["fingerprint"]);
}
