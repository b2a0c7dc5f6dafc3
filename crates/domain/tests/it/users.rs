//! Users, rights, sessions and tokens.

use vasculum_domain::records;
use vasculum_domain::users::{self, AccessCache, NewUser, TokenScope};
use vasculum_model::names::{
    agent, collection, collection_object, discipline, division, institution, library_role, role_policy, specify_user,
    user_policy, user_role,
};
use vasculum_model::{Code, Col, Record, Result, TableId, Timestamp, Value};
use vasculum_store::{Access, Action, ChangeQuery, Database, Filter, Policy, Purpose, Select, Test, WriteTx};
use vasculum_testkit::on_every_engine;

const PASSWORD: &str = "a pressed fern";

fn system() -> Access {
    Access::system("test")
}

fn write<T>(db: &Database, act: impl FnOnce(&mut WriteTx<'_>) -> Result<T>) -> Result<T> {
    db.write(&system(), Purpose::new("test", "test"), act)
}

fn insert(tx: &mut WriteTx<'_>, record: Record) -> Result<i64> {
    let grant = tx.may(Action::Create, record.table)?;
    tx.insert(&grant, record)
}

/// Two divisions with a collection each: fishes (1) and plants (2).
fn two_collections(db: &Database) -> (i64, i64) {
    write(db, |tx| {
        let house = insert(tx, Record::new(institution::TABLE).with(institution::NAME, "House"))?;
        let mut ids = Vec::new();
        for code in ["fish", "plants"] {
            let part = Record::new(division::TABLE).with(division::NAME, code).with(division::INSTITUTION, house);
            let part = insert(tx, part)?;
            let branch = Record::new(discipline::TABLE).with(discipline::NAME, code).with(discipline::DIVISION, part);
            let branch = insert(tx, branch)?;
            let kept = Record::new(collection::TABLE)
                .with(collection::CODE, code)
                .with(collection::COLLECTION_NAME, code)
                .with(collection::DISCIPLINE, branch);
            ids.push(insert(tx, kept)?);
        }
        users::install_library_roles(tx)?;
        Ok((ids[0], ids[1]))
    })
    .unwrap()
}

fn user(db: &Database, name: &str, admin: bool) -> i64 {
    let new = NewUser { name: name.to_owned(), password: Some(PASSWORD.to_owned()), admin, email: None };
    write(db, |tx| users::add_user(tx, new)).unwrap()
}

/// A user with one of the model roles in a collection.
fn user_with(db: &Database, name: &str, collection: i64, role: &str) -> i64 {
    let id = user(db, name, false);
    write(db, |tx| {
        let role = users::add_role_from_library(tx, collection, role)?;
        users::give_role(tx, id, role)
    })
    .unwrap();
    id
}

fn count(db: &Database, table: TableId, filter: Filter) -> i64 {
    db.read(&system(), |tx| tx.count(&Select::all(table).matching(filter))).unwrap()
}

fn code<T>(result: Result<T>) -> Option<Code> {
    result.err().map(|error| error.code)
}

#[test]
fn a_user_signs_in_with_their_password_alone() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let ada = user(db, "Ada", false);
        assert_eq!(users::verify(db, "Ada", PASSWORD).unwrap(), Some(ada));
        assert_eq!(users::verify(db, " ada ", PASSWORD).unwrap(), Some(ada), "case does not matter");
        assert_eq!(users::verify(db, "Ada", "a pressed ferm").unwrap(), None);
        assert_eq!(users::verify(db, "Bob", PASSWORD).unwrap(), None);
        assert_eq!(users::verify(db, "Ada", "").unwrap(), None);
    });
}

#[test]
fn without_a_password_nobody_signs_in() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        write(db, |tx| users::add_user(tx, NewUser { name: "Ada".to_owned(), ..NewUser::default() })).unwrap();
        for password in ["", "!", "password"] {
            assert_eq!(users::verify(db, "Ada", password).unwrap(), None);
        }
    });
}

#[test]
fn a_weak_password_or_a_taken_name_is_refused() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        user(db, "Ada", false);
        for (name, password, issue) in [
            ("Bertram Smith", "short", "weak-password"),
            ("Bertram Smith", "bertram smith", "weak-password"),
            ("Bertram Smith", "aaaaaaaaaaaa", "weak-password"),
            ("ADA", PASSWORD, "user-name"),
            ("  ", PASSWORD, "user-name"),
        ] {
            let new = NewUser { name: name.to_owned(), password: Some(password.to_owned()), ..NewUser::default() };
            let error = write(db, |tx| users::add_user(tx, new)).unwrap_err();
            assert_eq!((error.code, error.issues[0].name), (Code::Invalid, issue), "{name} {password}");
        }
    });
}

#[test]
fn an_institution_may_ask_for_longer_passwords() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let house = Record::new(institution::TABLE).with(institution::MINIMUM_PWD_LENGTH, 20);
        write(db, |tx| insert(tx, house)).unwrap();
        let new = NewUser { name: "Ada".to_owned(), password: Some(PASSWORD.to_owned()), ..NewUser::default() };
        assert_eq!(code(write(db, |tx| users::add_user(tx, new))), Some(Code::Invalid));
    });
}

#[test]
fn a_new_password_ends_the_sessions() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let ada = user(db, "Ada", false);
        let secret = users::start_session(db, ada, "Firefox").unwrap();
        assert_eq!(code(users::change_password(db, ada, "wrong password", "another fern")), Some(Code::Forbidden));
        assert!(users::session(db, &secret).unwrap().is_some());
        users::change_password(db, ada, PASSWORD, "another fern").unwrap();
        assert!(users::session(db, &secret).unwrap().is_none());
        assert_eq!(users::verify(db, "Ada", PASSWORD).unwrap(), None);
        assert_eq!(users::verify(db, "Ada", "another fern").unwrap(), Some(ada));
    });
}

#[test]
fn only_an_administrator_sets_somebody_elses_password() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let (fish, _) = two_collections(db);
        let ada = user(db, "Ada", true);
        let bob = user_with(db, "Bob", fish, "Collection Admin");
        let by_bob = users::access(db, bob, None).unwrap();
        assert_eq!(code(users::set_password(db, &by_bob, ada, "taken over")), Some(Code::Forbidden));
        let by_ada = users::access(db, ada, None).unwrap();
        users::set_password(db, &by_ada, bob, "a new beginning").unwrap();
        assert_eq!(users::verify(db, "Bob", "a new beginning").unwrap(), Some(bob));
        let looking = by_ada.looking_only(true);
        assert_eq!(code(users::set_password(db, &looking, bob, "a new beginning")), Some(Code::Forbidden));
    });
}

#[test]
fn nobody_reads_the_digest_of_a_password() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let ada = user(db, "Ada", true);
        let by_ada = users::access(db, ada, None).unwrap();
        let (record, found) = db
            .read(&by_ada, |tx| {
                let filter = Filter::test(specify_user::PASSWORD, Test::StartsWith("$argon2id".to_owned()));
                Ok((tx.get(specify_user::TABLE, ada)?, tx.count(&Select::all(specify_user::TABLE).matching(filter))?))
            })
            .unwrap();
        assert_eq!((record.get(specify_user::PASSWORD), found), (&Value::Null, 0));
        // Writing the rest of the record leaves it as it is.
        db.write(&by_ada, Purpose::new("save", "E-mail"), |tx| {
            let grant = tx.may(Action::Update, specify_user::TABLE)?;
            tx.update(&grant, &record, &record.clone().with(specify_user::EMAIL, "ada@example.org"))
        })
        .unwrap();
        assert_eq!(users::verify(db, "Ada", PASSWORD).unwrap(), Some(ada));
        users::change_password(db, ada, PASSWORD, "another fern").unwrap();
        let journal = db
            .read(&system(), |tx| {
                let mut text = String::new();
                for set in tx.change_sets(&ChangeQuery { limit: 100, ..ChangeQuery::default() })? {
                    text.push_str(&format!("{set:?} {:?}", tx.changes(set.id, 1_000)?));
                }
                Ok(text)
            })
            .unwrap();
        assert!(journal.contains("New password for user Ada") && !journal.contains("argon2id"));
    });
}

#[test]
fn a_session_lives_on_while_it_is_used() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let ada = user(db, "Ada", false);
        let secret = users::start_session(db, ada, "Firefox").unwrap();
        let other = users::start_session(db, ada, "Chromium").unwrap();
        assert_eq!(secret.len(), 43);
        let session = users::session(db, &secret).unwrap().unwrap();
        assert_eq!((session.user, session.about.as_str()), (ada, "Firefox"));
        assert_eq!(users::session(db, "something else").unwrap(), None);
        assert_eq!(users::sessions(db, ada).unwrap().len(), 2);
        assert_eq!(users::end_sessions(db, &system(), ada, Some(&session.id)).unwrap(), 1);
        assert!(users::session(db, &secret).unwrap().is_none() && users::session(db, &other).unwrap().is_some());
        users::end_session(db, &other).unwrap();
        assert!(users::session(db, &other).unwrap().is_none());
    });
}

#[test]
fn a_session_ends_by_itself() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let ada = user(db, "Ada", false);
        let secret = users::start_session(db, ada, "Firefox").unwrap();
        let mut ticket = db.tickets("session", Some(ada)).unwrap().remove(0);
        assert_eq!(ticket.expires.unwrap().0 - ticket.made.0, users::SESSION_IDLE_HOURS * 3_600_000_000);
        // Seen an hour ago, started nearly thirty days ago: used now, it ends when the thirty days are over.
        let almost = users::SESSION_DAYS * 86_400_000_000 - 3_600_000_000;
        ticket.made = Timestamp(db.now().0 - almost);
        ticket.seen = Timestamp(db.now().0 - 3_600_000_000);
        db.put_ticket(&ticket).unwrap();
        assert!(users::session(db, &secret).unwrap().is_some());
        let ticket = db.tickets("session", Some(ada)).unwrap().remove(0);
        assert_eq!(ticket.expires.unwrap().0 - ticket.made.0, users::SESSION_DAYS * 86_400_000_000);
        db.touch_ticket("session", &ticket.digest, Some(Timestamp(db.now().0 - 1))).unwrap();
        assert!(users::session(db, &secret).unwrap().is_none());
        assert!(users::sessions(db, ada).unwrap().is_empty());
    });
}

#[test]
fn a_token_stands_for_its_user_until_it_is_taken_back() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let (ada, bob) = (user(db, "Ada", false), user(db, "Bob", false));
        let secret = users::make_token(db, ada, TokenScope::Read, "the portal", None).unwrap();
        assert!(secret.starts_with("vsc_"));
        let token = users::token(db, &secret).unwrap().unwrap();
        assert_eq!((token.user, token.scope, token.name.as_str()), (ada, TokenScope::Read, "the portal"));
        assert_eq!(users::token(db, "vsc_other").unwrap(), None);
        assert_eq!(users::session(db, &secret).unwrap(), None, "a token is no session");
        assert_eq!(users::tokens(db, Some(bob)).unwrap(), Vec::new());
        assert_eq!(code(users::revoke_token(db, &system(), Some(bob), &token.id)), Some(Code::NotFound));
        users::revoke_token(db, &system(), Some(ada), &token.id).unwrap();
        assert_eq!(users::token(db, &secret).unwrap(), None);
        let past = Some(Timestamp(0));
        assert_eq!(code(users::make_token(db, ada, TokenScope::Write, "late", past)), Some(Code::Invalid));
        assert_eq!(code(users::make_token(db, 999, TokenScope::Write, "nobody", None)), Some(Code::NotFound));
    });
}

/// The journal, latest first: kind, who, what.
fn told(db: &Database) -> Vec<String> {
    let query = ChangeQuery { limit: 1_000, ..ChangeQuery::default() };
    let sets = db.read(&system(), |tx| tx.change_sets(&query)).unwrap();
    sets.into_iter().map(|set| format!("{} {}: {}", set.kind, set.user_name, set.summary)).collect()
}

#[test]
fn the_journal_tells_of_signing_out_and_of_ended_sessions() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let ada = user(db, "Ada", false);
        let secret = users::start_session(db, ada, "Firefox").unwrap();
        users::sign_out(db, &secret).unwrap();
        users::sign_out(db, &secret).unwrap();
        for _ in 0..2 {
            users::start_session(db, ada, "Firefox").unwrap();
        }
        assert_eq!(users::end_sessions(db, &system(), ada, None).unwrap(), 2);
        assert_eq!(users::end_sessions(db, &system(), ada, None).unwrap(), 0);
        let told: Vec<String> = told(db).into_iter().filter(|line| line.starts_with("sign-out")).collect();
        assert_eq!(told, ["sign-out test: 2 sessions of Ada ended", "sign-out Ada: Signed out (Ada)"]);
    });
}

#[test]
fn failed_attempts_are_counted_by_user_address_and_hour() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        user(db, "Ada", false);
        let (here, there) = ("192.0.2.7".parse().unwrap(), "2001:db8::1".parse().unwrap());
        for (name, address) in [("ada", here), ("my secret password", there), ("Ada", here), ("other secret", there)] {
            users::remember_failed(db, name, address).unwrap();
        }
        let failed =
            || -> Vec<String> { told(db).into_iter().filter(|line| line.starts_with(users::FAILED)).collect() };
        assert_eq!(
            failed(),
            [
                "sign-in-failed : Failed to sign in by a name that no user has, from 2001:db8::/64, 2 times within the hour",
                "sign-in-failed : Failed to sign in as Ada, from 192.0.2.7, 2 times within the hour",
            ]
        );
        assert!(!told(db).concat().contains("secret"), "what is no name is never kept");
        // Whoever comes from everywhere fills no disk.
        for nth in 0..users::MOST_ADDRESSES + 20 {
            users::remember_failed(db, "Ada", format!("10.0.{}.{}", nth / 250, nth % 250).parse().unwrap()).unwrap();
        }
        let failed = failed();
        assert_eq!(failed.len() as i64, users::MOST_ADDRESSES + 1);
        assert!(failed[0].ends_with("as Ada, from other addresses, 22 times within the hour"), "{}", failed[0]);
    });
}

#[test]
fn the_journal_tells_of_signing_in_and_of_tokens() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let ada = user(db, "Ada", false);
        users::start_session(db, ada, "Firefox").unwrap();
        let secret = users::make_token(db, ada, TokenScope::Read, "the portal", None).unwrap();
        users::revoke_token(db, &system(), None, &secret).unwrap();
        let query = ChangeQuery { limit: 3, ..ChangeQuery::default() };
        let told: Vec<String> = db
            .read(&system(), |tx| tx.change_sets(&query))
            .unwrap()
            .into_iter()
            .map(|set| format!("{} {}: {}", set.kind, set.user_name, set.summary))
            .collect();
        assert_eq!(
            told,
            [
                "token test: Token ‘the portal’ taken back (Ada)",
                "token Ada: Token ‘the portal’ made, which may read (Ada)",
                "sign-in Ada: Signed in (Ada)",
            ]
        );
    });
}

#[test]
fn model_roles_are_installed_once() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        two_collections(db);
        let roles = users::LIBRARY_ROLES.len() as i64;
        assert_eq!(count(db, library_role::TABLE, Filter::All), roles);
        assert_eq!(write(db, users::install_library_roles).unwrap(), 0);
    });
}

#[test]
fn a_role_opens_its_collection_and_no_other() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let (fish, plants) = two_collections(db);
        let reader = user_with(db, "Reader", fish, "Read-Only Access");
        let access = users::access(db, reader, Some(fish)).unwrap();
        assert!(access.may("/table/taxon", "read", Some(fish)));
        assert!(!access.may("/table/taxon", "update", Some(fish)));
        assert!(!access.may("/table/taxon", "read", Some(plants)));
        assert_eq!(code(users::access(db, reader, Some(plants))), Some(Code::Forbidden));
        assert_eq!(code(users::access(db, reader, Some(99))), Some(Code::NotFound));
        assert_eq!(code(users::access(db, 99, None)), Some(Code::SignInNeeded));
    });
}

#[test]
fn a_user_has_an_agent_in_every_division_they_may_enter() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let (fish, plants) = two_collections(db);
        let ada = user(db, "Ada", true);
        let bob = user_with(db, "Bob", plants, "Full Data Access");
        assert_eq!(count(db, agent::TABLE, Filter::is(agent::SPECIFY_USER, ada)), 2);
        assert_eq!(count(db, agent::TABLE, Filter::is(agent::SPECIFY_USER, bob)), 1);
        let (in_fish, in_plants) =
            (users::access(db, ada, Some(fish)).unwrap(), users::access(db, ada, Some(plants)).unwrap());
        assert!(in_fish.agent.is_some() && in_plants.agent.is_some() && in_fish.agent != in_plants.agent);
        // An agent stands for one user, and only one agent of a division does.
        let bobs = users::access(db, bob, Some(plants)).unwrap().agent.unwrap();
        assert_eq!(code(write(db, |tx| users::link_agent(tx, ada, bobs))), Some(Code::Conflict));
        write(db, |tx| users::link_agent(tx, bob, bobs)).unwrap();
    });
}

#[test]
fn the_last_administrator_stays() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let ada = user(db, "Ada", true);
        assert_eq!(code(write(db, |tx| users::stop_being_admin(tx, ada))), Some(Code::Conflict));
        assert_eq!(code(users::block(db, &system(), ada)), Some(Code::Conflict));
        let bob = user(db, "Bob", true);
        write(db, |tx| users::stop_being_admin(tx, ada)).unwrap();
        let list = db.read(&system(), users::list_users).unwrap();
        let admins: Vec<&str> = list.iter().filter(|user| user.is_admin).map(|user| user.name.as_str()).collect();
        assert_eq!(admins, ["Bob"]);
        assert_eq!(code(write(db, |tx| users::stop_being_admin(tx, bob))), Some(Code::Conflict));
    });
}

#[test]
fn a_blocked_user_is_out_at_once() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        user(db, "Ada", true);
        let bob = user(db, "Bob", false);
        let session = users::start_session(db, bob, "Firefox").unwrap();
        let token = users::make_token(db, bob, TokenScope::Write, "script", None).unwrap();
        users::block(db, &system(), bob).unwrap();
        assert!(users::session(db, &session).unwrap().is_none() && users::token(db, &token).unwrap().is_none());
        assert_eq!(users::verify(db, "Bob", PASSWORD).unwrap(), None);
    });
}

#[test]
fn the_structure_of_the_institution_is_changed_by_its_administrators() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let (fish, _) = two_collections(db);
        let ada = user(db, "Ada", true);
        let bob = user_with(db, "Bob", fish, "Full Data Access");
        let eve = user_with(db, "Eve", fish, "Collection Admin");
        let place = db.read(&Access::system("test"), |tx| tx.get(collection::TABLE, fish)).unwrap();
        let part = place.needed(collection::DISCIPLINE).unwrap();
        let part = db.read(&Access::system("test"), |tx| tx.get(discipline::TABLE, part)).unwrap();
        let change = |who: i64, within: Option<i64>, record: &Record, column: Col| {
            let access = users::access(db, who, within).unwrap();
            code(db.write(&access, Purpose::new("save", ""), |tx| {
                let grant = tx.may(Action::Update, record.table)?;
                let before = tx.get(record.table, record.id)?;
                tx.update(&grant, &before, &before.clone().with(column, format!("By {who}")))
            }))
        };
        assert_eq!(change(bob, Some(fish), &place, collection::DESCRIPTION), Some(Code::Forbidden));
        assert_eq!(change(bob, Some(fish), &part, discipline::NAME), Some(Code::Forbidden));
        // Whoever administers a collection says how it works, and makes no other.
        assert_eq!(change(eve, Some(fish), &place, collection::DESCRIPTION), None);
        assert_eq!(change(eve, Some(fish), &part, discipline::NAME), Some(Code::Forbidden));
        let access = users::access(db, eve, Some(fish)).unwrap();
        assert!(access.may("/table/collection", "update", Some(fish)));
        let made = db.write(&access, Purpose::new("save", ""), |tx| {
            insert(tx, Record::new(collection::TABLE).with(collection::DISCIPLINE, part.id))
        });
        assert_eq!(code(made), Some(Code::Forbidden));
        assert_eq!(change(ada, None, &part, discipline::NAME), None);
    });
}

#[test]
fn who_may_edit_all_tables_can_still_not_give_rights() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let (fish, plants) = two_collections(db);
        let ada = user(db, "Ada", true);
        let bob = user_with(db, "Bob", fish, "Full Data Access");
        let admins = write(db, |tx| users::add_role_from_library(tx, fish, "Collection Admin")).unwrap();
        let try_as_bob = |record: Record| {
            let access = users::access(db, bob, Some(fish)).unwrap();
            code(db.write(&access, Purpose::new("save", ""), |tx| insert(tx, record)))
        };
        let policy = |place: Option<i64>| {
            Record::new(user_policy::TABLE)
                .with(user_policy::SPECIFYUSER, bob)
                .with(user_policy::COLLECTION, place)
                .with(user_policy::RESOURCE, "%")
                .with(user_policy::ACTION, "%")
        };
        let holds = Record::new(user_role::TABLE).with(user_role::SPECIFYUSER, bob).with(user_role::ROLE, admins);
        let part = Record::new(role_policy::TABLE)
            .with(role_policy::ROLE, admins)
            .with(role_policy::RESOURCE, "%")
            .with(role_policy::ACTION, "%");
        let somebody = Record::new(specify_user::TABLE).with(specify_user::NAME, "Eve");
        for record in [policy(Some(fish)), policy(None), holds.clone(), part.clone(), somebody] {
            assert_eq!(try_as_bob(record), Some(Code::Forbidden));
        }
        // Who manages the rights of a collection does it there and nowhere else.
        write(db, |tx| {
            let manager = users::add_role_from_library(tx, fish, "Security Admin")?;
            users::give_role(tx, bob, manager)
        })
        .unwrap();
        let elsewhere = write(db, |tx| users::add_role_from_library(tx, plants, "Collection Admin")).unwrap();
        assert_eq!(try_as_bob(policy(None)), Some(Code::Forbidden));
        assert_eq!(try_as_bob(policy(Some(plants))), Some(Code::Forbidden));
        assert_eq!(try_as_bob(holds.clone().with(user_role::ROLE, elsewhere)), Some(Code::Forbidden));
        assert_eq!(try_as_bob(part.with(role_policy::ROLE, elsewhere)), Some(Code::Forbidden));
        assert_eq!(
            try_as_bob(Record::new(library_role::TABLE).with(library_role::NAME, "Mine")),
            Some(Code::Forbidden)
        );
        assert_eq!(try_as_bob(holds), None);
        assert!(users::access(db, ada, None).unwrap().may("%", "%", None));
    });
}

#[test]
fn what_is_remembered_of_rights_is_never_stale() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let (fish, plants) = two_collections(db);
        let bob = user_with(db, "Bob", fish, "Read-Only Access");
        let cache = AccessCache::new();
        let may = |word: &str| cache.access(db, bob, Some(fish)).unwrap().may("/table/taxon", word, Some(fish));
        assert!(may("read") && !may("update") && may("read"));
        // A change of other records keeps what is known.
        write(db, |tx| insert(tx, Record::new(collection_object::TABLE).with(collection_object::COLLECTION, fish)))
            .unwrap();
        assert!(!may("update"));
        let editor = write(db, |tx| {
            let editor = users::add_role_from_library(tx, fish, "Full Data Access")?;
            users::give_role(tx, bob, editor)?;
            Ok(editor)
        })
        .unwrap();
        assert!(may("update"));
        write(db, |tx| users::take_role(tx, bob, editor)).unwrap();
        assert!(may("read") && !may("update"));
        assert_eq!(code(cache.access(db, bob, Some(plants))), Some(Code::Forbidden));
        write(db, |tx| users::enter(tx, bob, plants)).unwrap();
        assert_eq!(code(cache.access(db, bob, Some(plants))), None);
        write(db, |tx| users::leave(tx, bob, fish)).unwrap();
        assert_eq!(code(cache.access(db, bob, Some(fish))), Some(Code::Forbidden));
    });
}

#[test]
fn a_right_without_a_user_is_everybodys() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let bob = user(db, "Bob", false);
        let policy = Record::new(user_policy::TABLE)
            .with(user_policy::RESOURCE, "/table/taxon")
            .with(user_policy::ACTION, "read");
        write(db, |tx| insert(tx, policy)).unwrap();
        let expect = Policy { collection: None, resource: "/table/taxon".to_owned(), action: "read".to_owned() };
        assert_eq!(users::access(db, bob, None).unwrap().policies(), [expect]);
    });
}

#[test]
fn the_model_roles_name_only_what_there_is() {
    let known = |resource: &str, action: &str| {
        users::RESOURCES.iter().any(|row| {
            let start = row.name.split('<').next().unwrap();
            let fits = if start == row.name { row.name == resource } else { resource.starts_with(start) };
            let open =
                resource.ends_with('%') && (row.name.starts_with(resource.trim_end_matches('%')) || resource == "%");
            (fits || open) && (action == "%" || row.actions.contains(&action))
        })
    };
    for role in users::LIBRARY_ROLES {
        for (resource, action) in role.rights() {
            assert!(known(&resource, action), "{}: {resource} {action}", role.name);
            if let Some(table) = resource.strip_prefix("/table/").filter(|table| *table != "%") {
                let there = vasculum_model::model().tables().any(|of| of.name.eq_ignore_ascii_case(table));
                assert!(there, "{}: there is no table {table}", role.name);
            }
        }
    }
    assert_eq!(users::LIBRARY_ROLES.len(), 17);
}

#[test]
fn the_last_administrator_stays_however_one_tries() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let ada = user(db, "Ada", true);
        let policy = db.read(&system(), |tx| tx.first(&Select::all(user_policy::TABLE))).unwrap().unwrap();
        let lesser = policy.clone().with(user_policy::ACTION, "read");
        let delete = |policy: i64| code(write(db, |tx| records::delete(tx, user_policy::TABLE, policy, None)));
        assert_eq!(delete(policy.id), Some(Code::Conflict));
        assert_eq!(code(write(db, |tx| records::put(tx, Some(&policy), lesser))), Some(Code::Conflict));
        user(db, "Bob", true);
        assert_eq!(delete(policy.id), None);
        assert!(!users::access(db, ada, None).unwrap().may("%", "%", None));
    });
}
