//! The tiles of Insights: what a question answers, drawn as a number, bars, a timeline or a table.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use maud::{Markup, html};
use vasculum_domain::insights::answers::{Answer, Found, key};
use vasculum_domain::insights::{Kind, Tile, item_of};
use vasculum_domain::query::ast::{Expr, Query, Summing};
use vasculum_domain::query::views::{behind, records, with_value};
use vasculum_domain::query::{Asked, parse};
use vasculum_model::{Code, Error, Result, Timestamp, Value, own};
use vasculum_store::Access;

use crate::App;
use crate::pages::value::shown_time;
use crate::pages::views::{caption, figure, number_words, records_link, value_words};
use crate::pages::visitor::Visitor;
use crate::ui::Level;
use crate::ui::components::{
    Bar, Column, ColumnKind, Row, Table, Tile as Stat, TimeColumn, bar_list, data_table, section, stat_tile,
    time_columns,
};
use crate::ui::language::{answering, language};
use crate::ui::locale;
use crate::ui::words::{Words, known, t, tf, tn};

/// So many bars and rows of a table stand on a tile; its query has all of them.
const MOST: usize = 12;
/// The longest timeline has so many columns; what is before is put together in words.
const MOST_COLUMNS: usize = 150;
/// A page waits so long for a number; then the number comes when it is there.
const PATIENCE: Duration = Duration::from_millis(1_200);

/// What there is to be drawn on a tile.
#[derive(Debug)]
pub(super) enum State {
    /// The words above some tiles.
    Heading,
    /// An answer to this question, and whether something was written since.
    Answered(Box<Query>, Arc<Answer>, bool),
    /// It is still being counted.
    Counting,
    /// It can’t be asked: what the person may not read, or what the question gets wrong.
    Refused(Box<Error>),
}

/// The title of a tile in the language of the reader.
pub(super) fn title(tile: &Tile) -> String {
    match item_of(&tile.item) {
        Some(item) if tile.title.is_empty() => known(item.title).unwrap_or(item.title).to_owned(),
        _ => tile.title.clone(),
    }
}

/// With which rights a question is asked.
fn access_of(visitor: &Visitor, query: &Query) -> Access {
    if query.everywhere { visitor.everywhere.clone() } else { visitor.access.clone() }
}

/// The question of a tile; nothing for headings.
async fn question(app: &App, visitor: &Visitor, tile: &Tile) -> Result<Option<Query>> {
    let asked = tile.clone();
    let text = app.read(visitor.access.clone(), move |tx| asked.question(tx)).await?;
    text.map(|text| parse(&text)).transpose()
}

/// Works a tile out: at once what is remembered, else what is counted within the patience of a page. What takes longer is
/// counted to its end behind the page, and found by the next look.
pub(super) async fn state(app: &App, visitor: &Visitor, tile: &Tile, waits: bool) -> State {
    match question(app, visitor, tile).await {
        Ok(Some(query)) => answered(app, visitor, query, waits).await,
        Ok(None) => State::Heading,
        Err(error) => State::Refused(Box::new(error)),
    }
}

async fn answered(app: &App, visitor: &Visitor, query: Query, waits: bool) -> State {
    let access = access_of(visitor, &query);
    let key = key(&access, &query);
    loop {
        let (looker, looked) = (app.clone(), query.clone());
        match app.read(access.clone(), move |tx| looker.answers().look(tx, &looked)).await {
            Ok(Found::Fresh(answer)) => return State::Answered(Box::new(query), answer, false),
            Ok(Found::Old(answer)) => {
                if app.answers().begin(&key) {
                    drop(ask(app, access, query.clone(), key));
                }
                return State::Answered(Box::new(query), answer, true);
            }
            Ok(Found::Nothing) => {}
            Err(error) => return State::Refused(Box::new(error)),
        }
        if app.answers().begin(&key) {
            break;
        }
        // Somebody else’s page has it counted already.
        if !waits {
            return State::Counting;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let task = ask(app, access, query.clone(), key);
    let answer = if waits { Ok(task.await) } else { tokio::time::timeout(PATIENCE, task).await };
    match answer {
        Ok(Ok(Ok(answer))) => State::Answered(Box::new(query), answer, false),
        Ok(Ok(Err(error))) => State::Refused(Box::new(error)),
        Ok(Err(cause)) => State::Refused(Box::new(Error::internal("This could not be counted.", cause))),
        Err(_) => State::Counting,
    }
}

/// That a question is being worked out, as long as it is.
struct Underway(App, String);

impl Drop for Underway {
    fn drop(&mut self) {
        self.0.answers().end(&self.1);
    }
}

/// Asks behind the page: the answer is remembered also when nobody waits for it any more.
fn ask(app: &App, access: Access, query: Query, key: String) -> tokio::task::JoinHandle<Result<Arc<Answer>>> {
    let app = app.clone();
    let underway = Underway(app.clone(), key);
    tokio::spawn(carried(async move {
        let asker = app.clone();
        let answer = app.read(access, move |tx| {
            let search = asker.finds(tx.access());
            asker.answers().ask(tx, &query, &Asked { search: Some(&search), ..Asked::default() })
        });
        let answer = answer.await;
        drop(underway);
        answer
    }))
}

/// Work that goes on behind a request, in the language and the model of the request.
pub(super) fn carried<T>(work: impl Future<Output = T>) -> impl Future<Output = T> {
    let (language, model) = (language(), own::entered());
    answering(language, async move {
        let mut work = Box::pin(work);
        std::future::poll_fn(|context| match model {
            Some(model) => own::within(model, || work.as_mut().poll(context)),
            None => work.as_mut().poll(context),
        })
        .await
    })
}

/// A tile as it is drawn. `wait` is the address at which one that is still being counted is found.
pub(super) fn draw(visitor: &Visitor, tile: &Tile, state: &State, wait: &str) -> Markup {
    let title = title(tile);
    match state {
        State::Heading => html! { h2 class="insights-heading" { (title) } },
        State::Counting => html! {
            div class="tile insights-waiting" hx-get=(wait) hx-trigger="load" hx-swap="outerHTML" {
                span class="tile-label" { (title) }
                span class="tile-sub" role="status" { (t("Being counted …")) " " a href=(wait) { (t("Wait for it")) } }
            }
        },
        State::Refused(error) => {
            let words = match error.code {
                Code::Forbidden => t("You have no right to read this.").to_owned(),
                _ => error.message.to_string(),
            };
            html! {
                div class="tile insights-refused" { span class="tile-label" { (title) } span class="tile-sub" { (words) } }
            }
        }
        State::Answered(query, answer, is_old) => {
            let shape = Shape { visitor, query, answer, title: &title, as_of: is_old.then_some(answer.at) };
            match tile.kind {
                Kind::Number => shape.number(),
                Kind::Share => shape.share(),
                Kind::Bars => shape.bars(),
                Kind::Timeline => shape.timeline(),
                Kind::Figures => shape.figures(),
                Kind::Table | Kind::Heading => shape.table(),
            }
        }
    }
}

/// What a tile is drawn of.
struct Shape<'s> {
    visitor: &'s Visitor,
    query: &'s Query,
    answer: &'s Answer,
    title: &'s str,
    as_of: Option<Timestamp>,
}

impl Shape<'_> {
    /// When the numbers were counted, if something was written since.
    fn as_of(&self) -> String {
        self.as_of.map_or_else(String::new, |at| tf("as of {time}", &[("time", &shown_time(at))]))
    }

    /// The first number, and the address of what it counts.
    fn first(&self) -> (Value, String) {
        let at = self.query.show.iter().position(|shown| shown.what.has_sum()).unwrap_or(0);
        let value = self.answer.rows.first().and_then(|row| row.get(at).cloned()).unwrap_or(Value::Null);
        let href = match self.query.show.get(at) {
            Some(shown) if shown.what.has_sum() => records_link(&behind(self.query, &shown.what)),
            _ => records_link(self.query),
        };
        (value, href)
    }

    fn number(&self) -> Markup {
        let (value, href) = self.first();
        // A question without a sum says by its number of rows how much there is.
        let text = match self.query.show.iter().any(|shown| shown.what.has_sum()) {
            true if value.is_null() => locale::number(0),
            true => figure(&value),
            false => locale::number(self.answer.rows.len() as i64),
        };
        stat_tile(&Stat { label: self.title, value: &text, href: &href, sub: &self.as_of(), level: Level::Neutral })
    }

    fn share(&self) -> Markup {
        let (value, href) = self.first();
        let text = value.number().map_or_else(|| "–".to_owned(), locale::percent);
        stat_tile(&Stat { label: self.title, value: &text, href: &href, sub: &self.as_of(), level: Level::Neutral })
    }

    /// A panel with a way to the whole question.
    fn panel(&self, wide: bool, body: &Markup) -> Markup {
        let side = html! { a href=(records_link(self.query)) { (t("As a query")) } };
        html! {
            div class={ "panel insights-panel" @if wide { " insights-wide" } } {
                (section(self.title, Some(&side), body))
                @if self.as_of.is_some() { p class="muted" { (self.as_of()) } }
            }
        }
    }

    /// Where the sum stands, and the keys before it.
    fn parted(&self) -> (Vec<usize>, usize) {
        let sum = self.query.show.iter().position(|shown| shown.what.has_sum());
        let sum = sum.unwrap_or(self.query.show.len().saturating_sub(1));
        ((0..self.query.show.len()).filter(|at| *at != sum && !self.query.show[*at].what.has_sum()).collect(), sum)
    }

    /// The records of a group.
    fn group_link(&self, keys: &[usize], row: &[Value]) -> String {
        let narrowed = keys
            .iter()
            .fold(records(self.query), |query, at| with_value(&query, &self.query.show[*at].what, &row[*at]));
        records_link(&narrowed)
    }

    fn bars(&self) -> Markup {
        let (keys, sum) = self.parted();
        let drawn: Vec<(String, f64, String, String)> = self
            .answer
            .rows
            .iter()
            .take(MOST)
            .map(|row| {
                let label: Vec<String> = keys.iter().map(|at| value_words(&row[*at])).collect();
                (label.join(", "), row[sum].number().unwrap_or(0.0), figure(&row[sum]), self.group_link(&keys, row))
            })
            .collect();
        if drawn.is_empty() {
            return self.panel(false, &html! { p class="muted" { (t("Nothing of this is recorded yet.")) } });
        }
        let bars: Vec<Bar<'_>> =
            drawn.iter().map(|(label, amount, figure, href)| Bar { label, amount: *amount, figure, href }).collect();
        let more = self.answer.rows.len().saturating_sub(MOST);
        self.panel(
            false,
            &html! {
                (bar_list(&bars))
                @if more > 0 { p class="muted" { (tn(more as i64, "and {n} more", "and {n} more")) } }
            },
        )
    }

    /// Years, or years and months, without gaps.
    fn timeline(&self) -> Markup {
        let (keys, sum) = self.parted();
        let has_months = keys.len() > 1;
        let place = |row: &Vec<Value>| {
            let year = row[*keys.first()?].int()?;
            if has_months { Some(year * 12 + row[keys[1]].int()? - 1) } else { Some(year) }
        };
        let known: std::collections::BTreeMap<i64, &Vec<Value>> =
            self.answer.rows.iter().filter_map(|row| Some((place(row)?, row))).collect();
        let (Some((first, _)), Some((last, _))) = (known.first_key_value(), known.last_key_value()) else {
            return self.panel(true, &html! { p class="muted" { (t("Nothing of this is recorded yet.")) } });
        };
        let from = (*first).max(last - MOST_COLUMNS as i64 + 1);
        let drawn: Vec<(String, f64, String, String)> = (from..=*last)
            .map(|at| {
                let label = match has_months {
                    true => locale::month(i32::try_from(at.div_euclid(12)).unwrap_or(0), (at.rem_euclid(12) + 1) as u8),
                    false => at.to_string(),
                };
                match known.get(&at) {
                    Some(row) => {
                        (label, row[sum].number().unwrap_or(0.0), figure(&row[sum]), self.group_link(&keys, row))
                    }
                    None => (label, 0.0, locale::number(0), String::new()),
                }
            })
            .collect();
        let columns: Vec<TimeColumn<'_>> = drawn
            .iter()
            .map(|(label, amount, figure, href)| TimeColumn { label, amount: *amount, figure, href })
            .collect();
        let before: f64 = known.range(..from).filter_map(|(_, row)| row[sum].number()).sum();
        self.panel(true, &html! {
            (time_columns(self.title, &columns))
            @if before > 0.0 {
                p class="muted" { (tf("{n} before {year} are not drawn.", &[("n", &number_words(before)), ("year", &drawn.first().map_or("", |one| one.0.as_str()))])) }
            }
        })
    }

    fn table(&self) -> Markup {
        let (keys, _) = self.parted();
        let names: Vec<String> = self.query.show.iter().map(|shown| word(self.visitor, self.query, shown)).collect();
        let is_number = |at: usize| self.query.show.get(at).is_some_and(|shown| shown.what.has_sum());
        let columns: Vec<Column<'_>> = names
            .iter()
            .enumerate()
            .map(|(at, label)| Column {
                label,
                kind: if is_number(at) { ColumnKind::Number } else { ColumnKind::Text },
                ..Column::default()
            })
            .collect();
        let hrefs: Vec<String> =
            self.answer.rows.iter().take(MOST * 2).map(|row| self.group_link(&keys, row)).collect();
        let rows: Vec<Row<'_>> = self
            .answer
            .rows
            .iter()
            .zip(&hrefs)
            .map(|(row, href)| Row {
                cells: row
                    .iter()
                    .enumerate()
                    .map(|(at, value)| match is_number(at) {
                        true => html! { (figure(value)) },
                        false if keys.first() == Some(&at) => html! { a href=(href) { (value_words(value)) } },
                        false => html! { (value_words(value)) },
                    })
                    .collect(),
                ..Row::default()
            })
            .collect();
        let more = self.answer.rows.len().saturating_sub(MOST * 2);
        self.panel(false, &html! {
            (data_table(&Words::ENGLISH, &Table { caption: self.title, columns: &columns, rows: &rows, ..Table::default() }))
            @if more > 0 { p class="muted" { (tn(more as i64, "and {n} more", "and {n} more")) } }
        })
    }

    /// Several numbers of one row; each is a bar beside the greatest.
    fn figures(&self) -> Markup {
        let Some(row) = self.answer.rows.first() else { return self.panel(false, &html! {}) };
        let drawn: Vec<(String, f64, String, String)> = self
            .query
            .show
            .iter()
            .zip(row)
            // Ranks that nothing has say nothing.
            .filter(|(shown, value)| {
                !matches!(shown.what, Expr::Sum(Summing::Distinct, _)) || value.number() != Some(0.0)
            })
            .map(|(shown, value)| {
                let href = records_link(&behind(self.query, &shown.what));
                (word(self.visitor, self.query, shown), value.number().unwrap_or(0.0), figure(value), href)
            })
            .collect();
        let bars: Vec<Bar<'_>> =
            drawn.iter().map(|(label, amount, figure, href)| Bar { label, amount: *amount, figure, href }).collect();
        self.panel(false, &bar_list(&bars))
    }
}

/// What a column is called: a caption that is shipped is known in the reader’s language.
fn word(visitor: &Visitor, query: &Query, shown: &vasculum_domain::query::ast::Shown) -> String {
    if let Some(words) = known(&shown.caption) {
        return words.to_owned();
    }
    match &shown.what {
        Expr::Sum(_, None) if shown.caption.is_empty() => t("Records").to_owned(),
        _ => caption(&visitor.look, query, shown),
    }
}

/// A tile as lines of a file: title, what, number.
pub(super) fn lines(visitor: &Visitor, tile: &Tile, state: &State) -> Vec<Vec<String>> {
    let title = title(tile);
    match state {
        State::Heading => vec![vec![title, String::new(), String::new()]],
        State::Counting => vec![vec![title, t("Being counted …").to_owned(), String::new()]],
        State::Refused(error) => vec![vec![title, error.message.to_string(), String::new()]],
        State::Answered(query, answer, _) => {
            let sums: Vec<usize> = (0..query.show.len()).filter(|at| query.show[*at].what.has_sum()).collect();
            let plain = |value: &Value| if value.is_null() { "0".to_owned() } else { value.to_string() };
            let mut lines = Vec::new();
            for row in &answer.rows {
                let label: Vec<String> =
                    (0..row.len()).filter(|at| !sums.contains(at)).map(|at| value_words(&row[at])).collect();
                for at in &sums {
                    let mut what = label.clone();
                    if sums.len() > 1 {
                        what.push(word(visitor, query, &query.show[*at]));
                    }
                    lines.push(vec![title.clone(), what.join(", "), plain(&row[*at])]);
                }
                if sums.is_empty() {
                    lines.push(vec![title.clone(), label.join(", "), String::new()]);
                }
            }
            lines
        }
    }
}
