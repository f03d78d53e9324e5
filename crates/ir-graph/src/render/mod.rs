//! Drawings as text.

mod css;
mod dot;
mod escape;
mod html;
mod icons;
mod json;
mod legend;
mod mermaid;
mod svg;
mod words;

use crate::model::Drawing;

/// How a drawing is written down.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// A picture.
    Svg,
    /// A page that can be searched, and in which groups can be collapsed.
    Html,
    /// Text for Mermaid, which many hosts of Markdown draw.
    Mermaid,
    /// Text for Graphviz.
    Dot,
    /// For programs; see `docs/graph.md`.
    Json,
}

/// The colours of a picture or page.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// As the reader's system is set.
    #[default]
    Auto,
}

/// Writes a drawing down.
#[must_use]
pub fn render(drawing: &Drawing, format: Format, theme: Theme) -> String {
    match format {
        Format::Svg => svg::picture(drawing, theme),
        Format::Mermaid => mermaid::flowchart(drawing),
        Format::Dot => dot::digraph(drawing),
        Format::Json => json::document(drawing),
        Format::Html => html::page(drawing, theme),
    }
}
