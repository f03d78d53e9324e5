//! The command line, as people write it.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

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
    /// Explain a rule.
    #[command(after_help = "Example: ir-lint explain unknown-task")]
    Explain(Explain),
    /// List the rules.
    Rules(Rules),
}

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

    /// The engine that the pipelines must run on; may be given several times. What other engines object to is then left
    /// out, and what this one objects to is an error.
    #[arg(long, value_name = "ENGINE")]
    pub target: Vec<Target>,

    /// The configuration file; if not said, `.ir-lint.yaml` in the current folder or the nearest one above it in the
    /// repository.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// Look for no configuration file.
    #[arg(long, conflicts_with = "config")]
    pub isolated: bool,

    /// Say nothing on standard error but what could not be done.
    #[arg(long, short)]
    pub quiet: bool,

    /// The name under which standard input is shown, and from which its relative references start.
    #[arg(long, value_name = "NAME")]
    pub stdin_filename: Option<PathBuf>,

    /// Look at files that .gitignore and .ignore leave out, too.
    #[arg(long)]
    pub no_ignore: bool,

    /// Look at hidden files and folders, too.
    #[arg(long)]
    pub hidden: bool,

    /// Do not warn of files that are named here and are no pipeline files.
    #[arg(long)]
    pub ignore_unrecognized: bool,

    /// Leave larger files alone: bytes, or with KiB, MiB, GiB.
    #[arg(long, value_name = "SIZE", default_value = "64MiB", value_parser = size)]
    pub max_file_size: u64,

    /// How many threads to use; as many as there are cores if not said.
    #[arg(long, short, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,
}

/// Options of `graph`.
#[derive(Args, Debug)]
pub struct Graph {
    /// The file; `-` is standard input.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,

    /// What to write; if not said, what the name of the output file says, else svg.
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<Picture>,

    /// Where to write it; standard output if not said.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Collapse graphs inside of N others; 0 shows each pipeline as one box.
    #[arg(long, value_name = "N")]
    pub depth: Option<usize>,

    /// The colours of svg and html; auto is as the reader's system is set.
    #[arg(long, value_name = "THEME", default_value = "auto")]
    pub theme: Theme,

    /// The engine that the pipelines must run on; may be given several times. See `check`.
    #[arg(long, value_name = "ENGINE")]
    pub target: Vec<Target>,

    /// The configuration file; see `check`.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// Look for no configuration file.
    #[arg(long, conflicts_with = "config")]
    pub isolated: bool,

    /// The name under which standard input is shown, and from which its relative references start.
    #[arg(long, value_name = "NAME")]
    pub stdin_filename: Option<PathBuf>,

    /// Leave a larger file alone: bytes, or with KiB, MiB, GiB.
    #[arg(long, value_name = "SIZE", default_value = "64MiB", value_parser = size)]
    pub max_file_size: u64,
}

impl Graph {
    /// The check whose findings are drawn.
    pub fn check(&self) -> Check {
        Check {
            paths: vec![self.file.clone()],
            format: Format::Full,
            report: Vec::new(),
            target: self.target.clone(),
            config: self.config.clone(),
            isolated: self.isolated,
            quiet: true,
            stdin_filename: self.stdin_filename.clone(),
            no_ignore: false,
            hidden: false,
            ignore_unrecognized: false,
            max_file_size: self.max_file_size,
            jobs: NonZeroUsize::new(1),
        }
    }
}

/// What a drawing is written as.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
pub enum Picture {
    /// A picture.
    Svg,
    /// A page with search, collapsing groups, and the details of each task.
    Html,
    /// Text for Mermaid.
    Mermaid,
    /// Text for Graphviz.
    Dot,
    /// For programs; docs/graph.md describes it.
    Json,
}

impl Picture {
    /// What a file of that name holds.
    pub fn of(file: &std::path::Path) -> Option<Self> {
        match file.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "svg" => Some(Self::Svg),
            "html" | "htm" => Some(Self::Html),
            "mmd" | "mermaid" => Some(Self::Mermaid),
            "dot" | "gv" => Some(Self::Dot),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

impl From<Picture> for ir_graph::Format {
    fn from(picture: Picture) -> Self {
        match picture {
            Picture::Svg => Self::Svg,
            Picture::Html => Self::Html,
            Picture::Mermaid => Self::Mermaid,
            Picture::Dot => Self::Dot,
            Picture::Json => Self::Json,
        }
    }
}

/// The colours of a drawing.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
#[allow(missing_docs)]
pub enum Theme {
    Light,
    Dark,
    Auto,
}

impl From<Theme> for ir_graph::Theme {
    fn from(theme: Theme) -> Self {
        match theme {
            Theme::Light => Self::Light,
            Theme::Dark => Self::Dark,
            Theme::Auto => Self::Auto,
        }
    }
}

/// Options of `explain`.
#[derive(Args, Debug)]
pub struct Explain {
    /// The rule's name, as it stands in brackets in a finding.
    #[arg(value_name = "RULE")]
    pub rule: String,

    /// How to show it.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: TextOrJson,
}

/// Options of `rules`.
#[derive(Args, Debug)]
pub struct Rules {
    /// How to show them.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: TextOrJson,
}

/// What runs pipelines.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
pub enum Target {
    /// The open-source backend of Kubeflow Pipelines, on Argo Workflows.
    KfpArgo,
    /// The Python SDK of Kubeflow Pipelines, loading a file.
    KfpSdk,
    /// The SDK's local runners.
    KfpLocal,
    /// Vertex AI Pipelines.
    Vertex,
    /// Argo Workflows, running a workflow
    Argo,
    /// Argo Workflows, taking a workflow that is submitted as it is
    ArgoSubmit,
    /// The checks of `argo lint` alone
    ArgoLint,
}

impl From<Target> for ir_model::Engine {
    fn from(target: Target) -> Self {
        match target {
            Target::KfpArgo => Self::KfpArgo,
            Target::KfpSdk => Self::KfpSdk,
            Target::KfpLocal => Self::KfpLocal,
            Target::Vertex => Self::Vertex,
            Target::Argo => Self::Argo,
            Target::ArgoSubmit => Self::ArgoSubmit,
            Target::ArgoLint => Self::ArgoLint,
        }
    }
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

/// A size as people write it, in bytes: `64MiB`, `10MB`, `2g`, `4096`.
fn size(written: &str) -> Result<u64, String> {
    let written = written.trim();
    let digits = written.find(|c: char| !c.is_ascii_digit()).unwrap_or(written.len());
    let (number, unit) = written.split_at(digits);
    let factor: u64 = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kib" => 1 << 10,
        "kb" => 1_000,
        "m" | "mib" => 1 << 20,
        "mb" => 1_000_000,
        "g" | "gib" => 1 << 30,
        "gb" => 1_000_000_000,
        _ => return Err("write bytes, or a number with KiB, MiB or GiB: 64MiB".to_owned()),
    };
    let size = number.parse::<u64>().ok().and_then(|n| n.checked_mul(factor));
    // Offsets are 32 bits wide.
    match size {
        None => Err("write bytes, or a number with KiB, MiB or GiB: 64MiB".to_owned()),
        Some(size) if size >= 1 << 32 => Err("at most 4 GiB less one byte".to_owned()),
        Some(size) => Ok(size),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        super::Cli::command().debug_assert();
    }

    #[test]
    fn sizes() {
        assert_eq!(super::size("4096"), Ok(4096));
        assert_eq!(super::size("64MiB"), Ok(64 << 20));
        assert_eq!(super::size("10 MB"), Ok(10_000_000));
        assert_eq!(super::size("2g"), Ok(2 << 30));
        assert!(super::size("4GiB").is_err());
        assert!(super::size("many").is_err());
        assert!(super::size("99999999999999999999").is_err());
    }
}
