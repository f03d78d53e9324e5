//! Expressions, in tags (`{{=…}}`) and under keys of their own: what they name.
//!
//! Nobody looks at them before the workflow runs.

use std::borrow::Cow;

use ir_model::{Base, Engine, ExprProblem, Language, Ns, PortKind, RefId, Role, TaskRead};
use ir_syntax::{Node, Span};

use super::Argo;
use super::expr::{self, Expression, Member, Path};
use super::text::{Known, Place};
use crate::language::publish::publish;
use crate::lowering::Use;

/// The keys whose value is an expression.
pub(super) const KEYS: &[&str] = &["expression", "fromExpression"];

/// Only the run meets it.
pub(super) const LATE: &[Engine] = &[Engine::Argo];

impl<'t> Argo<'t> {
    /// The whole of a scalar as an expression, once.
    pub(super) fn expression(&mut self, node: Node<'t>, place: Place) {
        if !node.is_scalar() || node.is_missing() || node.text().contains("{{") || !self.seen.insert(node.id()) {
            return;
        }
        let (mut refs, mut problems) = (Vec::new(), Vec::new());
        self.read_expression(node, &expr::read(node.text()), place, (&mut refs, &mut problems));
        if !refs.is_empty() || !problems.is_empty() {
            self.l.expr(Language::ExprLang, node, refs, problems);
        }
    }

    /// An expression in a scalar, with places in the whole text.
    pub(super) fn read_expression(
        &mut self,
        node: Node<'t>,
        read: &Expression<'_>,
        place: Place,
        (refs, problems): (&mut Vec<RefId>, &mut Vec<ExprProblem>),
    ) {
        for problem in &read.problems {
            let mut problem = publish(&mut self.l, node, 0, problem);
            problem.engines = LATE;
            problems.push(problem);
        }
        for path in &read.paths {
            PathReading { argo: self, node, place, path, refs }.read();
        }
    }
}

/// The reading of one path.
struct PathReading<'a, 'e, 't> {
    argo: &'a mut Argo<'t>,
    node: Node<'t>,
    place: Place,
    path: &'a Path<'e>,
    refs: &'a mut Vec<RefId>,
}

impl PathReading<'_, '_, '_> {
    fn read(&mut self) {
        let (here, object) = (Base::Scope(self.place.here), Base::Scope(self.place.object));
        let path = self.path;
        let names: Vec<&str> = path.members.iter().map(|m| &*m.text).collect();
        match (path.root.text, names.as_slice()) {
            ("workflow", ["parameters", "json"]) => self.all(Ns::Input, object),
            ("workflow", ["parameters", name, ..]) => match self.argo.parameter(name) {
                Known::Elsewhere => self.all(Ns::Input, object),
                _ => _ = self.member(Ns::Input, object, 1, Some(PortKind::Parameter)),
            },
            ("workflow", ["parameters"] | []) => self.all(Ns::Input, object),
            ("workflow", ["outputs", word, _, ..]) => _ = self.member(Ns::Output, object, 2, kind(word)),
            ("workflow", ["labels", _, ..]) => _ = self.member(Ns::Label, object, 1, None),
            ("workflow", ["annotations", _, ..]) => _ = self.member(Ns::Annotation, object, 1, None),
            ("inputs", [word, _, ..]) => _ = self.member(Ns::Input, here, 1, kind(word)),
            ("inputs", _) => self.all(Ns::Input, here),
            ("steps" | "tasks", [only]) if *only == "name" && path.exact => {}
            ("steps" | "tasks", [_, rest @ ..]) => {
                let Some(task) = self.member(Ns::Task, here, 0, None) else { return };
                if !path.guarded {
                    self.argo.l.package.reads.push(TaskRead { task, late: true });
                }
                let base = Base::Member(task);
                match rest {
                    ["outputs", word @ ("parameters" | "artifacts"), _, ..] => {
                        self.member(Ns::Output, base, 3, kind(word));
                    }
                    ["outputs", "result", ..] => _ = self.member(Ns::Attribute, base, 2, None),
                    ["exitCode" | "ip", ..] => _ = self.member(Ns::Attribute, base, 1, None),
                    _ => {}
                }
            }
            ("steps" | "tasks", []) => self.all(Ns::Task, here),
            // Elsewhere `item` may be a variable of a function.
            ("item", _) if self.argo.loops(self.place) => {
                let name = self.path.root.span;
                self.named(Ns::Item, here, name, None);
            }
            _ => {}
        }
    }

    /// A member of the path by its place.
    fn member(&mut self, ns: Ns, base: Base, index: usize, want: Option<PortKind>) -> Option<RefId> {
        let member: &Member<'_> = self.path.members.get(index)?;
        // A name that is spelt with escapes has no text of its own in the file.
        if let Cow::Owned(_) = member.text {
            self.all(ns, base);
            return None;
        }
        Some(self.named(ns, base, member.span, want))
    }

    fn named(&mut self, ns: Ns, base: Base, at: Span, want: Option<PortKind>) -> RefId {
        let usage = Use { want, role: Role::Read, must: !self.path.guarded, user: self.place.user };
        let (range, shown) = (at.range(), self.path.span.range());
        let found = self.argo.l.inner_reference((ns, base), self.node, range, shown, usage);
        self.argo.l.edit_ref(found, |r| r.engines = LATE);
        self.refs.push(found);
        found
    }

    fn all(&mut self, ns: Ns, base: Base) {
        let found = self.argo.l.wildcard(ns, base, self.node, self.place.user);
        self.refs.push(found);
    }
}

fn kind(word: &str) -> Option<PortKind> {
    match word {
        "parameters" => Some(PortKind::Parameter),
        "artifacts" => Some(PortKind::Artifact),
        _ => None,
    }
}
