//! Small pictures that tell kinds of tasks apart without colours, in a square of 14 pixels, drawn by lines.

use crate::model::Kind;

pub(super) const fn path(kind: Kind) -> &'static str {
    match kind {
        Kind::Pipeline => "",
        // A cube.
        Kind::Container => "M7 1L13 4V10L7 13L1 10V4ZM1 4L7 7L13 4M7 7V13",
        // Two boxes and an arrow.
        Kind::Graph => "M1 1H7V5H1ZM7 9H13V13H7ZM4 5V11H7",
        // Into a tray.
        Kind::Import => "M7 1V8M4 5.5L7 8.5L10 5.5M1 9V13H13V9",
        // A magnifying glass.
        Kind::Query => "M10 5.5A4.5 4.5 0 1 1 1 5.5A4.5 4.5 0 1 1 10 5.5ZM9 9L13 13",
        // Out of a box.
        Kind::External => "M8 1H13V6M13 1L6 8M5 2H1V13H12V9",
        // A sheet of paper.
        Kind::Elsewhere => "M3 1H8.5L12 4.5V13H3ZM8.5 1V4.5H12",
        // Round and round.
        Kind::Recursion => "M12.5 7A5.5 5.5 0 1 1 10.5 2.8M11 0V3.4H7.6",
        // A question mark.
        Kind::Unknown => "M4 4.5A3 3 0 1 1 7 7.5V9.5M7 12V12.6",
    }
}
