//! The search index for questions that are asked in no request: those of jobs, and of the command line.

use std::path::PathBuf;
use std::sync::Arc;

use vasculum_domain::jobs::{Finder, Index};
use vasculum_domain::query::Hits;
use vasculum_search::{Ask, Beside, Ids, Search};
use vasculum_store::Database;

/// The index that this process keeps for its pages.
pub(crate) fn of_server(search: &Arc<Search>) -> Index {
    let search = Arc::clone(search);
    Index::by(move |waiting| vasculum_search::Finder::of(Arc::clone(&search), waiting).map(finder))
}

/// An index for a process that serves no pages: that of a server which is running beside it, or one of its own.
pub(crate) fn beside(db: &Arc<Database>, folder: PathBuf) -> Index {
    let beside = Beside::new(Arc::clone(db), folder);
    Index::by(move |waiting| beside.open(waiting).map(finder))
}

fn finder(index: vasculum_search::Finder) -> Finder {
    Box::new(move |access, table, words| {
        let Ids { ids, upto } = index.ids(access, &Ask::of(words), table)?;
        Ok(Hits { ids, upto })
    })
}
