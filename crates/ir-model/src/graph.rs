//! Graphs of tasks, and the values and orders between them.

use ir_syntax::{NodeId, Span};

use crate::diagnostic::Fix;
use crate::engine::Engine;
use crate::ids::{BindingId, ComponentId, DefId, ExprId, GraphId, NameId, RefId, ScopeId, TaskId};
use crate::types::TypeUse;
use crate::value::{Origin, Val, Why};

/// Tasks that run together.
#[derive(Clone, Debug)]
pub struct Graph {
    /// The component whose body it is; a run of the whole file belongs to none.
    pub owner: Option<ComponentId>,
    /// The names of its tasks.
    pub scope: ScopeId,
    /// The tasks in the order of the text.
    pub tasks: Vec<TaskId>,
    /// Orders that are written apart from the flow of values.
    pub edges: Vec<OrderEdge>,
    /// What it hands out: an output of its component, and the value.
    pub outputs: Vec<Argument>,
    /// Why there may be more tasks than those listed.
    pub open: Option<Why>,
    /// The mapping or list of tasks, to add one.
    pub at: Option<NodeId>,
}

/// One use of a component.
#[derive(Clone, Debug)]
pub struct Task {
    /// Its definition.
    pub def: DefId,
    /// The graph it is in.
    pub graph: GraphId,
    /// The name it is shown by, where that is another than the one it is referred to by.
    pub title: Val<NameId>,
    /// What it runs.
    pub callee: Callee,
    /// What it passes.
    pub args: Vec<Argument>,
    /// Why it may pass more than is listed.
    pub args_open: Option<Why>,
    /// When it runs at all.
    pub when: Option<ExprId>,
    /// What it waits for.
    pub trigger: Trigger,
    /// Its place among stages that run one after another, counted from 0: it waits for all tasks of the stage
    /// before, without an edge for each. `None` where the graph has no stages.
    pub stage: Option<u32>,
    /// Why it runs at all.
    pub role: TaskRole,
    /// How often it runs.
    pub each: Option<Loop>,
    /// How it is retried.
    pub retry: Option<Retry>,
    /// Whether its result may be reused.
    pub cache: Val<bool>,
    /// The names of its arguments.
    pub scope: ScopeId,
    /// The whole of it.
    pub node: NodeId,
}

/// Why a task runs.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum TaskRole {
    /// It is a part of the work.
    #[default]
    Work,
    /// It runs when another task has ended, or without one when the whole graph has.
    Exit(Option<TaskId>),
    /// It runs when something comes true while another task runs, or without one while the graph does.
    Hook(Option<TaskId>),
}

/// What a task runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Callee {
    /// A component by name, or one of another file.
    Ref(RefId),
    /// A component written inside the task.
    Inline(ComponentId),
    /// Nothing is written; the place where it should be.
    Missing(Span),
    /// Cannot be told.
    Unknown(Why),
}

/// A value passed to a port.
#[derive(Clone, Debug)]
pub struct Argument {
    /// The port of the callee (for a graph's outputs: of the graph's own component).
    pub port: RefId,
    /// The name inside the task under which expressions see it.
    pub def: Option<DefId>,
    /// The value.
    pub binding: BindingId,
    /// What is done to the value before it is passed.
    pub transform: Option<ExprId>,
    /// The type that the value is said to have where it is passed, whatever its producer says.
    pub claims: Option<TypeUse>,
}

/// A value, or where it comes from.
#[derive(Clone, Debug)]
pub enum Binding {
    /// Written out.
    Literal(Literal, Origin),
    /// Text with holes that the engine fills.
    Template(Vec<RefId>, Origin),
    /// An input of the component around the graph.
    Input(RefId),
    /// An output of another task.
    Output {
        /// The task.
        task: RefId,
        /// The output.
        port: RefId,
    },
    /// How another task ended; without one, the tasks it waits for.
    Status(Option<RefId>),
    /// Exactly one of these will exist.
    OneOf(Vec<BindingId>),
    /// All of these, as a list.
    Gather(Vec<BindingId>),
    /// Nothing is written where a value should be.
    Absent(Span),
    /// Cannot be told.
    Unknown(Origin, Why),
}

/// A written value: its kind, and where to read the rest.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Literal {
    /// What it is.
    pub kind: LiteralKind,
    /// The node that holds it.
    pub node: NodeId,
}

/// The kind of a written value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LiteralKind {
    /// Nothing.
    Null,
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Int,
    /// Any other number.
    Number,
    /// Text.
    String,
    /// A list.
    List,
    /// Keys with values.
    Map,
}

/// One task waits for another, apart from any value.
#[derive(Clone, Copy, Debug)]
pub struct OrderEdge {
    /// The task that waits.
    pub waits: TaskId,
    /// The task it waits for.
    pub on: RefId,
}

/// What a task waits for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Trigger {
    /// All it depends on succeeded.
    AllSucceeded,
    /// All it depends on ended, in whatever way.
    AllCompleted,
    /// What an expression says of how those it depends on ended.
    Results(ExprId),
    /// Cannot be told.
    Unknown,
}

/// A task that runs once for each item.
#[derive(Clone, Debug)]
pub struct Loop {
    /// What it runs over.
    pub items: Items,
    /// The input of the callee that receives the item. It is then not an argument.
    pub item: Option<RefId>,
    /// How many run at once; 0 is as many as there are.
    pub limit: Val<u64>,
    /// The whole of it.
    pub span: Span,
}

/// What a loop runs over.
#[derive(Clone, Debug)]
pub enum Items {
    /// A list written out, as JSON text.
    Text(Origin),
    /// A list written out.
    List(Origin),
    /// A value from elsewhere that must be a list, or text that holds one.
    Value(BindingId),
    /// An argument of this very task.
    Argument(RefId),
    /// The numbers from one to another; the whole of it.
    Range(Origin),
    /// Cannot be told.
    Unknown(Why),
}

/// How a failed task is run again. Durations are as written.
#[derive(Clone, Debug)]
pub struct Retry {
    /// How many times more.
    pub max: Val<i64>,
    /// Whether anything is said on how long to wait between.
    pub waits: bool,
    /// The whole of it.
    pub span: Span,
}

/// A piece of another language inside a string.
#[derive(Clone, Debug)]
pub struct Expr {
    /// The language.
    pub language: Language,
    /// The text of it.
    pub at: Origin,
    /// What it refers to.
    pub refs: Vec<RefId>,
    /// What is wrong with it by itself, in the order of the text.
    pub problems: Vec<ExprProblem>,
}

/// A defect of an expression, found where its language is known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ExprProblem {
    /// Which rule reports it.
    pub kind: ExprProblemKind,
    /// The smallest wrong token.
    pub span: Span,
    /// One sentence, as [`crate::Diagnostic::title`].
    pub title: String,
    /// What the title could not say; for an unknown name, what to say where no candidate is near.
    pub label: String,
    /// For an unknown name: those that there are.
    pub candidates: Vec<&'static str>,
    /// What would mend it, where the text can be edited.
    pub fix: Option<Fix>,
    /// The engines that object; none named is all.
    pub engines: &'static [Engine],
}

/// What is wrong with an expression.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ExprProblemKind {
    /// It cannot be read.
    Syntax,
    /// A quote inside a string ends it.
    Quote,
    /// A variable, field or function that does not exist.
    Name,
    /// Types that are certain to fail together.
    Type,
    /// A comparison of an integer with a number that is none.
    IntegerComparison,
    /// It does not depend on anything.
    Constant,
}

/// A little language inside strings.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Language {
    /// `{{$.inputs.parameters['x']}}`
    KfpPlaceholder,
    /// Common Expression Language.
    Cel,
    /// KFP v1's tree of comparisons.
    Predicate,
    /// `{{tasks.a.outputs.result}}`
    ArgoTag,
    /// `{{=…}}` and the expressions of Argo's hooks and outputs.
    ExprLang,
    /// Argo's conditions, after their tags were filled in.
    Govaluate,
    /// Argo's `depends`: task results with `&&`, `||` and `!`.
    Depends,
    /// `$(params.x)`
    TektonVariable,
}
