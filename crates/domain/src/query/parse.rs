//! Reading a question.

use vasculum_model::{Result, TableId, model};

use super::ast::{
    Alike, Calc, Cond, Expr, FUNCTIONS, Function, Hop, Op, Quantity, Query, SUMS, Shown, Sign, Summing, UNITS, Unit,
    Way,
};
use super::lex::{Token, Word, refused, tokens};
use crate::lookup::meant_by;

/// Words that can't be the first name of a way unless they stand between backquotes.
const RESERVED: &[&str] = &[
    "and", "any", "as", "ask", "at", "between", "by", "changed", "contains", "desc", "distinct", "each", "ends",
    "every", "exactly", "false", "from", "has", "having", "if", "in", "inside", "is", "itself", "like", "limit", "me",
    "no", "not", "now", "of", "or", "search", "series", "show", "since", "sort", "starts", "today", "true", "under",
    "where", "wholly", "with", "within",
];

/// Words that stand elsewhere only.
const OTHERS: &[&str] = &["all", "anything", "collections", "empty", "issue", "km", "least", "most", "set", "synonyms"];

/// Deeper questions are nobody's.
const DEEPEST: usize = 60;

/// Whether a name must stand between backquotes.
pub(super) fn is_reserved(name: &str) -> bool {
    RESERVED.contains(&name.to_ascii_lowercase().as_str())
}

/// Reads a question, for example `from CollectionObject show catalogNumber where determinations.taxon under "Salmo"`.
///
/// # Errors
///
/// `Invalid`, saying where in the text which word is missing or too much.
pub fn parse(text: &str) -> Result<Query> {
    let mut reader = Reader::new(text)?;
    let query = reader.query()?;
    reader.end()?;
    Ok(query)
}

/// Reads a condition by itself.
///
/// # Errors
///
/// As [`parse`].
pub fn parse_condition(text: &str) -> Result<Cond> {
    let mut reader = Reader::new(text)?;
    let cond = reader.cond()?;
    reader.end()?;
    Ok(cond)
}

/// Reads a value by itself, as it stands in a column.
///
/// # Errors
///
/// As [`parse`].
pub fn parse_value(text: &str) -> Result<Expr> {
    let mut reader = Reader::new(text)?;
    let expr = reader.expr()?;
    reader.end()?;
    Ok(expr)
}

struct Reader<'t> {
    text: &'t str,
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str) -> Result<Self> {
        Ok(Self { text, tokens: tokens(text)?, at: 0, depth: 0 })
    }

    fn peek(&self) -> &Word {
        &self.tokens[self.at.min(self.tokens.len() - 1)].what
    }

    fn ahead(&self, by: usize) -> &Word {
        &self.tokens[(self.at + by).min(self.tokens.len() - 1)].what
    }

    fn next(&mut self) -> Word {
        let word = self.peek().clone();
        self.at = (self.at + 1).min(self.tokens.len() - 1);
        word
    }

    /// A refusal here; if the word here is nearly one of the language, that was meant.
    fn fail<T>(&self, words: impl Into<String>) -> Result<T> {
        self.fail_beside(words, RESERVED.iter().chain(OTHERS).copied())
    }

    /// A refusal here, of a word in whose place one of these could stand.
    fn fail_beside<'n, T>(&self, words: impl Into<String>, names: impl IntoIterator<Item = &'n str>) -> Result<T> {
        let error = refused(self.text, self.tokens[self.at.min(self.tokens.len() - 1)].at, words);
        let near = match self.peek() {
            Word::Name(name) => meant_by(name, names).filter(|near| !near.eq_ignore_ascii_case(name)),
            _ => None,
        };
        Err(match near {
            Some(near) => error.hint(format!("Did you mean ‘{near}’?")),
            None => error,
        })
    }

    fn end(&self) -> Result<()> {
        if *self.peek() == Word::End { Ok(()) } else { self.fail("The question should end here.") }
    }

    fn is_word(word: &Word, wanted: &str) -> bool {
        matches!(word, Word::Name(name) if name.eq_ignore_ascii_case(wanted))
    }

    fn sees(&self, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(by, wanted)| Self::is_word(self.ahead(by), wanted))
    }

    fn takes(&mut self, words: &[&str]) -> bool {
        let found = self.sees(words);
        if found {
            self.at += words.len();
        }
        found
    }

    fn sign(&mut self, sign: &str) -> bool {
        let found = matches!(self.peek(), Word::Sign(theirs) if *theirs == sign);
        if found {
            self.at += 1;
        }
        found
    }

    fn expect(&mut self, sign: &str) -> Result<()> {
        if self.sign(sign) { Ok(()) } else { self.fail(format!("A ‘{sign}’ is missing.")) }
    }

    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        if self.depth >= DEEPEST {
            return self.fail(format!("A question is at most {DEEPEST} brackets deep."));
        }
        self.depth += 1;
        let found = read(self);
        self.depth -= 1;
        found
    }

    fn query(&mut self) -> Result<Query> {
        if !self.takes(&["from"]) {
            return self.fail("A question begins with ‘from’ and a table.");
        }
        let mut query = Query::of(self.table()?);
        let mut said: Vec<&str> = Vec::new();
        loop {
            let place = self.at;
            let clause = if self.takes(&["each"]) {
                query.each = self.list(Self::way)?;
                "each"
            } else if self.takes(&["show"]) {
                query.show = self.list(Self::shown)?;
                "show"
            } else if self.takes(&["where"]) {
                query.filter = Some(self.cond()?);
                "where"
            } else if self.takes(&["having"]) {
                query.having = Some(self.cond()?);
                "having"
            } else if self.takes(&["sort", "by"]) {
                query.sort = self.list(Self::key)?;
                "sort by"
            } else if self.takes(&["limit"]) {
                query.limit = Some(self.whole()?);
                "limit"
            } else if self.takes(&["distinct"]) {
                query.alike = Alike::Once;
                "distinct"
            } else if self.takes(&["series"]) {
                query.alike = Alike::Series;
                "distinct"
            } else if self.takes(&["with", "synonyms"]) {
                query.synonyms = true;
                "with synonyms"
            } else if self.takes(&["in", "all", "collections"]) {
                query.everywhere = true;
                "in all collections"
            } else if self.takes(&["as", "of"]) {
                query.as_of = Some(self.expr()?);
                "as of"
            } else {
                return Ok(query);
            };
            if said.contains(&clause) {
                self.at = place;
                return self.fail(format!("‘{clause}’ is said twice."));
            }
            said.push(clause);
        }
    }

    fn table(&mut self) -> Result<TableId> {
        let Word::Name(name) = self.peek().clone() else { return self.fail("The name of a table is missing.") };
        let found = model().tables().find(|table| table.name.eq_ignore_ascii_case(&name));
        match found {
            Some(table) => {
                self.at += 1;
                Ok(table.id)
            }
            None => {
                let names = model().tables().map(|table| table.name);
                self.fail_beside(format!("There is no table ‘{name}’."), names)
            }
        }
    }

    fn list<T>(&mut self, read: impl Fn(&mut Self) -> Result<T>) -> Result<Vec<T>> {
        let mut list = vec![read(self)?];
        while self.sign(",") {
            list.push(read(self)?);
        }
        Ok(list)
    }

    fn shown(&mut self) -> Result<Shown> {
        let what = self.expr()?;
        let has_caption = self.sees(&["as"]) && matches!(self.ahead(1), Word::Text(_));
        let caption = if has_caption {
            self.at += 1;
            self.words()?
        } else {
            String::new()
        };
        Ok(Shown { what, caption })
    }

    fn key(&mut self) -> Result<(Expr, bool)> {
        let expr = self.expr()?;
        let down = self.takes(&["desc"]);
        Ok((expr, down))
    }

    fn whole<N: std::str::FromStr>(&mut self) -> Result<N> {
        let number = match self.peek() {
            Word::Number(text) => text.parse().ok(),
            _ => None,
        };
        match number {
            Some(number) => {
                self.at += 1;
                Ok(number)
            }
            None => self.fail("A whole number is missing."),
        }
    }

    /// A text between quotes.
    fn words(&mut self) -> Result<String> {
        match self.peek().clone() {
            Word::Text(text) => {
                self.at += 1;
                Ok(text)
            }
            _ => self.fail("A text between double quotes is missing."),
        }
    }

    fn name(&mut self) -> Result<String> {
        match self.peek().clone() {
            Word::Name(name) | Word::Quoted(name) => {
                self.at += 1;
                Ok(name)
            }
            _ => self.fail("A name is missing."),
        }
    }

    fn way(&mut self) -> Result<Way> {
        if self.takes(&["itself"]) {
            return Ok(Way { hops: Vec::new(), format: self.format()? });
        }
        if let Word::Name(name) = self.peek()
            && is_reserved(name)
        {
            return self
                .fail(format!("‘{name}’ is a word of the language; a field of this name stands in `backquotes`."));
        }
        let mut way = Way::default();
        loop {
            let name = self.name()?;
            let such = if self.sign("[") {
                let cond = self.deeper(Self::cond)?;
                self.expect("]")?;
                Some(Box::new(cond))
            } else {
                None
            };
            way.hops.push(Hop { name, such });
            if way.hops.len() > DEEPEST {
                return self.fail("This way is too long.");
            }
            if !self.sign(".") {
                break;
            }
        }
        way.format = self.format()?;
        Ok(way)
    }

    fn format(&mut self) -> Result<String> {
        if !self.sign("@") {
            return Ok(String::new());
        }
        if matches!(self.peek(), Word::Text(_)) { self.words() } else { self.name() }
    }

    fn expr(&mut self) -> Result<Expr> {
        self.deeper(|this| {
            let mut left = this.term()?;
            loop {
                if this.sign("+") {
                    left = Expr::Calc(Calc::Plus, Box::new(left), Box::new(this.term()?));
                } else if this.sign("-") {
                    left = Expr::Calc(Calc::Minus, Box::new(left), Box::new(this.term()?));
                } else if this.sign("&") {
                    let right = this.term()?;
                    left = match left {
                        Expr::Call(Function::Joined, mut list) => {
                            list.push(right);
                            Expr::Call(Function::Joined, list)
                        }
                        left => Expr::Call(Function::Joined, vec![left, right]),
                    };
                } else {
                    return Ok(left);
                }
            }
        })
    }

    fn term(&mut self) -> Result<Expr> {
        let mut left = self.atom()?;
        loop {
            if self.sign("*") {
                left = Expr::Calc(Calc::Times, Box::new(left), Box::new(self.atom()?));
            } else if self.sign("/") {
                left = Expr::Calc(Calc::Divided, Box::new(left), Box::new(self.atom()?));
            } else {
                return Ok(left);
            }
        }
    }

    fn atom(&mut self) -> Result<Expr> {
        match self.peek().clone() {
            Word::Text(text) => {
                self.at += 1;
                Ok(Expr::Text(text))
            }
            Word::Number(text) => {
                self.at += 1;
                Ok(Expr::Number(text))
            }
            Word::Day(text) => {
                self.at += 1;
                Ok(Expr::Day(text))
            }
            Word::Sign("-") => {
                self.at += 1;
                match self.next() {
                    Word::Number(text) => Ok(Expr::Number(format!("-{text}"))),
                    _ => {
                        self.at -= 1;
                        self.fail("A number is missing after the sign.")
                    }
                }
            }
            Word::Sign("(") => {
                self.at += 1;
                let expr = self.expr()?;
                self.expect(")")?;
                Ok(expr)
            }
            Word::Name(name) => self.named(&name.to_ascii_lowercase()),
            Word::Quoted(_) => Ok(Expr::Way(self.way()?)),
            _ => self.fail("A field, a value or a function is missing."),
        }
    }

    fn named(&mut self, name: &str) -> Result<Expr> {
        let opens = matches!(self.ahead(1), Word::Sign("("));
        if opens && name == "if" {
            self.at += 2;
            let cond = self.deeper(Self::cond)?;
            self.expect(",")?;
            let one = self.expr()?;
            self.expect(",")?;
            let other = self.expr()?;
            self.expect(")")?;
            return Ok(Expr::If(Box::new(cond), Box::new(one), Box::new(other)));
        }
        if opens && name == "ask" {
            self.at += 2;
            let words = self.words()?;
            let usual = if self.sign(",") { self.words()? } else { String::new() };
            self.expect(")")?;
            return Ok(Expr::Ask(words, usual));
        }
        if let Some((how, _)) = SUMS.iter().find(|(_, theirs)| opens && *theirs == name) {
            self.at += 2;
            let how = if *how == Summing::Count && self.takes(&["distinct"]) { Summing::Distinct } else { *how };
            if how == Summing::Count && self.sign(")") {
                return Ok(Expr::Sum(how, None));
            }
            let of = self.expr()?;
            self.expect(")")?;
            return Ok(Expr::Sum(how, Some(Box::new(of))));
        }
        if let Some((function, _, fewest, most, _)) = FUNCTIONS.iter().find(|(_, theirs, ..)| opens && *theirs == name)
        {
            self.at += 2;
            let list = self.list(Self::expr)?;
            if list.len() < *fewest || list.len() > *most {
                return self.fail(format!("‘{name}’ takes {fewest} to {most} values."));
            }
            self.expect(")")?;
            return Ok(Expr::Call(*function, list));
        }
        if opens && !is_reserved(name) {
            let names = SUMS.iter().map(|(_, name)| *name).chain(FUNCTIONS.iter().map(|(_, name, ..)| *name));
            return self.fail_beside(format!("There is no function ‘{name}’."), names.chain(["ask", "if"]));
        }
        match name {
            "me" => {
                self.at += 1;
                Ok(Expr::Me)
            }
            "true" | "false" => {
                self.at += 1;
                Ok(Expr::Yes(name == "true"))
            }
            "today" | "now" => {
                self.at += 1;
                self.today(name == "now")
            }
            _ => Ok(Expr::Way(self.way()?)),
        }
    }

    /// What may follow `today` or `now`: `- 7 days`.
    fn today(&mut self, is_now: bool) -> Result<Expr> {
        let usual = if is_now { Unit::Second } else { Unit::Day };
        let sign = match self.peek() {
            Word::Sign("+") => 1,
            Word::Sign("-") => -1,
            _ => return Ok(Expr::Today(0, usual)),
        };
        self.at += 1;
        let amount: u32 = self.whole()?;
        let Word::Name(name) = self.peek().clone() else {
            return self.fail("A unit is missing, for example ‘days’.");
        };
        let name = name.to_ascii_lowercase();
        let Some((unit, ..)) = UNITS.iter().find(|(_, one, many)| *one == name || *many == name) else {
            let names = UNITS.iter().flat_map(|(_, one, many)| [*one, *many]);
            return self.fail_beside(format!("‘{name}’ is no unit of time."), names);
        };
        self.at += 1;
        Ok(Expr::Today(sign * i64::from(amount), *unit))
    }

    fn cond(&mut self) -> Result<Cond> {
        self.deeper(|this| {
            let first = this.all()?;
            if !this.sees(&["or"]) {
                return Ok(first);
            }
            let mut list = vec![first];
            while this.takes(&["or"]) {
                list.push(this.all()?);
            }
            Ok(Cond::Or(list))
        })
    }

    fn all(&mut self) -> Result<Cond> {
        let first = self.one()?;
        if !self.sees(&["and"]) {
            return Ok(first);
        }
        let mut list = vec![first];
        while self.takes(&["and"]) {
            list.push(self.one()?);
        }
        Ok(Cond::And(list))
    }

    fn one(&mut self) -> Result<Cond> {
        if self.takes(&["not"]) {
            return Ok(self.deeper(Self::one)?.negated());
        }
        if let Some(quantity) = self.quantity()? {
            let way = self.way()?;
            let such = if self.sign("(") {
                let cond = self.cond()?;
                self.expect(")")?;
                Some(Box::new(cond))
            } else {
                None
            };
            return Ok(Cond::Behind(quantity, way, such));
        }
        if self.takes(&["search"]) {
            return Ok(Cond::Search(self.atom()?));
        }
        if self.takes(&["has", "issue"]) {
            return Ok(Cond::Issue(self.words()?));
        }
        if self.takes(&["changed"]) {
            let since = if self.takes(&["since"]) { Some(self.expr()?) } else { None };
            let by = if self.takes(&["by"]) { Some(self.atom()?) } else { None };
            if since.is_none() && by.is_none() {
                return self.fail("Say since when, or by whom.");
            }
            return Ok(Cond::Changed(since, by));
        }
        if matches!(self.peek(), Word::Sign("(")) {
            // What stands between brackets may be a condition, or a value that is compared.
            let (place, depth) = (self.at, self.depth);
            self.at += 1;
            let first = self.cond().and_then(|cond| {
                self.expect(")")?;
                if self.goes_on() { self.fail("What is tested here?") } else { Ok(cond) }
            });
            let Err(error) = first else { return first };
            let reached = std::mem::replace(&mut self.at, place);
            self.depth = depth;
            let second = self.expr().and_then(|what| self.test(what));
            // Of two ways in which it can't be read, the one that comes farther is what was meant.
            return if second.is_err() && reached >= self.at { Err(error) } else { second };
        }
        let what = self.expr()?;
        self.test(what)
    }

    /// Whether a value goes on here, or is tested.
    fn goes_on(&self) -> bool {
        match self.peek() {
            Word::Sign(sign) => !matches!(*sign, ")" | "]" | ","),
            Word::Name(_) => {
                ["is", "like", "contains", "starts", "ends", "between", "under", "wholly", "within", "inside"]
                    .iter()
                    .any(|word| self.sees(&[word]))
                    || self.sees(&["not"])
                    || self.sees(&["of"])
                    || self.sees(&["in"]) && !self.sees(&["in", "all"])
            }
            _ => false,
        }
    }

    fn quantity(&mut self) -> Result<Option<Quantity>> {
        Ok(Some(if self.takes(&["any"]) {
            Quantity::Any
        } else if self.takes(&["no"]) {
            Quantity::No
        } else if self.takes(&["every"]) {
            Quantity::Every
        } else if self.takes(&["at", "least"]) {
            Quantity::AtLeast(self.whole()?)
        } else if self.takes(&["at", "most"]) {
            Quantity::AtMost(self.whole()?)
        } else if self.takes(&["exactly"]) {
            Quantity::Exactly(self.whole()?)
        } else {
            return Ok(None);
        }))
    }

    fn test(&mut self, what: Expr) -> Result<Cond> {
        for (sign, means, not) in [
            ("=", Sign::Is, false),
            ("!=", Sign::Is, true),
            ("<=", Sign::AtMost, false),
            (">=", Sign::AtLeast, false),
            ("<", Sign::Less, false),
            (">", Sign::Greater, false),
        ] {
            if self.sign(sign) {
                let test = Cond::Test(what, Op::Compare(means, self.expr()?));
                return Ok(if not { test.negated() } else { test });
            }
        }
        if self.takes(&["is"]) {
            let not = self.takes(&["not"]);
            let op = if self.takes(&["empty"]) {
                Op::Empty
            } else if self.takes(&["anything"]) {
                Op::Anything
            } else if self.sees(&["true"]) || self.sees(&["false"]) {
                let yes = self.sees(&["true"]);
                self.at += 1;
                if self.takes(&["or", "empty"]) { Op::IsOrEmpty(yes) } else { Op::Is(yes) }
            } else {
                return self.fail("After ‘is’ stands empty, true, false or anything.");
            };
            return Ok(if not { Cond::Test(what, op).negated() } else { Cond::Test(what, op) });
        }
        let not = self.takes(&["not"]);
        let op = if self.takes(&["like"]) {
            Op::Like(self.expr()?)
        } else if self.takes(&["contains"]) {
            Op::Contains(self.expr()?)
        } else if self.takes(&["starts", "with"]) {
            Op::StartsWith(self.expr()?)
        } else if self.takes(&["ends", "with"]) {
            Op::EndsWith(self.expr()?)
        } else if self.takes(&["between"]) {
            let (from, to) = self.span()?;
            Op::Between(from, to)
        } else if self.takes(&["wholly", "between"]) {
            let (from, to) = self.span()?;
            Op::Wholly(from, to)
        } else if self.takes(&["wholly", "of"]) {
            Op::OfPeriod(self.atom()?, true)
        } else if self.takes(&["of"]) {
            Op::OfPeriod(self.atom()?, false)
        } else if self.takes(&["in", "set"]) {
            Op::InSet(self.atom()?)
        } else if self.takes(&["under"]) {
            Op::Under(self.atom()?)
        } else if self.sees(&["in"]) && matches!(self.ahead(1), Word::Sign("(")) {
            self.at += 2;
            let list = self.list(Self::expr)?;
            self.expect(")")?;
            Op::In(list)
        } else if self.takes(&["within"]) {
            let kilometres = self.number()?;
            if !self.takes(&["km", "of"]) {
                return self.fail("Write ‘within 10 km of (latitude, longitude)’.");
            }
            self.expect("(")?;
            let latitude = self.number()?;
            self.expect(",")?;
            let longitude = self.number()?;
            self.expect(")")?;
            Op::Near(kilometres, latitude, longitude)
        } else if self.takes(&["inside"]) {
            self.expect("(")?;
            let corners = self.list(|this| Ok((this.number()?, this.number()?)))?;
            self.expect(")")?;
            Op::Inside(corners)
        } else if !not && matches!(what, Expr::Way(_)) {
            // A field of yes or no says so by itself.
            return Ok(Cond::Test(what, Op::Is(true)));
        } else {
            return self.fail("A test is missing, for example ‘= \"…\"’ or ‘is empty’.");
        };
        Ok(if not { Cond::Test(what, op).negated() } else { Cond::Test(what, op) })
    }

    fn span(&mut self) -> Result<(Expr, Expr)> {
        let from = self.expr()?;
        if !self.takes(&["and"]) {
            return self.fail("Write ‘between … and …’.");
        }
        Ok((from, self.expr()?))
    }

    fn number(&mut self) -> Result<String> {
        let sign = if self.sign("-") { "-" } else { "" };
        match self.peek().clone() {
            Word::Number(text) => {
                self.at += 1;
                Ok(format!("{sign}{text}"))
            }
            _ => self.fail("A number is missing."),
        }
    }
}
