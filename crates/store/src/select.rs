//! What one can ask of the database.

use vasculum_model::names::collection_object;
use vasculum_model::{Col, Path, Step, Table, TableId, ToMany, Value};

use crate::lookup::Word;
use crate::question::{Expr, Sign};

/// What a value must be like.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// Equal to it.
    Is(Value),
    /// Equal to it without regard to upper and lower case of the letters A to Z.
    IsCaseless(String),
    /// Equal to one of them.
    In(Vec<Value>),
    /// One of these ids.
    Ids(Vec<i64>),
    /// Smaller, or earlier.
    Less(Value),
    /// Smaller or equal.
    AtMost(Value),
    /// Greater, or later.
    Greater(Value),
    /// Greater or equal.
    AtLeast(Value),
    /// There is none.
    Empty,
    /// The text stands somewhere in it, without regard to case and to composed or decomposed letters.
    Contains(String),
    /// It starts with the text, in the same sense.
    StartsWith(String),
    /// It ends with the text, in the same sense.
    EndsWith(String),
    /// It is the text, in the same sense.
    Same(String),
    /// It is as the text, in which `%` stands for any letters and `_` for one, in the same sense.
    Like(String),
    /// It starts with the text, without regard to upper and lower case of the letters A to Z: one range of the index of
    /// numbers that must not stand twice.
    Begins(String),
}

/// Which records are wanted.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Filter {
    /// All of them.
    #[default]
    All,
    /// Those that every one lets through.
    And(Vec<Filter>),
    /// Those that at least one lets through.
    Or(Vec<Filter>),
    /// The same, where each is answered by an index of its own: it is asked by itself, and what all find put together.
    Each(Vec<Filter>),
    /// The same as the one within, which never leads the search: it is looked at for each record that the others find.
    Looked(Box<Filter>),
    /// Those that it does not let through, unknown values included.
    Not(Box<Filter>),
    /// Those whose value passes the test; over a to-many link: those with at least one such record.
    Test(Path, Test),
    /// Those with one of these ids.
    Ids(Vec<i64>),
    /// Those whose id stands in this column of at least one of the records of its table that the filter lets through.
    Among(Col, Box<Filter>),
    /// Those whose link at the path leads to the tree node or to something below it.
    Under(Path, i64),
    /// Those in which, or in what a path of links leads to, a word begins like this, as the index of words knows it.
    Word(Path, Word),
    /// Those to which the path of links leads to one record, over to-many links to at least one, that the filter lets
    /// through; the path has no column.
    Behind(Path, Box<Filter>),
    /// Those to which the path, whose last link is a to-many one, leads to so many records that the filter lets through.
    Number(Path, Box<Filter>, Sign, i64),
    /// Those in which a value that is worked out passes the test.
    Expr(Box<Expr>, Test),
    /// Those in which two values that are worked out compare like this.
    Compare(Box<Expr>, Sign, Box<Expr>),
    /// Those in which the record of the n-th [`crate::Rows::each`] passes; only outermost.
    At(usize, Box<Filter>),
}

impl Filter {
    /// A test on a column of the base table.
    pub fn is(column: Col, value: impl Into<Value>) -> Self {
        let value = value.into();
        let test = if value.is_null() { Test::Empty } else { Test::Is(value) };
        Self::test(column, test)
    }

    /// A test on the id of the base table's records.
    pub fn test_id(table: TableId, test: Test) -> Self {
        Self::Test(Path { base: table, steps: Vec::new(), table, column: None }, test)
    }

    /// Any test on a column of the base table.
    pub fn test(column: Col, test: Test) -> Self {
        Self::Test(Path { base: column.0, steps: Vec::new(), table: column.0, column: Some(column.1) }, test)
    }
}

/// A question about the records of one table.
#[derive(Debug, Clone, PartialEq)]
pub struct Select {
    /// The table whose records are wanted.
    pub table: TableId,
    /// Which of them.
    pub filter: Filter,
    /// In which order: path and whether it runs down; the id always comes last.
    pub sort: Vec<(Path, bool)>,
    /// Only what comes after this place in the order: the values of `sort`, then the id.
    pub after: Option<(Vec<Value>, i64)>,
    /// At most so many.
    pub limit: Option<u64>,
}

impl Select {
    /// All records of a table, by id.
    pub fn all(table: TableId) -> Self {
        Self { table, filter: Filter::All, sort: Vec::new(), after: None, limit: None }
    }

    /// The same with a filter.
    #[must_use]
    pub fn matching(mut self, filter: Filter) -> Self {
        self.filter = match self.filter {
            Filter::All => filter,
            old => Filter::And(vec![old, filter]),
        };
        self
    }

    /// The same in another order.
    #[must_use]
    pub fn sorted(mut self, sort: Vec<(Path, bool)>) -> Self {
        self.sort = sort;
        self
    }

    /// The same, at most so many.
    #[must_use]
    pub fn at_most(mut self, limit: u64) -> Self {
        self.limit = Some(limit);
        self
    }
}

/// The columns of which an index that starts with the collection says the order: those by which specimens are listed.
/// Where nothing else is asked for, the scope then leads, and nothing has to be sorted.
pub(crate) const ALONG_SCOPE: &[Col] = &[collection_object::CATALOG_NUMBER, collection_object::CATALOGED_DATE];

/// The column along which records of one collection stand in this order.
pub(crate) fn along_scope(sort: &[(Path, bool)]) -> Option<Col> {
    let [(path, _)] = sort else { return None };
    ALONG_SCOPE.iter().copied().find(|column| is_column(path, *column))
}

fn is_column(path: &Path, column: Col) -> bool {
    path.steps.is_empty() && (path.table, path.column) == (column.0, Some(column.1))
}

/// Whether a filter asks for nothing but a span of a column's values.
pub(crate) fn is_span(filter: &Filter, column: Col) -> bool {
    match filter {
        Filter::All => true,
        Filter::And(list) => list.iter().all(|filter| is_span(filter, column)),
        Filter::Test(path, Test::AtLeast(_) | Test::AtMost(_) | Test::Greater(_) | Test::Less(_)) => {
            is_column(path, column)
        }
        _ => false,
    }
}

/// Whether two filters bound one value, from both sides perhaps, of the one record to which a path of to-one links leads:
/// the database then looks for that record once, in a short range of an index and not in two long ones.
pub(crate) fn bounds_the_same(one: &Filter, other: &Filter) -> bool {
    let is_bound = |test: &Test| matches!(test, Test::AtLeast(_) | Test::AtMost(_) | Test::Greater(_) | Test::Less(_));
    let (Filter::Test(one, first), Filter::Test(other, second)) = (one, other) else { return false };
    one == other
        && is_bound(first)
        && is_bound(second)
        && !one.steps.is_empty()
        && one.steps.iter().all(|step| matches!(step, Step::One(_)))
}

/// Whether a filter asks among others for what begins like a text at a path.
pub(crate) fn begins(filter: &Filter, at: &Path) -> bool {
    match filter {
        Filter::And(list) => list.iter().any(|filter| begins(filter, at)),
        Filter::Test(path, Test::Begins(_)) => path == at,
        _ => false,
    }
}

/// The to-many link that a filter of one path starts with, and the steps after it.
pub(crate) fn behind_many<'f>(filter: &'f Filter, table: &'static Table) -> Option<(&'static ToMany, &'f [Step])> {
    let (Filter::Test(path, _) | Filter::Word(path, _)) = filter else { return None };
    let (Step::Many(many), rest) = path.steps.split_first()? else { return None };
    Some((&table.many[usize::from(*many)], rest)).filter(|(many, _)| many.through.is_none())
}
