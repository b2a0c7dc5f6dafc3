//! Conditions that look at more than a field: places on the map, nodes of trees, ages, formatted records, named issues.

use std::collections::HashSet;

use vasculum_model::names::locality;
use vasculum_model::{Error, Path, Result, Table, TableId, Value, model};
use vasculum_store::{Expr, Filter, Rows, Select, Test, Tx, fold};

use super::ast::{self, Op};
use super::conditions::decimal;
use super::making::{Fixed, Maker};
use super::parse::parse_condition;
use super::ways::last_link;
use crate::formats;
use crate::trees::own;

/// A check that has a name: records of the table that meet the condition have the issue.
#[derive(Debug)]
pub struct NamedIssue {
    /// Stable kebab-case word.
    pub name: &'static str,
    /// The table whose records have it.
    pub table: &'static str,
    /// What is amiss, for people.
    pub about: &'static str,
    /// The condition, in the language of questions.
    pub condition: &'static str,
}

const fn issue_of(table: &'static str, name: &'static str, about: &'static str, condition: &'static str) -> NamedIssue {
    NamedIssue { name, table, about, condition }
}

/// Every issue that a question can ask for.
pub const ISSUES: &[NamedIssue] = &[
    issue_of("CollectionObject", "no-number", "It has no catalogue number.", "catalogNumber is empty"),
    issue_of("CollectionObject", "no-determination", "It is not determined.", "no determinations"),
    issue_of(
        "CollectionObject",
        "no-current-determination",
        "None of its determinations is current.",
        "any determinations and no determinations (isCurrent)",
    ),
    issue_of("CollectionObject", "no-event", "It has no collecting event.", "collectingEvent.id is empty"),
    issue_of(
        "CollectionObject",
        "no-date",
        "When it was collected is not known.",
        "collectingEvent.startDate is empty",
    ),
    issue_of("CollectionObject", "no-locality", "It has no locality.", "collectingEvent.locality.id is empty"),
    issue_of(
        "CollectionObject",
        "no-coordinates",
        "Its locality has no coordinates.",
        "collectingEvent.locality.latitude1 is empty or collectingEvent.locality.longitude1 is empty",
    ),
    issue_of(
        "CollectionObject",
        "no-collector",
        "Nobody is said to have collected it.",
        "no collectingEvent.collectors",
    ),
    issue_of("CollectionObject", "no-preparation", "It has no preparation.", "no preparations"),
    issue_of(
        "CollectionObject",
        "date-reversed",
        "It was collected until a day before the first.",
        "collectingEvent.endDate < collectingEvent.startDate",
    ),
    issue_of(
        "CollectionObject",
        "collected-after-cataloged",
        "It was collected after it was catalogued.",
        "collectingEvent.startDate > catalogedDate",
    ),
    issue_of("Locality", "no-coordinates", "It has no coordinates.", "latitude1 is empty or longitude1 is empty"),
    issue_of("Locality", "no-geography", "It has no place in the geography tree.", "geography.id is empty"),
    issue_of(
        "Locality",
        "coordinates-zero",
        "Its coordinates are 0, 0, where hardly anybody collects.",
        "latitude1 = 0 and longitude1 = 0",
    ),
    issue_of(
        "Locality",
        "coordinates-out-of-range",
        "Its coordinates lie off the globe.",
        "latitude1 < -90 or latitude1 > 90 or longitude1 < -180 or longitude1 > 180",
    ),
    issue_of("Loan", "overdue", "It should have come back.", "isClosed is false or empty and currentDueDate < today"),
    issue_of("Taxon", "no-author", "It is a species or below and has no author.", "rankId >= 220 and author is empty"),
    issue_of("Determination", "no-taxon", "It names no taxon.", "taxon.id is empty"),
    issue_of("CollectingEvent", "no-date", "When it was is not known.", "startDate is empty"),
    issue_of("CollectingEvent", "no-locality", "Where it was is not known.", "locality.id is empty"),
];

/// The condition of the issue of this name.
pub(super) fn issue(table: &Table, name: &str) -> Result<&'static str> {
    let found = ISSUES.iter().find(|issue| issue.table == table.name && issue.name == name);
    found.map(|issue| issue.condition).ok_or_else(|| {
        let names: Vec<_> = ISSUES.iter().filter(|issue| issue.table == table.name).map(|issue| issue.name).collect();
        let error = Error::invalid(format!("{} has no issue ‘{name}’.", table.name));
        if names.is_empty() { error } else { error.hint(format!("It has {}.", names.join(", "))) }
    })
}

/// A test of a text that is written by a format.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Written {
    Is(Vec<String>),
    Like(String),
    Contains(String),
    StartsWith(String),
    EndsWith(String),
}

impl Written {
    fn passes(&self, text: &str) -> bool {
        let text = fold(text);
        match self {
            Self::Is(list) => list.iter().any(|one| fold(one) == text),
            Self::Like(pattern) => is_like(&text, &fold(pattern)),
            Self::Contains(part) => text.contains(&fold(part)),
            Self::StartsWith(part) => text.starts_with(&fold(part)),
            Self::EndsWith(part) => text.ends_with(&fold(part)),
        }
    }
}

/// Whether a text is as a pattern in which `%` stands for any letters and `_` for one.
pub(super) fn is_like(text: &str, pattern: &str) -> bool {
    let (text, pattern): (Vec<char>, Vec<char>) = (text.chars().collect(), pattern.chars().collect());
    let (mut at, mut by) = (0, 0);
    let mut again: Option<(usize, usize)> = None;
    while at < text.len() {
        if pattern.get(by) == Some(&'%') {
            again = Some((by, at));
            by += 1;
        } else if pattern.get(by).is_some_and(|letter| *letter == '_' || *letter == text[at]) {
            at += 1;
            by += 1;
        } else if let Some((star, from)) = again {
            again = Some((star, from + 1));
            at = from + 1;
            by = star + 1;
        } else {
            return false;
        }
    }
    pattern[by..].iter().all(|letter| *letter == '%')
}

/// So many records are written at a time.
const BATCH: usize = 1_000;

/// The records of a table whose text, as a format writes them, passes a test: every one is written.
pub(super) fn written(tx: &mut Tx<'_>, table: &Table, format: &str, test: &Written) -> Result<Vec<i64>> {
    let mut found = Vec::new();
    tx.ask_in_batches(&Rows::of(table.id), BATCH, |tx, rows| {
        let ids: Vec<i64> = rows.iter().filter_map(|row| row.ids[0]).collect();
        let records = tx.find_all(table.id, &ids)?;
        let texts = formats::formatted_as(tx, table.id, format, &records)?;
        found.extend(records.iter().zip(texts).filter(|(_, text)| test.passes(text)).map(|(record, _)| record.id));
        Ok(())
    })?;
    Ok(found)
}

/// The radius of the sphere with the surface of the Earth, in kilometres.
const EARTH: f64 = 6_371.007_2;

/// The localities whose first point lies where a test says.
pub(super) fn localities(tx: &mut Tx<'_>, op: &Op) -> Result<Vec<i64>> {
    let shape = Shape::of(op)?;
    let (south, north) = shape.latitudes();
    let table = locality::TABLE;
    let (latitude, longitude) = (own(table, Some(locality::LATITUDE1)), own(table, Some(locality::LONGITUDE1)));
    let bound = |value: f64| {
        vasculum_model::Decimal::parse(&format!("{value:.10}")).map_or(Value::Float(value), Value::Decimal)
    };
    let filter = Filter::And(vec![
        Filter::Test(latitude.clone(), Test::AtLeast(bound(south))),
        Filter::Test(latitude.clone(), Test::AtMost(bound(north))),
    ]);
    let columns = vec![Expr::Field(0, latitude), Expr::Field(0, longitude)];
    let mut found = Vec::new();
    tx.ask_in_batches(&Rows { filter, columns, ..Rows::of(table) }, 10_000, |_, rows| {
        found.extend(rows.iter().filter_map(|row| {
            let (latitude, longitude) = (row.values[0].number()?, row.values[1].number()?);
            Some(row.ids[0]?).filter(|_| shape.holds(latitude, longitude))
        }));
        Ok(())
    })?;
    Ok(found)
}

/// A part of the globe.
enum Shape {
    Circle { kilometres: f64, latitude: f64, longitude: f64 },
    Polygon(Vec<(f64, f64)>),
}

impl Shape {
    fn of(op: &Op) -> Result<Self> {
        let point = |latitude: &str, longitude: &str| {
            let (latitude, longitude) = (decimal(latitude)?, decimal(longitude)?);
            if latitude.abs() > 90.0 || longitude.abs() > 180.0 {
                return Err(Error::invalid(format!("{latitude}, {longitude} lies off the globe.")));
            }
            Ok((latitude, longitude))
        };
        match op {
            Op::Near(kilometres, latitude, longitude) => {
                let (latitude, longitude) = point(latitude, longitude)?;
                Ok(Self::Circle { kilometres: decimal(kilometres)?.max(0.0), latitude, longitude })
            }
            Op::Inside(corners) if corners.len() >= 3 => {
                Ok(Self::Polygon(corners.iter().map(|(lat, long)| point(lat, long)).collect::<Result<_>>()?))
            }
            _ => Err(Error::invalid("A polygon has three corners at least.")),
        }
    }

    fn latitudes(&self) -> (f64, f64) {
        match self {
            Self::Circle { kilometres, latitude, .. } => {
                let degrees = (kilometres / EARTH).to_degrees() + 1e-6;
                (latitude - degrees, latitude + degrees)
            }
            Self::Polygon(corners) => {
                corners.iter().fold((90.0, -90.0), |(south, north): (f64, f64), (latitude, _)| {
                    (south.min(*latitude), north.max(*latitude))
                })
            }
        }
    }

    fn holds(&self, latitude: f64, longitude: f64) -> bool {
        match self {
            Self::Circle { kilometres, latitude: lat, longitude: long } => {
                let (a, b) = (latitude.to_radians(), lat.to_radians());
                let (high, wide) = ((a - b) / 2.0, (longitude - long).to_radians() / 2.0);
                let half = high.sin().powi(2) + a.cos() * b.cos() * wide.sin().powi(2);
                2.0 * EARTH * half.sqrt().min(1.0).asin() <= *kilometres
            }
            Self::Polygon(corners) => {
                // Across the antimeridian the corners are counted on beyond 180°.
                let wide = corners.windows(2).any(|pair| (pair[0].1 - pair[1].1).abs() > 180.0);
                let turned = |longitude: f64| if wide && longitude < 0.0 { longitude + 360.0 } else { longitude };
                let (x, y) = (turned(longitude), latitude);
                let mut inside = false;
                let mut before = corners[corners.len() - 1];
                for corner in corners {
                    let ((y1, x1), (y2, x2)) = ((before.0, turned(before.1)), (corner.0, turned(corner.1)));
                    if (y1 > y) != (y2 > y) && x < (x2 - x1) * (y - y1) / (y2 - y1) + x1 {
                        inside = !inside;
                    }
                    before = *corner;
                }
                inside
            }
        }
    }
}

/// More nodes than these are looked up with all below them, instead of one span of the tree for each.
const FEW: usize = 12;

impl Maker<'_, '_> {
    /// Those whose node at the end of a path is one that is named, or stands below it.
    pub(super) fn under(&mut self, path: &Path, table: &'static Table, node: &ast::Expr) -> Result<Filter> {
        let Some(tree) = model().tree(table.id) else {
            return Err(Error::invalid(format!("{} is no tree.", table.name))
                .hint("For example determinations.taxon under \"Salmonidae\"."));
        };
        let ids = match self.fixed(node)? {
            Fixed::Open => return Ok(Filter::All),
            Fixed::Number(text) => vec![super::conditions::whole(&text)?],
            Fixed::Text(text) => {
                let same = |column| Filter::test(column, Test::Same(text.clone()));
                let ids = self.ids(table.id, Filter::Or(vec![same(tree.full_name), same(tree.name)]))?;
                if ids.is_empty() {
                    return Err(Error::not_found(format!("There is no {} ‘{text}’ that you may see.", table.name)));
                }
                ids
            }
            _ => return Err(Error::invalid("A node is named by its number or its name.")),
        };
        self.below(path, ids)
    }

    /// Those whose node, or an ancestor of it, has a rank and passes a test there.
    pub(super) fn rank_test(&mut self, path: &Path, ranks: &[i64], column: Option<u16>, op: &Op) -> Result<Filter> {
        let tree = crate::trees::tree_of(path.table)?;
        let field = Path { base: path.table, steps: Vec::new(), table: path.table, column };
        let test = self.column_test(&field, op)?;
        if test == Filter::All {
            return Ok(Filter::All);
        }
        let of_rank = Filter::test(tree.definition_item, Test::Ids(ranks.to_vec()));
        let ids = self.ids(path.table, Filter::And(vec![test, of_rank]))?;
        self.below(path, ids)
    }

    /// Those whose node at the end of a path is one of these or stands below one.
    fn below(&mut self, path: &Path, ids: Vec<i64>) -> Result<Filter> {
        let ids = if self.query.synonyms { self.synonyms_of(path.table, ids)? } else { ids };
        let tree = crate::trees::tree_of(path.table)?;
        if ids.len() <= FEW
            && let Some(link) = last_link(path)
        {
            return Ok(Filter::Or(ids.into_iter().map(|id| Filter::Under(link.clone(), id)).collect()));
        }
        let mut all: HashSet<i64> = ids.iter().copied().collect();
        for some in ids.chunks(50) {
            let parent = own(path.table, Some(tree.parent));
            let below = some.iter().map(|id| Filter::Under(parent.clone(), *id)).collect();
            all.extend(self.ids(path.table, Filter::Or(below))?);
        }
        let mut all: Vec<i64> = all.into_iter().collect();
        all.sort_unstable();
        self.is_one_of(path, all)
    }

    /// Nodes with their synonyms, their accepted names and the synonyms of those.
    pub(super) fn synonyms_of(&mut self, table: TableId, ids: Vec<i64>) -> Result<Vec<i64>> {
        let tree = crate::trees::tree_of(table)?;
        let mut all: HashSet<i64> = ids.iter().copied().collect();
        let mut fresh = ids;
        while !fresh.is_empty() {
            let accepted = own(table, Some(tree.accepted));
            let up = Select::all(table).matching(Filter::Ids(fresh.clone()));
            let mut next: Vec<i64> =
                self.tx.values(&up, std::slice::from_ref(&accepted))?.iter().filter_map(|row| row[0].int()).collect();
            next.extend(self.ids(table, Filter::Test(accepted, Test::Ids(fresh)))?);
            next.retain(|id| all.insert(*id));
            fresh = next;
        }
        let mut all: Vec<i64> = all.into_iter().collect();
        all.sort_unstable();
        Ok(all)
    }

    /// Those of an age: however it is told, of its own, by its periods, or by its geological context.
    pub(super) fn age(&mut self, path: &Path, op: &Op) -> Result<Filter> {
        let (young, old, wholly) = match op {
            Op::Between(one, other) | Op::Wholly(one, other) => {
                let ends = [self.fixed(one)?, self.fixed(other)?];
                let mut numbers = Vec::new();
                for end in ends {
                    match end {
                        Fixed::Open => return Ok(Filter::All),
                        Fixed::Number(text) | Fixed::Text(text) => numbers.push(decimal(&text)?),
                        _ => return Err(Error::invalid("An age is a number of millions of years.")),
                    }
                }
                numbers.sort_by(f64::total_cmp);
                (numbers[0], numbers[1], matches!(op, Op::Wholly(..)))
            }
            Op::OfPeriod(name, wholly) => {
                let name = match self.fixed(name)? {
                    Fixed::Open => return Ok(Filter::All),
                    Fixed::Text(text) => text,
                    _ => return Err(Error::invalid("A period is named by its name.")),
                };
                let (young, old) = self.period(&name)?;
                (young, old, *wholly)
            }
            _ => {
                return Err(Error::invalid(
                    "An age can only be tested: ‘age between 10 and 20’, ‘age of \"Jurassic\"’.",
                ));
            }
        };
        let cond = parse_condition(&age_condition(young, old, wholly))?;
        let table = model().table(path.table);
        let filter = self.cond(&cond, super::making::Here { table, outermost: false })?;
        Ok(if path.steps.is_empty() { filter } else { Filter::Behind(path.clone(), Box::new(filter)) })
    }

    /// When a geologic time period ended and began, in millions of years.
    fn period(&mut self, name: &str) -> Result<(f64, f64)> {
        use vasculum_model::names::geologic_time_period as period;
        let select = Select::all(period::TABLE).matching(Filter::Or(vec![
            Filter::test(period::NAME, Test::Same(name.to_owned())),
            Filter::test(period::FULL_NAME, Test::Same(name.to_owned())),
        ]));
        let columns = [own(period::TABLE, Some(period::END_PERIOD)), own(period::TABLE, Some(period::START_PERIOD))];
        let rows = self.tx.values(&select, &columns)?;
        let row =
            rows.first().ok_or_else(|| Error::not_found(format!("There is no geologic time period ‘{name}’.")))?;
        Ok((row[0].number().unwrap_or(0.0), row[1].number().unwrap_or(OLDEST)))
    }
}

/// The age of the universe, in millions of years: what has no beginning began then. Source: Specify 7,
/// `geology_time.py`.
const OLDEST: f64 = 13_800.0;

/// The ways in which an object tells its age: a condition that must hold, the beginning and the end.
const AGES: &[(&str, &str, &str)] = &[
    ("paleoContext.chronosStrat.id is not empty", "paleoContext.chronosStrat.startPeriod", CONTEXT_END),
    (
        "collectingEvent.paleoContext.chronosStrat.id is not empty",
        "collectingEvent.paleoContext.chronosStrat.startPeriod",
        "collectingEvent.paleoContext.chronosStratEnd.endPeriod, collectingEvent.paleoContext.chronosStrat.endPeriod",
    ),
    (
        "collectingEvent.locality.paleoContext.chronosStrat.id is not empty",
        "collectingEvent.locality.paleoContext.chronosStrat.startPeriod",
        "collectingEvent.locality.paleoContext.chronosStratEnd.endPeriod, \
         collectingEvent.locality.paleoContext.chronosStrat.endPeriod",
    ),
];

const CONTEXT_END: &str = "paleoContext.chronosStratEnd.endPeriod, paleoContext.chronosStrat.endPeriod";

/// An age that overlaps with a span, or lies wholly in it, in the language of questions.
fn age_condition(young: f64, old: f64, wholly: bool) -> String {
    // Two spans overlap where each begins before the other ends.
    let test = |start: &str, end: &str| {
        let (start, end) = (format!("first({start}, {OLDEST})"), format!("first({end}, 0)"));
        if wholly {
            format!("{start} <= {old} and {end} >= {young}")
        } else {
            format!("{start} >= {young} and {end} <= {old}")
        }
    };
    let mut ways = vec![
        format!("any absoluteAges (absoluteAge >= {young} and absoluteAge <= {old})"),
        format!(
            "any relativeAges (ageName.id is not empty and {})",
            test("ageName.startPeriod", "ageNameEnd.endPeriod, ageName.endPeriod")
        ),
    ];
    ways.extend(AGES.iter().map(|(known, start, end)| format!("({known} and {})", test(start, end))));
    ways.join(" or ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_as_in_sql() {
        for (text, pattern, expect) in [
            ("salmo", "sal%", true),
            ("salmo", "%mo", true),
            ("salmo", "s_lmo", true),
            ("salmo", "s_mo", false),
            ("salmo", "", false),
            ("", "%", true),
            ("aXbXc", "a%b%c", true),
            ("abab", "%ab", true),
            ("salmo", "%z%", false),
        ] {
            assert_eq!(is_like(text, pattern), expect, "{text} {pattern}");
        }
    }

    #[test]
    fn every_named_issue_can_be_read() {
        for issue in ISSUES {
            assert!(model().named(issue.table).is_some(), "{}", issue.table);
            parse_condition(issue.condition).unwrap_or_else(|error| panic!("{}: {error}", issue.name));
        }
        parse_condition(&age_condition(1.5, 20.0, true)).expect("a condition");
    }

    #[test]
    fn points_lie_in_polygons_and_circles() {
        let square = Shape::Polygon(vec![(0.0, 170.0), (0.0, -170.0), (10.0, -170.0), (10.0, 170.0)]);
        for (latitude, longitude, inside) in
            [(5.0, 175.0, true), (5.0, -175.0, true), (5.0, 0.0, false), (11.0, 175.0, false)]
        {
            assert_eq!(square.holds(latitude, longitude), inside, "{latitude} {longitude}");
        }
        // Bern to Zurich: 95 km.
        let circle = |kilometres| Shape::Circle { kilometres, latitude: 46.948, longitude: 7.4474 };
        assert!(circle(96.0).holds(47.3769, 8.5417));
        assert!(!circle(94.0).holds(47.3769, 8.5417));
    }
}
