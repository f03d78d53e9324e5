//! `ir-lint diff` as people run it: two files, two folders, a revision of git.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use std::path::Path;
use std::process::Command;

const OLD: &str = "name: Fit
inputs: [{name: rate, type: Float, default: '0.1'}, {name: table}]
implementation: {container: {image: 'fit:1', command: [fit, {inputValue: rate}, {inputPath: table}]}}
";

fn new() -> String {
    OLD.replace(", {name: table}", "").replace(", {inputPath: table}", "").replace("fit:1", "fit:2")
}

fn write(dir: &Path, name: &str, text: &str) {
    let path = dir.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn run(dir: &Path, arguments: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ir-lint"));
    command.current_dir(dir).arg("diff").args(arguments).env("NO_COLOR", "1").env_remove("CLICOLOR_FORCE");
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

/// Runs git; `false` where there is none.
fn git(dir: &Path, arguments: &[&str]) -> bool {
    let who = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
    let output = Command::new("git").arg("-C").arg(dir).args(who).args(arguments).output();
    output.is_ok_and(|o| o.status.success())
}

#[test]
fn two_files() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), "old.yaml", OLD);
    write(dir.path(), "new.yaml", &new());
    let ran = run(dir.path(), &["old.yaml", "new.yaml"]);
    assert_eq!(
        ran.out,
        "\
new.yaml: 1 breaking, 2 internal

  component `Fit`
    - breaking   input `table` is gone  old.yaml:2
                 callers that pass it are refused, or pass it in vain
    ~ internal   the tag of the image: 1 → 2  new.yaml:3
    ~ internal   the command: fit {\"inputValue\": \"rate\"} {\"inputPath\": \"table\"} → fit {\"inputValue\": \"rate\"}  new.yaml:3
"
    );
    assert_eq!(ran.err, "1 pipeline file: 1 breaking, 2 internal\n");
    assert_eq!(ran.code, 1);
    assert_eq!(run(dir.path(), &["old.yaml", "new.yaml", "--fail-on", "never"]).code, 0);
    let ran = run(dir.path(), &["old.yaml", "old.yaml", "--fail-on", "any"]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", "1 pipeline file: no change\n"));
}

#[test]
fn for_programs_and_for_pull_requests() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), "old.yaml", OLD);
    write(dir.path(), "new.yaml", &new());
    let ran = run(dir.path(), &["old.yaml", "new.yaml", "--format", "json", "--quiet"]);
    assert_eq!(ran.err, "");
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(json["version"], 1);
    assert_eq!(json["summary"]["breaking"], 1);
    let change = &json["files"][0]["changes"][0];
    assert_eq!((&change["kind"], &change["old"]["line"]), (&"input-removed".into(), &2.into()));
    assert_eq!(json["files"][0]["old_path"], "old.yaml");

    let ran = run(dir.path(), &["old.yaml", "new.yaml", "--format", "markdown"]);
    assert!(ran.out.contains("| **breaking** | `Fit` | input `table` is gone | 2 before |"), "{}", ran.out);
    assert!(ran.out.contains("<details><summary>2 internal</summary>"), "{}", ran.out);
}

#[test]
fn two_folders() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), "a/fit.yaml", OLD);
    write(dir.path(), "a/notes.yaml", "a: 1\n");
    write(dir.path(), "b/fit.yaml", "name: Fit\nimplementation: [\n");
    write(dir.path(), "b/more.yaml", OLD.replace("Fit", "More").as_str());
    let ran = run(dir.path(), &["a", "b"]);
    assert!(ran.out.contains("more.yaml: 1 compatible"), "{}", ran.out);
    assert!(ran.out.contains("fit.yaml: nothing can be said"), "{}", ran.out);
    assert!(!ran.out.contains("gone"), "{}", ran.out);
    assert_eq!(ran.code, 2, "{}", ran.err);
}

#[test]
fn what_cannot_be_done() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), "a.yaml", OLD);
    let ran = run(dir.path(), &["a.yaml"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("--against main"), "{}", ran.err);
    let ran = run(dir.path(), &["a.yaml", "none.yaml"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("none.yaml: no such file or folder"), "{}", ran.err);
}

#[test]
fn against_a_revision() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path().canonicalize().unwrap();
    write(&dir, "sub/fit.yaml", OLD);
    let ran = run(&dir.join("sub"), &["--against", "HEAD"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("cannot compare with HEAD"), "{}", ran.err);
    if !git(&dir, &["init", "--quiet"]) {
        return println!("no git: the rest of the test is left out");
    }
    write(&dir, ".gitignore", "kept.yaml\n");
    write(&dir, "kept.yaml", OLD);
    write(&dir, "gone.yaml", &OLD.replace("Fit", "Gone"));
    write(&dir, "same.yaml", &OLD.replace("Fit", "Same"));
    assert!(git(&dir, &["add", "--all", "--force"]) && git(&dir, &["commit", "--quiet", "-m", "one"]));

    let ran = run(&dir, &["--against", "HEAD"]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", "3 pipeline files: no change\n"));

    write(&dir, "sub/fit.yaml", &new());
    std::fs::remove_file(dir.join("gone.yaml")).unwrap();
    let ran = run(&dir, &["--against", "HEAD"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("HEAD:gone.yaml: 1 breaking"), "{}", ran.out);
    assert!(ran.out.contains("input `table` is gone  HEAD:sub/fit.yaml:2"), "{}", ran.out);
    assert!(!ran.out.contains("same.yaml") && !ran.out.contains("kept.yaml"), "{}", ran.out);

    // From inside, only what is inside; and one file by its name.
    let ran = run(&dir.join("sub"), &["--against", "HEAD", "--quiet"]);
    assert!(ran.out.starts_with("fit.yaml: 1 breaking"), "{}", ran.out);
    assert!(!ran.out.contains("gone.yaml"), "{}", ran.out);
    assert_eq!(run(&dir, &["--against", "HEAD", "gone.yaml"]).code, 1);

    for (arguments, words) in [
        (&["--against", "nothing"][..], "git knows no revision `nothing`"),
        (&["--against=--output=x"], "git knows no revision"),
        (&["--against", "HEAD", ".."], "outside of the repository"),
        (&["--against", "HEAD", "none.yaml"], "neither here nor in HEAD"),
    ] {
        let ran = run(&dir, arguments);
        assert_eq!(ran.code, 2, "{arguments:?}");
        assert!(ran.err.contains(words), "{}", ran.err);
    }
}
