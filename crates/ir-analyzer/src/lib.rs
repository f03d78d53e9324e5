//! The workspace, the rules, and the questions an editor asks: the only door for the two programs.
//!
//! ```
//! use ir_analyzer::{Source, Workspace, check};
//!
//! let source = Source::new("notes.yaml", "shopping: [milk, bread]\n");
//! assert!(!source.is_ours());
//! assert!(check(&source, &Workspace::new()).is_empty());
//! ```

mod arguments;
mod check;
mod facts;
mod flow;
mod foreign;
pub mod ide;
mod interface;
mod repair;
mod rule;
pub mod rules;
mod settings;
mod source;
mod suppress;
mod type_words;
mod words;
mod workspace;

pub use check::{check, check_with};
pub use interface::{interfaces, uses};
pub use ir_dialects::Recognised;
pub use repair::{Done, Repaired, fix_of, repair};
pub use rule::{Context, Example, Family, Rule};
pub use settings::{Level, Settings};
pub use source::Source;
pub use suppress::{Unmarked, ignore};
pub use workspace::{Exported, Found, Interface, InterfacePort, Interfaces, Uses, Workspace, target_path};

/// Where the documentation of rules is published; a rule's page is this, its id and `.md`.
pub const RULES_URL: &str = "https://github.com/ir-lsp/ir-lsp/blob/main/docs/rules/";
