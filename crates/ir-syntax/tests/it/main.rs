//! The crate from outside: real files, the YAML test suite, half-typed texts, hostile texts.
#![allow(missing_docs)]

mod corpus;
mod half_typed;
mod invariants;
mod mutations;
mod outline;
mod spans;
mod suite;
mod torture;
