//! `/query/chart`: how many records have each value of a column, as bars, a histogram or a timeline.

use axum::extract::{Query as Params, State};
use axum::response::Response;
use maud::{Markup, html};
use vasculum_domain::query::ast::{Expr, Shown};
use vasculum_domain::query::views::{counted, part};
use vasculum_domain::query::{Heading, Query};
use vasculum_model::{Error, Result};

use super::bins::{self, Bin, FORMS, Form, forms_of};
use super::{answer, caption, left_out, link, number_words, param, refused, told, viewable};
use crate::App;
use crate::pages::query::{Drawn, QUERY, Question, frame};
use crate::pages::visitor::{Visitor, go};
use crate::respond::Refused;
use crate::ui::components::{
    Bar, Choice, Column, ColumnKind, Field, Look, Row, Table, TimeColumn, bar_list, button, data_table, empty_state,
    section, select_field, time_columns,
};
use crate::ui::locale;
use crate::ui::words::{Words, t, tf, tn};

/// So many bars are drawn; the table beside them holds more.
const MOST_BARS: usize = 40;
/// So many rows stand in the table beside the chart.
const MOST_ROWS: usize = 500;

/// `GET /query/chart`.
pub async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Params(params): Params<Vec<(String, String)>>,
) -> Result<Response, Refused> {
    let question = Question::of(&params);
    if question.text.is_empty() {
        return Ok(go(QUERY));
    }
    let drawn = match draw(&app, &visitor, &question, &params).await {
        Ok(body) => Drawn { body, notices: question.query.as_ref().ok().and_then(left_out), ..Drawn::default() },
        Err(error) if error.code == vasculum_model::Code::Invalid => {
            Drawn { body: refused(&error), ..Drawn::default() }
        }
        Err(error) => return Err(error.into()),
    };
    Ok(frame(&visitor, &question, "chart", drawn))
}

/// What of a chart is chosen.
struct Chosen<'c> {
    columns: &'c [(Shown, Heading)],
    at: usize,
    form: Form,
}

async fn draw(app: &App, visitor: &Visitor, question: &Question, params: &[(String, String)]) -> Result<Markup> {
    let query = question.read()?;
    let columns = viewable(app, visitor, question).await?;
    let at = param(params, "by").and_then(|text| text.parse().ok()).filter(|at| *at < columns.len());
    let at = at.unwrap_or_else(|| usual(&columns));
    let possible = forms_of(columns[at].1.kind);
    let named = param(params, "as").and_then(|name| FORMS.iter().find(|(_, theirs, _)| *theirs == name));
    let form = named.map(|(form, ..)| *form).filter(|form| possible.contains(form)).unwrap_or(possible[0]);
    let what = &columns[at].0.what;
    let by = match form {
        Form::Bars | Form::Histogram => Some(what.clone()),
        Form::Years | Form::Decades => part(what, "year"),
        Form::Months => part(what, "month"),
    };
    let by = by.ok_or_else(|| Error::invalid("Only a field has years and months."))?;
    let counts = answer(app, visitor, question, counted(query, std::slice::from_ref(&by), None)).await?;
    let told = told(query);
    let found = match form {
        Form::Bars => bins::bars(&told, &by, &counts.rows),
        Form::Histogram => bins::histogram(&told, &by, &counts.rows, columns[at].1.kind.is_integer()),
        Form::Years => bins::years(&told, &by, &counts.rows, 1),
        Form::Decades => bins::years(&told, &by, &counts.rows, 10),
        Form::Months => bins::months(&told, &by, &counts.rows),
    };
    let unknown = if form == Form::Bars { 0.0 } else { bins::unknown(&counts.rows) };
    let chosen = Chosen { columns: &columns, at, form };
    Ok(page(visitor, question, &chosen, &by, &found, unknown))
}

/// The first column whose values are shared by many: no date, and not what each record is called.
fn usual(columns: &[(Shown, Heading)]) -> usize {
    let is_number_of_record = |shown: &Shown| matches!(&shown.what, Expr::Way(way) if way.hops.len() <= 1);
    columns.iter().position(|(shown, _)| !is_number_of_record(shown)).unwrap_or(0)
}

fn page(visitor: &Visitor, question: &Question, chosen: &Chosen<'_>, by: &Expr, bins: &[Bin], unknown: f64) -> Markup {
    let names: Vec<String> = match question.read() {
        Ok(query) => chosen.columns.iter().map(|(shown, _)| caption(&visitor.look, query, shown)).collect(),
        Err(_) => Vec::new(),
    };
    let title = names.get(chosen.at).map_or("", String::as_str);
    let total: f64 = bins.iter().map(|bin| bin.count).sum();
    if bins.is_empty() {
        let nothing =
            empty_state("archive", t("There is nothing to draw"), t("No record of the query has a value here."), None);
        return html! { (form(question, chosen, &names)) (nothing) };
    }
    let hrefs: Vec<String> = bins
        .iter()
        .map(|bin| bin.query.as_ref().map_or_else(String::new, |query| link(question, QUERY, query)))
        .collect();
    let figures: Vec<String> = bins.iter().map(|bin| number_words(bin.count)).collect();
    let side = html! { (tn(bins.len() as i64, "{n} value", "{n} values")) };
    html! {
        (form(question, chosen, &names))
        div class="panels chart-panels" {
            div class="panel" { (section(title, Some(&side), &drawn(chosen.form, title, bins, &hrefs, &figures))) }
            div class="panel" { (section(t("The numbers"), None, &numbers(title, bins, &hrefs, &figures, total))) }
        }
        @if unknown > 0.0 {
            p class="muted" {
                (tf("{n} more have no value here.", &[("n", &number_words(unknown))])) " "
                a href=(unknown_link(question, by)) { (t("Show them")) }
            }
        }
        p class="muted" {
            a href=(link(question, QUERY, &as_groups(question, by))) { (t("The same as a query")) } " · "
            a href=(link(question, "/insights/add", &as_groups(question, by))) { (t("Put it on a page of numbers")) }
        }
    }
}

fn as_groups(question: &Question, by: &Expr) -> Query {
    let query = question.query.clone().unwrap_or_else(|_| Query::of(vasculum_model::TableId(0)));
    counted(&query, std::slice::from_ref(by), None)
}

fn unknown_link(question: &Question, by: &Expr) -> String {
    let Ok(query) = &question.query else { return String::new() };
    let without = vasculum_domain::query::views::with_value(&told(query), by, &vasculum_model::Value::Null);
    link(question, QUERY, &without)
}

/// The choice of column and form.
fn form(question: &Question, chosen: &Chosen<'_>, names: &[String]) -> Markup {
    let numbers: Vec<String> = (0..names.len()).map(|at| at.to_string()).collect();
    let by: Vec<Choice<'_>> = names
        .iter()
        .zip(&numbers)
        .enumerate()
        .map(|(at, (label, value))| Choice { value, label, is_chosen: at == chosen.at })
        .collect();
    let possible = forms_of(chosen.columns[chosen.at].1.kind);
    let forms: Vec<Choice<'_>> = FORMS
        .iter()
        .filter(|(form, ..)| possible.contains(form))
        .map(|(form, value, label)| Choice { value, label: t(label), is_chosen: *form == chosen.form })
        .collect();
    html! {
        form class="view-choice" method="get" action=(super::CHART) {
            (super::hidden(question))
            (select_field(&Words::ENGLISH, &Field::new("by", t("Column")), None, &by))
            (select_field(&Words::ENGLISH, &Field::new("as", t("Drawn as")), None, &forms))
            (button(t("Draw"), "", Look::Normal, "", ""))
        }
    }
}

fn drawn(form: Form, title: &str, bins: &[Bin], hrefs: &[String], figures: &[String]) -> Markup {
    if form == Form::Bars {
        let bars: Vec<Bar<'_>> = bins
            .iter()
            .zip(hrefs)
            .zip(figures)
            .take(MOST_BARS)
            .map(|((bin, href), figure)| Bar { label: &bin.label, amount: bin.count, figure, href })
            .collect();
        let rest = bins.len().saturating_sub(MOST_BARS);
        let amount: f64 = bins.iter().skip(MOST_BARS).map(|bin| bin.count).sum();
        return html! {
            (bar_list(&bars))
            @if rest > 0 {
                p class="muted" {
                    (tf("{values} with {n} records are not drawn.", &[
                        ("values", &tn(rest as i64, "{n} more value", "{n} more values")), ("n", &number_words(amount)),
                    ]))
                }
            }
        };
    }
    let columns: Vec<TimeColumn<'_>> = bins
        .iter()
        .zip(hrefs)
        .zip(figures)
        .map(|((bin, href), figure)| TimeColumn {
            label: &bin.label,
            amount: bin.count,
            figure,
            href: if bin.count > 0.0 { href } else { "" },
        })
        .collect();
    time_columns(title, &columns)
}

fn numbers(title: &str, bins: &[Bin], hrefs: &[String], figures: &[String], total: f64) -> Markup {
    let columns = [
        Column { label: title, kind: ColumnKind::Wide, ..Column::default() },
        Column { label: t("Records"), kind: ColumnKind::Number, ..Column::default() },
        Column { label: t("Share"), kind: ColumnKind::Number, ..Column::default() },
    ];
    let rows: Vec<Row<'_>> = bins
        .iter()
        .zip(hrefs)
        .zip(figures)
        .filter(|((bin, _), _)| bin.count > 0.0)
        .take(MOST_ROWS)
        .map(|((bin, href), figure)| Row {
            label: &bin.label,
            cells: vec![
                html! { @if href.is_empty() { (bin.label) } @else { a href=(href) { (bin.label) } } },
                html! { (figure) },
                html! { (locale::percent(bin.count / total.max(1.0))) },
            ],
            ..Row::default()
        })
        .collect();
    let known = bins.iter().filter(|bin| bin.count > 0.0).count();
    html! {
        div class="chart-numbers" { (data_table(&Words::ENGLISH, &Table { caption: title, columns: &columns, rows: &rows, ..Table::default() })) }
        @if known > MOST_ROWS {
            p class="muted" { (tf("The first {n} of {total} are shown; the query below has all.", &[("n", &locale::number(MOST_ROWS as i64)), ("total", &locale::number(known as i64))])) }
        }
    }
}
