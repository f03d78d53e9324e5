//! The rank of each node: the layer it is drawn in. Every edge leads to a greater rank.

use crate::table::{Lists, Table};

/// Ranks from 0 for a graph without circles: as near to the nodes before as can be, then moved wherever that makes
/// edges shorter.
pub(super) fn ranks(nodes: usize, edges: &[(usize, usize)]) -> Table<usize> {
    let (mut before, mut after) = (Lists::new(nodes), Lists::new(nodes));
    for (from, to) in edges {
        after.add(*from, *to);
        before.add(*to, *from);
    }
    let order = topological(nodes, &before, &after);
    let mut rank = Table::new(nodes, 0);
    for node in &order {
        let least = before.at(*node).iter().map(|b| rank.at(*b) + 1).max();
        rank.set(*node, least.unwrap_or(0));
    }
    // Each pass shortens edges or is the last; a handful is enough for what people draw.
    for _ in 0..8 {
        let mut moved = false;
        for node in order.iter().rev() {
            moved |= settle(*node, &before, &after, &mut rank);
        }
        for node in &order {
            moved |= settle(*node, &before, &after, &mut rank);
        }
        if !moved {
            break;
        }
    }
    let first = rank.iter().min().unwrap_or(0);
    rank.iter().map(|r| r - first).collect()
}

/// Moves a node to the end of its room where its more numerous neighbours are.
fn settle(node: usize, before: &Lists, after: &Lists, rank: &mut Table<usize>) -> bool {
    let here = rank.at(node);
    let there = match before.at(node).len().cmp(&after.at(node).len()) {
        std::cmp::Ordering::Less => after.at(node).iter().map(|a| rank.at(*a).saturating_sub(1)).min(),
        std::cmp::Ordering::Greater => before.at(node).iter().map(|b| rank.at(*b) + 1).max(),
        std::cmp::Ordering::Equal => None,
    };
    let Some(there) = there.filter(|r| *r != here) else { return false };
    rank.set(node, there);
    true
}

/// The nodes so that edges lead forward.
fn topological(nodes: usize, before: &Lists, after: &Lists) -> Vec<usize> {
    let mut waiting: Table<usize> = (0..nodes).map(|n| before.at(n).len()).collect();
    let mut order: Vec<usize> = (0..nodes).filter(|n| waiting.at(*n) == 0).collect();
    let mut next = 0;
    while let Some(node) = order.get(next).copied() {
        next += 1;
        for later in after.at(node) {
            let left = waiting.at(*later).saturating_sub(1);
            waiting.set(*later, left);
            if left == 0 {
                order.push(*later);
            }
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::ranks;

    fn of(n: usize, edges: &[(usize, usize)]) -> Vec<usize> {
        ranks(n, edges).iter().collect()
    }

    #[test]
    fn edges_lead_down() {
        assert_eq!(of(4, &[(0, 1), (1, 2), (0, 2), (2, 3)]), [0, 1, 2, 3]);
        assert_eq!(of(0, &[]), [0; 0]);
    }

    #[test]
    fn a_source_stands_near_what_it_feeds() {
        // 3 only feeds 2: it is drawn beside 1, not at the top.
        assert_eq!(of(4, &[(0, 1), (1, 2), (3, 2)]), [0, 1, 2, 1]);
    }
}
