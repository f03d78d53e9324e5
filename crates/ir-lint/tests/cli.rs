//! The program as people run it.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const SOUND: &str = r#"
pipelineInfo:
  name: sound
schemaVersion: 2.1.0
sdkVersion: kfp-2.9.0
root:
  dag:
    tasks:
      train:
        cachingOptions: {enableCache: true}
        componentRef: {name: comp-train}
        taskInfo: {name: train}
components:
  comp-train:
    executorLabel: exec-train
deploymentSpec:
  executors:
    exec-train:
      container:
        image: python:3.12
        command: [python, -m, train]
"#;

/// The same with a task that waits for one that does not exist.
fn broken() -> String {
    SOUND.replace("taskInfo: {name: train}", "taskInfo: {name: train}\n        dependentTasks: [trian]")
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = dir.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    dir
}

fn command(dir: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ir-lint"));
    command.current_dir(dir).args(args).env("NO_COLOR", "1").env_remove("CLICOLOR_FORCE");
    command
}

struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let err = String::from_utf8(output.stderr).unwrap();
        assert!(!err.contains("panicked") && !err.contains("defect of ir-lint"), "{err}");
        Self { code: output.status.code().unwrap(), out: String::from_utf8(output.stdout).unwrap(), err }
    }
}

fn run(dir: &TempDir, args: &[&str]) -> Ran {
    command(dir.path(), args).stdin(Stdio::null()).output().unwrap().into()
}

fn run_with(dir: &TempDir, args: &[&str], stdin: &[u8]) -> Ran {
    let mut child =
        command(dir.path(), args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(stdin).unwrap();
    child.wait_with_output().unwrap().into()
}

#[test]
fn a_sound_file_is_one_line_on_stderr() {
    let dir = folder(&[("p.yaml", SOUND)]);
    let ran = run(&dir, &["check", "p.yaml"]);
    assert_eq!((ran.code, &*ran.out), (0, ""));
    assert!(ran.err.starts_with("1 file, 1 pipeline: no findings in "), "{}", ran.err);
    assert_eq!(run(&dir, &["check", "-q"]).err, "");
}

#[test]
fn findings_go_to_stdout_and_make_exit_code_1() {
    let dir = folder(&[("b/p.yaml", &broken()), ("a.yml", &broken()), ("notes.yaml", "a: 1\n")]);
    let ran = run(&dir, &["check", "--format", "short"]);
    assert_eq!(ran.code, 1);
    assert_eq!(
        ran.out,
        "a.yml:13:26: error[unknown-task] no task `trian` in the graph of `root`: did you mean `train`?\n\
         b/p.yaml:13:26: error[unknown-task] no task `trian` in the graph of `root`: did you mean `train`?\n"
    );
    assert!(ran.err.starts_with("3 files, 2 pipelines: 2 errors in "), "{}", ran.err);
}

#[test]
fn a_file_named_twice_is_checked_once() {
    let dir = folder(&[("a/p.yaml", &broken())]);
    let ran = run(&dir, &["check", "--format", "short", "a", "a/p.yaml", "./a/../a/p.yaml", "."]);
    assert_eq!(ran.out.lines().count(), 1, "{}", ran.out);
    let absolute = dir.path().canonicalize().unwrap();
    let ran = run(&dir, &["check", "--format", "short", absolute.to_str().unwrap()]);
    assert!(ran.out.starts_with("a/p.yaml:13:26"), "{}", ran.out);
}

#[test]
fn a_folder_of_other_yaml_is_no_event() {
    let dir = folder(&[("x/a.yaml", "shopping: [milk]\n"), ("x/b.json", "{}"), ("x/empty.yaml", "")]);
    let ran = run(&dir, &["check", "x"]);
    assert_eq!((ran.code, &*ran.out, &*ran.err), (0, "", "no pipeline files found in x\n"));
}

#[test]
fn a_named_file_that_is_not_ours_gets_a_warning() {
    let dir = folder(&[("a.yaml", "shopping: [milk]\n"), ("empty.yaml", ""), ("broken.yaml", "a: [1\nb: }")]);
    let ran = run(&dir, &["check", "a.yaml"]);
    assert_eq!((ran.code, &*ran.out), (0, ""));
    assert!(ran.err.starts_with("warning: a.yaml: not a pipeline file; expected a KFP pipeline"), "{}", ran.err);
    let ran = run(&dir, &["check", "empty.yaml", "broken.yaml"]);
    assert_eq!((ran.code, ran.err.lines().count()), (0, 2), "{}", ran.err);
    let ran = run(&dir, &["check", "--ignore-unrecognized", "a.yaml", "--quiet"]);
    assert_eq!((ran.code, &*ran.out, &*ran.err), (0, "", ""));
    std::fs::write(dir.path().join("latin.yaml"), b"a: \xf6\n").unwrap();
    assert_eq!(run(&dir, &["check", "latin.yaml", "--ignore-unrecognized"]).code, 0);
}

#[test]
fn hidden_and_ignored_files_are_left_alone_unless_asked_for() {
    let broken = broken();
    let dir = folder(&[(".hidden/p.yaml", &broken), ("build/p.yaml", &broken), (".gitignore", "build/\n")]);
    std::fs::create_dir(dir.path().join(".git")).unwrap();
    let findings = |args: &[&str]| {
        let ran = run(&dir, &[&["check", "--format", "short"], args].concat());
        ran.out.lines().map(|l| l.split(':').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(findings(&[]), [""; 0]);
    assert_eq!(findings(&["--hidden"]), [".hidden/p.yaml"]);
    assert_eq!(findings(&["--no-ignore"]), ["build/p.yaml"]);
    assert_eq!(findings(&["build/p.yaml", ".hidden"]), [".hidden/p.yaml", "build/p.yaml"]);
}

#[test]
fn standard_input_has_the_name_it_is_given() {
    let dir = folder(&[]);
    let ran = run_with(&dir, &["check", "-", "--format", "short"], broken().as_bytes());
    assert_eq!(ran.code, 1);
    assert!(ran.out.starts_with("<stdin>:13:26: error"), "{}", ran.out);
    let ran = run_with(&dir, &["check", "-", "--format=short", "--stdin-filename", "x/p.yaml"], broken().as_bytes());
    assert!(ran.out.starts_with("x/p.yaml:13:26: error"), "{}", ran.out);
    let ran = run_with(&dir, &["check", "-"], b"a: 1\n");
    assert!(ran.err.starts_with("warning: <stdin>: not a pipeline file"), "{}", ran.err);
}

#[test]
fn what_cannot_be_done_is_exit_code_2_and_the_rest_is_done() {
    let dir = folder(&[("p.yaml", &broken())]);
    let ran = run(&dir, &["check", "--format", "short", "gone.yaml", "p.yaml"]);
    assert_eq!(ran.code, 2);
    assert!(ran.out.starts_with("p.yaml:13:26"), "{}", ran.out);
    assert!(ran.err.contains("gone.yaml: no such file or folder"), "{}", ran.err);
    assert_eq!(run(&dir, &["check", "--no-such-option"]).code, 2);
    assert_eq!(run(&dir, &["check", "--max-file-size", "much"]).code, 2);
}

#[test]
fn what_is_not_utf_8_says_where() {
    let dir = folder(&[]);
    let latin = SOUND.replace("name: sound", "name: s\u{fffd}und");
    let latin: Vec<u8> = latin
        .split('\u{fffd}')
        .collect::<Vec<_>>()
        .join("?")
        .bytes()
        .map(|b| if b == b'?' { 0xf6 } else { b })
        .collect();
    std::fs::write(dir.path().join("latin.yaml"), latin).unwrap();
    std::fs::write(dir.path().join("other.yaml"), b"a: \xff\x00\n").unwrap();
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(SOUND.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    std::fs::write(dir.path().join("utf16.yaml"), utf16).unwrap();

    // In a folder only those that were meant to be pipeline files.
    let ran = run(&dir, &["check"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("latin.yaml: not UTF-8: byte 0xf6 at offset 24, line 3"), "{}", ran.err);
    assert!(ran.err.contains("utf16.yaml: the file is UTF-16"), "{}", ran.err);
    assert!(!ran.err.contains("other.yaml"), "{}", ran.err);

    let ran = run(&dir, &["check", "other.yaml"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("other.yaml: not UTF-8: byte 0xff at offset 3, line 1"), "{}", ran.err);
}

#[test]
fn binary_files_are_not_ours() {
    let dir = folder(&[("nul.yaml", "\0\0\0\u{1}pipelineInfo\0"), ("deep.json", &"[".repeat(100_000))]);
    let ran = run(&dir, &["check"]);
    assert_eq!((ran.code, &*ran.out, &*ran.err), (0, "", "no pipeline files found in .\n"));
    let ran = run(&dir, &["check", "nul.yaml", "deep.json"]);
    assert_eq!((ran.code, ran.err.lines().count()), (0, 2), "{}", ran.err);
}

#[test]
fn large_files_are_left_alone() {
    let dir = folder(&[("p.yaml", &broken())]);
    let large = std::fs::File::create(dir.path().join("large.yaml")).unwrap();
    large.set_len(100 << 20).unwrap();
    let ran = run(&dir, &["check", "--format", "short"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(
        ran.err.contains("passed over large.yaml: a file of 100.0 MiB, more than the limit of 64.0 MiB"),
        "{}",
        ran.err
    );
    let ran = run(&dir, &["check", "large.yaml"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("--max-file-size"), "{}", ran.err);
    let ran = run(&dir, &["check", "p.yaml", "--max-file-size", "100"]);
    assert_eq!(ran.code, 2);
    let ran = run_with(&dir, &["check", "-", "--max-file-size", "100"], &[b' '; 200]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("<stdin>: a file, more than the limit of 100 bytes"), "{}", ran.err);
}

fn tar_gz(name: &str, text: &str) -> Vec<u8> {
    let gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    let mut archive = tar::Builder::new(gzip);
    let mut header = tar::Header::new_gnu();
    header.set_size(text.len() as u64);
    header.set_mode(0o644);
    archive.append_data(&mut header, name, text.as_bytes()).unwrap();
    archive.into_inner().unwrap().finish().unwrap()
}

#[test]
fn the_pipeline_of_a_package_is_checked_under_the_packages_name() {
    let dir = folder(&[]);
    std::fs::write(dir.path().join("package.tar.gz"), tar_gz("pipeline.yaml", &broken())).unwrap();
    // The name does not matter, only the first bytes do.
    std::fs::write(dir.path().join("other"), tar_gz("a.yml", SOUND)).unwrap();
    let ran = run(&dir, &["check", "--format", "short", "package.tar.gz", "other"]);
    assert!(ran.out.starts_with("package.tar.gz!/pipeline.yaml:13:26: error[unknown-task]"), "{}", ran.out);
    assert!(ran.err.starts_with("2 files, 2 pipelines: 1 error"), "{}", ran.err);
    assert_eq!(ran.code, 1);
    let ran = run(&dir, &["check", "--format", "json", "package.tar.gz"]);
    assert!(ran.out.contains(r#""path":"package.tar.gz!/pipeline.yaml""#), "{}", ran.out);
    // In a folder it is some other file.
    assert_eq!(run(&dir, &["check"]).err, "no pipeline files found in .\n");
}

#[test]
fn a_package_that_the_server_refuses_is_a_failure() {
    let dir = folder(&[("b.yaml", SOUND)]);
    std::fs::write(dir.path().join("package.tar.gz"), tar_gz("train.py", "import kfp")).unwrap();
    let ran = run(&dir, &["check", "package.tar.gz", "b.yaml"]);
    assert!(ran.err.contains("no `pipeline.yaml` in the package, and it starts with `train.py`"), "{}", ran.err);
    assert!(ran.err.contains("1 file, 1 pipeline: no findings"), "{}", ran.err);
    assert_eq!(ran.code, 2);
}

#[test]
fn a_folder_named_like_a_file_is_a_folder() {
    let dir = folder(&[("x.yaml/p.yaml", &broken())]);
    let ran = run(&dir, &["check", "--format", "short", "x.yaml"]);
    assert!(ran.out.starts_with("x.yaml/p.yaml:13:26"), "{}{}", ran.out, ran.err);
}

/// A graph of two tasks that run the components of two other files.
fn graph(first: &str, second: &str) -> String {
    format!(
        "name: g\nimplementation:\n  graph:\n    tasks:\n      a:\n        componentRef: {{url: {first}}}\n      \
         b:\n        componentRef: {{url: {second}}}\n"
    )
}

const COMPONENT: &str = "name: c\nimplementation:\n  container:\n    image: alpine:3.20\n    command: [\"true\"]\n";

#[test]
fn files_that_are_named_by_others_are_looked_for_inside_the_folder_alone() {
    let dir = folder(&[
        ("repo/graphs/g.yaml", &graph("../components/gone.yaml", "../components/there.yaml")),
        ("repo/graphs/out.yaml", &graph("../../outside.yaml", "../../gone.yaml")),
        ("repo/components/there.yaml", COMPONENT),
        ("outside.yaml", COMPONENT),
    ]);
    std::fs::create_dir(dir.path().join("repo/.git")).unwrap();
    let expected = |shown: &str| format!("{shown}:6:29: error[unknown-file] ");
    // Named, its repository may be read.
    let ran = run(&dir, &["check", "--format=short", "repo/graphs/g.yaml", "repo/graphs/out.yaml"]);
    assert_eq!(ran.out.lines().count(), 1, "{}", ran.out);
    assert!(ran.out.starts_with(&expected("repo/graphs/g.yaml")), "{}", ran.out);
    // In a folder that was named, that folder.
    let ran = run(&dir, &["check", "--format=short", "repo/graphs"]);
    assert_eq!((ran.code, &*ran.out), (0, ""));
    let ran = run(&dir, &["check", "--format=short"]);
    assert!(
        ran.out.contains("repo/graphs/g.yaml:6:29") && ran.out.contains("repo/graphs/out.yaml:8:29"),
        "{}",
        ran.out
    );
    assert_eq!(ran.out.lines().count(), 2, "{}", ran.out);
}

#[test]
fn relative_references_of_standard_input_start_at_its_name() {
    let dir = folder(&[("graphs/there.yaml", COMPONENT)]);
    let text = graph("there.yaml", "gone.yaml");
    let args = ["check", "--format=short", "-", "--stdin-filename", "graphs/g.yaml"];
    let ran = run_with(&dir, &args, text.as_bytes());
    assert_eq!(ran.out.lines().count(), 1, "{}", ran.out);
    assert!(ran.out.starts_with("graphs/g.yaml:8:29: error[unknown-file]"), "{}", ran.out);
}

#[test]
fn line_ends_and_byte_order_marks_move_nothing() {
    let crlf = broken().replace('\n', "\r\n");
    let bom = format!("\u{feff}{}", broken().trim_start());
    let dir = folder(&[("crlf.yaml", &crlf), ("bom.yaml", &bom)]);
    let ran = run(&dir, &["check", "--format=short"]);
    assert!(ran.out.contains("bom.yaml:12:26: ") && ran.out.contains("crlf.yaml:13:26: "), "{}", ran.out);
    assert!(!run(&dir, &["check"]).out.contains(['␍', '\u{fffd}']));
}

#[cfg(unix)]
mod unix {
    use super::{broken, folder, run};
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::process::Command;

    #[test]
    fn links_in_circles_end() {
        let dir = folder(&[("a/p.yaml", &broken())]);
        symlink("../a", dir.path().join("a/again")).unwrap();
        symlink("loop.yaml", dir.path().join("loop.yaml")).unwrap();
        let ran = run(&dir, &["check", "--format", "short"]);
        assert_eq!((ran.code, ran.out.lines().count()), (1, 1), "{}{}", ran.out, ran.err);
        let ran = run(&dir, &["check", "loop.yaml"]);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains("loop.yaml: "), "{}", ran.err);
    }

    #[test]
    fn a_named_link_is_followed() {
        let dir = folder(&[("a/p.yaml", &broken())]);
        symlink("a/p.yaml", dir.path().join("link.yaml")).unwrap();
        assert_eq!(run(&dir, &["check", "link.yaml"]).code, 1);
    }

    #[test]
    fn a_pipe_is_not_waited_for() {
        let dir = folder(&[("p.yaml", &broken())]);
        let made = Command::new("mkfifo").arg(dir.path().join("fifo.yaml")).status();
        if !made.is_ok_and(|s| s.success()) {
            println!("no mkfifo here: nothing checked");
            return;
        }
        assert_eq!(run(&dir, &["check"]).code, 1);
        let ran = run(&dir, &["check", "fifo.yaml"]);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains("fifo.yaml: neither a file nor a folder"), "{}", ran.err);
    }

    #[test]
    fn an_unreadable_file_is_told() {
        let dir = folder(&[("p.yaml", &broken()), ("secret.yaml", "a: 1\n")]);
        let secret = dir.path().join("secret.yaml");
        std::fs::set_permissions(&secret, std::fs::Permissions::from_mode(0o0)).unwrap();
        if std::fs::read(&secret).is_ok() {
            println!("this user reads everything: nothing checked");
            return;
        }
        let ran = run(&dir, &["check", "--format", "short"]);
        assert_eq!((ran.code, ran.out.lines().count()), (2, 1));
        assert!(ran.err.contains("secret.yaml: permission denied"), "{}", ran.err);
    }

    #[test]
    fn names_that_are_not_unicode_or_would_move_the_cursor() {
        let dir = folder(&[]);
        for name in [&b"\xff.yaml"[..], b"a\x1b[2Jb\n.yaml"] {
            std::fs::write(dir.path().join(OsStr::from_bytes(name)), broken()).unwrap();
        }
        let ran = run(&dir, &["check", "--format", "short"]);
        assert_eq!(ran.code, 1);
        assert!(ran.out.contains("a␛[2Jb␊.yaml:13:26: error") && ran.out.contains("\u{fffd}.yaml:13:26: error"));
        for format in ["json", "sarif"] {
            let ran = run(&dir, &["check", "--format", format]);
            serde_json::from_str::<serde_json::Value>(&ran.out).unwrap();
        }
    }

    #[test]
    fn a_reader_that_has_seen_enough_is_no_failure() {
        let dir = folder(&[]);
        let text = broken();
        for i in 0..300 {
            std::fs::write(dir.path().join(format!("p{i}.yaml")), &text).unwrap();
        }
        let mut child = super::command(dir.path(), &["check"])
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let ran: super::Ran = child.wait_with_output().unwrap().into();
        assert_eq!(ran.code, 1, "{}", ran.err);
        assert!(ran.err.starts_with("300 files, 300 pipelines: 300 errors"), "{}", ran.err);
        assert_eq!(ran.err.lines().count(), 2, "{}", ran.err);
    }

    #[test]
    fn a_full_disk_is_a_failure() {
        let dir = folder(&[("p.yaml", &broken())]);
        let Ok(full) = std::fs::OpenOptions::new().write(true).open("/dev/full") else {
            println!("no /dev/full here: nothing checked");
            return;
        };
        let output = super::command(dir.path(), &["check"]).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&output.stderr).contains("standard output: no space left on device\n"));
    }
}

#[test]
fn colours_only_when_wanted() {
    let dir = folder(&[("p.yaml", &broken())]);
    assert!(!run(&dir, &["check"]).out.contains('\x1b'));
    let coloured = run(&dir, &["check", "--color", "always"]);
    assert!(coloured.out.contains("\x1b[31m") && !coloured.out.contains("\x1b]8"), "links are for terminals");
    assert!(!run(&dir, &["check", "--color", "never"]).out.contains('\x1b'));
    let short = run(&dir, &["--color=always", "check", "--format=json"]);
    assert!(!short.out.contains('\x1b'));
}

#[test]
fn json_and_sarif_are_documents_even_of_nothing() {
    let dir = folder(&[("a.yaml", "a: 1\n"), ("p.yaml", &broken()), ("q.yaml", &broken())]);
    for format in ["json", "sarif"] {
        let ran = run(&dir, &["check", "--format", format, "a.yaml", "gone.yaml"]);
        let document: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        assert!(ran.out.contains("gone.yaml") && ran.code == 2, "{document:#}");
    }
    let ran = run(&dir, &["check", "--format=json"]);
    let document: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(document["findings"].as_array().unwrap().len(), 2);
    assert_eq!(document["summary"]["errors"], 2);
    let ran = run(&dir, &["check", "--format=sarif"]);
    let document: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(document["runs"][0]["results"].as_array().unwrap().len(), 2);
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let dir = folder(&[]);
    for i in 0..40 {
        std::fs::write(dir.path().join(format!("p{i}.yaml")), if i % 3 == 0 { SOUND.to_owned() } else { broken() })
            .unwrap();
    }
    let one = run(&dir, &["check", "--jobs", "1"]);
    let many = run(&dir, &["check", "--jobs", "7"]);
    assert!(one.out == many.out && one.out.contains("p1.yaml"));
    assert_eq!(run(&dir, &["check", "--jobs", "0"]).code, 2);
}

#[test]
fn rules_are_explained_and_listed() {
    let dir = folder(&[]);
    let ran = run(&dir, &["explain", "unknown-task"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.starts_with("# unknown-task\n\nerror · reference"), "{}", ran.out);
    let ran = run(&dir, &["explain", "unknown-task", "--format", "json"]);
    let rule: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(rule["id"], "unknown-task");
    let ran = run(&dir, &["explain", "unknown-taks"]);
    assert_eq!((ran.code, &*ran.out), (2, ""));
    assert!(
        ran.err.contains("no rule `unknown-taks`") && ran.err.contains("did you mean `unknown-task`?"),
        "{}",
        ran.err
    );
    let ran = run(&dir, &["rules"]);
    assert!(ran.out.contains("reference\n") && ran.out.contains("\n  unknown-task "), "{}", ran.out);
    let ran = run(&dir, &["rules", "--format", "json"]);
    let rules: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert!(rules.as_array().unwrap().iter().any(|r| r["id"] == "unknown-task"));
}

#[test]
fn help_and_version() {
    let dir = folder(&[]);
    assert_eq!(run(&dir, &["--version"]).out, format!("ir-lint {}\n", env!("CARGO_PKG_VERSION")));
    let help = run(&dir, &["check", "--help"]);
    assert_eq!(help.code, 0);
    assert!(help.out.contains("Exit code: 0") && help.out.contains("Examples:"), "{}", help.out);
    assert_eq!(run(&dir, &[]).code, 2);
}

#[test]
fn a_drawing_goes_to_standard_output_or_to_a_file() {
    let dir = folder(&[("p.yaml", &broken())]);
    let ran = run(&dir, &["graph", "p.yaml"]);
    assert_eq!((ran.code, &*ran.err), (0, ""), "findings are no failure");
    assert!(ran.out.starts_with("<svg ") && ran.out.contains("data-id=\"sound/train\""), "{}", ran.out);
    assert!(ran.out.contains("no task `trian`"), "the finding is told: {}", ran.out);
    for (file, start) in
        [("p.html", "<!doctype html>"), ("p.mmd", "---\ntitle: \"sound\""), ("p.gv", "digraph"), ("p.json", "{")]
    {
        let ran = run(&dir, &["graph", "p.yaml", "--output", file]);
        assert_eq!((ran.code, &*ran.out, &*ran.err), (0, "", ""), "{file}");
        let text = std::fs::read_to_string(dir.path().join(file)).unwrap();
        assert!(text.starts_with(start), "{file}: {text}");
    }
    let ran = run(&dir, &["graph", "p.yaml", "-o", "x.html", "--format", "dot"]);
    assert_eq!(ran.code, 0);
    assert!(std::fs::read_to_string(dir.path().join("x.html")).unwrap().starts_with("digraph"), "what is said wins");
}

#[test]
fn standard_input_can_be_drawn() {
    let dir = folder(&[]);
    let ran = run_with(&dir, &["graph", "-", "--format", "json", "--stdin-filename", "made.yaml"], SOUND.as_bytes());
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains("\"file\": \"made.yaml\""), "{}", ran.out);
}

#[test]
fn what_cannot_be_drawn_is_a_failure() {
    let dir = folder(&[("notes.yaml", "a: 1\n"), ("x/p.yaml", SOUND)]);
    for (file, why) in [("notes.yaml", "not a pipeline file"), ("x", "is a folder"), ("none.yaml", "no such file")] {
        let ran = run(&dir, &["graph", file]);
        assert_eq!((ran.code, &*ran.out), (2, ""), "{file}");
        assert!(ran.err.contains(why), "{file}: {}", ran.err);
    }
    let ran = run(&dir, &["graph", "x/p.yaml", "--output", "no/such/folder.svg"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("no such file or folder"), "{}", ran.err);
}

#[test]
fn several_reports_in_one_run() {
    let dir = folder(&[("broken.yaml", &broken()), ("sound.yaml", SOUND)]);
    let args = ["check", "--format", "short", "--report", "sarif=out.sarif", "--report", "junit=out.xml", "."];
    let ran = run(&dir, &args);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.out.starts_with("broken.yaml:13:26: error[unknown-task]"), "{}", ran.out);
    let sarif = std::fs::read_to_string(dir.path().join("out.sarif")).unwrap();
    let sarif: serde_json::Value = serde_json::from_str(&sarif).unwrap();
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "unknown-task");
    let junit = std::fs::read_to_string(dir.path().join("out.xml")).unwrap();
    assert!(junit.contains("unknown-task at line 13") && junit.contains("name=\"sound.yaml\""), "{junit}");

    for (report, says) in [("sarif", "write a format and a file"), ("html=x", "no format `html`")] {
        let ran = run(&dir, &["check", "--report", report]);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains(says), "{}", ran.err);
    }
    let ran = run(&dir, &["check", "--report", "json=no/such/folder.json"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("no/such/folder.json"), "{}", ran.err);
}

#[test]
fn github_gets_annotations_and_a_summary() {
    let dir = folder(&[("broken.yaml", &broken())]);
    let summary = dir.path().join("summary.md");
    std::fs::write(&summary, "# before\n").unwrap();
    let mut command = command(dir.path(), &["check", "--format", "github"]);
    let out = command.env("GITHUB_STEP_SUMMARY", &summary).output().unwrap();
    let annotations = String::from_utf8(out.stdout).unwrap();
    assert!(annotations.starts_with("::error file=broken.yaml,line=13,endLine=13,col=26,"), "{annotations}");
    let summary = std::fs::read_to_string(summary).unwrap();
    assert!(summary.starts_with("# before\n### `broken.yaml`") && summary.contains("| 13 | error |"), "{summary}");
}

#[test]
fn targets_tells_who_runs_a_file_and_who_could_after_a_translation() {
    let dir = folder(&[("p.yaml", SOUND)]);
    let told = run(&dir, &["targets", "p.yaml"]);
    assert_eq!(told.code, 0, "{}", told.err);
    let (as_it_is, translated) = told.out.split_once("by translation").unwrap();
    assert!(as_it_is.contains("KFP backend             runs\n"), "{as_it_is}");
    assert!(as_it_is.contains("KFP local, subprocess   cannot run           container\n"), "{as_it_is}");
    assert!(!as_it_is.contains("Argo Workflows") && translated.contains("Argo Workflows"), "{}", told.out);
    assert!(translated.contains("stops    a task that runs a container [container]\n"), "{translated}");
    assert!(translated.contains("p.yaml:20:16"), "{translated}");
    assert!(told.out.lines().all(|line| line.chars().count() <= 100), "{}", told.out);
}

#[test]
fn targets_fails_only_where_an_engine_is_required() {
    let dir = folder(&[("p.yaml", SOUND)]);
    let code = |args: &[&str]| {
        let ran = run(&dir, &[&["targets", "p.yaml"], args].concat());
        (ran.code, ran.err)
    };
    assert_eq!(code(&["--require", "kfp-argo", "--require-known"]), (0, String::new()));
    let (exit, why) = code(&["--require", "kfp-local", "--engine", "vertex"]);
    assert_eq!((exit, &*why), (1, "p.yaml: required engine `kfp-local-subprocess` cannot run it\n"));
    assert_eq!(code(&["--require", "argo"]).1, "p.yaml: required engine `argo` does not read the file\n");
    let (exit, why) = code(&["--require", "kubeflow"]);
    assert!(exit == 2 && why.contains("there are kfp-argo, "), "{why}");
}

#[test]
fn targets_as_json_says_all_that_is_known() {
    let dir = folder(&[("p.yaml", SOUND)]);
    let ran = run(&dir, &["targets", "p.yaml", "--format", "json", "--engine", "kfp-local-subprocess"]);
    let told: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(told["version"], 1);
    let file = &told["files"][0];
    let targets = file["targets"].as_array().unwrap();
    assert_eq!(targets.len(), 1);
    assert_eq!((&targets[0]["mode"], &targets[0]["verdict"]), (&"as-it-is".into(), &"cannot".into()));
    let reason = &targets[0]["reasons"][0];
    assert_eq!(
        (&reason["feature"], &reason["weight"], &reason["effect"]),
        (&"container".into(), &"stops".into(), &"fail".into())
    );
    assert!(reason["sources"][0].as_str().unwrap().starts_with("kubeflow/pipelines "));
    let used = file["uses"].as_array().unwrap().iter().find(|u| u["feature"] == "container").unwrap();
    assert_eq!(used["places"][0]["line"], 20);
}

#[test]
fn targets_takes_folders_and_passes_over_what_is_no_pipeline() {
    let dir = folder(&[("a/p.yaml", SOUND), ("a/q.yaml", &broken()), ("b/notes.yaml", "shopping: [milk]\n")]);
    let both = run(&dir, &["targets", "a"]);
    assert!(both.out.contains("2 files\n") && both.out.contains("KFP backend             2 runs"), "{}", both.out);
    assert!(both.out.contains("1 error in this file"), "{}", both.out);
    let none = run(&dir, &["targets", "b"]);
    assert_eq!((none.code, &*none.out, &*none.err), (0, "", "no pipeline files found\n"));
}

#[test]
fn targets_reads_standard_input() {
    let dir = folder(&[]);
    let told =
        run_with(&dir, &["targets", "-", "--stdin-filename", "p.yaml", "--format", "markdown"], SOUND.as_bytes());
    assert!(told.out.starts_with("### `p.yaml`\n\nKFP pipeline, uses "), "{}", told.out);
    assert!(told.out.contains("| KFP local, subprocess | cannot run | `container` |"), "{}", told.out);
}
