//! Labels as they lie on paper. Their sizes come from a style sheet that is made for them: no page has inline styles.

use axum::extract::Query;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::Deserialize;
use vasculum_domain::labels::{Align, Kind, Label, Line, Says, Sheet, Size};

/// Labels of one kind.
pub(super) struct Drawing<'d> {
    pub(super) kind: &'d Kind,
    pub(super) labels: &'d [Label],
    /// How many places stay empty at first.
    pub(super) skipped: u32,
}

/// The labels, with the style sheet that gives them their size.
pub(super) fn draw(drawing: &Drawing<'_>) -> Markup {
    let class = if drawing.kind.sheet.has_frame { "slips slips-framed" } else { "slips" };
    html! {
        link rel="stylesheet" href=(style_path(&drawing.kind.sheet));
        div class=(class) {
            @for _ in 0..drawing.skipped { div class="slip slip-used" {} }
            @for label in drawing.labels { @for _ in 0..label.copies { (slip(drawing.kind, label)) } }
        }
    }
}

fn slip(kind: &Kind, label: &Label) -> Markup {
    html! {
        div class="slip" {
            @for said in &label.lines {
                @if let Some(line) = kind.lines.get(said.line) {
                    @if line.says == Says::Rule { hr class="slip-rule"; }
                    @else {
                        p class=(class_of(line)) {
                            @for span in &said.spans { @if span.is_italic { i { (span.text) } } @else { (span.text) } }
                        }
                    }
                }
            }
        }
    }
}

fn class_of(line: &Line) -> String {
    let size = match line.size {
        Size::Small => " slip-small",
        Size::Usual => "",
        Size::Large => " slip-large",
    };
    let align = match line.align {
        Align::Start => "",
        Align::Center => " slip-center",
        Align::End => " slip-end",
    };
    format!("slip-line{size}{align}{}", if line.is_bold { " slip-bold" } else { "" })
}

/// The sizes of a sheet, as they stand in the address of its style sheet.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct Sizes {
    paper_width: f64,
    paper_height: f64,
    margin: f64,
    width: f64,
    height: f64,
    columns: f64,
    gap: f64,
    font: f64,
}

fn style_path(sheet: &Sheet) -> String {
    format!(
        "/labels/sheet.css?paper_width={}&paper_height={}&margin={}&width={}&height={}&columns={}&gap={}&font={}",
        sheet.paper_width,
        sheet.paper_height,
        sheet.margin,
        sheet.width,
        sheet.height,
        sheet.columns,
        sheet.gap,
        sheet.font
    )
}

/// `GET /labels/sheet.css`: the sizes in the address as a style sheet. Nothing but numbers comes into it.
pub async fn style(Query(sizes): Query<Sizes>) -> Response {
    let headers =
        [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "private, max-age=86400")];
    (headers, css(sizes)).into_response()
}

fn css(sizes: Sizes) -> String {
    let within = |number: f64, most: f64| if number.is_finite() { number.clamp(0.0, most) } else { 0.0 };
    let (paper_width, paper_height) = (within(sizes.paper_width, 1000.0), within(sizes.paper_height, 1000.0));
    let (width, height) = (within(sizes.width, 1000.0), within(sizes.height, 1000.0));
    let (margin, gap, font) = (within(sizes.margin, 100.0), within(sizes.gap, 50.0), within(sizes.font, 72.0));
    let columns = within(sizes.columns, 30.0).max(1.0) as u32;
    format!(
        "@page {{ size: {paper_width}mm {paper_height}mm; margin: {margin}mm; }}\n\
         .slips {{ grid-template-columns: repeat({columns}, {width}mm); gap: {gap}mm; font-size: {font}pt; }}\n\
         .slip {{ min-block-size: {height}mm; }}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_sheet_holds_the_sizes_and_nothing_else() {
        let sizes = Sizes {
            paper_width: 210.0,
            paper_height: 297.0,
            margin: 8.0,
            width: 18.5,
            height: f64::INFINITY,
            columns: -3.0,
            gap: f64::NAN,
            font: 4.0,
        };
        let css = css(sizes);
        assert!(css.contains("@page { size: 210mm 297mm; margin: 8mm; }"), "{css}");
        assert!(css.contains("repeat(1, 18.5mm); gap: 0mm; font-size: 4pt"), "{css}");
        assert!(css.contains("min-block-size: 0mm"), "{css}");
    }
}
