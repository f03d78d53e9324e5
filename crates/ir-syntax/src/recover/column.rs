//! Lines in the wrong column. Where an indentation fits nothing, it is the line itself that moved, a
//! run of lines, or a line above that the others do not stand in line with: each is a guess, and how
//! far the parser gets with it tells which is right.

use super::line::Line;
use super::repair::{Repair, shift, span};
use super::trouble::{Scene, name};
use crate::span::Span;

/// Guesses for one error.
const GUESSES: usize = 12;
/// A run of lines ends here, a group of neighbours starts here, at the latest.
const LINES: usize = 2000;

/// A line above in whose column others may stand.
#[derive(Clone, Copy)]
struct Step<'t> {
    column: usize,
    line: Line<'t>,
}

/// What may be moved.
struct Move<'t> {
    lines: Vec<Line<'t>>,
    from: usize,
    to: usize,
    /// What it would be in line with.
    beside: Span,
    /// How many slips of a hand it takes: a line and what it holds move as one.
    slips: usize,
}

/// The guesses, the most likely first.
pub(super) fn moves(scene: &Scene<'_>) -> Vec<Repair> {
    let line = scene.line();
    // What is wrong behind the key is no matter of columns, unless an item is read as more of the text above.
    let more = line.is_item() && line.previous().is_some_and(|p| p.indent() < line.indent() && p.value < p.stop);
    if !more && scene.at > line.key.map_or(line.first, |(_, colon)| colon) {
        return Vec::new();
    }
    let steps = steps(&line);
    let here = line.indent();
    let right = steps.iter().rev().find(|s| s.column > here);
    let left = steps.iter().find(|s| s.column < here);
    let block = line.block();
    let run = run(&line);
    let mut moves = Vec::new();
    if let Some(step) = right {
        // What stands below it would be no longer below it.
        let lets_go = line.value == line.stop && block.get(1).is_some_and(|below| below.indent() <= step.column);
        let alone = if lets_go { block.len() + 1 } else { 1 };
        for (lines, slips) in [(vec![line], alone), (block.clone(), 1), (run.clone(), run.len())] {
            moves.push(Move { lines, from: here, to: step.column, beside: step.mark(), slips });
        }
    }
    if let Some(step) = left {
        for (lines, slips) in [(vec![line], 1), (block, 1), (run.clone(), run.len())] {
            moves.push(Move { lines, from: here, to: step.column, beside: step.mark(), slips });
        }
    }
    let beside = span(line.body, line.stop);
    if let Some(step) = right {
        let group = group(step, &line);
        let first = group.first().copied().into_iter().collect();
        for (lines, slips) in [(first, 1), (group.clone(), group.len())] {
            moves.push(Move { lines, from: step.column, to: here, beside, slips });
        }
    }
    if let Some(step) = left {
        moves.push(Move { lines: vec![step.line], from: step.column, to: here, beside, slips: 1 });
    }
    let unit = unit(scene.text);
    moves.sort_by_key(|m| m.cost(unit));
    let mut repairs: Vec<Repair> = Vec::new();
    for repair in moves.iter().filter_map(Move::repair) {
        if repairs.len() < GUESSES && repairs.iter().all(|r| r.patches != repair.patches) {
            repairs.push(repair);
        }
    }
    repairs
}

/// Whether other lines above `line` start in its column.
pub(super) fn is_shared(line: &Line<'_>) -> bool {
    steps(line).iter().any(|s| s.column == line.indent())
}

impl Move<'_> {
    /// What makes it unlikely: to leave the columns of this text, to take more than one slip, to go far.
    fn cost(&self, unit: usize) -> (bool, usize, usize) {
        let leaves = |line: &Line<'_>| {
            let to = (line.indent() + self.to).saturating_sub(self.from);
            line.indent().is_multiple_of(unit) && !to.is_multiple_of(unit)
        };
        (self.lines.iter().any(leaves), self.slips, self.from.abs_diff(self.to))
    }

    fn repair(&self) -> Option<Repair> {
        let first = self.lines.first()?;
        // What moves along with its key is not in doubt.
        let last = if self.slips == 1 { first } else { self.lines.last()? };
        if self.from > self.to && first.indent() < self.from - self.to {
            return None;
        }
        let above = first.previous().filter(|above| above.column() == self.to && above.value < above.stop);
        let (message, help, related) = match above {
            Some(above) if self.from > self.to && above.key.is_some() => (
                "this line is indented deeper than the line above, which already has a value".to_owned(),
                format!("start it in the column of `{}`, or take the value of `{0}` away", name(&above)),
                (span(above.value, above.stop), "the value above"),
            ),
            _ => {
                let how = if self.from > self.to { "deeper" } else { "less" };
                let (what, others) = match (first.is_item(), first.key) {
                    (true, _) => ("list item", "the list it should belong to"),
                    (_, Some(_)) => ("key", "the keys it should stand beside"),
                    _ => ("line", "the lines it should belong to"),
                };
                let to = (first.indent() + self.to).saturating_sub(self.from);
                (
                    format!("this {what} is indented {how} than {others}"),
                    format!("{}{}", place(to), along(self.lines.len() - 1)),
                    (self.beside, "in line with this"),
                )
            }
        };
        let repair = Repair::new(mark(first), message).help(help).related(related.0, related.1);
        Some(repair.patches(shift(&self.lines, self.from, self.to)).lost(first.body, last.stop))
    }
}

fn place(column: usize) -> String {
    match column {
        0 => "start it in the first column".to_owned(),
        1 => "indent it by 1 space".to_owned(),
        n => format!("indent it by {n} spaces"),
    }
}

fn along(lines: usize) -> String {
    match lines {
        0 => String::new(),
        1 => ", and the line below with it".to_owned(),
        n => format!(", and the {n} lines below with it"),
    }
}

impl Step<'_> {
    /// What starts in its column.
    fn mark(&self) -> Span {
        let start = if self.column == self.line.indent() { self.line.body } else { self.line.first };
        span(start, self.line.stop.max(start + 1))
    }
}

/// The columns above `line` that are still open there, the nearest first.
fn steps<'t>(line: &Line<'t>) -> Vec<Step<'t>> {
    let mut steps = Vec::new();
    let mut margin = usize::MAX;
    for above in std::iter::successors(line.previous(), Line::previous).take(LINES) {
        if above.indent() >= margin {
            continue;
        }
        margin = above.indent();
        if above.is_item() && above.key.is_some() {
            steps.push(Step { column: above.column(), line: above });
        }
        steps.push(Step { column: margin, line: above });
        if margin == 0 {
            break;
        }
    }
    steps
}

/// The lines from `line` on that are indented no less than it.
fn run<'t>(line: &Line<'t>) -> Vec<Line<'t>> {
    let behind = std::iter::successors(line.next(), Line::next).take_while(|n| n.indent() >= line.indent());
    std::iter::once(*line).chain(behind.take(LINES)).collect()
}

/// The lines before `line` that stand in the column of `step` or deeper.
fn group<'t>(step: &Step<'t>, line: &Line<'t>) -> Vec<Line<'t>> {
    let above = std::iter::successors(line.previous(), Line::previous);
    let mut group: Vec<_> = above.take_while(|l| l.indent() >= step.line.indent()).take(LINES).collect();
    group.reverse();
    group
}

/// What to mark of a line that stands wrongly: its key, or its dash.
pub(super) fn mark(line: &Line<'_>) -> Span {
    match line.key {
        _ if line.is_item() => span(line.body, line.body + 1),
        Some((end, _)) => span(line.first, end),
        None => span(line.first, line.stop),
    }
}

/// By how many columns this text indents: what nearly all of its lines are indented by a multiple of.
pub(super) fn unit(text: &str) -> usize {
    let margins = || {
        let lines = text.lines().filter(|l| !l.trim().is_empty());
        lines.map(|l| l.bytes().take_while(|b| *b == b' ').count()).filter(|n| *n > 0)
    };
    let all = margins().count();
    // Two before three, as half of what three fits; four only where nothing lies between.
    let fits = |unit: usize, tenths: usize| margins().filter(|n| n % unit == 0).count() * 10 >= all * tenths;
    if all > 0 && fits(4, 9) {
        4
    } else if fits(3, 9) && !fits(2, 6) {
        3
    } else {
        2
    }
}

#[cfg(test)]
mod tests {
    use super::unit;

    #[test]
    fn a_text_tells_by_how_much_it_indents() {
        assert_eq!(unit("a:\n  b:\n    c:\n   d: 1\n"), 2);
        assert_eq!(unit("a:\n    b:\n        c: 1\n"), 4);
        assert_eq!(unit("a:\n   b:\n      c:\n         d: 1\n"), 3);
        assert_eq!(unit("a: 1\n"), 2);
    }
}
