//! `/insights/annual`: the numbers of a year beside those of another, on the page, as CSV and as PDF.

use axum::extract::{Query as Params, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use vasculum_domain::insights::annual::{Line, PARTS, YEARS};
use vasculum_domain::query::views::behind;
use vasculum_domain::query::{Asked, Query};
use vasculum_model::{Code, Error, Result};
use vasculum_report::{Part, Report, pdf};
use vasculum_store::Access;

use super::INSIGHTS;
use crate::App;
use crate::pages::sent::{Pairs, one};
use crate::pages::value::shown_time;
use crate::pages::views::pivot::{delimited, plain};
use crate::pages::views::{number_words, records_link};
use crate::pages::visitor::{Visitor, enterable};
use crate::respond::Refused;
use crate::ui::components::{
    Choice, Column, ColumnKind, Field, Look, Row, Table, TextInput, button, data_table, link_button, section,
    select_field, text_field,
};
use crate::ui::frame::Page;
use crate::ui::language::language;
use crate::ui::locale;
use crate::ui::words::{Words, known, t, tf};

const WORDS: &Words<'static> = &Words::ENGLISH;

/// What a report is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Wanted {
    year: i32,
    with: i32,
    /// Whether all collections are counted that the person may read.
    everywhere: bool,
}

impl Wanted {
    /// The year before the present one, and the one before it, unless the address says otherwise.
    fn of(params: &Pairs, this_year: i32) -> Self {
        let year = |name: &str| one(params, name).parse::<i32>().ok().filter(|year| YEARS.contains(year));
        let asked = year("year").unwrap_or(this_year - 1);
        Self { year: asked, with: year("with").unwrap_or(asked - 1), everywhere: one(params, "collections") == "all" }
    }

    fn address(self) -> String {
        let scope = if self.everywhere { "all" } else { "here" };
        format!("year={}&with={}&collections={scope}", self.year, self.with)
    }
}

/// A line with its numbers; nothing where the person may not read what is counted.
struct Counted {
    line: &'static Line,
    numbers: Option<(f64, f64)>,
    hrefs: [String; 2],
}

/// The numbers of every part.
type Numbers = Vec<(&'static str, Vec<Counted>)>;

fn access_of(visitor: &Visitor, wanted: Wanted) -> Access {
    if wanted.everywhere { visitor.everywhere.clone() } else { visitor.access.clone() }
}

async fn counted(app: &App, visitor: &Visitor, wanted: Wanted) -> Result<Numbers> {
    let mut all = Vec::new();
    for part in PARTS {
        let mut lines = Vec::new();
        for line in part.lines {
            let queries =
                [line.question(wanted.year, wanted.everywhere)?, line.question(wanted.with, wanted.everywhere)?];
            let hrefs = queries.each_ref().map(|query| {
                query.show.first().map_or_else(String::new, |shown| records_link(&behind(query, &shown.what)))
            });
            let numbers = match (
                number(app, visitor, wanted, &queries[0]).await,
                number(app, visitor, wanted, &queries[1]).await,
            ) {
                (Ok(one), Ok(other)) => Some((one, other)),
                (Err(error), _) | (_, Err(error)) if error.code == Code::Forbidden => None,
                (Err(error), _) | (_, Err(error)) => return Err(error),
            };
            lines.push(Counted { line, numbers, hrefs });
        }
        all.push((part.title, lines));
    }
    Ok(all)
}

async fn number(app: &App, visitor: &Visitor, wanted: Wanted, query: &Query) -> Result<f64> {
    let (asker, query) = (app.clone(), query.clone());
    let answer =
        app.read(access_of(visitor, wanted), move |tx| asker.answers().get(tx, &query, &Asked::default())).await?;
    Ok(answer.rows.first().and_then(|row| row.first()?.number()).unwrap_or(0.0))
}

async fn this_year(app: &App, visitor: &Visitor) -> Result<i32> {
    let day = app.read(visitor.access.clone(), |tx| Ok(tx.now().date())).await?;
    day.map(|day| day.year()).ok_or_else(|| Error::internal("The clock tells no day.", "now"))
}

/// By how much a number grew, in words.
fn change(now: f64, before: f64) -> String {
    let difference = now - before;
    let sign = if difference > 0.0 { "+" } else { "" };
    let minus = if difference < 0.0 { "−" } else { sign };
    match before {
        _ if difference == 0.0 => "0".to_owned(),
        before if before > 0.0 => {
            format!("{sign}{} ({minus}{})", number_words(difference), locale::percent(difference.abs() / before))
        }
        _ => format!("{sign}{}", number_words(difference)),
    }
}

fn whose(visitor: &Visitor, wanted: Wanted) -> String {
    if wanted.everywhere {
        let names: Vec<String> = enterable(&visitor.access).into_iter().map(|place| place.name).collect();
        return names.join(", ");
    }
    visitor.place().map(|place| place.name.clone()).unwrap_or_default()
}

fn said(english: &'static str) -> &'static str {
    known(english).unwrap_or(english)
}

/// `GET /insights/annual`.
pub async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Params(params): Params<Pairs>,
) -> Result<Response, Refused> {
    let wanted = Wanted::of(&params, this_year(&app, &visitor).await?);
    let numbers = counted(&app, &visitor, wanted).await?;
    let title = tf("Annual report {year}", &[("year", &wanted.year)]);
    let file = |format: &str| format!("/insights/annual/file?{}&format={format}", wanted.address());
    let actions = html! {
        (link_button(t("Download as CSV"), &file("csv"), "download", Look::Normal, ""))
        (link_button(t("Download as PDF"), &file("pdf"), "file-text", Look::Normal, ""))
    };
    let body = html! {
        div class="work annual" {
            (form(wanted))
            p class="muted" {
                (t("An object counts as held at the end of a year if it was catalogued by then; where nobody noted when, if it was entered by then. What was deleted since is not counted."))
            }
            @for (part, lines) in &numbers { (section(said(part), None, &table(said(part), lines, wanted))) }
        }
    };
    let whose = whose(&visitor, wanted);
    let page = Page {
        title: &title,
        subtitle: &whose,
        breadcrumbs: &[(t("Insights"), INSIGHTS)],
        actions: Some(actions),
        body,
        is_reading: true,
        ..Page::default()
    };
    Ok(visitor.page("insights", page))
}

fn form(wanted: Wanted) -> Markup {
    let (year, with) = (wanted.year.to_string(), wanted.with.to_string());
    let scopes = [
        Choice { value: "here", label: t("This collection"), is_chosen: !wanted.everywhere },
        Choice { value: "all", label: t("All collections that I may read"), is_chosen: wanted.everywhere },
    ];
    html! {
        form class="view-choice" method="get" action="/insights/annual" {
            (text_field(WORDS, &Field::new("year", t("Year")), &TextInput { value: &year, kind: "number", ..TextInput::default() }))
            (text_field(WORDS, &Field::new("with", t("Beside")), &TextInput { value: &with, kind: "number", ..TextInput::default() }))
            (select_field(WORDS, &Field { id: "report-of", ..Field::new("collections", t("Collections")) }, None, &scopes))
            (button(t("Count"), "", Look::Normal, "", ""))
        }
    }
}

fn table(title: &str, lines: &[Counted], wanted: Wanted) -> Markup {
    let (year, with) = (wanted.year.to_string(), wanted.with.to_string());
    let columns = [
        Column { label: title, kind: ColumnKind::Wide, ..Column::default() },
        Column { label: &year, kind: ColumnKind::Number, ..Column::default() },
        Column { label: &with, kind: ColumnKind::Number, ..Column::default() },
        Column { label: t("Difference"), kind: ColumnKind::Number, ..Column::default() },
    ];
    let linked = |number: f64, href: &str| {
        html! {
            @if number == 0.0 { (locale::number(0)) } @else { a href=(href) { (number_words(number)) } }
        }
    };
    let rows: Vec<Row<'_>> = lines
        .iter()
        .map(|line| Row {
            cells: match line.numbers {
                Some((now, before)) => vec![
                    html! { (said(line.line.title)) },
                    linked(now, &line.hrefs[0]),
                    linked(before, &line.hrefs[1]),
                    html! { (change(now, before)) },
                ],
                None => vec![
                    html! { (said(line.line.title)) " " span class="muted" { (t("You have no right to read this.")) } },
                    html! { "–" },
                    html! { "–" },
                    html! {},
                ],
            },
            ..Row::default()
        })
        .collect();
    data_table(WORDS, &Table { caption: title, columns: &columns, rows: &rows, ..Table::default() })
}

/// `GET /insights/annual/file`.
pub async fn file(
    State(app): State<App>,
    visitor: Visitor,
    Params(params): Params<Pairs>,
) -> Result<Response, Refused> {
    let wanted = Wanted::of(&params, this_year(&app, &visitor).await?);
    let numbers = counted(&app, &visitor, wanted).await?;
    match one(&params, "format") {
        "pdf" => as_pdf(&app, &visitor, wanted, &numbers).await,
        _ => Ok(as_csv(wanted, &numbers)),
    }
}

fn as_csv(wanted: Wanted, numbers: &Numbers) -> Response {
    let head = [t("Part"), t("Key"), t("Statistic")].map(str::to_owned);
    let mut lines: Vec<Vec<String>> = vec![
        head.into_iter()
            .chain([wanted.year.to_string(), wanted.with.to_string(), t("Difference").to_owned()])
            .collect(),
    ];
    for (part, list) in numbers {
        for line in list {
            let numbers = match line.numbers {
                Some((now, before)) => [plain(now), plain(before), plain(now - before)],
                None => [String::new(), String::new(), String::new()],
            };
            let words = [said(part), line.line.key, said(line.line.title)].map(str::to_owned);
            lines.push(words.into_iter().chain(numbers).collect());
        }
    }
    delimited(&format!("annual-report-{}.csv", wanted.year), ',', &lines)
}

async fn as_pdf(app: &App, visitor: &Visitor, wanted: Wanted, numbers: &Numbers) -> Result<Response, Refused> {
    let now = app.read(visitor.access.clone(), |tx| Ok(tx.now())).await?;
    let lines = |list: &Vec<Counted>| {
        list.iter()
            .map(|line| {
                let figures = match line.numbers {
                    Some((now, before)) => vec![number_words(now), number_words(before), change(now, before)],
                    None => vec!["–".to_owned(), "–".to_owned(), String::new()],
                };
                (said(line.line.title).to_owned(), figures)
            })
            .collect()
    };
    let report = Report {
        title: tf("Annual report {year}", &[("year", &wanted.year)]),
        subtitle: whose(visitor, wanted),
        columns: vec![wanted.year.to_string(), wanted.with.to_string(), t("Difference").to_owned()],
        parts: numbers.iter().map(|(title, list)| Part { title: said(title).to_owned(), lines: lines(list) }).collect(),
        foot: tf("Counted on {time}", &[("time", &shown_time(now))]),
        language: language().tag().to_owned(),
    };
    let made = tokio::task::spawn_blocking(move || pdf(&report)).await;
    let file = made.map_err(|cause| Error::internal("The report could not be written.", cause))??;
    let name = format!("attachment; filename=\"annual-report-{}.pdf\"", wanted.year);
    let headers = [(header::CONTENT_TYPE, "application/pdf".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, file).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_told_with_its_sign() {
        for (now, before, expect) in
            [(12.0, 10.0, "+2 (+20 %)"), (5.0, 10.0, "−5 (−50 %)"), (3.0, 0.0, "+3"), (3.0, 3.0, "0")]
        {
            assert_eq!(change(now, before).replace('\u{a0}', " "), expect);
        }
    }

    #[test]
    fn the_report_is_of_the_year_before() {
        let none = Wanted::of(&Pairs::new(), 2026);
        assert_eq!((none.year, none.with, none.everywhere), (2025, 2024, false));
        let sent: Pairs =
            [("year", "1999"), ("with", "x"), ("collections", "all")].map(|(a, b)| (a.to_owned(), b.to_owned())).into();
        assert_eq!(Wanted::of(&sent, 2026), Wanted { year: 1999, with: 1998, everywhere: true });
    }
}
