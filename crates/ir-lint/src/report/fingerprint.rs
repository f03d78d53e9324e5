//! What a finding is known by when lines move.

use std::collections::HashMap;

use ir_model::Diagnostic;

use crate::report::Text;

/// The fingerprints of one file's findings, in the order in which they are asked for.
pub(super) struct Fingerprints<'a> {
    file: &'a Text,
    seen: HashMap<u64, u32>,
}

impl<'a> Fingerprints<'a> {
    pub(super) fn of(file: &'a Text) -> Self {
        Self { file, seen: HashMap::new() }
    }

    /// The finding's rule, the words of its line, and how many like it came before.
    pub(super) fn next(&mut self, finding: &Diagnostic) -> String {
        let hash = hash(&[finding.rule, around(self.file, finding)]);
        let count = self.seen.entry(hash).or_insert(0);
        *count += 1;
        format!("{hash:016x}:{count}")
    }

    /// The same, different in every file: for services that know findings by it alone.
    pub(super) fn next_anywhere(&mut self, finding: &Diagnostic) -> String {
        let here = self.next(finding);
        format!("{:016x}{}", hash(&[&self.file.shown, &here]), here.replace(':', ""))
    }
}

/// The line of a finding, or what is near it where the line is long.
fn around<'a>(file: &'a Text, finding: &Diagnostic) -> &'a str {
    const LONG: usize = 1024;
    const NEAR: usize = 128;
    let line = file.lines.range(file.lines.line(finding.span.start));
    if line.len() <= LONG {
        return file.text.get(line).unwrap_or("").trim();
    }
    let at = finding.span.start as usize;
    let start = file.text.floor_char_boundary(at.saturating_sub(NEAR).max(line.start));
    let end = file.text.floor_char_boundary((at + NEAR).min(line.end));
    file.text.get(start..end).unwrap_or("")
}

/// FNV-1a, 64 bits: the same on every machine and in every version.
fn hash(parts: &[&str]) -> u64 {
    let bytes = parts.iter().flat_map(|p| p.bytes().chain([0]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::Fingerprints;
    use crate::report::Text;
    use ir_model::{Diagnostic, Severity};
    use ir_syntax::Span;

    fn fingerprints(text: &str, word: &str) -> Vec<String> {
        let file = Text::new("x.yaml", text.into());
        let mut known = Fingerprints::of(&file);
        let at = text.match_indices(word).map(|(i, _)| Span::new(i as u32, (i + word.len()) as u32));
        at.map(|s| known.next(&Diagnostic::new("r", Severity::Error, s, "t"))).collect()
    }

    #[test]
    fn a_finding_is_known_again_when_lines_move() {
        let before = fingerprints("a: trian\nb: trian\na: trian\n", "trian");
        let after = fingerprints("\n# more\n  a: trian\n  b: trian\n\n  a: trian\n", "trian");
        assert_eq!(before, after);
        assert_eq!(before.iter().collect::<std::collections::HashSet<_>>().len(), 3);
    }
}
