//! Words close to a misspelt one.

/// The known words within a third of `word`'s letters, the nearest first, at most three. A known word
/// that differs by case or by `snake_case` alone is the only answer.
pub(crate) fn nearest<'s>(word: &str, known: impl Iterator<Item = &'s str>) -> Vec<&'s str> {
    /// No key or value of a pipeline format is as long; beyond, the comparison only costs time.
    const LONGEST: usize = 64;
    const MOST: usize = 3;
    let letters = word.chars().count();
    if letters == 0 || letters > LONGEST {
        return Vec::new();
    }
    let limit = (letters / 3).max(1);
    let mut found: Vec<(usize, &str)> = Vec::new();
    for candidate in known {
        if same_but_for_style(word, candidate) {
            return vec![candidate];
        }
        // The distance is at least the difference of the lengths.
        if candidate.chars().count().abs_diff(letters) > limit {
            continue;
        }
        let distance = strsim::damerau_levenshtein(word, candidate);
        // A word of which no letter is right is no misspelling.
        if distance <= limit && distance < letters {
            found.push((distance, candidate));
        }
    }
    found.sort_by_key(|(distance, _)| *distance);
    found.truncate(MOST);
    found.into_iter().map(|(_, candidate)| candidate).collect()
}

fn same_but_for_style(a: &str, b: &str) -> bool {
    let letters = |s: &'_ str| -> Vec<u8> {
        s.bytes().filter(|c| !matches!(c, b'_' | b'-')).map(|c| c.to_ascii_lowercase()).collect()
    };
    letters(a) == letters(b)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    const KEYS: [&str; 6] = ["command", "args", "image", "env", "resources", "fileOutputs"];

    fn near(word: &str) -> Vec<&'static str> {
        nearest(word, KEYS.into_iter())
    }

    #[test]
    fn finds_words_within_a_third_of_the_letters() {
        assert_eq!(near("comand"), ["command"]);
        assert_eq!(near("arg"), ["args"]);
        assert_eq!(near("imgae"), ["image"], "two letters swapped are one mistake");
        assert_eq!(near("cmd"), [""; 0]);
        assert_eq!(near("volumes"), [""; 0]);
    }

    #[test]
    fn another_style_of_the_same_word_is_the_only_answer() {
        assert_eq!(near("file_outputs"), ["fileOutputs"]);
        assert_eq!(near("Image"), ["image"]);
    }

    #[test]
    fn very_long_words_have_no_neighbours() {
        assert!(near(&"x".repeat(100_000)).is_empty());
    }
}
