//! `/account/preferences` and `/system/preferences`: what people, collections and the institution want otherwise.

use axum::Form as Body;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use maud::{Markup, html};
use vasculum_domain::preferences::{self, Kind, PREFERENCES, Place, Preference, Preferred};
use vasculum_model::{Code, Error, Result};
use vasculum_store::Purpose;

use super::sent::{Pairs, one};
use super::sign_in::set_looks;
use super::visitor::{Visitor, go, looks};
use crate::App;
use crate::respond::Refused;
use crate::ui::Level;
use crate::ui::components::{
    Choice, Field, Look, Tab, TextInput, button, link_button, notice, section, select_field, tabs, text_field,
};
use crate::ui::frame::Page;
use crate::ui::preferences::Preferences;
use crate::ui::words::{Words, known, t, tf};

const WORDS: &Words<'static> = &Words::ENGLISH;
const OWN: &str = "/account/preferences";
const SHARED: &str = "/system/preferences";

/// The name of a preference, its sentence or the words of one of its choices in the reader's language.
fn said(text: &'static str) -> &'static str {
    known(text).unwrap_or(text)
}

/// What one page shows: what is set at the place itself, and what counts without it.
struct Shown {
    set: std::collections::BTreeMap<&'static str, String>,
    otherwise: Preferred,
}

async fn read(app: &App, visitor: &Visitor, place: Place) -> Result<Shown, Refused> {
    let (user, collection) = match place {
        Place::Person(_) => (None, visitor.access.collection),
        Place::Collection(_) | Place::Institution => (None, None),
    };
    let is_institution = place == Place::Institution;
    let shown = app
        .read(visitor.everywhere.clone(), move |tx| {
            let otherwise =
                if is_institution { Preferred::default() } else { preferences::effective(tx, user, collection)? };
            Ok(Shown { set: preferences::set_at(tx, place)?, otherwise })
        })
        .await?;
    Ok(shown)
}

/// The value that counts where nothing is chosen, in words.
fn fallback(preference: &'static Preference, preferred: &Preferred) -> String {
    let value = preferred.get(preference.key);
    let words = match preference.kind {
        Kind::Choice(choices) => {
            choices.iter().find(|(theirs, _)| *theirs == value).map_or(value, |(_, words)| said(words))
        }
        Kind::YesNo if value == "yes" => t("Yes"),
        Kind::YesNo => t("No"),
        Kind::Address => value,
    };
    match preferred.place(preference.key) {
        Some(Place::Collection(_)) => tf("{value} (as the collection has it)", &[("value", &words)]),
        Some(_) => tf("{value} (as the institution has it)", &[("value", &words)]),
        None => tf("{value} (as usual)", &[("value", &words)]),
    }
}

/// A field for each preference that can be set at the place.
fn fields(place: Place, shown: &Shown, sent: Option<&Pairs>, error: Option<&Error>) -> Markup {
    let own = PREFERENCES.iter().filter(|preference| preference.scopes.contains(&place.scope()));
    html! {
        @for preference in own {
            @let value = match sent { Some(sent) => one(sent, preference.key), None => shown.set.get(preference.key).map_or("", String::as_str) };
            @let is_set = shown.set.contains_key(preference.key) || sent.is_some();
            (field(preference, value, is_set, &fallback(preference, &shown.otherwise), error))
        }
    }
}

/// What is sent for a choice whose own value is empty; nothing is sent for ‘as usual’.
const EMPTY: &str = "-";

fn field(preference: &'static Preference, value: &str, is_set: bool, usual: &str, error: Option<&Error>) -> Markup {
    let all = error.map(|error| error.issues.as_slice()).unwrap_or_default();
    let issues: Vec<(Level, &str)> = all
        .iter()
        .filter(|issue| issue.field == preference.key)
        .map(|issue| (Level::Error, issue.words.as_str()))
        .collect();
    let field =
        Field { help: said(preference.about), issues: &issues, ..Field::new(preference.key, said(preference.title)) };
    let yes_no = [("yes", t("Yes")), ("no", t("No"))];
    let choices: Vec<(&'static str, &'static str)> = match preference.kind {
        Kind::Choice(choices) => choices.iter().map(|(value, words)| (*value, said(words))).collect(),
        Kind::YesNo => yes_no.to_vec(),
        Kind::Address => {
            return text_field(WORDS, &field, &TextInput { value, placeholder: usual, ..TextInput::default() });
        }
    };
    let choices: Vec<Choice<'_>> = choices
        .iter()
        .map(|(theirs, label)| Choice {
            value: if theirs.is_empty() { EMPTY } else { theirs },
            label,
            is_chosen: is_set && (*theirs == value || theirs.is_empty() && value == EMPTY),
        })
        .collect();
    select_field(WORDS, &field, Some(usual), &choices)
}

/// What a form says: key and value, nothing for ‘as usual’.
fn changes(place: Place, sent: &Pairs) -> Vec<(&'static str, Option<String>)> {
    let own = PREFERENCES.iter().filter(|preference| preference.scopes.contains(&place.scope()));
    own.filter(|preference| sent.iter().any(|(name, _)| name == preference.key))
        .map(|preference| {
            let value = match one(sent, preference.key).trim() {
                "" => None,
                EMPTY => Some(String::new()),
                other => Some(other.to_owned()),
            };
            (preference.key, value)
        })
        .collect()
}

async fn write(app: &App, visitor: &Visitor, place: Place, sent: &Pairs) -> Result<()> {
    let changes = changes(place, sent);
    let summary = match place {
        Place::Person(_) => "Changed one’s own preferences",
        Place::Collection(_) => "Changed the preferences of a collection",
        Place::Institution => "Changed the preferences of the institution",
    };
    app.write(visitor.everywhere.clone(), Purpose::new("preferences", summary), move |tx| {
        let changes: Vec<(&str, Option<&str>)> = changes.iter().map(|(key, value)| (*key, value.as_deref())).collect();
        preferences::set(tx, place, &changes)
    })
    .await
}

fn own_place(visitor: &Visitor) -> Result<Place> {
    visitor.access.user.map(Place::Person).ok_or_else(|| Error::forbidden(t("The program itself has no account.")))
}

/// `GET /account/preferences`.
pub async fn show(State(app): State<App>, visitor: Visitor, Query(sent): Query<Pairs>) -> Result<Response, Refused> {
    let saved = (one(&sent, "done") == "saved")
        .then(|| notice(WORDS, Level::Success, t("Your preferences were saved."), "", None));
    own_page(&app, &visitor, None, saved).await
}

async fn own_page(
    app: &App,
    visitor: &Visitor,
    failed: Option<(&Pairs, &Error)>,
    notices: Option<Markup>,
) -> Result<Response, Refused> {
    let place = own_place(visitor)?;
    let shown = read(app, visitor, place).await?;
    let body = html! {
        form class="work form" method="post" action=(OWN) data-main {
            div class="fields" { (fields(place, &shown, failed.map(|(sent, _)| sent), failed.map(|(_, error)| error))) }
            div class="row" { (button(t("Save preferences"), "save", Look::Primary, "", "")) (link_button(t("Your account"), "/account", "", Look::Quiet, "")) }
        }
    };
    let status = if failed.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let content = Page {
        title: t("Your preferences"),
        subtitle: t("They go with you to every browser"),
        breadcrumbs: &[(t("Your account"), "/account")],
        notices,
        body,
        is_reading: true,
        ..Page::default()
    };
    Ok(visitor.page_with(status, "", content))
}

fn refusal(error: &Error) -> Markup {
    notice(WORDS, Level::Error, t("The preferences were not saved."), &error.message, None)
}

/// `POST /account/preferences`.
pub async fn save(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    Body(sent): Body<Pairs>,
) -> Result<Response, Refused> {
    let place = own_place(&visitor)?;
    match write(&app, &visitor, place, &sent).await {
        Ok(()) => {
            let mut res = go(&format!("{OWN}?done=saved"));
            let user = visitor.access.user;
            let collection = visitor.access.collection;
            let now =
                app.read(visitor.everywhere.clone(), move |tx| preferences::effective(tx, user, collection)).await?;
            set_looks(&mut res, follow(looks(&headers), &now, true));
            Ok(res)
        }
        Err(error) if error.code == Code::Invalid => {
            own_page(&app, &visitor, Some((&sent, &error)), Some(refusal(&error))).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The looks of a browser after somebody's preferences. What nobody set stays as the browser has it, unless the person
/// has just said that it shall be as usual.
pub(crate) fn follow(mut looks: Preferences, wanted: &Preferred, is_fresh: bool) -> Preferences {
    for key in ["theme", "density", "language"] {
        if wanted.place(key).is_some() || is_fresh {
            let value = match wanted.get(key) {
                "system" | "comfortable" | "" => "auto",
                other => other,
            };
            looks.choose(key, value);
        }
    }
    looks
}

fn may_set(visitor: &Visitor, place: Place) -> bool {
    let collection = match place {
        Place::Collection(id) => Some(id),
        _ => None,
    };
    visitor.everywhere.may("/preferences/collection", "edit_collection", collection)
}

/// The place that the address names: the institution, or a collection.
fn place_of(visitor: &Visitor, sent: &Pairs) -> Result<Place> {
    match one(sent, "of") {
        "institution" => Ok(Place::Institution),
        "" if may_set(visitor, Place::Institution) => Ok(Place::Institution),
        "" => visitor
            .access
            .collection
            .map(Place::Collection)
            .ok_or_else(|| Error::not_found(t("There is no collection yet."))),
        id => {
            let id: i64 = id.parse().map_err(|_| Error::not_found(t("There is no such collection.")))?;
            Ok(Place::Collection(id))
        }
    }
}

/// `GET /system/preferences`.
pub async fn show_shared(
    State(app): State<App>,
    visitor: Visitor,
    Query(sent): Query<Pairs>,
) -> Result<Response, Refused> {
    let saved = (one(&sent, "done") == "saved")
        .then(|| notice(WORDS, Level::Success, t("The preferences were saved."), "", None));
    let place = place_of(&visitor, &sent)?;
    shared_page(&app, &visitor, place, None, saved).await
}

async fn shared_page(
    app: &App,
    visitor: &Visitor,
    place: Place,
    failed: Option<(&Pairs, &Error)>,
    notices: Option<Markup>,
) -> Result<Response, Refused> {
    if !may_set(visitor, place) {
        return Err(Error::forbidden(t("You have no right to set these preferences.")).into());
    }
    let shown = read(app, visitor, place).await?;
    let places = visitor.everywhere.hierarchy().collections.clone();
    let mut list: Vec<(Place, String)> = vec![(Place::Institution, t("Institution").to_owned())];
    list.extend(places.into_iter().map(|one| (Place::Collection(one.id), one.name)));
    list.retain(|(place, _)| may_set(visitor, *place));
    let key = |place: &Place| match place {
        Place::Collection(id) => id.to_string(),
        _ => "institution".to_owned(),
    };
    let hrefs: Vec<String> = list.iter().map(|(place, _)| format!("{SHARED}?of={}", key(place))).collect();
    let all: Vec<Tab<'_>> = list
        .iter()
        .zip(&hrefs)
        .map(|((its, label), href)| Tab { label, href, count: "", is_current: *its == place })
        .collect();
    let body = html! {
        div class="work" {
            (tabs(t("Whose preferences"), &all))
            form class="form" method="post" action={ (SHARED) "?of=" (key(&place)) } data-main {
                (section(t("Preferences"), None, &html! {
                    p class="muted" { (t("What a person sets on their own page comes before this.")) }
                    div class="fields" { (fields(place, &shown, failed.map(|(sent, _)| sent), failed.map(|(_, error)| error))) }
                }))
                div class="row" { (button(t("Save preferences"), "save", Look::Primary, "", "")) }
            }
        }
    };
    let status = if failed.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let content = Page {
        title: t("Preferences"),
        subtitle: t("of the institution and its collections"),
        breadcrumbs: &[(t("System"), "/system")],
        notices,
        body,
        is_reading: true,
        ..Page::default()
    };
    Ok(visitor.page_with(status, "administration", content))
}

/// `POST /system/preferences`.
pub async fn save_shared(
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<Pairs>,
    Body(sent): Body<Pairs>,
) -> Result<Response, Refused> {
    let place = place_of(&visitor, &asked)?;
    match write(&app, &visitor, place, &sent).await {
        Ok(()) => {
            let of = match place {
                Place::Collection(id) => id.to_string(),
                _ => "institution".to_owned(),
            };
            Ok(go(&format!("{SHARED}?of={of}&done=saved")))
        }
        Err(error) if error.code == Code::Invalid => {
            shared_page(&app, &visitor, place, Some((&sent, &error)), Some(refusal(&error))).await
        }
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_chosen_and_an_empty_choice_are_two_things() {
        let sent: Pairs = [("language", "-"), ("rows", ""), ("theme", "dark")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec();
        let found = changes(Place::Person(1), &sent);
        let expect = [("language", Some(String::new())), ("theme", Some("dark".to_owned())), ("rows", None)];
        assert_eq!(found, expect);
    }

    #[test]
    fn a_browser_follows_what_somebody_set_and_keeps_the_rest() {
        let looks = Preferences::from_cookie("theme:dark.rail:icons");
        let kept = follow(looks, &Preferred::default(), false);
        assert_eq!(kept.to_cookie(), "theme:dark.rail:icons");
        let fresh = follow(looks, &Preferred::default(), true);
        assert_eq!(fresh.to_cookie(), "rail:icons");
    }
}
