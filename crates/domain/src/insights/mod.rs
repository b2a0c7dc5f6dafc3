//! Insights: pages of numbers and charts, each of which is a question.
//!
//! A page is a list of tiles under headings. What is shipped stands in [`ITEMS`]; a person or a collection may arrange its
//! own pages, which are kept as an application resource, journalled like everything, so that a change of them is seen and
//! can be taken back.

pub mod annual;
pub mod answers;
mod items;

use serde::{Deserialize, Serialize};
use vasculum_model::{Error, Result};
use vasculum_store::{Access, Tx, WriteTx};

pub use self::items::{ITEMS, Item, PAGES, Shipped, item_of};
use crate::query::{self, views};
use crate::resources::{self, Whose};

/// How a tile is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// No question: the words above the tiles that follow.
    Heading,
    /// One number.
    Number,
    /// One number between 0 and 1, as a percentage.
    Share,
    /// A bar for each of the first groups.
    Bars,
    /// A column for each year, or month of a year.
    Timeline,
    /// Rows and columns.
    Table,
    /// Several numbers of one row, one below the other.
    Figures,
}

/// Every kind of tile with its name, in the order of the choice.
pub const KINDS: &[(Kind, &str, &str)] = &[
    (Kind::Number, "number", "Number"),
    (Kind::Share, "share", "Percentage"),
    (Kind::Bars, "bars", "Bars"),
    (Kind::Timeline, "timeline", "Timeline"),
    (Kind::Table, "table", "Table"),
    (Kind::Figures, "figures", "Several numbers"),
    (Kind::Heading, "heading", "Heading"),
];

/// One tile, or the heading above some.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tile {
    /// How it is drawn.
    pub kind: Kind,
    /// What stands above it; empty for the title of its statistic.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The key of a statistic of [`ITEMS`]; empty for a question of one's own.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub item: String,
    /// The question of one's own.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub ask: String,
}

/// One page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// What it is called.
    pub name: String,
    /// What stands on it, from above.
    pub tiles: Vec<Tile>,
}

/// Pages in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// The pages.
    pub pages: Vec<Sheet>,
}

/// A page and a tile can hold so much; what is more is refused.
pub const MOST_PAGES: usize = 30;
/// At most so many tiles stand on one page.
pub const MOST_TILES: usize = 100;

/// The name of the resource.
const NAME: &str = "VasculumInsights";

/// The right to change what everybody in a collection sees.
pub const RIGHT: (&str, &str) = ("/preferences/statistics", "edit_shared");

impl Tile {
    /// The heading with these words.
    pub fn heading(title: &str) -> Self {
        Self { kind: Kind::Heading, title: title.to_owned(), item: String::new(), ask: String::new() }
    }

    /// A statistic of [`ITEMS`].
    pub fn of(item: &Item) -> Self {
        Self { kind: item.kind, title: String::new(), item: item.key.to_owned(), ask: String::new() }
    }

    /// Its question, as it is asked in the trees that the person sees; nothing for a heading, for a statistic that there
    /// is no more, and where a tree has no ranks.
    ///
    /// # Errors
    ///
    /// `Internal`, if the database fails.
    pub fn question(&self, tx: &mut Tx<'_>) -> Result<Option<String>> {
        let Some(item) = item_of(&self.item) else {
            return Ok(Some(self.ask.clone()).filter(|ask| self.kind != Kind::Heading && !ask.is_empty()));
        };
        let Some((tree, shown)) = item.per_rank else { return Ok(Some(item.ask.to_owned())) };
        let ranks: Vec<String> = views::ranks(tx, tree)?
            .into_iter()
            .map(|rank| shown.replace("{rank}", &hop(&rank)).replace("{caption}", &quoted(&rank)))
            .collect();
        Ok((!ranks.is_empty()).then(|| item.ask.replace("{ranks}", &ranks.join(", "))))
    }
}

/// A name as it is written in a question.
fn hop(name: &str) -> String {
    query::ast::Hop { name: name.to_owned(), such: None }.to_string()
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

impl Layout {
    /// The pages that are shipped, with headings as `words` writes them.
    pub fn shipped(words: impl Fn(&'static str) -> String) -> Self {
        let sheet = |page: &Shipped| Sheet {
            name: words(page.name),
            tiles: page
                .groups
                .iter()
                .flat_map(|(title, keys)| {
                    let tiles = keys.iter().filter_map(|key| item_of(key)).map(Tile::of);
                    std::iter::once(Tile::heading(&words(title))).chain(tiles)
                })
                .collect(),
        };
        Self { pages: PAGES.iter().map(sheet).collect() }
    }

    /// Judges pages before they are kept.
    ///
    /// # Errors
    ///
    /// `Invalid`: there are too many, a name is missing, or a question can’t be read.
    pub fn judge(&self) -> Result<()> {
        if self.pages.len() > MOST_PAGES {
            return Err(Error::invalid(format!("There are at most {MOST_PAGES} pages.")));
        }
        for page in &self.pages {
            if page.name.trim().is_empty() {
                return Err(Error::invalid("A page needs a name."));
            }
            if page.tiles.len() > MOST_TILES {
                return Err(Error::invalid(format!("A page holds at most {MOST_TILES} tiles.")));
            }
            for tile in &page.tiles {
                if tile.kind == Kind::Heading || item_of(&tile.item).is_some() {
                    continue;
                }
                query::parse(&tile.ask)?;
                if tile.title.trim().is_empty() {
                    return Err(Error::invalid("A tile with a question of its own needs a title."));
                }
            }
        }
        Ok(())
    }
}

/// The pages of somebody or of a collection; nothing where nobody arranged any.
///
/// # Errors
///
/// `Internal`, if the database fails.
pub fn read(tx: &mut Tx<'_>, whose: Whose) -> Result<Option<Layout>> {
    let text = resources::read(tx, whose, NAME)?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
}

/// Whether somebody may change these pages.
pub fn may_change(access: &Access, whose: Whose) -> bool {
    !access.read_only
        && match whose {
            Whose::Person { user, .. } => access.user == Some(user),
            Whose::Collection(collection) => access.may(RIGHT.0, RIGHT.1, Some(collection)),
            Whose::Everybody => access.may(RIGHT.0, RIGHT.1, None),
        }
}

/// Keeps pages.
///
/// # Errors
///
/// - `Forbidden`: these are somebody else’s, or the person may not change those of the collection.
/// - `Invalid`, as [`Layout::judge`].
pub fn keep(tx: &mut WriteTx<'_>, whose: Whose, layout: &Layout) -> Result<()> {
    if !may_change(tx.access(), whose) {
        return Err(Error::forbidden("You have no right to change the pages that everybody in the collection sees.")
            .hint("You can arrange pages of your own."));
    }
    layout.judge()?;
    let text = serde_json::to_string(layout).map_err(|cause| Error::internal("The pages can’t be written.", cause))?;
    resources::keep(tx, whose, NAME, "application/json", &text)
}

/// Every English word of what is shipped, for those who translate: titles, headings, captions of columns, kinds of tiles.
pub fn words() -> std::collections::BTreeSet<String> {
    let captions = ITEMS.iter().filter(|item| item.per_rank.is_none()).filter_map(|item| query::parse(item.ask).ok());
    let captions =
        captions.flat_map(|query| query.show).map(|shown| shown.caption).filter(|caption| !caption.is_empty());
    let pages = PAGES.iter().flat_map(|page| page.groups.iter().map(|(title, _)| *title).chain([page.name]));
    let annual = annual::PARTS.iter().flat_map(|part| part.lines.iter().map(|line| line.title).chain([part.title]));
    let titles = ITEMS.iter().map(|item| item.title).chain(KINDS.iter().map(|(.., name)| *name));
    titles.chain(pages).chain(annual).map(str::to_owned).chain(captions).collect()
}
