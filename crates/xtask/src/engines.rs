//! `docs/engines.md`: the evidence of `engines/` as a grid, and every statement with its sources.

use std::fmt::Write as _;

use ir_targets::{Cells, Engine, Evidence, Feature, Group, Support, has_detector};

use crate::{Failure, root, say};

/// Writes the page, or with `check` compares it with what is there.
pub fn run(check: bool) -> Result<(), Failure> {
    let path = root().join("docs/engines.md");
    let page = page(Evidence::embedded());
    if std::fs::read_to_string(&path).ok().as_ref() == Some(&page) {
        say("docs/engines.md is as the evidence says");
        return Ok(());
    }
    if check {
        return Err("docs/engines.md is stale: run `cargo xtask docs`".into());
    }
    std::fs::write(&path, page)?;
    say("docs/engines.md written");
    Ok(())
}

fn page(evidence: &Evidence) -> String {
    let features = evidence.features().count();
    let mut page = format!(
        "# Engines\n\nWhat {} engines make of {features} features. [targets.md](targets.md) tells how to read this and how to add to it. This page is \
         written by `cargo xtask docs` from the files of `engines/`.\n\n",
        evidence.engines.len()
    );
    page += "| engine | id | version | |\n|---|---|---|---|\n";
    for e in &evidence.engines {
        let _ = writeln!(page, "| {} | `{}` | {} | {} |", e.title, e.id, e.version, e.about);
    }
    page += "\n**●** works, **◐** in part, **○** does not, **?** nobody knows, blank: not a notion of that engine.\n";
    for cells in [Cells::File, Cells::Notion] {
        let engines: Vec<&Engine> = evidence.engines.iter().filter(|e| e.cells == cells).collect();
        page += match cells {
            Cells::File => "\n## KFP's own format, as these engines take it\n",
            Cells::Notion => "\n## Whether the same notion exists in the engine's own format\n",
        };
        for group in &evidence.groups {
            grid(&mut page, group, &engines);
        }
    }
    page += "\n## Statements and sources\n";
    for feature in evidence.features() {
        statements(&mut page, feature);
    }
    page += "\n## Versions\n\nPaths in sources are of these versions.\n\n";
    for repository in &evidence.repositories {
        let _ = writeln!(page, "- `{}`: {}", repository.name, repository.at);
    }
    page
}

fn grid(page: &mut String, group: &Group, engines: &[&Engine]) {
    let shown: Vec<&Feature> =
        group.features.iter().filter(|f| engines.iter().any(|e| !symbol(f, e).is_empty())).collect();
    if shown.is_empty() {
        return;
    }
    let _ = write!(page, "\n### {}\n\n{}\n\n| feature |", group.title, group.about);
    for engine in engines {
        let _ = write!(page, " {} |", engine.title);
    }
    let _ = write!(page, "\n|---|{}\n", ":-:|".repeat(engines.len()));
    for feature in shown {
        let _ = write!(page, "| [{}](#{}) |", feature.title, feature.id);
        for engine in engines {
            let _ = write!(page, " {} |", symbol(feature, engine));
        }
        page.push('\n');
    }
}

fn symbol(feature: &Feature, engine: &Engine) -> &'static str {
    match feature.cell(&engine.id).map(|cell| cell.support) {
        Some(Support::Full) => "●",
        Some(Support::Partial) => "◐",
        Some(Support::None) => "○",
        None if feature.kfp_only && engine.cells == Cells::Notion => "",
        None => "?",
    }
}

fn statements(page: &mut String, feature: &Feature) {
    let _ = write!(page, "\n### {}\n\n{}.", feature.id, capital(&feature.title));
    match &feature.undetected {
        Some(reason) => {
            let _ = write!(page, " Not looked for in files: {reason}.");
        }
        None => debug_assert!(has_detector(&feature.id), "{}", feature.id),
    }
    page.push_str("\n\n");
    for (engine, cell) in feature.cells() {
        let effect = cell.effect.map_or_else(String::new, |e| format!(", {}", e.word()));
        let note = cell.note.as_ref().map_or_else(String::new, |note| format!(": {note}"));
        let _ = writeln!(page, "- `{engine}` {}{effect}{note}", cell.support.word());
        for source in &cell.sources {
            let _ = writeln!(page, "  - {}", linked(source));
        }
    }
}

/// Pages as links, everything else as code.
fn linked(source: &str) -> String {
    if source.starts_with("https://") { format!("<{source}>") } else { format!("`{source}`") }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}
