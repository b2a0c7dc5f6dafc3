//! The first page of very many: found by going along the order instead of finding all first.
//!
//! Somebody who looks for a common word wants the first fifty of a hundred thousand records. To find all of them and sort
//! them costs what they are many; to go along the index that says the order, and to look at each record whether it is one
//! of them, costs little when they are common, and far too much when they are rare. So what is asked for is first counted
//! as far as it is cheap to know that it is common, and the walk ends after a stretch of the index: what was not found by
//! then is found the usual way.

use vasculum_model::{Path, Record, Result, Table, TableId, model};

use crate::compile::Compiler;
use crate::conn::Sql;
use crate::select::{Filter, Select, Test, along_scope, behind_many};
use crate::tx::Tx;

/// When and how far the order is walked along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Walk {
    /// What is found more often than this is common.
    pub common: u64,
    /// So many records are looked at, at most.
    pub stretch: u64,
}

impl Walk {
    /// As lists walk: a record in a hundred of a million is common, and a stretch costs about 20 ms.
    pub const USUAL: Self = Self { common: 10_000, stretch: 20_000 };
}

impl Tx<'_> {
    /// The records that a question with a limit asks for, if they are common and found within a stretch of the index that
    /// says the order; nothing if they have to be found the usual way, with [`Tx::select`], or are fewer than the limit.
    ///
    /// # Errors
    ///
    /// As [`Tx::select`].
    pub fn walk(&mut self, select: &Select, walk: Walk) -> Result<Option<Vec<Record>>> {
        let (Some(column), Some(limit)) = (along_scope(&select.sort), select.limit) else { return Ok(None) };
        let of = model().table(select.table);
        if self.is_common(&select.filter, of, walk.common)? != Some(true) {
            return Ok(None);
        }
        let path = Path { base: of.id, steps: Vec::new(), table: of.id, column: Some(column.1) };
        let all = Select { filter: Filter::All, limit: Some(1), ..select.clone() };
        let (mut sql, kinds) = self.compiler().values(&all, std::slice::from_ref(&path))?;
        sql.text += &format!(" OFFSET {}", walk.stretch);
        let end = self.rows(&sql, |row| row.value(0, kinds[0]))?.pop();
        let down = select.sort.first().is_some_and(|(_, down)| *down);
        let within = match &end {
            // Those without a value stand together at one end, in no order.
            Some(value) if value.is_null() => return Ok(None),
            Some(value) => {
                let test = if down { Test::AtLeast(value.clone()) } else { Test::AtMost(value.clone()) };
                select.clone().matching(Filter::Test(path, test))
            }
            None => select.clone(),
        };
        let sql = self.compiler().one_by_one().records(&within, &self.columns(of))?;
        let records = self.rows(&sql, |row| crate::tx::record(of, row))?;
        Ok(Some(records).filter(|records| records.len() as u64 >= limit))
    }

    /// A filter for what all parts let through, in which the parts that few records meet lead the search, and those that
    /// many meet are only looked at for what the others find.
    ///
    /// # Errors
    ///
    /// As [`Tx::select`].
    pub fn led_by_few(&mut self, table: TableId, parts: Vec<Filter>, walk: Walk) -> Result<Filter> {
        let of = model().table(table);
        let mut known = Vec::with_capacity(parts.len());
        for part in &parts {
            known.push(if parts.len() > 1 { self.is_common(part, of, walk.common)? } else { None });
        }
        let has_few = known.contains(&Some(false));
        let parts = parts.into_iter().zip(known).map(|(part, is_common)| match is_common {
            Some(true) if has_few => Filter::Looked(Box::new(part)),
            _ => part,
        });
        Ok(Filter::And(parts.collect()))
    }

    /// Whether a filter is likely to let more than so many records through; nothing if that is not known cheaply.
    fn is_common(&mut self, filter: &Filter, table: &'static Table, common: u64) -> Result<Option<bool>> {
        // What all must let through is as rare as the rarest, what one may as common as the commonest.
        let (list, decides) = match filter {
            Filter::And(list) => (list, false),
            Filter::Each(list) => (list, true),
            Filter::Word(path, _) | Filter::Test(path, Test::Begins(_)) => {
                let sql = self.compiler().candidates(filter, path, table, common + 1)?;
                let count = self.rows(&sql, |row| row.int(0))?.pop().unwrap_or(0);
                return Ok(Some(u64::try_from(count).unwrap_or(0) > common));
            }
            _ => return Ok(None),
        };
        let mut known = None;
        for one in list {
            match self.is_common(one, table, common)? {
                Some(is_common) if is_common == decides => return Ok(Some(decides)),
                None => {}
                other => known = other,
            }
        }
        Ok(known)
    }
}

impl Compiler<'_> {
    /// `SELECT COUNT(*)` of the rows by which a filter of one path finds records, as far as a limit: those of the table
    /// behind a to-many link, or of the table itself.
    fn candidates(mut self, filter: &Filter, path: &Path, table: &'static Table, limit: u64) -> Result<Sql> {
        let (of, steps) = match behind_many(filter, table) {
            Some((many, rest)) => (model().table(many.of), rest),
            None => (table, path.steps.as_slice()),
        };
        let condition = self.rest_of_filter(filter, steps, "t0", of)?;
        self.sql.text =
            format!("SELECT COUNT(*) FROM (SELECT 1 FROM \"{}\" t0 WHERE {condition} LIMIT {limit}) c", of.sql);
        Ok(self.sql)
    }
}
