//! `/labels`: labels of chosen records, ready for the printer of the browser.

pub mod kinds;
mod sheet;

use axum::extract::{Query, State};
use axum::response::Response;
use maud::{Markup, html};
use vasculum_domain::labels::{self, Kind, Label};
use vasculum_domain::sets;
use vasculum_model::{Error, Path, Result, Table};
use vasculum_store::Tx;

use self::sheet::Drawing;
use super::list::Wanted;
use super::sent::{Pairs, one};
use super::visitor::Visitor;
use super::{list_path, nav_of, shown_table, words};
use crate::App;
use crate::respond::Refused;
use crate::ui::components::{
    Choice, Field, Look, TextInput, button, empty_state, link_button, select_field, text_field,
};
use crate::ui::frame::Page;
use crate::ui::words::{Words, known, t, tf, tn};

pub use sheet::style;

const WORDS: &Words<'static> = &Words::ENGLISH;

/// Whether somebody may print labels here.
pub(crate) fn may_print(visitor: &Visitor) -> bool {
    visitor.access.may(labels::RESOURCE, "execute", visitor.access.collection)
}

/// Whether somebody may print labels of a table for which some are shipped.
pub(crate) fn may_label(visitor: &Visitor, table: &Table) -> bool {
    may_print(visitor)
        && visitor.may_read(table.id)
        && labels::shipped().iter().any(|(.., kind)| kind.table == table.id)
}

/// The address of the labels of one record.
pub(crate) fn labels_path(table: &'static Table, id: i64) -> String {
    format!("/labels?table={}&{}", table.name, Wanted::chosen(table, &[id]).query())
}

/// The name of a kind of label: those that are shipped have one in every language.
fn called(kind: &Kind) -> &str {
    known(&kind.name).unwrap_or(&kind.name)
}

/// What the page shows.
struct View {
    wanted: Wanted,
    /// Every kind of label that there is for the table, with its key.
    kinds: Vec<(String, Kind)>,
    /// Which of them is shown.
    chosen: usize,
    labels: Vec<Label>,
    /// How many labels each record shall get; nothing as the kind says.
    copies: Option<u32>,
    /// How many labels of the first sheet are used already.
    skipped: u32,
}

impl View {
    fn kind(&self) -> Option<&(String, Kind)> {
        self.kinds.get(self.chosen)
    }
}

/// `GET /labels`: with the table, the filters of a list, and the kind of label.
pub async fn show(State(app): State<App>, visitor: Visitor, Query(params): Query<Pairs>) -> Result<Response, Refused> {
    if !may_print(&visitor) {
        let hint = t("Ask somebody who manages the users of your institution.");
        return Err(Error::forbidden(t("You have no right to print labels here.")).hint(hint).into());
    }
    let table = shown_table(one(&params, "table"))?;
    let wanted = Wanted::of(table, &params);
    if !wanted.is_narrowed() {
        return Err(Error::invalid(t("Say of which records labels shall be printed."))
            .hint(t("Tick them in the list, or make a record set of them."))
            .into());
    }
    let discipline = visitor.look.kind.clone();
    let view = app.read(visitor.access.clone(), move |tx| read(tx, wanted, &discipline, &params)).await?;
    Ok(page(&visitor, &view))
}

fn read(tx: &mut Tx<'_>, wanted: Wanted, discipline: &str, params: &Pairs) -> Result<View> {
    let mut kinds = labels::kinds(tx, discipline)?;
    kinds.retain(|(_, kind)| kind.table == wanted.table.id);
    let key = one(params, "kind");
    let chosen = kinds.iter().position(|(theirs, _)| theirs == key).unwrap_or(0);
    let copies = one(params, "copies").trim().parse().ok().filter(|copies| (1..=1_000).contains(copies));
    let columns = kinds.get(chosen).map_or(1, |(_, kind)| kind.sheet.columns);
    let skipped = one(params, "skip").trim().parse().unwrap_or(0).min(columns * 500);
    let labels = match kinds.get(chosen) {
        Some((_, kind)) => {
            let ids = chosen_ids(tx, &wanted)?;
            labels::written(tx, kind, &ids, copies)?
        }
        None => Vec::new(),
    };
    Ok(View { wanted, kinds, chosen, labels, copies, skipped })
}

/// The records in the order of the list, or of their set where the list has no order of its own.
fn chosen_ids(tx: &mut Tx<'_>, wanted: &Wanted) -> Result<Vec<i64>> {
    let id = Path::parse(wanted.table, "id")?;
    let select = wanted.select(tx)?.at_most(labels::MOST as u64 + 1);
    let mut ids: Vec<i64> = tx.values(&select, &[id])?.into_iter().filter_map(|mut row| row.pop()?.int()).collect();
    let of_set =
        wanted.filters.iter().find_map(|filter| filter.strip_prefix("id:set(")?.strip_suffix(')')?.parse().ok());
    if let (Some(set), None) = (of_set, wanted.sort_text()) {
        let order = sets::ids(tx, set)?;
        let place: std::collections::HashMap<i64, usize> = order.into_iter().zip(0..).collect();
        ids.sort_by_key(|id| place.get(id).copied().unwrap_or(usize::MAX));
    }
    Ok(ids)
}

fn page(visitor: &Visitor, view: &View) -> Response {
    let table = view.wanted.table;
    let (list, many) = (view.wanted.at_start().href(), words::many(table));
    let records = words::counted(view.labels.len() as i64, table);
    let body = match view.kind() {
        Some((_, kind)) => html! {
            div class="work" {
                (tools(view))
                (told(view, kind))
                (sheet::draw(&Drawing { kind, labels: &view.labels, skipped: view.skipped }))
            }
        },
        None => {
            let text = tf("There is no kind of label for {what} yet.", &[("what", &words::inside(&many))]);
            let make = link_button(t("Kinds of labels"), kinds::KINDS, "tags", Look::Primary, "");
            empty_state("printer", t("No labels"), &text, Some(&make))
        }
    };
    let content = Page {
        title: t("Labels"),
        subtitle: &records,
        breadcrumbs: &[(many.as_str(), list.as_str())],
        body,
        ..Page::default()
    };
    visitor.page(nav_of(table), content)
}

/// The choice of the kind, and how many.
fn tools(view: &View) -> Markup {
    let choices: Vec<Choice<'_>> = (0..)
        .zip(&view.kinds)
        .map(|(nth, (key, kind))| Choice { value: key, label: called(kind), is_chosen: nth == view.chosen })
        .collect();
    let number = |value: Option<u32>| value.map(|value| value.to_string()).unwrap_or_default();
    let (copies, skipped) = (number(view.copies), number(Some(view.skipped).filter(|skipped| *skipped > 0)));
    let help = t("Empty: as the kind of label says.");
    let many = Field { help, ..Field::new("copies", t("Labels of each record")) };
    let used = Field {
        help: t("So many places of the first sheet stay empty."),
        ..Field::new("skip", t("Labels used already"))
    };
    html! {
        form class="form no-paper" method="get" action="/labels" {
            input type="hidden" name="table" value=(view.wanted.table.name);
            @for (name, value) in view.wanted.fields() { input type="hidden" name=(name) value=(value); }
            div class="fields" {
                (select_field(WORDS, &Field::new("kind", t("Kind of label")), None, &choices))
                (text_field(WORDS, &many, &TextInput { value: &copies, kind: "number", ..TextInput::default() }))
                (text_field(WORDS, &used, &TextInput { value: &skipped, kind: "number", ..TextInput::default() }))
            }
            div class="row" {
                (button(t("Show"), "eye", Look::Primary, "", ""))
                (link_button(t("Kinds of labels"), kinds::KINDS, "tags", Look::Quiet, ""))
                (link_button(t("Back to the list"), &view.wanted.at_start().href(), "arrow-left", Look::Quiet, ""))
            }
        }
    }
}

/// How many there are, and how they are printed.
fn told(view: &View, kind: &Kind) -> Markup {
    let count: i64 = view.labels.iter().map(|label| i64::from(label.copies)).sum();
    let sheet = &kind.sheet;
    let size = format!("{} × {} mm", sheet.paper_width, sheet.paper_height);
    html! {
        p class="no-paper" {
            strong { (tn(count, "{n} label", "{n} labels")) } " · "
            (tf("on paper of {size}. Print this page with Ctrl+P, in its actual size, without headers and footers.", &[("size", &size)]))
        }
    }
}

/// The address of the list of a table, for kinds of labels.
fn list_of(kind: &Kind) -> String {
    list_path(kind.of())
}
