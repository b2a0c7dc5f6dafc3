//! `/query/map`: where the records of a question are from.
//!
//! The page itself is a drawing of the server: the land, and a circle for each field of a grid. The island makes it a map
//! that one can move, which asks `/query/map/cells` for what lies in its window: counts by fields of a grid that gets finer
//! as one comes nearer, and single localities where they are few.

use axum::extract::{Query as Params, State};
use axum::response::{IntoResponse, Response};
use axum::{Json, http::header};
use maud::{Markup, html};
use serde_json::{Value as Js, json};
use vasculum_domain::insights::answers::Answer;
use vasculum_domain::query::ast::{Expr, Query};
use vasculum_domain::query::views::{Window, inside, localities, on, place_of, spots, with_value, within};
use vasculum_model::{Code, Error, Result, Value, model};

use super::{answer, hidden, left_out, link, param, refused, told};
use crate::App;
use crate::pages::query::{Drawn, QUERY, Question, frame};
use crate::pages::visitor::{Visitor, go};
use crate::pages::words;
use crate::respond::Refused;
use crate::ui::assets::asset_url;
use crate::ui::components::{Look, button, empty_state, icon};
use crate::ui::locale;
use crate::ui::words::{t, tf, tn};

/// Up to so many places in a window are shown one by one.
const MOST_PLACES: usize = 400;
/// A drawn outline has at most so many corners.
const MOST_CORNERS: usize = 200;

/// A place with how many records are from there.
type Spot = (f64, f64, i64);

fn spots_of(answer: &Answer) -> Vec<Spot> {
    let read = |row: &Vec<Value>| Some((row[0].number()?, row[1].number()?, row[2].int()?));
    answer.rows.iter().filter_map(read).filter(|(lat, long, _)| lat.abs() <= 90.0 && long.abs() <= 180.0).collect()
}

/// `GET /query/map`.
pub async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Params(params): Params<Vec<(String, String)>>,
) -> Result<Response, Refused> {
    let question = Question::of(&params);
    if question.text.is_empty() {
        return Ok(go(QUERY));
    }
    let drawn = match draw(&app, &visitor, &question, &params).await {
        Ok(Shown::Page(drawn)) => drawn,
        Ok(Shown::Narrowed(query)) => return Ok(go(&link(&question, super::MAP, &query))),
        Err(error) if error.code == Code::Invalid => Drawn { body: refused(&error), ..Drawn::default() },
        Err(error) => return Err(error.into()),
    };
    Ok(frame(&visitor, &question, "map", drawn))
}

enum Shown {
    Page(Drawn),
    /// The address asked for a part of the map.
    Narrowed(Box<Query>),
}

async fn draw(app: &App, visitor: &Visitor, question: &Question, params: &[(String, String)]) -> Result<Shown> {
    let query = question.read()?;
    let Some(asked) = spots(query) else { return Ok(Shown::Page(nowhere(query))) };
    if let Some(narrowed) = narrowed(query, params)? {
        return Ok(Shown::Narrowed(Box::new(narrowed)));
    }
    let answer = answer(app, visitor, question, asked).await?;
    let spots = spots_of(&answer);
    let total: i64 = spots.iter().map(|spot| spot.2).sum();
    let notices = left_out(query);
    let body = html! {
        (found(&spots, total))
        @if spots.is_empty() {
            (empty_state("map-pin", t("Nothing of this is on the map"), t("No record of the query has a locality with coordinates."), None))
        } @else {
            (map(question, query, &spots))
        }
        (parts(question))
    };
    Ok(Shown::Page(Drawn { body, notices, scripts: &["map.js"], ..Drawn::default() }))
}

fn nowhere(query: &Query) -> Drawn {
    let tables = words::many(model().table(query.from));
    let words = tf(
        "{tables} have no place on the map. Ask for specimens, collecting events or localities.",
        &[("tables", &tables)],
    );
    Drawn { body: empty_state("map-pin", t("There is no place here"), &words, None), ..Drawn::default() }
}

fn found(spots: &[Spot], total: i64) -> Markup {
    html! {
        p class="map-found" role="status" {
            (tn(total, "{n} record is on the map", "{n} records are on the map")) ", "
            (tn(spots.len() as i64, "from {n} place", "from {n} places")) "."
        }
    }
}

/// What the address asks to narrow the question to: an outline (`inside=lat long,…`), a circle (`km`, `lat`, `long`).
fn narrowed(query: &Query, params: &[(String, String)]) -> Result<Option<Query>> {
    let number = |text: &str| text.trim().replace(',', ".").parse::<f64>().ok().filter(|number| number.is_finite());
    let told = told(query);
    if let Some(text) = param(params, "inside") {
        let corner = |pair: &str| {
            let (lat, long) = pair.trim().split_once(' ')?;
            let (lat, long) = (number(lat)?, number(long)?);
            (lat.abs() <= 90.0).then_some((lat, wrapped(long)))
        };
        let corners: Option<Vec<(f64, f64)>> = text.split(',').map(corner).collect();
        let corners = corners.filter(|list| (3..=MOST_CORNERS).contains(&list.len()));
        let corners = corners.ok_or_else(|| {
            Error::invalid(t("An outline has three corners or more, each a latitude and a longitude."))
        })?;
        return Ok(inside(&told, &corners));
    }
    let Some(km) = param(params, "km") else { return Ok(None) };
    let values = [Some(km), param(params, "lat"), param(params, "long")].map(|text| text.and_then(number));
    match values {
        [Some(km), Some(lat), Some(long)] if km > 0.0 && km <= 20_100.0 && lat.abs() <= 90.0 && long.abs() <= 360.0 => {
            Ok(within(&told, km, lat, wrapped(long)))
        }
        _ => Err(Error::invalid(t("A circle has a radius in kilometres, a latitude and a longitude."))),
    }
}

/// A longitude between -180 and 180, however often the map was turned round.
fn wrapped(long: f64) -> f64 {
    if long.abs() <= 180.0 { long } else { (long + 180.0).rem_euclid(360.0) - 180.0 }
}

/// A field of the grid: south-western corner, size, middle of its places, how many records.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Cell {
    south: f64,
    west: f64,
    size: f64,
    lat: f64,
    long: f64,
    count: i64,
}

/// Places put together by the fields of a grid with this many degrees.
fn gridded(spots: impl Iterator<Item = Spot>, size: f64) -> Vec<Cell> {
    let mut cells: std::collections::BTreeMap<(i64, i64), (f64, f64, i64)> = std::collections::BTreeMap::new();
    for (lat, long, count) in spots {
        let at = ((lat / size).floor() as i64, (long / size).floor() as i64);
        let cell = cells.entry(at).or_default();
        cell.0 += lat * count as f64;
        cell.1 += long * count as f64;
        cell.2 += count;
    }
    let cell = |((y, x), (lat, long, count)): ((i64, i64), (f64, f64, i64))| Cell {
        south: y as f64 * size,
        west: x as f64 * size,
        size,
        lat: lat / (count as f64).max(1.0),
        long: long / (count as f64).max(1.0),
        count,
    };
    cells.into_iter().map(cell).collect()
}

/// The part of the world in which the places lie, with some room around.
fn around(spots: &[Spot]) -> Window {
    let mut window = Window { south: 90.0, west: 180.0, north: -90.0, east: -180.0 };
    for (lat, long, _) in spots {
        window.south = window.south.min(*lat);
        window.north = window.north.max(*lat);
        window.west = window.west.min(*long);
        window.east = window.east.max(*long);
    }
    let room = ((window.north - window.south).max((window.east - window.west) / 2.0) * 0.08).max(2.0);
    Window {
        south: (window.south - room).max(-90.0),
        north: (window.north + room).min(90.0),
        west: (window.west - room).max(-180.0),
        east: (window.east + room).min(180.0),
    }
}

/// The map: what the server draws, inside the element that becomes a map that can be moved.
fn map(question: &Question, query: &Query, spots: &[Spot]) -> Markup {
    let window = around(spots);
    let bounds = format!("{},{},{},{}", window.west, window.south, window.east, window.north);
    let words = json!({
        "outline": t("Draw an outline"), "circle": t("Draw a circle"), "view": t("Only what is in sight"),
        "cancel": t("Cancel drawing"), "in": t("Nearer"), "out": t("Farther"), "all": t("Everything"),
        "drawOutline": t("Draw around what you want while the button of the mouse is down."),
        "drawCircle": t("Press in the middle and draw to the edge."),
        "records": t("Show the records"), "loading": t("Looking …"), "failed": t("The map could not be loaded."),
        "uncertain": t("uncertain by {n} m"), "map": t("Map of the records"),
        "more": t("Come nearer to see single places."),
        "source": t("Land and borders: Natural Earth"),
    });
    html! {
        record-map class="record-map" data-cells=(question.href("/query/map/cells")) data-narrow=(question.href(super::MAP))
            data-bounds=(bounds) data-worker=(asset_url("maplibre-gl-worker.mjs")) data-style=(asset_url("map.css"))
            data-world=(asset_url("world.json")) data-words=(words.to_string()) data-language=(crate::ui::language::language().tag()) {
            (drawing(question, query, spots, window))
        }
    }
}

/// A map that needs no script: as many degrees a unit upwards as sideways, which is how the world looks in no atlas, but
/// every place is where its coordinates say.
fn drawing(question: &Question, query: &Query, spots: &[Spot], window: Window) -> Markup {
    let (width, height) = (window.east - window.west, window.north - window.south);
    let size = [0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0].into_iter().find(|size| width / size <= 40.0).unwrap_or(10.0);
    let cells = gridded(spots.iter().copied(), size);
    let highest = cells.iter().map(|cell| cell.count).max().unwrap_or(1) as f64;
    let radius =
        |count: i64| (0.22 + 0.4 * (count as f64).ln_1p() / highest.ln_1p().max(f64::EPSILON)) * size.max(width / 60.0);
    html! {
        svg class="map-drawing" viewBox=(format!("{:.3} {:.3} {width:.3} {height:.3}", window.west + 180.0, 90.0 - window.north))
            role="group" aria-label=(t("Map of the records")) focusable="false" {
            use class="map-land" href={ (asset_url("world.svg")) "#land" } {}
            use class="map-borders" href={ (asset_url("world.svg")) "#borders" } {}
            @for cell in &cells {
                @let label = tn(cell.count, "{n} record", "{n} records");
                @let at = tf("{n} near {lat}, {long}", &[("n", &label), ("lat", &degrees(cell.lat)), ("long", &degrees(cell.long))]);
                a href=(link(question, QUERY, &cell_query(query, cell))) aria-label=(at) {
                    title { (at) }
                    circle cx=(format!("{:.3}", cell.long + 180.0)) cy=(format!("{:.3}", 90.0 - cell.lat)) r=(format!("{:.3}", radius(cell.count))) {}
                }
            }
        }
        p class="muted map-source" { (t("Land and borders: Natural Earth")) }
    }
}

fn degrees(number: f64) -> String {
    locale::decimal(&format!("{number:.1}"))
}

/// The question for the records in a field of the grid: just those that are counted there.
fn cell_query(query: &Query, cell: &Cell) -> Query {
    let Some(place) = place_of(query.from) else { return query.clone() };
    let span = |told: Query, name: &str, from: f64| {
        let expr = Expr::Way(on(&place, name));
        vasculum_domain::query::views::with_values_from(&told, &expr, from, from + cell.size)
    };
    let lat = span(told(query), "latitude1", cell.south);
    span(lat, "longitude1", cell.west)
}

/// Narrowing without a script: a circle by its numbers.
fn parts(question: &Question) -> Markup {
    let input = |name: &'static str, label: &str, low: &str, high: &str| {
        html! {
            label class="map-number" {
                span class="label" { (label) }
                input class="input" type="number" name=(name) min=(low) max=(high) step="any" required;
            }
        }
    };
    html! {
        details class="map-parts" {
            summary { (icon("map-pin")) (t("Only what is near a point")) }
            form class="view-choice" method="get" action=(super::MAP) {
                (hidden(question))
                (input("km", t("Within kilometres"), "0.001", "20100"))
                (input("lat", t("of latitude"), "-90", "90"))
                (input("long", t("and longitude"), "-180", "180"))
                (button(t("Narrow"), "", Look::Normal, "", ""))
            }
        }
    }
}

/// `GET /query/map/cells`: what lies in a window of the map, at a zoom.
pub async fn cells(
    State(app): State<App>,
    visitor: Visitor,
    Params(params): Params<Vec<(String, String)>>,
) -> Result<Response, Refused> {
    let question = Question::of(&params);
    let query = question.read()?;
    let number = |name: &str| {
        let number = param(&params, name).and_then(|text| text.parse::<f64>().ok()).filter(|number| number.is_finite());
        number.ok_or_else(|| Error::invalid(format!("‘{name}’ is a number.")))
    };
    let (west, east) = (number("west")?, number("east")?);
    let (south, north) = (number("south")?.max(-90.0), number("north")?.min(90.0));
    let zoom = number("zoom")?.clamp(0.0, 24.0);
    let window = match east - west >= 360.0 {
        true => Window { south, north, west: -180.0, east: 180.0 },
        false => Window { south, north, west: wrapped(west), east: wrapped(east) },
    };
    let asked = spots(query).ok_or_else(|| Error::invalid("Records of this table have no place."))?;
    let answer = answer(&app, &visitor, &question, asked).await?;
    let in_sight: Vec<Spot> = spots_of(&answer).into_iter().filter(|spot| holds(window, spot)).collect();
    let js = if in_sight.len() <= MOST_PLACES && (zoom >= 4.0 || in_sight.len() <= 60) {
        let places = places(&app, &visitor, &question, window).await?;
        json!({ "cells": [], "places": places })
    } else {
        // A field is about sixty pixels wide.
        let size = 360.0 / 2_f64.powf(zoom.floor()) / 8.0;
        let cells: Vec<Js> = gridded(in_sight.into_iter(), size)
            .iter()
            .map(|cell| {
                json!([round(cell.lat), round(cell.long), cell.count, round(cell.south), round(cell.west), cell.size])
            })
            .collect();
        json!({ "cells": cells, "places": [] })
    };
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(js)).into_response())
}

fn round(number: f64) -> f64 {
    (number * 1e5).round() / 1e5
}

fn holds(window: Window, spot: &Spot) -> bool {
    let (lat, long, _) = *spot;
    let is_between = if window.west <= window.east {
        (window.west..=window.east).contains(&long)
    } else {
        long >= window.west || long <= window.east
    };
    (window.south..=window.north).contains(&lat) && is_between
}

/// The single localities of a window: where, what they are called, how many records, how uncertain, and their records.
async fn places(app: &App, visitor: &Visitor, question: &Question, window: Window) -> Result<Vec<Js>> {
    let query = question.read()?;
    let (Some(asked), Some(place)) = (localities(query, window), place_of(query.from)) else { return Ok(Vec::new()) };
    let answer = answer(app, visitor, question, asked).await?;
    let id = Expr::Way(on(&place, "id"));
    let told = told(query);
    let place = |row: &Vec<Value>| {
        let href = link(question, QUERY, &with_value(&told, &id, &row[0]));
        let metres = uncertainty(&row[4], &row[5], &row[6]);
        let count = row[7].int()?;
        let words = tn(count, "{n} record", "{n} records");
        Some(json!([round(row[1].number()?), round(row[2].number()?), count, row[3].to_string(), metres, href, words]))
    };
    Ok(answer.rows.iter().filter_map(place).collect())
}

/// The radius in metres around a point in which the place lies; nothing where nobody said so.
fn uncertainty(estimate: &Value, unit: &Value, accuracy: &Value) -> Option<f64> {
    let times = match unit.text().unwrap_or("m").trim().to_lowercase().as_str() {
        "" | "m" | "meter" | "meters" | "metre" | "metres" => 1.0,
        "km" | "kilometer" | "kilometers" | "kilometre" | "kilometres" => 1_000.0,
        "ft" | "feet" | "foot" => 0.3048,
        "mi" | "mile" | "miles" => 1_609.344,
        "yd" | "yards" => 0.9144,
        _ => return accuracy.number().filter(|metres| *metres > 0.0),
    };
    let estimate = estimate.number().map(|number| number * times);
    estimate.or_else(|| accuracy.number()).filter(|metres| *metres > 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_the_grid_hold_every_place_once() {
        let spots = [(10.2, 20.4, 3), (10.9, 20.1, 1), (-0.1, -0.1, 5), (0.0, 0.0, 2)];
        let cells = gridded(spots.into_iter(), 1.0);
        let told: Vec<_> = cells.iter().map(|cell| (cell.south, cell.west, cell.count)).collect();
        assert_eq!(told, [(-1.0, -1.0, 5), (0.0, 0.0, 2), (10.0, 20.0, 4)]);
        assert!((cells[2].lat - 10.375).abs() < 1e-9);
    }

    #[test]
    fn what_is_drawn_becomes_a_condition() {
        let query = vasculum_domain::query::parse("from Locality").unwrap();
        let params = |text: &str| -> Vec<(String, String)> {
            text.split('&').filter_map(|one| one.split_once('=')).map(|(n, v)| (n.to_owned(), v.to_owned())).collect()
        };
        for (asked, expect) in [
            ("inside=45 5,48 5,48 371", Some("from Locality where itself inside (45 5, 48 5, 48 11)")),
            ("km=12.5&lat=46.95&long=7,44", Some("from Locality where itself within 12.5 km of (46.95, 7.44)")),
            ("zoom=3", None),
        ] {
            let narrowed = narrowed(&query, &params(asked)).unwrap().map(|query| query.to_string());
            assert_eq!(narrowed.as_deref(), expect, "{asked}");
        }
        for bad in [
            "inside=45 5,48 5",
            "inside=1,2,3",
            "km=5",
            "km=-1&lat=0&long=0",
            "km=1&lat=91&long=0",
            "km=inf&lat=1&long=1",
        ] {
            assert!(narrowed(&query, &params(bad)).is_err(), "{bad}");
        }
    }

    #[test]
    fn uncertainty_is_told_in_metres() {
        let told = |number: f64, unit: &str| uncertainty(&Value::Float(number), &Value::from(unit), &Value::Null);
        assert_eq!(
            (told(2.0, "km"), told(100.0, ""), told(1.0, "furlong"), told(0.0, "m")),
            (Some(2_000.0), Some(100.0), None, None)
        );
        assert_eq!(uncertainty(&Value::Null, &Value::Null, &Value::Int(30)), Some(30.0));
    }

    #[test]
    fn a_window_over_the_line_of_days_holds_both_sides() {
        let window = Window { south: -10.0, west: 170.0, north: 10.0, east: -170.0 };
        assert!(holds(window, &(0.0, 175.0, 1)) && holds(window, &(0.0, -175.0, 1)) && !holds(window, &(0.0, 0.0, 1)));
        assert_eq!((wrapped(190.0), wrapped(-190.0), wrapped(540.0)), (-170.0, 170.0, -180.0));
    }
}
