//! Which files may be read beyond those that were asked for: a pipeline names component files, and those
//! are read where they lie within what the person works on, never outside of it.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::discover::{Inputs, Origin};

/// The folders within which files may be read.
#[derive(Debug)]
pub struct Roots {
    /// Without symbolic links.
    folders: Vec<PathBuf>,
}

/// What is at a path.
#[derive(PartialEq, Eq, Debug)]
pub enum At {
    /// A file that may be read.
    File,
    /// Nothing, for certain.
    Nothing,
    /// Something that may not be read, or nobody knows.
    Unknown,
}

impl Roots {
    /// The folders that were named, and for each file that was named its repository, or the current folder
    /// if it is in there, or else its own folder; and the roots of configurations.
    pub fn of(inputs: &Inputs, here: &Path) -> Self {
        let mut folders = inputs.folders.clone();
        for file in inputs.files.iter().filter(|f| f.origin != Origin::Found) {
            if folders.iter().any(|f| file.path.starts_with(f)) {
                continue;
            }
            let own = file.path.parent().unwrap_or(here);
            let repository = own.ancestors().find(|f| f.join(".git").exists());
            folders.push(match repository {
                Some(repository) => repository.to_path_buf(),
                None if own.starts_with(here) => here.to_path_buf(),
                None => own.to_path_buf(),
            });
        }
        folders.extend(inputs.roots.iter().cloned());
        Self { folders: folders.iter().filter_map(|f| f.canonicalize().ok()).collect() }
    }

    /// What is at `path`, links followed.
    pub fn look(&self, path: &Path) -> At {
        match path.canonicalize() {
            Ok(real) if !self.hold(&real) => At::Unknown,
            Ok(real) if real.is_file() => At::File,
            Ok(_) => At::Unknown,
            Err(error) if error.kind() == ErrorKind::NotFound && self.would_hold(path) => At::Nothing,
            Err(_) => At::Unknown,
        }
    }

    /// Whether a path at which nothing is would be inside: its nearest folder that exists tells.
    fn would_hold(&self, path: &Path) -> bool {
        // A link that leads nowhere is something: what it leads to may exist elsewhere.
        !path.is_symlink()
            && path.ancestors().skip(1).find_map(|f| f.canonicalize().ok()).is_some_and(|f| self.hold(&f))
    }

    fn hold(&self, real: &Path) -> bool {
        self.folders.iter().any(|f| real.starts_with(f))
    }
}

#[cfg(test)]
mod tests {
    use super::{At, Roots};

    #[test]
    fn only_what_is_inside_is_known() {
        let outer = tempfile::tempdir().unwrap();
        let inner = outer.path().join("inner");
        std::fs::create_dir(&inner).unwrap();
        std::fs::write(inner.join("a.yaml"), "").unwrap();
        std::fs::write(outer.path().join("b.yaml"), "").unwrap();
        let roots = Roots { folders: vec![inner.canonicalize().unwrap()] };
        assert_eq!(roots.look(&inner.join("a.yaml")), At::File);
        assert_eq!(roots.look(&inner.join("none/none.yaml")), At::Nothing);
        assert_eq!(roots.look(&inner), At::Unknown);
        assert_eq!(roots.look(&outer.path().join("b.yaml")), At::Unknown);
        assert_eq!(roots.look(&outer.path().join("none.yaml")), At::Unknown);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_does_not_lead_outside() {
        let outer = tempfile::tempdir().unwrap();
        let inner = outer.path().join("inner");
        std::fs::create_dir(&inner).unwrap();
        std::fs::write(outer.path().join("b.yaml"), "").unwrap();
        std::os::unix::fs::symlink("../b.yaml", inner.join("link.yaml")).unwrap();
        std::os::unix::fs::symlink("../none.yaml", inner.join("nowhere.yaml")).unwrap();
        let roots = Roots { folders: vec![inner.canonicalize().unwrap()] };
        assert_eq!(roots.look(&inner.join("link.yaml")), At::Unknown);
        assert_eq!(roots.look(&inner.join("nowhere.yaml")), At::Unknown);
    }
}
