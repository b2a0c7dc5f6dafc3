//! Formats that an institution wrote itself, and web links.

use vasculum_domain::formats::own::{self, Origin, Row, Written};
use vasculum_domain::formats::{
    PRESETS, WebLink, addresses, check_link, delete_link, formatted, formatted_as, link_example, named, save_link,
};
use vasculum_domain::schema::{self, Presented, Wanted};
use vasculum_domain::setup::{Made, add_collection};
use vasculum_domain::undo;
use vasculum_model::names::{agent, collecting_event, collection_object, collector};
use vasculum_model::{Code, Record, Result, Table, TableId, model};
use vasculum_store::{Access, CollectionPlace, Database, Hierarchy, Policy, Purpose, WriteTx};
use vasculum_testkit::{Fresh, on_every_engine};

use crate::rules::{issues, new_person, put, read, write};
use crate::setup::{new_collection, set_up};

/// Somebody who may do everything in the collections, and works in one of them.
fn somebody(made: &[Made], here: Made) -> Access {
    let place = |one: &Made| CollectionPlace {
        id: one.collection,
        code: format!("c{}", one.collection),
        name: format!("c{}", one.collection),
        discipline: one.discipline,
        division: one.division,
    };
    let policy = |one: &Made| Policy {
        collection: Some(one.collection),
        resource: "/table/%".to_owned(),
        action: "%".to_owned(),
    };
    let hierarchy = Hierarchy { collections: made.iter().map(place).collect(), trees: Vec::new() };
    let hierarchy = std::sync::Arc::new(hierarchy);
    Access::of(1, "somebody", made.iter().map(policy).collect(), std::sync::Arc::clone(&hierarchy))
        .within(Some(here.collection), Some(hierarchy))
}

fn write_as<T>(database: &Database, who: &Access, work: impl FnOnce(&mut WriteTx<'_>) -> Result<T>) -> Result<T> {
    database.write(who, Purpose::new("test", "A test"), work)
}

fn table(id: TableId) -> &'static Table {
    model().table(id)
}

fn one(template: &str) -> Written {
    Written { switch: String::new(), cases: vec![(String::new(), template.to_owned())] }
}

/// A person of the fishes, and the fishes.
fn person(fresh: &Fresh) -> (Made, Record) {
    let made = set_up(&fresh.database, "fish");
    let person = write(&fresh.database, |tx| {
        let person = new_person(tx, made.division, "Darwin")?;
        let after = person.clone().with(agent::FIRST_NAME, "Charles").with(agent::INITIALS, "C.R.");
        Ok(vasculum_domain::records::put(tx, Some(&person), after)?.0)
    })
    .unwrap();
    (made, person)
}

#[test]
fn an_own_format_counts_at_once_and_can_be_taken_back() {
    on_every_engine(|fresh| {
        let (_, person) = person(fresh);
        let shown = || read(&fresh.database, |tx| formatted(tx, &person));
        assert_eq!(shown(), "Darwin, Charles");
        write(&fresh.database, |tx| own::save(tx, table(agent::TABLE), &one("{lastName}{ |initials}"), true)).unwrap();
        assert_eq!(shown(), "Darwin C.R.");
        let by_kind = Written {
            switch: "agentType".to_owned(),
            cases: vec![("1".to_owned(), "{initials} {lastName}".to_owned()), (String::new(), "{lastName}".to_owned())],
        };
        write(&fresh.database, |tx| own::save(tx, table(agent::TABLE), &by_kind, true)).unwrap();
        assert_eq!(shown(), "C.R. Darwin");
        let change = read(&fresh.database, |tx| tx.latest_change());
        write(&fresh.database, |tx| undo::undo(tx, change, false).map(drop)).unwrap();
        assert_eq!(shown(), "Darwin C.R.");
        write(&fresh.database, |tx| own::reset(tx, table(agent::TABLE))).unwrap();
        assert_eq!(shown(), "Darwin, Charles");
    });
}

#[test]
fn the_format_of_a_discipline_counts_there_alone() {
    on_every_engine(|fresh| {
        let (fish, person) = person(fresh);
        let herb = write(&fresh.database, |tx| add_collection(tx, new_collection("herb", "botany"))).unwrap();
        let both = [fish, herb];
        let (in_fish, in_herb) = (somebody(&both, fish), somebody(&both, herb));
        let agents = table(agent::TABLE);
        write_as(&fresh.database, &in_herb, |tx| own::save(tx, agents, &one("{lastName}"), false)).unwrap();
        let shown = |who: &Access| fresh.database.read(who, |tx| formatted(tx, &person)).unwrap();
        assert_eq!((shown(&in_fish).as_str(), shown(&in_herb).as_str()), ("Darwin, Charles", "Darwin"));
        let origin = |who: &Access| fresh.database.read(who, |tx| Ok(own::written(tx, agents)?.1)).unwrap();
        assert_eq!((origin(&in_fish), origin(&in_herb)), (Origin::Shipped, Origin::Discipline));
        let all = write_as(&fresh.database, &in_herb, |tx| own::save(tx, agents, &one("{lastName}"), true));
        assert!(all.is_err(), "a right in collections does not reach the whole institution");
    });
}

#[test]
fn several_records_are_written_as_their_row_says() {
    on_every_engine(|fresh| {
        let (made, first) = person(fresh);
        let event = write(&fresh.database, |tx| {
            let event =
                put(tx, Record::new(collecting_event::TABLE).with(collecting_event::DISCIPLINE, made.discipline))?;
            let others = [new_person(tx, made.division, "Alpha")?, new_person(tx, made.division, "Beta")?];
            for (order, who) in [(2, &first), (1, &others[0]), (0, &others[1])] {
                let one = Record::new(collector::TABLE)
                    .with(collector::COLLECTING_EVENT, event.id)
                    .with(collector::ORDER_NUMBER, order)
                    .with(collector::AGENT, who.id);
                put(tx, one)?;
            }
            let row = Row {
                separator: " & ".to_owned(),
                limit: 2,
                ending: " et al.".to_owned(),
                order: "id".to_owned(),
                ..Row::default()
            };
            assert!(own::save_row(tx, table(collector::TABLE), &row, true).is_err(), "‘id’ is no field");
            let row = Row { order: "orderNumber".to_owned(), ..row };
            own::save_row(tx, table(collector::TABLE), &row, true)?;
            own::save(tx, table(collecting_event::TABLE), &one("{collectors}"), true)?;
            Ok(event)
        })
        .unwrap();
        assert_eq!(read(&fresh.database, |tx| formatted(tx, &event)), "Beta & Alpha et al.");
    });
}

#[test]
fn a_format_that_can_not_be_read_is_refused_with_its_place() {
    on_every_engine(|fresh| {
        let (_, person) = person(fresh);
        let agents = table(agent::TABLE);
        let refused =
            |written: &Written| issues(&write(&fresh.database, |tx| own::save(tx, agents, written, true)).unwrap_err());
        assert_eq!(refused(&one("{lastNames}")), ["template at cases[0].template"]);
        assert_eq!(one("Dr. {lastNames}").issues(agents)[0].words, "Character 6: Agent has no ‘lastNames’.");
        assert_eq!(
            refused(&Written { switch: "nothing".to_owned(), ..one("{lastName}") }),
            ["unknown-field at switch"]
        );
        let two = Written { cases: vec![(String::new(), "a {lastName}".to_owned()); 2], ..Written::default() };
        assert_eq!(refused(&two), ["twice at cases[1].value", "required at switch"]);
        let texts = read(&fresh.database, |tx| {
            own::preview(tx, agents, &one("{initials} {lastName}"), std::slice::from_ref(&person))
        });
        assert_eq!(texts, ["C.R. Darwin"]);
        assert!(fresh.database.read(&Access::system("test"), |tx| own::preview(tx, agents, &one("{x}"), &[])).is_err());
    });
}

#[test]
fn web_links_are_made_of_the_fields_of_a_record() {
    on_every_engine(|fresh| {
        let (_, person) = person(fresh);
        let link = WebLink {
            name: "Bionomia".to_owned(),
            table: "Agent".to_owned(),
            field: "lastName".to_owned(),
            address: "https://bionomia.net/roster?q={firstName}%20{lastName}".to_owned(),
            everywhere: true,
            ..WebLink::default()
        };
        let kept = write(&fresh.database, |tx| save_link(tx, &link)).unwrap();
        let of = |record: &Record| read(&fresh.database, |tx| addresses(tx, record));
        let column = table(agent::TABLE).column("lastName");
        let expect = "https://bionomia.net/roster?q=Charles%20Darwin".to_owned();
        assert_eq!(of(&person), [(column, "Bionomia".to_owned(), expect)]);
        let odd = person.clone().with(agent::FIRST_NAME, "A&B \"É");
        assert!(of(&odd)[0].2.contains("q=A%26B%20%22%C3%89%20Darwin"), "{:?}", of(&odd));
        assert_eq!(of(&person.clone().with(agent::FIRST_NAME, "")), [], "a field without a value makes no address");
        assert_eq!(issues(&write(&fresh.database, |tx| save_link(tx, &link)).unwrap_err()), ["twice at name"]);
        let changed = WebLink { id: Some(kept.id), title: "Who".to_owned(), ..link.clone() };
        write(&fresh.database, |tx| save_link(tx, &changed)).unwrap();
        assert_eq!(of(&person)[0].1, "Who");
        let example = read(&fresh.database, |tx| link_example(tx, &link, &person));
        assert!(example.unwrap().ends_with("Charles%20Darwin"));
        write(&fresh.database, |tx| delete_link(tx, kept.id)).unwrap();
        assert_eq!(of(&person), []);
    });
}

#[test]
fn a_table_has_further_formats_that_others_name() {
    on_every_engine(|fresh| {
        let (made, person) = person(fresh);
        let agents = table(agent::TABLE);
        let save = |name: &str, template: &str, is_new: bool| {
            write(&fresh.database, |tx| named::save(tx, agents, name, &one(template), true, is_new))
        };
        for (name, is_new) in [("", true), ("short/long", true), ("agent", true)] {
            assert_eq!(issues(&save(name, "{lastName}", is_new).unwrap_err()), ["format-name at name"], "{name}");
        }
        save("short", "{initials}", true).unwrap();
        assert_eq!(issues(&save("Short", "{lastName}", true).unwrap_err()), ["format-name at name"]);
        assert_eq!(
            read(&fresh.database, |tx| named::names(tx, agents.id)),
            [("short".to_owned(), Origin::Institution)]
        );
        let all = std::slice::from_ref(&person);
        let by = |format: &str| read(&fresh.database, |tx| formatted_as(tx, agents.id, format, all)).remove(0);
        assert_eq!(
            (by("").as_str(), by("SHORT").as_str(), by("none").as_str()),
            ("Darwin, Charles", "C.R.", "Darwin, Charles")
        );
        save("short", "{initials} {lastName}", false).unwrap();
        assert_eq!(by("short"), "C.R. Darwin");

        // A template and a row name it.
        let event = write(&fresh.database, |tx| {
            let event =
                put(tx, Record::new(collecting_event::TABLE).with(collecting_event::DISCIPLINE, made.discipline))?;
            let of = Record::new(collector::TABLE).with(collector::COLLECTING_EVENT, event.id);
            put(tx, of.with(collector::AGENT, person.id))?;
            own::save(tx, table(collector::TABLE), &one("{agent@short}"), true)?;
            own::save(tx, table(collecting_event::TABLE), &one("{collectors}"), true)?;
            Ok(event)
        })
        .unwrap();
        let shown = || read(&fresh.database, |tx| formatted(tx, &event));
        assert_eq!(shown(), "C.R. Darwin");
        write(&fresh.database, |tx| {
            named::save(tx, table(collector::TABLE), "plain", &one("by {agent.lastName}"), true, true)?;
            own::save_row(tx, table(collector::TABLE), &Row { format: "plain".to_owned(), ..Row::default() }, true)
        })
        .unwrap();
        assert_eq!(shown(), "by Darwin");
        let wrong = write(&fresh.database, |tx| own::save(tx, table(collector::TABLE), &one("{agent@long}"), true));
        assert_eq!(issues(&wrong.unwrap_err()), ["unknown-format at cases[0].template"]);
        let row = Row { format: "long".to_owned(), ..Row::default() };
        let wrong = write(&fresh.database, |tx| own::save_row(tx, table(collector::TABLE), &row, true));
        assert_eq!(issues(&wrong.unwrap_err()), ["unknown-format at format"]);
        for (of, name) in [(agent::TABLE, "short"), (collector::TABLE, "plain")] {
            let refused = write(&fresh.database, |tx| named::delete(tx, table(of), name)).unwrap_err();
            assert_eq!(refused.code, Code::Invalid, "{name} is in use");
        }
        write(&fresh.database, |tx| own::reset(tx, table(collector::TABLE))).unwrap();
        write(&fresh.database, |tx| named::delete(tx, agents, "short")).unwrap();
        assert_eq!(read(&fresh.database, |tx| named::names(tx, agents.id)), []);
    });
}

#[test]
fn captions_name_the_format_by_which_a_link_is_shown() {
    on_every_engine(|fresh| {
        let (made, _) = person(fresh);
        let agents = table(agent::TABLE);
        let caption = |format: &str| {
            let field = Presented { format: format.to_owned(), ..Presented::default() };
            let wanted = Wanted { fields: vec![("cataloger".to_owned(), field)], ..Wanted::default() };
            write(&fresh.database, |tx| schema::save(tx, made.discipline, collection_object::TABLE, "en", &wanted))
        };
        assert_eq!(caption("short").unwrap_err().code, Code::Invalid);
        write(&fresh.database, |tx| named::save(tx, agents, "short", &one("{initials}"), true, true)).unwrap();
        caption("short").unwrap();
        let who = somebody(&[made], made);
        let of = |column| fresh.database.read(&who, |tx| named::of_link(tx, column)).unwrap();
        assert_eq!(of(collection_object::CATALOGER).as_deref(), Some("short"));
        assert_eq!(of(collection_object::CREATED_BY_AGENT), None);
        let refused = write(&fresh.database, |tx| named::delete(tx, agents, "short")).unwrap_err();
        assert!(refused.message.contains("CollectionObject.cataloger"), "{}", refused.message);
    });
}

#[test]
fn a_web_link_stands_beside_each_field_for_which_captions_name_it() {
    on_every_engine(|fresh| {
        let (made, person) = person(fresh);
        let link = WebLink {
            name: "Bionomia".to_owned(),
            table: "Agent".to_owned(),
            address: "https://bionomia.net/roster?q={lastName}".to_owned(),
            everywhere: true,
            ..WebLink::default()
        };
        let kept = write(&fresh.database, |tx| save_link(tx, &link)).unwrap();
        let caption = |name: &str| {
            let field = Presented { web_link: name.to_owned(), ..Presented::default() };
            let wanted = Wanted { fields: vec![("initials".to_owned(), field)], ..Wanted::default() };
            write(&fresh.database, |tx| schema::save(tx, made.discipline, agent::TABLE, "en", &wanted))
        };
        assert_eq!(caption("Nowhere").unwrap_err().code, Code::Invalid);
        caption("Bionomia").unwrap();
        let who = somebody(&[made], made);
        let place = || {
            let found = fresh.database.read(&who, |tx| addresses(tx, &person)).unwrap();
            found.into_iter().map(|(column, ..)| column)
        };
        let column = |name: &str| table(agent::TABLE).column(name);
        assert_eq!(place().collect::<Vec<_>>(), [column("initials")]);
        let own = WebLink { id: Some(kept.id), field: "lastName".to_owned(), ..link.clone() };
        write(&fresh.database, |tx| save_link(tx, &own)).unwrap();
        assert_eq!(place().collect::<Vec<_>>(), [column("initials"), column("lastName")]);
        let renamed = WebLink { name: "Other".to_owned(), ..own };
        assert_eq!(issues(&write(&fresh.database, |tx| save_link(tx, &renamed)).unwrap_err()), ["in-use at name"]);
        assert_eq!(write(&fresh.database, |tx| delete_link(tx, kept.id)).unwrap_err().code, Code::Invalid);
        caption("").unwrap();
        write(&fresh.database, |tx| delete_link(tx, kept.id)).unwrap();
    });
}

#[test]
fn an_address_leads_to_a_server_that_nobody_else_chose() {
    let with = |address: &str| WebLink {
        name: "x".to_owned(),
        table: "Taxon".to_owned(),
        address: address.to_owned(),
        ..WebLink::default()
    };
    for address in ["javascript:alert({name})", "https://{name}/", "https://", "https://a.org/", "https://a.org/{nam}"]
    {
        assert_eq!(check_link(&with(address)).len(), 1, "{address}");
    }
    assert_eq!(check_link(&with("http://a.org/{parent.fullName}?x={author/name}")), []);
    for preset in PRESETS {
        let link = WebLink { table: preset.table.to_owned(), field: preset.field.to_owned(), ..with(preset.address) };
        assert_eq!(check_link(&link), [], "{}", preset.name);
    }
}
