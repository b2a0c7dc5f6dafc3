//! All that differs between the two databases, in one file.

use vasculum_model::Kind;

use crate::question::Part;

/// The database that speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// SQLite, in a file.
    Sqlite,
    /// PostgreSQL, over a connection.
    Postgres,
}

impl Dialect {
    /// Its name, for `vasculum info`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }

    /// The type of a column that holds values of this kind. Decimals keep their digits: as text in SQLite, which has
    /// no exact numbers, and as unconstrained `NUMERIC` in PostgreSQL. Text is ordered by code points in both.
    pub(crate) fn column_type(self, kind: Kind) -> &'static str {
        match (self, kind) {
            (Self::Sqlite, kind) if kind.is_integer() || kind == Kind::YesNo => "INTEGER",
            (Self::Sqlite, Kind::Float) => "REAL",
            (Self::Sqlite, _) => "TEXT",
            (Self::Postgres, kind) if kind.is_integer() => "BIGINT",
            (Self::Postgres, Kind::YesNo) => "BOOLEAN",
            (Self::Postgres, Kind::Float) => "DOUBLE PRECISION",
            (Self::Postgres, Kind::Decimal) => "NUMERIC",
            (Self::Postgres, kind) if kind.is_date() => "DATE",
            (Self::Postgres, Kind::Timestamp) => "TIMESTAMPTZ",
            (Self::Postgres, _) => "TEXT COLLATE \"C\"",
        }
    }

    /// How the n-th bound value is written.
    pub(crate) fn placeholder(self, number: usize) -> String {
        let mut text = String::with_capacity(4);
        self.write_placeholder(&mut text, number);
        text
    }

    /// Writes the place of the bound value with this number, counted from 1, to the end of a text.
    pub(crate) fn write_placeholder(self, text: &mut String, number: usize) {
        text.push(match self {
            Self::Sqlite => '?',
            Self::Postgres => '$',
        });
        let mut digits = [0_u8; 20];
        let mut at = digits.len();
        let mut rest = number;
        while rest > 0 {
            at -= 1;
            digits[at] = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        text.extend(digits[at..].iter().map(|digit| char::from(*digit)));
    }

    /// Whether a text is one of those in a parameter that holds a list of texts.
    pub(crate) fn in_texts(self, expression: &str, placeholder: &str) -> String {
        match self {
            Self::Sqlite => format!("{expression} IN (SELECT value FROM rarray({placeholder}))"),
            Self::Postgres => format!("{expression} = ANY({placeholder}::text[])"),
        }
    }

    /// `column IN (the bound list of ids)`.
    pub(crate) fn in_ids(self, expression: &str, placeholder: &str) -> String {
        match self {
            Self::Sqlite => format!("{expression} IN rarray({placeholder})"),
            Self::Postgres => format!("{expression} = ANY({placeholder}::bigint[])"),
        }
    }

    /// An expression that compares and sorts as its values mean: decimals as numbers, and a moment with parts of a second
    /// after the whole second, although ‘.’ stands before ‘Z’.
    pub(crate) fn comparable(self, expression: &str, kind: Kind) -> String {
        match (self, kind) {
            (Self::Sqlite, Kind::Decimal) => format!("CAST({expression} AS REAL)"),
            (Self::Sqlite, Kind::Timestamp) => format!("rtrim({expression}, 'Z')"),
            _ => expression.to_owned(),
        }
    }

    /// A bound value on the other side of [`Dialect::comparable`].
    pub(crate) fn comparable_value(self, placeholder: &str, kind: Kind) -> String {
        match (self, kind) {
            (Self::Sqlite, Kind::Decimal) => format!("CAST({placeholder} AS REAL)"),
            (Self::Sqlite, Kind::Timestamp) => format!("rtrim({placeholder}, 'Z')"),
            (Self::Postgres, Kind::Decimal) => format!("{placeholder}::numeric"),
            _ => placeholder.to_owned(),
        }
    }

    /// An expression by which the database shall not look records up. SQLite would gladly go through a whole collection
    /// for the one record that another index finds at once; PostgreSQL knows better by its statistics.
    pub(crate) fn not_leading(self, expression: &str) -> String {
        match self {
            Self::Sqlite => format!("+{expression}"),
            Self::Postgres => expression.to_owned(),
        }
    }

    /// Text without regard to upper and lower case and to composed or decomposed letters.
    pub(crate) fn folded(self, expression: &str) -> String {
        match self {
            Self::Sqlite => format!("fold({expression})"),
            Self::Postgres => format!("(lower(normalize({expression}, NFC) COLLATE \"und-x-icu\") COLLATE \"C\")"),
        }
    }

    /// Text that is equal for upper and lower case of the letters A to Z; an index can hold it in both databases.
    pub(crate) fn caseless(self, expression: &str) -> String {
        match self {
            Self::Sqlite => format!("{expression} COLLATE NOCASE"),
            Self::Postgres => format!("lower({expression} COLLATE \"C\")"),
        }
    }

    /// Whether `part` stands in `whole`, both already folded.
    pub(crate) fn contains(self, whole: &str, part: &str) -> String {
        match self {
            Self::Sqlite => format!("instr({whole}, {part}) > 0"),
            Self::Postgres => format!("position({part} IN {whole}) > 0"),
        }
    }

    /// Whether a text is as a pattern in which `%` and `_` stand for others, both already folded.
    pub(crate) fn like(self, whole: &str, pattern: &str) -> String {
        match self {
            Self::Sqlite => format!("{whole} LIKE {pattern}"),
            Self::Postgres => format!("{whole} LIKE {pattern} ESCAPE ''"),
        }
    }

    /// Whether a text ends with a part of so many characters, both already folded.
    pub(crate) fn ends_with(self, whole: &str, length: usize, part: &str) -> String {
        match self {
            Self::Sqlite => format!("(length({whole}) >= {length} AND substr({whole}, -{length}) = {part})"),
            Self::Postgres => format!("right({whole}, {length}) = {part}"),
        }
    }

    /// A bound value whose kind nothing else in the statement tells.
    pub(crate) fn typed(self, placeholder: &str, kind: Kind) -> String {
        let name = match self {
            Self::Sqlite => return placeholder.to_owned(),
            Self::Postgres if kind.is_integer() => "bigint",
            Self::Postgres => match kind {
                Kind::YesNo => "boolean",
                Kind::Float => "float8",
                Kind::Decimal => "numeric",
                Kind::Timestamp => "timestamptz",
                kind if kind.is_date() => "date",
                _ => return format!("({placeholder}::text COLLATE \"C\")"),
            },
        };
        format!("{placeholder}::{name}")
    }

    /// A number as a double.
    pub(crate) fn double(self, expression: &str) -> String {
        match self {
            Self::Sqlite => format!("CAST({expression} AS REAL)"),
            Self::Postgres => format!("({expression})::float8"),
        }
    }

    /// The day of a moment.
    pub(crate) fn day_of(self, moment: &str) -> String {
        match self {
            Self::Sqlite => format!("substr({moment}, 1, 10)"),
            Self::Postgres => format!("(({moment}) AT TIME ZONE 'UTC')::date"),
        }
    }

    /// The year, month or day of a day, as a whole number.
    pub(crate) fn part_of_day(self, day: &str, part: Part) -> String {
        let (from, length, word) = match part {
            Part::Year => (1, 4, "YEAR"),
            Part::Month => (6, 2, "MONTH"),
            Part::Day => (9, 2, "DAY"),
        };
        match self {
            Self::Sqlite => format!("CAST(substr({day}, {from}, {length}) AS INTEGER)"),
            Self::Postgres => format!("CAST(EXTRACT({word} FROM {day}) AS BIGINT)"),
        }
    }

    /// The days from one day to another.
    pub(crate) fn days_between(self, from: &str, to: &str) -> String {
        match self {
            Self::Sqlite => format!("CAST(julianday({to}) - julianday({from}) AS INTEGER)"),
            Self::Postgres => format!("CAST(({to}) - ({from}) AS BIGINT)"),
        }
    }

    /// Whether an id is one of those in a tree path, `/1/25/310/`.
    pub(crate) fn in_path(self, id: &str, path: &str) -> String {
        match self {
            Self::Sqlite => {
                format!("{id} IN (SELECT value FROM json_each('[' || replace(trim({path}, '/'), '/', ',') || ']'))")
            }
            Self::Postgres => format!("{id} = ANY(string_to_array(trim(both '/' from {path}), '/')::bigint[])"),
        }
    }

    /// Text, which is ordered by code points.
    pub(crate) fn by_code_points(self, text: &str) -> String {
        match self {
            Self::Sqlite => text.to_owned(),
            Self::Postgres => format!("(({text}) COLLATE \"C\")"),
        }
    }

    /// A value of a kind as text, as both databases and whoever shows it write it.
    pub(crate) fn as_text(self, expression: &str, kind: Kind) -> String {
        let plain = format!("CAST({expression} AS TEXT)");
        match (self, kind) {
            // A whole number without a point, and fifteen digits.
            (Self::Sqlite, Kind::Float) => format!("rtrim(replace({plain} || '|', '.0|', '|'), '|')"),
            (Self::Postgres, Kind::Float) => format!("CAST(CAST({expression} AS NUMERIC) AS TEXT)"),
            (Self::Sqlite, Kind::YesNo) => format!("CASE {expression} WHEN 1 THEN 'true' WHEN 0 THEN 'false' END"),
            (Self::Postgres, Kind::Timestamp) => format!(
                "regexp_replace(to_char({expression} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), '[.]000000Z$', 'Z')"
            ),
            _ => plain,
        }
    }

    /// Records without a value come first when sorting upwards, in both databases.
    pub(crate) fn sort(self, expression: &str, descending: bool) -> String {
        match (self, descending) {
            (Self::Sqlite, false) => format!("{expression} ASC"),
            (Self::Sqlite, true) => format!("{expression} DESC"),
            (Self::Postgres, false) => format!("{expression} ASC NULLS FIRST"),
            (Self::Postgres, true) => format!("{expression} DESC NULLS LAST"),
        }
    }

    /// What opens a transaction that only reads, with one view of the data from its first statement on.
    pub(crate) fn begin_read(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN",
            Self::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        }
    }

    /// How ‘yes’ stands in a statement.
    pub(crate) fn yes(self) -> &'static str {
        match self {
            Self::Sqlite => "1",
            Self::Postgres => "TRUE",
        }
    }

    /// What makes the rest of the transaction give up when it waits longer than 5 seconds for those who read a table.
    /// SQLite's readers keep nobody waiting.
    pub(crate) fn wait_briefly(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => "SET LOCAL lock_timeout = '5s'",
        }
    }

    /// What opens a transaction that writes. PostgreSQL takes the institution's one writing lock: numbers without
    /// gaps, uniqueness and an ordered change feed need writers one after the other, as SQLite has them anyway.
    pub(crate) fn begin_write(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN IMMEDIATE",
            Self::Postgres => "BEGIN; SELECT pg_advisory_xact_lock(8277465837)",
        }
    }
}
