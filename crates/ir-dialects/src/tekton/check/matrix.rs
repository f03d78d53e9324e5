//! Matrices: their rounds, and what may be in them (P25, P26).

use ir_model::{FaultKind, LiteralKind};
use ir_syntax::Node;

use super::super::file::File;
use super::super::ports::{name_of, value_kind};
use super::super::report::quote;
use crate::lowering::text_origin;

/// So many rounds upstream runs at most, unless configured otherwise.
const MOST: u64 = 256;

impl<'t> File<'t> {
    pub(super) fn check_matrix(&mut self, task: Node<'t>) {
        let Some((key, matrix)) = self.l.entry(task, "matrix") else { return };
        let mut rounds: Option<u64> = Some(1);
        for param in self.items(matrix, "params") {
            let Some(value) = self.l.field(param, "value") else { continue };
            let list = value_kind(value) == LiteralKind::List;
            if value.is_scalar() && !value.text().contains("[*]") && !value.is_missing() {
                let name = name_of(param).map_or("", Node::text);
                let title = format!("the matrix needs a list for {}", quote(name));
                let note = "the webhook accepts the pipeline; the run fails with \"parameters of type array only are allowed\"";
                let label = "all of a list parameter is `$(params.NAME[*])`";
                self.fault(FaultKind::TypeMismatch, text_origin(value).span, title, label, note);
            } else if value.is_mapping() {
                let title = "the matrix needs a list, not keys".to_owned();
                let note = "the webhook accepts the pipeline; the run fails with \"parameters of type array only are allowed\"";
                let at = self.l.entry(param, "value").map_or(value.span(), |(k, _)| k.span());
                self.fault(FaultKind::TypeMismatch, at, title, "", note);
            }
            let known = list && !value.items().any(|i| i.text().contains("[*]"));
            rounds = match rounds {
                Some(so_far) if known => Some(so_far.saturating_mul(value.items().count() as u64)),
                _ => None,
            };
        }
        for include in self.items(matrix, "include") {
            let names = self.names(include, "params");
            self.unique(names.into_iter(), "parameter", false);
            for param in self.items(include, "params") {
                let Some((key, value)) = self.l.entry(param, "value") else { continue };
                if matches!(value_kind(value), LiteralKind::List | LiteralKind::Map) {
                    let title = "an included round takes a text".to_owned();
                    let note = "the webhook accepts the pipeline; the run fails with \"parameters of type string only are allowed\"";
                    self.fault(FaultKind::TypeMismatch, key.span(), title, "", note);
                }
            }
        }
        if let Some(rounds) = rounds.filter(|r| *r > MOST) {
            let title = format!("the matrix has {rounds} rounds");
            let note =
                "the webhook refuses the pipeline: \"expected 0 <= combinations <= 256\"; a cluster may allow more";
            self.fault(FaultKind::TooManyRounds, key.span(), title, "at most 256 are run", note);
        }
    }
}
