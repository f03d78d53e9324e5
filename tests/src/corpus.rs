//! The corpus of real files, where there is one.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ir_analyzer::{Settings, Source, Workspace, interfaces};
use ir_model::Engine;

/// A file of the corpus and what its authors or validators said of it.
#[derive(Clone, Debug)]
pub struct Case {
    /// Relative to the corpus, with `/`.
    pub path: String,
    /// The format: `kfp-ir`, `argo` …
    pub dialect: String,
    /// `valid`, `invalid`, `legacy`, `none` …
    pub verdict: String,
    /// What the original validator said, where it is known.
    pub expected: String,
    /// How the original validator was asked, as `key=value` with `;` between.
    pub options: String,
    /// The content.
    pub text: Arc<str>,
}

impl Case {
    /// Whether it is a Tekton file. Each of them stands for a cluster of its own.
    #[must_use]
    pub fn is_tekton(&self) -> bool {
        self.dialect == "tekton"
    }

    /// Whether it is a file of a kind that the analyzer reads.
    #[must_use]
    pub fn is_ours(&self) -> bool {
        // Objects of other kinds stand beside the examples of Argo.
        let other = ["simple-parameters-configmap.yaml", "grafana-dashboard.json", "testvolume.yaml"];
        !other.iter().any(|name| self.path.ends_with(&format!("/{name}")))
            && matches!(
                &*self.dialect,
                "argo" | "kfp-ir" | "kfp-pipeline-job" | "kfp-component-container" | "kfp-component-graph"
            )
    }

    /// Whether it is a file of Kubeflow Pipelines.
    #[must_use]
    pub fn is_kfp(&self) -> bool {
        self.dialect.starts_with("kfp-")
    }

    /// Whether nothing is wrong with it, as far as its authors and validators say.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        matches!(&*self.verdict, "valid" | "compiled")
    }
}

impl Case {
    /// One of the ways in which the original validator was asked.
    fn option(&self, name: &str) -> Option<&str> {
        self.options.split(';').filter_map(|o| o.split_once('=')).find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// As strict as the original validator was: cases of Argo are submitted unless they are only linted.
    #[must_use]
    pub fn settings(&self) -> Settings {
        let mut settings = Settings::default();
        let linted = self.option("opts").is_some_and(|o| o.contains("Lint"));
        if self.dialect == "argo" && self.path.contains("/cases/") && !linted {
            settings.targets = vec![Engine::ArgoSubmit];
        }
        settings
    }

    /// A file that must be known too.
    #[must_use]
    pub fn companion(&self) -> Option<Source> {
        let path = format!("{}/{}", self.dialect, self.option("deps")?);
        let text = std::fs::read_to_string(folder()?.join(&path)).unwrap_or_else(|why| panic!("{path}: {why}"));
        Some(Source::new(path, text))
    }

    /// What is known beside the file: its companion, or else `others`.
    #[must_use]
    pub fn beside(&self, others: &Workspace) -> Workspace {
        let Some(companion) = self.companion() else { return others.clone() };
        let mut workspace = Workspace::new();
        workspace.update(&companion.path, interfaces(&companion));
        workspace
    }
}

/// The folder of the corpus: `IR_CORPUS`, or `../shared/corpus` beside the checkout. Says so where there is none.
#[must_use]
pub fn folder() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    let found = std::env::var_os("IR_CORPUS").map_or(beside, PathBuf::from);
    if found.join("MANIFEST.tsv").is_file() {
        return Some(found);
    }
    println!("no corpus at {}: its part of the test is left out", found.display());
    None
}

/// Every file of the corpus, by path; `None` where there is no corpus. Files that are not UTF-8 are left out: the
/// programs refuse them before the analyzer sees them.
#[must_use]
pub fn cases() -> Option<Vec<Case>> {
    let folder = folder()?;
    let manifest = std::fs::read_to_string(folder.join("MANIFEST.tsv")).expect("the corpus has a manifest");
    let mut cases: Vec<Case> = manifest
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut columns = line.split('\t');
            let (path, dialect, verdict) = (columns.next()?, columns.next()?, columns.next()?);
            let (expected, options) = (columns.next().unwrap_or(""), columns.next().unwrap_or(""));
            let bytes = std::fs::read(folder.join(path)).unwrap_or_else(|why| panic!("{path}: {why}"));
            let text = String::from_utf8(bytes).ok()?;
            Some(Case {
                path: path.into(),
                dialect: dialect.into(),
                verdict: verdict.into(),
                expected: expected.into(),
                options: options.into(),
                text: text.into(),
            })
        })
        .collect();
    cases.sort_by(|a, b| a.path.cmp(&b.path));
    cases.dedup_by(|a, b| a.path == b.path);
    assert!(cases.iter().filter(|c| c.is_ours()).count() > 500, "the corpus has shrunk");
    Some(cases)
}

/// The workspace that holds `sources`, in which everything else that they name by a path is absent.
#[must_use]
pub fn workspace<'a>(sources: impl Iterator<Item = &'a Source> + Clone) -> Workspace {
    let mut workspace = Workspace::new();
    for source in sources.clone() {
        workspace.update(&source.path, interfaces(source));
    }
    for source in sources {
        for path in workspace.wanted(source) {
            workspace.remove(&path);
        }
    }
    workspace
}
