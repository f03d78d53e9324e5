//! Holds a tree against a schema.

use ir_syntax::{Kind, Node, NodeId, Scalar, Span, Style};
use rustc_hash::FxHashSet;

use crate::format::Format;
use crate::kinds::{self, KindSet};
use crate::mend;
use crate::remark::Remark;
use crate::schema::{Schema, Shape, Slot, UnknownKeys};
use crate::suggest::nearest;
use crate::violation::{Owner, Step, Violation, ViolationKind};

/// Deeper trees are not looked into: far beyond any pipeline, well within the smallest stack.
const MAX_DEPTH: u32 = 200;

/// So many violations tell that a file is of another kind; more would only cost time and memory.
const MAX_FOUND: usize = 1000;

impl Schema {
    /// Everything in the tree under `root` that breaks the schema, in source order of the objects.
    ///
    /// At most a thousand. Silent are: values behind an alias that leads nowhere, missing keys beside text that could not be
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
        self.walk(root, out, None);
    }

    /// Goes through the tree, and on the way collects remarks where they are wanted.
    pub(crate) fn walk<'s>(
        &'s self,
        root: Node<'_>,
        out: &mut Vec<Violation<'s>>,
        remarks: Option<&mut Vec<Remark<'s>>>,
    ) {
        let before = out.len();
        let mut checker = Checker { schema: self, full: before + MAX_FOUND, out, remarks, seen: FxHashSet::default() };
        checker.slot(&self.root, root, &At::root(self));
        if !checker.seen.is_empty() && out.len() > before {
            // What stands behind an alias may have been found at its anchor already.
            let mut known: FxHashSet<(Span, String)> = FxHashSet::default();
            let mut index = 0;
            out.retain(|v| {
                index += 1;
                index <= before || known.insert((v.span, format!("{:?}", v.kind)))
            });
        }
    }
}

/// Where the checker is. Lives on the stack, so that the way costs nothing until it is asked for.
#[derive(Clone, Copy)]
pub(crate) struct At<'a, 's, 't> {
    pub(crate) up: Option<&'a At<'a, 's, 't>>,
    pub(crate) step: Place<'t>,
    pub(crate) named: Option<&'s str>,
    /// The field's name, where its value must be there.
    pub(crate) required: Option<&'s str>,
    pub(crate) container: Option<&'s str>,
    /// What the value is, where that is said of all its alternatives together.
    pub(crate) title: Option<&'s str>,
    pub(crate) unknown: UnknownKeys,
    pub(crate) depth: u32,
}

#[derive(Clone, Copy)]
pub(crate) enum Place<'t> {
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
            title: None,
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
    pub(crate) fn token(&self, object: Node<'t>) -> Span {
        match self.step {
            Place::Key(key) => key.span(),
            Place::Root | Place::Index(_) => object.own_entries().next().map_or(object.span(), |e| e.key.span()),
        }
    }
}

pub(crate) struct Checker<'s, 'o> {
    pub(crate) schema: &'s Schema,
    out: &'o mut Vec<Violation<'s>>,
    /// Where remarks go, if they are wanted.
    pub(crate) remarks: Option<&'o mut Vec<Remark<'s>>>,
    /// The length of `out` at which no more are taken.
    full: usize,
    /// What aliases have led to, and as what it was checked: once is enough.
    seen: FxHashSet<(NodeId, u32)>,
}

impl<'s> Checker<'s, '_> {
    pub(crate) fn is_full(&self) -> bool {
        self.out.len() >= self.full
    }

    pub(crate) fn report<'t>(
        &mut self,
        at: &At<'_, 's, 't>,
        span: Span,
        kind: ViolationKind<'s>,
    ) -> Option<&mut Violation<'s>> {
        if self.is_full() {
            return None;
        }
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

    pub(crate) fn slot<'t>(&mut self, slot: &'s Slot, node: Node<'t>, at: &At<'_, 's, 't>) {
        if at.depth > MAX_DEPTH || self.is_full() {
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
                            title: None,
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
        let at = &At { title: shape.doc.title.as_deref(), ..*at };
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
                let kind = ViolationKind::Format { value: node.text().into(), wanted };
                let meant = wanted.meant(node.text());
                if let Some(violation) = self.report(at, node.span(), kind) {
                    violation.replacement = meant.and_then(|meant| mend::word(node, &meant));
                }
            } else if shape.format == Some(Format::Integer) {
                self.range(shape, node, at);
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
        let sure = words().find(|w| w.eq_ignore_ascii_case(text));
        let likely = if let [one] = candidates.as_slice() { Some(&**one) } else { None };
        let replacement = sure.or(likely).and_then(|w| mend::word(node, w));
        let kind = ViolationKind::WrongEnum {
            value: text.into(),
            what: shape.doc.title.as_deref().or(at.title),
            allowed: words().filter(|w| !w.is_empty()).collect(),
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
            // Where a number may be written as text, it is one all the same.
            Some(Scalar::String(text)) if shape.format == Some(Format::Integer) => match text.parse::<i64>() {
                Ok(number) => number as f64,
                Err(_) => return,
            },
            _ => return,
        };
        let outside =
            |number| shape.minimum.is_some_and(|low| number < low) || shape.maximum.is_some_and(|high| number > high);
        if outside(number) && kinds::octal(node).is_none_or(outside) {
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
        let branches = shape.any_of.iter().map(|branch| self.schema.shape(branch));
        let object = std::iter::once(shape).chain(branches).find(|s| s.object.is_some());
        let title = object.and_then(|s| s.doc.title.as_deref());
        let kind = ViolationKind::WrongKind { expected: allowed.words_with(title), found: kinds::found_words(node) };
        if let Some(violation) = self.report(at, span, kind) {
            violation.replacement = mend::kind(node, allowed);
        }
    }
}
