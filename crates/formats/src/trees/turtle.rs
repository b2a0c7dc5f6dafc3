//! As much of Turtle as vocabularies use: prefixes, subjects with predicates and objects, literals with languages, and
//! nodes in square brackets.

use crate::problem::Refusal;

/// What a statement says of its subject.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Object {
    /// The end of an address, behind its last slash, hash or colon.
    Resource(String),
    /// A text, a number or a truth value, with its language if it has one.
    Literal { text: String, language: Option<String> },
    /// A node without a name.
    Node(Vec<(String, Object)>),
}

impl Object {
    /// The text of a literal.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Literal { text, .. } => Some(text),
            _ => None,
        }
    }
}

/// A subject with everything that is said of it in one statement.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Subject {
    pub(super) line: u64,
    pub(super) name: String,
    pub(super) said: Vec<(String, Object)>,
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Name(String),
    Literal(String),
    Language(String),
    Mark(char),
    Type,
}

/// Nodes within nodes; no vocabulary has more than three.
const DEEPEST: usize = 32;

/// Reads all statements.
pub(super) fn read(text: &str, file: &str) -> Result<Vec<Subject>, Refusal> {
    let mut parser = Parser { rest: text, line: 1, file, peeked: None };
    let mut subjects = Vec::new();
    while let Some(token) = parser.next()? {
        match token {
            Token::Name(word)
                if matches!(word.as_str(), "@prefix" | "@base" | "prefix" | "PREFIX" | "base" | "BASE") =>
            {
                parser.directive()?;
            }
            Token::Name(name) => {
                let line = parser.line;
                let said = parser.statements(0, '.')?;
                subjects.push(Subject { line, name: local(&name), said });
            }
            Token::Mark('[') => {
                parser.statements(0, ']')?;
                parser.statements(0, '.')?;
            }
            Token::Mark('.') => {}
            _ => return Err(parser.refuse()),
        }
    }
    Ok(subjects)
}

/// The end of an address.
fn local(name: &str) -> String {
    name.rsplit(['/', '#', ':']).next().unwrap_or(name).to_owned()
}

struct Parser<'t> {
    rest: &'t str,
    line: u64,
    file: &'t str,
    peeked: Option<Token>,
}

impl<'t> Parser<'t> {
    fn refuse(&self) -> Refusal {
        Refusal::new("This is no Turtle that can be read.").at(format!("{}:{}", self.file, self.line))
    }

    /// Skips a prefix or a base. In the older manner it ends with a dot, in the newer without.
    fn directive(&mut self) -> Result<(), Refusal> {
        loop {
            match self.next()? {
                Some(Token::Name(name)) if name.starts_with('<') => break,
                Some(Token::Name(_)) => {}
                _ => return Err(self.refuse()),
            }
        }
        match self.next()? {
            Some(Token::Mark('.')) | None => {}
            other => self.peeked = other,
        }
        Ok(())
    }

    /// Predicates and objects up to the mark that ends them.
    fn statements(&mut self, depth: usize, end: char) -> Result<Vec<(String, Object)>, Refusal> {
        let mut said = Vec::new();
        if depth > DEEPEST {
            return Err(self.refuse());
        }
        loop {
            let predicate = match self.next()? {
                Some(Token::Mark(mark)) if mark == end => return Ok(said),
                Some(Token::Mark(';')) => continue,
                Some(Token::Name(name)) => local(&name),
                _ => return Err(self.refuse()),
            };
            loop {
                let object = self.object(depth)?;
                said.push((predicate.clone(), object));
                match self.next()? {
                    Some(Token::Mark(',')) => {}
                    Some(Token::Mark(';')) => break,
                    Some(Token::Mark(mark)) if mark == end => return Ok(said),
                    _ => return Err(self.refuse()),
                }
            }
        }
    }

    fn object(&mut self, depth: usize) -> Result<Object, Refusal> {
        match self.next()? {
            Some(Token::Name(name)) => Ok(Object::Resource(local(&name))),
            Some(Token::Mark('[')) => Ok(Object::Node(self.statements(depth + 1, ']')?)),
            Some(Token::Mark('(')) => self.list(depth + 1),
            Some(Token::Literal(text)) => {
                let mut language = None;
                match self.next()? {
                    Some(Token::Language(found)) => language = Some(found),
                    Some(Token::Type) => drop(self.next()?),
                    other => self.peeked = other,
                }
                Ok(Object::Literal { text, language })
            }
            _ => Err(self.refuse()),
        }
    }

    fn list(&mut self, depth: usize) -> Result<Object, Refusal> {
        let mut items = Vec::new();
        if depth > DEEPEST {
            return Err(self.refuse());
        }
        loop {
            match self.next()? {
                Some(Token::Mark(')')) => return Ok(Object::Node(items)),
                None => return Err(self.refuse()),
                other => {
                    self.peeked = other;
                    items.push((String::new(), self.object(depth)?));
                }
            }
        }
    }

    fn take(&mut self, count: usize) -> &'t str {
        let (taken, rest) = self.rest.split_at(count);
        self.line += taken.bytes().filter(|byte| *byte == b'\n').count() as u64;
        self.rest = rest;
        taken
    }

    fn skip_blank(&mut self) {
        loop {
            let blank = self.rest.len() - self.rest.trim_start().len();
            self.take(blank);
            if !self.rest.starts_with('#') {
                return;
            }
            self.take(self.rest.find('\n').unwrap_or(self.rest.len()));
        }
    }

    fn next(&mut self) -> Result<Option<Token>, Refusal> {
        if let Some(token) = self.peeked.take() {
            return Ok(Some(token));
        }
        self.skip_blank();
        let Some(first) = self.rest.chars().next() else { return Ok(None) };
        let token = match first {
            '<' => {
                let end = self.rest.find('>').ok_or_else(|| self.refuse())?;
                Token::Name(self.take(end + 1).trim_end_matches('>').to_owned())
            }
            '"' | '\'' => Token::Literal(self.literal(first)?),
            '.' | ';' | ',' | '[' | ']' | '(' | ')' => {
                self.take(1);
                Token::Mark(first)
            }
            '^' if self.rest.starts_with("^^") => {
                self.take(2);
                Token::Type
            }
            '@' => {
                let word = self.word();
                match word.as_str() {
                    "@prefix" | "@base" => Token::Name(word),
                    _ => Token::Language(word.trim_start_matches('@').to_owned()),
                }
            }
            first if first.is_ascii_digit() || first == '-' || first == '+' => Token::Literal(self.word()),
            _ => {
                let word = self.word();
                if word.is_empty() {
                    return Err(self.refuse());
                }
                if word == "true" || word == "false" { Token::Literal(word) } else { Token::Name(word) }
            }
        };
        Ok(Some(token))
    }

    /// A word up to a blank or a mark; a dot at its end ends the statement.
    fn word(&mut self) -> String {
        let is_end = |c: char| c.is_whitespace() || ";,[]()\"<^".contains(c);
        let mut end = self.rest.find(is_end).unwrap_or(self.rest.len());
        while self.rest[..end].ends_with('.') {
            end -= 1;
        }
        self.take(end).to_owned()
    }

    fn literal(&mut self, quote: char) -> Result<String, Refusal> {
        let three: String = std::iter::repeat_n(quote, 3).collect();
        let fence = if self.rest.starts_with(&three) { three.len() } else { 1 };
        let closing = &three[..fence];
        let mut at = fence;
        loop {
            let rest = self.rest.get(at..).ok_or_else(|| self.refuse())?;
            if rest.starts_with(closing) {
                break;
            }
            let mut chars = rest.chars();
            let char = chars.next().ok_or_else(|| self.refuse())?;
            at += char.len_utf8();
            if char == '\\' {
                at += chars.next().map_or(0, char::len_utf8);
            }
        }
        let raw = self.take(at + fence);
        Ok(unescape(&raw[fence..at]))
    }
}

fn unescape(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut chars = raw.chars();
    while let Some(char) = chars.next() {
        if char != '\\' {
            text.push(char);
            continue;
        }
        match chars.next() {
            Some('n') => text.push('\n'),
            Some('t') => text.push('\t'),
            Some('r') => text.push('\r'),
            Some(kind @ ('u' | 'U')) => {
                let digits: String = chars.by_ref().take(if kind == 'u' { 4 } else { 8 }).collect();
                let code = u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32);
                text.push(code.unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            Some(other) => text.push(other),
            None => {}
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_read_in_both_manners() {
        let text = "@prefix a: <http://x/y#> .\nPREFIX b: <http://z/>\n# note\na:One a b:Thing ;\n  b:label \"eins\"@de , \
                    \"o\\\"ne\\u0041\"@en ;\n  b:from [ b:age 66.00 ; b:error 0.5 ] .\n<http://x/Two>\n b:up a:One ;\n.\n";
        let found = read(text, "a.ttl").unwrap();
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].name, "One");
        assert_eq!(found[0].said[0], ("a".to_owned(), Object::Resource("Thing".to_owned())));
        assert_eq!(found[0].said[2].1.text(), Some("o\"neA"));
        let Object::Node(node) = &found[0].said[3].1 else { panic!("a node") };
        assert_eq!(node[0], ("age".to_owned(), Object::Literal { text: "66.00".to_owned(), language: None }));
        assert_eq!(found[1].said, [("up".to_owned(), Object::Resource("One".to_owned()))]);
    }

    #[test]
    fn what_is_cut_off_anywhere_is_refused_or_read_and_never_worse() {
        let text = "@prefix a: <x:> . a:É a:b \"\"\"é\\\"\"\"\"@en , [ a:c ( 1 2 ) ] . a:d a:e 'f'^^a:g .";
        for (at, _) in text.char_indices() {
            let _ = read(&text[..at], "a.ttl");
        }
        assert!(read(&"[".repeat(100_000), "a.ttl").is_err());
        assert!(read(&format!("a:a a:b {}", "[ a:b ".repeat(100_000)), "a.ttl").is_err());
        assert!(read(&format!("a:a a:b {}", "(".repeat(100_000)), "a.ttl").is_err());
    }
}
