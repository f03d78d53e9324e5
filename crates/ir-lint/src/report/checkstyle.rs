//! Checkstyle's XML, which many CI servers read.

use std::fmt::Write as _;

use crate::report::xml::escape;
use crate::report::{Look, Shape, Subject, view};

pub(super) const SHAPE: Shape = Shape { head, piece, separator: "", tail: |_| "</checkstyle>\n".to_owned() };

fn head() -> String {
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n".to_owned()
}

fn piece(subject: &Subject<'_>, _: Look) -> String {
    let mut out = format!("  <file name=\"{}\">\n", escape(&subject.file.shown));
    for finding in subject.findings {
        let view = view::view(subject, finding);
        let at = view.span.start;
        let _ = writeln!(
            out,
            "    <error line=\"{}\" column=\"{}\" severity=\"{}\" message=\"{}\" source=\"ir-lint.{}\"/>",
            at.line,
            at.column,
            view.severity,
            escape(&view.message()),
            escape(view.rule)
        );
    }
    out.push_str("  </file>\n");
    out
}
