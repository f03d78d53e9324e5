//! Files mended, compared and annotated, as people do it.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::io::Write;
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A guess (`comand`), something that is safe to do (an old comment), and what no fix can mend (no tag).
const BROKEN: &str = "\
# made by hand
name: Train
implementation:
  container:
    image: python
    comand: [train]   # keep me
    args: []  # ir-lint: ignore[unknown-key] long gone
";

fn folder() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("train.yaml"), BROKEN).unwrap();
    dir
}

fn text(dir: &TempDir) -> String {
    std::fs::read_to_string(dir.path().join("train.yaml")).unwrap()
}

/// Exit code, standard output, standard error.
fn run(dir: &TempDir, args: &[&str], input: Option<&str>) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ir-lint"));
    command.current_dir(dir.path()).args(["check", "--isolated"]).args(args).env("NO_COLOR", "1");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.unwrap_or("").as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(!err.contains("defect of ir-lint"), "{err}");
    (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap(), err)
}

#[test]
fn without_being_asked_nothing_is_written() {
    let dir = folder();
    let (code, _, err) = run(&dir, &["."], None);
    assert_eq!(code, 1);
    assert!(err.ends_with("1 can be fixed with --fix, 1 more with --fix --unsafe-fixes\n"), "{err}");
    assert_eq!(text(&dir), BROKEN);
}

#[test]
fn what_is_safe_is_fixed() {
    let dir = folder();
    let (code, out, err) = run(&dir, &["--fix", "--show-fixes", "--format", "short", "."], None);
    assert_eq!(code, 1);
    assert_eq!(text(&dir), BROKEN.replace("  # ir-lint: ignore[unknown-key] long gone", ""));
    assert!(out.contains("error[unknown-key]") && !out.contains("unused-suppression"), "{out}");
    assert!(
        err.contains("train.yaml\n  unused-suppression: do not leave out `unknown-key`\n1 fix made in 1 file\n"),
        "{err}"
    );
}

#[test]
fn guesses_are_made_on_request() {
    let dir = folder();
    let (code, out, err) = run(&dir, &["--fix", "--unsafe-fixes", "--format", "short", "."], None);
    assert_eq!((code, out.lines().count()), (1, 1), "{out}");
    assert!(err.contains("2 fixes made in 1 file"), "{err}");
    let fixed = text(&dir);
    assert!(fixed.contains("    command: [train]   # keep me\n") && fixed.starts_with("# made by hand\n"), "{fixed}");
    let (_, _, err) = run(&dir, &["--fix", "--unsafe-fixes", "."], None);
    assert!(!err.contains("made in"), "{err}");
    assert_eq!(text(&dir), fixed);
    assert_eq!(run(&dir, &["--unsafe-fixes", "."], None).0, 2, "guesses alone are no wish");
}

#[test]
fn a_difference_is_shown_and_not_made() {
    let dir = folder();
    let (code, out, _) = run(&dir, &["--diff", "--unsafe-fixes", "."], None);
    assert_eq!(code, 1);
    assert_eq!(
        out,
        "\
--- a/train.yaml
+++ b/train.yaml
@@ -3,5 +3,5 @@
 implementation:
   container:
     image: python
-    comand: [train]   # keep me
-    args: []  # ir-lint: ignore[unknown-key] long gone
+    command: [train]   # keep me
+    args: []
"
    );
    assert_eq!(text(&dir), BROKEN);
    std::fs::write(
        dir.path().join("train.yaml"),
        "name: a\nimplementation: {container: {image: 'a:1', command: [a]}}\n",
    )
    .unwrap();
    assert_eq!(run(&dir, &["--diff", "."], None), (0, String::new(), String::new()));
}

#[test]
fn standard_input_is_mended_to_standard_output() {
    let dir = folder();
    let (code, out, err) = run(&dir, &["--fix", "-"], Some(BROKEN));
    assert_eq!(code, 1);
    assert_eq!(out, BROKEN.replace("  # ir-lint: ignore[unknown-key] long gone", ""));
    assert!(err.contains("error[unknown-key]"), "{err}");
    let (_, out, _) = run(&dir, &["--fix", "-"], Some("shopping: [milk]\n"));
    assert_eq!(out, "shopping: [milk]\n");
}

#[test]
fn findings_are_left_out_by_comments() {
    let dir = folder();
    let (code, out, err) = run(&dir, &["--add-ignore", "for now", "."], None);
    // What is wrong with a comment is not left out by another.
    assert_eq!(code, 1);
    assert!(
        out.contains("unused-suppression") && out.matches("warning[").count() == 1 && !out.contains("error["),
        "{out}"
    );
    assert!(text(&dir).contains("    image: python  # ir-lint: ignore[image-without-tag] for now\n"), "{}", text(&dir));
    assert!(err.contains("comments were put into 1 file\n1 finding cannot be left out by a comment\n"), "{err}");
}

#[cfg(unix)]
#[test]
fn what_may_not_be_written_is_a_failure() {
    use std::os::unix::fs::PermissionsExt;
    let dir = folder();
    let file = dir.path().join("train.yaml");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o444)).unwrap();
    let (code, _, err) = run(&dir, &["--fix", "."], None);
    assert_eq!(code, 2);
    assert!(err.contains("train.yaml: may not be written"), "{err}");
    assert_eq!(text(&dir), BROKEN);
}
