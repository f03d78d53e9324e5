//! `docs/rules/`: one page a rule and an index, in the rules' own words.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use ir_analyzer::{Family, Rule, rules};

use crate::{Failure, root, say};

/// Writes the pages, or with `check` compares them with what is there.
pub fn run(check: bool) -> Result<(), Failure> {
    let folder = root().join("docs/rules");
    let pages = pages();
    let stale = stale(&folder, &pages)?;
    if stale.is_empty() {
        say(&format!("docs/rules: {} pages are as the rules say", pages.len()));
        return Ok(());
    }
    if check {
        return Err(format!("docs/rules is stale ({}): run `cargo xtask docs`", stale.join(", ")).into());
    }
    std::fs::create_dir_all(&folder)?;
    for name in &stale {
        match pages.get(name) {
            Some(text) => std::fs::write(folder.join(name), text)?,
            None => std::fs::remove_file(folder.join(name))?,
        }
    }
    say(&format!("docs/rules: {} of {} pages written", stale.len(), pages.len()));
    Ok(())
}

/// The names of pages that are missing, different, or of no rule.
fn stale(folder: &Path, pages: &BTreeMap<String, String>) -> Result<Vec<String>, Failure> {
    let mut stale: Vec<String> = pages
        .iter()
        .filter(|(name, text)| std::fs::read_to_string(folder.join(name)).ok().as_ref() != Some(text))
        .map(|(name, _)| name.clone())
        .collect();
    if folder.is_dir() {
        for entry in std::fs::read_dir(folder)? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if !pages.contains_key(&name) {
                stale.push(name);
            }
        }
    }
    Ok(stale)
}

fn pages() -> BTreeMap<String, String> {
    let mut pages: BTreeMap<String, String> = rules::all().iter().map(|r| (format!("{}.md", r.id), page(r))).collect();
    pages.insert("README.md".into(), index());
    pages
}

fn page(rule: &Rule) -> String {
    let off = if rules::on_by_default(rule) { "" } else { " · off unless switched on" };
    let fix = if rule.fixable { " · offers fixes" } else { "" };
    let (id, severity, family) = (rule.id, rule.severity.as_str(), rule.family.as_str());
    let (summary, explanation) = (capital(rule.summary), rule.explanation.trim());
    let mut page =
        format!("# {id}\n\n{severity} · [{family}](README.md#{family}){off}{fix}\n\n{summary}.\n\n{explanation}\n");
    page += "\n## Examples\n\nMarks below a line show what is found in it.\n";
    for example in rule.examples {
        let text = example.text.trim_matches('\n');
        // A fence longer than any in the text.
        let fence = "`".repeat(3.max(longest_run(text, '`') + 1));
        let _ = write!(page, "\n{}:\n\n{fence}yaml\n{text}\n{fence}\n", capital(example.title));
    }
    page
}

fn index() -> String {
    let all = rules::all();
    let mut index = format!(
        "# Rules\n\n{} rules. `ir-lint explain RULE` says the same in a terminal. These pages are written by \
         `cargo xtask docs` from the rules' source.\n",
        all.len()
    );
    for family in Family::ALL {
        let members: Vec<&&Rule> = all.iter().filter(|r| r.family == family).collect();
        if members.is_empty() {
            continue;
        }
        let _ = write!(index, "\n## {}\n\n| rule | severity | finds |\n|---|---|---|\n", family.as_str());
        for rule in members {
            let off = if rules::on_by_default(rule) { "" } else { " (off)" };
            let summary = rule.summary.replace('|', "\\|");
            let _ = writeln!(index, "| [{0}]({0}.md) | {1}{off} | {summary} |", rule.id, rule.severity.as_str());
        }
    }
    index
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn longest_run(text: &str, of: char) -> usize {
    text.split(|c| c != of).map(str::len).max().unwrap_or(0)
}
