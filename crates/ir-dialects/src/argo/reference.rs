//! What a simple tag of Argo stands for, by its names alone.

use ir_model::PortKind;
use ir_syntax::Span;

use super::tag::Segment;

/// What a simple tag stands for. The names are of the text that was scanned.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Reference {
    /// `workflow.name` and the like, [`WORKFLOW_ATTRIBUTES`]; `format` for `workflow.creationTimestamp.X`.
    WorkflowAttribute { name: Span, format: Option<Span> },
    /// `workflow.parameters.P`
    WorkflowParameter { name: Segment },
    /// `workflow.parameters`, `workflow.parameters.json`: all of them as JSON.
    WorkflowParameters,
    /// `workflow.outputs.parameters.G`, `workflow.outputs.artifacts.G`: by its global name.
    WorkflowOutput { kind: PortKind, name: Segment },
    /// `workflow.labels.K`, `workflow.annotations.K`; without a name all of them as JSON.
    WorkflowMetadata { annotation: bool, name: Option<Segment> },
    /// `inputs.parameters.P`, `inputs.artifacts.A`, `inputs.artifacts.A.path`
    Input { kind: PortKind, name: Segment, path: bool },
    /// `inputs.parameters`: all of them as JSON.
    Inputs,
    /// `outputs.parameters.P.path`, `outputs.artifacts.A.path`; without the path in metrics alone.
    Output { kind: PortKind, name: Segment, path: bool },
    /// `outputs.result`, in metrics alone.
    OutputResult,
    /// `steps.S.…` and `tasks.T.…`
    Node { of: NodeOf, name: Segment, attribute: NodeAttribute },
    /// `steps.name`, `tasks.name`, `node.name`: the name of what the tag itself is in.
    OwnName,
    /// `item`, `item.k`, `item.[0]`; `path` has no brackets.
    Item { path: Option<Segment> },
    /// `pod.name`
    PodName,
    /// `retries`
    Retries,
    /// `lastRetry.exitCode` and the like.
    LastRetry { attribute: Span },
    /// `cronworkflow.A`, in two expressions of a CronWorkflow alone; labels and annotations with a name.
    Cron { attribute: Span, name: Option<Segment> },
    /// `duration`, `status`, `exitCode`, `resourcesDuration.R`, in metrics alone.
    Metric { name: Span },
    /// The name at `at` stands where one of `names` must.
    Misnamed { at: Span, names: &'static [&'static str] },
    /// More names than such a tag can have, from `from` on.
    TooLong { from: Span },
    /// It stops where more names must follow: one of `names`, or where that is empty one that the file gives.
    TooShort { names: &'static [&'static str] },
    /// Written with brackets, as only expressions may: `inputs.parameters['x']`. The name in them, and what is to
    /// be written in place of `brackets`.
    Brackets { brackets: Span, name: Span },
    /// A name with dots whose root Argo does not know.
    Unknown { root: Span },
    /// Too much of the name is in holes to know.
    Hole,
    /// No name: text of another language, of Helm or of Go's templates.
    Foreign,
}

/// Which kind of node a tag speaks of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum NodeOf {
    Step,
    Task,
}

/// What of another step or task is wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum NodeAttribute {
    Id,
    Ip,
    Status,
    ExitCode,
    StartedAt,
    FinishedAt,
    HostNodeName,
    /// `outputs.result`
    Result,
    /// `outputs.parameters`: of all turns of a loop.
    Parameters,
    /// `outputs.parameters.P`
    Parameter(Segment),
    /// `outputs.artifacts.A`
    Artifact(Segment),
    /// In a hole.
    Unknown,
}

/// The words that names of tags begin with.
pub(crate) const ROOTS: &[&str] = &[
    "workflow",
    "inputs",
    "outputs",
    "steps",
    "tasks",
    "item",
    "pod",
    "node",
    "retries",
    "lastRetry",
    "cronworkflow",
    "duration",
    "status",
    "exitCode",
    "resourcesDuration",
];

/// What there is behind `workflow`.
pub(crate) const WORKFLOW_ATTRIBUTES: &[&str] = &[
    "name",
    "namespace",
    "uid",
    "mainEntrypoint",
    "serviceAccountName",
    "parameters",
    "outputs",
    "labels",
    "annotations",
    "priority",
    "status",
    "failures",
    "duration",
    "creationTimestamp",
    "scheduledTime",
];

/// What there is behind the name of a step or task.
pub(crate) const NODE_ATTRIBUTES: &[&str] =
    &["outputs", "status", "id", "ip", "exitCode", "startedAt", "finishedAt", "hostNodeName"];

const PORTS: &[&str] = &["parameters", "artifacts"];
const NODE_OUTPUTS: &[&str] = &["parameters", "artifacts", "result"];
pub(crate) const LAST_RETRY: &[&str] = &["exitCode", "status", "duration", "message"];
pub(crate) const CRON: &[&str] =
    &["name", "namespace", "labels", "annotations", "lastScheduledTime", "failed", "succeeded"];

/// What the names of a simple tag say.
pub(crate) fn classify(text: &str, segments: &[Segment]) -> Reference {
    if let Some(foreign) = foreign(text, segments) {
        return foreign;
    }
    let Some((root, rest)) = segments.split_first() else { return Reference::Foreign };
    if root.hole {
        return Reference::Hole;
    }
    let names = Names { text, rest };
    match root.span.slice(text) {
        "workflow" => names.workflow(),
        "inputs" => names.inputs(),
        "outputs" => names.outputs(),
        "steps" => names.node(NodeOf::Step),
        "tasks" => names.node(NodeOf::Task),
        "item" => names.item(),
        "pod" => names.word(&["name"], |_, rest| rest.end(Reference::PodName)),
        "node" => names.word(&["name"], |_, rest| rest.end(Reference::OwnName)),
        "retries" => names.end(Reference::Retries),
        "lastRetry" => names.word(LAST_RETRY, |word, rest| rest.end(Reference::LastRetry { attribute: word })),
        "cronworkflow" => names.word(CRON, |word, rest| match word.slice(text) {
            "labels" | "annotations" => Reference::Cron { attribute: word, name: rest.label() },
            _ => rest.end(Reference::Cron { attribute: word, name: None }),
        }),
        "resourcesDuration" => names.named(|name, rest| rest.end(Reference::Metric { name: name.span })),
        "duration" | "status" | "exitCode" if rest.is_empty() => Reference::Metric { name: root.span },
        _ => Reference::Unknown { root: root.span },
    }
}

/// Whether the names are such as no tag has: empty, or with signs of another language.
fn foreign(text: &str, segments: &[Segment]) -> Option<Reference> {
    let mut brackets = None;
    for (at, segment) in segments.iter().enumerate() {
        if segment.hole {
            continue;
        }
        let name = segment.span.slice(text);
        if name.is_empty() {
            // A name that is still missing at the end is told by what stands before it.
            if at == 0 || at + 1 < segments.len() {
                return Some(Reference::Foreign);
            }
            continue;
        }
        if let Some(found) = bracketed(name, segment.span) {
            brackets = brackets.or(Some(found));
        } else if name.contains(|c: char| !is_name(c)) && !(at > 0 && name.starts_with('[') && name.ends_with(']')) {
            return Some(Reference::Foreign);
        }
    }
    let root = segments.first()?.span.slice(text);
    let root = root.split_once('[').map_or(root, |(root, _)| root);
    brackets.filter(|_| ROOTS.contains(&root))
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '/' | '%')
}

/// `word['name']`
fn bracketed(name: &str, at: Span) -> Option<Reference> {
    let open = name.find('[').filter(|open| *open > 0)?;
    let quote = name.get(open + 1..).and_then(|rest| rest.chars().next()).filter(|c| matches!(c, '\'' | '"'))?;
    let inner = name.get(open + 2..)?;
    let length = inner.find(quote).filter(|length| inner.get(length + 1..) == Some("]"))?;
    if !name.get(..open)?.chars().all(is_name) || !inner.get(..length)?.chars().all(is_name) {
        return None;
    }
    let open = at.start + open as u32;
    Some(Reference::Brackets { brackets: Span::new(open, at.end), name: Span::new(open + 2, open + 2 + length as u32) })
}

/// The names that are yet to be read.
#[derive(Clone, Copy)]
struct Names<'t, 's> {
    text: &'t str,
    rest: &'s [Segment],
}

impl Names<'_, '_> {
    fn next(self) -> Option<(Segment, Self)> {
        let (first, rest) = self.rest.split_first()?;
        Some((*first, Self { rest, ..self }))
    }

    /// Nothing may follow.
    fn end(self, reference: Reference) -> Reference {
        self.rest.first().map_or(reference, |more| Reference::TooLong { from: more.span })
    }

    /// All that follows, as one name: the keys of labels have dots.
    fn all(self) -> Option<Segment> {
        let (first, last) = (self.rest.first()?, self.rest.last()?);
        let hole = self.rest.iter().any(|s| s.hole);
        Some(Segment { span: first.span.cover(last.span), hole })
    }

    /// The key of a label, if it is but one that is asked for.
    fn label(self) -> Option<Segment> {
        self.all().filter(|name| !self.is(name.span, "json"))
    }

    /// Reads one of a few words.
    fn word(self, names: &'static [&'static str], then: impl FnOnce(Span, Self) -> Reference) -> Reference {
        match self.next() {
            Some((word, _)) if word.hole => Reference::Hole,
            Some((word, rest)) if names.contains(&word.span.slice(self.text)) => then(word.span, rest),
            Some((word, _)) if word.span.is_empty() => Reference::TooShort { names },
            Some((word, _)) => Reference::Misnamed { at: word.span, names },
            None => Reference::TooShort { names },
        }
    }

    /// Reads a name that the file gives.
    fn named(self, then: impl FnOnce(Segment, Self) -> Reference) -> Reference {
        match self.next() {
            Some((name, rest)) if !name.span.is_empty() => then(name, rest),
            _ => Reference::TooShort { names: &[] },
        }
    }

    fn is(self, word: Span, wanted: &str) -> bool {
        word.slice(self.text) == wanted
    }

    fn kind(self, word: Span) -> PortKind {
        if self.is(word, "parameters") { PortKind::Parameter } else { PortKind::Artifact }
    }

    fn workflow(self) -> Reference {
        self.word(WORKFLOW_ATTRIBUTES, |word, rest| match word.slice(self.text) {
            "parameters" => match rest.rest {
                [] => Reference::WorkflowParameters,
                [json] if self.is(json.span, "json") => Reference::WorkflowParameters,
                _ => rest.named(|name, rest| rest.end(Reference::WorkflowParameter { name })),
            },
            "outputs" => rest.word(PORTS, |ports, rest| {
                let kind = self.kind(ports);
                rest.named(|name, rest| rest.end(Reference::WorkflowOutput { kind, name }))
            }),
            labels @ ("labels" | "annotations") => {
                Reference::WorkflowMetadata { annotation: labels == "annotations", name: rest.label() }
            }
            "creationTimestamp" | "scheduledTime" | "duration" => match rest.next() {
                Some((format, rest)) => {
                    rest.end(Reference::WorkflowAttribute { name: word, format: Some(format.span) })
                }
                None => Reference::WorkflowAttribute { name: word, format: None },
            },
            _ => rest.end(Reference::WorkflowAttribute { name: word, format: None }),
        })
    }

    fn inputs(self) -> Reference {
        self.word(PORTS, |ports, rest| {
            let kind = self.kind(ports);
            if kind == PortKind::Parameter {
                if rest.rest.is_empty() {
                    return Reference::Inputs;
                }
                return rest.named(|name, rest| rest.end(Reference::Input { kind, name, path: false }));
            }
            rest.named(|name, rest| match rest.rest {
                [] => Reference::Input { kind, name, path: false },
                _ => rest.word(&["path"], |_, rest| rest.end(Reference::Input { kind, name, path: true })),
            })
        })
    }

    fn outputs(self) -> Reference {
        self.word(NODE_OUTPUTS, |word, rest| {
            if self.is(word, "result") {
                return rest.end(Reference::OutputResult);
            }
            let kind = self.kind(word);
            rest.named(|name, rest| match rest.rest {
                [] => Reference::Output { kind, name, path: false },
                _ => rest.word(&["path"], |_, rest| rest.end(Reference::Output { kind, name, path: true })),
            })
        })
    }

    fn node(self, of: NodeOf) -> Reference {
        if let [only] = self.rest
            && self.is(only.span, "name")
        {
            return Reference::OwnName;
        }
        self.named(|name, rest| {
            let node = |attribute| Reference::Node { of, name, attribute };
            let read = rest.word(NODE_ATTRIBUTES, |word, rest| {
                let attribute = match word.slice(self.text) {
                    "id" => NodeAttribute::Id,
                    "ip" => NodeAttribute::Ip,
                    "status" => NodeAttribute::Status,
                    "exitCode" => NodeAttribute::ExitCode,
                    "startedAt" => NodeAttribute::StartedAt,
                    "finishedAt" => NodeAttribute::FinishedAt,
                    "hostNodeName" => NodeAttribute::HostNodeName,
                    _ => return rest.node_outputs(node),
                };
                rest.end(node(attribute))
            });
            // The node is known even where what of it is wanted is not.
            if read == Reference::Hole { node(NodeAttribute::Unknown) } else { read }
        })
    }

    fn node_outputs(self, node: impl Fn(NodeAttribute) -> Reference) -> Reference {
        self.word(NODE_OUTPUTS, |word, rest| match (word.slice(self.text), rest.rest) {
            ("result", _) => rest.end(node(NodeAttribute::Result)),
            ("parameters", []) => node(NodeAttribute::Parameters),
            ("parameters", _) => rest.named(|name, rest| rest.end(node(NodeAttribute::Parameter(name)))),
            _ => rest.named(|name, rest| rest.end(node(NodeAttribute::Artifact(name)))),
        })
    }

    /// The keys of items may have dots, and numbers stand in brackets.
    fn item(self) -> Reference {
        let Some(mut path) = self.all() else { return Reference::Item { path: None } };
        let name = path.span.slice(self.text);
        if name.is_empty() {
            return Reference::TooShort { names: &[] };
        }
        if name.len() > 2 && name.starts_with('[') && name.ends_with(']') {
            path.span = Span::new(path.span.start + 1, path.span.end - 1);
        }
        Reference::Item { path: Some(path) }
    }
}
