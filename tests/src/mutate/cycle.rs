//! Tasks that wait for each other.

use ir_model::Severity;
use ir_syntax::{Node, Span};

use super::grammar::What;
use super::{File, Mutant, is_flow};

pub(super) fn mutants(file: &File<'_>, all: &mut Vec<Mutant>) {
    for site in &file.sites {
        let (Some(task), What::Name("producerTask" | "dependentTask", name)) = (site.task, site.what) else { continue };
        // `task` waits for `producer`: now `producer` waits for `task` too.
        let Some(producer) = task.parent().and_then(|tasks| tasks.get(name.text())) else { continue };
        let Some(waits) = task.key().map(Node::text) else { continue };
        let Some(first) = producer.own_entries().next() else { continue };
        let (span, words) = match producer.get("dependentTasks") {
            Some(list) => match list.items().next() {
                Some(item) if is_flow(list) => (item.span(), format!("\"{waits}\", ")),
                Some(item) => {
                    // The dash stands somewhere before the item on its line.
                    let line = file.line(item.span().start);
                    let indent = Span::new(file.index.line_start(line), item.span().start).slice(file.source.text());
                    (item.span(), format!("{waits}\n{indent}"))
                }
                None => continue,
            },
            None if is_flow(producer) => (first.key.span(), format!("\"dependentTasks\": [\"{waits}\"], ")),
            None => {
                let line = file.line(first.key.span().start);
                let indent = Span::new(file.index.line_start(line), first.key.span().start).slice(file.source.text());
                (first.key.span(), format!("dependentTasks: [{waits}]\n{indent}"))
            }
        };
        // The finding may stand at any edge of the cycle.
        let added = words.matches('\n').count() as u32;
        let at = file.line(span.start);
        let mut lines: Vec<u32> = (at..=at + added).collect();
        for node in [task, producer] {
            let start = file.line(node.key().unwrap_or(node).span().start);
            lines.extend((start..=file.line(node.span().end)).map(|l| if l > at { l + added } else { l }));
        }
        all.push(Mutant {
            kind: "cycle",
            what: format!("`{}` waits for `{waits}`", name.text()),
            edits: vec![(Span::at(span.start), words)],
            lines,
            level: Severity::Error,
        });
    }
}
