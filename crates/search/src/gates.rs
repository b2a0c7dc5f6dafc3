//! Gates: where a record belongs, as a number that stands in the index, and who may pass.
//!
//! A gate names a table and the value that decides within it who may read a record: its collection, discipline,
//! division or tree. A *seal* is the set of gates of all records that a group of words came from; whoever may not pass
//! every one of them neither finds the words nor is shown what was counted of them.

use vasculum_model::{Scope, Table, TableId, Value, model};
use vasculum_store::{Access, Reach};

/// The gate of one record; also the right to a table at all, where no record stands behind it.
pub(crate) type Gate = u64;

const KIND: u32 = 44;
const TABLE: u32 = 48;
/// The kind of a gate that asks only whether something of the table may be read.
const ANY: u64 = 15;
/// The seal that everybody passes.
const NO_GATES: &str = "-";

/// The columns of a table that decide who may read a record.
pub(crate) fn columns(table: &Table) -> Vec<u16> {
    match &table.scope {
        Scope::Institution | Scope::Owner(_) => Vec::new(),
        Scope::Collection(column) | Scope::Discipline(column) | Scope::Division(column) | Scope::Tree(column) => {
            vec![*column]
        }
        Scope::Attachment => ["scopeType", "scopeID"].iter().filter_map(|name| table.column(name)).collect(),
    }
}

/// The gate of a record with these values in [`columns`].
pub(crate) fn gate(table: &Table, values: &[Value]) -> Gate {
    let id = |at: usize| values.get(at).and_then(Value::int).unwrap_or(0) as u64 & ((1 << KIND) - 1);
    let of = u64::from(table.id.0) << TABLE;
    match &table.scope {
        // Collections, disciplines and divisions in turn; what states nothing else is everybody's.
        Scope::Attachment => match values.first().and_then(Value::int) {
            Some(kind @ 0..=2) => of | ((kind as u64 + 1) << KIND) | id(1),
            _ => of,
        },
        _ => of | id(0),
    }
}

/// The gate for whoever may read anything of the table.
pub(crate) fn any(table: TableId) -> Gate {
    (u64::from(table.0) << TABLE) | (ANY << KIND)
}

/// The gates that a person may pass to the records of a table, as far as they can be listed.
pub(crate) enum Gates {
    /// All of them.
    All,
    /// These.
    These(Vec<Gate>),
}

/// The gates through which a person comes to the records of a table.
pub(crate) fn open(access: &Access, table: &Table) -> Gates {
    let of = u64::from(table.id.0) << TABLE;
    match access.readable(table) {
        Reach::All | Reach::Owners(_) => Gates::All,
        Reach::Nothing => Gates::These(Vec::new()),
        Reach::Where { ids, or_null, .. } => {
            let mut gates: Vec<Gate> = ids.iter().map(|id| of | *id as u64).collect();
            gates.extend(or_null.then_some(of));
            Gates::These(gates)
        }
        Reach::Stated(ids) => {
            let kinds = (1_u64..).zip(&ids);
            let mut gates: Vec<Gate> =
                kinds.flat_map(|(kind, ids)| ids.iter().map(move |id| of | (kind << KIND) | *id as u64)).collect();
            gates.push(of);
            Gates::These(gates)
        }
    }
}

/// Whether a person passes a gate.
pub(crate) fn passes(access: &Access, gate: Gate) -> bool {
    let at = usize::try_from(gate >> TABLE).unwrap_or(usize::MAX);
    let Some(table) = model().tables().nth(at) else { return false };
    if (gate >> KIND) & 15 == ANY {
        return access.readable(table) != Reach::Nothing;
    }
    match open(access, table) {
        Gates::All => true,
        Gates::These(gates) => gates.contains(&gate),
    }
}

/// A set of gates as text, and back.
pub(crate) fn seal(gates: &[Gate]) -> String {
    let mut gates = gates.to_vec();
    gates.sort_unstable();
    gates.dedup();
    if gates.is_empty() {
        return NO_GATES.to_owned();
    }
    gates.iter().map(|gate| format!("{gate:x}")).collect::<Vec<_>>().join(",")
}

/// Whether a person passes every gate of a seal. What can't be read is closed.
pub(crate) fn opens(access: &Access, seal: &str) -> bool {
    seal.split(',')
        .filter(|gate| *gate != NO_GATES)
        .all(|gate| u64::from_str_radix(gate, 16).is_ok_and(|gate| passes(access, gate)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use vasculum_model::names::{attachment, locality, taxon};

    #[test]
    fn nobody_passes_and_the_program_passes_everywhere() {
        let gates = [
            any(taxon::TABLE),
            gate(model().table(locality::TABLE), &[Value::Int(3)]),
            gate(model().table(attachment::TABLE), &[Value::Int(0), Value::Int(2)]),
        ];
        assert!(opens(&Access::system("test"), &seal(&gates)));
        for gate in gates {
            assert!(!opens(&Access::nobody(), &seal(&[gate])), "{gate:x}");
        }
    }

    #[test]
    fn a_seal_without_gates_is_open() {
        assert!(opens(&Access::nobody(), &seal(&[])));
        assert!(!opens(&Access::system("test"), "nonsense"));
    }
}
