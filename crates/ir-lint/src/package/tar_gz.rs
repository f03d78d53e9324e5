//! Packages made by `tar czf`.

use std::io::Read;

use flate2::bufread::MultiGzDecoder;

use super::{Bounds, MOST_MEMBERS, Member, PIPELINE, Refused, check_name, empty};

/// Reads the pipeline of a tar.gz file, in one pass.
pub(super) fn open(bytes: &[u8], bounds: Bounds) -> Result<Member, Refused> {
    // Whatever stands behind the bound looks like the end of the file.
    let unpacked = MultiGzDecoder::new(bytes).take(bounds.all);
    let mut archive = tar::Archive::new(unpacked);
    let malformed = |error: std::io::Error| Refused::malformed("tar.gz file", error);
    let mut first: Option<Result<Member, Refused>> = None;
    let mut seen = 0;
    for entry in archive.entries().map_err(malformed)? {
        let mut entry = entry.map_err(malformed)?;
        seen += 1;
        if seen > MOST_MEMBERS {
            return Err(Refused::new(
                format!("more than {MOST_MEMBERS} members"),
                "leave out what is not the pipeline",
            ));
        }
        let name = entry.path_bytes().into_owned();
        let pipeline = name == PIPELINE;
        if !pipeline && first.is_some() {
            continue;
        }
        let file = entry.header().entry_type().is_file();
        let member = read(&mut entry, name, file, bounds);
        if pipeline {
            return member;
        }
        first = Some(member);
    }
    first.ok_or_else(empty)?
}

fn read(entry: &mut impl Read, name: Vec<u8>, file: bool, bounds: Bounds) -> Result<Member, Refused> {
    check_name(&name)?;
    if !file {
        let why = format!("`{}` is a link or a folder, no file", super::shown(&name));
        return Err(Refused::new(why, "put the pipeline itself into the package"));
    }
    let mut bytes = Vec::new();
    let read = entry.take(bounds.member.saturating_add(1)).read_to_end(&mut bytes);
    if bytes.len() as u64 > bounds.member {
        return Err(bounds.exceeded(&name));
    }
    read.map_err(|error| Refused::malformed("tar.gz file", error))?;
    Ok(Member { name, bytes })
}
