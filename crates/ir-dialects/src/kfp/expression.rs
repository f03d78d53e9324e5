//! The two places where a PipelineSpec holds CEL: `triggerPolicy.condition` and `parameterExpressionSelector`.
//!
//! The driver evaluates a condition over the fields of the task's ExecutorInput, and a selector over those of
//! the value's `google.protobuf.Value`; both have `parseJson` besides the standard functions.

use ir_model::{
    Base, DefId, ExprId, ExprProblem, ExprProblemKind, Fix, Language, NameSlot, Ns, PortKind, RefId, Role, Safety,
    ScopeId, TextEdit,
};
use ir_syntax::{Node, Span, edit};
use rustc_hash::FxHashSet;

use super::environment::{CONDITION, SELECTOR};
use crate::cel::ast::{Binary, NodeId, NodeKind, Text, Tree};
use crate::cel::{self, Checked, Problem};
use crate::language::publish::publish;
use crate::lowering::{Lowering, Use};

/// Lowers a task's condition; the inputs that it reads are the task's arguments, seen in `scope`.
pub(crate) fn condition<'t>(l: &mut Lowering<'t>, node: Node<'t>, scope: ScopeId, task: DefId) -> ExprId {
    let base = Base::Scope(scope);
    let Some(text) = readable(node) else {
        let all = l.wildcard(Ns::Argument, base, node, Some(task));
        return l.expr(Language::Cel, node, vec![all], Vec::new());
    };
    let tree = cel::parse(text);
    let checked = cel::check(&tree, &CONDITION);
    let mut accesses = Accesses { l, node, base, task, tree: &tree, checked: &checked, tested: FxHashSet::default() };
    let refs = accesses.lower();
    let constant = cel::constant(&tree);
    let always = constant.as_ref().is_some_and(|(outcome, _)| *outcome);
    let mut problems = problems(l, node, &tree, &checked, constant.map(|(_, problem)| problem));
    if always {
        problems.iter_mut().filter(|p| p.kind == ExprProblemKind::Constant).for_each(|p| p.fix = unconditional(node));
    }
    l.expr(Language::Cel, node, refs, problems)
}

/// Takes a condition away that always holds.
fn unconditional(node: Node<'_>) -> Option<Fix> {
    node.key()?;
    let edits = edit::remove(node)?.into_iter().map(|e| TextEdit { span: e.span, text: e.text }).collect();
    Some(Fix { title: "remove the condition".to_owned(), safety: Safety::Suggested, edits })
}

/// Lowers what is taken out of an argument's value.
pub(crate) fn selector<'t>(l: &mut Lowering<'t>, node: Node<'t>) -> ExprId {
    let Some(text) = readable(node) else { return l.expr(Language::Cel, node, Vec::new(), Vec::new()) };
    let tree = cel::parse(text);
    let checked = cel::check(&tree, &SELECTOR);
    let problems = problems(l, node, &tree, &checked, None);
    l.expr(Language::Cel, node, Vec::new(), problems)
}

/// The text, unless something else than CEL will fill or judge it.
fn readable(node: Node<'_>) -> Option<&str> {
    node.as_str().filter(|text| !text.contains("{{") && !text.trim().is_empty())
}

/// A text with more mistakes is none of the language.
const MOST: usize = 20;

/// What is wrong by itself: syntax first, the rest only where the syntax is right.
fn problems<'t>(
    l: &mut Lowering<'t>,
    node: Node<'t>,
    tree: &Tree<'_>,
    checked: &Checked,
    constant: Option<Problem>,
) -> Vec<ExprProblem> {
    let found = if tree.problems.is_empty() { &checked.problems } else { &tree.problems };
    // Other versions of the format have other names.
    let current = l.current;
    let certain = |problem: &&Problem| current || problem.kind != ExprProblemKind::Name;
    let constant = constant.filter(|_| found.is_empty());
    found.iter().chain(&constant).filter(certain).take(MOST).map(|problem| publish(l, node, 0, problem)).collect()
}

/// The walk over a condition that finds the inputs in it.
struct Accesses<'a, 't> {
    l: &'a mut Lowering<'t>,
    node: Node<'t>,
    base: Base,
    task: DefId,
    tree: &'a Tree<'a>,
    checked: &'a Checked,
    /// Names whose presence the condition itself asks for: they need not be there.
    tested: FxHashSet<&'a str>,
}

/// One use of the map `inputs.parameter_values` or its like.
enum Access<'a> {
    /// Of one entry: its name, and the whole expression that names it.
    Entry(&'a str, Span, NodeId),
    /// The question whether an entry is there.
    Test(&'a str, Span, NodeId),
    /// An entry whose name is being written.
    Unfinished(Span),
    /// Of all that is in it, or of an entry that is computed.
    All,
}

impl<'a> Accesses<'a, '_> {
    fn lower(&mut self) -> Vec<RefId> {
        let found: Vec<(Access<'a>, PortKind, bool)> = self.tree.iter().filter_map(|(id, _)| self.access(id)).collect();
        self.tested = found
            .iter()
            .filter_map(|(a, ..)| if let Access::Test(name, ..) = a { Some(*name) } else { None })
            .collect();
        found.into_iter().filter_map(|(access, kind, filled)| self.reference(&access, kind, filled)).collect()
    }

    /// What the node `id` does with the inputs, if it is the map itself or `inputs` as a whole.
    fn access(&self, id: NodeId) -> Option<(Access<'a>, PortKind, bool)> {
        match self.tree.kind(id) {
            NodeKind::Ident(name) if name.text == "inputs" => {
                let whole = self.checked.binder(self.tree, id, name.text).is_none()
                    && !matches!(self.parent(id), Some((_, NodeKind::Select { .. })));
                whole.then_some((Access::All, PortKind::Either, false))
            }
            NodeKind::Select { of, field } => {
                let NodeKind::Ident(root) = self.tree.kind(*of) else { return None };
                if root.text != "inputs" || self.checked.binder(self.tree, *of, root.text).is_some() {
                    return None;
                }
                match field.text {
                    "parameter_values" => Some((self.entry(id), PortKind::Parameter, true)),
                    "artifacts" => Some((self.entry(id), PortKind::Artifact, true)),
                    // Always empty, which is reported by itself.
                    "parameters" => Some((self.entry(id), PortKind::Parameter, false)),
                    _ => Some((Access::All, PortKind::Either, false)),
                }
            }
            _ => None,
        }
    }

    fn parent(&self, id: NodeId) -> Option<(NodeId, &'a NodeKind<'a>)> {
        self.checked.parent(id).map(|parent| (parent, self.tree.kind(parent)))
    }

    fn entry(&self, map: NodeId) -> Access<'a> {
        match self.parent(map) {
            Some((whole, NodeKind::Index { of, key })) if *of == map => match self.tree.kind(*key) {
                NodeKind::String(Text { inner, closed: false, .. }) => Access::Unfinished(self.begun(*inner)),
                NodeKind::String(text) => {
                    Self::literal(text).map_or(Access::All, |name| Access::Entry(name, text.inner, whole))
                }
                NodeKind::Error => Access::Unfinished(self.tree.span(*key)),
                _ => Access::All,
            },
            Some((whole, NodeKind::Select { field, .. })) if !field.text.is_empty() => match self.parent(whole) {
                Some((_, NodeKind::Call { receiver: None, function, .. })) if function.text == "has" => {
                    Access::Test(field.text, field.span, whole)
                }
                _ => Access::Entry(field.text, field.span, whole),
            },
            Some((whole, NodeKind::Binary { op: Binary::In, left, right, .. })) if *right == map => {
                match self.tree.kind(*left) {
                    NodeKind::String(text) => {
                        Self::literal(text).map_or(Access::All, |name| Access::Test(name, text.inner, whole))
                    }
                    _ => Access::All,
                }
            }
            _ => Access::All,
        }
    }

    /// The part of a literal without an end that may be the name meant.
    fn begun(&self, inner: Span) -> Span {
        let name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
        let length = inner.slice(self.tree.text).find(|c| !name(c)).unwrap_or(inner.len() as usize);
        Span::new(inner.start, inner.start + length as u32)
    }

    /// The text of a literal that is written letter by letter.
    fn literal(text: &'a Text<'a>) -> Option<&'a str> {
        match &text.value {
            std::borrow::Cow::Borrowed(name) => Some(name),
            std::borrow::Cow::Owned(_) => None,
        }
    }

    fn reference(&mut self, access: &Access<'a>, kind: PortKind, filled: bool) -> Option<RefId> {
        let want = (kind != PortKind::Either).then_some(kind);
        // In broken text a name may be half of another.
        let sound = self.tree.problems.is_empty();
        let (name, at, whole, must) = match access {
            Access::Entry(name, at, whole) => (name, at, whole, filled && sound && !self.tested.contains(name)),
            Access::Test(name, at, whole) => (name, at, whole, false),
            Access::Unfinished(at) => {
                self.slot(*at, want, self.closing(*at));
                return None;
            }
            Access::All => return Some(self.l.wildcard(Ns::Argument, self.base, self.node, Some(self.task))),
        };
        if name.is_empty() {
            self.slot(*at, want, "");
        }
        let usage = Use { want, role: Role::Read, must, user: Some(self.task) };
        let shown = self.tree.span(*whole).range();
        Some(self.l.inner_reference((Ns::Argument, self.base), self.node, at.range(), shown, usage))
    }

    /// What has to be written behind a name at `at`, of which the closing quote is missing.
    fn closing(&self, at: Span) -> &'static str {
        let before = self.tree.text.get(..at.start as usize).unwrap_or("");
        match before.chars().next_back() {
            Some('\'') => "']",
            Some('"') => "\"]",
            _ => "",
        }
    }

    /// A place where the name of an input can be written.
    fn slot(&mut self, at: Span, want: Option<PortKind>, after: &'static str) {
        let span = self.l.inner_span(self.node, at.range());
        let (node, base) = (self.node.id(), self.base);
        let slot = NameSlot { span, node, ns: Ns::Argument, base, want, before: "", after };
        self.l.package.symbols.slots.push(slot);
    }
}
