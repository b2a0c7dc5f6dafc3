//! Record sets, and deleting many records at once.

use vasculum_domain::sets::{self, About, Combine, Open};
use vasculum_domain::setup::Made;
use vasculum_domain::users::{self, NewUser};
use vasculum_domain::{deletion, trees, undo};
use vasculum_model::names::{
    collection_object, gift, gift_preparation, loan, loan_preparation, preparation, record_set_item, taxon,
};
use vasculum_model::{Code, Record, Result, TableId, model};
use vasculum_store::{Access, Database, Filter, Purpose, Select, Tx, WriteTx};
use vasculum_testkit::{Fresh, on_every_engine};

use crate::rules::{new_object, new_preparation, put, read, write};
use crate::setup::set_up;

/// A museum of fishes with people who may do everything with its data.
struct House<'f> {
    database: &'f Database,
    made: Made,
}

impl<'f> House<'f> {
    fn new(fresh: &'f Fresh) -> Self {
        let made = set_up(&fresh.database, "fish");
        write(&fresh.database, |tx| {
            users::install_library_roles(tx)?;
            let role = users::add_role_from_library(tx, made.collection, "Full Data Access")?;
            for name in ["anna", "ben", "cleo"] {
                let id =
                    users::add_user(tx, NewUser { name: name.to_owned(), password: None, admin: false, email: None })?;
                users::give_role(tx, id, role)?;
            }
            Ok(())
        })
        .unwrap();
        Self { database: &fresh.database, made }
    }

    fn user(&self, name: &str) -> i64 {
        read(self.database, |tx| users::find_user(tx, name))
    }

    fn access(&self, name: &str) -> Access {
        users::access(self.database, self.user(name), Some(self.made.collection)).unwrap()
    }

    fn write_as<T>(&self, name: &str, work: impl FnOnce(&mut WriteTx<'_>) -> Result<T>) -> Result<T> {
        self.database.write(&self.access(name), Purpose::new("test", "A test"), work)
    }

    fn read_as<T>(&self, name: &str, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        self.database.read(&self.access(name), work)
    }

    fn objects(&self, count: usize) -> Vec<i64> {
        write(self.database, |tx| (0..count).map(|_| Ok(new_object(tx, self.made.collection)?.id)).collect()).unwrap()
    }

    fn set(&self, who: &str, about: About, ids: &[i64]) -> i64 {
        self.write_as(who, |tx| sets::make(tx, collection_object::TABLE, &about, ids)).unwrap().id
    }
}

fn named(name: &str) -> About {
    About { name: name.to_owned(), ..About::default() }
}

#[test]
fn a_set_keeps_its_order_and_holds_each_record_once() {
    on_every_engine(|fresh| {
        let house = House::new(fresh);
        let ids = house.objects(4);
        let set = house.set("anna", named("March"), &[ids[2], ids[0], ids[2]]);
        assert_eq!(house.read_as("anna", |tx| sets::ids(tx, set)).unwrap(), [ids[2], ids[0]]);
        assert_eq!(house.write_as("anna", |tx| sets::add(tx, set, &[ids[0], ids[3], ids[1]])).unwrap(), 2);
        let order = [ids[1], ids[3]];
        house.write_as("anna", |tx| sets::arrange(tx, set, &order)).unwrap();
        assert_eq!(house.read_as("anna", |tx| sets::ids(tx, set)).unwrap(), [ids[1], ids[3], ids[2], ids[0]]);
        let step = house.read_as("anna", |tx| sets::step(tx, set, ids[3])).unwrap().unwrap();
        assert_eq!((step.previous, step.next, step.total), (Some(ids[1]), Some(ids[2]), 4));
        let first = house.read_as("anna", |tx| sets::step(tx, set, ids[1])).unwrap().unwrap();
        assert_eq!((first.previous, first.next), (None, Some(ids[3])));
        assert_eq!(house.write_as("anna", |tx| sets::take_out(tx, set, &[ids[3]])).unwrap(), 1);
        assert_eq!(house.read_as("anna", |tx| sets::step(tx, set, ids[3])).unwrap(), None);
        assert!(house.write_as("anna", |tx| sets::make(tx, taxon::TABLE, &named("  "), &[])).is_err());
    });
}

#[test]
fn a_set_is_shown_to_those_with_whom_it_is_shared() {
    on_every_engine(|fresh| {
        let house = House::new(fresh);
        let ids = house.objects(2);
        let set = house.set("anna", named("Mine"), &ids);
        let shown = |who: &str| house.read_as(who, |tx| Ok(sets::listed(tx)?.len())).unwrap();
        assert_eq!((shown("anna"), shown("ben")), (1, 0));
        assert_eq!(house.read_as("ben", |tx| sets::get(tx, set)).unwrap_err().code, Code::NotFound);
        assert_eq!(house.read_as("ben", |tx| sets::ids(tx, set)).unwrap_err().code, Code::NotFound);
        let people = vec![(house.user("ben"), true)];
        let about = About { people, open: Open::See, ..named("Ours") };
        house.write_as("anna", |tx| sets::change(tx, set, None, &about)).unwrap();
        let seen = |who: &str| house.read_as(who, |tx| sets::get(tx, set)).unwrap();
        assert!(seen("ben").may_change && !seen("ben").is_mine && seen("anna").is_mine);
        assert!(!seen("cleo").may_change);
        assert_eq!((seen("cleo").owner.as_str(), seen("cleo").name(), seen("cleo").count), ("anna", "Ours", 2));
        assert_eq!(house.write_as("cleo", |tx| sets::add(tx, set, &ids)).unwrap_err().code, Code::Forbidden);
        house.write_as("ben", |tx| sets::take_out(tx, set, &ids[..1])).unwrap();
        let about = About { open: Open::Change, ..named("Everybody’s") };
        house.write_as("anna", |tx| sets::change(tx, set, None, &about)).unwrap();
        house.write_as("cleo", |tx| sets::delete(tx, set)).unwrap();
        assert_eq!(shown("anna"), 0);
        read(house.database, |tx| {
            assert!(tx.is_empty(record_set_item::TABLE)?);
            assert!(tx.find(collection_object::TABLE, ids[1])?.is_some(), "the records of a deleted set stay");
            Ok(())
        });
    });
}

#[test]
fn two_sets_make_a_third() {
    on_every_engine(|fresh| {
        let house = House::new(fresh);
        let ids = house.objects(4);
        let one = house.set("anna", named("One"), &[ids[0], ids[1], ids[2]]);
        let other = house.set("anna", named("Other"), &[ids[3], ids[2], ids[1]]);
        let combined = |how: Combine| house.read_as("anna", |tx| sets::combine(tx, how, one, other)).unwrap();
        assert_eq!(combined(Combine::And), [ids[1], ids[2]]);
        assert_eq!(combined(Combine::Or), [ids[0], ids[1], ids[2], ids[3]]);
        assert_eq!(combined(Combine::Not), [ids[0]]);
        let taxa = house.write_as("anna", |tx| sets::make(tx, taxon::TABLE, &named("Taxa"), &[])).unwrap().id;
        assert!(house.read_as("anna", |tx| sets::combine(tx, Combine::Or, one, taxa)).is_err());
    });
}

#[test]
fn a_query_may_ask_for_the_records_of_a_set() {
    on_every_engine(|fresh| {
        let house = House::new(fresh);
        let ids = house.objects(3);
        let set = house.set("anna", named("Two"), &[ids[2], ids[0]]);
        let found = |table: TableId| {
            house
                .read_as("anna", |tx| {
                    let select = Select::all(table).matching(sets::members(model().table(table), set)?);
                    Ok(tx.select(&select)?.into_iter().map(|record| record.id).collect::<Vec<_>>())
                })
                .unwrap()
        };
        assert_eq!(found(collection_object::TABLE), [ids[0], ids[2]]);
        assert_eq!(found(taxon::TABLE), Vec::<i64>::new(), "a set of objects holds no taxa");
    });
}

#[test]
fn pasted_numbers_find_their_records() {
    on_every_engine(|fresh| {
        let house = House::new(fresh);
        let ids = house.objects(12);
        let found = |text: &str| {
            house
                .read_as("anna", |tx| sets::by_numbers(tx, collection_object::CATALOG_NUMBER, text))
                .map(|found| (found.ids, found.missing))
                .unwrap()
        };
        assert_eq!(found("3\n000000001, 99"), (vec![ids[2], ids[0]], vec!["99".to_owned()]));
        assert_eq!(found("2-4; 000000011 – 000000014").0, [ids[1], ids[2], ids[3], ids[10], ids[11]]);
        assert_eq!(found("11–14").1, ["11–14 (2)"], "two of the four are missing");
        assert_eq!(found(" \n;").0, Vec::<i64>::new());
    });
}

#[test]
fn a_deleted_record_leaves_its_sets_and_comes_back_into_them() {
    on_every_engine(|fresh| {
        let house = House::new(fresh);
        let ids = house.objects(2);
        let set = house.set("anna", named("Two"), &ids);
        let count = house.write_as("anna", |tx| deletion::delete(tx, collection_object::TABLE, &ids[..1], 1)).unwrap();
        assert_eq!(count, 1);
        assert_eq!(house.read_as("anna", |tx| sets::ids(tx, set)).unwrap(), ids[1..]);
        let change = read(house.database, |tx| tx.latest_change());
        write(house.database, |tx| undo::undo(tx, change, false).map(drop)).unwrap();
        assert_eq!(house.read_as("anna", |tx| sets::ids(tx, set)).unwrap(), ids);
    });
}

#[test]
fn a_plan_of_deletion_tells_what_stands_in_the_way() {
    on_every_engine(|fresh| {
        let house = House::new(fresh);
        let ids = house.objects(3);
        let line = write(house.database, |tx| {
            let object = tx.get(collection_object::TABLE, ids[1])?;
            let part = new_preparation(tx, &object, 3)?;
            let lent = put(tx, Record::new(loan::TABLE).with(loan::DISCIPLINE, house.made.discipline))?;
            let line = Record::new(loan_preparation::TABLE)
                .with(loan_preparation::LOAN, lent.id)
                .with(loan_preparation::PREPARATION, part.id)
                .with(loan_preparation::QUANTITY, 1);
            put(tx, line)
        })
        .unwrap();
        let plan = house.read_as("anna", |tx| deletion::plan(tx, collection_object::TABLE, &ids)).unwrap();
        assert_eq!((plan.free.len(), plan.blocked.len()), (2, 1));
        assert_eq!(plan.blocked[0].0, ids[1], "what refers to a part of it blocks the object");
        assert_eq!(plan.blockers()[0].column, loan_preparation::PREPARATION);
        let wrong = house.write_as("anna", |tx| deletion::delete(tx, collection_object::TABLE, &ids, 3));
        assert_eq!(wrong.unwrap_err().code, Code::Conflict);
        house.write_as("anna", |tx| deletion::delete(tx, collection_object::TABLE, &ids, 2)).unwrap();
        write(house.database, |tx| vasculum_domain::records::delete(tx, line.table, line.id, None)).unwrap();
        let plan = house.read_as("anna", |tx| deletion::plan(tx, collection_object::TABLE, &ids)).unwrap();
        assert_eq!((plan.free.as_slice(), plan.refused.len()), (&ids[1..2], 2), "the others are gone");
        assert_eq!(plan.along.get(&preparation::TABLE), Some(&1));
    });
}

#[test]
fn nodes_go_together_with_what_stands_below_them() {
    on_every_engine(|fresh| {
        let house = House::new(fresh);
        let (genus, species, other) = write(house.database, |tx| {
            let def = trees::definition(tx, taxon::TABLE, house.made.discipline)?;
            let root = trees::root(tx, taxon::TABLE, def.id)?;
            let (rank, below) = (def.named("Genus").cloned().unwrap(), def.named("Species").cloned().unwrap());
            let genus = trees::add_node(tx, taxon::TABLE, &root, &rank, "Salmo", &[])?;
            let species = trees::add_node(tx, taxon::TABLE, &genus, &below, "trutta", &[])?;
            let other = trees::add_node(tx, taxon::TABLE, &genus, &below, "salar", &[])?;
            Ok((genus.id, species.id, other.id))
        })
        .unwrap();
        let plan = |ids: &[i64]| read(house.database, |tx| deletion::plan(tx, taxon::TABLE, ids));
        assert_eq!(plan(&[genus, species]).free, [species], "the other species keeps the genus");
        assert_eq!(plan(&[genus, species]).blocked[0].1[0].count, 1);
        assert_eq!(plan(&[genus, species, other]).free.len(), 3);
        write(house.database, |tx| deletion::delete(tx, taxon::TABLE, &[genus, species, other], 3)).unwrap();
        assert!(read(house.database, |tx| tx.find(taxon::TABLE, genus)).is_none());
    });
}

#[test]
fn available_preparations_go_into_an_open_loan() {
    on_every_engine(|fresh| {
        let house = House::new(fresh);
        let ids = house.objects(2);
        let (parts, lent, given) = write(house.database, |tx| {
            let mut parts = Vec::new();
            for (id, count) in ids.iter().zip([3, 0]) {
                let object = tx.get(collection_object::TABLE, *id)?;
                parts.push(new_preparation(tx, &object, count)?.id);
            }
            let lent = put(tx, Record::new(loan::TABLE).with(loan::DISCIPLINE, house.made.discipline))?;
            let given = put(tx, Record::new(gift::TABLE).with(gift::DISCIPLINE, house.made.discipline))?;
            Ok((parts, lent, given))
        })
        .unwrap();
        let offers = |to: TableId, id: i64| {
            house.read_as("anna", |tx| sets::offers(tx, to, id, collection_object::TABLE, &ids)).unwrap()
        };
        let first = offers(loan::TABLE, lent.id);
        assert_eq!(first.iter().map(|offer| offer.obstacle.is_none()).collect::<Vec<_>>(), [true, false]);
        let done = house.write_as("anna", |tx| sets::take(tx, loan::TABLE, lent.id, &[(parts[0], 2)]));
        assert_eq!(done.unwrap(), 1);
        assert!(offers(loan::TABLE, lent.id).iter().all(|offer| offer.obstacle.is_some()), "one stands there already");
        let too_many = house.write_as("anna", |tx| sets::take(tx, gift::TABLE, given.id, &[(parts[0], 2)]));
        assert_eq!(too_many.unwrap_err().code, Code::Invalid);
        house.write_as("anna", |tx| sets::take(tx, gift::TABLE, given.id, &[(parts[0], 1)])).unwrap();
        let lines = Select::all(gift_preparation::TABLE).matching(Filter::is(gift_preparation::GIFT, given.id));
        assert_eq!(read(house.database, |tx| tx.count(&lines)), 1);
        write(house.database, |tx| {
            let before = tx.get(loan::TABLE, lent.id)?;
            vasculum_domain::records::put(tx, Some(&before), before.clone().with(loan::IS_CLOSED, true)).map(drop)
        })
        .unwrap();
        let closed = house.read_as("anna", |tx| sets::offers(tx, loan::TABLE, lent.id, collection_object::TABLE, &ids));
        assert!(closed.is_err());
    });
}
