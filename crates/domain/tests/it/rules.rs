//! The rules of saving and deleting.

use std::path::PathBuf;

use vasculum_domain::records::{self, Draft};
use vasculum_domain::rules::{ELSEWHERE, RULES, manual_page};
use vasculum_domain::trees;
use vasculum_model::names::{
    address, agent, attachment, collecting_event, collection, collection_object, collection_object_attachment,
    collection_object_group, collection_object_group_join, collection_object_group_type, collection_object_type,
    collector, determination, discipline, dna_sequence, group_person, locality, paleo_context, prep_type, preparation,
    record_set, specify_user, taxon, taxon_tree_def,
};
use vasculum_model::{Error, Record, Result, TableId, Value};
use vasculum_store::{Access, Database, Filter, Purpose, Select, Tx, WriteTx};
use vasculum_testkit::on_every_engine;

use crate::setup::set_up;

pub(crate) fn write<T>(database: &Database, work: impl FnOnce(&mut WriteTx<'_>) -> Result<T>) -> Result<T> {
    database.write(&Access::system("test"), Purpose::new("test", "A test"), work)
}

pub(crate) fn read<T>(database: &Database, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> T {
    database.read(&Access::system("test"), work).unwrap()
}

pub(crate) fn put(tx: &mut WriteTx<'_>, record: Record) -> Result<Record> {
    Ok(records::put(tx, None, record)?.0)
}

/// The names of the issues of a refusal, with their fields.
pub(crate) fn issues(error: &Error) -> Vec<String> {
    error.issues.iter().map(|issue| format!("{} at {}", issue.name, issue.field)).collect()
}

pub(crate) fn new_object(tx: &mut WriteTx<'_>, in_collection: i64) -> Result<Record> {
    put(tx, Record::new(collection_object::TABLE).with(collection_object::COLLECTION, in_collection))
}

pub(crate) fn new_person(tx: &mut WriteTx<'_>, division: i64, name: &str) -> Result<Record> {
    put(
        tx,
        Record::new(agent::TABLE)
            .with(agent::AGENT_TYPE, 1)
            .with(agent::LAST_NAME, name)
            .with(agent::DIVISION, division),
    )
}

pub(crate) fn new_preparation(tx: &mut WriteTx<'_>, object: &Record, count: i64) -> Result<Record> {
    let collection = object.needed(collection_object::COLLECTION)?;
    let kinds = Select::all(prep_type::TABLE).matching(Filter::is(prep_type::COLLECTION, collection));
    let kind = tx.first(&kinds)?.unwrap();
    put(
        tx,
        Record::new(preparation::TABLE)
            .with(preparation::COLLECTION_OBJECT, object.id)
            .with(preparation::PREP_TYPE, kind.id)
            .with(preparation::COUNT_AMT, count),
    )
}

fn again(tx: &mut WriteTx<'_>, record: &Record) -> Result<Record> {
    tx.get(record.table, record.id)
}

#[test]
fn generated_rules_page_is_fresh() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/rules.md");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, manual_page()).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == manual_page(), "docs/rules.md is stale: UPDATE=1 cargo test -p vasculum-domain generated");
}

#[test]
fn every_number_of_specify_is_answered_and_every_name_stands_once() {
    for number in 1..=42 {
        let is_row = RULES.iter().any(|rule| rule.number == number);
        assert!(is_row || ELSEWHERE.iter().any(|(of, _)| *of == number), "rule {number}");
    }
    let mut names: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
    names.sort_unstable();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count);
}

#[test]
fn a_new_object_takes_over_what_its_collection_says() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        write(&fresh.database, |tx| {
            let object = new_object(tx, made.collection)?;
            assert_eq!(object.int(collection_object::COLLECTION_MEMBER_ID), Some(made.collection));
            let usual = tx.get(collection::TABLE, made.collection)?;
            assert_eq!(
                object.int(collection_object::COLLECTION_OBJECT_TYPE),
                usual.int(collection::COLLECTION_OBJECT_TYPE)
            );
            assert!(object.text(collection_object::GUID).is_some_and(|guid| guid.len() == 36));
            let part = new_preparation(tx, &object, 1)?;
            assert_eq!(part.int(preparation::COLLECTION_MEMBER_ID), Some(made.collection));
            Ok(())
        })
        .unwrap();
    });
}

#[test]
fn the_former_current_determination_gives_way() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        write(&fresh.database, |tx| {
            let object = new_object(tx, made.collection)?;
            let of_object = || Record::new(determination::TABLE).with(determination::COLLECTION_OBJECT, object.id);
            let first = put(tx, of_object())?;
            let second = put(tx, of_object())?;
            assert!(first.is(determination::IS_CURRENT) && !second.is(determination::IS_CURRENT));
            let third = put(tx, of_object().with(determination::IS_CURRENT, true))?;
            assert!(!again(tx, &first)?.is(determination::IS_CURRENT));
            records::put(tx, Some(&second), second.clone().with(determination::IS_CURRENT, true))?;
            assert!(!again(tx, &third)?.is(determination::IS_CURRENT));
            Ok(())
        })
        .unwrap();
    });
}

#[test]
fn one_draft_may_move_the_mark_between_determinations() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let object = write(&fresh.database, |tx| {
            let object = new_object(tx, made.collection)?;
            put(tx, Record::new(determination::TABLE).with(determination::COLLECTION_OBJECT, object.id))?;
            Ok(object)
        })
        .unwrap();
        write(&fresh.database, |tx| {
            let old = tx.children(&[object.id], collection_object::DETERMINATIONS)?.remove(0).1;
            let draft = Draft::of(collection_object::TABLE, object.id, Some(object.version())).with_all(
                collection_object::DETERMINATIONS,
                vec![
                    Draft::new(determination::TABLE).with(determination::IS_CURRENT, true),
                    // The form saw this version, before the new one took its mark.
                    Draft::of(determination::TABLE, old.id, Some(old.version())).with(determination::IS_CURRENT, false),
                ],
            );
            records::save(tx, draft)?;
            let all = tx.children(&[object.id], collection_object::DETERMINATIONS)?;
            let current: Vec<i64> =
                all.iter().filter(|(_, one)| one.is(determination::IS_CURRENT)).map(|(_, one)| one.id).collect();
            assert!(all.len() == 2 && current.len() == 1 && current[0] != old.id);
            Ok(())
        })
        .unwrap();
    });
}

#[test]
fn an_object_with_determinations_has_a_current_one() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let (object, old) = write(&fresh.database, |tx| {
            let object = new_object(tx, made.collection)?;
            let old = put(tx, Record::new(determination::TABLE).with(determination::COLLECTION_OBJECT, object.id))?;
            Ok((object, old))
        })
        .unwrap();
        write(&fresh.database, |tx| {
            let link = collection_object::DETERMINATIONS;
            let unmarked = Draft::of(determination::TABLE, old.id, None).with(determination::IS_CURRENT, false);
            let draft = Draft::of(collection_object::TABLE, object.id, None).with_all(link, vec![unmarked]);
            let refused = records::save(tx, draft).unwrap_err();
            assert_eq!(refused.issues[0].name, "no-current-determination");
            // The first opinions of an object need no mark: a form sends ‘no’ for a box that nobody ticked.
            let plain = |words: &str| {
                let draft = Draft::new(determination::TABLE).with(determination::IS_CURRENT, false);
                draft.with(determination::REMARKS, words)
            };
            let fresh = Draft::new(collection_object::TABLE).with(collection_object::COLLECTION, made.collection);
            let fresh = records::save(tx, fresh.with_all(link, vec![plain("a"), plain("b")]))?.record;
            let opinions = tx.children(&[fresh.id], link)?;
            let current: Vec<_> = opinions.iter().filter(|(_, one)| one.is(determination::IS_CURRENT)).collect();
            assert!(current.len() == 1 && current[0].1.text(determination::REMARKS) == Some("a"));
            // Without any determination there is nothing to mark, and other work goes on.
            records::save(tx, Draft::of(collection_object::TABLE, object.id, None).with_all(link, vec![]))?;
            let remarks = Draft::of(collection_object::TABLE, object.id, None);
            records::save(tx, remarks.with(collection_object::REMARKS, "Looked at again."))?;
            Ok(())
        })
        .unwrap();
    });
}

#[test]
fn a_taxon_is_of_the_tree_of_the_objects_type() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        write(&fresh.database, |tx| {
            let def = trees::definition(tx, taxon::TABLE, made.discipline)?;
            let root = trees::root(tx, taxon::TABLE, def.id)?;
            let other = Record::new(taxon_tree_def::TABLE)
                .with(taxon_tree_def::NAME, "Minerals")
                .with(taxon_tree_def::DISCIPLINE, made.discipline);
            let other = put(tx, other)?;
            let kind = Record::new(collection_object_type::TABLE)
                .with(collection_object_type::NAME, "Mineral")
                .with(collection_object_type::COLLECTION, made.collection)
                .with(collection_object_type::TAXON_TREE_DEF, other.id);
            let kind = put(tx, kind)?;
            let fish = new_object(tx, made.collection)?;
            let mineral = Record::new(collection_object::TABLE)
                .with(collection_object::COLLECTION, made.collection)
                .with(collection_object::COLLECTION_OBJECT_TYPE, kind.id);
            let mineral = put(tx, mineral)?;
            let opinion = |object: &Record| {
                Record::new(determination::TABLE)
                    .with(determination::COLLECTION_OBJECT, object.id)
                    .with(determination::TAXON, root.id)
            };
            put(tx, opinion(&fish))?;
            let refused = put(tx, opinion(&mineral)).unwrap_err();
            assert_eq!(refused.issues[0].name, "taxon-of-other-tree");
            Ok(())
        })
        .unwrap();
    });
}

#[test]
fn the_preferred_taxon_is_the_accepted_one() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        write(&fresh.database, |tx| {
            let def = trees::definition(tx, taxon::TABLE, made.discipline)?;
            let root = trees::root(tx, taxon::TABLE, def.id)?;
            let rank = def.ranks.iter().find(|rank| rank.rank_id > 0).cloned().unwrap();
            let good = trees::add_node(tx, taxon::TABLE, &root, &rank, "Bonus", &[])?;
            let accepted = [(taxon::ACCEPTED_TAXON, Value::Int(good.id))];
            let synonym = trees::add_node(tx, taxon::TABLE, &root, &rank, "Malus", &accepted)?;
            let object = new_object(tx, made.collection)?;
            let of_object = Record::new(determination::TABLE)
                .with(determination::COLLECTION_OBJECT, object.id)
                .with(determination::TAXON, synonym.id);
            let saved = put(tx, of_object)?;
            assert_eq!(saved.int(determination::PREFERRED_TAXON), Some(good.id));
            let (saved, _) = records::put(tx, Some(&saved), saved.clone().with(determination::TAXON, Value::Null))?;
            assert!(saved.get(determination::PREFERRED_TAXON).is_null());
            Ok(())
        })
        .unwrap();
    });
}

#[test]
fn siblings_are_numbered_and_one_is_primary() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        write(&fresh.database, |tx| {
            let event = Record::new(collecting_event::TABLE).with(collecting_event::DISCIPLINE, made.discipline);
            let event = put(tx, event)?;
            let mut saved = Vec::new();
            for name in ["Alpha", "Beta", "Gamma"] {
                let person = new_person(tx, made.division, name)?;
                let one = Record::new(collector::TABLE)
                    .with(collector::COLLECTING_EVENT, event.id)
                    .with(collector::AGENT, person.id);
                saved.push(put(tx, one)?);
            }
            let orders: Vec<_> = saved.iter().map(|one| one.int(collector::ORDER_NUMBER)).collect();
            assert_eq!(orders, [Some(0), Some(1), Some(2)]);
            assert_eq!(saved[0].int(collector::DIVISION), Some(made.division), "taken from the agent");
            assert!(saved[0].is(collector::IS_PRIMARY) && !saved[1].is(collector::IS_PRIMARY));
            records::put(tx, Some(&saved[2]), saved[2].clone().with(collector::IS_PRIMARY, true))?;
            assert!(!again(tx, &saved[0])?.is(collector::IS_PRIMARY));
            let person = saved[0].needed(collector::AGENT)?;
            let home = put(tx, Record::new(address::TABLE).with(address::AGENT, person))?;
            let work =
                put(tx, Record::new(address::TABLE).with(address::AGENT, person).with(address::IS_PRIMARY, true))?;
            assert!(!again(tx, &home)?.is(address::IS_PRIMARY) && work.is(address::IS_PRIMARY));
            Ok(())
        })
        .unwrap();
    });
}

#[test]
fn what_can_not_be_is_refused() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let person = write(&fresh.database, |tx| new_person(tx, made.division, "Alpha")).unwrap();
        let refused = |record: Record| issues(&write(&fresh.database, |tx| put(tx, record)).unwrap_err());
        let place = || {
            Record::new(locality::TABLE)
                .with(locality::DISCIPLINE, made.discipline)
                .with(locality::LOCALITY_NAME, "Somewhere")
        };
        let decimal = |text: &str| vasculum_model::Decimal::parse(text).unwrap();
        assert_eq!(
            refused(place().with(locality::LATITUDE1, decimal("90.01")).with(locality::LONGITUDE1, decimal("-180.5"))),
            ["coordinate-range at latitude1", "coordinate-range at longitude1"]
        );
        let member =
            Record::new(group_person::TABLE).with(group_person::GROUP, person.id).with(group_person::MEMBER, person.id);
        assert_eq!(refused(member), ["group-in-itself at member"]);
        assert_eq!(refused(Record::new(agent::TABLE).with(agent::AGENT_TYPE, 7)), ["agent-type at agentType"]);
        let kind = Record::new(collection_object_group_type::TABLE)
            .with(collection_object_group_type::NAME, "Odd")
            .with(collection_object_group_type::TYPE, "Odd")
            .with(collection_object_group_type::COLLECTION, made.collection);
        assert_eq!(refused(kind), ["group-type at type"]);
        let (_, remarks) =
            write(&fresh.database, |tx| records::put(tx, None, place().with(locality::LATITUDE1, decimal("10"))))
                .unwrap();
        assert_eq!(remarks.iter().map(|issue| issue.name).collect::<Vec<_>>(), ["half-coordinate"]);
    });
}

#[test]
fn the_agent_of_a_user_stays() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let person = write(&fresh.database, |tx| {
            let user = Record::new(specify_user::TABLE)
                .with(specify_user::NAME, "alpha")
                .with(specify_user::PASSWORD, "x")
                .with(specify_user::IS_LOGGED_IN, false)
                .with(specify_user::IS_LOGGED_IN_REPORT, false);
            let user = put(tx, user)?;
            let person = new_person(tx, made.division, "Alpha")?;
            let of_user = person.clone().with(agent::SPECIFY_USER, user.id);
            let (person, _) = records::put(tx, Some(&person), of_user)?;
            let set = Record::new(record_set::TABLE)
                .with(record_set::NAME, "Mine")
                .with(record_set::DB_TABLE_ID, 1)
                .with(record_set::COLLECTION_MEMBER_ID, made.collection)
                .with(record_set::CREATED_BY_AGENT, person.id);
            assert_eq!(put(tx, set)?.int(record_set::SPECIFY_USER), Some(user.id));
            Ok(person)
        })
        .unwrap();
        let error = write(&fresh.database, |tx| records::delete(tx, agent::TABLE, person.id, None)).unwrap_err();
        assert!(!error.issues.is_empty());
    });
}

#[test]
fn an_attachment_belongs_where_its_owner_does() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        write(&fresh.database, |tx| {
            let object = new_object(tx, made.collection)?;
            let file = put(tx, Record::new(attachment::TABLE).with(attachment::ORIG_FILENAME, "a.jpg"))?;
            assert_eq!(file.int(attachment::TABLE_ID), Some(41));
            let join = Record::new(collection_object_attachment::TABLE)
                .with(collection_object_attachment::COLLECTION_OBJECT, object.id)
                .with(collection_object_attachment::ATTACHMENT, file.id);
            let join = put(tx, join)?;
            assert_eq!(join.int(collection_object_attachment::ORDINAL), Some(0));
            let file = again(tx, &file)?;
            assert_eq!(file.int(attachment::TABLE_ID), Some(1));
            assert_eq!(
                (file.int(attachment::SCOPE_TYPE), file.int(attachment::SCOPE_ID)),
                (Some(0), Some(made.collection))
            );
            records::delete(tx, join.table, join.id, None)?;
            assert!(tx.find(attachment::TABLE, file.id)?.is_none(), "the file goes with it");
            Ok(())
        })
        .unwrap();
    });
}

#[test]
fn residues_are_counted() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        write(&fresh.database, |tx| {
            let object = new_object(tx, made.collection)?;
            let sequence = Record::new(dna_sequence::TABLE)
                .with(dna_sequence::COLLECTION_OBJECT, object.id)
                .with(dna_sequence::GENE_SEQUENCE, "ACGT acgt\nNN-A");
            let sequence = put(tx, sequence)?;
            let counts = [
                dna_sequence::COMP_A,
                dna_sequence::COMP_T,
                dna_sequence::COMP_G,
                dna_sequence::COMP_C,
                dna_sequence::AMBIGUOUS_RESIDUES,
                dna_sequence::TOTAL_RESIDUES,
            ]
            .map(|column| sequence.int(column).unwrap());
            assert_eq!(counts, [3, 2, 2, 2, 2, 11]);
            Ok(())
        })
        .unwrap();
    });
}

#[test]
fn groups_of_objects_keep_their_order_and_their_primary() {
    use collection_object_group_join as join;
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let (group, first) = write(&fresh.database, |tx| {
            let kind = Record::new(collection_object_group_type::TABLE)
                .with(collection_object_group_type::NAME, "Slab")
                .with(collection_object_group_type::TYPE, "Consolidated")
                .with(collection_object_group_type::COLLECTION, made.collection);
            let kind = put(tx, kind)?;
            let group = Record::new(collection_object_group::TABLE)
                .with(collection_object_group::NAME, "Slab 1")
                .with(collection_object_group::COG_TYPE, kind.id)
                .with(collection_object_group::COLLECTION, made.collection);
            let group = put(tx, group)?;
            let mut places = Vec::new();
            for _ in 0..2 {
                let object = new_object(tx, made.collection)?;
                places.push(put(
                    tx,
                    Record::new(join::TABLE).with(join::PARENT_COG, group.id).with(join::CHILD_CO, object.id),
                )?);
            }
            assert!(places[0].is(join::IS_PRIMARY) && !places[1].is(join::IS_PRIMARY));
            assert_eq!(places[1].int(join::PRECEDENCE), Some(1));
            Ok((group, places[0].needed(join::CHILD_CO)?))
        })
        .unwrap();
        let refused = |record: Record| issues(&write(&fresh.database, |tx| put(tx, record)).unwrap_err());
        let place = || Record::new(join::TABLE).with(join::PARENT_COG, group.id);
        assert_eq!(refused(place().with(join::CHILD_CO, first)), ["in-another-group at childCo"]);
        assert_eq!(refused(place().with(join::CHILD_COG, group.id)), ["group-in-itself at childCog"]);
        assert_eq!(refused(place()), ["one-child at childCo"]);
    });
}

#[test]
fn an_embedded_event_goes_with_its_object() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let count = |table: TableId| read(&fresh.database, |tx| tx.count(&Select::all(table)));
        for (embedded, left) in [(false, 1), (true, 1)] {
            write(&fresh.database, |tx| {
                let place = tx.get(collection::TABLE, made.collection)?;
                let set = place.clone().with(collection::IS_EMBEDDED_COLLECTING_EVENT, embedded);
                records::put(tx, Some(&place), set)?;
                let event = Record::new(collecting_event::TABLE).with(collecting_event::DISCIPLINE, made.discipline);
                let event = put(tx, event)?;
                let object = Record::new(collection_object::TABLE)
                    .with(collection_object::COLLECTION, made.collection)
                    .with(collection_object::COLLECTING_EVENT, event.id);
                let object = put(tx, object)?;
                records::delete(tx, collection_object::TABLE, object.id, None)
            })
            .unwrap();
            assert_eq!(count(collecting_event::TABLE), left, "embedded: {embedded}");
        }
    });
}

#[test]
fn an_embedded_geological_context_goes_with_its_event() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "invertpaleo");
        for (embedded, left) in [(false, 1), (true, 1)] {
            write(&fresh.database, |tx| {
                let place = tx.get(discipline::TABLE, made.discipline)?;
                let set = place
                    .clone()
                    .with(discipline::IS_PALEO_CONTEXT_EMBEDDED, embedded)
                    .with(discipline::PALEO_CONTEXT_CHILD_TABLE, "collectingevent");
                records::put(tx, Some(&place), set)?;
                let context =
                    put(tx, Record::new(paleo_context::TABLE).with(paleo_context::DISCIPLINE, made.discipline))?;
                let event = Record::new(collecting_event::TABLE)
                    .with(collecting_event::DISCIPLINE, made.discipline)
                    .with(collecting_event::PALEO_CONTEXT, context.id);
                let event = put(tx, event)?;
                records::delete(tx, collecting_event::TABLE, event.id, None)
            })
            .unwrap();
            let count = read(&fresh.database, |tx| tx.count(&Select::all(paleo_context::TABLE)));
            assert_eq!(count, left, "embedded: {embedded}");
        }
    });
}

#[test]
fn the_collection_in_which_one_works_stays() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        let access = Access::system("test").within(Some(made.collection), None);
        let deleted = fresh.database.write(&access, Purpose::new("test", "A test"), |tx| {
            records::delete(tx, collection::TABLE, made.collection, None)
        });
        assert!(deleted.is_err());
    });
}

#[test]
fn a_save_that_changes_nothing_asks_nothing() {
    on_every_engine(|fresh| {
        let made = set_up(&fresh.database, "fish");
        write(&fresh.database, |tx| {
            vasculum_domain::rules::install_default_uniqueness(tx, made.discipline)?;
            let object = new_object(tx, made.collection)?;
            let touch = |tx: &mut WriteTx<'_>, text: &str| -> Result<u64> {
                let before = tx.get(collection_object::TABLE, object.id)?;
                let asked = tx.statements();
                records::put(tx, Some(&before), before.clone().with(collection_object::REMARKS, text))?;
                Ok(tx.statements() - asked)
            };
            touch(tx, "once")?;
            assert_eq!(touch(tx, "twice")?, 1, "nothing but the update itself");
            let asked = tx.statements();
            let number = Record::new(collection_object::TABLE)
                .with(collection_object::COLLECTION, made.collection)
                .with(collection_object::CATALOG_NUMBER, "777");
            put(tx, number)?;
            assert!(tx.statements() - asked <= 3, "the look for the number, the insert, and PostgreSQL's id");
            Ok(())
        })
        .unwrap();
    });
}
