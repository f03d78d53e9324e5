//! What an engine must have switched on.

use std::borrow::Cow;

use ir_syntax::Span;

/// Something that an engine only has where a switch says so.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Need {
    /// The switch, by its key.
    pub flag: &'static str,
    /// What it must be set to, at least; or for a list of words, the word that must not be in it.
    pub value: Cow<'static, str>,
    /// What needs it, in words that begin a sentence: `a matrix`.
    pub thing: &'static str,
    /// The token.
    pub at: Span,
}

/// A switch of an engine.
#[derive(Clone, Copy, Debug)]
pub struct FeatureFlag {
    /// Its name, as the engine's own configuration has it.
    pub key: &'static str,
    /// What it is where nobody says anything.
    pub default: &'static str,
    /// What it may be set to.
    pub values: FlagValues,
}

/// What a [`FeatureFlag`] may be set to.
#[derive(Clone, Copy, Debug)]
pub enum FlagValues {
    /// One of these; each includes those before it.
    Steps(&'static [&'static str]),
    /// A list of some of these words, of any words where there are none, separated by commas: what is switched off.
    Off(&'static [&'static str]),
}

impl FeatureFlag {
    /// Whether what is set to `value` has what needs `wanted`.
    #[must_use]
    pub fn has(&self, value: &str, wanted: &str) -> bool {
        match self.values {
            FlagValues::Steps(steps) => {
                let place = |word: &str| steps.iter().position(|s| *s == word);
                place(value) >= place(wanted)
            }
            FlagValues::Off(_) => !value.split(',').any(|word| word.trim() == wanted),
        }
    }
}
