//! Formats whose rows are places: GeoJSON and KML.

use std::io::{self, Write};

use super::text::{Gathered, json_text, push_object};
use super::{Cell, Column, Options, Place, distinct_names};
use crate::xml::escape as xml;

/// Where a row is.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Shape {
    Point(Point),
    Line(Point, Point),
    /// The corners in the south-west and the north-east.
    Rectangle(Point, Point),
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Point {
    latitude: f64,
    longitude: f64,
}

fn point(cells: &[Cell<'_>], latitude: usize, longitude: usize) -> Option<Point> {
    let number = |at: usize| cells.get(at).and_then(Cell::number);
    let (latitude, longitude) = (number(latitude)?, number(longitude)?);
    let is_on_earth = (-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude);
    is_on_earth.then_some(Point { latitude, longitude })
}

/// Where a row is; nothing without coordinates that lie on Earth.
fn shape(place: Option<&Place>, cells: &[Cell<'_>]) -> Option<Shape> {
    let place = place?;
    let first = point(cells, place.latitude, place.longitude)?;
    let Some(second) = place.second.and_then(|(latitude, longitude)| point(cells, latitude, longitude)) else {
        return Some(Shape::Point(first));
    };
    let says = place.shape.and_then(|at| cells.get(at)).map(Cell::text).unwrap_or_default();
    if second == first {
        return Some(Shape::Point(first));
    }
    if !says.eq_ignore_ascii_case("rectangle") {
        return Some(Shape::Line(first, second));
    }
    let corner = |pick: fn(f64, f64) -> f64| Point {
        latitude: pick(first.latitude, second.latitude),
        longitude: pick(first.longitude, second.longitude),
    };
    Some(Shape::Rectangle(corner(f64::min), corner(f64::max)))
}

/// The corners of a rectangle against the clock, the first one again at the end.
fn corners(from: Point, to: Point) -> [Point; 5] {
    let at = |latitude, longitude| Point { latitude, longitude };
    [from, at(from.latitude, to.longitude), to, at(to.latitude, from.longitude), from]
}

/// What the uncertainty of a hidden cell is called in the file: Darwin Core's word.
const UNCERTAINTY: &str = "coordinateUncertaintyInMeters";

/// The uncertainty, if its cell is not one of the columns, where it stands anyway.
fn hidden_uncertainty<'a, 'b>(place: Option<&Place>, columns: usize, cells: &'a [Cell<'b>]) -> Option<&'a Cell<'b>> {
    let at = place?.uncertainty_m.filter(|at| *at >= columns)?;
    cells.get(at).filter(|cell| **cell != Cell::Empty)
}

/// A collection of features, as RFC 7946 says; one feature a line.
pub(super) struct GeoJson<W: Write> {
    out: Gathered<W>,
    names: Vec<String>,
    uncertainty: String,
    place: Option<Place>,
    has_rows: bool,
}

impl<W: Write> GeoJson<W> {
    pub(super) fn open(out: W, columns: &[Column], options: &Options) -> io::Result<Self> {
        let mut out = Gathered::new(out);
        out.push(b"{\"type\":\"FeatureCollection\",\"name\":");
        out.push(json_text(&options.title).as_bytes());
        out.push(b",\"features\":[\n");
        let mut names: Vec<String> = with_uncertainty(columns);
        let uncertainty = json_text(&names.pop().unwrap_or_default());
        let names = names.iter().map(|name| json_text(name)).collect();
        Ok(Self { out, names, uncertainty, place: options.place, has_rows: false })
    }

    /// Writes a feature; says whether it has a place.
    pub(super) fn row(&mut self, shown: &[Cell<'_>], cells: &[Cell<'_>]) -> io::Result<bool> {
        if self.has_rows {
            self.out.push(b",\n");
        }
        self.has_rows = true;
        let shape = shape(self.place.as_ref(), cells);
        self.out.push(b"{\"type\":\"Feature\",\"geometry\":");
        self.out.push(geometry(shape).as_bytes());
        self.out.push(b",\"properties\":");
        match hidden_uncertainty(self.place.as_ref(), shown.len(), cells) {
            Some(cell) => {
                self.names.push(std::mem::take(&mut self.uncertainty));
                let all: Vec<Cell<'_>> = shown.iter().cloned().chain([cell.clone()]).collect();
                push_object(&mut self.out, &self.names, &all);
                self.uncertainty = self.names.pop().unwrap_or_default();
            }
            None => push_object(&mut self.out, &self.names, shown),
        }
        self.out.push(b"}");
        self.out.pass_on()?;
        Ok(shape.is_some())
    }

    pub(super) fn finish(mut self) -> io::Result<W> {
        self.out.push(if self.has_rows { b"\n]}\n" } else { b"]}\n" });
        self.out.finish()
    }
}

/// The names of the columns, and behind them that of the uncertainty.
fn with_uncertainty(columns: &[Column]) -> Vec<String> {
    let uncertainty = Column::new(UNCERTAINTY, super::Kind::Float);
    distinct_names(&columns.iter().cloned().chain([uncertainty]).collect::<Vec<_>>())
}

fn geometry(shape: Option<Shape>) -> String {
    let pair = |point: &Point| format!("[{},{}]", point.longitude, point.latitude);
    let list = |points: &[Point]| points.iter().map(pair).collect::<Vec<_>>().join(",");
    match shape {
        None => "null".to_owned(),
        Some(Shape::Point(point)) => format!("{{\"type\":\"Point\",\"coordinates\":{}}}", pair(&point)),
        Some(Shape::Line(from, to)) => {
            format!("{{\"type\":\"LineString\",\"coordinates\":[{}]}}", list(&[from, to]))
        }
        Some(Shape::Rectangle(from, to)) => {
            format!("{{\"type\":\"Polygon\",\"coordinates\":[[{}]]}}", list(&corners(from, to)))
        }
    }
}

/// A document of placemarks, as OGC KML 2.2 says. The first cell is a placemark's name.
pub(super) struct Kml<W: Write> {
    out: Gathered<W>,
    names: Vec<String>,
    uncertainty: String,
    place: Option<Place>,
}

impl<W: Write> Kml<W> {
    pub(super) fn open(out: W, columns: &[Column], options: &Options) -> io::Result<Self> {
        let mut out = Gathered::new(out);
        out.push(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        out.push(b"<kml xmlns=\"http://www.opengis.net/kml/2.2\">\n<Document>\n<name>");
        out.push(xml(&options.title).as_bytes());
        out.push(b"</name>\n");
        let mut names: Vec<String> = with_uncertainty(columns).iter().map(|name| xml(name)).collect();
        let uncertainty = names.pop().unwrap_or_default();
        Ok(Self { out, names, uncertainty, place: options.place })
    }

    /// Writes a placemark; says whether it has a place.
    pub(super) fn row(&mut self, shown: &[Cell<'_>], cells: &[Cell<'_>]) -> io::Result<bool> {
        let out = &mut self.out;
        out.push(b"<Placemark><name>");
        out.push(xml(&shown.first().map(Cell::text).unwrap_or_default()).as_bytes());
        out.push(b"</name><ExtendedData>");
        let uncertainty = hidden_uncertainty(self.place.as_ref(), shown.len(), cells);
        let hidden = uncertainty.map(|cell| (&self.uncertainty, cell));
        for (name, cell) in self.names.iter().zip(shown).chain(hidden) {
            if *cell != Cell::Empty {
                let text = xml(&cell.text());
                out.push(format!("<Data name=\"{name}\"><value>{text}</value></Data>").as_bytes());
            }
        }
        out.push(b"</ExtendedData>");
        let shape = shape(self.place.as_ref(), cells);
        out.push(kml_geometry(shape).as_bytes());
        out.push(b"</Placemark>\n");
        out.pass_on()?;
        Ok(shape.is_some())
    }

    pub(super) fn finish(mut self) -> io::Result<W> {
        self.out.push(b"</Document>\n</kml>\n");
        self.out.finish()
    }
}

fn kml_geometry(shape: Option<Shape>) -> String {
    let list = |points: &[Point]| {
        let pairs: Vec<String> = points.iter().map(|point| format!("{},{}", point.longitude, point.latitude)).collect();
        format!("<coordinates>{}</coordinates>", pairs.join(" "))
    };
    match shape {
        None => String::new(),
        Some(Shape::Point(point)) => format!("<Point>{}</Point>", list(&[point])),
        Some(Shape::Line(from, to)) => {
            format!("<LineString><tessellate>1</tessellate>{}</LineString>", list(&[from, to]))
        }
        Some(Shape::Rectangle(from, to)) => format!(
            "<Polygon><tessellate>1</tessellate><outerBoundaryIs><LinearRing>{}</LinearRing></outerBoundaryIs></Polygon>",
            list(&corners(from, to))
        ),
    }
}
