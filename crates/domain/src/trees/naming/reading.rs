//! A name, read at its place by the parser of GBIF.

use nameparser::model::{Authorship, NamePart, NameType, NomCode, ParsedName};
use vasculum_model::Issue;

use super::endings;
use super::place::Place;
use super::{Offer, Part, capital};
use crate::trees::import::MARKS;

/// What was read.
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub parts: Vec<(Part, String)>,
    pub issues: Vec<Issue>,
    pub offer: Option<Offer>,
    /// The whole name without its author, as it was typed.
    pub canonical: Option<String>,
}

/// What names of a rank look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// One word with a capital letter: a genus, a family.
    Uninomial,
    /// The same below a genus: a subgenus, a section.
    Infrageneric,
    /// An epithet of a species.
    Epithet,
    /// An epithet below it.
    LowerEpithet,
}

/// Reads a name and its author at a place.
pub(super) fn read(place: &Place, name: &str, author: &str) -> Reading {
    let typed = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let author = author.trim();
    let form = match place.rank.as_ref().map(|rank| rank.rank_id) {
        Some(number) if number <= place.genus_number() => Form::Uninomial,
        Some(number) if number < place.species_number() => Form::Infrageneric,
        Some(number) if number == place.species_number() => Form::Epithet,
        Some(_) => Form::LowerEpithet,
        None => match form_of(&typed) {
            Some(form) => form,
            None => return Reading::default(),
        },
    };
    let rank = place.rank.as_ref().map_or("", |rank| rank.name.as_str());
    let reader = Reader { place, rank, form, typed: &typed, author };
    reader.read()
}

/// What a name is that stands nowhere yet, as far as it tells itself.
fn form_of(typed: &str) -> Option<Form> {
    if begins_low(typed) {
        return None;
    }
    let read = nameparser::parse_name(typed, None, None, None).ok()?;
    Some(match (&read.specific_epithet, &read.infraspecific_epithet) {
        (_, Some(_)) => Form::LowerEpithet,
        (Some(_), None) => Form::Epithet,
        _ => Form::Uninomial,
    })
}

struct Reader<'r> {
    place: &'r Place,
    rank: &'r str,
    form: Form,
    typed: &'r str,
    author: &'r str,
}

/// A text without the sign of a hybrid before it, and the sign.
fn parted(text: &str) -> (&str, &str) {
    for sign in ["× ", "×", "x ", "X "] {
        if let Some(rest) = text.strip_prefix(sign).filter(|rest| !rest.is_empty()) {
            return (&text[..text.len() - rest.len()], rest);
        }
    }
    ("", text)
}

fn begins_low(text: &str) -> bool {
    parted(text).1.chars().next().is_some_and(char::is_lowercase)
}

impl Reader<'_> {
    fn read(&self) -> Reading {
        let mut res = Reading::default();
        let Some(whole) = self.whole() else { return res };
        let code = self.place.code;
        let first = match nameparser::parse_name(&whole, None, None, code) {
            Ok(read) if read.type_ == NameType::Scientific || read.type_ == NameType::Informal => read,
            Err(why) if why.type_ == NameType::Formula => {
                let words = format!("‘{whole}’ is the formula of a hybrid; it is kept as it is.");
                res.issues.push(Issue::info("hybrid-formula", "name", words));
                res.parts.push((Part::Rank, self.rank.to_owned()));
                res.parts.push((Part::Hybrid, "×".to_owned()));
                return res;
            }
            // Names of viruses are no names of this kind, and nobody is to be bothered.
            _ if code == Some(NomCode::Virus) => return res,
            _ => {
                let words = format!("‘{whole}’ is not understood as a scientific name.");
                res.issues.push(Issue::warning("name-not-understood", "name", words));
                return res;
            }
        };
        let in_name = first.has_authorship();
        let read = if in_name || self.author.is_empty() { first } else { self.with_author(&whole, first, &mut res) };
        self.judge(&read, in_name, &mut res);
        res.parts = self.parts(&read);
        res.canonical = read.canonical_name_without_authorship();
        res
    }

    /// The name as it is written out: an epithet with what stands above it. Nothing where that is not there.
    fn whole(&self) -> Option<String> {
        let is_epithet = matches!(self.form, Form::Epithet | Form::LowerEpithet);
        if !is_epithet || !begins_low(self.typed) {
            let is_lone = self.form != Form::Infrageneric && begins_low(self.typed) && !self.typed.contains(' ');
            return Some(if is_lone { capital(self.typed) } else { self.typed.to_owned() });
        }
        let genus = self.place.above(self.place.genus_number())?;
        let mut above = vec![genus];
        if self.form == Form::LowerEpithet {
            let species = self.place.above(self.place.species_number())?;
            if self.typed.split(' ').next() != Some(species) {
                above.push(species);
                let before = self.place.rank.as_ref().map_or("", |rank| rank.text_before.trim());
                if MARKS.contains(&before) && !MARKS.iter().any(|mark| self.typed.starts_with(mark)) {
                    above.push(before);
                }
            }
        }
        above.push(self.typed);
        Some(above.join(" "))
    }

    fn with_author(&self, whole: &str, without: ParsedName, res: &mut Reading) -> ParsedName {
        match nameparser::parse_name(whole, Some(self.author), None, self.place.code) {
            Ok(read) if read.has_authorship() && read.unparsed.is_none() => read,
            _ => {
                let words = format!("‘{}’ is not understood as the author of a name.", self.author);
                res.issues.push(Issue::info("author-not-understood", "author", words));
                without
            }
        }
    }

    /// Judges what was read by the rank, and offers what would be right.
    fn judge(&self, read: &ParsedName, in_name: bool, res: &mut Reading) {
        let is_more = read.cultivar_epithet.is_some()
            || read.candidatus
            || read.phrase.is_some()
            || read.epithet_qualifier.as_ref().is_some_and(|parts| !parts.is_empty());
        let is_short = read.genus.as_ref().is_some_and(|genus| genus.ends_with('.'));
        if read.type_ == NameType::Informal && !is_short || (is_more && read.cultivar_epithet.is_none()) {
            let words = format!("‘{}’ is a provisional name, not a published one.", self.typed);
            res.issues.push(Issue::info("name-provisional", "name", words));
            return;
        }
        if is_more {
            return;
        }
        let Some(own) = self.own(read) else {
            let names = match (&read.specific_epithet, &read.infraspecific_epithet) {
                (_, Some(_)) => "a name below a species",
                (Some(_), None) => "the name of a species",
                _ => "a name of one word",
            };
            let words = format!("‘{}’ is {names}, and the rank is {}.", self.typed, self.rank);
            res.issues.push(Issue::warning("words-of-rank", "name", words));
            return;
        };
        self.judge_place(read, res);
        let (sign, rest) = parted(self.typed);
        let of_own = if self.form == Form::LowerEpithet { NamePart::Infraspecific } else { NamePart::Specific };
        let is_hybrid = read.notho.as_ref().is_some_and(|parts| parts.contains(&of_own));
        let name = format!("{}{own}", if sign.is_empty() && is_hybrid { "×" } else { sign });
        if rest.contains(' ') || rest.starts_with('(') {
            self.offer_more(read, in_name, name, res);
        } else if name != *self.typed {
            let words = match self.form {
                Form::Uninomial | Form::Infrageneric => {
                    format!("A name of the rank {} begins with a capital letter.", self.rank)
                }
                _ => "An epithet begins with a small letter.".to_owned(),
            };
            res.issues.push(Issue::info("capital-letter", "name", words));
            res.offer = Some(Offer { name, author: None });
        }
        if self.form == Form::Uninomial {
            self.judge_ending(&own, res);
        }
        if read.doubtful || !read.warnings.is_empty() {
            let why = if read.warnings.is_empty() { "doubtful".to_owned() } else { read.warnings.join(", ") };
            let words = format!("‘{}’ can be read in more ways than one: {why}.", self.typed);
            res.issues.push(Issue::info("name-doubtful", "name", words));
        }
    }

    /// The part of a name that is the own name of a node of this rank, letter by letter as it was typed.
    fn own(&self, read: &ParsedName) -> Option<String> {
        let lone = || read.uninomial.as_ref().filter(|_| read.specific_epithet.is_none());
        let found = match self.form {
            Form::Uninomial => lone().map(|name| capital(name)),
            Form::Infrageneric if read.specific_epithet.is_some() => None,
            Form::Infrageneric => {
                let own = read.infrageneric_epithet.as_ref().or(lone()).or(read.genus.as_ref());
                own.map(|name| capital(name))
            }
            Form::Epithet if read.infraspecific_epithet.is_some() => None,
            Form::Epithet => {
                let alone = lone().filter(|name| Some(name.as_str()) != self.genus()).map(|name| name.to_lowercase());
                read.specific_epithet.clone().or(alone)
            }
            Form::LowerEpithet => {
                let alone = lone().filter(|name| Some(name.as_str()) != self.genus()).map(|name| name.to_lowercase());
                read.infraspecific_epithet.clone().or(alone)
            }
        }?;
        let as_typed =
            self.typed.split([' ', '(', ')']).find(|word| parted(word).1.to_lowercase() == found.to_lowercase());
        match as_typed {
            Some(word) if begins_low(word) == begins_low(&found) => Some(parted(word).1.to_owned()),
            _ => Some(found),
        }
    }

    fn genus(&self) -> Option<&str> {
        self.place.above(self.place.genus_number())
    }

    /// Whether the name was typed with another genus or species than those that stand above it.
    fn judge_place(&self, read: &ParsedName, res: &mut Reading) {
        let pairs = [
            (&read.genus, self.genus(), self.form != Form::Uninomial),
            (&read.specific_epithet, self.place.above(self.place.species_number()), self.form == Form::LowerEpithet),
        ];
        for (typed, above, counts) in pairs {
            if let (Some(typed), Some(above), true) = (typed, above, counts)
                && parted(above).1.to_lowercase() != typed.to_lowercase()
                && !(typed.ends_with('.') && above.starts_with(typed.trim_end_matches('.')))
            {
                let words = format!("‘{typed}’ was typed, and it stands below ‘{above}’.");
                res.issues.push(Issue::warning("stands-elsewhere", "name", words));
            }
        }
    }

    /// Says that more than the own name was typed, and offers to part it.
    fn offer_more(&self, read: &ParsedName, in_name: bool, name: String, res: &mut Reading) {
        let tail = self.typed.rfind(parted(&name).1).map(|at| self.typed[at + parted(&name).1.len()..].trim());
        let found = tail.map(|tail| tail.trim_start_matches(')').trim()).filter(|tail| !tail.is_empty());
        let found = found.map(str::to_owned).or_else(|| read.authorship_complete());
        let found = found.filter(|found| in_name && !found.is_empty());
        let takes = found.filter(|_| self.author.is_empty());
        let words = match &takes {
            Some(author) => format!("The name itself is ‘{name}’, and ‘{author}’ is its author."),
            None => format!("The name itself is ‘{name}’; what stands above it in the tree is put before it."),
        };
        res.issues.push(Issue::warning("more-than-name", "name", words));
        res.offer = Some(Offer { name, author: takes });
    }

    fn judge_ending(&self, own: &str, res: &mut Reading) {
        let code = self.place.code;
        let missing = endings::missing(own, self.rank, code);
        if !missing.is_empty() {
            let endings: Vec<String> = missing.iter().map(|ending| format!("‘-{ending}’")).collect();
            let words = format!("Names of the rank {} usually end in {}.", self.rank, endings.join(", "));
            res.issues.push(Issue::info("ending-of-rank", "name", words));
        } else if !self.rank.is_empty() && endings::is_of_family(own, self.rank, code) {
            let words = format!("‘{own}’ ends like the name of a family, and the rank is {}.", self.rank);
            res.issues.push(Issue::info("ending-of-rank", "name", words));
        }
    }

    fn parts(&self, read: &ParsedName) -> Vec<(Part, String)> {
        let mut parts = Vec::new();
        let mut add = |part: Part, text: Option<String>| {
            parts.extend(text.filter(|text| !text.is_empty()).map(|text| (part, text)))
        };
        if self.form == Form::Uninomial {
            add(Part::Rank, Some(self.rank.to_owned()));
        } else {
            // A subgenus is read as a name of its own.
            let is_lone = self.form == Form::Infrageneric && read.uninomial.is_some();
            add(Part::Genus, if is_lone { self.genus().map(str::to_owned) } else { read.genus.clone() });
            add(Part::Infrageneric, if is_lone { read.uninomial.clone() } else { read.infrageneric_epithet.clone() });
            add(Part::Species, read.specific_epithet.clone());
            add(Part::Infraspecific, read.infraspecific_epithet.clone());
            add(Part::Cultivar, read.cultivar_epithet.clone());
            add(Part::Rank, Some(self.rank.to_owned()));
        }
        if read.notho.as_ref().is_some_and(|parts| !parts.is_empty()) {
            add(Part::Hybrid, Some("×".to_owned()));
        }
        let (first, now) = (&read.basionym_authorship, &read.combination_authorship);
        if now.exists() {
            add(Part::FirstAuthor, Some(written(first)));
            add(Part::Author, Some(written(now)));
        } else {
            add(Part::Author, first.exists().then(|| format!("({})", written(first))));
        }
        add(Part::Year, now.year.clone().or_else(|| first.year.clone()));
        let code = read.code.or(self.place.code).map(|code| match code {
            NomCode::Zoological => "zoological",
            NomCode::Botanical | NomCode::Cultivars | NomCode::Phyto => "botanical",
            NomCode::Bacterial => "bacterial",
            NomCode::Virus => "of viruses",
            NomCode::Phylo => "phylogenetic",
        });
        add(Part::Code, code.map(str::to_owned));
        parts
    }
}

/// The authors of one act, as they are written.
fn written(authorship: &Authorship) -> String {
    let list = |authors: &[String]| match authors {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} & {last}", first.join(", ")),
    };
    let authors = list(&authorship.authors);
    if authorship.ex_authors.is_empty() { authors } else { format!("{} ex {authors}", list(&authorship.ex_authors)) }
}
