//! What the tool itself could not do. Findings are about pipelines; failures are about the run.

use std::fmt::Display;
use std::io::Write;
use std::path::Path;

use miette::Diagnostic as _;
use serde::Serialize;

/// Something that could not be done, and what would work.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub struct Failure {
    /// The file it is about, as shown; empty where it is about none.
    pub path: String,
    /// One sentence, lower case, no full stop.
    pub message: String,
    /// What would work.
    pub help: Option<String>,
}

/// So many are shown in full; of the rest only the number.
const SHOWN: usize = 20;

impl Failure {
    /// A failure about a file.
    pub fn of(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { path: path.into(), message: message.into(), help: None }
    }

    /// The operating system refused something about a file.
    pub fn io(path: impl Into<String>, error: &std::io::Error) -> Self {
        let path = path.into();
        let failure = Self::of(path, words(error));
        match error.kind() {
            std::io::ErrorKind::NotFound => failure.help("paths start at the current folder"),
            std::io::ErrorKind::PermissionDenied => failure.help("make it readable, or leave it out"),
            _ => failure,
        }
    }

    /// With what would work.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// The operating system's words, without its error numbers.
fn words(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        std::io::ErrorKind::IsADirectory => "is a folder".to_owned(),
        _ => {
            let words = error.to_string();
            let words = words.split(" (os error").next().unwrap_or(&words);
            let mut chars = words.chars();
            chars.next().map_or_else(String::new, |c| c.to_lowercase().chain(chars).collect())
        }
    }
}

impl Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", crate::clean::line(&self.path))?;
        }
        f.write_str(&crate::clean::line(&self.message))
    }
}

impl std::error::Error for Failure {}

impl miette::Diagnostic for Failure {
    fn help<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        self.help.as_ref().map(|h| Box::new(crate::clean::line(h)) as Box<dyn Display>)
    }
}

/// Shows failures on standard error.
pub fn show(failures: &[Failure]) {
    let mut err = anstream::stderr().lock();
    for failure in failures.iter().take(SHOWN) {
        let _ = write!(err, "{}", rendered(failure));
    }
    if let Some(more @ 1..) = failures.len().checked_sub(SHOWN) {
        let _ = writeln!(err, "and {more} more like these");
    }
}

/// As miette draws it, in colour; `anstream` takes the colour away where it is not wanted.
fn rendered(failure: &Failure) -> String {
    let theme = miette::GraphicalTheme::unicode();
    let handler = miette::GraphicalReportHandler::new_themed(theme).with_links(false).with_width(100);
    let mut text = String::new();
    if handler.render_report(&mut text, failure).is_err() {
        text = failure.help().map_or_else(|| format!("{failure}\n"), |help| format!("{failure}\n  help: {help}\n"));
    }
    text
}

/// A path as people see it: relative where it is inside the current folder `here`, else as it was written.
pub fn shown(here: &Path, path: &Path) -> String {
    let path = path.strip_prefix(here).or_else(|_| path.strip_prefix(".")).unwrap_or(path);
    if path.as_os_str().is_empty() { ".".to_owned() } else { path.display().to_string() }
}

#[cfg(test)]
mod tests {
    use super::shown;
    use std::path::Path;

    #[test]
    fn paths_are_short_where_they_can_be() {
        let here = Path::new("/home/me/repo");
        for (path, seen) in [
            ("./a/b.yaml", "a/b.yaml"),
            ("/home/me/repo/a.yaml", "a.yaml"),
            ("/home/me/other.yaml", "/home/me/other.yaml"),
            ("../other.yaml", "../other.yaml"),
            (".", "."),
            ("/home/me/repo", "."),
        ] {
            assert_eq!(shown(here, Path::new(path)), seen);
        }
    }
}
