//! Sheets with a column for each rank: what the columns mean, and the nodes that their rows name.

use std::collections::BTreeSet;

use vasculum_formats::trees::{Sheet, TreeFile, TreeKind, TreeRow};
use vasculum_model::{Col, Error, Result, TableId, model};

use super::said::field_column;
use super::target::Builder;
use super::words::rank_of;
use super::{Ask, Place, nothing_in_it};
use crate::trees::tree_of;

/// What a column of a sheet means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// Names of this rank.
    Rank(String),
    /// Authors of the names of this rank.
    Author(String),
    /// Names of any rank, written out with the names above as far as that is usual.
    Name,
    /// Names of any rank, each alone.
    OwnName,
    /// The rank of the names in the column of names.
    RankOfName,
    /// The author of the names in the column of names.
    AuthorOfName,
    /// What the source calls the row.
    Id,
    /// What the source calls the row above.
    Parent,
    /// What the source calls the accepted name.
    Accepted,
    /// A field of the nodes.
    Field(String),
    /// Nothing that is read.
    Nothing,
}

impl Role {
    /// The role of these words: `rank:Genus`, `author:Genus`, `name`, `own-name`, `rank`, `author`, `id`, `parent`,
    /// `accepted`, `field:remarks` or `nothing`.
    pub fn read(words: &str) -> Option<Self> {
        let (word, of) = words.split_once(':').map_or((words, ""), |(word, of)| (word.trim(), of.trim()));
        Some(match (word, of) {
            ("rank", "") => Self::RankOfName,
            ("author", "") => Self::AuthorOfName,
            ("rank", of) => Self::Rank(of.to_owned()),
            ("author", of) => Self::Author(of.to_owned()),
            ("name", "") => Self::Name,
            ("own-name", "") => Self::OwnName,
            ("id", "") => Self::Id,
            ("parent", "") => Self::Parent,
            ("accepted", "") => Self::Accepted,
            ("field", of) if !of.is_empty() => Self::Field(of.to_owned()),
            ("nothing", "") => Self::Nothing,
            _ => return None,
        })
    }

    /// The words that [`Role::read`] reads.
    pub fn words(&self) -> String {
        match self {
            Self::Rank(of) => format!("rank:{of}"),
            Self::Author(of) => format!("author:{of}"),
            Self::Name => "name".to_owned(),
            Self::OwnName => "own-name".to_owned(),
            Self::RankOfName => "rank".to_owned(),
            Self::AuthorOfName => "author".to_owned(),
            Self::Id => "id".to_owned(),
            Self::Parent => "parent".to_owned(),
            Self::Accepted => "accepted".to_owned(),
            Self::Field(name) => format!("field:{name}"),
            Self::Nothing => "nothing".to_owned(),
        }
    }
}

/// What each column of a sheet means, from the left.
pub type Mapping = Vec<Role>;

/// Guesses what the columns of a sheet mean by their headers: the name of a rank, such a name with ‘author’, a field. A
/// word that stands before several of them (‘avilist_order’, ‘avilist_family’) says nothing of its own.
///
/// # Errors
///
/// `Invalid`, if the table is no tree.
pub fn guess(sheet: &Sheet, table: TableId, ranks: &[(String, i64)]) -> Result<Mapping> {
    let tree = tree_of(table)?;
    let prefix = prefix_of(&sheet.headers);
    let role = |header: &String| {
        let header = prefix.and_then(|prefix| header.strip_prefix(prefix)).unwrap_or(header);
        let plain: String = header.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        let rank = |word: &str| rank_of(ranks, word).map(|at| ranks[at].0.clone());
        let of_author = plain.strip_suffix("author").or_else(|| plain.strip_suffix("authorship"));
        if let Some(rank) = rank(header) {
            return Role::Rank(rank);
        }
        if let Some(rank) = of_author.and_then(rank) {
            return Role::Author(rank);
        }
        match plain.as_str() {
            "scientificname" | "taxon" => Role::Name,
            "name" => Role::OwnName,
            "rank" | "taxonrank" => Role::RankOfName,
            "author" | "authorship" | "authorstring" | "scientificnameauthorship" => Role::AuthorOfName,
            "speciesepithet" | "specificepithet" => rank("species").map_or(Role::Nothing, Role::Rank),
            "infraspecificepithet" => rank("subspecies").map_or(Role::Nothing, Role::Rank),
            "id" | "taxonid" => Role::Id,
            "parentid" | "parentnameusageid" => Role::Parent,
            "acceptedid" | "acceptednameusageid" => Role::Accepted,
            _ if plain.ends_with("rank") => Role::RankOfName,
            _ => field_column(tree, header).map_or(Role::Nothing, |_| Role::Field(header.to_owned())),
        }
    };
    let mut mapping: Mapping = sheet.headers.iter().map(role).collect();
    // Each part is played once.
    for at in 1..mapping.len() {
        if mapping[at] != Role::Nothing && mapping[..at].contains(&mapping[at]) {
            mapping[at] = Role::Nothing;
        }
    }
    Ok(mapping)
}

/// What stands before three headers or more, up to the first underscore.
fn prefix_of(headers: &[String]) -> Option<&str> {
    let of = |header: &'_ String| header.find('_').map(|at| at + 1);
    let prefixes = headers.iter().filter_map(|header| of(header).map(|end| &header[..end]));
    let count = |prefix: &str| headers.iter().filter(|header| header.starts_with(prefix)).count();
    prefixes.map(|prefix| (count(prefix), prefix)).filter(|(count, _)| *count > 2).max().map(|(_, prefix)| prefix)
}

/// Everything that a column can mean for a tree of these ranks, in the order of a menu.
///
/// # Errors
///
/// `Invalid`, if the table is no tree.
pub fn roles(table: TableId, ranks: &[(String, i64)]) -> Result<Vec<Role>> {
    let tree = tree_of(table)?;
    // The root is no name of a file.
    let names = || ranks.iter().skip(1).map(|rank| rank.0.clone());
    let has_author = super::existing::author_column(tree).is_some();
    let mut roles = vec![Role::Nothing];
    roles.extend(names().map(Role::Rank));
    roles.extend(names().filter(|_| has_author).map(Role::Author));
    roles.extend([Role::Name, Role::OwnName, Role::RankOfName]);
    roles.extend(has_author.then_some(Role::AuthorOfName));
    roles.extend([Role::Id, Role::Parent, Role::Accepted]);
    let fields = model().table(table).columns.iter().map(|column| column.name);
    roles.extend(fields.filter(|name| field_column(tree, name).is_some()).map(|name| Role::Field(name.to_owned())));
    Ok(roles)
}

/// What the columns of a sheet mean: as it is said, else as it is guessed.
pub(super) fn mapping(sheet: &Sheet, ask: &Ask, ranks: &[(String, i64)]) -> Result<Mapping> {
    let mapping = match &ask.mapping {
        Some(mapping) => mapping.clone(),
        None => guess(sheet, ask.table, ranks)?,
    };
    for (at, role) in mapping.iter().enumerate() {
        let header = |at: usize| sheet.headers.get(at).map_or("", String::as_str);
        if let Some(other) = mapping[..at].iter().position(|other| other == role && *role != Role::Nothing) {
            let words = format!("The columns ‘{}’ and ‘{}’ can’t both mean the same.", header(other), header(at));
            return Err(Error::invalid(words).hint("Choose for one of them that nothing of it is read."));
        }
    }
    if mapping.iter().any(|role| matches!(role, Role::Rank(_) | Role::Name | Role::OwnName)) {
        Ok(mapping)
    } else {
        Err(nothing_in_it())
    }
}

/// The fields that the sheet fills in.
pub(super) fn columns_of(sheet: &Sheet, ask: &Ask, ranks: &[(String, i64)]) -> Result<Vec<Col>> {
    let tree = tree_of(ask.table)?;
    let columns: BTreeSet<u16> = mapping(sheet, ask, ranks)?
        .iter()
        .filter_map(|role| if let Role::Field(name) = role { field_column(tree, name) } else { None })
        .map(|column| column.1)
        .collect();
    Ok(columns.into_iter().map(|at| Col(ask.table, at)).collect())
}

/// Puts the rows of a sheet into a target.
pub(super) fn read(builder: &mut Builder<'_>, sheet: &Sheet, ask: &Ask) -> Result<()> {
    let ranks = builder.target.ranks.clone();
    let mapping = mapping(sheet, ask, &ranks)?;
    if let Some(names) = named_rows(sheet, &mapping) {
        builder.read(&names);
        return Ok(());
    }
    let mut columns: Vec<(usize, usize, Option<usize>)> = Vec::new();
    for (at, role) in mapping.iter().enumerate() {
        if let Role::Rank(name) = role
            && let Some(rank) = rank_of(&ranks, name)
        {
            let author = mapping.iter().position(|role| matches!(role, Role::Author(of) if of == name));
            columns.push((at, rank, author));
        }
    }
    columns.sort_by_key(|(_, rank, _)| ranks[*rank].1);
    // An author without a rank is that of the lowest name in the row.
    let of_row = mapping.iter().position(|role| *role == Role::AuthorOfName);
    for (line, cells) in &sheet.rows {
        let cell = |at: usize| cells.get(at).map(String::as_str).filter(|text| !text.is_empty());
        let lowest = columns.iter().rposition(|(at, _, _)| cell(*at).is_some());
        let mut above = Place::Root;
        let mut last = None;
        for (nth, (at, rank, author)) in columns.iter().enumerate() {
            let author = author.or(of_row.filter(|_| lowest == Some(nth)));
            let Some(name) = cell(*at) else { continue };
            if ranks[*rank].1 == ranks[0].1 {
                continue;
            }
            let name = builder.own_name(name, *rank);
            let node = builder.at(above, *rank, &name, author.and_then(cell), *line);
            above = Place::Node(node);
            last = Some((node, name));
        }
        let Some((node, name)) = last else { continue };
        let mut row = TreeRow { line: *line, name, ..TreeRow::default() };
        row.fields = said(&mapping, cells);
        row.id = mapping.iter().position(|role| *role == Role::Id).and_then(cell).map(str::to_owned);
        builder.say(node, &row, None);
    }
    Ok(())
}

fn said(mapping: &Mapping, cells: &[String]) -> Vec<(String, String)> {
    let fields = mapping.iter().zip(cells).filter(|(_, cell)| !cell.is_empty());
    fields
        .filter_map(|(role, cell)| if let Role::Field(name) = role { Some((name.clone(), cell.clone())) } else { None })
        .collect()
}

/// The rows of a sheet that has a column of names of any rank; nothing of one with a column for each rank.
pub(super) fn named_rows(sheet: &Sheet, mapping: &Mapping) -> Option<TreeFile> {
    let names = mapping.iter().position(|role| matches!(role, Role::Name | Role::OwnName))?;
    Some(as_names(sheet, mapping, names))
}

/// A sheet whose rows each have one name, with its rank beside it.
fn as_names(sheet: &Sheet, mapping: &Mapping, names: usize) -> TreeFile {
    let column = |wanted: Role| mapping.iter().position(|role| *role == wanted);
    let (rank, author) = (column(Role::RankOfName), column(Role::AuthorOfName));
    let (id, parent, accepted) = (column(Role::Id), column(Role::Parent), column(Role::Accepted));
    let row = |(line, cells): &(u64, Vec<String>)| {
        let cell = |at: Option<usize>| at.and_then(|at| cells.get(at)).filter(|text| !text.is_empty()).cloned();
        let mut above: Vec<(String, String)> = Vec::new();
        for (role, text) in mapping.iter().zip(cells) {
            if let Role::Rank(name) = role
                && !text.is_empty()
            {
                above.push((name.clone(), text.clone()));
            }
        }
        TreeRow {
            line: *line,
            id: cell(id),
            parent: cell(parent),
            accepted: cell(accepted).filter(|accepted| Some(accepted) != cell(id).as_ref()),
            rank: cell(rank),
            name: cell(Some(names)).unwrap_or_default(),
            is_own_name: mapping[names] == Role::OwnName,
            author: cell(author),
            above,
            fields: said(mapping, cells),
        }
    };
    TreeFile {
        kind: TreeKind::DarwinCore,
        rows: sheet.rows.iter().map(row).collect(),
        vernacular: Vec::new(),
        metadata: None,
        problems: sheet.problems.clone(),
    }
}
