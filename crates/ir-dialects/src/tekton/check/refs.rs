//! References to tasks, pipelines and step actions: by name, by an address, or through a resolver (G1, G2, G3).

use ir_model::ProblemKind;
use ir_syntax::Node;

use super::super::dialect::{API_FIELDS, CONCISE};
use super::super::file::File;
use super::super::strings::quote;
use crate::lowering::text_origin;

const ADMISSION: &str = "the webhook refuses the object";

impl<'t> File<'t> {
    /// A `taskRef`, `pipelineRef` or the `ref` of a step.
    pub(crate) fn check_ref(&mut self, reference: Node<'t>) {
        if !reference.is_mapping() || reference.has_loss() {
            return;
        }
        let name = self.l.field(reference, "name").filter(|n| n.is_scalar() && !n.is_missing());
        let resolver = self.l.entry(reference, "resolver").filter(|(_, n)| !n.is_missing());
        let params = self.l.entry(reference, "params").filter(|(_, n)| n.items().next().is_some());
        if let Some((key, _)) = resolver {
            self.need(API_FIELDS, "beta", "a resolver", key.span());
        }
        if let Some((key, _)) = params {
            self.need(API_FIELDS, "beta", "the parameters of a resolver", key.span());
            if resolver.is_none() {
                if let Some(name) = name {
                    let title = "`name` and `params` exclude each other in a reference".to_owned();
                    let at = text_origin(name).span;
                    let label = "parameters are the resolver's, and there is none";
                    self.problem(ProblemKind::ConflictingKeys, at, title, label, ADMISSION);
                } else {
                    let title = "`params` of a reference need a `resolver`".to_owned();
                    let label = "parameters are the resolver's";
                    self.problem(ProblemKind::MissingKey, key.span(), title, label, ADMISSION);
                }
            }
            let names = self.names(reference, "params");
            self.unique(names.into_iter(), "parameter", true);
        }
        let Some(name) = name else { return };
        let (at, text) = (text_origin(name).span, name.text());
        if text.contains("$(") {
            return;
        }
        let address = text.contains("://");
        match (address, resolver) {
            (true, None) => {
                let title = format!("{} is an address, and there is no `resolver`", quote(text));
                self.problem(ProblemKind::MissingKey, at, title, "a resolver fetches it", ADMISSION);
            }
            (true, Some(_)) => self.need(CONCISE, "true", "an address as the name", at),
            (false, Some((key, _))) => {
                let title = "`resolver` and `name` exclude each other".to_owned();
                let label = "beside a resolver a name is an address, with a switch";
                self.problem(ProblemKind::ConflictingKeys, key.span(), title, label, ADMISSION);
            }
            (false, None) if !is_qualified(text) => {
                let title = format!("{} cannot be the name of an object", quote(text));
                let label = "letters, digits, `-`, `_` and `.`, beginning and ending with a letter or digit";
                self.problem(ProblemKind::InvalidName, at, title, label, ADMISSION);
            }
            _ => {}
        }
    }

    /// The name of an object of the cluster.
    pub(crate) fn check_object_name(&mut self, root: Node<'t>) {
        let Some(name) = self.l.path(root, &["metadata", "name"]).filter(|n| n.is_scalar()) else { return };
        let text = name.text();
        if text.is_empty() || text.contains("$(") || text.contains("{{") {
            return;
        }
        let at = text_origin(name).span;
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        let right =
            |part: &str| part.starts_with(plain) && part.ends_with(plain) && part.chars().all(|c| plain(c) || c == '-');
        if !text.split('.').all(right) {
            let title = format!("{} cannot be the name of an object", quote(text));
            let label = "lower-case letters, digits, `-` and `.`, beginning and ending with a letter or digit";
            let note = "the webhook refuses the object: \"must be a valid DNS label\"";
            self.problem(ProblemKind::InvalidName, at, title, label, note);
        } else if text.len() > 63 {
            let title = format!("the name {} is {} long", quote(text), text.len());
            let note = "the webhook refuses the object: \"length must be no more than 63 characters\"";
            self.problem(ProblemKind::InvalidName, at, title, "at most 63", note);
        }
    }
}

/// `[prefix/]name`, as labels and annotations are named.
fn is_qualified(text: &str) -> bool {
    let name = text.rsplit_once('/').map_or(text, |(_, name)| name);
    let plain = |c: char| c.is_ascii_alphanumeric();
    name.len() <= 63
        && text.matches('/').count() <= 1
        && name.starts_with(plain)
        && name.ends_with(plain)
        && name.chars().all(|c| plain(c) || matches!(c, '-' | '_' | '.'))
}
