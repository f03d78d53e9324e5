//! The questions of an editor. `$0` in a text is the cursor.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod argo;
mod complete;
mod definition;
mod hover;
mod interface;
mod outline;
mod related;
mod rename;
mod robust;
mod support;
mod tekton;
