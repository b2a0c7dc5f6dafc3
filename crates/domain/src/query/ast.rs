//! What a question says, as it is written: names are not yet looked up.

use vasculum_model::TableId;
pub use vasculum_store::{Calc, Part, Sign};

/// A whole question.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// The table whose records are asked for.
    pub from: TableId,
    /// Along which ways to many records rows multiply: one row for each record at their end.
    pub each: Vec<Way>,
    /// What is shown of each row; nothing stands for the record in one line.
    pub show: Vec<Shown>,
    /// Which rows are wanted.
    pub filter: Option<Cond>,
    /// Which groups are wanted.
    pub having: Option<Cond>,
    /// By what rows are sorted, and whether it runs down.
    pub sort: Vec<(Expr, bool)>,
    /// At most so many rows.
    pub limit: Option<u64>,
    /// What is done with rows that are alike.
    pub alike: Alike,
    /// Whether what is asked of a taxon is asked of its synonyms and its accepted name too.
    pub synonyms: bool,
    /// Whether every collection is asked that the person may read, instead of the one in which they work.
    pub everywhere: bool,
    /// The day or moment as of which the record is shown, for questions of one record.
    pub as_of: Option<Expr>,
}

/// What is done with rows that are alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Alike {
    /// Each stands by itself.
    #[default]
    Kept,
    /// They stand once.
    Once,
    /// Objects that are alike but for successive catalogue numbers stand once, with the first and the last number.
    Series,
}

impl Query {
    /// All records of a table.
    pub fn of(from: TableId) -> Self {
        Self {
            from,
            each: Vec::new(),
            show: Vec::new(),
            filter: None,
            having: None,
            sort: Vec::new(),
            limit: None,
            alike: Alike::Kept,
            synonyms: false,
            everywhere: false,
            as_of: None,
        }
    }

    /// The same, narrowed by one more condition.
    #[must_use]
    pub fn matching(mut self, cond: Cond) -> Self {
        self.filter = Some(match self.filter.take() {
            None => cond,
            Some(Cond::And(mut list)) => {
                list.push(cond);
                Cond::And(list)
            }
            Some(old) => Cond::And(vec![old, cond]),
        });
        self
    }

    /// Whether rows are put together into groups.
    pub fn is_grouped(&self) -> bool {
        self.alike == Alike::Once || self.show.iter().any(|shown| shown.what.has_sum())
    }
}

/// One column of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// What stands in it.
    pub what: Expr,
    /// What it is called; empty for what the collection calls the field.
    pub caption: String,
}

/// A way from a record over links to something.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Way {
    /// Names of links, fields, ranks and parts of days; none stands for the record itself.
    pub hops: Vec<Hop>,
    /// The format by which the record or the records at its end are written; empty for the usual one.
    pub format: String,
}

/// One name on a way.
#[derive(Debug, Clone, PartialEq)]
pub struct Hop {
    /// For example `determinations`, `Family` or `year`.
    pub name: String,
    /// Which of the many records are meant.
    pub such: Option<Box<Cond>>,
}

impl Eq for Hop {}
impl std::hash::Hash for Hop {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

impl Way {
    /// A way of plain names, as `determinations.taxon.fullName`.
    pub fn of(dotted: &str) -> Self {
        let hop = |name: &str| Hop { name: name.to_owned(), such: None };
        Self { hops: dotted.split('.').filter(|name| !name.is_empty()).map(hop).collect(), format: String::new() }
    }
}

/// Something that has a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// A text.
    Text(String),
    /// A number as it was written.
    Number(String),
    /// A day, month or moment as it was written: `1987-05-12`, `1987-05`, `1987-05-12T14:30:00Z`.
    Day(String),
    /// Today, so many units earlier or later.
    Today(i64, Unit),
    /// The person who asks.
    Me,
    /// Yes or no.
    Yes(bool),
    /// What the person is asked for when the question runs, and what stands there already.
    Ask(String, String),
    /// What stands at the end of a way.
    Way(Way),
    /// Of two numbers.
    Calc(Calc, Box<Expr>, Box<Expr>),
    /// A function of values, or of what stands behind a way to many records.
    Call(Function, Vec<Expr>),
    /// The first where the condition holds, else the second.
    If(Box<Cond>, Box<Expr>, Box<Expr>),
    /// What the rows of a group come to.
    Sum(Summing, Option<Box<Expr>>),
}

/// A span of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// A second.
    Second,
    /// 60 seconds.
    Minute,
    /// 60 minutes.
    Hour,
    /// A day.
    Day,
    /// Seven days.
    Week,
    /// A month of the calendar.
    Month,
    /// A year of the calendar.
    Year,
}

/// Every unit with its words.
pub const UNITS: &[(Unit, &str, &str)] = &[
    (Unit::Second, "second", "seconds"),
    (Unit::Minute, "minute", "minutes"),
    (Unit::Hour, "hour", "hours"),
    (Unit::Day, "day", "days"),
    (Unit::Week, "week", "weeks"),
    (Unit::Month, "month", "months"),
    (Unit::Year, "year", "years"),
];

/// A function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// The texts one after the other.
    Joined,
    /// The first of the values that is known.
    First,
    /// The number of characters.
    Length,
    /// The text in small letters.
    Lower,
    /// The number without its sign.
    Absolute,
    /// The days from the second to the first.
    Days,
    /// How many records, or known values, stand behind a way.
    Number,
    /// Their sum.
    Total,
    /// The smallest of them.
    Least,
    /// The greatest of them.
    Greatest,
    /// Their average.
    Mean,
}

/// Every function with its name, the fewest and the most values that it takes, and what it means.
pub const FUNCTIONS: &[(Function, &str, usize, usize, &str)] = &[
    (Function::First, "first", 1, 20, "the first value that is known"),
    (Function::Length, "length", 1, 1, "the number of characters"),
    (Function::Lower, "lower", 1, 1, "the text in small letters"),
    (Function::Absolute, "abs", 1, 1, "the number without its sign"),
    (Function::Days, "days", 2, 2, "the days from the second date to the first"),
    (Function::Number, "number", 1, 1, "how many records or known values stand behind the way"),
    (Function::Total, "total", 1, 1, "the sum of what stands behind the way"),
    (Function::Least, "least", 1, 1, "the smallest or earliest of what stands behind the way"),
    (Function::Greatest, "greatest", 1, 1, "the greatest or latest of what stands behind the way"),
    (Function::Mean, "mean", 1, 1, "the average of what stands behind the way"),
];

/// What can be made of the rows of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Summing {
    /// How many rows, or in how many of them the value is known.
    Count,
    /// How many different values.
    Distinct,
    /// The sum.
    Sum,
    /// The smallest.
    Min,
    /// The greatest.
    Max,
    /// The average.
    Average,
}

/// Every sum with its name; `count(distinct …)` is read apart.
pub const SUMS: &[(Summing, &str)] = &[
    (Summing::Count, "count"),
    (Summing::Sum, "sum"),
    (Summing::Min, "min"),
    (Summing::Max, "max"),
    (Summing::Average, "average"),
];

impl Expr {
    /// A way of plain names.
    pub fn way(dotted: &str) -> Self {
        Self::Way(Way::of(dotted))
    }

    /// Whether the rows of a group are summed up in it.
    pub fn has_sum(&self) -> bool {
        match self {
            Self::Sum(..) => true,
            Self::Calc(_, one, other) => one.has_sum() || other.has_sum(),
            Self::Call(_, list) => list.iter().any(Self::has_sum),
            Self::If(_, one, other) => one.has_sum() || other.has_sum(),
            _ => false,
        }
    }
}

/// A condition.
#[derive(Debug, Clone, PartialEq)]
pub enum Cond {
    /// All of them hold.
    And(Vec<Cond>),
    /// At least one of them holds.
    Or(Vec<Cond>),
    /// It does not hold; also where a value is not known.
    Not(Box<Cond>),
    /// A value passes a test.
    Test(Expr, Op),
    /// So many of the records at the end of a way meet the condition.
    Behind(Quantity, Way, Option<Box<Cond>>),
    /// What a search for these words finds.
    Search(Expr),
    /// What a check of this name finds.
    Issue(String),
    /// Records changed since a moment, by somebody, or both.
    Changed(Option<Expr>, Option<Expr>),
}

impl Cond {
    /// The opposite.
    #[must_use]
    pub fn negated(self) -> Self {
        Self::Not(Box::new(self))
    }
}

/// How many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    /// At least one.
    Any,
    /// None.
    No,
    /// All; also where there are none.
    Every,
    /// So many or more.
    AtLeast(u32),
    /// So many or fewer.
    AtMost(u32),
    /// Just so many.
    Exactly(u32),
}

/// A test of a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Op {
    /// Compared with another.
    Compare(Sign, Expr),
    /// As a pattern in which `%` stands for any letters and `_` for one.
    Like(Expr),
    /// Has the text in it.
    Contains(Expr),
    /// Begins with the text.
    StartsWith(Expr),
    /// Ends with the text.
    EndsWith(Expr),
    /// From the first to the second, both included; an age that overlaps with them.
    Between(Expr, Expr),
    /// One of these; a catalogue number also as `1-20`.
    In(Vec<Expr>),
    /// Not known.
    Empty,
    /// Yes, or no.
    Is(bool),
    /// Yes or not known, or no or not known.
    IsOrEmpty(bool),
    /// Anything: no condition.
    Anything,
    /// A tree node or one below it: by its id, or by its name.
    Under(Expr),
    /// In the record set of this id or name.
    InSet(Expr),
    /// A locality within so many kilometres of latitude and longitude.
    Near(String, String, String),
    /// A locality inside a polygon of latitudes and longitudes.
    Inside(Vec<(String, String)>),
    /// An age that lies wholly between two others, in millions of years.
    Wholly(Expr, Expr),
    /// An age that overlaps with that of a geologic time period, or, if true, lies wholly in it.
    OfPeriod(Expr, bool),
}
