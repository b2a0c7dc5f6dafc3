//! Any text is a date that exists, or a named reason why not.

#![no_main]

use libfuzzer_sys::fuzz_target;
use vasculum_model::Date;
use vasculum_model::read::date::{DateOrder, PartialDate, date};

/// A date that was read lies in the calendar, and its first day is not after its last.
fn holds(part: &PartialDate) {
    let ((year, month, day), (last_year, last_month, last_day)) = (part.first_day(), part.last_day());
    let first = Date::new(year, month, day);
    let last = Date::new(last_year, last_month, last_day);
    assert!(first.is_some() && last.is_some() && first <= last, "{part:?}");
}

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    for order in [DateOrder::DayMonth, DateOrder::MonthDay, DateOrder::Ask] {
        match date(text, order) {
            Ok(reading) => {
                holds(&reading.start);
                if let Some(end) = &reading.end {
                    holds(end);
                }
            }
            Err(unread) => assert!(!unread.words().is_empty() && !unread.name().is_empty()),
        }
    }
    // What stands in a database or a JSON body is read by other functions.
    if let Some(day) = Date::parse(text) {
        assert_eq!(Date::parse(&day.to_string()), Some(day));
    }
    if let Some(moment) = vasculum_model::Timestamp::parse(text) {
        let _ = moment.to_string();
    }
});
