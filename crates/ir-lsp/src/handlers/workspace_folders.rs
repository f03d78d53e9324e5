//! `workspace/didChangeWorkspaceFolders`.

use std::sync::Arc;

use tower_lsp_server::ls_types::DidChangeWorkspaceFoldersParams;

use crate::state::State;
use crate::{convert, publish, scan};

pub(crate) fn did_change_workspace_folders(state: &Arc<State>, params: DidChangeWorkspaceFoldersParams) {
    let paths = |folders: Vec<tower_lsp_server::ls_types::WorkspaceFolder>| {
        folders.into_iter().map(|folder| convert::path(&folder.uri)).filter(|path| path.is_absolute())
    };
    let mut news = false;
    {
        let mut known = state.known();
        for gone in paths(params.event.removed) {
            known.roots.retain(|folder| *folder != gone);
            let left = known.folders.iter().filter(|folder| **folder != gone).cloned().collect();
            known.set_folders(left);
            // Another folder of the workspace may hold this one, or lie in it.
            let held = known.folders.iter().any(|folder| gone.starts_with(folder));
            news |= !held && known.leave(&gone);
            let inside: Vec<_> = known.folders.iter().filter(|folder| folder.starts_with(&gone)).cloned().collect();
            inside.into_iter().for_each(|folder| scan::scan(state, folder));
        }
    }
    for new in paths(params.event.added) {
        let mut known = state.known();
        if known.roots.contains(&new) {
            continue;
        }
        known.roots.push(new.clone());
        if !known.blind {
            let folders = known.folders.iter().chain([&new]).cloned().collect();
            known.set_folders(folders);
            scan::scan(state, new);
        }
    }
    state.touch();
    if news {
        publish::schedule_all_users(state);
    }
}
