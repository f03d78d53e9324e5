//! What the client at the other end can do.

use tower_lsp_server::ls_types::{
    ClientCapabilities, DiagnosticTag, HoverClientCapabilities, MarkupKind, PositionEncodingKind,
};

use ir_syntax::Encoding;

/// The few of the client's capabilities that change an answer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Abilities {
    /// In what columns are counted.
    pub(crate) encoding: Encoding,
    /// Markdown in hovers.
    pub(crate) hover_markdown: bool,
    /// Markdown in the documentation of completions.
    pub(crate) completion_markdown: bool,
    /// `$1` stops in completions.
    pub(crate) snippets: bool,
    /// Completions can be marked deprecated.
    pub(crate) completion_deprecated: bool,
    /// Outlines with children.
    pub(crate) symbol_tree: bool,
    /// Code actions rather than commands.
    pub(crate) code_actions: bool,
    /// Workspace edits that name the version they are for.
    pub(crate) versioned_edits: bool,
    /// Workspace edits of which the client asks whether each is to be made.
    pub(crate) annotated_edits: bool,
    /// Asks whether a name can be changed before it asks for a new one.
    pub(crate) prepare_rename: bool,
    /// Names of the workspace whose places are told when they are asked for.
    pub(crate) late_places: bool,
    /// Diagnostics with other places.
    pub(crate) related: bool,
    /// Diagnostics with the address of their rule.
    pub(crate) code_description: bool,
    /// Diagnostics with data.
    pub(crate) diagnostic_data: bool,
    /// Which tags diagnostics may have.
    pub(crate) diagnostic_tags: Vec<DiagnosticTag>,
    /// File watchers can be asked for.
    pub(crate) watch_files: bool,
}

impl Abilities {
    /// Picks them out of what the client said.
    pub(crate) fn new(client: &ClientCapabilities) -> Self {
        let document = client.text_document.as_ref();
        let workspace = client.workspace.as_ref();
        let item = document.and_then(|d| d.completion.as_ref()).and_then(|c| c.completion_item.as_ref());
        let diagnostics = document.and_then(|d| d.publish_diagnostics.as_ref());
        let hover = document.and_then(|d| d.hover.as_ref());
        Self {
            encoding: encoding(client),
            hover_markdown: hover
                .and_then(|h: &HoverClientCapabilities| h.content_format.as_deref())
                .is_some_and(likes),
            completion_markdown: item.and_then(|i| i.documentation_format.as_deref()).is_some_and(likes),
            snippets: item.and_then(|i| i.snippet_support).unwrap_or(false),
            completion_deprecated: item.is_some_and(|i| i.deprecated_support == Some(true) || i.tag_support.is_some()),
            symbol_tree: document
                .and_then(|d| d.document_symbol.as_ref()?.hierarchical_document_symbol_support)
                .unwrap_or(false),
            code_actions: document
                .is_some_and(|d| d.code_action.as_ref().is_some_and(|c| c.code_action_literal_support.is_some())),
            versioned_edits: workspace.and_then(|w| w.workspace_edit.as_ref()?.document_changes).unwrap_or(false),
            annotated_edits: annotated(client),
            prepare_rename: document.and_then(|d| d.rename.as_ref()?.prepare_support).unwrap_or(false),
            late_places: workspace
                .and_then(|w| w.symbol.as_ref()?.resolve_support.as_ref())
                .is_some_and(|support| support.properties.iter().any(|p| p == "location.range")),
            related: diagnostics.and_then(|d| d.related_information).unwrap_or(false),
            code_description: diagnostics.and_then(|d| d.code_description_support).unwrap_or(false),
            diagnostic_data: diagnostics.and_then(|d| d.data_support).unwrap_or(false),
            diagnostic_tags: diagnostics
                .and_then(|d| d.tag_support.as_ref())
                .map(|tags| tags.value_set.clone())
                .unwrap_or_default(),
            watch_files: workspace
                .and_then(|w| w.did_change_watched_files.as_ref()?.dynamic_registration)
                .unwrap_or(false),
        }
    }

    /// The encoding, as the protocol names it.
    pub(crate) fn encoding_kind(&self) -> PositionEncodingKind {
        match self.encoding {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
            Encoding::Utf32 => PositionEncodingKind::UTF32,
        }
    }
}

/// Whether the client shows annotations, and honours them where it renames.
fn annotated(client: &ClientCapabilities) -> bool {
    let edits = client.workspace.as_ref().and_then(|w| w.workspace_edit.as_ref());
    let shown = edits.is_some_and(|e| e.document_changes == Some(true) && e.change_annotation_support.is_some());
    let rename = client.text_document.as_ref().and_then(|d| d.rename.as_ref());
    shown && rename.is_some_and(|r| r.honors_change_annotations == Some(true))
}

/// UTF-8 where offered, as it is what the analyzer counts in; UTF-32 where offered without UTF-16.
fn encoding(client: &ClientCapabilities) -> Encoding {
    let offered = client.general.as_ref().and_then(|g| g.position_encodings.as_deref()).unwrap_or_default();
    let offers = |kind| offered.contains(&kind);
    if offers(PositionEncodingKind::UTF8) {
        Encoding::Utf8
    } else if offers(PositionEncodingKind::UTF32) && !offers(PositionEncodingKind::UTF16) {
        Encoding::Utf32
    } else {
        Encoding::Utf16
    }
}

/// Formats come in the client's order of preference.
fn likes(formats: &[MarkupKind]) -> bool {
    formats.first() == Some(&MarkupKind::Markdown)
}
