//! Making an index of everything, from the database.

use std::sync::mpsc::sync_channel;

use tantivy::merge_policy::NoMergePolicy;
use tantivy::{Index, IndexWriter, TantivyDocument};
use vasculum_model::names::{geography, taxon};
use vasculum_model::{Code, Error, Result, TableId, model, own};
use vasculum_store::{Access, Database};

use crate::answer::Trees;
use crate::document::Document;
use crate::load::Loader;
use crate::nodes::shape;
use crate::parts::even_out;
use crate::place::{Payload, failed};
use crate::schema::{Fields, SEARCHED};

/// So many records are read at a time.
const BATCH: u64 = 4_000;
/// So many batches may wait for being written.
const WAITING: usize = 4;
/// Memory for documents that are not yet on disk, in bytes, over all threads.
const MEMORY: usize = 240_000_000;

/// What hears how many records are in the index so far, and says whether to go on.
pub type Progress<'a> = dyn Fn(u64) -> bool + Sync + 'a;

/// Fills an empty index with everything; returns how many records there are, and what was kept with the commit.
pub(crate) fn fill(
    db: &Database,
    (index, fields): (&Index, &Fields),
    progress: &Progress<'_>,
) -> Result<(u64, Payload)> {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).clamp(1, 4);
    let mut writer: IndexWriter = index.writer_with_num_threads(threads, MEMORY).map_err(failed)?;
    writer.set_merge_policy(Box::new(NoMergePolicy));
    let system = Access::system("search");
    // What is written from here on is caught up with afterwards: a record that changes meanwhile is read once more.
    let payload = db.read(&system, |tx| {
        let latest = tx.latest_change()?;
        Payload::now(tx, latest)
    })?;
    let mut count = 0;
    std::thread::scope(|scope| -> Result<()> {
        let (send, receive) = sync_channel::<Vec<Document>>(WAITING);
        let (writer, model) = (&writer, model());
        let writing = scope.spawn(move || {
            own::within(model, || -> Result<()> {
                for documents in receive {
                    for document in documents {
                        writer.add_document(document.write(fields)).map_err(failed)?;
                    }
                }
                Ok(())
            })
        });
        let read = read_all(db, &system, &mut |documents| {
            count += documents.len() as u64;
            // The other side hangs up when it failed, and says why below.
            Ok(send.send(documents).is_ok() && progress(count))
        });
        drop(send);
        let written = writing.join().unwrap_or_else(|_| Err(Error::new(Code::Internal, "The search index failed.")));
        written.and(read)
    })?;
    commit(&mut writer, &payload)?;
    even_out(index, &mut writer)?;
    writer.wait_merging_threads().map_err(failed)?;
    Ok((count, payload))
}

/// Hands every record to `each`, batch by batch, until it wants no more.
fn read_all(db: &Database, system: &Access, each: &mut dyn FnMut(Vec<Document>) -> Result<bool>) -> Result<()> {
    for row in SEARCHED {
        let (mut loader, mut last) = (Loader::new()?, 0);
        loop {
            // Each batch has a transaction of its own: a long one keeps a database from tidying up.
            let documents = db.read(system, |tx| loader.after(tx, row.table, last, BATCH))?;
            let Some(greatest) = documents.iter().map(|document| document.id).max() else { break };
            last = greatest;
            if !each(documents)? {
                return Err(Error::new(Code::Conflict, "The search index was not finished."));
            }
        }
    }
    Ok(())
}

/// The shapes of the trees.
pub(crate) fn trees(db: &Database) -> Result<Trees> {
    let of = |table: TableId| db.read(&Access::system("search"), |tx| shape(tx, table));
    Ok(Trees { taxa: of(taxon::TABLE)?, places: of(geography::TABLE)? })
}

/// Makes everything that was written so far be found, and remembers up to where it goes.
pub(crate) fn commit(writer: &mut IndexWriter<TantivyDocument>, payload: &Payload) -> Result<()> {
    let mut commit = writer.prepare_commit().map_err(failed)?;
    commit.set_payload(&payload.text());
    commit.commit().map_err(failed)?;
    Ok(())
}
