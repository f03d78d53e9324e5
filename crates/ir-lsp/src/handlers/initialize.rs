//! `initialize`, `initialized`: what both sides can do, and the work that begins then.

use std::path::PathBuf;
use std::sync::Arc;

use serde::Deserialize as _;
use tower_lsp_server::Client;
use tower_lsp_server::ls_types::{
    CodeActionKind, CodeActionOptions, CodeActionProviderCapability, CompletionOptions, DeclarationCapability,
    DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, GlobPattern, HoverProviderCapability,
    ImplementationProviderCapability, InitializeParams, InitializeResult, LinkedEditingRangeServerCapabilities, OneOf,
    Registration, RenameOptions, ServerCapabilities, ServerInfo, TextDocumentSyncCapability, TextDocumentSyncKind,
    TextDocumentSyncOptions, TypeDefinitionProviderCapability, Uri, WorkDoneProgressOptions,
    WorkspaceFileOperationsServerCapabilities, WorkspaceFoldersServerCapabilities, WorkspaceServerCapabilities,
    WorkspaceSymbolOptions,
};

use super::will_rename_files;
use crate::client::Abilities;
use crate::state::State;
use crate::{convert, publish, scan};

/// What of the files on disk is worth knowing about.
const WATCHED: &str = "**/*.{yaml,yml,json}";
/// Behind each of these something can be proposed.
const TRIGGERS: [&str; 8] = [":", " ", "'", "\"", "[", ".", "/", "-"];

/// `initializationOptions`.
#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Options {
    /// Whether the folders of the workspace are scanned.
    scan_workspace: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { scan_workspace: true }
    }
}

pub(crate) fn initialize(state: &Arc<State>, client: &Client, params: InitializeParams) -> InitializeResult {
    let options = params.initialization_options.as_ref().map(Options::deserialize);
    let options =
        options.and_then(|read| read.inspect_err(|error| tracing::warn!(%error, "initializationOptions")).ok());
    if options.unwrap_or_default().scan_workspace {
        state.known().folders = folders(&params);
    }
    let abilities = Abilities::new(&params.capabilities);
    let capabilities = capabilities(&abilities);
    tracing::info!(encoding = ?abilities.encoding, client = ?params.client_info.map(|info| info.name), "initialize");
    state.set_abilities(abilities);
    tokio::spawn(publish::post(Arc::clone(state), client.clone()));
    tokio::spawn(scan::run(Arc::clone(state)));
    let version = Some(env!("CARGO_PKG_VERSION").to_owned());
    InitializeResult {
        capabilities,
        server_info: Some(ServerInfo { name: "ir-lsp".to_owned(), version }),
        ..InitializeResult::default()
    }
}

pub(crate) fn initialized(state: &Arc<State>, client: &Client) {
    let folders = state.known().folders.clone();
    for folder in folders {
        scan::scan(state, folder);
    }
    if state.abilities().watch_files {
        // A task of its own, as the client may take its time to answer.
        let client = client.clone();
        tokio::spawn(async move {
            if let Err(error) = client.register_capability(vec![watcher()]).await {
                tracing::warn!(%error, "the client does not watch files: changes outside the editor go unseen");
            }
        });
    }
}

fn watcher() -> Registration {
    let glob_pattern = GlobPattern::String(WATCHED.to_owned());
    let options =
        DidChangeWatchedFilesRegistrationOptions { watchers: vec![FileSystemWatcher { glob_pattern, kind: None }] };
    Registration {
        id: "watch".to_owned(),
        method: "workspace/didChangeWatchedFiles".to_owned(),
        register_options: serde_json::to_value(options).ok(),
    }
}

/// The workspace's folders, or the one folder of clients that know no workspaces.
#[allow(deprecated, reason = "older clients say nothing else")]
fn folders(params: &InitializeParams) -> Vec<PathBuf> {
    let listed = params.workspace_folders.iter().flatten().map(|folder| &folder.uri);
    let listed: Vec<&Uri> = listed.collect();
    let uris = if listed.is_empty() { params.root_uri.iter().collect() } else { listed };
    uris.into_iter().map(convert::path).filter(|path| path.is_absolute()).collect()
}

fn capabilities(abilities: &Abilities) -> ServerCapabilities {
    ServerCapabilities {
        position_encoding: Some(abilities.encoding_kind()),
        text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            ..TextDocumentSyncOptions::default()
        })),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(TRIGGERS.map(str::to_owned).to_vec()),
            ..CompletionOptions::default()
        }),
        definition_provider: Some(OneOf::Left(true)),
        declaration_provider: Some(DeclarationCapability::Simple(true)),
        type_definition_provider: Some(TypeDefinitionProviderCapability::Simple(true)),
        implementation_provider: Some(ImplementationProviderCapability::Simple(true)),
        references_provider: Some(OneOf::Left(true)),
        document_highlight_provider: Some(OneOf::Left(true)),
        rename_provider: Some(if abilities.prepare_rename {
            OneOf::Right(RenameOptions {
                prepare_provider: Some(true),
                work_done_progress_options: WorkDoneProgressOptions::default(),
            })
        } else {
            OneOf::Left(true)
        }),
        linked_editing_range_provider: Some(LinkedEditingRangeServerCapabilities::Simple(true)),
        workspace_symbol_provider: Some(OneOf::Right(WorkspaceSymbolOptions {
            resolve_provider: Some(true),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        })),
        document_symbol_provider: Some(OneOf::Left(true)),
        code_action_provider: Some(if abilities.code_actions {
            CodeActionProviderCapability::Options(CodeActionOptions {
                code_action_kinds: Some(vec![CodeActionKind::QUICKFIX]),
                ..CodeActionOptions::default()
            })
        } else {
            CodeActionProviderCapability::Simple(false)
        }),
        workspace: Some(WorkspaceServerCapabilities {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(OneOf::Left(true)),
            }),
            file_operations: Some(WorkspaceFileOperationsServerCapabilities {
                will_rename: Some(will_rename_files::registration()),
                ..WorkspaceFileOperationsServerCapabilities::default()
            }),
        }),
        ..ServerCapabilities::default()
    }
}
