//! Tasks that make or remove volumes: containers in form, but their images stand for what the driver itself does.

use ir_model::{
    Argument, Binding, Callee, Claim, ClaimAction, ComponentId, LiteralKind, NameId, Origin, RefName, Task, Val,
};
use ir_syntax::Node;
use rustc_hash::FxHashMap;

use super::pipeline::Spec;
use crate::lowering::{Lowering, text_origin};

const CREATE: &str = "argostub/createpvc";
const DELETE: &str = "argostub/deletepvc";

/// Finds them among the tasks of the PipelineSpec at hand.
pub(crate) fn lower<'t>(spec: &mut Spec<'t>, executors: Option<Node<'t>>) {
    let makers = makers(spec, executors);
    if makers.is_empty() {
        return;
    }
    let l = &mut spec.lowering;
    let Some(tree) = executors.map(Node::tree) else { return };
    let calls = |(id, task): (_, &Task)| {
        let Callee::Ref(callee) = task.callee else { return None };
        let RefName::Name(name) = l.package.reference(callee)?.name else { return None };
        Some((id, task.args.clone(), *makers.get(&name)?))
    };
    let tasks: Vec<_> = l.package.tasks.iter().skip(spec.start.2).filter_map(calls).collect();
    for (task, args, creates) in tasks {
        let action = if creates {
            let modes = modes(l, &args, |id| tree.node(id));
            let size = match literal(l, &args, "size") {
                Some((LiteralKind::String, node, at)) => Val::Known(l.name(tree.node(node).text()), at),
                _ => Val::Absent,
            };
            ClaimAction::Create {
                name: passed(l, &args, "pvc_name"),
                suffix: passed(l, &args, "pvc_name_suffix"),
                modes,
                size,
            }
        } else {
            let made_by = argument(l, &args, "pvc_name").and_then(|a| match l.package.bindings.get(a.binding) {
                Some(Binding::Output { task, .. }) => Some(*task),
                _ => None,
            });
            ClaimAction::Delete { made_by }
        };
        l.package.claims.push(Claim { task, action });
    }
}

/// By name the components that make a volume (`true`) or remove one.
fn makers<'t>(spec: &Spec<'t>, executors: Option<Node<'t>>) -> FxHashMap<NameId, bool> {
    let package = &spec.lowering.package;
    let name = |id: &ComponentId| Some(package.def(package.components.get(*id)?.def)?.name);
    let mut makers = FxHashMap::default();
    for entry in executors.map(Node::entries).unwrap_or_default() {
        let image = spec.lowering.path(entry.value, &["container", "image"]).map_or("", Node::text);
        if image == CREATE || image == DELETE {
            let users = spec.users.get(entry.key.text()).into_iter().flatten();
            makers.extend(users.filter_map(name).map(|name| (name, image == CREATE)));
        }
    }
    makers
}

fn argument<'a>(l: &Lowering<'_>, args: &'a [Argument], name: &str) -> Option<&'a Argument> {
    args.iter().find(|a| match l.package.reference(a.port).map(|r| r.name) {
        Some(RefName::Name(id)) => l.package.names.text(id) == name,
        _ => false,
    })
}

fn literal(l: &Lowering<'_>, args: &[Argument], name: &str) -> Option<(LiteralKind, ir_syntax::NodeId, Origin)> {
    match l.package.bindings.get(argument(l, args, name)?.binding) {
        Some(Binding::Literal(literal, at)) => Some((literal.kind, literal.node, *at)),
        _ => None,
    }
}

/// Where a value is passed that is certainly one: not null, not empty, and nothing that may be left out.
fn passed(l: &Lowering<'_>, args: &[Argument], name: &str) -> Option<Origin> {
    let argument = argument(l, args, name)?;
    let written = match l.package.bindings.get(argument.binding)? {
        Binding::Literal(literal, at) => literal.kind == LiteralKind::String && !at.span.is_empty(),
        Binding::Output { .. } | Binding::Template(..) => true,
        _ => false,
    };
    let at = l.package.reference(argument.port)?.at;
    written.then_some(at)
}

fn modes<'t>(
    l: &mut Lowering<'t>,
    args: &[Argument],
    node: impl Fn(ir_syntax::NodeId) -> Node<'t>,
) -> Vec<(NameId, Origin)> {
    let Some((LiteralKind::List, list, _)) = literal(l, args, "access_modes") else { return Vec::new() };
    let texts: Vec<Node<'t>> = node(list).items().filter(|n| n.is_scalar() && !n.text().contains("{{")).collect();
    texts.into_iter().map(|n| (l.name(n.text()), text_origin(n))).collect()
}
