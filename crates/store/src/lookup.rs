//! The index by whose words records are found while somebody types.
//!
//! For every record of a table with `found_by` the text of those columns is made plain (see [`plain`]) and stands in the
//! table `lookup` once as it is and once from the beginning of every further word: `salmo trutta` and `trutta`. What
//! begins with some letters is then one range of an index, in both databases and with nothing to install. An entry says
//! in one number, its *space*, which table it belongs to, which collection, discipline, division or tree the record is
//! of, and whether the entry is the beginning of the text: so a range holds what somebody may see and little else.
//!
//! The entries are derived: [`WriteTx`] keeps them with every write, [`Database::rebuild_lookup`] makes them anew, and
//! nothing is true only here.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization as _;
use vasculum_model::{Record, Result, Scope, Table, TableId, Value, model};

use crate::access::{Action, Reach, refusal};
use crate::conn::{Conn, Param, Sql};
use crate::db::Database;
use crate::dialect::Dialect;
use crate::tx::Tx;
use crate::write::WriteTx;

/// So many characters of a text are known to the index.
pub const KNOWN_LENGTH: usize = 200;
/// So many characters of a text stand in an entry.
pub const ENTRY_LENGTH: usize = 32;
/// Words of so few letters A to Z or digits have no entry of their own: nobody looks for ‘of’.
const SHORT: usize = 2;
/// Changes of the index that wait are written when they are as many as this.
const MOST_WAITING: usize = 50_000;
/// The last character that there is: what begins with a text stands between it and it followed by this one.
const LAST: char = '\u{10FFFF}';
/// The setting that says how the entries in the database were made.
const SETTING: &str = "lookup";
/// Counts the changes of [`plain`] and of the form of entries.
const FORM: u32 = 1;

/// Text as the index knows it: words of lower-case letters without accents and digits, parted by single spaces.
///
/// ‘O’Brien, Ærø’ becomes `obrien aero`.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    let mut put = |letter: char| {
        if letter.is_alphanumeric() {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.push(letter);
        } else {
            gap = true;
        }
    };
    for letter in text.nfkd().filter(|letter| !is_mark(*letter)).flat_map(char::to_lowercase) {
        match SPELT.iter().find(|(odd, _)| *odd == letter) {
            Some((_, spelt)) => spelt.chars().for_each(&mut put),
            None => put(letter),
        }
    }
    out
}

/// Accents and apostrophes, which part no words.
fn is_mark(letter: char) -> bool {
    unicode_normalization::char::is_combining_mark(letter) || "'’‘ʼʻ`´".contains(letter)
}

/// Letters that are not taken apart into a letter and its accent.
const SPELT: &[(char, &str)] = &[
    ('ß', "ss"),
    ('æ', "ae"),
    ('œ', "oe"),
    ('ø', "o"),
    ('ł', "l"),
    ('đ', "d"),
    ('ð', "d"),
    ('þ', "th"),
    ('ħ', "h"),
    ('ı', "i"),
    ('×', " x "),
];

/// One entry: its space, its text, the record.
type Entry = (i64, String, i64);

/// The number that stands for a table, a place in the institution and the part of the text that an entry begins.
fn space(table: &Table, place: i64, begins: bool) -> i64 {
    (i64::from(table.number) << 40) | ((place & ((1 << 38) - 1)) << 1) | i64::from(!begins)
}

/// The collection, discipline, division or tree that a record is of; 0 where it is of none.
fn place_of(record: &Record) -> i64 {
    match record.of().scope {
        Scope::Collection(column) | Scope::Discipline(column) | Scope::Division(column) | Scope::Tree(column) => {
            record.values[usize::from(column)].int().unwrap_or(0)
        }
        Scope::Institution | Scope::Owner(_) | Scope::Attachment => 0,
    }
}

/// The plain text by which a record is found.
fn text_of(record: &Record) -> String {
    let mut text = String::new();
    for column in &record.of().found_by {
        if let Some(part) = record.values[usize::from(*column)].text() {
            text.push(' ');
            text.extend(part.chars().take(KNOWN_LENGTH));
        }
    }
    let mut text = plain(&text);
    if let Some((end, _)) = text.char_indices().nth(KNOWN_LENGTH) {
        text.truncate(end);
    }
    text
}

/// The entries of a record.
fn entries(record: &Record) -> Vec<Entry> {
    let (table, place, text) = (record.of(), place_of(record), text_of(record));
    let mut list: Vec<Entry> = Vec::new();
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let begins = rest.len() == text.len();
        let (word, next) = rest.split_once(' ').unwrap_or((rest, ""));
        let is_short = word.len() <= SHORT && word.is_ascii();
        let entry = (space(table, place, begins), cut(rest).to_owned(), record.id);
        if (begins || !is_short) && !list.contains(&entry) {
            list.push(entry);
        }
        rest = next;
    }
    list
}

fn cut(text: &str) -> &str {
    match text.char_indices().nth(ENTRY_LENGTH) {
        Some((end, _)) => text[..end].trim_end(),
        None => text,
    }
}

/// Changes of the index that wait for the end of the transaction: whether the entry shall be there.
#[derive(Debug, Default)]
pub(crate) struct Waiting(BTreeMap<Entry, bool>);

impl Waiting {
    /// Notes what a write means for the index.
    pub(crate) fn note(&mut self, before: Option<&Record>, after: Option<&Record>) {
        let Some(record) = after.or(before) else { return };
        let table = record.of();
        if table.found_by.is_empty() {
            return;
        }
        if let (Some(before), Some(after)) = (before, after) {
            let same = |column: &u16| before.values[usize::from(*column)] == after.values[usize::from(*column)];
            if table.found_by.iter().all(same) && place_of(before) == place_of(after) {
                return;
            }
        }
        self.0.extend(before.map(entries).into_iter().flatten().map(|entry| (entry, false)));
        self.0.extend(after.map(entries).into_iter().flatten().map(|entry| (entry, true)));
    }

    /// Whether so much waits that it should be written.
    pub(crate) fn is_full(&self) -> bool {
        self.0.len() >= MOST_WAITING
    }

    /// Writes what waits, in the order of the index.
    pub(crate) fn write(&mut self, conn: &mut Conn) -> Result<()> {
        let mut made = Vec::new();
        for (entry, stays) in std::mem::take(&mut self.0) {
            if stays {
                made.push(entry);
                continue;
            }
            let mut sql = Sql::new(conn.dialect(), "DELETE FROM lookup WHERE space = ");
            sql.bind(entry.0).push(" AND \"text\" = ").bind(entry.1).push(" AND record = ").bind(entry.2);
            conn.execute(&sql)?;
        }
        let mut rest = made.as_slice();
        while !rest.is_empty() {
            // Few different statements, so that each is prepared once.
            let count = [128, 16, 1].into_iter().find(|count| *count <= rest.len()).unwrap_or(1);
            let (now, later) = rest.split_at(count);
            insert(conn, now)?;
            rest = later;
        }
        Ok(())
    }
}

fn insert(conn: &mut Conn, entries: &[Entry]) -> Result<()> {
    let mut sql = Sql::new(conn.dialect(), "INSERT INTO lookup (space, \"text\", record) VALUES ");
    for (nth, (space, text, record)) in entries.iter().enumerate() {
        sql.push(if nth == 0 { "(" } else { ", (" }).bind(*space).push(", ").bind(text.as_str());
        sql.push(", ").bind(*record).push(")");
    }
    sql.push(" ON CONFLICT DO NOTHING");
    conn.execute(&sql).map(drop)
}

/// What says how the entries are made: the columns of every table, and the form of the entries.
fn made_by() -> String {
    let mut text = FORM.to_string();
    for table in model().tables().filter(|table| !table.found_by.is_empty()) {
        let names: Vec<&str> = table.found_by.iter().map(|column| table.at(*column).name).collect();
        text.push_str(&format!(";{}:{}", table.name, names.join(",")));
    }
    text
}

/// Makes the index anew if its entries were made otherwise than they are now.
pub(crate) fn bring_up_to_date(conn: &mut Conn) -> Result<()> {
    let mut sql = Sql::new(conn.dialect(), "SELECT value FROM setting WHERE name = ");
    sql.bind(SETTING);
    if conn.first(&sql, |row| row.text(0))?.as_deref() == Some(made_by().as_str()) {
        return Ok(());
    }
    conn.batch(conn.dialect().begin_write())?;
    let done = rebuild(conn, &mut |_, _| ()).and_then(|_| conn.batch("COMMIT"));
    if done.is_err() {
        let _ = conn.batch("ROLLBACK");
    }
    done
}

/// So many records are read at a time.
const BATCH: i64 = 100_000;

fn rebuild(conn: &mut Conn, each: &mut dyn FnMut(&'static str, u64)) -> Result<u64> {
    conn.batch("DELETE FROM lookup")?;
    let mut records = 0;
    for table in model().tables().filter(|table| !table.found_by.is_empty()) {
        let mut columns: Vec<u16> = table.found_by.clone();
        if let Scope::Collection(at) | Scope::Discipline(at) | Scope::Division(at) | Scope::Tree(at) = table.scope {
            columns.push(at);
        }
        let names: String = columns.iter().map(|at| format!(", \"{}\"", table.at(*at).sql)).collect();
        let mut last = i64::MIN;
        loop {
            let mut sql =
                Sql::new(conn.dialect(), format!("SELECT \"id\"{names} FROM \"{}\" WHERE \"id\" > ", table.sql));
            sql.bind(last).push(&format!(" ORDER BY \"id\" LIMIT {BATCH}"));
            let mut waiting = Waiting::default();
            let mut count = 0;
            conn.each(&sql, |row| {
                let mut record = Record { id: row.int(0)?, ..Record::new(table.id) };
                for (nth, at) in columns.iter().enumerate() {
                    record.values[usize::from(*at)] = row.value(nth + 1, table.at(*at).kind)?;
                }
                last = record.id;
                count += 1;
                waiting.note(None, Some(&record));
                Ok(())
            })?;
            waiting.write(conn)?;
            records += count;
            each(table.name, records);
            if count < BATCH as u64 {
                break;
            }
        }
    }
    let mut sql = Sql::new(conn.dialect(), "INSERT INTO setting (name, value) VALUES (");
    sql.bind(SETTING).push(", ").bind(made_by());
    sql.push(") ON CONFLICT (name) DO UPDATE SET value = excluded.value");
    conn.execute(&sql)?;
    Ok(records)
}

impl Database {
    /// Makes the index of words anew from the records, in one transaction; returns of how many. `each` hears the table
    /// and how many records are done.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails; then the index is as it was.
    pub fn rebuild_lookup(&self, each: &mut dyn FnMut(&'static str, u64)) -> Result<u64> {
        let records = self.write_raw(|conn| rebuild(conn, each))?;
        self.settle_lookup()?;
        Ok(records)
    }
}

impl WriteTx<'_> {
    /// Whether the index of words knows exactly what the records say; for checks and tests. Returns the first entry that
    /// is missing or too many, as text.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn lookup_flaw(&mut self) -> Result<Option<String>> {
        self.write_lookup()?;
        let all = |tx: &mut Self| {
            let sql = tx.sql("SELECT space, \"text\", record FROM lookup ORDER BY space, \"text\", record");
            tx.rows(&sql, |row| Ok((row.int(0)?, row.text(1)?, row.int(2)?)))
        };
        let kept = all(self)?;
        rebuild(self.conn()?, &mut |_, _| ())?;
        let wanted = all(self)?;
        let odd = kept.iter().find(|one| !wanted.contains(one)).map(|one| format!("too many: {one:?}"));
        Ok(odd.or_else(|| wanted.iter().find(|one| !kept.contains(one)).map(|one| format!("missing: {one:?}"))))
    }
}

/// The beginning of a word, and the spaces of the index in which somebody may look for it; made by [`Tx::word`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    spaces: Vec<i64>,
    start: String,
}

impl Word {
    /// The question for the records, as it stands in brackets.
    pub(crate) fn write(&self, sql: &mut Sql) -> String {
        let mut text = String::new();
        for (nth, space) in self.spaces.iter().enumerate() {
            text.push_str(if nth == 0 { "" } else { " UNION ALL " });
            let (from, below) = (sql.hold(self.start.as_str()), sql.hold(format!("{}{LAST}", self.start)));
            text.push_str("SELECT record FROM lookup WHERE space = ");
            text.push_str(&format!("{space} AND \"text\" >= {from} AND \"text\" < {below}"));
        }
        if text.is_empty() { "SELECT record FROM lookup WHERE FALSE".to_owned() } else { text }
    }
}

/// One entry that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookedUp {
    /// Its text: the plain text of the record from some word on, its first [`ENTRY_LENGTH`] characters.
    pub text: String,
    /// The record.
    pub record: i64,
}

impl Tx<'_> {
    /// The spaces of a table that hold what the person may see.
    fn spaces(&mut self, table: &'static Table, begins: bool) -> Result<Vec<i64>> {
        let places = match self.access.reach(table, Action::Read) {
            Reach::Nothing => return Err(refusal(self.access, table, Action::Read)),
            Reach::Where { ids, or_null, .. } => {
                let mut places = ids;
                if or_null {
                    places.push(0);
                }
                places
            }
            Reach::Owners(_) | Reach::Stated(_) => vec![0],
            Reach::All => return self.all_spaces(table, begins),
        };
        Ok(places.into_iter().map(|place| space(table, place, begins)).collect())
    }

    /// Every space of a table in use, by leaps through the index.
    fn all_spaces(&mut self, table: &'static Table, begins: bool) -> Result<Vec<i64>> {
        let (mut from, end) = (space(table, 0, true), i64::from(table.number + 1) << 40);
        let mut found = Vec::new();
        loop {
            let mut sql = self.sql("SELECT MIN(space) FROM lookup WHERE space >= ");
            sql.bind(from).push(" AND space < ").bind(end);
            let Some(next) = self.rows(&sql, |row| row.maybe_int(0))?.pop().flatten() else { return Ok(found) };
            if next & 1 == i64::from(!begins) {
                found.push(next);
            }
            from = next + 1;
        }
    }

    /// What finds the records of a table in which a word begins like a plain one, for [`Filter::Word`](crate::Filter).
    ///
    /// # Errors
    ///
    /// `Forbidden`, if the person may not read the table.
    pub fn word(&mut self, table: TableId, start: &str) -> Result<Word> {
        let of = model().table(table);
        let mut spaces = self.spaces(of, true)?;
        spaces.extend(self.spaces(of, false)?);
        Ok(Word { spaces, start: cut(start).to_owned() })
    }

    /// Entries of a table that begin with a plain text, in the order of their texts; `begins` asks for those that are the
    /// beginning of a record's text, otherwise for those from a later word on. Only of records within the person's
    /// scope, as far as the record itself says so: whoever shows them reads them first. At most `limit`, those after
    /// `after`.
    ///
    /// # Errors
    ///
    /// `Forbidden`, if the person may not read the table.
    pub fn looked_up(
        &mut self,
        table: TableId,
        begins: bool,
        start: &str,
        after: Option<&LookedUp>,
        limit: u64,
    ) -> Result<Vec<LookedUp>> {
        let spaces = self.spaces(model().table(table), begins)?;
        if spaces.is_empty() {
            return Ok(Vec::new());
        }
        let mut sql = self.sql("SELECT \"text\", record FROM (");
        for (nth, space) in spaces.iter().enumerate() {
            sql.push(if nth == 0 { "" } else { " UNION ALL " });
            sql.push("SELECT * FROM (SELECT \"text\", record FROM lookup WHERE space = ").bind(*space);
            within(&mut sql, start);
            if let Some(after) = after {
                sql.push(" AND (\"text\", record) > (")
                    .bind(after.text.as_str())
                    .push(", ")
                    .bind(after.record)
                    .push(")");
            }
            sql.push(&format!(" ORDER BY \"text\", record LIMIT {limit}) s{nth}"));
        }
        sql.push(&format!(") u ORDER BY \"text\", record LIMIT {limit}"));
        self.rows(&sql, |row| Ok(LookedUp { text: row.text(0)?, record: row.int(1)? }))
    }

    /// How many entries begin with a plain text, counted up to `most`.
    ///
    /// # Errors
    ///
    /// As [`Tx::looked_up`].
    pub fn looked_up_count(&mut self, table: TableId, begins: bool, start: &str, most: u64) -> Result<u64> {
        let mut count = 0;
        for space in self.spaces(model().table(table), begins)? {
            let mut sql = self.sql("SELECT COUNT(*) FROM (SELECT 1 FROM lookup WHERE space = ");
            sql.bind(space);
            within(&mut sql, start);
            sql.push(&format!(" LIMIT {most}) s"));
            count += self.rows(&sql, |row| row.int(0))?.pop().unwrap_or(0).unsigned_abs();
        }
        Ok(count.min(most))
    }

    /// Those of the plain texts with which any entry of a table begins, found in one statement for each space.
    ///
    /// # Errors
    ///
    /// As [`Tx::looked_up`].
    pub fn looked_up_any(&mut self, table: TableId, starts: &[String]) -> Result<Vec<String>> {
        let of = model().table(table);
        let mut spaces = self.spaces(of, true)?;
        spaces.extend(self.spaces(of, false)?);
        let mut found: Vec<String> = Vec::new();
        for space in spaces {
            let mut sql = self.sql("SELECT c.value FROM ");
            let list = starts.iter().map(|text| Value::Text(text.as_str().into())).collect();
            sql.params.push(Param::Texts(list));
            let place = sql.dialect.placeholder(sql.params.len());
            let (from, last) = match sql.dialect {
                Dialect::Sqlite => (format!("rarray({place}) c"), "char(1114111)"),
                Dialect::Postgres => (format!("unnest({place}::text[]) c(value)"), "chr(1114111)"),
            };
            sql.push(&from).push(" WHERE EXISTS (SELECT 1 FROM lookup WHERE space = ").bind(space);
            sql.push(&format!(" AND \"text\" >= c.value AND \"text\" < c.value || {last})"));
            found.extend(self.rows(&sql, |row| row.text(0))?);
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }
}

fn within(sql: &mut Sql, start: &str) {
    let start = cut(start);
    sql.push(" AND \"text\" >= ").bind(start).push(" AND \"text\" < ").bind(format!("{start}{LAST}"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_has_neither_case_nor_accents_nor_punctuation() {
        for (text, expect) in [
            ("Salmo trutta", "salmo trutta"),
            ("O’Brien, Ærø", "obrien aero"),
            ("Müller-Karch", "muller karch"),
            ("  3 km N. of Łódź (mill) ", "3 km n of lodz mill"),
            ("E\u{301}tang", "etang"),
            ("Mentha ×piperita", "mentha x piperita"),
            ("Київ, Ñandú", "киів nandu"),
            ("…", ""),
        ] {
            assert_eq!(plain(text), expect, "{text}");
        }
    }

    #[test]
    fn entries_begin_at_every_word_that_tells_something() {
        use vasculum_model::names::locality;
        let pond = Record { id: 7, ..Record::new(locality::TABLE) }
            .with(locality::DISCIPLINE, 3)
            .with(locality::LOCALITY_NAME, "3 km N of Linz, at the old mill by the road");
        let texts: Vec<_> = entries(&pond).into_iter().map(|(space, text, _)| (space & 1, text)).collect();
        let expect = [
            (0, "3 km n of linz at the old mill b"),
            (1, "linz at the old mill by the road"),
            (1, "the old mill by the road"),
            (1, "old mill by the road"),
            (1, "mill by the road"),
            (1, "the road"),
            (1, "road"),
        ];
        assert_eq!(texts, expect.map(|(begins, text)| (begins, text.to_owned())));
    }

    #[test]
    fn spaces_tell_tables_and_places_apart() {
        use vasculum_model::names::{agent, taxon};
        let (one, other) = (model().table(taxon::TABLE), model().table(agent::TABLE));
        assert_ne!(space(one, 1, true), space(one, 1, false));
        assert_ne!(space(one, 1, true), space(one, 2, true));
        assert_ne!(space(one, 1, true), space(other, 1, true));
        assert!(space(one, (1 << 37) + 5, false) < i64::from(one.number + 1) << 40);
    }
}
