//! The tree of a text: an arena of nodes with byte spans, the same for YAML and JSON.

use std::sync::Arc;

use crate::node::Node;
use crate::span::Span;

/// The name of a node inside its [`Tree`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct NodeId(pub(crate) u32);

/// No node: ends a list of children, or stands for "no parent".
pub(crate) const NONE: u32 = u32::MAX;

/// What a node is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A single value: text, number, boolean or null.
    Scalar,
    /// An ordered list.
    Sequence,
    /// Keys with values.
    Mapping,
    /// An alias (`*name`) that cannot be followed: its anchor does not exist, encloses it, or
    /// following it would blow the document up.
    Alias,
}

/// How a node is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    /// An unquoted scalar.
    Plain,
    /// `'…'`
    SingleQuoted,
    /// `"…"`
    DoubleQuoted,
    /// `|` block scalar.
    Literal,
    /// `>` block scalar.
    Folded,
    /// A collection by indentation.
    Block,
    /// A collection in brackets or braces.
    Flow,
}

#[derive(Clone, Debug)]
pub(crate) struct NodeData {
    pub(crate) span: Span,
    /// Collections: first child. Aliases: target node. Scalars: index into `strings`, or `NONE`
    /// where the source text itself, or what stands between its quotes, is the value.
    pub(crate) first: u32,
    pub(crate) next: u32,
    pub(crate) parent: u32,
    pub(crate) kind: Kind,
    pub(crate) style: Style,
    /// Whether the node is written as an alias, also where it can be followed.
    pub(crate) alias: bool,
}

/// One document of a stream.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its outermost node. An empty document has a missing scalar here.
    pub root: NodeId,
    /// From its first to its last byte, markers included.
    pub span: Span,
}

/// A comment, from `#` to the end of its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    /// The whole comment, `#` included, line break excluded.
    pub span: Span,
}

/// An anchor's definition.
#[derive(Clone, Copy, Debug)]
pub struct Anchor {
    /// `&name`, the ampersand included.
    pub span: Span,
    /// The node that bears it.
    pub node: NodeId,
}

/// An explicit tag of a node.
#[derive(Clone, Debug)]
pub struct Tag {
    /// The node that bears it.
    pub node: NodeId,
    /// The tag, its handle resolved: `tag:yaml.org,2002:str`, `!custom`.
    pub name: Box<str>,
    /// Where it is written.
    pub span: Span,
}

/// A key that stands twice in one mapping.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DuplicateKey {
    /// The key's first use.
    pub first: NodeId,
    /// The use that repeats it.
    pub again: NodeId,
}

/// What is wrong with the text itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// The token to look at.
    pub span: Span,
    /// One sentence, lower case, without a full stop.
    pub message: Box<str>,
    /// What to do, where that is known.
    pub help: Option<Box<str>>,
    /// The other end: the opening bracket or quote, with a word on it.
    pub related: Option<(Span, Box<str>)>,
}

/// A whole text as a tree. Building one never fails: what could not be read is in
/// [`Tree::errors`] and [`Tree::lost`], all the rest is in the tree, with true offsets.
#[derive(Clone, Debug)]
pub struct Tree {
    pub(crate) text: Arc<str>,
    pub(crate) nodes: Vec<NodeData>,
    pub(crate) strings: Vec<Box<str>>,
    pub(crate) documents: Vec<Document>,
    pub(crate) comments: Vec<Comment>,
    pub(crate) anchors: Vec<Anchor>,
    pub(crate) tags: Vec<Tag>,
    pub(crate) duplicates: Vec<DuplicateKey>,
    pub(crate) errors: Vec<SyntaxError>,
    pub(crate) lost: Vec<Span>,
    /// Whether the text holds `<<`, without which nothing is merged.
    pub(crate) merges: bool,
}

impl Tree {
    /// Reads `text` as YAML, of which JSON is a part.
    #[must_use]
    pub fn parse(text: impl Into<Arc<str>>) -> Self {
        crate::parse::parse(text.into())
    }

    /// A tree without any node: for a text that nobody needs to read.
    #[must_use]
    pub fn unread(text: impl Into<Arc<str>>) -> Self {
        Self {
            text: text.into(),
            nodes: Vec::new(),
            strings: Vec::new(),
            documents: Vec::new(),
            comments: Vec::new(),
            anchors: Vec::new(),
            tags: Vec::new(),
            duplicates: Vec::new(),
            errors: Vec::new(),
            lost: Vec::new(),
            merges: false,
        }
    }

    /// The source text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The source text, shared.
    #[must_use]
    pub fn shared_text(&self) -> Arc<str> {
        Arc::clone(&self.text)
    }

    /// The documents in order. A text without any has none.
    #[must_use]
    pub fn documents(&self) -> &[Document] {
        &self.documents
    }

    /// The outermost nodes of the documents, in order.
    pub fn roots(&self) -> impl Iterator<Item = Node<'_>> {
        self.documents.iter().map(|d| self.node(d.root))
    }

    /// All comments in source order.
    #[must_use]
    pub fn comments(&self) -> &[Comment] {
        &self.comments
    }

    /// All anchors in source order.
    #[must_use]
    pub fn anchors(&self) -> &[Anchor] {
        &self.anchors
    }

    /// All explicit tags in the order of their nodes.
    #[must_use]
    pub fn tags(&self) -> &[Tag] {
        &self.tags
    }

    /// All repeated keys in source order.
    #[must_use]
    pub fn duplicate_keys(&self) -> &[DuplicateKey] {
        &self.duplicates
    }

    /// What is wrong with the text, in source order.
    #[must_use]
    pub fn errors(&self) -> &[SyntaxError] {
        &self.errors
    }

    /// The pieces of text that were skipped or read by a guess because of [`Tree::errors`], in source
    /// order, not overlapping. A node inside one may not be what was meant, and what stands beside
    /// one may lack a key or an item: its absence proves nothing. See [`Node::has_loss`].
    #[must_use]
    pub fn lost(&self) -> &[Span] {
        &self.lost
    }

    /// Number of nodes, keys included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether the text holds no node at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The node named `id`, which must come from this tree.
    #[must_use]
    pub fn node(&self, id: NodeId) -> Node<'_> {
        Node::new(self, id)
    }

    #[inline]
    pub(crate) fn data(&self, id: u32) -> &NodeData {
        static GONE: NodeData = NodeData {
            span: Span { start: 0, end: 0 },
            first: NONE,
            next: NONE,
            parent: NONE,
            kind: Kind::Scalar,
            style: Style::Plain,
            alias: false,
        };
        // An id of another tree reads as a missing scalar rather than as a panic.
        self.nodes.get(id as usize).unwrap_or(&GONE)
    }

    /// The document that `offset` (bytes) lies in or right behind.
    #[must_use]
    pub fn document_at(&self, offset: u32) -> Option<&Document> {
        let after = self.documents.partition_point(|d| d.span.start <= offset);
        self.documents.get(after.checked_sub(1)?).filter(|d| d.span.touches(offset))
    }

    /// The innermost node that `offset` (bytes) touches, keys included. A missing value is touched
    /// right behind its colon or dash. `None` where no node is: in the margin, between documents.
    #[must_use]
    pub fn node_at(&self, offset: u32) -> Option<Node<'_>> {
        let document = self.document_at(offset)?;
        let mut here = Some(self.node(document.root)).filter(|n| n.span().touches(offset))?;
        // An alias has no children of its own, so this stays where the offset is.
        while let Some(child) =
            here.children().take_while(|c| c.span().start <= offset).find(|c| c.span().touches(offset))
        {
            here = child;
        }
        Some(here)
    }
}
