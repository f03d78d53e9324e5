//! What can be measured on a drawing: overlaps, edges through boxes, crossings, what sticks out.

use ir_graph::layout::{Point, Size};
use ir_graph::scene::{Scene, scene};
use ir_graph::{Drawing, Pipeline};

/// What is wrong with a drawing, and how many edges cross.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Measured {
    /// Boxes of one group that overlap.
    pub overlaps: usize,
    /// Edges that run through a box which is not one of their ends, or that leave their group.
    pub through: usize,
    /// Boxes that are not inside of the box around.
    pub outside: usize,
    /// Pairs of edges that cross.
    pub crossings: usize,
    /// Edges that are not drawn.
    pub missing: usize,
}

impl Measured {
    /// The numbers of two drawings together.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        Self {
            overlaps: self.overlaps + other.overlaps,
            through: self.through + other.through,
            outside: self.outside + other.outside,
            crossings: self.crossings + other.crossings,
            missing: self.missing + other.missing,
        }
    }
}

/// Measures all pipelines of a drawing.
#[must_use]
pub fn measure(drawing: &Drawing) -> Measured {
    drawing.pipelines.iter().map(of_pipeline).fold(Measured::default(), |all, one| all.and(&one))
}

type Box_ = (Point, Size);

fn of_pipeline(pipeline: &Pipeline) -> Measured {
    let scene = scene(pipeline);
    let mut measured = Measured::default();
    for (at, node) in pipeline.nodes.iter().enumerate() {
        let (Some(group), Some(Some(around))) = (&node.group, scene.boxes.get(at)) else { continue };
        let Some((start, inside)) = &around.inside else { continue };
        let boxes: Vec<Box_> = group.members.iter().map(|m| of_member(&scene, *m)).collect();
        let header = scene.cards[at].size.1;
        for (i, (corner, size)) in boxes.iter().enumerate() {
            measured.overlaps += boxes[..i].iter().filter(|other| overlap(**other, (*corner, *size))).count();
            let fits = corner.0 >= 0.0 && corner.1 >= header - 0.01;
            let fits = fits && corner.0 + size.0 <= around.size.0 && corner.1 + size.1 <= around.size.1;
            measured.outside += usize::from(!fits);
        }
        let lines: Vec<Vec<Point>> = inside
            .routes
            .iter()
            .map(|r| line(&r.points).iter().map(|p| (p.0 + start.0, p.1 + start.1)).collect())
            .collect();
        let joining = group.edges.iter().filter(|e| e.from != e.to).count();
        measured.missing += joining - lines.len();
        for line in &lines {
            let hit = line.iter().any(|p| boxes.iter().any(|b| is_inside(*p, *b)));
            let left =
                line.iter().any(|p| p.0 < 0.0 || p.0 > around.size.0 || p.1 < header - 0.01 || p.1 > around.size.1);
            measured.through += usize::from(hit || left);
        }
        for (i, line) in lines.iter().enumerate() {
            measured.crossings += lines[..i].iter().filter(|other| cross(line, other)).count();
        }
    }
    measured
}

fn of_member(scene: &Scene, member: usize) -> Box_ {
    let found = scene.boxes[member].as_ref().expect("members of an open group are drawn");
    (found.corner, found.size)
}

fn overlap(a: Box_, b: Box_) -> bool {
    let apart = |a: f64, wide: f64, b: f64| a + wide <= b;
    let aside = apart(a.0.0, a.1.0, b.0.0) || apart(b.0.0, b.1.0, a.0.0);
    !aside && !apart(a.0.1, a.1.1, b.0.1) && !apart(b.0.1, b.1.1, a.0.1)
}

/// Whether a point is inside, beyond the thickness of the border.
fn is_inside((x, y): Point, ((left, top), (wide, high)): Box_) -> bool {
    const BORDER: f64 = 1.0;
    x > left + BORDER && x < left + wide - BORDER && y > top + BORDER && y < top + high - BORDER
}

/// A way as short straight pieces, with the curves that the pictures draw.
fn line(points: &[Point]) -> Vec<Point> {
    const PIECES: u32 = 24;
    let mut out: Vec<Point> = points.first().copied().into_iter().collect();
    for pair in points.windows(2) {
        let [(x0, y0), (x1, y1)] = [pair[0], pair[1]];
        let middle = f64::midpoint(y0, y1);
        for i in 1..=PIECES {
            let t = f64::from(i) / f64::from(PIECES);
            let s = 1.0 - t;
            let blend = |a: f64, b: f64, c: f64, d: f64| {
                s * s * s * a + 3.0 * s * s * t * b + 3.0 * s * t * t * c + t * t * t * d
            };
            out.push((blend(x0, x0, x1, x1), blend(y0, middle, middle, y1)));
        }
    }
    out
}

/// Whether two lines cross anywhere but at a common end.
fn cross(a: &[Point], b: &[Point]) -> bool {
    let extent =
        |line: &[Point]| line.iter().fold((f64::MAX, f64::MIN), |(top, bottom), p| (top.min(p.1), bottom.max(p.1)));
    let (ea, eb) = (extent(a), extent(b));
    if ea.1 < eb.0 || eb.1 < ea.0 {
        return false;
    }
    let side = |p: Point, q: Point, r: Point| (q.0 - p.0) * (r.1 - p.1) - (q.1 - p.1) * (r.0 - p.0);
    let pieces = |line: &[Point]| line.windows(2).map(|w| (w[0], w[1])).collect::<Vec<_>>();
    let (a, b) = (pieces(a), pieces(b));
    a.iter().any(|(p, q)| {
        b.iter().any(|(r, s)| {
            let apart = p.1.max(q.1) < r.1.min(s.1) || r.1.max(s.1) < p.1.min(q.1);
            !apart && side(*p, *q, *r) * side(*p, *q, *s) < -1e-9 && side(*r, *s, *p) * side(*r, *s, *q) < -1e-9
        })
    })
}
