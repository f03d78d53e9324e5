//! The questions of an editor. `$0` in a text is the cursor.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod argo;
mod calls;
mod complete;
mod definition;
mod fold;
mod hints;
mod hover;
mod indent;
mod interface;
mod lenses;
mod links;
mod outline;
mod related;
mod rename;
mod robust;
mod select;
mod signature;
mod support;
mod tekton;
mod tokens;
