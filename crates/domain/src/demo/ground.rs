//! What objects stand on: people, taxa, places, layers, shelves, accessions, literature.

use std::collections::HashMap;

use vasculum_model::names::{
    accession, accession_agent, address, agent, author, common_name_tx, geo_coord_detail, geography,
    geologic_time_period, journal, litho_strat, locality, locality_detail, paleo_context, prep_type, reference_work,
    storage, taxon, taxon_citation,
};
use vasculum_model::{Col, Date, Decimal, Record, Result, TableId, Value};
use vasculum_store::{Filter, Select, WriteTx};

use super::data::{self, Layer, Place, Species, Work};
use super::kinds::{HOSTS, Kind};
use super::random::Random;
use crate::records;
use crate::setup::Made;
use crate::trees::{self, Rank, TreeDef};

/// Saves a new record, with a GUID from the series where the table has one, and returns its id.
pub(super) fn put(tx: &mut WriteTx<'_>, random: &mut Random, mut record: Record) -> Result<i64> {
    if record.named("guid").is_some_and(Value::is_null) {
        record.set_named("guid", random.guid());
    }
    Ok(records::put(tx, None, record)?.0.id)
}

/// Text, or nothing where there is none.
pub(super) fn maybe(text: &str) -> Value {
    if text.is_empty() { Value::Null } else { text.into() }
}

fn decimal(text: &str) -> Option<Decimal> {
    Decimal::parse(text)
}

/// Somebody as the database knows them.
#[derive(Debug, Clone)]
pub(super) struct Collector {
    pub(super) agent: i64,
    pub(super) initials: String,
    pub(super) last: &'static str,
    pub(super) from: i64,
    pub(super) until: i64,
}

/// A species as the database knows it.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) taxon: i64,
    pub(super) genus: i64,
    pub(super) synonyms: Vec<i64>,
    /// When it was described, where zoologists' custom tells.
    pub(super) described: Option<i64>,
    /// The family's number in the systematic order, by which things are shelved.
    pub(super) family: usize,
    /// Where it was found, as numbers in [`Ground::sites`].
    pub(super) sites: Vec<usize>,
}

/// A place as the database knows it.
#[derive(Debug, Clone)]
pub(super) struct Site {
    pub(super) locality: i64,
    pub(super) paleo: Option<i64>,
    pub(super) place: Place,
}

/// Everything that the objects of one collection refer to.
#[derive(Debug)]
pub(super) struct Ground {
    pub(super) kind: &'static Kind,
    pub(super) made: Made,
    pub(super) object_type: i64,
    /// Id of the kind of preparation, percentage of objects, least and greatest count.
    pub(super) preps: Vec<(i64, usize, i64, i64)>,
    pub(super) species: Vec<Known>,
    pub(super) sites: Vec<Site>,
    pub(super) people: Vec<Collector>,
    pub(super) hosts: Vec<i64>,
    pub(super) shelves: Vec<i64>,
    /// Id and year, oldest first.
    pub(super) accessions: Vec<(i64, i64)>,
    /// The museum's own list of its types.
    pub(super) list_of_types: i64,
}

/// The people and institutions of a division.
pub(super) fn people(tx: &mut WriteTx<'_>, random: &mut Random, division: i64) -> Result<(Vec<Collector>, Vec<i64>)> {
    let mut collectors = Vec::new();
    for person in data::people() {
        let day = |text: &str| text.parse().ok().and_then(|year| Date::new(year, 1, 1));
        let record = Record::new(agent::TABLE)
            .with(agent::AGENT_TYPE, 1)
            .with(agent::DIVISION, division)
            .with(agent::TITLE, maybe(person.title))
            .with(agent::FIRST_NAME, person.first)
            .with(agent::MIDDLE_INITIAL, maybe(person.middle))
            .with(agent::LAST_NAME, person.last)
            .with(agent::DATE_OF_BIRTH, day(person.born))
            .with(agent::DATE_OF_BIRTH_PRECISION, day(person.born).map(|_| 3))
            .with(agent::DATE_OF_DEATH, day(person.died))
            .with(agent::DATE_OF_DEATH_PRECISION, day(person.died).map(|_| 3));
        let names = [person.first, person.middle, person.last];
        collectors.push(Collector {
            agent: put(tx, random, record)?,
            initials: names.iter().filter_map(|name| name.chars().next()).flat_map(char::to_uppercase).collect(),
            last: person.last,
            from: person.from,
            until: person.until,
        });
    }
    let mut hosts = Vec::new();
    for (name, city, country) in HOSTS {
        let record = Record::new(agent::TABLE)
            .with(agent::AGENT_TYPE, 0)
            .with(agent::DIVISION, division)
            .with(agent::LAST_NAME, *name);
        let host = put(tx, random, record)?;
        let record = Record::new(address::TABLE)
            .with(address::AGENT, host)
            .with(address::CITY, *city)
            .with(address::COUNTRY, *country)
            .with(address::IS_PRIMARY, true)
            .with(address::IS_CURRENT, true);
        put(tx, random, record)?;
        hosts.push(host);
    }
    Ok((collectors, hosts))
}

/// Makes everything that the objects of a collection refer to.
pub(super) fn lay(
    tx: &mut WriteTx<'_>,
    random: &mut Random,
    kind: &'static Kind,
    made: Made,
    (people, hosts): (Vec<Collector>, Vec<i64>),
    today: Date,
) -> Result<Ground> {
    let works = literature(tx, random, made, kind, people.first().map_or(0, |one| one.agent))?;
    let species = data::species(kind.taxa);
    let places: Vec<Place> = (kind.places)()
        .into_iter()
        .filter(|place| species.iter().any(|one| one.marks.iter().any(|mark| place.marks.contains(mark))))
        .collect();
    let known = taxa(tx, random, kind, made, &species, &places, &works)?;
    let georeferencer = people.iter().find(|one| one.from > 1995).map(|one| one.agent);
    let sites = sites(tx, random, made, places, georeferencer, today)?;
    let (shelves, accessions) =
        (shelves(tx, random, kind, made)?, accessions(tx, random, made, &people, &hosts, today)?);
    let mut preps = Vec::new();
    for (name, percent, least, most) in kind.preps {
        let filter =
            Filter::And(vec![Filter::is(prep_type::COLLECTION, made.collection), Filter::is(prep_type::NAME, *name)]);
        if let Some(found) = tx.first(&Select::all(prep_type::TABLE).matching(filter))? {
            preps.push((found.id, *percent, *least, *most));
        }
    }
    let collection = tx.get(vasculum_model::names::collection::TABLE, made.collection)?;
    Ok(Ground {
        kind,
        made,
        object_type: collection.needed(vasculum_model::names::collection::COLLECTION_OBJECT_TYPE)?,
        preps,
        species: known,
        sites,
        people,
        hosts,
        shelves,
        accessions,
        list_of_types: works.1,
    })
}

/// The works that the taxa cite, and the museum's own list of types.
fn literature(
    tx: &mut WriteTx<'_>,
    random: &mut Random,
    made: Made,
    kind: &Kind,
    curator: i64,
) -> Result<(Vec<(Work, i64)>, i64)> {
    let mut found = Vec::new();
    for work in data::works() {
        let same = Filter::is(reference_work::TITLE, work.title);
        if let Some(known) = tx.first(&Select::all(reference_work::TABLE).matching(same))? {
            found.push((work, known.id));
            continue;
        }
        let (last, first) = work.author.split_once(", ").unwrap_or((work.author, ""));
        let writer = Record::new(agent::TABLE)
            .with(agent::AGENT_TYPE, 1)
            .with(agent::DIVISION, made.division)
            .with(agent::LAST_NAME, last)
            .with(agent::FIRST_NAME, maybe(first));
        let writer = put(tx, random, writer)?;
        let mut record = Record::new(reference_work::TABLE)
            .with(reference_work::TITLE, work.title)
            .with(reference_work::WORK_DATE, work.year)
            .with(reference_work::VOLUME, maybe(work.volume))
            .with(reference_work::PUBLISHER, maybe(work.publisher))
            .with(reference_work::PLACE_OF_PUBLICATION, maybe(work.city))
            .with(reference_work::IS_PUBLISHED, true)
            .with(reference_work::REFERENCE_WORK_TYPE, if work.journal.is_empty() { 0 } else { 2 })
            .with(reference_work::INSTITUTION, made.institution);
        if !work.journal.is_empty() {
            let record_of_journal = Record::new(journal::TABLE)
                .with(journal::JOURNAL_NAME, work.journal)
                .with(journal::INSTITUTION, made.institution);
            record.set(reference_work::JOURNAL, put(tx, random, record_of_journal)?);
        }
        let id = put(tx, random, record)?;
        write_author(tx, random, id, writer)?;
        found.push((work, id));
    }
    let own = Record::new(reference_work::TABLE)
        .with(reference_work::TITLE, format!("Types in the Vasculum Demo Museum: {}", kind.name))
        .with(reference_work::WORK_DATE, "2012")
        .with(reference_work::REFERENCE_WORK_TYPE, 3)
        .with(reference_work::IS_PUBLISHED, false)
        .with(reference_work::INSTITUTION, made.institution);
    let own = put(tx, random, own)?;
    write_author(tx, random, own, curator)?;
    Ok((found, own))
}

fn write_author(tx: &mut WriteTx<'_>, random: &mut Random, work: i64, writer: i64) -> Result<()> {
    let record = Record::new(author::TABLE)
        .with(author::REFERENCE_WORK, work)
        .with(author::AGENT, writer)
        .with(author::ORDER_NUMBER, 1);
    put(tx, random, record).map(drop)
}

/// A tree while it grows: nodes by the way that leads to them.
struct Growing {
    table: TableId,
    def: TreeDef,
    root: Record,
    nodes: HashMap<String, Record>,
}

impl Growing {
    fn of(tx: &mut WriteTx<'_>, table: TableId, discipline: i64) -> Result<Self> {
        let def = trees::definition(tx, table, discipline)?;
        let root = trees::root(tx, table, def.id)?;
        Ok(Self { table, def, root, nodes: HashMap::new() })
    }

    /// The node at the end of a way, made with everything above it that is not there yet. Empty names are left out.
    fn node(
        &mut self,
        tx: &mut WriteTx<'_>,
        random: &mut Random,
        way: &[(&str, &str)],
        extra: &[(Col, Value)],
    ) -> Result<Record> {
        let mut parent = self.root.clone();
        let mut key = String::new();
        let steps: Vec<&(&str, &str)> = way.iter().filter(|(_, name)| !name.is_empty()).collect();
        for (at, (rank, name)) in steps.iter().enumerate() {
            key = format!("{key}/{rank}:{name}");
            if let Some(known) = self.nodes.get(&key) {
                parent = known.clone();
                continue;
            }
            let Some(rank) = self.def.named(rank).cloned() else { continue };
            let extra = if at + 1 == steps.len() { extra } else { &[] };
            parent = grow(tx, random, self.table, &parent, &rank, name, extra)?;
            self.nodes.insert(key.clone(), parent.clone());
        }
        Ok(parent)
    }
}

/// Adds a node, or finds the one that another collection made.
fn grow(
    tx: &mut WriteTx<'_>,
    random: &mut Random,
    table: TableId,
    parent: &Record,
    rank: &Rank,
    name: &str,
    extra: &[(Col, Value)],
) -> Result<Record> {
    if table == storage::TABLE
        && let Some(known) = trees::find_child(tx, table, parent.id, name, rank)?
    {
        return Ok(known);
    }
    let mut extra = extra.to_vec();
    if let Some(column) = parent.of().col("guid") {
        extra.push((column, random.guid().into()));
    }
    trees::add_node(tx, table, parent, rank, name, &extra)
}

/// The taxon tree of a collection, in the order of its table.
fn taxa(
    tx: &mut WriteTx<'_>,
    random: &mut Random,
    kind: &Kind,
    made: Made,
    species: &[Species],
    places: &[Place],
    works: &(Vec<(Work, i64)>, i64),
) -> Result<Vec<Known>> {
    let mut tree = Growing::of(tx, taxon::TABLE, made.discipline)?;
    let mut families: Vec<&str> = Vec::new();
    let mut known = Vec::with_capacity(species.len());
    for one in species {
        let mut way = vec![("Kingdom", kind.kingdom)];
        way.extend(["Phylum", "Class", "Order", "Family"].into_iter().zip(one.above.iter().copied()));
        let above = way.clone();
        way.push(("Genus", one.genus));
        let genus = tree.node(tx, random, &way, &[])?.id;
        way.push(("Species", one.epithet));
        let extra = [(taxon::AUTHOR, one.author.into()), (taxon::COMMON_NAME, maybe(one.common))];
        let accepted = tree.node(tx, random, &way, &extra)?.id;
        if !one.common.is_empty() {
            let name = Record::new(common_name_tx::TABLE)
                .with(common_name_tx::TAXON, accepted)
                .with(common_name_tx::NAME, one.common)
                .with(common_name_tx::LANGUAGE, "en");
            put(tx, random, name)?;
        }
        cite(tx, random, accepted, one.author, &works.0)?;
        let mut synonyms = Vec::new();
        for (genus, epithet, author) in &one.synonyms {
            let mut way = above.clone();
            way.extend([("Genus", *genus), ("Species", *epithet)]);
            let extra = [(taxon::AUTHOR, (*author).into()), (taxon::ACCEPTED_TAXON, accepted.into())];
            synonyms.push(tree.node(tx, random, &way, &extra)?.id);
        }
        let family = one.above.last().copied().unwrap_or_default();
        if !families.contains(&family) {
            families.push(family);
        }
        let lives = |place: &Place| one.marks.iter().any(|mark| place.marks.contains(mark));
        let sites = places.iter().enumerate().filter(|(_, place)| lives(place)).map(|(at, _)| at).collect();
        let described = one.author.trim_end_matches(')').rsplit(' ').next().and_then(|year| year.parse().ok());
        known.push(Known { taxon: accepted, genus, synonyms, described, family: families.len() - 1, sites });
    }
    Ok(known)
}

/// Cites the work in which a species was described, if it is one of ours.
fn cite(tx: &mut WriteTx<'_>, random: &mut Random, described: i64, by: &str, works: &[(Work, i64)]) -> Result<()> {
    let fits = |work: &Work| {
        let last = work.author.split(',').next().unwrap_or_default();
        by.contains(last) && by.contains(work.year)
    };
    let Some((_, work)) = works.iter().find(|(work, _)| fits(work)) else { return Ok(()) };
    let record = Record::new(taxon_citation::TABLE)
        .with(taxon_citation::TAXON, described)
        .with(taxon_citation::REFERENCE_WORK, *work);
    put(tx, random, record).map(drop)
}

/// Localities with their geography, and the geological context of outcrops.
fn sites(
    tx: &mut WriteTx<'_>,
    random: &mut Random,
    made: Made,
    places: Vec<Place>,
    georeferencer: Option<i64>,
    today: Date,
) -> Result<Vec<Site>> {
    let mut world = Growing::of(tx, geography::TABLE, made.discipline)?;
    let mut rocks = Growing::of(tx, litho_strat::TABLE, made.discipline)?;
    let times =
        if places.iter().any(|place| place.layer.is_some()) { times(tx, random, made)? } else { HashMap::new() };
    let mut sites = Vec::with_capacity(places.len());
    for place in places {
        let way: Vec<(&str, &str)> =
            ["Continent", "Country", "State", "County"].into_iter().zip(place.geography.iter().copied()).collect();
        let region = world.node(tx, random, &way, &[])?.id;
        let locality = write_locality(tx, random, made, &place, region, georeferencer, today)?;
        let paleo = match &place.layer {
            Some(layer) => Some(context(tx, random, made, layer, &mut rocks, &times)?),
            None => None,
        };
        sites.push(Site { locality, paleo, place });
    }
    Ok(sites)
}

fn write_locality(
    tx: &mut WriteTx<'_>,
    random: &mut Random,
    made: Made,
    place: &Place,
    region: i64,
    georeferencer: Option<i64>,
    today: Date,
) -> Result<i64> {
    let highest = if place.highest_m.is_empty() { place.lowest_m } else { place.highest_m };
    let record = Record::new(locality::TABLE)
        .with(locality::DISCIPLINE, made.discipline)
        .with(locality::GEOGRAPHY, region)
        .with(locality::LOCALITY_NAME, place.name)
        .with(locality::LATITUDE1, decimal(place.latitude))
        .with(locality::LONGITUDE1, decimal(place.longitude))
        .with(locality::LAT1TEXT, place.latitude)
        .with(locality::LONG1TEXT, place.longitude)
        .with(locality::LAT_LONG_TYPE, "Point")
        .with(locality::LAT_LONG_METHOD, random.word(&["GPS", "Map", "Gazetteer", "Georeferencing software"]))
        .with(locality::DATUM, "WGS84")
        .with(locality::ORIGINAL_LAT_LONG_UNIT, 0)
        .with(locality::SRC_LAT_LONG_UNIT, 0)
        .with(locality::MIN_ELEVATION, decimal(place.lowest_m))
        .with(locality::MAX_ELEVATION, decimal(highest))
        .with(locality::ORIGINAL_ELEVATION_UNIT, if place.lowest_m.is_empty() { Value::Null } else { "m".into() });
    let id = put(tx, random, record)?;
    let detail = Record::new(geo_coord_detail::TABLE)
        .with(geo_coord_detail::LOCALITY, id)
        .with(geo_coord_detail::MAX_UNCERTAINTY_EST, decimal(place.uncertainty_m))
        .with(geo_coord_detail::MAX_UNCERTAINTY_EST_UNIT, "m")
        .with(geo_coord_detail::PROTOCOL, "Georeferencing Quick Reference Guide")
        .with(geo_coord_detail::GEO_REF_DET_BY, georeferencer)
        .with(geo_coord_detail::GEO_REF_DET_DATE, Date::from_days(today.to_days() - random.between(100, 4000) as i32));
    put(tx, random, detail)?;
    if !place.depth_m.0.is_empty() {
        let depths = Record::new(locality_detail::TABLE)
            .with(locality_detail::LOCALITY, id)
            .with(locality_detail::START_DEPTH, decimal(place.depth_m.0))
            .with(locality_detail::START_DEPTH_UNIT, "m")
            .with(locality_detail::END_DEPTH, decimal(place.depth_m.1))
            .with(locality_detail::END_DEPTH_UNIT, "m");
        put(tx, random, depths)?;
    }
    Ok(id)
}

/// The geological context of an outcrop.
fn context(
    tx: &mut WriteTx<'_>,
    random: &mut Random,
    made: Made,
    layer: &Layer,
    rocks: &mut Growing,
    times: &HashMap<&'static str, i64>,
) -> Result<i64> {
    let way: Vec<(&str, &str)> = ["Group", "Formation", "Member"].into_iter().zip(layer.rocks).collect();
    let rock = rocks.node(tx, random, &way, &[])?;
    let name = format!("{}, {}", rock.text(litho_strat::NAME).unwrap_or_default(), layer.age);
    let record = Record::new(paleo_context::TABLE)
        .with(paleo_context::DISCIPLINE, made.discipline)
        .with(paleo_context::PALEO_CONTEXT_NAME, name)
        .with(paleo_context::REMARKS, layer.lithology)
        .with(paleo_context::LITHO_STRAT, rock.id)
        .with(paleo_context::CHRONOS_STRAT, times.get(layer.age).copied());
    put(tx, random, record)
}

/// The tree of geological times, by name.
fn times(tx: &mut WriteTx<'_>, random: &mut Random, made: Made) -> Result<HashMap<&'static str, i64>> {
    const RANKS: [&str; 4] = ["Erathem/Era", "System/Period", "Series/Epoch", "Stage/Age"];
    let mut tree = Growing::of(tx, geologic_time_period::TABLE, made.discipline)?;
    let mut way: Vec<(&str, &str)> = Vec::new();
    let mut found = HashMap::new();
    for span in data::times() {
        way.truncate(span.depth);
        way.push((RANKS[span.depth.min(3)], span.name));
        let extra = [
            (geologic_time_period::START_PERIOD, decimal(span.start).into()),
            (geologic_time_period::END_PERIOD, decimal(span.end).into()),
            (geologic_time_period::STANDARD, "ICS".into()),
            (geologic_time_period::IS_BIO_STRAT, false.into()),
        ];
        found.insert(span.name, tree.node(tx, random, &way, &extra)?.id);
    }
    Ok(found)
}

/// The shelves of a collection, cabinet by cabinet.
fn shelves(tx: &mut WriteTx<'_>, random: &mut Random, kind: &Kind, made: Made) -> Result<Vec<i64>> {
    let mut tree = Growing::of(tx, storage::TABLE, made.discipline)?;
    let mut shelves = Vec::new();
    for cabinet in 1..=kind.cabinets {
        let cabinet = format!("Cabinet {cabinet:02}");
        for shelf in 1..=5 {
            let shelf = format!("Shelf {shelf}");
            let way = [
                ("Building", "Main Building"),
                ("Collection", kind.name),
                ("Room", kind.room),
                ("Cabinet", cabinet.as_str()),
                ("Shelf", shelf.as_str()),
            ];
            shelves.push(tree.node(tx, random, &way, &[])?.id);
        }
    }
    Ok(shelves)
}

/// How material came in, oldest first: about one accession in three years, and one a year lately.
fn accessions(
    tx: &mut WriteTx<'_>,
    random: &mut Random,
    made: Made,
    people: &[Collector],
    hosts: &[i64],
    today: Date,
) -> Result<Vec<(i64, i64)>> {
    let this_year = i64::from(today.year());
    let mut found = Vec::new();
    let mut year = 1862 + random.between(0, 8);
    while year < this_year {
        let first = Date::new(year as i32, 1, 1).unwrap_or(today).to_days();
        let day = |after: i64| Date::from_days(first + after as i32);
        let received = random.between(20, 250);
        let record = Record::new(accession::TABLE)
            .with(accession::DIVISION, made.division)
            .with(
                accession::ACCESSION_NUMBER,
                format!("{year}-{:03}", 100 * (made.collection % 10) + random.between(1, 99)),
            )
            .with(accession::DATE_RECEIVED, day(received))
            .with(accession::DATE_RECEIVED_PRECISION, 1)
            .with(accession::DATE_ACCESSIONED, day(received + random.between(1, 100)))
            .with(accession::DATE_ACCESSIONED_PRECISION, 1)
            .with(accession::STATUS, if year > this_year - 2 { "Inprocess" } else { "Complete" })
            .with(
                accession::TYPE,
                random.word(&["Field_work", "Field_work", "Gift", "Exchange", "Purchase", "Bequest"]),
            );
        let id = put(tx, random, record)?;
        let active: Vec<&Collector> = people.iter().filter(|one| one.from <= year && year <= one.until).collect();
        let giver =
            if random.percent(25) { random.pick(hosts).copied() } else { random.pick(&active).map(|one| one.agent) };
        for (role, who) in [("Donor", giver), ("Receiver", random.pick(&active).map(|one| one.agent))] {
            let Some(who) = who else { continue };
            let record = Record::new(accession_agent::TABLE)
                .with(accession_agent::ACCESSION, id)
                .with(accession_agent::AGENT, who)
                .with(accession_agent::ROLE, role);
            put(tx, random, record)?;
        }
        found.push((id, year));
        year += if year < 1950 { random.between(1, 5) } else { random.between(1, 2) };
    }
    Ok(found)
}
