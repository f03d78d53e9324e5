//! Tags that were begun and have no end yet.

use ir_model::{Base, ExprProblem, ExprProblemKind, NameSlot, Ns, PortKind, Role};
use ir_syntax::{Node, Span};

use super::reading::CHECKED;
use super::{Argo, Place, Within};
use crate::argo::tag;
use crate::language::problem::Problem;
use crate::language::publish::publish;
use crate::lowering::Use;

impl<'t> Argo<'t> {
    /// Names for the tags that were begun and have no end yet.
    pub(super) fn unfinished_tags(&mut self, node: Node<'t>, place: Place, problems: &mut Vec<ExprProblem>) {
        for begun in tag::unfinished(node.text()) {
            let names = begun.before.first().map_or("", |root| root.slice(node.text()));
            if place.template != Within::Unknown && CHECKED.contains(&names) {
                let title = "the tag has no end";
                let problem = Problem::new(ExprProblemKind::Syntax, begun.span, title).label("`}}` is missing");
                problems.push(publish(&mut self.l, node, 0, &problem));
            }
            let replace = Span::new(begun.replace.start, begun.span.end);
            self.slot(node, &begun.before, (replace, begun.after), place);
        }
    }

    /// A place for a name behind the names `before` of a tag.
    pub(super) fn slot(
        &mut self,
        node: Node<'t>,
        before: &[Span],
        (replace, after): (Span, &'static str),
        place: Place,
    ) {
        let text = node.text();
        let names: Vec<&str> = before.iter().map(|s| s.slice(text)).collect();
        let kind = |word: &str| match word {
            "parameters" => Some(PortKind::Parameter),
            "artifacts" => Some(PortKind::Artifact),
            _ => None,
        };
        let here = Base::Scope(place.here);
        let found = match names.as_slice() {
            ["workflow", "parameters"] => Some((Ns::Input, Base::Scope(place.object), Some(PortKind::Parameter))),
            ["inputs", word] => kind(word).map(|k| (Ns::Input, here, Some(k))),
            ["outputs", word] => kind(word).map(|k| (Ns::Output, here, Some(k))),
            ["steps" | "tasks"] => Some((Ns::Task, here, None)),
            ["steps" | "tasks", _, "outputs", word] => kind(word).and_then(|k| {
                let task = before.get(1)?;
                let usage = Use { want: None, role: Role::Read, must: true, user: place.user };
                let task = self.l.inner_reference((Ns::Task, here), node, task.range(), task.range(), usage);
                Some((Ns::Output, Base::Member(task), Some(k)))
            }),
            _ => None,
        };
        if let Some((ns, base, want)) = found {
            let span = self.l.inner_span(node, replace.range());
            let slot = NameSlot { span, node: node.id(), ns, base, want, before: "", after };
            self.l.package.symbols.slots.push(slot);
        }
    }
}
