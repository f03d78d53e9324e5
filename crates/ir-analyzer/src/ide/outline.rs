//! The outline of a file.

use std::cmp::Reverse;

use ir_model::{Body, Callee, Def, Ns, Package, Type};
use ir_syntax::Span;

use super::words;
use super::{OutlineItem, OutlineKind};
use crate::source::Source;

/// The file's outline: components with their inputs, outputs and tasks, executors, and the pipeline around
/// them where the file holds more than one component. Children lie inside their parents, selections inside
/// spans, all in the order of the text.
#[must_use]
pub fn outline(source: &Source) -> Vec<OutlineItem> {
    let Some(package) = &source.package else { return Vec::new() };
    let mut items: Vec<OutlineItem> =
        package.symbols.defs.iter().filter_map(|(id, def)| item(source, package, id, def)).collect();
    items.sort_by_key(|i| (i.span.start, Reverse(i.span.end)));
    // Two names of one place come from a text that aliases repeat.
    items.dedup_by(|a, b| (a.span, a.selection) == (b.span, b.selection));
    let mut nested = nest(items);
    if nested.len() > 1 {
        let top = std::mem::take(&mut nested);
        nested.push(pipeline(source, package, top));
    }
    nested
}

fn item(source: &Source, package: &Package, id: ir_model::DefId, def: &Def) -> Option<OutlineItem> {
    if def.flags.implied {
        return None;
    }
    let kind = match def.ns {
        Ns::Component => OutlineKind::Component,
        Ns::Executor | Ns::Step => OutlineKind::Executor,
        Ns::Task => OutlineKind::Task,
        Ns::Input => OutlineKind::Input,
        Ns::Output => OutlineKind::Output,
        Ns::Argument | Ns::Volume | Ns::Field | Ns::Attribute | Ns::Item | Ns::Label | Ns::Annotation => return None,
    };
    let detail = match def.ns {
        Ns::Input | Ns::Output => package.port_of(id).and_then(|p| match p.ty.ty {
            Type::Unknown | Type::Any => None,
            _ => words::type_as_written(source, &p.ty),
        }),
        Ns::Task => package.task_of(id).and_then(|(_, task)| match task.callee {
            Callee::Ref(callee) => package.reference(callee).map(|r| r.at.span.slice(source.text()).to_owned()),
            _ => None,
        }),
        Ns::Component => package.component_of(id).and_then(|(_, c)| body(&c.body)).map(str::to_owned),
        _ => None,
    };
    let name = words::shorten(package.names.text(def.name), 80);
    // Editors refuse an entry without a name.
    let entry = package.entry.and_then(|e| package.components.get(e)).is_some_and(|c| c.def == id);
    let name = match def.at.span.is_empty() || name.is_empty() {
        true if entry => words::file_name(source),
        true => def.ns.word().to_owned(),
        false => name,
    };
    let selection = def.at.span;
    Some(OutlineItem { name, detail, kind, span: def.body.cover(selection), selection, children: Vec::new() })
}

fn body(body: &Body) -> Option<&'static str> {
    match body {
        Body::Pod(_) => Some("container"),
        Body::Graph(_) => Some("graph"),
        Body::Import { .. } => Some("importer"),
        Body::Query(_) => Some("query"),
        Body::Wait(_) => Some("wait"),
        Body::Objects | Body::External(_) | Body::Unknown(_) => None,
    }
}

/// Puts each item into the innermost one whose span holds it. `items` are sorted by start, outer ones first.
fn nest(items: Vec<OutlineItem>) -> Vec<OutlineItem> {
    let mut done = Vec::new();
    let mut open: Vec<OutlineItem> = Vec::new();
    for item in items {
        while open.last().is_some_and(|outer| !outer.span.contains(item.span)) {
            close(&mut open, &mut done);
        }
        open.push(item);
    }
    while !open.is_empty() {
        close(&mut open, &mut done);
    }
    done
}

fn close(open: &mut Vec<OutlineItem>, done: &mut Vec<OutlineItem>) {
    let Some(item) = open.pop() else { return };
    match open.last_mut() {
        Some(outer) => outer.children.push(item),
        None => done.push(item),
    }
}

/// What holds all the components of a file.
fn pipeline(source: &Source, package: &Package, children: Vec<OutlineItem>) -> OutlineItem {
    let all = Span::new(0, source.text().len() as u32);
    let (name, selection) = match &package.name {
        ir_model::Val::Known(name, at) => (package.names.text(*name).to_owned(), at.span),
        _ => (words::file_name(source), children.first().map_or(Span::at(0), |c| c.selection)),
    };
    let name = if name.is_empty() { words::file_name(source) } else { name };
    let detail = Some(package.dialect.title.to_owned());
    OutlineItem { name, detail, kind: OutlineKind::Pipeline, span: all, selection, children }
}
