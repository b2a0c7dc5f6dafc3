//! Workers: threads that carry out jobs, ask for what schedules want, and take away what is over.
//!
//! They run beside the pages in `vasculum serve` and alone in `vasculum work`; any number of them, in any number of
//! processes and on any number of machines, never do the same job.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use vasculum_domain::jobs::{self, Progress, Workshop};
use vasculum_model::{Result, Timestamp};
use vasculum_store::{Database, Heard, Job};

/// How often a worker without work looks for some.
const LOOK_EVERY: Duration = Duration::from_millis(300);
/// How often a worker tells that it lives, and hears whether to go on.
const BEAT_EVERY: Duration = Duration::from_millis(500);
/// How often schedules and workers that are gone are looked after.
const LOOK_AFTER_EVERY: Duration = Duration::from_secs(5);
/// How often files and jobs whose time is over are taken away.
const SWEEP_EVERY: Duration = Duration::from_secs(3600);
/// A worker of which nothing is heard for so long is gone.
const GONE_AFTER: Duration = Duration::from_secs(60);
/// After a failure of the database a worker rests for so long.
const REST: Duration = Duration::from_secs(5);
/// How often a thread looks whether it shall end.
const TICK: Duration = Duration::from_millis(50);

/// The workers of a process; none before they start.
#[derive(Default)]
pub(crate) struct Crew {
    is_leaving: Arc<AtomicBool>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Crew {
    /// Sets so many workers to work.
    pub(crate) fn start(&self, db: &Arc<Database>, shop: Workshop, workers: usize) {
        let shop = Arc::new(shop);
        let mut threads = self.threads.lock().unwrap_or_else(PoisonError::into_inner);
        for nth in 0..workers {
            let worker = Worker {
                db: Arc::clone(db),
                shop: Arc::clone(&shop),
                name: name(nth),
                is_leaving: Arc::clone(&self.is_leaving),
            };
            threads.push(std::thread::spawn(move || worker.work(nth == 0)));
        }
    }

    /// Lets all of them go, and waits for them. What they were at is given back and begun anew by whoever comes next.
    pub(crate) fn leave(&self) {
        self.is_leaving.store(true, Ordering::Relaxed);
        let threads = std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        for thread in threads {
            if thread.join().is_err() {
                tracing::error!("a worker ended in a way that nobody foresaw");
            }
        }
    }
}

/// Does all that waits now, and returns how many jobs that were.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub(crate) fn work_off(db: &Arc<Database>, shop: Workshop) -> Result<u64> {
    let worker = Worker { db: Arc::clone(db), shop: Arc::new(shop), name: name(0), is_leaving: Arc::default() };
    let mut gone = Gone::default();
    worker.look_after(&mut gone)?;
    jobs::sweep(db, &worker.shop.files)?;
    let mut done = 0;
    while let Some(job) = jobs::take(db, &worker.name)? {
        worker.carry_out(&job)?;
        done += 1;
    }
    Ok(done)
}

/// The name of this machine.
fn host() -> String {
    let told = std::fs::read_to_string("/proc/sys/kernel/hostname").ok();
    let told = told.or_else(|| std::env::var("HOSTNAME").ok()).map(|name| name.trim().to_owned());
    told.filter(|name| !name.is_empty()).unwrap_or_else(|| "localhost".to_owned())
}

/// What tells this process from others that had the same number before it.
fn process() -> &'static str {
    static TOKEN: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    TOKEN.get_or_init(|| {
        use std::hash::BuildHasher as _;
        format!("{:016x}", std::hash::RandomState::new().hash_one(std::process::id()))
    })
}

/// What a worker is called: machine, process, and which of its workers it is.
fn name(nth: usize) -> String {
    format!("{}:{}:{}:{nth}", host(), std::process::id(), process())
}

/// Whether the process of a worker on this machine surely is no more.
fn is_surely_gone(worker: &str) -> bool {
    let mut parts = worker.rsplitn(4, ':');
    let (Some(_), Some(token), Some(id), Some(machine)) = (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    if machine != host() || token == process() {
        return false;
    }
    // Only where processes are seen as files can be told that there is none of that number.
    let own = std::process::id().to_string();
    let processes = std::path::Path::new("/proc");
    id == own || processes.join(&own).exists() && !processes.join(id).exists()
}

/// When something was last heard of workers, by the clock of this process: those of others may be wrong.
#[derive(Default)]
struct Gone {
    heard: HashMap<i64, (Option<String>, Option<Timestamp>, Instant)>,
}

impl Gone {
    /// Whether the worker of a job is gone.
    fn is_gone(&mut self, job: &Job) -> bool {
        if job.worker.as_deref().is_some_and(is_surely_gone) {
            return true;
        }
        let now = (job.worker.clone(), job.beat);
        match self.heard.get(&job.id) {
            Some((worker, beat, since)) if (worker, beat) == (&now.0, &now.1) => since.elapsed() >= GONE_AFTER,
            _ => {
                self.heard.insert(job.id, (now.0, now.1, Instant::now()));
                false
            }
        }
    }

    fn keep_only(&mut self, running: &[Job]) {
        self.heard.retain(|id, _| running.iter().any(|job| job.id == *id));
    }
}

struct Worker {
    db: Arc<Database>,
    shop: Arc<Workshop>,
    name: String,
    is_leaving: Arc<AtomicBool>,
}

impl Worker {
    fn is_leaving(&self) -> bool {
        self.is_leaving.load(Ordering::Relaxed)
    }

    /// Waits, unless it is time to leave.
    fn rest(&self, pause: Duration) {
        let until = Instant::now() + pause;
        while !self.is_leaving() && Instant::now() < until {
            std::thread::sleep(TICK.min(pause));
        }
    }

    /// Works until it is time to leave. One worker of a process also looks after what nobody asked for.
    fn work(&self, looks_after: bool) {
        let mut gone = Gone::default();
        let (mut looked, mut swept): (Option<Instant>, Option<Instant>) = (None, None);
        let is_time = |last: Option<Instant>, pause| last.is_none_or(|last| last.elapsed() >= pause);
        while !self.is_leaving() {
            let mut round = || -> Result<bool> {
                if looks_after && is_time(looked, LOOK_AFTER_EVERY) {
                    looked = Some(Instant::now());
                    self.look_after(&mut gone)?;
                }
                if looks_after && is_time(swept, SWEEP_EVERY) {
                    swept = Some(Instant::now());
                    jobs::sweep(&self.db, &self.shop.files)?;
                }
                let Some(job) = jobs::take(&self.db, &self.name)? else { return Ok(false) };
                self.carry_out(&job)?;
                Ok(true)
            };
            match round() {
                Ok(true) => {}
                Ok(false) => self.rest(LOOK_EVERY),
                Err(error) => {
                    tracing::error!(message = %error.message, cause = ?error.source, "a worker failed");
                    self.rest(REST);
                }
            }
        }
    }

    /// Asks for what schedules want, and takes up what workers that are gone left.
    fn look_after(&self, gone: &mut Gone) -> Result<()> {
        jobs::ask_due(&self.db)?;
        let running = self.db.running_jobs()?;
        for job in &running {
            if gone.is_gone(job) && jobs::take_up(&self.db, job)? {
                tracing::warn!(job = job.id, worker = job.worker, "a job is taken up from a worker that is gone");
            }
        }
        gone.keep_only(&running);
        Ok(())
    }

    /// Carries a job out on a thread of its own, and tells meanwhile that it lives.
    fn carry_out(&self, job: &Job) -> Result<()> {
        let progress = Progress::default();
        tracing::info!(job = job.id, kind = job.asked.kind, "a job begins");
        let ended = std::thread::scope(|scope| {
            let thread = scope.spawn(|| jobs::carry_out(&self.db, &self.shop, &self.name, job, &progress));
            let mut told = Instant::now();
            while !thread.is_finished() {
                std::thread::sleep(TICK);
                if self.is_leaving() && !progress.is_stopped() {
                    // Given back before it stops: it was not called off.
                    self.give_back(job);
                    progress.stop();
                }
                if told.elapsed() >= BEAT_EVERY {
                    told = Instant::now();
                    self.beat(job, &progress);
                }
            }
            thread.join()
        });
        match ended {
            Ok(Ok(state)) => tracing::info!(job = job.id, state = state.word(), "a job ended"),
            Ok(Err(error)) => return Err(error),
            Err(_) => tracing::error!(job = job.id, "a job ended in a way that nobody foresaw"),
        }
        Ok(())
    }

    fn give_back(&self, job: &Job) {
        if let Err(error) = self.db.give_jobs_back(&self.name) {
            tracing::error!(job = job.id, message = %error.message, "a job could not be given back");
        }
    }

    fn beat(&self, job: &Job, progress: &Progress) {
        let (step, done, total) = progress.now();
        match self.db.beat_job(job.id, &self.name, step, done, total) {
            Ok(Heard::GoOn) => {}
            Ok(Heard::Stop | Heard::Lost) => progress.stop(),
            // The next one may be heard.
            Err(error) => tracing::warn!(job = job.id, message = %error.message, "a worker was not heard"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_worker_of_a_process_that_is_no_more_is_surely_gone() {
        let machine = host();
        assert!(!is_surely_gone(&name(0)));
        // The same number, but another process had it.
        assert!(is_surely_gone(&format!("{machine}:{}:0123456789abcdef:0", std::process::id())));
        assert!(!is_surely_gone("elsewhere:1:0123456789abcdef:0"));
        assert!(!is_surely_gone("nonsense"));
        if std::path::Path::new("/proc/1").exists() {
            // No process has this number.
            assert!(is_surely_gone(&format!("{machine}:4194999:0123456789abcdef:0")));
            assert!(!is_surely_gone(&format!("{machine}:1:0123456789abcdef:0")));
        }
    }
}
