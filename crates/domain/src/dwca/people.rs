//! People: `recordedBy` and its like become agents, each person once.

use std::collections::HashMap;
use std::sync::Arc;

use vasculum_model::names::agent;
use vasculum_model::read::people::{Person, people};
use vasculum_model::{Issue, Record, Result, Value, model};
use vasculum_store::{Filter, Select, WriteTx};

use super::fields::{excerpt, shortened};
use super::import::{Tally, put_forgiving};

/// The agents that this import met.
#[derive(Default)]
pub(super) struct People {
    known: HashMap<String, Arc<Record>>,
    texts: HashMap<String, Vec<Arc<Record>>>,
}

/// Specify's numbers for the kinds of agent.
const ORGANIZATION: i64 = 0;
const PERSON: i64 = 1;

impl People {
    /// The people named in a text, in order; those who are new become agents.
    pub(super) fn read(
        &mut self,
        tx: &mut WriteTx<'_>,
        text: &str,
        term: &str,
        issues: &mut Vec<Issue>,
        tally: &mut Tally,
    ) -> Result<Vec<Arc<Record>>> {
        if let Some(list) = self.texts.get(text) {
            return Ok(list.clone());
        }
        let reading = people(text);
        for doubt in &reading.doubts {
            issues.push(Issue::info("person-doubtful", term, format!("‘{}’: {doubt}.", excerpt(text))));
        }
        let mut list: Vec<Arc<Record>> = Vec::new();
        for person in &reading.people {
            let found = self.agent(tx, person, term, issues, tally)?;
            // An event lists each collector once.
            if !list.iter().any(|there| there.id == found.id) {
                list.push(found);
            }
        }
        self.texts.insert(text.to_owned(), list.clone());
        Ok(list)
    }

    fn agent(
        &mut self,
        tx: &mut WriteTx<'_>,
        person: &Person,
        term: &str,
        issues: &mut Vec<Issue>,
        tally: &mut Tally,
    ) -> Result<Arc<Record>> {
        let mut record =
            Record::new(agent::TABLE).with(agent::AGENT_TYPE, if person.is_group { ORGANIZATION } else { PERSON });
        for (column, text) in [
            (agent::LAST_NAME, Some(&person.last)),
            (agent::FIRST_NAME, person.first.as_ref()),
            (agent::MIDDLE_INITIAL, person.initials.as_ref()),
            (agent::TITLE, person.title.as_ref()),
            (agent::SUFFIX, person.suffix.as_ref()),
        ] {
            if let Some(text) = text.filter(|text| !text.is_empty()) {
                record.set(column, Value::from_text(&shortened(text, model().column(column).max, term, issues)));
            }
        }
        let columns = [
            agent::LAST_NAME,
            agent::FIRST_NAME,
            agent::MIDDLE_INITIAL,
            agent::TITLE,
            agent::SUFFIX,
            agent::AGENT_TYPE,
        ];
        let key = columns.map(|column| record.get(column).to_string()).join("\u{1}");
        if let Some(known) = self.known.get(&key) {
            return Ok(Arc::clone(known));
        }
        let same = columns.map(|column| Filter::is(column, record.get(column).clone()));
        let found = tx.first(&Select::all(agent::TABLE).matching(Filter::And(same.to_vec())))?;
        let agent = match found {
            Some(found) => found,
            None => put_forgiving(tx, None, record, issues, tally)?,
        };
        let agent = Arc::new(agent);
        self.known.insert(key, Arc::clone(&agent));
        Ok(agent)
    }
}
