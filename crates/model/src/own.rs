//! Fields that an institution adds to tables, and the model that has them.
//!
//! An own field is a column like any other, after those of the shipped model: the numbers and names of the shipped
//! columns stay what they are. Its name begins with `x` and a capital letter, as no shipped one ever does, so that no
//! later version of the model can collide with it.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::model::{Col, Column, Link, Origin, Owned, Place, Table, keep, shipped_model, snake};
use crate::{Kind, Model, TableId};

/// A field that an institution added to a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnField {
    /// The id of the record that describes it; part of the name in the database, so that a later field of the same name
    /// never finds the values of an earlier one.
    pub id: i64,
    /// The table that it was added to.
    pub table: TableId,
    /// Its name, for example `xSoilType`.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// The greatest number of characters, for text.
    pub max: Option<u32>,
    /// The table of the linked record, for a link.
    pub links_to: Option<TableId>,
    /// What it is called.
    pub caption: String,
    /// What it means, for curators.
    pub about: String,
    /// The Darwin Core term that it corresponds to.
    pub dwc: Option<String>,
}

/// The kinds that an own field can have.
pub const KINDS: &[Kind] = &[
    Kind::Text,
    Kind::LongText,
    Kind::Integer,
    Kind::Decimal,
    Kind::YesNo,
    Kind::PartialDate,
    Kind::Day,
    Kind::Timestamp,
    Kind::Link,
];

/// Whether a name can be that of an own field: `x`, a capital letter, then letters and digits, at most 60 together.
pub fn is_own_name(name: &str) -> bool {
    let mut letters = name.chars();
    name.len() <= 60
        && letters.next() == Some('x')
        && letters.next().is_some_and(|letter| letter.is_ascii_uppercase())
        && letters.all(|letter| letter.is_ascii_alphanumeric())
}

/// The name that an own field gets from its caption: ‘Soil type’ becomes `xSoilType`; nothing if the caption has no
/// letter that can stand in a name.
pub fn name_of(caption: &str) -> Option<String> {
    let mut name = "x".to_owned();
    let words = caption.split(|letter: char| !letter.is_ascii_alphanumeric());
    for word in words.filter(|word| !word.is_empty()) {
        // A digit can't be raised: the name would not begin as names of own fields do.
        let first = word.chars().next().filter(|first| name.len() > 1 || first.is_ascii_alphabetic());
        let Some(first) = first else { continue };
        name.push(first.to_ascii_uppercase());
        name.push_str(&word[1..]);
    }
    name.truncate(60);
    is_own_name(&name).then_some(name)
}

impl OwnField {
    /// Its name in the database: `x12_soil_type` for `xSoilType`, described by the record 12.
    pub fn sql(&self) -> String {
        let name = snake(self.name.strip_prefix('x').unwrap_or(&self.name));
        format!("x{}_{name}", self.id)
    }

    /// The columns that it adds: one, and for a partial date its precision beside it.
    fn columns(&self) -> Vec<Column> {
        let sql = self.sql();
        let column = Column {
            name: keep(self.name.clone()),
            sql: if self.kind == Kind::Link { format!("{sql}_id") } else { sql.clone() },
            specify_db: String::new(),
            kind: self.kind,
            max: self.max.filter(|_| self.kind == Kind::Text),
            required: false,
            unique: false,
            indexed: false,
            spare: false,
            caption: keep(self.caption.clone()),
            about: keep(self.about.clone()),
            dwc: self.dwc.clone().map(keep),
            link: self.links_to.map(|to| Link { to, back: None, owned: Owned::No, one_to_one: false }),
            origin: Origin::Institution,
        };
        if self.kind != Kind::PartialDate {
            return vec![column];
        }
        let precision = Column {
            name: keep(format!("{}Precision", self.name)),
            sql: format!("{sql}_precision"),
            kind: Kind::Byte,
            caption: "",
            about: "How much of the date is known: 1 for the day, 2 for the month, 3 for the year.",
            dwc: None,
            ..column.clone()
        };
        vec![column, precision]
    }
}

impl Model {
    /// The shipped model with these fields added, in this order. A field that does not fit – its table or the table of
    /// its link is no more, its name is taken – is left out, because a model must be whatever a database holds.
    ///
    /// The answer lives as long as the program does: it is made when an institution's fields are read or change.
    pub fn with_own(fields: &[OwnField]) -> &'static Self {
        static GENERATION: AtomicU64 = AtomicU64::new(1);
        let shipped = shipped_model();
        if fields.is_empty() {
            return shipped;
        }
        let mut changed: Vec<Option<Table>> = vec![None; shipped.tables.len()];
        let mut referrers = shipped.referrers.clone();
        for field in fields {
            let Some(is_shipped) = shipped.tables.get(usize::from(field.table.0)) else { continue };
            let fits = is_own_name(&field.name)
                && KINDS.contains(&field.kind)
                && (field.kind == Kind::Link) == field.links_to.is_some()
                && field.links_to.is_none_or(|to| usize::from(to.0) < shipped.tables.len());
            let table = changed[usize::from(field.table.0)].get_or_insert_with(|| Table::clone(is_shipped));
            let columns = field.columns();
            if !fits || columns.iter().any(|column| table.by_name.contains_key(column.name)) {
                continue;
            }
            for column in columns {
                let at = table.columns.len() as u16;
                if let Some(link) = &column.link {
                    referrers[usize::from(link.to.0)].push(Col(table.id, at));
                }
                table.by_name.insert(column.name, Place::Column(at));
                table.columns.push(column);
            }
        }
        let tables = shipped.tables.iter().zip(changed).map(|(shipped, changed)| match changed {
            Some(table) => &*Box::leak(Box::new(table)),
            None => *shipped,
        });
        Box::leak(Box::new(Self {
            generation: GENERATION.fetch_add(1, Ordering::Relaxed),
            tables: tables.collect(),
            by_name: Arc::clone(&shipped.by_name),
            referrers,
        }))
    }
}

impl Table {
    /// The columns that the institution added, which stand after the shipped ones.
    pub fn own_columns(&self) -> impl Iterator<Item = u16> {
        let shipped = self.columns.iter().rposition(|column| column.origin != Origin::Institution);
        shipped.map_or(0, |last| last as u16 + 1)..self.columns.len() as u16
    }
}

thread_local! {
    static ENTERED: Cell<Option<&'static Model>> = const { Cell::new(None) };
}

/// The model in which work is being done on this thread, if somebody said so.
pub fn entered() -> Option<&'static Model> {
    ENTERED.get()
}

/// Makes a model the one in which all further work of this thread is done: for commands, which work with one institution
/// from their beginning to their end.
pub fn enter(model: &'static Model) {
    ENTERED.set(Some(model));
}

/// Does `work` in a model: until it ends, [`model()`](crate::model()) is this one on the present thread.
pub fn within<T>(model: &'static Model, work: impl FnOnce() -> T) -> T {
    /// Puts back what was there, also when `work` panics.
    struct Before(Option<&'static Model>);
    impl Drop for Before {
        fn drop(&mut self) {
            ENTERED.set(self.0);
        }
    }
    let _before = Before(ENTERED.replace(Some(model)));
    work()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::{collection_object, taxon};
    use crate::{Record, model};

    fn field(id: i64, name: &str, kind: Kind) -> OwnField {
        let links_to = (kind == Kind::Link).then_some(taxon::TABLE);
        let (table, about) = (collection_object::TABLE, String::new());
        let caption = about.clone();
        OwnField { id, table, name: name.to_owned(), kind, max: None, links_to, caption, about, dwc: None }
    }

    #[test]
    fn a_caption_becomes_a_name() {
        for (caption, expect) in [
            ("Soil type", Some("xSoilType")),
            ("pH", Some("xPH")),
            ("  colour in life (RAL) ", Some("xColourInLifeRAL")),
            ("2nd label", Some("xLabel")),
            ("Label 2", Some("xLabel2")),
            ("Bodenart – Farbe", Some("xBodenartFarbe")),
            ("Größe", Some("xGrE")),
            ("ґрунт", None),
            ("12", None),
        ] {
            assert_eq!(name_of(caption).as_deref(), expect, "{caption}");
        }
        assert!(name_of(&"long ".repeat(40)).is_some_and(|name| name.len() == 60));
    }

    #[test]
    fn shipped_columns_keep_their_numbers_and_no_name_of_theirs_is_one_of_an_own_field() {
        for table in shipped_model().tables().filter(|table| table.is_shown()) {
            assert!(table.columns.iter().all(|column| !is_own_name(column.name)), "{}", table.name);
        }
        let own = Model::with_own(&[field(7, "xSoilType", Kind::Text), field(8, "xHost", Kind::Link)]);
        let (before, after) = (shipped_model().table(collection_object::TABLE), own.table(collection_object::TABLE));
        assert_eq!(after.columns[..before.columns.len()], before.columns[..]);
        let added: Vec<&str> = after.own_columns().map(|at| after.at(at).sql.as_str()).collect();
        assert_eq!(added, ["x7_soil_type", "x8_host_id"]);
        assert!(own.referrers[usize::from(taxon::TABLE.0)].contains(&after.col("xHost").unwrap()));
        assert!(
            std::ptr::eq(own.table(taxon::TABLE), shipped_model().table(taxon::TABLE)),
            "what is the same is shared"
        );
    }

    #[test]
    fn a_partial_date_has_its_precision_beside_it() {
        let own = Model::with_own(&[field(1, "xSeen", Kind::PartialDate)]);
        let table = own.table(collection_object::TABLE);
        let names: Vec<&str> = table.own_columns().map(|at| table.at(at).name).collect();
        assert_eq!(names, ["xSeen", "xSeenPrecision"]);
    }

    #[test]
    fn what_does_not_fit_is_left_out() {
        let other = OwnField { links_to: None, ..field(4, "xTo", Kind::Link) };
        let own = Model::with_own(&[
            field(1, "xA", Kind::Integer),
            field(2, "xA", Kind::Text),
            field(3, "catalogNumber", Kind::Text),
            other,
            field(5, "xBlob", Kind::Json),
        ]);
        assert_eq!(own.table(collection_object::TABLE).own_columns().count(), 1);
    }

    #[test]
    fn work_is_done_in_the_model_that_was_entered() {
        let own = Model::with_own(&[field(1, "xA", Kind::Integer)]);
        let has = || model().table(collection_object::TABLE).column("xA").is_some();
        assert!(!has());
        assert!(within(own, || has() && within(shipped_model(), || !has()) && has()));
        assert!(!has());
        let record = within(own, || Record::new(collection_object::TABLE));
        assert_eq!(record.values.len(), own.table(collection_object::TABLE).columns.len());
        let _ = std::panic::catch_unwind(|| within(own, || panic!("on the way")));
        assert!(!has(), "also when the work came to a bad end");
    }
}
