//! `/system/structure`: the institution with its divisions, disciplines and collections.

use axum::Form as Body;
use axum::extract::{Path as Place, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use vasculum_domain::records::{self, Blocker, Draft};
use vasculum_domain::rules::embedding;
use vasculum_domain::rules::numbers::BUILT_IN_FORMATS;
use vasculum_domain::setup::structure::{self, Level, NewDiscipline, Node, Removal};
use vasculum_domain::setup::{self, DISCIPLINE_TYPES, NewCollection};
use vasculum_domain::users;
use vasculum_model::names::{collection, discipline, division, institution};
use vasculum_model::{Code, Col, Error, Record, Result, model};
use vasculum_store::Purpose;

use super::sent::{Pairs, is_ticked, one, some};
use super::visitor::{Visitor, go};
use super::{record_path, words};
use crate::App;
use crate::respond::Refused;
use crate::ui::Level as Mood;
use crate::ui::components::{
    Choice, Confirm, Field, Look, TextInput, button, checkbox, confirm_panel, field_group, icon, link_button, notice,
    section, select_field, text_field,
};
use crate::ui::frame::Page;
use crate::ui::words::{Words, known, t, tf, tn};

const WORDS: &Words<'static> = &Words::ENGLISH;
const STRUCTURE: &str = "/system/structure";

/// Whether somebody may change the structure: they may do so in the whole institution.
fn may(visitor: &Visitor, action: &str, level: Level) -> bool {
    let resource = format!("/table/{}", model().table(level.table()).name.to_ascii_lowercase());
    !visitor.everywhere.read_only && visitor.everywhere.may(&resource, action, None)
}

fn level_word(level: Level) -> &'static str {
    match level {
        Level::Institution => t("Institution"),
        Level::Division => t("Division"),
        Level::Discipline => t("Discipline"),
        Level::Collection => t("Collection"),
    }
}

/// The name of a kind of discipline.
pub(crate) fn kind_word(kind: &str) -> &str {
    let title = setup::discipline_type(kind).map_or(kind, |kind| kind.title);
    known(title).unwrap_or(title)
}

fn done(sent: &Pairs) -> Option<Markup> {
    let words = match one(sent, "done") {
        "made" => t("It was made."),
        "saved" => t("It was saved."),
        "moved" => t("The collection was moved."),
        "deleted" => t("It was deleted."),
        _ => return None,
    };
    Some(notice(WORDS, Mood::Success, words, "", None))
}

/// `GET /system/structure`.
pub async fn show(State(app): State<App>, visitor: Visitor, Query(sent): Query<Pairs>) -> Result<Response, Refused> {
    let top = app.read(visitor.everywhere.clone(), structure::structure).await?;
    let content = Page {
        title: t("Structure"),
        subtitle: t("Institution, divisions, disciplines and collections"),
        breadcrumbs: &[(t("System"), "/system")],
        notices: done(&sent),
        body: html! { div class="work" { ul class="structure" { (node(&visitor, &top)) } } },
        is_reading: true,
        ..Page::default()
    };
    Ok(visitor.page("administration", content))
}

fn node(visitor: &Visitor, one: &Node) -> Markup {
    let (level, id) = (one.level, one.record.id);
    let below = match level {
        Level::Institution => Some((Level::Division, t("Add a division"))),
        Level::Division => Some((Level::Discipline, t("Add a discipline"))),
        Level::Discipline => Some((Level::Collection, t("Add a collection"))),
        Level::Collection => None,
    };
    let path = format!("{STRUCTURE}/{}/{id}", level.word());
    let code = if level == Level::Discipline { kind_word(one.code()).to_owned() } else { one.code().to_owned() };
    html! {
        li {
            div class="structure-node" {
                (icon(if level == Level::Collection { "library" } else { "folder-tree" }))
                span class="grow" {
                    span class="muted" { (level_word(level)) } " "
                    strong { (one.name()) }
                    @if !code.is_empty() && code != one.name() { " " span class="muted" { (code) } }
                    " " span class="muted figures" { "· "
                        (tn(one.objects, "{n} object", "{n} objects"))
                        @if level == Level::Division { ", " (tn(one.agents, "{n} agent", "{n} agents")) }
                    }
                }
                span class="row" {
                    @if may(visitor, "update", level) { (link_button(t("Edit"), &path, "pencil", Look::Quiet, "")) }
                    @if let Some((next, label)) = below.filter(|(next, _)| may(visitor, "create", *next)) {
                        (link_button(label, &format!("{STRUCTURE}/new/{}?in={id}", next.word()), "plus", Look::Quiet, ""))
                    }
                }
            }
            @if !one.below.is_empty() { ul { @for below in &one.below { (node(visitor, below)) } } }
        }
    }
}

/// A field of one of the forms.
fn text(
    sent: &Pairs,
    error: Option<&Error>,
    name: &'static str,
    label: &'static str,
    help: &'static str,
    is_required: bool,
) -> Markup {
    let all = error.map(|error| error.issues.as_slice()).unwrap_or_default();
    let issues: Vec<(Mood, &str)> = all
        .iter()
        .filter(|issue| issue.field == name || (issue.field == "collectionName" && name == "name"))
        .map(|issue| (Mood::Error, issue.words.as_str()))
        .collect();
    let field = Field { help, issues: &issues, is_required, ..Field::new(name, label) };
    text_field(WORDS, &field, &TextInput { value: one(sent, name), ..TextInput::default() })
}

/// The choice of a format of catalog numbers.
pub(crate) fn format_field(name: &'static str, chosen: &str, blank: Option<&str>) -> Markup {
    let labels: Vec<(&str, String)> = BUILT_IN_FORMATS
        .iter()
        .filter(|(name, ..)| name.starts_with("CatalogNumber"))
        .map(|(name, _, about)| (*name, known(about).unwrap_or(about).to_owned()))
        .collect();
    let mut choices: Vec<Choice<'_>> =
        labels.iter().map(|(value, label)| Choice { value, label, is_chosen: *value == chosen }).collect();
    if !chosen.is_empty() && !choices.iter().any(|choice| choice.is_chosen) {
        choices.push(Choice { value: chosen, label: chosen, is_chosen: true });
    }
    select_field(WORDS, &Field::new(name, t("Catalog numbers")), blank, &choices)
}

/// The choice of a kind of discipline.
pub(crate) fn kind_field(name: &'static str, chosen: &str, issues: &[(Mood, &str)]) -> Markup {
    let choices: Vec<Choice<'_>> = DISCIPLINE_TYPES
        .iter()
        .map(|kind| Choice { value: kind.name, label: kind_word(kind.name), is_chosen: kind.name == chosen })
        .collect();
    let help = t(
        "It decides which ranks the tree of names has, which kinds of preparations and pick lists a collection starts with, and how forms look.",
    );
    let field = Field { help, is_required: true, issues, ..Field::new(name, t("Kind of discipline")) };
    select_field(WORDS, &field, Some(t("Choose…")), &choices)
}

/// `GET /system/structure/new/{level}`.
pub async fn show_new(
    State(app): State<App>,
    visitor: Visitor,
    Place(level): Place<String>,
    Query(sent): Query<Pairs>,
) -> Result<Response, Refused> {
    new_page(&app, &visitor, &level, &sent, None).await
}

fn known_level(word: &str) -> Result<Level> {
    Level::named(word).ok_or_else(|| Error::not_found(t("There is nothing of this kind.")))
}

async fn new_page(
    app: &App,
    visitor: &Visitor,
    word: &str,
    sent: &Pairs,
    error: Option<&Error>,
) -> Result<Response, Refused> {
    let level = known_level(word)?;
    if level == Level::Institution || !may(visitor, "create", level) {
        return Err(Error::forbidden(t("You have no right to add this.")).into());
    }
    let top = app.read(visitor.everywhere.clone(), structure::structure).await?;
    let all = top.each();
    let title = match level {
        Level::Division => t("New division"),
        Level::Discipline => t("New discipline"),
        _ => t("New collection"),
    };
    let fields = match level {
        Level::Division => html! {
            (text(sent, error, "name", t("Name"), t("For example ‘Division of Mammals’."), true))
            (text(sent, error, "code", t("Abbreviation"), "", false))
        },
        Level::Discipline => discipline_fields(sent, error, &all),
        _ => html! {
            (text(sent, error, "name", t("Name"), t("At most 50 letters, for example ‘Fish collection’."), true))
            (text(sent, error, "code", t("Code"), t("Short, as it is used in publications and addresses."), true))
            (format_field("format", one(sent, "format"), Some(t("As is usual for the discipline"))))
        },
    };
    let body = html! {
        form class="work form" method="post" action={ (STRUCTURE) "/new/" (level.word()) } data-main {
            input type="hidden" name="in" value=(one(sent, "in"));
            (field_group(title, "", None, false, &fields))
            div class="row" { (button(t("Add"), "plus", Look::Primary, "", "")) (link_button(t("Cancel"), STRUCTURE, "", Look::Quiet, "")) }
        }
    };
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let notices = error.map(said);
    let content =
        Page { title, breadcrumbs: &[(t("Structure"), STRUCTURE)], notices, body, is_reading: true, ..Page::default() };
    Ok(visitor.page_with(status, "administration", content))
}

fn said(error: &Error) -> Markup {
    let mut more: Vec<&str> = error.issues.iter().map(|issue| issue.words.as_str()).collect();
    more.extend(error.hint.as_deref());
    more.retain(|words| *words != error.message);
    notice(WORDS, Mood::Error, &error.message, &more.join(" "), None)
}

fn discipline_fields(sent: &Pairs, error: Option<&Error>, all: &[&Node]) -> Markup {
    let others: Vec<(String, String)> = all
        .iter()
        .filter(|node| node.level == Level::Discipline)
        .map(|node| (node.record.id.to_string(), tf("That of {name}", &[("name", &node.name())])))
        .collect();
    let shared = |name: &'static str, label: &'static str| {
        let choices: Vec<Choice<'_>> =
            others.iter().map(|(value, label)| Choice { value, label, is_chosen: *value == one(sent, name) }).collect();
        select_field(WORDS, &Field::new(name, label), Some(t("A tree of its own")), &choices)
    };
    let issues: Vec<(Mood, &str)> = error
        .map(|error| error.issues.as_slice())
        .unwrap_or_default()
        .iter()
        .filter(|issue| issue.field == "kind")
        .map(|issue| (Mood::Error, issue.words.as_str()))
        .collect();
    html! {
        (kind_field("kind", one(sent, "kind"), &issues))
        (text(sent, error, "name", t("Name"), t("Nothing stands for the usual name of the kind."), false))
        (shared("places_of", t("Tree of places")))
        (shared("names_of", t("Tree of names")))
        (checkbox(WORDS, &Field::new("fill_places", t("Fill a tree of its own with continents and countries")), is_ticked(sent, "fill_places")))
        (checkbox(WORDS, &Field::new("fill_names", t("Fill a tree of its own with higher names")), is_ticked(sent, "fill_names")))
        (checkbox(WORDS, &Field::new("fill_times", t("Fill the tree of geologic times with the international chart")), is_ticked(sent, "fill_times")))
    }
}

/// `POST /system/structure/new/{level}`.
pub async fn create(
    State(app): State<App>,
    visitor: Visitor,
    Place(word): Place<String>,
    Body(sent): Body<Pairs>,
) -> Result<Response, Refused> {
    let level = known_level(&word)?;
    if level == Level::Institution || !may(&visitor, "create", level) {
        return Err(Error::forbidden(t("You have no right to add this.")).into());
    }
    let form = sent.clone();
    let purpose = Purpose::new("structure", format!("Added {} {}", level.word(), one(&sent, "name").trim()));
    match app.write(visitor.everywhere.clone(), purpose, move |tx| make(tx, level, &form)).await {
        Ok(()) => Ok(go(&format!("{STRUCTURE}?done=made"))),
        Err(error) if error.code == Code::Invalid => new_page(&app, &visitor, &word, &sent, Some(&error)).await,
        Err(error) => Err(error.into()),
    }
}

fn make(tx: &mut vasculum_store::WriteTx<'_>, level: Level, sent: &Pairs) -> Result<()> {
    let owner = || one(sent, "in").parse::<i64>().map_err(|_| Error::invalid(t("Say where it belongs.")));
    match level {
        Level::Institution => Err(Error::invalid(t("There is one institution."))),
        Level::Division => {
            structure::add_division(tx, one(sent, "name"), one(sent, "code"))?;
            users::ensure_everybodys_agents(tx)
        }
        Level::Discipline => {
            let number = |name: &str| one(sent, name).parse().ok();
            let new = NewDiscipline {
                division: owner()?,
                kind: one(sent, "kind").to_owned(),
                name: some(sent, "name"),
                places_of: number("places_of"),
                names_of: number("names_of"),
            };
            let made = structure::add_discipline(tx, &new)?;
            let places = new.places_of.is_none() && is_ticked(sent, "fill_places");
            let names = new.names_of.is_none() && is_ticked(sent, "fill_names");
            setup::fill_trees(tx, made, places, names, is_ticked(sent, "fill_times")).map(drop)
        }
        Level::Collection => {
            let new = NewCollection {
                code: one(sent, "code").to_owned(),
                name: some(sent, "name"),
                catalog_format: some(sent, "format"),
                ..NewCollection::default()
            };
            structure::add_collection_to(tx, owner()?, &new).map(drop)
        }
    }
}

/// The fields that the form of a level changes: name in the form, column.
fn columns(level: Level) -> &'static [(&'static str, Col)] {
    match level {
        Level::Institution => &[("name", institution::NAME), ("code", institution::CODE)],
        Level::Division => &[("name", division::NAME), ("code", division::ABBREV)],
        Level::Discipline => &[("name", discipline::NAME), ("contexts_of", discipline::PALEO_CONTEXT_CHILD_TABLE)],
        Level::Collection => &[
            ("name", collection::COLLECTION_NAME),
            ("code", collection::CODE),
            ("format", collection::CATALOG_NUM_FORMAT_NAME),
        ],
    }
}

/// The settings that the form of a level turns on and off: name in the form, column.
fn flags(level: Level) -> &'static [(&'static str, Col)] {
    match level {
        Level::Collection => &[("own_events", collection::IS_EMBEDDED_COLLECTING_EVENT)],
        Level::Discipline => &[("own_contexts", discipline::IS_PALEO_CONTEXT_EMBEDDED)],
        Level::Institution | Level::Division => &[],
    }
}

/// What the form of a node holds as long as nobody changed it.
fn standing(level: Level, record: &Record) -> Pairs {
    let text = |(name, column): &(&str, Col)| ((*name).to_owned(), record.text(*column).unwrap_or_default().to_owned());
    let flag =
        |(name, column): &(&str, Col)| ((*name).to_owned(), if record.is(*column) { "yes" } else { "no" }.to_owned());
    columns(level).iter().map(text).chain(flags(level).iter().map(flag)).collect()
}

/// The tables whose records a geological context can belong to, as Specify writes them, with a name for people.
fn owners_of_contexts() -> [(&'static str, String); 3] {
    [("collectionobject", "CollectionObject"), ("collectingevent", "CollectingEvent"), ("locality", "Locality")]
        .map(|(key, table)| (key, words::label(table)))
}

/// Whether each record has its own event or context, and, where some are shared, the way on.
fn embedding_fields(level: Level, sent: &Pairs, error: Option<&Error>) -> Markup {
    let all = error.map(|error| error.issues.as_slice()).unwrap_or_default();
    let is_shared = all.iter().any(|issue| issue.name == "shared-parts");
    let owners = owners_of_contexts();
    let chosen = one(sent, "contexts_of");
    let choices: Vec<Choice<'_>> = owners
        .iter()
        .map(|(value, label)| Choice { value, label, is_chosen: value.eq_ignore_ascii_case(chosen) })
        .collect();
    html! {
        @match level {
            Level::Collection => (checkbox(WORDS, &Field { help: t("It is filled in, copied and deleted with the object. Otherwise objects share events."), ..Field::new("own_events", t("Each object has its own collecting event")) }, is_ticked(sent, "own_events"))),
            Level::Discipline => {
                (select_field(WORDS, &Field::new("contexts_of", t("Geological contexts belong to")), None, &choices))
                (checkbox(WORDS, &Field { help: t("It is filled in, copied and deleted with it. Otherwise records share contexts."), ..Field::new("own_contexts", t("Each record has its own geological context")) }, is_ticked(sent, "own_contexts")))
            },
            Level::Institution | Level::Division => {}
        }
        @if is_shared {
            (checkbox(WORDS, &Field { help: t("The first record keeps the original; the others get copies without its attachments."), ..Field::new("give_copies", t("Give each record its own copy")) }, false))
        }
    }
}

/// What the page of one node shows.
struct Shown {
    node: Node,
    /// What deleting would mean; nothing for the institution.
    removal: Option<Removal>,
    /// The disciplines to which a collection could move, with what is in the way.
    targets: Vec<(i64, String)>,
    in_the_way: Vec<Blocker>,
}

async fn read(app: &App, visitor: &Visitor, level: Level, id: i64) -> Result<Shown, Refused> {
    let shown = app
        .read(visitor.everywhere.clone(), move |tx| {
            let top = structure::structure(tx)?;
            let all = top.each();
            let node = all.iter().find(|node| node.level == level && node.record.id == id);
            let node = (*node.ok_or_else(|| Error::not_found(t("There is nothing of this kind.")))?).clone();
            let removal = match level {
                Level::Institution => None,
                _ => Some(structure::plan_removal(tx, level, id)?),
            };
            let is_collection = level == Level::Collection;
            let own = is_collection.then(|| node.record.int(collection::DISCIPLINE)).flatten();
            let targets = all
                .iter()
                .filter(|node| is_collection && node.level == Level::Discipline && Some(node.record.id) != own)
                .map(|node| (node.record.id, node.name().to_owned()))
                .collect();
            let in_the_way = if is_collection { structure::plan_move(tx, id)? } else { Vec::new() };
            Ok(Shown { node, removal, targets, in_the_way })
        })
        .await?;
    Ok(shown)
}

/// `GET /system/structure/{level}/{id}`.
pub async fn edit(
    State(app): State<App>,
    visitor: Visitor,
    Place((word, id)): Place<(String, i64)>,
) -> Result<Response, Refused> {
    let shown = read(&app, &visitor, known_level(&word)?, id).await?;
    let sent = standing(shown.node.level, &shown.node.record);
    Ok(edit_page(&visitor, &shown, &sent, None))
}

fn edit_page(visitor: &Visitor, shown: &Shown, sent: &Pairs, error: Option<&Error>) -> Response {
    let (level, record) = (shown.node.level, &shown.node.record);
    let path = format!("{STRUCTURE}/{}/{}", level.word(), record.id);
    let may_change = may(visitor, "update", level);
    let fields = html! {
        (text(sent, error, "name", t("Name"), "", true))
        @if level != Level::Discipline { (text(sent, error, "code", t("Code"), "", level != Level::Division)) }
        @if level == Level::Collection { (format_field("format", one(sent, "format"), None)) }
        (embedding_fields(level, sent, error))
    };
    let all_fields = record_path(model().table(level.table()), record.id);
    let body = html! {
        div class="work" {
            form class="form" method="post" action=(path) data-main {
                input type="hidden" name="version" value=(record.version());
                (field_group(level_word(level), "", Some(&html! { a href=(all_fields) { (t("All fields")) } }), false, &fields))
                @if may_change {
                    div class="row" { (button(t("Save"), "save", Look::Primary, "", "")) (link_button(t("Cancel"), STRUCTURE, "", Look::Quiet, "")) }
                }
            }
            @if level == Level::Collection && may_change { (move_form(shown, &path)) }
            @if let Some(removal) = shown.removal.as_ref().filter(|_| may(visitor, "delete", level)) { (removal_panel(removal, &path)) }
        }
    };
    let status = match error.map(|error| error.code) {
        None => StatusCode::OK,
        Some(Code::Conflict) => StatusCode::CONFLICT,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let content = Page {
        title: shown.node.name(),
        subtitle: level_word(level),
        breadcrumbs: &[(t("Structure"), STRUCTURE)],
        notices: error.map(said),
        body,
        is_reading: true,
        ..Page::default()
    };
    visitor.page_with(status, "administration", content)
}

/// What refers to something, in words: `12 loans`.
fn blocker_words(blocker: &Blocker) -> String {
    words::counted(blocker.count, model().table(blocker.column.0))
}

fn move_form(shown: &Shown, path: &str) -> Markup {
    let targets: Vec<(String, &str)> = shown.targets.iter().map(|(id, name)| (id.to_string(), name.as_str())).collect();
    let choices: Vec<Choice<'_>> =
        targets.iter().map(|(value, label)| Choice { value, label, is_chosen: false }).collect();
    if choices.is_empty() {
        return html! {};
    }
    section(
        t("Move to another discipline"),
        None,
        &html! {
            @if shown.in_the_way.is_empty() {
                form class="form" method="post" action={ (path) "/move" } {
                    (select_field(WORDS, &Field::new("to", t("Discipline")), None, &choices))
                    div class="row" { (button(t("Move"), "", Look::Normal, "", "")) }
                }
            } @else {
                p { (t("This collection holds records. Their names, places and events belong to its discipline, and would be lost if it moved. Export it, and import it into a new collection of the other discipline.")) }
                ul { @for blocker in &shown.in_the_way { li { (blocker_words(blocker)) } } }
            }
        },
    )
}

fn removal_panel(removal: &Removal, path: &str) -> Markup {
    let along = html! {
        @if !removal.along.is_empty() {
            p { (t("With it goes what it started with:")) }
            ul { @for blocker in &removal.along { li { (blocker_words(blocker)) } } }
        }
        p class="muted" { (t("It can be brought back under Changes.")) }
    };
    if removal.is_possible() {
        return confirm_panel(
            WORDS,
            &Confirm {
                title: t("Delete this?"),
                body: along,
                action: &format!("{path}/delete"),
                hidden: &[],
                confirm: t("Delete"),
                cancel_href: STRUCTURE,
                is_danger: true,
            },
        );
    }
    section(
        t("Delete"),
        None,
        &html! {
            p { (t("This can’t be deleted, because it is not empty. In the way are:")) }
            ul {
                @for blocker in &removal.blockers { li { (blocker_words(blocker)) } }
                @for (table, count) in &removal.nodes { li { (words::counted(*count, model().table(*table))) " " (t("in its tree")) } }
            }
        },
    )
}

/// `POST /system/structure/{level}/{id}`.
pub async fn save(
    State(app): State<App>,
    visitor: Visitor,
    Place((word, id)): Place<(String, i64)>,
    Body(sent): Body<Pairs>,
) -> Result<Response, Refused> {
    let level = known_level(&word)?;
    if !may(&visitor, "update", level) {
        return Err(Error::forbidden(t("You have no right to change this.")).into());
    }
    let mut draft = Draft::of(level.table(), id, one(&sent, "version").parse().ok());
    let is_sent = |name: &str| sent.iter().any(|(theirs, _)| theirs == name);
    for (name, column) in columns(level).iter().filter(|(name, _)| *name != "contexts_of" || is_sent(name)) {
        draft = draft.with(*column, some(&sent, name));
    }
    for (name, column) in flags(level).iter().filter(|(name, _)| is_sent(name)) {
        draft = draft.with(*column, is_ticked(&sent, name));
    }
    let gives_copies = is_ticked(&sent, "give_copies");
    let purpose = Purpose::new("structure", format!("Changed {} {}", level.word(), one(&sent, "name").trim()));
    let done = app
        .write(visitor.everywhere.clone(), purpose, move |tx| {
            if gives_copies {
                let mut wanted = tx.get(level.table(), id)?;
                draft.values.iter().for_each(|(at, value)| wanted.values[usize::from(*at)] = value.clone());
                embedding::give_each_its_own(tx, &wanted)?;
            }
            records::save(tx, draft).map(drop)
        })
        .await;
    after(&app, &visitor, level, id, &sent, "saved", done).await
}

/// `POST /system/structure/{level}/{id}/move`.
pub async fn move_to(
    State(app): State<App>,
    visitor: Visitor,
    Place((word, id)): Place<(String, i64)>,
    Body(sent): Body<Pairs>,
) -> Result<Response, Refused> {
    let level = known_level(&word)?;
    let to: i64 = one(&sent, "to").parse().map_err(|_| Error::invalid(t("Choose a discipline.")))?;
    if level != Level::Collection {
        return Err(Error::invalid(t("Only a collection can be moved.")).into());
    }
    let purpose = Purpose::new("structure", "Moved a collection to another discipline");
    let done = app.write(visitor.everywhere.clone(), purpose, move |tx| structure::move_collection(tx, id, to)).await;
    after(&app, &visitor, level, id, &Pairs::new(), "moved", done).await
}

/// `POST /system/structure/{level}/{id}/delete`.
pub async fn delete(
    State(app): State<App>,
    visitor: Visitor,
    Place((word, id)): Place<(String, i64)>,
) -> Result<Response, Refused> {
    let level = known_level(&word)?;
    let purpose = Purpose::new("structure", format!("Deleted a {}", level.word()));
    let done = app.write(visitor.everywhere.clone(), purpose, move |tx| structure::remove(tx, level, id)).await;
    after(&app, &visitor, level, id, &Pairs::new(), "deleted", done).await
}

/// The list again after something was done; the page of the node with what was wrong otherwise.
async fn after(
    app: &App,
    visitor: &Visitor,
    level: Level,
    id: i64,
    sent: &Pairs,
    word: &str,
    done: Result<()>,
) -> Result<Response, Refused> {
    match done {
        Ok(()) => Ok(go(&format!("{STRUCTURE}?done={word}"))),
        Err(error) if matches!(error.code, Code::Invalid | Code::Conflict) => {
            let shown = read(app, visitor, level, id).await?;
            let own = standing(level, &shown.node.record);
            Ok(edit_page(visitor, &shown, if sent.is_empty() { &own } else { sent }, Some(&error)))
        }
        Err(error) => Err(error.into()),
    }
}
