//! `ir`: the neutral representation of files, as JSON.

use ir_export::export;

use crate::args::{Ir, Written};
use crate::failure::{self, Failure};
use crate::guard;
use crate::output::{print, say};
use crate::project::Project;
use crate::summary::Exit;

/// Writes the document of each file.
pub fn ir(options: &Ir) -> Result<Exit, Failure> {
    let one = matches!(options.paths.as_slice(), [path] if !path.is_dir());
    if options.format == Some(Written::Json) && !one {
        let wrong = Failure::of("", "several files need a document each");
        return Err(wrong.help("use --format json-lines, or name one file"));
    }
    let base = std::env::current_dir().map_err(|error| Failure::io("current folder", &error))?;
    let mut project = Project::open(&options.paths, &options.reading)?;
    let pretty = one && options.format != Some(Written::JsonLines);
    let wanted = ir_export::Options { spans: options.spans, base };
    let mut failures = std::mem::take(&mut project.failures);
    print(|out| {
        for file in &project.files {
            let document = guard::run(&file.shown, || {
                export(&file.source, &project.workspace, &wanted).map(|document| document.to_json(pretty))
            });
            match document {
                Ok(Some(text)) => writeln!(out, "{text}")?,
                Ok(None) => {}
                Err(failure) => failures.push(failure),
            }
        }
        Ok(())
    })?;
    if one {
        // Whoever names one file wants its document and gets none.
        let told = |notice: &String| {
            let (shown, why) = notice.split_once(": ").unwrap_or(("", notice));
            Failure::of(shown, why)
        };
        failures.extend(project.notices.iter().map(told));
    } else {
        project.notices.iter().for_each(|notice| say(&crate::clean::line(&format!("warning: {notice}"))));
    }
    failure::show(&failures);
    Ok(if failures.is_empty() { Exit::Clean } else { Exit::Failed })
}
