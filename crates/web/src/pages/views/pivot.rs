//! `/query/pivot`: how many records have each pair of values of two columns, with sums at the edges.

use std::collections::HashMap;

use axum::extract::{Query as Params, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use vasculum_domain::insights::answers::Answer;
use vasculum_domain::query::ast::{Expr, Shown};
use vasculum_domain::query::views::{counted, is_day, is_number, part, with_value};
use vasculum_domain::query::{Heading, Query};
use vasculum_model::{Code, Result, Value};

use super::{answer, caption, hidden, left_out, link, number_words, param, refused, told, value_words, viewable};
use crate::App;
use crate::pages::query::{Drawn, QUERY, Question, frame};
use crate::pages::visitor::{Visitor, go};
use crate::respond::{Refused, escaped};
use crate::ui::components::{Choice, Field, Look, button, empty_state, link_button, select_field};
use crate::ui::words::{Words, t, tf, tn};

/// So many rows are drawn, and so many columns; the others are put together, and the file has all.
const MOST_ROWS: usize = 60;
const MOST_COLUMNS: usize = 10;

/// A table of two columns.
#[derive(Debug, Default, Clone, PartialEq)]
struct Pivot {
    /// Values of the rows and columns, those with the greatest sums first.
    rows: Vec<(Value, f64)>,
    columns: Vec<(Value, f64)>,
    cells: HashMap<(usize, usize), f64>,
    total: f64,
}

/// Tells values apart.
fn key(value: &Value) -> String {
    match value {
        Value::Text(text) => format!("t{text}"),
        Value::Null => String::new(),
        other => format!("v{other}"),
    }
}

impl Pivot {
    /// Out of rows of two values and a number. Years run on; all else is sorted by its sum.
    fn of(answer: &Answer, are_years: (bool, bool)) -> Self {
        let edge = |at: usize, in_order: bool| {
            let mut sums: HashMap<String, (Value, f64)> = HashMap::new();
            for row in &answer.rows {
                let sum = sums.entry(key(&row[at])).or_insert_with(|| (row[at].clone(), 0.0));
                sum.1 += row[2].number().unwrap_or(0.0);
            }
            let mut list: Vec<(Value, f64)> = sums.into_values().collect();
            list.sort_by(|one, other| {
                let by_value = || match (one.0.number(), other.0.number()) {
                    (Some(one), Some(other)) => one.total_cmp(&other),
                    (one, other) => other.is_some().cmp(&one.is_some()).then_with(|| Ordering::Equal),
                };
                let by_words = || one.0.to_string().cmp(&other.0.to_string());
                let by_sum = || other.1.total_cmp(&one.1);
                if in_order { by_value().then_with(by_words) } else { by_sum().then_with(by_words) }
            });
            list
        };
        use std::cmp::Ordering;
        let (rows, columns) = (edge(0, are_years.0), edge(1, are_years.1));
        let places = |list: &[(Value, f64)]| -> HashMap<String, usize> {
            list.iter().enumerate().map(|(at, (value, _))| (key(value), at)).collect()
        };
        let (row_at, column_at) = (places(&rows), places(&columns));
        let mut cells = HashMap::new();
        let mut total = 0.0;
        for row in &answer.rows {
            let number = row[2].number().unwrap_or(0.0);
            total += number;
            if let (Some(row), Some(column)) = (row_at.get(&key(&row[0])), column_at.get(&key(&row[1]))) {
                *cells.entry((*row, *column)).or_default() += number;
            }
        }
        Self { rows, columns, cells, total }
    }

    fn cell(&self, row: usize, column: usize) -> f64 {
        self.cells.get(&(row, column)).copied().unwrap_or(0.0)
    }
}

/// What is chosen: the expressions of rows and columns, and what is summed up.
struct Chosen {
    columns: Vec<(Shown, Heading)>,
    names: Vec<String>,
    rows_at: usize,
    columns_at: usize,
    sum_at: Option<usize>,
    by: [Expr; 2],
    are_years: (bool, bool),
}

impl Chosen {
    async fn of(app: &App, visitor: &Visitor, question: &Question, params: &[(String, String)]) -> Result<Self> {
        let query = question.read()?;
        let columns = viewable(app, visitor, question).await?;
        let at = |name: &str| param(params, name).and_then(|text| text.parse().ok()).filter(|at| *at < columns.len());
        let rows_at = at("rows").unwrap_or(columns.len().saturating_sub(2));
        let columns_at = at("columns").unwrap_or(columns.len() - 1);
        let sum_at = at("of").filter(|at| is_number(columns[*at].1.kind));
        // Days are too many: their years are what one compares.
        let by = |at: usize| {
            let what = &columns[at].0.what;
            let year = is_day(columns[at].1.kind).then(|| part(what, "year")).flatten();
            (year.is_some(), year.unwrap_or_else(|| what.clone()))
        };
        let ((is_year, rows), (are_years, across)) = (by(rows_at), by(columns_at));
        let names = columns.iter().map(|(shown, _)| caption(&visitor.look, query, shown)).collect();
        let years = |is_day: bool, at: usize| is_day || ends_with_year(&columns[at].0.what);
        let are_years = (years(is_year, rows_at), years(are_years, columns_at));
        Ok(Self { rows_at, columns_at, sum_at, by: [rows, across], are_years, names, columns })
    }

    fn query(&self, query: &Query) -> Query {
        counted(query, &self.by, self.sum_at.map(|at| &self.columns[at].0.what))
    }

    fn is_choosable(&self) -> bool {
        self.columns.len() > 1
    }
}

fn ends_with_year(expr: &Expr) -> bool {
    matches!(expr, Expr::Way(way) if way.hops.last().is_some_and(|hop| hop.name.eq_ignore_ascii_case("year")))
}

async fn made(app: &App, visitor: &Visitor, question: &Question, chosen: &Chosen) -> Result<Pivot> {
    let answer = answer(app, visitor, question, chosen.query(question.read()?)).await?;
    Ok(Pivot::of(&answer, chosen.are_years))
}

/// `GET /query/pivot`.
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
        Ok(drawn) => drawn,
        Err(error) if error.code == Code::Invalid => Drawn { body: refused(&error), ..Drawn::default() },
        Err(error) => return Err(error.into()),
    };
    Ok(frame(&visitor, &question, "pivot", drawn))
}

async fn draw(app: &App, visitor: &Visitor, question: &Question, params: &[(String, String)]) -> Result<Drawn> {
    let chosen = Chosen::of(app, visitor, question, params).await?;
    if !chosen.is_choosable() {
        let words = t("Show two columns or more in the query, for example a country and a family.");
        let change = link_button(t("Change the query"), &question.href(QUERY), "pencil", Look::Normal, "");
        let body = empty_state("layers", t("A pivot table is made of two columns"), words, Some(&change));
        return Ok(Drawn { body, ..Drawn::default() });
    }
    let pivot = made(app, visitor, question, &chosen).await?;
    let query = question.read()?;
    let of = chosen.sum_at.map_or(String::new(), |at| format!("&of={at}"));
    let file =
        format!("{}&rows={}&columns={}{of}", question.href("/query/pivot/file"), chosen.rows_at, chosen.columns_at);
    Ok(Drawn {
        actions: Some(link_button(t("Download as CSV"), &file, "download", Look::Normal, "")),
        notices: left_out(query),
        body: html! {
            (form(question, &chosen))
            @if pivot.rows.is_empty() {
                (empty_state("archive", t("There is nothing to count"), t("The query finds no records."), None))
            } @else {
                (table(question, query, &chosen, &pivot))
                (notes(&pivot))
            }
        },
        ..Drawn::default()
    })
}

fn form(question: &Question, chosen: &Chosen) -> Markup {
    let numbers: Vec<String> = (0..chosen.names.len()).map(|at| at.to_string()).collect();
    let choices = |chosen_at: Option<usize>, only_numbers: bool| -> Vec<Choice<'_>> {
        (0..numbers.len())
            .filter(|at| !only_numbers || is_number(chosen.columns[*at].1.kind))
            .map(|at| Choice { value: &numbers[at], label: &chosen.names[at], is_chosen: chosen_at == Some(at) })
            .collect()
    };
    html! {
        form class="view-choice" method="get" action=(super::PIVOT) {
            (hidden(question))
            (select_field(&Words::ENGLISH, &Field::new("rows", t("Rows")), None, &choices(Some(chosen.rows_at), false)))
            (select_field(&Words::ENGLISH, &Field::new("columns", t("Columns")), None, &choices(Some(chosen.columns_at), false)))
            (select_field(&Words::ENGLISH, &Field::new("of", t("In the cells")), Some(t("How many records")), &choices(chosen.sum_at, true)))
            (button(t("Count"), "", Look::Normal, "", ""))
        }
    }
}

fn table(question: &Question, query: &Query, chosen: &Chosen, pivot: &Pivot) -> Markup {
    let told = told(query);
    let shown_rows = pivot.rows.len().min(MOST_ROWS);
    let shown_columns = pivot.columns.len().min(MOST_COLUMNS);
    let rest = |row: usize| -> f64 { (shown_columns..pivot.columns.len()).map(|column| pivot.cell(row, column)).sum() };
    let row_query = |row: usize| with_value(&told, &chosen.by[0], &pivot.rows[row].0);
    let column_query = |column: usize| with_value(&told, &chosen.by[1], &pivot.columns[column].0);
    let has_others = pivot.columns.len() > shown_columns;
    let highest = pivot.cells.values().copied().fold(0.0, f64::max);
    let label = tf(
        "{rows} by {columns}",
        &[("rows", &chosen.names[chosen.rows_at]), ("columns", &chosen.names[chosen.columns_at])],
    );
    let linked = |number: f64, query: Query| {
        html! {
            @if number != 0.0 { a href=(link(question, QUERY, &query)) { (number_words(number)) } }
        }
    };
    html! {
        section class="table-frame pivot" aria-label=(label) tabindex="0" {
            table class="table" {
                caption class="hidden-words" { (label) }
                thead {
                    tr {
                        th scope="col" { (chosen.names[chosen.rows_at]) }
                        @for column in 0..shown_columns { th scope="col" class="number" { (value_words(&pivot.columns[column].0)) } }
                        @if has_others { th scope="col" class="number" { (t("Others")) } }
                        th scope="col" class="number" { (t("Total")) }
                    }
                }
                tbody {
                    @for row in 0..shown_rows {
                        tr {
                            th scope="row" { (value_words(&pivot.rows[row].0)) }
                            @for column in 0..shown_columns {
                                @let number = pivot.cell(row, column);
                                td class={ "number heat-" (heat(number, highest)) } {
                                    (linked(number, with_value(&row_query(row), &chosen.by[1], &pivot.columns[column].0)))
                                }
                            }
                            @if has_others { td class="number" { @if rest(row) != 0.0 { (number_words(rest(row))) } } }
                            td class="number pivot-sum" { (linked(pivot.rows[row].1, row_query(row))) }
                        }
                    }
                    @if pivot.rows.len() > shown_rows {
                        tr {
                            th scope="row" { (t("Others")) }
                            @for column in 0..shown_columns {
                                @let number: f64 = (shown_rows..pivot.rows.len()).map(|row| pivot.cell(row, column)).sum();
                                td class="number" { @if number != 0.0 { (number_words(number)) } }
                            }
                            @if has_others {
                                @let number: f64 = (shown_rows..pivot.rows.len()).map(rest).sum();
                                td class="number" { @if number != 0.0 { (number_words(number)) } }
                            }
                            @let number: f64 = pivot.rows[shown_rows..].iter().map(|(_, sum)| sum).sum();
                            td class="number pivot-sum" { (number_words(number)) }
                        }
                    }
                }
                tfoot {
                    tr {
                        th scope="row" { (t("Total")) }
                        @for column in 0..shown_columns { td class="number pivot-sum" { (linked(pivot.columns[column].1, column_query(column))) } }
                        @if has_others {
                            @let number: f64 = pivot.columns[shown_columns..].iter().map(|(_, sum)| sum).sum();
                            td class="number pivot-sum" { (number_words(number)) }
                        }
                        td class="number pivot-sum" { (number_words(pivot.total)) }
                    }
                }
            }
        }
    }
}

/// How strongly a cell is coloured: 0 to 4.
fn heat(number: f64, highest: f64) -> u8 {
    if number <= 0.0 || highest <= 0.0 {
        return 0;
    }
    let share = (number.ln_1p() / highest.ln_1p() * 4.0).ceil();
    if share >= 4.0 {
        4
    } else if share >= 3.0 {
        3
    } else if share >= 2.0 {
        2
    } else {
        1
    }
}

fn notes(pivot: &Pivot) -> Markup {
    let rows = pivot.rows.len().saturating_sub(MOST_ROWS);
    let columns = pivot.columns.len().saturating_sub(MOST_COLUMNS);
    let mut others: Vec<String> = Vec::new();
    if rows > 0 {
        others.push(tn(rows as i64, "{n} more row", "{n} more rows"));
    }
    if columns > 0 {
        others.push(tn(columns as i64, "{n} more column", "{n} more columns"));
    }
    html! {
        @if !others.is_empty() {
            p class="muted" { (tf("Under ‘Others’: {what}. The file has all of them.", &[("what", &others.join(", "))])) }
        }
    }
}

/// `GET /query/pivot/file`: every row and column.
pub async fn file(
    State(app): State<App>,
    visitor: Visitor,
    Params(params): Params<Vec<(String, String)>>,
) -> Result<Response, Refused> {
    let question = Question::of(&params);
    let chosen = Chosen::of(&app, &visitor, &question, &params).await?;
    let pivot = made(&app, &visitor, &question, &chosen).await?;
    let mut lines: Vec<Vec<String>> = Vec::with_capacity(pivot.rows.len() + 2);
    let mut head = vec![chosen.names[chosen.rows_at].clone()];
    head.extend(pivot.columns.iter().map(|(value, _)| value_words(value)));
    head.push(t("Total").to_owned());
    lines.push(head);
    for (row, (value, sum)) in pivot.rows.iter().enumerate() {
        let mut line = vec![value_words(value)];
        line.extend((0..pivot.columns.len()).map(|column| plain(pivot.cell(row, column))));
        line.push(plain(*sum));
        lines.push(line);
    }
    let mut foot = vec![t("Total").to_owned()];
    foot.extend(pivot.columns.iter().map(|(_, sum)| plain(*sum)));
    foot.push(plain(pivot.total));
    lines.push(foot);
    Ok(delimited("pivot.csv", ',', &lines))
}

/// A number for programs: a point, no signs between thousands.
pub(crate) fn plain(number: f64) -> String {
    let text = format!("{number:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Lines as a file for a spreadsheet, which takes no text of it for a formula.
pub(crate) fn delimited(name: &str, between: char, lines: &[Vec<String>]) -> Response {
    let mut text = String::from("\u{feff}");
    for line in lines {
        for (at, field) in line.iter().enumerate() {
            if at > 0 {
                text.push(between);
            }
            let is_formula =
                field.starts_with(['=', '+', '@']) || field.starts_with('-') && field.parse::<f64>().is_err();
            let field = if is_formula { format!("'{field}") } else { field.clone() };
            if field.contains([between, '"', '\n', '\r']) {
                text.push_str(&format!("\"{}\"", field.replace('"', "\"\"")));
            } else {
                text.push_str(&field);
            }
        }
        text.push_str("\r\n");
    }
    let media = if between == '\t' { "text/tab-separated-values; charset=utf-8" } else { "text/csv; charset=utf-8" };
    let disposition = format!("attachment; filename*=UTF-8''{}", escaped(name));
    ([(header::CONTENT_TYPE, media.to_owned()), (header::CONTENT_DISPOSITION, disposition)], text).into_response()
}

#[cfg(test)]
mod tests {
    use vasculum_model::Timestamp;

    use super::*;

    #[test]
    fn the_sums_at_the_edges_are_those_of_the_cells() {
        let row = |one: &str, other: Option<i64>, count: i64| {
            vec![Value::from(one), other.map_or(Value::Null, Value::Int), Value::Int(count)]
        };
        let rows = vec![
            row("Peru", Some(1990), 3),
            row("Peru", None, 1),
            row("Chile", Some(1980), 9),
            row("Chile", Some(1990), 1),
        ];
        let pivot = Pivot::of(&Answer { columns: Vec::new(), rows, at: Timestamp(0) }, (false, true));
        assert_eq!(pivot.rows, [(Value::from("Chile"), 10.0), (Value::from("Peru"), 4.0)]);
        assert_eq!(pivot.columns, [(Value::Int(1980), 9.0), (Value::Int(1990), 4.0), (Value::Null, 1.0)]);
        assert_eq!((pivot.cell(0, 1), pivot.cell(1, 0), pivot.total), (1.0, 0.0, 14.0));
    }

    #[test]
    fn a_spreadsheet_finds_no_formula() {
        let lines = vec![vec!["=1+1".to_owned(), "-5".to_owned(), "a,b".to_owned()]];
        let response = delimited("a.csv", ',', &lines);
        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/csv; charset=utf-8");
    }
}
