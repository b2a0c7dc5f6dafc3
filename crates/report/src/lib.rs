//! Reports as PDF files: a title, parts with lines of numbers, on as many pages as it takes.
//!
//! **Must not know:** SQL, HTTP, what is counted. It gets words and figures and lays them out. Text is shaped and its fonts
//! are embedded, so that it reads the same everywhere: Noto Sans, with Latin, Greek and Cyrillic letters.

use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::text::{Font, TextDirection};
use rustybuzz::{Face, UnicodeBuffer};
use vasculum_model::{Error, Result};

const REGULAR: &[u8] = include_bytes!("../fonts/NotoSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../fonts/NotoSans-Bold.ttf");

/// A report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Above everything, and the title of the file.
    pub title: String,
    /// Below the title: whose numbers these are.
    pub subtitle: String,
    /// What stands above the columns of figures.
    pub columns: Vec<String>,
    /// The parts.
    pub parts: Vec<Part>,
    /// At the foot of every page: when it was made.
    pub foot: String,
    /// The language that it is in, as `uk`.
    pub language: String,
}

/// A part of a report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    /// Its heading.
    pub title: String,
    /// Words and figures, one figure for each column.
    pub lines: Vec<(String, Vec<String>)>,
}

/// Points on an A4 page.
const WIDTH: f32 = 595.0;
const HEIGHT: f32 = 842.0;
const LEFT: f32 = 56.0;
const RIGHT: f32 = WIDTH - 56.0;
const TOP: f32 = 64.0;
const BOTTOM: f32 = HEIGHT - 64.0;
/// The width of a column of figures.
const COLUMN: f32 = 78.0;
const SIZE: f32 = 9.5;
const LEADING: f32 = 14.0;

/// A text in letters that the fonts have: they know neither the minus sign nor the narrow space of French numbers, and
/// what stands in their place is as wide.
fn spelled(text: &str) -> String {
    text.replace('\u{2212}', "\u{2013}").replace('\u{202f}', "\u{a0}")
}

/// A font to draw with, and to measure with.
struct Type {
    font: Font,
    face: Face<'static>,
}

impl Type {
    fn of(data: &'static [u8]) -> Result<Self> {
        let broken = || Error::internal("The font of reports can’t be read.", "NotoSans");
        let font = Font::new(data.to_vec().into(), 0).ok_or_else(broken)?;
        Ok(Self { font, face: Face::from_slice(data, 0).ok_or_else(broken)? })
    }

    /// How wide a text is, as it is shaped when it is drawn.
    fn width(&self, text: &str, size: f32) -> f32 {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        let shaped = rustybuzz::shape(&self.face, &[], buffer);
        let units: i32 = shaped.glyph_positions().iter().map(|glyph| glyph.x_advance).sum();
        units as f32 / self.face.units_per_em() as f32 * size
    }

    /// A text in lines that are no wider than so much; a word that is wider has a line of its own.
    fn lines(&self, text: &str, size: f32, most: f32) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split_whitespace() {
            match lines.last_mut() {
                Some(line) if self.width(&format!("{line} {word}"), size) <= most => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(word.to_owned()),
            }
        }
        lines
    }
}

/// What stands where on a page.
enum Mark {
    /// Text from its left edge, or up to its right edge.
    Text { text: String, x: f32, y: f32, size: f32, is_bold: bool, is_pale: bool, ends: bool },
    /// A line across.
    Rule { y: f32, is_pale: bool },
}

struct Layout<'r> {
    report: &'r Report,
    regular: &'r Type,
    bold: &'r Type,
    pages: Vec<Vec<Mark>>,
    y: f32,
}

impl Layout<'_> {
    fn put(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.push(mark);
        }
    }

    fn text(&mut self, text: &str, x: f32, size: f32, is_bold: bool, is_pale: bool) {
        let y = self.y;
        self.put(Mark::Text { text: text.to_owned(), x, y, size, is_bold, is_pale, ends: false });
    }

    fn figure(&mut self, text: &str, at: usize, is_bold: bool) {
        let x = RIGHT - COLUMN * (self.report.columns.len() - 1 - at) as f32;
        let y = self.y;
        self.put(Mark::Text { text: text.to_owned(), x, y, size: SIZE, is_bold, is_pale: false, ends: true });
    }

    /// A new page with the heads of the columns.
    fn page(&mut self) {
        self.pages.push(Vec::new());
        self.y = TOP;
        if self.pages.len() == 1 {
            let report = self.report;
            for line in self.bold.lines(&report.title, 20.0, RIGHT - LEFT) {
                self.text(&line, LEFT, 20.0, true, false);
                self.y += 26.0;
            }
            for line in self.regular.lines(&report.subtitle, 11.0, RIGHT - LEFT) {
                self.text(&line, LEFT, 11.0, false, true);
                self.y += 16.0;
            }
            self.y += 14.0;
        }
        for (at, column) in self.report.columns.clone().iter().enumerate() {
            self.figure(column, at, true);
        }
        self.y += 6.0;
        let y = self.y;
        self.put(Mark::Rule { y, is_pale: false });
        self.y += 18.0;
    }

    /// Room for so much, on this page or the next.
    fn room(&mut self, height: f32) {
        if self.y + height > BOTTOM {
            self.page();
        }
    }

    fn part(&mut self, part: &Part) {
        // A heading never stands alone at the foot of a page.
        self.room(LEADING * 3.5);
        self.y += 6.0;
        self.text(&part.title, LEFT, 11.5, true, false);
        self.y += LEADING + 4.0;
        let most = RIGHT - LEFT - COLUMN * self.report.columns.len() as f32;
        for (words, figures) in &part.lines {
            let lines = self.regular.lines(words, SIZE, most);
            self.room(LEADING * lines.len() as f32);
            for (at, figure) in figures.iter().take(self.report.columns.len()).enumerate() {
                self.figure(figure, at, false);
            }
            for line in lines {
                self.text(&line, LEFT, SIZE, false, false);
                self.y += LEADING;
            }
            let y = self.y - LEADING + 4.5;
            self.put(Mark::Rule { y, is_pale: true });
        }
        self.y += 10.0;
    }
}

fn laid_out(report: &Report, regular: &Type, bold: &Type) -> Vec<Vec<Mark>> {
    let mut layout = Layout { report, regular, bold, pages: Vec::new(), y: TOP };
    layout.page();
    for part in &report.parts {
        layout.part(part);
    }
    layout.pages
}

/// The report as a PDF file.
///
/// # Errors
///
/// `Internal`, if the file can’t be made.
pub fn pdf(report: &Report) -> Result<Vec<u8>> {
    let (regular, bold) = (Type::of(REGULAR)?, Type::of(BOLD)?);
    let pages = laid_out(report, &regular, &bold);
    let mut document = Document::new();
    let metadata = Metadata::new().title(report.title.clone()).creator("Vasculum".to_owned());
    document.set_metadata(metadata.language(report.language.clone()));
    for (at, marks) in pages.iter().enumerate() {
        let settings = PageSettings::from_wh(WIDTH, HEIGHT)
            .ok_or_else(|| Error::internal("A report has no such page.", format!("{WIDTH} by {HEIGHT}")))?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        for mark in marks {
            draw(&mut surface, mark, &regular, &bold);
        }
        let foot = |text: String, x: f32, ends: bool| Mark::Text {
            text,
            x,
            y: HEIGHT - 36.0,
            size: 8.0,
            is_bold: false,
            is_pale: true,
            ends,
        };
        draw(&mut surface, &foot(report.foot.clone(), LEFT, false), &regular, &bold);
        draw(&mut surface, &foot(format!("{} / {}", at + 1, pages.len()), RIGHT, true), &regular, &bold);
        surface.finish();
        page.finish();
    }
    document.finish().map_err(|cause| Error::internal("The report could not be written.", format!("{cause:?}")))
}

fn draw(surface: &mut Surface<'_>, mark: &Mark, regular: &Type, bold: &Type) {
    let ink = |is_pale: bool| if is_pale { rgb::Color::new(90, 100, 94) } else { rgb::Color::new(24, 32, 27) };
    match mark {
        Mark::Text { text, x, y, size, is_bold, is_pale, ends } => {
            let letters = if *is_bold { bold } else { regular };
            let text = &spelled(text);
            let x = if *ends { x - letters.width(text, *size) } else { *x };
            surface.set_stroke(None);
            surface.set_fill(Some(Fill { paint: ink(*is_pale).into(), ..Fill::default() }));
            surface.draw_text(Point::from_xy(x, *y), letters.font.clone(), *size, text, false, TextDirection::Auto);
        }
        Mark::Rule { y, is_pale } => {
            let mut path = PathBuilder::new();
            path.move_to(LEFT, *y);
            path.line_to(RIGHT, *y);
            let opacity = if *is_pale { 0.25 } else { 1.0 };
            let opacity = NormalizedF32::new(opacity).unwrap_or(NormalizedF32::ONE);
            if let Some(path) = path.finish() {
                surface.set_fill(None);
                surface.set_stroke(Some(Stroke { paint: ink(true).into(), width: 0.5, opacity, ..Stroke::default() }));
                surface.draw_path(&path);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(lines: usize) -> Report {
        Report {
            title: "Річний звіт 2025".to_owned(),
            subtitle: "Музей природи — Риби".to_owned(),
            columns: vec!["2025".to_owned(), "2024".to_owned()],
            parts: vec![Part {
                title: "Фонди".to_owned(),
                lines: (0..lines)
                    .map(|nth| (format!("Рядок {nth}"), vec![nth.to_string(), "1 234".to_owned()]))
                    .collect(),
            }],
            foot: "30 листопада 2026".to_owned(),
            language: "uk".to_owned(),
        }
    }

    #[test]
    fn every_letter_of_ours_is_in_the_fonts() {
        for data in [REGULAR, BOLD] {
            let face = Face::from_slice(data, 0).unwrap();
            for letter in spelled("ABCz ÄÖÜßñçãõéèêœ ІЇЄҐіїєґщ αω 0–9 — ’ · × % −5 1\u{202f}234 1\u{a0}234").chars()
            {
                assert!(face.glyph_index(letter).is_some(), "{letter}");
            }
        }
    }

    #[test]
    fn a_long_report_goes_on_on_the_next_page() {
        let (regular, bold) = (Type::of(REGULAR).unwrap(), Type::of(BOLD).unwrap());
        for (lines, expect) in [(2, 1), (30, 1), (120, 3)] {
            let report = report(lines);
            let pages = laid_out(&report, &regular, &bold);
            assert_eq!(pages.len(), expect, "{lines} lines");
            let mut seen = 0;
            for mark in pages.iter().flatten() {
                let (Mark::Text { y, .. } | Mark::Rule { y, .. }) = mark;
                assert!(*y > 0.0 && *y <= BOTTOM + LEADING);
                seen += usize::from(matches!(mark, Mark::Text { text, .. } if text.starts_with("Рядок ")));
            }
            assert_eq!(seen, lines, "every line stands once");
            assert!(pdf(&report).unwrap().starts_with(b"%PDF-"));
        }
    }

    #[test]
    fn long_words_are_broken_into_lines() {
        let type_ = Type::of(REGULAR).unwrap();
        let lines = type_.lines("Georeferenced objects at the end of the year before", SIZE, 80.0);
        assert!(lines.len() > 2 && lines.iter().all(|line| type_.width(line, SIZE) <= 80.0), "{lines:?}");
        assert!((type_.width("11", SIZE) - type_.width("88", SIZE)).abs() < 1e-3, "figures are equally wide");
    }
}
