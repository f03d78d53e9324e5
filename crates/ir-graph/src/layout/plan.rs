//! The plan of a group: who stands in which layer, in which order, and by which way edges go. It hangs on the structure
//! alone, not on sizes, so that it stays when a group inside is collapsed.

use serde::Serialize;

use super::acyclic::backward;
use super::order::order;
use super::rank::ranks;
use crate::table::{Lists, Table};

/// How the members of a group are arranged.
#[derive(Clone, Default, PartialEq, Debug, Serialize)]
pub struct Plan {
    /// What no edge joins, each by itself: the largest first.
    pub parts: Vec<Part>,
    /// Edges that are not drawn because there are far too many long ones.
    #[serde(skip)]
    pub left_out: Vec<usize>,
}

/// Members that are joined by edges. Its *items* are numbered from 0: first the members, then the bends.
#[derive(Clone, Default, PartialEq, Debug, Serialize)]
pub struct Part {
    /// The members of the group that are items `0..members.len()`.
    pub members: Vec<usize>,
    /// Items from left to right, layers from top to bottom.
    pub layers: Vec<Vec<usize>>,
    /// The edges.
    pub chains: Vec<Chain>,
}

/// The way of one edge.
#[derive(Clone, Default, PartialEq, Debug, Serialize)]
pub struct Chain {
    /// The edge's place among those of the group.
    pub edge: usize,
    /// One item in each layer that it passes, from top to bottom: a member, bends, a member.
    pub items: Vec<usize>,
    /// Whether it leads from bottom to top.
    pub up: bool,
}

impl Part {
    /// The number of items.
    #[must_use]
    pub fn items(&self) -> usize {
        self.layers.iter().map(Vec::len).sum()
    }
}

/// So many bends are drawn in one group: beyond, nobody could follow an edge, and a chain of tasks that all wait for
/// the first would need a square of them.
const BENDS: usize = 12_000;

/// Arranges `members` nodes that are joined by `edges`.
pub(crate) fn plan(members: usize, edges: &[(usize, usize)]) -> Plan {
    let sound = |(_, (from, to)): &(usize, &(usize, usize))| from != to && *from < members && *to < members;
    let joining: Vec<(usize, (usize, usize))> = edges.iter().enumerate().filter(sound).map(|(i, e)| (i, *e)).collect();
    let mut left_out = Vec::new();
    let mut budget = BENDS;
    let mut parts = Vec::new();
    for (nodes, edges) in split(members, &joining) {
        parts.push(part(nodes, &edges, &mut budget, &mut left_out));
    }
    // Stable: equal ones stay in the order of the text.
    parts.sort_by_key(|p: &Part| std::cmp::Reverse(p.members.len()));
    left_out.sort_unstable();
    Plan { parts, left_out }
}

type Numbered = Vec<(usize, (usize, usize))>;

/// Members that edges join, with those edges, in the order of their first members.
fn split(members: usize, edges: &[(usize, (usize, usize))]) -> Vec<(Vec<usize>, Numbered)> {
    let mut beside = Lists::new(members);
    for (_, (from, to)) in edges {
        beside.add(*from, *to);
        beside.add(*to, *from);
    }
    let mut group = Table::new(members, usize::MAX);
    let mut groups: Vec<(Vec<usize>, Numbered)> = Vec::new();
    for start in 0..members {
        if group.at(start) != usize::MAX {
            continue;
        }
        let this = groups.len();
        group.set(start, this);
        let mut found = vec![start];
        let mut next = 0;
        while let Some(node) = found.get(next).copied() {
            next += 1;
            for other in beside.at(node) {
                if group.at(*other) == usize::MAX {
                    group.set(*other, this);
                    found.push(*other);
                }
            }
        }
        found.sort_unstable();
        groups.push((found, Vec::new()));
    }
    for edge in edges {
        if let Some((_, of)) = groups.get_mut(group.at(edge.1.0)) {
            of.push(*edge);
        }
    }
    groups
}

fn part(members: Vec<usize>, edges: &Numbered, budget: &mut usize, left_out: &mut Vec<usize>) -> Part {
    let local = |member: usize| members.binary_search(&member).unwrap_or(0);
    let pairs: Vec<(usize, usize)> = edges.iter().map(|(_, (from, to))| (local(*from), local(*to))).collect();
    let turned = backward(members.len(), &pairs);
    let downward = |(i, (from, to)): (usize, &(usize, usize))| if turned.at(i) { (*to, *from) } else { (*from, *to) };
    let downward: Vec<(usize, usize)> = pairs.iter().enumerate().map(downward).collect();
    let rank = ranks(members.len(), &downward);

    let mut layers = vec![Vec::new(); rank.iter().max().map_or(0, |r| r + 1)];
    for item in 0..members.len() {
        if let Some(layer) = layers.get_mut(rank.at(item)) {
            layer.push(item);
        }
    }
    // Short edges first: where not all can be drawn, the long ones are left out.
    let length = |i: usize| downward.get(i).map_or(0, |(a, b)| rank.at(*b).saturating_sub(rank.at(*a)));
    let mut by_length: Vec<usize> = (0..edges.len()).collect();
    by_length.sort_by_key(|i| length(*i));
    let mut drawn = Table::new(edges.len(), false);
    for i in by_length {
        let bends = length(i).saturating_sub(1);
        match budget.checked_sub(bends) {
            Some(left) => {
                *budget = left;
                drawn.set(i, true);
            }
            None => left_out.extend(edges.get(i).map(|(edge, _)| *edge)),
        }
    }

    let mut chains = Vec::new();
    let mut items = members.len();
    for (i, ((edge, _), (from, to))) in edges.iter().zip(&downward).enumerate() {
        if !drawn.at(i) {
            continue;
        }
        let mut chain = vec![*from];
        for layer in layers.iter_mut().take(rank.at(*to)).skip(rank.at(*from) + 1) {
            layer.push(items);
            chain.push(items);
            items += 1;
        }
        chain.push(*to);
        chains.push(Chain { edge: *edge, items: chain, up: turned.at(i) });
    }
    order(&mut layers, &chains, items);
    Part { members, layers, chains }
}

#[cfg(test)]
mod tests {
    use super::plan;

    #[test]
    fn what_is_not_joined_stands_by_itself() {
        let plan = plan(4, &[(1, 3)]);
        let members: Vec<_> = plan.parts.iter().map(|p| p.members.clone()).collect();
        assert_eq!(members, [vec![1, 3], vec![0], vec![2]]);
        assert_eq!(plan.parts[0].layers, [[0], [1]]);
    }

    #[test]
    fn an_edge_bends_in_every_layer_that_it_passes() {
        let plan = plan(3, &[(0, 1), (1, 2), (0, 2)]);
        let chains: Vec<_> = plan.parts[0].chains.iter().map(|c| c.items.clone()).collect();
        assert_eq!(chains, [vec![0, 1], vec![1, 2], vec![0, 3, 2]]);
        assert_eq!(plan.parts[0].layers.iter().map(Vec::len).collect::<Vec<_>>(), [1, 2, 1]);
    }

    #[test]
    fn a_circle_has_an_edge_that_leads_up() {
        let plan = plan(2, &[(0, 1), (1, 0)]);
        let up: Vec<_> = plan.parts[0].chains.iter().map(|c| (c.items.clone(), c.up)).collect();
        assert_eq!(up, [(vec![0, 1], false), (vec![0, 1], true)]);
    }

    #[test]
    fn the_longest_edges_are_left_out_where_there_are_far_too_many() {
        let n = 400;
        let mut edges: Vec<(usize, usize)> = (1..n).map(|i| (i - 1, i)).collect();
        edges.extend((0..n).flat_map(|i| (i + 2..n).map(move |j| (i, j))));
        let plan = plan(n, &edges);
        assert!(plan.parts[0].items() < 13_000);
        assert!(plan.left_out.contains(&edges.iter().position(|e| *e == (0, n - 1)).unwrap()));
    }
}
