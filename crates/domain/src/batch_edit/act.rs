//! What can be done with the value of one field.

use vasculum_model::{Column, Decimal, Kind, Value};

/// A value as it is given to a field.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Given {
    /// The value.
    pub value: Value,
    /// How exactly a partial date is known: 1 to the day, 2 to the month, 3 to the year. Of other fields it says nothing.
    pub precision: Option<i64>,
}

impl Given {
    /// A value that is no date.
    pub fn plain(value: impl Into<Value>) -> Self {
        Self { value: value.into(), precision: None }
    }

    /// Whether there is no value.
    pub fn is_empty(&self) -> bool {
        self.value.is_null()
    }
}

/// What is done with a field. All but [`Act::Set`] and [`Act::Fill`] leave empty fields as they are.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// It gets this value, whatever stands there.
    Set(Given),
    /// It gets this value where it is empty.
    Fill(Given),
    /// It is emptied.
    Empty,
    /// Every occurrence of a text in it is replaced by another one.
    Replace {
        /// What is looked for, letter by letter.
        find: String,
        /// What takes its place; perhaps nothing.
        with: String,
        /// Whether capital and small letters are told apart.
        is_exact: bool,
    },
    /// A text is put before what stands there.
    Before(String),
    /// A text is put after what stands there.
    After(String),
    /// A number is added to the one that stands there; a negative one is taken away.
    Add(Value),
}

/// Whether a field can be searched for text, and text put before or after it.
pub fn takes_text(column: &Column) -> bool {
    matches!(column.kind, Kind::Text | Kind::LongText)
}

/// Whether one can add to the numbers of a field.
pub fn takes_sums(column: &Column) -> bool {
    column.link.is_none() && (column.kind.is_integer() || matches!(column.kind, Kind::Decimal | Kind::Float))
}

impl Act {
    /// Why this can't be done with a field, in one sentence; nothing if it can.
    pub fn unfit(&self, column: &Column) -> Option<String> {
        let name = column.name;
        match self {
            Self::Set(given) if given.is_empty() => {
                Some(format!("Say what {name} shall be set to; to clear it, empty it."))
            }
            Self::Fill(given) if given.is_empty() => Some(format!("Say what {name} shall be filled in with.")),
            Self::Set(_) | Self::Fill(_) | Self::Empty => None,
            Self::Replace { .. } | Self::Before(_) | Self::After(_) if !takes_text(column) => {
                Some(format!("{name} holds no text."))
            }
            Self::Replace { find, .. } if find.is_empty() => {
                Some(format!("Say which text of {name} shall be replaced."))
            }
            Self::Before(text) | Self::After(text) if text.is_empty() => {
                Some(format!("Say which text shall be put to {name}."))
            }
            Self::Replace { .. } | Self::Before(_) | Self::After(_) => None,
            Self::Add(_) if !takes_sums(column) => Some(format!("{name} holds no numbers that one can add to.")),
            Self::Add(number) if number.number().is_none() => Some(format!("Say how much shall be added to {name}.")),
            Self::Add(_) => None,
        }
    }

    /// What becomes of a value.
    ///
    /// # Errors
    ///
    /// One sentence saying why there is no such value.
    pub fn apply(&self, column: &Column, before: &Given) -> Result<Given, String> {
        let text = before.value.text();
        let written = |text: String| Given::plain(Value::from_text(&text));
        Ok(match (self, text) {
            (Self::Set(given), _) => given.clone(),
            (Self::Fill(given), _) if before.is_empty() => given.clone(),
            (Self::Empty, _) => Given::default(),
            (Self::Replace { find, with, is_exact }, Some(text)) => written(replaced(text, find, with, *is_exact)),
            (Self::Before(more), Some(text)) => written(format!("{more}{text}")),
            (Self::After(more), Some(text)) => written(format!("{text}{more}")),
            (Self::Add(number), _) if !before.is_empty() => Given::plain(sum(column, &before.value, number)?),
            _ => before.clone(),
        })
    }
}

fn sum(column: &Column, value: &Value, more: &Value) -> Result<Value, String> {
    let beyond = || format!("The sum is no number that {} can hold.", column.name);
    match (value, more) {
        (Value::Int(value), Value::Int(more)) => {
            let (low, high) = column.kind.range().unwrap_or((i64::MIN, i64::MAX));
            let sum = value.checked_add(*more).filter(|sum| (low..=high).contains(sum));
            sum.map(Value::Int).ok_or_else(beyond)
        }
        (Value::Decimal(value), Value::Decimal(more)) => {
            decimal_sum(*value, *more).map(Value::Decimal).ok_or_else(beyond)
        }
        (value, more) => match (value.number(), more.number()) {
            (Some(value), Some(more)) if (value + more).is_finite() => Ok(Value::Float(value + more)),
            _ => Err(beyond()),
        },
    }
}

/// The exact sum, with as many digits behind the point as the longer of the two has.
fn decimal_sum(a: Decimal, b: Decimal) -> Option<Decimal> {
    let scale = a.scale().max(b.scale());
    let digits = |number: Decimal| {
        let factor = 10_i128.checked_pow(u32::from(scale - number.scale()))?;
        number.digits().checked_mul(factor)
    };
    let sum = digits(a)?.checked_add(digits(b)?)?;
    (sum.unsigned_abs() < 10_u128.pow(36)).then(|| Decimal::new(sum, scale))
}

fn replaced(text: &str, find: &str, with: &str, is_exact: bool) -> String {
    if is_exact {
        return text.replace(find, with);
    }
    let wanted: Vec<char> = find.chars().flat_map(char::to_lowercase).collect();
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let length = match found_length(rest, &wanted) {
            Some(length) => {
                out.push_str(with);
                length
            }
            None => {
                out.push(letter);
                letter.len_utf8()
            }
        };
        rest = &rest[length..];
    }
    out
}

/// How many bytes at the beginning of a text are the letters wanted, capital or small; nothing if it begins otherwise.
fn found_length(text: &str, wanted: &[char]) -> Option<usize> {
    let mut left = wanted;
    for (at, letter) in text.char_indices() {
        if left.is_empty() {
            return Some(at);
        }
        for small in letter.to_lowercase() {
            left = left.strip_prefix(&[small])?;
        }
    }
    left.is_empty().then_some(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use vasculum_model::model;

    #[track_caller]
    fn check(field: &str, act: &Act, before: Value, expect: &str) {
        let table = model().named("CollectionObject").unwrap();
        let column = table.at(table.column(field).unwrap());
        assert_eq!(act.unfit(column), None);
        let after = act.apply(column, &Given::plain(before)).map_or_else(|words| words, |it| it.value.to_string());
        assert_eq!(after, expect);
    }

    fn replace(find: &str, with: &str, is_exact: bool) -> Act {
        Act::Replace { find: find.to_owned(), with: with.to_owned(), is_exact }
    }

    #[test]
    fn text_is_replaced_letter_by_letter() {
        let text = |text: &str| Value::from_text(text);
        check("remarks", &replace("mus.", "Museum", true), text("Mus. mus. Wien"), "Mus. Museum Wien");
        check("remarks", &replace("mus.", "Museum", false), text("Mus. mus. Wien"), "Museum Museum Wien");
        check("remarks", &replace("STRASSE", "St.", false), text("große Straße, strasse"), "große Straße, St.");
        check("remarks", &replace("ÄÖ", "x", false), text("ä äö Äö"), "ä x x");
        check("remarks", &replace("all", "", true), text("all"), "");
        check("remarks", &replace("aa", "a", true), text("aaaa"), "aa");
        check("remarks", &replace("x", "y", true), Value::Null, "");
    }

    #[test]
    fn text_is_put_before_and_after_what_stands_there_and_never_into_nothing() {
        check("remarks", &Act::Before("seen: ".to_owned()), Value::from_text("red"), "seen: red");
        check("remarks", &Act::After("; seen".to_owned()), Value::from_text("red"), "red; seen");
        check("remarks", &Act::After("; seen".to_owned()), Value::Null, "");
        check("remarks", &Act::Fill(Given::plain("new")), Value::Null, "new");
        check("remarks", &Act::Fill(Given::plain("new")), Value::from_text("old"), "old");
    }

    #[test]
    fn numbers_are_added_exactly_and_within_what_a_field_can_hold() {
        let decimal = |text: &str| Value::Decimal(Decimal::parse(text).unwrap());
        check("countAmt", &Act::Add(Value::Int(-3)), Value::Int(5), "2");
        check("countAmt", &Act::Add(Value::Int(1)), Value::Null, "");
        check(
            "countAmt",
            &Act::Add(Value::Int(1)),
            Value::Int(i32::MAX.into()),
            "The sum is no number that countAmt can hold.",
        );
        check("totalValue", &Act::Add(decimal("0.125")), decimal("10.10"), "10.225");
        check("totalValue", &Act::Add(decimal("-0.10")), decimal("0.3"), "0.20");
    }

    #[test]
    fn what_does_not_fit_a_field_is_said() {
        let table = model().named("CollectionObject").unwrap();
        let unfit = |field: &str, act: Act| act.unfit(table.at(table.column(field).unwrap())).unwrap_or_default();
        assert_eq!(unfit("countAmt", Act::Before("x".to_owned())), "countAmt holds no text.");
        assert_eq!(unfit("remarks", Act::Add(Value::Int(1))), "remarks holds no numbers that one can add to.");
        assert_eq!(unfit("cataloger", Act::Add(Value::Int(1))), "cataloger holds no numbers that one can add to.");
        assert_eq!(unfit("remarks", replace("", "x", true)), "Say which text of remarks shall be replaced.");
        assert_eq!(
            unfit("remarks", Act::Set(Given::default())),
            "Say what remarks shall be set to; to clear it, empty it."
        );
    }
}
