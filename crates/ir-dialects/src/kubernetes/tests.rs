//! Values that are right, and what is said about those that are not.

use super::int_or_string::{IntOrString, read as int_or_string};
use super::name::{NameKind, check, check_generated, is};
use super::selector::Operator;
use super::{Read, cron, duration, selector, zone};
use crate::language::problem::Problem;
use crate::language::tests::{carets, corpus, mutate};

#[track_caller]
fn told(text: &str, problem: Option<Problem>, wanted: &str) {
    let lines = carets(text, problem.iter().map(|p| (p.span, p.title.as_str())));
    assert_eq!(lines[text.len()..].trim_start_matches('\n'), wanted, "{text}");
}

fn wrong<T>(read: Read<T>) -> Option<Problem> {
    read.err().map(|problem| *problem)
}

fn mended(text: &str, problem: Option<Problem>) -> String {
    let mut out = text.to_owned();
    for (span, new) in problem.iter().flat_map(|p| &p.fix).flat_map(|f| &f.edits).rev() {
        out.replace_range(span.range(), new);
    }
    out
}

#[test]
fn durations() {
    let second = 1_000_000_000;
    for (text, wanted) in [
        ("1h30m", 5400 * second),
        ("0", 0),
        ("-1.5s", -3 * second / 2),
        ("2µs", 2000),
        ("+1m.5s", 60 * second + second / 2),
    ] {
        assert_eq!(duration::read(text), Ok(wanted), "{text}");
    }
    let check = |text, wanted| told(text, wrong(duration::read(text)), wanted);
    check("30", "^^ this duration has no unit");
    check("1h30", "  ^^ this duration has no unit");
    check("2d", " ^ `d` is no unit of a duration");
    check("PT1H", "^ `PT1H` is no duration");
    check("", "^ this duration is empty");
    check("1.2.3s", "^^^^^ `1.2.3s` is no duration");
    check("9999999h", "^^^^^^^^ the duration `9999999h` is too long");
    assert_eq!(mended("2d", wrong(duration::read("2d"))), "48h");
    assert_eq!(mended("5 min", wrong(duration::read("5 min"))), "5m");
}

#[test]
fn schedules() {
    for text in [
        "* * * * *",
        "*/15 0-6,20-23 ? jan-MAR mon-5/2",
        "5/10 0 1 1 0",
        "@daily",
        "@every 1h30m",
        "CRON_TZ=Asia/Tokyo 0 5 * * *",
        "  0 5  * * *",
    ] {
        told(text, wrong(cron::read(text)), "");
    }
    let check = |text, wanted| told(text, wrong(cron::read(text)), wanted);
    check("* * *", "^^^^^ this schedule has 3 fields, not five");
    check("0 0 0 * * *", "^^^^^^^^^^^ this schedule has 6 fields, not five");
    check("60 * * * *", "^^ `60` is no minute");
    check("* 1,24 * * *", "    ^^ `24` is no hour");
    check("* * 0 * *", "    ^ `0` is no day of the month");
    check("* * * jann *", "      ^^^^ `jann` is no month");
    check("* * * * 7", "        ^ `7` is no day of the week");
    check("* 5-2 * * *", "  ^^^ the range `5-2` ends before it begins");
    check("*/0 * * * *", "  ^ a step of 0 leads nowhere");
    check("1-2-3 * * * *", "^^^^^ `1-2-3` is no minute");
    check("@dayly", "^^^^^^ `@dayly` is no schedule");
    check("@every", "^^^^^^ a duration is missing after `@every`");
    check("@every 5", "       ^ this duration has no unit");
    check("", "^ this schedule is empty");
    assert_eq!(mended("@Daily", wrong(cron::read("@Daily"))), "@daily");
    let zone = cron::read("TZ=UTC 1 2 3 4 5").map(|s| s.zone.map(|z| z.range()));
    assert_eq!(zone, Ok(Some(3..6)));
}

#[test]
fn time_zones() {
    for zone in ["", "UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+2", "America/Port-au-Prince"] {
        assert_eq!(zone::wrong(zone), None, "{zone}");
    }
    for zone in ["Local", "Asia/Newtown", "America/Indiana/Newtown"] {
        assert_eq!(zone::wrong(zone), None, "one that there may be one day: {zone}");
    }
    for other in ["+02:00", "Europe/", "../UTC", "UTC+02:00", "Mars/Olympus", "Berlin"] {
        assert!(zone::wrong(other).is_some_and(|label| label.starts_with("a name such as")), "{other}");
    }
    for (other, meant) in [
        ("Europe/Berln", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("utc", "UTC"),
        ("/UTC", "UTC"),
        ("Europe Berlin", "Europe/Berlin"),
    ] {
        assert_eq!(zone::wrong(other), Some(format!("probably `{meant}`")));
    }
}

#[test]
fn selectors() {
    let text = "app=web, tier in (a,b ,), !old, new, n > 5, x!=, k8s.io/name notin (c)";
    let found = selector::read(text);
    assert_eq!(found.problem, None);
    let shown: Vec<String> = found
        .requirements
        .iter()
        .map(|r| {
            let values: Vec<&str> = r.values.iter().map(|v| v.slice(text)).collect();
            format!("{} {:?} {}", r.key.slice(text), r.operator, values.join(" "))
        })
        .collect();
    assert_eq!(
        shown,
        [
            "app Equal web",
            "tier In a b",
            "old Absent ",
            "new Exists ",
            "n Greater 5",
            "x NotEqual ",
            "k8s.io/name NotIn c"
        ]
    );
    assert_eq!(selector::read("status.phase == Succeeded").requirements[0].operator, Operator::Equal);
    let check = |text, wanted| told(text, selector::read(text).problem, wanted);
    check("", "");
    check("a=b c=d", "    ^ unexpected `c` in this selector");
    check("a is b", "  ^^ unexpected `is` in this selector");
    check("a in b", "     ^ unexpected `b` in this selector");
    check("a in (b", "     ^ this `(` is not closed");
    check("a > b", "    ^ unexpected `b` in this selector");
    check("=b", "^ unexpected `=` in this selector");
    check("a=b,", "    ^ something is missing at the end of this selector");
    check("a=b/c", "   ^ `/` cannot be in the name `b/c`");
    check("-a=b", "^ the name `-a` does not begin and end with a letter or digit");
}

#[test]
fn names() {
    for (kind, text) in [
        (NameKind::Label, "a-1"),
        (NameKind::Subdomain, "a.b-c.1d"),
        (NameKind::Qualified, "App_1.x"),
        (NameKind::Qualified, "k8s.io/App"),
        (NameKind::Value, ""),
        (NameKind::Value, "v1.2_3"),
    ] {
        assert!(is(kind, text), "{text}");
    }
    let label = |text: &str, wanted: &str| told(text, check(NameKind::Label, text), wanted);
    label("Build_1", "^ `B` cannot be in the name `Build_1`");
    label("a.b", " ^ `.` cannot be in the name `a.b`");
    label("a-", " ^ the name `a-` does not begin and end with a letter or digit");
    label("", "^ this name is empty");
    let long = "a".repeat(64);
    assert!(!is(NameKind::Label, &long) && is(NameKind::Subdomain, &long) && !is(NameKind::Value, &long));
    told(
        "a..b",
        check(NameKind::Subdomain, "a..b"),
        "  ^ a part of `a..b` does not begin and end with a letter or digit",
    );
    told("X/a", check(NameKind::Qualified, "X/a"), "^ `X` cannot be in the name `X`");
    told("x/a/b", check(NameKind::Qualified, "x/a/b"), "   ^ `/` cannot be in the name `a/b`");
    assert_eq!(mended("Build_1", check(NameKind::Label, "Build_1")), "build-1");
    assert_eq!(check_generated("hello-"), None);
    assert!(check_generated("Hello-").is_some());
}

#[test]
fn numbers_or_texts() {
    assert_eq!(int_or_string("-5"), IntOrString::Int(-5));
    assert_eq!(int_or_string("25%"), IntOrString::Percent(25));
    assert_eq!(int_or_string("{{x}}"), IntOrString::Text("{{x}}"));
}

#[test]
fn no_text_breaks_a_reader() {
    let seeds = ["CRON_TZ=UTC */5 1-2,3 ? jan mon", "@every 1h30.5m", "a in (b,c), !d, e>5, k8s.io/é=1"];
    let pieces =
        ["*", "/", "-", ",", " ", "@", "é", "🎵", "(", ")", "!", "=", "TZ=", "µs", "0", "99999999999", ".", "\u{a0}"];
    mutate(&seeds, &pieces, |text| {
        let kinds = [NameKind::Label, NameKind::Subdomain, NameKind::Qualified, NameKind::Value];
        let names = kinds.map(|kind| check(kind, text));
        let others =
            [wrong(cron::read(text)), wrong(duration::read(text)), selector::read(text).problem, check_generated(text)];
        for problem in names.into_iter().chain(others).flatten() {
            assert!(text.get(problem.span.range()).is_some(), "{text}: {problem:?}");
            for (span, _) in problem.fix.iter().flat_map(|f| &f.edits) {
                assert!(text.get(span.range()).is_some(), "{text}: {problem:?}");
            }
        }
    });
}

#[test]
fn all_values_of_real_files_are_read() {
    let mut seen = 0;
    let mut odd = Vec::new();
    let mut visit = |path: &std::path::Path, keys: &[&str], text: &str| {
        if text.contains("{{") || text.contains("$(") {
            return;
        }
        let problem = match keys {
            [.., "schedules" | "schedule"] => wrong(cron::read(text)),
            [.., "timezone"] => {
                assert_eq!(zone::wrong(text), None, "{}: {text}", path.display());
                None
            }
            [.., "backoff", "duration" | "maxDuration"] | [.., "timeouts", _] if text.parse::<u32>().is_err() => {
                wrong(duration::read(text))
            }
            [.., "resource", "successCondition" | "failureCondition"] => selector::read(text).problem,
            ["metadata", "name"] => check(NameKind::Subdomain, text),
            ["metadata", "generateName"] => check_generated(text),
            _ => return,
        };
        seen += 1;
        odd.extend(problem.map(|p| format!("{}: {}: {text}: {}", path.display(), keys.join("."), p.title)));
    };
    let files = ["argo/valid", "argo/compiled", "tekton/valid"].map(|folder| corpus(folder, &mut visit));
    assert!(odd.is_empty(), "{}", odd.join("\n"));
    assert!(files.contains(&None) || seen > 300, "{seen}");
}
