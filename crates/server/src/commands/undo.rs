//! `vasculum undo`.

use std::fmt::Write as _;

use serde_json::{Map, Value as Json, json};
use vasculum_domain::undo::{self, UndoPlan};
use vasculum_model::{Code, Error, Result, model};
use vasculum_store::{ChangeKind, Purpose, value_to_json};

use super::{access, open};
use crate::cli::Undo;
use crate::commands::history::shown;
use crate::config::Config;
use crate::exit;
use crate::out::{Out, number};

pub(super) fn run(wish: &Undo, config: &Config, out: &Out) -> Result<u8> {
    let db = open(config)?;
    let access = access(&db, None)?;
    let plan = db.read(&access, |tx| undo::plan(tx, wish.change_set))?;
    if wish.plan {
        out.result(&document(&plan, None), &words(&plan));
        return Ok(exit::DONE);
    }
    out.say(&words(&plan));
    if !out.confirm("Do this?") {
        return Err(Error::new(Code::Conflict, "Nothing was taken back."));
    }
    let (plan, change_set) = db
        .write_counted(&access, Purpose::new("undo", ""), |tx| undo::undo(tx, wish.change_set, wish.force))
        .map_err(|error| match error.code {
            Code::Conflict if !wish.force && !error.issues.is_empty() => {
                error.hint("Undo the later changes first, or leave them as they are with `--force`.")
            }
            _ => error,
        })?;
    let done = match change_set {
        Some(id) => format!("Change {} is taken back by change {id}.", wish.change_set),
        None => "There was nothing left to take back.".to_owned(),
    };
    out.result(&document(&plan, change_set), &done);
    Ok(exit::DONE)
}

fn document(plan: &UndoPlan, change_set: Option<i64>) -> Json {
    let effects: Vec<Json> = plan
        .effects
        .iter()
        .map(|effect| {
            let table = model().table(effect.table);
            let side = |pick: fn(&(u16, vasculum_model::Value, vasculum_model::Value)) -> &vasculum_model::Value| {
                let pair = |it: &(u16, _, _)| (table.at(it.0).name.to_owned(), value_to_json(pick(it)));
                effect.values.iter().map(pair).collect::<Map<_, _>>()
            };
            json!({
                "table": table.name,
                "record": effect.record,
                "action": effect.kind.name(),
                "now": side(|it| &it.1),
                "then": side(|it| &it.2),
            })
        })
        .collect();
    let conflicts: Vec<Json> = plan
        .conflicts
        .iter()
        .map(|it| {
            let table = model().table(it.table);
            let field = it.column.map(|column| table.at(column).name);
            json!({"table": table.name, "record": it.record, "field": field, "words": it.words})
        })
        .collect();
    json!({
        "undoes": plan.change_set.id,
        "changeSet": change_set,
        "removes": plan.removes,
        "restores": plan.restores,
        "changes": plan.changes,
        "stamps": plan.stamps,
        "effects": effects,
        "conflicts": conflicts,
    })
}

fn words(plan: &UndoPlan) -> String {
    let mut words = format!("Change {}: {}\n", plan.change_set.id, plan.change_set.summary);
    for (count, what) in [
        (plan.removes, "made by it would go again"),
        (plan.restores, "deleted by it would come back"),
        (plan.changes, "changed by it would have their former values again"),
        (plan.stamps, "would name again who made or last saved them"),
    ] {
        if count > 0 {
            let _ = writeln!(words, "  {} records {what}", number(count));
        }
    }
    for effect in plan.effects.iter().take(20) {
        let table = model().table(effect.table);
        match effect.kind {
            ChangeKind::Insert => _ = writeln!(words, "  + {} {}", table.name, effect.record),
            ChangeKind::Delete => _ = writeln!(words, "  - {} {}", table.name, effect.record),
            ChangeKind::Update => {
                let _ = writeln!(words, "  ~ {} {}", table.name, effect.record);
                for (column, now, then) in &effect.values {
                    let _ = writeln!(words, "      {}: {} → {}", table.at(*column).name, shown(now), shown(then));
                }
            }
        }
    }
    let all = plan.removes + plan.restores + plan.changes;
    if all > 20 {
        let _ = writeln!(words, "  … and {} more", number(all - 20));
    }
    for conflict in &plan.conflicts {
        let _ = writeln!(words, "  ! {}", conflict.issue().words);
    }
    words
}
