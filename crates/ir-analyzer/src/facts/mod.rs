//! What rules ask of texts that no format's own grammar covers: image names, quantities, scripts, secrets; and which
//! names are used at all.

pub(crate) mod ambiguous;
pub(crate) mod image;
pub(crate) mod memo;
pub(crate) mod mend;
pub(crate) mod order;
pub(crate) mod python;
pub(crate) mod quantity;
pub(crate) mod secret;
pub(crate) mod shell;
pub(crate) mod step;
pub(crate) mod usage;
pub(crate) mod volume;

/// Whether a part of the text is only known when the pipeline runs, or filled in by another tool before.
pub(crate) fn has_hole(text: &str) -> bool {
    let marks = |pair: &[u8]| matches!(pair, b"{{" | b"${" | b"$(" | b"{%" | b"<%");
    text.as_bytes().windows(2).any(marks)
}
