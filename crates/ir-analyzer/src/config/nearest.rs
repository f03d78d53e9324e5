//! Which configuration counts for a path: the nearest one in the folders above it.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use rustc_hash::FxHashMap;

use super::decision::Decision;
use super::resolved::{Layer, Resolved, Wrong};
use super::{NAMES, is_configuration};
use crate::settings::Settings;
use crate::source::Source;

/// The files of whoever asks: on disk, or open in an editor.
pub trait Files: Send + Sync {
    /// The text of a file; `None` where there is none.
    fn read(&self, path: &Path) -> Option<Arc<str>>;

    /// Whether nothing above this folder counts: the top of a repository or of a workspace.
    fn is_top(&self, folder: &Path) -> bool;
}

/// Which configuration counts.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Choice {
    /// The nearest above each file.
    #[default]
    Nearest,
    /// This one for all files.
    One(PathBuf),
    /// None.
    Nothing,
}

/// The settings of any path. What was found once is kept: after a change of a configuration, make new ones.
pub struct Configurations {
    files: Arc<dyn Files>,
    /// What counts for all files, where there is no nearest one.
    common: Option<Scope>,
    /// What is laid over each configuration.
    over: Vec<Arc<Layer>>,
    over_wrong: Vec<Wrong>,
    /// Where no configuration counts.
    nothing: Scope,
    folders: RwLock<FxHashMap<PathBuf, Scope>>,
    plain: Arc<Settings>,
}

/// What counts in a folder.
#[derive(Clone, Debug)]
struct Scope {
    resolved: Arc<Resolved>,
    /// Whether the folder is in one that is excluded.
    excluded: bool,
}

impl std::fmt::Debug for Configurations {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Configurations").field("common", &self.common).finish_non_exhaustive()
    }
}

impl Configurations {
    /// The nearest configurations among `files`, with nothing laid over them.
    #[must_use]
    pub fn new(files: Arc<dyn Files>) -> Self {
        Self::with(files, &Choice::Nearest, Path::new(""), &[], Vec::new())
    }

    /// The configurations of a choice. Over them are laid the texts `over`, in order, as if they stood in a file of the
    /// folder `here`, and then the decisions.
    #[must_use]
    pub fn with(
        files: Arc<dyn Files>,
        choice: &Choice,
        here: &Path,
        over: &[Arc<str>],
        decisions: Vec<Decision>,
    ) -> Self {
        let (mut layers, mut over_wrong) = (Vec::new(), Vec::new());
        for text in over {
            let source = Source::configuration(here.join(NAMES[0]), Arc::clone(text));
            let findings = super::errors(&source);
            if !findings.is_empty() {
                over_wrong.push(Wrong { path: None, text: Arc::clone(text), findings });
            }
            layers.push(Arc::new(Layer::new(None, here, &source, &top(here, &*files))));
        }
        if !decisions.is_empty() {
            layers.push(Arc::new(Layer::of_decisions(decisions)));
        }
        let nothing = Scope { resolved: Arc::new(Resolved::default().under(&layers)), excluded: false };
        let common = match choice {
            Choice::Nearest => None,
            Choice::Nothing => Some(nothing.clone()),
            Choice::One(path) => files.read(path).map(|text| {
                let folder = path.parent().unwrap_or(Path::new(""));
                let resolved = Resolved::new(path, text, &top(folder, &*files), &*files).under(&layers);
                Scope { resolved: Arc::new(resolved), excluded: false }
            }),
        };
        let (folders, plain) = (RwLock::default(), Arc::default());
        Self { files, common, over: layers, over_wrong, nothing, folders, plain }
    }

    /// The settings of the file at `path`. A configuration is held against the default ones: it does not judge itself.
    #[must_use]
    pub fn settings(&self, path: &Path) -> Arc<Settings> {
        if is_configuration(path) {
            return Arc::clone(&self.plain);
        }
        self.of(path).settings(path)
    }

    /// Whether the file or folder at `path` is not to be looked at when a folder around it is.
    #[must_use]
    pub fn is_excluded(&self, path: &Path) -> bool {
        let scope = self.scope(path.parent().unwrap_or(path));
        scope.excluded || scope.resolved.excludes(path)
    }

    /// The configuration that counts for the file at `path`.
    #[must_use]
    pub fn of(&self, path: &Path) -> Arc<Resolved> {
        self.scope(path.parent().unwrap_or(path)).resolved
    }

    /// What is wrong with the configurations of these files, and with what is laid over them; each file once.
    #[must_use]
    pub fn wrong<'p>(&self, paths: impl IntoIterator<Item = &'p Path>) -> Vec<Wrong> {
        let mut all = self.over_wrong.clone();
        if let Some(common) = &self.common {
            all.extend(common.resolved.wrong().iter().cloned());
            return all;
        }
        let mut before = None;
        for path in paths {
            let folder = path.parent().unwrap_or(path);
            if is_configuration(path) || before.replace(folder) == Some(folder) {
                continue;
            }
            for wrong in self.scope(folder).resolved.wrong() {
                if !all.iter().any(|known| known.path == wrong.path) {
                    all.push(wrong.clone());
                }
            }
        }
        all
    }

    /// What counts in a folder: its own configuration, or what counts in the folder above.
    fn scope(&self, folder: &Path) -> Scope {
        if let Some(common) = &self.common {
            return common.clone();
        }
        if let Some(known) = self.known(folder) {
            return known;
        }
        let mut new = Vec::new();
        let mut scope = self.nothing.clone();
        for folder in folder.ancestors() {
            if let Some(known) = self.known(folder) {
                scope = known;
                break;
            }
            new.push(folder);
            if self.files.is_top(folder) {
                break;
            }
        }
        let mut folders = self.folders.write().unwrap_or_else(PoisonError::into_inner);
        for folder in new.into_iter().rev() {
            scope.excluded = scope.excluded || scope.resolved.excludes(folder);
            // What lies in an excluded folder is somebody else's.
            if !scope.excluded
                && let Some((path, text)) = self.in_folder(folder)
            {
                let resolved = Resolved::new(&path, text, &top(folder, &*self.files), &*self.files);
                scope.resolved = Arc::new(resolved.under(&self.over));
            }
            folders.insert(folder.to_path_buf(), scope.clone());
        }
        scope
    }

    fn known(&self, folder: &Path) -> Option<Scope> {
        self.folders.read().unwrap_or_else(PoisonError::into_inner).get(folder).cloned()
    }

    fn in_folder(&self, folder: &Path) -> Option<(PathBuf, Arc<str>)> {
        NAMES.iter().map(|name| folder.join(name)).find_map(|path| self.files.read(&path).map(|text| (path, text)))
    }
}

/// The folder inside of which the configurations of `folder` may name others: the top above it, or else itself.
fn top(folder: &Path, files: &dyn Files) -> PathBuf {
    folder.ancestors().find(|above| files.is_top(above)).unwrap_or(folder).to_path_buf()
}
