//! Building trees: a line of ranks and names becomes nodes, each once.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use nameparser::model::{NameType, ParsedName};
use vasculum_model::names::taxon;
use vasculum_model::tree::Tree;
use vasculum_model::{Col, Error, Issue, Record, Result, TableId, Value, model};
use vasculum_store::{Filter, Select, WriteTx};

use super::fields::{excerpt, shortened};
use super::graph::{Node, TAXON_RANKS};
use super::import::{Tally, put_forgiving};
use super::source::Source;
use crate::trees::import::same_author;
use crate::trees::naming::Siblings;

/// The nodes of one name at one rank below one parent.
type Homonyms = Vec<Arc<Node>>;

/// Adds nodes to one tree, and remembers those that it met.
pub(super) struct TreeBuilder {
    tree: &'static Tree,
    definition: i64,
    /// Rank number, name and id, from the root down.
    ranks: Vec<(i64, String, i64)>,
    root: Arc<Node>,
    /// The nodes of a name below a parent, by the ids of the parent and the rank; homonyms differ in their authors.
    known: HashMap<(i64, i64), HashMap<String, Homonyms>>,
    /// The nodes that it made, below which nothing stands that it does not know.
    made: HashSet<i64>,
    /// What stood below a node before the first new name came there: full names with authors.
    siblings: HashMap<i64, Siblings<String>>,
}

impl TreeBuilder {
    /// For the tree of this definition.
    ///
    /// # Errors
    ///
    /// `Invalid`, if the tree has no ranks or no root.
    pub(super) fn new(tx: &mut WriteTx<'_>, table: TableId, definition: i64) -> Result<Self> {
        let tree =
            model().tree(table).ok_or_else(|| Error::invalid(format!("{} is no tree.", model().table(table).name)))?;
        let mut ranks: Vec<(i64, String, i64)> = tx
            .select(&Select::all(tree.rank).matching(Filter::is(tree.rank_def, definition)))?
            .iter()
            .map(|rank| {
                let name = rank.text(tree.rank_name).unwrap_or_default().to_owned();
                (rank.int(tree.rank_rank_id).unwrap_or(0), name, rank.id)
            })
            .collect();
        ranks.sort();
        let filter = Filter::And(vec![Filter::is(tree.definition, definition), Filter::is(tree.parent, Value::Null)]);
        let root = tx.first(&Select::all(table).matching(filter))?.ok_or_else(|| {
            Error::invalid(format!("The {} tree of this discipline has no root.", model().table(table).name))
        })?;
        let rank = ranks.first().map_or(String::new(), |(_, name, _)| name.clone());
        let line = vec![(rank, root.text(tree.name).unwrap_or_default().to_owned())];
        Ok(Self {
            tree,
            definition,
            ranks,
            root: Arc::new(Node { record: root, line }),
            known: HashMap::new(),
            made: HashSet::new(),
            siblings: HashMap::new(),
        })
    }

    fn has_rank(&self, name: &str) -> bool {
        self.ranks.iter().any(|(_, rank, _)| rank.eq_ignore_ascii_case(name))
    }

    /// The node at the end of a path of ranks and names, from the top down; nodes that are new are made, the last one
    /// with the extra values. Ranks that the tree does not have are left out and said.
    pub(super) fn path(
        &mut self,
        tx: &mut WriteTx<'_>,
        steps: &[(&str, &str)],
        extra: &[(Col, Value)],
        issues: &mut Vec<Issue>,
        tally: &mut Tally,
    ) -> Result<Option<Arc<Node>>> {
        let mut above = Arc::clone(&self.root);
        let mut last_rank = i64::MIN;
        let mut any = false;
        for (nth, (rank, name)) in steps.iter().enumerate() {
            let Some(at) = self.ranks.iter().position(|(_, there, _)| there.eq_ignore_ascii_case(rank)) else {
                issues.push(Issue::info(
                    "rank-unknown",
                    (*rank).to_owned(),
                    format!("The tree has no rank {rank}; ‘{}’ is kept beside the record.", excerpt(name)),
                ));
                continue;
            };
            let number = self.ranks[at].0;
            if number <= last_rank {
                continue;
            }
            last_rank = number;
            any = true;
            let extra = if nth + 1 == steps.len() { extra } else { &[] };
            above = self.step(tx, &above, at, name, extra, issues, tally)?;
        }
        Ok(any.then_some(above))
    }

    #[allow(clippy::too_many_arguments)]
    fn step(
        &mut self,
        tx: &mut WriteTx<'_>,
        above: &Arc<Node>,
        rank: usize,
        name: &str,
        extra: &[(Col, Value)],
        issues: &mut Vec<Issue>,
        tally: &mut Tally,
    ) -> Result<Arc<Node>> {
        let (number, rank_name, rank_id) = &self.ranks[rank];
        let name = shortened(name, model().column(self.tree.name).max, rank_name, issues);
        let place = (above.record.id, *rank_id);
        let author = extra.iter().find(|(column, _)| is_author(*column)).and_then(|(_, value)| value.text());
        let lacks =
            |node: &Node| extra.iter().any(|(column, value)| node.record.get(*column).is_null() && !value.is_null());
        let known = self.known.get(&place).and_then(|names| names.get(&name));
        if let Some(node) = known.and_then(|known| known.get(homonym(known, author)?))
            && !lacks(node)
        {
            return Ok(Arc::clone(node));
        }
        let mut all = match known {
            Some(known) => known.clone(),
            None if self.made.contains(&above.record.id) => Vec::new(),
            None => self.find(tx, above, rank, &name)?,
        };
        let at = homonym(&all, author).unwrap_or(all.len());
        match all.get(at) {
            Some(node) if lacks(node) => {
                let record = complete(tx, node.record.clone(), extra, issues, tally)?;
                all[at] = Arc::new(Node { record, line: node.line.clone() });
            }
            Some(_) => {}
            None => {
                let mut record = Record::new(self.tree.node)
                    .with(self.tree.name, name.as_str())
                    .with(self.tree.parent, above.record.id)
                    .with(self.tree.definition, self.definition)
                    .with(self.tree.definition_item, *rank_id)
                    .with(self.tree.rank_id, *number);
                for (column, value) in extra {
                    record.set(*column, value.clone());
                }
                issues.extend(self.alike(tx, above, *rank_id, &name)?);
                let record = put_forgiving(tx, None, record, issues, tally)?;
                self.made.insert(record.id);
                all.push(Arc::new(Node { record, line: self.line(above, rank, &name) }));
            }
        }
        let node = Arc::clone(&all[at]);
        self.known.entry(place).or_default().insert(name, all);
        Ok(node)
    }

    /// What is said of a new taxon that hardly differs from one that stands there. The siblings are read once for each
    /// node that was there before.
    fn alike(&mut self, tx: &mut WriteTx<'_>, above: &Node, rank: i64, name: &str) -> Result<Option<Issue>> {
        let parent = above.record.id;
        if self.tree.node != taxon::TABLE || self.made.contains(&parent) {
            return Ok(None);
        }
        let siblings = match self.siblings.entry(parent) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(open) => open.insert(Siblings::below(tx, self.tree, parent)?),
        };
        Ok(siblings.alike(parent, rank, name).map(|other| {
            let words = format!("‘{}’ hardly differs from ‘{}’ of the tree.", excerpt(name), excerpt(other));
            Issue::warning("near-duplicate", "scientificName", words)
        }))
    }

    /// The nodes of a name and rank in the database below another one.
    fn find(&self, tx: &mut WriteTx<'_>, above: &Node, rank: usize, name: &str) -> Result<Vec<Arc<Node>>> {
        let filter = Filter::And(vec![
            Filter::is(self.tree.parent, above.record.id),
            // A tree from a checklist has the sign of a hybrid in the name.
            Filter::Or(vec![Filter::is(self.tree.name, name), Filter::is(self.tree.name, format!("×{name}"))]),
            Filter::is(self.tree.definition_item, self.ranks[rank].2),
        ]);
        let found = tx.select(&Select::all(self.tree.node).matching(filter))?;
        Ok(found.into_iter().map(|record| Arc::new(Node { record, line: self.line(above, rank, name) })).collect())
    }

    fn line(&self, above: &Node, rank: usize, name: &str) -> Vec<(String, String)> {
        let mut line = above.line.clone();
        line.push((self.ranks[rank].1.clone(), name.to_owned()));
        line
    }
}

/// Which of the nodes of one name is meant. Homonyms differ in their authors, of which letters and digits count; a node
/// without one is whoever it needs to be.
fn homonym(nodes: &[Arc<Node>], author: Option<&str>) -> Option<usize> {
    let Some(author) = author else { return (!nodes.is_empty()).then_some(0) };
    let by = |at: &usize| nodes[*at].record.named("author").and_then(Value::text);
    let same = (0..nodes.len()).find(|at| by(at) == Some(author));
    let same = same.or_else(|| (0..nodes.len()).find(|at| by(at).is_some_and(|theirs| same_author(theirs, author))));
    same.or_else(|| (0..nodes.len()).find(|at| by(at).is_none()))
}

fn is_author(column: Col) -> bool {
    model().column(column).name == "author"
}

/// Gives a node that was there the values that it lacked.
fn complete(
    tx: &mut WriteTx<'_>,
    found: Record,
    extra: &[(Col, Value)],
    issues: &mut Vec<Issue>,
    tally: &mut Tally,
) -> Result<Record> {
    let mut next = found.clone();
    for (column, value) in extra {
        if next.get(*column).is_null() && !value.is_null() {
            next.set(*column, value.clone());
        }
    }
    if next == found { Ok(found) } else { put_forgiving(tx, Some(&found), next, issues, tally) }
}

/// What a row says of a taxon: the way to it, and what is said of the node itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct TaxonLine {
    pub steps: Vec<(String, String)>,
    pub author: Option<String>,
    pub is_hybrid: bool,
    /// The name as it was given, where it could not be taken apart.
    pub verbatim: Option<String>,
}

/// Ranks below the species, by the words of `taxonRank` and of the name parser.
const BELOW_SPECIES: &[(&str, &str)] = &[
    ("subspecies", "Subspecies"),
    ("variety", "Variety"),
    ("varietas", "Variety"),
    ("subvariety", "Subvariety"),
    ("form", "Forma"),
    ("forma", "Forma"),
    ("subform", "Subforma"),
    ("cultivar", "Cultivar"),
];

/// All that [`line`] looks at, as one text.
pub(super) fn key(source: &Source<'_>) -> String {
    const MORE: &[&str] = &["scientificName", "scientificNameAuthorship", "taxonRank", "infraspecificEpithet"];
    let mut key = String::with_capacity(160);
    for term in TAXON_RANKS.iter().map(|(term, _)| *term).chain(MORE.iter().copied()) {
        key.push_str(source.get(term).unwrap_or_default());
        key.push('\u{1}');
    }
    key
}

/// Works out where the taxon of a row belongs.
pub(super) fn line(source: &Source<'_>, builder: &TreeBuilder, issues: &mut Vec<Issue>) -> TaxonLine {
    let mut line = TaxonLine::default();
    for (term, rank) in TAXON_RANKS.iter().filter(|(term, _)| *term != "specificEpithet") {
        if let Some(name) = source.get(term) {
            line.steps.push(((*rank).to_owned(), name.to_owned()));
        }
    }
    let author = source.get("scientificNameAuthorship");
    match source.get("scientificName") {
        Some(name) => parsed(name, author, source, builder, &mut line, issues),
        None => from_epithets(source, &mut line),
    }
    if line.author.is_none() && line.verbatim.is_none() {
        line.author = author.map(str::to_owned);
    }
    line
}

/// A row without a scientific name may still have its parts.
fn from_epithets(source: &Source<'_>, line: &mut TaxonLine) {
    if source.get("genus").is_none() {
        return;
    }
    if let Some(epithet) = source.get("specificEpithet") {
        line.steps.push(("Species".to_owned(), epithet.to_owned()));
        if let Some(below) = source.get("infraspecificEpithet") {
            line.steps.push((rank_below(source.get("taxonRank").unwrap_or_default()).to_owned(), below.to_owned()));
        }
    }
}

fn rank_below(rank: &str) -> &'static str {
    let rank = rank.trim().to_lowercase();
    BELOW_SPECIES.iter().find(|(word, _)| *word == rank).map_or("Subspecies", |(_, name)| name)
}

fn parsed(
    name: &str,
    author: Option<&str>,
    source: &Source<'_>,
    builder: &TreeBuilder,
    line: &mut TaxonLine,
    issues: &mut Vec<Issue>,
) {
    let without_author = author.and_then(|author| name.strip_suffix(author)).map_or(name, str::trim_end);
    let parsed = nameparser::parse_name(without_author, author, None, None);
    let read = match parsed {
        Ok(read) if read.type_ == NameType::Scientific => read,
        Ok(read) if read.genus.is_some() || read.uninomial.is_some() => {
            // `Salmo sp.`, `Salmo cf. trutta`: the specimen is determined as far as the name goes.
            line.verbatim = Some(name.to_owned());
            read
        }
        _ => {
            issues.push(Issue::warning(
                "name-not-understood",
                "scientificName",
                format!("‘{}’ is not understood as a scientific name.", excerpt(name)),
            ));
            line.verbatim = Some(name.to_owned());
            return;
        }
    };
    if read.doubtful || !read.warnings.is_empty() {
        let why = if read.warnings.is_empty() { "doubtful".to_owned() } else { read.warnings.join(", ") };
        issues.push(Issue::info("name-doubtful", "scientificName", format!("‘{}’: {why}.", excerpt(name))));
    }
    take_apart(&read, name, source, builder, line);
    let authorship = read.authorship_complete().unwrap_or_default();
    line.author = match author {
        Some(author) => Some(author.to_owned()),
        None if authorship.is_empty() => None,
        // As it stands in the name, if it stands there word for word at the end.
        None => Some(tail_after(name, &read).filter(|tail| !tail.is_empty()).unwrap_or(authorship)),
    };
    line.is_hybrid = read.notho.as_ref().is_some_and(|parts| !parts.is_empty());
}

/// What follows the last epithet in a name: its authorship, word for word.
fn tail_after(name: &str, read: &ParsedName) -> Option<String> {
    let last = [&read.infraspecific_epithet, &read.specific_epithet, &read.uninomial].into_iter().flatten().next()?;
    let at = name.rfind(last.as_str())?;
    Some(name.get(at + last.len()..)?.trim().to_owned())
}

fn take_apart(read: &ParsedName, name: &str, source: &Source<'_>, builder: &TreeBuilder, line: &mut TaxonLine) {
    let rank = source.get("taxonRank").unwrap_or_default().trim().to_lowercase();
    if let Some(uninomial) = &read.uninomial {
        let known = line.steps.iter().any(|(_, there)| there.eq_ignore_ascii_case(uninomial));
        if !known {
            let given =
                builder.ranks.iter().find(|(_, name, _)| name.to_lowercase() == rank).map(|(_, name, _)| name.clone());
            let guess = given.or_else(|| by_ending(uninomial, &rank).map(str::to_owned));
            if let Some(rank) = guess.filter(|rank| builder.has_rank(rank)) {
                line.steps.push((rank, uninomial.clone()));
            } else {
                line.verbatim = Some(name.to_owned());
            }
        }
        // A uninomial is the end of its line: lower ranks in the row speak of something else.
        if let Some(at) = line.steps.iter().position(|(_, there)| there.eq_ignore_ascii_case(uninomial)) {
            line.steps.truncate(at + 1);
        }
        return;
    }
    if let Some(genus) = &read.genus {
        line.steps.retain(|(rank, _)| rank != "Genus" && rank != "Subgenus");
        line.steps.push(("Genus".to_owned(), genus.clone()));
        if let Some(subgenus) = read.infrageneric_epithet.as_deref().or(source.get("subgenus")) {
            line.steps.push(("Subgenus".to_owned(), subgenus.to_owned()));
        }
    }
    if let Some(species) = &read.specific_epithet {
        line.steps.push(("Species".to_owned(), species.clone()));
        if let Some(below) = &read.infraspecific_epithet {
            let of_parser = format!("{:?}", read.rank).to_lowercase();
            let word = if rank.is_empty() { of_parser } else { rank };
            line.steps.push((rank_below(&word).to_owned(), below.clone()));
        }
    }
}

/// The rank that the ending of a name tells, by the codes of nomenclature.
fn by_ending(name: &str, rank: &str) -> Option<&'static str> {
    if !rank.is_empty() {
        return None;
    }
    let endings = [
        ("idae", "Family"),
        ("aceae", "Family"),
        ("inae", "Subfamily"),
        ("oideae", "Subfamily"),
        ("ini", "Tribe"),
        ("ales", "Order"),
        ("oidea", "Superfamily"),
    ];
    Some(endings.iter().find(|(ending, _)| name.ends_with(ending)).map_or("Genus", |(_, rank)| rank))
}
