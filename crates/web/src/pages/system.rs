//! `/system`: everything that is set up once and changed seldom. Whoever adds such a page adds a row.

use axum::response::Response;
use maud::{Markup, html};

use super::visitor::Visitor;
use crate::ui::components::{icon, section};
use crate::ui::frame::Page;
use crate::ui::words::t;

/// A page by which something is set up.
pub(crate) struct Tool {
    /// The heading that it stands under.
    group: &'static str,
    /// Its name.
    title: &'static str,
    /// What it is for, in one sentence.
    about: &'static str,
    /// Its address.
    href: &'static str,
    /// An icon of the sprite.
    icon: &'static str,
    /// What one must be allowed somewhere in order to be shown it: resource and action.
    right: (&'static str, &'static str),
}

/// Every such page, in the order of the overview; rows of one group stand together.
fn tools() -> Vec<Tool> {
    let (people, values) = (t("People"), t("Values and how they are written"));
    let records = t("Records");
    let tool = |group, title, about, href, icon, right| Tool { group, title, about, href, icon, right };
    let house = t("Institution");
    vec![
        tool(
            house,
            t("Structure"),
            t("Divisions, disciplines and collections: add, rename, move, delete."),
            "/system/structure",
            "folder-tree",
            ("/table/collection", "update"),
        ),
        tool(
            house,
            t("Preferences"),
            t("What counts for everybody who has not chosen otherwise."),
            "/system/preferences",
            "sliders-horizontal",
            ("/preferences/collection", "edit_collection"),
        ),
        tool(
            records,
            t("Forms"),
            t("Which fields stand where on the page of a record."),
            "/system/forms",
            "layers",
            (vasculum_domain::forms::RESOURCE, "update"),
        ),
        tool(
            records,
            t("Captions"),
            t("What tables and fields are called, and which are hidden or required."),
            "/system/schema",
            "tags",
            (vasculum_domain::schema::RESOURCE, "update"),
        ),
        tool(
            records,
            t("Own fields"),
            t("Columns for what the model has no field for: in forms, lists, the API and exports at once."),
            "/system/fields",
            "columns-3",
            (vasculum_domain::own_fields::RESOURCE, "update"),
        ),
        tool(
            values,
            t("Pick lists"),
            t("The values that forms offer for a field."),
            "/system/pick-lists",
            "list-checks",
            ("/table/picklist", "read"),
        ),
        tool(
            values,
            t("Record formats"),
            t("How a record is written in one line, in lists, links and titles."),
            "/system/formats",
            "quote",
            ("/table/textformat", "read"),
        ),
        tool(
            values,
            t("Number formats"),
            t("How catalog numbers and the like are written, and what the next one is."),
            "/system/number-formats",
            "barcode",
            ("/table/textformat", "read"),
        ),
        tool(
            values,
            t("Uniqueness rules"),
            t("Which values must not stand twice."),
            "/system/uniqueness",
            "badge-check",
            ("/table/uniquenessrule", "read"),
        ),
        tool(
            values,
            t("Web links"),
            t("Ways from a record to pages elsewhere."),
            "/system/web-links",
            "external-link",
            ("/table/textformat", "read"),
        ),
        tool(
            values,
            t("Labels"),
            t("What stands on the labels of specimens, and on which paper."),
            "/system/labels",
            "printer",
            ("/table/textformat", "read"),
        ),
        tool(
            people,
            t("Users"),
            t("Who may sign in, and which roles they have."),
            "/admin/users",
            "users",
            ("/permissions/user/roles", "read"),
        ),
        tool(
            people,
            t("Roles"),
            t("What people may do, bundled under a name."),
            "/admin/roles",
            "list-checks",
            ("/permissions/roles", "read"),
        ),
        tool(
            people,
            t("Audit log"),
            t("Who did what, when and to which record."),
            "/admin/audit",
            "history",
            ("/table/spauditlog", "read"),
        ),
    ]
}

/// Whether somebody is shown a tool.
fn is_open(visitor: &Visitor, tool: &Tool) -> bool {
    let (resource, action) = tool.right;
    visitor.everywhere.may_somewhere(resource, action)
}

/// Whether there is anything on the overview for somebody.
pub(crate) fn has_any(visitor: &Visitor) -> bool {
    tools().iter().any(|tool| is_open(visitor, tool))
}

/// `GET /system`.
pub async fn show(visitor: Visitor) -> Response {
    let open: Vec<Tool> = tools().into_iter().filter(|tool| is_open(&visitor, tool)).collect();
    let mut groups: Vec<&str> = open.iter().map(|tool| tool.group).collect();
    groups.dedup();
    let body = html! {
        div class="work" {
            @for group in groups {
                (section(group, None, &rows(open.iter().filter(|tool| tool.group == group))))
            }
            @if open.is_empty() { p class="muted" { (t("There is nothing here that you may change.")) } }
        }
    };
    visitor.page("administration", Page { title: t("System"), body, is_reading: true, ..Page::default() })
}

fn rows<'t>(tools: impl Iterator<Item = &'t Tool>) -> Markup {
    html! {
        ul class="tool-list" {
            @for tool in tools {
                li {
                    a class="tool" href=(tool.href) {
                        (icon(tool.icon))
                        span { strong { (tool.title) } span class="muted" { (tool.about) } }
                    }
                }
            }
        }
    }
}
