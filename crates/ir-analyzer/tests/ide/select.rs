use ir_analyzer::Source;
use ir_analyzer::ide;

use crate::support::{GRAPH, PIPELINE, with_cursor};

/// What is selected step by step, one a line, as it begins and ends where it is long.
fn steps(text: &str) -> Vec<String> {
    let offset = text.find("$0").unwrap();
    let text = text.replacen("$0", "", 1);
    let source = Source::new("/w/main.yaml", &*text);
    let short = |s: &str| match s.len() {
        0..60 => s.to_owned(),
        n => format!("{}…{}", &s[..12], &s[n - 12..]),
    };
    ide::selections(&source, offset as u32).iter().map(|s| short(s.slice(&text))).collect()
}

#[test]
fn from_the_word_to_the_file() {
    let text = with_cursor(PIPELINE, "args:", "''epo");
    assert_eq!(
        steps(&text)[..5],
        [
            "epochs",
            "{{$.inputs.parameters[''epochs'']}}",
            "'{{$.inputs.parameters[''epochs'']}}'",
            "['--epochs',…l'].path}}\"]",
            "args: ['--ep…l'].path}}\"]"
        ]
    );
    let rest = &steps(&text)[5..];
    assert_eq!(rest[0], "image: examp…l'].path}}\"]");
    assert_eq!(rest.last().unwrap(), "pipelineInfo…sion: 2.1.0\n");
}

#[test]
fn a_key_grows_into_its_entry() {
    let steps = steps(&with_cursor(GRAPH, "tasks", "componentR"));
    assert_eq!(steps[..2], ["componentRef", "componentRef: {url: ./parts/train.yaml}"]);
    assert!(steps[2].starts_with("componentRef"), "{}", steps[2]);
    assert!(steps[3].starts_with("Fit it:"), "{}", steps[3]);
}

#[test]
fn a_line_of_a_script_is_a_step() {
    let text = "name: A\nimplementation:\n  container:\n    image: a\n    command:\n    - sh\n    - |\n      set -e\n      echo he$0llo you\n";
    assert_eq!(
        steps(text)[..5],
        [
            "hello",
            "echo hello you",
            "set -e\n      echo hello you",
            "|\n      set -e\n      echo hello you",
            "- |\n      set -e\n      echo hello you"
        ]
    );
}

#[test]
fn a_comment_and_an_empty_place_have_steps_too() {
    assert_eq!(steps("# one wo$0rd\nname: A\nimplementation: {container: {image: a}}\n")[..2], ["word", "# one word"]);
    let steps = steps("name: A\n\n$0\nimplementation: {container: {image: a}}\n");
    assert!(steps.iter().all(|s| s.starts_with("name: A")), "{steps:?}");
}
