//! The parts of an image's name: `registry/repository:tag@digest`.

use std::ops::Range;

use super::has_hole;

/// A well-formed name, in bytes of its text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Image {
    /// What stands before tag and digest.
    pub(crate) name: Range<usize>,
    pub(crate) tag: Option<Range<usize>>,
    pub(crate) digest: Option<Range<usize>>,
}

/// What is wrong with a name, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Malformed {
    pub(crate) range: Range<usize>,
    pub(crate) why: &'static str,
}

/// Reads a name; `None` where it is empty or a part is filled in later.
pub(crate) fn read(text: &str) -> Option<Result<Image, Malformed>> {
    (!text.is_empty() && !has_hole(text) && !text.contains(['<', '>'])).then(|| image(text))
}

fn image(text: &str) -> Result<Image, Malformed> {
    let whole = 0..text.len();
    let wrong = |range: Range<usize>, why| Err(Malformed { range, why });
    if let Some(at) = text.find(char::is_whitespace) {
        let length = text.get(at..).and_then(|t| t.chars().next()).map_or(1, char::len_utf8);
        return wrong(at..at + length, "a blank");
    }
    if text.contains("://") {
        return wrong(0..text.find("://").map_or(0, |at| at + 3), "an address with a scheme");
    }
    let (rest, digest) = match text.find('@') {
        Some(at) => (text.get(..at).unwrap_or(""), Some(at + 1..text.len())),
        None => (text, None),
    };
    if let Some(digest) = &digest
        && !is_digest(text.get(digest.clone()).unwrap_or(""))
    {
        return wrong(digest.clone(), "a digest is an algorithm and hexadecimal digits, as in `sha256:…`");
    }
    let last = rest.rfind('/').map_or(0, |at| at + 1);
    let (name, tag) = match rest.get(last..).and_then(|t| t.find(':')) {
        Some(at) => (0..last + at, Some(last + at + 1..rest.len())),
        None => (0..rest.len(), None),
    };
    if let Some(tag) = &tag {
        match text.get(tag.clone()) {
            Some("") | None => return wrong(tag.start - 1..tag.end, "a colon without a tag"),
            Some(t) if !is_tag(t) => {
                return wrong(tag.clone(), "a tag is at most 128 letters, digits, `_`, `.` and `-`");
            }
            Some(_) => {}
        }
    }
    if name.is_empty() {
        return wrong(whole, "no name before the tag");
    }
    let mut start = 0;
    for (index, part) in rest.get(name.clone()).unwrap_or("").split('/').enumerate() {
        let range = start..start + part.len();
        start = range.end + 1;
        if part.is_empty() {
            return wrong(whole, "an empty part between slashes");
        }
        // The first part is a registry if it looks like a host.
        let host = index == 0 && last > 0 && (part.contains(['.', ':']) || part == "localhost");
        if !host && part.contains(|c: char| c.is_ascii_uppercase()) {
            return wrong(range, "capital letters are only allowed in the tag");
        }
    }
    Ok(Image { name, tag, digest })
}

fn is_digest(text: &str) -> bool {
    let Some((algorithm, hex)) = text.split_once(':') else { return false };
    let length = match algorithm {
        "sha256" => hex.len() == 64,
        "sha512" => hex.len() == 128,
        _ => hex.len() >= 32,
    };
    !algorithm.is_empty() && length && hex.bytes().all(|b| b.is_ascii_hexdigit())
}

fn is_tag(text: &str) -> bool {
    let word = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    text.len() <= 128
        && text.bytes().next().is_some_and(word)
        && text.bytes().all(|b| word(b) || b == b'.' || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Option<(&str, Option<&str>, Option<&str>)> {
        let image = read(text)?.ok()?;
        let part = |range: &Range<usize>| &text[range.clone()];
        Some((part(&image.name), image.tag.as_ref().map(part), image.digest.as_ref().map(part)))
    }

    fn wrong(text: &str) -> Option<&str> {
        Some(&text[read(text)?.err()?.range])
    }

    #[test]
    fn names_come_apart() {
        assert_eq!(parts("python"), Some(("python", None, None)));
        assert_eq!(parts("python:3.12"), Some(("python", Some("3.12"), None)));
        assert_eq!(parts("localhost:5000/app"), Some(("localhost:5000/app", None, None)));
        assert_eq!(parts("Gcr.io/a/b:v1"), Some(("Gcr.io/a/b", Some("v1"), None)));
        let digest = format!("sha256:{}", "0a".repeat(32));
        assert_eq!(parts(&format!("a/b:1@{digest}")), Some(("a/b", Some("1"), Some(&*digest))));
    }

    #[test]
    fn only_what_is_certainly_wrong_is_wrong() {
        assert_eq!(wrong("gcr.io/Team/app:1"), Some("Team"));
        assert_eq!(wrong("app:"), Some(":"));
        assert_eq!(wrong("my app"), Some(" "));
        assert_eq!(wrong("https://gcr.io/app"), Some("https://"));
        assert_eq!(wrong("app@sha256:12"), Some("sha256:12"));
        assert_eq!(wrong("app:a/b:c:d"), Some("c:d"));
        assert_eq!(wrong("app:V1_x.2-rc"), None);
    }

    #[test]
    fn what_is_filled_in_later_is_unknown() {
        for text in ["", "{{$.inputs.parameters['image']}}", "app:${TAG}", "<your image>"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
