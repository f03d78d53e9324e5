//! A change, and what it means for those who use what changed.

use ir_syntax::Span;

/// What a change means for callers, the mildest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Verdict {
    /// Nothing runs otherwise: words for people, the version of the compiler.
    Info,
    /// What is done inside is another; callers pass and get what they did before.
    Internal,
    /// Callers may do more than before, and need not.
    Compatible,
    /// Callers that change nothing get something else.
    Behaviour,
    /// Some callers fail that worked before.
    Breaking,
}

impl Verdict {
    /// All verdicts, the gravest first.
    pub const ALL: [Self; 5] = [Self::Breaking, Self::Behaviour, Self::Compatible, Self::Internal, Self::Info];

    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Verdict::Info => "info",
            Verdict::Internal => "internal",
            Verdict::Compatible => "compatible",
            Verdict::Behaviour => "behaviour",
            Verdict::Breaking => "breaking",
        }
    }
}

/// Whether something is new, gone or another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Sign {
    /// It was not there before.
    Added,
    /// It is no longer there.
    Removed,
    /// It is there before and after.
    Changed,
}

impl Sign {
    /// `+`, `-` or `~`.
    #[must_use]
    pub const fn symbol(self) -> char {
        match self {
            Sign::Added => '+',
            Sign::Removed => '-',
            Sign::Changed => '~',
        }
    }

    /// The word for programs.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Sign::Added => "added",
            Sign::Removed => "removed",
            Sign::Changed => "changed",
        }
    }
}

/// Where something stands, in bytes of either text.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Place {
    /// In the old text.
    pub old: Option<Span>,
    /// In the new text.
    pub new: Option<Span>,
}

/// One change.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// What kind of change, one of [`KINDS`]: stable.
    pub kind: &'static str,
    /// What it means for callers.
    pub verdict: Verdict,
    /// Whether something is new, gone or another.
    pub sign: Sign,
    /// The component it belongs to, by the name it has now; empty where it belongs to the file as a whole.
    pub component: String,
    /// Whether others can use the component.
    pub visible: bool,
    /// The task inside of the component.
    pub task: Option<String>,
    /// What changed, as a phrase: "input `rate` is gone".
    pub title: String,
    /// What it was, short.
    pub before: Option<String>,
    /// What it is, short.
    pub after: Option<String>,
    /// Where it stands.
    pub place: Place,
}

impl Change {
    /// Why the verdict is what it is.
    #[must_use]
    pub fn reason(&self) -> &'static str {
        reason(self.kind, self.verdict)
    }
}

/// Why a change of that kind has that verdict; empty for a pair that there is not.
#[must_use]
pub fn reason(kind: &str, verdict: Verdict) -> &'static str {
    let exact = KINDS.iter().find(|(k, v, _)| *k == kind && *v == verdict);
    match exact {
        Some((_, _, why)) => why,
        None if verdict == Verdict::Internal => {
            "only other parts of the same file use it, and they are compared with it"
        }
        None => "",
    }
}

/// Every kind of change with its verdicts and the reason of each. What happens to a component that nobody outside of its file
/// can use is internal, whatever stands here.
pub const KINDS: &[(&str, Verdict, &str)] = {
    use Verdict::{Behaviour, Breaking, Compatible, Info, Internal};
    &[
        ("file-added", Compatible, "nobody used it before"),
        ("file-removed", Breaking, "whoever names it by its path, or its components by name, no longer finds them"),
        ("file-moved", Breaking, "whoever names it by its path no longer finds it"),
        ("file-moved", Internal, "its components are found by the names of their objects, wherever these stand"),
        ("format-changed", Internal, "the same may be said in another format; what callers see is compared below"),
        ("key-added", Compatible, "it can be found in one more way"),
        ("key-removed", Breaking, "whoever names it by this address or name no longer finds it"),
        ("component-added", Compatible, "nobody used it before"),
        ("component-removed", Breaking, "whoever runs it no longer finds it"),
        ("component-renamed", Breaking, "whoever runs it by its old name no longer finds it"),
        ("name-changed", Info, "the file is found by its path or object; this name is for people"),
        ("body-changed", Internal, "how a component does its work is not its callers' concern"),
        ("description-changed", Info, "words for people"),
        ("tool-changed", Info, "another version of the compiler wrote the same"),
        ("input-added", Breaking, "callers do not pass it, and it must be passed"),
        ("input-added", Compatible, "it may be left out, as callers do"),
        ("input-removed", Breaking, "callers that pass it are refused, or pass it in vain"),
        ("input-renamed", Breaking, "callers pass it by its old name"),
        ("input-required", Breaking, "callers that left it out no longer may"),
        ("input-optional", Compatible, "callers that pass it still may"),
        ("default-added", Behaviour, "callers that leave it out get this value"),
        ("default-added", Compatible, "callers that pass it still may, and others may leave it out now"),
        ("default-changed", Behaviour, "callers that leave it out get another value"),
        ("default-removed", Breaking, "callers that left it out no longer may"),
        ("default-removed", Behaviour, "callers that leave it out get nothing instead"),
        ("choices-reduced", Breaking, "callers may pass a value that is no longer allowed"),
        ("choices-extended", Compatible, "every value that was allowed still is"),
        ("kind-changed", Breaking, "a parameter cannot be passed where an artifact is wanted, nor the other way round"),
        ("type-narrowed", Breaking, "not every value that callers pass fits any more"),
        ("type-narrowed", Compatible, "what callers get fits wherever it fitted before"),
        ("type-widened", Compatible, "every value that callers pass still fits"),
        ("type-widened", Breaking, "what callers get does not fit everywhere any more"),
        ("type-changed", Breaking, "values of the one type are none of the other"),
        ("type-changed", Compatible, "the engine takes each of the two types for the other"),
        ("type-changed", Behaviour, "whether the values of one fit the other cannot be told"),
        ("output-added", Compatible, "callers need not read it"),
        ("output-removed", Breaking, "callers that read it no longer find it"),
        ("output-renamed", Breaking, "callers read it by its old name"),
        ("output-optional", Breaking, "callers that read it may find nothing"),
        ("output-certain", Compatible, "it is always there now"),
        (
            "output-source-changed",
            Internal,
            "the output is made in another way; its name and type are compared by themselves",
        ),
        ("task-added", Internal, "what a graph is made of is not its callers' concern"),
        ("task-removed", Internal, "what a graph is made of is not its callers' concern"),
        ("task-renamed", Internal, "what a graph is made of is not its callers' concern"),
        ("task-component-changed", Internal, "what a graph is made of is not its callers' concern"),
        ("task-title-changed", Info, "words for people"),
        ("argument-added", Internal, "what tasks pass each other is not their callers' concern"),
        ("argument-removed", Internal, "what tasks pass each other is not their callers' concern"),
        ("argument-changed", Internal, "what tasks pass each other is not their callers' concern"),
        ("run-value-added", Internal, "a run is used by nobody"),
        ("run-value-removed", Internal, "a run is used by nobody"),
        ("run-value-changed", Internal, "a run is used by nobody"),
        ("order-added", Internal, "when tasks run is not their callers' concern"),
        ("order-removed", Internal, "when tasks run is not their callers' concern"),
        ("condition-changed", Internal, "when tasks run is not their callers' concern"),
        ("trigger-changed", Internal, "when tasks run is not their callers' concern"),
        ("role-changed", Internal, "when tasks run is not their callers' concern"),
        ("loop-changed", Internal, "how often tasks run is not their callers' concern"),
        ("retry-changed", Internal, "how often tasks run is not their callers' concern"),
        ("cache-changed", Internal, "whether results are reused is not their callers' concern"),
        ("container-added", Internal, "how a component does its work is not its callers' concern"),
        ("container-removed", Internal, "how a component does its work is not its callers' concern"),
        ("container-renamed", Internal, "how a component does its work is not its callers' concern"),
        ("container-order-changed", Internal, "how a component does its work is not its callers' concern"),
        ("image-changed", Internal, "how a component does its work is not its callers' concern"),
        ("command-changed", Internal, "how a component does its work is not its callers' concern"),
        ("arguments-changed", Internal, "how a component does its work is not its callers' concern"),
        ("script-changed", Internal, "how a component does its work is not its callers' concern"),
        ("variable-added", Internal, "how a component does its work is not its callers' concern"),
        ("variable-removed", Internal, "how a component does its work is not its callers' concern"),
        ("variable-changed", Internal, "how a component does its work is not its callers' concern"),
        ("resources-changed", Internal, "what a component asks of the machine is not its callers' concern"),
        ("address-changed", Internal, "how a component does its work is not its callers' concern"),
        ("setting-added", Internal, "a setting of the engine, compared by its value alone"),
        ("setting-removed", Internal, "a setting of the engine, compared by its value alone"),
        ("setting-changed", Internal, "a setting of the engine, compared by its value alone"),
    ]
};
