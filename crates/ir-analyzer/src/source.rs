//! One file's text, read as far as it can be without any other file.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ir_dialects::Recognised;
use ir_dialects::configuration::is_configuration;
use ir_model::Package;
use ir_syntax::Tree;

/// A file, parsed, recognised and lowered. Immutable: a new text is a new source.
#[derive(Clone, Debug)]
pub struct Source {
    /// Where the file is, or would be. Absolute where relative references are to be followed.
    pub path: PathBuf,
    /// The text as a tree.
    pub tree: Tree,
    /// The format; `None` where the file is no pipeline file.
    pub recognised: Option<Recognised>,
    /// The neutral representation; `None` where the file is no pipeline file.
    pub package: Option<Package>,
}

impl Source {
    /// Reads `text` as the content of `path`.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>, text: impl Into<Arc<str>>) -> Self {
        let (path, text) = (path.into(), text.into());
        if is_configuration(&path) {
            return Self::configuration(path, text);
        }
        // Most files of a folder are none of ours, and most of those can be told without reading them.
        if !ir_dialects::may_be_recognised(&text) {
            return Self { path, tree: Tree::unread(text), recognised: None, package: None };
        }
        let tree = Tree::parse(text);
        let recognised = ir_dialects::recognise(&tree);
        let package = recognised.as_ref().map(|r| ir_dialects::lower(&tree, r));
        Self { path, tree, recognised, package }
    }

    /// Reads `text` as a configuration of a team, whatever the name of the file.
    #[must_use]
    pub fn configuration(path: impl Into<PathBuf>, text: impl Into<Arc<str>>) -> Self {
        let tree = Tree::parse(text);
        let recognised = ir_dialects::configuration::recognised(&tree);
        let package = Some(ir_dialects::lower(&tree, &recognised));
        Self { path: path.into(), tree, recognised: Some(recognised), package }
    }

    /// Reads `text` as what became of a file that was `before`. A text that is broken for the moment keeps the
    /// format it had, so that what is wrong with it is told.
    #[must_use]
    pub fn following(path: impl Into<PathBuf>, text: impl Into<Arc<str>>, before: Option<&Recognised>) -> Self {
        let mut source = Self::new(path, text);
        let Some(before) = before.filter(|_| source.recognised.is_none()) else { return source };
        if source.tree.is_empty() {
            source.tree = Tree::parse(source.tree.shared_text());
        }
        if !source.tree.errors().is_empty() {
            let recognised = before.clone();
            source.package = Some(ir_dialects::lower(&source.tree, &recognised));
            source.recognised = Some(recognised);
        }
        source
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        self.tree.text()
    }

    /// The folder of the file.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }

    /// Whether it is a pipeline file of any known format.
    #[must_use]
    pub fn is_ours(&self) -> bool {
        self.recognised.is_some()
    }
}
