//! A picture: one SVG document that needs nothing else.

use std::fmt::Write;

use super::escape::{number, xml};
use super::legend::legend;
use super::{Theme, css, icons, words};
use crate::layout::{Point, Route};
use crate::model::{Drawing, FlowKind, Group, Kind, Pipeline};
use crate::scene::{self, Box_, Card, ICON, LINE, PAD, Scene, is_framed, scene};
use crate::text::count;

/// Room around everything, and between two pipelines.
const MARGIN: f64 = 20.0;
const BETWEEN: f64 = 44.0;
/// Narrower pictures would have a legend of many rows.
const LEAST: f64 = 420.0;

/// Draws everything.
pub(super) fn picture(drawing: &Drawing, theme: Theme) -> String {
    let scenes: Vec<Scene> = drawing.pipelines.iter().map(scene).collect();
    let wide = scenes.iter().map(|s| s.size().0).max_by(f64::total_cmp).unwrap_or(0.0).max(LEAST);
    let (legend, legend_size) = legend(drawing, wide);
    let mut body = String::new();
    let mut y = MARGIN;
    for (pipeline, scene) in drawing.pipelines.iter().zip(&scenes) {
        Painter { out: &mut body, drawing, pipeline, scene, page: None }.node(0, (MARGIN, y), 0);
        y += scene.size().1 + BETWEEN;
    }
    if scenes.is_empty() {
        let _ = write!(body, "<text class=\"line\" x=\"{MARGIN}\" y=\"{}\">nothing to draw</text>", MARGIN + 14.0);
        y += 20.0 + BETWEEN;
    }
    y -= BETWEEN - MARGIN;
    if !legend.is_empty() {
        let _ = write!(body, "<g class=\"legend\" transform=\"translate({MARGIN} {})\">{legend}</g>", number(y));
        y += legend_size.1;
    }
    let (width, height) = (number(wide.max(legend_size.0) + 2.0 * MARGIN), number(y + MARGIN));
    let (title, about) = about(drawing);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"ir\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" role=\"graphics-document\" aria-labelledby=\"ir-title ir-desc\">\n\
         <title id=\"ir-title\">{title}</title>\n<desc id=\"ir-desc\">{about}</desc>\n<style>{}{}</style>\n{}\n\
         <rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n{body}\n</svg>\n",
        css::shapes(),
        css::colours(theme),
        markers(),
        title = xml(&title),
        about = xml(&about),
    )
}

/// The name of a drawing, and a sentence about it.
pub(super) fn about(drawing: &Drawing) -> (String, String) {
    let names: Vec<&str> = drawing.pipelines.iter().filter_map(|p| p.root()).map(|n| &*n.title).take(5).collect();
    let title = if names.is_empty() { drawing.file.clone() } else { names.join(", ") };
    let mut sentences = Vec::new();
    for pipeline in drawing.pipelines.iter().take(20) {
        let Some(root) = pipeline.root() else { continue };
        let edges: usize = pipeline.nodes.iter().filter_map(|n| n.group.as_ref()).map(|g| g.edges.len()).sum();
        let tasks = count(pipeline.nodes.len() - 1, "task");
        sentences.push(format!("{}: {} with {tasks} and {}.", root.title, pipeline.format, count(edges, "edge")));
    }
    if sentences.is_empty() {
        sentences.push("No pipeline.".to_owned());
    }
    (title, sentences.join(" "))
}

/// The ends of edges: a filled head for artifacts, open ones for the rest.
pub(super) fn markers() -> String {
    let marker = |kind: FlowKind, path: &str| {
        format!(
            "<marker id=\"ir-{word}\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"10\" markerHeight=\"10\" \
             markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path class=\"m-{word}\" d=\"{path}\"/></marker>",
            word = kind.word()
        )
    };
    let (filled, open) = ("M1 1.5L9 5L1 8.5Z", "M1.5 1.5L9 5L1.5 8.5");
    let all =
        [(FlowKind::Artifact, filled), (FlowKind::Parameter, open), (FlowKind::Value, open), (FlowKind::Order, open)];
    format!("<defs>{}</defs>", all.map(|(kind, path)| marker(kind, path)).concat())
}

/// Draws one pipeline.
pub(super) struct Painter<'a> {
    pub(super) out: &'a mut String,
    pub(super) drawing: &'a Drawing,
    pub(super) pipeline: &'a Pipeline,
    pub(super) scene: &'a Scene,
    /// The number of the pipeline, where a script of a page must find its nodes.
    pub(super) page: Option<usize>,
}

impl Painter<'_> {
    /// Draws a node with all that is inside. `at` is its corner, seen from the corner of the box around.
    pub(super) fn node(&mut self, index: usize, at: Point, depth: usize) {
        let (pipeline, scene) = (self.pipeline, self.scene);
        let (Some(node), Some(Some(box_)), Some(card)) =
            (pipeline.nodes.get(index), scene.boxes.get(index), scene.cards.get(index))
        else {
            return;
        };
        // Every other level has another colour.
        let odd = if node.kind == Kind::Graph && depth.is_multiple_of(2) { " odd" } else { "" };
        let error = if card.badge.as_ref().is_some_and(|b| b.error) { " has-error" } else { "" };
        let role = match (self.page, &box_.inside) {
            (Some(_), _) => "treeitem",
            (None, Some(_)) => "group",
            (None, None) => "img",
        };
        let number_ = self
            .page
            .map_or_else(String::new, |p| format!(" data-p=\"{p}\" data-n=\"{index}\" aria-level=\"{}\"", depth + 1));
        let _ = write!(
            self.out,
            "\n<g class=\"node k-{}{odd}{error}\" transform=\"translate({} {})\" data-id=\"{}\" data-line=\"{}\"{number_} \
             role=\"{role}\" aria-label=\"{}\"><title>{}</title>",
            node.kind.word(),
            number(at.0),
            number(at.1),
            xml(&node.id),
            node.place.line,
            xml(&words::label(node)),
            xml(&words::tooltip(self.drawing, node)),
        );
        if is_framed(node.kind) {
            let round = if node.kind == Kind::Import { 16.0 } else { 6.0 };
            let (w, h) = (number(box_.size.0), number(box_.size.1));
            let _ = write!(self.out, "<rect class=\"box\" width=\"{w}\" height=\"{h}\" rx=\"{round}\"/>");
        }
        self::card(self.out, node.kind, card, box_.size.0);
        if let (Some((start, inside)), Some(group)) = (&box_.inside, &node.group) {
            let (x, y) = (number(start.0), number(start.1));
            let _ = write!(self.out, "\n<g class=\"edges\" transform=\"translate({x} {y})\">");
            for route in &inside.routes {
                self.edge(group, route);
            }
            self.out.push_str("</g>");
            for member in &group.members {
                let corner = scene.boxes.get(*member).and_then(|b| b.as_ref()).map(|b: &Box_| b.corner);
                self.node(*member, corner.unwrap_or_default(), depth + 1);
            }
        }
        self.out.push_str("</g>");
    }

    fn edge(&mut self, group: &Group, route: &Route) {
        let Some(edge) = group.edges.get(route.edge) else { return };
        let (from, to) = words::ends(self.pipeline, group, edge);
        let tooltip = words::edge(self.pipeline, group, edge);
        let label = format!("{} from {from} to {to}", edge.kind.word());
        let kind = edge.kind.word();
        let number_ = self.page.map_or_else(String::new, |_| format!(" data-e=\"{}\"", route.edge));
        let _ = write!(
            self.out,
            "\n<g class=\"edge e-{kind}\"{number_} role=\"img\" aria-label=\"{}\"><title>{}</title>\
             <path class=\"hit\" d=\"{way}\"/><path class=\"way\" d=\"{way}\" marker-end=\"url(#ir-{kind})\"/></g>",
            xml(&label),
            xml(&tooltip),
            way = way(&route.points),
        );
    }
}

/// A way as the data of a path: straight where it goes down, a curve where it goes to the side.
pub(super) fn way(points: &[Point]) -> String {
    let mut out = String::new();
    let mut before: Option<Point> = None;
    for (x, y) in points.iter().copied() {
        let _ = match before {
            None => write!(out, "M{} {}", number(x), number(y)),
            Some((_, py)) if number(py) == number(y) => Ok(()),
            Some((px, _)) if number(px) == number(x) => write!(out, "V{}", number(y)),
            Some((px, py)) => {
                let middle = number((py + y) / 2.0);
                write!(out, "C{} {middle} {} {middle} {} {}", number(px), number(x), number(x), number(y))
            }
        };
        before = Some((x, y));
    }
    out
}

/// What stands on a box of that width.
fn card(out: &mut String, kind: Kind, card: &Card, wide: f64) {
    let heading = kind == Kind::Pipeline;
    let (class, mut y) = if heading { ("heading", PAD + LINE.heading) } else { ("title", PAD + LINE.title) };
    let start = if heading { 0.0 } else { PAD };
    let text = if heading { 0.0 } else { PAD + ICON + scene::GAP };
    if !heading {
        let (x, top) = (number(start), number(PAD + 1.0));
        let _ = write!(out, "<path class=\"icon\" transform=\"translate({x} {top})\" d=\"{}\"/>", icons::path(kind));
    }
    let _ = write!(
        out,
        "<text class=\"{class}\" x=\"{}\" y=\"{}\">{}</text>",
        number(text),
        number(y - 5.0),
        xml(&card.title)
    );
    if let Some(line) = &card.line {
        y += LINE.small;
        let _ =
            write!(out, "<text class=\"line\" x=\"{}\" y=\"{}\">{}</text>", number(text), number(y - 4.0), xml(line));
    }
    for chip in &card.chips {
        let _ = write!(
            out,
            "<g class=\"chip c-{}\" transform=\"translate({} {})\"><rect width=\"{}\" height=\"{h}\" rx=\"{}\"/>\
             <text x=\"{}\" y=\"{}\">{}</text></g>",
            chip.what,
            number(chip.corner.0),
            number(chip.corner.1),
            number(chip.width),
            number(LINE.chip / 2.0),
            scene::CHIP_PAD,
            number(LINE.chip - 5.5),
            xml(&chip.words),
            h = LINE.chip,
        );
    }
    if let Some(badge) = &card.badge {
        // The box may be wider than its card.
        let x = badge.x + wide - card.size.0;
        let _ = write!(
            out,
            "<g class=\"badge\" transform=\"translate({} {})\"><rect class=\"{}\" width=\"{}\" height=\"{h}\" rx=\"{}\"/>\
             <text x=\"{}\" y=\"{}\">{}</text></g>",
            number(x),
            number(PAD - 2.0),
            if badge.error { "error" } else { "warning" },
            number(badge.width),
            number(LINE.chip / 2.0),
            scene::CHIP_PAD,
            number(LINE.chip - 5.5),
            xml(&badge.words),
            h = LINE.chip,
        );
    }
}
