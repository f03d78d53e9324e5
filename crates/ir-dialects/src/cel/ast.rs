//! The tree of an expression: one flat arena, children before their parents.
//!
//! Because every child stands before its parent, a loop over the arena visits the tree from the leaves up, and
//! the same loop backwards from the root down: no walk needs recursion, however deep the tree.

use std::borrow::Cow;

use ir_syntax::Span;

use super::problem::Problem;

/// A node of a [`Tree`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct NodeId(u32);

impl NodeId {
    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }
}

/// An expression, read as far as it can be.
#[derive(Clone, Debug)]
pub(crate) struct Tree<'t> {
    /// What was parsed.
    pub(crate) text: &'t str,
    nodes: Vec<Node<'t>>,
    /// The whole. Nodes that are not below it come from text behind a syntax error.
    pub(crate) root: NodeId,
    /// The syntax errors, in the order of the text.
    pub(crate) problems: Vec<Problem>,
}

/// A part of an expression.
#[derive(Clone, Debug)]
pub(crate) struct Node<'t> {
    pub(crate) kind: NodeKind<'t>,
    /// Its own text, brackets around it excluded.
    pub(crate) span: Span,
}

/// A name with its own place; where text is missing, both are empty.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Name<'t> {
    pub(crate) text: &'t str,
    pub(crate) span: Span,
}

/// What a node is.
#[derive(Clone, Debug)]
pub(crate) enum NodeKind<'t> {
    /// Missing or unreadable.
    Error,
    Null,
    Bool(bool),
    Int(i64),
    Uint,
    Double(f64),
    String(Text<'t>),
    Bytes,
    /// A variable, or the first part of a longer name.
    Ident(Name<'t>),
    Select {
        of: NodeId,
        field: Name<'t>,
    },
    Index {
        of: NodeId,
        key: NodeId,
    },
    Call {
        /// `receiver.function(…)`
        receiver: Option<NodeId>,
        function: Name<'t>,
        args: Vec<NodeId>,
    },
    Unary {
        op: Unary,
        of: NodeId,
    },
    Binary {
        op: Binary,
        /// The operator.
        at: Span,
        left: NodeId,
        right: NodeId,
    },
    Conditional {
        test: NodeId,
        then: NodeId,
        other: NodeId,
    },
    List(Vec<NodeId>),
    Map(Vec<(NodeId, NodeId)>),
    /// `name.of.type{field: value}`
    Message {
        of: NodeId,
        fields: Vec<(Name<'t>, NodeId)>,
    },
}

/// The content of a string literal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Text<'t> {
    /// Decoded; borrowed where the source says it letter by letter.
    pub(crate) value: Cow<'t, str>,
    /// Between the quotes.
    pub(crate) inner: Span,
    /// Whether the closing quote is there.
    pub(crate) closed: bool,
}

/// An operator before its operand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Unary {
    Not,
    Minus,
}

/// An operator between two operands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Binary {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    In,
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

impl Binary {
    pub(crate) const fn symbol(self) -> &'static str {
        match self {
            Binary::Or => "||",
            Binary::And => "&&",
            Binary::Equal => "==",
            Binary::NotEqual => "!=",
            Binary::Less => "<",
            Binary::LessEqual => "<=",
            Binary::Greater => ">",
            Binary::GreaterEqual => ">=",
            Binary::In => "in",
            Binary::Add => "+",
            Binary::Subtract => "-",
            Binary::Multiply => "*",
            Binary::Divide => "/",
            Binary::Remainder => "%",
        }
    }

    /// How tightly it binds; all operators of one level are read from left to right.
    pub(crate) const fn precedence(self) -> u8 {
        match self {
            Binary::Or => 1,
            Binary::And => 2,
            Binary::Equal
            | Binary::NotEqual
            | Binary::Less
            | Binary::LessEqual
            | Binary::Greater
            | Binary::GreaterEqual
            | Binary::In => 3,
            Binary::Add | Binary::Subtract => 4,
            Binary::Multiply | Binary::Divide | Binary::Remainder => 5,
        }
    }
}

impl<'t> Tree<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self { text, nodes: Vec::new(), root: NodeId(0), problems: Vec::new() }
    }

    pub(crate) fn push(&mut self, kind: NodeKind<'t>, span: Span) -> NodeId {
        let id = NodeId(self.nodes.len() as u32);
        self.nodes.push(Node { kind, span });
        id
    }

    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// All nodes, children before their parents.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = (NodeId, &Node<'t>)> {
        self.nodes.iter().enumerate().map(|(index, node)| (NodeId(index as u32), node))
    }

    pub(crate) fn kind(&self, id: NodeId) -> &NodeKind<'t> {
        self.nodes.get(id.index()).map_or(&NodeKind::Error, |n| &n.kind)
    }

    pub(crate) fn span(&self, id: NodeId) -> Span {
        self.nodes.get(id.index()).map_or(Span::at(0), |n| n.span)
    }

    /// The text of a node.
    pub(crate) fn source(&self, id: NodeId) -> &'t str {
        self.span(id).slice(self.text)
    }

    /// Calls `visit` for each direct child of `id`, in the order of the text.
    pub(crate) fn children(&self, id: NodeId, mut visit: impl FnMut(NodeId)) {
        match self.kind(id) {
            NodeKind::Select { of, .. } | NodeKind::Unary { of, .. } => visit(*of),
            NodeKind::Index { of, key } => [*of, *key].into_iter().for_each(visit),
            NodeKind::Call { receiver, args, .. } => receiver.iter().chain(args).copied().for_each(visit),
            NodeKind::Binary { left, right, .. } => [*left, *right].into_iter().for_each(visit),
            NodeKind::Conditional { test, then, other } => [*test, *then, *other].into_iter().for_each(visit),
            NodeKind::List(items) => items.iter().copied().for_each(visit),
            NodeKind::Map(entries) => entries.iter().for_each(|(key, value)| {
                visit(*key);
                visit(*value);
            }),
            NodeKind::Message { of, fields } => {
                visit(*of);
                fields.iter().for_each(|(_, value)| visit(*value));
            }
            _ => {}
        }
    }
}
