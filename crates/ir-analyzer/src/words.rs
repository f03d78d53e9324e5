//! The words of findings that many rules share.

use ir_model::PortKind;
use strsim::osa_distance;

/// The word for an input by what passes through it.
pub(crate) const fn input_word(kind: Option<PortKind>) -> &'static str {
    match kind {
        Some(PortKind::Volume) => "workspace",
        _ => "input",
    }
}

/// A name in backticks, shortened in its middle where it would fill the line.
pub(crate) fn quote(name: &str) -> String {
    const MOST: usize = 44;
    if name.len() <= MOST && !name.contains(['\n', '\r', '\t']) {
        return ["`", name, "`"].concat();
    }
    let length = name.chars().count();
    if length <= MOST && !name.contains(['\n', '\r', '\t']) {
        return format!("`{name}`");
    }
    let clean = |c: char| if c.is_control() { ' ' } else { c };
    if length <= MOST {
        return format!("`{}`", name.chars().map(clean).collect::<String>());
    }
    let head: String = name.chars().take(MOST / 2).map(clean).collect();
    let tail: String = name.chars().skip(length - MOST / 2 + 1).map(clean).collect();
    format!("`{head}…{tail}`")
}

/// A title or label on one line, whatever a file calls its keys.
pub(crate) fn one_line(words: &str) -> String {
    words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Several names: `a`, `b` and `c`.
pub(crate) fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let quoted: Vec<String> = names.into_iter().map(quote).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The candidate that `name` is most likely a slip of: at most a third of the letters differ, and no
/// other candidate is as near.
pub(crate) fn near<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = name.chars().count();
    let most = (length / 3).max(usize::from(length > 2));
    let letters = letters(name);
    let mut best: Option<(usize, &str)> = None;
    let mut tie = false;
    let alike = candidates.into_iter().filter(|candidate| {
        // A different letter is missing on one side or on both.
        let different = (letters ^ self::letters(candidate)).count_ones() as usize;
        different <= 2 * most && candidate.len().abs_diff(name.len()) <= 4 * most && *candidate != name
    });
    for candidate in alike.take(MOST_COMPARED) {
        if candidate.chars().count().abs_diff(length) > most {
            continue;
        }
        let distance = osa_distance(name, candidate);
        if distance > most {
            continue;
        }
        match best {
            Some((d, other)) if d == distance => tie |= other != candidate,
            Some((d, _)) if d < distance => {}
            _ => {
                best = Some((distance, candidate));
                tie = false;
            }
        }
    }
    best.filter(|_| !tie).map(|(_, candidate)| candidate)
}

/// Distances are slow to compute: in a file with thousands of names, more than this many that are alike say
/// nothing to a person.
const MOST_COMPARED: usize = 256;

/// Which letters stand in a word, as a set of bits.
fn letters(word: &str) -> u64 {
    word.bytes().fold(0, |set, byte| set | 1 << (byte & 63))
}

/// What to say under a name that does not exist: the likely one, all there are where they are few, the
/// nearest three where they are many.
pub(crate) fn instead(name: &str, candidates: &[&str], none: &str) -> String {
    if let Some(near) = near(name, candidates.iter().copied()) {
        return format!("did you mean {}?", quote(near));
    }
    match candidates {
        [] => none.to_owned(),
        few if few.len() <= 5 => format!("there is {}", list(few.iter().copied())),
        many => {
            let mut sorted: Vec<&str> = many.iter().take(MOST_COMPARED).copied().collect();
            sorted.sort_by_cached_key(|c| osa_distance(name, c));
            sorted.truncate(3);
            format!("{} names are known here, such as {}", many.len(), list(sorted))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_word() {
        assert_eq!(near("trian", ["train", "evaluate"]), Some("train"));
        assert_eq!(near("comand", ["command", "args"]), Some("command"));
        assert_eq!(near("x", ["y"]), None);
        assert_eq!(near("deploy", ["evaluate"]), None);
    }

    #[test]
    fn two_equally_near_words_are_no_hint() {
        assert_eq!(near("task-3", ["task-1", "task-2"]), None);
    }

    #[test]
    fn long_names_are_cut_in_the_middle() {
        let quoted = quote(&"abcdefghij".repeat(10));
        assert!(quoted.chars().count() < 50, "{quoted}");
        assert!(quoted.contains('…'));
    }
}
