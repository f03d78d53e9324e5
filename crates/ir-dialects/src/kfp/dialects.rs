//! The formats and how the general rules apply to them.

use ir_model::{
    ArtifactForm, CacheKey, Consequences, Dialect, Engine, Extra, Feature, Imports, NameForm, Refusal, Reserved,
    ReservedFor, Traits,
};

use super::types;

/// A job is a template as well: whoever submits it may add values.
/// `component.yaml` of KFP v1.
pub(crate) static COMPONENT: Dialect = Dialect {
    id: "kfp-component",
    title: "KFP component",
    traits: Traits {
        extra_arguments: Extra::Error,
        generated_prefix: None,
        versions: &[],
        name_form: None,
        graph_needs_tasks: false,
        refusals: &[],
        reserved: &[],
        task_needs_title: false,
        imports: None,
        types: types::COMPONENT,
        artifact_form: None,
        default_needs_optional: false,
        engines: &[],
        platform: None,
        needs_command: false,
        exit_hooks: false,
        cache_unspecified: None,
        order_key: None,
        results_key: None,
        description_limit: None,
        task_name_form: None,
        port_name: Some(port_name),
        data_orders: true,
        default_refused: false,
        hole: "{{",
        dashed_names: false,
        extra_values: Extra::Error,
        features: &[],
        objects_late: &[],
        runs_are_whole: &[],
        recursion: false,
        unique_names: Some(
            "the SDK refuses the component: \"Non-unique input name\", or the same of an output; mostly an entry was copied",
        ),
        choices_narrow: None,
        component: "component",
        consequences: Consequences {
            version: "",
            name: "",
            unknown_task: "the SDK's loader refuses the component",
            unknown_component: "the component cannot be loaded",
            unknown_executor: "",
            unknown_input: "the SDK's loader refuses the component",
            unknown_output: "the loader accepts this; the pipeline that uses the component then fails",
            missing_input: "the loader accepts this; using the component then fails",
            cycle: "the SDK's loader refuses the component",
            unknown_key: "the SDK's loader refuses the component",
            off_schema: "",
            type_mismatch: "the loader accepts this; building a pipeline from the component may then fail",
            type_doubt: "the loader accepts this; building a pipeline from the component may then fail",
            artifact_mismatch: "the loader accepts this; building a pipeline from the component may then fail",
            bad_default: "the SDK reads the default by its type and fails with \"ValueError\"",
            not_a_choice: "",
            bad_loop: "",
            expression: "",
            unordered: "",
            fault: "",
            missing_value: "",
            extra_value: "",
        },
    },
};

const NAME: NameForm = NameForm {
    accepts: name_accepts,
    repair: name_repair,
    words: "lower-case letters, digits and `-`, at most 128, starting with a letter or digit",
};

const CONSEQUENCES: Consequences = Consequences {
    version: "the SDK loads the file; the upload is refused",
    name: "the SDK loads the file; Kubernetes refuses the run's workflow",
    unknown_task: "the SDK and the upload accept the file; the run then fails without a line number",
    unknown_component: "the SDK loads the file; the API server's compiler to Argo then fails",
    unknown_executor: "the SDK loads the file; the API server's compiler to Argo then fails",
    unknown_input: "the SDK and the upload accept the file; the driver then fails in the cluster",
    unknown_output: "the SDK and the upload accept the file; the driver then fails in the cluster",
    missing_input: "the SDK and the upload accept the file; the driver then fails in the cluster",
    cycle: "the SDK accepts the file; Argo refuses the workflow when it is submitted",
    unknown_key: "the API server answers \"unknown template format\"",
    off_schema: "",
    type_mismatch: "the SDK and the upload accept the file; the driver then fails with \"type mismatch\"",
    type_doubt: "the backend converts the value; the SDK refuses these two types when it compiles",
    artifact_mismatch: "the backend passes the artifact on; the SDK refuses these two types when it compiles",
    bad_default: "nothing converts defaults: the component receives a value of another type",
    not_a_choice: "the driver fails with \"does not match any of the allowed literal values\"",
    bad_loop: "the SDK and the upload accept the file; the driver then fails in the cluster",
    expression: "the SDK and the upload accept the file; the driver then fails in the cluster",
    unordered: "",
    fault: "",
    missing_value: "the job is refused unless whoever submits the file adds the value",
    extra_value: "the job is refused: \"not found in the pipeline job input definitions\"",
};

/// The backend's compiler and the local runner refuse these; Vertex AI and TFX made them.
const REFUSALS: &[Refusal] = &[
    Refusal {
        feature: Feature::Query,
        engines: &[Engine::KfpArgo, Engine::KfpLocal],
        consequence: "the API server's compiler to Argo fails with \"resolver not implemented yet\"",
    },
    Refusal {
        feature: Feature::External,
        engines: &[Engine::KfpArgo, Engine::KfpLocal],
        consequence: "the API server's compiler to Argo refuses it: custom jobs exist on Google Cloud only",
    },
    Refusal {
        feature: Feature::ArtifactLoop,
        engines: &[Engine::KfpArgo],
        consequence: "the API server's compiler to Argo fails with \"artifact iterator not implemented yet\"",
    },
    Refusal {
        feature: Feature::ConditionalImport,
        engines: &[Engine::KfpArgo],
        consequence: "the API server's compiler to Argo takes no `triggerPolicy.condition` on an importer",
    },
];

const RESERVED: &[Reserved] = &[
    Reserved {
        name: "root",
        of: ReservedFor::Component,
        engines: &[Engine::KfpArgo],
        consequence: "the compiler to Argo calls the pipeline's own graph so, and mistakes one for the other",
    },
    Reserved {
        name: "executor-logs",
        of: ReservedFor::OutputArtifact,
        engines: &[Engine::KfpArgo],
        consequence: "the driver puts the artifact with the container's log in its place",
    },
];

const IMPORTS: Imports = Imports {
    schemes: &["gs", "s3", "minio", "mem", "oci"],
    only_for: &[("oci", "system.Model")],
    engines: &[Engine::KfpArgo],
};

/// PipelineSpec: what the KFP compiler writes, for components and pipelines alike.
pub(crate) static PIPELINE: Dialect = Dialect {
    id: "kfp-pipeline",
    title: "KFP pipeline",
    traits: Traits {
        extra_arguments: Extra::Warn,
        generated_prefix: Some("pipelinechannel--"),
        versions: &["2.1.0"],
        name_form: Some(NAME),
        graph_needs_tasks: true,
        refusals: REFUSALS,
        reserved: RESERVED,
        task_needs_title: true,
        imports: Some(IMPORTS),
        types: types::PIPELINE,
        artifact_form: Some(ArtifactForm { namespaces: &["system", "google"], engines: &[Engine::KfpSdk] }),
        default_needs_optional: true,
        engines: &[],
        platform: Some("kubernetes"),
        needs_command: true,
        exit_hooks: true,
        cache_unspecified: Some(CacheKey {
            key: "cachingOptions",
            field: "enableCache",
            default: false,
            consequence: "the result is computed anew each time, as with `enableCache: false`",
        }),
        order_key: Some("dependentTasks"),
        results_key: None,
        description_limit: Some(1024),
        task_name_form: Some(NameForm {
            accepts: task_name_accepts,
            repair: task_name_repair,
            words: "letters, digits and `-`, at most 121, starting with a letter",
        }),
        port_name: None,
        data_orders: true,
        default_refused: false,
        hole: "{{",
        dashed_names: false,
        extra_values: Extra::Error,
        features: &[],
        objects_late: &[],
        runs_are_whole: &[],
        recursion: false,
        unique_names: None,
        choices_narrow: None,
        component: "component",
        consequences: CONSEQUENCES,
    },
};

/// PipelineJob: a pipeline and the values of one run, as Vertex AI takes it.
pub(crate) static JOB: Dialect = Dialect {
    id: "kfp-pipeline-job",
    title: "KFP pipeline job",
    traits: Traits {
        versions: &["2.0.0", "2.1.0"],
        engines: &[Engine::Vertex],
        task_needs_title: false,
        platform: None,
        data_orders: true,
        default_refused: false,
        hole: "{{",
        dashed_names: false,
        extra_values: Extra::Error,
        features: &[],
        consequences: Consequences {
            version: "Vertex AI refuses the job",
            name: "Vertex AI refuses the job",
            unknown_task: "Vertex AI refuses the job",
            unknown_component: "Vertex AI refuses the job",
            unknown_executor: "Vertex AI refuses the job",
            unknown_input: "Vertex AI refuses the job, or the task fails",
            unknown_output: "Vertex AI refuses the job, or the task fails",
            missing_input: "Vertex AI refuses the job, or the task fails",
            cycle: "Vertex AI refuses the job",
            off_schema: "",
            type_mismatch: "Vertex AI refuses the job, or the task fails",
            not_a_choice: "Vertex AI refuses the job, or the task fails",
            bad_loop: "Vertex AI refuses the job, or the task fails",
            unknown_key: "Vertex AI refuses the job",
            ..CONSEQUENCES
        },
        ..PIPELINE.traits
    },
};

/// Pipelines as objects of a cluster, for `kubectl apply`.
pub(crate) static MANIFEST: Dialect = Dialect {
    id: "kfp-manifest",
    title: "KFP pipeline manifest",
    traits: Traits {
        engines: &[Engine::KfpArgo],
        data_orders: true,
        default_refused: false,
        hole: "{{",
        dashed_names: false,
        extra_values: Extra::Error,
        features: &[],
        consequences: Consequences {
            version: "the API server's webhook refuses the object",
            name: "the API server's webhook refuses the object: \"pipeline's name must contain only lowercase alphanumeric \
                   characters or '-'\"",
            unknown_key: "the cluster refuses the object: \"unknown field\", or \"The pipeline spec is invalid\"",
            ..CONSEQUENCES
        },
        ..PIPELINE.traits
    },
};

/// Platform settings in a file of their own, without their pipeline.
pub(crate) static PLATFORM: Dialect =
    Dialect { id: "kfp-platform", title: "KFP platform settings", traits: PIPELINE.traits };

fn name_accepts(name: &str) -> bool {
    let stored =
        name.strip_prefix("namespace/").is_some_and(|n| n.contains("/pipeline/")) || name.starts_with("pipeline/");
    let good = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    // Specs that the API server hands out bear the stored name `namespace/n/pipeline/p`.
    stored || (name.len() <= 128 && name.bytes().next().is_some_and(good) && name.bytes().all(|b| good(b) || b == b'-'))
}

fn name_repair(name: &str) -> String {
    let mut out = String::new();
    for c in name.to_lowercase().chars() {
        match c {
            'a'..='z' | '0'..='9' => out.push(c),
            _ if !out.is_empty() && !out.ends_with('-') => out.push('-'),
            _ => {}
        }
    }
    out.truncate(128);
    out.trim_end_matches('-').to_owned()
}

/// What Argo takes for a name in a graph whose tasks depend on each other, less the `-driver` that is put behind it.
const TASK_NAME: usize = 128 - "-driver".len();

fn task_name_accepts(name: &str) -> bool {
    name.len() <= TASK_NAME
        && name.bytes().next().is_some_and(|b| b.is_ascii_alphabetic())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

fn task_name_repair(name: &str) -> String {
    let start = name.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(name.len());
    let name = name.get(start..).unwrap_or("");
    let mut out: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    out.truncate(TASK_NAME);
    out.trim_end_matches('-').to_owned()
}

/// The SDK's loader turns `Learning Rate` into `learning_rate`.
fn port_name(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.to_lowercase().chars() {
        match c {
            'a'..='z' | '0'..='9' => out.push(c),
            _ if out.ends_with('_') => {}
            _ => out.push('_'),
        }
    }
    out.trim_matches('_').to_owned()
}
