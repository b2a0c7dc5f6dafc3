//! Any text is a list of people, each with a last name, and no longer than the text.

#![no_main]

use libfuzzer_sys::fuzz_target;
use vasculum_model::read::people::people;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let reading = people(text);
    assert!(reading.people.len() <= text.len(), "more people than letters");
    for person in &reading.people {
        assert!(!person.last.trim().is_empty(), "somebody without a name in {text:?}");
    }
});
