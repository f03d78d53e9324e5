//! Colours.

use ir_analyzer::ide::{Token, TokenKind};
use ir_syntax::Span;
use tower_lsp_server::ls_types::{
    SemanticToken, SemanticTokenModifier, SemanticTokenType, SemanticTokensEdit, SemanticTokensLegend,
};

use super::Places;

/// The standard types, as far as they fit: a pipeline's component is a class, its tasks are calls, its executors
/// are where they live.
const TYPES: [SemanticTokenType; 15] = [
    SemanticTokenType::CLASS,
    SemanticTokenType::NAMESPACE,
    SemanticTokenType::FUNCTION,
    SemanticTokenType::PARAMETER,
    SemanticTokenType::PROPERTY,
    SemanticTokenType::VARIABLE,
    SemanticTokenType::ENUM_MEMBER,
    SemanticTokenType::DECORATOR,
    SemanticTokenType::TYPE,
    SemanticTokenType::MACRO,
    SemanticTokenType::OPERATOR,
    SemanticTokenType::KEYWORD,
    SemanticTokenType::STRING,
    SemanticTokenType::NUMBER,
    SemanticTokenType::METHOD,
];

const MODIFIERS: [SemanticTokenModifier; 4] = [
    SemanticTokenModifier::DECLARATION,
    SemanticTokenModifier::READONLY,
    SemanticTokenModifier::MODIFICATION,
    SemanticTokenModifier::DEPRECATED,
];

/// The meaning of the numbers in [`tokens`].
pub(crate) fn legend() -> SemanticTokensLegend {
    SemanticTokensLegend { token_types: TYPES.to_vec(), token_modifiers: MODIFIERS.to_vec() }
}

/// The place in [`TYPES`].
fn number(kind: TokenKind) -> u32 {
    match kind {
        TokenKind::Component => 0,
        TokenKind::Executor => 1,
        TokenKind::Task => 2,
        TokenKind::Input => 3,
        TokenKind::Output | TokenKind::Key => 4,
        TokenKind::Variable => 5,
        TokenKind::Attribute | TokenKind::Constant => 6,
        TokenKind::Label => 7,
        TokenKind::Type => 8,
        TokenKind::Placeholder => 9,
        TokenKind::Operator => 10,
        TokenKind::Keyword => 11,
        TokenKind::String => 12,
        TokenKind::Number => 13,
        TokenKind::Function => 14,
    }
}

/// Tokens, each relative to the one before, in the client's columns. One that goes over several lines becomes one
/// for each: not all clients take them whole, and the indentation between is no part of the text.
pub(crate) fn tokens(tokens: &[Token], places: &Places<'_>) -> Vec<SemanticToken> {
    let text = places.snapshot.parsed().source.text();
    let mut out = Vec::with_capacity(tokens.len());
    let (mut line, mut column) = (0, 0);
    for token in tokens {
        let m = token.modifiers;
        let bits = [m.declaration, m.readonly, m.modification, m.deprecated];
        let token_modifiers_bitset = bits.iter().enumerate().map(|(at, on)| u32::from(*on) << at).sum();
        for span in lines(text, token.span) {
            let range = places.range(span);
            let length = range.end.character.saturating_sub(range.start.character);
            if length == 0 || range.end.line != range.start.line {
                continue;
            }
            let delta_line = range.start.line - line;
            let delta_start = if delta_line == 0 { range.start.character - column } else { range.start.character };
            (line, column) = (range.start.line, range.start.character);
            let token_type = number(token.kind);
            out.push(SemanticToken { delta_line, delta_start, length, token_type, token_modifiers_bitset });
        }
    }
    out
}

/// The lines of a stretch, without the blank space around.
fn lines(text: &str, span: Span) -> impl Iterator<Item = Span> {
    let mut start = span.start;
    let whole = !span.slice(text).contains(['\n', '\r']);
    span.slice(text).split(['\n', '\r']).filter_map(move |line| {
        let here = start;
        start += line.len() as u32 + 1;
        if whole {
            return Some(span);
        }
        let lead = (line.len() - line.trim_start().len()) as u32;
        let content = line.trim();
        (!content.is_empty()).then(|| Span::new(here + lead, here + lead + content.len() as u32))
    })
}

/// What turns the tokens `old` into `new`: at most one stretch in the middle. The numbers of an edit count
/// integers, five for each token.
pub(crate) fn tokens_edit(old: &[SemanticToken], new: &[SemanticToken]) -> Option<SemanticTokensEdit> {
    let front = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (rest_old, rest_new) = (old.get(front..).unwrap_or(&[]), new.get(front..).unwrap_or(&[]));
    let back = rest_old.iter().rev().zip(rest_new.iter().rev()).take_while(|(a, b)| a == b).count();
    let (gone, come) = (rest_old.len() - back, rest_new.get(..rest_new.len() - back).unwrap_or(&[]));
    (gone > 0 || !come.is_empty()).then(|| SemanticTokensEdit {
        start: 5 * front as u32,
        delete_count: 5 * gone as u32,
        data: (!come.is_empty()).then(|| come.to_vec()),
    })
}
