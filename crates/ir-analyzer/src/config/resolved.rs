//! A configuration with all that it extends.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ir_dialects::configuration::Patterns;
use ir_model::{Diagnostic, Severity};
use rustc_hash::{FxHashMap, FxHashSet};

use super::decision::Decision;
use super::file::{Configuration, Written};
use super::nearest::Files;
use crate::settings::Settings;
use crate::source::Source;
use crate::words::quote;
use crate::workspace::normalise;

/// Files that extend each other this deep are too many for anyone to understand.
const MAX_DEPTH: usize = 32;

/// One file of a chain, or the command line.
#[derive(Debug)]
pub struct Layer {
    /// The file; `None` for the command line.
    pub path: Option<PathBuf>,
    /// Where its paths and patterns begin.
    pub folder: PathBuf,
    /// Its text.
    pub text: Arc<str>,
    /// What it decides.
    pub configuration: Configuration,
    overrides: Vec<Patterns>,
    exclude: Patterns,
    /// Its `roots`, as paths of the file system.
    roots: Vec<PathBuf>,
}

/// What is wrong with a file.
#[derive(Clone, Debug)]
pub struct Wrong {
    /// The file; `None` for the command line.
    pub path: Option<PathBuf>,
    /// Its text.
    pub text: Arc<str>,
    /// The errors in it, in the order of the text.
    pub findings: Vec<Diagnostic>,
}

/// A configuration and all that it extends: the layers of settings.
#[derive(Debug, Default)]
pub struct Resolved {
    /// What is laid first comes first: each goes before those in front of it.
    layers: Vec<Arc<Layer>>,
    wrong: Vec<Wrong>,
    /// The settings by the overrides that fit: few, for many files.
    settled: Mutex<FxHashMap<Vec<Fitting>, Arc<Settings>>>,
}

/// An override that fits a file: the number of its layer, and its number in there.
type Fitting = (usize, usize);

impl Layer {
    /// The layer of a text that stands in `folder`. What is no path inside of `top` is no root.
    pub(crate) fn new(path: Option<&Path>, folder: &Path, source: &Source, top: &Path) -> Self {
        let configuration = Configuration::read(&source.tree);
        let patterns = |all: &[Written]| Patterns::new(all.iter().map(|w| &*w.text));
        let roots = configuration.roots.iter().map(|root| normalise(&folder.join(&*root.text)));
        Self {
            path: path.map(Path::to_path_buf),
            folder: folder.to_path_buf(),
            text: source.tree.shared_text(),
            overrides: configuration.overrides.iter().map(|o| patterns(&o.files)).collect(),
            exclude: patterns(&configuration.exclude),
            roots: roots.filter(|root| root.starts_with(top)).collect(),
            configuration,
        }
    }

    /// A layer of decisions without a file.
    pub(crate) fn of_decisions(decisions: Vec<Decision>) -> Self {
        Self {
            path: None,
            folder: PathBuf::new(),
            text: "".into(),
            configuration: Configuration { decisions, ..Configuration::default() },
            overrides: Vec::new(),
            exclude: Patterns::default(),
            roots: Vec::new(),
        }
    }
}

impl Resolved {
    /// The file at `path`, with all that it extends, read by way of `files`, inside of the folder `top`.
    #[must_use]
    pub fn new(path: &Path, text: Arc<str>, top: &Path, files: &dyn Files) -> Self {
        let mut chain = Chain { top, files, way: Vec::new(), known: FxHashSet::default(), resolved: Self::default() };
        chain.add(path.to_path_buf(), text);
        chain.resolved
    }

    /// Lays further layers over it.
    #[must_use]
    pub(crate) fn under(mut self, over: &[Arc<Layer>]) -> Self {
        self.layers.extend(over.iter().map(Arc::clone));
        self
    }

    /// What is wrong with its files; nothing where it can be used.
    #[must_use]
    pub fn wrong(&self) -> &[Wrong] {
        &self.wrong
    }

    /// Its layers; each goes before those in front of it.
    pub fn layers(&self) -> impl Iterator<Item = &Layer> {
        self.layers.iter().map(|layer| &**layer)
    }

    /// Whether a file or folder is not to be looked at when a folder around it is.
    #[must_use]
    pub fn excludes(&self, path: &Path) -> bool {
        self.layers().any(|layer| path.strip_prefix(&layer.folder).is_ok_and(|inner| layer.exclude.fit(inner)))
    }

    /// Further folders in which components that files name by path may be read.
    pub fn roots(&self) -> impl Iterator<Item = &Path> {
        self.layers().flat_map(|layer| layer.roots.iter().map(PathBuf::as_path))
    }

    /// The settings of the file at `path`.
    #[must_use]
    pub fn settings(&self, path: &Path) -> Arc<Settings> {
        let fitting = self.fitting(path);
        let mut settled = self.settled.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(settings) = settled.get(&fitting) {
            return Arc::clone(settings);
        }
        let mut settings = Settings::default();
        for (_, decision) in self.decisions(&fitting) {
            decision.change.apply(&mut settings);
        }
        let settings = Arc::new(settings);
        settled.insert(fitting, Arc::clone(&settings));
        settings
    }

    /// All that is decided about the file at `path`, and where; what comes later goes before.
    pub(crate) fn decisions_on(&self, path: &Path) -> Vec<(&Layer, &Decision)> {
        self.decisions(&self.fitting(path)).collect()
    }

    fn decisions(&self, fitting: &[Fitting]) -> impl Iterator<Item = (&Layer, &Decision)> {
        self.layers().enumerate().flat_map(move |(number, layer)| {
            let configuration = &layer.configuration;
            let overrides = fitting.iter().filter(move |(of, _)| *of == number);
            let overrides = overrides.filter_map(|(_, index)| configuration.overrides.get(*index));
            let all = configuration.decisions.iter().chain(overrides.flat_map(|o| &o.decisions));
            all.map(move |decision| (layer, decision)).collect::<Vec<_>>()
        })
    }

    fn fitting(&self, path: &Path) -> Vec<Fitting> {
        let mut fitting = Vec::new();
        for (number, layer) in self.layers().enumerate().filter(|(_, layer)| !layer.overrides.is_empty()) {
            let Ok(inner) = path.strip_prefix(&layer.folder) else { continue };
            let fit = layer.overrides.iter().enumerate().filter(|(_, patterns)| patterns.fit(inner));
            fitting.extend(fit.map(|(index, _)| (number, index)));
        }
        fitting
    }
}

/// A chain of files while it is followed.
struct Chain<'a> {
    top: &'a Path,
    files: &'a dyn Files,
    /// The files that extend the one that is looked at.
    way: Vec<PathBuf>,
    /// The files that are looked at or were.
    known: FxHashSet<PathBuf>,
    resolved: Resolved,
}

impl Chain<'_> {
    /// Adds what a file extends, and then the file.
    fn add(&mut self, path: PathBuf, text: Arc<str>) {
        let source = Source::configuration(path.clone(), text);
        let folder = source.folder().to_path_buf();
        let mut findings = super::errors(&source);
        let layer = Layer::new(Some(&path), &folder, &source, self.top);
        self.known.insert(path.clone());
        self.way.push(path.clone());
        for extended in &layer.configuration.extends {
            let target = normalise(&folder.join(&*extended.text));
            match self.follow(&target) {
                Ok(Some(text)) => self.add(target, text),
                Ok(None) => {}
                Err(refused) => {
                    let title = (refused.title)(&quote(&extended.text));
                    findings.push(invalid(extended, title, refused.label));
                }
            }
        }
        for root in &layer.configuration.roots {
            if !normalise(&folder.join(&*root.text)).starts_with(self.top) {
                findings.push(invalid(
                    root,
                    format!("the root {} is outside of the repository", quote(&root.text)),
                    "",
                ));
            }
        }
        self.way.pop();
        if !findings.is_empty() {
            findings.sort_by_key(|finding| finding.span);
            self.resolved.wrong.push(Wrong { path: Some(path), text: source.tree.shared_text(), findings });
        }
        self.resolved.layers.push(Arc::new(layer));
    }

    /// The text of an extended file; `None` where it counts already.
    fn follow(&self, target: &Path) -> Result<Option<Arc<str>>, Refused> {
        if self.way.iter().any(|path| path == target) {
            return Err(Refused {
                title: |name| format!("{name} extends this configuration itself"),
                label: "leave out one of the two",
            });
        }
        if self.known.contains(target) {
            return Ok(None);
        }
        if !target.starts_with(self.top) {
            return Err(Refused {
                title: |name| format!("the configuration {name} is outside of the repository"),
                label: "",
            });
        }
        if self.way.len() >= MAX_DEPTH {
            return Err(Refused { title: |name| format!("the configuration {name} is extended too deep"), label: "" });
        }
        match self.files.read(target) {
            Some(text) => Ok(Some(text)),
            None => Err(Refused {
                title: |name| format!("there is no configuration {name}"),
                label: "a path from the folder of this file",
            }),
        }
    }
}

/// Why a configuration is not extended.
struct Refused {
    /// One sentence, from the name as it is shown.
    title: fn(&str) -> String,
    label: &'static str,
}

fn invalid(written: &Written, title: String, label: &str) -> Diagnostic {
    Diagnostic::new("invalid-configuration", Severity::Error, written.at, title).label(label)
}
