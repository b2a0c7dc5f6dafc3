//! Uniqueness rules as their editor changes them: no rule comes into force while records break it.

use vasculum_model::names::{collection, uniqueness_rule, uniqueness_rule_field};
use vasculum_model::{Code, Col, Error, Path, Record, Result, Scope, Table, TableId, Value, model};
use vasculum_store::{Action, Filter, Select, Test, Tx, WriteTx};

use super::uniqueness::{Duplicate, named, paths, put_wide};
use crate::records;

/// A rule as somebody may see it.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// The record.
    pub id: i64,
    /// The table.
    pub table: &'static Table,
    /// The values that must not stand twice together: paths with dots.
    pub fields: Vec<String>,
    /// Within which they must not; nothing for the whole database.
    pub scopes: Vec<String>,
    /// Whether the program needs it, so that it can't be changed.
    pub is_fixed: bool,
    /// Whether it counts in the whole institution.
    pub is_wide: bool,
}

/// The rules that count where somebody works, by table.
///
/// # Errors
///
/// `Forbidden`, if they may not read rules.
pub fn listed(tx: &mut Tx<'_>) -> Result<Vec<Rule>> {
    let records = tx.select(&Select::all(uniqueness_rule::TABLE))?;
    let parts = tx.select(&Select::all(uniqueness_rule_field::TABLE))?;
    let mut rules: Vec<Rule> = records.iter().filter_map(|record| rule(record, &parts)).collect();
    rules.sort_by(|a, b| (a.table.name, &a.fields, &a.scopes).cmp(&(b.table.name, &b.fields, &b.scopes)));
    Ok(rules)
}

fn rule(record: &Record, parts: &[Record]) -> Option<Rule> {
    let table = model().named(record.text(uniqueness_rule::MODELNAME)?)?;
    let of = |is_scope: bool| -> Vec<String> {
        let theirs = parts.iter().filter(|part| part.int(uniqueness_rule_field::UNIQUENESSRULE) == Some(record.id));
        let theirs = theirs.filter(|part| part.is(uniqueness_rule_field::ISSCOPE) == is_scope);
        theirs.filter_map(|part| spelt(table, part.text(uniqueness_rule_field::FIELDPATH)?)).collect()
    };
    Some(Rule {
        id: record.id,
        table,
        fields: of(false),
        scopes: of(true),
        is_fixed: record.is(uniqueness_rule::ISDATABASECONSTRAINT),
        is_wide: record.get(uniqueness_rule::DISCIPLINE).is_null(),
    })
}

/// A path as the model spells it, `collectionObject.collection`.
fn spelt(table: &'static Table, text: &str) -> Option<String> {
    let path = paths(table, &[text]).ok()?.pop()?;
    Some(path.to_string())
}

/// What stands in the way of a rule.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Check {
    /// Values that stand more than once, as far as the person may see the records; most first, at most 1,000.
    pub seen: Vec<Duplicate>,
    /// How many there are, whoever may see them; at most 1,000 are counted.
    pub total: usize,
}

/// At most so many are looked for.
pub const MOST: usize = 1_000;

/// Whether records break a rule: values that stand more than once within the scope. A rule of a discipline is held
/// against its own records alone.
///
/// # Errors
///
/// - `Invalid`: there is no such table or field, or a path leads to many records.
/// - `Forbidden`: the person may not read the table.
pub fn check(tx: &mut Tx<'_>, table: &str, fields: &[String], scopes: &[String]) -> Result<Check> {
    let table = named(table)?;
    let all = read(table, fields, scopes)?;
    let within = match is_wide(&all[fields.len()..]) {
        true => Filter::All,
        false => of_discipline(tx, table),
    };
    let select = Select::all(table.id).matching(within);
    let found = tx.repeated(&select, &all, MOST as u64)?;
    let total = tx.unscoped(|tx| tx.repeated(&select, &all, MOST as u64))?.len();
    let seen = found.into_iter().map(|(values, count)| Duplicate { values, count }).collect();
    Ok(Check { seen, total })
}

fn read(table: &'static Table, fields: &[String], scopes: &[String]) -> Result<Vec<Path>> {
    if fields.is_empty() {
        return Err(Error::invalid("A rule needs at least one field."));
    }
    let mut all = paths(table, fields)?;
    all.extend(paths(table, scopes)?);
    for (nth, path) in all.iter().enumerate() {
        if !path.is_single() {
            return Err(Error::invalid(format!("‘{path}’ leads to many records; a rule needs one value.")));
        }
        if all[..nth].contains(path) {
            return Err(Error::invalid(format!("‘{path}’ is named twice.")));
        }
    }
    Ok(all)
}

/// Whether a rule with this scope counts in the whole institution.
fn is_wide(scopes: &[Path]) -> bool {
    let wide = [vasculum_model::names::division::TABLE, vasculum_model::names::institution::TABLE];
    let to =
        |path: &Path| path.column.and_then(|at| model().table(path.table).at(at).link.as_ref().map(|link| link.to));
    scopes.is_empty() || scopes.iter().filter_map(to).any(|table| wide.contains(&table))
}

/// The records of a table that belong to the discipline that one works in, where they say so themselves.
fn of_discipline(tx: &Tx<'_>, table: &Table) -> Filter {
    let Some(here) = discipline(tx) else { return Filter::All };
    match table.scope {
        Scope::Discipline(column) => Filter::is(Col(table.id, column), here),
        Scope::Collection(column) => {
            let places = &tx.access().hierarchy().collections;
            let ids = places.iter().filter(|place| place.discipline == here).map(|place| Value::Int(place.id));
            Filter::test(Col(table.id, column), Test::In(ids.collect()))
        }
        _ => Filter::All,
    }
}

fn discipline(tx: &Tx<'_>) -> Option<i64> {
    let access = tx.access();
    let places = &access.hierarchy().collections;
    access.collection.and_then(|id| places.iter().find(|place| place.id == id)).map(|place| place.discipline)
}

/// Makes a rule, or changes one. It comes into force only if no records break it.
///
/// # Errors
///
/// - `Conflict`: records break it; the message says how many values stand more than once.
/// - `Invalid`: there is no such field, the same rule is there already, or the rule is one that the program needs.
/// - `Forbidden`: the person may not change rules, or not those of the whole institution.
pub fn save(tx: &mut WriteTx<'_>, id: Option<i64>, table: &str, fields: &[String], scopes: &[String]) -> Result<i64> {
    let of = named(table)?;
    let all = read(of, fields, scopes)?;
    let wide = is_wide(&all[fields.len()..]);
    may_change(tx, wide)?;
    let spelt: Vec<String> = all.iter().map(Path::to_string).collect();
    let (fields, scopes) = spelt.split_at(fields.len());
    let twin = |rule: &Rule| rule.table.id == of.id && rule.fields == fields && rule.scopes == scopes;
    if listed(tx)?.iter().any(|rule| twin(rule) && Some(rule.id) != id) {
        return Err(Error::invalid("There is such a rule already."));
    }
    let broken = check(tx, of.name, fields, scopes)?;
    if broken.total > 0 {
        let words = match broken.total {
            1 => "One value stands more than once.".to_owned(),
            MOST => format!("{MOST} values or more stand more than once."),
            total => format!("{total} values stand more than once."),
        };
        return Err(Error::new(Code::Conflict, words).hint("Change or merge these records first; then save the rule."));
    }
    let rule = match id {
        Some(id) => {
            let before = changeable(tx, id)?;
            forget_parts(tx, id)?;
            let after = before
                .clone()
                .with(uniqueness_rule::MODELNAME, of.name)
                .with(uniqueness_rule::DISCIPLINE, if wide { None } else { discipline(tx) });
            records::put(tx, Some(&before), after)?;
            id
        }
        None => {
            let rule = Record::new(uniqueness_rule::TABLE)
                .with(uniqueness_rule::MODELNAME, of.name)
                .with(uniqueness_rule::ISDATABASECONSTRAINT, false)
                .with(uniqueness_rule::DISCIPLINE, if wide { None } else { discipline(tx) });
            put_wide(tx, rule, wide)?
        }
    };
    for (path, is_scope) in fields.iter().map(|path| (path, false)).chain(scopes.iter().map(|path| (path, true))) {
        let part = Record::new(uniqueness_rule_field::TABLE)
            .with(uniqueness_rule_field::FIELDPATH, path.replace('.', "__"))
            .with(uniqueness_rule_field::ISSCOPE, is_scope)
            .with(uniqueness_rule_field::UNIQUENESSRULE, rule);
        records::put(tx, None, part)?;
    }
    Ok(rule)
}

fn may_change(tx: &Tx<'_>, wide: bool) -> Result<()> {
    if !wide || tx.access().may("/table/uniquenessrule", Action::Update.name(), None) {
        return Ok(());
    }
    Err(Error::forbidden("This rule counts in the whole institution, which you may not set up.")
        .hint("Choose a collection or an owner within which the values must not stand twice."))
}

fn changeable(tx: &mut Tx<'_>, id: i64) -> Result<Record> {
    let record = tx.get(uniqueness_rule::TABLE, id)?;
    if record.is(uniqueness_rule::ISDATABASECONSTRAINT) {
        return Err(Error::invalid("The program needs this rule; it can’t be changed."));
    }
    may_change(tx, record.get(uniqueness_rule::DISCIPLINE).is_null())?;
    Ok(record)
}

fn forget_parts(tx: &mut WriteTx<'_>, rule: i64) -> Result<()> {
    let parts =
        Select::all(uniqueness_rule_field::TABLE).matching(Filter::is(uniqueness_rule_field::UNIQUENESSRULE, rule));
    for part in tx.select(&parts)? {
        records::delete(tx, uniqueness_rule_field::TABLE, part.id, None)?;
    }
    Ok(())
}

/// Takes a rule away; the records stay as they are.
///
/// # Errors
///
/// - `Invalid`: the program needs it.
/// - `NotFound`, `Forbidden`.
pub fn delete(tx: &mut WriteTx<'_>, id: i64) -> Result<()> {
    changeable(tx, id)?;
    forget_parts(tx, id)?;
    records::delete(tx, uniqueness_rule::TABLE, id, None)
}

/// What a rule of a table may be about, and within what: the names of fields and links, best first; and paths over one
/// link to a collection.
pub fn choices(table: &'static Table) -> (Vec<String>, Vec<String>) {
    let plain = |column: &&vasculum_model::Column| {
        !column.spare && !records::is_set_by_vasculum(table, table.column(column.name).unwrap_or(0))
    };
    let fields: Vec<String> = table.columns.iter().filter(plain).map(|column| column.name.to_owned()).collect();
    let mut scopes: Vec<String> = Vec::new();
    for column in table.columns.iter().filter(plain) {
        let Some(link) = &column.link else { continue };
        scopes.push(column.name.to_owned());
        let to = model().table(link.to);
        if let Scope::Collection(theirs) = to.scope
            && model().column(Col(to.id, theirs)).link.as_ref().is_some_and(|link| link.to == collection::TABLE)
        {
            scopes.push(format!("{}.{}", column.name, to.at(theirs).name));
        }
    }
    let rank = |name: &String| !matches!(name.as_str(), "collection" | "discipline" | "division" | "institution");
    scopes.sort_by_key(rank);
    (fields, scopes)
}

/// The tables that rules can be about: those that people meet.
pub fn tables() -> Vec<&'static Table> {
    let mut tables: Vec<&'static Table> = model().tables().filter(|table| table.is_shown()).collect();
    tables.sort_by_key(|table| table.name);
    tables
}

/// The table of a rule's field, for the address of a list: whether the value is the id of a linked record.
pub fn is_link(table: TableId, path: &str) -> bool {
    let path = Path::parse(model().table(table), path).ok();
    path.and_then(|path| Some(model().table(path.table).at(path.column?).link.is_some())).unwrap_or(false)
}
