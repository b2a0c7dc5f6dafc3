//! Who may sign in, and what they may do: users, roles, rights, passwords, sessions and tokens.
//!
//! A user is a record of SpecifyUser. Rights are records of UserPolicy (given to one user) and of RolePolicy (given to
//! a role, which users hold by UserRole). A right is (collection or the whole institution, resource, action); there are
//! no denials. Resources and actions are Specify's words and stand in [`RESOURCES`].
//!
//! Sessions and tokens are no part of the collection: they are tickets, of which the database knows only the digest.

mod accounts;
mod attempts;
mod editing;
mod explain;
mod invites;
mod passwords;
mod resources;
mod rights;
mod roles;
mod tickets;

pub use accounts::{
    NewUser, User, add_user, agents_of, block, change_agent, ensure_agents, ensure_everybodys_agents, find_user,
    link_agent, list_users, make_admin, stop_being_admin, unlink_agent,
};
pub(crate) use accounts::{has_administrator, keep_an_administrator, last_admin};
pub use attempts::{FAILED, MOST_ADDRESSES, remember_failed};
pub use editing::{
    Home, Right, RoleDraft, RoleInFull, add_role, change_role, delete_role, free_name, holders, role_in_full, roles,
    roles_from_json, roles_to_json, take_roles,
};
pub use explain::{Reason, Source, allowing, give_right, reasons, take_right};
pub use invites::{INVITE_DAYS, Invite, accept_invite, find_invite, invite, invited_until, uninvite};
pub(crate) use passwords::is_one as is_password;
pub use passwords::{MIN_PASSWORD_LENGTH, change_password, check_password, new_password, set_password, verify};
pub use resources::{Level, RESOURCES, Resource};
pub use rights::{AccessCache, access};
pub use roles::{
    LIBRARY_ROLES, LibraryRole, RoleSummary, add_role_from_library, enter, give_role, install_library_roles, leave,
    roles_of, take_role,
};
pub use tickets::{
    SESSION_DAYS, SESSION_IDLE_HOURS, Session, Token, TokenScope, end_session, end_sessions, make_token, revoke_token,
    session, sessions, sign_out, start_session, token, tokens,
};
