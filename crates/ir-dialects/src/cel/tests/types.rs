//! What is certain to fail, and silence about the rest.

use super::super::functions::global;
use super::super::types::{Environment, Field, Function, Message, Type};
use super::super::{check, constant, parse};
use super::{mended, told};

static ITEM: Message =
    Message { name: "Item", fields: &[Field { name: "uri", ty: Type::String, instead: None }], list: None };

static ITEMS: Message = Message {
    name: "Items",
    fields: &[Field { name: "items", ty: Type::List(&Type::Message(&ITEM)), instead: None }],
    list: Some("items"),
};

static ROOT: Message = Message {
    name: "Root",
    fields: &[
        Field { name: "values", ty: Type::Map(&Type::String, &Type::Json), instead: None },
        Field { name: "old", ty: Type::Map(&Type::String, &Type::Message(&ITEM)), instead: Some("values") },
        Field { name: "artifacts", ty: Type::Map(&Type::String, &Type::Message(&ITEMS)), instead: None },
    ],
    list: None,
};

pub(super) static ENVIRONMENT: Environment = Environment {
    title: "a condition",
    variables: &[("root", Type::Message(&ROOT)), ("s", Type::String), ("any", Type::Dyn)],
    functions: &[Function { name: "parseJson", overloads: &[global(&[Type::String], Type::Json)] }],
    packages: &["google"],
    condition: true,
};

fn said(text: &str) -> Vec<String> {
    let tree = parse(text);
    assert!(tree.problems.is_empty(), "{text}: {:?}", tree.problems);
    told(text, &check(&tree, &ENVIRONMENT).problems)
}

fn fixed(text: &str) -> String {
    let tree = parse(text);
    mended(text, &check(&tree, &ENVIRONMENT).problems)
}

#[test]
fn sound_conditions_are_silent() {
    for text in [
        "root.values['x'] == 'a'",
        "root.values['x']",
        "int(root.values['n']) % 2 == 0",
        "double(root.values['n']) * 2.0 > 1.5",
        "size(root.values) > 0 && root.values.size() > 0",
        "'x' in root.values && s in ['a', 'b']",
        "root.values.all(k, k.startsWith('a'))",
        "root.artifacts['m'].items.exists(a, a.uri.matches('^gs:'))",
        "[1, 2].map(x, x * 2).filter(x, x > 2).size() == 1",
        "[[1], [2]].all(x, x.all(x, x > 0))",
        "has(root.values.x) ? any : !any",
        "type(any) == string || type(any) == google.protobuf.Timestamp",
        "parseJson(s)['a'].b[0] == null",
        "timestamp(s).getHours('UTC') - duration('1h').getHours() < 3",
        "dyn(1) == 'a'",
        "any + 1.0 == any - 2.0 && any.foo.bar[1]",
        "google.protobuf.Duration{seconds: 1} == duration('1s')",
        "(any ? 1 : 2) + 1 == 2",
        "root.values['n'] * 2.0 > 1.0 && root.values['s'] + 'x' == 'ax'",
        "b'a' + b'b' == bytes('ab') && s != null || true",
    ] {
        let told = said(text);
        // The one comparison of a string with null is wrong.
        let expected = usize::from(text.contains("s != null"));
        assert_eq!(told.len(), expected, "{text}: {told:?}");
    }
}

#[test]
fn a_condition_is_true_or_false() {
    assert_eq!(said("s"), ["s: a condition must be true or false, and this is a string"]);
    assert_eq!(said("1 + 2"), ["1 + 2: a condition must be true or false, and this is an int"]);
    assert_eq!(said("root.values"), ["root.values: a condition must be true or false, and this is a map"]);
}

#[test]
fn operands_that_never_fit() {
    assert_eq!(said("s && any"), ["s: `&&` joins conditions, and this is a string"]);
    assert_eq!(said("s == 1"), ["1: `==` compares a string with an int"]);
    assert_eq!(said("!s"), ["s: `!` takes a bool, and this is a string"]);
    assert_eq!(said("s + 1 == s"), ["+: `+` does not take a string and an int"]);
    assert_eq!(said("s > 1"), ["1: `>` compares a string with an int"]);
    assert_eq!(said("[1] < any"), ["[1]: `<` orders numbers, strings and times, not a list"]);
    assert_eq!(said("'a' in s"), ["s: `in` looks into a list or a map, and this is a string"]);
    assert_eq!(said("1 in ['a']"), ["1: `in` looks for an int where there is but a string"]);
    assert_eq!(said("s.x == 1"), ["x: `s` is a string: it has no fields"]);
    assert_eq!(said("s[0] == 'a'"), ["0: `s` is a string: it has no elements"]);
    assert_eq!(said("[true]['a']"), ["'a': a list is indexed with an int, and this is a string"]);
    assert_eq!(said("root.values[1] == 1.0"), ["1: the keys are strings, and this is an int"]);
    assert_eq!(said("any ? 1 : 'a'"), ["'a': one branch is an int, the other a string"]);
    assert_eq!(said("s.all(x, x)"), ["s: `all` runs over a list or a map, and this is a string"]);
    assert_eq!(said("[1].all(x, x)"), ["x: `all` wants true or false, and this is an int"]);
}

#[test]
fn whole_numbers_and_doubles() {
    assert_eq!(said("int(any) > 0.5"), ["0.5: `>` compares an int with a double"]);
    assert_eq!(fixed("double(any) > 5"), "double(any) > 5.0");
    assert_eq!(fixed("root.values['n'] == 5"), "root.values['n'] == 5.0");
    assert_eq!(fixed("root.values['n'] + 1 == 6.0 || any"), "int(root.values['n']) + 1 == 6.0 || any");
    assert_eq!(
        said("root.values['n'] % root.values['m'] == any"),
        ["root.values['n']: `root.values['n']` is never an int, as this `%` needs"]
    );
}

#[test]
fn calls_that_no_function_takes() {
    assert_eq!(said("size(1) > 0"), ["1: `size` does not take an int"]);
    assert_eq!(said("size(s, s) > 0"), ["size: `size` takes 1 argument, and 2 are given"]);
    assert_eq!(said("startsWith(s, 'a')"), ["startsWith: `startsWith` is called on a value"]);
    assert_eq!(said("s.int() > 0"), ["int: `int` is not called on a value"]);
    assert_eq!(said("s.startsWith(1)"), ["1: `startsWith` does not take an int"]);
    assert_eq!(said("parseJson(1) == 1.0"), ["1: `parseJson` does not take an int"]);
    assert_eq!(said("[1].all(x)"), ["all: `all` takes a name and an expression"]);
    assert_eq!(said("[1].all(1, any)"), ["1: `all` first takes a name for the element"]);
}

#[test]
fn names_that_do_not_exist() {
    assert_eq!(said("rot.values['x']"), ["rot: `rot` is not a variable of a condition"]);
    assert_eq!(said("root.valeus['x']"), ["valeus: `root` has no field `valeus`"]);
    assert_eq!(said("[1].all(x, y > x)"), ["y: `y` is not a variable of a condition"]);
    assert_eq!(said("s.trim() == ''"), ["trim: there is no function `trim`"]);
    assert_eq!(fixed("len(s) > 0"), "size(s) > 0");
    assert_eq!(fixed("any == True"), "any == true");
    assert_eq!(fixed("root.values[x]"), "root.values['x']");
    assert_eq!(fixed("root.old['x'] == 'a'"), "root.values['x'] == 'a'");
    assert_eq!(fixed("root.old['x'].string_value == 'a'"), "root.values['x'] == 'a'");
    assert_eq!(fixed("root.artifacts['m'][0].uri == 'a'"), "root.artifacts['m'].items[0].uri == 'a'");
    assert_eq!(fixed("root.artifacts['m'].uri == 'a'"), "root.artifacts['m'].items[0].uri == 'a'");
    assert_eq!(fixed("has(root.values['x'])"), "'x' in root.values");
    assert_eq!(fixed("!has(root.values['x'])"), "!('x' in root.values)");
}

#[test]
fn outcomes_that_are_known_before() {
    let outcome = |text: &str| constant(&parse(text)).map(|(_, p)| p.title);
    assert_eq!(outcome("true").as_deref(), Some("this condition is always true"));
    assert_eq!(outcome("any && 'a' == 'b'").as_deref(), Some("this condition is always false"));
    assert_eq!(outcome("any || !(1 > 2)").as_deref(), Some("this condition is always true"));
    assert_eq!(outcome("any == 'a'"), None);
    assert_eq!(outcome("any || false"), None);
    assert_eq!(outcome("1 == 1.0"), None);
}
