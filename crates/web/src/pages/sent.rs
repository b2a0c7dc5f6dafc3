//! What forms and addresses send: pairs of names and values.

/// Names and values, as they came.
pub(crate) type Pairs = Vec<(String, String)>;

/// The first value of a name; nothing if it was not sent.
pub(crate) fn one<'a>(sent: &'a Pairs, name: &str) -> &'a str {
    sent.iter().find(|(theirs, _)| theirs == name).map_or("", |(_, value)| value.as_str())
}

/// The first value of a name without space around it, if there is anything in it.
pub(crate) fn some(sent: &Pairs, name: &str) -> Option<String> {
    Some(one(sent, name).trim().to_owned()).filter(|text| !text.is_empty())
}

/// Whether a box of this name was ticked: its hidden ‘no’ is sent before it.
pub(crate) fn is_ticked(sent: &Pairs, name: &str) -> bool {
    sent.iter().any(|(theirs, value)| theirs == name && value == "yes")
}

/// Every value of a name.
pub(crate) fn every<'a>(sent: &'a Pairs, name: &'a str) -> impl Iterator<Item = &'a str> {
    sent.iter().filter(move |(theirs, _)| theirs == name).map(|(_, value)| value.as_str())
}
