//! Taking a tree out: as a table, a data package of the Catalogue of Life, a topology, a Darwin Core archive. What goes
//! out comes in again unchanged.

use std::collections::{HashMap, HashSet};
use std::io::Write;

use vasculum_formats::eml::{self, Eml, Party};
use vasculum_formats::table::{CsvWriter, Dialect};
use vasculum_formats::trees::{ColdpName, ColdpVernacular, ColdpWriter, NewickNode, NewickWriter, coldp_metadata};
use vasculum_formats::writer::{ArchiveWriter, WriterOptions};
use vasculum_model::names::{collection, common_name_tx, institution, taxon};
use vasculum_model::tree::Tree;
use vasculum_model::{Col, Error, Kind, Result, TableId, Value, model};
use vasculum_store::{Filter, Select, Tx};

use super::{TreeDef, definition, definition_by_id, definition_named, own, tree_of};

/// A format in which trees go out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One row a node, with the identifiers of parent and accepted name.
    Csv,
    /// A data package of the Catalogue of Life.
    Coldp,
    /// A topology of the accepted names; of the synonyms it has those below which accepted names stand.
    Newick,
    /// A Darwin Core archive with a core of taxa.
    Dwca,
}

/// A node on its way out.
struct Out {
    id: i64,
    parent: i64,
    accepted: i64,
    rank: i64,
    name: String,
    full_name: String,
    identifier: String,
    fields: Vec<String>,
}

/// A tree on its way out: its nodes, parents first and those with one parent by name.
struct Forest {
    tree: &'static Tree,
    def: TreeDef,
    columns: Vec<Col>,
    nodes: Vec<Out>,
    by_id: HashMap<i64, usize>,
    about: Eml,
}

/// Writes the tree that the discipline of a collection uses; returns how many nodes. The root of a tree is no name and
/// stays.
///
/// # Errors
///
/// - `NotFound`: there is no such tree or collection.
/// - `Internal`: the file can't be written.
pub fn export<W: Write>(tx: &mut Tx<'_>, table: TableId, of: i64, format: Format, out: W) -> Result<u64> {
    let discipline = tx.get(collection::TABLE, of)?.needed(collection::DISCIPLINE)?;
    let def = definition(tx, table, discipline)?;
    export_tree(tx, def, format, out)
}

/// Writes the tree of this name; returns how many nodes.
///
/// # Errors
///
/// As [`export()`].
pub fn export_named<W: Write>(tx: &mut Tx<'_>, table: TableId, name: &str, format: Format, out: W) -> Result<u64> {
    let id = definition_named(tx, table, name)?;
    let missing = || Error::not_found("This tree has no ranks.");
    let def = definition_by_id(tx, table, id)?.ok_or_else(missing)?;
    export_tree(tx, def, format, out)
}

/// Writes a tree; returns how many nodes.
///
/// # Errors
///
/// `Internal`: the file can't be written.
pub fn export_tree<W: Write>(tx: &mut Tx<'_>, def: TreeDef, format: Format, out: W) -> Result<u64> {
    let forest = Forest::read(tx, def)?;
    let failed = |cause: std::io::Error| Error::internal("The file can’t be written.", cause);
    match format {
        Format::Csv => forest.csv(out).map_err(failed)?,
        Format::Newick => return forest.newick(out).map_err(failed),
        Format::Coldp => {
            let names = forest.common_names(tx)?;
            forest.coldp(out, &names, tx.now().0 / 1_000_000).map_err(failed)?;
        }
        Format::Dwca => {
            let names = forest.common_names(tx)?;
            forest.dwca(out, &names, tx.now().0 / 1_000_000).map_err(failed)?;
        }
    }
    Ok(forest.nodes.len() as u64)
}

/// Node, name, language, country.
type CommonName = (i64, String, String, String);

/// The fields that go out: whatever somebody can fill in and is no link.
fn columns_of(tree: &Tree) -> Vec<Col> {
    let own = [tree.name, tree.full_name, tree.rank_id];
    let table = model().table(tree.node);
    (0_u16..)
        .zip(&table.columns)
        .filter(|(at, column)| {
            let is_ours = matches!(column.name, "version" | "nodeNumber" | "highestChildNodeNumber");
            let is_plain = !matches!(column.kind, Kind::Link | Kind::Timestamp | Kind::Json | Kind::YesNo);
            is_plain && !is_ours && !own.contains(&Col(tree.node, *at))
        })
        .map(|(at, _)| Col(tree.node, at))
        .collect()
}

impl Forest {
    fn read(tx: &mut Tx<'_>, def: TreeDef) -> Result<Self> {
        let table = def.node;
        let tree = tree_of(table)?;
        let columns = columns_of(tree);
        let mut asked = vec![None, Some(tree.parent), Some(tree.accepted), Some(tree.rank_id), Some(tree.name)];
        asked.push(Some(tree.full_name));
        asked.extend(columns.iter().map(|column| Some(*column)));
        let paths: Vec<_> = asked.into_iter().map(|column| own(table, column)).collect();
        let guid = columns.iter().position(|column| model().column(*column).name == "guid");
        let name = model().table(table).name;
        let mut nodes = Vec::new();
        for row in tx.values(&Select::all(table).matching(Filter::is(tree.definition, def.id)), &paths)? {
            let text = |value: &Value| value.to_string();
            let fields: Vec<String> =
                row[6..].iter().map(|value| if value.is_null() { String::new() } else { text(value) }).collect();
            let int = |at: usize| row[at].int().unwrap_or_default();
            let guid = guid.map(|at| fields[at].clone()).filter(|guid| !guid.is_empty());
            nodes.push(Out {
                id: int(0),
                parent: int(1),
                accepted: int(2),
                rank: int(3),
                name: row[4].text().unwrap_or_default().to_owned(),
                full_name: row[5].text().unwrap_or_default().to_owned(),
                identifier: guid.unwrap_or_else(|| format!("{name}:{}", int(0))),
                fields,
            });
        }
        let nodes = in_order(nodes);
        let by_id = nodes.iter().enumerate().map(|(at, node)| (node.id, at)).collect();
        let about = about(tx, tree)?;
        Ok(Self { tree, def, columns, nodes, by_id, about })
    }

    fn identifier(&self, id: i64) -> &str {
        self.by_id.get(&id).map_or("", |at| self.nodes[*at].identifier.as_str())
    }

    fn rank(&self, node: &Out) -> &str {
        self.def.numbered(node.rank).map_or("", |rank| rank.name.as_str())
    }

    fn field<'n>(&self, node: &'n Out, name: &str) -> &'n str {
        let at = self.columns.iter().position(|column| model().column(*column).name == name);
        at.map_or("", |at| node.fields[at].as_str())
    }

    /// The name as it stands alone: with the names above for a taxon.
    fn written<'n>(&self, node: &'n Out) -> &'n str {
        if self.tree.node == taxon::TABLE { &node.full_name } else { &node.name }
    }

    fn csv<W: Write>(&self, out: W) -> std::io::Result<()> {
        let used: Vec<usize> =
            (0..self.columns.len()).filter(|at| self.nodes.iter().any(|node| !node.fields[*at].is_empty())).collect();
        let mut table = CsvWriter::new(out, Dialect::CSV);
        let mut head = vec!["id", "parentId", "acceptedId", "rank", "name", "fullName"];
        head.extend(used.iter().map(|at| model().column(self.columns[*at]).name));
        table.row(head)?;
        for node in &self.nodes {
            let mut row = vec![node.identifier.as_str(), self.identifier(node.parent), self.identifier(node.accepted)];
            row.extend([self.rank(node), node.name.as_str(), node.full_name.as_str()]);
            row.extend(used.iter().map(|at| node.fields[*at].as_str()));
            table.row(row)?;
        }
        table.finish().map(drop)
    }

    fn coldp<W: Write>(&self, out: W, names: &[CommonName], modified_unix_s: i64) -> std::io::Result<()> {
        let mut writer = ColdpWriter::create(WriterOptions { modified_unix_s, ..WriterOptions::default() })?;
        for node in &self.nodes {
            let is_synonym = node.accepted != 0;
            let parent = self.identifier(if is_synonym { node.accepted } else { node.parent });
            writer.name(&ColdpName {
                id: &node.identifier,
                parent,
                status: if is_synonym { "synonym" } else { "accepted" },
                rank: &self.rank(node).to_lowercase(),
                name: self.written(node),
                author: self.field(node, "author"),
                remarks: self.field(node, "remarks"),
            })?;
        }
        for (node, name, language, country) in names {
            writer.vernacular(&ColdpVernacular { taxon: self.identifier(*node), name, language, country })?;
        }
        writer.finish(out, &coldp_metadata(&self.about.title)).map(drop)
    }

    fn labelled<'n>(&self, node: &'n Out, rank: &'n str) -> NewickNode<'n> {
        let status = if node.accepted == 0 { "" } else { "synonym" };
        NewickNode { name: self.written(node), rank, author: self.field(node, "author"), status }
    }

    fn newick<W: Write>(&self, out: W) -> std::io::Result<u64> {
        let mut writer = NewickWriter::create(out);
        let mut parents: HashSet<i64> = HashSet::new();
        // Nodes stand behind those above them.
        for node in self.nodes.iter().rev().filter(|node| node.accepted == 0) {
            let mut above = node.parent;
            while let Some(at) = self.by_id.get(&above).filter(|_| parents.insert(above)) {
                above = self.nodes[*at].parent;
            }
        }
        writer.open()?;
        let mut open: Vec<&Out> = Vec::new();
        let close = |writer: &mut NewickWriter<W>, node: &Out| {
            writer.close(&self.labelled(node, &self.rank(node).to_lowercase()))
        };
        let mut count = 0;
        for node in self.nodes.iter().filter(|node| node.accepted == 0 || parents.contains(&node.id)) {
            while let Some(last) = open.last().filter(|last| last.id != node.parent) {
                close(&mut writer, last)?;
                open.pop();
            }
            if parents.contains(&node.id) {
                writer.open()?;
                open.push(node);
            } else {
                writer.leaf(&self.labelled(node, &self.rank(node).to_lowercase()))?;
            }
            count += 1;
        }
        while let Some(last) = open.pop() {
            close(&mut writer, last)?;
        }
        writer.close(&NewickNode::default())?;
        writer.finish()?;
        Ok(count)
    }

    fn dwca<W: Write>(&self, out: W, names: &[CommonName], modified_unix_s: i64) -> std::io::Result<()> {
        let columns = [
            "taxonID",
            "parentNameUsageID",
            "acceptedNameUsageID",
            "scientificName",
            "scientificNameAuthorship",
            "taxonRank",
            "taxonomicStatus",
            "nomenclaturalStatus",
            "scientificNameID",
            "vernacularName",
            "taxonRemarks",
        ];
        let mut writer = ArchiveWriter::create(out, WriterOptions { modified_unix_s, ..WriterOptions::default() });
        let core = writer.begin_table("Taxon", &columns, true)?;
        let common = writer.begin_table("VernacularName", &["vernacularName", "language", "countryCode"], false)?;
        for node in &self.nodes {
            let author = self.field(node, "author");
            let name = format!("{} {author}", self.written(node));
            let rank = self.rank(node).to_lowercase();
            let status = if node.accepted == 0 { "accepted" } else { "synonym" };
            let row = [
                node.identifier.as_str(),
                self.identifier(node.parent),
                self.identifier(node.accepted),
                name.trim_end(),
                author,
                &rank,
                status,
                self.field(node, "colStatus"),
                self.field(node, "lsid"),
                self.field(node, "commonName"),
                self.field(node, "remarks"),
            ];
            writer.write_row(core, &node.identifier, row)?;
        }
        for (node, name, language, country) in names {
            writer.write_row(common, self.identifier(*node), [name, language, country])?;
        }
        writer.finish(&eml::write(&self.about)).map(drop)
    }

    /// The everyday names of the nodes of a taxon tree.
    fn common_names(&self, tx: &mut Tx<'_>) -> Result<Vec<CommonName>> {
        if self.tree.node != taxon::TABLE {
            return Ok(Vec::new());
        }
        let columns = [common_name_tx::TAXON, common_name_tx::NAME, common_name_tx::LANGUAGE, common_name_tx::COUNTRY];
        let paths = columns.map(|column| own(common_name_tx::TABLE, Some(column)));
        let mut names = Vec::new();
        for row in tx.values(&Select::all(common_name_tx::TABLE), &paths)? {
            let text = |at: usize| row[at].text().unwrap_or_default().to_owned();
            if let Some(node) = row[0].int().filter(|node| self.by_id.contains_key(node)) {
                names.push((node, text(1), text(2), text(3)));
            }
        }
        Ok(names)
    }
}

/// What is said of the whole: whose tree it is.
fn about(tx: &mut Tx<'_>, tree: &Tree) -> Result<Eml> {
    let museum = tx.first(&Select::all(institution::TABLE))?;
    let museum = museum.and_then(|museum| museum.text(institution::NAME).map(str::to_owned)).unwrap_or_default();
    Ok(Eml {
        title: format!("{} of {museum}", model().table(tree.node).name),
        creators: vec![Party { organization: museum, ..Party::default() }],
        pub_date: tx.now().date().map_or(String::new(), |date| date.to_string()),
        ..Eml::default()
    })
}

/// Nodes as one walks through the tree, without its roots; children of one parent by name.
fn in_order(nodes: Vec<Out>) -> Vec<Out> {
    let mut below: HashMap<i64, Vec<Out>> = HashMap::new();
    let mut open: Vec<Out> = Vec::new();
    let mut roots: Vec<i64> = Vec::new();
    for node in nodes {
        if node.parent == 0 {
            roots.push(node.id);
        } else {
            below.entry(node.parent).or_default().push(node);
        }
    }
    let mut push = |open: &mut Vec<Out>, parent: i64| {
        let mut children = below.remove(&parent).unwrap_or_default();
        children.sort_by(|one, two| (&two.name, two.id).cmp(&(&one.name, one.id)));
        open.append(&mut children);
    };
    for root in roots {
        push(&mut open, root);
    }
    let mut ordered = Vec::new();
    while let Some(node) = open.pop() {
        push(&mut open, node.id);
        ordered.push(node);
    }
    ordered
}
