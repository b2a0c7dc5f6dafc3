//! Preferences: what a person, a collection or the institution would like to have otherwise.
//!
//! All there are stand in [`PREFERENCES`], each with its kind, its default and where it may be set. One is looked up in
//! the order person, collection, institution, default. They are kept where Specify keeps its own: as JSON in resources
//! named ‘UserPreferences’, ‘CollectionPreferences’ and ‘DefaultUserPreferences’, under Specify's paths where it has the
//! same preference; what else stands there is left alone. So they are journalled, exported and taken back like
//! everything.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};
use vasculum_model::names::{collection, sp_app_resource, sp_app_resource_data, sp_app_resource_dir, specify_user};
use vasculum_model::{Error, Issue, Record, Result, TableId, Value};
use vasculum_store::{Filter, Select, Test, Tx, WriteTx};

use crate::records;

/// Where a preference can be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// By a person for themselves, wherever they work.
    Person(i64),
    /// For everybody who works in a collection.
    Collection(i64),
    /// For everybody.
    Institution,
}

/// The kinds of [`Place`], for the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// A person.
    Person,
    /// A collection.
    Collection,
    /// The institution.
    Institution,
}

impl Place {
    /// Its kind.
    pub fn scope(self) -> Scope {
        match self {
            Self::Person(_) => Scope::Person,
            Self::Collection(_) => Scope::Collection,
            Self::Institution => Scope::Institution,
        }
    }
}

/// What values a preference takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One of these: value and words.
    Choice(&'static [(&'static str, &'static str)]),
    /// `yes` or `no`.
    YesNo,
    /// The address of a page of this server, starting with `/`.
    Address,
}

/// One preference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preference {
    /// Stable name.
    pub key: &'static str,
    /// Where it stands in the JSON; Specify's path if Specify has the preference too.
    pub path: &'static [&'static str],
    /// What values it takes.
    pub kind: Kind,
    /// What counts where nobody says anything.
    pub default: &'static str,
    /// Where it may be set.
    pub scopes: &'static [Scope],
    /// Its name for people.
    pub title: &'static str,
    /// What it does, in one sentence.
    pub about: &'static str,
}

const EVERYWHERE: &[Scope] = &[Scope::Person, Scope::Collection, Scope::Institution];
const ONES_OWN: &[Scope] = &[Scope::Person];

/// The languages of the interface; nothing follows the browser.
pub const LANGUAGES: &[(&str, &str)] = &[
    ("", "As the browser asks"),
    ("en", "English"),
    ("de", "Deutsch"),
    ("es", "Español"),
    ("fr", "Français"),
    ("pt", "Português"),
    ("uk", "Українська"),
];

/// Every preference, in the order of the page on which they are set.
#[rustfmt::skip]
pub const PREFERENCES: &[Preference] = &[
    Preference {
        key: "language", path: &["general", "ui", "language"], kind: Kind::Choice(LANGUAGES), default: "",
        scopes: EVERYWHERE, title: "Language", about: "The language of menus, labels and messages; what stands in the records stays as it is.",
    },
    Preference {
        key: "theme", path: &["general", "ui", "theme"],
        kind: Kind::Choice(&[("system", "As the device is set"), ("light", "Light"), ("dark", "Dark")]), default: "system",
        scopes: ONES_OWN, title: "Theme", about: "Dark words on a light ground, or the other way round.",
    },
    Preference {
        key: "density", path: &["vasculum", "density"],
        kind: Kind::Choice(&[("comfortable", "Comfortable"), ("compact", "Compact")]), default: "comfortable",
        scopes: ONES_OWN, title: "Density", about: "How much stands on one screen.",
    },
    Preference {
        key: "rows", path: &["vasculum", "rowsPerPage"],
        kind: Kind::Choice(&[("25", "25"), ("50", "50"), ("100", "100"), ("200", "200")]), default: "50",
        scopes: EVERYWHERE, title: "Rows on a page", about: "How many records a page of a list holds.",
    },
    Preference {
        key: "home", path: &["vasculum", "homePage"], kind: Kind::Address, default: "/",
        scopes: EVERYWHERE, title: "First page", about: "The page that opens after signing in, such as /data/CollectionObject/new; ‘/’ is the collection at a glance.",
    },
    Preference {
        key: "read-only", path: &["form", "behavior", "openAsReadOnly"], kind: Kind::YesNo, default: "no",
        scopes: EVERYWHERE, title: "Open records for reading", about: "Records open for reading, and ‘Edit’ opens them for changes, so that nothing is changed by a slip.",
    },
    Preference {
        key: "reconciliation", path: &["vasculum", "reconciliation"],
        kind: Kind::Choice(&[("", "Only who is signed in or has a token"), ("names", "Everybody, with taxa and geography"), ("all", "Everybody, with people, localities and storage too")]), default: "",
        scopes: &[Scope::Institution], title: "Reconciliation service", about: "Who may match the words of a table with your records, in OpenRefine for example.",
    },
];

/// The preference with this key.
pub fn preference(key: &str) -> Option<&'static Preference> {
    PREFERENCES.iter().find(|preference| preference.key == key)
}

impl Preference {
    /// Judges a value and returns it as it is kept.
    ///
    /// # Errors
    ///
    /// One sentence for the person.
    pub fn read(&self, text: &str) -> Result<String, &'static str> {
        let text = text.trim();
        let good = match self.kind {
            Kind::Choice(choices) => choices.iter().any(|(value, _)| *value == text),
            Kind::YesNo => matches!(text, "yes" | "no"),
            Kind::Address => {
                let odd = |letter: char| letter.is_control() || letter == '\\';
                text.starts_with('/') && !text.starts_with("//") && !text.contains(odd) && text.len() <= 500
            }
        };
        match (good, self.kind) {
            (true, _) => Ok(text.to_owned()),
            (false, Kind::Address) => Err("This is the address of a page here, so it starts with ‘/’."),
            (false, _) => Err("This is none of the choices."),
        }
    }

    /// The value that stands in some JSON, if there is one and it is good.
    fn of_json(&self, json: &Json) -> Option<String> {
        let found = self.path.iter().try_fold(json, |json, step| json.get(step))?;
        let text = match found {
            Json::String(text) => text.clone(),
            Json::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
            Json::Number(number) => number.to_string(),
            _ => return None,
        };
        self.read(&text).ok()
    }

    fn to_json(self, value: &str) -> Json {
        match self.kind {
            Kind::YesNo => Json::Bool(value == "yes"),
            _ => Json::from(value),
        }
    }
}

/// The values of all preferences for somebody, each with where it was set; nothing for a default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Preferred {
    values: BTreeMap<&'static str, (String, Option<Place>)>,
}

impl Preferred {
    /// The value that counts; the default of what nobody set, and nothing for a key that there is not.
    pub fn get(&self, key: &str) -> &str {
        match self.values.get(key) {
            Some((value, _)) => value,
            None => preference(key).map_or("", |preference| preference.default),
        }
    }

    /// Whether a preference of the kind `yes` or `no` says yes.
    pub fn is(&self, key: &str) -> bool {
        self.get(key) == "yes"
    }

    /// Where the value was set; nothing for a default.
    pub fn place(&self, key: &str) -> Option<Place> {
        self.values.get(key).and_then(|(_, place)| *place)
    }
}

/// What counts for a user in a collection: their own preferences, else those of the collection, else those of the
/// institution. Whoever asks may know them: they are no secret.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn effective(tx: &mut Tx<'_>, user: Option<i64>, collection: Option<i64>) -> Result<Preferred> {
    let places = [Some(Place::Institution), collection.map(Place::Collection), user.map(Place::Person)];
    let mut preferred = Preferred::default();
    for place in places.into_iter().flatten() {
        for (key, value) in set_at(tx, place)? {
            preferred.values.insert(key, (value, Some(place)));
        }
    }
    Ok(preferred)
}

/// What is set at one place itself, by key; what is not set is left out.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn set_at(tx: &mut Tx<'_>, place: Place) -> Result<BTreeMap<&'static str, String>> {
    let kept = tx.unscoped(|tx| find(tx, place))?;
    let mut values = BTreeMap::new();
    // A person's resources of one collection, as Specify has them, give way to the general one.
    for kept in kept.iter().rev() {
        for preference in PREFERENCES.iter().filter(|one| one.scopes.contains(&place.scope())) {
            if let Some(value) = preference.of_json(&kept.json) {
                values.insert(preference.key, value);
            }
        }
    }
    Ok(values)
}

/// The tables in which preferences are kept; what is remembered of them is stale when one of these was written.
pub const TABLES: &[TableId] = &[sp_app_resource_dir::TABLE, sp_app_resource::TABLE, sp_app_resource_data::TABLE];

/// Sets preferences at a place; nothing in place of a value takes it back, so that the next wider place counts.
///
/// # Errors
///
/// - `Invalid`: a value is none of the preference, or it can't be set there; `issues` says which.
/// - `Forbidden`: these are somebody else's, or the person may not set those of the collection or the institution.
pub fn set(tx: &mut WriteTx<'_>, place: Place, changes: &[(&str, Option<&str>)]) -> Result<()> {
    check(tx, place)?;
    let mut issues = Vec::new();
    let mut good = Vec::new();
    for (key, value) in changes {
        let Some(preference) = preference(key).filter(|one| one.scopes.contains(&place.scope())) else {
            issues.push(Issue::error("preference", *key, "There is no such preference here."));
            continue;
        };
        match value.map(|value| preference.read(value)).transpose() {
            Ok(value) => good.push((preference, value)),
            Err(words) => issues.push(Issue::error("preference", *key, words)),
        }
    }
    if !issues.is_empty() {
        return Err(Error::refused(issues));
    }
    tx.as_program(|tx| write(tx, place, &good))
}

fn check(tx: &WriteTx<'_>, place: Place) -> Result<()> {
    let access = tx.access();
    let may = match place {
        Place::Person(user) => access.is_unlimited() || access.user == Some(user),
        Place::Collection(id) => access.may("/preferences/collection", "edit_collection", Some(id)),
        Place::Institution => access.may("/preferences/collection", "edit_collection", None),
    };
    if may && !access.read_only {
        return Ok(());
    }
    let error = Error::forbidden("You have no right to set these preferences.");
    Err(error.hint("Your own preferences are on your account page."))
}

/// A resource of preferences as it is kept.
struct Kept {
    data: Record,
    json: Json,
}

const fn name_of(place: Place) -> &'static str {
    match place {
        Place::Person(_) => "UserPreferences",
        Place::Collection(_) => "CollectionPreferences",
        Place::Institution => "DefaultUserPreferences",
    }
}

/// The drawer that is asked for a place.
fn drawer(place: Place) -> Filter {
    let (user, at, kind) = match place {
        Place::Person(user) => (Value::Int(user), None, None),
        Place::Collection(id) => (Value::Null, Some(Value::Int(id)), None),
        Place::Institution => (Value::Null, Some(Value::Null), Some("Common")),
    };
    let mut all = vec![Filter::is(sp_app_resource_dir::SPECIFY_USER, user)];
    match at {
        Some(at) => all.push(Filter::is(sp_app_resource_dir::COLLECTION, at)),
        None => all.push(Filter::is(sp_app_resource_dir::IS_PERSONAL, true)),
    }
    match (place, kind) {
        // A person's own drawer also says which kind of user they are in Specify.
        (Place::Person(_), _) => {}
        (_, Some(kind)) => all.push(Filter::test(sp_app_resource_dir::USER_TYPE, Test::IsCaseless(kind.to_owned()))),
        (_, None) => all.push(Filter::test(sp_app_resource_dir::USER_TYPE, Test::Empty)),
    }
    Filter::And(all)
}

/// The resources of a place, the general one first.
fn find(tx: &mut Tx<'_>, place: Place) -> Result<Vec<Kept>> {
    let mut drawers = tx.select(&Select::all(sp_app_resource_dir::TABLE).matching(drawer(place)))?;
    drawers.sort_by_key(|drawer| (drawer.int(sp_app_resource_dir::COLLECTION).is_some(), drawer.id));
    let mut found = Vec::new();
    for drawer in &drawers {
        let here = Filter::And(vec![
            Filter::is(sp_app_resource::SP_APP_RESOURCE_DIR, drawer.id),
            Filter::is(sp_app_resource::NAME, name_of(place)),
        ]);
        for resource in tx.select(&Select::all(sp_app_resource::TABLE).matching(here))? {
            let of_it = Filter::is(sp_app_resource_data::SP_APP_RESOURCE, resource.id);
            for data in tx.select(&Select::all(sp_app_resource_data::TABLE).matching(of_it))? {
                let text = data.text(sp_app_resource_data::DATA).unwrap_or_default();
                let json = serde_json::from_str(text).unwrap_or(Json::Null);
                found.push(Kept { data, json });
            }
        }
    }
    Ok(found)
}

fn write(tx: &mut WriteTx<'_>, place: Place, changes: &[(&'static Preference, Option<String>)]) -> Result<()> {
    let kept = match find(tx, place)?.into_iter().next() {
        Some(kept) => kept,
        None => make(tx, place)?,
    };
    let mut json = if kept.json.is_object() { kept.json } else { Json::Object(Map::new()) };
    for (preference, value) in changes {
        put_at(&mut json, preference.path, value.as_deref().map(|value| preference.to_json(value)));
    }
    let after = kept.data.clone().with(sp_app_resource_data::DATA, json.to_string());
    records::put(tx, Some(&kept.data), after).map(drop)
}

/// Puts a value at a path of JSON, or takes it away.
fn put_at(json: &mut Json, path: &[&str], value: Option<Json>) {
    let Some((first, rest)) = path.split_first() else { return };
    if !json.is_object() {
        *json = Json::Object(Map::new());
    }
    let Json::Object(map) = json else { return };
    match (rest.is_empty(), value) {
        (true, Some(value)) => _ = map.insert((*first).to_owned(), value),
        (true, None) => _ = map.shift_remove(*first),
        (false, value) => put_at(map.entry((*first).to_owned()).or_insert(Json::Null), rest, value),
    }
}

/// Makes the drawer, the resource and its content, empty as yet.
fn make(tx: &mut WriteTx<'_>, place: Place) -> Result<Kept> {
    let owner = match (place, tx.access().user) {
        (Place::Person(user), _) => user,
        (_, Some(user)) => user,
        (_, None) => {
            let first = tx.first(&Select::all(specify_user::TABLE))?;
            first.map(|user| user.id).ok_or_else(|| Error::not_found("There is no user yet."))?
        }
    };
    let mut drawer = Record::new(sp_app_resource_dir::TABLE)
        .with(sp_app_resource_dir::IS_PERSONAL, matches!(place, Place::Person(_)));
    match place {
        Place::Person(user) => drawer.set(sp_app_resource_dir::SPECIFY_USER, user),
        Place::Collection(id) => {
            let discipline = tx.get(collection::TABLE, id)?.get(collection::DISCIPLINE).clone();
            drawer.set(sp_app_resource_dir::COLLECTION, id);
            drawer.set(sp_app_resource_dir::DISCIPLINE, discipline);
        }
        Place::Institution => drawer.set(sp_app_resource_dir::USER_TYPE, "Common"),
    }
    let (drawer, _) = records::put(tx, None, drawer)?;
    let resource = Record::new(sp_app_resource::TABLE)
        .with(sp_app_resource::NAME, name_of(place))
        .with(sp_app_resource::MIME_TYPE, "application/json")
        .with(sp_app_resource::LEVEL, 0)
        .with(sp_app_resource::SP_APP_RESOURCE_DIR, drawer.id)
        .with(sp_app_resource::SPECIFY_USER, owner);
    let (resource, _) = records::put(tx, None, resource)?;
    let data = Record::new(sp_app_resource_data::TABLE)
        .with(sp_app_resource_data::SP_APP_RESOURCE, resource.id)
        .with(sp_app_resource_data::DATA, "{}");
    let (data, _) = records::put(tx, None, data)?;
    Ok(Kept { data, json: Json::Null })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_default_is_a_good_value() {
        for preference in PREFERENCES {
            assert_eq!(preference.read(preference.default).as_deref(), Ok(preference.default), "{}", preference.key);
            assert!(!preference.scopes.is_empty() && preference.about.ends_with('.'));
        }
    }

    #[test]
    fn what_else_stands_there_is_left_alone() {
        let mut json = json!({ "general": { "ui": { "theme": "dark", "fontSize": 90 } } });
        put_at(&mut json, &["general", "ui", "theme"], None);
        put_at(&mut json, &["vasculum", "density"], Some(json!("compact")));
        assert_eq!(json, json!({ "general": { "ui": { "fontSize": 90 } }, "vasculum": { "density": "compact" } }));
    }

    #[test]
    fn an_address_leads_to_this_server() {
        let home = preference("home").unwrap();
        assert!(home.read("/data/Taxon").is_ok());
        for bad in ["", "https://elsewhere.org", "//elsewhere.org", "/\\elsewhere"] {
            assert!(home.read(bad).is_err(), "{bad}");
        }
    }
}
