//! What changed between two versions of pipeline files, in meaning and not in text.
//!
//! Everything is compared by the neutral representation, so that formatting, comments, the order of keys, quoting, YAML or
//! JSON, and aliases make no difference. Settings that the representation does not model are compared as values, key by key, at
//! the component, task or container they belong to: nothing is lost between the two.
//!
//! ```
//! use ir_analyzer::Source;
//! use ir_diff::{File, diff};
//!
//! let old = Source::new("say.yaml", "name: Say\ninputs: [{name: text}]\nimplementation: {container: {image: busybox:1}}\n");
//! let new = Source::new("say.yaml", "name: Say\nimplementation:\n  container: {image: 'busybox:1'}\n");
//! let found = diff(&[File { name: "say.yaml", source: &old }], &[File { name: "say.yaml", source: &new }]);
//! assert_eq!(found.files[0].changes[0].kind, "input-removed");
//! ```

mod bindings;
mod canon;
mod change;
mod claims;
mod component;
mod files;
mod graph;
mod pair;
mod pod;
mod ports;
mod quantity;
mod rename;
mod rest;
mod side;
mod types;
mod words;

pub use change::{Change, Place, Sign, Verdict};
pub use change::{KINDS, reason};
pub use files::{Difference, File, FileChanges, Status, Unread, diff};
