//! Conditions that may be right, and those that cannot be.

use super::read;
use crate::language::tests::{carets, corpus, mutate};

#[track_caller]
fn told(text: &str, wanted: &str) {
    let found = read(text);
    let lines = carets(text, found.problem.iter().map(|p| (p.span, p.title.as_str())));
    assert_eq!(lines[text.len()..].trim_start_matches('\n'), wanted, "{text}");
}

fn mended(text: &str) -> String {
    let mut out = text.to_owned();
    for (span, new) in read(text).problem.iter().flat_map(|p| &p.fix).flat_map(|f| &f.edits).rev() {
        out.replace_range(span.range(), new);
    }
    out
}

#[test]
fn what_may_be_right_is_not_told() {
    for text in [
        "",
        "true",
        "{{steps.flip.outputs.result}} == heads",
        "\"{{a}}\" == 'x y' && ({{b}} > 10 || !({{c}} == false))",
        "{{a}} in (x, y, 'z')",
        "{{a}} IN (1, 2)",
        "{{a}} {{op}} {{b}}",
        "{{a}}-suffix == pre-{{b}}",
        "{{a}}.{{b}} =~ '^v.*'",
        "{{=inputs.parameters.x == 'y'}}",
        "{{tasks.{{item}}.status}} != Succeeded",
        "{{a}}=={{b}}",
        "!{{a}}",
        "{{a}} ?? x == y ? true : false",
        "-1 < {{n}} && 0x1F > 2.5",
        "{{a}} == \"it is {{b 'c'}}\"",
        "[some name] == x",
        "{{a}} == foo\\-bar",
        "{{a}} == [x {{b}}",
        "{{a}} == {{b",
        "{{a}} != 2020-01-01",
    ] {
        told(text, "");
    }
}

#[test]
fn certain_mistakes() {
    told("{{a}} = heads", "      ^ `=` is no operator here");
    told("{{a}} == hello world", "               ^^^^^ no operator stands before `world`");
    told("{{a}} ==", "      ^^ a value is missing after `==`");
    told("== heads", "^^ a value is missing before `==`");
    told("{{a}} == x and {{b}} == y", "           ^^^ `and` is no operator here");
    told("({{a}} == x", "^ this `(` is not closed");
    told("{{a}} == x)", "          ^ nothing is closed by this `)`");
    told("{{a}} == 'x", "         ^ this string is not closed");
    told("{{a}} == \"it's\"", "             ^ no operator stands before `s`");
    told("{{a}} == a.example.com", "         ^^^^^^^^^^^^^ `a.example.com` cannot be read in this condition");
    told("{{a}} == 1.2.3", "         ^^^^^ `1.2.3` cannot be read in this condition");
    told("{{a}} == 2nd", "          ^^ no operator stands before `nd`");
    told("contains(x, y) == true", "^^^^^^^^ `contains` is no function: there are none here");
    told("{{a}} == [x y", "         ^ this `[` is not closed");
    told("!yes", "^ `!` cannot stand before text");
    told("x == @y", "     ^ `@` cannot be read in this condition");
    told("heads", "^^^^^ `heads` is no condition");
    told("  ", "^ this condition is blank");
}

#[test]
fn mistakes_are_mended() {
    assert_eq!(mended("{{a}} = heads"), "{{a}} == heads");
    assert_eq!(mended("{{a}} == x OR y == z"), "{{a}} == x || y == z");
    assert_eq!(mended("{{a}} == a.example.com"), "{{a}} == 'a.example.com'");
    assert_eq!(mended("{{a}} === x"), "{{a}} == x");
}

#[test]
fn constants_are_known() {
    assert_eq!(read(" false ").constant, Some(false));
    assert_eq!(read("true").constant, Some(true));
    assert_eq!(read("{{a}}").constant, None);
    assert_eq!(read("true && x == y").constant, None);
}

#[test]
fn no_text_breaks_the_reader() {
    let seeds = ["{{a}} == 'x y' && ({{b.{{c}}}} > 10 || !({{c}} in (é, 2)))", "[a b] =~ \"z\" ? 0x1f : -2.5 ?? false"];
    let pieces = [
        "{{", "}}", "'", "\"", "\\", "(", ")", "[", "]", "é", "🎵", " ", "\n", "=", "==", "!", "-", ".", "{{x}}", "1",
        "²",
    ];
    mutate(&seeds, &pieces, |text| {
        if let Some(problem) = read(text).problem {
            assert!(text.get(problem.span.range()).is_some(), "{text}: {problem:?}");
            for (span, _) in problem.fix.iter().flat_map(|f| &f.edits) {
                assert!(text.get(span.range()).is_some(), "{text}: {problem:?}");
            }
        }
    });
}

#[test]
fn long_conditions_are_read() {
    for piece in ["(", "{{a}}", "{{a}}=", "a ", "'", "a == b && ", "{{", "-", "[", "a."] {
        let _ = read(&piece.repeat(50_000));
    }
}

#[test]
fn all_conditions_of_real_files_may_be_right() {
    let mut seen = 0;
    let mut odd = Vec::new();
    let mut visit = |path: &std::path::Path, keys: &[&str], text: &str| {
        if keys.last() == Some(&"when") {
            seen += 1;
            odd.extend(read(text).problem.iter().map(|p| format!("{}: {text}: {}", path.display(), p.title)));
        }
    };
    let files = ["argo/valid", "argo/compiled"].map(|folder| corpus(folder, &mut visit));
    assert!(odd.is_empty(), "{}", odd.join("\n"));
    assert!(files.contains(&None) || seen > 100, "{seen}");
}
