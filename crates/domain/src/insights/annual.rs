//! The numbers of an annual report: what is held at the end of a year, and what was done in it.

use vasculum_model::{Error, Result};
use vasculum_store::Tx;

use crate::query::{self, Asked, Plan, Query};

/// One line of the report.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    /// Stable name, in files too.
    pub key: &'static str,
    /// What is counted.
    pub title: &'static str,
    /// The question; `{from}` stands for the first day of the year, `{to}` for its last, `{next}` for the first of the next.
    pub ask: &'static str,
}

/// A part of the report.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    /// Its heading.
    pub title: &'static str,
    /// Its lines.
    pub lines: &'static [Line],
}

const fn line(key: &'static str, title: &'static str, ask: &'static str) -> Line {
    Line { key, title, ask }
}

/// The report. An object counts as held at the end of a year if it was catalogued by then, or, where nobody noted when,
/// entered by then.
#[rustfmt::skip]
pub const PARTS: &[Part] = &[
    Part { title: "Holdings at the end of the year", lines: &[
        line("objects", "Collection objects", "from CollectionObject show count() where catalogedDate <= {to} or (catalogedDate is empty and timestampCreated < {next})"),
        line("lots", "Preparations", "from Preparation show count() where collectionObject.catalogedDate <= {to} or (collectionObject.catalogedDate is empty and collectionObject.timestampCreated < {next})"),
        line("pieces", "Pieces in preparations", "from Preparation show sum(countAmt) where collectionObject.catalogedDate <= {to} or (collectionObject.catalogedDate is empty and collectionObject.timestampCreated < {next})"),
        line("types", "Type specimens", "from CollectionObject show count() where any determinations (isCurrent is true or empty and typeStatusName is not empty) and (catalogedDate <= {to} or (catalogedDate is empty and timestampCreated < {next}))"),
        line("georeferenced-objects", "Georeferenced objects", "from CollectionObject show count() where collectingEvent.locality.latitude1 is not empty and (catalogedDate <= {to} or (catalogedDate is empty and timestampCreated < {next}))"),
        line("imaged-objects", "Objects with images", r#"from CollectionObject show count() where any collectionObjectAttachments (attachment.mimeType contains "image" and timestampCreated < {next})"#),
    ] },
    Part { title: "Work on the collection", lines: &[
        line("cataloged", "Objects catalogued", "from CollectionObject show count() where catalogedDate between {from} and {to}"),
        line("entered", "Objects entered", "from CollectionObject show count() where timestampCreated >= {from} and timestampCreated < {next}"),
        line("determined", "Determinations", "from Determination show count() where determinedDate between {from} and {to}"),
        line("determined-objects", "Objects determined", "from CollectionObject show count() where any determinations (determinedDate between {from} and {to})"),
        line("collected", "Objects collected", "from CollectionObject show count() where collectingEvent.startDate between {from} and {to}"),
        line("georeferenced", "Localities georeferenced", "from Locality show count() where any geoCoordDetails (geoRefDetDate >= {from} and geoRefDetDate < {next})"),
        line("localities", "Localities entered", "from Locality show count() where timestampCreated >= {from} and timestampCreated < {next}"),
        line("images", "Images added", r#"from CollectionObjectAttachment show count() where attachment.mimeType contains "image" and timestampCreated >= {from} and timestampCreated < {next}"#),
        line("conserved", "Conservation work finished", "from ConservEvent show count() where completedDate between {from} and {to} or (completedDate is empty and treatmentCompDate between {from} and {to})"),
    ] },
    Part { title: "Acquisitions and losses", lines: &[
        line("accessions", "Accessions", "from Accession show count() where dateAccessioned between {from} and {to}"),
        line("accessioned-objects", "Objects of these accessions", "from CollectionObject show count() where accession.dateAccessioned between {from} and {to}"),
        line("exchanges-in", "Exchanges received", "from ExchangeIn show count() where exchangeDate between {from} and {to}"),
        line("deaccessions", "Deaccessions", "from Deaccession show count() where deaccessionDate between {from} and {to}"),
        line("disposals", "Disposals", "from Disposal show count() where disposalDate between {from} and {to}"),
    ] },
    Part { title: "Use of the collection", lines: &[
        line("loans", "Loans made", "from Loan show count() where loanDate between {from} and {to}"),
        line("loaned-pieces", "Pieces lent", "from LoanPreparation show sum(quantity) where loan.loanDate between {from} and {to}"),
        line("loans-returned", "Loans returned", "from Loan show count() where dateClosed between {from} and {to}"),
        line("pieces-returned", "Pieces returned", "from LoanReturnPreparation show sum(quantityReturned) where returnedDate between {from} and {to}"),
        line("loans-open", "Loans open at the end of the year", "from Loan show count() where loanDate <= {to} and (dateClosed > {to} or (dateClosed is empty and isClosed is false or empty))"),
        line("loans-overdue", "Loans overdue at the end of the year", "from Loan show count() where loanDate <= {to} and currentDueDate < {to} and (dateClosed > {to} or (dateClosed is empty and isClosed is false or empty))"),
        line("borrows", "Borrows received", "from Borrow show count() where receivedDate between {from} and {to}"),
        line("gifts", "Gifts made", "from Gift show count() where giftDate between {from} and {to}"),
        line("given-pieces", "Pieces given", "from GiftPreparation show sum(quantity) where gift.giftDate between {from} and {to}"),
        line("exchanges-out", "Exchanges sent", "from ExchangeOut show count() where exchangeDate between {from} and {to}"),
        line("cited", "Objects cited in publications of the year", "from CollectionObject show count() where any collectionObjectCitations (referenceWork.workDate contains \"{year}\")"),
    ] },
];

/// The years that a report can be made of.
pub const YEARS: std::ops::RangeInclusive<i32> = 1700..=2200;

impl Line {
    /// The question of a year.
    ///
    /// # Errors
    ///
    /// `Invalid`, if the year is out of [`YEARS`].
    pub fn question(&self, year: i32, everywhere: bool) -> Result<Query> {
        if !YEARS.contains(&year) {
            return Err(Error::invalid(format!("A year lies between {} and {}.", YEARS.start(), YEARS.end())));
        }
        let text = self
            .ask
            .replace("{from}", &format!("{year:04}-01-01"))
            .replace("{to}", &format!("{year:04}-12-31"))
            .replace("{next}", &format!("{:04}-01-01", year + 1))
            .replace("{year}", &format!("{year:04}"));
        let mut query = query::parse(&text)?;
        query.everywhere = everywhere;
        Ok(query)
    }
}

/// The number of a question with one row and one column; nothing is 0.
///
/// # Errors
///
/// As [`Plan::make`].
pub fn number(tx: &mut Tx<'_>, query: &Query) -> Result<f64> {
    let page = Plan::make(tx, query, &Asked::default())?.page(tx, None, 1)?;
    Ok(page.rows.first().and_then(|row| row.values.first()?.number()).unwrap_or(0.0))
}
