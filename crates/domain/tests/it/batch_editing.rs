//! One change for many records.

use vasculum_domain::batch_edit::{self, Act, Batch, Done, Edit, Given, Place, Plan};
use vasculum_domain::forms::{self, Look};
use vasculum_domain::schema::{self, Presented, Wanted};
use vasculum_domain::setup::{Made, add_collection};
use vasculum_domain::users::{self, NewUser};
use vasculum_domain::{records, sets, undo};
use vasculum_model::names::{
    collecting_event, collection, collection_object, collection_object_attribute, pick_list, pick_list_item, record_set,
};
use vasculum_model::{Code, Date, Decimal, Record, Result, TableId, Value, model};
use vasculum_store::{Access, Action, Database, Filter, Purpose, Select};
use vasculum_testkit::{Fresh, on_every_engine};

use crate::rules::{issues, new_person, put, read, write};
use crate::setup::{new_collection, set_up};

/// A museum of fishes, with somebody who may do everything with its data and somebody who may only look.
struct House<'f> {
    database: &'f Database,
    made: Made,
}

const OBJECTS: TableId = collection_object::TABLE;

impl<'f> House<'f> {
    fn new(fresh: &'f Fresh) -> Self {
        let made = set_up(&fresh.database, "fish");
        write(&fresh.database, |tx| {
            users::install_library_roles(tx)?;
            for (name, role) in [("anna", "Full Data Access"), ("ben", "Read Only - Legacy")] {
                let role = users::add_role_from_library(tx, made.collection, role)?;
                let user = NewUser { name: name.to_owned(), password: None, admin: false, email: None };
                let user = users::add_user(tx, user)?;
                users::give_role(tx, user, role)?;
            }
            Ok(())
        })
        .unwrap();
        Self { database: &fresh.database, made }
    }

    fn access(&self, name: &str) -> Access {
        let user = read(self.database, |tx| users::find_user(tx, name));
        users::access(self.database, user, Some(self.made.collection)).unwrap()
    }

    fn look(&self) -> Look {
        read(self.database, |tx| forms::look(tx, self.made.collection, self.made.discipline, "en"))
    }

    /// Objects with these remarks; nothing for empty ones.
    fn objects(&self, remarks: &[&str]) -> Vec<i64> {
        let one = |remarks: &&str| {
            Record::new(OBJECTS)
                .with(collection_object::COLLECTION, self.made.collection)
                .with(collection_object::REMARKS, Value::from_text(remarks))
        };
        write(self.database, |tx| remarks.iter().map(|text| Ok(put(tx, one(text))?.id)).collect()).unwrap()
    }

    fn plan(&self, who: &str, batch: &Batch) -> Result<Plan> {
        batch_edit::plan(self.database, &self.access(who), &self.look(), batch)
    }

    fn run(&self, who: &str, batch: &Batch, expected: Option<&str>) -> Result<Done> {
        let label = batch_edit::label(batch.table, &batch.edits);
        batch_edit::run(self.database, &self.access(who), &self.look(), batch, &label, expected)
    }

    fn values(&self, ids: &[i64], field: &str) -> Vec<String> {
        let column = model().table(OBJECTS).col(field).unwrap();
        ids.iter().map(|id| read(self.database, |tx| tx.get(OBJECTS, *id)).get(column).to_string()).collect()
    }

    fn undo(&self, done: &Done) {
        self.database
            .write(&self.access("anna"), Purpose::new("undo", "Undo"), |tx| {
                undo::undo(tx, done.change_set.unwrap(), false)
            })
            .unwrap();
    }
}

fn edit(place: &str, act: Act) -> Edit {
    Edit { place: Place::named(model().table(OBJECTS), place).unwrap(), act }
}

fn batch(ids: &[i64], edits: Vec<Edit>) -> Batch {
    Batch { table: OBJECTS, ids: ids.to_vec(), edits, is_partial: false }
}

fn text(text: &str) -> Act {
    Act::Set(Given::plain(text))
}

#[test]
fn every_kind_of_change_does_what_it_says_and_one_undo_gives_all_back() {
    on_every_engine(|fresh| {
        let house = House::new(fresh);
        let ids = house.objects(&["a Coll. Müller", "", "b coll. müller"]);
        let person = write(house.database, |tx| new_person(tx, house.made.division, "Oduya")).unwrap();
        write(house.database, |tx| {
            let before = tx.get(OBJECTS, ids[0])?;
            let after = before.clone().with(collection_object::COUNT_AMT, 3).with(collection_object::TEXT1, "old");
            records::put(tx, Some(&before), after)
        })
        .unwrap();
        let day = Given { value: Value::Date(Date::new(1987, 5, 1).unwrap()), precision: Some(2) };
        let edits = vec![
            edit("remarks", Act::Replace { find: "coll. m".to_owned(), with: "leg. M".to_owned(), is_exact: false }),
            edit("remarks", Act::Before("[".to_owned())),
            edit("remarks", Act::After("]".to_owned())),
            edit("remarks", Act::Fill(Given::plain("nothing known"))),
            edit("text1", Act::Empty),
            edit("countAmt", Act::Add(Value::Int(2))),
            edit("catalogedDate", Act::Set(day)),
            edit("cataloger", Act::Set(Given::plain(person.id))),
            edit("yesNo1", Act::Set(Given::plain(true))),
            edit("totalValue", Act::Set(Given::plain(Value::Decimal(Decimal::parse("12.50").unwrap())))),
        ];
        let batch = batch(&ids, edits);
        let plan = house.plan("anna", &batch).unwrap();
        assert_eq!((plan.changed, plan.same, plan.refused_count(), plan.rows.len()), (3, 0, 0, 3));
        assert_eq!(plan.rows[0].before[0].value.to_string(), "a Coll. Müller");
        assert_eq!(plan.rows[0].after[0].value.to_string(), "[a leg. Müller]");
        assert_eq!(house.values(&ids, "remarks")[0], "a Coll. Müller", "a plan changes nothing");

        let done = house.run("anna", &batch, Some(&plan.mark)).unwrap();
        assert_eq!(done.plan.rows, plan.rows, "a plan is exactly what happens");
        assert_eq!(house.values(&ids, "remarks"), ["[a leg. Müller]", "nothing known", "[b leg. Müller]"]);
        assert_eq!(house.values(&ids, "text1"), ["", "", ""]);
        assert_eq!(house.values(&ids, "countAmt"), ["5", "", ""]);
        assert_eq!(house.values(&ids, "catalogedDate"), ["1987-05-01"; 3]);
        assert_eq!(house.values(&ids, "catalogedDatePrecision"), ["2"; 3]);
        assert_eq!(
            house.values(&ids, "cataloger"),
            [person.id.to_string(), person.id.to_string(), person.id.to_string()]
        );
        assert_eq!(house.values(&ids, "yesNo1"), ["true"; 3]);
        assert_eq!(house.values(&ids, "totalValue"), ["12.50"; 3]);
        let set = read(house.database, |tx| tx.change_set(done.change_set.unwrap()));
        assert!(set.summary.ends_with("in 3 records of CollectionObject"), "{}", set.summary);

        let again = house.plan("anna", &Batch { edits: vec![edit("yesNo1", Act::Set(Given::plain(true)))], ..batch });
        let again = again.unwrap();
        assert_eq!((again.changed, again.same), (0, 3), "what is like this already stays as it is");
        house.undo(&done);
        assert_eq!(house.values(&ids, "remarks"), ["a Coll. Müller", "", "b coll. müller"]);
        assert_eq!(house.values(&ids, "text1"), ["old", "", ""]);
        assert_eq!(house.values(&ids, "countAmt"), ["3", "", ""]);
        assert_eq!(house.values(&ids, "catalogedDatePrecision"), ["", "", ""]);
    });
}

#[test]
fn what_a_rule_refuses_keeps_all_from_being_changed_or_goes_into_a_record_set() {
    on_every_engine(|fresh| {
        let house = House::new(fresh);
        let ids = house.objects(&["a", "b", "c"]);
        let numbers = house.values(&ids, "catalogNumber");
        let mut batch = batch(&ids, vec![edit("catalogNumber", text("000000077"))]);
        let plan = house.plan("anna", &batch).unwrap();
        assert_eq!((plan.changed, plan.refused_count()), (1, 2));
        assert_eq!(plan.refused.len(), 1);
        assert_eq!(plan.refused[0].ids, &ids[1..], "the first one has the number then");
        assert!(plan.refused[0].rule.contains("unique"), "{:?}", plan.refused);

        let refused = house.run("anna", &batch, Some(&plan.mark)).unwrap_err();
        assert_eq!(refused.code, Code::Invalid);
        assert!(refused.message.starts_with("2 of 3 records"), "{}", refused.message);
        assert_eq!(issues(&refused), ["record-refused at catalogNumber"]);
        assert_eq!(house.values(&ids, "catalogNumber"), numbers, "all or nothing");

        batch.is_partial = true;
        let done = house.run("anna", &batch, Some(&plan.mark)).unwrap();
        assert_eq!(house.values(&ids[..1], "catalogNumber"), ["000000077"]);
        assert_eq!(house.values(&ids[1..], "catalogNumber"), numbers[1..]);
        let left = done.left.unwrap();
        assert_eq!(house.database.read(&house.access("anna"), |tx| sets::ids(tx, left)).unwrap(), &ids[1..]);
        house.undo(&done);
        assert_eq!(house.values(&ids, "catalogNumber"), numbers);
        assert!(read(house.database, |tx| tx.find(record_set::TABLE, left)).is_some(), "the list of them stays");
    });
}

#[test]
fn a_record_that_is_refused_after_it_was_written_is_left_untouched() {
    on_every_engine(|fresh| {
        let house = House::new(fresh);
        let ids = house.objects(&["a", "b"]);
        // A part that is made for an object whose own change is then refused: the number is taken.
        let taken = house.values(&ids, "catalogNumber")[0].clone();
        let edits = vec![edit("collectionObjectAttribute.text4", text("male")), edit("catalogNumber", text(&taken))];
        let batch = Batch { is_partial: true, ..batch(&ids, edits) };
        let plan = house.plan("anna", &batch).unwrap();
        assert_eq!((plan.changed, plan.refused_count()), (1, 1));
        house.run("anna", &batch, Some(&plan.mark)).unwrap();
        let parts = read(house.database, |tx| tx.count(&Select::all(collection_object_attribute::TABLE)));
        assert_eq!(parts, 1, "nothing of the refused object was kept");
        assert_eq!(house.values(&ids[1..], "collectionObjectAttribute"), [""]);
    });
}

#[test]
fn fields_of_records_that_belong_to_one_alone_are_changed_and_shared_ones_are_not() {
    on_every_engine(|fresh| {
        let house = House::new(fresh);
        let ids = house.objects(&["a", "b", "c"]);
        let attribute = |id: i64| -> Option<Record> {
            let object = read(house.database, |tx| tx.get(OBJECTS, id));
            let part = object.int(collection_object::COLLECTION_OBJECT_ATTRIBUTE)?;
            Some(read(house.database, |tx| tx.get(collection_object_attribute::TABLE, part)))
        };
        let place = "collectionObjectAttribute.text4";
        let made = house.run("anna", &batch(&ids[..2], vec![edit(place, text("male"))]), None).unwrap();
        assert_eq!(made.plan.changed, 2);
        assert_eq!(attribute(ids[0]).unwrap().text(collection_object_attribute::TEXT4), Some("male"));
        let after = vec![edit(place, Act::After(" (juvenile)".to_owned()))];
        let done = house.run("anna", &batch(&ids, after), None).unwrap();
        assert_eq!((done.plan.changed, done.plan.same), (2, 1), "where there is none, there is nothing to add to");
        assert_eq!(done.plan.rows[0].after[0].value.to_string(), "male (juvenile)");
        house.undo(&done);
        house.undo(&made);
        assert!(attribute(ids[0]).is_none());

        let event = write(house.database, |tx| {
            let event = Record::new(collecting_event::TABLE).with(collecting_event::DISCIPLINE, house.made.discipline);
            let event = put(tx, event)?;
            for id in &ids {
                let before = tx.get(OBJECTS, *id)?;
                let after = before.clone().with(collection_object::COLLECTING_EVENT, event.id);
                records::put(tx, Some(&before), after)?;
            }
            Ok(event)
        })
        .unwrap();
        let shared = batch(&ids[..1], vec![edit("collectingEvent.remarks", text("seen"))]);
        let refused = house.plan("anna", &shared).unwrap_err();
        assert_eq!(issues(&refused), ["field-not-changed at edits[0]"]);
        assert!(refused.issues[0].words.contains("2 other records would share"), "{}", refused.issues[0].words);
        assert!(event.text(collecting_event::REMARKS).is_none());
    });
}

#[test]
fn events_that_belong_to_one_object_alone_are_changed_unless_another_leads_there_by_mistake() {
    on_every_engine(|fresh| {
        let house = House::new(fresh);
        let ids = house.objects(&["a", "b", "c"]);
        let events = write(house.database, |tx| {
            let mut events = Vec::new();
            // The third leads to the event of the second.
            for (nth, id) in ids.iter().enumerate() {
                if nth < 2 {
                    let event = Record::new(collecting_event::TABLE);
                    events.push(put(tx, event.with(collecting_event::DISCIPLINE, house.made.discipline))?.id);
                }
                let before = tx.get(OBJECTS, *id)?;
                let after = before.clone().with(collection_object::COLLECTING_EVENT, events[nth.min(1)]);
                records::put(tx, Some(&before), after)?;
            }
            let place = tx.get(collection::TABLE, house.made.collection)?;
            let after = place.clone().with(collection::IS_EMBEDDED_COLLECTING_EVENT, true);
            // As a database of Specify may come: past the rule that refuses shared events.
            let grant = tx.may(Action::Update, collection::TABLE)?;
            tx.update(&grant, &place, &after)?;
            Ok(events)
        })
        .unwrap();
        let wanted = vec![edit("collectingEvent.remarks", text("seen"))];
        let mut batch = batch(&ids, wanted);
        let plan = house.plan("anna", &batch).unwrap();
        assert_eq!((plan.changed, plan.refused_count()), (1, 2));
        assert_eq!((plan.refused[0].rule.as_str(), plan.refused[0].ids.as_slice()), ("shared-record", &ids[1..]));
        assert!(plan.refused[0].words.ends_with("would share the change: 1."), "{}", plan.refused[0].words);
        batch.is_partial = true;
        house.run("anna", &batch, Some(&plan.mark)).unwrap();
        let remarks = |event: i64| {
            let event = read(house.database, |tx| tx.get(collecting_event::TABLE, event));
            event.text(collecting_event::REMARKS).map(str::to_owned)
        };
        assert_eq!((remarks(events[0]).as_deref(), remarks(events[1])), (Some("seen"), None));
    });
}

#[test]
fn rights_and_the_reach_of_the_person_hold() {
    on_every_engine(|fresh| {
        let house = House::new(fresh);
        let ids = house.objects(&["a"]);
        let plants = write(house.database, |tx| add_collection(tx, new_collection("plants", "botany"))).unwrap();
        let foreign = write(house.database, |tx| {
            put(tx, Record::new(OBJECTS).with(collection_object::COLLECTION, plants.collection))
        })
        .unwrap();
        let edits = vec![edit("remarks", text("seen"))];
        let refused = house.plan("ben", &batch(&ids, edits.clone())).unwrap_err();
        assert_eq!(refused.code, Code::Forbidden);
        let both = batch(&[ids[0], foreign.id], edits.clone());
        let plan = house.plan("anna", &both).unwrap();
        assert_eq!((plan.changed, plan.refused[0].ids.as_slice()), (1, &[foreign.id][..]));
        assert_eq!(plan.refused[0].rule, "not-there");
        assert_eq!(house.run("anna", &both, None).unwrap_err().code, Code::Invalid);
        assert_eq!(house.plan("anna", &batch(&[], edits)).unwrap_err().code, Code::Invalid);
        assert_eq!(house.plan("anna", &batch(&ids, Vec::new())).unwrap_err().code, Code::Invalid);
    });
}

#[test]
fn hidden_and_read_only_fields_stay_as_they_are_and_so_does_what_form_and_pick_list_need() {
    on_every_engine(|fresh| {
        let house = House::new(fresh);
        let ids = house.objects(&["a"]);
        write(house.database, |tx| {
            let list = Record::new(pick_list::TABLE)
                .with(pick_list::NAME, "Colours")
                .with(pick_list::COLLECTION, house.made.collection)
                .with(pick_list::READ_ONLY, true)
                .with(pick_list::TYPE, 0)
                .with(pick_list::IS_SYSTEM, false);
            let list = put(tx, list)?;
            let item = Record::new(pick_list_item::TABLE).with(pick_list_item::PICK_LIST, list.id);
            put(tx, item.with(pick_list_item::TITLE, "red").with(pick_list_item::VALUE, "red"))?;
            let hidden = Presented { is_hidden: true, ..Presented::default() };
            let needed = Presented { is_required: true, ..Presented::default() };
            let listed = Presented { pick_list: "Colours".to_owned(), ..Presented::default() };
            let fields = [("text1", hidden), ("remarks", needed), ("text2", listed)];
            let fields = fields.into_iter().map(|(name, field)| (name.to_owned(), field)).collect();
            let wanted = Wanted { fields, ..Wanted::default() };
            schema::save(tx, house.made.discipline, OBJECTS, "en", &wanted)
        })
        .unwrap();
        let refused = house.plan("anna", &batch(&ids, vec![edit("text1", text("x"))])).unwrap_err();
        assert!(refused.issues[0].words.contains("hidden by the configuration"), "{}", refused.issues[0].words);
        let offered = batch_edit::fields(&house.access("anna"), &house.look(), OBJECTS);
        let names: Vec<String> = offered.iter().map(|place| place.name(model().table(OBJECTS))).collect();
        assert!(names.iter().any(|name| name == "remarks") && !names.iter().any(|name| name == "text1"), "{names:?}");
        assert!(!names.iter().any(|name| name == "version" || name == "collectionObjectAttribute"), "{names:?}");

        let rule = |edits| house.plan("anna", &batch(&ids, edits)).unwrap().refused[0].rule.clone();
        assert_eq!(rule(vec![edit("remarks", Act::Empty)]), "required-by-form");
        assert_eq!(rule(vec![edit("text2", text("blue"))]), "not-in-pick-list");
        assert_eq!(house.plan("anna", &batch(&ids, vec![edit("text2", text("red"))])).unwrap().changed, 1);

        let form = "table = \"CollectionObject\"\n[[section]]\nfields = [{ field = \"remarks\", read_only = true }]\n";
        let look = house.look().with(forms::parse(form).unwrap());
        let closed = batch(&ids, vec![edit("remarks", text("x"))]);
        let refused = batch_edit::plan(house.database, &house.access("anna"), &look, &closed).unwrap_err();
        assert!(refused.issues[0].words.contains("can’t be changed, by the form"), "{}", refused.issues[0].words);
    });
}

#[test]
fn what_was_saved_between_plan_and_run_is_said() {
    on_every_engine(|fresh| {
        let house = House::new(fresh);
        let ids = house.objects(&["a", "b"]);
        let batch = batch(&ids, vec![edit("text1", text("seen"))]);
        let plan = house.plan("anna", &batch).unwrap();
        write(house.database, |tx| {
            let before = tx.get(OBJECTS, ids[1])?;
            let after = before.clone().with(collection_object::REMARKS, "other");
            records::put(tx, Some(&before), after)
        })
        .unwrap();
        let refused = house.run("anna", &batch, Some(&plan.mark)).unwrap_err();
        assert_eq!(refused.code, Code::Conflict);
        assert!(refused.message.contains(&ids[1].to_string()), "{}", refused.message);
        assert_eq!(house.values(&ids, "text1"), ["", ""]);
        let plan = house.plan("anna", &batch).unwrap();
        house.run("anna", &batch, Some(&plan.mark)).unwrap();
        assert_eq!(house.values(&ids, "text1"), ["seen", "seen"]);
    });
}

#[test]
fn more_records_than_are_read_at_a_time_are_all_changed_and_fifty_shown() {
    on_every_engine(|fresh| {
        let house = House::new(fresh);
        let ids = house.objects(&["x"; 620]);
        let batch = batch(&ids, vec![edit("remarks", Act::After("y".to_owned()))]);
        let done = house.run("anna", &batch, None).unwrap();
        assert_eq!((done.plan.changed, done.plan.rows.len()), (620, batch_edit::SHOWN));
        let such = Select::all(OBJECTS).matching(Filter::is(collection_object::REMARKS, "xy"));
        assert_eq!(read(house.database, |tx| tx.count(&such)), 620);
    });
}
