//! Topologies in Newick: brackets, names, and lengths of branches.
//!
//! Newick has no ranks. What is written here says rank and author in a comment, in the manner of other programs
//! (`[&rank="genus",author="Mill."]`), which readers that do not know it skip.

use std::io::{self, Write};

use super::guard::{Rows, text};
use super::{TreeFile, TreeKind, TreeRow};
use crate::limits::Limits;
use crate::problem::{Problems, Refusal};

/// Reads every tree of a file.
pub(super) fn read_newick(bytes: &[u8], file: &str, limits: &Limits) -> Result<TreeFile, Refusal> {
    let text = text(bytes);
    let mut reader = Reader {
        chars: text.chars().peekable(),
        line: 1,
        nodes: Vec::new(),
        open: Vec::new(),
        last: None,
        limits,
        file,
        problems: Problems::default(),
    };
    reader.run()?;
    let Reader { nodes, problems, .. } = reader;
    if nodes.iter().all(|node| node.name.is_empty()) {
        return Err(Refusal::new("This topology has no names.").at(file));
    }
    let mut rows = Rows::new(limits);
    for (at, node) in nodes.into_iter().enumerate() {
        let parent = node.parent.map(|parent| parent.to_string());
        let row = TreeRow {
            line: node.line,
            id: Some(at.to_string()),
            parent,
            rank: node.said("rank"),
            author: node.said("author"),
            name: node.name,
            fields: node.fields.into_iter().filter(|(key, _)| key != "rank" && key != "author").collect(),
            ..TreeRow::default()
        };
        rows.add(row, file)?;
    }
    Ok(TreeFile { kind: TreeKind::Newick, rows: rows.rows, vernacular: Vec::new(), metadata: None, problems })
}

#[derive(Default)]
struct Node {
    line: u64,
    parent: Option<usize>,
    name: String,
    fields: Vec<(String, String)>,
}

impl Node {
    fn said(&self, key: &str) -> Option<String> {
        self.fields.iter().find(|(name, _)| name == key).map(|(_, value)| value.clone())
    }
}

struct Reader<'t> {
    chars: std::iter::Peekable<std::str::Chars<'t>>,
    line: u64,
    nodes: Vec<Node>,
    /// Inner nodes whose bracket is open, outermost first.
    open: Vec<usize>,
    /// The node that a name, a comment or a length belongs to.
    last: Option<usize>,
    limits: &'t Limits,
    file: &'t str,
    problems: Problems,
}

impl Reader<'_> {
    fn run(&mut self) -> Result<(), Refusal> {
        while let Some(char) = self.next() {
            match char {
                '(' => {
                    let node = self.node()?;
                    self.open.push(node);
                    self.last = None;
                }
                ')' => {
                    self.last = self.open.pop();
                    if self.last.is_none() {
                        self.unbalanced();
                    }
                }
                ',' => self.last = None,
                ';' => {
                    if !self.open.is_empty() {
                        self.unbalanced();
                    }
                    self.open.clear();
                    self.last = None;
                }
                ':' => self.length()?,
                '[' => self.comment()?,
                '\'' | '"' => {
                    let name = self.quoted(char)?;
                    self.name(name)?;
                }
                char if char.is_whitespace() => {}
                char => {
                    let name = self.plain(char)?;
                    self.name(name)?;
                }
            }
        }
        if !self.open.is_empty() {
            self.unbalanced();
        }
        Ok(())
    }

    fn next(&mut self) -> Option<char> {
        let char = self.chars.next();
        self.line += u64::from(char == Some('\n'));
        char
    }

    fn node(&mut self) -> Result<usize, Refusal> {
        if self.nodes.len() >= self.limits.max_tree_rows {
            return Err(super::guard::too_large(self.file, self.limits));
        }
        let (line, parent) = (self.line, self.open.last().copied());
        self.nodes.push(Node { line, parent, ..Node::default() });
        Ok(self.nodes.len() - 1)
    }

    /// The node that is spoken of; a leaf begins with its name.
    fn here(&mut self) -> Result<usize, Refusal> {
        if let Some(last) = self.last {
            return Ok(last);
        }
        let node = self.node()?;
        self.last = Some(node);
        Ok(node)
    }

    fn name(&mut self, name: String) -> Result<(), Refusal> {
        let is_inner = self.last.is_some();
        let node = self.here()?;
        if is_inner && name.parse::<f64>().is_ok() {
            // What stands where the name of an inner node would is how well the branch is supported.
            self.nodes[node].fields.push(("support".to_owned(), name));
        } else if self.nodes[node].name.is_empty() {
            self.nodes[node].name = name;
        } else {
            self.nodes[node].name.push(' ');
            self.nodes[node].name.push_str(&name);
        }
        Ok(())
    }

    /// A name in quotes; a quote within is doubled.
    fn quoted(&mut self, quote: char) -> Result<String, Refusal> {
        let mut name = String::new();
        while let Some(char) = self.next() {
            if char == quote {
                if self.chars.peek() != Some(&quote) {
                    return Ok(name);
                }
                self.next();
            }
            self.push(&mut name, char)?;
        }
        self.unbalanced();
        Ok(name)
    }

    /// A name without quotes, in which blanks are written as underscores.
    fn plain(&mut self, first: char) -> Result<String, Refusal> {
        let mut name = String::new();
        let mut next = Some(first);
        while let Some(char) = next {
            self.push(&mut name, if char == '_' { ' ' } else { char })?;
            let goes_on = self.chars.peek().is_some_and(|c| !"()[]:;,'".contains(*c) && !c.is_whitespace());
            next = if goes_on { self.next() } else { None };
        }
        Ok(name)
    }

    fn push(&self, name: &mut String, char: char) -> Result<(), Refusal> {
        if name.len() >= self.limits.max_field_bytes {
            return Err(Refusal::new("A name of this topology is too long.").at(format!("{}:{}", self.file, self.line)));
        }
        name.push(char);
        Ok(())
    }

    fn length(&mut self) -> Result<(), Refusal> {
        let mut length = String::new();
        while self.chars.peek().is_some_and(|c| !"()[];,".contains(*c)) {
            if let Some(char) = self.next()
                && !char.is_whitespace()
            {
                self.push(&mut length, char)?;
            }
        }
        if length.parse::<f64>().is_ok() {
            let node = self.here()?;
            self.nodes[node].fields.push(("branchLength".to_owned(), length));
        }
        Ok(())
    }

    /// A comment; one that begins with `&` says something of the node before it.
    fn comment(&mut self) -> Result<(), Refusal> {
        let mut comment = String::new();
        let (mut depth, mut in_quotes) = (1, false);
        while let Some(char) = self.next() {
            match char {
                '"' => in_quotes = !in_quotes,
                '[' if !in_quotes => depth += 1,
                ']' if !in_quotes => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                if let Some(said) = comment.strip_prefix('&') {
                    self.said(said)?;
                }
                return Ok(());
            }
            self.push(&mut comment, char)?;
        }
        self.unbalanced();
        Ok(())
    }

    /// `rank="genus",author="Mill."`; the names of other programs' remarks are kept as they are.
    fn said(&mut self, said: &str) -> Result<(), Refusal> {
        let Some(node) = self.last else { return Ok(()) };
        for part in parts(said) {
            let Some((key, value)) = part.split_once('=') else { continue };
            let value = value.trim();
            let inner = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
            let value = inner.map_or_else(|| value.to_owned(), |inner| inner.replace("\"\"", "\""));
            let fields = &mut self.nodes[node].fields;
            if fields.len() < 100 && !value.is_empty() {
                fields.push((key.trim().to_owned(), value));
            }
        }
        Ok(())
    }

    fn unbalanced(&mut self) {
        let words = || "A bracket or quotation mark is not closed, or was never opened.".to_owned();
        self.problems.add(self.file, self.line, None, "branch-not-closed", words);
    }
}

/// What stands between commas outside of quotation marks.
fn parts(said: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut in_quotes) = (0, false);
    for (at, char) in said.char_indices() {
        match char {
            '"' => in_quotes = !in_quotes,
            ',' if !in_quotes => {
                parts.push(&said[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&said[start..]);
    parts
}

/// A node on its way into a topology.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NewickNode<'a> {
    /// The whole name without its author.
    pub name: &'a str,
    /// The rank in small letters.
    pub rank: &'a str,
    /// The author.
    pub author: &'a str,
    /// What it is unless accepted, for example ‘synonym’.
    pub status: &'a str,
}

/// Writes one topology: nodes are opened and closed like brackets, and named when they are closed.
#[derive(Debug)]
pub struct NewickWriter<W: Write> {
    out: W,
    needs_comma: bool,
}

impl<W: Write> NewickWriter<W> {
    /// Begins a topology.
    pub fn create(out: W) -> Self {
        Self { out, needs_comma: false }
    }

    /// Begins a node that has others below it.
    ///
    /// # Errors
    ///
    /// What the writer below says.
    pub fn open(&mut self) -> io::Result<()> {
        self.comma()?;
        self.needs_comma = false;
        self.out.write_all(b"(")
    }

    /// Ends the node that was opened last.
    ///
    /// # Errors
    ///
    /// What the writer below says.
    pub fn close(&mut self, node: &NewickNode<'_>) -> io::Result<()> {
        self.out.write_all(b")")?;
        self.label(node)
    }

    /// Writes a node with nothing below it.
    ///
    /// # Errors
    ///
    /// What the writer below says.
    pub fn leaf(&mut self, node: &NewickNode<'_>) -> io::Result<()> {
        self.comma()?;
        self.label(node)
    }

    /// Ends the topology and gives the writer below back.
    ///
    /// # Errors
    ///
    /// What the writer below says.
    pub fn finish(mut self) -> io::Result<W> {
        self.out.write_all(b";\n")?;
        self.out.flush()?;
        Ok(self.out)
    }

    fn comma(&mut self) -> io::Result<()> {
        if self.needs_comma { self.out.write_all(b",\n") } else { Ok(()) }
    }

    fn label(&mut self, node: &NewickNode<'_>) -> io::Result<()> {
        self.needs_comma = true;
        write!(self.out, "'{}'", node.name.replace('\'', "''"))?;
        let said: Vec<String> = [("rank", node.rank), ("author", node.author), ("status", node.status)]
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(key, value)| format!("{key}=\"{}\"", value.replace('"', "\"\"")))
            .collect();
        if said.is_empty() { Ok(()) } else { write!(self.out, "[&{}]", said.join(",")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, Option<String>, String)> {
        let file = read_newick(text.as_bytes(), "a.nwk", &Limits::default()).unwrap();
        file.rows.into_iter().map(|row| (row.id.unwrap(), row.parent, row.name)).collect()
    }

    fn node(id: &str, parent: Option<&str>, name: &str) -> (String, Option<String>, String) {
        (id.to_owned(), parent.map(str::to_owned), name.to_owned())
    }

    #[test]
    fn names_quotes_comments_and_lengths_are_told_apart() {
        assert_eq!(
            read("(A:1,'B ''b'' (x)'[note: [nested]],(C_c,D)0.95:3)root[&rank=\"order\"];"),
            [
                node("0", None, "root"),
                node("1", Some("0"), "A"),
                node("2", Some("0"), "B 'b' (x)"),
                node("3", Some("0"), ""),
                node("4", Some("3"), "C c"),
                node("5", Some("3"), "D"),
            ]
        );
    }

    #[test]
    fn lengths_and_support_are_kept_as_remarks() {
        let file = read_newick(b"(A:1.5,B)0.9;", "a.nwk", &Limits::default()).unwrap();
        assert_eq!(file.rows[1].fields, [("branchLength".to_owned(), "1.5".to_owned())]);
        assert_eq!(file.rows[0].fields, [("support".to_owned(), "0.9".to_owned())]);
    }

    #[test]
    fn brackets_that_do_not_close_are_told_and_not_followed() {
        let file = read_newick("((((A,'B".as_bytes(), "a.nwk", &Limits::default()).unwrap();
        assert!(file.problems.count("branch-not-closed") >= 1);
        let file = read_newick(b")))A;", "a.nwk", &Limits::default()).unwrap();
        assert_eq!(file.problems.count("branch-not-closed"), 3);
        assert_eq!(file.rows.len(), 1);
    }

    #[test]
    fn what_is_written_is_read_as_it_was() {
        let mut writer = NewickWriter::create(Vec::new());
        writer.open().unwrap();
        let author = "L. [\"sic\"], 1753";
        writer.leaf(&NewickNode { name: "Rosa 'x' alba", rank: "species", author, status: "" }).unwrap();
        writer.leaf(&NewickNode { name: "Rosa canina", ..NewickNode::default() }).unwrap();
        writer.close(&NewickNode { name: "Rosa", rank: "genus", author: "L.", status: "" }).unwrap();
        let file = read_newick(&writer.finish().unwrap(), "a.nwk", &Limits::default()).unwrap();
        assert_eq!(file.problems.counts().len(), 0);
        let rows: Vec<_> =
            file.rows.iter().map(|row| (row.name.as_str(), row.rank.as_deref(), row.author.as_deref())).collect();
        assert_eq!(
            rows,
            [
                ("Rosa", Some("genus"), Some("L.")),
                ("Rosa 'x' alba", Some("species"), Some("L. [\"sic\"], 1753")),
                ("Rosa canina", None, None)
            ]
        );
    }

    #[test]
    fn a_topology_deeper_than_any_stack_is_read() {
        let deep = format!("{}A{};", "(".repeat(300_000), ")".repeat(300_000));
        assert_eq!(read(&deep).len(), 300_001);
    }
}
