//! What was asked becomes a question to the index, for one person.

use std::collections::BTreeSet;
use std::ops::Bound;

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, FuzzyTermQuery, Occur, PhraseQuery, Query,
    RangeQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field as IndexField, IndexRecordOption};
use vasculum_model::names::{collection_object, geography, taxon};
use vasculum_model::{Result, TableId, model};

use crate::ask::{Ask, Clause, Facet, Field, Note, What, facet_years, read};
use crate::counting::Keys;
use crate::document::bounds;
use crate::place::failed;
use crate::schema::{FLAGS, GROUPS, Group, SEARCHED, YEAR_ZERO, flag, record_of, searched};
use crate::view::{Open, View, is_number, is_one_of, silent};
use crate::words::folded;

type Question = Box<dyn Query>;

/// A question that can be asked.
pub(crate) struct Built {
    /// What must be so, without regard to what the person may read.
    pub query: Question,
    /// Whether anything says how well a record answers it.
    pub is_ranked: bool,
    /// What is to be said of it.
    pub notes: Vec<Note>,
    /// The words that were looked for: what shows a record to be an answer begins with one of them.
    pub marks: Vec<String>,
}

/// A word in a title weighs so much more than one elsewhere.
const TITLE: f32 = 4.0;
/// So much more weighs a word that is the whole title.
const WHOLE: f32 = 6.0;
/// So much a word that only begins like the one that was typed.
const BEGINNING: f32 = 0.3;

/// Makes a question of words and facets.
pub(crate) fn build(view: &View<'_>, ask: &Ask) -> Result<Built> {
    let mut building = Building { view, must: Vec::new(), not: Vec::new(), built: Vec::new(), notes: Vec::new() };
    let mut is_ranked = false;
    for clause in read(&ask.words) {
        is_ranked |= !clause.is_not && matches!(clause.what, What::Word(_) | What::Phrase(_) | What::Other(..));
        building.clause(clause)?;
    }
    for (facet, value) in &ask.filters {
        building.facet(*facet, value)?;
    }
    let Building { mut must, not, built, notes, .. } = building;
    if must.is_empty() {
        must.push(Box::new(AllQuery));
    }
    let both =
        must.into_iter().map(|query| (Occur::Must, query)).chain(not.into_iter().map(|not| (Occur::MustNot, not)));
    let mut parts: Vec<(Occur, Question)> = both.collect();
    let query = match (parts.len(), parts.pop()) {
        (1, Some((Occur::Must, only))) => only,
        (_, last) => {
            parts.extend(last);
            Box::new(BooleanQuery::new(parts))
        }
    };
    Ok(Built { query, is_ranked, notes, marks: built })
}

struct Building<'b, 'v> {
    view: &'b View<'v>,
    must: Vec<Question>,
    not: Vec<Question>,
    built: Vec<String>,
    notes: Vec<Note>,
}

impl Building<'_, '_> {
    fn clause(&mut self, clause: Clause) -> Result<()> {
        let query = match clause.what {
            What::Word(word) => self.word(&word, clause.is_not)?,
            What::Phrase(words) => {
                self.built.extend(words.iter().filter(|_| !clause.is_not).cloned());
                self.phrase(&words)
            }
            What::Years(from, to) => self.years(from, to),
            What::Field(field, value, is_exact) => match self.field(field, &value, is_exact)? {
                Some(query) => query,
                None => {
                    self.notes.push(Note::NoValue(name_of(field).to_owned(), value));
                    Box::new(EmptyQuery)
                }
            },
            What::Other(name, value, is_exact) => match self.rank(&name, &value, is_exact)? {
                Some(query) => query,
                None => {
                    self.notes.push(Note::NoField(name.clone()));
                    for word in folded(&format!("{name} {value}")).split_whitespace() {
                        let query = self.word(word, clause.is_not)?;
                        self.take(query, clause.is_not);
                    }
                    return Ok(());
                }
            },
        };
        self.take(query, clause.is_not);
        Ok(())
    }

    fn take(&mut self, query: Question, is_not: bool) {
        if is_not { self.not.push(query) } else { self.must.push(query) }
    }

    /// Anything that has the word, or one that begins with it; if the person can be shown nothing that does, anything
    /// with a word that is written much like it.
    fn word(&mut self, word: &str, is_not: bool) -> Result<Question> {
        let query = either(self.in_every_group(|field, boost| vec![beginning(field, word, boost)], Some(word)));
        if is_not {
            return Ok(query);
        }
        self.built.push(word.to_owned());
        if self.view.finds(query.as_ref())? {
            return Ok(query);
        }
        let like = self.written_like(word)?;
        if like.is_empty() {
            return Ok(query);
        }
        let query = either(
            self.in_every_group(|field, boost| like.iter().map(|word| exactly(field, word, boost)).collect(), None),
        );
        self.built.extend(like.iter().cloned());
        self.notes.push(Note::Meant(word.to_owned(), like.into_iter().collect()));
        Ok(query)
    }

    /// Words that are one slip of the finger away, or two for long ones, and stand in something that the person may be
    /// shown.
    fn written_like(&self, word: &str) -> Result<BTreeSet<String>> {
        let mut found = BTreeSet::new();
        let letters = word.chars().count();
        if letters < 4 || word.bytes().all(|digit| digit.is_ascii_digit()) {
            return Ok(found);
        }
        let slips = if letters < 8 { 1 } else { 2 };
        for (field, group) in self.fields() {
            if self.view.is_closed(group) {
                continue;
            }
            let automaton =
                || FuzzyTermQuery::new(Term::from_field_text(field, word), slips, true).automaton().map_err(failed);
            let mut candidates = BTreeSet::new();
            for segment in self.view.searcher.segment_readers() {
                let index = segment.inverted_index(field).map_err(failed)?;
                let mut terms = index.terms().search(automaton()?).into_stream().map_err(failed)?;
                while terms.advance() {
                    candidates.extend(std::str::from_utf8(terms.key()).ok().map(str::to_owned));
                }
            }
            for candidate in candidates {
                if !found.contains(&candidate)
                    && let Some(query) = self.view.within(group, exactly(field, &candidate, 1.0))
                    && self.view.finds(query.as_ref())?
                {
                    found.insert(candidate);
                }
            }
        }
        Ok(found)
    }

    /// Every field with words, and the group that it belongs to.
    fn fields(&self) -> Vec<(IndexField, Group)> {
        let fields = self.view.fields;
        let groups = GROUPS.iter().map(|(group, ..)| (fields.words[group.at()], *group));
        std::iter::once((fields.title, Group::Own)).chain(groups).collect()
    }

    /// What `ask` makes for the field of every group that the person may know.
    fn in_every_group(&self, ask: impl Fn(IndexField, f32) -> Vec<Question>, whole: Option<&str>) -> Vec<Question> {
        let fields = self.view.fields;
        let mut all = ask(fields.title, TITLE);
        if let Some(word) = whole {
            let term = TermQuery::new(Term::from_field_text(fields.number, word), IndexRecordOption::Basic);
            all.push(Box::new(ConstScoreQuery::new(Box::new(term), WHOLE)));
        }
        for (group, _, weight) in GROUPS {
            let query = either(ask(fields.words[group.at()], *weight));
            all.extend(self.view.within(*group, query));
        }
        all
    }

    fn phrase(&self, words: &[String]) -> Question {
        let ask = |field, boost| match words {
            [word] => vec![exactly(field, word, boost)],
            _ => {
                let terms = words.iter().map(|word| Term::from_field_text(field, word)).collect();
                vec![Box::new(BoostQuery::new(Box::new(PhraseQuery::new(terms)), boost * 2.0)) as Question]
            }
        };
        either(self.in_every_group(ask, None))
    }

    /// All of the words in the field of one group.
    fn words_in(&self, group: Group, text: &str, is_exact: bool) -> Question {
        let field = self.view.fields.words[group.at()];
        let folded = folded(text);
        let words: Vec<&str> = folded.split_whitespace().collect();
        let query: Question = match words.as_slice() {
            [] => Box::new(EmptyQuery),
            [_, _, ..] if is_exact => {
                Box::new(PhraseQuery::new(words.iter().map(|word| Term::from_field_text(field, word)).collect()))
            }
            words => all(words
                .iter()
                .map(|word| if is_exact { exactly(field, word, 1.0) } else { beginning(field, word, 1.0) })
                .collect()),
        };
        self.view.within(group, silent(query)).unwrap_or_else(|| Box::new(EmptyQuery))
    }

    fn years(&self, from: Option<i64>, to: Option<i64>) -> Question {
        let field = self.view.fields.year;
        let bound = |year: Option<i64>| {
            let number = year.and_then(|year| u64::try_from(year + YEAR_ZERO).ok());
            number.map_or(Bound::Unbounded, |number| Bound::Included(Term::from_field_u64(field, number)))
        };
        let range: Question = Box::new(RangeQuery::new(bound(from), bound(to)));
        self.view.within(Group::Event, silent(range)).unwrap_or_else(|| Box::new(EmptyQuery))
    }

    /// What a field word asks for; nothing if it has no such value.
    fn field(&mut self, field: Field, value: &str, is_exact: bool) -> Result<Option<Question>> {
        let fields = self.view.fields;
        Ok(match field {
            Field::Taxon => self.under(taxon::TABLE, None, value, is_exact)?,
            Field::Place => self.under(geography::TABLE, None, value, is_exact)?,
            Field::Locality => Some(self.words_in(Group::Locality, value, is_exact)),
            Field::Collector => Some(self.words_in(Group::People, value, is_exact)),
            Field::Determiner => Some(self.words_in(Group::Determiner, value, is_exact)),
            Field::Media => Some(self.words_in(Group::Media, value, is_exact)),
            Field::Type => self.named(Group::Determination, fields.types, value)?,
            Field::Preparation => self.named(Group::Preparation, fields.preps, value)?,
            Field::Number => {
                let number = Term::from_field_text(fields.number, &folded(value));
                let own: Question = Box::new(TermQuery::new(number, IndexRecordOption::Basic));
                let others = [Group::Identifier, Group::Preparation].map(|group| self.words_in(group, value, true));
                Some(silent(either(std::iter::once(own).chain(others).collect())))
            }
            Field::Year => facet_years(value).map(|(from, to)| self.years(from, to)),
            Field::Has => flag(&folded(value)).map(|(bit, _)| self.flagged(bit, true)),
            Field::No => flag(&folded(value)).map(|(bit, _)| self.flagged(bit, false)),
            Field::In => {
                let word = folded(value).replace(' ', "");
                let means = |name: &str| name == word || word.strip_suffix('s') == Some(name);
                let row =
                    SEARCHED.iter().find(|row| means(row.word) || means(&model().table(row.table).name.to_lowercase()));
                row.and_then(|row| searched(row.table)).map(|(_, code)| silent(is_number(fields.table, code)))
            }
            Field::Collection => {
                let wanted = folded(value);
                let means = |text: &str| folded(text) == wanted;
                let places = &self.view.access.hierarchy().collections;
                let ids: Vec<u64> = places
                    .iter()
                    .filter(|place| means(&place.code) || means(&place.name))
                    .map(|place| place.id as u64)
                    .collect();
                (!ids.is_empty()).then(|| silent(is_one_of(fields.collection, ids)))
            }
        })
    }

    /// Objects that have something, or lack it. Whoever may not know of it finds neither.
    fn flagged(&self, bit: usize, has: bool) -> Question {
        let fields = self.view.fields;
        let flagged = is_number(fields.flag, bit as u64);
        let query: Question = if has {
            flagged
        } else {
            let code = searched(collection_object::TABLE).map_or(0, |(_, code)| code);
            let objects = is_number(fields.table, code);
            Box::new(BooleanQuery::new(vec![(Occur::Must, objects), (Occur::MustNot, flagged)]))
        };
        self.view.within(FLAGS[bit].group, silent(query)).unwrap_or_else(|| Box::new(EmptyQuery))
    }

    /// Everything with a text of a column that is the value, or else begins like it.
    fn named(&self, group: Group, field: IndexField, value: &str) -> Result<Option<Question>> {
        let wanted = folded(value);
        let mut known = BTreeSet::new();
        for segment in self.view.searcher.segment_readers() {
            let index = segment.inverted_index(field).map_err(failed)?;
            let mut terms = index.terms().stream().map_err(failed)?;
            while terms.advance() {
                known.extend(std::str::from_utf8(terms.key()).ok().map(str::to_owned));
            }
        }
        // Whether there is such a value at all is for those to know who may read a record with it.
        let (mut same, mut like) = (Vec::new(), Vec::new());
        for text in known.iter().filter(|text| !wanted.is_empty() && folded(text).starts_with(&wanted)) {
            let term = Term::from_field_text(field, text);
            let query: Question = Box::new(TermQuery::new(term.clone(), IndexRecordOption::Basic));
            if let Some(query) = self.view.within(group, query)
                && self.view.finds(query.as_ref())?
            {
                let list = if folded(text) == wanted { &mut same } else { &mut like };
                list.push(term);
            }
        }
        let terms = if same.is_empty() { like } else { same };
        if terms.is_empty() {
            return Ok(None);
        }
        Ok(self.view.within(group, silent(Box::new(TermSetQuery::new(terms)))))
    }

    /// Everything at nodes of a rank, or below; nothing if no tree that the person may read has such a rank.
    fn rank(&mut self, rank: &str, value: &str, is_exact: bool) -> Result<Option<Question>> {
        let term = Term::from_field_text(self.view.fields.rank, &folded(rank));
        let of_rank: Question = Box::new(TermQuery::new(term, IndexRecordOption::Basic));
        if !self.view.finds(of_rank.as_ref())? {
            return Ok(None);
        }
        let mut found = Vec::new();
        for table in [taxon::TABLE, geography::TABLE] {
            found.extend(self.under(table, Some(of_rank.box_clone()), value, is_exact)?);
        }
        if found.is_empty() {
            self.notes.push(Note::NoValue(rank.to_owned(), value.to_owned()));
            return Ok(Some(Box::new(EmptyQuery)));
        }
        Ok(Some(either(found)))
    }

    /// Everything at or below the nodes with a name; nothing if the person may read no such node.
    fn under(
        &self,
        table: TableId,
        of_rank: Option<Question>,
        value: &str,
        is_exact: bool,
    ) -> Result<Option<Question>> {
        let fields = self.view.fields;
        let name = folded(value);
        let code = searched(table).map_or(0, |(_, code)| code);
        let nodes = |by_name: Question| -> Result<Vec<u64>> {
            let parts =
                std::iter::once(is_number(fields.table, code)).chain(of_rank.as_ref().map(|rank| rank.box_clone()));
            let query = self.view.scoped(all(parts.chain([by_name]).collect()));
            let keys = self.view.searcher.search(&query, &Keys).map_err(failed)?;
            Ok(keys.into_iter().filter_map(record_of).map(|(_, id)| id as u64).collect())
        };
        let whole = Term::from_field_text(fields.number, &name);
        let mut ids = nodes(Box::new(TermQuery::new(whole, IndexRecordOption::Basic)))?;
        if ids.is_empty() && !is_exact && !name.is_empty() {
            ids = nodes(all(name.split_whitespace().map(|word| beginning(fields.title, word, 1.0)).collect()))?;
        }
        Ok((!ids.is_empty()).then(|| self.below(table, ids)))
    }

    fn below(&self, table: TableId, ids: Vec<u64>) -> Question {
        let fields = self.view.fields;
        let (field, group) = match table {
            taxon::TABLE => (fields.taxa, Group::Taxon),
            _ => (fields.places, Group::Geography),
        };
        self.view.within(group, silent(is_one_of(field, ids))).unwrap_or_else(|| Box::new(EmptyQuery))
    }

    /// Narrows by a facet; a value that means nothing is said and left out.
    fn facet(&mut self, facet: Facet, value: &str) -> Result<()> {
        let fields = self.view.fields;
        let number = || value.parse::<u64>().ok();
        let in_group = |group: Group, query: Question| {
            self.view.within(group, silent(query)).unwrap_or_else(|| Box::new(EmptyQuery))
        };
        let exact = |field: IndexField| -> Question {
            Box::new(TermQuery::new(Term::from_field_text(field, value), IndexRecordOption::Basic))
        };
        let query = match facet {
            Facet::Table => model()
                .named(value)
                .and_then(|table| searched(table.id))
                .map(|(_, code)| silent(is_number(fields.table, code))),
            Facet::Collection => number().map(|id| silent(is_number(fields.collection, id))),
            Facet::Taxon => number().map(|id| self.below(taxon::TABLE, vec![id])),
            Facet::Place => number().map(|id| self.below(geography::TABLE, vec![id])),
            Facet::Year => facet_years(value).map(|(from, to)| self.years(from, to)),
            Facet::Collector => number().map(|id| in_group(Group::People, is_number(fields.collectors, id))),
            Facet::Type => Some(in_group(Group::Determination, exact(fields.types))),
            Facet::Preparation => Some(in_group(Group::Preparation, exact(fields.preps))),
            Facet::Gap => flag(value).map(|(bit, _)| self.flagged(bit, false)),
            Facet::Cell => number()
                .filter(|cell| bounds(*cell).is_some())
                .map(|cell| in_group(Group::Locality, is_number(fields.cells, cell))),
        };
        match query {
            Some(query) => self.must.push(query),
            None => self.notes.push(Note::NoValue(facet.word().to_owned(), value.to_owned())),
        }
        Ok(())
    }
}

fn name_of(field: Field) -> &'static str {
    crate::ask::FIELD_WORDS.iter().find(|row| row.field == field).map_or("", |row| row.word)
}

fn exactly(field: IndexField, word: &str, boost: f32) -> Question {
    let term = TermQuery::new(Term::from_field_text(field, word), IndexRecordOption::WithFreqs);
    Box::new(BoostQuery::new(Box::new(term), boost))
}

/// Words that are this one, or begin with it if it has two letters at least.
fn beginning(field: IndexField, word: &str, boost: f32) -> Question {
    if word.chars().count() < 2 {
        return exactly(field, word, boost);
    }
    let prefix = FuzzyTermQuery::new_prefix(Term::from_field_text(field, word), 0, false);
    let prefix: Question = Box::new(ConstScoreQuery::new(Box::new(prefix), BEGINNING * boost));
    Box::new(BooleanQuery::new(vec![(Occur::Should, exactly(field, word, boost)), (Occur::Should, prefix)]))
}

fn either(queries: Vec<Question>) -> Question {
    match <[Question; 1]>::try_from(queries) {
        Ok([only]) => only,
        Err(queries) if queries.is_empty() => Box::new(EmptyQuery),
        Err(queries) => Box::new(BooleanQuery::new(queries.into_iter().map(|query| (Occur::Should, query)).collect())),
    }
}

fn all(queries: Vec<Question>) -> Question {
    Box::new(BooleanQuery::new(queries.into_iter().map(|query| (Occur::Must, query)).collect()))
}

/// Whether a person may know all, some or none of what a facet is counted from.
pub(crate) fn group_of(facet: Facet) -> Group {
    match facet {
        Facet::Table | Facet::Collection | Facet::Gap => Group::Own,
        Facet::Taxon => Group::Taxon,
        Facet::Place => Group::Geography,
        Facet::Year => Group::Event,
        Facet::Collector => Group::People,
        Facet::Type => Group::Determination,
        Facet::Preparation => Group::Preparation,
        Facet::Cell => Group::Locality,
    }
}

/// Whether all of a group is open.
pub(crate) fn is_open(open: &Open) -> bool {
    matches!(open, Open::All)
}
