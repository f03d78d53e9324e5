//! What a team decides: the engines that its pipelines run on, and the weight of each rule.

use std::sync::OnceLock;

use ir_model::{Diagnostic, Engine, FeatureFlag, Severity};
use rustc_hash::FxHashMap;

use crate::config::{Configuration, NAMES, errors};
use crate::rule::{Family, Rule};
use crate::rules;
use crate::source::Source;

/// The weight of a rule.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Level {
    /// Not run.
    Off,
    /// Run, with the severities of its own.
    On,
    /// Run, and every finding has this severity.
    At(Severity),
}

impl Level {
    /// Reads `off`, `on`, `hint`, `info`, `warning` or `error`.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        Some(match word {
            "off" => Level::Off,
            "on" => Level::On,
            "hint" => Level::At(Severity::Hint),
            "info" => Level::At(Severity::Info),
            "warning" => Level::At(Severity::Warning),
            "error" => Level::At(Severity::Error),
            _ => return None,
        })
    }

    /// The word that [`Level::read`] reads.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Level::Off => "off",
            Level::On => "on",
            Level::At(severity) => severity.as_str(),
        }
    }
}

/// What a team decides. The default decides nothing.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Settings {
    /// The engines that the pipelines must run on. Without any, what only some engines object to is a warning.
    pub targets: Vec<Engine>,
    /// What engines have switched on, by format and switch, where it is said.
    features: FxHashMap<(&'static str, &'static str), Box<str>>,
    /// From where images may be pulled: registries, or the beginnings of names in them. Without any, from everywhere.
    pub registries: Vec<Box<str>>,
    /// Levels by rule id.
    rules: FxHashMap<&'static str, Level>,
    /// Levels by family; a rule's own level goes before.
    families: FxHashMap<Family, Level>,
    levels: Levels,
}

/// The level of each rule, in their order: worked out once, for many files.
#[derive(Clone, Debug, Default)]
struct Levels(OnceLock<Box<[Level]>>);

/// They follow from the rest of the settings.
impl PartialEq for Levels {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Levels {}

impl Settings {
    /// Sets the level of a rule or of a family. `false` where neither is of that name.
    pub fn set(&mut self, name: &str, level: Level) -> bool {
        self.levels = Levels::default();
        if let Some(rule) = rules::find(name) {
            self.rules.insert(rule.id, level);
            return true;
        }
        match Family::ALL.into_iter().find(|f| f.as_str() == name) {
            Some(family) => {
                self.families.insert(family, level);
                true
            }
            None => false,
        }
    }

    /// Says what a switch of an engine is set to. `false` where there is no such switch.
    pub fn set_feature(&mut self, format: &str, switch: &str, value: &str) -> bool {
        let Some((id, flag)) = switches(format).find(|(_, f)| f.key == switch) else { return false };
        self.features.insert((id, flag.key), value.into());
        true
    }

    /// What a switch of a format's engine is set to, where that is said.
    #[must_use]
    pub fn feature(&self, format: &str, switch: &str) -> Option<&str> {
        let key = switches(format).find(|(_, f)| f.key == switch).map(|(id, f)| (id, f.key))?;
        self.features.get(&key).map(|value| &**value)
    }

    /// The weight of a rule: as configured for it or its family, else its default.
    #[must_use]
    pub fn level(&self, rule: &Rule) -> Level {
        let default = if rules::on_by_default(rule) { Level::On } else { Level::Off };
        self.rules.get(rule.id).or_else(|| self.families.get(&rule.family)).copied().unwrap_or(default)
    }

    /// The weight of each of [`rules::all`], in their order.
    pub(crate) fn levels(&self) -> &[Level] {
        self.levels.0.get_or_init(|| rules::all().iter().map(|rule| self.level(rule)).collect())
    }

    /// Reads a configuration: the settings for files that no override is about, as far as they can be read, and what is
    /// wrong with it. What it extends is not looked at: see [`crate::config`].
    #[must_use]
    pub fn read(text: &str) -> (Self, Vec<Diagnostic>) {
        let source = Source::configuration(NAMES[0], text);
        let mut settings = Self::default();
        for decision in Configuration::read(&source.tree).decisions {
            decision.change.apply(&mut settings);
        }
        (settings, errors(&source))
    }
}

/// The switches of a format's engine, with the format's own id.
fn switches(format: &str) -> impl Iterator<Item = (&'static str, &'static FeatureFlag)> {
    let of = ir_dialects::dialects().filter(move |d| d.id == format);
    of.flat_map(|d| d.traits.features.iter().map(|flag| (d.id, flag)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles(text: &str) -> Vec<String> {
        Settings::read(text).1.into_iter().map(|d| format!("{} / {}", d.title, d.label)).collect()
    }

    #[test]
    fn targets_and_levels_are_read() {
        let (settings, wrong) =
            Settings::read("target: [kfp-argo, vertex]\nrules: {unknown-key: off, graph: warning}\n");
        assert_eq!(wrong, []);
        assert_eq!(settings.targets, [Engine::KfpArgo, Engine::Vertex]);
        let level = |id| settings.level(rules::find(id).unwrap());
        assert_eq!(level("unknown-key"), Level::Off);
        assert_eq!(level("task-cycle"), Level::At(Severity::Warning));
        assert_eq!(level("unknown-task"), Level::On);
    }

    #[test]
    fn registries_are_read() {
        let (settings, wrong) = Settings::read("registries: [ghcr.io/our-team/, 'localhost:5000']");
        assert_eq!(wrong, []);
        assert_eq!(settings.registries, ["ghcr.io/our-team".into(), "localhost:5000".into()] as [Box<str>; 2]);
        assert_eq!(titles("registries: ghcr.io"), ["`registries` must be a list, not text / "]);
        assert_eq!(
            titles("registries: ['https://ghcr.io']"),
            ["`https://ghcr.io` cannot be a registry / a host, maybe with a path: `ghcr.io/our-team`"]
        );
    }

    #[test]
    fn a_rule_goes_before_its_family() {
        let (settings, _) = Settings::read("rules: {graph: off, task-cycle: on}");
        assert_eq!(settings.level(rules::find("task-cycle").unwrap()), Level::On);
        assert_eq!(settings.level(rules::find("missing-input").unwrap()), Level::Off);
    }

    #[test]
    fn slips_are_named_with_what_was_meant() {
        assert_eq!(titles("tagret: vertex"), ["unknown key `tagret` in a configuration / did you mean `target`?"]);
        assert_eq!(titles("target: vertx"), ["`vertx` is not an engine / did you mean `vertex`?"]);
        assert_eq!(
            titles("rules: {unknwon-key: off}"),
            ["unknown key `unknwon-key` in the rules / did you mean `unknown-key`?"]
        );
        assert_eq!(titles("rules: {unknown-key: loud}").len(), 1);
    }

    #[test]
    fn switches_of_an_engine_are_read() {
        let (settings, wrong) =
            Settings::read("features: {tekton: {enable-api-fields: alpha, enable-artifacts: true}}");
        assert_eq!(wrong, []);
        assert_eq!(settings.feature("tekton", "enable-api-fields"), Some("alpha"));
        assert_eq!(settings.feature("tekton", "enable-artifacts"), Some("true"));
        assert_eq!(settings.feature("tekton", "enable-param-enum"), None);
        assert_eq!(
            titles("features: {tekton: {enable-api-field: alpha}}"),
            ["unknown key `enable-api-field` in the switches / did you mean `enable-api-fields`?"]
        );
        assert_eq!(titles("features: {tekton: {enable-artifacts: maybe}}").len(), 1);
        assert_eq!(titles("features: {tektn: {}}"), ["unknown key `tektn` in the features / did you mean `tekton`?"]);
    }

    #[test]
    fn an_empty_configuration_decides_nothing() {
        assert_eq!(titles(""), Vec::<String>::new());
        assert_eq!(titles("- a\n"), ["the document must be a configuration, not a list / "]);
    }
}
