//! Fields that an institution adds to tables: records of OwnField, each of which is a column the moment it is saved.
//!
//! What a field is – its table, name and kind – never changes, because values stand in it. It can be called otherwise,
//! explained, published under another term, and deleted: then its values stay in the database, out of sight, and come
//! back when the deletion is undone.

use vasculum_model::names::own_field;
use vasculum_model::own::{KINDS, is_own_name, name_of};
use vasculum_model::{Col, Issue, Kind, Record, Result, Table, model};
use vasculum_store::{Filter, Select, Test, Tx};

use crate::rules::{Saving, changed};

/// The resource to add fields, with the action `update`, in the whole institution.
pub const RESOURCE: &str = crate::schema::RESOURCE;

/// The most fields that an institution may add to one table: a row must fit into the widest question of PostgreSQL.
pub const MOST: usize = 100;

/// The most characters that a field of one line may have.
pub const LONGEST: i64 = 4_000;

/// How many characters a field of one line may have unless somebody says otherwise.
pub const USUAL_LENGTH: i64 = 255;

/// The fields of the institution, by table and in the order in which they were added.
///
/// # Errors
///
/// `Forbidden`, if the person may not read them.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<Record>> {
    let mut fields = tx.select(&Select::all(own_field::TABLE))?;
    fields.sort_by_cached_key(|field| (field.text(own_field::TABLE_NAME).map(str::to_owned), field.id));
    Ok(fields)
}

/// The tables that can have own fields: what people work with, not what the program works with.
pub fn can_have(table: &Table) -> bool {
    table.is_shown() && !table.system
}

/// The column of a field in the present model; nothing if it has none there.
pub fn column(field: &Record) -> Option<Col> {
    let table = model().named(field.text(own_field::TABLE_NAME)?)?;
    table.col(field.text(own_field::NAME)?).filter(|col| {
        let start = format!("x{}_", field.id);
        model().column(*col).sql.starts_with(&start)
    })
}

/// How many records have a value in a field, whoever may see them.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn in_use(tx: &mut Tx<'_>, field: &Record) -> Result<i64> {
    let Some(column) = column(field) else { return Ok(0) };
    let filled = Select::all(column.0).matching(Filter::Not(Box::new(Filter::test(column, Test::Empty))));
    tx.unscoped(|tx| tx.count(&filled))
}

/// An own field has a table, a name of its own and a kind, which never change.
pub(crate) fn judge(s: &mut Saving<'_, '_>) -> Result<()> {
    if !s.is_new() {
        judge_change(s);
        return Ok(());
    }
    let text = |column| s.record.text(column).unwrap_or_default().trim().to_owned();
    let (table, kind, links_to) = (text(own_field::TABLE_NAME), text(own_field::KIND), text(own_field::LINKS_TO));
    let Some(table) = model().named(&table).filter(|table| can_have(table)) else {
        refuse(s, "own-field-table", "tableName", "This table can’t have own fields.");
        return Ok(());
    };
    s.record.set(own_field::TABLE_NAME, table.name);
    judge_kind(s, &kind, &links_to);
    name(s, table)
}

fn refuse(s: &mut Saving<'_, '_>, name: &'static str, field: &str, words: impl Into<String>) {
    s.issues.push(Issue::error(name, field, words));
}

fn judge_kind(s: &mut Saving<'_, '_>, kind: &str, links_to: &str) {
    let Some(kind) = Kind::named(kind).filter(|kind| KINDS.contains(kind)) else {
        let known: Vec<&str> = KINDS.iter().map(|kind| kind.name()).collect();
        let words = format!("The kind of a field is one of {}.", known.join(", "));
        return refuse(s, "own-field-kind", "kind", words);
    };
    let to = model().named(links_to).filter(|table| can_have(table));
    match (kind, to) {
        (Kind::Link, Some(to)) => s.record.set(own_field::LINKS_TO, to.name),
        (Kind::Link, None) => refuse(s, "own-field-link", "linksTo", "A link leads to a table that people work with."),
        _ if links_to.is_empty() => {}
        _ => refuse(s, "own-field-link", "linksTo", "Only a link leads to a table."),
    }
    let max = s.record.int(own_field::MAX_LENGTH);
    match max {
        _ if kind != Kind::Text => s.record.set(own_field::MAX_LENGTH, vasculum_model::Value::Null),
        None => s.record.set(own_field::MAX_LENGTH, USUAL_LENGTH),
        Some(1..=LONGEST) => {}
        Some(_) => {
            let words =
                format!("One line of text has from 1 to {LONGEST} characters. Longer text is of the kind long_text.");
            refuse(s, "own-field-length", "maxLength", words);
        }
    }
}

/// Gives the field the name that follows from its caption, unless somebody chose one.
fn name(s: &mut Saving<'_, '_>, table: &Table) -> Result<()> {
    let these = Filter::is(own_field::TABLE_NAME, table.name);
    let others = s.tx.unscoped(|tx| tx.select(&Select::all(own_field::TABLE).matching(these)))?;
    if others.len() >= MOST {
        refuse(s, "own-field-many", "tableName", format!("{} has {MOST} own fields already.", table.name));
    }
    let is_taken =
        |name: &str| {
            let is_it = |theirs: &str| theirs.eq_ignore_ascii_case(name);
            let precision = name.strip_suffix("Precision");
            others.iter().filter_map(|other| other.text(own_field::NAME)).any(|theirs| {
                is_it(theirs) || precision == Some(theirs) || theirs.strip_suffix("Precision") == Some(name)
            }) || table.columns.iter().any(|column| is_it(column.name))
        };
    let given = s.record.text(own_field::NAME).unwrap_or_default().to_owned();
    let name = if given.is_empty() { free_name(s, is_taken) } else { Some(given.clone()) };
    match name {
        None => {
            let words = "No name can be made of this caption. Give the field a name, for example xSoilType.";
            refuse(s, "own-field-name", "name", words);
        }
        Some(name) if !is_own_name(&name) => {
            let words = "The name of an own field is x, a capital letter, then letters and digits: xSoilType.";
            refuse(s, "own-field-name", "name", words);
        }
        Some(name) if is_taken(&name) => {
            refuse(s, "own-field-twice", "name", format!("{} has a field {name} already.", table.name));
        }
        Some(name) => s.record.set(own_field::NAME, name),
    }
    Ok(())
}

/// `xColour`, or `xColour2` where the first is taken.
fn free_name(s: &Saving<'_, '_>, is_taken: impl Fn(&str) -> bool) -> Option<String> {
    let name = name_of(s.record.text(own_field::CAPTION).unwrap_or_default())?;
    let numbered = (2..=MOST + 1).map(|nth| format!("{}{nth}", name.chars().take(57).collect::<String>()));
    std::iter::once(name.clone()).chain(numbered).find(|name| !is_taken(name))
}

fn judge_change(s: &mut Saving<'_, '_>) {
    for (column, field) in [
        (own_field::TABLE_NAME, "tableName"),
        (own_field::NAME, "name"),
        (own_field::KIND, "kind"),
        (own_field::LINKS_TO, "linksTo"),
    ] {
        if changed(s, column) {
            let words = "This can’t be changed: values stand in the field. Add another field instead.";
            refuse(s, "own-field-fixed", field, words);
        }
    }
    let (before, now) =
        (s.before.and_then(|before| before.int(own_field::MAX_LENGTH)), s.record.int(own_field::MAX_LENGTH));
    if before != now && now.is_none_or(|now| before.is_none_or(|before| now < before) || now > LONGEST) {
        let words = format!("The length can only be raised, up to {LONGEST}: longer values may stand in the field.");
        refuse(s, "own-field-length", "maxLength", words);
    }
}
