//! Logging commands of Azure Pipelines.

use std::fmt::Write as _;

use crate::report::{Look, Shape, Subject, lines, view};

pub(super) const SHAPE: Shape = lines(render);

fn render(subject: &Subject<'_>, _: Look) -> String {
    let mut out = String::new();
    for finding in subject.findings {
        let view = view::view(subject, finding);
        // There are two kinds.
        let kind = if view.severity == "error" { "error" } else { "warning" };
        let at = view.span.start;
        let _ = writeln!(
            out,
            "##vso[task.logissue type={kind};sourcepath={};linenumber={};columnnumber={};code={};]{}",
            property(view.path),
            at.line,
            at.column,
            property(view.rule),
            data(&view.message())
        );
    }
    out
}

fn data(text: &str) -> String {
    text.replace('%', "%AZP25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(';', "%3B").replace(']', "%5D")
}
