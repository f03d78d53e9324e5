//! The project's own chores: `cargo xtask docs`, `coverage`, `kubernetes` and `bench`.

mod bench;
mod coverage;
mod docs;
mod engines;
mod kubernetes;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// What went wrong, in words.
type Failure = Box<dyn std::error::Error>;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The project's own chores")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Write docs/rules from the rules' own words, and docs/engines.md from the evidence.
    Docs {
        /// Write nothing; fail where a page is not what the rules say.
        #[arg(long)]
        check: bool,
    },
    /// Write docs/coverage: each demand of a format, and the rules that see to it.
    Coverage {
        /// Write nothing; fail where the page is not what the table says.
        #[arg(long)]
        check: bool,
    },
    /// Write schemas/kubernetes.schema.json from the description of Kubernetes' API and words of our own.
    Kubernetes {
        /// The `_definitions.json` of the Python package `kubernetes-validate`, flavour `-local`.
        definitions: std::path::PathBuf,
    },
    /// Measure speed and memory, and compare with the targets.
    Bench(bench::Options),
}

fn main() -> ExitCode {
    let done = match Arguments::parse().chore {
        Chore::Docs { check } => docs::run(check).and_then(|()| engines::run(check)),
        Chore::Coverage { check } => coverage::run(check),
        Chore::Kubernetes { definitions } => kubernetes::run(&definitions),
        Chore::Bench(options) => bench::run(&options),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            say(&format!("error: {why}"));
            ExitCode::FAILURE
        }
    }
}

/// A line on standard output; a closed pipe is no failure.
fn say(line: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}

/// The folder of the checkout.
fn root() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
