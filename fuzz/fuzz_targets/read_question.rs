//! Any text is a question or one refusal; a question is written as text that is read as the same question.

#![no_main]

use libfuzzer_sys::fuzz_target;
use vasculum_domain::query;

fuzz_target!(|text: &str| {
    if let Ok(read) = query::parse(text) {
        let written = read.to_string();
        let again = query::parse(&written).unwrap_or_else(|error| panic!("{written}: {error}"));
        assert_eq!(again, read, "{written}");
    }
});
