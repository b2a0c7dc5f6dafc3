//! The pages: what people see in a browser.
//!
//! Every page is a function from a typed context to markup, every state of it has an address, and all of them work
//! without scripts. Handlers read as sentences: who asks, what is read or written in one transaction, the answer.

pub mod account;
pub mod acting;
pub mod addresses;
pub mod admin;
mod asked;
pub mod attach;
pub mod audit;
pub mod batch_edit;
mod captions;
pub mod configure;
mod conflict;
pub mod delete;
pub mod delete_many;
pub mod designer;
pub mod entry;
pub mod errand;
pub mod export;
mod filters;
mod form;
mod grid;
pub mod help;
pub mod history;
pub mod home;
pub mod identify;
pub mod insights;
pub mod invite;
pub mod jobs;
pub mod labels;
mod layout;
pub mod list;
pub mod lookup;
mod lookup_context;
pub mod merge;
mod names;
pub mod people;
pub mod permalink;
pub mod preferences;
pub mod query;
pub mod record;
pub mod roles;
pub mod schedules;
pub mod schema;
pub mod search;
pub(crate) mod sent;
pub mod sets;
mod shape;
mod sheet;
pub mod sign_in;
pub mod structure;
pub mod system;
pub mod trees;
mod understood;
mod value;
pub mod views;
pub mod visitor;
pub(crate) mod words;

use axum::routing::{get, post};
use vasculum_model::names::{agent, collection_object, loan, locality, taxon};
use vasculum_model::{Error, Result, Table, model};

use self::configure::{formats, numbers, own_fields, pick_lists, uniqueness, web_links};
use crate::routes::Needs::{Nothing, Right, SignIn, Table as Of};
use crate::routes::{Route, route};

/// Every address of a page.
pub const PAGES: &[Route] = &[
    route("GET", "/sign-in", Nothing, "The page for signing in", || get(sign_in::ask)),
    route("POST", "/sign-in", Nothing, "Signs in", || post(sign_in::enter)),
    route("POST", "/sign-out", Nothing, "Signs out", || post(sign_in::leave)),
    route("POST", "/preferences", Nothing, "Sets theme, density and rail", || post(sign_in::prefer)),
    route("GET", "/collection", SignIn, "The choice of a collection", || get(sign_in::choose)),
    route("POST", "/collection", SignIn, "Chooses a collection", || post(sign_in::chosen)),
    route("GET", "/collection/{code}/{*number}", SignIn, "An object by its catalog number", || {
        get(permalink::by_number)
    }),
    route("GET", "/guid/{*guid}", SignIn, "Any record by its GUID, merged ones too", || get(permalink::by_guid)),
    route("GET", "/", SignIn, "The collection at a glance", || get(home::show)),
    route("GET", "/account", SignIn, "One’s own sessions, tokens, password and looks", || get(account::show)),
    route("POST", "/account/password", SignIn, "Changes one’s own password", || post(account::change_password)),
    route("POST", "/account/tokens", SignIn, "Makes a token", || post(account::make_token)),
    route("POST", "/account/tokens/{id}/revoke", SignIn, "Takes a token back", || post(account::revoke_token)),
    route("POST", "/account/sessions/{id}/end", SignIn, "Ends a session of one’s own", || post(account::end_session)),
    route("GET", "/search", SignIn, "Searches everything", || get(search::show)),
    route("GET", "/understand", SignIn, "What is understood of a date or coordinate", || get(understood::answer)),
    route("GET", "/lookup/{table}", Of("read"), "Finds records while one types", || get(lookup::look_up)),
    route("GET", "/tools/identify", SignIn, "One determination for many objects", || get(identify::ask)),
    route("POST", "/tools/identify", SignIn, "Identifies many objects", || post(identify::receive)),
    route("GET", "/tools/batch-edit", SignIn, "One change for many records", || get(batch_edit::ask)),
    route("POST", "/tools/batch-edit", SignIn, "Plans a change of many records, and makes it", || {
        post(batch_edit::receive)
    }),
    route("GET", "/parked/{secret}", SignIn, "A form that was left to look for a link", || get(errand::come_back)),
    route("GET", "/picked/{table}/{id}", Of("read"), "What a drawer tells the form under it", || get(errand::picked)),
    route("GET", "/data", SignIn, "Every table", || get(lookup::tables)),
    route("GET", "/data/{table}", Of("read"), "The list of a table", || get(list::show)),
    route("GET", "/data/{table}/count", Of("read"), "How many records a list has", || get(list::count)),
    route("POST", "/data/{table}", Of("create"), "Makes a record from its form", || post(record::create)),
    route("GET", "/data/{table}/new", Of("create"), "The form of a new record", || get(record::show_new)),
    route("GET", "/data/{table}/last", Of("read"), "What the record says that one made last", || {
        get(entry::last::show)
    }),
    route("GET", "/data/{table}/entry", Of("create"), "How records are entered", || get(entry::settings::show)),
    route("POST", "/data/{table}/entry", Of("create"), "Sets how records are entered", || post(entry::settings::keep)),
    route("POST", "/data/{table}/selection", Of("read"), "Leads on with ticked records", || post(acting::chosen)),
    route("GET", "/data/{table}/export", Of("read"), "The choice of a kind of file", || get(export::show)),
    route("GET", "/data/{table}/export/{format}", Of("read"), "Records as a file", || get(export::file)),
    route("GET", "/data/{table}/attach", Of("read"), "What attaching a file to many would do", || get(attach::ask)),
    route("POST", "/data/{table}/attach", Of("read"), "Attaches a file to many records", || post(attach::attach)),
    route("GET", "/data/{table}/delete", Of("delete"), "What deleting many would mean", || get(delete_many::ask)),
    route("POST", "/data/{table}/delete", Of("delete"), "Deletes many records", || post(delete_many::remove)),
    route("GET", "/data/{table}/merge", Of("delete"), "Duplicates beside each other", || get(merge::ask)),
    route("POST", "/data/{table}/merge", Of("delete"), "Merges duplicates", || post(merge::receive)),
    route("GET", "/data/{table}/{id}", Of("read"), "One record with its form", || get(record::show)),
    route("POST", "/data/{table}/{id}", Of("update"), "Saves a record from its form", || post(record::save)),
    route("GET", "/data/{table}/{id}/history", Of("read"), "The history of a record", || get(history::of_record)),
    route("GET", "/data/{table}/{id}/delete", Of("delete"), "What deleting would mean", || get(delete::ask)),
    route("POST", "/data/{table}/{id}/delete", Of("delete"), "Deletes a record", || post(delete::remove)),
    route("GET", "/data/{table}/{id}/copies", Of("create"), "The question how many copies", || get(entry::copies::ask)),
    route("POST", "/data/{table}/{id}/copies", Of("create"), "Makes copies of a record", || post(entry::copies::make)),
    route("GET", "/trees/{table}/problems", Of("read"), "What is wrong within a tree", || get(trees::problems::show)),
    route("POST", "/trees/{table}/problems", Of("update"), "Repairs a tree", || post(trees::problems::mend)),
    route("GET", "/trees/{table}/ranks", Of("read"), "The ranks of a tree", || get(trees::ranks::show)),
    route("POST", "/trees/{table}/ranks", Of("update"), "Changes the ranks of a tree", || post(trees::ranks::receive)),
    route("GET", "/trees/{table}/ranks/preview", Of("read"), "What full names would look like", || {
        get(trees::ranks::preview)
    }),
    route("GET", "/trees/{table}/naming", Of("read"), "How a name is understood at its place", || {
        get(trees::naming::answer)
    }),
    route("GET", "/trees/{table}/import", Of("create"), "Bringing a file into a tree", || get(trees::import::show)),
    route("POST", "/trees/{table}/import", Of("create"), "Takes a file of a tree, and brings it in", || {
        post(trees::import::receive)
    }),
    route("GET", "/trees/{table}/export", Of("read"), "A tree as a file", || get(trees::export::file)),
    route("GET", "/trees/{table}/{id}/{act}", Of("read"), "What an operation on a tree would do", || {
        get(trees::operate::ask)
    }),
    route("POST", "/trees/{table}/{id}/{act}", Of("update"), "Carries an operation on a tree out", || {
        post(trees::operate::receive)
    }),
    route("GET", "/trees", SignIn, "The trees", || get(trees::view::choose)),
    route("GET", "/trees/{table}", Of("read"), "A tree as an outline", || get(trees::view::show)),
    route("GET", "/trees/{table}/below", Of("read"), "What is below a node", || get(trees::view::below)),
    route("GET", "/trees/{table}/find", Of("read"), "Finds nodes of a tree", || get(trees::view::look_up)),
    route("GET", "/trees/{table}/way", Of("read"), "The way down to a node", || get(trees::view::way)),
    route("GET", "/trees/{table}/holdings", Of("read"), "What is held of each part of a tree", || {
        get(trees::holdings::show)
    }),
    route("GET", "/trees/{table}/nodes/{id}", Of("read"), "The details of a node", || get(trees::node)),
    route("GET", "/drafts", SignIn, "What one typed and did not save", || get(entry::drafts::list)),
    route("POST", "/drafts/{table}/{what}", SignIn, "Keeps what stands in a form", || post(entry::drafts::keep)),
    route("POST", "/drafts/{table}/{what}/discard", SignIn, "Throws a draft away", || post(entry::drafts::discard)),
    route("POST", "/presence/{table}/{id}", Of("read"), "Who else has a record open", || post(entry::presence::call)),
    route("GET", "/record-sets", SETS, "The record sets", || get(sets::list)),
    route("POST", "/record-sets", SETS, "Makes a record set", || post(sets::make)),
    route("GET", "/record-sets/new", SETS, "The form of a new record set", || get(sets::show_new)),
    route("GET", "/record-sets/combine", SETS, "Two sets to make a third of", || get(sets::ask_combine)),
    route("POST", "/record-sets/combine", SETS, "Makes a set of two others", || post(sets::combine)),
    route("GET", "/record-sets/{id}", SETS, "One record set", || get(sets::show_one)),
    route("POST", "/record-sets/{id}", SETS, "Changes name and sharing of a set", || post(sets::change)),
    route("GET", "/record-sets/{id}/edit", SETS, "Name and sharing of a set", || get(sets::show_edit)),
    route("POST", "/record-sets/{id}/records", SETS, "Adds, takes out and moves records of a set", || {
        post(sets::change_records)
    }),
    route("POST", "/record-sets/{id}/order", SETS, "Puts a set in another order", || post(sets::arrange)),
    route("GET", "/record-sets/{id}/lend", SETS, "What of a set can be lent", || get(sets::choose_interaction)),
    route("POST", "/record-sets/{id}/lend", SETS, "Adds preparations to an interaction", || post(sets::lend)),
    route("GET", "/record-sets/{id}/delete", SETS, "The question before a set goes", || get(sets::ask_delete)),
    route("POST", "/record-sets/{id}/delete", SETS, "Deletes a record set", || post(sets::remove)),
    route("GET", "/labels", PRINTING, "Labels of chosen records, to be printed", || get(labels::show)),
    route("GET", "/labels/sheet.css", Nothing, "The sizes of labels as a style sheet", || get(labels::style)),
    route("GET", "/changes", SignIn, "What everybody did", || get(history::all)),
    route("GET", "/changes/{id}", SignIn, "One change set, and what undoing it would do", || get(history::show)),
    route("POST", "/changes/{id}/undo", SignIn, "Takes a change set back", || post(history::take_back)),
    route("GET", "/system/forms", FORMS, "Which form every table has", || get(designer::list)),
    route("GET", "/system/forms/{table}", FORMS, "Arranging the form of a table", || get(designer::show)),
    route("POST", "/system/forms/{table}", FORMS, "Arranges, previews, saves, imports or resets a form", || {
        post(designer::change)
    }),
    route("GET", "/system/forms/{table}/file", FORMS, "A form as a file", || get(designer::export)),
    route("GET", "/system/schema", CAPTIONS, "The tables with their captions", || get(schema::list)),
    route("GET", "/system/schema/{table}", CAPTIONS, "What a table and its fields are called", || get(schema::show)),
    route("POST", "/system/schema/{table}", CAPTIONS, "Saves captions and settings of fields", || post(schema::save)),
    route("GET", "/system", SignIn, "What is set up once", || get(system::show)),
    route("GET", "/system/pick-lists", PICK_LISTS, "The pick lists", || get(pick_lists::list)),
    route("POST", "/system/pick-lists", PICK_LISTS, "Makes a pick list", || post(pick_lists::create)),
    route("GET", "/system/pick-lists/new", PICK_LISTS, "The form of a pick list", || get(pick_lists::show_new)),
    route("GET", "/system/pick-lists/{id}", PICK_LISTS, "One pick list", || get(pick_lists::show)),
    route("POST", "/system/pick-lists/{id}", PICK_LISTS, "Saves a pick list", || post(pick_lists::save)),
    route("POST", "/system/pick-lists/{id}/values", PICK_LISTS, "Adds one value while typing", || {
        post(pick_lists::add_value)
    }),
    route("GET", "/system/pick-lists/{id}/delete", PICK_LISTS, "The question before a pick list goes", || {
        get(pick_lists::ask_delete)
    }),
    route("POST", "/system/pick-lists/{id}/delete", PICK_LISTS, "Deletes a pick list", || post(pick_lists::remove)),
    route("GET", "/system/formats", FORMATS, "How records are written", || get(formats::list)),
    route("GET", "/system/formats/{table}", FORMATS, "How records of a table are written", || get(formats::show)),
    route("POST", "/system/formats/{table}", FORMATS, "Changes how records are written", || post(formats::save)),
    route("POST", "/system/formats/{table}/examples", FORMATS, "Examples while one types", || {
        post(formats::examples_only)
    }),
    route("POST", "/system/formats/{table}/reset", FORMATS, "Takes a format back", || post(formats::reset)),
    route("GET", "/system/number-formats", FORMATS, "How numbers are written", || get(numbers::list)),
    route("POST", "/system/number-formats", FORMATS, "Makes a number format", || post(numbers::create)),
    route("GET", "/system/number-formats/new", FORMATS, "The form of a number format", || get(numbers::show_new)),
    route("POST", "/system/number-formats/collections", FORMATS, "Chooses the format of a collection", || {
        post(numbers::choose)
    }),
    route("POST", "/system/number-formats/series", FORMATS, "Lets collections share numbers", || post(numbers::share)),
    route("GET", "/system/number-formats/{id}", FORMATS, "One number format", || get(numbers::show)),
    route("POST", "/system/number-formats/{id}", FORMATS, "Saves a number format", || post(numbers::save)),
    route("POST", "/system/number-formats/{id}/delete", FORMATS, "Deletes a number format", || post(numbers::remove)),
    route("GET", "/system/uniqueness", UNIQUENESS, "What must not stand twice", || get(uniqueness::list)),
    route("POST", "/system/uniqueness", UNIQUENESS, "Makes a uniqueness rule", || post(uniqueness::create)),
    route("GET", "/system/uniqueness/new", UNIQUENESS, "The form of a rule", || get(uniqueness::show_new)),
    route("GET", "/system/uniqueness/{id}", UNIQUENESS, "One uniqueness rule", || get(uniqueness::show)),
    route("POST", "/system/uniqueness/{id}", UNIQUENESS, "Saves a uniqueness rule", || post(uniqueness::save)),
    route("GET", "/system/uniqueness/{id}/delete", UNIQUENESS, "The question before a rule goes", || {
        get(uniqueness::ask_delete)
    }),
    route("POST", "/system/uniqueness/{id}/delete", UNIQUENESS, "Deletes a rule", || post(uniqueness::remove)),
    route("GET", "/system/fields", CAPTIONS, "The fields that the institution added", || get(own_fields::list)),
    route("POST", "/system/fields", CAPTIONS, "Adds a field to a table", || post(own_fields::create)),
    route("GET", "/system/fields/new", CAPTIONS, "The form of a new field", || get(own_fields::show_new)),
    route("GET", "/system/fields/{id}", CAPTIONS, "One field of the institution’s own", || get(own_fields::show)),
    route("POST", "/system/fields/{id}", CAPTIONS, "Saves a field", || post(own_fields::save)),
    route("POST", "/system/fields/{id}/delete", CAPTIONS, "Deletes a field", || post(own_fields::remove)),
    route("GET", "/system/web-links", FORMATS, "The web links", || get(web_links::list)),
    route("POST", "/system/web-links", FORMATS, "Makes a web link", || post(web_links::create)),
    route("GET", "/system/web-links/new", FORMATS, "The form of a web link", || get(web_links::show_new)),
    route("GET", "/system/web-links/{id}", FORMATS, "One web link", || get(web_links::show)),
    route("POST", "/system/web-links/{id}", FORMATS, "Saves a web link", || post(web_links::save)),
    route("POST", "/system/web-links/{id}/delete", FORMATS, "Deletes a web link", || post(web_links::remove)),
    route("GET", "/system/labels", FORMATS, "The kinds of labels", || get(labels::kinds::list)),
    route("POST", "/system/labels", FORMATS, "Makes a kind of label", || post(labels::kinds::create)),
    route("GET", "/system/labels/new", FORMATS, "The file of a new kind of label", || get(labels::kinds::show_new)),
    route("POST", "/system/labels/preview", FORMATS, "Labels while one types", || post(labels::kinds::preview_only)),
    route("GET", "/system/labels/{id}", FORMATS, "One kind of label", || get(labels::kinds::show)),
    route("POST", "/system/labels/{id}", FORMATS, "Saves a kind of label", || post(labels::kinds::save)),
    route("POST", "/system/labels/{id}/delete", FORMATS, "Deletes a kind of label", || post(labels::kinds::remove)),
    route("GET", "/system/labels/{id}/file", FORMATS, "A kind of label as a file", || get(labels::kinds::export)),
    route("GET", "/admin/users", USERS, "The users", || get(admin::list)),
    route("GET", "/admin/users/new", USERS, "The form of a new user", || get(admin::show_new)),
    route("POST", "/admin/users", USERS, "Makes a user", || post(admin::create)),
    route("GET", "/admin/users/{id}", USERS, "One user with their roles", || get(admin::show)),
    route("POST", "/admin/users/{id}/roles", USERS, "Gives and takes roles", || post(admin::change_roles)),
    route("POST", "/admin/users/{id}/password", USERS, "Sets a user’s password", || post(admin::set_password)),
    route("POST", "/admin/users/{id}/sessions", USERS, "Ends all sessions of a user", || post(admin::end_sessions)),
    route("POST", "/admin/users/{id}/block", USERS, "Keeps a user from signing in", || post(admin::block)),
];

/// Whoever sees the formats that the institution wrote; what one may change is judged when it is changed.
const FORMATS: crate::routes::Needs = Right("/table/textformat", "read");

/// Whoever may print labels and reports.
const PRINTING: crate::routes::Needs = Right(vasculum_domain::labels::RESOURCE, "execute");

/// Whoever sees uniqueness rules.
const UNIQUENESS: crate::routes::Needs = Right("/table/uniquenessrule", "read");

/// Whoever sees pick lists; what exactly one may change is judged when it is changed.
const PICK_LISTS: crate::routes::Needs = Right("/table/picklist", "read");

/// Whoever sees record sets; whose sets one may change is judged when they are changed.
const SETS: crate::routes::Needs = Right("/table/recordset", "read");

/// Whoever may arrange forms somewhere; for whom exactly is judged when a form is saved.
const FORMS: crate::routes::Needs = Right(vasculum_domain::forms::RESOURCE, "update");

/// Whoever may change what tables and fields are called.
const CAPTIONS: crate::routes::Needs = Right(vasculum_domain::schema::RESOURCE, "update");

/// Whoever sees which roles users hold; what exactly one may change is judged when it is changed.
pub(crate) const USERS: crate::routes::Needs = Right("/permissions/user/roles", "read");

/// Groups of tables that set the program up; their fields have English names only.
#[cfg(test)]
const TECHNICAL: &[&str] = &[
    "App resources & forms",
    "Audit",
    "Auto-numbering",
    "Background jobs & messages",
    "Business-rule config",
    "Export mapping & symbiota (legacy)",
    "Moving in and out",
    "Permissions (Sp7)",
    "Queries & reports",
    "Schema config / localisation",
    "SpPrincipal",
    "System/version",
    "Users & security (Sp6)",
    "WorkBench (legacy Sp6)",
    "WorkBench data sets (Sp7)",
];

/// The English names of tables and fields that people meet and that are to be translated: the tables with their groups,
/// of those that hold a collection all fields that are neither spare nor for the program alone, the columns of lists, and
/// what the shipped forms say beyond that.
#[cfg(test)]
pub(crate) fn labels() -> std::collections::BTreeSet<String> {
    let shipped = vasculum_domain::forms::shipped_words().iter().map(|words| (*words).to_owned());
    let facts = layout::FACTS.iter().flat_map(|(_, facts)| facts.iter()).map(|(label, _)| (*label).to_owned());
    let lists = addresses::labels().map(str::to_owned);
    let mut labels: std::collections::BTreeSet<String> = shipped.chain(facts).chain(lists).collect();
    let columns = layout::LISTS.iter().flat_map(|(_, paths)| paths.iter());
    labels.extend(columns.filter_map(|path| path.rsplit('.').next()).map(words::english));
    for table in model().tables().filter(|table| table.is_shown()) {
        labels.extend([
            words::english(table.name),
            words::many_in_english(table),
            words::group_in_english(table.group).to_owned(),
        ]);
        if TECHNICAL.contains(&table.group) {
            continue;
        }
        let is_met = |at: u16, column: &vasculum_model::Column| {
            !column.spare && !layout::BEHIND.contains(&column.name) && shape::is_open(table, at)
        };
        let met = (0_u16..).zip(&table.columns).filter(|(at, column)| is_met(*at, column));
        labels.extend(met.map(|(_, column)| words::english(column.name)));
        labels.extend(shape::owned_links(table).map(|many| words::english(table.many[usize::from(many)].name)));
    }
    labels.extend(addresses::labels().map(str::to_owned));
    labels.extend(vasculum_domain::insights::words());
    labels
}

/// The address of a table's list.
pub(crate) fn list_path(table: &Table) -> String {
    format!("/data/{}", table.name)
}

/// The address of a record.
pub(crate) fn record_path(table: &Table, id: i64) -> String {
    format!("/data/{}/{id}", table.name)
}

/// The place of the rail that a table belongs to.
pub(crate) fn nav_of(table: &Table) -> &'static str {
    match table.id {
        collection_object::TABLE => "specimens",
        taxon::TABLE => "taxa",
        locality::TABLE => "localities",
        agent::TABLE => "agents",
        loan::TABLE => "interactions",
        _ => "data",
    }
}

/// The table of this name, if people meet it.
///
/// # Errors
///
/// `NotFound`.
pub(crate) fn shown_table(name: &str) -> Result<&'static Table> {
    let found = model().named(name).filter(|table| table.is_shown() && table.name == name);
    found.ok_or_else(|| Error::not_found(format!("There is no table ‘{name}’.")))
}
