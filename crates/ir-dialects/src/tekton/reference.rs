//! What a Tekton variable stands for, by its names alone.

use ir_syntax::Span;

use super::variable::{Segment, SegmentKind};

/// What a variable stands for. Spans are those of names in the text that was scanned.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Reference {
    /// `params.P`, `params['P'][*]`, `params.P.key`; `legacy` for `inputs.params.P`.
    Param { name: Span, access: Access, legacy: bool },
    /// `tt.params.P`: a parameter of the trigger template around it.
    TriggerParam { name: Span },
    /// `tasks.T.results.R`; `finally` for `finally.T.results.R`, which only results of a pipeline may say.
    TaskResult { task: Span, result: Span, access: Access, finally: bool },
    /// `tasks.T.status` or `tasks.T.reason`, in `finally` alone.
    TaskStatus { task: Span, attribute: Span },
    /// `tasks.status`, in `finally` alone.
    TasksStatus,
    /// `tasks.T.matrix.length`, `tasks.T.matrix.R.length`
    MatrixLength { task: Span, result: Option<Span> },
    /// `tasks.T.outputs.A`, `tasks.T.inputs.A`, `steps.S.outputs.A`: what was recorded about an artifact, or
    /// about all of them.
    Artifact { of: Span, step: bool, output: bool, name: Option<Span> },
    /// `context.O.A`
    Context { object: ContextObject, attribute: Span },
    /// `workspaces.W.path`
    Workspace { name: Span, attribute: Span },
    /// `results.R.path`: the file to which a task writes its result.
    ResultPath { name: Span },
    /// `steps.S.results.R`
    StepResult { step: Span, result: Span, access: Access },
    /// `step.results.R.path`: the file to which a step writes its result.
    StepResultPath { name: Span },
    /// `steps.step-S.exitCode.path`; `step` has the prefix.
    ExitCodePath { step: Span },
    /// `artifacts.path`, `step.artifacts.path`
    ArtifactsPath { step: bool },
    /// `credentials.path`
    CredentialsPath,
    /// A field of the event that set off a trigger: `body.x`, `header.x`, `extensions.x`.
    Event,
    /// What Tekton had and has no more: `resources.…`, `inputs.resources.…`, `outputs.resources.…`
    Removed,
    /// The name at `at` stands where one of `names` must. Upstream leaves such a variable as it is.
    Misnamed { at: Span, names: &'static [&'static str] },
    /// More names than the variable can have, from `from` on.
    TooLong { from: Span },
    /// It stops where more names must follow: one of `names`, or where that is empty one that the file gives.
    TooShort { names: &'static [&'static str] },
    /// Not begun by a name that Tekton knows: often a command of the shell, or an environment variable of
    /// Kubernetes.
    Unknown { root: Span },
}

/// What of a parameter or result is wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Access {
    /// The value.
    Whole,
    /// A key of an object, written with a dot.
    Key(Span),
    /// An element of an array.
    Index(Span),
    /// All of an array or object: `[*]`.
    Star(Span),
}

/// What `context` knows of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ContextObject {
    PipelineRun,
    Pipeline,
    PipelineTask,
    TaskRun,
    Task,
}

impl ContextObject {
    /// What is known of it.
    pub(crate) const fn attributes(self) -> &'static [&'static str] {
        match self {
            ContextObject::PipelineRun | ContextObject::TaskRun => &["name", "namespace", "uid"],
            ContextObject::Pipeline => &["name"],
            ContextObject::PipelineTask => &["retries"],
            ContextObject::Task => &["name", "retry-count"],
        }
    }
}

/// The names that variables begin with.
pub(crate) const ROOTS: &[&str] = &[
    "params",
    "tasks",
    "finally",
    "context",
    "workspaces",
    "results",
    "steps",
    "step",
    "credentials",
    "artifacts",
    "tt",
    "inputs",
    "outputs",
    "resources",
    "body",
    "header",
    "extensions",
];

const CONTEXT: &[&str] = &["pipelineRun", "pipeline", "pipelineTask", "taskRun", "task"];
pub(crate) const WORKSPACE_ATTRIBUTES: &[&str] = &["path", "bound", "claim", "volume"];
pub(crate) const TASK_ATTRIBUTES: &[&str] = &["results", "status", "reason", "matrix", "outputs", "inputs"];
const STEP_ATTRIBUTES: &[&str] = &["results", "outputs", "inputs", "exitCode"];

/// What the names of a variable say.
pub(crate) fn classify(segments: &[Segment<'_>]) -> Reference {
    let Some((root, rest)) = segments.split_first() else { return Reference::Unknown { root: Span::default() } };
    let root = root.span;
    let known = match segments.first().map_or("", |s| s.text) {
        "params" => valued(rest, |name, access| Reference::Param { name, access, legacy: false }),
        "tasks" => task(rest, false),
        "finally" => task(rest, true),
        "context" => context(rest),
        "workspaces" => workspace(rest),
        "results" => path_of(rest, |name| Reference::ResultPath { name }),
        "steps" => steps(rest),
        "step" => step(rest),
        "credentials" => last(rest, &["path"], |_| Reference::CredentialsPath),
        "artifacts" => last(rest, &["path"], |_| Reference::ArtifactsPath { step: false }),
        "tt" => {
            word(rest, &["params"], |_, rest| named(rest, |name, rest| ended(rest, Reference::TriggerParam { name })))
        }
        "inputs" => word(rest, &["params", "resources"], |word, rest| match word.text {
            "params" => valued(rest, |name, access| Reference::Param { name, access, legacy: true }),
            _ => Reference::Removed,
        }),
        "outputs" => word(rest, &["resources"], |_, _| Reference::Removed),
        "resources" => word(rest, &["inputs", "outputs"], |_, _| Reference::Removed),
        "body" | "header" | "extensions" if !rest.is_empty() => Reference::Event,
        _ => return Reference::Unknown { root },
    };
    match known {
        // Without any name behind it, a word of Tekton's is as well a command of the shell.
        Reference::TooShort { .. } if rest.is_empty() => Reference::Unknown { root },
        // Roots that Tekton has no more, with names that it never had.
        Reference::Misnamed { .. }
            if matches!(segments.first().map(|s| s.text), Some("inputs" | "outputs" | "resources")) =>
        {
            Reference::Unknown { root }
        }
        known => known,
    }
}

/// Reads a name that the file gives.
fn named<'s, 't>(rest: &'s [Segment<'t>], then: impl FnOnce(Span, &'s [Segment<'t>]) -> Reference) -> Reference {
    match rest.split_first() {
        Some((name, rest)) if matches!(name.kind, SegmentKind::Plain | SegmentKind::Quoted) => then(name.span, rest),
        Some((name, _)) => Reference::TooLong { from: name.span },
        None => Reference::TooShort { names: &[] },
    }
}

/// Reads one of a few words.
fn word<'s, 't>(
    rest: &'s [Segment<'t>],
    names: &'static [&'static str],
    then: impl FnOnce(&'s Segment<'t>, &'s [Segment<'t>]) -> Reference,
) -> Reference {
    match rest.split_first() {
        Some((word, rest)) if word.kind == SegmentKind::Plain && names.contains(&word.text) => then(word, rest),
        Some((word, _)) => Reference::Misnamed { at: word.span, names },
        None => Reference::TooShort { names },
    }
}

/// Reads one of a few words, the last.
fn last(rest: &[Segment<'_>], names: &'static [&'static str], then: impl FnOnce(Span) -> Reference) -> Reference {
    word(rest, names, |word, rest| ended(rest, then(word.span)))
}

fn ended(rest: &[Segment<'_>], reference: Reference) -> Reference {
    rest.first().map_or(reference, |more| Reference::TooLong { from: more.span })
}

/// A name and what of it is wanted.
fn valued(rest: &[Segment<'_>], then: impl FnOnce(Span, Access) -> Reference) -> Reference {
    named(rest, |name, rest| {
        let access = match rest {
            [] => Access::Whole,
            [one] => match one.kind {
                SegmentKind::Plain => Access::Key(one.span),
                SegmentKind::Index => Access::Index(one.span),
                SegmentKind::Star => Access::Star(one.span),
                SegmentKind::Quoted => return Reference::TooLong { from: one.span },
            },
            [key, more, ..]
                if matches!(more.kind, SegmentKind::Plain | SegmentKind::Quoted) || key.kind != SegmentKind::Plain =>
            {
                return Reference::TooLong { from: more.span };
            }
            // An index behind a key is cut off.
            [key, ..] => Access::Key(key.span),
        };
        then(name, access)
    })
}

fn path_of(rest: &[Segment<'_>], then: impl FnOnce(Span) -> Reference) -> Reference {
    named(rest, |name, rest| last(rest, &["path"], |_| then(name)))
}

fn task(rest: &[Segment<'_>], finally: bool) -> Reference {
    if !finally && matches!(rest, [only] if only.text == "status" && only.kind == SegmentKind::Plain) {
        return Reference::TasksStatus;
    }
    let names = if finally { &["results"] } else { TASK_ATTRIBUTES };
    named(rest, |task, rest| {
        word(rest, names, |attribute, rest| match attribute.text {
            "results" => valued(rest, |result, access| Reference::TaskResult { task, result, access, finally }),
            "matrix" => match rest {
                [result, length] if length.text == "length" => {
                    Reference::MatrixLength { task, result: Some(result.span) }
                }
                rest => last(rest, &["length"], |_| Reference::MatrixLength { task, result: None }),
            },
            "outputs" | "inputs" => artifact(task, false, attribute.text == "outputs", rest),
            _ => ended(rest, Reference::TaskStatus { task, attribute: attribute.span }),
        })
    })
}

fn artifact(of: Span, step: bool, output: bool, rest: &[Segment<'_>]) -> Reference {
    if rest.is_empty() {
        return Reference::Artifact { of, step, output, name: None };
    }
    named(rest, |name, rest| ended(rest, Reference::Artifact { of, step, output, name: Some(name) }))
}

fn context(rest: &[Segment<'_>]) -> Reference {
    word(rest, CONTEXT, |object, rest| {
        let object = match object.text {
            "pipelineRun" => ContextObject::PipelineRun,
            "pipeline" => ContextObject::Pipeline,
            "pipelineTask" => ContextObject::PipelineTask,
            "taskRun" => ContextObject::TaskRun,
            _ => ContextObject::Task,
        };
        last(rest, object.attributes(), |attribute| Reference::Context { object, attribute })
    })
}

fn workspace(rest: &[Segment<'_>]) -> Reference {
    named(rest, |name, rest| last(rest, WORKSPACE_ATTRIBUTES, |attribute| Reference::Workspace { name, attribute }))
}

fn steps(rest: &[Segment<'_>]) -> Reference {
    named(rest, |step, rest| {
        word(rest, STEP_ATTRIBUTES, |attribute, rest| match attribute.text {
            "results" => valued(rest, |result, access| Reference::StepResult { step, result, access }),
            "exitCode" => last(rest, &["path"], |_| Reference::ExitCodePath { step }),
            direction => artifact(step, true, direction == "outputs", rest),
        })
    })
}

fn step(rest: &[Segment<'_>]) -> Reference {
    word(rest, &["results", "artifacts"], |word, rest| match word.text {
        "results" => path_of(rest, |name| Reference::StepResultPath { name }),
        _ => last(rest, &["path"], |_| Reference::ArtifactsPath { step: true }),
    })
}
