//! A file replaced in one step: whoever looks, and whenever the program is stopped, sees the old text or the new one.

use std::io::{self, Write};
use std::path::Path;

use crate::failure::Failure;

/// Puts `after` in place of the file's text, which must still be `before`. A link stays one, permissions stay.
pub fn replace(path: &Path, shown: &str, before: &str, after: &str) -> Result<(), Failure> {
    let failed = |error: io::Error| Failure::io(shown, &error);
    let path = path.canonicalize().map_err(failed)?;
    let folder = path.parent().unwrap_or(Path::new("/"));
    let permissions = std::fs::metadata(&path).map_err(failed)?.permissions();
    if permissions.readonly() {
        return Err(Failure::of(shown, "may not be written").help("make it writable, or leave it out"));
    }
    let mut new = tempfile::Builder::new().prefix(".ir-lint-").tempfile_in(folder).map_err(failed)?;
    new.write_all(after.as_bytes()).map_err(failed)?;
    new.as_file().set_permissions(permissions).map_err(failed)?;
    new.as_file().sync_all().map_err(failed)?;
    if std::fs::read(&path).map_err(failed)? != before.as_bytes() {
        return Err(Failure::of(shown, "changed while it was rewritten").help("nothing was written; run again"));
    }
    new.persist(&path).map_err(|error| failed(error.error))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::replace;

    #[test]
    fn a_file_is_replaced_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.yaml");
        std::fs::write(&file, "old").unwrap();
        let failure = replace(&file, "a.yaml", "older", "new").unwrap_err();
        assert!(failure.to_string().contains("changed while it was rewritten"), "{failure}");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "old");
        replace(&file, "a.yaml", "old", "new").unwrap();
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "new");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn links_and_permissions_stay() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.yaml");
        let link = folder.path().join("b.yaml");
        std::fs::write(&file, "old").unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        replace(&link, "b.yaml", "old", "new").unwrap();
        assert!(link.is_symlink());
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "new");
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    }
}
