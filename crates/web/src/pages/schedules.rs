//! `/schedules`: work that is done daily, weekly or monthly, with its result kept and perhaps mailed.

use axum::Form as Body;
use axum::extract::{Path as Place, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use vasculum_domain::jobs::{self, ARCHIVE, Every, Rhythm, ScheduleDraft, Work};
use vasculum_model::names::collection_object;
use vasculum_model::{Code, Error, Result, Timestamp, model};
use vasculum_store::{Job, Purpose, Schedule, Tx, WriteTx};

use super::jobs::{JOBS, acting, kinds_of, number, state_badge};
use super::sent::{Pairs, one, some};
use super::visitor::{Visitor, go};
use crate::App;
use crate::respond::Refused;
use crate::ui::Level;
use crate::ui::components::{
    Choice, Column, ColumnKind, Confirm, Field, Look, Row, Span, Table, TextInput, badge, button, confirm_panel,
    data_table, empty_state, field_group, link_button, notice, save_button, select_field, text_area, text_field,
};
use crate::ui::frame::Page;
use crate::ui::words::{Words, later, t, tf};

const WORDS: &Words<'static> = &Words::ENGLISH;
/// The address of the page.
pub(crate) const SCHEDULES: &str = "/schedules";

/// The days of the week, from Monday.
const WEEKDAYS: [&str; 7] = [
    later("Monday"),
    later("Tuesday"),
    later("Wednesday"),
    later("Thursday"),
    later("Friday"),
    later("Saturday"),
    later("Sunday"),
];

fn purpose() -> Purpose {
    Purpose::new("schedule", "Schedules changed")
}

/// `GET /schedules`.
pub async fn list(State(app): State<App>, visitor: Visitor, Query(params): Query<Pairs>) -> Result<Response, Refused> {
    let everybodys = one(&params, "all") == "1";
    let found = app
        .read(visitor.access.clone(), move |tx| {
            let schedules = jobs::list_schedules(tx, everybodys)?;
            schedules.into_iter().map(|schedule| Ok((last_job(tx, &schedule)?, schedule))).collect::<Result<Vec<_>>>()
        })
        .await?;
    let new = link_button(t("New schedule"), &format!("{SCHEDULES}/new"), "plus", Look::Primary, "c");
    let all = jobs::is_overseer(&visitor.access).then(|| {
        let (label, href) = match everybodys {
            true => (t("Mine"), SCHEDULES.to_owned()),
            false => (t("Everybody’s"), format!("{SCHEDULES}?all=1")),
        };
        link_button(label, &href, "users", Look::Quiet, "")
    });
    let text = t(
        "A schedule asks a question every day, week or month and keeps the answer as a file, which can also come by mail.",
    );
    let content = Page {
        title: t("Schedules"),
        breadcrumbs: &[(t("Jobs"), JOBS)],
        actions: Some(html! { @if let Some(all) = &all { (all) } (new) }),
        body: html! {
            div class="work" {
                (about_mail(&app))
                @if found.is_empty() { (empty_state("calendar", t("No schedules yet"), text, Some(&new))) }
                @else { (table(&found, everybodys)) }
            }
        },
        ..Page::default()
    };
    Ok(visitor.page("", content))
}

fn last_job(tx: &mut Tx<'_>, schedule: &Schedule) -> Result<Option<Job>> {
    match schedule.last_job {
        Some(id) => tx.job(id),
        None => Ok(None),
    }
}

/// Says where nothing can be sent.
fn about_mail(app: &App) -> Markup {
    if app.options().workshop.post.is_some() {
        return html! {};
    }
    let body =
        t("Results are kept as files here. Whoever runs the server sets a mail server in its configuration file.");
    notice(WORDS, Level::Info, t("No mail server is set, so nothing is sent by mail."), body, None)
}

fn table(found: &[(Option<Job>, Schedule)], everybodys: bool) -> Markup {
    let columns = [
        Column { label: t("Schedule"), kind: ColumnKind::Wide, ..Column::default() },
        Column { label: t("When"), kind: ColumnKind::Wide, ..Column::default() },
        Column { label: t("Next"), ..Column::default() },
        Column { label: t("Last result"), ..Column::default() },
        Column { label: t("Do"), kind: ColumnKind::Tools, ..Column::default() },
    ];
    let rows: Vec<Row<'_>> = found
        .iter()
        .map(|(job, schedule)| {
            let address = format!("{SCHEDULES}/{}", schedule.id);
            let rhythm = Rhythm::read(&schedule.rhythm).ok();
            let press = |act: &str, words: &str, picture: &str| {
                html! { form method="post" action={ (address) "/" (act) } { (button(words, picture, Look::Quiet, "", "")) } }
            };
            Row {
                label: &schedule.title,
                cells: vec![
                    html! {
                        a href=(address) { (schedule.title) }
                        @if everybodys { " " span class="muted" { (schedule.user_name) } }
                        @if let Some(to) = &schedule.mail_to { div class="muted" { (tf("By mail to {address}", &[("address", to)])) } }
                    },
                    html! { (rhythm.as_ref().map(in_words).unwrap_or_default()) },
                    html! {
                        @match (schedule.next, &rhythm) {
                            (Some(next), Some(rhythm)) => (clock(next, &rhythm.zone)),
                            _ => (badge(Level::Neutral, t("Paused"))),
                        }
                    },
                    html! { @match job { Some(job) => a href=(JOBS) { (state_badge(job.state)) }, None => span class="muted" { "–" } } },
                    html! {
                        div class="job-tools" {
                            (press("run", t("Run now"), "arrow-right"))
                            @if schedule.is_paused { (press("resume", t("Go on"), "rotate-ccw")) } @else { (press("pause", t("Pause"), "clock")) }
                        }
                    },
                ],
                ..Row::default()
            }
        })
        .collect();
    data_table(WORDS, &Table { caption: t("Schedules"), columns: &columns, rows: &rows, tick_name: "", stacks: true })
}

/// A rhythm in words: `Every Monday at 06:00, America/Lima`.
fn in_words(rhythm: &Rhythm) -> String {
    let time = format!("{:02}:{:02}", rhythm.hour, rhythm.minute);
    let (time, zone): (&dyn std::fmt::Display, &dyn std::fmt::Display) = (&time, &rhythm.zone);
    match rhythm.every {
        Every::Day => tf("Every day at {time}, {zone}", &[("time", time), ("zone", zone)]),
        Every::Week { day } => {
            let name = usize::try_from(day - 1).ok().and_then(|nth| WEEKDAYS.get(nth)).map_or("", |name| t(name));
            tf("Every {day} at {time}, {zone}", &[("day", &name), ("time", time), ("zone", zone)])
        }
        Every::Month { day } => {
            tf("Every month on day {day} at {time}, {zone}", &[("day", &day), ("time", time), ("zone", zone)])
        }
    }
}

/// A moment as clocks of a time zone show it.
fn clock(moment: Timestamp, zone: &str) -> String {
    let shown = jiff::Timestamp::from_microsecond(moment.0).ok().zip(TimeZone::get(zone).ok());
    shown.map_or_else(
        || moment.to_string(),
        |(moment, zone)| moment.to_zoned(zone).strftime("%Y-%m-%d %H:%M").to_string(),
    )
}

/// The form of a schedule, as it was sent or as it is kept.
fn of_schedule(schedule: &Schedule) -> Result<Pairs> {
    let rhythm = Rhythm::read(&schedule.rhythm)?;
    let (every, day) = match rhythm.every {
        Every::Day => ("day", None),
        Every::Week { day } => ("week", Some(("weekday", day))),
        Every::Month { day } => ("month", Some(("monthday", day))),
    };
    let mut sent: Vec<(&str, String)> = vec![
        ("title", schedule.title.clone()),
        ("every", every.to_owned()),
        ("at", format!("{:02}:{:02}", rhythm.hour, rhythm.minute)),
        ("zone", rhythm.zone),
        ("mail", schedule.mail_to.clone().unwrap_or_default()),
    ];
    sent.extend(day.map(|(name, day)| (name, day.to_string())));
    let work = Work::read(&schedule.what)?;
    sent.push(("format", work.format().unwrap_or("csv").to_owned()));
    match work {
        Work::Query { text, .. } => sent.push(("q", text)),
        Work::Records { table, .. } => sent.push(("table", table)),
        Work::Archive { .. } => sent.push(("table", "CollectionObject".to_owned())),
        Work::Letter { .. } => {}
    }
    Ok(sent.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

/// What a form asks for.
fn draft(sent: &Pairs) -> Result<ScheduleDraft> {
    let format = one(sent, "format").to_owned();
    let work = match (some(sent, "q"), some(sent, "table")) {
        (Some(text), _) => Work::Query { text, format, ids: None, answers: Default::default() },
        (None, Some(_)) if format == ARCHIVE => Work::Archive { ids: None },
        (None, Some(table)) => Work::Records { table, format, ids: None },
        (None, None) => return Err(Error::invalid(t("A schedule needs a question."))),
    };
    let day = |name: &str| one(sent, name).trim().parse::<i8>().map_err(|_| Error::invalid(t("There is no such day.")));
    let every = match one(sent, "every") {
        "week" => Every::Week { day: day("weekday")? },
        "month" => Every::Month { day: day("monthday")? },
        _ => Every::Day,
    };
    let (hour, minute) = Rhythm::time(one(sent, "at"))?;
    let rhythm = Rhythm { every, hour, minute, zone: one(sent, "zone").trim().to_owned() };
    Ok(ScheduleDraft { title: one(sent, "title").to_owned(), work, rhythm, mail_to: one(sent, "mail").to_owned() })
}

/// `GET /schedules/new`: `q` and `format`, or `table`, may stand in the address.
pub async fn show_new(
    State(app): State<App>,
    visitor: Visitor,
    Query(params): Query<Pairs>,
) -> Result<Response, Refused> {
    let zone = app.options().workshop.zone.clone();
    let usual =
        [("every", "week"), ("weekday", "1"), ("monthday", "1"), ("at", "06:00"), ("zone", &zone), ("format", "csv")];
    let mut sent = params;
    for (name, value) in usual {
        if one(&sent, name).is_empty() {
            sent.retain(|(theirs, _)| theirs != name);
            sent.push((name.to_owned(), value.to_owned()));
        }
    }
    Ok(page(&app, &visitor, &sent, Where::New, None))
}

/// `GET /schedules/{id}`.
pub async fn show(State(app): State<App>, visitor: Visitor, Place(id): Place<String>) -> Result<Response, Refused> {
    let id = number(&id)?;
    let schedule = app.read(visitor.access.clone(), move |tx| jobs::find_schedule(tx, id)).await?;
    let is_own = schedule.user == visitor.access.user;
    Ok(page(&app, &visitor, &of_schedule(&schedule)?, Where::At(id, is_own), None))
}

/// Which schedule a form is about.
#[derive(Clone, Copy)]
enum Where {
    New,
    /// The number, and whether it is the person's own.
    At(i64, bool),
}

fn page(app: &App, visitor: &Visitor, sent: &Pairs, place: Where, refusal: Option<&Error>) -> Response {
    let (title, action, may_save) = match place {
        Where::New => (t("New schedule"), SCHEDULES.to_owned(), true),
        Where::At(id, is_own) => (one(sent, "title"), format!("{SCHEDULES}/{id}"), is_own),
    };
    let hint = refusal.and_then(|error| error.hint.as_deref()).unwrap_or_default();
    let notices = refusal.map(|error| notice(WORDS, Level::Error, &error.message, hint, None));
    let status = match refusal.map(|error| error.code) {
        None => StatusCode::OK,
        Some(Code::Forbidden) => StatusCode::FORBIDDEN,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let content = Page {
        title,
        breadcrumbs: &[(t("Jobs"), JOBS), (t("Schedules"), SCHEDULES)],
        actions: may_save.then(|| save_button(t("Save"), "schedule")),
        notices,
        body: html! {
            div class="work" {
                (about_mail(app))
                form id="schedule" class="form" method="post" action=(action) data-main data-guard { (fields(sent, may_save)) }
                @if matches!(place, Where::At(..)) {
                    div class="row" { (link_button(t("Delete this schedule"), &format!("{action}/delete"), "trash-2", Look::Danger, "")) }
                }
            }
        },
        is_reading: true,
        ..Page::default()
    };
    visitor.page_with(status, "", content)
}

fn fields(sent: &Pairs, may_save: bool) -> Markup {
    let field = |name, label| Field { is_read_only: !may_save, ..Field::new(name, label) };
    let choices = |list: &[(&'static str, &'static str)], name: &str| -> Vec<Choice<'static>> {
        list.iter().map(|(value, label)| Choice { value, label, is_chosen: *value == one(sent, name) }).collect()
    };
    let every = [("day", t("Every day")), ("week", t("Every week")), ("month", t("Every month"))];
    let numbers = ["1", "2", "3", "4", "5", "6", "7"];
    let weekdays: Vec<(&str, &str)> = numbers.into_iter().zip(WEEKDAYS.iter().map(|name| t(name))).collect();
    // A question may be about anything; whether it has places is seen when it is asked.
    let of = some(sent, "table").and_then(|name| model().named(&name)).filter(|_| some(sent, "q").is_none());
    let kinds = kinds_of(of.unwrap_or(model().table(collection_object::TABLE)));
    let what = html! {
        (text_field(WORDS, &Field { is_required: true, span: Span::All, help: t("The files are called so too."), ..field("title", t("Name")) }, &TextInput { value: one(sent, "title"), length_max: 200, ..TextInput::default() }))
        @match some(sent, "table") {
            Some(table) if some(sent, "q").is_none() => {
                (text_field(WORDS, &Field { is_read_only: true, help: t("All records, with every field."), ..field("table", t("Records of")) }, &TextInput { value: &table, ..TextInput::default() }))
            }
            _ => (text_area(WORDS, &Field { is_required: true, span: Span::All, help: t("In the language of questions, as: from CollectionObject show catalogNumber"), ..field("q", t("Question")) }, one(sent, "q"))),
        }
        (select_field(WORDS, &field("format", t("Kind of file")), None, &choices(&kinds, "format")))
    };
    let when = html! {
        (select_field(WORDS, &field("every", t("How often")), None, &choices(&every, "every")))
        (text_field(WORDS, &field("at", t("At")), &TextInput { value: one(sent, "at"), kind: "time", ..TextInput::default() }))
        (select_field(WORDS, &Field { help: t("Counts for every week."), ..field("weekday", t("Day of the week")) }, None, &choices(&weekdays, "weekday")))
        (text_field(WORDS, &Field { help: t("Counts for every month; in a shorter month the last day."), ..field("monthday", t("Day of the month")) }, &TextInput { value: some(sent, "monthday").as_deref().unwrap_or("1"), ..TextInput::default() }))
        (text_field(WORDS, &Field { help: t("As Europe/Berlin."), ..field("zone", t("Time zone")) }, &TextInput { value: one(sent, "zone"), ..TextInput::default() }))
    };
    let mail = text_field(
        WORDS,
        &Field { help: t("One address; empty for no mail."), span: Span::All, ..field("mail", t("Send it to")) },
        &TextInput { value: one(sent, "mail"), autocomplete: "email", ..TextInput::default() },
    );
    html! {
        (field_group(t("What"), "", None, false, &what))
        (field_group(t("When"), "", None, true, &when))
        (field_group(t("Mail"), "", None, false, &mail))
    }
}

/// The form again with what was wrong.
fn again(app: &App, visitor: &Visitor, sent: &Pairs, place: Where, error: Error) -> Result<Response, Refused> {
    match error.code {
        Code::Invalid | Code::Forbidden => Ok(page(app, visitor, sent, place, Some(&error))),
        _ => Err(error.into()),
    }
}

/// `POST /schedules`.
pub async fn create(State(app): State<App>, visitor: Visitor, Body(sent): Body<Pairs>) -> Result<Response, Refused> {
    let access = acting(&visitor)?;
    let made = match draft(&sent) {
        Ok(draft) => app.write(access, purpose(), move |tx| jobs::make_schedule(tx, &draft)).await,
        Err(error) => Err(error),
    };
    match made {
        Ok(_) => Ok(go(SCHEDULES)),
        Err(error) => again(&app, &visitor, &sent, Where::New, error),
    }
}

/// `POST /schedules/{id}`.
pub async fn save(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<String>,
    Body(sent): Body<Pairs>,
) -> Result<Response, Refused> {
    let (id, access) = (number(&id)?, acting(&visitor)?);
    let saved = match draft(&sent) {
        Ok(draft) => app.write(access, purpose(), move |tx| jobs::change_schedule(tx, id, &draft)).await,
        Err(error) => Err(error),
    };
    match saved {
        Ok(()) => Ok(go(SCHEDULES)),
        Err(error) => again(&app, &visitor, &sent, Where::At(id, true), error),
    }
}

async fn act(
    app: &App,
    visitor: &Visitor,
    id: &str,
    act: impl FnOnce(&mut WriteTx<'_>, i64) -> Result<()> + Send + 'static,
) -> Result<(), Refused> {
    let (id, access) = (number(id)?, acting(visitor)?);
    Ok(app.write(access, purpose(), move |tx| act(tx, id)).await?)
}

/// `POST /schedules/{id}/pause`.
pub async fn pause(State(app): State<App>, visitor: Visitor, Place(id): Place<String>) -> Result<Response, Refused> {
    act(&app, &visitor, &id, |tx, id| jobs::pause_schedule(tx, id, true)).await?;
    Ok(go(SCHEDULES))
}

/// `POST /schedules/{id}/resume`.
pub async fn resume(State(app): State<App>, visitor: Visitor, Place(id): Place<String>) -> Result<Response, Refused> {
    act(&app, &visitor, &id, |tx, id| jobs::pause_schedule(tx, id, false)).await?;
    Ok(go(SCHEDULES))
}

/// `POST /schedules/{id}/run`.
pub async fn run(State(app): State<App>, visitor: Visitor, Place(id): Place<String>) -> Result<Response, Refused> {
    act(&app, &visitor, &id, |tx, id| jobs::run_now(tx, id).map(drop)).await?;
    Ok(go(JOBS))
}

/// `GET /schedules/{id}/delete`: the question before a schedule goes.
pub async fn ask_delete(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<String>,
) -> Result<Response, Refused> {
    let id = number(&id)?;
    let schedule = app.read(visitor.access.clone(), move |tx| jobs::find_schedule(tx, id)).await?;
    let address = format!("{SCHEDULES}/{id}");
    let panel = confirm_panel(
        WORDS,
        &Confirm {
            title: &tf("Delete the schedule ‘{name}’?", &[("name", &schedule.title)]),
            body: html! { p { (t("Files that it made are kept until their time is over.")) } },
            action: &format!("{address}/delete"),
            hidden: &[],
            confirm: t("Delete"),
            cancel_href: &address,
            is_danger: true,
        },
    );
    let content = Page {
        title: t("Delete"),
        breadcrumbs: &[(t("Schedules"), SCHEDULES), (&schedule.title, &address)],
        body: html! { div class="work" { (panel) } },
        is_reading: true,
        ..Page::default()
    };
    Ok(visitor.page("", content))
}

/// `POST /schedules/{id}/delete`.
pub async fn delete(State(app): State<App>, visitor: Visitor, Place(id): Place<String>) -> Result<Response, Refused> {
    act(&app, &visitor, &id, jobs::delete_schedule).await?;
    Ok(go(SCHEDULES))
}
