//! Making a set: from the records of a list, or from pasted numbers.

use axum::Form as Body;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use vasculum_domain::sets::{self, About, Found, Open, Set};
use vasculum_model::names::collection_object;
use vasculum_model::{Code, Col, Error, Path, Result, Table, model};
use vasculum_store::{Purpose, Tx};

use super::{Pairs, SETS, WORDS, one, set_path};
use crate::App;
use crate::pages::list::Wanted;
use crate::pages::search::asked;
use crate::pages::shown_table;
use crate::pages::visitor::{Visitor, go};
use crate::pages::words;
use crate::respond::Refused;
use crate::ui::Level;
use crate::ui::components::{
    Choice, Field, Look, Span, TextInput, button, field_group, link_button, notice, select_field, text_area, text_field,
};
use crate::ui::frame::Page;
use crate::ui::words::{t, tf, tn};

/// So many entries that were not found are shown.
const SHOWN: usize = 200;

/// What the page shows.
struct Form {
    table: &'static Table,
    /// The records of a list; nothing where numbers are pasted.
    wanted: Option<(Wanted, i64)>,
    /// What the search found of the table: its question as it stands in an address, and the records.
    searched: Option<(String, Vec<i64>)>,
    /// The sets of the table that somebody may add to.
    sets: Vec<Set>,
}

/// `GET /record-sets/new`.
pub async fn show(State(app): State<App>, visitor: Visitor, Query(params): Query<Pairs>) -> Result<Response, Refused> {
    let form = read(&app, &visitor, &params).await?;
    Ok(page(&visitor, StatusCode::OK, &form, &params, None, &Found::default()))
}

async fn read(app: &App, visitor: &Visitor, sent: &Pairs) -> Result<Form> {
    let table = match one(sent, "table") {
        "" => model().table(collection_object::TABLE),
        name => shown_table(name)?,
    };
    let wanted = (sent.iter().any(|(name, _)| name == "filter" || name == "q" || name == "ask" || name == "all"))
        .then(|| Wanted::of(table, sent));
    let (app_of_search, question) = (app.clone(), one(sent, "search").to_owned());
    app.read(visitor.access.clone(), move |tx| {
        let searched = match question.as_str() {
            "" => None,
            text => Some((question.clone(), searched(&app_of_search, tx, table, text)?)),
        };
        let wanted = match wanted {
            Some(wanted) => {
                let select = wanted.select(tx)?;
                Some((wanted.clone(), tx.count(&select)?))
            }
            None => None,
        };
        let sets = sets::listed(tx)?.into_iter().filter(|set| set.may_change && set.table.id == table.id).collect();
        Ok(Form { table, wanted, searched, sets })
    })
    .await
}

/// The records of a table that the search finds by a question.
fn searched(app: &App, tx: &Tx<'_>, table: &'static Table, question: &str) -> Result<Vec<i64>> {
    let address = format!("/search?{question}").parse().ok();
    let params = address.and_then(|uri| Query::<Pairs>::try_from_uri(&uri).ok()).map_or_else(Vec::new, |query| query.0);
    Ok(app.found(tx.access(), &asked(&params), table.id)?.ids)
}

fn page(
    visitor: &Visitor,
    status: StatusCode,
    form: &Form,
    sent: &Pairs,
    notices: Option<Markup>,
    found: &Found,
) -> Response {
    let count = form.wanted.as_ref().map(|(_, count)| *count);
    let count = count.or(form.searched.as_ref().map(|(_, ids)| ids.len() as i64));
    let subtitle =
        count.map_or(String::new(), |count| tf("of {what}", &[("what", &words::counted(count, form.table))]));
    let doubts = !found.missing.is_empty() || !found.several.is_empty();
    let content = Page {
        title: t("New record set"),
        subtitle: &subtitle,
        breadcrumbs: &[(t("Record sets"), SETS)],
        notices,
        body: html! {
            form class="work form" method="post" action=(SETS) data-main {
                @match (&form.wanted, &form.searched) {
                    (_, Some((question, _))) => {
                        input type="hidden" name="table" value=(form.table.name);
                        input type="hidden" name="search" value=(question);
                    }
                    (Some((wanted, _)), _) => {
                        input type="hidden" name="table" value=(form.table.name);
                        input type="hidden" name="all" value="1";
                        @for (name, value) in wanted.fields() { input type="hidden" name=(name) value=(value); }
                    }
                    (None, None) => (numbers(form, sent, found)),
                }
                (about(form, sent))
                @if doubts { input type="hidden" name="confirmed" value="yes"; }
                div class="row" {
                    @let label = if doubts { t("Go on with those that were found") } else { t("Make the record set") };
                    (button(label, "layers", Look::Primary, "", ""))
                    (link_button(t("Cancel"), SETS, "", Look::Quiet, ""))
                }
            }
        },
        is_reading: true,
        ..Page::default()
    };
    visitor.page_with(status, "sets", content)
}

/// Where the numbers are pasted, and what of them led nowhere.
fn numbers(form: &Form, sent: &Pairs, found: &Found) -> Markup {
    let tables: Vec<&'static Table> = model().tables().filter(|table| is_pasted(table)).collect();
    let labels: Vec<String> = tables.iter().map(|table| words::many(table)).collect();
    let tables: Vec<Choice<'_>> = tables
        .iter()
        .zip(&labels)
        .map(|(table, label)| Choice { value: table.name, label, is_chosen: table.id == form.table.id })
        .collect();
    let columns = sets::number_columns(form.table);
    let labels: Vec<String> = columns.iter().map(|column| words::column_label(model().column(*column))).collect();
    let chosen = one(sent, "field");
    let columns: Vec<Choice<'_>> = columns
        .iter()
        .zip(&labels)
        .map(|(column, label)| {
            let value = model().column(*column).name;
            Choice { value, label, is_chosen: value == chosen }
        })
        .collect();
    let help = t(
        "One a line, or parted by commas. 100–120 stands for all from 100 to 120; leading zeros may be left out. Leave it empty for a set that is filled later.",
    );
    let text = Field { help, span: Span::All, ..Field::new("numbers", t("Numbers")) };
    let fields = html! {
        (select_field(WORDS, &Field::new("table", t("Records of")), None, &tables))
        (select_field(WORDS, &Field::new("field", t("Found by")), None, &columns))
        (text_area(WORDS, &text, one(sent, "numbers")))
    };
    html! {
        (field_group(t("Records"), "", None, false, &fields))
        @if !found.missing.is_empty() {
            (unfound(&tn(found.missing.len() as i64, "{n} entry led to no record:", "{n} entries led to no record:"), &found.missing))
        }
        @if !found.several.is_empty() {
            (unfound(&tn(found.several.len() as i64, "{n} entry led to several records, all of which would come in:", "{n} entries led to several records, all of which would come in:"), &found.several))
        }
    }
}

fn unfound(title: &str, entries: &[String]) -> Markup {
    let mut list = entries.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    if entries.len() > SHOWN {
        list.push_str(&format!(" … (+{})", entries.len() - SHOWN));
    }
    notice(WORDS, Level::Warning, title, &list, None)
}

/// Tables that one finds records of by a number or a name.
fn is_pasted(table: &Table) -> bool {
    table.is_shown() && !table.system
}

fn about(form: &Form, sent: &Pairs) -> Markup {
    let ids: Vec<String> = form.sets.iter().map(|set| set.record.id.to_string()).collect();
    let existing: Vec<Choice<'_>> = form
        .sets
        .iter()
        .zip(&ids)
        .map(|(set, id)| Choice { value: id, label: set.name(), is_chosen: *id == one(sent, "into") })
        .collect();
    let name = Field { is_required: existing.is_empty(), ..Field::new("name", t("Name")) };
    let remarks = Field { span: Span::All, ..Field::new("remarks", t("Remarks")) };
    html! {
        (field_group(t("Record set"), "", None, false, &html! {
            (text_field(WORDS, &name, &TextInput { value: one(sent, "name"), length_max: 280, ..TextInput::default() }))
            (select_field(WORDS, &Field::new("open", t("The people of this collection")), None, &super::edit::openness(Open::of_level(one(sent, "open").parse().ok()))))
            (text_area(WORDS, &remarks, one(sent, "remarks")))
            @if !existing.is_empty() {
                (select_field(WORDS, &Field { help: t("Then no new set is made."), ..Field::new("into", t("Or add them to")) }, Some(t("A new set")), &existing))
            }
        }))
    }
}

/// What a form says of a set, without the people it is shared with.
pub(super) fn about_of(sent: &Pairs) -> About {
    About {
        name: one(sent, "name").to_owned(),
        remarks: one(sent, "remarks").replace("\r\n", "\n"),
        open: Open::of_level(one(sent, "open").parse().ok()),
        people: Vec::new(),
    }
}

/// The column of a table by which pasted numbers are found.
pub(super) fn column_of(table: &'static Table, field: &str) -> Result<Col> {
    let columns = sets::number_columns(table);
    let chosen = columns.iter().find(|column| model().column(**column).name == field).or(columns.first());
    chosen.copied().ok_or_else(|| Error::invalid(t("Records of this table have no number to find them by.")))
}

/// The ids of the records that a list found, in its order.
pub(super) fn ids_of(tx: &mut Tx<'_>, wanted: &Wanted) -> Result<Vec<i64>> {
    let select = wanted.select(tx)?.at_most(sets::MOST as u64 + 1);
    let id = Path::parse(wanted.table, "id")?;
    Ok(tx.values(&select, &[id])?.into_iter().filter_map(|mut row| row.pop()?.int()).collect())
}

/// `POST /record-sets`.
pub async fn make(State(app): State<App>, visitor: Visitor, Body(sent): Body<Pairs>) -> Result<Response, Refused> {
    let form = read(&app, &visitor, &sent).await?;
    let table = form.table;
    let found = match (&form.wanted, &form.searched) {
        (_, Some((_, ids))) => Found { ids: ids.clone(), ..Found::default() },
        (Some((wanted, _)), _) => {
            let wanted = wanted.clone();
            let ids = app.read(visitor.access.clone(), move |tx| ids_of(tx, &wanted)).await?;
            Found { ids, ..Found::default() }
        }
        (None, None) => {
            let column = column_of(table, one(&sent, "field"))?;
            let text = one(&sent, "numbers").to_owned();
            app.read(visitor.access.clone(), move |tx| sets::by_numbers(tx, column, &text)).await?
        }
    };
    let is_doubtful = !found.missing.is_empty() || !found.several.is_empty();
    if is_doubtful && one(&sent, "confirmed") != "yes" {
        let words = tn(found.ids.len() as i64, "{n} record was found.", "{n} records were found.");
        let said = notice(WORDS, Level::Warning, &words, t("Look at what was not, then go on."), None);
        return Ok(page(&visitor, StatusCode::UNPROCESSABLE_ENTITY, &form, &sent, Some(said), &found));
    }
    let (about, ids, into) = (about_of(&sent), found.ids.clone(), one(&sent, "into").parse::<i64>().ok());
    let purpose = Purpose::new("save", format!("Made record set {}", about.name.trim()));
    let done = app
        .write(visitor.access.clone(), purpose, move |tx| match into {
            Some(set) => {
                let count = sets::add(tx, set, &ids)?;
                let name = sets::get(tx, set)?.name().to_owned();
                tx.summarise(format!("Added {count} records to record set {name}"));
                Ok((set, "added"))
            }
            None => Ok((sets::make(tx, table.id, &about, &ids)?.id, "made")),
        })
        .await;
    match done {
        Ok((set, done)) => Ok(go(&format!("{}?done={done}", set_path(set)))),
        Err(error) if error.code == Code::Invalid => {
            let said = notice(WORDS, Level::Error, &error.message, error.hint.as_deref().unwrap_or_default(), None);
            Ok(page(&visitor, StatusCode::UNPROCESSABLE_ENTITY, &form, &sent, Some(said), &found))
        }
        Err(error) => Err(error.into()),
    }
}
