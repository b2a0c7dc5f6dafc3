//! UTM and MGRS references, on the WGS84 ellipsoid.

use super::coordinate::{CoordReading, Unit, UnreadCoord};
use super::doubt;

type Place = (CoordReading, CoordReading);

/// Letters of the latitude bands from 80° S, eight degrees each; the last has twelve.
const BANDS: &str = "CDEFGHJKLMNPQRSTUVWX";
/// Letters of the columns and rows of the 100 km squares.
const LETTERS: &str = "ABCDEFGHJKLMNPQRSTUVWXYZ";

/// Reads a UTM or MGRS reference. Nothing means that the text has another form.
///
/// A letter S after the zone can mean the band (32° to 40° N) or the southern
/// hemisphere; where both are possible the text is `Ambiguous`, as it is
/// without any letter.
pub(super) fn read(text: &str) -> Option<Result<Place, UnreadCoord>> {
    mgrs(text).or_else(|| utm(text))
}

/// A number, or a word in upper case.
#[derive(Debug, Clone, PartialEq)]
enum Part {
    Number(String),
    Word(String),
}

/// Numbers and words; nothing if there is a mark that grid references do not have.
fn parts(text: &str) -> Option<Vec<Part>> {
    let mut parts: Vec<Part> = Vec::new();
    let mut joins = false;
    for c in text.chars() {
        let numeric = c.is_ascii_digit() || c == '.';
        if !numeric && !c.is_ascii_alphabetic() {
            if !" ,;:=/()".contains(c) {
                return None;
            }
            joins = false;
            continue;
        }
        match parts.last_mut() {
            Some(Part::Number(number)) if joins && numeric => number.push(c),
            Some(Part::Word(word)) if joins && !numeric => word.push(c.to_ascii_uppercase()),
            _ if numeric => parts.push(Part::Number(c.to_string())),
            _ => parts.push(Part::Word(c.to_ascii_uppercase().to_string())),
        }
        joins = true;
    }
    Some(parts)
}

fn utm(text: &str) -> Option<Result<Place, UnreadCoord>> {
    let mut zone = None;
    let mut letter = None;
    let mut east: Option<f64> = None;
    let mut north: Option<f64> = None;
    let mut plain: Vec<f64> = Vec::new();
    let mut named: Option<char> = None;
    let mut after_zone = false;
    let mut is_hemisphere = false;
    let parts = parts(text)?;
    let mut rest = parts.iter().peekable();
    while let Some(part) = rest.next() {
        match part {
            Part::Word(word) => match word.as_str() {
                "UTM" | "GRID" | "M" => {}
                "ZONE" => named = Some('Z'),
                "EASTING" | "EASTINGS" => named = Some('E'),
                "NORTHING" | "NORTHINGS" => named = Some('N'),
                "E" | "ME" | "N" | "MN" if !after_zone => named = Some(if word.ends_with('E') { 'E' } else { 'N' }),
                "NORTH" | "SOUTH" if after_zone => {
                    letter = word.chars().next();
                    is_hemisphere = word == "SOUTH";
                    after_zone = false;
                }
                one if after_zone && one.len() == 1 && (BANDS.contains(one)) => {
                    letter = one.chars().next();
                    after_zone = false;
                }
                _ => return None,
            },
            Part::Number(number) => {
                let whole = number.split('.').next().unwrap_or("").len();
                let value: f64 = number.parse().ok()?;
                if whole <= 2 && zone.is_none() && !number.contains('.') {
                    zone = Some(value);
                    after_zone = true;
                    named = None;
                    continue;
                }
                if !(5..=8).contains(&whole) {
                    return None;
                }
                after_zone = false;
                let behind = match rest.peek() {
                    Some(Part::Word(word)) if named.is_none() && matches!(word.as_str(), "E" | "ME") => Some('E'),
                    Some(Part::Word(word)) if named.is_none() && matches!(word.as_str(), "N" | "MN") => Some('N'),
                    _ => None,
                };
                if behind.is_some() {
                    rest.next();
                }
                match named.take().or(behind) {
                    Some('E') if east.is_none() => east = Some(value),
                    Some('N') if north.is_none() => north = Some(value),
                    None => plain.push(value),
                    _ => return None,
                }
            }
        }
    }
    let (east, north) = match (east, north, plain.as_slice()) {
        (Some(east), Some(north), []) => (east, north),
        (None, None, [east, north]) => (*east, *north),
        _ => return None,
    };
    Some(from_utm(zone?, letter, is_hemisphere, east, north))
}

fn from_utm(zone: f64, letter: Option<char>, is_hemisphere: bool, east: f64, north: f64) -> Result<Place, UnreadCoord> {
    if !(1.0..=60.0).contains(&zone)
        || !(100_000.0..=900_000.0).contains(&east)
        || !(0.0..=10_000_000.0).contains(&north)
    {
        return Err(UnreadCoord::OutOfRange);
    }
    let northern = geographic(zone, east, north);
    let southern = geographic(zone, east, north - 10_000_000.0);
    let letter = letter.ok_or(UnreadCoord::Ambiguous)?;
    let (low, high) = band(letter).ok_or(UnreadCoord::OutOfRange)?;
    let within = |latitude: f64| (low - 0.1..high + 0.1).contains(&latitude);
    let (latitude, longitude) = match letter {
        'N' => northern,
        'S' if within(northern.0) && !is_hemisphere => return Err(UnreadCoord::Ambiguous),
        'S' => southern,
        _ if within(northern.0) && low >= 0.0 => northern,
        _ if within(southern.0) && low < 0.0 => southern,
        _ => return Err(UnreadCoord::OutOfRange),
    };
    place(latitude, longitude, 7, false)
}

/// The latitudes of a band, south and north, in degrees.
fn band(letter: char) -> Option<(f64, f64)> {
    let at = u8::try_from(BANDS.find(letter)?).ok()?;
    let low = f64::from(at) * 8.0 - 80.0;
    Some((low, if letter == 'X' { 84.0 } else { low + 8.0 }))
}

fn mgrs(text: &str) -> Option<Result<Place, UnreadCoord>> {
    let joined: String = text.chars().filter(|c| *c != ' ').collect();
    let joined = joined.strip_prefix("MGRS:").or(joined.strip_prefix("MGRS")).unwrap_or(&joined);
    if joined.len() > 16 || !joined.is_ascii() {
        return None;
    }
    let zone_digits = joined.bytes().take_while(u8::is_ascii_digit).count();
    let (zone, rest) = joined.split_at(zone_digits);
    let letters = rest.get(..3)?.to_ascii_uppercase();
    let numbers = &rest[3..];
    let only_letters = letters.bytes().all(|b| b.is_ascii_uppercase());
    if !(1..=2).contains(&zone_digits) || !only_letters || !numbers.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Some(from_mgrs(zone, &letters, numbers))
}

fn from_mgrs(zone: &str, letters: &str, numbers: &str) -> Result<Place, UnreadCoord> {
    let half = numbers.len() / 2;
    if numbers.len() % 2 == 1 || half > 5 {
        return Err(UnreadCoord::NotUnderstood);
    }
    let zone: u8 = zone.parse().map_err(|_| UnreadCoord::NotUnderstood)?;
    let mut letters = letters.chars();
    let mut next = || letters.next().ok_or(UnreadCoord::NotUnderstood);
    let (low, high) = band(next()?).ok_or(UnreadCoord::OutOfRange)?;
    let index = |letter: char| LETTERS.find(letter).and_then(|at| u8::try_from(at).ok()).ok_or(UnreadCoord::OutOfRange);
    let (column, row) = (index(next()?)?, index(next()?)?);
    let first = [16, 0, 8][usize::from(zone % 3)];
    if !(1..=60).contains(&zone) || !(first..first + 8).contains(&column) || row >= 20 {
        return Err(UnreadCoord::OutOfRange);
    }
    let size = [100_000.0, 10_000.0, 1_000.0, 100.0, 10.0, 1.0][half];
    let within = |digits: &str| digits.parse::<f64>().unwrap_or(0.0) * size + size / 2.0;
    let east = f64::from(column - first + 1) * 100_000.0 + within(&numbers[..half]);
    let row = if zone.is_multiple_of(2) { (row + 15) % 20 } else { row };
    let north = f64::from(row) * 100_000.0 + within(&numbers[half..]);
    let false_north = if low < 0.0 { 10_000_000.0 } else { 0.0 };
    let fits =
        (0..5).map(|turn| geographic(f64::from(zone), east, north + f64::from(turn) * 2_000_000.0 - false_north));
    let found = fits.into_iter().find(|it| (low - 1.0..high + 1.0).contains(&it.0));
    let (latitude, longitude) = found.ok_or(UnreadCoord::OutOfRange)?;
    place(latitude, longitude, [3, 4, 5, 6, 7, 7][half], half < 5)
}

fn place(latitude: f64, longitude: f64, places: usize, square: bool) -> Result<Place, UnreadCoord> {
    if !(-80.5..=84.5).contains(&latitude) || !longitude.is_finite() {
        return Err(UnreadCoord::OutOfRange);
    }
    let longitude = if longitude > 180.0 {
        longitude - 360.0
    } else if longitude < -180.0 {
        longitude + 360.0
    } else {
        longitude
    };
    let reading = |value: f64| {
        let mut doubts = Vec::new();
        if square {
            doubt(&mut doubts, "grid-square");
        }
        CoordReading { decimal: format!("{value:.places$}"), unit: Unit::Decimal, doubts }
    };
    Ok((reading(latitude), reading(longitude)))
}

/// Latitude and longitude, in degrees, of a point of the transverse Mercator
/// projection; `north` is metres from the equator, negative in the south.
///
/// Good to less than a millimetre within the zone.
///
/// Source: C. F. F. Karney (2011), "Transverse Mercator with an accuracy of a
/// few nanometers", the Krüger series to the fourth order of `n`.
fn geographic(zone: f64, east: f64, north: f64) -> (f64, f64) {
    const RADIUS_M: f64 = 6_378_137.0;
    const FLATTENING: f64 = 1.0 / 298.257_223_563;
    const SCALE: f64 = 0.9996;
    let n = FLATTENING / (2.0 - FLATTENING);
    let (n2, n3, n4) = (n * n, n * n * n, n * n * n * n);
    let beta = [
        n / 2.0 - 2.0 / 3.0 * n2 + 37.0 / 96.0 * n3 - n4 / 360.0,
        n2 / 48.0 + n3 / 15.0 - 437.0 / 1440.0 * n4,
        17.0 / 480.0 * n3 - 37.0 / 840.0 * n4,
        4397.0 / 161_280.0 * n4,
    ];
    let delta = [
        2.0 * n - 2.0 / 3.0 * n2 - 2.0 * n3 + 116.0 / 45.0 * n4,
        7.0 / 3.0 * n2 - 8.0 / 5.0 * n3 - 227.0 / 45.0 * n4,
        56.0 / 15.0 * n3 - 136.0 / 35.0 * n4,
        4279.0 / 630.0 * n4,
    ];
    let meridian = RADIUS_M / (1.0 + n) * (1.0 + n2 / 4.0 + n4 / 64.0);
    let xi = north / (SCALE * meridian);
    let eta = (east - 500_000.0) / (SCALE * meridian);
    let (mut xi_sphere, mut eta_sphere) = (xi, eta);
    for (factor, b) in [2.0, 4.0, 6.0, 8.0].into_iter().zip(beta) {
        xi_sphere -= b * (factor * xi).sin() * (factor * eta).cosh();
        eta_sphere -= b * (factor * xi).cos() * (factor * eta).sinh();
    }
    let conformal = (xi_sphere.sin() / eta_sphere.cosh()).asin();
    let mut latitude = conformal;
    for (factor, d) in [2.0, 4.0, 6.0, 8.0].into_iter().zip(delta) {
        latitude += d * (factor * conformal).sin();
    }
    let longitude = eta_sphere.sinh().atan2(xi_sphere.cos());
    (latitude.to_degrees(), longitude.to_degrees() + zone * 6.0 - 183.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let is = match read(text) {
            None => "another form".to_owned(),
            Some(Err(why)) => why.name().to_owned(),
            Some(Ok((latitude, longitude))) => format!("{}, {}", latitude.decimal, longitude.decimal),
        };
        assert_eq!(is, expect, "{text}");
    }

    #[test]
    fn the_central_meridian_at_the_equator_is_exact() {
        check("31N 500000 0000000", "0.0000000, 3.0000000");
    }

    #[test]
    fn a_point_known_from_surveys() {
        // CN Tower, Toronto: 43°38'33.24"N 79°23'13.7"W.
        check("17T 630084 4833438", "43.6425618, -79.3871429");
        check("UTM Zone 17T, 630084mE, 4833438mN", "43.6425618, -79.3871429");
        check("Zone 17T Easting: 630084 Northing: 4833438", "43.6425618, -79.3871429");
        check("UTM zone 17 north, 630084 4833438", "43.6425618, -79.3871429");
        check("30 South 573602 4133454", "-52.9434922, -1.9046807");
    }

    #[test]
    fn the_south_counts_from_ten_thousand_kilometres() {
        check("56H 334873 6252266", "-33.8570008, 151.2149978");
        check("56S 334873 6252266", "-33.8570008, 151.2149978");
    }

    #[test]
    fn bands_must_fit_the_northing() {
        check("17C 630084 4833438", "out-of-range");
        check("61T 630084 4833438", "out-of-range");
        check("17T 63008 4833438", "out-of-range");
    }

    #[test]
    fn squares_become_their_middle() {
        check("4QFJ12345678", "21.3094781, -157.9168189");
    }

    #[test]
    fn coordinates_are_no_grid_references() {
        check("40.25, -74.75", "another form");
        check("40 N 74 W", "another form");
        check("12 30 45", "another form");
    }
}
