//! What all rules about missing names share: finding them, the candidates, the finding itself.

use ir_model::{
    Base, DefId, Diagnostic, Fix, Ns, Package, Parent, Ref, RefId, RefName, Resolution, Safety, ScopeId, ScopeKind,
    Severity,
};

pub(super) use crate::facts::step::owner as named;
use crate::rule::Context;
use crate::words::{instead, near, quote};

/// A reference that must find something and does not.
pub(super) struct Unknown<'a> {
    pub(super) reference: &'a Ref,
    /// The name as written.
    pub(super) name: &'a str,
    /// Where the lookup ended.
    pub(super) scope: ScopeId,
}

/// All of one kind that must be there.
pub(super) fn all<'a>(package: &'a Package, ns: Ns) -> impl Iterator<Item = Unknown<'a>> {
    missing(package, ns).filter(|unknown| unknown.reference.must)
}

/// All of one kind, also those that may be elsewhere.
pub(super) fn missing<'a>(package: &'a Package, ns: Ns) -> impl Iterator<Item = Unknown<'a>> {
    let missing = move |(id, reference): (RefId, &'a Ref)| {
        let Resolution::Missing { scope } = package.resolutions.of(id) else { return None };
        let RefName::Name(name) = reference.name else { return None };
        Some(Unknown { reference, name: package.names.text(name), scope })
    };
    package.symbols.refs.iter().filter(move |(_, r)| r.ns == ns).filter_map(missing)
}

impl<'a> Unknown<'a> {
    /// What could have been meant: names of the right kind first choice, then any.
    fn candidates(&self, package: &'a Package) -> Vec<&'a str> {
        let all = package.visible(self.reference.base, self.reference.ns);
        let fits = |def: &DefId| match (self.reference.want, package.def(*def).and_then(|d| d.kind)) {
            (Some(want), Some(kind)) => kind.serves(want),
            _ => true,
        };
        let mut names: Vec<&str> = all.iter().filter(|d| fits(d)).map(|d| package.def_name(*d)).collect();
        if names.is_empty() {
            names = all.iter().map(|d| package.def_name(*d)).collect();
        }
        names
    }

    /// The finding, with the likely name under the caret and as a fix.
    pub(super) fn finding(&self, package: &'a Package, rule: &'static str, title: String, none: &str) -> Diagnostic {
        let candidates = self.candidates(package);
        let mut finding = Diagnostic::new(rule, Severity::Error, self.reference.at.span, title).label(instead(
            self.name,
            &candidates,
            none,
        ));
        finding = finding.only(self.reference.engines);
        if let Some(name) = near(self.name, candidates.iter().copied())
            && writable(name)
        {
            let words = format!("replace {} by {}", quote(self.name), quote(name));
            finding = finding.fix(Fix::replace(self.reference.at.span, name, words, Safety::Suggested));
        }
        finding
    }

    /// The definition whose inside the name was looked up in: a component, a graph's component, a task.
    pub(super) fn owner(&self, package: &Package) -> Option<DefId> {
        let mut scope = match self.reference.base {
            Base::Scope(scope) => scope,
            _ => self.scope,
        };
        if let Some(owner) = package.symbols.scopes.get(self.scope)?.owner {
            return Some(owner);
        }
        // The outermost belongs to nobody: what stands next to the name says more.
        for _ in 0..8 {
            let here = package.symbols.scopes.get(scope)?;
            match (&here.parent, here.owner) {
                (_, Some(owner)) => return Some(owner),
                (Parent::One(parent), None) => scope = *parent,
                _ => return None,
            }
        }
        None
    }

    /// That definition's name, in backticks.
    pub(super) fn owner_name(&self, package: &Package) -> String {
        self.owner(package).map_or_else(|| "this file".to_owned(), |def| named(package, def))
    }

    /// For a member: what was asked for it (a task, a component).
    pub(super) fn holder(&self, package: &Package) -> Option<DefId> {
        match self.reference.base {
            Base::Member(of) => package.target(of),
            _ => None,
        }
    }

    /// The text by which a person would recognise the reference, where it is inside a longer string.
    pub(super) fn shown<'t>(&self, context: &Context<'t>) -> Option<&'t str> {
        self.reference.shown.map(|span| context.text_at(span)).filter(|s| !s.is_empty())
    }

    /// Whether the lookup went through an executor.
    pub(super) fn in_pod(&self, package: &Package) -> bool {
        let Base::Scope(scope) = self.reference.base else { return false };
        package.symbols.scopes.get(scope).is_some_and(|s| s.kind == ScopeKind::Pod)
    }
}

/// Whether a name can replace another without a thought about quotes.
fn writable(name: &str) -> bool {
    !name.is_empty()
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/'))
        && name.starts_with(|c: char| c.is_alphabetic() || c == '_')
}
