//! How the general rules apply to Argo Workflows.

use ir_model::{Consequences, Dialect, Engine, Extra, Traits, TypeKnobs, Verdict};

/// Every value of Argo is text: numbers and truth values become text, and text is what its reader makes of it.
const TYPES: TypeKnobs = TypeKnobs {
    widen: Verdict::Fits,
    narrow: Verdict::Fits,
    to_text: Verdict::Fits,
    from_text: Verdict::Fits,
    kind: Verdict::Fits,
    artifact: Verdict::Fits,
    name: Verdict::Fits,
    generic_artifact: None,
    meaning: |_| None,
    names: &[],
    null: Verdict::Fits,
    doubles: false,
    reads: None,
};

/// What meets defects first: `argo lint` and the API server run the same checks, and stop at the first defect.
const REFUSED: &str = "`argo lint` and the API server refuse the file";

/// Workflows, templates of workflows, scheduled workflows.
pub(crate) static ARGO: Dialect = Dialect {
    id: "argo-workflow",
    title: "Argo workflow",
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
        engines: &[Engine::Argo, Engine::ArgoSubmit, Engine::ArgoLint],
        platform: None,
        needs_command: false,
        exit_hooks: false,
        cache_unspecified: None,
        order_key: Some("dependencies"),
        results_key: Some("depends"),
        description_limit: None,
        task_name_form: None,
        port_name: None,
        data_orders: false,
        objects_late: &[Engine::Argo],
        runs_are_whole: &[Engine::ArgoSubmit, Engine::Argo],
        recursion: true,
        unique_names: Some("`argo lint` and the API server refuse the file: \"name is not unique\""),
        component: "template",
        consequences: Consequences {
            version: "",
            name: REFUSED,
            unknown_task: "`argo lint` and the API server refuse the file: \"failed to resolve\", \"invalid dependency\"",
            unknown_component: "`argo lint` and the API server refuse the file: \"template name … undefined\"",
            unknown_executor: "",
            unknown_input: "`argo lint` and the API server refuse the file: \"failed to resolve\"",
            unknown_output: "`argo lint` and the API server refuse the file: \"failed to resolve\"",
            missing_input: "`argo lint` and the API server refuse the file: \"was not supplied\"",
            cycle: "`argo lint` and the API server refuse the file: \"graph with cycle\"",
            unknown_key: "`argo lint` and the API server refuse the file",
            type_mismatch: REFUSED,
            type_doubt: REFUSED,
            artifact_mismatch: REFUSED,
            bad_default: REFUSED,
            not_a_choice: "`argo lint` and the API server refuse the file: \"should be present in … enum list\"",
            bad_loop: "the workflow fails when it runs: the items cannot be read as a list",
            expression: "`argo lint` and the API server accept the file where they do not look; the workflow then fails",
            unordered: "the run resolves the text when the task begins, and fails: \"failed to resolve\"",
            fault: REFUSED,
            missing_value: "`argo lint` accepts this; the API server refuses the workflow unless the value is passed with it",
            extra_value: "nothing reads the value",
        },
    },
};
