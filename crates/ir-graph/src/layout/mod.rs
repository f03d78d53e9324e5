//! From a pipeline to coordinates: a plan for each group, from the structure alone; then sizes and places, from the
//! innermost group outwards. `assets/layout.js` does the second step, too, and a test holds the two together.

mod acyclic;
mod align;
mod order;
mod place;
mod plan;
mod rank;

pub use place::{Point, Route, Size};
pub(crate) use plan::plan;
pub use plan::{Chain, Part, Plan};

use place::place;

/// Room between the border of a group and what is inside.
const PADDING: f64 = 16.0;
/// Room between parts that no edge joins.
const BETWEEN_PARTS: f64 = 32.0;
/// How much wider than high a group of unjoined parts becomes.
const ASPECT: f64 = 1.6;

/// The members of a group with coordinates: the left upper corner of what is inside is 0, 0.
#[derive(Clone, Default, PartialEq, Debug)]
pub struct Inside {
    /// The left upper corner of each member.
    pub corners: Vec<Point>,
    /// The ways of the edges that are drawn.
    pub routes: Vec<Route>,
    /// The room that all of it takes.
    pub size: Size,
}

/// Gives coordinates to the members of a group by its plan. `sizes` are those of the members.
#[must_use]
pub fn inside(plan: &Plan, sizes: &[Size]) -> Inside {
    let placed: Vec<_> = plan.parts.iter().map(|part| (part, place(part, sizes))).collect();
    let area: f64 = placed.iter().map(|(_, p)| (p.size.0 + BETWEEN_PARTS) * (p.size.1 + BETWEEN_PARTS)).sum();
    let widest = placed.iter().map(|(_, p)| p.size.0).max_by(f64::total_cmp).unwrap_or(0.0);
    let limit = widest.max((area * ASPECT).sqrt());

    let mut all = Inside { corners: vec![(0.0, 0.0); sizes.len()], ..Inside::default() };
    let (mut x, mut y, mut row) = (0.0_f64, 0.0_f64, 0.0_f64);
    for (part, placed) in placed {
        if x > 0.0 && x + placed.size.0 > limit {
            (x, y, row) = (0.0, y + row + BETWEEN_PARTS, 0.0);
        }
        for (member, corner) in part.members.iter().zip(&placed.corners) {
            if let Some(slot) = all.corners.get_mut(*member) {
                *slot = (corner.0 + x, corner.1 + y);
            }
        }
        for mut route in placed.routes {
            route.points.iter_mut().for_each(|p| *p = (p.0 + x, p.1 + y));
            all.routes.push(route);
        }
        all.size = (all.size.0.max(x + placed.size.0), all.size.1.max(y + placed.size.1));
        x += placed.size.0 + BETWEEN_PARTS;
        row = row.max(placed.size.1);
    }
    all
}

/// Where what is inside of a group begins, and the size of the group, from the size of its header.
#[must_use]
pub fn around(header: Size, inside: Size) -> (Point, Size) {
    let width = header.0.max(inside.0 + 2.0 * PADDING);
    (((width - inside.0) / 2.0, header.1), (width, header.1 + inside.1 + PADDING))
}
