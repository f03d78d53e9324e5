//! Arguments that are objects in JSON: `{"IfPresent": {…}}` and `{"Concat": […]}`.

use ir_syntax::{Node, Tree, strict_json_errors};

/// What keeps `text` from being read as one of them; `None` where it is one, or was never meant to be.
///
/// Engines know them by their first key alone, then decode the whole text: the driver and the local runner as JSON.
pub(crate) fn broken(text: &str) -> Option<&'static str> {
    let inner = text.trim_start().strip_prefix('{')?.trim_start().strip_prefix('"')?;
    let (word, _) = inner.split_once('"')?;
    if !matches!(word, "IfPresent" | "Concat") {
        return None;
    }
    let tree = Tree::parse(text);
    if !tree.errors().is_empty() || !strict_json_errors(&tree).is_empty() {
        return Some("it is no JSON");
    }
    let root = tree.roots().next()?;
    match word {
        "Concat" => root.get("Concat").filter(|c| !c.is_sequence()).map(|_| "`Concat` takes a list"),
        _ => root.get("IfPresent").and_then(condition),
    }
}

fn condition(object: Node<'_>) -> Option<&'static str> {
    if !object.is_mapping() {
        return Some("`IfPresent` takes an object");
    }
    if object.own_entries().any(|e| !matches!(e.key.text(), "InputName" | "Then" | "Else")) {
        return Some("`IfPresent` has `InputName`, `Then` and `Else`, and nothing else");
    }
    match (object.get("InputName"), object.get("Then")) {
        (None, _) => Some("`IfPresent` needs an `InputName`"),
        (_, None) => Some("`IfPresent` needs a `Then`"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::broken;

    #[test]
    fn what_engines_decode_is_whole() {
        for text in [
            r#"{"IfPresent": {"InputName": "x", "Then": ["--x", "{{$.inputs.parameters['x']}}"], "Else": "no"}}"#,
            r#"{"Concat": ["a", {"IfPresent": {"InputName": "x", "Then": "b"}}]}"#,
            "{\"other\": 1",
            "{{$.inputs.parameters['x']}}",
            "",
        ] {
            assert_eq!(broken(text), None, "{text}");
        }
        for text in [
            r#"{"IfPresent": {"InputNam": "x", "Then": ["--x"]}}"#,
            r#"{"IfPresent": {"InputName": "x", "Thn": ["--x"]}}"#,
            r#"{"IfPresent": {"InputName": "x", "Then": ["--x"]}"#,
            r#"{"IfPresent": ["x"]}"#,
            r#"{"Concat" ["a"]}"#,
            r#"{"Concat": "a"}"#,
        ] {
            assert!(broken(text).is_some(), "{text}");
        }
    }
}
