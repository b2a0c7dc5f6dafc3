//! What is worked out once and remembered until the journal tells of a change that matters.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use vasculum_model::{Result, TableId};
use vasculum_store::{Access, Database, Tx};

/// Values worked out from the records of some tables, by key. A change by anybody, in this process or another, counts at
/// the next look, which costs at most two statements while nothing changed.
#[derive(Debug)]
pub struct Remembered<K, V> {
    watched: &'static [TableId],
    state: Mutex<State<K, V>>,
}

#[derive(Debug)]
struct State<K, V> {
    /// The latest change set that was looked at; what is known is as new as it.
    upto: i64,
    known: HashMap<K, Arc<V>>,
}

/// More than this is forgotten, so that nobody can fill the memory.
const MOST_KNOWN: usize = 10_000;

impl<K: Eq + Hash + Clone, V> Remembered<K, V> {
    /// Remembers nothing yet; what it will remember is worked out from these tables.
    pub fn of(watched: &'static [TableId]) -> Self {
        Self { watched, state: Mutex::new(State { upto: 0, known: HashMap::new() }) }
    }

    /// The value of a key, made anew if it is not known or something that it may depend on was written.
    ///
    /// # Errors
    ///
    /// Whatever `make` refuses; `Internal`, if the database fails.
    pub fn get(&self, db: &Database, key: &K, make: impl FnOnce(&mut Tx<'_>) -> Result<V>) -> Result<Arc<V>> {
        let upto = self.lock().upto;
        let program = Access::system("remembered");
        let (latest, stale) = db.read(&program, |tx| {
            let latest = tx.latest_change()?;
            Ok((latest, latest < upto || latest > upto && tx.touched_since(upto, self.watched)?))
        })?;
        {
            let mut state = self.lock();
            if stale && state.upto == upto || state.known.len() > MOST_KNOWN {
                state.known.clear();
            }
            if state.upto == upto {
                state.upto = latest;
            }
            if let (Some(value), true) = (state.known.get(key), state.upto >= latest) {
                return Ok(Arc::clone(value));
            }
        }
        let made = Arc::new(db.read(&program, make)?);
        let mut state = self.lock();
        // Somebody may have looked at a later change meanwhile, which this answer may not know of.
        if state.upto == latest {
            state.known.insert(key.clone(), Arc::clone(&made));
        }
        Ok(made)
    }

    fn lock(&self) -> MutexGuard<'_, State<K, V>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
