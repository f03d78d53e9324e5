//! Places in this file and in others.

use std::collections::HashMap;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ir_syntax::Span;
use tower_lsp_server::ls_types::{Location, Range, Uri};

use super::position;
use crate::snapshot::Snapshot;
use crate::state::State;
use ir_syntax::{Encoding, LineIndex};

/// No closed file longer than this, in bytes, is read for the sake of a line number.
const MAX_FILE: u64 = 4 << 20;

/// Turns places into locations. Reads closed files at most once in its life.
pub(crate) struct Places<'a> {
    /// The file that the question is about.
    pub(crate) snapshot: &'a Snapshot,
    pub(crate) state: &'a State,
    pub(crate) encoding: Encoding,
    others: HashMap<PathBuf, Option<Other>>,
}

/// Another file.
enum Other {
    Open(Arc<Snapshot>),
    Closed { uri: Uri, text: String, lines: LineIndex },
}

impl<'a> Places<'a> {
    pub(crate) fn new(state: &'a State, snapshot: &'a Snapshot) -> Self {
        Self { snapshot, state, encoding: state.abilities().encoding, others: HashMap::new() }
    }

    /// A span of the file itself.
    pub(crate) fn range(&self, span: Span) -> Range {
        super::range(self.snapshot.parsed(), span, self.encoding)
    }

    /// A place in the file itself.
    pub(crate) fn here(&self, span: Span) -> Location {
        Location { uri: self.snapshot.uri.clone(), range: self.range(span) }
    }

    /// A place in any file; `None` where the file cannot be read.
    pub(crate) fn location(&mut self, path: &Path, span: Span) -> Option<Location> {
        if path == self.snapshot.path {
            return Some(self.here(span));
        }
        if !self.others.contains_key(path) {
            let other = self.look(path);
            self.others.insert(path.to_owned(), other);
        }
        Some(match self.others.get(path)?.as_ref()? {
            Other::Open(other) => {
                Location { uri: other.uri.clone(), range: super::range(other.parsed(), span, self.encoding) }
            }
            Other::Closed { uri, text, lines } => {
                let at = |offset| position(lines.position(text, offset, self.encoding));
                Location { uri: uri.clone(), range: Range { start: at(span.start), end: at(span.end) } }
            }
        })
    }

    fn look(&self, path: &Path) -> Option<Other> {
        if let Some(open) = self.state.known().open_at(path) {
            return Some(Other::Open(open));
        }
        let text = read(path, MAX_FILE).ok()??;
        Some(Other::Closed { uri: Uri::from_file_path(path)?, lines: LineIndex::new(&text), text })
    }
}

/// The text of a file; `None` where it is no file, no text, or longer than `limit` bytes.
///
/// # Errors
///
/// When it is not there or cannot be read.
pub(crate) fn read(path: &Path, limit: u64) -> std::io::Result<Option<String>> {
    // Asked before it is opened: opening a pipe would wait for its other end.
    let about = std::fs::metadata(path)?;
    if !about.is_file() || about.len() > limit {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Ok(None);
    }
    Ok(String::from_utf8(bytes).ok())
}
