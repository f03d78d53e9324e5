//! Every value that counts for a file, and where it comes from.

use std::path::{Path, PathBuf};

use ir_dialects::dialects;
use ir_model::Engine;

use super::decision::{Change, Decision};
use super::resolved::{Layer, Resolved};
use crate::rules;
use crate::settings::Level;

/// Where a value comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Origin {
    /// Nobody decides it.
    Default,
    /// A file, and the line in it, counted from 1.
    File(PathBuf, usize),
    /// The command line.
    CommandLine,
}

/// A value that counts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Value {
    /// Its key, with dots between the parts: `rules.unknown-key`.
    pub key: String,
    /// What is decided: one word, or several.
    pub words: Vec<String>,
    /// Whether it is a list.
    pub is_list: bool,
    /// Where that is decided.
    pub origin: Origin,
}

impl Resolved {
    /// Every value that counts for the file at `path`, in the order of the keys' documentation.
    #[must_use]
    pub fn values(&self, path: &Path) -> Vec<Value> {
        let decisions = self.decisions_on(path);
        // The last that decides about a thing.
        let last = |is_it: &dyn Fn(&Change) -> bool| decisions.iter().rev().find(|(_, d)| is_it(&d.change));
        let settings = self.settings(path);
        let list = |key: &str, words: Vec<String>, origin| Value { key: key.into(), words, is_list: true, origin };
        let word = |key: String, word: &str, origin| Value { key, words: vec![word.into()], is_list: false, origin };

        let targets = settings.targets.iter().copied().map(Engine::id).map(String::from).collect();
        let registries = settings.registries.iter().map(|name| name.to_string()).collect();
        let mut values = vec![
            list("target", targets, origin(last(&|c| matches!(c, Change::Targets(_))))),
            list("registries", registries, origin(last(&|c| matches!(c, Change::Registries(_))))),
        ];
        for layer in self.layers() {
            let configuration = &layer.configuration;
            for (key, all) in [("exclude", &configuration.exclude), ("roots", &configuration.roots)] {
                values.extend(all.iter().map(|w| list(key, vec![w.text.to_string()], place(layer, w.at.start))));
            }
        }
        for dialect in dialects() {
            for flag in dialect.traits.features {
                let set = last(&|c| matches!(c, Change::Feature(f, s, _) if **f == *dialect.id && **s == *flag.key));
                let key = format!("features.{}.{}", dialect.id, flag.key);
                values.push(word(key, settings.feature(dialect.id, flag.key).unwrap_or(flag.default), origin(set)));
            }
        }
        for rule in rules::all() {
            let named = |name: &'static str| last(&|c| matches!(c, Change::Level(n, _) if **n == *name));
            let selection = last(&|c| matches!(c, Change::Select(_))).filter(|_| settings.level(rule) == Level::Off);
            let decided = selection.or_else(|| named(rule.id)).or_else(|| named(rule.family.as_str()));
            values.push(word(format!("rules.{}", rule.id), settings.level(rule).as_str(), origin(decided)));
        }
        values
    }
}

fn origin(decided: Option<&(&Layer, &Decision)>) -> Origin {
    decided.map_or(Origin::Default, |(layer, decision)| place(layer, decision.at.start))
}

fn place(layer: &Layer, offset: u32) -> Origin {
    let Some(path) = &layer.path else { return Origin::CommandLine };
    let before = layer.text.get(..offset as usize).unwrap_or("");
    Origin::File(path.clone(), before.matches('\n').count() + 1)
}
