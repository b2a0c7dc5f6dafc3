//! Reading JSON: as much as this program needs, so that it needs no crate and compiles in seconds.

use std::str::Chars;

/// A JSON value. Numbers stay text: nothing here calculates with them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    /// Reads one value; `None` when the text is anything else.
    pub(crate) fn read(text: &str) -> Option<Json> {
        let mut reader = Reader { rest: text.chars() };
        let value = reader.value(0)?;
        reader.space();
        reader.rest.as_str().is_empty().then_some(value)
    }

    /// The value under `key` of an object.
    pub(crate) fn get(&self, key: &str) -> Option<&Json> {
        match self {
            Json::Object(entries) => entries.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The text under `key` of an object.
    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        match self.get(key) {
            Some(Json::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The list under `key` of an object; empty when there is none.
    pub(crate) fn list(&self, key: &str) -> &[Json] {
        match self.get(key) {
            Some(Json::List(items)) => items,
            _ => &[],
        }
    }
}

/// Deeper values than this are refused instead of using up the stack.
const DEEPEST: usize = 200;

struct Reader<'a> {
    rest: Chars<'a>,
}

impl Reader<'_> {
    fn space(&mut self) {
        while self.peek().is_some_and(|it| matches!(it, ' ' | '\t' | '\n' | '\r')) {
            self.rest.next();
        }
    }

    fn peek(&self) -> Option<char> {
        self.rest.clone().next()
    }

    fn expect(&mut self, expected: char) -> Option<()> {
        (self.rest.next()? == expected).then_some(())
    }

    fn word(&mut self, word: &str, value: Json) -> Option<Json> {
        word.chars().try_for_each(|it| self.expect(it))?;
        Some(value)
    }

    fn value(&mut self, depth: usize) -> Option<Json> {
        if depth > DEEPEST {
            return None;
        }
        self.space();
        match self.peek()? {
            'n' => self.word("null", Json::Null),
            't' => self.word("true", Json::Bool(true)),
            'f' => self.word("false", Json::Bool(false)),
            '"' => self.string().map(Json::Text),
            '[' => self.items('[', ']', |it| it.value(depth + 1)).map(Json::List),
            '{' => self.items('{', '}', |it| it.entry(depth)).map(Json::Object),
            '-' | '0'..='9' => Some(self.number()),
            _ => None,
        }
    }

    fn items<T>(&mut self, open: char, close: char, mut item: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        self.expect(open)?;
        let mut items = Vec::new();
        self.space();
        if self.peek()? == close {
            self.rest.next();
            return Some(items);
        }
        loop {
            items.push(item(self)?);
            self.space();
            match self.rest.next()? {
                ',' => {}
                it if it == close => return Some(items),
                _ => return None,
            }
        }
    }

    fn entry(&mut self, depth: usize) -> Option<(String, Json)> {
        self.space();
        let key = self.string()?;
        self.space();
        self.expect(':')?;
        Some((key, self.value(depth + 1)?))
    }

    fn number(&mut self) -> Json {
        let mut number = String::new();
        while let Some(it) = self.peek().filter(|it| it.is_ascii_digit() || "+-.eE".contains(*it)) {
            number.push(it);
            self.rest.next();
        }
        Json::Number(number)
    }

    fn string(&mut self) -> Option<String> {
        self.expect('"')?;
        let mut string = String::new();
        loop {
            match self.rest.next()? {
                '"' => return Some(string),
                '\\' => string.push(self.escape()?),
                it => string.push(it),
            }
        }
    }

    fn escape(&mut self) -> Option<char> {
        match self.rest.next()? {
            'n' => Some('\n'),
            't' => Some('\t'),
            'r' => Some('\r'),
            'b' => Some('\u{8}'),
            'f' => Some('\u{c}'),
            'u' => {
                let first = self.hex()?;
                if !(0xD800..0xDC00).contains(&first) {
                    return char::from_u32(first);
                }
                self.expect('\\')?;
                self.expect('u')?;
                let second = self.hex()?.checked_sub(0xDC00)?;
                char::from_u32(0x10000 + ((first - 0xD800) << 10) + second)
            }
            it @ ('"' | '\\' | '/') => Some(it),
            _ => None,
        }
    }

    fn hex(&mut self) -> Option<u32> {
        (0..4).try_fold(0, |sum, _| Some(sum * 16 + self.rest.next()?.to_digit(16)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_demo_prints_is_read() {
        let json =
            Json::read(" {\"user\": \"demo\", \"n\": [1, -2.5e3, null, true], \"x\": {}}\n").expect("it is JSON");
        assert_eq!(json.text("user"), Some("demo"));
        assert_eq!(json.list("n").len(), 4);
        assert_eq!(json.list("n")[1], Json::Number("-2.5e3".to_owned()));
        assert_eq!(json.get("x"), Some(&Json::Object(Vec::new())));
        assert_eq!(json.text("password"), None);
    }

    #[test]
    fn escapes_become_characters() {
        let json = Json::read(r#""a\"\\\/\n\u00e9\ud83d\udc1f""#);
        assert_eq!(json, Some(Json::Text("a\"\\/\n\u{e9}\u{1f41f}".to_owned())));
    }

    #[test]
    fn what_is_not_json_is_refused() {
        for text in ["", "{", "[1,]", "{\"a\" 1}", "nul", "\"", "1 2", "\"\\ud83d\"", "\"\\x\""] {
            assert_eq!(Json::read(text), None, "{text}");
        }
        assert_eq!(Json::read(&"[".repeat(100_000)), None);
    }
}
