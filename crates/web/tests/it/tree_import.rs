//! A file on its way into a tree: uploaded, explained, looked at, picked from, brought in and taken back.

use axum::body::Body;
use axum::http::Request;
use serde_json::json;
use vasculum_domain::users::{self, NewUser, TokenScope};
use vasculum_store::{Access, Purpose};
use vasculum_testkit::on_every_engine;

use crate::house::{House, Reply, on_every_house};

const PATH: &str = "/trees/Taxon/import";

fn look(house: &House, who: &str, path: &str) -> Reply {
    house.call_with(who, "GET", path, &[("accept", "text/html")], None)
}

/// Uploads a file with these fields beside it.
fn upload(house: &House, who: &str, name: &str, text: &str, fields: &[(&str, &str)]) -> Reply {
    let mut body = String::new();
    for (field, value) in fields {
        body.push_str(&format!("--x\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n"));
    }
    body.push_str(&format!(
        "--x\r\nContent-Disposition: form-data; name=\"upload\"; filename=\"{name}\"\r\n\r\n{text}\r\n--x--\r\n"
    ));
    let request = Request::builder()
        .method("POST")
        .uri(PATH)
        .header("accept", "text/html")
        .header("authorization", format!("Bearer {}", house.tokens[who]))
        .header("content-type", "multipart/form-data; boundary=x");
    house.send(request.body(Body::from(body)).unwrap())
}

/// The value of a hidden field of a page.
fn hidden<'p>(page: &'p Reply, name: &str) -> &'p str {
    let mark = format!("name=\"{name}\" value=\"");
    let at = page.text.find(&mark).unwrap_or_else(|| panic!("no {name} in {}", page.text)) + mark.len();
    page.text[at..].split('"').next().unwrap()
}

/// The names of the lines of a plan that hold these words.
fn line(page: &Reply, words: &str) -> String {
    let row = page.text.split("<li class=\"import-row\"").find(|row| row.contains(words));
    let row = row.unwrap_or_else(|| panic!("no line {words} in {}", page.text));
    row.split("id=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

/// Sends the form of a plan: everything that is shown, ticked but for these.
fn send(house: &House, who: &str, path: &str, page: &Reply, off: &[&str], action: &str) -> Reply {
    let mut fields = vec![("plan", hidden(page, "plan")), ("kind", ""), ("page", "0"), ("go", action)];
    let shown: Vec<&str> =
        page.text.split("name=\"shown\" value=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let ticked = |name: &str| page.text.contains(&format!("name=\"tick\" value=\"{name}\" checked"));
    for name in &shown {
        fields.push(("shown", name));
        if ticked(name) && !off.contains(name) {
            fields.push(("tick", name));
        }
    }
    house.submit_for(who, path, &fields, "text/html")
}

const SHEET: &str = "Family,Gattung,Species\nSalmonidae,Salmo,trutta\nSalmonidae,Salmo,salar\nEsocidae,Esox,lucius\n";

#[test]
fn a_sheet_is_explained_looked_at_and_brought_in_but_for_one_branch() {
    on_every_house(|house| {
        let tree = look(house, "editor", "/trees/Taxon").expect(200);
        assert!(tree.text.contains("/trees/Taxon/import?tree="), "{}", tree.text);
        assert!(!look(house, "reader", "/trees/Taxon").expect(200).text.contains("/trees/Taxon/import"));
        look(house, "reader", PATH).expect(403);
        let form = look(house, "editor", PATH).expect(200);
        assert!(form.text.contains("Into the tree ‘Taxonomy’") && form.text.contains("As a new tree"), "{}", form.text);
        let empty = upload(house, "editor", "names.csv", "", &[]).expect(422);
        assert!(empty.text.contains("‘names.csv’ is empty."), "{}", empty.text);
        let wrong = upload(house, "editor", "names.zip", "PK\u{3}\u{4} this is no zip", &[]).expect(422);
        assert!(wrong.text.contains("class=\"notice"), "{}", wrong.text);

        let done = upload(house, "editor", "names.csv", SHEET, &[]).expect(303);
        let path = done.header("location").to_owned();
        look(house, "admin", &path).expect(404);
        let columns = look(house, "editor", &path).expect(200);
        assert!(columns.text.contains("Gattung") && columns.text.contains("A new rank, ‘Gattung’"), "{}", columns.text);
        assert!(columns.text.contains("value=\"rank:Family\" selected"), "it was guessed: {}", columns.text);
        let both = [("column0", "rank:Genus"), ("column1", "rank:Genus"), ("go", "columns")];
        let refused = house.submit_for("editor", &path, &both, "text/html").expect(422);
        assert!(refused.text.contains("‘Family’ and ‘Gattung’"), "{}", refused.text);
        let said =
            [("column0", "rank:Family"), ("column1", "rank:Genus"), ("column2", "rank:Species"), ("go", "columns")];
        house.submit_for("editor", &path, &said, "text/html").expect(303);

        let page = look(house, "editor", &path).expect(200);
        assert!(page.text.contains("7 of 7 differences are accepted."), "{}", page.text);
        let esox = line(&page, "Family Esocidae");
        let turned = send(house, "editor", &path, &page, &[], &format!("none:{esox}")).expect(303);
        assert!(turned.header("location").ends_with(&format!("#{esox}")));
        let page = look(house, "editor", &path).expect(200);
        assert!(page.text.contains("4 of 7 differences are accepted."), "{}", page.text);
        let salar = line(&page, "Species salar");
        let done = send(house, "editor", &path, &page, &[&salar], "run").expect(303);
        let after = look(house, "editor", done.header("location")).expect(200);
        assert!(after.text.contains("3 made") && after.text.contains("/undo\""), "{}", after.text);
        let names = |list: &str| house.call("editor", "GET", list, None).expect(200).json()["records"].clone();
        assert_eq!(names("/api/v1/Taxon?filter=fullName=Salmo%20trutta").as_array().unwrap().len(), 1);
        assert_eq!(names("/api/v1/Taxon?filter=name=salar"), json!([]));
        // Done is done: the form leads to what came of it.
        send(house, "editor", &path, &page, &[], "run").expect(303);
        let change = after.text.split("href=\"/changes/").nth(1).unwrap().split('"').next().unwrap();
        house.submit_for("editor", &format!("/changes/{change}/undo"), &[], "text/html").expect(303);
        assert_eq!(names("/api/v1/Taxon?filter=name=trutta"), json!([]));
    });
}

#[test]
fn the_role_for_names_is_enough() {
    on_every_engine(|fresh| {
        let mut house = House::new(fresh);
        let user = fresh.database.write(&Access::system("test"), Purpose::new("users", "A taxonomist"), |tx| {
            let user = users::add_user(tx, NewUser { name: "taxonomist".to_owned(), ..NewUser::default() })?;
            let role = users::add_role_from_library(tx, house.fish.collection, "Edit Taxon Tree")?;
            users::give_role(tx, user, role)?;
            Ok(user)
        });
        let token = users::make_token(&fresh.database, user.unwrap(), TokenScope::Write, "test", None).unwrap();
        house.tokens.insert("taxonomist", token);
        let tree = look(&house, "taxonomist", "/trees/Taxon").expect(200);
        assert!(tree.text.contains("/trees/Taxon/import?tree=") && tree.text.contains("data-moves"), "{}", tree.text);
        let done = upload(&house, "taxonomist", "names.csv", "Family,Genus\nSalmonidae,Salmo\n", &[]).expect(303);
        let path = done.header("location").to_owned();
        let columns = [("column0", "rank:Family"), ("column1", "rank:Genus"), ("go", "columns")];
        house.submit_for("taxonomist", &path, &columns, "text/html").expect(303);
        let page = look(&house, "taxonomist", &path).expect(200);
        let done = send(&house, "taxonomist", &path, &page, &[], "run").expect(303);
        let after = look(&house, "taxonomist", done.header("location")).expect(200);
        assert!(after.text.contains("2 made"), "{}", after.text);
    });
}

#[test]
fn a_file_becomes_a_new_tree_and_every_tree_goes_out() {
    on_every_house(|house| {
        let sheet = "Family,Genus,Species\nSalmonidae,Salmo,trutta\n";
        let nameless = upload(house, "editor", "names.csv", sheet, &[("goal", "new"), ("name", "")]).expect(422);
        assert!(nameless.text.contains("A new tree needs a name."), "{}", nameless.text);
        let new = [("goal", "new"), ("name", "Salmonids"), ("ranks", "file")];
        let path = upload(house, "editor", "names.csv", sheet, &new).expect(303).header("location").to_owned();
        let said =
            [("column0", "rank:Family"), ("column1", "rank:Genus"), ("column2", "rank:Species"), ("go", "columns")];
        house.submit_for("editor", &path, &said, "text/html").expect(303);
        let page = look(house, "editor", &path).expect(200);
        assert!(
            page.text.contains("Life, Family, Genus, Species") && page.text.contains("‘Salmonids’"),
            "{}",
            page.text
        );
        send(house, "editor", &path, &page, &[], "run").expect(303);
        let after = look(house, "editor", &path).expect(200);
        assert!(after.text.contains("The tree was made"), "{}", after.text);
        let tree = after.text.split("href=\"/trees/Taxon?tree=").nth(1).unwrap().split('"').next().unwrap();
        let shown = look(house, "editor", &format!("/trees/Taxon?tree={tree}")).expect(200);
        assert!(shown.text.contains("Salmonids") && shown.text.contains("format=coldp"), "{}", shown.text);
        for (format, start) in [("csv", "id,"), ("coldp", "PK"), ("newick", "("), ("dwca", "PK")] {
            let file = look(house, "reader", &format!("/trees/Taxon/export?format={format}&tree={tree}")).expect(200);
            assert!(file.text.starts_with(start), "{format}: {}", file.text);
            assert!(file.header("content-disposition").contains("attachment"), "{format}");
        }
        let csv = look(house, "reader", &format!("/trees/Taxon/export?format=csv&tree={tree}")).expect(200);
        assert!(csv.text.contains("Salmo trutta"), "{}", csv.text);
        assert!(!look(house, "reader", "/trees/Taxon/export").expect(200).text.contains("trutta"), "the usual tree");
        look(house, "reader", "/trees/Taxon/export?format=odt").expect(404);
        look(house, "stranger", "/trees/Taxon/export").expect(403);
        look(house, "botanist", &format!("/trees/Taxon/export?tree={tree}")).expect(404);
        // The name is taken now, and said so at once.
        let taken = upload(house, "editor", "names.csv", sheet, &new).expect(422);
        assert!(taken.text.contains("Salmonids") && taken.text.contains("already"), "{}", taken.text);
    });
}

#[test]
fn what_is_agreed_to_is_what_happens() {
    on_every_house(|house| {
        let sheet = "Family,Genus,Species\nSalmonidae,Salmo,trutta\n";
        let path = upload(house, "editor", "names.csv", sheet, &[]).expect(303).header("location").to_owned();
        let said =
            [("column0", "rank:Family"), ("column1", "rank:Genus"), ("column2", "rank:Species"), ("go", "columns")];
        house.submit_for("editor", &path, &said, "text/html").expect(303);
        let page = look(house, "editor", &path).expect(200);
        let root = house.first_id("/api/v1/Taxon?filter=rankId=0");
        house.make("admin", "Taxon", json!({ "name": "Salmonidae", "rankId": 140, "parent": root }));
        let refused = send(house, "editor", &path, &page, &[], "run").expect(409);
        assert!(refused.text.contains("The tree was changed since you looked at this plan."), "{}", refused.text);
        let page = look(house, "editor", &path).expect(200);
        send(house, "editor", &path, &page, &[], "run").expect(303);
        assert!(look(house, "editor", &path).expect(200).text.contains("2 made"));
        let path = upload(house, "editor", "again.csv", sheet, &[]).expect(303).header("location").to_owned();
        house.submit_for("editor", &path, &said, "text/html").expect(303);
        let same = look(house, "editor", &path).expect(200);
        assert!(same.text.contains("The tree is as the file has it."), "{}", same.text);
        let away = house.submit_for("editor", &path, &[("go", "away")], "text/html").expect(303);
        assert_eq!(away.header("location"), PATH);
        assert!(look(house, "editor", &path).expect(404).text.contains("This file is no longer here."));
    });
}

#[test]
fn a_long_plan_is_looked_at_page_by_page_and_kind_by_kind() {
    on_every_house(|house| {
        let mut sheet = "Genus,Species\n".to_owned();
        for nth in 0..250 {
            let letters: String = [nth / 26, nth % 26].iter().map(|at| (b'a' + *at as u8) as char).collect();
            sheet.push_str(&format!("Salmo,spec{letters}\n"));
        }
        let path = upload(house, "editor", "names.csv", &sheet, &[]).expect(303).header("location").to_owned();
        let said = [("column0", "rank:Genus"), ("column1", "rank:Species"), ("go", "columns")];
        house.submit_for("editor", &path, &said, "text/html").expect(303);
        let first = look(house, "editor", &path).expect(200);
        assert!(first.text.contains("1–200 of 251"), "{}", first.text);
        let off = line(&first, "Species specaa");
        let turned = send(house, "editor", &path, &first, &[&off], "page:1").expect(303);
        let second = look(house, "editor", turned.header("location")).expect(200);
        assert!(second.text.contains("201–251 of 251") && second.text.contains("250 of 251"), "{}", second.text);
        let kind = send(house, "editor", &path, &second, &[], "kind:new").expect(303);
        assert!(kind.header("location").ends_with("&kind=new"));
        send(house, "editor", &path, &second, &[], "nothing").expect(303);
        let none = look(house, "editor", &path).expect(200);
        assert!(none.text.contains("0 of 251 differences are accepted."), "{}", none.text);
        send(house, "editor", &path, &none, &[], "run").expect(303);
        assert!(look(house, "editor", &path).expect(200).text.contains("Nothing was changed"));
    });
}

#[test]
fn a_file_has_a_limit_and_it_is_said() {
    let fresh = vasculum_testkit::sqlite();
    let house = House::new(&fresh);
    let row = format!("Salmo,trutta,{}\n", "x".repeat(1_000));
    let sheet = format!("Genus,Species,Remarks\n{}", row.repeat(4_000));
    assert!(sheet.len() > 3 << 20, "more than other pages take");
    upload(&house, "editor", "names.csv", &sheet, &[]).expect(303);
    let refused = upload(&house, "editor", "names.csv", &" ".repeat(65 << 20), &[]).expect(422);
    assert!(refused.text.contains("The file has more than 64 MB."), "{}", refused.text);
}
