//! What stands below the nodes of a tree, and where a node is to be found.

use vasculum_domain::trees::outline::{self, Below, PAGE, Synonyms, Turn};
use vasculum_domain::trees::{self, Rank, TreeDef};
use vasculum_model::names::taxon;
use vasculum_model::{Record, Result, Value, model};
use vasculum_store::{Access, Database, Purpose, Tx, WriteTx};
use vasculum_testkit::on_every_engine;

use crate::setup::set_up;

fn write<T>(database: &Database, work: impl FnOnce(&mut WriteTx<'_>) -> Result<T>) -> T {
    database.write(&Access::system("test"), Purpose::new("test", "A test"), work).unwrap()
}

fn read<T>(database: &Database, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> T {
    database.read(&Access::system("test"), work).unwrap()
}

fn rank(def: &TreeDef, name: &str) -> Rank {
    def.named(name).cloned().unwrap()
}

/// The genus Salmo with species of these names; `fario` is a synonym of `trutta` where both are there.
fn genus(database: &Database, species: &[&str]) -> (TreeDef, Record, Vec<Record>) {
    let made = set_up(database, "fish");
    write(database, |tx| {
        let def = trees::definition(tx, taxon::TABLE, made.discipline)?;
        let mut node = trees::root(tx, taxon::TABLE, def.id)?;
        for (name, of) in [
            ("Animalia", "Kingdom"),
            ("Chordata", "Phylum"),
            ("Actinopterygii", "Class"),
            ("Salmoniformes", "Order"),
            ("Salmonidae", "Family"),
            ("Salmo", "Genus"),
        ] {
            node = trees::add_node(tx, taxon::TABLE, &node, &rank(&def, of), name, &[])?;
        }
        let mut made: Vec<Record> = Vec::new();
        for name in species {
            let accepted = made.iter().find(|one| one.text(taxon::NAME) == Some("trutta") && *name == "fario");
            let mut extra = vec![(taxon::AUTHOR, Value::from("Linnaeus, 1758"))];
            if let Some(accepted) = accepted {
                extra.push((taxon::ACCEPTED_TAXON, accepted.id.into()));
                extra.push((taxon::IS_ACCEPTED, false.into()));
            }
            made.push(trees::add_node(tx, taxon::TABLE, &node, &rank(&def, "Species"), name, &extra)?);
        }
        Ok((def, node, made))
    })
}

/// The names of a page in order; `=` stands before a synonym, `+` behind what can be opened.
fn drawn(below: &Below) -> String {
    let one = |node: &outline::Node| {
        let beside: String = node.synonyms.iter().map(|other| format!("(={})", other.name)).collect();
        let mark = if node.accepted.is_some() { "=" } else { "" };
        format!("{mark}{}{beside}{}", node.name, if node.has_below { "+" } else { "" })
    };
    let names: Vec<String> = below.nodes().map(one).collect();
    format!(
        "{}{}{}",
        if below.has_before { ".. " } else { "" },
        names.join(" "),
        if below.has_after { " .." } else { "" }
    )
}

#[test]
fn synonyms_stand_where_one_wants_them() {
    on_every_engine(|fresh| {
        let database = &fresh.database;
        let tree = model().tree(taxon::TABLE).unwrap();
        let (_, genus, made) = genus(database, &["trutta", "fario", "salar"]);
        let (trutta, fario) = (made[0].id, made[1].id);
        for (synonyms, of_genus, of_trutta, way) in [
            (Synonyms::Nested, "salar trutta+", "=fario", vec![trutta, fario]),
            (Synonyms::Beside, "salar trutta(=fario)", "", vec![trutta]),
            (Synonyms::Apart, "=fario salar trutta", "", vec![fario]),
        ] {
            let below = |node| {
                let page = read(database, |tx| outline::below(tx, tree, node, Turn::First, synonyms));
                drawn(&page)
            };
            assert_eq!(below(genus.id), of_genus, "{synonyms:?}");
            assert_eq!(below(trutta), of_trutta, "{synonyms:?}");
            let found = read(database, |tx| outline::way(tx, tree, fario, synonyms));
            assert_eq!(found[found.len() - way.len()..], way[..], "{synonyms:?}");
            assert_eq!(found[found.len() - way.len() - 1], genus.id, "{synonyms:?}");
            assert_eq!(found.len(), 7 + way.len(), "from the root on");
        }
        let page = read(database, |tx| outline::below(tx, tree, genus.id, Turn::First, Synonyms::Apart));
        assert_eq!(page.children[0].accepted_name, "Salmo trutta");
        assert_eq!(page.children[1].author, "Linnaeus, 1758");
        assert!(read(database, |tx| outline::way(tx, tree, 999_999, Synonyms::Nested)).is_empty());
    });
}

#[test]
fn many_children_come_page_by_page() {
    on_every_engine(|fresh| {
        let database = &fresh.database;
        let tree = model().tree(taxon::TABLE).unwrap();
        let names: Vec<String> = (0..PAGE + 30).map(|nth| format!("species{nth:04}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let (_, genus, made) = genus(database, &names);
        let at = |turn| {
            let page = read(database, |tx| outline::below(tx, tree, genus.id, turn, Synonyms::Nested));
            let edge = |node: Option<&outline::Node>| node.map_or(String::new(), |node| node.name[7..].to_owned());
            let (first, last) = (edge(page.children.first()), edge(page.children.last()));
            (page.has_before, first, last, page.has_after)
        };
        let told = |before, first: &str, last: &str, after| (before, first.to_owned(), last.to_owned(), after);
        assert_eq!(at(Turn::First), told(false, "0000", "0199", true));
        assert_eq!(at(Turn::After(made[199].id)), told(true, "0200", "0229", false));
        assert_eq!(at(Turn::From(made[200].id)), told(true, "0200", "0229", false));
        assert_eq!(at(Turn::Before(made[200].id)), told(false, "0000", "0199", true));
        assert_eq!(at(Turn::Before(made[210].id)), told(true, "0010", "0209", true));
        assert_eq!(at(Turn::After(999_999)), told(false, "0000", "0199", true), "a node that is gone");
        let with = |nth: usize| {
            let child = made[nth].id;
            read(database, |tx| outline::below_with(tx, tree, genus.id, child, Synonyms::Nested)).children[0].id
        };
        assert_eq!((with(5), with(215)), (made[0].id, made[215].id));
    });
}

#[test]
fn the_statements_of_a_page_do_not_grow_with_the_tree() {
    on_every_engine(|fresh| {
        let database = &fresh.database;
        let tree = model().tree(taxon::TABLE).unwrap();
        let names: Vec<String> = (0..50).map(|nth| format!("species{nth}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let (_, genus, _) = genus(database, &names);
        for (synonyms, most) in [(Synonyms::Nested, 5), (Synonyms::Beside, 4), (Synonyms::Apart, 3)] {
            let spent = read(database, |tx| {
                let before = tx.statements();
                outline::below(tx, tree, genus.id, Turn::First, synonyms)?;
                Ok(tx.statements() - before)
            });
            assert!(spent <= most, "{synonyms:?}: {spent}");
        }
    });
}
