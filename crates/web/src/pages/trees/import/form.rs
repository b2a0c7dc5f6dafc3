//! The first step: which file, and into which tree.

use std::sync::Arc;

use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use vasculum_domain::trees::import::{self as trees, Ask, Goal, Opened, Picked, StartRanks};
use vasculum_domain::trees::outline;
use vasculum_model::{Error, Result, Table};

use super::kept::{Import, Owner, Step};
use super::{UPLOAD_BYTES, WORDS, is_for_the_page, may_make, of_file, path, status_of, told};
use crate::App;
use crate::pages::sent::{Pairs, is_ticked, one};
use crate::pages::trees::tree_path;
use crate::pages::trees::view::the_definition;
use crate::pages::visitor::{Visitor, go};
use crate::pages::{nav_of, words};
use crate::ui::components::{
    Choice, Field, Look, TextInput, button, checkbox, field, link_button, section, select_field, text_field,
};
use crate::ui::frame::Page;
use crate::ui::words::{t, tf};
use crate::upload::{self, Hidden};

/// Endings of the files that are read.
const ENDINGS: &str = ".csv,.tsv,.txt,.xlsx,.xls,.zip,.nwk,.newick,.tre,.tree,.nhx,.ttl,.json";

/// The page with the form; `filled` is what was filled in, `error` what was wrong with it.
pub(super) async fn page(
    app: &App,
    visitor: &Visitor,
    table: &'static Table,
    filled: &Pairs,
    error: Option<&Error>,
) -> Result<Response> {
    let tree = vasculum_domain::trees::tree_of(table.id)?;
    let asked = one(filled, "tree").parse::<i64>().ok();
    let discipline = visitor.place().map(|place| place.discipline);
    let (definitions, here) = app
        .read(visitor.access.clone(), move |tx| {
            let here = the_definition(tx, tree, asked, discipline)?.map(|def| def.id);
            Ok((outline::definitions(tx, tree)?, here))
        })
        .await?;
    let many = words::many(table);
    let tables = words::inside(&many);
    let home = here.map_or_else(|| tree_path(table), |id| format!("{}?tree={id}", tree_path(table)));
    let body = html! {
        div class="work" {
            form class="stack" method="post" action=(path(table, None)) enctype="multipart/form-data" {
                (file())
                (section(t("Where to"), None, &goal(visitor, table, &definitions, here, filled)))
                div class="row" {
                    (button(t("Next"), "", Look::Primary, "", ""))
                    (link_button(t("Cancel"), &home, "", Look::Quiet, ""))
                }
            }
        }
    };
    let content = Page {
        title: &tf("Bring {tables} in from a file", &[("tables", &tables)]),
        breadcrumbs: &[(many.as_str(), home.as_str())],
        notices: error.map(told),
        body,
        is_reading: true,
        ..Page::default()
    };
    Ok(visitor.page_with(error.map_or(StatusCode::OK, status_of), nav_of(table), content))
}

fn file() -> Markup {
    let size = UPLOAD_BYTES >> 20;
    let help = tf(
        "CSV, TSV, Excel, ColDP, Darwin Core archive, Newick, Turtle or JSON; at most {n} MB. Larger ones are brought in on the server with ‘vasculum import tree’.",
        &[("n", &size)],
    );
    let about = Field { help: &help, ..Field::new("upload", t("File")) };
    html! {
        (field(WORDS, &about, &html! { input class="input" type="file" id="upload" name="upload" accept=(ENDINGS) aria-describedby="upload-more"; }))
        p { a href="/help/trees-import-export" { (t("What is read of which file")) } }
    }
}

fn goal(visitor: &Visitor, table: &Table, trees: &[(i64, String)], here: Option<i64>, filled: &Pairs) -> Markup {
    let may_make = may_make(visitor, table);
    let is_new = may_make && (one(filled, "goal") == "new" || trees.is_empty());
    let chosen = one(filled, "goal").parse::<i64>().ok().or(here);
    let usual = one(filled, "ranks") == "usual";
    let ranks = [
        Choice { value: "file", label: t("Those that the file has names of"), is_chosen: !usual },
        Choice { value: "usual", label: t("All that are usual in the discipline"), is_chosen: usual },
    ];
    html! {
        fieldset class="import-goals" {
            legend class="hidden-words" { (t("Where to")) }
            @for (id, name) in trees {
                label class="check" {
                    input type="radio" name="goal" value=(id) checked[!is_new && chosen == Some(*id)];
                    span { (tf("Into the tree ‘{name}’", &[("name", name)])) }
                }
            }
            @if may_make {
                label class="check" {
                    input type="radio" name="goal" value="new" checked[is_new];
                    span { (t("As a new tree")) }
                }
                div class="fields import-new" {
                    (text_field(WORDS, &Field { help: t("Only for a new tree, for example ‘Minerals’."), ..Field::new("name", t("Name of the new tree")) }, &TextInput { value: one(filled, "name"), ..TextInput::default() }))
                    (select_field(WORDS, &Field::new("ranks", t("Ranks of the new tree")), None, &ranks))
                }
                (checkbox(WORDS, &Field { help: t("Otherwise names of other ranks are left out, and counted."), ..Field::new("missing", t("Make the ranks that the tree lacks")) }, is_ticked(filled, "missing")))
            }
        }
    }
}

/// Takes a file in and leads on to its columns or its plan.
pub(super) async fn take(
    app: &App,
    visitor: &Visitor,
    owner: Owner,
    table: &'static Table,
    (kind, request): (&str, Request),
) -> Result<Response> {
    let body = match to_bytes(request.into_body(), UPLOAD_BYTES + (64 << 10)).await {
        Ok(body) => body,
        Err(_) => {
            let size = UPLOAD_BYTES >> 20;
            let error = Error::invalid(tf("The file has more than {n} MB.", &[("n", &size)]))
                .hint(t("Bring it in on the server with ‘vasculum import tree’."));
            return page(app, visitor, table, &Pairs::new(), Some(&error)).await;
        }
    };
    let (sent, file) = upload::read(kind, &body)?;
    drop(body);
    match kept(app, visitor, owner, table, &sent, file).await {
        Ok(key) => Ok(go(&of_file(table, &key))),
        Err(error) if is_for_the_page(&error) => page(app, visitor, table, &sent, Some(&error)).await,
        Err(error) => Err(error),
    }
}

async fn kept(
    app: &App,
    visitor: &Visitor,
    owner: Owner,
    table: &'static Table,
    sent: &Pairs,
    file: upload::Sent,
) -> Result<String> {
    let choose = || Error::invalid(t("Choose a file first."));
    let (name, bytes) = file.filter(|(name, bytes)| !name.is_empty() || !bytes.is_empty()).ok_or_else(choose)?;
    if bytes.is_empty() {
        return Err(Error::invalid(tf("‘{file}’ is empty.", &[("file", &name)])));
    }
    let collection = visitor.access.collection.ok_or_else(|| Error::invalid(t("Choose a collection first.")))?;
    let ranks = if one(sent, "ranks") == "usual" { StartRanks::Usual } else { StartRanks::OfFile };
    let goal = match one(sent, "goal") {
        "new" => Goal::New { name: one(sent, "name").trim().to_owned(), ranks },
        id => id.parse().map(Goal::Tree).unwrap_or_default(),
    };
    let create_missing_ranks = is_ticked(sent, "missing");
    let ask = Ask { table: table.id, collection, goal, create_missing_ranks, mapping: None };
    let access = visitor.access.clone();
    let _place = app.uploads().working.acquire().await;
    let tree = vasculum_domain::trees::tree_of(table.id)?;
    let (file, is_sheet, goal, called) = app
        .with_database(move |db| {
            let (goal, called) = db.read(&access, |tx| {
                let def = trees::check(tx, &ask)?;
                let known = outline::definitions(tx, tree)?;
                let name = def.and_then(|def| known.into_iter().find(|(id, _)| *id == def));
                Ok(match name {
                    Some((id, name)) => (Goal::Tree(id), name),
                    None => (ask.goal.clone(), String::new()),
                })
            })?;
            let file = Hidden::keep(&name, &bytes)?;
            let opened = trees::open_bytes(bytes, &file.name)?;
            Ok((file, matches!(opened, Opened::Sheet(_)), goal, called))
        })
        .await?;
    let import = Import {
        table: table.id,
        collection,
        name: file.name.clone(),
        tree: called,
        file: Some(Arc::new(file)),
        goal,
        create_missing_ranks,
        is_sheet,
        mapping: None,
        picked: Picked::default(),
        step: Step::Open,
    };
    let key = app.uploads().keep(owner, import)?;
    let later = app.clone();
    tokio::spawn(async move {
        tokio::time::sleep(super::Uploads::lasts()).await;
        later.uploads().tidy();
    });
    Ok(key)
}
