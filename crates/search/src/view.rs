//! The index as one person may see it.

use std::collections::BTreeSet;

use tantivy::query::{BooleanQuery, ConstScoreQuery, EnableScoring, Occur, Query, TermQuery, TermSetQuery, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet as _, Searcher, TERMINATED, Term};
use vasculum_model::{Result, TableId, model};
use vasculum_store::{Access, Reach};

use crate::gates::{self, Gates};
use crate::place::failed;
use crate::schema::{Fields, GROUPS, Group, SEARCHED, code_at};

/// Which records' words of a group a person may know.
pub(crate) enum Open {
    /// Those of all of them.
    All,
    /// Those of records with one of these seals.
    Some(Vec<Term>),
    /// Those of none.
    Nothing,
}

/// The index as one person may see it, at one moment.
pub(crate) struct View<'a> {
    pub searcher: &'a Searcher,
    pub fields: &'a Fields,
    pub access: &'a Access,
    /// The records that the person may read; nothing for all.
    pub scope: Option<Box<dyn Query>>,
    open: Vec<Open>,
}

impl<'a> View<'a> {
    /// Works out what the person may see.
    pub(crate) fn of(searcher: &'a Searcher, fields: &'a Fields, access: &'a Access) -> Result<Self> {
        let scope = scope(fields, access);
        let open = GROUPS.iter().map(|(group, ..)| open(searcher, fields, access, *group)).collect::<Result<_>>()?;
        Ok(Self { searcher, fields, access, scope, open })
    }

    pub(crate) fn open(&self, group: Group) -> &Open {
        &self.open[group.at()]
    }

    pub(crate) fn is_closed(&self, group: Group) -> bool {
        matches!(self.open(group), Open::Nothing)
    }

    /// A question about words of a group, narrowed to the records whose words of the group the person may know; nothing
    /// where they may know none.
    pub(crate) fn within(&self, group: Group, query: Box<dyn Query>) -> Option<Box<dyn Query>> {
        match self.open(group) {
            Open::All => Some(query),
            Open::Nothing => None,
            Open::Some(seals) => {
                let seals = silent(Box::new(TermSetQuery::new(seals.iter().cloned())));
                Some(Box::new(BooleanQuery::new(vec![(Occur::Must, query), (Occur::Must, seals)])))
            }
        }
    }

    /// A question, narrowed to the records that the person may read.
    pub(crate) fn scoped(&self, query: Box<dyn Query>) -> Box<dyn Query> {
        match &self.scope {
            None => query,
            Some(scope) => Box::new(BooleanQuery::new(vec![(Occur::Must, query), (Occur::Must, scope.box_clone())])),
        }
    }

    /// Whether the person may read any record that the question finds.
    pub(crate) fn finds(&self, query: &dyn Query) -> Result<bool> {
        let query = self.scoped(query.box_clone());
        let weight = query.weight(EnableScoring::disabled_from_searcher(self.searcher)).map_err(failed)?;
        for segment in self.searcher.segment_readers() {
            let mut found = weight.scorer(segment, 1.0).map_err(failed)?;
            let alive = segment.alive_bitset();
            let mut doc = found.doc();
            while doc != TERMINATED {
                if alive.is_none_or(|alive| alive.is_alive(doc)) {
                    return Ok(true);
                }
                doc = found.advance();
            }
        }
        Ok(false)
    }
}

/// A question that says nothing about how well a record answers it. Where nobody asks for that, it costs nothing.
#[derive(Debug)]
struct Silent(Box<dyn Query>);

impl Clone for Silent {
    fn clone(&self) -> Self {
        Self(self.0.box_clone())
    }
}

impl Query for Silent {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        if scoring.is_scoring_enabled() {
            return ConstScoreQuery::new(self.0.box_clone(), 0.0).weight(scoring);
        }
        self.0.weight(scoring)
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.0.query_terms(visitor);
    }
}

/// The same question, which says nothing about how well a record answers it.
pub(crate) fn silent(query: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(Silent(query))
}

pub(crate) fn is_number(field: tantivy::schema::Field, value: u64) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_u64(field, value), IndexRecordOption::Basic))
}

pub(crate) fn is_one_of(field: tantivy::schema::Field, values: impl IntoIterator<Item = u64>) -> Box<dyn Query> {
    Box::new(TermSetQuery::new(values.into_iter().map(|value| Term::from_field_u64(field, value))))
}

/// The records that somebody may read: of whole tables, or through gates.
fn scope(fields: &Fields, access: &Access) -> Option<Box<dyn Query>> {
    let (mut tables, mut gates) = (Vec::new(), Vec::new());
    for (at, row) in SEARCHED.iter().enumerate() {
        match gates::open(access, model().table(row.table)) {
            Gates::All => tables.push(code_at(at)),
            Gates::These(these) => gates.extend(these),
        }
    }
    if tables.len() == SEARCHED.len() {
        return None;
    }
    let either: Vec<(Occur, Box<dyn Query>)> = [is_one_of(fields.table, tables), is_one_of(fields.gate, gates)]
        .into_iter()
        .map(|query| (Occur::Should, query))
        .collect();
    Some(silent(Box::new(BooleanQuery::new(either))))
}

/// Looks at every seal that there is of a group: a handful, for they differ only by where records belong.
fn open(searcher: &Searcher, fields: &Fields, access: &Access, group: Group) -> Result<Open> {
    if group == Group::Own {
        return Ok(Open::All);
    }
    let field = fields.seals[group.at()];
    let mut seals: BTreeSet<String> = BTreeSet::new();
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(field).map_err(failed)?;
        let mut terms = index.terms().stream().map_err(failed)?;
        while terms.advance() {
            if let Ok(seal) = std::str::from_utf8(terms.key()) {
                seals.insert(seal.to_owned());
            }
        }
    }
    let (open, closed): (Vec<String>, Vec<String>) = seals.into_iter().partition(|seal| gates::opens(access, seal));
    Ok(match (open.is_empty(), closed.is_empty()) {
        (_, true) => Open::All,
        (true, false) => Open::Nothing,
        (false, false) => Open::Some(open.iter().map(|seal| Term::from_field_text(field, seal)).collect()),
    })
}

/// Whether somebody may read anything of a table.
pub(crate) fn may_read(access: &Access, table: TableId) -> bool {
    access.readable(model().table(table)) != Reach::Nothing
}
