//! Files of trees that somebody uploaded and has not brought in yet: in files without names, for the one who uploaded
//! them, in the session in which they did, for two hours.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::http::{HeaderMap, header};
use tokio::sync::Semaphore;
use vasculum_domain::trees::import::{Applied, Ask, Goal, Mapping, Picked, Plan};
use vasculum_domain::users;
use vasculum_model::{Code, Error, Result, TableId};

use crate::pages::visitor::Visitor;
use crate::security::{SESSION_COOKIE, cookie};
use crate::ui::words::t;
use crate::upload::Hidden;

/// How long a file is kept.
const KEPT_FOR: Duration = Duration::from_secs(2 * 60 * 60);
/// So many one person may have at once; a further one takes the place of the oldest.
const MOST_OF_ONE: usize = 3;
/// So many bytes are kept of everybody together.
const MOST_BYTES: u64 = 1 << 30;
/// So many plans are remembered, so that the next page of one comes at once.
const MOST_PLANS: usize = 4;
/// So many files are read at the same time.
const AT_ONCE: usize = 2;

/// Whose file it is: the person, and the session in which they uploaded it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Owner {
    user: Option<i64>,
    session: blake3::Hash,
}

impl Owner {
    pub(super) fn of(visitor: &Visitor, headers: &HeaderMap) -> Self {
        let token = || headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let session = cookie(headers, SESSION_COOKIE).or_else(token).unwrap_or_default();
        Self { user: visitor.access.user, session: blake3::hash(session.as_bytes()) }
    }
}

/// How far it is.
#[derive(Debug, Clone)]
pub(super) enum Step {
    /// Something is still to be said or agreed to.
    Open,
    /// It is being brought in.
    Running,
    /// It was brought in.
    Done(Box<Applied>),
    /// It could not be brought in: words and a hint. It can be tried again.
    Failed(String, String),
}

/// A file on its way in, and what was said of it.
#[derive(Clone)]
pub(super) struct Import {
    pub(super) table: TableId,
    pub(super) collection: i64,
    /// What the file is called.
    pub(super) name: String,
    /// What the tree is called into which it comes.
    pub(super) tree: String,
    /// Nothing once it was brought in.
    pub(super) file: Option<Arc<Hidden>>,
    pub(super) goal: Goal,
    pub(super) create_missing_ranks: bool,
    /// Whether it is a sheet, of which one says what its columns mean.
    pub(super) is_sheet: bool,
    pub(super) mapping: Option<Mapping>,
    pub(super) picked: Picked,
    pub(super) step: Step,
}

impl Import {
    pub(super) fn ask(&self) -> Ask {
        Ask {
            table: self.table,
            collection: self.collection,
            goal: self.goal.clone(),
            create_missing_ranks: self.create_missing_ranks,
            mapping: self.mapping.clone(),
        }
    }
}

struct Kept {
    key: String,
    owner: Owner,
    until: Instant,
    import: Import,
}

/// A plan, of which file, and after which change it was made.
struct Planned {
    key: String,
    after: i64,
    plan: Arc<Plan>,
}

/// All files on their way in.
pub(crate) struct Uploads {
    kept: Mutex<Vec<Kept>>,
    plans: Mutex<Vec<Planned>>,
    /// Places for those who read files.
    pub(super) working: Semaphore,
}

impl Default for Uploads {
    fn default() -> Self {
        Self { kept: Mutex::default(), plans: Mutex::default(), working: Semaphore::new(AT_ONCE) }
    }
}

impl Uploads {
    /// All that are not too old.
    fn kept(&self) -> MutexGuard<'_, Vec<Kept>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        kept.retain(|one| one.until > now);
        kept
    }

    fn plans(&self) -> MutexGuard<'_, Vec<Planned>> {
        self.plans.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets what is too old.
    pub(super) fn tidy(&self) {
        let keys: Vec<String> = self.kept().iter().map(|one| one.key.clone()).collect();
        self.plans().retain(|plan| keys.contains(&plan.key));
    }

    /// How long it takes until all that there is now is too old.
    pub(super) fn lasts() -> Duration {
        KEPT_FOR + Duration::from_secs(1)
    }

    /// Keeps a file; returns its name in addresses, which nobody can guess.
    pub(super) fn keep(&self, owner: Owner, import: Import) -> Result<String> {
        let key: String = users::new_password()?.chars().filter(char::is_ascii_alphanumeric).collect();
        let mut kept = self.kept();
        while kept.iter().filter(|one| one.owner.user == owner.user).count() >= MOST_OF_ONE {
            if let Some(oldest) = kept.iter().position(|one| one.owner.user == owner.user) {
                kept.remove(oldest);
            }
        }
        let size = |import: &Import| import.file.as_ref().map_or(0, |file| file.bytes);
        if kept.iter().map(|one| size(&one.import)).sum::<u64>() + size(&import) > MOST_BYTES {
            return Err(Error::new(Code::Conflict, t("Too many files are on their way in."))
                .hint(t("Try again in an hour, or bring the file in on the server with ‘vasculum import tree’.")));
        }
        kept.push(Kept { key: key.clone(), owner, until: Instant::now() + KEPT_FOR, import });
        Ok(key)
    }

    /// A file of theirs for the nodes of this table.
    pub(super) fn get(&self, owner: Owner, key: &str, table: TableId) -> Option<Import> {
        let kept = self.kept();
        let theirs = kept.iter().find(|one| one.key == key && one.owner == owner && one.import.table == table);
        theirs.map(|one| one.import.clone())
    }

    /// Changes what was said of a file; returns what `change` does, or nothing if the file is no longer there.
    pub(super) fn change<T>(&self, key: &str, change: impl FnOnce(&mut Import) -> T) -> Option<T> {
        self.kept().iter_mut().find(|one| one.key == key).map(|one| change(&mut one.import))
    }

    /// Forgets a file.
    pub(super) fn forget(&self, key: &str) {
        self.kept().retain(|one| one.key != key);
        self.forget_plan(key);
    }

    /// The plan that was made after this change.
    pub(super) fn plan(&self, key: &str, after: i64) -> Option<Arc<Plan>> {
        self.plans().iter().find(|one| one.key == key && one.after == after).map(|one| Arc::clone(&one.plan))
    }

    pub(super) fn remember(&self, key: &str, after: i64, plan: &Arc<Plan>) {
        let mut plans = self.plans();
        plans.retain(|one| one.key != key);
        if plans.len() >= MOST_PLANS {
            plans.remove(0);
        }
        plans.push(Planned { key: key.to_owned(), after, plan: Arc::clone(plan) });
    }

    pub(super) fn forget_plan(&self, key: &str) {
        self.plans().retain(|one| one.key != key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn import() -> Import {
        let file = Hidden::keep("a.csv", b"Genus\nRosa\n").unwrap();
        Import {
            table: vasculum_model::names::taxon::TABLE,
            collection: 1,
            name: "a.csv".to_owned(),
            tree: String::new(),
            file: Some(Arc::new(file)),
            goal: Goal::Usual,
            create_missing_ranks: false,
            is_sheet: true,
            mapping: None,
            picked: Picked::default(),
            step: Step::Open,
        }
    }

    #[test]
    fn a_file_is_there_for_its_owner_alone_and_the_oldest_gives_way() {
        let uploads = Uploads::default();
        let owner = Owner { user: Some(1), session: blake3::hash(b"one") };
        let keys: Vec<String> = (0..4).map(|_| uploads.keep(owner, import()).unwrap()).collect();
        let table = vasculum_model::names::taxon::TABLE;
        assert!(uploads.get(owner, &keys[0], table).is_none(), "the fourth took its place");
        assert!(uploads.get(owner, &keys[3], table).is_some());
        let elsewhere = Owner { session: blake3::hash(b"two"), ..owner };
        assert!(uploads.get(elsewhere, &keys[3], table).is_none(), "another session");
        assert!(uploads.get(Owner { user: Some(2), ..owner }, &keys[3], table).is_none(), "somebody else");
        assert!(uploads.get(owner, &keys[3], vasculum_model::names::geography::TABLE).is_none(), "another tree");
        uploads.forget(&keys[3]);
        assert!(uploads.get(owner, &keys[3], table).is_none());
        uploads.kept.lock().unwrap()[0].until = Instant::now();
        assert!(uploads.get(owner, &keys[1], table).is_none(), "too old");
    }
}
