//! Doubtful input and refused input, as values.

use std::collections::BTreeMap;
use std::fmt;

/// Something doubtful in a file. Reading went on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file it is in, as it is called inside the archive.
    pub file: String,
    /// The line, counted from 1; 0 means the whole file.
    pub line: u64,
    /// The column, counted from 1, where one column is meant.
    pub column: Option<u32>,
    /// A stable name, one of [`PROBLEMS`].
    pub name: &'static str,
    /// One sentence for the person.
    pub words: String,
}

/// The names of all problems, with what each means.
pub const PROBLEMS: &[(&str, &str)] = &[
    ("no-meta", "There is no meta.xml; the kinds of tables and columns were guessed from the headers."),
    ("meta-misnamed", "The description of the archive is not called meta.xml."),
    ("meta-unreadable", "The meta.xml is not well-formed XML and was not used."),
    ("several-metas", "There is more than one meta.xml; the one nearest to the top was used."),
    ("several-cores", "meta.xml describes more than one core; the first was used."),
    ("no-core", "meta.xml describes no core; the first table was taken for it."),
    ("missing-file", "meta.xml names a file that is not there."),
    ("other-file", "A file is called otherwise than meta.xml says."),
    ("no-location", "meta.xml describes a table without a file."),
    ("bad-index", "meta.xml gives a column number that is not a number."),
    ("field-out-of-range", "meta.xml describes a column that the file does not have."),
    ("field-index-wrong", "The header names a term at another column than meta.xml says; the header was followed."),
    ("duplicate-term", "Two columns hold the same term; the first one is read."),
    ("wrong-delimiter", "Fields are separated otherwise than meta.xml says."),
    ("wrong-quote", "Fields are enclosed otherwise than meta.xml says."),
    ("wrong-encoding", "The file has another encoding than it should have."),
    ("unknown-encoding", "The declared encoding is not known."),
    ("undecodable", "Some characters could not be decoded."),
    ("header-not-declared", "The first line is a header, although meta.xml says there is none."),
    ("header-is-data", "meta.xml says that the first line is a header, but it looks like a record and was kept."),
    ("no-id", "The table has no column of identifiers."),
    ("unrecognised-file", "A file with text in columns was not used: no column is a known term."),
    ("too-few-columns", "A row has fewer columns than the others."),
    ("too-many-columns", "A row has more columns than the others."),
    ("empty-row", "A row has no values and was left out."),
    ("unclosed-quote", "A quotation mark is never closed; it was taken as text."),
    ("stray-quote", "A quotation mark stands inside a field; it was taken as text."),
    ("row-without-name", "A row names nothing and was left out."),
    ("duplicate-identifier", "Two rows have the same identifier; the first one is meant where it is named."),
    ("name-missing", "A row names a record of another table that is not there."),
    ("several-accepted-names", "A synonym has several accepted names; the first one was taken."),
    ("several-parents", "A unit has several units above it; the first one was taken."),
    ("branch-not-closed", "A bracket of a topology is not closed, or was never opened."),
    ("metadata-unreadable", "The description of the dataset could not be read."),
];

/// Problems found so far: every one is counted, the first hundred of each name are kept.
#[derive(Debug, Clone, Default)]
pub struct Problems {
    list: Vec<Problem>,
    counts: BTreeMap<&'static str, u64>,
}

impl Problems {
    /// How many problems of one name are kept in full.
    pub const KEPT: u64 = 100;

    /// The problems that were kept, in the order they were found.
    pub fn list(&self) -> &[Problem] {
        &self.list
    }

    /// How often each name occurred, those not kept included.
    pub fn counts(&self) -> &BTreeMap<&'static str, u64> {
        &self.counts
    }

    /// How often `name` occurred.
    pub fn count(&self, name: &str) -> u64 {
        self.counts.get(name).copied().unwrap_or(0)
    }

    /// Adds one. The words are only made when the problem is kept.
    pub(crate) fn add(
        &mut self,
        file: &str,
        line: u64,
        column: Option<usize>,
        name: &'static str,
        words: impl FnOnce() -> String,
    ) {
        debug_assert!(PROBLEMS.iter().any(|(known, _)| *known == name), "{name} is not in PROBLEMS");
        let count = self.counts.entry(name).or_insert(0);
        *count += 1;
        if *count <= Self::KEPT {
            let column = column.and_then(|c| u32::try_from(c + 1).ok());
            self.list.push(Problem { file: file.to_owned(), line, column, name, words: words() });
        }
    }

    /// Adds a problem of a whole file.
    pub(crate) fn file(&mut self, file: &str, name: &'static str, words: impl Into<String>) {
        self.add(file, 0, None, name, || words.into());
    }

    /// Adds all of `other`.
    pub(crate) fn append(&mut self, other: Problems) {
        let mut kept: BTreeMap<&'static str, u64> = BTreeMap::new();
        for problem in other.list {
            *kept.entry(problem.name).or_insert(0) += 1;
            let Problem { file, line, column, name, words } = problem;
            self.add(&file, line, column.map(|c| c as usize - 1), name, || words);
        }
        for (name, count) in other.counts {
            let more = count - kept.get(name).copied().unwrap_or(0);
            if more > 0 {
                *self.counts.entry(name).or_insert(0) += more;
            }
        }
    }
}

/// Input that cannot be read, or is too large to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// One sentence for the person.
    pub words: String,
    /// What the person can do next.
    pub hint: Option<String>,
    /// The file, and the line if there is one.
    pub place: Option<String>,
}

impl Refusal {
    /// Makes a refusal that says only what is wrong.
    pub(crate) fn new(words: impl Into<String>) -> Self {
        Refusal { words: words.into(), hint: None, place: None }
    }

    /// Adds what the person can do.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds the place, unless one is known already.
    pub(crate) fn at(mut self, place: impl Into<String>) -> Self {
        self.place.get_or_insert(place.into());
        self
    }

    /// Carries a refusal through a reader.
    pub(crate) fn into_io(self) -> std::io::Error {
        std::io::Error::other(self)
    }

    /// Takes the refusal out of a failed read, or describes the failure.
    pub(crate) fn from_io(error: std::io::Error, file: &str) -> Self {
        let inner = error.get_ref().and_then(|e| e.downcast_ref::<Refusal>());
        if let Some(refusal) = inner {
            return refusal.clone().at(file);
        }
        use std::io::ErrorKind::{InvalidData, InvalidInput, UnexpectedEof};
        match error.kind() {
            UnexpectedEof => Refusal::damaged("The file ends too early.").at(file),
            InvalidData | InvalidInput => Refusal::damaged("The packed data are damaged.").at(file),
            _ => Refusal::new(format!("Reading failed: {error}.")).at(file),
        }
    }

    /// A file that was cut off or changed on its way.
    pub(crate) fn damaged(words: impl Into<String>) -> Self {
        Refusal::new(words).hint("Fetch the file again; it was probably cut off or changed on its way.")
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            write!(f, "{place}: ")?;
        }
        f.write_str(&self.words)?;
        if let Some(hint) = &self.hint {
            write!(f, " {hint}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Refusal {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_is_counted_but_only_the_first_hundred_are_kept() {
        let mut problems = Problems::default();
        for line in 0..250 {
            problems.add("a.txt", line, Some(0), "too-few-columns", || "Too few.".into());
        }
        assert_eq!(problems.list().len(), 100);
        assert_eq!(problems.count("too-few-columns"), 250);
        let mut all = Problems::default();
        all.file("b.txt", "no-id", "None.");
        all.append(problems);
        assert_eq!(all.list().len(), 101);
        assert_eq!(all.count("too-few-columns"), 250);
        assert_eq!(all.list()[1].column, Some(1));
    }

    #[test]
    fn a_refusal_survives_its_way_through_a_reader() {
        let refusal = Refusal::new("Too large.").hint("Split it.");
        let back = Refusal::from_io(refusal.clone().into_io(), "x.txt");
        assert_eq!(back, refusal.at("x.txt"));
    }
}
