//! Shapes of trees, places of nodes, and what is said about broken text.

use super::super::ast::NodeKind;
use super::super::parse;
use super::{mended, shape, told};

fn tree(text: &str) -> String {
    let tree = parse(text);
    assert!(tree.problems.is_empty(), "{text}: {:?}", tree.problems);
    shape(&tree, tree.root)
}

#[test]
fn operators_bind_as_in_c() {
    assert_eq!(tree("a || b && c == d + e * f"), "(|| a (&& b (== c (+ d (* e f)))))");
    assert_eq!(tree("a - b - c"), "(- (- a b) c)");
    assert_eq!(tree("a < b == c in d"), "(in (== (< a b) c) d)");
    assert_eq!(tree("(a + b) * c"), "(* (+ a b) c)");
    assert_eq!(tree("a ? b : c ? d : e"), "(? a b (? c d e))");
    assert_eq!(tree("!!a.b && -c[0] < - -1"), "(&& (! (! (. a b))) (< (- ([] c 0)) (- -1)))");
}

#[test]
fn the_conditions_that_the_sdk_writes() {
    assert_eq!(tree("inputs.parameter_values['x'] == 'foo'"), "(== ([] (. inputs parameter_values) 'x') 'foo')");
    assert_eq!(
        tree("!(int(inputs.parameter_values['n']) > 5) && inputs.parameter_values['b'] == true"),
        "(&& (! (> (int ([] (. inputs parameter_values) 'n')) 5)) (== ([] (. inputs parameter_values) 'b') true))"
    );
    assert_eq!(
        tree("inputs.artifacts['m'].artifacts[0].metadata['acc']*100.0 > 90.0"),
        "(> (* ([] (. ([] (. ([] (. inputs artifacts) 'm') artifacts) 0) metadata) 'acc') 100.0) 90.0)"
    );
    assert_eq!(tree("parseJson(string_value)[\"key\"]"), "([] (parseJson string_value) \"key\")");
}

#[test]
fn lists_maps_messages_and_calls() {
    assert_eq!(tree("[1, 2u, 0x1F,]"), "(list 1 2u 0x1F)");
    assert_eq!(tree("{'a': 1, b: [,]}"), "(map 'a'=1 b=(list))");
    assert_eq!(tree("a.b.C{d: 1}.d"), "(. (message (. (. a b) C) d=1) d)");
    assert_eq!(tree("x.all(i, i > 0) || f()"), "(|| (x.all i (> i 0)) (f))");
    assert_eq!(tree(".a.b // and a comment"), "(. .a b)");
}

#[test]
fn literals_keep_their_values() {
    let value = |text| {
        let tree = parse(text);
        assert!(tree.problems.is_empty(), "{text}: {:?}", tree.problems);
        match tree.kind(tree.root).clone() {
            NodeKind::String(text) => text.value.into_owned(),
            NodeKind::Int(i) => i.to_string(),
            NodeKind::Double(d) => d.to_string(),
            other => panic!("{text}: {other:?}"),
        }
    };
    assert_eq!(value(r"'it\'s \x41\u00e9\U0001F3B5\101\n'"), "it's Aé🎵A\n");
    assert_eq!(value(r"r'\d+'"), r"\d+");
    assert_eq!(value("'''a\n'b''' "), "a\n'b");
    assert_eq!(value("-9223372036854775808"), i64::MIN.to_string());
    assert_eq!(value("0x10"), "16");
    assert_eq!(value("1.5e3"), "1500");
    assert_eq!(value("-.5"), "-0.5");
}

#[test]
fn every_node_knows_its_text() {
    let text = "!(é(a)) || b['ü'].c == [1]";
    let text = text.replace('é', "f");
    let tree = parse(&text);
    let sources: Vec<&str> = tree.iter().map(|(id, _)| tree.source(id)).collect();
    assert_eq!(
        sources,
        ["a", "f(a)", "!(f(a))", "b", "'ü'", "b['ü']", "b['ü'].c", "1", "[1]", "b['ü'].c == [1]", &text]
    );
}

#[test]
fn each_mistake_is_told_once_where_it_is() {
    let said = |text| told(text, &parse(text).problems);
    assert_eq!(said("a == 'foo"), ["': this string is not closed"]);
    assert_eq!(said("a =="), ["==: a value is missing after `==`"]);
    assert_eq!(said("a && && b"), ["&&: a value is missing before `&&`"]);
    assert_eq!(said("(a"), ["(: this `(` is not closed"]);
    assert_eq!(said("f(a))"), ["): unexpected `)` in this expression"]);
    assert_eq!(said("a[b"), ["[: this `[` is not closed"]);
    assert_eq!(said("(a b) && c"), ["b: unexpected `b` in this expression"]);
    assert_eq!(said(""), [": this expression is empty"]);
    assert_eq!(said("a ? b"), ["?: this `?` has no `:`"]);
    assert_eq!(said("a."), [".: a name is missing after this `.`"]);
    assert_eq!(said("'\\q'"), ["\\q: `\\q` is no escape in a string"]);
    assert_eq!(said("9223372036854775808"), ["9223372036854775808: the number `9223372036854775808` is out of range"]);
    assert_eq!(said("if == 1"), ["if: `if` is a reserved word"]);
    assert_eq!(said("a?.b"), ["?: this `?` has no `:`"]);
    assert_eq!(said("a.?b"), ["?: optional values (`?`) are not switched on"]);
    assert_eq!(
        said("a == “x”"),
        ["“: unexpected character `“` in this expression", "”: unexpected character `”` in this expression"]
    );
}

#[test]
fn other_languages_operators_are_understood_and_mended() {
    let fixed = |text| mended(text, &parse(text).problems);
    assert_eq!(fixed("a = 1"), "a == 1");
    assert_eq!(fixed("a and b"), "a && b");
    assert_eq!(fixed("a | b"), "a || b");
    assert_eq!(fixed("not a"), "!a");
    assert_eq!(told("a and b or c", &parse("a and b or c").problems).len(), 2);
}

#[test]
fn a_quote_inside_a_string_is_the_mistake() {
    let fixed = |text| mended(text, &parse(text).problems);
    assert_eq!(fixed("x == 'it's'"), r"x == 'it\'s'");
    assert_eq!(fixed("x == 'it's' && y == 'b'"), r"x == 'it\'s' && y == 'b'");
    assert_eq!(fixed("x == 'it's o'clock'"), r"x == 'it\'s o\'clock'");
    assert_eq!(fixed(r#"x == "say "hi" now""#), r#"x == "say \"hi\" now""#);
    assert_eq!(fixed("x == 'it''s' && y = 'b'"), r"x == 'it\'s' && y = 'b'");
    let text = "x == 'it's'";
    assert_eq!(told(text, &parse(text).problems), ["': this quote already ends `'it'`"]);
    assert_eq!(fixed("x == 'the dogs' bone'"), r"x == 'the dogs\' bone'");
    // An operator is what is wrong here.
    assert_eq!(fixed("x == 'a' and y['b'] == 'c'"), "x == 'a' && y['b'] == 'c'");
    let text = "x == 'a' adn y['b'] == 'c'";
    assert_eq!(told(text, &parse(text).problems), ["adn: unexpected `adn` in this expression"]);
    // Nothing says that the second was meant to be inside the first.
    assert_eq!(told("'a' b", &parse("'a' b").problems), ["b: unexpected `b` in this expression"]);
}

#[test]
fn what_stands_behind_a_mistake_is_still_read() {
    let text = "a == == f(b) c.d";
    let tree = parse(text);
    assert_eq!(shape(&tree, tree.root), "(== (== a <hole>) (f b))");
    assert!(tree.iter().any(|(id, _)| tree.source(id) == "c.d"));
}

#[test]
fn depth_and_length_have_an_end() {
    let nested = |n: usize| format!("{}a{}", "(".repeat(n), ")".repeat(n));
    assert!(parse(&nested(190)).problems.is_empty());
    for text in [nested(10_000), "[".repeat(10_000), "a?b:".repeat(10_000), "f(".repeat(10_000)] {
        assert_eq!(parse(&text).problems.len(), 1, "{}", &text[..20]);
    }
    for text in ["!".repeat(10_001), format!("a{}", ".a".repeat(10_000)), format!("a{}", " + a".repeat(10_000))] {
        parse(&format!("{text}a"));
    }
    assert_eq!(parse(&"a".repeat(500_000)).problems[0].title, "this expression is too long to be read");
}
