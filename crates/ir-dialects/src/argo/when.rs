//! The `when` of a step or task: `{{steps.a.outputs.result}} == heads && true`.
//!
//! Argo replaces the tags and gives the rest to govaluate, a word being a string there. So what stands in place of
//! a tag is not known, not even whether it is one value. Told is only what is broken whatever stands there, quotes
//! and brackets without their partners aside; what touches a tag belongs to it.

use ir_syntax::Span;

use super::tag;
use crate::language::problem::{Kind as ProblemKind, Problem, quote};
use crate::language::span;

/// What is known of a condition.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct When {
    /// At most one: Argo's parser stops at the first.
    pub(crate) problem: Option<Problem>,
    /// The value of a condition that is but `true` or `false`.
    pub(crate) constant: Option<bool>,
}

/// Reads a condition. An empty one is none.
pub(crate) fn read(text: &str) -> When {
    if text.is_empty() {
        return When::default();
    }
    let Some(holes) = holes(text) else { return When::default() };
    let mut lexer = Lexer { text, at: 0, holes, tokens: Vec::new() };
    let broken = lexer.all().err();
    let tokens = lexer.tokens;
    if broken.is_some() {
        // A quote too many makes its first trouble before the last one is missing.
        return When { problem: order(text, &tokens).or(broken.map(|b| *b)), constant: None };
    }
    let problem = order(text, &tokens)
        .or_else(|| end(text, &tokens))
        .or_else(|| balance(&tokens))
        .or_else(|| value(text, &tokens));
    let constant = match tokens.as_slice() {
        [Token { kind: Kind::Bool, span }] => Some(span.slice(text) == "true"),
        _ => None,
    };
    When { problem, constant }
}

/// The outermost tags, in order; `None` where one is begun and not closed.
fn holes(text: &str) -> Option<Vec<Span>> {
    let mut holes: Vec<Span> = Vec::new();
    for tag in tag::scan(text) {
        while holes.last().is_some_and(|inner| tag.span.contains(*inner)) {
            holes.pop();
        }
        holes.push(tag.span);
    }
    let mut from = 0;
    for hole in holes.iter().copied().chain([Span::at(text.len() as u32)]) {
        if text.get(from..hole.start as usize)?.contains("{{") {
            return None;
        }
        from = hole.end as usize;
    }
    Some(holes)
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    /// A tag and what touches it: anything.
    Unknown,
    Number,
    Bool,
    Word,
    String,
    Open,
    Close,
    /// `-`, `!` and `~` before an operand.
    Prefix,
    Modifier,
    Comparator,
    Logical,
    Ternary,
    Comma,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Token {
    kind: Kind,
    span: Span,
}

/// Whether `next` may stand behind `before`, `None` being the beginning and the end.
fn may_follow(before: Option<Kind>, next: Option<Kind>) -> bool {
    use Kind::{
        Bool, Close, Comma, Comparator, Logical, Modifier, Number, Open, Prefix, String, Ternary, Unknown, Word,
    };
    let operand = matches!(next, Some(Number | Bool | Word | String | Open | Prefix));
    match (before, next) {
        (Some(Unknown), _) | (_, Some(Unknown)) => true,
        (Some(Number | Bool | Word | String), _) => {
            matches!(next, None | Some(Modifier | Comparator | Logical | Close | Ternary | Comma))
        }
        (Some(Close), _) => !matches!(next, Some(Prefix)),
        // Words are strings, and nothing can be inverted in them.
        (Some(Prefix), _) => matches!(next, Some(Number | Bool | Open | Close)),
        (Some(Open | Modifier | Comparator | Logical), Some(Close)) | (Some(Ternary), Some(Comma)) => true,
        _ => operand,
    }
}

fn problem(span: Span, title: String) -> Problem {
    Problem::new(ProblemKind::Syntax, span, title)
}

const ANY_QUOTE: &str = "quotes of both kinds end a string, whichever began it";
const IN_QUOTES: &str = "text with signs or blanks in it stands in quotes";

/// The first token that cannot stand where it does.
fn order(text: &str, tokens: &[Token]) -> Option<Problem> {
    let mut before: Option<Token> = None;
    for token in tokens {
        if !may_follow(before.map(|t| t.kind), Some(token.kind)) {
            return Some(misplaced(text, before, *token));
        }
        before = Some(*token);
    }
    None
}

/// The last token, where more must follow.
fn end(text: &str, tokens: &[Token]) -> Option<Problem> {
    let last = tokens.last();
    if may_follow(last.map(|t| t.kind), None) {
        return None;
    }
    Some(match last {
        None => problem(Span::at(0), "this condition is blank".to_owned()),
        Some(last) => problem(last.span, format!("a value is missing after {}", quote(last.span.slice(text)))),
    })
}

fn misplaced(text: &str, before: Option<Token>, token: Token) -> Problem {
    let shown = quote(token.span.slice(text));
    let operand = |kind| matches!(kind, Kind::Number | Kind::Bool | Kind::Word | Kind::String);
    let slip = [(before, "and", "&&"), (before, "or", "||"), (Some(token), "and", "&&"), (Some(token), "or", "||")]
        .into_iter()
        .find_map(|(token, word, sign)| {
            token
                .filter(|t| t.kind == Kind::Word && t.span.slice(text).eq_ignore_ascii_case(word))
                .map(|t| (t.span, sign))
        });
    if let Some((at, sign)) = slip {
        let written = quote(at.slice(text));
        return problem(at, format!("{written} is no operator here"))
            .label(format!("written {}", quote(sign)))
            .fix(format!("replace {written} by {}", quote(sign)), vec![(at, sign.to_owned())]);
    }
    match before {
        Some(last) if last.kind == Kind::Word && token.kind == Kind::Open => {
            problem(last.span, format!("{} is no function: there are none here", quote(last.span.slice(text))))
        }
        Some(last) if last.kind == Kind::Prefix => {
            problem(last.span, format!("{} cannot stand before text", quote(last.span.slice(text))))
        }
        Some(last) if operand(last.kind) && operand(token.kind) => {
            let quoted = last.kind == Kind::String && last.span.end == token.span.start;
            let label = if quoted { ANY_QUOTE } else { IN_QUOTES };
            problem(token.span, format!("no operator stands before {shown}")).label(label)
        }
        _ => problem(token.span, format!("a value is missing before {shown}")),
    }
}

/// A bracket without its partner.
fn balance(tokens: &[Token]) -> Option<Problem> {
    let mut open = Vec::new();
    for token in tokens {
        if token.kind == Kind::Open {
            open.push(token.span);
        } else if token.kind == Kind::Close && open.pop().is_none() {
            return Some(problem(token.span, "nothing is closed by this `)`".to_owned()));
        }
    }
    let at = open.pop()?;
    Some(problem(at, "this `(` is not closed".to_owned()).label("its `)` is missing"))
}

/// A lone value that is neither `true` nor `false`.
fn value(text: &str, tokens: &[Token]) -> Option<Problem> {
    let [Token { kind: Kind::Word | Kind::Number | Kind::String, span }] = tokens else { return None };
    let inner = span.slice(text).contains("{{");
    let title = format!("{} is no condition", quote(span.slice(text)));
    (!inner).then(|| {
        Problem::new(ProblemKind::Type, *span, title).label("a condition is `true` or `false`, or compares two values")
    })
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
    holes: Vec<Span>,
    tokens: Vec<Token>,
}

impl Lexer<'_> {
    fn all(&mut self) -> Result<(), Box<Problem>> {
        let holes = std::mem::take(&mut self.holes);
        let mut holes = holes.iter().peekable();
        loop {
            let rest = self.text.get(self.at..).unwrap_or("");
            self.at += rest.len() - rest.trim_start().len();
            let Some(first) = rest.trim_start().chars().next() else { return Ok(()) };
            let start = self.at;
            while holes.next_if(|hole| (hole.end as usize) <= start).is_some() {}
            let hole = holes.peek().copied().copied();
            if hole.is_some_and(|hole| hole.start as usize == start) {
                self.at = hole.map_or(start, |hole| hole.end as usize);
                self.push(start, Kind::Unknown);
                continue;
            }
            if matches!(first, '\'' | '"') {
                self.string(start)?;
                continue;
            }
            let stop = hole.map_or(self.text.len(), |hole| hole.start as usize);
            self.token(start, stop, first)?;
        }
    }

    /// Adds a token that ends here. Where nothing is between it and a tag, it belongs to the tag.
    fn push(&mut self, start: usize, kind: Kind) {
        let here = span(start, self.at);
        if let Some(last) = self.tokens.last_mut()
            && last.kind == Kind::Unknown
            && last.span.end == here.start
            && !matches!(kind, Kind::Open | Kind::Close | Kind::String)
        {
            last.span = last.span.cover(here);
            return;
        }
        self.tokens.push(Token { kind, span: here });
    }

    /// Quotes of both kinds end a string, whichever began it. Tags in it are text.
    fn string(&mut self, start: usize) -> Result<(), Box<Problem>> {
        let mut escaped = false;
        let rest = self.text.get(start + 1..).unwrap_or("");
        let mut braces = 0u32;
        let mut before = ' ';
        for (offset, c) in rest.char_indices() {
            if escaped {
                escaped = false;
            } else if c == '\\' {
                escaped = true;
            } else if matches!(c, '{' | '}') && before == c {
                braces = if c == '{' { braces + 1 } else { braces.saturating_sub(1) };
                before = ' ';
                continue;
            } else if matches!(c, '\'' | '"') && braces == 0 {
                self.at = start + 1 + offset + 1;
                self.push(start, Kind::String);
                return Ok(());
            }
            before = c;
        }
        let at = span(start, start + 1);
        Err(Box::new(problem(at, "this string is not closed".to_owned()).label(ANY_QUOTE)))
    }

    /// A token that neither is a string nor begins with a tag; the next tag begins at `stop`.
    fn token(&mut self, start: usize, stop: usize, first: char) -> Result<(), Box<Problem>> {
        let rest = self.text.get(start..stop).unwrap_or("");
        let run = |accept: &dyn Fn(char) -> bool| rest.find(|c| !accept(c)).unwrap_or(rest.len());
        let (kind, length) = match first {
            '(' => (Some(Kind::Open), 1),
            ')' => (Some(Kind::Close), 1),
            ',' => (Some(Kind::Comma), 1),
            '[' => match rest.find(']') {
                Some(end) => (Some(Kind::Word), end + 1),
                None if stop == self.text.len() => {
                    let open = problem(span(start, start + 1), "this `[` is not closed".to_owned());
                    return Err(Box::new(open.label("its `]` is missing")));
                }
                None => (Some(Kind::Unknown), rest.len()),
            },
            c if c.is_numeric() || c == '.' => {
                let hex = rest.strip_prefix("0x").filter(|r| r.starts_with(|c: char| c.is_ascii_hexdigit()));
                match hex {
                    Some(_) => (Some(Kind::Number), run(&|c| c.is_ascii_hexdigit() || c == 'x')),
                    None => {
                        let length = run(&|c| c.is_numeric() || c == '.');
                        let number = rest.get(..length).is_some_and(|n| n.parse::<f64>().is_ok());
                        (number.then_some(Kind::Number), length)
                    }
                }
            }
            c if c.is_alphabetic() => {
                let length = run(&|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '\\'));
                (word(rest.get(..length).unwrap_or("")), length)
            }
            _ => {
                let length = run(&|c| !(c.is_alphanumeric() || c.is_whitespace() || "()[]'\"".contains(c)));
                (self.sign(rest.get(..length).unwrap_or("")), length.max(first.len_utf8()))
            }
        };
        let touches = start + length == stop && stop < self.text.len()
            || self.tokens.last().is_some_and(|t| t.kind == Kind::Unknown && t.span.end as usize == start);
        self.at = start + length;
        let bracket = matches!(kind, Some(Kind::Open | Kind::Close | Kind::Comma));
        let written = rest.get(..length).unwrap_or("");
        if touches && !bracket && written != "=" {
            self.push(start, Kind::Unknown);
            return Ok(());
        }
        match kind {
            Some(kind) => {
                self.push(start, kind);
                Ok(())
            }
            None => Err(Box::new(invalid(span(start, start + length), written))),
        }
    }

    fn sign(&self, written: &str) -> Option<Kind> {
        let before = self.tokens.last().map(|t| t.kind);
        let prefix = matches!(written, "-" | "!" | "~");
        if prefix && before != Some(Kind::Unknown) && may_follow(before, Some(Kind::Prefix)) {
            return Some(Kind::Prefix);
        }
        Some(match written {
            "+" | "-" | "*" | "/" | "%" | "**" | "&" | "|" | "^" | ">>" | "<<" => Kind::Modifier,
            "&&" | "||" => Kind::Logical,
            "==" | "!=" | ">" | ">=" | "<" | "<=" | "=~" | "!~" => Kind::Comparator,
            "?" | ":" | "??" => Kind::Ternary,
            // The tag before it may be an operator.
            _ if prefix && before == Some(Kind::Unknown) => Kind::Unknown,
            _ if written.contains('\\') => Kind::Unknown,
            _ => return None,
        })
    }
}

/// What a word is; `None` for one with dots, whose parts Argo takes for fields.
fn word(written: &str) -> Option<Kind> {
    Some(match written {
        "true" | "false" => Kind::Bool,
        "in" | "IN" => Kind::Comparator,
        _ if written.contains('\\') => Kind::Unknown,
        _ if written.contains('.') => {
            let fields = written.split('.').skip(1);
            let upper = |field: &str| field.chars().next().is_some_and(|c| !c.is_lowercase());
            return fields.into_iter().all(upper).then_some(Kind::Unknown);
        }
        _ => Kind::Word,
    })
}

fn invalid(at: Span, written: &str) -> Problem {
    if let Some(right) = match written {
        "=" | "===" => Some("=="),
        "!==" | "<>" => Some("!="),
        "=>" => Some(">="),
        "=<" => Some("<="),
        _ => None,
    } {
        let shown = quote(written);
        return problem(at, format!("{shown} is no operator here"))
            .label(format!("written {}", quote(right)))
            .fix(format!("replace {shown} by {}", quote(right)), vec![(at, right.to_owned())]);
    }
    let mend = vec![(at, format!("'{written}'"))];
    let found = problem(at, format!("{} cannot be read in this condition", quote(written))).label(IN_QUOTES);
    if written.contains(char::is_alphanumeric) { found.fix("put it in quotes", mend) } else { found }
}

#[cfg(test)]
mod tests;
