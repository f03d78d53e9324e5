//! What is done to objects of the cluster.

use std::borrow::Cow;

use ir_model::FaultKind;
use ir_syntax::Node;

use super::{Argo, fault};
use crate::argo::tag;
use crate::lowering::text_origin;

impl<'t> Argo<'t> {
    /// What is done to an object of the cluster, and which.
    pub(in crate::argo) fn check_resource(&mut self, template: Node<'t>, body: Node<'t>) {
        let action = self.written(body, "action").map_or("", Node::text);
        if matches!(action, "get" | "delete" | "") || action.contains("{{") || !body.is_mapping() || body.has_loss() {
            return;
        }
        self.only_one(body, &["manifest", "manifestFrom"], "a resource");
        let Some((key, value)) = self.first(body, &["manifest", "manifestFrom"]) else {
            let at = body.key().unwrap_or(body).span();
            let draft = fault(FaultKind::MissingKey, format!("nothing says what to `{action}`"));
            return self.report(at, draft.label("`manifest` or `manifestFrom` is missing"));
        };
        if key.text() == "manifestFrom" {
            let Some(name) = self.l.path(value, &["artifact", "name"]).filter(|n| n.is_scalar()) else { return };
            let artifacts = self.l.path(template, &["inputs", "artifacts"]);
            let known = artifacts.into_iter().flat_map(Node::items);
            if !known.into_iter().any(|a| self.l.field(a, "name").is_some_and(|n| n.text() == name.text())) {
                let title = format!("no input artifact is called `{}`", name.text());
                self.report(text_origin(name).span, fault(FaultKind::MalformedValue, title));
            }
            return;
        }
        if value.is_missing() || (value.is_scalar() && value.text().is_empty()) {
            let draft = fault(FaultKind::MissingKey, format!("nothing says what to `{action}`"));
            return self.report(key.span(), draft.label("the manifest is empty"));
        }
        if value.is_scalar()
            && let Some(text) = filled(value.text())
        {
            let tree = ir_syntax::Tree::parse(&*text);
            if let Some(error) = tree.errors().first() {
                let title = format!("the manifest is no YAML: {}", error.message);
                let at = crate::language::publish::place(&mut self.l, value, 0, error.span);
                self.report(at, fault(FaultKind::MalformedValue, title));
            }
        }
    }
}

/// A text with a word in place of each tag, as long as the tag: the engine does the same before it looks at a manifest.
/// `None` where the value may be more than one word: a tag that is a whole line can stand for a block.
fn filled(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains("{{") {
        return Some(Cow::Borrowed(text));
    }
    let mut out = text.as_bytes().to_vec();
    for tag in tag::scan(text) {
        let range = tag.span.range();
        let line = text.get(..range.start)?.rfind('\n').map_or(0, |at| at + 1);
        let end = text.get(range.end..)?.find('\n').map_or(text.len(), |at| range.end + at);
        if text.get(line..range.start)?.trim().is_empty() && text.get(range.end..end)?.trim().is_empty() {
            return None;
        }
        // Of a tag over several lines, the word is shorter than the tag: places behind it would be wrong.
        if text.get(range.clone())?.contains('\n') {
            return None;
        }
        out.get_mut(range)?.fill(b'x');
    }
    let out = String::from_utf8(out).ok()?;
    // What was begun and not ended is text of another language.
    (!out.contains("{{")).then_some(Cow::Owned(out))
}
