//! Paths from a table over links to a field: `determinations.taxon.fullName`.

use std::fmt;

use crate::{Error, Result, Table, TableId, model};

/// One link of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// Over the to-one link in this column.
    One(u16),
    /// Over this to-many link.
    Many(u16),
}

/// A field that is reached over links from a base table.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Path {
    /// Where it starts.
    pub base: TableId,
    /// The links, in order.
    pub steps: Vec<Step>,
    /// The table that the last link leads to.
    pub table: TableId,
    /// The column there; nothing stands for the id.
    pub column: Option<u16>,
}

/// No sensible path is longer, and every link costs the database a join.
const LONGEST: usize = 12;

impl Path {
    /// Reads a dotted path. The last name may be a field, `id`, or a link, which then stands for the linked id.
    ///
    /// # Errors
    ///
    /// `Invalid`, naming the word that the table before it does not have.
    pub fn parse(base: &Table, text: &str) -> Result<Self> {
        let mut table = base;
        let mut path = Self { base: base.id, steps: Vec::new(), table: base.id, column: None };
        let mut words = text.split('.').peekable();
        while let Some(word) = words.next() {
            let last = words.peek().is_none();
            if last && (word == "id" || word == table.key) {
                return Ok(path);
            }
            let unknown = || {
                Error::invalid(format!("{} has no ‘{word}’ (in ‘{text}’).", table.name))
                    .hint("The data dictionary in the manual lists every table with its fields and links.")
            };
            if let Some(many) = table.to_many(word) {
                path.steps.push(Step::Many(many));
                table = model().table(table.many[usize::from(many)].of);
            } else {
                let column = table.column(word).ok_or_else(unknown)?;
                match &table.at(column).link {
                    Some(link) if !last => {
                        path.steps.push(Step::One(column));
                        table = model().table(link.to);
                    }
                    None if !last => return Err(unknown()),
                    _ => {
                        path.column = Some(column);
                        path.table = table.id;
                        return Ok(path);
                    }
                }
            }
            path.table = table.id;
            if path.steps.len() > LONGEST {
                return Err(Error::invalid(format!("‘{text}’ goes over more than {LONGEST} links.")));
            }
        }
        Ok(path)
    }

    /// Whether it stays among single records: no to-many link on the way.
    pub fn is_single(&self) -> bool {
        self.steps.iter().all(|step| matches!(step, Step::One(_)))
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = model().table(self.base);
        for step in &self.steps {
            match step {
                Step::One(column) => {
                    let column = table.at(*column);
                    write!(f, "{}.", column.name)?;
                    if let Some(link) = &column.link {
                        table = model().table(link.to);
                    }
                }
                Step::Many(many) => {
                    let many = &table.many[usize::from(*many)];
                    write!(f, "{}.", many.name)?;
                    table = model().table(many.of);
                }
            }
        }
        f.write_str(self.column.map_or("id", |column| table.at(column).name))
    }
}
