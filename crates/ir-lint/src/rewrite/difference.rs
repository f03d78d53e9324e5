//! What would be different, as text that `git apply` and `patch` take.

use similar::TextDiff;

use super::Rewritten;
use crate::style::{self, RESET};

/// The unified diff of a file.
pub fn unified(file: &Rewritten, color: bool) -> String {
    let shown = file.shown.trim_start_matches('/');
    let plain = TextDiff::from_lines(&*file.before, &*file.after)
        .unified_diff()
        .context_radius(3)
        .header(&format!("a/{shown}"), &format!("b/{shown}"))
        .to_string();
    if !color {
        return plain;
    }
    plain.split_inclusive('\n').map(colored).collect()
}

fn colored(line: &str) -> String {
    let code = match line.as_bytes() {
        [b'+', ..] => style::ADDED,
        [b'-', ..] => style::REMOVED,
        [b'@', ..] => style::DIM,
        _ => return line.to_owned(),
    };
    let (words, end) = line.split_at(line.trim_end_matches(['\r', '\n']).len());
    format!("{code}{words}{RESET}{end}")
}
