//! What a user may do, read from the database into an [`Access`].

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use vasculum_model::names::{
    agent, collection, collection_object_type, discipline, geography_tree_def, geologic_time_period_tree_def,
    litho_strat_tree_def, role, role_policy, specify_user, taxon_tree_def, tectonic_unit_tree_def, user_policy,
    user_role,
};
use vasculum_model::{Code, Error, Result, TableId};
use vasculum_store::{Access, Database, Filter, Hierarchy, Policy, Select, Tx};

use super::explain;

/// What a user may do: their own rights, those of their roles and those of everybody, as the agent of the division of
/// the collection in which they work. Without a collection: in all that they may enter.
///
/// # Errors
///
/// - `SignInNeeded`: there is no such user any more.
/// - `NotFound`: there is no such collection.
/// - `Forbidden`: the user may not enter it.
pub fn access(db: &Database, user: i64, collection: Option<i64>) -> Result<Access> {
    let hierarchy = Arc::new(db.hierarchy()?);
    db.read(&Access::system("rights"), |tx| read(tx, user, collection, hierarchy))
}

fn read(tx: &mut Tx<'_>, user: i64, collection: Option<i64>, hierarchy: Arc<Hierarchy>) -> Result<Access> {
    let Some(record) = tx.find(specify_user::TABLE, user)? else {
        return Err(Error::new(Code::SignInNeeded, "This user no longer exists."));
    };
    let name = record.text(specify_user::NAME).unwrap_or_default();
    let access = Access::of(user, name, policies(tx, user)?, hierarchy.clone());
    let mut division = None;
    if let Some(id) = collection {
        let Some(place) = hierarchy.collections.iter().find(|place| place.id == id) else {
            return Err(Error::not_found(format!("There is no collection {id}.")));
        };
        if !access.may("/system/sp7/collection", "access", Some(id)) {
            return Err(Error::forbidden(format!("You have no right to enter the collection {}.", place.name))
                .hint("Ask somebody who manages the users of your institution."));
        }
        division = Some(place.division);
    }
    let agents = tx.select(&Select::all(agent::TABLE).matching(Filter::is(agent::SPECIFY_USER, user)))?;
    let here = agents.iter().find(|agent| division.is_none() || agent.int(agent::DIVISION) == division);
    Ok(access.within(collection, None).as_agent(here.map(|agent| agent.id)))
}

/// Every right of a user.
pub(super) fn policies(tx: &mut Tx<'_>, user: i64) -> Result<Vec<Policy>> {
    Ok(explain::read(tx, user)?.into_iter().map(|reason| reason.policy).collect())
}

/// The tables from which an [`Access`] is read.
const WATCHED: &[TableId] = &[
    specify_user::TABLE,
    user_policy::TABLE,
    user_role::TABLE,
    role::TABLE,
    role_policy::TABLE,
    agent::TABLE,
    collection::TABLE,
    discipline::TABLE,
    collection_object_type::TABLE,
    taxon_tree_def::TABLE,
    geography_tree_def::TABLE,
    geologic_time_period_tree_def::TABLE,
    litho_strat_tree_def::TABLE,
    tectonic_unit_tree_def::TABLE,
];

/// Remembers what users may do until the journal tells of a change that matters: at most two statements a look.
///
/// A right that is taken away is gone at the next look, in this process and in any other.
#[derive(Debug, Default)]
pub struct AccessCache {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// The latest change set that was looked at; what is known is as new as it.
    upto: i64,
    hierarchy: Option<Arc<Hierarchy>>,
    known: HashMap<(i64, Option<i64>), Access>,
}

/// More than this is forgotten, so that nobody can fill the memory.
const MOST_KNOWN: usize = 10_000;

impl AccessCache {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// As [`access()`].
    ///
    /// # Errors
    ///
    /// As [`access()`].
    pub fn access(&self, db: &Database, user: i64, collection: Option<i64>) -> Result<Access> {
        let upto = self.lock().upto;
        let program = Access::system("rights");
        let (latest, stale) = db.read(&program, |tx| {
            let latest = tx.latest_change()?;
            Ok((latest, latest < upto || latest > upto && tx.touched_since(upto, WATCHED)?))
        })?;
        let hierarchy = {
            let mut state = self.lock();
            if stale && state.upto == upto || state.known.len() > MOST_KNOWN {
                state.known.clear();
                state.hierarchy = None;
            }
            if state.upto == upto {
                state.upto = latest;
            }
            if let (Some(access), true) = (state.known.get(&(user, collection)), state.upto >= latest) {
                return Ok(access.clone());
            }
            state.hierarchy.clone()
        };
        let hierarchy = match hierarchy {
            Some(hierarchy) => hierarchy,
            None => Arc::new(db.hierarchy()?),
        };
        let access = db.read(&program, |tx| read(tx, user, collection, hierarchy.clone()))?;
        let mut state = self.lock();
        // Somebody may have looked at a later change meanwhile, which this answer may not know of.
        if state.upto == latest {
            state.hierarchy = Some(hierarchy);
            state.known.insert((user, collection), access.clone());
        }
        Ok(access)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
