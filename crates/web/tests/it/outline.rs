//! The outline of a tree: links that open nodes, what its script asks for, search, rights.

use serde_json::{Value as Json, json};

use crate::house::{House, on_every_house};
use crate::pages::value;

/// Adds a node below another one and returns its id.
fn add(house: &House, parent: i64, rank: &str, name: &str, more: Json) -> i64 {
    let above = house.call("admin", "GET", &format!("/api/v1/Taxon/{parent}"), None).expect(200).json();
    let tree = above["definition"].as_i64().unwrap();
    let rank = house.first_id(&format!("/api/v1/TaxonTreeDefItem?filter=name={rank}&filter=treeDef={tree}"));
    let mut body = json!({ "name": name, "parent": parent, "definition": tree, "definitionItem": rank });
    body.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap_or_default());
    house.make("admin", "Taxon", body)["id"].as_i64().unwrap()
}

struct Fishes {
    tree: i64,
    root: i64,
    family: i64,
    genus: i64,
    trutta: i64,
    fario: i64,
}

fn fishes(house: &House) -> Fishes {
    let tree = house.call("admin", "GET", &format!("/api/v1/Discipline/{}", house.fish.discipline), None).json();
    let tree = tree["taxonTreeDef"].as_i64().unwrap();
    let root = house.first_id(&format!("/api/v1/Taxon?filter=definition={tree}&filter=parent:empty"));
    let mut node = root;
    for (rank, name) in [
        ("Kingdom", "Animalia"),
        ("Phylum", "Chordata"),
        ("Class", "Actinopterygii"),
        ("Order", "Salmoniformes"),
        ("Family", "Salmonidae"),
    ] {
        node = add(house, node, rank, name, json!({}));
    }
    let genus = add(house, node, "Genus", "Salmo", json!({ "author": "Linnaeus, 1758" }));
    let trutta = add(house, genus, "Species", "trutta", json!({ "author": "Linnaeus, 1758" }));
    let fario = add(house, genus, "Species", "fario", json!({ "acceptedTaxon": trutta, "isAccepted": false }));
    Fishes { tree, root, family: node, genus, trutta, fario }
}

/// The names in the rows of a page or a part of one, each with its level; `+` can be opened, `-` is open.
fn rows(html: &str) -> String {
    let mut drawn = Vec::new();
    for row in html.split("<li class=\"tree-row").skip(1) {
        let value = |name: &str| {
            let (_, rest) = row.split_once(&format!(" {name}=\""))?;
            rest.split_once('"').map(|(value, _)| value.to_owned())
        };
        let mark = match value("data-open").as_deref() {
            Some("yes") => "-",
            Some(_) => "+",
            None => "",
        };
        let name = value("data-text").unwrap_or_else(|| format!("({})", value("data-more").unwrap()));
        drawn.push(format!("{}{mark}{name}", value("data-level").unwrap()));
    }
    drawn.join(" ")
}

#[test]
fn a_tree_opens_by_links() {
    on_every_house(|house| {
        let f = fishes(house);
        let closed = house.call("reader", "GET", "/trees/Taxon", None).expect(200);
        assert_eq!(rows(&closed.text).split(' ').count(), 1, "{}", rows(&closed.text));
        assert!(closed.text.contains(&format!("open={}#n0-{}", f.root, f.root)), "the root opens by a link");

        let at = house.call("reader", "GET", &format!("/trees/Taxon?at={}", f.genus), None).expect(200);
        let drawn = rows(&at.text);
        assert!(drawn.ends_with("5-Salmoniformes 6-Salmonidae 7+Salmo"), "the way to what is looked at: {drawn}");
        assert!(at.text.contains("determinations.taxon"), "from a node to its specimens");
        assert!(at.text.contains(&format!("/data/Taxon/{}/history", f.genus)));

        let open = format!("open={}&at={}", f.genus, f.trutta);
        let drawn = |more: &str| rows(&house.call("reader", "GET", &format!("/trees/Taxon?{open}{more}"), None).text);
        assert!(drawn("").ends_with("7-Salmo 8+Salmo trutta"), "{}", drawn(""));
        assert!(drawn("&synonyms=apart").ends_with("7-Salmo 8Salmo fario 8Salmo trutta"));
        assert!(drawn("&synonyms=beside").ends_with("7-Salmo 8Salmo trutta"));
        let synonym = rows(&house.call("reader", "GET", &format!("/trees/Taxon?at={}", f.fario), None).text);
        assert!(synonym.ends_with("8-Salmo trutta 9Salmo fario"), "below its accepted name: {synonym}");

        let folded = house.call("reader", "GET", &format!("/trees/Taxon?{open}&fold=140"), None).expect(303);
        let folded = house.call("reader", "GET", folded.header("location"), None).expect(200);
        assert!(rows(&folded.text).ends_with("6+Salmonidae"), "{}", rows(&folded.text));

        let two = house.call("reader", "GET", &format!("/trees/Taxon?panes=2&at={}&at2={}", f.family, f.trutta), None);
        assert_eq!(two.expect(200).text.matches("<tree-pane").count(), 2);
    });
}

#[test]
fn a_script_asks_for_parts_of_a_tree() {
    on_every_house(|house| {
        let f = fishes(house);
        let ask = |path: &str| house.call("reader", "GET", &format!("/trees/Taxon/{path}"), None);
        let below = ask(&format!("below?tree={}&node={}&level=8", f.tree, f.genus)).expect(200);
        assert_eq!(rows(&below.text), "8+Salmo trutta");
        assert!(below.text.contains("Linnaeus, 1758") && below.text.contains("Species"), "{}", below.text);
        assert!(!below.text.contains("<html"));
        let way = ask(&format!("way?node={}", f.fario)).expect(200).json();
        let way: Vec<i64> = way.as_array().unwrap().iter().map(|id| id.as_i64().unwrap()).collect();
        assert_eq!((way.len(), way[0], &way[6..]), (9, f.root, &[f.genus, f.trutta, f.fario][..]));
        let found = ask(&format!("find?tree={}&q=salmo%20truta", f.tree)).expect(200).json();
        assert_eq!(found["found"][0]["id"], json!(f.trutta), "a letter too few: {found}");
        assert!(ask(&format!("nodes/{}", f.trutta)).expect(200).text.contains("Salmo fario"), "its synonym");
        ask("nodes/999999").expect(404);
        ask("below").expect(422);
        house.call("reader", "GET", "/trees/Agent", None).expect(404);
    });
}

#[test]
fn a_node_is_found_without_scripts() {
    on_every_house(|house| {
        let f = fishes(house);
        let only = house.call("reader", "GET", "/trees/Taxon?find=&find.text=truta", None).expect(303);
        assert_eq!(only.header("location"), format!("/trees/Taxon?at={}#n0-{}", f.trutta, f.trutta));
        let several = house.call("reader", "GET", "/trees/Taxon?find.text=Salmo", None).expect(200);
        assert!(several.text.contains(&format!("/trees/Taxon?at={}#n0-{}", f.genus, f.genus)));
        let none = house.call("reader", "GET", "/trees/Taxon?find.text=zzzz", None).expect(200);
        assert!(none.text.contains("Nothing found"));
    });
}

#[test]
fn every_tree_is_one_click_away_and_no_other() {
    on_every_house(|house| {
        let f = fishes(house);
        let list = house.call("reader", "GET", "/trees", None).expect(200);
        assert!(list.text.contains(&format!("/trees/Taxon?tree={}", f.tree)));
        assert!(list.text.contains("/trees/Geography?tree="));
        assert!(house.call("reader", "GET", "/trees/Geography", None).expect(200).text.contains("/trees/Taxon?tree="));
        let other = house.call("botanist", "GET", &format!("/trees/Taxon?tree={}", f.tree), None).expect(200);
        assert!(!other.text.contains("tree-row"), "the tree of another discipline");
        let way = house.call("botanist", "GET", &format!("/trees/Taxon/way?node={}", f.genus), None).expect(200);
        assert_eq!(way.json(), json!([]));
        house.call("stranger", "GET", "/trees/Taxon", None).expect(403);
        house.open("nobody", "/trees").expect(303);
    });
}

/// Catalogues specimens, each determined as one of the taxa.
fn specimens(house: &House, taxa: &[i64]) {
    for (nth, taxon) in taxa.iter().enumerate() {
        let mut body = house.specimen(&format!("{:09}", nth + 1));
        body["determinations"] = json!([{ "isCurrent": true, "taxon": taxon }]);
        house.make("editor", "CollectionObject", body);
    }
}

#[test]
fn rows_say_how_much_is_held() {
    on_every_house(|house| {
        let f = fishes(house);
        specimens(house, &[f.trutta, f.trutta, f.genus]);
        let page = house.call("reader", "GET", &format!("/trees/Taxon?at={}", f.trutta), None).expect(200).text;
        assert!(page.contains("1 here, 3 from here down"), "at the genus");
        assert!(page.contains("2 here, 2 from here down"), "at the species");
        assert!(page.contains("0 here, 3 from here down"), "above");
    });
}

#[test]
fn holdings_are_shown_by_parts_that_lead_to_their_records() {
    on_every_house(|house| {
        let f = fishes(house);
        let nothing = house.call("reader", "GET", "/trees/Taxon/holdings", None).expect(200);
        assert!(nothing.text.contains("Nothing is held of this yet."));
        let salar = add(house, f.genus, "Species", "salar", json!({}));
        specimens(house, &[f.trutta, f.trutta, f.trutta, f.genus, salar]);
        let page = house.call("reader", "GET", "/trees/Taxon/holdings", None).expect(200).text;
        assert!(page.contains("<strong>") && page.contains("At this node itself"), "down to the first choice: {page}");
        for (taxon, name, figure, share) in [
            (f.trutta, "Salmo trutta", "3", "60 %"),
            (salar, "Salmo salar", "1", "20 %"),
            (f.genus, "At this node", "1", "20 %"),
        ] {
            let href = format!("/data/CollectionObject?filter=determinations.taxon%3Aunder%28{taxon}%29");
            assert_eq!(page.matches(&href).count(), 2, "{name} in the picture and in the table");
            assert!(page.contains(name) && page.contains(&format!(">{figure}</a>")) && page.contains(share), "{name}");
        }
        let table = page.find("<tbody").unwrap();
        assert!(page[table..].find("Salmo trutta").unwrap() < page[table..].find("Salmo salar").unwrap(), "most first");
        let family = house.call("reader", "GET", &format!("/trees/Taxon/holdings?node={}", f.family), None).expect(200);
        assert!(family.text.contains("100 %"), "one genus has all of it");
        house.call("stranger", "GET", "/trees/Taxon/holdings", None).expect(403);
    });
}

#[test]
fn a_node_is_made_below_the_one_that_is_looked_at() {
    on_every_house(|house| {
        let root = house.first_id("/api/v1/Taxon");
        let detail = house.open("editor", &format!("/trees/Taxon/nodes/{root}")).expect(200);
        assert!(detail.text.contains(&format!("/data/Taxon/new?below={root}")), "{}", detail.text);
        let form = house.open("editor", &format!("/data/Taxon/new?below={root}")).expect(200);
        assert_eq!(value(&form, "parent"), root.to_string());
        assert!(!house.open("reader", &format!("/trees/Taxon/nodes/{root}")).expect(200).text.contains("new?below"));
        house.open("editor", "/data/Taxon/new?below=999999").expect(200);
    });
}
