//! What files were in a revision, as git tells. Nothing is written, and nothing fetched.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::failure::Failure;

/// A repository, and a revision of it.
#[derive(Debug)]
pub struct Repository {
    /// Its outermost folder.
    pub top: PathBuf,
    here: PathBuf,
    /// The commit's full name.
    commit: String,
}

/// A file of the revision.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Blob {
    /// From the outermost folder, with slashes.
    pub path: String,
    id: String,
}

impl Repository {
    /// The repository around the folder `here`.
    pub fn open(here: &Path, revision: &str) -> Result<Self, Failure> {
        let output = run(here, &["rev-parse", "--show-prefix"])?;
        if !output.status.success() {
            return Err(Failure::of("", format!("cannot compare with {revision}: {}", said(&output))).help(
                "--against needs a repository of git around the current folder; without one, name two files or folders",
            ));
        }
        let prefix = text(&output);
        // By the way down and not by git's own words for it, which may lead through other links.
        let depth = prefix.split('/').filter(|part| !part.is_empty()).count();
        let top = here.ancestors().nth(depth).unwrap_or(here).to_path_buf();
        let unknown = || {
            Failure::of("", format!("git knows no revision `{revision}`")).help(
                "name a branch, a tag or a commit; in CI, fetch it first (a shallow checkout has only the last commit)",
            )
        };
        if revision.is_empty() || revision.starts_with('-') {
            return Err(unknown());
        }
        let output = run(here, &["rev-parse", "--verify", "--quiet", &format!("{revision}^{{commit}}")])?;
        let commit = text(&output);
        if !output.status.success() || commit.is_empty() {
            return Err(unknown());
        }
        Ok(Self { top, here: here.to_path_buf(), commit })
    }

    /// The files below a path, symbolic links and modules left out.
    pub fn list(&self, path: &Path) -> Result<Vec<Blob>, Failure> {
        let mut command = git(&self.here);
        command.args(["ls-tree", "-r", "-z", "--full-name", &self.commit, "--"]).arg(path);
        let output = command.output().map_err(|error| absent(&error))?;
        if !output.status.success() {
            return Err(Failure::of(path.display().to_string(), format!("git cannot list it: {}", said(&output))));
        }
        let entries = output.stdout.split(|byte| *byte == 0);
        let blob = |entry: &[u8]| {
            let entry = std::str::from_utf8(entry).ok()?;
            let (head, path) = entry.split_once('\t')?;
            let mut head = head.split(' ');
            let (mode, kind, id) = (head.next()?, head.next()?, head.next()?);
            (kind == "blob" && mode.starts_with("100")).then(|| Blob { path: path.to_owned(), id: id.to_owned() })
        };
        Ok(entries.filter_map(blob).collect())
    }

    /// The contents of files, in order; `None` for those of more than `limit` bytes.
    pub fn read(&self, blobs: &[Blob], limit: u64) -> Result<Vec<Option<Vec<u8>>>, Failure> {
        if blobs.is_empty() {
            return Ok(Vec::new());
        }
        let mut command = git(&self.here);
        command.args(["cat-file", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(|error| absent(&error))?;
        let broken = || Failure::of("", "git stopped while its files were read");
        let (Some(mut to), Some(from)) = (child.stdin.take(), child.stdout.take()) else { return Err(broken()) };
        let mut from = BufReader::new(from);
        let mut all = Vec::with_capacity(blobs.len());
        for blob in blobs {
            // One after the other: neither side ever waits for the other to make room.
            writeln!(to, "{}", blob.id).and_then(|()| to.flush()).map_err(|_| broken())?;
            let mut head = String::new();
            from.read_line(&mut head).map_err(|_| broken())?;
            let size = head.trim_end().rsplit(' ').next().and_then(|size| size.parse::<u64>().ok());
            let Some(size) = size else {
                return Err(Failure::of(blob.path.clone(), "git has no content of it at hand")
                    .help("a partial clone leaves contents out: fetch them first"));
            };
            if size > limit {
                std::io::copy(&mut from.by_ref().take(size + 1), &mut std::io::sink()).map_err(|_| broken())?;
                all.push(None);
                continue;
            }
            let mut bytes = vec![0; usize::try_from(size).unwrap_or(0)];
            let mut end = [0; 1];
            from.read_exact(&mut bytes).and_then(|()| from.read_exact(&mut end)).map_err(|_| broken())?;
            all.push(Some(bytes));
        }
        drop(to);
        child.wait().map_err(|_| broken())?;
        Ok(all)
    }
}

/// Git in a folder: it takes no locks, asks nobody and fetches nothing.
fn git(here: &Path) -> Command {
    let mut command = Command::new("git");
    command
        .arg("-C")
        .arg(here)
        .args(["-c", "core.fsmonitor=false"])
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_LITERAL_PATHSPECS", "1")
        .env("LC_ALL", "C")
        .stdin(Stdio::null());
    command
}

fn run(here: &Path, arguments: &[&str]) -> Result<Output, Failure> {
    git(here).args(arguments).output().map_err(|error| absent(&error))
}

fn absent(error: &std::io::Error) -> Failure {
    match error.kind() {
        std::io::ErrorKind::NotFound => Failure::of("", "the program git is not there")
            .help("--against reads old versions with it; without it, name two files or folders"),
        _ => Failure::io("git", error),
    }
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).trim_end_matches(['\r', '\n']).to_owned()
}

/// What git said last, without its "fatal:".
fn said(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr);
    let line = text.lines().next().unwrap_or("").trim();
    line.strip_prefix("fatal: ").unwrap_or(line).trim_end_matches('.').to_owned()
}
