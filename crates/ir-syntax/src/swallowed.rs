//! Lines that look like list items and are none: indented deeper than the text above, they are read as
//! more of it.

use crate::span::Span;
use crate::tree::{Kind, NONE, NodeData, NodeId, Style, Tree};

/// The first line of a plain text that looks like a list item.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SwallowedLine {
    /// The text that goes on over this line.
    pub text: NodeId,
    /// From the dash to the end of the line, or of the text.
    pub span: Span,
}

impl Tree {
    /// The lines that start with a dash and continue an unquoted text: `- sh` and, indented deeper below
    /// it, `- -c` are the one item `sh - -c`. YAML allows that, hardly anyone means it. One for each
    /// text, in source order. A line `key: value` cannot be swallowed so: it is a syntax error.
    pub fn swallowed_lines(&self) -> impl Iterator<Item = SwallowedLine> + '_ {
        // A text that goes on over lines does not read as it is written, unless it was read by a guess.
        let long = |n: &NodeData| n.first != NONE || !self.lost.is_empty();
        let plain = move |n: &NodeData| n.kind == Kind::Scalar && n.style == Style::Plain && !n.alias && long(n);
        // The arena is in source order.
        self.nodes.iter().zip(0..).filter(move |(n, _)| plain(n)).filter_map(|(node, id)| {
            let span = node.span;
            let written = span.slice(self.text());
            let mut at = written.find('\n')? + 1;
            for line in written.get(at..)?.split('\n') {
                let words = line.trim_start_matches([' ', '\t']);
                if words.trim_end() == "-" || words.starts_with("- ") {
                    let start = span.start + (at + line.len() - words.len()) as u32;
                    let end = start + words.trim_end().len() as u32;
                    return Some(SwallowedLine { text: NodeId(id), span: Span::new(start, end) });
                }
                at += line.len() + 1;
            }
            None
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::Tree;

    fn swallowed(text: &str) -> Vec<String> {
        let tree = Tree::parse(text);
        let show = |l: super::SwallowedLine| format!("{} in {}", l.span.slice(tree.text()), tree.node(l.text).text());
        tree.swallowed_lines().map(show).collect()
    }

    #[test]
    fn items_that_continue_a_text_are_found() {
        assert_eq!(swallowed("a:\n- sh\n  - -c\n  - x\n- b\n"), ["- -c in sh - -c - x"]);
        assert_eq!(swallowed("a: x\r\n  -\r\nb: [y\n - z, q]\n"), ["- in x -", "- z in y - z"]);
        assert_eq!(swallowed("a: x\n  y\n  -z\n  --q\nb: |\n  x\n  - y\nc: 'x\n  - y'\n"), [""; 0]);
    }
}
