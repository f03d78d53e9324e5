//! Characters that cannot start a value, names that are missing, tags, directives, block headers.

use super::indent;
use super::line::Line;
use super::patch::Patch;
use super::repair::{Repair, quote, quoted, short, span};
use super::trouble::{Scene, skip_line, skip_value};

/// The end of the value that starts at `at`: that of its line, or of its entry inside brackets.
fn value_end(scene: &Scene<'_>, at: usize) -> usize {
    let line = Line::at(scene.text, at);
    let in_brackets = !scene.brackets.is_empty() || line.value_text().starts_with(['[', '{']);
    let tail = scene.text.get(at..line.stop.max(at)).unwrap_or("");
    if in_brackets {
        let len = tail.find([',', ']', '}']).unwrap_or(tail.len());
        return at + tail.get(..len).unwrap_or("").trim_end().len();
    }
    // The key of an entry, where one follows on the line.
    match line.key {
        Some((end, colon)) if at <= colon => end.max(at),
        _ => at + tail.len(),
    }
}

/// A character that nothing can start with, or that no text may hold.
pub(super) fn character(scene: &Scene<'_>, found: char) -> Repair {
    let at = scene.at;
    let here = span(at, at + scene.char().map_or(0, char::len_utf8));
    if scene.char() != Some(found) || found.is_control() || matches!(found, '\u{feff}' | '\u{fffe}' | '\u{ffff}') {
        let message = match found {
            '\u{feff}' => "a byte order mark stands inside the text".to_owned(),
            _ => format!("the character U+{:04X} is not allowed in YAML", u32::from(found)),
        };
        let delete = here.len() as usize;
        return Repair::new(here, message)
            .help("take it away; inside double quotes it can be written as an escape")
            .patch(Patch { at, delete, insert: " ".into() })
            .lost(at, at + delete);
    }
    if found == '%' && Line::at(scene.text, at).start == at {
        return directive(scene);
    }
    let line = Line::at(scene.text, at);
    if indent::is_template(line.words()) && line.body == line.first {
        return indent::template(scene, &line);
    }
    let end = value_end(scene, at).max(at + found.len_utf8());
    let value = scene.text.get(at..end).unwrap_or("");
    let shown = if found == '`' { "a backtick".to_owned() } else { format!("`{found}`") };
    Repair::new(here, format!("a value cannot start with {shown}"))
        .help(format!("quote it: `{}`", short(&quoted(value))))
        .patches(quote(scene.text, at, end))
        .lost(at, end)
}

/// A `*` or `&` without a name.
pub(super) fn nameless(scene: &Scene<'_>) -> Repair {
    let sign = scene.char().unwrap_or('*');
    let end = value_end(scene, scene.at).max(scene.at + 1);
    let what = if sign == '*' { "name of the anchor it stands for" } else { "name of the anchor" };
    Repair::new(span(scene.at, scene.at + sign.len_utf8()), format!("the {what} is missing behind `{sign}`"))
        .help("write the name without a space, or quote the value if it is meant as text")
        .patches(quote(scene.text, scene.at, end))
        .lost(scene.at, end)
}

/// A tag that cannot be read: it is left out, its value stays.
pub(super) fn tag(scene: &Scene<'_>, undeclared: bool) -> Repair {
    let line = Line::at(scene.text, scene.at);
    let start = scene
        .text
        .get(line.start..scene.at)
        .and_then(|t| t.rfind([' ', '\t', '[', '{', ',']))
        .map_or(line.start, |at| line.start + at + 1);
    let (from, to) = Scene { text: scene.text, at: start, brackets: Vec::new(), untold: 0 }.word();
    let word = scene.text.get(from..to).unwrap_or("");
    if !word.starts_with('!') {
        return skip_value(scene, Repair::new(span(from, to), "this tag cannot be read"));
    }
    let (message, help) = if undeclared {
        let handle = word.get(..word.rfind('!').map_or(0, |at| at + 1)).unwrap_or("!");
        (format!("the tag prefix `{handle}` is not declared"), format!("add `%TAG {handle} …` before the `---`"))
    } else {
        (format!("`{}` is no tag", short(word)), format!("quote it if it is meant as text: `{}`", short(&quoted(word))))
    };
    Repair::new(span(from, to), message).help(help).patch(Patch::delete(from, to)).lost(from, to)
}

/// A line that starts with `%` where none can, or one that is wrong.
pub(super) fn directive(scene: &Scene<'_>) -> Repair {
    let line = scene.line();
    let percent = |l: &Line<'_>| l.words().starts_with('%') && l.indent() == 0;
    let directive =
        if percent(&line) { Some(line) } else { std::iter::successors(line.previous(), Line::previous).find(percent) };
    let Some(directive) = directive else {
        return Repair::new(span(line.body, line.stop), "the document has ended before this line")
            .help("start another document with `---`, or make this a part of the one above")
            .patch(Patch::insert(line.start, "---\n"))
            .lost(line.body, line.stop);
    };
    Repair::new(span(directive.body, directive.stop), "a line that starts with `%` belongs before a `---`")
        .help("quote the text if it is a value; otherwise put `---` on the line behind it")
        .skip(&[directive])
}

/// Something behind `|` or `>`.
pub(super) fn block_header(scene: &Scene<'_>) -> Repair {
    let text = scene.text;
    let line = scene.line();
    let is_header = |at: &usize| text.get(*at..line.stop).is_some_and(|t| t.starts_with(['|', '>']));
    let last_word = text.get(line.first..line.stop).and_then(|l| l.rfind([' ', '\t'])).map(|at| line.first + at + 1);
    let Some(header) = [Some(line.value), Some(scene.at), last_word].into_iter().flatten().find(is_header) else {
        let (from, to) = scene.word();
        return skip_value(scene, Repair::new(span(from, to), "the first line of this text cannot be read"));
    };
    let sign = text.get(header..).and_then(|t| t.chars().next()).unwrap_or('|');
    let end = crate::gaps::header_end(text, header).min(line.stop);
    let is_block = line.next().is_some_and(|n| n.indent() > line.indent());
    let zero = text.get(header..line.stop).is_some_and(|t| t.contains('0'));
    if !is_block || end == line.stop && !zero {
        return Repair::new(span(header, line.stop), format!("a value cannot start with `{sign}` on its own line"))
            .help(format!("quote it: `{}`", short(&quoted(text.get(header..line.stop).unwrap_or("")))))
            .patches(quote(text, header, line.stop))
            .lost(header, line.stop);
    }
    Repair::new(
        span(header + 1, line.stop),
        format!("only `+`, `-` and a digit from 1 to 9 may follow `{sign}` on its line"),
    )
    .help("start the text on the next line")
    .patch(Patch::delete(header + 1, line.stop))
    .lost(header, line.stop)
}

/// Text that goes on behind a comment.
pub(super) fn comment_inside(scene: &Scene<'_>) -> Repair {
    let line = Line::at(scene.text, scene.at);
    let stop = crate::gaps::line_end(scene.text, scene.at);
    let mut block = Vec::new();
    let mut here = line.next().filter(|n| n.key.is_none() && !n.is_item());
    while let Some(next) = here {
        block.push(next);
        here = next.next().filter(|n| n.key.is_none() && !n.is_item() && n.indent() >= next.indent());
    }
    let repair = Repair::new(span(scene.at, stop), "a comment cuts a text of several lines in two")
        .help("move the comment before or behind the text");
    match block.first() {
        Some(rest) => repair.related(span(rest.body, rest.stop), "the text goes on here").skip(&block),
        None => skip_line(scene, repair),
    }
}

/// A `#` right behind a token.
pub(super) fn comment_glued(scene: &Scene<'_>) -> Repair {
    Repair::new(span(scene.at, scene.at + 1), "a space is missing before this comment")
        .help("write ` #`")
        .patch(Patch::insert(scene.at, " "))
        .lost(scene.at, crate::gaps::line_end(scene.text, scene.at))
}
