//! From a file to its text, or to the reason why there is none.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use crate::failure::Failure;

/// Why a file has no text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Unreadable {
    /// The operating system said no, or the file is no regular one.
    Failed(Failure),
    /// It is larger than it may be.
    TooLarge(Failure),
    /// It is not UTF-8.
    NotText(NotText),
}

/// A file that is not UTF-8.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NotText {
    /// What it is, and where that shows.
    pub failure: Failure,
    /// The text as far as it can be made out, to tell whether it was meant to be a pipeline file.
    pub guess: String,
}

/// The text of the file at `path`, which is shown as `shown`, unless it has more than `limit` bytes.
pub fn file(path: &Path, shown: &str, limit: u64) -> Result<Arc<str>, Unreadable> {
    let failed = |error: std::io::Error| Unreadable::Failed(Failure::io(shown, &error));
    // Looked at again: since it was found it may have become something whose opening never ends.
    let meta = std::fs::metadata(path).map_err(failed)?;
    if !meta.is_file() {
        return Err(Unreadable::Failed(Failure::of(shown, "no longer a file")));
    }
    if meta.len() > limit {
        return Err(Unreadable::TooLarge(too_large(shown, Some(meta.len()), limit)));
    }
    read(File::open(path).map_err(failed)?, meta.len(), shown, limit)
}

/// The text of standard input, which is shown as `shown`, unless it has more than `limit` bytes.
pub fn stdin(shown: &str, limit: u64) -> Result<Arc<str>, Unreadable> {
    read(std::io::stdin().lock(), 0, shown, limit)
}

fn read(from: impl Read, expected: u64, shown: &str, limit: u64) -> Result<Arc<str>, Unreadable> {
    let mut bytes = Vec::with_capacity(usize::try_from(expected.min(limit) + 1).unwrap_or(0));
    from.take(limit.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|error| Unreadable::Failed(Failure::io(shown, &error)))?;
    if bytes.len() as u64 > limit {
        return Err(Unreadable::TooLarge(too_large(shown, None, limit)));
    }
    text(bytes, shown)
}

/// The text that `bytes` are, of the file that is shown as `shown`.
pub fn text(bytes: Vec<u8>, shown: &str) -> Result<Arc<str>, Unreadable> {
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text.into()),
        Err(error) => Err(Unreadable::NotText(not_text(shown, error.utf8_error().valid_up_to(), error.as_bytes()))),
    }
}

fn too_large(shown: &str, size: Option<u64>, limit: u64) -> Failure {
    let size = size.map_or_else(String::new, |size| format!(" of {}", mebibytes(size)));
    Failure::of(shown, format!("a file{size}, more than the limit of {}", mebibytes(limit)))
        .help("raise the limit with --max-file-size, or leave the file out")
}

fn mebibytes(bytes: u64) -> String {
    const MIB: u64 = 1 << 20;
    match bytes {
        0..MIB => format!("{bytes} bytes"),
        _ => format!("{}.{} MiB", bytes / MIB, bytes % MIB * 10 / MIB),
    }
}

fn not_text(shown: &str, valid: usize, bytes: &[u8]) -> NotText {
    let (what, guess) = match bytes {
        [0xff, 0xfe, rest @ ..] => (Some("UTF-16"), utf16(rest, u16::from_le_bytes)),
        [0xfe, 0xff, rest @ ..] => (Some("UTF-16"), utf16(rest, u16::from_be_bytes)),
        _ => (None, String::from_utf8_lossy(bytes).into_owned()),
    };
    let message = match what {
        Some(encoding) => format!("the file is {encoding}, pipeline files are UTF-8"),
        None => {
            let byte = bytes.get(valid).copied().unwrap_or_default();
            let line = bytes.get(..valid).map_or(0, |b| b.iter().filter(|b| **b == b'\n').count()) + 1;
            format!("not UTF-8: byte 0x{byte:02x} at offset {valid}, line {line}")
        }
    };
    NotText { failure: Failure::of(shown, message).help("save the file as UTF-8"), guess }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|pair| match pair {
        [a, b] => unit([*a, *b]),
        _ => 0,
    });
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

#[cfg(test)]
mod tests {
    use super::{Unreadable, read};

    fn refused(bytes: &[u8], limit: u64) -> Unreadable {
        read(bytes, bytes.len() as u64, "x.yaml", limit).unwrap_err()
    }

    #[test]
    fn text_is_read_whole() {
        assert_eq!(&*read("a: ж\n".as_bytes(), 0, "x.yaml", 6).unwrap(), "a: ж\n");
        assert!(matches!(refused("a: ж\n".as_bytes(), 5), Unreadable::TooLarge(_)));
    }

    #[test]
    fn what_is_not_utf_8_says_where() {
        let Unreadable::NotText(not_text) = refused(b"a: 1\nb: \xff\n", 100) else { panic!() };
        assert_eq!(not_text.failure.to_string(), "x.yaml: not UTF-8: byte 0xff at offset 8, line 2");
        assert_eq!(not_text.guess, "a: 1\nb: \u{fffd}\n");
    }

    #[test]
    fn utf_16_is_told_by_its_name() {
        let le: Vec<u8> = [0xff, 0xfe].into_iter().chain("a: ж".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let Unreadable::NotText(not_text) = refused(&le, 100) else { panic!() };
        assert_eq!(not_text.failure.to_string(), "x.yaml: the file is UTF-16, pipeline files are UTF-8");
        assert_eq!(not_text.guess, "a: ж");
    }
}
