//! Which files are read, and how.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::Args;

/// Which files are read, and how.
#[derive(Args, Clone, Debug)]
pub struct Reading {
    /// The name under which standard input is shown, and from which its relative references start.
    #[arg(long, value_name = "NAME")]
    pub stdin_filename: Option<PathBuf>,

    /// Look at files that .gitignore and .ignore leave out, too.
    #[arg(long)]
    pub no_ignore: bool,

    /// Look at hidden files and folders, too.
    #[arg(long)]
    pub hidden: bool,

    /// Leave larger files alone: bytes, or with KiB, MiB, GiB.
    #[arg(long, value_name = "SIZE", default_value = "64MiB", value_parser = size)]
    pub max_file_size: u64,

    /// How many threads to use; as many as there are cores if not said.
    #[arg(long, short, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,
}

/// A size as people write it, in bytes: `64MiB`, `10MB`, `2g`, `4096`.
fn size(written: &str) -> Result<u64, String> {
    let written = written.trim();
    let digits = written.find(|c: char| !c.is_ascii_digit()).unwrap_or(written.len());
    let (number, unit) = written.split_at(digits);
    let factor: u64 = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kib" => 1 << 10,
        "kb" => 1_000,
        "m" | "mib" => 1 << 20,
        "mb" => 1_000_000,
        "g" | "gib" => 1 << 30,
        "gb" => 1_000_000_000,
        _ => return Err("write bytes, or a number with KiB, MiB or GiB: 64MiB".to_owned()),
    };
    let size = number.parse::<u64>().ok().and_then(|n| n.checked_mul(factor));
    // Offsets are 32 bits wide.
    match size {
        None => Err("write bytes, or a number with KiB, MiB or GiB: 64MiB".to_owned()),
        Some(size) if size >= 1 << 32 => Err("at most 4 GiB less one byte".to_owned()),
        Some(size) => Ok(size),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn sizes() {
        assert_eq!(super::size("4096"), Ok(4096));
        assert_eq!(super::size("64MiB"), Ok(64 << 20));
        assert_eq!(super::size("10 MB"), Ok(10_000_000));
        assert_eq!(super::size("2g"), Ok(2 << 30));
        assert!(super::size("4GiB").is_err());
        assert!(super::size("many").is_err());
        assert!(super::size("99999999999999999999").is_err());
    }
}
