//! `check`: every file once, those that name others twice.
//!
//! First each file is read, and all is said of it that can be said from it alone; of its text and tree nothing is
//! kept, only what other files may see of it. Then the files that name others are read again, with all interfaces at
//! hand. So the memory needed does not grow with the number of files.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use ir_analyzer::{Interfaces, Settings, Source, Workspace, check_with, interfaces};
use rayon::prelude::*;

use ir_model::Diagnostic;

use crate::args::Check;
use crate::discover::{Input, Inputs, Origin, discover};
use crate::failure::{Failure, shown};
use crate::guard;
use crate::package;
use crate::progress::Progress;
use crate::read::{self, Unreadable};
use crate::report::{Look, Other, Others, Recognised, Reporter, Subject, Text, is_shown};
use crate::roots::{At, Roots};
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

/// What one file turned out to be.
enum Seen {
    PassedOver,
    Noticed(String),
    Failed(Failure),
    Ours(Ours),
}

struct Ours {
    format: &'static str,
    interfaces: Interfaces,
    /// Files that it names.
    wanted: Vec<PathBuf>,
    /// Its findings, unless it must wait for the other files' interfaces.
    checked: Option<Checked>,
}

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
    here: PathBuf,
    /// Standard input can be read only once.
    stdin: Option<Result<Arc<str>, Unreadable>>,
    pool: Option<rayon::ThreadPool>,
}

/// Checks everything that was asked for.
pub fn run(options: &Check, reporters: &[Reporter], people: Reporter, started: Instant) -> Outcome {
    let here = match std::env::current_dir() {
        Ok(here) => here,
        Err(error) => return Outcome { failures: vec![Failure::io("current folder", &error)], ..Outcome::default() },
    };
    let settings = match settings::settings(options, &here, people) {
        Ok(settings) => settings,
        Err(Unsettled::Failed(failure)) => return Outcome { failures: vec![failure], ..Outcome::default() },
        Err(Unsettled::Wrong(text)) => {
            let failure = Failure::of("", "the configuration cannot be used").help("nothing was checked");
            return Outcome { configuration: text, failures: vec![failure], ..Outcome::default() };
        }
    };
    let mut inputs = discover(options, &here);
    package::unpack(&mut inputs, options.max_file_size);
    let stdin = inputs.files.iter().find(|f| f.origin == Origin::Stdin);
    let run = Run {
        options,
        settings: &settings,
        reporters,
        stdin: stdin.map(|f| read::stdin(&f.shown, options.max_file_size)),
        pool: pool(options, inputs.files.len()),
        here,
    };

    let progress = Progress::new(inputs.files.len(), started, !options.quiet);
    let mut seen = run.each(&inputs.files, |input| {
        let seen = guard::run(&input.shown, || run.first(input)).unwrap_or_else(Seen::Failed);
        progress.step();
        seen
    });
    drop(progress);

    run.check_again(&inputs, &mut seen);
    gather(inputs, seen)
}

/// The one file that was asked for, and its findings, with all that it names at hand.
pub fn one(options: &Check) -> Result<(Source, Vec<Diagnostic>), Vec<Failure>> {
    let here = std::env::current_dir().map_err(|error| vec![Failure::io("current folder", &error)])?;
    let people = Reporter { format: options.format, look: Look { color: false, links: false } };
    let settings = settings::settings(options, &here, people).map_err(|unsettled| match unsettled {
        Unsettled::Failed(failure) => vec![failure],
        Unsettled::Wrong(_) => {
            let failure = Failure::of("", "the configuration cannot be used");
            vec![failure.help("`ir-lint check` tells what is wrong with it")]
        }
    })?;
    let mut inputs = discover(options, &here);
    package::unpack(&mut inputs, options.max_file_size);
    if !inputs.failures.is_empty() {
        return Err(inputs.failures);
    }
    let [input @ Input { origin: Origin::Stdin | Origin::Named, .. }] = inputs.files.as_slice() else {
        let shown = options.paths.first().map_or_else(String::new, |p| p.display().to_string());
        return Err(vec![Failure::of(shown, "is a folder").help("name one file")]);
    };
    let stdin = (input.origin == Origin::Stdin).then(|| read::stdin(&input.shown, options.max_file_size));
    let run = Run { options, settings: &settings, reporters: &[], stdin, pool: None, here };
    let text = run.text(input).map_err(|unreadable| match unreadable {
        Unreadable::Failed(failure) | Unreadable::TooLarge(failure) => vec![failure],
        Unreadable::NotText(not_text) => vec![not_text.failure],
    })?;
    guard::run(&input.shown, || {
        let source = Source::new(&*input.path, text);
        if !source.is_ours() {
            let told = unrecognised(input, &source);
            let told = told.strip_prefix(&format!("{}: ", input.shown)).map_or(told.clone(), str::to_owned);
            return Err(vec![Failure::of(&*input.shown, told)]);
        }
        let seen = run.first(input);
        let workspace = run.workspace(&inputs, &[seen]);
        let findings = check_with(&source, &workspace, run.settings);
        Ok((source, findings))
    })
    .map_err(|failure| vec![failure])?
}

/// One file needs no threads, and starting them would take longer than checking it.
fn pool(options: &Check, files: usize) -> Option<rayon::ThreadPool> {
    let jobs = options.jobs.map_or(0, std::num::NonZero::get);
    if files < 2 || jobs == 1 {
        return None;
    }
    rayon::ThreadPoolBuilder::new().num_threads(jobs).stack_size(8 << 20).build().ok()
}

impl Run<'_> {
    /// `f` of each item, in order, on all threads.
    fn each<T: Sync, R: Send>(&self, items: &[T], f: impl Fn(&T) -> R + Sync) -> Vec<R> {
        match &self.pool {
            Some(pool) => pool.install(|| items.par_iter().map(&f).collect()),
            None => items.iter().map(f).collect(),
        }
    }

    fn text(&self, input: &Input) -> Result<Arc<str>, Unreadable> {
        if let Some(text) = &input.content {
            return Ok(Arc::clone(text));
        }
        match &self.stdin {
            Some(text) if input.origin == Origin::Stdin => text.clone(),
            _ => read::file(&input.path, &input.shown, self.options.max_file_size),
        }
    }

    fn first(&self, input: &Input) -> Seen {
        // Whoever hands over all files of a kind expects an answer no more than whoever names a folder.
        let named = input.origin != Origin::Found && !self.options.ignore_unrecognized;
        let text = match self.text(input) {
            Ok(text) => text,
            Err(Unreadable::Failed(failure)) => return Seen::Failed(failure),
            Err(Unreadable::TooLarge(failure)) if named => return Seen::Failed(failure),
            // Whether it is a pipeline file nobody knows, and data in a folder may well be large.
            Err(Unreadable::TooLarge(failure)) => return Seen::Noticed(format!("passed over {failure}")),
            Err(Unreadable::NotText(not_text)) => {
                let ours = named || Source::new(&*input.path, not_text.guess).is_ours();
                return if ours { Seen::Failed(not_text.failure) } else { Seen::PassedOver };
            }
        };
        let source = Source::new(&*input.path, text);
        let Some(package) = &source.package else {
            return if named { Seen::Noticed(unrecognised(input, &source)) } else { Seen::PassedOver };
        };
        // Without references to other files nothing of them can matter.
        let alone = package.symbols.keys.is_empty();
        Seen::Ours(Ours {
            format: package.dialect.title,
            interfaces: interfaces(&source),
            wanted: Workspace::new().wanted(&source),
            checked: alone.then(|| self.check(&source, &Workspace::new(), input)),
        })
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
        let shown = shown(&self.here, &path);
        match read::file(&path, &shown, self.options.max_file_size) {
            Ok(text) => Other::Text(Arc::new(Text::new(shown, text))),
            Err(_) => Other::Path(shown),
        }
    }

    /// Checks the files that had to wait, with all interfaces at hand.
    fn check_again(&self, inputs: &Inputs, seen: &mut [Seen]) {
        let waiting: Vec<usize> = seen
            .iter()
            .enumerate()
            .filter(|(_, seen)| matches!(seen, Seen::Ours(Ours { checked: None, .. })))
            .map(|(i, _)| i)
            .collect();
        if waiting.is_empty() {
            return;
        }
        let workspace = self.workspace(inputs, seen);
        let checked = self.each(&waiting, |i| {
            let input = inputs.files.get(*i)?;
            let again = || -> Result<Checked, Failure> {
                let text = self.text(input).map_err(|_| Failure::of(&*input.shown, "changed while it was checked"))?;
                Ok(self.check(&Source::new(&*input.path, text), &workspace, input))
            };
            Some(guard::run(&input.shown, again).and_then(|checked| checked))
        });
        for (i, checked) in waiting.into_iter().zip(checked) {
            match (seen.get_mut(i), checked) {
                (Some(Seen::Ours(ours)), Some(Ok(checked))) => ours.checked = Some(checked),
                (Some(seen), Some(Err(failure))) => *seen = Seen::Failed(failure),
                _ => {}
            }
        }
    }

    /// The interfaces of all files that were looked at, and of those that they name.
    fn workspace(&self, inputs: &Inputs, seen: &[Seen]) -> Workspace {
        let mut workspace = Workspace::new();
        let mut wanted = Vec::new();
        for (input, seen) in inputs.files.iter().zip(seen) {
            if let Seen::Ours(ours) = seen {
                workspace.update(&input.path, ours.interfaces.clone());
                wanted.extend_from_slice(&ours.wanted);
            }
        }
        wanted.sort();
        wanted.dedup();
        wanted.retain(|path| workspace.file(path).is_none());
        if wanted.is_empty() {
            return workspace;
        }
        let roots = Roots::of(inputs, &self.here);
        let found = self.each(&wanted, |path| match roots.look(path) {
            At::Nothing => Some(None),
            At::Unknown => None,
            At::File => {
                let text = read::file(path, "", self.options.max_file_size).ok()?;
                guard::run("", || interfaces(&Source::new(&**path, text))).ok().map(Some)
            }
        });
        for (path, found) in wanted.iter().zip(found) {
            match found {
                Some(Some(interfaces)) => {
                    workspace.update(path, interfaces);
                }
                Some(None) => {
                    workspace.remove(path);
                }
                None => {}
            }
        }
        workspace
    }
}

/// Puts together what was seen, file by file.
fn gather(inputs: Inputs, seen: Vec<Seen>) -> Outcome {
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

/// Why a file that was named is no pipeline file.
fn unrecognised(input: &Input, source: &Source) -> String {
    const EXPECTED: &str = "expected a KFP pipeline (with the keys `pipelineInfo`, `root`, `components`), \
                            a job or manifest around one, a KFP component (with the key `implementation`), or an object of Argo \
                            Workflows or Tekton (with `apiVersion` and `kind`)";
    let path = &input.shown;
    let text = source.text();
    if text.trim().is_empty() {
        return format!("{path}: not a pipeline file: it is empty; {EXPECTED}");
    }
    if text.contains('\0') {
        return format!("{path}: not a pipeline file: it holds NUL characters and is no YAML; {EXPECTED}");
    }
    let Some(error) = source.tree.errors().first() else {
        return format!("{path}: not a pipeline file; {EXPECTED}");
    };
    let at = crate::position::Lines::new(text).position(text, error.span.start);
    format!("{path}: not a pipeline file, and no sound YAML: line {}: {}; {EXPECTED}", at.line, error.message)
}
