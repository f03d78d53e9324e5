//! Lists of parameters and artifacts: inputs, outputs, arguments of a whole workflow.

use ir_model::{DefId, Literal, Ns, Origin, Port, PortKind, Ports, ScopeId, Type, TypeUse, Val, Why};
use ir_syntax::Node;

use super::Argo;
use crate::lowering::{literal, text_origin};

/// What a list of ports declares.
#[derive(Clone, Copy)]
pub(super) struct Table {
    pub(super) ns: Ns,
    pub(super) kind: PortKind,
    pub(super) scope: ScopeId,
    /// Whether they are the arguments of a whole workflow.
    pub(super) whole: bool,
}

/// Where artifacts lie; one of these supplies the artifact.
pub(super) const LOCATIONS: &[&str] =
    &["s3", "git", "http", "artifactory", "hdfs", "raw", "oss", "gcs", "azure", "plugin"];

/// The type of every parameter.
const TEXT: TypeUse = TypeUse::new(Type::String, None);
/// The type of every artifact.
const ARTIFACT: TypeUse = TypeUse::new(Type::Artifact { schema: None, version: None }, None);

impl<'t> Argo<'t> {
    /// The ports of both lists of a table (`inputs`, `outputs`, `arguments`).
    pub(super) fn port_lists(&mut self, holder: Node<'t>, key: &str, ns: Ns, scope: ScopeId) -> Ports {
        let start = self.l.package.ports.len() as u32;
        let tables = self.l.field(holder, key);
        let mut open = self.l.table_unread(holder, key);
        let whole = key == "arguments";
        for (key, kind) in [("parameters", PortKind::Parameter), ("artifacts", PortKind::Artifact)] {
            let Some(tables) = tables.filter(|t| t.is_mapping()) else { continue };
            open |= self.ports((tables, key), Table { ns, kind, scope, whole });
        }
        self.l.open_if(scope, ns, open);
        let list = start..self.l.package.ports.len() as u32;
        Ports { list, open: open.then_some(Why::Broken), at: tables.map(Node::id) }
    }

    /// The ports of one list; whether there may be more.
    fn ports(&mut self, (holder, key): (Node<'t>, &str), table: Table) -> bool {
        let list = self.l.field(holder, key);
        let mut open = holder.has_loss()
            || match list {
                Some(list) => list.has_loss() || !(list.is_sequence() || list.is_missing()),
                None => holder.own_entries().any(|e| crate::lowering::one_slip(key, e.key.text())),
            };
        for item in list.into_iter().flat_map(Node::items) {
            let Some(name) = self.l.field(item, "name").filter(|n| n.is_scalar() && !n.is_missing()) else {
                open = true;
                continue;
            };
            open |= name.text().contains("{{");
            self.port(name, item, table);
        }
        open
    }

    fn port(&mut self, name: Node<'t>, item: Node<'t>, table: Table) {
        let def = self.l.def(table.ns, table.scope, name, item);
        self.l.edit_def(def, |d| d.kind = Some(table.kind));
        let id = self.port_of(def, table.kind);
        let input = table.ns == Ns::Input;
        let (optional, default) = if input { self.supply(item, table) } else { (Val::Absent, None) };
        // Only the values of a whole workflow are held against them.
        let choices = self.l.field(item, "enum").filter(|_| table.whole).into_iter().flat_map(Node::items);
        let choices = choices.map(|c| (literal(c), text_origin(c))).collect();
        let doc = self.l.field(item, "description").map(Node::id);
        let placed = ["path", "valueFrom", "value"].iter().filter(|_| !input);
        // Where an output has no place, that is told by itself.
        let nowhere = (!input).then_some(item);
        let place = placed.chain(&["path"]).find_map(|key| self.l.field(item, key)).or(nowhere).map(Node::id);
        if let Some(port) = self.l.package.ports.get_mut(id) {
            (port.optional, port.default, port.choices) = (optional, default, choices);
            (port.place, port.doc) = (place, doc);
        }
        if !input && (self.l.path(item, &["valueFrom", "default"]).is_some() || self.l.field(item, "value").is_some()) {
            self.fallbacks.insert(def);
        }
        if !input && let Some(global) = self.l.field(item, "globalName").filter(|g| !g.is_missing()) {
            self.globals.push((global, item, table.kind));
        }
    }

    /// A port of which nothing is known but its kind.
    pub(super) fn port_of(&mut self, def: DefId, kind: PortKind) -> ir_model::PortId {
        let ty = if kind == PortKind::Artifact { ARTIFACT } else { TEXT };
        self.l.package.ports.push(Port {
            def,
            kind,
            ty,
            optional: Val::Absent,
            default: None,
            choices: Vec::new(),
            place: None,
            doc: None,
        })
    }

    /// What an input is where nobody passes it: whether it may be left out, and its value.
    fn supply(&self, item: Node<'t>, table: Table) -> (Val<bool>, Option<(Literal, Origin)>) {
        if table.kind == PortKind::Artifact {
            // Where the artifact of a workflow comes from must be written, which is told where it is not.
            if table.whole {
                return (Val::Known(true, text_origin(item)), None);
            }
            let optional = self.l.field(item, "optional");
            let optional = self.l.bool_value(optional);
            let place = self.place_of(item);
            return (place.map_or(optional, |key| Val::Known(true, text_origin(key))), None);
        }
        let written = |key| self.l.field(item, key).filter(|n| !n.is_missing());
        let default = written("value").or_else(|| written("default"));
        let elsewhere = self.l.entry(item, "valueFrom").map(|(key, from)| {
            let at = text_origin(key);
            // A template fetches a value by itself from one place alone.
            let fetched = table.whole || self.l.field(from, "configMapKeyRef").is_some();
            match fetched {
                true => Val::Known(true, at),
                false if from.is_mapping() && !from.has_loss() => Val::Absent,
                false => Val::Unknown(at, Why::Broken),
            }
        });
        (elsewhere.unwrap_or(Val::Absent), default.map(|d| (literal(d), text_origin(d))))
    }

    /// The key under which an artifact says where it lies, if it says enough: in the repository of the workflow a key
    /// suffices, and where it may be left out because all else is given elsewhere, the key must be there.
    pub(super) fn place_of(&self, item: Node<'t>) -> Option<Node<'t>> {
        LOCATIONS.iter().find_map(|key| {
            let (key, place) = self.l.entry(item, key)?;
            let unread = !place.is_mapping() || place.has_loss();
            let enough = key.text() != "s3" || unread || self.l.field(place, "key").is_some_and(|k| !k.is_missing());
            enough.then_some(key)
        })
    }
}
