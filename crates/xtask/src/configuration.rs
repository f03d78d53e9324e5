//! What `schemas/ir-lint.schema.json` and `docs/configuration.md` say of rules, engines and switches. The rest of these
//! files is written by hand.

use ir_analyzer::{Family, rules};
use ir_model::{Engine, FlagValues};
use serde_json::{Map, Value, json};

use crate::{Failure, root, say};

/// Writes these parts, or with `check` compares them with what is there.
pub fn run(check: bool) -> Result<(), Failure> {
    let path = root().join("schemas/ir-lint.schema.json");
    let before = std::fs::read_to_string(&path)?;
    let schema = schema(serde_json::from_str(&before)?)?;
    let page = root().join("docs/configuration.md");
    let text = std::fs::read_to_string(&page)?;
    let files = [(path, before, format!("{schema:#}\n")), (page, text.clone(), documentation(&text, &schema)?)];
    for (path, before, after) in files {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if before == after {
            say(&format!("{name}: as the rules say"));
        } else if check {
            return Err(format!("{name} is stale: run `cargo xtask docs`").into());
        } else {
            std::fs::write(&path, after)?;
            say(&format!("{name}: written"));
        }
    }
    Ok(())
}

/// The schema with its generated parts.
fn schema(mut schema: Value) -> Result<Value, Failure> {
    let mut put = |pointer: &str, value: Value| -> Result<(), Failure> {
        *schema.pointer_mut(pointer).ok_or_else(|| format!("no {pointer} in the schema"))? = value;
        Ok(())
    };
    put("/$defs/Engine/enum", Engine::ALL.map(Engine::id).to_vec().into())?;
    let titles = Engine::ALL.map(|e| (e.id().to_owned(), format!("{}.", capital(e.title())).into()));
    put("/$defs/Engine/x-enum-descriptions", Value::Object(titles.into_iter().collect()))?;
    put("/$defs/Rules/properties", Value::Object(levels()))?;
    put("/$defs/Features/properties", Value::Object(features()))?;
    Ok(schema)
}

fn levels() -> Map<String, Value> {
    let level = |description: String| json!({ "$ref": "#/$defs/Level", "description": description });
    let families = Family::ALL.into_iter().map(|family| {
        let words = format!("All rules of the family {} whose own level is not said.", family.as_str());
        (family.as_str().to_owned(), level(words))
    });
    let mut sorted = rules::all().to_vec();
    sorted.sort_by_key(|rule| rule.id);
    let rules = sorted.into_iter().map(|rule| {
        let off = if rules::on_by_default(rule) { "" } else { " Off unless switched on." };
        (rule.id.to_owned(), level(format!("{}.{off}", capital(rule.summary))))
    });
    families.chain(rules).collect()
}

fn features() -> Map<String, Value> {
    let formats = ir_dialects::dialects().filter(|dialect| !dialect.traits.features.is_empty()).map(|dialect| {
        let switches = dialect.traits.features.iter().map(|flag| {
            let value = match flag.values {
                FlagValues::Steps(steps) => {
                    let told = |word: &&str| ((*word).to_owned(), format!("Set to {word}.").into());
                    let words =
                        json!({ "enum": steps, "x-enum-descriptions": steps.iter().map(told).collect::<Map<_, _>>() });
                    match steps {
                        ["false", "true"] => {
                            json!({ "title": "a value of the switch", "anyOf": [words, { "type": "boolean" }] })
                        }
                        _ => words,
                    }
                }
                FlagValues::Off(_) => json!({ "type": ["string", "null"] }),
            };
            let allowed = match flag.values {
                FlagValues::Steps(_) => String::new(),
                FlagValues::Off([]) => " Words, separated by commas.".to_owned(),
                FlagValues::Off(words) => format!(" Some of {}, separated by commas.", words.join(", ")),
            };
            let mut switch = Map::new();
            let description = format!("The switch `{}` of the cluster.{allowed}", flag.key);
            switch.insert("description".to_owned(), description.into());
            switch.insert("default".to_owned(), flag.default.into());
            switch.extend(value.as_object().cloned().unwrap_or_default());
            (flag.key.to_owned(), Value::Object(switch))
        });
        let format = json!({
            "title": "the switches",
            "description": format!("What is switched on where a {} runs.", dialect.title),
            "type": ["object", "null"],
            "properties": switches.collect::<Map<_, _>>(),
            "additionalProperties": false,
        });
        (dialect.id.to_owned(), format)
    });
    formats.collect()
}

/// The page with its table of keys.
fn documentation(page: &str, schema: &Value) -> Result<String, Failure> {
    const BEGIN: &str = "<!-- keys -->\n";
    const END: &str = "<!-- end of keys -->\n";
    let (Some(begin), Some(end)) = (page.find(BEGIN), page.find(END)) else {
        return Err("docs/configuration.md has no place for the table of keys".into());
    };
    let mut table = String::from("| key | |\n|---|---|\n");
    for (definition, prefix) in [("Configuration", ""), ("Override", "overrides[].")] {
        let properties = schema.pointer(&format!("/$defs/{definition}/properties")).and_then(Value::as_object);
        for (key, value) in properties.into_iter().flatten() {
            let words = value.get("description").and_then(Value::as_str).unwrap_or_default().replace('|', "\\|");
            table += &format!("| `{prefix}{key}` | {words} |\n");
        }
    }
    let (before, after) = (page.get(..begin + BEGIN.len()), page.get(end..));
    Ok([before.unwrap_or(""), &table, after.unwrap_or("")].concat())
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
