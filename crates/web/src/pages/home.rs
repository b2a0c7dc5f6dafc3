//! `/`: the collection at a glance.
//!
//! The numbers are worked out from all records, which takes a while in a large collection. So they are remembered: until
//! something changed where that is quick, and where it is slow the former ones are shown while new ones are made.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};
use vasculum_model::names::{
    collecting_event, collection_object, determination, geography, loan, locality, preparation, taxon,
};
use vasculum_model::tree::{TREES, Tree};
use vasculum_model::{Code, Date, Path, Result, Table, TableId, Timestamp, Value, model};
use vasculum_store::{Access, Filter, Select, Test, Tx};

use super::entry::drafts::{self, Waiting};
use super::grid::Grid;
use super::history::{self, Event};
use super::value::shown_date;
use super::visitor::Visitor;
use super::{record_path, words};
use crate::App;
use crate::respond::{Refused, escaped};
use crate::ui::Level;
use crate::ui::components::{
    Bar, Column, ColumnKind, Look, Row, Table as Shown, Tile, TimeColumn, badge, bar_list, data_table, empty_state,
    link_button, section, stat_tile, time_columns,
};
use crate::ui::frame::Page;
use crate::ui::locale;
use crate::ui::words::{Words, t, tf, tn};

const WORDS: &Words<'static> = &Words::ENGLISH;
const OBJECTS: &str = "/data/CollectionObject";
/// The rank of families, and of countries, in the trees of Specify.
const FAMILY: i64 = 140;
const COUNTRY: i64 = 200;
/// So many families and countries are shown.
const MOST: usize = 10;
/// So many loans are shown.
const LATEST: u64 = 8;
/// So many changes stand beside the charts, which are as high.
const LATELY: u64 = 5;

/// The numbers of a collection.
#[derive(Debug, Default)]
struct Holdings {
    objects: i64,
    individuals: i64,
    preparations: i64,
    pieces: i64,
    types: i64,
    taxa: usize,
    georeferenced: i64,
    /// Year and how many objects were catalogued in it, by year, without gaps.
    years: Vec<(i32, i64)>,
    /// Node, name, how many objects.
    families: Vec<(i64, String, i64)>,
    countries: Vec<(i64, String, i64)>,
}

/// One open loan.
#[derive(Debug)]
struct OpenLoan {
    id: i64,
    number: String,
    to: String,
    due: Option<Date>,
    pieces: i64,
}

/// What the home page shows.
#[derive(Debug, Default)]
struct Home {
    holdings: Option<Arc<Holdings>>,
    /// Whether the numbers are those of a moment ago, and new ones are being made.
    is_old: bool,
    loans: Option<(Vec<OpenLoan>, i64, i64)>,
    events: Vec<Event>,
    today: Option<Date>,
    /// What the person typed and did not save, with what it is of.
    drafts: Vec<(Waiting, String)>,
}

/// `GET /`.
pub async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Refused> {
    let seer = visitor.clone();
    let mut home = app.read(visitor.access.clone(), move |tx| read(tx, &seer)).await?;
    if visitor.may_read(collection_object::TABLE) {
        (home.holdings, home.is_old) = numbers(&app, &visitor).await?;
    }
    Ok(page(&visitor, &home))
}

/// The tables whose records are counted.
const COUNTED: &[TableId] = &[
    collection_object::TABLE,
    determination::TABLE,
    preparation::TABLE,
    collecting_event::TABLE,
    locality::TABLE,
    taxon::TABLE,
    geography::TABLE,
];

/// Whose numbers: the collection, and which of the counted tables may be read. All who may read the same tables of a
/// collection see the same numbers.
type Whose = (i64, Vec<bool>);

/// The numbers of collections as they were worked out last; they can be thrown away at any time.
#[derive(Default)]
pub(crate) struct Numbers {
    known: Mutex<HashMap<Whose, Known>>,
}

#[derive(Clone)]
struct Known {
    /// The latest change set when they were worked out.
    upto: i64,
    /// How long that took.
    took: Duration,
    holdings: Option<Arc<Holdings>>,
    is_renewing: bool,
}

/// What takes longer than this is not waited for as long as there are former numbers.
const SLOW: Duration = Duration::from_millis(100);
/// More than this is forgotten together.
const MOST_KNOWN: usize = 1_000;

impl Numbers {
    fn lock(&self) -> MutexGuard<'_, HashMap<Whose, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The numbers for somebody, and whether they are old.
async fn numbers(app: &App, visitor: &Visitor) -> Result<(Option<Arc<Holdings>>, bool)> {
    let Some(collection) = visitor.access.collection else {
        let holdings = app.read(visitor.access.clone(), |tx| or_none(holdings(tx))).await?;
        return Ok((holdings.map(Arc::new), false));
    };
    let whose = (collection, COUNTED.iter().map(|table| visitor.may_read(*table)).collect());
    let known = app.numbers().lock().get(&whose).cloned();
    let Some(known) = known else { return Ok((renew(app, visitor.access.clone(), whose).await?, false)) };
    let upto = known.upto;
    let is_old = app
        .read(Access::system("numbers"), move |tx| Ok(tx.latest_change()? != upto && tx.touched_since(upto, COUNTED)?))
        .await?;
    if !is_old {
        return Ok((known.holdings, false));
    }
    if known.took < SLOW {
        return Ok((renew(app, visitor.access.clone(), whose).await?, false));
    }
    if !known.is_renewing {
        if let Some(known) = app.numbers().lock().get_mut(&whose) {
            known.is_renewing = true;
        }
        let (app, access) = (app.clone(), visitor.access.clone());
        tokio::spawn(async move {
            if let Err(error) = renew(&app, access, whose.clone()).await {
                tracing::warn!(message = %error.message, "the numbers of a home page could not be made");
                app.numbers().lock().remove(&whose);
            }
        });
    }
    Ok((known.holdings, true))
}

/// Works the numbers out and remembers them.
async fn renew(app: &App, access: Access, whose: Whose) -> Result<Option<Arc<Holdings>>> {
    let start = Instant::now();
    let (upto, holdings) = app.read(access, |tx| Ok((tx.latest_change()?, or_none(holdings(tx))?))).await?;
    let holdings = holdings.map(Arc::new);
    let known = Known { upto, took: start.elapsed(), holdings: holdings.clone(), is_renewing: false };
    let mut all = app.numbers().lock();
    if all.len() >= MOST_KNOWN {
        all.clear();
    }
    all.insert(whose, known);
    Ok(holdings)
}

fn read(tx: &mut Tx<'_>, visitor: &Visitor) -> Result<Home> {
    let now: Timestamp = tx.now();
    let mut home = Home { today: now.date(), ..Home::default() };
    if visitor.may_read(loan::TABLE) {
        home.loans = or_none(loans(tx, home.today))?;
    }
    home.drafts = drafts::own(tx)?;
    home.events = or_none(history::latest(tx, visitor, LATELY))?.unwrap_or_default();
    Ok(home)
}

/// Nothing in place of what the person may not see.
fn or_none<T>(read: Result<T>) -> Result<Option<T>> {
    match read {
        Err(error) if error.code == Code::Forbidden => Ok(None),
        other => other.map(Some),
    }
}

fn path(table: TableId, text: &str) -> Result<Path> {
    Path::parse(model().table(table), text)
}

fn holdings(tx: &mut Tx<'_>) -> Result<Holdings> {
    let all = Select::all(collection_object::TABLE);
    let types = Filter::test(determination::TYPE_STATUS_NAME, Test::Contains(String::new()));
    let places = path(collection_object::TABLE, "collectingEvent.locality.latitude1")?;
    let with_place = Filter::Test(places, Test::AtLeast(Value::Decimal(vasculum_model::Decimal::new(-90, 0))));
    let current = Select::all(determination::TABLE).matching(Filter::is(determination::IS_CURRENT, true));
    let by_taxon = tx.tally(&current, &path(determination::TABLE, "taxon")?, 1_000_000)?;
    let by_place = tx.tally(&all, &path(collection_object::TABLE, "collectingEvent.locality.geography")?, 1_000_000)?;
    Ok(Holdings {
        objects: tx.count(&all)?,
        individuals: tx.sum(collection_object::TABLE, collection_object::COUNT_AMT, Filter::All)?,
        pieces: tx.sum(preparation::TABLE, preparation::COUNT_AMT, Filter::All)?,
        preparations: tx.count(&Select::all(preparation::TABLE))?,
        types: tx.count(&Select::all(determination::TABLE).matching(types))?,
        taxa: by_taxon.iter().filter(|(taxon, _)| !taxon.is_null()).count(),
        georeferenced: tx.count(&all.clone().matching(with_place))?,
        years: years(&tx.tally(&all, &path(collection_object::TABLE, "catalogedDate")?, 100_000)?),
        families: of_rank(tx, taxon::TABLE, FAMILY, &by_taxon)?,
        countries: of_rank(tx, geography::TABLE, COUNTRY, &by_place)?,
    })
}

/// Days and counts become years and counts; years without anything are there too, as they are in a chart.
fn years(days: &[(Value, i64)]) -> Vec<(i32, i64)> {
    let mut years: HashMap<i32, i64> = HashMap::new();
    for (day, count) in days {
        if let Some(day) = day.date() {
            *years.entry(day.year()).or_default() += count;
        }
    }
    let (Some(first), Some(last)) = (years.keys().min().copied(), years.keys().max().copied()) else {
        return Vec::new();
    };
    let first = first.max(last - 119);
    (first..=last).map(|year| (year, years.get(&year).copied().unwrap_or(0))).collect()
}

/// Counts by node become counts by its ancestor of a rank, most first: followed upwards rank by rank, all nodes at once.
fn of_rank(tx: &mut Tx<'_>, table: TableId, rank: i64, counts: &[(Value, i64)]) -> Result<Vec<(i64, String, i64)>> {
    let Some(tree) = TREES.iter().find(|tree| tree.node == table) else { return Ok(Vec::new()) };
    let mut waiting: HashMap<i64, i64> =
        counts.iter().filter_map(|(node, count)| Some((node.int()?, *count))).collect();
    let mut found: HashMap<i64, (String, i64)> = HashMap::new();
    for _ in 0..40 {
        if waiting.is_empty() {
            break;
        }
        waiting = one_up(tx, tree, rank, &waiting, &mut found)?;
    }
    let mut list: Vec<(i64, String, i64)> = found.into_iter().map(|(id, (name, count))| (id, name, count)).collect();
    list.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| a.1.cmp(&b.1)));
    Ok(list)
}

fn one_up(
    tx: &mut Tx<'_>,
    tree: &Tree,
    rank: i64,
    waiting: &HashMap<i64, i64>,
    found: &mut HashMap<i64, (String, i64)>,
) -> Result<HashMap<i64, i64>> {
    let table = model().table(tree.node);
    let name = |column: vasculum_model::Col| table.at(column.1).name;
    let paths = [
        path(tree.node, "id")?,
        path(tree.node, name(tree.parent))?,
        path(tree.node, name(tree.rank_id))?,
        path(tree.node, name(tree.name))?,
    ];
    let nodes = Select::all(tree.node).matching(Filter::Ids(waiting.keys().copied().collect()));
    let mut next: HashMap<i64, i64> = HashMap::new();
    for row in tx.values(&nodes, &paths)? {
        let Some(id) = row[0].int() else { continue };
        let count = waiting.get(&id).copied().unwrap_or(0);
        match (row[2].int().unwrap_or(0), row[1].int()) {
            (theirs, _) if theirs == rank => {
                let entry = found.entry(id).or_insert_with(|| (row[3].text().unwrap_or_default().to_owned(), 0));
                entry.1 += count;
            }
            (theirs, Some(parent)) if theirs > rank => *next.entry(parent).or_default() += count,
            _ => {}
        }
    }
    Ok(next)
}

/// The loans that are due first, how many are open, and how many of them overdue.
fn loans(tx: &mut Tx<'_>, today: Option<Date>) -> Result<(Vec<OpenLoan>, i64, i64)> {
    let open = Select::all(loan::TABLE).matching(Filter::Not(Box::new(Filter::is(loan::IS_CLOSED, true))));
    let count = tx.count(&open)?;
    let overdue = match today {
        Some(today) => {
            tx.count(&open.clone().matching(Filter::test(loan::CURRENT_DUE_DATE, Test::Less(today.into()))))?
        }
        None => 0,
    };
    let known = Filter::Not(Box::new(Filter::test(loan::CURRENT_DUE_DATE, Test::Empty)));
    let first = open.matching(known).sorted(vec![(path(loan::TABLE, "currentDueDate")?, false)]).at_most(LATEST);
    let records = tx.select(&first)?;
    let ids: Vec<i64> = records.iter().map(|record| record.id).collect();
    let mut to = Grid::new(tx, &records).column("loanAgents.agent")?;
    let mut pieces: HashMap<i64, i64> = HashMap::new();
    for (id, line) in super::grid::or_nothing(tx.children(&ids, loan::LOAN_PREPARATIONS))? {
        *pieces.entry(id).or_default() += line.int(vasculum_model::names::loan_preparation::QUANTITY).unwrap_or(0);
    }
    let list = records
        .iter()
        .map(|record| OpenLoan {
            id: record.id,
            number: record.text(loan::LOAN_NUMBER).unwrap_or_default().to_owned(),
            // The first one is the borrower.
            to: to
                .remove(&record.id)
                .and_then(|cell| cell.values.into_iter().next())
                .map(|one| one.text)
                .unwrap_or_default(),
            due: record.get(loan::CURRENT_DUE_DATE).date(),
            pieces: pieces.get(&record.id).copied().unwrap_or(0),
        })
        .collect();
    Ok((list, count, overdue))
}

fn page(visitor: &Visitor, home: &Home) -> Response {
    let place = visitor.place();
    let title = place.map_or("Vasculum", |place| place.name.as_str());
    let objects = model().table(collection_object::TABLE);
    let actions = visitor
        .may("create", objects)
        .then(|| link_button(&words::new(objects), &format!("{OBJECTS}/new"), "plus", Look::Primary, "c"));
    let body = if place.is_some() { body(home) } else { nothing_open() };
    let content = Page { title, actions, body, ..Page::default() };
    visitor.page("home", content)
}

/// What somebody sees who may enter no collection.
fn nothing_open() -> Markup {
    empty_state(
        "lock",
        t("No collection is open to you yet"),
        t("Ask somebody who manages the users of your institution."),
        None,
    )
}

fn body(home: &Home) -> Markup {
    let is_empty = home.holdings.as_ref().is_some_and(|holdings| holdings.objects == 0);
    html! {
        div class="work" {
            (drafts::panel(&home.drafts))
            @if is_empty {
                (empty_state("archive", t("Nothing is catalogued here yet"), t("Catalogue the first object by hand, or bring a Darwin Core archive in with ‘vasculum import dwca’."), None))
            }
            @if let Some(holdings) = home.holdings.as_ref().filter(|_| !is_empty) { (tiles(holdings, home)) }
            @if home.is_old { p class="muted" { (t("The numbers are those of a moment ago; new ones are being counted.")) } }
            div class="panels" {
                @if let Some(holdings) = home.holdings.as_ref().filter(|_| !is_empty) { (charts(holdings)) }
                @if !home.events.is_empty() {
                    div class="panel" { (section(t("Done lately"), Some(&html! { a href="/changes" { (t("All changes")) } }), &history::timeline_of(&home.events))) }
                }
                @if let Some(holdings) = home.holdings.as_ref().filter(|holdings| holdings.years.len() > 1) {
                    div class="panel panel-full" { (section(t("Catalogued by year"), None, &by_year(&holdings.years))) }
                }
                @if let Some((list, open, _)) = home.loans.as_ref().filter(|(_, open, _)| *open > 0) {
                    div class="panel panel-full" { (section(t("Loans due"), Some(&html! { a href=(open_loans()) { (tn(*open, "{n} open loan", "All {n} open loans")) } }), &loans_due(home, list))) }
                }
            }
        }
    }
}

fn filtered(table: &str, filters: &[&str]) -> String {
    let filters: Vec<String> = filters.iter().map(|filter| format!("filter={}", escaped(filter))).collect();
    format!("/data/{table}?{}", filters.join("&"))
}

fn open_loans() -> String {
    format!("{}&sort=currentDueDate", filtered("Loan", &["isClosed!=true"]))
}

fn tiles(holdings: &Holdings, home: &Home) -> Markup {
    let tile =
        |label: &str, value: &str, href: &str, sub: &str, level| stat_tile(&Tile { label, value, href, sub, level });
    let share = locale::percent(holdings.georeferenced as f64 / holdings.objects.max(1) as f64);
    let number = words::number;
    let some = |count: i64, words: String| if count > 0 { words } else { String::new() };
    let individuals = some(holdings.individuals, tn(holdings.individuals, "{n} individual", "{n} individuals"));
    let pieces = some(holdings.pieces, tn(holdings.pieces, "{n} piece", "{n} pieces"));
    let georeferenced = tn(holdings.georeferenced, "{n} object", "{n} objects");
    html! {
        div class="tiles" {
            (tile(t("Collection objects"), &number(holdings.objects), OBJECTS, &individuals, Level::Neutral))
            (tile(t("Preparations"), &number(holdings.preparations), "/data/Preparation", &pieces, Level::Neutral))
            (tile(t("Types"), &number(holdings.types), &filtered("Determination", &["typeStatusName:known"]), t("with a type status"), Level::Neutral))
            (tile(t("Taxa in use"), &number(holdings.taxa as i64), "/data/Taxon", t("as current determinations"), Level::Neutral))
            (tile(t("Georeferenced"), &share, &filtered("CollectionObject", &["collectingEvent.locality.latitude1:known"]), &georeferenced, Level::Neutral))
            @if let Some((_, open, overdue)) = &home.loans {
                @let level = if *overdue > 0 { Level::Error } else { Level::Neutral };
                (tile(t("Loans overdue"), &number(*overdue), &open_loans(), &tn(*open, "of {n} open", "of {n} open"), level))
            }
        }
    }
}

fn charts(holdings: &Holdings) -> Markup {
    let all = |table: &'static Table| html! { a href=(super::list_path(table)) { (tf("All {tables}", &[("tables", &words::inside(&words::many(table)))])) } };
    html! {
        @if !holdings.families.is_empty() {
            div class="panel" { (section(t("Objects by family"), Some(&all(model().table(taxon::TABLE))), &bars(&holdings.families, "determinations.taxon"))) }
        }
        @if !holdings.countries.is_empty() {
            div class="panel" {
                (section(t("Objects by country"), Some(&all(model().table(geography::TABLE))), &bars(&holdings.countries, "collectingEvent.locality.geography")))
            }
        }
    }
}

fn bars(counts: &[(i64, String, i64)], link: &str) -> Markup {
    let words: Vec<(String, String)> = counts
        .iter()
        .take(MOST)
        .map(|(id, _, count)| (words::number(*count), filtered("CollectionObject", &[&format!("{link}:under({id})")])))
        .collect();
    let bars: Vec<Bar<'_>> = counts
        .iter()
        .zip(&words)
        .map(|((_, name, count), (figure, href))| Bar { label: name, amount: *count as f64, figure, href })
        .collect();
    bar_list(&bars)
}

fn by_year(years: &[(i32, i64)]) -> Markup {
    let words: Vec<(String, String, String)> = years
        .iter()
        .map(|(year, count)| {
            let (first, last) = (format!("catalogedDate>={year:04}-01-01"), format!("catalogedDate<={year:04}-12-31"));
            (year.to_string(), tn(*count, "{n} object", "{n} objects"), filtered("CollectionObject", &[&first, &last]))
        })
        .collect();
    let columns: Vec<TimeColumn<'_>> = years
        .iter()
        .zip(&words)
        .map(|((_, count), (label, figure, href))| TimeColumn {
            label,
            amount: *count as f64,
            figure,
            href: if *count > 0 { href } else { "" },
        })
        .collect();
    time_columns(t("Collection objects catalogued by year"), &columns)
}

fn loans_due(home: &Home, list: &[OpenLoan]) -> Markup {
    if list.is_empty() {
        return html! { p class="muted" { (t("No open loan has a due date.")) } };
    }
    let columns = [
        Column { label: t("Loan"), kind: ColumnKind::Code, ..Column::default() },
        Column { label: t("To"), ..Column::default() },
        Column { label: t("Due"), kind: ColumnKind::Code, ..Column::default() },
        Column { label: t("Pieces"), kind: ColumnKind::Number, ..Column::default() },
    ];
    let table = model().table(loan::TABLE);
    let is_late = |one: &OpenLoan| one.due.zip(home.today).is_some_and(|(due, today)| due < today);
    let rows: Vec<Row<'_>> = list
        .iter()
        .map(|one| Row {
            label: &one.number,
            level: if is_late(one) { Level::Error } else { Level::Neutral },
            cells: vec![
                html! { a href=(record_path(table, one.id)) { (one.number) } },
                html! { (one.to) },
                html! {
                    (one.due.map(|due| shown_date(due, None)).unwrap_or_default())
                    @if is_late(one) { " " (badge(Level::Error, t("Overdue"))) }
                },
                html! { (words::number(one.pieces)) },
            ],
            ..Row::default()
        })
        .collect();
    data_table(WORDS, &Shown { caption: t("Loans due"), columns: &columns, rows: &rows, tick_name: "", stacks: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_without_anything_stand_in_the_chart_too() {
        let day = |text: &str| Value::Date(Date::parse(text).unwrap());
        let days = [(day("2001-05-12"), 2), (day("2003-01-01"), 1), (day("2001-06-01"), 3), (Value::Null, 9)];
        assert_eq!(years(&days), [(2001, 5), (2002, 0), (2003, 1)]);
        assert_eq!(years(&[]), []);
    }
}
