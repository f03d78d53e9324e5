//! How one file names another.

/// A way to find a component of another file.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Key {
    /// The SHA-256 of the file's bytes, 64 lower-case hexadecimal digits.
    Digest(Box<str>),
    /// A path relative to the file that names it, or `file://` followed by an absolute one, as written.
    Path(Box<str>),
    /// A web address: never fetched, found where a file at hand says that it is its own.
    Location(Box<str>),
    /// An object of a cluster, whatever file it stands in. Namespaces are not told apart: files rarely say them.
    Object {
        /// The group and kind: `tekton.dev/Task`.
        kind: &'static str,
        /// Its `metadata.name`.
        name: Box<str>,
        /// A component inside of the object, by its name there (a template of an Argo WorkflowTemplate).
        part: Option<Box<str>>,
    },
}
