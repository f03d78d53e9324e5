//! `stats`: what files contain, in numbers.

use crate::args::Stats;
use crate::failure::{self, Failure};
use crate::guard;
use crate::output::{Abilities, print, say};
use crate::project::Project;
use crate::stats::{gather, render};
use crate::summary::Exit;

/// Shows the numbers of all files together.
pub fn stats(options: &Stats) -> Result<Exit, Failure> {
    let project = Project::open(&options.paths, &options.reading)?;
    let color = Abilities::of_stdout().color;
    let text = guard::run("", || render(&gather(&project), options.format, color))?;
    print(|out| out.write_all(text.as_bytes()))?;
    project.notices.iter().for_each(|notice| say(&crate::clean::line(&format!("warning: {notice}"))));
    failure::show(&project.failures);
    Ok(if project.failures.is_empty() { Exit::Clean } else { Exit::Failed })
}
