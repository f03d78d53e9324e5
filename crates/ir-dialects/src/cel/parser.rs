//! Tokens to a tree, by precedence climbing.
//!
//! The parser always gives a tree. It reports what a person would change first, fills holes with
//! [`NodeKind::Error`], and reads on: names behind an error are still names. Recursion is bounded by
//! [`DEPTH`]; chains of operators and members do not recurse.

use ir_syntax::Span;

use super::ast::{Binary, NodeId, NodeKind, Tree, Unary};
use super::lexer::{Token, TokenKind, lex};
use super::problem::{Kind, Problem, quote};
use super::quotes;

/// How deep brackets and conditionals may nest. cel-go stops at 250.
const DEPTH: u32 = 200;

/// How many bytes an expression may have. cel-go stops at 100,000 characters.
const LENGTH: usize = 400_000;

/// Reads an expression.
pub(crate) fn parse(text: &str) -> Tree<'_> {
    let (mut tree, tokens) = read(text);
    if !tree.problems.is_empty()
        && let Some(problem) = quotes::broken(text, &tokens)
    {
        tree.problems = vec![problem];
    }
    tree
}

/// Where the first syntax error of an expression is, in bytes.
pub(super) fn first_error(text: &str) -> Option<u32> {
    read(text).0.problems.first().map(|p| p.span.start)
}

fn read(text: &str) -> (Tree<'_>, Vec<Token>) {
    let mut tree = Tree::new(text);
    if text.len() > LENGTH {
        tree.problems.push(Problem::new(Kind::Syntax, Span::at(0), "this expression is too long to be read"));
        tree.root = tree.push(NodeKind::Error, Span::at(0));
        return (tree, Vec::new());
    }
    let tokens = lex(text, &mut tree.problems);
    let broken = tree.problems.len();
    let mut parser = Parser { tokens, at: 0, depth: 0, tree, quiet: broken > 0 };
    let root = parser.expr();
    parser.tree.root = root.id;
    parser.leftover();
    parser.tree.problems.sort_by_key(|p| p.span);
    (parser.tree, parser.tokens)
}

/// A node, and what it covers with the brackets around it.
#[derive(Clone, Copy)]
pub(super) struct Parsed {
    pub(super) id: NodeId,
    pub(super) extent: Span,
}

pub(super) struct Parser<'t> {
    pub(super) tokens: Vec<Token>,
    pub(super) at: usize,
    depth: u32,
    pub(super) tree: Tree<'t>,
    /// After a token is missing or too much, what follows from it stays unsaid.
    quiet: bool,
}

impl<'t> Parser<'t> {
    pub(super) fn peek(&self, ahead: usize) -> Token {
        let end = Token { kind: TokenKind::End, span: Span::at(self.tree.text.len() as u32) };
        self.tokens.get(self.at + ahead).copied().unwrap_or(end)
    }

    pub(super) fn bump(&mut self) -> Token {
        let token = self.peek(0);
        if token.kind != TokenKind::End {
            self.at += 1;
        }
        token
    }

    pub(super) fn eat(&mut self, kind: TokenKind) -> Option<Token> {
        (self.peek(0).kind == kind).then(|| self.bump())
    }

    pub(super) fn text(&self, token: Token) -> &'t str {
        token.span.slice(self.tree.text)
    }

    /// Reports a missing or superfluous token, once.
    pub(super) fn error(&mut self, problem: impl FnOnce() -> Problem) {
        if !self.quiet {
            self.tree.problems.push(problem());
        }
        self.quiet = true;
    }

    /// Reports another language's word for `right`; the fix replaces `span`.
    fn slip(&mut self, token: Token, span: Span, right: &str) {
        let shown = quote(self.text(token));
        let problem = Problem::new(Kind::Syntax, token.span, format!("{shown} is no operator of CEL"))
            .label(format!("CEL writes {}", quote(right)))
            .fix(format!("replace {shown} by {}", quote(right)), vec![(span, right.to_owned())]);
        self.tree.problems.push(problem);
    }

    pub(super) fn push(&mut self, kind: NodeKind<'t>, extent: Span) -> Parsed {
        Parsed { id: self.tree.push(kind, extent), extent }
    }

    /// A node over tokens that begin with `start` and end with what was read last.
    pub(super) fn push_from(&mut self, kind: NodeKind<'t>, start: Span) -> Parsed {
        let end = self.at.checked_sub(1).and_then(|i| self.tokens.get(i)).map_or(start, |t| t.span);
        self.push(kind, start.cover(end))
    }

    pub(super) fn expr(&mut self) -> Parsed {
        if self.depth >= DEPTH {
            let token = self.peek(0);
            self.error(|| Problem::new(Kind::Syntax, token.span, "this expression is nested too deeply"));
            self.at = self.tokens.len();
            return self.push(NodeKind::Error, Span::at(token.span.start));
        }
        self.depth += 1;
        let parsed = self.conditional();
        self.depth -= 1;
        parsed
    }

    fn conditional(&mut self) -> Parsed {
        let test = self.binary(1);
        let Some(question) = self.eat(TokenKind::Question) else { return test };
        let then = self.binary(1);
        if self.eat(TokenKind::Colon).is_none() {
            self.error(|| {
                Problem::new(Kind::Syntax, question.span, "this `?` has no `:`")
                    .label("written `condition ? this : that`")
            });
            return self.push(NodeKind::Error, test.extent.cover(then.extent));
        }
        let other = self.expr();
        let kind = NodeKind::Conditional { test: test.id, then: then.id, other: other.id };
        self.push(kind, test.extent.cover(other.extent))
    }

    fn binary(&mut self, least: u8) -> Parsed {
        let mut left = self.unary();
        while let Some(op) = self.operator()
            && op.precedence() >= least
        {
            let at = self.bump();
            self.check_spelling(at, op);
            let right = self.binary(op.precedence() + 1);
            let kind = NodeKind::Binary { op, at: at.span, left: left.id, right: right.id };
            left = self.push(kind, left.extent.cover(right.extent));
        }
        left
    }

    /// The operator that stands next, other languages' spellings included.
    fn operator(&self) -> Option<Binary> {
        let token = self.peek(0);
        Some(match token.kind {
            TokenKind::Or | TokenKind::SingleOr => Binary::Or,
            TokenKind::And | TokenKind::SingleAnd => Binary::And,
            TokenKind::Equal | TokenKind::Assign => Binary::Equal,
            TokenKind::NotEqual => Binary::NotEqual,
            TokenKind::Less => Binary::Less,
            TokenKind::LessEqual => Binary::LessEqual,
            TokenKind::Greater => Binary::Greater,
            TokenKind::GreaterEqual => Binary::GreaterEqual,
            TokenKind::In => Binary::In,
            TokenKind::Plus => Binary::Add,
            TokenKind::Minus => Binary::Subtract,
            TokenKind::Star => Binary::Multiply,
            TokenKind::Slash => Binary::Divide,
            TokenKind::Percent => Binary::Remainder,
            TokenKind::Ident => match self.text(token) {
                "and" | "AND" => Binary::And,
                "or" | "OR" => Binary::Or,
                _ => return None,
            },
            _ => return None,
        })
    }

    fn check_spelling(&mut self, at: Token, op: Binary) {
        if !matches!(at.kind, TokenKind::Ident | TokenKind::Assign | TokenKind::SingleAnd | TokenKind::SingleOr) {
            return;
        }
        self.slip(at, at.span, op.symbol());
    }

    /// `!` or `-`, any number of one of them; both need brackets.
    fn unary(&mut self) -> Parsed {
        let first = self.peek(0);
        let op = match first.kind {
            TokenKind::Not => Unary::Not,
            TokenKind::Minus => Unary::Minus,
            TokenKind::Ident if self.text(first) == "not" && starts_operand(self.peek(1).kind) => {
                self.bump();
                self.slip(first, Span::new(first.span.start, self.peek(0).span.start), "!");
                let of = self.unary();
                return self.push(NodeKind::Unary { op: Unary::Not, of: of.id }, first.span.cover(of.extent));
            }
            _ => return self.member(),
        };
        let mut signs = Vec::new();
        while let Some(sign) = self.eat(first.kind) {
            signs.push(sign.span);
        }
        let number = |kind| matches!(kind, TokenKind::Int | TokenKind::Double);
        let next = self.peek(0);
        let mut of = match (op, next.kind) {
            // The sign belongs to the literal: the least integer has no positive.
            (Unary::Minus, kind) if number(kind) => {
                let sign = signs.pop();
                self.signed(sign)
            }
            (Unary::Not, TokenKind::Minus) if number(self.peek(1).kind) => {
                let sign = self.bump().span;
                self.signed(Some(sign))
            }
            (_, TokenKind::Not | TokenKind::Minus) => {
                self.error(|| {
                    let title = "`!` and `-` side by side need brackets between them";
                    Problem::new(Kind::Syntax, next.span, title)
                });
                self.bump();
                self.member()
            }
            _ => self.member(),
        };
        for sign in signs.into_iter().rev() {
            of = self.push(NodeKind::Unary { op, of: of.id }, sign.cover(of.extent));
        }
        of
    }

    fn signed(&mut self, sign: Option<Span>) -> Parsed {
        let token = self.bump();
        let number = self.number(token, sign);
        self.members(number, false)
    }

    /// What stands behind the expression is read too, for the names in it.
    fn leftover(&mut self) {
        while self.peek(0).kind != TokenKind::End {
            let token = self.peek(0);
            let shown = self.text(token);
            self.error(|| {
                Problem::new(Kind::Syntax, token.span, format!("unexpected {} in this expression", quote(shown)))
                    .label("the expression could end before it")
            });
            if starts_operand(token.kind) {
                self.expr();
            } else {
                self.bump();
            }
        }
    }
}

/// Whether an operand can begin so, apart from signs and brackets.
pub(super) fn starts_operand(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Ident
            | TokenKind::String(_)
            | TokenKind::Bytes(_)
            | TokenKind::Int
            | TokenKind::Uint
            | TokenKind::Double
            | TokenKind::True
            | TokenKind::False
            | TokenKind::Null
    )
}
