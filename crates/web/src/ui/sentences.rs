//! Sentences of the domain, which speaks English, in the reader's language.
//!
//! Errors and issues come as finished English sentences with values in them. Those that people meet most often are listed
//! here with places for the values; a sentence is found by what stands around them. All others stay English.

use std::borrow::Cow;
use std::fmt::Display;

use super::language::{Language, language};
use super::words::{fill, known, later, t};

/// The sentences that are known, with a name for each value.
const SENTENCES: &[&str] = &[
    later("{field} is needed."),
    later("{field} has more than {n} characters."),
    later("{field} is not between {low} and {high} degrees."),
    later("‘{text}’ is not a number, for example 12.5."),
    later("‘{text}’ is not a whole number."),
    later("‘{text}’ is neither yes nor no."),
    later("{number} is not between {low} and {high}."),
    later("None of the determinations is current. Mark the one that counts."),
    later("The count is less than nothing."),
    later("A quantity is less than nothing."),
    later("The quantity is less than nothing."),
    later("The lowest elevation is above the highest."),
    later("The catalogue number ‘{number}’ is already that of {table} {id}."),
    later("{field} {value} is already that of {table} {id}."),
    later("Something still refers to a record that would be gone, or to one that never was."),
    later("Somebody saved this record while you were editing it."),
    later("Reload it and make your change again."),
    later("There is no table ‘{name}’."),
    later("This takes too long, so it was stopped."),
    later("Ask for less at once, or let it run as a job, which has time."),
    later("Did you mean ‘{text}’?"),
    later("The manual explains the language of questions."),
    later("There is no {table} {id} that you may see."),
    later("You have no right to read records of {tables}."),
    later("You have no right to create records of {tables}."),
    later("You have no right to update records of {tables}."),
    later("You have no right to delete records of {tables}."),
    later("There is nothing at {path}."),
    later("This needs the right to {action} {resource}."),
    later("This name and password do not belong together."),
    later("Too many attempts. Please wait {n} seconds."),
    later("This is not your password."),
    later("A password has at least {n} characters."),
    later("A password must not be the name of the user."),
    later("A password must not be one letter over and over."),
    later("A user needs a name to sign in with."),
    later("A node can't stand below itself."),
    later("A name can't be a synonym of itself."),
    later("Say which rank the node has."),
    later("The parent stands in another tree."),
    later("Other records refer to this {table}."),
    later("Change or delete them first; ‘what refers to this’ lists them."),
    later("Something went wrong on the server."),
    later("This request does not come from a page of this server."),
    later("Please sign in first."),
    later("‘{text}’ is not understood as a scientific name."),
    later("‘{text}’ is not understood as the author of a name."),
    later("‘{text}’ is the formula of a hybrid; it is kept as it is."),
    later("‘{text}’ is a provisional name, not a published one."),
    later("‘{text}’ is a name below a species, and the rank is {rank}."),
    later("‘{text}’ is the name of a species, and the rank is {rank}."),
    later("‘{text}’ is a name of one word, and the rank is {rank}."),
    later("‘{text}’ ends like the name of a family, and the rank is {rank}."),
    later("‘{text}’ was typed, and it stands below ‘{above}’."),
    later("‘{text}’ can be read in more ways than one: {why}."),
    later("The name itself is ‘{name}’, and ‘{author}’ is its author."),
    later("The name itself is ‘{name}’; what stands above it in the tree is put before it."),
    later("A name of the rank {rank} begins with a capital letter."),
    later("An epithet begins with a small letter."),
    later("Names of the rank {rank} usually end in {endings}."),
    later("‘{name}’ is in the tree already."),
    later("‘{name}’ is in the tree too: a homonym, told apart by its author."),
    later("‘{name}’ is in the tree, and hardly differs from this name."),
    later("A group can't be a member of itself."),
    later("A record set needs a name."),
    later("A new tree needs a name."),
    later("The name of a tree has at most {n} characters."),
    later("There is a tree of {table} called ‘{name}’ already."),
    later("Choose another name, or bring the file into that tree."),
    later("The tree was changed since you looked at this plan."),
    later("Look at what it would do now, and confirm it again."),
    later("The columns ‘{one}’ and ‘{other}’ can’t both mean the same."),
    later("Choose for one of them that nothing of it is read."),
    later("No column of this sheet is a rank of the tree, or a column of names."),
    later("Say which column holds the names of which rank."),
    later("It stands below a name that is doubtful."),
    later("Several names of the tree are called so; none stands at this place."),
    later("Several names here differ by their authors; the file names none."),
    later("The tree has this name by {author}: the same name, or a homonym."),
    later("‘{name}’ has no rank that the tree knows, and was left out."),
    later("‘{name}’ is not understood as a scientific name; it is kept whole."),
    later("‘{name}’ stands in the file below a name of no higher rank."),
    later("‘{name}’ stands in the file more than once; the first row counts."),
    later("‘{name}’ is accepted and stands below a synonym."),
    later("‘{name}’ is its own ancestor, or its own accepted name."),
    later("There is no row ‘{name}’."),
    later("Records of {table} are not in the search index, so words can’t find them."),
    later("Search for the records that they belong to, for example specimens."),
    later("The name above it is not there."),
    later("A {rank} can't stand there: the rank above is no higher."),
    later("Its accepted name is not there; it came in as accepted."),
    later("This job has ended already."),
    later("Only a job that failed or was called off can be tried again."),
    later("You have no right to export files of this kind."),
    later("{n} of your jobs wait or run already."),
    later("Nothing here says where these records are, so they can’t be put on a map."),
    later("The disk of the server is full: the file could not be written."),
    later("The file could not be written."),
    later("This job has no file, or it is no longer kept."),
    later("There is no job {id} of yours."),
    later("There is no schedule {id} of yours."),
    later("This needs a name."),
    later("‘{text}’ is no time of day."),
    later("There is no time zone ‘{name}’."),
    later("‘{text}’ is no address that letters can be sent to."),
    later("Only the person who made a schedule changes it."),
    later("Say what shall be changed."),
    later("Say what {field} shall be set to; to clear it, empty it."),
    later("Say what {field} shall be filled in with."),
    later("Say which text of {field} shall be replaced."),
    later("Say which text shall be put to {field}."),
    later("Say how much shall be added to {field}."),
    later("There is nothing to do: all of these records are like this already."),
    later("{n} of {all} records can’t be changed like this; nothing was changed."),
    later("Leave these records out, or have only those changed that can be."),
    later("Saved since you looked at the plan: {ids} ({n} in all)."),
    later("It would do something else now than when you looked at the plan."),
    later("Look at what would be done now, and confirm it again."),
    later("{field} is needed here."),
    later("‘{text}’ does not stand in the pick list of {field}."),
    later("Other records lead to the same {link} and would share the change: {n}."),
    later("It is not there any more, or you may not see it."),
    later("The sum is no number that {field} can hold."),
];

/// A sentence of the domain in the reader's language, if it is one of those that are known; else as it is.
pub(crate) fn said(english: &str) -> Cow<'_, str> {
    if language() == Language::English { Cow::Borrowed(english) } else { said_with(english, |_, _| None) }
}

/// The same, with words for those values that have some: `put` gets the name of a value and the value.
pub(crate) fn said_with(english: &str, put: impl Fn(&str, &str) -> Option<String>) -> Cow<'_, str> {
    if let Some(words) = known(english).filter(|_| !english.is_empty()) {
        return Cow::Borrowed(words);
    }
    let found = SENTENCES.iter().find_map(|template| Some((*template, values(template, english)?)));
    let Some((template, values)) = found else { return Cow::Borrowed(english) };
    let put = |(name, value): (&'static str, &str)| (name, put(name, value).unwrap_or_else(|| value.to_owned()));
    let values: Vec<(&str, String)> = values.into_iter().map(put).collect();
    let values: Vec<(&str, &dyn Display)> = values.iter().map(|(name, value)| (*name, value as &dyn Display)).collect();
    Cow::Owned(fill(t(template), &values))
}

/// The values of a sentence by the names that its template gives them; nothing if the sentence is another one.
fn values<'t, 's>(template: &'t str, sentence: &'s str) -> Option<Vec<(&'t str, &'s str)>> {
    let (start, mut rest_of_template) = template.split_once('{')?;
    let mut rest = sentence.strip_prefix(start)?;
    let mut values = Vec::new();
    loop {
        let (name, behind) = rest_of_template.split_once('}')?;
        let (between, more) = behind.split_once('{').map_or((behind, None), |(between, more)| (between, Some(more)));
        let at = match more {
            // The last value goes on to the end of the sentence.
            None => rest.len().checked_sub(between.len()).filter(|at| rest.get(*at..) == Some(between))?,
            Some(_) => rest.find(between)?,
        };
        values.push((name, rest.get(..at)?));
        rest = rest.get(at + between.len()..)?;
        match more {
            Some(more) => rest_of_template = more,
            None => return Some(values),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::language::speaking;
    use super::*;

    #[test]
    fn values_are_found_between_the_words() {
        assert_eq!(values("{field} is needed.", "name is needed."), Some(vec![("field", "name")]));
        assert_eq!(
            values("{a} is not between {b} and {c}.", "7 is not between 1 and 5."),
            Some(vec![("a", "7"), ("b", "1"), ("c", "5")])
        );
        assert_eq!(values("{field} is needed.", "name is needed"), None);
        assert_eq!(
            values("‘{text}’ is not a whole number.", "‘zwölf’ is not a whole number."),
            Some(vec![("text", "zwölf")])
        );
        assert_eq!(values("No places.", "No places."), None);
    }

    #[test]
    fn a_sentence_of_the_domain_is_said_in_the_language_of_the_reader() {
        let german = |english: &'static str| speaking(Language::German, || said(english).into_owned());
        assert_eq!(german("Fundortname is needed."), "Fundortname fehlt.");
        assert_eq!(german("A sentence that nobody translated."), "A sentence that nobody translated.");
        assert_eq!(said("Name is needed."), "Name is needed.");
        let put = |name: &str, value: &str| (name == "table").then(|| value.to_uppercase());
        assert_eq!(said_with("There is no Taxon 5 that you may see.", put), "There is no TAXON 5 that you may see.");
    }
}
