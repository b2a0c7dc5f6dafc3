//! Operations on trees as a browser without scripts carries them out.

use serde_json::{Value as Json, json};

use crate::house::{House, Reply, on_every_house};

fn look(house: &House, who: &str, path: &str) -> Reply {
    house.call_with(who, "GET", path, &[("accept", "text/html")], None)
}

/// Two genera, one of them with a species.
fn genera(house: &House) -> (Json, Json, Json) {
    let root = json!({ "id": house.first_id("/api/v1/Taxon?filter=rankId=0") });
    let new = |name: &str, rank: i64, parent: &Json| {
        house.make("admin", "Taxon", json!({ "name": name, "rankId": rank, "parent": parent["id"] }))
    };
    let (salmo, other) = (new("Salmo", 180, &root), new("Oncorhynchus", 180, &root));
    let species = new("mykiss", 220, &salmo);
    (salmo, other, species)
}

/// The value of a hidden field of a page.
fn hidden<'p>(page: &'p Reply, name: &str) -> &'p str {
    let mark = format!("name=\"{name}\" value=\"");
    let at = page.text.rfind(&mark).unwrap_or_else(|| panic!("no {name} in {}", page.text)) + mark.len();
    page.text[at..].split('"').next().unwrap()
}

#[test]
fn a_node_is_moved_after_its_plan_was_seen() {
    on_every_house(|house| {
        let (_, other, species) = genera(house);
        let record = format!("/data/Taxon/{}", species["id"]);
        let path = format!("/trees/Taxon/{}/move", species["id"]);
        assert!(look(house, "admin", &record).expect(200).text.contains(&path), "the record leads to it");
        assert!(!look(house, "reader", &record).expect(200).text.contains(&path), "but not for those who may not");
        look(house, "reader", &path).expect(403);
        let asked = look(house, "admin", &path).expect(200);
        assert!(asked.text.contains("To below which node?") && !asked.text.contains("Do it like this?"));
        let page = look(house, "admin", &format!("{path}?to={}", other["id"])).expect(200);
        for expected in
            ["1 node of the tree is touched.", "1 full name changes.", "Salmo mykiss", "Oncorhynchus mykiss"]
        {
            assert!(page.text.contains(expected), "{expected} in {}", page.text);
        }
        let (to, plan) = (other["id"].to_string(), hidden(&page, "plan").to_owned());
        let refused = house.submit_for("admin", &path, &[("to", &to), ("plan", "another")], "text/html").expect(409);
        assert!(refused.text.contains("The tree was changed since you looked at this plan."));
        let done = house.submit_for("admin", &path, &[("to", &to), ("plan", &plan)], "text/html").expect(303);
        let after = look(house, "admin", done.header("location")).expect(200);
        assert!(
            after.text.contains("Oncorhynchus mykiss") && after.text.contains("/undo\""),
            "with the way to undo it"
        );
        // What stands there already, and what is typed and is nothing, is said.
        let same = look(house, "admin", &format!("{path}?to={to}")).expect(200);
        assert!(same.text.contains("There is nothing to do"));
        let unknown = look(house, "admin", &format!("{path}?to=&to.text=Qwertz")).expect(200);
        assert!(unknown.text.contains("Qwertz"));
        look(house, "admin", &format!("/trees/Taxon/{}/fell", species["id"])).expect(404);
        look(house, "admin", "/trees/Agent/1/move").expect(404);
    });
}

#[test]
fn homonyms_are_asked_about_before_a_merge() {
    on_every_house(|house| {
        let (salmo, other, species) = genera(house);
        let twin = json!({ "name": "mykiss", "rankId": 220, "parent": other["id"], "author": "Jones, 1910" });
        let twin = house.make("admin", "Taxon", twin);
        let etag = house.call("admin", "GET", &format!("/api/v1/Taxon/{}", species["id"]), None).expect(200);
        let change = json!({ "author": "Walbaum, 1792" });
        let mark = etag.header("etag").to_owned();
        let path = format!("/api/v1/Taxon/{}", species["id"]);
        house.call_with("admin", "PATCH", &path, &[("if-match", &mark)], Some(change)).expect(200);
        let path = format!("/trees/Taxon/{}/merge", other["id"]);
        let page = look(house, "admin", &format!("{path}?to={}", salmo["id"])).expect(200);
        assert!(page.text.contains("The same, or another one?") && !page.text.contains("Do it like this?"));
        let choice = format!("choice:{}", twin["id"]);
        let page = look(house, "admin", &format!("{path}?to={}&{choice}=other", salmo["id"])).expect(200);
        assert!(page.text.contains("Do it like this?"), "{}", page.text);
        let (to, plan) = (salmo["id"].to_string(), hidden(&page, "plan").to_owned());
        let sent = [("to", to.as_str()), ("plan", &plan), (&choice, "other")];
        let done = house.submit_for("admin", &path, &sent, "text/html").expect(303);
        assert!(done.header("location").starts_with(&format!("/data/Taxon/{to}?saved=")));
    });
}

#[test]
fn a_tree_without_problems_says_so() {
    on_every_house(|house| {
        genera(house);
        let page = look(house, "admin", "/trees/Taxon/problems").expect(200);
        assert!(page.text.contains("Nothing is wrong"), "{}", page.text);
        for table in ["Geography", "Storage"] {
            look(house, "admin", &format!("/trees/{table}/problems")).expect(200);
        }
        look(house, "reader", "/trees/Taxon/problems").expect(403);
    });
}

#[test]
fn doubles_are_repaired_after_the_plan_was_seen() {
    on_every_house(|house| {
        let (salmo, ..) = genera(house);
        house.make("admin", "Taxon", json!({ "name": "mykiss", "rankId": 220, "parent": salmo["id"] }));
        let page = look(house, "admin", "/trees/Taxon/problems").expect(200);
        assert!(page.text.contains("has the same name, rank and author"), "{}", page.text);
        let page = look(house, "admin", "/trees/Taxon/problems?kind=duplicate").expect(200);
        assert!(page.text.contains("1 of them goes."), "{}", page.text);
        let (definition, plan) = (hidden(&page, "definition").to_owned(), hidden(&page, "plan").to_owned());
        let sent = [("definition", definition.as_str()), ("kind", "duplicate"), ("plan", &plan)];
        let done = house.submit_for("admin", "/trees/Taxon/problems", &sent, "text/html").expect(303);
        let after = look(house, "admin", done.header("location")).expect(200);
        assert!(after.text.contains("Nothing is wrong") && after.text.contains("/undo\""));
    });
}

#[test]
fn a_rule_for_full_names_shows_what_it_would_change() {
    on_every_house(|house| {
        genera(house);
        let page = look(house, "admin", "/trees/Taxon/ranks").expect(200);
        assert!(page.text.contains("Species") && page.text.contains("act=reorder"), "{}", page.text);
        let reader = look(house, "reader", "/trees/Taxon/ranks").expect(200);
        assert!(!reader.text.contains("act=reorder"), "who may not change ranks sees them");
        let species = house.first_id("/api/v1/TaxonTreeDefItem?filter=name=Species");
        let path = format!("/trees/Taxon/ranks?act=change&rank={species}");
        assert!(look(house, "admin", &path).expect(200).text.contains("Text before the name"));
        let filled = "&show=plan&name=Species&before=sp.%20&separator=%20&named=no&named=yes&enforced=no&enforced=yes";
        let page = look(house, "admin", &format!("{path}{filled}")).expect(200);
        assert!(page.text.contains("1 full name changes.") && page.text.contains("Salmo sp. mykiss"), "{}", page.text);
        let (plan, rank) = (hidden(&page, "plan").to_owned(), species.to_string());
        let sent = [
            ("act", "change"),
            ("rank", rank.as_str()),
            ("name", "Species"),
            ("before", "sp. "),
            ("separator", " "),
            ("named", "yes"),
            ("enforced", "yes"),
            ("plan", &plan),
        ];
        house.submit_for("reader", "/trees/Taxon/ranks", &sent, "text/html").expect(403);
        let done = house.submit_for("admin", "/trees/Taxon/ranks", &sent, "text/html").expect(303);
        assert!(done.header("location").contains("saved="));
        let genus = house.first_id("/api/v1/TaxonTreeDefItem?filter=name=Genus");
        let path = format!("/trees/Taxon/ranks?act=remove&rank={genus}&show=plan");
        let page = look(house, "admin", &path).expect(200);
        assert!(page.text.contains("What becomes of the 2 nodes of this rank?"), "{}", page.text);
        assert!(!page.text.contains("name=\"plan\""), "nothing to agree to before that is said");
        let page = look(house, "admin", &format!("{path}&nodes={species}")).expect(200);
        assert!(page.text.contains("Nodes that would not stand below a higher rank as Species: 1."), "{}", page.text);
        let subgenus = house.first_id("/api/v1/TaxonTreeDefItem?filter=name=Subgenus").to_string();
        let page = look(house, "admin", &format!("{path}&nodes={subgenus}")).expect(200);
        assert!(
            page.text.contains("3 nodes of the tree are touched.") && page.text.contains("1 full name changes."),
            "{}",
            page.text
        );
        let (plan, genus) = (hidden(&page, "plan").to_owned(), genus.to_string());
        let unsaid = [("act", "remove"), ("rank", genus.as_str()), ("plan", &plan)];
        house.submit_for("admin", "/trees/Taxon/ranks", &unsaid, "text/html").expect(422);
        let sent = [("act", "remove"), ("rank", genus.as_str()), ("nodes", &subgenus), ("plan", &plan)];
        house.submit_for("admin", "/trees/Taxon/ranks", &sent, "text/html").expect(303);
        assert!(
            !look(house, "admin", "/trees/Taxon/ranks")
                .expect(200)
                .text
                .contains(&format!("act=remove&amp;rank={genus}&"))
        );
    });
}
