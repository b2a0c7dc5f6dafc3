//! What a field can hold, and how text becomes a value of it.

use crate::{Date, Decimal, Timestamp, Value};

/// The kinds of field; each stands for one of Specify's Java types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// One line of text, at most `max` characters (`java.lang.String`).
    Text,
    /// Text of any length, with line breaks (`text`).
    LongText,
    /// Whole number, −2³¹ to 2³¹−1 (`java.lang.Integer`).
    Integer,
    /// Whole number, −2¹⁵ to 2¹⁵−1 (`java.lang.Short`).
    Short,
    /// Whole number, −128 to 127 (`java.lang.Byte`).
    Byte,
    /// Whole number, −2⁶³ to 2⁶³−1 (`java.lang.Long`).
    Long,
    /// True, false or not known (`java.lang.Boolean`).
    YesNo,
    /// Exact decimal number, kept digit for digit (`java.math.BigDecimal`).
    Decimal,
    /// Double-precision number (`java.lang.Double`).
    Float,
    /// A day (`java.util.Calendar`).
    Date,
    /// A day, month or year; its precision stands in the field `<name>Precision` (`java.util.Calendar`).
    PartialDate,
    /// A day (`java.util.Date`).
    Day,
    /// A moment in UTC, to the microsecond (`java.sql.Timestamp`).
    Timestamp,
    /// A JSON document (`json`).
    Json,
    /// The id of a record in another table.
    Link,
}

/// Every kind with its word in the table files and the Java type that Specify uses for it.
const KINDS: &[(Kind, &str, &str)] = &[
    (Kind::Text, "text", "java.lang.String"),
    (Kind::LongText, "long_text", "text"),
    (Kind::Integer, "integer", "java.lang.Integer"),
    (Kind::Short, "short", "java.lang.Short"),
    (Kind::Byte, "byte", "java.lang.Byte"),
    (Kind::Long, "long", "java.lang.Long"),
    (Kind::YesNo, "yes_no", "java.lang.Boolean"),
    (Kind::Decimal, "decimal", "java.math.BigDecimal"),
    (Kind::Float, "float", "java.lang.Double"),
    (Kind::Date, "date", "java.util.Calendar"),
    (Kind::PartialDate, "partial_date", "java.util.Calendar"),
    (Kind::Day, "day", "java.util.Date"),
    (Kind::Timestamp, "timestamp", "java.sql.Timestamp"),
    (Kind::Json, "json", "json"),
    (Kind::Link, "link", ""),
];

impl Kind {
    /// The kind with this word in a table file.
    pub fn named(word: &str) -> Option<Self> {
        KINDS.iter().find(|(_, name, _)| *name == word).map(|(kind, ..)| *kind)
    }

    fn row(self) -> &'static (Kind, &'static str, &'static str) {
        KINDS.iter().find(|(kind, ..)| *kind == self).unwrap_or(&KINDS[0])
    }

    /// The word in a table file.
    pub fn name(self) -> &'static str {
        self.row().1
    }

    /// The type that Specify's data model gives to such a field; empty for a link.
    pub fn java(self) -> &'static str {
        self.row().2
    }

    /// Whether the values are whole numbers.
    pub fn is_integer(self) -> bool {
        matches!(self, Self::Integer | Self::Short | Self::Byte | Self::Long | Self::Link)
    }

    /// Whether the values are days.
    pub fn is_date(self) -> bool {
        matches!(self, Self::Date | Self::PartialDate | Self::Day)
    }

    /// Whether the values are text.
    pub fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::LongText | Self::Json)
    }

    /// The smallest and largest whole number of this kind.
    pub fn range(self) -> Option<(i64, i64)> {
        match self {
            Self::Integer => Some((i32::MIN.into(), i32::MAX.into())),
            Self::Short => Some((i16::MIN.into(), i16::MAX.into())),
            Self::Byte => Some((i8::MIN.into(), i8::MAX.into())),
            Self::Long => Some((i64::MIN, i64::MAX)),
            Self::Link => Some((1, i64::MAX)),
            _ => None,
        }
    }

    /// Reads the plain text form of a value, as a form, a sheet or a query writes it. Empty text is [`Value::Null`].
    ///
    /// Text is kept byte for byte; the other kinds ignore white space around the value. A date is `1987-05-12`; freer
    /// notations are read by [`crate::read::date`].
    ///
    /// # Errors
    ///
    /// One sentence for the person who typed it.
    pub fn read(self, text: &str) -> Result<Value, String> {
        if text.is_empty() {
            return Ok(Value::Null);
        }
        if self.is_text() {
            return Ok(Value::Text(text.into()));
        }
        let text = text.trim();
        if text.is_empty() {
            return Ok(Value::Null);
        }
        match self {
            Self::YesNo => match text.to_ascii_lowercase().as_str() {
                "true" | "yes" | "y" | "1" | "on" | "t" => Ok(Value::Bool(true)),
                "false" | "no" | "n" | "0" | "off" | "f" => Ok(Value::Bool(false)),
                _ => Err(format!("‘{text}’ is neither yes nor no.")),
            },
            Self::Decimal => Decimal::parse(text)
                .map(Value::Decimal)
                .ok_or_else(|| format!("‘{text}’ is not a number, for example 12.5.")),
            Self::Float => match text.parse::<f64>() {
                Ok(number) if number.is_finite() => Ok(Value::Float(number)),
                _ => Err(format!("‘{text}’ is not a number, for example 12.5.")),
            },
            Self::Date | Self::PartialDate | Self::Day => Date::parse(text)
                .map(Value::Date)
                .ok_or_else(|| format!("‘{text}’ is not a date, for example 1987-05-12.")),
            Self::Timestamp => Timestamp::parse(text)
                .map(Value::Timestamp)
                .ok_or_else(|| format!("‘{text}’ is not a date and time, for example 1987-05-12T14:30:00Z.")),
            _ => {
                let number: i64 = text.parse().map_err(|_| format!("‘{text}’ is not a whole number."))?;
                let (low, high) = self.range().unwrap_or((i64::MIN, i64::MAX));
                if number < low || number > high {
                    return Err(format!("{number} is not between {low} and {high}."));
                }
                Ok(Value::Int(number))
            }
        }
    }
}
