//! Tokens to names, by precedence climbing.
//!
//! The parser keeps no tree: it notes paths and calls as it passes them. After an error it reads on, as names
//! behind it are still names, and says no more of what may follow from it.

use std::borrow::Cow;

use ir_syntax::Span;

use super::Expression;
use super::lexer::{Lexer, Token, TokenKind};
use crate::language::problem::{Kind, Problem, quote};
use crate::language::readable;

/// How deep an expression may nest. Ordinary ones stay below ten.
const DEPTH: u32 = 200;

/// Reads an expression.
pub(super) fn read(text: &str) -> Expression<'_> {
    let text = if readable(text) { text } else { "" };
    let mut lexer = Lexer::new(text);
    let mut found = Expression::default();
    let current = lexer.next(&mut found.problems);
    let last = Span::at(0);
    let quiet = !found.problems.is_empty();
    let mut parser = Parser { text, lexer, current, last, found, depth: 0, predicates: 0, declared: Vec::new(), quiet };
    let whole = parser.sequence();
    parser.found.is_path = whole.path == Some(0) && parser.current.kind == TokenKind::End;
    parser.leftover();
    let mut found = parser.found;
    found.problems.sort_by_key(|p| p.span);
    found
}

/// What was read.
#[derive(Default)]
pub(super) struct Value<'t> {
    /// The path that it is, if it is nothing more.
    pub(super) path: Option<usize>,
    /// The text or number that it is, and its place.
    pub(super) literal: Option<(Cow<'t, str>, Span, bool)>,
    /// Whether it is `sprig`.
    pub(super) sprig: bool,
}

pub(super) struct Parser<'t> {
    pub(super) text: &'t str,
    pub(super) lexer: Lexer<'t>,
    /// The token that stands next.
    pub(super) current: Token<'t>,
    /// Where the token before it stands.
    pub(super) last: Span,
    pub(super) found: Expression<'t>,
    depth: u32,
    /// How many predicates are around.
    pub(super) predicates: u32,
    /// The variables that `let` declared and that are in sight.
    pub(super) declared: Vec<&'t str>,
    /// After a token is missing or too much, what follows from it stays unsaid.
    quiet: bool,
}

/// How tightly an operator between two operands binds.
fn precedence(sign: &str) -> Option<u16> {
    Some(match sign {
        "|" => 0,
        "or" | "||" => 10,
        "and" | "&&" => 15,
        "==" | "!=" | "<" | ">" | ">=" | "<=" | "in" | "matches" | "contains" | "startsWith" | "endsWith" => 20,
        ".." => 25,
        "+" | "-" => 30,
        "*" | "/" | "%" => 60,
        "**" | "^" => 100,
        "??" => 500,
        _ => return None,
    })
}

impl<'t> Parser<'t> {
    pub(super) fn bump(&mut self) -> Token<'t> {
        let token = self.current;
        if token.kind != TokenKind::End {
            self.last = token.span;
            self.current = self.lexer.next(&mut self.found.problems);
            // Signs that are none were told by the lexer.
            self.quiet |= self.current.kind == TokenKind::Bad;
        }
        token
    }

    pub(super) fn is(&self, sign: &str) -> bool {
        self.current.kind == TokenKind::Sign && self.current.text == sign
    }

    pub(super) fn eat(&mut self, sign: &str) -> Option<Token<'t>> {
        self.is(sign).then(|| self.bump())
    }

    /// Reports what only follows from the text itself, once.
    pub(super) fn error(&mut self, problem: impl FnOnce() -> Problem) {
        if !self.quiet {
            self.found.problems.push(problem());
        }
        self.quiet = true;
    }

    /// The token that stands next is not one that may.
    pub(super) fn unexpected(&mut self, label: &'static str) {
        let (token, last) = (self.current, self.last);
        let before = quote(last.slice(self.text));
        self.error(|| match token.kind {
            TokenKind::End if last.is_empty() => Problem::new(Kind::Syntax, last, "this expression is empty"),
            TokenKind::End => {
                Problem::new(Kind::Syntax, last, format!("something is missing after {before}")).label(label)
            }
            _ => Problem::new(Kind::Syntax, token.span, format!("unexpected {} in this expression", quote(token.text)))
                .label(label),
        });
    }

    /// Expressions with `;` between them.
    pub(super) fn sequence(&mut self) -> Value<'t> {
        let declared = self.declared.len();
        let mut value = self.expression(0);
        while self.eat(";").is_some() {
            if self.current.kind == TokenKind::End {
                break;
            }
            self.expression(0);
            value = Value::default();
        }
        self.declared.truncate(declared);
        value
    }

    pub(super) fn expression(&mut self, least: u16) -> Value<'t> {
        if self.depth >= DEPTH {
            let at = self.current.span;
            self.error(|| Problem::new(Kind::Syntax, at, "this expression is nested too deeply"));
            self.lexer.at = self.text.len();
            self.current = Token { kind: TokenKind::End, text: "", span: Span::at(self.text.len() as u32) };
            return Value::default();
        }
        self.depth += 1;
        let value = self.levels(least);
        self.depth -= 1;
        value
    }

    fn levels(&mut self, least: u16) -> Value<'t> {
        if least == 0 && self.is("let") {
            return self.declaration();
        }
        if least == 0 && self.is("if") {
            return self.conditional_block();
        }
        let first = self.found.paths.len();
        let mut value = self.primary();
        let mut coalesced = false;
        while let Some((sign, binds)) = self.operator(least) {
            if coalesced && !matches!(sign.text, "??" | "|") {
                let at = sign.span;
                self.error(|| {
                    Problem::new(Kind::Syntax, at, format!("{} stands beside `??` without brackets", quote(sign.text)))
                        .label("write `(… ?? …)` around the operator and its two sides")
                });
            }
            coalesced = sign.text == "??";
            if sign.text == "|" {
                self.pipe();
            } else {
                if coalesced {
                    self.found.paths.iter_mut().skip(first).for_each(|path| path.guarded = true);
                }
                self.expression(if matches!(sign.text, "**" | "^") { binds } else { binds + 1 });
            }
            value = Value::default();
        }
        if least == 0 { self.ternary(value) } else { value }
    }

    /// Takes the operator that stands next, if it binds tightly enough; other languages' spellings are told.
    fn operator(&mut self, least: u16) -> Option<(Token<'t>, u16)> {
        let token = self.current;
        if token.kind != TokenKind::Sign {
            return None;
        }
        if token.text == "not" {
            let mut ahead = self.lexer;
            let next = ahead.next(&mut Vec::new());
            let suffix = matches!(next.text, "in" | "matches" | "contains" | "startsWith" | "endsWith");
            if !suffix || least > 20 {
                return None;
            }
            self.bump();
            return Some((self.bump(), 20));
        }
        if let Some(right) = match token.text {
            "=" => Some("=="),
            "&" => Some("&&"),
            _ => None,
        } {
            let binds = precedence(right).filter(|binds| *binds >= least)?;
            self.slip(token, right);
            self.bump();
            return Some((token, binds));
        }
        let binds = precedence(token.text).filter(|binds| *binds >= least)?;
        self.bump();
        // `===`, as JavaScript has it.
        if matches!(token.text, "==" | "!=") && self.is("=") && self.current.span.start == token.span.end {
            self.slip(self.current, token.text);
            self.bump();
        }
        Some((token, binds))
    }

    /// Reports another language's spelling of `right`.
    fn slip(&mut self, token: Token<'t>, right: &str) {
        let shown = quote(token.text);
        let glued = self.last.end == token.span.start && token.text == "=" && self.last.slice(self.text).ends_with('=');
        let span = if glued { self.last.cover(token.span) } else { token.span };
        let replaced = quote(span.slice(self.text));
        self.error(|| {
            Problem::new(Kind::Syntax, token.span, format!("{shown} is no operator here"))
                .label(format!("written {}", quote(right)))
                .fix(format!("replace {replaced} by {}", quote(right)), vec![(span, right.to_owned())])
        });
    }

    /// `| name(…)`
    fn pipe(&mut self) {
        if self.current.kind != TokenKind::Name {
            self.unexpected("a pipe leads into a function: `value | name()`");
            return;
        }
        let name = self.bump();
        if !self.is("(") {
            self.unexpected("a pipe leads into a function: `value | name()`");
            return;
        }
        self.call(name, true);
        self.postfix(Value::default());
    }

    fn ternary(&mut self, value: Value<'t>) -> Value<'t> {
        let mut value = value;
        while let Some(question) = self.eat("?") {
            if !self.is(":") {
                self.expression(0);
            }
            if self.eat(":").is_none() {
                self.error(|| {
                    Problem::new(Kind::Syntax, question.span, "this `?` has no `:`")
                        .label("written `condition ? this : that`")
                });
                return Value::default();
            }
            self.expression(0);
            value = Value::default();
        }
        value
    }

    /// `let name = value; …`
    fn declaration(&mut self) -> Value<'t> {
        self.bump();
        if self.current.kind != TokenKind::Name {
            self.unexpected("a name is needed behind `let`");
            return Value::default();
        }
        let name = self.bump().text;
        if self.eat("=").is_none() {
            self.unexpected("written `let name = value; …`");
            return Value::default();
        }
        self.expression(0);
        if self.eat(";").is_none() {
            self.unexpected("written `let name = value; …`");
            return Value::default();
        }
        // It is in sight to the end of the sequence that this stands in.
        self.declared.push(name);
        self.expression(0);
        Value::default()
    }

    /// `if condition { … } else { … }`
    fn conditional_block(&mut self) -> Value<'t> {
        while self.eat("if").is_some() {
            self.expression(0);
            self.block();
            if self.eat("else").is_none() {
                self.unexpected("written `if … { … } else { … }`");
                return Value::default();
            }
            if !self.is("if") {
                self.block();
            }
        }
        Value::default()
    }

    fn block(&mut self) {
        let Some(open) = self.eat("{") else {
            self.unexpected("written `if … { … } else { … }`");
            return;
        };
        self.sequence();
        self.close(open, "}");
    }

    /// The closing bracket that belongs to `open`.
    pub(super) fn close(&mut self, open: Token<'t>, sign: &'static str) {
        if self.eat(sign).is_some() {
            return;
        }
        let found = self.current;
        self.error(|| match found.kind {
            TokenKind::End => Problem::new(Kind::Syntax, open.span, format!("this `{}` is not closed", open.text))
                .label(format!("its `{sign}` is missing")),
            _ => Problem::new(Kind::Syntax, found.span, format!("unexpected {} in this expression", quote(found.text)))
                .label(format!("`{sign}` would close the `{}` before it", open.text)),
        });
    }

    /// What stands behind the expression is read too, for the names in it.
    fn leftover(&mut self) {
        while self.current.kind != TokenKind::End {
            let at = self.current.span;
            self.unexpected("the expression could end before it");
            self.sequence();
            if self.current.span == at {
                self.bump();
            }
        }
    }
}
