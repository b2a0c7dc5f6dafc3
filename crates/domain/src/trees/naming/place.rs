//! Where a name stands: its rank, what stands above it, and which code of nomenclature counts there.

use nameparser::model::NomCode;
use vasculum_model::names::{discipline, taxon, taxon_tree_def_item};
use vasculum_model::tree::Tree;
use vasculum_model::{Code, Result, Value};
use vasculum_store::{Filter, Select, Tx};

use super::super::{Rank, TreeDef, definition_by_id, own, tree_of};
use super::Typed;

/// The usual numbers of genus and species, for trees that call them otherwise.
const GENUS: i64 = 180;
const SPECIES: i64 = 220;

/// The kingdoms and domains whose names tell the code.
const KINGDOMS: &[(&str, NomCode)] = &[
    ("Animalia", NomCode::Zoological),
    ("Metazoa", NomCode::Zoological),
    ("Plantae", NomCode::Botanical),
    ("Viridiplantae", NomCode::Botanical),
    ("Fungi", NomCode::Botanical),
    ("Bacteria", NomCode::Bacterial),
    ("Archaea", NomCode::Bacterial),
    ("Viruses", NomCode::Virus),
];
/// The kinds of disciplines in which one code counts.
const DISCIPLINES: &[(NomCode, &[&str])] = &[
    (NomCode::Botanical, &["botany", "paleobotany"]),
    (
        NomCode::Zoological,
        &["fish", "herpetology", "bird", "mammal", "insect", "invertebrate", "invertpaleo", "vertpaleo"],
    ),
];

/// Where a name stands.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub tree: &'static Tree,
    pub def: TreeDef,
    pub parent: Option<i64>,
    pub rank: Option<Rank>,
    /// The names from the root down to the parent, each with the record of its rank.
    pub way: Vec<(i64, String)>,
    pub code: Option<NomCode>,
}

impl Place {
    /// Reads what stands above a name; nothing if it is not known in which tree it stands.
    pub(super) fn read(tx: &mut Tx<'_>, typed: &Typed) -> Result<Option<Self>> {
        let tree = tree_of(taxon::TABLE)?;
        let (way, above) = match typed.parent {
            Some(parent) => way(tx, tree, parent)?,
            None => (Vec::new(), None),
        };
        let of_rank = match (&above, typed.rank) {
            (None, Some(rank)) => tx.find(tree.rank, rank)?.and_then(|rank| rank.int(taxon_tree_def_item::TREE_DEF)),
            _ => None,
        };
        let definition = match above.map(|(definition, _)| definition).or(of_rank).or(typed.tree) {
            Some(id) => Some(id),
            None => definition_here(tx, tree)?,
        };
        let Some(def) = (match definition {
            Some(id) => definition_by_id(tx, tree.node, id)?,
            None => None,
        }) else {
            return Ok(None);
        };
        let by_place = || above.and_then(|(_, number)| def.possible_below(number).pop());
        let rank = typed.rank.and_then(|id| def.rank(id)).or_else(by_place).cloned();
        let code = match code_of(&way) {
            Some(code) => Some(code),
            None => code_of_discipline(tx, def.id)?,
        };
        Ok(Some(Self { tree, def, parent: typed.parent, rank, way, code }))
    }

    pub(super) fn genus_number(&self) -> i64 {
        self.def.named("Genus").map_or(GENUS, |rank| rank.rank_id)
    }

    pub(super) fn species_number(&self) -> i64 {
        self.def.named("Species").map_or(SPECIES, |rank| rank.rank_id)
    }

    /// What stands above at the rank of this number.
    pub(super) fn above(&self, number: i64) -> Option<&str> {
        let is = |rank: i64| self.def.rank(rank).is_some_and(|rank| rank.rank_id == number);
        self.way.iter().rev().find(|(rank, _)| is(*rank)).map(|(_, name)| name.as_str())
    }
}

/// The tree of the discipline in which the person works.
fn definition_here(tx: &mut Tx<'_>, tree: &Tree) -> Result<Option<i64>> {
    let access = tx.access();
    let here = access.hierarchy().collections.iter().find(|place| Some(place.id) == access.collection);
    let discipline = here.map(|place| place.discipline);
    let trees = &access.hierarchy().trees;
    let of_it = trees.iter().find(|(table, _, theirs)| *table == tree.def && Some(*theirs) == discipline);
    Ok(of_it.map(|(_, definition, _)| *definition))
}

/// The names from the root down to a node, and its tree definition and rank number; nothing of a node that the person may
/// not see.
type Way = (Vec<(i64, String)>, Option<(i64, i64)>);

fn way(tx: &mut Tx<'_>, tree: &Tree, node: i64) -> Result<Way> {
    let ids = tx.ancestor_ids(tree.node, &[node])?.remove(&node).unwrap_or_default();
    let columns = [tree.name, tree.definition_item, tree.definition, tree.rank_id];
    let mut paths = vec![own(tree.node, None)];
    paths.extend(columns.iter().map(|column| own(tree.node, Some(*column))));
    let mut rows = tx.values(&Select::all(tree.node).matching(Filter::Ids(ids.clone())), &paths)?;
    rows.sort_by_key(|row| row[0].int().and_then(|id| ids.iter().position(|other| *other == id)));
    let last = rows.last().filter(|row| row[0].int() == Some(node));
    let above = last.and_then(|row| Some((row[3].int()?, row[4].int()?)));
    let step = |row: &Vec<Value>| (row[2].int().unwrap_or_default(), row[1].text().unwrap_or_default().to_owned());
    Ok((rows.iter().map(step).collect(), above))
}

fn code_of(way: &[(i64, String)]) -> Option<NomCode> {
    let by_kingdom = way.iter().find_map(|(_, name)| KINGDOMS.iter().find(|(kingdom, _)| kingdom == name));
    let by_family = || {
        way.iter().find_map(|(_, name)| match name.as_str() {
            name if name.ends_with("idae") && !name.ends_with("viridae") => Some(NomCode::Zoological),
            // Plants and bacteria have the same.
            _ => None,
        })
    };
    by_kingdom.map(|(_, code)| *code).or_else(by_family)
}

/// The code of the discipline whose tree it is, if the person may know.
fn code_of_discipline(tx: &mut Tx<'_>, definition: i64) -> Result<Option<NomCode>> {
    let select = Select::all(discipline::TABLE).matching(Filter::is(discipline::TAXON_TREE_DEF, definition));
    let kind = match tx.first(&select) {
        Err(error) if matches!(error.code, Code::Forbidden | Code::SignInNeeded) => None,
        other => other?.and_then(|found| found.text(discipline::TYPE).map(str::to_owned)),
    };
    let kind = kind.unwrap_or_default();
    Ok(DISCIPLINES.iter().find(|(_, kinds)| kinds.contains(&kind.as_str())).map(|(code, _)| *code))
}
