//! Which edges to turn around so that a graph has no circle.

use crate::table::{Lists, Table};

/// For each edge whether it closes a circle, in a walk that follows the order of the nodes. Edges from a node to
/// itself do not count.
pub(super) fn backward(nodes: usize, edges: &[(usize, usize)]) -> Table<bool> {
    const NEW: u8 = 0;
    const OPEN: u8 = 1;
    const DONE: u8 = 2;

    let mut leaving = Lists::new(nodes);
    for (edge, (from, _)) in edges.iter().enumerate() {
        leaving.add(*from, edge);
    }
    let mut backward = Table::new(edges.len(), false);
    let mut state = Table::new(nodes, NEW);
    for start in 0..nodes {
        if state.at(start) != NEW {
            continue;
        }
        state.set(start, OPEN);
        let mut path = vec![(start, 0)];
        while let Some((node, next)) = path.last_mut() {
            let (here, edge) = (*node, leaving.at(*node).get(*next).copied());
            *next += 1;
            let Some(edge) = edge else {
                state.set(here, DONE);
                path.pop();
                continue;
            };
            let Some((_, to)) = edges.get(edge).copied().filter(|(_, to)| *to != here) else { continue };
            match state.at(to) {
                NEW => {
                    state.set(to, OPEN);
                    path.push((to, 0));
                }
                OPEN => backward.set(edge, true),
                _ => {}
            }
        }
    }
    backward
}

#[cfg(test)]
mod tests {
    use super::backward;

    #[test]
    fn one_edge_of_a_circle_is_turned() {
        let turned = |n, edges: &[(usize, usize)]| backward(n, edges).iter().collect::<Vec<_>>();
        assert_eq!(turned(3, &[(0, 1), (1, 2), (0, 2)]), [false, false, false]);
        assert_eq!(turned(3, &[(0, 1), (1, 2), (2, 0)]), [false, false, true]);
        assert_eq!(turned(2, &[(0, 0), (1, 0), (0, 1)]), [false, true, false], "an edge to itself stays");
    }
}
