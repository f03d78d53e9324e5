//! The order of the items in each layer, with few crossings of edges.

use super::plan::Chain;
use crate::table::{Lists, Table};

/// The neighbours of each item in the layers above and below.
pub(super) struct Neighbours {
    pub(super) above: Lists,
    pub(super) below: Lists,
}

impl Neighbours {
    pub(super) fn of(chains: &[Chain], items: usize) -> Self {
        let (mut above, mut below) = (Lists::new(items), Lists::new(items));
        for chain in chains {
            for (upper, lower) in chain.items.iter().zip(chain.items.iter().skip(1)) {
                below.add(*upper, *lower);
                above.add(*lower, *upper);
            }
        }
        Self { above, below }
    }
}

/// Sweeps without progress after which to stop.
const PATIENCE: usize = 6;

/// Orders the layers: from two starts, sweeps down and up by the mean place of the neighbours, each followed by swaps of
/// neighbours that cross; the best order that was seen stays.
pub(super) fn order(layers: &mut Vec<Vec<usize>>, chains: &[Chain], items: usize) {
    let neighbours = Neighbours::of(chains, items);
    let sweeps = if items > 4_000 { 6 } else { 24 };
    let mut best: Option<(usize, Vec<Vec<usize>>)> = None;
    for backwards in [false, true] {
        let mut state = State::new(start(layers, &neighbours, items, backwards), items);
        let mut stale = 0;
        for sweep in 0..=sweeps {
            let crossings = state.crossings(&neighbours);
            if best.as_ref().is_none_or(|(least, _)| crossings < *least) {
                best = Some((crossings, state.layers.clone()));
                stale = 0;
            } else {
                stale += 1;
            }
            if crossings == 0 || stale > PATIENCE || sweep == sweeps {
                break;
            }
            state.sweep(&neighbours, sweep % 2 == 0, sweep % 4 >= 2);
            state.swap_neighbours(&neighbours);
        }
        if best.as_ref().is_some_and(|(least, _)| *least == 0) {
            break;
        }
    }
    if let Some((_, found)) = best {
        *layers = found;
    }
}

/// Items in the order in which a walk along the edges meets them, so that what belongs together starts together.
fn start(layers: &[Vec<usize>], neighbours: &Neighbours, items: usize, backwards: bool) -> Vec<Vec<usize>> {
    let mut layer_of = Table::new(items, 0);
    for (i, layer) in layers.iter().enumerate() {
        layer.iter().for_each(|item| layer_of.set(*item, i));
    }
    let mut roots: Vec<usize> = layers.iter().flatten().copied().collect();
    if backwards {
        roots.reverse();
    }
    let along = if backwards { &neighbours.above } else { &neighbours.below };
    let mut seen = Table::new(items, false);
    let mut found = vec![Vec::new(); layers.len()];
    for root in roots {
        let mut path = vec![root];
        while let Some(item) = path.pop() {
            if seen.at(item) {
                continue;
            }
            seen.set(item, true);
            if let Some(layer) = found.get_mut(layer_of.at(item)) {
                layer.push(item);
            }
            path.extend(along.at(item).iter().rev());
        }
    }
    found
}

struct State {
    layers: Vec<Vec<usize>>,
    /// The place of each item in its layer.
    place: Table<usize>,
}

impl State {
    fn new(layers: Vec<Vec<usize>>, items: usize) -> Self {
        let mut state = Self { layers: Vec::new(), place: Table::new(items, 0) };
        for layer in &layers {
            state.number(layer);
        }
        state.layers = layers;
        state
    }

    fn number(&mut self, layer: &[usize]) {
        layer.iter().enumerate().for_each(|(i, item)| self.place.set(*item, i));
    }

    /// Sorts each layer by the mean place of the neighbours in the layer before. Of equals the later one goes first
    /// where `turn` says so, which gets the search out of dead ends.
    fn sweep(&mut self, neighbours: &Neighbours, down: bool, turn: bool) {
        let count = self.layers.len();
        for step in 1..count {
            let at = if down { step } else { count - 1 - step };
            let towards = if down { &neighbours.above } else { &neighbours.below };
            let Some(layer) = self.layers.get_mut(at).map(std::mem::take) else { continue };
            let mut keyed: Vec<(f64, usize)> = layer
                .iter()
                .enumerate()
                .map(|(i, item)| (mean(towards.at(*item), &self.place).unwrap_or(i as f64), *item))
                .collect();
            if turn {
                keyed.reverse();
            }
            keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
            let sorted: Vec<usize> = keyed.into_iter().map(|(_, item)| item).collect();
            self.number(&sorted);
            if let Some(layer) = self.layers.get_mut(at) {
                *layer = sorted;
            }
        }
    }

    /// Swaps items that stand side by side while that saves crossings.
    fn swap_neighbours(&mut self, neighbours: &Neighbours) {
        for _ in 0..4 {
            let mut better = false;
            for at in 0..self.layers.len() {
                let Some(mut layer) = self.layers.get_mut(at).map(std::mem::take) else { continue };
                for i in 1..layer.len() {
                    let (Some(left), Some(right)) = (layer.get(i - 1).copied(), layer.get(i).copied()) else {
                        continue;
                    };
                    let gain = |side: &Lists| gain(side.at(left), side.at(right), &self.place);
                    if gain(&neighbours.above) + gain(&neighbours.below) > 0 {
                        layer.swap(i - 1, i);
                        self.place.set(left, i);
                        self.place.set(right, i - 1);
                        better = true;
                    }
                }
                if let Some(slot) = self.layers.get_mut(at) {
                    *slot = layer;
                }
            }
            if !better {
                break;
            }
        }
    }

    fn crossings(&self, neighbours: &Neighbours) -> usize {
        let below = |layer: &Vec<usize>| {
            let mut ends = Vec::new();
            for item in layer {
                let from = ends.len();
                ends.extend(neighbours.below.at(*item).iter().map(|b| self.place.at(*b)));
                if let Some(own) = ends.get_mut(from..) {
                    own.sort_unstable();
                }
            }
            inversions(&ends)
        };
        self.layers.iter().map(below).sum()
    }
}

fn mean(neighbours: &[usize], place: &Table<usize>) -> Option<f64> {
    let sum: usize = neighbours.iter().map(|n| place.at(*n)).sum();
    (!neighbours.is_empty()).then(|| sum as f64 / neighbours.len() as f64)
}

/// Pairs to look at before a swap; where hundreds of edges meet, one swap is not worth it.
const MOST_PAIRS: usize = 4_096;

/// How many crossings fewer there are when two items with these neighbours change places.
fn gain(left: &[usize], right: &[usize], place: &Table<usize>) -> i64 {
    if left.len().saturating_mul(right.len()) > MOST_PAIRS {
        return 0;
    }
    let mut gain = 0;
    for a in left {
        for b in right {
            let (a, b) = (place.at(*a), place.at(*b));
            gain += i64::from(a > b) - i64::from(a < b);
        }
    }
    gain
}

/// The pairs that stand in the wrong order.
fn inversions(numbers: &[usize]) -> usize {
    let size = numbers.iter().max().map_or(0, |m| m + 1);
    let mut counts = Table::new(size + 1, 0_usize);
    let mut total = 0;
    for (seen, number) in numbers.iter().enumerate() {
        let mut not_greater = 0;
        let mut i = number + 1;
        while i > 0 {
            not_greater += counts.at(i);
            i &= i - 1;
        }
        total += seen - not_greater;
        let mut i = number + 1;
        while i <= size {
            counts.set(i, counts.at(i) + 1);
            i += i & i.wrapping_neg();
        }
    }
    total
}

#[cfg(test)]
mod tests {
    use super::inversions;
    use crate::layout::plan::plan;

    #[test]
    fn pairs_in_the_wrong_order_are_counted() {
        assert_eq!(inversions(&[0, 1, 2]), 0);
        assert_eq!(inversions(&[2, 1, 0]), 3);
        assert_eq!(inversions(&[1, 1, 0]), 2);
    }

    #[test]
    fn edges_that_need_not_cross_do_not() {
        // 0 and 1 feed 3 and 2: as written, they would cross.
        let plan = plan(5, &[(0, 3), (1, 2), (0, 4), (1, 4)]);
        let layers = &plan.parts[0].layers;
        let place = |item: usize| layers.iter().flat_map(|l| l.iter().position(|i| *i == item)).next().unwrap();
        assert_eq!(place(0) < place(1), place(3) < place(2));
    }
}
