//! What the team decided.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use ir_model::Engine;

/// What the team decided, and what is said over it.
#[derive(Args, Clone, Debug)]
pub struct Config {
    /// The engine that the pipelines must run on; may be given several times. What other engines object to is then left
    /// out, and what this one objects to is an error.
    #[arg(long, value_name = "ENGINE", value_parser = engines())]
    pub target: Vec<Engine>,

    /// The configuration file; if not said, `.ir-lint.yaml` in the current folder or the nearest one above it in the
    /// repository.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// Look for no configuration file.
    #[arg(long, conflicts_with = "config")]
    pub isolated: bool,
}

/// The engines by their ids.
fn engines() -> impl TypedValueParser<Value = Engine> {
    let known = Engine::ALL.map(|engine| PossibleValue::new(engine.id()).help(engine.title()));
    PossibleValuesParser::new(known).try_map(|id| Engine::from_id(&id).ok_or_else(|| format!("no engine `{id}`")))
}
