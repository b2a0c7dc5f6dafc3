//! What trees can start with: countries, higher names and geological times, known everywhere and written down here.

use vasculum_model::names::{geography, geologic_time_period, taxon};
use vasculum_model::{Col, Record, Result, TableId, Value};
use vasculum_store::WriteTx;

use crate::trees::{self, TreeDef};

/// Places: a continent, or a tab, a country and its code.
const PLACES: &str = include_str!("starters/places.tsv");
/// Names: kinds of disciplines, the way down, orders.
const NAMES: &str = include_str!("starters/names.tsv");
/// Times: a `>` for each level below the eras, the name, beginning and end in millions of years.
const TIMES: &str = include_str!("../demo/times.tsv");

fn lines(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')).map(|line| line.split('\t').collect())
}

/// A tree that grows: its definition, and the node that was made last at each level.
struct Growing {
    node: TableId,
    def: TreeDef,
    way: Vec<Record>,
    made: usize,
}

impl Growing {
    fn of(tx: &mut WriteTx<'_>, node: TableId, discipline: i64) -> Result<Self> {
        let def = trees::definition(tx, node, discipline)?;
        let root = trees::root(tx, node, def.id)?;
        Ok(Self { node, def, way: vec![root], made: 0 })
    }

    /// Adds a node at so many levels below the root, below the last node one level up, unless it is there already.
    fn add(
        &mut self,
        tx: &mut WriteTx<'_>,
        depth: usize,
        rank: &str,
        name: &str,
        extra: &[(Col, Value)],
    ) -> Result<()> {
        self.way.truncate(depth);
        let (Some(parent), Some(rank)) = (self.way.last(), self.def.named(rank)) else { return Ok(()) };
        let node = match trees::find_child(tx, self.node, parent.id, name, rank)? {
            Some(there) => there,
            None => {
                self.made += 1;
                trees::add_node(tx, self.node, parent, rank, name, extra)?
            }
        };
        self.way.push(node);
        Ok(())
    }
}

/// Adds continents and countries to the tree of places of a discipline; returns how many nodes were made.
pub(super) fn places(tx: &mut WriteTx<'_>, discipline: i64) -> Result<usize> {
    let mut tree = Growing::of(tx, geography::TABLE, discipline)?;
    for fields in lines(PLACES) {
        match fields.as_slice() {
            ["", country, code] => {
                let code = (geography::GEOGRAPHY_CODE, Value::from(*code));
                tree.add(tx, 2, "Country", country, &[code])?;
            }
            [continent, ..] => tree.add(tx, 1, "Continent", continent, &[])?,
            [] => {}
        }
    }
    Ok(tree.made)
}

/// Adds the chart of geological times to the tree of a discipline; returns how many nodes were made.
pub(super) fn times(tx: &mut WriteTx<'_>, discipline: i64) -> Result<usize> {
    const RANKS: [&str; 4] = ["Erathem/Era", "System/Period", "Series/Epoch", "Stage/Age"];
    let mut tree = Growing::of(tx, geologic_time_period::TABLE, discipline)?;
    for fields in lines(TIMES) {
        let [name, start, end] = fields.as_slice() else { continue };
        let depth = name.len() - name.trim_start_matches('>').len();
        let million = |text: &str| vasculum_model::Decimal::parse(text).map_or(Value::Null, Value::Decimal);
        let extra = [
            (geologic_time_period::START_PERIOD, million(start)),
            (geologic_time_period::END_PERIOD, million(end)),
            (geologic_time_period::STANDARD, "ICS".into()),
            (geologic_time_period::IS_BIO_STRAT, false.into()),
        ];
        tree.add(tx, depth + 1, RANKS[depth.min(3)], name.trim_start_matches('>'), &extra)?;
    }
    Ok(tree.made)
}

/// Adds the higher names of a kind of discipline to its tree; returns how many nodes were made.
pub(super) fn names(tx: &mut WriteTx<'_>, discipline: i64, kind: &str) -> Result<usize> {
    let ranks: &[&str] = if kind == "geology" { &["Class"] } else { &["Kingdom", "Phylum", "Class"] };
    let mut tree = Growing::of(tx, taxon::TABLE, discipline)?;
    for fields in lines(NAMES) {
        let [kinds, way, orders] = fields.as_slice() else { continue };
        if !kinds.split(',').any(|one| one == kind) {
            continue;
        }
        for (at, (name, rank)) in way.split(" > ").zip(ranks).enumerate() {
            tree.add(tx, at + 1, rank, name, &[])?;
        }
        for order in orders.split(", ").filter(|order| !order.is_empty()) {
            tree.add(tx, ranks.len() + 1, "Order", order, &[])?;
        }
    }
    Ok(tree.made)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::setup::DISCIPLINE_TYPES;

    #[test]
    fn every_country_has_a_code_of_its_own() {
        let codes: Vec<&str> = lines(PLACES).filter(|fields| fields[0].is_empty()).map(|fields| fields[2]).collect();
        assert_eq!(codes.len(), 249);
        assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), codes.len());
        assert!(codes.iter().all(|code| code.len() == 2 && code.chars().all(|letter| letter.is_ascii_uppercase())));
    }

    #[test]
    fn every_kind_of_discipline_has_names_to_start_with() {
        for kind in DISCIPLINE_TYPES {
            let found = lines(NAMES).filter(|fields| fields[0].split(',').any(|one| one == kind.name)).count();
            assert!(found > 0, "{}", kind.name);
        }
        assert!(lines(NAMES).all(|fields| fields.len() == 3));
    }
}
