//! Seeded defects: one thing at a time is broken in a valid file.

mod cycle;
pub mod defects;
pub mod grammar;
mod keys;
mod meaning;
mod names;
mod text;
mod values;

use std::collections::{BTreeMap, HashSet};

use ir_analyzer::Source;
use ir_model::Severity;
use ir_syntax::{LineIndex, Node, Span, Style};

use crate::rng::Rng;
use grammar::Site;

/// A file with one defect that was put in.
#[derive(Clone, Debug)]
pub struct Mutant {
    /// What was broken: `producerTask`, `key typo`, `indentation` …
    pub kind: &'static str,
    /// What was done, for people.
    pub what: String,
    /// What makes the defect: replacements in the valid text, disjoint, in order.
    pub edits: Vec<(Span, String)>,
    /// Lines of the broken text (from 0) on which a finding is rightly placed.
    pub lines: Vec<u32>,
    /// A finding must be at least as bad.
    pub level: Severity,
}

impl Mutant {
    /// The broken text.
    #[must_use]
    pub fn apply(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() + 40);
        let mut done = 0;
        for (span, new) in &self.edits {
            out += &text[done..span.start as usize];
            out += new;
            done = span.end as usize;
        }
        out + &text[done..]
    }
}

/// A valid file, ready to be broken.
pub struct File<'t> {
    source: &'t Source,
    index: LineIndex,
    sites: Vec<Site<'t>>,
    /// Every scalar: a name that is not among them names nothing.
    words: HashSet<&'t str>,
    /// The inputs and outputs of what a task runs, where the file itself does not tell.
    callee: &'t Callee<'t>,
}

/// The ports of the component that a v1 task runs: inputs with whether they are required, and outputs. `None` where
/// its file is not at hand.
pub type Callee<'t> = dyn Fn(Node<'_>) -> Option<Ports> + Sync + 't;

/// Names of inputs, each with whether it must be passed, and of outputs.
#[derive(Clone, Debug, Default)]
pub struct Ports {
    /// Inputs.
    pub inputs: Vec<(String, bool)>,
    /// Outputs.
    pub outputs: Vec<String>,
}

impl<'t> File<'t> {
    /// Looks at `source`, which must be a KFP file.
    #[must_use]
    pub fn new(source: &'t Source, callee: &'t Callee<'t>) -> Self {
        let mut sites = Vec::new();
        for root in source.tree.roots() {
            let shape = ["implementation", "platforms"].iter().position(|k| root.get(k).is_some());
            sites.extend(grammar::sites(root, shape.map_or("spec", |s| ["v1", "platform"][s])));
        }
        let mut words = HashSet::new();
        source.tree.roots().for_each(|root| collect(root, &mut words));
        Self { source, index: LineIndex::new(source.text()), sites, words, callee }
    }

    /// Up to `each` mutants of every kind that the file has room for.
    #[must_use]
    pub fn mutants(&self, rng: &mut Rng, each: usize) -> Vec<Mutant> {
        let mut all = Vec::new();
        names::mutants(self, rng, &mut all);
        keys::mutants(self, rng, &mut all);
        values::mutants(self, rng, &mut all);
        text::mutants(self, rng, &mut all);
        cycle::mutants(self, &mut all);
        meaning::mutants(self, rng, &mut all);
        let mut kinds: BTreeMap<&str, Vec<Mutant>> = BTreeMap::new();
        for mutant in all {
            kinds.entry(mutant.kind).or_default().push(mutant);
        }
        let mut chosen = Vec::new();
        for mut mutants in kinds.into_values() {
            // Few files have any of these.
            let rare = mutants.first().is_some_and(|m| m.kind.starts_with("platform") || m.kind == "placeholder");
            let mut left = if rare { 3 * each } else { each };
            while left > 0 && !mutants.is_empty() {
                let mutant = mutants.swap_remove(rng.below(mutants.len()));
                if text::breaks(self, &mutant) {
                    chosen.push(mutant);
                    left -= 1;
                }
            }
        }
        chosen
    }

    fn line(&self, offset: u32) -> u32 {
        self.index.line_of(offset)
    }

    /// The lines from the first to the last of `span`.
    fn lines(&self, span: Span) -> std::ops::RangeInclusive<u32> {
        self.line(span.start)..=self.line(span.end)
    }

    /// A slip of the keyboard in `word` that gives a word that stands nowhere in the file.
    fn slip(&self, word: &str, rng: &mut Rng) -> Option<String> {
        (0..8).map(|_| slip(word, rng)).find(|new| new != word && !self.words.contains(&**new))
    }
}

fn collect<'t>(node: Node<'t>, words: &mut HashSet<&'t str>) {
    if node.is_scalar() && !node.is_alias() {
        words.insert(node.text());
    }
    node.children().for_each(|child| collect(child, words));
}

/// Drops, swaps or doubles a letter.
fn slip(word: &str, rng: &mut Rng) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = rng.below(letters.len().max(1));
    match rng.below(3) {
        0 if letters.len() > 3 => drop(letters.remove(at)),
        1 if at + 1 < letters.len() => letters.swap(at, at + 1),
        _ => letters.insert(at, letters.get(at).copied().unwrap_or('x')),
    }
    letters.into_iter().collect()
}

/// The text of a scalar without its quotes, where nothing in it is escaped or folded.
fn bare(node: Node<'_>) -> Option<Span> {
    let span = node.span();
    let inner = match node.style() {
        Style::Plain => span,
        Style::SingleQuoted | Style::DoubleQuoted => Span::new(span.start + 1, span.end.max(span.start + 2) - 1),
        _ => return None,
    };
    (!node.is_alias() && !inner.is_empty() && inner.slice(node.tree().text()) == node.text()).then_some(inner)
}

/// Whether a mapping is written in braces.
fn is_flow(map: Node<'_>) -> bool {
    map.style() == Style::Flow
}
