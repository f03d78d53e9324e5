//! Reading a tree: what a node is, says and holds.

use crate::build::source_value;
use crate::scalar::Scalar;
use crate::span::Span;
use crate::tree::{Kind, NONE, NodeData, NodeId, Style, Tag, Tree};

/// A node of a [`Tree`]. Cheap to copy.
///
/// Aliases are followed by every reading method (`kind`, `text`, `get`, `entries`, `items` …) but by
/// none that tells where the node stands (`id`, `span`, `parent`).
#[derive(Clone, Copy)]
pub struct Node<'t> {
    tree: &'t Tree,
    id: NodeId,
}

/// A key with its value.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'t> {
    /// The key as it stands in the text.
    pub key: Node<'t>,
    /// Its value; a missing scalar (see [`Node::is_missing`]) where nothing is written.
    pub value: Node<'t>,
    /// Where the entry came in by a merge key: the `<<` entry's value in the mapping asked.
    pub merged: Option<Span>,
}

impl<'t> Node<'t> {
    pub(crate) fn new(tree: &'t Tree, id: NodeId) -> Self {
        Self { tree, id }
    }

    #[inline]
    fn data(self) -> &'t NodeData {
        self.tree.data(self.id.0)
    }

    /// The tree it belongs to.
    #[must_use]
    pub fn tree(self) -> &'t Tree {
        self.tree
    }

    /// Its name in the tree.
    #[must_use]
    pub fn id(self) -> NodeId {
        self.id
    }

    /// Where it stands: quotes, brackets and block indicators included; for an alias, `*name`. Anchor
    /// and tag are outside.
    ///
    /// A block scalar runs from its `|` or `>` to the end of its last line that holds something, a
    /// collection without brackets from its first key or dash to the end of its last child. Where
    /// nothing is written (see [`Node::is_missing`]) the span is empty, right behind the colon, dash
    /// or anchor. Children always lie inside their parent.
    #[must_use]
    pub fn span(self) -> Span {
        self.data().span
    }

    /// Whether nothing is written where a value could be: `key:` alone, `- ` alone, an empty document.
    #[must_use]
    pub fn is_missing(self) -> bool {
        let d = self.data();
        d.kind == Kind::Scalar && d.style == Style::Plain && d.span.is_empty()
    }

    /// Whether it is written as an alias (`*name`).
    #[must_use]
    pub fn is_alias(self) -> bool {
        self.data().alias
    }

    /// The node itself, or the node that its alias stands for.
    #[must_use]
    pub fn resolved(self) -> Self {
        let mut here = self;
        // Targets are never aliases themselves (YAML has no alias to an alias), one step is enough.
        if here.data().alias && here.data().kind != Kind::Alias {
            here = here.tree.node(NodeId(here.data().first));
        }
        here
    }

    /// What it is, aliases followed.
    #[must_use]
    pub fn kind(self) -> Kind {
        self.resolved().data().kind
    }

    /// How it is written, aliases followed.
    #[must_use]
    pub fn style(self) -> Style {
        self.resolved().data().style
    }

    /// Whether it is a mapping.
    #[must_use]
    pub fn is_mapping(self) -> bool {
        self.kind() == Kind::Mapping
    }

    /// Whether it is a sequence.
    #[must_use]
    pub fn is_sequence(self) -> bool {
        self.kind() == Kind::Sequence
    }

    /// Whether it is a scalar.
    #[must_use]
    pub fn is_scalar(self) -> bool {
        self.kind() == Kind::Scalar
    }

    /// The decoded text of a scalar (quotes and escapes undone, lines folded); `""` for the rest.
    #[must_use]
    #[inline]
    pub fn text(self) -> &'t str {
        let d = self.data();
        // Nearly all are written as they read.
        if d.first == NONE && d.style == Style::Plain && d.kind == Kind::Scalar {
            return d.span.slice(&self.tree.text);
        }
        self.decoded()
    }

    fn decoded(self) -> &'t str {
        let node = self.resolved();
        let d = node.data();
        if d.kind != Kind::Scalar {
            return "";
        }
        match node.tree.strings.get(d.first as usize) {
            Some(s) => s,
            None => source_value(&node.tree.text, d.style, d.span).unwrap_or(""),
        }
    }

    /// Whether it is a scalar with this text: what comparing [`Node::text`] tells, for less.
    #[must_use]
    #[inline]
    pub fn says(self, text: &str) -> bool {
        let d = self.data();
        // Most keys that are compared differ in length, and most are written as they read.
        let quotes = if d.style == Style::Plain { 0 } else { 2 };
        if d.first == NONE && !text.is_empty() && d.span.len() as usize != text.len() + quotes {
            return false;
        }
        self.is_scalar() && self.text() == text
    }

    /// Whether it is a merge key: `<<`, without quotes.
    #[must_use]
    #[inline]
    pub fn is_merge(self) -> bool {
        self.tree.merges && self.says("<<") && self.style() == Style::Plain
    }

    /// The decoded text of a scalar that reads as a string, and not as a number, boolean or null.
    #[must_use]
    pub fn as_str(self) -> Option<&'t str> {
        match self.scalar()? {
            Scalar::String(s) => Some(s),
            _ => None,
        }
    }

    /// What a scalar reads as under YAML 1.2's core schema (and JSON); `None` for collections.
    #[must_use]
    pub fn scalar(self) -> Option<Scalar<'t>> {
        let node = self.resolved();
        if node.data().kind != Kind::Scalar {
            return None;
        }
        let tag = node.tag().map(|t| &*t.name);
        Some(Scalar::read(node.text(), node.data().style, tag))
    }

    /// Its explicit tag.
    #[must_use]
    pub fn tag(self) -> Option<&'t Tag> {
        if self.tree.tags.is_empty() {
            return None;
        }
        let at = self.tree.tags.binary_search_by_key(&self.id, |t| t.node).ok()?;
        self.tree.tags.get(at)
    }

    /// The collection it is in, or the mapping it is a key or a value of.
    #[must_use]
    pub fn parent(self) -> Option<Self> {
        let parent = self.data().parent;
        (parent != NONE).then(|| self.tree.node(NodeId(parent)))
    }

    /// All direct children in source order: items, or keys and values in turn. Aliases are not
    /// followed: the children of an alias are none.
    pub fn children(self) -> impl Iterator<Item = Self> + 't {
        let tree = self.tree;
        let d = self.data();
        let mut next = if matches!(d.kind, Kind::Sequence | Kind::Mapping) && !d.alias { d.first } else { NONE };
        std::iter::from_fn(move || {
            if next == NONE {
                return None;
            }
            let node = tree.node(NodeId(next));
            next = node.data().next;
            Some(node)
        })
    }

    /// The items of a sequence, in order; nothing for the rest.
    pub fn items(self) -> impl Iterator<Item = Self> + 't {
        let node = self.resolved();
        let skip = if node.data().kind == Kind::Sequence { 0 } else { usize::MAX };
        node.children().skip(skip)
    }

    /// The entries written in a mapping itself, in order, merge keys (`<<`) as plain entries; nothing
    /// for the rest.
    pub fn own_entries(self) -> impl Iterator<Item = Entry<'t>> + 't {
        let node = self.resolved();
        let tree = node.tree;
        let mut next = if node.data().kind == Kind::Mapping { node.data().first } else { NONE };
        std::iter::from_fn(move || {
            if next == NONE {
                return None;
            }
            let key = tree.node(NodeId(next));
            let value = tree.node(NodeId(key.data().next));
            next = value.data().next;
            Some(Entry { key, value, merged: None })
        })
    }

    /// The entries of a mapping with merge keys resolved: own entries first, in order, then the merged
    /// ones that no own key hides. Duplicate own keys come all.
    #[must_use]
    pub fn entries(self) -> Vec<Entry<'t>> {
        crate::merge::entries(self)
    }

    /// The value of `key`, merge keys resolved. Where the key is repeated, the last one: that is what
    /// the loaders keep.
    #[must_use]
    pub fn get(self, key: &str) -> Option<Node<'t>> {
        self.entry(key).map(|e| e.value)
    }

    /// The entry of `key`, as [`Node::get`] finds it.
    #[must_use]
    pub fn entry(self, key: &str) -> Option<Entry<'t>> {
        crate::merge::entry(self, key)
    }

    /// Whether a piece of broken text (see [`Tree::lost`]) touches this node. For a collection and for
    /// a missing value also where only white space and comments stand between the two: a key or item
    /// may be missing from it only because it could not be read.
    #[must_use]
    pub fn has_loss(self) -> bool {
        let lost = &self.tree.lost;
        if lost.is_empty() {
            return false;
        }
        let node = self.resolved();
        let span = node.span();
        let after = lost.partition_point(|l| l.end < span.start);
        let next = lost.get(after);
        if next.is_some_and(|l| l.start <= span.end) {
            return true;
        }
        if node.is_scalar() && !node.is_missing() {
            return false;
        }
        let previous = after.checked_sub(1).and_then(|at| lost.get(at));
        let nothing_between = |from: u32, to: u32| {
            let gap = Span::new(from, to).slice(&self.tree.text);
            gap.lines().map(str::trim).all(|l| l.is_empty() || l.starts_with('#'))
        };
        next.is_some_and(|l| nothing_between(span.end, l.start))
            || previous.is_some_and(|l| nothing_between(l.end, span.start))
    }

    /// The nodes around it from its parent to the root of its document.
    pub fn ancestors(self) -> impl Iterator<Item = Self> + 't {
        std::iter::successors(self.parent(), |n| n.parent())
    }

    /// Whether it is the key of an entry.
    #[must_use]
    pub fn is_key(self) -> bool {
        self.place().is_some_and(|(_, key)| key.id == self.id)
    }

    /// The key that it is the value of; `None` for items, keys and roots.
    #[must_use]
    pub fn key(self) -> Option<Self> {
        self.place().map(|(_, key)| key).filter(|key| key.id != self.id)
    }

    /// Its place among the items of its sequence, from 0.
    #[must_use]
    pub fn index(self) -> Option<usize> {
        let parent = self.parent().filter(|p| p.data().kind == Kind::Sequence)?;
        parent.children().position(|c| c.id == self.id)
    }

    /// The entry of a mapping it belongs to: its number and key.
    fn place(self) -> Option<(usize, Self)> {
        let parent = self.parent().filter(|p| p.data().kind == Kind::Mapping)?;
        // Ids grow in source order, so the search may stop early.
        parent
            .own_entries()
            .enumerate()
            .take_while(|(_, e)| e.key.id <= self.id)
            .find(|(_, e)| e.key.id == self.id || e.value.id == self.id)
            .map(|(at, e)| (at, e.key))
    }
}

impl std::fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}@{:?} {:?}", self.data().kind, self.span(), self.text())
    }
}
