//! What a person carries forward from one new record to the next: a list of fields for each table.
//!
//! It is kept where Specify keeps it, in the person's preferences under `form.preferences.carryForward`: for each table
//! the names of its fields, links and to-many links.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};
use vasculum_model::{Error, Issue, Result, Table, TableId, model};
use vasculum_store::{Tx, WriteTx};

use super::copy::{Choice, Copier, copied_links, is_personal};
use crate::resources::{self, USER_PREFERENCES, Whose};

/// Fields that say something only together: whoever takes one of the first takes all of the others.
const TOGETHER: &[(&str, &[&str], &[&str])] = &[
    ("CollectingEvent", &["startDate", "endDate"], &["verbatimDate"]),
    (
        "Locality",
        &["latitude1", "longitude1", "latitude2", "longitude2"],
        &[
            "latitude1",
            "longitude1",
            "latitude2",
            "longitude2",
            "lat1text",
            "long1text",
            "lat2text",
            "long2text",
            "verbatimLatitude",
            "verbatimLongitude",
            "latLongType",
            "latLongAccuracy",
            "datum",
            "srcLatLongUnit",
            "originalLatLongUnit",
        ],
    ),
    (
        "Locality",
        &["minElevation", "maxElevation"],
        &["originalElevationUnit", "verbatimElevation", "elevationAccuracy"],
    ),
    ("Agent", &["dateOfBirth"], &["verbatimDate1"]),
    ("Agent", &["dateOfDeath"], &["verbatimDate2"]),
];

/// What stands at the end of the name of a field that belongs to another one.
const ENDINGS: &[&str] = &["Precision", "Verbatim", "Unit", "Units"];

/// The fields that follow when a field is taken over: how exactly a date is known, what the label said, the unit.
pub fn companions(table: &Table, column: u16) -> Vec<u16> {
    let name = table.at(column).name;
    let mut found: Vec<u16> = ENDINGS.iter().filter_map(|ending| table.column(&format!("{name}{ending}"))).collect();
    for (of, leaders, followers) in TOGETHER {
        if *of == table.name && leaders.contains(&name) {
            found.extend(followers.iter().filter_map(|follower| table.column(follower)).filter(|at| *at != column));
        }
    }
    found
}

/// Whether a field only says more of another one and is never chosen by itself.
fn is_companion(table: &Table, column: u16) -> bool {
    let name = table.at(column).name;
    ENDINGS.iter().filter_map(|ending| name.strip_suffix(ending)).any(|of| table.column(of).is_some())
}

/// Something of a record that can be chosen to be carried forward.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choosable {
    /// The name of the field, link or to-many link.
    pub name: &'static str,
    /// Whether records that it owns are meant.
    pub is_many: bool,
    /// The names of the fields that follow.
    pub follows: Vec<&'static str>,
    /// Whether it stands only once, so that it can't be carried.
    pub is_unique: bool,
}

/// Everything of a table that can be carried forward, and what can't because it stands only once; fields first.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn choosable(tx: &mut Tx<'_>, table: TableId) -> Result<Vec<Choosable>> {
    let (of, copier) = (model().table(table), Copier::new(tx)?);
    let columns = (0..of.columns.len() as u16).filter(|at| !is_personal(of, *at) && !is_companion(of, *at));
    let mut all: Vec<Choosable> = columns
        .map(|at| Choosable {
            name: of.at(at).name,
            is_many: false,
            follows: companions(of, at).into_iter().map(|at| of.at(at).name).collect(),
            is_unique: copier.is_unique(of, at),
        })
        .collect();
    all.extend(copied_links(of).map(|link| Choosable {
        name: of.many[usize::from(link)].name,
        is_many: true,
        follows: Vec::new(),
        is_unique: false,
    }));
    Ok(all)
}

const PLACE: &[&str] = &["form", "preferences", "carryForward"];

/// What a person chose to carry forward for a table; nothing if they never chose.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn chosen(tx: &mut Tx<'_>, user: i64, collection: i64, table: TableId) -> Result<Option<BTreeSet<String>>> {
    let whose = Whose::Person { user, collection };
    let lists = resources::preference(tx, whose, USER_PREFERENCES, PLACE)?;
    let list = lists.as_ref().and_then(|lists| lists.get(model().table(table).name)).and_then(Json::as_array);
    Ok(list.map(|names| names.iter().filter_map(Json::as_str).map(str::to_owned).collect()))
}

/// Keeps what a person chose to carry forward for a table; nothing goes back to everything that can be copied.
///
/// # Errors
///
/// `Invalid`, if one of the names is none of the table's, or stands only once; `issues` says which.
pub fn choose(
    tx: &mut WriteTx<'_>,
    user: i64,
    collection: i64,
    table: TableId,
    names: Option<&BTreeSet<String>>,
) -> Result<()> {
    if let Some(names) = names {
        let known = choosable(tx, table)?;
        let refusals: Vec<Issue> = names.iter().filter_map(|name| refusal(&known, name)).collect();
        if !refusals.is_empty() {
            return Err(Error::refused(refusals));
        }
    }
    let mut path: Vec<&str> = PLACE.to_vec();
    path.push(model().table(table).name);
    let whose = Whose::Person { user, collection };
    resources::set_preference(tx, whose, USER_PREFERENCES, &path, names.map(|names| json!(names)))
}

fn refusal(known: &[Choosable], name: &str) -> Option<Issue> {
    match known.iter().find(|one| one.name == name) {
        None => {
            Some(Issue::error("unknown-field", name, format!("There is no ‘{name}’ that could be carried forward.")))
        }
        Some(one) if one.is_unique => Some(Issue::error(
            "carried-unique",
            name,
            format!("{name} stands only once, so it can't be carried forward."),
        )),
        Some(_) => None,
    }
}

/// What to take over for a person who carries forward: what they chose with its companions, or everything if they
/// never chose.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn choice(tx: &mut Tx<'_>, table: TableId) -> Result<Choice> {
    let (Some(user), Some(collection)) = (tx.access().user, tx.access().collection) else {
        return Ok(Choice::Everything);
    };
    let Some(mut names) = chosen(tx, user, collection, table)? else { return Ok(Choice::Everything) };
    let of = model().table(table);
    let columns: Vec<u16> = names.iter().filter_map(|name| of.column(name)).collect();
    for column in columns {
        names.extend(companions(of, column).into_iter().map(|at| of.at(at).name.to_owned()));
    }
    Ok(Choice::Only(names))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(table: &str, field: &str, expect: &[&str]) {
        let of = model().named(table).unwrap();
        let mut found: Vec<&str> =
            companions(of, of.column(field).unwrap()).into_iter().map(|at| of.at(at).name).collect();
        found.sort_unstable();
        let mut expect = expect.to_vec();
        expect.sort_unstable();
        assert_eq!(found, expect, "{table}.{field}");
    }

    #[test]
    fn precision_verbatim_text_and_units_follow() {
        check("CollectionObject", "catalogedDate", &["catalogedDatePrecision", "catalogedDateVerbatim"]);
        check("CollectingEvent", "startDate", &["startDatePrecision", "startDateVerbatim", "verbatimDate"]);
        check("LocalityDetail", "startDepth", &["startDepthUnit", "startDepthVerbatim"]);
        check("Locality", "minElevation", &["originalElevationUnit", "verbatimElevation", "elevationAccuracy"]);
        check("CollectionObject", "remarks", &[]);
    }

    #[test]
    fn a_latitude_never_goes_without_its_longitude_and_datum() {
        let of = model().named("Locality").unwrap();
        let names: Vec<&str> =
            companions(of, of.column("latitude1").unwrap()).into_iter().map(|at| of.at(at).name).collect();
        for needed in ["longitude1", "datum", "lat1text", "long1text", "srcLatLongUnit", "verbatimLatitude"] {
            assert!(names.contains(&needed), "{needed}");
        }
        assert!(!names.contains(&"latitude1"));
    }

    #[test]
    fn every_name_is_one_of_the_model() {
        for (table, leaders, followers) in TOGETHER {
            let of = model().named(table).unwrap();
            for name in leaders.iter().chain(*followers) {
                assert!(of.column(name).is_some(), "{table}.{name}");
            }
        }
    }
}
