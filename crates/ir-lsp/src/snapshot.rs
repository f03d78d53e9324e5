//! One version of one open document, immutable, and what was computed of it.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock};

use ir_analyzer::{Recognised, Settings, Source, Workspace, target_path};
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
    /// The format that the document had last, before this version is read.
    before: Option<Recognised>,
    parsed: OnceLock<Parsed>,
    checked: Mutex<Option<Checked>>,
}

/// A text, read.
#[derive(Debug)]
pub(crate) struct Parsed {
    /// The text and its meaning.
    pub(crate) source: Arc<Source>,
    /// Where its lines start.
    pub(crate) lines: LineIndex,
}

/// The findings of a version, and under which revision of the workspace and which settings.
#[derive(Clone, Debug)]
struct Checked {
    revision: u64,
    settings: Arc<Settings>,
    findings: Arc<[Diagnostic]>,
}

impl Snapshot {
    pub(crate) fn new(uri: Uri, path: PathBuf, version: i32, generation: u64, text: Rope) -> Self {
        Self { uri, path, version, generation, text, before: None, parsed: OnceLock::new(), checked: Mutex::new(None) }
    }

    /// The next version of the same document.
    pub(crate) fn next(&self, version: i32, generation: u64, text: Rope) -> Self {
        let read = self.parsed.get().and_then(|parsed| parsed.source.recognised.clone());
        let before = read.or_else(|| self.before.clone());
        Self { before, ..Self::new(self.uri.clone(), self.path.clone(), version, generation, text) }
    }

    /// The text as the client has it.
    pub(crate) fn text(&self) -> &Rope {
        &self.text
    }

    /// The text, read. The first caller works, others wait: never on an async thread.
    pub(crate) fn parsed(&self) -> &Parsed {
        self.parsed.get_or_init(|| {
            let source = Source::following(self.path.clone(), self.text.to_string(), self.before.as_ref());
            let lines = LineIndex::new(source.text());
            Parsed { source: Arc::new(source), lines }
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

    /// The findings, in the order of the text; computed unless they are known already.
    pub(crate) fn findings(&self, surroundings: &Surroundings) -> Arc<[Diagnostic]> {
        let Surroundings { workspace, revision, settings } = surroundings;
        let source = &self.parsed().source;
        let fresh = |checked: &Checked| {
            Arc::ptr_eq(&checked.settings, settings) && (checked.revision == *revision || keys(source).is_empty())
        };
        if let Some(checked) = lock(&self.checked).clone().filter(fresh) {
            return checked.findings;
        }
        let findings: Arc<[Diagnostic]> = ir_analyzer::check_with(source, workspace, settings).into();
        let checked = Checked { revision: *revision, settings: Arc::clone(settings), findings: Arc::clone(&findings) };
        *lock(&self.checked) = Some(checked);
        findings
    }
}

/// What a document's findings depend on beside its text.
#[derive(Clone, Debug)]
pub(crate) struct Surroundings {
    /// What other files show.
    pub(crate) workspace: Arc<Workspace>,
    /// The number of the changes that led to it.
    pub(crate) revision: u64,
    /// What the team decided.
    pub(crate) settings: Arc<Settings>,
}

/// How it names other files.
fn keys(source: &Source) -> &[Key] {
    source.package.as_ref().map_or(&[], |package| &package.symbols.keys)
}
