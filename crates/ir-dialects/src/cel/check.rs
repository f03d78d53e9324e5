//! What an expression means in an [`Environment`]: the type of each part, and what is certain to fail.
//!
//! The rules are those of cel-go's checker without options. A part that cannot be typed is
//! [`Type::Unknown`] and silences all checks that would need it.

use ir_syntax::Span;

use super::ast::{Name, NodeId, NodeKind, Tree, Unary};
use super::functions::TYPE_NAMES;
use super::problem::{Kind, Problem, quote};
use super::types::{Environment, Message, Type};

/// What is known about each node of a tree.
pub(crate) struct Checked {
    parents: Vec<Option<NodeId>>,
    /// The macro call in whose body a node stands.
    scopes: Vec<Option<NodeId>>,
    pub(crate) problems: Vec<Problem>,
}

impl Checked {
    pub(crate) fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.parents.get(id.index()).copied().flatten()
    }

    /// The macro call whose variable `name` is at `id`, if it is one and not a variable of the environment.
    pub(crate) fn binder(&self, tree: &Tree<'_>, id: NodeId, name: &str) -> Option<NodeId> {
        let mut scope = self.scopes.get(id.index()).copied().flatten();
        while let Some(call) = scope {
            if macro_variable(tree, call).is_some_and(|(_, variable)| variable.text == name) {
                return Some(call);
            }
            scope = self.scopes.get(call.index()).copied().flatten();
        }
        None
    }
}

/// The macros that run over a list or a map.
pub(super) const MACROS: &[&str] = &["all", "exists", "exists_one", "existsOne", "filter", "map"];

/// The variable that a macro call introduces.
pub(super) fn macro_variable<'t>(tree: &Tree<'t>, call: NodeId) -> Option<(NodeId, Name<'t>)> {
    let NodeKind::Call { receiver: Some(_), function, args } = tree.kind(call) else { return None };
    let [first, ..] = args.as_slice() else { return None };
    let NodeKind::Ident(name) = tree.kind(*first) else { return None };
    MACROS.contains(&function.text).then_some((*first, *name))
}

/// Checks `tree`, which must have no syntax errors for its problems to be worth telling.
pub(crate) fn check(tree: &Tree<'_>, environment: &'static Environment) -> Checked {
    let mut checker = Checker { tree, environment, types: Vec::with_capacity(tree.len()), checked: links(tree) };
    for (id, node) in tree.iter() {
        let ty = checker.type_of(id, &node.kind);
        checker.types.push(ty);
    }
    checker.demand_bool();
    checker.checked.problems.sort_by_key(|p| p.span);
    checker.checked
}

/// Who is above whom: from the root down, for parents stand behind their children.
fn links(tree: &Tree<'_>) -> Checked {
    let mut parents = vec![None; tree.len()];
    let mut scopes: Vec<Option<NodeId>> = vec![None; tree.len()];
    for (id, _) in tree.iter().rev() {
        let own = scopes.get(id.index()).copied().flatten();
        // The arguments of a macro see its variable, what it runs over does not.
        let range = match tree.kind(id) {
            NodeKind::Call { receiver, .. } if macro_variable(tree, id).is_some() => *receiver,
            _ => None,
        };
        tree.children(id, |child| {
            let scope = if range.is_some_and(|range| range != child) { Some(id) } else { own };
            link(&mut parents, &mut scopes, child, id, scope);
        });
    }
    Checked { parents, scopes, problems: Vec::new() }
}

fn link(
    parents: &mut [Option<NodeId>],
    scopes: &mut [Option<NodeId>],
    child: NodeId,
    parent: NodeId,
    scope: Option<NodeId>,
) {
    if let Some(slot) = parents.get_mut(child.index()) {
        *slot = Some(parent);
    }
    if let Some(slot) = scopes.get_mut(child.index()) {
        *slot = scope;
    }
}

pub(super) struct Checker<'a, 't> {
    pub(super) tree: &'a Tree<'t>,
    pub(super) environment: &'static Environment,
    types: Vec<Type>,
    checked: Checked,
}

impl<'t> Checker<'_, 't> {
    pub(super) fn ty(&self, id: NodeId) -> Type {
        self.types.get(id.index()).copied().unwrap_or(Type::Unknown)
    }

    pub(super) fn is_negated(&self, id: NodeId) -> bool {
        self.checked.parent(id).is_some_and(|p| matches!(self.tree.kind(p), NodeKind::Unary { .. }))
    }

    pub(super) fn report(&mut self, problem: Problem) -> Type {
        self.checked.problems.push(problem);
        Type::Unknown
    }

    /// Reports a type that is certain to fail.
    pub(super) fn wrong(&mut self, span: Span, title: String, label: impl Into<String>) -> Type {
        self.report(Problem::new(Kind::Type, span, title).label(label))
    }

    fn type_of(&mut self, id: NodeId, kind: &NodeKind<'t>) -> Type {
        match kind {
            NodeKind::Error | NodeKind::Message { .. } => Type::Unknown,
            NodeKind::Null => Type::Null,
            NodeKind::Bool(_) => Type::Bool,
            NodeKind::Int(_) => Type::Int,
            NodeKind::Uint => Type::Uint,
            NodeKind::Double(_) => Type::Double,
            NodeKind::String(_) => Type::String,
            NodeKind::Bytes => Type::Bytes,
            NodeKind::Ident(name) => self.variable(id, *name),
            NodeKind::Select { of, field } => self.select(*of, *field),
            NodeKind::Index { of, key } => self.index(id, *of, *key),
            NodeKind::Call { receiver, function, args } => self.call(id, *receiver, *function, args),
            NodeKind::Unary { op, of } => self.unary(*op, *of),
            NodeKind::Binary { op, at, left, right } => self.binary(*op, *at, *left, *right),
            NodeKind::Conditional { test, then, other } => self.conditional(*test, *then, *other),
            NodeKind::List(items) => Type::List(self.common(items.iter().copied())),
            NodeKind::Map(entries) => {
                let key = self.common(entries.iter().map(|(key, _)| *key));
                Type::Map(key, self.common(entries.iter().map(|(_, value)| *value)))
            }
        }
    }

    /// The type that all of them have, or anything.
    fn common(&self, mut nodes: impl Iterator<Item = NodeId>) -> &'static Type {
        let Some(first) = nodes.next().map(|n| self.ty(n)) else { return &Type::Dyn };
        if nodes.all(|n| self.ty(n) == first) { first.inside() } else { &Type::Dyn }
    }

    fn variable(&mut self, id: NodeId, name: Name<'t>) -> Type {
        if let Some(call) = self.checked.binder(self.tree, id, name.text) {
            if macro_variable(self.tree, call).is_some_and(|(declared, _)| declared == id) {
                return Type::Unknown;
            }
            let NodeKind::Call { receiver: Some(range), .. } = self.tree.kind(call) else { return Type::Unknown };
            return match self.ty(*range) {
                Type::List(item) => *item,
                Type::Map(key, _) => *key,
                open => open,
            };
        }
        if let Some((_, ty)) = self.environment.variables.iter().find(|(known, _)| *known == name.text) {
            return *ty;
        }
        if self.environment.packages.contains(&name.text) {
            return Type::Unknown;
        }
        if TYPE_NAMES.contains(&name.text) {
            return Type::Meta;
        }
        self.unknown_variable(id, name)
    }

    fn unknown_variable(&mut self, id: NodeId, name: Name<'t>) -> Type {
        let title = format!("{} is not a variable of {}", quote(name.text), self.environment.title);
        let problem = Problem::new(Kind::Name, name.span, title);
        // Other languages write these with a capital letter.
        let constant = match name.text {
            "True" | "TRUE" => Some("true"),
            "False" | "FALSE" => Some("false"),
            "None" | "NULL" | "nil" => Some("null"),
            _ => None,
        };
        if let Some(constant) = constant {
            let words = format!("replace {} by `{constant}`", quote(name.text));
            let problem = problem.label(format!("CEL writes `{constant}`"));
            return self.report(problem.fix(words, vec![(name.span, constant.to_owned())]));
        }
        let candidates = self.environment.variables.iter().map(|(known, _)| *known).collect();
        let key = matches!(self.checked.parent(id).map(|p| self.tree.kind(p)),
            Some(NodeKind::Index { key, .. }) if *key == id);
        if key {
            let quoted = format!("'{}'", name.text);
            let words = format!("replace {} by {}", quote(name.text), quote(&quoted));
            let problem = problem.label(format!("a name as text needs quotes: {}", quote(&quoted)));
            return self.report(problem.fix(words, vec![(name.span, quoted)]));
        }
        self.report(problem.candidates(candidates))
    }

    fn select(&mut self, of: NodeId, field: Name<'t>) -> Type {
        match self.ty(of) {
            _ if field.text.is_empty() => Type::Unknown,
            Type::Message(message) => self.field(of, message, field),
            Type::Map(_, value) => *value,
            open if open.is_open() => open,
            // `google.protobuf.NullValue` and the like.
            Type::Meta => Type::Unknown,
            other => {
                let title = format!("{} is {}: it has no fields", quote(self.tree.source(of)), other.words());
                self.wrong(field.span, title, "a field of a message or a key of a map can stand here")
            }
        }
    }

    fn field(&mut self, of: NodeId, message: &'static Message, field: Name<'t>) -> Type {
        if let Some(known) = message.fields.iter().find(|f| f.name == field.text) {
            return match known.instead {
                Some(instead) => self.never_filled(of, field, instead),
                None => known.ty,
            };
        }
        let holder = quote(self.tree.source(of));
        let title = format!("{holder} has no field {}", quote(field.text));
        let problem = Problem::new(Kind::Name, field.span, title);
        if let Some((list, items)) = list_of(message)
            && items.fields.iter().any(|f| f.name == field.text)
        {
            let words = format!("insert `.{list}[0]`");
            let label = format!("the members of its list have: `.{list}[0].{}`", field.text);
            let at = Span::at(self.tree.span(of).end);
            return self.report(problem.label(label).fix(words, vec![(at, format!(".{list}[0]"))]));
        }
        let candidates = message.fields.iter().filter(|f| f.instead.is_none()).map(|f| f.name).collect();
        self.report(problem.candidates(candidates))
    }

    /// A field that is legal and always empty: whatever is looked up in it is not there.
    fn never_filled(&mut self, of: NodeId, field: Name<'t>, instead: &'static str) -> Type {
        let mut edits = vec![(field.span, instead.to_owned())];
        // Its values were messages of one field for each type; those of the other are the values themselves.
        let behind = self.tree.text.get(field.span.end as usize..).unwrap_or("");
        for value in [".string_value", ".int_value", ".double_value"] {
            let Some(at) = behind.find(']').map(|at| at + 1) else { break };
            let ends = behind.get(at..).and_then(|t| t.strip_prefix(value));
            if ends.is_some_and(|t| !t.starts_with(|c: char| c.is_alphanumeric() || c == '_')) {
                let start = field.span.end + at as u32;
                edits.push((Span::new(start, start + value.len() as u32), String::new()));
            }
        }
        let whole = format!("{}.{}", self.tree.source(of), field.text);
        let problem = Problem::new(Kind::Name, field.span, format!("{} is always empty", quote(&whole)))
            .label(format!("the values are in {}", quote(instead)))
            .fix(format!("replace {} by {}", quote(field.text), quote(instead)), edits);
        self.report(problem)
    }

    fn index(&mut self, id: NodeId, of: NodeId, key: NodeId) -> Type {
        let key_type = self.ty(key);
        match self.ty(of) {
            Type::List(item) if key_type.fits(Type::Int) => *item,
            Type::List(_) => {
                let title = format!("a list is indexed with an int, and this is {}", key_type.words());
                self.wrong(self.tree.span(key), title, "counted from 0")
            }
            Type::Map(wanted, value) if key_type.fits(*wanted) => *value,
            Type::Map(wanted, _) => {
                let title = format!("the keys are {}s, and this is {}", plain(*wanted), key_type.words());
                self.wrong(self.tree.span(key), title, format!("{} is needed here", wanted.words()))
            }
            Type::Message(message) => self.index_message(id, of, message),
            open if open.is_open() => open,
            other => {
                let title = format!("{} is {}: it has no elements", quote(self.tree.source(of)), other.words());
                self.wrong(self.tree.span(key), title, "an element of a list or a value of a map can stand here")
            }
        }
    }

    fn index_message(&mut self, id: NodeId, of: NodeId, message: &'static Message) -> Type {
        let behind = Span::new(self.tree.span(of).end, self.tree.span(id).end);
        let holder = quote(self.tree.source(of));
        let Some((list, _)) = list_of(message) else {
            let title = format!("{holder} is a message: its fields follow a `.`");
            let candidates = message.fields.iter().map(|f| f.name).collect();
            return self.report(Problem::new(Kind::Name, behind, title).candidates(candidates));
        };
        let index = behind.slice(self.tree.text);
        let problem = Problem::new(Kind::Name, behind, format!("{holder} is not itself a list"))
            .label(format!("its field is: {}", quote(&format!(".{list}{index}"))))
            .fix(format!("insert `.{list}`"), vec![(Span::at(behind.start), format!(".{list}"))]);
        self.report(problem)
    }

    fn unary(&mut self, op: Unary, of: NodeId) -> Type {
        let ty = self.ty(of);
        let (symbol, wanted, fits) = match op {
            Unary::Not => ("!", "a bool", ty.fits(Type::Bool)),
            Unary::Minus => ("-", "an int or a double", ty.fits(Type::Int) || ty.fits(Type::Double)),
        };
        if !fits {
            let title = format!("`{symbol}` takes {wanted}, and this is {}", ty.words());
            return self.wrong(self.tree.span(of), title, format!("{wanted} is needed here"));
        }
        if op == Unary::Not { Type::Bool } else { ty }
    }

    fn conditional(&mut self, test: NodeId, then: NodeId, other: NodeId) -> Type {
        let condition = self.ty(test);
        if !condition.fits(Type::Bool) {
            let title = format!("the condition before `?` is {}", condition.words());
            self.wrong(self.tree.span(test), title, "a bool is needed here");
        }
        let (left, right) = (self.ty(then), self.ty(other));
        if left.fits(right) || right.fits(left) {
            return if left == right { left } else { Type::Unknown };
        }
        let title = format!("one branch is {}, the other {}", left.words(), right.words());
        self.wrong(self.tree.span(other), title, "both branches need the same type; `dyn(…)` around one allows any")
    }

    /// A condition is true or false.
    fn demand_bool(&mut self) {
        let root = self.tree.root;
        let ty = self.ty(root);
        if self.environment.condition && !ty.fits(Type::Bool) {
            let title = format!("{} must be true or false, and this is {}", self.environment.title, ty.words());
            self.wrong(self.tree.span(root), title, "a comparison is needed");
        }
    }
}

/// The list for which a message is there: its field, and what it holds.
fn list_of(message: &'static Message) -> Option<(&'static str, &'static Message)> {
    let list = message.list?;
    match message.fields.iter().find(|f| f.name == list)?.ty {
        Type::List(Type::Message(items)) => Some((list, items)),
        _ => None,
    }
}

/// Without its article.
fn plain(ty: Type) -> &'static str {
    let words = ty.words();
    words.split_once(' ').map_or(words, |(_, noun)| noun)
}
