//! The database's tables: what they should be, what they are, and the steps between.
//!
//! The steps are worked out by comparing the model with the database, and the same list serves both engines. Steps
//! only ever add, but for indexes that others make needless: no version of Vasculum drops a table or a column by itself.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use vasculum_model::{Kind, Result, Table, model};

use crate::conn::{Conn, Sql};
use crate::dialect::Dialect;
use crate::select::ALONG_SCOPE;
use crate::{job, schedule};

/// One change of the schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemaStep {
    /// A table that is not there yet, with all its columns.
    CreateTable(TableShape),
    /// A column that a table lacks.
    AddColumn(String, ColumnShape),
    /// An index that a table lacks.
    CreateIndex(String, IndexShape),
    /// An index that another one makes needless.
    DropIndex(String),
}

/// What a table looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableShape {
    /// Its name.
    pub name: String,
    /// Its columns; the first one is the key unless `key` says otherwise.
    pub columns: Vec<ColumnShape>,
    /// The columns of the key.
    pub key: Vec<String>,
    /// Its indexes.
    pub indexes: Vec<IndexShape>,
}

/// What a column looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnShape {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// Whether it must have a value.
    pub not_null: bool,
    /// The table whose `id` it holds.
    pub references: Option<String>,
}

/// What an index looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexShape {
    /// Its name.
    pub name: String,
    /// Its columns.
    pub on: Vec<String>,
    /// Whether values may stand only once.
    pub unique: bool,
    /// Whether it leaves out rows without a value in the first column.
    pub sparse: bool,
    /// Whether the first column is indexed without regard to upper and lower case of the letters A to Z.
    pub caseless: bool,
}

/// The column with the ids of a tree node's ancestors and itself, `/1/25/310/`; derived from the parents.
pub(crate) const TREE_PATH: &str = "tree_path";

pub(crate) fn column(name: &str, kind: Kind, not_null: bool) -> ColumnShape {
    ColumnShape { name: name.to_owned(), kind, not_null, references: None }
}

/// Links that nearly every table has and nobody searches by: an index on each would double the cost of an insert.
fn is_bookkeeping(name: &str) -> bool {
    matches!(name, "created_by_agent_id" | "modified_by_agent_id")
}

fn table_shape(table: &Table) -> TableShape {
    let mut columns = vec![column("id", Kind::Long, true)];
    let mut indexes: Vec<IndexShape> = Vec::new();
    let mut add_index = |on: Vec<String>, sparse: bool| {
        let name = index_name(table, &on, "");
        if !indexes.iter().any(|index| index.name == name) {
            indexes.push(IndexShape { name, on, unique: false, sparse, caseless: false });
        }
    };
    for field in &table.columns {
        let mut shape = column(&field.sql, field.kind, false);
        if let Some(link) = &field.link {
            shape.references = Some(model().table(link.to).sql.clone());
            if (table.name, field.name) == ("CollectionObject", "collection") {
                // Serve the link, the next catalogue number of a collection, and lists.
                for listed in ALONG_SCOPE.iter().filter(|listed| listed.0 == table.id) {
                    add_index(vec![field.sql.clone(), table.at(listed.1).sql.clone()], true);
                }
                // What nobody sorts comes by id, whichever collection among many it is of.
                add_index(vec![field.sql.clone(), "id".to_owned()], true);
            } else if (table.name, field.name) == ("Determination", "taxon") {
                // Leads from a name to the objects without a look at each determination.
                add_index(vec![field.sql.clone(), "collection_object_id".to_owned()], true);
            } else if !is_bookkeeping(&field.sql) {
                add_index(vec![field.sql.clone()], true);
            }
        } else if field.indexed && field.name != "collectionMemberId" || field.unique {
            add_index(vec![field.sql.clone()], true);
        }
        columns.push(shape);
    }
    for index in &table.indexes {
        let on: Vec<String> = index.on.iter().map(|at| table.at(*at).sql.clone()).collect();
        if on != ["collection_member_id"] {
            add_index(on, true);
        }
    }
    for (_, on) in MORE_INDEXES.iter().filter(|(of, _)| *of == table.name) {
        add_index(on.iter().map(|name| (*name).to_owned()).collect(), true);
    }
    if table.is_tree() {
        columns.push(column(TREE_PATH, Kind::LongText, false));
        add_index(vec![TREE_PATH.to_owned()], true);
        add_index(vec!["parent_id".to_owned(), "name".to_owned()], false);
    }
    for name in UNIQUE_TEXT.iter().filter(|(of, _)| *of == table.name).map(|(_, name)| *name) {
        let on = vec![vasculum_model::snake(name)];
        let name = index_name(table, &on, "__caseless");
        indexes.push(IndexShape { name, on, unique: false, sparse: true, caseless: true });
    }
    TableShape { name: table.sql.clone(), columns, key: vec!["id".to_owned()], indexes }
}

/// Columns that are looked up together, or that Specify looks up without an index.
const MORE_INDEXES: &[(&str, &[&str])] =
    &[("CollectionObject", &["catalog_number", "collection_id"]), ("RecordSetItem", &["record_id"])];

/// Indexes of earlier versions whose work another one does.
const OUTDATED: &[&str] = &["determination__taxon_id"];

/// Numbers that are looked up without regard to case at every save, because they must not stand twice.
const UNIQUE_TEXT: &[(&str, &str)] = &[
    ("Accession", "accessionNumber"),
    ("CollectingEvent", "uniqueIdentifier"),
    ("CollectionObject", "catalogNumber"),
    ("CollectionObject", "guid"),
    ("CollectionObject", "uniqueIdentifier"),
    ("Component", "catalogNumber"),
    ("Loan", "loanNumber"),
    ("Locality", "uniqueIdentifier"),
    ("Preparation", "barCode"),
    ("Storage", "uniqueIdentifier"),
];

/// Names come from the columns, so that both engines and every version give an index the same one.
fn index_name(table: &Table, on: &[String], what: &str) -> String {
    shortened(&format!("{}__{}{what}", table.sql, on.join("__")))
}

/// PostgreSQL cuts names at 63 bytes; ours are told apart before that by a number made from the whole name.
fn shortened(name: &str) -> String {
    if name.len() <= 60 {
        return name.to_owned();
    }
    let sum = name.bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
    format!("{}_{sum:08x}", &name[..51])
}

/// The tables that only the store itself reads and writes.
fn internal_shapes() -> Vec<TableShape> {
    let index = |name: &str, on: &[&str], unique: bool| IndexShape {
        name: name.to_owned(),
        on: on.iter().map(|column| (*column).to_owned()).collect(),
        unique,
        sparse: false,
        caseless: false,
    };
    let table = |name: &str, columns: Vec<ColumnShape>, key: &[&str], indexes: Vec<IndexShape>| TableShape {
        name: name.to_owned(),
        columns,
        key: key.iter().map(|column| (*column).to_owned()).collect(),
        indexes,
    };
    vec![
        table(
            "setting",
            vec![column("name", Kind::Text, true), column("value", Kind::LongText, true)],
            &["name"],
            vec![],
        ),
        table(
            "change_set",
            vec![
                column("id", Kind::Long, true),
                column("at", Kind::Timestamp, true),
                column("user_id", Kind::Long, false),
                column("user_name", Kind::Text, true),
                column("agent_id", Kind::Long, false),
                column("collection_id", Kind::Long, false),
                column("kind", Kind::Text, true),
                column("summary", Kind::Text, true),
                column("job", Kind::Long, false),
                column("undoes", Kind::Long, false),
            ],
            &["id"],
            vec![
                // By person, kind, collection and table the journal is asked by stretches: each index makes every save
                // dearer.
                IndexShape { sparse: true, ..index("change_set__undone", &["undoes"], false) },
                index("change_set__at", &["at", "id"], false),
            ],
        ),
        table(
            "change",
            vec![
                column("change_set", Kind::Long, true),
                column("ordinal", Kind::Integer, true),
                column("table_number", Kind::Integer, true),
                column("record", Kind::Long, true),
                column("count", Kind::Integer, true),
                column("action", Kind::Integer, true),
                column("before", Kind::Json, false),
                column("after", Kind::Json, false),
            ],
            &["change_set", "ordinal"],
            vec![index("change__record", &["table_number", "record"], false)],
        ),
        table(
            "stretch",
            vec![
                column("property", Kind::Text, true),
                column("value", Kind::Text, true),
                column("stretch", Kind::Long, true),
            ],
            &["property", "value", "stretch"],
            vec![],
        ),
        table(
            "restamping",
            vec![
                column("change_set", Kind::Long, true),
                column("ordinal", Kind::Integer, true),
                column("table_number", Kind::Integer, true),
                column("column", Kind::Text, true),
                column("agent_before", Kind::Long, true),
                column("agent_after", Kind::Long, true),
                column("records", Kind::LongText, true),
            ],
            &["change_set", "ordinal"],
            vec![],
        ),
        table(
            "lookup",
            vec![
                column("space", Kind::Long, true),
                column("text", Kind::LongText, true),
                column("record", Kind::Long, true),
            ],
            &["space", "text", "record"],
            vec![],
        ),
        table(
            "tally",
            vec![
                column("tree", Kind::Integer, true),
                column("node", Kind::Long, true),
                column("place", Kind::Long, true),
                column("direct", Kind::Long, true),
                column("total", Kind::Long, true),
            ],
            &["tree", "node", "place"],
            vec![],
        ),
        table(
            "ticket",
            vec![
                column("kind", Kind::Text, true),
                column("digest", Kind::Text, true),
                column("user_id", Kind::Long, false),
                column("made", Kind::Timestamp, true),
                column("seen", Kind::Timestamp, true),
                column("expires", Kind::Timestamp, false),
                column("data", Kind::Json, true),
            ],
            &["kind", "digest"],
            vec![index("ticket__user", &["user_id", "kind"], false)],
        ),
        table(
            "unsaved",
            vec![
                column("user_id", Kind::Long, true),
                column("name", Kind::Text, true),
                column("table_number", Kind::Integer, true),
                column("record", Kind::Long, false),
                column("collection_id", Kind::Long, false),
                column("title", Kind::Text, true),
                column("began", Kind::Timestamp, true),
                column("kept", Kind::Timestamp, true),
                column("data", Kind::LongText, true),
            ],
            &["user_id", "name"],
            vec![],
        ),
    ]
}

/// The schema that the model asks for.
pub fn wanted() -> Vec<TableShape> {
    let mut shapes = internal_shapes();
    shapes.extend([job::shape(), schedule::shape()]);
    shapes.extend(model().tables().map(table_shape));
    shapes
}

/// Table and column names as they are in the database, and all index names.
#[derive(Debug, Default)]
pub(crate) struct Present {
    tables: BTreeMap<String, BTreeSet<String>>,
    indexes: BTreeSet<String>,
}

impl Present {
    pub(crate) fn read(conn: &mut Conn) -> Result<Self> {
        let (columns, indexes) = match conn.dialect() {
            Dialect::Sqlite => (
                "SELECT m.name, c.name FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table'",
                "SELECT name FROM sqlite_schema WHERE type = 'index'",
            ),
            Dialect::Postgres => (
                "SELECT table_name::text, column_name::text FROM information_schema.columns \
                 WHERE table_schema = current_schema()",
                "SELECT indexname::text FROM pg_indexes WHERE schemaname = current_schema()",
            ),
        };
        let mut present = Self::default();
        let dialect = conn.dialect();
        conn.each(&Sql::new(dialect, columns), |row| {
            present.tables.entry(row.text(0)?).or_default().insert(row.text(1)?);
            Ok(())
        })?;
        conn.each(&Sql::new(dialect, indexes), |row| {
            present.indexes.insert(row.text(0)?);
            Ok(())
        })?;
        Ok(present)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.tables.is_empty()
    }
}

/// What has to be done so that a database that has `present` gets everything that is `wanted`.
pub(crate) fn plan(present: &Present, wanted: &[TableShape]) -> Vec<SchemaStep> {
    let mut steps = Vec::new();
    for table in wanted {
        match present.tables.get(&table.name) {
            None => steps.push(SchemaStep::CreateTable(table.clone())),
            Some(columns) => {
                let lacking = table.columns.iter().filter(|column| !columns.contains(&column.name));
                steps.extend(lacking.map(|column| SchemaStep::AddColumn(table.name.clone(), column.clone())));
                let lacking = table.indexes.iter().filter(|index| !present.indexes.contains(&index.name));
                steps.extend(lacking.map(|index| SchemaStep::CreateIndex(table.name.clone(), index.clone())));
            }
        }
    }
    let outdated = OUTDATED.iter().filter(|name| present.indexes.contains(**name));
    steps.extend(outdated.map(|name| SchemaStep::DropIndex((*name).to_owned())));
    steps
}

/// Carries the steps out, in the transaction that is open.
pub(crate) fn apply(conn: &mut Conn, steps: &[SchemaStep]) -> Result<()> {
    let dialect = conn.dialect();
    let mut text = String::new();
    let mut links = String::new();
    for step in steps {
        match step {
            SchemaStep::CreateTable(table) => {
                create_table(&mut text, &mut links, dialect, table);
                for index in &table.indexes {
                    create_index(&mut links, dialect, &table.name, index);
                }
            }
            SchemaStep::AddColumn(table, column) => {
                let _ = writeln!(text, "ALTER TABLE \"{table}\" ADD COLUMN {};", drawn(dialect, table, column));
                add_link(&mut links, dialect, table, column);
            }
            SchemaStep::CreateIndex(table, index) => create_index(&mut links, dialect, table, index),
            SchemaStep::DropIndex(name) => {
                let _ = writeln!(links, "DROP INDEX \"{name}\";");
            }
        }
    }
    conn.batch(&text)?;
    conn.batch(&links)
}

/// One column in a `CREATE TABLE`; SQLite states the link here, PostgreSQL afterwards, when all tables are there.
fn drawn(dialect: Dialect, table: &str, column: &ColumnShape) -> String {
    let mut text = format!("\"{}\" {}", column.name, dialect.column_type(column.kind));
    if column.name == "id" {
        text = format!("\"id\" {} PRIMARY KEY", if dialect == Dialect::Sqlite { "INTEGER" } else { "BIGINT" });
        if dialect == Dialect::Postgres {
            let _ = write!(text, " DEFAULT nextval('{table}_id_seq')");
        }
    } else if column.not_null {
        text.push_str(" NOT NULL");
    }
    if let (Dialect::Sqlite, Some(to)) = (dialect, &column.references) {
        let _ = write!(text, " REFERENCES \"{to}\"(\"id\") DEFERRABLE INITIALLY DEFERRED");
    }
    text
}

fn add_link(links: &mut String, dialect: Dialect, table: &str, column: &ColumnShape) {
    if let (Dialect::Postgres, Some(to)) = (dialect, &column.references) {
        let name = shortened(&format!("{table}__{}__fk", column.name));
        let _ = writeln!(
            links,
            "ALTER TABLE \"{table}\" ADD CONSTRAINT \"{name}\" FOREIGN KEY (\"{}\") REFERENCES \"{to}\"(\"id\") \
             DEFERRABLE INITIALLY DEFERRED;",
            column.name
        );
    }
}

fn create_table(text: &mut String, links: &mut String, dialect: Dialect, table: &TableShape) {
    if dialect == Dialect::Postgres && table.key == ["id"] {
        let _ = writeln!(text, "CREATE SEQUENCE \"{}_id_seq\";", table.name);
    }
    let _ = writeln!(text, "CREATE TABLE \"{}\" (", table.name);
    for (at, column) in table.columns.iter().enumerate() {
        let comma = if at == 0 { "" } else { ",\n" };
        let _ = write!(text, "{comma}  {}", drawn(dialect, &table.name, column));
        add_link(links, dialect, &table.name, column);
    }
    if table.key != ["id"] {
        let key: Vec<String> = table.key.iter().map(|name| format!("\"{name}\"")).collect();
        let _ = write!(text, ",\n  PRIMARY KEY ({})", key.join(", "));
    }
    let rowid = if dialect == Dialect::Sqlite && table.key != ["id"] { " WITHOUT ROWID" } else { "" };
    let _ = writeln!(text, "\n){rowid};");
}

fn create_index(text: &mut String, dialect: Dialect, table: &str, index: &IndexShape) {
    let mut on: Vec<String> = index.on.iter().map(|name| format!("\"{name}\"")).collect();
    let first = on[0].clone();
    if index.caseless {
        on[0] = dialect.caseless(&first);
    }
    if dialect == Dialect::Postgres && !index.unique {
        // As lists sort: an index that has them at the other end does not say the order.
        on.iter_mut().skip(1).for_each(|column| column.push_str(" NULLS FIRST"));
    }
    let unique = if index.unique { "UNIQUE " } else { "" };
    let _ = write!(text, "CREATE {unique}INDEX \"{}\" ON \"{table}\" ({})", index.name, on.join(", "));
    if index.sparse {
        let _ = write!(text, " WHERE {first} IS NOT NULL");
    }
    text.push_str(";\n");
}
