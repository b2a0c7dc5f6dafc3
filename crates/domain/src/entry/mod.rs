//! Entering many records quickly: what a new record takes over from another one, from the collection's defaults, and
//! how one record becomes five thousand.

pub mod carry;
pub mod copies;
pub mod copy;
pub mod defaults;

pub use carry::{Choosable, chosen, companions};
pub use copies::{Copies, Made, Numbers};
pub use copy::{Choice, Copied};
pub use defaults::{Along, Start};
