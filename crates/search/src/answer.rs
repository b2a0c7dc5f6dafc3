//! Answers: what was found, how it counts up, and which records it is.

use std::collections::{BTreeSet, HashMap};

use tantivy::collector::TopDocs;
use tantivy::{DocAddress, Order, Searcher};
use vasculum_model::names::{agent, collection_object, geography, taxon};
use vasculum_model::{Error, Result, TableId};
use vasculum_store::Access;

use crate::ask::{Ask, FACETS, Facet, Note};
use crate::counting::{ANY_BIT, Counted, Counting, Counts, Kept, Keys, Tallied};
use crate::document::{WIDE, around};
use crate::place::failed;
use crate::query::{Built, build, group_of, is_open};
use crate::schema::{FLAGS, Fields, Group, YEAR_ZERO, coded, record_of, searched};
use crate::tree::Tree;
use crate::view::{View, may_read};

/// A record that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Hit {
    /// Its table.
    pub table: TableId,
    /// Its id.
    pub id: i64,
}

/// A value of a facet, with how many of the records found have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetValue {
    /// What narrows to it, as in the address.
    pub value: String,
    /// The record that it is called by: the node, the person. Whoever shows it reads what it is called.
    pub record: Option<Hit>,
    /// How many.
    pub count: u64,
}

/// A facet of what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faceted {
    /// Which.
    pub facet: Facet,
    /// Its values, most first; years in their order.
    pub values: Vec<FacetValue>,
    /// How many more values there are.
    pub more: usize,
    /// For a tree: the nodes from the root down to the one that was chosen.
    pub line: Vec<Hit>,
}

/// What came of a question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// How many records were found.
    pub count: u64,
    /// Those that were asked for, best first.
    pub hits: Vec<Hit>,
    /// How they count up; facets in which nothing can be chosen are left out.
    pub facets: Vec<Faceted>,
    /// What is to be said of the question.
    pub notes: Vec<Note>,
    /// What shows a record to be an answer begins with one of these words.
    pub marks: Vec<String>,
}

/// All records of a table that a question finds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ids {
    /// Their ids, in order.
    pub ids: Vec<i64>,
    /// The change set up to which everything was in the index; some of what came later may be in it too.
    pub upto: i64,
}

/// Which records of an answer are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wish {
    /// So many come before.
    pub offset: usize,
    /// So many are wanted; none for the counts alone.
    pub limit: usize,
    /// So many values of each facet; nothing for no facets.
    pub facets: Option<usize>,
}

/// The shape of both trees.
#[derive(Debug, Clone, Default)]
pub(crate) struct Trees {
    pub taxa: Tree,
    pub places: Tree,
}

impl Trees {
    fn of(&self, facet: Facet) -> &Tree {
        if facet == Facet::Taxon { &self.taxa } else { &self.places }
    }
}

/// Answers a question for one person.
pub(crate) fn answer(
    (searcher, fields): (&Searcher, &Fields),
    access: &Access,
    (trees, kept): (&Trees, &Kept),
    ask: &Ask,
    wish: Wish,
) -> Result<Answer> {
    let view = View::of(searcher, fields, access)?;
    let Built { query, is_ranked, notes, marks } = build(&view, ask)?;
    let query = view.scoped(query);
    let top = Top { is_ranked, wish };
    let (hits, count, facets) = match wish.facets {
        None => {
            let count = searcher.search(&query, &tantivy::collector::Count).map_err(failed)?;
            (top.alone(&view, query.as_ref())?, count as u64, Vec::new())
        }
        Some(most) => {
            let kept = ask.is_everything().then_some(kept);
            facets(&view, query.as_ref(), top, (trees, kept), ask, most)?
        }
    };
    Ok(Answer { count, hits, facets, notes, marks })
}

/// Which records are looked for: the best, or the latest where none is better than another.
#[derive(Clone, Copy)]
struct Top {
    is_ranked: bool,
    wish: Wish,
}

impl Top {
    /// The records.
    fn alone(self, view: &View<'_>, query: &dyn tantivy::query::Query) -> Result<Vec<Hit>> {
        let top = TopDocs::with_limit(self.wish.limit.max(1)).and_offset(self.wish.offset);
        let addresses: Vec<DocAddress> = match (self.wish.limit, self.is_ranked) {
            (0, _) => Vec::new(),
            (_, true) => addresses(view.searcher.search(query, &top.order_by_score()).map_err(failed)?),
            (_, false) => {
                addresses(view.searcher.search(query, &top.order_by_u64_field("key", Order::Desc)).map_err(failed)?)
            }
        };
        hits(view, addresses)
    }

    /// The records, and what is counted of all, in one pass.
    fn beside(
        self,
        view: &View<'_>,
        query: &dyn tantivy::query::Query,
        counting: Counting<'_>,
    ) -> Result<(Vec<Hit>, Tallied)> {
        let top = TopDocs::with_limit(self.wish.limit.max(1)).and_offset(self.wish.offset);
        let (addresses, tallied) = match (self.wish.limit, self.is_ranked) {
            (0, _) => (Vec::new(), view.searcher.search(query, &counting).map_err(failed)?),
            (_, true) => {
                let (found, tallied) =
                    view.searcher.search(query, &(top.order_by_score(), counting)).map_err(failed)?;
                (addresses(found), tallied)
            }
            (_, false) => {
                let top = top.order_by_u64_field("key", Order::Desc);
                let (found, tallied) = view.searcher.search(query, &(top, counting)).map_err(failed)?;
                (addresses(found), tallied)
            }
        };
        Ok((hits(view, addresses)?, tallied))
    }
}

fn addresses<Rank>(found: Vec<(Rank, DocAddress)>) -> Vec<DocAddress> {
    found.into_iter().map(|(_, address)| address).collect()
}

fn hits(view: &View<'_>, addresses: Vec<DocAddress>) -> Result<Vec<Hit>> {
    let mut hits = Vec::with_capacity(addresses.len());
    for address in addresses {
        let segment = view.searcher.segment_reader(address.segment_ord);
        let key = segment.fast_fields().u64("key").map_err(failed)?.first(address.doc_id);
        hits.extend(key.and_then(record_of).map(|(table, id)| Hit { table, id }));
    }
    Ok(hits)
}

/// The ids of all records of a table that a question finds, in order.
///
/// # Errors
///
/// - `Invalid`: the index has no records of this table, so that to find nothing would be no answer.
/// - `Internal`: the index can't be read.
pub(crate) fn ids(
    (searcher, fields): (&Searcher, &Fields),
    access: &Access,
    ask: &Ask,
    table: TableId,
) -> Result<Vec<i64>> {
    if searched(table).is_none() {
        let name = vasculum_model::model().table(table).name;
        return Err(Error::invalid(format!(
            "Records of {name} are not in the search index, so words can’t find them."
        ))
        .hint("Search for the records that they belong to, for example specimens."));
    }
    let view = View::of(searcher, fields, access)?;
    let built = build(&view, &ask.with(Facet::Table, vasculum_model::model().table(table).name))?;
    let query = view.scoped(built.query);
    let keys = searcher.search(&query, &Keys).map_err(failed)?;
    let mut ids: Vec<i64> = keys.into_iter().filter_map(record_of).map(|(_, id)| id).collect();
    ids.sort_unstable();
    Ok(ids)
}

fn column(facet: Facet) -> Counted {
    match facet {
        Facet::Table => Counted::One("table"),
        Facet::Collection => Counted::One("collection"),
        Facet::Taxon => Counted::One("taxon"),
        Facet::Place => Counted::One("place"),
        Facet::Year => Counted::One("year"),
        Facet::Collector => Counted::Many("collector"),
        Facet::Type => Counted::Texts("type"),
        Facet::Preparation => Counted::Texts("prep"),
        Facet::Gap => Counted::Bits("flags"),
        Facet::Cell => Counted::One("cell"),
    }
}

/// Finds the records of a page and counts every facet; what nothing narrows is kept by segments. What a person may know all of is counted in one pass; a facet of which they may know some has a
/// pass of its own.
fn facets(
    view: &View<'_>,
    query: &dyn tantivy::query::Query,
    top: Top,
    (trees, kept): (&Trees, Option<&Kept>),
    ask: &Ask,
    most: usize,
) -> Result<(Vec<Hit>, u64, Vec<Faceted>)> {
    let counting = |query: &dyn tantivy::query::Query, columns: Vec<Counted>| {
        let kept = kept.map(|kept| (kept, format!("{query:?} {columns:?}")));
        Counting { columns, kept }
    };
    let in_one: Vec<Facet> =
        FACETS.iter().map(|(facet, _)| *facet).filter(|facet| is_open(view.open(group_of(*facet)))).collect();
    let counting_all = counting(query, in_one.iter().map(|facet| column(*facet)).collect());
    let (hits, (count, counts)) = match kept {
        // What is kept is not counted, so that there is nothing to do beside it.
        Some(_) => (top.alone(view, query)?, view.searcher.search(query, &counting_all).map_err(failed)?),
        None => top.beside(view, query, counting_all)?,
    };
    let mut counted: HashMap<Facet, Counts> = in_one.into_iter().zip(counts).collect();
    let mut gaps: HashMap<Group, Counts> = HashMap::new();
    let groups: BTreeSet<Group> = FLAGS
        .iter()
        .map(|flag| flag.group)
        .chain(FACETS.iter().map(|(facet, _)| group_of(*facet)))
        .filter(|group| !is_open(view.open(*group)))
        .collect();
    for group in groups {
        let Some(query) = view.within(group, query.box_clone()) else { continue };
        let these: Vec<Facet> =
            FACETS.iter().map(|(facet, _)| *facet).filter(|facet| group_of(*facet) == group).collect();
        let columns = these.iter().chain([&Facet::Gap]).map(|facet| column(*facet)).collect();
        let (_, mut counts) =
            view.searcher.search(query.as_ref(), &counting(query.as_ref(), columns)).map_err(failed)?;
        gaps.extend(counts.pop().map(|counts| (group, counts)));
        counted.extend(these.into_iter().zip(counts));
    }
    if let Some(kept) = kept {
        kept.tidy(view.searcher);
    }
    let mut facets = Vec::new();
    for (facet, _) in FACETS {
        let faceted = match (facet, counted.get(facet)) {
            (Facet::Gap, Some(all)) => gap_values(view, all, &gaps),
            (Facet::Taxon | Facet::Place, Some(counts)) if may_read(view.access, tree_of(*facet)) => {
                tree_values(*facet, counts, trees.of(*facet), ask, most)
            }
            (Facet::Taxon | Facet::Place, _) | (_, None) => continue,
            (_, Some(counts)) => values(*facet, counts, ask, most),
        };
        if !faceted.values.is_empty() || !faceted.line.is_empty() {
            facets.push(faceted);
        }
    }
    Ok((hits, count, facets))
}

fn tree_of(facet: Facet) -> TableId {
    if facet == Facet::Taxon { taxon::TABLE } else { geography::TABLE }
}

/// How many objects lack each thing that the person may know of.
fn gap_values(view: &View<'_>, all: &Counts, others: &HashMap<Group, Counts>) -> Faceted {
    let count = |counts: &Counts, bit: u64| counts.numbers().find(|(value, _)| *value == bit).map_or(0, |(_, n)| n);
    let mut values = Vec::new();
    for (bit, flag) in (0_u64..).zip(FLAGS).filter(|(_, flag)| flag.is_gap) {
        let counts = if is_open(view.open(flag.group)) { Some(all) } else { others.get(&flag.group) };
        let Some(counts) = counts else { continue };
        let lacking = count(counts, ANY_BIT) - count(counts, bit);
        if lacking > 0 {
            values.push(FacetValue { value: flag.word.to_owned(), record: None, count: lacking });
        }
    }
    values.sort_by_key(|value| std::cmp::Reverse(value.count));
    Faceted { facet: Facet::Gap, values, more: 0, line: Vec::new() }
}

fn values(facet: Facet, counts: &Counts, ask: &Ask, most: usize) -> Faceted {
    let chosen = ask.chosen(facet);
    let mut values: Vec<FacetValue> = match facet {
        Facet::Year => return years(counts, chosen),
        Facet::Cell => cells(counts, chosen),
        Facet::Table => {
            let value = |(code, count): (u64, u64)| {
                let table = vasculum_model::model().table(coded(code)?.table);
                Some(FacetValue { value: table.name.to_owned(), record: None, count })
            };
            counts.numbers().filter_map(value).collect()
        }
        Facet::Type | Facet::Preparation => {
            let value = |(text, count): (&str, u64)| FacetValue { value: text.to_owned(), record: None, count };
            counts.texts().map(value).collect()
        }
        _ => {
            let table = if facet == Facet::Collector { agent::TABLE } else { vasculum_model::names::collection::TABLE };
            let value = |(id, count): (u64, u64)| FacetValue {
                value: id.to_string(),
                record: Some(Hit { table, id: id as i64 }),
                count,
            };
            counts.numbers().map(value).collect()
        }
    };
    values.sort_by(|one, other| {
        let is_chosen = |value: &FacetValue| Some(value.value.as_str()) == chosen;
        (is_chosen(other), other.count).cmp(&(is_chosen(one), one.count)).then_with(|| one.value.cmp(&other.value))
    });
    let more = values.len().saturating_sub(most);
    values.truncate(most);
    Faceted { facet, values, more, line: Vec::new() }
}

/// Decades, in order; the years of one, once it was chosen.
fn years(counts: &Counts, chosen: Option<&str>) -> Faceted {
    let mut years: Vec<(i64, u64)> =
        counts.numbers().map(|(year, count)| (i64::try_from(year).unwrap_or_default() - YEAR_ZERO, count)).collect();
    years.sort_unstable();
    let span = years.first().zip(years.last()).map_or(0, |(first, last)| last.0 - first.0);
    let mut values: Vec<FacetValue> = Vec::new();
    for (year, count) in years {
        let value = if span < 12 && chosen.is_some() {
            year.to_string()
        } else {
            let decade = year.div_euclid(10) * 10;
            format!("{decade}..{}", decade + 9)
        };
        match values.last_mut() {
            Some(last) if last.value == value => last.count += count,
            _ => values.push(FacetValue { value, record: None, count }),
        }
    }
    Faceted { facet: Facet::Year, values, more: 0, line: Vec::new() }
}

/// Cells of ten degrees; those of one degree within the one that was chosen.
fn cells(counts: &Counts, chosen: Option<&str>) -> Vec<FacetValue> {
    let mut cells: HashMap<u64, u64> = HashMap::new();
    for (cell, count) in counts.numbers() {
        *cells.entry(if chosen.is_some() { cell } else { around(cell) }).or_default() += count;
    }
    debug_assert!(chosen.is_some() || cells.keys().all(|cell| *cell >= WIDE));
    cells.into_iter().map(|(cell, count)| FacetValue { value: cell.to_string(), record: None, count }).collect()
}

/// What was counted at nodes, added up to those right below the chosen one; without one, to those at which the tree
/// first branches.
fn tree_values(facet: Facet, counts: &Counts, tree: &Tree, ask: &Ask, most: usize) -> Faceted {
    let table = tree_of(facet);
    let hit = |id: i64| Hit { table, id };
    let chosen = ask.chosen(facet).and_then(|value| value.parse::<i64>().ok());
    let sums = tree.sums(counts.numbers().map(|(node, count)| (node as i64, count)));
    let mut values: Vec<FacetValue> = tree
        .shown(&sums, chosen)
        .into_iter()
        .map(|(id, count)| FacetValue { value: id.to_string(), record: Some(hit(id)), count })
        .collect();
    values.sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.value.cmp(&other.value)));
    let more = values.len().saturating_sub(most);
    values.truncate(most);
    let line = chosen.map(|node| tree.line(node).into_iter().map(hit).collect()).unwrap_or_default();
    Faceted { facet, values, more, line }
}

/// How many of the records found are objects, from the facet of tables.
pub fn objects(answer: &Answer) -> u64 {
    let name = vasculum_model::model().table(collection_object::TABLE).name;
    let tables = answer.facets.iter().find(|faceted| faceted.facet == Facet::Table);
    tables.and_then(|faceted| faceted.values.iter().find(|value| value.value == name)).map_or(0, |value| value.count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::counting::Numbers;

    fn numbers(pairs: &[(u64, u32)]) -> Counts {
        let mut numbers = Numbers::default();
        pairs.iter().for_each(|(value, count)| numbers.count(*value, *count));
        Counts::Numbers(numbers)
    }

    fn drawn(faceted: &Faceted) -> String {
        faceted.values.iter().map(|value| format!("{}:{}", value.value, value.count)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn years_are_decades_until_one_is_chosen() {
        let year = |year: u64| year + YEAR_ZERO as u64;
        let counts = numbers(&[(year(1951), 2), (year(1959), 3), (year(1960), 1)]);
        assert_eq!(drawn(&years(&counts, None)), "1950..1959:5 1960..1969:1");
        assert_eq!(drawn(&years(&counts, Some("1950..1960"))), "1951:2 1959:3 1960:1");
    }

    #[test]
    fn leaves_add_up_below_the_first_branch() {
        // 1 is the root; 2 below it; 3 and 4 below 2; 5 below 3.
        let tree = Tree::of([(1, None), (2, Some(1)), (3, Some(2)), (4, Some(2)), (5, Some(3))]);
        let counts = numbers(&[(5, 10), (3, 1), (4, 2)]);
        let asked = |ask: &Ask| tree_values(Facet::Taxon, &counts, &tree, ask, 10);
        assert_eq!(drawn(&asked(&Ask::default())), "3:11 4:2");
        let below = asked(&Ask::default().with(Facet::Taxon, "3"));
        assert_eq!(drawn(&below), "5:10");
        assert_eq!(below.line.iter().map(|hit| hit.id).collect::<Vec<_>>(), [1, 2, 3]);
        assert_eq!(drawn(&asked(&Ask::default().with(Facet::Taxon, "99"))), "");
    }
}
