//! Any text is a place on the globe, or a named reason why not.

#![no_main]

use libfuzzer_sys::fuzz_target;
use vasculum_model::Decimal;
use vasculum_model::read::coordinate::{Axis, CoordReading, coordinate, pair};

/// What was read can be stored as an exact number and lies within the axis.
fn holds(reading: &CoordReading, most: f64) {
    let number = Decimal::parse(&reading.decimal).expect("a reading is a decimal number");
    assert!(number.to_f64().abs() <= most, "{reading:?}");
}

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    for (axis, most) in [(Axis::Latitude, 90.0), (Axis::Longitude, 180.0)] {
        match coordinate(text, axis) {
            Ok(reading) => holds(&reading, most),
            Err(unread) => assert!(!unread.words().is_empty() && !unread.name().is_empty()),
        }
    }
    if let Ok(reading) = pair(text) {
        holds(&reading.latitude, 90.0);
        holds(&reading.longitude, 180.0);
    }
});
