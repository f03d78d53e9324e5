//! What goes in and out: parameters, workspaces, results.

use ir_model::{
    Base, DefFlags, DefId, FaultKind, Literal, LiteralKind, Members, NameId, Ns, Parent, Port, PortKind, Ports,
    ScopeId, ScopeKind, Type, TypeUse, Val, Why,
};
use ir_syntax::{Node, Scalar};

use super::dialect::ENUM;
use super::file::File;
use super::report::quote;
use crate::lowering::{literal, text_origin};

/// What a value is to Tekton: a list of texts, keys with texts, or else a text.
pub(crate) fn value_kind(node: Node<'_>) -> LiteralKind {
    let text = |n: Node<'_>| matches!(n.scalar(), Some(Scalar::String(_)));
    if node.is_sequence() {
        return if node.items().all(text) { LiteralKind::List } else { LiteralKind::String };
    }
    if node.is_mapping() {
        return if node.entries().iter().all(|e| text(e.value)) { LiteralKind::Map } else { LiteralKind::String };
    }
    match literal(node).kind {
        LiteralKind::Null => LiteralKind::Null,
        _ => LiteralKind::String,
    }
}

/// How many elements a list has, where none of them stands for several.
pub(crate) fn list_length(node: Node<'_>) -> Option<u64> {
    let plain = value_kind(node) == LiteralKind::List && !node.has_loss() && !node.is_alias();
    (plain && !node.items().any(|i| i.text().contains("[*]"))).then(|| node.items().count() as u64)
}

pub(crate) fn list_of_texts() -> Type {
    Type::List(Box::new(Type::String))
}

pub(crate) fn map_of_texts() -> Type {
    Type::Map(Box::new(Type::String))
}

/// The scalar under `name`.
pub(crate) fn name_of<'t>(node: Node<'t>) -> Option<Node<'t>> {
    node.get("name").filter(|n| n.is_scalar() && !n.is_missing())
}

impl<'t> File<'t> {
    /// `params` and `workspaces` of a component.
    pub(crate) fn inputs(&mut self, spec: Node<'t>, scope: ScopeId, open: bool) -> Ports {
        let start = self.l.package.ports.len() as u32;
        let mut at = None;
        let mut open = open;
        for (key, kind) in [("params", PortKind::Parameter), ("workspaces", PortKind::Volume)] {
            // Before v1beta1 parameters stood under `inputs`.
            let old = || self.l.path(spec, &["inputs", key]).filter(|_| kind == PortKind::Parameter);
            let list = self.l.field(spec, key).or_else(old);
            open |= self.list_unread(spec, key);
            at = at.or(list.map(Node::id));
            for item in list.into_iter().flat_map(Node::items) {
                open |= match (name_of(item), kind) {
                    (None, _) => true,
                    (Some(name), PortKind::Parameter) => self.parameter(item, name, scope),
                    (Some(name), _) => self.workspace(item, name, scope),
                };
            }
        }
        self.l.open_if(scope, Ns::Input, open);
        let end = self.l.package.ports.len() as u32;
        Ports { list: start..end, open: open.then_some(Why::Broken), at }
    }

    /// Whether things may stand in a list that could not be read.
    pub(crate) fn list_unread(&self, holder: Node<'t>, key: &str) -> bool {
        if holder.has_loss() || holder.is_alias() {
            return true;
        }
        match self.l.field(holder, key) {
            Some(list) => list.has_loss() || !(list.is_sequence() || list.is_missing()),
            None => holder.own_entries().any(|e| crate::lowering::one_slip(key, e.key.text())),
        }
    }

    /// Whether the name could not be read.
    fn parameter(&mut self, item: Node<'t>, name: Node<'t>, scope: ScopeId) -> bool {
        let def = self.l.def(Ns::Input, scope, name, item);
        let properties = self.l.field(item, "properties");
        let default = self.l.field(item, "default").filter(|d| !d.is_missing());
        let ty = self.declared_type(item, properties, default.map(value_kind));
        self.fields(def, properties);
        self.l.edit_def(def, |d| d.kind = Some(PortKind::Parameter));
        self.note_input(scope, name, PortKind::Parameter);
        if let Some(length) = default.and_then(list_length) {
            self.lengths.insert(def, length);
        }
        let default = default.map(|d| (Literal { kind: value_kind(d), node: d.id() }, text_origin(d)));
        let choices: Vec<_> = self
            .l
            .field(item, "enum")
            .into_iter()
            .flat_map(Node::items)
            .map(|c| (literal(c), text_origin(c)))
            .collect();
        if let Some((key, _)) = self.l.entry(item, "enum") {
            self.need(ENUM, "true", "a list of allowed values", key.span());
        }
        let doc = self.l.field(item, "description").map(Node::id);
        self.name_form(name, matches!(ty.ty, Type::Map(_)));
        self.l.package.ports.push(Port {
            def,
            kind: PortKind::Parameter,
            ty,
            optional: Val::Absent,
            default,
            choices,
            place: None,
            doc,
        });
        false
    }

    /// The type as written, or as upstream infers it.
    pub(crate) fn declared_type(
        &mut self,
        item: Node<'t>,
        properties: Option<Node<'t>>,
        default: Option<LiteralKind>,
    ) -> TypeUse {
        let written = self.l.field(item, "type").filter(|t| !t.is_missing());
        let ty = match (written.map(Node::text), properties.is_some(), default) {
            (Some("string"), ..) => Type::String,
            (Some("array"), ..) => list_of_texts(),
            (Some("object"), ..) => map_of_texts(),
            (Some(_), ..) => Type::Unknown,
            (None, true, _) | (None, _, Some(LiteralKind::Map)) => map_of_texts(),
            (None, _, Some(LiteralKind::List)) => list_of_texts(),
            _ => Type::String,
        };
        TypeUse::new(ty, written.map(text_origin))
    }

    /// The keys that a mapping must have.
    pub(crate) fn fields(&mut self, def: DefId, properties: Option<Node<'t>>) {
        // Where what is around passes an object of the same name, its keys are there as well.
        let around = self.l.package.def(def).and_then(|d| self.keys_around(d.scope, d.name));
        let parent = around.map_or(Parent::None, Parent::One);
        let scope = self.l.scope(ScopeKind::Component, parent);
        if let Some((inside, name)) = self.l.package.def(def).map(|d| (d.scope, d.name)) {
            self.key_scopes.insert((inside, name), scope);
        }
        self.l.set_owner(scope, def);
        match properties.filter(|p| p.is_mapping()) {
            Some(properties) => {
                for entry in properties.entries() {
                    self.l.def(Ns::Field, scope, entry.key, entry.value);
                }
                let lost = properties.has_loss();
                self.l.open_if(scope, Ns::Field, lost);
                self.l.edit_def(def, |d| d.members = Members::Scope(scope));
            }
            None => self.l.edit_def(def, |d| d.members = Members::Unknown),
        }
    }

    /// The keys of an input of that name, in a scope or in what it is written inside of.
    fn keys_around(&self, mut scope: ScopeId, name: NameId) -> Option<ScopeId> {
        for _ in 0..8 {
            if let Some(keys) = self.key_scopes.get(&(scope, name)) {
                return Some(*keys);
            }
            let here = self.l.package.symbols.scopes.get(scope)?;
            match (here.kind, &here.parent) {
                (ScopeKind::Inline | ScopeKind::Graph, Parent::One(parent)) => scope = *parent,
                _ => return None,
            }
        }
        None
    }

    /// The names of parameters: what the shell and variables can spell.
    fn name_form(&mut self, name: Node<'t>, object: bool) {
        let text = name.text();
        let inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_') || (c == '.' && !object);
        let right = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && text.chars().all(inner);
        if right || text.contains("$(") {
            return;
        }
        let words = if object {
            "letters, digits, `-` and `_`, beginning with a letter or `_`"
        } else {
            "letters, digits, `-`, `_` and `.`, beginning with a letter or `_`"
        };
        let title = format!("{} cannot be the name of a parameter", quote(text));
        let note = "the webhook refuses the object: \"variable names is invalid\"";
        self.fault(FaultKind::InvalidName, text_origin(name).span, title, words, note);
    }

    fn workspace(&mut self, item: Node<'t>, name: Node<'t>, scope: ScopeId) -> bool {
        let def = self.l.def(Ns::Input, scope, name, item);
        self.l.edit_def(def, |d| d.kind = Some(PortKind::Volume));
        self.note_input(scope, name, PortKind::Volume);
        let optional = self.l.field(item, "optional");
        let optional = self.l.bool_value(optional);
        let doc = self.l.field(item, "description").map(Node::id);
        self.l.package.ports.push(Port {
            def,
            kind: PortKind::Volume,
            ty: TypeUse::unknown(),
            optional,
            default: None,
            choices: Vec::new(),
            place: None,
            doc,
        });
        false
    }

    /// `results` of a task or step.
    pub(crate) fn results(&mut self, spec: Node<'t>, scope: ScopeId) -> Ports {
        let start = self.l.package.ports.len() as u32;
        let list = self.l.field(spec, "results");
        let mut open = self.list_unread(spec, "results");
        for item in list.into_iter().flat_map(Node::items) {
            let Some(name) = name_of(item) else {
                open = true;
                continue;
            };
            let def = self.l.def(Ns::Output, scope, name, item);
            self.l.edit_def(def, |d| d.kind = Some(PortKind::Parameter));
            let properties = self.l.field(item, "properties");
            let ty = self.declared_type(item, properties, None);
            self.fields(def, properties);
            let doc = self.l.field(item, "description").map(Node::id);
            self.l.package.ports.push(Port {
                def,
                kind: PortKind::Parameter,
                ty,
                optional: Val::Absent,
                default: None,
                choices: Vec::new(),
                place: None,
                doc,
            });
        }
        self.l.open_if(scope, Ns::Output, open);
        let end = self.l.package.ports.len() as u32;
        Ports { list: start..end, open: open.then_some(Why::Broken), at: list.map(Node::id) }
    }

    /// A parameter or workspace that nobody declares and that is there all the same: a run or task around passes it
    /// to all that is written inside.
    pub(crate) fn implied(&mut self, (name, value): (Node<'t>, Node<'t>), kind: PortKind, scope: ScopeId, round: bool) {
        if !self.note_input(scope, name, kind) {
            return;
        }
        let def = self.l.def(Ns::Input, scope, name, value);
        let flags = DefFlags { implied: true, ..DefFlags::default() };
        self.l.edit_def(def, |d| {
            d.kind = Some(kind);
            d.flags = flags;
            d.members = Members::Unknown;
        });
        let Some(passed) = value.get("value").filter(|_| kind == PortKind::Parameter) else { return };
        // What each round of a matrix passes is one element.
        match value_kind(passed) {
            LiteralKind::Map => {
                self.fields(def, Some(passed));
                self.implied_types.insert(def, map_of_texts());
            }
            LiteralKind::List if !round => {
                self.implied_types.insert(def, list_of_texts());
            }
            _ => {}
        }
    }

    /// Remembers an input by its scope; `false` where it is known already.
    fn note_input(&mut self, scope: ScopeId, name: Node<'t>, kind: PortKind) -> bool {
        let name = self.l.name(name.text());
        self.known.entry(scope).or_default().insert((name, kind))
    }

    /// Where a name is looked up that could be any.
    pub(crate) fn anything(&mut self) -> Base {
        let nowhere = *self.nowhere.get_or_insert_with(|| {
            let scope = self.l.scope(ScopeKind::Component, Parent::None);
            for ns in [Ns::Input, Ns::Output, Ns::Field] {
                self.l.open_if(scope, ns, true);
            }
            scope
        });
        Base::Scope(nowhere)
    }
}
