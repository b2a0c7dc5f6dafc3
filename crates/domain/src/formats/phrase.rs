//! One template by itself, for what is written beside the formats of tables: the lines of labels.

use vasculum_model::{Record, Result, Table};
use vasculum_store::Tx;

use super::template::{self, Piece};

/// A template that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase(Vec<Piece>);

impl Phrase {
    /// Reads a template over the records of a table.
    ///
    /// # Errors
    ///
    /// One sentence that says what is wrong with it, and at which character.
    pub fn read(table: &Table, text: &str) -> std::result::Result<Self, String> {
        let told = |flaw: template::Flaw| {
            let place = text[..flaw.at].chars().count() + 1;
            format!("Character {place}: {}", flaw.words)
        };
        template::pieces(table, text).map(Self).map_err(told)
    }

    /// Whether it says nothing of a record: there is no field in it.
    pub fn is_fixed(&self) -> bool {
        !self.0.iter().any(|piece| matches!(piece, Piece::Field { .. }))
    }

    /// The records in its words, in the same order; empty where none of its fields has a value. Fixed text alone stays.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn say(&self, tx: &mut Tx<'_>, records: &[Record]) -> Result<Vec<String>> {
        if self.is_fixed() {
            let plain = |piece: &Piece| if let Piece::Text(text) = piece { text.as_str() } else { "" }.to_owned();
            return Ok(vec![self.0.iter().map(plain).collect(); records.len()]);
        }
        super::by_pieces(tx, records, &self.0, &mut Vec::new())
    }
}
