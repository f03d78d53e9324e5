//! Variables that nobody has finished: places for names, for completion.

use ir_model::{Base, Ns, PortKind, Role};
use ir_syntax::{Node, Span};

use super::super::file::File;
use super::super::variable::unfinished;
use super::Place;
use crate::lowering::Use;

impl<'t> File<'t> {
    /// Places for names in variables that nobody has finished.
    pub(super) fn begun(&mut self, node: Node<'t>, place: Place) {
        let text = node.text();
        for begun in unfinished(text) {
            let words: Vec<&str> = begun.before.iter().map(|s| s.slice(text)).collect();
            let (ns, base, want) = match (words.as_slice(), place.graph, place.steps) {
                (["params"], ..) => (Ns::Input, Base::Scope(place.inside), Some(PortKind::Parameter)),
                (["workspaces"], ..) => (Ns::Input, Base::Scope(place.inside), Some(PortKind::Volume)),
                (["results"], ..) => (Ns::Output, Base::Scope(place.inside), None),
                (["tasks" | "finally"], Some(graph), _) => (Ns::Task, Base::Scope(graph), None),
                (["steps"], _, Some(steps)) => (Ns::Step, Base::Scope(steps), None),
                (["step", "results"], ..) => match place.own {
                    Some(own) => (Ns::Output, Base::Scope(own), None),
                    None => continue,
                },
                (["tasks" | "finally", _, "results"] | ["steps", _, "results"], ..) => {
                    let (ns, scope) =
                        if words.first() == Some(&"steps") { (Ns::Step, place.steps) } else { (Ns::Task, place.graph) };
                    let (Some(scope), Some(name)) = (scope, begun.before.get(1)) else { continue };
                    let usage = Use { want: None, role: Role::Read, must: true, user: place.user };
                    let range = |s: Span| s.start as usize..s.end as usize;
                    let of =
                        self.l.inner_reference((ns, Base::Scope(scope)), node, range(*name), range(begun.span), usage);
                    (Ns::Output, Base::Member(of), None)
                }
                _ => continue,
            };
            let span = self.l.inner_span(node, begun.replace.start as usize..begun.replace.end as usize);
            self.l.package.symbols.slots.push(ir_model::NameSlot {
                span,
                node: node.id(),
                ns,
                base,
                want,
                before: "",
                after: begun.after,
            });
        }
    }
}
