//! How much of somebody else's file is read before it is refused.

use std::path::PathBuf;

/// Bounds on what is read. The defaults suit an import by a signed-in curator.
#[derive(Debug, Clone)]
pub struct Limits {
    /// All members of an archive together, unpacked. 20 GiB.
    pub max_unpacked_bytes: u64,
    /// How many times larger than its packed form a member may be, once it is over
    /// [`Limits::ratio_from_bytes`]. 500.
    pub max_ratio: u64,
    /// Below this unpacked size no ratio is too high. 100 MB.
    pub ratio_from_bytes: u64,
    /// Members of an archive, or files of a folder. 100,000.
    pub max_members: usize,
    /// One field of one row. 16 MiB.
    pub max_field_bytes: usize,
    /// Columns of one table. 2,000.
    pub max_columns: usize,
    /// One row. 64 MiB.
    pub max_row_bytes: usize,
    /// `meta.xml` and `eml.xml`, each. 16 MiB.
    pub max_xml_bytes: u64,
    /// Names of one tree, which is held in memory as a whole; also the rows of a sheet. 5,000,000.
    pub max_tree_rows: usize,
    /// The text of one tree, and an unpacked Excel sheet. 2 GiB.
    pub max_tree_bytes: u64,
    /// Where unnamed temporary files are made. The temporary directory of the system.
    pub spool_dir: PathBuf,
    /// What is spooled stays in memory up to this size. 8 MiB.
    pub spool_memory_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            max_unpacked_bytes: 20 << 30,
            max_ratio: 500,
            ratio_from_bytes: 100_000_000,
            max_members: 100_000,
            max_field_bytes: 16 << 20,
            max_columns: 2_000,
            max_row_bytes: 64 << 20,
            max_xml_bytes: 16 << 20,
            max_tree_rows: 5_000_000,
            max_tree_bytes: 2 << 30,
            spool_dir: std::env::temp_dir(),
            spool_memory_bytes: 8 << 20,
        }
    }
}
