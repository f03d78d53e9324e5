//! What a client can show of a file beyond its text: colours, folds, hints, lenses, and what of it is offered.

use ir_analyzer::ide::HintKinds;
use serde::Deserialize;
use tower_lsp_server::ls_types::{
    CallHierarchyServerCapability, ClientCapabilities, CodeLensOptions, DocumentLinkOptions,
    DocumentOnTypeFormattingOptions, FoldingRangeProviderCapability, InlayHintOptions, InlayHintServerCapabilities,
    MarkupKind, OneOf, SelectionRangeProviderCapability, SemanticTokensFullOptions, SemanticTokensOptions,
    ServerCapabilities, SignatureHelpOptions, TextDocumentClientCapabilities, TokenFormat,
};

use crate::convert;

/// Behind each of these an argument may begin.
const SIGNATURE_TRIGGERS: [&str; 4] = [":", " ", "{", ","];

/// The few of the client's capabilities and settings that change a view.
#[derive(Clone, Debug, Default)]
pub(crate) struct Views {
    /// Colours: how they can be asked for.
    tokens: Option<Tokens>,
    /// Folds.
    pub(crate) folds: Option<Folds>,
    selections: bool,
    /// Notes between words.
    pub(crate) hints: Option<Hints>,
    /// Links; whether they may have words of their own.
    pub(crate) links: Option<bool>,
    lenses: bool,
    calls: bool,
    /// The inputs of a component while its arguments are written.
    pub(crate) signatures: Option<Signatures>,
    typing: bool,
    /// Which of our own commands the editor runs.
    pub(crate) commands: Commands,
    /// Hints can be asked for anew.
    pub(crate) refresh_hints: bool,
    /// Lenses can be asked for anew.
    pub(crate) refresh_lenses: bool,
}

/// How the client asks for colours.
#[derive(Clone, Copy, Debug)]
struct Tokens {
    full: bool,
    delta: bool,
    range: bool,
}

/// How the client folds.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Folds {
    /// The most it takes.
    pub(crate) limit: Option<usize>,
    /// It folds whole lines and needs no columns.
    pub(crate) lines_only: bool,
}

/// How the client shows hints.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Hints {
    /// It asks for the words on one that is looked at.
    pub(crate) lazy: bool,
    /// Which ones its user wants.
    pub(crate) kinds: HintKinds,
}

/// How the client shows signatures.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Signatures {
    /// A parameter is a stretch of the label.
    pub(crate) offsets: bool,
    /// Markdown is shown.
    pub(crate) markdown: bool,
}

/// The commands that an editor's extension announces.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Commands {
    /// [`Commands::SHOW_GRAPH`]
    pub(crate) show_graph: bool,
    /// [`Commands::SHOW_REFERENCES`]
    pub(crate) show_references: bool,
}

impl Commands {
    /// Draws a pipeline. Argument: `{uri, name}`.
    pub(crate) const SHOW_GRAPH: &str = "ir-lsp.showGraph";
    /// Shows places. Arguments: the document's address, a position, locations.
    pub(crate) const SHOW_REFERENCES: &str = "ir-lsp.showReferences";
}

/// What `initializationOptions` say of views.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ViewOptions {
    hints: HintOptions,
    commands: Vec<String>,
}

/// `hints`: which ones are wanted.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default)]
struct HintOptions {
    components: bool,
    types: bool,
    defaults: bool,
    order: bool,
}

impl Default for HintOptions {
    fn default() -> Self {
        let HintKinds { components, types, defaults, order } = HintKinds::default();
        Self { components, types, defaults, order }
    }
}

impl Views {
    /// Picks them out of what the client said.
    pub(crate) fn new(client: &ClientCapabilities) -> Self {
        let Some(document) = &client.text_document else { return Self::default() };
        let workspace = client.workspace.as_ref();
        Self {
            tokens: tokens(document),
            folds: document.folding_range.as_ref().map(|f| Folds {
                limit: f.range_limit.map(|limit| limit as usize),
                lines_only: f.line_folding_only.unwrap_or(false),
            }),
            selections: document.selection_range.is_some(),
            hints: document.inlay_hint.as_ref().map(|h| {
                let resolves = |p: &String| p == "tooltip";
                let lazy = h.resolve_support.as_ref().is_some_and(|r| r.properties.iter().any(resolves));
                Hints { lazy, ..Hints::default() }
            }),
            links: document.document_link.as_ref().map(|l| l.tooltip_support.unwrap_or(false)),
            lenses: document.code_lens.is_some(),
            calls: document.call_hierarchy.is_some(),
            signatures: document.signature_help.as_ref().map(|s| {
                let information = s.signature_information.as_ref();
                let parameter = information.and_then(|i| i.parameter_information.as_ref());
                let formats = information.and_then(|i| i.documentation_format.as_deref()).unwrap_or_default();
                Signatures {
                    offsets: parameter.and_then(|p| p.label_offset_support).unwrap_or(false),
                    markdown: formats.first() == Some(&MarkupKind::Markdown),
                }
            }),
            typing: document.on_type_formatting.is_some(),
            commands: Commands::default(),
            refresh_hints: workspace.and_then(|w| w.inlay_hint.as_ref()?.refresh_support).unwrap_or(false),
            refresh_lenses: workspace.and_then(|w| w.code_lens.as_ref()?.refresh_support).unwrap_or(false),
        }
    }

    /// Takes over what the client's user wants.
    pub(crate) fn configure(&mut self, options: &ViewOptions) {
        let HintOptions { components, types, defaults, order } = options.hints;
        if let Some(hints) = &mut self.hints {
            hints.kinds = HintKinds { components, types, defaults, order };
        }
        let announced = |command: &str| options.commands.iter().any(|c| c == command);
        self.commands = Commands {
            show_graph: announced(Commands::SHOW_GRAPH),
            show_references: announced(Commands::SHOW_REFERENCES),
        };
    }

    /// Says what the client can ask for.
    pub(crate) fn advertise(&self, server: &mut ServerCapabilities) {
        server.semantic_tokens_provider = self.tokens.map(|tokens| {
            let delta = Some(tokens.delta);
            let options = SemanticTokensOptions {
                legend: convert::legend(),
                range: Some(tokens.range),
                full: tokens.full.then_some(SemanticTokensFullOptions::Delta { delta }),
                ..SemanticTokensOptions::default()
            };
            options.into()
        });
        server.folding_range_provider = self.folds.map(|_| FoldingRangeProviderCapability::Simple(true));
        server.selection_range_provider = self.selections.then_some(SelectionRangeProviderCapability::Simple(true));
        server.inlay_hint_provider = self.hints.map(|hints| {
            let options = InlayHintOptions { resolve_provider: Some(hints.lazy), ..InlayHintOptions::default() };
            OneOf::Right(InlayHintServerCapabilities::Options(options))
        });
        server.document_link_provider = self.links.map(|_| DocumentLinkOptions {
            resolve_provider: Some(false),
            work_done_progress_options: tower_lsp_server::ls_types::WorkDoneProgressOptions::default(),
        });
        server.code_lens_provider = self.lenses.then_some(CodeLensOptions { resolve_provider: Some(true) });
        server.call_hierarchy_provider = self.calls.then_some(CallHierarchyServerCapability::Simple(true));
        server.signature_help_provider = self.signatures.map(|_| SignatureHelpOptions {
            trigger_characters: Some(SIGNATURE_TRIGGERS.map(str::to_owned).to_vec()),
            ..SignatureHelpOptions::default()
        });
        server.document_on_type_formatting_provider = self.typing.then(|| DocumentOnTypeFormattingOptions {
            first_trigger_character: "\n".to_owned(),
            more_trigger_character: None,
        });
    }
}

fn tokens(document: &TextDocumentClientCapabilities) -> Option<Tokens> {
    let tokens = document.semantic_tokens.as_ref().filter(|t| t.formats.contains(&TokenFormat::RELATIVE))?;
    let (full, delta) = match &tokens.requests.full {
        Some(SemanticTokensFullOptions::Bool(full)) => (*full, false),
        Some(SemanticTokensFullOptions::Delta { delta }) => (true, delta.unwrap_or(false)),
        None => (false, false),
    };
    let range = tokens.requests.range.unwrap_or(false);
    (full || range).then_some(Tokens { full, delta, range })
}
