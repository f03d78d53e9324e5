//! Settings: what the neutral representation does not model is compared by its value, key by key.

use std::collections::BTreeMap;

use ir_model::DefId;
use ir_syntax::NodeId;
use rustc_hash::FxHashSet;

use crate::canon;
use crate::change::{Sign, Verdict};
use crate::pair::{Detail, Out, Pair};
use crate::rename::Renames;
use crate::side::{Entity, Setting, Side};
use crate::words::{count, lines_changed, quote};

/// A setting before and after.
type Sides = (Option<NodeId>, Option<NodeId>);

impl Pair<'_> {
    /// The settings of two things that correspond; `of` says whose they are where the place alone does not.
    pub(crate) fn rest(&self, old: Entity, new: Entity, of: &str, out: &mut Out) {
        if !out.seen.insert((old, new)) {
            return;
        }
        let (before, after) = (self.old.settings(old), self.new.settings(new));
        if before.is_empty() && after.is_empty() {
            return;
        }
        let mut all: BTreeMap<&str, Sides> = BTreeMap::new();
        for setting in before {
            all.entry(&setting.path).or_default().0 = Some(setting.node);
        }
        for setting in after {
            all.entry(&setting.path).or_default().1 = Some(setting.node);
        }
        let none = Renames::default();
        let mut changed = Vec::new();
        for (path, (a, b)) in all {
            let value = |side: &Side<'_>, node: NodeId, renames| canon::canon(side, side.node(node), renames);
            let (a_value, b_value) =
                (a.map(|n| value(&self.old, n, &self.renames)), b.map(|n| value(&self.new, n, &none)));
            let empty = |v: &Option<String>| v.as_deref().is_none_or(|v| matches!(v, "null"));
            // What became empty, or holds something now, is told by what it holds.
            let refilled = match (a, b) {
                (None, Some(_)) => self.old.is_full(old, path),
                (Some(_), None) => self.new.is_full(new, path),
                _ => false,
            };
            if a_value != b_value && !refilled && !(empty(&a_value) && empty(&b_value)) {
                changed.push((path, (a, b)));
            }
        }
        let (known, other) = (prefixes(before), prefixes(after));
        let many = changed.len() > MOST;
        let mut groups: BTreeMap<(&str, bool), Vec<(&str, Sides)>> = BTreeMap::new();
        for (path, sides) in changed {
            let lacking = match sides {
                (None, _) => starts(path).find(|start| !known.contains(start)),
                (_, None) => starts(path).find(|start| !other.contains(start)),
                _ => None,
            };
            let group = if many { head(path) } else { lacking.unwrap_or(path) };
            groups.entry((group, lacking.is_some() && !many)).or_default().push((path, sides));
        }
        for ((group, whole), settings) in groups {
            self.group(group, whole, &settings, of, out);
        }
    }

    fn group(&self, head: &str, whole: bool, settings: &[(&str, Sides)], of: &str, out: &mut Out) {
        let owner = if of.is_empty() { String::new() } else { format!(" of {of}") };
        let shown = |side: &Side<'_>, node: Option<NodeId>| node.map(|n| canon::shown(side, side.node(n)));
        if let [(path, (a, b))] = settings {
            let (before, after) = (shown(&self.old, *a), shown(&self.new, *b));
            let detail = Detail {
                old: a.map(|n| self.old.node(n).span()),
                new: b.map(|n| self.new.node(n).span()),
                before: before.clone(),
                after: after.clone(),
            };
            let path = quote(path);
            let (kind, sign, title) = match (before, after) {
                (Some(before), Some(after)) => {
                    let texts = (a.map_or("", |n| self.old.node(n).text()), b.map_or("", |n| self.new.node(n).text()));
                    let words = match texts.0.contains('\n') || texts.1.contains('\n') {
                        true => format!("changed, {}", count(lines_changed(texts.0, texts.1).max(1), "line")),
                        false if before == after => "changed".to_owned(),
                        false => format!("{before} → {after}"),
                    };
                    ("setting-changed", Sign::Changed, format!("setting {path}{owner}: {words}"))
                }
                (None, Some(after)) => ("setting-added", Sign::Added, format!("setting {path}{owner} is new: {after}")),
                (Some(before), None) => {
                    ("setting-removed", Sign::Removed, format!("setting {path}{owner} is gone: {before}"))
                }
                (None, None) => return,
            };
            // Words for people, wherever they stand.
            let described = settings.iter().all(|(path, _)| path.rsplit('.').next() == Some("description"));
            match described {
                true => {
                    let title = format!("the description{owner} changed");
                    out.add("description-changed", Verdict::Info, sign, title, detail);
                }
                false => out.internal(kind, sign, title, detail),
            }
            return;
        }
        let numbers = |pick: fn(&Sides) -> bool| settings.iter().filter(|(_, s)| pick(s)).count();
        let (added, removed) = (numbers(|s| s.0.is_none()), numbers(|s| s.1.is_none()));
        let changed = settings.len() - added - removed;
        let parts = [(added, "added"), (removed, "removed"), (changed, "changed")];
        let parts: Vec<String> = parts.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}")).collect();
        let (kind, sign) = match (added, removed, changed) {
            (_, 0, 0) => ("setting-added", Sign::Added),
            (0, _, 0) => ("setting-removed", Sign::Removed),
            _ => ("setting-changed", Sign::Changed),
        };
        let first = |pick: fn(&Sides) -> Option<NodeId>| settings.iter().find_map(|(_, s)| pick(s));
        let list = |side: &Side<'_>, pick: fn(&Sides) -> Option<NodeId>| {
            let all = settings.iter().filter_map(|(path, s)| Some(format!("{path}: {}", shown(side, pick(s))?)));
            let all: Vec<String> = all.collect();
            (!all.is_empty()).then(|| crate::words::short(&all.join(", "), 200))
        };
        let detail = Detail {
            old: first(|s| s.0).map(|n| self.old.node(n).span()),
            new: first(|s| s.1).map(|n| self.new.node(n).span()),
            before: list(&self.old, |s| s.0),
            after: list(&self.new, |s| s.1),
        };
        let what = match kind {
            _ if head.is_empty() => format!("settings{owner}: {}", parts.join(", ")),
            "setting-added" if whole => format!("setting {}{owner} is new", quote(head)),
            "setting-removed" if whole => format!("setting {}{owner} is gone", quote(head)),
            _ => format!("values in setting {}{owner}: {}", quote(head), parts.join(", ")),
        };
        out.internal(kind, sign, what, detail);
    }

    /// What platforms are told of two executors.
    pub(crate) fn told(&self, old: DefId, new: DefId, out: &mut Out) {
        let platform = |side: &Side<'_>, p: usize| {
            side.package.platforms.get(p).map_or(String::new(), |p| side.package.names.text(p.name).to_owned())
        };
        for (p, s) in self.old.told(old) {
            let name = platform(&self.old, *p);
            let other = self.new.told(new).iter().find(|(q, _)| platform(&self.new, *q) == name);
            let other = other.map_or(Entity::Settings(usize::MAX, usize::MAX), |(q, t)| Entity::Settings(*q, *t));
            self.rest(Entity::Settings(*p, *s), other, &format!("platform {}", quote(&name)), out);
        }
        for (p, s) in self.new.told(new) {
            let name = platform(&self.new, *p);
            if !self.old.told(old).iter().any(|(q, _)| platform(&self.old, *q) == name) {
                let none = Entity::Settings(usize::MAX, usize::MAX);
                self.rest(none, Entity::Settings(*p, *s), &format!("platform {}", quote(&name)), out);
            }
        }
    }
}

/// More changes than this of one thing are told by their first key alone.
const MOST: usize = 12;

/// Every way to a setting, and to what is around it.
fn prefixes(settings: &[Setting]) -> FxHashSet<&str> {
    settings.iter().flat_map(|s| starts(&s.path)).collect()
}

/// The way to a setting, shorter ones first: of `a.b[c]` these are `a`, `a.b`, `a.b[c]`.
fn starts(path: &str) -> impl Iterator<Item = &str> {
    let ends = path.match_indices(['.', '[']).map(|(at, _)| at).filter(|at| *at > 0);
    ends.chain(std::iter::once(path.len())).filter_map(|end| path.get(..end))
}

/// The first key of a path.
fn head(path: &str) -> &str {
    starts(path).next().unwrap_or(path)
}
