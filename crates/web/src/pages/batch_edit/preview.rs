//! What a change of many records would do, and the buttons that do it.

use std::collections::HashMap;

use maud::{Markup, html};
use vasculum_domain::batch_edit::{Given, Place, Plan, Refused, SHOWN};
use vasculum_model::{Col, Issue, Result, Table, model};
use vasculum_store::Tx;

use super::{ADDRESS, Pairs, WORDS, lines};
use crate::pages::form::spoken;
use crate::pages::history::one_value;
use crate::pages::visitor::Visitor;
use crate::pages::{captions, names, record_path, value, words};
use crate::ui::Level;
use crate::ui::components::{Column, ColumnKind, Look, Row, Table as Shown, button, data_table, notice, section};
use crate::ui::words::{t, tf, tn};

/// So many refused records of a rule are named.
const NAMED: usize = 10;

/// A plan with everything that people read of it.
pub(super) struct Foreseen {
    pub plan: Plan,
    /// What the table and the fields are called.
    labels: Vec<String>,
    /// The records by id: what they are called.
    names: HashMap<i64, String>,
    /// For each row of the plan, for each field: before and after.
    told: Vec<Vec<(String, String)>>,
}

impl Foreseen {
    /// Finds the words for a plan.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub(super) fn of(tx: &mut Tx<'_>, visitor: &Visitor, plan: Plan) -> Result<Self> {
        let table = model().table(plan.table);
        let named = plan.refused.iter().flat_map(|refused| refused.ids.iter().take(NAMED));
        let ids: Vec<i64> = plan.rows.iter().map(|row| row.id).chain(named.copied()).collect();
        let names = names::texts(tx, plan.table, &ids)?;
        let fields = plan.places.iter().map(|place| lines::label(&visitor.look, table, *place));
        let labels = std::iter::once(captions::one(&visitor.look, table)).chain(fields).collect();
        let mut told: Vec<Vec<(String, String)>> = vec![Vec::new(); plan.rows.len()];
        for (at, place) in plan.places.iter().enumerate() {
            let linked = linked(tx, table, *place, &plan, at)?;
            let of = place.table(table).at(place.column);
            let words = |given: &Given| match given.value.int() {
                Some(id) if of.link.is_some() => linked.get(&id).cloned().unwrap_or_else(|| format!("#{id}")),
                _ => value::shown_value(of, &given.value, given.precision),
            };
            for (row, told) in plan.rows.iter().zip(&mut told) {
                told.push((words(&row.before[at]), words(&row.after[at])));
            }
        }
        Ok(Self { plan, labels, names, told })
    }

    /// What would happen, with the buttons; `sent` is what the form asked for.
    pub(super) fn draw(&self, table: &'static Table, sent: &Pairs) -> Markup {
        let (plan, changed) = (&self.plan, self.plan.changed as i64);
        let refused = plan.refused_count() as i64;
        let counts = html! {
            ul class="stack" {
                li { strong { (tn(changed, "{n} record is changed.", "{n} records are changed.")) } }
                @if plan.same > 0 {
                    li { (tn(plan.same as i64, "{n} record stays as it is, because it is like this already.", "{n} records stay as they are, because they are like this already.")) }
                }
                @if refused > 0 {
                    li { (tn(refused, "{n} record can’t be changed like this; see below.", "{n} records can’t be changed like this; see below.")) }
                }
            }
            p class="muted" { (t("It is one change, which can be taken back as a whole at any time.")) }
        };
        html! {
            (section(t("What would be done"), None, &html! { (counts) (self.buttons(sent)) }))
            @if !plan.refused.is_empty() { (section(t("These can’t be changed"), None, &self.refused(table))) }
            @if !plan.rows.is_empty() { (section(t("Before and after"), None, &self.rows(table))) }
        }
    }

    fn buttons(&self, sent: &Pairs) -> Markup {
        let (changed, refused) = (self.plan.changed as i64, self.plan.refused_count());
        html! {
            @if changed == 0 {
                (notice(WORDS, Level::Warning, t("There is nothing to do."), t("None of these records would become another one."), None))
            }
            form class="stack" method="post" action=(ADDRESS) {
                @for (name, value) in sent.iter().filter(|(name, _)| !is_pressed(name)) {
                    input type="hidden" name=(name) value=(value);
                }
                input type="hidden" name="edit.mark" value=(self.plan.mark);
                @if changed > 0 && refused > 0 {
                    p { (t("Change those that can be changed, and get a record set of the others; or go back and leave them out.")) }
                }
                div class="row" {
                    @if changed > 0 && refused == 0 {
                        (button(&tn(changed, "Change {n} record", "Change {n} records"), "check", Look::Primary, "edit.run", "all"))
                    }
                    @if changed > 0 && refused > 0 {
                        (button(&tn(changed, "Change only the {n} record that can be changed", "Change only the {n} records that can be changed"), "check", Look::Primary, "edit.run", "partial"))
                    }
                    (button(t("Ask for something else"), "arrow-left", Look::Normal, "edit.again", "yes"))
                }
            }
        }
    }

    fn refused(&self, table: &'static Table) -> Markup {
        html! {
            ul class="stack" {
                @for refused in &self.plan.refused {
                    li {
                        p { (why(refused)) " " span class="muted" { (words::counted(refused.ids.len() as i64, table)) } }
                        p {
                            @for (at, id) in refused.ids.iter().take(NAMED).enumerate() {
                                @if at > 0 { ", " }
                                @match self.names.get(id).filter(|name| !name.is_empty()) {
                                    Some(name) => a href=(record_path(table, *id)) { (name) },
                                    None => { "#" (id) },
                                }
                            }
                            @let more = refused.ids.len().saturating_sub(NAMED) as i64;
                            @if more > 0 { " " (tn(more, "and {n} more", "and {n} more")) }
                        }
                    }
                }
            }
        }
    }

    fn rows(&self, table: &'static Table) -> Markup {
        let column = |label| Column { label, kind: ColumnKind::Wide, ..Column::default() };
        let columns: Vec<Column<'_>> = self.labels.iter().map(String::as_str).map(column).collect();
        let called = |id: i64| self.names.get(&id).map(String::as_str).unwrap_or_default();
        let rows: Vec<Row<'_>> = self
            .plan
            .rows
            .iter()
            .zip(&self.told)
            .map(|(row, told)| {
                let link = html! { a href=(record_path(table, row.id)) { @if called(row.id).is_empty() { "#" (row.id) } @else { (called(row.id)) } } };
                let cells = told.iter().map(|(before, after)| html! {
                    (one_value(before)) @if before != after { " → " strong { (one_value(after)) } }
                });
                Row { label: called(row.id), cells: std::iter::once(link).chain(cells).collect(), ..Row::default() }
            })
            .collect();
        let caption = t("Before and after");
        let beyond = self.plan.changed.saturating_sub(self.plan.rows.len()) as i64;
        html! {
            (data_table(WORDS, &Shown { caption, columns: &columns, rows: &rows, stacks: true, ..Shown::default() }))
            @if beyond > 0 {
                p class="muted" {
                    (tf("The first {n} are shown.", &[("n", &SHOWN)])) " "
                    (tn(beyond, "and {n} more", "and {n} more"))
                }
            }
        }
    }
}

/// What is sent by a button, or stands in the preview itself.
pub(super) fn is_pressed(name: &str) -> bool {
    matches!(name, "edit.mark" | "edit.run" | "edit.again" | "edit.plan" | "edit.add" | "edit.remove")
}

/// What the records behind a link are called.
fn linked(tx: &mut Tx<'_>, table: &Table, place: Place, plan: &Plan, at: usize) -> Result<HashMap<i64, String>> {
    let of = place.table(table);
    if of.at(place.column).link.is_none() {
        return Ok(HashMap::new());
    }
    let both = plan.rows.iter().flat_map(|row| [&row.before[at], &row.after[at]]);
    let mut ids: Vec<i64> = both.filter_map(|given| given.value.int()).collect();
    ids.sort_unstable();
    ids.dedup();
    names::texts_at(tx, Col(of.id, place.column), &ids)
}

/// What a rule says, with the field as people call it.
fn why(refused: &Refused) -> String {
    let last = refused.field.rsplit('.').next().unwrap_or_default().to_owned();
    spoken(&Issue::error("refused", last.clone(), refused.words.clone()), &last)
}
