//! From the parser's events to the tree. The only module that knows the parser.

use std::borrow::Cow;
use std::sync::Arc;

use granit_parser::{Event, Parser, ScalarStyle, StructureStyle};

use crate::span::Span;
use crate::tree::{Anchor, Comment, Document, Kind, NONE, NodeData, NodeId, Style, SyntaxError, Tag, Tree};

pub(crate) fn parse(text: Arc<str>) -> Tree {
    let mut tree = Tree {
        text: Arc::clone(&text),
        nodes: Vec::with_capacity(text.len() / 16),
        strings: Vec::new(),
        documents: Vec::new(),
        comments: Vec::new(),
        anchors: Vec::new(),
        tags: Vec::new(),
        duplicates: Vec::new(),
        errors: Vec::new(),
        lost: Vec::new(),
    };
    let options = granit_parser::options! {
        emit_unresolved_aliases: true,
        emit_anchor_events: true,
        simple_key_max_lookahead: 1 << 16,
    };
    let mut builder = Builder { tree: &mut tree, open: Vec::new(), anchors: Vec::new(), document: 0 };
    let mut parser = Parser::new_from_str_with_options(&text, options);
    while let Some(event) = parser.next_event() {
        match event {
            Ok((event, span)) => builder.event(event, span),
            Err(error) => {
                let at = error.marker().byte_offset().unwrap_or(0) as u32;
                builder.tree.errors.push(SyntaxError {
                    span: Span::at(at),
                    message: error.to_string().into(),
                    help: None,
                    related: None,
                });
                break;
            }
        }
    }
    tree
}

struct Open {
    node: u32,
    last: u32,
}

struct Builder<'a> {
    tree: &'a mut Tree,
    open: Vec<Open>,
    /// Anchor id to node.
    anchors: Vec<u32>,
    document: u32,
}

impl Builder<'_> {
    fn event(&mut self, event: Event<'_>, span: granit_parser::Span) {
        let range = span.byte_range().unwrap_or(0..0);
        let at = Span::new(range.start as u32, range.end as u32);
        match event {
            Event::DocumentStart(..) => self.document = at.start,
            Event::DocumentEnd => {
                if let Some(document) = self.tree.documents.last_mut() {
                    document.span.end = document.span.end.max(at.end);
                }
            }
            Event::Scalar(value, style, anchor, tag) => {
                let style = match style {
                    ScalarStyle::SingleQuoted => Style::SingleQuoted,
                    ScalarStyle::DoubleQuoted => Style::DoubleQuoted,
                    ScalarStyle::Literal => Style::Literal,
                    ScalarStyle::Folded => Style::Folded,
                    _ => Style::Plain,
                };
                let node = self.add(Kind::Scalar, style, at);
                let borrowed = style == Style::Plain && (at.is_empty() || at.slice(&self.tree.text) == value);
                if !borrowed {
                    let index = self.tree.strings.len() as u32;
                    self.tree.strings.push(value.into());
                    self.set(node, |n| n.first = index);
                }
                self.decorate(node, anchor, tag, span);
            }
            Event::SequenceStart(style, anchor, tag) => self.start(Kind::Sequence, style, at, anchor, tag, span),
            Event::MappingStart(style, anchor, tag) => self.start(Kind::Mapping, style, at, anchor, tag, span),
            Event::SequenceEnd | Event::MappingEnd => self.end(at),
            Event::Alias(id) => {
                let target = self.anchors.get(id).copied().unwrap_or(NONE);
                self.alias(at, target);
            }
            Event::UnresolvedAlias(_) => self.alias(at, NONE),
            Event::Anchor(id, _) => {
                if let Some(node) = self.anchors.get(id) {
                    self.tree.anchors.push(Anchor { span: at, node: NodeId(*node) });
                }
            }
            Event::Comment(..) => self.tree.comments.push(Comment { span: at }),
            _ => {}
        }
    }

    fn set(&mut self, node: u32, change: impl FnOnce(&mut NodeData)) {
        if let Some(data) = self.tree.nodes.get_mut(node as usize) {
            change(data);
        }
    }

    fn alias(&mut self, at: Span, target: u32) {
        let kind = if target == NONE { Kind::Alias } else { self.tree.data(target).kind };
        let node = self.add(kind, Style::Plain, at);
        self.set(node, |n| {
            n.alias = true;
            n.first = target;
        });
    }

    fn add(&mut self, kind: Kind, style: Style, span: Span) -> u32 {
        let node = self.tree.nodes.len() as u32;
        let parent = self.open.last().map_or(NONE, |o| o.node);
        self.tree.nodes.push(NodeData { span, first: NONE, next: NONE, parent, kind, style, alias: false });
        match self.open.last_mut() {
            Some(open) => {
                let (previous, holder) = (open.last, open.node);
                open.last = node;
                if previous == NONE {
                    self.set(holder, |n| n.first = node);
                } else {
                    self.set(previous, |n| n.next = node);
                }
            }
            None => self.tree.documents.push(Document { root: NodeId(node), span: Span::new(self.document, span.end) }),
        }
        node
    }

    fn start(
        &mut self,
        kind: Kind,
        style: StructureStyle,
        at: Span,
        anchor: usize,
        tag: Option<Cow<'_, granit_parser::Tag>>,
        span: granit_parser::Span,
    ) {
        let style = if style == StructureStyle::Flow { Style::Flow } else { Style::Block };
        let node = self.add(kind, style, at);
        self.decorate(node, anchor, tag, span);
        self.open.push(Open { node, last: NONE });
    }

    fn decorate(
        &mut self,
        node: u32,
        anchor: usize,
        tag: Option<Cow<'_, granit_parser::Tag>>,
        span: granit_parser::Span,
    ) {
        if anchor != 0 {
            if self.anchors.len() <= anchor {
                self.anchors.resize(anchor + 1, NONE);
            }
            if let Some(slot) = self.anchors.get_mut(anchor) {
                *slot = node;
            }
        }
        if let Some(tag) = tag {
            let at = span.tag_span().and_then(|s| s.byte_range()).unwrap_or(0..0);
            self.tree.tags.push(Tag {
                node: NodeId(node),
                name: format!("{}{}", tag.handle(), tag.suffix()).into(),
                span: Span::new(at.start as u32, at.end as u32),
            });
        }
    }

    fn end(&mut self, at: Span) {
        let Some(open) = self.open.pop() else { return };
        let data = self.tree.data(open.node);
        // A block collection has no closing token: it ends where its last child does.
        let end =
            if data.style == Style::Flow || open.last == NONE { at.end } else { self.tree.data(open.last).span.end };
        self.set(open.node, |n| n.span.end = n.span.end.max(end));
    }
}
