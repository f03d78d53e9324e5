//! The format and how the general rules apply to it.

use ir_model::{
    Consequences, Dialect, Engine, Extra, FeatureFlag, FlagValues, NameForm, Traits, Type, TypeKnobs, Verdict,
};

use crate::kubernetes::name::{self, NameKind};

/// The switch for what is not stable yet.
pub(crate) const API_FIELDS: &str = "enable-api-fields";
/// Conditions in Common Expression Language.
pub(crate) const CEL: &str = "enable-cel-in-whenexpression";
/// Records of where artifacts come from.
pub(crate) const ARTIFACTS: &str = "enable-artifacts";
/// Lists of the values that a parameter may have.
pub(crate) const ENUM: &str = "enable-param-enum";
/// The address of a remote task in place of its name.
pub(crate) const CONCISE: &str = "enable-concise-resolver-syntax";
/// Specs inside of others.
pub(crate) const INLINE: &str = "disable-inline-spec";

/// Variables that pods of runs may not set.
pub(crate) const FORBIDDEN_ENV: &str = "default-forbidden-env";

/// What keeps the pods of a run that share a volume on one node.
pub(crate) const COSCHEDULE: &str = "coschedule";

const SWITCH: FlagValues = FlagValues::Steps(&["false", "true"]);

/// The feature flags of upstream that change what is valid, with upstream's defaults.
static FEATURES: [FeatureFlag; 8] = [
    FeatureFlag { key: API_FIELDS, default: "beta", values: FlagValues::Steps(&["stable", "beta", "alpha"]) },
    FeatureFlag { key: CEL, default: "false", values: SWITCH },
    FeatureFlag { key: ARTIFACTS, default: "false", values: SWITCH },
    FeatureFlag { key: ENUM, default: "false", values: SWITCH },
    FeatureFlag { key: CONCISE, default: "false", values: SWITCH },
    FeatureFlag { key: FORBIDDEN_ENV, default: "", values: FlagValues::Off(&[]) },
    FeatureFlag {
        key: COSCHEDULE,
        default: "workspaces",
        values: FlagValues::Off(&["workspaces", "pipelineruns", "isolate-pipelinerun", "disabled"]),
    },
    FeatureFlag { key: INLINE, default: "", values: FlagValues::Off(&["pipeline", "pipelinerun", "taskrun"]) },
];

/// Tasks, pipelines, step actions and runs of Tekton.
pub(crate) static TEKTON: Dialect = Dialect {
    id: "tekton",
    title: "Tekton file",
    traits: Traits {
        extra_arguments: Extra::Warn,
        generated_prefix: None,
        versions: &[],
        name_form: None,
        graph_needs_tasks: false,
        refusals: &[],
        reserved: &[],
        task_needs_title: false,
        imports: None,
        types: TYPES,
        artifact_form: None,
        default_needs_optional: false,
        engines: &[Engine::Tekton],
        platform: None,
        needs_command: false,
        exit_hooks: false,
        cache_unspecified: None,
        order_key: Some("runAfter"),
        results_key: None,
        description_limit: None,
        task_name_form: Some(LABEL),
        port_name: None,
        data_orders: true,
        default_refused: true,
        hole: "$(",
        dashed_names: true,
        extra_values: Extra::Warn,
        features: &FEATURES,
        objects_late: &[],
        runs_are_whole: &[Engine::Tekton],
        recursion: false,
        unique_names: Some(
            "the webhook refuses the object: \"expected exactly one, got both\", \"parameter appears more than once\"",
        ),
        choices_narrow: Some("the webhook accepts the pipeline; the run fails: \"is not a subset\""),
        component: "object",
        consequences: Consequences {
            version: "",
            name: "the webhook refuses the object: \"must be a valid DNS label\"",
            unknown_task: "the webhook refuses the pipeline: \"wasn't present in Pipeline\"",
            unknown_component: "the cluster must have it, or the run fails with \"CouldntGetTask\"",
            unknown_executor: "",
            unknown_input: "the webhook refuses the object: \"non-existent variable\"; where it does not look, the text stays as it is",
            unknown_output: "the webhook accepts the pipeline; the run fails with \"InvalidTaskResultReference\"",
            missing_input: "the webhook accepts the pipeline; the run fails with \"missing values for these params which have no default values\"",
            cycle: "the webhook refuses the pipeline: \"cycle detected\"",
            unknown_key: "the webhook refuses the object: \"unknown field\"",
            off_schema: "the webhook refuses the object",
            type_mismatch: "the webhook accepts the pipeline; the run fails with \"param types don't match the user-specified type\"",
            type_doubt: "the webhook accepts the pipeline; the run may fail",
            artifact_mismatch: "",
            bad_default: "the webhook refuses the object: \"type does not match default value's type\"",
            not_a_choice: "the run fails with \"InvalidParamValue\"",
            bad_loop: "the run fails: a matrix takes lists",
            expression: "the webhook refuses the object: \"invalid cel expression\"",
            unordered: "",
            fault: "",
            missing_value: "the controller fails the run: \"missing values for these params which have no default values\"",
            extra_value: "nothing reads the value",
        },
    },
};

const TYPES: TypeKnobs = TypeKnobs {
    names: &[],
    doubles: false,
    widen: Verdict::Cannot,
    narrow: Verdict::Cannot,
    to_text: Verdict::Cannot,
    from_text: Verdict::Cannot,
    kind: Verdict::Cannot,
    artifact: Verdict::Cannot,
    name: Verdict::Cannot,
    generic_artifact: None,
    meaning: no_meaning,
    null: Verdict::Fits,
    reads: None,
};

fn no_meaning(_: &str) -> Option<Type> {
    None
}

/// A DNS label, which names of tasks and steps are.
pub(crate) const LABEL: NameForm = NameForm {
    accepts: is_label,
    repair: as_label,
    words: "lower-case letters, digits and `-`, at most 63, beginning and ending with a letter or digit",
};

/// Whether a name is a DNS label.
pub(crate) fn is_label(name: &str) -> bool {
    name::is(NameKind::Label, name)
}

fn as_label(name: &str) -> String {
    let mut out = String::new();
    for (at, c) in name.char_indices() {
        match c {
            'a'..='z' | '0'..='9' => out.push(c),
            'A'..='Z' => {
                let before = name.get(..at).and_then(|b| b.chars().next_back());
                if before.is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) {
                    out.push('-');
                }
                out.push(c.to_ascii_lowercase());
            }
            _ if out.ends_with('-') => {}
            _ => out.push('-'),
        }
    }
    let trimmed = out.trim_matches('-');
    trimmed.get(..trimmed.len().min(63)).unwrap_or(trimmed).trim_end_matches('-').to_owned()
}
