//! Proposals.

use ir_analyzer::ide::{Completion, CompletionKind};
use tower_lsp_server::ls_types as lsp;

use super::{Places, markup};
use crate::state::State;

/// A proposal as the client can show it. `index` is its place among those of the same rank, `offset`
/// the cursor's byte.
pub(crate) fn completion(item: Completion, index: usize, offset: u32, places: &Places<'_>) -> lsp::CompletionItem {
    let abilities = places.state.abilities();
    let text = places.snapshot.parsed().source.text();
    let (insert, format) = match (item.snippet, abilities.snippets) {
        (false, _) => (item.insert, lsp::InsertTextFormat::PLAIN_TEXT),
        (true, true) => (item.insert, lsp::InsertTextFormat::SNIPPET),
        (true, false) => (without_stops(&item.insert), lsp::InsertTextFormat::PLAIN_TEXT),
    };
    let typed = text.get(item.replace.start as usize..offset as usize).unwrap_or("");
    // Clients compare what is typed from the start of the edit on: an opening quote is part of it.
    let quote = typed.chars().next().filter(|c| matches!(c, '\'' | '"'));
    let filter_text = quote.map(|quote| format!("{quote}{}", item.label));
    let range = places.range(item.replace);
    // An edit must lie on the cursor's line and around it; what does not is inserted at the cursor.
    let fits = range.start.line == range.end.line && item.replace.touches(offset);
    let deprecated = item.deprecated && abilities.completion_deprecated;
    let tagged = item.deprecated && abilities.completion_tags;
    let documentation =
        if abilities.lazy_documentation { None } else { item.documentation.map(|d| documentation(d, places.state)) };
    // Beside the label a detail is seen before its proposal is chosen.
    let details = |detail: &String| lsp::CompletionItemLabelDetails { detail: None, description: Some(detail.clone()) };
    lsp::CompletionItem {
        label: item.label,
        label_details: item.detail.as_ref().filter(|_| abilities.label_details).map(details),
        kind: Some(kind(item.kind)),
        detail: item.detail,
        documentation,
        deprecated: (deprecated && !tagged).then_some(true),
        tags: tagged.then(|| vec![lsp::CompletionItemTag::DEPRECATED]),
        sort_text: Some(format!("{:03}{index:05}", item.rank)),
        filter_text,
        insert_text: (!fits).then(|| insert.clone()),
        insert_text_format: Some(format),
        text_edit: fits.then_some(lsp::CompletionTextEdit::Edit(lsp::TextEdit { range, new_text: insert })),
        ..lsp::CompletionItem::default()
    }
}

/// The words on a proposal, in the form that the client shows.
pub(crate) fn documentation(markdown: String, state: &State) -> lsp::Documentation {
    lsp::Documentation::MarkupContent(markup(markdown, state.abilities().completion_markdown))
}

fn kind(kind: CompletionKind) -> lsp::CompletionItemKind {
    match kind {
        CompletionKind::Key => lsp::CompletionItemKind::PROPERTY,
        CompletionKind::Value => lsp::CompletionItemKind::VALUE,
        CompletionKind::Component => lsp::CompletionItemKind::CLASS,
        CompletionKind::Executor => lsp::CompletionItemKind::MODULE,
        CompletionKind::Task => lsp::CompletionItemKind::FUNCTION,
        CompletionKind::Input => lsp::CompletionItemKind::VARIABLE,
        CompletionKind::Output => lsp::CompletionItemKind::FIELD,
        CompletionKind::File => lsp::CompletionItemKind::FILE,
    }
}

/// The text of a snippet: stops go, their proposals stay, of choices the first.
fn without_stops(snippet: &str) -> String {
    let mut out = String::with_capacity(snippet.len());
    let mut open = 0_u32;
    let mut chars = snippet.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.extend(chars.next()),
            '}' if open > 0 => open -= 1,
            '$' if chars.peek().is_some_and(char::is_ascii_digit) => {
                while chars.next_if(char::is_ascii_digit).is_some() {}
            }
            '$' if chars.next_if_eq(&'{').is_some() => {
                while chars.next_if(char::is_ascii_digit).is_some() {}
                if chars.next_if_eq(&'|').is_some() {
                    out.extend(std::iter::from_fn(|| chars.next_if(|c| !matches!(c, ',' | '|'))));
                    while chars.next_if(|c| *c != '}').is_some() {}
                }
                let _ = chars.next_if_eq(&':');
                open += 1;
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::without_stops;

    #[test]
    fn proposals_stay_stops_go() {
        assert_eq!(without_stops("image: ${1:python:${2:3.12}}\ncommand: [$3]$0"), "image: python:3.12\ncommand: []");
        assert_eq!(without_stops("type: ${1|STRING,LIST|} \\${{x}}"), "type: STRING ${{x}}");
    }
}
