//! Components and their ports.

use ir_model::{Body, Component as Lowered, ComponentId, PortId, Ports, Retry, Tri, Val};

use super::{DEEPEST, Maker, ids, reference, value};
use crate::model::{Body as BodyModel, Component, Port, Reason, Retry as RetryModel, Stated};

impl Maker<'_> {
    /// A component; `depth` tells inside of how many others it stands.
    pub(super) fn component(&self, id: ComponentId, depth: usize) -> Option<Component> {
        let component = self.package.components.get(id)?;
        let def = self.package.def(component.def)?;
        Some(Component {
            id: self.components.get(&id).cloned().unwrap_or_default(),
            name: self.name(def.name),
            at: self.named_at(def),
            shadowed: self.is_shadowed(component.def),
            description: self.doc(component.doc),
            inputs: self.ports(&component.inputs, true),
            inputs_open: component.inputs.open.map(Into::into),
            outputs: self.ports(&component.outputs, false),
            outputs_open: component.outputs.open.map(Into::into),
            body: self.body(component, depth),
            retry: component.retry.as_ref().map(|r| self.retry(r)),
            keys: self
                .exports
                .get(&id)
                .map_or_else(Vec::new, |keys| keys.iter().copied().map(reference::key).collect()),
        })
    }

    fn ports(&self, ports: &Ports, inputs: bool) -> Vec<Port> {
        ports.ids().filter_map(|id| self.port(id, inputs)).collect()
    }

    fn port(&self, id: PortId, input: bool) -> Option<Port> {
        let port = self.package.ports.get(id)?;
        let def = self.package.def(port.def)?;
        let required = match port.required() {
            Tri::Yes => Stated::Known(true),
            Tri::No => Stated::Known(false),
            Tri::Unknown => Stated::Unknown { unknown: why(port.optional) },
        };
        Some(Port {
            name: self.name(def.name),
            at: self.named_at(def),
            shadowed: self.is_shadowed(port.def),
            kind: value::port_kind(port.kind),
            ty: self.ty(&port.ty),
            required: input.then_some(required),
            default: port.default.map(|(literal, origin)| self.literal(literal, origin)),
            choices: port.choices.iter().filter_map(|(literal, _)| self.json(literal.node)).collect(),
            place: port.place.map(|node| self.written(node, None)),
            description: self.doc(port.doc),
        })
    }

    fn body(&self, component: &Lowered, depth: usize) -> BodyModel {
        let unknown = |unknown| BodyModel::Unknown { unknown };
        if let Some(pod) = ids::pod(&component.body) {
            return match (self.executors.get(&pod), self.package.pods.get(pod)) {
                (Some(id), _) => BodyModel::Executor { executor: id.clone() },
                (None, Some(lowered)) => BodyModel::Containers(self.executor(pod, lowered, Some(component.def))),
                (None, None) => unknown(Reason::Undetermined),
            };
        }
        match &component.body {
            Body::Graph(_) if depth > DEEPEST => unknown(Reason::TooDeep),
            Body::Graph(id) => match self.package.graphs.get(*id) {
                Some(graph) => BodyModel::Graph(self.graph(graph, depth)),
                None => unknown(Reason::Undetermined),
            },
            Body::Import { uri } => BodyModel::Import { uri: uri.map(|uri| self.value(uri)) },
            Body::Query(_) => BodyModel::Query,
            Body::Objects => BodyModel::Objects,
            Body::Wait(_) => BodyModel::Wait,
            Body::External(origin) => BodyModel::External { name: self.text_at(*origin), at: self.at(origin.span) },
            Body::Pod(_) => unknown(Reason::Undetermined),
            Body::Unknown(why) => unknown((*why).into()),
        }
    }

    pub(super) fn retry(&self, retry: &Retry) -> RetryModel {
        RetryModel { at: self.at(retry.span), max: super::stated(retry.max, |max| max), waits: retry.waits }
    }
}

/// Why it is not known whether a port may be left out.
fn why(optional: Val<bool>) -> Reason {
    match optional {
        Val::Unknown(_, why) => why.into(),
        _ => Reason::Undetermined,
    }
}
