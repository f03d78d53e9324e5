//! From the parser's events to nodes. With [`crate::trouble`], the only module that knows the parser.

use std::borrow::Cow;

use granit_parser::{
    ErrorKind, Event, Parser, ScalarStyle, ScanError, Span as ParserSpan, SpannedEventReceiver, StructureStyle,
};

use crate::gaps;
use crate::span::Span;
use crate::tree::{Anchor, Comment, Document, Kind, NONE, NodeData, NodeId, Style, Tag, Tree};

/// Deepest nesting of block collections, and of flow collections inside them. Together they bound
/// every recursion over a tree.
pub(crate) const NESTING: usize = 128;

/// Deepest nesting with aliases followed.
const EXPANDED_DEPTH: u32 = 384;

/// An expanded document may hold this many nodes, and [`EXPANSION_FACTOR`] times the written ones.
const EXPANSION: u64 = 100_000;
const EXPANSION_FACTOR: u64 = 16;

/// Why an alias is not followed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum AliasTrouble {
    Unknown,
    InsideItself,
    TooBig,
}

/// An alias that is not followed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BadAlias {
    pub(crate) span: Span,
    pub(crate) trouble: AliasTrouble,
    /// The document it stands in, by index.
    pub(crate) document: u32,
}

/// A tree in the making.
pub(crate) struct Draft {
    pub(crate) tree: Tree,
    pub(crate) bad_aliases: Vec<BadAlias>,
}

/// How far a draft had come, to go back there.
#[derive(Clone, Copy, Default)]
pub(crate) struct Mark {
    pub(crate) nodes: usize,
    pub(crate) strings: usize,
    pub(crate) documents: usize,
    pub(crate) comments: usize,
    pub(crate) anchors: usize,
    pub(crate) tags: usize,
    pub(crate) bad_aliases: usize,
}

impl Draft {
    pub(crate) fn mark(&self) -> Mark {
        Mark {
            nodes: self.tree.nodes.len(),
            strings: self.tree.strings.len(),
            documents: self.tree.documents.len(),
            comments: self.tree.comments.len(),
            anchors: self.tree.anchors.len(),
            tags: self.tree.tags.len(),
            bad_aliases: self.bad_aliases.len(),
        }
    }

    /// Drops all that came after `mark`.
    pub(crate) fn back_to(&mut self, mark: Mark) {
        self.tree.nodes.truncate(mark.nodes);
        self.tree.strings.truncate(mark.strings);
        self.tree.documents.truncate(mark.documents);
        self.tree.comments.truncate(mark.comments);
        self.tree.anchors.truncate(mark.anchors);
        self.tree.tags.truncate(mark.tags);
        self.bad_aliases.truncate(mark.bad_aliases);
    }
}

/// What stands between the quotes of a scalar, or the scalar itself where it has none: its value,
/// unless something in it has to be decoded. `None` where the style alone says that it has.
pub(crate) fn source_value(text: &str, style: Style, span: Span) -> Option<&str> {
    let written = span.slice(text);
    match style {
        Style::Plain => Some(written),
        Style::SingleQuoted => written.strip_prefix('\'')?.strip_suffix('\''),
        Style::DoubleQuoted => written.strip_prefix('"')?.strip_suffix('"'),
        _ => None,
    }
}

/// Where and on what the parser stopped.
pub(crate) struct Stop {
    pub(crate) error: ScanError,
    /// Bytes from the start of the text given.
    pub(crate) offset: usize,
    /// The draft as it was before the document that could not be read.
    pub(crate) before: Mark,
    /// Where that document may start: right behind the one before it.
    pub(crate) document: usize,
    /// Brackets that were open, outermost first.
    pub(crate) brackets: Vec<usize>,
    /// Where the text starts that is not in the tree, or the last quoted text before it, which may have
    /// gone on for too long.
    pub(crate) untold: usize,
}

/// What the parser is told to read.
fn options() -> granit_parser::Options {
    granit_parser::options! {
        emit_unresolved_aliases: true,
        emit_anchor_events: true,
        emit_comments: false,
        simple_key_max_lookahead: 1 << 16,
        flow_nesting_limit: NESTING,
        block_nesting_limit: NESTING,
        max_directive_bytes: 1 << 16,
        max_reserved_directive_params: 1 << 10,
    }
}

/// How far `text` can be read: the place of its first error, `None` if it has none. Builds a tree as
/// well: a second kind of receiver would make two parsers of one, and slow both down.
pub(crate) fn reach(text: &str) -> Option<usize> {
    let mut draft = Draft { tree: Tree::unread(""), bad_aliases: Vec::new() };
    build(&mut draft, text, 0).err().map(|stop| stop.offset)
}

/// Adds the nodes of `text` from byte `from` on to `draft`. On an error all up to it is added, with
/// every collection closed.
pub(crate) fn build(draft: &mut Draft, text: &str, from: usize) -> Result<(), Box<Stop>> {
    let Some(tail) = text.get(from..) else { return Ok(()) };
    let before = draft.mark();
    let mut builder = Builder {
        draft,
        text,
        base: from as u32,
        open: Vec::new(),
        anchors: Vec::new(),
        leaf_end: from as u32,
        expanded: 0,
        before,
        document: from as u32,
        unended: None,
        marker: None,
    };
    let mut parser = Parser::new_from_str_with_options(tail, options());
    let result = parser.load(&mut builder, true);
    let end = match &result {
        Ok(()) => text.len(),
        Err(error) => from + error.marker().byte_offset().unwrap_or(0),
    };
    let brackets = if result.is_err() { builder.brackets(end) } else { Vec::new() };
    let untold = builder.untold();
    builder.close(end as u32);
    let (last, unended) = ((builder.before, builder.document), builder.unended);
    result.map_err(|error| {
        let (before, document) =
            unended.filter(|_| matches!(error.kind(), ErrorKind::ExpectedDocumentStart)).unwrap_or(last);
        Box::new(Stop { error, offset: end, before, document: document as usize, brackets, untold })
    })
}

struct Open {
    node: u32,
    last: u32,
    /// Children so far.
    count: u32,
    /// Index into `Builder::anchors`, 0 for none.
    anchor: usize,
    /// [`Builder::expanded`] when it was opened.
    expanded: u64,
    /// Levels below it.
    depth: u32,
}

#[derive(Clone, Copy)]
struct Anchored {
    node: u32,
    /// Nodes with aliases followed.
    size: u64,
    /// Levels below the node with aliases followed.
    depth: u32,
}

struct Builder<'a> {
    draft: &'a mut Draft,
    text: &'a str,
    /// What the parser counts from.
    base: u32,
    open: Vec<Open>,
    /// By the parser's anchor number.
    anchors: Vec<Anchored>,
    /// End of the last scalar, alias or closing bracket.
    leaf_end: u32,
    /// Nodes of this document so far with aliases followed.
    expanded: u64,
    before: Mark,
    document: u32,
    /// The same for the last document, if it has no `...`: what cannot start another one belongs to it.
    unended: Option<(Mark, u32)>,
    /// The `---` of the document that is about to start.
    marker: Option<Span>,
}

impl<'i> SpannedEventReceiver<'i> for Builder<'_> {
    fn on_event(&mut self, event: Event<'i>, span: ParserSpan) {
        let range = span.byte_range().unwrap_or(0..0);
        let at = Span::new(self.base + range.start as u32, self.base + range.end as u32);
        match event {
            Event::Scalar(value, style, anchor, tag) => self.scalar(&value, style, at, anchor, tag, &span),
            Event::MappingStart(style, anchor, tag) => self.start(Kind::Mapping, style, at, anchor, tag, &span),
            Event::SequenceStart(style, anchor, tag) => self.start(Kind::Sequence, style, at, anchor, tag, &span),
            Event::SequenceEnd | Event::MappingEnd => self.end(at),
            Event::DocumentStart(..) => {
                self.expanded = 0;
                self.marker = (!at.is_empty()).then_some(at);
            }
            Event::DocumentEnd => {
                self.unended = at.is_empty().then_some((self.before, self.document));
                self.document = at.end;
                if let Some(document) = self.draft.tree.documents.last_mut()
                    && !at.is_empty()
                {
                    document.span.end = document.span.end.max(at.end);
                }
                self.before = self.draft.mark();
            }
            Event::Alias(id) => self.alias(at, Some(id)),
            Event::UnresolvedAlias(_) => self.alias(at, None),
            Event::Anchor(id, _) => {
                if let Some(anchored) = self.anchors.get(id) {
                    self.draft.tree.anchors.push(Anchor { span: at, node: NodeId(anchored.node) });
                }
            }
            _ => {}
        }
    }
}

impl Builder<'_> {
    fn set(&mut self, node: u32, change: impl FnOnce(&mut NodeData)) {
        if let Some(data) = self.draft.tree.nodes.get_mut(node as usize) {
            change(data);
        }
    }

    fn scalar(
        &mut self,
        value: &str,
        style: ScalarStyle,
        at: Span,
        anchor: usize,
        tag: Option<Cow<'_, granit_parser::Tag>>,
        span: &ParserSpan,
    ) {
        let style = match style {
            ScalarStyle::SingleQuoted => Style::SingleQuoted,
            ScalarStyle::DoubleQuoted => Style::DoubleQuoted,
            ScalarStyle::Literal => Style::Literal,
            ScalarStyle::Folded => Style::Folded,
            _ => Style::Plain,
        };
        let node = match style {
            Style::Literal | Style::Folded => {
                let at = self.block_span(at);
                self.add(Kind::Scalar, style, at)
            }
            Style::Plain if at.is_empty() => {
                let at = Span::at(self.missing_at(at.start));
                self.add(Kind::Scalar, style, at)
            }
            _ => {
                self.leaf(at);
                self.add(Kind::Scalar, style, at)
            }
        };
        let missing = style == Style::Plain && at.is_empty();
        if !missing && source_value(self.text, style, self.draft.tree.data(node).span) != Some(value) {
            let index = self.draft.tree.strings.len() as u32;
            self.draft.tree.strings.push(value.into());
            self.set(node, |n| n.first = index);
        }
        if anchor != 0 || tag.is_some() {
            self.decorate(node, anchor, tag, span);
        }
    }

    /// From the header of a block scalar to the end of its last line that holds something.
    fn block_span(&mut self, content: Span) -> Span {
        let from = self.leaf_end as usize;
        let Some(header) = gaps::block_header(self.text, from, content.start as usize) else {
            self.leaf(content);
            return content;
        };
        let mut header_end = gaps::header_end(self.text, header);
        let end = gaps::last_line_end(self.text, content.start as usize, content.end as usize).unwrap_or(header_end);
        let comments = &mut self.draft.tree.comments;
        gaps::comments(self.text, from, header, |span| comments.push(Comment { span }));
        // A comment may follow the header on its line, nothing else may before the content.
        let line_end = gaps::line_end(self.text, header);
        gaps::comments(self.text, header_end, line_end, |span| {
            header_end = span.end as usize;
            comments.push(Comment { span });
        });
        self.leaf_end = end.max(header_end) as u32;
        Span::new(header as u32, end as u32)
    }

    /// Right behind the colon, dash or property that a missing value follows.
    fn missing_at(&self, at: u32) -> u32 {
        let (outer, before) = match self.open.last() {
            Some(open) => {
                let before = if open.last == NONE { 0 } else { self.draft.tree.data(open.last).span.end };
                (self.draft.tree.data(open.node).span.start, before)
            }
            None => (self.base, 0),
        };
        // Behind a key that stands alone, the parser points in front of the colon.
        let value = self.open.last().filter(|o| o.count % 2 == 1 && self.draft.tree.data(o.node).kind == Kind::Mapping);
        let colon = value.map_or(before, |_| gaps::behind_colon(self.text, before as usize) as u32);
        let at = if colon == before { at } else { at.max(colon) };
        let floor = outer.max(before).max(self.leaf_end).min(at);
        gaps::last_token_end(self.text, floor as usize, at as usize) as u32
    }

    /// Takes note of a scalar, alias or closing bracket: what stands between it and the one before may be comments.
    fn leaf(&mut self, at: Span) {
        let comments = &mut self.draft.tree.comments;
        gaps::comments(self.text, self.leaf_end as usize, at.start as usize, |span| comments.push(Comment { span }));
        self.leaf_end = at.end;
    }

    fn alias(&mut self, at: Span, id: Option<usize>) {
        self.leaf(at);
        let target = id.and_then(|id| self.anchors.get(id)).copied();
        let level = self.open.len() as u32;
        let bound = EXPANSION + EXPANSION_FACTOR * (self.draft.tree.nodes.len() - self.before.nodes) as u64;
        let trouble = match target {
            None => Some(AliasTrouble::Unknown),
            Some(t) if self.open.iter().any(|o| o.node == t.node) => Some(AliasTrouble::InsideItself),
            Some(t) if self.expanded.saturating_add(t.size) > bound || level + t.depth > EXPANDED_DEPTH => {
                Some(AliasTrouble::TooBig)
            }
            Some(_) => None,
        };
        let (kind, first) = match (trouble, target) {
            (None, Some(t)) => {
                self.expanded = self.expanded.saturating_add(t.size);
                if let Some(open) = self.open.last_mut() {
                    open.depth = open.depth.max(t.depth + 1);
                }
                (self.draft.tree.data(t.node).kind, t.node)
            }
            _ => (Kind::Alias, NONE),
        };
        let node = self.add(kind, Style::Plain, at);
        self.set(node, |n| {
            n.alias = true;
            n.first = first;
        });
        if let Some(trouble) = trouble {
            let document = self.draft.tree.documents.len().saturating_sub(1) as u32;
            self.draft.bad_aliases.push(BadAlias { span: at, trouble, document });
        }
    }

    fn add(&mut self, kind: Kind, style: Style, span: Span) -> u32 {
        let tree = &mut self.draft.tree;
        let node = tree.nodes.len() as u32;
        let parent = self.open.last().map_or(NONE, |o| o.node);
        tree.nodes.push(NodeData { span, first: NONE, next: NONE, parent, kind, style, alias: false });
        self.expanded = self.expanded.saturating_add(1);
        match self.open.last_mut() {
            Some(open) => {
                let (previous, holder) = (open.last, open.node);
                open.last = node;
                open.count += 1;
                let link = tree.nodes.get_mut(if previous == NONE { holder } else { previous } as usize);
                if let Some(data) = link {
                    if previous == NONE {
                        data.first = node;
                    } else {
                        data.next = node;
                    }
                }
            }
            None => {
                let whole = self.marker.take().unwrap_or(span).cover(span);
                tree.documents.push(Document { root: NodeId(node), span: whole });
            }
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
        span: &ParserSpan,
    ) {
        let style = if style == StructureStyle::Flow { Style::Flow } else { Style::Block };
        let mut at = at;
        // The parser has a list that is not indented start behind its first dash.
        if style == Style::Block
            && kind == Kind::Sequence
            && let Some(open) = self.open.last()
            && self.draft.tree.data(open.node).kind == Kind::Mapping
        {
            let before = if open.last == NONE { 0 } else { self.draft.tree.data(open.last).span.end };
            let from = before.max(self.leaf_end).min(at.start);
            let dash = gaps::first_dash(self.text, from as usize, at.start as usize);
            at = Span::at(dash.map_or(at.start, |d| d as u32));
        }
        let node = self.add(kind, style, at);
        let expanded = self.expanded - 1;
        self.open.push(Open { node, last: NONE, count: 0, anchor, expanded, depth: 1 });
        self.decorate(node, anchor, tag, span);
    }

    fn decorate(&mut self, node: u32, anchor: usize, tag: Option<Cow<'_, granit_parser::Tag>>, span: &ParserSpan) {
        if anchor != 0 {
            let anchored = Anchored { node, size: 1, depth: 0 };
            if self.anchors.len() <= anchor {
                self.anchors.resize(anchor + 1, Anchored { node: NONE, size: 1, depth: 0 });
            }
            if let Some(slot) = self.anchors.get_mut(anchor) {
                *slot = anchored;
            }
        }
        if let Some(tag) = tag {
            let at = span.tag_span().and_then(|s| s.byte_range()).unwrap_or(0..0);
            self.draft.tree.tags.push(Tag {
                node: NodeId(node),
                name: format!("{}{}", tag.handle(), tag.suffix()).into(),
                span: Span::new(self.base + at.start as u32, self.base + at.end as u32),
            });
        }
    }

    fn end(&mut self, at: Span) {
        let Some(open) = self.open.pop() else { return };
        if !at.is_empty() {
            self.leaf(at);
        }
        let data = self.draft.tree.data(open.node);
        // A block collection has no closing token, nor has the pair in `[a: b]`: they end where
        // their last child does.
        let last = if open.last == NONE { data.span.end } else { self.draft.tree.data(open.last).span.end };
        let end = if data.style == Style::Flow { at.end.max(last) } else { last };
        let end = if at.is_empty() { last } else { end };
        self.set(open.node, |n| n.span.end = n.span.end.max(end));
        if let Some(outer) = self.open.last_mut() {
            outer.depth = outer.depth.max(open.depth + 1);
        }
        if open.anchor != 0
            && let Some(anchored) = self.anchors.get_mut(open.anchor)
        {
            anchored.size = self.expanded - open.expanded;
            anchored.depth = open.depth;
        }
        if self.open.is_empty() {
            self.grow_document(self.draft.tree.data(open.node).span.end);
        }
    }

    /// The brackets open at `end`: those of collections that have started, and those the parser has
    /// looked at but not yet told of.
    fn brackets(&self, end: usize) -> Vec<usize> {
        let flow = self.open.iter().map(|o| self.draft.tree.data(o.node)).filter(|d| d.style == Style::Flow);
        let mut open: Vec<usize> = flow.map(|d| d.span.start as usize).collect();
        let told = open.last().map_or(0, |last| last + 1).max(self.leaf_end as usize);
        gaps::brackets(self.text, told, end, &mut open);
        open
    }

    /// See [`Stop::untold`].
    fn untold(&self) -> usize {
        let last = self.draft.tree.nodes.last().filter(|n| n.kind == Kind::Scalar && !n.span.is_empty());
        match last {
            Some(n) if matches!(n.style, Style::SingleQuoted | Style::DoubleQuoted) => n.span.start as usize,
            _ => self.leaf_end as usize,
        }
    }

    fn grow_document(&mut self, end: u32) {
        if let Some(document) = self.draft.tree.documents.last_mut() {
            document.span.end = document.span.end.max(end);
        }
    }

    /// Closes what is open at the end of the text, or where it could not be read any further.
    fn close(&mut self, end: u32) {
        while let Some(open) = self.open.last() {
            if open.count % 2 == 1 && self.draft.tree.data(open.node).kind == Kind::Mapping {
                let at = self.draft.tree.data(open.last).span.end;
                self.add(Kind::Scalar, Style::Plain, Span::at(at));
            }
            self.end(Span::at(end));
        }
        let comments = &mut self.draft.tree.comments;
        gaps::comments(self.text, self.leaf_end as usize, end as usize, |span| comments.push(Comment { span }));
        self.leaf_end = self.leaf_end.max(end);
    }
}
