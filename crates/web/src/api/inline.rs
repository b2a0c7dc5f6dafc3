//! Records within records: which ones somebody wants, and how they are fetched in a number of statements that does not
//! depend on how many records there are.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use vasculum_model::names::{collection, discipline, division, institution};
use vasculum_model::{Error, Many, Owned, Record, Result, Table, TableId, model};
use vasculum_store::{Access, Filter, Select, Tx};

/// Which links of a table are to be followed, and which ones of the records there.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub table: TableId,
    /// Its number among all plans of a request.
    pub node: usize,
    /// Whether it was not named, but follows from `all` or `owned`: then it is left out where one may not read.
    pub is_implied: bool,
    pub one: BTreeMap<u16, Plan>,
    pub many: BTreeMap<u16, Plan>,
}

/// The most levels of records within records.
const DEEPEST: usize = 6;
/// The most tables that one statement fetches a record of.
const MOST_JOINED: usize = 10;
/// More plans than this are forgotten together.
const MOST_KNOWN: usize = 500;

/// Links that `all` does not follow: who saved a record, and where in the institution it belongs, is told by the id.
const STAYS_AN_ID: &[&str] = &["createdByAgent", "modifiedByAgent"];
const PLACES: &[TableId] = &[collection::TABLE, discipline::TABLE, division::TABLE, institution::TABLE];

/// Plans by the model that they follow, their table and how they were spelled.
type KnownPlans = RwLock<HashMap<(u64, TableId, String), Arc<Plan>>>;

impl Plan {
    /// Follows nothing.
    pub(crate) fn bare(table: TableId) -> Self {
        Self { table, node: 0, is_implied: false, one: BTreeMap::new(), many: BTreeMap::new() }
    }

    fn implied(table: TableId) -> Self {
        Self { is_implied: true, ..Self::bare(table) }
    }

    /// Reads the value of `inline`: `all`, `owned`, or dotted paths over links, parted by commas. What was read once is
    /// remembered: `all` means hundreds of links.
    ///
    /// # Errors
    ///
    /// `Invalid`, if there is no such link.
    pub(crate) fn parse(table: &'static Table, text: &str) -> Result<Arc<Self>> {
        static KNOWN: LazyLock<KnownPlans> = LazyLock::new(RwLock::default);
        let key = (model().generation, table.id, text.to_owned());
        if let Some(plan) = KNOWN.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Ok(Arc::clone(plan));
        }
        let plan = Arc::new(Self::read(table, text)?);
        let mut known = KNOWN.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_KNOWN {
            known.clear();
        }
        known.insert(key, Arc::clone(&plan));
        Ok(plan)
    }

    fn read(table: &'static Table, text: &str) -> Result<Self> {
        let mut plan = Self::bare(table.id);
        for word in text.split(',').map(str::trim).filter(|word| !word.is_empty()) {
            match word {
                "all" => plan.follow_owned(None, 0, true),
                "owned" => plan.follow_owned(None, 0, false),
                path => plan.follow(path)?,
            }
        }
        let mut nodes = 0;
        plan.number(&mut nodes);
        Ok(plan)
    }

    fn is_bare(&self) -> bool {
        self.one.is_empty() && self.many.is_empty()
    }

    fn number(&mut self, nodes: &mut usize) {
        self.node = *nodes;
        *nodes += 1;
        self.one.values_mut().chain(self.many.values_mut()).for_each(|plan| plan.number(nodes));
    }

    fn follow(&mut self, path: &str) -> Result<()> {
        let mut plan = self;
        for (depth, word) in path.split('.').enumerate() {
            let table = model().table(plan.table);
            let unknown = || Error::invalid(format!("{} has no link ‘{word}’ (in ‘{path}’).", table.name));
            if depth == DEEPEST {
                return Err(Error::invalid(format!("‘{path}’ goes over more than {DEEPEST} links.")));
            }
            plan = if let Some(many) = table.to_many(word) {
                let of = shown(table.many[usize::from(many)].of).ok_or_else(unknown)?;
                plan.many.entry(many).or_insert_with(|| Self::bare(of))
            } else {
                let column = table.column(word).ok_or_else(unknown)?;
                let to = table.at(column).link.as_ref().and_then(|link| shown(link.to)).ok_or_else(unknown)?;
                plan.one.entry(column).or_insert_with(|| Self::bare(to))
            };
            plan.is_implied = false;
        }
        Ok(())
    }

    /// Follows the owned links, and with `leaves` the other to-one links of every record on the way.
    fn follow_owned(&mut self, back: Option<u16>, depth: usize, leaves: bool) {
        if depth == DEEPEST {
            return;
        }
        let table = model().table(self.table);
        for (at, column) in table.columns.iter().enumerate() {
            let Some(link) = &column.link else { continue };
            let (at, owned) = (at as u16, link.owned != Owned::No);
            let wanted = owned || (leaves && !STAYS_AN_ID.contains(&column.name) && !PLACES.contains(&link.to));
            if !wanted || Some(at) == back || shown(link.to).is_none() {
                continue;
            }
            let next = self.one.entry(at).or_insert_with(|| Self::implied(link.to));
            if owned {
                next.follow_owned(None, depth + 1, leaves);
            }
        }
        for (at, many) in table.many.iter().enumerate() {
            // A record that owns others of its own kind would never end.
            if !many.owned || many.through.is_some() || many.of == self.table || shown(many.of).is_none() {
                continue;
            }
            let next = self.many.entry(at as u16).or_insert_with(|| Self::implied(many.of));
            next.follow_owned(Some(many.back), depth + 1, leaves);
        }
    }
}

fn shown(table: TableId) -> Option<TableId> {
    model().table(table).is_shown().then_some(table)
}

/// The tables of the implied part of a plan that somebody may not read.
fn forbidden(plan: &Plan, access: &Access, found: &mut HashMap<TableId, bool>) {
    let tables = plan.one.values().chain(plan.many.values());
    for next in tables.filter(|next| next.is_implied || !next.is_bare()) {
        if next.is_implied {
            found.entry(next.table).or_insert_with(|| {
                let name = model().table(next.table).name.to_ascii_lowercase();
                !access.may_somewhere(&format!("/table/{name}"), "read")
            });
        }
        forbidden(next, access, found);
    }
}

/// The records that a plan led to.
#[derive(Debug, Default)]
pub(crate) struct Loaded {
    records: Vec<Record>,
    by_id: HashMap<(TableId, i64), usize>,
    /// Behind to-many links: by the number of the plan and the id of the record that they belong to.
    children: HashMap<(usize, i64), Vec<usize>>,
    /// Tables that the person may not read.
    forbidden: HashSet<TableId>,
}

impl Loaded {
    /// A linked record, if it was fetched and the person may see it.
    pub(crate) fn one(&self, table: TableId, id: i64) -> Option<&Record> {
        self.by_id.get(&(table, id)).map(|at| &self.records[*at])
    }

    /// The records behind a to-many link of `owner`.
    pub(crate) fn many(&self, plan: &Plan, owner: i64) -> impl Iterator<Item = &Record> {
        self.children.get(&(plan.node, owner)).into_iter().flatten().map(|at| &self.records[*at])
    }

    /// Whether a part of the plan is left out, because the person may not read its table and did not name it.
    pub(crate) fn leaves_out(&self, plan: &Plan) -> bool {
        plan.is_implied && self.forbidden.contains(&plan.table)
    }

    /// Fetches the records that a question asks for, and everything that the plan leads to from them, level by level.
    /// Records come with the news which of their to-many links lead anywhere; then one statement is needed for each of
    /// those links, and one for each table behind to-one links.
    pub(crate) fn fetch(tx: &mut Tx<'_>, plan: &Plan, select: &Select) -> Result<(Vec<Record>, Self)> {
        let mut loaded = Self::default();
        if !plan.is_bare() && !tx.access().is_unlimited() {
            let mut found = HashMap::new();
            forbidden(plan, tx.access(), &mut found);
            loaded.forbidden =
                found.into_iter().filter(|(_, is_forbidden)| *is_forbidden).map(|(table, _)| table).collect();
        }
        let (records, used) = tx.select_and_links(select, &loaded.links(plan))?;
        let mut last = BTreeMap::new();
        let mut level = vec![loaded.ways(plan, records.iter(), &used, &mut last)];
        while !level.is_empty() {
            let mut next = loaded.behind_many(tx, &level)?;
            next.extend(loaded.behind_one(tx, &level)?);
            level = next
                .into_iter()
                .map(|found| {
                    let records = found.places.iter().map(|at| &loaded.records[*at]);
                    loaded.ways(found.plan, records, &found.used, &mut last)
                })
                .collect();
        }
        loaded.find_last(tx, last, records.len() == 1)?;
        Ok((records, loaded))
    }

    /// Fetches what leads no further: in one statement for each table; for a single record in one statement for all
    /// tables of which it needs but one record.
    fn find_last(&mut self, tx: &mut Tx<'_>, last: BTreeMap<TableId, BTreeSet<i64>>, is_single: bool) -> Result<()> {
        let mut one_each = Vec::new();
        for (table, mut ids) in last {
            ids.retain(|id| !self.by_id.contains_key(&(table, *id)));
            match ids.first() {
                Some(id) if is_single && ids.len() == 1 => one_each.push((table, *id)),
                _ => drop(self.find(tx, table, &ids, &[])?),
            }
        }
        for some in one_each.chunks(MOST_JOINED) {
            for record in tx.find_each(some)? {
                self.keep(record);
            }
        }
        Ok(())
    }

    /// The to-many links that a plan follows.
    fn links(&self, plan: &Plan) -> Vec<u16> {
        plan.many.iter().filter(|(_, next)| !self.leaves_out(next)).map(|(link, _)| *link).collect()
    }

    /// Where the records of one plan lead. To-one links that lead no further are left for `last`, where one statement a
    /// table fetches them for all levels.
    fn ways<'p, 'r>(
        &self,
        plan: &'p Plan,
        records: impl Iterator<Item = &'r Record>,
        used: &[u16],
        last: &mut BTreeMap<TableId, BTreeSet<i64>>,
    ) -> Ways<'p> {
        let many = self.links(plan).into_iter().filter(|link| used.contains(link)).collect();
        let mut ways = Ways { plan, owners: Vec::new(), many, one: BTreeMap::new() };
        for record in records {
            ways.owners.push(record.id);
            for (column, next) in plan.one.iter().filter(|(_, next)| !self.leaves_out(next)) {
                let Some(id) = record.values[usize::from(*column)].int() else { continue };
                if next.is_bare() {
                    last.entry(next.table).or_default().insert(id);
                } else {
                    ways.one.entry(*column).or_default().insert(id);
                }
            }
        }
        ways
    }

    fn behind_many<'p>(&mut self, tx: &mut Tx<'_>, level: &[Ways<'p>]) -> Result<Vec<Found<'p>>> {
        let mut next = Vec::new();
        for ways in level {
            for link in &ways.many {
                let plan = &ways.plan.many[link];
                let many = Many(ways.plan.table, *link);
                let (children, used) = tx.children_and_links(&ways.owners, many, &self.links(plan))?;
                let mut places = Vec::with_capacity(children.len());
                for (owner, record) in children {
                    let place = self.keep(record);
                    self.children.entry((plan.node, owner)).or_default().push(place);
                    places.push(place);
                }
                next.push(Found { plan, places, used });
            }
        }
        Ok(next)
    }

    fn behind_one<'p>(&mut self, tx: &mut Tx<'_>, level: &[Ways<'p>]) -> Result<Vec<Found<'p>>> {
        // Several links may lead to one table; they are followed together.
        let mut wanted: BTreeMap<TableId, (BTreeSet<i64>, BTreeSet<u16>)> = BTreeMap::new();
        for ways in level {
            for (column, ids) in &ways.one {
                let plan = &ways.plan.one[column];
                let (all, links) = wanted.entry(plan.table).or_default();
                all.extend(ids);
                links.extend(self.links(plan));
            }
        }
        let mut used = HashMap::new();
        for (table, (ids, links)) in wanted {
            let links: Vec<u16> = links.into_iter().collect();
            used.insert(table, self.find(tx, table, &ids, &links)?);
        }
        let mut next = Vec::new();
        for ways in level {
            for (column, ids) in &ways.one {
                let plan = &ways.plan.one[column];
                let places = ids.iter().filter_map(|id| self.by_id.get(&(plan.table, *id)).copied()).collect();
                next.push(Found { plan, places, used: used[&plan.table].clone() });
            }
        }
        Ok(next)
    }

    /// Fetches records of one table; returns those of the to-many links that lead anywhere.
    fn find(&mut self, tx: &mut Tx<'_>, table: TableId, ids: &BTreeSet<i64>, links: &[u16]) -> Result<Vec<u16>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let select = Select::all(table).matching(Filter::Ids(ids.iter().copied().collect()));
        let (records, used) = tx.select_and_links(&select, links)?;
        for record in records {
            self.keep(record);
        }
        Ok(used)
    }

    fn keep(&mut self, record: Record) -> usize {
        let place = self.records.len();
        self.by_id.insert((record.table, record.id), place);
        self.records.push(record);
        place
    }
}

/// Where the records of one plan lead.
struct Ways<'p> {
    plan: &'p Plan,
    owners: Vec<i64>,
    /// The to-many links that lead anywhere.
    many: Vec<u16>,
    /// The ids behind to-one links that lead further.
    one: BTreeMap<u16, BTreeSet<i64>>,
}

/// The records that were found for one plan.
struct Found<'p> {
    plan: &'p Plan,
    places: Vec<usize>,
    /// The to-many links behind which at least one of them has something.
    used: Vec<u16>,
}
