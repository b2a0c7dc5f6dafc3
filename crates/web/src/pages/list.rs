//! `/data/{Table}`: the records of a table, filtered, ordered, page by page.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Path as Place, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use vasculum_domain::forms;
use vasculum_model::names::taxon;
use vasculum_model::{Code, Error, Kind, Origin, Path, Record, Result, Step, Table, Value, model};
use vasculum_store::{Select, Tx, Walk};

use super::filters::{self, Chip};
use super::grid::{Cell, Grid};
use super::value::is_precision;
use super::visitor::{Visitor, go};
use super::{acting, captions, errand, layout, list_path, names, nav_of, record_path, words};
use crate::App;
use crate::api::filter;
use crate::respond::{Refused, escaped};
use crate::ui::Level;
use crate::ui::components::{
    Column, ColumnKind, Look, Pagination, Row, Selection, Sort, Table as Grown, data_table, empty_state, icon,
    link_button, notice, pagination, selectable,
};
use crate::ui::frame::Page;
use crate::ui::words::{Words, t, tf, tn};

/// How many records stand on a page.
const PAGE: u64 = 50;
const WORDS: &Words<'static> = &Words::ENGLISH;

/// What somebody wants to see of a table; every state of the page is an address.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    pub table: &'static Table,
    /// In the grammar of the API.
    pub filters: Vec<String>,
    /// Words that stand somewhere in the record.
    pub q: String,
    /// The path that the list is ordered by, and whether it runs down.
    sort: Option<(String, bool)>,
    turn: Turn,
    /// How many records stand on a page.
    rows: u64,
    /// How many records stand before the first one, as far as somebody paged.
    skipped: i64,
    /// Whether the records are counted however many they are.
    counts_all: bool,
    /// What somebody looks for in the list on an errand: what stays in its addresses.
    pub kept: Vec<(&'static str, String)>,
    /// The text of a question: only what it finds is shown.
    pub question: String,
}

/// What an errand keeps in the addresses of a list.
const KEPT: &[&str] = &["errand", "for", "record", "owner"];

/// Which page it is, told by the record at its edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    First,
    After(i64),
    Before(i64),
}

impl Wanted {
    pub(crate) fn of(table: &'static Table, params: &[(String, String)]) -> Self {
        let one = |name: &str| params.iter().find(|(theirs, _)| theirs == name).map(|(_, value)| value.as_str());
        let number = |name: &str| one(name).and_then(|text| text.parse::<i64>().ok());
        let sort = one("sort").filter(|sort| !sort.is_empty()).map(|sort| match sort.strip_prefix('-') {
            Some(path) => (path.to_owned(), true),
            None => (sort.to_owned(), false),
        });
        let turn = match (number("after"), number("before")) {
            (Some(id), _) => Turn::After(id),
            (None, Some(id)) => Turn::Before(id),
            _ => Turn::First,
        };
        Self {
            table,
            filters: params
                .iter()
                .filter(|(name, value)| name == "filter" && !value.is_empty())
                .map(|(_, value)| value.clone())
                .collect(),
            q: one("q").unwrap_or_default().trim().to_owned(),
            sort,
            turn,
            rows: PAGE,
            skipped: number("skipped").unwrap_or(0).max(0),
            counts_all: one("count") == Some("all"),
            kept: match one("errand") {
                Some(_) => KEPT.iter().filter_map(|name| Some((*name, one(name)?.to_owned()))).collect(),
                None => Vec::new(),
            },
            question: one("ask").unwrap_or_default().to_owned(),
        }
    }

    /// The records that a question finds.
    pub(crate) fn asked(table: &'static Table, question: &str) -> Self {
        Self::of(table, &[("ask".to_owned(), question.to_owned())])
    }

    /// The address of the list in this state.
    pub(crate) fn href(&self) -> String {
        let mut parts: Vec<String> = self.filters.iter().map(|one| format!("filter={}", escaped(one))).collect();
        if !self.q.is_empty() {
            parts.push(format!("q={}", escaped(&self.q)));
        }
        if !self.question.is_empty() {
            parts.push(format!("ask={}", escaped(&self.question)));
        }
        parts.extend(self.sort_text().map(|sort| format!("sort={sort}")));
        match self.turn {
            Turn::First => {}
            Turn::After(id) => parts.push(format!("after={id}&skipped={}", self.skipped)),
            Turn::Before(id) => parts.push(format!("before={id}&skipped={}", self.skipped)),
        }
        parts.extend(self.kept.iter().map(|(name, value)| format!("{name}={}", escaped(value))));
        let query = parts.join("&");
        let path = list_path(self.table);
        if query.is_empty() { path } else { format!("{path}?{query}") }
    }

    /// The order as it stands in the address.
    pub(crate) fn sort_text(&self) -> Option<String> {
        self.sort.as_ref().map(|(path, down)| format!("{}{path}", if *down { "-" } else { "" }))
    }

    /// The same list from its first page.
    pub(crate) fn at_start(&self) -> Self {
        Self { turn: Turn::First, skipped: 0, ..self.clone() }
    }

    /// The same list without the words that stand somewhere.
    pub(crate) fn without_words(&self) -> Self {
        Self { q: String::new(), ..self.at_start() }
    }

    /// The address of the question that finds the same; nothing where it can’t be said, or the person may ask none.
    fn as_question(&self, visitor: &Visitor) -> Option<String> {
        let may_ask = super::query::may(visitor, "execute");
        if !may_ask || !self.q.is_empty() {
            return None;
        }
        if !self.question.is_empty() {
            return Some(format!("{}?q={}", super::query::QUERY, escaped(&self.question)));
        }
        let sort = self.sort.as_ref().map(|(path, down)| (path.as_str(), *down));
        let query = super::query::listed::question(&visitor.look, self.table, &self.filters, sort)?;
        Some(format!("{}?q={}", super::query::QUERY, escaped(&query.to_string())))
    }

    /// The same list without the question that narrows it.
    pub(crate) fn without_question(&self) -> Self {
        Self { question: String::new(), ..self.at_start() }
    }

    /// The same list without any condition.
    pub(crate) fn cleared(&self) -> Self {
        Self { q: String::new(), filters: Vec::new(), question: String::new(), ..self.at_start() }
    }

    /// The address under which the records are counted, however many they are.
    fn count_href(&self) -> String {
        format!("{}/count?{}", list_path(self.table), self.query())
    }

    fn sorted_by(&self, path: &str) -> Self {
        let down = self.sort.as_ref().is_some_and(|(theirs, down)| theirs == path && !down);
        Self { sort: Some((path.to_owned(), down)), ..self.at_start() }
    }

    pub(crate) fn is_narrowed(&self) -> bool {
        !self.filters.is_empty() || !self.q.is_empty() || !self.question.is_empty()
    }

    /// The records with these ids.
    pub(crate) fn chosen(table: &'static Table, ids: &[i64]) -> Self {
        let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
        Self::of(table, &[("filter".to_owned(), format!("id:in({})", ids.join(",")))])
    }

    /// What stands after the path in addresses about these records: the filters and the order, without the page.
    pub(crate) fn query(&self) -> String {
        self.at_start().href().split_once('?').map_or(String::new(), |(_, query)| query.to_owned())
    }

    /// Names and values of the same, for hidden fields of a form.
    pub(crate) fn fields(&self) -> Vec<(&'static str, String)> {
        let mut fields: Vec<(&'static str, String)> =
            self.filters.iter().map(|filter| ("filter", filter.clone())).collect();
        if !self.q.is_empty() {
            fields.push(("q", self.q.clone()));
        }
        if !self.question.is_empty() {
            fields.push(("ask", self.question.clone()));
        }
        fields.extend(self.sort_text().map(|sort| ("sort", sort)));
        fields
    }

    /// The question to the database, without its page.
    ///
    /// # Errors
    ///
    /// `Invalid`, if a filter or the order can't be read.
    pub(crate) fn select(&self, tx: &mut Tx<'_>) -> Result<Select> {
        let mut select = Select::all(self.table.id);
        for text in &self.filters {
            select = select.matching(filter::parse(self.table, text)?);
        }
        if !self.q.is_empty() {
            select = select.matching(names::words_filter(tx, self.table, &self.q)?);
        }
        if !self.question.is_empty() {
            let ids = vasculum_domain::query::found(tx, &self.question, self.table)?;
            select = select.matching(vasculum_store::Filter::Ids(ids));
        }
        let (path, down) = match &self.sort {
            Some((path, down)) => (Path::parse(self.table, path)?, *down),
            None => default_order(self.table)?,
        };
        if !path.is_single() {
            return Err(Error::invalid(tf(
                "A list can’t be ordered by ‘{path}’, which leads to many records.",
                &[("path", &path)],
            )));
        }
        select.sort = vec![(path, down)];
        Ok(select)
    }
}

/// A list is ordered by what its first column shows, unless it is told.
fn default_order(table: &'static Table) -> Result<(Path, bool)> {
    let first = columns_of(&forms::Look::default(), table).into_iter().find_map(|column| column.sort);
    Ok((Path::parse(table, first.as_deref().unwrap_or("id"))?, false))
}

/// One column of a list.
#[derive(Debug, Clone)]
pub(crate) struct Shape {
    /// Where its values stand; empty for what the record is called.
    pub path: String,
    /// The words at its head.
    pub label: String,
    pub kind: ColumnKind,
    /// The path that orders the list by it, if there is one.
    pub sort: Option<String>,
}

/// The columns of a table's list.
pub(crate) fn columns_of(look: &forms::Look, table: &'static Table) -> Vec<Shape> {
    let seen = |shape: &Shape| !captions::is_hidden(look, table, &shape.path);
    let added = table.own_columns().filter(|at| !is_precision(table, *at) && table.at(*at).kind != Kind::LongText);
    let added = added.filter_map(|at| shape(look, table, table.at(at).name)).filter(seen);
    if let Some(paths) = layout::list(table.name) {
        return paths.iter().filter_map(|path| shape(look, table, path)).filter(seen).chain(added).collect();
    }
    let telling = |name: &&str| !layout::BEHIND.contains(name);
    let plain = |column: &&vasculum_model::Column| {
        !column.spare && column.kind != Kind::LongText && column.origin != Origin::Institution
    };
    let own = table.columns.iter().filter(plain);
    let mut shapes = vec![Shape {
        path: String::new(),
        label: captions::one(look, table),
        kind: ColumnKind::Wide,
        sort: Some("id".to_owned()),
    }];
    shapes.extend(
        own.map(|column| column.name)
            .filter(telling)
            .filter(|name| !name.ends_with("Precision"))
            .take(6)
            .filter_map(|name| shape(look, table, name))
            .filter(seen)
            .chain(added),
    );
    shapes
}

fn shape(look: &forms::Look, table: &'static Table, text: &str) -> Option<Shape> {
    let path = Path::parse(table, text).ok()?;
    let column = model().table(path.table).at(path.column?);
    let kind = match (column.kind, &column.link) {
        (_, Some(link)) if link.to == taxon::TABLE => ColumnKind::Wide,
        (_, Some(_)) => ColumnKind::Text,
        (Kind::Integer | Kind::Short | Kind::Long | Kind::Decimal | Kind::Float, _) => ColumnKind::Number,
        (Kind::Text, _) if column.max.is_some_and(|max| max > 200) => ColumnKind::Wide,
        (kind, _) if kind.is_date() || column.name.ends_with("umber") => ColumnKind::Code,
        _ => ColumnKind::Text,
    };
    let sort = match &column.link {
        Some(link) => names::search_paths(model().table(link.to))
            .first()
            .filter(|below| below.is_single())
            .map(|below| format!("{text}.{below}")),
        None => Some(text.to_owned()),
    };
    Some(Shape {
        path: text.to_owned(),
        label: captions::heading(look, &path),
        kind,
        sort: sort.filter(|_| path.is_single()),
    })
}

impl List {
    /// How many records stand on this page and before it.
    fn seen(&self) -> i64 {
        self.wanted.skipped + self.rows.len() as i64
    }
}

/// What a list page shows.
#[derive(Debug)]
struct List {
    wanted: Wanted,
    columns: Vec<Shape>,
    /// Id, name and cells of each record.
    rows: Vec<(i64, String, Vec<Cell>)>,
    chips: Vec<Chip>,
    /// How many records there are; nothing where they are so common that they were not counted.
    total: Option<i64>,
    has_before: bool,
    has_after: bool,
    may_create: bool,
    /// What is wrong with the address, instead of rows.
    refusal: Option<Error>,
    /// What was done before this page was come to: its notice.
    done: Option<Markup>,
}

/// `GET /data/{table}`.
pub async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Place(table): Place<String>,
    Query(params): Query<Vec<(String, String)>>,
) -> Result<Response, Refused> {
    let table = super::shown_table(&table)?;
    let mut wanted = Wanted { rows: visitor.wishes.get("rows").parse().unwrap_or(PAGE), ..Wanted::of(table, &params) };
    if let Some(filter) = filters::from_form(table, &params)? {
        wanted.filters.extend(filter);
        return Ok(go(&wanted.at_start().href()));
    }
    let done = super::history::notice_of(&params);
    let may_create = visitor.may("create", table);
    let look = Arc::clone(&visitor.look);
    let list = app.read(visitor.access.clone(), move |tx| read(tx, &look, wanted, may_create)).await?;
    Ok(page(&visitor, &List { done, ..list }))
}

/// How many records a list has, in words.
fn found(total: i64) -> String {
    tn(total, "{n} found", "{n} found")
}

/// `GET /data/{table}/count`: how many records a list has, for the line where it said that they are many.
pub async fn count(
    State(app): State<App>,
    visitor: Visitor,
    Place(table): Place<String>,
    Query(params): Query<Vec<(String, String)>>,
) -> Result<Markup, Refused> {
    let wanted = Wanted::of(super::shown_table(&table)?, &params);
    let total = app
        .read(visitor.access.clone(), move |tx| {
            let select = asked(tx, &wanted)?;
            tx.count(&select)
        })
        .await?;
    Ok(html! { span class="subtitle" { (found(total)) } })
}

fn read(tx: &mut Tx<'_>, look: &forms::Look, wanted: Wanted, may_create: bool) -> Result<List> {
    let columns = columns_of(look, wanted.table);
    let chips = filters::chips(tx, look, wanted.table, &wanted.filters)?;
    let mut list = List {
        wanted,
        columns,
        rows: Vec::new(),
        chips,
        total: None,
        has_before: false,
        has_after: false,
        may_create,
        refusal: None,
        done: None,
    };
    match asked(tx, &list.wanted) {
        Ok(select) => fill(tx, look, &mut list, select)?,
        Err(error) if error.code == Code::Invalid => list.refusal = Some(error),
        Err(error) => return Err(error),
    }
    Ok(list)
}

/// The question of a list; on an errand only for what can be chosen.
fn asked(tx: &mut Tx<'_>, wanted: &Wanted) -> Result<Select> {
    let select = wanted.select(tx)?;
    if wanted.kept.is_empty() {
        return Ok(select);
    }
    Ok(select.matching(errand::possible(tx, wanted.table, &wanted.kept)?))
}

fn fill(tx: &mut Tx<'_>, look: &forms::Look, list: &mut List, select: Select) -> Result<()> {
    let records = page_of(tx, list, select)?;
    let ids: Vec<i64> = records.iter().map(|record| record.id).collect();
    let mut texts = names::texts(tx, list.wanted.table.id, &ids)?;
    let mut grid = Grid::new(tx, &records);
    let mut cells: Vec<HashMap<i64, Cell>> = Vec::with_capacity(list.columns.len());
    for column in &list.columns {
        cells.push(if column.path.is_empty() { HashMap::new() } else { grid.told(look, &column.path)? });
    }
    list.rows = ids
        .into_iter()
        .map(|id| {
            (
                id,
                texts.remove(&id).unwrap_or_default(),
                cells.iter_mut().map(|column| column.remove(&id).unwrap_or_default()).collect(),
            )
        })
        .collect();
    Ok(())
}

/// The records of the page, one more than needed telling whether it goes on; and how many there are, unless they are common
/// and counting them would keep somebody waiting.
fn page_of(tx: &mut Tx<'_>, list: &mut List, mut select: Select) -> Result<Vec<Record>> {
    let edge = match list.wanted.turn {
        Turn::First => None,
        Turn::After(id) | Turn::Before(id) => place_of(tx, &select, id)?.map(|values| (values, id)),
    };
    let backwards = matches!(list.wanted.turn, Turn::Before(_)) && edge.is_some();
    if backwards {
        select.sort.iter_mut().for_each(|(_, down)| *down = !*down);
    }
    if edge.is_none() {
        list.wanted.turn = Turn::First;
        list.wanted.skipped = 0;
    }
    select.after = edge;
    let select = select.at_most(list.wanted.rows + 1);
    let walked = if list.wanted.counts_all { None } else { tx.walk(&select, Walk::USUAL)? };
    let mut records = match walked {
        Some(records) => records,
        None => {
            list.total = Some(tx.count(&select)?);
            tx.select(&select)?
        }
    };
    let goes_on = records.len() as u64 > list.wanted.rows;
    records.truncate(list.wanted.rows as usize);
    if backwards {
        records.reverse();
    }
    list.has_after = if backwards { true } else { goes_on };
    list.has_before = if backwards { goes_on } else { list.wanted.turn != Turn::First };
    Ok(records)
}

/// The values by which a record has its place in the order; nothing if it is gone.
pub(crate) fn place_of(tx: &mut Tx<'_>, select: &Select, id: i64) -> Result<Option<Vec<Value>>> {
    let paths: Vec<Path> = select.sort.iter().map(|(path, _)| path.clone()).collect();
    let one = Select::all(select.table).matching(vasculum_store::Filter::Ids(vec![id]));
    Ok(tx.values(&one, &paths)?.pop())
}

fn page(visitor: &Visitor, list: &List) -> Response {
    let table = list.wanted.table;
    let title = words::many(table);
    let errand = visitor.errand.as_ref();
    let title =
        errand.map_or_else(|| title.clone(), |_| tf("Choose from {tables}", &[("tables", &words::inside(&title))]));
    let new = errand.map_or(String::new(), |errand| format!("?{}&text={}", errand.query(), escaped(&list.wanted.q)));
    let new = format!("{}/new{new}", list_path(table));
    let actions = html! {
        @if let Some(href) = list.wanted.as_question(visitor).filter(|_| errand.is_none()) {
            (link_button(t("As a query"), &href, "list-checks", Look::Quiet, ""))
        }
        @if !list.rows.is_empty() && errand.is_none() { (acting::on_all(visitor, &list.wanted)) }
        @if let Some(back) = errand.and_then(errand::Errand::given_up) {
            (link_button(t("Back without one"), &back, "arrow-left", Look::Normal, ""))
        }
        @if list.may_create { (link_button(&words::new(table), &new, "plus", Look::Primary, "c")) }
    };
    let subtitle = match list.total {
        Some(_) if list.refusal.is_some() => String::new(),
        Some(total) if list.wanted.is_narrowed() => found(total),
        Some(total) => words::number(total),
        None => String::new(),
    };
    let uncounted = html! {
        // Who has no script counts by following the link.
        a class="subtitle" href={ (list.wanted.href()) "&count=all" } hx-get=(list.wanted.count_href()) hx-trigger="load" hx-swap="outerHTML" {
            (tn(list.seen(), "more than {n} found", "more than {n} found"))
        }
    };
    let notices = html! {
        @if let Some(done) = &list.done { (done) }
        @if let Some(refusal) = &list.refusal {
            (notice(WORDS, Level::Error, &refusal.message, refusal.hint.as_deref().unwrap_or_default(), None))
        }
    };
    let has_notices = list.done.is_some() || list.refusal.is_some();
    let content = Page {
        title: &title,
        subtitle: &subtitle,
        badges: (list.total.is_none() && list.refusal.is_none()).then_some(uncounted),
        search: &list.wanted.q,
        breadcrumbs: if nav_of(table) == "data" { &[(t("All data"), "/data")] } else { &[] },
        actions: Some(actions),
        notices: has_notices.then_some(notices),
        body: html! { div class="work" { (filters::bar(&visitor.look, &list.wanted, &list.chips, &list.columns)) (body(visitor, list)) } },
        ..Page::default()
    };
    let status = if list.refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    visitor.page_with(status, nav_of(table), content)
}

fn body(visitor: &Visitor, list: &List) -> Markup {
    if list.rows.is_empty() {
        return nothing(list);
    }
    let (first, last) = (list.wanted.skipped + 1, list.wanted.skipped + list.rows.len() as i64);
    let (from, to) = (words::number(first), words::number(last));
    let summary = match list.total {
        Some(total) => {
            tf("{first}–{last} of {total}", &[("first", &from), ("last", &to), ("total", &words::number(total))])
        }
        None => format!("{from}–{to}"),
    };
    let edge = |row: Option<&(i64, String, Vec<Cell>)>| row.map_or(0, |(id, ..)| *id);
    let before = Wanted {
        turn: Turn::Before(edge(list.rows.first())),
        skipped: (list.wanted.skipped - list.wanted.rows as i64).max(0),
        ..list.wanted.clone()
    };
    // Going back past the first full page leads to the beginning itself.
    let before =
        if list.wanted.skipped <= list.wanted.rows as i64 { list.wanted.at_start().href() } else { before.href() };
    let after = Wanted { turn: Turn::After(edge(list.rows.last())), skipped: last, ..list.wanted.clone() }.href();
    let table = list.wanted.table;
    let paging = Pagination {
        summary: &summary,
        previous: list.has_before.then_some(before.as_str()),
        next: list.has_after.then_some(after.as_str()),
    };
    let buttons = if visitor.errand.is_some() { Vec::new() } else { acting::on_ticked(visitor, table) };
    if buttons.is_empty() {
        return html! { (rows(visitor, list, "")) (pagination(WORDS, &paging)) };
    }
    let action = format!("{}/selection", list_path(table));
    let body = rows(visitor, list, "id");
    html! { (selectable(WORDS, &Selection { action: &action, body, buttons: html! { @for one in &buttons { (one) } } })) (pagination(WORDS, &paging)) }
}

fn rows(visitor: &Visitor, list: &List, tick_name: &str) -> Markup {
    let table = list.wanted.table;
    let hrefs: Vec<String> = list
        .columns
        .iter()
        .map(|column| column.sort.as_ref().map_or(String::new(), |sort| list.wanted.sorted_by(sort).href()))
        .collect();
    let sorted = |column: &Shape| {
        let (path, down) = list.wanted.sort.as_ref()?;
        (column.sort.as_ref() == Some(path)).then_some(if *down { Sort::Down } else { Sort::Up })
    };
    let columns: Vec<Column<'_>> = list
        .columns
        .iter()
        .zip(&hrefs)
        .map(|(column, href)| Column {
            label: &column.label,
            kind: column.kind,
            sort_href: href,
            sorted: sorted(column),
        })
        .collect();
    let ids: Vec<String> = list.rows.iter().map(|(id, ..)| id.to_string()).collect();
    let rows: Vec<Row<'_>> = list
        .rows
        .iter()
        .zip(&ids)
        .map(|((id, name, cells), text)| Row {
            id: text,
            label: name,
            cells: cells
                .iter()
                .enumerate()
                .map(|(at, cell)| if at == 0 { first_cell(visitor, table, *id, name, cell) } else { cell.draw(false) })
                .collect(),
            ..Row::default()
        })
        .collect();
    let caption = words::many(table);
    data_table(WORDS, &Grown { caption: &caption, columns: &columns, rows: &rows, tick_name, stacks: true })
}

/// The first cell names the record and leads to it, or back with it.
fn first_cell(visitor: &Visitor, table: &Table, id: i64, name: &str, cell: &Cell) -> Markup {
    let path = visitor.errand.as_ref().map_or_else(|| record_path(table, id), |errand| errand.done(table, id));
    html! {
        a href=(path) { @if cell.is_empty() { span class="called" { (name) } } @else { (cell.draw(false)) } }
    }
}

fn nothing(list: &List) -> Markup {
    if list.refusal.is_some() {
        return html! {};
    }
    let table = list.wanted.table;
    if list.wanted.is_narrowed() {
        let all =
            html! { a class="button" href=(list.wanted.cleared().href()) { (icon("x")) (t("Clear all filters")) } };
        return empty_state("search", t("Nothing found"), t("No record meets all of these conditions."), Some(&all));
    }
    let new =
        html! { (link_button(&words::new(table), &format!("{}/new", list_path(table)), "plus", Look::Primary, "")) };
    empty_state(
        "archive",
        &tf("No {tables} yet", &[("tables", &words::inside(&words::many(table)))]),
        table.about,
        list.may_create.then_some(&new),
    )
}

/// The words for a path in a filter: those of its last name, and of the table that it leads to where that is another.
pub(crate) fn path_words(look: &forms::Look, path: &Path) -> String {
    let table = model().table(path.table);
    let name =
        path.column.map_or_else(|| "ID".to_owned(), |column| captions::field(look, table, table.at(column).name));
    match path.steps.last() {
        None => name,
        Some(Step::One(_) | Step::Many(_)) => format!("{}: {}", captions::one(look, table), words::inside(&name)),
    }
}
