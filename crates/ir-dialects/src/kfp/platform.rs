//! The platform document: settings of executors, and the values they take from the pipeline.

use ir_model::{Base, DefId, Ns, Parent, Role, ScopeKind};
use ir_syntax::{Kind, Node};

use super::graph::value_reference;
use super::pipeline::Spec;
use crate::lowering::{Lowering, Use};

/// Lowers every `platforms.<name>.deploymentSpec.executors.<label>`.
pub(crate) fn lower<'t>(spec: &mut Spec<'t>, root: Node<'t>) {
    let Some(platforms) = spec.lowering.field(root, "platforms") else { return };
    for platform in platforms.entries() {
        let Some(executors) = spec.lowering.path(platform.value, &["deploymentSpec", "executors"]) else { continue };
        for entry in executors.entries() {
            executor(spec, entry.key, entry.value);
        }
    }
}

fn executor<'t>(spec: &mut Spec<'t>, label: Node<'t>, settings: Node<'t>) {
    let users: Vec<_> = spec.users.get(label.text()).cloned().unwrap_or_default();
    let graphs = graphs_using(spec, &users);
    let l = &mut spec.lowering;
    let usage = Use { want: None, role: Role::Describe, must: true, user: None };
    l.reference(Ns::Executor, Base::Scope(spec.file), label, usage);
    // Names mean what they mean in each graph that has a task with this executor.
    let scope = l.scope(ScopeKind::Platform, Parent::Each(graphs));
    values(l, settings, scope, None, 0);
}

/// The scopes of the graphs in which a task runs one of `components`.
fn graphs_using(spec: &Spec<'_>, components: &[ir_model::ComponentId]) -> Vec<ir_model::ScopeId> {
    let package = &spec.lowering.package;
    let names: Vec<_> =
        components.iter().filter_map(|c| package.def(package.components.get(*c)?.def)).map(|d| d.name).collect();
    let runs = |task: &ir_model::Task| match task.callee {
        ir_model::Callee::Ref(callee) => matches!(
            package.reference(callee).map(|r| r.name),
            Some(ir_model::RefName::Name(name)) if names.contains(&name)
        ),
        _ => false,
    };
    let used = package.graphs.values();
    used.filter(|g| g.tasks.iter().filter_map(|t| package.tasks.get(*t)).any(runs)).map(|g| g.scope).collect()
}

/// Nesting beyond this is no setting.
const DEPTH: u32 = 64;

/// Every value below `node` that is taken from the pipeline.
fn values<'t>(l: &mut Lowering<'t>, node: Node<'t>, scope: ir_model::ScopeId, user: Option<DefId>, depth: u32) {
    match node.kind() {
        // A value that comes from the pipeline ends the search below it.
        Kind::Mapping if depth < DEPTH && value_reference(l, node, scope, user).is_none() => {
            for entry in node.own_entries() {
                values(l, entry.value, scope, user, depth + 1);
            }
        }
        Kind::Sequence if depth < DEPTH => {
            for item in node.items() {
                values(l, item, scope, user, depth + 1);
            }
        }
        _ => {}
    }
}
