//! The command line, as people write it.

mod check;
mod config;
mod diff;
mod explain;
mod graph;
mod ir;
mod reading;
mod stats;
mod targets;

use clap::{Parser, Subcommand, ValueEnum};

pub use check::{Check, Format};
pub use config::Config;
pub use diff::{Changes, Diff};
pub use explain::{Explain, Rules};
pub use graph::{Graph, Picture};
pub use ir::{Ir, Written};
pub use reading::Reading;
pub use stats::{Listing, Stats};
pub use targets::{Targets, Verdicts};

/// Lint pipeline files, of Kubeflow Pipelines, Argo Workflows and Tekton, before they run.
#[derive(Parser, Debug)]
#[command(
    name = "ir-lint",
    version,
    arg_required_else_help = true,
    after_help = "Examples:
  ir-lint check                     check the pipeline files below the current folder
  ir-lint check pipeline.yaml       check one file
  ir-lint graph pipeline.yaml -o pipeline.html
                                    draw it
  ir-lint ir pipeline.yaml          what it means, as JSON
  ir-lint stats                     what the repository contains
  ir-lint targets pipeline.yaml     which engines can run it, and what stops the others
  ir-lint diff --against main       what changed, and whom it breaks
  ir-lint explain unknown-task      what a rule finds, why it hurts, what to do

`ir-lint help check` says more."
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,

    /// When to use colours and links.
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true)]
    pub color: Color,
}

/// The commands.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Check files and folders.
    #[command(after_help = "Examples:
  ir-lint check pipelines/ components/
  ir-lint check --format short src/ | head
  ir-lint check --report sarif=findings.sarif --report junit=findings.xml
  python compile.py | ir-lint check - --stdin-filename pipeline.yaml

In folders the files *.yaml, *.yml and *.json are looked at, .gitignore is respected, hidden files and symbolic links \
are skipped. A file that is no pipeline file is passed over. A package (zip, tar.gz) that is named is looked into.

Exit code: 0 no errors or warnings, 1 errors or warnings, 2 something could not be done (a path that does not exist, an \
unreadable file, a wrong option); the other files are checked all the same.")]
    Check(Check),
    /// Draw the pipelines of a file.
    #[command(after_help = "Examples:
  ir-lint graph pipeline.yaml --output pipeline.svg
  ir-lint graph pipeline.yaml --output pipeline.html    a page to search and to collapse groups in
  ir-lint graph pipeline.yaml --format mermaid          text for Markdown
  python compile.py | ir-lint graph - > pipeline.svg

Findings are shown on the tasks they are about.

Exit code: 0 drawn, whatever the findings; 2 something could not be done.")]
    Graph(Graph),
    /// Write what files mean, whatever their format, as JSON.
    #[command(after_help = "Examples:
  ir-lint ir pipeline.yaml
  ir-lint ir pipeline.yaml | jq '.components[].name'
  ir-lint ir --spans pipelines/ > pipelines.jsonl       one document a line
  python compile.py | ir-lint ir -

Components, tasks, values, containers and what every name leads to: the same for all formats. docs/ir.md explains the \
document, schemas/ir.schema.json describes it. What cannot be read in a broken file is said to be unknown.

Exit code: 0 written, whatever is wrong in the files; 2 something could not be done.")]
    Ir(Ir),
    /// Tell what a repository contains: formats, pipelines, images, references.
    #[command(after_help = "Examples:
  ir-lint stats
  ir-lint stats pipelines/ components/
  ir-lint stats --format json | jq '.images[] | select(.pin == \"none\") | .image'
  ir-lint stats --format dot | dot -Tsvg > files.svg    which file names which

docs/stats.md explains the numbers.

Exit code: 0 counted, whatever is wrong in the files; 2 something could not be done.")]
    Stats(Stats),
    /// Tell which engines can run a pipeline, and what in it stops each other one.
    #[command(after_help = "Examples:
  ir-lint targets pipeline.yaml
  ir-lint targets --engine vertex --sources pipeline.yaml    one engine, and where it is known from
  ir-lint targets --require kfp-argo pipelines/              for CI: fail where a file cannot run there
  python compile.py | ir-lint targets - --format json

The answer comes from a table of what engines do, with a source for each statement (docs/engines.md). What nobody has \
looked at is said to be unknown. An engine that does not read the file is told apart: for those the answer is whether what \
the file uses exists there, so that it could be translated.

Exit code: 0 told, whatever the answers; 1 a file cannot run on an engine of --require; 2 something could not be done.")]
    Targets(Targets),
    /// Tell what changed between two versions, in meaning and not in text.
    #[command(after_help = "Examples:
  ir-lint diff old.yaml new.yaml
  ir-lint diff release-1/ pipelines/             two folders, file by file
  ir-lint diff --against main                    the files below the current folder, as they were on that branch
  ir-lint diff --against HEAD~3 --fail-on any pipelines/
  ir-lint diff --against origin/main --format markdown >> \"$GITHUB_STEP_SUMMARY\"

Every change is breaking (some callers fail that worked before), behaviour (callers that change nothing get something \
else), compatible (callers may do more), internal (what is done inside) or info (words for people). Formatting, \
comments, the order of keys, quoting and YAML or JSON are no changes. docs/diff.md has the table of verdicts.

Exit code: 0 nothing as grave as --fail-on, 1 something is, 2 something could not be done, such as a version that \
cannot be read.")]
    Diff(Diff),
    /// Explain a rule.
    #[command(after_help = "Example: ir-lint explain unknown-task")]
    Explain(Explain),
    /// List the rules.
    Rules(Rules),
}

/// For people or for programs.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
#[allow(missing_docs)]
pub enum TextOrJson {
    Text,
    Json,
}

/// When to use colours.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
pub enum Color {
    /// On terminals, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl From<Color> for anstream::ColorChoice {
    fn from(color: Color) -> Self {
        match color {
            Color::Auto => Self::Auto,
            Color::Always => Self::AlwaysAnsi,
            Color::Never => Self::Never,
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        super::Cli::command().debug_assert();
    }
}
