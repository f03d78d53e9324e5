//! One JSON object a line, each a finding as in the JSON document: for programs that read while we write.

use serde_json::to_string;

use crate::report::{Look, Shape, Subject, lines, view};

pub(super) const SHAPE: Shape = lines(render);

fn render(subject: &Subject<'_>, _: Look) -> String {
    let findings = subject.findings.iter().filter_map(|f| to_string(&view::view(subject, f)).ok());
    findings.map(|line| line + "\n").collect()
}
