//! What a rule is: its words, its examples, its check.

use std::rc::Rc;

use ir_model::{Diagnostic, Package, Severity};
use ir_schema::{Remark, Violation};
use ir_syntax::Span;

use crate::facts::memo::{Command, Memo};
use crate::facts::usage::Usage;
use crate::settings::Settings;
use crate::source::Source;
use crate::suppress::Suppressions;
use crate::workspace::Workspace;

/// A rule. The same text feeds `ir-lint explain`, the documentation and the hover of a finding; the
/// examples run as tests.
#[derive(Debug)]
pub struct Rule {
    /// Stable id, kebab-case: the defect.
    pub id: &'static str,
    /// For selecting several at once.
    pub family: Family,
    /// How bad a finding is unless configured otherwise.
    pub severity: Severity,
    /// One sentence for lists.
    pub summary: &'static str,
    /// Markdown: what it finds, why it hurts (with the engines' own words), what to do.
    pub explanation: &'static str,
    /// Whether findings can carry a fix.
    pub fixable: bool,
    /// At least one that fires and one that does not.
    pub examples: &'static [Example],
    /// The check.
    pub check: fn(&mut Context<'_>),
}

impl Rule {
    /// Where its documentation is published.
    #[must_use]
    pub fn url(&self) -> String {
        format!("{}{}.md", crate::RULES_URL, self.id)
    }
}

/// Groups of rules.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(missing_docs)]
pub enum Family {
    Syntax,
    Schema,
    Reference,
    Type,
    Graph,
    Expression,
    Container,
    Security,
    Reliability,
    Portability,
    Style,
}

impl Family {
    /// All families, in the order of reports.
    pub const ALL: [Family; 11] = [
        Family::Syntax,
        Family::Schema,
        Family::Reference,
        Family::Type,
        Family::Graph,
        Family::Expression,
        Family::Container,
        Family::Security,
        Family::Reliability,
        Family::Portability,
        Family::Style,
    ];

    /// Lower-case name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Family::Syntax => "syntax",
            Family::Schema => "schema",
            Family::Reference => "reference",
            Family::Type => "type",
            Family::Graph => "graph",
            Family::Expression => "expression",
            Family::Container => "container",
            Family::Security => "security",
            Family::Reliability => "reliability",
            Family::Portability => "portability",
            Family::Style => "style",
        }
    }
}

/// A whole small file, with the findings of this rule marked beside the lines: a comment line
/// `#    ^^^ rule-id: words of the title` below a line marks the columns of a finding on it (`#^^^` counts from
/// the `#`). No mark, no finding. Behind a line `# file: NAME` begins another file, beside the one that is checked.
#[derive(Debug)]
pub struct Example {
    /// What it shows, one short sentence.
    pub title: &'static str,
    /// The file, marks included.
    pub text: &'static str,
}

/// What a rule's check looks at, and where its findings go.
#[derive(Debug)]
pub struct Context<'a> {
    /// The file.
    pub source: &'a Source,
    /// Its neutral representation.
    pub package: &'a Package,
    /// The other files' interfaces.
    pub workspace: &'a Workspace,
    /// What the team decided.
    pub settings: &'a Settings,
    /// Where its documents break their schemas, in the order of the text.
    pub violations: &'a [Violation<'static>],
    /// What comments of the file leave out.
    pub(crate) suppressions: &'a Suppressions,
    /// What the schemas remark on the keys of its documents; nothing unless a rule that runs reads it.
    pub(crate) remarks: &'a [Remark<'static>],
    pub(crate) findings: Vec<Diagnostic>,
    pub(crate) memo: Memo<'a>,
}

impl<'a> Context<'a> {
    /// The text at `span` as a person would say it: inside a scalar, its quotes and escapes undone.
    #[must_use]
    pub fn text_at(&self, span: Span) -> &'a str {
        let raw = span.slice(self.source.text());
        let Some(node) = self.source.tree.node_at(span.start).filter(|n| n.is_scalar() && !n.is_alias()) else {
            return raw;
        };
        let map = self.memo.text_map(node);
        match (map.to_decoded(span.start), map.to_decoded(span.end)) {
            (Some(start), Some(end)) => node.text().get(start as usize..end as usize).unwrap_or(raw),
            _ => raw,
        }
    }

    /// Which names anything reads or mentions.
    pub(crate) fn usage(&self) -> Rc<Usage> {
        self.memo.usage(self.package)
    }

    /// Every container with the texts of its command and arguments.
    pub(crate) fn commands(&self) -> Rc<[Command<'a>]> {
        self.memo.commands(self.package, &self.source.tree)
    }

    /// Reports a finding.
    pub fn report(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }
}
