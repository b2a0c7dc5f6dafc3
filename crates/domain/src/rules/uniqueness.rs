//! Values that must not stand twice.
//!
//! Which ones, each discipline says itself, in the tables UniquenessRule and UniquenessRuleField. A field path may lead
//! over links with `__` between the names, as in Specify: `collectionobject__collection`.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use vasculum_model::names::{collection, discipline, division, institution, uniqueness_rule, uniqueness_rule_field};
use vasculum_model::{Col, Error, Issue, Level, Path, Record, Result, Step, Table, TableId, Value, model};
use vasculum_store::{Filter, Select, Test, Tx, WriteTx};

use super::places::places;
use super::{Saving, changed};
use crate::records;

/// A rule that every new discipline starts with.
#[derive(Debug, Clone, Copy)]
pub struct DefaultUniqueness {
    /// The table.
    pub table: &'static str,
    /// The values that must not stand twice together.
    pub fields: &'static [&'static str],
    /// Within which they must not: paths with `__`; nothing for the whole database.
    pub scope: &'static [&'static str],
    /// Whether the rule is part of the model and can't be taken away.
    pub fixed: bool,
}

const fn rule(
    table: &'static str,
    fields: &'static [&'static str],
    scope: &'static [&'static str],
    fixed: bool,
) -> DefaultUniqueness {
    DefaultUniqueness { table, fields, scope, fixed }
}

/// The rules that every new discipline starts with.
///
/// Source: Specify 7, `businessrules/uniqueness_rules.json`.
pub const DEFAULT_UNIQUENESS: &[DefaultUniqueness] = &[
    rule("Accession", &["accessionNumber"], &["division"], false),
    rule("AccessionAgent", &["role", "agent"], &["accession"], true),
    rule("AccessionAgent", &["role", "agent"], &["repositoryAgreement"], true),
    rule("AccessionAuthorization", &["permit"], &["accession"], false),
    rule("AccessionAuthorization", &["permit"], &["repositoryAgreement"], false),
    rule("Appraisal", &["appraisalNumber"], &["accession"], true),
    rule("Author", &["agent"], &["referenceWork"], true),
    rule("Author", &["orderNumber"], &["referenceWork"], false),
    rule("BorrowAgent", &["role", "agent"], &["borrow"], true),
    rule("Collection", &["collectionName"], &["discipline"], false),
    rule("Collection", &["code"], &["discipline"], false),
    rule("CollectingEvent", &["uniqueIdentifier"], &[], true),
    rule("CollectingEventAuthorization", &["permit"], &["collectingEvent"], false),
    rule("CollectingTripAuthorization", &["permit"], &["collectingTrip"], false),
    rule("CollectionObject", &["catalogNumber"], &["collection"], false),
    rule("CollectionObject", &["uniqueIdentifier"], &[], true),
    rule("CollectionObject", &["guid"], &[], false),
    rule("CollectionObjectGroupJoin", &["childCo"], &[], true),
    rule("CollectionObjectGroupJoin", &["childCog"], &[], true),
    rule("Storage", &["uniqueIdentifier"], &[], true),
    rule("Collector", &["agent"], &["collectingEvent"], true),
    rule("Deaccession", &["deaccessionNumber"], &[], false),
    rule("Determiner", &["agent"], &["determination"], true),
    rule("Discipline", &["name"], &["division"], false),
    rule("Disposal", &["disposalNumber"], &[], false),
    rule("DisposalAgent", &["role", "agent"], &["disposal"], true),
    rule("Division", &["name"], &["institution"], false),
    rule("ExchangeOut", &["exchangeOutNumber"], &["division"], false),
    rule("Extractor", &["agent"], &["dnaSequence"], true),
    rule("FundingAgent", &["agent"], &["collectingTrip"], true),
    rule("Gift", &["giftNumber"], &["discipline"], false),
    rule("GiftAgent", &["role", "agent"], &["gift"], true),
    rule("GroupPerson", &["member"], &["group"], true),
    rule("Institution", &["name"], &[], false),
    rule("Loan", &["loanNumber"], &["discipline"], false),
    rule("LoanAgent", &["role", "agent"], &["loan"], true),
    rule("Locality", &["uniqueIdentifier"], &[], true),
    rule("LocalityCitation", &["referenceWork"], &["locality"], true),
    rule("PcrPerson", &["agent"], &["dnaSequence"], true),
    rule("Permit", &["permitNumber"], &[], false),
    rule("PickList", &["name"], &["collection"], false),
    rule("Preparation", &["barCode"], &["collectionobject__collection"], true),
    rule("PrepType", &["name"], &["collection"], false),
    rule("RepositoryAgreement", &["repositoryAgreementNumber"], &["division"], false),
    rule("SpAppResourceData", &["spAppResource"], &[], false),
    rule("SpecifyUser", &["name"], &[], true),
    rule("TaxonTreeDef", &["name"], &["discipline"], false),
    rule("TaxonTreeDefItem", &["name"], &["treeDef"], false),
    rule("TaxonTreeDefItem", &["title"], &["treeDef"], false),
];

/// Writes the default rules for a discipline; rules for the whole database are written once. Returns how many.
///
/// # Errors
///
/// `Forbidden`, if the person may not write rules.
pub fn install_default_uniqueness(tx: &mut WriteTx<'_>, discipline: i64) -> Result<usize> {
    let known = rules(tx)?;
    let mut written = 0;
    for default in DEFAULT_UNIQUENESS {
        let table = named(default.table)?;
        let (fields, scopes) = (paths(table, default.fields)?, paths(table, default.scope)?);
        let wide = |path: &&str| matches!(*path, "division" | "institution");
        let global = default.scope.is_empty() || default.scope.iter().any(wide);
        let is_there = known.get(&table.id).is_some_and(|rules| {
            rules.iter().any(|rule| {
                let same = rule.fields == fields && rule.scopes == scopes;
                same && rule.disciplines.as_ref().is_none_or(|list| !global && list.contains(&discipline))
            })
        });
        if is_there {
            continue;
        }
        let rule = Record::new(uniqueness_rule::TABLE)
            .with(uniqueness_rule::MODELNAME, default.table)
            .with(uniqueness_rule::ISDATABASECONSTRAINT, default.fixed)
            .with(uniqueness_rule::DISCIPLINE, Some(discipline).filter(|_| !global));
        let rule = put_wide(tx, rule, global)?;
        let parts =
            default.fields.iter().map(|path| (path, false)).chain(default.scope.iter().map(|path| (path, true)));
        for (path, is_scope) in parts {
            let field = Record::new(uniqueness_rule_field::TABLE)
                .with(uniqueness_rule_field::FIELDPATH, *path)
                .with(uniqueness_rule_field::ISSCOPE, is_scope)
                .with(uniqueness_rule_field::UNIQUENESSRULE, rule);
            records::put(tx, None, field)?;
        }
        written += 1;
    }
    Ok(written)
}

/// Saves a rule; one for the whole database stays without a discipline, wherever the person works.
pub(super) fn put_wide(tx: &mut WriteTx<'_>, rule: Record, global: bool) -> Result<i64> {
    let (saved, _) = records::put(tx, None, rule)?;
    if global && !saved.get(uniqueness_rule::DISCIPLINE).is_null() {
        let wide = saved.clone().with(uniqueness_rule::DISCIPLINE, Value::Null);
        records::put(tx, Some(&saved), wide)?;
    }
    Ok(saved.id)
}

/// One rule as it is applied.
#[derive(Debug, Clone, PartialEq)]
struct Unique {
    fields: Vec<Path>,
    scopes: Vec<Path>,
    /// The disciplines in which it counts; nothing for everywhere.
    disciplines: Option<Vec<i64>>,
}

type Rules = HashMap<TableId, Vec<Unique>>;

/// The rules as they stand in the database, read once in a transaction.
fn rules(tx: &mut WriteTx<'_>) -> Result<Arc<Rules>> {
    let of = [uniqueness_rule::TABLE, uniqueness_rule_field::TABLE];
    tx.memo("uniqueness", &of, |tx| tx.unscoped(read_rules))
}

fn read_rules(tx: &mut Tx<'_>) -> Result<Rules> {
    let mut parts: HashMap<i64, (Vec<String>, Vec<String>)> = HashMap::new();
    for field in tx.select(&Select::all(uniqueness_rule_field::TABLE))? {
        let Some(rule) = field.int(uniqueness_rule_field::UNIQUENESSRULE) else { continue };
        let path = field.text(uniqueness_rule_field::FIELDPATH).unwrap_or("").to_owned();
        let (fields, scopes) = parts.entry(rule).or_default();
        if field.is(uniqueness_rule_field::ISSCOPE) { scopes.push(path) } else { fields.push(path) }
    }
    let mut rules = Rules::new();
    for rule in tx.select(&Select::all(uniqueness_rule::TABLE))? {
        let Some(table) = model().named(rule.text(uniqueness_rule::MODELNAME).unwrap_or("")) else { continue };
        let Some((fields, scopes)) = parts.remove(&rule.id) else { continue };
        // A rule about something that the model does not have can't be broken.
        let (Ok(fields), Ok(scopes)) = (paths(table, &fields), paths(table, &scopes)) else { continue };
        let list = rules.entry(table.id).or_default();
        let here = rule.int(uniqueness_rule::DISCIPLINE);
        match list.iter_mut().find(|known| known.fields == fields && known.scopes == scopes) {
            Some(known) => match (&mut known.disciplines, here) {
                (Some(disciplines), Some(here)) => disciplines.push(here),
                (disciplines, _) => *disciplines = None,
            },
            None => list.push(Unique { fields, scopes, disciplines: here.map(|here| vec![here]) }),
        }
    }
    Ok(rules)
}

/// The columns whose value stands only once in a collection, a discipline, a division or the whole database: what a copy
/// of a record can't have. Rules that look no further than the owner of a record, such as the place of an author in the
/// list of authors, do not count.
pub(crate) fn unique_everywhere(tx: &mut Tx<'_>) -> Result<HashMap<TableId, BTreeSet<u16>>> {
    let here = tx.access().collection.and_then(|id| {
        let places = &tx.access().hierarchy().collections;
        places.iter().find(|place| place.id == id).map(|place| place.discipline)
    });
    let mut columns: HashMap<TableId, BTreeSet<u16>> = HashMap::new();
    for (table, rules) in tx.unscoped(read_rules)? {
        for rule in rules {
            let counts = here.is_none_or(|here| rule.disciplines.as_ref().is_none_or(|list| list.contains(&here)));
            if counts && rule.scopes.iter().all(leads_to_place) {
                columns.entry(table).or_default().extend(rule.fields.iter().filter_map(start).map(|column| column.1));
            }
        }
    }
    Ok(columns)
}

/// Where records belong, in contrast to the records that own others.
const PLACES: [TableId; 4] = [collection::TABLE, discipline::TABLE, division::TABLE, institution::TABLE];

fn leads_to_place(path: &Path) -> bool {
    let link = path.column.and_then(|column| model().table(path.table).at(column).link.as_ref());
    link.is_some_and(|link| PLACES.contains(&link.to))
}

pub(super) fn named(name: &str) -> Result<&'static Table> {
    model().named(name).ok_or_else(|| Error::invalid(format!("There is no table ‘{name}’.")))
}

/// Reads Specify's paths, `collectionobject__collection`, in any case of letters.
pub(super) fn paths(table: &'static Table, texts: &[impl AsRef<str>]) -> Result<Vec<Path>> {
    texts
        .iter()
        .map(|text| {
            let mut here = table;
            let mut words = Vec::new();
            for word in text.as_ref().split("__").flat_map(|part| part.split('.')) {
                let column = here.columns.iter().find(|column| column.name.eq_ignore_ascii_case(word));
                words.push(column.map_or(word, |column| column.name));
                if let Some(link) = column.and_then(|column| column.link.as_ref()) {
                    here = model().table(link.to);
                }
            }
            Path::parse(table, &words.join("."))
        })
        .collect()
}

/// Rule 41: refuses a record whose values another one has already.
pub(super) fn unique(s: &mut Saving<'_, '_>) -> Result<()> {
    let rules = rules(s.tx)?;
    let Some(rules) = rules.get(&s.record.table) else { return Ok(()) };
    for rule in rules {
        if !concerns(s, rule) || is_refused(s, rule) || !counts_here(s, rule)? {
            continue;
        }
        if let Some(other) = conflict(s, rule)? {
            s.issues.push(refusal(s, rule, &other));
        }
    }
    Ok(())
}

/// Another record that has values which must not stand twice, if `record` were saved as it is.
pub(crate) fn twin(tx: &mut WriteTx<'_>, before: &Record, record: &Record) -> Result<Option<Record>> {
    let rules = rules(tx)?;
    let mut s = Saving { tx, before: Some(before), record: record.clone(), issues: Vec::new() };
    for rule in rules.get(&record.table).into_iter().flatten() {
        if concerns(&s, rule)
            && counts_here(&mut s, rule)?
            && let Some(other) = conflict(&mut s, rule)?
        {
            return Ok(Some(other));
        }
    }
    Ok(None)
}

/// The columns of a table of which some rule says that their values must not stand twice.
pub(crate) fn unique_columns(tx: &mut WriteTx<'_>, table: TableId) -> Result<Vec<u16>> {
    let rules = rules(tx)?;
    let fields = rules.get(&table).into_iter().flatten().flat_map(|rule| &rule.fields);
    Ok(fields.filter_map(start).map(|column| column.1).collect())
}

/// Whether another rule has refused the field already; once is enough.
fn is_refused(s: &Saving<'_, '_>, rule: &Unique) -> bool {
    let Some(column) = rule.fields.first().and_then(start) else { return false };
    let name = model().column(column).name;
    s.issues.iter().any(|issue| issue.level == Level::Error && issue.field == name)
}

/// The column of the record itself that a path starts with.
fn start(path: &Path) -> Option<Col> {
    match path.steps.first() {
        Some(Step::One(column)) => Some(Col(path.base, *column)),
        Some(Step::Many(_)) => None,
        None => path.column.map(|column| Col(path.base, column)),
    }
}

/// Whether the record is new in what the rule is about, and none of the values is missing.
fn concerns(s: &Saving<'_, '_>, rule: &Unique) -> bool {
    let starts: Vec<Col> = rule.fields.iter().chain(&rule.scopes).filter_map(start).collect();
    starts.iter().all(|column| !s.record.get(*column).is_null()) && starts.iter().any(|column| changed(s, *column))
}

/// Whether the rule counts in the discipline of the record; where that is not known, every rule does.
fn counts_here(s: &mut Saving<'_, '_>, rule: &Unique) -> Result<bool> {
    let Some(disciplines) = &rule.disciplines else { return Ok(true) };
    let places = places(s.tx)?;
    let access = s.tx.access();
    let here = places.discipline_of(&s.record).or_else(|| {
        let place = places.collection(access.collection?)?;
        place.int(collection::DISCIPLINE)
    });
    Ok(here.is_none_or(|here| disciplines.contains(&here)))
}

/// At most so many records with the same values are looked at.
const CANDIDATES: u64 = 1_000;

/// The first record that has the same values, over everything.
fn conflict(s: &mut Saving<'_, '_>, rule: &Unique) -> Result<Option<Record>> {
    let mut owners = rule.fields.iter().chain(&rule.scopes).filter(|path| path.steps.is_empty()).filter_map(start);
    if owners.any(|link| s.record.int(link).is_some_and(|owner| s.tx.is_surely_without(link, owner))) {
        return Ok(None);
    }
    if let [field] = rule.fields.as_slice()
        && field.steps.is_empty()
        && let Some(column) = start(field)
        && s.record.text(column).is_some_and(|text| s.tx.is_surely_free(column, text))
    {
        return Ok(None);
    }
    let filter = Filter::And(narrowing(&s.record, rule));
    let select = Select::all(s.record.table).matching(filter).at_most(CANDIDATES);
    let candidates = s.tx.unscoped(|tx| tx.select(&select))?;
    for candidate in candidates.into_iter().filter(|candidate| candidate.id != s.record.id) {
        let mut same = true;
        for path in rule.fields.iter().chain(&rule.scopes) {
            let (ours, theirs) = s.tx.unscoped(|tx| Ok((value(tx, &s.record, path)?, value(tx, &candidate, path)?)))?;
            same = is_same(&ours, &theirs);
            if !same {
                break;
            }
        }
        if same {
            return Ok(Some(candidate));
        }
    }
    Ok(None)
}

/// The tests by which the database finds the few records that may conflict: one that an index answers, and no other
/// that could lead it to a longer way. What the tests leave open is compared afterwards.
fn narrowing(record: &Record, rule: &Unique) -> Vec<Filter> {
    let test = |column: Col| match record.get(column) {
        Value::Text(text) => Filter::test(column, Test::IsCaseless(text.to_string())),
        value => Filter::is(column, value.clone()),
    };
    let direct =
        |paths: &[Path]| -> Vec<Col> { paths.iter().filter(|path| path.steps.is_empty()).filter_map(start).collect() };
    let (fields, scopes) = (direct(&rule.fields), direct(&rule.scopes));
    if let [field] = fields.as_slice()
        && model().column(*field).kind.is_text()
    {
        return vec![test(*field)];
    }
    let owner = scopes
        .iter()
        .find(|scope| model().column(**scope).link.as_ref().is_some_and(|link| !PLACES.contains(&link.to)));
    match owner {
        Some(owner) => vec![test(*owner)],
        None => fields.into_iter().chain(scopes).map(test).collect(),
    }
}

/// The value at a path from a record that may not be saved yet.
fn value(tx: &mut Tx<'_>, record: &Record, path: &Path) -> Result<Value> {
    let Some((Step::One(first), rest)) = path.steps.split_first() else {
        return Ok(path.column.map_or(Value::Int(record.id), |column| record.values[usize::from(column)].clone()));
    };
    let link = &record.of().at(*first).link;
    let (Some(link), Some(id)) = (link, record.values[usize::from(*first)].int()) else { return Ok(Value::Null) };
    let rest = Path { base: link.to, steps: rest.to_vec(), table: path.table, column: path.column };
    let select = Select::all(link.to).matching(Filter::Ids(vec![id]));
    Ok(tx.values(&select, &[rest])?.pop().and_then(|mut row| row.pop()).unwrap_or_default())
}

fn is_same(ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::Null, _) | (_, Value::Null) => false,
        (Value::Text(ours), Value::Text(theirs)) => ours.eq_ignore_ascii_case(theirs),
        _ => ours == theirs,
    }
}

fn refusal(s: &Saving<'_, '_>, rule: &Unique, other: &Record) -> Issue {
    let names: Vec<String> = rule.fields.iter().map(Path::to_string).collect();
    let values: Vec<String> = rule
        .fields
        .iter()
        .filter_map(start)
        .map(|column| match s.record.get(column) {
            Value::Text(text) => format!("‘{text}’"),
            value => value.to_string(),
        })
        .collect();
    let words = format!(
        "{} {} is already that of {} {}.",
        names.join(" with "),
        values.join(" with "),
        other.of().name,
        other.id
    );
    Issue::error("not-unique", names.first().cloned().unwrap_or_default(), words)
}

/// Values that stand more than once and so break a rule before it is made.
#[derive(Debug, Clone, PartialEq)]
pub struct Duplicate {
    /// The values of the fields, then those of the scope.
    pub values: Vec<Value>,
    /// How many records have them.
    pub count: i64,
}

/// At most so many duplicates are shown.
const SHOWN: u64 = 1_000;

/// What breaks a rule that is about to be made: values of `fields` that stand more than once within the same values of
/// `scopes`, most first, over everything. Paths may have `__` or dots between their names.
///
/// # Errors
///
/// `Invalid`, if the table does not have one of the fields.
pub fn duplicates(tx: &mut Tx<'_>, table: TableId, fields: &[&str], scopes: &[&str]) -> Result<Vec<Duplicate>> {
    let of = model().table(table);
    let mut all = paths(of, fields)?;
    all.extend(paths(of, scopes)?);
    let found = tx.unscoped(|tx| tx.repeated(&Select::all(table), &all, SHOWN))?;
    Ok(found.into_iter().map(|(values, count)| Duplicate { values, count }).collect())
}
