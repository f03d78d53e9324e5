//! Words that lead somewhere: web addresses, images, files.

use std::path::PathBuf;

use ir_model::{Base, Key, Step};
use ir_syntax::Span;

use super::view::View;
use crate::facts::image;
use crate::source::Source;
use crate::workspace::{Found, Workspace};

/// A word that leads somewhere.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    /// The word.
    pub span: Span,
    /// Where it leads.
    pub target: LinkTarget,
    /// What following it shows, as an imperative.
    pub tooltip: &'static str,
}

/// Where a [`Link`] leads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LinkTarget {
    /// A page of the web.
    Page(String),
    /// A file at hand.
    File(PathBuf),
}

/// What leads somewhere in `source`, in the order of the text, without overlaps: paths of components that are at
/// hand, images in registries that have pages, addresses of the web and of repositories. Nothing is looked up.
#[must_use]
pub fn links(source: &Source, workspace: &Workspace) -> Vec<Link> {
    let Some(view) = View::new(source, workspace) else { return Vec::new() };
    let mut found = files(&view);
    found.extend(images(&view));
    found.extend(addresses(source.text()));
    // Of two at one place the one that was found first knows more.
    found.sort_by_key(|l| l.span.start);
    let mut end = 0;
    found.retain(|link| {
        let free = link.span.start >= end;
        end = if free { link.span.end } else { end };
        free
    });
    found
}

fn files(view: &View<'_>) -> Vec<Link> {
    let mut found = Vec::new();
    for reference in view.package.symbols.refs.values() {
        let by_path = |key: &Key| matches!(key, Key::Path(_));
        if !matches!(reference.base, Base::Keys(..))
            || !view.package.symbols.keys_of(reference.base).iter().any(by_path)
            || reference.at.span.is_empty()
        {
            continue;
        }
        let Found::One(place) = view.files(reference) else { continue };
        if let Some(path) = view.workspace.path(place.file) {
            let target = LinkTarget::File(path.to_path_buf());
            found.push(Link { span: reference.at.span, target, tooltip: "open the component" });
        }
    }
    found
}

fn images(view: &View<'_>) -> Vec<Link> {
    let package = view.package;
    let settings = package.platforms.iter().flat_map(|p| &p.settings).flat_map(|s| &s.before).map(|b| &b.step);
    let steps = package.pods.values().flat_map(|p| &p.steps).chain(settings);
    let mut found: Vec<Link> = steps.filter_map(|step| image_link(view, step)).collect();
    found.dedup();
    found
}

fn image_link(view: &View<'_>, step: &Step) -> Option<Link> {
    let node = view.tree.node(*step.image.known()?);
    if node.is_alias() {
        return None;
    }
    let text = node.text();
    let image = image::read(text)?.ok()?;
    let tag = image.tag.clone().and_then(|t| text.get(t));
    let page = page(text.get(image.name)?, tag)?;
    let span = super::schema::inner(node);
    Some(Link { span, target: LinkTarget::Page(page), tooltip: "open the image's page" })
}

/// The page of an image, where its registry has pages for people.
fn page(name: &str, tag: Option<&str>) -> Option<String> {
    let (host, rest) = match name.split_once('/') {
        Some((host, rest)) if host.contains(['.', ':']) || host == "localhost" => (host, rest),
        _ => ("docker.io", name),
    };
    let with = |query: &str| tag.map(|tag| format!("{query}{tag}")).unwrap_or_default();
    let host = host.to_ascii_lowercase();
    Some(match &*host {
        "docker.io" | "index.docker.io" | "registry-1.docker.io" => {
            let repository = match rest.strip_prefix("library/").unwrap_or(rest) {
                official if !official.contains('/') => format!("_/{official}"),
                other => format!("r/{other}"),
            };
            format!("https://hub.docker.com/{repository}{}", with("/tags?name="))
        }
        // These lead browsers on to the page of the package.
        "ghcr.io" => format!("https://ghcr.io/{rest}"),
        host if host == "gcr.io" || host.ends_with(".gcr.io") || host.ends_with("-docker.pkg.dev") => {
            format!("https://{host}/{rest}")
        }
        "quay.io" => format!("https://quay.io/repository/{rest}{}", with("?tab=tags&tag=")),
        _ => return None,
    })
}

/// Addresses, wherever they stand: also in comments and in texts.
fn addresses(text: &str) -> Vec<Link> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find("://")).map(|at| from + at) {
        from = at + 3;
        let Some((start, scheme)) = scheme(text, at) else { continue };
        let end = from + extent(text.get(from..).unwrap_or(""));
        let rest = text.get(from..end).unwrap_or("");
        // With a piece that is filled in later it leads nowhere yet.
        let filled = text.get(end..).is_some_and(|t| t.starts_with('{')) || rest.contains("$(");
        let Some(page) = web(scheme, rest).filter(|_| !filled) else { continue };
        let (span, target) = (Span::new(start as u32, end as u32), LinkTarget::Page(page));
        found.push(Link { span, target, tooltip: "open the address" });
        from = end;
    }
    found.extend(shell_addresses(text));
    found
}

/// The scheme that ends at `end`, and where it begins.
fn scheme(text: &str, end: usize) -> Option<(usize, &str)> {
    let before = text.get(..end)?;
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    let start = before.char_indices().rev().take(16).take_while(|(_, c)| part(*c)).last().map(|(at, _)| at)?;
    Some((start, before.get(start..)?))
}

/// How far an address goes: to white space, a quote or a bracket that was not opened in it, without the full stop
/// or comma behind it.
fn extent(rest: &str) -> usize {
    let mut depth = 0_i32;
    let mut end = rest.len();
    for (at, c) in rest.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth > 0 => depth -= 1,
            c if c.is_whitespace() || c.is_control() || "\"'`<>[]{}()|\\^".contains(c) => {
                end = at;
                break;
            }
            _ => {}
        }
    }
    rest.get(..end).unwrap_or("").trim_end_matches(['.', ',', ';', ':', '!', '?']).len()
}

/// The page of an address that begins with `scheme://`.
fn web(scheme: &str, rest: &str) -> Option<String> {
    let host = rest.split(['/', '?', '#']).next().unwrap_or("");
    let host = host.rsplit('@').next().unwrap_or("");
    let named = host.contains(|c: char| c.is_ascii_alphanumeric()) && !host.contains(['$', '%', '{', '*']);
    if !named {
        return None;
    }
    match scheme {
        "http" | "https" => Some(format!("{scheme}://{rest}")),
        // A repository: `git+https://host/owner/name.git@branch#part`.
        "git" | "ssh" | "git+https" | "git+ssh" | "git+http" => {
            let rest = rest.split_once('@').filter(|(user, _)| !user.contains('/')).map_or(rest, |(_, rest)| rest);
            Some(format!("https://{}", repository(rest)))
        }
        _ => None,
    }
}

/// The address of a repository without revision, part and `.git`.
fn repository(rest: &str) -> &str {
    let rest = rest.split(['@', '#']).next().unwrap_or("");
    rest.strip_suffix(".git").unwrap_or(rest)
}

/// `git@host:owner/name.git`
fn shell_addresses(text: &str) -> Vec<Link> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find("git@")).map(|at| from + at) {
        let start = at;
        from = at + 4;
        let rest = text.get(from..).unwrap_or("");
        let rest = rest.get(..extent(rest)).unwrap_or("");
        let before = text.get(..start).and_then(|t| t.chars().next_back());
        if before.is_some_and(|c| c.is_alphanumeric() || c == '/') {
            continue;
        }
        let Some((host, path)) = rest.split_once(':').filter(|(h, p)| h.contains('.') && p.contains('/')) else {
            continue;
        };
        let simple = host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
        if simple && !path.starts_with(|c: char| c.is_ascii_digit()) {
            let span = Span::new(start as u32, (from + rest.len()) as u32);
            let target = LinkTarget::Page(format!("https://{host}/{}", repository(path)));
            found.push(Link { span, target, tooltip: "open the repository" });
        }
        from += rest.len();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(text: &str) -> Vec<String> {
        let page = |l: &Link| match &l.target {
            LinkTarget::Page(page) => format!("{} > {page}", l.span.slice(text)),
            LinkTarget::File(path) => path.display().to_string(),
        };
        addresses(text).iter().map(page).collect()
    }

    #[test]
    fn registries_with_pages_have_links() {
        let all = [
            ("python", Some("3.12"), Some("https://hub.docker.com/_/python/tags?name=3.12")),
            ("docker.io/library/python", None, Some("https://hub.docker.com/_/python")),
            ("bitnami/kubectl", None, Some("https://hub.docker.com/r/bitnami/kubectl")),
            ("ghcr.io/a/b", Some("1"), Some("https://ghcr.io/a/b")),
            ("quay.io/a/b", Some("1"), Some("https://quay.io/repository/a/b?tab=tags&tag=1")),
            ("eu.gcr.io/a/b", None, Some("https://eu.gcr.io/a/b")),
            ("europe-docker.pkg.dev/a/b/c", None, Some("https://europe-docker.pkg.dev/a/b/c")),
            ("localhost:5000/a", None, None),
            ("registry.example.com/a", None, None),
        ];
        for (name, tag, expected) in all {
            assert_eq!(page(name, tag).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn addresses_end_where_people_see_their_end() {
        assert_eq!(pages("see https://a.b/c_(d)), or"), ["https://a.b/c_(d) > https://a.b/c_(d)"]);
        assert_eq!(pages("'http://a/b?c=d#e'."), ["http://a/b?c=d#e > http://a/b?c=d#e"]);
        assert_eq!(
            pages("gs://bucket/x s3://y https:// https://$HOST/x http://a.b/{{x}}/c http://a.b/$(params.x)"),
            [""; 0]
        );
        assert_eq!(pages("curl https://é.example/ü,"), ["https://é.example/ü > https://é.example/ü"]);
    }

    #[test]
    fn addresses_of_repositories_lead_to_their_pages() {
        assert_eq!(
            pages("git+https://github.com/a/b.git@main#egg=c"),
            ["git+https://github.com/a/b.git@main#egg=c > https://github.com/a/b"]
        );
        assert_eq!(pages("git@github.com:a/b.git"), ["git@github.com:a/b.git > https://github.com/a/b"]);
        assert_eq!(pages("ssh://git@example.com/a/b"), ["ssh://git@example.com/a/b > https://example.com/a/b"]);
        assert_eq!(pages("git@example git@é"), [""; 0]);
    }
}
