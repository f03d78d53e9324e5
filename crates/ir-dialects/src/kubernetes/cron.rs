//! Schedules of cron with five fields, as robfig/cron reads them, and names of time zones.

use ir_syntax::Span;

use super::{Read, duration, wrong};
use crate::language::problem::{Problem, quote};
use crate::language::{readable, span};
use crate::lowering::one_slip;

/// When something happens.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Schedule {
    pub(crate) kind: ScheduleKind,
    /// The time zone before it: `CRON_TZ=Asia/Tokyo 0 5 * * *`.
    pub(crate) zone: Option<Span>,
}

/// How a schedule is written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum ScheduleKind {
    /// `@every 1h`, in nanoseconds.
    Every(i64),
    /// `@daily` and the like.
    Named,
    /// Minute, hour, day of the month, month, day of the week.
    Fields([Span; 5]),
}

struct Field {
    name: &'static str,
    least: u32,
    most: u32,
    words: &'static [&'static str],
}

const NONE: &[&str] = &[];
const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAYS: &[&str] = &["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

const FIELDS: [Field; 5] = [
    Field { name: "minute", least: 0, most: 59, words: NONE },
    Field { name: "hour", least: 0, most: 23, words: NONE },
    Field { name: "day of the month", least: 1, most: 31, words: NONE },
    Field { name: "month", least: 1, most: 12, words: MONTHS },
    Field { name: "day of the week", least: 0, most: 6, words: DAYS },
];

const NAMED: &[&str] = &["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"];

/// Reads a schedule.
pub(crate) fn read(text: &str) -> Read<Schedule> {
    let text = if readable(text) { text } else { "" };
    let mut at = 0;
    let mut zone = None;
    if let Some(written) = text.strip_prefix("CRON_TZ=").or_else(|| text.strip_prefix("TZ=")) {
        let start = text.len() - written.len();
        let length = written.find(' ').unwrap_or(written.len());
        zone = Some(span(start, start + length));
        at = start + length;
    }
    let words = words(text, at);
    let Some(first) = words.first() else {
        return Err(Box::new(wrong(Span::at(at as u32), "this schedule is empty").label(EXAMPLE)));
    };
    let kind = match first.slice(text) {
        "@every" => {
            let Some(every) = words.get(1) else {
                let title = "a duration is missing after `@every`";
                return Err(Box::new(wrong(*first, title).label("such as `@every 1h30m`")));
            };
            ScheduleKind::Every(duration::read_at(every.slice(text), every.start as usize)?)
        }
        named if named.starts_with('@') => {
            if !NAMED.contains(&named) {
                return Err(Box::new(misnamed(*first, named)));
            }
            ScheduleKind::Named
        }
        _ => ScheduleKind::Fields(fields(text, &words)?),
    };
    Ok(Schedule { kind, zone })
}

const EXAMPLE: &str = "written with five fields, such as `30 2 * * 1`: minute, hour, day, month, day of the week";

fn words(text: &str, from: usize) -> Vec<Span> {
    let mut words = Vec::new();
    let mut at = from;
    for word in text.get(from..).unwrap_or("").split(char::is_whitespace) {
        if !word.is_empty() {
            words.push(span(at, at + word.len()));
        }
        let end = at + word.len();
        at = end + text.get(end..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    }
    words
}

fn misnamed(at: Span, named: &str) -> Problem {
    let problem = wrong(at, format!("{} is no schedule", quote(named))).candidates(NAMED.to_vec());
    match NAMED.iter().find(|known| known.eq_ignore_ascii_case(named) || one_slip(known, named)) {
        Some(meant) => problem.fix(format!("replace by {}", quote(meant)), vec![(at, (*meant).to_owned())]),
        None => problem.label("there are `@yearly`, `@monthly`, `@weekly`, `@daily`, `@hourly` and `@every 1h`"),
    }
}

fn fields(text: &str, words: &[Span]) -> Read<[Span; 5]> {
    let Ok(fields) = <[Span; 5]>::try_from(words) else {
        let whole = words.iter().copied().reduce(Span::cover).unwrap_or_default();
        let count = words.len();
        let title = format!("this schedule has {count} field{}, not five", if count == 1 { "" } else { "s" });
        let label = if count == 6 { "seconds cannot be told" } else { EXAMPLE };
        return Err(Box::new(wrong(whole, title).label(label)));
    };
    for (at, field) in fields.iter().zip(&FIELDS) {
        let mut start = at.start as usize;
        for part in at.slice(text).split(',') {
            if !part.is_empty() {
                range(part, start, field)?;
            }
            start += part.len() + 1;
        }
    }
    Ok(fields)
}

/// `*`, `n`, `n-m`, each with `/step`.
fn range(part: &str, start: usize, field: &Field) -> Read<()> {
    let whole = span(start, start + part.len());
    let unreadable = || Box::new(wrong(whole, format!("{} is no {}", quote(part), field.name)).label(bounds(field)));
    let (bounds, step) = match part.split_once('/') {
        Some((bounds, step)) => (bounds, Some(step)),
        None => (part, None),
    };
    let (low, high) = match bounds.split_once('-') {
        Some((low, high)) => (low, Some(high)),
        None => (bounds, None),
    };
    if high.is_some_and(|high| high.contains('-')) || step.is_some_and(|step| step.contains('/')) {
        return Err(unreadable());
    }
    if !matches!(low, "*" | "?") {
        let first = number(low, span(start, start + low.len()), field)?;
        if let Some(high) = high {
            let from = start + low.len() + 1;
            let last = number(high, span(from, from + high.len()), field)?;
            if first > last {
                let title = format!("the range {} ends before it begins", quote(bounds));
                return Err(Box::new(wrong(span(start, start + bounds.len()), title)));
            }
        }
    }
    match step.map(|step| (step, step.parse::<u32>())) {
        Some((step, Ok(0))) => {
            let from = start + part.len() - step.len();
            Err(Box::new(wrong(span(from, from + step.len()), "a step of 0 leads nowhere")))
        }
        Some((_, Err(_))) => Err(unreadable()),
        _ => Ok(()),
    }
}

fn number(written: &str, at: Span, field: &Field) -> Read<u32> {
    let word = field.words.iter().position(|word| word.eq_ignore_ascii_case(written));
    let value = match word {
        Some(index) => Some(index as u32 + field.least),
        None => written.parse::<u32>().ok().filter(|_| written.bytes().all(|b| b.is_ascii_digit())),
    };
    if let Some(value) = value.filter(|value| (field.least..=field.most).contains(value)) {
        return Ok(value);
    }
    let mut problem = wrong(at, format!("{} is no {}", quote(written), field.name)).label(bounds(field));
    if written == "7" && field.most == 6 {
        problem = problem.fix("write `0` for Sunday", vec![(at, "0".to_owned())]);
    }
    Err(Box::new(problem))
}

fn bounds(field: &Field) -> String {
    match (field.words.first(), field.words.last()) {
        (Some(first), Some(last)) => format!("from {} to {}, or from {first} to {last}", field.least, field.most),
        _ => format!("from {} to {}", field.least, field.most),
    }
}
