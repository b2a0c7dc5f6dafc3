//! Labels: what stands on the slips that lie with specimens, and how they are printed.
//!
//! A kind of label is data: a small file that says how large a label is, how many stand beside each other on which
//! paper, and what its lines say of a record. Those that are shipped stand in `crates/domain/labels/*.toml`; an
//! institution keeps its own as records of TextFormat. `docs/labels.md` describes the format of the files.

mod file;
mod names;
mod shipped;
mod stored;
mod written;

use vasculum_model::{Table, TableId, model};

use crate::formats::Phrase;

pub use file::{EXAMPLE, parse};
pub use names::{Span, scientific};
pub use shipped::all as shipped;
pub use stored::{Own, delete, kinds, own, save};
pub use written::{Label, Said, written};

/// The resource to print labels, with the action `execute`.
pub const RESOURCE: &str = "/report";
/// The most labels that are printed at once.
pub const MOST: usize = 5_000;

/// A kind of label.
#[derive(Debug, Clone, PartialEq)]
pub struct Kind {
    /// The name for people.
    pub name: String,
    /// The table whose records are labelled.
    pub table: TableId,
    /// The kinds of disciplines that use it first of all; none stands for all alike.
    pub usual_for: Vec<String>,
    /// The sheet.
    pub sheet: Sheet,
    /// How many labels a record gets.
    pub copies: Copies,
    /// What stands on it, from above.
    pub lines: Vec<Line>,
}

/// The paper and how labels lie on it; all lengths in millimetres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sheet {
    /// The width of the paper.
    pub paper_width: f64,
    /// The height of the paper.
    pub paper_height: f64,
    /// What is left free at each edge of the paper.
    pub margin: f64,
    /// The width of a label.
    pub width: f64,
    /// The least height of a label; one with more to say grows.
    pub height: f64,
    /// How many labels stand beside each other.
    pub columns: u32,
    /// What is left free between two labels.
    pub gap: f64,
    /// The size of usual letters, in points.
    pub font: f64,
    /// Whether a line to cut along is drawn around each label.
    pub has_frame: bool,
}

/// How many labels a record gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Copies {
    /// So many.
    Number(u32),
    /// As many as a field of the record says; one where it says nothing.
    Field(u16),
}

/// One line of a label.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// What it says.
    pub says: Says,
    /// How large its letters are.
    pub size: Size,
    /// Whether it is bold.
    pub is_bold: bool,
    /// Where it stands.
    pub align: Align,
}

/// What a line says of a record.
#[derive(Debug, Clone, PartialEq)]
pub enum Says {
    /// Words with fields among them.
    Words(Phrase),
    /// A scientific name, in italics as the codes want it: the links from the record to the determination or taxon.
    Name(Vec<&'static str>),
    /// A line across the label.
    Rule,
}

/// How large letters are beside the usual ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Size {
    /// Smaller.
    Small,
    /// As the label says.
    #[default]
    Usual,
    /// Larger.
    Large,
}

/// Where a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    /// Where reading starts.
    #[default]
    Start,
    /// In the middle.
    Center,
    /// At the end.
    End,
}

impl Kind {
    /// The table whose records are labelled.
    pub fn of(&self) -> &'static Table {
        model().table(self.table)
    }

    /// Whether it is one of the first that a kind of discipline uses.
    pub fn is_usual_for(&self, kind: &str) -> bool {
        self.usual_for.iter().any(|theirs| theirs.eq_ignore_ascii_case(kind))
    }
}
