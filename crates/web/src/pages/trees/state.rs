//! What somebody has open in a tree. Every state of the page is an address.

use vasculum_domain::trees::outline::Synonyms;
use vasculum_model::Table;

use crate::respond::escaped;

/// More nodes are not open at once.
pub(super) const MOST_OPEN: usize = 500;

/// The ways in which synonyms are shown, as addresses name them.
pub(super) const SYNONYMS: &[(Synonyms, &str)] =
    &[(Synonyms::Nested, ""), (Synonyms::Beside, "beside"), (Synonyms::Apart, "apart")];

/// One of the outlines that stand side by side.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Pane {
    /// The nodes that are open.
    pub open: Vec<i64>,
    /// The node whose details stand beside.
    pub at: Option<i64>,
    /// Nodes whose children are not shown from the first one on, each with the child that stands first.
    pub from: Vec<(i64, i64)>,
}

/// All that the address of a tree page says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct State {
    /// The table of the nodes.
    pub table: &'static Table,
    /// The definition of the tree; without it that of the discipline.
    pub definition: Option<i64>,
    /// Where synonyms are shown.
    pub synonyms: Synonyms,
    /// One or two.
    pub panes: Vec<Pane>,
}

/// The value of a parameter.
pub(super) fn one<'p>(params: &'p [(String, String)], name: &str) -> Option<&'p str> {
    params.iter().find(|(theirs, value)| theirs == name && !value.is_empty()).map(|(_, value)| value.as_str())
}

/// A parameter that is a number.
pub(super) fn number(params: &[(String, String)], name: &str) -> Option<i64> {
    one(params, name).and_then(|text| text.parse().ok())
}

/// Where synonyms are shown, by the address.
pub(super) fn synonyms(params: &[(String, String)]) -> Synonyms {
    let said = one(params, "synonyms").unwrap_or_default();
    SYNONYMS.iter().find(|(_, key)| *key == said).map_or(Synonyms::Nested, |(synonyms, _)| *synonyms)
}

/// The name of a parameter of a pane: `open`, `open2`.
pub(super) fn named(name: &str, pane: usize) -> String {
    if pane == 0 { name.to_owned() } else { format!("{name}{}", pane + 1) }
}

impl State {
    pub(super) fn of(table: &'static Table, params: &[(String, String)]) -> Self {
        let panes = if one(params, "panes") == Some("2") { 2 } else { 1 };
        let pane = |nth: usize| {
            let list = |name: &str| one(params, &named(name, nth)).unwrap_or_default().to_owned();
            let mut open: Vec<i64> = list("open").split('.').filter_map(|id| id.parse().ok()).collect();
            open.truncate(MOST_OPEN);
            let pair = |text: &str| {
                let (parent, child) = text.split_once('-')?;
                Some((parent.parse().ok()?, child.parse().ok()?))
            };
            Pane {
                open,
                at: number(params, &named("at", nth)),
                from: list("from").split('.').filter_map(pair).collect(),
            }
        };
        Self {
            table,
            definition: number(params, "tree"),
            synonyms: synonyms(params),
            panes: (0..panes).map(pane).collect(),
        }
    }

    /// The path of the page.
    pub(super) fn path(&self) -> String {
        tree_path(self.table)
    }

    /// Names and values of the state, for addresses and hidden fields.
    pub(super) fn fields(&self) -> Vec<(String, String)> {
        let mut fields = Vec::new();
        let mut add = |name: String, value: String| {
            if !value.is_empty() {
                fields.push((name, value));
            }
        };
        let text = |id: &i64| id.to_string();
        add("tree".to_owned(), self.definition.as_ref().map(text).unwrap_or_default());
        let key = SYNONYMS.iter().find(|(synonyms, _)| *synonyms == self.synonyms).map_or("", |(_, key)| *key);
        add("synonyms".to_owned(), key.to_owned());
        if self.panes.len() > 1 {
            add("panes".to_owned(), "2".to_owned());
        }
        for (nth, pane) in self.panes.iter().enumerate() {
            let from = pane.from.iter().map(|(parent, child)| format!("{parent}-{child}")).collect::<Vec<_>>();
            add(named("open", nth), pane.open.iter().map(text).collect::<Vec<_>>().join("."));
            add(named("from", nth), from.join("."));
            add(named("at", nth), pane.at.as_ref().map(text).unwrap_or_default());
        }
        fields
    }

    /// The address of the page in this state.
    pub(super) fn href(&self) -> String {
        let query: Vec<String> =
            self.fields().iter().map(|(name, value)| format!("{name}={}", escaped(value))).collect();
        if query.is_empty() { self.path() } else { format!("{}?{}", self.path(), query.join("&")) }
    }

    /// The same with one pane changed.
    pub(super) fn with(&self, pane: usize, change: impl FnOnce(&mut Pane)) -> Self {
        let mut state = self.clone();
        if let Some(pane) = state.panes.get_mut(pane) {
            change(pane);
        }
        state
    }

    /// The same with a node opened or closed.
    pub(super) fn turned(&self, pane: usize, id: i64) -> Self {
        self.with(pane, |pane| {
            let was = pane.open.len();
            pane.open.retain(|open| *open != id);
            if pane.open.len() == was {
                pane.open.push(id);
            } else {
                pane.from.retain(|(parent, _)| *parent != id);
                // What is looked at would open the node again.
                pane.at = pane.at.filter(|at| *at == id);
            }
        })
    }
}

/// The address of a tree.
pub(crate) fn tree_path(table: &Table) -> String {
    format!("/trees/{}", table.name)
}

#[cfg(test)]
mod tests {
    use vasculum_model::model;

    use super::*;

    fn state(query: &str) -> State {
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let params: Vec<(String, String)> = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        State::of(model().named("Taxon").unwrap(), &params)
    }

    #[test]
    fn an_address_says_all_of_the_state() {
        for query in [
            "open=1.5&at=7",
            "tree=2&synonyms=apart&open=1",
            "panes=2&open=1&from=1-40&open2=3.4&at2=9",
            "synonyms=beside",
        ] {
            assert_eq!(state(query).href(), format!("/trees/Taxon?{query}"));
        }
        assert_eq!(state("open=x.1&at=y&panes=3").href(), "/trees/Taxon?open=1");
    }

    #[test]
    fn a_node_is_opened_and_closed() {
        let open = state("open=1.5&at=7&from=5-9");
        assert_eq!(open.turned(0, 8).href(), "/trees/Taxon?open=1.5.8&from=5-9&at=7");
        assert_eq!(open.turned(0, 5).href(), "/trees/Taxon?open=1");
    }
}
