//! What carries PipelineSpecs: a compiled file, a job, Kubernetes objects. Each document in its turn.

use ir_model::{Note, NoteKind, Ns, Package, Unit};
use ir_syntax::{Node, Tree};

use super::pipeline::Spec;
use super::{dialects, header, job, manifest, platform};
use crate::lowering::{Lowering, proto};
use crate::{DocumentKind, Part, Recognised};

/// Lowers any file with PipelineSpecs or PlatformSpecs.
pub(crate) fn lower(tree: &Tree, recognised: &Recognised) -> Package {
    let mut spec = Spec::new(Lowering::new(tree, recognised.dialect, Some(proto)));
    if *recognised.dialect == dialects::MANIFEST {
        manifests(&mut spec, tree, recognised);
    } else {
        documents(&mut spec, tree, recognised);
    }
    let mut package = spec.lowering.package;
    package.resolve();
    package
}

/// One PipelineSpec with its platform document, wherever these stand; or a job.
fn documents<'t>(spec: &mut Spec<'t>, tree: &'t Tree, recognised: &Recognised) {
    let of_kind = |kind| tree.roots().zip(&recognised.documents).filter(move |(_, k)| **k == kind).map(|(r, _)| r);
    let pipeline = of_kind(DocumentKind::KfpPipelineSpec).next();
    let job = of_kind(DocumentKind::KfpPipelineJob).next();
    if let Some(root) = pipeline.or_else(|| job.and_then(|j| Some(job::spec(j)?.root))) {
        spec.pipeline(root);
    }
    if let Some(root) = job {
        job::run(spec, root);
    }
    let alone = *recognised.dialect == dialects::PLATFORM;
    let file = spec.file;
    spec.lowering.open_if(file, Ns::Executor, alone);
    for root in of_kind(DocumentKind::KfpPlatformSpec) {
        platform::lower(spec, root);
    }
    remarks(&mut spec.lowering, tree, recognised, alone);
    header::lower(&mut spec.lowering, tree);
}

/// Every version of a pipeline in a file of Kubernetes objects, each with names of its own.
fn manifests<'t>(spec: &mut Spec<'t>, tree: &'t Tree, recognised: &Recognised) {
    let mut units = Vec::new();
    for Part { root, kind } in recognised.parts(tree) {
        if kind != DocumentKind::KfpVersionManifest {
            continue;
        }
        spec.restart();
        let inner = manifest::specs(root);
        let file = spec.file;
        // Without its pipeline nothing is known of the executors that platform settings name.
        let alone = !inner.iter().any(|p| p.kind == DocumentKind::KfpPipelineSpec);
        spec.lowering.open_if(file, Ns::Executor, alone);
        for inner in inner {
            match inner.kind {
                DocumentKind::KfpPipelineSpec => units.push(spec.pipeline(inner.root)),
                _ => platform::lower(spec, inner.root),
            }
        }
    }
    // The first one is what the file is about.
    let mut units = units.into_iter();
    if let Some(Unit { name, version, entry }) = units.next() {
        let package = &mut spec.lowering.package;
        (package.name, package.version, package.entry) = (name, version, entry);
        package.others = units.collect();
    }
}

/// Notes on documents that the loaders stumble on.
fn remarks(lowering: &mut Lowering<'_>, tree: &Tree, recognised: &Recognised, alone: bool) {
    let mut pipelines = 0;
    let mut platforms = 0;
    for (root, kind) in tree.roots().zip(&recognised.documents) {
        let note = match kind {
            DocumentKind::KfpPipelineSpec | DocumentKind::KfpPipelineJob => {
                pipelines += 1;
                (pipelines > 1 || platforms > 0).then_some(NoteKind::UnexpectedDocument)
            }
            DocumentKind::KfpPlatformSpec => {
                platforms += 1;
                match platforms {
                    1 if alone => Some(NoteKind::LoneDocument),
                    1 => None,
                    _ => Some(NoteKind::UnexpectedDocument),
                }
            }
            _ if root.is_missing() => Some(NoteKind::EmptyDocument),
            _ => Some(NoteKind::UnexpectedDocument),
        };
        if let Some(kind) = note {
            lowering.package.notes.push(Note { kind, at: start(root) });
        }
    }
}

/// The first key of a document.
fn start(root: Node<'_>) -> ir_syntax::Span {
    root.own_entries().next().map_or(root.span(), |e| e.key.span())
}
