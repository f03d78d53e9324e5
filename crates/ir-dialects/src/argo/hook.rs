//! Hooks: templates that run when something else has ended or while it runs.

use ir_model::{Callee, GraphId, Ns, Parent, ScopeKind, Task, TaskId, TaskRole, Trigger, Val};
use ir_syntax::Node;

use super::Argo;
use super::expression::LATE;
use super::text::Place;

impl<'t> Argo<'t> {
    /// A hook of the task `of`, or of the whole workflow.
    pub(super) fn hook(
        &mut self,
        (key, node): (Node<'t>, Node<'t>),
        (graph, of): (GraphId, Option<TaskId>),
        place: Place,
    ) -> TaskId {
        // Nobody can refer to it.
        let nowhere = self.l.scope(ScopeKind::Graph, Parent::None);
        let def = self.l.def(Ns::Task, nowhere, key, node);
        let scope = self.l.scope(ScopeKind::Task, Parent::One(place.here));
        self.l.set_owner(scope, def);
        let place = Place { here: scope, user: Some(def), ..place };
        self.regions.insert(node.id(), place);
        let callee = self.callee(node, def, place);
        // Nobody looks for the template of a hook before the hook runs.
        if let Callee::Ref(reference) = callee {
            self.l.edit_ref(reference, |r| r.engines = LATE);
        }
        let (inside, members) = self.members(callee);
        self.l.edit_def(def, |d| {
            d.members = members;
            d.flags.exported = true;
        });
        let (args, args_open) = self.arguments(node, def, (inside, scope), place);
        let role = if key.text() == "exit" { TaskRole::Exit(of) } else { TaskRole::Hook(of) };
        self.l.package.tasks.push(Task {
            def,
            graph,
            title: Val::Absent,
            callee,
            args,
            args_open,
            when: None,
            trigger: Trigger::AllCompleted,
            stage: None,
            role,
            each: None,
            retry: None,
            cache: Val::Absent,
            scope,
            node: node.id(),
        })
    }
}
