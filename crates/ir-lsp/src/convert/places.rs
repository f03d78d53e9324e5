//! Places in this file and in others.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use ir_analyzer::Source;
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
    others: Others<'a>,
}

impl<'a> Places<'a> {
    pub(crate) fn new(state: &'a State, snapshot: &'a Snapshot) -> Self {
        Self { snapshot, state, encoding: state.abilities().encoding, others: Others::new(state) }
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
    pub(crate) fn location(&self, path: &Path, span: Span) -> Option<Location> {
        if path == self.snapshot.path {
            return Some(self.here(span));
        }
        self.others.location(path, span)
    }
}

/// Files, each as it was when it was first asked for: the open ones as the client has them, the closed ones as they
/// are on disk.
pub(crate) struct Others<'a> {
    state: &'a State,
    encoding: Encoding,
    files: RefCell<HashMap<PathBuf, Option<Rc<Other>>>>,
}

/// A file.
pub(crate) enum Other {
    /// An open document.
    Open(Arc<Snapshot>),
    /// A file on disk.
    Closed { uri: Uri, text: Arc<str>, lines: LineIndex, source: OnceCell<Arc<Source>> },
}

impl Other {
    /// The document, and its version where it is open.
    pub(crate) fn document(&self) -> (Uri, Option<i32>) {
        match self {
            Other::Open(open) => (open.uri.clone(), Some(open.version)),
            Other::Closed { uri, .. } => (uri.clone(), None),
        }
    }

    /// A span of the file.
    pub(crate) fn range(&self, span: Span, encoding: Encoding) -> Range {
        match self {
            Other::Open(open) => super::range(open.parsed(), span, encoding),
            Other::Closed { text, lines, .. } => {
                let at = |offset| position(lines.position(text, offset, encoding));
                Range { start: at(span.start), end: at(span.end) }
            }
        }
    }
}

impl<'a> Others<'a> {
    pub(crate) fn new(state: &'a State) -> Self {
        Self { state, encoding: state.abilities().encoding, files: RefCell::default() }
    }

    /// Takes this version of a document for its file.
    pub(crate) fn adopt(&self, snapshot: &Arc<Snapshot>) {
        let file = Some(Rc::new(Other::Open(Arc::clone(snapshot))));
        self.files.borrow_mut().insert(snapshot.path.clone(), file);
    }

    /// A file; `None` where it cannot be read.
    pub(crate) fn file(&self, path: &Path) -> Option<Rc<Other>> {
        if let Some(known) = self.files.borrow().get(path) {
            return known.clone();
        }
        let file = self.look(path).map(Rc::new);
        self.files.borrow_mut().insert(path.to_owned(), file.clone());
        file
    }

    /// A place in a file; `None` where it cannot be read.
    pub(crate) fn location(&self, path: &Path, span: Span) -> Option<Location> {
        let file = self.file(path)?;
        Some(Location { uri: file.document().0, range: file.range(span, self.encoding) })
    }

    /// A file of the workspace, or an open one, with its meaning.
    pub(crate) fn source(&self, path: &Path) -> Option<Arc<Source>> {
        let file = self.file(path)?;
        match &*file {
            Other::Open(open) => Some(Arc::clone(&open.parsed().source)),
            Other::Closed { text, source, .. } => {
                let inside = self.state.known().folders.iter().any(|folder| path.starts_with(folder));
                let read = || Arc::new(Source::new(path, Arc::clone(text)));
                inside.then(|| Arc::clone(source.get_or_init(read)))
            }
        }
    }

    /// Whether all open documents that were asked for are still as they were.
    pub(crate) fn are_current(&self) -> bool {
        let files = self.files.borrow();
        let known = self.state.known();
        files.values().flatten().all(|file| match &**file {
            Other::Open(open) => known.is_current(open),
            Other::Closed { .. } => true,
        })
    }

    fn look(&self, path: &Path) -> Option<Other> {
        if let Some(open) = self.state.known().open_at(path) {
            return Some(Other::Open(open));
        }
        let text: Arc<str> = read(path, MAX_FILE).ok()??.into();
        let lines = LineIndex::new(&text);
        Some(Other::Closed { uri: Uri::from_file_path(path)?, text, lines, source: OnceCell::new() })
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
