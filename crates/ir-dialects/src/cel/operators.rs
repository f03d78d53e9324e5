//! Operators between two operands.

use ir_syntax::Span;

use super::ast::{Binary, NodeId, NodeKind};
use super::check::Checker;
use super::problem::{Kind, Problem, quote};
use super::types::Type;

impl Checker<'_, '_> {
    pub(super) fn binary(&mut self, op: Binary, at: Span, left: NodeId, right: NodeId) -> Type {
        match op {
            Binary::And | Binary::Or => self.logic(op, [left, right]),
            Binary::Equal | Binary::NotEqual => {
                let (a, b) = (self.ty(left), self.ty(right));
                if !(a.fits(b) || b.fits(a)) {
                    self.different(op, left, right);
                }
                self.int_beside_json(left, right);
                Type::Bool
            }
            Binary::Less | Binary::LessEqual | Binary::Greater | Binary::GreaterEqual => {
                self.order(op, left, right);
                Type::Bool
            }
            Binary::In => self.membership(left, right),
            Binary::Add | Binary::Subtract | Binary::Multiply | Binary::Divide | Binary::Remainder => {
                self.arithmetic(op, at, left, right)
            }
        }
    }

    fn logic(&mut self, op: Binary, operands: [NodeId; 2]) -> Type {
        for operand in operands {
            let ty = self.ty(operand);
            if !ty.fits(Type::Bool) {
                let title = format!("`{}` joins conditions, and this is {}", op.symbol(), ty.words());
                self.wrong(self.tree.span(operand), title, "a bool is needed here");
            }
        }
        Type::Bool
    }

    /// Two types that the checker never lets be compared.
    fn different(&mut self, op: Binary, left: NodeId, right: NodeId) {
        let (a, b) = (self.ty(left), self.ty(right));
        let title = format!("`{}` compares {} with {}", op.symbol(), a.words(), b.words());
        let mut problem =
            Problem::new(Kind::Type, self.tree.span(right), title).label(format!("{} is needed here", a.words()));
        if let Some((literal, double)) = [left, right].into_iter().find_map(|n| self.as_double(n))
            && matches!((a, b), (Type::Int, Type::Double) | (Type::Double, Type::Int))
        {
            problem = problem.label(format!("write {}, or convert one side", quote(&double)));
            let words = format!("replace {} by {}", quote(literal.slice(self.tree.text)), quote(&double));
            problem = problem.fix(words, vec![(literal, double)]);
        }
        self.report(problem);
    }

    /// A decimal integer literal, and the same as a double.
    fn as_double(&self, id: NodeId) -> Option<(Span, String)> {
        let source = self.tree.source(id);
        let decimal = matches!(self.tree.kind(id), NodeKind::Int(_)) && !source.contains('x');
        decimal.then(|| (self.tree.span(id), format!("{source}.0")))
    }

    fn order(&mut self, op: Binary, left: NodeId, right: NodeId) {
        for operand in [left, right] {
            let ty = self.ty(operand);
            if matches!(ty, Type::Null | Type::List(_) | Type::Map(..) | Type::Message(_) | Type::Meta) {
                let title = format!("`{}` orders numbers, strings and times, not {}", op.symbol(), ty.words());
                self.wrong(self.tree.span(operand), title, "has no order");
                return;
            }
        }
        let (a, b) = (self.ty(left), self.ty(right));
        if !a.fits(b) {
            self.different(op, left, right);
        }
        self.int_beside_json(left, right);
    }

    /// JSON's numbers are doubles. Backends with an old cel-go do not compare those with ints.
    fn int_beside_json(&mut self, left: NodeId, right: NodeId) {
        for (value, int) in [(left, right), (right, left)] {
            if self.ty(value) != Type::Json {
                continue;
            }
            let Some((literal, double)) = self.as_double(int) else { continue };
            let shown = quote(literal.slice(self.tree.text));
            let title = format!("{shown} is an int, and numbers arrive here as doubles");
            let problem = Problem::new(Kind::IntegerComparison, literal, title)
                .label(format!("write {}, or `int(…)` around the value", quote(&double)))
                .fix(format!("replace {shown} by {}", quote(&double)), vec![(literal, double)]);
            self.report(problem);
        }
    }

    fn membership(&mut self, left: NodeId, right: NodeId) -> Type {
        let value = self.ty(left);
        let wanted = match self.ty(right) {
            Type::List(item) => *item,
            Type::Map(key, _) => *key,
            open if open.is_open() => return Type::Bool,
            Type::String => {
                let title = "`in` looks into a list or a map, and this is a string".to_owned();
                let whole = self.tree.source(right);
                let label = format!("a part of a string is found by {}", quote(&format!("{whole}.contains(…)")));
                self.wrong(self.tree.span(right), title, label);
                return Type::Bool;
            }
            other => {
                let title = format!("`in` looks into a list or a map, and this is {}", other.words());
                self.wrong(self.tree.span(right), title, "a list or a map is needed here");
                return Type::Bool;
            }
        };
        if !value.fits(wanted) {
            let title = format!("`in` looks for {} where there is but {}", value.words(), wanted.words());
            self.wrong(self.tree.span(left), title, format!("{} is needed here", wanted.words()));
        }
        Type::Bool
    }

    fn arithmetic(&mut self, op: Binary, at: Span, left: NodeId, right: NodeId) -> Type {
        let (a, b) = (self.ty(left), self.ty(right));
        let found: Vec<Type> =
            OVERLOADS.iter().filter(|o| o.ops.contains(&op)).filter_map(|o| o.result(a, b)).collect();
        let Some(first) = found.first() else {
            let title = format!("`{}` does not take {} and {}", op.symbol(), a.words(), b.words());
            let mut problem = Problem::new(Kind::Type, at, title);
            if let Some((literal, double)) = [left, right].into_iter().find_map(|n| self.as_double(n))
                && matches!((a, b), (Type::Int, Type::Double) | (Type::Double, Type::Int))
            {
                let words = format!("replace {} by {}", quote(literal.slice(self.tree.text)), quote(&double));
                problem = problem.fix(words, vec![(literal, double)]);
            }
            return self.report(problem);
        };
        if self.whole_numbers(op, left, right) {
            return Type::Unknown;
        }
        if found.iter().all(|t| t == first) { *first } else { Type::Unknown }
    }

    /// A value of JSON is never an int, so arithmetic with one fails whatever the value is. Whether it was
    /// reported.
    fn whole_numbers(&mut self, op: Binary, left: NodeId, right: NodeId) -> bool {
        let whole = |ty| matches!(ty, Type::Int | Type::Uint);
        for (value, other) in [(left, right), (right, left)] {
            let needs = whole(self.ty(other)) || op == Binary::Remainder;
            if self.ty(value) != Type::Json || !needs {
                continue;
            }
            let span = self.tree.span(value);
            let shown = quote(self.tree.source(value));
            let problem =
                Problem::new(Kind::Type, span, format!("{shown} is never an int, as this `{}` needs", op.symbol()))
                    .label("numbers arrive here as doubles: write `int(…)` around it")
                    .fix(
                        "convert to `int`",
                        vec![(Span::at(span.start), "int(".to_owned()), (Span::at(span.end), ")".to_owned())],
                    );
            self.report(problem);
            return true;
        }
        false
    }
}

/// One way in which operators combine two types.
struct Arithmetic {
    ops: &'static [Binary],
    left: Type,
    right: Type,
    result: Type,
}

impl Arithmetic {
    fn result(&self, left: Type, right: Type) -> Option<Type> {
        let fits = left.fits(self.left) && right.fits(self.right);
        // A list of the same again.
        let result = if matches!(self.result, Type::List(_)) && left == right { left } else { self.result };
        fits.then_some(result)
    }
}

const fn same(ops: &'static [Binary], ty: Type) -> Arithmetic {
    Arithmetic { ops, left: ty, right: ty, result: ty }
}

const fn times(ops: &'static [Binary], left: Type, right: Type, result: Type) -> Arithmetic {
    Arithmetic { ops, left, right, result }
}

const ALL: &[Binary] = &[Binary::Add, Binary::Subtract, Binary::Multiply, Binary::Divide, Binary::Remainder];
const FRACTIONS: &[Binary] = &[Binary::Add, Binary::Subtract, Binary::Multiply, Binary::Divide];
const ADD: &[Binary] = &[Binary::Add];
const SUBTRACT: &[Binary] = &[Binary::Subtract];

static OVERLOADS: &[Arithmetic] = &[
    same(ALL, Type::Int),
    same(ALL, Type::Uint),
    same(FRACTIONS, Type::Double),
    same(ADD, Type::String),
    same(ADD, Type::Bytes),
    same(ADD, Type::List(&Type::Dyn)),
    same(ADD, Type::Duration),
    times(ADD, Type::Timestamp, Type::Duration, Type::Timestamp),
    times(ADD, Type::Duration, Type::Timestamp, Type::Timestamp),
    same(SUBTRACT, Type::Duration),
    times(SUBTRACT, Type::Timestamp, Type::Duration, Type::Timestamp),
    times(SUBTRACT, Type::Timestamp, Type::Timestamp, Type::Duration),
];
