//! Types of two packages, held against each other.

use ir_model::{Fit, Names, Type, TypeKnobs, TypeUse, fits};

use crate::canon;
use crate::rename::Renames;
use crate::side::Side;
use crate::words::short;

/// How a type changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum TypeChange {
    /// Not at all.
    Same,
    /// It takes all values that it took, and more.
    Wider,
    /// It takes fewer.
    Narrower,
    /// Each takes the values of the other.
    Either,
    /// Neither takes all values of the other.
    Other,
    /// Cannot be told.
    Unclear,
}

/// Both kinds of type in words of one table.
pub(crate) struct Types {
    names: Names,
    knobs: TypeKnobs,
}

impl Types {
    pub(crate) fn new(old: &Side<'_>, new: &Side<'_>) -> Self {
        let mut names = new.package.names.clone();
        for port in old.package.ports.values() {
            intern(&port.ty.ty, &old.package.names, &mut names);
        }
        Self { names, knobs: new.package.dialect.traits.types }
    }

    pub(crate) fn compare(&self, old: (&Side<'_>, &TypeUse), new: (&Side<'_>, &TypeUse)) -> TypeChange {
        let before = self.translate(&old.1.ty, &old.0.package.names);
        let after = &new.1.ty;
        if written(old.0, old.1) == written(new.0, new.1) {
            return TypeChange::Same;
        }
        if before == *after && *after != Type::Unknown {
            // What a type's own document says is not read.
            let further = |(side, ty): (&Side<'_>, &TypeUse)| {
                ty.document.is_some() || ty.at.is_some_and(|at| !side.node(at.node).is_scalar())
            };
            return if further(old) || further(new) { TypeChange::Unclear } else { TypeChange::Same };
        }
        let takes = |from: &Type, to: &Type| fits(from, to, &self.names, &self.knobs).map(|f| f == Fit::Fits);
        match (takes(&before, after), takes(after, &before)) {
            (Some(true), Some(true)) => TypeChange::Either,
            (Some(true), Some(false)) => TypeChange::Wider,
            (Some(false), Some(true)) => TypeChange::Narrower,
            (Some(false), Some(false)) => TypeChange::Other,
            _ => TypeChange::Unclear,
        }
    }

    fn translate(&self, ty: &Type, names: &Names) -> Type {
        let name = |id| self.names.find(names.text(id)).unwrap_or(id);
        match ty {
            Type::List(item) => Type::List(Box::new(self.translate(item, names))),
            Type::Map(item) => Type::Map(Box::new(self.translate(item, names))),
            Type::Nominal(id) => Type::Nominal(name(*id)),
            Type::Artifact { schema, version } => {
                Type::Artifact { schema: schema.map(name), version: version.map(name) }
            }
            other => other.clone(),
        }
    }
}

fn intern(ty: &Type, names: &Names, into: &mut Names) {
    let mut add = |id| into.intern(names.text(id));
    match ty {
        Type::List(item) | Type::Map(item) => intern(item, names, into),
        Type::Nominal(id) => {
            add(*id);
        }
        Type::Artifact { schema, version } => {
            schema.iter().chain(version).for_each(|id| {
                add(*id);
            });
        }
        _ => {}
    }
}

/// A type as it is written, in one spelling.
fn written(side: &Side<'_>, ty: &TypeUse) -> String {
    let none = Renames::default();
    let piece = |node| canon::canon(side, side.node(node), &none);
    let list = matches!(&ty.ty, Type::List(_));
    let parts = [ty.at.map(|o| piece(o.node)), ty.version.map(|o| piece(o.node)), ty.document.map(piece)];
    let parts: Vec<String> = parts.into_iter().map(Option::unwrap_or_default).collect();
    format!("{list} {}", parts.join("\n"))
}

/// A type as people read it.
pub(crate) fn words(side: &Side<'_>, ty: &TypeUse) -> String {
    let text = ty.at.map(|o| side.node(o.node)).map(|n| canon::shown(side, n)).filter(|t| !t.is_empty());
    let version = ty.version.map(|o| format!(" {}", side.node(o.node).text())).unwrap_or_default();
    match (text, &ty.ty) {
        (Some(text), Type::List(item)) if matches!(**item, Type::Artifact { .. }) => {
            short(&format!("list of {text}{version}"), 60)
        }
        (Some(text), _) => short(&format!("{text}{version}"), 60),
        (None, Type::Unknown | Type::Any) => "any".to_owned(),
        (None, Type::Bool) => "boolean".to_owned(),
        (None, Type::Int) => "whole number".to_owned(),
        (None, Type::Number) => "number".to_owned(),
        (None, Type::String) => "text".to_owned(),
        (None, Type::List(_)) => "list".to_owned(),
        (None, Type::Map(_)) => "map".to_owned(),
        (None, _) => "artifact".to_owned(),
    }
}
