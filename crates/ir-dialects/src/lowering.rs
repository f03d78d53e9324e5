//! What every lowering needs: a package that grows, and the words to add to it.

use std::marker::PhantomData;
use std::ops::Range;

use ir_model::{
    Base, Binding, BindingId, Def, DefFlags, DefId, Dialect, Expr, ExprId, ExprProblem, Key, Language, Literal,
    LiteralKind, Members, NameId, NameSlot, Ns, Origin, Package, Parent, PortKind, Ref, RefId, RefName, Role, Scope,
    ScopeId, ScopeKind, Val, Why,
};
use ir_syntax::{Kind, Node, NodeId, Scalar, Span, Style, TextMap, Tree};

/// A package under construction.
pub(crate) struct Lowering<'t> {
    pub(crate) package: Package,
    /// Whether two spellings are the same key: proto3 JSON takes snake_case for every camelCase name. Most formats know
    /// but one spelling.
    pub(crate) same_key: Option<fn(&str, &str) -> bool>,
    /// Whether what is being lowered is of the newest version of the format, as far as it says.
    pub(crate) current: bool,
    /// What begins a piece of text that is only known when the pipeline runs.
    pub(crate) hole: &'static str,
    /// All nodes come from one tree.
    tree: PhantomData<&'t Tree>,
    /// The map of the scalar asked last: a long script has many placeholders.
    map: Option<(NodeId, TextMap)>,
}

/// `producer_task` is `producerTask`.
pub(crate) fn proto(written: &str, wanted: &str) -> bool {
    // Each `_` makes the spelling longer.
    if written.len() <= wanted.len() {
        return written == wanted;
    }
    let mut wanted = wanted.bytes();
    let mut written = written.bytes();
    while let Some(byte) = written.next() {
        let expected = if byte == b'_' { written.next().map(|b| b.to_ascii_uppercase()) } else { Some(byte) };
        if expected.is_none() || wanted.next() != expected {
            return false;
        }
    }
    wanted.next().is_none()
}

/// A placeholder in a string that was begun: where a name belongs, and what must be written around it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Unfinished {
    /// What is replaced, in bytes of the decoded text.
    pub(crate) range: Range<usize>,
    pub(crate) input: bool,
    pub(crate) kind: PortKind,
    pub(crate) before: &'static str,
    pub(crate) after: &'static str,
}

/// Whether two words differ by one letter too many, too few, wrong, or two letters changed round.
pub(crate) fn one_slip(word: &str, written: &str) -> bool {
    if word == written || word.len().abs_diff(written.len()) > 1 || !written.is_ascii() {
        return false;
    }
    let (a, b) = (word.as_bytes(), written.as_bytes());
    let front = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let back = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let swapped = a.len() == b.len()
        && front + back + 2 == a.len()
        && a.get(front) == b.get(front + 1)
        && a.get(front + 1) == b.get(front);
    swapped || front + back + 1 >= a.len().max(b.len())
}

/// How a reference is used; what is the same for many references of one place.
#[derive(Clone, Copy)]
pub(crate) struct Use {
    pub(crate) want: Option<PortKind>,
    pub(crate) role: Role,
    pub(crate) must: bool,
    pub(crate) user: Option<DefId>,
}

impl<'t> Lowering<'t> {
    pub(crate) fn new(_: &'t Tree, dialect: &'static Dialect, same_key: Option<fn(&str, &str) -> bool>) -> Self {
        Self { package: Package::new(dialect), same_key, current: true, hole: "{{", tree: PhantomData, map: None }
    }

    /// The value of a field, merge keys and the format's other spellings of the key included.
    pub(crate) fn field(&self, map: Node<'t>, key: &str) -> Option<Node<'t>> {
        self.entry(map, key).map(|(_, value)| value)
    }

    /// The key and value of a field.
    pub(crate) fn entry(&self, map: Node<'t>, key: &str) -> Option<(Node<'t>, Node<'t>)> {
        if let Some(entry) = map.entry(key) {
            return Some((entry.key, entry.value));
        }
        let same_key = self.same_key?;
        map.own_entries().find(|e| same_key(e.key.text(), key)).map(|e| (e.key, e.value))
    }

    /// Whether names may stand in a table that could not be read: it is lost, no mapping, or under a key
    /// that is one slip away from its own. What is certainly absent is closed.
    pub(crate) fn table_unread(&self, holder: Node<'t>, key: &str) -> bool {
        if holder.has_loss() || holder.kind() == Kind::Alias {
            return true;
        }
        match self.field(holder, key) {
            Some(table) => table.has_loss() || !(table.is_mapping() || table.is_missing()),
            None => holder.own_entries().any(|e| one_slip(key, e.key.text())),
        }
    }

    /// A field of a field of …
    pub(crate) fn path(&self, map: Node<'t>, keys: &[&str]) -> Option<Node<'t>> {
        keys.iter().try_fold(map, |node, key| self.field(node, key))
    }

    /// Whether a field that should be a list of named things was lost, is no list, or stands under a key that is one
    /// slip away from its own.
    pub(crate) fn list_unread(&self, holder: Node<'t>, key: &str) -> bool {
        if holder.has_loss() || holder.kind() == Kind::Alias {
            return true;
        }
        match self.field(holder, key) {
            Some(list) => list.has_loss() || !(list.is_sequence() || list.is_missing()),
            None => holder.own_entries().any(|e| one_slip(key, e.key.text())),
        }
    }

    /// Whether a field that is not there may stand under a key that is one slip away from its own.
    pub(crate) fn text_unread(&self, holder: Node<'t>, key: &str) -> bool {
        self.field(holder, key).is_none() && holder.own_entries().any(|e| one_slip(key, e.key.text()))
    }

    pub(crate) fn name(&mut self, text: &str) -> NameId {
        self.package.names.intern(text)
    }

    pub(crate) fn scope(&mut self, kind: ScopeKind, parent: Parent) -> ScopeId {
        self.package.symbols.scopes.push(Scope { kind, parent, owner: None, open: Vec::new() })
    }

    /// Says that `scope` may hold more names of `ns` than are listed, where text could not be read.
    pub(crate) fn open_if(&mut self, scope: ScopeId, ns: Ns, open: bool) {
        if open && let Some(scope) = self.package.symbols.scopes.get_mut(scope) {
            scope.open.push(ns);
        }
    }

    /// A definition whose name is `name` (a key, or a `name:` value) and whose meaning is `value`.
    pub(crate) fn def(&mut self, ns: Ns, scope: ScopeId, name: Node<'t>, value: Node<'t>) -> DefId {
        let id = self.name(name.text());
        let body = if name.span().start <= value.span().start { name.span().cover(value.span()) } else { value.span() };
        self.package.symbols.defs.push(Def {
            ns,
            scope,
            name: id,
            at: text_origin(name),
            body,
            node: value.id(),
            kind: None,
            members: Members::None,
            flags: DefFlags::default(),
        })
    }

    pub(crate) fn edit_def(&mut self, def: DefId, change: impl FnOnce(&mut Def)) {
        if let Some(def) = self.package.symbols.defs.get_mut(def) {
            change(def);
        }
    }

    pub(crate) fn edit_ref(&mut self, reference: RefId, change: impl FnOnce(&mut Ref)) {
        if let Some(reference) = self.package.symbols.refs.get_mut(reference) {
            change(reference);
        }
    }

    pub(crate) fn set_owner(&mut self, scope: ScopeId, owner: DefId) {
        if let Some(scope) = self.package.symbols.scopes.get_mut(scope) {
            scope.owner = Some(owner);
        }
    }

    /// A reference by the whole text of a scalar.
    pub(crate) fn reference(&mut self, ns: Ns, base: Base, node: Node<'t>, usage: Use) -> RefId {
        let name = self.ref_name(node);
        if node.is_missing() {
            self.slot(node, ns, base, usage.want);
        }
        self.package.symbols.refs.push(Ref {
            ns,
            base,
            name,
            at: text_origin(node),
            want: usage.want,
            role: usage.role,
            must: usage.must,
            user: usage.user,
            engines: &[],
            shown: None,
        })
    }

    /// The source of a part of a scalar's decoded text; all of an alias.
    pub(crate) fn inner_span(&mut self, node: Node<'t>, range: Range<usize>) -> Span {
        if node.is_alias() {
            return node.span();
        }
        match &self.map {
            Some((known, map)) if *known == node.id() => map.span(range),
            _ => {
                let map = node.text_map();
                let span = map.span(range);
                self.map = Some((node.id(), map));
                span
            }
        }
    }

    /// A reference by a part of a scalar's decoded text.
    pub(crate) fn inner_reference(
        &mut self,
        (ns, base): (Ns, Base),
        node: Node<'t>,
        range: Range<usize>,
        shown: Range<usize>,
        usage: Use,
    ) -> RefId {
        let name = node.text().get(range.clone()).unwrap_or("");
        let name = RefName::Name(self.name(name));
        let at = Origin { span: self.inner_span(node, range), node: node.id() };
        let shown = Some(self.inner_span(node, shown));
        let Use { want, role, must, user } = usage;
        self.package.symbols.refs.push(Ref { ns, base, name, at, want, role, must, user, engines: &[], shown })
    }

    fn ref_name(&mut self, node: Node<'t>) -> RefName {
        match node.kind() {
            Kind::Scalar if node.is_missing() => RefName::Unknown(Why::Broken),
            Kind::Scalar if node.text().contains(self.hole) => RefName::Unknown(Why::Hole),
            Kind::Scalar => RefName::Name(self.name(node.text())),
            Kind::Alias => RefName::Unknown(Why::Unresolved),
            _ => RefName::Unknown(Why::WrongKind),
        }
    }

    /// A reference that stands for every name there is.
    pub(crate) fn wildcard(&mut self, ns: Ns, base: Base, node: Node<'t>, user: Option<DefId>) -> RefId {
        let at = Origin { span: node.span(), node: node.id() };
        self.package.symbols.refs.push(Ref {
            ns,
            base,
            name: RefName::Wildcard,
            at,
            want: None,
            role: Role::Read,
            must: false,
            user,
            engines: &[],
            shown: None,
        })
    }

    pub(crate) fn slot(&mut self, node: Node<'t>, ns: Ns, base: Base, want: Option<PortKind>) {
        let span = node.span();
        self.package.symbols.slots.push(NameSlot { span, node: node.id(), ns, base, want, before: "", after: "" });
    }

    /// Places for names in the placeholders of a string that nobody has finished yet, each looked up
    /// where `place` says; `None` leaves it out.
    pub(crate) fn unfinished(
        &mut self,
        node: Node<'t>,
        unfinished: Vec<Unfinished>,
        place: impl Fn(&Unfinished) -> Option<(Ns, Base)>,
    ) {
        let whole = text_origin(node).span;
        for slot in unfinished {
            let Some((ns, base)) = place(&slot) else { continue };
            let span = self.inner_span(node, slot.range.clone());
            // A place that is not known exactly cannot be written to.
            if span == whole && slot.range != (0..node.text().len()) {
                continue;
            }
            let Unfinished { kind, before, after, .. } = slot;
            self.package.symbols.slots.push(NameSlot {
                span,
                node: node.id(),
                ns,
                base,
                want: Some(kind),
                before,
                after,
            });
        }
    }

    /// The base of a reference to another file.
    pub(crate) fn keys(&mut self, keys: impl IntoIterator<Item = Key>) -> Base {
        let start = self.package.symbols.keys.len() as u32;
        self.package.symbols.keys.extend(keys);
        Base::Keys(start, self.package.symbols.keys.len() as u32)
    }

    pub(crate) fn binding(&mut self, binding: Binding) -> BindingId {
        self.package.bindings.push(binding)
    }

    pub(crate) fn unknown_binding(&mut self, node: Node<'t>, why: Why) -> BindingId {
        self.binding(Binding::Unknown(Origin { span: node.span(), node: node.id() }, why))
    }

    pub(crate) fn expr(
        &mut self,
        language: Language,
        node: Node<'t>,
        refs: Vec<RefId>,
        problems: Vec<ExprProblem>,
    ) -> ExprId {
        self.package.exprs.push(Expr { language, at: text_origin(node), refs, problems })
    }

    /// A scalar that should be text.
    pub(crate) fn text_value(&mut self, node: Option<Node<'t>>) -> Val<NameId> {
        let Some(node) = node else { return Val::Absent };
        let origin = text_origin(node);
        match node.kind() {
            Kind::Scalar if node.is_missing() => Val::Absent,
            Kind::Scalar => Val::Known(self.name(node.text()), origin),
            Kind::Alias => Val::Unknown(origin, Why::Unresolved),
            _ => Val::Unknown(origin, Why::WrongKind),
        }
    }

    /// A scalar that should be `true` or `false`.
    pub(crate) fn bool_value(&self, node: Option<Node<'t>>) -> Val<bool> {
        self.read(node, |s| if let Scalar::Bool(b) = s { Some(b) } else { None })
    }

    /// A scalar that should be a whole number.
    pub(crate) fn int_value(&self, node: Option<Node<'t>>) -> Val<i64> {
        self.read(node, |s| match s {
            Scalar::Int(i) => Some(i),
            Scalar::String(s) => s.parse().ok(),
            _ => None,
        })
    }

    fn read<T>(&self, node: Option<Node<'t>>, read: impl FnOnce(Scalar<'t>) -> Option<T>) -> Val<T> {
        let Some(node) = node else { return Val::Absent };
        let origin = text_origin(node);
        match node.scalar() {
            Some(Scalar::Null) => Val::Absent,
            Some(scalar) => read(scalar).map_or(Val::Unknown(origin, Why::WrongKind), |v| Val::Known(v, origin)),
            None => Val::Unknown(origin, Why::WrongKind),
        }
    }
}

/// The kind of a written value.
pub(crate) fn literal(node: Node<'_>) -> Literal {
    let kind = match node.kind() {
        Kind::Mapping => LiteralKind::Map,
        Kind::Sequence => LiteralKind::List,
        Kind::Alias => LiteralKind::Null,
        Kind::Scalar => match node.scalar() {
            None | Some(Scalar::Null) => LiteralKind::Null,
            Some(Scalar::Bool(_)) => LiteralKind::Bool,
            Some(Scalar::Int(_)) => LiteralKind::Int,
            Some(Scalar::Float(_)) => LiteralKind::Number,
            Some(Scalar::String(_)) => LiteralKind::String,
        },
    };
    Literal { kind, node: node.id() }
}

/// Where the text of a scalar stands, quotes excluded; for the rest the whole node.
pub(crate) fn text_origin(node: Node<'_>) -> Origin {
    let span = node.span();
    let quoted =
        !node.is_alias() && matches!(node.style(), Style::SingleQuoted | Style::DoubleQuoted) && span.len() >= 2;
    let span = if quoted { Span::new(span.start + 1, span.end - 1) } else { span };
    Origin { span, node: node.id() }
}
