//! Operations on trees, by the cases of `tests/cases/trees.md`, which a taxonomist can read.
//!
//! Each case is planned and compared with what is done then; afterwards the tree is checked, the operation undone, and
//! everything compared with what was before. `UPDATE=1` writes what comes out into the file.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Mutex;

use vasculum_domain::setup::Made;
use vasculum_domain::trees::surgery::{self, Choice, Operation, Plan};
use vasculum_domain::trees::{self, TreeDef};
use vasculum_domain::{check, undo};
use vasculum_model::names::{determination, preparation, storage, taxon};
use vasculum_model::tree::Tree;
use vasculum_model::{Record, Result, TableId, Value, model};
use vasculum_store::{Access, Database, Filter, Purpose, Select, WriteTx};
use vasculum_testkit::on_every_engine;

use crate::rules::{new_object, new_preparation, put, read, write};
use crate::setup::set_up;

/// One case: its heading, what stands before, what is done, what comes out, and where that stands in the file.
pub(crate) struct Case {
    pub name: String,
    pub kind: String,
    pub given: String,
    pub act: String,
    pub expect: String,
    pub place: std::ops::Range<usize>,
}

pub(crate) fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(name)
}

/// Reads the fenced blocks of the file, by heading.
pub(crate) fn cases(text: &str) -> Vec<Case> {
    let mut found: Vec<Case> = Vec::new();
    let (mut heading, mut kind, mut blocks) = (String::new(), String::new(), BTreeMap::new());
    let mut open: Option<(String, usize)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let (start, end) = (at, at + line.len());
        at = end;
        match (&open, line.strip_prefix("```")) {
            (None, Some(info)) => {
                let (what, which) = info.trim().split_once(' ').unwrap_or((info.trim(), ""));
                if what == "given" {
                    kind = if which.is_empty() { "fish".to_owned() } else { which.to_owned() };
                }
                open = Some((what.to_owned(), end));
            }
            (Some((what, from)), Some(_)) => {
                blocks.insert(what.clone(), text[*from..start].to_owned());
                if what == "expect" {
                    let mut take = |what: &str| blocks.remove(what).unwrap_or_default();
                    found.push(Case {
                        name: heading.clone(),
                        kind: kind.clone(),
                        given: take("given"),
                        act: take("do"),
                        expect: take("expect"),
                        place: *from..start,
                    });
                }
                open = None;
            }
            (None, None) => {
                if let Some(name) = line.strip_prefix("### ") {
                    name.trim().clone_into(&mut heading);
                }
            }
            (Some(_), None) => {}
        }
    }
    found
}

/// What a case works on.
pub(crate) struct Bench<'d> {
    pub database: &'d Database,
    made: Made,
    tree: &'static Tree,
    pub def: TreeDef,
    pub top: Record,
}

impl<'d> Bench<'d> {
    pub(crate) fn new(database: &'d Database, kind: &str) -> Self {
        let made = set_up(database, if kind == "storage" { "fish" } else { kind });
        let table = if kind == "storage" { storage::TABLE } else { taxon::TABLE };
        let tree = model().tree(table).unwrap();
        let (def, top) = write(database, |tx| {
            let def = trees::definition(tx, table, made.discipline)?;
            let top = trees::root(tx, table, def.id)?;
            Ok((def, top))
        })
        .unwrap();
        Self { database, made, tree, def, top }
    }

    /// Plants an outline: two spaces a level, a rank, a name, and after bars the author, `= accepted` and `3 objects`.
    ///
    /// Returns the number of the change set.
    pub(crate) fn plant(&self, outline: &str) -> Result<i64> {
        let purpose = Purpose::new("test", "Planted");
        let done = self.database.write_counted(&Access::system("test"), purpose, |tx| {
            let mut above: Vec<Record> = vec![self.top.clone()];
            let mut synonyms: Vec<(i64, String)> = Vec::new();
            let mut objects: Vec<(i64, usize)> = Vec::new();
            for line in outline.lines().filter(|line| !line.trim().is_empty()) {
                let depth = (line.len() - line.trim_start().len()) / 2;
                above.truncate(depth + 1);
                let mut parts = line.split('|').map(str::trim);
                let (rank, name) = parts.next().and_then(|first| first.split_once(' ')).unwrap();
                let rank = self.def.named(rank).unwrap_or_else(|| panic!("no rank {rank}"));
                let (mut extra, mut accepted, mut held) = (Vec::new(), None, 0);
                for part in parts {
                    if let Some(name) = part.strip_prefix("= ") {
                        accepted = Some(name.to_owned());
                    } else if let Some(count) = part.strip_suffix(" objects") {
                        held = count.parse().unwrap();
                    } else if part == "hybrid" {
                        extra.push((taxon::IS_HYBRID, Value::Bool(true)));
                    } else {
                        extra.push((taxon::AUTHOR, Value::from(part)));
                    }
                }
                let node = trees::add_node(tx, self.tree.node, &above[depth], rank, name, &extra)?;
                synonyms.extend(accepted.map(|name| (node.id, name)));
                objects.push((node.id, held));
                above.push(node);
            }
            for (id, name) in synonyms {
                let before = tx.get(self.tree.node, id)?;
                let to = self.named(tx, &name)?;
                vasculum_domain::records::put(tx, Some(&before), before.clone().with(self.tree.accepted, to))?;
            }
            for (node, count) in objects {
                (0..count).try_for_each(|_| self.hold(tx, node))?;
            }
            Ok(())
        })?;
        Ok(done.1.unwrap())
    }

    fn hold(&self, tx: &mut WriteTx<'_>, node: i64) -> Result<()> {
        let object = new_object(tx, self.made.collection)?;
        if self.tree.node == storage::TABLE {
            let item = new_preparation(tx, &object, 1)?;
            return vasculum_domain::records::put(tx, Some(&item), item.clone().with(preparation::STORAGE, node))
                .map(drop);
        }
        let opinion = Record::new(determination::TABLE)
            .with(determination::COLLECTION_OBJECT, object.id)
            .with(determination::TAXON, node);
        put(tx, opinion).map(drop)
    }

    /// The node with a full name, or with a full name and its author where several have it.
    pub(crate) fn named(&self, tx: &mut vasculum_store::Tx<'_>, name: &str) -> Result<i64> {
        let all = tx.select(&Select::all(self.tree.node))?;
        let called = |node: &&Record| {
            let author = node.named("author").and_then(Value::text).unwrap_or_default();
            let full = node.text(self.tree.full_name).unwrap_or_default();
            full == name || format!("{full} {author}") == name
        };
        Ok(all.iter().find(called).unwrap_or_else(|| panic!("no node {name} in\n{}", self.drawn())).id)
    }

    fn operation(&self, act: &str) -> Operation {
        let act = act.trim();
        let (first, rest) = act.split_once(' ').unwrap();
        let (left, right) = [" into ", " to ", " a synonym of ", " as "]
            .iter()
            .find_map(|word| rest.split_once(word))
            .unwrap_or((rest.trim_end_matches(" again").trim_start_matches("unused below "), ""));
        let (right, decided) = right.split_once("; ").unwrap_or((right, ""));
        read(self.database, |tx| {
            let node = self.named(tx, left)?;
            Ok(match first {
                "move" => Operation::Move { node, to: self.named(tx, right)? },
                "items" => Operation::MoveItems { node, to: self.named(tx, right)? },
                "merge" => {
                    let mut choices = Vec::new();
                    for one in decided.split("; ").filter(|one| !one.is_empty()) {
                        choices.push(match one.split_once(" is ") {
                            Some((child, "another")) => (self.named(tx, child)?, Choice::Other),
                            Some((child, same)) => (self.named(tx, child)?, Choice::Same(self.named(tx, same)?)),
                            None => panic!("{one}"),
                        });
                    }
                    Operation::Merge { node, into: self.named(tx, right)?, choices }
                }
                "make" => Operation::Synonymize { node, to: self.named(tx, right)? },
                "accept" => Operation::Desynonymize { node },
                "rank" => Operation::ChangeRank { node, rank: self.def.named(right).unwrap().id },
                "delete" => Operation::DeleteUnused { below: node },
                other => panic!("{other} is no operation"),
            })
        })
    }

    /// The tree as an outline, without the root and what stands below it alone.
    fn drawn(&self) -> String {
        read(self.database, |tx| {
            let mut text = String::new();
            let mut nodes = tx.subtree(self.tree.node, self.top.id)?;
            let ids: Vec<i64> = nodes.iter().map(|node| node.id).collect();
            let depths = tx.ancestor_ids(self.tree.node, &ids)?;
            nodes.sort_by_key(|node| depths[&node.id].clone());
            let names: BTreeMap<i64, String> =
                nodes.iter().map(|node| (node.id, node.text(self.tree.full_name).unwrap_or("?").to_owned())).collect();
            for node in nodes.iter().filter(|node| node.id != self.top.id) {
                let depth = depths[&node.id].len() - 2;
                let rank = node.int(self.tree.definition_item).and_then(|id| self.def.rank(id)).unwrap();
                write!(text, "{}{} {}", "  ".repeat(depth), rank.name.to_lowercase(), names[&node.id]).unwrap();
                if let Some(author) = node.named("author").and_then(Value::text) {
                    write!(text, " {author}").unwrap();
                }
                if node.named("isHybrid").and_then(Value::bool) == Some(true) {
                    text.push_str(" (hybrid)");
                }
                if let Some(accepted) = node.int(self.tree.accepted) {
                    write!(text, " = {}", names[&accepted]).unwrap();
                }
                let mut count = |column: vasculum_model::Col| {
                    tx.count(&Select::all(column.0).matching(Filter::is(column, node.id)))
                };
                if self.tree.node == storage::TABLE {
                    let held = count(preparation::STORAGE)?;
                    if held > 0 {
                        write!(text, " [items: {held}]").unwrap();
                    }
                } else {
                    let (named, preferred) = (count(determination::TAXON)?, count(determination::PREFERRED_TAXON)?);
                    if named + preferred > 0 {
                        write!(text, " [determined as: {named}, preferred: {preferred}]").unwrap();
                    }
                }
                text.push('\n');
            }
            Ok(text)
        })
    }
}

/// A plan in words.
fn told(plan: &Plan) -> String {
    let mut text = String::new();
    if !plan.is_empty() {
        write!(text, "plan: {} nodes, {} go, {} names change", plan.nodes, plan.removed, plan.renamed).unwrap();
        for (table, count) in &plan.records {
            write!(text, ", {count} {}", model().table(*table).name).unwrap();
        }
        text.push('\n');
    }
    for one in &plan.names {
        writeln!(text, "  {} → {}", one.before, one.after).unwrap();
    }
    for issue in &plan.issues {
        writeln!(text, "! {} {}: {}", issue.level.name(), issue.name, issue.words).unwrap();
    }
    text
}

/// Everything that stands in the database, without what every save stamps.
pub(crate) fn world(database: &Database) -> BTreeMap<(TableId, i64), Vec<Value>> {
    read(database, |tx| {
        let mut world = BTreeMap::new();
        for table in model().tables() {
            if tx.is_empty(table.id)? {
                continue;
            }
            for mut record in tx.select(&Select::all(table.id))? {
                for stamp in ["version", "timestampModified", "modifiedByAgent"] {
                    record.set_named(stamp, Value::Null);
                }
                world.insert((table.id, record.id), record.values);
            }
        }
        Ok(world)
    })
}

pub(crate) fn is_well(database: &Database, after: &str) {
    let report = read(database, |tx| check::check(tx, &mut |_, _, _| ()));
    assert_eq!(report.findings, [], "after {after}");
    assert_eq!(write(database, |tx| tx.lookup_flaw()).unwrap(), None, "after {after}");
}

/// Looks whether every node stands where its parent says, below a higher rank.
fn is_sound(bench: &Bench<'_>, after: &str) {
    assert_eq!(read(bench.database, |tx| tx.odd_nodes(bench.tree.node)), [], "after {after}");
}

pub(crate) fn take_back(database: &Database, change_set: i64, name: &str) {
    database
        .write(&Access::system("test"), Purpose::new("undo", "Undo"), |tx| undo::undo(tx, change_set, false))
        .unwrap_or_else(|error| panic!("{name}: {error:?}"));
}

/// Plans, does and undoes one case; returns what came out.
fn outcome(bench: &Bench<'_>, case: &Case) -> String {
    let database = bench.database;
    let planted = bench.plant(&case.given).unwrap_or_else(|error| panic!("{}: {error:?}", case.name));
    let operation = bench.operation(&case.act);
    let access = Access::system("test");
    let before = world(database);
    let plan = surgery::plan(database, &access, bench.tree.node, &operation).unwrap();
    assert!(world(database) == before, "{}: a plan writes nothing", case.name);
    let purpose = Purpose::new(surgery::KIND, "A test");
    let done = database
        .write_counted(&access, purpose, |tx| surgery::apply(tx, bench.tree.node, &operation, Some(&plan.digest())));
    let mut text = told(&plan);
    match done {
        Ok((done, change_set)) => {
            assert_eq!(done, plan, "{}: what is done is what was planned", case.name);
            text.push_str(&bench.drawn());
            is_sound(bench, &case.name);
            take_back(database, change_set.unwrap(), &case.name);
        }
        Err(error) => assert!(!plan.is_possible(), "{}: {error:?}", case.name),
    }
    assert!(world(database) == before, "{}: undo brings everything back", case.name);
    is_sound(bench, &case.name);
    take_back(database, planted, &case.name);
    text
}

#[test]
fn operations_on_trees_do_what_their_cases_say() {
    let text = std::fs::read_to_string(file("trees.md")).unwrap();
    let all = cases(&text);
    assert!(all.len() > 15, "the file has its cases");
    let outcomes: Mutex<BTreeMap<usize, String>> = Mutex::new(BTreeMap::new());
    for kind in ["fish", "botany", "storage"] {
        on_every_engine(|fresh| {
            let bench = Bench::new(&fresh.database, kind);
            for (nth, case) in all.iter().enumerate().filter(|(_, case)| case.kind == kind) {
                let came = outcome(&bench, case);
                let mut outcomes = outcomes.lock().unwrap();
                let known = outcomes.entry(nth).or_insert_with(|| came.clone());
                assert_eq!(*known, came, "{}: the engines agree", case.name);
            }
            is_well(&fresh.database, kind);
        });
    }
    let outcomes = outcomes.into_inner().unwrap();
    if std::env::var("UPDATE").is_ok() {
        let mut new = text.clone();
        for (nth, case) in all.iter().enumerate().rev() {
            new.replace_range(case.place.clone(), &outcomes[&nth]);
        }
        std::fs::write(file("trees.md"), new).unwrap();
        return;
    }
    for (nth, case) in all.iter().enumerate() {
        assert_eq!(outcomes[&nth], case.expect, "{}", case.name);
    }
}
