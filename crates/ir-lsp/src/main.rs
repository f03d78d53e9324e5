//! `ir-lsp`: a language server for pipeline files, over standard input and output.

use std::process::ExitCode;

use clap::Parser;
use ir_lsp::{Ended, State, serve};
use tracing_subscriber::EnvFilter;

/// A language server for pipeline files. Speaks the Language Server Protocol over standard input and
/// output; editors start it.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// What to log to standard error: off, error, warn, info, debug, trace, or a filter such as `ir_lsp=debug`.
    #[arg(long, value_name = "LEVEL", default_value = "warn", value_parser = log_filter)]
    log: String,
    /// Accepted as many editors pass it: there is no other way to speak.
    #[arg(long, hide = true)]
    stdio: bool,
}

fn log_filter(filter: &str) -> Result<String, String> {
    EnvFilter::try_new(filter).map(|_| filter.to_owned()).map_err(|error| error.to_string())
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(&arguments.log))
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .init();
    std::panic::set_hook(Box::new(|panic| tracing::error!(%panic, "a panic")));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        // Two answers, two checks, a scan, both standard streams, and air.
        .max_blocking_threads(12)
        .enable_time()
        .build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => {
            tracing::error!(%error, "no threads to run on");
            return ExitCode::FAILURE;
        }
    };
    let ended = runtime.block_on(serve(tokio::io::stdin(), tokio::io::stdout(), State::new()));
    // A read of standard input may still be waiting for a client that keeps it open: not waited for.
    runtime.shutdown_background();
    match ended {
        Ended::Orderly => ExitCode::SUCCESS,
        Ended::Abruptly => ExitCode::FAILURE,
    }
}
