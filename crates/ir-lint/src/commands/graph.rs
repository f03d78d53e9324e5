//! `graph`: the pipelines of a file, drawn.

use ir_analyzer::check_with;

use crate::args::{Graph, Picture};
use crate::failure::{self, Failure};
use crate::guard;
use crate::output::print;
use crate::project::{Project, settings};
use crate::summary::Exit;

/// Draws what was asked for.
pub fn graph(options: &Graph) -> Result<Exit, Failure> {
    let settings = settings(&options.config, &options.reading, &options.file)?;
    let (file, workspace) = match Project::of_one(&options.file, &options.reading) {
        Ok(read) => read,
        Err(failures) => {
            failure::show(&failures);
            return Ok(Exit::Failed);
        }
    };
    let by_name = options.output.as_deref().and_then(Picture::of);
    let format = options.format.or(by_name).unwrap_or(Picture::Svg);
    let wanted = ir_graph::Options { depth: options.depth, ..ir_graph::Options::default() };
    let text = guard::run(&file.shown, || {
        let findings = check_with(&file.source, &workspace, &settings);
        let drawing = ir_graph::draw(&file.source, &findings, &wanted);
        ir_graph::render(&drawing, format.into(), options.theme.into())
    })?;
    match &options.output {
        Some(file) => std::fs::write(file, text).map_err(|e| Failure::io(file.display().to_string(), &e))?,
        None => print(|out| out.write_all(text.as_bytes()))?,
    }
    Ok(Exit::Clean)
}
