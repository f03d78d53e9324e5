//! `textDocument/codeAction` and `codeAction/resolve`: what can be done about findings.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use ir_analyzer::{Source, check_with, fix_of, ignore, repair};
use ir_model::{Diagnostic, Fix, Safety};
use ir_syntax::Span;
use serde::{Deserialize, Serialize};
use tower_lsp_server::jsonrpc::{Error, Result};
use tower_lsp_server::ls_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, CodeActionResponse, DocumentChanges, OneOf,
    OptionalVersionedTextDocumentIdentifier, TextDocumentEdit, TextEdit, Uri, WorkspaceEdit,
};

use super::{Question, Stale, answer};
use crate::config;
use crate::convert::{self, Places, difference};
use crate::state::State;

/// All safe fixes of a document.
pub(crate) const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.ir");
/// Stands in a comment until someone writes why.
const REASON: &str = "reason";

/// What an action does. Findings are named by their rule and place, in bytes.
#[derive(Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "camelCase")]
enum Deed {
    /// Makes one fix of one finding.
    Fix { rule: String, start: u32, end: u32, fix: usize },
    /// Makes all safe fixes of the findings of one rule.
    FixRule { rule: String },
    /// Makes all safe fixes.
    FixAll,
    /// Leaves a finding out by a comment.
    Ignore { rule: String, start: u32, end: u32 },
}

/// An action whose edit is asked for when it is chosen.
#[derive(Serialize, Deserialize)]
struct Data {
    uri: Uri,
    version: i32,
    deed: Deed,
}

pub(crate) async fn code_action(state: &Arc<State>, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
    let only = params.context.only;
    let wanted = move |kind: &CodeActionKind| only.as_ref().is_none_or(|only| only.iter().any(|o| includes(o, kind)));
    let (quick, all) = (wanted(&CodeActionKind::QUICKFIX), wanted(&FIX_ALL));
    if !(quick || all) || !state.abilities().code_actions {
        return Ok(None);
    }
    answer(state, &params.text_document.uri, Stale::Drop, move |question| {
        let range = convert::span(question.parsed(), params.range, question.state.abilities().encoding);
        let findings = question.snapshot.findings(&question.surroundings);
        let mut menu = Menu { question, places: question.places(), actions: Vec::new() };
        if quick {
            let here: Vec<&Diagnostic> = findings.iter().filter(|finding| overlap(finding.span, range)).collect();
            here.iter().for_each(|finding| menu.fixes(finding));
            menu.rules(&here, &findings);
            here.iter().for_each(|finding| menu.ignore(finding));
        }
        if all && findings.iter().any(|finding| fix_of(finding, Safety::Safe).is_some()) {
            menu.add("Make all safe fixes in this file".to_owned(), FIX_ALL, None, Deed::FixAll);
        }
        Some(menu.actions)
    })
    .await
}

/// Gives an action its edit. One that does not fit the text any more is refused.
pub(crate) async fn resolve(state: &Arc<State>, mut action: CodeAction) -> Result<CodeAction> {
    let data = action.data.as_ref().and_then(|data| Data::deserialize(data).ok());
    let Some(Data { uri, version, deed }) = data else { return Ok(action) };
    let edit = answer(state, &uri, Stale::Drop, move |question| {
        let current = question.snapshot.version == version;
        current.then(|| deed.edits(question, &question.places())).flatten().map(|edits| workspace_edit(question, edits))
    });
    action.edit = Some(edit.await?.ok_or_else(Error::content_modified)?);
    Ok(action)
}

/// Kinds are paths, and a client may ask for any prefix of them.
fn includes(only: &CodeActionKind, kind: &CodeActionKind) -> bool {
    let rest = kind.as_str().strip_prefix(only.as_str());
    only.as_str().is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Touching is enough: the cursor behind a word's last letter means the word.
fn overlap(a: Span, b: Span) -> bool {
    a.start <= b.end && b.start <= a.end
}

/// What is offered.
struct Menu<'a> {
    question: &'a Question,
    places: Places<'a>,
    actions: Vec<CodeActionOrCommand>,
}

impl Menu<'_> {
    /// The fixes of a finding. One of several safe ways out is as good as the other: the first is the best.
    fn fixes(&mut self, finding: &Diagnostic) {
        let best = finding.fixes.iter().position(|fix| fix.safety == Safety::Safe);
        for (index, fix) in finding.fixes.iter().enumerate() {
            let deed = Deed::Fix {
                rule: finding.rule.to_owned(),
                start: finding.span.start,
                end: finding.span.end,
                fix: index,
            };
            self.add(sentence(&fix.title), CodeActionKind::QUICKFIX, Some(finding), deed);
            if best == Some(index)
                && let Some(CodeActionOrCommand::CodeAction(action)) = self.actions.last_mut()
            {
                action.is_preferred = Some(true);
            }
        }
    }

    /// All findings of a rule at once, where more than one of them can be fixed.
    fn rules(&mut self, here: &[&Diagnostic], all: &[Diagnostic]) {
        let fixable = |finding: &&Diagnostic| fix_of(finding, Safety::Safe).is_some();
        let rules: BTreeSet<&str> = here.iter().copied().filter(fixable).map(|finding| finding.rule).collect();
        for rule in rules {
            if all.iter().filter(fixable).filter(|finding| finding.rule == rule).count() > 1 {
                let title = format!("Fix all `{rule}` in this file");
                self.add(title, CodeActionKind::QUICKFIX, None, Deed::FixRule { rule: rule.to_owned() });
            }
        }
    }

    /// A comment that leaves a finding out, where one can stand.
    fn ignore(&mut self, finding: &Diagnostic) {
        let (rule, Span { start, end }) = (finding.rule.to_owned(), finding.span);
        if suppressed(self.question, finding).is_some() {
            let title = format!("Leave out `{rule}` here with a comment");
            self.add(title, CodeActionKind::QUICKFIX, Some(finding), Deed::Ignore { rule, start, end });
        }
    }

    fn add(&mut self, title: String, kind: CodeActionKind, about: Option<&Diagnostic>, deed: Deed) {
        let question = self.question;
        let workspace = &question.surroundings.workspace;
        let (edit, data) = if question.state.abilities().late_edits {
            let (uri, version) = (question.snapshot.uri.clone(), question.snapshot.version);
            (None, serde_json::to_value(Data { uri, version, deed }).ok())
        } else {
            let Some(edits) = deed.edits(question, &self.places) else { return };
            (Some(workspace_edit(question, edits)), None)
        };
        self.actions.push(CodeActionOrCommand::CodeAction(CodeAction {
            title,
            kind: Some(kind),
            diagnostics: about.map(|finding| vec![convert::diagnostic(finding, workspace, &self.places)]),
            edit,
            data,
            ..CodeAction::default()
        }));
    }
}

impl Deed {
    /// What it does to the text; `None` where its finding is no more, or nothing is left to do.
    fn edits(&self, question: &Question, places: &Places<'_>) -> Option<Vec<TextEdit>> {
        let found = |rule: &str, start: u32, end: u32| {
            let findings = question.snapshot.findings(&question.surroundings);
            let span = Span::new(start, end.max(start));
            findings.iter().find(|finding| finding.rule == rule && finding.span == span).cloned()
        };
        match self {
            Deed::Fix { rule, start, end, fix } => {
                let finding = found(rule, *start, *end)?;
                let fix: &Fix = finding.fixes.get(*fix)?;
                Some(convert::edits(fix, places))
            }
            Deed::Ignore { rule, start, end } => {
                let edits = suppressed(question, &found(rule, *start, *end)?)?;
                let edit = |edit: ir_model::TextEdit| TextEdit { range: places.range(edit.span), new_text: edit.text };
                Some(edits.into_iter().map(edit).collect())
            }
            Deed::FixRule { rule } => repaired(question, places, |finding| finding.rule == rule),
            Deed::FixAll => repaired(question, places, |_| true),
        }
    }
}

/// The comment that leaves a finding out; `None` where none can stand.
fn suppressed(question: &Question, finding: &Diagnostic) -> Option<Vec<ir_model::TextEdit>> {
    // A configuration has no such comments.
    if config::is_configuration(&question.snapshot.path) {
        return None;
    }
    let (edits, left) = ignore(question.source(), [finding], REASON);
    (left.is_empty() && !edits.is_empty()).then_some(edits)
}

/// All safe fixes of some findings, and of those that come to light then.
fn repaired(question: &Question, places: &Places<'_>, of: impl Fn(&Diagnostic) -> bool) -> Option<Vec<TextEdit>> {
    let surroundings = &question.surroundings;
    let configuration = config::is_configuration(&question.snapshot.path);
    let settings = surroundings.configurations.settings_for(&question.snapshot.path);
    let check = |source: &Source| {
        let mut findings = if configuration {
            config::wrong(source.text())
        } else {
            check_with(source, &surroundings.workspace, &settings)
        };
        findings.retain(|finding| of(finding));
        findings
    };
    let repaired = repair(question.source(), Safety::Safe, &check)?;
    let edits = difference(question.source().text(), repaired.source.text());
    Some(edits.into_iter().map(|(span, new_text)| TextEdit { range: places.range(span), new_text }).collect())
}

fn workspace_edit(question: &Question, edits: Vec<TextEdit>) -> WorkspaceEdit {
    let (uri, version) = (question.snapshot.uri.clone(), question.snapshot.version);
    if question.state.abilities().versioned_edits {
        let edits = edits.into_iter().map(OneOf::Left).collect();
        let text_document = OptionalVersionedTextDocumentIdentifier { uri, version: Some(version) };
        let changes = DocumentChanges::Edits(vec![TextDocumentEdit { text_document, edits }]);
        WorkspaceEdit { document_changes: Some(changes), ..WorkspaceEdit::default() }
    } else {
        WorkspaceEdit { changes: Some(HashMap::from([(uri, edits)])), ..WorkspaceEdit::default() }
    }
}

/// With a capital letter, as menus have it.
fn sentence(title: &str) -> String {
    let mut chars = title.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
