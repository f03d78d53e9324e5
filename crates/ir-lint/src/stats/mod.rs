//! What files contain, in numbers: gathered here, shown by `render`. `docs/stats.md` explains each number.

mod gather;
mod images;
mod links;
mod render;

use serde::Serialize;

pub use gather::gather;
pub use render::render;

/// Changes when a program that read the old shape could not read the new one.
const VERSION: u32 = 1;

/// All numbers. Lists have the largest first, or else the order of paths.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Stats {
    pub version: u32,
    pub totals: Totals,
    pub formats: Vec<Format>,
    pub pipelines: Vec<Pipeline>,
    pub images: Vec<Image>,
    /// Which file names which.
    pub links: Vec<Link>,
    /// References to what is not at hand.
    pub elsewhere: Vec<Elsewhere>,
    /// Components that are named by nobody.
    pub unused: Vec<Unused>,
    /// Files that name each other in a circle.
    pub cycles: Vec<Vec<String>>,
}

#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Totals {
    pub files: usize,
    pub pipelines: usize,
    pub components: usize,
    pub tasks: usize,
    /// The deepest nesting of graphs.
    pub depth: usize,
    /// Different images, and of these those of each kind.
    pub images: usize,
    pub by_digest: usize,
    pub by_tag: usize,
    pub unpinned: usize,
    pub computed: usize,
    /// References to other files, and of these those that lead nowhere at hand.
    pub references: usize,
    pub elsewhere: usize,
    pub unused: usize,
    pub cycles: usize,
}

#[derive(Debug, Serialize)]
pub struct Format {
    pub format: &'static str,
    pub files: usize,
}

#[derive(Debug, Serialize)]
pub struct Pipeline {
    pub file: String,
    pub name: String,
    /// Tasks of all graphs that it leads to in its file, each graph once.
    pub tasks: usize,
    /// Graphs inside of graphs, itself counted.
    pub depth: usize,
}

#[derive(Debug, Serialize)]
pub struct Image {
    pub image: String,
    /// Containers that run it.
    pub uses: usize,
    pub pin: Pin,
}

/// What an image's name fixes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Pin {
    /// Its content.
    Digest,
    /// A version, as far as nobody moves it.
    Tag,
    /// Nothing: no tag, or `latest`.
    None,
    /// It is filled in when the pipeline runs.
    Computed,
}

#[derive(Debug, Serialize)]
pub struct Link {
    pub from: String,
    pub to: String,
    pub references: usize,
}

#[derive(Debug, Serialize)]
pub struct Elsewhere {
    pub file: String,
    /// How it is named.
    pub names: String,
    /// `absent` (certainly nothing is there), `unknown`, `ambiguous` (several files claim it).
    pub status: &'static str,
    pub references: usize,
}

#[derive(Debug, Serialize)]
pub struct Unused {
    pub file: String,
    pub component: String,
    pub line: u32,
}
