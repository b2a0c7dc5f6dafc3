//! Names of months as labels have them.

/// Months by name, folded (lower case, no accents), grouped by language.
///
/// English, German, Spanish, French, Portuguese, Italian, Dutch, Swedish,
/// Danish, Norwegian, Finnish, Polish, Czech, Latin, Ukrainian, Russian. Forms
/// that two languages share stand once.
#[rustfmt::skip]
const NAMES: [&[&str]; 12] = [
    &[
        "january", "januar", "janner", "enero", "janvier", "janeiro", "gennaio", "januari", "tammikuu", "tammikuuta",
        "styczen", "stycznia", "leden", "ledna", "januarius", "januarii", "ianuarius", "ianuarii", "січень", "січня",
        "январь", "января",
    ],
    &[
        "february", "februar", "feber", "febrero", "fevrier", "fevereiro", "febbraio", "februari", "helmikuu",
        "helmikuuta", "luty", "lutego", "unor", "unora", "februarius", "februarii", "лютии", "лютого", "февраль",
        "февраля",
    ],
    &[
        "march", "marz", "maerz", "marzo", "mars", "marco", "maart", "marts", "maaliskuu", "maaliskuuta", "marzec",
        "marca", "brezen", "brezna", "martius", "martii", "березень", "березня", "март", "марта",
    ],
    &[
        "april", "abril", "avril", "aprile", "huhtikuu", "huhtikuuta", "kwiecien", "kwietnia", "duben", "dubna",
        "aprilis", "квітень", "квітня", "апрель", "апреля",
    ],
    &[
        "may", "mai", "mayo", "maio", "maggio", "mei", "maj", "toukokuu", "toukokuuta", "maja", "kveten", "kvetna",
        "maius", "maii", "maji", "травень", "травня", "маи", "мая",
    ],
    &[
        "june", "juni", "junio", "juin", "junho", "giugno", "kesakuu", "kesakuuta", "czerwiec", "czerwca", "cerven",
        "cervna", "junius", "junii", "iunius", "iunii", "червень", "червня", "июнь", "июня",
    ],
    &[
        "july", "juli", "julio", "juillet", "julho", "luglio", "heinakuu", "heinakuuta", "lipiec", "lipca",
        "cervenec", "cervence", "julius", "julii", "iulius", "iulii", "липень", "липня", "июль", "июля",
    ],
    &[
        "august", "agosto", "aout", "augustus", "augusti", "elokuu", "elokuuta", "sierpien", "sierpnia", "srpen",
        "srpna", "серпень", "серпня", "август", "августа",
    ],
    &[
        "september", "septiembre", "setiembre", "septembre", "setembro", "settembre", "syyskuu", "syyskuuta",
        "wrzesien", "wrzesnia", "zari", "septembris", "вересень", "вересня", "сентябрь", "сентября",
    ],
    &[
        "october", "oktober", "octubre", "octobre", "outubro", "ottobre", "lokakuu", "lokakuuta", "pazdziernik",
        "pazdziernika", "rijen", "rijna", "octobris", "жовтень", "жовтня", "октябрь", "октября",
    ],
    &[
        "november", "noviembre", "novembre", "novembro", "marraskuu", "marraskuuta", "listopad", "listopada",
        "listopadu", "novembris", "листопад", "листопада", "ноябрь", "ноября",
    ],
    &[
        "december", "dezember", "diciembre", "decembre", "dezembro", "dicembre", "desember", "joulukuu", "joulukuuta",
        "grudzien", "grudnia", "prosinec", "prosince", "decembris", "грудень", "грудня", "декабрь", "декабря",
    ],
];

/// Abbreviations that are not the beginning of names of one month only.
const SHORT: &[(&str, u8)] = &[
    ("mar", 3),
    ("mrz", 3),
    ("mrt", 3),
    ("jly", 7),
    ("jy", 7),
    ("jl", 7),
    ("mch", 3),
    ("ap", 4),
    ("feby", 2),
    ("jany", 1),
    ("ag", 8),
    ("marc", 3),
    ("мар", 3),
    ("сен", 9),
    ("сент", 9),
    ("spt", 9),
    ("dbre", 12),
    ("sbre", 9),
    ("nbre", 11),
    ("obre", 10),
];

/// The months by Roman numeral, as entomologists write them.
const ROMAN: [&str; 12] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];

/// The number of the month that a folded `word` names, 1 to 12.
///
/// An abbreviation of at least three letters counts if all names that begin
/// with it are of the same month.
pub(super) fn month(word: &str) -> Option<u8> {
    if let Some(&(_, number)) = SHORT.iter().find(|(short, _)| *short == word) {
        return Some(number);
    }
    let mut found = None;
    for (number, names) in (1u8..).zip(NAMES) {
        if names.contains(&word) {
            return Some(number);
        }
        if word.chars().nth(2).is_some() && names.iter().any(|name| name.starts_with(word)) {
            if found.is_some() {
                return exact(word);
            }
            found = Some(number);
        }
    }
    found
}

/// The month whose full name is `word`, where an abbreviation would be in doubt.
fn exact(word: &str) -> Option<u8> {
    (1u8..).zip(NAMES).find(|(_, names)| names.contains(&word)).map(|(number, _)| number)
}

/// The month of a Roman numeral in lower case, 1 to 12.
pub(super) fn roman(word: &str) -> Option<u8> {
    (1u8..).zip(ROMAN).find(|(_, numeral)| *numeral == word).map(|(number, _)| number)
}

#[cfg(test)]
mod tests {
    use super::super::fold;
    use super::*;

    #[track_caller]
    fn check(words: &str, expect: u8) {
        for word in words.split(' ') {
            assert_eq!(month(&fold(word)).unwrap_or(0), expect, "{word}");
        }
    }

    #[test]
    fn every_name_is_folded_and_stands_for_one_month() {
        for (number, names) in (1u8..).zip(NAMES) {
            for name in names {
                assert_eq!(fold(name), *name);
                check(name, number);
            }
        }
    }

    #[test]
    fn names_in_many_languages() {
        check("January Jänner styczeń ledna січня", 1);
        check("März mars marzo maart března березень março", 3);
        check("Травень май mayo toukokuuta květen", 5);
        check("června czerwca июня Juin", 6);
        check("červenec července липня juillet", 7);
        check("Dezember décembre desember prosinec grudnia", 12);
    }

    #[test]
    fn abbreviations() {
        check("Sept Sep Set вер сент", 9);
        check("Oct Okt Ott Out paź жовт", 10);
        check("Mar Mär Mrz", 3);
        check("Juil Jly", 7);
    }

    #[test]
    fn what_could_be_two_months_is_none() {
        check("Ju Jui M cerv Foo", 0);
    }

    #[test]
    fn roman_numerals_go_to_twelve() {
        assert_eq!(roman("viii"), Some(8));
        assert_eq!(roman("xiii"), None);
    }
}
