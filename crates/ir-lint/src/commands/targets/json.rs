//! One JSON document, described in `docs/targets.md`.

use serde_json::{Value, json};

use super::{Answer, Place};
use crate::failure::Failure;
use ir_targets::{Evidence, Reason, Target, Use};

/// Changes when a program that read the old shape could not read the new one.
const VERSION: u32 = 1;

/// So many places of a feature are told.
const PLACES: usize = 20;

pub(super) fn render(answers: &[Answer], failures: &[Failure]) -> String {
    let engines: Vec<Value> = Evidence::embedded()
        .engines
        .iter()
        .map(|e| json!({ "id": e.id, "title": e.title, "about": e.about, "version": e.version }))
        .collect();
    let files: Vec<Value> = answers.iter().map(file).collect();
    let tool = json!({ "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") });
    let all = json!({
        "version": VERSION,
        "tool": tool,
        "engines": engines,
        "files": files,
        "failures": failures,
    });
    format!("{all:#}\n")
}

fn file(answer: &Answer) -> Value {
    json!({
        "path": answer.path,
        "format": answer.format,
        "errors": answer.errors,
        "uses": answer.uses.iter().map(|used| used_feature(answer, used)).collect::<Vec<_>>(),
        "elsewhere": answer.elsewhere.iter().take(PLACES).map(|span| place(&answer.place(*span))).collect::<Vec<_>>(),
        "targets": answer.targets.iter().map(|target| one_target(answer, target)).collect::<Vec<_>>(),
    })
}

fn used_feature(answer: &Answer, used: &Use) -> Value {
    let places = used.places.iter().take(PLACES).map(|span| place(&answer.place(*span)));
    json!({
        "feature": used.feature.id,
        "title": used.feature.title,
        "count": used.places.len(),
        "places": places.collect::<Vec<_>>(),
    })
}

fn place(at: &Place) -> Value {
    json!({ "offset": at.offset, "end": at.end, "line": at.line, "column": at.column })
}

fn one_target(answer: &Answer, target: &Target) -> Value {
    let switches = target.switches.iter().map(|switch| {
        json!({
            "thing": switch.thing,
            "flag": switch.flag,
            "value": switch.value,
            "place": place(&answer.place(switch.place)),
        })
    });
    json!({
        "engine": target.engine.id,
        "mode": target.mode.word(),
        "verdict": target.verdict.word(),
        "unseen": target.unseen.map(ir_targets::Unseen::word),
        "reasons": target.reasons.iter().map(|reason| one_reason(answer, reason)).collect::<Vec<_>>(),
        "switches": switches.collect::<Vec<_>>(),
    })
}

fn one_reason(answer: &Answer, reason: &Reason) -> Value {
    json!({
        "feature": answer.uses.get(reason.of).map(|used| &used.feature.id),
        "weight": super::words::weight(reason.weight),
        "support": reason.cell.map_or("unknown", |cell| cell.support.word()),
        "effect": reason.cell.and_then(|cell| cell.effect).map(ir_targets::Effect::word),
        "note": reason.cell.and_then(|cell| cell.note.as_ref()),
        "sources": reason.cell.map_or(&[][..], |cell| &cell.sources),
    })
}
