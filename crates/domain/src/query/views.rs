//! Views of what a question finds: how many records have each value of a column, or of two; where they are on the map; and
//! the way back from a number to the records that it counts.
//!
//! All of it rewrites questions: a view is a question as well, and so is what stands behind each of its numbers.

use std::collections::HashMap;

use vasculum_model::names::{
    absolute_age, collecting_event, collection_object, collection_object_attachment, collection_object_citation,
    collector, component, determination, dna_sequence, geo_coord_detail, gift_preparation, loan_preparation, locality,
    material_sample, other_identifier, preparation, relative_age,
};
use vasculum_model::{Kind, Result, Table, TableId, Value, model};
use vasculum_store::{Select, Tx};

use super::answered::{Piece, in_condition};
use super::ast::{Alike, Cond, Expr, Function, Hop, Op, Quantity, Query, Shown, Sign, Summing, Way};
use super::ways::{column_named, many_named, ranks_of};

/// The way from a record of a table to the place where it was found, for the tables that have one.
const PLACES: &[(TableId, &str)] = &[
    (locality::TABLE, ""),
    (collecting_event::TABLE, "locality"),
    (collection_object::TABLE, "collectingEvent.locality"),
    (determination::TABLE, "collectionObject.collectingEvent.locality"),
    (preparation::TABLE, "collectionObject.collectingEvent.locality"),
    (collector::TABLE, "collectingEvent.locality"),
    (geo_coord_detail::TABLE, "locality"),
    (loan_preparation::TABLE, "preparation.collectionObject.collectingEvent.locality"),
    (gift_preparation::TABLE, "preparation.collectionObject.collectingEvent.locality"),
    (material_sample::TABLE, "preparation.collectionObject.collectingEvent.locality"),
    (dna_sequence::TABLE, "collectionObject.collectingEvent.locality"),
    (other_identifier::TABLE, "collectionObject.collectingEvent.locality"),
    (component::TABLE, "collectionObject.collectingEvent.locality"),
    (absolute_age::TABLE, "collectionObject.collectingEvent.locality"),
    (relative_age::TABLE, "collectionObject.collectingEvent.locality"),
    (collection_object_attachment::TABLE, "collectionObject.collectingEvent.locality"),
    (collection_object_citation::TABLE, "collectionObject.collectingEvent.locality"),
];

/// The way from a record of this table to its locality; nothing for tables whose records are nowhere on the map.
pub fn place_of(table: TableId) -> Option<Way> {
    PLACES.iter().find(|(theirs, _)| *theirs == table).map(|(_, way)| Way::of(way))
}

/// The same way, led on by these names.
pub fn on(way: &Way, names: &str) -> Way {
    let mut longer = Way { hops: way.hops.clone(), format: String::new() };
    longer.hops.extend(Way::of(names).hops);
    longer
}

/// What one can view the answer by: the columns that are no sums of groups; the record itself where nothing is shown.
pub fn columns(query: &Query) -> Vec<Shown> {
    let found: Vec<Shown> = query.show.iter().filter(|shown| !shown.what.has_sum()).cloned().collect();
    if found.is_empty() { vec![Shown { what: Expr::Way(Way::default()), caption: String::new() }] } else { found }
}

/// The records that a question finds, one row for each, without columns: neither groups nor an order nor a limit.
pub fn records(query: &Query) -> Query {
    Query { show: Vec::new(), having: None, sort: Vec::new(), limit: None, alike: Alike::Kept, ..query.clone() }
}

/// How many records have each value of these expressions, most first. `of` is what is summed up in place of records.
///
/// Along links to many, rows multiply: a record with two values counts with both, and with each of them once.
pub fn counted(query: &Query, by: &[Expr], of: Option<&Expr>) -> Query {
    let mut groups = records(query);
    by.iter().for_each(|expr| multiply(&mut groups, expr));
    let worth = match of {
        Some(of) => Expr::Sum(Summing::Sum, Some(Box::new(of.clone()))),
        None if groups.each.iter().all(is_single) => Expr::Sum(Summing::Count, None),
        None => Expr::Sum(Summing::Distinct, Some(Box::new(Expr::way("id")))),
    };
    let shown = |what: Expr| Shown { what, caption: String::new() };
    groups.show = by.iter().cloned().map(shown).chain([shown(worth.clone())]).collect();
    groups.sort = vec![(worth, true)];
    groups
}

/// Whether at most one record stands behind a way over links to many: the current determination.
fn is_single(way: &Way) -> bool {
    let current = |hop: &Hop| {
        hop.such.as_deref().is_some_and(
            |such| matches!(such, Cond::Test(Expr::Way(way), Op::Is(true)) if *way == Way::of("isCurrent")),
        )
    };
    way.hops.iter().rev().take(1).all(current)
}

/// Lets rows multiply along the links to many that an expression goes over.
fn multiply(query: &mut Query, expr: &Expr) {
    let Expr::Way(way) = expr else { return };
    let mut table = model().table(query.from);
    for (nth, hop) in way.hops.iter().enumerate() {
        let Some((next, is_many)) = step(table, &hop.name) else { return };
        let so_far = Way { hops: way.hops[..=nth].to_vec(), format: String::new() };
        if is_many && !query.each.contains(&so_far) {
            // What is asked of the records behind the link is still asked of all of them, not of the one in the row.
            if let (true, Some(filter)) = (query.each.is_empty(), &mut query.filter)
                && goes_over(filter, &hop.name)
            {
                let whole = Box::new(std::mem::replace(filter, Cond::And(Vec::new())));
                *filter = Cond::Behind(Quantity::Any, Way::default(), Some(whole));
            }
            query.each.push(so_far);
        }
        table = next;
    }
}

/// Whether a condition names a link somewhere.
fn goes_over(cond: &Cond, link: &str) -> bool {
    let names = |way: &Way| way.hops.iter().any(|hop| hop.name.eq_ignore_ascii_case(link));
    let mut found = false;
    in_condition(&mut cond.clone(), &mut |piece| {
        found |= matches!(piece, Piece::Value(Expr::Way(way)) if names(way));
    });
    found || ways_of(cond).into_iter().any(names)
}

/// The ways of conditions on the records behind them.
fn ways_of(cond: &Cond) -> Vec<&Way> {
    match cond {
        Cond::And(list) | Cond::Or(list) => list.iter().flat_map(ways_of).collect(),
        Cond::Not(one) => ways_of(one),
        Cond::Behind(_, way, such) => {
            let within = such.as_deref().map(ways_of).unwrap_or_default();
            std::iter::once(way).chain(within).collect()
        }
        _ => Vec::new(),
    }
}

/// The table to which a link of this name leads, and whether to many records.
fn step(table: &'static Table, name: &str) -> Option<(&'static Table, bool)> {
    if let Some(many) = many_named(table, name) {
        return Some((model().table(table.many[usize::from(many)].of), true));
    }
    let column = column_named(table, name)?;
    table.at(column).link.as_ref().map(|link| (model().table(link.to), false))
}

/// The same question, narrowed to the records that have this value of an expression; rows multiply as for [`counted`],
/// so that it finds just what was counted.
#[must_use]
pub fn with_value(query: &Query, expr: &Expr, value: &Value) -> Query {
    let mut narrowed = query.clone();
    multiply(&mut narrowed, expr);
    narrowed.matching(has_value(expr, value))
}

/// The condition that an expression has a value.
pub fn has_value(expr: &Expr, value: &Value) -> Cond {
    let is = |other: Expr| Cond::Test(expr.clone(), Op::Compare(Sign::Is, other));
    match value {
        Value::Null => Cond::Test(expr.clone(), Op::Empty),
        Value::Text(text) if text.is_empty() => Cond::Test(expr.clone(), Op::Empty),
        Value::Bool(yes) => Cond::Test(expr.clone(), Op::Is(*yes)),
        Value::Text(text) => is(Expr::Text(text.to_string())),
        Value::Int(_) | Value::Float(_) | Value::Decimal(_) => is(Expr::Number(value.to_string())),
        other => is(Expr::Day(other.to_string())),
    }
}

/// The same question, narrowed to the records in which an expression lies from `from` up to, and without, `to`.
#[must_use]
pub fn with_values_from(query: &Query, expr: &Expr, from: f64, to: f64) -> Query {
    let mut narrowed = query.clone();
    multiply(&mut narrowed, expr);
    let test = |sign, number: f64| Cond::Test(expr.clone(), Op::Compare(sign, number_of(number)));
    narrowed.matching(test(Sign::AtLeast, from)).matching(test(Sign::Less, to))
}

/// A number as it is written in a question, which knows no exponents.
fn number_of(number: f64) -> Expr {
    let text = format!("{number:.9}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    Expr::Number(if text.is_empty() || text == "-0" { "0" } else { text }.to_owned())
}

/// A part of the day that an expression holds: `year` or `month`; nothing if it is no way.
pub fn part(expr: &Expr, name: &str) -> Option<Expr> {
    match expr {
        Expr::Way(way) => Some(Expr::Way(on(way, name))),
        _ => None,
    }
}

/// Whether values of this kind have a year.
pub fn is_day(kind: Kind) -> bool {
    kind.is_date() || kind == Kind::Timestamp
}

/// Whether values of this kind are numbers.
pub fn is_number(kind: Kind) -> bool {
    kind.is_integer() || matches!(kind, Kind::Decimal | Kind::Float)
}

/// Which part of the map is looked at: from south to north and from west to east, in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    /// The southern edge.
    pub south: f64,
    /// The western edge.
    pub west: f64,
    /// The northern edge.
    pub north: f64,
    /// The eastern edge.
    pub east: f64,
}

/// How many of the records lie at each pair of latitude and longitude; nothing for records that are nowhere.
pub fn spots(query: &Query) -> Option<Query> {
    let place = place_of(query.from)?;
    let (lat, long) = (Expr::Way(on(&place, "latitude1")), Expr::Way(on(&place, "longitude1")));
    let known = |expr: &Expr| Cond::Test(expr.clone(), Op::Empty).negated();
    let asked = records(query).matching(known(&lat)).matching(known(&long));
    Some(Query { sort: Vec::new(), ..counted(&asked, &[lat, long], None) })
}

/// The localities in a window with how many of the records each has: id, latitude, longitude, name, uncertainty in the
/// unit beside it, unit, accuracy in metres, count.
pub fn localities(query: &Query, window: Window) -> Option<Query> {
    let place = place_of(query.from)?;
    let way = |names: &str| Expr::Way(on(&place, names));
    let within = |names: &str, from: f64, to: f64| Cond::Test(way(names), Op::Between(number_of(from), number_of(to)));
    let mut asked = records(query).matching(within("latitude1", window.south, window.north));
    let east = if window.west <= window.east {
        within("longitude1", window.west, window.east)
    } else {
        // The window reaches over the line where the days change.
        Cond::Or(vec![within("longitude1", window.west, 180.0), within("longitude1", -180.0, window.east)])
    };
    asked = asked.matching(east);
    let detail = |name: &str| Expr::Call(Function::Greatest, vec![way(&format!("geoCoordDetails.{name}"))]);
    let mut groups = counted(
        &asked,
        &[way("id"), way("latitude1"), way("longitude1"), way("localityName"), detail("maxUncertaintyEst")],
        None,
    );
    let count = groups.show.pop();
    groups.show.extend(
        [detail("maxUncertaintyEstUnit"), way("latLongAccuracy")]
            .map(|what| Shown { what, caption: String::new() })
            .into_iter()
            .chain(count),
    );
    Some(groups)
}

/// The same question, narrowed to a polygon of latitudes and longitudes; nothing for records that are nowhere.
pub fn inside(query: &Query, corners: &[(f64, f64)]) -> Option<Query> {
    let place = Expr::Way(place_of(query.from)?);
    let corners = corners.iter().map(|(lat, long)| (degrees(*lat), degrees(*long))).collect();
    Some(query.clone().matching(Cond::Test(place, Op::Inside(corners))))
}

/// The same question, narrowed to a circle.
pub fn within(query: &Query, km: f64, lat: f64, long: f64) -> Option<Query> {
    let place = Expr::Way(place_of(query.from)?);
    let km = format!("{km:.3}");
    let km = km.trim_end_matches('0').trim_end_matches('.').to_owned();
    Some(query.clone().matching(Cond::Test(place, Op::Near(km, degrees(lat), degrees(long)))))
}

/// About a metre exact, which is more than a hand draws.
fn degrees(number: f64) -> String {
    let text = format!("{number:.5}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// What a number of a group question is made of: the question for the records that it counts.
///
/// Of known values those records that have one; of records that meet a condition (`sum(if(…, 1, 0))`) those; of different
/// values the list of them, each with its count.
pub fn behind(query: &Query, number: &Expr) -> Query {
    match first_sum(number) {
        Some((Summing::Distinct, Some(of))) => counted(query, &[without_id(of)], None),
        Some((Summing::Count | Summing::Min | Summing::Max | Summing::Average, Some(of))) => {
            records(query).matching(Cond::Test(of.clone(), Op::Empty).negated())
        }
        Some((Summing::Sum, Some(Expr::If(cond, ..)))) => records(query).matching((**cond).clone()),
        _ => records(query),
    }
}

fn first_sum(expr: &Expr) -> Option<(Summing, Option<&Expr>)> {
    match expr {
        Expr::Sum(how, of) => Some((*how, of.as_deref())),
        Expr::Calc(_, one, other) => first_sum(one).or_else(|| first_sum(other)),
        _ => None,
    }
}

/// A way without the id at its end: what a person reads of it.
fn without_id(expr: &Expr) -> Expr {
    match expr {
        Expr::Way(way) if way.hops.last().is_some_and(|hop| hop.name.eq_ignore_ascii_case("id")) => {
            Expr::Way(Way { hops: way.hops[..way.hops.len() - 1].to_vec(), format: way.format.clone() })
        }
        other => other.clone(),
    }
}

/// The names of the ranks below the root in the trees of this table that the person sees, from the top down.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn ranks(tx: &mut Tx<'_>, node: TableId) -> Result<Vec<String>> {
    let Some(tree) = model().tree(node) else { return Ok(Vec::new()) };
    let records = tx.unscoped(|tx| tx.select(&Select::all(tree.rank)))?;
    let heights: HashMap<i64, i64> =
        records.iter().map(|rank| (rank.id, rank.int(tree.rank_rank_id).unwrap_or(0))).collect();
    let mut names: Vec<String> = Vec::new();
    for (name, id) in ranks_of(tx, node)? {
        if heights.get(&id).is_some_and(|height| *height > 0)
            && !names.iter().any(|known| known.eq_ignore_ascii_case(&name))
        {
            names.push(name);
        }
    }
    Ok(names)
}
