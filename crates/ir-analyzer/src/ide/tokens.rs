//! Words by what they are: the colours that only the meaning of a file can give.

use std::cmp::Reverse;

use ir_dialects::WordKind;
use ir_model::{Expr, Ns, Ref, RefName, Role};
use ir_schema::RemarkKind;
use ir_syntax::Span;

use super::schema;
use crate::source::Source;

/// A stretch of text that is something.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Token {
    /// Where, in bytes. Tokens do not overlap; one may go over several lines.
    pub span: Span,
    /// What.
    pub kind: TokenKind,
    /// What else.
    pub modifiers: TokenModifiers,
}

/// What a [`Token`] is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum TokenKind {
    Component,
    /// An executor, or a container of a pod.
    Executor,
    Task,
    Input,
    Output,
    /// A volume, or the item of a loop.
    Variable,
    /// What an engine knows of a thing: its status, a field of it.
    Attribute,
    /// A label or an annotation.
    Label,
    /// The type of a value.
    Type,
    /// A key of the format.
    Key,
    /// A piece of text that the engine fills in, around the names in it.
    Placeholder,
    Operator,
    Keyword,
    Function,
    String,
    Number,
    /// One of a few words that a language has.
    Constant,
}

/// What else a [`Token`] is.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct TokenModifiers {
    /// The name is introduced here.
    pub declaration: bool,
    /// Nobody can set it: the engine says what it is.
    pub readonly: bool,
    /// It gets a value here.
    pub modification: bool,
    /// Better not used.
    pub deprecated: bool,
}

/// What the words of `source` that mean something to a pipeline are, in the order of the text; those that touch
/// `range` (bytes), where one is given. Other words are left to whoever colours YAML.
#[must_use]
pub fn tokens(source: &Source, range: Option<Span>) -> Vec<Token> {
    let Some(package) = &source.package else { return Vec::new() };
    let wanted = |span: Span| !span.is_empty() && range.is_none_or(|r| r.start <= span.end && span.start <= r.end);
    let mut painter = Painter { found: Vec::new() };
    for (_, def) in package.symbols.defs.iter().filter(|(_, d)| wanted(d.at.span) && !d.flags.implied) {
        // The key of an argument is the callee's input, given a value.
        let argument = def.ns == Ns::Argument;
        let (kind, modifiers) = name(def.ns);
        let modifiers = TokenModifiers { declaration: !argument, modification: argument, ..modifiers };
        painter.add(def.at.span, kind, modifiers, if argument { 1 } else { 0 });
    }
    for (_, reference) in package.symbols.refs.iter() {
        if !matches!(reference.name, RefName::Name(_)) {
            continue;
        }
        if wanted(reference.at.span) {
            let (kind, modifiers) = name(reference.ns);
            let modifiers = TokenModifiers { modification: reference.role == Role::Bind, ..modifiers };
            painter.add(reference.at.span, kind, modifiers, 1);
        }
        if let Some(shown) = reference.shown.filter(|s| wanted(*s) && is_placeholder(source, reference, *s)) {
            painter.add(shown, TokenKind::Placeholder, TokenModifiers::default(), 3);
        }
    }
    for at in package.ports.values().filter_map(|p| p.ty.at).filter(|at| wanted(at.span)) {
        painter.add(at.span, TokenKind::Type, TokenModifiers::default(), 2);
    }
    for expr in package.exprs.values().filter(|e| wanted(e.at.span)) {
        painter.expression(source, expr, wanted);
    }
    for remark in schema::remarks(source).iter().filter(|r| wanted(r.span)) {
        if matches!(remark.kind, RemarkKind::Deprecated { .. }) {
            let modifiers = TokenModifiers { deprecated: true, ..TokenModifiers::default() };
            painter.add(remark.span, TokenKind::Key, modifiers, 2);
        }
    }
    painter.finish()
}

/// A name of a kind.
fn name(ns: Ns) -> (TokenKind, TokenModifiers) {
    let given = TokenModifiers { readonly: true, ..TokenModifiers::default() };
    let plain = TokenModifiers::default();
    match ns {
        Ns::Component => (TokenKind::Component, plain),
        Ns::Executor | Ns::Step => (TokenKind::Executor, plain),
        Ns::Task => (TokenKind::Task, plain),
        Ns::Input | Ns::Argument => (TokenKind::Input, plain),
        Ns::Output => (TokenKind::Output, plain),
        Ns::Volume => (TokenKind::Variable, plain),
        Ns::Item => (TokenKind::Variable, given),
        Ns::Field | Ns::Attribute => (TokenKind::Attribute, given),
        Ns::Label | Ns::Annotation => (TokenKind::Label, plain),
    }
}

/// Whether what a person recognises a name by stands between marks: all of it is replaced, then.
fn is_placeholder(source: &Source, reference: &Ref, shown: Span) -> bool {
    let marked = |c: char| !c.is_alphanumeric() && c != '_';
    shown != reference.at.span && shown.slice(source.text()).starts_with(marked)
}

/// A token with what decides where two cover the same text: lower goes first.
struct Coat {
    token: Token,
    rank: u8,
}

struct Painter {
    found: Vec<Coat>,
}

impl Painter {
    fn add(&mut self, span: Span, kind: TokenKind, modifiers: TokenModifiers, rank: u8) {
        self.found.push(Coat { token: Token { span, kind, modifiers }, rank });
    }

    fn expression(&mut self, source: &Source, expr: &Expr, wanted: impl Fn(Span) -> bool) {
        let node = source.tree.node(expr.at.node);
        if node.is_alias() || !node.is_scalar() {
            return;
        }
        let words = ir_dialects::words(expr.language, node.text());
        if words.is_empty() {
            return;
        }
        let map = node.text_map();
        for word in words {
            let kind = match word.kind {
                WordKind::Operator => TokenKind::Operator,
                WordKind::Keyword => TokenKind::Keyword,
                WordKind::Function => TokenKind::Function,
                WordKind::String => TokenKind::String,
                WordKind::Number => TokenKind::Number,
                WordKind::Constant => TokenKind::Constant,
            };
            let span = map.span(word.span.range());
            if wanted(span) {
                self.add(span, kind, TokenModifiers::default(), 2);
            }
        }
    }

    /// The tokens without overlaps: an inner one cuts the one around it.
    fn finish(mut self) -> Vec<Token> {
        self.found.sort_by_key(|c| (c.token.span.start, Reverse(c.token.span.end), c.rank));
        self.found.dedup_by_key(|c| c.token.span);
        let mut done = Vec::with_capacity(self.found.len());
        let mut open: Vec<Token> = Vec::new();
        let mut from = 0;
        for Coat { mut token, .. } in self.found {
            while let Some(outer) = open.last().copied().filter(|o| o.span.end <= token.span.start) {
                open.pop();
                paint(&mut done, outer, &mut from, outer.span.end);
            }
            if let Some(outer) = open.last().copied() {
                token.span.end = token.span.end.min(outer.span.end);
                paint(&mut done, outer, &mut from, token.span.start);
            }
            from = token.span.start;
            open.push(token);
        }
        while let Some(outer) = open.pop() {
            paint(&mut done, outer, &mut from, outer.span.end);
        }
        done
    }
}

/// Paints `token` from where the last one ended.
fn paint(done: &mut Vec<Token>, token: Token, from: &mut u32, to: u32) {
    let start = (*from).max(token.span.start);
    if start < to {
        done.push(Token { span: Span::new(start, to), ..token });
    }
    *from = to.max(*from);
}
