//! What is measured on: the valid files of the corpus, one family of formats after the other, or generated ones.

use std::path::PathBuf;
use std::sync::Arc;

use ir_tests::corpus::{self, Case};
use ir_tests::generate;

/// A family of formats.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum Format {
    /// Kubeflow Pipelines.
    Kfp,
    /// Argo Workflows.
    Argo,
    /// Tekton Pipelines.
    Tekton,
}

impl Format {
    /// All of them, the one first that others are compared with.
    pub const ALL: [Self; 3] = [Self::Kfp, Self::Argo, Self::Tekton];

    /// What people call it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Kfp => "KFP",
            Self::Argo => "Argo",
            Self::Tekton => "Tekton",
        }
    }

    /// The name that `cargo xtask bench --format` takes.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Kfp => "kfp",
            Self::Argo => "argo",
            Self::Tekton => "tekton",
        }
    }

    fn has(self, case: &Case) -> bool {
        match self {
            Self::Kfp => case.is_kfp(),
            Self::Argo => case.dialect == "argo" && case.is_ours(),
            Self::Tekton => case.is_tekton(),
        }
    }

    /// Valid files with so many tasks.
    fn pipeline(self, tasks: usize) -> String {
        match self {
            Self::Kfp => generate::pipeline(tasks),
            Self::Argo => generate::workflow(tasks),
            Self::Tekton => generate::manifests(tasks),
        }
    }

    /// A file of about 2,000 lines.
    pub fn generated(self) -> String {
        self.pipeline(if self == Self::Kfp { 42 } else { 50 })
    }

    /// A file ten times as long.
    pub fn ten_times(self) -> String {
        self.pipeline(if self == Self::Kfp { 420 } else { 500 })
    }

    /// The lines that a session with the server edits.
    pub const fn edited(self) -> Edited {
        match self {
            Self::Kfp => Edited { begin: "producerTask: ", after: "" },
            Self::Argo => Edited { begin: "template: ", after: "" },
            Self::Tekton => Edited { begin: "- ", after: "runAfter:" },
        }
    }
}

/// Files.
pub struct Input {
    /// Their format.
    pub format: Format,
    /// Where they come from.
    pub what: &'static str,
    /// Their texts.
    pub texts: Vec<Arc<str>>,
    /// Their paths, where they are on disk.
    pub paths: Vec<PathBuf>,
}

impl Input {
    /// The valid files of a format: the corpus' where there is one, else generated ones.
    pub fn of(format: Format) -> Self {
        if let (Some(folder), Some(cases)) = (corpus::folder(), corpus::cases()) {
            let valid = || cases.iter().filter(|c| format.has(c) && c.is_valid());
            let paths = valid().map(|c| folder.join(&c.path)).collect();
            return Self { format, what: "of the corpus", texts: valid().map(|c| c.text.clone()).collect(), paths };
        }
        let texts = (1..=40).map(|n| format.pipeline(n * 3).into()).collect();
        Self { format, what: "generated", texts, paths: Vec::new() }
    }

    /// The largest YAML file with a line that [`Edited`] means.
    pub fn largest(&self, edited: Edited) -> Option<&str> {
        let fits = |text: &&str| !text.starts_with('{') && edited.lines(text).next().is_some();
        self.texts.iter().map(|text| &**text).filter(fits).max_by_key(|text| text.len())
    }

    /// All their bytes.
    pub fn bytes(&self) -> usize {
        self.texts.iter().map(|t| t.len()).sum()
    }
}

/// Which lines end with the name of a task or template of the same file: a letter more, and the name is unknown.
#[derive(Clone, Copy, Debug)]
pub struct Edited {
    /// How the line begins, spaces left out.
    pub begin: &'static str,
    /// How the line before it begins.
    pub after: &'static str,
}

impl Edited {
    /// The lines with their numbers, from 0.
    pub fn lines(self, text: &str) -> impl Iterator<Item = (usize, &str)> {
        let behind = text.lines().enumerate().skip(1);
        behind.zip(text.lines()).filter_map(move |((number, line), before)| {
            let fits = line.trim_start().starts_with(self.begin) && before.trim_start().starts_with(self.after);
            fits.then_some((number, line))
        })
    }
}
