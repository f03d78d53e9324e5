//! Inputs and outputs of templates.

use ir_model::FaultKind;
use ir_syntax::Node;

use super::names::Named;
use super::template::Kind;
use super::{Argo, fault};
use crate::lowering::text_origin;

/// From where the value of an output may come: one of these.
const SOURCES: &[&str] = &["path", "jqFilter", "jsonPath", "parameter", "expression", "supplied"];

impl<'t> Argo<'t> {
    fn listed(&self, template: Node<'t>, table: &str, list: &str) -> Vec<Node<'t>> {
        let list = self.l.path(template, &[table, list]);
        list.into_iter().flat_map(Node::items).filter(|i| i.is_mapping() && !i.has_loss()).collect()
    }

    pub(in crate::argo) fn check_inputs(&mut self, template: Node<'t>, kind: Kind<'t>) {
        for parameter in self.listed(template, "inputs", "parameters") {
            if let Some(name) = self.written(parameter, "name") {
                self.check_name(name, Named::Parameter);
            }
            self.check_choice(parameter);
        }
        for artifact in self.listed(template, "inputs", "artifacts") {
            if let Some(name) = self.written(artifact, "name") {
                self.check_name(name, Named::Artifact);
            }
            self.check_path(artifact, kind, "input");
            self.misplaced(artifact, "from", ("an input artifact", "whoever runs the template passes it"));
            self.check_location(artifact);
        }
    }

    /// What runs by itself has its artifacts at paths; what runs others, or waits, has none.
    fn check_path(&mut self, artifact: Node<'t>, kind: Kind<'t>, word: &str) {
        let place = format!("an artifact of a template of type `{}`", kind.key.text());
        if !kind.is_leaf() {
            return self.misplaced(artifact, "path", (&place, "it has no files"));
        }
        let Some(path) = self.l.field(artifact, "path").filter(|p| !p.is_missing() && !p.text().is_empty()) else {
            let title = format!("the {word} artifact{} has no path", self.called(artifact));
            let draft = fault(FaultKind::MissingKey, title).label("`path` is missing");
            return self.report(self.bearer(artifact), draft);
        };
        // As a path is cleaned: what leads out of the root is refused.
        let mut depth = 0_i64;
        let out = path.text().split('/').any(|part| {
            depth += match part {
                "" | "." => 0,
                ".." => -1,
                _ => 1,
            };
            part == ".."
        });
        if path.is_scalar() && out && !path.text().contains("{{") {
            let title = format!("the path `{}` leads out of its folder", path.text());
            self.report(text_origin(path).span, fault(FaultKind::MalformedValue, title).label("no `..` is taken"));
        }
    }

    pub(in crate::argo) fn check_outputs(&mut self, template: Node<'t>, kind: Kind<'t>) {
        for artifact in self.listed(template, "outputs", "artifacts") {
            if let Some(name) = self.written(artifact, "name") {
                self.check_name(name, Named::Artifact);
            }
            self.check_global(artifact);
            self.check_path(artifact, kind, "output");
            self.check_location(artifact);
        }
        for parameter in self.listed(template, "outputs", "parameters") {
            if let Some(name) = self.written(parameter, "name") {
                self.check_name(name, Named::Parameter);
            }
            self.check_global(parameter);
            self.check_source(parameter, kind);
        }
    }

    fn check_global(&mut self, output: Node<'t>) {
        if let Some(name) = self.written(output, "globalName").filter(|n| !n.text().contains("{{")) {
            self.check_name(name, Named::Global);
        }
    }

    /// From where an output parameter has its value.
    fn check_source(&mut self, parameter: Node<'t>, kind: Kind<'t>) {
        self.only_one(parameter, &["value", "valueFrom"], "an output parameter");
        let Some((key, from)) = self.l.entry(parameter, "valueFrom") else {
            if self.l.field(parameter, "value").is_none() {
                let title = format!("nothing gives the output{} its value", self.called(parameter));
                let draft = fault(FaultKind::MissingKey, title).label("`valueFrom` is missing");
                self.report(self.bearer(parameter), draft);
            }
            return;
        };
        if !from.is_mapping() || from.has_loss() || self.l.field(parameter, "value").is_some() {
            return;
        }
        self.only_one(from, SOURCES, "`valueFrom`");
        let found: Vec<Node<'t>> = SOURCES.iter().filter_map(|s| self.l.entry(from, s)).map(|(key, _)| key).collect();
        let wanted: &[&str] = match kind.key.text() {
            "container" | "containerSet" | "script" => &["path"],
            "resource" => &["jqFilter", "jsonPath"],
            "steps" | "dag" => &["parameter", "expression"],
            _ => SOURCES,
        };
        let words: Vec<String> = wanted.iter().map(|w| format!("`{w}`")).collect();
        match found.as_slice() {
            [] => {
                let title = format!("nothing gives the output{} its value", self.called(parameter));
                let label = format!("{} is missing", words.join(" or "));
                self.report(key.span(), fault(FaultKind::MissingKey, title).label(label));
            }
            [only] if !wanted.contains(&only.text()) => {
                let place = format!("`{}` has no place in an output of type `{}`", only.text(), kind.key.text());
                let label = format!("its outputs come from {}", words.join(" or "));
                self.report(only.span(), fault(FaultKind::MisplacedKey, place).label(label));
            }
            _ => {}
        }
    }
}
