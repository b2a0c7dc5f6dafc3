//! The database by hand: what a floor does, and what makes large databases quickly.

use std::path::PathBuf;

use vasculum_store::Place;

use crate::Failure;

/// A bare connection, with the settings of Vasculum's writing connection.
pub(crate) enum Raw {
    /// To a SQLite file.
    Sqlite(rusqlite::Connection),
    /// To a PostgreSQL database.
    Postgres(postgres::Client),
}

impl Raw {
    /// Opens a database.
    pub(crate) fn open(place: &Place) -> Result<Self, Failure> {
        Ok(match place {
            Place::File(file) => Self::Sqlite(crate::floor::connect(file)?),
            Place::Postgres(url) => Self::Postgres(postgres::Client::connect(url, postgres::NoTls)?),
        })
    }

    /// Gives up safety for speed, for a database that is only being made.
    pub(crate) fn careless(&mut self) -> Result<(), Failure> {
        match self {
            Self::Sqlite(_) => self.run(
                "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -6000000; \
                 PRAGMA foreign_keys = OFF",
            ),
            Self::Postgres(_) => self.run("SET synchronous_commit = off"),
        }
    }

    /// Runs statements that return nothing.
    pub(crate) fn run(&mut self, statements: &str) -> Result<(), Failure> {
        match self {
            Self::Sqlite(conn) => conn.execute_batch(statements)?,
            Self::Postgres(client) => client.batch_execute(statements)?,
        }
        Ok(())
    }

    /// Runs statements as one durable transaction.
    pub(crate) fn commit(&mut self, statements: &str) -> Result<(), Failure> {
        let begin = if matches!(self, Self::Sqlite(_)) { "BEGIN IMMEDIATE" } else { "BEGIN" };
        self.run(&format!("{begin}; {statements}; COMMIT"))
    }

    /// The rows of a question, each of whole numbers.
    pub(crate) fn numbers(&mut self, question: &str) -> Result<Vec<Vec<i64>>, Failure> {
        match self {
            Self::Sqlite(conn) => {
                let mut statement = conn.prepare_cached(question)?;
                let width = statement.column_count();
                let rows = statement.query_map([], |row| (0..width).map(|at| row.get(at)).collect())?;
                Ok(rows.collect::<Result<_, _>>()?)
            }
            Self::Postgres(client) => {
                let rows = client.query(question, &[])?;
                rows.iter().map(|row| (0..row.len()).map(|at| Ok(row.try_get(at)?)).collect()).collect()
            }
        }
    }

    /// The greatest number in a column, 0 in an empty table.
    pub(crate) fn greatest(&mut self, table: &str, column: &str) -> Result<i64, Failure> {
        let rows = self.numbers(&format!("SELECT CAST(COALESCE(MAX({column}), 0) AS BIGINT) FROM {table}"))?;
        Ok(rows.first().map_or(0, |row| row[0]))
    }

    /// Does work that fills tables, without their indexes, and then makes these at once from sorted values: a row that is
    /// put into twenty indexes of a table larger than memory reads and writes twenty pages.
    pub(crate) fn without_indexes(
        &mut self,
        tables: &[&str],
        work: impl FnOnce(&mut Self) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let tables: Vec<String> = tables.iter().map(|table| format!("'{table}'")).collect();
        let tables = tables.join(", ");
        let indexes: Vec<(String, String)> = match self {
            Self::Sqlite(conn) => conn
                .prepare(&format!(
                    "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({tables})"
                ))?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<Result<_, _>>()?,
            Self::Postgres(client) => client
                .query(
                    &format!(
                        "SELECT indexname::text, indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename IN \
                         ({tables}) AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = indexname)"
                    ),
                    &[],
                )?
                .iter()
                .map(|row| (row.get(0), row.get(1)))
                .collect(),
        };
        for (name, _) in &indexes {
            self.run(&format!("DROP INDEX \"{name}\""))?;
        }
        work(self)?;
        indexes.iter().try_for_each(|(_, sql)| self.run(sql))
    }

    /// Reads all rows of a question and forgets them; returns how many there were.
    pub(crate) fn read(&mut self, question: &str) -> Result<usize, Failure> {
        match self {
            Self::Sqlite(conn) => {
                let mut statement = conn.prepare_cached(question)?;
                let width = statement.column_count();
                let mut rows = statement.query([])?;
                let mut count = 0;
                while let Some(row) = rows.next()? {
                    for at in 0..width {
                        row.get_ref(at)?;
                    }
                    count += 1;
                }
                Ok(count)
            }
            Self::Postgres(client) => Ok(client.query(question, &[])?.len()),
        }
    }

    /// The columns of a table.
    pub(crate) fn columns(&mut self, table: &str) -> Result<Vec<String>, Failure> {
        let none = format!("SELECT * FROM \"{table}\" LIMIT 0");
        Ok(match self {
            Self::Sqlite(conn) => conn.prepare(&none)?.column_names().map(str::to_owned).collect(),
            Self::Postgres(client) => {
                client.prepare(&none)?.columns().iter().map(|column| column.name().to_owned()).collect()
            }
        })
    }

    /// Copies some rows of a table, `of`, with other values in some columns. The values may use the row as `t`, and as
    /// `s.n` the numbers from 1 to `times`. A table that is read and filled at once waits in memory, so it goes by parts.
    pub(crate) fn copy(&mut self, table: &str, of: &str, times: i64, others: &[(&str, &str)]) -> Result<(), Failure> {
        let names = self.columns(table)?;
        let value = |name: &String| match others.iter().find(|(other, _)| other == name) {
            Some((_, value)) => (*value).to_owned(),
            None => format!("t.\"{name}\""),
        };
        let values: Vec<String> = names.iter().map(value).collect();
        let names: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
        let (names, values) = (names.join(", "), values.join(", "));
        for from in (1..=times).step_by(20) {
            let to = times.min(from + 19);
            self.run(&format!(
                "WITH RECURSIVE s(n) AS (SELECT CAST({from} AS BIGINT) UNION ALL SELECT n + 1 FROM s WHERE n < {to}) \
                 INSERT INTO \"{table}\" ({names}) SELECT {values} FROM s CROSS JOIN \"{table}\" t WHERE {of}"
            ))?;
        }
        Ok(())
    }
}

/// The database of this name beside another one on the same server.
pub(crate) fn beside(url: &str, name: &str) -> String {
    let (path, rest) = url.split_once('?').map_or((url, String::new()), |(path, rest)| (path, format!("?{rest}")));
    let server = path.rsplit_once('/').filter(|(server, _)| !server.ends_with('/')).map_or(path, |(server, _)| server);
    format!("{server}/{name}{rest}")
}

/// The file of a database in SQLite.
pub(crate) fn file(place: &Place) -> Result<PathBuf, Failure> {
    match place {
        Place::File(file) => Ok(file.clone()),
        Place::Postgres(_) => Err("this is measured on SQLite only".into()),
    }
}
