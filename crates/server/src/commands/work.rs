//! `vasculum work`.

use std::sync::Arc;

use serde_json::json;
use vasculum_domain::jobs::Workshop;
use vasculum_model::{Error, Result};

use super::open;
use super::serve::{log_to_stderr, told_to_stop};
use crate::config::Config;
use crate::exit;
use crate::index;
use crate::out::{Out, number};
use crate::worker::{Crew, work_off};

pub(super) fn run(workers: u16, once: bool, config: &Config, out: &Out) -> Result<u8> {
    log_to_stderr(config)?;
    let db = Arc::new(open(config)?);
    let index = index::beside(&db, super::search_folder(config));
    let shop = Workshop { index: Some(index), ..config.workshop()? };
    if once {
        let done = work_off(&db, shop)?;
        out.result(&json!({"jobs": done}), &format!("{} jobs worked off.", number(done)));
        return Ok(exit::DONE);
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|cause| Error::internal("The worker can’t start.", cause))?;
    let crew = Crew::default();
    crew.start(&db, shop, workers.into());
    out.result(&json!({"workers": workers}), &format!("{workers} at work. Ctrl-C ends it."));
    runtime.block_on(told_to_stop());
    crew.leave();
    out.say("Stopped.");
    Ok(exit::DONE)
}
