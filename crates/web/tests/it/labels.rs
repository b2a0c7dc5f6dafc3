//! Labels of chosen records, and the kinds of labels of an institution's own.

use crate::house::{House, on_every_house};

fn objects(house: &House) -> Vec<String> {
    ["000000001", "000000002", "000000003"]
        .iter()
        .map(|number| house.make("editor", "CollectionObject", house.specimen(number))["id"].to_string())
        .collect()
}

/// The catalogue numbers on a page, in the order in which they are printed.
fn printed(page: &str) -> Vec<&str> {
    page.split("No. 00000000").skip(1).filter_map(|rest| rest.get(..1)).collect()
}

#[test]
fn labels_are_printed_from_ticked_records_in_the_order_of_a_set() {
    on_every_house(|house| {
        let ids = objects(house);
        let ticked = [("id", ids[2].as_str()), ("id", ids[0].as_str()), ("act", "labels")];
        let to = house.submit("admin", "/data/CollectionObject/selection", &ticked).expect(303);
        let asked = to.header("location").to_owned();
        let page = house.open("admin", &asked).expect(200);
        assert_eq!(printed(&page.text), ["1", "3"], "{}", page.text);
        assert!(page.text.contains("2 labels") && page.text.contains("Jar label"), "{}", page.text);
        assert!(!page.text.contains(" style="), "{}", page.text);
        let twice = house.open("admin", &format!("{asked}&copies=2&skip=3")).expect(200);
        assert_eq!(printed(&twice.text), ["1", "1", "3", "3"]);
        assert_eq!(twice.text.matches("slip-used").count(), 3);

        let style = page.text.split("/labels/sheet.css?").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        let style = house.open("admin", &format!("/labels/sheet.css?{}", style.replace("&amp;", "&"))).expect(200);
        assert_eq!(style.header("content-type"), "text/css; charset=utf-8");
        assert!(style.text.contains("@page { size: 210mm 297mm; margin: 10mm; }"), "{}", style.text);

        let fields = [("table", "CollectionObject"), ("name", "Two"), ("numbers", "3,1"), ("open", "0")];
        let set = house.submit("admin", "/record-sets", &fields).expect(303).header("location").to_owned();
        let set = set.split('?').next().unwrap();
        let number = set.rsplit('/').next().unwrap();
        let of_set = format!("/labels?table=CollectionObject&filter=id%3Aset%28{number}%29");
        let shown = house.open("admin", set).expect(200);
        assert!(shown.text.contains(&of_set.replace('&', "&amp;")), "{}", shown.text);
        assert_eq!(printed(&house.open("admin", &of_set).expect(200).text), ["3", "1"]);
        let record = house.open("admin", &format!("/data/CollectionObject/{}", ids[0])).expect(200);
        assert!(record.text.contains("Print its label"), "{}", record.text);
        let none = house.open("admin", "/labels?table=Agent&filter=id:in(1)").expect(200);
        assert!(none.text.contains("There is no kind of label for agents yet."), "{}", none.text);
        house.open("admin", "/labels?table=CollectionObject").expect(422);
        // Printing labels is a right of its own.
        house.open("stranger", &asked).expect(403);
        house.open("editor", &asked).expect(403);
        house.submit("editor", "/data/CollectionObject/selection", &ticked).expect(403);
    });
}

const VIAL: &str = "name = \"Vial\"\ntable = \"CollectionObject\"\nwidth = 30\nheight = 10\n[[line]]\ntext = \"No. {catalogNumber}\"\n";

#[test]
fn an_institution_writes_its_own_kind_of_label_with_a_preview() {
    on_every_house(|house| {
        let ids = objects(house);
        let list = house.open("admin", "/system/labels").expect(200);
        assert!(list.text.contains("Herbarium sheet label") && list.text.contains("usual here"), "{}", list.text);
        let new = house.open("admin", "/system/labels/new?like=pin").expect(200);
        assert!(new.text.contains("copies = &quot;countAmt&quot;"), "{}", new.text);
        let seen = house.submit("admin", "/system/labels/preview", &[("file", VIAL)]).expect(200);
        assert_eq!(printed(&seen.text), ["3", "2", "1"], "{}", seen.text);
        let flaw = VIAL.replace("catalogNumber", "catalogNo");
        let told = house.submit("admin", "/system/labels/preview", &[("file", &flaw)]).expect(200);
        assert!(told.text.contains("CollectionObject has no ‘catalogNo’"), "{}", told.text);
        let refused = house.submit("admin", "/system/labels", &[("file", &flaw)]).expect(422);
        assert!(refused.text.contains("The kind of label was not saved."), "{}", refused.text);
        house.submit("reader", "/system/labels", &[("file", VIAL)]).expect(403);

        let made = house.submit("admin", "/system/labels", &[("file", VIAL)]).expect(303);
        let place = made.header("location").split('?').next().unwrap().to_owned();
        let file = house.open("admin", &format!("{place}/file")).expect(200);
        assert_eq!(file.text, VIAL);
        let key = place.rsplit('/').next().unwrap();
        let asked = format!("/labels?table=CollectionObject&filter=id:in({})&kind={key}", ids[1]);
        let page = house.open("admin", &asked).expect(200);
        assert_eq!(printed(&page.text), ["2"]);
        assert!(page.text.contains("width=30&amp;"), "{}", page.text);

        let wider = VIAL.replace("width = 30", "width = 45");
        let change = [("file", wider.as_str()), ("version", "1")];
        house.submit("admin", &place, &change).expect(303);
        house.submit("admin", &place, &change).expect(409);
        assert!(house.open("admin", &asked).expect(200).text.contains("width=45&amp;"));
        house.submit("admin", &format!("{place}/delete"), &[]).expect(303);
        house.open("admin", &place).expect(404);
    });
}
