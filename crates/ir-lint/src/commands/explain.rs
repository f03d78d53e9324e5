//! `explain` and `rules`: the rules' own words.

use std::fmt::Write as _;

use ir_analyzer::{Rule, rules};
use serde_json::{Value, json};

use crate::args::{Explain, Rules, TextOrJson};
use crate::failure::Failure;
use crate::output::{Abilities, print};
use crate::style::{self, BOLD, CODE, DIM, paint};
use crate::summary::Exit;

/// Explains one rule.
pub fn explain(options: &Explain) -> Result<Exit, Failure> {
    let rule = rules::find(&options.rule).ok_or_else(|| unknown_rule(&options.rule))?;
    let text = match options.format {
        TextOrJson::Json => format!("{:#}\n", as_json(rule)),
        TextOrJson::Text => styled(&as_markdown(rule), Abilities::of_stdout().color),
    };
    print(|out| out.write_all(text.as_bytes()))?;
    Ok(Exit::Clean)
}

/// Lists all rules.
pub fn list(options: &Rules) -> Result<Exit, Failure> {
    let text = match options.format {
        TextOrJson::Json => format!("{:#}\n", Value::from(rules::all().iter().map(|r| as_json(r)).collect::<Vec<_>>())),
        TextOrJson::Text => table(rules::all(), Abilities::of_stdout().color),
    };
    print(|out| out.write_all(text.as_bytes()))?;
    Ok(Exit::Clean)
}

fn as_json(rule: &Rule) -> Value {
    let examples: Vec<Value> = rule.examples.iter().map(|e| json!({ "title": e.title, "text": e.text })).collect();
    json!({
        "id": rule.id,
        "family": rule.family.as_str(),
        "severity": rule.severity.as_str(),
        "fixable": rule.fixable,
        "summary": rule.summary,
        "explanation": rule.explanation,
        "examples": examples,
        "url": rule.url(),
    })
}

/// The rule's page. Piped into a file it is a Markdown file.
fn as_markdown(rule: &Rule) -> String {
    let fixable = if rule.fixable { ", has fixes" } else { "" };
    let mut text = format!(
        "# {}\n\n{} · {}{fixable}\n\n{}\n\n{}\n",
        rule.id,
        rule.severity.as_str(),
        rule.family.as_str(),
        rule.summary,
        rule.explanation.trim()
    );
    for example in rule.examples {
        let _ = write!(text, "\n## {}\n\n```yaml\n{}\n```\n", example.title, example.text.trim_matches('\n'));
    }
    let _ = write!(text, "\n{}\n", rule.url());
    text
}

/// Markdown as a terminal shows it: headings bold, code coloured, fences left out.
fn styled(markdown: &str, color: bool) -> String {
    if !color {
        return markdown.to_owned();
    }
    let mut fenced = false;
    let mut out = String::new();
    for line in markdown.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if fenced {
            let _ = writeln!(out, "    {}", paint(line, CODE, true));
        } else if line.starts_with('#') {
            let _ = writeln!(out, "{}", paint(line.trim_start_matches('#').trim_start(), BOLD, true));
        } else {
            for (i, part) in line.split('`').enumerate() {
                out.push_str(&if i % 2 == 1 { paint(part, CODE, true) } else { part.to_owned() });
            }
            out.push('\n');
        }
    }
    out
}

/// The rules, by family.
fn table(rules: &[&Rule], color: bool) -> String {
    let mut rules = rules.to_vec();
    rules.sort_by_key(|r| (r.family, r.id));
    let wide = rules.iter().map(|r| r.id.len()).max().unwrap_or(0);
    let mut out = String::new();
    let mut family = None;
    for rule in &rules {
        if family.replace(rule.family) != Some(rule.family) {
            let gap = if out.is_empty() { "" } else { "\n" };
            let _ = writeln!(out, "{gap}{}", paint(rule.family.as_str(), BOLD, color));
        }
        let severity = format!("{:7}", rule.severity.as_str());
        let severity = paint(&severity, style::severity(rule.severity), color);
        let fix = paint(if rule.fixable { "fix" } else { "   " }, DIM, color);
        let _ = writeln!(out, "  {:wide$}  {severity}  {fix}  {}", rule.id, rule.summary);
    }
    out
}

/// What an unknown rule was likely meant to be.
fn unknown_rule(id: &str) -> Failure {
    let nearest = ir_analyzer::rules::all()
        .iter()
        .map(|rule| (strsim::damerau_levenshtein(rule.id, id), rule.id))
        .filter(|(distance, known)| *distance * 3 <= known.len().max(3))
        .min();
    let failure = Failure::of("", format!("no rule `{id}`"));
    match nearest {
        Some((_, rule)) => failure.help(format!("did you mean `{rule}`?")),
        None => failure.help("`ir-lint rules` lists them all"),
    }
}

#[cfg(test)]
mod tests {
    use super::{as_markdown, styled, table};
    use ir_analyzer::{Example, Family, Rule};
    use ir_model::Severity;

    const fn rule(id: &'static str, family: Family, severity: Severity, fixable: bool) -> Rule {
        Rule {
            id,
            family,
            severity,
            summary: "names a task that does not exist",
            explanation: "A task names `x`.\n\n- why\n",
            fixable,
            examples: &[Example { title: "A misspelt name", text: "\ntask: trian\n#     ^^^^^\n" }],
            check: |_| {},
        }
    }

    static A: Rule = rule("unknown-task", Family::Reference, Severity::Error, true);
    static B: Rule = rule("task-cycle", Family::Graph, Severity::Warning, false);
    static C: Rule = rule("unknown-input", Family::Reference, Severity::Info, false);

    #[test]
    fn a_page() {
        insta::assert_snapshot!(as_markdown(&A));
    }

    #[test]
    fn a_page_on_a_terminal() {
        insta::assert_snapshot!(styled(&as_markdown(&A), true).replace('\x1b', "␛"));
    }

    #[test]
    fn a_table() {
        insta::assert_snapshot!(table(&[&A, &B, &C], false));
    }
}
