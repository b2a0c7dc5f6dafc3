//! The table of what was measured.

use std::fmt::Write as _;
use std::time::Duration;

/// One line of the table.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// What was measured.
    pub(crate) name: String,
    /// How it did, in words with units.
    pub(crate) measured: String,
    /// How the floor did; empty where there is none.
    pub(crate) floor: String,
    /// What is held against the target.
    pub(crate) ratio: f64,
    /// The unit of the ratio: `×`, `%`, `ms`, `MB` or a word.
    pub(crate) unit: &'static str,
    /// The most that the ratio may be; nothing where it is only for information.
    pub(crate) at_most: Option<f64>,
}

impl Row {
    /// A time against the time of the floor for the same work: at most so many times as long.
    pub(crate) fn times(name: &str, measured: (String, f64), floor: (String, f64), at_most: Option<f64>) -> Self {
        let ratio = measured.1 / floor.1;
        Self { name: name.to_owned(), measured: measured.0, floor: floor.0, ratio, unit: "×", at_most }
    }

    /// What something adds to the time of the floor, in per cent.
    pub(crate) fn adds(name: &str, measured: (String, f64), floor: (String, f64), at_most: Option<f64>) -> Self {
        let ratio = (measured.1 / floor.1 - 1.0) * 100.0;
        Self { name: name.to_owned(), measured: measured.0, floor: floor.0, ratio, unit: "%", at_most }
    }

    /// A number by itself.
    pub(crate) fn plain(name: &str, measured: String, number: f64, unit: &'static str, at_most: Option<f64>) -> Self {
        Self { name: name.to_owned(), measured, floor: String::new(), ratio: number, unit, at_most }
    }

    /// Whether it has a target and does not meet it.
    pub(crate) fn is_missed(&self) -> bool {
        self.at_most.is_some_and(|most| self.ratio.is_nan() || self.ratio > most)
    }

    fn verdict(&self) -> &'static str {
        match self.at_most {
            None => "",
            Some(_) if self.is_missed() => "MISS",
            Some(_) => "ok",
        }
    }

    fn with_unit(&self, number: f64) -> String {
        let digits = if number.fract() == 0.0 || number >= 100.0 {
            0
        } else if number >= 10.0 {
            1
        } else {
            2
        };
        let space = if matches!(self.unit, "×" | "%") { "" } else { " " };
        format!("{number:.digits$}{space}{}", self.unit)
    }

    fn cells(&self) -> [String; 6] {
        [
            self.name.clone(),
            self.measured.clone(),
            self.floor.clone(),
            self.with_unit(self.ratio),
            self.at_most.map_or(String::new(), |most| format!("≤ {}", self.with_unit(most))),
            self.verdict().to_owned(),
        ]
    }
}

/// The table for people.
pub(crate) fn table(rows: &[Row]) -> String {
    let head = ["name", "measured", "floor", "ratio", "target", ""].map(str::to_owned);
    let all: Vec<[String; 6]> = std::iter::once(head).chain(rows.iter().map(Row::cells)).collect();
    let width = |at: usize| all.iter().map(|cells| cells[at].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..6).map(width).collect();
    let mut text = String::new();
    for (nth, cells) in all.iter().enumerate() {
        let line: Vec<String> = cells.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        let _ = writeln!(text, "{}", line.join(" | ").trim_end());
        if nth == 0 {
            let _ = writeln!(text, "{}", widths.iter().map(|width| "-".repeat(*width)).collect::<Vec<_>>().join("-|-"));
        }
    }
    text
}

/// The same for machines.
pub(crate) fn json(rows: &[Row]) -> String {
    let list: Vec<serde_json::Value> = rows
        .iter()
        .map(|row| {
            serde_json::json!({
                "name": row.name, "measured": row.measured, "floor": row.floor, "ratio": row.ratio,
                "unit": row.unit, "at_most": row.at_most, "is_missed": row.is_missed(),
            })
        })
        .collect();
    serde_json::json!({ "machine": crate::machine::words(), "rows": list }).to_string()
}

/// An error with its causes.
pub(crate) fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let _ = write!(text, ": {error}");
        cause = error.source();
    }
    text
}

/// The middle one of several numbers.
pub(crate) fn median(list: &[f64]) -> f64 {
    let mut sorted = list.to_vec();
    sorted.sort_by(f64::total_cmp);
    match sorted.len() {
        0 => f64::NAN,
        count if count % 2 == 1 => sorted[count / 2],
        count => f64::midpoint(sorted[count / 2 - 1], sorted[count / 2]),
    }
}

/// `count` things in `seconds`: how many a second, and how long one takes, in words.
pub(crate) fn rate(count: usize, seconds: f64, things: &str) -> String {
    let each = seconds / count as f64 * 1e6;
    let each = if each >= 1e4 { format!("{:.1} ms", each / 1e3) } else { format!("{each:.0} µs") };
    format!("{:.0} {things}/s ({each} each)", count as f64 / seconds)
}

/// How long `work` takes.
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = std::time::Instant::now();
    let outcome = work();
    (outcome, start.elapsed())
}
