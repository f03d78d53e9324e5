//! What stands where in KFP files, told apart from the product's own schemas: a test that asked the schemas what to
//! break would not notice what they lack.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use ir_syntax::Node;

/// One line a kind of mapping: its keys, `!` for those that must be there, and what their values are: `text`, `bool`,
/// `int`, `enum`, `any` (never broken), `@kind` (a name that is used), another line's name, `[…]` a list, `{…}` a
/// mapping with keys of the author's own (`{@kind:…}`: the keys are names that are used), `~…` one or a list.
const GRAMMAR: &str = "\
spec: pipelineInfo!=info components!={component} deploymentSpec!=deployment root!=component schemaVersion!=text
info: name!=text description=text displayName=text
component: inputDefinitions=ports outputDefinitions=ports dag!=dag executorLabel!=@executorLabel
ports: parameters={parameter} artifacts={artifact}
parameter: parameterType!=enum defaultValue=any isOptional=bool description=text literals=any
artifact: artifactType!=type isArtifactList=bool isOptional=bool description=text
type: schemaTitle!=text schemaVersion=text
dag: tasks!={task} outputs=outputs
outputs: parameters={@outputKey:parameterOutput} artifacts={@outputKey:artifactOutput}
parameterOutput: valueFromParameter=parameterSelector valueFromOneof=oneof
oneof: parameterSelectors=[parameterSelector]
parameterSelector: producerSubtask!=@selectorTask outputParameterKey!=@selectorOutput
artifactOutput: artifactSelectors=[artifactSelector]
artifactSelector: producerSubtask!=@selectorTask outputArtifactKey!=@selectorOutput
task: taskInfo=taskInfo inputs=arguments dependentTasks=[@dependentTask] cachingOptions=caching componentRef!=ref \
triggerPolicy=trigger parameterIterator=parameterIterator artifactIterator=artifactIterator retryPolicy=retry \
iteratorPolicy=iteratorPolicy
taskInfo: name=text
arguments: parameters={@argument:parameterArgument} artifacts={@argument:artifactArgument}
parameterArgument: taskOutputParameter=outputParameter runtimeValue=runtimeValue \
componentInputParameter=@componentInput parameterExpressionSelector=any taskFinalStatus=any
artifactArgument: taskOutputArtifact=outputArtifact componentInputArtifact=@componentInput
outputParameter: producerTask!=@producerTask outputParameterKey!=@outputParameterKey
outputArtifact: producerTask!=@producerTask outputArtifactKey!=@outputArtifactKey
runtimeValue: constant=any
caching: enableCache=bool cacheKey=text
ref: name!=@componentRef
trigger: condition=text strategy=enum
parameterIterator: items!=parameterItems itemInput!=@itemInput
parameterItems: inputParameter=@iteratorInput raw=text
artifactIterator: items!=artifactItems itemInput!=@itemInput
artifactItems: inputArtifact!=@iteratorInput
retry: maxRetryCount=int backoffDuration=text backoffFactor=any backoffMaxDuration=text
iteratorPolicy: parallelismLimit=int
deployment: executors={executor}
executor: container=container importer=importer
container: image!=text command=[text] args=[text] env=[variable] resources=resources
variable: name!=text value=text
resources: resourceCpuLimit=text resourceMemoryLimit=text resourceCpuRequest=text resourceMemoryRequest=text
importer: artifactUri=any typeSchema=type reimport=bool metadata=any
platform: platforms={single}
single: deploymentSpec=platformDeployment
platformDeployment: executors={@platformLabel:kubernetes}
kubernetes: secretAsVolume=[secretVolume] secretAsEnv=[secretVariables] pvcMount=[pvcMount] nodeSelector=nodeSelector \
imagePullSecret=[pullSecret] imagePullPolicy=enum configMapAsVolume=[mapVolume] configMapAsEnv=[mapVariables] \
fieldPathAsEnv=[fieldVariable] tolerations=[toleration] genericEphemeralVolume=[ephemeral] emptyDirMounts=[emptyDir]
secretVolume: secretName=text mountPath=text optional=bool secretNameParameter=platformArgument
secretVariables: secretName=text keyToEnv=[secretKey] optional=bool secretNameParameter=platformArgument
secretKey: secretKey=text envVar=text
mapVolume: configMapName=text mountPath=text optional=bool configMapNameParameter=platformArgument
mapVariables: configMapName=text keyToEnv=[mapKey] optional=bool configMapNameParameter=platformArgument
mapKey: configMapKey=text envVar=text
pvcMount: mountPath=text componentInputParameter=@platformInput taskOutputParameter=platformOutput \
pvcNameParameter=platformArgument subPath=text constant=text
pullSecret: secretName=text secretNameParameter=platformArgument
nodeSelector: labels=any nodeSelectorJson=platformArgument
fieldVariable: name=text fieldPath=text
toleration: key=text operator=text value=text effect=text tolerationJson=platformArgument
ephemeral: volumeName=text mountPath=text accessModes=any size=text defaultStorageClass=bool
emptyDir: volumeName=text mountPath=text medium=text sizeLimit=text
platformArgument: componentInputParameter=@platformInput taskOutputParameter=platformOutput runtimeValue=runtimeValue
platformOutput: producerTask!=@platformTask outputParameterKey!=@platformOutput
v1: name=text description=text inputs=[input] outputs=[output] metadata=metadata implementation=implementation
input: name!=text type=any description=text default=any optional=bool
output: name!=text type=any description=text
metadata: annotations=any labels=any
implementation: container=v1Container graph=graph
v1Container: image!=text command=[argument] args=[argument] env=any fileOutputs={@fileOutputs:text}
argument: inputValue=@inputValue inputPath=@inputPath outputPath=@outputPath concat=[argument] if=condition
condition: cond!=~presence then!=~argument else=~argument
presence: isPresent=@isPresent
graph: tasks!={v1Task} outputValues={@outputValues:v1Value}
v1Task: componentRef!=any arguments={@v1Argument:v1Value} isEnabled=any executionOptions=any
v1Value: graphInput=graphInput taskOutput=taskOutput
graphInput: inputName!=@graphInput type=any
taskOutput: outputName!=@outputName taskId!=@taskId type=any
";

/// What a value is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Type {
    /// Text.
    Text,
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Int,
    /// One of a few words.
    Enum,
    /// Anything: left alone.
    Any,
    /// A name that is used; the kind of use.
    Ref(&'static str),
    /// A mapping of that line.
    Shape(&'static str),
    /// A list.
    List(Box<Type>),
    /// A mapping with keys of the author's own; where these are names that are used, the kind of use.
    Map(Option<&'static str>, Box<Type>),
    /// One, or a list.
    Many(Box<Type>),
}

/// A key of a mapping.
#[derive(Debug)]
pub struct Field {
    /// The key.
    pub key: &'static str,
    /// Whether it must be there.
    pub required: bool,
    /// What its value is.
    pub ty: Type,
}

static SHAPES: LazyLock<BTreeMap<&'static str, Vec<Field>>> = LazyLock::new(|| {
    let line = |line: &'static str| {
        let (name, fields) = line.split_once(": ").expect("a name");
        let field = |word: &'static str| {
            let (key, ty) = word.split_once('=').expect("a type");
            Field { key: key.trim_end_matches('!'), required: key.ends_with('!'), ty: read(ty) }
        };
        (name, fields.split_whitespace().map(field).collect())
    };
    GRAMMAR.lines().map(line).collect()
});

fn read(ty: &'static str) -> Type {
    let inner = |open, close| ty.strip_prefix(open).and_then(|t: &str| t.strip_suffix(close));
    if let Some(item) = inner('[', ']') {
        return Type::List(Box::new(read(item)));
    }
    if let Some(value) = inner('{', '}') {
        let named = value.strip_prefix('@').and_then(|v| v.split_once(':'));
        return match named {
            Some((kind, value)) => Type::Map(Some(kind), Box::new(read(value))),
            None => Type::Map(None, Box::new(read(value))),
        };
    }
    if let Some(one) = ty.strip_prefix('~') {
        return Type::Many(Box::new(read(one)));
    }
    match ty {
        "text" => Type::Text,
        "bool" => Type::Bool,
        "int" => Type::Int,
        "enum" => Type::Enum,
        "any" => Type::Any,
        _ => ty.strip_prefix('@').map_or(Type::Shape(ty), Type::Ref),
    }
}

/// The keys that a mapping may have.
#[must_use]
pub fn fields(shape: &str) -> &'static [Field] {
    SHAPES.get(shape).unwrap_or_else(|| panic!("no line `{shape}`"))
}

/// A place where something can be broken.
#[derive(Clone, Copy, Debug)]
pub struct Site<'t> {
    /// What stands there.
    pub what: What<'t>,
    /// The task around it.
    pub task: Option<Node<'t>>,
}

/// What stands at a [`Site`].
#[derive(Clone, Copy, Debug)]
pub enum What<'t> {
    /// A key that the format knows.
    Field {
        /// The line of the grammar.
        shape: &'static str,
        /// The key's facts.
        field: &'static Field,
        /// The mapping.
        map: Node<'t>,
        /// The key.
        key: Node<'t>,
        /// Its value.
        value: Node<'t>,
    },
    /// A name that is used: the kind of use, and the key or value that holds it.
    Name(&'static str, Node<'t>),
}

/// Every place of a document that the grammar knows.
#[must_use]
pub fn sites<'t>(root: Node<'t>, shape: &'static str) -> Vec<Site<'t>> {
    let mut walk = Walk { sites: Vec::new(), task: None };
    walk.shape(root, shape);
    walk.sites
}

struct Walk<'t> {
    sites: Vec<Site<'t>>,
    task: Option<Node<'t>>,
}

impl<'t> Walk<'t> {
    fn push(&mut self, what: What<'t>) {
        self.sites.push(Site { what, task: self.task });
    }

    fn shape(&mut self, map: Node<'t>, shape: &'static str) {
        // What an alias stands for is visited where it is written.
        if map.is_alias() || !map.is_mapping() {
            return;
        }
        let outer = self.task;
        if matches!(shape, "task" | "v1Task") {
            self.task = Some(map);
        }
        for entry in map.own_entries() {
            let Some(field) = fields(shape).iter().find(|f| f.key == entry.key.text()) else { continue };
            self.push(What::Field { shape, field, map, key: entry.key, value: entry.value });
            self.value(entry.value, &field.ty);
        }
        self.task = outer;
    }

    fn value(&mut self, node: Node<'t>, ty: &'static Type) {
        if node.is_alias() {
            return;
        }
        match ty {
            Type::Text | Type::Bool | Type::Int | Type::Enum | Type::Any => {}
            Type::Ref(kind) => self.push(What::Name(kind, node)),
            Type::Shape(shape) => self.shape(node, shape),
            Type::List(item) => node.items().for_each(|n| self.value(n, item)),
            Type::Many(item) if node.is_sequence() => node.items().for_each(|n| self.value(n, item)),
            Type::Many(item) => self.value(node, item),
            Type::Map(kind, value) => {
                for entry in node.own_entries() {
                    if let Some(kind) = kind {
                        self.push(What::Name(kind, entry.key));
                    }
                    self.value(entry.value, value);
                }
            }
        }
    }
}
