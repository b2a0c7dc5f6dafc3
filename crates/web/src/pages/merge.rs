//! `/data/{Table}/merge`: duplicates beside each other, field by field, and what follows when they become one.

use std::collections::{BTreeMap, HashMap};

use axum::Form as Body;
use axum::extract::{Path as Place, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use vasculum_domain::merge::{How, Merge, MergePlan, is_mergeable, merge, plan};
use vasculum_model::names::agent;
use vasculum_model::{Code, Error, Issue, Level as Worth, Record, Result, Table, Value, model};
use vasculum_store::{Purpose, Tx};

use super::form::level;
use super::shape::is_written;
use super::value::{precision_of, shown};
use super::visitor::{Visitor, go};
use super::{list_path, names, nav_of, record_path, shown_table, words};
use crate::App;
use crate::respond::Refused;
use crate::ui::Level;
use crate::ui::components::{
    Column, ColumnKind, Field, Look, Row, Table as Grown, TypeAhead, button, data_table, icon, link_button, notice,
    section, type_ahead_field,
};
use crate::ui::frame::Page;
use crate::ui::words::{Words, t, tf, tn};

const WORDS: &Words<'static> = &Words::ENGLISH;
/// So many records stand beside each other; more are merged in several goes.
const MOST: usize = 8;

type Pairs = Vec<(String, String)>;

/// Whether the person may merge records of a table here.
pub(crate) fn may_merge(visitor: &Visitor, table: &Table) -> bool {
    is_mergeable(table) && visitor.may("update", table) && visitor.may("delete", table)
}

/// The address of the page that merges this record with others.
pub(crate) fn merge_path(table: &Table, id: i64) -> String {
    format!("{}/merge?ids={id}", list_path(table))
}

/// Everything that the page shows.
struct Side {
    table: &'static Table,
    /// The records, in the order in which they were named.
    records: Vec<Record>,
    /// What they are called, by id.
    called: HashMap<i64, String>,
    /// One row for every field in which any of them has a value.
    fields: Vec<Line>,
    keep: i64,
    plan: MergePlan,
    /// What was named and is not there.
    missing: Option<String>,
}

/// One field of all records.
struct Line {
    column: u16,
    /// The value of each record in words.
    texts: Vec<String>,
    /// The record whose value is chosen.
    chosen: i64,
    differs: bool,
}

/// The ids that an address or a form names: `ids=1,2`, or the filter of a list, `id:in(1,2)`, and `add` for one more.
fn named(params: &Pairs) -> Vec<i64> {
    let mut ids: Vec<i64> = Vec::new();
    for (name, value) in params {
        let list = match name.as_str() {
            "ids" | "add" => value.as_str(),
            "filter" => value.strip_prefix("id:in(").and_then(|rest| rest.strip_suffix(')')).unwrap_or_default(),
            _ => "",
        };
        for id in list.split(',').filter_map(|id| id.trim().parse().ok()) {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
    }
    ids
}

fn one<'p>(params: &'p Pairs, name: &str) -> &'p str {
    params.iter().find(|(theirs, _)| theirs == name).map_or("", |(_, value)| value.as_str())
}

/// `GET /data/{table}/merge?ids=`.
pub async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    Place(table): Place<String>,
    Query(params): Query<Pairs>,
) -> Result<Response, Refused> {
    let table = allowed(&visitor, &table)?;
    let side = app.read(visitor.access.clone(), move |tx| read(tx, table, &params)).await?;
    Ok(page(&visitor, StatusCode::OK, &side, None))
}

fn allowed(visitor: &Visitor, table: &str) -> Result<&'static Table> {
    let table = shown_table(table)?;
    if !is_mergeable(table) {
        return Err(Error::invalid(tf("{tables} can’t be merged.", &[("tables", &words::many(table))])));
    }
    if !may_merge(visitor, table) {
        let tables = words::inside(&words::many(table));
        return Err(Error::forbidden(tf("You have no right to merge {tables}.", &[("tables", &tables)]))
            .hint(t("Merging changes one record and deletes the others; it needs the right to both.")));
    }
    Ok(table)
}

fn read(tx: &mut Tx<'_>, table: &'static Table, params: &Pairs) -> Result<Side> {
    let mut ids = named(params);
    let mut missing = None;
    let typed = one(params, "add.text").trim();
    if one(params, "add").is_empty() && !typed.is_empty() {
        match names::meant(tx, table, typed)? {
            Ok(id) if !ids.contains(&id) => ids.push(id),
            Ok(_) => {}
            Err(words) => missing = Some(words),
        }
    }
    if ids.len() > MOST {
        return Err(Error::invalid(tn(
            MOST as i64,
            "At most {n} record is merged at a time.",
            "At most {n} records are merged at a time.",
        ))
        .hint(t("Merge some of them first, then the result with the others.")));
    }
    let records = ids.iter().map(|id| tx.get(table.id, *id)).collect::<Result<Vec<_>>>()?;
    let called = names::texts(tx, table.id, &ids)?;
    let keep = one(params, "keep").parse().ok().filter(|id| ids.contains(id)).unwrap_or_else(|| usual_keep(&records));
    let fields = fields(tx, table, &records, keep)?;
    let gone: Vec<i64> = ids.into_iter().filter(|id| *id != keep).collect();
    let plan = if gone.is_empty() { MergePlan::default() } else { plan(tx, table.id, keep, &gone)? };
    Ok(Side { table, records, called, fields, keep, plan, missing })
}

/// An agent who signs in stays; else the record that was made first.
fn usual_keep(records: &[Record]) -> i64 {
    let made = |record: &Record| match record.named("timestampCreated") {
        Some(Value::Timestamp(at)) => at.0,
        _ => i64::MAX,
    };
    let signs_in = |record: &&Record| record.table == agent::TABLE && !record.get(agent::SPECIFY_USER).is_null();
    let user = records.iter().find(signs_in);
    user.or(records.iter().min_by_key(|record| (made(record), record.id))).map_or(0, |record| record.id)
}

/// The fields that people choose between; tree and rank of nodes go with the record that stays.
fn is_chosen(table: &Table, column: u16) -> bool {
    let name = table.at(column).name;
    is_written(table, column)
        && !matches!(name, "guid" | "isAccepted" | "fullName" | "rankId" | "highestChildNodeNumber" | "nodeNumber")
        && !(table.is_tree() && matches!(name, "definition" | "definitionItem"))
}

fn fields(tx: &mut Tx<'_>, table: &'static Table, records: &[Record], keep: i64) -> Result<Vec<Line>> {
    let mut rows = Vec::new();
    for column in (0..table.columns.len() as u16).filter(|column| is_chosen(table, *column)) {
        let values: Vec<&Value> = records.iter().map(|record| &record.values[usize::from(column)]).collect();
        let Some(first) = records.iter().find(|record| !record.values[usize::from(column)].is_null()) else { continue };
        let texts = match &table.at(column).link {
            Some(link) => {
                let ids: Vec<i64> = values.iter().filter_map(|value| value.int()).collect();
                let called = names::texts(tx, link.to, &ids)?;
                values
                    .iter()
                    .map(|value| value.int().and_then(|id| called.get(&id).cloned()).unwrap_or_default())
                    .collect()
            }
            None => records.iter().map(|record| shown(record, column)).collect(),
        };
        let kept = records.iter().find(|record| record.id == keep && !record.values[usize::from(column)].is_null());
        let differs = values.iter().any(|value| *value != values[0]);
        rows.push(Line { column, texts, chosen: kept.unwrap_or(first).id, differs });
    }
    // What there is to choose stands above what is the same.
    rows.sort_by_key(|row| !row.differs);
    Ok(rows)
}

fn page(visitor: &Visitor, status: StatusCode, side: &Side, said: Option<Markup>) -> Response {
    let table = side.table;
    let (list, many) = (list_path(table), words::many(table));
    let title = tf("Merge {tables}", &[("tables", &words::inside(&many))]);
    let notices = html! {
        @if let Some(said) = &said { (said) }
        @if let Some(missing) = &side.missing { (notice(WORDS, Level::Warning, missing, "", None)) }
        @for issue in &side.plan.issues { (notice(WORDS, level(issue), &issue.words, "", None)) }
    };
    let has_notices = said.is_some() || side.missing.is_some() || !side.plan.issues.is_empty();
    let content = Page {
        title: &title,
        breadcrumbs: &[(many.as_str(), list.as_str())],
        notices: has_notices.then_some(notices),
        body: html! {
            div class="work" {
                @if side.records.len() > 1 { (beside(side)) (follows(side)) }
                @else if let Some(record) = side.records.first() {
                    p { (tf("With which record is {record} to be merged?", &[("record", &side.name(record.id))])) }
                }
                (one_more(side))
            }
        },
        ..Page::default()
    };
    visitor.page_with(status, nav_of(table), content)
}

impl Side {
    fn name(&self, id: i64) -> String {
        self.called.get(&id).cloned().unwrap_or_default()
    }

    fn ids(&self) -> String {
        self.records.iter().map(|record| record.id.to_string()).collect::<Vec<_>>().join(",")
    }
}

/// All fields beside each other, in the form that merges.
fn beside(side: &Side) -> Markup {
    let table = side.table;
    let names: Vec<String> = side.records.iter().map(|record| side.name(record.id)).collect();
    let mut columns = vec![Column { label: t("Field"), ..Column::default() }];
    columns.extend(names.iter().map(|name| Column { label: name, kind: ColumnKind::Wide, ..Column::default() }));
    let mut rows = vec![Row { cells: stays(side), ..Row::default() }];
    rows.extend(side.fields.iter().map(|field| Row {
        cells: choices(side, field),
        level: if field.differs { Level::Warning } else { Level::Neutral },
        ..Row::default()
    }));
    let grown = Grown { caption: t("The records field by field"), columns: &columns, rows: &rows, ..Grown::default() };
    let can = !side.plan.issues.iter().any(|issue| issue.level == Worth::Error);
    html! {
        form class="stack merge" method="post" action={ (list_path(table)) "/merge" } {
            input type="hidden" name="ids" value=(side.ids());
            @for record in &side.records { input type="hidden" name={ "version:" (record.id) } value=(record.version()); }
            (data_table(WORDS, &grown))
            p class="muted" {
                (t("Chosen values go into the record that stays. Everything that refers to the others refers to it then, and their addresses lead to it. All of it can be undone."))
            }
            div class="row" {
                @if can { (button(t("Merge"), "git-merge", Look::Primary, "", "")) }
                (link_button(t("Cancel"), &record_path(table, side.keep), "", Look::Quiet, ""))
            }
        }
    }
}

/// The row in which one chooses which record stays.
fn stays(side: &Side) -> Vec<Markup> {
    let mut cells = vec![html! { (t("Stays")) }];
    cells.extend(side.records.iter().map(|record| {
        html! {
            label class="check" {
                input type="radio" name="keep" value=(record.id) checked[record.id == side.keep]
                    aria-label={ (t("This record stays")) ": " (side.name(record.id)) };
                span { (t("This record stays")) }
            }
            a href=(record_path(side.table, record.id)) { (tf("Open {record}", &[("record", &side.name(record.id))])) }
        }
    }));
    cells
}

/// The row of one field: a choice where the records differ.
fn choices(side: &Side, field: &Line) -> Vec<Markup> {
    let column = side.table.at(field.column);
    let label = words::column_label(column);
    let mut cells = vec![html! { (label) }];
    for (record, text) in side.records.iter().zip(&field.texts) {
        let empty = text.is_empty();
        cells.push(html! {
            @if field.differs {
                label class="check" {
                    input type="radio" name={ "field:" (column.name) } value=(record.id) checked[record.id == field.chosen]
                        aria-label={ (label) ": " @if empty { (t("empty")) } @else { (text) } };
                    span { @if empty { span class="muted" { (t("empty")) } } @else { (text) } }
                }
            } @else { (text) }
        });
    }
    cells
}

/// What refers to the records that go.
fn follows(side: &Side) -> Markup {
    let plan = &side.plan;
    let body = html! {
        @if plan.following.is_empty() && plan.sets == 0 { p class="muted" { (t("Nothing refers to the records that go.")) } }
        @else {
            ul class="stack" {
                @for row in &plan.following {
                    @let table = model().table(row.column.0);
                    @let field = words::label(table.at(row.column.1).name);
                    li {
                        (words::counted(row.count, table)) " "
                        span class="muted" {
                            @if row.how == How::Moves { (t("move over as parts")) }
                            @else { (tf("as {field}", &[("field", &words::inside(&field))])) }
                        }
                    }
                }
                @if plan.sets > 0 { li { (tn(plan.sets, "{n} record set", "{n} record sets")) } }
            }
        }
    };
    section(t("What follows"), None, &body)
}

/// One more record to stand beside them.
fn one_more(side: &Side) -> Markup {
    let url = format!("/lookup/{}", side.table.name);
    let link = TypeAhead { url: &url, ..TypeAhead::default() };
    let label = tf("One more {table}", &[("table", &words::one(side.table))]);
    html! {
        form class="stack" method="get" action={ (list_path(side.table)) "/merge" } {
            input type="hidden" name="ids" value=(side.ids());
            div class="fields" { (type_ahead_field(WORDS, &Field::new("add", &label), &link)) }
            div class="row" { button class="button" { (icon("plus")) (t("Set beside")) } }
        }
    }
}

/// `POST /data/{table}/merge`.
pub async fn receive(
    State(app): State<App>,
    visitor: Visitor,
    Place(table): Place<String>,
    Body(sent): Body<Pairs>,
) -> Result<Response, Refused> {
    let table = allowed(&visitor, &table)?;
    let params = sent.clone();
    let purpose = Purpose::new("merge", format!("Merged records of {}", table.name));
    let done = app
        .write_counted(visitor.access.clone(), purpose, move |tx| {
            let ids = named(&sent);
            let keep = one(&sent, "keep").parse().ok().filter(|id| ids.contains(id));
            let keep = keep.ok_or_else(|| Error::invalid(t("Say which of the records stays.")))?;
            let wanted = wanted(tx, table, keep, ids, &sent)?;
            let called = names::texts(tx, table.id, &wanted.gone)?;
            let mut others: Vec<String> = called.into_values().collect();
            others.sort();
            merge(tx, &wanted)?;
            let stays = names::text(tx, table.id, keep)?;
            tx.summarise(format!("Merged {} {} into {stays}", words::one_in_english(table), others.join(", ")));
            Ok(keep)
        })
        .await;
    match done {
        Ok((keep, change)) => Ok(go(&format!("{}?saved={}", record_path(table, keep), change.unwrap_or_default()))),
        Err(error) if matches!(error.code, Code::Invalid | Code::Conflict) => {
            let side = app.read(visitor.access.clone(), move |tx| read(tx, table, &params)).await?;
            let status =
                if error.code == Code::Conflict { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
            Ok(page(&visitor, status, &side, Some(refusal(&error))))
        }
        Err(error) => Err(error.into()),
    }
}

fn refusal(error: &Error) -> Markup {
    let more: Vec<&str> = error.issues.iter().map(|issue: &Issue| issue.words.as_str()).collect();
    let more = if more.is_empty() { error.hint.as_deref().unwrap_or_default().to_owned() } else { more.join(" ") };
    notice(WORDS, Level::Error, &error.message, &more, None)
}

/// What was chosen in the form.
fn wanted(tx: &mut Tx<'_>, table: &'static Table, keep: i64, ids: Vec<i64>, sent: &Pairs) -> Result<Merge> {
    let records: BTreeMap<i64, Record> = tx.find_all(table.id, &ids)?.into_iter().map(|one| (one.id, one)).collect();
    let mut values = Vec::new();
    for column in (0..table.columns.len() as u16).filter(|column| is_chosen(table, *column)) {
        let name = format!("field:{}", table.at(column).name);
        let from = one(sent, &name).parse::<i64>().ok();
        let filled = |record: &&Record| !record.values[usize::from(column)].is_null();
        // Without a choice the record that stays keeps its value, or takes over the first that there is.
        let usual =
            || records.get(&keep).filter(filled).or_else(|| ids.iter().find_map(|id| records.get(id).filter(filled)));
        let Some(record) = from.and_then(|id| records.get(&id)).or_else(usual) else { continue };
        values.push((column, record.values[usize::from(column)].clone()));
        if let Some(precision) = precision_of(table, column) {
            values.push((precision, record.values[usize::from(precision)].clone()));
        }
    }
    let seen = sent
        .iter()
        .filter_map(|(name, value)| Some((name.strip_prefix("version:")?.parse().ok()?, value.parse().ok()?)));
    let seen = seen.filter(|(id, _)| ids.contains(id)).collect();
    Ok(Merge { table: table.id, keep, gone: ids.into_iter().filter(|id| *id != keep).collect(), seen, values })
}
