//! Patterns of files as people know them from `.gitignore`, by paths from the folder of the configuration.

use std::path::Path;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// Several patterns, one of which must fit.
#[derive(Clone, Debug, Default)]
pub struct Patterns(GlobSet);

impl Patterns {
    /// Reads patterns; those that cannot be read fit nothing.
    #[must_use]
    pub fn new<'p>(written: impl IntoIterator<Item = &'p str>) -> Self {
        let mut set = GlobSetBuilder::new();
        for glob in written.into_iter().filter_map(|pattern| globs(pattern).ok()).flatten() {
            set.add(glob);
        }
        Self(set.build().unwrap_or_default())
    }

    /// Whether one fits a path from the folder of the configuration on, or a folder on the way to it.
    #[must_use]
    pub fn fit(&self, path: &Path) -> bool {
        self.0.is_match(path)
    }
}

/// The globs of one pattern: what it names, and what is inside of that.
///
/// # Errors
///
/// In words, where it is no pattern.
pub(super) fn globs(pattern: &str) -> Result<[globset::Glob; 2], String> {
    let inner = pattern.trim_end_matches('/');
    let anchored = inner.contains('/');
    let inner = inner.strip_prefix("./").unwrap_or(inner).trim_start_matches('/');
    if inner.is_empty() {
        return Err("it names nothing".into());
    }
    if inner.split('/').any(|part| part == "..") {
        return Err("it leads out of the folder of the configuration".into());
    }
    let start = if anchored { "" } else { "**/" };
    let glob = |end: &str| {
        let text = format!("{start}{inner}{end}");
        GlobBuilder::new(&text).literal_separator(true).build().map_err(|error| error.kind().to_string())
    };
    Ok([glob("")?, glob("/**")?])
}

#[cfg(test)]
mod tests {
    use super::{Patterns, globs};

    fn fits(pattern: &str, path: &str) -> bool {
        Patterns::new([pattern]).fit(path.as_ref())
    }

    #[test]
    fn a_pattern_without_a_slash_fits_at_any_depth() {
        assert!(fits("*.component.yaml", "a.component.yaml"));
        assert!(fits("*.component.yaml", "x/y/a.component.yaml"));
        assert!(fits("generated/", "x/generated/a.yaml"));
        assert!(!fits("generated", "x/generated.yaml"));
    }

    #[test]
    fn a_pattern_with_a_slash_starts_at_the_configuration() {
        assert!(fits("x/*.yaml", "x/a.yaml"));
        assert!(fits("./x/*.yaml", "x/a.yaml"));
        assert!(fits("/a.yaml", "a.yaml"));
        assert!(!fits("/a.yaml", "x/a.yaml"));
        assert!(!fits("x/*.yaml", "y/x/a.yaml"));
        assert!(!fits("x/*.yaml", "x/y/a.yaml"));
        assert!(fits("x/**/*.yaml", "x/y/a.yaml"));
        assert!(fits("x/y", "x/y/z/a.yaml"), "a folder with all that is in it");
    }

    #[test]
    fn what_is_no_pattern_is_told() {
        assert!(globs("a[").is_err());
        assert!(globs("../a").is_err());
        assert!(globs("/").is_err());
    }
}
