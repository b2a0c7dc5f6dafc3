//! The steps of the guided setup: what each asks, and what becomes of the answers.

use maud::{Markup, html};
use vasculum_domain::dwca;
use vasculum_domain::setup::{
    FirstSetup, FirstUser, NewCollection, NewInstitution, NewRank, STORAGE_RANKS, TreeStart, discipline_type,
};
use vasculum_domain::users;
use vasculum_model::Issue;

use crate::pages::sent::{Pairs, is_ticked, one, some};
use crate::pages::structure::{format_field, kind_field, kind_word};
use crate::ui::Level;
use crate::ui::components::{
    Choice, Field, Look, TextInput, button, checkbox, field, key_value_list, notice, select_field, text_field,
};
use crate::ui::words::{Words, later, t, tf};
use crate::upload::Upload;

const WORDS: &Words<'static> = &Words::ENGLISH;

/// One step.
pub(super) struct Step {
    /// Its word in addresses.
    word: &'static str,
    /// Its heading.
    pub(super) title: &'static str,
    /// What it is about.
    about: &'static str,
    /// The names of its fields.
    pub(super) fields: &'static [&'static str],
    /// Its fields, as they are filled in.
    draw: fn(&Asked<'_>) -> Markup,
}

/// Every step, in order. Nothing is made before the last one.
pub(super) const STEPS: &[Step] = &[
    Step {
        word: "institution",
        title: later("Your institution"),
        about: later("The museum, herbarium or university that keeps the collections."),
        fields: &["institution", "institution_code", "street", "city", "country", "global_accessions"],
        draw: institution,
    },
    Step {
        word: "discipline",
        title: later("What you collect"),
        about: later(
            "A division of the institution, and the discipline of its first collection. More can be added later.",
        ),
        fields: &["division", "division_abbrev", "kind", "discipline"],
        draw: discipline,
    },
    Step {
        word: "collection",
        title: later("Your first collection"),
        about: later("The objects that are catalogued together, with their own numbers."),
        fields: &["collection", "collection_code", "format"],
        draw: collection,
    },
    Step {
        word: "trees",
        title: later("What is known already"),
        about: later("Trees of names, places and times can start empty, or with what is known everywhere."),
        fields: &[
            "names",
            "places",
            "times",
            "storage_100",
            "storage_150",
            "storage_200",
            "storage_250",
            "storage_300",
            "storage_350",
            "storage_400",
            "storage_450",
            "storage_500",
        ],
        draw: trees,
    },
    Step {
        word: "user",
        title: later("You"),
        about: later("The first user administers the institution, and can make others."),
        fields: &["first_name", "last_name", "email", "user", "password", "again"],
        draw: user,
    },
];

/// What a step shows.
struct Asked<'a> {
    answers: &'a Pairs,
    issues: &'a [Issue],
    file: Option<&'a str>,
}

impl Asked<'_> {
    fn issues(&self, name: &str) -> Vec<(Level, &str)> {
        self.issues
            .iter()
            .filter(|issue| issue.field == name)
            .map(|issue| (Level::Error, issue.words.as_str()))
            .collect()
    }

    fn text(
        &self,
        name: &'static str,
        label: &'static str,
        help: &'static str,
        is_required: bool,
        input: &TextInput<'_>,
    ) -> Markup {
        let issues = self.issues(name);
        let field = Field { help, is_required, issues: &issues, ..Field::new(name, label) };
        let value = if input.kind == "password" { "" } else { one(self.answers, name) };
        text_field(WORDS, &field, &TextInput { value, ..*input })
    }

    fn line(&self, name: &'static str, label: &'static str, help: &'static str, is_required: bool) -> Markup {
        self.text(name, label, help, is_required, &TextInput::default())
    }
}

impl Step {
    /// The step with this word.
    pub(super) fn named(word: &str) -> Option<&'static Self> {
        STEPS.iter().find(|step| step.word == word)
    }

    /// Its address.
    pub(super) fn path(&self) -> String {
        format!("/setup/{}", self.word)
    }

    fn place(&self) -> usize {
        STEPS.iter().position(|step| step.word == self.word).unwrap_or(0)
    }

    /// The step before it.
    pub(super) fn before(&self) -> Option<&'static Self> {
        self.place().checked_sub(1).and_then(|place| STEPS.get(place))
    }

    /// The step after it.
    pub(super) fn next(&self) -> Option<&'static Self> {
        STEPS.get(self.place() + 1)
    }

    /// The whole form of the step.
    pub(super) fn form(&self, answers: &Pairs, issues: &[Issue], file: Option<&str>) -> Markup {
        let asked = Asked { answers, issues, file };
        let is_last = self.next().is_none();
        let others: Vec<&str> = issues
            .iter()
            .filter(|issue| !self.fields.contains(&issue.field.as_str()))
            .map(|issue| issue.words.as_str())
            .collect();
        let uploads = self.word == "trees";
        html! {
            ol class="setup-steps" aria-label=(t("Steps")) {
                @for step in STEPS { li aria-current=[(step.word == self.word).then_some("step")] { (t(step.title)) } }
            }
            form class="stack" method="post" action=(self.path()) enctype=[uploads.then_some("multipart/form-data")] {
                @if !others.is_empty() { (notice(WORDS, Level::Error, t("Something is missing."), &others.join(" "), None)) }
                p class="muted" { (t(self.about)) }
                @if is_last { (summary(answers, file)) }
                div class="fields" { ((self.draw)(&asked)) }
                div class="row" {
                    // The first button is the one that Enter presses.
                    (button(if is_last { t("Set up the institution") } else { t("Next") }, "", Look::Primary, "go", "next"))
                    @if self.before().is_some() { (button(t("Back"), "", Look::Quiet, "go", "back")) }
                }
            }
        }
    }

    /// What is missing or wrong in the answers of this step.
    pub(super) fn judge(&self, answers: &Pairs, upload: Option<&Upload>) -> Vec<Issue> {
        let mut issues = Vec::new();
        let mut need = |name: &'static str, words: &'static str| {
            if self.fields.contains(&name) && one(answers, name).trim().is_empty() {
                issues.push(Issue::error("setup", name, words));
            }
        };
        need("institution", t("The institution needs a name."));
        need("institution_code", t("The institution needs a short code."));
        need("collection", t("The collection needs a name."));
        need("collection_code", t("The collection needs a short code."));
        need("user", t("You need a name to sign in with."));
        let mut wrong = |name: &'static str, words: String| issues.push(Issue::error("setup", name, words));
        match self.word {
            "discipline" if discipline_type(one(answers, "kind")).is_none() => {
                wrong("kind", t("Choose what is collected.").to_owned());
            }
            "trees" if one(answers, "names") == "file" => match upload {
                None => wrong("file", t("Choose a file with names.").to_owned()),
                Some(upload) => {
                    if let Err(error) = dwca::check_taxa(&upload.path) {
                        wrong("file", error.message.into_owned());
                    }
                }
            },
            "user" => {
                let (name, password) = (one(answers, "user"), one(answers, "password"));
                if password != one(answers, "again") {
                    wrong("again", t("The two passwords are not the same.").to_owned());
                }
                if let Err(error) = users::check_password(name, password, users::MIN_PASSWORD_LENGTH) {
                    issues.extend(error.issues);
                }
            }
            _ => {}
        }
        issues
    }
}

fn institution(asked: &Asked<'_>) -> Markup {
    html! {
        (asked.line("institution", t("Name"), t("For example ‘Museum of Natural History’."), true))
        (asked.line("institution_code", t("Code"), t("Short, as in Index Herbariorum or GRSciColl, for example ‘MNH’."), true))
        (asked.line("street", t("Street"), "", false))
        (asked.line("city", t("Town"), "", false))
        (asked.line("country", t("Country"), "", false))
        (checkbox(WORDS, &Field { help: t("Otherwise each division numbers its own."), ..Field::new("global_accessions", t("Accessions belong to the whole institution")) }, is_ticked(asked.answers, "global_accessions")))
    }
}

fn discipline(asked: &Asked<'_>) -> Markup {
    let issues = asked.issues("kind");
    html! {
        (asked.line("division", t("Division"), t("For example ‘Zoology’; nothing stands for the institution itself."), false))
        (asked.line("division_abbrev", t("Abbreviation"), "", false))
        (kind_field("kind", one(asked.answers, "kind"), &issues))
        (asked.line("discipline", t("Name of the discipline"), t("Nothing stands for the usual name of the kind."), false))
    }
}

fn collection(asked: &Asked<'_>) -> Markup {
    html! {
        (asked.line("collection", t("Name"), t("At most 50 letters, for example ‘Fish collection’."), true))
        (asked.line("collection_code", t("Code"), t("Short, as it is used in publications and addresses."), true))
        (format_field("format", one(asked.answers, "format"), Some(t("As is usual for the discipline"))))
    }
}

/// The choice of what a tree starts with.
fn start(asked: &Asked<'_>, name: &'static str, label: &'static str, choices: &[(&str, &str)]) -> Markup {
    let chosen = one(asked.answers, name);
    let choices: Vec<Choice<'_>> =
        choices.iter().map(|(value, label)| Choice { value, label, is_chosen: *value == chosen }).collect();
    select_field(WORDS, &Field::new(name, label), None, &choices)
}

fn trees(asked: &Asked<'_>) -> Markup {
    let kind = discipline_type(one(asked.answers, "kind"));
    let issues = asked.issues("file");
    let kept =
        asked.file.map(|file| tf("‘{file}’ was taken in; choose another one to replace it.", &[("file", &file)]));
    let help = kept.unwrap_or_else(|| t("A Darwin Core archive of taxa, or a table with the columns taxonID, scientificName, taxonRank and parentNameUsageID, or with a column for each rank.").to_owned());
    let file = Field { help: &help, issues: &issues, ..Field::new("file", t("File with names")) };
    let has_geology = kind.is_some_and(|kind| kind.has_geology);
    html! {
        (start(asked, "names", t("Names"), &[("starter", t("Start with the higher names, down to orders")), ("empty", t("Start empty")), ("file", t("Start with the names of a file"))]))
        (field(WORDS, &file, &html! { input class="input" type="file" id="file" name="file" accept=".csv,.tsv,.txt,.zip,.gz"; }))
        (start(asked, "places", t("Places"), &[("starter", t("Start with continents and countries")), ("empty", t("Start empty"))]))
        @let chart = [("starter", t("Start with the international chart")), ("empty", t("Start empty"))];
        @let reverse = [chart[1], chart[0]];
        (start(asked, "times", t("Geologic times"), if has_geology { &chart } else { &reverse }))
        fieldset class="field span-all" {
            legend class="label" { (t("Where objects are kept")) }
            p class="muted" { (t("The steps from the site down to the place of a jar, each within the one before. Ranks can be added and taken away later.")) }
            div class="row" {
                @for (name, rank) in storage_ranks() {
                    (checkbox(WORDS, &Field::new(&name, rank_word(rank.name)), !is_left_out(asked.answers, &name)))
                }
            }
        }
    }
}

/// What the ranks of the storage tree are called.
const STORAGE_WORDS: &[&str] = &[
    later("Building"),
    later("Collection"),
    later("Room"),
    later("Aisle"),
    later("Cabinet"),
    later("Shelf"),
    later("Box"),
    later("Rack"),
    later("Vial"),
];

fn rank_word(name: &'static str) -> &'static str {
    STORAGE_WORDS.iter().find(|word| **word == name).map_or(name, |word| t(word))
}

/// The ranks of the storage tree that can be chosen, with the names of their boxes.
fn storage_ranks() -> impl Iterator<Item = (String, &'static NewRank)> {
    STORAGE_RANKS.iter().skip(1).map(|rank| (format!("storage_{}", rank.rank_id), rank))
}

/// Whether somebody took the tick of a rank away; all are ticked at first.
fn is_left_out(answers: &Pairs, name: &str) -> bool {
    one(answers, name) == "no"
}

fn user(asked: &Asked<'_>) -> Markup {
    let secret = TextInput { kind: "password", autocomplete: "new-password", ..TextInput::default() };
    html! {
        (asked.text("first_name", t("First name"), "", false, &TextInput { autocomplete: "given-name", ..TextInput::default() }))
        (asked.text("last_name", t("Last name"), t("It stands beside what you make and change."), false, &TextInput { autocomplete: "family-name", ..TextInput::default() }))
        (asked.text("email", t("E-mail"), "", false, &TextInput { kind: "email", autocomplete: "email", ..TextInput::default() }))
        (asked.text("user", t("Name to sign in with"), "", true, &TextInput { autocomplete: "username", ..TextInput::default() }))
        (asked.text("password", t("Password"), t("At least 8 characters."), true, &secret))
        (asked.text("again", t("Password once more"), "", true, &secret))
    }
}

/// What will be made, before it is.
fn summary(answers: &Pairs, file: Option<&str>) -> Markup {
    let said = |name: &str| one(answers, name).to_owned();
    let start = |name: &str| match one(answers, name) {
        "empty" => t("empty").to_owned(),
        "file" => file.unwrap_or_default().to_owned(),
        _ => t("what is known everywhere").to_owned(),
    };
    let kept = storage_ranks().filter(|(name, _)| !is_left_out(answers, name));
    let storage: Vec<&str> = kept.map(|(_, rank)| rank_word(rank.name)).collect();
    let with_code = |name: &str, code: &str| match said(code) {
        code if code.is_empty() => said(name),
        code => format!("{} ({code})", said(name)),
    };
    let facts = [
        (t("Institution"), html! { (with_code("institution", "institution_code")) }),
        (
            t("Discipline"),
            html! { (some(answers, "discipline").unwrap_or_else(|| kind_word(one(answers, "kind")).to_owned())) },
        ),
        (t("Collection"), html! { (with_code("collection", "collection_code")) }),
        (t("Names"), html! { (start("names")) }),
        (t("Places"), html! { (start("places")) }),
        (t("Geologic times"), html! { (start("times")) }),
        (t("Where objects are kept"), html! { (storage.join(", ")) }),
    ];
    html! {
        (key_value_list(&facts))
        p class="muted" { (t("All of this is made now, in one go. It can take a moment.")) }
    }
}

/// What the answers ask for.
pub(super) fn first_setup(answers: &Pairs, upload: Option<&Upload>) -> FirstSetup {
    let start = |name: &str| if one(answers, name) == "empty" { TreeStart::Empty } else { TreeStart::Starter };
    let names = match (one(answers, "names"), upload) {
        ("file", Some(upload)) => TreeStart::File(upload.path.clone()),
        _ => start("names"),
    };
    FirstSetup {
        institution: NewInstitution {
            name: one(answers, "institution").to_owned(),
            code: one(answers, "institution_code").to_owned(),
        },
        street: some(answers, "street"),
        city: some(answers, "city"),
        country: some(answers, "country"),
        has_global_accessions: is_ticked(answers, "global_accessions"),
        division_abbrev: some(answers, "division_abbrev"),
        collection: NewCollection {
            code: one(answers, "collection_code").to_owned(),
            name: some(answers, "collection"),
            discipline_type: one(answers, "kind").to_owned(),
            discipline: some(answers, "discipline"),
            division: some(answers, "division"),
            catalog_format: some(answers, "format"),
        },
        storage_without: storage_ranks()
            .filter(|(name, _)| is_left_out(answers, name))
            .map(|(_, rank)| rank.rank_id)
            .collect(),
        names,
        places: start("places"),
        times: start("times"),
        user: FirstUser {
            name: one(answers, "user").to_owned(),
            password: one(answers, "password").to_owned(),
            email: some(answers, "email"),
            first_name: some(answers, "first_name"),
            last_name: some(answers, "last_name"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rank_of_the_storage_tree_has_its_box_and_its_word() {
        let step = STEPS.iter().find(|step| step.word == "trees").unwrap();
        for (name, rank) in storage_ranks() {
            assert!(step.fields.contains(&name.as_str()), "{name}");
            assert!(STORAGE_WORDS.contains(&rank.name), "{}", rank.name);
        }
    }
}
