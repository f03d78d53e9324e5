//! `check`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Config, Reading};

/// Options of `check`.
#[derive(Args, Debug)]
pub struct Check {
    /// Files and folders; `-` is standard input.
    #[arg(value_name = "PATH", default_value = ".")]
    pub paths: Vec<PathBuf>,

    /// How to show the findings.
    #[arg(long, value_name = "FORMAT", default_value = "full")]
    pub format: Format,

    /// A further report, into a file: `sarif=findings.sarif`; may be given several times.
    #[arg(long, value_name = "FORMAT=FILE", value_parser = to_file)]
    pub report: Vec<ToFile>,

    /// Make the fixes that keep the meaning, and write the files.
    #[arg(long, help_heading = "Fixing", group = "mending")]
    pub fix: bool,

    /// Make fixes, too, that are a guess at what was meant.
    #[arg(long, help_heading = "Fixing", requires = "mending")]
    pub unsafe_fixes: bool,

    /// Show what would be different in place of the findings, and write nothing.
    #[arg(long, help_heading = "Fixing", group = "mending")]
    pub diff: bool,

    /// Tell each fix that was made.
    #[arg(long, help_heading = "Fixing", requires = "mending")]
    pub show_fixes: bool,

    /// Leave out all findings by comments in the files, with this reason.
    #[arg(long, value_name = "REASON", help_heading = "Fixing", conflicts_with_all = ["fix", "unsafe_fixes"])]
    pub add_ignore: Option<String>,

    /// What the team decided.
    #[command(flatten)]
    pub config: Config,

    /// Say nothing on standard error but what could not be done.
    #[arg(long, short)]
    pub quiet: bool,

    /// Do not warn of files that are named here and are no pipeline files.
    #[arg(long)]
    pub ignore_unrecognized: bool,

    /// What to read.
    #[command(flatten)]
    pub reading: Reading,
}

/// How findings are shown.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
pub enum Format {
    /// With the lines they are about.
    Full,
    /// One line each: `path:line:column: error[rule] title: label`
    Short,
    /// File by file, one line each.
    Grouped,
    /// One JSON document.
    Json,
    /// One JSON object a line.
    JsonLines,
    /// One SARIF 2.1.0 document.
    Sarif,
    /// Annotations of GitHub Actions, and a table in the job's summary.
    Github,
    /// GitLab's code quality report.
    Gitlab,
    /// JUnit's XML.
    Junit,
    /// Checkstyle's XML.
    Checkstyle,
    /// Reviewdog's JSON.
    Rdjson,
    /// Logging commands of Azure Pipelines.
    Azure,
    /// Tables in Markdown.
    Markdown,
}

/// A report beside the one on standard output.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ToFile {
    /// Its format.
    pub format: Format,
    /// The file that is written.
    pub path: PathBuf,
}

/// `FORMAT=FILE`
fn to_file(written: &str) -> Result<ToFile, String> {
    let Some((format, path)) = written.split_once('=').filter(|(_, path)| !path.is_empty()) else {
        return Err("write a format and a file: sarif=findings.sarif".to_owned());
    };
    let format = Format::from_str(format, true).map_err(|_| {
        let known: Vec<String> = Format::value_variants()
            .iter()
            .filter_map(|f| Some(f.to_possible_value()?.get_name().to_owned()))
            .collect();
        format!("no format `{format}`; there are {}", known.join(", "))
    })?;
    Ok(ToFile { format, path: path.into() })
}
