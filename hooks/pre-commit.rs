//! `ir-lint` under another name, for pre-commit: with `language: rust` it installs the package at the root of a
//! repository and no other.

fn main() -> std::process::ExitCode {
    ir_lint::run()
}
