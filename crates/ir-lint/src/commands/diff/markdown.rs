//! Changes for a pull request: what matters to callers in a table, the rest folded away.

use std::fmt::Write as _;

use ir_diff::{Change, FileChanges, Verdict};

use super::Shown;
use super::text::Sides;
use crate::clean;

/// The longest folded table: a comment on a pull request has an end.
const MOST: usize = 200;

/// All changes.
pub fn render(shown: &Shown<'_>) -> String {
    let all: Vec<&Change> = shown.found.changes().collect();
    let counts = Shown::counts(all.iter().copied());
    let mut out = String::new();
    match counts.is_empty() {
        true => out.push_str("### Pipelines: no change\n"),
        false => {
            let _ = writeln!(out, "### Pipelines: {counts}");
        }
    }
    for file in &shown.found.files {
        one(shown, file, &mut out);
    }
    if !shown.found.unread.is_empty() {
        out.push_str("\nNothing can be said about\n\n");
        for unread in &shown.found.unread {
            let _ = writeln!(out, "- {}: {}", code(&unread.name), escape(&unread.why));
        }
    }
    out
}

fn one(shown: &Shown<'_>, file: &FileChanges, out: &mut String) {
    let sides = Sides::of(shown, file);
    let _ = writeln!(out, "\n#### {}", code(&sides.shown()));
    let (grave, mild): (Vec<&Change>, Vec<&Change>) =
        file.changes.iter().partition(|c| c.verdict >= Verdict::Compatible);
    if !grave.is_empty() {
        out.push('\n');
        table(&grave, &sides, out);
    }
    if !mild.is_empty() {
        let counts = Shown::counts(mild.iter().copied());
        let _ = writeln!(out, "\n<details><summary>{counts}</summary>\n");
        table(&mild, &sides, out);
        out.push_str("\n</details>\n");
    }
    for unknown in &file.unknown {
        let _ = writeln!(out, "\nCannot be told: {}", escape(unknown));
    }
}

fn table(changes: &[&Change], sides: &Sides<'_>, out: &mut String) {
    out.push_str("| | component | change | line |\n|---|---|---|---|\n");
    let mut changes = changes.to_vec();
    changes.sort_by_key(|c| std::cmp::Reverse(c.verdict));
    for change in changes.iter().take(MOST) {
        let verdict = change.verdict.word();
        let verdict = if change.verdict == Verdict::Breaking { format!("**{verdict}**") } else { verdict.to_owned() };
        let component = if change.component.is_empty() { String::new() } else { code(&change.component) };
        let line = match (sides.line(change, true), sides.line(change, false)) {
            (Some((line, _)), _) => line.to_string(),
            (None, Some((line, _))) => format!("{line} before"),
            _ => String::new(),
        };
        let _ = writeln!(out, "| {verdict} | {component} | {} | {line} |", escape(&change.title));
    }
    if let Some(more @ 1..) = changes.len().checked_sub(MOST) {
        let _ = writeln!(out, "\nand {more} more");
    }
}

/// A name in a cell.
fn code(name: &str) -> String {
    format!("`{}`", clean::line(name).replace('`', "'").replace('|', "\\|"))
}

/// A sentence in a cell: what stands in backticks is code, all else is text.
fn escape(text: &str) -> String {
    let mut out = String::new();
    let line = clean::line(text);
    for (number, part) in line.split('`').enumerate() {
        let is_code = number % 2 == 1;
        if number > 0 {
            out.push('`');
        }
        for c in part.chars() {
            match c {
                '|' => out.push_str("\\|"),
                '<' if !is_code => out.push_str("&lt;"),
                '&' if !is_code => out.push_str("&amp;"),
                '*' | '_' | '[' | ']' | '\\' | '#' | '~' | '@' if !is_code => {
                    out.push('\\');
                    out.push(c);
                }
                c => out.push(c),
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn what_files_say_stays_text() {
        assert_eq!(
            escape("input `a|b` is <b>new</b>: *x* | @y"),
            "input `a\\|b` is &lt;b>new&lt;/b>: \\*x\\* \\| \\@y"
        );
    }
}
