//! The components: functions from plain words to markup.

mod actions;
mod data;
mod feedback;
mod forms;
mod history;
mod lists;
mod rows;
mod type_ahead;

pub use actions::{Look, button, icon, icon_button, icon_link, link_button, save_button, turning_icon};
pub use data::{
    Bar, Column as TimeColumn, Tile, aside_section, bar_list, key_value_list, section, stat_tile, time_columns,
};
pub use feedback::{Confirm, Tab, badge, confirm_panel, empty_state, job_progress, notice, tabs};
pub use forms::{
    Choice, Field, Span, TextInput, checkbox, field, field_group, select, select_field, text_area, text_field,
    text_input, ways,
};
pub use history::{Change, Entry, Undo, timeline};
pub use lists::{
    Column, ColumnKind, Facet, FacetValue, Pagination, Row, Selection, Sort, Table, data_table, facet, facets,
    facets_button, pagination, selectable,
};
pub use rows::{SubRow, folded, sub_grid, sub_grid_row, sub_row, sub_rows};
pub use type_ahead::{TypeAhead, type_ahead, type_ahead_field};
