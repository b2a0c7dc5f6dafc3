//! The values that stand in records.

use std::fmt;

/// One value of a record.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value {
    /// Nothing is known.
    #[default]
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number, or the id of a linked record.
    Int(i64),
    /// A double-precision number.
    Float(f64),
    /// An exact decimal number.
    Decimal(Decimal),
    /// Text, byte for byte as it came.
    Text(Box<str>),
    /// A day.
    Date(Date),
    /// A moment in UTC.
    Timestamp(Timestamp),
}

impl Value {
    /// Whether nothing is known.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The text, if this is text.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The whole number or linked id, if this is one.
    pub fn int(&self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(*number),
            _ => None,
        }
    }

    /// Yes or no, if this is one.
    pub fn bool(&self) -> Option<bool> {
        match self {
            Self::Bool(yes) => Some(*yes),
            _ => None,
        }
    }

    /// The day, if this is one.
    pub fn date(&self) -> Option<Date> {
        match self {
            Self::Date(date) => Some(*date),
            _ => None,
        }
    }

    /// The number as a double, if this is any kind of number.
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Int(number) => Some(*number as f64),
            Self::Float(number) => Some(*number),
            Self::Decimal(number) => Some(number.to_f64()),
            _ => None,
        }
    }

    /// Text, or nothing for empty text.
    pub fn from_text(text: &str) -> Self {
        if text.is_empty() { Self::Null } else { Self::Text(text.into()) }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => Ok(()),
            Self::Bool(yes) => f.write_str(if *yes { "true" } else { "false" }),
            Self::Int(number) => number.fmt(f),
            Self::Float(number) => number.fmt(f),
            Self::Decimal(number) => number.fmt(f),
            Self::Text(text) => f.write_str(text),
            Self::Date(date) => date.fmt(f),
            Self::Timestamp(moment) => moment.fmt(f),
        }
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}
impl From<bool> for Value {
    fn from(yes: bool) -> Self {
        Self::Bool(yes)
    }
}
impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}
impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}
impl From<Decimal> for Value {
    fn from(number: Decimal) -> Self {
        Self::Decimal(number)
    }
}
impl From<Date> for Value {
    fn from(date: Date) -> Self {
        Self::Date(date)
    }
}
impl From<Timestamp> for Value {
    fn from(moment: Timestamp) -> Self {
        Self::Timestamp(moment)
    }
}
impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// An exact decimal number: `digits` × 10^−`scale`. `12.50` and `12.5` are different spellings and both survive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Decimal {
    high: i64,
    low: u64,
    scale: u8,
}

impl Decimal {
    /// The number `digits` × 10^−`scale`; `scale` is at most 30.
    pub fn new(digits: i128, scale: u8) -> Self {
        Self { high: (digits >> 64) as i64, low: digits as u64, scale: scale.min(30) }
    }

    /// All digits, as a whole number.
    pub fn digits(self) -> i128 {
        (i128::from(self.high) << 64) | i128::from(self.low)
    }

    /// How many of the digits stand behind the point.
    pub fn scale(self) -> u8 {
        self.scale
    }

    /// Reads `-12.50`, `+3`, `.5` or `1.2e3`: at most 36 digits, 30 of them behind the point.
    pub fn parse(text: &str) -> Option<Self> {
        let (mantissa, exponent) = match text.find(['e', 'E']) {
            Some(at) => (text.get(..at)?, text.get(at + 1..)?.parse::<i32>().ok()?),
            None => (text, 0),
        };
        let (negative, mantissa) = match mantissa.as_bytes().first()? {
            b'-' => (true, &mantissa[1..]),
            b'+' => (false, &mantissa[1..]),
            _ => (false, mantissa),
        };
        let mut digits: i128 = 0;
        let mut scale: i32 = 0;
        let (mut any, mut point) = (false, false);
        for byte in mantissa.bytes() {
            match byte {
                b'0'..=b'9' => {
                    digits = digits.checked_mul(10)?.checked_add(i128::from(byte - b'0'))?;
                    any = true;
                    scale += i32::from(point);
                }
                b'.' if !point => point = true,
                _ => return None,
            }
        }
        if !any || exponent.abs() > 60 {
            return None;
        }
        scale -= exponent;
        while scale < 0 {
            digits = digits.checked_mul(10)?;
            scale += 1;
        }
        if digits >= 10_i128.pow(36) || scale > 30 {
            return None;
        }
        Some(Self::new(if negative { -digits } else { digits }, u8::try_from(scale).ok()?))
    }

    /// The nearest double, for arithmetic and maps; never for storing.
    pub fn to_f64(self) -> f64 {
        self.to_string().parse().unwrap_or(f64::NAN)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.digits();
        let scale = usize::from(self.scale);
        let sign = if digits < 0 { "-" } else { "" };
        let text = digits.unsigned_abs().to_string();
        if scale == 0 {
            return write!(f, "{sign}{text}");
        }
        if text.len() > scale {
            let (whole, fraction) = text.split_at(text.len() - scale);
            write!(f, "{sign}{whole}.{fraction}")
        } else {
            write!(f, "{sign}0.{text:0>scale$}")
        }
    }
}

/// A day of the Gregorian calendar, years −9999 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: i16,
    month: u8,
    day: u8,
}

impl Date {
    /// The day, if the calendar has it.
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        let fits = (-9999..=9999).contains(&year) && (1..=12).contains(&month) && day >= 1;
        if !fits || day > days_in_month(year, month) {
            return None;
        }
        Some(Self { year: i16::try_from(year).ok()?, month, day })
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.year.into()
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, 1 to 31.
    pub fn day(self) -> u8 {
        self.day
    }

    /// Reads `1987-05-12`, with one-digit months and days allowed.
    pub fn parse(text: &str) -> Option<Self> {
        if let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() {
            // As databases keep them; the other forms below are rare.
            let year = number(&[*y1, *y2, *y3, *y4])?;
            return Self::new(year as i32, number(&[*m1, *m2])? as u8, number(&[*d1, *d2])? as u8);
        }
        let (sign, rest) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text),
        };
        let mut parts = rest.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if parts.next().is_some() || year.len() > 4 || !plain(year) || !plain(month) || !plain(day) {
            return None;
        }
        Self::new(sign * year.parse::<i32>().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    /// Days since 1970-01-01.
    pub fn to_days(self) -> i32 {
        // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": days_from_civil.
        let (month, day) = (i32::from(self.month), i32::from(self.day));
        let year = i32::from(self.year) - i32::from(month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
        era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
    }

    /// The day that many days after 1970-01-01.
    pub fn from_days(days: i32) -> Option<Self> {
        let shifted = days.checked_add(719_468)?;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        let year = year_of_era + era * 400 + i32::from(month <= 2);
        Self::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }
}

/// How many days a month of the Gregorian calendar has.
fn days_in_month(year: i32, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// The number that some digits make; nothing if anything else is among them.
fn number(digits: &[u8]) -> Option<i64> {
    digits.iter().try_fold(0_i64, |all, byte| byte.is_ascii_digit().then(|| all * 10 + i64::from(byte - b'0')))
}

/// Writes a number with leading zeros into all of `place`.
fn write_digits(place: &mut [u8], mut number: u32) {
    for byte in place.iter_mut().rev() {
        *byte = b'0' + (number % 10) as u8;
        number /= 10;
    }
}

/// Text that was put together from bytes below 128.
fn ascii(bytes: &[u8]) -> Result<&str, fmt::Error> {
    std::str::from_utf8(bytes).map_err(|_| fmt::Error)
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.year < 0 {
            f.write_str("-")?;
        }
        let mut text = *b"0000-00-00";
        write_digits(&mut text[..4], self.year.unsigned_abs().into());
        write_digits(&mut text[5..7], self.month.into());
        write_digits(&mut text[8..], self.day.into());
        f.write_str(ascii(&text)?)
    }
}

const MICROS_PER_DAY: i64 = 86_400_000_000;

/// A moment: microseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// Reads `1987-05-12T14:30:00.123456Z`; the `T` may be a space, seconds, fraction and zone may be missing, and
    /// without a zone it is UTC. A day alone is its midnight.
    pub fn parse(text: &str) -> Option<Self> {
        let (day, time) = match text.find(['T', ' ', 't']) {
            Some(at) => (text.get(..at)?, text.get(at + 1..)?),
            None => (text, ""),
        };
        let days = i64::from(Date::parse(day)?.to_days());
        let (clock, offset_minutes) = split_zone(time)?;
        Some(Self(days.checked_mul(MICROS_PER_DAY)? + clock_micros(clock)? - offset_minutes * 60_000_000))
    }

    /// The day in UTC.
    pub fn date(self) -> Option<Date> {
        Date::from_days(i32::try_from(self.0.div_euclid(MICROS_PER_DAY)).ok()?)
    }
}

/// Parts `14:30:00+02:00` into the clock and the minutes by which the zone is ahead of UTC.
fn split_zone(time: &str) -> Option<(&str, i64)> {
    if let Some(clock) = time.strip_suffix(['Z', 'z']) {
        return Some((clock, 0));
    }
    let Some(at) = time.rfind(['+', '-']) else { return Some((time, 0)) };
    let zone: String = time.get(at + 1..)?.chars().filter(|letter| *letter != ':').collect();
    if !(zone.len() == 2 || zone.len() == 4) || !zone.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let hours: i64 = zone.get(..2)?.parse().ok()?;
    let minutes: i64 = zone.get(2..).filter(|rest| !rest.is_empty()).map_or(Some(0), |rest| rest.parse().ok())?;
    let ahead = hours * 60 + minutes;
    Some((time.get(..at)?, if time.as_bytes()[at] == b'-' { -ahead } else { ahead }))
}

/// Microseconds from midnight of `14:30`, `14:30:05` or `14:30:05.25`; nothing is midnight.
fn clock_micros(clock: &str) -> Option<i64> {
    if clock.is_empty() {
        return Some(0);
    }
    let mut parts = clock.split(':');
    let hours: i64 = two_digits(parts.next()?)?;
    let minutes: i64 = two_digits(parts.next()?)?;
    let (seconds, fraction) = match parts.next() {
        None => (0, 0),
        Some(text) => match text.split_once('.') {
            None => (two_digits(text)?, 0),
            Some((whole, fraction)) => {
                if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
                    return None;
                }
                let known = &fraction.as_bytes()[..fraction.len().min(6)];
                (two_digits(whole)?, number(known)? * 10_i64.pow(6 - known.len() as u32))
            }
        },
    };
    if parts.next().is_some() || hours > 23 || minutes > 59 || seconds > 59 {
        return None;
    }
    Some(((hours * 60 + minutes) * 60 + seconds) * 1_000_000 + fraction)
}

fn two_digits(text: &str) -> Option<i64> {
    (1..=2).contains(&text.len()).then(|| number(text.as_bytes())).flatten()
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(day) = self.date() else { return write!(f, "{}us", self.0) };
        let micros = self.0.rem_euclid(MICROS_PER_DAY);
        let (seconds, fraction) = (micros / 1_000_000, micros % 1_000_000);
        write!(f, "{day}")?;
        let mut text = *b"T00:00:00.000000";
        write_digits(&mut text[1..3], (seconds / 3600) as u32);
        write_digits(&mut text[4..6], (seconds / 60 % 60) as u32);
        write_digits(&mut text[7..9], (seconds % 60) as u32);
        write_digits(&mut text[10..], fraction as u32);
        f.write_str(ascii(if fraction == 0 { &text[..9] } else { &text })?)?;
        f.write_str("Z")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check_decimal(text: &str, expect: &str) {
        assert_eq!(Decimal::parse(text).map_or("-".to_owned(), |number| number.to_string()), expect);
    }

    #[test]
    fn a_decimal_keeps_every_digit() {
        check_decimal("12.50", "12.50");
        check_decimal("-0.0005", "-0.0005");
        check_decimal("123456789012.1234567890", "123456789012.1234567890");
        check_decimal(".5", "0.5");
        check_decimal("1.2e3", "1200");
    }

    #[test]
    fn what_is_no_decimal_is_refused() {
        for text in ["", "-", ".", "1,5", "1.2.3", "abc", "1e999", &"9".repeat(50)] {
            check_decimal(text, "-");
        }
    }

    #[test]
    fn a_date_must_exist() {
        assert_eq!(Date::parse("1900-02-29"), None);
        assert_eq!(Date::parse("2000-2-29").map(|date| date.to_string()).as_deref(), Some("2000-02-29"));
        assert_eq!(Date::parse("1987-13-01"), None);
    }

    #[test]
    fn a_timestamp_is_read_with_its_zone() {
        let read = |text| Timestamp::parse(text).map(|moment| moment.to_string());
        assert_eq!(read("1987-05-12T14:30:00+02:00").as_deref(), Some("1987-05-12T12:30:00Z"));
        assert_eq!(read("1987-05-12 14:30").as_deref(), Some("1987-05-12T14:30:00Z"));
        assert_eq!(read("1987-05-12T14:30:00.25Z").as_deref(), Some("1987-05-12T14:30:00.250000Z"));
        assert_eq!(read("1987-05-12T25:00"), None);
    }

    proptest! {
        #[test]
        fn days_and_dates_agree(days in -4_000_000..2_900_000_i32) {
            if let Some(date) = Date::from_days(days) {
                prop_assert_eq!(date.to_days(), days);
                prop_assert_eq!(Date::parse(&date.to_string()), Some(date));
            }
        }

        #[test]
        fn decimals_survive_text(digits in -(10_i128.pow(35))..10_i128.pow(35), scale in 0_u8..=30) {
            let number = Decimal::new(digits, scale);
            let again = Decimal::parse(&number.to_string());
            prop_assert_eq!(again.map(|number| number.to_string()), Some(number.to_string()));
        }

        #[test]
        fn timestamps_survive_text(micros in -60_000_000_000_000_000_i64..250_000_000_000_000_000) {
            prop_assert_eq!(Timestamp::parse(&Timestamp(micros).to_string()), Some(Timestamp(micros)));
        }
    }
}
