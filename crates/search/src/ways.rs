//! Which documents a changed record has its words in.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use vasculum_model::{Path, Result, Step, Table, TableId, Value, model};
use vasculum_store::{Change, ChangeKind, Filter, Select, Test, Tx};

use crate::schema::SEARCHED;

/// A way from a record to the documents that it has words in.
struct Way {
    /// The table of the record.
    from: TableId,
    /// The table of the documents.
    to: TableId,
    /// From the document's record to the record.
    path: Path,
    /// A change of these columns matters; of any, if there are none.
    columns: Vec<u16>,
    /// Whether the record is a node, and all below it are meant too.
    is_tree: bool,
}

const PEOPLE: &[&str] = &["firstName", "middleInitial", "lastName", "suffix", "initials", "abbreviation", "division"];
const NODES: &[&str] =
    &["name", "fullName", "author", "commonName", "abbrev", "parent", "definition", "definitionItem"];

/// Table of the record, table of the documents, path from there, and the columns that matter.
const WAYS: &[(&str, &str, &str, &[&str])] = &[
    ("Determination", "CollectionObject", "determinations", &[]),
    ("Determiner", "CollectionObject", "determinations.determiners", &[]),
    ("Preparation", "CollectionObject", "preparations", &[]),
    ("OtherIdentifier", "CollectionObject", "otherIdentifiers", &[]),
    ("CollectionObjectAttachment", "CollectionObject", "collectionObjectAttachments", &[]),
    ("Attachment", "CollectionObject", "collectionObjectAttachments.attachment", &[]),
    ("CollectingEvent", "CollectionObject", "collectingEvent", &[]),
    ("Collector", "CollectionObject", "collectingEvent.collectors", &[]),
    ("Locality", "CollectionObject", "collectingEvent.locality", &[]),
    ("Geography", "CollectionObject", "collectingEvent.locality.geography", NODES),
    ("Taxon", "CollectionObject", "determinations.taxon", NODES),
    ("PrepType", "CollectionObject", "preparations.prepType", &["name", "collection"]),
    ("Agent", "CollectionObject", "collectingEvent.collectors.agent", PEOPLE),
    ("Agent", "CollectionObject", "determinations.determiner", PEOPLE),
    ("Agent", "CollectionObject", "determinations.determiners.agent", PEOPLE),
    ("Geography", "Locality", "geography", NODES),
    ("Geography", "Geography", "parent", NODES),
    ("Taxon", "Taxon", "parent", NODES),
    ("Storage", "Storage", "parent", NODES),
    ("TaxonTreeDefItem", "Taxon", "definitionItem", &["name"]),
    ("GeographyTreeDefItem", "Geography", "definitionItem", &["name"]),
    ("StorageTreeDefItem", "Storage", "definitionItem", &["name"]),
];

/// Every way: those of the list, and those over the people of each table.
static ALL: LazyLock<Vec<Way>> = LazyLock::new(|| {
    let model = vasculum_model::shipped_model();
    let mut ways = Vec::new();
    let mut add = |from: &Table, to: &Table, path: &str, columns: &[&str]| {
        if let Ok(path) = Path::parse(to, path) {
            let is_tree = path.column.is_some() && from.is_tree();
            let columns = columns.iter().filter_map(|name| from.column(name)).collect();
            ways.push(Way { from: from.id, to: to.id, path, columns, is_tree });
        }
    };
    for (from, to, path, columns) in WAYS {
        if let (Some(from), Some(to)) = (model.named(from), model.named(to)) {
            add(from, to, path, columns);
        }
    }
    for row in SEARCHED {
        let to = model.table(row.table);
        for (many, agent) in row.people {
            let many = &to.many[usize::from(many.1)];
            let (joins, link) = (model.table(many.of), model.column(*agent));
            add(joins, to, many.name, &[]);
            if let Some(link_to) = &link.link {
                add(model.table(link_to.to), to, &format!("{}.{}", many.name, link.name), PEOPLE);
            }
        }
        for agent in row.agents {
            let link = model.column(*agent);
            if let Some(link_to) = &link.link {
                add(model.table(link_to.to), to, link.name, PEOPLE);
            }
        }
    }
    ways
});

/// Whether a change of records of this table can matter to the index.
pub(crate) fn matters(table: TableId) -> bool {
    crate::schema::searched(table).is_some() || ALL.iter().any(|way| way.from == table)
}

/// The documents that a change matters to, those of the record itself among them.
pub(crate) fn documents(tx: &mut Tx<'_>, change: &Change) -> Result<BTreeSet<(TableId, i64)>> {
    let mut found = BTreeSet::new();
    let records = change.record..change.record + change.count;
    if crate::schema::searched(change.table).is_some() {
        found.extend(records.clone().map(|id| (change.table, id)));
    }
    for way in ALL.iter().filter(|way| way.from == change.table && way.is_touched(change)) {
        for filter in way.filters(change) {
            let select = Select::all(way.to).matching(filter);
            let id = Path { base: way.to, steps: Vec::new(), table: way.to, column: None };
            let rows = tx.values(&select, &[id])?;
            found.extend(rows.iter().filter_map(|row| row[0].int()).map(|id| (way.to, id)));
        }
    }
    Ok(found)
}

impl Way {
    fn is_touched(&self, change: &Change) -> bool {
        match change.kind {
            // Nobody links yet to what is new, or else what links to it is changed too.
            ChangeKind::Insert => self.is_part(),
            // A link that led to what is gone was changed itself.
            ChangeKind::Delete => self.is_part(),
            ChangeKind::Update => {
                self.columns.is_empty() || change.after.iter().any(|(column, _)| self.columns.contains(column))
            }
        }
    }

    /// Whether the record links to the document's, and not the other way round.
    fn is_part(&self) -> bool {
        self.path.column.is_none()
    }

    /// What the document's records are like: they lead to the record now, or did before.
    fn filters(&self, change: &Change) -> Vec<Filter> {
        let mut filters = Vec::new();
        if change.kind != ChangeKind::Delete {
            let (first, last) = (change.record, change.record + change.count - 1);
            if self.is_tree {
                filters.push(Filter::Under(self.path.clone(), first));
            } else if first == last {
                filters.push(Filter::Test(self.path.clone(), Test::Is(Value::Int(first))));
            } else {
                let ids = (first..=last).map(Value::Int).collect();
                filters.push(Filter::Test(self.path.clone(), Test::In(ids)));
            }
        }
        filters.extend(self.former_owner(change).map(|(path, id)| Filter::Test(path, Test::Is(Value::Int(id)))));
        filters
    }

    /// The record to which a part belonged before it was changed or deleted, and the path that leads there.
    fn former_owner(&self, change: &Change) -> Option<(Path, i64)> {
        let (last, before) = self.path.steps.split_last()?;
        let Step::Many(many) = last else { return None };
        if !self.is_part() {
            return None;
        }
        let mut table = model().table(self.path.base);
        for step in before {
            table = match step {
                Step::One(column) => model().table(table.at(*column).link.as_ref()?.to),
                Step::Many(many) => model().table(table.many[usize::from(*many)].of),
            };
        }
        let back = table.many[usize::from(*many)].back;
        let owner = change.before.iter().find(|(column, _)| *column == back)?.1.int()?;
        let path = Path { base: self.path.base, steps: before.to_vec(), table: table.id, column: None };
        Some((path, owner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_the_list_can_be_gone() {
        let people: usize = SEARCHED.iter().map(|row| 2 * row.people.len() + row.agents.len()).sum();
        assert_eq!(ALL.len(), WAYS.len() + people);
        for way in ALL.iter() {
            let (from, to) = (model().table(way.from).name, model().table(way.to).name);
            let leads_to = way.path.column.map_or(way.path.table, |column| {
                model().table(way.path.table).at(column).link.as_ref().map_or(way.path.table, |link| link.to)
            });
            assert_eq!(model().table(leads_to).name, from, "{to}.{}", way.path);
        }
        for (from, _, path, columns) in WAYS {
            let from = model().named(from).unwrap();
            let known = columns.iter().filter(|name| from.column(name).is_some()).count();
            assert!(columns.is_empty() || known > 0, "{} {path}", from.name);
        }
    }
}
