//! Two versions of a file: what means the same is no change, and what was changed is told.

use std::collections::BTreeMap;
use std::path::Path;

use ir_analyzer::Source;
use ir_diff::{Difference, File, Verdict, diff};
use ir_model::{Binding, Body, ComponentId, Ns, Package, PortKind, Resolution, Tri, Val};
use ir_syntax::{Kind, Node, NodeId, Scalar};
use ir_tests::corpus;
use ir_tests::rng::Rng;
use rayon::prelude::*;

/// Every pipeline file at hand: of the corpus, and the examples.
fn files() -> Vec<Source> {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/churn");
    let mut all: Vec<Source> = ["components", "pipelines"]
        .iter()
        .flat_map(|folder| std::fs::read_dir(examples.join(folder)).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "yaml" || e == "json"))
        .map(|path| Source::new(&*path, std::fs::read_to_string(&path).unwrap()))
        .collect();
    let cases = corpus::cases().unwrap_or_default();
    all.par_extend(cases.into_par_iter().filter(|c| c.text.len() < 400_000).map(|c| Source::new(&*c.path, c.text)));
    all.retain(|s| s.is_ours() && s.tree.errors().is_empty());
    all
}

fn compare(old: &Source, new: &Source) -> Difference {
    diff(&[File { name: "file", source: old }], &[File { name: "file", source: new }])
}

/// What is done to one node while a tree is written anew.
#[derive(Clone, Debug)]
enum Edit {
    None,
    /// The value or item goes, with its key.
    Drop(NodeId),
    /// The value becomes this text.
    Replace(NodeId, String),
    /// The key becomes another.
    RenameKey(NodeId, String),
}

/// The text as JSON that holds the same, keys in the opposite order; `None` where YAML says what JSON cannot.
fn rewritten(node: Node<'_>, edit: &Edit, out: &mut String) -> Option<()> {
    let json = |text: &str| serde_json::to_string(text).unwrap();
    if let Edit::Replace(id, text) = edit
        && *id == node.id()
    {
        out.push_str(&json(text));
        return Some(());
    }
    let stays = |value: &Node<'_>| !matches!(edit, Edit::Drop(id) if *id == value.id());
    match node.kind() {
        Kind::Mapping => {
            out.push('{');
            let entries = node.entries();
            for (number, entry) in entries.iter().rev().filter(|e| stays(&e.value)).enumerate() {
                if number > 0 {
                    out.push_str(", ");
                }
                if !entry.key.is_scalar() {
                    return None;
                }
                let key = match edit {
                    Edit::RenameKey(id, name) if *id == entry.key.id() => name,
                    _ => entry.key.text(),
                };
                out.push_str(&json(key));
                out.push_str(": ");
                rewritten(entry.value, edit, out)?;
            }
            out.push('}');
        }
        Kind::Sequence => {
            out.push('[');
            for (number, item) in node.items().filter(stays).enumerate() {
                if number > 0 {
                    out.push(',');
                }
                rewritten(item, edit, out)?;
            }
            out.push(']');
        }
        Kind::Scalar => match node.scalar()? {
            Scalar::Null => out.push_str("null"),
            Scalar::Bool(b) => out.push_str(if b { "true" } else { "false" }),
            Scalar::Int(i) => out.push_str(&i.to_string()),
            Scalar::Float(f) if f.is_finite() => out.push_str(&format!("{f:?}")),
            Scalar::Float(_) => return None,
            Scalar::String(text) => out.push_str(&json(text)),
        },
        Kind::Alias => return None,
    }
    Some(())
}

/// The file, written anew.
fn anew(file: &Source, edit: &Edit) -> Option<Source> {
    let mut text = String::new();
    for root in file.tree.roots() {
        if file.tree.documents().len() > 1 {
            text.push_str("---\n");
        }
        rewritten(root, edit, &mut text)?;
        text.push('\n');
    }
    Some(Source::new(&*file.path, text))
}

#[test]
fn a_file_is_no_change_of_itself() {
    let files = files();
    let wrong: Vec<String> = files
        .par_iter()
        .flat_map_iter(|file| {
            // Another text, so that it is compared at all: a comment means nothing.
            let comment = if file.text().trim_start().starts_with('{') { "" } else { "# the end\n" };
            let again = Source::new(&*file.path, format!("{}\n{comment}", file.text()));
            [compare(file, file), compare(file, &again)].into_iter().enumerate().filter_map(|(way, found)| {
                let first = found.changes().next().map(|c| c.title.clone());
                first.map(|c| format!("{} ({way}): {c}", file.path.display()))
            })
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), files.len(), wrong[..wrong.len().min(30)].join("\n"));
    println!("{} files", files.len());
}

#[test]
fn another_spelling_is_no_change() {
    let mut files = files();
    // Four tasks of this one have the same name.
    files.retain(|f| !f.path.ends_with("tekton-lint/pipeline-test.yaml"));
    let results: Vec<Option<String>> = files
        .par_iter()
        .map(|file| {
            let again = anew(file, &Edit::None)?;
            let found = compare(file, &again);
            let all =
                |found: &Difference| found.changes().map(|c| format!("{} {}", c.kind, c.title)).collect::<Vec<_>>();
            let mut told = all(&found);
            told.extend(found.unread.iter().map(|u| u.why.clone()));
            Some(
                told.first().map_or(String::new(), |c| format!("{}: {} changes: {c}", file.path.display(), told.len())),
            )
        })
        .collect();
    let tried = results.iter().flatten().count();
    let wrong: Vec<&String> = results.iter().flatten().filter(|w| !w.is_empty()).collect();
    println!("{tried} of {} files written anew", files.len());
    let shown: Vec<&str> = wrong.iter().take(40).map(|w| w.get(..200).unwrap_or(w)).collect();
    assert!(wrong.is_empty(), "{} of {tried}:\n{}", wrong.len(), shown.join("\n"));
}

/// A change that was put in, and what must be told of it.
struct Seed {
    what: &'static str,
    edit: Edit,
    /// One of these kinds; none is any.
    kinds: &'static [&'static str],
    verdict: Option<Verdict>,
}

fn seed(what: &'static str, edit: Edit, kinds: &'static [&'static str], verdict: Option<Verdict>) -> Seed {
    Seed { what, edit, kinds, verdict }
}

/// Whether others can use a component.
fn visible(package: &Package, id: ComponentId) -> bool {
    package.units().any(|u| u.entry == Some(id)) || package.exports.iter().any(|e| e.component == id)
}

/// Another type of the same format that holds other values.
fn other_type(package: &Package, written: &str) -> Option<&'static str> {
    match package.dialect.id {
        "kfp-pipeline" | "kfp-pipeline-spec" => match written {
            "STRING" => Some("LIST"),
            "NUMBER_INTEGER" | "NUMBER_DOUBLE" | "BOOLEAN" | "LIST" | "STRUCT" => Some("STRING"),
            _ => None,
        },
        "kfp-component" => Some("SeededType"),
        _ => match written {
            "string" => Some("array"),
            "array" => Some("string"),
            _ => None,
        },
    }
}

/// Every interface change, and changes of what is inside, that the file has room for.
fn seeds(source: &Source) -> Vec<Seed> {
    let package = source.package.as_ref().unwrap();
    let tree = &source.tree;
    let mut all = Vec::new();
    let another = |node: NodeId, text: &str| Edit::Replace(node, text.to_owned());
    for (id, component) in package.components.iter() {
        let seen = visible(package, id);
        let grave = |verdict: Verdict| Some(if seen { verdict } else { verdict.min(Verdict::Internal) });
        if component.inputs.open.is_some() || component.outputs.open.is_some() {
            continue;
        }
        for port in component.inputs.ids().chain(component.outputs.ids()).filter_map(|p| package.ports.get(p)) {
            let def = package.def(port.def).unwrap();
            let input = def.ns == Ns::Input;
            let gone: &[&str] = if input { &["input-removed"] } else { &["output-removed"] };
            let renamed: &[&str] =
                if input { &["input-removed", "input-renamed"] } else { &["output-removed", "output-renamed"] };
            all.push(seed(
                if input { "input gone" } else { "output gone" },
                Edit::Drop(def.node),
                gone,
                grave(Verdict::Breaking),
            ));
            let name = format!("{}-seeded", package.names.text(def.name));
            let edit = match tree.node(def.at.node).is_key() {
                true => Edit::RenameKey(def.at.node, name),
                false => Edit::Replace(def.at.node, name),
            };
            all.push(seed(
                if input { "input renamed" } else { "output renamed" },
                edit,
                renamed,
                grave(Verdict::Breaking),
            ));
            if let Some(at) = port.ty.at.filter(|at| tree.node(at.node).is_scalar() && port.kind != PortKind::Artifact)
                && let Some(other) = other_type(package, tree.node(at.node).text())
            {
                let kinds: &[&str] = &["type-changed", "type-widened", "type-narrowed"];
                all.push(seed("type", another(at.node, other), kinds, None));
            }
            if let Some((literal, _)) = port.default.filter(|_| input) {
                all.push(seed(
                    "default",
                    another(literal.node, "seeded"),
                    &["default-changed"],
                    grave(Verdict::Behaviour),
                ));
                let optional = port.optional.known() == Some(&true);
                let verdict = if optional { Verdict::Behaviour } else { Verdict::Breaking };
                all.push(seed("default gone", Edit::Drop(literal.node), &["default-removed"], grave(verdict)));
            } else if let (Val::Known(true, at), true, Tri::No) = (port.optional, input, port.required())
                && tree.node(at.node).is_scalar()
                // Where an artifact is found says so otherwise.
                && !tree.node(at.node).is_key()
            {
                all.push(seed("required", Edit::Drop(at.node), &["input-required"], grave(Verdict::Breaking)));
            }
            if let Some(doc) = port.doc {
                all.push(seed("description", another(doc, "seeded"), &["description-changed"], Some(Verdict::Info)));
            }
        }
        if let Body::Pod(pod) = component.body {
            for step in package.pods.get(pod).into_iter().flat_map(|p| &p.steps) {
                let inside = Some(Verdict::Internal);
                if let Some(image) = step.image.known() {
                    all.push(seed("image", another(*image, "seeded/image:1"), &["image-changed"], inside));
                }
                if let Some(arg) = step.args.first() {
                    all.push(seed("arguments", another(*arg, "seeded"), &["arguments-changed"], inside));
                }
                if let Some(word) = step.command.first() {
                    all.push(seed("command", another(*word, "seeded"), &["command-changed"], inside));
                }
                if let Some(script) = step.script {
                    all.push(seed("script", another(script, "seeded"), &["script-changed"], inside));
                }
                if let Some((name, value)) = step.env.first() {
                    all.push(seed("variable", another(*value, "seeded"), &["variable-changed"], inside));
                    let gone: &[&str] = &["variable-removed"];
                    let edit = match tree.node(*name).is_key() {
                        true => Edit::RenameKey(*name, "SEEDED".to_owned()),
                        false => another(*name, "SEEDED"),
                    };
                    all.push(seed("variable renamed", edit, gone, inside));
                }
                if let Some(bound) = step.resources.bounds.first() {
                    all.push(seed("resources", another(bound.value, "777"), &["resources-changed"], inside));
                }
            }
        }
    }
    for graph in package.graphs.values().filter(|g| g.owner.is_some()) {
        for edge in &graph.edges {
            let Some(reference) = package.reference(edge.on) else { continue };
            let node = tree.node(reference.at.node);
            let whole = node.text() == package.resolutions.target(edge.on).map_or("", |d| package.def_name(d));
            if whole && node.index().is_some() && matches!(package.resolutions.of(edge.on), Resolution::Found(_)) {
                all.push(seed("order gone", Edit::Drop(node.id()), &["order-removed"], Some(Verdict::Internal)));
            }
        }
        for task in graph.tasks.iter().filter_map(|t| package.tasks.get(*t)) {
            let Some(def) = package.def(task.def).filter(|d| !d.flags.implied) else { continue };
            all.push(seed("task gone", Edit::Drop(def.node), &["task-removed"], Some(Verdict::Internal)));
            if let Some(when) =
                task.when.and_then(|e| package.exprs.get(e)).filter(|e| tree.node(e.at.node).is_scalar())
            {
                let edit = another(when.at.node, "'seeded' == 'seeded'");
                all.push(seed("condition", edit, &["condition-changed", "trigger-changed"], Some(Verdict::Internal)));
            }
            for argument in &task.args {
                if let Some(Binding::Literal(literal, _)) = package.bindings.get(argument.binding) {
                    let edit = another(literal.node, "seeded");
                    all.push(seed("argument", edit, &["argument-changed", "loop-changed"], Some(Verdict::Internal)));
                }
            }
        }
    }
    all
}

/// Every value of the file, as something that may be changed.
fn leaves(node: Node<'_>, out: &mut Vec<NodeId>) {
    if node.is_alias() {
        return;
    }
    match node.kind() {
        Kind::Mapping => node.entries().iter().for_each(|e| leaves(e.value, out)),
        Kind::Sequence => node.items().for_each(|i| leaves(i, out)),
        _ if node.is_missing() => {}
        _ => out.push(node.id()),
    }
}

#[test]
fn what_was_changed_is_told() {
    let mut files = files();
    files.retain(|f| f.text().len() < 60_000);
    let results: Vec<(&'static str, bool, String)> = files
        .par_iter()
        .enumerate()
        .flat_map_iter(|(number, file)| {
            let mut rng = Rng::new(number as u64, "diff");
            let mut kinds: BTreeMap<&str, Vec<Seed>> = BTreeMap::new();
            seeds(file).into_iter().for_each(|s| kinds.entry(s.what).or_default().push(s));
            let mut chosen: Vec<Seed> = Vec::new();
            for mut seeds in kinds.into_values() {
                for _ in 0..1.min(seeds.len()) {
                    chosen.push(seeds.swap_remove(rng.below(seeds.len())));
                }
            }
            let mut values = Vec::new();
            file.tree.roots().for_each(|root| leaves(root, &mut values));
            for _ in 0..3.min(values.len()) {
                let node = values.swap_remove(rng.below(values.len()));
                chosen.push(seed("any value", Edit::Replace(node, "seeded".to_owned()), &[], None));
            }
            let tell = |seed: Seed| {
                let again = anew(file, &seed.edit)?;
                // A file that is no longer ours, or an object of another kind, has no changes to tell.
                again.package.as_ref()?;
                let found = compare(file, &again);
                let fits = |c: &ir_diff::Change| {
                    (seed.kinds.is_empty() || seed.kinds.contains(&c.kind))
                        && seed.verdict.is_none_or(|v| v == c.verdict)
                };
                let all: Vec<String> =
                    found.changes().map(|c| format!("{} {}: {}", c.verdict.word(), c.kind, c.title)).collect();
                let node = match seed.edit {
                    Edit::Drop(id) | Edit::Replace(id, _) | Edit::RenameKey(id, _) => file.tree.node(id).span(),
                    Edit::None => ir_syntax::Span::at(0),
                };
                let line = file.text()[..node.start as usize].matches('\n').count() + 1;
                let told = format!(
                    "{}: {}:{line}: {:?}",
                    seed.what,
                    file.path.display(),
                    all.iter().take(3).collect::<Vec<_>>()
                );
                // That something cannot be told is an answer, too, where what was put in cannot be read.
                let open = seed.kinds.is_empty() && found.files.iter().any(|f| !f.unknown.is_empty());
                Some((seed.what, open || !found.unread.is_empty() || found.changes().any(fits), told))
            };
            chosen.into_iter().filter_map(tell).collect::<Vec<_>>()
        })
        .collect();
    let mut table: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (what, found, _) in &results {
        let row = table.entry(what).or_default();
        row.0 += usize::from(*found);
        row.1 += 1;
    }
    let found = results.iter().filter(|r| r.1).count();
    println!("{found} of {} changes told", results.len());
    for (what, (told, all)) in &table {
        println!("{what:20} {told:6} of {all}");
    }
    for (_, _, told) in
        results.iter().filter(|r| !r.1).take(if std::env::var_os("IR_MUTANTS").is_some() { 4_000 } else { 20 })
    {
        println!("not told: {}", told.get(..260).unwrap_or(told));
    }
    assert!(found * 100 >= results.len() * 98, "{found} of {}", results.len());
}
