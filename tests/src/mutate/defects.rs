//! Which defects of the format are seeded, by the rules of its engines.

/// A rule of the format and the kinds of [`Mutant`](super::Mutant) that break it.
#[derive(Clone, Copy, Debug)]
pub struct Broken {
    /// What the engines ask for.
    pub rule: &'static str,
    /// The kinds that break it; none where `why` tells the reason.
    pub kinds: &'static [&'static str],
    /// Why nothing breaks it here.
    pub why: &'static str,
}

const fn rule(rule: &'static str, kinds: &'static [&'static str]) -> Broken {
    Broken { rule, kinds, why: "" }
}

const fn left(rule: &'static str, why: &'static str) -> Broken {
    Broken { rule, kinds: &[], why }
}

/// Every rule, in the order of the document, graphs, types, conditions, placeholders, settings of tasks and containers,
/// the platform, components of version 1.
pub const BROKEN: &[Broken] = &[
    rule("text is YAML or JSON", &["indentation", "item indented more", "quote not closed", "bracket not closed"]),
    rule("keys are written once", &["key twice"]),
    rule("no unknown key", &["key typo"]),
    rule("required keys are there", &["key removed"]),
    rule(
        "values are of their kind",
        &["list for text", "text for list", "text for mapping", "text for boolean", "text for number"],
    ),
    rule("words of a closed list", &["enum value"]),
    // Documents.
    rule("one pipeline a file", &["second pipeline"]),
    rule("the pipeline comes first", &["platform document first"]),
    rule("schemaVersion is 2.1.0", &["schemaVersion"]),
    rule("the pipeline has a name of the engine's form", &["pipeline name", "pipeline name empty"]),
    rule("settings are for a platform that the engine knows", &["platform name", "platform unknown key"]),
    left("JSON carries no platform settings", "only the SDK's compiler writes them"),
    left("descriptions have a limit", "no engine refuses longer ones"),
    // Graphs.
    rule("a task names a component that exists", &["componentRef", "componentRef empty"]),
    rule("a component has one body", &["component without body", "component with two bodies"]),
    rule("an executor exists, of one kind", &["executorLabel", "executor of two kinds"]),
    rule("engines run containers and importers alone", &["executor of a refused kind"]),
    rule("a graph has a task that runs", &["graph without tasks"]),
    rule("`root` is nobody else's name", &["component called root"]),
    rule("no component runs itself", &["component runs itself"]),
    left("names of Argo's templates differ", "takes two names made for each other; nothing checks it yet"),
    rule("values come from tasks of the same graph", &["producerTask", "producerTask empty", "task of another graph"]),
    rule(
        "the producer declares what is read",
        &["outputParameterKey", "outputArtifactKey", "output of the other kind"],
    ),
    rule("order names tasks of the same graph", &["dependentTask"]),
    rule("no task waits for itself, or two for each other", &["cycle", "waits for itself"]),
    rule("a graph's tasks read its component's inputs", &["componentInput", "input of the other kind"]),
    rule("required inputs are passed", &["missing input", "missing input (read elsewhere)", "argument"]),
    rule("what is passed is declared", &["argument (optional)", "argument nobody wants"]),
    rule("an input has one value", &["no binding", "two bindings"]),
    rule(
        "inputs of the pipeline have a type, and no task's status",
        &["status input of the pipeline", "untyped input of the pipeline"],
    ),
    rule("declared outputs are handed out, and no others", &["output not handed out", "outputKey"]),
    rule("outputs are taken from tasks and outputs that exist", &["selectorTask", "selectorOutput"]),
    left(
        "alternatives of an output are of one type",
        "takes a second producer of another type; a rule's own examples show it",
    ),
    rule("a parameter and an artifact have two names", &["parameter and artifact of one name"]),
    rule("components are run", &["component never run"]),
    // Types.
    rule("a value fits its input", &["type of an input", "input of another type", "output of another type"]),
    rule("a constant fits its input", &["constant of another type", "text as constant"]),
    rule("artifacts fit, one or many", &["type of an artifact", "list of artifacts"]),
    rule(
        "an artifact's type is `namespace.Name` with a version of three parts",
        &["artifact title without namespace", "artifact of another namespace", "artifact version"],
    ),
    rule("a schema in place can be read", &["instance schema unreadable"]),
    rule("parameters have a type of the list", &["parameterType empty", "parameterType of a v1 component"]),
    rule("defaults fit their type", &["default of another type"]),
    rule("defaults and values are among the allowed", &["default not in literals"]),
    rule(
        "selectors are CEL over a value",
        &["selector not closed", "selector function", "selector variable", "selector empty"],
    ),
    // Conditions.
    rule(
        "a condition is CEL",
        &[
            "condition bracket",
            "condition operator",
            "condition cut short",
            "condition in Python",
            "condition as a list",
        ],
    ),
    rule(
        "a condition uses names that there are",
        &[
            "condition field",
            "condition field of old",
            "condition field in JSON's way",
            "condition variable",
            "condition function",
            "condition index of artifacts",
        ],
    ),
    rule("a condition reads inputs of its task", &["condition input"]),
    rule("a condition reads what is always there", &["condition on what is not passed"]),
    rule("a condition is true or false", &["condition not boolean", "condition of clashing types"]),
    rule("a condition decides something", &["condition constant"]),
    rule("quotes inside of texts are escaped", &["condition quote"]),
    rule("importers have no condition", &["condition on an importer"]),
    rule("an exit task runs at the end of something", &["exit task after nothing"]),
    rule("one exit task for a task", &["second exit task"]),
    rule("nothing waits for an exit task", &["waits for the exit task"]),
    rule("a status is read at an end", &["status without exit", "exit task after nothing (status)"]),
    // Placeholders.
    rule("placeholders name ports that there are", &["placeholder", "placeholder of nothing declared"]),
    rule(
        "placeholders are spelt to the letter",
        &[
            "placeholder word",
            "placeholder without its dollar",
            "placeholder with a space",
            "placeholder without quotes",
            "placeholder not closed",
            "placeholder end",
            "placeholder of the run",
        ],
    ),
    rule("placeholders are of the port's kind", &["placeholder of another kind", "placeholder direction"]),
    rule(
        "placeholders stand where they are resolved",
        &[
            "placeholder in part of an image",
            "placeholder in a variable",
            "placeholder of the run in an argument",
            "placeholder of the run in a longer text",
        ],
    ),
    rule("engines know the placeholder", &["placeholder of Vertex AI"]),
    rule(
        "`IfPresent` and `Concat` are JSON of their form",
        &["IfPresent input", "IfPresent key", "IfPresent not JSON", "Concat not JSON", "Concat not a list"],
    ),
    rule("the workspace is asked for", &["workspace not asked for"]),
    // Tasks.
    rule("a task has a name", &["task without name"]),
    rule("one loop a task", &["two loops"]),
    rule(
        "a loop runs over an input of its task, or a list in JSON",
        &["iteratorInput", "loop items unreadable", "loop over two things"],
    ),
    rule(
        "a loop runs over a list",
        &[
            "loop over an object",
            "loop over a number",
            "loop over nothing",
            "loop over a scalar",
            "loop over a constant",
        ],
    ),
    rule("the item goes to an input of the component, which nothing else fills", &["itemInput", "loop item passed"]),
    rule("limits are not below zero", &["parallelism below zero"]),
    rule("retries have a number and seconds", &["retry count", "retry duration", "retry factor"]),
    rule("caching is on or off", &["caching"]),
    // Containers and importers.
    rule("a container has an image", &["image empty", "image malformed", "image without tag"]),
    rule("a container has a command", &["container without command"]),
    rule("arguments are texts", &["number as argument"]),
    rule(
        "variables have a name, once, and a text",
        &["variable twice", "variable's name", "variable without name", "number as variable", "variables as mapping"],
    ),
    rule("no secrets in the file", &["secret in a variable"]),
    rule("amounts are Kubernetes quantities", &["quantity", "number as quantity", "quantity hardly meant"]),
    rule("no limit below its request", &["limit below request"]),
    rule("accelerators have type and number", &["accelerator incomplete"]),
    rule(
        "an importer has one address, of a known scheme",
        &[
            "importer without address",
            "importer of two addresses",
            "importer's address empty",
            "importer's address a path",
            "importer's scheme",
            "importer of an image",
            "importer's input",
            "importer's switch",
        ],
    ),
    rule("`executor-logs` is the engine's own output", &["output executor-logs"]),
    // Platform.
    rule("settings are for executors that there are", &["platformLabel"]),
    rule(
        "settings are those of the executor's configuration",
        &[
            "platform unknown field",
            "platform field misspelt",
            "platform security field",
            "platform label not text",
            "platform selector not text",
        ],
    ),
    rule(
        "values of settings exist around the task",
        &[
            "platformInput",
            "platformTask",
            "platformOutput",
            "platform value from nowhere",
            "platform value of no task",
            "platform value twice",
            "platform value that is none",
        ],
    ),
    rule(
        "objects of the cluster have a name",
        &[
            "platform secret without name",
            "platform map without name",
            "platform pull secret without name",
            "platform claim without name",
        ],
    ),
    rule(
        "mount paths can be mounted at, once",
        &["platform mount path empty", "platform mount path with a colon", "platform path mounted twice"],
    ),
    rule("variables have names, once", &["platform variable empty", "platform variable twice"]),
    rule("pull policies are of the list", &["platform pull policy"]),
    rule("amounts of storage are quantities", &["platform quantity", "platform init container's quantity"]),
    rule("access modes are of the list", &["platform access mode", "platform workspace's access mode"]),
    rule(
        "a workspace has a size and a claim",
        &[
            "platform workspace without size",
            "platform workspace's size",
            "platform workspace's claim",
            "platform workspace never made",
        ],
    ),
    rule("times are not below zero", &["platform time to live", "platform deadline"]),
    rule("no root where root is forbidden", &["platform root user", "platform user below zero"]),
    rule(
        "init containers have a name of their own, an image, a mount",
        &[
            "platform init container's name",
            "platform init container without name",
            "platform init container without image",
            "platform init container's mount",
            "platform restart policy",
        ],
    ),
    rule(
        "conditions on nodes are of Kubernetes' form",
        &[
            "platform affinity's weight",
            "platform affinity's operator",
            "platform toleration's operator",
            "platform toleration's effect",
            "platform operator",
        ],
    ),
    rule("settings have an effect", &["platform setting without effect"]),
    left("conditions on nodes as JSON", "handed to Kubernetes as they are"),
    // Version 1.
    rule(
        "v1: placeholders name what is declared, of that kind",
        &[
            "inputValue",
            "inputPath",
            "outputPath",
            "isPresent",
            "fileOutputs",
            "v1 placeholder of nothing",
            "v1 placeholder of another kind",
        ],
    ),
    rule(
        "v1: placeholders are of the known forms",
        &[
            "v1 placeholder word",
            "v1 two placeholders in one",
            "v1 concat a text",
            "v1 concat of numbers",
            "v1 if in part",
        ],
    ),
    rule("v1: one implementation, of the known keys", &["v1 two implementations", "v1 key of Kubernetes"]),
    rule(
        "v1: texts are texts",
        &[
            "v1 number as argument",
            "v1 number as variable",
            "v1 placeholder in a variable",
            "v1 command as text",
            "v1 annotation not text",
        ],
    ),
    rule("v1: inputs and outputs are of their form", &["v1 default of an output", "v1 default a list", "v1 optional"]),
    rule("v1: names are given once", &["v1 name twice"]),
    rule("v1: defaults fit their type", &["v1 default of another type"]),
    rule("v1: a task names a component", &["v1 componentRef empty", "v1 task without component"]),
    rule("v1: a task passes inputs of its component", &["v1Argument", "v1 argument a list"]),
    rule(
        "v1: values come from inputs and tasks that there are",
        &["graphInput", "taskId", "outputName", "v1 graphInput as text", "v1 output in part", "v1 two bindings"],
    ),
    rule("v1: a graph hands out declared outputs", &["outputValues"]),
    rule("v1: settings of a task are of the known form", &["v1 comparison", "v1 retries"]),
    left(
        "v1: the age of cached results is an ISO duration",
        "the loader takes any text, the cache ignores what it cannot read",
    ),
];
