//! What one can ask for beside whole records: values that are worked out, rows of them, and groups.

use vasculum_model::{Error, Kind, Path, Result, TableId, Value, model};

use crate::select::{Filter, Test};

/// Something that has a value in every row.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// Always this one.
    Value(Value, Kind),
    /// What stands in the field at the end of a path over to-one links. 0 is the record at hand, n the n-th of
    /// [`Rows::each`].
    Field(usize, Path),
    /// A part of the day or moment there, as far as its precision goes.
    Part(usize, Path, Part),
    /// A column of the tree node to which the path leads, or of the first of its ancestors, that has one of these ranks.
    Rank {
        /// As in [`Expr::Field`].
        place: usize,
        /// The way to the node: no column.
        node: Path,
        /// Ids of ranks.
        ranks: Vec<i64>,
        /// The column of the ancestor; nothing stands for its id.
        column: Option<u16>,
    },
    /// The ids of the tree node to which the path leads and of its ancestors, from the root down: `/1/5/29/`.
    Lineage(usize, Path),
    /// What the records behind a to-many link come to.
    Fold(Box<Folded>),
    /// Of two numbers, as a double; nothing if one of them is not known, or where it would be divided by 0.
    Calc(Calc, Box<Expr>, Box<Expr>),
    /// A function of values.
    Call(Call, Vec<Expr>),
    /// The first where the filter lets the record at hand through, else the second.
    If(Box<Filter>, Box<Expr>, Box<Expr>),
}

/// The records behind a to-many link, and what is made of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Folded {
    /// As in [`Expr::Field`].
    pub place: usize,
    /// The way to the record that has the link: to-one links and no column.
    pub owner: Path,
    /// The to-many link.
    pub link: u16,
    /// Which of the records count.
    pub such: Filter,
    /// What is taken of each; the record itself is at hand.
    pub value: Option<Expr>,
    /// What is made of it.
    pub fold: Fold,
}

/// What can be made of many values; those that are not known do not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fold {
    /// How many records there are, or known values; 0 if there are none.
    Number,
    /// Their sum; nothing if there are none.
    Total,
    /// The smallest or earliest.
    Least,
    /// The greatest or latest.
    Greatest,
}

/// A part of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// 1987.
    Year,
    /// 1 to 12.
    Month,
    /// 1 to 31.
    Day,
}

/// How two numbers become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Calc {
    /// Sum.
    Plus,
    /// Difference.
    Minus,
    /// Product.
    Times,
    /// Quotient.
    Divided,
}

/// A function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Call {
    /// The texts one after the other; what is not known is left out.
    Joined,
    /// The first that is known.
    First,
    /// The number of characters.
    Length,
    /// In small letters.
    Lower,
    /// Without its sign.
    Absolute,
    /// The days from the second to the first.
    Days,
}

/// How two values are compared. Text is without regard to case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// Equal.
    Is,
    /// Smaller or earlier.
    Less,
    /// Smaller or equal.
    AtMost,
    /// Greater or later.
    Greater,
    /// Greater or equal.
    AtLeast,
}

impl Sign {
    /// As SQL writes it.
    pub(crate) fn sql(self) -> &'static str {
        match self {
            Self::Is => "=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Greater => ">",
            Self::AtLeast => ">=",
        }
    }
}

/// A to-many link along which rows multiply: one row for each record behind it, and one without where there is none.
#[derive(Debug, Clone, PartialEq)]
pub struct Each {
    /// The row's record that has the way: 0 the record itself, n the n-th of [`Rows::each`].
    pub from: usize,
    /// To-one links to the owner of the link; no column.
    pub owner: Path,
    /// The to-many link.
    pub link: u16,
    /// Which of the records make rows.
    pub such: Filter,
}

/// A question for rows of values.
#[derive(Debug, Clone, PartialEq)]
pub struct Rows {
    /// The table whose records are asked.
    pub table: TableId,
    /// Along which to-many links rows multiply.
    pub each: Vec<Each>,
    /// Which rows are wanted; [`Filter::At`] speaks of the records of `each`.
    pub filter: Filter,
    /// What is wanted of each.
    pub columns: Vec<Expr>,
    /// In which order, and whether it runs down; the ids come last.
    pub sort: Vec<(Expr, bool)>,
    /// Only what comes after this place: the values of `sort`, then the ids.
    pub after: Option<(Vec<Value>, Vec<Option<i64>>)>,
    /// At most so many.
    pub limit: Option<u64>,
}

impl Rows {
    /// All records of a table, nothing of each but its id.
    pub fn of(table: TableId) -> Self {
        Self {
            table,
            each: Vec::new(),
            filter: Filter::All,
            columns: Vec::new(),
            sort: Vec::new(),
            after: None,
            limit: None,
        }
    }
}

/// One row of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered {
    /// The record, then those of [`Rows::each`]; nothing where there is none behind the link.
    pub ids: Vec<Option<i64>>,
    /// What was asked for.
    pub values: Vec<Value>,
}

/// What is made of all rows of a group.
#[derive(Debug, Clone, PartialEq)]
pub enum Sum {
    /// How many rows.
    Rows,
    /// In how many of them the value is known.
    Known(Expr),
    /// The sum: of whole numbers a whole number, else a double.
    Total(Expr),
    /// The smallest.
    Least(Expr),
    /// The greatest.
    Greatest(Expr),
}

/// The table to which a path without a column leads, which must go over to-one links only.
pub(crate) fn end_of(path: &Path) -> Result<TableId> {
    if !path.is_single() {
        return Err(Error::invalid(format!("‘{path}’ leads to many records; here one value is needed.")));
    }
    Ok(path.table)
}

impl Expr {
    /// What kind of values it has.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Value(_, kind) => *kind,
            Self::Field(_, path) => path.column.map_or(Kind::Long, |at| model().table(path.table).at(at).kind),
            Self::Part(..) | Self::Call(Call::Length | Call::Days, _) => Kind::Long,
            Self::Rank { node, column, .. } => column.map_or(Kind::Long, |at| model().table(node.table).at(at).kind),
            Self::Fold(folded) => {
                let kind = folded.value.as_ref().map_or(Kind::Long, Self::kind);
                match folded.fold {
                    Fold::Number => Kind::Long,
                    Fold::Total => total(kind),
                    Fold::Least | Fold::Greatest => extreme(kind),
                }
            }
            Self::Calc(..) | Self::Call(Call::Absolute, _) => Kind::Float,
            Self::Lineage(..) | Self::Call(Call::Joined | Call::Lower, _) => Kind::LongText,
            Self::Call(Call::First, list) => {
                let kinds: Vec<Kind> = list.iter().map(Self::kind).collect();
                let first = kinds.first().copied().unwrap_or(Kind::LongText);
                common(&kinds, first)
            }
            Self::If(_, one, other) => common(&[one.kind(), other.kind()], one.kind()),
        }
    }
}

/// The kind that can hold values of all these.
fn common(kinds: &[Kind], first: Kind) -> Kind {
    match first {
        kind if kind.is_integer() && kinds.iter().all(|kind| kind.is_integer()) => Kind::Long,
        kind if is_number(kind) => {
            if kinds.contains(&Kind::Float) {
                Kind::Float
            } else {
                Kind::Decimal
            }
        }
        kind => kind,
    }
}

/// Whether one can calculate with it.
pub fn is_number(kind: Kind) -> bool {
    kind.is_integer() || matches!(kind, Kind::Decimal | Kind::Float)
}

/// What a sum of such values is.
pub(crate) fn total(kind: Kind) -> Kind {
    if kind.is_integer() { Kind::Long } else { Kind::Float }
}

/// What the smallest of such values is: decimals are compared as numbers, and come out as such.
pub(crate) fn extreme(kind: Kind) -> Kind {
    match kind {
        Kind::Decimal => Kind::Float,
        kind if kind.is_integer() => Kind::Long,
        kind => kind,
    }
}

impl Sum {
    /// What kind of value it has.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Rows | Self::Known(_) => Kind::Long,
            Self::Total(expr) => total(expr.kind()),
            Self::Least(expr) | Self::Greatest(expr) => extreme(expr.kind()),
        }
    }
}

impl Filter {
    /// A test of a value that is worked out.
    pub fn that(expr: Expr, test: Test) -> Self {
        Self::Expr(Box::new(expr), test)
    }
}
