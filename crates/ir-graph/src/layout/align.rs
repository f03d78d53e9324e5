//! Where the items of a layer stand from left to right: as Brandes and Köpf have it ("Fast and Simple Horizontal
//! Coordinate Assignment", 2001), so that long edges are straight. Four layouts, each pushed into one corner, are made
//! from blocks of items that stand below one another; every item stands between the middle two of its four places.

use rustc_hash::FxHashSet;

use super::order::Neighbours;
use super::plan::Part;
use crate::table::{Lists, Table};

/// The room between two members of a layer, in pixels.
const BETWEEN_MEMBERS: f64 = 30.0;
/// The room between two edges that pass.
const BETWEEN_BENDS: f64 = 12.0;
/// The room between a member and an edge that passes.
const BESIDE_BEND: f64 = 20.0;

/// The centre of each item, the leftmost border being 0. `width` is that of each item, 0 for bends.
pub(super) fn centres(part: &Part, width: &Table<f64>) -> Table<f64> {
    let items = part.items();
    let members = part.members.len();
    let neighbours = Neighbours::of(&part.chains, items);
    let conflicts = conflicts(part, &neighbours, items);
    let apart = |a: usize, b: usize| {
        let room = match (a < members, b < members) {
            (true, true) => BETWEEN_MEMBERS,
            (false, false) => BETWEEN_BENDS,
            _ => BESIDE_BEND,
        };
        (width.at(a) + width.at(b)) / 2.0 + room
    };
    let mut corners = Vec::new();
    for upwards in [false, true] {
        for rightwards in [false, true] {
            let mut layers = part.layers.clone();
            if upwards {
                layers.reverse();
            }
            if rightwards {
                layers.iter_mut().for_each(|layer| layer.reverse());
            }
            let towards = if upwards { &neighbours.below } else { &neighbours.above };
            let root = blocks(&layers, towards, &conflicts, items);
            let mut x = compact(&layers, &root, items, apart);
            if rightwards {
                x = x.iter().map(|x| -x).collect();
            }
            corners.push(x);
        }
    }
    between(&corners, width, items)
}

/// Edges that would bend a long edge: they cross a stretch of it between two bends. Upper item, lower item.
fn conflicts(part: &Part, neighbours: &Neighbours, items: usize) -> FxHashSet<(usize, usize)> {
    let members = part.members.len();
    let mut place = Table::new(items, 0);
    for layer in &part.layers {
        layer.iter().enumerate().for_each(|(i, item)| place.set(*item, i));
    }
    let straight = |lower: usize| {
        let upper = neighbours.above.at(lower).first().copied().filter(|_| lower >= members)?;
        (upper >= members).then(|| place.at(upper))
    };
    let mut found = FxHashSet::default();
    for (upper, lower) in part.layers.iter().zip(part.layers.iter().skip(1)) {
        let mut from = 0;
        let mut scanned = 0;
        for (i, item) in lower.iter().enumerate() {
            let stretch = straight(*item);
            let last = i + 1 == lower.len();
            if stretch.is_none() && !last {
                continue;
            }
            let to = stretch.unwrap_or(upper.len());
            for between in lower.iter().take(i + 1).skip(scanned) {
                for above in neighbours.above.at(*between) {
                    let at = place.at(*above);
                    let both_bend = *above >= members && *between >= members;
                    if (at < from || at > to) && !both_bend {
                        found.insert((*above, *between));
                    }
                }
            }
            scanned = i + 1;
            from = to;
        }
    }
    found
}

/// Joins each item with the middle one of its neighbours in the layer before, unless that crosses what is joined already.
/// The root of an item is the first of its block.
fn blocks(layers: &[Vec<usize>], towards: &Lists, conflicts: &FxHashSet<(usize, usize)>, items: usize) -> Table<usize> {
    let mut root: Table<usize> = (0..items).collect();
    let mut continued = Table::new(items, false);
    let mut place = Table::new(items, 0);
    for layer in layers {
        layer.iter().enumerate().for_each(|(i, item)| place.set(*item, i));
    }
    for layer in layers {
        let mut free = 0;
        for item in layer {
            let mut near: Vec<usize> = towards.at(*item).to_vec();
            near.sort_by_key(|n| place.at(*n));
            let Some(last) = near.len().checked_sub(1) else { continue };
            for middle in last / 2..=last.div_ceil(2) {
                let Some(other) = near.get(middle).copied() else { continue };
                let crosses = conflicts.contains(&(other, *item)) || conflicts.contains(&(*item, other));
                if root.at(*item) == *item && !crosses && !continued.at(other) && place.at(other) >= free {
                    continued.set(other, true);
                    root.set(*item, root.at(other));
                    free = place.at(other) + 1;
                }
            }
        }
    }
    root
}

/// Puts blocks as far left as they can be, then as far right as that changes nothing else.
fn compact(
    layers: &[Vec<usize>],
    root: &Table<usize>,
    items: usize,
    apart: impl Fn(usize, usize) -> f64,
) -> Table<f64> {
    let (mut leaving, mut waiting) = (Lists::new(items), Table::new(items, 0_usize));
    let mut bounds: Vec<(usize, usize, f64)> = Vec::new();
    for layer in layers {
        for (left, right) in layer.iter().zip(layer.iter().skip(1)) {
            let (from, to) = (root.at(*left), root.at(*right));
            leaving.add(from, bounds.len());
            waiting.set(to, waiting.at(to) + 1);
            bounds.push((from, to, apart(*left, *right)));
        }
    }
    let mut x = Table::new(items, 0.0_f64);
    let mut order: Vec<usize> = (0..items).filter(|i| root.at(*i) == *i && waiting.at(*i) == 0).collect();
    let mut next = 0;
    while let Some(block) = order.get(next).copied() {
        next += 1;
        for (_, to, apart) in leaving.at(block).iter().filter_map(|b| bounds.get(*b)) {
            x.set(*to, x.at(*to).max(x.at(block) + apart));
            waiting.set(*to, waiting.at(*to).saturating_sub(1));
            if waiting.at(*to) == 0 {
                order.push(*to);
            }
        }
    }
    for block in order.iter().rev() {
        let room = leaving.at(*block).iter().filter_map(|b| bounds.get(*b)).map(|(_, to, apart)| x.at(*to) - apart);
        if let Some(most) = room.min_by(f64::total_cmp) {
            x.set(*block, x.at(*block).max(most));
        }
    }
    (0..items).map(|i| x.at(root.at(i))).collect()
}

/// Shifts the four layouts onto the narrowest one; each item then stands in the middle of its two middle places.
fn between(corners: &[Table<f64>], width: &Table<f64>, items: usize) -> Table<f64> {
    let extent = |x: &Table<f64>| {
        let left = (0..items).map(|i| x.at(i) - width.at(i) / 2.0).min_by(f64::total_cmp).unwrap_or(0.0);
        let right = (0..items).map(|i| x.at(i) + width.at(i) / 2.0).max_by(f64::total_cmp).unwrap_or(0.0);
        (left, right)
    };
    let extents: Vec<(f64, f64)> = corners.iter().map(extent).collect();
    let narrowest = extents.iter().copied().min_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0))).unwrap_or((0.0, 0.0));
    let shift = |(i, own): (usize, &(f64, f64))| if i % 2 == 0 { narrowest.0 - own.0 } else { narrowest.1 - own.1 };
    let shifts: Vec<f64> = extents.iter().enumerate().map(shift).collect();
    let middle = |item: usize| {
        let mut places: Vec<f64> = corners.iter().zip(&shifts).map(|(x, shift)| x.at(item) + shift).collect();
        places.sort_by(f64::total_cmp);
        places.iter().skip(1).take(2).sum::<f64>() / 2.0
    };
    let x: Table<f64> = (0..items).map(middle).collect();
    let left = extent(&x).0;
    x.iter().map(|x| x - left).collect()
}

#[cfg(test)]
mod tests {
    use super::centres;
    use crate::layout::plan::plan;
    use crate::table::Table;

    fn of(members: usize, edges: &[(usize, usize)], widths: &[f64]) -> (Vec<f64>, super::Part) {
        let plan = plan(members, edges);
        let part = plan.parts[0].clone();
        let width = (0..part.items()).map(|i| widths.get(i).copied().unwrap_or(0.0)).collect::<Table<f64>>();
        (centres(&part, &width).iter().collect(), part)
    }

    #[test]
    fn a_chain_is_straight() {
        let (x, _) = of(3, &[(0, 1), (1, 2)], &[100.0, 40.0, 60.0]);
        assert_eq!(x, [50.0; 3]);
    }

    #[test]
    fn a_long_edge_is_straight_between_its_bends() {
        let (x, part) = of(4, &[(0, 1), (1, 2), (2, 3), (0, 3)], &[80.0; 4]);
        let long = part.chains.iter().find(|c| c.items.len() == 4).unwrap();
        assert_eq!(x[long.items[1]], x[long.items[2]]);
        assert!((x[long.items[1]] - x[1]).abs() >= 60.0, "beside the members that it passes");
    }
}
