//! What steps, tasks and hooks have in common: what they run, what they pass, how often they run.

use ir_model::{
    Argument, Base, Binding, Callee, DefId, Engine, ExprProblem, ExprProblemKind, Items, Key, Language, Loop, Members,
    Ns, Origin, PortKind, RefId, Role, ScopeId, ScopeKind, Val, Why,
};
use ir_syntax::{Kind, Node, Span};
use rustc_hash::FxHashSet;

use super::Argo;
use super::object::group_kind;
use super::ports::LOCATIONS;
use super::reference::NodeOf;
use super::text::Place;
use super::when;
use crate::language::problem::Problem;
use crate::language::publish::publish;
use crate::lowering::{Use, text_origin};

/// The name of the item in tags.
const ITEM: &str = "item";

impl<'t> Argo<'t> {
    /// Whether a reference to a template of workflows means one of the whole cluster; `None` where it cannot be told.
    pub(super) fn is_cluster(&self, reference: Node<'t>) -> Option<bool> {
        let written = self.l.field(reference, "clusterScope");
        match self.l.bool_value(written) {
            Val::Absent => Some(false),
            Val::Known(cluster, _) => Some(cluster),
            Val::Unknown(..) => None,
        }
    }

    /// A whole template of workflows: `workflowTemplateRef`.
    pub(super) fn whole_template(&mut self, reference: Node<'t>, user: DefId) -> Callee {
        self.object_named(reference, Some(user))
            .map_or(Callee::Unknown(Why::Unresolved), |(found, _)| Callee::Ref(found))
    }

    /// The reference to an object by name, and whether the object is in this file.
    fn object_named(&mut self, reference: Node<'t>, user: Option<DefId>) -> Option<(RefId, bool)> {
        let cluster = self.is_cluster(reference)?;
        let name = self.l.field(reference, "name")?;
        let id = self.l.package.names.find(name.text());
        let here = id.is_some_and(|id| self.by_name.contains_key(&(cluster, id)));
        let base = if here {
            Base::Scope(self.shared.of(cluster))
        } else {
            let key = Key::Object { kind: group_kind(cluster), name: name.text().into(), part: None };
            self.l.keys([key])
        };
        let usage = Use { want: None, role: Role::Call, must: true, user };
        Some((self.l.reference(Ns::Component, base, name, usage), here))
    }

    /// What event bindings submit.
    pub(super) fn event_bindings(&mut self) {
        for (reference, _) in std::mem::take(&mut self.submits) {
            self.object_named(reference, None);
        }
    }

    /// The template that `node` runs, and the scope of one that is written in it.
    pub(super) fn callee(&mut self, node: Node<'t>, def: DefId, place: Place) -> Callee {
        let usage = Use { want: None, role: Role::Call, must: true, user: Some(def) };
        if let Some(reference) = self.l.field(node, "templateRef").filter(|r| r.is_mapping()) {
            return self.other_template(reference, usage);
        }
        if let Some(name) = self.l.field(node, "template") {
            return Callee::Ref(self.l.reference(Ns::Component, Base::Scope(place.object), name, usage));
        }
        match self.l.entry(node, "inline") {
            Some((key, inline)) if inline.is_mapping() => self.inline(key, inline, place),
            Some(_) => Callee::Unknown(Why::WrongKind),
            None if node.has_loss() || !node.is_mapping() => Callee::Unknown(Why::Broken),
            None => Callee::Missing(node.span()),
        }
    }

    /// A template of another object.
    fn other_template(&mut self, reference: Node<'t>, usage: Use) -> Callee {
        let Some((object, here)) = self.object_named(reference, usage.user) else {
            self.foreign_callees = true;
            return Callee::Unknown(Why::Unresolved);
        };
        self.foreign_callees |= !here;
        let Some(template) = self.l.field(reference, "template") else { return Callee::Unknown(Why::Broken) };
        let base = if here {
            Base::Member(object)
        } else {
            let name = self.l.field(reference, "name").map_or("", Node::text);
            let kind = group_kind(self.is_cluster(reference) == Some(true));
            self.l.keys([Key::Object { kind, name: name.into(), part: Some(template.text().into()) }])
        };
        Callee::Ref(self.l.reference(Ns::Component, base, template, usage))
    }

    /// Where the inputs of what a task runs are found, and the members of the task.
    pub(super) fn members(&mut self, callee: Callee) -> (Base, Members) {
        let inline = match callee {
            Callee::Inline(id) => self.l.package.components.get(id).map(|c| c.scope),
            _ => None,
        };
        match (callee, inline) {
            (Callee::Ref(reference), _) => (Base::Member(reference), Members::Callee(reference)),
            (_, Some(scope)) => (Base::Scope(scope), Members::Scope(scope)),
            _ => {
                let nowhere = self.l.scope(ScopeKind::Component, ir_model::Parent::None);
                self.l.open_if(nowhere, Ns::Input, true);
                (Base::Scope(nowhere), Members::Unknown)
            }
        }
    }

    /// What a task passes, and why it may pass more.
    pub(super) fn arguments(
        &mut self,
        node: Node<'t>,
        def: DefId,
        (inside, scope): (Base, ScopeId),
        place: Place,
    ) -> (Vec<Argument>, Option<Why>) {
        let tables = self.l.field(node, "arguments");
        let mut open = self.l.table_unread(node, "arguments");
        let mut args = Vec::new();
        for (key, kind) in [("parameters", PortKind::Parameter), ("artifacts", PortKind::Artifact)] {
            let Some(tables) = tables.filter(|t| t.is_mapping()) else { continue };
            let list = self.l.field(tables, key);
            open |= match list {
                Some(list) => list.has_loss() || !(list.is_sequence() || list.is_missing()),
                None => tables.has_loss() || tables.own_entries().any(|e| crate::lowering::one_slip(key, e.key.text())),
            };
            for item in list.into_iter().flat_map(Node::items) {
                let Some(name) = self.l.field(item, "name").filter(|n| n.is_scalar() && !n.is_missing()) else {
                    open = true;
                    continue;
                };
                open |= name.text().contains("{{");
                self.check_argument(item, kind, false);
                let usage = Use { want: Some(kind), role: Role::Bind, must: false, user: Some(def) };
                let port = self.l.reference(Ns::Input, inside, name, usage);
                let own = self.l.def(Ns::Argument, scope, name, item);
                let generated = self.objects.get(self.current).is_some_and(|o| o.compiled);
                self.l.edit_def(own, |d| {
                    d.kind = Some(kind);
                    d.flags.generated = generated;
                });
                let binding = self.passed(item, kind, place);
                args.push(Argument { port, def: Some(own), binding, transform: None, claims: None });
            }
        }
        (args, open.then_some(Why::Broken))
    }

    /// The value of an argument.
    fn passed(&mut self, item: Node<'t>, kind: PortKind, place: Place) -> ir_model::BindingId {
        let key = if kind == PortKind::Artifact { "from" } else { "value" };
        if let Some(value) = self.l.field(item, key).filter(|n| !n.is_missing()) {
            return self.value(value, place);
        }
        let elsewhere: &[&str] = if kind == PortKind::Artifact { LOCATIONS } else { &["valueFrom", "default"] };
        let elsewhere = elsewhere.iter().copied().chain(["fromExpression"]).find_map(|key| self.l.field(item, key));
        match elsewhere {
            Some(node) => self.l.unknown_binding(node, Why::Unmodelled),
            None => self.l.binding(Binding::Absent(item.span())),
        }
    }

    /// `withItems`, `withParam` or `withSequence`; the item is a name inside of the task.
    pub(super) fn repeat(&mut self, node: Node<'t>, scope: ScopeId, place: Place) -> Option<Loop> {
        let (key, value) = ["withItems", "withParam", "withSequence"].iter().find_map(|key| self.l.entry(node, key))?;
        let at = Origin { span: value.span(), node: value.id() };
        let items = match key.text() {
            _ if value.has_loss() => Items::Unknown(Why::Broken),
            "withItems" if value.is_sequence() => Items::List(at),
            "withParam" if value.is_scalar() && value.text().contains("{{") => Items::Value(self.value(value, place)),
            "withParam" if value.is_scalar() && !value.is_missing() => Items::Text(text_origin(value)),
            "withSequence" if value.is_mapping() => Items::Range(at),
            _ => Items::Unknown(Why::WrongKind),
        };
        self.looping.insert(scope);
        if place.tasks == Some(NodeOf::Step)
            && let Some(ir_model::Parent::One(graph)) =
                self.l.package.symbols.scopes.get(scope).map(|s| s.parent.clone())
        {
            self.leaking.insert(graph);
        }
        let members = self.item_members(key, value);
        let name = self.l.name(ITEM);
        let def = self.l.package.symbols.defs.push(ir_model::Def {
            ns: Ns::Item,
            scope,
            name,
            at: text_origin(key),
            body: key.span().cover(value.span()),
            node: value.id(),
            kind: None,
            members,
            flags: ir_model::DefFlags { exported: true, ..ir_model::DefFlags::default() },
        });
        if let Members::Scope(inside) = members {
            self.l.set_owner(inside, def);
        }
        Some(Loop { items, item: None, limit: Val::Absent, span: key.span().cover(value.span()) })
    }

    /// What the items have inside, where all are written out: the keys of tables, the places in lists. Numbers of
    /// a sequence and texts have nothing.
    fn item_members(&mut self, key: Node<'t>, value: Node<'t>) -> Members {
        let known = match key.text() {
            "withItems" => value.is_sequence() && value.items().all(|item| !item.is_alias() && !item.has_loss()),
            "withSequence" => value.is_mapping(),
            _ => false,
        };
        if !known || value.has_loss() {
            return Members::Unknown;
        }
        let scope = self.l.scope(ScopeKind::Component, ir_model::Parent::None);
        let mut names = FxHashSet::default();
        let mut longest: Option<Node<'t>> = None;
        for item in value.items() {
            match item.kind() {
                Kind::Mapping => {
                    for entry in item.entries() {
                        if names.insert(entry.key.text()) {
                            let def = self.l.def(Ns::Attribute, scope, entry.key, entry.value);
                            self.l.edit_def(def, |d| d.flags.exported = true);
                        }
                    }
                }
                Kind::Sequence if longest.is_none_or(|l| l.items().count() < item.items().count()) => {
                    longest = Some(item);
                }
                _ => {}
            }
        }
        for (place, part) in longest.into_iter().flat_map(Node::items).enumerate() {
            let name = self.l.name(&place.to_string());
            self.l.package.symbols.defs.push(ir_model::Def {
                ns: Ns::Attribute,
                scope,
                name,
                at: text_origin(part),
                body: part.span(),
                node: part.id(),
                kind: None,
                members: Members::None,
                flags: ir_model::DefFlags { exported: true, generated: true, ..ir_model::DefFlags::default() },
            });
        }
        Members::Scope(scope)
    }

    /// The condition of a task.
    pub(super) fn condition(&mut self, node: Node<'t>, place: Place) -> Option<ir_model::ExprId> {
        let when = self.l.field(node, "when").filter(|w| w.is_scalar() && !w.is_missing())?;
        let refs = self.text(when, place).refs;
        let read = when::read(when.text());
        let mut problems: Vec<ExprProblem> = read.problem.iter().map(|p| publish(&mut self.l, when, 0, p)).collect();
        if let Some(value) = read.constant {
            let title = format!("the condition is always {value}");
            let problem = Problem::new(ExprProblemKind::Constant, Span::new(0, when.text().len() as u32), title);
            problems.push(publish(&mut self.l, when, 0, &problem));
        }
        for problem in &mut problems {
            problem.engines = &[Engine::Argo];
        }
        Some(self.l.expr(Language::Govaluate, when, refs, problems))
    }
}
