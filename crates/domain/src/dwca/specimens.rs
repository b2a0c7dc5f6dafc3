//! One row, one specimen.

use std::sync::Arc;

use serde_json::Value as Json;
use vasculum_model::names::{
    attachment, collection_object, collection_object_attachment, determination, determiner, other_identifier,
    prep_type, preparation,
};
use vasculum_model::{Col, Issue, Record, Result, Value, model};
use vasculum_store::{Filter, Select, WriteTx};

use super::events::own_event;
use super::fields;
use super::graph::{self, DeterminationPart, EventPart, Graph, Node, OF_DETERMINATION, OF_OBJECT};
use super::import::{Importer, Outcome, RowReport, put_forgiving, refusal};
use super::load;
use super::source::{self, Extensions, Source};
use super::taxa;

/// More than this many names are forgotten together.
const REMEMBERED_NAMES: usize = 100_000;

/// A record that a row became before.
struct Before {
    kept: Option<Record>,
    object: Option<Record>,
}

impl Importer {
    /// Imports one occurrence.
    pub(super) fn specimen(
        &mut self,
        tx: &mut WriteTx<'_>,
        source: &Source<'_>,
        extensions: &Extensions,
    ) -> Result<RowReport> {
        let identifier = identifier(source);
        let mut report = RowReport {
            file: source.row.file().to_owned(),
            line: source.row.line(),
            identifier: identifier.clone(),
            outcome: Outcome::Refused,
            record: None,
            issues: Vec::new(),
        };
        if !self.seen.insert(identifier.clone()) {
            let words =
                format!("Another row of this archive has the identifier ‘{}’ already.", fields::excerpt(&identifier));
            report.issues.push(Issue::error("duplicate-identifier", "occurrenceID", words));
            return Ok(report);
        }
        let digest = source::digest(source, extensions);
        let before = self.before(tx, source, &identifier)?;
        if let (Some(kept), Some(object)) = (&before.kept, &before.object)
            && kept.text(vasculum_model::names::source_record::DIGEST) == Some(&digest)
        {
            report.outcome = Outcome::Unchanged;
            report.record = Some((object.table, object.id));
            return Ok(report);
        }
        let writes = tx.writes();
        let is_new = before.object.is_none();
        match self.build(tx, source, extensions, before.object.as_ref(), &mut report.issues) {
            Ok(graph) => {
                let changed = tx.writes() != writes;
                let said = graph::terms(&graph, &self.house);
                let mut kept = source::differences(source, &said);
                if let Some(rows) = source::kept_extensions(extensions) {
                    kept.insert("extensions".to_owned(), rows);
                }
                let news = source::keep(
                    tx,
                    before.kept.as_ref(),
                    (self.collection, &graph.object),
                    &identifier,
                    digest,
                    kept,
                )?;
                self.taken.insert(graph.object.id);
                report.record = Some((graph.object.table, graph.object.id));
                report.outcome = match (is_new, changed || news) {
                    (true, _) => Outcome::New,
                    (false, true) => Outcome::Updated,
                    (false, false) => Outcome::Unchanged,
                };
            }
            Err(error) => refusal(error, &mut report.issues)?,
        }
        Ok(report)
    }

    /// The record that this row became at an earlier import, or that somebody entered under the same identifier.
    fn before(&mut self, tx: &mut WriteTx<'_>, source: &Source<'_>, identifier: &str) -> Result<Before> {
        // Rows with the same identifier were told apart before: in an empty place there is nothing to find.
        if self.is_first && given_identifier(source).is_some() {
            return Ok(Before { kept: None, object: None });
        }
        let kept = source::by_identifier(tx, collection_object::TABLE, identifier)?;
        if let Some(id) = kept.as_ref().and_then(|kept| kept.int(vasculum_model::names::source_record::RECORD_ID))
            && let Some(object) = tx.find(collection_object::TABLE, id)?
        {
            return Ok(Before { kept, object: Some(object) });
        }
        let mut ways = Vec::new();
        if let Some(id) = source.get("occurrenceID") {
            ways.push(Filter::is(collection_object::GUID, id));
        } else if let Some(number) = source.get("catalogNumber") {
            ways.push(Filter::is(collection_object::CATALOG_NUMBER, number));
        }
        for way in ways {
            let filter = Filter::And(vec![way, Filter::is(collection_object::COLLECTION, self.collection)]);
            let found = tx.first(&Select::all(collection_object::TABLE).matching(filter))?;
            // Two rows of one archive are two specimens, even if both have the same catalogue number.
            if let Some(object) = found.filter(|object| !self.taken.contains(&object.id)) {
                let kept = load::kept(tx, collection_object::TABLE, &[object.id])?.remove(&object.id);
                return Ok(Before { kept, object: Some(object) });
            }
        }
        Ok(Before { kept, object: None })
    }

    fn build(
        &mut self,
        tx: &mut WriteTx<'_>,
        source: &Source<'_>,
        extensions: &Extensions,
        before: Option<&Record>,
        issues: &mut Vec<Issue>,
    ) -> Result<Graph> {
        let event = self.places.event(tx, source, &mut self.people, issues, &mut self.tally)?;
        let object = self.object(tx, source, event.as_ref(), before, issues)?;
        let there =
            if before.is_some() { Some(load::Loader::new(tx)?.graphs(tx, vec![object.clone()])?) } else { None };
        let there = there.and_then(|mut graphs| graphs.pop());
        let determination = self.determination(tx, source, &object, there.as_ref(), issues)?;
        let preparations = self.preparations(tx, source, &object, there.as_ref(), issues)?;
        let identifiers = self.identifiers(tx, source, &object, there.as_ref(), issues)?;
        let media = self.media(tx, source, extensions, &object, there.as_ref(), issues)?;
        self.earlier_opinions(tx, extensions, &object, before.is_some(), issues)?;
        Ok(Graph { object, determination, event, preparations, identifiers, media })
    }

    fn object(
        &mut self,
        tx: &mut WriteTx<'_>,
        source: &Source<'_>,
        event: Option<&Arc<EventPart>>,
        before: Option<&Record>,
        issues: &mut Vec<Issue>,
    ) -> Result<Record> {
        let mut record = before.cloned().unwrap_or_else(|| Record::new(collection_object::TABLE));
        record.set(collection_object::COLLECTION, self.collection);
        set_fields(&mut record, OF_OBJECT, source, issues);
        if let Some(id) = source.get("occurrenceID") {
            let max = model().column(collection_object::GUID).max.unwrap_or(128) as usize;
            if id.chars().count() <= max {
                record.set(collection_object::GUID, id);
            } else {
                let words = format!("occurrenceID has more than {max} characters; the record got one of its own.");
                issues.push(Issue::warning("identifier-too-long", "occurrenceID", words));
            }
        }
        let event = event.map(|event| event.record.id);
        let event = event.map(|event| own_event(tx, &record, event)).transpose()?;
        record.set(collection_object::COLLECTING_EVENT, event);
        put_forgiving(tx, before, record, issues, &mut self.tally)
    }

    fn determination(
        &mut self,
        tx: &mut WriteTx<'_>,
        source: &Source<'_>,
        object: &Record,
        there: Option<&Graph>,
        issues: &mut Vec<Issue>,
    ) -> Result<Option<DeterminationPart>> {
        let line = self.taxon_line(source, issues);
        let taxon = self.taxon(tx, &line, issues)?;
        let old = there.and_then(|graph| graph.determination.as_ref());
        let mut record = old.map_or_else(|| Record::new(determination::TABLE), |part| part.record.clone());
        record.set(determination::TAXON, taxon.as_ref().map(|node| node.record.id));
        set_fields(&mut record, OF_DETERMINATION, source, issues);
        if let Some(name) = &line.verbatim {
            fields::set(&mut record, determination::ALTERNATE_NAME, name, "scientificName", issues);
        }
        if let Some(text) = source.get("dateIdentified") {
            fields::set(&mut record, determination::DETERMINED_DATE, text, "dateIdentified", issues);
        }
        let people = match source.get("identifiedBy") {
            Some(text) => self.people.read(tx, text, "identifiedBy", issues, &mut self.tally)?,
            None => Vec::new(),
        };
        record.set(determination::DETERMINER, people.first().map(|person| person.id));
        if old.is_none() && record.values.iter().all(Value::is_null) {
            return Ok(None);
        }
        record.set(determination::COLLECTION_OBJECT, object.id);
        record.set(determination::COLLECTION_MEMBER_ID, self.collection);
        record.set(determination::IS_CURRENT, true);
        let record = put_forgiving(tx, old.map(|part| &part.record), record, issues, &mut self.tally)?;
        let known: Vec<i64> = old.map_or(Vec::new(), |part| part.people.iter().map(|person| person.id).collect());
        if people.len() > 1 {
            for (nth, person) in people.iter().enumerate().filter(|(_, person)| !known.contains(&person.id)) {
                let part = Record::new(determiner::TABLE)
                    .with(determiner::DETERMINATION, record.id)
                    .with(determiner::AGENT, person.id)
                    .with(determiner::ORDER_NUMBER, nth as i64)
                    .with(determiner::IS_PRIMARY, nth == 0);
                put_forgiving(tx, None, part, issues, &mut self.tally)?;
            }
        }
        Ok(Some(DeterminationPart { record, taxon, people }))
    }

    /// Where the taxon of a row belongs. Names repeat from row to row, and taking one apart is dear.
    fn taxon_line(&mut self, source: &Source<'_>, issues: &mut Vec<Issue>) -> taxa::TaxonLine {
        let key = taxa::key(source);
        if let Some((line, remarks)) = self.lines.get(&key) {
            issues.extend(remarks.iter().cloned());
            return line.clone();
        }
        let mut remarks = Vec::new();
        let line = taxa::line(source, &self.taxa, &mut remarks);
        issues.extend(remarks.iter().cloned());
        if self.lines.len() >= REMEMBERED_NAMES {
            self.lines.clear();
        }
        self.lines.insert(key, (line.clone(), remarks));
        line
    }

    /// The taxon at the end of a line, with its authorship.
    pub(super) fn taxon(
        &mut self,
        tx: &mut WriteTx<'_>,
        line: &taxa::TaxonLine,
        issues: &mut Vec<Issue>,
    ) -> Result<Option<Arc<Node>>> {
        use vasculum_model::names::taxon;
        let mut extra = vec![(taxon::IS_HYBRID, Value::Bool(line.is_hybrid))];
        if let Some(author) = &line.author {
            let max = model().column(taxon::AUTHOR).max;
            extra.push((
                taxon::AUTHOR,
                Value::from_text(&fields::shortened(author, max, "scientificNameAuthorship", issues)),
            ));
        }
        let steps: Vec<(&str, &str)> = line.steps.iter().map(|(rank, name)| (rank.as_str(), name.as_str())).collect();
        self.taxa.path(tx, &steps, &extra, issues, &mut self.tally)
    }

    fn preparations(
        &mut self,
        tx: &mut WriteTx<'_>,
        source: &Source<'_>,
        object: &Record,
        there: Option<&Graph>,
        issues: &mut Vec<Issue>,
    ) -> Result<Vec<(Record, String)>> {
        let mut list: Vec<(Record, String)> = there.map_or(Vec::new(), |graph| graph.preparations.clone());
        let Some(text) = source.get("preparations") else { return Ok(list) };
        let parts: Vec<&str> = text.split(['|', ';']).map(str::trim).filter(|part| !part.is_empty()).collect();
        for part in &parts {
            let (name, count) = name_and_count(part);
            let count =
                count.or_else(|| if parts.len() == 1 { object.int(collection_object::COUNT_AMT) } else { None });
            if list.iter().any(|(_, known)| known == name) {
                continue;
            }
            let prep_type = self.prep_type(tx, name, issues)?;
            let record = Record::new(preparation::TABLE)
                .with(preparation::COLLECTION_OBJECT, object.id)
                .with(preparation::COLLECTION_MEMBER_ID, self.collection)
                .with(preparation::PREP_TYPE, prep_type.id)
                .with(preparation::COUNT_AMT, count.unwrap_or(1));
            let record = put_forgiving(tx, None, record, issues, &mut self.tally)?;
            list.push((record, prep_type.text(prep_type::NAME).unwrap_or_default().to_owned()));
        }
        Ok(list)
    }

    fn prep_type(&mut self, tx: &mut WriteTx<'_>, name: &str, issues: &mut Vec<Issue>) -> Result<Record> {
        let name = fields::shortened(name, model().column(prep_type::NAME).max, "preparations", issues);
        let key = name.to_lowercase();
        if let Some(known) = self.prep_types.get(&key) {
            return Ok(known.clone());
        }
        let filter = Filter::And(vec![
            Filter::test(prep_type::NAME, vasculum_store::Test::IsCaseless(name.clone())),
            Filter::is(prep_type::COLLECTION, self.collection),
        ]);
        let found = match tx.first(&Select::all(prep_type::TABLE).matching(filter))? {
            Some(found) => found,
            None => {
                let record = Record::new(prep_type::TABLE)
                    .with(prep_type::NAME, name)
                    .with(prep_type::COLLECTION, self.collection)
                    .with(prep_type::IS_LOANABLE, true);
                put_forgiving(tx, None, record, issues, &mut self.tally)?
            }
        };
        self.prep_types.insert(key, found.clone());
        Ok(found)
    }

    fn identifiers(
        &mut self,
        tx: &mut WriteTx<'_>,
        source: &Source<'_>,
        object: &Record,
        there: Option<&Graph>,
        issues: &mut Vec<Issue>,
    ) -> Result<Vec<String>> {
        let mut list = there.map_or(Vec::new(), |graph| graph.identifiers.clone());
        let Some(text) = source.get("otherCatalogNumbers") else { return Ok(list) };
        for part in text.split('|').map(str::trim).filter(|part| !part.is_empty()) {
            let part = fields::shortened(
                part,
                model().column(other_identifier::IDENTIFIER).max,
                "otherCatalogNumbers",
                issues,
            );
            if list.contains(&part) {
                continue;
            }
            let record = Record::new(other_identifier::TABLE)
                .with(other_identifier::COLLECTION_OBJECT, object.id)
                .with(other_identifier::COLLECTION_MEMBER_ID, self.collection)
                .with(other_identifier::IDENTIFIER, part.as_str());
            put_forgiving(tx, None, record, issues, &mut self.tally)?;
            list.push(part);
        }
        Ok(list)
    }

    /// Media by reference: addresses in `associatedMedia` and in the multimedia extensions.
    fn media(
        &mut self,
        tx: &mut WriteTx<'_>,
        source: &Source<'_>,
        extensions: &Extensions,
        object: &Record,
        there: Option<&Graph>,
        issues: &mut Vec<Issue>,
    ) -> Result<Vec<String>> {
        let mut list = there.map_or(Vec::new(), |graph| graph.media.clone());
        let mut found: Vec<(String, Record)> = Vec::new();
        let plain = |address: &str| Record::new(attachment::TABLE).with(attachment::ORIG_FILENAME, address);
        let named = source.get("associatedMedia").unwrap_or_default();
        for address in named.split('|').map(str::trim).filter(|address| address.contains("://")) {
            found.push((address.to_owned(), plain(address)));
        }
        for row in
            extensions.iter().filter(|(kind, _)| kind == "Multimedia" || kind == "Image").flat_map(|(_, rows)| rows)
        {
            let Some(address) = row.get("accessURI").or(row.get("identifier")).or(row.get("references")) else {
                continue;
            };
            let mut record = plain(address);
            for (term, column) in [
                ("title", attachment::TITLE),
                ("license", attachment::LICENSE),
                ("format", attachment::MIME_TYPE),
                ("rightsHolder", attachment::COPYRIGHT_HOLDER),
            ] {
                if let Some(text) = row.get(term) {
                    fields::set(&mut record, column, text, term, issues);
                }
            }
            found.push((address.to_owned(), record));
        }
        for (address, record) in found {
            if list.contains(&address) {
                continue;
            }
            let record = record
                .with(attachment::IS_PUBLIC, true)
                .with(attachment::TABLE_ID, i64::from(model().table(collection_object::TABLE).number));
            let file = put_forgiving(tx, None, record, issues, &mut self.tally)?;
            let join = Record::new(collection_object_attachment::TABLE)
                .with(collection_object_attachment::ATTACHMENT, file.id)
                .with(collection_object_attachment::COLLECTION_OBJECT, object.id)
                .with(collection_object_attachment::COLLECTION_MEMBER_ID, self.collection)
                .with(collection_object_attachment::ORDINAL, list.len() as i64);
            put_forgiving(tx, None, join, issues, &mut self.tally)?;
            list.push(address);
        }
        Ok(list)
    }

    /// The identification extension: opinions beside the current one.
    fn earlier_opinions(
        &mut self,
        tx: &mut WriteTx<'_>,
        extensions: &Extensions,
        object: &Record,
        was_there: bool,
        issues: &mut Vec<Issue>,
    ) -> Result<()> {
        if was_there {
            // They came with the first import; what the source changed since is kept beside the record.
            return Ok(());
        }
        for row in extensions.iter().filter(|(kind, _)| kind == "Identification").flat_map(|(_, rows)| rows) {
            let source = Source { row: row.row(), behind: None };
            let line = taxa::line(&source, &self.taxa, issues);
            let taxon = self.taxon(tx, &line, issues)?;
            let mut record = Record::new(determination::TABLE)
                .with(determination::TAXON, taxon.map(|node| node.record.id))
                .with(determination::COLLECTION_OBJECT, object.id)
                .with(determination::COLLECTION_MEMBER_ID, self.collection)
                .with(determination::IS_CURRENT, false);
            for (term, column) in OF_DETERMINATION.iter().chain(&[("dateIdentified", determination::DETERMINED_DATE)]) {
                if let Some(text) = row.get(term) {
                    fields::set(&mut record, *column, text, term, issues);
                }
            }
            if let Some(text) = row.get("identifiedBy") {
                let people = self.people.read(tx, text, "identifiedBy", issues, &mut self.tally)?;
                record.set(determination::DETERMINER, people.first().map(|person| person.id));
            }
            put_forgiving(tx, None, record, issues, &mut self.tally)?;
        }
        Ok(())
    }

    /// An event of an event core without any occurrence.
    pub(super) fn lone_event(
        &mut self,
        tx: &mut WriteTx<'_>,
        source: &Source<'_>,
        extensions: &Extensions,
    ) -> Result<RowReport> {
        let mut issues = Vec::new();
        let event = self.places.event(tx, source, &mut self.people, &mut issues, &mut self.tally)?;
        if event.is_none() {
            issues.push(Issue::error("empty-event", "", "This event says neither when nor where nor who."));
        }
        self.part(tx, source, extensions, event.map(|event| event.record.clone()), issues)
    }

    /// A row that speaks of a place alone.
    pub(super) fn lone_place(&mut self, tx: &mut WriteTx<'_>, source: &Source<'_>) -> Result<RowReport> {
        let mut issues = Vec::new();
        let place = self.places.locality(tx, source, &mut self.people, &mut issues, &mut self.tally)?;
        if place.is_none() {
            issues.push(Issue::error("empty-place", "", "This row says nothing of a place."));
        }
        self.part(tx, source, &Extensions::new(), place.map(|place| place.record.clone()), issues)
    }

    /// Reports a row that became a part of no specimen, and keeps beside the record what the source said.
    fn part(
        &mut self,
        tx: &mut WriteTx<'_>,
        source: &Source<'_>,
        extensions: &Extensions,
        record: Option<Record>,
        issues: Vec<Issue>,
    ) -> Result<RowReport> {
        let given = source.get("locationID").or_else(|| source.row.id());
        let identifier = given.map_or_else(|| format!("{}:{}", source.row.file(), source.row.line()), str::to_owned);
        let mut report = RowReport {
            file: source.row.file().to_owned(),
            line: source.row.line(),
            identifier: identifier.clone(),
            outcome: Outcome::Refused,
            record: None,
            issues,
        };
        let Some(record) = record else { return Ok(report) };
        let kept = source::by_identifier(tx, record.table, &identifier)?;
        let digest = source::digest(source, extensions);
        let is_same =
            kept.as_ref().is_some_and(|kept| kept.text(vasculum_model::names::source_record::DIGEST) == Some(&digest));
        report.record = Some((record.table, record.id));
        report.outcome = match (&kept, is_same) {
            (None, _) => Outcome::New,
            (_, true) => Outcome::Unchanged,
            _ => Outcome::Updated,
        };
        if !is_same {
            let mut terms = source::differences(source, &[]);
            if let Some(rows) = source::kept_extensions(extensions) {
                terms.insert("extensions".to_owned(), rows);
            }
            source::keep(tx, kept.as_ref(), (self.collection, &record), &identifier, digest, terms)?;
        }
        Ok(report)
    }
}

/// The identifier that the source gives a row.
fn given_identifier<'s>(source: &'s Source<'_>) -> Option<&'s str> {
    source.get("occurrenceID").or_else(|| source.row.id().filter(|_| source.behind.is_none()))
}

/// How the source names a row: its occurrenceID, its identifier in the archive, or its catalogue number.
fn identifier(source: &Source<'_>) -> String {
    if let Some(id) = given_identifier(source) {
        return id.to_owned();
    }
    match source.get("catalogNumber") {
        Some(number) => format!("catalogNumber:{number}"),
        None => format!("{}:{}", source.row.file(), source.row.line()),
    }
}

/// `skin (2)` or `2 skins`: a kind of preparation and how many.
fn name_and_count(part: &str) -> (&str, Option<i64>) {
    if let Some((name, rest)) = part.rsplit_once('(')
        && let Ok(count) = rest.trim_end_matches(')').trim().parse()
    {
        return (name.trim(), Some(count));
    }
    (part, None)
}

/// Rows of an extension as they were kept.
pub(super) fn kept_rows(terms: &serde_json::Map<String, Json>) -> Vec<(String, Vec<serde_json::Map<String, Json>>)> {
    let Some(Json::Object(kinds)) = terms.get("extensions") else { return Vec::new() };
    let rows = |list: &Json| -> Vec<serde_json::Map<String, Json>> {
        list.as_array().map_or(Vec::new(), |rows| rows.iter().filter_map(|row| row.as_object().cloned()).collect())
    };
    kinds.iter().map(|(kind, list)| (kind.clone(), rows(list))).collect()
}

/// Sets the fields of a record whose values are simply those of terms, and the institution's own fields with terms.
fn set_fields(record: &mut Record, of: &[(&'static str, Col)], source: &Source<'_>, issues: &mut Vec<Issue>) {
    for (term, column) in of.iter().copied().chain(graph::own_terms(record.table)) {
        if let Some(text) = source.get(term) {
            fields::set(record, column, text, term, issues);
        }
    }
}
