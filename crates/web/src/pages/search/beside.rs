//! What stands beside the results: facets with their counts, and what was chosen of them.

use maud::{Markup, html};
use vasculum_model::model;
use vasculum_search::{Answer, Facet, FacetValue, Faceted, Group, Hit, bounds};

use super::{Results, query};
use crate::pages::words;
use crate::ui::components::{TimeColumn as Column, icon, time_columns};
use crate::ui::words::{later, t, tf, tn};

/// Facets, with what they are called.
const LABELS: &[(Facet, &str)] = &[
    (Facet::Table, later("Kind of record")),
    (Facet::Collection, later("Collection")),
    (Facet::Taxon, later("Taxonomy")),
    (Facet::Place, later("Geography")),
    (Facet::Year, later("Year")),
    (Facet::Collector, later("Collector")),
    (Facet::Type, later("Type status")),
    (Facet::Preparation, later("Preparation")),
    (Facet::Gap, later("What is lacking")),
    (Facet::Cell, later("Part of the world")),
];

/// What an object can lack.
const GAPS: &[(&str, &str)] = &[
    ("coordinates", later("No coordinates")),
    ("place", later("No place")),
    ("date", later("No date")),
    ("determination", later("No name")),
    ("collector", later("No collector")),
    ("preparation", later("No preparation")),
    ("image", later("No image")),
];

/// Groups of words, with what they are called above an excerpt.
const GROUPS: &[(Group, &str)] = &[
    (Group::Own, later("Record")),
    (Group::Identifier, later("Other number")),
    (Group::Determination, later("Determination")),
    (Group::Taxon, later("Name")),
    (Group::Event, later("Event")),
    (Group::Locality, later("Locality")),
    (Group::Geography, later("Place")),
    (Group::People, later("People")),
    (Group::Determiner, later("Determined by")),
    (Group::Preparation, later("Preparation")),
    (Group::Media, later("File")),
];

pub(super) fn group(group: Group) -> &'static str {
    GROUPS.iter().find(|(theirs, _)| *theirs == group).map_or("", |(_, words)| t(words))
}

fn label(facet: Facet) -> &'static str {
    LABELS.iter().find(|(theirs, _)| *theirs == facet).map_or("", |(_, words)| t(words))
}

/// A value in words.
fn told(results: &Results, facet: Facet, value: &str, record: Option<Hit>) -> String {
    let named = record.and_then(|record| results.called.get(&record).cloned());
    match facet {
        Facet::Table => model().named(value).map_or_else(|| value.to_owned(), words::many),
        Facet::Gap => GAPS.iter().find(|(word, _)| *word == value).map_or(value, |(_, words)| t(words)).to_owned(),
        Facet::Cell => value.parse().ok().and_then(bounds).map_or_else(|| value.to_owned(), degrees),
        Facet::Year => value.replace("..", "–"),
        _ => named.unwrap_or_else(|| value.to_owned()),
    }
}

/// A part of the world, from south to north and from west to east.
fn degrees([south, west, north, east]: [i32; 4]) -> String {
    let latitude = |degrees: i32| match degrees {
        ..0 => tf("{n}° S", &[("n", &-degrees)]),
        _ => tf("{n}° N", &[("n", &degrees)]),
    };
    let longitude = |degrees: i32| match degrees {
        ..0 => tf("{n}° W", &[("n", &-degrees)]),
        _ => tf("{n}° E", &[("n", &degrees)]),
    };
    format!("{} – {}, {} – {}", latitude(south), latitude(north), longitude(west), longitude(east))
}

/// The record that a chosen value is called by.
fn chosen_record(facet: Facet, value: &str) -> Option<Hit> {
    use vasculum_model::names::{agent, collection, geography, taxon};
    let table = match facet {
        Facet::Taxon => taxon::TABLE,
        Facet::Place => geography::TABLE,
        Facet::Collector => agent::TABLE,
        Facet::Collection => collection::TABLE,
        _ => return None,
    };
    Some(Hit { table, id: value.parse().ok()? })
}

/// What was chosen, each with a way to take it back.
pub(super) fn chips(results: &Results) -> Markup {
    if results.ask.filters.is_empty() {
        return html! {};
    }
    html! {
        ul class="chips" aria-label=(t("Filters")) {
            @for (facet, value) in &results.ask.filters {
                @let words = told(results, *facet, value, chosen_record(*facet, value));
                li {
                    a class="button button-small" href=(query(&results.ask.without(*facet, value))) {
                        span class="chip-field" { (label(*facet)) } " " (words) (icon("x"))
                        span class="hidden-words" { (t("Remove this filter")) }
                    }
                }
            }
        }
    }
}

/// All facets: a column where there is room, else a drawer.
pub(super) fn facets(results: &Results, answer: &Answer) -> Markup {
    html! {
        div id="facets" class="facets" popover="auto" role="group" aria-label=(t("Filters")) {
            div class="facets-head" {
                strong { (t("Filters")) }
                button class="button button-quiet button-icon" type="button" popovertarget="facets" popovertargetaction="hide" {
                    (icon("x")) span class="hidden-words" { (t("Close")) }
                }
            }
            @for faceted in &answer.facets {
                @if is_worth(results, faceted) { (one(results, faceted)) }
            }
        }
    }
}

/// A facet with one value that says nothing new is left out.
fn is_worth(results: &Results, faceted: &Faceted) -> bool {
    faceted.values.len() > 1
        || !faceted.line.is_empty()
        || results.ask.chosen(faceted.facet).is_some()
        || !matches!(faceted.facet, Facet::Table | Facet::Collection)
}

fn one(results: &Results, faceted: &Faceted) -> Markup {
    let facet = faceted.facet;
    html! {
        details class="facet" open {
            summary { (label(facet)) (icon("chevron-down")) }
            @if facet == Facet::Year { (years(results, faceted)) }
            @else {
                ul class="facet-values" {
                    (line(results, faceted))
                    @for value in &faceted.values { li { (value_link(results, facet, value)) } }
                    @if faceted.more > 0 && results.more != Some(facet) {
                        li { a class="facet-value facet-more" href={ (query(&results.ask)) "&more=" (facet.word()) } {
                            (tn(faceted.more as i64, "{n} more", "{n} more"))
                        } }
                    }
                    @else if faceted.more > 0 {
                        li { p class="facet-rest" { (tf("and {n} more, each with fewer", &[("n", &words::number(faceted.more as i64))])) } }
                    }
                }
            }
        }
    }
}

/// The nodes above what is shown of a tree; each leads there.
fn line(results: &Results, faceted: &Faceted) -> Markup {
    let facet = faceted.facet;
    let called = |hit: &Hit| results.called.get(hit).cloned().unwrap_or_default();
    html! {
        @if let Some((chosen, above)) = faceted.line.split_last() {
            @for hit in above {
                li { a class="facet-value facet-above" href=(query(&results.ask.with(facet, &hit.id.to_string()))) {
                    span class="words" { (called(hit)) }
                } }
            }
            li { a class="facet-value" href=(query(&results.ask.without(facet, &chosen.id.to_string()))) aria-current="true" {
                span class="words" { (called(chosen)) } (icon("x")) span class="hidden-words" { (t("Remove this filter")) }
            } }
        }
    }
}

fn value_link(results: &Results, facet: Facet, value: &FacetValue) -> Markup {
    let is_chosen = results.ask.filters.iter().any(|(theirs, known)| *theirs == facet && *known == value.value);
    let ask = if is_chosen { results.ask.without(facet, &value.value) } else { results.ask.with(facet, &value.value) };
    let is_deeper = results.ask.chosen(facet).is_some() && matches!(facet, Facet::Taxon | Facet::Place);
    html! {
        a class={ "facet-value" @if is_deeper { " facet-below" } } href=(query(&ask)) aria-current=[is_chosen.then_some("true")] {
            span class="words" { (told(results, facet, &value.value, value.record)) }
            span class="count" { (words::number(value.count as i64)) }
            @if is_chosen { (icon("x")) span class="hidden-words" { (t("Remove this filter")) } }
        }
    }
}

/// Years as columns over time, each of which narrows.
fn years(results: &Results, faceted: &Faceted) -> Markup {
    let labels: Vec<String> =
        faceted.values.iter().map(|value| told(results, Facet::Year, &value.value, None)).collect();
    let figures: Vec<String> = faceted.values.iter().map(|value| words::number(value.count as i64)).collect();
    let hrefs: Vec<String> =
        faceted.values.iter().map(|value| query(&results.ask.with(Facet::Year, &value.value))).collect();
    let columns: Vec<Column<'_>> = faceted
        .values
        .iter()
        .enumerate()
        .map(|(at, value)| Column {
            label: &labels[at],
            amount: value.count as f64,
            figure: &figures[at],
            href: &hrefs[at],
        })
        .collect();
    html! {
        div class="facet-years" {
            (time_columns(t("Records by year"), &columns))
            @if let Some(value) = results.ask.chosen(Facet::Year) {
                a class="facet-value" href=(query(&results.ask.without(Facet::Year, value))) aria-current="true" {
                    span class="words" { (told(results, Facet::Year, value, None)) } (icon("x"))
                    span class="hidden-words" { (t("Remove this filter")) }
                }
            }
        }
    }
}
