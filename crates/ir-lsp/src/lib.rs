//! A language server for pipeline files: the protocol's words in, the analyzer's answers out.
//!
//! Text changes are applied in order, before anything else happens ([`serve`]). All real work is done
//! on immutable versions of the documents, off the async threads.

mod around;
mod client;
mod convert;
pub mod documents;
mod handlers;
mod publish;
mod scan;
mod server;
mod snapshot;
mod state;
mod transport;
mod views;
mod wire;
mod work;

pub use state::State;
pub use transport::{Ended, serve};
pub use work::Held;
