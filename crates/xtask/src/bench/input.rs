//! What is measured on: the files of the corpus, one family of formats after the other, or generated ones.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ir_tests::corpus::{self, Case};
use ir_tests::generate;

/// Files.
pub struct Input {
    /// Where they come from.
    pub what: &'static str,
    /// Their texts.
    pub texts: Vec<Arc<str>>,
    /// Their paths, where they are on disk.
    pub paths: Vec<PathBuf>,
}

impl Input {
    /// The corpus where there is one.
    pub fn find() -> Self {
        if let (Some(folder), Some(cases)) = (corpus::folder(), corpus::cases()) {
            return Self::of(&folder, &cases, "the KFP files of the corpus", |dialect| dialect.starts_with("kfp-"));
        }
        let texts = (1..=40).map(|n| generate::pipeline(n * 3).into()).collect();
        Self { what: "generated pipelines", texts, paths: Vec::new() }
    }

    /// The other families of formats that the corpus has.
    pub fn others() -> Vec<Self> {
        let (Some(folder), Some(cases)) = (corpus::folder(), corpus::cases()) else { return Vec::new() };
        let family = |what, name: &'static str| Self::of(&folder, &cases, what, move |dialect| dialect == name);
        let found =
            [family("the Argo files of the corpus", "argo"), family("the Tekton files of the corpus", "tekton")];
        found.into_iter().filter(|input| !input.texts.is_empty()).collect()
    }

    fn of(folder: &Path, cases: &[Case], what: &'static str, wanted: impl Fn(&str) -> bool) -> Self {
        let ours = || cases.iter().filter(|c| wanted(&c.dialect) && c.is_ours() && c.is_valid());
        let paths = ours().map(|c| folder.join(&c.path)).collect();
        Self { what, texts: ours().map(|c| c.text.clone()).collect(), paths }
    }

    /// The largest compiled pipeline in YAML whose tasks use each other's outputs.
    pub fn largest(&self) -> Option<&str> {
        let fits = |text: &&str| !text.starts_with('{') && text.contains("producerTask: ");
        self.texts.iter().map(|text| &**text).filter(fits).max_by_key(|text| text.len())
    }

    /// All their bytes.
    pub fn bytes(&self) -> usize {
        self.texts.iter().map(|t| t.len()).sum()
    }
}
