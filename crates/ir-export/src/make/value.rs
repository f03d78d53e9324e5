//! Values, types, expressions and pieces of text.

use ir_model::{Binding, BindingId, DefId, ExprId, Language, Literal, Ns, Origin, PortKind, Type, TypeUse};
use ir_syntax::{Kind, Node, NodeId, Scalar};
use serde_json::{Map, Number, Value as Json};

use super::Maker;
use crate::model::{Expression, Reason, Reference, Type as TypeModel, TypeKind, Value, Written};

/// Values inside of values, at most.
const VALUES: usize = 6;
/// Lists inside of lists, at most.
const NESTED: usize = 40;

impl Maker<'_> {
    pub(super) fn value(&self, binding: BindingId) -> Value {
        self.value_at(binding, 0)
    }

    fn value_at(&self, binding: BindingId, depth: usize) -> Value {
        if depth > VALUES {
            return Value::Unknown { unknown: Reason::TooDeep, at: None };
        }
        let all = |ids: &[BindingId]| ids.iter().map(|id| self.value_at(*id, depth + 1)).collect();
        match self.package.bindings.get(binding) {
            Some(Binding::Literal(literal, origin)) => self.literal(*literal, *origin),
            Some(Binding::Template(refs, origin)) => Value::Template {
                text: self.text_at(*origin),
                references: self.references(refs),
                at: self.at(origin.span),
            },
            Some(Binding::Input(input)) => Value::Input { input: self.certain(*input, Ns::Input) },
            Some(Binding::Output { task, port }) => {
                Value::Output { task: self.certain(*task, Ns::Task), output: self.certain(*port, Ns::Output) }
            }
            Some(Binding::Status(task)) => Value::Status { task: task.map(|task| self.certain(task, Ns::Task)) },
            Some(Binding::OneOf(ids)) => Value::OneOf { values: all(ids) },
            Some(Binding::Gather(ids)) => Value::Gather { values: all(ids) },
            Some(Binding::Absent(_)) => Value::Absent,
            Some(Binding::Unknown(origin, why)) => Value::Unknown { unknown: (*why).into(), at: self.at(origin.span) },
            None => Value::Unknown { unknown: Reason::Undetermined, at: None },
        }
    }

    /// A value that is written out.
    pub(super) fn literal(&self, literal: Literal, origin: Origin) -> Value {
        let at = self.at(origin.span);
        match self.json(literal.node) {
            Some(value) => Value::Literal { value, at },
            None => Value::Unknown { unknown: Reason::TooDeep, at },
        }
    }

    /// What stands at a node; `None` where it is nested too deep.
    pub(super) fn json(&self, node: NodeId) -> Option<Json> {
        json(self.source.tree.node(node), 0)
    }

    pub(super) fn ty(&self, ty: &TypeUse) -> TypeModel {
        TypeModel { kind: self.type_kind(&ty.ty), at: ty.at.and_then(|origin| self.at(origin.span)) }
    }

    fn type_kind(&self, ty: &Type) -> TypeKind {
        let of = |ty: &Type| Box::new(TypeModel { kind: self.type_kind(ty), at: None });
        match ty {
            Type::Unknown => TypeKind::Unknown,
            Type::Any => TypeKind::Any,
            Type::Bool => TypeKind::Bool,
            Type::Int => TypeKind::Int,
            Type::Number => TypeKind::Number,
            Type::String => TypeKind::String,
            Type::List(item) => TypeKind::List { of: of(item) },
            Type::Map(value) => TypeKind::Map { of: of(value) },
            Type::Artifact { schema, version } => {
                TypeKind::Artifact { schema: schema.map(|s| self.name(s)), version: version.map(|v| self.name(v)) }
            }
            Type::Nominal(name) => TypeKind::Named { name: self.name(*name) },
            Type::Status => TypeKind::Status,
            Type::Config => TypeKind::Config,
        }
    }

    pub(super) fn expression(&self, id: ExprId) -> Option<Expression> {
        let expr = self.package.exprs.get(id)?;
        let node = self.source.tree.node(expr.at.node);
        Some(Expression {
            language: language(expr.language),
            text: self.text_at(expr.at),
            value: if node.is_scalar() { None } else { json(node, 0) },
            references: self.references(&expr.refs),
            at: self.at(expr.at.span),
        })
    }

    /// A text, or what stands instead of one, with the references that `user` makes in it.
    pub(super) fn written(&self, node: NodeId, user: Option<DefId>) -> Written {
        let node = self.source.tree.node(node);
        let mut written = Written {
            text: None,
            value: None,
            unknown: None,
            references: self.references_in(node, user),
            at: self.at(node.span()),
        };
        match node.kind() {
            Kind::Scalar => written.text = Some(node.text().to_owned()),
            Kind::Alias => written.unknown = Some(Reason::Unresolved),
            _ => match json(node, 0) {
                Some(value) => written.value = Some(value),
                None => written.unknown = Some(Reason::TooDeep),
            },
        }
        written
    }

    /// The references in a piece of the text, in its order. Where several things share the text, those of `user`.
    fn references_in(&self, node: Node<'_>, user: Option<DefId>) -> Vec<Reference> {
        let span = node.span();
        let first = self.by_place.partition_point(|(start, _)| *start < span.start);
        let inside = self.by_place.get(first..).unwrap_or(&[]).iter();
        let inside = inside.take_while(|(start, _)| *start < span.end).map(|(_, id)| *id);
        let used_by = |id: &ir_model::RefId| self.package.reference(*id).and_then(|r| r.user);
        let all: Vec<ir_model::RefId> = inside.collect();
        let own: Vec<ir_model::RefId> = all.iter().copied().filter(|id| used_by(id) == user).collect();
        self.references(if own.is_empty() { &all } else { &own })
    }
}

/// What passes through a port.
pub(super) const fn port_kind(kind: PortKind) -> &'static str {
    match kind {
        PortKind::Parameter => "parameter",
        PortKind::Artifact => "artifact",
        PortKind::Either => "either",
        PortKind::Volume => "volume",
    }
}

const fn language(language: Language) -> &'static str {
    match language {
        Language::KfpPlaceholder => "kfp-placeholder",
        Language::Cel => "cel",
        Language::Predicate => "kfp-predicate",
        Language::ArgoTag => "argo-tag",
        Language::ExprLang => "expr",
        Language::Govaluate => "govaluate",
        Language::Depends => "argo-depends",
        Language::TektonVariable => "tekton-variable",
    }
}

fn json(node: Node<'_>, depth: usize) -> Option<Json> {
    if depth > NESTED {
        return None;
    }
    Some(match node.kind() {
        Kind::Mapping => {
            let mut map = Map::new();
            for entry in node.entries() {
                map.insert(entry.key.text().to_owned(), json(entry.value, depth + 1)?);
            }
            Json::Object(map)
        }
        Kind::Sequence => Json::Array(node.items().map(|item| json(item, depth + 1)).collect::<Option<_>>()?),
        Kind::Alias => Json::Null,
        Kind::Scalar => match node.scalar() {
            None | Some(Scalar::Null) => Json::Null,
            Some(Scalar::Bool(b)) => Json::Bool(b),
            Some(Scalar::Int(i)) => Json::Number(i.into()),
            // Infinity, and what is no number at all, JSON has no words for.
            Some(Scalar::Float(f)) => {
                Number::from_f64(f).map_or_else(|| Json::String(node.text().to_owned()), Json::Number)
            }
            Some(Scalar::String(s)) => Json::String(s.to_owned()),
        },
    })
}
