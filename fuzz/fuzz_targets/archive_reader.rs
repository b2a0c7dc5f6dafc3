//! Any bytes are an archive that is read to its end, or one refusal: no panic, no endless loop, bounded memory.
//!
//! The first byte chooses the name that the file comes under, because the ending matters for a table alone.

#![no_main]

use libfuzzer_sys::fuzz_target;
use vasculum_formats::{Limits, archive};

const NAMES: &[&str] = &["archive.zip", "occurrence.txt", "archive.tar.gz", "taxa.csv", "nameless"];

/// Tight enough that nothing takes long; an input may still unpack to many times its size.
fn limits() -> Limits {
    Limits {
        max_unpacked_bytes: 4 << 20,
        max_ratio: 50,
        ratio_from_bytes: 64 << 10,
        max_members: 64,
        max_field_bytes: 64 << 10,
        max_columns: 200,
        max_row_bytes: 256 << 10,
        max_xml_bytes: 256 << 10,
        spool_memory_bytes: 1 << 20,
        ..Limits::default()
    }
}

/// No input may have more rows than bytes unpacked.
const MOST_ROWS: usize = 4 << 20;

fuzz_target!(|data: &[u8]| {
    let Some((first, bytes)) = data.split_first() else { return };
    let name = NAMES[usize::from(*first) % NAMES.len()];
    let Ok(archive) = archive::from_bytes(bytes, name, &limits()) else { return };
    let mut ids = Vec::new();
    for table in std::iter::once(&archive.core).chain(&archive.extensions) {
        let mut rows = archive.rows(table);
        let mut count = 0;
        while let Ok(Some(row)) = rows.next() {
            count += 1;
            assert!(count <= MOST_ROWS, "more rows than bytes");
            let held: usize = row.values().map(|(_, value)| value.len()).sum();
            assert!(held <= 200 * (256 << 10), "a row beyond the limits");
            if ids.len() < 20 {
                ids.extend(row.id().map(str::to_owned));
            }
        }
        let _ = rows.problems();
    }
    for extension in &archive.extensions {
        let Ok(index) = archive.extension_rows_by_core(extension) else { continue };
        for id in &ids {
            let _ = index.rows_for(id);
        }
    }
});
