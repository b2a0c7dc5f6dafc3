//! `/tools/batch-edit`: the same fields changed in many records, from a list, a query or a record set.

mod lines;
mod preview;

use std::collections::HashMap;
use std::sync::Arc;

use axum::Form as Body;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use vasculum_domain::batch_edit::{self, Batch, Edit, MOST, Place};
use vasculum_model::names::record_set;
use vasculum_model::{Code, Error, Issue, Path, Result, Table};
use vasculum_store::Tx;

use super::form::{Surroundings, spoken};
use super::layout::BEHIND;
use super::list::Wanted;
use super::shape::{is_written, may_see};
use super::sheet::Sheet;
use super::visitor::{Visitor, go};
use super::{nav_of, shown_table, words};
use crate::App;
use crate::respond::Refused;
use crate::ui::Level;
use crate::ui::components::{Choice, Field, Look as Looks, button, field_group, link_button, notice, select_field};
use crate::ui::frame::Page;
use crate::ui::words::{Words, t, tf, tn};
use lines::{Drawn, Line, VERBS, Verb};
use preview::Foreseen;

const WORDS: &Words<'static> = &Words::ENGLISH;
const ADDRESS: &str = "/tools/batch-edit";

type Pairs = Vec<(String, String)>;

fn one<'p>(sent: &'p Pairs, name: &str) -> &'p str {
    sent.iter().find(|(theirs, _)| theirs == name).map_or("", |(_, value)| value.as_str())
}

/// Whether the person may change many records of a table at a time here.
pub(crate) fn may_edit(visitor: &Visitor, table: &Table) -> bool {
    visitor.may("update", table) && !visitor.access.read_only && table.id != record_set::TABLE
}

/// Everything that the page shows.
struct View {
    wanted: Wanted,
    ids: Vec<i64>,
    lines: Vec<Line>,
    sheet: Sheet,
    around: Surroundings,
    issues: Vec<Issue>,
    edits: Vec<Edit>,
    sent: Pairs,
}

/// `GET /tools/batch-edit`, with `table` and the filters of a list, or `set`.
pub async fn ask(State(app): State<App>, visitor: Visitor, Query(params): Query<Pairs>) -> Result<Response, Refused> {
    let wanted = narrowed(&visitor, &params)?;
    let seer = visitor.clone();
    let view = app.read(visitor.access.clone(), move |tx| read(tx, &seer, wanted, params)).await?;
    Ok(form_page(&visitor, StatusCode::OK, &View { issues: Vec::new(), ..view }, None))
}

/// The records that are meant.
fn narrowed(visitor: &Visitor, sent: &Pairs) -> Result<Wanted> {
    if one(sent, "table").is_empty() {
        return Err(Error::invalid(t("Say which records shall be changed."))
            .hint(t("Tick them in a list, ask for them in the query builder, or make a record set of them.")));
    }
    let table = shown_table(one(sent, "table"))?;
    if !may_edit(visitor, table) {
        return Err(Error::forbidden(tf("You have no right to change {what}.", &[("what", &words::many(table))]))
            .hint(t("Ask somebody who manages the users of your institution.")));
    }
    let mut wanted = Wanted::of(table, sent).at_start();
    if let Ok(set) = one(sent, "set").parse::<i64>() {
        wanted.filters.push(format!("id:set({set})"));
    }
    Ok(wanted)
}

fn read(tx: &mut Tx<'_>, visitor: &Visitor, wanted: Wanted, sent: Pairs) -> Result<View> {
    let table = wanted.table;
    let id = Path::parse(table, "id")?;
    let select = wanted.select(tx)?.at_most(MOST as u64 + 1);
    let rows = tx.values(&select, &[id])?;
    let ids: Vec<i64> = rows.into_iter().filter_map(|mut row| row.pop()?.int()).collect();
    if ids.len() > MOST {
        let most = words::number(MOST as i64);
        return Err(Error::invalid(tf("At most {n} records are changed at a time.", &[("n", &most)]))
            .hint(t("Narrow the list, or make several record sets.")));
    }
    let lines = lines::sent(table, &sent);
    let (edits, issues) = lines::edits(tx, table, &lines, &sent)?;
    let parts: Vec<_> = lines.iter().filter_map(|line| line.part(&visitor.look, table)).collect();
    let fields: HashMap<String, String> = sent.iter().cloned().collect();
    let sheet = Sheet::of_form(table, &fields).over(Sheet::of_new(table, &parts));
    let mut around = Surroundings::of(tx, &visitor.look, &sheet, None, &parts)?;
    (around.may_save, around.cannot_leave) = (true, true);
    Ok(View { wanted, ids, lines, sheet, around, issues, edits, sent })
}

/// `POST /tools/batch-edit`: puts lines together, shows what they would do, and does it.
pub async fn receive(State(app): State<App>, visitor: Visitor, Body(sent): Body<Pairs>) -> Result<Response, Refused> {
    let wanted = narrowed(&visitor, &sent)?;
    let table = wanted.table;
    let has = |name: &str| sent.iter().any(|(theirs, _)| theirs == name);
    let (arranges, run) =
        (has("edit.add") || has("edit.remove") || has("edit.again"), one(&sent, "edit.run").to_owned());
    let said = if has("edit.add") { unfit(table, &sent) } else { None };
    let mark = one(&sent, "edit.mark").to_owned();
    let sent = if has("edit.add") || has("edit.remove") { arranged(table, sent) } else { sent };
    let seer = visitor.clone();
    let view = app.read(visitor.access.clone(), move |tx| read(tx, &seer, wanted, sent)).await?;
    if arranges {
        return Ok(form_page(&visitor, StatusCode::OK, &View { issues: Vec::new(), ..view }, said));
    }
    if !view.issues.is_empty() {
        return Ok(form_page(&visitor, StatusCode::UNPROCESSABLE_ENTITY, &view, None));
    }
    let batch =
        Batch { table: table.id, ids: view.ids.clone(), edits: view.edits.clone(), is_partial: run == "partial" };
    if run.is_empty() {
        return foreseen(&app, &visitor, view, batch, None).await;
    }
    let (access, look, asked) = (visitor.access.clone(), Arc::clone(&visitor.look), batch.clone());
    let label = batch_edit::label(table.id, &batch.edits);
    let done = app.with_database(move |db| batch_edit::run(db, &access, &look, &asked, &label, Some(&mark))).await;
    // What was written may be a right.
    app.forget_rights();
    match done {
        Ok(done) => {
            let change = done.change_set.unwrap_or_default();
            let left = done.left.map_or(String::new(), |set| format!("&left={set}"));
            Ok(go(&format!("/changes/{change}?saved={change}{left}")))
        }
        Err(error) if matches!(error.code, Code::Invalid | Code::Conflict) => {
            foreseen(&app, &visitor, view, batch, Some(error)).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Shows what the change would do now; after a refusal with what was said.
async fn foreseen(
    app: &App,
    visitor: &Visitor,
    view: View,
    batch: Batch,
    refusal: Option<Error>,
) -> Result<Response, Refused> {
    let (access, look) = (visitor.access.clone(), Arc::clone(&visitor.look));
    let planned = app.with_database(move |db| batch_edit::plan(db, &access, &look, &batch)).await;
    let plan = match planned {
        Ok(plan) => plan,
        Err(error) if error.code == Code::Invalid => {
            return Ok(form_page(visitor, StatusCode::UNPROCESSABLE_ENTITY, &view, Some(said(&error))));
        }
        Err(error) => return Err(error.into()),
    };
    let seer = visitor.clone();
    let seen = app.read(visitor.access.clone(), move |tx| Foreseen::of(tx, &seer, plan)).await?;
    let status = match &refusal {
        None => StatusCode::OK,
        Some(error) if error.code == Code::Conflict => StatusCode::CONFLICT,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let body = seen.draw(view.wanted.table, &view.sent);
    Ok(page(visitor, status, &view, refusal.as_ref().map(said), &body))
}

fn said(error: &Error) -> Markup {
    let field = |issue: &Issue| issue.field.rsplit('.').next().unwrap_or_default().to_owned();
    let more: Vec<String> = error.issues.iter().map(|issue| spoken(issue, &field(issue))).collect();
    let more = if more.is_empty() { error.hint.as_deref().unwrap_or_default().to_owned() } else { more.join(" ") };
    notice(WORDS, Level::Error, &crate::ui::sentences::said(&error.message), &more, None)
}

/// What was sent, with one line more or less.
fn arranged(table: &Table, mut sent: Pairs) -> Pairs {
    let mut lines = lines::sent(table, &sent);
    let removed: Option<u32> = one(&sent, "edit.remove").parse().ok();
    lines.retain(|line| Some(line.key) != removed);
    if let (true, Some((place, verb))) = (unfit(table, &sent).is_none(), added(table, &sent)) {
        let key = lines.iter().map(|line| line.key).max().unwrap_or(0) + 1;
        lines.push(Line { key, verb, place });
        // The next one begins with nothing chosen.
        sent.retain(|(name, _)| name != "edit.field" && name != "edit.verb");
    }
    sent.retain(|(name, _)| name != lines::LINE && !preview::is_pressed(name));
    sent.extend(lines.iter().map(|line| (lines::LINE.to_owned(), line.text(table))));
    sent
}

/// The line that somebody adds.
fn added(table: &Table, sent: &Pairs) -> Option<(Place, Verb)> {
    sent.iter().any(|(name, _)| name == "edit.add").then_some(())?;
    Some((Place::named(table, one(sent, "edit.field"))?, Verb::named(one(sent, "edit.verb"))?))
}

/// Why a line can’t be added.
fn unfit(table: &Table, sent: &Pairs) -> Option<Markup> {
    let says = |title: &str| Some(notice(WORDS, Level::Warning, title, "", None));
    let Some((place, verb)) = added(table, sent) else {
        let is_wanted = sent.iter().any(|(name, _)| name == "edit.add");
        return if is_wanted { says(t("Choose a field first.")) } else { None };
    };
    let is_value = |verb: Verb| matches!(verb, Verb::Set | Verb::Fill);
    let is_double = |line: &Line| line.place == place && is_value(line.verb) && is_value(verb);
    if !verb.fits(place.table(table).at(place.column)) {
        return says(t(
            "This can’t be done with this field: text is put into fields of text, numbers are added to numbers.",
        ));
    }
    if lines::sent(table, sent).iter().any(is_double) {
        return says(t("This field gets a value already."));
    }
    None
}

fn form_page(visitor: &Visitor, status: StatusCode, view: &View, notices: Option<Markup>) -> Response {
    page(visitor, status, view, notices, &form(visitor, view))
}

fn page(visitor: &Visitor, status: StatusCode, view: &View, notices: Option<Markup>, body: &Markup) -> Response {
    let table = view.wanted.table;
    let (list, many) = (view.wanted.href(), words::many(table));
    let subtitle = words::counted(view.ids.len() as i64, table);
    let content = Page {
        title: t("Change many records"),
        subtitle: &subtitle,
        breadcrumbs: &[(many.as_str(), list.as_str())],
        notices,
        body: html! { div class="work" { (body) } },
        ..Page::default()
    };
    visitor.page_with(status, nav_of(table), content)
}

/// The lines, and what one can add to them.
fn form(visitor: &Visitor, view: &View) -> Markup {
    let table = view.wanted.table;
    if view.ids.is_empty() {
        let back = link_button(t("Back to the list"), &view.wanted.href(), "arrow-left", Looks::Normal, "");
        return notice(WORDS, Level::Warning, t("There are no such records."), "", Some(&back));
    }
    let is_ready = !view.lines.is_empty();
    html! {
        @if !view.wanted.is_narrowed() {
            (notice(WORDS, Level::Warning, t("All records of the list are meant."), t("Narrow it first, or tick some of them, if only these shall be changed."), None))
        }
        form class="form stack" method="post" action=(ADDRESS) data-guard {
            input type="hidden" name="table" value=(table.name);
            @for (name, value) in view.wanted.fields() { input type="hidden" name=(name) value=(value); }
            // What happens when somebody presses Enter in a field.
            @if is_ready { button class="hidden-words" name="edit.plan" value="yes" tabindex="-1" { (t("Show what this would do")) } }
            @for line in &view.lines {
                (Drawn { table, line: *line, sheet: &view.sheet, around: &view.around, issues: &view.issues, sent: &view.sent }.draw())
            }
            (adding(visitor, table, view))
            div class="row" {
                @if is_ready { (button(t("Show what this would do"), "eye", Looks::Primary, "edit.plan", "yes")) }
                (link_button(t("Cancel"), &view.wanted.href(), "", Looks::Quiet, ""))
            }
        }
    }
}

/// The fields that can be changed: first those that people use, each with what it is called.
fn offered(visitor: &Visitor, table: &'static Table) -> Vec<(String, String)> {
    let look = &visitor.look;
    let mut fields: Vec<(bool, String, String)> = batch_edit::fields(&visitor.access, look, table.id)
        .into_iter()
        .filter(|place| is_written(place.table(table), place.column))
        .filter(|place| may_see(visitor, place.table(table), place.column))
        .filter(|place| place.part.is_none() || !BEHIND.contains(&place.table(table).at(place.column).name))
        .map(|place| {
            let of = place.table(table);
            let column = of.at(place.column);
            let is_named = look.presented(of, column.name).is_some_and(|presented| !presented.caption.is_empty());
            let is_rare = (column.spare && !is_named) || BEHIND.contains(&column.name) || place.part.is_some();
            (is_rare, lines::label(look, table, place), place.name(table))
        })
        .collect();
    fields.sort_by_key(|(is_rare, label, _)| (*is_rare, vasculum_store::fold(label)));
    fields.into_iter().map(|(_, label, name)| (name, label)).collect()
}

fn adding(visitor: &Visitor, table: &'static Table, view: &View) -> Markup {
    let fields = offered(visitor, table);
    let choice = |name: &str| fields.iter().any(|(theirs, _)| theirs == name);
    let last = Some(one(&view.sent, "edit.field")).filter(|name| choice(name)).unwrap_or_default();
    let fields: Vec<Choice<'_>> =
        fields.iter().map(|(value, label)| Choice { value, label, is_chosen: value == last }).collect();
    let verb = one(&view.sent, "edit.verb");
    let verbs: Vec<Choice<'_>> =
        VERBS.iter().map(|(_, value, label, _)| Choice { value, label: t(label), is_chosen: *value == verb }).collect();
    let is_first = view.lines.is_empty();
    let look = if is_first { Looks::Primary } else { Looks::Normal };
    html! {
        (field_group(t("Add a change"), "", None, false, &html! {
            (select_field(WORDS, &Field::new("edit.field", t("Field")), Some("—"), &fields))
            (select_field(WORDS, &Field::new("edit.verb", t("What is done")), None, &verbs))
        }))
        @if is_first {
            p class="muted" { (tn(view.ids.len() as i64, "Nothing is done before you have seen what would become of the {n} record.", "Nothing is done before you have seen what would become of the {n} records.")) }
        }
        div class="row" { (button(t("Add this change"), "plus", look, "edit.add", "yes")) }
    }
}
