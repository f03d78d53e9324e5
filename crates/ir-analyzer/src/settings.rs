//! What a team decides: the engines that its pipelines run on, and the weight of each rule.

use std::sync::OnceLock;

use ir_model::{Diagnostic, Engine, FeatureFlag, Fix, FlagValues, Safety, Severity};
use ir_syntax::{Node, Scalar, Tree};
use rustc_hash::FxHashMap;

use crate::rule::{Family, Rule};
use crate::rules;
use crate::words::{instead, near, quote};

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

    const WORDS: [&'static str; 6] = ["off", "on", "hint", "info", "warning", "error"];
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

    /// Reads a configuration file: the settings as far as they can be read, and what is wrong with it.
    ///
    /// ```yaml
    /// target: kfp-argo          # or a list
    /// registries:               # from where images may be pulled
    /// - ghcr.io/our-team
    /// rules:
    ///   unknown-argument: error # a rule
    ///   style: off              # a family
    /// features:
    ///   tekton: {enable-api-fields: alpha}
    /// ```
    #[must_use]
    pub fn read(text: &str) -> (Self, Vec<Diagnostic>) {
        let tree = Tree::parse(text);
        let mut reader = Reader { settings: Self::default(), wrong: Vec::new() };
        for error in tree.errors() {
            reader.wrong.push(Diagnostic::new("syntax-error", Severity::Error, error.span, &*error.message));
        }
        if let Some(root) = tree.roots().next().filter(|r| !r.is_missing()) {
            reader.root(root);
        }
        (reader.settings, reader.wrong)
    }
}

struct Reader {
    settings: Settings,
    wrong: Vec<Diagnostic>,
}

const KEYS: [&str; 4] = ["target", "registries", "rules", "features"];

/// The switches of a format's engine, with the format's own id.
fn switches(format: &str) -> impl Iterator<Item = (&'static str, &'static FeatureFlag)> {
    let of = ir_dialects::dialects().filter(move |d| d.id == format);
    of.flat_map(|d| d.traits.features.iter().map(|flag| (d.id, flag)))
}

impl Reader {
    fn wrong(&mut self, node: Node<'_>, title: String, label: String) {
        self.wrong.push(Diagnostic::new("invalid-configuration", Severity::Error, node.span(), title).label(label));
    }

    /// A word that is none of `known`.
    fn unknown(&mut self, node: Node<'_>, title: String, known: &[&str]) {
        let mut finding = Diagnostic::new("invalid-configuration", Severity::Error, node.span(), title).label(instead(
            node.text(),
            known,
            "",
        ));
        if let Some(near) = near(node.text(), known.iter().copied()) {
            let words = format!("replace {} by {}", quote(node.text()), quote(near));
            finding = finding.fix(Fix::replace(node.span(), near, words, Safety::Suggested));
        }
        self.wrong.push(finding);
    }

    fn root(&mut self, root: Node<'_>) {
        if !root.is_mapping() {
            self.wrong(root, "a configuration is keys with values".into(), String::new());
            return;
        }
        for entry in root.entries() {
            match entry.key.text() {
                "target" => self.targets(entry.value),
                "registries" => self.registries(entry.value),
                "rules" => self.rules(entry.value),
                "features" => entry.value.entries().iter().for_each(|e| self.features(e.key, e.value)),
                other => self.unknown(entry.key, format!("unknown key {} in a configuration", quote(other)), &KEYS),
            }
        }
    }

    fn targets(&mut self, node: Node<'_>) {
        if node.is_sequence() {
            node.items().for_each(|item| self.target(item));
        } else if !node.is_missing() {
            self.target(node);
        }
    }

    fn target(&mut self, node: Node<'_>) {
        match Engine::from_id(node.text()) {
            Some(engine) if !self.settings.targets.contains(&engine) => self.settings.targets.push(engine),
            Some(_) => {}
            None => {
                let known = Engine::ALL.map(Engine::id);
                self.unknown(node, format!("{} is no engine that is known", quote(node.text())), &known);
            }
        }
    }

    /// The switches of one format's engine.
    fn features(&mut self, format: Node<'_>, node: Node<'_>) {
        let known: Vec<&'static FeatureFlag> = switches(format.text()).map(|(_, flag)| flag).collect();
        if known.is_empty() {
            let formats: Vec<&str> =
                ir_dialects::dialects().filter(|d| !d.traits.features.is_empty()).map(|d| d.id).collect();
            let title = format!("{} is no format with switches", quote(format.text()));
            return self.unknown(format, title, &formats);
        }
        for entry in node.entries() {
            let Some(flag) = known.iter().find(|f| f.key == entry.key.text()) else {
                let keys: Vec<&str> = known.iter().map(|f| f.key).collect();
                let title = format!("{} is no switch of {}", quote(entry.key.text()), quote(format.text()));
                self.unknown(entry.key, title, &keys);
                continue;
            };
            let value = entry.value.text();
            match flag.values {
                FlagValues::Steps(steps) if !steps.contains(&value) => {
                    self.unknown(
                        entry.value,
                        format!("{} is nothing that {} can be", quote(value), quote(flag.key)),
                        steps,
                    );
                }
                _ => drop(self.settings.set_feature(format.text(), flag.key, value)),
            }
        }
    }

    fn registries(&mut self, node: Node<'_>) {
        if !(node.is_sequence() || node.is_missing()) {
            self.wrong(node, "`registries` is a list of names".into(), "as in `[ghcr.io/our-team]`".into());
        }
        for item in node.items() {
            let name = item.as_str().unwrap_or("").trim_end_matches('/');
            if name.is_empty() || name.contains("://") || name.contains(char::is_whitespace) {
                let title = format!("{} cannot be a registry", quote(item.text()));
                self.wrong(item, title, "a host, maybe with a path: `ghcr.io/our-team`".into());
            } else {
                self.settings.registries.push(name.into());
            }
        }
    }

    fn rules(&mut self, node: Node<'_>) {
        for entry in node.entries() {
            // YAML 1.1 reads `off` and `on` as booleans, and many editors colour them so.
            let word = match entry.value.scalar() {
                Some(Scalar::Bool(false)) => "off",
                Some(Scalar::Bool(true)) => "on",
                _ => entry.value.text(),
            };
            let Some(level) = Level::read(word) else {
                self.unknown(entry.value, format!("{} is no level", quote(word)), &Level::WORDS);
                continue;
            };
            if !self.settings.set(entry.key.text(), level) {
                let families = Family::ALL.map(Family::as_str);
                let known: Vec<&str> = rules::all().iter().map(|r| r.id).chain(families).collect();
                let title = format!("{} is neither a rule nor a family of rules", quote(entry.key.text()));
                self.unknown(entry.key, title, &known);
            }
        }
    }
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
        assert_eq!(titles("registries: ghcr.io"), ["`registries` is a list of names / as in `[ghcr.io/our-team]`"]);
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
        assert_eq!(titles("target: vertx"), ["`vertx` is no engine that is known / did you mean `vertex`?"]);
        assert_eq!(
            titles("rules: {unknwon-key: off}"),
            ["`unknwon-key` is neither a rule nor a family of rules / did you mean `unknown-key`?"]
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
            ["`enable-api-field` is no switch of `tekton` / did you mean `enable-api-fields`?"]
        );
        assert_eq!(titles("features: {tekton: {enable-artifacts: maybe}}").len(), 1);
        assert_eq!(titles("features: {tektn: {}}"), ["`tektn` is no format with switches / did you mean `tekton`?"]);
    }

    #[test]
    fn an_empty_configuration_decides_nothing() {
        assert_eq!(titles(""), Vec::<String>::new());
        assert_eq!(titles("- a\n"), ["a configuration is keys with values / "]);
    }
}
