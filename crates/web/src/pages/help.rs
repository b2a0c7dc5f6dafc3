//! `/help`: the manual, as it belongs to this very program, with search.

use std::collections::HashMap;
use std::sync::LazyLock;

use axum::extract::{Path as Place, Query};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use maud::{Markup, PreEscaped, html};
use pulldown_cmark::{Alignment, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use rust_embed::RustEmbed;
use vasculum_model::Error;
use vasculum_store::fold;

use super::sent::{Pairs, one};
use super::visitor::{Visitor, looks};
use crate::respond::Refused;
use crate::ui::components::{Look, button};
use crate::ui::frame::{Page, bare_page};
use crate::ui::words::{t, tf, tn};

#[derive(RustEmbed)]
#[folder = "../../docs/"]
struct Manual;

const HELP: &str = "/help";
/// The page of the manual that lists the others.
const CONTENTS: &str = "README";
/// Words of the project, which the manual refers to.
const GLOSSARY: &str = include_str!("../../../../GLOSSARY.md");
/// How many hits a search shows.
const HITS: usize = 50;

/// A part of a page below a heading, for the search.
struct Part {
    page: String,
    anchor: String,
    title: String,
    text: String,
    folded: String,
}

/// One page of the manual.
struct Leaf {
    title: String,
    html: String,
    /// Headings of the second level: anchor and words.
    contents: Vec<(String, String)>,
}

/// The Markdown of a page.
fn source(page: &str) -> Option<String> {
    if page == "glossary" {
        return Some(GLOSSARY.to_owned());
    }
    let file = Manual::get(&format!("{page}.md"))?;
    String::from_utf8(file.data.into_owned()).ok()
}

/// The names of all pages, the contents first.
fn pages() -> Vec<String> {
    let mut names: Vec<String> = Manual::iter()
        .filter_map(|name| name.strip_suffix(".md").filter(|name| !name.contains('/')).map(str::to_owned))
        .collect();
    names.push("glossary".to_owned());
    names.sort_by_key(|name| (name != CONTENTS, name.clone()));
    names
}

/// The anchor of a heading: its words in lower case, with hyphens between them.
fn slug(words: &str) -> String {
    let kept = words.to_lowercase().chars().map(|letter| if letter == ' ' { '-' } else { letter }).collect::<String>();
    kept.chars().filter(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '_')).collect()
}

/// Where a link of the manual leads here; nothing for files that are not part of the manual.
fn target(link: &str) -> Option<String> {
    if link.starts_with('#') || link.starts_with("https://") || link.starts_with("http://") {
        return Some(link.to_owned());
    }
    let (file, anchor) =
        link.split_once('#').map_or((link, String::new()), |(file, anchor)| (file, format!("#{anchor}")));
    if let Some(image) = file.strip_prefix("images/") {
        return Some(format!("{HELP}/image/{image}"));
    }
    let page = match file {
        "../GLOSSARY.md" | "GLOSSARY.md" => "glossary",
        "README.md" => return Some(format!("{HELP}{anchor}")),
        file => file.strip_suffix(".md").filter(|page| !page.contains('/'))?,
    };
    source(page).map(|_| format!("{HELP}/{page}{anchor}"))
}

fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH
}

/// Turns a page into HTML: headings get anchors, links lead to pages of the manual, and HTML in it is shown as text.
fn rendered(text: &str) -> Leaf {
    let mut events: Vec<Event<'_>> = Vec::new();
    let (mut title, mut contents) = (String::new(), Vec::new());
    let mut parser = Parser::new_ext(text, options());
    let mut dropped = 0_usize;
    while let Some(event) = parser.next() {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                let inner: Vec<Event<'_>> =
                    parser.by_ref().take_while(|event| !matches!(event, Event::End(TagEnd::Heading(_)))).collect();
                let words: String = inner.iter().filter_map(words_of).collect();
                if level == HeadingLevel::H1 && title.is_empty() {
                    // The frame of the page shows it.
                    title = words;
                    continue;
                }
                let anchor = slug(&words);
                if level == HeadingLevel::H2 {
                    contents.push((anchor.clone(), words));
                }
                let (classes, attrs) = (Vec::new(), Vec::new());
                events.push(Event::Start(Tag::Heading { level, id: Some(anchor.into()), classes, attrs }));
                events.extend(inner);
                events.push(Event::End(TagEnd::Heading(level)));
            }
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => match target(&dest_url) {
                Some(to) => events.push(Event::Start(Tag::Link { link_type, dest_url: to.into(), title, id })),
                None => dropped += 1,
            },
            Event::End(TagEnd::Link) if dropped > 0 => dropped -= 1,
            Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                let to = target(&dest_url).map_or(dest_url, CowStr::from);
                events.push(Event::Start(Tag::Image { link_type, dest_url: to, title, id }));
            }
            // The content security policy forbids the style that an alignment would be.
            Event::Start(Tag::Table(columns)) => {
                events.push(Event::Start(Tag::Table(vec![Alignment::None; columns.len()])));
            }
            Event::Html(html) | Event::InlineHtml(html) => events.push(Event::Text(html)),
            other => events.push(other),
        }
    }
    let mut html = String::with_capacity(text.len() * 2);
    pulldown_cmark::html::push_html(&mut html, events.into_iter());
    Leaf { title, html, contents }
}

/// The words in one piece of a page.
fn words_of(event: &Event<'_>) -> Option<String> {
    match event {
        Event::Text(text) | Event::Code(text) => Some(text.to_string()),
        Event::SoftBreak | Event::HardBreak => Some(" ".to_owned()),
        _ => None,
    }
}

/// Every page, rendered once.
static LEAVES: LazyLock<HashMap<String, Leaf>> = LazyLock::new(|| {
    pages().into_iter().filter_map(|page| source(&page).map(|text| (page, rendered(&text)))).collect()
});

/// The manual in parts, for the search.
static PARTS: LazyLock<Vec<Part>> = LazyLock::new(|| {
    pages()
        .iter()
        .filter_map(|page| source(page).map(|text| (page, text)))
        .flat_map(|(page, text)| parts(page, &text))
        .collect()
});

fn parts(page: &str, text: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let (mut heading, mut main) = (None::<String>, String::new());
    for event in Parser::new_ext(text, options()) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(level)) => {
                let words = heading.take().unwrap_or_default();
                let is_main = level == HeadingLevel::H1;
                let title = if is_main { words.clone() } else { format!("{main}: {words}") };
                let anchor = if is_main { String::new() } else { slug(&words) };
                if is_main {
                    main = words;
                }
                parts.push(Part { page: page.to_owned(), anchor, title, text: String::new(), folded: String::new() });
            }
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell | TagEnd::CodeBlock) => {
                if let Some(part) = parts.last_mut() {
                    part.text.push(' ');
                }
            }
            other => {
                let Some(words) = words_of(&other) else { continue };
                match (&mut heading, parts.last_mut()) {
                    (Some(heading), _) => heading.push_str(&words),
                    (None, Some(part)) => part.text.push_str(&words),
                    (None, None) => {}
                }
            }
        }
    }
    for part in &mut parts {
        part.folded = fold(&format!("{} {}", part.title, part.text));
    }
    parts
}

/// The parts in which every word stands, those with the words in their heading first.
fn search(query: &str) -> Vec<&'static Part> {
    let query = fold(query);
    let words: Vec<&str> = query.split_whitespace().collect();
    if words.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<(bool, &Part)> = PARTS
        .iter()
        .filter(|part| words.iter().all(|word| part.folded.contains(word)))
        .map(|part| (!words.iter().all(|word| fold(&part.title).contains(word)), part))
        .collect();
    found.sort_by_key(|(is_deep, _)| *is_deep);
    found.into_iter().map(|(_, part)| part).collect()
}

/// Some words around the first place where one of the words of a search stands.
fn excerpt(part: &Part, query: &str) -> String {
    let query = fold(query);
    let first = query.split_whitespace().next().unwrap_or_default();
    let all: Vec<&str> = part.text.split_whitespace().collect();
    let at = all.iter().position(|word| fold(word).contains(first)).unwrap_or(0);
    let (start, end) = (at.saturating_sub(12), (at + 24).min(all.len()));
    let dots = |is_cut: bool| if is_cut { "…" } else { "" };
    format!("{}{}{}", dots(start > 0), all[start..end].join(" "), dots(end < all.len()))
}

/// A page in the frame of whoever is signed in, or alone.
fn draw(visitor: Option<&Visitor>, headers: &HeaderMap, page: Page<'_>) -> Response {
    match visitor {
        Some(visitor) => visitor.page("help", page),
        None => {
            let page = Page { preferences: looks(headers), ..page };
            (StatusCode::OK, Html(bare_page(&page, t("The manual")).into_string())).into_response()
        }
    }
}

fn search_form(query: &str) -> Markup {
    html! {
        form class="toolbar" method="get" action=(HELP) role="search" aria-label=(t("Search the manual")) {
            input class="input grow" type="search" name="q" value=(query) placeholder=(t("Search the manual")) aria-label=(t("Search the manual"));
            (button(t("Search"), "search", Look::Normal, "", ""))
        }
    }
}

/// `GET /help`: the contents of the manual, or what a search found.
pub async fn contents(
    visitor: Result<Visitor, Refused>,
    headers: HeaderMap,
    Query(sent): Query<Pairs>,
) -> Result<Response, Refused> {
    let query = one(&sent, "q").trim().to_owned();
    if query.is_empty() {
        return leaf(visitor.ok().as_ref(), &headers, CONTENTS);
    }
    let found = search(&query);
    let body = html! {
        div class="work" {
            (search_form(&query))
            p class="muted" { (tn(found.len() as i64, "{n} place", "{n} places")) }
            ul class="stack help-hits" {
                @for part in found.iter().take(HITS) {
                    li {
                        a href={ (path(&part.page)) @if !part.anchor.is_empty() { "#" (part.anchor) } } { (part.title) }
                        p class="muted" { (excerpt(part, &query)) }
                    }
                }
            }
            @if found.len() > HITS { p class="muted" { (tf("The first {n} are shown; another word finds fewer.", &[("n", &HITS)])) } }
        }
    };
    let page = Page { title: t("Help"), breadcrumbs: &[(t("Help"), HELP)], body, is_reading: true, ..Page::default() };
    Ok(draw(visitor.ok().as_ref(), &headers, page))
}

fn path(page: &str) -> String {
    if page == CONTENTS { HELP.to_owned() } else { format!("{HELP}/{page}") }
}

/// `GET /help/{page}`.
pub async fn show(
    visitor: Result<Visitor, Refused>,
    headers: HeaderMap,
    Place(page): Place<String>,
) -> Result<Response, Refused> {
    leaf(visitor.ok().as_ref(), &headers, &page)
}

fn leaf(visitor: Option<&Visitor>, headers: &HeaderMap, page: &str) -> Result<Response, Refused> {
    let leaf = LEAVES.get(page).ok_or_else(|| Error::not_found(t("The manual has no such page.")))?;
    let is_contents = page == CONTENTS;
    let body = html! {
        div class="work" {
            (search_form(""))
            @if leaf.contents.len() > 2 {
                nav class="help-contents" aria-label=(t("On this page")) {
                    ul { @for (anchor, words) in &leaf.contents { li { a href={ "#" (anchor) } { (words) } } } }
                }
            }
            article class="manual" lang="en" { (PreEscaped(&leaf.html)) }
            @if !is_contents { p { a href=(HELP) { (t("All pages of the manual")) } } }
        }
    };
    let all = [(t("Help"), HELP)];
    let breadcrumbs: &[(&str, &str)] = if is_contents { &[] } else { &all };
    let title = if is_contents { t("Help") } else { &leaf.title };
    Ok(draw(visitor, headers, Page { title, breadcrumbs, body, is_reading: true, ..Page::default() }))
}

/// `GET /help/image/{name}`.
pub async fn image(Place(name): Place<String>) -> Result<Response, Refused> {
    let known = name.strip_suffix(".png").is_some_and(|stem| !stem.contains(['/', '.']));
    let file = known.then(|| Manual::get(&format!("images/{name}"))).flatten();
    let file = file.ok_or_else(|| Error::not_found(t("The manual has no such picture.")))?;
    Ok(([(header::CONTENT_TYPE, "image/png")], file.data.into_owned()).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_pages_of_the_manual() {
        for (link, expect) in [
            ("undo-and-history.md#what", Some("/help/undo-and-history#what")),
            ("README.md", Some("/help")),
            ("../GLOSSARY.md", Some("/help/glossary")),
            ("images/home.png", Some("/help/image/home.png")),
            ("https://www.gbif.org", Some("https://www.gbif.org")),
            ("#here", Some("#here")),
            ("../ARCHITECTURE.md", None),
            ("nothing.md", None),
        ] {
            assert_eq!(target(link).as_deref(), expect, "{link}");
        }
    }

    #[test]
    fn a_page_has_anchors_and_nothing_of_its_own_html() {
        let leaf = rendered("# Title\n\n## To *begin* with\n\n<script>x</script>\n\n|a|\n|--:|\n|[b](../STYLE.md)|\n");
        assert_eq!(leaf.title, "Title");
        assert_eq!(leaf.contents, [("to-begin-with".to_owned(), "To begin with".to_owned())]);
        assert!(leaf.html.contains("<h2 id=\"to-begin-with\">"), "{}", leaf.html);
        assert!(!leaf.html.contains("<script>") && !leaf.html.contains("style=") && !leaf.html.contains("STYLE"));
    }

    #[test]
    fn every_link_within_the_manual_leads_somewhere() {
        for (page, leaf) in LEAVES.iter() {
            for link in leaf.html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
                let Some(rest) = link.strip_prefix("/help/").filter(|rest| !rest.starts_with("image/")) else {
                    continue;
                };
                let (to, anchor) = rest.split_once('#').unwrap_or((rest, ""));
                let to = LEAVES.get(to).unwrap_or_else(|| panic!("{page} links to {link}"));
                let mark = format!("id=\"{anchor}\"");
                assert!(anchor.is_empty() || to.html.contains(&mark), "{page} links to {link}");
            }
        }
    }

    #[test]
    fn a_search_finds_every_word_and_headings_first() {
        assert!(search("").is_empty());
        assert!(search("zxqv").is_empty());
        let found = search("undo");
        assert!(fold(&found[0].title).contains("undo"), "{}", found[0].title);
        assert!(excerpt(found[0], "undo").split_whitespace().count() <= 40);
    }
}
