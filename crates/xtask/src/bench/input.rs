//! What is measured on: the KFP files of the corpus, or generated ones.

use std::path::PathBuf;
use std::sync::Arc;

use ir_tests::{corpus, generate};

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
            let ours = || cases.iter().filter(|c| c.is_ours() && c.verdict == "valid");
            let paths = ours().map(|c| folder.join(&c.path)).collect();
            return Self {
                what: "the KFP files of the corpus",
                texts: ours().map(|c| c.text.clone()).collect(),
                paths,
            };
        }
        let texts = (1..=40).map(|n| generate::pipeline(n * 3).into()).collect();
        Self { what: "generated pipelines", texts, paths: Vec::new() }
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
