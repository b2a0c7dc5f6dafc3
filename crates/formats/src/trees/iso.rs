//! Countries and their parts, as JSON lists of ISO 3166-1 and 3166-2.

use serde_json::Value as Json;

use super::guard::Rows;
use super::{TreeFile, TreeKind, TreeRow};
use crate::limits::Limits;
use crate::problem::{Problems, Refusal};

/// Reads a list of countries (`alpha2` or `alpha_2`, `name`), or of their parts (`code`, `name`, perhaps `parent` and
/// `type`), alone or under the number of the standard. Parts name their country by its code; a part of a part, the
/// part.
pub(super) fn read_countries(json: &Json, file: &str, limits: &Limits) -> Result<TreeFile, Refusal> {
    let list = json.as_array().or_else(|| ["3166-1", "3166-2"].iter().find_map(|name| json.get(name)?.as_array()));
    let unknown = || {
        Refusal::new("This JSON is neither a time scale nor a list of countries.")
            .hint("Lists of ISO 3166 have ‘alpha_2’ or ‘code’ and ‘name’ in each entry.")
            .at(file)
    };
    let mut rows = Rows::new(limits);
    let mut problems = Problems::default();
    for entry in list.ok_or_else(unknown)? {
        let text = |name: &str| entry.get(name).and_then(Json::as_str).map(str::trim).filter(|text| !text.is_empty());
        let country = text("alpha2").or_else(|| text("alpha_2"));
        let Some(code) = country.or_else(|| text("code")) else { return Err(unknown()) };
        if text("state").is_some_and(|state| state != "assigned") {
            // Codes that are reserved or no longer used are no countries.
            continue;
        }
        let Some(name) = text("name") else {
            problems.add(file, 0, None, "row-without-name", || format!("‘{code}’ has no name."));
            continue;
        };
        let mut fields = vec![("geographyCode".to_owned(), code.to_owned())];
        if let Some(kind) = text("type") {
            fields.push(("type".to_owned(), kind.to_owned()));
        }
        let of = code.split_once('-').map(|(of, _)| of);
        let above = text("parent").map(|above| match of {
            Some(of) if !above.contains('-') && above != of => format!("{of}-{above}"),
            _ => above.to_owned(),
        });
        let parent = if country.is_some() { None } else { above.or_else(|| of.map(str::to_owned)) };
        let is_deep = parent.as_ref().is_some_and(|parent| parent.contains('-'));
        let rank = match (country.is_some(), is_deep) {
            (true, _) => "Country",
            (false, false) => "State",
            (false, true) => "County",
        };
        let row = TreeRow {
            id: Some(code.to_owned()),
            parent,
            rank: Some(rank.to_owned()),
            name: name.to_owned(),
            is_own_name: true,
            fields,
            ..TreeRow::default()
        };
        rows.add(row, file)?;
    }
    Ok(TreeFile { kind: TreeKind::Countries, rows: rows.rows, vernacular: Vec::new(), metadata: None, problems })
}
