//! Names of expressions, and what is said about broken ones.

use super::{Callee, read};
use crate::language::tests::{carets, corpus, mutate};

/// The paths of `text`, members with a slash between them, and what is known of each in brackets.
#[track_caller]
fn paths(text: &str) -> Vec<String> {
    let found = read(text);
    assert!(found.problems.is_empty(), "{text}: {:?}", found.problems);
    let told = found.paths.iter().map(|path| {
        let mut told = path.root.text.to_owned();
        for member in &path.members {
            told.push('/');
            told.push_str(&member.text);
        }
        for (mark, is) in [("…", !path.exact), (" guarded", path.guarded), (" called", path.called)] {
            if is {
                told.push_str(mark);
            }
        }
        told
    });
    told.collect()
}

#[track_caller]
fn told(text: &str, wanted: &[&str]) {
    let found = read(text);
    let lines = carets(text, found.problems.iter().map(|p| (p.span, p.title.as_str())));
    assert_eq!(lines[text.len()..].split('\n').skip(1).collect::<Vec<_>>(), wanted, "{text}");
}

fn mended(text: &str) -> String {
    let mut out = text.to_owned();
    for problem in read(text).problems.iter().rev() {
        for (span, new) in problem.fix.iter().flat_map(|f| &f.edits).rev() {
            out.replace_range(span.range(), new);
        }
    }
    out
}

#[test]
fn members_in_all_spellings() {
    assert_eq!(paths("inputs.parameters.x"), ["inputs/parameters/x"]);
    assert_eq!(paths("tasks['flip-coin'].outputs[\"result\"]"), ["tasks/flip-coin/outputs/result"]);
    assert_eq!(paths("a?.b ?? c.d"), ["a/b guarded", "c/d"]);
    assert_eq!(paths("a?.['b'][0].in"), ["a/b/0/in guarded"]);
    assert_eq!(paths("steps[inputs.parameters.s].outputs"), ["steps…", "inputs/parameters/s"]);
    assert_eq!(paths("a.b[1:2]"), ["a/b…"]);
    assert_eq!(paths("(a.b).c"), ["a/b/c"]);
}

#[test]
fn places_of_members() {
    let text = "1 + tasks['a-b'].outputs.result";
    let path = &read(text).paths[0];
    assert_eq!(path.span.slice(text), "tasks['a-b'].outputs.result");
    let members: Vec<&str> = path.members.iter().map(|m| m.span.slice(text)).collect();
    assert_eq!(members, ["a-b", "outputs", "result"]);
    assert!(read("inputs.parameters.x").is_path);
    assert!(!read("inputs.parameters.x + 1").is_path);
    assert!(!read("!item").is_path);
}

#[test]
fn operators() {
    assert_eq!(paths("a == 1 and not b or c in [1, 2,] || d not in 1..3"), ["a", "b", "c", "d"]);
    assert_eq!(paths("a ? b : c ? d : e"), ["a", "b", "c", "d", "e"]);
    assert_eq!(
        paths("a matches '^x' && b startsWith \"y\" && c endsWith `z` && d contains e"),
        ["a", "b", "c", "d", "e"]
    );
    assert_eq!(paths("1 < a <= 2 && -b ** 2 ^ 3 % +c != nil"), ["a", "b", "c"]);
    assert_eq!(paths("(a ?? b) + x"), ["a guarded", "b", "x"]);
    assert_eq!(paths("x + a ?? b"), ["x", "a guarded", "b"]);
    assert_eq!(paths("{a: b, 'c': d, (e): f}.a"), ["b", "d", "e", "f"]);
    assert_eq!(paths("a // b\n /* c */ + d"), ["a", "d"]);
}

#[test]
fn calls_pipes_and_closures() {
    let calls = |text: &str| {
        assert_eq!(read(text).problems, []);
        read(text).calls.iter().map(|c| (c.name.text.to_owned(), c.of, c.arguments)).collect::<Vec<_>>()
    };
    assert_eq!(
        calls("asInt(item) + sprig.atoi(x)"),
        [("asInt".to_owned(), Callee::Global, 1), ("atoi".to_owned(), Callee::Sprig, 1)]
    );
    assert_eq!(calls("(now() - a.b).Seconds()")[1], ("Seconds".to_owned(), Callee::Method, 0));
    assert_eq!(paths("filter(items, {# > 1 && .age > x && #index != 0})"), ["items", "x"]);
    assert_eq!(paths("items | filter(.n > 1) | map({let y = #; y + z}) | join(',')"), ["items", "z"]);
    assert_eq!(paths("reduce(a, #acc + #, 0)"), ["a"]);
    assert_eq!(paths("sprig.trim(a.b)"), ["a/b"]);
    assert_eq!(paths("a.b.c(d)"), ["a/b/c called", "d"]);
    assert_eq!(paths("let v = a.b; v.c + w"), ["a/b", "w"]);
    assert_eq!(paths("if a {b} else if c {d} else {e}"), ["a", "b", "c", "d", "e"]);
    assert_eq!(paths("::len(a); b"), ["a", "b"]);
}

#[test]
fn names_with_dashes_are_told() {
    told("tasks.flip-coin.outputs.result == 'x'", &["      ^^^^^^^^^ `flip-coin` is read as a subtraction"]);
    assert_eq!(mended("tasks.flip-coin.outputs.result == 'x'"), "tasks['flip-coin'].outputs.result == 'x'");
    assert_eq!(mended("steps.step-1.status"), "steps['step-1'].status");
    assert_eq!(mended("asInt(inputs.parameters.a-b-1)"), "asInt(inputs.parameters['a-b-1'])");
    assert_eq!(mended("tasks?.a-b?.status"), "tasks?.['a-b']?.status");
    let text = "tasks.a-b.outputs.result";
    assert_eq!(read(text).paths[0].members[0].text, "a-b");
    for fine in
        ["inputs.parameters.a-1", "inputs.n-workflow.m", "a.b-c", "inputs.a - b", "inputs.a-len(x)", "inputs.a -b"]
    {
        assert_eq!(read(fine).problems, [], "{fine}");
    }
}

#[test]
fn broken_expressions() {
    told("", &["^ this expression is empty"]);
    told("a ==", &["  ^^ something is missing after `==`"]);
    told("a b", &["  ^ unexpected `b` in this expression"]);
    told("(a + b", &["^ this `(` is not closed"]);
    told("f(a, b", &[" ^ this `(` is not closed"]);
    told("[a b]", &["   ^ unexpected `b` in this expression"]);
    told("a ? b", &["  ^ this `?` has no `:`"]);
    told("a.", &[" ^ something is missing after `.`"]);
    told("'abc", &["^ this string is not closed"]);
    told("a = 'x'", &["  ^ `=` is no operator here"]);
    told("a matches '\\d'", &["           ^^ `\\d` is no escape in a string"]);
    told("a ?? b + c", &["       ^ `+` stands beside `??` without brackets"]);
    told("a | trim", &["    ^^^^ something is missing after `trim`"]);
    told("# > 1", &["^ unexpected `#` in this expression"]);
    told(
        "a == “x”",
        &["     ^ unexpected character `“` in this expression", "       ^ unexpected character `”` in this expression"],
    );
    for number in ["1x", "0b15", "0o8", "1E", "1e+", "0x", "99999999999999999999"] {
        assert_eq!(read(number).problems[0].title, format!("`{number}` is no number"));
    }
    for number in ["0xFF_ff", "0b1", "1_000", "1.", ".5e-3", "1e9", "9223372036854775807"] {
        told(number, &[]);
    }
    told("{{inputs.parameters.x}} == 1", &[" ^ unexpected `{` in this expression"]);
    assert_eq!(mended("a = b & c"), "a == b & c");
    assert_eq!(mended("a === b"), "a == b");
    assert_eq!(mended("x matches '\\d'"), "x matches '\\\\d'");
}

#[test]
fn expressions_in_tags() {
    use super::super::tag::scan;
    use super::embedded::read_tag;
    let whole = |text: &str| {
        let found = scan(text).iter().filter_map(|tag| read_tag(text, tag)).next().unwrap_or_default();
        let paths: Vec<&str> = found.paths.iter().map(|p| p.span.slice(text)).collect();
        let mut mended = text.to_owned();
        for (span, new) in found.problems.iter().flat_map(|p| &p.fix).flat_map(|f| &f.edits).rev() {
            mended.replace_range(span.range(), new);
        }
        let told = carets(text, found.problems.iter().map(|p| (p.span, p.title.as_str())));
        (paths.join(" "), told[text.len()..].trim_start_matches('\n').to_owned(), mended)
    };
    assert_eq!(whole("--n {{=asInt(inputs.parameters.n) + item}}").0, "inputs.parameters.n item");
    let (_, told, mended) = whole("é {{= {{inputs.parameters.a-b}} + 1}}");
    assert_eq!(
        told,
        "      ^^^^^^^^^^^^^^^^^^^^^^^^^ the tag `{{inputs.parameters.a-b}}` stands inside of an expression"
    );
    assert_eq!(mended, "é {{= inputs.parameters['a-b'] + 1}}");
    let (_, told, mended) = whole("{{=toJson({a: {b: item}})}}");
    assert_eq!(told, "                      ^^ these braces end the tag, not the map");
    assert_eq!(mended, "{{=toJson({a: {b: item} })}}");
    assert_eq!(whole("{{= a = b}}").2, "{{= a == b}}");
    assert_eq!(whole("{{item}}").1, "");
}

#[test]
fn what_was_begun_can_be_finished() {
    let begun = |text: &str| {
        let told = read(text).begun.into_iter().map(|b| {
            let before: Vec<&str> = b.before.iter().map(|s| s.slice(text)).collect();
            format!("{} | {}<{}>{}", b.span.slice(text), before.join(" "), b.replace.slice(text), b.after)
        });
        told.collect::<Vec<_>>().join("\n")
    };
    assert_eq!(begun("1 + tasks."), "tasks. | tasks<>");
    assert_eq!(begun("tasks['a-b'].outputs. == 'x'"), "tasks['a-b'].outputs. | tasks a-b outputs<>");
    assert_eq!(begun("f(tasks['a"), "tasks['a | tasks<a>']");
    assert_eq!(begun("tasks[\""), "tasks[\" | tasks<>\"]");
    assert_eq!(begun("tasks.a['b'] + c[d] + 'e"), "");
}

#[test]
fn misspelt_functions_are_told_and_unknown_ones_are_not() {
    told("asint(x)", &["^^^^^ no function is called `asint`"]);
    assert_eq!(mended("sprig.triim(fliter(x, # > 1))"), "sprig.trim(filter(x, # > 1))");
    told("myOwn(x) + x.triim()", &[]);
}

#[test]
fn names_behind_errors_are_found() {
    let roots = |text: &str| read(text).paths.iter().map(|p| p.root.text.to_owned()).collect::<Vec<_>>();
    assert_eq!(roots("a b) c.d ]"), ["a", "b", "c"]);
    assert_eq!(roots("(a + b"), ["a", "b"]);
}

#[test]
fn no_text_breaks_the_parser() {
    let seeds = [
        "tasks['a-b'].outputs.result ?? filter(x, {# > 1}) | map(.é) ? {a: [1, 2][0:1]} : b'\\x41'",
        "let a = sprig.trim(item) ; if a.b-c {not d in e} else {1..3 ** 2e3} // f",
    ];
    let pieces = [
        "'",
        "\"",
        "`",
        "\\",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "é",
        "🎵",
        "\n",
        "?",
        "?.",
        "??",
        ":",
        ".",
        "=",
        " not in ",
        "#",
        "|",
        ",",
        ";",
        "let ",
        "if ",
        "else",
        "-",
        "0x",
        "1e",
        "..",
        "/*",
        "*/",
        "b'",
        "inputs.a-",
    ];
    mutate(&seeds, &pieces, |text| {
        let found = read(text);
        for path in &found.paths {
            assert!(text.get(path.span.range()).is_some() && path.root.span.slice(text) == path.root.text, "{text}");
            for member in &path.members {
                assert!(path.span.contains(member.span) && text.get(member.span.range()).is_some(), "{text}: {path:?}");
            }
        }
        for begun in &found.begun {
            assert!(begun.span.contains(begun.replace) && text.get(begun.span.range()).is_some(), "{text}: {begun:?}");
        }
        for problem in &found.problems {
            assert!(text.get(problem.span.range()).is_some(), "{text}: {problem:?}");
            for (span, _) in problem.fix.iter().flat_map(|f| &f.edits) {
                assert!(text.get(span.range()).is_some(), "{text}: {problem:?}");
            }
        }
    });
}

#[test]
fn deep_and_long_expressions_are_read() {
    for piece in
        ["(", "[", "{a:", "!", "-", "a?b:", "f(", "a[", "let a = ", "if ", "a ** ", "filter(x, {", "a.b-", "not "]
    {
        let _ = read(&piece.repeat(20_000));
    }
    let chain = format!("a{}", " + b.c['d']".repeat(20_000));
    assert_eq!(read(&chain).paths.len(), 20_001);
    assert_eq!(read(&format!("{}a{}", "(".repeat(150), ")".repeat(150))).problems, []);
}

#[test]
fn all_expressions_of_real_files_are_read() {
    use super::super::tag::{Body, scan};
    let mut seen = 0;
    let mut odd = Vec::new();
    let mut visit = |path: &std::path::Path, keys: &[&str], text: &str| {
        let mut check = |expression: &str| {
            seen += 1;
            for problem in read(expression).problems {
                odd.push(format!("{}: {expression}: {}", path.display(), problem.title));
            }
        };
        for tag in scan(text) {
            if let Body::Expression { text: body } = tag.body {
                check(body.slice(text));
                assert_eq!(super::embedded::read_tag(text, &tag).map(|e| e.problems), Some(Vec::new()), "{text}");
            }
        }
        let own =
            matches!(keys.last(), Some(&("expression" | "fromExpression"))) || keys.ends_with(&["event", "selector"]);
        // The conditions of resources are selectors.
        let http = keys.ends_with(&["http", "successCondition"]);
        if (own || http) && !text.contains("{{") {
            check(text);
        }
    };
    let files = ["argo/valid", "argo/compiled"].map(|folder| corpus(folder, &mut visit));
    assert!(odd.is_empty(), "{}", odd.join("\n"));
    assert!(files.contains(&None) || seen > 30, "{seen}");
}
