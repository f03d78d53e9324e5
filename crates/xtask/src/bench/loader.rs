//! The loader of the KFP SDK on the same files.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use super::input::Input;
use super::report;
use crate::{Failure, say};

/// Loads each file whose path stands on standard input; prints the processor's seconds for those that load, and these.
const SCRIPT: &str = "
import logging, sys, time, warnings
warnings.simplefilter('ignore')
logging.disable(logging.CRITICAL)
from kfp import components
paths = sys.stdin.read().splitlines()
texts = [(p, open(p, encoding='utf-8').read()) for p in paths]
took, loaded = 0.0, []
for path, text in texts:
    start = time.process_time()
    try:
        components.load_component_from_text(text)
    except BaseException:
        continue
    took += time.process_time() - start
    loaded.append(path)
print(took)
print('\\n'.join(loaded))
";

/// Times the loader; `ours` are our best times for all of `input`, in seconds.
pub fn compare(python: &Path, input: &Input, ours: &[(&str, f64)]) -> Result<(), Failure> {
    if input.paths.is_empty() {
        say("the loader is left out: it needs the corpus");
        return Ok(());
    }
    let mut child = Command::new(python)
        .args(["-c", SCRIPT])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let paths: Vec<String> = input.paths.iter().map(|p| p.display().to_string()).collect();
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(paths.join("\n").as_bytes())?;
    }
    let output = child.wait_with_output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let mut lines = text.lines();
    let took: f64 = lines.next().ok_or("the loader says nothing: has this Python `kfp`?")?.parse()?;
    let loaded: std::collections::HashSet<&str> = lines.collect();
    let bytes: usize =
        input.texts.iter().zip(&paths).filter(|(_, path)| loaded.contains(&***path)).map(|(text, _)| text.len()).sum();
    let theirs = bytes as f64 / took / 1e6;
    report(&format!("kfp loader, {} files that it loads", loaded.len()), theirs, "MB/s", None, true);
    for (name, seconds) in ours {
        let ours = input.bytes() as f64 / seconds / 1e6;
        report(&format!("{name} / kfp loader (MB/s)"), ours / theirs, "times", Some(100.0), true);
    }
    Ok(())
}
