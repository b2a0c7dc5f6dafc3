//! What the same work costs with tantivy alone: the least that a benchmark can hold this crate against.

use std::path::Path;
use std::time::{Duration, Instant};

use tantivy::aggregation::AggregationCollector;
use tantivy::aggregation::agg_req::Aggregations;
use tantivy::merge_policy::NoMergePolicy;
use tantivy::query::AllQuery;
use tantivy::{Index, IndexWriter};
use vasculum_model::{Error, Result};
use vasculum_store::{Access, Database};

use crate::load::Loader;
use crate::place::{self, failed};
use crate::schema::SEARCHED;

/// So many documents are in memory before the clock runs.
const READY: usize = 50_000;

/// How long a bare loop takes that adds every document of a database to an index, from memory; reading the database is
/// not counted.
///
/// # Errors
///
/// `Internal`, if the database or the folder fails.
pub fn add_all(db: &Database, folder: &Path) -> Result<Duration> {
    let (index, fields) = place::create(Some(folder))?;
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(4);
    let mut writer: IndexWriter = index.writer_with_num_threads(threads, 240_000_000).map_err(failed)?;
    writer.set_merge_policy(Box::new(NoMergePolicy));
    let system = Access::system("bench");
    let (mut taken, mut ready) = (Duration::ZERO, Vec::with_capacity(READY));
    let mut add = |ready: &mut Vec<_>| -> Result<()> {
        let begun = Instant::now();
        for document in ready.drain(..) {
            writer.add_document(document).map_err(failed)?;
        }
        writer.commit().map_err(failed)?;
        taken += begun.elapsed();
        Ok(())
    };
    for row in SEARCHED {
        let (mut loader, mut last) = (Loader::new()?, 0);
        loop {
            let documents = db.read(&system, |tx| loader.after(tx, row.table, last, 4_000))?;
            let Some(greatest) = documents.iter().map(|document| document.id).max() else { break };
            last = greatest;
            ready.extend(documents.iter().map(|document| document.write(&fields)));
            if ready.len() >= READY {
                add(&mut ready)?;
            }
        }
    }
    add(&mut ready)?;
    Ok(taken)
}

/// A bare index that counts with the aggregations of tantivy.
pub struct Bare {
    index: Index,
}

impl Bare {
    /// Opens the index in use of a folder.
    ///
    /// # Errors
    ///
    /// `NotFound`, if there is none.
    pub fn open(folder: &Path) -> Result<Self> {
        let name = place::current(folder).ok_or_else(|| Error::not_found("There is no index."))?;
        let mut index = Index::open_in_dir(folder.join(name)).map_err(failed)?;
        let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(8);
        index.set_multithread_executor(threads).map_err(failed)?;
        Ok(Self { index })
    }

    /// How long it takes to count seven columns over everything, ten values each.
    ///
    /// # Errors
    ///
    /// `Internal`, if the index can't be read.
    pub fn count_everything(&self) -> Result<Duration> {
        let columns = ["table", "taxon", "place", "year", "collector", "type", "prep"];
        let wanted: serde_json::Map<String, serde_json::Value> = columns
            .iter()
            .map(|name| ((*name).to_owned(), serde_json::json!({ "terms": { "field": name, "size": 10 } })))
            .collect();
        let wanted: Aggregations = serde_json::from_value(serde_json::Value::Object(wanted))
            .map_err(|cause| Error::internal("The aggregation can’t be read.", cause))?;
        let searcher = self.index.reader().map_err(failed)?.searcher();
        let begun = Instant::now();
        let collector = AggregationCollector::from_aggs(wanted, Default::default());
        searcher.search(&AllQuery, &collector).map_err(failed)?;
        Ok(begun.elapsed())
    }
}
