//! Pieces of text: placeholders of KFP, holes of others, conditions.

use std::ops::Range;

/// What a placeholder of KFP asks for. Only the exact spelling is one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Placeholder {
    /// `{{$}}`
    All,
    /// A value of an input parameter.
    InParameter,
    /// Address or path of an input artifact.
    InArtifact,
    /// An input artifact as a whole.
    InWhole,
    /// Metadata or name of an input artifact.
    InDetail,
    /// The file of an output parameter.
    OutParameter,
    /// Address or path of an output artifact.
    OutArtifact,
    /// Metadata or name of an output artifact.
    OutDetail,
    /// Where the executor's own output goes.
    ExecutorOutput,
    /// Name or id of run or task.
    Run,
    /// When the run was made or scheduled.
    Times,
    /// The root of the pipeline's outputs.
    Root,
    /// The path of the shared volume.
    Workspace,
    /// An escape for JSON.
    JsonEscape,
    /// Facts of a Google Cloud project.
    Google,
}

/// All placeholders of `text`: what they ask for, and where they stand (bytes).
pub(crate) fn placeholders(text: &str) -> Vec<(Placeholder, Range<usize>)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text.get(from..).and_then(|rest| rest.find("{{$")).map(|at| from + at) {
        let Some(end) = text.get(start..).and_then(|rest| rest.find("}}")).map(|at| start + at + 2) else { break };
        let body = text.get(start + 2..end - 2).unwrap_or("");
        found.extend(placeholder(body).map(|kind| (kind, start..end)));
        from = end;
    }
    found
}

fn placeholder(body: &str) -> Option<Placeholder> {
    if body == "$" {
        return Some(Placeholder::All);
    }
    if body.contains("json_escape[") {
        return Some(Placeholder::JsonEscape);
    }
    let path = body.strip_prefix("$.")?;
    let suffix = |rest: &str| rest.split_once("']").map(|(_, suffix)| suffix.to_owned());
    if path.starts_with("inputs.parameters['") {
        return Some(Placeholder::InParameter);
    }
    if let Some(rest) = path.strip_prefix("inputs.artifacts['") {
        return Some(match suffix(rest)?.as_str() {
            "" => Placeholder::InWhole,
            ".uri" | ".path" => Placeholder::InArtifact,
            _ => Placeholder::InDetail,
        });
    }
    if path.starts_with("outputs.parameters['") {
        return Some(Placeholder::OutParameter);
    }
    if let Some(rest) = path.strip_prefix("outputs.artifacts['") {
        return Some(match suffix(rest)?.as_str() {
            ".uri" | ".path" => Placeholder::OutArtifact,
            _ => Placeholder::OutDetail,
        });
    }
    Some(match path {
        "outputs.output_file" | "outputMetadataUri" => Placeholder::ExecutorOutput,
        "pipeline_job_create_time_utc" | "pipeline_job_schedule_time_utc" => Placeholder::Times,
        "pipeline_root" => Placeholder::Root,
        "workspace_path" => Placeholder::Workspace,
        "pipeline_job_name" | "pipeline_job_uuid" | "pipeline_job_resource_name" => Placeholder::Run,
        "pipeline_task_name" | "pipeline_task_uuid" => Placeholder::Run,
        _ if path.starts_with("pipeline_google_cloud_") || path.starts_with("pipeline_persistent_resource") => {
            Placeholder::Google
        }
        "pipeline_service_account" | "pipeline_network" | "pipeline_encryption_key_name" => Placeholder::Google,
        _ => return None,
    })
}

/// Whether `text` has something that is filled in when the pipeline runs, between `open` and its other half.
pub(crate) fn has_hole(text: &str, open: &str) -> bool {
    text.contains(open)
}

/// Whether a whole argument is `{"Concat": …}` or `{"IfPresent": …}`, `word` being one of these.
pub(crate) fn is_struct(text: &str, word: &str) -> bool {
    let inner = text.trim_start().strip_prefix('{').map(str::trim_start);
    inner.and_then(|i| i.strip_prefix('"')).and_then(|i| i.strip_prefix(word)).is_some_and(|i| i.starts_with('"'))
}

/// Whether a condition has more than comparisons of inputs with values, `&&`, `||`, `!`, parentheses and conversions.
pub(crate) fn is_beyond_comparison(text: &str) -> bool {
    let plain = without_strings(text);
    let mut rest = plain.as_str();
    while let Some(c) = rest.chars().next() {
        let word_end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.')).unwrap_or(rest.len());
        if c.is_alphabetic() || c == '_' {
            let (word, behind) = rest.split_at(word_end);
            let called = behind.starts_with('(');
            let known = match word {
                "true" | "false" | "null" => !called,
                "int" | "double" | "string" | "bool" | "uint" => called,
                "inputs.parameter_values" | "inputs.parameters" => behind.starts_with('['),
                _ => false,
            };
            if !known {
                return true;
            }
            rest = behind;
        } else if c.is_ascii_digit() {
            rest = rest.get(word_end..).unwrap_or("");
        } else if c.is_whitespace() || "=!<>&|()[]-\"'".contains(c) {
            rest = rest.get(c.len_utf8()..).unwrap_or("");
        } else {
            return true;
        }
    }
    false
}

/// `text` with nothing left between the quotes of its strings.
fn without_strings(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut quote = None;
    let mut escaped = false;
    for c in text.chars() {
        match quote {
            Some(_) if escaped => escaped = false,
            Some(_) if c == '\\' => escaped = true,
            Some(q) if c == q => {
                quote = None;
                out.push(c);
            }
            Some(_) => {}
            None => {
                if c == '"' || c == '\'' {
                    quote = Some(c);
                }
                out.push(c);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_told_apart() {
        for (text, kind) in [
            ("{{$}}", Placeholder::All),
            ("--rate={{$.inputs.parameters['rate']}}", Placeholder::InParameter),
            ("{{$.inputs.artifacts['a'].path}}", Placeholder::InArtifact),
            ("{{$.inputs.artifacts['a']}}", Placeholder::InWhole),
            ("{{$.inputs.artifacts['a'].metadata['x']}}", Placeholder::InDetail),
            ("{{$.outputs.parameters['a'].output_file}}", Placeholder::OutParameter),
            ("{{$.outputs.artifacts['a'].uri}}", Placeholder::OutArtifact),
            ("{{$.outputs.artifacts['a'].metadata}}", Placeholder::OutDetail),
            ("{{$.json_escape[1]}}", Placeholder::JsonEscape),
            ("{{$.pipeline_google_cloud_location}}", Placeholder::Google),
        ] {
            let found = placeholders(text);
            assert_eq!(found.first().map(|(kind, _)| *kind), Some(kind), "{text}");
        }
        assert!(placeholders("{{ item }} {{$x}} {{$.unfinished").is_empty());
    }

    #[test]
    fn simple_conditions_are_told_from_others() {
        for simple in [
            "inputs.parameter_values['a'] == 'b c + d'",
            "int(inputs.parameter_values['a']) > -1 && !(inputs.parameter_values['b'] == true)",
        ] {
            assert!(!is_beyond_comparison(simple), "{simple}");
        }
        for more in [
            "inputs.parameter_values['a'] in ['b']",
            "inputs.parameter_values['a'].startsWith('b')",
            "inputs.parameter_values['a'] + 1 == 2",
            "inputs.artifacts['a'].artifacts[0].metadata['x'] == 1",
            "size(inputs.parameter_values['a']) == 1",
        ] {
            assert!(is_beyond_comparison(more), "{more}");
        }
    }

    #[test]
    fn structures_in_text_are_found() {
        assert!(is_struct("{\"Concat\": [\"a\"]}", "Concat"));
        assert!(is_struct(" { \"IfPresent\": {}}", "IfPresent"));
        assert!(!is_struct("{\"ConcatX\": []}", "Concat"));
    }
}
