//! How fast files are read and checked.

use std::hint::black_box;
use std::sync::LazyLock;
use std::time::Instant;

use granit_parser::{Event, Parser, Span, SpannedEventReceiver};
use ir_analyzer::{Level, Settings, Source, Workspace, check, check_with, rules};
use ir_syntax::Tree;

use super::input::{Format, Input};
use super::report;
use super::stats::Times;

/// How far a file is taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum Phase {
    /// Nothing: what finding the input costs.
    Nothing,
    /// The events of the YAML parser, thrown away.
    Bare,
    /// The tree.
    Parse,
    /// The tree, recognised and lowered.
    Lower,
    /// All of it, to the findings.
    Check,
    /// The same with every rule on, those that are off by default, too.
    CheckAll,
}

/// Settings under which every rule runs.
static EVERY_RULE: LazyLock<Settings> = LazyLock::new(|| {
    let mut settings = Settings::default();
    for rule in rules::all() {
        settings.set(rule.id, Level::On);
    }
    settings
});

impl Phase {
    const ALL: [Phase; 5] = [Phase::Bare, Phase::Parse, Phase::Lower, Phase::Check, Phase::CheckAll];

    /// Does it; a number that depends on the result, so that nothing can be left out.
    pub fn run(self, text: &std::sync::Arc<str>) -> usize {
        match self {
            Phase::Nothing => text.len(),
            Phase::Bare => {
                let mut counter = Counter(0);
                // A file that the bare parser refuses counts as far as it was read.
                let _ = Parser::new_from_str_with_options(text, options()).load(&mut counter, true);
                counter.0
            }
            Phase::Parse => Tree::parse(text.clone()).len(),
            Phase::Lower => Source::new("bench.yaml", text.clone()).package.map_or(0, |p| p.symbols.defs.len()),
            Phase::Check => check(&Source::new("bench.yaml", text.clone()), &Workspace::new()).len() + 1,
            Phase::CheckAll => {
                check_with(&Source::new("bench.yaml", text.clone()), &Workspace::new(), &EVERY_RULE).len() + 1
            }
        }
    }
}

/// What the tree asks of the parser, too: it leaves comments to itself.
fn options() -> granit_parser::Options {
    granit_parser::options! {
        emit_unresolved_aliases: true,
        emit_anchor_events: true,
        emit_comments: false,
    }
}

struct Counter(usize);

impl<'i> SpannedEventReceiver<'i> for Counter {
    fn on_event(&mut self, event: Event<'i>, _: Span) {
        black_box(event);
        self.0 += 1;
    }
}

/// Throughput of each phase, in turns. Gives the best time of the whole check, in seconds.
pub fn files(input: &Input, rounds: usize) -> f64 {
    let mut times: [Times; 5] = Default::default();
    for _ in 0..rounds {
        for (phase, times) in Phase::ALL.iter().zip(&mut times) {
            let start = Instant::now();
            for text in &input.texts {
                black_box(phase.run(text));
            }
            times.add(start.elapsed());
        }
    }
    let [bare, parse, lower, whole, every] = &times;
    let megabytes = input.bytes() as f64 / 1e6;
    for (name, times) in [
        ("bare parser", bare),
        ("parse", parse),
        ("parse, lower", lower),
        ("parse, lower, check", whole),
        ("the same, every rule on", every),
    ] {
        report(&format!("{name} (best)"), megabytes / times.best(), "MB/s", None, true);
        report(&format!("{name} (median)"), megabytes / times.median(), "MB/s", None, true);
    }
    report("whole / bare parser (best)", whole.best() / bare.best(), "", Some(2.5), false);
    report("every rule on / bare parser (best)", every.best() / bare.best(), "", Some(3.0), false);
    whole.best()
}

/// A file ten times as long.
pub fn scaling(format: Format, rounds: usize) {
    let (small, large) = (format.generated(), format.ten_times());
    let lines = |text: &str| text.lines().count() as f64;
    let more = lines(&large) / lines(&small);
    let texts: [std::sync::Arc<str>; 2] = [small.into(), large.into()];
    let mut times: [Times; 2] = Default::default();
    for _ in 0..rounds.max(5) {
        for (text, times) in texts.iter().zip(&mut times) {
            // The small one several times, for the clock's sake.
            let again = if text.len() < 200_000 { 10 } else { 1 };
            let start = Instant::now();
            for _ in 0..again {
                black_box(Phase::Check.run(text));
            }
            times.add(start.elapsed() / again);
        }
    }
    let [small, large] = &times;
    report("file of about 2,000 lines", 1e3 * small.median(), "ms", None, false);
    report("file of about 20,000 lines", 1e3 * large.median(), "ms", None, false);
    report(&format!("time for {more:.1} times the lines"), large.best() / small.best(), "times", Some(12.0), false);
}
