//! What tasks pass, held against what their components want: shared by the rules on arguments.

use ir_model::{Argument, DefId, Members, Ns, Package, Port, PortKind, RefName, Resolution, Role, Task, Tri, Type};

use crate::words::near;

/// The arguments of one task beside the inputs of its component, both in this file.
pub(crate) struct Passing<'a> {
    /// Arguments for which the component declares no input.
    pub(crate) undeclared: Vec<Undeclared<'a>>,
    /// Inputs that must be passed and are not.
    pub(crate) missing: Vec<&'a Port>,
    /// The component.
    pub(crate) callee: DefId,
}

/// An argument that the component does not declare.
pub(crate) struct Undeclared<'a> {
    pub(crate) argument: &'a Argument,
    pub(crate) name: &'a str,
    /// The input that was probably meant: one that is missing, or else one that is not passed.
    pub(crate) meant: Option<&'a Port>,
}

/// Compares; `None` where the component is not of this file or cannot be told.
pub(crate) fn passing<'a>(package: &'a Package, task: &'a Task) -> Option<Passing<'a>> {
    let (_, component) = package.callee(task)?;
    if component.inputs.open.is_some() {
        return None;
    }
    let name_of = |argument: &Argument| match package.reference(argument.port)?.name {
        RefName::Name(name) => Some(name),
        _ => None,
    };
    let kind_of = |argument: &Argument| package.reference(argument.port).and_then(|r| r.want);
    let passed = |port: &Port| {
        let Some(def) = package.def(port.def) else { return true };
        let serves = |kind: Option<PortKind>| kind.is_none_or(|k| k.serves(port.kind));
        let by_argument = task.args.iter().any(|a| name_of(a) == Some(def.name) && serves(kind_of(a)));
        let item = task.each.as_ref().and_then(|each| package.reference(each.item?));
        by_argument || item.is_some_and(|item| item.name == RefName::Name(def.name))
    };
    let ports: Vec<&Port> = component.inputs.ids().filter_map(|id| package.ports.get(id)).collect();
    // An item for an input that does not exist is told already: any input could be the one meant.
    let item_lost = task.each.as_ref().and_then(|e| e.item).is_some_and(|i| package.target(i).is_none());
    let unread = task.args.iter().any(|a| name_of(a).is_none()) || task.args_open.is_some() || item_lost;
    let mut missing: Vec<&Port> = ports
        .iter()
        .filter(|p| p.required() == Tri::Yes && p.ty.ty != Type::Config && !unread && !passed(p))
        .copied()
        .collect();
    let prefix = package.dialect.traits.generated_prefix;
    let mut undeclared = Vec::new();
    for argument in &task.args {
        let declared = match package.resolutions.of(argument.port) {
            Resolution::Found(def) => package.def(def).is_none_or(|d| !d.flags.implied) || is_read(package, def),
            Resolution::Missing { .. } => false,
            _ => true,
        };
        let name = name_of(argument).map_or("", |n| package.names.text(n));
        // What a compiler passes to be on the safe side is nobody's slip.
        let generated = argument.def.and_then(|d| package.def(d)).is_some_and(|d| d.flags.generated);
        if declared || generated || name.is_empty() || prefix.is_some_and(|p| name.starts_with(p)) {
            continue;
        }
        let text = |port: &Port| package.def_name(port.def);
        // The name of what is missing is worth more than a name that merely looks alike.
        let meant = near(name, missing.iter().map(|p| text(p)))
            .or_else(|| near(name, ports.iter().filter(|p| !passed(p)).map(|p| text(p))))
            .and_then(|meant| ports.iter().find(|p| text(p) == meant).copied());
        undeclared.push(Undeclared { argument, name, meant });
    }
    // One of each: whatever the letters, the one was meant to be the other.
    if let ([only], [lacking]) = (undeclared.as_mut_slice(), missing.as_slice()) {
        only.meant = only.meant.or(Some(*lacking));
    }
    missing.retain(|port| {
        !undeclared.iter().any(|u| u.meant.is_some_and(|m| package.def_name(m.def) == package.def_name(port.def)))
    });
    Some(Passing { undeclared, missing, callee: component.def })
}

/// Whether something reads what is passed under a name, declared or not.
fn is_read(package: &Package, def: DefId) -> bool {
    let read = |def: DefId| {
        package.resolutions.uses(def).iter().filter_map(|r| package.reference(*r)).any(|r| r.role == Role::Read)
    };
    // A mapping is read where one of its keys is.
    let keys = match package.def(def).map(|d| d.members) {
        Some(Members::Scope(scope)) => package.visible_in(scope, Ns::Field),
        _ => Vec::new(),
    };
    read(def) || keys.into_iter().any(read)
}
