//! Giving a name another name, everywhere it is written.
//!
//! What is one name is told by the definitions and references alone. Whether the files still mean the same with the
//! new name is told by reading them anew: the same definitions, each reference finding what it found before, no error
//! that was not there. So no format's way of writing names is known here, and none can be forgotten.
//!
//! Names that a compiler made from others (`pipelinechannel--train-model`, `comp-train`) are names of their own: no
//! engine takes them apart, and they stay.

mod refusal;
mod spell;
mod spread;
mod verify;

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use ir_model::{Base, DefId, Package, Parent, RefName, ScopeId, Val};
use ir_syntax::edit::Edit;
use ir_syntax::{LineIndex, Span};

pub use refusal::Refusal;
pub use spread::Lookup;

use self::spell::Place;
use self::spread::Spread;
use self::verify::Wrong;
use super::tokens::{Class, Tokens};
use super::view::{Entity, View};
use crate::interface::interfaces;
use crate::source::Source;
use crate::words::quote;
use crate::workspace::{Found, Workspace};

/// A name that can be changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Renamable {
    /// The token under the cursor, quotes excluded.
    pub span: Span,
    /// What it says, decoded.
    pub name: String,
}

/// All that a change of a name needs.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Renaming {
    /// The changes of each file, the file of the question first.
    pub files: Vec<FileEdits>,
    /// What a person should think of first, where something reads the name that no one sees: a sentence.
    pub caution: Option<String>,
}

/// The changes of one file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileEdits {
    /// The file.
    pub path: PathBuf,
    /// The changes in the order of the text, which do not overlap.
    pub edits: Vec<Edit>,
}

/// The name at `offset` (bytes), if it can be changed.
///
/// # Errors
///
/// What is in the way. Other files are not asked.
pub fn prepare_rename(source: &Source, workspace: &Workspace, offset: u32) -> Result<Renamable, Refusal> {
    let (view, span, name, entities) = named(source, workspace, offset)?;
    let class = Tokens::new(&view).class(entities);
    let places = places(source, &class, &name)?;
    // Whether the format lets it be another name shows when it is.
    let probe = probe(view.package, &name);
    let edits = write(source, &places, &probe)?;
    verify::reread(source, &edits, (&name, &probe)).map_err(|_| Refusal::Fixed(name.clone()))?;
    Ok(Renamable { span, name })
}

/// Gives the name at `offset` (bytes) the name `new`, here and in all files that `workspace` knows to use it.
///
/// # Errors
///
/// What is in the way.
pub fn rename(
    source: &Source,
    workspace: &Workspace,
    lookup: Lookup<'_>,
    offset: u32,
    new: &str,
) -> Result<Renaming, Refusal> {
    let workspace = &*knowing(workspace, &[source]);
    let (_, _, name, entities) = named(source, workspace, offset)?;
    if new == name {
        return Ok(Renaming::default());
    }
    if new.trim().is_empty() || new.contains(char::is_control) {
        return Err(Refusal::NotLegal(format!("{} is no name", quote(new))));
    }
    let spread = Spread::from(source, workspace, lookup, &entities)?;
    let mut changed: Vec<(&Source, Source, Vec<Edit>)> = Vec::new();
    let mut caution = None;
    for part in spread.parts.values() {
        let source = &*part.source;
        let Some(package) = &source.package else { continue };
        taken(source, package, &part.class, new)?;
        let places = places(source, &part.class, &name)?;
        if places.is_empty() {
            continue;
        }
        let edits = write(source, &places, new)?;
        let reread = verify::reread(source, &edits, (&name, new)).map_err(|wrong| refuse(source, wrong, new))?;
        caution = caution.or_else(|| unseen(package, &part.class, &name));
        changed.push((source, reread, edits));
    }
    let used = |source: &Source| workspace.file(&source.path).is_some_and(|file| !workspace.users(file).is_empty());
    let seen = changed.iter().filter(|(source, ..)| used(source)).map(|(_, reread, _)| reread);
    let after = &*knowing(workspace, &seen.collect::<Vec<_>>());
    for (before, reread, edits) in &mut changed {
        let judged = verify::judge((before, workspace), (reread, after), edits);
        let Err(wrong) = judged else { continue };
        let Wrong::Spelt(spelt) = wrong else { return Err(refuse(before, wrong, new)) };
        // What is spelt in another way is looked at once more.
        let again = verify::reread(before, &spelt, (&name, new))
            .and_then(|again| verify::judge((before, workspace), (&again, after), &spelt));
        again.map_err(|wrong| refuse(before, wrong, new))?;
        *edits = spelt;
    }
    let mut files: Vec<FileEdits> =
        changed.into_iter().map(|(source, _, edits)| FileEdits { path: source.path.clone(), edits }).collect();
    files.sort_by_key(|file| (file.path != source.path, file.path.clone()));
    Ok(Renaming { files, caution })
}

/// Where the name at `offset` is written in this file, if no other file has it and every place spells it alike, so
/// that an editor may change all places at once while someone types. Empty where that is not safe.
#[must_use]
pub fn linked(source: &Source, workspace: &Workspace, offset: u32) -> Vec<Span> {
    let places = || {
        let (view, _, name, entities) = named(source, workspace, offset).ok()?;
        let nothing = |_: &Path| None;
        let spread = Spread::from(source, workspace, &nothing, &entities).ok()?;
        let mut parts = spread.parts.values();
        let part = parts.next().filter(|_| parts.next().is_none())?;
        let places = places(source, &part.class, &name).ok()?;
        let alike = places.iter().all(|place| place.span.slice(source.text()) == name);
        let simple = name.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
        let quiet = unseen(view.package, &part.class, &name).is_none();
        let safe = alike && simple && quiet && places.len() > 1;
        let probe = probe(view.package, &name);
        let edits = write(source, &places, &probe).ok().filter(|_| safe)?;
        verify::reread(source, &edits, (&name, &probe)).ok()?;
        Some(places.iter().map(|place| place.span).collect())
    };
    places().unwrap_or_default()
}

/// The workspace with what `sources` show, copied only where it knows otherwise.
fn knowing<'a>(workspace: &'a Workspace, sources: &[&Source]) -> Cow<'a, Workspace> {
    let mut knowing = Cow::Borrowed(workspace);
    for source in sources {
        let shown = interfaces(source);
        if workspace.file(&source.path).is_some_and(|file| *workspace.interfaces_of(file) != shown) {
            knowing.to_mut().update(&source.path, shown);
        }
    }
    knowing
}

/// A name that nothing has.
fn probe(package: &Package, name: &str) -> String {
    let mut probe = format!("{name}x");
    while package.names.find(&probe).is_some() {
        probe.push('x');
    }
    probe
}

/// The name at a place, and what bears it.
fn named<'a>(
    source: &'a Source,
    workspace: &'a Workspace,
    offset: u32,
) -> Result<(View<'a>, Span, String, Vec<Entity>), Refusal> {
    let view = View::new(source, workspace).ok_or(Refusal::NoName)?;
    let symbol = view.symbol_at(offset).filter(|symbol| !symbol.entities.is_empty()).ok_or(Refusal::NoName)?;
    let name = match symbol.reference.and_then(|id| view.package.reference(id)) {
        Some(reference) => match (reference.name, reference.base) {
            (RefName::Name(_), Base::Keys(..)) if matches!(view.files(reference), Found::Many(_)) => {
                return Err(Refusal::Ambiguous);
            }
            // A path says where something is, not what it is called.
            (RefName::Name(_), Base::Keys(start, end)) if !by_name(view.package, start, end) => {
                return Err(Refusal::NoName);
            }
            (RefName::Name(name), _) => name,
            _ => return Err(Refusal::NoName),
        },
        None => {
            symbol
                .entities
                .iter()
                .find_map(|e| if let Entity::Def(d) = e { view.def(*d) } else { None })
                .ok_or(Refusal::NoName)?
                .name
        }
    };
    let name = view.package.names.text(name).to_owned();
    Ok((view, symbol.span, name, symbol.entities))
}

fn by_name(package: &Package, start: u32, end: u32) -> bool {
    let keys = package.symbols.keys.get(start as usize..end as usize).unwrap_or(&[]);
    keys.iter().any(|key| matches!(key, ir_model::Key::Object { .. }))
}

/// All places of a file that write the name.
fn places(source: &Source, class: &Class, name: &str) -> Result<Vec<Place>, Refusal> {
    let Some(package) = &source.package else { return Ok(Vec::new()) };
    if class.tokens.iter().any(|token| token.outside) {
        return Err(Refusal::Outside(name.to_owned()));
    }
    let tokens = class.tokens.iter().filter(|token| token.names);
    let mut places: Vec<Place> = tokens.map(|token| Place { span: token.span, node: Some(token.node) }).collect();
    for place in &places {
        if !spell::says(&source.tree, *place, name) {
            return Err(unsayable(source, package, class, *place, name));
        }
        if repeated(source, *place) {
            return Err(Refusal::Alias { line: line(source, place.span.start) });
        }
    }
    for def in class.defs() {
        if package.def(def).is_none_or(|d| d.at.span.is_empty()) {
            return Err(Refusal::Fixed(name.to_owned()));
        }
        // A title that the engine needs is what it knows the task by.
        let title = package.task_of(def).filter(|_| package.dialect.traits.task_needs_title).map(|(_, t)| t.title);
        if let Some(Val::Known(title, at)) = title
            && package.names.text(title) == name
        {
            let place = Place { span: at.span, node: Some(at.node) };
            places.extend(spell::says(&source.tree, place, name).then_some(place));
        }
    }
    let mentions = package.mentions.iter().filter(|mention| class.defs().any(|def| def == mention.def));
    places.extend(mentions.map(|mention| Place { span: mention.at, node: None }));
    places.sort();
    places.dedup();
    Ok(places)
}

fn unsayable(source: &Source, package: &Package, class: &Class, place: Place, name: &str) -> Refusal {
    let defines = class.defs().filter_map(|d| package.def(d)).any(|d| d.at.span == place.span);
    let alias = place.node.is_some_and(|id| source.tree.node(id).is_alias());
    match defines && !alias {
        true => Refusal::Fixed(name.to_owned()),
        false => Refusal::Spelling { path: source.path.clone(), line: line(source, place.span.start) },
    }
}

/// Whether an alias repeats the scalar of a place: one text for several uses.
fn repeated(source: &Source, place: Place) -> bool {
    let anchored = |id| source.tree.anchors().iter().any(|anchor| anchor.node == id);
    place.node.is_some_and(anchored)
}

fn write(source: &Source, places: &[Place], new: &str) -> Result<Vec<Edit>, Refusal> {
    let at = |span: Span| Refusal::Spelling { path: source.path.clone(), line: line(source, span.start) };
    spell::edits(&source.tree, places, new).map_err(at)
}

/// Whether something beside a definition has the new name already.
fn taken(source: &Source, package: &Package, class: &Class, new: &str) -> Result<(), Refusal> {
    let Some(wanted) = package.names.find(new) else { return Ok(()) };
    for id in class.defs() {
        let Some(def) = package.def(id).filter(|d| !d.flags.implied) else { continue };
        for other in package.resolutions.named(def.scope, def.ns, wanted).filter_map(|d| package.def(d)) {
            let apart = matches!((def.kind, other.kind), (Some(a), Some(b)) if !a.serves(b));
            if !apart && !other.flags.implied {
                let line = line(source, other.at.span.start);
                return Err(Refusal::Taken { name: new.to_owned(), what: def.ns.word(), line });
            }
        }
    }
    Ok(())
}

/// Whether something that cannot be read takes the name from the pipeline: it has all names at once.
fn unseen(package: &Package, class: &Class, name: &str) -> Option<String> {
    let symbols = &package.symbols;
    let wild = symbols.refs.iter().filter(|(_, r)| r.name == RefName::Wildcard);
    for (_, reference) in wild {
        let Base::Scope(scope) = reference.base else { continue };
        let meant =
            |id: DefId| package.def(id).is_some_and(|def| def.ns == reference.ns && sees(package, scope, def.scope, 0));
        if class.defs().any(meant) {
            let name = quote(name);
            return Some(format!("a program gets all {}s at once and may know {name} by name", reference.ns.word()));
        }
    }
    None
}

/// Whether names of `wanted` are seen from `scope`.
fn sees(package: &Package, scope: ScopeId, wanted: ScopeId, depth: u32) -> bool {
    if scope == wanted || depth > 8 {
        return scope == wanted;
    }
    match package.symbols.scopes.get(scope).map(|s| &s.parent) {
        Some(Parent::Each(parents)) => parents.iter().any(|parent| sees(package, *parent, wanted, depth + 1)),
        _ => false,
    }
}

fn refuse(source: &Source, wrong: Wrong, new: &str) -> Refusal {
    match wrong {
        Wrong::Refused(title) => Refusal::NotLegal(title),
        Wrong::Spelt(_) => Refusal::NotLegal(format!("{} cannot be written everywhere", quote(new))),
        Wrong::Meaning(at) => {
            Refusal::Meaning { name: new.to_owned(), path: source.path.clone(), line: line(source, at) }
        }
    }
}

/// The line of an offset, from 1.
fn line(source: &Source, offset: u32) -> u32 {
    LineIndex::new(source.text()).line_of(offset) + 1
}
