//! How jobs look in their list.

use maud::{Markup, html};
use serde_json::Value as Json;
use vasculum_domain::jobs::{self, STEPS, Work};
use vasculum_model::Timestamp;
use vasculum_store::{Job, JobState};

use super::WORDS;
use crate::pages::{value, words};
use crate::ui::Level;
use crate::ui::components::{Column, ColumnKind, Look, Row, Table, badge, button, data_table, icon, job_progress};
use crate::ui::locale;
use crate::ui::sentences::said;
use crate::ui::words::{later, t, tf, tn};

/// What a job does meanwhile, as [`STEPS`] says it.
const _STEPS: &[&str] = &[
    later("Waiting for the search index"),
    later("Counting records"),
    later("Looking which fields are used"),
    later("Writing rows"),
    later("Sending the letter"),
];

/// A state as a badge.
pub(crate) fn state_badge(state: JobState) -> Markup {
    let (level, text) = match state {
        JobState::Waiting => (Level::Neutral, t("Waiting")),
        JobState::Running => (Level::Info, t("Running")),
        JobState::Done => (Level::Success, t("Done")),
        JobState::Failed => (Level::Error, t("Failed")),
        JobState::Cancelled => (Level::Neutral, t("Called off")),
    };
    badge(level, text)
}

/// The jobs as a table.
pub(super) fn table(list: &[Job], now: Timestamp, is_everybodys: bool) -> Markup {
    let mut columns = vec![
        Column { label: t("What"), kind: ColumnKind::Wide, ..Column::default() },
        Column { label: t("State"), kind: ColumnKind::Wide, ..Column::default() },
        Column { label: t("Asked for"), kind: ColumnKind::Code, ..Column::default() },
        Column { label: t("Do"), kind: ColumnKind::Tools, ..Column::default() },
    ];
    if is_everybodys {
        columns.insert(1, Column { label: t("Who"), ..Column::default() });
    }
    let rows: Vec<Row<'_>> = list
        .iter()
        .map(|job| {
            let mut cells = vec![
                html! { span class="job-title" { (job.asked.title) } " " span class="muted" { (kind(job)) } },
                state(job, now),
                html! { (words::when(job.asked_at, now)) },
                tools(job, now),
            ];
            if is_everybodys {
                cells.insert(1, html! { (job.asked.user_name) });
            }
            Row { label: &job.asked.title, cells, ..Row::default() }
        })
        .collect();
    data_table(WORDS, &Table { caption: t("Jobs"), columns: &columns, rows: &rows, tick_name: "", stacks: true })
}

/// The kind of work, in a word or two.
fn kind(job: &Job) -> String {
    match Work::read(&job.asked.what) {
        Ok(Work::Letter { to, .. }) => tf("Letter to {address}", &[("address", &to)]),
        Ok(work) => match work.format() {
            Some(format) => {
                super::kinds().iter().find(|(word, _)| *word == format).map_or(format, |(_, name)| name).to_owned()
            }
            None => String::new(),
        },
        Err(_) => job.asked.kind.clone(),
    }
}

fn state(job: &Job, now: Timestamp) -> Markup {
    match job.state {
        JobState::Running => running(job, now),
        JobState::Waiting if !job.message.is_empty() => html! {
            (state_badge(job.state)) " " span class="muted" { (said(&job.message)) " " (t("It is tried again by itself.")) }
        },
        JobState::Done => html! { (state_badge(job.state)) " " (result(job)) },
        _ => html! { (state_badge(job.state)) @if !job.message.is_empty() { " " span { (said(&job.message)) } } },
    }
}

/// The bar of a job that runs, with the time that is left if that can be told.
fn running(job: &Job, now: Timestamp) -> Markup {
    let step = STEPS.iter().find(|(word, _)| *word == job.step).map_or("", |(_, words)| words);
    let title = if job.is_cancelling {
        t("Stopping")
    } else if step.is_empty() {
        t("Beginning")
    } else {
        t(step)
    };
    let more = match (job.total, job.done) {
        (0, 0) => String::new(),
        (0, done) => locale::number(done),
        (total, done) => {
            let far = tf("{n} of {total}", &[("n", &locale::number(done)), ("total", &locale::number(total))]);
            left(job, now).map_or(far.clone(), |left| format!("{far} · {left}"))
        }
    };
    job_progress(title, &more, job.done.unsigned_abs(), job.total.unsigned_abs(), None)
}

/// How long it still takes, once it has run for some seconds.
fn left(job: &Job, now: Timestamp) -> Option<String> {
    let ran_s = (now.0 - job.started?.0) / 1_000_000;
    if ran_s < 3 || job.done <= 0 || job.total <= job.done {
        return None;
    }
    let left_s = i128::from(ran_s) * i128::from(job.total - job.done) / i128::from(job.done);
    let left_s = i64::try_from(left_s).ok()?;
    Some(match left_s {
        0..=59 => tn(left_s.max(1), "{n} second left", "{n} seconds left"),
        _ => tn(left_s / 60, "{n} minute left", "{n} minutes left"),
    })
}

/// What came of a job that is done.
fn result(job: &Job) -> Markup {
    let outcome: Json = serde_json::from_str(&job.outcome).unwrap_or_default();
    let number = |name: &str| outcome[name].as_i64();
    let mut parts: Vec<String> = Vec::new();
    parts.extend(number("rows").map(|rows| tn(rows, "{n} row", "{n} rows")));
    parts.extend(number("sheets").map(|sheets| tn(sheets, "on {n} sheet", "on {n} sheets")));
    parts.extend(job.file.as_ref().map(|file| size(file.size_bytes)));
    let mut doubts: Vec<String> = Vec::new();
    doubts.extend(number("shortened").map(|cells| {
        tn(cells, "{n} cell was cut: Excel holds no longer text.", "{n} cells were cut: Excel holds no longer text.")
    }));
    doubts.extend(number("placeless").map(|rows| tn(rows, "{n} row has no place.", "{n} rows have no place.")));
    html! {
        span class="muted" { (parts.join(" · ")) }
        @for doubt in doubts { div class="muted" { (icon("triangle-alert")) " " (doubt) } }
        @if let Some(day) = job.file.as_ref().and_then(|file| file.expires.date()) {
            div class="muted" { (tf("Kept until {day}", &[("day", &value::shown_date(day, None))])) }
        }
        @if job.file.is_none() && job.asked.kind != "letter" { div class="muted" { (t("The file is no longer kept.")) } }
    }
}

/// A size for people: `12.3 MB`.
fn size(bytes: i64) -> String {
    let units = [("GB", 1_i64 << 30), ("MB", 1 << 20), ("KB", 1 << 10)];
    match units.into_iter().find(|(_, unit)| bytes >= *unit) {
        Some((name, unit)) => {
            let tenths = bytes * 10 / unit;
            format!("{} {name}", locale::decimal(&format!("{}.{}", tenths / 10, tenths % 10)))
        }
        None => tn(bytes, "{n} byte", "{n} bytes"),
    }
}

fn tools(job: &Job, now: Timestamp) -> Markup {
    let id = job.id;
    let press = |act: &str, words: &str, picture: &str| {
        html! {
            form method="post" action={ (super::JOBS) "/" (id) "/" (act) } {
                (button(words, picture, Look::Quiet, "", ""))
            }
        }
    };
    let file = job.file.as_ref().filter(|file| file.expires > now);
    html! {
        div class="job-tools" {
            @if file.is_some() {
                a class="button" href={ (super::JOBS) "/" (id) "/file" } download { (icon("download")) (t("Download")) }
                (press("forget", t("Delete file"), "trash-2"))
            }
            @if !job.state.is_ended() && !job.is_cancelling { (press("cancel", t("Cancel"), "x")) }
            @if jobs::can_retry(job) { (press("retry", t("Try again"), "rotate-ccw")) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_told_in_the_unit_that_fits() {
        for (bytes, expect) in [
            (0, "0 bytes"),
            (1, "1 byte"),
            (1_023, "1,023 bytes"),
            (1_536, "1.5 KB"),
            (5 << 20, "5.0 MB"),
            (3 << 30, "3.0 GB"),
        ] {
            assert_eq!(size(bytes), expect);
        }
    }

    #[test]
    fn every_step_has_words() {
        let steps: Vec<&str> = STEPS.iter().map(|(_, words)| *words).collect();
        assert_eq!(steps, _STEPS);
    }
}
