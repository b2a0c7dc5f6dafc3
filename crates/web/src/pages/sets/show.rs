//! One set: its records in their order, and what can be done with them.

use axum::Form as Body;
use axum::extract::{Path as Place, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use vasculum_domain::forms;
use vasculum_domain::sets::{self, Set};
use vasculum_model::names::{collection_object, determination, preparation};
use vasculum_model::{Code, Error, Path, Result, model};
use vasculum_store::{Purpose, Select, Tx};

use super::{Pairs, SETS, WORDS, done_notice, one, set_path, sharing, steps};
use crate::App;
use crate::pages::grid::{Cell, Grid};
use crate::pages::list::{Shape, columns_of};
use crate::pages::names;
use crate::pages::visitor::{Visitor, go};
use crate::pages::{acting, attach, batch_edit, labels};
use crate::pages::{list_path, words};
use crate::respond::{Refused, escaped};
use crate::ui::Level;
use crate::ui::components::{
    Choice, Column, Field, Look, Pagination, Row, Selection, Span, Table as Shown, badge, button, data_table,
    empty_state, field_group, link_button, notice, pagination, select, select_field, selectable, text_area,
};
use crate::ui::frame::Page;
use crate::ui::words::{t, tf, tn};

/// So many records stand on a page.
const PAGE: usize = 50;

/// What the page of a set shows.
struct View {
    set: Set,
    columns: Vec<Shape>,
    /// How many records stand before the first one that is shown.
    from: usize,
    /// How many are in the set.
    total: usize,
    /// Place in the set counted from 1, id, name, cells.
    rows: Vec<(usize, i64, String, Vec<Cell>)>,
    /// How many of the page's records one may not see.
    hidden: usize,
    /// The names of those with whom it is shared, and whether they may change it.
    people: Vec<(String, bool)>,
    /// Whether there are labels for its records.
    has_labels: bool,
}

/// `GET /record-sets/{id}`.
pub async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<i64>,
    Query(params): Query<Pairs>,
) -> Result<Response, Refused> {
    let from = one(&params, "from").parse().unwrap_or(0);
    let look = std::sync::Arc::clone(&visitor.look);
    let view = app.read(visitor.access.clone(), move |tx| read(tx, &look, id, from)).await?;
    Ok(page(&visitor, StatusCode::OK, &view, done_notice(&params)))
}

fn read(tx: &mut Tx<'_>, look: &forms::Look, id: i64, from: usize) -> Result<View> {
    let set = sets::get(tx, id)?;
    let ids = sets::ids(tx, id)?;
    let from = if from >= ids.len() { 0 } else { from };
    let some = &ids[from..ids.len().min(from + PAGE)];
    let columns = columns_of(look, set.table);
    let records = tx.find_all(set.table.id, some)?;
    let mut texts = names::texts(tx, set.table.id, some)?;
    let mut grid = Grid::new(tx, &records);
    let mut cells = Vec::with_capacity(columns.len());
    for column in &columns {
        cells.push(if column.path.is_empty() { Default::default() } else { grid.told(look, &column.path)? });
    }
    let rows: Vec<_> = (from + 1..)
        .zip(some)
        .filter(|(_, id)| records.iter().any(|record| record.id == **id))
        .map(|(at, id)| {
            let row = cells.iter_mut().map(|column| column.remove(id).unwrap_or_default()).collect();
            (at, *id, texts.remove(id).unwrap_or_default(), row)
        })
        .collect();
    let people = super::edit::people_of(tx)?;
    let called = |user: i64| people.iter().find(|(id, _)| *id == user).map(|(_, name)| name.clone());
    let people = set.people.iter().filter_map(|(user, may)| Some((called(*user)?, *may))).collect();
    let kinds = vasculum_domain::labels::kinds(tx, &look.kind)?;
    let has_labels = kinds.iter().any(|(_, kind)| kind.table == set.table.id);
    Ok(View { hidden: some.len() - rows.len(), total: ids.len(), set, columns, from, rows, people, has_labels })
}

fn page(visitor: &Visitor, status: StatusCode, view: &View, notices: Option<Markup>) -> Response {
    let count = words::counted(view.total as i64, view.set.table);
    let content = Page {
        title: view.set.name(),
        subtitle: &count,
        breadcrumbs: &[(t("Record sets"), SETS)],
        badges: (!view.set.may_change).then(|| badge(Level::Neutral, t("Read only"))),
        actions: Some(actions(view)),
        notices,
        body: html! {
            div class="work" {
                (about(view))
                @if view.total > 0 { (deeds(visitor, view)) }
                (records(visitor, view))
                @if view.set.may_change { (more(view)) }
            }
        },
        ..Page::default()
    };
    visitor.page_with(status, "sets", content)
}

fn actions(view: &View) -> Markup {
    let (set, table) = (&view.set, view.set.table);
    let id = set.record.id;
    html! {
        @if let Some((at, first, ..)) = view.rows.first() {
            (link_button(t("Page through"), &steps::href(table, *first, id, Some(*at as i64)), "chevron-right", Look::Primary, ""))
        }
        @if set.may_change {
            (link_button(t("Edit"), &format!("{}/edit", set_path(id)), "pencil", Look::Normal, ""))
            (link_button(t("Delete the set"), &format!("{}/delete", set_path(id)), "trash-2", Look::Danger, ""))
        }
    }
}

/// What can be done with all records of the set.
fn deeds(visitor: &Visitor, view: &View) -> Markup {
    let (table, id) = (view.set.table, view.set.record.id);
    let of_set = format!("filter={}", escaped(&format!("id:set({id})")));
    let lends = [collection_object::TABLE, preparation::TABLE].contains(&table.id);
    html! {
        div class="row" {
            (link_button(t("As a list"), &format!("{}?{of_set}", list_path(table)), "table-2", Look::Normal, ""))
            (link_button(t("Export"), &format!("{}/export?{of_set}", list_path(table)), "download", Look::Normal, ""))
            @if view.has_labels && labels::may_print(visitor) {
                (link_button(t("Labels"), &format!("/labels?table={}&{of_set}", table.name), "printer", Look::Normal, ""))
            }
            @if table.id == collection_object::TABLE && visitor.may("create", model().table(determination::TABLE)) {
                (link_button(t("Identify"), &format!("/tools/identify?{of_set}"), "microscope", Look::Normal, ""))
            }
            @if batch_edit::may_edit(visitor, table) {
                (link_button(t("Change fields"), &format!("/tools/batch-edit?table={}&set={id}", table.name), "pencil", Look::Normal, ""))
            }
            @if attach::may_attach(visitor, table) {
                (link_button(t("Attach a file"), &format!("{}/attach?{of_set}", list_path(table)), "paperclip", Look::Normal, ""))
            }
            @if lends { (link_button(t("Lend or give"), &format!("{}/lend", set_path(id)), "hand-helping", Look::Normal, "")) }
            @if visitor.may("delete", table) {
                (link_button(t("Delete its records"), &format!("{}/delete?{of_set}", list_path(table)), "trash-2", Look::Danger, ""))
            }
        }
    }
}

fn records(visitor: &Visitor, view: &View) -> Markup {
    if view.total == 0 {
        let text = t("Add records below by their numbers, or tick them in a list and choose ‘Record set’.");
        return empty_state("layers", t("There is nothing in this set yet"), text, None);
    }
    let id = view.set.record.id;
    let last = view.from + PAGE;
    let before = (view.from > 0).then(|| format!("{}?from={}", set_path(id), view.from.saturating_sub(PAGE)));
    let after = (last < view.total).then(|| format!("{}?from={last}", set_path(id)));
    let summary = tf(
        "{first}–{last} of {total}",
        &[
            ("first", &words::number(view.from as i64 + 1)),
            ("last", &words::number(last.min(view.total) as i64)),
            ("total", &words::number(view.total as i64)),
        ],
    );
    let paging = Pagination { summary: &summary, previous: before.as_deref(), next: after.as_deref() };
    let hidden = tn(
        view.hidden as i64,
        "{n} record here is not shown, because you may not see it.",
        "{n} records here are not shown, because you may not see them.",
    );
    html! {
        @if view.hidden > 0 { p class="muted" { (hidden) } }
        @if view.set.may_change {
            (selectable(WORDS, &Selection {
                action: &format!("{}/records", set_path(id)),
                body: rows(view, "id"),
                buttons: buttons(visitor, view),
            }))
        } @else { (rows(view, "")) }
        (pagination(WORDS, &paging))
    }
}

fn buttons(visitor: &Visitor, view: &View) -> Markup {
    let elsewhere = format!("{}/selection", list_path(view.set.table));
    html! {
        (button(t("Take out"), "x", Look::Normal, "act", "out"))
        (button(t("To the beginning"), "arrow-up", Look::Normal, "act", "top"))
        (button(t("To the end"), "arrow-down", Look::Normal, "act", "bottom"))
        button class="button" formaction=(elsewhere) name="act" value="export" { (t("Export")) }
        @if batch_edit::may_edit(visitor, view.set.table) {
            button class="button" formaction=(elsewhere) name="act" value="edit" { (t("Change fields")) }
        }
        @if attach::may_attach(visitor, view.set.table) {
            button class="button" formaction=(elsewhere) name="act" value="attach" { (t("Attach a file")) }
        }
        @if visitor.may("delete", view.set.table) {
            button class="button button-danger" formaction=(elsewhere) name="act" value="delete" { (t("Delete")) }
        }
    }
}

fn rows(view: &View, tick_name: &str) -> Markup {
    let (table, id) = (view.set.table, view.set.record.id);
    let columns: Vec<Column<'_>> = view
        .columns
        .iter()
        .map(|column| Column { label: &column.label, kind: column.kind, ..Column::default() })
        .collect();
    let ids: Vec<String> = view.rows.iter().map(|(_, id, ..)| id.to_string()).collect();
    let rows: Vec<Row<'_>> = view
        .rows
        .iter()
        .zip(&ids)
        .map(|((at, record, name, cells), text)| Row {
            id: text,
            label: name,
            cells: cells
                .iter()
                .enumerate()
                .map(|(nth, cell)| html! {
                    @if nth == 0 {
                        a href=(steps::href(table, *record, id, Some(*at as i64))) { @if cell.is_empty() { (name) } @else { (cell.draw(false)) } }
                    } @else { (cell.draw(false)) }
                })
                .collect(),
            ..Row::default()
        })
        .collect();
    let caption = words::many(table);
    data_table(WORDS, &Shown { caption: &caption, columns: &columns, rows: &rows, tick_name, stacks: true })
}

/// What can be done with the set itself: records added by their numbers, another order.
fn more(view: &View) -> Markup {
    let path = set_path(view.set.record.id);
    let fields = sets::number_columns(view.set.table);
    let labels: Vec<String> = fields.iter().map(|column| words::column_label(model().column(*column))).collect();
    let choices: Vec<Choice<'_>> = fields
        .iter()
        .zip(&labels)
        .map(|(column, label)| Choice { value: model().column(*column).name, label, is_chosen: false })
        .collect();
    let help = t("One a line, or parted by commas. 100–120 stands for all from 100 to 120.");
    let numbers = Field { help, span: Span::All, ..Field::new("numbers", t("Numbers")) };
    let sorts: Vec<Choice<'_>> = view
        .columns
        .iter()
        .filter_map(|column| Some(Choice { value: column.sort.as_deref()?, label: &column.label, is_chosen: false }))
        .collect();
    html! {
        form class="form" method="post" action={ (path) "/records" } {
            input type="hidden" name="act" value="add";
            (field_group(t("Add records"), "", None, false, &html! {
                (select_field(WORDS, &Field::new("field", t("Found by")), None, &choices))
                (text_area(WORDS, &numbers, ""))
            }))
            div class="row" { (button(t("Add"), "plus", Look::Normal, "", "")) }
        }
        @if view.total > 1 && !sorts.is_empty() {
            form class="row" method="post" action={ (path) "/order" } {
                label for="sort" { (t("Put them in the order of")) }
                (select(&Field::new("sort", ""), None, &sorts))
                (button(t("Upwards"), "arrow-up", Look::Normal, "down", "no"))
                (button(t("Downwards"), "arrow-down", Look::Normal, "down", "yes"))
            }
        }
    }
}

/// Whose set it is, with whom it is shared, and what was said of it.
fn about(view: &View) -> Markup {
    let set = &view.set;
    let remarks = set.record.text(vasculum_model::names::record_set::REMARKS).unwrap_or_default();
    html! {
        p class="muted" {
            @if set.is_mine { (t("Your set")) } @else { (tf("Set of {name}", &[("name", &set.owner)])) }
            " · " (sharing(set))
            @for (name, may_change) in &view.people {
                " · " (name) " " @if *may_change { (t("may change it")) } @else { (t("may see it")) }
            }
        }
        @if !remarks.is_empty() { p class="lines" { (remarks) } }
    }
}

/// `POST /record-sets/{id}/records`: adds by numbers, takes out, moves.
pub async fn change_records(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<i64>,
    Body(sent): Body<Pairs>,
) -> Result<Response, Refused> {
    let (act, ids) = (one(&sent, "act").to_owned(), acting::ids(&sent));
    let (field, text) = (one(&sent, "field").to_owned(), one(&sent, "numbers").to_owned());
    let purpose = Purpose::new("save", "Changed a record set");
    let done = app
        .write(visitor.access.clone(), purpose, move |tx| {
            let set = sets::get(tx, id)?;
            let (words, done, missing) = match act.as_str() {
                "out" => (format!("Took {} records out of", sets::take_out(tx, id, &ids)?), "taken", Vec::new()),
                "top" | "bottom" => {
                    let order = moved(&sets::ids(tx, id)?, &ids, act == "top");
                    sets::arrange(tx, id, &order)?;
                    ("Rearranged".to_owned(), "arranged", Vec::new())
                }
                "add" => {
                    let found = sets::by_numbers(tx, super::make::column_of(set.table, &field)?, &text)?;
                    (format!("Added {} records to", sets::add(tx, id, &found.ids)?), "added", found.missing)
                }
                other => return Err(Error::invalid(format!("Nothing is called ‘{other}’ here."))),
            };
            tx.summarise(format!("{words} record set {}", set.name()));
            Ok((done, missing))
        })
        .await;
    match done {
        Ok((done, missing)) if missing.is_empty() => Ok(go(&format!("{}?done={done}", set_path(id)))),
        Ok((_, missing)) => {
            let title = tn(missing.len() as i64, "{n} entry led to no record:", "{n} entries led to no record:");
            said(&app, &visitor, id, StatusCode::OK, notice(WORDS, Level::Warning, &title, &missing.join(", "), None))
                .await
        }
        Err(error) => refused(&app, &visitor, id, error).await,
    }
}

/// The records in their new order: those that move go before or after all others.
fn moved(all: &[i64], ids: &[i64], to_top: bool) -> Vec<i64> {
    let (some, others): (Vec<i64>, Vec<i64>) = all.iter().partition(|id| ids.contains(id));
    if to_top { [some, others].concat() } else { [others, some].concat() }
}

/// `POST /record-sets/{id}/order`: the order of one of the columns.
pub async fn arrange(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<i64>,
    Body(sent): Body<Pairs>,
) -> Result<Response, Refused> {
    let (sort, down) = (one(&sent, "sort").to_owned(), one(&sent, "down") == "yes");
    let done = app
        .write(visitor.access.clone(), Purpose::new("save", "Rearranged a record set"), move |tx| {
            let set = sets::get(tx, id)?;
            let path = Path::parse(set.table, &sort)?;
            let select = Select::all(set.table.id).matching(sets::members(set.table, id)?).sorted(vec![(path, down)]);
            let rows = tx.values(&select, &[Path::parse(set.table, "id")?])?;
            let order: Vec<i64> = rows.into_iter().filter_map(|mut row| row.pop()?.int()).collect();
            tx.summarise(format!("Rearranged record set {}", set.name()));
            sets::arrange(tx, id, &order)
        })
        .await;
    match done {
        Ok(()) => Ok(go(&format!("{}?done=arranged", set_path(id)))),
        Err(error) => refused(&app, &visitor, id, error).await,
    }
}

async fn refused(app: &App, visitor: &Visitor, id: i64, error: Error) -> Result<Response, Refused> {
    if error.code != Code::Invalid {
        return Err(error.into());
    }
    let words = notice(WORDS, Level::Error, &error.message, error.hint.as_deref().unwrap_or_default(), None);
    said(app, visitor, id, StatusCode::UNPROCESSABLE_ENTITY, words).await
}

async fn said(app: &App, visitor: &Visitor, id: i64, status: StatusCode, words: Markup) -> Result<Response, Refused> {
    let look = std::sync::Arc::clone(&visitor.look);
    let view = app.read(visitor.access.clone(), move |tx| read(tx, &look, id, 0)).await?;
    Ok(page(visitor, status, &view, Some(words)))
}
