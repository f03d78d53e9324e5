//! The placeholders of KFP inside strings: `{{$.inputs.parameters['rate']}}` and its kin.
//!
//! The forms are those that the SDK writes and the backend's driver and launcher substitute.

use std::ops::Range;

use ir_model::PortKind;

use crate::lowering::Unfinished;

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
    for form in &FORMS {
        let Some(prefix) = form.head.strip_prefix("{{$") else { continue };
        let Some(rest) = body.strip_prefix(prefix) else { continue };
        let Some(length) = rest.find("']") else { return Target::Other };
        let start = offset + prefix.len();
        return Target::Port { input: form.input, kind: form.kind, name: start..start + length };
    }
    Target::Other
}

/// A placeholder that names a port.
struct Form {
    /// What stands before the name.
    head: &'static str,
    /// What is written behind it where nothing else is asked for.
    tail: &'static str,
    input: bool,
    kind: PortKind,
}

static FORMS: [Form; 4] = [
    Form { head: "{{$.inputs.parameters['", tail: "']}}", input: true, kind: PortKind::Parameter },
    Form { head: "{{$.inputs.artifacts['", tail: "'].path}}", input: true, kind: PortKind::Artifact },
    Form { head: "{{$.outputs.parameters['", tail: "'].output_file}}", input: false, kind: PortKind::Parameter },
    Form { head: "{{$.outputs.artifacts['", tail: "'].path}}", input: false, kind: PortKind::Artifact },
];

/// The placeholders of `text` that were begun and name nothing yet, once for each form they can become.
pub(crate) fn unfinished(text: &str) -> Vec<Unfinished> {
    let mut found = Vec::new();
    for (start, _) in text.match_indices("{{") {
        let Some(rest) = text.get(start..) else { continue };
        for form in &FORMS {
            let written = rest.bytes().zip(form.head.bytes()).take_while(|(a, b)| a == b).count();
            let Some(behind) = rest.get(written..) else { continue };
            let headed = written == form.head.len();
            // Until the head is complete only its end, or that of the placeholder, may follow.
            let name = if headed { behind.find(|c| !is_name(c)).unwrap_or(behind.len()) } else { 0 };
            let tail = behind.get(name..).unwrap_or("");
            let closers = tail.find(|c| !matches!(c, '\'' | ']' | '}')).unwrap_or(tail.len());
            let finished = headed && tail.starts_with("']");
            if finished || (!headed && behind.starts_with(is_name)) {
                continue;
            }
            found.push(Unfinished {
                range: start + if headed { written } else { 0 }..start + written + name + closers,
                input: form.input,
                kind: form.kind,
                before: if headed { "" } else { form.head },
                after: form.tail,
            });
        }
    }
    found
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '$' | '.')
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
    fn what_was_begun_can_be_finished() {
        let slots = |text: &str| -> Vec<(String, String)> {
            let written = |u: &Unfinished| format!("{}x{}", u.before, u.after);
            unfinished(text).iter().map(|u| (text[u.range.clone()].to_owned(), written(u))).collect()
        };
        let one = |range: &str, written: &str| vec![(range.to_owned(), written.to_owned())];
        assert_eq!(slots("--lr {{$.inputs.parameters['"), one("", "x']}}"));
        assert_eq!(slots("{{$.inputs.parameters['lr'}} b"), one("lr'}}", "x']}}"));
        assert_eq!(slots("{{$.inputs.par"), one("{{$.inputs.par", "{{$.inputs.parameters['x']}}"));
        assert_eq!(slots("{{$.outputs.a}}"), one("{{$.outputs.a}}", "{{$.outputs.artifacts['x'].path}}"));
        assert_eq!(slots("{{").len(), 4);
        assert_eq!(slots("{{$.inputs.parameters['lr']}}"), []);
        assert_eq!(slots("{{$.json_escape[0]}} {{other}}"), []);
    }

    #[test]
    fn unfinished_and_foreign_text_is_left_alone() {
        assert_eq!(names("{{$.inputs.parameters['lr"), []);
        assert_eq!(names("{{$.inputs.parameters['lr}}"), []);
        assert_eq!(names("{{inputs.parameters.lr}} {{$.pipeline_job_name}}"), []);
    }
}
