//! Texts that occur again and again, kept once.

use rustc_hash::FxHashMap;

use crate::ids::NameId;

/// The interned texts of one package. Equal texts have equal ids.
#[derive(Clone, Debug, Default)]
pub struct Names {
    texts: Vec<Box<str>>,
    ids: FxHashMap<Box<str>, NameId>,
}

impl Names {
    /// The id of `text`, new if it was not known yet.
    pub fn intern(&mut self, text: &str) -> NameId {
        if let Some(id) = self.ids.get(text) {
            return *id;
        }
        let id = NameId::from(self.texts.len());
        self.texts.push(text.into());
        self.ids.insert(text.into(), id);
        id
    }

    /// The id of `text` if the package knows it.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<NameId> {
        self.ids.get(text).copied()
    }

    /// The text of `id`; `""` for an id of another package.
    #[must_use]
    pub fn text(&self, id: NameId) -> &str {
        self.texts.get(id.index()).map_or("", |t| t)
    }
}
