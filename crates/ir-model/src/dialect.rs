//! What a format is called and how its rules differ: knobs, so that rules know no format by name.

use crate::engine::Engine;
use crate::feature::FeatureFlag;
use crate::fits::TypeKnobs;

/// A format.
#[derive(Debug)]
pub struct Dialect {
    /// Stable id, kebab-case.
    pub id: &'static str,
    /// What people call one such file: "KFP pipeline".
    pub title: &'static str,
    /// How the general rules apply to it.
    pub traits: Traits,
}

impl PartialEq for Dialect {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Dialect {}

/// The knobs of a dialect.
#[derive(Clone, Copy, Debug)]
pub struct Traits {
    /// What an argument does that the callee does not declare.
    pub extra_arguments: Extra,
    /// Arguments with this prefix are a compiler's own and need no declaration.
    pub generated_prefix: Option<&'static str>,
    /// The format versions that the engine takes, the newest last, where the format has one.
    pub versions: &'static [&'static str],
    /// What the engine demands of the package's name.
    pub name_form: Option<NameForm>,
    /// Whether a graph without tasks is refused.
    pub graph_needs_tasks: bool,
    /// What is right in the format and what some engines refuse all the same.
    pub refusals: &'static [Refusal],
    /// Names that an engine keeps for itself.
    pub reserved: &'static [Reserved],
    /// Whether a task must have a name to be shown by.
    pub task_needs_title: bool,
    /// From where artifacts can be imported.
    pub imports: Option<Imports>,
    /// How types are compared.
    pub types: TypeKnobs,
    /// What the name and version of an artifact's type must look like.
    pub artifact_form: Option<ArtifactForm>,
    /// Whether an input with a default must say that it may be left out.
    pub default_needs_optional: bool,
    /// The engines that take such files; none named is all. What only others object to is not said.
    pub engines: &'static [Engine],
    /// The platform whose settings the engine reads.
    pub platform: Option<&'static str>,
    /// The engine replaces the image's entrypoint, so that a container without command does nothing.
    pub needs_command: bool,
    /// A task that runs whatever happened is hung on each task it waits for, one on each.
    pub exit_hooks: bool,
    /// What happens where a task does not say whether its result may be reused; `None` where a format has no such key.
    pub cache_unspecified: Option<CacheKey>,
    /// The key of a task under which it lists the tasks it waits for.
    pub order_key: Option<&'static str>,
    /// The key of a task under which it says how those it waits for must have ended.
    pub results_key: Option<&'static str>,
    /// How many characters a description may have.
    pub description_limit: Option<usize>,
    /// What a task's name must look like.
    pub task_name_form: Option<NameForm>,
    /// What a loader makes of the names of inputs and outputs.
    pub port_name: Option<fn(&str) -> String>,
    /// Whether a task that reads another's output waits for it without further words.
    pub data_orders: bool,
    /// Whether the engine refuses a default of another type than is declared.
    pub default_refused: bool,
    /// What begins a piece of text that is only known when the pipeline runs.
    pub hole: &'static str,
    /// Whether the style of names is dashes between small letters.
    pub dashed_names: bool,
    /// How an engine takes a value of a run that nothing wants.
    pub extra_values: Extra,
    /// What the engine only has where someone switched it on.
    pub features: &'static [FeatureFlag],
    /// The engines that meet defects of expressions, and of values that are taken from tasks, only when the pipeline
    /// runs; empty where all look before.
    pub objects_late: &'static [Engine],
    /// The engines that refuse a run to which a value is missing; where none is named, whoever submits the file
    /// may add it.
    pub runs_are_whole: &'static [Engine],
    /// Whether a component may run itself, directly or through others.
    pub recursion: bool,
    /// Whether names stand in lists, so that two may be equal: what then refuses them.
    pub unique_names: Option<&'static str>,
    /// What the engine says where an input that allows some values gets that of an input that allows others; `None`
    /// where it looks at the value alone.
    pub choices_narrow: Option<&'static str>,
    /// What people call a component.
    pub component: &'static str,
    /// Sentences on when defects surface, by the engine's own words.
    pub consequences: Consequences,
}

/// Where a task says whether its result may be reused.
#[derive(Clone, Copy, Debug)]
pub struct CacheKey {
    /// The key of the task.
    pub key: &'static str,
    /// The key inside of it that takes `true` or `false`.
    pub field: &'static str,
    /// What is the case where nothing is said.
    pub default: bool,
    /// The same as a sentence.
    pub consequence: &'static str,
}

/// What happens to something undeclared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Extra {
    /// The engine refuses it.
    Error,
    /// Nobody will read it.
    Warn,
}

/// Something that a format has and that some engines do not run.
#[derive(Clone, Copy, Debug)]
pub struct Refusal {
    /// The thing.
    pub feature: Feature,
    /// Those engines.
    pub engines: &'static [Engine],
    /// What becomes of it there: a sentence, in the engine's own words where it has some.
    pub consequence: &'static str,
}

/// Something that a pipeline may use and that not every engine has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Feature {
    /// A task that looks artifacts up.
    Query,
    /// A task of a kind that only one engine knows.
    External,
    /// A loop over artifacts.
    ArtifactLoop,
    /// A condition on a task that registers an artifact.
    ConditionalImport,
}

/// A name that an engine keeps for itself.
#[derive(Clone, Copy, Debug)]
pub struct Reserved {
    /// The name.
    pub name: &'static str,
    /// What may not bear it.
    pub of: ReservedFor,
    /// The engines that keep it.
    pub engines: &'static [Engine],
    /// What becomes of whoever bears it: a sentence.
    pub consequence: &'static str,
}

/// What a [`Reserved`] name may not be given to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReservedFor {
    /// A component.
    Component,
    /// An artifact that a container writes.
    OutputArtifact,
}

/// From where an engine imports artifacts.
#[derive(Clone, Copy, Debug)]
pub struct Imports {
    /// What an address may start with, before `://`.
    pub schemes: &'static [&'static str],
    /// Schemes that are only taken for artifacts of one type.
    pub only_for: &'static [(&'static str, &'static str)],
    /// The engines of which this holds.
    pub engines: &'static [Engine],
}

/// What a name must look like.
#[derive(Clone, Copy, Debug)]
pub struct NameForm {
    /// Whether a name is of that form.
    pub accepts: fn(&str) -> bool,
    /// The nearest name of that form.
    pub repair: fn(&str) -> String,
    /// The form in words.
    pub words: &'static str,
}

/// What the name of an artifact's type must look like: a namespace, a dot, a name; and a version of three parts.
#[derive(Clone, Copy, Debug)]
pub struct ArtifactForm {
    /// The namespaces there are.
    pub namespaces: &'static [&'static str],
    /// The engines that refuse another form in the interface of the file.
    pub engines: &'static [Engine],
}

/// When a defect surfaces, said in a finding's note.
#[derive(Clone, Copy, Debug)]
pub struct Consequences {
    /// A version of the format that is not taken.
    pub version: &'static str,
    /// A name of the whole that is not taken.
    pub name: &'static str,
    /// A name that does not exist among tasks.
    pub unknown_task: &'static str,
    /// A component that does not exist.
    pub unknown_component: &'static str,
    /// An executor that does not exist.
    pub unknown_executor: &'static str,
    /// An input that does not exist.
    pub unknown_input: &'static str,
    /// An output that does not exist.
    pub unknown_output: &'static str,
    /// A required input that is not passed.
    pub missing_input: &'static str,
    /// Tasks that wait for each other.
    pub cycle: &'static str,
    /// A key that the format does not have.
    pub unknown_key: &'static str,
    /// Any other break with the schema; empty where that is told as of a key that the format does not have.
    pub off_schema: &'static str,
    /// A value of a type that cannot be used.
    pub type_mismatch: &'static str,
    /// A value of another type that the engine takes or converts.
    pub type_doubt: &'static str,
    /// An artifact of another type.
    pub artifact_mismatch: &'static str,
    /// A default that is not of its declared type.
    pub bad_default: &'static str,
    /// A value that is none of those allowed.
    pub not_a_choice: &'static str,
    /// A loop over something that is no list.
    pub bad_loop: &'static str,
    /// An expression that cannot be read, or a name in it that does not exist.
    pub expression: &'static str,
    /// A task that reads from another that need not have run.
    pub unordered: &'static str,
    /// What becomes of a file with a fault that only the format knows.
    pub fault: &'static str,
    /// A value of a run that is missing.
    pub missing_value: &'static str,
    /// A value of a run that nothing takes.
    pub extra_value: &'static str,
}
