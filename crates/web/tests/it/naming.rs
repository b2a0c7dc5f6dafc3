//! How the name of a taxon is understood, and what full names would look like, beside the form: asked by the script while
//! one types, and without any.

use serde_json::{Value as Json, json};

use crate::house::{House, Reply, on_every_house};

fn look(house: &House, who: &str, path: &str) -> Reply {
    house.call_with(who, "GET", path, &[("accept", "text/html")], None)
}

/// A genus with a species, the rank of species, and the genus as the parent of a name.
fn salmo(house: &House) -> (Json, String, String) {
    let root = json!({ "id": house.first_id("/api/v1/Taxon?filter=rankId=0") });
    let genus = json!({ "name": "Salmo", "author": "Linnaeus, 1758", "rankId": 180, "parent": root["id"] });
    let genus = house.make("admin", "Taxon", genus);
    let species = json!({ "name": "trutta", "author": "Linnaeus, 1758", "rankId": 220, "parent": genus["id"] });
    let species = house.make("admin", "Taxon", species);
    let rank = house.first_id("/api/v1/TaxonTreeDefItem?filter=name=Species").to_string();
    (species, rank, genus["id"].to_string())
}

#[test]
fn a_name_is_told_as_it_is_understood_while_one_types() {
    on_every_house(|house| {
        let (species, rank, genus) = salmo(house);
        let ask = |name: &str| {
            let path = format!("/trees/Taxon/naming?parent={genus}&definitionItem={rank}&name={name}&author=");
            look(house, "editor", &path).expect(200).text
        };
        let whole = ask("Salmo%20salar%20Linnaeus,%201758");
        for expected in [
            "Salmo salar",
            "Linnaeus",
            "1758",
            "zoological",
            "data-put-name=\"salar\"",
            "data-put-author=\"Linnaeus, 1758\"",
        ] {
            assert!(whole.contains(expected), "{expected} in {whole}");
        }
        let near = ask("truta");
        assert!(near.contains("Nearly the same in the tree:"), "{near}");
        assert!(near.contains(&format!("href=\"/data/Taxon/{}\"", species["id"])), "{near}");
        assert!(ask("trutta").contains("In the tree already:"));
        assert_eq!(ask("%20"), "");
        let path = format!("/trees/Taxon/naming?parent={genus}&definitionItem={rank}&name=trutta&author=Smith,%201901");
        assert!(look(house, "editor", &path).expect(200).text.contains("A homonym in the tree"));
        // The record itself is no double of itself.
        let own = look(house, "editor", &format!("{path}&id={}", species["id"])).expect(200).text;
        assert!(!own.contains("homonym"), "{own}");
        look(house, "editor", "/trees/Storage/naming?name=Room").expect(404);
        look(house, "nobody", &path).expect(303);
    });
}

#[test]
fn without_scripts_a_name_is_judged_upon_save_and_put_right_by_a_button() {
    on_every_house(|house| {
        let (_, rank, genus) = salmo(house);
        let blank = look(house, "admin", "/data/Taxon/new").expect(200).text;
        assert!(blank.contains("data-answers=\"/trees/Taxon/naming\""), "{blank}");
        let name = "Salmo truta Smith, 1901";
        let fields = [
            ("name", name),
            ("author", ""),
            ("definitionItem", rank.as_str()),
            ("parent", &genus),
            ("parent.text", "Salmo"),
        ];
        let saved = house.submit_for("admin", "/data/Taxon", &fields, "text/html").expect(303);
        let path = saved.header("location").to_owned();
        let page = look(house, "admin", &path).expect(200).text;
        for expected in [
            "The name itself is ‘truta’, and ‘Smith, 1901’ is its author.",
            "Nearly the same in the tree:",
            "value=\"name\"",
        ] {
            assert!(page.contains(expected), "{expected} in {page}");
        }
        // Beside the fields it is told once, with the link.
        let form = &page[page.find("<form id=\"record\"").unwrap()..page.find("<aside").unwrap()];
        assert_eq!(form.matches("The name itself is").count(), 1, "{form}");
        let version = {
            let mark = "name=\"version\" value=\"";
            let at = page.find(mark).unwrap() + mark.len();
            page[at..].split('"').next().unwrap().to_owned()
        };
        let record = path.split('?').next().unwrap();
        let fields = [
            ("version", version.as_str()),
            ("name", name),
            ("author", ""),
            ("definitionItem", &rank),
            ("parent", &genus),
            ("parent.text", "Salmo"),
            ("put", "name"),
        ];
        let again = house.submit_for("admin", record, &fields, "text/html").expect(200).text;
        assert!(again.contains("value=\"truta\"") && again.contains("value=\"Smith, 1901\""), "{again}");
        let stored = house.call("admin", "GET", &record.replace("/data/", "/api/v1/"), None).expect(200).json();
        assert_eq!(stored["name"], json!(name), "nothing was saved by that");
    });
}

#[test]
fn what_full_names_would_look_like_follows_the_form_of_a_rank() {
    on_every_house(|house| {
        let (_, rank, _) = salmo(house);
        let genus = house.first_id("/api/v1/TaxonTreeDefItem?filter=name=Genus");
        let page = look(house, "admin", &format!("/trees/Taxon/ranks?act=change&rank={rank}")).expect(200).text;
        assert!(page.contains("Salmo trutta <span class=\"muted\">as now</span>"), "{page}");
        let typed = "show=plan&name=Species&separator=%20&named=no&named=yes&enforced=no&enforced=yes";
        let path = format!("/trees/Taxon/ranks/preview?act=change&rank={rank}&{typed}&before=sp.%20&after=");
        let part = look(house, "admin", &path).expect(200).text;
        assert!(part.contains("Salmo trutta</span> → <strong>Salmo sp. trutta</strong>"), "{part}");
        let path = format!("/trees/Taxon/ranks/preview?act=change&rank={genus}&{typed}&before=&after=:");
        let part = look(house, "admin", &path).expect(200).text;
        assert!(part.contains("<strong>Salmo:</strong>") && part.contains("<strong>Salmo: trutta</strong>"), "{part}");
        let path = format!("/trees/Taxon/ranks/preview?act=add&above={genus}&{typed}&before=(&after=)");
        let part = look(house, "admin", &path).expect(200).text;
        assert!(
            part.contains("<strong>Salmo (…)</strong>") && part.contains("<strong>Salmo (…) trutta</strong>"),
            "{part}"
        );
        look(house, "nobody", &path).expect(303);
    });
}
