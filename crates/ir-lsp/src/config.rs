//! What the team decided, file by file: the configuration files of the workspace, and what the client
//! says over them.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use ir_analyzer::Settings;
use ir_model::{Diagnostic, Engine};

use crate::convert::read;
use crate::state::lock;

/// The name of a configuration file.
pub(crate) const NAME: &str = ".ir-lint.yaml";
/// No configuration longer than this, in bytes, is read.
const MAX_FILE: u64 = 1 << 20;

/// The configurations of the workspace. They are read when a file of theirs is asked about.
#[derive(Debug, Default)]
pub(crate) struct Configurations(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    /// The folders of the workspace: nothing outside is read.
    roots: Vec<PathBuf>,
    /// What was found in a folder, and whether anything was.
    folders: HashMap<PathBuf, Option<Arc<Settings>>>,
    /// Texts of open configuration files, by folder: they count before the files.
    open: HashMap<PathBuf, String>,
    /// What the pipelines must run on, if the client says so: this counts before what files say.
    targets: Vec<Engine>,
    /// Where there is no configuration.
    fallback: Arc<Settings>,
    /// Counts the changes of what is on disk, of open texts and of the client's wishes.
    epoch: u64,
}

/// Whether this is the path of a configuration file.
pub(crate) fn is_configuration(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == NAME)
}

/// What is wrong with the text of a configuration.
pub(crate) fn wrong(text: &str) -> Vec<Diagnostic> {
    Settings::read(text).1
}

impl Configurations {
    /// What counts for the file at `path`: the configuration in its folder, or in the nearest above it up to the
    /// root of the workspace; one that is broken as far as it can be read. May read from disk: never under a lock.
    pub(crate) fn settings_for(&self, path: &Path) -> Arc<Settings> {
        let root = {
            let inner = lock(&self.0);
            let roots = inner.roots.iter().filter(|root| path.starts_with(root));
            roots.max_by_key(|root| root.as_os_str().len()).cloned()
        };
        let folders =
            path.ancestors().skip(1).take_while(|folder| root.as_ref().is_some_and(|r| folder.starts_with(r)));
        for folder in folders {
            if let Some(settings) = self.of_folder(folder) {
                return settings;
            }
        }
        Arc::clone(&lock(&self.0).fallback)
    }

    /// The settings in a folder, read unless they are known.
    fn of_folder(&self, folder: &Path) -> Option<Arc<Settings>> {
        loop {
            let (epoch, open, targets) = {
                let inner = lock(&self.0);
                if let Some(known) = inner.folders.get(folder) {
                    return known.clone();
                }
                (inner.epoch, inner.open.get(folder).cloned(), inner.targets.clone())
            };
            let text = open.or_else(|| read(&folder.join(NAME), MAX_FILE).ok().flatten());
            let found = text.map(|text| Arc::new(with_targets(Settings::read(&text).0, &targets)));
            let mut inner = lock(&self.0);
            // What was read may be old where something changed meanwhile.
            if inner.epoch == epoch {
                inner.folders.insert(folder.to_owned(), found.clone());
                return found;
            }
        }
    }

    /// Reads a configuration file again. `false` where it says what it said; settings that stay are the same ones.
    pub(crate) fn reread(&self, path: &Path) -> bool {
        let Some(folder) = path.parent() else { return false };
        let before = {
            let mut inner = lock(&self.0);
            inner.epoch += 1;
            inner.folders.remove(folder)
        };
        let now = self.of_folder(folder);
        let Some(before) = before else { return now.is_some() };
        let same = before == now;
        if same {
            lock(&self.0).folders.insert(folder.to_owned(), before);
        }
        !same
    }

    /// Takes over the text of a configuration file that is open, or that it is open no more.
    pub(crate) fn set_open(&self, path: &Path, text: Option<String>) {
        let Some(folder) = path.parent().map(Path::to_owned) else { return };
        let mut inner = lock(&self.0);
        match text {
            Some(text) => drop(inner.open.insert(folder, text)),
            None => drop(inner.open.remove(&folder)),
        }
    }

    /// Takes over the folders of the workspace.
    pub(crate) fn set_roots(&self, roots: &[PathBuf]) {
        let mut inner = lock(&self.0);
        inner.epoch += 1;
        inner.folders.clear();
        inner.roots = roots.to_vec();
    }

    /// Takes over what the pipelines must run on. `false` where nothing changes.
    pub(crate) fn set_targets(&self, targets: Vec<Engine>) -> bool {
        let mut inner = lock(&self.0);
        if inner.targets == targets {
            return false;
        }
        inner.epoch += 1;
        inner.folders.clear();
        inner.fallback = Arc::new(with_targets(Settings::default(), &targets));
        inner.targets = targets;
        true
    }
}

fn with_targets(mut settings: Settings, targets: &[Engine]) -> Settings {
    if !targets.is_empty() {
        settings.targets = targets.to_vec();
    }
    settings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_configuration_up_to_the_root_counts() {
        let folder = tempfile::tempdir().unwrap();
        let (outer, inner) = (folder.path().join("w"), folder.path().join("w/a/b"));
        std::fs::create_dir_all(&inner).unwrap();
        for (place, target) in [(folder.path(), "vertex"), (&outer, "kfp-argo"), (&inner, "kfp-sdk")] {
            std::fs::write(place.join(NAME), format!("target: {target}\n")).unwrap();
        }
        let configurations = Configurations::default();
        let target = |path: PathBuf| configurations.settings_for(&path).targets.clone();
        assert_eq!(target(inner.join("x.yaml")), [], "no folder is of the workspace");
        configurations.set_roots(std::slice::from_ref(&outer));
        assert_eq!(target(inner.join("x.yaml")), [Engine::KfpSdk]);
        assert_eq!(target(outer.join("a/x.yaml")), [Engine::KfpArgo]);
        assert_eq!(target(folder.path().join("x.yaml")), []);
        std::fs::remove_file(inner.join(NAME)).unwrap();
        assert!(configurations.reread(&inner.join(NAME)));
        assert_eq!(target(inner.join("x.yaml")), [Engine::KfpArgo]);
    }

    #[test]
    fn settings_that_stay_are_the_same_ones() {
        let folder = tempfile::tempdir().unwrap();
        let (file, pipeline) = (folder.path().join(NAME), folder.path().join("x.yaml"));
        std::fs::write(&file, "rules: {style: off}\n").unwrap();
        let configurations = Configurations::default();
        configurations.set_roots(&[folder.path().to_owned()]);
        let before = configurations.settings_for(&pipeline);
        std::fs::write(&file, "# why\nrules: {style: off}\n").unwrap();
        assert!(!configurations.reread(&file));
        assert!(Arc::ptr_eq(&before, &configurations.settings_for(&pipeline)));
        configurations.set_open(&file, Some("rules: {style: on}\n".into()));
        assert!(configurations.reread(&file));
        assert_ne!(before, configurations.settings_for(&pipeline));
        assert!(configurations.set_targets(vec![Engine::Vertex]));
        assert_eq!(configurations.settings_for(&pipeline).targets, [Engine::Vertex]);
    }
}
