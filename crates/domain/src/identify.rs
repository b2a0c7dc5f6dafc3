//! Giving many objects one determination at a time.

use std::collections::HashMap;

use vasculum_model::names::{collection_object, determination, taxon};
use vasculum_model::{Code, Error, Issue, Path, Result, model};
use vasculum_store::{Filter, Select, Tx, WriteTx};

use crate::records::{self, Draft};

/// The most objects that are identified at a time; each is a save with all of its rules.
pub const MOST: usize = 5_000;

/// Those of the objects whose type has another taxon tree than that of the name, by the number that people know.
///
/// # Errors
///
/// `Forbidden`, if the person may not read the objects.
pub fn of_another_tree(tx: &mut Tx<'_>, objects: &[i64], name: i64) -> Result<Vec<String>> {
    let Some(tree) = tx.find(taxon::TABLE, name)?.and_then(|name| name.int(taxon::DEFINITION)) else {
        return Ok(Vec::new());
    };
    let table = model().table(collection_object::TABLE);
    let paths = [
        Path::parse(table, "id")?,
        Path::parse(table, "catalogNumber")?,
        Path::parse(table, "collectionObjectType.taxonTreeDef")?,
    ];
    let rows = tx.values(&Select::all(table.id).matching(Filter::Ids(objects.to_vec())), &paths)?;
    let other = rows.into_iter().filter(|row| row[2].int().is_some_and(|theirs| theirs != tree));
    Ok(other
        .map(|row| row[1].text().map_or_else(|| format!("#{}", row[0].int().unwrap_or_default()), str::to_owned))
        .collect())
}

/// Gives every object a determination of its own like this draft. Where it is the current one, the former ones give way,
/// as the rules say. Returns how many were given.
///
/// # Errors
///
/// - `Invalid`: there are too many or none, the name belongs to another taxon tree than an object, or a rule refuses;
///   `issues` says what is wrong with which field.
/// - `NotFound`, `Forbidden`: an object lies outside the person's scope, or they lack the right.
pub fn identify(tx: &mut WriteTx<'_>, objects: &[i64], draft: &Draft) -> Result<usize> {
    if objects.is_empty() || objects.len() > MOST {
        return Err(Error::invalid(format!("Between 1 and {MOST} objects are identified at a time.")));
    }
    let given = |column: u16| draft.values.iter().find(|(at, _)| *at == column).map(|(_, value)| value.clone());
    if let Some(name) = given(determination::TAXON.1).and_then(|value| value.int()) {
        let other = of_another_tree(tx, objects, name)?;
        if !other.is_empty() {
            let words = format!("The name belongs to another taxon tree than these objects: {}.", other.join(", "));
            return Err(Error::refused(vec![Issue::error("taxon-of-another-tree", "taxon", words)]));
        }
    }
    let known: HashMap<i64, _> =
        tx.find_all(collection_object::TABLE, objects)?.into_iter().map(|record| (record.id, record)).collect();
    for id in objects {
        let object = known
            .get(id)
            .ok_or_else(|| Error::not_found(format!("There is no CollectionObject {id} that you may see.")))?;
        let one = draft.clone().with(determination::COLLECTION_OBJECT, object.id);
        records::save(tx, one).map_err(|mut error| {
            if error.code == Code::Invalid {
                let number = object.text(collection_object::CATALOG_NUMBER).unwrap_or("#").to_owned();
                error.issues.iter_mut().for_each(|issue| issue.words = format!("{} ({number})", issue.words));
            }
            error
        })?;
    }
    Ok(objects.len())
}
