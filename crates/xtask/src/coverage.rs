//! `docs/coverage/*.md`, from the tables beside them: every demand of a format, and the rules that see to it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use ir_analyzer::rules;

use crate::{Failure, root};

/// Writes the page, or checks that it is up to date. An error says what to do.
pub(crate) fn run(check: bool) -> Result<(), Failure> {
    let folder = folder();
    for (name, title) in TABLES {
        let page = render(&read(&folder.join(format!("{name}.tsv")))?, name, title)?;
        let path = folder.join(format!("{name}.md"));
        if !check {
            fs::write(&path, page).map_err(|e| format!("{}: {e}", path.display()))?;
        } else if read(&path)? != page {
            return Err(format!("{} is out of date: run `cargo xtask coverage`", path.display()).into());
        }
    }
    Ok(())
}

/// The tables, and what their formats are called.
const TABLES: &[(&str, &str)] =
    &[("kfp", "Kubeflow Pipelines"), ("argo", "Argo Workflows"), ("tekton", "Tekton Pipelines")];

fn folder() -> PathBuf {
    root().join("docs/coverage")
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}

/// One demand of the format.
struct Row<'t> {
    section: &'t str,
    demand: &'t str,
    rules: Vec<&'t str>,
    words: &'t str,
}

/// The page. Every demand must have an answer: rules that exist, or words on why there is none.
fn render(table: &str, name: &str, title: &str) -> Result<String, String> {
    let pending: Vec<&str> =
        table.lines().filter_map(|l| l.strip_prefix("# pending: ")).flat_map(str::split_whitespace).collect();
    let mut rows = Vec::new();
    let mut wrong = String::new();
    for (number, line) in table.lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.is_empty()) {
        match row(line, &pending) {
            Ok(row) => rows.push(row),
            Err(why) => wrong += &format!("{name}.tsv:{}: {why}\n", number + 1),
        }
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let served = rows.iter().filter(|row| row.rules.iter().any(|id| rules::find(id).is_some())).count();
    let mut page = format!("# Coverage: {title}\n\n");
    page += &format!(
        "Each demand of the formats, and the rules that see to it, or why none does. Written by `cargo xtask coverage` from `{name}.tsv`.\n\n"
    );
    page += &format!("{served} of {} demands have a rule.\n", rows.len());
    let mut section = "";
    for row in &rows {
        if row.section != section {
            section = row.section;
            page += &format!("\n## {section}\n\n| demand | rules | |\n|---|---|---|\n");
        }
        let links: Vec<String> = row.rules.iter().map(|id| link(id)).collect();
        // Writing to a string cannot fail.
        _ = writeln!(page, "| {} | {} | {} |", cell(row.demand), links.join(", "), cell(row.words));
    }
    Ok(page)
}

fn row<'t>(line: &'t str, pending: &[&str]) -> Result<Row<'t>, String> {
    let mut columns = line.split('\t');
    let mut next = || columns.next().unwrap_or("").trim();
    let (section, demand, ids, words) = (next(), next(), next(), next());
    if section.is_empty() || demand.is_empty() {
        return Err("a section and a demand are wanted".to_owned());
    }
    if columns.next().is_some() {
        return Err("there are more than four columns".to_owned());
    }
    let rules: Vec<&str> = ids.split_whitespace().filter(|id| *id != "-").collect();
    if rules.is_empty() && words.is_empty() {
        return Err(format!("`{demand}` has no answer"));
    }
    match rules.iter().find(|id| rules::find(id).is_none() && !pending.contains(id)) {
        Some(id) => Err(format!("there is no rule `{id}`")),
        None => Ok(Row { section, demand, rules, words }),
    }
}

fn link(id: &str) -> String {
    match rules::find(id) {
        Some(_) => format!("[`{id}`](../rules/{id}.md)"),
        None => format!("`{id}` (not yet)"),
    }
}

/// A bar would end the cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_up_to_date() {
        run(true).unwrap();
    }

    #[test]
    fn a_demand_without_an_answer_or_with_a_rule_that_is_none_is_refused() {
        let render = |table: &str| render(table, "kfp", "Kubeflow Pipelines");
        assert_eq!(render("1\tkeys\tunknown-key\n").map(|p| p.contains("1 of 1 demands")), Ok(true));
        assert_eq!(render("1\tkeys\t-\n"), Err("kfp.tsv:1: `keys` has no answer\n".to_owned()));
        assert_eq!(render("1\tkeys\tunknown-kye\n"), Err("kfp.tsv:1: there is no rule `unknown-kye`\n".to_owned()));
        assert_eq!(render("# pending: unknown-kye\n1\tkeys\tunknown-kye\n").map(|p| p.contains("(not yet)")), Ok(true));
    }

    #[test]
    fn every_rule_serves_a_demand() {
        let tables = TABLES.iter().map(|(name, _)| read(&folder().join(format!("{name}.tsv"))).unwrap());
        let table: String = tables.collect();
        let served: Vec<&str> =
            table.lines().filter_map(|l| l.split('\t').nth(2)).flat_map(str::split_whitespace).collect();
        // What concerns any YAML file, or comments to us, stands in no format.
        let general = [
            "syntax-error",
            "swallowed-line",
            "invalid-suppression",
            "suppression-without-reason",
            "unused-suppression",
        ];
        let idle: Vec<&str> =
            rules::all().iter().map(|r| r.id).filter(|id| !served.contains(id) && !general.contains(id)).collect();
        assert!(idle.is_empty(), "{idle:?}");
    }
}
