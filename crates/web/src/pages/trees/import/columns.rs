//! The second step, for sheets: what each column means. It is guessed, and can be said otherwise.

use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use vasculum_domain::trees::import::{self as trees, Goal, Mapping, Opened, Role, StartRanks, roles};
use vasculum_model::{Error, Result, Table};

use super::kept::Step;
use super::{Asked, WORDS, into, may_make, of_file, opened, path, planned, status_of, told, tree_path};
use crate::pages::captions;
use crate::pages::sent::{Pairs, is_ticked, one};
use crate::pages::visitor::{Visitor, go};
use crate::pages::{nav_of, words};
use crate::ui::components::{
    Choice, Column, ColumnKind, Field, Look, Row, Table as Grown, button, checkbox, data_table, select,
};
use crate::ui::frame::Page;
use crate::ui::words::{t, tf, tn};

/// So many values of a column are shown.
const SAMPLES: usize = 3;
/// So long a value is shown.
const SAMPLE_LETTERS: usize = 40;
/// More columns than this no sheet of names has.
const MOST_COLUMNS: usize = 500;

/// What the page shows.
struct View {
    headers: Vec<String>,
    samples: Vec<Vec<String>>,
    rows: usize,
    mapping: Mapping,
    ranks: Vec<(String, i64)>,
}

async fn read(asked: &Asked<'_>) -> Result<View> {
    let (import, access) = (asked.import.clone(), asked.visitor.access.clone());
    let _place = asked.app.uploads().working.acquire().await;
    asked
        .app
        .with_database(move |db| {
            let file = opened(&import)?;
            let ask = import.ask();
            let (guessed, ranks) =
                db.read(&access, |tx| Ok((trees::guessed(tx, &file, &ask)?, trees::ranks(tx, &ask)?)))?;
            let Opened::Sheet(sheet) = file else { return Err(Error::not_found(t("There is no such page."))) };
            let samples = |at: usize| {
                let mut found: Vec<String> = Vec::new();
                for value in sheet.column(at).filter(|value| !value.trim().is_empty()) {
                    let value: String = value.chars().take(SAMPLE_LETTERS).collect();
                    if !found.contains(&value) {
                        found.push(value);
                    }
                    if found.len() == SAMPLES {
                        break;
                    }
                }
                found
            };
            Ok(View {
                samples: (0..sheet.headers.len()).map(samples).collect(),
                rows: sheet.rows.len(),
                mapping: import.mapping.clone().or(guessed).unwrap_or_default(),
                headers: sheet.headers,
                ranks,
            })
        })
        .await
}

pub(super) async fn page(asked: &Asked<'_>, params: &Pairs, error: Option<Error>) -> Result<Response> {
    let mut view = read(asked).await?;
    if one(params, "go") == "columns" {
        // As it was said, though it can't be done like that.
        view.mapping = said(&view, params);
    }
    let (table, import) = (asked.table, asked.import);
    let many = words::many(table);
    let (home, tree) = (path(table, None), tree_path(table));
    let has_own_ranks = matches!(import.goal, Goal::New { ranks: StartRanks::OfFile, .. });
    let rows = i64::try_from(view.rows).unwrap_or(i64::MAX);
    let subtitle = format!("{} · {} · {}", import.name, tn(rows, "{n} row", "{n} rows"), into(import));
    let body = html! {
        div class="work" {
            form class="stack" method="post" action=(of_file(table, asked.key)) {
                p { (t("This is guessed by the headers. A column can hold the names of one rank; or one column holds names of any rank, and others what belongs to them.")) }
                (columns(asked.visitor, table, &view))
                @if view.headers.len() > MOST_COLUMNS {
                    p class="muted" { (t("Nothing is read of further columns.")) }
                }
                @if may_make(asked.visitor, table) && !has_own_ranks {
                    (checkbox(WORDS, &Field::new("missing", t("Make the ranks that the tree lacks")), import.create_missing_ranks))
                }
                div class="row" {
                    (button(t("Show what it would do"), "eye", Look::Primary, "go", "columns"))
                    (button(t("Discard the file"), "", Look::Quiet, "go", "away"))
                }
            }
        }
    };
    let content = Page {
        title: t("What the columns mean"),
        subtitle: &subtitle,
        breadcrumbs: &[(many.as_str(), tree.as_str()), (t("Import"), home.as_str())],
        notices: error.as_ref().map(told),
        body,
        ..Page::default()
    };
    Ok(asked.visitor.page_with(error.as_ref().map_or(StatusCode::OK, status_of), nav_of(table), content))
}

fn columns(visitor: &Visitor, table: &'static Table, view: &View) -> Markup {
    let known = roles(table.id, &view.ranks).unwrap_or_default();
    let all: Vec<(String, String)> = known.iter().map(|role| (role.words(), meaning(visitor, table, role))).collect();
    let heads = [
        Column { label: t("Column"), ..Column::default() },
        Column { label: t("First values"), kind: ColumnKind::Wide, ..Column::default() },
        Column { label: t("Meaning"), ..Column::default() },
    ];
    let row = |at: usize, header: &String| {
        let name = format!("column{at}");
        let role = view.mapping.get(at).unwrap_or(&Role::Nothing);
        let words = role.words();
        let is_known = all.iter().any(|(value, _)| *value == words);
        // A rank of the header’s own name may be made.
        let own = Role::Rank(header.trim().to_owned());
        let is_rank = view.ranks.iter().any(|rank| rank.0.eq_ignore_ascii_case(header.trim()));
        let fresh = match role {
            Role::Rank(_) | Role::Author(_) if !is_known => Some(role.clone()),
            _ if may_make(visitor, table) && !is_rank && !header.trim().is_empty() => Some(own),
            _ => None,
        };
        let fresh = fresh.map(|role| (role.words(), new_rank(&role)));
        let options: Vec<Choice<'_>> = all
            .iter()
            .chain(fresh.iter())
            .map(|(value, label)| Choice { value, label, is_chosen: *value == words })
            .collect();
        let label = tf("What ‘{column}’ means", &[("column", header)]);
        let field = Field::new(&name, &label);
        Row {
            cells: vec![
                html! { strong { (header) } },
                html! { span class="muted" { (view.samples[at].join(" · ")) } },
                html! { label class="hidden-words" for=(name) { (label) } (select(&field, None, &options)) },
            ],
            ..Row::default()
        }
    };
    let rows: Vec<Row<'_>> =
        view.headers.iter().take(MOST_COLUMNS).enumerate().map(|(at, header)| row(at, header)).collect();
    let grown =
        Grown { caption: t("What the columns mean"), columns: &heads, rows: &rows, stacks: true, ..Grown::default() };
    data_table(WORDS, &grown)
}

fn new_rank(role: &Role) -> String {
    match role {
        Role::Rank(name) => tf("A new rank, ‘{rank}’", &[("rank", name)]),
        other => other.words(),
    }
}

/// What a column means, in words.
fn meaning(visitor: &Visitor, table: &Table, role: &Role) -> String {
    match role {
        Role::Nothing => t("Nothing that is read").to_owned(),
        Role::Rank(rank) => tf("Names of the rank {rank}", &[("rank", rank)]),
        Role::Author(rank) => tf("Authors of the rank {rank}", &[("rank", rank)]),
        Role::Name => t("Names of any rank, written out").to_owned(),
        Role::OwnName => t("Names of any rank, each alone").to_owned(),
        Role::RankOfName => t("The rank of the name").to_owned(),
        Role::AuthorOfName => t("The author of the name").to_owned(),
        Role::Id => t("What the source calls the row").to_owned(),
        Role::Parent => t("What the source calls the row above").to_owned(),
        Role::Accepted => t("What the source calls the accepted name").to_owned(),
        Role::Field(name) => tf("Field: {field}", &[("field", &captions::field(&visitor.look, table, name))]),
    }
}

fn said(view: &View, sent: &Pairs) -> Mapping {
    let role = |at: usize| Role::read(one(sent, &format!("column{at}"))).unwrap_or(Role::Nothing);
    (0..view.headers.len()).map(role).collect()
}

/// Keeps what the columns mean, if a plan can be made of it.
pub(super) async fn keep(asked: &Asked<'_>, sent: &Pairs) -> Result<Response> {
    let view = read(asked).await?;
    let mapping = said(&view, sent);
    let knows = |name: &String| view.ranks.iter().any(|rank| rank.0 == *name);
    let makes_ranks = mapping.iter().any(|role| matches!(role, Role::Rank(name) if !knows(name)));
    let mut import = asked.import.clone();
    import.create_missing_ranks = is_ticked(sent, "missing") || makes_ranks;
    import.mapping = Some(mapping);
    // Another meaning makes other nodes.
    import.picked = Default::default();
    import.step = Step::Open;
    asked.app.uploads().forget_plan(asked.key);
    let asked = Asked { import: &import, ..*asked };
    planned(&asked).await?;
    let kept = import.clone();
    asked.app.uploads().change(asked.key, |there| *there = kept);
    Ok(go(&of_file(asked.table, asked.key)))
}
