//! Name, remarks and sharing of a set; and the question before it is deleted.

use axum::Form as Body;
use axum::extract::{Path as Place, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use vasculum_domain::sets::{self, About, Open, Set};
use vasculum_model::names::{record_set, specify_user};
use vasculum_model::{Code, Error, Result};
use vasculum_store::{Purpose, Select, Tx};

use super::{Pairs, SETS, WORDS, make, one, set_path};
use crate::App;
use crate::pages::visitor::{Visitor, go};
use crate::pages::words;
use crate::respond::Refused;
use crate::ui::Level;
use crate::ui::components::{
    Choice, Confirm, Field, Look, Span, TextInput, confirm_panel, field_group, link_button, notice, save_button,
    section, select, select_field, text_area, text_field,
};
use crate::ui::frame::Page;
use crate::ui::words::{t, tf};

/// What the collection may do with a set, as a choice.
pub(super) fn openness(chosen: Open) -> [Choice<'static>; 3] {
    [
        Choice { value: "0", label: t("are not shown it"), is_chosen: chosen == Open::Nobody },
        Choice { value: "1", label: t("may see and use it"), is_chosen: chosen == Open::See },
        Choice { value: "2", label: t("may change it too"), is_chosen: chosen == Open::Change },
    ]
}

/// The users of the institution with their names, whoever may read what of them.
pub(super) fn people_of(tx: &mut Tx<'_>) -> Result<Vec<(i64, String)>> {
    let users = tx.unscoped(|tx| tx.select(&Select::all(specify_user::TABLE)))?;
    let name = |user: &vasculum_model::Record| user.text(specify_user::NAME).unwrap_or_default().to_owned();
    let mut people: Vec<(i64, String)> = users.iter().map(|user| (user.id, name(user))).collect();
    people.sort_by_key(|(_, name)| vasculum_store::fold(name));
    Ok(people)
}

/// What the form shows.
struct Form {
    set: Set,
    about: About,
    people: Vec<(i64, String)>,
}

fn read(tx: &mut Tx<'_>, id: i64) -> Result<Form> {
    let set = sets::get(tx, id)?;
    if !set.may_change {
        return Err(Error::forbidden(t("You may look at this record set, but not change it.")));
    }
    let text = |column| set.record.text(column).unwrap_or_default().to_owned();
    let about = About {
        name: text(record_set::NAME),
        remarks: text(record_set::REMARKS),
        open: set.open,
        people: set.people.clone(),
    };
    Ok(Form { about, people: people_of(tx)?, set })
}

/// `GET /record-sets/{id}/edit`.
pub async fn show(State(app): State<App>, visitor: Visitor, Place(id): Place<i64>) -> Result<Response, Refused> {
    let form = app.read(visitor.access.clone(), move |tx| read(tx, id)).await?;
    Ok(page(&visitor, StatusCode::OK, &form, None))
}

fn page(visitor: &Visitor, status: StatusCode, form: &Form, notices: Option<Markup>) -> Response {
    let path = set_path(form.set.record.id);
    let name = form.set.name();
    let content = Page {
        title: &tf("Edit {name}", &[("name", &name)]),
        breadcrumbs: &[(t("Record sets"), SETS), (name, &path)],
        actions: Some(save_button(t("Save"), "record-set")),
        notices,
        body: html! {
            form id="record-set" class="work form" method="post" action=(path) data-main data-guard {
                input type="hidden" name="version" value=(form.set.record.version());
                (fields(form))
                (people(visitor, form))
                div class="row" { (link_button(t("Cancel"), &path, "", Look::Quiet, "")) }
            }
        },
        is_reading: true,
        ..Page::default()
    };
    visitor.page_with(status, "sets", content)
}

fn fields(form: &Form) -> Markup {
    let name = Field { is_required: true, ..Field::new("name", t("Name")) };
    let remarks = Field { span: Span::All, ..Field::new("remarks", t("Remarks")) };
    field_group(
        t("Record set"),
        "",
        None,
        false,
        &html! {
            (text_field(WORDS, &name, &TextInput { value: &form.about.name, length_max: 280, ..TextInput::default() }))
            (select_field(WORDS, &Field::new("open", t("The people of this collection")), None, &openness(form.about.open)))
            (text_area(WORDS, &remarks, &form.about.remarks))
        },
    )
}

/// What every other user may do, one line each.
fn people(visitor: &Visitor, form: &Form) -> Markup {
    let owner = form.set.record.int(record_set::SPECIFY_USER);
    let others: Vec<&(i64, String)> =
        form.people.iter().filter(|(id, _)| Some(*id) != owner && Some(*id) != visitor.access.user).collect();
    if others.is_empty() {
        return html! {};
    }
    let lines = html! {
        p class="muted" { (t("Somebody whom you name here is shown the set, even if the others are not.")) }
        div class="fields fields-3" {
            @for (id, name) in others {
                @let theirs = form.about.people.iter().find(|(user, _)| user == id).map(|(_, may)| *may);
                @let field = format!("person:{id}");
                div class="field" {
                    label class="label" for=(field) { (name) }
                    (select(&Field::new(&field, name), Some("—"), &[
                        Choice { value: "see", label: t("may see and use it"), is_chosen: theirs == Some(false) },
                        Choice { value: "change", label: t("may change it too"), is_chosen: theirs == Some(true) },
                    ]))
                }
            }
        }
    };
    section(t("People"), None, &lines)
}

fn people_sent(sent: &Pairs, kept: &[(i64, bool)], visitor: &Visitor) -> Vec<(i64, bool)> {
    let chosen = |(name, value): &(String, String)| {
        let id = name.strip_prefix("person:")?.parse::<i64>().ok()?;
        matches!(value.as_str(), "see" | "change").then_some((id, value == "change"))
    };
    let mut people: Vec<(i64, bool)> = sent.iter().filter_map(chosen).collect();
    // Somebody with whom it is shared does not stand in their own form.
    people.extend(kept.iter().filter(|(id, _)| Some(*id) == visitor.access.user));
    people.sort_unstable();
    people
}

/// `POST /record-sets/{id}`.
pub async fn change(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<i64>,
    Body(sent): Body<Pairs>,
) -> Result<Response, Refused> {
    let mut form = app.read(visitor.access.clone(), move |tx| read(tx, id)).await?;
    form.about = About { people: people_sent(&sent, &form.set.people, &visitor), ..make::about_of(&sent) };
    let (about, seen) = (form.about.clone(), one(&sent, "version").parse().ok());
    let purpose = Purpose::new("save", format!("Changed record set {}", about.name.trim()));
    match app.write(visitor.access.clone(), purpose, move |tx| sets::change(tx, id, seen, &about)).await {
        Ok(_) => Ok(go(&format!("{}?done=saved", set_path(id)))),
        Err(error) if matches!(error.code, Code::Invalid | Code::Conflict) => {
            let said = notice(WORDS, Level::Error, &error.message, error.hint.as_deref().unwrap_or_default(), None);
            let status =
                if error.code == Code::Conflict { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
            Ok(page(&visitor, status, &form, Some(said)))
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /record-sets/{id}/delete`.
pub async fn ask_delete(State(app): State<App>, visitor: Visitor, Place(id): Place<i64>) -> Result<Response, Refused> {
    let form = app.read(visitor.access.clone(), move |tx| read(tx, id)).await?;
    let (path, name) = (set_path(id), form.set.name());
    let count = words::counted(form.set.count, form.set.table);
    let body = html! {
        p { (tf("Its {what} stay as they are; only the list of them goes.", &[("what", &count)])) }
        p class="muted" { (t("It can be brought back from the history at any time.")) }
    };
    let panel = Confirm {
        title: &tf("Delete the record set ‘{name}’?", &[("name", &name)]),
        body,
        action: &format!("{path}/delete"),
        hidden: &[],
        confirm: t("Delete the set"),
        cancel_href: &path,
        is_danger: true,
    };
    let content = Page {
        title: t("Delete"),
        subtitle: name,
        breadcrumbs: &[(t("Record sets"), SETS), (name, &path)],
        body: html! { div class="work" { (confirm_panel(WORDS, &panel)) } },
        is_reading: true,
        ..Page::default()
    };
    Ok(visitor.page("sets", content))
}

/// `POST /record-sets/{id}/delete`.
pub async fn remove(State(app): State<App>, visitor: Visitor, Place(id): Place<i64>) -> Result<Response, Refused> {
    app.write(visitor.access.clone(), Purpose::new("delete", "Deleted a record set"), move |tx| {
        let set = sets::get(tx, id)?;
        tx.summarise(format!("Deleted record set {}", set.name()));
        sets::delete(tx, id)
    })
    .await?;
    Ok(go(&format!("{SETS}?done=deleted")))
}
