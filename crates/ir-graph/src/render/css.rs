//! The look of pictures and pages. Colours are never all that tells things apart: borders and icons tell kinds of tasks,
//! strokes and arrows tell kinds of edges, words tell findings.

use super::Theme;

/// Fonts that are there on the common systems; the widths of text are computed for the widest of them.
pub(super) const FONT: &str =
    "system-ui,-apple-system,\"Segoe UI\",Roboto,\"Noto Sans\",\"DejaVu Sans\",\"Liberation Sans\",Arial,sans-serif";

/// Everything but colours.
pub(super) fn shapes() -> String {
    format!(
        ".ir text{{font-family:{FONT};dominant-baseline:auto}}\
         .ir .heading{{font-size:18px;font-weight:700}}\
         .ir .title{{font-size:13px;font-weight:600}}\
         .ir .line{{font-size:11px}}\
         .ir .chip text{{font-size:10.5px}}\
         .ir .badge text{{font-size:10.5px;font-weight:700}}\
         .ir .box{{stroke-width:1.3}}\
         .ir .k-query>.box,.ir .k-external>.box{{stroke-dasharray:7 3}}\
         .ir .k-other-file>.box{{stroke-dasharray:12 4}}\
         .ir .k-recursion>.box{{stroke-dasharray:8 3 2 3}}\
         .ir .k-unknown>.box{{stroke-dasharray:2 3}}\
         .ir .has-error>.box{{stroke-width:2.2}}\
         .ir .icon{{fill:none;stroke-width:1.3;stroke-linecap:round;stroke-linejoin:round}}\
         .ir .chip rect{{stroke-width:.8}}\
         .ir .edge path{{fill:none}}\
         .ir .hit{{stroke:transparent;stroke-width:9;pointer-events:stroke}}\
         .ir .e-artifact .way{{stroke-width:2}}\
         .ir .e-parameter .way,.ir .e-value .way{{stroke-width:1.2}}\
         .ir .e-order .way{{stroke-width:1.3;stroke-dasharray:5 4}}\
         .ir marker path{{stroke-width:1.2;stroke-linejoin:round}}\
         .ir .m-parameter,.ir .m-value,.ir .m-order{{fill:none}}"
    )
}

/// Selectors with `fill`, `stroke` or both; `-` leaves one alone.
type Rule = (&'static str, &'static str, &'static str);

const LIGHT: &[Rule] = &[
    (".paper", "#ffffff", "-"),
    ("text", "#1b2233", "-"),
    (".line", "#4c566d", "-"),
    (".box", "#f4f7fd", "#3f66ad"),
    (".icon", "-", "#3f66ad"),
    (".k-graph>.box", "#eef6f1", "#3f7d60"),
    (".odd>.box", "#e3f0e8", "#3f7d60"),
    (".k-graph>.icon", "-", "#2f6b4f"),
    (".k-importer>.box,.k-query>.box", "#f6f1fc", "#7a4fb0"),
    (".k-importer>.icon,.k-query>.icon", "-", "#7a4fb0"),
    (".k-external>.box,.k-other-file>.box", "#fdf5ea", "#96601a"),
    (".k-external>.icon,.k-other-file>.icon", "-", "#96601a"),
    (".k-recursion>.box,.k-unknown>.box", "#f4f4f5", "#5f6470"),
    (".k-recursion>.icon,.k-unknown>.icon", "-", "#5f6470"),
    (".has-error>.box", "-", "#b3261e"),
    (".chip rect", "#ffffff", "#8b95a8"),
    (".chip text", "#2b3448", "-"),
    (".badge .error", "#b3261e", "-"),
    (".badge .warning", "#8a5300", "-"),
    (".badge text", "#ffffff", "-"),
    (".e-artifact .way", "-", "#2f4a80"),
    (".e-parameter .way,.e-value .way", "-", "#5a6378"),
    (".e-order .way", "-", "#7a5a1c"),
    (".m-artifact", "#2f4a80", "#2f4a80"),
    (".m-parameter,.m-value", "-", "#5a6378"),
    (".m-order", "-", "#7a5a1c"),
];

const DARK: &[Rule] = &[
    (".paper", "#14171e", "-"),
    ("text", "#e7eaf2", "-"),
    (".line", "#aab3c5", "-"),
    (".box", "#1d2636", "#7fa3e6"),
    (".icon", "-", "#8fb0ee"),
    (".k-graph>.box", "#18241f", "#5da585"),
    (".odd>.box", "#1d2d26", "#5da585"),
    (".k-graph>.icon", "-", "#79c3a1"),
    (".k-importer>.box,.k-query>.box", "#281f38", "#b48fe6"),
    (".k-importer>.icon,.k-query>.icon", "-", "#b48fe6"),
    (".k-external>.box,.k-other-file>.box", "#2e2416", "#d9a458"),
    (".k-external>.icon,.k-other-file>.icon", "-", "#d9a458"),
    (".k-recursion>.box,.k-unknown>.box", "#22252c", "#a3a9b6"),
    (".k-recursion>.icon,.k-unknown>.icon", "-", "#a3a9b6"),
    (".has-error>.box", "-", "#ff8a80"),
    (".chip rect", "#12151b", "#6d7789"),
    (".chip text", "#d5dbe8", "-"),
    (".badge .error", "#ff8a80", "-"),
    (".badge .warning", "#f0b75a", "-"),
    (".badge text", "#1a1206", "-"),
    (".e-artifact .way", "-", "#9dbcf5"),
    (".e-parameter .way,.e-value .way", "-", "#98a2b8"),
    (".e-order .way", "-", "#d4b06a"),
    (".m-artifact", "#9dbcf5", "#9dbcf5"),
    (".m-parameter,.m-value", "-", "#98a2b8"),
    (".m-order", "-", "#d4b06a"),
];

fn rules(rules: &[Rule], within: &str) -> String {
    let mut out = String::new();
    for (selectors, fill, stroke) in rules {
        let selectors: Vec<String> = selectors.split(',').map(|s| format!("{within}.ir {s}")).collect();
        out.push_str(&selectors.join(","));
        out.push('{');
        for (property, value) in [("fill", fill), ("stroke", stroke)] {
            if *value != "-" {
                out.push_str(&format!("{property}:{value};"));
            }
        }
        out.push('}');
    }
    out
}

/// The colours of a picture.
pub(super) fn colours(theme: Theme) -> String {
    match theme {
        Theme::Light => rules(LIGHT, ""),
        Theme::Dark => rules(DARK, ""),
        Theme::Auto => {
            format!("{}@media (prefers-color-scheme:dark){{{}}}", rules(LIGHT, ""), rules(DARK, ""))
        }
    }
}

/// The colours of a page, whose reader may choose.
pub(super) fn page_colours() -> String {
    format!(
        "{}@media (prefers-color-scheme:dark){{{}}}{}",
        rules(LIGHT, ""),
        rules(DARK, ":root:not([data-theme=light]) "),
        rules(DARK, ":root[data-theme=dark] ")
    )
}
