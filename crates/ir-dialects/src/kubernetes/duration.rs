//! Durations as Go writes them: `1h30m`, `1.5s`, `-2ms`.

use ir_syntax::Span;

use super::{Read, wrong};
use crate::language::problem::quote;
use crate::language::{readable, span};

/// The units and how many nanoseconds each has, the longer name before its own beginning.
const UNITS: &[(&str, i64)] = &[
    ("ns", 1),
    ("us", 1_000),
    ("µs", 1_000),
    ("μs", 1_000),
    ("ms", 1_000_000),
    ("s", 1_000_000_000),
    ("m", 60_000_000_000),
    ("h", 3_600_000_000_000),
];

/// The nanoseconds of a duration, whose text begins `offset` bytes into the value that places are told in.
pub(crate) fn read_at(text: &str, offset: usize) -> Read<i64> {
    let place = |start: usize, end: usize| span(offset + start, offset + end);
    let whole = if readable(text) { place(0, text.len()) } else { Span::default() };
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let negative = text.starts_with('-');
    if unsigned == "0" {
        return Ok(0);
    }
    if unsigned.is_empty() {
        return Err(Box::new(wrong(whole, "this duration is empty").label(EXAMPLE)));
    }
    let mut at = text.len() - unsigned.len();
    let mut total = 0f64;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let digits = rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(rest.len());
        let written = rest.get(..digits).unwrap_or("");
        let Some(number) = written.parse::<f64>().ok().filter(|_| written != ".") else {
            let stop = at + digits.max(rest.chars().next().map_or(0, char::len_utf8));
            let title = format!("{} is no duration", quote(text));
            return Err(Box::new(wrong(place(at, stop), title).label(EXAMPLE)));
        };
        let behind = rest.get(digits..).unwrap_or("");
        let length = behind.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(behind.len());
        let unit = behind.get(..length).unwrap_or("");
        let Some((_, nanoseconds)) = UNITS.iter().find(|(name, _)| *name == unit) else {
            return Err(Box::new(no_unit(
                place(at, at + digits),
                place(at + digits, at + digits + length),
                unit,
                number,
            )));
        };
        total += number * *nanoseconds as f64;
        at += digits + length;
    }
    // Go counts in 64 bits, which end after 292 years.
    if total > i64::MAX as f64 {
        return Err(Box::new(wrong(whole, format!("the duration {} is too long", quote(text)))));
    }
    Ok(if negative { -(total as i64) } else { total as i64 })
}

/// The nanoseconds of a duration.
pub(crate) fn read(text: &str) -> Read<i64> {
    read_at(text, 0)
}

const EXAMPLE: &str = "durations are numbers with units, such as `1h30m` or `10s`";

fn no_unit(number: Span, at: Span, unit: &str, value: f64) -> crate::language::problem::Problem {
    if unit.is_empty() {
        return wrong(number, "this duration has no unit").label("the units are ns, us, ms, s, m and h");
    }
    let title = format!("{} is no unit of a duration", quote(unit));
    let problem = wrong(at, title).label("the units are ns, us, ms, s, m and h");
    let right = match unit.trim().to_ascii_lowercase().as_str() {
        "d" | "day" | "days" if value.fract() == 0.0 && value < 1e6 => {
            let hours = format!("{}h", value * 24.0);
            return problem.fix(format!("write {}", quote(&hours)), vec![(number.cover(at), hours)]);
        }
        "sec" | "secs" | "second" | "seconds" | "s" => "s",
        "min" | "mins" | "minute" | "minutes" => "m",
        "hr" | "hrs" | "hour" | "hours" | "h" => "h",
        "ms" => "ms",
        _ => return problem,
    };
    problem.fix(format!("replace {} by {}", quote(unit), quote(right)), vec![(at, right.to_owned())])
}
