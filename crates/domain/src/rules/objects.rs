//! What must hold for determinations, localities and sequences.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use vasculum_model::names::{
    collection_object, collection_object_type, determination, dna_sequence, locality, taxon, taxon_tree_def,
};
use vasculum_model::{Col, Issue, Result, model};
use vasculum_store::{Filter, Select, WriteTx};

use super::places::places;
use crate::records;

use super::siblings::unmark_others;
use super::{Saving, changed};

/// A chain of synonyms is never longer than this.
const LONGEST_CHAIN: usize = 100;

/// The preferred taxon is the accepted one behind the taxon, over any number of synonyms.
pub(super) fn preferred_taxon(s: &mut Saving<'_, '_>) -> Result<()> {
    let Some(id) = s.record.int(determination::TAXON) else {
        s.record.set(determination::PREFERRED_TAXON, None::<i64>);
        return Ok(());
    };
    if !changed(s, determination::TAXON) && !s.record.get(determination::PREFERRED_TAXON).is_null() {
        return Ok(());
    }
    let known =
        s.tx.memo_of_existing("preferred-taxa", &[taxon::TABLE], |_| Ok(Mutex::new(HashMap::<i64, i64>::new())))?;
    let found = known.lock().unwrap_or_else(PoisonError::into_inner).get(&id).copied();
    let found = match found {
        Some(found) => Some(found),
        None => accepted(s, id)?,
    };
    match found {
        Some(accepted) => {
            known.lock().unwrap_or_else(PoisonError::into_inner).insert(id, accepted);
            s.record.set(determination::PREFERRED_TAXON, accepted);
        }
        None => {
            let words = "The accepted names behind this taxon lead in a circle.";
            s.issues.push(Issue::error("synonym-circle", "taxon", words));
        }
    }
    Ok(())
}

fn accepted(s: &mut Saving<'_, '_>, mut id: i64) -> Result<Option<i64>> {
    for _ in 0..LONGEST_CHAIN {
        let node = s.tx.unscoped(|tx| tx.find(taxon::TABLE, id))?;
        match node.and_then(|node| node.int(taxon::ACCEPTED_TAXON)) {
            Some(next) if next != id => id = next,
            _ => return Ok(Some(id)),
        }
    }
    Ok(None)
}

/// At most one determination of an object is current; the former one gives way. The first one is current by itself.
pub(super) fn current_determination(s: &mut Saving<'_, '_>) -> Result<()> {
    let Some(object) = s.record.int(determination::COLLECTION_OBJECT) else { return Ok(()) };
    if s.record.get(determination::IS_CURRENT).is_null() {
        let current = Filter::And(vec![
            Filter::is(determination::COLLECTION_OBJECT, object),
            Filter::is(determination::IS_CURRENT, true),
        ]);
        let is_first = s.tx.is_surely_without(determination::COLLECTION_OBJECT, object)
            || s.tx.unscoped(|tx| tx.first(&Select::all(determination::TABLE).matching(current)))?.is_none();
        s.record.set(determination::IS_CURRENT, is_first);
        return Ok(());
    }
    let gets_it = changed(s, determination::IS_CURRENT) || changed(s, determination::COLLECTION_OBJECT);
    if s.record.is(determination::IS_CURRENT) && gets_it {
        unmark_others(s, determination::COLLECTION_OBJECT, object, determination::IS_CURRENT)?;
    }
    Ok(())
}

/// The taxon of a determination is of the tree that the type of the object names.
pub(super) fn tree_of_type(s: &mut Saving<'_, '_>) -> Result<()> {
    if !changed(s, determination::TAXON) && !changed(s, determination::COLLECTION_OBJECT) {
        return Ok(());
    }
    let trees = s.tx.memo("taxon-trees", &[taxon_tree_def::TABLE], |tx| {
        tx.unscoped(|tx| tx.count(&Select::all(taxon_tree_def::TABLE)))
    })?;
    let (Some(taxon), Some(object), true) =
        (s.record.int(determination::TAXON), s.record.int(determination::COLLECTION_OBJECT), *trees > 1)
    else {
        return Ok(());
    };
    let (taxon, object) =
        s.tx.unscoped(|tx| Ok((tx.find(taxon::TABLE, taxon)?, tx.find(collection_object::TABLE, object)?)))?;
    let kind = object.and_then(|object| object.int(collection_object::COLLECTION_OBJECT_TYPE));
    let places = places(s.tx)?;
    let kind = kind.and_then(|id| places.object_type(id));
    let wanted = kind.and_then(|kind| kind.int(collection_object_type::TAXON_TREE_DEF));
    let given = taxon.and_then(|taxon| taxon.int(taxon::DEFINITION));
    if let (Some(wanted), Some(given), Some(kind)) = (wanted, given, kind)
        && wanted != given
    {
        let name = kind.text(collection_object_type::NAME).unwrap_or_default();
        let words = format!("This taxon is not of the tree from which objects of the type ‘{name}’ are determined.");
        s.issues.push(Issue::error("taxon-of-other-tree", "taxon", words));
    }
    Ok(())
}

/// After an object was saved with its determinations: one of them counts, if there are any. If all of them are new, it
/// is the first, by itself; otherwise somebody took the mark away and has to say where it goes.
pub(crate) fn one_is_current(tx: &mut WriteTx<'_>, object: i64) -> Result<Option<Issue>> {
    let all = tx.unscoped(|tx| tx.children(&[object], collection_object::DETERMINATIONS))?;
    let Some((_, first)) = all.first() else { return Ok(None) };
    if all.iter().any(|(_, one)| one.is(determination::IS_CURRENT)) {
        return Ok(None);
    }
    if all.iter().all(|(_, one)| tx.has_made(one.table, one.id)) {
        records::put(tx, Some(first), first.clone().with(determination::IS_CURRENT, true))?;
        return Ok(None);
    }
    let words = "None of the determinations is current. Mark the one that counts.";
    Ok(Some(Issue::error("no-current-determination", "determinations", words)))
}

/// Coordinates are given in decimal degrees, unless somebody says otherwise.
pub(super) fn coordinate_unit(s: &mut Saving<'_, '_>) -> Result<()> {
    if s.record.get(locality::SRC_LAT_LONG_UNIT).is_null() {
        s.record.set(locality::SRC_LAT_LONG_UNIT, 0);
    }
    Ok(())
}

/// The coordinates of a locality, in pairs, with the greatest number of degrees each.
const COORDINATES: &[(Col, Col)] =
    &[(locality::LATITUDE1, locality::LONGITUDE1), (locality::LATITUDE2, locality::LONGITUDE2)];

/// Latitudes lie between −90 and 90, longitudes between −180 and 180; both come together; the lowest elevation is not
/// above the highest.
pub(super) fn coordinates(s: &mut Saving<'_, '_>) -> Result<()> {
    for (latitude, longitude) in COORDINATES {
        if !changed(s, *latitude) && !changed(s, *longitude) {
            continue;
        }
        for (column, most) in [(*latitude, 90.0), (*longitude, 180.0)] {
            let name = model().column(column).name;
            if s.record.get(column).number().is_some_and(|degrees| degrees.abs() > most) {
                let words = format!("{name} is not between −{most} and {most} degrees.");
                s.issues.push(Issue::error("coordinate-range", name, words));
            }
        }
        let (has_latitude, has_longitude) = (!s.record.get(*latitude).is_null(), !s.record.get(*longitude).is_null());
        if has_latitude != has_longitude {
            let (here, missing) = if has_latitude { (latitude, longitude) } else { (longitude, latitude) };
            let (here, missing) = (model().column(*here).name, model().column(*missing).name);
            s.issues.push(Issue::warning("half-coordinate", here, format!("There is no {missing} to this {here}.")));
        }
    }
    let (low, high) = (locality::MIN_ELEVATION, locality::MAX_ELEVATION);
    if (changed(s, low) || changed(s, high))
        && let (Some(lowest), Some(highest)) = (s.record.get(low).number(), s.record.get(high).number())
        && lowest > highest
    {
        let words = "The lowest elevation is above the highest.";
        s.issues.push(Issue::warning("elevation-order", "minElevation", words));
    }
    Ok(())
}

/// The residues of a sequence are counted from the sequence itself.
pub(super) fn residues(s: &mut Saving<'_, '_>) -> Result<()> {
    if !changed(s, dna_sequence::GENE_SEQUENCE) {
        return Ok(());
    }
    let Some(sequence) = s.record.text(dna_sequence::GENE_SEQUENCE) else { return Ok(()) };
    let letters: Vec<u8> = sequence.bytes().filter(u8::is_ascii_alphabetic).map(|b| b.to_ascii_uppercase()).collect();
    let count = |of: &[u8]| letters.iter().filter(|letter| of.contains(letter)).count() as i64;
    let (a, t, g, c) = (count(b"A"), count(b"TU"), count(b"G"), count(b"C"));
    let total = letters.len() as i64;
    s.record.set(dna_sequence::COMP_A, a);
    s.record.set(dna_sequence::COMP_T, t);
    s.record.set(dna_sequence::COMP_G, g);
    s.record.set(dna_sequence::COMP_C, c);
    s.record.set(dna_sequence::AMBIGUOUS_RESIDUES, total - a - t - g - c);
    s.record.set(dna_sequence::TOTAL_RESIDUES, total);
    Ok(())
}
