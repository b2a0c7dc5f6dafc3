//! Schedules: work that is asked for daily, weekly or monthly, in the time zone of the institution.

use jiff::ToSpan as _;
use jiff::civil;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use vasculum_model::{Error, Result, Timestamp};
use vasculum_store::{Access, Database, NewJob, Purpose, Schedule, Tx, WriteTx};

use super::letters::is_address;
use super::{Work, check, in_name_of, is_overseer, new_job, place_of, titled};

/// How often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "every", rename_all = "kebab-case")]
pub enum Every {
    /// Every day.
    Day,
    /// On one day of the week.
    Week {
        /// 1 for Monday to 7 for Sunday.
        day: i8,
    },
    /// On one day of the month.
    Month {
        /// 1 to 31; in a shorter month its last day.
        day: i8,
    },
}

/// When a schedule is due: how often, at which time, and where clocks show that time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rhythm {
    /// How often.
    #[serde(flatten)]
    pub every: Every,
    /// The hour, 0 to 23.
    pub hour: i8,
    /// The minute, 0 to 59.
    pub minute: i8,
    /// The time zone, as `Europe/Berlin`.
    pub zone: String,
}

impl Rhythm {
    /// Reads the time of day, `06:30`.
    ///
    /// # Errors
    ///
    /// `Invalid`, if it is none.
    pub fn time(text: &str) -> Result<(i8, i8)> {
        let parse = || {
            let (hour, minute) = text.trim().split_once(':')?;
            let number = |text: &str| (text.len() <= 2).then(|| text.parse::<i8>().ok()).flatten();
            let (hour, minute) = (number(hour)?, number(minute)?);
            ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some((hour, minute))
        };
        parse().ok_or_else(|| Error::invalid(format!("‘{text}’ is no time of day.")).hint("Write it as 06:30."))
    }

    fn zone(&self) -> Result<TimeZone> {
        TimeZone::get(&self.zone).map_err(|_| {
            Error::invalid(format!("There is no time zone ‘{}’.", self.zone)).hint("Write it as Europe/Berlin.")
        })
    }

    /// # Errors
    ///
    /// `Invalid`, if there is no such day or time zone.
    fn check(&self) -> Result<()> {
        let is_day = match self.every {
            Every::Day => true,
            Every::Week { day } => (1..=7).contains(&day),
            Every::Month { day } => (1..=31).contains(&day),
        };
        if !is_day {
            return Err(Error::invalid("There is no such day."));
        }
        self.zone().map(drop)
    }

    fn falls_on(&self, date: civil::Date) -> bool {
        match self.every {
            Every::Day => true,
            Every::Week { day } => date.weekday().to_monday_one_offset() == day,
            Every::Month { day } => date.day() == day.min(date.days_in_month()),
        }
    }

    /// The first moment after this one at which it is due. A time that clocks leave out in spring is due when they have
    /// gone on; one that they show twice in autumn is due at the first.
    ///
    /// # Errors
    ///
    /// `Invalid`, if there is no such time zone.
    pub fn next(&self, after: Timestamp) -> Result<Timestamp> {
        let zone = self.zone()?;
        let far = |_| Error::invalid("This moment is too far away.");
        let now = jiff::Timestamp::from_microsecond(after.0).map_err(far)?.to_zoned(zone.clone());
        let mut date = now.date();
        // Every rhythm falls on one of the days of two months at least.
        for _ in 0..=62 {
            if self.falls_on(date) {
                let moment = date.at(self.hour, self.minute, 0, 0).to_zoned(zone.clone()).map_err(far)?;
                let moment = moment.timestamp().as_microsecond();
                if moment > after.0 {
                    return Ok(Timestamp(moment));
                }
            }
            date = date.checked_add(1.day()).map_err(far)?;
        }
        Err(Error::invalid("There is no such day."))
    }

    /// The rhythm that a schedule writes down.
    ///
    /// # Errors
    ///
    /// `Internal`, if it can't be read: another version wrote it.
    pub fn read(text: &str) -> Result<Self> {
        serde_json::from_str(text).map_err(|cause| Error::internal("When this schedule is due can’t be read.", cause))
    }

    fn write(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|cause| Error::internal("A schedule can’t be written down.", cause))
    }
}

/// The time zone of the machine, as `Europe/Berlin`; `UTC` if it says none.
pub fn system_zone() -> String {
    TimeZone::system().iana_name().unwrap_or("UTC").to_owned()
}

/// What somebody wants a schedule to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScheduleDraft {
    /// What it is called, and the files that come of it.
    pub title: String,
    /// What is to be done.
    pub work: Work,
    /// When.
    pub rhythm: Rhythm,
    /// Where the result is sent; empty for nowhere.
    pub mail_to: String,
}

impl ScheduleDraft {
    fn check(&self, tx: &mut Tx<'_>) -> Result<Option<String>> {
        check(tx, &self.work)?;
        self.rhythm.check()?;
        let to = self.mail_to.trim();
        if !to.is_empty() && !is_address(to) {
            return Err(Error::invalid(format!("‘{to}’ is no address that letters can be sent to.")));
        }
        Ok((!to.is_empty()).then(|| to.to_owned()))
    }
}

/// A schedule that somebody may see: their own, or anybody’s for those who oversee.
///
/// # Errors
///
/// `NotFound`, if there is none.
pub fn find_schedule(tx: &mut Tx<'_>, id: i64) -> Result<Schedule> {
    let access = tx.access();
    tx.schedule(id)?
        .filter(|schedule| is_overseer(access) || is_own(access, schedule))
        .ok_or_else(|| Error::not_found(format!("There is no schedule {id} of yours.")))
}

fn is_own(access: &Access, schedule: &Schedule) -> bool {
    access.user.is_some() && access.user == schedule.user
}

/// One’s own schedules, or with `everybodys` all of them for those who oversee.
///
/// # Errors
///
/// `Forbidden`, if somebody wants to see what they may not.
pub fn list_schedules(tx: &mut Tx<'_>, everybodys: bool) -> Result<Vec<Schedule>> {
    let access = tx.access();
    match (everybodys, access.user) {
        (true, _) if is_overseer(access) => tx.schedules(None),
        (true, _) => Err(Error::forbidden("You may see only your own schedules.")),
        (false, Some(user)) => tx.schedules(Some(user)),
        (false, None) => Ok(Vec::new()),
    }
}

/// Makes a schedule in the name of whoever opened the transaction; returns its number.
///
/// # Errors
///
/// - `Invalid`: something about it is wrong.
/// - `Forbidden`: the person has no right to the work.
pub fn make_schedule(tx: &mut WriteTx<'_>, draft: &ScheduleDraft) -> Result<i64> {
    let mail_to = draft.check(tx)?;
    let (access, now) = (tx.access(), tx.now());
    let schedule = Schedule {
        id: 0,
        user: access.user,
        user_name: access.name.clone(),
        collection: place_of(access, &draft.work)?,
        title: titled(&draft.title)?,
        what: draft.work.write()?,
        rhythm: draft.rhythm.write()?,
        mail_to,
        is_paused: false,
        made: now,
        next: Some(draft.rhythm.next(now)?),
        last: None,
        last_job: None,
    };
    told(tx, format!("Schedule ‘{}’ made", schedule.title));
    tx.put_schedule(&schedule)
}

/// Changes a schedule of one's own; a paused one stays so. From now on it works in the collection in which it was changed.
///
/// # Errors
///
/// - `Invalid`, `Forbidden`: as [`make_schedule`]; it is done with its owner’s rights, so nobody else changes it.
/// - `NotFound`: there is no such schedule of this person.
pub fn change_schedule(tx: &mut WriteTx<'_>, id: i64, draft: &ScheduleDraft) -> Result<()> {
    let schedule = find_schedule(tx, id)?;
    if !is_own(tx.access(), &schedule) {
        return Err(
            Error::forbidden("Only the person who made a schedule changes it.").hint("You can pause or delete it.")
        );
    }
    let mail_to = draft.check(tx)?;
    let next = if schedule.is_paused { None } else { Some(draft.rhythm.next(tx.now())?) };
    let changed = Schedule {
        collection: place_of(tx.access(), &draft.work)?,
        title: titled(&draft.title)?,
        what: draft.work.write()?,
        rhythm: draft.rhythm.write()?,
        mail_to,
        next,
        ..schedule
    };
    told(tx, format!("Schedule ‘{}’ changed", changed.title));
    tx.put_schedule(&changed).map(drop)
}

/// Lets a schedule rest, or go on from now.
///
/// # Errors
///
/// `NotFound`, if there is no such schedule of this person.
pub fn pause_schedule(tx: &mut WriteTx<'_>, id: i64, is_paused: bool) -> Result<()> {
    let mut schedule = find_schedule(tx, id)?;
    schedule.is_paused = is_paused;
    schedule.next = if is_paused { None } else { Some(Rhythm::read(&schedule.rhythm)?.next(tx.now())?) };
    let word = if is_paused { "paused" } else { "taken up again" };
    told(tx, format!("Schedule ‘{}’ of {} {word}", schedule.title, schedule.user_name));
    tx.put_schedule(&schedule).map(drop)
}

/// Deletes a schedule. Jobs that it asked for stay, with their files.
///
/// # Errors
///
/// `NotFound`, if there is no such schedule of this person.
pub fn delete_schedule(tx: &mut WriteTx<'_>, id: i64) -> Result<()> {
    let schedule = find_schedule(tx, id)?;
    told(tx, format!("Schedule ‘{}’ of {} deleted", schedule.title, schedule.user_name));
    tx.delete_schedule(id).map(drop)
}

/// Asks at once for what a schedule does, in its owner's name and whether it rests or not; returns the number of the job.
///
/// # Errors
///
/// `NotFound`, if there is no such schedule of this person.
pub fn run_now(tx: &mut WriteTx<'_>, id: i64) -> Result<i64> {
    let schedule = find_schedule(tx, id)?;
    told(tx, format!("Schedule ‘{}’ of {} run", schedule.title, schedule.user_name));
    let job = ask_for(tx, &schedule)?;
    tx.put_schedule(&Schedule { last: Some(tx.now()), last_job: Some(job), ..schedule })?;
    Ok(job)
}

/// Acts on schedules are remembered in the journal.
fn told(tx: &mut WriteTx<'_>, summary: String) {
    tx.summarise(summary);
    tx.note();
}

fn ask_for(tx: &mut WriteTx<'_>, schedule: &Schedule) -> Result<i64> {
    let who = in_name_of(schedule.user, &schedule.user_name, schedule.collection);
    let new = new_job(&who, &Work::read(&schedule.what)?)?;
    tx.ask_job(&NewJob { title: schedule.title.clone(), schedule: Some(schedule.id), ..new })
}

/// Asks for the work of every schedule that is due; returns how many jobs that made. Whatever was missed while no worker
/// was there is made up for once. A schedule whose last job has not ended yet is left out this time.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn ask_due(db: &Database) -> Result<usize> {
    let system = Access::system("schedules");
    if db.read(&system, |tx| Ok(tx.due_schedules()?.is_empty()))? {
        return Ok(0);
    }
    db.write(&system, Purpose::new("schedule", "Schedules run"), |tx| {
        let mut asked = 0;
        for schedule in tx.due_schedules()? {
            let now = tx.now();
            let Ok(next) = Rhythm::read(&schedule.rhythm).and_then(|rhythm| rhythm.next(now)) else {
                // Another version wrote it, or its time zone is gone: it would be due for ever.
                tx.put_schedule(&Schedule { is_paused: true, next: None, ..schedule })?;
                continue;
            };
            let last = match schedule.last_job {
                Some(job) => tx.job(job)?,
                None => None,
            };
            let mut after = Schedule { next: Some(next), ..schedule };
            if last.is_none_or(|job| job.state.is_ended()) {
                after.last_job = Some(ask_for(tx, &after)?);
                after.last = Some(now);
                asked += 1;
            }
            tx.put_schedule(&after)?;
        }
        Ok(asked)
    })
}

/// Lets a schedule rest whose owner may no longer do what it does.
pub(super) fn rest(tx: &mut WriteTx<'_>, id: Option<i64>) -> Result<()> {
    let Some(id) = id else { return Ok(()) };
    match tx.schedule(id)? {
        Some(schedule) => tx.put_schedule(&Schedule { is_paused: true, next: None, ..schedule }).map(drop),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(every: Every, time: &str, zone: &str, after: &str, expect: &str) {
        let (hour, minute) = Rhythm::time(time).unwrap();
        let rhythm = Rhythm { every, hour, minute, zone: zone.to_owned() };
        let after: jiff::Timestamp = after.parse().unwrap();
        let next = rhythm.next(Timestamp(after.as_microsecond())).unwrap();
        assert_eq!(jiff::Timestamp::from_microsecond(next.0).unwrap().to_string(), expect);
        assert_eq!(Rhythm::read(&rhythm.write().unwrap()).unwrap(), rhythm);
    }

    #[test]
    fn a_day_is_the_day_of_the_place() {
        check(Every::Day, "06:30", "America/Lima", "2026-11-30T11:00:00Z", "2026-11-30T11:30:00Z");
        check(Every::Day, "06:30", "America/Lima", "2026-11-30T11:30:00Z", "2026-12-01T11:30:00Z");
    }

    #[test]
    fn a_week_has_its_day() {
        // 2026-11-30 is a Monday.
        check(Every::Week { day: 1 }, "00:00", "UTC", "2026-11-30T00:00:00Z", "2026-12-07T00:00:00Z");
        check(Every::Week { day: 7 }, "23:59", "UTC", "2026-11-30T00:00:00Z", "2026-12-06T23:59:00Z");
    }

    #[test]
    fn a_short_month_ends_earlier() {
        check(Every::Month { day: 31 }, "06:00", "UTC", "2027-01-31T07:00:00Z", "2027-02-28T06:00:00Z");
        check(Every::Month { day: 31 }, "06:00", "UTC", "2027-02-28T06:00:00Z", "2027-03-31T06:00:00Z");
        check(Every::Month { day: 1 }, "06:00", "UTC", "2026-11-30T00:00:00Z", "2026-12-01T06:00:00Z");
    }

    #[test]
    fn clocks_that_are_put_forward_or_back_are_followed() {
        // In Berlin there is no 02:30 on 2027-03-28, and two of them on 2027-10-31.
        check(Every::Day, "02:30", "Europe/Berlin", "2027-03-27T12:00:00Z", "2027-03-28T01:30:00Z");
        check(Every::Day, "02:30", "Europe/Berlin", "2027-10-30T12:00:00Z", "2027-10-31T00:30:00Z");
        check(Every::Day, "02:30", "Europe/Berlin", "2027-10-31T00:30:00Z", "2027-11-01T01:30:00Z");
    }

    #[test]
    fn what_is_no_time_or_place_is_refused() {
        for text in ["24:00", "6", "06:60", "-1:00", "06:30:00", ""] {
            assert!(Rhythm::time(text).is_err(), "{text}");
        }
        let nowhere = Rhythm { every: Every::Day, hour: 6, minute: 0, zone: "Europe/Atlantis".to_owned() };
        assert!(nowhere.check().is_err());
        let rhythm = |every| Rhythm { every, hour: 6, minute: 0, zone: "UTC".to_owned() };
        assert!(rhythm(Every::Week { day: 0 }).check().is_err() && rhythm(Every::Month { day: 32 }).check().is_err());
    }
}
