//! Objects that are alike but for successive catalogue numbers, in one row.

use std::collections::HashMap;

use vasculum_model::Value;

use super::groups::spelt;

/// Rows that are being put together.
pub(super) struct Series {
    number: usize,
    order: Vec<Vec<String>>,
    alike: HashMap<Vec<String>, (Vec<Value>, Vec<String>)>,
}

impl Series {
    /// For rows whose number stands in this column.
    pub(super) fn new(number: usize) -> Self {
        Self { number, order: Vec::new(), alike: HashMap::new() }
    }

    pub(super) fn add(&mut self, mut row: Vec<Value>) {
        let number = std::mem::take(&mut row[self.number]).to_string();
        let key: Vec<String> = row.iter().map(spelt).collect();
        let (_, numbers) = self.alike.entry(key.clone()).or_insert_with(|| {
            self.order.push(key);
            (row, Vec::new())
        });
        numbers.push(number);
    }

    /// One row for each run of numbers, in the order in which the first of what is alike came.
    pub(super) fn done(mut self) -> Vec<Vec<Value>> {
        let mut rows = Vec::new();
        for key in &self.order {
            let Some((row, mut numbers)) = self.alike.remove(key) else { continue };
            numbers.sort_by(|one, other| parted(one).cmp(&parted(other)));
            for (first, last) in runs(&numbers) {
                let mut row = row.clone();
                row[self.number] =
                    if first == last { Value::from_text(first) } else { Value::from(format!("{first} - {last}")) };
                rows.push(row);
            }
        }
        rows
    }
}

/// What stands before the last digits of a number, how many they are, and their value.
fn parted(number: &str) -> (&str, usize, u128) {
    let digits = number.bytes().rev().take_while(u8::is_ascii_digit).count().min(30);
    let (before, digits) = number.split_at(number.len() - digits);
    (before, digits.len(), digits.parse().unwrap_or(0))
}

/// The first and last of numbers that follow each other.
fn runs(numbers: &[String]) -> Vec<(&str, &str)> {
    let mut runs: Vec<(&str, &str)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if follows(last, number) => *last = number,
            _ => runs.push((number, number)),
        }
    }
    runs
}

fn follows(one: &str, other: &str) -> bool {
    let ((before, length, value), (theirs, their_length, next)) = (parted(one), parted(other));
    length > 0 && before == theirs && value + 1 == next && (length == their_length || their_length == length + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn successive_numbers_become_one_row() {
        let mut series = Series::new(0);
        for (number, name) in [
            ("000003", "Salmo"),
            ("000001", "Salmo"),
            ("000002", "Salmo"),
            ("000004", "Esox"),
            ("000007", "Salmo"),
            ("", "Salmo"),
        ] {
            series.add(vec![Value::from_text(number), Value::from(name)]);
        }
        let rows: Vec<String> = series.done().iter().map(|row| format!("{} {}", row[0], row[1])).collect();
        assert_eq!(rows, [" Salmo", "000001 - 000003 Salmo", "000007 Salmo", "000004 Esox"]);
        assert!(follows("9", "10") && !follows("09", "10a") && follows("A-099", "A-100") && !follows("A-1", "B-2"));
    }
}
