//! `explain` and `rules`.

use clap::Args;

use super::TextOrJson;

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
