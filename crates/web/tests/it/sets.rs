//! Record sets by their pages, and what can be done with many records.

use serde_json::json;

use crate::house::{House, on_every_house};

/// Three specimens of the fishes; their ids.
fn three(house: &House) -> Vec<String> {
    ["000000001", "000000002", "000000003"]
        .iter()
        .map(|number| house.make("editor", "CollectionObject", house.specimen(number))["id"].to_string())
        .collect()
}

/// Makes a set of pasted numbers; its address.
fn set_of(house: &House, name: &str, numbers: &str) -> String {
    let fields = [("table", "CollectionObject"), ("name", name), ("numbers", numbers), ("open", "0")];
    let made = house.submit("editor", "/record-sets", &fields).expect(303);
    made.header("location").split('?').next().unwrap().to_owned()
}

#[test]
fn ticked_records_become_a_set_that_one_pages_through() {
    on_every_house(|house| {
        let ids = three(house);
        let list = house.open("editor", "/data/CollectionObject").expect(200);
        assert!(list.text.contains("name=\"act\" value=\"set\""), "{}", list.text);
        let ticked = [("id", ids[2].as_str()), ("id", ids[0].as_str()), ("act", "set")];
        let to = house.submit("editor", "/data/CollectionObject/selection", &ticked).expect(303);
        let page = house.open("editor", to.header("location")).expect(200);
        assert!(page.text.contains("of 2 collection objects"), "{}", page.text);
        let fields = [
            ("table", "CollectionObject"),
            ("all", "1"),
            ("filter", &format!("id:in({},{})", ids[2], ids[0])),
            ("sort", "-catalogNumber"),
            ("name", "Two"),
        ];
        let made = house.submit("editor", "/record-sets", &fields).expect(303);
        let set = made.header("location").split('?').next().unwrap().to_owned();
        let page = house.open("editor", &set).expect(200);
        let number = set.rsplit('/').next().unwrap();
        let first = format!("/data/CollectionObject/{}?set={number}&amp;at=1", ids[2]);
        assert!(page.text.contains(&first), "{first} in {}", page.text);
        let record = house.open("editor", &first.replace("&amp;", "&")).expect(200);
        let next = format!("/data/CollectionObject/{}?set={number}&amp;at=2", ids[0]);
        assert!(record.text.contains("1 of 2") && record.text.contains(&next), "{}", record.text);
        let api = house.call("editor", "GET", &format!("/api/v1/CollectionObject?filter=id:set({number})"), None);
        assert_eq!(api.expect(200).json()["records"].as_array().unwrap().len(), 2);
    });
}

#[test]
fn numbers_that_lead_nowhere_are_told_before_a_set_is_made() {
    on_every_house(|house| {
        three(house);
        let fields = [("table", "CollectionObject"), ("name", "Some"), ("numbers", "1-2, 77")];
        let doubt = house.submit("editor", "/record-sets", &fields).expect(422);
        assert!(doubt.text.contains("1 entry led to no record:") && doubt.text.contains("77"), "{}", doubt.text);
        let made = house.submit("editor", "/record-sets", &[&fields[..], &[("confirmed", "yes")]].concat()).expect(303);
        let page = house.open("editor", made.header("location")).expect(200);
        assert!(page.text.contains("2 collection objects"), "{}", page.text);
    });
}

#[test]
fn a_set_is_ones_own_until_it_is_shared() {
    on_every_house(|house| {
        three(house);
        let set = set_of(house, "Mine", "1");
        house.open("reader", &set).expect(404);
        assert!(!house.open("reader", "/record-sets").expect(200).text.contains("Mine"));
        house.submit("editor", &set, &[("name", "Ours"), ("open", "1")]).expect(303);
        let page = house.open("reader", &set).expect(200);
        assert!(page.text.contains("Ours") && page.text.contains("Read only"), "{}", page.text);
        house.submit("reader", &format!("{set}/records"), &[("act", "add"), ("numbers", "2")]).expect(403);
        house.submit("editor", &format!("{set}/delete"), &[]).expect(303);
        house.open("editor", &set).expect(404);
    });
}

#[test]
fn sets_are_combined_and_changed() {
    on_every_house(|house| {
        let ids = three(house);
        let (one, other) = (set_of(house, "One", "1,2"), set_of(house, "Other", "2,3"));
        let id = |path: &str| path.rsplit('/').next().unwrap().to_owned();
        let (first, second) = (id(&one), id(&other));
        let fields = [("one", first.as_str()), ("other", second.as_str()), ("how", "not"), ("name", "Rest")];
        let counted =
            house.submit("editor", "/record-sets/combine", &[&fields[..], &[("count", "yes")]].concat()).expect(200);
        assert!(counted.text.contains("The new set would have 1 record."), "{}", counted.text);
        let made = house.submit("editor", "/record-sets/combine", &fields).expect(303);
        let rest = made.header("location").split('?').next().unwrap().to_owned();
        house
            .submit(
                "editor",
                &format!("{rest}/records"),
                &[("act", "add"), ("numbers", "3"), ("field", "catalogNumber")],
            )
            .expect(303);
        house.submit("editor", &format!("{rest}/order"), &[("sort", "catalogNumber"), ("down", "yes")]).expect(303);
        let page = house.open("editor", &rest).expect(200).text;
        let place = |id: &str| page.find(&format!("/data/CollectionObject/{id}?set")).unwrap();
        assert!(place(&ids[2]) < place(&ids[0]));
        house.submit("editor", &format!("{rest}/records"), &[("act", "out"), ("id", &ids[2])]).expect(303);
        assert!(!house.open("editor", &rest).expect(200).text.contains("000000003"));
    });
}

#[test]
fn many_records_are_deleted_in_one_change_that_can_be_taken_back() {
    on_every_house(|house| {
        let ids = three(house);
        house.open("editor", "/data/CollectionObject/delete").expect(422);
        let filter = format!("id:in({},{})", ids[0], ids[1]);
        let ask = house.open("editor", &format!("/data/CollectionObject/delete?filter={filter}")).expect(200);
        assert!(ask.text.contains("Delete 2 collection objects?"), "{}", ask.text);
        let fields = [("filter", filter.as_str()), ("expect", "3")];
        house.submit("editor", "/data/CollectionObject/delete", &fields).expect(409);
        let fields = [("filter", filter.as_str()), ("expect", "2")];
        let gone = house.submit("editor", "/data/CollectionObject/delete", &fields).expect(303);
        let change = gone.header("location").split("deleted=").nth(1).unwrap();
        assert!(!house.open("editor", "/data/CollectionObject").text.contains("000000001"));
        house.submit("editor", &format!("/changes/{change}/undo"), &[]).expect(303);
        assert!(house.open("editor", "/data/CollectionObject").text.contains("000000001"));
        house.submit("reader", "/data/CollectionObject/delete", &fields).expect(403);
    });
}

#[test]
fn a_list_is_exported_as_a_file() {
    on_every_house(|house| {
        three(house);
        let page = house.open("admin", "/data/CollectionObject/export?filter=catalogNumber~2").expect(200);
        assert!(page.text.contains("1 record") && page.text.contains("Darwin Core archive"), "{}", page.text);
        let table = house.open("admin", "/data/CollectionObject/export/list?filter=catalogNumber~2").expect(200);
        assert_eq!(table.header("content-type"), "text/csv; charset=utf-8");
        assert!(table.text.starts_with("ID,Catalog number,") && table.text.contains(",000000002,"), "{}", table.text);
        assert_eq!(table.text.lines().count(), 2);
        let all = house.open("reader", "/data/CollectionObject/export/csv").expect(200);
        assert!(all.text.starts_with("id,") && all.text.lines().count() == 4, "{}", all.text);
        let json = house.open("reader", "/data/CollectionObject/export/json?sort=-catalogNumber").expect(200).json();
        assert_eq!(json[0]["catalogNumber"], json!("000000003"));
        let archive = house.open("admin", "/data/CollectionObject/export/dwca?filter=catalogNumber~2").expect(200);
        assert!(archive.text.starts_with("PK"));
        house.open("reader", "/data/CollectionObject/export/dwca").expect(404);
        house.open("reader", "/data/CollectionObject/export/list?filter=nothing=1").expect(422);
    });
}

#[test]
fn preparations_of_a_set_go_into_a_loan() {
    on_every_house(|house| {
        let ids = three(house);
        let kind = house.first_id("/api/v1/PrepType");
        let id = |text: &str| json!(text.parse::<i64>().unwrap());
        let part = json!({ "collectionObject": id(&ids[0]), "prepType": kind, "countAmt": 4 });
        let part = house.make("editor", "Preparation", part)["id"].to_string();
        let loan = house.make("editor", "Loan", json!({ "discipline": house.fish.discipline }));
        let to = format!("Loan:{}", loan["id"]);
        let set = set_of(house, "Lend", "1-3");
        let page = house.open("editor", &format!("{set}/lend?to={to}")).expect(200);
        assert!(page.text.contains("1 preparation can be added to"), "{}", page.text);
        let take = format!("take:{part}");
        let too_many = [("to", to.as_str()), ("id", part.as_str()), (take.as_str(), "5")];
        house.submit("editor", &format!("{set}/lend"), &too_many).expect(422);
        let some = [("to", to.as_str()), ("id", part.as_str()), (take.as_str(), "3")];
        let done = house.submit("editor", &format!("{set}/lend"), &some).expect(303);
        assert!(done.header("location").starts_with(&format!("/data/Loan/{}", loan["id"])));
    });
}

#[test]
fn a_file_is_attached_to_ticked_records_after_a_look_and_taken_back_in_one() {
    on_every_house(|house| {
        let ids = three(house);
        let list = house.open("editor", "/data/CollectionObject").expect(200);
        assert!(list.text.contains("name=\"act\" value=\"attach\""), "{}", list.text);
        let ticked = [("id", ids[0].as_str()), ("id", ids[1].as_str()), ("act", "attach")];
        let to = house.submit("editor", "/data/CollectionObject/selection", &ticked).expect(303);
        let path = "/data/CollectionObject/attach";
        let asked = to.header("location").to_owned();
        assert!(asked.starts_with(path), "{asked}");
        house.open("editor", &asked).expect(200);
        let wrong = house.open("editor", &format!("{asked}&address=permit.pdf")).expect(422);
        assert!(wrong.text.contains("This is no address of a file on the web"), "{}", wrong.text);
        let look = house.open("editor", &format!("{asked}&address=https://a.org/1.pdf&title=Permit")).expect(200);
        assert!(look.text.contains("Attach it to 2 collection objects"), "{}", look.text);

        let filter = format!("id:in({},{})", ids[0], ids[1]);
        let fields = |expect: &'static str| {
            [("filter", filter.as_str()), ("address", "https://a.org/1.pdf"), ("title", "Permit"), ("expect", expect)]
        };
        house.submit("editor", path, &fields("3")).expect(409);
        let done = house.submit("editor", path, &fields("2")).expect(303);
        let change = done.header("location").rsplit('=').next().unwrap().to_owned();
        let files = || house.open("editor", "/api/v1/Attachment").expect(200).json()["records"].clone();
        assert_eq!(files().as_array().unwrap().len(), 2);
        assert_eq!(files()[0]["title"], "Permit");

        let set = set_of(house, "All", "1-3");
        let page = house.open("editor", &set).expect(200);
        let number = set.rsplit('/').next().unwrap();
        let of_set = format!("{path}?filter=id%3Aset%28{number}%29");
        assert!(page.text.contains(&of_set), "{of_set} in {}", page.text);
        let look = house.open("editor", &format!("{of_set}&address=https://a.org/1.pdf")).expect(200);
        assert!(look.text.contains("2 records have it already"), "{}", look.text);
        assert!(look.text.contains("Attach it to 1 collection object"), "{}", look.text);
        let first = files()[0]["id"].to_string();
        let look = house.open("editor", &format!("{of_set}&file={first}")).expect(200);
        assert!(look.text.contains("2 records have it already"), "{}", look.text);

        house.submit("editor", &format!("/changes/{change}/undo"), &[]).expect(303);
        assert_eq!(files().as_array().unwrap().len(), 0);
        house.open("reader", &asked).expect(403);
        house.submit("reader", path, &fields("2")).expect(403);
        house.open("editor", &asked.replace("CollectionObject", "Determination")).expect(403);
    });
}
