//! `ir-lint`: finds pipeline files, shows what is wrong with them, ends with a code that says whether anything is.

fn main() -> std::process::ExitCode {
    ir_lint::run()
}
