//! One version of one open document, immutable, and what was computed of it.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock};

use ir_analyzer::{Source, Workspace, target_path};
use ir_model::{Diagnostic, Key};
use ropey::Rope;
use tower_lsp_server::ls_types::Uri;

use crate::state::{News, lock};
use ir_syntax::LineIndex;

/// One version of one open document. Parsed once, by whoever asks first.
#[derive(Debug)]
pub(crate) struct Snapshot {
    /// The document, in the client's spelling.
    pub(crate) uri: Uri,
    /// Its path, absolute if it is a file.
    pub(crate) path: PathBuf,
    /// The client's version.
    pub(crate) version: i32,
    /// Our own: never used twice, also not after the document was closed and opened again.
    pub(crate) generation: u64,
    text: Rope,
    parsed: OnceLock<Parsed>,
    checked: Mutex<Option<Checked>>,
}

/// A text, read.
#[derive(Debug)]
pub(crate) struct Parsed {
    /// The text and its meaning.
    pub(crate) source: Source,
    /// Where its lines start.
    pub(crate) lines: LineIndex,
}

/// The findings of a version, and of which revision of the workspace they are.
#[derive(Clone, Debug)]
struct Checked {
    revision: u64,
    findings: Arc<[Diagnostic]>,
}

impl Snapshot {
    pub(crate) fn new(uri: Uri, path: PathBuf, version: i32, generation: u64, text: Rope) -> Self {
        Self { uri, path, version, generation, text, parsed: OnceLock::new(), checked: Mutex::new(None) }
    }

    /// The text as the client has it.
    pub(crate) fn text(&self) -> &Rope {
        &self.text
    }

    /// The text, read. The first caller works, others wait: never on an async thread.
    pub(crate) fn parsed(&self) -> &Parsed {
        self.parsed.get_or_init(|| {
            let source = Source::new(self.path.clone(), self.text.to_string());
            let lines = LineIndex::new(source.text());
            Parsed { source, lines }
        })
    }

    /// Whether findings that it may have depend on other files. One that is not parsed yet has none, and
    /// will see what is known by then.
    pub(crate) fn looks_abroad(&self) -> bool {
        self.parsed.get().is_some_and(|parsed| !keys(&parsed.source).is_empty())
    }

    /// Whether findings that it may have depend on this file.
    pub(crate) fn looks_at(&self, news: &News) -> bool {
        self.parsed.get().is_some_and(|parsed| {
            keys(&parsed.source).iter().any(|key| match key {
                Key::Path(written) => target_path(&self.path, written) == news.path,
                key => news.keys.contains(key),
            })
        })
    }

    /// The findings, in the order of the text; computed unless `revision` has them already.
    pub(crate) fn findings(&self, workspace: &Workspace, revision: u64) -> Arc<[Diagnostic]> {
        let source = &self.parsed().source;
        let known = lock(&self.checked).clone();
        match known {
            Some(checked) if checked.revision == revision || keys(source).is_empty() => checked.findings,
            _ => {
                let findings: Arc<[Diagnostic]> = ir_analyzer::check(source, workspace).into();
                *lock(&self.checked) = Some(Checked { revision, findings: Arc::clone(&findings) });
                findings
            }
        }
    }
}

/// How it names other files.
fn keys(source: &Source) -> &[Key] {
    source.package.as_ref().map_or(&[], |package| &package.symbols.keys)
}
