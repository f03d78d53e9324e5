//! Tasks: what holds of a task as a whole (K1 to K5, K10, K11, K22, G5 to G10).

use ir_model::{FaultKind, LiteralKind};
use ir_syntax::{Node, Scalar, Span};
use rustc_hash::FxHashMap;

use super::super::dialect::{LABEL, is_label};
use super::super::file::File;
use super::super::ports::{name_of, value_kind};
use super::super::report::quote;
use super::token;
use crate::lowering::text_origin;

const ADMISSION: &str = "the webhook refuses the object";

impl<'t> File<'t> {
    /// A task by itself, or inside of a pipeline or run: `own_params` where mappings must say their keys.
    pub(crate) fn check_task(&mut self, spec: Node<'t>, own_params: bool) {
        self.check_params(spec, own_params);
        self.check_removed(spec);
        let steps = self.l.entry(spec, "steps");
        if let Some((key, steps)) = steps
            && steps.is_sequence()
            && steps.items().next().is_none()
            && !spec.has_loss()
        {
            let note = "the webhook refuses the task: \"missing field(s): steps\"";
            self.fault(FaultKind::MissingKey, key.span(), "the task has no step".to_owned(), "", note);
        }
        let template = self.l.field(spec, "stepTemplate");
        for step in self.items(spec, "steps") {
            self.check_step(step, template);
        }
        for sidecar in self.items(spec, "sidecars") {
            self.check_sidecar(sidecar);
        }
        if let Some(template) = template {
            let names = self.names(template, "env");
            self.unique(names.into_iter(), "variable", false);
            self.check_mounts(template);
        }
        self.check_mount_paths(spec, template);
        self.check_results(spec);
    }

    /// Inputs and outputs as they once were (X4).
    pub(crate) fn check_removed(&mut self, spec: Node<'t>) {
        if let Some((key, _)) = self.l.entry(spec, "resources") {
            let title = "`resources` are gone".to_owned();
            let note = "the webhook refuses the object: \"must not set the field(s): resources\"";
            self.fault(
                FaultKind::Removed,
                key.span(),
                title,
                "parameters, results and workspaces came after them",
                note,
            );
        }
    }

    /// A list of things with names, one of which is called nothing.
    pub(crate) fn check_nameless(&mut self, spec: Node<'t>, key: &str, what: &str) {
        for item in self.items(spec, key) {
            let Some(name) = self.l.field(item, "name").filter(|n| n.is_scalar() && !n.is_missing()) else { continue };
            if name.text().is_empty() {
                let title = format!("a {what} without a name");
                self.fault(FaultKind::MissingKey, name.span(), title, "", ADMISSION);
            }
        }
    }

    /// Declared parameters.
    pub(crate) fn check_params(&mut self, spec: Node<'t>, own: bool) {
        for param in self.items(spec, "params") {
            let properties = self.l.field(param, "properties").filter(|p| !p.is_missing());
            let default = self.l.field(param, "default").filter(|d| !d.is_missing());
            let ty = self.l.field(param, "type").map_or("", Node::text);
            let kind = default.map(value_kind).filter(|_| ty.is_empty());
            let object = ty == "object" || properties.is_some() && ty.is_empty() || kind == Some(LiteralKind::Map);
            if ty.is_empty() && properties.is_none() {
                self.check_default_text(default);
            }
            if object && properties.is_none() && own && !param.has_loss() {
                let name = name_of(param).map_or("", Node::text);
                let title = format!("parameter {} is an object without `properties`", quote(name));
                let note = "the webhook refuses the object: \"missing field(s): properties\"";
                self.fault(FaultKind::MissingKey, token(param), title, "its keys must be named", note);
            }
            for entry in properties.map(Node::entries).unwrap_or_default() {
                if let Some(kind) = self.l.field(entry.value, "type").filter(|t| !t.is_missing())
                    && kind.is_scalar()
                    && kind.text() != "string"
                    && matches!(kind.text(), "array" | "object")
                {
                    let title = format!("key {} of an object must be a string", quote(entry.key.text()));
                    let note = "the webhook refuses the object: \"The value type specified for these keys is invalid\"";
                    self.fault(FaultKind::UnknownValue, text_origin(kind).span, title, "", note);
                }
                if object {
                    self.check_key(entry.key);
                }
            }
            self.check_enum(param, ty, default);
        }
    }

    /// A list or mapping with more than texts in it is one text to upstream, written as JSON.
    fn check_default_text(&mut self, default: Option<Node<'t>>) {
        let Some(default) = default.filter(|d| value_kind(*d) == LiteralKind::String && !d.has_loss()) else { return };
        let odd = |n: Node<'t>| !matches!(n.scalar(), Some(Scalar::String(_))) && !n.is_missing() && !n.is_alias();
        let values = default.items().chain(default.own_entries().map(|e| e.value));
        let (Some(first), true) = (values.into_iter().find(|n| odd(*n)), !default.is_scalar()) else { return };
        let what = if default.is_sequence() { "the list" } else { "the mapping" };
        let title = format!("{what} is taken for a text: {} is no string", quote(first.text()));
        let note = "the webhook accepts the object; the parameter is a string that holds JSON";
        self.doubt(FaultKind::TypeMismatch, text_origin(first).span, title, "in quotes it is one", note);
    }

    fn check_key(&mut self, key: Node<'t>) {
        let text = key.text();
        let inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        if text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && text.chars().all(inner) {
            return;
        }
        let title = format!("{} cannot be the key of an object", quote(text));
        let label = "letters, digits, `-` and `_`, beginning with a letter or `_`";
        let note = "the webhook refuses the object: \"Object param name and key name format is invalid\"";
        self.fault(FaultKind::InvalidName, text_origin(key).span, title, label, note);
    }

    fn check_enum(&mut self, param: Node<'t>, ty: &str, default: Option<Node<'t>>) {
        let Some((key, list)) = self.l.entry(param, "enum") else { return };
        let kind = default.map(value_kind);
        if !matches!(ty, "" | "string") || matches!(kind, Some(LiteralKind::List | LiteralKind::Map)) {
            let title = "only a string can have an `enum`".to_owned();
            let note = "the webhook refuses the object: \"enum can only be set with string type param\"";
            self.fault(FaultKind::ConflictingKeys, key.span(), title, "", note);
            return;
        }
        let values: Vec<Node<'t>> = list.items().collect();
        self.unique(values.iter().copied(), "value", false);
    }

    /// Results of a task or step.
    pub(crate) fn check_results(&mut self, spec: Node<'t>) {
        for result in self.items(spec, "results") {
            let Some(name) = name_of(result) else { continue };
            let text = name.text();
            let plain = |c: char| c.is_ascii_alphanumeric();
            let right = text.starts_with(plain)
                && text.ends_with(plain)
                && text.chars().all(|c| plain(c) || matches!(c, '-' | '_' | '.'));
            if !right {
                let title = format!("{} cannot be the name of a result", quote(text));
                let label = "letters, digits, `-`, `_` and `.`, beginning and ending with a letter or digit";
                let note = "the webhook refuses the object: \"invalid key name\"";
                self.fault(FaultKind::InvalidName, text_origin(name).span, title, label, note);
            }
            let properties = self.l.field(result, "properties").filter(|p| !p.is_missing());
            let ty = self.l.field(result, "type").map_or("", Node::text);
            if ty == "object" && properties.is_none() && !result.has_loss() {
                let title = format!("result {} is an object without `properties`", quote(text));
                let note = "the webhook refuses the object: \"missing field(s): properties\"";
                self.fault(FaultKind::MissingKey, text_origin(name).span, title, "its keys must be named", note);
            }
            for entry in properties.map(Node::entries).unwrap_or_default() {
                if let Some(kind) = self.l.field(entry.value, "type")
                    && matches!(kind.text(), "array" | "object")
                {
                    let title = format!("key {} of an object must be a string", quote(entry.key.text()));
                    self.fault(FaultKind::UnknownValue, text_origin(kind).span, title, "", ADMISSION);
                }
            }
            if let Some(value) = self.l.field(result, "value").filter(|v| !v.is_missing()) {
                self.check_result_value(value);
            }
        }
    }

    /// The value of a task's result comes from one result of a step.
    fn check_result_value(&mut self, value: Node<'t>) {
        let inner = value.text().strip_prefix("$(steps.").and_then(|t| t.strip_suffix(')'));
        let step = inner.and_then(|t| t.split_once(".results.")).map(|(step, _)| step);
        match step {
            Some(step) if is_label(step) => {}
            Some(step) => {
                let title = format!("{} cannot be the name of a step", quote(step));
                let note = "the webhook refuses the task: \"invalid extracted step name\"";
                self.fault(FaultKind::InvalidName, text_origin(value).span, title, LABEL.words, note);
            }
            None => {
                let title = "the value of a result must be the result of a step".to_owned();
                let note = "the webhook refuses the task: \"Could not extract step name and result name\"";
                let label = "`$(steps.STEP.results.RESULT)`";
                self.fault(FaultKind::MalformedValue, text_origin(value).span, title, label, note);
            }
        }
    }

    /// Where workspaces and volumes are mounted must differ.
    fn check_mount_paths(&mut self, spec: Node<'t>, template: Option<Node<'t>>) {
        let mut taken: FxHashMap<String, Span> = FxHashMap::default();
        let mut mounts: Vec<Node<'t>> = Vec::new();
        for step in self.items(spec, "steps").into_iter().chain(template) {
            mounts.extend(self.items(step, "volumeMounts"));
        }
        for path in mounts.into_iter().filter_map(|m| self.l.field(m, "mountPath")) {
            if path.is_scalar() && !path.is_missing() {
                taken.entry(clean(path.text())).or_insert(text_origin(path).span);
            }
        }
        for workspace in self.items(spec, "workspaces") {
            let Some(name) = name_of(workspace) else { continue };
            let written = self.l.field(workspace, "mountPath").filter(|p| !p.is_missing());
            let path = written.map_or_else(|| format!("/workspace/{}", name.text()), |p| clean(p.text()));
            let at = text_origin(written.unwrap_or(name)).span;
            if path.contains("$(") {
                continue;
            }
            let Some(first) = taken.insert(path.clone(), at) else { continue };
            self.report(
                at,
                ir_model::Fault {
                    kind: FaultKind::MountPath,
                    severity: Some(ir_model::Severity::Error),
                    title: format!("{} is mounted twice", quote(&path)),
                    label: String::new(),
                    related: Some((first, "the other one")),
                    engines: &[],
                    note: Some("the webhook refuses the task: \"workspace mount path must be unique\""),
                    fix: None,
                },
            );
        }
    }

    /// Mounts below a folder that is Tekton's own, and volumes by its names.
    pub(crate) fn check_mounts(&mut self, container: Node<'t>) {
        for mount in self.items(container, "volumeMounts") {
            if let Some(path) = self.l.field(mount, "mountPath").filter(|p| p.is_scalar()) {
                let clean = clean(path.text());
                let inside = clean == "/tekton" || clean.starts_with("/tekton/");
                let home = clean == "/tekton/home" || clean.starts_with("/tekton/home/");
                if inside && !home {
                    let title = format!("nothing can be mounted at {}", quote(path.text()));
                    let note = "the webhook refuses the task: \"volumeMount cannot be mounted under /tekton/\"";
                    let label = "the folder is Tekton's own, `/tekton/home` excepted";
                    self.fault(FaultKind::ReservedPath, text_origin(path).span, title, label, note);
                }
            }
            if let Some(name) = name_of(mount).filter(|n| n.text().starts_with("tekton-internal-")) {
                let title = format!("{} is a name of Tekton's own", quote(name.text()));
                let note = "the webhook refuses the task: \"cannot start with tekton-internal-\"";
                self.fault(FaultKind::InvalidName, text_origin(name).span, title, "", note);
            }
        }
    }
}

/// A path without `.`, `..` and doubled slashes.
pub(super) fn clean(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    format!("/{}", parts.join("/"))
}

/// A whole number.
pub(super) fn whole(node: Node<'_>) -> Option<i64> {
    match node.scalar() {
        Some(Scalar::Int(i)) => Some(i),
        _ => None,
    }
}
