//! What a file is, from its content alone.

use ir_syntax::{Node, Tree};
use memchr::memmem;

use super::{dialects, job, manifest};
use crate::lowering::{one_slip, proto};
use crate::{DocumentKind, Recognised};

/// Whether `text` holds the words without which [`recognise`] takes nothing. The near misses of
/// `implementation` are found by its longest parts.
pub(crate) fn may_be(text: &str) -> bool {
    let has = |word: &str| memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    has("implement")
        || has("mentation")
        || has("pipelineInfo")
        || has("pipeline_info")
        || has("deploymentSpec")
        || has("deployment_spec")
        || has("runtimeConfig")
        || has("runtime_config")
        || has("pipelineConfig")
        || has("pipeline_config")
        || has("pipelines.kubeflow.org/v2beta1")
        || (has("root") && (has("dag") || has("nputDefinitions") || has("nput_definitions")))
}

/// The keys of a PipelineSpec; two of them make one.
const PIPELINE_KEYS: &[&str] =
    &["pipelineInfo", "root", "deploymentSpec", "components", "schemaVersion", "sdkVersion", "defaultPipelineRoot"];

pub(crate) fn recognise(tree: &Tree) -> Option<Recognised> {
    by_nodes(tree).or_else(|| by_lines(tree))
}

/// What a text was, of which so much is lost that its tree does not tell: by the lines in which nothing else has
/// these words. Nothing but the syntax of such a file is looked at.
fn by_lines(tree: &Tree) -> Option<Recognised> {
    let text = tree.text();
    // Templates of other programs are no YAML on purpose.
    if tree.errors().is_empty() || text.contains("{%") || text.lines().any(|l| l.trim_start().starts_with("{{")) {
        return None;
    }
    let json = text.trim_start().starts_with('{');
    let key = |line: &str| -> Option<usize> {
        let line = if json { line.trim_start().strip_prefix('"')? } else { line };
        let (word, rest) = line.split_once(if json { '"' } else { ':' })?;
        let mine =
            if json { rest.trim_start().starts_with(':') } else { rest.is_empty() || rest.starts_with([' ', '\r']) };
        LINES.iter().position(|l| mine && *l == word)
    };
    let mut found = [false; LINES.len()];
    let mut body = false;
    let mut lines = text.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')).peekable();
    while let Some(line) = lines.next() {
        let Some(at) = key(line) else { continue };
        if let Some(seen) = found.get_mut(at) {
            *seen = true;
        }
        if line.trim_end() == "implementation:" {
            body |= lines.peek().is_some_and(|l| l.starts_with(' ') && matches!(l.trim(), "container:" | "graph:"));
        }
    }
    let has = |word: &str| LINES.iter().zip(found).any(|(line, found)| found && *line == word);
    let dialect = if has("apiVersion") {
        return None;
    } else if has("pipelineInfo") && has("deploymentSpec") {
        if json && has("pipelineSpec") { &dialects::JOB } else { &dialects::PIPELINE }
    } else if body && !json && (has("name") || has("inputs") || has("outputs")) {
        &dialects::COMPONENT
    } else {
        return None;
    };
    Some(Recognised { dialect, documents: tree.roots().map(|_| DocumentKind::Other).collect(), lower: super::lower })
}

/// The keys by which lines are told; in YAML at the margin.
const LINES: [&str; 8] =
    ["apiVersion", "pipelineInfo", "deploymentSpec", "pipelineSpec", "implementation", "name", "inputs", "outputs"];

fn by_nodes(tree: &Tree) -> Option<Recognised> {
    use DocumentKind as Kind;
    let kinds: Vec<Kind> = tree.roots().map(document_kind).collect();
    let first = kinds.iter().zip(tree.roots()).find(|(_, root)| !root.is_missing()).map(|(kind, _)| *kind)?;
    let is_manifest =
        |k: &Kind| matches!(k, Kind::KfpPipelineManifest | Kind::KfpVersionManifest | Kind::KfpManifestList);
    let dialect = match first {
        Kind::KfpComponent => {
            let documents = kinds.iter().map(|k| only(*k, Kind::KfpComponent)).collect();
            return Some(Recognised { dialect: &dialects::COMPONENT, documents, lower: super::lower });
        }
        Kind::KfpPipelineSpec => &dialects::PIPELINE,
        // A platform document may come first by mistake.
        Kind::KfpPlatformSpec if kinds.contains(&Kind::KfpPipelineSpec) => &dialects::PIPELINE,
        Kind::KfpPlatformSpec if tree.roots().any(is_certain_platform) => &dialects::PLATFORM,
        Kind::KfpPipelineJob => &dialects::JOB,
        // Objects of all kinds stand in one file.
        _ if kinds.iter().any(is_manifest) => {
            let documents = kinds.iter().map(|k| if is_manifest(k) { *k } else { Kind::Other }).collect();
            return Some(Recognised { dialect: &dialects::MANIFEST, documents, lower: super::lower });
        }
        _ => return None,
    };
    Some(Recognised { dialect, documents: kinds, lower: super::lower })
}

fn only(kind: DocumentKind, wanted: DocumentKind) -> DocumentKind {
    if kind == wanted { kind } else { DocumentKind::Other }
}

fn document_kind(root: Node<'_>) -> DocumentKind {
    if !root.is_mapping() {
        return DocumentKind::Other;
    }
    let mut pipeline_keys = 0;
    let mut platforms = false;
    for entry in root.own_entries() {
        let key = entry.key.text();
        // Files of Kubernetes and its many extensions are another's, whatever else they say.
        if key == "apiVersion" {
            return manifest::kind(root).unwrap_or(DocumentKind::Other);
        }
        if PIPELINE_KEYS.iter().any(|k| proto(key, k)) {
            pipeline_keys += 1;
        }
        platforms |= key == "platforms" && entry.value.is_mapping();
    }
    let strong = |key: &str| root.own_entries().any(|e| proto(e.key.text(), key));
    // `components` and `root` are everyday words: one of the others must be there.
    if pipeline_keys >= 2 && (strong("pipelineInfo") || strong("deploymentSpec") || is_pipeline_root(root)) {
        return DocumentKind::KfpPipelineSpec;
    }
    if is_component(root) {
        return DocumentKind::KfpComponent;
    }
    if is_job(root) {
        return DocumentKind::KfpPipelineJob;
    }
    if platforms && root.own_entries().count() == 1 {
        return DocumentKind::KfpPlatformSpec;
    }
    DocumentKind::Other
}

/// A PipelineSpec under `pipelineSpec`, or anything there with the values of a run beside it.
fn is_job(root: Node<'_>) -> bool {
    let Some(spec) = job::spec(root) else { return false };
    let config = root.own_entries().find(|e| proto(e.key.text(), "runtimeConfig")).map(|e| e.value);
    let keys = ["parameterValues", "parameters", "gcsOutputDirectory"];
    let run = config.is_some_and(|c| c.own_entries().any(|e| keys.iter().any(|k| proto(e.key.text(), k))));
    let pipeline = spec.root.own_entries().filter(|e| PIPELINE_KEYS.iter().any(|k| proto(e.key.text(), k))).count();
    pipeline >= 2 || (run && pipeline >= 1)
}

/// Whether a document with `platforms` alone is certainly KFP's, where no PipelineSpec stands beside it.
fn is_certain_platform(root: Node<'_>) -> bool {
    let field = |node: Node<'_>, key: &str| {
        let mut entries = node.own_entries().filter(|e| e.value.is_mapping());
        entries.any(|e| proto(e.key.text(), key))
    };
    let certain = |platform: Node<'_>| {
        let deployment = platform.own_entries().find(|e| proto(e.key.text(), "deploymentSpec")).map(|e| e.value);
        deployment.is_some_and(|d| field(d, "executors")) || field(platform, "pipelineConfig")
    };
    root.get("platforms").is_some_and(|p| p.own_entries().any(|e| certain(e.value)))
}

/// `root: {dag: …}` beside another key of a PipelineSpec.
fn is_pipeline_root(root: Node<'_>) -> bool {
    root.get("root").is_some_and(|r| r.get("dag").is_some() || r.get("inputDefinitions").is_some())
}

/// `implementation: {container: …}` or `{graph: …}`; with a slip in one of the two words when the rest
/// looks like a component.
fn is_component(root: Node<'_>) -> bool {
    let others = ["name", "inputs", "outputs", "description", "metadata"];
    let friends = root.own_entries().filter(|e| others.contains(&e.key.text())).count();
    let word = |key: &str| ["container", "graph"].iter().any(|w| key == *w || friends > 0 && one_slip(w, key));
    let has_body = |value: Node<'_>| {
        value.own_entries().any(|e| e.value.is_mapping() && word(e.key.text()))
            || ["container", "graph"].iter().any(|w| value.get(w).is_some())
    };
    let ports = ["inputs", "outputs"]
        .iter()
        .filter_map(|key| root.get(key))
        .any(|list| list.items().any(|port| port.get("name").is_some()));
    root.own_entries().any(|entry| {
        let key = entry.key.text();
        if key == "implementation" {
            // A half-typed body, or text in its place, still makes a component where the ports say so.
            return has_body(entry.value) || ((entry.value.is_scalar() || entry.value.is_mapping()) && ports);
        }
        friends > 0 && has_body(entry.value) && near(key, "implementation")
    })
}

/// Whether two words differ by one slip or two at the same place.
fn near(a: &str, b: &str) -> bool {
    let same = |x: &mut dyn Iterator<Item = (u8, u8)>| x.take_while(|(p, q)| p == q).count();
    let front = same(&mut a.bytes().zip(b.bytes()));
    let back = same(&mut a.bytes().rev().zip(b.bytes().rev()));
    front + back + 2 >= b.len() && a.len() + 2 >= b.len() && a.len() <= b.len() + 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> Option<&'static str> {
        recognise(&Tree::parse(text)).map(|r| r.dialect.id)
    }

    #[test]
    fn broken_text_is_known_by_its_lines() {
        let keys = "pipelineInfo: {name: a}\ndeploymentSpec: [\n]]]\n\t- }\n";
        assert!(by_nodes(&Tree::parse("x: [\n")).is_none());
        assert_eq!(by_lines(&Tree::parse(keys)).map(|r| r.dialect.id), Some("kfp-pipeline"));
        let job = "{\n\"pipelineSpec\": {\n\"pipelineInfo\": {},\n\"deploymentSpec\": {\"a\": \"b}\n}\n";
        assert_eq!(by_lines(&Tree::parse(job)).map(|r| r.dialect.id), Some("kfp-pipeline-job"));
        let component = "name: [\nimplementation:\n  container:\n    image: a\n}\n";
        assert_eq!(by_lines(&Tree::parse(component)).map(|r| r.dialect.id), Some("kfp-component"));
    }

    #[test]
    fn broken_text_of_others_is_theirs() {
        for text in [
            "apiVersion: v1\npipelineInfo: {}\ndeploymentSpec: [\n",
            "pipelineInfo: {}\n{% for x in y %}\ndeploymentSpec: [\n",
            "name: a\nimplementation: [\n",
            "spec:\n  pipelineInfo: {}\n  deploymentSpec: [\n",
        ] {
            assert_eq!(by_lines(&Tree::parse(text)).map(|r| r.dialect.id), None, "{text}");
        }
        assert_eq!(id("name: a\nimplementation: text\n"), None);
        assert_eq!(id("name: a\ninputs: [{name: x}]\nimplementation: text\n"), Some("kfp-component"));
    }
}
