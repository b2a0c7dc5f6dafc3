//! Reads the people in texts such as `recordedBy` and `identifiedBy`.
//!
//! No text is lost: every person keeps the part of the text that it came from,
//! and what is not understood is one person whose last name is that part.

use super::name_parts::{is_dotted_initials, is_initials, is_particle, is_suffix, is_title, is_title_field};
use super::{doubt, fold, is_longer};

/// One person, group or institution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The last name with its particles (`von Humboldt`); for groups, and
    /// where the text is not understood, all of the text.
    pub last: String,
    /// First names, or the first initial, as written.
    pub first: Option<String>,
    /// Middle initials, as written.
    pub initials: Option<String>,
    /// `Dr.`, `Prof.`, `Rev.` and the like, as written.
    pub title: Option<String>,
    /// `Jr.`, `III` and the like, as written.
    pub suffix: Option<String>,
    /// The part of the text that this person was read from.
    pub verbatim: String,
    /// An organization, an expedition, a team.
    pub is_group: bool,
}

/// The people of a text, in its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeopleReading {
    /// None if the text is empty or says that nobody is known.
    pub people: Vec<Person>,
    /// Whether the text ends in "et al." or the like.
    pub and_others: bool,
    /// What somebody should look at. One or more of:
    /// `date-in-name`, `group-may-hold-people`, `jr-or-initials`, `not-understood`,
    /// `note-in-name`, `role-in-name`, `shared-last-name`, `too-long`, `unknown-person`.
    pub doubts: Vec<&'static str>,
}

/// Longest list of people that is taken apart, in characters.
pub const LONGEST_LIST: usize = 4_000;

/// Reads a list of people.
///
/// `|`, `;`, `&`, `+`, `/` and words for "and" part people; commas do if what
/// they part are whole names, not if they stand between last and first name.
/// Names of institutions are kept whole. A list of more than 4,000 characters
/// is kept as one text.
///
/// Source: Darwin Core, `recordedBy` (recommended separator `|`); the manners
/// of writing in the published list of Bionomia that the tests name.
pub fn people(text: &str) -> PeopleReading {
    let mut reading = PeopleReading { people: Vec::new(), and_others: false, doubts: Vec::new() };
    if is_longer(text, LONGEST_LIST) {
        reading.doubts.push("too-long");
        reading.people.push(whole(text, false));
        return reading;
    }
    let text = text.trim();
    if text.is_empty() {
        return reading;
    }
    if is_nobody(text) {
        reading.doubts.push("unknown-person");
        return reading;
    }
    for piece in split_hard(text) {
        if is_group(piece) && !holds_initials_beside_group(piece) {
            if piece.contains([',', '&']) || piece.contains(" and ") {
                doubt(&mut reading.doubts, "group-may-hold-people");
            }
            reading.people.push(whole(piece, true));
            continue;
        }
        take_piece(piece, &mut reading);
    }
    lend_last_names(&mut reading);
    reading
}

/// Words that say nobody is known, without anything but letters.
#[rustfmt::skip]
const NOBODY: &[&str] = &[
    "unknown", "unknowncollector", "collectorunknown", "anonymous", "anon", "anonymouscollector",
    "unknownoranonymous", "nonamegiven", "notgiven", "notrecorded", "notstated", "none", "na", "null", "nocollector",
    "unbekannt", "ohneangaben", "keineangaben", "anonym", "anonymus", "desconocido", "desconhecido", "inconnu",
    "anonyme", "ignoto", "sincolector", "ukjent", "okand", "onbekend", "unspecified", "undetermined", "notknown",
    "невідомо", "неизвестен", "nan", "sn", "personstring",
];

fn is_nobody(text: &str) -> bool {
    let letters: String = fold(text).chars().filter(|c| c.is_alphabetic()).collect();
    !text.contains(char::is_alphanumeric) || NOBODY.contains(&letters.as_str())
}

/// Whole words of institutions, expeditions and teams, folded.
#[rustfmt::skip]
const GROUP_WORDS: &[&str] = &[
    "museum", "museo", "museu", "musee", "muzeum", "museums", "university", "universitat", "universite",
    "universidad", "universidade", "universita", "univ", "institute", "institut", "instituto", "institution",
    "herbarium", "herbario", "garden", "gardens", "arboretum", "expedition", "expeditions", "expedicion", "expedicao",
    "exped", "exp", "team", "staff", "department", "departamento", "departement", "dept", "survey", "surveys",
    "society", "societe", "sociedad", "sociedade", "gesellschaft", "service", "services", "station", "academy",
    "academie", "akademie", "college", "school", "club", "party", "group", "grupo", "groupe", "gruppe", "students",
    "student", "class", "committee", "laboratory", "laboratorio", "laboratoire", "lab", "agency", "ministry",
    "ministerio", "foundation", "collection", "collections", "coleccion", "sammlung", "centre", "center", "centro",
    "project", "proyecto", "projet", "program", "programme", "crew", "army", "navy", "bureau", "commission",
    "company", "council", "authority", "bioblitz", "fisheries", "forestry", "national", "volunteers", "members",
    "mission", "cruise", "vessel", "zoo", "aquarium", "nature", "conservancy", "trust", "corporation", "inc", "ltd",
    "gmbh",
];

/// The words of a text, without what stands around letters and digits.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’' | '-' | '´')).filter(|it| !it.is_empty())
}

/// Whether a text names an institution or a team. `J. Garden` and `Garden, J.` are people.
fn is_group(text: &str) -> bool {
    let named = words(text).any(|word| GROUP_WORDS.contains(&fold(word).as_str()));
    let others = || text.split_whitespace().filter(|it| !is_dotted_initials(it)).count();
    named && !(is_person_start(text) && others() == 1 || others() == 1 && text.contains(','))
}

fn is_person_start(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or("");
    is_dotted_initials(first) && !matches!(first, "U.S." | "U.S.A." | "U.K." | "N.Z." | "U.N.")
}

/// Whether a part without words of institutions begins with initials: then it is a person beside a group.
fn holds_initials_beside_group(text: &str) -> bool {
    let mut parts = text.split(['&', ',']).flat_map(|part| part.split(" and "));
    parts.any(|part| is_person_start(part) && !is_group(part) && part.split_whitespace().count() > 1)
}

/// Splits at marks that never stand inside a name.
fn split_hard(text: &str) -> impl Iterator<Item = &str> {
    text.split(['|', ';', '\n', '\r', 'ǀ', '¦']).map(trimmed).filter(|it| it.contains(char::is_alphanumeric))
}

fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';'))
}

/// Words between two people, folded.
const AND_WORDS: &[&str] =
    &["and", "und", "y", "et", "e", "och", "og", "i", "con", "avec", "com", "with", "mit", "or", "og", "та", "и", "і"];

/// Words for what somebody did, folded, without the dot. They part people too.
#[rustfmt::skip]
const ROLE_WORDS: &[&str] = &[
    "leg", "legit", "coll", "colls", "colln", "collector", "collectors", "collected", "det", "determined",
    "determiner", "conf", "confirmed", "confirmada", "confirmavit", "ver", "verif", "verified", "checked", "dup",
    "dupl", "stet", "prep", "prepared", "preparator", "preparators", "fide", "annotated", "via", "per", "by", "por",
    "ex", "examined", "ded", "don", "rev", "identified", "recorded", "det'd", "col",
];

/// What follows when a list is not complete.
const OTHERS: &[&str] =
    &["al", "al.", "alii", "others", "otros", "autres", "andere", "a.", "outros", "altri", "co", "co.", "coll."];

/// Splits a piece at words, `&`, `+` and `/`, and reads each part.
fn take_piece(piece: &str, reading: &mut PeopleReading) {
    let marked = spaced(piece);
    let mut parts: Vec<String> = Vec::new();
    let mut part: Vec<&str> = Vec::new();
    let mut pending = false;
    let tokens: Vec<&str> = marked.split_whitespace().collect();
    let last_name_like = tokens.iter().rposition(|it| is_name_like(it));
    for (at, token) in tokens.iter().enumerate() {
        let lower = fold(token);
        let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
        let next = tokens.get(at + 1).map(|it| fold(it)).unwrap_or_default();
        let and = matches!(*token, "&" | "+" | "/" | "&,") || (AND_WORDS.contains(&lower.as_str()) && *token == lower);
        if and || (*token == "-" && at > 0) {
            parts.push(std::mem::take(&mut part).join(" "));
            let others = next.trim_end_matches([',', ';']);
            pending = (OTHERS.contains(&others) || others.starts_with("al.")) && at + 2 >= tokens.len();
            reading.and_others |= pending;
            continue;
        }
        if pending || is_others(bare, &lower, &next) {
            reading.and_others = true;
            pending = bare == "et" && matches!(next.trim_matches('.'), "al");
            continue;
        }
        if is_role(&part, bare, token, at + 1 == tokens.len()) {
            doubt(&mut reading.doubts, "role-in-name");
            if last_name_like > Some(at) && part.iter().any(|it| is_name_like(it)) {
                parts.push(std::mem::take(&mut part).join(" "));
            }
        }
        part.push(token);
    }
    parts.push(part.join(" "));
    parts.retain(|it| it.contains(char::is_alphanumeric));
    let several = parts.len() > 1;
    let surnames_only = several && parts.last().is_some_and(|it| words(it).count() == 1);
    for part in &parts {
        take_part(trimmed(part), surnames_only, reading);
    }
}

/// Puts space around the marks between people, and behind a comma.
fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' | '+' | '/' => out.extend([' ', c, ' ']),
            ',' => out.push_str(", "),
            ':' => out.push_str(": "),
            '"' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

fn is_others(bare: &str, lower: &str, next: &str) -> bool {
    match bare {
        "etal" | "etc" | "alii" => true,
        "et" => matches!(next.trim_matches(|c: char| !c.is_alphanumeric()), "al" | "alii" | "alia"),
        "u.a" | "u.a.m" | "i.a" => lower.ends_with('.'),
        _ => false,
    }
}

/// Whether a token is the word for a role, not a name such as "D.G. Colls".
fn is_role(part: &[&str], bare: &str, token: &str, last: bool) -> bool {
    if !ROLE_WORDS.contains(&bare) {
        return false;
    }
    if matches!(bare, "rev" | "col" | "don") && (part.is_empty() || *token != fold(token)) {
        return false;
    }
    let before_initials = !part.is_empty() && part.iter().all(|it| is_initials(it.trim_matches(','), false));
    !(last && before_initials)
}

fn is_name_like(token: &str) -> bool {
    let bare = fold(token);
    let bare = bare.trim_matches(|c: char| !c.is_alphanumeric());
    bare.chars().nth(1).is_some() && !bare.starts_with(|c: char| c.is_ascii_digit()) && !ROLE_WORDS.contains(&bare)
}

/// Reads a part that is one person, or several parted by commas.
fn take_part(part: &str, surnames_only: bool, reading: &mut PeopleReading) {
    if let (false, Some(before)) = (part.contains(char::is_alphabetic), reading.people.last_mut()) {
        before.verbatim = format!("{}; {part}", before.verbatim);
        doubt(&mut reading.doubts, "date-in-name");
        return;
    }
    if is_nobody(part) {
        doubt(&mut reading.doubts, "unknown-person");
        reading.people.push(whole(part, false));
        return;
    }
    if is_group(part) {
        reading.people.push(whole(part, true));
        return;
    }
    let mut fields: Vec<Field> = Vec::new();
    for written in part.split(',').map(str::trim).filter(|it| !it.is_empty()) {
        let clean = cleaned(written, &mut reading.doubts);
        match fields.last_mut() {
            Some(field) if clean.is_empty() || is_suffix(&clean) || is_title_field(&clean) => {
                field.written = format!("{}, {written}", field.written);
                field.clean = format!("{} {clean}", field.clean).trim().to_owned();
            }
            _ => fields.push(Field { written: written.to_owned(), clean }),
        }
    }
    let count = reading.people.len();
    take_fields(&fields, surnames_only, reading);
    if reading.people.len() == count {
        doubt(&mut reading.doubts, "not-understood");
        reading.people.push(whole(part, false));
    }
}

/// What stands between two commas: as written, and without dates, notes and roles.
struct Field {
    written: String,
    clean: String,
}

impl Field {
    fn tokens(&self) -> Vec<&str> {
        self.clean.split_whitespace().collect()
    }

    /// Only initials, perhaps with particles: what stands after a last name and a comma.
    fn is_given(&self) -> bool {
        let tokens = self.tokens();
        let initials = |it: &&str| is_initials(it, false);
        tokens.first().is_some_and(initials) && tokens.iter().all(|it| initials(it) || is_particle(it) || is_suffix(it))
    }

    /// One last name: a single word, perhaps with particles.
    fn is_surname(&self) -> bool {
        let names = self.tokens().into_iter().filter(|it| !is_particle(it) && !is_suffix(it) && !is_title(it));
        let names: Vec<&str> = names.collect();
        names.len() == 1 && !is_initials(names[0], true)
    }

    /// Initials, then at least one name.
    fn is_forward(&self) -> bool {
        let tokens = self.tokens();
        let tokens: Vec<&str> = tokens.iter().copied().filter(|it| !is_title(it)).collect();
        tokens.len() > 1 && is_initials(tokens[0], false) && tokens.last().is_some_and(|it| !is_initials(it, false))
    }
}

/// Decides what the commas are, and reads the people between them.
fn take_fields(fields: &[Field], surnames_only: bool, reading: &mut PeopleReading) {
    let given: Vec<bool> = fields.iter().map(Field::is_given).collect();
    let surnames = fields.iter().all(Field::is_surname);
    match fields {
        [] => {}
        [only] => take_one(only, reading),
        [last, first] if !given[0] && (given[1] || inverted(last, first, surnames_only)) => {
            reading.people.push(inverted_person(last, first));
        }
        _ if surnames => fields.iter().for_each(|field| take_one(field, reading)),
        _ if alternates(&given) => {
            for two in fields.chunks(2) {
                if let [last, first] = two {
                    reading.people.push(inverted_person(last, first));
                }
            }
        }
        [first, middle @ .., last] if run_together(first, middle, last) => run_on(fields, reading),
        _ if !given.contains(&true) && fields.iter().all(|field| field.tokens().len() > 1 || field.is_surname()) => {
            fields.iter().for_each(|field| take_one(field, reading));
        }
        _ => mixed(fields, &given, reading),
    }
}

/// `Last, F., Last, F.`
fn alternates(given: &[bool]) -> bool {
    given.len().is_multiple_of(2) && given.iter().enumerate().all(|(at, given)| *given == (at % 2 == 1))
}

/// Whether two fields without initials are last and first name of one person.
fn inverted(last: &Field, first: &Field, surnames_only: bool) -> bool {
    let (a, b) = (last.tokens().len(), first.tokens().len());
    if last.is_forward() || first.is_forward() || last.tokens().last().is_some_and(|it| is_initials(it, false)) {
        return false;
    }
    if surnames_only && last.is_surname() && first.is_surname() {
        return false;
    }
    last.is_surname() && (1..=3).contains(&b) || (a == 2 && b == 1)
}

/// `Puttock, C.F. James, S.A.`: a separator is missing.
fn run_together(first: &Field, middle: &[Field], last: &Field) -> bool {
    let both = |field: &Field| field.is_forward() && field.tokens().last().is_some_and(|it| !is_initials(it, false));
    first.is_surname() && last.is_given() && !middle.is_empty() && middle.iter().all(both)
}

fn run_on(fields: &[Field], reading: &mut PeopleReading) {
    let mut last = Field { written: fields[0].written.clone(), clean: fields[0].clean.clone() };
    for field in &fields[1..] {
        let tokens = field.tokens();
        let split = tokens.iter().take_while(|it| is_initials(it, false)).count();
        let given = tokens[..split].join(" ");
        reading.people.push(inverted_person(&last, &Field { written: given.clone(), clean: given }));
        let next = tokens[split..].join(" ");
        last = Field { written: next.clone(), clean: next };
    }
    doubt(&mut reading.doubts, "not-understood");
}

/// A list in which some names are inverted and some are not.
fn mixed(fields: &[Field], given: &[bool], reading: &mut PeopleReading) {
    let stray = (0..fields.len()).any(|at| given[at] && (at == 0 || given[at - 1] || !fields[at - 1].is_surname()));
    if stray {
        return;
    }
    for at in 0..fields.len() {
        if given[at] {
            continue;
        }
        match fields.get(at + 1).filter(|_| given.get(at + 1) == Some(&true)) {
            Some(first) => reading.people.push(inverted_person(&fields[at], first)),
            None => take_one(&fields[at], reading),
        }
    }
}

/// Takes dates, numbers, notes in brackets and roles out of a name.
fn cleaned(text: &str, doubts: &mut Vec<&'static str>) -> String {
    let mut depth = 0usize;
    let mut outside = String::new();
    for c in text.chars() {
        match c {
            '(' | '[' => {
                depth += 1;
                doubt(doubts, "note-in-name");
                outside.push(' ');
            }
            ')' | ']' => depth = depth.saturating_sub(1),
            '*' | '!' | '?' | '"' | '#' | ':' | '“' | '”' => outside.push(' '),
            '´' | '’' | '`' => outside.push_str(if depth == 0 { "'" } else { "" }),
            c if depth == 0 => outside.push(c),
            _ => {}
        }
    }
    let all: Vec<&str> = outside.split_whitespace().collect();
    let digits = |it: &str| it.contains(|c: char| c.is_ascii_digit());
    let mut kept = Vec::new();
    for (at, token) in all.iter().enumerate() {
        let bare = fold(token);
        let bare = bare.trim_matches(|c: char| !c.is_alphanumeric());
        let by_number = at > 0 && is_day_or_year(all[at - 1]) || all.get(at + 1).is_some_and(|it| is_day_or_year(it));
        let name = token.trim_end_matches(|c: char| c.is_ascii_digit());
        if digits(token) && !digits(name) && name.chars().nth(3).is_some() {
            doubt(doubts, "date-in-name");
            kept.push(name);
        } else if digits(token)
            || (by_number && at > 0 && super::months::month(bare).is_some())
            || (by_number && bare == "on")
        {
            doubt(doubts, "date-in-name");
        } else if bare.is_empty() || is_role(&kept, bare, token, at + 1 == all.len()) {
        } else {
            kept.push(*token);
        }
    }
    kept.join(" ")
}

/// `14`, `14,`, `2013`, `1st`: what stands beside the name of a month.
fn is_day_or_year(token: &str) -> bool {
    let run = token.chars().take_while(char::is_ascii_digit).count();
    matches!(run, 1 | 2 | 4) && token.chars().count() <= run + 2
}

/// The text as one person, unread.
fn whole(text: &str, is_group: bool) -> Person {
    let verbatim = text.to_owned();
    Person { last: text.trim().to_owned(), first: None, initials: None, title: None, suffix: None, verbatim, is_group }
}

/// Reads `J. R. Smith`, `Smith J.R.`, `Dr. A. von Humboldt`.
fn take_one(field: &Field, reading: &mut PeopleReading) {
    let clean = unglued(&field.clean);
    let mut tokens: Vec<&str> = clean.split_whitespace().collect();
    let title = taken_titles(&mut tokens);
    let all_caps = !clean.contains(char::is_lowercase);
    let suffix = taken_suffix(&mut tokens, reading);
    let person = Person { title, suffix, ..whole(&field.written, false) };
    let names = tokens.iter().filter(|it| !is_initials(it, all_caps) && !is_particle(it)).count();
    let odd = tokens.iter().any(|it| !it.starts_with(|c: char| c.is_uppercase() || c == '\'') && !is_odd_but_fine(it));
    if tokens.is_empty() || (odd && tokens.len() > 2) || tokens.len() > 7 {
        doubt(&mut reading.doubts, "not-understood");
        reading.people.push(whole(&field.written, false));
        return;
    }
    if two_run_together(&tokens, all_caps) {
        doubt(&mut reading.doubts, "not-understood");
        reading.people.push(whole(&field.written, false));
        return;
    }
    if names == 0 {
        let last = tokens.join(" ");
        reading.people.push(Person { last, ..person });
        return;
    }
    let trailing = tokens.iter().rev().take_while(|it| is_initials(it, all_caps) || is_particle(it)).count();
    let (given, last) = if trailing > 0 && trailing < tokens.len() {
        let (last, given) = tokens.split_at(tokens.len() - trailing);
        if last.iter().any(|it| is_initials(it, all_caps)) {
            (tokens[..tokens.len() - 1].to_vec(), tokens[tokens.len() - 1..].to_vec())
        } else {
            (given.to_vec(), last.to_vec())
        }
    } else {
        let at = (1..tokens.len()).find(|at| is_particle(tokens[*at])).unwrap_or(tokens.len() - 1);
        let at = if is_particle(tokens[0]) { 0 } else { at };
        (tokens[..at].to_vec(), tokens[at..].to_vec())
    };
    reading.people.push(named(person, &last, &given));
}

/// `J. W. Markham L. D. Druehl`: initials, a name, initials and a name again.
fn two_run_together(tokens: &[&str], all_caps: bool) -> bool {
    let initials: Vec<bool> = tokens.iter().map(|it| is_initials(it, all_caps)).collect();
    let starts = initials.windows(2).filter(|it| it[0] && !it[1]).count();
    starts > 1 && initials.first() == Some(&true)
}

/// Lower-case tokens that names have: particles, `d'Urville`, names written small.
fn is_odd_but_fine(token: &str) -> bool {
    is_particle(token) || token.contains('\'') || token.contains('-') || is_suffix(token)
}

/// Puts space between glued initials and names: `J.R.Smith`, `Meira-Jr`.
fn unglued(text: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    for token in text.split_whitespace() {
        let token = token.strip_suffix("-Jr").map_or(token.to_owned(), |it| format!("{it} Jr"));
        let head = token.rfind('.').map_or("", |at| &token[..=at]);
        let tail = &token[head.len()..];
        if is_dotted_initials(head) && tail.chars().nth(1).is_some() && !is_title(&token) {
            out.push(format!("{head} {tail}"));
        } else {
            out.push(token);
        }
    }
    out.join(" ")
}

/// Takes titles off the front, and `Ph.D.` and `Esq.` off the end.
fn taken_titles(tokens: &mut Vec<&str>) -> Option<String> {
    let front = tokens.iter().take_while(|it| is_title(it)).count();
    let front = if front == tokens.len() { 0 } else { front };
    let mut titles: Vec<&str> = tokens.drain(..front).collect();
    while tokens.len() > 1 && tokens.last().is_some_and(|it| is_title_field(it)) {
        titles.extend(tokens.pop());
    }
    (!titles.is_empty()).then(|| titles.join(" "))
}

/// Takes `Jr.` or `III` off the end. `Smith JR` are initials, with a doubt.
fn taken_suffix(tokens: &mut Vec<&str>, reading: &mut PeopleReading) -> Option<String> {
    let last = tokens.last().filter(|it| tokens.len() > 1 && is_suffix(it))?;
    if *last == "JR" && tokens.len() == 2 {
        doubt(&mut reading.doubts, "jr-or-initials");
        return None;
    }
    tokens.pop().map(str::to_owned)
}

/// Reads `Last, First M.`, with particles after the first names.
fn inverted_person(last: &Field, first: &Field) -> Person {
    let given_text = unglued(&first.clean);
    let mut given: Vec<&str> = given_text.split_whitespace().collect();
    let mut family: Vec<&str> = last.clean.split_whitespace().collect();
    let suffix_at = given.iter().position(|it| is_suffix(it) && !is_initials(it, false));
    let mut suffix = suffix_at.map(|at| given.remove(at).to_owned());
    if let Some(at) = family.iter().position(|it| is_suffix(it)).filter(|at| *at > 0) {
        suffix = Some(family.remove(at).to_owned());
    }
    let title = taken_titles(&mut given).or_else(|| taken_titles(&mut family));
    let written = format!("{}, {}", last.written, first.written);
    named(Person { title, suffix, ..whole(&written, false) }, &family, &given)
}

/// Puts the names in their places. Particles among the first names go before the last name.
fn named(person: Person, last: &[&str], given: &[&str]) -> Person {
    let behind = given.iter().rev().take_while(|it| is_particle(it)).count();
    let (given, particles) = given.split_at(given.len() - behind);
    let mut family: Vec<&str> = particles.to_vec();
    family.extend(last.iter().map(|it| it.trim_end_matches(['.', ','])));
    let tokens: Vec<String> = given.iter().flat_map(|it| apart(it)).collect();
    let full = tokens.iter().rposition(|it| !is_initials(it, false)).map_or(1, |at| at + 1).min(tokens.len());
    let some = |parts: &[String], glue: &str| (!parts.is_empty()).then(|| parts.join(glue));
    let (first, initials) = tokens.split_at(full);
    Person { last: family.join(" "), first: some(first, " "), initials: some(initials, ""), ..person }
}

/// `J.R.` as `J.` and `R.`, `JR` as `J` and `R`; other tokens as they are.
fn apart(token: &str) -> Vec<String> {
    if !is_initials(token, false) || token.contains('-') {
        return vec![token.to_owned()];
    }
    if !token.contains('.') {
        return token.chars().map(String::from).collect();
    }
    token.split_inclusive('.').map(str::to_owned).collect()
}

/// Gives initials without a last name the last name of the next person: `J. & A. Bornmüller`.
fn lend_last_names(reading: &mut PeopleReading) {
    for at in (1..reading.people.len()).rev() {
        let (before, after) = reading.people.split_at_mut(at);
        let (Some(person), Some(next)) = (before.last_mut(), after.first()) else {
            continue;
        };
        let initials: Vec<&str> = person.last.split_whitespace().collect();
        let bare = person.first.is_none() && !person.is_group && initials.iter().all(|it| is_initials(it, false));
        if !bare || initials.is_empty() || next.first.is_none() || next.is_group {
            continue;
        }
        let given: Vec<String> = initials.iter().map(|it| (*it).to_owned()).collect();
        let given: Vec<&str> = given.iter().map(String::as_str).collect();
        let last = next.last.clone();
        *person = named(person.clone(), &[last.as_str()], &given);
        doubt(&mut reading.doubts, "shared-last-name");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Draws people as `Last, First Initials (title) (suffix)`, groups in braces, ` +` for others.
    fn drawn(text: &str) -> String {
        let reading = people(text);
        let one = |it: &Person| {
            let given = [&it.first, &it.initials].map(|part| part.clone().unwrap_or_default()).join(" ");
            let comma = if given.trim().is_empty() { "" } else { ", " };
            let extra =
                [&it.title, &it.suffix].map(|part| part.clone().map_or(String::new(), |part| format!(" ({part})")));
            let name = format!("{}{comma}{}{}", it.last, given.trim(), extra.concat());
            if it.is_group { format!("{{{name}}}") } else { name }
        };
        let names: Vec<String> = reading.people.iter().map(one).collect();
        format!("{}{}", names.join(" | "), if reading.and_others { " +" } else { "" })
    }

    /// Every text of `texts` (one a line) has the people of `expect`.
    #[track_caller]
    fn check(texts: &str, expect: &str) {
        for text in texts.lines() {
            assert_eq!(drawn(text), expect, "{text}");
        }
    }

    #[test]
    fn one_person_in_either_order() {
        check("J. R. Smith\nJ.R. Smith\nJ.R.Smith\nSmith, J.R.\nSmith, J. R.\nSmith J.R.\nSmith J. R.", "Smith, J. R.");
        check("Jack Smith\nSmith, Jack", "Smith, Jack");
        check("Jeffery M. Saarela\nSaarela, Jeffery M.", "Saarela, Jeffery M.");
        check("CJ Bird", "Bird, C J");
        check("SMITH", "SMITH");
        check("C. YOUNG", "YOUNG, C.");
    }

    #[test]
    fn capitals_that_could_be_junior_are_initials_with_a_doubt() {
        check("Smith JR", "Smith, J R");
        assert_eq!(people("Smith JR").doubts, ["jr-or-initials"]);
    }

    #[test]
    fn titles_and_suffixes() {
        check("Dr. A. Smith Jr.\nDr. A. Smith, Jr.", "Smith, A. (Dr.) (Jr.)");
        check("Smith, A., III", "Smith, A. (III)");
        check("Kenneth Brannaugh Ph.D.", "Brannaugh, Kenneth (Ph.D.)");
        check("Sir Kenneth Brannaugh", "Brannaugh, Kenneth (Sir)");
    }

    #[test]
    fn particles_belong_to_the_last_name() {
        check("Dr. A. von Humboldt", "von Humboldt, A. (Dr.)");
        check("A. von Humboldt\nHumboldt, A. von\nvon Humboldt, A.\nHumboldt A. von", "von Humboldt, A.");
        check("J. van der Berg", "van der Berg, J.");
        check("Rita Maria de Carvalho", "de Carvalho, Rita Maria");
    }

    #[test]
    fn lists_with_marks_and_words() {
        let two = "Smith, J. R. | Jones, K.";
        check("Smith, J.R. & Jones, K.\nSmith, J.R.; Jones, K.\nJ.R. Smith | K. Jones\nJ.R. Smith and K. Jones", two);
        check(
            "J.R. Smith und K. Jones\nJ.R. Smith y K. Jones\nJ.R. Smith et K. Jones\nJ.R. Smith/K. Jones\nJ.R. Smith + K. Jones",
            two,
        );
    }

    #[test]
    fn commas_are_judged_by_what_they_part() {
        check("V. Crecco, J. Savage & T.A. Wheeler", "Crecco, V. | Savage, J. | Wheeler, T. A.");
        check("Harkness, W.J., Dickinson, J.C., & Marshall, N.", "Harkness, W. J. | Dickinson, J. C. | Marshall, N.");
        check("Groom Q., Desmet P.", "Groom, Q. | Desmet, P.");
        check("Jack Smith, Yves Archambault", "Smith, Jack | Archambault, Yves");
        check("Weiss, Schenck, & West\nWeiss,Schenck & West", "Weiss | Schenck | West");
        check("Rázuri Gonzales, Ernesto", "Rázuri Gonzales, Ernesto");
    }

    #[test]
    fn others_are_noted() {
        check(
            "Jack Smith et al.\nJack Smith; et al\nJack Smith & al.\nJack Smith etc.\nJack Smith and others",
            "Smith, Jack +",
        );
    }

    #[test]
    fn a_shared_last_name_is_lent() {
        check("J. & A. Bornmüller", "Bornmüller, J. | Bornmüller, A.");
        check("M.R. and J.D. Shorthouse", "Shorthouse, M. R. | Shorthouse, J. D.");
    }

    #[test]
    fn institutions_stay_whole() {
        check("Canadian Museum of Nature", "{Canadian Museum of Nature}");
        check("U.S. Fish and Wildlife Service", "{U.S. Fish and Wildlife Service}");
        check("Museum of Zoology, Copenhagen", "{Museum of Zoology, Copenhagen}");
        check("Jeff Saarela; Canadian Museum of Nature", "Saarela, Jeff | {Canadian Museum of Nature}");
        check("Swedish Deep Sea Expedition", "{Swedish Deep Sea Expedition}");
    }

    #[test]
    fn roles_dates_and_notes_stay_in_the_verbatim_text() {
        check(
            "leg. A. Chuvilin\nLeg: A. Chuvilin\nA. Chuvilin leg.\nA. Chuvilin, 2009\nA. Chuvilin (MT) 2003\nA. Chuvilin 21 Dec. 1999",
            "Chuvilin, A.",
        );
        assert_eq!(people("A. Chuvilin, 2009").people[0].verbatim, "A. Chuvilin, 2009");
        check("W.W. Diehl; Verif.: C.L. Shear", "Diehl, W. W. | Shear, C. L.");
        check("D.G. Colls", "Colls, D. G.");
    }

    #[test]
    fn nobody() {
        check("Unknown\nanonymous\n\n?\nohne Angaben", "");
    }

    #[test]
    fn what_is_not_understood_is_kept_whole() {
        check("collected in the river by many", "collected in the river | many");
        check("EB", "EB");
    }

    #[test]
    fn endless_lists_are_kept_whole() {
        let text = "J. Smith, ".repeat(500_000);
        assert_eq!(people(&text).people.len(), 1);
        assert_eq!(people(&text).people[0].verbatim, text);
    }
}
