//! Lines that stand where they cannot: bare words, wrong indentation, tabs.

use super::line::Line;
use super::patch::Patch;
use super::repair::{Repair, quote, quoted, shift, short, span};
use super::trouble::{Scene, name, skip_line};

/// A line inside a mapping that is no `key: value`. A single word is read as a key without a value:
/// someone may be typing it.
pub(super) fn bare_line(scene: &Scene<'_>) -> Repair {
    missing_colon(scene.line())
}

fn missing_colon(line: Line<'_>) -> Repair {
    let words = line.words();
    let whole = span(line.first, line.stop);
    if let Some(colon) = words.find(':').filter(|at| *at > 0 && !words.starts_with(['"', '\''])) {
        let at = line.first + colon;
        if !words.get(colon..).is_some_and(|w| w.starts_with("://")) && at + 1 < line.stop {
            let (key, value) = words.split_at(colon);
            let value = value.get(1..).unwrap_or("");
            return Repair::new(span(at, at + 1), "a space is missing after this `:`")
                .help(format!("write `{}`", short(&format!("{key}: {value}"))))
                .patch(Patch::insert(at + 1, " "))
                .lost(line.first, line.stop);
        }
    }
    let one_word = !words.contains([' ', '\t']) || words.starts_with('"') || words.starts_with('\'');
    if one_word && !words.is_empty() && !line.is_item() || line.key.is_none() && one_word && line.is_item() {
        return Repair::new(whole, format!("a `:` is missing after `{}`", short(words)))
            .help(format!(
                "write `{0}:` if it is a key, or indent the line deeper if it continues the text above",
                short(words)
            ))
            .patch(Patch::insert(line.stop, ":"))
            .lost(line.first, line.stop);
    }
    // Lines of a text that lost their indentation come in numbers: one finding for all of them.
    let mut block = line.block();
    while let Some(next) = block.last().and_then(Line::next) {
        if next.key.is_some() || next.is_item() || next.indent() < line.indent() {
            break;
        }
        block.push(next);
    }
    Repair::new(whole, "this line is neither a key with a value nor a list item")
        .help("indent it deeper if it continues the text above, or add a `:` behind the key")
        .skip(&block)
}

/// A colon where no key can be.
pub(super) fn second_colon(scene: &Scene<'_>) -> Repair {
    let line = scene.line();
    if let Some((_, colon)) = line.key
        && scene.at > colon
        && line.value <= scene.at
    {
        let at = scene.at;
        let message = "a value that contains `: ` must be quoted";
        return Repair::new(span(at, at + 1), message)
            .help(format!("write `{}`", short(&quoted(line.value_text()))))
            .related(span(line.value, line.stop), "the whole value")
            .patches(quote(scene.text, line.value, line.stop))
            .lost(line.value, line.stop);
    }
    let Some(above) = line.previous() else { return unreadable(scene) };
    if above.key.is_none() && !above.words().is_empty() && above.column() <= line.column() {
        return missing_colon(above);
    }
    if above.key.is_some() && line.indent() > above.column() {
        let block: Vec<_> = deeper_than(line, above.column());
        return Repair::new(
            key_span(&line),
            "this line is indented deeper than the line above, which already has a value",
        )
        .help(format!("start it in the column of `{}`, or take the value of `{0}` away", name(&above)))
        .related(span(above.value, above.stop), "the value above")
        .patches(shift(&block, line.indent(), above.column()))
        .lost(line.body, line.stop);
    }
    // The text above goes on for several lines: find the one that opened it.
    let opener = std::iter::successors(Some(above), Line::previous).find(|l| l.indent() < line.indent());
    if let Some(opener) = opener.filter(|o| o.key.is_some() && o.value < o.stop) {
        let block: Vec<_> = deeper_than(line, opener.column());
        return Repair::new(key_span(&line), "a key cannot stand inside the text that starts further up")
            .help(format!("start it in the column of `{}`", name(&opener)))
            .related(span(opener.value, opener.stop), "the text starts here")
            .patches(shift(&block, line.indent(), opener.column()))
            .lost(line.body, line.stop);
    }
    unreadable(scene)
}

fn unreadable(scene: &Scene<'_>) -> Repair {
    let repair = Repair::new(span(scene.at, scene.at + 1), "a `:` cannot stand here");
    skip_line(scene, repair.help("quote the text if the colon belongs to it"))
}

/// `line` and the lines behind it that are indented deeper than `column`.
fn deeper_than(line: Line<'_>, column: usize) -> Vec<Line<'_>> {
    let mut block = vec![line];
    while let Some(next) = block.last().and_then(Line::next).filter(|n| n.indent() > column) {
        block.push(next);
    }
    block
}

fn key_span(line: &Line<'_>) -> crate::span::Span {
    match line.key {
        Some((end, _)) if !line.is_item() => span(line.first, end),
        _ if line.is_item() => span(line.body, line.body + 1),
        _ => span(line.first, line.stop),
    }
}

/// The nearest column right of `line` in which keys or items above it start, with such a line.
fn column_to_join<'t>(line: &Line<'t>) -> Option<(usize, Line<'t>)> {
    let mut best: Option<(usize, Line<'t>)> = None;
    let mut here = line.previous();
    while let Some(above) = here {
        let after_dash = (above.is_item() && above.key.is_some()).then_some(above.column());
        for column in [Some(above.indent()), after_dash].into_iter().flatten() {
            if column > line.indent() && best.as_ref().is_none_or(|(b, _)| column <= *b) {
                best = Some((column, above));
            }
        }
        if above.indent() <= line.indent() {
            break;
        }
        here = above.previous();
    }
    best
}

/// A line whose indentation fits nothing, or something behind a value that is complete.
pub(super) fn misplaced(scene: &Scene<'_>) -> Repair {
    let line = scene.line();
    if scene.at > line.first && line.value < scene.at && (line.key.is_some() || !line.is_item()) {
        return behind_value(scene, &line);
    }
    if let Some((column, sibling)) = column_to_join(&line) {
        let message = if line.is_item() {
            "this list item is indented less than the list it should belong to"
        } else if line.key.is_some() {
            "this key is indented less than the keys it should stand beside"
        } else {
            "this line is indented less than the lines it should belong to"
        };
        let start = if sibling.indent() == column { sibling.body } else { sibling.first };
        return Repair::new(key_span(&line), message)
            .help(format!("indent it by {column} {}", if column == 1 { "space" } else { "spaces" }))
            .related(span(start, (start + 1).max(sibling.stop)), "in line with this")
            .patches(shift(&line.block(), line.indent(), column))
            .lost(line.body, line.stop);
    }
    let block = line.block();
    if line.is_item() {
        return Repair::new(key_span(&line), "a list item cannot stand among the keys of a mapping")
            .help("put it below the key that it belongs to")
            .skip(&block);
    }
    if line.key.is_some() {
        let mut patches = shift(&block, 0, 2);
        if let Some(first) = patches.first_mut() {
            *first = Patch::insert(line.body, "- ");
        }
        return Repair::new(key_span(&line), "a key cannot stand among the items of a list")
            .help("indent it to belong to the item above, or start it with `- `")
            .patches(patches)
            .lost(line.body, line.stop);
    }
    Repair::new(key_span(&line), "this line is neither a key with a value nor a list item")
        .help("take it away, or indent it to belong to the text above")
        .skip(&block)
}

/// Text behind a closed bracket or another complete value.
fn behind_value(scene: &Scene<'_>, line: &Line<'_>) -> Repair {
    let value = line.value_text();
    if value.starts_with("{{") {
        return template(scene, line);
    }
    let closed = scene.text.get(line.value..scene.at).unwrap_or("").trim_end().len();
    Repair::new(span(scene.at, line.stop), "there is text behind the end of the value")
        .help(format!("take it away, or quote the whole: `{}`", short(&quoted(value))))
        .related(span(line.value, line.value + closed), "the value ends here")
        .patch(Patch::delete(scene.at, line.stop))
        .lost(scene.at, line.stop)
}

/// A value that starts with `{{`, which YAML reads as two opening braces. A line that holds nothing
/// else belongs to a template language: all such lines are skipped.
pub(super) fn template(scene: &Scene<'_>, line: &Line<'_>) -> Repair {
    if line.value > line.body {
        return Repair::new(span(line.value, line.value + 2), "a value that starts with `{{` must be quoted")
            .help(format!("write `{}`", short(&quoted(line.value_text()))))
            .patches(quote(scene.text, line.value, line.stop))
            .lost(line.value, line.stop);
    }
    let lines: Vec<Line<'_>> = std::iter::successors(Some(*line), Line::next)
        .filter(|l| is_template(l.words()) && l.body == l.first)
        .collect();
    Repair::new(span(line.body, line.stop), "this line belongs to a template, not to YAML")
        .help("check the file that the template makes")
        .skip(&lines) // also what stands between them may be there or not
}

/// Whether a line is one of a template language alone.
pub(super) fn is_template(line: &str) -> bool {
    line.starts_with("{{") && line.ends_with("}}") || line.starts_with("{%") && line.ends_with("%}")
}

/// `key: - item`.
pub(super) fn list_behind_key(scene: &Scene<'_>) -> Repair {
    let line = scene.line();
    let at = scene.at;
    if line.key.is_none() || at < line.value {
        return misplaced(scene);
    }
    Repair::new(span(at, at + 1), "a list cannot start on the line of its key")
        .help(format!("put `{}` on a line of its own below the key", short(line.value_text())))
        .related(key_span(&line), "the key")
        .patch(Patch::insert(at, format!("\n{}", " ".repeat(at - line.start))))
        .lost(at, line.stop)
}

/// Tabs that indent. All lines of the document that start with one are changed at once.
pub(super) fn tabs(scene: &Scene<'_>) -> Repair {
    let line = scene.line();
    let margin = scene.text.get(line.start..line.body).unwrap_or("");
    let Some(tab) = margin.find('\t') else {
        let at = scene.text.get(line.start..scene.at).and_then(|t| t.rfind('\t')).map_or(scene.at, |t| line.start + t);
        return Repair::new(span(at, at + 1), "a tab cannot stand here: YAML allows only spaces")
            .help("replace the tab by a space")
            .patch(Patch { at, delete: 1, insert: " ".into() })
            .lost(at, line.stop);
    };
    let from = line.start + tab;
    let tabs = margin.get(tab..).map_or(1, |m| m.bytes().take_while(|b| *b == b'\t').count());
    let unit = indent_unit(scene.text);
    let mut patches = Vec::new();
    let mut count = 0_usize;
    let mut end = line.stop;
    for other in std::iter::successors(Some(line), Line::next) {
        let margin = scene.text.get(other.start..other.body).unwrap_or("");
        if margin.starts_with('\t') || other.start == line.start {
            count += 1;
            end = other.stop;
            patches.extend(margin.match_indices('\t').map(|(at, _)| Patch {
                at: other.start + at,
                delete: 1,
                insert: " ".repeat(unit).into(),
            }));
        }
    }
    let help = match count {
        0 | 1 => "replace the tab by spaces".to_owned(),
        n => format!("replace the tabs by spaces, here and on {} more lines", n - 1),
    };
    let lost = if count > 1 { (line.body, end) } else { (line.start, line.stop) };
    Repair::new(span(from, from + tabs), "a tab indents this line: YAML allows only spaces")
        .help(help)
        .patches(patches)
        .lost(lost.0, lost.1)
}

/// The smallest indentation by spaces in the text, 2 where there is none.
fn indent_unit(text: &str) -> usize {
    text.lines()
        .filter(|l| !l.trim().is_empty())
        .map(|l| l.bytes().take_while(|b| *b == b' ').count())
        .filter(|n| *n > 0)
        .min()
        .unwrap_or(2)
}
