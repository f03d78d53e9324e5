//! Changes for programs; docs/diff.md describes the keys.

use ir_diff::{Change, FileChanges, Verdict};
use serde_json::{Map, Value, json};

use super::Shown;
use super::text::Sides;

/// The version of the format: a new one where keys go or change their meaning.
const VERSION: u32 = 1;

/// All changes.
pub fn render(shown: &Shown<'_>) -> String {
    let all: Vec<&Change> = shown.found.changes().collect();
    let count = |verdict: Verdict| all.iter().filter(|c| c.verdict == verdict).count();
    let summary: Map<String, Value> =
        Verdict::ALL.iter().map(|v| (v.word().to_owned(), Value::from(count(*v)))).collect();
    let files: Vec<Value> = shown.found.files.iter().map(|f| file(shown, f)).collect();
    let unread: Vec<Value> = shown.found.unread.iter().map(|u| json!({ "path": u.name, "why": u.why })).collect();
    let whole = json!({
        "version": VERSION,
        "summary": summary,
        "compared": shown.found.compared,
        "files": files,
        "unread": unread,
    });
    format!("{whole:#}\n")
}

fn file(shown: &Shown<'_>, file: &FileChanges) -> Value {
    let sides = Sides::of(shown, file);
    let changes: Vec<Value> = file.changes.iter().map(|c| change(&sides, c)).collect();
    json!({
        "status": file.status.word(),
        "old_path": sides.path(false),
        "new_path": sides.path(true),
        "changes": changes,
        "unknown": file.unknown,
    })
}

fn change(sides: &Sides<'_>, change: &Change) -> Value {
    let place = |new: bool| sides.line(change, new).map(|(line, column)| json!({ "line": line, "column": column }));
    json!({
        "kind": change.kind,
        "verdict": change.verdict.word(),
        "sign": change.sign.word(),
        "component": (!change.component.is_empty()).then_some(&change.component),
        "visible": change.visible,
        "task": change.task,
        "title": change.title,
        "reason": change.reason(),
        "before": change.before,
        "after": change.after,
        "old": place(false),
        "new": place(true),
    })
}
