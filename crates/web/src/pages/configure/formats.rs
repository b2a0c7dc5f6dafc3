//! `/system/formats`: how records are written in one line, and several in a row.

use axum::Form as Body;
use axum::extract::{Path as Place, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use maud::{Markup, html};
use vasculum_domain::formats::own::{self, Origin, Row as InARow, Written};
use vasculum_domain::formats::{formatted_as, named};
use vasculum_model::names::text_format;
use vasculum_model::{Error, Issue, Kind, Record, Result, Table, model};
use vasculum_store::{Action, Purpose, Select, Tx};

use super::{Pairs, SYSTEM, WORDS, done_notice, issues_at, may, one, row_numbers, told};
use crate::App;
use crate::pages::visitor::{Visitor, go};
use crate::pages::{record_path, shown_table, words};
use crate::respond::{Refused, escaped};
use crate::ui::Level;
use crate::ui::components::{
    Choice, Column, ColumnKind, Field, Look, Row, Span, Tab, Table as Shown, TextInput, badge, button, checkbox,
    data_table, field_group, icon, key_value_list, save_button, section, select_field, tabs, text_field,
};
use crate::ui::frame::Page;
use crate::ui::words::{t, tf};

const FORMATS: &str = "/system/formats";
/// So many records of the collection show what a format does.
const EXAMPLES: u64 = 8;

fn format_of(table: &Table) -> String {
    format!("{FORMATS}/{}", table.name)
}

/// The page of a format of a table; the usual one has no name.
fn format_named(table: &Table, name: &str) -> String {
    if name.is_empty() { format_of(table) } else { format!("{}?name={}", format_of(table), escaped(name)) }
}

/// Which format of a table somebody works on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Which {
    /// Its name; empty for the usual one.
    name: String,
    /// Whether it shall be made.
    is_new: bool,
}

impl Which {
    fn of(sent: &Pairs) -> Self {
        Self { name: one(sent, "name").trim().to_owned(), is_new: one(sent, "new") == "yes" }
    }

    fn is_usual(&self) -> bool {
        self.name.is_empty() && !self.is_new
    }
}

fn origin_words(origin: Origin) -> &'static str {
    match origin {
        Origin::Shipped => t("as shipped"),
        Origin::Institution => t("of the institution"),
        Origin::Discipline => t("of this discipline"),
    }
}

/// `GET /system/formats`.
pub async fn list(State(app): State<App>, visitor: Visitor, Query(params): Query<Pairs>) -> Result<Response, Refused> {
    let rows = app
        .read(visitor.access.clone(), |tx| {
            let origins = own::origins(tx)?;
            let mut rows = Vec::new();
            for table in model().tables().filter(|table| table.is_shown() && !table.system) {
                let (written, ..) = own::written(tx, table)?;
                rows.push((table, written, origins.get(&table.id).copied().unwrap_or(Origin::Shipped)));
            }
            Ok(rows)
        })
        .await?;
    let columns = [
        Column { label: t("Table"), ..Column::default() },
        Column { label: t("Written as"), kind: ColumnKind::Wide, ..Column::default() },
        Column { label: t("Whose"), ..Column::default() },
    ];
    let mut labelled: Vec<(String, &(&'static Table, Written, Origin))> =
        rows.iter().map(|row| (words::many(row.0), row)).collect();
    labelled.sort_by(|(a, one), (b, other)| (one.2 == Origin::Shipped, a).cmp(&(other.2 == Origin::Shipped, b)));
    let shown: Vec<Row<'_>> = labelled
        .iter()
        .map(|(label, (table, written, origin))| Row {
            label,
            cells: vec![
                html! { a href=(format_of(table)) { (label) } },
                html! { span class="mono" { (written.cases.first().map_or("", |(_, text)| text.as_str())) } @if written.cases.len() > 1 { " …" } },
                html! { @if *origin == Origin::Shipped { span class="muted" { (origin_words(*origin)) } } @else { (badge(Level::Info, origin_words(*origin))) } },
            ],
            ..Row::default()
        })
        .collect();
    let table = Shown { caption: t("Record formats"), columns: &columns, rows: &shown, tick_name: "", stacks: true };
    let content = Page {
        title: t("Record formats"),
        breadcrumbs: &[(t("System"), SYSTEM)],
        notices: done_notice(&params),
        body: html! {
            div class="work" {
                p class="muted" { (t("How a record is written wherever it stands in one line: in lists, in links, in titles, in exports.")) }
                (data_table(WORDS, &table))
            }
        },
        ..Page::default()
    };
    Ok(visitor.page("administration", content))
}

/// What the editor shows.
struct Editor {
    table: &'static Table,
    which: Which,
    /// The names of the further formats of the table.
    further: Vec<String>,
    written: Written,
    row: InARow,
    origin: Origin,
    everywhere: bool,
    may_everywhere: bool,
    may_save: bool,
    /// Records as they would be written, and as they are now.
    examples: Vec<(Record, String, String)>,
}

fn open(
    tx: &mut Tx<'_>,
    table: &'static Table,
    which: Which,
    sent: Option<(Written, InARow, bool)>,
    may_save: bool,
) -> Result<Editor> {
    let (mut stored, mut origin, _) = own::written(tx, table)?;
    let (row, row_origin, _) = own::row(tx, table)?;
    if which.is_usual() {
        origin = if origin == Origin::Shipped { row_origin } else { origin };
    } else if !which.is_new {
        (stored, origin) = named::written(tx, table, &which.name)?
            .ok_or_else(|| Error::not_found(tf("There is no format ‘{name}’.", &[("name", &which.name)])))?;
    }
    let further = named::names(tx, table.id)?.into_iter().map(|(name, _)| name).collect();
    let may_everywhere = own::may_everywhere(tx);
    let (written, row, everywhere) = sent.unwrap_or((stored, row, origin == Origin::Institution));
    let examples = examples(tx, table, &which, &written)?;
    Ok(Editor { table, which, further, written, row, origin, everywhere, may_everywhere, may_save, examples })
}

/// Some records of the collection, latest first, one for each case if the format has several.
fn examples(
    tx: &mut Tx<'_>,
    table: &'static Table,
    which: &Which,
    written: &Written,
) -> Result<Vec<(Record, String, String)>> {
    if !written.issues(table).is_empty() {
        return Ok(Vec::new());
    }
    let latest = Select::all(table.id).sorted(vec![(vasculum_model::Path::parse(table, "id")?, true)]);
    let mut records = super::or_default(tx.select(&latest.at_most(EXAMPLES)))?;
    if let Some(switch) = table.col(&written.switch).filter(|_| !written.switch.is_empty()) {
        for (value, _) in written.cases.iter().filter(|(value, _)| !value.is_empty()) {
            let Ok(value) = model().column(switch).kind.read(value) else { continue };
            let with = Select::all(table.id).matching(vasculum_store::Filter::is(switch, value));
            let more = super::or_default(tx.select(&with.at_most(2)))?;
            for record in more {
                if !records.iter().any(|known| known.id == record.id) {
                    records.push(record);
                }
            }
        }
    }
    let after = own::preview(tx, table, written, &records)?;
    let format = if which.is_new { "" } else { which.name.as_str() };
    let before = formatted_as(tx, table.id, format, &records)?;
    Ok(records.into_iter().zip(after).zip(before).map(|((record, after), before)| (record, after, before)).collect())
}

/// `GET /system/formats/{table}`.
pub async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Place(table): Place<String>,
    Query(params): Query<Pairs>,
) -> Result<Response, Refused> {
    let table = shown_table(&table)?;
    let may_save = may(&visitor, text_format::TABLE, "update");
    let which = Which::of(&params);
    let shown = app.read(visitor.access.clone(), move |tx| open(tx, table, which, None, may_save)).await?;
    Ok(page(&visitor, StatusCode::OK, &shown, &[], done_notice(&params)))
}

fn page(visitor: &Visitor, status: StatusCode, shown: &Editor, issues: &[Issue], notices: Option<Markup>) -> Response {
    let table = shown.table;
    let (title, action) = (words::many(table), format_of(table));
    let content = Page {
        title: &title,
        subtitle: match (shown.which.is_usual(), shown.which.is_new) {
            (true, _) => t("Record format"),
            (_, true) => t("New format"),
            _ => &shown.which.name,
        },
        badges: (!shown.which.is_new).then(|| badge(Level::Neutral, origin_words(shown.origin))),
        breadcrumbs: &[(t("System"), SYSTEM), (t("Record formats"), FORMATS)],
        actions: shown.may_save.then(|| save_button(t("Save"), "record-format")),
        notices,
        body: html! {
            div class="with-aside" {
                div class="work" {
                    (all_of_table(shown))
                    form id="record-format" class="form" method="post" action=(action) data-main data-guard
                        hx-post={ (action) "/examples" } hx-trigger="input delay:400ms" hx-target="#examples" {
                        (name_of(shown, issues))
                        (cases(shown, issues))
                        @if shown.which.is_usual() { (in_a_row(shown, issues)) }
                        @if shown.may_everywhere {
                            (checkbox(WORDS, &Field { help: t("Otherwise it counts in this discipline alone."), ..Field::new("everywhere", t("For the whole institution")) }, shown.everywhere))
                        }
                        div class="row" { (button(t("Show examples"), "eye", Look::Normal, "try", "yes")) }
                    }
                    (section(t("How templates are written"), None, &grammar()))
                    (names_of(table))
                    @if shown.may_save && shown.which.is_usual() && shown.origin != Origin::Shipped {
                        form class="row" method="post" action={ (action) "/reset" } { (button(t("Back to what it was without this format"), "undo-2", Look::Danger, "", "")) }
                    }
                    @if shown.may_save && !shown.which.is_usual() && !shown.which.is_new {
                        form class="row" method="post" action={ (action) "/reset" } {
                            input type="hidden" name="name" value=(shown.which.name);
                            (button(t("Delete"), "trash-2", Look::Danger, "", ""))
                        }
                    }
                }
                aside class="aside" aria-label=(t("Examples")) {
                    (section(t("Records of the collection"), None, &html! { div id="examples" aria-live="polite" { (example_list(shown, issues)) } }))
                }
            }
        },
        ..Page::default()
    };
    visitor.page_with(status, "administration", content)
}

/// The ways to all formats of the table.
fn all_of_table(shown: &Editor) -> Markup {
    let table = shown.table;
    let usual =
        Tab { label: t("Usual format"), href: &format_of(table), is_current: shown.which.is_usual(), ..Tab::default() };
    let hrefs: Vec<String> = shown.further.iter().map(|name| format_named(table, name)).collect();
    let is_here = |name: &str| !shown.which.is_new && name == shown.which.name;
    let further = shown.further.iter().zip(&hrefs);
    let mut all = vec![usual];
    all.extend(further.map(|(name, href)| Tab { label: name, href, is_current: is_here(name), ..Tab::default() }));
    let new = format!("{}?new=yes", format_of(table));
    if shown.may_save {
        all.push(Tab { label: t("New format"), href: &new, is_current: shown.which.is_new, ..Tab::default() });
    }
    tabs(t("Formats of this table"), &all)
}

/// The name of a format that is made; that of one that is there is fixed, because others name it.
fn name_of(shown: &Editor, issues: &[Issue]) -> Markup {
    if !shown.which.is_new {
        return html! { input type="hidden" name="name" value=(shown.which.name); };
    }
    let at = issues_at(issues, "name");
    let field = Field {
        help: t("Templates name it as {agent@short}; under Captions a link can name it."),
        issues: &at,
        is_required: true,
        ..Field::new("name", t("Name"))
    };
    html! {
        input type="hidden" name="new" value="yes";
        (field_group(t("Name"), "", None, false, &text_field(WORDS, &field, &TextInput { value: &shown.which.name, length_max: 64, ..TextInput::default() })))
    }
}

fn cases(shown: &Editor, issues: &[Issue]) -> Markup {
    let table = shown.table;
    let switches: Vec<&str> = table
        .columns
        .iter()
        .filter(|column| {
            column.link.is_none()
                && (column.kind == Kind::YesNo || column.kind.is_integer() || column.kind == Kind::Text)
        })
        .map(|column| column.name)
        .collect();
    let at = issues_at(issues, "switch");
    let switch = Field {
        help: t("Empty if all records are written alike. Otherwise the value of this field chooses the template."),
        issues: &at,
        span: Span::All,
        ..Field::new("switch", t("Chosen by the field"))
    };
    let template = (String::new(), String::new());
    html! {
        (field_group(t("One record"), "", None, false, &text_field(WORDS, &switch, &TextInput { value: &shown.written.switch, suggestions: &switches, ..TextInput::default() })))
        section class="section" data-rows="cases" {
            div class="section-head" {
                h2 { (t("Templates")) }
                span class="side" {
                    button class="button button-small" name="add" value="cases" formnovalidate data-row-add { (icon("plus")) (t("Add a template")) }
                }
            }
            div class="item-rows" data-rows-list {
                @for (nth, case) in shown.written.cases.iter().enumerate() { (case_row(nth, case, issues, false)) }
            }
            template { (case_row(0, &template, &[], true)) }
        }
    }
}

fn case_row(nth: usize, (value, text): &(String, String), issues: &[Issue], is_new: bool) -> Markup {
    let name = format!("cases[{nth}]");
    let template = format!("{name}.template");
    let all: Vec<(Level, &str)> = [issues_at(issues, &template), issues_at(issues, &format!("{name}.value"))].concat();
    html! {
        div class="case-row" data-row data-row-new[is_new] {
            input class="input" type="text" name={ (name) ".value" } value=(value) placeholder=(t("all other values")) aria-label=(t("Value of the field; empty for all others"));
            input class="input mono" type="text" id=(template) name=(template) value=(text) aria-label=(t("Template")) aria-invalid=[(!all.is_empty()).then_some("true")] autocomplete="off" spellcheck="false";
            label class="check remove" { input type="checkbox" name={ (name) ".remove" } value="yes"; (t("Remove")) }
            @for (_, words) in &all { span class="issue issue-error" { (icon(Level::Error.icon())) (words) } }
        }
    }
}

fn in_a_row(shown: &Editor, issues: &[Issue]) -> Markup {
    let row = &shown.row;
    let at = issues_at(issues, "order");
    let order = Field { issues: &at, ..Field::new("order", t("Ordered by the field")) };
    let limit = if row.limit == 0 { String::new() } else { row.limit.to_string() };
    let names: Vec<&str> = shown.table.columns.iter().map(|column| column.name).collect();
    field_group(
        t("Several in a row"),
        t("for example the collectors of an event"),
        None,
        false,
        &html! {
            (text_field(WORDS, &Field::new("separator", t("Between two")), &TextInput { value: &row.separator, ..TextInput::default() }))
            (text_field(WORDS, &Field { help: t("Empty for all."), ..Field::new("limit", t("At most")) }, &TextInput { value: &limit, ..TextInput::default() }))
            (text_field(WORDS, &Field::new("ending", t("Where there are more")), &TextInput { value: &row.ending, ..TextInput::default() }))
            (text_field(WORDS, &order, &TextInput { value: &row.order, suggestions: &names, ..TextInput::default() }))
            @if !shown.further.is_empty() || !row.format.is_empty() { (row_format(shown, issues)) }
        },
    )
}

/// By which format each of several is written.
fn row_format(shown: &Editor, issues: &[Issue]) -> Markup {
    let at = issues_at(issues, "format");
    let field = Field { issues: &at, ..Field::new("format", t("Each written by")) };
    let row = &shown.row.format;
    let choices: Vec<Choice<'_>> =
        shown.further.iter().map(|name| Choice { value: name, label: name, is_chosen: name == row }).collect();
    select_field(WORDS, &field, Some(t("Usual format")), &choices)
}

/// The grammar of templates in a few lines.
fn grammar() -> Markup {
    let line = |example: &'static str, about: &'static str| (example, html! { (about) });
    key_value_list(&[
        line("{lastName}", t("the value of a field")),
        line(
            "{, |firstName}",
            t("what stands before the bar is written only if there is a value, and something before it"),
        ),
        line("{ (|startDate|)}", t("what stands after the second bar, too, only if there is a value")),
        line("{taxon.fullName}", t("a field of a linked record")),
        line("{taxon}", t("a linked record as its own format writes it")),
        line("{determiner@short}", t("a linked record as another format of its table writes it")),
        line("{collectors}", t("all records behind a link, in a row")),
        line("{determinations[isCurrent].taxon}", t("only of those in which a field says yes")),
        line("{catalogNumber/fieldNumber}", t("the first of several that has a value")),
        line("{latitude1~}", t("a number without zeros that say nothing")),
    ])
}

/// The names of the fields and links that templates can use.
fn names_of(table: &'static Table) -> Markup {
    html! {
        details class="facet" {
            summary { (tf("Fields and links of {table}", &[("table", &words::many(table))])) (icon("chevron-down")) }
            ul class="item-sample" {
                @for column in table.columns.iter().filter(|column| !column.spare) { li { code { (column.name) } " " span class="muted" { (words::column_label(column)) } } }
                @for many in &table.many { li { code { (many.name) } " " span class="muted" { (words::label(many.name)) } } }
            }
        }
    }
}

fn example_list(shown: &Editor, issues: &[Issue]) -> Markup {
    html! {
        @if let Some(first) = issues.first() { p class="issue issue-error" { (icon(Level::Error.icon())) (first.words) } }
        @else if shown.examples.is_empty() { p class="muted" { (t("There are no records to show it on.")) } }
        @else {
            ul class="stack" {
                @for (record, after, before) in &shown.examples {
                    li {
                        a href=(record_path(shown.table, record.id)) { @if after.is_empty() { "#" (record.id) } @else { (after) } }
                        @if after != before { br; span class="muted small" { (tf("now: {text}", &[("text", before)])) } }
                    }
                }
            }
        }
    }
}

/// What a browser sent of a format.
fn of_form(sent: &Pairs) -> (Written, InARow, bool) {
    let mut cases = Vec::new();
    for nth in row_numbers(sent, "cases") {
        let cell = |name: &str| one(sent, &format!("cases[{nth}].{name}")).to_owned();
        let (value, text) = (cell("value"), cell("template"));
        if cell("remove") != "yes" && !(value.is_empty() && text.is_empty()) {
            cases.push((value.trim().to_owned(), text));
        }
    }
    let row = InARow {
        separator: one(sent, "separator").to_owned(),
        limit: one(sent, "limit").trim().parse().unwrap_or(0),
        ending: one(sent, "ending").to_owned(),
        order: one(sent, "order").trim().to_owned(),
        format: one(sent, "format").trim().to_owned(),
    };
    (Written { switch: one(sent, "switch").trim().to_owned(), cases }, row, one(sent, "everywhere") == "yes")
}

/// `POST /system/formats/{table}/examples`: the examples alone, while somebody types.
pub async fn examples_only(
    State(app): State<App>,
    visitor: Visitor,
    Place(table): Place<String>,
    Body(sent): Body<Pairs>,
) -> Result<Response, Refused> {
    let table = shown_table(&table)?;
    let which = Which::of(&sent);
    let sent = of_form(&sent);
    let issues = [sent.0.issues(table), sent.1.issues(table)].concat();
    let shown = app.read(visitor.access.clone(), move |tx| open(tx, table, which, Some(sent), false)).await?;
    Ok(Html(example_list(&shown, &issues).into_string()).into_response())
}

/// `POST /system/formats/{table}`.
pub async fn save(
    State(app): State<App>,
    visitor: Visitor,
    Place(table): Place<String>,
    Body(sent): Body<Pairs>,
) -> Result<Response, Refused> {
    let table = shown_table(&table)?;
    let may_save = may(&visitor, text_format::TABLE, "update");
    let mut form = of_form(&sent);
    let which = Which::of(&sent);
    let is_trial = one(&sent, "try") == "yes";
    if one(&sent, "add") == "cases" {
        form.0.cases.push((String::new(), String::new()));
    } else if !is_trial {
        return write(&app, &visitor, table, which, form, may_save).await;
    }
    let issues = if is_trial { [form.0.issues(table), form.1.issues(table)].concat() } else { Vec::new() };
    let shown = app.read(visitor.access.clone(), move |tx| open(tx, table, which, Some(form), may_save)).await?;
    Ok(page(&visitor, StatusCode::OK, &shown, &issues, None))
}

async fn write(
    app: &App,
    visitor: &Visitor,
    table: &'static Table,
    which: Which,
    form: (Written, InARow, bool),
    may_save: bool,
) -> Result<Response, Refused> {
    let (written, row, everywhere) = form.clone();
    let Which { name, is_new } = which.clone();
    let is_usual = which.is_usual();
    let purpose =
        Purpose::new("save", format!("Changed how {} are written", words::many_in_english(table).to_lowercase()));
    let done = app
        .write(visitor.access.clone(), purpose, move |tx| {
            tx.may(Action::Update, text_format::TABLE)?;
            if !is_usual {
                return named::save(tx, table, &name, &written, everywhere, is_new).map(drop);
            }
            let (old, ..) = own::written(tx, table)?;
            let (old_row, ..) = own::row(tx, table)?;
            let issues = [written.issues(table), row.issues(table)].concat();
            if !issues.is_empty() {
                return Err(Error::refused(issues));
            }
            if old != written {
                own::save(tx, table, &written, everywhere)?;
            }
            if old_row != row {
                own::save_row(tx, table, &row, everywhere)?;
            }
            Ok(())
        })
        .await;
    match done {
        Ok(()) if is_usual => Ok(go(&format!("{}?done=saved", format_of(table)))),
        Ok(()) => Ok(go(&format!("{}&done=saved", format_named(table, &which.name)))),
        Err(error) => {
            let (status, said, issues) = told(error, t("The format was not saved."))?;
            let shown =
                app.read(visitor.access.clone(), move |tx| open(tx, table, which, Some(form), may_save)).await?;
            Ok(page(visitor, status, &shown, &issues, Some(said)))
        }
    }
}

/// `POST /system/formats/{table}/reset`: takes the usual format back; with a name deletes the further one of that name.
pub async fn reset(
    State(app): State<App>,
    visitor: Visitor,
    Place(table): Place<String>,
    Body(sent): Body<Pairs>,
) -> Result<Response, Refused> {
    let table = shown_table(&table)?;
    let which = Which::of(&sent);
    if !which.is_usual() {
        return delete(&app, &visitor, table, which).await;
    }
    let purpose =
        Purpose::new("delete", format!("Took back how {} are written", words::many_in_english(table).to_lowercase()));
    app.write(visitor.access.clone(), purpose, move |tx| own::reset(tx, table)).await?;
    Ok(go(&format!("{}?done=saved", format_of(table))))
}

async fn delete(app: &App, visitor: &Visitor, table: &'static Table, which: Which) -> Result<Response, Refused> {
    let purpose = Purpose::new("delete", format!("Deleted the format {} of {}", which.name, table.name));
    let name = which.name.clone();
    match app.write(visitor.access.clone(), purpose, move |tx| named::delete(tx, table, &name)).await {
        Ok(()) => Ok(go(&format!("{}?done=deleted", format_of(table)))),
        Err(error) => {
            let (status, said, issues) = told(error, t("The format was not deleted."))?;
            let shown = app.read(visitor.access.clone(), move |tx| open(tx, table, which, None, true)).await?;
            Ok(page(visitor, status, &shown, &issues, Some(said)))
        }
    }
}
