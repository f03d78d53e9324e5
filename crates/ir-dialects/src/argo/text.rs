//! The tags of every scalar, wherever it stands: Argo replaces them in the whole text of a template.

mod reading;
mod slots;

use ir_model::{Binding, BindingId, DefId, Language, RefId, ScopeId};
use ir_syntax::{Kind, Node};

pub(super) use self::reading::Known;
use self::reading::Reading;
use super::Argo;
use super::expression;
use super::reference::NodeOf;
use super::tag;
use crate::lowering::{literal, text_origin};

/// What a text sees.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// The object: its arguments are the parameters of the workflow.
    pub(super) object: ScopeId,
    /// Where names are looked up from.
    pub(super) here: ScopeId,
    /// Who speaks.
    pub(super) user: Option<DefId>,
    /// The word by which the tasks around are called, where there are any.
    pub(super) tasks: Option<NodeOf>,
    /// Whether the text is about what ran, as metrics are.
    pub(super) after: bool,
    /// The template that the text is in.
    pub(super) template: Within,
}

/// What a template is, as far as tags depend on it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Within {
    /// In none, or in one of which nothing is known.
    Unknown,
    /// It runs a pod of its own.
    Pod,
    /// It does the work itself, without a pod.
    Leaf,
    /// It runs others, or waits: it has no files.
    Other,
}

/// What a tag's text as a value comes from.
#[derive(Clone, Copy)]
pub(super) enum Source {
    Input(RefId),
    Output { task: RefId, port: RefId },
    Other,
}

/// What the tags of one scalar say.
#[derive(Default)]
pub(super) struct Text {
    pub(super) refs: Vec<RefId>,
    /// What the scalar is, where it is one tag and nothing else.
    whole: Option<Source>,
}

/// Nesting beyond this is no workflow's.
const DEPTH: u32 = 96;

impl<'t> Argo<'t> {
    /// Whether a text is in a task that runs once for each item.
    pub(super) fn loops(&self, place: Place) -> bool {
        self.looping.contains(&place.here)
    }

    /// Reads every scalar below `node` that nobody has read yet.
    pub(super) fn walk(&mut self, node: Node<'t>, place: Place, depth: u32) {
        let place = self.regions.get(&node.id()).copied().unwrap_or(place);
        match node.kind() {
            Kind::Scalar => {
                self.text(node, place);
            }
            _ if depth > DEPTH => {}
            Kind::Sequence => node.items().for_each(|item| self.walk(item, place, depth + 1)),
            Kind::Mapping => {
                for entry in node.own_entries() {
                    self.text(entry.key, place);
                    self.check_hazard(entry.key, entry.value);
                    if expression::KEYS.contains(&entry.key.text()) {
                        let place = self.regions.get(&entry.value.id()).copied().unwrap_or(place);
                        self.expression(entry.value, place);
                    }
                    self.walk(entry.value, place, depth + 1);
                }
            }
            Kind::Alias => {}
        }
    }

    /// The tags of a scalar, once.
    pub(super) fn text(&mut self, node: Node<'t>, place: Place) -> Text {
        let mut found = Text::default();
        if !node.is_scalar() || !tag::may_be_in(node.text()) || !self.seen.insert(node.id()) {
            return found;
        }
        let text = node.text();
        let tags = tag::scan(text);
        let mut problems = Vec::new();
        let whole = text.trim();
        for tag in &tags {
            let before = found.refs.len();
            let source = Reading { argo: self, node, place, problems: &mut problems, refs: &mut found.refs }.tag(tag);
            let alone = tag.span.slice(text) == whole && tags.len() == 1;
            if alone && found.refs.len() > before {
                found.whole = Some(source);
            }
        }
        self.unfinished_tags(node, place, &mut problems);
        if !problems.is_empty() || !found.refs.is_empty() {
            self.l.expr(Language::ArgoTag, node, found.refs.clone(), problems);
        }
        found
    }

    /// A value: written out, or from where its tags say.
    pub(super) fn value(&mut self, node: Node<'t>, place: Place) -> BindingId {
        let written = text_origin(node);
        if !node.is_scalar() || !tag::may_be_in(node.text()) {
            return self.l.binding(Binding::Literal(literal(node), written));
        }
        self.in_argument = true;
        let text = self.text(node, place);
        self.in_argument = false;
        let binding = match text.whole {
            Some(Source::Input(input)) => Binding::Input(input),
            Some(Source::Output { task, port }) => Binding::Output { task, port },
            _ => Binding::Template(text.refs, written),
        };
        self.l.binding(binding)
    }
}
