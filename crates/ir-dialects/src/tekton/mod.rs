//! Tekton: tasks of steps in one pod, pipelines of tasks, their runs, and the language inside of their strings.

mod check;
mod condition;
mod dialect;
mod file;
mod late;
mod pipeline;
mod pod;
mod ports;
mod recognise;
pub(crate) mod reference;
mod report;
mod run;
mod strings;
mod trigger;
pub(crate) mod variable;

use ir_model::{Dialect, Package};
use ir_syntax::Tree;

pub use self::recognise::Object;
use crate::{DocumentKind, Format, Part, Recognised};

pub(crate) static DIALECT: &Dialect = &dialect::TEKTON;
pub(crate) static FORMAT: Format = Format { may_be: recognise::may_be, recognise: recognise::recognise, inner };

fn lower(tree: &Tree, recognised: &Recognised) -> Package {
    file::lower(tree, recognised)
}

/// The parts directly inside of a part.
fn inner(part: Part<'_>) -> Vec<Part<'_>> {
    match part.kind {
        DocumentKind::TektonList => recognise::items(part.root).collect(),
        DocumentKind::Tekton { object: Object::TriggerTemplate, .. } => trigger::templates(part.root).collect(),
        _ => Vec::new(),
    }
}
