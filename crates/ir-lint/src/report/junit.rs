//! JUnit's XML: each finding is a test that failed, each pipeline file without one a test that passed.

use std::fmt::Write as _;

use crate::report::xml::escape;
use crate::report::{Ending, Look, Shape, Subject, view};

pub(super) const SHAPE: Shape = Shape { head, piece, separator: "", tail };

fn head() -> String {
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"ir-lint\">\n".to_owned()
}

fn piece(subject: &Subject<'_>, _: Look) -> String {
    let name = escape(&subject.file.shown);
    let count = subject.findings.len();
    let mut out = format!("  <testsuite name=\"{name}\" tests=\"{count}\" failures=\"{count}\" errors=\"0\">\n");
    for finding in subject.findings {
        let view = view::view(subject, finding);
        let at = view.span.start;
        let place = format!("line {}, column {}", at.line, at.column);
        let _ = writeln!(
            out,
            "    <testcase name=\"{} at {place}\" classname=\"{name}\">\n      \
             <failure type=\"{}\" message=\"{}\">{place}: {}</failure>\n    </testcase>",
            escape(view.rule),
            view.severity,
            escape(&view.line()),
            escape(&view.message())
        );
    }
    out.push_str("  </testsuite>\n");
    out
}

fn tail(ending: &Ending<'_>) -> String {
    let mut out = String::new();
    let clean: Vec<&str> = ending.recognised.iter().filter(|r| r.clean).map(|r| &*r.path).collect();
    if !clean.is_empty() {
        let count = clean.len();
        let _ = writeln!(out, "  <testsuite name=\"without findings\" tests=\"{count}\" failures=\"0\" errors=\"0\">");
        for path in clean {
            let _ = writeln!(out, "    <testcase name=\"{0}\" classname=\"{0}\"/>", escape(path));
        }
        out.push_str("  </testsuite>\n");
    }
    if !ending.failures.is_empty() {
        let count = ending.failures.len();
        let _ = writeln!(out, "  <testsuite name=\"not checked\" tests=\"{count}\" failures=\"0\" errors=\"{count}\">");
        for failure in ending.failures {
            let _ = writeln!(
                out,
                "    <testcase name=\"{0}\" classname=\"{0}\">\n      <error message=\"{1}\"/>\n    </testcase>",
                escape(&failure.path),
                escape(&failure.message)
            );
        }
        out.push_str("  </testsuite>\n");
    }
    out + "</testsuites>\n"
}
