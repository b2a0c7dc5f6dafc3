//! What a row says of its node besides name and place.

use vasculum_formats::trees::TreeRow;
use vasculum_model::tree::Tree;
use vasculum_model::{Col, Kind, Record, Value, model};

use super::target::Builder;
use crate::dwca::fields;

impl Builder<'_> {
    /// The fields of the nodes that a row fills in; a word that is no field and says something goes to the remarks.
    pub(super) fn fields(&mut self, row: &TreeRow) -> Vec<(Col, Value)> {
        let table = model().table(self.tree.node);
        let mut record = Record::new(self.tree.node);
        let (mut issues, mut remarks) = (Vec::new(), Vec::new());
        for (word, text) in &row.fields {
            if REMARKS.contains(&word.as_str()) {
                remarks.push(format!("{word}: {text}"));
            } else if let Some(column) = field_column(self.tree, word) {
                fields::set(&mut record, column, text, word, &mut issues);
            }
        }
        if let Some(at) = table.column("remarks").filter(|_| !remarks.is_empty()) {
            let column = Col(self.tree.node, at);
            let text = record.text(column).map(str::to_owned).into_iter().chain(remarks).collect::<Vec<_>>().join("; ");
            fields::set(&mut record, column, &text, "remarks", &mut issues);
        }
        self.take_over(row.line, issues);
        let values = (0_u16..).zip(record.values).filter(|(_, value)| !value.is_null());
        values.map(|(at, value)| (Col(self.tree.node, at), value)).collect()
    }
}

/// Words that no field holds, but somebody may want to read.
const REMARKS: &[&str] = &["extinct", "provisional", "branchLength", "support", "nameremarks"];

/// The field of the nodes that a word of a file means.
pub(super) fn field_column(tree: &Tree, word: &str) -> Option<Col> {
    let name = match word {
        "taxonRemarks" => "remarks",
        "scientificNameID" => "lsid",
        "vernacularName" => "commonName",
        "nomenclaturalStatus" => "colStatus",
        "taxonGuid" => "guid",
        other if REMARKS.contains(&other) => "remarks",
        other => other,
    };
    let columns = &model().table(tree.node).columns;
    let at = columns.iter().position(|column| column.name.eq_ignore_ascii_case(name) && may_be_given(column.kind))?;
    let column = Col(tree.node, u16::try_from(at).ok()?);
    let is_own = [tree.name, tree.full_name, tree.rank_id].contains(&column)
        || matches!(model().column(column).name, "version" | "nodeNumber" | "highestChildNodeNumber" | "author");
    (!is_own).then_some(column)
}

fn may_be_given(kind: Kind) -> bool {
    !matches!(kind, Kind::Link | Kind::Timestamp | Kind::Json | Kind::YesNo)
}
