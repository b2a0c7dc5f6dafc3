//! Counting what was found, in one pass over the columns of the index.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::index::SegmentId;
use tantivy::query::Weight;
use tantivy::{COLLECT_BLOCK_BUFFER_LEN, DocId, Opstamp, Score, Searcher, SegmentOrdinal, SegmentReader};

use crate::tree::Spread;

/// A column that is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counted {
    /// Whole numbers, at most one a record.
    One(&'static str),
    /// Whole numbers, any number of them a record.
    Many(&'static str),
    /// Texts, any number of them a record.
    Texts(&'static str),
    /// Bits: of each, how many records have it. The bit 63 counts the records that have any number at all.
    Bits(&'static str),
}

/// Counts by number: of few different ones by each, of many that lie near to each other, as ids do, in a list, which is
/// counted and added up fastest.
#[derive(Debug, Clone, Default)]
pub(crate) struct Numbers {
    /// The number that the first of the list counts.
    least: u64,
    /// How long the list is, once there is one; 0 if the numbers lie too far apart.
    span: usize,
    dense: Vec<u32>,
    /// Numbers outside the list.
    sparse: HashMap<u64, u32, Spread>,
}

/// Numbers that lie within such a span may be counted in a list.
const DENSE: usize = 1 << 22;
/// There is a list once one of so many numbers was met.
const FEW: usize = 16;

impl Numbers {
    /// Nothing yet, of numbers from `least` to `greatest`.
    fn between(least: u64, greatest: u64) -> Self {
        let span = usize::try_from(greatest.saturating_sub(least)).unwrap_or(usize::MAX);
        let span = if span < DENSE { span + 1 } else { 0 };
        Self { least, span, ..Self::default() }
    }

    /// Where a number stands in the list.
    fn at(&self, value: u64) -> Option<usize> {
        value.checked_sub(self.least).and_then(|at| usize::try_from(at).ok()).filter(|at| *at < self.span)
    }

    pub(crate) fn count(&mut self, value: u64, times: u32) {
        match value.checked_sub(self.least).and_then(|at| self.dense.get_mut(usize::try_from(at).ok()?)) {
            Some(count) => *count += times,
            None => {
                *self.sparse.entry(value).or_default() += times;
                if self.dense.is_empty() && self.sparse.len() > self.span / FEW {
                    self.list();
                }
            }
        }
    }

    /// Makes the list, if there can be one.
    fn list(&mut self) {
        if self.span == 0 || !self.dense.is_empty() {
            return;
        }
        let mut dense = vec![0; self.span];
        let sparse = std::mem::take(&mut self.sparse);
        for (value, count) in sparse {
            match self.at(value) {
                Some(at) => dense[at] = count,
                None => {
                    self.sparse.insert(value, count);
                }
            }
        }
        self.dense = dense;
    }

    fn iter(&self) -> impl Iterator<Item = (u64, u32)> {
        let dense = self.dense.iter().enumerate().filter(|(_, count)| **count > 0);
        dense
            .map(|(at, count)| (self.least + at as u64, *count))
            .chain(self.sparse.iter().map(|(value, count)| (*value, *count)))
    }

    fn add(&mut self, more: &Self) {
        self.widen(more);
        if !more.dense.is_empty() {
            self.list();
        }
        let at = self.at(more.least).filter(|_| !more.dense.is_empty());
        match at.and_then(|at| self.dense.get_mut(at..)?.get_mut(..more.dense.len())) {
            Some(mine) => {
                mine.iter_mut().zip(&more.dense).for_each(|(mine, more)| *mine += more);
                more.sparse.iter().for_each(|(value, count)| self.count(*value, *count));
            }
            None => more.iter().for_each(|(value, count)| self.count(value, count)),
        }
    }

    /// Lets the list hold the numbers of another one too, if it does not become too long.
    fn widen(&mut self, more: &Self) {
        if more.span == 0 {
            return;
        }
        let last = |numbers: &Self| numbers.least + (numbers.span as u64 - 1);
        let wider = match self.span {
            0 => Self::between(more.least, last(more)),
            _ => Self::between(self.least.min(more.least), last(self).max(last(more))),
        };
        if wider.span > self.span {
            let narrow = std::mem::replace(self, wider);
            self.sparse = narrow.sparse;
            if !narrow.dense.is_empty() {
                self.list();
                let at = (narrow.least - self.least) as usize;
                self.dense[at..at + narrow.dense.len()].copy_from_slice(&narrow.dense);
            }
        }
    }
}

/// How many records have each value of a column.
#[derive(Debug, Clone)]
pub(crate) enum Counts {
    Numbers(Numbers),
    Texts(HashMap<String, u64>),
}

impl Counts {
    pub(crate) fn numbers(&self) -> impl Iterator<Item = (u64, u64)> + '_ {
        let numbers = match self {
            Self::Numbers(numbers) => Some(numbers),
            Self::Texts(_) => None,
        };
        numbers.into_iter().flat_map(Numbers::iter).map(|(value, count)| (value, u64::from(count)))
    }

    /// How many numbers they take up.
    fn len(&self) -> usize {
        match self {
            Self::Numbers(numbers) => numbers.dense.len() + numbers.sparse.len(),
            Self::Texts(texts) => texts.len(),
        }
    }

    pub(crate) fn texts(&self) -> impl Iterator<Item = (&str, u64)> {
        let texts = match self {
            Self::Texts(texts) => Some(texts),
            Self::Numbers(_) => None,
        };
        texts.into_iter().flatten().map(|(value, count)| (value.as_str(), *count))
    }
}

/// The bit that says that a record has bits at all.
pub(crate) const ANY_BIT: u64 = 63;

/// How many records were found, and the counts of each column.
pub(crate) type Tallied = (u64, Vec<Counts>);

/// A segment as it is while nothing is deleted from it.
type Segment = (SegmentId, Option<Opstamp>);

/// What was counted of whole segments. They do not change, so that everything is counted anew in new ones only.
#[derive(Default)]
pub(crate) struct Kept(Mutex<HashMap<(Segment, String), Arc<Tallied>>>);

/// So many numbers are kept at most, four bytes each: a million specimens of a hundred thousand taxa take one for each.
const MOST_KEPT: usize = 32_000_000;

fn segment_of(reader: &SegmentReader) -> Segment {
    (reader.segment_id(), reader.delete_opstamp())
}

impl Kept {
    /// Forgets segments that there are no longer, and everything if it is too much.
    pub(crate) fn tidy(&self, searcher: &Searcher) {
        let there: HashSet<Segment> = searcher.segment_readers().iter().map(segment_of).collect();
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(segment, _), _| there.contains(segment));
        if kept.values().flat_map(|tallied| &tallied.1).map(Counts::len).sum::<usize>() > MOST_KEPT {
            kept.clear();
        }
    }
}

/// Counts columns, and the records.
pub(crate) struct Counting<'k> {
    pub columns: Vec<Counted>,
    /// Where the counts of each segment are kept, and as what.
    pub kept: Option<(&'k Kept, String)>,
}

impl Collector for Counting<'_> {
    type Fruit = Tallied;
    type Child = SegmentCounting;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<SegmentCounting> {
        let columns = self.columns.iter().map(|column| Tally::of(*column, segment)).collect::<tantivy::Result<_>>()?;
        Ok(SegmentCounting { columns, waiting: Vec::with_capacity(COLLECT_BLOCK_BUFFER_LEN), found: 0 })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn collect_segment(
        &self,
        weight: &dyn Weight,
        ordinal: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<Arc<Tallied>> {
        let known = self.kept.as_ref().map(|(kept, what)| (kept, (segment_of(segment), what.clone())));
        if let Some((kept, place)) = &known
            && let Some(tallied) = kept.0.lock().unwrap_or_else(PoisonError::into_inner).get(place)
        {
            return Ok(Arc::clone(tallied));
        }
        let mut counting = self.for_segment(ordinal, segment)?;
        weight.for_each_no_score(segment, &mut |docs| match segment.alive_bitset() {
            None => counting.collect_block(docs),
            Some(alive) => docs.iter().filter(|doc| alive.is_alive(**doc)).for_each(|doc| counting.collect(*doc, 0.0)),
        })?;
        let tallied = counting.harvest();
        if let Some((kept, place)) = known {
            kept.0.lock().unwrap_or_else(PoisonError::into_inner).insert(place, Arc::clone(&tallied));
        }
        Ok(tallied)
    }

    /// Adds everything to the segment that has the most.
    fn merge_fruits(&self, mut fruits: Vec<Arc<Tallied>>) -> tantivy::Result<Tallied> {
        let empty = |column: &Counted| match column {
            Counted::Texts(_) => Counts::Texts(HashMap::new()),
            _ => Counts::Numbers(Numbers::default()),
        };
        fruits.sort_by_key(|tallied| std::cmp::Reverse(tallied.0));
        let mut fruits = fruits.into_iter();
        let Some(most) = fruits.next() else {
            return Ok((0, self.columns.iter().map(empty).collect()));
        };
        let (mut found, mut all) = Arc::unwrap_or_clone(most);
        for tallied in fruits {
            found += tallied.0;
            for (sum, counts) in all.iter_mut().zip(&tallied.1) {
                match (sum, counts) {
                    (Counts::Numbers(sum), Counts::Numbers(more)) => sum.add(more),
                    (Counts::Texts(sum), Counts::Texts(more)) => {
                        more.iter().for_each(|(value, count)| *sum.entry(value.clone()).or_default() += count);
                    }
                    _ => {}
                }
            }
        }
        Ok((found, all))
    }
}

/// Counts within a segment, block by block.
pub(crate) struct SegmentCounting {
    columns: Vec<Tally>,
    waiting: Vec<DocId>,
    found: u64,
}

impl SegmentCollector for SegmentCounting {
    type Fruit = Arc<Tallied>;

    fn collect(&mut self, doc: DocId, _: Score) {
        self.waiting.push(doc);
        if self.waiting.len() == COLLECT_BLOCK_BUFFER_LEN {
            let block = std::mem::take(&mut self.waiting);
            self.collect_block(&block);
            self.waiting = block;
            self.waiting.clear();
        }
    }

    fn collect_block(&mut self, docs: &[DocId]) {
        self.found += docs.len() as u64;
        self.columns.iter_mut().for_each(|column| column.add(docs));
    }

    fn harvest(mut self) -> Self::Fruit {
        let rest = std::mem::take(&mut self.waiting);
        if !rest.is_empty() {
            self.collect_block(&rest);
        }
        Arc::new((self.found, self.columns.into_iter().map(Tally::counts).collect()))
    }
}

/// The counts of one column in one segment.
struct Tally {
    column: Column<u64>,
    texts: Option<StrColumn>,
    is_single: bool,
    is_bits: bool,
    counts: Numbers,
    values: Vec<Option<u64>>,
    rows: Vec<u32>,
    docs: Vec<DocId>,
    plain: Vec<u64>,
}

impl Tally {
    fn of(counted: Counted, segment: &SegmentReader) -> tantivy::Result<Self> {
        let fast = segment.fast_fields();
        let (mut texts, mut is_single, mut is_bits) = (None, false, false);
        let column = match counted {
            Counted::One(name) => {
                is_single = true;
                fast.u64(name)?
            }
            Counted::Bits(name) => {
                (is_single, is_bits) = (true, true);
                fast.u64(name)?
            }
            Counted::Many(name) => fast.u64(name)?,
            Counted::Texts(name) => match fast.str(name)? {
                Some(column) => {
                    let ords = column.ords().clone();
                    texts = Some(column);
                    ords
                }
                None => Column::build_empty_column(segment.max_doc()),
            },
        };
        let counts = Numbers::between(column.min_value(), column.max_value());
        Ok(Self {
            column,
            texts,
            is_single,
            is_bits,
            counts,
            values: vec![None; COLLECT_BLOCK_BUFFER_LEN],
            rows: Vec::new(),
            docs: Vec::new(),
            plain: Vec::new(),
        })
    }

    fn add(&mut self, docs: &[DocId]) {
        for docs in docs.chunks(COLLECT_BLOCK_BUFFER_LEN) {
            if self.is_single {
                self.add_single(docs);
            } else {
                self.add_many(docs);
            }
        }
    }

    fn add_single(&mut self, docs: &[DocId]) {
        let mut values = std::mem::take(&mut self.values);
        values[..docs.len()].fill(None);
        self.column.first_vals(docs, &mut values[..docs.len()]);
        for value in values[..docs.len()].iter().flatten() {
            self.counts.count(*value, 1);
        }
        self.values = values;
    }

    fn add_many(&mut self, docs: &[DocId]) {
        self.rows.clear();
        self.docs.clear();
        self.column.row_ids_for_docs(docs, &mut self.docs, &mut self.rows);
        let mut plain = std::mem::take(&mut self.plain);
        plain.resize(self.rows.len(), 0);
        self.column.values.get_vals(&self.rows, &mut plain);
        for value in &plain {
            self.counts.count(*value, 1);
        }
        self.plain = plain;
    }

    fn counts(self) -> Counts {
        let counts = if self.is_bits { by_bit(&self.counts) } else { self.counts };
        let Some(texts) = self.texts else { return Counts::Numbers(counts) };
        let mut named = HashMap::new();
        for (ord, count) in counts.iter() {
            let mut text = String::new();
            if texts.ord_to_str(ord, &mut text).unwrap_or(false) {
                named.insert(text, u64::from(count));
            }
        }
        Counts::Texts(named)
    }
}

/// Of numbers that stand for sets of bits, how often there is each bit. There are few sets, so they are counted first.
fn by_bit(sets: &Numbers) -> Numbers {
    let mut counts = Numbers::between(0, ANY_BIT);
    for (set, count) in sets.iter() {
        let mut bits = set | (1 << ANY_BIT);
        while bits != 0 {
            counts.count(u64::from(bits.trailing_zeros()), count);
            bits &= bits - 1;
        }
    }
    counts
}

/// Collects the keys of everything that is found, in no order.
pub(crate) struct Keys;

impl Collector for Keys {
    type Fruit = Vec<u64>;
    type Child = SegmentKeys;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<SegmentKeys> {
        Ok(SegmentKeys { column: segment.fast_fields().u64("key")?, keys: Vec::new() })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<Vec<u64>>) -> tantivy::Result<Vec<u64>> {
        Ok(fruits.concat())
    }
}

/// Collects keys within a segment.
pub(crate) struct SegmentKeys {
    column: Column<u64>,
    keys: Vec<u64>,
}

impl SegmentCollector for SegmentKeys {
    type Fruit = Vec<u64>;

    fn collect(&mut self, doc: DocId, _: Score) {
        self.keys.extend(self.column.first(doc));
    }

    fn harvest(self) -> Vec<u64> {
        self.keys
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    fn numbers(values: &[u64]) -> Numbers {
        let least = values.iter().min().copied().unwrap_or_default();
        let greatest = values.iter().max().copied().unwrap_or_default();
        let mut numbers = Numbers::between(least, greatest);
        values.iter().for_each(|value| numbers.count(*value, 1));
        numbers
    }

    proptest! {
        /// Whether they lie near to each other or far apart, in whichever order: none is lost, and none is told twice.
        #[test]
        fn counts_add_up(
            lists in prop::collection::vec(
                prop::collection::vec(prop_oneof![0..50_u64, 900..960_u64, 4_194_200..4_194_400_u64, any::<u64>()], 0..20),
                0..6,
            )
        ) {
            let mut sum = Numbers::default();
            let mut expected: BTreeMap<u64, u32> = BTreeMap::new();
            for list in &lists {
                sum.add(&numbers(list));
                list.iter().for_each(|value| *expected.entry(*value).or_default() += 1);
            }
            let told: Vec<(u64, u32)> = sum.iter().collect();
            prop_assert_eq!(told.len(), expected.len());
            prop_assert_eq!(told.into_iter().collect::<BTreeMap<_, _>>(), expected);
        }
    }
}
