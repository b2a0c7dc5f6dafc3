//! Roles as they are edited, rights with their reasons, invitations, and the last administrator.

use std::collections::BTreeSet;

use vasculum_domain::undo;
use vasculum_domain::users::{self, Home, NewUser, RoleDraft, Source};
use vasculum_model::names::{agent, user_policy};
use vasculum_model::{Code, Record, Result, Timestamp};
use vasculum_store::{Access, Database, Filter, Purpose, Select, WriteTx};
use vasculum_testkit::on_every_engine;

use crate::setup::set_up;

const PASSWORD: &str = "a pressed fern";

fn write<T>(db: &Database, act: impl FnOnce(&mut WriteTx<'_>) -> Result<T>) -> Result<T> {
    db.write(&Access::system("test"), Purpose::new("test", "test"), act)
}

fn user(db: &Database, name: &str, admin: bool) -> i64 {
    let new = NewUser { name: name.to_owned(), password: Some(PASSWORD.to_owned()), admin, email: None };
    write(db, |tx| users::add_user(tx, new)).unwrap()
}

fn code<T>(result: Result<T>) -> Option<Code> {
    result.err().map(|error| error.code)
}

fn rights(list: &[(&str, &str)]) -> BTreeSet<(String, String)> {
    list.iter().map(|(resource, action)| ((*resource).to_owned(), (*action).to_owned())).collect()
}

fn draft(name: &str, list: &[(&str, &str)]) -> RoleDraft {
    RoleDraft { name: name.to_owned(), description: "for a test".to_owned(), rights: rights(list) }
}

#[test]
fn a_role_is_made_changed_copied_and_deleted() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let made = set_up(db, "fish");
        let home = Home::Collection(made.collection);
        let loans = draft("Loans", &[("/table/loan", "read"), ("/table/loan", "update")]);
        let id = write(db, |tx| users::add_role(tx, home, &loans)).unwrap();
        let ada = user(db, "Ada", false);
        write(db, |tx| users::give_role(tx, ada, id)).unwrap();
        let may =
            |action: &str| users::access(db, ada, None).unwrap().may("/table/loan", action, Some(made.collection));
        assert!(may("read") && may("update") && !may("delete"));
        let changed = draft("Loans", &[("/table/loan", "read"), ("/table/loan", "delete")]);
        write(db, |tx| users::change_role(tx, false, id, &changed)).unwrap();
        assert!(may("read") && !may("update") && may("delete"));
        let full = write(db, |tx| users::role_in_full(tx, false, id)).unwrap();
        assert_eq!((full.holders, full.rights), (1, changed.rights.clone()));
        assert_eq!(code(write(db, |tx| users::add_role(tx, home, &loans))), Some(Code::Invalid), "the name is taken");
        let bad = draft("Bad", &[("table loan", "read")]);
        assert_eq!(code(write(db, |tx| users::add_role(tx, home, &bad))), Some(Code::Invalid));
        let name = write(db, |tx| users::free_name(tx, home, "Loans")).unwrap();
        assert_eq!(name, "Loans (2)");
        write(db, |tx| users::delete_role(tx, false, id)).unwrap();
        assert!(!may("read"));
    });
}

#[test]
fn roles_travel_in_a_file() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let made = set_up(db, "fish");
        write(db, users::install_library_roles).unwrap();
        let library = write(db, |tx| users::roles(tx, Home::Library)).unwrap();
        let file = users::roles_to_json(&library).to_string();
        let drafts = users::roles_from_json(&file).unwrap();
        let home = Home::Collection(made.collection);
        let taken = |drafts: &[RoleDraft]| write(db, |tx| users::take_roles(tx, home, drafts)).unwrap();
        assert_eq!(taken(&drafts), (library.len(), 0));
        assert_eq!(taken(&drafts), (0, 0), "the second time nothing is left to do");
        let here = write(db, |tx| users::roles(tx, home)).unwrap();
        assert!(here.iter().zip(&library).all(|(a, b)| (&a.name, &a.rights) == (&b.name, &b.rights)));
        for bad in ["", "{}", "[1]", r#"{"format":"vasculum-roles","roles":[{"name":"x","policies":[1]}]}"#] {
            assert_eq!(code(users::roles_from_json(bad)), Some(Code::Invalid), "{bad}");
        }
    });
}

#[test]
fn every_right_has_its_reason() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let made = set_up(db, "fish");
        write(db, users::install_library_roles).unwrap();
        let ada = user(db, "Ada", false);
        let here = Some(made.collection);
        write(db, |tx| {
            let role = users::add_role_from_library(tx, made.collection, "Read-Only Access")?;
            users::give_role(tx, ada, role)?;
            users::give_right(tx, ada, here, "/table/loan", "update")?;
            users::give_right(tx, ada, here, "/table/loan", "update")
        })
        .unwrap();
        let access = users::access(db, ada, None).unwrap();
        // One's own rights one may see without any right to see those of others.
        let reasons = db.read(&access, |tx| users::reasons(tx, ada)).unwrap();
        let why = |resource: &str, action: &str| -> Vec<String> {
            let found = users::allowing(&reasons, resource, action, here);
            let name = |source: &Source| match source {
                Source::Own(_) => "own".to_owned(),
                Source::Everybody(_) => "everybody".to_owned(),
                Source::Role(_, name) => name.clone(),
            };
            found.iter().map(|reason| name(&reason.source)).collect()
        };
        assert_eq!(why("/table/loan", "read"), ["Read-Only Access"]);
        assert_eq!(why("/table/loan", "update"), ["own"], "given once, however often");
        assert_eq!(why("/system/sp7/collection", "access"), ["own"]);
        assert!(why("/table/loan", "delete").is_empty());
        assert!(users::allowing(&reasons, "/table/loan", "read", None).is_empty(), "not in the whole institution");
        let berta = user(db, "Berta", false);
        assert_eq!(code(db.read(&access, |tx| users::reasons(tx, berta))), Some(Code::Forbidden));
        for (resource, action, place) in [
            ("/table/loan", "fly", here),
            ("/nothing", "read", here),
            ("/export/backup", "execute", here),
            ("loan", "read", None),
        ] {
            let refused = write(db, |tx| users::give_right(tx, ada, place, resource, action));
            assert_eq!(code(refused), Some(Code::Invalid), "{resource} {action}");
        }
        let own: Vec<i64> = reasons
            .iter()
            .filter(|reason| reason.policy.resource == "/table/loan")
            .filter_map(|reason| match reason.source {
                Source::Own(id) => Some(id),
                _ => None,
            })
            .collect();
        write(db, |tx| users::take_right(tx, ada, own[0])).unwrap();
        assert!(!users::access(db, ada, None).unwrap().may("/table/loan", "update", here));
    });
}

#[test]
fn the_last_administrator_stays_whatever_is_tried() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        set_up(db, "fish");
        let ada = user(db, "Ada", true);
        let policy = || {
            let all =
                Filter::And(vec![Filter::is(user_policy::SPECIFYUSER, ada), Filter::is(user_policy::RESOURCE, "%")]);
            write(db, |tx| tx.first(&Select::all(user_policy::TABLE).matching(all))).unwrap().unwrap().id
        };
        let own = policy();
        assert_eq!(code(write(db, |tx| users::take_right(tx, ada, own))), Some(Code::Conflict));
        // The change set that made her administrator can't be taken back while she is the only one.
        let query = vasculum_store::ChangeQuery { limit: 100, ..vasculum_store::ChangeQuery::default() };
        let made = write(db, |tx| tx.change_sets(&query)).unwrap()[0].id;
        assert_eq!(code(write(db, |tx| undo::undo(tx, made, true))), Some(Code::Conflict));
        let berta = user(db, "Berta", true);
        // Somebody who can't sign in is no help.
        users::block(db, &Access::system("test"), berta).unwrap();
        assert_eq!(code(write(db, |tx| users::stop_being_admin(tx, ada))), Some(Code::Conflict));
        assert_eq!(code(users::block(db, &Access::system("test"), ada)), Some(Code::Conflict));
        users::set_password(db, &Access::system("test"), berta, "another fern").unwrap();
        write(db, |tx| users::stop_being_admin(tx, ada)).unwrap();
        assert_eq!(code(write(db, |tx| users::stop_being_admin(tx, berta))), Some(Code::Conflict));
    });
}

#[test]
fn an_invitation_is_good_once() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        set_up(db, "fish");
        let admin = users::access(db, user(db, "Ada", true), None).unwrap();
        let new = NewUser { name: "guest 7".to_owned(), ..NewUser::default() };
        let guest = write(db, |tx| users::add_user(tx, new)).unwrap();
        assert_eq!(users::verify(db, "guest 7", PASSWORD).unwrap(), None);
        let old = users::invite(db, &admin, guest).unwrap();
        let secret = users::invite(db, &admin, guest).unwrap();
        assert_eq!(users::find_invite(db, &old).unwrap(), None, "a new one makes the former void");
        let found = users::find_invite(db, &secret).unwrap().unwrap();
        assert_eq!((found.user, found.name.as_str()), (guest, "guest 7"));
        assert!(found.expires > Timestamp(db.now().0 + 6 * 86_400_000_000));
        assert_eq!(code(users::accept_invite(db, &secret, "Ada", PASSWORD)), Some(Code::Invalid), "the name is taken");
        assert_eq!(code(users::accept_invite(db, &secret, "Grace", "short")), Some(Code::Invalid));
        assert_eq!(users::accept_invite(db, &secret, "Grace", PASSWORD).unwrap(), guest);
        assert_eq!(users::verify(db, "grace", PASSWORD).unwrap(), Some(guest));
        assert_eq!(code(users::accept_invite(db, &secret, "Grace", PASSWORD)), Some(Code::NotFound));
        let theirs = users::access(db, guest, None).unwrap();
        assert_eq!(code(users::invite(db, &theirs, guest)), Some(Code::Forbidden));
        assert_eq!(users::invited_until(db, guest).unwrap(), None);
    });
}

#[test]
fn an_agent_stands_for_a_user_in_each_division() {
    on_every_engine(|fresh| {
        let db = &fresh.database;
        let made = set_up(db, "fish");
        let ada = user(db, "Ada", true);
        let here = write(db, |tx| users::agents_of(tx, ada)).unwrap();
        assert_eq!(here.len(), 1);
        assert_eq!(code(write(db, |tx| users::unlink_agent(tx, ada, here[0].id))), Some(Code::Conflict));
        let other = write(db, |tx| {
            let record = Record::new(agent::TABLE)
                .with(agent::AGENT_TYPE, 1)
                .with(agent::LAST_NAME, "Lovelace")
                .with(agent::DIVISION, made.division);
            Ok(vasculum_domain::records::put(tx, None, record)?.0.id)
        })
        .unwrap();
        write(db, |tx| users::change_agent(tx, ada, other)).unwrap();
        let now = write(db, |tx| users::agents_of(tx, ada)).unwrap();
        assert_eq!(now.iter().map(|agent| agent.id).collect::<Vec<_>>(), [other]);
        let berta = user(db, "Berta", false);
        assert_eq!(code(write(db, |tx| users::change_agent(tx, berta, other))), Some(Code::Conflict));
    });
}
