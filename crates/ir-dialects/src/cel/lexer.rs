//! Text to tokens.
//!
//! The lexer never stops: what it does not know becomes a [`TokenKind::Bad`] token, a string without an end
//! runs to the end of its line, and each such thing is a [`Problem`].

use ir_syntax::Span;

use super::problem::{Kind, Problem, quote};

/// A piece of an expression.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    /// Bytes of the expression's text.
    pub(crate) span: Span,
}

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum TokenKind {
    Ident,
    /// A name between backquotes.
    Escaped,
    Int,
    Uint,
    Double,
    /// A literal in quotes, prefix included; whether its closing quote is there.
    String(bool),
    Bytes(bool),
    True,
    False,
    Null,
    In,
    Open(Bracket),
    Close(Bracket),
    Dot,
    Comma,
    Colon,
    Question,
    Not,
    Minus,
    Plus,
    Star,
    Slash,
    Percent,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Equal,
    NotEqual,
    And,
    Or,
    /// `=`, `&` and `|`, which other languages have.
    Assign,
    SingleAnd,
    SingleOr,
    /// Not of the language; reported already.
    Bad,
    End,
}

/// The three kinds of bracket.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Bracket {
    Round,
    Square,
    Curly,
}

impl Bracket {
    pub(crate) const fn open(self) -> &'static str {
        match self {
            Bracket::Round => "(",
            Bracket::Square => "[",
            Bracket::Curly => "{",
        }
    }

    pub(crate) const fn close(self) -> &'static str {
        match self {
            Bracket::Round => ")",
            Bracket::Square => "]",
            Bracket::Curly => "}",
        }
    }
}

/// The symbols, the longer before their own beginnings.
const SYMBOLS: &[(&str, TokenKind)] = &[
    ("==", TokenKind::Equal),
    ("!=", TokenKind::NotEqual),
    ("<=", TokenKind::LessEqual),
    (">=", TokenKind::GreaterEqual),
    ("&&", TokenKind::And),
    ("||", TokenKind::Or),
    ("(", TokenKind::Open(Bracket::Round)),
    (")", TokenKind::Close(Bracket::Round)),
    ("[", TokenKind::Open(Bracket::Square)),
    ("]", TokenKind::Close(Bracket::Square)),
    ("{", TokenKind::Open(Bracket::Curly)),
    ("}", TokenKind::Close(Bracket::Curly)),
    (".", TokenKind::Dot),
    (",", TokenKind::Comma),
    (":", TokenKind::Colon),
    ("?", TokenKind::Question),
    ("!", TokenKind::Not),
    ("-", TokenKind::Minus),
    ("+", TokenKind::Plus),
    ("*", TokenKind::Star),
    ("/", TokenKind::Slash),
    ("%", TokenKind::Percent),
    ("<", TokenKind::Less),
    (">", TokenKind::Greater),
    ("=", TokenKind::Assign),
    ("&", TokenKind::SingleAnd),
    ("|", TokenKind::SingleOr),
];

/// All tokens of `text`, the last being [`TokenKind::End`]. White space and comments are left out.
pub(crate) fn lex(text: &str, problems: &mut Vec<Problem>) -> Vec<Token> {
    let mut lexer = Lexer { text, at: 0, problems };
    let mut tokens = Vec::new();
    loop {
        let token = lexer.token();
        tokens.push(token);
        if token.kind == TokenKind::End {
            return tokens;
        }
    }
}

struct Lexer<'t, 'p> {
    text: &'t str,
    at: usize,
    problems: &'p mut Vec<Problem>,
}

impl<'t> Lexer<'t, '_> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn byte(&self, ahead: usize) -> u8 {
        self.text.as_bytes().get(self.at + ahead).copied().unwrap_or(0)
    }

    fn skip_while(&mut self, accept: impl Fn(u8) -> bool) {
        let rest = self.rest();
        self.at += rest.bytes().position(|b| !accept(b)).unwrap_or(rest.len());
    }

    fn span(&self, start: usize) -> Span {
        Span::new(start as u32, self.at as u32)
    }

    fn token(&mut self) -> Token {
        self.skip_blank();
        let start = self.at;
        let kind = self.kind(start);
        Token { kind, span: self.span(start) }
    }

    fn skip_blank(&mut self) {
        loop {
            self.skip_while(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n' | 0x0c));
            if !self.rest().starts_with("//") {
                return;
            }
            self.skip_while(|b| b != b'\n');
        }
    }

    fn kind(&mut self, start: usize) -> TokenKind {
        let Some(first) = self.rest().chars().next() else { return TokenKind::End };
        if let Some((bytes, raw, prefix)) = self.string_start() {
            self.at += prefix;
            let closed = self.string(raw, start);
            return if bytes { TokenKind::Bytes(closed) } else { TokenKind::String(closed) };
        }
        if first.is_ascii_alphabetic() || first == '_' {
            return self.word(start);
        }
        if first.is_ascii_digit() || (first == '.' && self.byte(1).is_ascii_digit()) {
            return self.number();
        }
        if first == '`' {
            return self.escaped(start);
        }
        if let Some((symbol, kind)) = SYMBOLS.iter().find(|(symbol, _)| self.rest().starts_with(symbol)) {
            self.at += symbol.len();
            return *kind;
        }
        self.at += first.len_utf8();
        let span = self.span(start);
        let title = format!("unexpected character {} in this expression", quote(&first.to_string()));
        let typographic = matches!(first, '‘' | '’' | '“' | '”');
        let label = if typographic { "strings stand between straight quotes: ' or \"" } else { "CEL has no such sign" };
        self.problems.push(Problem::new(Kind::Syntax, span, title).label(label));
        TokenKind::Bad
    }

    fn word(&mut self, start: usize) -> TokenKind {
        self.skip_while(|b| b.is_ascii_alphanumeric() || b == b'_');
        match self.text.get(start..self.at) {
            Some("true") => TokenKind::True,
            Some("false") => TokenKind::False,
            Some("null") => TokenKind::Null,
            Some("in") => TokenKind::In,
            _ => TokenKind::Ident,
        }
    }

    fn escaped(&mut self, start: usize) -> TokenKind {
        self.at += 1;
        self.skip_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-' | b'/' | b' '));
        if self.byte(0) == b'`' && self.at > start + 1 {
            self.at += 1;
            return TokenKind::Escaped;
        }
        let title = "this backquote does not begin a name";
        self.problems.push(Problem::new(Kind::Syntax, self.span(start), title));
        TokenKind::Bad
    }

    fn number(&mut self) -> TokenKind {
        let digits = |b: u8| b.is_ascii_digit();
        let mut double = false;
        if self.rest().starts_with("0x") && self.byte(2).is_ascii_hexdigit() {
            self.at += 2;
            self.skip_while(|b| b.is_ascii_hexdigit());
        } else {
            self.skip_while(digits);
            if self.byte(0) == b'.' && self.byte(1).is_ascii_digit() {
                double = true;
                self.at += 1;
                self.skip_while(digits);
            }
            let sign = usize::from(matches!(self.byte(1), b'+' | b'-'));
            if matches!(self.byte(0), b'e' | b'E') && self.byte(1 + sign).is_ascii_digit() {
                double = true;
                self.at += 1 + sign;
                self.skip_while(digits);
            }
        }
        if double {
            return TokenKind::Double;
        }
        if matches!(self.byte(0), b'u' | b'U') {
            self.at += 1;
            return TokenKind::Uint;
        }
        TokenKind::Int
    }

    /// Whether a literal in quotes begins here: whether it is of bytes, whether it is raw, and how long its
    /// prefix is.
    fn string_start(&self) -> Option<(bool, bool, usize)> {
        let is = |ahead: usize, set: [u8; 2]| set.contains(&self.byte(ahead));
        let bytes = is(0, [b'b', b'B']);
        let raw = is(usize::from(bytes), [b'r', b'R']);
        let prefix = usize::from(bytes) + usize::from(raw);
        is(prefix, [b'"', b'\'']).then_some((bytes, raw, prefix))
    }

    /// Reads from the opening quote on; whether the closing one was found.
    fn string(&mut self, raw: bool, start: usize) -> bool {
        let rest = self.rest();
        let long = rest.starts_with("'''") || rest.starts_with("\"\"\"");
        let quotes = rest.get(..if long { 3 } else { 1 }).unwrap_or("");
        self.at += quotes.len();
        let mut escaped = false;
        for (offset, c) in self.rest().char_indices() {
            let here = self.rest().get(offset..).unwrap_or("");
            if escaped {
                escaped = false;
            } else if c == '\\' && !raw {
                escaped = true;
            } else if here.starts_with(quotes) {
                self.at += offset + quotes.len();
                return true;
            } else if !long && matches!(c, '\n' | '\r') {
                self.at += offset;
                self.open_string(start, quotes);
                return false;
            }
        }
        self.at = self.text.len();
        self.open_string(start, quotes);
        false
    }

    fn open_string(&mut self, start: usize, quotes: &str) {
        let quote_at = start + self.text.get(start..).and_then(|t| t.find(quotes)).unwrap_or(0);
        let span = Span::new(quote_at as u32, (quote_at + quotes.len()) as u32);
        let problem = Problem::new(Kind::Syntax, span, "this string is not closed")
            .label(format!("the closing {} is missing", quote(quotes)));
        self.problems.push(problem);
    }
}
