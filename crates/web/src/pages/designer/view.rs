//! The pages of the designer.

use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use vasculum_domain::forms::{Field as FormField, Form as Arranged, Origin, Section, Shows, can_be_part, can_be_rows};
use vasculum_model::{Table, model};

use super::draft::{Draft, word_of};
use super::{HERE, View};
use crate::pages::form::Form;
use crate::pages::shape::is_open;
use crate::pages::visitor::Visitor;
use crate::pages::{captions, record_path};
use crate::ui::Level;
use crate::ui::components::{
    Choice, Column, ColumnKind, Field, Look, Row, Tab, Table as Grown, TextInput, badge, button, checkbox, data_table,
    icon, icon_button, link_button, notice, save_button, section, select_field, tabs, text_area, text_field,
};
use crate::ui::frame::Page;
use crate::ui::words::{Words, t, tf, tn};

const WORDS: &Words<'static> = &Words::ENGLISH;

/// Where a form comes from, in words.
fn origin_words(origin: Origin) -> &'static str {
    match origin {
        Origin::Collection => t("This collection"),
        Origin::Discipline => t("The discipline"),
        Origin::Shipped => t("Shipped"),
        Origin::Generated => t("Made from the model"),
    }
}

/// The tables with the form that counts for each.
pub(super) fn list(visitor: &Visitor) -> Response {
    let mut tables: Vec<&'static Table> = model().tables().filter(|table| table.is_shown()).collect();
    tables.sort_by_cached_key(|table| captions::one(&visitor.look, table));
    let groups = [
        (t("Arranged by you"), vec![Origin::Collection, Origin::Discipline]),
        (t("Shipped"), vec![Origin::Shipped]),
        (t("Made from the model"), vec![Origin::Generated]),
    ];
    let body = html! {
        div class="work" {
            p class="muted" { (t("Which fields stand where on the page of a record, and what they are called there.")) }
            @for (title, origins) in &groups {
                @let of: Vec<&Table> = tables.iter().copied().filter(|table| origins.contains(&visitor.look.origin(table.id))).collect();
                @if !of.is_empty() { (section(title, None, &rows(visitor, title, &of))) }
            }
        }
    };
    visitor.page(
        "administration",
        Page { title: t("Forms"), breadcrumbs: &[(t("System"), "/system")], body, is_reading: true, ..Page::default() },
    )
}

fn rows(visitor: &Visitor, caption: &str, tables: &[&'static Table]) -> Markup {
    let column = |label| Column { label, kind: ColumnKind::Text, sort_href: "", sorted: None };
    let columns = [column(t("Table")), column(t("Form")), column(t("Sections"))];
    let rows: Vec<Row<'_>> = tables
        .iter()
        .map(|table| {
            let sections = visitor.look.form(table.id).map_or(0, |form| form.sections.len());
            Row {
                cells: vec![
                    html! { a href={ (HERE) "/" (table.name) } title=(table.about) { (captions::one(&visitor.look, table)) } },
                    html! { (origin_words(visitor.look.origin(table.id))) },
                    html! { @if sections > 0 { (sections) } },
                ],
                ..Row::default()
            }
        })
        .collect();
    data_table(WORDS, &Grown { caption, columns: &columns, rows: &rows, tick_name: "", stacks: true })
}

/// What is said when a form was not saved.
pub(super) fn refusal(message: &str, hint: &str) -> Markup {
    notice(WORDS, Level::Error, message, hint, None)
}

/// What is said when a file was read.
pub(super) fn imported() -> Markup {
    notice(WORDS, Level::Info, t("The file was read."), t("Look at the form, then save it."), None)
}

/// The designer of one table's form.
pub(super) fn page(visitor: &Visitor, status: StatusCode, view: &View, said: Option<Markup>) -> Response {
    let name = captions::one(&visitor.look, view.table);
    let title = tf("Form: {table}", &[("table", &name)]);
    let file = view.whose.href(view.table).replacen(view.table.name, &format!("{}/file", view.table.name), 1);
    let actions = html! {
        @if let Some((id, _)) = view.own {
            (link_button(t("Earlier versions"), &format!("{}/history", record_path(definition(), id)), "history", Look::Normal, "h"))
        }
        (link_button(t("Export"), &file, "download", Look::Normal, ""))
        @if view.whose.may { (save_button(t("Save"), "designer")) }
    };
    let has_notices = said.is_some() || !view.issues.is_empty() || !view.whose.may;
    let notices = html! {
        @if let Some(said) = &said { (said) }
        @if !view.whose.may {
            (notice(WORDS, Level::Info, t("You may look at this form and not change it."), t("A form of a whole discipline is arranged by who may do so in all of its collections."), None))
        }
        @if !view.issues.is_empty() {
            ul class="stack" {
                @for issue in &view.issues { li class="issue issue-error" { (icon(Level::Error.icon())) span { (issue.words) } } }
            }
        }
    };
    let content = Page {
        title: &title,
        breadcrumbs: &[(t("System"), "/system"), (t("Forms"), HERE)],
        badges: Some(html! {
            (badge(Level::Neutral, origin_words(view.origin)))
            @if view.is_changed { " " (badge(Level::Warning, t("Not saved yet"))) }
        }),
        actions: Some(actions),
        notices: has_notices.then_some(notices),
        body: html! {
            div class="designer" {
                div class="work" id="designer-work" {
                    (whom(view))
                    (arranging(visitor, view))
                    @if view.whose.may { (more(view)) }
                }
                (preview(view))
            }
        },
        scripts: &["designer.js"],
        ..Page::default()
    };
    visitor.page_with(status, "administration", content)
}

fn definition() -> &'static Table {
    model().table(vasculum_model::names::form_definition::TABLE)
}

/// For whom the form counts: two pages.
fn whom(view: &View) -> Markup {
    let here = format!("{HERE}/{}", view.table.name);
    let discipline = format!("{here}?for=discipline");
    let is_discipline = view.whose.is_discipline();
    let tab = |label, href, is_current| Tab { label, href, is_current, ..Tab::default() };
    tabs(
        t("For whom the form counts"),
        &[
            tab(t("This collection"), here.as_str(), !is_discipline),
            tab(t("The whole discipline"), discipline.as_str(), is_discipline),
        ],
    )
}

fn arranging(visitor: &Visitor, view: &View) -> Markup {
    let of = view.table;
    let form = &view.draft.form;
    html! {
        form id="designer" class="form" method="post" action=(view.whose.href(of)) data-main data-guard data-designer {
            // Enter in a field presses the first button of a form: this one, which only looks.
            button class="hidden-words" name="do" value="preview" tabindex="-1" { (t("Show the preview")) }
            input type="hidden" name="version" value=[view.own.map(|(_, version)| version)];
            fieldset class="plain-set" disabled[!view.whose.may] {
                div class="design-sections" data-design-sections {
                    @for (nth, section) in form.sections.iter().enumerate() {
                        (design_section(visitor, view, nth, section))
                    }
                }
                input type="hidden" name="end" value="";
                (add_section(visitor, of, form))
            }
        }
    }
}

/// The words for a section: its heading, or what it shows.
fn section_name(visitor: &Visitor, of: &'static Table, section: &Section) -> String {
    if !section.title.is_empty() {
        return section.title.clone();
    }
    match section.shows {
        Shows::Fields => t("Fields").to_owned(),
        Shows::Facts { .. } => {
            tf("About the {table}", &[("table", &captions::field(&visitor.look, of, section.link(of)).to_lowercase())])
        }
        _ => captions::field(&visitor.look, of, section.link(of)),
    }
}

fn kind_words(shows: Shows) -> &'static str {
    match shows {
        Shows::Fields => t("Fields of the record"),
        Shows::Rows { .. } => t("Rows"),
        Shows::Part { .. } => t("Part of the record"),
        Shows::Facts { .. } => t("Facts, to be looked at"),
    }
}

fn design_section(visitor: &Visitor, view: &View, nth: usize, section: &Section) -> Markup {
    let of = view.table;
    let below = section.table(of);
    let is_facts = matches!(section.shows, Shows::Facts { .. });
    html! {
        div class="design-section" data-design-section {
            input type="hidden" name="section" value=(word_of(section, of));
            div class="design-head" {
                span class="design-handle" data-design-handle title=(t("Drag")) { (icon("chevrons-up-down")) }
                strong { (section_name(visitor, of, section)) }
                span class="muted" { (kind_words(section.shows)) }
                span class="side" {
                    (icon_button(t("Section up"), "arrow-up", "do", "section-up"))
                    (icon_button(t("Section down"), "arrow-down", "do", "section-down"))
                    (icon_button(t("Remove section"), "x", "do", "section-remove"))
                }
            }
            (section_settings(view, nth, section))
            ol class="design-fields" data-design-fields=(format!("{}{}", below.name, if is_facts { " facts" } else { "" })) {
                @for (at, field) in section.fields.iter().enumerate() {
                    (design_field(visitor, &view.preview.around.look.pick_lists(), &format!("d-{nth}-{at}"), below, field, is_facts))
                }
            }
            (add_field(visitor, view, nth, section))
        }
    }
}

fn section_settings(view: &View, nth: usize, section: &Section) -> Markup {
    let id = |name: &str| format!("d-{nth}-{name}");
    let when = view.draft.whens.get(nth).map_or("", String::as_str);
    let control = |name: &'static str, label: &'static str, value: &str, help: &str, placeholder: &str| {
        let id = id(name);
        let field = Field { id: &id, help, ..Field::new(name, label) };
        text_field(WORDS, &field, &TextInput { value, placeholder, ..TextInput::default() })
    };
    let tick = |name: &'static str, label: &'static str, is_on: bool| {
        let id = id(name);
        checkbox(WORDS, &Field { id: &id, ..Field::new(name, label) }, is_on)
    };
    let sort = match section.shows {
        Shows::Rows { sort: Some((column, down)), .. } => {
            format!("{}{}", if down { "-" } else { "" }, section.table(view.table).at(column).name)
        }
        _ => String::new(),
    };
    html! {
        details class="design-settings" data-design-settings=(format!("section {}", word_of(section, view.table))) {
            summary { (icon("sliders-horizontal")) (t("Settings of the section")) }
            div class="fields" {
                (control("title", t("Heading"), &section.title, "", ""))
                (control("when", t("Seen when"), when, "", "agentType = Person"))
                @if let Shows::Rows { is_grid, .. } = section.shows {
                    (control("sort", t("Sorted by"), &sort, t("The name of a field; with - in front the last one first."), ""))
                    (tick("grid", t("As a table of lines"), is_grid))
                }
                (tick("collapsed", t("Closed at first"), section.is_collapsed))
            }
        }
    }
}

fn design_field(
    visitor: &Visitor,
    lists: &[&str],
    id: &str,
    below: &'static Table,
    field: &FormField,
    is_facts: bool,
) -> Markup {
    let usual = vasculum_model::Path::parse(below, &field.name)
        .map_or_else(|_| field.name.clone(), |path| captions::heading(&visitor.look, &path));
    let part = |name: &str| format!("{id}-{name}");
    let control = |name: &'static str, label: &'static str, value: &str, placeholder: &str, suggestions: &[&str]| {
        let id = part(name);
        let input = TextInput { value, placeholder, suggestions, ..TextInput::default() };
        text_field(WORDS, &Field { id: &id, ..Field::new(name, label) }, &input)
    };
    let tick = |name: &'static str, label: &'static str, is_on: bool| {
        let id = part(name);
        checkbox(WORDS, &Field { id: &id, ..Field::new(name, label) }, is_on)
    };
    let is_link = below.column(&field.name).is_some_and(|at| below.at(at).link.is_some());
    html! {
        li class="design-field" data-design-field {
            input type="hidden" name="field" value=(field.name);
            div class="design-line" {
                span class="design-handle" data-design-handle title=(t("Drag")) { (icon("chevrons-up-down")) }
                span { @if field.caption.is_empty() { (usual) } @else { (field.caption) } " " code class="muted" { (field.name) } (marks(field)) }
                span class="side" {
                    (icon_button(&tf("{field} up", &[("field", &usual)]), "arrow-up", "do", "up"))
                    (icon_button(&tf("{field} down", &[("field", &usual)]), "arrow-down", "do", "down"))
                    (icon_button(&tf("Remove {field}", &[("field", &usual)]), "x", "do", "remove"))
                }
            }
            details class="design-settings" data-design-settings=(format!("{} {}", below.name, field.name)) {
                summary title=(t("Settings")) {
                    (icon("sliders-horizontal")) span class="hidden-words" { (tf("Settings of {field}", &[("field", &usual)])) }
                }
                div class="fields" {
                    (control("caption", t("Caption"), &field.caption, &usual, &[]))
                    @if !is_facts {
                        (control("help", t("Help"), &field.help, "", &[]))
                        (control("default", t("Starts with"), &field.default, if is_link { "me" } else { "" }, &[]))
                        @if !is_link { (control("picklist", t("Pick list"), &field.pick_list, "", lists)) }
                        (tick("required", t("Required"), field.is_required))
                        (tick("read-only", t("Read only"), field.is_read_only))
                        (tick("wide", t("A line of its own"), field.is_wide))
                    }
                }
            }
        }
    }
}

/// What is set of a field, in a word each.
fn marks(field: &FormField) -> Markup {
    html! {
        @if field.is_required { " " (badge(Level::Neutral, t("Required"))) }
        @if field.is_read_only { " " (badge(Level::Neutral, t("Read only"))) }
        @if !field.pick_list.is_empty() { " " (badge(Level::Neutral, &field.pick_list)) }
        @if !field.default.is_empty() { " " (badge(Level::Neutral, &format!("= {}", field.default))) }
    }
}

/// The choice of a field that has no place yet.
fn add_field(visitor: &Visitor, view: &View, nth: usize, section: &Section) -> Markup {
    let of = view.table;
    let below = section.table(of);
    let is_facts = matches!(section.shows, Shows::Facts { .. });
    let link = section.link(of);
    let same = |other: &&Section| other.link(of) == link && matches!(other.shows, Shows::Facts { .. }) == is_facts;
    let placed: Vec<&str> = view
        .draft
        .form
        .sections
        .iter()
        .filter(same)
        .flat_map(|section| section.fields.iter().map(|field| field.name.as_str()))
        .collect();
    let mut free: Vec<(String, &str)> = (0..below.columns.len() as u16)
        .filter(|at| is_open(below, *at) && !placed.contains(&below.at(*at).name))
        .map(|at| (captions::field(&visitor.look, below, below.at(at).name), below.at(at).name))
        .collect();
    free.sort_by_cached_key(|(words, _)| vasculum_store::fold(words));
    let choices: Vec<Choice<'_>> =
        free.iter().map(|(label, value)| Choice { value, label, is_chosen: false }).collect();
    let id = format!("d-{nth}-add");
    html! {
        div class="design-add" {
            (select_field(WORDS, &Field { id: &id, ..Field::new("add-field", t("Add a field")) }, Some("—"), &choices))
            (button(t("Add"), "plus", Look::Normal, "do", "add"))
        }
    }
}

/// The choice of a section to add.
fn add_section(visitor: &Visitor, of: &'static Table, form: &Arranged) -> Markup {
    let words = |name: &str| captions::field(&visitor.look, of, name);
    let placed: Vec<String> = form.sections.iter().map(|section| word_of(section, of)).collect();
    let mut choices: Vec<(String, String)> = vec![("fields".to_owned(), t("Fields of the record").to_owned())];
    for (at, many) in (0_u16..).zip(&of.many).filter(|(at, _)| can_be_rows(of, *at)) {
        let word = format!("rows:{}", of.many[usize::from(at)].name);
        if !placed.contains(&word) {
            choices.push((word, tf("Rows: {name}", &[("name", &words(many.name))])));
        }
    }
    for (at, column) in (0_u16..).zip(&of.columns) {
        if can_be_part(of, at) && visitor.look.owns(of, at) {
            choices.push((format!("part:{}", column.name), tf("Part: {name}", &[("name", &words(column.name))])));
        }
        let leads = column.link.as_ref().is_some_and(|link| model().table(link.to).is_shown());
        if leads && is_open(of, at) {
            choices.push((format!("facts:{}", column.name), tf("Facts: {name}", &[("name", &words(column.name))])));
        }
    }
    let choices: Vec<Choice<'_>> =
        choices.iter().map(|(value, label)| Choice { value, label, is_chosen: false }).collect();
    html! {
        div class="design-add" {
            (select_field(WORDS, &Field::new("add-section", t("Add a section")), None, &choices))
            (button(t("Add"), "plus", Look::Normal, "do", "add-section"))
        }
    }
}

/// Import, and the way back.
fn more(view: &View) -> Markup {
    html! {
        details class="folded" {
            summary { (icon("chevron-right")) span { (t("Import a file, or go back")) } }
            section class="section" {
                form class="form stack" method="post" action=(view.whose.href(view.table)) {
                    (text_area(WORDS, &Field { help: t("The file replaces what stands above; nothing is saved yet."), ..Field::new("file", t("Form as a file")) }, ""))
                    div class="row" {
                        input type="file" accept=".toml,text/plain" aria-label=(t("Choose a file")) data-into="file";
                        (button(t("Import"), "upload", Look::Normal, "do", "import"))
                    }
                }
                @if view.own.is_some() {
                    form class="form" method="post" action=(view.whose.href(view.table)) {
                        p class="muted" { (t("Takes this form away, so that the next one counts. It can be undone.")) }
                        (button(t("Back to the shipped form"), "rotate-ccw", Look::Danger, "do", "reset"))
                    }
                }
            }
        }
    }
}

/// The form as it would look.
fn preview(view: &View) -> Markup {
    let shown = &view.preview;
    let form = Form { parts: &shown.parts, sheet: &shown.sheet, issues: &[], around: &shown.around };
    html! {
        section class="design-preview" id="preview" aria-label=(t("Preview")) data-form {
            div class="section-head" {
                h2 { (t("Preview")) }
                span class="muted" {
                    @if let Some(record) = &shown.record { (record) } @else { (t("a new record")) }
                    " · " (tn(count(&view.draft), "{n} field", "{n} fields"))
                }
            }
            div class="work form" { (form.draw()) }
        }
    }
}

fn count(draft: &Draft) -> i64 {
    draft.form.sections.iter().map(|section| section.fields.len() as i64).sum()
}
