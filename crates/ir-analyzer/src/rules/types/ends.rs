//! The two ends of an edge: what is passed and what is wanted, in this file or in another.

use ir_model::{
    Argument, Base, Binding, Diagnostic, FileId, Fit, PortKind, RefId, RefName, Related, Resolution, Type, TypeUse,
    fits, named_fits,
};
use ir_syntax::Span;

use crate::flow::{Flow, port};
use crate::rule::Context;
use crate::type_words::{declared, plain, with_article};

/// One end.
pub(super) struct End<'a> {
    ty: Ty<'a>,
    declared: Option<&'a TypeUse>,
    /// Where it is declared.
    place: Option<(Option<FileId>, Span)>,
}

#[derive(Clone)]
enum Ty<'a> {
    Here(Type),
    /// Of another file, where only the name of the type is known.
    There(&'a str),
}

impl<'a> End<'a> {
    /// An end in this file.
    pub(super) fn here(ty: &Type, declared: Option<&'a TypeUse>) -> Self {
        let place = declared.and_then(|u| u.at).map(|at| (None, at.span));
        Self { ty: Ty::Here(ty.clone()), declared, place }
    }

    pub(super) fn of_flow(flow: &Flow<'a>) -> Self {
        Self::here(&flow.ty, flow.declared)
    }

    /// The type in words, with an article: as it is declared, unless only a part of that is meant.
    pub(super) fn words(&self, context: &Context<'_>) -> String {
        match (&self.ty, self.declared) {
            (Ty::There(name), _) => with_article(name),
            (Ty::Here(ty), Some(as_declared)) if as_declared.ty == *ty => declared(context, as_declared),
            (Ty::Here(ty), _) => plain(context.package, ty),
        }
    }

    /// A port of another file by its interface.
    fn there(context: &Context<'a>, reference: RefId, input: bool) -> Option<Self> {
        let package = context.package;
        let port = package.reference(reference)?;
        let (Resolution::Elsewhere, RefName::Name(name), Base::Member(holder)) =
            (package.resolutions.of(reference), port.name, port.base)
        else {
            return None;
        };
        let foreign = context.foreign_inside(holder).filter(|f| f.interface.format == package.dialect.title)?;
        let name = package.names.text(name);
        let port = foreign.ports(input).find(|p| *p.name == *name)?;
        let ty = port.ty.as_deref().filter(|ty| simple(ty))?;
        Some(Self { ty: Ty::There(ty), declared: None, place: Some((Some(foreign.file), port.at)) })
    }

    /// What the input wants that an argument is for. `None` for a parameter where an artifact is wanted and the
    /// like, which is said elsewhere.
    pub(super) fn wanted(context: &Context<'a>, argument: &Argument) -> Option<Self> {
        match port(context.package, argument.port) {
            Some(port) => Some(Self::here(&port.ty.ty, Some(&port.ty))),
            None => Self::there(context, argument.port, true),
        }
    }

    /// What an argument hands over, with the token that says so, where only names of types are known.
    pub(super) fn claimed(context: &Context<'a>, argument: &'a Argument) -> Option<(Self, Span)> {
        let package = context.package;
        if let Some(claims) = &argument.claims {
            let at = claims.at?.span;
            return Some((Self::here(&claims.ty, Some(claims)), at));
        }
        match package.bindings.get(argument.binding)? {
            Binding::Output { port, .. } => {
                Some((Self::there(context, *port, false)?, package.reference(*port)?.at.span))
            }
            _ => None,
        }
    }

    /// Whether a value of this end's type can go to the other.
    pub(super) fn fits(&self, context: &Context<'_>, sink: &End<'_>) -> Option<Fit> {
        let package = context.package;
        let knobs = &package.dialect.traits.types;
        let name = |ty: &'_ Ty<'_>| match ty {
            Ty::There(name) => Some((*name).to_owned()),
            Ty::Here(Type::Nominal(name)) => Some(package.names.text(*name).to_owned()),
            Ty::Here(_) => None,
        };
        match (&self.ty, &sink.ty) {
            (Ty::Here(source), Ty::Here(sink)) => fits(source, sink, &package.names, knobs),
            (source, sink) => named_fits(&name(source)?, &name(sink)?, &package.names, knobs),
        }
    }

    /// Points from a finding to where this end is declared.
    pub(super) fn relate(&self, mut finding: Diagnostic, words: &str) -> Diagnostic {
        if let Some((file, span)) = self.place
            && (file.is_some() || span != finding.span)
        {
            finding.related.push(Related { file, span, message: words.to_owned() });
        }
        finding
    }
}

/// A name, and not a structure that was written where a name could be.
fn simple(ty: &str) -> bool {
    !ty.is_empty() && !ty.contains(['{', ':', '\n'])
}

/// Whether a type is an artifact or a list of artifacts.
pub(super) fn is_artifact(ty: &Type) -> bool {
    match ty {
        Type::Artifact { .. } => true,
        Type::List(item) => matches!(**item, Type::Artifact { .. }),
        _ => false,
    }
}

/// The word for what passes.
pub(super) fn kind_word(kind: PortKind) -> &'static str {
    match kind {
        PortKind::Artifact => "artifact",
        PortKind::Parameter | PortKind::Either => "value",
        PortKind::Volume => "workspace",
    }
}
