//! Good texts, damaged at random: there is always a tree, and it keeps its promises.

use crate::invariants;
use ir_syntax::Tree;
use proptest::prelude::*;

const PIPELINE: &str = "# comment 🎵
components:
  comp-train:
    executorLabel: exec-train
    inputDefinitions: {parameters: {epochs: {parameterType: NUMBER_INTEGER, defaultValue: 3.0}}}
deploymentSpec: &spec
  executors:
    exec-train:
      container:
        args: [\"--executor_input\", '{{$}}', \"\\u00e9\\n\"]
        command:
        - sh
        - -c
        - |2
            set -e
           echo \"ключ\"

        image: \"python:3.9\" # why
  copy: *spec
root: !map
  ? dag
  : tasks: {}
---
second: >-
  folded
  text
...
";

const PIECES: [&str; 33] = [
    ":",
    ": ",
    "- ",
    "[",
    "]",
    "{",
    "}",
    "{{",
    "}}",
    "\"",
    "'",
    "\t",
    "\n",
    "\r\n",
    "  ",
    " ",
    "#",
    " # ",
    "&a ",
    "*a",
    "!t ",
    "|",
    ">",
    "@",
    "%",
    "`",
    "\\",
    "---\n",
    "...\n",
    "é",
    "\u{feff}",
    "\0",
    "<<<<<<< x\n",
];

fn boundary(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at % (text.len() + 1))
}

fn parse(text: String) {
    println!("{text:?}"); // shown where a test fails, the smallest text last
    let tree = Tree::parse(text);
    invariants::check(&tree);
    for at in (0..tree.text().len() as u32).step_by(7) {
        if let Some(node) = tree.node_at(at) {
            assert!(node.span().touches(at));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pieces_put_in_and_cut_out(changes in prop::collection::vec((any::<prop::sample::Index>(), 0..PIECES.len(), 0..12_usize), 1..5)) {
        let mut text = PIPELINE.to_owned();
        for (place, piece, cut) in changes {
            let from = boundary(&text, place.index(text.len() + 1));
            let to = boundary(&text, (from + cut).min(text.len()));
            text.replace_range(from..to.max(from), PIECES[piece]);
        }
        parse(text);
    }

    #[test]
    fn texts_cut_off(place in any::<prop::sample::Index>()) {
        parse(PIPELINE[..boundary(PIPELINE, place.index(PIPELINE.len() + 1))].to_owned());
    }

    #[test]
    fn lines_moved_about(swaps in prop::collection::vec((0..26_usize, 0..26_usize), 1..6)) {
        let mut lines: Vec<&str> = PIPELINE.lines().collect();
        for (a, b) in swaps {
            let count = lines.len();
            lines.swap(a % count, b % count);
        }
        parse(lines.join("\n"));
    }

    #[test]
    fn any_text_of_pieces(pieces in prop::collection::vec(0..PIECES.len(), 0..40)) {
        parse(pieces.into_iter().map(|p| PIECES[p]).collect());
    }
}
