//! `textDocument/signatureHelp`.

use std::sync::Arc;

use ir_analyzer::ide;
use tower_lsp_server::jsonrpc::Result;
use tower_lsp_server::ls_types::{
    Documentation, ParameterInformation, ParameterLabel, SignatureHelp, SignatureHelpParams, SignatureInformation,
};

use super::{Stale, answer};
use crate::convert::markup;
use crate::state::State;

pub(crate) async fn signature_help(state: &Arc<State>, params: SignatureHelpParams) -> Result<Option<SignatureHelp>> {
    let at = params.text_document_position_params;
    answer(state, &at.text_document.uri, Stale::Give, move |question| {
        let client = question.state.abilities().views.signatures.unwrap_or_default();
        let offset = question.offset(at.position);
        let found = ide::signature(question.source(), &question.surroundings.workspace, offset)?;
        let words =
            |words: Option<String>| words.map(|words| Documentation::MarkupContent(markup(words, client.markdown)));
        let label = found.label;
        let parameter = |parameter: ide::Parameter| ParameterInformation {
            label: match client.offsets {
                true => ParameterLabel::LabelOffsets([
                    units(&label, parameter.span.start),
                    units(&label, parameter.span.end),
                ]),
                false => ParameterLabel::Simple(parameter.span.slice(&label).to_owned()),
            },
            documentation: words(parameter.documentation),
        };
        let parameters = found.parameters.into_iter().map(parameter).collect();
        // A number behind the last one means none of them.
        let active = Some(found.active.unwrap_or(usize::from(u16::MAX)) as u32);
        let documentation = words(found.documentation);
        let signature =
            SignatureInformation { label, documentation, parameters: Some(parameters), active_parameter: active };
        Some(SignatureHelp { signatures: vec![signature], active_signature: Some(0), active_parameter: active })
    })
    .await
}

/// Offsets in a label are in UTF-16, whatever was agreed on for documents.
fn units(label: &str, offset: u32) -> u32 {
    label.get(..offset as usize).unwrap_or(label).encode_utf16().count() as u32
}
