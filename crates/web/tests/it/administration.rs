//! The pages of administration, preferences and the manual, as a browser without scripts asks for them.

use crate::house::{House, PASSWORD, Reply, on_every_house};

impl House {
    fn visit(&self, who: &str, path: &str) -> Reply {
        self.call_with(who, "GET", path, &[("accept", "text/html")], None)
    }

    fn hand_in(&self, who: &str, path: &str, fields: &[(&str, &str)]) -> Reply {
        self.submit_for(who, path, fields, "text/html")
    }

    /// The id of a user.
    fn user(&self, name: &str) -> i64 {
        self.first_id(&format!("/api/v1/SpecifyUser?filter=name={name}"))
    }
}

/// The text between two marks of a page.
#[track_caller]
fn between(page: &Reply, start: &str, end: &str) -> String {
    let rest = page.text.split(start).nth(1).unwrap_or_else(|| panic!("no {start} in {}", page.text));
    rest.split(end).next().unwrap().to_owned()
}

#[test]
fn the_audit_log_is_filtered_and_taken_out_as_a_file() {
    on_every_house(|house| {
        house.make("editor", "CollectionObject", house.specimen("000000001"));
        house.make("admin", "CollectionObject", house.specimen("000000002"));
        let page = house.visit("admin", "/admin/audit?who=editor&table=CollectionObject").expect(200);
        let list = between(&page, "<table", "</table>");
        assert!(list.contains("editor") && !list.contains(">admin<"), "{list}");
        let tokens = house.visit("admin", "/admin/audit?kind=token").expect(200);
        assert!(between(&tokens, "<table", "</table>").contains("Token"), "acts without a record are there");
        house.visit("admin", "/admin/audit?from=yesterday").expect(422);
        assert!(house.visit("admin", "/admin/audit?until=1999-01-01").expect(200).text.contains("Nothing found"));
        let csv = house.visit("admin", "/admin/audit/export?format=csv&table=CollectionObject").expect(200);
        assert!(csv.header("content-disposition").contains("audit-log.csv"));
        assert!(
            csv.text.starts_with("number,at,user,kind") && csv.text.contains(",insert,CollectionObject,"),
            "{}",
            csv.text
        );
        let json = house.visit("admin", "/admin/audit/export?format=json&who=editor").expect(200).json();
        assert_eq!(json[0]["user"], "editor");
        assert!(json[0]["changes"].as_array().is_some_and(|changes| !changes.is_empty()));
        house.visit("reader", "/admin/audit/export?format=csv&from=nothing").expect(422);
        house.visit("stranger", "/admin/audit").expect(403);
    });
}

#[test]
fn a_long_journal_comes_out_whole() {
    on_every_house(|house| {
        for nth in 0..450 {
            house.make("editor", "CollectionObject", house.specimen(&format!("{nth:09}")));
        }
        let json = house.visit("admin", "/admin/audit/export?format=json&who=editor&kind=save").expect(200).json();
        let page = house.visit("admin", "/admin/audit?who=editor&table=CollectionObject").expect(200);
        assert!(page.text.contains("before="), "there is a next page");
        let all = house
            .visit("admin", "/admin/audit/export?format=json&who=editor&table=CollectionObject")
            .expect(200)
            .json();
        let numbers: Vec<i64> = all.as_array().unwrap().iter().map(|set| set["number"].as_i64().unwrap()).collect();
        assert_eq!(numbers.len(), 450);
        assert!(numbers.windows(2).all(|pair| pair[0] > pair[1]));
        assert!(json.as_array().unwrap().len() <= 450);
    });
}

#[test]
fn a_role_is_made_given_explained_and_taken_along() {
    on_every_house(|house| {
        let fish = house.fish.collection.to_string();
        house.visit("admin", &format!("/admin/roles/new?home={fish}")).expect(200);
        let fields = [
            ("home", fish.as_str()),
            ("name", "Loans"),
            ("description", "Lends"),
            ("right", "/table/loan read"),
            ("right", "/table/loan update"),
        ];
        house.hand_in("admin", "/admin/roles", &fields).expect(303);
        let refused = house.hand_in("admin", "/admin/roles", &fields).expect(422);
        assert!(refused.text.contains("There is a role of this name already.") && refused.text.contains("Lends"));
        let list = house.visit("admin", "/admin/roles").expect(200);
        let id = list.text.split("/admin/roles/collection/").skip(1).find(|rest| rest.contains(">Loans<")).unwrap();
        let id = id.split('"').next().unwrap();
        let path = format!("/admin/roles/collection/{id}");
        let page = house.visit("admin", &path).expect(200);
        assert!(page.text.contains("value=\"/table/loan update\" checked"), "{}", page.text);
        let stranger = house.user("stranger");
        house
            .hand_in("admin", &format!("/admin/users/{stranger}/roles"), &[("enter", &fish), ("role", id)])
            .expect(303);
        let rights = house.visit("admin", &format!("/admin/users/{stranger}/rights?collection={fish}")).expect(200);
        assert!(rights.text.contains("Loans") && rights.text.contains("/table/loan"), "{}", rights.text);
        let file = house.visit("admin", &format!("/admin/roles/export?home={fish}&id={id}")).expect(200);
        assert_eq!(file.json()["roles"][0]["name"], "Loans");
        house.hand_in("admin", &format!("{path}/delete"), &[]).expect(303);
        house.visit("admin", &path).expect(404);
        house.hand_in("admin", "/admin/roles/import", &[("home", &fish), ("file", &file.text)]).expect(303);
        assert!(house.visit("admin", "/admin/roles").expect(200).text.contains(">Loans<"));
        house.hand_in("admin", "/admin/roles/import", &[("home", &fish), ("file", "nonsense")]).expect(422);
        house.hand_in("editor", "/admin/roles", &fields).expect(403);
    });
}

#[test]
fn a_right_is_given_to_one_user_and_taken_again() {
    on_every_house(|house| {
        let (fish, reader) = (house.fish.collection.to_string(), house.user("reader"));
        let path = format!("/admin/users/{reader}/rights");
        let fields = [("collection", fish.as_str()), ("resource", "/table/loan"), ("action", "update")];
        house.hand_in("admin", &path, &fields).expect(303);
        let page = house.visit("admin", &path).expect(200);
        let take = between(&page, &format!("{path}/"), "\"");
        house.hand_in("admin", &format!("{path}/{take}"), &[]).expect(303);
        let refused = house.hand_in("admin", &path, &[("resource", "/nothing"), ("action", "read")]).expect(422);
        assert!(refused.text.contains("There is no resource"), "{}", refused.text);
        let admin = house.user("admin");
        let page = house.visit("admin", &format!("/admin/users/{admin}/rights")).expect(200);
        let take = between(&page, &format!("/admin/users/{admin}/rights/"), "\"");
        let kept = house.hand_in("admin", &format!("/admin/users/{admin}/rights/{take}"), &[]).expect(409);
        assert!(kept.text.contains("last administrator"), "{}", kept.text);
    });
}

#[test]
fn an_invited_person_chooses_name_and_password() {
    on_every_house(|house| {
        house.hand_in("admin", "/admin/users", &[("name", "guest")]).expect(303);
        let guest = house.user("guest");
        let made = house.hand_in("admin", &format!("/admin/users/{guest}/invite"), &[]).expect(200);
        let path = format!("/invite/{}", between(&made, "/invite/", "<"));
        assert!(house.visit("nobody", &path).expect(200).text.contains("guest"));
        let fields = |again| [("name", "Grace"), ("password", PASSWORD), ("again", again)];
        house.hand_in("nobody", &path, &fields("other")).expect(422);
        house.hand_in("nobody", &path, &fields(PASSWORD)).expect(303);
        house.visit("nobody", &path).expect(404);
        house.hand_in("nobody", "/sign-in", &[("name", "grace"), ("password", PASSWORD)]).expect(303);
        let page = house.visit("admin", &format!("/admin/users/{guest}/sessions")).expect(200);
        let end = between(&page, &format!("/admin/users/{guest}/sessions/"), "\"");
        house.hand_in("admin", &format!("/admin/users/{guest}/sessions/{end}"), &[]).expect(303);
        let page = house.visit("admin", &format!("/admin/users/{guest}/sessions")).expect(200);
        assert!(page.text.contains("Nowhere."), "{}", page.text);
        house.hand_in("editor", &format!("/admin/users/{guest}/invite"), &[]).expect(403);
        house.visit("admin", &format!("/admin/users/{guest}/agents")).expect(200);
    });
}

#[test]
fn the_structure_is_added_to_renamed_and_emptied() {
    on_every_house(|house| {
        let (path, division) = ("/system/structure", house.fish.division.to_string());
        assert!(house.visit("admin", path).expect(200).text.contains("Museum of Tests"));
        let fields = [("in", division.as_str()), ("kind", "bird"), ("fill_names", "no"), ("fill_names", "yes")];
        house.hand_in("admin", &format!("{path}/new/discipline"), &fields).expect(303);
        house.hand_in("admin", &format!("{path}/new/discipline"), &fields).expect(422);
        let birds = house.first_id("/api/v1/Discipline?filter=type=bird");
        let fields = [("in", birds.to_string()), ("name", "Birds".to_owned()), ("code", "birds".to_owned())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        house.hand_in("admin", &format!("{path}/new/collection"), &fields).expect(303);
        let id = house.first_id("/api/v1/Collection?filter=code=birds");
        let own = format!("{path}/collection/{id}");
        let page = house.visit("admin", &own).expect(200);
        let version = between(&page, "name=\"version\" value=\"", "\"");
        let fields = [
            ("version", version.as_str()),
            ("name", "Birds of the world"),
            ("code", "aves"),
            ("format", "CatalogNumberString"),
        ];
        house.hand_in("admin", &own, &fields).expect(303);
        assert!(house.visit("admin", path).expect(200).text.contains("Birds of the world"));
        let fish = format!("{path}/collection/{}", house.fish.collection);
        house.make("admin", "CollectionObject", house.specimen("000000001"));
        house.hand_in("admin", &format!("{fish}/delete"), &[]).expect(409);
        let to = birds.to_string();
        house.hand_in("admin", &format!("{fish}/move"), &[("to", &to)]).expect(409);
        house.hand_in("admin", &format!("{own}/delete"), &[]).expect(303);
        house.visit("admin", &own).expect(404);
        house.visit("editor", &format!("{path}/division/{division}")).expect(200);
        house.hand_in("editor", &format!("{path}/new/division"), &[("name", "Mine")]).expect(403);
    });
}

#[test]
fn preferences_are_followed() {
    on_every_house(|house| {
        house.visit("editor", "/account/preferences").expect(200);
        let saved = house.hand_in(
            "editor",
            "/account/preferences",
            &[("theme", "dark"), ("rows", "25"), ("home", ""), ("read-only", "yes")],
        );
        let saved = saved.expect(303);
        assert!(saved.header("set-cookie").contains("theme:dark"), "{}", saved.header("set-cookie"));
        for nth in 0..30 {
            house.make("editor", "CollectionObject", house.specimen(&format!("{nth:09}")));
        }
        assert!(house.visit("editor", "/data/CollectionObject").expect(200).text.contains("1–25"));
        assert!(!house.visit("reader", "/data/CollectionObject").expect(200).text.contains("1–25"));
        let path = format!("/data/CollectionObject/{}", house.first_id("/api/v1/CollectionObject"));
        assert!(!house.visit("editor", &path).expect(200).text.contains("data-save"));
        assert!(house.visit("editor", &format!("{path}?edit=1")).expect(200).text.contains("data-save"));
        let wrong = house.hand_in("editor", "/account/preferences", &[("home", "https://elsewhere.org")]).expect(422);
        assert!(wrong.text.contains("elsewhere.org"), "what was typed is kept");
        house.hand_in("editor", "/account/preferences", &[("home", "/data/Taxon")]).expect(303);
        let entered = house.hand_in("nobody", "/sign-in", &[("name", "editor"), ("password", PASSWORD)]).expect(303);
        assert_eq!(entered.header("location"), "/data/Taxon");
        house.hand_in("admin", "/system/preferences?of=institution", &[("rows", "100")]).expect(303);
        assert!(house.visit("admin", "/system/preferences").expect(200).text.contains("value=\"100\" selected"));
        house.hand_in("editor", "/system/preferences?of=institution", &[("rows", "25")]).expect(403);
    });
}

#[test]
fn the_manual_is_read_and_searched_by_anybody() {
    on_every_house(|house| {
        for who in ["nobody", "reader"] {
            assert!(house.visit(who, "/help").expect(200).text.contains("/help/undo-and-history"));
            let page = house.visit(who, "/help/undo-and-history").expect(200);
            assert!(page.text.contains("<h2 id=") && !page.text.contains("style="), "{}", page.text);
            let found = house.visit(who, "/help?q=undo+change").expect(200);
            assert!(found.text.contains("/help/undo-and-history"), "{}", found.text);
        }
        house.visit("nobody", "/help/..%2FCargo").expect(404);
        house.visit("nobody", "/help/image/..%2F..%2FCargo.png").expect(404);
        assert_eq!(house.visit("nobody", "/help/image/home.png").expect(200).header("content-type"), "image/png");
    });
}

#[test]
fn the_home_page_counts_what_is_there_now() {
    on_every_house(|house| {
        house.make("editor", "CollectionObject", house.specimen("000000001"));
        let count = |who: &str| {
            between(&house.visit(who, "/").expect(200), "Collection objects</span><span class=\"tile-value\">", "<")
        };
        assert_eq!(count("editor"), "1");
        house.make("editor", "CollectionObject", house.specimen("000000002"));
        // On a slow machine the former number is shown while the new one is counted.
        for who in ["reader", "editor"] {
            let is_new = (0..200).any(|_| {
                std::thread::sleep(std::time::Duration::from_millis(20));
                count(who) == "2"
            });
            assert!(is_new, "{who} sees what was added");
        }
    });
}
