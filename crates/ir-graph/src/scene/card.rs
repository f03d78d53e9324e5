//! What stands on the box of a node, and the room it needs. An open group has the same at its top.

use crate::layout::Size;
use crate::model::{Count, Kind, Mark, Node};
use crate::text::{Weight, abbreviate, count, shorten, width};

/// Sizes of fonts, in pixels: headings of pipelines, titles of tasks, the line below, chips and badges.
const HEADING: f64 = 18.0;
const TITLE: f64 = 13.0;
pub(crate) const SMALL: f64 = 11.0;
const CHIP: f64 = 10.5;
const BADGE: f64 = 10.5;
/// Room between the border and what stands on the card.
pub(crate) const PAD: f64 = 10.0;
/// The side of the icon.
pub(crate) const ICON: f64 = 14.0;
/// The height of a line: the title, the line below, a row of chips.
pub(crate) const LINE: Lines = Lines { heading: 26.0, title: 18.0, small: 15.0, chip: 18.0, row: 22.0 };

pub(crate) struct Lines {
    pub(crate) heading: f64,
    pub(crate) title: f64,
    pub(crate) small: f64,
    pub(crate) chip: f64,
    pub(crate) row: f64,
}

/// Room between two things in one row.
pub(crate) const GAP: f64 = 7.0;
/// Chips go on in a new row beyond this width.
const ROW: f64 = 300.0;
/// Room left and right of the words of a chip.
pub(crate) const CHIP_PAD: f64 = 7.0;
/// Longest titles, lines and chips, in characters.
const TITLE_CHARS: usize = 44;
const LINE_CHARS: usize = 52;
const CHIP_CHARS: usize = 48;
const LEAST_WIDTH: f64 = 96.0;

/// What stands on the box of a node.
#[derive(Clone, PartialEq, Debug)]
pub struct Card {
    /// The name, short.
    pub title: String,
    /// What it is or runs, where the name does not say so.
    pub line: Option<String>,
    /// What stands around the task.
    pub chips: Vec<Chip>,
    /// How many findings there are.
    pub badge: Option<Badge>,
    /// The room that all of it needs.
    pub size: Size,
}

/// A few words with a border.
#[derive(Clone, PartialEq, Debug)]
pub struct Chip {
    /// What it is about: `loop`, `condition` …, or `inside` for the number of tasks.
    pub what: &'static str,
    /// The words.
    pub words: String,
    /// The left upper corner, seen from the corner of the card.
    pub corner: (f64, f64),
    /// Its width; the height is that of all chips.
    pub width: f64,
}

/// How many findings there are, in the upper right corner.
#[derive(Clone, PartialEq, Debug)]
pub struct Badge {
    /// Numbers, with words for those who do not see colours.
    pub words: String,
    /// Whether any is an error.
    pub error: bool,
    /// The left border, seen from the corner of the card.
    pub x: f64,
    /// Its width.
    pub width: f64,
}

pub(super) fn card(node: &Node, subtitle: Option<String>) -> Card {
    let heading = node.kind == Kind::Pipeline;
    let (font, height) = if heading { (HEADING, LINE.heading) } else { (TITLE, LINE.title) };
    let title = abbreviate(&node.title, if heading { 2 * TITLE_CHARS } else { TITLE_CHARS });
    let line = subtitle.or_else(|| line(node).map(|l| abbreviate(&l, LINE_CHARS)));
    let start = if heading { 0.0 } else { PAD };
    let icon = if heading { 0.0 } else { ICON + GAP };

    let mut wide = start + icon + width(&title, font, Weight::Bold);
    let mut high = PAD + height;
    if let Some(line) = &line {
        wide = wide.max(start + icon + width(line, SMALL, Weight::Regular));
        high += LINE.small;
    }
    let (chips, right) = chips(node, start, &mut high);
    let badge_words = badge_words(node).filter(|_| !heading);
    let badge_width = badge_words.as_ref().map_or(0.0, |w| width(w, BADGE, Weight::Bold) + 2.0 * CHIP_PAD);
    if badge_words.is_some() {
        wide = wide.max(start + icon + width(&title, font, Weight::Bold) + 2.0 * GAP + badge_width);
    }
    let wide = (wide.max(right) + PAD).ceil().max(if heading { 0.0 } else { LEAST_WIDTH });
    let badge = badge_words.map(|words| {
        let error = shown_count(node).errors > 0;
        Badge { words, error, x: wide - PAD - badge_width, width: badge_width }
    });
    Card { title, line, chips, badge, size: (wide, (high + PAD).ceil()) }
}

/// What is not to be seen from the name.
pub(crate) fn line(node: &Node) -> Option<String> {
    let component = node.component.as_deref();
    let with = |words: &str| Some(component.map_or_else(|| words.to_owned(), |c| format!("{words}: {c}")));
    match node.kind {
        Kind::Pipeline => None,
        Kind::Container | Kind::Graph => {
            let says_more = component.filter(|c| !says_the_same(c, &node.name) && !says_the_same(c, &node.title));
            says_more.map(str::to_owned)
        }
        Kind::Import | Kind::Query => Some(node.kind.words().to_owned()),
        Kind::Elsewhere => node.note.as_ref().map(|n| format!("in {n}")),
        Kind::Recursion => with("runs again"),
        Kind::Unknown => node.note.clone().or_else(|| with("unknown")),
        Kind::External => with("external"),
    }
}

/// Whether a component's name only repeats the task's: compilers name `comp-train` for `train` and `train-2`.
fn says_the_same(component: &str, task: &str) -> bool {
    let bare = |name: &str| {
        let name = name.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches(['-', '_']);
        name.to_lowercase().replace(['_', ' '], "-")
    };
    let (component, task) = (bare(component), bare(task));
    component == task || component.strip_prefix("comp-").is_some_and(|c| c == task)
}

fn chips(node: &Node, start: f64, high: &mut f64) -> (Vec<Chip>, f64) {
    let inside = node.group.as_ref().map_or(0, |g| g.members.len() + g.left_out);
    let count = count(inside, "task");
    let mut words: Vec<(&'static str, String)> = Vec::new();
    if node.group.is_some() && node.kind == Kind::Graph {
        words.push(("inside", count));
    }
    // That a result may be reused is the usual case and said elsewhere.
    let told = node.marks.iter().filter(|m| **m != Mark::Cache(true));
    for mark in told {
        // The end of long words is cut off: the limit gets its own chip.
        let (over, limit) = match mark {
            Mark::Loop { over, limit } => (Mark::Loop { over: over.clone(), limit: None }, *limit),
            other => (other.clone(), None),
        };
        words.push((mark.word(), shorten(&over.words(), CHIP_CHARS)));
        words.extend(limit.map(|n| ("limit", format!("{n} at once"))));
    }
    // The other kinds have it as their line.
    if let (Some(note), Kind::Graph | Kind::Container | Kind::Import | Kind::Query | Kind::External) =
        (&node.note, node.kind)
    {
        words.push(("note", note.clone()));
    }
    let mut chips: Vec<Chip> = Vec::new();
    let (mut x, mut right) = (start, 0.0_f64);
    for (what, words) in words {
        let width = width(&words, CHIP, Weight::Regular) + 2.0 * CHIP_PAD;
        if chips.is_empty() || x + width > ROW {
            x = start;
            *high += LINE.row;
        }
        chips.push(Chip { what, words, corner: (x, *high - LINE.chip + 2.0), width });
        right = right.max(x + width);
        x += width + GAP;
    }
    (chips, right)
}

/// The node's own findings; those inside, too, where that is collapsed.
pub(crate) fn shown_count(node: &Node) -> Count {
    let inner = if node.collapsed { node.inner } else { Count::default() };
    Count { errors: node.count.errors + inner.errors, warnings: node.count.warnings + inner.warnings }
}

fn badge_words(node: &Node) -> Option<String> {
    let words = shown_count(node).words();
    (!words.is_empty()).then_some(words)
}
