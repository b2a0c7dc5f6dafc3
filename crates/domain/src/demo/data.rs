//! The tables from which the demo museum is made: real taxa, real places, people who never lived.
//!
//! Taxa: a line `# phylum > class > order > family`, then species as name, author, everyday name and the marks of the
//! places where they live; a line `= name, author` is a synonym of the species above. The ages of times are those of
//! the International Chronostratigraphic Chart of the International Commission on Stratigraphy, in millions of years.

/// A species with its classification.
#[derive(Debug, Clone)]
pub(super) struct Species {
    /// Phylum, class, order, family.
    pub(super) above: Vec<&'static str>,
    pub(super) genus: &'static str,
    pub(super) epithet: &'static str,
    pub(super) author: &'static str,
    pub(super) common: &'static str,
    /// The marks of the places where it lives.
    pub(super) marks: Vec<&'static str>,
    /// Genus, epithet and author of names that mean the same.
    pub(super) synonyms: Vec<(&'static str, &'static str, &'static str)>,
}

/// A place where something was collected.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) marks: Vec<&'static str>,
    /// Continent, country, state and county, as far as there are any.
    pub(super) geography: Vec<&'static str>,
    pub(super) name: &'static str,
    pub(super) latitude: &'static str,
    pub(super) longitude: &'static str,
    pub(super) uncertainty_m: &'static str,
    pub(super) lowest_m: &'static str,
    pub(super) highest_m: &'static str,
    /// Least and greatest depth of water in metres.
    pub(super) depth_m: (&'static str, &'static str),
    pub(super) habitat: &'static str,
    /// Stage or series, group, formation, member and kind of rock of a fossil.
    pub(super) layer: Option<Layer>,
}

/// Where a fossil lay.
#[derive(Debug, Clone)]
pub(super) struct Layer {
    pub(super) age: &'static str,
    /// Group, formation and member, each perhaps empty.
    pub(super) rocks: [&'static str; 3],
    pub(super) lithology: &'static str,
}

/// Somebody who collects or determines.
#[derive(Debug, Clone)]
pub(super) struct Person {
    pub(super) title: &'static str,
    pub(super) first: &'static str,
    pub(super) middle: &'static str,
    pub(super) last: &'static str,
    pub(super) born: &'static str,
    pub(super) died: &'static str,
    /// The years in which the person collected.
    pub(super) from: i64,
    pub(super) until: i64,
}

/// A span of geological time.
#[derive(Debug, Clone)]
pub(super) struct Span {
    /// 0 for an era, 3 for a stage.
    pub(super) depth: usize,
    pub(super) name: &'static str,
    pub(super) start: &'static str,
    pub(super) end: &'static str,
}

/// A published work.
#[derive(Debug, Clone)]
pub(super) struct Work {
    pub(super) author: &'static str,
    pub(super) year: &'static str,
    pub(super) title: &'static str,
    pub(super) publisher: &'static str,
    pub(super) city: &'static str,
    pub(super) journal: &'static str,
    pub(super) volume: &'static str,
}

/// The fields of every line that has something in it.
fn lines(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines().filter(|line| !line.trim().is_empty()).map(|line| line.split('\t').collect())
}

fn at(fields: &[&'static str], index: usize) -> &'static str {
    fields.get(index).copied().unwrap_or_default()
}

/// Reads a table of taxa.
pub(super) fn species(text: &'static str) -> Vec<Species> {
    let mut found: Vec<Species> = Vec::new();
    let mut above = Vec::new();
    for fields in lines(text) {
        let first = at(&fields, 0);
        if let Some(names) = first.strip_prefix("# ") {
            above = names.split(" > ").collect();
        } else if let Some(name) = first.strip_prefix("= ") {
            let (genus, epithet) = name.split_once(' ').unwrap_or((name, ""));
            if let Some(accepted) = found.last_mut() {
                accepted.synonyms.push((genus, epithet, at(&fields, 1)));
            }
        } else {
            let (genus, epithet) = first.split_once(' ').unwrap_or((first, ""));
            found.push(Species {
                above: above.clone(),
                genus,
                epithet,
                author: at(&fields, 1),
                common: at(&fields, 2),
                marks: at(&fields, 3).split(',').collect(),
                synonyms: Vec::new(),
            });
        }
    }
    found
}

/// The first nine columns of every table of places, to which `rest` adds what is its own.
fn places(text: &'static str, rest: impl Fn(Place, &[&'static str]) -> Place) -> Vec<Place> {
    lines(text)
        .map(|fields| {
            let place = Place {
                marks: at(&fields, 0).split(',').collect(),
                geography: fields.iter().skip(1).take(4).copied().collect(),
                name: at(&fields, 5),
                latitude: at(&fields, 6),
                longitude: at(&fields, 7),
                uncertainty_m: at(&fields, 8),
                lowest_m: at(&fields, 9),
                highest_m: "",
                depth_m: ("", ""),
                habitat: "",
                layer: None,
            };
            rest(place, fields.get(10..).unwrap_or_default())
        })
        .collect()
}

/// Places on land: a habitat follows.
pub(super) fn land() -> Vec<Place> {
    places(include_str!("places_land.tsv"), |place, rest| Place { habitat: at(rest, 0), ..place })
}

/// Waters: the depths follow.
pub(super) fn waters() -> Vec<Place> {
    places(include_str!("places_fish.tsv"), |place, rest| Place { depth_m: (at(rest, 0), at(rest, 1)), ..place })
}

/// Outcrops: elevation, age and rock follow.
pub(super) fn outcrops() -> Vec<Place> {
    places(include_str!("places_ip.tsv"), |place, rest| Place {
        highest_m: at(rest, 0),
        layer: Some(Layer { age: at(rest, 1), rocks: [at(rest, 2), at(rest, 3), at(rest, 4)], lithology: at(rest, 5) }),
        ..place
    })
}

/// Everybody.
pub(super) fn people() -> Vec<Person> {
    let year = |text: &str| text.parse().unwrap_or(1950);
    lines(include_str!("people.tsv"))
        .map(|fields| Person {
            title: at(&fields, 0),
            first: at(&fields, 1),
            middle: at(&fields, 2),
            last: at(&fields, 3),
            born: at(&fields, 4),
            died: at(&fields, 5),
            from: year(at(&fields, 6)),
            until: year(at(&fields, 7)),
        })
        .collect()
}

/// Geological times, each after the one that it is part of.
pub(super) fn times() -> Vec<Span> {
    lines(include_str!("times.tsv"))
        .map(|fields| {
            let name = at(&fields, 0).trim_start_matches('>');
            let depth = at(&fields, 0).len() - name.len();
            Span { depth, name, start: at(&fields, 1), end: at(&fields, 2) }
        })
        .collect()
}

/// Published works.
pub(super) fn works() -> Vec<Work> {
    lines(include_str!("works.tsv"))
        .map(|fields| Work {
            author: at(&fields, 0),
            year: at(&fields, 1),
            title: at(&fields, 2),
            publisher: at(&fields, 3),
            city: at(&fields, 4),
            journal: at(&fields, 5),
            volume: at(&fields, 6),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_species_lives_somewhere_and_every_number_is_one() {
        let tables = [
            (include_str!("taxa_fish.tsv"), waters()),
            (include_str!("taxa_herb.tsv"), land()),
            (include_str!("taxa_ent.tsv"), land()),
            (include_str!("taxa_ip.tsv"), outcrops()),
        ];
        let spans: Vec<&str> = times().iter().map(|span| span.name).collect();
        for (taxa, places) in tables {
            let taxa = species(taxa);
            assert!(taxa.len() >= 120, "{} species", taxa.len());
            for one in &taxa {
                assert_eq!(one.above.len(), 4, "{} {}", one.genus, one.epithet);
                assert!(!one.author.is_empty() && !one.epithet.contains(' '), "{} {}", one.genus, one.epithet);
                for mark in &one.marks {
                    assert!(
                        places.iter().any(|place| place.marks.contains(mark)),
                        "{} {} at {mark}",
                        one.genus,
                        one.epithet
                    );
                }
            }
            for place in &places {
                let (latitude, longitude): (f64, f64) =
                    (place.latitude.parse().unwrap(), place.longitude.parse().unwrap());
                assert!(latitude.abs() < 75.0 && longitude.abs() <= 180.0, "{}", place.name);
                assert!(place.uncertainty_m.parse::<u32>().is_ok(), "{}", place.name);
                if let Some(layer) = &place.layer {
                    assert!(spans.contains(&layer.age), "{}", layer.age);
                }
            }
        }
        assert!(people().iter().all(|person| person.from < person.until));
    }
}
