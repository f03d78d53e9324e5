//! Broken input: whatever the text, the analyzer answers, and every place it names exists.

use std::path::Path;
use std::sync::Arc;

use ir_analyzer::{Source, Workspace, check, ide};
use ir_model::Diagnostic;
use ir_syntax::{Span, Tree};
use ir_tests::corpus;
use ir_tests::generate;
use ir_tests::rng::Rng;
use rayon::prelude::*;

const SEED: u64 = 7;

/// The files to break, with their names: the corpus and the examples.
fn files() -> Vec<(String, Arc<str>)> {
    let mut files: Vec<(String, Arc<str>)> = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "yaml" || e == "json") {
                files.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap().into()));
            }
        }
    }
    // Of files of other formats, which mostly end in the parser, and of very long ones a sample is enough.
    let all = corpus::cases().into_iter().flatten().enumerate();
    let sampled = all.filter(|(n, c)| {
        let every = if c.path.contains("kfp-") || c.path.contains("tekton") { 2 } else { 10 }
            * if c.text.len() > 100_000 { 4 } else { 1 };
        n % every == 0
    });
    files.extend(sampled.map(|(_, c)| (c.path, c.text)));
    files.sort();
    files
}

fn lies_in(span: Span, text: &str) -> bool {
    span.start <= span.end && text.get(span.range()).is_some()
}

/// What is wrong with a finding, apart from whether it is true.
fn unsound(finding: &Diagnostic, text: &str) -> Option<String> {
    if !lies_in(finding.span, text) {
        return Some(format!("its span {:?} is not in the text", finding.span));
    }
    if finding.title.is_empty() || finding.title.contains('\n') {
        return Some("its title is not one line".into());
    }
    if let Some(related) = finding.related.iter().find(|r| r.file.is_none() && !lies_in(r.span, text)) {
        return Some(format!("its related place {:?} is not in the text", related.span));
    }
    finding.fixes.iter().find_map(|fix| {
        let mut fixed = String::new();
        let mut done = 0;
        for edit in &fix.edits {
            if edit.span.start < done || !lies_in(edit.span, text) {
                return Some(format!("the edits of `{}` overlap or lie outside", fix.title));
            }
            fixed += &text[done as usize..edit.span.start as usize];
            fixed += &edit.text;
            done = edit.span.end;
        }
        fixed += &text[done as usize..];
        let (before, after) = (Tree::parse(text).errors().len(), Tree::parse(fixed).errors().len());
        (after > before).then(|| format!("`{}` breaks the text", fix.title))
    })
}

/// Asks everything about `text` at the offsets of `at`.
fn probe(name: &str, text: &str, at: &[usize]) -> Vec<String> {
    let workspace = Workspace::new();
    let source = Source::new(name, text);
    let findings = check(&source, &workspace);
    let mut wrong: Vec<String> = findings
        .iter()
        .filter_map(|f| Some(format!("{name}: {}: {}: {}", f.rule, f.title, unsound(f, text)?)))
        .collect();
    if !findings.windows(2).all(|w| w[0].span <= w[1].span) {
        wrong.push(format!("{name}: the findings are not in order"));
    }
    for offset in at.iter().map(|a| *a as u32) {
        let hover = ide::hover(&source, &workspace, offset).map(|h| h.span);
        let local = |l: &ide::Location| (l.path == source.path).then_some(l.span);
        let definitions = ide::definition(&source, &workspace, offset);
        let references = ide::references(&source, &workspace, offset, true);
        let places = definitions.iter().chain(&references).filter_map(local);
        if let Some(span) = places.chain(hover).find(|s| !lies_in(*s, text)) {
            wrong.push(format!("{name}: an answer at {offset} points at {span:?}"));
        }
    }
    let _ = ide::outline(&source);
    wrong
}

/// A place between two characters.
fn cut(text: &str, rng: &mut Rng) -> usize {
    text.floor_char_boundary(rng.below(text.len() + 1))
}

#[track_caller]
fn all_sound(wrong: Vec<String>) {
    assert!(wrong.is_empty(), "{} unsound answers\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
}

#[test]
fn files_that_end_too_early() {
    let of_file = |(name, text): &(String, Arc<str>)| {
        let mut rng = Rng::new(SEED, name);
        // Files of other formats end in the parser; a few of each are enough.
        let times = match name {
            _ if name.contains("kfp-") || name.contains("examples") => 20,
            _ => 2,
        };
        let times = if text.len() > 100_000 { 6 } else { times };
        (0..times)
            .flat_map(|_| {
                let at = cut(text, &mut rng);
                let around: Vec<usize> = [at, at.saturating_sub(3), cut(&text[..at], &mut rng)].into();
                probe(&format!("{name} up to {at}"), &text[..at], &around)
            })
            .collect::<Vec<_>>()
    };
    all_sound(files().par_iter().flat_map_iter(of_file).collect());
}

#[test]
fn files_with_noise() {
    const NOISE: &[&str] = &[
        "\0",
        "\t",
        "\r",
        "\u{feff}",
        "é",
        "🎵",
        "\u{2028}",
        "'",
        "\"",
        "{",
        "}",
        "[",
        "]",
        ":",
        ": ",
        "- ",
        "#",
        " #",
        "&a ",
        "*a",
        "<<: *a",
        "|\n",
        ">-\n",
        "---\n",
        "...\n",
        "!!str ",
        "{{$.inputs.parameters['",
        "%YAML 1.2\n",
        "? ",
        "\n\n",
        "  ",
        "\\",
        "null",
    ];
    let of_file = |(name, text): &(String, Arc<str>)| {
        let mut rng = Rng::new(SEED + 1, name);
        let times = if name.contains("kfp-") || name.contains("examples") { 4 } else { 1 };
        (0..times)
            .flat_map(|round| {
                let mut broken = text.to_string();
                for _ in 0..1 + rng.below(4) {
                    let at = cut(&broken, &mut rng);
                    match rng.below(4) {
                        0 => {
                            // A stretch is gone.
                            let end = broken.floor_char_boundary((at + rng.below(40)).min(broken.len()));
                            broken.replace_range(at..end, "");
                        }
                        1 => {
                            // A line stands elsewhere, too.
                            let line =
                                broken[cut(&broken, &mut rng)..].split_inclusive('\n').next().unwrap_or("").to_owned();
                            broken.insert_str(at, &line);
                        }
                        _ => broken.insert_str(at, rng.pick(NOISE).unwrap()),
                    }
                }
                let around = [cut(&broken, &mut rng), cut(&broken, &mut rng)];
                probe(&format!("{name} noise {round}"), &broken, &around)
            })
            .collect::<Vec<_>>()
    };
    all_sound(files().par_iter().flat_map_iter(of_file).collect());
}

/// Texts made to hurt, inside a file that is recognised.
#[test]
fn hostile_files() {
    let pipeline = "pipelineInfo: {name: p}\nschemaVersion: 2.1.0\ndeploymentSpec: {}\ncomponents: {}\nroot: ";
    let component = "name: c\ninputs: [{name: a}]\nimplementation:\n  container:\n    image: i\n    args: ";
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for n in 1..12 {
        let previous = format!("*a{}, ", n - 1).repeat(10);
        bomb += &format!("a{n}: &a{n} [{previous}]\n");
    }
    let mut maps = String::from("b0: &b0 {k: v}\n");
    for n in 1..200 {
        maps += &format!("b{n}: &b{n} {{<<: [*b{0}, *b{0}], k{n}: v}}\n", n - 1);
    }
    let deep = |open: &str, close: &str| format!("{}x{}", open.repeat(10_000), close.repeat(10_000));
    let steps: String = (0..10_000).map(|n| format!("{}a{n}:\n", " ".repeat(n.min(300)))).collect();
    let texts = [
        format!("{bomb}{component}*a11\n"),
        format!("{maps}{pipeline}*b199\n"),
        format!("{pipeline}&r {{dag: {{tasks: {{t: *r}}}}}}\n"),
        format!("{component}{}\n", deep("[", "]")),
        format!("{component}{}\n", deep("{concat: [", "]}")),
        format!("{pipeline}{}\n", deep("{dag: ", "}")),
        format!("{pipeline}{}", "[".repeat(10_000)),
        format!("{pipeline}{}", "- ".repeat(10_000)),
        format!("{pipeline}\n{}", steps),
        format!("{component}['{}']\n", "{{$.inputs.parameters['".repeat(10_000)),
        format!("{component}[{}]\n", "{inputValue: b}, ".repeat(20_000)),
        format!("{component}[\"{}\"]\n", "\\u00e9".repeat(50_000)),
        format!("{pipeline}{{dag: {{tasks: {{t: {{dependentTasks: [{}]}}}}}}}}\n", "t, ".repeat(20_000)),
        "k: v\n".repeat(50_000) + component + "[]\n",
        format!("{component}[]\n{}", "---\n".repeat(20_000)),
        format!("{component}[]\n{}", "# c\n".repeat(100_000)),
    ];
    let of_text = |(n, text): (usize, &String)| {
        probe(&format!("hostile {n}"), text, &[0, text.floor_char_boundary(text.len() / 2), text.len()])
    };
    all_sound(texts.par_iter().enumerate().flat_map_iter(of_text).collect());
}

/// A loop of ten thousand tasks is one finding, and none of the walks over it is deep.
#[test]
fn large_files() {
    let valid = generate::pipeline(1_000);
    assert_eq!(check(&Source::new("large.yaml", &*valid), &Workspace::new()), []);
    let tasks: String = (0..10_000)
        .map(|n| format!("      t{n}: {{componentRef: {{name: c}}, dependentTasks: [t{}]}}\n", (n + 1) % 10_000))
        .collect();
    let text = format!(
        "pipelineInfo: {{name: p}}\nschemaVersion: 2.1.0\ndeploymentSpec: {{executors: {{e: {{container: {{image: i}}}}}}}}\n\
         components: {{c: {{executorLabel: e}}}}\nroot:\n  dag:\n    tasks:\n{tasks}"
    );
    let findings = check(&Source::new("cycle.yaml", &*text), &Workspace::new());
    assert_eq!(findings.iter().filter(|f| f.rule == "task-cycle").count(), 1, "{:?}", findings.first());
    let scalar = format!(
        "name: c\ndescription: |\n{}implementation: {{container: {{image: 'i:1', command: [x]}}}}\n",
        "  words words\n".repeat(600_000)
    );
    assert!(scalar.len() > 8_000_000);
    assert_eq!(check(&Source::new("text.yaml", &*scalar), &Workspace::new()), []);
}
