//! Set-up that Specify keeps as application resources: a text with a name, for a person, a collection or everybody.
//!
//! A resource is three records: a drawer (SpAppResourceDir) that says for whom it counts, the resource with its name
//! (SpAppResource), and its text (SpAppResourceData). They are written through the journal like everything else.
//!
//! Source: Specify 7, `context/app_resource.py`; §10.1 of its behaviour.

use serde_json::{Map, Value as Json};
use vasculum_model::names::{sp_app_resource, sp_app_resource_data, sp_app_resource_dir, specify_user};
use vasculum_model::{Error, Record, Result, Value};
use vasculum_store::{Filter, Select, Tx, WriteTx};

use crate::records;

/// For whom a resource counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// One person in one collection.
    Person {
        /// Id of the SpecifyUser.
        user: i64,
        /// The collection.
        collection: i64,
    },
    /// Everybody in a collection.
    Collection(i64),
    /// Everybody; Specify calls these remote preferences.
    Everybody,
}

/// The name of a person's preferences, which are JSON.
pub const USER_PREFERENCES: &str = "UserPreferences";
/// The name of the preferences of a collection, which are JSON.
pub const COLLECTION_PREFERENCES: &str = "CollectionPreferences";
/// The name of the preferences of everybody: lines of `key=value`.
pub const REMOTE_PREFERENCES: &str = "preferences";

/// The kind of user in the drawer of Specify's remote preferences.
const REMOTE_DRAWER: &str = "Prefs";

fn drawers(whose: Whose) -> Filter {
    let nobody = Filter::is(sp_app_resource_dir::SPECIFY_USER, Value::Null);
    match whose {
        Whose::Person { user, collection } => Filter::And(vec![
            Filter::is(sp_app_resource_dir::SPECIFY_USER, user),
            Filter::is(sp_app_resource_dir::COLLECTION, collection),
            Filter::is(sp_app_resource_dir::IS_PERSONAL, true),
        ]),
        Whose::Collection(collection) => Filter::And(vec![
            Filter::is(sp_app_resource_dir::COLLECTION, collection),
            Filter::is(sp_app_resource_dir::IS_PERSONAL, false),
            Filter::is(sp_app_resource_dir::USER_TYPE, Value::Null),
            nobody,
        ]),
        Whose::Everybody => Filter::And(vec![Filter::is(sp_app_resource_dir::USER_TYPE, REMOTE_DRAWER), nobody]),
    }
}

/// The text of a resource, as somebody finds it who may see all set-up; nothing where there is none.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn read(tx: &mut Tx<'_>, whose: Whose, name: &str) -> Result<Option<String>> {
    tx.unscoped(|tx| {
        Ok(find(tx, whose, name)?.and_then(|data| data.text(sp_app_resource_data::DATA).map(str::to_owned)))
    })
}

/// The record that holds the text of a resource; the first drawer that has one counts.
fn find(tx: &mut Tx<'_>, whose: Whose, name: &str) -> Result<Option<Record>> {
    let drawers = tx.select(&Select::all(sp_app_resource_dir::TABLE).matching(drawers(whose)))?;
    for drawer in drawers {
        let of = Filter::And(vec![
            Filter::is(sp_app_resource::SP_APP_RESOURCE_DIR, drawer.id),
            Filter::is(sp_app_resource::NAME, name),
        ]);
        let Some(resource) = tx.first(&Select::all(sp_app_resource::TABLE).matching(of))? else { continue };
        let of = Filter::is(sp_app_resource_data::SP_APP_RESOURCE, resource.id);
        if let Some(data) = tx.first(&Select::all(sp_app_resource_data::TABLE).matching(of))? {
            return Ok(Some(data));
        }
    }
    Ok(None)
}

/// Keeps the text of a resource. Whether the person may is for the caller to find out: one’s own preferences anybody
/// may change, those of others only who has a right to.
///
/// # Errors
///
/// `Internal`, if the database fails or holds no user at all.
pub fn keep(tx: &mut WriteTx<'_>, whose: Whose, name: &str, mime: &str, text: &str) -> Result<()> {
    let owner = match (whose, tx.access().user) {
        (Whose::Person { user, .. }, _) | (_, Some(user)) => user,
        (_, None) => {
            let first = tx.unscoped(|tx| tx.first(&Select::all(specify_user::TABLE)))?;
            first.map(|user| user.id).ok_or_else(|| Error::invalid("Without a user there are no preferences."))?
        }
    };
    tx.as_program(|tx| {
        if let Some(before) = find(tx, whose, name)? {
            let after = before.clone().with(sp_app_resource_data::DATA, text);
            return records::put(tx, Some(&before), after).map(drop);
        }
        let drawer = drawer(tx, whose)?;
        let resource = Record::new(sp_app_resource::TABLE)
            .with(sp_app_resource::NAME, name)
            .with(sp_app_resource::MIME_TYPE, mime)
            .with(sp_app_resource::LEVEL, 0)
            .with(sp_app_resource::SPECIFY_USER, owner)
            .with(sp_app_resource::SP_APP_RESOURCE_DIR, drawer);
        let (resource, _) = records::put(tx, None, resource)?;
        let data = Record::new(sp_app_resource_data::TABLE)
            .with(sp_app_resource_data::SP_APP_RESOURCE, resource.id)
            .with(sp_app_resource_data::DATA, text);
        records::put(tx, None, data).map(drop)
    })
}

/// The drawer of these resources; made where there is none.
fn drawer(tx: &mut WriteTx<'_>, whose: Whose) -> Result<i64> {
    if let Some(drawer) = tx.first(&Select::all(sp_app_resource_dir::TABLE).matching(drawers(whose)))? {
        return Ok(drawer.id);
    }
    let mut drawer = Record::new(sp_app_resource_dir::TABLE).with(sp_app_resource_dir::IS_PERSONAL, false);
    let collection = match whose {
        Whose::Person { user, collection } => {
            drawer.set(sp_app_resource_dir::IS_PERSONAL, true);
            drawer.set(sp_app_resource_dir::SPECIFY_USER, user);
            Some(collection)
        }
        Whose::Collection(collection) => Some(collection),
        Whose::Everybody => {
            drawer.set(sp_app_resource_dir::USER_TYPE, REMOTE_DRAWER);
            None
        }
    };
    if let Some(id) = collection {
        use vasculum_model::names::collection;
        let place = tx.get(collection::TABLE, id)?;
        drawer.set(sp_app_resource_dir::COLLECTION, id);
        drawer.set(sp_app_resource_dir::DISCIPLINE, place.int(collection::DISCIPLINE));
    }
    Ok(records::put(tx, None, drawer)?.0.id)
}

/// One preference among those that are kept as JSON, at a path such as `form.preferences.carryForward`.
///
/// Text that is no JSON holds no preferences: nobody is kept from working by it.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn preference(tx: &mut Tx<'_>, whose: Whose, name: &str, path: &[&str]) -> Result<Option<Json>> {
    let Some(text) = read(tx, whose, name)? else { return Ok(None) };
    let mut here: Json = serde_json::from_str(&text).unwrap_or_default();
    for step in path {
        here = match here {
            Json::Object(mut map) => map.remove(*step).unwrap_or_default(),
            _ => Json::Null,
        };
    }
    Ok(Some(here).filter(|value| !value.is_null()))
}

/// Sets one preference and leaves the others as they are; nothing takes it away.
///
/// # Errors
///
/// - `Conflict`: what is kept there is no JSON and would be lost.
/// - As [`keep`].
pub fn set_preference(
    tx: &mut WriteTx<'_>,
    whose: Whose,
    name: &str,
    path: &[&str],
    value: Option<Json>,
) -> Result<()> {
    let mut all = match read(tx, whose, name)?.filter(|text| !text.trim().is_empty()) {
        Some(text) => serde_json::from_str(&text).map_err(|_| {
            Error::new(vasculum_model::Code::Conflict, format!("The resource ‘{name}’ is not written as JSON."))
                .hint("Correct or delete it first.")
        })?,
        None => Json::Object(Map::new()),
    };
    set_at(&mut all, path, value);
    keep(tx, whose, name, "application/json", &all.to_string())
}

fn set_at(here: &mut Json, path: &[&str], value: Option<Json>) {
    let Some((first, rest)) = path.split_first() else { return };
    if !here.is_object() {
        *here = Json::Object(Map::new());
    }
    let Json::Object(map) = here else { return };
    if !rest.is_empty() {
        set_at(map.entry(*first).or_insert_with(|| Json::Object(Map::new())), rest, value);
    } else if let Some(value) = value {
        map.insert((*first).to_owned(), value);
    } else {
        map.remove(*first);
    }
}

/// The value of a key among lines of `key=value`; the first one counts, as in Specify.
pub fn property<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let pair = |line: &'a str| line.split_once('=').map(|(theirs, value)| (theirs.trim(), value.trim()));
    text.lines().filter_map(pair).find(|(theirs, _)| *theirs == key).map(|(_, value)| value)
}

/// The same lines with another value for the key; all other lines stay as they are.
pub fn with_property(text: &str, key: &str, value: &str) -> String {
    let is_it = |line: &&str| line.split_once('=').is_some_and(|(theirs, _)| theirs.trim() == key);
    let mut lines: Vec<String> = text.lines().filter(|line| !is_it(line)).map(str::to_owned).collect();
    lines.push(format!("{key}={value}"));
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_property_is_replaced_and_the_others_stay() {
        let text = "# Specify\nCO_CREATE_PREP_4=false\nCO_CREATE_PREP_41 = true\n";
        assert_eq!(property(text, "CO_CREATE_PREP_4"), Some("false"));
        assert_eq!(property(text, "CO_CREATE_PREP_41"), Some("true"));
        assert_eq!(property(text, "CO_CREATE_DET_4"), None);
        let text = with_property(text, "CO_CREATE_PREP_4", "true");
        assert_eq!(text, "# Specify\nCO_CREATE_PREP_41 = true\nCO_CREATE_PREP_4=true\n");
    }

    #[test]
    fn a_preference_is_set_beside_the_others() {
        let mut all = serde_json::json!({ "form": { "ui": { "fontSize": 90 } } });
        set_at(&mut all, &["form", "preferences", "carryForward"], Some(serde_json::json!({ "Agent": ["title"] })));
        assert_eq!(
            all,
            serde_json::json!({ "form": { "ui": { "fontSize": 90 }, "preferences": { "carryForward": { "Agent": ["title"] } } } })
        );
        set_at(&mut all, &["form", "preferences", "carryForward"], None);
        assert_eq!(all["form"]["preferences"], serde_json::json!({}));
    }
}
