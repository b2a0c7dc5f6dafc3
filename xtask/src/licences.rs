//! Licences and sources of the dependencies: the floor that needs no other program.
//!
//! `deny.toml` holds the rules. cargo-deny checks the same and more where it is installed; this checks always.

use std::collections::BTreeMap;

use crate::json::Json;
use crate::paths;
use crate::run::{Doing, Failure, output};

/// Where every dependency that is not a crate of this checkout comes from.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Checks every package in the tree for this machine; fails with all that is wrong.
pub(crate) fn check() -> Result<(), Failure> {
    let path = paths::root()?.join("deny.toml");
    let rules = std::fs::read_to_string(&path).doing(format!("read {}", path.display()))?;
    let rules = Rules::read(&rules);
    let host = host()?;
    let mut cargo = paths::cargo()?;
    cargo.args(["metadata", "--format-version=1", "--filter-platform", &host]);
    if paths::in_ci() {
        cargo.arg("--locked");
    }
    let metadata = output(&mut cargo)?;
    let metadata = Json::read(&metadata).ok_or_else(|| Failure::new("`cargo metadata` printed no JSON"))?;
    let packages = in_tree(&metadata);
    let wrong = rules.complaints(&packages);
    if !wrong.is_empty() {
        return Err(Failure::new(wrong.join("\n")));
    }
    println!("{} packages, {} of them in more than one version", packages.len(), several_versions(&packages));
    Ok(())
}

/// What `deny.toml` allows and bans.
#[derive(Debug, Default)]
struct Rules {
    allowed: Vec<String>,
    banned: Vec<String>,
}

impl Rules {
    /// Reads the two lists; the rest of the file is for cargo-deny.
    fn read(text: &str) -> Rules {
        let mut rules = Rules::default();
        let mut list = "";
        for line in text.lines() {
            let line = line.trim();
            match line {
                "allow = [" | "deny = [" => list = line,
                "]" => list = "",
                _ if list.starts_with("allow") => rules.allowed.extend(line.split('"').nth(1).map(str::to_owned)),
                _ if list.starts_with("deny") && line.starts_with('{') => {
                    rules.banned.extend(line.split('"').nth(1).map(str::to_owned));
                }
                _ => {}
            }
        }
        rules
    }

    /// One sentence for each thing that is wrong.
    fn complaints(&self, packages: &[&Json]) -> Vec<String> {
        let mut wrong = Vec::new();
        for package in packages {
            let name = package.text("name").unwrap_or("?");
            let version = package.text("version").unwrap_or("?");
            if self.banned.iter().any(|it| it == name) {
                wrong.push(format!("{name} {version} is banned by deny.toml"));
            }
            match package.text("source") {
                // Crates of this checkout.
                None => continue,
                Some(REGISTRY) => {}
                Some(source) => wrong.push(format!("{name} {version} comes from {source}, not from crates.io")),
            }
            match package.text("license") {
                None => wrong.push(format!("{name} {version} names no licence")),
                Some(licence) if self.allows(licence) => {}
                Some(licence) => {
                    wrong.push(format!("{name} {version} is under {licence}, which deny.toml does not allow"))
                }
            }
        }
        wrong
    }

    /// Whether a licence expression can be met with allowed licences: `MIT OR (GPL-3.0 AND ISC)`.
    fn allows(&self, expression: &str) -> bool {
        let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
        let mut words: Vec<&str> = spaced.split_whitespace().collect();
        words.reverse();
        let allows = self.either(&mut words);
        allows && words.is_empty()
    }

    fn either(&self, words: &mut Vec<&str>) -> bool {
        let mut allows = self.both(words);
        while words.pop_if(|it| *it == "OR").is_some() {
            allows |= self.both(words);
        }
        allows
    }

    fn both(&self, words: &mut Vec<&str>) -> bool {
        let mut allows = self.one(words);
        while words.pop_if(|it| *it == "AND").is_some() {
            allows &= self.one(words);
        }
        allows
    }

    fn one(&self, words: &mut Vec<&str>) -> bool {
        match words.pop() {
            Some("(") => {
                let allows = self.either(words);
                allows & words.pop_if(|it| *it == ")").is_some()
            }
            Some(licence) => {
                // An exception only takes conditions away, and is allowed by its whole name or with its licence.
                let exception = words.pop_if(|it| *it == "WITH").and_then(|_| words.pop());
                let whole = exception.map(|it| format!("{licence} WITH {it}"));
                self.allowed.iter().any(|it| it == licence || Some(it) == whole.as_ref())
            }
            None => false,
        }
    }
}

/// The packages that are part of the tree, once each.
fn in_tree(metadata: &Json) -> Vec<&Json> {
    let nodes = metadata.get("resolve").map_or(&[][..], |it| it.list("nodes"));
    let ids: std::collections::BTreeSet<&str> = nodes.iter().filter_map(|it| it.text("id")).collect();
    metadata.list("packages").iter().filter(|it| it.text("id").is_some_and(|id| ids.contains(id))).collect()
}

/// How many names stand for more than one package.
fn several_versions(packages: &[&Json]) -> usize {
    let mut versions: BTreeMap<&str, usize> = BTreeMap::new();
    for package in packages {
        *versions.entry(package.text("name").unwrap_or("?")).or_default() += 1;
    }
    versions.values().filter(|it| **it > 1).count()
}

/// The platform that this machine compiles for.
fn host() -> Result<String, Failure> {
    let text = output(std::process::Command::new("rustc").arg("-vV"))?;
    let host = text.lines().find_map(|it| it.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| Failure::new("`rustc -vV` names no host"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DENY: &str = "[licenses]\nallow = [\n  \"MIT\",\n  \"Apache-2.0\", # a remark\n  \"ISC\",\n]\n\
        [bans]\ndeny = [\n  { crate = \"openssl-sys\", reason = \"no \\\"two\\\" TLS\" },\n]\n";

    #[test]
    fn licence_expressions_are_read_as_spdx_says() {
        let rules = Rules::read(DENY);
        let check = |expression, expected| assert_eq!(rules.allows(expression), expected, "{expression}");
        check("MIT", true);
        check("GPL-3.0", false);
        check("MIT/Apache-2.0", true);
        check("GPL-3.0 OR MIT", true);
        check("GPL-3.0 AND MIT", false);
        check("(MIT OR GPL-3.0) AND ISC", true);
        check("MIT AND (GPL-3.0 OR LGPL-3.0)", false);
        check("Apache-2.0 WITH LLVM-exception OR MIT", true);
        check("MIT OR", true);
        check("(MIT", false);
        check("", false);
    }

    #[test]
    fn banned_crates_and_foreign_sources_are_named() {
        let packages = Json::read(&format!(
            r#"[{{"name": "openssl-sys", "version": "1", "source": "{REGISTRY}", "license": "MIT"}},
                {{"name": "fork", "version": "2", "source": "git+https://example.org/fork", "license": "MIT"}},
                {{"name": "own", "version": "0", "source": null, "license": null}}]"#
        ));
        let Some(Json::List(packages)) = packages else { panic!("it is a list") };
        let wrong = Rules::read(DENY).complaints(&packages.iter().collect::<Vec<_>>());
        assert_eq!(wrong.len(), 2, "{wrong:?}");
        assert!(wrong[0].contains("openssl-sys 1 is banned"), "{wrong:?}");
        assert!(wrong[1].contains("git+https://example.org/fork"), "{wrong:?}");
    }
}
