//! What is worked out from the model once and kept, for the shipped model and for those with institutions' own fields.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use vasculum_model::model;

/// Something that follows from the model, by the generation of the model.
pub(crate) struct ByModel<T: 'static> {
    known: LazyLock<RwLock<HashMap<u64, Arc<T>>>>,
    /// More than this are forgotten together.
    most: usize,
}

impl<T> ByModel<T> {
    /// Nothing yet; at most this many are kept.
    pub(crate) const fn new(most: usize) -> Self {
        Self { known: LazyLock::new(RwLock::default), most }
    }

    /// What belongs to the present model.
    pub(crate) fn get(&self, make: impl FnOnce() -> T) -> Arc<T> {
        let generation = model().generation;
        if let Some(known) = self.known.read().unwrap_or_else(PoisonError::into_inner).get(&generation) {
            return Arc::clone(known);
        }
        let made = Arc::new(make());
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= self.most {
            known.clear();
        }
        known.insert(generation, Arc::clone(&made));
        made
    }
}
