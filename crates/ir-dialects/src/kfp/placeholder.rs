//! The placeholders of KFP inside strings: `{{$.inputs.parameters['rate']}}` and its kin.
//!
//! The forms are those that the SDK writes and the backend's driver and launcher substitute.

use std::ops::Range;

use ir_model::PortKind;

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
    Port { input: bool, kind: PortKind, name: Range<usize> },
    /// The input on whose presence a part of the command depends.
    IfPresent { name: Range<usize> },
    /// Something else, or nothing that is known.
    Other,
}

/// All placeholders of `text`, in order.
pub(crate) fn scan(text: &str) -> Vec<Placeholder> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text.get(from..).and_then(|rest| rest.find("{{$")).map(|at| from + at) {
        let Some(end) = text.get(start..).and_then(|rest| rest.find("}}")).map(|at| start + at + 2) else { break };
        // `{{$…{{$.x}}`: the inner one is meant.
        let start = text.get(start + 3..end).and_then(|s| s.rfind("{{$")).map_or(start, |at| start + 3 + at);
        let body = start + 3..end - 2;
        let target = text.get(body.clone()).map_or(Target::Other, |b| target(b, body.start));
        found.push(Placeholder { range: start..end, target });
        from = end;
    }
    if let Some(name) = if_present(text) {
        found.push(Placeholder { range: name.clone(), target: Target::IfPresent { name } });
        found.sort_by_key(|p| p.range.start);
    }
    found
}

/// Reads what stands between `{{$` and `}}`.
fn target(body: &str, offset: usize) -> Target {
    if body.is_empty() {
        return Target::Everything;
    }
    let forms = [
        (".inputs.parameters['", true, PortKind::Parameter),
        (".inputs.artifacts['", true, PortKind::Artifact),
        (".outputs.parameters['", false, PortKind::Parameter),
        (".outputs.artifacts['", false, PortKind::Artifact),
    ];
    for (prefix, input, kind) in forms {
        let Some(rest) = body.strip_prefix(prefix) else { continue };
        let Some(length) = rest.find("']") else { return Target::Other };
        let start = offset + prefix.len();
        return Target::Port { input, kind, name: start..start + length };
    }
    Target::Other
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

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<(&str, bool, PortKind)> {
        scan(text)
            .into_iter()
            .filter_map(|p| match p.target {
                Target::Port { input, kind, name } => Some((&text[name], input, kind)),
                Target::IfPresent { name } => Some((&text[name], true, PortKind::Either)),
                _ => None,
            })
            .collect()
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
    fn an_optional_argument_names_its_input() {
        let text = r#"{"IfPresent": {"InputName": "seed", "Then": ["--seed", "{{$.inputs.parameters['seed']}}"]}}"#;
        assert_eq!(names(text), [("seed", true, PortKind::Either), ("seed", true, PortKind::Parameter)]);
    }

    #[test]
    fn unfinished_and_foreign_text_is_left_alone() {
        assert_eq!(names("{{$.inputs.parameters['lr"), []);
        assert_eq!(names("{{$.inputs.parameters['lr}}"), []);
        assert_eq!(names("{{inputs.parameters.lr}} {{$.pipeline_job_name}}"), []);
    }
}
