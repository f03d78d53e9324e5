//! Images and what their names fix.

use super::Pin;

/// What the name of an image fixes.
pub(super) fn pin(image: &str) -> Pin {
    if image.is_empty() || ["{{", "$(", "${", "<"].iter().any(|hole| image.contains(hole)) {
        return Pin::Computed;
    }
    if image.contains('@') {
        return Pin::Digest;
    }
    let last = image.rsplit('/').next().unwrap_or(image);
    match last.split_once(':') {
        None | Some((_, "" | "latest")) => Pin::None,
        Some(_) => Pin::Tag,
    }
}

#[cfg(test)]
mod tests {
    use super::{Pin, pin};

    #[test]
    fn names_fix_more_or_less() {
        assert_eq!(pin("python:3.12"), Pin::Tag);
        assert_eq!(pin("localhost:5000/app"), Pin::None);
        assert_eq!(pin("app:latest"), Pin::None);
        assert_eq!(pin("app:1@sha256:00"), Pin::Digest);
        assert_eq!(pin("app:$(params.tag)"), Pin::Computed);
    }
}
