//! Text to tree: YAML and JSON give the same arena of nodes with byte spans, however broken the text.
//!
//! ```
//! let tree = ir_syntax::Tree::parse("name: train\nargs: [a, 'b']\n");
//! let root = tree.roots().next().unwrap();
//! let name = root.get("name").unwrap();
//! assert_eq!(name.text(), "train");
//! assert_eq!(name.span().slice(tree.text()), "train");
//! ```

mod aliases;
mod build;
mod decode;
mod duplicates;
pub mod edit;
mod gaps;
mod json;
mod merge;
mod node;
mod parse;
mod position;
mod recover;
mod scalar;
mod span;
mod swallowed;
mod text_map;
mod tree;

pub use json::strict_json_errors;
pub use node::{Entry, Node};
pub use position::{Encoding, LineIndex, Position};
pub use scalar::Scalar;
pub use span::Span;
pub use swallowed::SwallowedLine;
pub use text_map::TextMap;
pub use tree::{Anchor, Comment, Document, DuplicateKey, Kind, NodeId, Style, SyntaxError, Tag, Tree};
