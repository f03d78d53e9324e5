//! From the parser's kinds of error to a finding and a repair. With [`crate::build`], the only module
//! that knows the parser.

use granit_parser::ErrorKind as K;

use super::line::Line;
use super::patch::Patch;
use super::repair::{Repair, short, span};
use super::{column, flow, indent, quotes, value};

/// Where and in what surroundings the parser stopped. Offsets count from the start of `text`.
pub(super) struct Scene<'t> {
    /// The document, as it stands in the file.
    pub(super) text: &'t str,
    pub(super) at: usize,
    /// The brackets open at `at`, outermost first.
    pub(super) brackets: Vec<usize>,
    /// Where the text starts that the tree does not hold yet, see [`crate::build::Stop::untold`].
    pub(super) untold: usize,
}

impl<'t> Scene<'t> {
    /// The line of the error; for one at the end of the text, the last line that holds something.
    pub(super) fn line(&self) -> Line<'t> {
        let line = Line::at(self.text, self.at);
        if line.is_blank() { line.previous().unwrap_or(line) } else { line }
    }

    pub(super) fn char(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().next()
    }

    /// The word that starts at `at`, for messages and spans.
    pub(super) fn word(&self) -> (usize, usize) {
        let tail = self.text.get(self.at..).unwrap_or("");
        let len = tail.find([' ', '\t', '\n', '\r', ',', ']', '}']).unwrap_or(tail.len());
        let len = if len == 0 { self.char().map_or(0, char::len_utf8) } else { len };
        (self.at, self.at + len)
    }
}

/// What may be wrong, the most likely first: the one with which the parser gets farthest is right.
pub(super) fn guesses(kind: &K, scene: &Scene<'_>) -> Vec<Repair> {
    let overlong = quotes::overlong(scene);
    if !overlong.is_empty() {
        return overlong;
    }
    if is_tab(kind) {
        return indent::tabs(scene);
    }
    let usual = first_repair(kind, scene);
    let above = match kind {
        K::MappingValueNotAllowed => scene.line().previous(),
        K::ExpectedBlockMappingKey
        | K::ExpectedBlockSequenceEntry
        | K::InvalidIndentation
        | K::MappingKeyNotAllowed
        | K::InvalidDocumentEnd
        | K::InvalidBlockScalarIndent
        | K::BlockSequenceEntryNotAllowed
        | K::ExpectedDocumentStart => None,
        _ => return vec![usual],
    };
    // Someone may be typing a key there.
    let word = above.is_some_and(|a| a.key.is_none());
    if word && above.is_some_and(|a| !a.is_item() && a.column() <= scene.line().column()) {
        return vec![usual];
    }
    let mut guesses = column::moves(scene);
    let at = if word || column::is_shared(&scene.line()) { 0 } else { guesses.len() };
    guesses.insert(at, usual);
    guesses
}

fn is_tab(kind: &K) -> bool {
    matches!(
        kind,
        K::TabNotAllowed
            | K::TabInBlockIndentation
            | K::TabInIndentation
            | K::TabInPlainScalar
            | K::TabAtBlockScalarStart
    )
}

/// The first thing to say and to try.
pub(super) fn first_repair(kind: &K, scene: &Scene<'_>) -> Repair {
    match kind {
        K::SimpleKeyExpected | K::InvalidSimpleKey => indent::bare_line(scene),
        K::MappingValueNotAllowed => indent::second_colon(scene),
        K::ExpectedBlockMappingKey | K::ExpectedBlockSequenceEntry => indent::misplaced(scene),
        K::InvalidIndentation | K::MappingKeyNotAllowed | K::InvalidDocumentEnd => indent::misplaced(scene),
        K::BlockSequenceEntryNotAllowed => indent::list_behind_key(scene),
        kind if is_tab(kind) => {
            indent::tabs(scene).into_iter().next().unwrap_or_else(|| unknown(scene, "a tab cannot stand here"))
        }
        K::InvalidColonPlacement
        | K::ExpectedFlowMappingSeparator
        | K::ExpectedFlowSequenceSeparator
        | K::UnexpectedEofFlowSequence
        | K::UnexpectedEofFlowMapping
        | K::UnexpectedEofImplicitFlowMapping
        | K::BlockEntryInFlowCollection
        | K::FlowMappingValueAdjacentCollection
        | K::InvalidFlowScalarIndent
        | K::PlainScalarStartsWithDashFlowIndicator
        | K::UnclosedFlowCollection { .. } => flow::broken(scene),
        K::MismatchedFlowCollectionEnd { open, close } => flow::mismatched(scene, *open, *close),
        K::MisplacedFlowCollectionEnd => flow::nothing_open(scene),
        K::UnclosedQuotedScalar
        | K::DocumentIndicatorInQuotedScalar
        | K::InvalidQuotedScalarIndent
        | K::InvalidTrailingSingleQuotedScalar
        | K::InvalidTrailingDoubleQuotedScalar => quotes::broken(scene),
        K::UnknownQuotedScalarEscape
        | K::InvalidQuotedScalarHexEscape
        | K::InvalidLowSurrogateHexEscape
        | K::InvalidLowSurrogate
        | K::MissingLowSurrogate
        | K::UnpairedLowSurrogate
        | K::InvalidUnicodeEscape => quotes::escape(scene),
        K::UnexpectedCharacter { character } => value::character(scene, *character),
        K::BomInsideDocument => value::character(scene, '\u{feff}'),
        K::MissingAnchorOrAliasName => value::nameless(scene),
        K::UndeclaredTagHandle
        | K::ExpectedTagBang
        | K::InvalidGlobalTagCharacter
        | K::InvalidTagTerminator
        | K::MissingTagUri
        | K::UnclosedVerbatimTag
        | K::InvalidTagEscape
        | K::InvalidTagUtf8
        | K::InvalidTagUtf8LeadingByte
        | K::InvalidTagUtf8TrailingByte => value::tag(scene, *kind == K::UndeclaredTagHandle),
        K::ExpectedDocumentStart
        | K::MissingDocumentEndBeforeDirective
        | K::DuplicateVersionDirective
        | K::UnsupportedYamlMajorVersion
        | K::DuplicateTagDirective
        | K::ExpectedTagDirectiveBang
        | K::InvalidDirectiveTerminator
        | K::MissingYamlVersionSeparator
        | K::MissingDirectiveName
        | K::InvalidDirectiveName
        | K::DirectiveByteLimitExceeded { .. }
        | K::TooManyReservedDirectiveParams { .. }
        | K::YamlVersionTooLong
        | K::MissingYamlVersion
        | K::InvalidTagDirectiveTerminator => value::directive(scene),
        K::InvalidBlockScalarHeader | K::ZeroBlockScalarIndent => value::block_header(scene),
        K::InvalidBlockScalarIndent => indent::misplaced(scene),
        K::CommentInterceptedScalar => value::comment_inside(scene),
        K::CommentNotSeparated => value::comment_glued(scene),
        K::RecursionLimitExceeded => flow::too_deep(scene),
        other => unknown(scene, &other.to_string()),
    }
}

/// An error we have no words of our own for.
fn unknown(scene: &Scene<'_>, message: &str) -> Repair {
    let (from, to) = scene.word();
    let message = if message.is_empty() { "this cannot be read as YAML" } else { message };
    skip_line(scene, Repair::new(span(from, to), message))
}

/// Second try at a place: skip the value, or the line where there is no key to keep.
pub(super) fn skip_value(scene: &Scene<'_>, repair: Repair) -> Repair {
    let line = scene.line();
    if line.key.is_some() && scene.at >= line.value && line.value < line.stop {
        let (from, to) = (line.value, line.end);
        return repair.patch(Patch::delete(from, to)).lost(from, line.stop);
    }
    skip_line(scene, repair)
}

/// Third try: skip the line and what belongs to it.
pub(super) fn skip_line(scene: &Scene<'_>, repair: Repair) -> Repair {
    let line = scene.line();
    repair.skip(&line.block())
}

/// A line in words, for messages.
pub(super) fn name(line: &Line<'_>) -> String {
    short(line.key_text().unwrap_or(line.words()))
}
