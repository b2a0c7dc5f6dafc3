//! Where the cells of a treemap lie: each as large as its share, and as square as it can be.

/// A cell, in the units of the whole.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Cell {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

/// Lays out a cell for each amount, which are above 0 and sorted from the greatest down.
///
/// Rows are laid along the shorter side of what is left as long as that makes the worst of their cells squarer
/// (Bruls, Huizing and van Wijk, 2000).
pub(super) fn squarified(amounts: &[f64], whole: Cell) -> Vec<Cell> {
    let total: f64 = amounts.iter().sum();
    if total <= 0.0 {
        return Vec::new();
    }
    let scale = whole.width * whole.height / total;
    let mut cells = Vec::with_capacity(amounts.len());
    let mut left = whole;
    let mut at = 0;
    while at < amounts.len() {
        let side = left.width.min(left.height).max(f64::EPSILON);
        let mut end = at + 1;
        while end < amounts.len() && worst(&amounts[at..=end], side, scale) <= worst(&amounts[at..end], side, scale) {
            end += 1;
        }
        left = lay(&amounts[at..end], scale, left, &mut cells);
        at = end;
    }
    cells
}

/// How far the longest cell of a row is from a square.
fn worst(row: &[f64], side: f64, scale: f64) -> f64 {
    let area: f64 = row.iter().sum::<f64>() * scale;
    let thick = area / side;
    let ratio = |amount: &f64| {
        let long = amount * scale / thick;
        (long / thick).max(thick / long)
    };
    row.iter().map(ratio).fold(1.0, f64::max)
}

/// Lays a row along the shorter side and returns what is left of the room.
fn lay(row: &[f64], scale: f64, left: Cell, cells: &mut Vec<Cell>) -> Cell {
    let area: f64 = row.iter().sum::<f64>() * scale;
    let is_upright = left.width >= left.height;
    let thick = area / if is_upright { left.height } else { left.width };
    let mut along = 0.0;
    for amount in row {
        let long = amount * scale / thick;
        cells.push(if is_upright {
            Cell { x: left.x, y: left.y + along, width: thick, height: long }
        } else {
            Cell { x: left.x + along, y: left.y, width: long, height: thick }
        });
        along += long;
    }
    if is_upright {
        Cell { x: left.x + thick, width: (left.width - thick).max(0.0), ..left }
    } else {
        Cell { y: left.y + thick, height: (left.height - thick).max(0.0), ..left }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_is_as_large_as_its_share_and_none_lies_over_another() {
        let whole = Cell { x: 0.0, y: 0.0, width: 1000.0, height: 600.0 };
        for amounts in [vec![5.0], vec![6.0, 6.0, 4.0, 3.0, 2.0, 2.0, 1.0], vec![1000.0, 1.0, 1.0], vec![1.0; 61]] {
            let total: f64 = amounts.iter().sum();
            let cells = squarified(&amounts, whole);
            assert_eq!(cells.len(), amounts.len());
            for (cell, amount) in cells.iter().zip(&amounts) {
                let share = cell.width * cell.height / (1000.0 * 600.0);
                assert!((share - amount / total).abs() < 1e-9, "{cell:?}");
                let within = cell.x >= -1e-9 && cell.y >= -1e-9 && cell.x + cell.width <= 1000.0 + 1e-6;
                assert!(within && cell.y + cell.height <= 600.0 + 1e-6, "{cell:?}");
            }
            for (nth, one) in cells.iter().enumerate() {
                for other in &cells[nth + 1..] {
                    let beside = one.x + one.width <= other.x + 1e-6 || other.x + other.width <= one.x + 1e-6;
                    let above = one.y + one.height <= other.y + 1e-6 || other.y + other.height <= one.y + 1e-6;
                    assert!(beside || above, "{one:?} {other:?}");
                }
            }
        }
        assert!(squarified(&[], whole).is_empty());
    }

    #[test]
    fn equal_shares_are_nearly_square() {
        let whole = Cell { x: 0.0, y: 0.0, width: 600.0, height: 600.0 };
        for cell in squarified(&[1.0; 9], whole) {
            assert!((cell.width / cell.height - 1.0).abs() < 0.01, "{cell:?}");
        }
    }
}
