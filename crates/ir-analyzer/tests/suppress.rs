//! Comments that leave findings out, read and written.

mod support;

use ir_analyzer::{Source, Unmarked, Workspace, check, ignore};
use support::agree;

/// Something to leave out.
const KINDS: &str = "\
name: Train
metadata:
  annotations: {note: x}
implementation:
  container:
    image: python
#          ^^^^^^ image-without-tag
    command: [train]
";

#[track_caller]
fn holds(text: &str) {
    assert_eq!(agree(text), Ok(()));
}

#[test]
fn without_a_comment_all_is_shown() {
    holds(KINDS);
}

#[test]
fn behind_a_line_it_is_about_the_line() {
    holds(
        "\
name: Train
implementation:  # ir-lint: ignore[image-without-tag] not this line
#                                  ^^^^^^^^^^^^^^^^^ unused-suppression
  container:
    image: python
#          ^^^^^^ image-without-tag
    command: [train]
",
    );
    holds(
        "\
name: Train
implementation:
  container:
    image: python  # whatever is newest # ir-lint: ignore[image-without-tag]
    command: [train]
",
    );
}

#[test]
fn alone_it_is_about_the_entry_below() {
    holds(
        "\
name: Train
# ir-lint: ignore[image-without-tag] everything in it, also far below
# (other words may stand between)

implementation:
  container:
    image: python
    command: [train]
",
    );
    holds(
        "\
name: Train
implementation:
  # ir-lint: ignore[image-without-tag] of two around one another both are used
  container:
    # ir-lint: ignore[image-without-tag]
    image: python
    command: [train]
",
    );
}

#[test]
fn alone_above_an_item_it_is_about_the_item() {
    holds(
        "\
apiVersion: tekton.dev/v1
kind: Task
metadata: {name: build}
spec:
  steps:
  # ir-lint: ignore[image-without-tag] tried out
  - name: one
    image: python
    script: train
  - name: two
    image: python
#          ^^^^^^ image-without-tag
    script: train
",
    );
}

#[test]
fn it_may_be_about_a_stretch_or_the_file() {
    holds(
        "\
apiVersion: tekton.dev/v1
kind: Task
metadata: {name: build}
spec:
  steps:
  # ir-lint: ignore-begin[image-without-tag] old ones
  - name: one
    image: python
    script: train
  # ir-lint: ignore-end[image-without-tag]
  - name: two
    image: python
#          ^^^^^^ image-without-tag
    script: train
",
    );
    holds(
        "\
name: Train
implementation:
  container:
    image: python
    command: [train]
# ir-lint: ignore-file[image-without-tag] wherever it stands
",
    );
}

#[test]
fn what_cannot_be_read_is_said() {
    holds(
        "\
# ir-lint: ignore-begin[image-without-tag]
#                       ^^^^^^^^^^^^^^^^^ invalid-suppression: nothing ends the suppression
name: Train
implementation:
  container:
    image: python
    command: [train]
",
    );
    holds(
        "\
# ir-lint: ignor[image-without-tag]
#          ^^^^^ invalid-suppression: `ignor` is nothing that a comment can tell
# ir-lint: ignore-end[image-without-tag]
#                     ^^^^^^^^^^^^^^^^^ invalid-suppression: no suppression of `image-without-tag` is open
# ir-lint: ignore[image-without-tag, imag-without-tag
#          ^^^^^^ invalid-suppression: a bracket that is not closed
# about ir-lint: ignored, for no hash stands before it
name: Train
implementation:
  container:
    image: python:3
    command: [train]
",
    );
}

/// The text with a comment for each finding, and what cannot have one.
fn ignored(path: &str, text: &str) -> (String, Vec<Unmarked>) {
    let source = Source::new(path, text);
    let findings = check(&source, &Workspace::new());
    let (edits, left) = ignore(&source, &findings, "known");
    let mut out = text.to_owned();
    for edit in edits.iter().rev() {
        out.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
    }
    (out, left.into_iter().map(|(_, why)| why).collect())
}

#[test]
fn comments_are_written_where_they_leave_the_finding_out() {
    let text = "\
name: Train
implementation:
  container:
    image: python   
    command: [train]
    colour: \"red
      and blue\"
";
    let (marked, left) = ignored("x.yaml", text);
    assert_eq!(left, []);
    assert_eq!(
        marked,
        "\
name: Train
implementation:
  container:
    image: python  # ir-lint: ignore[image-without-tag] known   
    command: [train]
    # ir-lint: ignore[unknown-key] known
    colour: \"red
      and blue\"
"
    );
    let source = Source::new("x.yaml", &*marked);
    assert_eq!(check(&source, &Workspace::new()), []);
}

#[test]
fn a_comment_that_is_there_takes_further_rules() {
    let text = "\
name: Train
implementation:
  container: {image: python, command: [train], colour: red}  # ir-lint: ignore[image-without-tag] so it is
";
    let (marked, _) = ignored("x.yaml", text);
    assert!(marked.ends_with("# ir-lint: ignore[image-without-tag, unknown-key] so it is\n"), "{marked}");
}

#[test]
fn json_has_no_comments() {
    let text = r#"{"name": "Train", "implementation": {"container": {"image": "python", "command": ["train"]}}}"#;
    let (same, left) = ignored("x.json", text);
    assert_eq!((&*same, &*left), (text, [Unmarked::Json].as_slice()));
}
