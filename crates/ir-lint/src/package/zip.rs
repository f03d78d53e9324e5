//! Zip packages. Members are told by the directory at the end, in its order, as the server does.

use std::io::Read;

use flate2::bufread::DeflateDecoder;
use rawzip::{CompressionMethod, ZipArchive, ZipArchiveEntryWayfinder};

use super::{Bounds, MOST_MEMBERS, Member, PIPELINE, Refused, check_name, empty};

/// What the directory says of a member.
struct Listed {
    name: Vec<u8>,
    place: ZipArchiveEntryWayfinder,
    method: CompressionMethod,
    link: bool,
    encrypted: bool,
}

/// Reads the pipeline of a zip file.
pub(super) fn open(bytes: &[u8], bounds: Bounds) -> Result<Member, Refused> {
    let malformed = |error| Refused::malformed("zip file", error);
    let archive = ZipArchive::from_slice(bytes).map_err(malformed)?;
    let mut entries = archive.entries();
    let mut chosen: Option<Listed> = None;
    let mut seen = 0;
    while let Some(entry) = entries.next_entry().map_err(malformed)? {
        seen += 1;
        if seen > MOST_MEMBERS {
            return Err(Refused::new(
                format!("more than {MOST_MEMBERS} members"),
                "leave out what is not the pipeline",
            ));
        }
        let path = entry.file_path();
        let pipeline = path.as_bytes() == PIPELINE;
        if pipeline || chosen.is_none() {
            chosen = Some(Listed {
                name: path.as_bytes().to_vec(),
                place: entry.wayfinder(),
                method: entry.compression_method(),
                link: entry.mode().is_symlink(),
                encrypted: entry.flags().is_encrypted(),
            });
        }
        if pipeline {
            break;
        }
    }
    let Listed { name, place, method, link, encrypted } = chosen.ok_or_else(empty)?;
    check_name(&name)?;
    let shown = super::shown(&name);
    if link || encrypted {
        let what = if link { "a link" } else { "encrypted" };
        return Err(Refused::new(format!("`{shown}` is {what}"), "put the pipeline itself into the package"));
    }
    let entry = archive.get_entry(place).map_err(malformed)?;
    let mut content = Vec::new();
    let limit = bounds.member.saturating_add(1);
    let read = match method {
        CompressionMethod::STORE => entry.verifying_reader(entry.data()).take(limit).read_to_end(&mut content),
        CompressionMethod::DEFLATE => {
            entry.verifying_reader(DeflateDecoder::new(entry.data())).take(limit).read_to_end(&mut content)
        }
        other => {
            let why = format!("`{shown}` is compressed by method {}, which the server does not read", other.as_u16());
            return Err(Refused::new(why, "make the package with the ordinary method, deflate"));
        }
    };
    if content.len() as u64 > bounds.member {
        return Err(bounds.exceeded(&name));
    }
    read.map_err(|error| Refused::malformed("zip file", error))?;
    Ok(Member { name, bytes: content })
}
