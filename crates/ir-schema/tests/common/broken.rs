//! Broken copies of documents, and the one way in which verdicts on them may differ.

use serde_json::Value;

/// So many ways there are to break a value.
pub const MUTATIONS: usize = 14;

/// Breaks, or only changes, the value at hand.
pub fn mutate(value: &mut Value, what: usize) {
    if let Value::Object(map) = value {
        let first = map.keys().next().cloned();
        match (what, first) {
            (0, Some(key)) => {
                let moved = map.remove(&key).unwrap();
                map.insert(format!("{key}x"), moved);
                return;
            }
            (1 | 5, Some(key)) => {
                map.remove(&key);
                return;
            }
            (2, _) => {
                map.insert("executorLabel".into(), "x".into());
                return;
            }
            (3, Some(key)) => {
                map.insert(key, Value::Null);
                return;
            }
            (6, Some(key)) => {
                map.insert(key, 7.into());
                return;
            }
            (12, Some(key)) => {
                let value = map[&key].clone();
                map.insert(snake(&key), value);
                return;
            }
            (13, _) => {
                *map = std::mem::take(map).into_iter().map(|(k, v)| (snake(&k), v)).collect();
                return;
            }
            _ => {}
        }
    }
    if let (11, Value::String(text)) = (what, &mut *value) {
        *text = text.to_lowercase();
        return;
    }
    *value = match what {
        0 | 4 => 5.into(),
        1 => "text".into(),
        2 => serde_json::json!(["a", 1]),
        3 => Value::Null,
        5 => true.into(),
        6 => serde_json::json!({ "a": 1 }),
        7 => "12".into(),
        8 => 1.5.into(),
        9 => (-3).into(),
        _ => "30s".into(),
    };
}

fn snake(key: &str) -> String {
    key.chars().flat_map(|c| c.is_ascii_uppercase().then_some('_').into_iter().chain(c.to_lowercase())).collect()
}

/// Every place of a document, as JSON pointers.
pub fn places(document: &Value) -> Vec<String> {
    let mut out = Vec::new();
    let mut todo = vec![(String::new(), document)];
    while let Some((pointer, value)) = todo.pop() {
        match value {
            Value::Object(map) => {
                for (key, value) in map {
                    todo.push((format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1")), value));
                }
            }
            Value::Array(items) => {
                todo.extend(items.iter().enumerate().map(|(i, value)| (format!("{pointer}/{i}"), value)));
            }
            _ => {}
        }
        out.push(pointer);
    }
    out
}

/// Where this checker differs on purpose. A member of a group that is `null` counts as unset, as it does
/// for the engines; for the stock validator the key alone counts. And a `null` in a list is no object, so it
/// has no keys that could exclude each other; for the stock validator it has them all. Holds where the
/// verdict of the stock validator changes once such keys and items are taken out.
pub fn excused(stock: &jsonschema::Validator, document: &Value) -> bool {
    let mut cleaned = document.clone();
    drop_nulls(&mut cleaned);
    stock.is_valid(&cleaned) != stock.is_valid(document)
}

fn drop_nulls(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.retain(|_, v| !v.is_null());
            map.values_mut().for_each(drop_nulls);
        }
        Value::Array(items) => {
            items.retain(|v| !v.is_null());
            items.iter_mut().for_each(drop_nulls);
        }
        _ => {}
    }
}
