//! A form as it is filled in: loaded from a record, read from what a browser sends, turned into a draft.

use std::collections::{BTreeMap, HashMap};

use vasculum_domain::records::{Draft, ManyDraft};
use vasculum_model::{Code, Col, Error, Issue, Kind, Record, Result, Table, Value, model};
use vasculum_store::{Select, Tx};

use super::entry::like::{self, How, Like};
use super::layout::{SMALL, STARTS_WITH};
use super::names;
use super::shape::{Part, Used, is_written, rows_of};
use super::understood;
use super::value::{self, Understood, precision_of};
use crate::ui::locale;
use crate::ui::words::t;

/// What stands in the controls of one record.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sheet {
    /// The table.
    pub table: &'static Table,
    /// The record; nothing for a new one.
    pub id: Option<i64>,
    /// The version that the person looked at.
    pub version: Option<i64>,
    /// By column.
    pub cells: BTreeMap<u16, Cell>,
    /// Owned records, by to-many link.
    pub rows: BTreeMap<u16, Vec<Sheet>>,
    /// Owned records, by to-one link.
    pub singles: BTreeMap<u16, Sheet>,
    /// Whether the record shall go.
    pub is_removed: bool,
    /// The record that a new one is like: what the form does not show is copied from there.
    pub like: Option<Like>,
}

/// What stands in one control.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Cell {
    /// What was typed, or the words of a link.
    pub text: String,
    /// The linked record.
    pub id: Option<i64>,
}

/// Whether a link to the table is a choice of one rather than a field to type in.
pub(crate) fn is_small(table: &Table) -> bool {
    SMALL.contains(&table.name)
}

impl Sheet {
    fn empty(table: &'static Table) -> Self {
        Self {
            table,
            id: None,
            version: None,
            cells: BTreeMap::new(),
            rows: BTreeMap::new(),
            singles: BTreeMap::new(),
            is_removed: false,
            like: None,
        }
    }

    /// The form of a record of the database, in these parts.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub(crate) fn of_record(tx: &mut Tx<'_>, record: &Record, used: &Used, parts: &[Part]) -> Result<Self> {
        let mut sheet = Self { id: Some(record.id), version: Some(record.version()), ..Self::empty(record.of()) };
        for part in parts {
            match part {
                Part::Fields { columns, .. } => sheet.fill(tx, record, columns)?,
                Part::Rows { many, columns, sort, .. } => {
                    let rows = Self::rows_of(tx, used.rows.get(many), columns, *sort)?;
                    sheet.rows.insert(*many, rows);
                }
                Part::Single { column, columns, .. } => {
                    let to = record.of().at(*column).link.as_ref().map(|link| model().table(link.to));
                    let single = match used.singles.get(column) {
                        Some(single) => Self::of_part(tx, single, columns)?,
                        None => match to {
                            Some(to) => Self::new(to, columns),
                            None => continue,
                        },
                    };
                    sheet.singles.insert(*column, single);
                }
                Part::Below { column, many, columns, sort, .. } => {
                    let rows = Self::rows_of(tx, used.below.get(&(*column, *many)), columns, *sort)?;
                    sheet.singles.get_mut(column).map(|single| single.rows.insert(*many, rows));
                }
                Part::Linked { .. } => {}
            }
        }
        Ok(sheet)
    }

    fn rows_of(
        tx: &mut Tx<'_>,
        records: Option<&Vec<Record>>,
        columns: &[u16],
        sort: Option<(u16, bool)>,
    ) -> Result<Vec<Self>> {
        let mut there: Vec<&Record> = records.into_iter().flatten().collect();
        if let Some((by, down)) = sort {
            there.sort_by(|a, b| value::in_order(a, b, by, down));
        }
        there.into_iter().map(|row| Self::of_part(tx, row, columns)).collect()
    }

    fn of_part(tx: &mut Tx<'_>, record: &Record, columns: &[u16]) -> Result<Self> {
        let mut sheet = Self { id: Some(record.id), version: Some(record.version()), ..Self::empty(record.of()) };
        sheet.fill(tx, record, columns)?;
        Ok(sheet)
    }

    fn fill(&mut self, tx: &mut Tx<'_>, record: &Record, columns: &[u16]) -> Result<()> {
        for column in columns {
            let value = &record.values[usize::from(*column)];
            let cell = match (&self.table.at(*column).link, value.int()) {
                (Some(_), Some(id)) => {
                    Cell { text: names::text_at(tx, Col(self.table.id, *column), id)?, id: Some(id) }
                }
                _ => Cell { text: shown_in_form(record, *column), id: None },
            };
            self.cells.insert(*column, cell);
        }
        Ok(())
    }

    /// An empty sheet with these columns, and what a new record starts with.
    pub(crate) fn new(table: &'static Table, columns: &[u16]) -> Self {
        let start = |column: &u16| {
            let name = table.at(*column).name;
            let text = STARTS_WITH
                .iter()
                .find(|(of, field, _)| *of == table.name && *field == name)
                .map_or("", |(.., text)| text);
            (*column, Cell { text: text.to_owned(), id: None })
        };
        Self { cells: columns.iter().map(start).collect(), ..Self::empty(table) }
    }

    /// The form of a new record, in these parts.
    pub(crate) fn of_new(table: &'static Table, parts: &[Part]) -> Self {
        let mut sheet = Self::empty(table);
        for part in parts {
            match part {
                Part::Fields { columns, .. } => sheet.cells.extend(Self::new(table, columns).cells),
                Part::Rows { many, .. } => drop(sheet.rows.insert(*many, Vec::new())),
                Part::Single { column, columns, .. } => {
                    if let Some(link) = &table.at(*column).link {
                        sheet.singles.insert(*column, Self::new(model().table(link.to), columns));
                    }
                }
                Part::Below { column, many, .. } => {
                    sheet.singles.get_mut(column).map(|single| single.rows.insert(*many, Vec::new()));
                }
                Part::Linked { .. } => {}
            }
        }
        sheet
    }

    /// What a browser sent of a record of this table.
    pub(crate) fn of_form(table: &'static Table, sent: &HashMap<String, String>) -> Self {
        let mut sheet = Self::below(table, "", sent);
        sheet.rows = Self::rows_sent(table, "", sent);
        for (at, column) in (0_u16..).zip(&table.columns) {
            let Some(link) = &column.link else { continue };
            let prefix = format!("{}.", column.name);
            if sent.contains_key(&format!("{prefix}id")) {
                let to = model().table(link.to);
                let rows = Self::rows_sent(to, &prefix, sent);
                sheet.singles.insert(at, Self { rows, ..Self::below(to, &prefix, sent) });
            }
        }
        sheet
    }

    /// The rows that a browser sent below a record; a part whose rows it was shown says so, also where none is left.
    fn rows_sent(table: &'static Table, prefix: &str, sent: &HashMap<String, String>) -> BTreeMap<u16, Vec<Self>> {
        let mut all = BTreeMap::new();
        for (at, many) in (0_u16..).zip(&table.many) {
            let name = format!("{prefix}{}", many.name);
            let start = format!("{name}[");
            let index = |name: &String| name.strip_prefix(&start)?.split(']').next()?.parse::<usize>().ok();
            let mut indices: Vec<usize> = sent.keys().filter_map(index).collect();
            indices.sort_unstable();
            indices.dedup();
            let row = |nth: usize| Self::below(model().table(many.of), &format!("{name}[{nth}]."), sent);
            if !indices.is_empty() || sent.contains_key(&format!("{name}.shown")) {
                all.insert(at, indices.into_iter().map(row).collect());
            }
        }
        all
    }

    fn below(table: &'static Table, prefix: &str, sent: &HashMap<String, String>) -> Self {
        let number = |name: &str| sent.get(&format!("{prefix}{name}")).and_then(|text| text.parse::<i64>().ok());
        let mut sheet = Self { id: number("id"), version: number("version"), ..Self::empty(table) };
        sheet.is_removed = sent.contains_key(&format!("{prefix}remove"));
        let how = sent.get(&format!("{prefix}how")).map_or("", String::as_str);
        sheet.like = number("like").filter(|_| sheet.id.is_none()).map(|from| Like { from, how: How::of(how) });
        for (at, column) in (0_u16..).zip(&table.columns) {
            let name = format!("{prefix}{}", column.name);
            let Some(plain) = sent.get(&name) else { continue };
            let cell = match (&column.link, sent.get(&format!("{name}.text"))) {
                (Some(_), Some(text)) => Cell { text: text.clone(), id: plain.parse().ok() },
                (Some(_), None) => Cell { text: String::new(), id: plain.parse().ok() },
                (None, _) => Cell { text: plain.clone(), id: None },
            };
            if is_written(table, at) {
                sheet.cells.insert(at, cell);
            }
        }
        sheet
    }

    /// What has a value in the form, so that it keeps its place when the form is shown again.
    pub(crate) fn used(&self) -> Used {
        Used {
            columns: self.cells.iter().filter(|(_, cell)| !cell.is_blank()).map(|(at, _)| *at).collect(),
            ..Used::default()
        }
    }

    /// What was sent, over the record as it is: a form does not send what the person may not change.
    pub(crate) fn over(mut self, start: Self) -> Self {
        for (column, cell) in start.cells {
            self.cells.entry(column).or_insert(cell);
        }
        for (many, theirs) in start.rows {
            let Some(rows) = self.rows.get_mut(&many) else {
                self.rows.insert(many, theirs);
                continue;
            };
            for row in rows.iter_mut().filter(|row| row.id.is_some()) {
                let known = theirs.iter().find(|theirs| theirs.id == row.id);
                let cells = known.map(|known| known.cells.clone()).unwrap_or_default();
                for (column, cell) in cells {
                    row.cells.entry(column).or_insert(cell);
                }
            }
        }
        for (column, theirs) in start.singles {
            match self.singles.remove(&column) {
                Some(mine) => drop(self.singles.insert(column, mine.over(theirs))),
                None => drop(self.singles.insert(column, theirs)),
            }
        }
        self
    }

    /// Empties it if nothing stands in it but what it started with.
    pub(crate) fn empty_if_as(&mut self, start: &Self) {
        let is_start = |(at, cell): (&u16, &Cell)| {
            let first = start.cells.get(at);
            cell.is_blank()
                || cell.text == "no"
                || first.is_some_and(|first| first.id == cell.id && (cell.id.is_some() || first.text == cell.text))
        };
        if self.cells.iter().all(is_start) {
            self.cells.values_mut().for_each(|cell| *cell = Cell::default());
        }
    }

    /// Whether nothing was filled in: a row or part that was added and left alone.
    fn is_untouched(&self) -> bool {
        if self.like.is_some() {
            return false;
        }
        let is_new = |row: &Self| !row.is_removed && (row.id.is_some() || !row.is_untouched());
        if self.rows.values().flatten().any(is_new) {
            return false;
        }
        let start = Self::new(self.table, &self.cells.keys().copied().collect::<Vec<_>>());
        self.cells.iter().all(|(at, cell)| {
            cell.is_blank()
                || cell.text == "no"
                || start.cells.get(at).is_some_and(|first| first.text == cell.text && cell.id.is_none())
        })
    }
}

impl Cell {
    /// Whether nothing stands in it.
    pub(crate) fn is_blank(&self) -> bool {
        self.text.trim().is_empty() && self.id.is_none()
    }
}

/// What stands in the control of a field for the value of a record.
pub(crate) fn shown_in_form(record: &Record, column: u16) -> String {
    let of = record.of().at(column);
    match &record.values[usize::from(column)] {
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        value if of.kind.is_date() => value::shown_value(
            of,
            value,
            precision_of(record.of(), column).and_then(|at| record.values[usize::from(at)].int()),
        ),
        value if matches!(of.kind, Kind::Decimal | Kind::Float) => locale::decimal(&value.to_string()),
        // A code is chosen by its number, a moment typed as it is.
        value => value.to_string(),
    }
}

/// A draft, what could not be understood, and where its rows stood in the form.
#[derive(Debug)]
pub(crate) struct Drafted {
    /// What the person wants the record to be.
    pub draft: Draft,
    /// What could not be understood, by the names of the controls.
    pub issues: Vec<Issue>,
    /// For each to-many link in the draft the places in the form of the rows that are saved.
    pub places: HashMap<String, Vec<usize>>,
}

impl Drafted {
    /// The name of the control that an issue of saving is about.
    pub(crate) fn control(&self, field: &str) -> String {
        let Some((name, rest)) = field.split_once('[') else { return field.to_owned() };
        let Some((nth, rest)) = rest.split_once(']') else { return field.to_owned() };
        let place = nth.parse::<usize>().ok().and_then(|nth| self.places.get(name)?.get(nth));
        place.map_or_else(|| field.to_owned(), |place| format!("{name}[{place}]{rest}"))
    }
}

impl Sheet {
    /// What saving this form means: only what differs from the record as it is now.
    ///
    /// # Errors
    ///
    /// - `NotFound`: the record, or one that it owns, is gone.
    /// - `Internal`, if the database fails.
    pub(crate) fn draft(&self, tx: &mut Tx<'_>) -> Result<Drafted> {
        let mut issues = Vec::new();
        let mut draft = self.own(tx, "", &mut issues)?;
        // Of what a copy takes over the form shows the rows: what it says of them counts.
        draft.many.retain(|(link, _)| !like::shows_rows(self.table, *link));
        draft.one.retain(|(column, _)| !self.singles.contains_key(column));
        let mut places = HashMap::new();
        for (column, single) in &self.singles {
            if single.id.is_none() && single.is_untouched() {
                continue;
            }
            let place = format!("{}.", self.table.at(*column).name);
            let mut part = single.own(tx, &place, &mut issues)?;
            // Of what a copy takes over the form shows the rows: what it says of them counts.
            part.many.retain(|(link, _)| !single.rows.contains_key(link));
            single.put_rows(tx, &place, &mut part, &mut places, &mut issues)?;
            if !part.values.is_empty() || !part.many.is_empty() {
                draft.one.push((*column, part));
            }
        }
        self.put_rows(tx, "", &mut draft, &mut places, &mut issues)?;
        Ok(Drafted { draft, issues, places })
    }

    /// Adds the rows below the record to its draft, and notes where they stand in the form.
    fn put_rows(
        &self,
        tx: &mut Tx<'_>,
        place: &str,
        draft: &mut Draft,
        places: &mut HashMap<String, Vec<usize>>,
        issues: &mut Vec<Issue>,
    ) -> Result<()> {
        for (many, rows) in &self.rows {
            let name = format!("{place}{}", self.table.many[usize::from(*many)].name);
            let (part, kept) = self.row_drafts(tx, *many, rows, &name, issues)?;
            if let Some(part) = part {
                draft.many.push((*many, part));
                places.insert(name, kept);
            }
        }
        Ok(())
    }

    /// The draft of the record alone.
    fn own(&self, tx: &mut Tx<'_>, place: &str, issues: &mut Vec<Issue>) -> Result<Draft> {
        let copied = match (self.id, self.like) {
            (None, Some(like)) => like.copied(tx, self.table.id)?,
            _ => None,
        };
        let before = match (self.id, &copied) {
            (Some(id), _) => Some(tx.get(self.table.id, id)?),
            (None, copied) => copied.as_ref().map(|copied| copied.record.clone()),
        };
        let mut draft = copied.map_or_else(|| Draft::new(self.table.id), |copied| copied.draft());
        (draft.id, draft.version) = (self.id, self.version);
        let spread = understood::spread(self.table, &self.cells, before.as_ref());
        for (column, cell) in spread.as_ref().unwrap_or(&self.cells) {
            match self.value(tx, *column, cell, before.as_ref())? {
                Ok(None) => {}
                Ok(Some(understood)) => self.put(&mut draft, *column, understood, before.as_ref()),
                Err(words) => issues.push(Issue::error(
                    "not-understood",
                    format!("{place}{}", self.table.at(*column).name),
                    words,
                )),
            }
        }
        // Somebody chose another record where a copy of the owned one would be made.
        let Draft { one, values, .. } = &mut draft;
        one.retain(|(column, _)| !values.iter().any(|(theirs, _)| theirs == column));
        Ok(draft)
    }

    /// Refuses a row that somebody removed meanwhile, and one that shall go although somebody changed it meanwhile.
    fn refuse_stale(&self, tx: &mut Tx<'_>) -> Result<()> {
        let Some(id) = self.id else { return Ok(()) };
        let now = tx.find(self.table.id, id)?.map(|record| record.version());
        let is_changed = self.is_removed && self.version.is_some() && now != self.version;
        if now.is_some() && !is_changed {
            return Ok(());
        }
        Err(Error::new(Code::Conflict, t("Somebody saved this record while you were editing it.")))
    }

    fn put(&self, draft: &mut Draft, column: u16, understood: Understood, before: Option<&Record>) {
        let mut put = |at: u16, value: Value| {
            let was = before.map_or(&Value::Null, |before| &before.values[usize::from(at)]);
            if *was != value {
                draft.values.push((at, value));
            }
        };
        if let Some(precision) = precision_of(self.table, column) {
            put(precision, understood.precision.into());
        }
        put(column, understood.value);
    }

    /// What the control of a column says, of a record of which nothing is known; nothing if it is not there.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub(crate) fn given(
        &self,
        tx: &mut Tx<'_>,
        column: u16,
    ) -> Result<std::result::Result<Option<Understood>, String>> {
        self.cells.get(&column).map_or(Ok(Ok(None)), |cell| self.value(tx, column, cell, None))
    }

    /// What a control says; nothing if it says what the record says already.
    fn value(
        &self,
        tx: &mut Tx<'_>,
        column: u16,
        cell: &Cell,
        before: Option<&Record>,
    ) -> Result<std::result::Result<Option<Understood>, String>> {
        let plain = |value: Value| Ok(Ok(Some(Understood { value, precision: None })));
        if let Some(link) = &self.table.at(column).link {
            let to = model().table(link.to);
            if is_small(to) && cell.text.is_empty() {
                return plain(cell.id.into());
            }
            if cell.text.trim().is_empty() {
                return plain(Value::Null);
            }
            if let Some(id) = cell.id
                && (names::text(tx, link.to, id)? == cell.text
                    || names::text_at(tx, Col(self.table.id, column), id)? == cell.text)
            {
                return plain(Value::Int(id));
            }
            return Ok(
                names::meant(tx, to, &cell.text)?.map(|id| Some(Understood { value: Value::Int(id), precision: None }))
            );
        }
        // A browser sends every line break as two characters, and none in a single line.
        let typed = cell.text.replace("\r\n", "\n");
        let same = |shown: String| shown.replace("\r\n", "\n") == typed || shown.replace(['\r', '\n'], "") == typed;
        if before.is_some_and(|before| same(shown_in_form(before, column))) {
            return Ok(Ok(None));
        }
        Ok(value::read(self.table, column, &typed).map(Some))
    }

    fn row_drafts(
        &self,
        tx: &mut Tx<'_>,
        many: u16,
        rows: &[Self],
        name: &str,
        issues: &mut Vec<Issue>,
    ) -> Result<(Option<ManyDraft>, Vec<usize>)> {
        let of = rows_of(self.table, many);
        let (mut save, mut remove, mut kept) = (Vec::new(), Vec::new(), Vec::new());
        let mut is_changed = false;
        for (nth, row) in rows.iter().enumerate() {
            row.refuse_stale(tx)?;
            if row.is_removed || (row.id.is_none() && row.is_untouched()) {
                remove.extend(row.id);
                continue;
            }
            let mut draft = row.own(tx, &format!("{name}[{nth}]."), issues)?;
            is_changed |= row.id.is_none() || !draft.values.is_empty();
            if let Some(order) =
                of.column("orderNumber").filter(|order| row.id.is_none() && !row.cells.contains_key(order))
            {
                draft.values.push((order, Value::Int(nth as i64)));
            }
            save.push(draft);
            kept.push(nth);
        }
        let is_changed = is_changed || !remove.is_empty();
        Ok((is_changed.then_some(ManyDraft::Some { save, remove }), kept))
    }
}

/// The records that a link to a small table can lead to: id and words, in the order of their rank or name.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub(crate) fn choices(tx: &mut Tx<'_>, table: &'static Table, definition: Option<i64>) -> Result<Vec<(i64, String)>> {
    let mut select = Select::all(table.id).at_most(500);
    let def = ["treeDef", "definition"].iter().find_map(|name| table.col(name));
    if let (Some(column), Some(id)) = (def, definition) {
        select = select.matching(vasculum_store::Filter::is(Col(table.id, column.1), id));
    }
    let mut records = super::grid::or_nothing(tx.select(&select))?;
    records.sort_by_key(|record| record.named("rankId").and_then(Value::int));
    let ids: Vec<i64> = records.iter().map(|record| record.id).collect();
    let mut texts = names::texts(tx, table.id, &ids)?;
    let mut choices: Vec<(i64, String)> =
        ids.into_iter().map(|id| (id, texts.remove(&id).unwrap_or_default())).collect();
    if table.column("rankId").is_none() {
        choices.sort_by_key(|(_, text)| vasculum_store::fold(text));
    }
    Ok(choices)
}
