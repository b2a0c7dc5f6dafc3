//! What can be done with the records of a list: with those that are ticked, or with all that were found.

use axum::Form as Body;
use axum::extract::Path as Place;
use axum::response::Response;
use maud::Markup;
use vasculum_model::names::record_set;
use vasculum_model::{Error, Result, Table, model};

use super::list::Wanted;
use super::visitor::{Visitor, go};
use super::{list_path, shown_table};
use crate::respond::Refused;
use crate::ui::components::{Look, button, link_button};
use crate::ui::words::t;

/// Something that can be done with records of a table.
struct Act {
    /// What is sent.
    key: &'static str,
    /// The words of the button, for ticked records.
    ticked: &'static str,
    /// The words of the button for all that were found; empty if it is not offered for them.
    all: &'static str,
    icon: &'static str,
    look: Look,
    /// Whether somebody may do it with records of the table.
    may: fn(&Visitor, &Table) -> bool,
    /// Where it is done: the address before the question mark.
    path: fn(&Table) -> String,
}

/// Everything that can be done with many records, in the order of the buttons.
fn acts() -> [Act; 8] {
    [
        Act {
            key: "set",
            ticked: t("Record set"),
            all: t("Record set"),
            icon: "layers",
            look: Look::Normal,
            may: |visitor, table| may_make_sets(visitor) && table.id != record_set::TABLE,
            path: |table| format!("/record-sets/new?table={}", table.name),
        },
        Act {
            key: "export",
            ticked: t("Export"),
            all: t("Export"),
            icon: "download",
            look: Look::Normal,
            may: |visitor, table| visitor.may_read(table.id),
            path: |table| format!("{}/export?", list_path(table)),
        },
        Act {
            key: "labels",
            ticked: t("Labels"),
            all: t("Labels"),
            icon: "printer",
            look: Look::Normal,
            may: super::labels::may_label,
            path: |table| format!("/labels?table={}", table.name),
        },
        Act {
            key: "identify",
            ticked: t("Identify"),
            all: t("Identify"),
            icon: "microscope",
            look: Look::Normal,
            may: super::identify::may_identify,
            path: |_| "/tools/identify?".to_owned(),
        },
        Act {
            key: "edit",
            ticked: t("Change fields"),
            all: t("Change fields"),
            icon: "pencil",
            look: Look::Normal,
            may: super::batch_edit::may_edit,
            path: |table| format!("/tools/batch-edit?table={}", table.name),
        },
        Act {
            key: "attach",
            ticked: t("Attach a file"),
            all: "",
            icon: "paperclip",
            look: Look::Normal,
            may: super::attach::may_attach,
            path: |table| format!("{}/attach?", list_path(table)),
        },
        Act {
            key: "merge",
            ticked: t("Merge"),
            all: "",
            icon: "git-merge",
            look: Look::Normal,
            may: super::merge::may_merge,
            path: |table| format!("{}/merge?", list_path(table)),
        },
        Act {
            key: "delete",
            ticked: t("Delete"),
            all: "",
            icon: "trash-2",
            look: Look::Danger,
            may: |visitor, table| visitor.may("delete", table),
            path: |table| format!("{}/delete?", list_path(table)),
        },
    ]
}

/// Whether somebody may make record sets here.
pub(crate) fn may_make_sets(visitor: &Visitor) -> bool {
    visitor.may("create", model().table(record_set::TABLE))
}

fn address(act: &Act, wanted: &Wanted) -> String {
    let path = (act.path)(wanted.table);
    let joint = if path.ends_with('?') { "" } else { "&" };
    format!("{path}{joint}{}", wanted.query()).trim_end_matches(['?', '&']).to_owned()
}

/// The buttons for all records that a list found.
pub(crate) fn on_all(visitor: &Visitor, wanted: &Wanted) -> Markup {
    maud::html! {
        @for act in acts().iter().filter(|act| !act.all.is_empty() && (act.may)(visitor, wanted.table)) {
            (link_button(act.all, &address(act, wanted), act.icon, Look::Quiet, ""))
        }
    }
}

/// The buttons for the records that are ticked.
pub(crate) fn on_ticked(visitor: &Visitor, table: &Table) -> Vec<Markup> {
    let open = |act: &Act| (act.may)(visitor, table);
    acts().iter().filter(|act| open(act)).map(|act| button(act.ticked, act.icon, act.look, "act", act.key)).collect()
}

/// `POST /data/{table}/selection`: leads to the page on which it is done.
pub async fn chosen(
    visitor: Visitor,
    Place(table): Place<String>,
    Body(sent): Body<Vec<(String, String)>>,
) -> Result<Response, Refused> {
    let table = shown_table(&table)?;
    let ids = ids(&sent);
    if ids.is_empty() {
        return Ok(go(&list_path(table)));
    }
    let key = sent.iter().find(|(name, _)| name == "act").map_or("", |(_, value)| value.as_str());
    let acts = acts();
    let act = acts.iter().find(|act| act.key == key && (act.may)(&visitor, table));
    let act = act.ok_or_else(|| Error::forbidden("You may not do this with these records."))?;
    Ok(go(&address(act, &Wanted::chosen(table, &ids))))
}

/// The ids of the rows that were ticked.
pub(crate) fn ids(sent: &[(String, String)]) -> Vec<i64> {
    sent.iter().filter(|(name, _)| name == "id").filter_map(|(_, id)| id.parse().ok()).collect()
}
