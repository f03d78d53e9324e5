//! What the team decided.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use ir_analyzer::{Family, rules};
use ir_model::Engine;

use super::{Reading, TextOrJson};

/// What the team decided, and what is said over it.
#[derive(Args, Clone, Debug)]
pub struct Config {
    /// The engine that the pipelines must run on; may be given several times. What other engines object to is then left
    /// out, and what this one objects to is an error.
    #[arg(long, value_name = "ENGINE", value_parser = engines())]
    pub target: Vec<Engine>,

    /// The configuration file of all files; if not said, the nearest `.ir-lint.yaml` above each file, in its repository. Or
    /// a value over what the file says: `rules.unknown-key=off`; may be given several times.
    #[arg(long, value_name = "FILE|KEY=VALUE")]
    pub config: Vec<String>,

    /// Look for no configuration file.
    #[arg(long)]
    pub isolated: bool,

    /// Run only these rules, and families of rules; may be given several times.
    #[arg(long, value_name = "RULE,…", value_delimiter = ',', value_parser = rule)]
    pub select: Vec<String>,

    /// Do not run these rules, and families of rules; may be given several times.
    #[arg(long, value_name = "RULE,…", value_delimiter = ',', value_parser = rule)]
    pub ignore: Vec<String>,
}

/// The engines by their ids.
fn engines() -> impl TypedValueParser<Value = Engine> {
    let known = Engine::ALL.map(|engine| PossibleValue::new(engine.id()).help(engine.title()));
    PossibleValuesParser::new(known).try_map(|id| Engine::from_id(&id).ok_or_else(|| format!("no engine `{id}`")))
}

/// A rule or a family of rules.
fn rule(name: &str) -> Result<String, String> {
    let is_family = Family::ALL.iter().any(|family| family.as_str() == name);
    if is_family || rules::find(name).is_some() {
        return Ok(name.to_owned());
    }
    Err("neither a rule nor a family of rules; `ir-lint rules` lists them all".to_owned())
}

/// Options of `config`.
#[derive(Args, Debug)]
pub struct Configuration {
    /// What to do.
    #[command(subcommand)]
    pub command: ConfigurationCommand,
}

/// What can be done with configurations.
#[derive(Subcommand, Debug)]
pub enum ConfigurationCommand {
    /// Show every value that counts for a file or folder, and where it comes from.
    Show(Show),
}

/// Options of `config show`.
#[derive(Args, Debug)]
pub struct Show {
    /// The file or folder.
    #[arg(value_name = "PATH", default_value = ".")]
    pub path: PathBuf,

    /// How to show it.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: TextOrJson,

    /// What the team decided.
    #[command(flatten)]
    pub config: Config,

    /// How to read it.
    #[command(flatten)]
    pub reading: Reading,
}
