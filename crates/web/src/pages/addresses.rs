//! The addresses of administration, preferences and the manual.

use axum::routing::{get, post};

use super::{USERS, audit, help, invite, jobs, people, preferences, roles, schedules, structure};
use crate::routes::Needs::{self, Nothing, Right, SignIn};
use crate::routes::{Route, route};

/// Every address of a page by which something is administered, and of the manual.
pub const ADMINISTRATION: &[Route] = &[
    route("GET", "/account/preferences", SignIn, "One’s own preferences", || get(preferences::show)),
    route("POST", "/account/preferences", SignIn, "Sets one’s own preferences", || post(preferences::save)),
    route("GET", "/admin/users/{id}/rights", USERS, "What a user may do, and why", || get(people::rights)),
    route("POST", "/admin/users/{id}/rights", RIGHTS, "Gives a user a right", || post(people::give_right)),
    route("POST", "/admin/users/{id}/rights/{policy}/take", RIGHTS, "Takes a right from a user", || {
        post(people::take_right)
    }),
    route("GET", "/admin/users/{id}/agents", USERS, "The agents that stand for a user", || get(people::agents)),
    route("POST", "/admin/users/{id}/agents", AGENTS, "Chooses them", || post(people::change_agents)),
    route("GET", "/admin/users/{id}/sessions", PASSWORDS, "Sessions and tokens of a user", || get(people::sessions)),
    route("POST", "/admin/users/{id}/sessions/{session}/end", PASSWORDS, "Ends a session of a user", || {
        post(people::end_session)
    }),
    route("POST", "/admin/users/{id}/tokens/{token}/revoke", PASSWORDS, "Takes a token of a user back", || {
        post(people::revoke_token)
    }),
    route("POST", "/admin/users/{id}/invite", INVITES, "Invites a user", || post(people::invite)),
    route("POST", "/admin/users/{id}/uninvite", INVITES, "Makes an invitation void", || post(people::uninvite)),
    route("GET", "/invite/{secret}", Nothing, "What an invited person sees", || get(invite::welcome)),
    route("POST", "/invite/{secret}", Nothing, "Accepts an invitation", || post(invite::accept)),
    route("GET", "/admin/roles", ROLES, "The roles", || get(roles::list)),
    route("GET", "/admin/roles/new", ROLES, "The form of a new role", || get(roles::show_new)),
    route("POST", "/admin/roles", ROLES, "Makes a role", || post(roles::create)),
    route("GET", "/admin/roles/export", ROLES, "Roles as a file", || get(roles::export)),
    route("POST", "/admin/roles/import", ROLES, "Takes roles in from a file", || post(roles::import)),
    route("GET", "/admin/roles/{kind}/{id}", ROLES, "One role with what it allows", || get(roles::show)),
    route("POST", "/admin/roles/{kind}/{id}", ROLES, "Changes a role", || post(roles::save)),
    route("POST", "/admin/roles/{kind}/{id}/copy", ROLES, "Copies a role", || post(roles::copy)),
    route("GET", "/admin/roles/{kind}/{id}/delete", ROLES, "What deleting a role would mean", || {
        get(roles::ask_delete)
    }),
    route("POST", "/admin/roles/{kind}/{id}/delete", ROLES, "Deletes a role", || post(roles::delete)),
    route("GET", "/admin/audit", AUDIT, "Who did what", || get(audit::show)),
    route("GET", "/admin/audit/export", AUDIT, "The same as a file", || get(audit::export)),
    route("GET", "/system/structure", HOUSE, "Divisions, disciplines and collections", || get(structure::show)),
    route("GET", "/system/structure/new/{level}", HOUSE, "The form of a new one", || get(structure::show_new)),
    route("POST", "/system/structure/new/{level}", HOUSE, "Adds one", || post(structure::create)),
    route("GET", "/system/structure/{level}/{id}", HOUSE, "One of them", || get(structure::edit)),
    route("POST", "/system/structure/{level}/{id}", HOUSE, "Changes it", || post(structure::save)),
    route("POST", "/system/structure/{level}/{id}/move", HOUSE, "Moves a collection", || post(structure::move_to)),
    route("POST", "/system/structure/{level}/{id}/delete", HOUSE, "Deletes it if it is empty", || {
        post(structure::delete)
    }),
    route("GET", "/system/preferences", SHARED, "Preferences of the institution and its collections", || {
        get(preferences::show_shared)
    }),
    route("POST", "/system/preferences", SHARED, "Sets them", || post(preferences::save_shared)),
    route("GET", "/help", Nothing, "The manual", || get(help::contents)),
    route("GET", "/help/image/{name}", Nothing, "A picture of the manual", || get(help::image)),
    route("GET", "/help/{page}", Nothing, "One page of the manual", || get(help::show)),
];

/// Every address of a page about long work, and of schedules.
pub const WORK: &[Route] = &[
    route("GET", "/jobs", SignIn, "One’s own jobs", || get(jobs::list)),
    route("GET", "/jobs/part", SignIn, "The list of jobs alone, as it is now", || get(jobs::live)),
    route("POST", "/jobs/export", SignIn, "Asks for a file", || post(jobs::export)),
    route("GET", "/jobs/{id}/file", SignIn, "The file of a job", || get(jobs::file)),
    route("POST", "/jobs/{id}/cancel", SignIn, "Calls a job off", || post(jobs::cancel)),
    route("POST", "/jobs/{id}/retry", SignIn, "Lets a job be tried again", || post(jobs::retry)),
    route("POST", "/jobs/{id}/forget", SignIn, "Deletes the file of a job", || post(jobs::forget)),
    route("GET", "/schedules", SignIn, "One’s own schedules", || get(schedules::list)),
    route("POST", "/schedules", SignIn, "Makes a schedule", || post(schedules::create)),
    route("GET", "/schedules/new", SignIn, "The form of a new schedule", || get(schedules::show_new)),
    route("GET", "/schedules/{id}", SignIn, "One schedule", || get(schedules::show)),
    route("POST", "/schedules/{id}", SignIn, "Changes a schedule", || post(schedules::save)),
    route("POST", "/schedules/{id}/pause", SignIn, "Lets a schedule rest", || post(schedules::pause)),
    route("POST", "/schedules/{id}/resume", SignIn, "Lets a schedule go on", || post(schedules::resume)),
    route("POST", "/schedules/{id}/run", SignIn, "Does now what a schedule does", || post(schedules::run)),
    route("GET", "/schedules/{id}/delete", SignIn, "The question before a schedule goes", || {
        get(schedules::ask_delete)
    }),
    route("POST", "/schedules/{id}/delete", SignIn, "Deletes a schedule", || post(schedules::delete)),
];

/// Whoever may change what is given to users alone.
const RIGHTS: Needs = Right("/permissions/policies/user", "update");
/// Whoever may choose the agents of users.
const AGENTS: Needs = Right("/admin/user/agents", "update");
/// Whoever may set the passwords of others may also end what lets them in.
const PASSWORDS: Needs = Right("/admin/user/password", "update");
const INVITES: Needs = Right("/admin/user/invite_link", "create");
/// Whoever sees the roles of a collection; what exactly one may change is judged when it is changed.
const ROLES: Needs = Right("/permissions/roles", "read");
const AUDIT: Needs = Right("/table/spauditlog", "read");
/// The structure is seen by whoever may change it.
const HOUSE: Needs = Right("/table/collection", "update");
const SHARED: Needs = Right("/preferences/collection", "edit_collection");

/// The words of lists of the domain that the pages of administration show.
#[cfg(test)]
pub(crate) fn labels() -> impl Iterator<Item = &'static str> {
    use vasculum_domain::preferences::{Kind, PREFERENCES};
    use vasculum_domain::setup::DISCIPLINE_TYPES;
    use vasculum_domain::users::{LIBRARY_ROLES, RESOURCES};
    let formats = vasculum_domain::rules::numbers::BUILT_IN_FORMATS.iter();
    let choices = PREFERENCES.iter().filter(|one| one.key != "language").flat_map(|one| match one.kind {
        Kind::Choice(choices) => {
            choices.iter().map(|(_, words)| *words).filter(|words| words.parse::<u32>().is_err()).collect()
        }
        _ => Vec::new(),
    });
    PREFERENCES
        .iter()
        .flat_map(|one| [one.title, one.about])
        .chain(choices)
        .chain(["As the browser asks"])
        .chain(DISCIPLINE_TYPES.iter().map(|kind| kind.title))
        .chain(LIBRARY_ROLES.iter().flat_map(|role| [role.name, role.about]))
        .chain(RESOURCES.iter().map(|row| row.about))
        .chain(vasculum_domain::labels::shipped().iter().map(|(.., kind)| kind.name.as_str()))
        .chain(vasculum_domain::query::ISSUES.iter().map(|issue| issue.about))
        .chain(formats.filter(|(name, ..)| name.starts_with("CatalogNumber")).map(|(_, _, about)| *about))
}
