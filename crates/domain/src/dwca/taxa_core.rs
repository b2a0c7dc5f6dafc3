//! Checklists: an archive whose core is a list of taxa becomes nodes of the taxonomic tree.

use std::collections::HashMap;

use vasculum_formats::archive::Archive;
use vasculum_model::names::{common_name_tx, source_record, taxon};
use vasculum_model::{Issue, Record, Result, Value, model};
use vasculum_store::{Filter, Select, WriteTx};

use super::fields;
use super::import::{
    Imported, Importer, Listener, Outcome, RowReport, count, indexes, more_problems, put_forgiving, refusal, refused,
    rows_of,
};
use super::source::{self, Extensions, Source};
use super::taxa::{self, TaxonLine};

/// A taxon of the checklist while its relatives are looked for.
struct Known {
    node: i64,
    accepted: Option<String>,
    line: u64,
}

/// Imports a checklist: first every name in its place, then the synonyms to their accepted names.
pub(super) fn run(
    tx: &mut WriteTx<'_>,
    importer: &mut Importer,
    archive: &Archive,
    imported: &mut Imported,
    each: Listener<'_>,
) -> Result<()> {
    let indexes = indexes(archive)?;
    let parents = parents(archive)?;
    let mut known: HashMap<String, Known> = HashMap::new();
    let mut used = 0;
    let mut reader = archive.rows(&archive.core);
    while let Some(row) = reader.next().map_err(refused)? {
        let source = Source { row, behind: None };
        let extensions = rows_of(&indexes, row.id())?;
        used += extensions.iter().map(|(_, rows)| rows.len() as u64).sum::<u64>();
        let (report, accepted) = importer.checklist_row(tx, &source, &extensions, &parents)?;
        if let Some((_, node)) = report.record {
            known.insert(report.identifier.clone(), Known { node, accepted, line: report.line });
        }
        count(imported, &report, each)?;
    }
    more_problems(imported, &reader.problems());
    imported.orphans = indexes.iter().map(|(_, index)| index.len() as u64).sum::<u64>().saturating_sub(used);
    synonyms(tx, &known, imported, each)
}

/// Name and parent of every taxon by its identifier, for working out classifications that are given by parents.
type Parents = HashMap<String, (String, String, Option<String>, String)>;

fn parents(archive: &Archive) -> Result<Parents> {
    let mut map = Parents::new();
    let mut reader = archive.rows(&archive.core);
    while let Some(row) = reader.next().map_err(refused)? {
        let Some(id) = row.get("taxonID").or(row.id()) else { continue };
        if let Some(name) = row.get("scientificName") {
            let rank = row.get("taxonRank").unwrap_or_default();
            let author = row.get("scientificNameAuthorship").unwrap_or_default();
            let parent = row.get("parentNameUsageID").map(str::to_owned);
            map.insert(id.to_owned(), (name.to_owned(), rank.to_owned(), parent, author.to_owned()));
        }
    }
    Ok(map)
}

impl Importer {
    fn checklist_row(
        &mut self,
        tx: &mut WriteTx<'_>,
        source: &Source<'_>,
        extensions: &Extensions,
        parents: &Parents,
    ) -> Result<(RowReport, Option<String>)> {
        let id = source.get("taxonID").or(source.row.id());
        let identifier = id.map_or_else(|| format!("{}:{}", source.row.file(), source.row.line()), str::to_owned);
        let mut report = RowReport {
            file: source.row.file().to_owned(),
            line: source.row.line(),
            identifier: identifier.clone(),
            outcome: Outcome::Refused,
            record: None,
            issues: Vec::new(),
        };
        let accepted = source.get("acceptedNameUsageID").filter(|accepted| *accepted != identifier).map(str::to_owned);
        if !self.seen.insert(identifier.clone()) {
            let words = format!("Another row has the identifier ‘{}’ already.", fields::excerpt(&identifier));
            report.issues.push(Issue::error("duplicate-identifier", "taxonID", words));
            return Ok((report, None));
        }
        let kept = source::by_identifier(tx, taxon::TABLE, &identifier)?;
        let digest = source::digest(source, extensions);
        if let Some(kept) = &kept {
            let node = kept.int(source_record::RECORD_ID).unwrap_or(0);
            if kept.text(source_record::DIGEST) == Some(&digest) && tx.find(taxon::TABLE, node)?.is_some() {
                report.outcome = Outcome::Unchanged;
                report.record = Some((taxon::TABLE, node));
                return Ok((report, accepted));
            }
        }
        let mut line = taxa::line(source, &self.taxa, &mut report.issues);
        self.classify(source, parents, &mut line, &mut report.issues);
        match self.node(tx, source, extensions, &line, &mut report.issues) {
            Ok(Some(node)) => {
                let mut terms = source::differences(source, &[]);
                if let Some(rows) = source::kept_extensions(extensions) {
                    terms.insert("extensions".to_owned(), rows);
                }
                source::keep(tx, kept.as_ref(), (self.collection, &node), &identifier, digest, terms)?;
                report.record = Some((taxon::TABLE, node.id));
                report.outcome = if kept.is_some() { Outcome::Updated } else { Outcome::New };
            }
            Ok(None) => {
                let words = "This name has no place in the tree: its rank is not known.";
                report.issues.push(Issue::error("name-without-place", "scientificName", words));
            }
            Err(error) => refusal(error, &mut report.issues)?,
        }
        Ok((report, accepted))
    }

    /// Where the classification is given by parents and not by columns, the parents' names go before.
    fn classify(&self, source: &Source<'_>, parents: &Parents, line: &mut TaxonLine, issues: &mut Vec<Issue>) {
        let mut above = Vec::new();
        let mut at = source.get("parentNameUsageID");
        let mut met = std::collections::HashSet::new();
        while let Some(id) = at {
            if !met.insert(id) {
                issues.push(Issue::warning(
                    "circular-parents",
                    "parentNameUsageID",
                    format!("‘{}’ is its own ancestor.", fields::excerpt(id)),
                ));
                return;
            }
            let Some((name, rank, parent, _)) = parents.get(id) else {
                issues.push(Issue::warning(
                    "missing-parent",
                    "parentNameUsageID",
                    format!("There is no taxon ‘{}’.", fields::excerpt(id)),
                ));
                break;
            };
            above.push((rank.clone(), uninomial(name).to_owned()));
            at = parent.as_deref();
        }
        for (rank, name) in above.into_iter() {
            let given = line.steps.iter().any(|(there, _)| there.eq_ignore_ascii_case(&rank));
            let of_genus = matches!(rank.to_lowercase().as_str(), "species" | "genus" | "subgenus");
            if !given && !rank.is_empty() && !of_genus {
                line.steps.insert(0, (capital(&rank), name));
            }
        }
    }

    fn node(
        &mut self,
        tx: &mut WriteTx<'_>,
        source: &Source<'_>,
        extensions: &Extensions,
        line: &TaxonLine,
        issues: &mut Vec<Issue>,
    ) -> Result<Option<Record>> {
        // A name that can't be taken apart still gets its place, whole, at the rank that the row gives it.
        let mut line = line.clone();
        if let Some(verbatim) = line.verbatim.take() {
            let rank = source.get("taxonRank").map_or("Species".to_owned(), capital);
            line.steps.retain(|(there, _)| !there.eq_ignore_ascii_case(&rank));
            line.steps.push((rank, verbatim));
        }
        let Some(node) = self.taxon(tx, &line, issues)? else { return Ok(None) };
        let mut record = node.record.clone();
        if let Some(text) = source.get("nomenclaturalStatus").or(source.get("taxonomicStatus")) {
            fields::set(&mut record, taxon::COL_STATUS, text, "taxonomicStatus", issues);
        }
        if let Some(text) = source.get("taxonRemarks") {
            fields::set(&mut record, taxon::REMARKS, text, "taxonRemarks", issues);
        }
        if record.get(taxon::LSID).is_null()
            && let Some(text) = source.get("scientificNameID")
        {
            fields::set(&mut record, taxon::LSID, text, "scientificNameID", issues);
        }
        let now = tx.get(taxon::TABLE, record.id)?;
        let mut next = now.clone();
        for column in [taxon::COL_STATUS, taxon::REMARKS, taxon::LSID] {
            if !record.get(column).is_null() {
                next.set(column, record.get(column).clone());
            }
        }
        let saved = if next == now { now } else { put_forgiving(tx, Some(&now), next, issues, &mut self.tally)? };
        self.common_names(tx, &saved, extensions, issues)?;
        Ok(Some(saved))
    }

    fn common_names(
        &mut self,
        tx: &mut WriteTx<'_>,
        node: &Record,
        extensions: &Extensions,
        issues: &mut Vec<Issue>,
    ) -> Result<()> {
        let rows: Vec<_> =
            extensions.iter().filter(|(kind, _)| kind == "VernacularName").flat_map(|(_, rows)| rows).collect();
        if rows.is_empty() {
            return Ok(());
        }
        let there =
            tx.select(&Select::all(common_name_tx::TABLE).matching(Filter::is(common_name_tx::TAXON, node.id)))?;
        for row in rows {
            let Some(name) = row.get("vernacularName") else { continue };
            let mut record = Record::new(common_name_tx::TABLE).with(common_name_tx::TAXON, node.id);
            fields::set(&mut record, common_name_tx::NAME, name, "vernacularName", issues);
            for (term, column) in [("language", common_name_tx::LANGUAGE), ("countryCode", common_name_tx::COUNTRY)] {
                if let Some(text) = row
                    .get(term)
                    .filter(|text| text.chars().count() <= model().column(column).max.unwrap_or(0) as usize)
                {
                    record.set(column, text);
                }
            }
            let same = |other: &Record| {
                [common_name_tx::NAME, common_name_tx::LANGUAGE]
                    .iter()
                    .all(|column| other.get(*column) == record.get(*column))
            };
            if !there.iter().any(same) {
                put_forgiving(tx, None, record, issues, &mut self.tally)?;
            }
        }
        Ok(())
    }
}

/// Links the synonyms to their accepted names, once all names are in their places.
fn synonyms(
    tx: &mut WriteTx<'_>,
    known: &HashMap<String, Known>,
    imported: &mut Imported,
    _: Listener<'_>,
) -> Result<()> {
    let mut waiting: Vec<&Known> = known.values().filter(|taxon| taxon.accepted.is_some()).collect();
    waiting.sort_by_key(|taxon| taxon.line);
    for synonym in waiting {
        let accepted = synonym.accepted.as_ref().and_then(|id| known.get(id));
        let name = match accepted {
            Some(accepted) if accepted.node == synonym.node => continue,
            Some(accepted) => {
                let before = tx.get(taxon::TABLE, synonym.node)?;
                let after = before
                    .clone()
                    .with(taxon::ACCEPTED_TAXON, accepted.node)
                    .with(taxon::IS_ACCEPTED, Value::Bool(false));
                match crate::records::put(tx, Some(&before), after) {
                    Ok(_) => continue,
                    Err(error) if error.code == vasculum_model::Code::Invalid => "synonym-refused",
                    Err(error) => return Err(error),
                }
            }
            None => "missing-accepted-name",
        };
        imported.issues.entry(name).or_insert(("warning", 0)).1 += 1;
    }
    Ok(())
}

fn uninomial(name: &str) -> &str {
    name.split(' ').next().unwrap_or(name)
}

fn capital(rank: &str) -> String {
    let mut letters = rank.trim().chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().to_string() + &letters.as_str().to_lowercase())
}
