//! Order in measured times.

use std::time::Duration;

/// Measured times, in seconds.
#[derive(Default)]
pub struct Times(Vec<f64>);

impl Times {
    /// Adds one.
    pub fn add(&mut self, time: Duration) {
        self.0.push(time.as_secs_f64());
        self.0.sort_by(f64::total_cmp);
    }

    /// The value that `share` (0 to 1) of all are not above; 0 where nothing was measured.
    pub fn quantile(&self, share: f64) -> f64 {
        let at = (share * self.0.len() as f64).ceil() as usize;
        self.0.get(at.saturating_sub(1)).copied().unwrap_or(0.0)
    }

    /// The shortest.
    pub fn best(&self) -> f64 {
        self.quantile(0.0)
    }

    /// The middle one.
    pub fn median(&self) -> f64 {
        self.quantile(0.5)
    }
}
