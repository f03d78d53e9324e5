//! Drawings: of every file that the analyzer reads, whatever is wrong with it.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use ir_analyzer::{Source, Workspace, check};
use ir_graph::layout::{Point, inside};
use ir_graph::{Drawing, Format, Options, Theme, draw, render};
use ir_tests::picture::{Measured, measure};
use ir_tests::rng::Rng;
use ir_tests::{corpus, generate};
use rayon::prelude::*;

const FORMATS: [Format; 5] = [Format::Svg, Format::Html, Format::Mermaid, Format::Dot, Format::Json];

fn drawing(name: &str, text: &str) -> Drawing {
    let source = Source::new(name, text);
    draw(&source, &check(&source, &Workspace::new()), &Options::default())
}

/// Every file of the corpus that the analyzer reads, drawn.
fn drawings() -> Vec<(String, Drawing)> {
    let cases = corpus::cases().unwrap_or_default();
    let drawn = cases.into_par_iter().map(|c| (c.path.clone(), drawing(&c.path, &c.text)));
    drawn.filter(|(_, d)| !d.pipelines.is_empty()).collect()
}

/// Crossings in all pipelines of the KFP formats together, as they were last looked at: fewer are welcome.
const CROSSINGS: usize = 37;

#[test]
fn drawings_of_real_pipelines_are_sound() {
    let drawings = drawings();
    if drawings.is_empty() {
        return;
    }
    let measured: Vec<(&str, Measured)> = drawings.par_iter().map(|(path, d)| (&**path, measure(d))).collect();
    let wrong: Vec<String> = measured
        .iter()
        .filter(|(_, m)| (m.overlaps, m.through, m.outside, m.missing) != (0, 0, 0, 0))
        .map(|(path, m)| format!("{path}: {m:?}"))
        .collect();
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), measured.len(), wrong[..wrong.len().min(20)].join("\n"));
    let crossings: usize = measured.iter().filter(|(path, _)| path.starts_with("kfp-")).map(|(_, m)| m.crossings).sum();
    assert!(crossings <= CROSSINGS, "{crossings} crossings, {CROSSINGS} before");
}

#[test]
fn pictures_are_well_formed_and_nothing_sticks_out() {
    let check_one = |(path, drawing): &(String, Drawing)| {
        let text = render(drawing, Format::Svg, Theme::Auto);
        let document = match roxmltree::Document::parse(&text) {
            Ok(document) => document,
            Err(why) => return Some(format!("{path}: {why}")),
        };
        let root = document.root_element();
        let numbers: Vec<f64> = root.attribute("viewBox").unwrap().split(' ').map(|n| n.parse().unwrap()).collect();
        let out = sticks_out(root, (0.0, 0.0), (numbers[2], numbers[3]));
        out.map(|what| format!("{path}: {what} is not in {numbers:?}"))
    };
    let wrong: Vec<String> = drawings().par_iter().filter_map(check_one).collect();
    assert!(wrong.is_empty(), "{} pictures\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
}

/// The first box or way that leaves the picture.
fn sticks_out(element: roxmltree::Node<'_, '_>, at: Point, size: (f64, f64)) -> Option<String> {
    let number = |name: &str| element.attribute(name).and_then(|v| v.parse::<f64>().ok());
    if element.has_tag_name("defs") {
        return None;
    }
    let mut at = at;
    if let Some(moved) = element.attribute("transform").and_then(|t| t.strip_prefix("translate(")) {
        let mut parts = moved.trim_end_matches(')').split(' ').map(|n| n.parse::<f64>().unwrap());
        at = (at.0 + parts.next().unwrap(), at.1 + parts.next().unwrap());
    }
    let is_in = |x: f64, y: f64| x >= 0.0 && y >= 0.0 && x <= size.0 + 0.1 && y <= size.1 + 0.1;
    if let (true, Some(w), Some(h)) = (element.has_tag_name("rect"), number("width"), number("height"))
        && !(is_in(at.0, at.1) && is_in(at.0 + w, at.1 + h))
    {
        return Some(format!("a box at {at:?} of {w} x {h}"));
    }
    element.children().filter(roxmltree::Node::is_element).find_map(|child| sticks_out(child, at, size))
}

#[test]
fn the_same_file_gives_the_same_text() {
    for case in corpus::cases().unwrap_or_default().into_iter().filter(corpus::Case::is_ours).step_by(20) {
        for format in FORMATS {
            let once = || render(&drawing(&case.path, &case.text), format, Theme::Auto);
            assert_eq!(once(), once(), "{}", case.path);
        }
    }
}

/// What the script of the page computes for each plan, on the sizes of its members; `None` without Node.
fn by_script(plans: &serde_json::Value) -> Option<serde_json::Value> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/ir-graph/assets/layout.js");
    let program = "const L = require(process.argv[1]); let text = '';
        process.stdin.on('data', (d) => { text += d; }).on('end', () => {
            const all = JSON.parse(text).map(({ plan, sizes }) => L.inside(plan, sizes));
            process.stdout.write(JSON.stringify(all));
        });";
    let mut child = match Command::new("node")
        .args(["-e", program])
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
    {
        Ok(child) => child,
        Err(why) => {
            println!("no Node ({why}): the page's script is not compared");
            return None;
        }
    };
    let mut stdin = child.stdin.take().unwrap();
    let text = plans.to_string();
    let writer = std::thread::spawn(move || stdin.write_all(text.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success());
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

#[test]
fn the_page_puts_everything_where_the_program_does() {
    let mut rng = Rng::new(11, "sizes");
    let mut plans = Vec::new();
    let mut expected = Vec::new();
    let mut drawings = drawings();
    drawings.push(("generated".to_owned(), drawing("p.yaml", &generate::pipeline(40))));
    for group in drawings.iter().flat_map(|(_, d)| d.nodes()).filter_map(|n| n.group.as_ref()) {
        // Any sizes, since any member may be a group that is open or not.
        let mut side = |most: usize| 20.0 + rng.below(most) as f64 * 0.7;
        let sizes: Vec<(f64, f64)> = group.members.iter().map(|_| (side(900), side(400))).collect();
        expected.push(inside(&group.plan, &sizes));
        plans.push(serde_json::json!({ "plan": group.plan, "sizes": sizes }));
    }
    let Some(found) = by_script(&serde_json::Value::Array(plans)) else { return };
    let near = |a: f64, b: &serde_json::Value| (a - b.as_f64().unwrap()).abs() < 0.5;
    let same = |a: &Point, b: &serde_json::Value| near(a.0, &b[0]) && near(a.1, &b[1]);
    for (at, expected) in expected.iter().enumerate() {
        let found = &found[at];
        assert!(same(&expected.size, &found["size"]), "{:?} and {}", expected.size, found["size"]);
        for (i, corner) in expected.corners.iter().enumerate() {
            assert!(same(corner, &found["corners"][i]), "{corner:?} and {}", found["corners"][i]);
        }
        for (i, route) in expected.routes.iter().enumerate() {
            let there = &found["routes"][i];
            assert_eq!(there["edge"], route.edge);
            assert_eq!(there["points"].as_array().unwrap().len(), route.points.len());
            for (k, point) in route.points.iter().enumerate() {
                assert!(same(point, &there["points"][k]), "{point:?} and {}", there["points"][k]);
            }
        }
    }
}

#[test]
fn broken_files_are_drawn_or_not_but_never_wrong() {
    const NOISE: [&str; 12] = ["\0", "\t", "\u{202e}", "<b>", "\"", "]]>", "{", "é日", "&", "\\", "- ", ": "];
    let cases = corpus::cases().unwrap_or_default().into_iter().filter(|c| c.text.len() < 60_000);
    let mut files: Vec<(String, String)> = cases.step_by(7).map(|c| (c.path, c.text.to_string())).collect();
    files.push(("generated".to_owned(), generate::pipeline(12)));
    files.par_iter().for_each(|(name, text)| {
        let mut rng = Rng::new(5, name);
        for _ in 0..4 {
            let mut broken = text.clone();
            for _ in 0..4 {
                let at = broken.floor_char_boundary(rng.below(broken.len() + 1));
                let end = broken.floor_char_boundary((at + rng.below(60)).min(broken.len()));
                broken.replace_range(at..end, rng.pick(&NOISE).unwrap());
            }
            let drawing = drawing(name, &broken);
            for format in FORMATS {
                let text = render(&drawing, format, Theme::Dark);
                let sound = match format {
                    Format::Svg => roxmltree::Document::parse(&text).map(|_| ()).map_err(|e| e.to_string()),
                    Format::Json => {
                        serde_json::from_str::<serde_json::Value>(&text).map(|_| ()).map_err(|e| e.to_string())
                    }
                    _ => Ok(()),
                };
                assert_eq!(sound, Ok(()), "{name}");
            }
            let found = measure(&drawing);
            assert_eq!((found.overlaps, found.through, found.outside), (0, 0, 0), "{name}");
        }
    });
}

#[test]
fn nodes_and_the_text_lead_to_each_other() {
    for (path, drawing) in drawings() {
        let mut ids = std::collections::HashSet::new();
        for node in drawing.nodes() {
            assert!(ids.insert(&node.id), "{path}: {} twice", node.id);
            assert_eq!(drawing.node(&node.id).map(|n| n.place), Some(node.place), "{path}");
        }
    }
    let text = generate::pipeline(3);
    let drawing = drawing("p.yaml", &text);
    let at = text.rfind("      step-1:").unwrap() + 8;
    assert!(drawing.node_at(at as u32).is_some_and(|n| n.id.ends_with("/step-1")), "{:?}", drawing.node_at(at as u32));
}
