//! What the client is set to: `initializationOptions`, `workspace/configuration` and
//! `workspace/didChangeConfiguration`, all with the same keys.

use std::path::PathBuf;
use std::sync::Arc;

use ir_model::Engine;
use serde::Deserialize as _;
use serde_json::Value;
use tower_lsp_server::Client;
use tower_lsp_server::ls_types::{ConfigurationItem, DidChangeConfigurationParams};

use crate::state::State;
use crate::views::ViewOptions;
use crate::{publish, scan};

/// The name under which clients keep these settings.
const SECTION: &str = "ir";

/// What can be set. What is not said stays as it is.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Options {
    /// Whether the folders of the workspace are looked at.
    scan_workspace: Option<bool>,
    /// What the pipelines must run on, whatever configuration files say.
    targets: Option<Vec<String>>,
    /// What is wanted of hints and lenses.
    #[serde(flatten)]
    views: ViewOptions,
}

impl Options {
    /// What is wanted of hints and lenses; it counts from the beginning of a session to its end.
    pub(crate) fn views(&self) -> &ViewOptions {
        &self.views
    }

    /// Reads them; what cannot be read says nothing.
    pub(crate) fn read(value: &Value) -> Self {
        if value.is_null() {
            return Self::default();
        }
        Self::deserialize(value).unwrap_or_else(|error| {
            tracing::warn!(%error, "settings that are none");
            Self::default()
        })
    }
}

/// Takes over what is set, and does what follows.
pub(crate) fn apply(state: &Arc<State>, options: &Options) {
    if let Some(targets) = &options.targets {
        let engine = |id: &String| {
            let engine = Engine::from_id(id);
            if engine.is_none() {
                tracing::warn!(id, "no engine that is known");
            }
            engine
        };
        let configurations = Arc::clone(&state.known().configurations);
        if configurations.set_targets(targets.iter().filter_map(engine).collect()) {
            publish::schedule_all(state);
        }
    }
    if let Some(scans) = options.scan_workspace {
        scan_workspace(state, scans);
    }
}

fn scan_workspace(state: &Arc<State>, scans: bool) {
    let folders: Vec<PathBuf> = {
        let mut known = state.known();
        if known.blind != scans {
            return;
        }
        known.blind = !scans;
        let roots = if scans { known.roots.clone() } else { Vec::new() };
        let left = std::mem::take(&mut known.folders);
        for folder in &left {
            known.leave(folder);
        }
        known.set_folders(roots.clone());
        roots
    };
    for folder in folders {
        scan::scan(state, folder);
    }
    publish::schedule_all(state);
}

/// Asks the client for its settings, if it can be asked.
pub(crate) fn ask(state: &Arc<State>, client: &Client) {
    if !state.abilities().configuration {
        return;
    }
    let (state, client) = (Arc::clone(state), client.clone());
    // A task of its own, as the client may take its time to answer.
    tokio::spawn(async move {
        let item = ConfigurationItem { scope_uri: None, section: Some(SECTION.to_owned()) };
        match client.configuration(vec![item]).await {
            Ok(values) => values.iter().for_each(|value| apply(&state, &Options::read(value))),
            Err(error) => tracing::warn!(%error, "the client does not tell its settings"),
        }
    });
}

/// Some clients send the settings, others want to be asked.
pub(crate) fn did_change_configuration(state: &Arc<State>, client: &Client, params: DidChangeConfigurationParams) {
    if state.abilities().configuration {
        ask(state, client);
    } else if let Some(settings) = params.settings.get(SECTION) {
        apply(state, &Options::read(settings));
    }
}
