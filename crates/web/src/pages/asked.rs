//! What a form asks of each field: its words, whether it must be filled in or may be changed, its default and pick list.

use vasculum_domain::forms::{Condition, Field, Look};
use vasculum_model::{Issue, Kind, Result, Table, model};
use vasculum_store::{Action, Tx};

use super::shape::{Part, is_written, words_of};
use super::sheet::{Cell, Sheet};
use super::value::{codes_of, shown_date};
use super::visitor::Visitor;
use super::{captions, names};
use crate::ui::words::tf;

/// What a form asks of one field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Asked {
    /// The words above it.
    pub caption: String,
    /// One sentence below it, or nothing.
    pub help: String,
    /// What it means.
    pub about: String,
    /// Whether a record can't be saved without it.
    pub is_required: bool,
    /// Whether it is not to be changed by anybody.
    pub is_read_only: bool,
    /// Whether it takes a line of its own.
    pub is_wide: bool,
    /// What a new record starts with.
    pub default: String,
    /// The pick list that it is chosen from, or nothing.
    pub pick_list: String,
}

/// What the form of table `of` asks of a field of `table`, which stands at `place`: `determinations.taxon`.
///
/// The institution's own form says it best, then the configuration of the discipline, then the shipped form, then the
/// model. A spare field that the discipline gave a name is not what the shipped form takes it for.
pub(crate) fn asked(look: &Look, of: &Table, place: &str, table: &Table, name: &str) -> Asked {
    let column = table.column(name).map(|at| table.at(at));
    let asks = look.asks(of, place, table, name);
    let (field, presented) = (asks.field, asks.presented);
    let first = |first: &str, second: &str| if first.is_empty() { second.to_owned() } else { first.to_owned() };
    let none = Field::default();
    let (own, shipped) = if asks.is_own { (field, &none) } else { (&none, field) };
    let caption = first(&own.caption, &first(&presented.caption, &words_of(&shipped.caption)));
    Asked {
        caption: if caption.is_empty() { captions::field(look, table, name) } else { caption },
        help: first(&own.help, &words_of(&shipped.help)),
        about: first(&presented.description, column.map_or("", |column| column.about)),
        is_required: column.is_some_and(|column| column.required) || asks.is_required(),
        is_read_only: field.is_read_only,
        is_wide: field.is_wide,
        default: field.default.clone(),
        pick_list: asks.pick_list().to_owned(),
    }
}

/// The place of a field in a form without the numbers of rows: `determinations[2].taxon` is `determinations.taxon`.
pub(crate) fn place_of(control: &str) -> String {
    let mut out = String::with_capacity(control.len());
    let mut is_number = false;
    for letter in control.chars() {
        match letter {
            '[' => is_number = true,
            ']' => is_number = false,
            letter if !is_number => out.push(letter),
            _ => {}
        }
    }
    out
}

/// Writes into the cells of a new record what its form has it start with. `link` is that of a part, with a dot.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub(crate) fn fill_in(tx: &mut Tx<'_>, look: &Look, of: &Table, link: &str, sheet: &mut Sheet) -> Result<()> {
    let table = sheet.table;
    for (column, cell) in &mut sheet.cells {
        let name = table.at(*column).name;
        let default = asked(look, of, &format!("{link}{name}"), table, name).default;
        if !default.is_empty() && is_written(table, *column) {
            *cell = starting(tx, table, *column, &default)?;
        }
    }
    for (column, single) in &mut sheet.singles {
        let link = format!("{}.", table.at(*column).name);
        fill_in(tx, look, of, &link, single)?;
    }
    Ok(())
}

/// The cell that a default stands for: `today`, `me`, or what somebody would type.
fn starting(tx: &mut Tx<'_>, table: &Table, column: u16, default: &str) -> Result<Cell> {
    let of = table.at(column);
    let me = tx.access().agent;
    let plain = |text: String| Cell { text, id: None };
    Ok(match (&of.link, default, me) {
        (Some(link), "me", Some(agent)) => Cell { text: names::text(tx, link.to, agent)?, id: Some(agent) },
        (Some(_), "me", None) => Cell::default(),
        (None, "today", _) if of.kind.is_date() => plain(today(tx)),
        (None, ..) if of.kind == Kind::YesNo => plain(default.to_lowercase()),
        (Some(link), ..) if super::sheet::is_small(model().table(link.to)) => {
            let meant = names::meant(tx, model().table(link.to), default)?.ok();
            Cell { text: String::new(), id: meant }
        }
        _ => plain(default.to_owned()),
    })
}

fn today(tx: &Tx<'_>) -> String {
    tx.now().date().map(|day| shown_date(day, None)).unwrap_or_default()
}

/// Empties new rows and parts in which nothing stands but what they started with, so that they are not saved.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub(crate) fn leave_out_untouched(tx: &mut Tx<'_>, look: &Look, sheet: &mut Sheet) -> Result<()> {
    let of = sheet.table;
    leave_out_rows(tx, look, of, "", sheet)?;
    for (column, single) in &mut sheet.singles {
        let link = format!("{}.", of.at(*column).name);
        leave_out_rows(tx, look, of, &link, single)?;
        if single.id.is_some() || single.like.is_some() {
            continue;
        }
        let mut start = Sheet::new(single.table, &single.cells.keys().copied().collect::<Vec<_>>());
        fill_in(tx, look, of, &link, &mut start)?;
        single.empty_if_as(&start);
    }
    Ok(())
}

/// The same for the rows of one record of the form, which stands at `place`.
fn leave_out_rows(tx: &mut Tx<'_>, look: &Look, of: &Table, place: &str, owner: &mut Sheet) -> Result<()> {
    let table = owner.table;
    for (many, rows) in &mut owner.rows {
        let link = format!("{place}{}.", table.many[usize::from(*many)].name);
        for row in rows.iter_mut().filter(|row| row.id.is_none() && row.like.is_none()) {
            let mut start = Sheet::new(row.table, &row.cells.keys().copied().collect::<Vec<_>>());
            fill_in(tx, look, of, &link, &mut start)?;
            row.empty_if_as(&start);
        }
    }
    Ok(())
}

/// Takes what nobody may change by this form out of what was sent.
pub(crate) fn keep_read_only(look: &Look, sheet: &mut Sheet) {
    let of = sheet.table;
    let keep = |link: &str, sheet: &mut Sheet| {
        let table = sheet.table;
        sheet.cells.retain(|column, _| {
            let name = table.at(*column).name;
            !asked(look, of, &format!("{link}{name}"), table, name).is_read_only
        });
    };
    keep("", sheet);
    for (many, rows) in &mut sheet.rows {
        let link = format!("{}.", of.many[usize::from(*many)].name);
        rows.iter_mut().for_each(|row| keep(&link, row));
    }
    for (column, single) in &mut sheet.singles {
        let place = format!("{}.", of.at(*column).name);
        keep(&place, single);
        for (many, rows) in &mut single.rows {
            let link = format!("{place}{}.", single.table.many[usize::from(*many)].name);
            rows.iter_mut().for_each(|row| keep(&link, row));
        }
    }
}

/// What the form or the discipline requires and was left empty, by the names of the controls. What the model requires
/// is judged when the record is saved.
pub(crate) fn missing(look: &Look, sheet: &Sheet) -> Vec<Issue> {
    let of = sheet.table;
    let mut issues = Vec::new();
    let mut judge = |place: &str, link: &str, sheet: &Sheet| {
        for (column, _) in sheet.cells.iter().filter(|(_, cell)| cell.is_blank()) {
            let column = sheet.table.at(*column);
            let asked = asked(look, of, &format!("{link}{}", column.name), sheet.table, column.name);
            if asked.is_required && !column.required {
                let words = tf("{field} is needed here.", &[("field", &asked.caption)]);
                issues.push(Issue::error("required-by-form", format!("{place}{}", column.name), words));
            }
        }
    };
    judge("", "", sheet);
    let is_kept = |row: &Sheet| !row.is_removed && (row.id.is_some() || !row.cells.values().all(Cell::is_blank));
    let judge_rows = |place: &str, owner: &Sheet, judge: &mut dyn FnMut(&str, &str, &Sheet)| {
        for (many, rows) in &owner.rows {
            let name = format!("{place}{}", owner.table.many[usize::from(*many)].name);
            for (nth, row) in rows.iter().enumerate().filter(|(_, row)| is_kept(row)) {
                judge(&format!("{name}[{nth}]."), &format!("{name}."), row);
            }
        }
    };
    judge_rows("", sheet, &mut judge);
    for (column, single) in &sheet.singles {
        let place = format!("{}.", of.at(*column).name);
        // A record that is not there yet and stays empty misses nothing.
        if is_kept(single) || single.rows.values().flatten().any(is_kept) {
            judge(&place, &place, single);
        }
        judge_rows(&place, single, &mut judge);
    }
    issues
}

/// Whether a condition holds for what stands in a form. A field that does not stand there is no reason to hide anything.
pub(crate) fn holds(condition: &Condition, sheet: &Sheet, choice: impl Fn(&Table, i64) -> Option<String>) -> bool {
    let Some(column) = sheet.table.column(&condition.field) else { return true };
    let Some(cell) = sheet.cells.get(&column) else { return true };
    let of = sheet.table.at(column);
    let (words, code) = match (&of.link, codes_of(of)) {
        (Some(link), _) if cell.text.is_empty() => {
            (cell.id.and_then(|id| choice(model().table(link.to), id)).unwrap_or_default(), String::new())
        }
        (Some(_), _) => (cell.text.clone(), String::new()),
        (None, Some(codes)) => {
            let known = codes.iter().find(|(code, _)| code.to_string() == cell.text);
            (known.map_or_else(String::new, |(_, words)| (*words).to_owned()), cell.text.clone())
        }
        (None, None) if of.kind == Kind::YesNo && of.required && cell.text.is_empty() => {
            ("no".to_owned(), String::new())
        }
        (None, None) => (cell.text.clone(), String::new()),
    };
    condition.holds(&words, &code)
}

/// What somebody may do with the records of the parts of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rights {
    pub create: bool,
    pub update: bool,
    pub delete: bool,
}

impl Rights {
    /// What somebody may do with the records of a table.
    pub(crate) fn of(visitor: &Visitor, table: &Table) -> Self {
        let may = |action: Action| visitor.may(action.name(), table);
        Self { create: may(Action::Create), update: may(Action::Update), delete: may(Action::Delete) }
    }

    /// For each part of a form that holds other records, in order.
    pub(crate) fn of_parts(
        visitor: &Visitor,
        table: &'static Table,
        parts: &[Part],
    ) -> Vec<(vasculum_model::TableId, Self)> {
        parts.iter().map(|part| part.table(table)).map(|below| (below.id, Self::of(visitor, below))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vasculum_domain::forms::parse;

    #[test]
    fn rows_have_one_place() {
        for (control, expect) in
            [("determinations[12].taxon", "determinations.taxon"), ("remarks", "remarks"), ("a.b", "a.b")]
        {
            assert_eq!(place_of(control), expect);
        }
    }

    #[test]
    fn the_institutions_own_form_says_it_best() {
        let table = model().named("CollectionObject").unwrap();
        let attributes = model().named("CollectionObjectAttribute").unwrap();
        let fish = Look::shipped("fish");
        let place = "collectionObjectAttribute.text4";
        let sex = asked(&fish, table, place, attributes, "text4");
        assert_eq!((sex.caption.as_str(), sex.pick_list.as_str()), ("Sex", "Sex"));
        let own = parse(
            "table = \"CollectionObject\"\n[[section]]\nfields = [{ field = \"remarks\", caption = \"Notes\", required = true }]",
        );
        let look = fish.with(own.unwrap());
        let remarks = asked(&look, table, "remarks", table, "remarks");
        assert_eq!((remarks.caption.as_str(), remarks.is_required), ("Notes", true));
        let mut sheet = Sheet::new(table, &[table.column("remarks").unwrap()]);
        assert_eq!(missing(&look, &sheet).iter().map(|issue| issue.field.as_str()).collect::<Vec<_>>(), ["remarks"]);
        sheet.cells.values_mut().for_each(|cell| cell.text = "x".to_owned());
        assert_eq!(missing(&look, &sheet), []);
    }

    #[test]
    fn a_condition_is_held_against_the_words_of_codes_and_ticks() {
        let table = model().named("Agent").unwrap();
        let mut sheet = Sheet::new(table, &[table.column("agentType").unwrap()]);
        let person = Condition::parse("agentType = Person").unwrap();
        assert!(holds(&person, &sheet, |_, _| None), "a new agent is a person");
        sheet.cells.values_mut().for_each(|cell| cell.text = "0".to_owned());
        assert!(!holds(&person, &sheet, |_, _| None));
        let table = model().named("Taxon").unwrap();
        let sheet = Sheet::new(table, &[table.column("isHybrid").unwrap()]);
        assert!(!holds(&Condition::parse("isHybrid = yes").unwrap(), &sheet, |_, _| None));
        assert!(holds(&Condition::parse("isHybrid = no").unwrap(), &sheet, |_, _| None));
    }
}
