//! Colours and links, as a terminal wants them.

use ir_model::Severity;

/// Ends every style.
pub const RESET: &str = "\x1b[0m";
/// Titles.
pub const BOLD: &str = "\x1b[1m";
/// What is less important.
pub const DIM: &str = "\x1b[2m";
/// Frames, line numbers, other places.
pub const FRAME: &str = "\x1b[34m";
/// Code.
pub const CODE: &str = "\x1b[36m";

/// Lines that a change adds.
pub const ADDED: &str = "\x1b[32m";
/// Lines that a change takes away.
pub const REMOVED: &str = "\x1b[31m";

/// The colour of a severity.
pub const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "\x1b[31m",
        Severity::Warning => "\x1b[33m",
        Severity::Info => "\x1b[32m",
        Severity::Hint => "\x1b[36m",
    }
}

/// `text` in `style`, if colours are wanted.
pub fn paint(text: &str, style: &str, color: bool) -> String {
    if color { format!("{style}{text}{RESET}") } else { text.to_owned() }
}

/// `error[rule]`, the rule's name a link to `url` if that is wanted.
pub fn label(finding: &ir_model::Diagnostic, color: bool, links: bool) -> String {
    let url = if links { crate::report::view::url(finding.rule) } else { String::new() };
    let rule = if url.is_empty() {
        finding.rule.to_owned()
    } else {
        format!("\x1b]8;;{url}\x1b\\{}\x1b]8;;\x1b\\", finding.rule)
    };
    let text = format!("{}[{rule}]", finding.severity.as_str());
    if color { format!("{BOLD}{}{text}{RESET}", severity(finding.severity)) } else { text }
}
