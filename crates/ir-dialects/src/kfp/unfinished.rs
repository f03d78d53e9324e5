//! Placeholders that are being typed: where a name belongs, and what must be written around it.

use ir_model::PortKind;

use crate::lowering::Unfinished;

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

#[cfg(test)]
mod tests {
    use super::*;

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
}
