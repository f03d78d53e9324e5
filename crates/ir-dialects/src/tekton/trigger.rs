//! Triggers: templates of runs, the values that events give them, and what brings the two together.

use ir_model::{Body, Ports, Why};
use ir_syntax::Node;

use super::Object;
use super::file::File;
use super::recognise::kind;
use super::strings::{Field, Part, Place};
use crate::{DocumentKind, Part as DocumentPart};

/// What a template makes. The key is written in two ways.
const LISTS: [&str; 2] = ["resourcetemplates", "resourceTemplates"];

/// The runs inside of a trigger template.
pub(crate) fn templates(root: Node<'_>) -> impl Iterator<Item = DocumentPart<'_>> {
    let spec = root.get("spec");
    let lists = LISTS.into_iter().filter_map(move |key| spec?.get(key));
    lists.flat_map(Node::items).filter_map(|root| {
        let unsaid = || match root.get("kind").filter(|_| root.get("apiVersion").is_none())?.text() {
            "PipelineRun" => Some(DocumentKind::Tekton { object: Object::PipelineRun, version: "" }),
            "TaskRun" => Some(DocumentKind::Tekton { object: Object::TaskRun, version: "" }),
            _ => None,
        };
        match kind(root).or_else(unsaid)? {
            kind @ DocumentKind::Tekton { object, .. } if object != Object::TriggerTemplate => {
                Some(DocumentPart { root, kind })
            }
            _ => None,
        }
    })
}

/// The parameters of a trigger template, which all of its runs see.
pub(crate) fn template<'t>(f: &mut File<'t>, root: Node<'t>) -> ir_model::ScopeId {
    let (def, inside) = f.define_object(root, Object::TriggerTemplate);
    let spec = f.l.field(root, "spec").unwrap_or(root);
    let id = f.component(spec, def, inside);
    let inputs = f.inputs(spec, inside, false);
    f.edit_component(id, |c| {
        c.inputs = inputs;
        c.body = Body::Objects;
    });
    f.export(root, Object::TriggerTemplate, id);
    f.template = Some(inside);
    let place = Place {
        inside,
        graph: None,
        steps: None,
        own: None,
        user: Some(def),
        part: if f.alpha { Part::Template } else { Part::Run },
        field: Field::Plain,
    };
    for list in LISTS.into_iter().filter_map(|key| f.l.field(spec, key)).collect::<Vec<_>>() {
        for item in list.items() {
            outside_specs(f, item, place, 0);
        }
        // Objects of other kinds are made, too.
        for object in list.items() {
            f.check_managed(object);
        }
    }
    inside
}

/// The strings of an object to be made, those of specs with parameters of their own left out.
fn outside_specs<'t>(f: &mut File<'t>, node: Node<'t>, place: Place, depth: u32) {
    if depth > 16 {
        return;
    }
    if node.is_scalar() {
        f.string(node, place);
    }
    node.items().for_each(|item| outside_specs(f, item, place, depth + 1));
    for entry in node.own_entries() {
        if !matches!(entry.key.text(), "pipelineSpec" | "taskSpec") {
            outside_specs(f, entry.value, place, depth + 1);
        }
    }
}

/// What an event gives: values by name, the outputs of whatever brings it.
pub(crate) fn binding<'t>(f: &mut File<'t>, root: Node<'t>) {
    let (def, inside) = f.define_object(root, Object::TriggerBinding);
    let spec = f.l.field(root, "spec").unwrap_or(root);
    let id = f.component(spec, def, inside);
    f.edit_component(id, |c| {
        c.inputs = Ports { open: Some(Why::Unmodelled), ..Ports::none() };
        c.body = Body::Unknown(Why::Unmodelled);
    });
    f.export(root, Object::TriggerBinding, id);
    let names = f.names(spec, "params");
    f.unique(names.into_iter(), "parameter", false);
    f.check_values(spec);
}

/// What a listener or a single trigger brings together.
pub(crate) fn listener<'t>(f: &mut File<'t>, spec: Node<'t>) {
    let mut triggers = f.items(spec, "triggers");
    triggers.push(spec);
    for trigger in triggers {
        let one = f.l.field(trigger, "binding").filter(|b| b.is_mapping());
        for binding in f.items(trigger, "bindings").into_iter().chain(one) {
            // A binding may stand in place.
            if f.l.field(binding, "value").is_none()
                && f.l.field(binding, "kind").is_none_or(|k| k.text() == "TriggerBinding")
            {
                object(f, binding, Object::TriggerBinding);
            }
        }
        if let Some(template) = f.l.field(trigger, "template") {
            object(f, template, Object::TriggerTemplate);
        }
    }
}

fn object<'t>(f: &mut File<'t>, reference: Node<'t>, object: Object) {
    let name = f.l.field(reference, "ref").or_else(|| f.l.field(reference, "name"));
    if let Some(name) = name.filter(|n| n.is_scalar() && !n.is_missing()) {
        f.free_reference(object, name);
    }
}
