//! Interfaces: what callers pass and get.

use ir_model::{Component, Port, PortId, PortKind, Ports, Tri, Val};

use crate::bindings::all_text;
use crate::canon;
use crate::change::{Sign, Verdict};
use crate::pair::{Detail, Out, Pair, only};
use crate::rename::Renames;
use crate::side::{Entity, Side};
use crate::types::{TypeChange, words};
use crate::words::quote;

impl Pair<'_> {
    /// Notes which ports of two components correspond.
    pub(crate) fn pair_ports(&mut self, old: &Component, new: &Component) {
        for (old, new) in [(&old.inputs, &new.inputs), (&old.outputs, &new.outputs)] {
            let mut found: Vec<(PortId, PortId)> = self.named_ports(old, new).collect();
            let known: rustc_hash::FxHashSet<PortId> = found.iter().map(|(a, _)| *a).collect();
            let taken: rustc_hash::FxHashSet<PortId> = found.iter().map(|(_, b)| *b).collect();
            let gone: Vec<PortId> = old.ids().filter(|id| !known.contains(id)).collect();
            let left: Vec<PortId> = new.ids().filter(|id| !taken.contains(id)).collect();
            if let (&[a], &[b]) = (gone.as_slice(), left.as_slice())
                && old.open.is_none()
                && new.open.is_none()
                && !only(&[a], &[b], |a, b| self.surely_renamed(*a, *b)).is_empty()
            {
                found.push((a, b));
                if let Some(port) = self.old.package.ports.get(a) {
                    let name = self.port_name(false, b).to_owned();
                    self.renames.note(port.def, &name);
                }
            }
            self.ports.extend(found);
        }
    }

    /// Ports of the same name, of the same kind first.
    fn named_ports(&self, old: &Ports, new: &Ports) -> impl Iterator<Item = (PortId, PortId)> {
        let mut by_name = rustc_hash::FxHashMap::<&str, Vec<PortId>>::default();
        for id in new.ids() {
            by_name.entry(self.port_name(false, id)).or_default().push(id);
        }
        let kind = |side: &Side<'_>, id| side.package.ports.get(id).map(|p| p.kind);
        old.ids().filter_map(move |id| {
            let named = by_name.get_mut(self.port_name(true, id)).filter(|ids| !ids.is_empty())?;
            let like = named.iter().position(|other| kind(&self.new, *other) == kind(&self.old, id));
            Some((id, named.remove(like.unwrap_or(0))))
        })
    }

    fn port_name(&self, old: bool, id: PortId) -> &str {
        let side = if old { &self.old } else { &self.new };
        side.package.ports.get(id).map_or("", |p| side.package.def_name(p.def))
    }

    /// Whether two ports say the same of themselves, and are used as often or described in the same words.
    fn surely_renamed(&self, a: PortId, b: PortId) -> bool {
        let (Some(old), Some(new)) = (self.old.package.ports.get(a), self.new.package.ports.get(b)) else {
            return false;
        };
        let mut out = Out { visible: true, ..Out::default() };
        self.port((a, old), (b, new), true, &mut out);
        let uses = |side: &Side<'_>, port: &Port| side.package.resolutions.uses(port.def).len();
        let used = uses(&self.old, old);
        out.changes.is_empty() && (old.doc.is_some() || (used > 0 && used == uses(&self.new, new)))
    }

    /// Inputs and outputs of two components that correspond.
    pub(crate) fn interface(&self, old: &Component, new: &Component, out: &mut Out) {
        self.ports((&old.inputs, &new.inputs), true, out);
        self.ports((&old.outputs, &new.outputs), false, out);
    }

    fn ports(&self, (old, new): (&Ports, &Ports), input: bool, out: &mut Out) {
        let word = if input { "input" } else { "output" };
        let mut known = rustc_hash::FxHashSet::default();
        // While components are looked for, nobody has said which ports correspond.
        let by_name: rustc_hash::FxHashMap<PortId, PortId> = match old.ids().any(|id| self.ports.contains_key(&id)) {
            true => rustc_hash::FxHashMap::default(),
            false => self.named_ports(old, new).collect(),
        };
        for id in old.ids() {
            let Some(port) = self.old.package.ports.get(id) else { continue };
            let name = self.port_name(true, id);
            let other = self
                .ports
                .get(&id)
                .or_else(|| by_name.get(&id))
                .and_then(|o| Some((*o, self.new.package.ports.get(*o)?)));
            let Some((other_id, other)) = other else {
                if new.open.is_some() {
                    out.unknown
                        .push(format!("whether {word} {} is still there: not all of them could be read", quote(name)));
                    continue;
                }
                let kind = if input { "input-removed" } else { "output-removed" };
                let detail = Detail::at(self.old.package.def_span(port.def), None);
                out.add(kind, Verdict::Breaking, Sign::Removed, format!("{word} {} is gone", quote(name)), detail);
                continue;
            };
            known.insert(other_id);
            let new_name = self.port_name(false, other_id);
            if new_name != name {
                let kind = if input { "input-renamed" } else { "output-renamed" };
                let title = format!("{word} {} is called {} now", quote(name), quote(new_name));
                let detail = self.at(port, other).values(name, new_name);
                out.add(kind, Verdict::Breaking, Sign::Changed, title, detail);
            }
            self.port((id, port), (other_id, other), input, out);
        }
        for id in new.ids().filter(|id| !known.contains(id)) {
            let Some(port) = self.new.package.ports.get(id) else { continue };
            let name = quote(self.port_name(false, id));
            if old.open.is_some() {
                out.unknown.push(format!("whether {word} {name} is new: not all of the old ones could be read"));
                continue;
            }
            let detail = Detail::at(None, self.new.package.def_span(port.def));
            if !input {
                out.add("output-added", Verdict::Compatible, Sign::Added, format!("output {name} is new"), detail);
                continue;
            }
            let (verdict, rest) = match port.required() {
                Tri::Yes => (Verdict::Breaking, "new, and must be passed"),
                Tri::No => (Verdict::Compatible, "new, and may be left out"),
                Tri::Unknown => {
                    out.unknown.push(format!("whether input {name} must be passed"));
                    (Verdict::Compatible, "new")
                }
            };
            out.add("input-added", verdict, Sign::Added, format!("input {name} is {rest}"), detail);
        }
    }

    fn at(&self, old: &Port, new: &Port) -> Detail {
        Detail::at(self.old.package.def_span(old.def), self.new.package.def_span(new.def))
    }

    fn port(&self, (a, old): (PortId, &Port), (b, new): (PortId, &Port), input: bool, out: &mut Out) {
        let name = quote(self.port_name(false, b));
        let what = format!("{} {name}", if input { "input" } else { "output" });
        if old.kind != new.kind {
            let title = format!("{what} is {} now, and was {}", kind(new.kind), kind(old.kind));
            let detail = self.at(old, new).values(kind(old.kind), kind(new.kind));
            let verdict = if new.kind.serves(old.kind) && input { Verdict::Compatible } else { Verdict::Breaking };
            out.add("kind-changed", verdict, Sign::Changed, title, detail);
        } else {
            self.type_change(old, new, &what, input, out);
        }
        if input {
            self.default(old, new, &name, out);
            self.choices(old, new, &name, out);
        } else {
            self.certain(old, new, &what, out);
        }
        self.doc(old.doc, new.doc, &what, out);
        self.rest(Entity::Port(a), Entity::Port(b), &what, out);
    }

    fn type_change(&self, old: &Port, new: &Port, what: &str, input: bool, out: &mut Out) {
        use TypeChange::{Either, Narrower, Other, Same, Unclear, Wider};
        let change = self.types.compare((&self.old, &old.ty), (&self.new, &new.ty));
        let (kind, verdict, word) = match (change, input) {
            (Same, _) => return,
            (Wider, true) => ("type-widened", Verdict::Compatible, "is wider"),
            (Wider, false) => ("type-widened", Verdict::Breaking, "is wider"),
            (Narrower, true) => ("type-narrowed", Verdict::Breaking, "is narrower"),
            (Narrower, false) => ("type-narrowed", Verdict::Compatible, "is narrower"),
            (Either, _) => ("type-changed", Verdict::Compatible, "changed"),
            (Other, _) => ("type-changed", Verdict::Breaking, "changed"),
            (Unclear, _) => ("type-changed", Verdict::Behaviour, "changed"),
        };
        let (before, after) = (words(&self.old, &old.ty), words(&self.new, &new.ty));
        let at = |port: &Port| port.ty.at.map(|o| o.span);
        let detail = Detail::at(
            at(old).or_else(|| self.old.package.def_span(old.def)),
            at(new).or_else(|| self.new.package.def_span(new.def)),
        );
        let title = match before == after {
            true => format!("the type of {what} {word}"),
            false => format!("the type of {what} {word}: {before} → {after}"),
        };
        out.add(kind, verdict, Sign::Changed, title, detail.values(before, after));
    }

    /// Defaults, and whether something must be passed: one change of both is one.
    fn default(&self, old: &Port, new: &Port, name: &str, out: &mut Out) {
        let shown = |side: &Side<'_>, port: &Port| port.default.map(|(l, _)| canon::shown(side, side.node(l.node)));
        let value = |side: &Side<'_>, port: &Port| {
            let node = side.node(port.default?.0.node);
            let text = all_text(side.package, Some(&port.ty.ty)) && node.is_scalar();
            let none = Renames::default();
            Some(if text { canon::text(side, node, &none) } else { canon::canon(side, node, &none) })
        };
        let (before, after) = (shown(&self.old, old), shown(&self.new, new));
        let at = |port: &Port| port.default.map(|(_, origin)| origin.span);
        let detail = Detail {
            before: before.clone(),
            after: after.clone(),
            old: at(old).or_else(|| self.old.package.def_span(old.def)),
            new: at(new).or_else(|| self.new.package.def_span(new.def)),
        };
        let (was, is) = (old.required(), new.required());
        match (before, after) {
            (Some(before), Some(after)) => {
                if value(&self.old, old) != value(&self.new, new) {
                    let title = format!("the default of input {name}: {before} → {after}");
                    out.add("default-changed", Verdict::Behaviour, Sign::Changed, title, detail);
                } else {
                    self.says_optional(old, new, name, out);
                }
            }
            (None, Some(after)) => {
                let verdict = if was == Tri::Yes { Verdict::Compatible } else { Verdict::Behaviour };
                let title = match was {
                    Tri::Yes => format!("input {name} has a default, {after}, and may be left out"),
                    _ => format!("input {name} has a default: {after}"),
                };
                out.add("default-added", verdict, Sign::Added, title, detail);
            }
            (Some(before), None) => {
                let (verdict, rest) = match is {
                    Tri::Yes => (Verdict::Breaking, ", and must be passed"),
                    _ => (Verdict::Behaviour, ""),
                };
                let title = format!("input {name} lost its default, {before}{rest}");
                out.add("default-removed", verdict, Sign::Removed, title, detail);
            }
            (None, None) => match (was, is) {
                (Tri::No, Tri::Yes) => {
                    let title = format!("input {name} must be passed now");
                    out.add("input-required", Verdict::Breaking, Sign::Changed, title, detail);
                }
                (Tri::Yes, Tri::No) => {
                    let title = format!("input {name} may be left out now");
                    out.add("input-optional", Verdict::Compatible, Sign::Changed, title, detail);
                }
                (a, b) if a != b => out.unknown.push(format!("whether input {name} must be passed")),
                _ => {}
            },
        }
    }

    /// What an input says of itself that its default says already.
    fn says_optional(&self, old: &Port, new: &Port, name: &str, out: &mut Out) {
        let says = |port: &Port| match port.optional {
            Val::Known(says, _) => Some(says),
            Val::Absent => Some(false),
            Val::Unknown(..) => None,
        };
        let at = |port: &Port| port.optional.origin().map(|o| o.span);
        let at = Detail::at(at(old), at(new));
        match (says(old), says(new)) {
            (Some(a), Some(b)) if a != b => {
                let says = if b { "says" } else { "no longer says" };
                let title = format!("input {name} {says} that it may be left out; it has a default in any case");
                out.internal("setting-changed", Sign::Changed, title, at);
            }
            (Some(_), None) | (None, Some(_)) => out.unknown.push(format!("whether input {name} may be left out")),
            _ => {}
        }
    }

    fn choices(&self, old: &Port, new: &Port, name: &str, out: &mut Out) {
        let values = |side: &Side<'_>, port: &Port| -> Vec<(String, String)> {
            let none = Renames::default();
            let text = all_text(side.package, Some(&port.ty.ty));
            let nodes = port.choices.iter().map(|(l, _)| side.node(l.node));
            let value = |node| if text { canon::text(side, node, &none) } else { canon::canon(side, node, &none) };
            nodes.map(|node| (value(node), canon::shown(side, node))).collect()
        };
        let (before, after) = (values(&self.old, old), values(&self.new, new));
        let lacks = |all: &[(String, String)], some: &[(String, String)]| -> Vec<String> {
            some.iter().filter(|(v, _)| !all.iter().any(|(w, _)| v == w)).map(|(_, shown)| quote(shown)).collect()
        };
        let (gone, more) = (lacks(&after, &before), lacks(&before, &after));
        let list = |all: &[(String, String)]| all.iter().map(|(_, s)| s.as_str()).collect::<Vec<_>>().join(", ");
        let at = |port: &Port| port.choices.first().map(|(_, o)| o.span);
        let detail = Detail::at(
            at(old).or_else(|| self.old.package.def_span(old.def)),
            at(new).or_else(|| self.new.package.def_span(new.def)),
        )
        .values(list(&before), list(&after));
        if before.is_empty() && !after.is_empty() {
            let title = format!("input {name} only takes {} now", list(&after));
            out.add("choices-reduced", Verdict::Breaking, Sign::Changed, title, detail);
        } else if after.is_empty() && !before.is_empty() {
            let title = format!("input {name} takes any value now");
            out.add("choices-extended", Verdict::Compatible, Sign::Changed, title, detail);
        } else if !gone.is_empty() {
            let title = format!("input {name} no longer takes {}", gone.join(", "));
            out.add("choices-reduced", Verdict::Breaking, Sign::Changed, title, detail);
        } else if !more.is_empty() {
            let title = format!("input {name} also takes {}", more.join(", "));
            out.add("choices-extended", Verdict::Compatible, Sign::Changed, title, detail);
        }
    }

    /// Outputs that may be missing.
    fn certain(&self, old: &Port, new: &Port, what: &str, out: &mut Out) {
        let may_miss = |port: &Port| port.optional.known().copied().unwrap_or(false);
        let detail = self.at(old, new);
        match (may_miss(old), may_miss(new)) {
            (false, true) => {
                let title = format!("{what} may be missing now");
                out.add("output-optional", Verdict::Breaking, Sign::Changed, title, detail);
            }
            (true, false) => {
                let title = format!("{what} is always there now");
                out.add("output-certain", Verdict::Compatible, Sign::Changed, title, detail);
            }
            _ => {}
        }
    }
}

/// The words for what passes through.
const fn kind(kind: PortKind) -> &'static str {
    match kind {
        PortKind::Parameter => "a parameter",
        PortKind::Artifact => "an artifact",
        PortKind::Either => "a parameter or artifact",
        PortKind::Volume => "a volume",
    }
}
