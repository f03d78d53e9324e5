//! Text to tokens, one at a time: what a dash means, the parser knows.

use ir_syntax::Span;

use crate::language::problem::{Kind, Problem, quote};
use crate::language::span;

/// A piece of an expression.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Token<'t> {
    pub(super) kind: TokenKind,
    pub(super) text: &'t str,
    pub(super) span: Span,
}

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum TokenKind {
    Name,
    Number,
    /// A literal in quotes, or in backquotes; whether its end is there.
    String(bool),
    Bytes,
    /// A sign, or a word that is an operator.
    Sign,
    /// Not of the language; reported already.
    Bad,
    End,
}

/// Words that are operators.
const WORDS: &[&str] =
    &["not", "in", "or", "and", "matches", "contains", "startsWith", "endsWith", "let", "if", "else"];

/// Signs of two characters.
const DOUBLE: &[&str] = &["?.", "??", "||", "::", "..", "&&", "==", "!=", "<=", ">=", "**"];

#[derive(Clone, Copy)]
pub(super) struct Lexer<'t> {
    text: &'t str,
    pub(super) at: usize,
}

pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$')
}

impl<'t> Lexer<'t> {
    pub(super) const fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn byte(&self, ahead: usize) -> u8 {
        self.text.as_bytes().get(self.at + ahead).copied().unwrap_or(0)
    }

    fn skip_while(&mut self, accept: impl Fn(char) -> bool) {
        let rest = self.rest();
        self.at += rest.find(|c| !accept(c)).unwrap_or(rest.len());
    }

    /// The next token; what is wrong with it goes to `problems`.
    pub(super) fn next(&mut self, problems: &mut Vec<Problem>) -> Token<'t> {
        self.skip_blank(problems);
        let start = self.at;
        let kind = self.kind(problems);
        let span = span(start, self.at);
        Token { kind, text: span.slice(self.text), span }
    }

    fn skip_blank(&mut self, problems: &mut Vec<Problem>) {
        loop {
            self.skip_while(char::is_whitespace);
            if self.rest().starts_with("//") {
                self.skip_while(|c| c != '\n');
            } else if self.rest().starts_with("/*") {
                match self.rest().find("*/") {
                    Some(end) => self.at += end + 2,
                    None => {
                        let open = span(self.at, self.at + 2);
                        problems.push(Problem::new(Kind::Syntax, open, "this comment is not closed"));
                        self.at = self.text.len();
                    }
                }
            } else {
                return;
            }
        }
    }

    fn kind(&mut self, problems: &mut Vec<Problem>) -> TokenKind {
        let start = self.at;
        let Some(first) = self.rest().chars().next() else { return TokenKind::End };
        match first {
            '\'' | '"' => return TokenKind::String(self.string(problems)),
            '`' => return TokenKind::String(self.raw(problems)),
            'b' | 'B' if matches!(self.byte(1), b'\'' | b'"') => {
                self.at += 1;
                self.string(problems);
                return TokenKind::Bytes;
            }
            '0'..='9' => return self.number(problems),
            '.' if self.byte(1).is_ascii_digit() => return self.number(problems),
            _ => {}
        }
        if is_word(first) {
            self.skip_while(is_word);
            let word = self.text.get(start..self.at).unwrap_or("");
            return if WORDS.contains(&word) { TokenKind::Sign } else { TokenKind::Name };
        }
        if DOUBLE.iter().any(|sign| self.rest().starts_with(sign)) {
            self.at += 2;
            return TokenKind::Sign;
        }
        self.at += first.len_utf8();
        if "?/#|:([{)]},;%+-^&!=*<>.".contains(first) {
            return TokenKind::Sign;
        }
        let title = format!("unexpected character {} in this expression", quote(&first.to_string()));
        let problem = Problem::new(Kind::Syntax, span(start, self.at), title);
        problems.push(match first {
            '‘' | '’' | '“' | '”' => problem.label("strings stand between straight quotes: ' or \""),
            _ => problem,
        });
        TokenKind::Bad
    }

    fn number(&mut self, problems: &mut Vec<Problem>) -> TokenKind {
        let start = self.at;
        let based = self.byte(0) == b'0' && matches!(self.byte(1), b'x' | b'X' | b'o' | b'O' | b'b' | b'B');
        if based {
            self.at += 2;
            self.skip_while(|c| c.is_ascii_hexdigit() || c == '_');
        } else {
            let digit = |c: char| c.is_ascii_digit() || c == '_';
            self.skip_while(digit);
            // `1..2` is a range.
            if self.byte(0) == b'.' && self.byte(1) != b'.' {
                self.at += 1;
                self.skip_while(digit);
            }
            if matches!(self.byte(0), b'e' | b'E') {
                self.at += 1 + usize::from(matches!(self.byte(1), b'+' | b'-'));
                self.skip_while(digit);
            }
        }
        if !self.rest().starts_with(is_word) && is_number(self.text.get(start..self.at).unwrap_or("")) {
            return TokenKind::Number;
        }
        self.skip_while(is_word);
        let at = span(start, self.at);
        problems.push(Problem::new(Kind::Syntax, at, format!("{} is no number", quote(at.slice(self.text)))));
        TokenKind::Bad
    }

    /// Reads from the opening quote on; whether the closing one was found.
    fn string(&mut self, problems: &mut Vec<Problem>) -> bool {
        let start = self.at;
        let quote = self.byte(0);
        self.at += 1;
        loop {
            let rest = self.rest().as_bytes();
            let stop = |b: &u8| *b == quote || matches!(b, b'\\' | b'\n');
            let Some(found) = rest.iter().position(stop) else {
                self.at = self.text.len();
                break;
            };
            self.at += found;
            if self.byte(0) == quote {
                self.at += 1;
                return true;
            }
            if self.byte(0) == b'\n' {
                break;
            }
            self.at += 1;
            self.at += self.rest().chars().next().map_or(0, char::len_utf8);
        }
        self.open(start, problems);
        false
    }

    /// A literal in backquotes, in which two of them stand for one.
    fn raw(&mut self, problems: &mut Vec<Problem>) -> bool {
        let start = self.at;
        self.at += 1;
        while let Some(found) = self.rest().find('`') {
            self.at += found + 1;
            if self.byte(0) != b'`' {
                return true;
            }
            self.at += 1;
        }
        self.at = self.text.len();
        self.open(start, problems);
        false
    }

    fn open(&self, start: usize, problems: &mut Vec<Problem>) {
        let mark = span(start, start + 1);
        let label = format!("the closing {} is missing", quote(mark.slice(self.text)));
        problems.push(Problem::new(Kind::Syntax, mark, "this string is not closed").label(label));
    }
}

/// Whether digits are a number of their base that 64 bits can hold.
fn is_number(written: &str) -> bool {
    let digits = written.replace('_', "").to_ascii_lowercase();
    let based = |prefix: &str, radix| digits.strip_prefix(prefix).map(|d| i64::from_str_radix(d, radix).is_ok());
    let whole = based("0x", 16).or_else(|| based("0o", 8)).or_else(|| based("0b", 2));
    whole.unwrap_or_else(|| match digits.contains(['.', 'e']) {
        true => digits.parse::<f64>().is_ok_and(f64::is_finite),
        false => digits.parse::<i64>().is_ok(),
    })
}
