//! What the builder's form sends, read into the question that it stands for.

use vasculum_domain::query::ast::{Op, Quantity, Summing};
use vasculum_domain::query::{self, Cond, Ending, Expr, Query, parse_value};
use vasculum_model::{Result, TableId};
use vasculum_store::Tx;

use super::edit::{ALIKE, Spot, as_group, bare, is_not, turned};
use super::operators::{key_of, made, pair, values_of};
use super::values::{blank, read, read_list, typed, typed_list};
use crate::pages::names;

/// What can be made of a column, by what the form sends.
pub(super) const SUMS: &[(&str, Summing, &str)] = &[
    ("count", Summing::Count, crate::ui::words::later("How many are known")),
    ("distinct", Summing::Distinct, crate::ui::words::later("How many different")),
    ("sum", Summing::Sum, crate::ui::words::later("Sum")),
    ("min", Summing::Min, crate::ui::words::later("Smallest")),
    ("max", Summing::Max, crate::ui::words::later("Greatest")),
    ("average", Summing::Average, crate::ui::words::later("Average")),
];

/// The quantities of what stands behind a link to many records, by what the form sends.
pub(super) const QUANTITIES: &[(&str, &str)] = &[
    ("any", crate::ui::words::later("Has any")),
    ("no", crate::ui::words::later("Has no")),
    ("every", crate::ui::words::later("Every one of")),
    ("least", crate::ui::words::later("Has at least")),
    ("most", crate::ui::words::later("Has at most")),
    ("exactly", crate::ui::words::later("Has exactly")),
];

/// The groups of conditions, by what the form sends: whether the list is of alternatives, whether it is turned round.
pub(super) const GROUPS: &[(&str, bool, bool, &str)] = &[
    ("all", false, false, crate::ui::words::later("All of these hold")),
    ("any", true, false, crate::ui::words::later("Any of these holds")),
    ("none", true, true, crate::ui::words::later("None of these holds")),
    ("not-all", false, true, crate::ui::words::later("Not all of these hold")),
];

/// What the form sent, and what of it could not be read.
pub(super) struct Form<'f> {
    pub sent: &'f [(String, String)],
    /// The name of a field, and one sentence about what stands in it.
    pub errors: Vec<(String, String)>,
}

impl Form<'_> {
    /// The last value of this name: a box that is ticked comes after its hidden ‘no’.
    fn get(&self, name: &str) -> Option<&str> {
        self.sent.iter().rev().find(|(theirs, _)| theirs == name).map(|(_, value)| value.as_str())
    }

    fn of(&self, spot: &Spot, part: &str) -> Option<&str> {
        self.get(&format!("{}.{part}", spot.name()))
    }

    /// What was read; what can't be read is remembered, and the old value stays.
    fn or<T>(&mut self, name: String, read: Result<T>, old: T) -> T {
        read.unwrap_or_else(|error| {
            self.errors.push((name, error.message.to_string()));
            old
        })
    }

    /// Puts everything that stands in the form into the question.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub(super) fn apply(&mut self, tx: &mut Tx<'_>, query: &mut Query) -> Result<()> {
        self.columns(query);
        for having in [false, true] {
            let spot = Spot { having, way: Vec::new() };
            let slot = if having { query.having.take() } else { query.filter.take() };
            let group = self.cond(tx, as_group(slot), &spot, query.from)?;
            let kept = match bare(&group) {
                Cond::And(list) | Cond::Or(list) if list.is_empty() => None,
                _ => Some(group),
            };
            *(if having { &mut query.having } else { &mut query.filter }) = kept;
        }
        if let Some(alike) = self.get("alike") {
            query.alike = ALIKE.iter().find(|(key, _)| *key == alike).map_or(query.alike, |(_, alike)| *alike);
        }
        if let Some(yes) = self.get("synonyms") {
            query.synonyms = yes == "yes";
        }
        if let Some(yes) = self.get("everywhere") {
            query.everywhere = yes == "yes";
        }
        if let Some(limit) = self.get("limit").map(str::trim) {
            if limit.is_empty() {
                query.limit = None;
            } else {
                let number = limit.parse().map(Some);
                let odd = |_| vasculum_model::Error::invalid(crate::ui::words::t("A whole number is missing."));
                query.limit = self.or("limit".to_owned(), number.map_err(odd), query.limit);
            }
        }
        Ok(())
    }

    fn columns(&mut self, query: &mut Query) {
        let old = query.show.clone();
        for (at, shown) in query.show.iter_mut().enumerate() {
            let name = |part: &str| format!("c{at}.{part}");
            if let Some(caption) = self.get(&name("caption")) {
                caption.trim().clone_into(&mut shown.caption);
            }
            if let Some(text) = self.get(&name("expr")).map(str::to_owned) {
                let expr = parse_value(&text);
                shown.what = self.or(name("expr"), expr, shown.what.clone());
            }
            if let Some(sum) = self.get(&name("sum")) {
                let inner = match &shown.what {
                    Expr::Sum(_, Some(of)) => (**of).clone(),
                    other => other.clone(),
                };
                shown.what = match SUMS.iter().find(|(key, ..)| *key == sum) {
                    Some((_, how, _)) => Expr::Sum(*how, Some(Box::new(inner))),
                    None => inner,
                };
            }
        }
        // What was sorted by a column is sorted by it as it is now.
        for (key, _) in &mut query.sort {
            if let Some(at) = old.iter().position(|shown| shown.what == *key) {
                *key = query.show[at].what.clone();
            }
        }
        for (at, shown) in query.show.iter().enumerate() {
            let Some(sort) = self.get(&format!("c{at}.sort")) else { continue };
            let present = query.sort.iter().position(|(what, _)| *what == shown.what);
            match (sort, present) {
                ("up" | "down", Some(nth)) => query.sort[nth].1 = sort == "down",
                ("up" | "down", None) => query.sort.push((shown.what.clone(), sort == "down")),
                (_, Some(nth)) => {
                    query.sort.remove(nth);
                }
                (_, None) => {}
            }
        }
    }

    fn cond(&mut self, tx: &mut Tx<'_>, cond: Cond, spot: &Spot, table: TableId) -> Result<Cond> {
        let mut not = is_not(&cond);
        if let Some(yes) = self.of(spot, "not") {
            not = yes == "yes";
        }
        let new = match bare(&cond).clone() {
            Cond::And(list) => self.group(tx, list, false, &mut not, spot, table)?,
            Cond::Or(list) => self.group(tx, list, true, &mut not, spot, table)?,
            Cond::Test(what, op) => self.test(tx, what, op, spot, table)?,
            Cond::Behind(quantity, way, such) => {
                let there = query::table_at(tx, table, &way).map(|table| table.id);
                let quantity = self.quantity(quantity, spot);
                let such = match (such, there) {
                    (Some(such), Ok(there)) => {
                        // ‘not’ stands before the block, so that the group within is turned by its own field alone.
                        let (list, is_or) = match as_group(Some(*such)) {
                            Cond::Or(list) => (list, true),
                            Cond::And(list) => (list, false),
                            other => (vec![other], false),
                        };
                        let mut within = false;
                        let group = self.group(tx, list, is_or, &mut within, spot, there)?;
                        let group = turned(&group, within);
                        match bare(&group) {
                            Cond::And(list) | Cond::Or(list) if list.is_empty() => None,
                            _ => Some(Box::new(group)),
                        }
                    }
                    (such, _) => such,
                };
                Cond::Behind(quantity, way, such)
            }
            Cond::Search(words) => match self.of(spot, "a").map(str::to_owned) {
                Some(text) if text != typed(&words) => {
                    let read =
                        if text.trim().is_empty() { Ok(blank()) } else { read(&text, Some(Ending::Record(table))) };
                    Cond::Search(self.or(format!("{}.a", spot.name()), read, words))
                }
                _ => Cond::Search(words),
            },
            Cond::Issue(name) => {
                Cond::Issue(self.of(spot, "a").filter(|sent| !sent.is_empty()).map_or(name, str::to_owned))
            }
            Cond::Changed(since, by) => self.changed(since, by, spot),
            other => other,
        };
        Ok(turned(&new, not))
    }

    fn group(
        &mut self,
        tx: &mut Tx<'_>,
        list: Vec<Cond>,
        mut is_or: bool,
        not: &mut bool,
        spot: &Spot,
        table: TableId,
    ) -> Result<Cond> {
        if let Some(kind) = self.of(spot, "group")
            && let Some((_, or, turned, _)) = GROUPS.iter().find(|(key, ..)| *key == kind)
        {
            is_or = *or;
            *not = *turned;
        }
        let mut new = Vec::with_capacity(list.len());
        for (at, one) in list.into_iter().enumerate() {
            new.push(self.cond(tx, one, &spot.child(at), table)?);
        }
        Ok(if is_or { Cond::Or(new) } else { Cond::And(new) })
    }

    fn quantity(&self, old: Quantity, spot: &Spot) -> Quantity {
        let present = match old {
            Quantity::AtLeast(number) | Quantity::AtMost(number) | Quantity::Exactly(number) => number,
            _ => 1,
        };
        let number = self.of(spot, "n").and_then(|text| text.trim().parse().ok()).unwrap_or(present);
        match self.of(spot, "quantity").unwrap_or(quantity_key(old)) {
            "no" => Quantity::No,
            "every" => Quantity::Every,
            "least" => Quantity::AtLeast(number),
            "most" => Quantity::AtMost(number),
            "exactly" => Quantity::Exactly(number),
            _ => Quantity::Any,
        }
    }

    fn changed(&mut self, since: Option<Expr>, by: Option<Expr>, spot: &Spot) -> Cond {
        let mut one = |part: &str, old: Option<Expr>| -> Option<Expr> {
            let Some(text) = self.of(spot, part).map(|text| text.trim().to_owned()) else { return old };
            if old.as_ref().map_or(String::new(), typed) == text {
                return old;
            }
            if text.is_empty() {
                return None;
            }
            let expr = if part == "since" {
                read(&text, Some(Ending::Field(moment().0, moment().1)))
            } else {
                read(&text, Some(Ending::Record(vasculum_model::names::specify_user::TABLE)))
            };
            Some(self.or(format!("{}.{part}", spot.name()), expr, old.clone().unwrap_or_else(blank)))
        };
        match (one("since", since), one("by", by)) {
            (None, None) => Cond::Changed(Some(blank()), None),
            (since, by) => Cond::Changed(since, by),
        }
    }

    fn test(&mut self, tx: &mut Tx<'_>, what: Expr, op: Op, spot: &Spot, table: TableId) -> Result<Cond> {
        let name = |part: &str| format!("{}.{part}", spot.name());
        let what = match self.of(spot, "what").map(str::to_owned) {
            Some(text) if text != what.to_string() => {
                let expr = parse_value(&text);
                self.or(name("what"), expr, what)
            }
            _ => what,
        };
        let ending = match &what {
            Expr::Way(way) => query::ending(tx, table, way).ok().map(|(ending, _)| ending),
            _ => None,
        };
        let key = self.of(spot, "op").unwrap_or(key_of(&op)).to_owned();
        let Some(first) = self.of(spot, "a").map(str::to_owned) else {
            let values = values_of(&op).into_iter().cloned().collect();
            let new = if key == key_of(&op) { Some(op.clone()) } else { made(&key, values) };
            return Ok(Cond::Test(what, new.unwrap_or(op)));
        };
        let (second, third) = (self.of(spot, "b").map(str::to_owned), self.of(spot, "c").map(str::to_owned));
        if let (Op::Near(..), "near") = (&op, key.as_str()) {
            let point = pair(&format!("{} {}", second.unwrap_or_default(), third.unwrap_or_default()));
            let radius = pair(&format!("{first} 0"));
            let new = match (radius, point) {
                (Some((radius, _)), Some((latitude, longitude))) if !radius.starts_with('-') => {
                    Op::Near(radius, latitude, longitude)
                }
                _ => {
                    self.errors.push((
                        name("a"),
                        crate::ui::words::t(
                            "Kilometres, latitude and longitude are three numbers, for example 10, 46.95 and 7.44.",
                        )
                        .to_owned(),
                    ));
                    op
                }
            };
            return Ok(Cond::Test(what, new));
        }
        if let (Op::Inside(_), "inside") = (&op, key.as_str()) {
            let corners: Option<Vec<_>> =
                first.split([',', ';', '\n']).filter(|part| !part.trim().is_empty()).map(pair).collect();
            let new = match corners.filter(|corners| corners.len() > 2) {
                Some(corners) => Op::Inside(corners),
                None => {
                    self.errors.push((
                        name("a"),
                        crate::ui::words::t(
                            "At least three corners are needed, each as latitude and longitude: 46 7, 47 7, 47 8.",
                        )
                        .to_owned(),
                    ));
                    op
                }
            };
            return Ok(Cond::Test(what, new));
        }
        if matches!(op, Op::Near(..) | Op::Inside(_)) {
            return Ok(Cond::Test(what, made(&key, Vec::new()).unwrap_or(op)));
        }
        let old: Vec<Expr> = values_of(&op).into_iter().cloned().collect();
        let values = if key == "in" {
            if matches!(op, Op::In(_)) && typed_list(&old.iter().collect::<Vec<_>>()) == first {
                old
            } else {
                let list = read_list(&first, ending);
                self.or(name("a"), list, old)
            }
        } else if key == "under" && key_of(&op) == "under" {
            vec![self.node(tx, ending, &old, &first, spot)?]
        } else {
            let mut values = Vec::new();
            for (at, (part, text)) in [("a", Some(first)), ("b", second)].into_iter().enumerate() {
                let Some(text) = text else { continue };
                let before = old.get(at).cloned();
                let value = match (before, self.of(spot, "ask").map(str::to_owned)) {
                    (Some(Expr::Ask(words, _)), Some(asked))
                        if at == 0 && !words.is_empty() && !asked.trim().is_empty() =>
                    {
                        Expr::Ask(asked.trim().to_owned(), text.trim().to_owned())
                    }
                    (Some(Expr::Ask(words, _)), _) if !words.is_empty() => Expr::Ask(words, text.trim().to_owned()),
                    (Some(before), _) if typed(&before) == text.trim() => before,
                    (before, _) => {
                        let value = read(&text, ending);
                        self.or(name(part), value, before.unwrap_or_else(blank))
                    }
                };
                values.push(value);
            }
            values
        };
        Ok(Cond::Test(what, made(&key, values).unwrap_or(op)))
    }

    /// The node of a tree: the one that was picked, or the name that was typed.
    fn node(&mut self, tx: &mut Tx<'_>, ending: Option<Ending>, old: &[Expr], id: &str, spot: &Spot) -> Result<Expr> {
        let Some(text) = self.of(spot, "a.text").map(|text| text.trim().to_owned()) else {
            let name = format!("{}.a", spot.name());
            let value = read(id, ending);
            return Ok(self.or(name, value, old.first().cloned().unwrap_or_else(blank)));
        };
        if text.is_empty() {
            return Ok(blank());
        }
        if let (Some(Ending::Record(table)), Ok(number)) = (ending, id.parse::<i64>())
            && names::text(tx, table, number)? == text
        {
            return Ok(Expr::Number(number.to_string()));
        }
        let name = format!("{}.a", spot.name());
        let value = read(&text, ending);
        Ok(self.or(name, value, old.first().cloned().unwrap_or_else(blank)))
    }
}

/// The key of a quantity.
pub(super) fn quantity_key(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::Any => "any",
        Quantity::No => "no",
        Quantity::Every => "every",
        Quantity::AtLeast(_) => "least",
        Quantity::AtMost(_) => "most",
        Quantity::Exactly(_) => "exactly",
    }
}

fn moment() -> vasculum_model::Col {
    vasculum_model::names::collection_object::TIMESTAMP_MODIFIED
}
