//! Names of time zones.

use crate::lowering::one_slip;

/// The names in the database of time zones, one a line. New ones come every few years: a name that is not here may
/// be one of tomorrow.
const NAMES: &str = include_str!("zones.txt");

/// What Go takes besides: the zone of the machine.
const LOCAL: &str = "Local";

/// What to say of a text that is certainly no time zone: it has not the shape of a name, its region does not exist, or it is
/// one slip away from a zone. An empty one is UTC.
pub(crate) fn wrong(text: &str) -> Option<String> {
    if text.is_empty() || text == LOCAL || NAMES.lines().any(|name| name == text) {
        return None;
    }
    let near = NAMES.lines().find(|name| name.eq_ignore_ascii_case(text) || one_slip(name, text));
    if let Some(near) = near {
        return Some(format!("probably `{near}`"));
    }
    let region = text.split_once('/').map(|(region, _)| region);
    let known = region
        .is_some_and(|region| NAMES.lines().filter_map(|name| name.split_once('/')).any(|(there, _)| there == region));
    let shaped = text.len() < 64
        && text.split('/').all(|part| {
            part.starts_with(|c: char| c.is_ascii_alphabetic())
                && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'+'))
        });
    (!known || !shaped).then(|| "a name such as `Europe/Berlin` or `UTC`".to_owned())
}
