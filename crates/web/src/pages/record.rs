//! `/data/{Table}/{id}`: one record with its form, and beside it what happened to it and what refers to it.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Form as Body;
use axum::extract::{Path as Place, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use vasculum_domain::forms::Look as Forms;
use vasculum_domain::records::blockers;
use vasculum_model::names::{collection_object, determination, taxon};
use vasculum_model::{Code, Col, Error, Issue, Kind, Record, Result, Table, TableId, model};
use vasculum_store::{Action, Tx};

use super::asked::{self, Rights};
use super::conflict::{self, Difference};
use super::entry::presence::{self, Other};
use super::entry::saving::{Sender, write};
use super::entry::starts::Starts;
use super::entry::{self, Desk, Next, Wanted, drafts, like, memory};
use super::form::{Form, Surroundings, level, spoken};
use super::grid::is_italic;
use super::history::{self, Event};
use super::sets::steps;
use super::shape::{self, Part, Used};
use super::sheet::{Cell, Sheet};
use super::trees::naming;
use super::visitor::{Visitor, go};
use super::{errand, list_path, names, nav_of, permalink, record_path, shown_table, trees, words};
use crate::App;
use crate::respond::{Refused, escaped};
use crate::ui::Level;
use crate::ui::components::{Look, aside_section, badge, icon, link_button, notice, save_button};
use crate::ui::frame::Page;
use crate::ui::words::{Words, t, tf, tn};

const WORDS: &Words<'static> = &Words::ENGLISH;
/// So many events stand beside the record; all of them on a page of their own.
const EVENTS: u64 = 10;

/// Everything that the page of a record shows.
#[derive(Debug)]
pub(crate) struct View {
    table: &'static Table,
    /// The record as it stands in the database; nothing for a new one.
    record: Option<Record>,
    /// What it is called.
    title: String,
    /// The name of its current taxon, its author, and whether it is written in italics.
    taxon: Option<(String, String, bool)>,
    parts: Vec<Part>,
    sheet: Sheet,
    around: Surroundings,
    /// Whether every field is shown.
    all: bool,
    events: Vec<Event>,
    /// Which records refer to it, by column.
    used_by: Vec<(Col, i64)>,
    may_delete: bool,
    /// What stands around the form for whoever enters records.
    desk: Desk,
    /// Who else has the record open.
    others: Vec<Other>,
    /// Whether the person could change it, and prefers to open records for reading.
    is_closed: bool,
}

/// Why a form is shown again instead of being saved.
#[derive(Debug, Default)]
pub(crate) struct Trouble {
    /// What is said above the form.
    pub words: String,
    /// What one can do.
    pub hint: String,
    /// What is to be looked at, by the names of the controls.
    pub issues: Vec<Issue>,
    /// What somebody else saved meanwhile, where this person did something else.
    pub differences: Vec<Difference>,
    /// What was taken over from somebody else without a question: field and value.
    pub taken: Vec<(String, String)>,
}

/// `GET /data/{table}/{id}`.
pub async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Place((table, id)): Place<(String, String)>,
    Query(params): Query<Vec<(String, String)>>,
) -> Result<Response, Refused> {
    let table = shown_table(&table)?;
    let id = crate::api::id(table, &id)?;
    let edits = params.iter().any(|(name, value)| name == "edit" && value == "1");
    let (seer, wanted) = (visitor.clone(), Wanted::of(&params));
    let done = history::notice_of(&params);
    let read = app
        .read(visitor.access.clone(), move |tx| {
            let place = steps::place(tx, table, id, &params)?;
            let (view, trouble) = of_record(tx, &seer, table, id, &wanted)?;
            Ok((view, trouble, place))
        })
        .await;
    let (mut view, trouble, place) = match read {
        Ok(read) => read,
        Err(refusal) => return permalink::or_survivor(&app, &visitor, table, id, refusal).await,
    };
    view.others = app.presence().of((table.id, id), visitor.access.user);
    let done = steps::above(place.as_ref(), done);
    // What was typed and not saved opens for going on with it.
    if visitor.wishes.is("read-only") && !edits && view.around.may_save && trouble.words.is_empty() {
        (view.around.may_save, view.is_closed) = (false, true);
    }
    Ok(page(&visitor, StatusCode::OK, &view, &trouble, done))
}

/// `GET /data/{table}/new`.
pub async fn show_new(
    State(app): State<App>,
    visitor: Visitor,
    Place(table): Place<String>,
    Query(params): Query<Vec<(String, String)>>,
) -> Result<Response, Refused> {
    let table = shown_table(&table)?;
    if !visitor.may("create", table) {
        return Err(may_not(&visitor, "create", table).into());
    }
    let (seer, wanted) = (visitor.clone(), Wanted::of(&params));
    let done = history::notice_of(&params);
    let view = app.read(visitor.access.clone(), move |tx| of_new(tx, &seer, table, &wanted)).await?;
    Ok(page(&visitor, StatusCode::OK, &view, &Trouble::default(), done))
}

fn may_not(visitor: &Visitor, action: &str, table: &Table) -> Error {
    if action == "create" {
        return entry::may_not_make(visitor, table);
    }
    let (tables, place) = (words::many(table), visitor.place().map_or("", |place| place.name.as_str()));
    let refused = tf(
        "You have no right to change {tables} in {collection}.",
        &[("tables", &words::inside(&tables)), ("collection", &place)],
    );
    Error::forbidden(refused).hint(t("Ask somebody who manages the users of your institution."))
}

fn of_record(
    tx: &mut Tx<'_>,
    visitor: &Visitor,
    table: &'static Table,
    id: i64,
    wanted: &Wanted,
) -> Result<(View, Trouble)> {
    let record = tx.get(table.id, id)?;
    if let Some(what) = &wanted.draft
        && let Some(typed) = drafts::sheet(tx, table, Some(id), what)?
    {
        let (sheet, trouble) = restored(tx, &visitor.look, typed)?;
        return Ok((again(tx, visitor, sheet, wanted)?, trouble));
    }
    let wanted = &Wanted { draft: None, ..wanted.clone() };
    let issues = if wanted.is_saved { memory::remarks(tx, &record)? } else { Vec::new() };
    let used = Used::of(tx, &visitor.look, &record)?;
    let parts = shape::parts_for(visitor, table, &used, wanted.all);
    let sheet = Sheet::of_record(tx, &record, &used, &parts)?;
    let starts = Starts::read(tx)?;
    Ok((view(tx, visitor, Some(record), parts, sheet, wanted, starts)?, Trouble { issues, ..Trouble::default() }))
}

/// A draft, put together with what was saved since.
fn restored(tx: &mut Tx<'_>, look: &Forms, typed: Sheet) -> Result<(Sheet, Trouble)> {
    Ok(match conflict::merge(tx, look, typed.clone())? {
        Some(merged) => (merged.sheet.clone(), of_merge(merged)),
        None => (typed, Trouble::default()),
    })
}

fn of_new(tx: &mut Tx<'_>, visitor: &Visitor, table: &'static Table, wanted: &Wanted) -> Result<View> {
    if let Some(what) = &wanted.draft
        && let Some(typed) = drafts::sheet(tx, table, None, what)?
    {
        return again(tx, visitor, typed, wanted);
    }
    let mut wanted = Wanted { draft: None, ..wanted.clone() };
    let starts = Starts::read(tx)?;
    let copied = match wanted.like {
        Some(like) => like.copied(tx, table.id)?.map(|copied| (like, copied)),
        None => None,
    };
    let (parts, mut sheet) = match &copied {
        Some((like, copied)) => {
            let mut used = like::used(&visitor.look, copied);
            used.columns.extend(starts.columns(table.id));
            let parts = shape::parts_for(visitor, table, &used, wanted.all);
            let sheet = like::sheet(tx, *like, copied, &used, &parts)?;
            (parts, sheet)
        }
        None => {
            wanted.like = None;
            let used = Used { columns: starts.columns(table.id).collect(), ..Used::default() };
            let parts = shape::parts_for(visitor, table, &used, wanted.all);
            let mut sheet = Sheet::of_new(table, &parts);
            asked::fill_in(tx, &visitor.look, table, "", &mut sheet)?;
            (parts, sheet)
        }
    };
    if sheet.like.is_none_or(|like| like.how == like::How::Carry) {
        starts.fill(&mut sheet);
        let made = |part: &Part| visitor.may("create", part.table(table));
        let open: Vec<Part> = parts.iter().filter(|part| made(part)).cloned().collect();
        starts.add_parts(tx, &visitor.look, &mut sheet, &open)?;
    }
    // What somebody typed elsewhere before they chose to make a record of it.
    let first = names::search_paths(table).first().filter(|path| path.steps.is_empty()).and_then(|path| path.column);
    let first = if table.is_tree() { table.column("name") } else { first };
    if let (Some(cell), Some(text)) = (first.and_then(|column| sheet.cells.get_mut(&column)), &wanted.text) {
        cell.text.clone_from(text);
    }
    if let (Some(below), Some(tree)) = (wanted.below, model().tree(table.id))
        && let Some(parent) = tx.find(table.id, below)?
    {
        for (column, id) in [(tree.parent, Some(below)), (tree.definition, parent.int(tree.definition))] {
            let to = model().column(column).link.as_ref().map(|link| link.to);
            if let (Some(cell), Some(id), Some(to)) = (sheet.cells.get_mut(&column.1), id, to) {
                let text = names::texts(tx, to, &[id])?.remove(&id).unwrap_or_default();
                *cell = Cell { text, id: Some(id) };
            }
        }
    }
    view(tx, visitor, None, parts, sheet, &wanted, starts)
}

fn view(
    tx: &mut Tx<'_>,
    visitor: &Visitor,
    record: Option<Record>,
    parts: Vec<Part>,
    sheet: Sheet,
    wanted: &Wanted,
    starts: Starts,
) -> Result<View> {
    let table = sheet.table;
    let mut around = Surroundings::of(tx, &visitor.look, &sheet, record.as_ref(), &parts)?;
    around.rights = Rights::of_parts(visitor, table, &parts);
    around.tells_all = wanted.all;
    let is_fresh = record.is_none() || wanted.is_saved;
    around.naming = if is_fresh { naming::of_sheet(tx, &sheet)? } else { None };
    around.fresh.values_mut().chain(around.fresh_below.values_mut()).for_each(|fresh| starts.fill(fresh));
    around.may_create = model()
        .tables()
        .filter(|table| table.is_shown() && visitor.may("create", table))
        .map(|table| table.id)
        .collect();
    let desk = Desk::read(tx, table, record.as_ref(), wanted)?;
    let mut view = View {
        table,
        title: words::new(table),
        taxon: None,
        parts,
        sheet,
        around,
        all: wanted.all,
        events: Vec::new(),
        used_by: Vec::new(),
        may_delete: false,
        is_closed: false,
        record: None,
        desk,
        others: Vec::new(),
    };
    match record {
        Some(record) => {
            view.title = names::text(tx, table.id, record.id)?;
            view.taxon = current_taxon(tx, &record)?;
            view.around.may_save = tx.reaches(&record, Action::Update)?;
            view.may_delete = tx.reaches(&record, Action::Delete)?;
            view.events = history::events(tx, visitor, table.id, record.id, None, EVENTS)?;
            view.used_by =
                blockers(tx, table.id, record.id)?.into_iter().map(|blocker| (blocker.column, blocker.count)).collect();
            view.record = Some(record);
        }
        None => {
            view.around.may_save = visitor.may("create", table);
            let form = Form { parts: &view.parts, sheet: &view.sheet, issues: &[], around: &view.around };
            view.desk.find_focus(tx, &form)?;
        }
    }
    Ok(view)
}

fn current_taxon(tx: &mut Tx<'_>, record: &Record) -> Result<Option<(String, String, bool)>> {
    let (table, id) = (record.table, record.id);
    let taxon_id = match table {
        collection_object::TABLE => {
            let link = collection_object::DETERMINATIONS;
            let all = super::grid::or_nothing(tx.children(&[id], link))?;
            all.iter()
                .find(|(_, one)| one.is(determination::IS_CURRENT))
                .and_then(|(_, one)| one.int(determination::TAXON))
        }
        taxon::TABLE => Some(id),
        _ => None,
    };
    let found = match taxon_id {
        Some(id) => super::grid::or_nothing(tx.find_all(taxon::TABLE, &[id]))?.pop(),
        None => None,
    };
    let words = |column: Col, record: &Record| record.text(column).unwrap_or_default().to_owned();
    Ok(found.map(|record| (words(taxon::FULL_NAME, &record), words(taxon::AUTHOR, &record), is_italic(&record))))
}

/// `POST /data/{table}/{id}`: saves what was filled in.
pub async fn save(
    State(app): State<App>,
    visitor: Visitor,
    Place((table, id)): Place<(String, String)>,
    Body(sent): Body<Vec<(String, String)>>,
) -> Result<Response, Refused> {
    let table = shown_table(&table)?;
    let id = crate::api::id(table, &id)?;
    receive(&app, &visitor, table, Some(id), sent).await
}

/// `POST /data/{table}`: makes a record of what was filled in.
pub async fn create(
    State(app): State<App>,
    visitor: Visitor,
    Place(table): Place<String>,
    Body(sent): Body<Vec<(String, String)>>,
) -> Result<Response, Refused> {
    let table = shown_table(&table)?;
    receive(&app, &visitor, table, None, sent).await
}

pub(crate) async fn receive(
    app: &App,
    visitor: &Visitor,
    table: &'static Table,
    id: Option<i64>,
    sent: Vec<(String, String)>,
) -> Result<Response, Refused> {
    let action = if id.is_some() { "update" } else { "create" };
    if !visitor.may(action, table) {
        // Whoever may not even see the record does not learn that it is there.
        if let Some(id) = id {
            app.read(visitor.access.clone(), move |tx| tx.get(table.id, id)).await?;
        }
        return Err(may_not(visitor, action, table).into());
    }
    // Of a box to tick, "no" and "yes" are both sent; the last one counts.
    let sent: HashMap<String, String> = sent.into_iter().collect();
    let all = sent.get("all").is_some_and(|value| value == "1");
    let wanted = Wanted { all, draft: sent.get("draft").cloned(), ..Wanted::default() };
    let mut sheet = Sheet { id, ..Sheet::of_form(table, &sent) };
    conflict::choose(&mut sheet, &sent);
    asked::keep_read_only(&visitor.look, &mut sheet);
    if let Some(answer) = errand::leave(app, visitor, table, id, &sent).await? {
        return Ok(answer);
    }
    if sent.contains_key("restore") {
        return show_again(app, visitor, sheet, wanted, StatusCode::OK, Trouble::default()).await;
    }
    if sent.contains_key(naming::PUT) {
        let sheet = app
            .read(visitor.access.clone(), move |tx| {
                naming::put(tx, &mut sheet)?;
                Ok(sheet)
            })
            .await?;
        return show_again(app, visitor, sheet, wanted, StatusCode::OK, Trouble::default()).await;
    }
    if let Some(link) = sent.get("add") {
        add_row(&mut sheet, link);
        return show_again(app, visitor, sheet, wanted, StatusCode::OK, Trouble::default()).await;
    }
    let sender = Sender { draft: wanted.draft.clone(), digest: drafts::digest(&sent) };
    match write(app, visitor, sheet.clone(), sender).await? {
        Ok((id, change)) => {
            let mut path = Next::of(&sent).path(table, id, change, all);
            path.push_str(&steps::kept(visitor));
            let answer = go(&visitor.errand.as_ref().map_or(path, |errand| errand.done(table, id)));
            Ok(match &wanted.draft {
                Some(what) => drafts::saved(answer, &drafts::name_of(table, what)),
                None => answer,
            })
        }
        Err(refusal) => {
            let (status, sheet, trouble) = trouble(app, visitor, sheet, refusal).await?;
            show_again(app, visitor, sheet, wanted, status, trouble).await
        }
    }
}

/// Without scripts a row is added by the server.
fn add_row(sheet: &mut Sheet, link: &str) {
    let owner = match link.split_once('.') {
        Some((part, _)) => sheet.table.column(part).and_then(|column| sheet.singles.get_mut(&column)),
        None => Some(sheet),
    };
    let name = link.rsplit('.').next().unwrap_or_default();
    if let Some(owner) = owner
        && let Some(many) = owner.table.to_many(name)
    {
        let of = shape::rows_of(owner.table, many);
        owner.rows.entry(many).or_default().push(Sheet::new(of, &[]));
    }
}

/// What to show after a refusal: for a record that somebody else saved meanwhile, both versions merged.
async fn trouble(app: &App, visitor: &Visitor, sheet: Sheet, refusal: Error) -> Result<(StatusCode, Sheet, Trouble)> {
    let hint = refusal.hint.map(Into::into).unwrap_or_default();
    if refusal.code == Code::Conflict && sheet.id.is_some() {
        let (mine, look) = (sheet.clone(), Arc::clone(&visitor.look));
        let merged = app.read(visitor.access.clone(), move |tx| conflict::merge(tx, &look, mine)).await?;
        if let Some(merged) = merged {
            return Ok((StatusCode::CONFLICT, merged.sheet.clone(), of_merge(merged)));
        }
    }
    let status = if refusal.code == Code::Conflict { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
    let words = match refusal.issues.len() {
        0 => refusal.message.to_string(),
        1 => t("The record was not saved.").to_owned(),
        many => tn(
            i64::try_from(many).unwrap_or(i64::MAX),
            "The record was not saved: {n} thing is to be looked at.",
            "The record was not saved: {n} things are to be looked at.",
        ),
    };
    let hint = if refusal.issues.is_empty() { hint } else { t("What you typed is still here.").to_owned() };
    Ok((status, sheet, Trouble { words, hint, issues: refusal.issues, ..Trouble::default() }))
}

/// What is said of two changes that were put together.
fn of_merge(merged: conflict::Merged) -> Trouble {
    let words = match merged.saved {
        Some((who, when)) => {
            tf("{who} saved this record {when}, while you were editing it.", &[("who", &who), ("when", &when)])
        }
        None => t("Somebody saved this record while you were editing it.").to_owned(),
    };
    let hint = if merged.differences.is_empty() {
        t("You changed different fields: both changes stand in the form now. Look at it and save again.")
    } else {
        t("Nothing of yours is lost. Choose for each field below which value shall stand, then save again.")
    };
    Trouble { words, hint: hint.to_owned(), issues: Vec::new(), differences: merged.differences, taken: merged.taken }
}

async fn show_again(
    app: &App,
    visitor: &Visitor,
    sheet: Sheet,
    wanted: Wanted,
    status: StatusCode,
    trouble: Trouble,
) -> Result<Response, Refused> {
    let seer = visitor.clone();
    let record = sheet.id.map(|id| (sheet.table.id, id));
    let mut view = app.read(visitor.access.clone(), move |tx| again(tx, &seer, sheet, &wanted)).await?;
    view.others = record.map(|record| app.presence().of(record, visitor.access.user)).unwrap_or_default();
    Ok(page(visitor, status, &view, &trouble, None))
}

/// A form with what somebody typed into it, over the record as it is now.
fn again(tx: &mut Tx<'_>, visitor: &Visitor, sheet: Sheet, wanted: &Wanted) -> Result<View> {
    let record = match sheet.id {
        Some(id) => Some(tx.get(sheet.table.id, id)?),
        None => None,
    };
    let copied = match sheet.like {
        Some(like) => like.copied(tx, sheet.table.id)?,
        None => None,
    };
    let mut used = match (&record, &copied) {
        (Some(record), _) => Used::of(tx, &visitor.look, record)?,
        (None, Some(copied)) => like::used(&visitor.look, copied),
        (None, None) => Used::default(),
    };
    used.columns.extend(sheet.used().columns);
    for link in sheet.rows.keys() {
        used.rows.entry(*link).or_default();
    }
    let parts = shape::parts_for(visitor, sheet.table, &used, wanted.all);
    let start = match (&record, &copied, sheet.like) {
        (Some(record), ..) => Sheet::of_record(tx, record, &used, &parts)?,
        (None, Some(copied), Some(like)) => like::sheet(tx, like, copied, &used, &parts)?,
        _ => Sheet::of_new(sheet.table, &parts),
    };
    let starts = Starts::read(tx)?;
    let mut view = view(tx, visitor, record, parts, sheet.over(start), wanted, starts)?;
    view.around.naming = naming::of_sheet(tx, &view.sheet)?;
    view.desk.is_restored = true;
    Ok(view)
}

fn page(visitor: &Visitor, status: StatusCode, view: &View, trouble: &Trouble, done: Option<Markup>) -> Response {
    let table = view.table;
    let form = Form { parts: &view.parts, sheet: &view.sheet, issues: &trouble.issues, around: &view.around };
    let list = list_path(table);
    let title = words::many(table);
    let above: Vec<(&str, &str)> =
        if nav_of(table) == "data" { vec![(t("All data"), "/data"), (&title, &list)] } else { vec![(&title, &list)] };
    let notices = html! {
        @if let Some(record) = &view.record { (presence::line(record, &view.desk.draft, &view.others)) }
        @if let Some(done) = &done { (done) }
        @if !trouble.words.is_empty() { (notice(WORDS, Level::Error, &trouble.words, &trouble.hint, None)) }
        (conflict::panel(&trouble.differences, &trouble.taken))
        @if trouble.words.is_empty() && !trouble.issues.is_empty() { (entry::remarks_of(&view.title, "#record", &trouble.issues)) }
        (view.desk.notices(table, &here(view), trouble.words.is_empty()))
    };
    let version = view.record.as_ref().map(Record::version);
    let subtitle = version.filter(|_| view.taxon.is_none()).map_or(String::new(), |_| words::label(table.name));
    let content = Page {
        title: &view.title,
        heading: Some(heading(view)),
        subtitle: if view.title.starts_with(&subtitle) { "" } else { &subtitle },
        badges: (!view.around.may_save).then(|| badge(Level::Neutral, t("Read only"))),
        breadcrumbs: &above,
        actions: Some(actions(visitor, view)),
        notices: Some(notices),
        body: html! {
            div class="with-aside" {
                (form_around(visitor, view, &form))
                aside class="aside" aria-label=(t("About this record")) { (beside(visitor, view, trouble, &form)) }
            }
        },
        ..Page::default()
    };
    visitor.page_with(status, nav_of(table), content)
}

fn form_around(visitor: &Visitor, view: &View, form: &Form<'_>) -> Markup {
    let action =
        view.record.as_ref().map_or_else(|| list_path(view.table), |record| record_path(view.table, record.id));
    let errand = visitor.errand.as_ref().map_or(String::new(), |errand| format!("?{}", errand.query()));
    html! {
        @if view.around.may_save {
            form id="record" class="work form" method="post" action={ (action) (errand) } data-main data-guard data-changed[view.desk.is_restored]
                data-draft={ (view.table.name) "/" (view.desk.draft) } data-user=[view.desk.user] data-table=(view.table.name)
                data-new[view.record.is_none()] data-focus=[(!view.desk.focus.is_empty()).then_some(&view.desk.focus)] {
                (view.desk.hidden(&view.sheet))
                @if view.all { input type="hidden" name="all" value="1"; }
                (form.draw())
                (other_fields(view))
            }
        } @else {
            div id="record" class="work form" { (form.draw()) (other_fields(view)) }
        }
    }
}

/// The way between the fields in use and all that there are.
fn other_fields(view: &View) -> Markup {
    let (_, href) = other_view(view);
    html! { p { a href=(href) { @if view.all { (t("Show only the fields in use")) } @else { (t("Show all fields")) } } } }
}

fn other_view(view: &View) -> (&'static str, String) {
    let here = here(view);
    if view.all { (t("Fields in use"), here) } else { (t("All fields"), format!("{here}?all=1")) }
}

/// The address of the page without anything that it was asked for.
fn here(view: &View) -> String {
    let record = view.record.as_ref().map(|record| record_path(view.table, record.id));
    record.unwrap_or_else(|| format!("{}/new", list_path(view.table)))
}

/// The title, with the scientific name in italics where the record has one.
fn heading(view: &View) -> Markup {
    let Some((name, author, is_italic)) = view.taxon.as_ref().filter(|(name, ..)| !name.is_empty()) else {
        return html! { (view.title) };
    };
    let rest = view.title.replace(author.as_str(), "").replace(name.as_str(), "");
    let rest = if view.table.id == taxon::TABLE { "" } else { rest.trim_matches([' ', ',', ':', '–', '-']) };
    html! {
        @if !rest.is_empty() { span class="figures" { (rest) } " " }
        span class=[is_italic.then_some("name")] { (name) @if !author.is_empty() { " " span class="author" { (author) } } }
    }
}

fn actions(visitor: &Visitor, view: &View) -> Markup {
    let path = view.record.as_ref().map(|record| record_path(view.table, record.id));
    let (words, href) = other_view(view);
    html! {
        (link_button(words, &href, "list-checks", Look::Quiet, "a"))
        @if let Some(path) = path.as_ref().filter(|_| view.is_closed) {
            (link_button(t("Edit"), &format!("{path}?edit=1"), "pencil", Look::Primary, "e"))
        }
        @if let Some(path) = &path {
            (link_button(t("History"), &format!("{path}/history"), "history", Look::Normal, "h"))
            @if view.may_delete { (link_button(t("Delete"), &format!("{path}/delete"), "trash-2", Look::Danger, "")) }
        }
        @if view.around.may_save {
            (save_button(t("Save"), "record"))
            // Whoever is on an errand comes back with this one record.
            @if visitor.errand.is_none() { (entry::actions(visitor, view.table, view.record.as_ref())) }
        }
    }
}

fn beside(visitor: &Visitor, view: &View, trouble: &Trouble, form: &Form<'_>) -> Markup {
    html! {
        @if !trouble.issues.is_empty() { (to_check(trouble, form)) }
        @if let Some(record) = &view.record {
            @if !view.used_by.is_empty() { (aside_section(t("Used by"), "", &used_by(&view.used_by, record.id))) }
            @if !view.events.is_empty() {
                (aside_section(t("History"), "", &html! {
                    (history::timeline_of(&view.events))
                    p { a href={ (record_path(view.table, record.id)) "/history" } { (t("The whole history")) } }
                }))
            }
            (trees::aside(visitor, record))
            (permalink::aside(visitor, record))
            (aside_section(t("Record"), "", &dates(record)))
        } @else {
            (view.desk.beside(view.table))
            (aside_section(t("About"), "", &html! { p class="muted" { (view.table.about) } }))
        }
    }
}

/// The issues, each leading to its control.
fn to_check(trouble: &Trouble, form: &Form<'_>) -> Markup {
    let controls = form.controls();
    let count = trouble.issues.len().to_string();
    aside_section(
        t("To check"),
        &count,
        &html! {
            ul class="stack" {
                @for issue in &trouble.issues {
                    @let level = level(issue);
                    @let name = issue.field.rsplit('.').next().unwrap_or_default();
                    @let words = spoken(issue, name);
                    li class={ "issue issue-" (level.key()) } {
                        (icon(level.icon()))
                        @if controls.contains(&issue.field) { a href={ "#" (escaped(&issue.field)) } { (words) } }
                        @else { span { (words) } }
                    }
                }
            }
        },
    )
}

/// Which records refer to a record, with links to their lists.
pub(crate) fn used_by(used_by: &[(Col, i64)], id: i64) -> Markup {
    let shown = |table: TableId| model().table(table).is_shown();
    html! {
        ul class="stack" {
            @for (column, count) in used_by {
                @let table = model().table(column.0);
                @let field = table.at(column.1).name;
                li {
                    @if shown(column.0) {
                        a href={ (list_path(table)) "?filter=" (escaped(&format!("{field}={id}"))) } { (words::counted(*count, table)) }
                    } @else { (words::counted(*count, table)) }
                    span class="muted" { " " (tf("as {field}", &[("field", &words::inside(&words::label(field)))])) }
                }
            }
        }
    }
}

fn dates(record: &Record) -> Markup {
    let at = |name: &str| {
        let column = record.of().column(name).filter(|column| record.of().at(*column).kind == Kind::Timestamp)?;
        let text = super::value::shown(record, column);
        (!text.is_empty()).then_some(text)
    };
    html! {
        dl class="facts" {
            @if let Some(made) = at("timestampCreated") { dt { (t("Made")) } dd { (made) } }
            @if let Some(saved) = at("timestampModified") { dt { (t("Saved")) } dd { (saved) } }
            @if record.named("version").is_some() { dt { (t("Version")) } dd { (record.version()) } }
            dt { (t("ID")) } dd { (record.id) }
        }
    }
}
