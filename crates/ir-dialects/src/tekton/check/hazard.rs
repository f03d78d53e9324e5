//! What is right and dangerous: rights and reach of pods, code of elsewhere that changes, runs that nothing ends.

use ir_model::FaultKind;
use ir_syntax::{Node, Span};

use super::super::file::File;
use super::super::ports::name_of;
use super::super::report::quote;
use super::duration;
use crate::kubernetes::hazard::hazard;
use crate::lowering::text_origin;

/// Deeper mappings are no part of a pod.
const DEPTH: u32 = 24;

/// Revisions that are branches by their names.
const BRANCHES: [&str; 7] = ["main", "master", "HEAD", "develop", "dev", "trunk", "latest"];

impl<'t> File<'t> {
    /// Every entry of every mapping below `node`.
    pub(crate) fn check_hazards(&mut self, node: Node<'t>, depth: u32) {
        if depth > DEPTH || node.is_alias() {
            return;
        }
        node.items().for_each(|item| self.check_hazards(item, depth + 1));
        for entry in node.own_entries() {
            if let Some(found) = hazard(entry.key, entry.value) {
                self.fault(found.kind, found.at, found.title.to_owned(), found.label, "");
            }
            self.check_hazards(entry.value, depth + 1);
        }
    }

    /// What a resolver fetches, where it may be another thing tomorrow.
    pub(super) fn check_pinned(&mut self, reference: Node<'t>) {
        let Some(resolver) = self.l.field(reference, "resolver").filter(|r| r.is_scalar() && !r.is_missing()) else {
            return;
        };
        if self.list_unread(reference, "params") {
            return;
        }
        let params = self.items(reference, "params");
        let value = |wanted: &str| {
            let param = params.iter().find(|p| name_of(**p).is_some_and(|n| n.text() == wanted))?;
            self.l.field(*param, "value")
        };
        match resolver.text() {
            "git" => match value("revision") {
                None if value("url").or(value("repo")).is_some() => {
                    let label = "which revision is not said: that is the branch `main`";
                    self.unpinned(text_origin(resolver).span, "git reads a branch, and what is in it changes", label);
                }
                Some(revision) if is_branch(revision.text()) => {
                    let title = format!("{} is a branch: what is in it changes", quote(revision.text()));
                    self.unpinned(text_origin(revision).span, &title, "a tag or a commit stays");
                }
                _ => {}
            },
            "bundles" => {
                let Some(bundle) = value("bundle").filter(|b| b.is_scalar() && !b.is_missing()) else { return };
                let text = bundle.text();
                let last = text.rsplit('/').next().unwrap_or(text);
                let moving = !last.contains(':') || last.ends_with(":latest");
                if !text.contains("$(") && !text.contains("@sha256:") && moving {
                    let title = format!("{} has no version: what it is changes", quote(text));
                    self.unpinned(text_origin(bundle).span, &title, "a digest stays: `@sha256:…`");
                }
            }
            "http" => {
                let Some(url) = value("url").filter(|u| u.text().starts_with("http://")) else { return };
                let title = "what is run comes over the network as plain text".to_owned();
                let label = "anybody on the way can put other code in its place";
                self.fault(FaultKind::Unverified, text_origin(url).span, title, label, "");
            }
            _ => {}
        }
    }

    fn unpinned(&mut self, at: Span, title: &str, label: &str) {
        self.fault(FaultKind::Unpinned, at, title.to_owned(), label, "");
    }

    /// A time limit that says there is none.
    pub(super) fn check_endless(&mut self, holder: Node<'t>, key: &str) {
        let Some(limit) = self.l.field(holder, key).filter(|l| l.is_scalar() && !l.is_missing()) else { return };
        if duration(limit.text()) == Some(0) {
            let title = "nothing ends the run where it hangs".to_owned();
            self.fault(FaultKind::NoDeadline, text_origin(limit).span, title, "0 is no limit", "");
        }
    }
}

fn is_branch(revision: &str) -> bool {
    BRANCHES.contains(&revision) || revision.starts_with("refs/heads/")
}
