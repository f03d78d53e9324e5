//! The crate from outside: real files, the YAML test suite, half-typed texts, hostile texts.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout)]

mod corpus;
mod edits;
mod half_typed;
mod invariants;
mod mutations;
mod outline;
mod spans;
mod suite;
mod torture;
