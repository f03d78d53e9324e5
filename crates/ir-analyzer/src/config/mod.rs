//! What teams decide, in files that lie beside their pipelines: which configuration counts for a path, what it extends, and
//! what that makes of the [`Settings`](crate::Settings) of the path.
//!
//! Nothing is read here: whoever holds the files hands them over ([`Files`]), so that the programs give the same answer
//! for the same path.

mod decision;
mod file;
mod nearest;
mod resolved;
mod value;

pub use decision::{Change, Decision};
pub use file::{Configuration, Override, Written};
pub use ir_dialects::configuration::{NAMES, is_configuration};
pub use nearest::{Choice, Configurations, Files};
pub use resolved::{Layer, Resolved, Wrong};
pub use value::{Origin, Value};

use ir_model::{Diagnostic, Severity};

use crate::source::Source;
use crate::workspace::Workspace;

/// The errors in a configuration, by which it cannot be used.
pub(crate) fn errors(source: &Source) -> Vec<Diagnostic> {
    let mut findings = crate::check::check(source, &Workspace::new());
    findings.retain(|finding| finding.severity == Severity::Error);
    findings
}
