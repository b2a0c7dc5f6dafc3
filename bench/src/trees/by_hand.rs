//! What is done to a tree, and the same by hand.

use vasculum_domain::trees::surgery::Operation;
use vasculum_model::names::{determination, taxon};
use vasculum_store::{Filter, Select};

use crate::Failure;
use crate::house::House;
use crate::raw::Raw;

/// What is operated on, by name.
pub(super) struct Nodes {
    pub(super) from: i64,
    pub(super) into: i64,
    pub(super) moved: i64,
    pub(super) going: i64,
    pub(super) staying: i64,
    pub(super) synonym: i64,
    pub(super) accepted: i64,
    pub(super) order: i64,
}

/// One way to measure: what Vasculum does, and what is done by hand and taken back.
pub(super) struct Case {
    pub(super) name: &'static str,
    pub(super) operation: Operation,
    pub(super) by_hand: String,
    pub(super) back: String,
    pub(super) at_most_ms: f64,
}

/// The number of the change set that is written by hand; taken away after every round.
const BY_HAND: i64 = 1_000_000_000_000;

/// The journal by hand: a change set, and a change of each of the records that a question finds with its id, what it was and
/// what it is.
pub(super) fn journal(table: i32, changes: &str) -> String {
    format!(
        "INSERT INTO change_set (id, at, user_id, user_name, agent_id, collection_id, kind, summary) \
         SELECT {BY_HAND}, at, user_id, user_name, agent_id, collection_id, kind, summary FROM change_set \
         WHERE id = (SELECT MAX(id) FROM change_set); \
         INSERT INTO change (change_set, ordinal, table_number, record, count, action, before, after) \
         SELECT {BY_HAND}, row_number() OVER (ORDER BY id), {table}, id, 1, 1, before, after FROM ({changes}) c"
    )
}

/// Takes the journal by hand away.
pub(super) fn forget(raw: &mut Raw) -> Result<(), Failure> {
    raw.commit(&format!("DELETE FROM change WHERE change_set = {BY_HAND}; DELETE FROM change_set WHERE id = {BY_HAND}"))
}

/// The paths of a node and what is below it, moved below another parent.
fn move_paths(node: i64, old: &str, new: &str) -> String {
    let own = format!("{node}/");
    let (from, to) = (format!("{old}{own}"), format!("{new}{own}"));
    let end = format!("{}0", from.trim_end_matches('/'));
    format!(
        "UPDATE taxon SET tree_path = '{to}' || substr(tree_path, {}) WHERE tree_path >= '{from}' AND tree_path < '{end}'",
        from.len() + 1
    )
}

impl Nodes {
    pub(super) fn find(house: &House) -> Result<Self, Failure> {
        let named = |name: &str| -> Result<i64, Failure> {
            let one = Select::all(taxon::TABLE).matching(Filter::is(taxon::FULL_NAME, name));
            let found = house.db.read(&house.access, |tx| tx.first(&one))?;
            Ok(found.ok_or_else(|| format!("the tree has no {name}"))?.id)
        };
        let from = named("Fromidae")?;
        let order = house.db.read(&house.access, |tx| tx.get(taxon::TABLE, from))?.int(taxon::PARENT).unwrap_or(0);
        Ok(Self {
            from,
            into: named("Intoidae")?,
            moved: named("Movenda")?,
            going: named("Vanescens")?,
            staying: named("Permanens")?,
            synonym: named("Permanens permanens7a")?,
            accepted: named("Permanens permanens8a")?,
            order,
        })
    }

    fn path(house: &House, node: i64) -> Result<String, Failure> {
        let ids = house.db.read(&house.access, |tx| tx.ancestor_ids(taxon::TABLE, &[node]))?;
        let mut way: Vec<i64> = ids.get(&node).cloned().unwrap_or_default();
        if way.last() != Some(&node) {
            way.push(node);
        }
        Ok(way.iter().fold("/".to_owned(), |text, id| format!("{text}{id}/")))
    }

    pub(super) fn cases(&self, raw: &mut Raw, house: &House) -> Result<Vec<Case>, Failure> {
        let number = vasculum_model::model().table(taxon::TABLE).number;
        let (from, into) = (Self::path(house, self.from)?, Self::path(house, self.into)?);
        let (going, staying) = (Self::path(house, self.going)?, Self::path(house, self.staying)?);
        let parent =
            |node: i64, to: i64| format!("UPDATE taxon SET parent_id = {to}, version = version WHERE id = {node}");
        // What stands in the numbers moves from some nodes to others.
        let shift = |node: i64, of: i64, sign: &str| {
            format!(
                "UPDATE tally SET total = total {sign} COALESCE((SELECT total FROM tally o WHERE o.tree = {number} \
                 AND o.node = {of} AND o.place = tally.place), 0) WHERE tree = {number} AND node = {node}"
            )
        };
        let moving = |to: i64, other: i64, old: &str, new: &str| {
            let told = format!(
                "SELECT id, '{{\"parent\":' || parent_id || '}}' AS before, '{{\"parent\":{to}}}' AS after FROM taxon \
                 WHERE id = {}",
                self.moved
            );
            [
                journal(number, &told),
                parent(self.moved, to),
                move_paths(self.moved, old, new),
                shift(other, self.moved, "-"),
                shift(to, self.moved, "+"),
            ]
            .join("; ")
        };
        let children: Vec<i64> = raw
            .numbers(&format!("SELECT id FROM taxon WHERE parent_id = {} ORDER BY id", self.going))?
            .iter()
            .map(|row| row[0])
            .collect();
        let list = children.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
        let space = raw.numbers("SELECT space FROM lookup WHERE \"text\" = 'vanescens' LIMIT 1")?;
        let space = space.first().ok_or("the genus is in no index")?[0];
        // What a child was and is, in a genus of another name.
        let told = |genus: &str, parent: i64| {
            format!(
                "SELECT id, '{{\"fullName\":\"' || full_name || '\",\"parent\":' || parent_id || '}}' AS before, \
                 '{{\"fullName\":\"{genus} ' || name || '\",\"parent\":{parent}}}' AS after FROM taxon WHERE id IN ({list})"
            )
        };
        raw.run(&format!("CREATE TEMP TABLE gone AS SELECT * FROM taxon WHERE id = {}", self.going))?;
        raw.run(&format!(
            "CREATE TEMP TABLE gone_tally AS SELECT * FROM tally WHERE tree = {number} AND node = {}",
            self.going
        ))?;
        let at: Vec<String> = raw
            .numbers(&format!("SELECT id FROM determination WHERE taxon_id = {}", self.going))?
            .iter()
            .map(|row| row[0].to_string())
            .collect();
        let at = if at.is_empty() { "0".to_owned() } else { at.join(", ") };
        let opinions = |taxon: i64| {
            format!("UPDATE determination SET taxon_id = {taxon}, preferred_taxon_id = {taxon} WHERE id IN ({at})")
        };
        // The children of one genus stand in another, are called after it and found by that.
        let rename = |was: &str, (genus, id): (&str, i64), (from, to): (&str, &str)| {
            let (start, was, word) = (from.len() + 1, was.to_lowercase(), genus.to_lowercase());
            format!(
                "UPDATE taxon SET parent_id = {id}, full_name = '{genus} ' || name, \
                 tree_path = '{to}' || substr(tree_path, {start}) WHERE id IN ({list}); \
                 UPDATE lookup SET \"text\" = substr('{word} ' || substr(\"text\", {}), 1, 32) WHERE space = {space} \
                 AND \"text\" >= '{was} ' AND \"text\" < '{was}!' AND record IN ({list})",
                was.len() + 2
            )
        };
        let merge = [
            journal(number, &told("Permanens", self.staying)),
            rename("Vanescens", ("Permanens", self.staying), (&going, &staying)),
            shift(self.staying, self.going, "+"),
            format!("UPDATE taxon SET accepted_taxon_id = NULL WHERE accepted_taxon_id = {}", self.going),
            opinions(self.staying),
            format!("DELETE FROM lookup WHERE space = {space} AND \"text\" = 'vanescens' AND record = {}", self.going),
            format!("DELETE FROM tally WHERE tree = {number} AND node = {}", self.going),
            format!("DELETE FROM taxon WHERE id = {}", self.going),
        ]
        .join("; ");
        let split = [
            "INSERT INTO taxon SELECT * FROM gone".to_owned(),
            "INSERT INTO tally SELECT * FROM gone_tally".to_owned(),
            format!("INSERT INTO lookup (space, \"text\", record) VALUES ({space}, 'vanescens', {})", self.going),
            journal(number, &told("Vanescens", self.going)),
            rename("Permanens", ("Vanescens", self.going), (&staying, &going)),
            shift(self.staying, self.going, "-"),
            opinions(self.going),
        ]
        .join("; ");
        let synonym = |accepted: &str, preferred: i64, flag: &str| {
            let opinions = vasculum_model::model().table(determination::TABLE).number;
            let told = format!(
                "SELECT id, '{{\"preferredTaxon\":' || preferred_taxon_id || '}}' AS before, \
                 '{{\"preferredTaxon\":{preferred}}}' AS after FROM determination WHERE taxon_id = {}",
                self.synonym
            );
            journal(opinions, &told)
                + "; "
                + &format!(
                    "UPDATE taxon SET accepted_taxon_id = {accepted}, is_accepted = {flag} WHERE id = {}; \
                 UPDATE determination SET preferred_taxon_id = {preferred} WHERE taxon_id = {}",
                    self.synonym, self.synonym
                )
        };
        let (yes, no) = if matches!(raw, Raw::Sqlite(_)) { ("1", "0") } else { ("TRUE", "FALSE") };
        Ok(vec![
            Case {
                name: "move a genus of 500",
                operation: Operation::Move { node: self.moved, to: self.into },
                by_hand: moving(self.into, self.from, &from, &into),
                back: moving(self.from, self.into, &into, &from),
                at_most_ms: 100.0,
            },
            Case {
                name: "merge genera of 60",
                operation: Operation::Merge { node: self.going, into: self.staying, choices: Vec::new() },
                by_hand: merge,
                back: split,
                at_most_ms: 100.0,
            },
            Case {
                name: "synonymize",
                operation: Operation::Synonymize { node: self.synonym, to: self.accepted },
                by_hand: synonym(&self.accepted.to_string(), self.accepted, no),
                back: synonym("NULL", self.synonym, yes),
                at_most_ms: 30.0,
            },
        ])
    }
}
