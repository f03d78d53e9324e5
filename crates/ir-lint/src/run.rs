//! `check`: every file once, those that name others last.
//!
//! First each file is read, and all is said of it that can be said from it alone; of its text and tree nothing is
//! kept, only what other files may see of it. Then the files that name others are checked, with all interfaces at
//! hand. Some of those are kept until then, and the rest are read again: so the memory needed does not grow with the
//! number of files.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use ir_analyzer::{Interfaces, Settings, Source, Workspace, check_with, interfaces};

use crate::args::Check;
use crate::discover::{Input, Inputs, Origin};
use crate::failure::{Failure, shown};
use crate::guard;
use crate::progress::Progress;
use crate::project::{Known, Reader, Seen};
use crate::report::{Other, Others, Recognised, Reporter, Subject, Text, is_shown};
use crate::settings::{self, Unsettled};
use crate::summary::Tally;

/// What a run found.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The findings of each file that has any, by path, as text: one for each reporter.
    pub pieces: Vec<Vec<String>>,
    /// Counts.
    pub tally: Tally,
    /// The pipeline files, by path.
    pub recognised: Vec<Recognised>,
    /// Remarks on files that were passed over.
    pub notices: Vec<String>,
    /// What is wrong with the configuration, drawn.
    pub configuration: String,
    /// What could not be done.
    pub failures: Vec<Failure>,
}

struct Ours {
    format: &'static str,
    interfaces: Interfaces,
    /// Files that it names.
    wanted: Vec<PathBuf>,
    /// Its findings, unless it must wait for the other files' interfaces.
    checked: Option<Checked>,
    /// The file as it was read, where it waits and there was room.
    kept: Option<Box<Source>>,
}

/// Bytes of text, all together, of the files that are kept until they are checked; their trees and packages come on top.
const ROOM: usize = 8 << 20;

#[derive(Default)]
struct Checked {
    /// One for each reporter; none where nothing was found.
    pieces: Vec<String>,
    tally: Tally,
}

struct Run<'a> {
    options: &'a Check,
    settings: &'a Settings,
    reporters: &'a [Reporter],
    reader: &'a Reader<'a>,
    /// What is left of [`ROOM`].
    room: AtomicUsize,
}

/// Checks everything that was asked for; what standard input was is `stdin`, where somebody has read it already.
pub fn run(
    options: &Check,
    reporters: &[Reporter],
    people: Reporter,
    started: Instant,
    stdin: Option<Arc<str>>,
) -> Outcome {
    let failed = |failure| Outcome { failures: vec![failure], ..Outcome::default() };
    let (reader, inputs) = match Reader::new(&options.paths, &options.reading, stdin) {
        Ok(ready) => ready,
        Err(failure) => return failed(failure),
    };
    let most = options.reading.max_file_size;
    let settings = match settings::settings(&options.config, most, &reader.here, people) {
        Ok(settings) => settings,
        Err(Unsettled::Failed(failure)) => return failed(failure),
        Err(Unsettled::Wrong(text)) => {
            let failure = Failure::of("", "the configuration cannot be used").help("nothing was checked");
            return Outcome { configuration: text, ..failed(failure) };
        }
    };
    let run = Run { options, settings: &settings, reporters, reader: &reader, room: AtomicUsize::new(ROOM) };

    let progress = Progress::new(inputs.files.len(), started, !options.quiet);
    let mut seen = reader.each(&inputs.files, |input| {
        let seen = guard::run(&input.shown, || run.first(input)).unwrap_or_else(Seen::Failed);
        progress.step();
        seen
    });
    drop(progress);

    run.check_again(&inputs, &mut seen);
    gather(inputs, seen)
}

impl Run<'_> {
    fn first(&self, input: &Input) -> Seen<Ours> {
        // Whoever hands over all files of a kind expects an answer no more than whoever names a folder.
        let named = input.origin != Origin::Found && !self.options.ignore_unrecognized;
        let source = match self.reader.source(input, named) {
            Seen::Ours(source) => source,
            Seen::PassedOver => return Seen::PassedOver,
            Seen::Noticed(notice) => return Seen::Noticed(notice),
            Seen::Failed(failure) => return Seen::Failed(failure),
        };
        let Some(package) = &source.package else { return Seen::PassedOver };
        // Without references to other files nothing of them can matter.
        let alone = package.symbols.keys.is_empty();
        Seen::Ours(Ours {
            format: package.dialect.title,
            interfaces: interfaces(&source),
            wanted: Workspace::new().wanted(&source),
            checked: alone.then(|| self.check(&source, &Workspace::new(), input)),
            kept: (!alone && self.has_room(&source)).then(|| Box::new(source)),
        })
    }

    /// Takes the room that a file needs, if there is as much.
    fn has_room(&self, source: &Source) -> bool {
        let take = |left: usize| left.checked_sub(source.text().len());
        self.room.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_ok()
    }

    /// The findings of one file, as text.
    fn check(&self, source: &Source, workspace: &Workspace, input: &Input) -> Checked {
        let mut findings = check_with(source, workspace, self.settings);
        findings.retain(is_shown);
        if findings.is_empty() {
            return Checked::default();
        }
        let mut others = Others::new();
        for id in findings.iter().flat_map(|f| &f.related).filter_map(|r| r.file) {
            if let (false, Some(path)) = (others.contains_key(&id), workspace.path(id)) {
                others.insert(id, self.other(path.to_path_buf()));
            }
        }
        let file = Text::new(&*input.shown, source.tree.shared_text());
        let subject = Subject { file: &file, findings: &findings, others: &others };
        let mut tally = Tally::default();
        tally.count(&findings);
        Checked { pieces: self.reporters.iter().map(|r| r.piece(&subject)).collect(), tally }
    }

    /// A file that is only shown beside a finding of another.
    fn other(&self, path: PathBuf) -> Other {
        let shown = shown(&self.reader.here, &path);
        match self.reader.file(&path, &shown) {
            Ok(text) => Other::Text(Arc::new(Text::new(shown, text))),
            Err(_) => Other::Path(shown),
        }
    }

    /// Checks the files that had to wait, with all interfaces at hand.
    fn check_again(&self, inputs: &Inputs, seen: &mut [Seen<Ours>]) {
        let waiting: Vec<usize> = seen
            .iter()
            .enumerate()
            .filter(|(_, seen)| matches!(seen, Seen::Ours(Ours { checked: None, .. })))
            .map(|(i, _)| i)
            .collect();
        if waiting.is_empty() {
            return;
        }
        let known = inputs.files.iter().zip(&*seen).filter_map(|(input, seen)| match seen {
            Seen::Ours(ours) => {
                Some(Known { path: &input.path, interfaces: ours.interfaces.clone(), wanted: &ours.wanted })
            }
            _ => None,
        });
        let workspace = self.reader.workspace(inputs, known);
        let checked = self.reader.each(&waiting, |i| {
            let input = inputs.files.get(*i)?;
            let again = || -> Result<Checked, Failure> {
                if let Some(Seen::Ours(Ours { kept: Some(source), .. })) = seen.get(*i) {
                    return Ok(self.check(source, &workspace, input));
                }
                let text =
                    self.reader.text(input).map_err(|_| Failure::of(&*input.shown, "changed while it was checked"))?;
                Ok(self.check(&Source::new(&*input.path, text), &workspace, input))
            };
            Some(guard::run(&input.shown, again).and_then(|checked| checked))
        });
        for (i, checked) in waiting.into_iter().zip(checked) {
            match (seen.get_mut(i), checked) {
                (Some(Seen::Ours(ours)), Some(Ok(checked))) => {
                    ours.checked = Some(checked);
                    ours.kept = None;
                }
                (Some(seen), Some(Err(failure))) => *seen = Seen::Failed(failure),
                _ => {}
            }
        }
    }
}

/// Puts together what was seen, file by file.
fn gather(inputs: Inputs, seen: Vec<Seen<Ours>>) -> Outcome {
    let mut outcome = Outcome { failures: inputs.failures, ..Outcome::default() };
    outcome.tally.files = inputs.files.len();
    for (input, seen) in inputs.files.into_iter().zip(seen) {
        match seen {
            Seen::PassedOver => {}
            Seen::Noticed(notice) => outcome.notices.push(notice),
            Seen::Failed(failure) => outcome.failures.push(failure),
            Seen::Ours(ours) => {
                if ours.format.ends_with("component") {
                    outcome.tally.components += 1;
                } else {
                    outcome.tally.pipelines += 1;
                }
                let checked = ours.checked.unwrap_or_default();
                let clean = checked.pieces.is_empty();
                outcome.recognised.push(Recognised { path: input.shown, format: ours.format, clean });
                outcome.tally.add(&checked.tally);
                if !clean {
                    outcome.pieces.push(checked.pieces);
                }
            }
        }
    }
    outcome.failures.sort();
    outcome
}
