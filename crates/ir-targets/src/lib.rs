//! Which engines can run a pipeline, and what in it stops each other one.
//!
//! What engines do is *evidence*: the files of the folder `engines/`, which people read and extend ([`Evidence`]). What a
//! file uses is found by a detector for each feature of the evidence ([`uses`]), on the neutral representation where that
//! knows the notion. [`judge`] holds one against the other. What nobody has looked at stays unknown and is never
//! taken for a yes.

mod detect;
mod evidence;
mod judge;
mod look;
mod text;

pub use detect::{Use, has_detector, uses};
pub use evidence::{Cell, Cells, Effect, Engine, Evidence, Feature, Group, Repository, Support};
pub use judge::{Judgement, Mode, Reason, Switch, Target, Unseen, Verdict, Weight, judge};
