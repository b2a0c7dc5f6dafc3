//! The frame around every page: rail, top bar, title line.

use maud::{DOCTYPE, Markup, html};

use super::assets::asset_url;
use super::components::{icon, turning_icon};
use super::language::{Language, language};
use super::preferences::{Density, Preferences, Theme};
use super::words::{Words, later, t};

/// htmx as our content security policy wants it: no style element of its own,
/// no request to anybody else, full pages when going back.
///
/// `hx-on`, `js:` values and trigger filters need `eval` and do not work here.
const HTMX_CONFIG: &str = r#"{"includeIndicatorCSS":false,"mode":"same-origin","history":"reload"}"#;

/// One entry of the left rail. Only what a person may open is handed over.
#[derive(Debug, Clone, Copy, Default)]
pub struct NavItem<'a> {
    /// Stands for the entry in tests and scripts, as `specimens`.
    pub key: &'a str,
    /// The words.
    pub label: &'a str,
    /// Where it leads.
    pub href: &'a str,
    /// The name of an icon in the sprite.
    pub icon: &'a str,
    /// Whether the page belongs to it.
    pub is_current: bool,
    /// Whether a line parts it from the entry before.
    pub starts_group: bool,
}

/// A page inside the frame.
///
/// Everything but `title` and `body` may be left at its default.
#[derive(Debug, Clone)]
pub struct Page<'a> {
    /// Plain words for the window and the history.
    pub title: &'a str,
    /// The formatted title, such as a name in italics; `title` if there is none.
    pub heading: Option<Markup>,
    /// A line of context after the heading.
    pub subtitle: &'a str,
    /// Badges after the heading.
    pub badges: Option<Markup>,
    /// BCP 47 language of the page.
    pub lang: &'a str,
    /// Whether the language is written from right to left.
    pub is_rtl: bool,
    /// The looks.
    pub preferences: Preferences,
    /// The left rail.
    pub nav: &'a [NavItem<'a>],
    /// Collections that can be switched to: id, label, whether it is the present one.
    pub collections: &'a [(&'a str, &'a str, bool)],
    /// The name of the person, if somebody is signed in.
    pub user: Option<&'a str>,
    /// What stands in the search box.
    pub search: &'a str,
    /// How many jobs are running; the button is shown when there are some.
    pub jobs: usize,
    /// How many notifications are unread; nothing hides the button.
    pub notifications: Option<usize>,
    /// Label and address of the pages above this one, outermost first.
    pub breadcrumbs: &'a [(&'a str, &'a str)],
    /// Buttons at the right of the title line.
    pub actions: Option<Markup>,
    /// Messages above the body.
    pub notices: Option<Markup>,
    /// The content.
    pub body: Markup,
    /// Whether the content is read rather than worked in: shorter lines.
    pub is_reading: bool,
    /// Further scripts by their source names, as `map.js`.
    pub scripts: &'a [&'a str],
    /// The name of the product or the institution.
    pub product: &'a str,
    /// Where the forms and links of the frame lead.
    pub routes: Routes<'a>,
    /// The words of the frame.
    pub words: &'a Words<'a>,
}

/// What a key does, and the key; several keys are parted by a space.
const KEYS: &[(&str, &str)] = &[
    (later("Search everything"), "/ Ctrl+K"),
    (later("Save"), "Ctrl+S"),
    (later("Save and next"), "Ctrl+Enter"),
    (later("Save and carry forward"), "Ctrl+Shift+Enter"),
    (later("Save and clone"), "Ctrl+Shift+D"),
    (later("The same as in the last record"), "Ctrl+D"),
    (later("New record"), "c"),
    (later("All fields, or those in use"), "a"),
    (later("History of the record"), "h"),
    (later("Close a menu or list"), "Esc"),
    (later("This list"), "?"),
];

/// Addresses that the frame itself links to.
#[derive(Debug, Clone, Copy)]
pub struct Routes<'a> {
    /// `GET`: the home page.
    pub home: &'a str,
    /// `GET` with `q`: the search.
    pub search: &'a str,
    /// `POST` with `collection`: changes the scope.
    pub collection: &'a str,
    /// `POST` with one of `theme`, `density`, `rail`: sets the cookie, answers with the page one came from.
    pub preferences: &'a str,
    /// `GET`: the person's account.
    pub account: &'a str,
    /// `GET`: the person's preferences.
    pub wishes: &'a str,
    /// `GET`: the manual.
    pub help: &'a str,
    /// `POST`: signs out.
    pub sign_out: &'a str,
    /// `GET`: running jobs.
    pub jobs: &'a str,
    /// `GET`: notifications.
    pub notifications: &'a str,
}

impl Default for Routes<'_> {
    fn default() -> Self {
        Routes {
            home: "/",
            search: "/search",
            collection: "/collection",
            preferences: "/preferences",
            account: "/account",
            wishes: "/account/preferences",
            help: "/help",
            sign_out: "/sign-out",
            jobs: "/jobs",
            notifications: "/notifications",
        }
    }
}

impl Default for Page<'_> {
    fn default() -> Self {
        Page {
            title: "",
            heading: None,
            subtitle: "",
            badges: None,
            lang: language().tag(),
            is_rtl: false,
            preferences: Preferences::default(),
            nav: &[],
            collections: &[],
            user: None,
            search: "",
            jobs: 0,
            notifications: None,
            breadcrumbs: &[],
            actions: None,
            notices: None,
            body: html! {},
            is_reading: false,
            scripts: &[],
            product: "Vasculum",
            routes: Routes::default(),
            words: &Words::ENGLISH,
        }
    }
}

/// A whole page with rail, top bar and title line.
#[must_use]
pub fn page(page: &Page<'_>) -> Markup {
    let content = html! {
        a class="skip" href="#content" { (t("Skip to content")) }
        div class="frame" {
            (rail(page))
            (top_bar(page))
            main id="content" class={ "content" @if page.is_reading { " page-reading" } } tabindex="-1" {
                (page_head(page))
                @if let Some(notices) = &page.notices { div class="page-notices" { (notices) } }
                div class="page-body" { (page.body) }
            }
        }
        (keys_dialog())
        (announcements())
    };
    document(page, &content)
}

/// A page that stands in a drawer over another one: without rail and top bar, with everything else.
#[must_use]
pub fn drawer_page(page: &Page<'_>) -> Markup {
    let content = html! {
        main id="content" class="content drawer-content" tabindex="-1" {
            (page_head(page))
            @if let Some(notices) = &page.notices { div class="page-notices" { (notices) } }
            div class="page-body" { (page.body) }
        }
        (keys_dialog())
        (announcements())
    };
    document(page, &content)
}

/// A page without rail and top bar: signing in, errors, setting up.
///
/// Of `page` it uses title, heading, language, looks, body and product.
/// `is_reading` makes it wider. `foot` is a small line at the bottom.
#[must_use]
pub fn bare_page(page: &Page<'_>, foot: &str) -> Markup {
    let content = html! {
        div class={ "bare" @if page.is_reading { " bare-wide" } } {
            main id="content" tabindex="-1" {
                div class="bare-brand" { (icon("brand")) span { (page.product) } }
                div class="bare-sheet" {
                    h1 { @if let Some(heading) = &page.heading { (heading) } @else { (page.title) } }
                    (page.body)
                }
            }
            footer class="bare-foot" {
                (languages(page, "languages"))
                p { (foot) }
            }
        }
        (announcements())
    };
    document(page, &content)
}

fn document(page: &Page<'_>, content: &Markup) -> Markup {
    let preferences = page.preferences;
    html! {
        (DOCTYPE)
        html lang=(page.lang) dir=[page.is_rtl.then_some("rtl")]
            data-theme=[preferences.theme.key()] data-density=[preferences.density.key()]
            data-rail=[preferences.rail.key()] data-keys=[preferences.are_single_keys_off.then_some("off")]
            data-language=[preferences.language.map(Language::key)] {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="htmx-config" content=(HTMX_CONFIG);
                title {
                    @if page.title == page.product || page.title.is_empty() { (page.product) }
                    @else { (page.title) " · " (page.product) }
                }
                link rel="icon" type="image/svg+xml" href=(asset_url("favicon.svg"));
                link rel="stylesheet" href=(asset_url("app.css"));
                script type="module" src=(asset_url("app.js")) {}
                @for script in page.scripts { script type="module" src=(asset_url(script)) {} }
            }
            body { (content) }
        }
    }
}

fn rail(page: &Page<'_>) -> Markup {
    // On a phone the rail is a drawer, and the browser itself opens and closes it.
    html! {
        nav id="rail" class="rail" popover="auto" aria-label=(t("Main")) {
            a class="brand" href=(page.routes.home) { (icon("brand")) span class="words" { (page.product) } }
            ul class="rail-list" {
                @for item in page.nav {
                    li class=[item.starts_group.then_some("rail-group")] {
                        a class="rail-item" href=(item.href) data-nav=(item.key) aria-current=[item.is_current.then_some("page")] {
                            (icon(item.icon))
                            span class="words" { (item.label) }
                        }
                    }
                }
            }
            form class="rail-foot" method="post" action=(page.routes.preferences) data-preferences {
                button class="rail-item rail-toggle" name="rail" value="toggle" {
                    (icon("panel-left-close"))
                    span class="words when-wide" { (t("Collapse")) }
                    span class="words when-narrow" { (t("Expand")) }
                }
            }
        }
    }
}

fn top_bar(page: &Page<'_>) -> Markup {
    html! {
        header class="topbar" {
            div class="topbar-side" {
                button class="topbar-button topbar-menu" type="button" popovertarget="rail" {
                    (icon("menu")) span class="hidden-words" { (t("Menu")) }
                }
                @if !page.collections.is_empty() { (collection_switch(page)) }
            }
            search class="global-search" {
                form action=(page.routes.search) {
                    button type="submit" title=(t("Search")) { (icon("search")) span class="hidden-words" { (t("Search")) } }
                    input type="search" name="q" value=(page.search) placeholder=(t("Search")) aria-label=(t("Search records, pages, commands"))
                        aria-keyshortcuts="/ Control+K" autocomplete="off" data-global-search;
                }
                kbd aria-hidden="true" { "/" }
            }
            div class="topbar-side" {
                @if page.jobs > 0 {
                    a class="topbar-button running-jobs" href=(page.routes.jobs) {
                        (icon("activity")) span class="hidden-words" { (t("Running jobs")) } span class="count-dot" { (page.jobs) }
                    }
                }
                @if let Some(unread) = page.notifications {
                    a class="topbar-button" href=(page.routes.notifications) {
                        (icon("bell")) span class="hidden-words" { (t("Notifications")) }
                        @if unread > 0 { span class="count-dot" { (unread) } }
                    }
                }
                @if let Some(user) = page.user { (account_menu(page, user)) }
            }
        }
    }
}

fn collection_switch(page: &Page<'_>) -> Markup {
    let current =
        page.collections.iter().find(|(_, _, is_current)| *is_current).map_or(t("Collection"), |(_, label, _)| *label);
    html! {
        button class="topbar-button" type="button" popovertarget="collections" {
            (icon("library"))
            span class="hidden-words" { (t("Collection")) ": " }
            span class="words" { (current) }
            span class="chevron" { (icon("chevrons-up-down")) }
        }
        div id="collections" class="menu menu-start" popover="auto" {
            p class="menu-title" id="collections-title" { (t("Collection")) }
            form method="post" action=(page.routes.collection) {
                div role="group" aria-labelledby="collections-title" {
                    @for (id, label, is_current) in page.collections {
                        button class="menu-item" name="collection" value=(id) aria-current=[is_current.then_some("true")] {
                            span class="words" { (label) }
                            @if *is_current { (icon("check")) }
                        }
                    }
                }
            }
        }
    }
}

fn account_menu(page: &Page<'_>, user: &str) -> Markup {
    let Preferences { theme, density, .. } = page.preferences;
    html! {
        button class="topbar-button" type="button" popovertarget="account" {
            span class="avatar" aria-hidden="true" { (initials(user)) }
            span class="hidden-words" { (t("Account")) ": " (user) }
        }
        div id="account" class="menu menu-end" popover="auto" {
            p class="menu-title" { (user) }
            a class="menu-item" href=(page.routes.account) { (icon("circle-user-round")) span class="words" { (t("Your account")) } }
            a class="menu-item" href=(page.routes.jobs) { (icon("activity")) span class="words" { (t("Your jobs")) } }
            a class="menu-item" href=(page.routes.help) { (icon("circle-help")) span class="words" { (t("Help")) } }
            a class="menu-item" href=(page.routes.wishes) { (icon("sliders-horizontal")) span class="words" { (t("Your preferences")) } }
            button class="menu-item" type="button" data-show-keys { (icon("keyboard")) span class="words" { (t("Keyboard shortcuts")) } kbd { "?" } }
            hr class="menu-line";
            form method="post" action=(page.routes.preferences) data-preferences {
                div class="preference" role="group" aria-labelledby="theme-title" {
                    span id="theme-title" { (t("Theme")) }
                    span class="choice" {
                        (choice("theme", "auto", t("Auto"), theme == Theme::Auto))
                        (choice("theme", "light", t("Light"), theme == Theme::Light))
                        (choice("theme", "dark", t("Dark"), theme == Theme::Dark))
                    }
                }
                div class="preference" role="group" aria-labelledby="density-title" {
                    span id="density-title" { (t("Density")) }
                    span class="choice" {
                        (choice("density", "auto", t("Comfortable"), density == Density::Comfortable))
                        (choice("density", "compact", t("Compact"), density == Density::Compact))
                    }
                }
            }
            (languages(page, "languages languages-menu"))
            hr class="menu-line";
            form method="post" action=(page.routes.sign_out) {
                button class="menu-item" { (icon("log-out")) span class="words" { (t("Sign out")) } }
            }
        }
    }
}

fn choice(name: &str, value: &str, label: &str, is_chosen: bool) -> Markup {
    html! { button name=(name) value=(value) aria-pressed=(is_chosen) { (label) } }
}

/// The choice of the language, each called by its own name. It leads back to the page that one came from.
fn languages(page: &Page<'_>, classes: &str) -> Markup {
    html! {
        form class=(classes) method="post" action=(page.routes.preferences) aria-label=(t("Language")) {
            @for language in Language::ALL {
                button name="language" value=(language.key()) lang=(language.tag()) aria-pressed=(language.tag() == page.lang) {
                    (language.own_name())
                }
            }
        }
    }
}

/// The first letters of the first and the last word of a name.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.next_back().and_then(|word| word.chars().next());
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

fn page_head(page: &Page<'_>) -> Markup {
    html! {
        div class="page-head" {
            @if !page.breadcrumbs.is_empty() {
                nav class="breadcrumbs" aria-label=(t("You are here")) {
                    ol {
                        @for (index, (label, href)) in page.breadcrumbs.iter().enumerate() {
                            li {
                                @if index > 0 { (turning_icon("chevron-right")) }
                                a href=(href) { (label) }
                            }
                        }
                    }
                }
            }
            div class="title-line" {
                div class="title" {
                    h1 { @if let Some(heading) = &page.heading { (heading) } @else { (page.title) } }
                    @if let Some(badges) = &page.badges { (badges) }
                    @if !page.subtitle.is_empty() { span class="subtitle" { (page.subtitle) } }
                    span class="unsaved" role="status" { (icon("pencil")) (t("Unsaved changes")) }
                }
                @if let Some(actions) = &page.actions { div class="page-actions" { (actions) } }
            }
        }
    }
}

fn keys_dialog() -> Markup {
    html! {
        dialog id="keys" class="dialog" aria-labelledby="keys-title" {
            div class="dialog-head" {
                h2 id="keys-title" { (t("Keyboard shortcuts")) }
                form method="dialog" {
                    button class="button button-quiet button-icon" { (icon("x")) span class="hidden-words" { (t("Close")) } }
                }
            }
            dl class="keys" {
                @for (label, keys) in KEYS {
                    div {
                        dt { (t(label)) }
                        dd { @for key in keys.split(' ') { kbd { (key) } " " } }
                    }
                }
            }
            label class="check" {
                input type="checkbox" data-single-keys checked;
                (t("Single-key shortcuts"))
            }
        }
    }
}

fn announcements() -> Markup {
    let lost = (
        t("The server cannot be reached."),
        t("What you typed is still on this page. Try again when you are connected."),
    );
    let out = (
        t("You are signed out."),
        t("What you typed is kept in this browser. Sign in again in another window, and go on here."),
    );
    html! {
        div id="announcements" class="announcements" role="status" {}
        (announcement("connection-lost", "wifi-off", lost))
        (announcement("signed-out", "log-in", out))
    }
}

fn announcement(name: &str, icon_name: &str, (title, more): (&str, &str)) -> Markup {
    html! {
        template data-announcement=(name) {
            div class="notice notice-error" {
                (icon(icon_name))
                div class="notice-words" {
                    strong class="notice-title" { (title) }
                    p { (more) }
                }
                div class="row" {
                    button class="button button-quiet button-icon" type="button" data-dismiss {
                        (icon("x")) span class="hidden-words" { (t("Close")) }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_the_ends_of_a_name() {
        assert_eq!(initials("Miriam Oduya"), "MO");
        assert_eq!(initials("  ellen marie de vries "), "EV");
        assert_eq!(initials("Plato"), "P");
        assert_eq!(initials(""), "");
    }

    #[test]
    fn words_are_escaped_and_nothing_is_inline() {
        let html = page(&Page {
            title: "<b>\"x\"",
            user: Some("<script>"),
            collections: &[("1", "A & B", true)],
            nav: &[NavItem { label: "<i>", href: "/?a=\"", icon: "fish", ..NavItem::default() }],
            ..Page::default()
        })
        .into_string();
        for forbidden in ["<b>", "<script>", "<i>", " style=", " onclick=", "a=\"\""] {
            assert!(!html.contains(forbidden), "{forbidden}");
        }
        assert!(html.contains("A &amp; B"));
    }
}
