//! Selectors of labels: `app=web, tier in (a, b), !old`. Argo writes the conditions of resources in them:
//! `status.phase == Succeeded`.

use ir_syntax::Span;

use super::name::{NameKind, check};
use super::wrong;
use crate::language::problem::{Problem, quote};
use crate::language::{readable, span};

/// What labels must be like.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Selector {
    /// All of which must hold; none at all hold for everything.
    pub(crate) requirements: Vec<Requirement>,
    /// What is wrong; the reader of Kubernetes stops at the first.
    pub(crate) problem: Option<Problem>,
}

/// What one label must be like.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Requirement {
    pub(crate) key: Span,
    pub(crate) operator: Operator,
    pub(crate) values: Vec<Span>,
}

/// How a label is compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Operator {
    Exists,
    /// `!key`
    Absent,
    Equal,
    NotEqual,
    In,
    NotIn,
    Greater,
    Less,
}

/// Reads a selector.
pub(crate) fn read(text: &str) -> Selector {
    let text = if readable(text) { text } else { "" };
    let mut reader = Reader { text, at: 0, found: Selector::default() };
    if let Err(problem) = reader.all() {
        reader.found.problem = Some(*problem);
    }
    reader.found
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    found: Selector,
}

impl Reader<'_> {
    /// The token that stands next; an empty one at the end.
    fn peek(&mut self) -> Span {
        let rest = self.text.get(self.at..).unwrap_or("");
        let start = self.at + rest.len() - rest.trim_start().len();
        self.at = start;
        let rest = rest.trim_start();
        let special = |c: char| matches!(c, '=' | '!' | '(' | ')' | ',' | '>' | '<');
        let length = match rest.as_bytes() {
            [b'=', b'=', ..] | [b'!', b'=', ..] => 2,
            [first, ..] if special(char::from(*first)) => 1,
            _ => rest.find(|c: char| special(c) || c.is_whitespace()).unwrap_or(rest.len()),
        };
        span(start, start + length)
    }

    fn take(&mut self) -> Span {
        let at = self.peek();
        self.at = at.end as usize;
        at
    }

    fn eat(&mut self, sign: &str) -> Option<Span> {
        let at = self.peek();
        (at.slice(self.text) == sign).then(|| self.take())
    }

    fn is_word(&self, at: Span) -> bool {
        !at.is_empty() && !at.slice(self.text).starts_with(['=', '!', '(', ')', ',', '>', '<'])
    }

    fn all(&mut self) -> super::Read<()> {
        if self.peek().is_empty() {
            return Ok(());
        }
        loop {
            self.requirement()?;
            if self.peek().is_empty() {
                return Ok(());
            }
            if self.eat(",").is_none() {
                let at = self.peek();
                return Err(self.unexpected(at, "a comma stands between two requirements"));
            }
        }
    }

    fn unexpected(&self, at: Span, label: &str) -> Box<Problem> {
        let title = if at.is_empty() {
            "something is missing at the end of this selector".to_owned()
        } else {
            format!("unexpected {} in this selector", quote(at.slice(self.text)))
        };
        Box::new(wrong(at, title).label(label))
    }

    fn requirement(&mut self) -> super::Read<()> {
        let absent = self.eat("!").is_some();
        let key = self.take();
        if !self.is_word(key) {
            return Err(self.unexpected(key, "the key of a label is needed here"));
        }
        self.check(NameKind::Qualified, key)?;
        let next = self.peek();
        if absent || next.is_empty() || next.slice(self.text) == "," {
            let operator = if absent { Operator::Absent } else { Operator::Exists };
            self.found.requirements.push(Requirement { key, operator, values: Vec::new() });
            return Ok(());
        }
        let operator = match self.take().slice(self.text) {
            "=" | "==" => Operator::Equal,
            "!=" => Operator::NotEqual,
            "in" => Operator::In,
            "notin" => Operator::NotIn,
            ">" => Operator::Greater,
            "<" => Operator::Less,
            _ => return Err(self.unexpected(next, "there are `=`, `==`, `!=`, `in`, `notin`, `>` and `<`")),
        };
        let values = match operator {
            Operator::In | Operator::NotIn => self.values()?,
            _ => self.value(operator)?.into_iter().collect(),
        };
        for value in &values {
            self.check(NameKind::Value, *value)?;
        }
        self.found.requirements.push(Requirement { key, operator, values });
        Ok(())
    }

    /// One value, which may be empty.
    fn value(&mut self, operator: Operator) -> super::Read<Option<Span>> {
        let at = self.peek();
        let ends = at.is_empty() || at.slice(self.text) == ",";
        if !ends && !self.is_word(at) {
            return Err(self.unexpected(at, "a value is needed here"));
        }
        if matches!(operator, Operator::Greater | Operator::Less) && at.slice(self.text).parse::<i64>().is_err() {
            return Err(self.unexpected(at, "`>` and `<` compare with a whole number"));
        }
        Ok(if ends { None } else { Some(self.take()) })
    }

    /// `(a, b)`
    fn values(&mut self) -> super::Read<Vec<Span>> {
        let Some(open) = self.eat("(") else {
            let at = self.peek();
            return Err(self.unexpected(at, "values stand in brackets: `in (a, b)`"));
        };
        let mut values = Vec::new();
        loop {
            let at = self.take();
            match at.slice(self.text) {
                ")" => return Ok(values),
                "," => {}
                "" => return Err(Box::new(wrong(open, "this `(` is not closed").label("its `)` is missing"))),
                _ if self.is_word(at) => values.push(at),
                _ => return Err(self.unexpected(at, "a value, a comma or `)` would follow")),
            }
        }
    }

    fn check(&self, kind: NameKind, at: Span) -> super::Read<()> {
        let Some(mut problem) = check(kind, at.slice(self.text)) else { return Ok(()) };
        problem.span = Span::new(problem.span.start + at.start, problem.span.end + at.start);
        problem.fix = None;
        Err(Box::new(problem))
    }
}
