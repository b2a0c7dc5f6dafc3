//! Numbered steps with the time that they took, as a person sees them.

use std::time::{Duration, Instant};

use crate::run::Failure;

/// Shows `[2/5] Build the binary` before each step and how long it took after it.
pub(crate) struct Steps {
    total: usize,
    begun: usize,
    started: Instant,
}

impl Steps {
    /// A row of `total` steps that starts now.
    pub(crate) fn new(total: usize) -> Steps {
        Steps { total, begun: 0, started: Instant::now() }
    }

    /// Runs one step. What it returns beside its value is said at its end: "unchanged", "built", ….
    pub(crate) fn step<T>(
        &mut self,
        name: &str,
        step: impl FnOnce() -> Result<(T, String), Failure>,
    ) -> Result<T, Failure> {
        self.begun += 1;
        let place = format!("[{}/{}]", self.begun, self.total);
        println!("{place} {name}");
        let started = Instant::now();
        let (value, outcome) = step()?;
        let indent = " ".repeat(place.len());
        println!("{indent} {outcome} ({}, {} in all)", time(started.elapsed()), time(self.started.elapsed()));
        Ok(value)
    }

    /// The moment at which the first step began.
    pub(crate) fn started(&self) -> Instant {
        self.started
    }
}

/// A duration for people: `0.4 s`, `48 s`, `3 min 05 s`.
pub(crate) fn time(duration: Duration) -> String {
    let seconds = duration.as_secs_f64();
    if seconds < 9.95 {
        format!("{seconds:.1} s")
    } else if seconds < 59.5 {
        format!("{seconds:.0} s")
    } else {
        let whole = seconds.round() as u64;
        format!("{} min {:02} s", whole / 60, whole % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_as_exact_as_people_need() {
        let check = |ms, expected| assert_eq!(time(Duration::from_millis(ms)), expected);
        check(40, "0.0 s");
        check(1_240, "1.2 s");
        check(12_700, "13 s");
        check(59_700, "1 min 00 s");
        check(185_000, "3 min 05 s");
    }
}
