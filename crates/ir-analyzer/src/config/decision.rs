//! One thing that is decided.

use ir_model::Engine;
use ir_syntax::Span;

use crate::rule::Family;
use crate::rules;
use crate::settings::{Level, Settings};

/// A decision, and the token that says it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decision {
    /// What is decided.
    pub change: Change,
    /// The key, or the item of a list, that says it.
    pub at: Span,
}

/// What is decided.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Change {
    /// The engines that the pipelines must run on.
    Targets(Vec<Engine>),
    /// From where images may be pulled.
    Registries(Vec<Box<str>>),
    /// The level of a rule or of a family.
    Level(Box<str>, Level),
    /// What a switch of an engine is set to: its format, the switch, the value.
    Feature(Box<str>, Box<str>, Box<str>),
    /// Only these rules and families run.
    Select(Vec<Box<str>>),
}

impl Change {
    /// Lays the decision over what was decided before. `false` where it decides about nothing that exists.
    pub fn apply(&self, settings: &mut Settings) -> bool {
        match self {
            Change::Targets(engines) => settings.targets.clone_from(engines),
            Change::Registries(names) => settings.registries.clone_from(names),
            Change::Level(name, level) => return settings.set(name, *level),
            Change::Feature(format, switch, value) => return settings.set_feature(format, switch, value),
            Change::Select(names) => return select(names, settings),
        }
        true
    }
}

/// Switches all rules off but those of `names`, which keep the level that they have or are switched on.
fn select(names: &[Box<str>], settings: &mut Settings) -> bool {
    let is_known = |name: &str| rules::find(name).is_some() || Family::ALL.iter().any(|f| f.as_str() == name);
    let is_selected = |name: &str| names.iter().any(|n| **n == *name);
    for rule in rules::all() {
        let (own, family) = (is_selected(rule.id), is_selected(rule.family.as_str()));
        match settings.level(rule) {
            _ if !own && !family => drop(settings.set(rule.id, Level::Off)),
            // Those of a family that are off unless asked for by name stay so.
            Level::Off if own => drop(settings.set(rule.id, Level::On)),
            _ => {}
        }
    }
    names.iter().all(|name| is_known(name))
}
