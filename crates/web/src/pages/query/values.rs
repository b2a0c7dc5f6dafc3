//! Values as they are typed into the builder, and the expressions that they become.
//!
//! Plain words and numbers stand as they are. What begins with `=` is an expression of the language of questions:
//! `=catalogedDate`, `=today - 7 days`, `=me`. A value that is still to come is `ask("")`, which asks for nothing.

use vasculum_domain::query::{Ending, Expr, parse_value};
use vasculum_model::read::date::{DateOrder, date};
use vasculum_model::{Error, Kind, Result};

use crate::ui::locale;

/// A value that is still to come.
pub(super) fn blank() -> Expr {
    Expr::Ask(String::new(), String::new())
}

/// An expression as it stands in a field.
pub(super) fn typed(expr: &Expr) -> String {
    match expr {
        Expr::Ask(words, usual) if words.is_empty() => usual.clone(),
        Expr::Ask(_, usual) => usual.clone(),
        Expr::Text(text) if !text.starts_with('=') => text.clone(),
        Expr::Number(text) | Expr::Day(text) => text.clone(),
        other => format!("={other}"),
    }
}

/// Several expressions as they stand in one field.
pub(super) fn typed_list(list: &[&Expr]) -> String {
    let one = |expr: &&Expr| {
        let text = typed(expr);
        if text.contains(',') && !text.starts_with('=') { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
    };
    list.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// Reads what stands in the field of a value that is compared with what stands at the end of a way.
///
/// # Errors
///
/// `Invalid`, if what follows `=` is no expression.
pub(super) fn read(text: &str, ending: Option<Ending>) -> Result<Expr> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(blank());
    }
    if let Some(expression) = text.strip_prefix('=') {
        return parse_value(expression);
    }
    if text.contains('\0') {
        return Err(Error::invalid(crate::ui::words::t("This text holds a character that can’t be kept.")));
    }
    let is_number = |text: &str| matches!(parse_value(text), Ok(Expr::Number(_)));
    Ok(match ending.and_then(Ending::kind) {
        Some(kind) if kind.is_date() || kind == Kind::Timestamp => day(text),
        Some(kind) if kind.is_text() => Expr::Text(text.to_owned()),
        Some(Kind::Decimal | Kind::Float) => {
            let number = locale::typed_decimal(text);
            if is_number(&number) { Expr::Number(number) } else { Expr::Text(text.to_owned()) }
        }
        Some(_) if is_number(text) => Expr::Number(text.to_owned()),
        None if ending == Some(Ending::Age) && is_number(text) => Expr::Number(text.to_owned()),
        // What is worked out may be anything: figures are a number, and the language says the rest.
        None if ending.is_none() => match parse_value(text) {
            Ok(value @ (Expr::Number(_) | Expr::Day(_) | Expr::Yes(_))) => value,
            _ => Expr::Text(text.to_owned()),
        },
        _ => Expr::Text(text.to_owned()),
    })
}

/// A day, month or year as people write it, or as the language does: `12.v.1987`, `May 1987`, `1987`, `today - 1 week`.
fn day(text: &str) -> Expr {
    if let Ok(value @ (Expr::Day(_) | Expr::Today(..) | Expr::Number(_))) = parse_value(text) {
        return value;
    }
    let Ok(reading) = date(text, DateOrder::Ask) else { return Expr::Text(text.to_owned()) };
    let (first, last) = (reading.start.first_day(), reading.end.unwrap_or(reading.start).last_day());
    let (year, month, day) = first;
    if first == last {
        Expr::Day(format!("{year:04}-{month:02}-{day:02}"))
    } else if (year, month) == (last.0, last.1) {
        Expr::Day(format!("{year:04}-{month:02}"))
    } else if year == last.0 {
        Expr::Number(format!("{year:04}"))
    } else {
        Expr::Text(text.to_owned())
    }
}

/// Reads several values with commas between them; what stands between quotes may hold commas.
///
/// # Errors
///
/// As [`read`].
pub(super) fn read_list(text: &str, ending: Option<Ending>) -> Result<Vec<Expr>> {
    let mut parts: Vec<String> = vec![String::new()];
    let mut is_quoted = false;
    for letter in text.chars() {
        match letter {
            '"' => {
                is_quoted = !is_quoted;
                parts.last_mut().into_iter().for_each(|part| part.push('"'));
            }
            ',' | '\n' if !is_quoted => parts.push(String::new()),
            other => parts.last_mut().into_iter().for_each(|part| part.push(other)),
        }
    }
    let unquoted = |part: &String| {
        let part = part.trim();
        match part.strip_prefix('"').and_then(|part| part.strip_suffix('"')) {
            Some(inner) => inner.replace("\"\"", "\""),
            None => part.to_owned(),
        }
    };
    parts.iter().map(unquoted).filter(|part| !part.is_empty()).map(|part| read(&part, ending)).collect()
}

#[cfg(test)]
mod tests {
    use vasculum_model::names::{collecting_event, collection_object, preparation};

    use super::*;

    #[track_caller]
    fn check(typed_text: &str, ending: Ending, expect: &str) {
        let expr = read(typed_text, Some(ending)).unwrap();
        assert_eq!(expr.to_string(), expect);
        assert_eq!(read(&typed(&expr), Some(ending)).unwrap(), expr, "{typed_text}");
    }

    fn field(column: vasculum_model::Col) -> Ending {
        Ending::Field(column.0, column.1)
    }

    #[test]
    fn what_is_typed_becomes_a_value_of_the_kind_of_its_field() {
        check("123", field(collection_object::CATALOG_NUMBER), "\"123\"");
        check("=\"=a\"", field(collection_object::CATALOG_NUMBER), "\"=a\"");
        check("=me", field(collection_object::CATALOG_NUMBER), "me");
        check("12.v.1987", field(collecting_event::START_DATE), "1987-05-12");
        check("May 1987", field(collecting_event::START_DATE), "1987-05");
        check("1987", field(collecting_event::START_DATE), "1987");
        check("today - 7 days", field(collecting_event::START_DATE), "today - 7 days");
        check("soon", field(collecting_event::START_DATE), "\"soon\"");
        check("5", field(preparation::COUNT_AMT), "5");
        check("many", field(preparation::COUNT_AMT), "\"many\"");
        check("", field(preparation::COUNT_AMT), "ask(\"\")");
    }

    #[test]
    fn several_values_stand_in_one_field() {
        let list = read_list("a, \"b, c\", , d", Some(field(collection_object::CATALOG_NUMBER))).unwrap();
        let shown = typed_list(&list.iter().collect::<Vec<_>>());
        assert_eq!(shown, "a, \"b, c\", d");
        assert_eq!(read_list(&shown, None).unwrap(), list);
    }
}
