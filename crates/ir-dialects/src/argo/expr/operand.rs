//! Operands: literals, variables, brackets, calls, and the members that hang on them.

use std::borrow::Cow;

use ir_syntax::Span;

use super::lexer::{Token, TokenKind, is_word};
use super::parser::{Parser, Value};
use super::{Call, Callee, Member, MemberKind, Name, Path, functions, literal};
use crate::language::Begun;
use crate::language::problem::{Kind, Problem, quote};
use crate::language::span;

/// Variables whose members are named by the file, and so may have dashes in their names.
const NAMING: &[&str] = &["inputs", "outputs", "steps", "tasks", "workflow", "item"];

impl<'t> Parser<'t> {
    pub(super) fn primary(&mut self) -> Value<'t> {
        let token = self.current;
        if token.kind != TokenKind::Sign {
            return self.secondary();
        }
        match token.text {
            "not" | "!" => {
                self.bump();
                self.expression(50);
                self.postfix(Value::default())
            }
            "-" | "+" => {
                self.bump();
                self.expression(90);
                self.postfix(Value::default())
            }
            "(" => {
                self.bump();
                let value = self.sequence();
                self.close(token, ")");
                // Brackets around a literal leave it one, and around a path too.
                self.postfix(value)
            }
            "[" => {
                self.bump();
                self.list(token, "]");
                self.postfix(Value::default())
            }
            "{" => {
                self.bump();
                self.map(token);
                self.postfix(Value::default())
            }
            "#" if self.predicates > 0 => {
                self.bump();
                if self.current.kind == TokenKind::Name && self.current.span.start == token.span.end {
                    self.bump();
                }
                self.postfix(Value::default())
            }
            "." if self.predicates > 0 => self.postfix(Value::default()),
            "::" => {
                self.bump();
                if self.current.kind != TokenKind::Name {
                    self.unexpected("a function's name is needed behind `::`");
                    return Value::default();
                }
                let name = self.bump();
                self.call(name, false);
                self.postfix(Value::default())
            }
            "#" => {
                self.unexpected("`#` is an item, inside of functions such as `filter` alone");
                self.bump();
                Value::default()
            }
            _ => {
                self.unexpected("a value is missing here");
                Value::default()
            }
        }
    }

    fn secondary(&mut self) -> Value<'t> {
        let token = self.current;
        let value = match token.kind {
            TokenKind::Name => {
                self.bump();
                match token.text {
                    "true" | "false" | "nil" => return Value::default(),
                    _ if self.is("(") => {
                        self.call(token, false);
                        Value::default()
                    }
                    "sprig" => Value { sprig: true, ..Value::default() },
                    name if self.declared.contains(&name) => Value::default(),
                    _ => self.variable(token),
                }
            }
            TokenKind::Number => {
                self.bump();
                return Value { literal: Some((Cow::Borrowed(token.text), token.span, true)), ..Value::default() };
            }
            TokenKind::String(_) => {
                let (text, at) = literal::text(token, &mut self.found.problems);
                self.bump();
                Value { literal: Some((text, at, false)), ..Value::default() }
            }
            TokenKind::Bytes | TokenKind::Bad => {
                self.bump();
                Value::default()
            }
            TokenKind::Sign | TokenKind::End => {
                self.unexpected("a value is missing here");
                return Value::default();
            }
        };
        self.postfix(value)
    }

    fn variable(&mut self, token: Token<'t>) -> Value<'t> {
        let root = Name { text: token.text, span: token.span };
        let path = Path { span: token.span, root, members: Vec::new(), exact: true, guarded: false, called: false };
        self.found.paths.push(path);
        Value { path: Some(self.found.paths.len() - 1), ..Value::default() }
    }

    /// Members, indices and calls behind `value`.
    pub(super) fn postfix(&mut self, value: Value<'t>) -> Value<'t> {
        let mut value = value;
        loop {
            let token = self.current;
            let optional = self.is("?.");
            if optional || self.is(".") {
                self.bump();
                if optional && self.is("[") {
                    self.guard(&value);
                    value = self.index(value);
                    continue;
                }
                if optional {
                    self.guard(&value);
                }
                value = self.member(value, token);
            } else if self.is("[") {
                value = self.index(value);
            } else {
                return value;
            }
        }
    }

    fn guard(&mut self, value: &Value<'t>) {
        if let Some(path) = value.path.and_then(|path| self.found.paths.get_mut(path)) {
            path.guarded = true;
        }
    }

    /// The name behind a dot, and the call of it.
    fn member(&mut self, value: Value<'t>, dot: Token<'t>) -> Value<'t> {
        let token = self.current;
        let word = token.kind == TokenKind::Sign && token.text.starts_with(is_word);
        if token.kind != TokenKind::Name && !word {
            self.unexpected("a name is needed behind the dot");
            self.begin(&value, Span::at(dot.span.end), "");
            return self.inexact(value);
        }
        self.bump();
        let mut name = Name { text: token.text, span: token.span };
        if let Some(dashed) = self.dashed(&value, name, dot) {
            name = dashed;
        }
        if self.is("(") {
            let of = if value.sprig { Callee::Sprig } else { Callee::Method };
            self.extend(&value, name, MemberKind::Dot, Cow::Borrowed(name.text));
            if let Some(path) = value.path.and_then(|path| self.found.paths.get_mut(path)) {
                path.called = true;
            }
            self.arguments(name, of, false);
            return Value::default();
        }
        self.extend(&value, name, MemberKind::Dot, Cow::Borrowed(name.text));
        Value { path: value.path, ..Value::default() }
    }

    fn extend(&mut self, value: &Value<'t>, name: Name<'t>, kind: MemberKind, text: Cow<'t, str>) {
        let last = self.last;
        if let Some(path) = value.path.and_then(|path| self.found.paths.get_mut(path))
            && path.exact
        {
            path.span = path.span.cover(name.span).cover(last);
            path.members.push(Member { text, span: name.span, kind });
        }
    }

    /// Notes that a member is still to be written.
    fn begin(&mut self, value: &Value<'t>, replace: Span, after: &'static str) {
        let Some(path) = value.path.and_then(|path| self.found.paths.get(path)).filter(|path| path.exact) else {
            return;
        };
        let members = path.members.iter().map(|member| member.span);
        let before = std::iter::once(path.root.span).chain(members).collect();
        self.found.begun.push(Begun { span: path.span.cover(replace), before, replace, after });
    }

    /// What follows is computed.
    fn inexact(&mut self, value: Value<'t>) -> Value<'t> {
        if let Some(path) = value.path.and_then(|path| self.found.paths.get_mut(path)) {
            path.exact = false;
        }
        Value::default()
    }

    /// `[key]`, `[0]` or a slice.
    fn index(&mut self, value: Value<'t>) -> Value<'t> {
        let open = self.bump();
        let mut slice = false;
        let mut key = Value::default();
        if !self.is(":") {
            key = self.expression(0);
        }
        if self.eat(":").is_some() {
            slice = true;
            if !self.is("]") {
                self.expression(0);
            }
        }
        if let Some((_, at, false)) = &key.literal
            && let Some(mark @ ("'" | "\"")) = Span::new(at.start - 1, at.start).slice(self.text).get(..1)
            && !self.text.get(at.end as usize..).is_some_and(|rest| rest.starts_with(mark))
        {
            self.begin(&value, *at, if mark == "'" { "']" } else { "\"]" });
        }
        self.close(open, "]");
        match key.literal {
            Some((text, at, number)) if !slice => {
                let kind = if number { MemberKind::Index } else { MemberKind::Key };
                let name = Name { text: at.slice(self.text), span: at };
                self.extend(&value, name, kind, text);
                Value { path: value.path, ..Value::default() }
            }
            _ => self.inexact(value),
        }
    }

    /// A call of `name`, whose bracket stands next.
    pub(super) fn call(&mut self, name: Token<'t>, piped: bool) {
        self.arguments(Name { text: name.text, span: name.span }, Callee::Global, piped);
    }

    fn arguments(&mut self, name: Name<'t>, of: Callee, piped: bool) {
        let open = self.current;
        if !self.is("(") {
            self.unexpected("the function's arguments are missing");
            return;
        }
        self.bump();
        let predicate = (of == Callee::Global && functions::takes_predicate(name.text)).then_some(usize::from(!piped));
        let mut arguments = 0;
        while !self.is(")") && self.current.kind != TokenKind::End {
            if predicate == Some(arguments) {
                self.predicate();
            } else {
                self.expression(0);
            }
            arguments += 1;
            if self.eat(",").is_none() {
                break;
            }
        }
        self.close(open, ")");
        let call = Call { name, of, arguments, piped };
        if let Some(problem) = functions::misspelt(call) {
            self.found.problems.push(problem);
        }
        self.found.calls.push(call);
    }

    fn predicate(&mut self) {
        self.predicates += 1;
        match self.eat("{") {
            Some(open) => {
                self.sequence();
                self.close(open, "}");
            }
            None => {
                self.expression(0);
            }
        }
        self.predicates -= 1;
    }

    fn list(&mut self, open: Token<'t>, close: &'static str) {
        while !self.is(close) && self.current.kind != TokenKind::End {
            self.expression(0);
            if self.eat(",").is_none() {
                break;
            }
        }
        self.close(open, close);
    }

    fn map(&mut self, open: Token<'t>) {
        while !self.is("}") && self.current.kind != TokenKind::End {
            match self.current.kind {
                TokenKind::Name | TokenKind::Number | TokenKind::String(_) => {
                    self.bump();
                }
                _ if self.is("(") => {
                    self.expression(0);
                }
                _ => {
                    self.unexpected("a key is a name, a string, a number, or an expression in brackets");
                    break;
                }
            }
            if self.eat(":").is_none() {
                self.unexpected("`: value` belongs behind a key");
                break;
            }
            self.expression(0);
            if self.eat(",").is_none() {
                break;
            }
        }
        self.close(open, "}");
    }

    /// A name with dashes, `tasks.flip-coin.status`: as it stands it is a subtraction, and one of things that
    /// cannot be subtracted. It is read as the name that was meant.
    fn dashed(&mut self, value: &Value<'t>, name: Name<'t>, dot: Token<'t>) -> Option<Name<'t>> {
        let path = self.found.paths.get(value.path?)?;
        if !NAMING.contains(&path.root.text) {
            return None;
        }
        let start = name.span.start as usize;
        let rest = self.text.get(start..)?;
        let length = rest.find(|c: char| !(is_word(c) || c == '-')).unwrap_or(rest.len());
        let run = rest.get(..length)?;
        let (_, behind) =
            run.split_once('-').filter(|_| run.get(name.text.len()..).is_some_and(|r| r.starts_with('-')))?;
        let follows = rest.get(length..).unwrap_or("");
        let first = behind.split('-').next().unwrap_or("");
        // `a-1` may be meant as it stands, and so may a difference of two variables or calls.
        let number = first.bytes().all(|b| b.is_ascii_digit());
        let member = follows.starts_with('.') && follows.get(1..).is_some_and(|f| f.starts_with(char::is_alphabetic));
        let certain = if number {
            member || behind.contains('-')
        } else {
            !NAMING.contains(&first) && !self.declared.contains(&first) && !follows.starts_with('(')
        };
        if run.ends_with('-') || !certain || first.is_empty() {
            return None;
        }
        let whole = span(start, start + length);
        let replaced = dot.span.cover(whole);
        let mark = if dot.text == "?." { "?." } else { "" };
        let mend = format!("{mark}['{run}']");
        self.found.problems.push(
            Problem::new(Kind::Name, whole, format!("{} is read as a subtraction", quote(run)))
                .label(format!("names with dashes stand in brackets: {}", quote(&mend)))
                .fix(
                    format!("replace {} by {}", quote(replaced.slice(self.text)), quote(&mend)),
                    vec![(replaced, mend)],
                ),
        );
        self.lexer.at = start + length;
        self.last = whole;
        self.current = self.lexer.next(&mut self.found.problems);
        Some(Name { text: run, span: whole })
    }
}
