//! Lines that stand where they cannot: bare words, wrong indentation, tabs.

use super::column::{mark, unit};
use super::line::Line;
use super::patch::Patch;
use super::repair::{Repair, quote, quoted, shift, short, span};
use super::trouble::{Scene, name, skip_line};

/// A line inside a mapping that is no `key: value`. A single word is read as a key without a value:
/// someone may be typing it.
pub(super) fn bare_line(scene: &Scene<'_>) -> Repair {
    let line = scene.line();
    missing_colon(lost_key(&line).unwrap_or(line))
}

/// The line above a list that should be its key and is none: the parser reads the items as more of its text, up to
/// the first that cannot be.
fn lost_key<'t>(line: &Line<'t>) -> Option<Line<'t>> {
    const LOOK_BACK: usize = 200;
    if !line.is_item() {
        return None;
    }
    let mut above = std::iter::successors(line.previous(), Line::previous).take(LOOK_BACK);
    let holder = above.find(|l| l.indent() < line.indent() || l.indent() == line.indent() && !l.is_item())?;
    let words = holder.words();
    let word = !words.is_empty() && !words.contains([' ', '\t', '"', '\'']);
    (holder.key.is_none() && !holder.is_item() && word).then_some(holder)
}

/// Whether `below`, the next line, is the first of the list or of the keys that `line`'s key holds.
fn belongs_to(below: &Line<'_>, line: &Line<'_>) -> bool {
    let column = line.column();
    below.is_item() && below.indent() >= column || below.key.is_some() && below.indent() > column
}

fn missing_colon(line: Line<'_>) -> Repair {
    let words = line.words();
    let whole = span(line.first, line.stop);
    if let Some(colon) = words.find(':').filter(|at| *at > 0 && !words.starts_with(['"', '\''])) {
        let at = line.first + colon;
        if !words.get(colon..).is_some_and(|w| w.starts_with("://")) && at + 1 < line.stop {
            let (key, value) = words.split_at(colon);
            let value = value.get(1..).unwrap_or("");
            // What is indented below is the key's: the word between was typed there by mistake.
            if line.next().is_some_and(|next| belongs_to(&next, &line)) {
                let word = span(at + 1, line.stop);
                let title = format!("this stands between `{}:` and what belongs to it", short(key));
                return Repair::new(word, title)
                    .help("take it away")
                    .patch(Patch::delete(at + 1, line.stop))
                    .lost(at + 1, line.stop);
            }
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
    if let Some(key) = lost_key(&line) {
        return missing_colon(key);
    }
    let Some(above) = line.previous() else { return unreadable(scene) };
    if above.key.is_none() && !above.words().is_empty() && above.column() <= line.column() {
        return missing_colon(above);
    }
    // The text above goes on for several lines: find the one that opened it.
    let opener = std::iter::successors(Some(above), Line::previous).find(|l| l.indent() < line.indent());
    if let Some(opener) = opener.filter(|o| o.key.is_some() && o.value < o.stop) {
        let block: Vec<_> = deeper_than(line, opener.column());
        return Repair::new(mark(&line), "a key cannot stand inside the text that starts further up")
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

/// A line whose indentation fits nothing, or something behind a value that is complete.
pub(super) fn misplaced(scene: &Scene<'_>) -> Repair {
    let line = scene.line();
    if scene.at > line.first && line.value < scene.at && (line.key.is_some() || !line.is_item()) {
        return behind_value(scene, &line);
    }
    let block = line.block();
    if line.is_item() {
        return Repair::new(mark(&line), "a list item cannot stand among the keys of a mapping")
            .help("put it below the key that it belongs to")
            .skip(&block);
    }
    if line.key.is_some() {
        let mut patches = shift(&block, 0, 2);
        if let Some(first) = patches.first_mut() {
            *first = Patch::insert(line.body, "- ");
        }
        return Repair::new(mark(&line), "a key cannot stand among the items of a list")
            .help("indent it to belong to the item above, or start it with `- `")
            .patches(patches)
            .lost(line.body, line.stop);
    }
    Repair::new(mark(&line), "this line is neither a key with a value nor a list item")
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
        .related(mark(&line), "the key")
        .patch(Patch::insert(at, format!("\n{}", " ".repeat(at - line.start))))
        .lost(at, line.stop)
}

/// Tabs that indent: the finding, with each of the columns that they may stand for. All lines of the
/// document that start with a tab are changed at once.
pub(super) fn tabs(scene: &Scene<'_>) -> Vec<Repair> {
    let text = scene.text;
    let here = scene.line();
    let margin = |l: &Line<'_>| text.get(l.start..l.body).unwrap_or("");
    // The parser stops in a text that the next line may continue.
    let candidates = [Some(here), here.next()].into_iter().flatten();
    let Some(line) = candidates.into_iter().find(|l| margin(l).contains('\t')) else {
        let at = text.get(here.start..scene.at).and_then(|t| t.rfind('\t')).map_or(scene.at, |t| here.start + t);
        let repair = Repair::new(span(at, at + 1), "a tab cannot stand here: YAML allows only spaces")
            .help("replace the tab by a space")
            .patch(Patch { at, delete: 1, insert: " ".into() })
            .lost(at, here.stop);
        return vec![repair];
    };
    let depth = |l: &Line<'_>| margin(l).matches('\t').count();
    let spaces = |l: &Line<'_>| l.indent() - depth(l);
    let lines: Vec<Line<'_>> = std::iter::successors(Some(line), Line::next)
        .filter(|l| l.start == line.start || margin(l).starts_with('\t'))
        .collect();
    let unit = unit(text);
    let mut columns = vec![unit * depth(&line)];
    if let Some(above) = line.previous().filter(|above| depth(above) == 0) {
        let open = above.value == above.stop && above.key.is_some();
        let beside = [above.column(), above.indent()];
        let neighbours = if open { [above.column() + unit, beside[0]] } else { beside };
        columns.splice(0..0, neighbours);
    }
    columns.extend(std::iter::successors(line.next(), Line::next).find(|l| depth(l) == 0).map(|l| l.indent()));
    let from = line.start + margin(&line).find('\t').unwrap_or(0);
    let tabs = text.get(from..line.body).map_or(1, |m| m.bytes().take_while(|b| *b == b'\t').count());
    let help = match lines.len() {
        1 => "replace the tab by spaces".to_owned(),
        n => format!("replace the tabs by spaces, here and on {} more lines", n - 1),
    };
    let end = lines.last().map_or(line.stop, |l| l.stop);
    let first = depth(&line);
    let widen = |column: usize| {
        let width = |l: &Line<'_>| (column + depth(l) * unit + spaces(l)).saturating_sub(first * unit + spaces(&line));
        let patch = |l: &Line<'_>| Patch { at: l.start, delete: l.indent(), insert: " ".repeat(width(l)).into() };
        Repair::new(span(from, from + tabs), "a tab indents this line: YAML allows only spaces")
            .help(help.clone())
            .patches(lines.iter().map(patch).collect())
            .lost(if lines.len() > 1 { line.body } else { line.start }, end)
    };
    let mut repairs: Vec<Repair> = Vec::new();
    for repair in columns.into_iter().map(widen) {
        if repairs.iter().all(|r| r.patches != repair.patches) {
            repairs.push(repair);
        }
    }
    repairs
}

#[cfg(test)]
mod tests {
    use crate::Tree;

    #[test]
    fn the_key_of_a_list_is_blamed_and_not_its_items() {
        for (key, message) in [
            ("args:x", "this stands between `args:` and what belongs to it"),
            ("args", "a `:` is missing after `args`"),
        ] {
            let text =
                format!("a:\n  {key}\n  - --type\n  - --payload\n  - '{{\"b\": 1}}'\n  - --c\n  image: y\nb: 1\n");
            let tree = Tree::parse(text);
            let told: Vec<&str> = tree.errors().iter().map(|e| &*e.message).collect();
            assert_eq!(told, [message]);
            let args = tree.roots().next().and_then(|root| root.get("a")?.get("args")).unwrap();
            assert_eq!(args.items().count(), 4);
        }
    }
}
