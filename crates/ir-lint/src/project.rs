//! Files, read: what every command does before its own work.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ir_analyzer::{Interfaces, Settings, Source, Workspace, interfaces};
use rayon::prelude::*;

use crate::args::{Config, Reading};
use crate::discover::{Input, Inputs, Origin, discover};
use crate::failure::Failure;
use crate::read::{self, Unreadable};
use crate::report::{Look, Reporter};
use crate::roots::{At, Roots};
use crate::settings::{self, Unsettled};
use crate::{guard, package};

/// What one file turned out to be.
#[derive(Debug)]
pub enum Seen<T> {
    /// No pipeline file, and nobody asks.
    PassedOver,
    /// No pipeline file, which deserves a remark.
    Noticed(String),
    /// It could not be read.
    Failed(Failure),
    /// A pipeline file.
    Ours(T),
}

/// What a file shows others and what it names, when nothing else of it is kept.
#[derive(Debug)]
pub struct Known<'a> {
    /// Where it is.
    pub path: &'a Path,
    /// What others may see of it.
    pub interfaces: Interfaces,
    /// The files that it names.
    pub wanted: &'a [PathBuf],
}

/// Reads files, on as many threads as are wanted.
pub struct Reader<'a> {
    options: &'a Reading,
    /// The current folder.
    pub here: PathBuf,
    /// Standard input can be read only once.
    stdin: Option<Result<Arc<str>, Unreadable>>,
    pool: Option<rayon::ThreadPool>,
}

impl<'a> Reader<'a> {
    /// Finds the files of `paths`, and makes ready to read them. What standard input was is `stdin`, where somebody has
    /// read it already.
    pub fn new(paths: &[PathBuf], options: &'a Reading, stdin: Option<Arc<str>>) -> Result<(Self, Inputs), Failure> {
        let here = std::env::current_dir().map_err(|error| Failure::io("current folder", &error))?;
        let mut inputs = discover(paths, options, &here);
        package::unpack(&mut inputs, options.max_file_size);
        let stdin = inputs.files.iter().find(|f| f.origin == Origin::Stdin).map(|f| match stdin {
            Some(text) => Ok(text),
            None => read::stdin(&f.shown, options.max_file_size),
        });
        let pool = pool(options, inputs.files.len());
        Ok((Self { options, here, stdin, pool }, inputs))
    }

    /// `f` of each item, in order, on all threads.
    pub fn each<T: Sync, R: Send>(&self, items: &[T], f: impl Fn(&T) -> R + Sync) -> Vec<R> {
        match &self.pool {
            Some(pool) => pool.install(|| items.par_iter().map(&f).collect()),
            None => items.iter().map(f).collect(),
        }
    }

    /// The text of an input.
    pub fn text(&self, input: &Input) -> Result<Arc<str>, Unreadable> {
        if let Some(text) = &input.content {
            return Ok(Arc::clone(text));
        }
        match &self.stdin {
            Some(text) if input.origin == Origin::Stdin => text.clone(),
            _ => self.file(&input.path, &input.shown),
        }
    }

    /// The text of a file that is no input but is named by one.
    pub fn file(&self, path: &Path, shown: &str) -> Result<Arc<str>, Unreadable> {
        read::file(path, shown, self.options.max_file_size)
    }

    /// Reads an input. Whoever names a file expects an answer even where it is no pipeline file: then it is `named`.
    pub fn source(&self, input: &Input, named: bool) -> Seen<Source> {
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
        match source.is_ours() {
            true => Seen::Ours(source),
            false if named => Seen::Noticed(unrecognised(input, &source)),
            false => Seen::PassedOver,
        }
    }

    /// The interfaces of all files that are known, and of those that they name.
    pub fn workspace<'k>(&self, inputs: &Inputs, known: impl Iterator<Item = Known<'k>>) -> Workspace {
        let mut workspace = Workspace::new();
        let mut wanted = Vec::new();
        for known in known {
            workspace.update(known.path, known.interfaces);
            wanted.extend_from_slice(known.wanted);
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
                let text = self.file(path, "").ok()?;
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

/// One file needs no threads, and starting them would take longer than checking it.
fn pool(options: &Reading, files: usize) -> Option<rayon::ThreadPool> {
    let jobs = options.jobs.map_or(0, std::num::NonZero::get);
    if files < 2 || jobs == 1 {
        return None;
    }
    rayon::ThreadPoolBuilder::new().num_threads(jobs).stack_size(8 << 20).build().ok()
}

/// A pipeline file, read.
#[derive(Debug)]
pub struct Member {
    /// As it is shown.
    pub shown: String,
    /// The file.
    pub source: Source,
}

/// Pipeline files, all in memory, with what they name at hand: for commands whose answer is about all of them at once.
#[derive(Debug, Default)]
pub struct Project {
    /// The pipeline files, by path.
    pub files: Vec<Member>,
    /// What they and the files that they name show each other.
    pub workspace: Workspace,
    /// Remarks on files that were passed over.
    pub notices: Vec<String>,
    /// What could not be done.
    pub failures: Vec<Failure>,
}

impl Project {
    /// Reads the pipeline files among `paths`.
    pub fn open(paths: &[PathBuf], options: &Reading) -> Result<Self, Failure> {
        let (reader, inputs) = Reader::new(paths, options, None)?;
        let seen = reader.each(&inputs.files, |input| {
            let named = input.origin != Origin::Found;
            let read = || match reader.source(input, named) {
                Seen::Ours(source) => {
                    let shows = (interfaces(&source), Workspace::new().wanted(&source));
                    Seen::Ours((source, shows))
                }
                Seen::PassedOver => Seen::PassedOver,
                Seen::Noticed(notice) => Seen::Noticed(notice),
                Seen::Failed(failure) => Seen::Failed(failure),
            };
            guard::run(&input.shown, read).unwrap_or_else(Seen::Failed)
        });
        let known = inputs.files.iter().zip(&seen).filter_map(|(input, seen)| match seen {
            Seen::Ours((_, (interfaces, wanted))) => {
                Some(Known { path: &input.path, interfaces: interfaces.clone(), wanted })
            }
            _ => None,
        });
        let mut project = Self { workspace: reader.workspace(&inputs, known), ..Self::default() };
        project.failures = inputs.failures;
        for (input, seen) in inputs.files.into_iter().zip(seen) {
            match seen {
                Seen::PassedOver => {}
                Seen::Noticed(notice) => project.notices.push(notice),
                Seen::Failed(failure) => project.failures.push(failure),
                Seen::Ours((source, _)) => project.files.push(Member { shown: input.shown, source }),
            }
        }
        Ok(project)
    }

    /// Reads the one file `path`, which must be a pipeline file.
    pub fn of_one(path: &Path, options: &Reading) -> Result<(Member, Workspace), Vec<Failure>> {
        if path.is_dir() {
            return Err(vec![Failure::of(path.display().to_string(), "is a folder").help("name one file")]);
        }
        let mut project = Self::open(&[path.to_path_buf()], options).map_err(|failure| vec![failure])?;
        match project.files.pop() {
            Some(member) if project.failures.is_empty() => Ok((member, project.workspace)),
            _ => {
                let told = project.notices.iter().map(|notice| {
                    let (shown, why) = notice.split_once(": ").unwrap_or(("", notice));
                    Failure::of(shown, why)
                });
                project.failures.extend(told);
                Err(project.failures)
            }
        }
    }
}

/// The settings of a command that shows no findings of its own: a configuration that cannot be used is a failure.
pub fn settings(config: &Config, reading: &Reading) -> Result<Settings, Failure> {
    let here = std::env::current_dir().map_err(|error| Failure::io("current folder", &error))?;
    let people = Reporter { format: crate::args::Format::Full, look: Look { color: false, links: false } };
    settings::settings(config, reading.max_file_size, &here, people).map_err(|unsettled| match unsettled {
        Unsettled::Failed(failure) => failure,
        Unsettled::Wrong(_) => {
            let failure = Failure::of("", "the configuration cannot be used");
            failure.help("`ir-lint check` tells what is wrong with it")
        }
    })
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
