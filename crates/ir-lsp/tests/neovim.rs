//! The server in a real Neovim, with the files of `editors/nvim`. Neovim is looked for in the variable `IR_NVIM`, then as
//! `nvim` in `PATH`; without it the test says so and passes.
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test may panic, and speak")]

mod support;

use std::path::{Path, PathBuf};
use std::process::Command;

fn neovim() -> Option<PathBuf> {
    let named = std::env::var_os("IR_NVIM").map(PathBuf::from);
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let mut in_path = std::env::split_paths(&paths).map(|folder| folder.join("nvim"));
    named.or_else(|| in_path.find(|file| file.is_file()))
}

/// A copy of the editor's files: Neovim writes its index of help beside them.
fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn findings_drawings_documents_health_and_help() {
    let Some(neovim) = neovim() else {
        eprintln!("Neovim is not here (IR_NVIM, PATH): nothing was tried in it");
        return;
    };
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    let runtime = folder.path().join("nvim");
    copy(&here.join("../../editors/nvim"), &runtime);
    let work = folder.path().join("work");
    std::fs::create_dir_all(work.join(".git")).unwrap();
    let file = work.join("pipeline.yaml");
    std::fs::write(&file, support::PIPELINE).unwrap();

    let ran = Command::new(neovim)
        .args(["--headless", "--clean", "--cmd"])
        .arg(format!("set runtimepath^={}", runtime.display()))
        .arg("-S")
        .arg(here.join("tests/neovim/session.lua"))
        .current_dir(&work)
        .env("HOME", folder.path())
        .env("XDG_STATE_HOME", folder.path())
        .env("XDG_CACHE_HOME", folder.path())
        .env("IR_LSP", env!("CARGO_BIN_EXE_ir-lsp"))
        .env("IR_FILE", &file)
        .env("IR_PAGE", folder.path().join("page.html"))
        .env("IR_NVIM_FOLDER", &runtime)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success() && said.contains("all is well"), "{said}");
}
