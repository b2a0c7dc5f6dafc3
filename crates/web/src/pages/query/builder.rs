//! The builder: columns, conditions and options of a question as one form, with its text beside it.
//!
//! Every button of the form sends all that stands in its fields too, so that nothing typed is lost where no script runs.

use maud::{Markup, html};
use vasculum_domain::forms::{Look, Source};
use vasculum_domain::query::ast::{Alike, Op, Quantity};
use vasculum_domain::query::{self, Cond, Ending, Expr, ISSUES, Query};
use vasculum_domain::sets;
use vasculum_model::{Code, Kind, Result, TableId, model};
use vasculum_store::Tx;

use super::edit::{Spot, as_group, bare, is_not};
use super::form::{GROUPS, QUANTITIES, SUMS, quantity_key};
use super::operators::{OPERATORS, Values, key_of, named, values_of};
use super::pick::{self, Picking};
use super::values::{typed, typed_list};
use super::{QUERY, Slip, says};
use crate::pages::{asked, names, words};
use crate::respond::escaped;
use crate::ui::components::{
    Choice, Field, Look as Button, TextInput, TypeAhead, icon, icon_button, select, text_input, type_ahead,
};
use crate::ui::sentences::said;
use crate::ui::words::{Words, t, tf};

/// What the builder is drawn from.
pub(super) struct Drawing<'d, 'a> {
    pub tx: &'d mut Tx<'a>,
    pub look: &'d Look,
    pub query: &'d Query,
    /// The names of fields whose content could not be read, with one sentence each.
    pub errors: &'d [(String, String)],
    /// What was sent in those fields.
    pub sent: &'d [(String, String)],
    /// The names of record sets, for suggestions.
    pub sets: Vec<String>,
}

/// Names with values, or with what is wrong with them.
type Pairs<'p> = &'p [(String, String)];

/// The whole builder.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub(super) fn draw(
    tx: &mut Tx<'_>,
    look: &Look,
    query: &Query,
    picking: &Picking,
    (hidden, is_folded): (Pairs<'_>, bool),
    (errors, sent): (Pairs<'_>, Pairs<'_>),
) -> Result<Markup> {
    let text = query.to_string();
    let sets = match sets::listed(tx) {
        Ok(sets) => sets.iter().map(|set| set.name().to_owned()).collect(),
        Err(error) if error.code == Code::Forbidden => Vec::new(),
        Err(error) => return Err(error),
    };
    let picker = pick::panel(tx, look, query, &text, picking)?;
    let mut drawing = Drawing { tx, look, query, errors, sent, sets };
    let columns = drawing.columns();
    let filter = drawing.root(false, picking)?;
    let having = if query.having.is_some() {
        drawing.root(true, picking)?
    } else {
        html! {}
    };
    let options = drawing.options();
    Ok(html! {
        details class="ask-whole" open[!is_folded] {
        summary { (turn()) (t("Columns and conditions")) }
        div class="ask" {
            form class="ask-form" id=(pick::FORM) method="post" action="/query/edit" data-ask
                hx-post="/query/edit" hx-target="#question" hx-select="#question" hx-swap="outerHTML" {
                input type="hidden" name="q" value=(text);
                input type="hidden" name="into" value=(picking.into.name());
                @for (name, value) in hidden { input type="hidden" name=(name) value=(value); }
                // Enter in any field applies what was typed, whatever button comes first.
                button class="hidden-words" name="act" value="apply" tabindex="-1" { (t("Apply")) }
                (columns) (filter) (having) (options)
                div class="row" {
                    button class="button button-primary" name="act" value="apply" { (icon("check")) (t("Apply")) }
                }
            }
            (picker)
        } }
    })
}

/// The sign before what can be folded.
pub(super) fn turn() -> Markup {
    html! { span class="turns" { (crate::ui::components::turning_icon("chevron-right")) } }
}

/// The text of the question, which can be changed too; `refusal` is what is wrong with it.
pub(super) fn text_box(text: &str, refusal: Option<&Slip>) -> Markup {
    html! {
        details class="ask-text" open[refusal.is_some()] {
            summary { (turn()) (t("As text")) }
            form class="stack" method="get" action=(QUERY) {
                label class="hidden-words" for="q-text" { (t("The query as text")) }
                textarea class="input code" id="q-text" name="q" rows="4" spellcheck="false" dir="ltr" aria-invalid=[refusal.map(|_| "true")]
                    aria-describedby=[refusal.map(|_| "q-text-more")] { "\n" (text) }
                @if let Some(Slip { words, hint }) = refusal {
                    p class="issue issue-error" id="q-text-more" { (said(words)) " " (said(hint)) }
                }
                div class="row" {
                    button class="button" { (t("Ask this")) }
                    a href="/help/questions" { (t("The language of queries")) }
                }
            }
        }
    }
}

impl Drawing<'_, '_> {
    /// What was typed into a field that could not be read, and what is wrong with it.
    fn wrong(&self, name: &str) -> Option<(String, String)> {
        let (_, words) = self.errors.iter().find(|(theirs, _)| theirs == name)?;
        let typed = self.sent.iter().rev().find(|(theirs, _)| theirs == name).map(|(_, value)| value.clone());
        Some((typed.unwrap_or_default(), words.clone()))
    }

    fn input(&self, name: &str, label: &str, value: &str, shape: &TextInput<'_>) -> Markup {
        let wrong = self.wrong(name);
        let issues: Vec<_> = wrong.iter().map(|(_, words)| (crate::ui::Level::Error, words.as_str())).collect();
        let value = wrong.as_ref().map_or(value, |(typed, _)| typed.as_str());
        let field = Field { issues: &issues, ..Field::new(name, label) };
        html! {
            span class="ask-value" {
                label class="hidden-words" for=(name) { (label) }
                (text_input(&field, &TextInput { value, ..*shape }))
                @if let Some((_, words)) = &wrong { span class="issue issue-error" id={ (name) "-more" } { (words) } }
            }
        }
    }

    fn choice(name: &str, label: &str, choices: &[(String, String)], chosen: &str) -> Markup {
        let choices: Vec<Choice<'_>> =
            choices.iter().map(|(value, label)| Choice { value, label, is_chosen: value == chosen }).collect();
        html! {
            span class="ask-value" {
                label class="hidden-words" for=(name) { (label) }
                (select(&Field::new(name, label), None, &choices))
            }
        }
    }

    fn columns(&self) -> Markup {
        let query = self.query;
        let sums: Vec<(String, String)> = std::iter::once((String::new(), t("The value itself").to_owned()))
            .chain(SUMS.iter().map(|(key, _, words)| ((*key).to_owned(), t(words).to_owned())))
            .collect();
        let orders: Vec<(String, String)> =
            [("", t("Not sorted")), ("up", t("Smallest first")), ("down", t("Greatest first"))]
                .map(|(key, words)| (key.to_owned(), words.to_owned()))
                .to_vec();
        let further: Vec<(usize, &(Expr, bool))> = query
            .sort
            .iter()
            .enumerate()
            .filter(|(_, (what, _))| !query.show.iter().any(|shown| shown.what == *what))
            .collect();
        html! {
            section class="ask-part" aria-label=(t("Columns")) {
                h2 { (t("Columns")) }
                @if query.show.is_empty() { p class="muted" { (t("No column is chosen: each record is shown in one line.")) } }
                ol class="ask-columns" {
                    @for (at, shown) in query.show.iter().enumerate() {
                        @let usual = says::heading(self.look, query.from, &shown.what);
                        @let name = |part: &str| format!("c{at}.{part}");
                        @let sorted = query.sort.iter().find(|(what, _)| *what == shown.what).map_or("", |(_, down)| if *down { "down" } else { "up" });
                        li class="ask-column" id={ "c" (at) } {
                            @match &shown.what {
                                Expr::Way(_) | Expr::Sum(_, Some(_)) => span class="ask-name" title=(shown.what) { (says::whole(self.look, query.from, inner(&shown.what))) },
                                Expr::Sum(_, None) => span class="ask-name" { (t("Number of records")) },
                                other => (self.input(&name("expr"), t("Calculation"), &other.to_string(), &TextInput::default())),
                            }
                            (self.input(&name("caption"), t("Caption"), &shown.caption, &TextInput { placeholder: &usual, ..TextInput::default() }))
                            @if matches!(shown.what, Expr::Way(_) | Expr::Sum(_, Some(_))) { (Self::choice(&name("sum"), t("What is shown of it"), &sums, sum_key(&shown.what))) }
                            (Self::choice(&name("sort"), t("Order"), &orders, sorted))
                            span class="ask-acts" {
                                @if shown.what.has_sum() { (icon_button(&tf("Condition on {field}", &[("field", &usual)]), "filter", "act", &format!("having={at}"))) }
                                @if at > 0 { (icon_button(&tf("Move {field} up", &[("field", &usual)]), "arrow-up", "act", &format!("up={at}"))) }
                                @if at + 1 < query.show.len() { (icon_button(&tf("Move {field} down", &[("field", &usual)]), "arrow-down", "act", &format!("down={at}"))) }
                                (icon_button(&tf("Remove {field}", &[("field", &usual)]), "x", "act", &format!("hide={at}")))
                            }
                        }
                    }
                }
                @for (at, (what, down)) in further {
                    p class="row" {
                        span { (tf("Also sorted by {field}", &[("field", &says::whole(self.look, query.from, what))])) @if *down { " (" (t("Greatest first")) ")" } }
                        (icon_button(t("Do not sort by this"), "x", "act", &format!("unsort={at}")))
                    }
                }
                @for (at, way) in query.each.iter().enumerate() {
                    p class="row" {
                        span { (tf("A row for each of {field}", &[("field", &says::crumbs(self.look, query.from, way).join(" › "))])) }
                        (icon_button(t("One row for each record again"), "x", "act", &format!("together={at}")))
                    }
                }
                div class="row" {
                    (small(t("Number of records"), "plus", "count"))
                    (small(t("Calculation"), "plus", "calc"))
                }
            }
        }
    }

    /// The outermost group of conditions.
    fn root(&mut self, having: bool, picking: &Picking) -> Result<Markup> {
        let slot = if having { self.query.having.clone() } else { self.query.filter.clone() };
        let spot = Spot { having, way: Vec::new() };
        let group = as_group(slot);
        let title = if having { t("Conditions on groups") } else { t("Conditions") };
        let from = self.query.from;
        let inner = self.group(&group, &spot, from, picking)?;
        Ok(html! { section class="ask-part" aria-label=(title) { h2 { (title) } (inner) } })
    }

    /// A group with its conditions and what can be put into it.
    fn group(&mut self, cond: &Cond, spot: &Spot, table: TableId, picking: &Picking) -> Result<Markup> {
        let (list, is_or) = match bare(cond) {
            Cond::Or(list) => (list.clone(), true),
            Cond::And(list) => (list.clone(), false),
            other => (vec![other.clone()], false),
        };
        let not = is_not(cond);
        let kind =
            GROUPS.iter().find(|(_, or, turned, _)| *or == is_or && *turned == not).map_or("all", |(key, ..)| key);
        let kinds: Vec<(String, String)> =
            GROUPS.iter().map(|(key, .., words)| ((*key).to_owned(), t(words).to_owned())).collect();
        let mut parts = Vec::with_capacity(list.len());
        for (at, one) in list.iter().enumerate() {
            parts.push(self.cond(one, &spot.child(at), table, is_or, picking)?);
        }
        let name = spot.name();
        let is_marked = *spot == picking.into && !spot.way.is_empty();
        let specials = specials(table);
        Ok(html! {
            div class={ "ask-group" @if is_marked { " ask-marked" } } id=(name) {
                @if list.len() > 1 { (Self::choice(&format!("{name}.group"), t("Which of these hold"), &kinds, kind)) }
                @if list.is_empty() && spot.way.is_empty() { p class="muted" { (t("No condition: every record is found.")) } }
                ol class="ask-conditions" { @for part in &parts { (part) } }
                @if !spot.having {
                    details class="ask-more" {
                        summary { (turn()) (t("More conditions")) }
                        div class="row" {
                            @if !is_marked && !spot.way.is_empty() {
                                a class="button button-small" href={ (QUERY) "?q=" (escaped(&self.query.to_string())) "&into=" (name) "#pick" } { (icon("filter")) (t("Pick a field for this group")) }
                            }
                            @for (key, words) in &specials { (small(words, "plus", &format!("special={name}={key}"))) }
                        }
                    }
                }
            }
        })
    }

    fn cond(&mut self, cond: &Cond, spot: &Spot, table: TableId, in_or: bool, picking: &Picking) -> Result<Markup> {
        let name = spot.name();
        let inner = match bare(cond) {
            Cond::And(_) | Cond::Or(_) => {
                let group = self.group(cond, spot, table, picking)?;
                return Ok(html! { li class="ask-nested" { (group) (drop_button(&name, t("this group"))) } });
            }
            Cond::Behind(quantity, way, such) => {
                return self.block(cond, *quantity, way, such.as_deref(), spot, table, picking);
            }
            Cond::Test(what, op) => self.test(what, op, spot, table)?,
            Cond::Search(words) => html! {
                span class="ask-name" { (t("A search finds it")) }
                (self.input(&format!("{name}.a"), t("Words"), &typed(words), &TextInput::default()))
            },
            Cond::Issue(issue) => {
                let issues: Vec<(String, String)> = ISSUES
                    .iter()
                    .filter(|one| one.table == model().table(table).name)
                    .map(|one| (one.name.to_owned(), t(one.about).to_owned()))
                    .chain((!ISSUES.iter().any(|one| one.name == issue)).then(|| (issue.clone(), issue.clone())))
                    .collect();
                html! { span class="ask-name" { (t("Has the issue")) } (Self::choice(&format!("{name}.a"), t("Issue"), &issues, issue)) }
            }
            Cond::Changed(since, by) => {
                let of = |expr: &Option<Expr>| expr.as_ref().map_or(String::new(), typed);
                html! {
                    span class="ask-name" { (t("Was changed")) }
                    (self.input(&format!("{name}.since"), t("Since"), &of(since), &TextInput { placeholder: t("Since"), ..TextInput::default() }))
                    (self.input(&format!("{name}.by"), t("By the user"), &of(by), &TextInput { placeholder: t("By the user"), ..TextInput::default() }))
                }
            }
            Cond::Not(_) => html! {},
        };
        let not = format!("{name}.not");
        Ok(html! {
            li class="ask-condition" id=(name) {
                label class="check ask-not" {
                    input type="hidden" name=(not) value="no";
                    input type="checkbox" name=(not) value="yes" checked[is_not(cond)];
                    span { (t("not")) }
                }
                (inner)
                span class="ask-acts" {
                    button class="button button-quiet button-small" name="act" value={ "beside=" (name) } { (if in_or { t("and …") } else { t("or …") }) }
                    (drop_button(&name, t("this condition")))
                }
            }
        })
    }

    /// Conditions on one and the same related record.
    #[expect(clippy::too_many_arguments, reason = "they are the parts of one condition and its place")]
    fn block(
        &mut self,
        cond: &Cond,
        quantity: Quantity,
        way: &query::Way,
        such: Option<&Cond>,
        spot: &Spot,
        table: TableId,
        picking: &Picking,
    ) -> Result<Markup> {
        let name = spot.name();
        let there = match query::table_at(self.tx, table, way) {
            Ok(there) => there.id,
            Err(error) if error.code == Code::Invalid => table,
            Err(error) => return Err(error),
        };
        let quantities: Vec<(String, String)> =
            QUANTITIES.iter().map(|(key, words)| ((*key).to_owned(), t(words).to_owned())).collect();
        let number = match quantity {
            Quantity::AtLeast(number) | Quantity::AtMost(number) | Quantity::Exactly(number) => {
                Some(number.to_string())
            }
            _ => None,
        };
        let inner = self.group(&as_group(such.cloned()), spot, there, picking)?;
        let not = format!("{name}.not");
        Ok(html! {
            li class="ask-nested" {
                div class="ask-condition" {
                    label class="check ask-not" {
                        input type="hidden" name=(not) value="no";
                        input type="checkbox" name=(not) value="yes" checked[is_not(cond)];
                        span { (t("not")) }
                    }
                    (Self::choice(&format!("{name}.quantity"), t("How many"), &quantities, quantity_key(quantity)))
                    @if let Some(number) = &number { (self.input(&format!("{name}.n"), t("How many"), number, &TextInput { kind: "number", ..TextInput::default() })) }
                    span class="ask-name" title=(way) { (says::crumbs(self.look, table, way).join(" › ")) }
                    span class="ask-acts" { (drop_button(&name, t("this condition"))) }
                }
                @if such.is_some() { p class="muted" { (t("of which one and the same record meets this:")) } }
                (inner)
            }
        })
    }

    fn test(&mut self, what: &Expr, op: &Op, spot: &Spot, table: TableId) -> Result<Markup> {
        let name = spot.name();
        let ending = match what {
            Expr::Way(way) => match query::ending(self.tx, table, way) {
                Ok((ending, _)) => Some(ending),
                Err(error) if error.code == Code::Invalid => None,
                Err(error) => return Err(error),
            },
            _ => None,
        };
        let key = key_of(op);
        let menu: Vec<(String, String)> = OPERATORS
            .iter()
            .filter(|one| {
                one.key == key
                    || ending.map_or(one.values != Values::Circle && one.values != Values::Corners, |ending| {
                        (one.fits)(ending)
                    })
            })
            .filter(|one| !spot.having || ["is", "more", "least", "less", "most", "between", "in"].contains(&one.key))
            .map(|one| (one.key.to_owned(), t(one.words).to_owned()))
            .collect();
        let values = self.values(op, key, ending, &name)?;
        let asks = values_of(op).first().is_some_and(|first| matches!(first, Expr::Ask(words, _) if !words.is_empty()));
        let can_ask = !spot.having && !values_of(op).is_empty() && !matches!(op, Op::In(_));
        let label = match what {
            Expr::Way(_) | Expr::Sum(..) => says::whole(self.look, table, what),
            other => other.to_string(),
        };
        Ok(html! {
            @match what {
                Expr::Way(_) | Expr::Sum(..) => span class="ask-name" title=(what) { (label) },
                other => (self.input(&format!("{name}.what"), t("Calculation"), &other.to_string(), &TextInput::default())),
            }
            (Self::choice(&format!("{name}.op"), t("Test"), &menu, key))
            (values)
            @if can_ask {
                button class="button button-quiet button-small" name="act" value={ "ask=" (name) "=" (label) } {
                    (if asks { t("Fixed value") } else { t("Ask when it runs") })
                }
            }
        })
    }

    fn values(&mut self, op: &Op, key: &str, ending: Option<Ending>, name: &str) -> Result<Markup> {
        let values = values_of(op);
        let shape = named(key).map_or(Values::None, |operator| operator.values);
        let (a, b, c) = (format!("{name}.a"), format!("{name}.b"), format!("{name}.c"));
        let suggested = self.suggestions(ending);
        let suggestions: Vec<&str> = suggested.iter().map(String::as_str).collect();
        let hint = match ending.and_then(Ending::kind) {
            Some(kind) if kind.is_date() || kind == Kind::Timestamp => t("1987, May 1987 or today - 7 days"),
            _ => "",
        };
        let usual = TextInput { suggestions: &suggestions, placeholder: hint, ..TextInput::default() };
        let one = |at: usize| values.get(at).map_or(String::new(), |value| typed(value));
        Ok(match shape {
            Values::None => html! {},
            Values::One | Values::Period => html! {
                @if let Some(Expr::Ask(words, _)) = values.first()
                    && !words.is_empty() {
                    (self.input(&format!("{name}.ask"), t("Question"), words, &TextInput::default()))
                }
                (self.input(&a, t("Value"), &one(0), &usual))
            },
            Values::Two => html! {
                (self.input(&a, t("From"), &one(0), &usual))
                span { (t("and")) }
                (self.input(&b, t("To"), &one(1), &usual))
            },
            Values::List => {
                html! { (self.input(&a, t("Values, with commas between them"), &typed_list(&values), &TextInput { placeholder: t("Values, with commas between them"), ..TextInput::default() })) }
            }
            Values::Set => {
                let sets: Vec<&str> = self.sets.iter().map(String::as_str).collect();
                html! { (self.input(&a, t("Record set"), &one(0), &TextInput { suggestions: &sets, placeholder: t("Record set"), ..TextInput::default() })) }
            }
            Values::Node => self.node(values.first().copied(), ending, &a)?,
            Values::Circle => match op {
                Op::Near(radius, latitude, longitude) => html! {
                    (self.input(&a, t("Kilometres"), radius, &TextInput { unit: "km", ..TextInput::default() }))
                    (self.input(&b, t("Latitude"), latitude, &TextInput::default()))
                    (self.input(&c, t("Longitude"), longitude, &TextInput::default()))
                },
                _ => html! {},
            },
            Values::Corners => match op {
                Op::Inside(corners) => {
                    let text = corners.iter().map(|(lat, long)| format!("{lat} {long}")).collect::<Vec<_>>().join(", ");
                    html! { (self.input(&a, t("Corners: latitude and longitude, with commas between them"), &text, &TextInput::default())) }
                }
                _ => html! {},
            },
        })
    }

    /// A node of a tree, found while one types.
    fn node(&mut self, value: Option<&Expr>, ending: Option<Ending>, name: &str) -> Result<Markup> {
        let Some(Ending::Record(table)) = ending else {
            let value = value.map_or(String::new(), typed);
            return Ok(self.input(name, t("Name"), &value, &TextInput::default()));
        };
        let (id, text) = match value {
            Some(Expr::Number(id)) => {
                let number = id.parse().unwrap_or(0);
                let called = names::text(self.tx, table, number)?;
                if called.is_empty() { (String::new(), id.clone()) } else { (id.clone(), called) }
            }
            Some(other) => (String::new(), typed(other)),
            None => (String::new(), String::new()),
        };
        let url = format!("/lookup/{}", model().table(table).name);
        let field = Field::new(name, t("Name"));
        let link = TypeAhead { id: &id, text: &text, url: &url, placeholder: t("Name"), ..TypeAhead::default() };
        Ok(html! {
            span class="ask-value" { label class="hidden-words" for=(name) { (t("Name")) } (type_ahead(&Words::ENGLISH, &field, &link)) }
        })
    }

    /// The values of the pick list of a field.
    fn suggestions(&self, ending: Option<Ending>) -> Vec<String> {
        let Some(Ending::Field(table, column)) = ending else { return Vec::new() };
        let table = model().table(table);
        let name = table.at(column).name;
        let list = asked::asked(self.look, table, name, table, name).pick_list;
        match self.look.pick_list(&list).map(|list| &list.source) {
            Some(Source::Items(items)) => items.iter().map(|(value, _)| value.clone()).collect(),
            _ => Vec::new(),
        }
    }

    fn options(&self) -> Markup {
        let query = self.query;
        let alike: Vec<(String, String)> = [
            ("", t("Every row stands by itself")),
            ("once", t("Rows that are alike stand once")),
            ("series", t("Successive catalogue numbers stand together")),
        ]
        .map(|(key, words)| (key.to_owned(), words.to_owned()))
        .to_vec();
        let chosen = match query.alike {
            Alike::Kept => "",
            Alike::Once => "once",
            Alike::Series => "series",
        };
        let limit = query.limit.map_or(String::new(), |limit| limit.to_string());
        let is_open = !chosen.is_empty() || query.synonyms || query.everywhere || query.limit.is_some();
        html! {
            details class="ask-part" open[is_open] {
                summary { (turn()) (t("Options")) }
                div class="ask-options" {
                    (Self::choice("alike", t("Rows that are alike"), &alike, chosen))
                    (tick("synonyms", t("Synonyms of taxa count as the taxa"), query.synonyms))
                    (tick("everywhere", t("In all collections that I may read"), query.everywhere))
                    div class="row" { span aria-hidden="true" { (t("At most so many rows")) } (self.input("limit", t("At most so many rows"), &limit, &TextInput { kind: "number", ..TextInput::default() })) }
                }
            }
        }
    }
}

/// What a sum is made of.
fn inner(expr: &Expr) -> &Expr {
    match expr {
        Expr::Sum(_, Some(of)) => of,
        other => other,
    }
}

fn sum_key(expr: &Expr) -> &'static str {
    match expr {
        Expr::Sum(how, Some(_)) => SUMS.iter().find(|(_, theirs, _)| theirs == how).map_or("", |(key, ..)| key),
        _ => "",
    }
}

fn tick(name: &str, words: &str, is_ticked: bool) -> Markup {
    html! {
        label class="check" {
            input type="hidden" name=(name) value="no";
            input type="checkbox" name=(name) value="yes" checked[is_ticked];
            span { (words) }
        }
    }
}

fn small(words: &str, icon_name: &str, act: &str) -> Markup {
    html! { button class="button button-quiet button-small" name="act" value=(act) { (icon(icon_name)) (words) } }
}

fn drop_button(name: &str, what: &str) -> Markup {
    icon_button(&tf("Remove {field}", &[("field", &what)]), "x", "act", &format!("drop={name}"))
}

/// Conditions that are asked of no field of a table: what the button sends, its words.
fn specials(table: TableId) -> Vec<(String, String)> {
    let table = model().table(table);
    let mut list = vec![("set".to_owned(), t("In a record set").to_owned())];
    if table.is_tree() || table.id == vasculum_model::names::locality::TABLE {
        list.push(("itself".to_owned(), tf("This {table}", &[("table", &words::inside(&words::one(table)))])));
    }
    list.push(("search".to_owned(), t("Found by a search").to_owned()));
    list.push(("changed".to_owned(), t("Changed since, or by somebody").to_owned()));
    if let Some(issue) = ISSUES.iter().find(|one| one.table == table.name) {
        list.push((format!("issue:{}", issue.name), t("Has an issue").to_owned()));
    }
    list
}

/// The choice of the table that a new question is about.
pub(super) fn start(
    tables: &[(&'static vasculum_model::Table, String)],
    all: &[(&'static vasculum_model::Table, String)],
) -> Markup {
    html! {
        p { (t("Choose what you ask about. You then pick columns and conditions, and see at once what is found.")) }
        ul class="ask-tables" {
            @for (table, href) in tables { li { a class="tile" href=(href) { strong { (words::many(table)) } span class="tile-sub" { (table.about) } } } }
        }
        form class="row" method="get" action=(QUERY) {
            label for="table" { (t("Another table")) }
            span class="select" {
                select class="input" id="table" name="table" { @for (table, _) in all { option value=(table.name) { (words::many(table)) } } }
                (icon("chevron-down"))
            }
            (crate::ui::components::button(t("Go on"), "arrow-right", Button::Normal, "", ""))
        }
    }
}
