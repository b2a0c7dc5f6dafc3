//! Reads times of day.

use super::date::Unread;

/// `0521`, `052143`, `052143-0700` after a `T`: minutes since midnight and characters used.
pub(super) fn compact_clock(chars: &[char]) -> Option<(u16, usize)> {
    let run = chars.iter().take_while(|c| c.is_ascii_digit()).count();
    if run != 4 && run != 6 {
        return None;
    }
    let (hour, minute) = (two(chars, 0)?, two(chars, 2)?);
    if run == 6 && two(chars, 4)? > 59 {
        return None;
    }
    (hour < 24 && minute < 60).then_some(())?;
    Some((hour * 60 + minute, zone_at(chars, run)?))
}

fn two(chars: &[char], at: usize) -> Option<u16> {
    let high = chars.get(at)?.to_digit(10)?;
    let low = chars.get(at + 1)?.to_digit(10)?;
    u16::try_from(high * 10 + low).ok()
}

/// Reads a time of day with a colon at `at`: minutes since midnight and where it ends.
///
/// Nothing if no time begins there; an error if one begins that does not exist
/// or does not end properly. With `exact`, what looks like a zone is one.
pub(super) fn clock_at(chars: &[char], at: usize, exact: bool) -> Option<Result<(u16, usize), Unread>> {
    let mut place = at;
    let mut hour = 0;
    while let Some(digit) = chars.get(place).and_then(|c| c.to_digit(10)).filter(|_| place < at + 2) {
        hour = hour * 10 + digit;
        place += 1;
    }
    if place == at || chars.get(place) != Some(&':') || !chars.get(place + 1)?.is_ascii_digit() {
        return None;
    }
    Some(clock_after(chars, place, hour, exact).ok_or(Unread::OutOfRange))
}

fn clock_after(chars: &[char], colon: usize, hour: u32, exact: bool) -> Option<(u16, usize)> {
    let minute = two(chars, colon + 1)?;
    let mut hour = u16::try_from(hour).ok()?;
    let mut place = colon + 3;
    let mut zoned = exact;
    if chars.get(place) == Some(&':') {
        zoned = true;
        if two(chars, place + 1)? > 59 {
            return None;
        }
        place += 3;
        if chars.get(place) == Some(&'.') {
            place += 1;
            while chars.get(place).is_some_and(char::is_ascii_digit) {
                place += 1;
            }
        }
    }
    if let Some((afternoon, end)) = half_of_day(chars, place) {
        (1..=12).contains(&hour).then_some(())?;
        hour = hour % 12 + if afternoon { 12 } else { 0 };
        place = end;
    }
    (hour < 24 && minute < 60).then_some(())?;
    if zoned || !matches!(chars.get(place), Some('-')) {
        place = zone_at(chars, place)?;
    }
    Some((hour * 60 + minute, place))
}

/// `am`, `p.m.` and the like: whether it is the afternoon, and where it ends.
fn half_of_day(chars: &[char], at: usize) -> Option<(bool, usize)> {
    let start = at + usize::from(chars.get(at) == Some(&' '));
    let first = chars.get(start)?.to_ascii_lowercase();
    let dot = usize::from(chars.get(start + 1) == Some(&'.'));
    let second = chars.get(start + 1 + dot)?.to_ascii_lowercase();
    let mut end = start + 2 + dot;
    if dot == 1 && chars.get(end) == Some(&'.') {
        end += 1;
    }
    let ends = chars.get(end).is_none_or(|c| !c.is_alphanumeric());
    (matches!(first, 'a' | 'p') && second == 'm' && ends).then_some((first == 'p', end))
}

/// Where the zone that may stand at `at` ends. Nothing if what follows is neither zone nor end.
fn zone_at(chars: &[char], at: usize) -> Option<usize> {
    let mut end = at;
    match chars.get(at) {
        Some('Z' | 'z') => end += 1,
        Some('+' | '-') => {
            let hour = two(chars, at + 1)?;
            end += 3;
            let colon = usize::from(chars.get(end) == Some(&':'));
            if let Some(minute) = two(chars, end + colon) {
                (minute < 60).then_some(())?;
                end += colon + 2;
            }
            (hour <= 14).then_some(())?;
        }
        _ => {}
    }
    chars.get(end).is_none_or(|c| !c.is_alphanumeric() && *c != ':').then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `expect` is minutes since midnight and the characters used, `-` for no time.
    #[track_caller]
    fn check(text: &str, expect: &str) {
        let chars: Vec<char> = text.chars().collect();
        let is = match clock_at(&chars, 0, true) {
            None => "-".to_owned(),
            Some(Err(why)) => why.name().to_owned(),
            Some(Ok((minutes, used))) => format!("{minutes} {used}"),
        };
        assert_eq!(is, expect, "{text}");
    }

    #[test]
    fn hours_and_minutes() {
        check("8:05", "485 4");
        check("12:30 am", "30 8");
        check("2:30 p.m.", "870 9");
    }

    #[test]
    fn seconds_and_zones_are_passed_over() {
        check("23:20:30.125-05:00", "1400 18");
        check("23:20+0530", "1400 10");
        check("23:20Z", "1400 6");
    }

    #[test]
    fn times_that_do_not_exist_or_do_not_end() {
        check("24:00", "out-of-range");
        check("10:10:1", "out-of-range");
        check("10:10:10Z15", "out-of-range");
        check("10:10:10-05:60", "out-of-range");
        check("10:10:10+24", "out-of-range");
    }

    #[test]
    fn other_texts() {
        check("1987", "-");
        check("10 May", "-");
    }
}
