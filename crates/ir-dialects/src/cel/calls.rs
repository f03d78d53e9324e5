//! Calls of functions and macros.

use ir_syntax::Span;

use super::ast::{Name, NodeId, NodeKind};
use super::check::{Checker, MACROS, macro_variable};
use super::functions::{STANDARD, known_elsewhere};
use super::problem::{Kind, Problem, quote};
use super::types::{Function, Type};

impl<'t> Checker<'_, 't> {
    pub(super) fn call(&mut self, id: NodeId, receiver: Option<NodeId>, function: Name<'t>, args: &[NodeId]) -> Type {
        match receiver {
            None if function.text == "has" => self.has(id, function, args),
            Some(range) if MACROS.contains(&function.text) => self.comprehension(id, range, function, args),
            _ => self.plain_call(receiver, function, args),
        }
    }

    /// `has(message.field)`
    fn has(&mut self, id: NodeId, function: Name<'t>, args: &[NodeId]) -> Type {
        let [arg] = args else {
            return self.wrong(function.span, "`has` takes one field".to_owned(), "written `has(message.field)`");
        };
        match self.tree.kind(*arg) {
            NodeKind::Select { .. } | NodeKind::Error => {}
            NodeKind::Index { of, key } => {
                let mut right = format!("{} in {}", self.tree.source(*key), self.tree.source(*of));
                if self.is_negated(id) {
                    right = format!("({right})");
                }
                let title = "`has` takes a field written with a `.`";
                let call = Span::new(function.span.start, self.tree.span(*arg).end + 1);
                let mut problem = Problem::new(Kind::Syntax, self.tree.span(*arg), title)
                    .label(format!("whether a map has a key is written {}", quote(&right)));
                // Only where nothing but the bracket follows.
                if call.slice(self.tree.text).ends_with(')') {
                    problem = problem.fix(format!("replace by {}", quote(&right)), vec![(call, right)]);
                }
                self.report(problem);
            }
            _ => {
                let title = "`has` takes a field written with a `.`";
                self.report(Problem::new(Kind::Syntax, self.tree.span(*arg), title));
            }
        }
        Type::Bool
    }

    /// `list.all(x, condition)` and its kin.
    fn comprehension(&mut self, id: NodeId, range: NodeId, function: Name<'t>, args: &[NodeId]) -> Type {
        let name = function.text;
        let enough = args.len() == 2 || (name == "map" && args.len() == 3);
        if !enough {
            let title = format!("{} takes a name and an expression", quote(name));
            return self.wrong(function.span, title, format!("written `list.{name}(x, …)`"));
        }
        if macro_variable(self.tree, id).is_none() {
            let first = args.first().map_or(function.span, |first| self.tree.span(*first));
            let title = format!("{} first takes a name for the element", quote(name));
            return self.report(Problem::new(Kind::Syntax, first, title));
        }
        let range_type = self.ty(range);
        if !(range_type.is_open() || matches!(range_type, Type::List(_) | Type::Map(..))) {
            let title = format!("{} runs over a list or a map, and this is {}", quote(name), range_type.words());
            return self.wrong(self.tree.span(range), title, "a list or a map is needed here");
        }
        let last = args.last().copied().unwrap_or(id);
        let condition = match (name, args) {
            ("map", [_, filter, _]) => Some(*filter),
            ("map", _) => None,
            _ => Some(last),
        };
        if let Some(condition) = condition
            && !self.ty(condition).fits(Type::Bool)
        {
            let title = format!("{} wants true or false, and this is {}", quote(name), self.ty(condition).words());
            self.wrong(self.tree.span(condition), title, "a bool is needed here");
        }
        match name {
            "map" => Type::List(self.ty(last).inside()),
            "filter" => match range_type {
                Type::Map(key, _) => Type::List(key),
                list => list,
            },
            _ => Type::Bool,
        }
    }

    fn plain_call(&mut self, receiver: Option<NodeId>, function: Name<'t>, args: &[NodeId]) -> Type {
        // `google.protobuf.…(x)`: a function of a package, of which nothing is known.
        if receiver.is_some_and(|r| self.ty(r) == Type::Unknown) {
            return Type::Unknown;
        }
        let all = self.environment.functions.iter().chain(STANDARD);
        let Some(known) = all.clone().find(|f| f.name == function.text) else {
            return self.unknown_function(receiver.is_some(), function);
        };
        let given: Vec<Type> = receiver.iter().chain(args).map(|n| self.ty(*n)).collect();
        let member = receiver.is_some();
        let mut results = known
            .overloads
            .iter()
            .filter(|o| o.member == member && o.parameters.len() == given.len())
            .filter(|o| given.iter().zip(o.parameters).all(|(given, wanted)| given.fits(*wanted)))
            .map(|o| o.result);
        if let Some(first) = results.next() {
            return if results.all(|r| r == first) { first } else { Type::Unknown };
        }
        self.no_overload(known, function, receiver, args)
    }

    fn no_overload(
        &mut self,
        known: &'static Function,
        function: Name<'t>,
        receiver: Option<NodeId>,
        args: &[NodeId],
    ) -> Type {
        let name = function.text;
        let member = receiver.is_some();
        if !known.overloads.iter().any(|o| o.member == member) {
            let title = if member {
                format!("{} is not called on a value", quote(name))
            } else {
                format!("{} is called on a value", quote(name))
            };
            let label = if member { format!("written `{name}(…)`") } else { format!("written `value.{name}(…)`") };
            return self.wrong(function.span, title, label);
        }
        let count = args.len() + usize::from(member);
        let mut same = known.overloads.iter().filter(|o| o.member == member && o.parameters.len() == count);
        let Some(first) = same.next() else {
            let wanted = known.overloads.iter().filter(|o| o.member == member).map(|o| o.parameters.len());
            let wanted = wanted.min().unwrap_or(0) - usize::from(member);
            let noun = if wanted == 1 { "argument" } else { "arguments" };
            let title = format!("{} takes {wanted} {noun}, and {} are given", quote(name), args.len());
            return self.wrong(function.span, title, "");
        };
        // The first that no way to call it takes.
        let given: Vec<NodeId> = receiver.iter().chain(args).copied().collect();
        for (index, node) in given.iter().enumerate() {
            let ty = self.ty(*node);
            let wanted = |o: &super::types::Overload| o.parameters.get(index).copied().unwrap_or(Type::Dyn);
            if known.overloads.iter().filter(|o| o.member == member).any(|o| ty.fits(wanted(o))) {
                continue;
            }
            let title = format!("{} does not take {}", quote(name), ty.words());
            let label =
                if same.next().is_none() { format!("{} is needed here", wanted(first).words()) } else { String::new() };
            return self.wrong(self.tree.span(*node), title, label);
        }
        self.wrong(function.span, format!("{} does not take these types together", quote(name)), "")
    }

    fn unknown_function(&mut self, member: bool, function: Name<'t>) -> Type {
        let name = function.text;
        let title = format!("there is no function {}", quote(name));
        let problem = Problem::new(Kind::Name, function.span, title);
        let own = self.environment.functions.iter().map(|f| f.name);
        let standard = STANDARD.iter().filter(|f| f.overloads.iter().any(|o| o.member == member)).map(|f| f.name);
        let macros = MACROS.iter().copied().filter(|_| member);
        let candidates: Vec<&'static str> = own.chain(standard).chain(macros).collect();
        if let Some(right) = known_elsewhere(name).filter(|right| candidates.contains(right)) {
            let words = format!("replace {} by {}", quote(name), quote(right));
            let problem = problem.label(format!("CEL calls it {}", quote(right)));
            return self.report(problem.fix(words, vec![(function.span, right.to_owned())]));
        }
        self.report(problem.candidates(candidates))
    }
}
