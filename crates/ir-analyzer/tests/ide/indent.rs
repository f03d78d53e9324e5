use ir_analyzer::Source;
use ir_analyzer::ide;

/// How many blanks the line of `$0` should begin with; `None` to leave it.
fn blanks(fixture: &str) -> Option<usize> {
    let offset = fixture.find("$0").unwrap();
    let text = fixture.replacen("$0", "", 1);
    let source = Source::new("/w/main.yaml", &*text);
    let (span, wanted) = ide::indentation(&source, offset as u32, 2)?;
    assert!(span.touches(offset as u32) && span.slice(&text).trim().is_empty());
    Some(wanted)
}

const HEAD: &str = "name: A\nimplementation:\n  container:\n    image: a\n";

fn after(lines: &str) -> Option<usize> {
    blanks(&format!("{HEAD}{lines}"))
}

#[test]
fn a_key_without_value_opens_a_level() {
    assert_eq!(after("    args:\n$0"), Some(6));
    assert_eq!(after("    args: # all of them\n    $0"), Some(6));
    assert_eq!(after("    \"args\":\n  $0\n"), Some(6));
    assert_eq!(after("inputs:\n- name:\n$0"), Some(4));
}

#[test]
fn an_item_goes_on_below_its_first_key() {
    assert_eq!(after("inputs:\n- name: Table\n$0"), Some(2));
    assert_eq!(after("inputs:\n  - name: Table\n  $0"), Some(4));
    assert_eq!(after("inputs:\n- {name: Table}\n$0"), None);
    assert_eq!(after("    args:\n    - --fast\n    $0"), None);
}

#[test]
fn what_is_right_or_free_is_left_alone() {
    assert_eq!(after("    args:\n      $0"), None);
    assert_eq!(after("    command: [\n$0"), None);
    assert_eq!(after("    args:\n    - |\n      key:\n      $0"), None);
    assert_eq!(after("    args:\n\n$0"), None);
    assert_eq!(after("    args:\n$0- a\n"), None);
    assert_eq!(after("# note:\n$0"), None);
    assert_eq!(blanks("shopping:\n$0"), None);
}
