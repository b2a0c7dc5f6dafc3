//! Facts and figures.

use maud::{Markup, html};

use crate::ui::Level;

/// A titled part of a page. `side` stands at the end of the title's line.
#[must_use]
pub fn section(title: &str, side: Option<&Markup>, body: &Markup) -> Markup {
    html! {
        section class="section" {
            div class="section-head" {
                h2 { (title) }
                @if let Some(side) = side { span class="side" { (side) } }
            }
            (body)
        }
    }
}

/// A titled part of what stands beside the work, with a count after the title if there is one.
#[must_use]
pub fn aside_section(title: &str, count: &str, body: &Markup) -> Markup {
    html! {
        section class="section" {
            div class="section-head" {
                h2 { (title) }
                @if !count.is_empty() { span class="muted figures" { (count) } }
            }
            (body)
        }
    }
}

/// One number worth looking at.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tile<'a> {
    /// What is counted.
    pub label: &'a str,
    /// The number, written out.
    pub value: &'a str,
    /// The query behind it, or nothing.
    pub href: &'a str,
    /// A smaller line below, such as the change in a month.
    pub sub: &'a str,
    /// Whether the number itself is good or bad news.
    pub level: Level,
}

/// A number worth looking at; a click shows what was counted.
#[must_use]
pub fn stat_tile(tile: &Tile<'_>) -> Markup {
    let classes = format!("tile tile-{}", tile.level.key());
    let inner = html! {
        span class="tile-label" { (tile.label) }
        span class="tile-value" { (tile.value) }
        @if !tile.sub.is_empty() { span class="tile-sub" { (tile.sub) } }
    };
    html! {
        @if tile.href.is_empty() { div class=(classes) { (inner) } }
        @else { a class=(classes) href=(tile.href) { (inner) } }
    }
}

/// One bar.
#[derive(Debug, Clone, Copy, Default)]
pub struct Bar<'a> {
    /// What it stands for.
    pub label: &'a str,
    /// Its length, in any unit; not below 0.
    pub amount: f64,
    /// The figure, written out.
    pub figure: &'a str,
    /// The query behind it, or nothing.
    pub href: &'a str,
}

/// A list of bars, each as long as its share of the longest.
#[must_use]
pub fn bar_list(bars: &[Bar<'_>]) -> Markup {
    let longest = bars.iter().map(|bar| bar.amount).fold(0.0, f64::max);
    html! {
        ul class="bars" {
            @for bar in bars {
                @let inner = html! {
                    span class="bar-label" title=(bar.label) { (bar.label) }
                    svg aria-hidden="true" focusable="false" {
                        rect class="bar-track" width="100%" height="100%" {}
                        rect class="bar-fill" width={ (share(bar.amount, longest)) "%" } height="100%" {}
                    }
                    span class="bar-value" { (bar.figure) }
                };
                li {
                    @if bar.href.is_empty() { div class="bar" { (inner) } }
                    @else { a class="bar" href=(bar.href) { (inner) } }
                }
            }
        }
    }
}

/// A percentage of `whole` with one decimal, from 0 to 100; something that is there is always seen.
fn share(part: f64, whole: f64) -> String {
    if whole <= 0.0 || part <= 0.0 {
        return "0".to_owned();
    }
    format!("{:.1}", (part / whole * 100.0).clamp(0.5, 100.0))
}

/// One column of a chart over time.
#[derive(Debug, Clone, Copy, Default)]
pub struct Column<'a> {
    /// The span of time, as "1987".
    pub label: &'a str,
    /// How much there was, in any unit.
    pub amount: f64,
    /// The figure, written out.
    pub figure: &'a str,
    /// The query behind it, or nothing.
    pub href: &'a str,
}

/// Columns over time, with the first and the last label below.
///
/// `title` says what is drawn. Each column tells its figure at the pointer, and
/// to those who come by keyboard.
#[must_use]
pub fn time_columns(title: &str, columns: &[Column<'_>]) -> Markup {
    let highest = columns.iter().map(|column| column.amount).fold(0.0, f64::max);
    let width = 100.0 / f64::from(u32::try_from(columns.len().max(1)).unwrap_or(u32::MAX));
    html! {
        div class="columns" {
            span class="columns-top" aria-hidden="true" {
                @if let Some(top) = columns.iter().max_by(|a, b| a.amount.total_cmp(&b.amount)) { (top.figure) }
            }
            svg role="group" aria-label=(title) focusable="false" {
                @for (index, column) in (0_u32..).zip(columns) {
                    @let x = format!("{:.2}%", f64::from(index) * width);
                    @let inner = html! {
                        title { (column.label) ": " (column.figure) }
                        rect class="reach" x=(x) y="0" width=(format!("{width:.2}%")) height="100%" {}
                        rect x=(x) y={ (inverse(column.amount, highest)) "%" } width=(format!("{:.2}%", width * 0.82))
                            height={ (share(column.amount, highest)) "%" } {}
                    };
                    @if column.href.is_empty() { g { (inner) } }
                    @else { a href=(column.href) aria-label={ (column.label) ": " (column.figure) } { (inner) } }
                }
            }
            div class="columns-ends" aria-hidden="true" {
                @if let Some(first) = columns.first() { span { (first.label) } }
                @if let Some(last) = columns.last() { span { (last.label) } }
            }
        }
    }
}

/// Where a column begins, measured from above.
fn inverse(part: f64, whole: f64) -> String {
    let height: f64 = share(part, whole).parse().unwrap_or_default();
    format!("{:.1}", 100.0 - height)
}

/// Names and values.
#[must_use]
pub fn key_value_list(facts: &[(&str, Markup)]) -> Markup {
    html! {
        dl class="facts" {
            @for (name, value) in facts {
                dt { (name) }
                dd { (value) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_as_long_as_its_share_and_never_invisible() {
        assert_eq!(share(50.0, 200.0), "25.0");
        assert_eq!(share(1.0, 1_000_000.0), "0.5");
        assert_eq!(share(0.0, 10.0), "0");
        assert_eq!(share(3.0, 0.0), "0");
    }
}
