//! Why a name stays as it is.

use std::fmt::{self, Display, Formatter};
use std::path::{Path, PathBuf};

use crate::words::quote;

/// Why something cannot be renamed, in words for people.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// There is no name at the place.
    NoName,
    /// The name is the format's own, or is not written anywhere.
    Fixed(String),
    /// The format does not take the new name; what it says.
    NotLegal(String),
    /// Something beside it has the new name already.
    Taken {
        /// The new name.
        name: String,
        /// What has it: "task".
        what: &'static str,
        /// Its line, from 1.
        line: u32,
    },
    /// The new name would be read as something else at a place.
    Meaning {
        /// The new name.
        name: String,
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u32,
    },
    /// The name is written in a way that it cannot be changed in: an alias, an escape.
    Spelling {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u32,
    },
    /// An alias repeats the text of the name elsewhere.
    Alias {
        /// The line of the text, from 1.
        line: u32,
    },
    /// What has the name is in no file that is known.
    Outside(String),
    /// A file that has the name cannot be read, or lies outside of the workspace.
    Unreadable(PathBuf),
    /// A file is not what it was when the workspace was read.
    Changed(PathBuf),
    /// A file names this one by the digest of its text, which would change.
    Digest(PathBuf),
    /// Several files could be meant.
    Ambiguous,
}

fn file(path: &Path) -> String {
    quote(&path.file_name().unwrap_or(path.as_os_str()).to_string_lossy())
}

impl Display for Refusal {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoName => f.write_str("there is no name here that could be changed"),
            Self::Fixed(name) => write!(f, "{} is a word of the format, not a name that someone gave", quote(name)),
            Self::NotLegal(why) => f.write_str(why),
            Self::Taken { name, what, line } => write!(f, "line {line} already has the {what} {}", quote(name)),
            Self::Meaning { name, path, line } => {
                write!(f, "{} would not be read as that name in line {line} of {}", quote(name), file(path))
            }
            Self::Spelling { path, line } => {
                write!(f, "line {line} of {} writes the name in a way that cannot be changed safely", file(path))
            }
            Self::Alias { line } => write!(f, "an alias repeats the text of line {line} elsewhere"),
            Self::Outside(name) => write!(f, "what {} means is in no file of the workspace", quote(name)),
            Self::Unreadable(path) => write!(f, "{} cannot be read, or lies outside of the workspace", file(path)),
            Self::Changed(path) => write!(f, "{} has changed since the workspace was read: try again", file(path)),
            Self::Digest(path) => {
                write!(f, "{} names this file by the digest of its text, which would change", file(path))
            }
            Self::Ambiguous => f.write_str("several files could be meant here"),
        }
    }
}

impl std::error::Error for Refusal {}
