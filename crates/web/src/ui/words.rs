//! The words of the frame and of the components themselves.

use super::Level;

/// Every word that a page shows without being told by its caller, in one language.
///
/// `{n}` and `{text}` stand for a number and for what somebody typed.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each field is named after the English words")]
pub struct Words<'a> {
    pub skip_to_content: &'a str,
    pub main_navigation: &'a str,
    pub breadcrumbs: &'a str,
    pub menu: &'a str,
    pub search: &'a str,
    pub search_everything: &'a str,
    pub collection: &'a str,
    pub jobs: &'a str,
    pub notifications: &'a str,
    pub account: &'a str,
    pub profile: &'a str,
    pub sign_out: &'a str,
    pub theme: &'a str,
    pub theme_auto: &'a str,
    pub theme_light: &'a str,
    pub theme_dark: &'a str,
    pub density: &'a str,
    pub density_comfortable: &'a str,
    pub density_compact: &'a str,
    pub collapse: &'a str,
    pub expand: &'a str,
    pub close: &'a str,
    pub unsaved: &'a str,
    pub connection_lost: &'a str,
    pub connection_lost_more: &'a str,
    pub keys_title: &'a str,
    /// What a key does, and the key; several keys are parted by a space.
    pub keys: &'a [(&'a str, &'a str)],
    pub keys_single: &'a str,
    pub error: &'a str,
    pub warning: &'a str,
    pub info: &'a str,
    pub success: &'a str,
    pub cancel: &'a str,
    pub previous: &'a str,
    pub next: &'a str,
    pub pages: &'a str,
    pub add: &'a str,
    pub remove: &'a str,
    pub undo: &'a str,
    pub changed_from: &'a str,
    pub changed_to: &'a str,
    pub nothing: &'a str,
    pub select_all: &'a str,
    pub select_row: &'a str,
    pub selected: &'a str,
    pub select_none: &'a str,
    pub open_record: &'a str,
    pub none_found: &'a str,
    pub some_found: &'a str,
    pub create: &'a str,
    pub understood_as: &'a str,
    pub remove_filter: &'a str,
    pub filters: &'a str,
}

impl Words<'static> {
    /// The words in English.
    pub const ENGLISH: Words<'static> = Words {
        skip_to_content: "Skip to content",
        main_navigation: "Main",
        breadcrumbs: "You are here",
        menu: "Menu",
        search: "Search",
        search_everything: "Search records, pages, commands",
        collection: "Collection",
        jobs: "Running jobs",
        notifications: "Notifications",
        account: "Account",
        profile: "Your account",
        sign_out: "Sign out",
        theme: "Theme",
        theme_auto: "Auto",
        theme_light: "Light",
        theme_dark: "Dark",
        density: "Density",
        density_comfortable: "Comfortable",
        density_compact: "Compact",
        collapse: "Collapse",
        expand: "Expand",
        close: "Close",
        unsaved: "Unsaved changes",
        connection_lost: "The server cannot be reached.",
        connection_lost_more: "What you typed is still on this page. Try again when you are connected.",
        keys_title: "Keyboard shortcuts",
        keys: &[
            ("Search everything", "/ Ctrl+K"),
            ("Save", "Ctrl+S"),
            ("New record", "c"),
            ("All fields, or those in use", "a"),
            ("History of the record", "h"),
            ("Close a menu or list", "Esc"),
            ("This list", "?"),
        ],
        keys_single: "Single-key shortcuts",
        error: "Error",
        warning: "Warning",
        info: "Note",
        success: "Done",
        cancel: "Cancel",
        previous: "Previous",
        next: "Next",
        pages: "Pages",
        add: "Add",
        remove: "Remove",
        undo: "Undo",
        changed_from: "from",
        changed_to: "to",
        nothing: "empty",
        select_all: "Select all rows",
        select_row: "Select {text}",
        selected: "{n} selected",
        select_none: "Clear selection",
        open_record: "Open {text}",
        none_found: "Nothing found",
        some_found: "{n} found. Use the arrow keys.",
        create: "Create “{text}”",
        understood_as: "Understood as",
        remove_filter: "Remove this filter",
        filters: "Filters",
    };
}

impl Words<'_> {
    /// The name of a level, for those who do not see its colour.
    #[must_use]
    pub fn level(&self, level: Level) -> &str {
        match level {
            Level::Neutral | Level::Info => self.info,
            Level::Success => self.success,
            Level::Warning => self.warning,
            Level::Error => self.error,
        }
    }
}

/// An English text in the reader's language.
#[must_use]
pub fn t(english: &'static str) -> &'static str {
    english
}

/// Like [`t`], with values in the places that the text names in braces: `{n} of {total}`.
#[must_use]
pub fn tf(english: &'static str, values: &[(&str, &dyn std::fmt::Display)]) -> String {
    fill(t(english), values)
}

/// Words for a number of things: `one` for exactly one in English, `many` otherwise; `{n}` is the number.
#[must_use]
pub fn tn(count: i64, one: &'static str, many: &'static str) -> String {
    fill(t(if count == 1 { one } else { many }), &[("n", &count)])
}

fn fill(text: &str, values: &[(&str, &dyn std::fmt::Display)]) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let place = after.split_once('}').and_then(|(name, behind)| {
            values.iter().find(|(theirs, _)| *theirs == name).map(|(_, value)| (value, behind))
        });
        match place {
            Some((value, behind)) => {
                out.push_str(&value.to_string());
                rest = behind;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::{tf, tn};

    #[test]
    fn values_stand_in_their_places() {
        assert_eq!(tf("{n} of {total}: {what}{", &[("n", &3), ("total", &"40")]), "3 of 40: {what}{");
        assert_eq!(
            (tn(1, "{n} record", "{n} records"), tn(2, "{n} record", "{n} records")),
            ("1 record".to_owned(), "2 records".to_owned())
        );
    }
}
