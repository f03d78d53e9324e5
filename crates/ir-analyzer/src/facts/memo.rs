//! What several rules ask of one file: found out once, when the first of them asks.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use ir_model::{Package, Step};
use ir_syntax::{Node, NodeId, TextMap, Tree};

use super::step;
use super::usage::Usage;

/// A container, or one that a platform runs before, with the texts of its command and arguments.
#[derive(Debug)]
pub(crate) struct Command<'a> {
    pub(crate) step: &'a Step,
    pub(crate) texts: Vec<Node<'a>>,
}

/// Answers that were given before. Shared pointers, so that a rule can report while it holds one.
#[derive(Debug, Default)]
pub(crate) struct Memo<'a> {
    usage: OnceCell<Rc<Usage>>,
    commands: OnceCell<Rc<[Command<'a>]>>,
    /// Of the scalar asked last: a long script has many placeholders.
    map: RefCell<Option<(NodeId, Rc<TextMap>)>>,
}

impl<'a> Memo<'a> {
    pub(crate) fn usage(&self, package: &Package) -> Rc<Usage> {
        Rc::clone(self.usage.get_or_init(|| Rc::new(Usage::of(package))))
    }

    pub(crate) fn commands(&self, package: &'a Package, tree: &'a Tree) -> Rc<[Command<'a>]> {
        let command = |step| Command { step, texts: step::command(tree, step) };
        let all = step::steps(package).map(|(_, step)| step).chain(step::before(package));
        Rc::clone(self.commands.get_or_init(|| all.map(command).collect()))
    }

    pub(crate) fn text_map(&self, node: Node<'_>) -> Rc<TextMap> {
        let mut last = self.map.borrow_mut();
        match &*last {
            Some((id, map)) if *id == node.id() => Rc::clone(map),
            _ => {
                let map = Rc::new(node.text_map());
                *last = Some((node.id(), Rc::clone(&map)));
                map
            }
        }
    }
}
