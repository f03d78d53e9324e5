//! Configurations in folders, as teams have them.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::process::Command;

use tempfile::TempDir;

/// One error (`comand`) and one warning (no tag).
const BROKEN: &str = "\
name: Train
implementation:
  container:
    image: python
    comand: [train]
";

/// A repository of these files.
fn repository(files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join(".git")).unwrap();
    for (name, text) in files {
        let path = dir.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    dir
}

/// Exit code, standard output, standard error.
fn run(dir: &TempDir, args: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ir-lint"));
    let output = command.current_dir(dir.path()).args(args).env("NO_COLOR", "1").output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// The rules of the findings of each file: `a.yaml unknown-key`.
fn found(dir: &TempDir, args: &[&str]) -> Vec<String> {
    let (code, out, err) = run(dir, &[&["check", "--format", "short"], args].concat());
    assert!(code < 2, "{err}");
    let rule = |line: &str| -> Option<String> {
        let path = line.split(':').next()?;
        let rule = line.split_once('[')?.1.split(']').next()?;
        Some(format!("{path} {rule}"))
    };
    out.lines().filter_map(rule).collect()
}

#[test]
fn the_nearest_configuration_counts_and_is_not_merged_with_those_above() {
    let dir = repository(&[
        (".ir-lint.yaml", "rules: {unknown-key: off}\n"),
        ("a.yaml", BROKEN),
        ("inner/.ir-lint.yaml", "rules: {image-without-tag: off}\n"),
        ("inner/b.yaml", BROKEN),
    ]);
    assert_eq!(found(&dir, &["."]), ["a.yaml image-without-tag", "inner/b.yaml unknown-key"]);
}

#[test]
fn a_configuration_is_laid_over_what_it_extends() {
    let dir = repository(&[
        ("team/strict.yaml", "rules: {unknown-key: off, image-without-tag: error}\n"),
        (".ir-lint.yaml", "extends: team/strict.yaml\nrules: {image-without-tag: off}\n"),
        ("a.yaml", BROKEN),
    ]);
    assert_eq!(found(&dir, &["a.yaml"]), [""; 0]);
}

#[test]
fn an_override_is_for_the_files_that_fit() {
    let dir = repository(&[
        (".ir-lint.yaml", "overrides:\n- files: drafts/\n  rules: {schema: off, container: off}\n"),
        ("a.yaml", BROKEN),
        ("drafts/deep/b.yaml", BROKEN),
    ]);
    assert_eq!(found(&dir, &["."]), ["a.yaml image-without-tag", "a.yaml unknown-key"]);
}

#[test]
fn what_is_excluded_is_looked_at_only_where_it_is_named() {
    let dir = repository(&[
        (".ir-lint.yaml", "exclude: [vendor/]\nrules: {container: off}\n"),
        // A folder of somebody else: its configuration is as little looked at as its files.
        ("vendor/.ir-lint.yaml", "rulse: {}\n"),
        ("vendor/b.yaml", BROKEN),
        ("a.yaml", BROKEN),
    ]);
    assert_eq!(found(&dir, &["."]), ["a.yaml unknown-key"]);
    assert_eq!(found(&dir, &["vendor/b.yaml"]), ["vendor/b.yaml unknown-key"]);
}

#[test]
fn components_in_the_roots_are_read_from_folders_that_do_not_hold_them() {
    let graph = "\
name: Main
implementation:
  graph:
    tasks:
      train:
        componentRef: {url: ../components/train.yaml}
        arguments: {rate: 1}
";
    let train = "name: Train\nimplementation: {container: {image: 'python:3.12', command: [train]}}\n";
    let dir = repository(&[("pipelines/main.yaml", graph), ("components/train.yaml", train)]);
    assert_eq!(found(&dir, &["pipelines"]), [""; 0], "the file is outside of what was named");
    std::fs::write(dir.path().join(".ir-lint.yaml"), "roots: [components]\n").unwrap();
    assert_eq!(found(&dir, &["pipelines"]), ["pipelines/main.yaml unknown-argument"]);
}

#[test]
fn the_command_line_goes_before_files() {
    let dir = repository(&[(".ir-lint.yaml", "rules: {unknown-key: off}\n"), ("a.yaml", BROKEN)]);
    let over = ["--config", "rules.unknown-key=error", "--config", "rules.container=off", "."];
    assert_eq!(found(&dir, &over), ["a.yaml unknown-key"]);
    assert_eq!(found(&dir, &["--isolated", "."]).len(), 2);
    assert_eq!(found(&dir, &["--isolated", "--ignore", "container", "."]), ["a.yaml unknown-key"]);
    assert_eq!(found(&dir, &["--isolated", "--select", "image-without-tag", "."]), ["a.yaml image-without-tag"]);
    let (code, _, err) = run(&dir, &["check", "--config", "rules.unknwon-key=off", "."]);
    assert_eq!(code, 2);
    assert!(err.contains("unknown key `unknwon-key`") && err.contains("did you mean `unknown-key`?"), "{err}");
}

#[test]
fn a_wrong_configuration_is_shown_with_its_line_and_nothing_is_checked() {
    for (text, title) in [
        ("rulse: {}\n", "unknown key `rulse` in a configuration"),
        ("extends: gone.yaml\n", "there is no configuration `gone.yaml`"),
        ("extends: ../outside.yaml\n", "the configuration `../outside.yaml` is outside of the repository"),
        ("extends: .ir-lint.yaml\n", "`.ir-lint.yaml` extends this configuration itself"),
        ("exclude: ['a[']\n", "`a[` is no pattern for files"),
        ("roots: [../x]\n", "the root `../x` is outside of the repository"),
    ] {
        let dir = repository(&[(".ir-lint.yaml", text), ("a.yaml", BROKEN)]);
        let (code, out, err) = run(&dir, &["check", "."]);
        assert_eq!((code, out.as_str()), (2, ""), "{err}");
        assert!(err.contains(title) && err.contains(text.trim_end()), "{err}");
        assert!(err.contains("nothing was checked"), "{err}");
    }
}

#[test]
fn a_configuration_is_checked_as_any_file() {
    let dir = repository(&[(".ir-lint.yaml", "rules: {unknwon-key: off}\ntarget: vertx\n")]);
    assert_eq!(found(&dir, &[".ir-lint.yaml"]), [".ir-lint.yaml unknown-key", ".ir-lint.yaml unknown-value"]);
}

#[test]
fn every_value_is_shown_with_where_it_comes_from() {
    let dir = repository(&[
        ("base.yaml", "registries: [ghcr.io/us]\n"),
        (".ir-lint.yaml", "extends: base.yaml\nrules:\n  unknown-key: warning\n"),
        ("a.yaml", BROKEN),
    ]);
    let (code, out, _) = run(&dir, &["config", "show", "a.yaml", "--target", "vertex"]);
    assert_eq!(code, 0);
    for line in [
        "target = vertex  (command line)",
        "registries = ghcr.io/us  (base.yaml:1)",
        "rules.unknown-key = warning  (.ir-lint.yaml:3)",
        "rules.task-cycle = on  (default)",
    ] {
        assert!(out.lines().any(|l| l == line), "{line}\n{out}");
    }
    let (_, out, _) = run(&dir, &["config", "show", "--format", "json"]);
    assert!(out.contains("\"file\": \".ir-lint.yaml\""), "{out}");
}

#[test]
fn a_first_configuration_is_sound_and_overwrites_nothing() {
    let dir = repository(&[("a.yaml", BROKEN)]);
    assert_eq!(run(&dir, &["init"]).0, 0);
    assert_eq!(found(&dir, &["."]).len(), 2);
    let (code, _, err) = run(&dir, &["init"]);
    assert!(code == 2 && err.contains("is there already"), "{err}");
}
