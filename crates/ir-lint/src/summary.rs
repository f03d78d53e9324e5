//! What a run comes to: counts, the last line, the exit code.

use std::fmt::Write as _;
use std::time::Duration;

use ir_analyzer::fix_of;
use ir_model::{Diagnostic, Safety, Severity};
use serde::Serialize;

/// Counts of a run, or of one file of it.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize)]
pub struct Tally {
    /// Files looked at.
    pub files: usize,
    /// Of these, components.
    pub components: usize,
    /// Of these, pipelines.
    pub pipelines: usize,
    /// Findings.
    pub errors: usize,
    /// Findings.
    pub warnings: usize,
    /// Findings.
    pub infos: usize,
    /// Findings with a fix that keeps the meaning.
    #[serde(skip)]
    pub safe: usize,
    /// Findings with a fix that is only a guess.
    #[serde(skip)]
    pub guessed: usize,
}

impl Tally {
    /// Counts findings.
    pub fn count(&mut self, findings: &[Diagnostic]) {
        for finding in findings {
            match finding.severity {
                Severity::Error => self.errors += 1,
                Severity::Warning => self.warnings += 1,
                Severity::Info => self.infos += 1,
                Severity::Hint => {}
            }
            if fix_of(finding, Safety::Safe).is_some() {
                self.safe += 1;
            } else if !finding.fixes.is_empty() {
                self.guessed += 1;
            }
        }
    }

    /// Adds what another counted.
    pub fn add(&mut self, other: &Self) {
        self.files += other.files;
        self.components += other.components;
        self.pipelines += other.pipelines;
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.infos += other.infos;
        self.safe += other.safe;
        self.guessed += other.guessed;
    }

    /// Whether any file was a pipeline file.
    pub const fn any_ours(&self) -> bool {
        self.components + self.pipelines > 0
    }

    /// Whether something was found that fails a check: errors and warnings do, infos do not.
    pub const fn fails(&self) -> bool {
        self.errors + self.warnings > 0
    }

    /// `214 files, 18 components, 3 pipelines: 2 errors, 5 warnings in 41 ms`
    pub fn line(&self, took: Duration) -> String {
        let took = match took.as_millis() {
            0 => "1 ms".to_owned(),
            ms @ 1..10_000 => format!("{ms} ms"),
            ms => format!("{}.{} s", ms / 1000, ms % 1000 / 100),
        };
        format!("{} in {took}", self.counts())
    }

    /// What of it could be fixed, if anything.
    pub fn fixes_hint(&self) -> Option<String> {
        match (self.safe, self.guessed) {
            (0, 0) => None,
            (safe, 0) => Some(format!("{safe} can be fixed with --fix")),
            (0, guessed) => Some(format!("{guessed} can be fixed with --fix --unsafe-fixes")),
            (safe, guessed) => {
                Some(format!("{safe} can be fixed with --fix, {guessed} more with --fix --unsafe-fixes"))
            }
        }
    }

    /// `214 files, 18 components, 3 pipelines: 2 errors, 5 warnings`
    pub fn counts(&self) -> String {
        let mut line = count(self.files, "file");
        for (n, thing) in [(self.components, "component"), (self.pipelines, "pipeline")] {
            if n > 0 {
                let _ = write!(line, ", {}", count(n, thing));
            }
        }
        let findings: Vec<String> = [(self.errors, "error"), (self.warnings, "warning"), (self.infos, "info")]
            .into_iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, thing)| count(n, thing))
            .collect();
        let findings = if findings.is_empty() { "no findings".to_owned() } else { findings.join(", ") };
        format!("{line}: {findings}")
    }
}

/// `1 file`, `2 files`, `3 fixes`.
pub fn count(n: usize, thing: &str) -> String {
    let plural = match n {
        1 => "",
        _ if thing.ends_with('x') => "es",
        _ => "s",
    };
    format!("{n} {thing}{plural}")
}

/// How the program ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Exit {
    /// Nothing of note.
    Clean = 0,
    /// Errors or warnings were found.
    Findings = 1,
    /// Something could not be done.
    Failed = 2,
}

#[cfg(test)]
mod tests {
    use super::Tally;
    use std::time::Duration;

    #[test]
    fn the_last_line() {
        let tally = Tally { files: 214, components: 18, pipelines: 1, errors: 2, warnings: 1, ..Tally::default() };
        assert_eq!(
            tally.line(Duration::from_micros(41_900)),
            "214 files, 18 components, 1 pipeline: 2 errors, 1 warning in 41 ms"
        );
        let clean = Tally { files: 1, pipelines: 1, ..Tally::default() };
        assert_eq!(clean.line(Duration::from_millis(12_345)), "1 file, 1 pipeline: no findings in 12.3 s");
    }
}
