//! Things to press, and the icons on them.

use maud::{Markup, html};

use crate::ui::assets::asset_url;
use crate::ui::words::t;

/// How a button presents itself. One page has at most one `Primary`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Look {
    /// One of several things that can be done.
    #[default]
    Normal,
    /// What most people came to do.
    Primary,
    /// Beside something else; no border.
    Quiet,
    /// Takes something away.
    Danger,
    /// Takes something away, on the page that asks whether it shall.
    DangerStrong,
}

impl Look {
    fn classes(self) -> &'static str {
        match self {
            Look::Normal => "button",
            Look::Primary => "button button-primary",
            Look::Quiet => "button button-quiet",
            Look::Danger => "button button-danger",
            Look::DangerStrong => "button button-danger button-strong",
        }
    }
}

/// An icon of the sprite by its name in `styles/icons.txt`. Mute: words must stand beside it.
#[must_use]
pub fn icon(name: &str) -> Markup {
    draw(name, "icon")
}

/// An icon that points along the line, and turns round where the line runs from right to left.
#[must_use]
pub fn turning_icon(name: &str) -> Markup {
    draw(name, "icon icon-turns")
}

fn draw(name: &str, classes: &str) -> Markup {
    html! {
        svg class=(classes) aria-hidden="true" focusable="false" {
            use href={ (asset_url("icons.svg")) "#" (name) } {}
        }
    }
}

/// A button that sends its form. `name` and `value` say which one was pressed; both may be empty.
#[must_use]
pub fn button(label: &str, icon_name: &str, look: Look, name: &str, value: &str) -> Markup {
    html! {
        button class=(look.classes()) name=[(!name.is_empty()).then_some(name)] value=[(!name.is_empty()).then_some(value)] {
            @if !icon_name.is_empty() { (icon(icon_name)) }
            (label)
        }
    }
}

/// The button that saves the form `form_id`, from wherever it stands; Ctrl-S presses it.
#[must_use]
pub fn save_button(label: &str, form_id: &str) -> Markup {
    html! {
        button class=(Look::Primary.classes()) name="save" value="yes" form=(form_id) data-save aria-keyshortcuts="Control+S" {
            (icon("save")) (label)
        }
    }
}

/// A link that looks like a button: it goes somewhere and changes nothing.
///
/// `key` is a single key that presses it, or empty.
#[must_use]
pub fn link_button(label: &str, href: &str, icon_name: &str, look: Look, key: &str) -> Markup {
    html! {
        a class=(look.classes()) href=(href) data-key=[(!key.is_empty()).then_some(key)] aria-keyshortcuts=[(!key.is_empty()).then_some(key)] {
            @if !icon_name.is_empty() { (icon(icon_name)) }
            (label)
        }
    }
}

/// A button of an icon alone; `label` is what it is called.
#[must_use]
pub fn icon_button(label: &str, icon_name: &str, name: &str, value: &str) -> Markup {
    html! {
        button class="button button-quiet button-icon" title=(label) name=[(!name.is_empty()).then_some(name)] value=[(!name.is_empty()).then_some(value)] {
            (turning_icon(icon_name)) span class="hidden-words" { (label) }
        }
    }
}

/// A link of an icon alone; without `href` it cannot be followed now, but keeps its place.
#[must_use]
pub fn icon_link(label: &str, href: Option<&str>, icon_name: &str, key: &str) -> Markup {
    html! {
        a class="button button-icon" title=(label) href=[href] aria-disabled=[href.is_none().then_some("true")] role=[href.is_none().then_some("link")]
            data-key=[(!key.is_empty()).then_some(key)] {
            (turning_icon(icon_name)) span class="hidden-words" { (label) }
        }
    }
}

/// The small undo button of a change.
pub(super) fn undo_button() -> Markup {
    html! { button class="button button-quiet button-small" { (turning_icon("undo-2")) (t("Undo")) } }
}

#[cfg(test)]
mod tests {
    /// The names in quotes after `icon(` in the sources, checked against the sprite's list.
    #[test]
    fn every_icon_of_the_components_is_in_the_sprite() {
        let known: Vec<&str> = include_str!("../../../styles/icons.txt").lines().chain(["brand"]).collect();
        let sources = [
            include_str!("actions.rs"),
            include_str!("data.rs"),
            include_str!("feedback.rs"),
            include_str!("forms.rs"),
            include_str!("history.rs"),
            include_str!("lists.rs"),
            include_str!("rows.rs"),
            include_str!("type_ahead.rs"),
            include_str!("../frame.rs"),
        ];
        for source in sources {
            for part in source.split("icon(\"").skip(1) {
                let name = part.split('"').next().unwrap_or_default();
                assert!(name.is_empty() || name == "," || known.contains(&name), "{name} is not in icons.txt");
            }
        }
    }
}
