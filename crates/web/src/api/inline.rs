//! Records within records: which ones somebody wants, and how they are fetched in a number of statements that does not
//! depend on how many records there are.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use vasculum_model::names::{collection, discipline, division, institution};
use vasculum_model::{Error, Many, Owned, Record, Result, Table, TableId, model};
use vasculum_store::{Access, Tx};

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
/// More plans than this are forgotten together.
const MOST_KNOWN: usize = 500;

/// Links that `all` does not follow: who saved a record, and where in the institution it belongs, is told by the id.
const STAYS_AN_ID: &[&str] = &["createdByAgent", "modifiedByAgent"];
const PLACES: &[TableId] = &[collection::TABLE, discipline::TABLE, division::TABLE, institution::TABLE];

/// Plans by their table and how they were spelled.
type KnownPlans = RwLock<HashMap<(TableId, String), Arc<Plan>>>;

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
        let key = (table.id, text.to_owned());
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

    /// Fetches everything that the plan leads to from `records`, level by level: one statement asks which to-many links
    /// lead anywhere, then one is needed for each of those and one for each table behind to-one links.
    pub(crate) fn fetch(tx: &mut Tx<'_>, plan: &Plan, records: &[Record]) -> Result<Self> {
        let mut loaded = Self::default();
        if !plan.is_bare() && !tx.access().is_unlimited() {
            let mut found = HashMap::new();
            forbidden(plan, tx.access(), &mut found);
            loaded.forbidden =
                found.into_iter().filter(|(_, is_forbidden)| *is_forbidden).map(|(table, _)| table).collect();
        }
        let mut last: BTreeMap<TableId, BTreeSet<i64>> = BTreeMap::new();
        let mut level = vec![(plan, loaded.ways(plan, records.iter(), &mut last))];
        while !level.is_empty() {
            let mut next = loaded.behind_many(tx, &level)?;
            next.extend(loaded.behind_one(tx, &level)?);
            level = next
                .into_iter()
                .map(|(plan, places)| {
                    let records = places.iter().map(|at| &loaded.records[*at]);
                    (plan, loaded.ways(plan, records, &mut last))
                })
                .collect();
        }
        for (table, mut ids) in last {
            ids.retain(|id| !loaded.by_id.contains_key(&(table, *id)));
            loaded.find(tx, table, &ids)?;
        }
        Ok(loaded)
    }

    /// The ids of the records of one plan, and those behind its to-one links. Links that lead no further are left for
    /// `last`, where one statement a table fetches them for all levels.
    fn ways<'r>(
        &self,
        plan: &Plan,
        records: impl Iterator<Item = &'r Record>,
        last: &mut BTreeMap<TableId, BTreeSet<i64>>,
    ) -> Ways {
        let mut ways = Ways::default();
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

    fn behind_many<'p>(&mut self, tx: &mut Tx<'_>, level: &[(&'p Plan, Ways)]) -> Result<Vec<(&'p Plan, Vec<usize>)>> {
        let mut questions = Vec::new();
        let mut plans = Vec::new();
        for (plan, ways) in level.iter().filter(|(_, ways)| !ways.owners.is_empty()) {
            for (link, next) in plan.many.iter().filter(|(_, next)| !self.leaves_out(next)) {
                questions.push((Many(plan.table, *link), ways.owners.as_slice()));
                plans.push(next);
            }
        }
        let used = if questions.len() > 1 { tx.all_links_in_use(&questions)? } else { (0..questions.len()).collect() };
        let mut next = Vec::new();
        for at in used {
            let (link, owners) = questions[at];
            let mut places = Vec::new();
            for (owner, record) in tx.children(owners, link)? {
                let place = self.keep(record);
                self.children.entry((plans[at].node, owner)).or_default().push(place);
                places.push(place);
            }
            next.push((plans[at], places));
        }
        Ok(next)
    }

    fn behind_one<'p>(&mut self, tx: &mut Tx<'_>, level: &[(&'p Plan, Ways)]) -> Result<Vec<(&'p Plan, Vec<usize>)>> {
        let mut wanted: BTreeMap<TableId, BTreeSet<i64>> = BTreeMap::new();
        for (plan, ways) in level {
            for (column, ids) in &ways.one {
                wanted.entry(plan.one[column].table).or_default().extend(ids);
            }
        }
        for (table, ids) in &wanted {
            self.find(tx, *table, ids)?;
        }
        let mut next = Vec::new();
        for (plan, ways) in level {
            for (column, ids) in &ways.one {
                let to = &plan.one[column];
                next.push((to, ids.iter().filter_map(|id| self.by_id.get(&(to.table, *id)).copied()).collect()));
            }
        }
        Ok(next)
    }

    fn find(&mut self, tx: &mut Tx<'_>, table: TableId, ids: &BTreeSet<i64>) -> Result<()> {
        let ids: Vec<i64> = ids.iter().copied().collect();
        for record in tx.find_all(table, &ids)? {
            self.keep(record);
        }
        Ok(())
    }

    fn keep(&mut self, record: Record) -> usize {
        let place = self.records.len();
        self.by_id.insert((record.table, record.id), place);
        self.records.push(record);
        place
    }
}

/// Where one level leads.
#[derive(Debug, Default)]
struct Ways {
    owners: Vec<i64>,
    one: BTreeMap<u16, BTreeSet<i64>>,
}
