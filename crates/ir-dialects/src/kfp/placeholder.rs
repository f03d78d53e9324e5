//! The placeholders of KFP inside strings: `{{$.inputs.parameters['rate']}}` and its kin.
//!
//! The forms are those that the SDK writes and that the backend's driver and launcher, the local runners or
//! Vertex AI substitute. What only looks like one is told apart, with the form that was probably meant.

use std::ops::Range;

use ir_model::PortKind;

use crate::lowering::one_slip;

/// What a placeholder names. Ranges are bytes of the text that was scanned.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Placeholder {
    /// The whole of it, braces included.
    pub(crate) range: Range<usize>,
    pub(crate) target: Target,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Target {
    /// All inputs and outputs at once: `{{$}}`.
    Everything,
    /// An input or output.
    Port { input: bool, kind: PortKind, name: Range<usize>, suffix: Suffix },
    /// The input on whose presence a part of the command depends.
    IfPresent { name: Range<usize> },
    /// A fact about the run: `{{$.pipeline_job_name}}`.
    Run(RunField),
    /// Meant to be a placeholder, and none: what was meant, and why it is none.
    Malformed { meant: Option<String>, why: &'static str },
    /// Somebody else's text.
    Foreign,
}

/// What of a port is wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Suffix {
    /// The port itself: a parameter's value, an artifact as a whole.
    None,
    Uri,
    Path,
    /// The file to which a parameter is to be written.
    OutputFile,
    /// `.metadata`, `.name`, `.properties`, `.custom_properties`
    Detail,
}

/// What is known of the run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum RunField {
    /// The name or id of the job or task.
    Identity,
    /// What only the real backends know of a job.
    Job,
    PipelineRoot,
    WorkspacePath,
    /// Where the executor's own output goes.
    Output,
    /// Facts of a Google Cloud project, and its escape for nested JSON.
    Google,
}

const RUN_FIELDS: [(&str, RunField); 15] = [
    ("pipeline_job_name", RunField::Identity),
    ("pipeline_job_uuid", RunField::Identity),
    ("pipeline_task_name", RunField::Identity),
    ("pipeline_task_uuid", RunField::Identity),
    ("pipeline_job_resource_name", RunField::Job),
    ("pipeline_job_create_time_utc", RunField::Job),
    ("pipeline_job_schedule_time_utc", RunField::Job),
    ("pipeline_root", RunField::PipelineRoot),
    ("workspace_path", RunField::WorkspacePath),
    ("outputs.output_file", RunField::Output),
    ("outputMetadataUri", RunField::Output),
    ("pipeline_google_cloud_project_id", RunField::Google),
    ("pipeline_google_cloud_location", RunField::Google),
    ("pipeline_persistent_resource_id", RunField::Google),
    ("json_escape[1]", RunField::Google),
];

/// All placeholders of `text`, in order.
pub(crate) fn scan(text: &str) -> Vec<Placeholder> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text.get(from..).and_then(|rest| rest.find("{{")).map(|at| from + at) {
        if let Some(half) = half_closed(text, start) {
            from = half.range.end;
            found.push(half);
            continue;
        }
        let Some(end) = text.get(start..).and_then(|rest| rest.find("}}")).map(|at| start + at + 2) else { break };
        // `{{…{{$.x}}`: the inner one is meant.
        let start = text.get(start + 2..end).and_then(|s| s.rfind("{{")).map_or(start, |at| start + 2 + at);
        let body = text.get(start + 2..end - 2).unwrap_or("");
        let target = target(body, start + 2);
        if target != Target::Foreign {
            found.push(Placeholder { range: start..end, target });
        }
        from = end;
    }
    if let Some(name) = if_present(text) {
        found.push(Placeholder { range: name.clone(), target: Target::IfPresent { name } });
        found.sort_by_key(|p| p.range.start);
    }
    found
}

/// A placeholder of the port's form behind which one brace is missing.
fn half_closed(text: &str, start: usize) -> Option<Placeholder> {
    let rest = text.get(start + 2..)?;
    let end = rest.find(['{', '}', '\n'])?;
    let behind = rest.get(end..)?;
    if !behind.starts_with('}') || behind.starts_with("}}") {
        return None;
    }
    let port = port(rest.get(..end)?).filter(|p| p.exact)?;
    let (group, name) = (group_word(port.kind), port.name);
    let root = if port.input { "inputs" } else { "outputs" };
    let meant = port.suffix().is_ok().then(|| format!("{{{{$.{root}.{group}['{name}']{}}}}}", port.rest));
    let target = Target::Malformed { meant, why: "a placeholder ends with `}}`" };
    Some(Placeholder { range: start..start + 2 + end + 1, target })
}

/// Reads what stands between `{{` and `}}`.
fn target(body: &str, offset: usize) -> Target {
    if body == "$" {
        return Target::Everything;
    }
    if let Some(field) = body.strip_prefix("$.")
        && let Some((_, known)) = RUN_FIELDS.iter().find(|(name, _)| *name == field)
    {
        return Target::Run(*known);
    }
    match port(body) {
        Some(port) => port.target(offset),
        None => run_field_slip(body),
    }
}

/// A slip in the name of a fact about the run.
fn run_field_slip(body: &str) -> Target {
    let trimmed = body.trim();
    let Some(field) = trimmed.strip_prefix('$').map(|rest| rest.trim_start().trim_start_matches('.').trim()) else {
        return Target::Foreign;
    };
    let meant = RUN_FIELDS.iter().map(|(name, _)| *name).find(|name| *name == field || one_slip(name, field));
    match meant {
        Some(name) => Target::Malformed {
            meant: Some(format!("{{{{$.{name}}}}}")),
            why: if name == field { SPELLING } else { "no engine knows this placeholder" },
        },
        None => Target::Foreign,
    }
}

const SPELLING: &str = "engines replace only the exact spelling, without blanks";

/// A reference to an input or output, as tolerantly as it can be read.
struct PortText<'t> {
    input: bool,
    kind: PortKind,
    name: &'t str,
    /// Where the name starts in the body.
    at: usize,
    /// What follows the name, blanks trimmed.
    rest: &'t str,
    /// Whether everything before `rest` is spelt as the engines want it.
    exact: bool,
}

fn port(body: &str) -> Option<PortText<'_>> {
    let trimmed = body.trim();
    let (dollar, path) = match trimmed.strip_prefix('$') {
        Some(rest) => (true, rest.trim_start()),
        None => (false, trimmed),
    };
    let path = path.strip_prefix('.').unwrap_or(path);
    let (root, path) = path.split_once('.')?;
    let input = match root.trim() {
        word if word == "inputs" || one_slip("inputs", word) => true,
        word if word == "outputs" || one_slip("outputs", word) => false,
        _ => return None,
    };
    let group_end = path.find(['[', '.'])?;
    let group = path.get(..group_end)?.trim();
    let kind = match group {
        word if word == "parameters" || one_slip("parameters", word) => PortKind::Parameter,
        word if word == "artifacts" || one_slip("artifacts", word) => PortKind::Artifact,
        // `params`, `artefact`: nobody else writes brackets behind such a word and a dollar before it.
        word if dollar && word.starts_with("param") && path.contains("['") => PortKind::Parameter,
        word if dollar && word.starts_with("art") && path.contains("['") => PortKind::Artifact,
        _ => return None,
    };
    let path = path.get(group_end..)?;
    let (name, rest, quoted) = match path.strip_prefix('[') {
        Some(inner) => match inner.trim_start().chars().next() {
            Some(quote @ ('\'' | '"')) => {
                let (_, after) = inner.split_once(quote)?;
                let (name, after) = after.split_once(quote)?;
                (name, after.trim_start().strip_prefix(']')?, quote == '\'')
            }
            _ => {
                let (name, after) = inner.split_once(']')?;
                (name.trim().trim_end_matches(['\'', '"']), after, false)
            }
        },
        None => {
            let inner = path.strip_prefix('.')?;
            let end = inner.find('.').unwrap_or(inner.len());
            (inner.get(..end)?.trim(), inner.get(end..)?, false)
        }
    };
    // Argo's own tags look like `{{inputs.parameters.x}}`: only a dollar or brackets make it KFP's.
    if name.is_empty() || !(dollar || path.starts_with('[')) {
        return None;
    }
    let at = name.as_ptr() as usize - body.as_ptr() as usize;
    let rest = rest.trim();
    let before = body.get(..at).unwrap_or("");
    let root = before.strip_prefix(if input { "$.inputs." } else { "$.outputs." });
    let exact = dollar
        && quoted
        && root.and_then(|group| group.strip_prefix(group_word(kind))) == Some("['")
        && body.len() == at + name.len() + 2 + rest.len();
    Some(PortText { input, kind, name, at, rest, exact })
}

fn group_word(kind: PortKind) -> &'static str {
    if kind == PortKind::Artifact { "artifacts" } else { "parameters" }
}

impl PortText<'_> {
    fn target(&self, offset: usize) -> Target {
        let suffix = self.suffix();
        let start = offset + self.at;
        if self.exact
            && let Ok(suffix) = suffix
        {
            let name = start..start + self.name.len();
            return Target::Port { input: self.input, kind: self.kind, name, suffix };
        }
        let root = if self.input { "inputs" } else { "outputs" };
        let (rest, why) = match suffix {
            Ok(_) => (Some(self.rest), SPELLING),
            Err((meant, why)) => (meant, why),
        };
        let meant = rest.map(|rest| format!("{{{{$.{root}.{}['{}']{rest}}}}}", group_word(self.kind), self.name));
        Target::Malformed { meant, why }
    }

    /// What of the port is wanted; else what could have been meant, and why it is not that.
    fn suffix(&self) -> Result<Suffix, (Option<&'static str>, &'static str)> {
        let detail = [".metadata", ".name", ".properties", ".custom_properties"];
        match (self.input, self.kind, self.rest) {
            (true, PortKind::Parameter, "") => Ok(Suffix::None),
            (true, PortKind::Parameter, _) => Err((Some(""), "a parameter is a value: nothing follows its name")),
            (false, PortKind::Parameter, ".output_file") => Ok(Suffix::OutputFile),
            (false, PortKind::Parameter, _) => {
                Err((Some(".output_file"), "an output parameter is written to its `.output_file`"))
            }
            (true, _, "") => Ok(Suffix::None),
            (false, _, "") => Err((Some(".path"), "an output artifact is written to its `.path` or `.uri`")),
            (_, _, ".uri") => Ok(Suffix::Uri),
            (_, _, ".path") => Ok(Suffix::Path),
            (_, _, rest) if detail.iter().any(|d| rest.starts_with(d)) => Ok(Suffix::Detail),
            (_, _, rest) => {
                let meant = [".uri", ".path", ".metadata"].into_iter().find(|known| one_slip(known, rest));
                Err((meant, "an artifact has `.uri`, `.path`, `.metadata` and `.name`"))
            }
        }
    }
}

/// The `InputName` of an argument that is `{"IfPresent": {"InputName": "x", …}}`.
fn if_present(text: &str) -> Option<Range<usize>> {
    let inner = text.trim_start().strip_prefix('{')?.trim_start().strip_prefix("\"IfPresent\"")?;
    let at = inner.find("\"InputName\"")?;
    let rest =
        inner.get(at + "\"InputName\"".len()..)?.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    let length = rest.find('"')?;
    let start = text.len() - rest.len();
    Some(start..start + length)
}

/// Whether a whole argument is `{"IfPresent": {…}}`.
pub(crate) fn is_if_present(text: &str) -> bool {
    if_present(text).is_some()
}

/// Whether inside of `{"IfPresent": {…}}` there is another such object, or a `Concat`. In a text they would have
/// their quotes escaped.
pub(crate) fn is_nested(text: &str) -> bool {
    let inner = text.trim_start().get(1..).unwrap_or("");
    ["\"IfPresent\"", "\"Concat\""].iter().any(|word| {
        inner.match_indices(word).any(|(at, _)| inner.get(..at).is_some_and(|before| before.trim_end().ends_with('{')))
    })
}

/// Whether a whole argument is `{"Concat": […]}`.
pub(crate) fn is_concat(text: &str) -> bool {
    let inner = text.trim_start().strip_prefix('{').map(str::trim_start);
    inner.is_some_and(|i| i.starts_with("\"Concat\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<(&str, bool, PortKind)> {
        scan(text)
            .into_iter()
            .filter_map(|p| match p.target {
                Target::Port { input, kind, name, .. } => Some((&text[name], input, kind)),
                Target::IfPresent { name } => Some((&text[name], true, PortKind::Either)),
                _ => None,
            })
            .collect()
    }

    fn meant(text: &str) -> Vec<String> {
        let slips = scan(text).into_iter().filter_map(|p| match p.target {
            Target::Malformed { meant, .. } => Some(meant.unwrap_or_default()),
            _ => None,
        });
        slips.collect()
    }

    #[test]
    fn ports_are_found_inside_longer_text() {
        assert_eq!(
            names("--lr={{$.inputs.parameters['lr']}} --out {{$.outputs.artifacts['model'].path}}/x"),
            [("lr", true, PortKind::Parameter), ("model", false, PortKind::Artifact)]
        );
    }

    #[test]
    fn the_whole_executor_input_is_everything() {
        assert_eq!(scan("{{$}}"), [Placeholder { range: 0..5, target: Target::Everything }]);
    }

    #[test]
    fn facts_of_the_run_are_known() {
        assert_eq!(scan("{{$.pipeline_job_name}}")[0].target, Target::Run(RunField::Identity));
        assert_eq!(scan("{{$.json_escape[1]}}")[0].target, Target::Run(RunField::Google));
    }

    #[test]
    fn an_optional_argument_names_its_input() {
        let text = r#"{"IfPresent": {"InputName": "seed", "Then": ["--seed", "{{$.inputs.parameters['seed']}}"]}}"#;
        assert_eq!(names(text), [("seed", true, PortKind::Either), ("seed", true, PortKind::Parameter)]);
    }

    #[test]
    fn unfinished_and_foreign_text_is_left_alone() {
        for text in [
            "{{$.inputs.parameters['lr",
            "{{$.inputs.parameters['lr}}",
            "{{inputs.parameters.lr}}",
            "{{ item }}",
            "{{$x}}",
            "{{ $value.name }}",
            "{{range $.Items}}",
            "{{}}",
            "{{ $.Values.image }}",
        ] {
            assert_eq!(scan(text), [], "{text}");
        }
    }

    #[test]
    fn slips_are_told_with_what_was_meant() {
        for (written, right) in [
            ("{{$.input.parameters['x']}}", "{{$.inputs.parameters['x']}}"),
            ("{{$.inputs.parameter['x']}}", "{{$.inputs.parameters['x']}}"),
            ("{{ $.inputs.parameters['x'] }}", "{{$.inputs.parameters['x']}}"),
            ("{{$.inputs.parameters[\"x\"]}}", "{{$.inputs.parameters['x']}}"),
            ("{{$.inputs.parameters.x}}", "{{$.inputs.parameters['x']}}"),
            ("{{inputs.parameters['x']}}", "{{$.inputs.parameters['x']}}"),
            ("{{$.inputs.parameters['x'].path}}", "{{$.inputs.parameters['x']}}"),
            ("{{$.outputs.parameters['x']}}", "{{$.outputs.parameters['x'].output_file}}"),
            ("{{$.outputs.artifacts['x']}}", "{{$.outputs.artifacts['x'].path}}"),
            ("{{$.outputs.artifacts['x'].ptah}}", "{{$.outputs.artifacts['x'].path}}"),
            ("{{$.inputs.params['x']}}", "{{$.inputs.parameters['x']}}"),
            ("{{$.inputs.artefacts['x'].uri}}", "{{$.inputs.artifacts['x'].uri}}"),
            ("{{$.inputs.parameters[x]}}", "{{$.inputs.parameters['x']}}"),
            ("{{$.inputs.parameters[x']}}", "{{$.inputs.parameters['x']}}"),
            ("{{$.inputs.parameters['x']} and", "{{$.inputs.parameters['x']}}"),
            ("{{$.outputs.artifacts['x'].path}/{{$}}", "{{$.outputs.artifacts['x'].path}}"),
            ("{{$.pipeline_job_nam}}", "{{$.pipeline_job_name}}"),
            ("{{ $.pipeline_job_name }}", "{{$.pipeline_job_name}}"),
        ] {
            assert_eq!(meant(written), [right], "{written}");
        }
    }
}
