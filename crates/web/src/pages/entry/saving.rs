//! Writes what a form says, with all that goes along: its draft is done with, its remarks wait to be read.

use std::sync::Arc;

use vasculum_domain::records::{self, Saved};
use vasculum_model::{Code, Error, Result, Table};
use vasculum_store::{Purpose, WriteTx};

use super::super::sheet::Sheet;
use super::super::visitor::Visitor;
use super::super::{asked, names, words};
use super::drafts;
use super::memory::{self, Recent};
use crate::App;

/// The form that sent a record.
#[derive(Debug)]
pub(crate) struct Sender {
    /// What follows the table in the name of its draft.
    pub draft: Option<String>,
    /// What it said, in a few letters.
    pub digest: String,
}

/// The id of the saved record with the change set, or a refusal with issues by the names of the controls.
pub(crate) type Written = std::result::Result<(i64, Option<i64>), Error>;

pub(crate) async fn write(app: &App, visitor: &Visitor, sheet: Sheet, sender: Sender) -> Result<Written> {
    let table = sheet.table;
    let purpose = Purpose::new(
        "save",
        format!("{} {}", if sheet.id.is_some() { "Changed" } else { "Made" }, words::one_in_english(table)),
    );
    let look = Arc::clone(&visitor.look);
    let written = app
        .write_counted(visitor.access.clone(), purpose, move |tx| {
            if sheet.id.is_none()
                && let Some(made) = made_before(tx, table, &sender)?
            {
                return Ok(made);
            }
            let mut sheet = sheet;
            asked::leave_out_untouched(tx, &look, &mut sheet)?;
            let mut drafted = sheet.draft(tx)?;
            drafted.issues.extend(asked::missing(&look, &sheet));
            if !drafted.issues.is_empty() {
                return Err(Error::refused(drafted.issues));
            }
            let named = |mut error: Error| {
                error.issues.iter_mut().for_each(|issue| issue.field = drafted.control(&issue.field));
                error
            };
            let saved = records::save_typed(tx, drafted.draft.clone()).map_err(named)?;
            let called = names::text(tx, table.id, saved.record.id)?;
            let did = if sheet.id.is_some() { "Changed" } else { "Made" };
            tx.summarise(format!("{did} {} {called}", words::one_in_english(table)));
            remember(tx, &saved, sheet.id.is_none(), &sender)?;
            Ok(saved.record.id)
        })
        .await;
    match written {
        Err(error) if matches!(error.code, Code::Invalid | Code::Conflict) => Ok(Err(error)),
        Err(error) => Err(error),
        Ok(written) => Ok(Ok(written)),
    }
}

/// The record that this form made already: its answer was lost, or somebody pressed twice.
fn made_before(tx: &mut WriteTx<'_>, table: &'static Table, sender: &Sender) -> Result<Option<i64>> {
    let Some(draft) = &sender.draft else { return Ok(None) };
    let made = memory::recent(tx, table)?.into_iter().find(|it| it.draft == *draft && it.digest == sender.digest);
    match made {
        Some(made) => Ok(tx.find(table.id, made.id)?.map(|record| record.id)),
        None => Ok(None),
    }
}

/// What goes along with a save outside the journal: the draft is done with, the remarks wait to be read.
fn remember(tx: &mut WriteTx<'_>, saved: &Saved, is_new: bool, sender: &Sender) -> Result<()> {
    let table = saved.record.of();
    memory::remark(tx, &saved.record, &saved.issues)?;
    let Some(draft) = &sender.draft else { return Ok(()) };
    if let Some(user) = tx.access().user {
        tx.forget_unsaved(user, &drafts::name_of(table, draft))?;
    }
    if is_new {
        let made = Recent { id: saved.record.id, draft: draft.clone(), digest: sender.digest.clone() };
        memory::remember(tx, table, made)?;
    }
    Ok(())
}
