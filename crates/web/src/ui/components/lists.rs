//! Lists: table, selection, paging, facets.

use maud::{Markup, html};

use super::{icon, turning_icon};
use crate::ui::Level;
use crate::ui::words::{Words, t, tf};

/// What the cells of a column hold, which decides how they are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ColumnKind {
    /// Words.
    #[default]
    Text,
    /// Long words, as of names and localities, which want more room than others.
    Wide,
    /// Figures, at the end of the cell, one below the other.
    Number,
    /// Something that must not be broken, as a date or a catalogue number.
    Code,
    /// Buttons.
    Tools,
}

/// The order that a list is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// Smallest first.
    Up,
    /// Largest first.
    Down,
}

/// One column.
#[derive(Debug, Clone, Copy, Default)]
pub struct Column<'a> {
    /// The words at its head.
    pub label: &'a str,
    /// What its cells hold.
    pub kind: ColumnKind,
    /// Where a click on the head leads: the list in this order; or nothing.
    pub sort_href: &'a str,
    /// The present order, if the list is ordered by it.
    pub sorted: Option<Sort>,
}

/// One row.
#[derive(Debug, Clone, Default)]
pub struct Row<'a> {
    /// What the tick box sends.
    pub id: &'a str,
    /// What the row is called, for those who cannot see which box they tick.
    pub label: &'a str,
    /// One for each column; the first one names the row and is usually a link.
    pub cells: Vec<Markup>,
    /// A coloured edge for rows with issues.
    pub level: Level,
    /// Whether it is ticked.
    pub is_ticked: bool,
}

/// A list as a table.
#[derive(Debug, Clone, Copy, Default)]
pub struct Table<'a> {
    /// What the table holds; for screen readers, and for the region that scrolls.
    pub caption: &'a str,
    /// Its columns.
    pub columns: &'a [Column<'a>],
    /// Its rows.
    pub rows: &'a [Row<'a>],
    /// The name under which ticked rows are sent; nothing for no boxes.
    pub tick_name: &'a str,
    /// Whether rows become cards on a phone; otherwise the table scrolls.
    pub stacks: bool,
}

impl ColumnKind {
    fn class(self) -> Option<&'static str> {
        match self {
            ColumnKind::Text => None,
            ColumnKind::Wide => Some("wide"),
            ColumnKind::Number => Some("number"),
            ColumnKind::Code => Some("code"),
            ColumnKind::Tools => Some("tools"),
        }
    }
}

/// A table of records. For many thousand rows there is the grid; this one is for a page of a list.
#[must_use]
pub fn data_table(_: &Words<'_>, table: &Table<'_>) -> Markup {
    let ticks = !table.tick_name.is_empty();
    // Roles are written out, since cards on a phone would otherwise lose them.
    html! {
        section class={ "table-frame" @if table.stacks { " table-stacks" } } aria-label=(table.caption) tabindex="0" {
            table class="table" role="table" {
                caption class="hidden-words" { (table.caption) }
                thead role="rowgroup" {
                    tr role="row" {
                        @if ticks {
                            td class="pick" role="cell" { input class="check-box" type="checkbox" data-all aria-label=(t("Select all rows")); }
                        }
                        @for column in table.columns { (head_cell(column)) }
                    }
                }
                tbody role="rowgroup" {
                    @for row in table.rows {
                        tr role="row" class=[row_class(row.level)] {
                            @if ticks {
                                td class="pick" role="cell" {
                                    input class="check-box" type="checkbox" name=(table.tick_name) value=(row.id) checked[row.is_ticked]
                                        aria-label=(tf("Select {text}", &[("text", &row.label)]));
                                }
                            }
                            @for (index, (column, cell)) in table.columns.iter().zip(&row.cells).enumerate() {
                                @if index == 0 { th scope="row" role="rowheader" class=[column.kind.class()] { (cell) } }
                                @else { td role="cell" class=[column.kind.class()] data-label=(if column.kind == ColumnKind::Tools { "" } else { column.label }) { (cell) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn row_class(level: Level) -> Option<&'static str> {
    match level {
        Level::Error => Some("row-error"),
        Level::Warning => Some("row-warning"),
        _ => None,
    }
}

fn head_cell(column: &Column<'_>) -> Markup {
    let (aria, arrow) = match column.sorted {
        Some(Sort::Up) => (Some("ascending"), "arrow-up"),
        Some(Sort::Down) => (Some("descending"), "arrow-down"),
        None => (None, "arrow-up"),
    };
    html! {
        th scope="col" role="columnheader" class=[column.kind.class()] aria-sort=[aria] {
            @if column.kind == ColumnKind::Tools { span class="hidden-words" { (column.label) } }
            @else if column.sort_href.is_empty() { (column.label) }
            @else {
                a class="sort" href=(column.sort_href) {
                    (column.label)
                    @if column.sorted.is_some() { (icon(arrow)) } @else { span class="icon unsorted" { (icon(arrow)) } }
                }
            }
        }
    }
}

/// A form around a table whose rows can be ticked, and what can be done with them.
#[derive(Debug, Clone)]
pub struct Selection<'a> {
    /// `POST`: where the ticked rows are sent.
    pub action: &'a str,
    /// The table, and whatever else stands above the bar.
    pub body: Markup,
    /// Buttons; each has a name and a value, or a `formaction`.
    pub buttons: Markup,
}

/// The form of a [`Selection`]. The bar shows itself as soon as something is ticked.
#[must_use]
pub fn selectable(_: &Words<'_>, selection: &Selection<'_>) -> Markup {
    html! {
        form class="stack" method="post" action=(selection.action) data-selection {
            (selection.body)
            div class="selection" {
                output data-count data-words=(t("{n} selected")) {}
                (selection.buttons)
                button class="button button-quiet button-icon" type="reset" data-select-none {
                    (icon("x")) span class="hidden-words" { (t("Clear selection")) }
                }
            }
        }
    }
}

/// The way through a long list.
#[derive(Debug, Clone, Copy, Default)]
pub struct Pagination<'a> {
    /// What is shown, as "51–100 of about 12,400".
    pub summary: &'a str,
    /// The page before, if there is one.
    pub previous: Option<&'a str>,
    /// The page after, if there is one.
    pub next: Option<&'a str>,
}

/// Paging by cursors: no page numbers, for nobody needs page 248.
#[must_use]
pub fn pagination(_: &Words<'_>, pagination: &Pagination<'_>) -> Markup {
    html! {
        nav class="pagination" aria-label=(t("Pages")) {
            span { (pagination.summary) }
            span class="button-group" {
                (page_link(t("Previous"), pagination.previous, "prev", "chevron-left"))
                (page_link(t("Next"), pagination.next, "next", "chevron-right"))
            }
        }
    }
}

fn page_link(label: &str, href: Option<&str>, rel: &str, icon_name: &str) -> Markup {
    html! {
        a class="button" href=[href] rel=[href.map(|_| rel)] role=[href.is_none().then_some("link")] aria-disabled=[href.is_none().then_some("true")] {
            @if rel == "prev" { (turning_icon(icon_name)) }
            (label)
            @if rel == "next" { (turning_icon(icon_name)) }
        }
    }
}

/// The values of one field among the results, with counts.
#[derive(Debug, Clone, Copy, Default)]
pub struct Facet<'a> {
    /// The name of the field.
    pub label: &'a str,
    /// Its commonest values.
    pub values: &'a [FacetValue<'a>],
    /// Whether it stands open.
    pub is_open: bool,
}

/// One value.
#[derive(Debug, Clone, Copy, Default)]
pub struct FacetValue<'a> {
    /// The value in words.
    pub label: &'a str,
    /// How many of the results have it, written out.
    pub count: &'a str,
    /// The results with this value, or without it if it is chosen.
    pub href: &'a str,
    /// Whether the results are those with this value.
    pub is_chosen: bool,
    /// Whether it is a scientific name.
    pub is_name: bool,
}

/// One facet.
#[must_use]
pub fn facet(_: &Words<'_>, facet: &Facet<'_>) -> Markup {
    html! {
        details class="facet" open[facet.is_open] {
            summary { (facet.label) (icon("chevron-down")) }
            ul class="facet-values" {
                @for value in facet.values {
                    li {
                        a class="facet-value" href=(value.href) aria-current=[value.is_chosen.then_some("true")] {
                            span class={ "words" @if value.is_name { " name" } } { (value.label) }
                            span class="count" { (value.count) }
                            @if value.is_chosen { (icon("x")) span class="hidden-words" { (t("Remove this filter")) } }
                        }
                    }
                }
            }
        }
    }
}

/// All facets, beside a list: a column where there is room, else a drawer that [`facets_button`] opens.
///
/// Stands as the first child of a `div class="with-facets"`, before a `div class="work"`.
#[must_use]
pub fn facets(_: &Words<'_>, all: &[Facet<'_>]) -> Markup {
    html! {
        div id="facets" class="facets" popover="auto" role="group" aria-label=(t("Filters")) {
            div class="facets-head" {
                strong { (t("Filters")) }
                button class="button button-quiet button-icon" type="button" popovertarget="facets" popovertargetaction="hide" {
                    (icon("x")) span class="hidden-words" { (t("Close")) }
                }
            }
            @for one in all { (facet(&Words::ENGLISH, one)) }
        }
    }
}

/// The button for [`facets`], seen only where they are a drawer. `chosen` is how many filters are set.
#[must_use]
pub fn facets_button(_: &Words<'_>, chosen: usize) -> Markup {
    html! {
        button class="button button-small facets-button" type="button" popovertarget="facets" {
            (icon("filter")) (t("Filters"))
            @if chosen > 0 { span class="count-dot" { (chosen) } }
        }
    }
}
