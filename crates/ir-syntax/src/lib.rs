//! Text to tree: YAML and JSON give the same arena of nodes with byte spans, however broken the text.
//!
//! ```
//! let tree = ir_syntax::Tree::parse("name: train\nargs: [a, 'b']\n");
//! let root = tree.roots().next().unwrap();
//! let name = root.get("name").unwrap();
//! assert_eq!(name.text(), "train");
//! assert_eq!(name.span().slice(tree.text()), "train");
//! ```

mod merge;
mod parse;
mod scalar;
mod span;
mod tree;

pub use scalar::Scalar;
pub use span::Span;
pub use tree::{Anchor, Comment, Document, DuplicateKey, Entry, Kind, Node, NodeId, Style, SyntaxError, Tag, Tree};
