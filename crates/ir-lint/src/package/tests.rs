//! Packages as people make them, and as they should not.

use std::io::Write;

use super::{Bounds, LARGEST, Member, Refused, tar_gz, zip};

const TEXT: &str = "pipelineInfo: {name: x}\n";

fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut archive = rawzip::ZipArchiveWriter::new(&mut out);
    for (name, content) in members {
        let path = rawzip::path::EntryPath::verbatim(name.as_bytes());
        let (mut entry, config) =
            archive.new_file(path).compression_method(rawzip::CompressionMethod::DEFLATE).start().unwrap();
        let mut writer = config.wrap(flate2::write::DeflateEncoder::new(&mut entry, flate2::Compression::default()));
        writer.write_all(content).unwrap();
        let (encoder, descriptor) = writer.finish().unwrap();
        encoder.finish().unwrap();
        entry.finish(descriptor).unwrap();
    }
    archive.finish().unwrap();
    out
}

fn tarred(members: &[(&str, tar::EntryType, &[u8])]) -> Vec<u8> {
    let gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    let mut archive = tar::Builder::new(gzip);
    for (name, kind, content) in members {
        let mut header = tar::Header::new_gnu();
        // Written as it is: the library itself refuses names that lead outside.
        header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
        header.set_entry_type(*kind);
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        if kind.is_symlink() {
            header.set_link_name("/etc/passwd").unwrap();
        }
        header.set_cksum();
        archive.append(&header, *content).unwrap();
    }
    archive.into_inner().unwrap().finish().unwrap()
}

const FILE: tar::EntryType = tar::EntryType::Regular;

fn open(bytes: &[u8]) -> Result<String, String> {
    open_within(bytes, 1 << 20)
}

fn open_within(bytes: &[u8], limit: u64) -> Result<String, String> {
    assert!((bytes.len() as u64) < LARGEST);
    let bounds = Bounds::of(bytes.len() as u64, limit);
    let opened: Result<Member, Refused> =
        if bytes.starts_with(b"PK") { zip::open(bytes, bounds) } else { tar_gz::open(bytes, bounds) };
    let member = opened.map_err(|refused| refused.why)?;
    Ok(format!("{}: {}", String::from_utf8(member.name).unwrap(), String::from_utf8_lossy(&member.bytes)))
}

#[test]
fn the_member_called_pipeline_yaml_is_taken_wherever_it_stands() {
    let expected = format!("pipeline.yaml: {TEXT}");
    let zip = zipped(&[("notes.txt", b"x"), ("a.yaml", b"a: 1"), ("pipeline.yaml", TEXT.as_bytes())]);
    assert_eq!(open(&zip), Ok(expected.clone()));
    let tar = tarred(&[("notes.txt", FILE, b"x"), ("a.yaml", FILE, b"a: 1"), ("pipeline.yaml", FILE, TEXT.as_bytes())]);
    assert_eq!(open(&tar), Ok(expected));
}

#[test]
fn else_the_first_one_is_taken() {
    assert_eq!(open(&zipped(&[("b.yml", b"b"), ("a.yaml", b"a")])), Ok("b.yml: b".into()));
    assert_eq!(open(&tarred(&[("b.yml", FILE, b"b"), ("a.yaml", FILE, b"a")])), Ok("b.yml: b".into()));
}

#[test]
fn a_first_member_that_is_no_yaml_is_refused_as_the_server_does() {
    let why = |what: &str| Err(format!("no `pipeline.yaml` in the package, and it starts with {what}"));
    assert_eq!(open(&zipped(&[("readme.md", b"x"), ("a.yaml", b"a")])), why("`readme.md`"));
    // `tar czf package.tar.gz .` makes this.
    let folder = tarred(&[("./", tar::EntryType::Directory, b""), ("./pipeline.yaml", FILE, b"a")]);
    assert_eq!(open(&folder), why("the folder `./`"));
}

#[test]
fn empty_and_broken_packages_say_so() {
    assert_eq!(open(&zipped(&[])), Err("the package is empty".into()));
    assert_eq!(open(&tarred(&[])), Err("the package is empty".into()));
    let whole = zipped(&[("pipeline.yaml", TEXT.as_bytes())]);
    for cut in [3, 20, whole.len() / 2, whole.len() - 1] {
        assert!(open(&whole[..cut]).unwrap_err().starts_with("not a sound zip file: "), "{cut}");
    }
    let whole = tarred(&[("pipeline.yaml", FILE, TEXT.as_bytes())]);
    for cut in [3, 20, whole.len() / 2] {
        assert!(open(&whole[..cut]).unwrap_err().starts_with("not a sound tar.gz file: "), "{cut}");
    }
}

#[test]
fn no_bytes_make_it_panic() {
    let zip = zipped(&[("a.txt", b"x"), ("pipeline.yaml", TEXT.as_bytes())]);
    let tar = tarred(&[("a.txt", FILE, b"x"), ("pipeline.yaml", FILE, TEXT.as_bytes())]);
    for whole in [zip, tar] {
        for at in 2..whole.len() {
            for flip in [0x01, 0x80, 0xff] {
                let mut broken = whole.clone();
                broken[at] ^= flip;
                let _ = open(&broken);
            }
        }
    }
}

#[test]
fn what_grows_too_much_is_refused() {
    let bomb = vec![b' '; 3 << 20];
    let why = Err("`pipeline.yaml` unpacks to more than 1048576 bytes".to_owned());
    assert_eq!(open(&zipped(&[("pipeline.yaml", &bomb)])), why);
    assert_eq!(open(&tarred(&[("pipeline.yaml", FILE, &bomb)])), why);
    // 40 MiB out of 40 KiB, although each limit by itself would allow it.
    let bomb = vec![b' '; 40 << 20];
    assert!(open_within(&zipped(&[("pipeline.yaml", &bomb)]), 64 << 20).is_err());
    // The same in front of the pipeline.
    assert!(open_within(&tarred(&[("a.txt", FILE, &bomb), ("pipeline.yaml", FILE, b"a: 1")]), 64 << 20).is_err());
}

#[test]
fn links_and_paths_that_lead_outside_are_refused() {
    let link = tarred(&[("pipeline.yaml", tar::EntryType::Symlink, b"")]);
    assert_eq!(open(&link), Err("`pipeline.yaml` is a link or a folder, no file".into()));
    for name in ["../pipeline.yaml", "/etc/pipeline.yaml", "a/../../b.yaml", "C:\\b.yaml"] {
        let why = Err(format!("the path `{name}` leads out of the package"));
        assert_eq!(open(&zipped(&[(name, b"a: 1")])), why);
        assert_eq!(open(&tarred(&[(name, FILE, b"a: 1")])), why);
    }
}
