//! The last step: what was picked is brought in, as one change, and what came of it is told.

use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use vasculum_domain::trees::import::{self as trees, Applied, Goal, Picked};
use vasculum_model::{Code, Error, Result};
use vasculum_store::Purpose;

use super::kept::Step;
use super::{Asked, WORDS, gone, of_file, opened, path, tree_path};
use crate::pages::visitor::go;
use crate::pages::{nav_of, words};
use crate::ui::Level;
use crate::ui::components::{Look, icon, link_button, notice, section};
use crate::ui::frame::Page;
use crate::ui::language::{answering, language};
use crate::ui::sentences::said;
use crate::ui::words::{t, tn};

/// Brings in what was picked. It goes on if the browser does not wait for it; the page of the file tells then how it went.
pub(super) async fn start(asked: &Asked<'_>, picked: Picked, agreed: &str) -> Result<Response> {
    let uploads = asked.app.uploads();
    let is_ours = uploads.change(asked.key, |import| {
        let is_ours = matches!(import.step, Step::Open | Step::Failed(..));
        if is_ours {
            import.step = Step::Running;
        }
        is_ours
    });
    if !is_ours.ok_or_else(gone)? {
        return Ok(go(&of_file(asked.table, asked.key)));
    }
    let (app, import, key) = (asked.app.clone(), asked.import.clone(), asked.key.to_owned());
    let (access, agreed) = (asked.visitor.access.clone(), agreed.to_owned());
    let running = tokio::spawn(answering(language(), async move {
        let _place = app.uploads().working.acquire().await;
        let purpose = Purpose::new("import", format!("Import of {}", import.name));
        let done = app
            .write_counted(access, purpose, move |tx| {
                let file = opened(&import)?;
                trees::import_picked(tx, &file, &import.ask(), &picked, &agreed).map(|(_, applied)| applied)
            })
            .await;
        let told = done.map(|(applied, change_set)| Applied { change_set, ..applied });
        app.uploads().forget_plan(&key);
        app.uploads().change(&key, |import| match &told {
            Ok(applied) => {
                import.step = Step::Done(Box::new(applied.clone()));
                import.file = None;
            }
            Err(error) if error.code == Code::Internal => {
                import.step = Step::Failed("Something went wrong on the server.".to_owned(), String::new());
            }
            Err(error) => {
                let hint = error.hint.as_deref().unwrap_or_default().to_owned();
                import.step = Step::Failed(error.message.to_string(), hint);
            }
        });
        told.map(drop)
    }));
    running.await.map_err(|cause| Error::internal("Something went wrong on the server.", cause))??;
    Ok(go(&of_file(asked.table, asked.key)))
}

/// It is still being brought in.
pub(super) fn running(asked: &Asked<'_>) -> Response {
    let (many, tree) = (words::many(asked.table), tree_path(asked.table));
    let body = html! {
        div class="work" {
            (notice(WORDS, Level::Info, t("The file is being brought in."), t("You can leave this page and come back to it."), None))
            p { (link_button(t("Look again"), &of_file(asked.table, asked.key), "refresh-cw", Look::Primary, "")) }
        }
    };
    let content = Page {
        title: t("Import"),
        subtitle: &asked.import.name,
        breadcrumbs: &[(many.as_str(), tree.as_str())],
        body,
        is_reading: true,
        ..Page::default()
    };
    asked.visitor.page_with(StatusCode::OK, nav_of(asked.table), content)
}

/// What came of it.
pub(super) fn done(asked: &Asked<'_>, applied: &Applied) -> Response {
    let table = asked.table;
    let (many, home) = (words::many(table), path(table, None));
    let tree = format!("{}?tree={}", tree_path(table), applied.definition);
    let body = html! {
        div class="work" {
            (refused(applied))
            div class="row" {
                (link_button(t("To the tree"), &tree, "folder-tree", Look::Primary, ""))
                @if let Some(change) = applied.change_set {
                    (link_button(t("What was changed"), &format!("/changes/{change}"), "history", Look::Normal, ""))
                }
                (link_button(t("Another file"), &path(table, Some(applied.definition)), "upload", Look::Normal, ""))
            }
        }
    };
    let content = Page {
        title: if matches!(asked.import.goal, Goal::New { .. }) {
            t("The tree was made")
        } else {
            t("The file was brought in")
        },
        subtitle: &asked.import.name,
        breadcrumbs: &[(many.as_str(), tree.as_str()), (t("Import"), home.as_str())],
        notices: Some(told(applied)),
        body,
        is_reading: true,
        ..Page::default()
    };
    asked.visitor.page_with(StatusCode::OK, nav_of(table), content)
}

fn count(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn told(applied: &Applied) -> Markup {
    let Some(change) = applied.change_set else {
        return notice(WORDS, Level::Info, t("Nothing was changed, so nothing was saved."), "", None);
    };
    let parts = [
        (applied.made, tn(count(applied.made), "{n} made", "{n} made")),
        (applied.changed, tn(count(applied.changed), "{n} changed", "{n} changed")),
        (applied.deleted, tn(count(applied.deleted), "{n} deleted", "{n} deleted")),
        (applied.refusals, tn(count(applied.refusals), "{n} refused", "{n} refused")),
    ];
    let words: Vec<String> = parts.into_iter().filter(|(number, _)| *number > 0).map(|(_, words)| words).collect();
    let undo = html! {
        form class="undo" method="post" action={ "/changes/" (change) "/undo" } {
            button class="button button-small" { (icon("undo-2")) (t("Undo")) }
        }
    };
    let body = t("It can be taken back from the history at any time.");
    notice(WORDS, Level::Success, &words.join(", "), body, Some(&undo))
}

/// What a rule refused, with its words.
fn refused(applied: &Applied) -> Markup {
    if applied.refused.is_empty() {
        return html! {};
    }
    let more = count(applied.refusals) - i64::try_from(applied.refused.len()).unwrap_or(i64::MAX);
    section(
        t("Refused"),
        None,
        &html! {
            p { (t("These stayed as they were.")) }
            ul class="stack" { @for (name, words) in &applied.refused { li { strong { (name) } ": " (said(words)) } } }
            @if more > 0 { p class="muted" { (tn(more, "and {n} more", "and {n} more")) } }
        },
    )
}
