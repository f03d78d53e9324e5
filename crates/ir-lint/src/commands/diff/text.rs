//! Changes for people.

use std::fmt::Write as _;

use ir_diff::{Change, FileChanges, Sign, Verdict};

use super::Shown;
use super::versions::Version;
use crate::clean;
use crate::position::Lines;
use crate::style::{BOLD, DIM, paint};

/// All changes, file by file and component by component.
pub fn render(shown: &Shown<'_>, color: bool) -> String {
    let mut out = String::new();
    for file in &shown.found.files {
        if !out.is_empty() {
            out.push('\n');
        }
        let sides = Sides::of(shown, file);
        let counts = Shown::counts(file.changes.iter());
        let counts = if counts.is_empty() { String::new() } else { format!(": {counts}") };
        let _ = writeln!(out, "{}{counts}", paint(&clean::line(&sides.shown()), BOLD, color));
        let mut heading = None;
        for change in &file.changes {
            let here = (&change.component, change.visible);
            if heading != Some(here) {
                heading = Some(here);
                let _ = writeln!(out, "\n  {}", paint(&whose(change), BOLD, color));
            }
            one(change, &sides, color, &mut out);
        }
        for unknown in &file.unknown {
            let _ = writeln!(out, "    ? cannot be told: {}", clean::line(unknown));
        }
    }
    for unread in &shown.found.unread {
        if !out.is_empty() {
            out.push('\n');
        }
        let name = paint(&clean::line(&unread.name), BOLD, color);
        let _ = writeln!(out, "{name}: nothing can be said: {}", clean::line(&unread.why));
    }
    out
}

fn one(change: &Change, sides: &Sides<'_>, color: bool, out: &mut String) {
    let sign = paint(&change.sign.symbol().to_string(), sign_color(change.sign), color);
    let verdict = format!("{:10}", change.verdict.word());
    let verdict = paint(&verdict, verdict_color(change.verdict), color);
    let title = clean::line(&change.title);
    let place = sides.place(change).map(|p| format!("  {}", paint(&clean::line(&p), DIM, color))).unwrap_or_default();
    let _ = writeln!(out, "    {sign} {verdict} {title}{place}");
    if change.verdict >= Verdict::Behaviour && !change.reason().is_empty() {
        let _ = writeln!(out, "                 {}", paint(change.reason(), DIM, color));
    }
}

/// What a change belongs to.
pub fn whose(change: &Change) -> String {
    match (change.component.as_str(), change.visible) {
        ("", _) => "the file".to_owned(),
        (name, true) => format!("component `{}`", clean::line(name)),
        (name, false) => format!("inner component `{}`", clean::line(name)),
    }
}

const fn sign_color(sign: Sign) -> &'static str {
    match sign {
        Sign::Added => "\x1b[32m",
        Sign::Removed => "\x1b[31m",
        Sign::Changed => "\x1b[33m",
    }
}

const fn verdict_color(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Breaking => "\x1b[1m\x1b[31m",
        Verdict::Behaviour => "\x1b[33m",
        Verdict::Compatible => "\x1b[32m",
        Verdict::Internal => "",
        Verdict::Info => DIM,
    }
}

/// Both versions of a file, to tell places in them.
pub struct Sides<'a> {
    old: Option<(&'a Version, Lines)>,
    new: Option<(&'a Version, Lines)>,
}

impl<'a> Sides<'a> {
    pub fn of(shown: &Shown<'a>, file: &FileChanges) -> Self {
        let version = |all: &'a [Version], index: Option<usize>| {
            let version = all.get(index?)?;
            Some((version, Lines::new(version.source.text())))
        };
        Self { old: version(&shown.versions.old, file.old), new: version(&shown.versions.new, file.new) }
    }

    /// The name of the file: the new one, where there is one.
    pub fn shown(&self) -> String {
        self.new.as_ref().or(self.old.as_ref()).map_or_else(String::new, |(v, _)| v.shown.clone())
    }

    /// The name of one version, where the file is in it.
    pub fn path(&self, new: bool) -> Option<&str> {
        let side = if new { &self.new } else { &self.old };
        side.as_ref().map(|(v, _)| v.shown.as_str())
    }

    /// `file:line` in the new version, or else in the old.
    pub fn place(&self, change: &Change) -> Option<String> {
        let new = self.line(change, true).zip(self.path(true));
        let (line, path) = new.or_else(|| self.line(change, false).zip(self.path(false)))?;
        Some(format!("{path}:{}", line.0))
    }

    /// Line and column in one version, both from 1, as they are shown.
    pub fn line(&self, change: &Change, new: bool) -> Option<(u32, u32)> {
        let (side, span) = if new { (&self.new, change.place.new) } else { (&self.old, change.place.old) };
        let (version, lines) = side.as_ref()?;
        let at = lines.position(version.source.text(), span?.start);
        Some((at.line as u32, at.column as u32))
    }
}
