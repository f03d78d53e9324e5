//! Places for the members of a part and ways for its edges, from the plan and the members' sizes.

use super::align::centres;
use super::plan::Part;
use crate::table::{Lists, Table};

/// A point, in pixels: to the right, down.
pub type Point = (f64, f64);

/// Width and height in pixels.
pub type Size = (f64, f64);

/// The way of an edge: from the border of one box to that of another. Where a point and the next have different x, only
/// the gap between two layers is between them, so that a curve may go there.
#[derive(Clone, PartialEq, Debug)]
pub struct Route {
    /// The edge's place among those of the group.
    pub edge: usize,
    /// From its start to its end.
    pub points: Vec<Point>,
}

/// A part with coordinates: its left upper corner is 0, 0.
pub(super) struct Placed {
    /// The left upper corner of each member.
    pub(super) corners: Vec<Point>,
    pub(super) routes: Vec<Route>,
    pub(super) size: Size,
}

/// The least and the most room between two layers.
const BETWEEN_LAYERS: (f64, f64) = (40.0, 110.0);
/// How much of the widest step to the side is added to that room.
const SLOPE: f64 = 0.1;
/// The room between two edges at a box, where it is wide enough.
const BETWEEN_PORTS: f64 = 14.0;
/// The room between an edge and the corner of its box.
const CORNER: f64 = 14.0;

pub(super) fn place(part: &Part, sizes: &[Size]) -> Placed {
    let items = part.items();
    let size = |item: usize| part.members.get(item).and_then(|m| sizes.get(*m)).copied().unwrap_or_default();
    let width: Table<f64> = (0..items).map(|i| size(i).0).collect();
    let x = centres(part, &width);

    let mut layer_of = Table::new(items, 0);
    for (i, layer) in part.layers.iter().enumerate() {
        layer.iter().for_each(|item| layer_of.set(*item, i));
    }
    let mut widest = Table::new(part.layers.len(), 0.0_f64);
    for chain in &part.chains {
        for (upper, lower) in chain.items.iter().zip(chain.items.iter().skip(1)) {
            let at = layer_of.at(*upper);
            widest.set(at, widest.at(at).max((x.at(*upper) - x.at(*lower)).abs()));
        }
    }
    let (mut top, mut bottom) = (Table::default(), Table::default());
    let mut y = 0.0;
    for (i, layer) in part.layers.iter().enumerate() {
        let height = layer.iter().map(|item| size(*item).1).max_by(f64::total_cmp).unwrap_or(0.0);
        top.push(y);
        bottom.push(y + height);
        let (least, most) = BETWEEN_LAYERS;
        y += height + (least + SLOPE * widest.at(i)).min(most);
    }
    let height = bottom.at(part.layers.len().saturating_sub(1));

    let (starts, ends) = ports(part, &x, &width);
    let mut routes = Vec::new();
    for (i, chain) in part.chains.iter().enumerate() {
        let (Some(first), Some(last)) = (chain.items.first(), chain.items.last()) else { continue };
        let start = layer_of.at(*first);
        let mut points = vec![(starts.at(i), top.at(start) + size(*first).1), (starts.at(i), bottom.at(start))];
        for (step, bend) in chain.items.iter().enumerate().skip(1).take(chain.items.len().saturating_sub(2)) {
            points.push((x.at(*bend), top.at(start + step)));
            points.push((x.at(*bend), bottom.at(start + step)));
        }
        points.push((ends.at(i), top.at(layer_of.at(*last))));
        if chain.up {
            points.reverse();
        }
        routes.push(Route { edge: chain.edge, points });
    }
    let corner = |item: usize| (x.at(item) - width.at(item) / 2.0, top.at(layer_of.at(item)));
    let right = (0..items).map(|i| x.at(i) + width.at(i) / 2.0).max_by(f64::total_cmp).unwrap_or(0.0);
    Placed { corners: (0..part.members.len()).map(corner).collect(), routes, size: (right, height) }
}

/// Where each edge leaves its upper box and enters its lower one: as straight as the box is wide, in the order of the
/// other ends.
fn ports(part: &Part, x: &Table<f64>, width: &Table<f64>) -> (Table<f64>, Table<f64>) {
    let members = part.members.len();
    let (mut leaving, mut entering) = (Lists::new(members), Lists::new(members));
    for (i, chain) in part.chains.iter().enumerate() {
        if let (Some(first), Some(last)) = (chain.items.first(), chain.items.last()) {
            leaving.add(*first, i);
            entering.add(*last, i);
        }
    }
    let next = |i: usize| part.chains.get(i).and_then(|c| c.items.get(1)).map_or(0.0, |n| x.at(*n));
    let mut starts = Table::new(part.chains.len(), 0.0);
    for member in 0..members {
        spread(leaving.at(member), x.at(member), width.at(member), next, &mut starts);
    }
    let before = |i: usize| {
        let Some(chain) = part.chains.get(i) else { return 0.0 };
        match chain.items.len() {
            0..=2 => starts.at(i),
            n => chain.items.get(n - 2).map_or(0.0, |b| x.at(*b)),
        }
    };
    let mut ends = Table::new(part.chains.len(), 0.0);
    for member in 0..members {
        spread(entering.at(member), x.at(member), width.at(member), before, &mut ends);
    }
    (starts, ends)
}

/// Spreads `edges` over the side of a box, each as near to what it `wants` as order and room allow.
fn spread(edges: &[usize], centre: f64, width: f64, wants: impl Fn(usize) -> f64, ports: &mut Table<f64>) {
    let mut sorted: Vec<(f64, usize)> = edges.iter().map(|e| (wants(*e), *e)).collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let half = (width / 2.0 - CORNER).max(0.0);
    let gaps = sorted.len().saturating_sub(1) as f64;
    let room = if gaps > 0.0 { BETWEEN_PORTS.min(2.0 * half / gaps) } else { 0.0 };
    let mut least = centre - half;
    let mut most = centre + half - room * gaps;
    for (wish, edge) in sorted {
        let port = wish.max(least).min(most.max(least));
        ports.set(edge, port);
        least = port + room;
        most += room;
    }
}

#[cfg(test)]
mod tests {
    use super::{Table, place, spread};
    use crate::layout::plan::plan;

    #[test]
    fn ports_stay_on_the_box_and_apart() {
        let mut ports = Table::new(3, 0.0);
        spread(&[0, 1, 2], 100.0, 80.0, |e| [500.0, 90.0, 400.0][e], &mut ports);
        assert_eq!(ports.iter().collect::<Vec<_>>(), [126.0, 90.0, 112.0]);
        spread(&[0, 1, 2], 100.0, 10.0, |_| 0.0, &mut ports);
        assert_eq!(ports.iter().collect::<Vec<_>>(), [100.0; 3]);
    }

    #[test]
    fn layers_stand_below_one_another() {
        let plan = plan(3, &[(0, 2), (1, 2)]);
        let placed = place(&plan.parts[0], &[(100.0, 20.0), (60.0, 50.0), (80.0, 30.0)]);
        assert_eq!(placed.corners[0].1, 0.0);
        assert_eq!(placed.corners[1].1, 0.0);
        assert!(placed.corners[2].1 >= 90.0);
        assert!(placed.corners[1].0 - placed.corners[0].0 >= 130.0);
        let first = &placed.routes[0].points;
        assert_eq!((first[0].1, first[1].1), (20.0, 50.0), "straight down beside the higher neighbour");
    }
}
