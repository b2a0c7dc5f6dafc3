//! Who, of which kind, in which collections and tables something happened in each stretch of the journal.
//!
//! The journal is asked by person, kind, collection and table. An index over each of them would make every save dearer
//! and say little: what happened lately is near the end anyway. So the journal is thought of as stretches of
//! [`STRETCH`] change sets, and the table `stretch` says for each property and each of its values in which stretches it
//! occurs at all: mostly nothing is written, because the same people do the same things. A question goes through the
//! stretches that may answer it, in the order of their numbers, and reads change sets there.
//!
//! The entries are derived: they follow every write, and [`bring_up_to_date`] makes them where they are missing.

use std::collections::HashSet;
use std::ops::Range;

use vasculum_model::Result;

use crate::conn::{Conn, Sql};
use crate::tx::Tx;

/// So many change sets make a stretch: number 0 to 999, and so on.
pub(crate) const STRETCH: i64 = 1_000;
/// So many stretches are looked up with one statement.
const AT_ONCE: usize = 64;
/// The setting that says that the entries are there.
const SETTING: &str = "stretches";

/// What is known of a change set by stretches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Property {
    /// In whose name it was written.
    Name,
    /// The id of the person.
    User,
    /// Its kind.
    Kind,
    /// The collection that it belongs to.
    Collection,
    /// The number of a table of which it changed records.
    Table,
}

impl Property {
    const ALL: [Self; 5] = [Self::Name, Self::User, Self::Kind, Self::Collection, Self::Table];

    fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::User => "user",
            Self::Kind => "kind",
            Self::Collection => "collection",
            Self::Table => "table",
        }
    }

    /// The column in which it stands, with its table and the column of the change set's number.
    fn place(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Name => ("user_name", "change_set", "id"),
            Self::User => ("user_id", "change_set", "id"),
            Self::Kind => ("kind", "change_set", "id"),
            Self::Collection => ("collection_id", "change_set", "id"),
            Self::Table => ("table_number", "change", "change_set"),
        }
    }
}

/// Parts of a range of change sets.
pub(crate) type Parts = Vec<Range<i64>>;

/// What the writer knows to stand in the table for the stretch that it writes in.
#[derive(Default)]
pub(crate) struct Said {
    stretch: i64,
    all: HashSet<(Property, String)>,
}

impl Said {
    /// Says what is true of a change set, unless the same was said of another one in its stretch.
    pub(crate) fn say(&mut self, conn: &mut Conn, change_set: i64, what: Vec<(Property, String)>) -> Result<()> {
        let stretch = change_set / STRETCH;
        if stretch != self.stretch {
            *self = Self { stretch, all: HashSet::new() };
        }
        for said in what {
            if self.all.contains(&said) {
                continue;
            }
            let mut sql = Sql::new(conn.dialect(), "INSERT INTO stretch (property, value, stretch) VALUES (");
            sql.bind(said.0.name()).push(", ").bind(said.1.as_str()).push(", ").bind(stretch);
            sql.push(") ON CONFLICT DO NOTHING");
            conn.execute(&sql)?;
            self.all.insert(said);
        }
        Ok(())
    }
}

impl Tx<'_> {
    /// The parts of a range of change sets in which each of the properties occurs with one of its values, at most some
    /// dozens, in the order in which they are to be read; and the rest of the range, if that was not all.
    pub(crate) fn stretches(
        &mut self,
        wanted: &[(Property, Vec<String>)],
        range: &Range<i64>,
        is_ascending: bool,
    ) -> Result<(Parts, Option<Range<i64>>)> {
        let mut sql = self.sql("SELECT DISTINCT a.stretch FROM stretch a WHERE a.stretch >= ");
        sql.bind(range.start / STRETCH).push(" AND a.stretch <= ").bind((range.end - 1) / STRETCH);
        for (nth, (property, values)) in wanted.iter().enumerate() {
            let alias = if nth == 0 { "a" } else { "b" };
            sql.push(if nth == 0 { " AND " } else { " AND EXISTS (SELECT 1 FROM stretch b WHERE " });
            sql.push(&format!("{alias}.property = '{}' AND ", property.name()));
            sql.bind_texts(&format!("{alias}.value"), values.iter().cloned());
            sql.push(if nth == 0 { "" } else { " AND b.stretch = a.stretch)" });
        }
        let order = if is_ascending { "" } else { " DESC" };
        sql.push(&format!(" ORDER BY a.stretch{order} LIMIT {AT_ONCE}"));
        let found = self.rows(&sql, |row| row.int(0))?;
        let rest = found.last().filter(|_| found.len() == AT_ONCE).map(|last| match is_ascending {
            true => (last + 1) * STRETCH..range.end,
            false => range.start..last * STRETCH,
        });
        let mut parts = Parts::new();
        for stretch in found {
            let part = (stretch * STRETCH).max(range.start)..((stretch + 1) * STRETCH).min(range.end);
            match parts.last_mut() {
                Some(before) if before.end == part.start => before.end = part.end,
                Some(before) if part.end == before.start => before.start = part.start,
                _ => parts.push(part),
            }
        }
        Ok((parts, rest.filter(|rest| !rest.is_empty())))
    }

    /// Every value of a property that ever stood in the journal, in order: one look into the index for each of them.
    pub(crate) fn journal_values(&mut self, property: Property) -> Result<Vec<String>> {
        let name = property.name();
        let sql = self.sql(format!(
            "WITH RECURSIVE n(v) AS (SELECT MIN(value) FROM stretch WHERE property = '{name}' UNION ALL \
             SELECT (SELECT MIN(s.value) FROM stretch s WHERE s.property = '{name}' AND s.value > n.v) FROM n \
             WHERE n.v IS NOT NULL) SELECT v FROM n WHERE v IS NOT NULL ORDER BY v"
        ));
        self.rows(&sql, |row| row.text(0))
    }
}

/// Says of a journal that was written before there were stretches what it holds, and lets go of the indexes that
/// answered before.
pub(crate) fn bring_up_to_date(conn: &mut Conn) -> Result<()> {
    let mut sql = Sql::new(conn.dialect(), "SELECT value FROM setting WHERE name = ");
    sql.bind(SETTING);
    if conn.first(&sql, |row| row.text(0))?.is_some() {
        return Ok(());
    }
    conn.batch(conn.dialect().begin_write())?;
    let done = fill(conn).and_then(|()| conn.batch("COMMIT"));
    if done.is_err() {
        let _ = conn.batch("ROLLBACK");
    }
    done
}

fn fill(conn: &mut Conn) -> Result<()> {
    for property in Property::ALL {
        let (column, table, number) = property.place();
        conn.batch(&format!(
            "INSERT INTO stretch (property, value, stretch) SELECT DISTINCT '{}', CAST(\"{column}\" AS TEXT), \
             \"{number}\" / {STRETCH} FROM \"{table}\" WHERE \"{column}\" IS NOT NULL ON CONFLICT DO NOTHING",
            property.name()
        ))?;
    }
    for index in ["user_name", "user_id", "kind", "collection_id", "undoes"] {
        conn.batch(&format!("DROP INDEX IF EXISTS \"change_set__{index}\""))?;
    }
    conn.batch("DROP INDEX IF EXISTS \"change__table\"")?;
    let mut sql = Sql::new(conn.dialect(), "INSERT INTO setting (name, value) VALUES (");
    sql.bind(SETTING).push(", ").bind("1").push(") ON CONFLICT (name) DO NOTHING");
    conn.execute(&sql).map(drop)
}
