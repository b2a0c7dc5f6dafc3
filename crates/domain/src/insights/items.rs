//! The statistics that everybody finds: each is a question, so that its number leads to its records.

use vasculum_model::TableId;
use vasculum_model::names::{geography, taxon};

use super::Kind;

/// One statistic.
#[derive(Debug, Clone, Copy)]
pub struct Item {
    /// Stable name, by which pages refer to it.
    pub key: &'static str,
    /// What is counted, in the words of the person who reads it.
    pub title: &'static str,
    /// How it is drawn.
    pub kind: Kind,
    /// The question. `{ranks}` stands for [`Item::per_rank`], once for each rank of the tree.
    pub ask: &'static str,
    /// The tree whose ranks are counted, and what is shown of each, with `{rank}` for its name.
    pub per_rank: Option<(TableId, &'static str)>,
}

/// A page of statistics as it is before anybody arranges it.
#[derive(Debug, Clone, Copy)]
pub struct Shipped {
    /// Its name.
    pub name: &'static str,
    /// Titles of groups, each with the keys of its statistics.
    pub groups: &'static [(&'static str, &'static [&'static str])],
}

const fn item(key: &'static str, title: &'static str, kind: Kind, ask: &'static str) -> Item {
    Item { key, title, kind, ask, per_rank: None }
}

/// Every statistic.
#[rustfmt::skip]
pub const ITEMS: &[Item] = &[
    // What Specify counts.
    item("specimens", "Collection objects", Kind::Number, "from CollectionObject show count()"),
    item("preparations", "Preparations", Kind::Number, "from Preparation show count()"),
    item("pieces", "Pieces in preparations", Kind::Number, "from Preparation show sum(countAmt)"),
    item("types", "Type specimens", Kind::Number, "from CollectionObject show count() where any determinations (isCurrent is true or empty and typeStatusName is not empty)"),
    item("prep-types", "Preparations by type", Kind::Table, r#"from Preparation show prepType.name as "Preparation type", count() as "Lots", sum(countAmt) as "Pieces" sort by count() desc, prepType.name"#),
    item("items-on-loan", "Preparations on loan", Kind::Number, "from LoanPreparation show count() where loan.isClosed is false or empty"),
    item("open-loans", "Open loans", Kind::Number, "from Loan show count() where isClosed is false or empty"),
    item("overdue-loans", "Overdue loans", Kind::Number, "from Loan show count() where isClosed is false or empty and currentDueDate < today"),
    Item {
        key: "taxa-by-rank", title: "Taxa represented", kind: Kind::Figures,
        ask: "from CollectionObject each determinations[isCurrent is true or empty] show {ranks}",
        per_rank: Some((taxon::TABLE, r#"count(distinct determinations[isCurrent is true or empty].preferredTaxon.{rank}.id) as {caption}"#)),
    },
    item("localities", "Localities", Kind::Number, "from Locality show count()"),
    item("geography-entries", "Entries of the geography", Kind::Number, "from Geography show count()"),
    item("localities-georeferenced", "Georeferenced localities", Kind::Number, "from Locality show count() where latitude1 is not empty"),
    item("share-georeferenced", "Share of localities georeferenced", Kind::Share, "from Locality show count(latitude1) / count()"),
    Item {
        key: "geographies-by-rank", title: "Geographies represented", kind: Kind::Figures,
        ask: "from CollectionObject show {ranks}",
        per_rank: Some((geography::TABLE, r#"count(distinct collectingEvent.locality.geography.{rank}.id) as {caption}"#)),
    },
    item("type-statuses", "Type specimens by status", Kind::Bars, "from CollectionObject each determinations[isCurrent is true or empty] show determinations[isCurrent is true or empty].typeStatusName, count(distinct id) where determinations[isCurrent is true or empty].typeStatusName is not empty sort by count(distinct id) desc"),
    item("cataloged-week", "Catalogued in the last seven days", Kind::Number, "from CollectionObject show count() where timestampCreated >= today - 1 week"),
    item("cataloged-month", "Catalogued in the last month", Kind::Number, "from CollectionObject show count() where timestampCreated >= today - 1 month"),
    item("cataloged-year", "Catalogued in the last year", Kind::Number, "from CollectionObject show count() where timestampCreated >= today - 1 year"),
    item("with-attachments", "Objects with attachments", Kind::Number, "from CollectionObject show count() where any collectionObjectAttachments"),
    item("with-images", "Objects with images", Kind::Number, r#"from CollectionObject show count() where any collectionObjectAttachments (attachment.mimeType contains "image")"#),
    item("share-imaged", "Share of objects imaged", Kind::Share, r#"from CollectionObject show sum(if(any collectionObjectAttachments (attachment.mimeType contains "image"), 1, 0)) / count()"#),
    item("cataloged-by-me", "Objects that I catalogued", Kind::Number, "from CollectionObject show count() where cataloger.specifyUser = me"),
    item("determined-by-me", "Objects that I determined", Kind::Number, "from CollectionObject show count() where any determinations (determiner.specifyUser = me)"),
    // Holdings by everything that one asks of a collection.
    item("by-family", "Objects by family", Kind::Bars, "from CollectionObject each determinations[isCurrent] show determinations[isCurrent].taxon.Family, count() sort by count() desc"),
    item("by-country", "Objects by country", Kind::Bars, "from CollectionObject show collectingEvent.locality.geography.Country, count() sort by count() desc"),
    item("by-year-collected", "Objects by year of collecting", Kind::Timeline, "from CollectionObject show collectingEvent.startDate.year, count() sort by collectingEvent.startDate.year"),
    item("by-collector", "Objects by collector", Kind::Bars, "from CollectionObject each collectingEvent.collectors show collectingEvent.collectors.agent, count(distinct id) sort by count(distinct id) desc"),
    item("by-cataloger", "Objects by cataloguer", Kind::Bars, "from CollectionObject show cataloger, count() sort by count() desc"),
    item("growth-years", "Catalogued by year", Kind::Timeline, "from CollectionObject show catalogedDate.year, count() sort by catalogedDate.year"),
    item("growth-months", "Entered by month", Kind::Timeline, "from CollectionObject show timestampCreated.year, timestampCreated.month, count() where timestampCreated >= today - 24 months sort by timestampCreated.year, timestampCreated.month"),
    Item {
        key: "digitization", title: "State of digitization", kind: Kind::Figures,
        ask: r#"from CollectionObject show count() as "Collection objects", sum(if(any determinations, 1, 0)) as "Identified", sum(if(collectingEvent.startDate is not empty, 1, 0)) as "With a date", sum(if(collectingEvent.locality is not empty, 1, 0)) as "With a locality", sum(if(collectingEvent.locality.latitude1 is not empty, 1, 0)) as "Georeferenced", sum(if(any preparations, 1, 0)) as "With preparations", sum(if(any collectionObjectAttachments (attachment.mimeType contains "image"), 1, 0)) as "Imaged""#,
        per_rank: None,
    },
    item("objects-georeferenced", "Georeferenced objects", Kind::Number, "from CollectionObject show count() where collectingEvent.locality.latitude1 is not empty"),
    item("share-objects-georeferenced", "Share of objects georeferenced", Kind::Share, "from CollectionObject show count(collectingEvent.locality.latitude1) / count()"),
    item("accessions-by-year", "Accessions by year", Kind::Timeline, "from Accession show dateAccessioned.year, count() sort by dateAccessioned.year"),
    item("loans-by-year", "Loans by year", Kind::Timeline, "from Loan show loanDate.year, count() sort by loanDate.year"),
];

/// The pages that a collection has before anybody arranges them.
pub const PAGES: &[Shipped] = &[
    Shipped {
        name: "Collection",
        groups: &[
            ("Holdings", &["specimens", "preparations", "pieces", "types", "by-family", "by-country"]),
            ("Growth", &["cataloged-week", "cataloged-month", "cataloged-year", "growth-years", "growth-months"]),
            ("Preparations", &["prep-types"]),
            ("Loans", &["items-on-loan", "open-loans", "overdue-loans"]),
            ("Taxa represented", &["taxa-by-rank"]),
            (
                "Localities and geography",
                &[
                    "localities",
                    "geography-entries",
                    "localities-georeferenced",
                    "share-georeferenced",
                    "geographies-by-rank",
                ],
            ),
            ("Type specimens", &["type-statuses"]),
            ("Attachments", &["with-attachments", "with-images", "share-imaged"]),
            ("My work", &["cataloged-by-me", "determined-by-me"]),
        ],
    },
    Shipped {
        name: "Digitization",
        groups: &[
            (
                "State of digitization",
                &["digitization", "objects-georeferenced", "share-objects-georeferenced", "share-imaged"],
            ),
            ("Time and people", &["by-year-collected", "by-collector", "by-cataloger"]),
            ("Interactions", &["accessions-by-year", "loans-by-year"]),
        ],
    },
];

/// The statistic with this key.
pub fn item_of(key: &str) -> Option<&'static Item> {
    ITEMS.iter().find(|item| item.key == key)
}
