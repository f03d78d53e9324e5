//! Operands: literals, names, brackets, and the members that hang on them.

use ir_syntax::Span;

use super::ast::{Name, NodeId, NodeKind};
use super::lexer::{Bracket, Token, TokenKind};
use super::literal;
use super::parser::{Parsed, Parser};
use super::problem::{Kind, Problem, quote};

/// Words that cel-go keeps for other languages.
const RESERVED: &[&str] = &[
    "as",
    "break",
    "const",
    "continue",
    "else",
    "for",
    "function",
    "if",
    "import",
    "let",
    "loop",
    "package",
    "namespace",
    "return",
    "var",
    "void",
    "while",
];

impl<'t> Parser<'t> {
    /// A primary expression and all that hangs on it.
    pub(super) fn member(&mut self) -> Parsed {
        let path = matches!(self.peek(0).kind, TokenKind::Ident | TokenKind::Dot);
        let primary = self.primary();
        let path = path && matches!(self.tree.kind(primary.id), NodeKind::Ident(_));
        self.members(primary, path)
    }

    /// `path`: whether it is but names with dots so far, and so may be a message's type.
    pub(super) fn members(&mut self, mut of: Parsed, mut path: bool) -> Parsed {
        loop {
            let token = self.peek(0);
            of = match token.kind {
                TokenKind::Dot => {
                    self.bump();
                    self.optional();
                    let field = self.field(token);
                    if let Some(open) = self.eat(TokenKind::Open(Bracket::Round)) {
                        path = false;
                        let args = self.list(open, Bracket::Round);
                        let kind = NodeKind::Call { receiver: Some(of.id), function: field, args };
                        self.push_from(kind, of.extent)
                    } else {
                        self.push(NodeKind::Select { of: of.id, field }, of.extent.cover(token.span).cover(field.span))
                    }
                }
                TokenKind::Open(Bracket::Square) => {
                    path = false;
                    self.bump();
                    self.optional();
                    let key = self.expr();
                    self.close(token, Bracket::Square);
                    self.push_from(NodeKind::Index { of: of.id, key: key.id }, of.extent)
                }
                TokenKind::Open(Bracket::Curly) if path => {
                    path = false;
                    self.bump();
                    let fields = self.fields(token);
                    self.push_from(NodeKind::Message { of: of.id, fields }, of.extent)
                }
                _ => return of,
            };
        }
    }

    /// `?` for optional values is an extension that must be switched on.
    fn optional(&mut self) {
        if let Some(token) = self.eat(TokenKind::Question) {
            let title = "optional values (`?`) are not switched on";
            self.tree.problems.push(Problem::new(Kind::Syntax, token.span, title));
        }
    }

    fn field(&mut self, dot: Token) -> Name<'t> {
        let token = self.peek(0);
        match token.kind {
            TokenKind::Ident => {
                self.bump();
                Name { text: self.text(token), span: token.span }
            }
            TokenKind::Escaped => {
                self.bump();
                let title = "names between backquotes are not switched on";
                self.tree.problems.push(Problem::new(Kind::Syntax, token.span, title));
                Name { text: self.text(token).trim_matches('`'), span: token.span }
            }
            _ => {
                self.error(|| Problem::new(Kind::Syntax, dot.span, "a name is missing after this `.`"));
                Name { text: "", span: Span::at(dot.span.end) }
            }
        }
    }

    /// Expressions between commas, up to the closing bracket.
    fn list(&mut self, open: Token, bracket: Bracket) -> Vec<NodeId> {
        let mut items = Vec::new();
        // `[,]` is an empty list.
        let lone_comma = bracket == Bracket::Square && self.peek(1).kind == TokenKind::Close(bracket);
        if lone_comma {
            self.eat(TokenKind::Comma);
        }
        while self.peek(0).kind != TokenKind::Close(bracket) && self.peek(0).kind != TokenKind::End {
            if bracket == Bracket::Square {
                self.optional();
            }
            items.push(self.expr().id);
            let Some(comma) = self.eat(TokenKind::Comma) else { break };
            if bracket == Bracket::Round && self.peek(0).kind == TokenKind::Close(bracket) {
                self.error(|| Problem::new(Kind::Syntax, comma.span, "an argument is missing after this `,`"));
            }
        }
        self.close(open, bracket);
        items
    }

    /// The entries of `{key: value}`.
    fn entries(&mut self, open: Token) -> Vec<(NodeId, NodeId)> {
        let mut entries = Vec::new();
        self.lone_comma();
        while !matches!(self.peek(0).kind, TokenKind::Close(Bracket::Curly) | TokenKind::End) {
            self.optional();
            let key = self.expr();
            let value = self.value(key.extent);
            entries.push((key.id, value));
            if self.eat(TokenKind::Comma).is_none() {
                break;
            }
        }
        self.close(open, Bracket::Curly);
        entries
    }

    /// The fields of `Type{field: value}`.
    fn fields(&mut self, open: Token) -> Vec<(Name<'t>, NodeId)> {
        let mut fields = Vec::new();
        self.lone_comma();
        while !matches!(self.peek(0).kind, TokenKind::Close(Bracket::Curly) | TokenKind::End) {
            self.optional();
            let field = self.field(self.peek(0));
            let value = self.value(field.span);
            fields.push((field, value));
            if self.eat(TokenKind::Comma).is_none() {
                break;
            }
        }
        self.close(open, Bracket::Curly);
        fields
    }

    /// `{,}` is an empty map.
    fn lone_comma(&mut self) {
        if self.peek(1).kind == TokenKind::Close(Bracket::Curly) {
            self.eat(TokenKind::Comma);
        }
    }

    /// `: value` behind a key.
    fn value(&mut self, key: Span) -> NodeId {
        if self.eat(TokenKind::Colon).is_some() {
            return self.expr().id;
        }
        self.error(|| Problem::new(Kind::Syntax, key, "this key has no `: value`"));
        self.push(NodeKind::Error, Span::at(key.end)).id
    }

    /// The closing bracket; where it is missing, the text up to it is skipped if it comes at all.
    fn close(&mut self, open: Token, bracket: Bracket) {
        if self.eat(TokenKind::Close(bracket)).is_some() {
            return;
        }
        let found = self.peek(0);
        let shown = self.text(found);
        self.error(|| match found.kind {
            TokenKind::End => Problem::new(Kind::Syntax, open.span, format!("this `{}` is not closed", bracket.open()))
                .label(format!("its `{}` is missing", bracket.close())),
            _ => Problem::new(Kind::Syntax, found.span, format!("unexpected {} in this expression", quote(shown)))
                .label(format!("`{}` would close the `{}` before it", bracket.close(), bracket.open())),
        });
        let mut depth = 0u32;
        for (skipped, token) in self.tokens.iter().skip(self.at).enumerate() {
            match token.kind {
                TokenKind::Open(b) if b == bracket => depth += 1,
                TokenKind::Close(b) if b == bracket && depth == 0 => {
                    self.at += skipped + 1;
                    return;
                }
                TokenKind::Close(b) if b == bracket => depth -= 1,
                _ => {}
            }
        }
    }

    fn primary(&mut self) -> Parsed {
        let token = self.peek(0);
        let kind = match token.kind {
            TokenKind::Ident => return self.name(token),
            // `.name` is looked up outside of everything.
            TokenKind::Dot if self.peek(1).kind == TokenKind::Ident => {
                self.bump();
                return self.name(token);
            }
            TokenKind::Int | TokenKind::Uint | TokenKind::Double => {
                self.bump();
                return self.number(token, None);
            }
            TokenKind::String(closed) | TokenKind::Bytes(closed) => {
                literal::text(self.text(token), token.span.start, closed, &mut self.tree.problems)
            }
            TokenKind::True => NodeKind::Bool(true),
            TokenKind::False => NodeKind::Bool(false),
            TokenKind::Null => NodeKind::Null,
            TokenKind::Open(Bracket::Round) => {
                self.bump();
                let inner = self.expr();
                self.close(token, Bracket::Round);
                let last = self.at.checked_sub(1).and_then(|i| self.tokens.get(i)).map_or(token.span, |t| t.span);
                return Parsed { id: inner.id, extent: token.span.cover(inner.extent).cover(last) };
            }
            TokenKind::Open(Bracket::Square) => {
                self.bump();
                let items = self.list(token, Bracket::Square);
                return self.push_from(NodeKind::List(items), token.span);
            }
            TokenKind::Open(Bracket::Curly) => {
                self.bump();
                let entries = self.entries(token);
                return self.push_from(NodeKind::Map(entries), token.span);
            }
            TokenKind::Bad => NodeKind::Error,
            _ => return self.missing(token),
        };
        self.bump();
        self.push(kind, token.span)
    }

    /// No value stands where one must.
    fn missing(&mut self, found: Token) -> Parsed {
        let before = self.at.checked_sub(1).and_then(|i| self.tokens.get(i)).copied();
        let shown = self.text(found);
        let before_text = before.map(|t| self.text(t));
        self.error(|| match (found.kind, before, before_text) {
            (TokenKind::End, Some(before), Some(text)) => {
                Problem::new(Kind::Syntax, before.span, format!("a value is missing after {}", quote(text)))
            }
            (TokenKind::End, ..) => Problem::new(Kind::Syntax, found.span, "this expression is empty"),
            _ => Problem::new(Kind::Syntax, found.span, format!("a value is missing before {}", quote(shown))),
        });
        self.push(NodeKind::Error, Span::at(found.span.start))
    }

    /// A variable or a call, its first token (a dot or the name) being `start`.
    fn name(&mut self, start: Token) -> Parsed {
        let token = self.bump();
        let name = Name { text: self.text(token), span: token.span };
        if RESERVED.contains(&name.text) {
            let title = format!("{} is a reserved word", quote(name.text));
            self.tree.problems.push(Problem::new(Kind::Syntax, name.span, title));
            return self.push(NodeKind::Error, name.span);
        }
        if let Some(open) = self.eat(TokenKind::Open(Bracket::Round)) {
            let args = self.list(open, Bracket::Round);
            return self.push_from(NodeKind::Call { receiver: None, function: name, args }, start.span);
        }
        self.push(NodeKind::Ident(name), start.span.cover(name.span))
    }

    pub(super) fn number(&mut self, token: Token, sign: Option<Span>) -> Parsed {
        let text = self.text(token);
        let kind = match token.kind {
            TokenKind::Int => literal::int(text, sign.is_some()).map(NodeKind::Int),
            TokenKind::Uint => literal::uint(text).map(|_| NodeKind::Uint),
            _ => literal::double(text, sign.is_some()).map(NodeKind::Double),
        };
        let extent = sign.map_or(token.span, |s| s.cover(token.span));
        if kind.is_none() {
            let title = format!("the number {} is out of range", quote(text));
            self.tree.problems.push(Problem::new(Kind::Syntax, token.span, title));
        }
        self.push(kind.unwrap_or(NodeKind::Error), extent)
    }
}
