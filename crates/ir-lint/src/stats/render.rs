//! The numbers, for people and for programs.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::{Pin, Stats};
use crate::args::Listing;
use crate::clean;
use crate::style::{BOLD, DIM, paint};

/// Rows of a table that are shown; of the rest the number is said.
const ROWS: usize = 10;

/// The whole, as text that ends with a line break.
pub fn render(stats: &Stats, shape: Listing, color: bool) -> String {
    match shape {
        Listing::Text => text(stats, color),
        Listing::Json => serde_json::to_string_pretty(stats).unwrap_or_default() + "\n",
        Listing::Dot => dot(stats),
        Listing::Mermaid => mermaid(stats),
    }
}

fn text(stats: &Stats, color: bool) -> String {
    let t = &stats.totals;
    let list = |items: Vec<(usize, &str)>| {
        let some = items.into_iter().filter(|(n, _)| *n > 0).map(|(n, words)| format!("{n} {words}"));
        some.collect::<Vec<_>>().join(", ")
    };
    let formats = list(stats.formats.iter().map(|f| (f.files, f.format)).collect());
    let pins = [(t.by_digest, "by digest"), (t.by_tag, "by tag"), (t.unpinned, "unpinned"), (t.computed, "computed")];
    let rows = [
        ("files", t.files, formats),
        ("pipelines", t.pipelines, if t.depth > 1 { format!("graphs {} deep", t.depth) } else { String::new() }),
        ("components", t.components, list(vec![(t.unused, "named by nobody")])),
        ("tasks", t.tasks, String::new()),
        ("images", t.images, list(pins.to_vec())),
        (
            "references",
            t.references,
            list(vec![
                (t.elsewhere, "not at hand"),
                (t.cycles, if t.cycles == 1 { "circle of files" } else { "circles of files" }),
            ]),
        ),
    ];
    let mut out = String::new();
    let width = rows.iter().map(|r| r.1.to_string().len()).max().unwrap_or(0);
    for (name, number, more) in rows {
        let line = format!("{name:<11} {number:>width$}  {}", paint(&more, DIM, color && !more.is_empty()));
        let _ = writeln!(out, "{}", line.trim_end());
    }
    let mut table = |title: &str, rows: Vec<(String, String)>| section(&mut out, title, &rows, color);
    let pipelines = stats.pipelines.iter().map(|p| (p.tasks.to_string(), format!("{} ({})", p.name, p.file)));
    table("Largest pipelines, by tasks", pipelines.collect());
    let images = stats.images.iter().map(|i| {
        let remark = if i.pin == Pin::None { " (unpinned)" } else { "" };
        (i.uses.to_string(), format!("{}{remark}", i.image))
    });
    table("Images, by containers", images.collect());
    let links = stats.links.iter().map(|l| (l.references.to_string(), format!("{} → {}", l.from, l.to)));
    table("Files that name files, by references", links.collect());
    let lost = stats.elsewhere.iter().map(|e| {
        let status = if e.status == "unknown" { String::new() } else { format!(" ({})", e.status) };
        (e.references.to_string(), format!("{}: {}{status}", e.file, e.names))
    });
    table("Not at hand, by references", lost.collect());
    let unused = stats.unused.iter().map(|u| {
        let name = if u.component.is_empty() { "without a name" } else { &u.component };
        (String::new(), format!("{}:{} {name}", u.file, u.line))
    });
    table("Components that nobody names", unused.collect());
    let cycles = stats.cycles.iter().map(|c| (c.len().to_string(), c.join(", ")));
    table("Circles of files", cycles.collect());
    out
}

fn section(out: &mut String, title: &str, rows: &[(String, String)], color: bool) {
    if rows.is_empty() {
        return;
    }
    let shown = rows.get(..rows.len().min(ROWS)).unwrap_or(&[]);
    let width = shown.iter().map(|(number, _)| number.len()).max().unwrap_or(0);
    let _ = writeln!(out, "\n{}", paint(title, BOLD, color));
    for (number, words) in shown {
        let gap = if width > 0 { "  " } else { "" };
        let _ = writeln!(out, "  {number:>width$}{gap}{}", clean::line(words));
    }
    if rows.len() > ROWS {
        let _ = writeln!(out, "  {}", paint(&format!("and {} more", rows.len() - ROWS), DIM, color));
    }
}

/// The files that name others or are named, sorted.
fn nodes(stats: &Stats) -> Vec<&str> {
    let ends = stats.links.iter().flat_map(|l| [&*l.from, &*l.to]);
    ends.collect::<BTreeSet<_>>().into_iter().collect()
}

fn dot(stats: &Stats) -> String {
    let quoted = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', " "));
    let mut out = "digraph files {\n  rankdir = LR;\n  node [shape = box];\n".to_owned();
    for node in nodes(stats) {
        let _ = writeln!(out, "  {};", quoted(node));
    }
    for link in &stats.links {
        let label = if link.references > 1 { format!(" [label = \"{}\"]", link.references) } else { String::new() };
        let _ = writeln!(out, "  {} -> {}{label};", quoted(&link.from), quoted(&link.to));
    }
    out + "}\n"
}

fn mermaid(stats: &Stats) -> String {
    let nodes = nodes(stats);
    let entity = |text: &str| text.replace('#', "#35;").replace('"', "#quot;").replace('\n', " ");
    let id = |file: &str| nodes.binary_search(&file).unwrap_or(0);
    let mut out = "flowchart LR\n".to_owned();
    for (i, node) in nodes.iter().enumerate() {
        let _ = writeln!(out, "  f{i}[\"{}\"]", entity(node));
    }
    for link in &stats.links {
        let label = if link.references > 1 { format!("|{}|", link.references) } else { String::new() };
        let _ = writeln!(out, "  f{} -->{label} f{}", id(&link.from), id(&link.to));
    }
    out
}
