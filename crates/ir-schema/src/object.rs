//! Holds a mapping against the fields of its shape: unknown, missing and contradictory keys.

use ir_syntax::{Entry, Kind, Node, Scalar};

use crate::check::{At, Checker, Place};
use crate::kinds::{self, KindSet};
use crate::schema::{Group, ObjectShape, Rest, Shape, bit};
use crate::suggest::nearest;
use crate::violation::ViolationKind;

impl<'s> Checker<'s, '_> {
    pub(crate) fn mapping<'t>(
        &mut self,
        object: &'s ObjectShape,
        shape: &'s Shape,
        node: Node<'t>,
        at: &At<'_, 's, 't>,
    ) {
        let mut found = Found::default();
        let mut merges = false;
        for entry in node.own_entries() {
            if entry.key.is_merge() {
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
            title: None,
            unknown: at.unknown,
            depth: at.depth + 1,
        };
        if let Some(index) = object.known(key) {
            let Some(field) = object.field(index) else { return };
            self.remark(object, node, entry, index);
            let mask = bit(index.field.into());
            found.present |= mask;
            let spelled = if index.alias { &mut found.aliases } else { &mut found.plain };
            *spelled |= mask;
            if found.aliases & found.plain & mask & !found.told != 0 {
                found.told |= mask;
                self.two_spellings(&inside, object, node, entry, index.field);
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
            Rest::Closed if self.is_full() => {}
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
    /// Written in the schema's own spelling.
    plain: u64,
    /// Written in another spelling.
    aliases: u64,
    /// Reported for having both spellings.
    told: u64,
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
