//! `targets`: which engines can run a pipeline, and what in it stops each other one.

mod json;
mod markdown;
mod text;
mod words;

use ir_analyzer::{Workspace, check};
use ir_model::Severity;
use ir_syntax::Span;
use ir_targets::{Evidence, Judgement, Mode, Target, Use, Verdict, judge};

use crate::args::{Targets, Verdicts};
use crate::failure::{self, Failure};
use crate::guard;
use crate::output::{Abilities, print, say};
use crate::position::Lines;
use crate::project::{Member, Project};
use crate::summary::Exit;

/// One file and its answers.
struct Answer {
    /// As it is shown.
    path: String,
    /// What people call its format.
    format: &'static str,
    /// The errors that `check` finds in it.
    errors: usize,
    /// What it uses.
    uses: Vec<Use>,
    /// The tasks that run what stands in other files.
    elsewhere: Vec<Span>,
    /// The engines that were asked for.
    targets: Vec<Target>,
    text: std::sync::Arc<str>,
    lines: Lines,
}

/// A place in a file as people count it.
struct Place {
    offset: u32,
    end: u32,
    line: usize,
    column: usize,
}

impl Answer {
    fn place(&self, span: Span) -> Place {
        let at = self.lines.position(&self.text, span.start);
        Place { offset: span.start, end: span.end, line: at.line, column: at.column }
    }
}

/// What all answers have in common.
struct Wanted {
    /// Where statements are known from.
    sources: bool,
    /// The reasons too, not the tables alone.
    details: bool,
    /// Someone asked for certain engines, and wants all that is known of them.
    chosen: bool,
    color: bool,
}

/// Answers for every file.
pub fn targets(options: &Targets) -> Result<Exit, Failure> {
    let project = Project::open(&options.paths, &options.reading)?;
    let mut failures = project.failures;
    let (mut answers, mut refused) = (Vec::new(), Vec::new());
    for member in &project.files {
        match guard::run(&member.shown, || answer(member, &project.workspace, options)) {
            Ok((answer, lines)) => {
                answers.push(answer);
                refused.extend(lines);
            }
            Err(failure) => failures.push(failure),
        }
    }
    for notice in &project.notices {
        say(&format!("warning: {}", crate::clean::line(notice)));
    }
    if answers.is_empty() && failures.is_empty() && project.notices.is_empty() {
        say("no pipeline files found");
    }
    let wanted = Wanted {
        sources: options.sources,
        details: answers.len() == 1 || !options.engine.is_empty() || options.sources,
        chosen: !options.engine.is_empty(),
        color: Abilities::of_stdout().color,
    };
    let text = match options.format {
        Verdicts::Text => text::render(&answers, &wanted),
        Verdicts::Json => json::render(&answers, &failures),
        Verdicts::Markdown => markdown::render(&answers, &wanted),
    };
    print(|out| out.write_all(text.as_bytes()))?;
    failure::show(&failures);
    for line in &refused {
        say(line);
    }
    Ok(match (failures.is_empty(), refused.is_empty()) {
        (false, _) => Exit::Failed,
        (true, false) => Exit::Findings,
        (true, true) => Exit::Clean,
    })
}

/// The answer for one file, and a line for each engine that it must run on and cannot.
fn answer(member: &Member, workspace: &Workspace, options: &Targets) -> (Answer, Vec<String>) {
    let source = &member.source;
    let Judgement { uses, elsewhere, mut targets } = judge(source);
    // The engines that are asked about need not be those that are required.
    let refused = targets.iter().filter(|target| is_among(target, &options.require));
    let refused = refused.filter_map(|target| {
        let why = refusal(target, options.require_known)?;
        Some(format!("{}: required engine `{}` {why}", crate::clean::line(&member.shown), target.engine.id))
    });
    let refused = refused.collect();
    if !options.engine.is_empty() {
        targets.retain(|target| is_among(target, &options.engine));
    }
    let findings = check(source, workspace);
    let answer = Answer {
        path: member.shown.clone(),
        format: source.package.as_ref().map_or("", |package| package.dialect.title),
        errors: findings.iter().filter(|f| f.severity == Severity::Error).count(),
        uses,
        elsewhere,
        targets,
        text: source.tree.shared_text(),
        lines: Lines::new(source.text()),
    };
    (answer, refused)
}

fn is_among(target: &Target, names: &[String]) -> bool {
    let engines = names.iter().flat_map(|name| Evidence::embedded().named(name));
    engines.into_iter().any(|engine| engine.id == target.engine.id)
}

/// Why a file does not run on an engine.
fn refusal(target: &Target, known: bool) -> Option<&'static str> {
    match (target.mode, target.verdict) {
        (Mode::ByTranslation, _) => Some("does not read the file"),
        (Mode::AsItIs, Verdict::Cannot) => Some("cannot run it"),
        (Mode::AsItIs, Verdict::Unknown) if known => Some("may not be able to run it: not all is known"),
        _ => None,
    }
}
