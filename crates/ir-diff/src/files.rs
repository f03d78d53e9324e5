//! Two sets of files, held against each other.

use ir_analyzer::Source;
use ir_model::{Key, Val};
use rustc_hash::FxHashMap;

use crate::change::{Change, Sign, Verdict};
use crate::pair::{Detail, Out, Pair};
use crate::side::{Entity, Side};
use crate::words::{plain, quote, short};

/// A pipeline file, by the name under which it is compared.
#[derive(Clone, Copy, Debug)]
pub struct File<'a> {
    /// Its path inside of the set, with slashes: files of equal names are the same file.
    pub name: &'a str,
    /// Its content.
    pub source: &'a Source,
}

/// What became of a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Status {
    /// It is in both sets, and means something else now.
    Changed,
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It has another name; whether it changed besides, its changes tell.
    Moved,
}

impl Status {
    /// The word for programs.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Status::Changed => "changed",
            Status::Added => "added",
            Status::Removed => "removed",
            Status::Moved => "moved",
        }
    }
}

/// The changes of one file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileChanges {
    /// Its place in the old set.
    pub old: Option<usize>,
    /// Its place in the new set.
    pub new: Option<usize>,
    /// What became of it.
    pub status: Status,
    /// What changed, the file as a whole first, then component by component. May be empty where something could not
    /// be told.
    pub changes: Vec<Change>,
    /// What cannot be told, as phrases.
    pub unknown: Vec<String>,
}

/// A file of which nothing can be told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unread {
    /// Its name.
    pub name: String,
    /// Why, as a phrase.
    pub why: String,
}

/// What changed between two sets of files.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Difference {
    /// Files with changes, by name.
    pub files: Vec<FileChanges>,
    /// Files of which nothing can be told.
    pub unread: Vec<Unread>,
    /// How many files were held against each other.
    pub compared: usize,
}

impl Difference {
    /// All changes.
    pub fn changes(&self) -> impl Iterator<Item = &Change> {
        self.files.iter().flat_map(|f| &f.changes)
    }

    /// The gravest verdict; `None` where nothing changed.
    #[must_use]
    pub fn worst(&self) -> Option<Verdict> {
        self.changes().map(|c| c.verdict).max()
    }
}

/// What changed between `old` and `new`. Every file is a pipeline file; others are of no concern.
#[must_use]
pub fn diff(old: &[File<'_>], new: &[File<'_>]) -> Difference {
    let mut found = Difference::default();
    let names: FxHashMap<&str, usize> = new.iter().enumerate().map(|(i, f)| (f.name, i)).collect();
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    let mut gone = Vec::new();
    for (i, file) in old.iter().enumerate() {
        match names.get(file.name) {
            Some(j) => pairs.push((i, *j)),
            None => gone.push(i),
        }
    }
    let kept: rustc_hash::FxHashSet<usize> = pairs.iter().map(|(_, j)| *j).collect();
    let mut added: Vec<usize> = (0..new.len()).filter(|j| !kept.contains(j)).collect();
    moved(old, new, &mut gone, &mut added, &mut pairs);
    for (i, j) in pairs {
        if let (Some(a), Some(b)) = (old.get(i), new.get(j)) {
            both((i, a), (j, b), &mut found);
        }
    }
    for (indices, files, is_new) in [(gone, old, false), (added, new, true)] {
        for index in indices {
            let Some(file) = files.get(index) else { continue };
            match broken(file) {
                Some(why) => found.unread.push(Unread { name: file.name.to_owned(), why }),
                None => found.files.push(alone(index, file, is_new)),
            }
        }
    }
    let name = |f: &FileChanges| {
        let file = f.new.and_then(|i| new.get(i)).or_else(|| f.old.and_then(|i| old.get(i)));
        file.map_or(String::new(), |f| f.name.to_owned())
    };
    found.files.sort_by_cached_key(name);
    found.unread.sort_by(|a, b| a.name.cmp(&b.name));
    found
}

/// By what a file is known wherever it lies.
type Way<'w> = &'w dyn Fn(&File<'_>) -> Vec<String>;

/// Files of another name that hold the same: their text, or an object of the same name.
fn moved(
    old: &[File<'_>],
    new: &[File<'_>],
    gone: &mut Vec<usize>,
    added: &mut Vec<usize>,
    pairs: &mut Vec<(usize, usize)>,
) {
    let text = |file: &File<'_>| vec![file.source.text().to_owned()];
    let keys = |file: &File<'_>| -> Vec<String> {
        let exports = file.source.package.iter().flat_map(|p| &p.exports);
        exports
            .filter_map(|e| match &e.key {
                Key::Object { kind, name, part: None } => Some(format!("{kind} {name}")),
                Key::Location(url) => Some(url.to_string()),
                _ => None,
            })
            .collect()
    };
    let name = |file: &File<'_>| -> Vec<String> {
        let Some(package) = &file.source.package else { return Vec::new() };
        let text = |val: &Val<ir_model::NameId>| val.known().map(|n| package.names.text(*n).to_owned());
        text(&package.name)
            .filter(|t| !t.is_empty())
            .map(|n| format!("{} {n}", package.dialect.id))
            .into_iter()
            .collect()
    };
    let ways: [Way<'_>; 3] = [&text, &keys, &name];
    for way in ways {
        let mut by: FxHashMap<String, (Vec<usize>, Vec<usize>)> = FxHashMap::default();
        for i in gone.iter() {
            old.get(*i).map(way).into_iter().flatten().for_each(|k| by.entry(k).or_default().0.push(*i));
        }
        for j in added.iter() {
            new.get(*j).map(way).into_iter().flatten().for_each(|k| by.entry(k).or_default().1.push(*j));
        }
        let mut found: Vec<(usize, usize)> = by
            .into_values()
            .filter_map(|sides| match (sides.0.as_slice(), sides.1.as_slice()) {
                ([i], [j]) => Some((*i, *j)),
                _ => None,
            })
            .collect();
        found.sort_unstable();
        for (i, j) in found {
            if gone.contains(&i) && added.contains(&j) {
                gone.retain(|x| *x != i);
                added.retain(|x| *x != j);
                pairs.push((i, j));
            }
        }
    }
}

/// Why nothing can be told of a file.
fn broken(file: &File<'_>) -> Option<String> {
    if file.source.package.is_none() {
        return Some("it is no pipeline file".to_owned());
    }
    let tree = &file.source.tree;
    let error = tree.errors().first()?;
    let line = tree.text().get(..error.span.start as usize).map_or(1, |t| t.matches('\n').count() + 1);
    Some(format!("line {line} cannot be read: {}", error.message))
}

/// Whether others find what is in a file by names of objects, wherever these stand.
fn by_objects(file: &File<'_>) -> bool {
    file.source.package.as_ref().is_some_and(|p| p.exports.iter().any(|e| matches!(e.key, Key::Object { .. })))
}

/// So many components of a file are named.
const MOST_NAMES: usize = 5;

/// A file that is only in one of the sets.
fn alone(index: usize, file: &File<'_>, is_new: bool) -> FileChanges {
    let mut out = Out { visible: true, ..Out::default() };
    let components = Side::new(file.source).map_or_else(Vec::new, |side| {
        let visible = side.package.components.iter().map(|(id, _)| id).filter(|id| side.visible(*id));
        visible.map(|id| side.component_name(id).to_owned()).filter(|n| !n.is_empty()).collect()
    });
    let names: Vec<String> = components.iter().take(MOST_NAMES).map(|n| quote(n)).collect();
    let whose = match (names.is_empty(), components.len() > MOST_NAMES) {
        (true, _) => String::new(),
        (_, false) => format!(" with {}", names.join(", ")),
        (_, true) => format!(" with {} and {} more", names.join(", "), components.len() - MOST_NAMES),
    };
    match is_new {
        true => out.add(
            "file-added",
            Verdict::Compatible,
            Sign::Added,
            format!("the file{whose} is new"),
            Detail::default(),
        ),
        false => out.add(
            "file-removed",
            Verdict::Breaking,
            Sign::Removed,
            format!("the file{whose} is gone"),
            Detail::default(),
        ),
    }
    let status = if is_new { Status::Added } else { Status::Removed };
    FileChanges {
        old: (!is_new).then_some(index),
        new: is_new.then_some(index),
        status,
        changes: out.changes,
        unknown: Vec::new(),
    }
}

/// Two files that correspond.
fn both((i, old): (usize, &File<'_>), (j, new): (usize, &File<'_>), found: &mut Difference) {
    found.compared += 1;
    let moved = old.name != new.name;
    let mut out = Out { visible: true, ..Out::default() };
    if moved {
        let verdict = if by_objects(old) && by_objects(new) { Verdict::Internal } else { Verdict::Breaking };
        let detail = Detail::default().values(old.name, new.name);
        let title = format!("the file was {} before", quote(old.name));
        out.add("file-moved", verdict, Sign::Changed, title, detail);
    }
    // The same text is the same, also where it cannot be read.
    if old.source.text() != new.source.text() {
        if let Some(why) = broken(old).map(|w| format!("the old version: {w}")).or_else(|| broken(new)) {
            found.unread.push(Unread { name: new.name.to_owned(), why });
            return;
        }
        let (Some(a), Some(b)) = (Side::new(old.source), Side::new(new.source)) else { return };
        let pair = Pair::new(a, b);
        pair.whole(&mut out);
        pair.components(&mut out);
        out.component = String::new();
        out.task = None;
        pair.runs(&mut out);
    }
    if out.changes.is_empty() && out.unknown.is_empty() {
        return;
    }
    let status = if moved { Status::Moved } else { Status::Changed };
    let Out { changes, mut unknown, .. } = out;
    unknown.sort();
    unknown.dedup();
    found.files.push(FileChanges { old: Some(i), new: Some(j), status, changes, unknown });
}

impl Pair<'_> {
    /// The file as a whole.
    fn whole(&self, out: &mut Out) {
        let (old, new) = (self.old.package, self.new.package);
        let text = |side: &Side<'_>, val: &Val<ir_model::NameId>| match val {
            // Nothing is written, or that it is nothing.
            Val::Known(_, at) if side.node(at.node).scalar() == Some(ir_syntax::Scalar::Null) => String::new(),
            Val::Known(name, _) => side.package.names.text(*name).to_owned(),
            _ => String::new(),
        };
        let at = |val: &Val<ir_model::NameId>| val.origin().map(|o| o.span);
        let mut word = |kind, verdict, what: &str, a: &Val<ir_model::NameId>, b: &Val<ir_model::NameId>| {
            let (before, after) = (text(&self.old, a), text(&self.new, b));
            if before != after {
                let shown = |t: &str| if t.is_empty() { "none".to_owned() } else { short(&plain(t), 60) };
                let title = format!("{what}: {} → {}", shown(&before), shown(&after));
                let detail = Detail::at(at(a), at(b)).values(before, after);
                out.add(kind, verdict, Sign::Changed, title, detail);
            }
        };
        word("name-changed", Verdict::Info, "the name", &old.name, &new.name);
        word("setting-changed", Verdict::Internal, "the version of the format", &old.version, &new.version);
        word("tool-changed", Verdict::Info, "written by", &old.tool, &new.tool);
        if old.dialect != new.dialect {
            let (a, b) = (old.dialect.title, new.dialect.title);
            let title = format!("it is a {b} now, and was a {a}");
            out.add("format-changed", Verdict::Internal, Sign::Changed, title, Detail::default().values(a, b));
        }
        self.rest(Entity::File, Entity::File, "", out);
    }
}
