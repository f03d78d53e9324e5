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
mod gaps;
mod json;
mod merge;
mod parse;
mod position;
mod recover;
mod scalar;
mod span;
mod text_map;
mod tree;

pub use json::strict_json_errors;
pub use position::{Encoding, LineIndex, Position};
pub use scalar::Scalar;
pub use span::Span;
pub use text_map::TextMap;
pub use tree::{Anchor, Comment, Document, DuplicateKey, Entry, Kind, Node, NodeId, Style, SyntaxError, Tag, Tree};
