//! What a file uses, held against what each engine offers.

use ir_analyzer::Source;
use ir_model::{Body, Callee, Engine as ModelEngine, FlagValues, Package};
use ir_syntax::Span;

use crate::detect::{Use, uses};
use crate::evidence::{Cell, Cells, Effect, Engine, Evidence, Support};

/// What can become of one file on every engine.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// What it uses, in the order of the evidence.
    pub uses: Vec<Use>,
    /// The tasks that run what stands in other files: what those use is not known.
    pub elsewhere: Vec<Span>,
    /// Every engine, in the order of the evidence.
    pub targets: Vec<Target>,
}

/// What can become of a file on one engine.
#[derive(Clone, Debug)]
pub struct Target {
    /// The engine.
    pub engine: &'static Engine,
    /// Whether the file is judged as it is, or as what it could be translated to.
    pub mode: Mode,
    /// The answer.
    pub verdict: Verdict,
    /// The features that decide, what weighs most first.
    pub reasons: Vec<Reason>,
    /// What must be switched on.
    pub switches: Vec<Switch>,
    /// Why the answer cannot be better than unknown, besides features that are.
    pub unseen: Option<Unseen>,
}

/// Why a file says too little for an answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unseen {
    /// Some of its tasks run what stands in other files.
    Elsewhere,
    /// It uses nothing that the evidence knows.
    Nothing,
}

impl Unseen {
    /// The word in reports for programs.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Unseen::Elsewhere => "elsewhere",
            Unseen::Nothing => "nothing",
        }
    }
}

/// What of a file is judged.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// The engine reads the file: it is about the file as it is.
    AsItIs,
    /// The engine does not read the format: it is about whether a translation would have somewhere to go. Nothing says that
    /// there is a translator.
    ByTranslation,
}

impl Mode {
    /// The word in reports for programs.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Mode::AsItIs => "as-it-is",
            Mode::ByTranslation => "by-translation",
        }
    }
}

/// Whether a file runs on an engine, the best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Verdict {
    /// All that it uses works.
    Runs,
    /// It runs; in some cases, or on a condition, something does not.
    Partly,
    /// It runs, and something has no effect or means something else.
    Differently,
    /// Something that it uses is not known.
    Unknown,
    /// Something that it uses does not work.
    Cannot,
}

impl Verdict {
    /// The word in reports for programs.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Verdict::Runs => "runs",
            Verdict::Partly => "partly",
            Verdict::Differently => "differently",
            Verdict::Unknown => "unknown",
            Verdict::Cannot => "cannot",
        }
    }
}

/// A feature of a file that an engine does not simply have.
#[derive(Clone, Debug)]
pub struct Reason {
    /// The feature, as an index into [`Judgement::uses`].
    pub of: usize,
    /// How much it weighs.
    pub weight: Weight,
    /// What is known; `None` where nothing is.
    pub cell: Option<&'static Cell>,
}

/// How much a feature weighs, the lightest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Weight {
    /// It works in some cases or on a condition.
    Limited,
    /// It has no effect, or another one.
    Changed,
    /// Nobody has looked.
    Unknown,
    /// It does not work.
    Stops,
}

/// Something that the engine only has where someone switched it on.
#[derive(Clone, Debug)]
pub struct Switch {
    /// What needs it, in words that begin a sentence.
    pub thing: &'static str,
    /// The switch.
    pub flag: &'static str,
    /// What it must be set to.
    pub value: String,
    /// Where the thing is.
    pub place: Span,
}

/// Says for every engine whether `source` can run on it. A file that is no pipeline file has no targets.
#[must_use]
pub fn judge(source: &Source) -> Judgement {
    let uses = uses(source);
    let Some(package) = &source.package else {
        return Judgement { uses, elsewhere: Vec::new(), targets: Vec::new() };
    };
    let elsewhere = elsewhere(package);
    let unseen = match (elsewhere.is_empty(), uses.is_empty()) {
        (false, _) => Some(Unseen::Elsewhere),
        (true, true) => Some(Unseen::Nothing),
        (true, false) => None,
    };
    let engines = Evidence::embedded().engines.iter();
    let targets = engines.map(|engine| target(engine, package, &uses, unseen)).collect();
    Judgement { uses, elsewhere, targets }
}

/// Tasks whose component is not in the file, or cannot be told.
fn elsewhere(package: &Package) -> Vec<Span> {
    let tasks = package.tasks.values().filter(|task| match package.callee(task) {
        Some((_, component)) => matches!(component.body, Body::Unknown(_)),
        None => matches!(task.callee, Callee::Ref(_) | Callee::Unknown(_)),
    });
    let mut found: Vec<Span> = tasks.filter_map(|task| package.def_span(task.def)).collect();
    found.sort();
    found.dedup();
    found
}

fn target(engine: &'static Engine, package: &Package, uses: &[Use], unseen: Option<Unseen>) -> Target {
    let format = package.dialect.id;
    let reads = engine.reads.iter().any(|id| id == format);
    let used = |id: &str| uses.iter().any(|used| used.feature.id == id);
    let with = engine.reads_with.iter().find(|(id, feature)| id == format && used(feature));
    let mode = if reads || with.is_some() { Mode::AsItIs } else { Mode::ByTranslation };
    // In its own format an engine has what can be said, and takes what other files have.
    let own = mode == Mode::AsItIs && engine.cells == Cells::Notion;
    let unseen = unseen.filter(|_| !own && with.is_none());
    let mut reasons = Vec::new();
    for (of, used) in uses.iter().enumerate() {
        let feature = used.feature;
        // What only KFP's format has is lost on whoever does not read that; a file of another format that is taken all the
        // same is judged by that alone.
        let counts = match (mode, with) {
            (Mode::ByTranslation, _) => !feature.kfp_only,
            (Mode::AsItIs, Some((_, decides))) => feature.id == *decides,
            (Mode::AsItIs, None) => engine.cells == Cells::File || !feature.kfp_only,
        };
        if !counts {
            continue;
        }
        let cell = feature.cell(&engine.id);
        // Only what it refuses all the same counts there.
        if let Some(weight) = weigh(cell).filter(|weight| !own || *weight == Weight::Stops) {
            reasons.push(Reason { of, weight, cell });
        }
    }
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.weight));
    let switches = if mode == Mode::AsItIs { switches(engine, package) } else { Vec::new() };
    let best = match (unseen.is_some(), switches.is_empty()) {
        (true, _) => Verdict::Unknown,
        (false, false) => Verdict::Partly,
        (false, true) => Verdict::Runs,
    };
    let verdict = reasons.first().map_or(Verdict::Runs, |reason| match reason.weight {
        Weight::Limited => Verdict::Partly,
        Weight::Changed => Verdict::Differently,
        Weight::Unknown => Verdict::Unknown,
        Weight::Stops => Verdict::Cannot,
    });
    Target { engine, mode, verdict: verdict.max(best), reasons, switches, unseen }
}

/// How much a feature weighs that a file uses; `None` where the engine simply has it. What has no known effect is taken for
/// the worst: the pipeline depends on what it uses.
fn weigh(cell: Option<&Cell>) -> Option<Weight> {
    let Some(cell) = cell else { return Some(Weight::Unknown) };
    match (cell.support, cell.effect) {
        (Support::Full, _) => None,
        (_, Some(Effect::Ignore | Effect::Differ)) => Some(Weight::Changed),
        (Support::Partial, _) => Some(Weight::Limited),
        (Support::None, _) => Some(Weight::Stops),
    }
}

/// What the file needs and what the engine does not have unless someone says so, each thing once.
fn switches(engine: &Engine, package: &Package) -> Vec<Switch> {
    let own = ModelEngine::from_id(&engine.id);
    if engine.cells == Cells::File || !own.is_some_and(|own| package.dialect.traits.engines.contains(&own)) {
        return Vec::new();
    }
    let mut found: Vec<Switch> = Vec::new();
    for need in &package.needs {
        let Some(flag) = package.dialect.traits.features.iter().find(|f| f.key == need.flag) else { continue };
        let known = found.iter().any(|s| s.flag == need.flag && s.value == need.value && s.thing == need.thing);
        // What is on unless someone switches it off is there.
        if !known && matches!(flag.values, FlagValues::Steps(_)) && !flag.has(flag.default, &need.value) {
            let value = need.value.to_string();
            found.push(Switch { thing: need.thing, flag: need.flag, value, place: need.at });
        }
    }
    found
}
