//! Holds a tree against a schema.

use ir_syntax::{Entry, Kind, Node, NodeId, Scalar, Span, Style};
use rustc_hash::FxHashSet;

use crate::kinds::{self, KindSet};
use crate::mend;
use crate::schema::{Group, ObjectShape, Rest, Schema, Shape, Slot, UnknownKeys, bit};
use crate::suggest::nearest;
use crate::violation::{Owner, Step, Violation, ViolationKind};

/// Deeper trees are not looked into: far beyond any pipeline, well within the smallest stack.
const MAX_DEPTH: u32 = 200;

impl Schema {
    /// Everything in the tree under `root` that breaks the schema, in source order of the objects.
    ///
    /// Silent are: values behind an alias that leads nowhere, missing keys beside text that could not be
    /// read, template holes, and plain words that YAML 1.1 and 1.2 read differently where either reading
    /// fits. Repeated keys are the syntax's matter.
    #[must_use]
    pub fn check(&self, root: Node<'_>) -> Vec<Violation<'_>> {
        let mut out = Vec::new();
        self.check_into(root, &mut out);
        out
    }

    /// As [`Schema::check`], into a list at hand.
    pub fn check_into<'s>(&'s self, root: Node<'_>, out: &mut Vec<Violation<'s>>) {
        let before = out.len();
        let mut checker = Checker { schema: self, out, seen: FxHashSet::default() };
        checker.slot(&self.root, root, &At::root(self));
        if !checker.seen.is_empty() && out.len() > before {
            // What stands behind an alias may have been found at its anchor already.
            let mut known = FxHashSet::default();
            let mut index = 0;
            out.retain(|v| {
                index += 1;
                index <= before || known.insert((v.span, std::mem::discriminant(&v.kind), v.path.last().cloned()))
            });
        }
    }
}

/// Where the checker is. Lives on the stack, so that the way costs nothing until it is asked for.
#[derive(Clone, Copy)]
struct At<'a, 's, 't> {
    up: Option<&'a At<'a, 's, 't>>,
    step: Place<'t>,
    named: Option<&'s str>,
    /// The field's name, where its value must be there.
    required: Option<&'s str>,
    container: Option<&'s str>,
    unknown: UnknownKeys,
    depth: u32,
}

#[derive(Clone, Copy)]
enum Place<'t> {
    Root,
    Key(Node<'t>),
    Index(u32),
}

impl<'s, 't> At<'_, 's, 't> {
    fn root(schema: &Schema) -> Self {
        Self {
            up: None,
            step: Place::Root,
            named: None,
            required: None,
            container: None,
            unknown: schema.root.unknown.unwrap_or_default(),
            depth: 0,
        }
    }

    fn path(&self) -> Vec<Step> {
        let mut out = Vec::with_capacity(self.depth as usize);
        let mut here = Some(self);
        while let Some(at) = here {
            match at.step {
                Place::Root => {}
                Place::Key(key) => out.push(Step::Key(key.text().into())),
                Place::Index(index) => out.push(Step::Index(index)),
            }
            here = at.up;
        }
        out.reverse();
        out
    }

    fn owner(&self) -> Option<Owner<'s>> {
        let mut here = Some(self);
        while let Some(at) = here {
            if let (Some(noun), Place::Key(key)) = (at.named, at.step) {
                return Some(Owner { noun, name: key.text().into() });
            }
            here = at.up;
        }
        None
    }

    /// The token that stands for the object at this place.
    fn token(&self, object: Node<'t>) -> Span {
        match self.step {
            Place::Key(key) => key.span(),
            Place::Root | Place::Index(_) => object.own_entries().next().map_or(object.span(), |e| e.key.span()),
        }
    }
}

struct Checker<'s, 'o> {
    schema: &'s Schema,
    out: &'o mut Vec<Violation<'s>>,
    /// What aliases have led to, and as what it was checked: once is enough.
    seen: FxHashSet<(NodeId, u32)>,
}

impl<'s> Checker<'s, '_> {
    fn report<'t>(&mut self, at: &At<'_, 's, 't>, span: Span, kind: ViolationKind<'s>) -> Option<&mut Violation<'s>> {
        self.out.push(Violation {
            kind,
            span,
            related: None,
            path: at.path(),
            owner: at.owner(),
            unknown_keys: at.unknown,
            replacement: None,
        });
        self.out.last_mut()
    }

    fn slot<'t>(&mut self, slot: &'s Slot, node: Node<'t>, at: &At<'_, 's, 't>) {
        if at.depth > MAX_DEPTH {
            return;
        }
        let shape = self.schema.shape(slot);
        let allowed = slot.narrow.and(shape.kinds);
        if allowed == KindSet::ANY && shape.object.is_none() {
            return;
        }
        if node.is_alias() && !self.seen.insert((node.resolved().id(), slot.shape)) {
            return;
        }
        match node.kind() {
            Kind::Alias => {}
            Kind::Mapping if allowed.contains(KindSet::OBJECT) => match &shape.object {
                Some(object) => self.mapping(object, shape, node, at),
                None => self.alternatives(shape, KindSet::OBJECT, node, at),
            },
            Kind::Sequence if allowed.contains(KindSet::ARRAY) => match &shape.items {
                Some(items) => {
                    for (index, item) in (0..).zip(node.items()) {
                        let inside = At {
                            up: Some(at),
                            step: Place::Index(index),
                            named: None,
                            required: None,
                            container: None,
                            unknown: items.unknown.unwrap_or(at.unknown),
                            depth: at.depth + 1,
                        };
                        self.slot(items, item, &inside);
                    }
                }
                None => self.alternatives(shape, KindSet::ARRAY, node, at),
            },
            Kind::Scalar => {
                let readings = kinds::readings(node);
                if allowed.meets(readings) {
                    self.scalar(shape, readings.and(allowed), node, at);
                } else {
                    self.wrong_kind(shape, allowed, node, at);
                }
            }
            Kind::Mapping | Kind::Sequence => self.wrong_kind(shape, allowed, node, at),
        }
    }

    /// A shape without fields of its own: its alternatives, told apart by the kinds they allow.
    fn alternatives<'t>(&mut self, shape: &'s Shape, kind: KindSet, node: Node<'t>, at: &At<'_, 's, 't>) {
        let mut first = None;
        for branch in &shape.any_of {
            if !self.schema.kinds(branch).meets(kind) {
                continue;
            }
            // Two alternatives for one value: only a plain word with two readings has them.
            let start = self.out.len();
            self.slot(branch, node, at);
            if self.out.len() == start {
                if let Some((from, to)) = first {
                    self.out.drain(from..to);
                }
                return;
            }
            match first {
                None => first = Some((start, self.out.len())),
                Some(_) => self.out.truncate(start),
            }
        }
    }

    fn scalar<'t>(&mut self, shape: &'s Shape, readings: KindSet, node: Node<'t>, at: &At<'_, 's, 't>) {
        if !shape.any_of.is_empty() {
            return self.alternatives(shape, readings, node, at);
        }
        // Where the word may also be read as something without a form, the form is not asked for.
        if readings == KindSet::STRING {
            if !shape.values.is_empty() {
                self.word(shape, node, at);
            }
            if let Some(wanted) = shape.format
                && !wanted.admits(node.text())
                && !kinds::has_hole(node)
            {
                self.report(at, node.span(), ViolationKind::Format { value: node.text().into(), wanted });
            }
        } else if shape.minimum.is_some() || shape.maximum.is_some() {
            self.range(shape, node, at);
        }
    }

    fn word<'t>(&mut self, shape: &'s Shape, node: Node<'t>, at: &At<'_, 's, 't>) {
        let text = node.text();
        if shape.values.iter().any(|v| *v.text == *text) || kinds::has_hole(node) {
            return;
        }
        let words = || shape.values.iter().map(|v| &*v.text);
        let candidates = nearest(text, words());
        let replacement = words().find(|w| w.eq_ignore_ascii_case(text)).and_then(|w| mend::word(node, w));
        let kind = ViolationKind::WrongEnum {
            value: text.into(),
            what: shape.doc.title.as_deref().or(at.container),
            allowed: words().collect(),
            candidates,
        };
        if let Some(violation) = self.report(at, node.span(), kind) {
            violation.replacement = replacement;
        }
    }

    fn range<'t>(&mut self, shape: &'s Shape, node: Node<'t>, at: &At<'_, 's, 't>) {
        #[allow(clippy::cast_precision_loss)] // bounds are small, a rounded giant is still outside
        let number = match node.scalar() {
            Some(Scalar::Int(i)) => i as f64,
            Some(Scalar::Float(f)) => f,
            _ => return,
        };
        if shape.minimum.is_some_and(|low| number < low) || shape.maximum.is_some_and(|high| number > high) {
            let kind =
                ViolationKind::OutOfRange { value: node.text().into(), minimum: shape.minimum, maximum: shape.maximum };
            self.report(at, node.span(), kind);
        }
    }

    fn wrong_kind<'t>(&mut self, shape: &'s Shape, allowed: KindSet, node: Node<'t>, at: &At<'_, 's, 't>) {
        if kinds::has_hole(node) && (node.style() == Style::Plain || node.is_mapping()) {
            return;
        }
        let nothing = node.kind() == Kind::Scalar && node.scalar() == Some(Scalar::Null);
        let key = match at.step {
            Place::Key(key) => Some(key.span()),
            Place::Root | Place::Index(_) => None,
        };
        if let (true, Some(required), Some(span)) = (nothing, at.required, key) {
            self.report(at, span, ViolationKind::MissingValue { key: required, container: at.container });
            return;
        }
        // Nothing is written: the key is what there is to point at.
        let span = if node.is_missing() { key.unwrap_or(node.span()) } else { node.span() };
        let title = if shape.object.is_some() { shape.doc.title.as_deref() } else { None };
        let kind = ViolationKind::WrongKind { expected: allowed.words_with(title), found: kinds::found_words(node) };
        if let Some(violation) = self.report(at, span, kind) {
            violation.replacement = mend::kind(node, allowed);
        }
    }

    fn mapping<'t>(&mut self, object: &'s ObjectShape, shape: &'s Shape, node: Node<'t>, at: &At<'_, 's, 't>) {
        let mut found = Found::default();
        let mut merges = false;
        for entry in node.own_entries() {
            if entry.key.text() == "<<" && entry.key.style() == Style::Plain {
                merges = true;
            } else {
                self.entry(object, shape, node, entry, at, &mut found);
            }
        }
        if merges {
            found.incomplete |= node.own_entries().any(|e| e.key.text() == "<<" && leads_nowhere(e.value));
            for entry in node.entries().into_iter().filter(|e| e.merged.is_some()) {
                self.entry(object, shape, node, entry, at, &mut found);
            }
        }
        let missing = object.required & !found.present & !found.meant;
        if missing == 0 && object.groups.is_empty() {
            return;
        }
        let incomplete = found.incomplete || node.has_loss();
        let container = shape.doc.title.as_deref();
        if missing != 0 && !incomplete {
            for field in object.of_mask(missing) {
                let kind = ViolationKind::MissingKey { key: &field.name, container };
                self.report(at, at.token(node), kind);
            }
        }
        for group in &object.groups {
            self.group(object, container, *group, &found, incomplete, node, at);
        }
    }

    fn entry<'t>(
        &mut self,
        object: &'s ObjectShape,
        shape: &'s Shape,
        node: Node<'t>,
        entry: Entry<'t>,
        at: &At<'_, 's, 't>,
        found: &mut Found,
    ) {
        // A list or mapping as a key, or an alias: nothing here can tell what it means.
        if entry.key.kind() != Kind::Scalar {
            return;
        }
        let key = entry.key.text();
        let mut inside = At {
            up: Some(at),
            step: Place::Key(entry.key),
            named: None,
            required: None,
            container: shape.doc.title.as_deref(),
            unknown: at.unknown,
            depth: at.depth + 1,
        };
        if let Some(index) = object.known(key) {
            let Some(field) = object.field(index) else { return };
            let mask = bit(index.field.into());
            if found.present & mask != 0 && (index.alias || found.aliases & mask != 0) {
                self.two_spellings(&inside, object, node, entry, index.field);
            }
            found.present |= mask;
            if index.alias {
                found.aliases |= mask;
            }
            let kinds = self.schema.kinds(&field.slot);
            // `null` unsets a field, but for those that can be nothing else or anything at all.
            let unset = kinds.contains(KindSet::NULL)
                && kinds != KindSet::NULL
                && kinds != KindSet::ANY
                && entry.value.scalar() == Some(Scalar::Null);
            if !unset {
                found.set |= mask;
                inside.named = field.slot.named.as_deref();
                inside.unknown = field.slot.unknown.unwrap_or(at.unknown);
                inside.required = (object.required & mask != 0).then_some(&*field.name);
                self.slot(&field.slot, entry.value, &inside);
            }
            return;
        }
        match &object.rest {
            Rest::Open => {}
            Rest::Named(slot) => {
                inside.named = slot.named.as_deref();
                inside.unknown = slot.unknown.unwrap_or(at.unknown);
                self.slot(slot, entry.value, &inside);
            }
            Rest::Closed => self.unknown_key(object, shape, entry.key, at, found),
        }
    }

    fn unknown_key<'t>(
        &mut self,
        object: &'s ObjectShape,
        shape: &'s Shape,
        key: Node<'t>,
        at: &At<'_, 's, 't>,
        found: &mut Found,
    ) {
        let text = key.text();
        if kinds::text_has_hole(text) {
            found.incomplete = true;
            return;
        }
        let fields = || object.fields.iter().map(|f| &*f.name);
        let candidates = nearest(text, fields());
        // Whoever misspelt a key did not forget it: its absence is the same defect.
        for candidate in &candidates {
            found.meant |= object.known(candidate).map_or(0, |i| bit(i.field.into()));
        }
        let container = shape.doc.title.as_deref();
        let kind = ViolationKind::UnknownKey { key: text.into(), container, candidates, known: fields().collect() };
        self.report(at, key.span(), kind);
    }

    fn two_spellings<'t>(
        &mut self,
        at: &At<'_, 's, 't>,
        object: &'s ObjectShape,
        node: Node<'t>,
        entry: Entry<'t>,
        field: u8,
    ) {
        let first = node
            .own_entries()
            .map(|e| e.key)
            .find(|k| k.text() != entry.key.text() && object.known(k.text()).is_some_and(|i| i.field == field));
        let Some(first) = first else { return };
        let kind = ViolationKind::DuplicateAlias { key: entry.key.text().into(), other: first.text().into() };
        if let Some(violation) = self.report(at, entry.key.span(), kind) {
            violation.related = Some(first.span());
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn group<'t>(
        &mut self,
        object: &'s ObjectShape,
        container: Option<&'s str>,
        group: Group,
        found: &Found,
        incomplete: bool,
        node: Node<'t>,
        at: &At<'_, 's, 't>,
    ) {
        let set = found.set & group.members;
        let members = || object.of_mask(group.members).map(|f| &*f.name).collect();
        if set == 0 && group.at_least_one && found.meant & group.members == 0 && !incomplete {
            self.report(at, at.token(node), ViolationKind::NoneOf { container, members: members() });
        }
        if set.count_ones() > 1 && group.at_most_one {
            let entries = node.entries();
            let mut keys = entries
                .iter()
                .map(|e| e.key)
                .filter(|k| object.known(k.text()).is_some_and(|i| set & bit(i.field.into()) != 0));
            let Some(first) = keys.next() else { return };
            let same =
                |k: &Node<'t>| object.known(k.text()).map(|i| i.field) == object.known(first.text()).map(|i| i.field);
            let Some(second) = keys.find(|k| !same(k)) else { return };
            let found = [first.text().into(), second.text().into()];
            let kind = ViolationKind::OneOf { found, container, members: members() };
            if let Some(violation) = self.report(at, second.span(), kind) {
                violation.related = Some(first.span());
            }
        }
    }
}

/// What a mapping turned out to have, as masks of its fields.
#[derive(Default)]
struct Found {
    /// Written, with or without a value.
    present: u64,
    /// Written with a value.
    set: u64,
    /// Written in another spelling than the schema's own.
    aliases: u64,
    /// Probably meant by an unknown key.
    meant: u64,
    /// Whether keys may be there that could not be read.
    incomplete: bool,
}

/// Whether some mapping that a merge key names cannot be found.
fn leads_nowhere(merged: Node<'_>) -> bool {
    match merged.kind() {
        Kind::Alias => true,
        Kind::Sequence => merged.items().any(|i| i.kind() == Kind::Alias),
        Kind::Mapping | Kind::Scalar => false,
    }
}
