//! Standard output and standard error.

use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, IsTerminal, Write};

use std::path::PathBuf;

use anstream::{AutoStream, ColorChoice};

use crate::failure::Failure;

/// What standard output can show.
#[derive(Clone, Copy, Debug)]
pub struct Abilities {
    /// Colours are wanted.
    pub color: bool,
    /// Links are understood.
    pub links: bool,
}

impl Abilities {
    /// By the command line, the environment, and whether it is a terminal.
    pub fn of_stdout() -> Self {
        let stdout = io::stdout();
        let color = AutoStream::choice(&stdout) != ColorChoice::Never;
        Self { color, links: color && stdout.is_terminal() }
    }
}

/// Writes to standard output all that `write` writes. A reader that has seen enough is no failure.
pub fn print(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    let stdout = AutoStream::new(io::stdout().lock(), ColorChoice::AlwaysAnsi);
    let mut out = BufWriter::with_capacity(1 << 16, stdout);
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Failure::io("standard output", &error)),
        _ => Ok(()),
    }
}

/// Where a report goes.
#[derive(Clone, Debug)]
pub enum Target {
    /// Standard output.
    Stdout,
    /// Standard error, where standard output is taken.
    Stderr,
    /// A file, which is replaced.
    File(PathBuf),
    /// The end of a file.
    Append(PathBuf),
}

impl Target {
    /// Writes there all that `write` writes.
    pub fn write(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
        let mut options = File::options();
        let (path, options) = match self {
            Target::Stdout => return print(write),
            Target::Stderr => {
                let written = write(&mut anstream::stderr().lock());
                return written.map_err(|error| Failure::io("standard error", &error));
            }
            Target::File(path) => (path, options.write(true).create(true).truncate(true)),
            Target::Append(path) => (path, options.append(true).create(true)),
        };
        let written = options.open(path).and_then(|file| {
            let mut out = BufWriter::with_capacity(1 << 16, file);
            write(&mut out)?;
            out.flush()
        });
        written.map_err(|error| Failure::io(path.display().to_string(), &error))
    }
}

/// Says a line on standard error.
pub fn say(line: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{line}");
}
