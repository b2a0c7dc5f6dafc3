//! What the index knows of one record, before it is written.

use std::sync::Arc;

use tantivy::TantivyDocument;
use vasculum_model::TableId;

use crate::gates::{self, Gate};
use crate::schema::{Fields, GROUPS, Group, YEAR_ZERO, key, searched};
use crate::words::{folded, without_zeros};

/// The words of one group.
#[derive(Default)]
pub(crate) struct Part {
    pub texts: Vec<Arc<str>>,
    pub gates: Vec<Gate>,
    /// Whether the record can have such words at all; else it has no seal and is never found by them.
    pub is_there: bool,
}

impl Part {
    pub(crate) fn see(&mut self, gate: Gate) {
        self.is_there = true;
        if !self.gates.contains(&gate) {
            self.gates.push(gate);
        }
    }

    pub(crate) fn say(&mut self, text: impl Into<Arc<str>>) {
        let text = text.into();
        if !text.is_empty() && !self.texts.contains(&text) {
            self.texts.push(text);
        }
    }
}

/// What the index knows of one record.
pub(crate) struct Document {
    pub table: TableId,
    pub id: i64,
    pub gate: Gate,
    pub titles: Vec<Arc<str>>,
    /// Numbers and names by which exactly this record is meant.
    pub numbers: Vec<Arc<str>>,
    pub parts: Vec<Part>,
    pub rank: Option<String>,
    pub taxa: Option<Arc<[i64]>>,
    pub places: Option<Arc<[i64]>>,
    pub collection: Option<i64>,
    pub year: Option<i64>,
    pub types: Vec<String>,
    pub preps: Vec<Arc<str>>,
    pub collectors: Vec<i64>,
    /// One bit for each flag; nothing for records other than objects.
    pub flags: Option<u64>,
    pub at: Option<(f64, f64)>,
}

impl Document {
    pub(crate) fn new(table: TableId, id: i64, gate: Gate) -> Self {
        Self {
            table,
            id,
            gate,
            titles: Vec::new(),
            numbers: Vec::new(),
            parts: GROUPS.iter().map(|_| Part::default()).collect(),
            rank: None,
            taxa: None,
            places: None,
            collection: None,
            year: None,
            types: Vec::new(),
            preps: Vec::new(),
            collectors: Vec::new(),
            flags: None,
            at: None,
        }
    }

    pub(crate) fn part(&mut self, group: Group) -> &mut Part {
        &mut self.parts[group.at()]
    }

    pub(crate) fn flag(&mut self, bits: u64) {
        self.flags = Some(self.flags.unwrap_or(0) | bits);
    }

    /// As the index keeps it.
    pub(crate) fn write(&self, fields: &Fields) -> TantivyDocument {
        let mut out = TantivyDocument::new();
        let code = searched(self.table).map_or(0, |(_, code)| code);
        out.add_u64(fields.key, key(code, self.id));
        out.add_u64(fields.table, code);
        out.add_u64(fields.gate, self.gate);
        for title in &self.titles {
            out.add_text(fields.title, title);
        }
        for number in &self.numbers {
            let number = folded(number);
            if let Some(short) = without_zeros(&number) {
                out.add_text(fields.number, short);
            }
            out.add_text(fields.number, number);
        }
        for (at, part) in self.parts.iter().enumerate().filter(|(_, part)| part.is_there) {
            if at != Group::Own.at() {
                out.add_text(fields.seals[at], gates::seal(&part.gates));
            }
            for text in &part.texts {
                out.add_text(fields.words[at], text);
            }
        }
        if let Some(rank) = &self.rank {
            out.add_text(fields.rank, folded(rank));
        }
        if let Some(path) = &self.taxa {
            for id in path.iter() {
                out.add_u64(fields.taxa, *id as u64);
            }
            out.add_u64(fields.taxon, path.last().copied().unwrap_or_default() as u64);
        }
        if let Some(path) = &self.places {
            for id in path.iter() {
                out.add_u64(fields.places, *id as u64);
            }
            out.add_u64(fields.place, path.last().copied().unwrap_or_default() as u64);
        }
        self.write_facets(fields, &mut out);
        out
    }

    fn write_facets(&self, fields: &Fields, out: &mut TantivyDocument) {
        if let Some(collection) = self.collection {
            out.add_u64(fields.collection, collection as u64);
        }
        if let Some(year) = self.year.and_then(|year| u64::try_from(year + YEAR_ZERO).ok()) {
            out.add_u64(fields.year, year);
        }
        for status in &self.types {
            out.add_text(fields.types, status);
        }
        for prep in &self.preps {
            out.add_text(fields.preps, prep);
        }
        for agent in &self.collectors {
            out.add_u64(fields.collectors, *agent as u64);
        }
        if let Some(flags) = self.flags {
            out.add_u64(fields.flags, flags);
            for bit in (0..64).filter(|bit| flags & (1 << bit) != 0) {
                out.add_u64(fields.flag, bit);
            }
        }
        if let Some((latitude, longitude)) = self.at {
            let cell = cell(latitude, longitude);
            out.add_u64(fields.cell, cell);
            out.add_u64(fields.cells, cell);
            out.add_u64(fields.cells, around(cell));
        }
    }
}

/// The cell of the map, one degree wide and high, in which a point lies: counted from the south-west corner of the
/// world, row by row.
pub(crate) fn cell(latitude: f64, longitude: f64) -> u64 {
    let row = (latitude.floor() + 90.0).clamp(0.0, 179.0) as u64;
    let column = (longitude.floor() + 180.0).clamp(0.0, 359.0) as u64;
    row * 360 + column
}

/// Numbers from here on are cells of ten degrees.
pub(crate) const WIDE: u64 = 100_000;

/// The cell of ten degrees around one of a single degree.
pub(crate) fn around(cell: u64) -> u64 {
    WIDE + (cell / 360 / 10) * 36 + (cell % 360) / 10
}

/// South, west, north and east of a cell, in degrees; nothing for a number that is none.
pub fn bounds(cell: u64) -> Option<[i32; 4]> {
    let (number, columns, size) = if cell >= WIDE { (cell - WIDE, 36, 10) } else { (cell, 360, 1) };
    let (row, column) = (i32::try_from(number / columns).ok()?, i32::try_from(number % columns).ok()?);
    let (south, west) = (row * size - 90, column * size - 180);
    (south < 90).then_some([south, west, south + size, west + size])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_lies_around_its_point() {
        for (latitude, longitude, narrow, wide) in [
            (-12.05, -77.04, [-13, -78, -12, -77], [-20, -80, -10, -70]),
            (0.0, 0.0, [0, 0, 1, 1], [0, 0, 10, 10]),
            (90.0, 180.0, [89, 179, 90, 180], [80, 170, 90, 180]),
            (-90.0, -180.0, [-90, -180, -89, -179], [-90, -180, -80, -170]),
        ] {
            let cell = cell(latitude, longitude);
            assert_eq!(bounds(cell), Some(narrow), "{latitude} {longitude}");
            assert_eq!(bounds(around(cell)), Some(wide), "{latitude} {longitude}");
        }
        assert_eq!(bounds(u64::MAX), None);
        assert_eq!(bounds(WIDE - 1), None);
    }
}
