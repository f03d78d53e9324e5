//! Packages: a zip or tar.gz file with a pipeline inside, as the API server takes it.
//!
//! The member that the server would take is read into memory and checked under the name `package.zip!/pipeline.yaml`.
//! Nothing is ever written to disk, and no other member is looked into.

mod tar_gz;
mod zip;

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::discover::{Input, Inputs, Origin};
use crate::failure::Failure;
use crate::read::{self, Unreadable};

/// The API server takes uploads of at most so many bytes.
const LARGEST: u64 = 32 << 20;

/// A package may have at most so many members: each is looked at by its name.
const MOST_MEMBERS: usize = 10_000;

/// The member with this name is the pipeline, wherever it stands; without it the first member is.
const PIPELINE: &[u8] = b"pipeline.yaml";

/// Why a package cannot be read: one sentence, and what would work.
struct Refused {
    why: String,
    help: &'static str,
}

impl Refused {
    fn new(why: impl Into<String>, help: &'static str) -> Self {
        Self { why: why.into(), help }
    }

    fn malformed(what: &str, why: impl std::fmt::Display) -> Self {
        Self::new(format!("not a sound {what}: {why}"), "make the package again")
    }
}

/// The bytes of the member that the server would take, and its name.
struct Member {
    name: Vec<u8>,
    bytes: Vec<u8>,
}

/// How much may come out of a package.
#[derive(Clone, Copy)]
struct Bounds {
    /// Bytes of the member.
    member: u64,
    /// Bytes in all, skipped members included.
    all: u64,
}

impl Bounds {
    /// For a package of `size` bytes, where a member may have `member`.
    fn of(size: u64, member: u64) -> Self {
        // Text shrinks to a hundredth at most; what grows more was made to.
        const RATIO: u64 = 250;
        const HARMLESS: u64 = 16 << 20;
        const MOST: u64 = 128 << 20;
        let all = size.saturating_mul(RATIO).clamp(HARMLESS, MOST);
        Self { member: member.min(all), all }
    }

    fn exceeded(self, name: &[u8]) -> Refused {
        Refused::new(
            format!("`{}` unpacks to more than {} bytes", shown(name), self.member),
            "raise the limit with --max-file-size, unless the package was made to grow",
        )
    }
}

/// Puts in place of every package that was named the pipeline inside of it; the name alone makes a file no package.
pub fn unpack(inputs: &mut Inputs, limit: u64) {
    let mut failures = Vec::new();
    inputs.files.retain_mut(|input| {
        if input.origin != Origin::Named || is_text(&input.path) {
            return true;
        }
        match open(&input.path, &input.shown, limit) {
            None => true,
            Some(Ok((name, text))) => {
                *input = Input {
                    path: within(&input.path, &name),
                    shown: format!("{}!/{name}", input.shown),
                    origin: Origin::Named,
                    content: Some(text),
                };
                true
            }
            Some(Err(failure)) => {
                failures.push(failure);
                false
            }
        }
    });
    inputs.failures.extend(failures);
}

/// `package.zip` becomes `package.zip!/pipeline.yaml`.
fn within(path: &Path, name: &str) -> PathBuf {
    let mut package = path.as_os_str().to_owned();
    package.push("!");
    PathBuf::from(package).join(name)
}

/// Whether the server reads a file of this name as text, whatever is in it.
fn is_text(path: &Path) -> bool {
    let extension = path.extension().and_then(|e| e.to_str());
    extension.is_some_and(|e| ["yaml", "yml", "json"].contains(&e))
}

/// The name and text of the pipeline inside; `None` where the file is no package.
fn open(path: &Path, shown: &str, limit: u64) -> Option<Result<(String, Arc<str>), Failure>> {
    let mut file = File::open(path).ok()?;
    let size = file.metadata().ok().filter(std::fs::Metadata::is_file)?.len();
    let mut magic = [0; 3];
    file.read_exact(&mut magic).ok()?;
    let open = match magic {
        [b'P', b'K', _] => zip::open,
        [0x1f, 0x8b, _] => tar_gz::open,
        _ => return None,
    };
    if size > LARGEST {
        let why = format!("a package of {} MiB: the API server takes 32 MiB at most", size >> 20);
        return Some(Err(Failure::of(shown, why).help("leave everything but the pipeline out")));
    }
    let mut bytes = magic.to_vec();
    if let Err(error) = file.take(LARGEST).read_to_end(&mut bytes) {
        return Some(Err(Failure::io(shown, &error)));
    }
    Some(member(&bytes, shown, limit, open))
}

fn member(
    bytes: &[u8],
    shown: &str,
    limit: u64,
    open: fn(&[u8], Bounds) -> Result<Member, Refused>,
) -> Result<(String, Arc<str>), Failure> {
    let bounds = Bounds::of(bytes.len() as u64, limit);
    let Member { name, bytes } =
        open(bytes, bounds).map_err(|refused| Failure::of(shown, refused.why).help(refused.help))?;
    let name = self::shown(&name);
    let text = read::text(bytes, &format!("{shown}!/{name}")).map_err(|unreadable| match unreadable {
        Unreadable::Failed(failure) | Unreadable::TooLarge(failure) => failure,
        Unreadable::NotText(not_text) => not_text.failure,
    })?;
    Ok((name, text))
}

fn shown(name: &[u8]) -> String {
    String::from_utf8_lossy(name).into_owned()
}

/// Whether the server takes a member of this name, and the name does not lead out of the package.
fn check_name(name: &[u8]) -> Result<(), Refused> {
    const HELP: &str = "put the pipeline into the package as `pipeline.yaml`, not in a folder";
    let text = shown(name);
    if !(name.ends_with(b".yaml") || name.ends_with(b".yml")) {
        let what = if name.ends_with(b"/") { "the folder " } else { "" };
        let why = format!("no `pipeline.yaml` in the package, and it starts with {what}`{text}`");
        return Err(Refused::new(why, HELP));
    }
    let absolute = text.starts_with(['/', '\\']) || text.as_bytes().get(1) == Some(&b':');
    if absolute || text.split(['/', '\\']).any(|part| part == "..") {
        return Err(Refused::new(format!("the path `{text}` leads out of the package"), HELP));
    }
    Ok(())
}

fn empty() -> Refused {
    Refused::new("the package is empty", "put the pipeline into it as `pipeline.yaml`")
}

#[cfg(test)]
mod tests;
