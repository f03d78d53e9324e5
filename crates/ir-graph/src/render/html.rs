//! A page: the picture, with search, collapsing, and the details of each task. One file that needs nothing else and may
//! load nothing.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::escape::{number, xml};
use super::legend::legend;
use super::{Theme, css, json, svg};
use crate::model::{Drawing, Pipeline};
use crate::scene::{Scene, scene};

const LAYOUT: &str = include_str!("../../assets/layout.js");
const SCRIPT: &str = include_str!("../../assets/page.js");
const STYLE: &str = include_str!("../../assets/page.css");

/// Deeper groups can be opened one by one.
const DEPTHS: usize = 6;

/// Writes the page.
pub(super) fn page(drawing: &Drawing, theme: Theme) -> String {
    // The page holds everything; its script hides what is collapsed.
    let mut open = drawing.clone();
    open.pipelines.iter_mut().flat_map(|p| &mut p.nodes).for_each(|n| n.collapsed = false);
    open.pipelines.iter_mut().for_each(tell_inner);
    let scenes: Vec<Scene> = open.pipelines.iter().map(scene).collect();

    let mut body = String::new();
    for (number, (pipeline, scene)) in open.pipelines.iter().zip(&scenes).enumerate() {
        let mut painter = svg::Painter { out: &mut body, drawing: &open, pipeline, scene, page: Some(number) };
        painter.node(0, (0.0, 0.0), 0);
    }
    let geometry: Vec<Value> = drawing.pipelines.iter().zip(&scenes).map(|(p, s)| geometry(p, s)).collect();
    let mut data = json::value(drawing);
    if let Some(members) = data.as_object_mut() {
        members.insert("geometry".to_owned(), Value::Array(geometry));
    }
    // Inside of a script element only `<` could end it.
    let data = data.to_string().replace('<', "\\u003c");

    let style = format!("{STYLE}{}{}", css::shapes(), css::page_colours());
    let script = format!("{LAYOUT}\n{SCRIPT}");
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        digest(&style),
        digest(&script)
    );
    let theme = match theme {
        Theme::Light => "light",
        Theme::Dark => "dark",
        Theme::Auto => "auto",
    };
    let (title, about) = svg::about(drawing);
    format!(
        "<!doctype html>\n<html lang=\"en\" data-theme=\"{theme}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>{style}</style>\n</head>\n<body>\n{}\n<main>\n\
         <svg id=\"picture\" class=\"ir\" xmlns=\"http://www.w3.org/2000/svg\" role=\"tree\" \
         aria-label=\"{title}: {about} Arrow keys go from task to task, Enter opens and closes groups.\">{}\
         <g id=\"view\">{body}</g></svg>\n{}\n</main>\n\
         <aside id=\"panel\" aria-label=\"Details\" hidden><button id=\"close\" type=\"button\" \
         aria-label=\"Close details\">\u{d7}</button><div id=\"details\"></div></aside>\n\
         <div id=\"status\" class=\"sr\" role=\"status\" aria-live=\"polite\"></div>\n\
         <script id=\"data\" type=\"application/json\">{data}</script>\n<script>{script}</script>\n</body>\n</html>\n",
        toolbar(drawing, &title, theme),
        svg::markers(),
        key(drawing),
        title = xml(&title),
        about = xml(&about),
    )
}

/// In a page groups can be collapsed at any time: they say what they hold, too.
fn tell_inner(pipeline: &mut Pipeline) {
    for node in pipeline.nodes.iter_mut().filter(|n| n.group.is_some()) {
        node.count.errors += node.inner.errors;
        node.count.warnings += node.inner.warnings;
        node.inner = crate::model::Count::default();
    }
}

/// What the script needs to compute coordinates.
fn geometry(pipeline: &Pipeline, scene: &Scene) -> Value {
    let node = |(node, card): (&crate::model::Node, &crate::scene::Card)| {
        let links = |g: &crate::model::Group| g.edges.iter().map(|e| [e.from, e.to]).collect::<Vec<_>>();
        json!({
            "card": [card.size.0, card.size.1],
            "badge": card.badge.as_ref().map(|b| b.x),
            "words": node.kind.words(),
            "around_words": node.marks.iter().map(|m| m.words()).collect::<Vec<_>>(),
            "inside": node.group.as_ref().map(|g| &g.members),
            "links": node.group.as_ref().map(links),
            "prefix": pipeline.generated_prefix,
            "plan": node.group.as_ref().map(|g| &g.plan),
        })
    };
    Value::Array(pipeline.nodes.iter().zip(&scene.cards).map(node).collect())
}

fn toolbar(drawing: &Drawing, title: &str, theme: &str) -> String {
    let all = drawing.findings.iter().fold(crate::model::Count::default(), |mut all, f| {
        all.add(f.severity);
        all
    });
    let parts = [drawing.file.clone(), drawing.format.to_owned(), all.words()];
    let about = parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" \u{b7} ");
    let deepest = drawing.pipelines.iter().map(depth).max().unwrap_or(0);
    let mut depths = String::from("<option value=\"999\">everything</option>");
    for depth in 1..=deepest.min(DEPTHS) {
        depths.push_str(&format!(
            "<option value=\"{depth}\">{depth} level{}</option>",
            if depth == 1 { "" } else { "s" }
        ));
    }
    let option = |value: &str, words: &str| {
        format!("<option value=\"{value}\"{}>{words}</option>", if value == theme { " selected" } else { "" })
    };
    let themes = [option("auto", "system colours"), option("light", "light"), option("dark", "dark")].concat();
    format!(
        "<header><div><h1>{}</h1><div class=\"about\">{}</div></div>\
         <div class=\"tools\" role=\"group\" aria-label=\"Zoom\">\
         <button id=\"out\" type=\"button\" aria-label=\"Zoom out\">\u{2212}</button>\
         <button id=\"in\" type=\"button\" aria-label=\"Zoom in\">+</button>\
         <button id=\"fit\" type=\"button\">Fit</button></div>\
         <div class=\"tools\"><label for=\"depth\">Show</label><select id=\"depth\">{depths}</select>\
         <select id=\"theme\" aria-label=\"Colours\">{themes}</select></div>\
         <div class=\"tools\" role=\"search\"><input id=\"search\" type=\"search\" placeholder=\"Task, component, image\" \
         aria-label=\"Search tasks, components and images\" autocomplete=\"off\">\
         <button id=\"previous\" type=\"button\" aria-label=\"Previous match\">\u{2191}</button>\
         <button id=\"next\" type=\"button\" aria-label=\"Next match\">\u{2193}</button>\
         <output id=\"hits\" for=\"search\"></output></div></header>",
        xml(title),
        xml(&about),
    )
}

/// How deep groups are in one another.
fn depth(pipeline: &Pipeline) -> usize {
    let mut depths: Vec<usize> = Vec::with_capacity(pipeline.nodes.len());
    for node in &pipeline.nodes {
        depths.push(node.parent.map_or(0, |p| depths.get(p).copied().unwrap_or(0) + 1));
    }
    let groups = pipeline.nodes.iter().zip(&depths).filter(|(n, _)| n.group.is_some());
    groups.map(|(_, depth)| *depth).max().unwrap_or(0)
}

fn key(drawing: &Drawing) -> String {
    const WIDTH: f64 = 640.0;
    let (entries, (width, height)) = legend(drawing, WIDTH);
    if entries.is_empty() {
        return String::new();
    }
    let (width, height) = (number(width + 4.0), number(height));
    format!(
        "<details class=\"legend\"><summary>Legend</summary><svg class=\"ir\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"Legend\">{entries}</svg></details>"
    )
}

/// The SHA-256 of a text in base 64.
fn digest(text: &str) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for three in Sha256::digest(text.as_bytes()).chunks(3) {
        let bits = three.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for i in 0..4 {
            let letter = LETTERS.get((bits >> (18 - 6 * i) & 63) as usize).copied().unwrap_or(b'=');
            out.push(if i > three.len() { '=' } else { char::from(letter) });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn digests_are_in_base_64() {
        assert_eq!(super::digest(""), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }
}
