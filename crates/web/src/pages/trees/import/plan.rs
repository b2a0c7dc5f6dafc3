//! The third step: what bringing the file in would do, as a tree of differences from which one picks.
//!
//! Every button of the page sends the form, so that what was ticked is kept whatever one does next: turn to another
//! page, look at one kind alone, tick a branch, bring it in.

use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use vasculum_domain::trees::import::{Entry, Goal, Key, Kind, Line, Plan};
use vasculum_model::{Error, Result};

use super::kept::Step;
use super::{Asked, WORDS, into, of_file, path, planned, run, status_of, told, tree_path};
use crate::pages::captions;
use crate::pages::sent::{Pairs, every, one};
use crate::pages::visitor::go;
use crate::pages::words::number;
use crate::pages::{nav_of, words};
use crate::ui::Level;
use crate::ui::components::{Look, badge, button, empty_state, folded, icon, link_button, notice};
use crate::ui::frame::Page;
use crate::ui::sentences::said;
use crate::ui::words::{later, t, tf, tn};

/// So many lines stand on a page.
const PAGE: usize = 200;
/// Deeper lines are indented no further.
const DEEPEST: usize = 9;

/// The kinds of differences: their words in addresses and on the page, and how they look.
const KINDS: &[(Kind, &str, &str, Level)] = &[
    (Kind::New, "new", later("new"), Level::Success),
    (Kind::Renamed, "renamed", later("renamed"), Level::Info),
    (Kind::Author, "author", later("author changed"), Level::Info),
    (Kind::Fields, "fields", later("fields changed"), Level::Info),
    (Kind::Moved, "moved", later("moved"), Level::Info),
    (Kind::Synonym, "synonym", later("became synonym"), Level::Info),
    (Kind::Accepted, "accepted", later("became accepted"), Level::Info),
    (Kind::Doubtful, "doubtful", later("doubtful"), Level::Warning),
    (Kind::Gone, "gone", later("gone"), Level::Error),
];

fn kind_of(word: &str) -> Option<Kind> {
    KINDS.iter().find(|kind| kind.1 == word).map(|kind| kind.0)
}

fn many(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The name of a line in forms and addresses: `n12` for a node of the file, `g12` for one that is gone.
fn name_of(key: Key) -> String {
    match key {
        Key::File(at) => format!("n{at}"),
        Key::Tree(id) => format!("g{id}"),
    }
}

fn key_of(name: &str) -> Option<Key> {
    let (kind, number) = (name.get(..1)?, name.get(1..)?);
    match kind {
        "n" => number.parse().ok().map(Key::File),
        "g" => number.parse().ok().map(Key::Tree),
        _ => None,
    }
}

/// The part of the plan that is looked at: one kind, and which page of it.
#[derive(Clone, Copy)]
struct Part<'p> {
    kind: &'p str,
    page: usize,
}

impl<'p> Part<'p> {
    fn of(params: &'p Pairs) -> Self {
        Self { kind: one(params, "kind"), page: one(params, "page").parse().unwrap_or(0) }
    }

    fn href(self, asked: &Asked<'_>, at: &str) -> String {
        let mut href = of_file(asked.table, asked.key);
        if kind_of(self.kind).is_some() {
            href.push_str(&format!("&kind={}", self.kind));
        }
        if self.page > 0 {
            href.push_str(&format!("&page={}", self.page));
        }
        if !at.is_empty() {
            href.push_str(&format!("#{at}"));
        }
        href
    }
}

pub(super) fn page(asked: &Asked<'_>, params: &Pairs, plan: &Plan, error: Option<Error>) -> Response {
    let (table, import) = (asked.table, asked.import);
    let (name, tree, home) = (words::many(table), tree_path(table), path(table, None));
    let subtitle = format!("{} · {}", import.name, into(import));
    let status = error.as_ref().map_or(StatusCode::OK, status_of);
    let failed = match &import.step {
        Step::Failed(words, hint) => Some(notice(WORDS, Level::Error, &said(words), &said(hint), None)),
        _ => None,
    };
    let notices = error.as_ref().map(told).or(failed);
    let body = html! {
        div class="work" {
            (summary(asked, plan))
            @if plan.entries.is_empty() { (nothing(asked)) }
            @else { (picking(asked, Part::of(params), plan)) }
        }
    };
    let content = Page {
        title: t("What the file would change"),
        subtitle: &subtitle,
        breadcrumbs: &[(name.as_str(), tree.as_str()), (t("Import"), home.as_str())],
        notices,
        body,
        ..Page::default()
    };
    asked.visitor.page_with(status, nav_of(table), content)
}

/// What the file holds, and what was doubtful in it.
fn summary(asked: &Asked<'_>, plan: &Plan) -> Markup {
    let names = tn(many(plan.target.nodes.len()), "{n} name in the file", "{n} names in the file");
    let unchanged = i64::try_from(plan.unchanged).unwrap_or(i64::MAX);
    let list = |ranks: &[(String, i64)]| ranks.iter().map(|rank| rank.0.as_str()).collect::<Vec<_>>().join(", ");
    let is_new = matches!(asked.import.goal, Goal::New { .. });
    let unknown: Vec<String> =
        plan.target.unknown_ranks.iter().map(|(name, rows)| format!("{name} ({rows})")).collect();
    let issues: u64 = plan.target.issues.values().map(|(_, count)| count).sum();
    let told = plan.target.doubts.len() as u64;
    html! {
        p {
            (names)
            @if !is_new { ", " (tn(unchanged, "{n} is in the tree like this.", "{n} are in the tree like this.")) }
            @if is_new { ". " (tf("The tree will have the ranks {ranks}.", &[("ranks", &list(&plan.target.ranks))])) }
            @else if !plan.new_ranks.is_empty() { " " (tf("These ranks are made: {ranks}.", &[("ranks", &list(&plan.new_ranks))])) }
        }
        @if !unknown.is_empty() {
            (notice(WORDS, Level::Warning, t("Names of ranks that the tree does not have are left out."), &unknown.join(", "), None))
        }
        @if issues > 0 {
            (folded(&tn(i64::try_from(issues).unwrap_or(i64::MAX), "{n} doubt about the file", "{n} doubts about the file"), false, &html! {
                ul class="stack" {
                    @for doubt in &plan.target.doubts {
                        li { @if doubt.line > 0 { span class="muted" { (tf("Line {n}", &[("n", &doubt.line)])) ": " } } (said(&doubt.words)) }
                    }
                }
                @if issues > told { p class="muted" { (tn(i64::try_from(issues - told).unwrap_or(i64::MAX), "and {n} more", "and {n} more")) } }
            }))
        }
    }
}

fn nothing(asked: &Asked<'_>) -> Markup {
    let action = html! {
        form method="post" action=(of_file(asked.table, asked.key)) {
            (button(t("Discard the file"), "", Look::Normal, "go", "away"))
        }
    };
    empty_state("circle-check", t("The tree is as the file has it."), t("There is nothing to bring in."), Some(&action))
}

/// The form with all differences.
fn picking(asked: &Asked<'_>, part: Part<'_>, plan: &Plan) -> Markup {
    let only = kind_of(part.kind);
    let lines = plan.lines(only);
    let pages = lines.len().div_ceil(PAGE).max(1);
    let page = part.page.min(pages - 1);
    let (from, to) = (page * PAGE, lines.len().min((page + 1) * PAGE));
    let on = plan.entries.iter().filter(|entry| asked.import.picked.is_on(entry)).count();
    let may_delete = asked.visitor.may("delete", asked.table);
    let of = tf(
        "{n} of {total} differences are accepted.",
        &[("n", &number(many(on))), ("total", &number(many(plan.entries.len())))],
    );
    html! {
        form class="stack" method="post" action=(of_file(asked.table, asked.key)) {
            input type="hidden" name="plan" value=(plan.digest());
            input type="hidden" name="kind" value=(part.kind);
            input type="hidden" name="page" value=(page);
            (kinds(part, plan))
            div class="row import-all" {
                p class="muted" { (of) }
                (button(t("Accept all"), "check", Look::Quiet, "go", "everything"))
                (button(t("Accept none"), "x", Look::Quiet, "go", "nothing"))
            }
            @if only == Some(Kind::Gone) {
                p { (t("What is in the tree and not in the file stays, unless it is ticked; then it is deleted if nothing refers to it.")) }
                @if !may_delete { p class="muted" { (t("You have no right to delete here.")) } }
            }
            p class="muted" id="what-a-box-means" { (t("A box is about its own line alone; the buttons of a line are about it and all that is below it.")) }
            ul class="import-rows" aria-label=(t("Differences")) aria-describedby="what-a-box-means" {
                @for line in &lines[from..to] { (row(asked, plan, line, may_delete)) }
            }
            @if pages > 1 { (turning(page, pages, (from, to, lines.len()))) }
            p class="muted" { (t("What is new brings what is new above it, and a synonym its accepted name. All of it is one change and can be undone at any time.")) }
            div class="row import-foot" {
                (button(t("Bring in what is ticked"), "check", Look::Primary, "go", "run"))
                @if asked.import.is_sheet {
                    (link_button(t("What the columns mean"), &format!("{}&step=columns", of_file(asked.table, asked.key)), "table-2", Look::Normal, ""))
                }
                (button(t("Discard the file"), "", Look::Quiet, "go", "away"))
            }
        }
    }
}

/// Buttons that show one kind alone, with how many there are.
fn kinds(part: Part<'_>, plan: &Plan) -> Markup {
    let only = kind_of(part.kind);
    let tab = |word: &str, label: &str, count: i64, is_current: bool| {
        html! {
            button class="tab" name="go" value={ "kind:" (word) } aria-current=[is_current.then_some("true")] {
                (label) span class="count" { (number(count)) }
            }
        }
    };
    html! {
        div class="tabs import-kinds" role="group" aria-label=(t("Kinds of differences")) {
            (tab("", t("All"), many(plan.entries.len()), only.is_none()))
            @for (kind, word, label, _) in KINDS {
                @if let Some(count) = plan.counts.get(kind) {
                    (tab(word, t(label), i64::try_from(*count).unwrap_or(i64::MAX), only == Some(*kind)))
                }
            }
        }
    }
}

fn row(asked: &Asked<'_>, plan: &Plan, line: &Line, may_delete: bool) -> Markup {
    let name = name_of(line.key);
    let label = plan.label(line);
    let entry = line.entry.and_then(|at| plan.entries.get(at));
    let can_tick = entry.is_some_and(|entry| can_be_ticked(entry, may_delete));
    let is_gone = matches!(line.key, Key::Tree(_));
    html! {
        li class="import-row" id=(name) data-level=(line.level.min(DEEPEST)) {
            @if can_tick {
                input type="hidden" name="shown" value=(name);
                label class="check" {
                    input class="check-box" type="checkbox" name="tick" value=(name) checked[entry.is_some_and(|entry| asked.import.picked.is_on(entry))];
                    span { (label) }
                }
            } @else {
                span class={ "import-name" @if entry.is_none() { " muted" } } { (label) }
            }
            @if let Some(entry) = entry { (kinds_of(asked, entry)) }
            @if line.below > 0 && (!is_gone || may_delete) { (branch(line, &name, &label)) }
        }
    }
}

fn can_be_ticked(entry: &Entry, may_delete: bool) -> bool {
    !entry.kinds.contains(&Kind::Doubtful) && (entry.wanted.is_some() || may_delete)
}

/// What differs, and what it was before.
fn kinds_of(asked: &Asked<'_>, entry: &Entry) -> Markup {
    let notes: Vec<String> = match entry.kinds.contains(&Kind::Doubtful) {
        true => vec![said(&entry.note).into_owned()],
        false => entry.note.split("; ").filter(|part| !part.is_empty()).map(|part| note(asked, part)).collect(),
    };
    html! {
        span class="import-kinds-of" {
            @for (kind, _, label, level) in KINDS { @if entry.kinds.contains(kind) { (badge(*level, t(label))) } }
            @if !notes.is_empty() { span class="muted" { (notes.join("; ")) } }
        }
    }
}

/// A note of the plan in the reader’s words.
fn note(asked: &Asked<'_>, note: &str) -> String {
    if let Some(before) = note.strip_prefix("was ") {
        return tf("was {name}", &[("name", &before)]);
    }
    match note.strip_prefix("from ") {
        Some(place) => tf("from {place}", &[("place", &place)]),
        None if asked.table.column(note).is_some() => captions::field(&asked.visitor.look, asked.table, note),
        None => note.to_owned(),
    }
}

fn branch(line: &Line, name: &str, label: &str) -> Markup {
    let below = i64::try_from(line.below).unwrap_or(i64::MAX);
    let all = tf("Accept {name} and all below", &[("name", &label)]);
    let none = tf("Accept nothing of {name} and below", &[("name", &label)]);
    html! {
        span class="import-branch" {
            span class="muted" { (tn(below, "{n} below", "{n} below")) }
            button class="button button-quiet button-small" name="go" value={ "all:" (name) } title=(all) {
                (icon("check")) (t("All from here down")) span class="hidden-words" { ": " (all) }
            }
            button class="button button-quiet button-small" name="go" value={ "none:" (name) } title=(none) {
                (icon("x")) (t("None from here down")) span class="hidden-words" { ": " (none) }
            }
        }
    }
}

fn turning(page: usize, pages: usize, (from, to, total): (usize, usize, usize)) -> Markup {
    let shown = [("from", number(many(from + 1))), ("to", number(many(to))), ("total", number(many(total)))];
    let values: Vec<(&str, &dyn std::fmt::Display)> =
        shown.iter().map(|(name, value)| (*name, value as &dyn std::fmt::Display)).collect();
    html! {
        div class="row import-pages" role="group" aria-label=(t("Pages")) {
            span class="muted" { (tf("{from}–{to} of {total}", &values)) }
            @if page > 0 { (button(t("Previous page"), "arrow-left", Look::Normal, "go", &format!("page:{}", page - 1))) }
            @if page + 1 < pages { (button(t("Next page"), "arrow-right", Look::Normal, "go", &format!("page:{}", page + 1))) }
        }
    }
}

/// Keeps what was ticked on the page, and does what the button asks.
pub(super) async fn keep(asked: &Asked<'_>, sent: &Pairs) -> Result<Response> {
    let plan = planned(asked).await?;
    let may_delete = asked.visitor.may("delete", asked.table);
    let (word, of) = one(sent, "go").split_once(':').unwrap_or((one(sent, "go"), ""));
    let part = Part::of(sent);
    let mut picked = asked.import.picked.clone();
    // What stands at which key; only what can be ticked.
    let entries = plan.lines(None);
    let find = |key: Key| {
        let line = entries.iter().find(|line| line.key == key)?;
        plan.entries.get(line.entry?).filter(|entry| can_be_ticked(entry, may_delete))
    };
    let ticked: std::collections::HashSet<&str> = every(sent, "tick").collect();
    let shown: std::collections::HashSet<&str> = every(sent, "shown").collect();
    let by_name: std::collections::HashMap<String, &Line> =
        entries.iter().map(|line| (name_of(line.key), line)).collect();
    for name in shown {
        let entry = by_name.get(name).and_then(|line| plan.entries.get(line.entry?));
        if let Some(entry) = entry.filter(|entry| can_be_ticked(entry, may_delete)) {
            picked.set(entry, ticked.contains(name));
        }
    }
    let only = kind_of(part.kind);
    match (word, key_of(of)) {
        ("all" | "none", Some(key @ Key::Tree(_))) if may_delete && find(key).is_some() => {
            picked.set_branch(&plan, key, word == "all");
        }
        ("all" | "none", Some(key @ Key::File(_))) => picked.set_branch(&plan, key, word == "all"),
        ("everything" | "nothing", _) => {
            for entry in &plan.entries {
                // What is gone is picked where nothing else is shown.
                let is_meant = match only {
                    Some(only) => entry.kinds.contains(&only),
                    None => word == "nothing" || entry.wanted.is_some(),
                };
                if is_meant && can_be_ticked(entry, may_delete) {
                    picked.set(entry, word == "everything");
                }
            }
        }
        _ => {}
    }
    let kept = picked.clone();
    asked.app.uploads().change(asked.key, |import| {
        import.picked = kept;
        if matches!(import.step, Step::Failed(..)) {
            import.step = Step::Open;
        }
    });
    match word {
        "run" => run::start(asked, picked, one(sent, "plan")).await,
        "kind" => Ok(go(&Part { kind: of, page: 0 }.href(asked, ""))),
        "page" => Ok(go(&Part { page: of.parse().unwrap_or(0), ..part }.href(asked, ""))),
        "all" | "none" => Ok(go(&part.href(asked, of))),
        _ => Ok(go(&part.href(asked, ""))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_named_and_found_again() {
        for key in [Key::File(12), Key::Tree(7)] {
            assert_eq!(key_of(&name_of(key)), Some(key));
        }
        for name in ["", "n", "x1", "é1", "n-1"] {
            assert_eq!(key_of(name), None, "{name}");
        }
    }
}
